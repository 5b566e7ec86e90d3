//! GitLab's code quality report: an array of issues, each at one place.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::document::visible;
use crate::evaluate::Finding;
use crate::policy::Severity;

use super::{Run, escape};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Place<'a>,
}

#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// The report of a run. What could not be judged has no form in it; see the exit code.
pub fn render(run: &Run) -> String {
    let mut seen = BTreeSet::new();
    let issues: Vec<Issue<'_>> = run.findings().filter_map(|finding| issue(finding, &mut seen)).collect();
    escape::json(&issues) + "\n"
}

fn issue<'a>(finding: &'a Finding, seen: &mut BTreeSet<String>) -> Option<Issue<'a>> {
    let place = finding.locations.first()?;
    let path = place.source.name();
    // GitLab shows one issue a fingerprint, and two copies of a descriptor share theirs.
    let mut fingerprint = finding.fingerprint.clone();
    while !seen.insert(fingerprint.clone()) {
        let about = [fingerprint.as_str(), path].join("\0");
        fingerprint = blake3::hash(about.as_bytes()).to_hex()[..32].to_owned();
    }
    Some(Issue {
        description: visible(&finding.message, false).into_owned(),
        check_name: &finding.rule,
        fingerprint,
        severity: match finding.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Note => "info",
        },
        location: Place {
            path,
            lines: Lines {
                begin: place.source.position(place.span.start).line,
                end: place.source.position(place.span.end).line,
            },
        },
    })
}
