# A queue, and one for what could not be handled.
module "key" {
  source = "../key"
  count  = var.own_key ? 1 : 0
  stage  = var.stage
  name   = "${var.name}-queue"
}

resource "aws_sqs_queue" "rest" {
  name                      = "${var.name}-${var.stage}-rest"
  message_retention_seconds = 14 * 24 * 3600
  sqs_managed_sse_enabled   = true
}

resource "aws_sqs_queue" "this" {
  name                       = "${var.name}-${var.stage}"
  visibility_timeout_seconds = 6 * var.seconds
  kms_master_key_id          = var.own_key ? module.key[0].arn : null
  sqs_managed_sse_enabled    = var.own_key ? null : true
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.rest.arn
    maxReceiveCount     = 4
  })
}

variable "stage" {
  description = "The stage"
  type        = string
}

variable "name" {
  description = "What is waiting"
  type        = string
}

variable "seconds" {
  description = "How long one message takes"
  type        = number
  default     = 30
}

variable "own_key" {
  description = "Whether a key of our own encrypts it"
  type        = bool
  default     = true
}

output "arn" {
  description = "The queue"
  value       = aws_sqs_queue.this.arn
}
