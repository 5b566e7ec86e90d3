mod places;
mod reports;

use std::path::{Path, PathBuf};

use super::*;
use crate::descriptor::{Rules, Unlisted};

const CLAIM: &str = "R1";

/// A report of one run.
fn run(run: &str) -> String {
    format!(r#"{{"version": "2.1.0", "runs": [{run}]}}"#)
}

/// A report of one run of a tool that lists `R1`, with these results.
fn results(results: &str) -> String {
    run(&format!(
        r#"{{"tool": {{"driver": {{"name": "T", "rules": [{{"id": "R1", "messageStrings": {{"m": {{"text": "{{0}} is {{{{open}}}} to {{1}}"}}}}}}]}}}},
        "invocations": [{{"executionSuccessful": true, "endTimeUtc": "2026-11-20T23:00:00Z"}}], "results": [{results}]}}"#
    ))
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/sarif")
}

struct Asked {
    rules: Vec<&'static str>,
    unlisted: Unlisted,
    reviewed: Option<Day>,
}

impl Default for Asked {
    fn default() -> Self {
        Self { rules: vec![CLAIM], unlisted: Unlisted::NotCovered, reviewed: None }
    }
}

impl Asked {
    #[track_caller]
    fn of(&self, text: &str) -> Judgement {
        self.under(text, &fixtures())
    }

    #[track_caller]
    fn under(&self, text: &str, root: &Path) -> Judgement {
        let report = read(text.as_bytes(), "reports/t.sarif").unwrap();
        let rules: Vec<String> = self.rules.iter().map(|&rule| rule.to_owned()).collect();
        let rules = Rules::new(&rules).unwrap();
        let question = Question {
            rules: &rules,
            unlisted: self.unlisted,
            reviewed: self.reviewed,
            today: "2026-11-22".parse().unwrap(),
            oldest_days: 30,
        };
        judge(&report, &question, &mut Files::new(root, ""))
    }
}

