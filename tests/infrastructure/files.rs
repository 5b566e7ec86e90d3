//! Which files are read, and what is said of those that cannot be.

use super::support::Folder;
use super::{CLOSED, OPEN, SERVICE, place, places, service, verdict};

const ID: &str = "9.7/encryption-at-rest";

#[test]
fn what_is_named_and_not_there_is_a_finding_at_its_entry() {
    let names = SERVICE.replace(
        "[\"infra/\"]",
        "[\"infra/\", \"nowhere/\", \"../../etc\", \"docs/\", \"docs/keys.md\", \"infra/*.yaml\"]",
    );
    let folder = service(&names, CLOSED);
    let report = folder.report([""; 0]);
    let found: Vec<(&str, &str)> = report
        .findings
        .iter()
        .filter(|finding| finding.rule == "infrastructure/not-found")
        .map(|finding| (finding.under.as_str(), finding.message.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("\"nowhere/\"", "`nowhere/` does not exist"),
            ("\"../../etc\"", "`../../etc` lies outside the repository"),
            ("\"docs/\"", "`docs/` holds no infrastructure code"),
            ("\"docs/keys.md\"", "`docs/keys.md` holds nothing that is read as infrastructure code"),
            ("\"infra/*.yaml\"", "`infra/*.yaml` holds no infrastructure code"),
        ]
    );
    assert_eq!(verdict(&report, ID).0, "verified", "what is there is read all the same");
}

#[cfg(unix)]
#[test]
fn a_link_does_not_lead_out_of_the_repository() {
    let outside = Folder::new();
    outside.file("main.tf", OPEN);
    let folder = service(SERVICE, CLOSED);
    std::os::unix::fs::symlink(outside.path(), folder.join("infra/more")).unwrap();
    std::os::unix::fs::symlink(outside.join("main.tf"), folder.join("infra/open.tf")).unwrap();
    std::os::unix::fs::symlink(folder.join("infra"), folder.join("infra/loop")).unwrap();
    let report = folder.report([""; 0]);
    assert_eq!(verdict(&report, ID).0, "verified", "the volume outside is not ours");
}

#[test]
fn a_file_that_does_not_parse_is_a_finding_and_the_others_are_read() {
    let folder = service(SERVICE, OPEN);
    folder.file("infra/broken.tf", "resource \"aws_ebs_volume\" \"half\" {\n  encrypted =\n}\n");
    folder.file("deploy/pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a\n");
    let names = SERVICE.replace("[\"infra/\"]", "[\"infra/\", \"deploy/\"]");
    folder.file("ccsec.toml", &names).file("other.ccsec.toml", names.replace("\"store\"", "\"other\""));
    let report = folder.report([""; 0]);
    let broken: Vec<&str> = report
        .findings
        .iter()
        .filter(|finding| finding.rule == "infrastructure/syntax")
        .map(|finding| finding.path.as_str())
        .collect();
    assert_eq!(broken, ["deploy/pod.yaml", "infra/broken.tf"], "once, though two services name them");
    let contradicted = report.rules().iter().filter(|rule| **rule == "claim/contradicted").count();
    assert_eq!(contradicted, 2, "both services claim what main.tf contradicts");
    assert_eq!(report.json["summary"]["services"], 2, "code is no service");
}

#[test]
fn code_that_no_service_names_is_noted_once_a_folder() {
    let folder = service(SERVICE, CLOSED);
    folder.file("network/a.tf", OPEN).file("network/b.tf", CLOSED);
    folder.file("deploy/pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec: {}\n");
    folder.file("values.yaml", "name: nothing of interest\n");
    let report = folder.report([""; 0]);
    assert_eq!(
        places(&folder, &report, "infrastructure/unclaimed"),
        [
            [place("deploy/pod.yaml", "a", "for one")],
            [place("network/a.tf", "resource \"aws_ebs_volume\" \"open\"", "for one")],
        ]
    );
    let named = folder.report(["ccsec.toml"]);
    assert!(
        !named.rules().contains(&"infrastructure/unclaimed"),
        "a run over one descriptor does not look around"
    );
    folder.file("ccsec-lint.toml", "exclude = [\"network/**\", \"deploy/**\"]\n");
    let output = folder.command().args(["--today", "2026-11-21", "--format", "concise"]).output().unwrap();
    assert!(!String::from_utf8(output.stdout).unwrap().contains("infrastructure/unclaimed"));
}

