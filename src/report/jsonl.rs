//! For pipes: the objects of the JSON report, one a line, each with its `type`.

use serde::Serialize;

use super::Run;
use super::escape;
use super::json::{Report, ReportFault, ReportFinding, ReportService};
use super::summary::Summary;

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line<'l, 'r> {
    Finding(&'l ReportFinding<'r>),
    Service(&'l ReportService<'r>),
    Fault(&'l ReportFault<'r>),
    Summary {
        version: u32,
        #[serde(flatten)]
        figures: &'l Summary,
    },
}

/// The lines of a run: findings, services, faults, and the summary, which ends every report.
pub fn render(run: &Run) -> String {
    let report = Report::of(run);
    let lines = report.findings.iter().map(Line::Finding);
    let lines = lines.chain(report.services.iter().map(Line::Service));
    let lines = lines.chain(report.faults.iter().map(Line::Fault));
    let end = Line::Summary { version: report.version, figures: &report.summary };
    lines.chain([end]).map(|line| escape::json(&line) + "\n").collect()
}
