# A security group with a rule for each opening.
locals {
  openings = flatten([
    for name, opening in var.openings : [
      for range in opening.from : merge(opening, { name = name, range = range })
    ]
  ])
}

resource "aws_security_group" "this" {
  name        = "${var.name}-${var.stage}"
  description = "What reaches ${var.name}"
  vpc_id      = var.network

  dynamic "egress" {
    for_each = var.egress
    content {
      description = "to ${egress.value}"
      from_port   = 443
      to_port     = 443
      protocol    = "tcp"
      cidr_blocks = [egress.value]
    }
  }
}

resource "aws_vpc_security_group_ingress_rule" "this" {
  for_each = { for opening in local.openings : "${opening.name}/${opening.range}" => opening }

  security_group_id = aws_security_group.this.id
  description       = "${each.value.name} from ${each.value.range}"
  ip_protocol       = each.value.protocol
  from_port         = each.value.port
  to_port           = each.value.port
  cidr_ipv4         = each.value.range
}

variable "stage" {
  description = "The stage"
  type        = string
}

variable "name" {
  description = "What lies behind it"
  type        = string
}

variable "network" {
  description = "The network"
  type        = string
}

variable "openings" {
  description = "What is let in, by name"
  type = map(object({
    port     = number
    protocol = optional(string, "tcp")
    from     = list(string)
  }))
  default = {}
}

variable "egress" {
  description = "Where one may go"
  type        = list(string)
  default     = ["0.0.0.0/0"]
}

output "id" {
  description = "The group"
  value       = aws_security_group.this.id
}
