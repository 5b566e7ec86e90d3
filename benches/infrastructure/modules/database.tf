# A relational database.
module "key" {
  source = "../key"
  stage  = var.stage
  name   = "${var.name}-db"
  users  = ["rds.amazonaws.com"]
}

module "firewall" {
  source   = "../firewall"
  stage    = var.stage
  name     = "${var.name}-db"
  network  = var.network
  openings = { sql = { port = local.engine.port, from = var.from } }
}

locals {
  engines = {
    postgres = { port = 5432, version = "16.3", logs = ["postgresql", "upgrade"] }
    mysql    = { port = 3306, version = "8.0.37", logs = ["audit", "error"] }
  }
  engine = local.engines[var.engine]
}

resource "aws_db_subnet_group" "this" {
  name       = "${var.name}-${var.stage}"
  subnet_ids = var.parts
}

resource "aws_db_parameter_group" "this" {
  name   = "${var.name}-${var.stage}"
  family = "${var.engine}${split(".", local.engine.version)[0]}"

  dynamic "parameter" {
    for_each = var.engine == "postgres" ? { "rds.force_ssl" = "1" } : { require_secure_transport = "ON" }
    content {
      name  = parameter.key
      value = parameter.value
    }
  }
}

resource "aws_db_instance" "this" {
  identifier                      = "${var.name}-${var.stage}"
  engine                          = var.engine
  engine_version                  = local.engine.version
  instance_class                  = var.stage == "live" ? "db.r6g.large" : "db.t4g.medium"
  allocated_storage               = max(20, var.gigabytes)
  storage_encrypted               = true
  kms_key_id                      = module.key.arn
  multi_az                        = var.stage == "live"
  publicly_accessible             = var.public
  backup_retention_period         = var.stage == "live" ? 30 : 3
  deletion_protection             = var.stage == "live"
  auto_minor_version_upgrade      = true
  manage_master_user_password     = true
  username                        = "owner"
  db_subnet_group_name            = aws_db_subnet_group.this.name
  parameter_group_name            = aws_db_parameter_group.this.name
  vpc_security_group_ids          = [module.firewall.id]
  enabled_cloudwatch_logs_exports = local.engine.logs
}

variable "stage" {
  description = "The stage"
  type        = string
}

variable "name" {
  description = "The service that owns the data"
  type        = string
}

variable "engine" {
  description = "postgres or mysql"
  type        = string
  default     = "postgres"
}

variable "gigabytes" {
  description = "How much there is to store"
  type        = number
  default     = 50
}

variable "network" {
  description = "The network"
  type        = string
}

variable "parts" {
  description = "Where it may run"
  type        = list(string)
}

variable "from" {
  description = "Who may reach it"
  type        = list(string)
}

variable "public" {
  description = "Whether it has a public address"
  type        = bool
  default     = false
}

output "address" {
  description = "Where it is reached"
  value       = aws_db_instance.this.endpoint
}
