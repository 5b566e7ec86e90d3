# What a machine does when it starts.
locals {
  lines = [for key, value in var.settings : "${upper(key)}=${value}"]
  text = templatefile("${path.module}/boot.sh.tftpl", {
    name     = var.name
    lines    = local.lines
    packages = distinct(concat(["chrony", "auditd"], var.packages))
  })
}

variable "name" {
  description = "The machine"
  type        = string
}

variable "settings" {
  description = "What is written into its environment"
  type        = map(string)
  default     = {}
}

variable "packages" {
  description = "What is installed"
  type        = list(string)
  default     = []
}

output "base64" {
  description = "The script"
  value       = base64encode(local.text)
}
