# A group of logs and the alarm on its errors.
module "key" {
  source = "../key"
  count  = var.encrypted ? 1 : 0
  stage  = var.stage
  name   = "${var.name}-log"
  users  = ["logs.eu-central-1.amazonaws.com"]
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/${var.stage}/${var.name}"
  retention_in_days = lookup(local.days, var.stage, 30)
  kms_key_id        = var.encrypted ? module.key[0].arn : null
}

resource "aws_cloudwatch_log_metric_filter" "errors" {
  name           = "${var.name}-errors"
  log_group_name = aws_cloudwatch_log_group.this.name
  pattern        = "{ $.level = \"error\" }"

  metric_transformation {
    name      = "${var.name}-errors"
    namespace = "shop/${var.stage}"
    value     = "1"
  }
}

locals {
  days = { live = 400, test = 30 }
}

variable "stage" {
  description = "The stage"
  type        = string
}

variable "name" {
  description = "What writes the logs"
  type        = string
}

variable "encrypted" {
  description = "Whether a key of our own encrypts them"
  type        = bool
  default     = true
}

output "arn" {
  description = "The group"
  value       = aws_cloudwatch_log_group.this.arn
}

output "name" {
  description = "The group's name"
  value       = aws_cloudwatch_log_group.this.name
}
