# Names and tags, from which every other module takes its own.
locals {
  words = compact([var.namespace, var.stage, var.name])
  id    = lower(replace(join("-", local.words), "/[^a-zA-Z0-9-]/", ""))
  tags = merge(
    { Name = local.id, Stage = coalesce(var.stage, "none") },
    { for key, value in var.tags : title(key) => value if value != null },
  )
}

variable "namespace" {
  description = "The team that all names begin with"
  type        = string
  default     = "shop"
}

variable "stage" {
  description = "The stage, the second word of names"
  type        = string
  default     = "test"
}

variable "name" {
  description = "What the thing is"
  type        = string
}

variable "tags" {
  description = "Further tags"
  type        = map(string)
  default     = {}
}

output "id" {
  description = "The name"
  value       = local.id
}

output "tags" {
  description = "The tags"
  value       = local.tags
}
