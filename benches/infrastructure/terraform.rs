//! Terraform as large as terraform-aws-eks: local modules, called several levels deep, and the root
//! modules that call them.

use std::fmt::Write as _;
use std::path::Path;
use std::{fmt, fs, io};

/// The modules, leaves first. Each text is dealt out over the usual files.
const MODULES: [(&str, &str); 15] = [
    ("label", include_str!("modules/label.tf")),
    ("statement", include_str!("modules/statement.tf")),
    ("role", include_str!("modules/role.tf")),
    ("key", include_str!("modules/key.tf")),
    ("log", include_str!("modules/log.tf")),
    ("bucket", include_str!("modules/bucket.tf")),
    ("firewall", include_str!("modules/firewall.tf")),
    ("boot", include_str!("modules/boot.tf")),
    ("network", include_str!("modules/network.tf")),
    ("database", include_str!("modules/database.tf")),
    ("queue", include_str!("modules/queue.tf")),
    ("function", include_str!("modules/function.tf")),
    ("nodes", include_str!("modules/nodes.tf")),
    ("cluster", include_str!("modules/cluster.tf")),
    ("platform", include_str!("modules/platform.tf")),
];

const SCRIPT: &str = "#!/bin/sh\nset -eu\necho ${name}\n%{ for package in packages ~}\ninstall ${package}\n%{ endfor ~}\n%{ for line in lines ~}\necho '${line}' >> /etc/environment\n%{ endfor ~}\n";

const VERSIONS: &str = r#"terraform {
  required_version = ">= 1.9"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}
"#;

/// What variables that nobody sets are made of: most of the text of published modules is such.
const TOPICS: [&str; 18] = [
    "access", "backup", "cache", "delivery", "edge", "failover", "gateway", "health", "index", "journal",
    "limit", "metric", "notice", "origin", "proxy", "quota", "retry", "scaling",
];

/// Writes a tree of `roots` root modules, the modules that they call, and a file of values for each.
pub(crate) fn write(folder: &Path, roots: usize) -> io::Result<()> {
    for (name, text) in MODULES {
        let module = folder.join("modules").join(name);
        let (main, mut variables, outputs) = dealt(text);
        options(&mut variables, name);
        files(&module, &main, &variables, &outputs)?;
        if name == "boot" {
            fs::write(module.join("boot.sh.tftpl"), SCRIPT)?;
        }
    }
    for number in 0..roots {
        let root = folder.join(format!("stages/{number:02}"));
        let (main, variables, outputs) = root_module(number);
        files(&root, &main, &variables, &outputs)?;
        fs::write(root.join("terraform.tfvars"), format!("owner = \"team-{number:02}\"\n"))?;
    }
    Ok(())
}

fn files(folder: &Path, main: &str, variables: &str, outputs: &str) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (name, text) in
        [("main.tf", main), ("variables.tf", variables), ("outputs.tf", outputs), ("versions.tf", VERSIONS)]
    {
        fs::write(folder.join(name), text)?;
    }
    Ok(())
}

/// The blocks of a module: those that make something, its variables, its outputs.
fn dealt(text: &str) -> (String, String, String) {
    let (mut main, mut variables, mut outputs) = (String::new(), String::new(), String::new());
    for block in text.split_inclusive("\n}\n") {
        let start = block.trim_start();
        let file = match start.split(' ').next() {
            Some("variable") => &mut variables,
            Some("output") => &mut outputs,
            _ => &mut main,
        };
        file.push_str(block);
    }
    (main, variables, outputs)
}

fn options(variables: &mut String, module: &str) {
    for (number, topic) in TOPICS.iter().enumerate() {
        // Writing to a String cannot fail.
        let _ = write!(
            variables,
            r#"
variable "{topic}_of_{module}" {{
  description = "How {topic} is set up for what the module {module} makes; nothing is set up by default, since most stages do without"
  type = object({{
    enabled  = optional(bool, {})
    name     = optional(string, "{module}-{topic}")
    seconds  = optional(number, {})
    targets  = optional(list(string), [])
    settings = optional(map(object({{
      value    = string
      priority = optional(number, {number})
    }})), {{}})
  }})
  default = null

  validation {{
    condition     = try(var.{topic}_of_{module}.seconds, 60) <= 3600 && length(try(var.{topic}_of_{module}.targets, [])) < 20
    error_message = "At most an hour, and fewer than twenty targets."
  }}
}}
"#,
            number % 3 == 0,
            (number + 1) * 30,
        );
    }
}

