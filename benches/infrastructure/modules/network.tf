# A network with a public and a private part in each zone.
module "label" {
  source = "../label"
  stage  = var.stage
  name   = "net"
}

module "log" {
  source = "../log"
  stage  = var.stage
  name   = "flows"
}

module "role" {
  source  = "../role"
  stage   = var.stage
  name    = "flows"
  trusted = ["vpc-flow-logs"]
  grants = {
    write = { service = "logs", verbs = ["CreateLogStream", "PutLogEvents"], resources = [module.log.arn] }
  }
}

locals {
  parts = {
    for pair in setproduct(["public", "private"], var.zones) : "${pair[0]}-${pair[1]}" => {
      public = pair[0] == "public"
      zone   = pair[1]
      range  = cidrsubnet(var.range, 4, index(["public", "private"], pair[0]) * 4 + index(var.zones, pair[1]))
    }
  }
}

resource "aws_vpc" "this" {
  cidr_block           = var.range
  enable_dns_hostnames = true
  enable_dns_support   = true
  tags                 = module.label.tags
}

resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_subnet" "this" {
  for_each                = local.parts
  vpc_id                  = aws_vpc.this.id
  cidr_block              = each.value.range
  availability_zone       = each.value.zone
  map_public_ip_on_launch = each.value.public
  tags                    = merge(module.label.tags, { Part = each.key })
}

resource "aws_route_table" "this" {
  for_each = toset(["public", "private"])
  vpc_id   = aws_vpc.this.id

  dynamic "route" {
    for_each = each.key == "public" ? [aws_internet_gateway.this.id] : []
    content {
      cidr_block = "0.0.0.0/0"
      gateway_id = route.value
    }
  }
}

resource "aws_route_table_association" "this" {
  for_each       = local.parts
  subnet_id      = aws_subnet.this[each.key].id
  route_table_id = aws_route_table.this[each.value.public ? "public" : "private"].id
}

resource "aws_flow_log" "this" {
  count           = var.flow_logs ? 1 : 0
  vpc_id          = aws_vpc.this.id
  traffic_type    = "ALL"
  log_destination = module.log.arn
  iam_role_arn    = module.role.arn
}

variable "stage" {
  description = "The stage"
  type        = string
}

variable "range" {
  description = "All addresses"
  type        = string
}

variable "zones" {
  description = "The zones, at most four"
  type        = list(string)
}

variable "flow_logs" {
  description = "Whether what flows is logged"
  type        = bool
  default     = true
}

output "id" {
  description = "The network"
  value       = aws_vpc.this.id
}

output "private" {
  description = "The private parts"
  value       = [for key, part in local.parts : aws_subnet.this[key].id if !part.public]
}

output "public" {
  description = "The public parts"
  value       = [for key, part in local.parts : aws_subnet.this[key].id if part.public]
}
