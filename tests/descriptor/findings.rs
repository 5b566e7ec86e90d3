//! What findings of form say, of which of several places, and what they leave to the others.

use std::collections::BTreeSet;

use crate::support::{Finding, Folder, GOOD, TODAY, with};

use super::report_of;

#[test]
fn a_word_that_is_empty_is_one_finding() {
    for (from, to) in [
        ("role = \"CSP\"", "role = \"\""),
        ("tenancy = \"multi\"", "tenancy = \"\""),
        ("compute = [\"virtual-machine\"]", "compute = [\"\"]"),
        ("status = \"planned\"", "status = \" \""),
    ] {
        let report = report_of(&with(from, to));
        let seen: Vec<(&str, &str)> =
            report.findings.iter().map(|finding| (finding.rule.as_str(), finding.on.as_str())).collect();
        assert_eq!(seen, [("descriptor/empty-value", to)], "{to}");
        assert!(report.judged().is_empty(), "without the word the service cannot be judged");
    }
}

#[test]
fn a_misspelt_key_says_which_one_was_meant() {
    let report = report_of(&with("tenancy = \"multi\"", "tenency = \"multi\""));
    assert_eq!(report.findings[0].message, "`tenency` is not a key of `service`");
    assert_eq!(report.findings[0].label, "did you mean `tenancy`?");
}

#[test]
fn a_date_of_today_is_not_in_the_future() {
    let today = GOOD.replace("2026-09-01", TODAY);
    assert_eq!(report_of(&today).of_form(), Vec::<&Finding>::new());
}

#[test]
fn other_frameworks_and_all_countries_are_taken_as_they_are() {
    let report = report_of(
        &with("\"ccm4/CEK-03\"", "\"soc2/CC6.1\"")
            .replace("\"DE\", \"FR\"", "\"GB\", \"US\", \"JP\", \"AX\""),
    );
    assert_eq!(report.of_form(), Vec::<&Finding>::new());
}

#[test]
fn a_finding_in_one_of_several_controls_names_that_one() {
    let twice = with("id = \"recovery\"", "id = \"recovery\"\nkinds = 1");
    let report = report_of(&twice);
    let [finding] = report.of_form()[..] else { panic!("{:?}", report.findings) };
    assert_eq!(finding.message, "`kinds` is not a key of `controls[1]`");
    let line = twice.lines().position(|line| line == "kinds = 1").unwrap() + 1;
    assert_eq!((finding.line, finding.column), (line, 1));
}

#[test]
fn two_absent_keys_of_one_table_are_two_findings() {
    let text = with("role = \"CSP\"\n", "").replace("exposure = \"internet\"\n", "");
    let report = report_of(&text);
    let said: Vec<&str> = report.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(said, ["`service` lacks the key `exposure`", "`service` lacks the key `role`"]);
    assert_eq!(report.rules(), ["descriptor/missing-key"; 2]);
}

#[test]
fn ten_faults_of_ten_kinds_are_ten_findings_of_one_run() {
    let changes = [
        ("title = \"Network storage\"", "title = \"\""),
        ("category = \"IaaS\"", "category = \"Iaas\""),
        ("tenancy = \"multi\"", "tenency = \"multi\""),
        ("personal = true", "personal = \"yes\""),
        ("\"DE\", \"FR\"", "\"DE\", \"UK\""),
        ("flagged = [\"7.1.1\", \"8.1.5\"]", "flagged = [\"7.1.1\", \"7.1.9\", '7.1.1']"),
        ("meets = [\"9.11/recovery-plan\"]", "meets = [\"9.11/recovery\"]"),
        ("kind = \"procedure\"\n", ""),
        ("incident_response = \"1h\"", "incident_response = \"soon\""),
    ];
    let report = report_of(&changes.iter().fold(GOOD.to_owned(), |text, (from, to)| text.replace(from, to)));
    let seen: Vec<(&str, &str)> =
        report.findings.iter().map(|finding| (finding.rule.as_str(), finding.under.as_str())).collect();
    assert_eq!(
        seen,
        [
            ("descriptor/empty-value", "\"\""),
            ("descriptor/unknown-value", "\"Iaas\""),
            ("descriptor/unknown-key", "tenency"),
            ("descriptor/wrong-type", "\"yes\""),
            ("descriptor/unknown-country", "\"UK\""),
            ("descriptor/unknown-threat", "\"7.1.9\""),
            ("descriptor/duplicate-value", "'7.1.1'"),
            ("descriptor/missing-key", "[[controls]]"),
            ("descriptor/unknown-expectation", "\"9.11/recovery\""),
            ("descriptor/invalid-duration", "\"soon\""),
        ]
    );
    assert_eq!(report.code, 1);
}