fn root_module(number: usize) -> (String, String, String) {
    let mut main = String::new();
    // Writing to a String cannot fail.
    let _ = provider(&mut main, number).and_then(|()| match number % 8 {
        0 => platform(&mut main, number),
        1 | 3 | 5 | 7 => data(&mut main, number),
        _ => jobs(&mut main, number),
    });
    let mut variables =
        "variable \"owner\" {\n  description = \"Who answers for the stage\"\n  type        = string\n}\n"
            .to_owned();
    options(&mut variables, "stage");
    let outputs = "output \"stage\" {\n  description = \"The stage\"\n  value       = local.stage\n}\n";
    (main, variables, outputs.to_owned())
}

fn provider(main: &mut String, number: usize) -> fmt::Result {
    let region = ["eu-central-1", "eu-west-1", "us-east-1"][number % 3];
    let stage = if number < 3 { "live" } else { "test" };
    writeln!(
        main,
        r#"provider "aws" {{
  region = local.region

  default_tags {{
    tags = {{ Owner = var.owner }}
  }}
}}

locals {{
  region = "{region}"
  stage  = "{stage}"
}}
"#
    )
}

/// A network, a cluster, and what its services keep.
fn platform(main: &mut String, number: usize) -> fmt::Result {
    writeln!(
        main,
        r#"module "platform" {{
  source = "../../modules/platform"

  stage   = local.stage
  region  = local.region
  range   = "10.{number}.0.0/16"
  zones   = {zones}
  callers = [{callers}]

  nodes = {{
    usual = {{ machines = ["m7g.large"], size = {{ least = 2, most = {} }} }}
    large = {{ machines = ["r7g.xlarge"], disks = {{ "/dev/xvda" = 80, "/dev/xvdb" = 200 }} }}
    gpu   = {{ machines = ["g6.xlarge"], labels = {{ only-gpu = "yes" }} }}
  }}

  databases = {{
    orders   = {{ gigabytes = 200 }}
    accounts = {{ engine = "mysql", public = {} }}
  }}

  buckets = {{
    invoices = {{ data = "confidential", days = [3650] }}
    pictures = {{ data = "public", days = [] }}
    exports  = {{ days = [7, 30] }}
  }}

  queues = ["orders", "mails"]

  functions = {{
    resize-pictures = {{ width = "1200", quality = "80" }}
    send-mails      = {{ sender = "shop@example.com" }}
  }}
}}
"#,
        number + 4,
        number == 8,
        zones = 2 + number % 2,
        callers = if number.is_multiple_of(2) { "" } else { "\"198.51.100.0/24\"" },
    )?;
    plain(main, number)
}

/// Stores alone.
fn data(main: &mut String, number: usize) -> fmt::Result {
    for (index, what) in ["raw", "reports"].iter().enumerate() {
        writeln!(
            main,
            r#"module "{what}" {{
  source   = "../../modules/bucket"
  stage    = local.stage
  name     = "{what}-{number}"
  versions = {}
  phases   = [for days in [{}, 365] : {{ prefix = "p${{days}}/", days = days }}]
}}
"#,
            index != 1,
            30 * (index + 1),
        )?;
    }
    plain(main, number)
}

/// Functions alone.
fn jobs(main: &mut String, number: usize) -> fmt::Result {
    writeln!(
        main,
        r#"module "job" {{
  source   = "../../modules/function"
  for_each = local.jobs
  stage    = local.stage
  name     = "job-${{each.key}}-{number}"
  seconds  = each.value
  traced   = each.key != "nightly"
}}

locals {{
  jobs = {{ nightly = 900, hourly = 120, cleanup = 60 }}
}}
"#
    )?;
    plain(main, number)
}

/// Resources that no module makes.
fn plain(main: &mut String, number: usize) -> fmt::Result {
    for index in 0..6 {
        writeln!(
            main,
            r#"resource "aws_ebs_volume" "scratch_{index}" {{
  availability_zone = "${{local.region}}a"
  size              = {}
  encrypted         = {}
  type              = "gp3"
  tags              = {{ Name = format("scratch-%02d", {index}), Stage = local.stage }}
}}

resource "aws_cloudwatch_metric_alarm" "scratch_{index}" {{
  count               = local.stage == "live" ? 1 : 0
  alarm_name          = "scratch-{number}-{index}"
  namespace           = "AWS/EBS"
  metric_name         = "VolumeQueueLength"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 3
  threshold           = {}
  dimensions          = {{ VolumeId = aws_ebs_volume.scratch_{index}.id }}
}}
"#,
            20 + index * 10,
            index != 5,
            index + 4,
        )?;
    }
    Ok(())
}
