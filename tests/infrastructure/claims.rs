//! What the code does to claims and verdicts.

use super::support::Outcome;
use super::{CLOSED, OPEN, SERVICE, place, places, service, verdict};

const ID: &str = "9.7/encryption-at-rest";

#[test]
fn a_contradiction_is_shown_in_both_files_and_says_what_to_write() {
    let folder = service(SERVICE, &format!("{CLOSED}\n{OPEN}"));
    let report = folder.report([""; 0]);
    assert_eq!(
        places(&folder, &report, "claim/contradicted"),
        [[
            place("ccsec.toml", "\"9.7/encryption-at-rest\"", "claimed here"),
            place("infra/main.tf", "false", "contradicted here"),
        ]]
    );
    let finding = report.findings.iter().find(|it| it.rule == "claim/contradicted").unwrap();
    assert_eq!(
        finding.message,
        "\"9.7/encryption-at-rest\" is claimed, but aws_ebs_volume.open is not encrypted; 7.1.1 is left exposed"
    );
    assert!(finding.help.starts_with("in infra/main.tf:8: write encrypted = true"), "{}", finding.help);
    let (verdict, why) = verdict(&report, ID);
    assert_eq!(verdict, "contradicted", "one that contradicts outweighs one that attests");
    assert_eq!(why, "aws_ebs_volume.open is not encrypted (infra/main.tf:8)");
    assert!(!report.rules().contains(&ID), "the pair is reported once");
}

#[test]
fn a_true_claim_is_verified_and_needs_no_other_evidence() {
    let without =
        SERVICE.replace("evidence = [{ document = \"docs/keys.md\", reviewed = 2026-09-01 }]\n", "");
    let report = service(&without, CLOSED).report([""; 0]);
    assert_eq!(
        verdict(&report, ID),
        ("verified".to_owned(), "aws_ebs_volume.closed is encrypted (infra/main.tf:3)".to_owned())
    );
    assert!(!report.rules().contains(&"claim/undocumented"), "{:?}", report.rules());
}

#[test]
fn what_cannot_be_known_keeps_a_claim_from_being_verified() {
    let code = format!("variable \"encrypt\" {{}}\n{CLOSED}\n{}", OPEN.replace("false", "var.encrypt"));
    let report = service(SERVICE, &code).report([""; 0]);
    let (verdict, why) = verdict(&report, ID);
    assert_eq!(verdict, "documented", "the document still stands");
    assert!(why.starts_with("not verified: aws_ebs_volume.open cannot be judged: "), "{why}");
    assert!(why.contains("variable `encrypt` has no default"), "{why}");
}

#[test]
fn a_claim_that_is_narrowed_says_nothing_of_other_resources() {
    let narrowed = SERVICE.replace(
        "evidence = [{ document",
        "evidence = [{ infrastructure = \"aws_ebs_volume.closed\" }, { document",
    );
    let folder = service(&narrowed, &format!("{CLOSED}\n{OPEN}"));
    let report = folder.report([""; 0]);
    let (verdict, why) = verdict(&report, ID);
    assert_eq!(verdict, "missing", "nobody claims the other one");
    let otherwise =
        "no claim covers what is otherwise: aws_ebs_volume.open is not encrypted (infra/main.tf:8)";
    assert_eq!(why, otherwise);
    assert!(!report.rules().contains(&"claim/contradicted"));
    let shown = places(&folder, &report, "capability/missing").concat();
    assert!(shown.contains(&place("infra/main.tf", "false", otherwise)), "{shown:?}");
    let alone = service(&narrowed, CLOSED).report([""; 0]);
    assert_eq!(super::verdict(&alone, ID).0, "verified");
}

#[test]
fn evidence_that_names_no_resource_is_dead() {
    let narrowed = SERVICE.replace(
        "{ document = \"docs/keys.md\", reviewed = 2026-09-01 }",
        "{ infrastructure = \"aws_s3_bucket.*\" }",
    );
    let folder = service(&narrowed, CLOSED);
    let report = folder.report([""; 0]);
    assert_eq!(
        places(&folder, &report, "claim/dead-evidence"),
        [[place(
            "ccsec.toml",
            "\"aws_s3_bucket.*\"",
            "no resource of the service's code has such an address"
        )]]
    );
    assert_eq!(verdict(&report, ID).0, "declared");
}

#[test]
fn what_nobody_claims_is_shown_on_the_missing_finding_or_offered() {
    let unclaimed = SERVICE.replace("9.7/encryption-at-rest", "9.7/key-management");
    let folder = service(&unclaimed, OPEN);
    let report = folder.report([""; 0]);
    assert_eq!(verdict(&report, ID).0, "missing");
    let shown = places(&folder, &report, ID).concat();
    assert!(
        shown.contains(&place("infra/main.tf", "false", "aws_ebs_volume.open is not encrypted")),
        "{shown:?}"
    );
    let report = service(&unclaimed, CLOSED).report([""; 0]);
    let finding = report.findings.iter().find(|it| it.rule == ID).unwrap();
    assert!(finding.help.starts_with("the code attests it, as in aws_ebs_volume.closed"), "{}", finding.help);
    let (_, offered) = finding.help.split_once("claim it:\n").unwrap();
    let (control, _) = offered.split_once("\nsee:").unwrap();
    let pasted = service(&format!("{unclaimed}\n{control}\n"), CLOSED).report([""; 0]);
    assert_eq!(verdict(&pasted, ID).0, "verified", "what is offered can be pasted");
    assert!(pasted.of_form().is_empty(), "{:?}", pasted.of_form());
}

