# A policy document from a short description of who may do what.
data "aws_caller_identity" "here" {}

data "aws_iam_policy_document" "this" {
  dynamic "statement" {
    for_each = var.grants
    content {
      sid       = title(statement.key)
      effect    = statement.value.effect
      actions   = [for verb in statement.value.verbs : "${statement.value.service}:${verb}"]
      resources = statement.value.resources

      dynamic "condition" {
        for_each = statement.value.only_with_tls ? ["true"] : []
        content {
          test     = "Bool"
          variable = "aws:SecureTransport"
          values   = [condition.value]
        }
      }
    }
  }
}

variable "grants" {
  description = "By name: the service, its verbs, and what they are for"
  type = map(object({
    service       = string
    verbs         = list(string)
    resources     = list(string)
    effect        = optional(string, "Allow")
    only_with_tls = optional(bool, true)
  }))
}

output "json" {
  description = "The document"
  value       = data.aws_iam_policy_document.this.json
}
