//! `init --from`: a first descriptor out of infrastructure code.

use std::fs;

use crate::init::faults_of_form;
use crate::support::{Folder, Outcome, Report};

use super::run;

/// Two volumes that are encrypted and a machine, in Germany.
const GOOD: &str = r#"provider "aws" {
  region = "eu-central-1"
}

resource "aws_instance" "web" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}

resource "aws_ebs_volume" "data" {
  availability_zone = "eu-central-1a"
  size              = 10
  encrypted         = true
}

resource "aws_ebs_volume" "log" {
  availability_zone = "eu-central-1a"
  size              = 10
  encrypted         = true # for log
}
"#;

/// A folder with this code in `infra/main.tf`.
fn with(code: &str) -> Folder {
    let folder = Folder::new();
    folder.file("infra/main.tf", code);
    folder
}

#[track_caller]
fn drafted(folder: &Folder, flags: &[&str]) -> (String, Outcome) {
    let outcome = run(folder, &[&["init", "--no-input", "--id", "x"], flags].concat());
    assert_eq!(outcome.code, 0, "{flags:?}: {}", outcome.stderr);
    (fs::read_to_string(folder.join("ccsec.toml")).unwrap(), outcome)
}

fn verdict<'r>(report: &'r Report, expectation: &str) -> &'r str {
    report.json["services"][0]["verdicts"][expectation]["verdict"].as_str().unwrap()
}

#[test]
fn facts_that_the_code_shows_are_filled_in_with_their_places() {
    let (text, outcome) = drafted(&with(GOOD), &["--from", "infra"]);
    for lines in [
        "(infra/main.tf:5)\ncompute    = [\"virtual-machine\"]\ninfrastructure = [\"infra/\"]\n",
        "(infra/main.tf:10)\n",
        "jurisdictions  = [\"DE\"]\n",
        "stored         = true\n",
        "# aws_instance.web (infra/main.tf:5) and 2 more of this provider\n[[upstream]]\nservice  = \"aws\"\n",
        "# a guess: there are virtual machines, and what runs on them is not in the code\ncategory   = \"IaaS\"\n",
        "  \"8.1.6\", # Cloud computing service provider lock-in: the service is built on \"aws\"\n",
    ] {
        assert!(text.contains(lines), "{lines}: {text}");
    }
    assert!(outcome.stdout.starts_with("read 1 file, "), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("\n1. answer the 9 questions in [draft]"), "{}", outcome.stdout);
}

#[test]
fn what_the_code_cannot_say_is_a_warning_at_the_value_until_it_is_answered() {
    let folder = with(GOOD);
    let (text, _) = drafted(&folder, &["--from", "infra"]);
    let report = folder.report([""; 0]);
    assert_eq!(faults_of_form(&report), Vec::<&crate::support::Finding>::new());
    assert_eq!(report.code, 1, "a draft is never green");
    let owner = report.findings.iter().find(|it| it.under == "\"unassigned\"").unwrap();
    assert_eq!(owner.rule, "descriptor/unanswered");
    assert_eq!(
        owner.message,
        "service.owner was filled in, and nobody has confirmed it: who answers for this descriptor?"
    );
    assert_eq!(owner.help, "write a team or an address, and take \"service.owner\" out of draft.unanswered");
    let open = report.rules().iter().filter(|rule| **rule == "descriptor/unanswered").count();
    assert_eq!(open, 9, "{text}");
    assert!(!text.contains("  \"service.compute\","), "what the code shows is no question");

    fs::remove_file(folder.join("ccsec.toml")).unwrap();
    let flags = [
        "--title",
        "x",
        "--owner",
        "me",
        "--role",
        "CSP",
        "--category",
        "IaaS",
        "--deployment",
        "private",
        "--tenancy",
        "single",
        "--exposure",
        "internal",
        "--classification",
        "internal",
        "--personal",
        "false",
    ];
    let (text, _) = drafted(&folder, &[&["--from", "infra"], &flags[..]].concat());
    assert!(!text.contains("[draft]"), "flags answer: {text}");
    assert!(folder.report([""; 0]).of_form().is_empty());
}

