//! JUnit's XML, for build servers: a suite a file, in which findings are cases that fail, or are skipped
//! if they do not make the run fail; and expectations that are met are cases that pass.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use crate::document::visible;
use crate::evaluate::{Finding, Judged, Verdict};

use super::Run;

/// The report of a run.
pub fn render(run: &Run) -> String {
    let mut report = Report::new("ccsec-lint");
    for judged in &run.judged {
        report.add_test_suite(suite(run, judged));
    }
    if !run.faults.is_empty() {
        let mut suite = TestSuite::new("not judged");
        for fault in &run.faults {
            let text = visible(&fault.to_string(), false).into_owned();
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_type("not-judged").set_message(text.as_str());
            suite.add_test_case(case("ccsec-lint", &text, status));
        }
        report.add_test_suite(suite);
    }
    // XML of this form can always be written. The schema by which Jenkins reads it has no `skipped` for all
    // suites together.
    let text = report.to_string().unwrap_or_default();
    let total = format!(" skipped=\"{}\"", report.skipped);
    text.replacen(&total, "", 1)
}

fn suite(run: &Run, judged: &Judged) -> TestSuite {
    let name = visible(judged.source.name(), false);
    let mut suite = TestSuite::new(name.as_ref());
    for finding in run.shown(judged) {
        suite.add_test_case(of_finding(run, &name, finding));
    }
    let Some(service) = &judged.service else { return suite };
    let asked = run
        .registry
        .expectations()
        .filter(|rule| rule.threats.iter().any(|threat| service.flagged.contains(threat)));
    for rule in asked {
        let Some(judgement) = service.verdicts.get(&rule.id) else { continue };
        let status = match judgement.verdict {
            verdict if verdict.is_met() => TestCaseStatus::success(),
            Verdict::NotApplicable | Verdict::Waived => {
                let mut status = TestCaseStatus::skipped();
                let because = judgement.because.as_deref().unwrap_or_default();
                status.set_type(judgement.verdict.name()).set_message(visible(because, false).as_ref());
                status
            }
            // Its finding says so.
            _ => continue,
        };
        suite.add_test_case(case(&name, &format!("{} {}", rule.id, judgement.verdict.name()), status));
    }
    suite
}

fn of_finding(run: &Run, file: &str, finding: &Finding) -> TestCase {
    let counts = run.fail_on.is_some_and(|least| finding.severity >= least);
    let mut status =
        if counts { TestCaseStatus::non_success(NonSuccessKind::Failure) } else { TestCaseStatus::skipped() };
    let message = visible(&finding.message, false);
    let places: String = finding
        .locations
        .iter()
        .map(|place| {
            let at = place.source.position(place.span.start);
            let name = visible(place.source.name(), false);
            format!("{name}:{}:{}: {}\n", at.line, at.column, visible(&place.label, false))
        })
        .collect();
    let help = visible(finding.help.as_deref().unwrap_or_default(), true);
    status
        .set_type(visible(&finding.rule, false).as_ref())
        .set_message(message.as_ref())
        .set_description(format!("{}: {message}\n{places}{help}", finding.severity.name()));
    let first = finding.locations.first();
    let line = first.map_or(0, |place| place.source.position(place.span.start).line);
    case(file, &format!("{} line {line}: {message}", visible(&finding.rule, false)), status)
}

fn case(file: &str, name: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(name, status);
    case.set_classname(file);
    case
}
