# Machines of one kind, as many as are needed.
module "boot" {
  source   = "../boot"
  name     = var.name
  settings = merge({ cluster = var.cluster }, var.labels)
  packages = var.packages
}

module "role" {
  source  = "../role"
  stage   = var.stage
  name    = "${var.cluster}-${var.name}"
  trusted = ["ec2"]
  managed = ["AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryReadOnly"]
}

module "firewall" {
  source   = "../firewall"
  stage    = var.stage
  name     = "${var.cluster}-${var.name}"
  network  = var.network
  openings = { for port in var.ports : "port-${port}" => { port = port, from = ["10.0.0.0/8"] } }
}

resource "aws_launch_template" "this" {
  name_prefix = "${var.cluster}-${var.name}-"
  user_data   = module.boot.base64

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = var.tokens
    http_put_response_hop_limit = 1
  }

  dynamic "block_device_mappings" {
    for_each = var.disks
    content {
      device_name = block_device_mappings.key
      ebs {
        encrypted   = true
        volume_size = block_device_mappings.value
        volume_type = "gp3"
      }
    }
  }

  network_interfaces {
    associate_public_ip_address = false
    security_groups             = [module.firewall.id]
  }
}

resource "aws_eks_node_group" "this" {
  cluster_name    = var.cluster
  node_group_name = var.name
  node_role_arn   = module.role.arn
  subnet_ids      = var.parts
  instance_types  = var.machines

  scaling_config {
    min_size     = var.size.least
    max_size     = var.size.most
    desired_size = coalesce(var.size.usual, var.size.least)
  }

  launch_template {
    id      = aws_launch_template.this.id
    version = aws_launch_template.this.latest_version
  }

  dynamic "taint" {
    for_each = { for key, value in var.labels : key => value if startswith(key, "only-") }
    content {
      key    = taint.key
      value  = taint.value
      effect = "NO_SCHEDULE"
    }
  }
}

variable "stage" {
  description = "The stage"
  type        = string
}

variable "cluster" {
  description = "The cluster"
  type        = string
}

variable "name" {
  description = "What they are for"
  type        = string
}

variable "network" {
  description = "The network"
  type        = string
}

variable "parts" {
  description = "Where they run"
  type        = list(string)
}

variable "machines" {
  description = "Types of machines"
  type        = list(string)
  default     = ["m7g.large"]
}

variable "size" {
  description = "How many there are"
  type        = object({ least = number, most = number, usual = optional(number) })
  default     = { least = 2, most = 6 }
}

variable "disks" {
  description = "Gigabytes by device"
  type        = map(number)
  default     = { "/dev/xvda" = 40 }
}

variable "labels" {
  description = "Labels"
  type        = map(string)
  default     = {}
}

variable "packages" {
  description = "What is installed"
  type        = list(string)
  default     = []
}

variable "ports" {
  description = "What is open inside"
  type        = list(number)
  default     = [443, 10250]
}

variable "tokens" {
  description = "Whether a token is needed for the metadata"
  type        = string
  default     = "required"
}

output "role" {
  description = "Their role"
  value       = module.role.arn
}