#[test]
fn what_the_code_attests_becomes_a_control_that_is_verified() {
    let folder = with(GOOD);
    let (text, _) = drafted(&folder, &["--from", "infra"]);
    let control =
        "meets    = [\"9.7/encryption-at-rest\"]\nevidence = [{ infrastructure = \"aws_ebs_volume.*\" }]\n";
    assert!(text.contains(control), "{text}");
    assert!(text.contains("\n# aws_ebs_volume.data is encrypted (infra/main.tf:13)\n"), "{text}");
    let report = folder.report([""; 0]);
    assert_eq!(verdict(&report, "9.7/encryption-at-rest"), "verified");
    assert!(!report.rules().iter().any(|rule| rule.starts_with("claim/")), "{:?}", report.rules());
}

#[test]
fn what_the_code_contradicts_is_a_stub_that_says_what_it_does_instead() {
    let folder = with(&GOOD.replace("encrypted         = true # for log", "encrypted         = false"));
    let (text, outcome) = drafted(&folder, &["--from", "infra"]);
    let (_, stub) = text.split_once("\n## 9.7/encryption-at-rest, for ").unwrap();
    let stub: Vec<&str> = stub.lines().skip(1).take(8).collect();
    assert!(stub[0].starts_with("## aws_ebs_volume.log is not encrypted (infra/main.tf:19); "), "{stub:?}");
    assert_eq!(
        stub[1..],
        [
            "## attested by aws_ebs_volume.data",
            "# [[controls]]",
            "# id       = \"encryption-at-rest\"",
            "# kind     = \"control\"",
            "# by       = \"CSP\"",
            "# status   = \"implemented\"",
            "# meets    = [\"9.7/encryption-at-rest\"]",
        ]
    );
    assert!(!text.contains("\nmeets    = [\"9.7/encryption-at-rest\"]"), "it is not claimed: {text}");
    assert!(outcome.stdout.contains(" contradicted by it, "), "{}", outcome.stdout);
    let report = folder.report([""; 0]);
    assert!(!report.rules().contains(&"claim/contradicted"), "{:?}", report.rules());
}

#[test]
fn what_the_code_leaves_open_is_not_claimed_and_says_why() {
    let open = GOOD.replace("encrypted         = true # for log", "encrypted         = var.encrypted");
    let folder = with(&format!("{open}\nvariable \"encrypted\" {{}}\n"));
    let (text, _) = drafted(&folder, &["--from", "infra"]);
    let (_, stub) = text.split_once("\n## 9.7/encryption-at-rest, for ").unwrap();
    let line = stub.lines().nth(1).unwrap();
    assert!(line.starts_with("## aws_ebs_volume.log cannot be judged: "), "{line}");
    assert!(!text.contains("\nmeets    = [\"9.7/encryption-at-rest\"]"), "it is not claimed: {text}");
}

/// One format each: the draft has no fault, and names its first resource with its place.
#[test]
fn every_format_gives_a_draft_without_a_fault() {
    let plan = r#"{"format_version":"1.2","terraform_version":"1.9.0","planned_values":{"root_module":{"resources":[{"address":"aws_instance.web","mode":"managed","type":"aws_instance","name":"web","provider_name":"registry.terraform.io/hashicorp/aws","values":{"ami":"ami-1"}}]}},"resource_changes":[],"configuration":{}}"#;
    for (file, code, place) in [
        ("plan.json", plan, "virtual-machine"),
        (
            "deploy/web.yaml",
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec:\n      containers:\n      - {name: web, image: nginx}\n",
            "(deploy/web.yaml:",
        ),
        (
            "stack.yaml",
            "AWSTemplateFormatVersion: \"2010-09-09\"\nResources:\n  Web:\n    Type: AWS::EC2::Instance\n    Properties:\n      ImageId: ami-1\n",
            "(stack.yaml:",
        ),
        ("compose.yaml", "services:\n  web:\n    image: nginx\n", "services.web"),
    ] {
        let folder = Folder::new();
        folder.file(file, code);
        let (text, _) = drafted(&folder, &["--from", file]);
        assert!(text.contains(&format!("\ninfrastructure = [\"{file}\"]\n")), "{text}");
        assert!(text.contains(place), "{file}: {text}");
        let report = folder.report([""; 0]);
        assert!(faults_of_form(&report).is_empty(), "{file}: {:?}", faults_of_form(&report));
        assert_eq!(report.code, 1, "{file}");
    }
}

