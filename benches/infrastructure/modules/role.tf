# A role with its own policy and the managed ones that it is given.
module "label" {
  source = "../label"
  stage  = var.stage
  name   = "${var.name}-role"
  tags   = var.tags
}

module "statement" {
  source = "../statement"
  count  = length(var.grants) > 0 ? 1 : 0
  grants = var.grants
}

resource "aws_iam_role" "this" {
  name                 = module.label.id
  max_session_duration = var.hours * 3600
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [for service in var.trusted : {
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "${service}.amazonaws.com" }
    }]
  })
  tags = module.label.tags
}

resource "aws_iam_policy" "own" {
  count  = length(var.grants) > 0 ? 1 : 0
  name   = "${module.label.id}-own"
  policy = module.statement[0].json
  tags   = module.label.tags
}

resource "aws_iam_role_policy_attachment" "own" {
  count      = length(var.grants) > 0 ? 1 : 0
  role       = aws_iam_role.this.name
  policy_arn = aws_iam_policy.own[0].arn
}

resource "aws_iam_role_policy_attachment" "managed" {
  for_each   = { for name in var.managed : name => "arn:aws:iam::aws:policy/${name}" }
  role       = aws_iam_role.this.name
  policy_arn = each.value
}

variable "stage" {
  description = "The stage"
  type        = string
}

variable "name" {
  description = "Whose role it is"
  type        = string
}

variable "hours" {
  description = "How long a session lasts"
  type        = number
  default     = 1
}

variable "trusted" {
  description = "The services that take the role on"
  type        = list(string)
}

variable "managed" {
  description = "Managed policies to attach"
  type        = set(string)
  default     = []
}

variable "grants" {
  description = "What the role may do"
  type        = any
  default     = {}
}

variable "tags" {
  description = "Further tags"
  type        = map(string)
  default     = {}
}

output "arn" {
  description = "The role"
  value       = aws_iam_role.this.arn
}

output "name" {
  description = "The role's name"
  value       = aws_iam_role.this.name
}
