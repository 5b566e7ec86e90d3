//! Reports of other scanners as evidence: verdicts, and the places of what they found.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::fs;
use std::path::Path;

use serde_json::Value;
use support::{Folder, GOOD, Outcome, Report, TODAY};

const REPORTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/sarif");

/// A repository with a scanned file for each report, and a descriptor whose control rests on an entry.
fn resting_on(entry: &str) -> Folder {
    let folder = Folder::new();
    fs::create_dir_all(folder.join(".git")).unwrap();
    for file in ["infra/disk.tf", ".github/workflows/ci.yml"] {
        folder.file(file, fs::read(Path::new(REPORTS).join(file)).unwrap());
    }
    for report in ["checkov", "checkov-clean", "semgrep", "zizmor", "zizmor-clean"] {
        let bytes = fs::read(format!("{REPORTS}/{report}.sarif")).unwrap();
        folder.file(format!("reports/{report}.sarif"), bytes);
    }
    let text = GOOD
        .replace("infrastructure = [\"infra/\"]\n", "")
        .replace("{ document = \"docs/keys.md\", reviewed = 2026-09-01 }", entry);
    folder.file("services/ccsec.toml", text);
    folder
}

fn checked(entry: &str) -> (Folder, Report) {
    let folder = resting_on(entry);
    let report = folder.report(["services"]);
    (folder, report)
}

/// The verdict on what the control meets: one for both expectations.
#[track_caller]
fn verdict(report: &Report) -> String {
    let verdicts = &report.json["services"][0]["verdicts"];
    let of = |id: &str| verdicts[id]["verdict"].as_str().unwrap().to_owned();
    assert_eq!(of("9.7/encryption-at-rest"), of("9.7/key-management"));
    of("9.7/encryption-at-rest")
}

/// The findings on claims: rule, and `path|text|label` of each place.
fn places(folder: &Folder, report: &Report) -> Vec<(String, Vec<String>)> {
    let findings = report.json["findings"].as_array().unwrap().iter();
    let claims = findings.filter(|finding| finding["rule"].as_str().unwrap().starts_with("claim/"));
    claims
        .map(|finding| {
            let place = |place: &Value| {
                let offset = |end: &str| usize::try_from(place[end]["offset"].as_u64().unwrap()).unwrap();
                let path = place["path"].as_str().unwrap();
                let bytes = fs::read(folder.join(path)).unwrap();
                let text = String::from_utf8(bytes[offset("start")..offset("end")].to_vec()).unwrap();
                let first = text.lines().next().unwrap_or_default();
                format!("{path}|{first}|{}", place["label"].as_str().unwrap())
            };
            let places = finding["locations"].as_array().unwrap().iter().map(place).collect();
            (finding["rule"].as_str().unwrap().to_owned(), places)
        })
        .collect()
}

fn contradicted(report: &str, hit: &str) -> (String, Vec<String>) {
    let mut places: Vec<String> = ["\"9.7/encryption-at-rest\"", "\"9.7/key-management\""]
        .map(|id| format!("services/ccsec.toml|{id}|claimed here"))
        .to_vec();
    places.push(hit.to_owned());
    places.push(format!("services/ccsec.toml|\"../reports/{report}\"|by this report"));
    ("claim/contradicted".to_owned(), places)
}

#[test]
fn what_a_scanner_found_is_shown_where_it_says() {
    let (folder, report) = checked("{ sarif = \"../reports/checkov.sarif\", rules = [\"CKV_AWS_3\"] }");
    assert_eq!(verdict(&report), "contradicted");
    let hit = "infra/disk.tf|resource \"aws_ebs_volume\" \"data\" {|Checkov finds CKV_AWS_3 here";
    assert_eq!(places(&folder, &report), [contradicted("checkov.sarif", hit)], "the other is suppressed");
    let finding = report.findings.iter().find(|it| it.rule == "claim/contradicted").unwrap();
    assert_eq!(
        finding.message,
        "\"9.7/encryption-at-rest\" and \"9.7/key-management\" are claimed, but Checkov reports CKV_AWS_3: Ensure all data stored in the EBS is securely encrypted; 7.1.1 is left exposed"
    );
    assert!(finding.help.starts_with("mend infra/disk.tf:2 and run Checkov again, or take the claim back\n"));
    let json = report.json["findings"].as_array().unwrap();
    let json = json.iter().find(|it| it["rule"] == "claim/contradicted").unwrap();
    assert_eq!(json["threats"], serde_json::json!(["7.1.1"]));
    assert_eq!(json["capability"], "9.7");

    let (folder, report) =
        checked("{ sarif = \"../reports/zizmor.sarif\", rules = [\"zizmor/template-injection\"] }");
    let hit = ".github/workflows/ci.yml|github.event.pull_request.title|zizmor finds zizmor/template-injection here";
    assert_eq!(places(&folder, &report), [contradicted("zizmor.sarif", hit)]);

    let (folder, report) = checked("{ sarif = \"/reports/semgrep.sarif\", rules = [\"sg.*\"] }");
    assert_eq!(verdict(&report), "contradicted");
    let found = places(&folder, &report);
    assert_eq!(found.len(), 2);
    for (_, places) in found {
        assert_eq!(
            places[2],
            "infra/disk.tf|encrypted         = false|Semgrep OSS finds sg.disk-in-clear here"
        );
    }
}