#[test]
fn code_is_named_as_the_descriptor_will_find_it() {
    let folder = with(GOOD);
    folder.file(".git/HEAD", "ref: refs/heads/main\n").file("services/.keep", "");
    folder.file("services/own/disk.tf", GOOD);
    let outcome = run(
        &folder,
        &["init", "--no-input", "services/x.ccsec.toml", "--from", "infra", "--from", "./services/own/*.tf"],
    );
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let text = fs::read_to_string(folder.join("services/x.ccsec.toml")).unwrap();
    assert!(text.contains("\ninfrastructure = [\"/infra/\", \"own/*.tf\"]\n"), "{text}");
    assert!(text.contains("(/infra/main.tf:13)") && text.contains("(own/disk.tf:13)"), "{text}");
    assert!(faults_of_form(&folder.report([""; 0])).is_empty());
}

#[test]
fn what_holds_no_code_is_refused_and_nothing_is_written() {
    let folder = with(GOOD);
    folder.file("notes/readme.md", "no code").file("repository/.git/HEAD", "");
    folder.file("empty/main.tf", "# nothing\n");
    for (arguments, message) in [
        (vec!["--from", "no/such"], "`no/such` does not exist"),
        (vec!["--from", "notes"], "`notes/` holds no"),
        (vec!["--from", "empty"], "no resource was found in `empty/`"),
        (vec!["--from", "../"], "lies outside the repository of the descriptor"),
        (
            vec!["repository/ccsec.toml", "--from", "infra"],
            "`infra` lies outside the repository of the descriptor",
        ),
        (vec!["--from", "infra", "--stored", "false"], "the service stores no data, but aws_ebs_volume.data"),
    ] {
        let outcome = run(&folder, &[&["init", "--no-input"], &arguments[..]].concat());
        assert_eq!(outcome.code, 2, "{arguments:?}: {}", outcome.stdout);
        assert!(outcome.stderr.contains(message), "{arguments:?}: {}", outcome.stderr);
        assert!(!folder.join("ccsec.toml").exists() && !folder.join("repository/ccsec.toml").exists());
    }
    folder.file("ccsec.toml", "mine");
    let outcome = run(&folder, &["init", "--no-input", "--from", "infra"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("`ccsec.toml` exists already"), "{}", outcome.stderr);
    assert_eq!(fs::read_to_string(folder.join("ccsec.toml")).unwrap(), "mine");
}

#[test]
fn nothing_in_the_code_leaves_its_comment() {
    let folder = Folder::new();
    let name = "x\\n[evil]\\u001b[31m\\\"";
    folder.file(
        "pod.yaml",
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: \"{name}\"\nspec:\n  containers:\n  - name: \"{name}\"\n    image: \"{name}\"\n    securityContext: {{privileged: true, readOnlyRootFilesystem: true}}\n"
        ),
    );
    let (text, _) = drafted(&folder, &["--from", "pod.yaml"]);
    assert!(text.contains("\\u{a}[evil]"), "{text}");
    assert!(!text.contains("\n[evil]") && !text.contains('\u{1b}'), "{text}");
    assert!(text.contains("{ infrastructure = \"Pod/x\\n[evil]"), "{text}");
    let report = folder.report([""; 0]);
    assert!(faults_of_form(&report).is_empty(), "{:?}", faults_of_form(&report));
}