#[test]
fn a_fault_of_keys_and_types_hides_none_of_meaning() {
    let changes = [
        ("tenancy = \"multi\"", "tenency = \"multi\""),
        ("id = \"recovery\"", "id = \"bucket-encryption\""),
        ("\"iso27002:2022/8.24\"", "\"iso27002:2022/8.99\""),
        ("document = \"docs/keys.md\", ", "document = \"docs/keys.md\", sarif = \"r.sarif\", "),
        ("last = 2026-09-01", "last = 2027-01-01"),
        ("ccsec = 1", "ccsec = 2"),
    ];
    let report = report_of(&changes.iter().fold(GOOD.to_owned(), |text, (from, to)| text.replace(from, to)));
    let seen: Vec<(&str, &str)> =
        report.findings.iter().map(|finding| (finding.rule.as_str(), finding.under.as_str())).collect();
    assert_eq!(
        seen,
        [
            ("descriptor/version", "2"),
            ("descriptor/unknown-key", "tenency"),
            ("descriptor/unknown-reference", "\"iso27002:2022/8.99\""),
            (
                "descriptor/evidence",
                "{ document = \"docs/keys.md\", sarif = \"r.sarif\", reviewed = 2026-09-01 }"
            ),
            ("descriptor/duplicate-control", "\"bucket-encryption\""),
            ("descriptor/future-date", "2027-01-01"),
        ]
    );
}

#[test]
fn a_fault_of_syntax_in_one_file_keeps_no_other_from_being_judged() {
    let folder = Folder::new();
    folder
        .file("a.ccsec.toml", with("id = \"network-storage\"", "id = \"first\""))
        .file("b.ccsec.toml", "ccsec = 1\n[service\n")
        .file("sub/c.ccsec.toml", with("id = \"network-storage\"", "id = \"third\""))
        .file("docs/keys.md", "keys")
        .file("sub/docs/keys.md", "keys");
    let report = folder.report(["."]);
    assert_eq!(report.code, 1);
    assert_eq!(report.judged(), ["a.ccsec.toml", "sub/c.ccsec.toml"]);
    assert_eq!(
        (&report.json["summary"]["services"], &report.json["summary"]["not_judged"]),
        (&2.into(), &1.into())
    );
    let of_b: Vec<&Finding> =
        report.findings.iter().filter(|finding| finding.path == "b.ccsec.toml").collect();
    let [finding] = of_b[..] else { panic!("{of_b:#?}") };
    assert_eq!((finding.rule.as_str(), finding.line), ("descriptor/syntax", 2));
    let files: BTreeSet<&str> = report.findings.iter().map(|finding| finding.path.as_str()).collect();
    assert_eq!(files, BTreeSet::from(["a.ccsec.toml", "b.ccsec.toml", "sub/c.ccsec.toml"]));
}

#[test]
fn a_descriptor_with_carriage_returns_and_a_byte_order_mark_has_true_places() {
    let text = format!("\u{feff}{}", with("role = \"CSP\"", "role = \"CPS\"").replace('\n', "\r\n"));
    let report = report_of(&text);
    let [finding] = report.of_form()[..] else { panic!("{:?}", report.findings) };
    assert_eq!((finding.under.as_str(), finding.line, finding.column), ("\"CPS\"", 6, 8));
    let first = report_of(&format!("\u{feff}{}", with("ccsec = 1", "ccsek = 1")));
    let [finding] = first.of_form()[..] else { panic!("{:?}", first.findings) };
    assert_eq!((finding.under.as_str(), finding.line, finding.column), ("ccsek", 1, 1));
}