#[test]
fn fingerprints_of_what_a_scanner_found_differ_and_stay_when_lines_move() {
    let entry = "{ sarif = \"../reports/semgrep.sarif\", rules = [\"sg.*\"] }";
    let prints = |folder: &Folder| -> Vec<String> {
        let report = folder.report(["services"]);
        let findings = report.json["findings"].as_array().unwrap().clone();
        let claims = findings.iter().filter(|finding| finding["rule"] == "claim/contradicted");
        claims.map(|finding| finding["fingerprint"].as_str().unwrap().to_owned()).collect()
    };
    let folder = resting_on(entry);
    let before = prints(&folder);
    assert_ne!(before[0], before[1]);
    let moved = fs::read_to_string(folder.join("services/ccsec.toml")).unwrap();
    folder.file("services/ccsec.toml", format!("# a line\n{moved}"));
    assert_eq!(prints(&folder), before);
}

#[test]
fn what_a_scanner_looked_for_and_did_not_find_verifies_a_claim() {
    let rest = "reviewed = 2026-11-01 }";
    let (folder, report) =
        checked(&format!("{{ sarif = \"../reports/semgrep.sarif\", rules = [\"sg.public-bucket\"], {rest}"));
    assert_eq!((verdict(&report).as_str(), places(&folder, &report)), ("verified", Vec::new()));

    let vouched = "rules = [\"CKV_AWS_189\"], unlisted = \"passed\"";
    let (folder, report) =
        checked(&format!("{{ sarif = \"../reports/checkov-clean.sarif\", {vouched}, {rest}"));
    assert_eq!((verdict(&report).as_str(), places(&folder, &report)), ("documented", Vec::new()));
}

#[test]
fn what_proves_nothing_says_why() {
    let one = |entry: &str| -> (String, Vec<(String, Vec<String>)>) {
        let (folder, report) = checked(entry);
        (verdict(&report), places(&folder, &report))
    };
    let found = |rule: &str, place: &str| {
        let place = vec![format!("services/ccsec.toml|{place}")];
        ("declared".to_owned(), vec![(rule.to_owned(), place)])
    };
    assert_eq!(
        one(
            "{ sarif = \"../reports/checkov-clean.sarif\", rules = [\"CKV_AWS_189\"], reviewed = 2026-11-01 }"
        ),
        found("claim/unproven", "\"CKV_AWS_189\"|not in the report")
    );
    assert_eq!(
        one("{ sarif = \"../reports/zizmor-clean.sarif\", rules = [\"artipacked\"] }"),
        found("claim/unproven", "\"artipacked\"|not in the report")
    );
    assert_eq!(
        one("{ sarif = \"../reports/zizmor-clean.sarif\" }"),
        found("claim/undocumented", "\"../reports/zizmor-clean.sarif\"|no date")
    );
    assert_eq!(
        one(
            "{ sarif = \"../reports/semgrep.sarif\", rules = [\"sg.public-bucket\"], reviewed = 2020-01-01 }"
        )
        .1[0]
            .1[0],
        "services/ccsec.toml|2020-01-01|2516 days ago"
    );
}

