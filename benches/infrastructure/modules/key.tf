# A key of one's own, turned every year.
module "label" {
  source = "../label"
  stage  = var.stage
  name   = "${var.name}-key"
}

resource "aws_kms_key" "this" {
  description             = "Encrypts ${var.name} in ${var.stage}"
  enable_key_rotation     = var.rotated
  deletion_window_in_days = var.stage == "live" ? 30 : 7
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([{
      Sid       = "Administration"
      Effect    = "Allow"
      Action    = ["kms:Create*", "kms:Describe*", "kms:Put*", "kms:ScheduleKeyDeletion"]
      Resource  = "*"
      Principal = { AWS = var.administrators }
      }], [for user in var.users : {
      Sid       = "Use"
      Effect    = "Allow"
      Action    = ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"]
      Resource  = "*"
      Principal = { Service = user }
    }])
  })
  tags = module.label.tags
}

resource "aws_kms_alias" "this" {
  name          = "alias/${module.label.id}"
  target_key_id = aws_kms_key.this.key_id
}

variable "stage" {
  description = "The stage"
  type        = string
}

variable "name" {
  description = "What is encrypted"
  type        = string
}

variable "rotated" {
  description = "Whether the key is turned every year"
  type        = bool
  default     = true
}

variable "administrators" {
  description = "Who looks after the key"
  type        = list(string)
  default     = ["arn:aws:iam::111122223333:role/keys"]
}

variable "users" {
  description = "The services that use the key"
  type        = list(string)
  default     = []
}

output "arn" {
  description = "The key"
  value       = aws_kms_key.this.arn
}