fn asked(rules: &[&'static str]) -> Asked {
    Asked { rules: rules.to_vec(), ..Asked::default() }
}

#[track_caller]
fn standing(text: &str) -> Standing {
    Asked::default().of(text).standing
}

#[test]
fn a_rule_that_was_looked_for_and_found_nothing_is_attested() {
    assert_eq!(standing(&results("")), Standing::Attested);
    assert_eq!(standing(&results(r#"{"ruleId": "R1", "kind": "pass"}"#)), Standing::Attested);
    assert_eq!(standing(&results(r#"{"ruleId": "R2", "message": {"text": "no"}}"#)), Standing::Attested);
    let mark = format!("\u{feff}{}", results(""));
    assert_eq!(standing(&mark), Standing::Attested, "a byte order mark is no part of the report");
    let judged = Asked::default().of(&results(""));
    assert_eq!((judged.age, judged.day.map(|day| day.to_string())), (Some(2), Some("2026-11-20".to_owned())));
    let passes = run(r#"{"tool": {"driver": {"name": "T"}}, "results": [{"ruleId": "R1", "kind": "pass"}],
        "invocations": [{"startTimeUtc": "2026-11-22T23:30:00-05:00", "endTimeUtc": "0001-01-01T00:00:00Z"}]}"#);
    let judged = Asked::default().of(&passes);
    assert_eq!((judged.standing, judged.age), (Standing::Attested, Some(0)), "it is tomorrow in UTC");
}

#[test]
fn a_result_says_what_its_kind_level_and_state_say() {
    let says = |fields: &str| standing(&results(&format!(r#"{{"ruleId": "R1", {fields}}}"#)));
    assert_eq!(says(r#""message": {"text": "x"}"#), Standing::Contradicted);
    assert_eq!(says(r#""level": "note""#), Standing::Contradicted);
    assert_eq!(says(r#""level": "none""#), Standing::Undecided);
    assert_eq!(says(r#""kind": "open""#), Standing::Undecided);
    assert_eq!(says(r#""kind": "review", "level": "note""#), Standing::Undecided);
    assert_eq!(says(r#""kind": "informational""#), Standing::Attested);
    assert_eq!(says(r#""baselineState": "absent""#), Standing::Attested);
    assert_eq!(says(r#""baselineState": "unchanged""#), Standing::Contradicted);
    assert_eq!(says(r#""suppressions": [{"kind": "inSource"}]"#), Standing::Suppressed);
    assert_eq!(says(r#""suppressions": [{"status": "accepted"}]"#), Standing::Suppressed);
    assert_eq!(says(r#""suppressions": []"#), Standing::Contradicted);
    assert_eq!(says(r#""suppressions": [{"status": "underReview"}]"#), Standing::Contradicted);
    assert_eq!(
        says(r#""suppressions": [{"status": "accepted"}, {"status": "rejected"}]"#),
        Standing::Contradicted
    );
    let both = r#"{"ruleId": "R1", "suppressions": [{}]}, {"ruleId": "R1"}"#;
    assert_eq!(standing(&results(both)), Standing::Contradicted);
}

#[test]
fn a_level_may_come_from_the_rule_or_from_the_run() {
    let with = |rule: &str, invocation: &str| {
        standing(&run(&format!(
            r#"{{"tool": {{"driver": {{"rules": [{{"id": "R1" {rule}}}]}}}}, "results": [{{"ruleIndex": 0}}], "invocations": [{{{invocation}}}]}}"#
        )))
    };
    let none = r#", "defaultConfiguration": {"level": "none"}"#;
    assert_eq!(with("", ""), Standing::Contradicted);
    assert_eq!(with(none, ""), Standing::Undecided);
    let raised = r#""ruleConfigurationOverrides": [{"configuration": {"level": "error"}, "descriptor": {"index": 0}}]"#;
    assert_eq!(with(none, raised), Standing::Contradicted);
}

#[test]
fn what_is_not_listed_is_not_covered() {
    let of = |text: &str| {
        let judged = Asked::default().of(text);
        assert_eq!(judged.standing, Standing::NotCovered);
        (judged.uncovered[0].message.clone(), judged.uncovered[0].help.clone())
    };
    let (message, help) =
        of(&run(r#"{"tool": {"driver": {"name": "T", "rules": [{"id": "R12"}]}}, "results": []}"#));
    assert_eq!(message, "nothing shows that T looked for `R1`");
    assert_eq!(
        help,
        "write \"R12\" if that is meant; or: run the scanner so that its report lists the rules that passed, or add `unlisted = \"passed\"` to this evidence"
    );
    of(&run(
        r#"{"tool": {"driver": {"name": "T"}}, "results": [{"ruleId": "R1", "kind": "notApplicable"}]}"#,
    ));
    of(&run(
        r#"{"tool": {"driver": {"rules": [{"id": "R1", "defaultConfiguration": {"enabled": false}}]}}, "results": []}"#,
    ));
    let (message, _) = of(&run(r#"{"tool": {"driver": {"name": "T", "rules": [{"id": "R1"}]}}}"#));
    assert_eq!(message, "the run of T has no list of results, which means that nothing was scanned");
    of(&run(r#"{"tool": {"driver": {"rules": [{"id": "R1"}]}}, "results": null}"#));
    let (other, text) = (
        run(
            r#"{"tool": {"driver": {"rules": [{"id": "R1"}]}}, "results": []}, {"tool": {"driver": {"name": "E"}}, "externalPropertyFileReferences": {"results": [{}]}}"#,
        ),
        "the run of E keeps",
    );
    assert!(of(&other).0.starts_with(text), "what stands elsewhere may be a failure");
    let external = r#"{"tool": {"driver": {"rules": [{"id": "R1"}]}}, "results": [], "externalPropertyFileReferences": {"results": [{}]}}"#;
    assert!(of(&run(external)).0.contains("a file of its own"));
    assert_eq!(of(r#"{"version": "2.1.0", "runs": []}"#).0, "the report holds no run");
    let judged = asked(&["R1", "X*"]).of(&results(""));
    assert_eq!(
        judged.uncovered.iter().map(|u| u.index).collect::<Vec<_>>(),
        [1],
        "each entry must be covered"
    );
    assert_eq!(judged.uncovered[0].message, "no rule that T lists matches `X*`");
}

#[test]
fn a_descriptor_may_vouch_for_ids_that_can_exist() {
    let vouched = |rule: &'static str, tool: &str, rules: &str| {
        let asked =
            Asked { rules: vec![rule], unlisted: Unlisted::Passed, reviewed: "2026-11-01".parse().ok() };
        let text =
            format!(r#"{{"tool": {{"driver": {{"name": "{tool}", "rules": [{rules}]}}}}, "results": []}}"#);
        let judged = asked.of(&run(&text));
        (judged.standing, judged.vouched)
    };
    assert_eq!(vouched("CKV_AWS_3", "Checkov", ""), (Standing::Attested, vec!["CKV_AWS_3".to_owned()]));
    assert_eq!(vouched("CVK_AWS_3", "Checkov", "").0, Standing::NotCovered);
    assert_eq!(
        vouched("CKV_AWS_*", "Checkov", "").0,
        Standing::NotCovered,
        "a pattern cannot be vouched for"
    );
    assert_eq!(vouched("a.b.c", "Semgrep OSS", "").0, Standing::NotCovered, "it lists all that ran");
    assert_eq!(
        vouched("R1", "T", r#"{"id": "R1", "defaultConfiguration": {"enabled": false}}"#).0,
        Standing::NotCovered
    );
    assert_eq!(vouched("Some query", "KICS", "").0, Standing::NotCovered);
    assert_eq!(vouched("487f4be7-3fd9-4506-a07a-eae252180c08", "KICS", "").0, Standing::Attested);
    assert_eq!(vouched("zizmor/artipacked", "zizmor", "").0, Standing::Attested);
}

#[test]
fn a_rule_goes_by_all_its_names() {
    let of = |rule: &'static str, text: &str| asked(&[rule]).of(text).standing;
    let text = run(
        r#"{"tool": {"driver": {"name": "T", "rules": [{"id": "A"}]}, "extensions": [{"name": "E", "guid": "g", "rules": [
        {"id": "R1", "name": "Open", "guid": "1-2", "deprecatedIds": ["R0"]}, {"id": "ns/R2"}]}]},
        "results": [{"ruleId": "ns/R2/part/1"}, {"rule": {"index": 0, "toolComponent": {"index": 0}}}]}"#,
    );
    for rule in ["R1", "Open", "1-2", "R0", "R?", "{R1,x}", "ns/R2", "*/R2"] {
        assert_eq!(of(rule, &text), Standing::Contradicted, "{rule}");
    }
    assert_eq!(of("A", &text), Standing::Undated);
    for reference in
        [r#"{"id": "R1"}"#, r#"{"guid": "1-2"}"#, r#"{"index": 0, "toolComponent": {"guid": "g"}}"#]
    {
        let text = text.replace(r#"{"index": 0, "toolComponent": {"index": 0}}"#, reference);
        assert_eq!(of("R1", &text), Standing::Contradicted, "{reference}");
    }
    let merged = run(
        r#"{"tool": {"driver": {"rules": [{"id": "A"}, {"id": "R1"}]}}, "results": [{"ruleId": "R1", "ruleIndex": 0}]}"#,
    );
    assert_eq!((of("A", &merged), of("R1", &merged)), (Standing::Undated, Standing::Contradicted));
    let trivy = run(
        r#"{"tool": {"driver": {"name": "Trivy", "rules": [{"id": "AWS-0088"}]}}, "results": [{"ruleIndex": 0}]}"#,
    );
    assert_eq!(of("AVD-AWS-0088", &trivy), Standing::Contradicted, "Trivy gave its checks shorter names");
    assert_eq!(Rules::new(&["a".to_owned(), "[".to_owned()]).unwrap_err().index, 1);
    assert!(Rules::new(&[" ".to_owned()]).is_err());
}

#[test]
fn what_trivy_passed_is_told_by_its_text() {
    let text = |message: &str, line: usize| {
        run(&format!(
            r#"{{"tool": {{"driver": {{"name": "Trivy", "rules": [{{"id": "AWS-0088"}}]}}}}, "results": [{{"ruleId": "AWS-0088", "level": "error",
            "message": {{"text": "Artifact: main.tf\nType: terraform\nVulnerability AWS-0088\nSeverity: HIGH\nMessage: {message}\nLink: x"}},
            "locations": [{{"physicalLocation": {{"artifactLocation": {{"uri": "main.tf"}}, "region": {{"startLine": {line}, "endLine": {line}}}}}}}]}}]}}"#
        ))
    };
    let of = |message: &str, line| asked(&["AVD-AWS-0088"]).of(&text(message, line)).standing;
    assert_eq!(of("No issues found", 1), Standing::Undated);
    assert_eq!(of("No issues found", 7), Standing::Contradicted, "a failure without a text of its own");
    assert_eq!(of("Bucket is open", 1), Standing::Contradicted);
}

#[test]
fn a_run_that_went_wrong_is_no_pass() {
    let of = |invocation: &str, results: &str| {
        Asked::default().of(&run(&format!(
            r#"{{"tool": {{"driver": {{"name": "T", "rules": [{{"id": "R1"}}, {{"id": "R2"}}]}}}}, "results": [{results}], "invocations": [{invocation}]}}"#
        )))
    };
    let failed = of(r#"{"executionSuccessful": false}"#, "");
    assert_eq!(
        (failed.standing, failed.failure.as_deref()),
        (Standing::Failed, Some("T says that its run failed"))
    );
    let notice = r#"{"executionSuccessful": true, "toolExecutionNotifications": [{"level": "error", "message": {"text": "out of memory"}}]}"#;
    assert_eq!(of(notice, "").failure.as_deref(), Some("T met an error: out of memory"));
    assert_eq!(of(&notice.replace("\"error\"", "\"warning\""), "").standing, Standing::Undated);
    let other = notice.replace("\"level\"", "\"associatedRule\": {\"id\": \"R2\"}, \"level\"");
    assert_eq!(of(&other, "").standing, Standing::Undated, "the error is another rule's");
    assert_eq!(of(&other.replace("R2", "R1"), "").standing, Standing::Failed);
    assert_eq!(of(notice, r#"{"ruleId": "R1"}"#).standing, Standing::Contradicted);
}

#[test]
fn a_report_has_an_age() {
    let of = |time: &str, reviewed: Option<&str>| {
        let asked = Asked { reviewed: reviewed.map(|day| day.parse().unwrap()), ..Asked::default() };
        let judged = asked.of(&results("").replace("2026-11-20T23:00:00Z", time));
        (judged.standing, judged.age)
    };
    assert_eq!(of("2026-10-23T00:00:00.000Z", None), (Standing::Attested, Some(30)));
    assert_eq!(of("2026-10-22T00:00:00.000Z", None), (Standing::Stale, Some(31)));
    assert_eq!(
        of("2026-10-22T00:00:00Z", Some("2026-11-21")),
        (Standing::Stale, Some(31)),
        "its own date counts"
    );
    assert_eq!(of("2027-01-01T00:00:00Z", None), (Standing::Future, None));
    assert_eq!(of("yesterday", None), (Standing::Undated, None));
    assert_eq!(of("1970-01-01T00:00:00Z", Some("2026-11-21")), (Standing::Attested, Some(1)));
}

#[test]
fn several_runs_are_judged_together() {
    let one = |tool: &str, rule: &str, day: &str, results: &str| {
        format!(
            r#"{{"tool": {{"driver": {{"name": "{tool}", "rules": [{{"id": "{rule}"}}]}}}}, "results": [{results}], "invocations": [{{"endTimeUtc": "{day}T00:00:00Z"}}]}}"#
        )
    };
    let (old, new) = (one("A", "R1", "2026-01-01", ""), one("A", "R1", "2026-11-21", ""));
    let other = one("B", "R2", "2026-11-01", "");
    let of = |runs: &[&String], rules: &[&'static str]| {
        let runs: Vec<&str> = runs.iter().map(|run| run.as_str()).collect();
        let judged = asked(rules).of(&run(&runs.join(",")));
        (judged.standing, judged.age)
    };
    assert_eq!(of(&[&old, &new], &["R1"]), (Standing::Attested, Some(1)), "the latest run of a rule counts");
    assert_eq!(
        of(&[&new, &other], &["R1", "R2"]),
        (Standing::Attested, Some(21)),
        "and the oldest of the rules"
    );
    assert_eq!(of(&[&old, &other], &["R2"]), (Standing::Attested, Some(21)));
    let failing = one("A", "R1", "2026-11-21", r#"{"ruleId": "R1"}"#);
    assert_eq!(of(&[&new, &failing], &["R1"]).0, Standing::Contradicted);
    assert_eq!(of(&[&new, &failing], &[]).0, Standing::Contradicted, "without rules, all of them");
    assert_eq!(of(&[&new, &other], &[]), (Standing::Attested, Some(1)));
    let wrong = new.replace("\"endTimeUtc\"", "\"executionSuccessful\": false, \"endTimeUtc\"");
    assert_eq!(of(&[&wrong, &other], &["R2"]).0, Standing::Attested, "another tool went wrong");
    assert_eq!(of(&[&wrong, &new], &["R1"]).0, Standing::Failed);
}