#[test]
fn a_report_that_is_none_is_dead_evidence() {
    let folder = resting_on(
        "{ sarif = \"../reports/cut.sarif\" }, { sarif = \"../reports/wide.sarif\" }, { sarif = \"../reports/gone.sarif\" }",
    );
    let text = fs::read_to_string(format!("{REPORTS}/checkov.sarif")).unwrap();
    folder.file("reports/cut.sarif", &text[..text.len() / 2]);
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    folder.file("reports/wide.sarif", [b"\xff\xfe".as_slice(), &wide].concat());
    let report = folder.report(["services"]);
    assert_eq!(verdict(&report), "declared");
    let found = places(&folder, &report);
    assert_eq!(
        found[0].1[0],
        "services/ccsec.toml|\"../reports/cut.sarif\"|this is no report that can be read"
    );
    assert!(found[0].1[1].starts_with("reports/cut.sarif|"), "{found:?}");
    assert_eq!(
        found[1].1,
        ["services/ccsec.toml|\"../reports/wide.sarif\"|this is no report that can be read"],
        "what could not be decoded is not shown"
    );
    assert_eq!(found[2].1, ["services/ccsec.toml|\"../reports/gone.sarif\"|there is no such file"]);
    assert!(
        report.findings.iter().any(|it| it.message.ends_with("the report is UTF-16, and SARIF is UTF-8"))
    );
}

#[cfg(unix)]
#[test]
fn a_link_to_a_report_does_not_lead_out() {
    let outside = tempfile::tempdir().unwrap();
    let target = outside.path().join("clean.sarif");
    fs::copy(format!("{REPORTS}/semgrep.sarif"), &target).unwrap();
    let folder = resting_on("{ sarif = \"../reports/link.sarif\", reviewed = 2026-11-01 }");
    std::os::unix::fs::symlink(target, folder.join("reports/link.sarif")).unwrap();
    let report = folder.report(["services"]);
    assert_eq!(verdict(&report), "declared");
    assert_eq!(
        places(&folder, &report)[0].1,
        ["services/ccsec.toml|\"../reports/link.sarif\"|leads out of the repository"]
    );
}

#[test]
fn more_findings_than_anybody_reads_are_counted() {
    let folder = resting_on("{ sarif = \"../reports/many.sarif\", rules = [\"CKV_AWS_189\"] }");
    let mut report: Value =
        serde_json::from_str(&fs::read_to_string(format!("{REPORTS}/checkov.sarif")).unwrap()).unwrap();
    let first = report["runs"][0]["results"][0].clone();
    report["runs"][0]["results"] = vec![first; 230].into();
    folder.file("reports/many.sarif", report.to_string());
    let report = folder.report(["services"]);
    let claims: Vec<&str> = report
        .findings
        .iter()
        .filter(|it| it.rule == "claim/contradicted")
        .map(|it| it.message.as_str())
        .collect();
    assert_eq!(claims.len(), 21);
    assert!(
        claims.iter().any(|it| it.contains("../reports/many.sarif holds 210 more findings of these rules"))
    );
}

#[test]
fn rules_belong_to_a_report_and_can_match_something() {
    let folder =
        resting_on("{ document = \"docs/keys.md\", rules = [\"a\"] }, { sarif = \"x\", rules = [\"[a\"] }");
    let report = folder.report(["services"]);
    let of_form: Vec<_> = report
        .of_form()
        .into_iter()
        .map(|it| (it.rule.as_str(), it.under.as_str(), it.label.as_str()))
        .collect();
    assert_eq!(
        of_form,
        [
            ("descriptor/evidence", "rules", "belongs to `sarif`"),
            ("descriptor/evidence", "\"[a\"", "no rule can match this"),
        ]
    );
}

#[test]
fn why_leads_to_the_line_that_a_scanner_names() {
    let folder = resting_on("{ sarif = \"../reports/checkov.sarif\", rules = [\"CKV_AWS_3\"] }");
    let why = |folder: &Folder| {
        let arguments = ["why", "--isolated", "--today", TODAY, "services/ccsec.toml", "7.1.1"];
        Outcome::of(folder.command().args(arguments)).stdout
    };
    let out = why(&folder);
    let line =
        "infra/disk.tf:2 Checkov reports CKV_AWS_3: Ensure all data stored in the EBS is securely encrypted";
    assert!(
        out.contains(&format!("sarif ../reports/checkov.sarif: contradicts it\n│  │        └─ {line}\n")),
        "{out}"
    );

    let mut report: Value =
        serde_json::from_str(&fs::read_to_string(format!("{REPORTS}/checkov.sarif")).unwrap()).unwrap();
    let results = report["runs"][0]["results"].as_array_mut().unwrap();
    results.retain(|result| result.get("suppressions").is_some());
    folder.file("reports/checkov.sarif", report.to_string());
    let out = why(&folder);
    assert!(
        out.contains("9.7/encryption-at-rest declared: not verified: Checkov reports CKV_AWS_3"),
        "{out}"
    );
    assert!(out.contains("infra/disk.tf:8 Checkov reports CKV_AWS_3"), "{out}");
    assert!(out.contains("accepted: Holds nothing but a cache"), "{out}");
}
