//! For people in spreadsheets: one row a finding, after RFC 4180.

use csv::{Terminator, WriterBuilder};

use super::{Run, escape};

const HEADER: [&str; 15] = [
    "severity",
    "rule",
    "title",
    "message",
    "help",
    "service",
    "capability",
    "expectations",
    "threats",
    "path",
    "line",
    "column",
    "end_line",
    "end_column",
    "fingerprint",
];

/// The table of a run.
pub fn render(run: &Run) -> String {
    let rows = run.findings().map(|finding| {
        let place = finding.locations.first();
        let name = place.map_or("", |place| place.source.name());
        let position = |end: bool| {
            place.map(|place| place.source.position(if end { place.span.end } else { place.span.start }))
        };
        let number = |number: Option<usize>| number.map(|number| number.to_string()).unwrap_or_default();
        vec![
            finding.severity.name().to_owned(),
            escape::cell(&finding.rule, false),
            escape::cell(run.registry.get(&finding.rule).map_or("", |rule| &rule.title), false),
            escape::cell(&finding.message, false),
            escape::cell(finding.help.as_deref().unwrap_or_default(), true),
            escape::cell(finding.service.as_deref().unwrap_or_default(), false),
            finding.capability.clone().unwrap_or_default(),
            escape::cell(&finding.expectations.join(" "), false),
            escape::cell(&finding.threats.join(" "), false),
            escape::cell(name, false),
            number(position(false).map(|it| it.line)),
            number(position(false).map(|it| it.column)),
            number(position(true).map(|it| it.line)),
            number(position(true).map(|it| it.column)),
            finding.fingerprint.clone(),
        ]
    });
    table(&HEADER, rows, Terminator::CRLF)
}

/// Rows under a header. Cells that hold text of a document have been through [`escape::cell`].
pub(super) fn table(
    header: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
    line_end: Terminator,
) -> String {
    let mut writer = WriterBuilder::new().terminator(line_end).from_writer(Vec::new());
    // Writing rows of one length to memory cannot fail.
    let _ = writer.write_record(header);
    for row in rows {
        let _ = writer.write_record(row);
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}
