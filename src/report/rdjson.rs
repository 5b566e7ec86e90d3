//! reviewdog's diagnostic format. Columns count bytes.

use serde::Serialize;

use crate::document::{Fault, Source, Span, visible};
use crate::evaluate::Finding;
use crate::policy::Severity;

use super::{Run, escape};

#[derive(Serialize)]
struct Diagnostics<'a> {
    source: Named,
    diagnostics: Vec<Diagnostic<'a>>,
}

#[derive(Serialize)]
struct Named {
    name: &'static str,
}

#[derive(Serialize)]
struct Diagnostic<'a> {
    message: String,
    location: Place<'a>,
    severity: &'static str,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct Related<'a> {
    message: String,
    location: Place<'a>,
}

#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

/// The diagnostics of a run. What has no place in a file has none here; see the exit code.
pub fn render(run: &Run) -> String {
    let findings = run.findings().filter_map(diagnostic);
    let diagnostics = findings.chain(run.faults.iter().filter_map(of_fault)).collect();
    escape::json(&Diagnostics { source: Named { name: "ccsec-lint" }, diagnostics }) + "\n"
}

fn diagnostic(finding: &Finding) -> Option<Diagnostic<'_>> {
    let (first, others) = finding.locations.split_first()?;
    Some(Diagnostic {
        message: visible(&finding.message, false).into_owned(),
        location: place(&first.source, &first.span),
        severity: match finding.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Note => "INFO",
        },
        code: Code { value: &finding.rule },
        related_locations: others
            .iter()
            .map(|other| Related {
                message: visible(&other.label, false).into_owned(),
                location: place(&other.source, &other.span),
            })
            .collect(),
    })
}

fn of_fault(fault: &Fault) -> Option<Diagnostic<'_>> {
    let at = fault.place.as_ref()?;
    Some(Diagnostic {
        message: visible(&fault.message, false).into_owned(),
        location: place(&at.source, &at.span),
        severity: "ERROR",
        code: Code { value: "not-judged" },
        related_locations: Vec::new(),
    })
}

fn place<'a>(source: &'a Source, span: &Span) -> Place<'a> {
    let range = Range { start: position(source, span.start), end: position(source, span.end) };
    Place { path: source.name(), range }
}

fn position(source: &Source, offset: usize) -> Position {
    let position = source.position(offset);
    let start = source.offset(position.line, 1);
    Position { line: position.line, column: position.offset.saturating_sub(start) + 1 }
}
