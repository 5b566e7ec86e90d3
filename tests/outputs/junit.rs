//! `--format junit`, read by the reader of those who wrote the crate.

use std::collections::{BTreeMap, BTreeSet};

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus};

use crate::support::Folder;
use crate::{printed, told, world};

fn cases(text: &str) -> Vec<(String, TestCase)> {
    let report = Report::deserialize_from_str(text).unwrap();
    let suites = report.test_suites.into_iter();
    suites
        .flat_map(|suite| {
            suite.test_cases.into_iter().map(move |case| (suite.name.as_str().to_owned(), case))
        })
        .collect()
}

/// Rule and message of a case that failed or was skipped.
fn unmet(case: &TestCase) -> Option<(String, String, Option<NonSuccessKind>)> {
    let text = |text: &Option<quick_junit::XmlString>| {
        text.as_ref().map(|text| text.as_str().to_owned()).unwrap_or_default()
    };
    match &case.status {
        TestCaseStatus::Success { .. } => None,
        TestCaseStatus::NonSuccess { kind, message, ty, .. } => Some((text(ty), text(message), Some(*kind))),
        TestCaseStatus::Skipped { message, ty, .. } => Some((text(ty), text(message), None)),
    }
}

#[test]
fn findings_fail_or_are_skipped_and_what_is_met_passes() {
    let folder = world();
    let cases = cases(&printed(&folder, "junit"));
    let report = folder.report([""; 0]);
    let severity: BTreeMap<&str, &str> = report.json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| (finding["message"].as_str().unwrap(), finding["severity"].as_str().unwrap()))
        .collect();
    let mut from_cases = BTreeSet::new();
    for (_, case) in &cases {
        let Some((rule, message, kind)) = unmet(case) else { continue };
        if rule == "not-applicable" {
            continue;
        }
        let fails = kind == Some(NonSuccessKind::Failure);
        assert_eq!(fails, severity[message.as_str()] == "error", "{rule}: only what counts fails");
        from_cases.insert((rule, message));
    }
    let told = told(&folder).into_iter().map(|told| (told.rule, told.message)).collect();
    assert_eq!(from_cases, told);
    let passed: BTreeSet<(String, String)> = cases
        .iter()
        .filter(|(_, case)| unmet(case).is_none())
        .map(|(suite, case)| (suite.clone(), case.name.as_str().to_owned()))
        .collect();
    assert!(
        passed.contains(&("a b/ccsec.toml".to_owned(), "9.7/encryption-at-rest documented".to_owned())),
        "{passed:?}"
    );
    assert!(!passed.iter().any(|(suite, name)| suite == "storage.ccsec.toml" && name.contains("at-rest")));
}

#[test]
fn what_could_not_be_judged_is_an_error() {
    let folder = world();
    let outcome = folder.check(["--format", "junit", "nowhere"]);
    assert_eq!(outcome.code, 2);
    let cases = cases(&outcome.stdout);
    let (_, message, kind) = unmet(&cases.last().unwrap().1).unwrap();
    assert_eq!(kind, Some(NonSuccessKind::Error));
    assert!(message.contains("nowhere"), "{message}");
    let nothing = Folder::new().check(["--format", "junit"]);
    assert_eq!((nothing.code, cases_of_nothing(&nothing.stdout)), (3, 0));
}

fn cases_of_nothing(text: &str) -> usize {
    cases(text).len()
}
