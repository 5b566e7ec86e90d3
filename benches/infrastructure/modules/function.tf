# A function, its role and its logs.
module "log" {
  source = "../log"
  stage  = var.stage
  name   = var.name
}

module "role" {
  source  = "../role"
  stage   = var.stage
  name    = var.name
  trusted = ["lambda"]
  managed = ["service-role/AWSLambdaVPCAccessExecutionRole"]
  grants = merge(var.grants, {
    log = { service = "logs", verbs = ["PutLogEvents"], resources = ["${module.log.arn}:*"] }
  })
}

resource "aws_lambda_function" "this" {
  function_name = "${var.name}-${var.stage}"
  role          = module.role.arn
  runtime       = "python3.13"
  handler       = "${replace(var.name, "-", "_")}.handle"
  timeout       = var.seconds
  filename      = "${path.module}/${var.name}.zip"

  environment {
    variables = { for key, value in var.settings : upper(key) => tostring(value) }
  }

  tracing_config {
    mode = var.traced ? "Active" : "PassThrough"
  }

  dynamic "vpc_config" {
    for_each = length(var.parts) > 0 ? [var.parts] : []
    content {
      subnet_ids         = vpc_config.value
      security_group_ids = []
    }
  }
}

variable "stage" {
  description = "The stage"
  type        = string
}

variable "name" {
  description = "What it does"
  type        = string
}

variable "seconds" {
  description = "How long it may take"
  type        = number
  default     = 30
}

variable "settings" {
  description = "Its environment"
  type        = map(any)
  default     = {}
}

variable "grants" {
  description = "What it may do"
  type        = any
  default     = {}
}

variable "parts" {
  description = "The parts of a network that it runs in"
  type        = list(string)
  default     = []
}

variable "traced" {
  description = "Whether calls are traced"
  type        = bool
  default     = true
}

output "arn" {
  description = "The function"
  value       = aws_lambda_function.this.arn
}