#[test]
fn the_configuration_says_which_verdict_is_enough() {
    let folder = service(SERVICE, "");
    folder.file("ccsec-lint.toml", "[assurance]\nminimum = \"documented\"\n");
    let run = |folder: &super::Folder| {
        let outcome = Outcome::of(folder.command().args(["--today", "2026-11-21", "--format", "json"]));
        let report: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
        let asking = |finding: &&serde_json::Value| {
            finding["expectations"].as_array().is_some_and(|ids| ids.iter().any(|id| id == ID))
        };
        let help = |finding: &serde_json::Value| format!("{}{}", finding["message"], finding["help"]);
        report["findings"].as_array().unwrap().iter().filter(asking).map(help).collect::<Vec<_>>()
    };
    assert_eq!(run(&folder), [""; 0], "a document is enough");
    folder.file("ccsec-lint.toml", format!("[assurance.expectations]\n\"{ID}\" = \"verified\"\n"));
    let asked = run(&folder);
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert!(asked[0].contains("is only documented, and the configuration asks for verified"), "{asked:?}");
    folder.file("infra/main.tf", CLOSED);
    assert_eq!(run(&folder), [""; 0], "the code verifies it");
    folder.file("ccsec-lint.toml", "[assurance.expectations]\n\"9.7/encription-at-rest\" = \"verified\"\n");
    let wrong = Outcome::of(&mut folder.command());
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("9.7/encryption-at-rest"), "{}", wrong.stderr);
}

#[test]
fn why_shows_the_evidence_down_to_its_line() {
    let folder = service(SERVICE, &format!("{CLOSED}\n{OPEN}"));
    let outcome = Outcome::of(folder.command().args(["why", "ccsec.toml", "7.1.1", "--today", "2026-11-21"]));
    assert!(
        outcome
            .stdout
            .contains("attested: aws_ebs_volume.closed is encrypted, infra/main.tf:3 [aws/ebs-encryption]"),
        "{}",
        outcome.stdout
    );
    assert!(
        outcome.stdout.contains(
            "contradicted: aws_ebs_volume.open is not encrypted, infra/main.tf:8 [aws/ebs-encryption]"
        ),
        "{}",
        outcome.stdout
    );
}

#[test]
fn findings_on_the_code_itself_leave_the_service_judged() {
    let module = "module \"vpc\" {\n  source = \"terraform-aws-modules/vpc/aws\"\n}\n";
    let folder = service(SERVICE, &format!("{CLOSED}\n{module}"));
    for arguments in [["why", "ccsec.toml"], ["matrix", "ccsec.toml"]] {
        let outcome = Outcome::of(folder.command().args(arguments).args(["--today", "2026-11-21"]));
        assert_eq!(outcome.code, 0, "{arguments:?}: {}", outcome.stderr);
        assert!(!outcome.stderr.contains("could not be judged"), "{}", outcome.stderr);
    }
}

#[test]
fn a_fact_that_the_code_gives_the_lie_to_is_shown_in_both_files() {
    let idle = SERVICE.replace("compute = [\"virtual-machine\"]", "compute = []");
    let code = "resource \"aws_instance\" \"web\" {\n  ami = \"ami-1\"\n}\n";
    let folder = service(&idle, code);
    let report = folder.report([""; 0]);
    assert_eq!(
        places(&folder, &report, "descriptor/contradicted-fact")
            .concat()
            .into_iter()
            .map(|(path, under, _)| (path, under))
            .collect::<Vec<_>>(),
        [
            ("ccsec.toml".to_owned(), "[]".to_owned()),
            ("infra/main.tf".to_owned(), "resource \"aws_instance\" \"web\"".to_owned())
        ]
    );
}

#[test]
fn a_policy_of_ones_own_can_speak_for_an_expectation() {
    let folder = service(SERVICE, "resource \"acme_disk\" \"d\" {\n  cipher = \"none\"\n}\n");
    folder.file(
        "policy/acme.rego",
        r#"package acme.disks

import data.ccsec.lib.infra

# METADATA
# title: Disks of our own cloud have a cipher
# description: The cipher of a disk is not "none".
# custom:
#   id: acme/disk-cipher
#   expectations: [9.7/encryption-at-rest]
#   resources: [acme_disk]
#   why: A disk without a cipher is read by whoever takes it out of the rack.
#   help: write cipher = "aes"
disk_cipher contains statement if {
	some disk in input.index.resources.acme_disk
	disk.values.cipher == "none"
	statement := infra.contradicts(disk, ["cipher"], "has no cipher", `write cipher = "aes"`)
}
"#,
    );
    let report = folder.report(["--policy", "policy"]);
    assert_eq!(report.faults(), [""; 0]);
    assert_eq!(
        places(&folder, &report, "claim/contradicted")[0][1],
        place("infra/main.tf", "\"none\"", "contradicted here")
    );
    let listed = Outcome::of(folder.command().args(["explain", "acme/disk-cipher", "--policy", "policy"]));
    assert!(listed.stdout.contains("9.7/encryption-at-rest"), "{}{}", listed.stdout, listed.stderr);
}