#[test]
fn a_path_is_shown_from_where_the_linter_runs() {
    let folder = service(SERVICE, "");
    folder.file("services/a/ccsec.toml", SERVICE.replace("\"infra/\"", "\"/infra/\""));
    folder.file("infra/main.tf", OPEN).file("services/a/docs/keys.md", "keys");
    let inner =
        folder.command().current_dir(folder.join("services/a")).args(["check", "--isolated"]).output();
    let text = String::from_utf8(inner.unwrap().stdout).unwrap();
    assert!(text.contains("[../../infra/main.tf:3:"), "{text}");
    let outer = folder.check(["services"]);
    assert!(outer.stdout.contains("[infra/main.tf:3:"), "{}", outer.stdout);
}

#[test]
fn modules_of_the_repository_are_followed_and_others_are_named() {
    let code = r#"
module "disk" {
  source    = "./disk"
  encrypted = false
}
module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "6.0.0"
}
"#;
    let folder = service(SERVICE, code);
    let module = OPEN.replace("false", "var.encrypted");
    folder.file("infra/disk/main.tf", format!("variable \"encrypted\" {{\n  default = true\n}}\n{module}"));
    let report = folder.report([""; 0]);
    assert_eq!(
        places(&folder, &report, "claim/contradicted")[0][1],
        place("infra/disk/main.tf", "var.encrypted", "contradicted here"),
        "the argument counts, and the module is not read a second time with its default"
    );
    let skipped = report.findings.iter().find(|it| it.rule == "infrastructure/not-evaluated").unwrap();
    assert!(skipped.message.starts_with("module.vpc is not evaluated: its source "), "{}", skipped.message);
}

#[test]
fn a_plan_never_shows_what_is_sensitive() {
    let names = SERVICE.replace("\"infra/\"", "\"plan.json\"");
    let folder = service(&names, "");
    folder.file(
        "plan.json",
        r#"{"format_version":"1.2","terraform_version":"1.9.0","planned_values":{"root_module":{"resources":[{"address":"aws_ebs_volume.a","mode":"managed","type":"aws_ebs_volume","name":"a","provider_name":"registry.terraform.io/hashicorp/aws","schema_version":0,"values":{"encrypted":false,"snapshot_id":"hunter2-hunter2"},"sensitive_values":{"snapshot_id":true}}]}},"resource_changes":[]}"#,
    );
    for format in ["human", "json", "concise"] {
        let outcome = folder.check(["--format", format]);
        assert!(!outcome.stdout.contains("hunter2"), "{}", outcome.stdout);
        assert!(outcome.stdout.contains("aws_ebs_volume.a is not encrypted"), "{}", outcome.stdout);
    }
}

#[test]
fn hostile_files_end_no_run() {
    let names = SERVICE.replace("[\"infra/\"]", "[\"infra/\", \"hostile/\"]");
    let folder = service(&names, OPEN);
    let deep = "[".repeat(100_000);
    folder.file("hostile/deep.tf", format!("locals {{\n  a = {deep}\n}}\n"));
    folder.file("hostile/deep.json", format!("{{\"Resources\": {deep}, \"x\": \"AWS::\"}}"));
    folder.file("hostile/deep.yaml", format!("apiVersion: v1\nkind: Pod\nx: {deep}\n"));
    folder.file("hostile/latin.tf", b"# caf\xe9\n");
    folder.file("hostile/nul.yaml", "apiVersion: v1\nkind: Pod\n\0\u{1b}[31m: x\n");
    folder.file("hostile/empty.tf", "");
    folder.file("hostile/cut.json", r#"{"format_version":"1.2","planned_values":{"root_mod"#);
    folder.file("hostile/self/main.tf", "module \"me\" {\n  source = \"./\"\n}\n");
    folder.file("hostile/many.tf", "resource \"aws_ebs_volume\" \"many\" {\n  count = 1000000000\n}\n");
    let report = folder.report([""; 0]);
    assert!(report.rules().contains(&"claim/contradicted"), "{:?}", report.rules());
    let human = folder.check([""; 0]);
    assert!(!human.stdout.contains('\u{1b}'), "nothing moves the cursor");
}
