# A bucket with all that belongs to it.
module "label" {
  source = "../label"
  stage  = var.stage
  name   = var.name
  tags   = { data = var.data }
}

module "key" {
  source = "../key"
  stage  = var.stage
  name   = var.name
  users  = ["s3.amazonaws.com"]
}

resource "aws_s3_bucket" "this" {
  bucket        = module.label.id
  force_destroy = var.stage != "live"
  tags          = module.label.tags
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id
  versioning_configuration {
    status = var.versions ? "Enabled" : "Suspended"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = aws_s3_bucket.this.id
  rule {
    bucket_key_enabled = true
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = module.key.arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket                  = aws_s3_bucket.this.id
  block_public_acls       = !var.public
  block_public_policy     = !var.public
  ignore_public_acls      = !var.public
  restrict_public_buckets = !var.public
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  count  = length(var.phases) > 0 ? 1 : 0
  bucket = aws_s3_bucket.this.id

  dynamic "rule" {
    for_each = var.phases
    iterator = phase
    content {
      id     = "after-${phase.value.days}-days"
      status = "Enabled"
      filter {
        prefix = phase.value.prefix
      }
      expiration {
        days = phase.value.days
      }
    }
  }
}

resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.id
  policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "OnlyWithTls",
          "Effect": "Deny",
          "Principal": "*",
          "Action": "s3:*",
          "Resource": "arn:aws:s3:::${module.label.id}/*",
          "Condition": { "Bool": { "aws:SecureTransport": "false" } }
        }
      ]
    }
  EOT
}

variable "stage" {
  description = "The stage"
  type        = string
}

variable "name" {
  description = "What is kept"
  type        = string
}

variable "data" {
  description = "The class of the data"
  type        = string
  default     = "internal"

  validation {
    condition     = contains(["public", "internal", "confidential"], var.data)
    error_message = "This is no class of data."
  }
}

variable "public" {
  description = "Whether everybody may read"
  type        = bool
  default     = false
}

variable "versions" {
  description = "Whether old versions are kept"
  type        = bool
  default     = true
}

variable "phases" {
  description = "What is deleted after which time"
  type        = list(object({ prefix = string, days = number }))
  default     = []
}

output "arn" {
  description = "The bucket"
  value       = aws_s3_bucket.this.arn
}

output "name" {
  description = "The bucket's name"
  value       = aws_s3_bucket.this.bucket
}
