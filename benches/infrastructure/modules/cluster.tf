# A cluster with its machines.
module "key" {
  source = "../key"
  stage  = var.stage
  name   = "${var.name}-secrets"
}

module "log" {
  source = "../log"
  stage  = var.stage
  name   = "${var.name}-cluster"
}

module "role" {
  source  = "../role"
  stage   = var.stage
  name    = "${var.name}-cluster"
  trusted = ["eks"]
  managed = ["AmazonEKSClusterPolicy"]
}

module "nodes" {
  source   = "../nodes"
  for_each = var.nodes

  stage    = var.stage
  cluster  = aws_eks_cluster.this.name
  name     = each.key
  network  = var.network
  parts    = var.parts
  machines = try(each.value.machines, ["m7g.large"])
  size     = try(each.value.size, { least = 2, most = 4 })
  labels   = merge({ pool = each.key }, try(each.value.labels, {}))
  disks    = try(each.value.disks, { "/dev/xvda" = 40 })
}

resource "aws_eks_cluster" "this" {
  name                      = "${var.name}-${var.stage}"
  role_arn                  = module.role.arn
  version                   = var.release
  enabled_cluster_log_types = var.stage == "live" ? ["api", "audit", "authenticator"] : ["audit"]

  vpc_config {
    subnet_ids              = var.parts
    endpoint_private_access = true
    endpoint_public_access  = length(var.callers) > 0
    public_access_cidrs     = var.callers
  }

  dynamic "encryption_config" {
    for_each = var.encrypted ? [module.key.arn] : []
    content {
      resources = ["secrets"]
      provider {
        key_arn = encryption_config.value
      }
    }
  }
}

resource "aws_eks_addon" "this" {
  for_each      = { for name, addon in var.addons : name => addon if addon.wanted }
  cluster_name  = aws_eks_cluster.this.name
  addon_name    = each.key
  addon_version = each.value.version
}

variable "stage" {
  description = "The stage"
  type        = string
}

variable "name" {
  description = "The cluster"
  type        = string
}

variable "release" {
  description = "The release of Kubernetes"
  type        = string
  default     = "1.33"
}

variable "network" {
  description = "The network"
  type        = string
}

variable "parts" {
  description = "Where it runs"
  type        = list(string)
}

variable "callers" {
  description = "Who may call it from outside"
  type        = list(string)
  default     = []
}

variable "encrypted" {
  description = "Whether secrets are encrypted with a key of our own"
  type        = bool
  default     = true
}

variable "nodes" {
  description = "Machines by kind"
  type        = any
  default     = {}
}

variable "addons" {
  description = "What belongs to the cluster"
  type        = map(object({ version = optional(string), wanted = optional(bool, true) }))
  default     = { coredns = {}, kube-proxy = {}, vpc-cni = {} }
}

output "name" {
  description = "The cluster"
  value       = aws_eks_cluster.this.name
}
