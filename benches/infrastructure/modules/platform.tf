# All that one stage of the shop needs.
module "network" {
  source = "../network"
  stage  = var.stage
  range  = var.range
  zones  = [for letter in slice(["a", "b", "c"], 0, var.zones) : "${var.region}${letter}"]
}

module "cluster" {
  source  = "../cluster"
  stage   = var.stage
  name    = "shop"
  network = module.network.id
  parts   = module.network.private
  callers = var.callers
  nodes   = var.nodes
}

module "database" {
  source   = "../database"
  for_each = var.databases

  stage     = var.stage
  name      = each.key
  engine    = each.value.engine
  gigabytes = each.value.gigabytes
  public    = each.value.public
  network   = module.network.id
  parts     = module.network.private
  from      = [var.range]
}

module "bucket" {
  source   = "../bucket"
  for_each = var.buckets

  stage  = var.stage
  name   = each.key
  data   = each.value.data
  public = each.value.data == "public"
  phases = [for days in each.value.days : { prefix = "d${days}/", days = days }]
}

module "queue" {
  source   = "../queue"
  for_each = toset(var.queues)
  stage    = var.stage
  name     = each.value
}

module "function" {
  source   = "../function"
  for_each = var.functions

  stage    = var.stage
  name     = each.key
  settings = each.value
  grants = {
    read = { service = "s3", verbs = ["GetObject"], resources = [for it in module.bucket : it.arn] }
  }
}

variable "stage" {
  description = "The stage"
  type        = string
}

variable "region" {
  description = "The region"
  type        = string
}

variable "range" {
  description = "All addresses"
  type        = string
}

variable "zones" {
  description = "How many zones"
  type        = number
}

variable "callers" {
  description = "Who may call the cluster from outside"
  type        = list(string)
  default     = []
}

variable "nodes" {
  description = "Machines by kind"
  type        = any
  default     = {}
}

variable "databases" {
  description = "Databases by owner"
  type = map(object({
    engine    = optional(string, "postgres")
    gigabytes = optional(number, 50)
    public    = optional(bool, false)
  }))
  default = {}
}

variable "buckets" {
  description = "Buckets by content"
  type        = map(object({ data = optional(string, "internal"), days = optional(list(number), [90]) }))
  default     = {}
}

variable "queues" {
  description = "Queues"
  type        = list(string)
  default     = []
}

variable "functions" {
  description = "Functions with their settings"
  type        = map(map(string))
  default     = {}
}

output "cluster" {
  description = "The cluster"
  value       = module.cluster.name
}
