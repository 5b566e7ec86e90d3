//! One line a finding, `path:line:col: severity[rule] message`: for editors and grep.

use super::Run;
use super::diagnostic::LONGEST;
use crate::document::{clipped, visible};

/// The text of a run.
pub fn render(run: &Run) -> String {
    let mut out = String::new();
    for finding in run.findings() {
        let Some(place) = finding.locations.first() else {
            continue;
        };
        let position = place.source.position(place.span.start);
        out.push_str(&format!(
            "{}:{}:{}: {}[{}] {}\n",
            visible(place.source.name(), false),
            position.line,
            position.column,
            finding.severity.name(),
            visible(&finding.rule, false),
            visible(&clipped(&finding.message, LONGEST), false)
        ));
    }
    for fault in &run.faults {
        out.push_str(&visible(&fault.to_string(), false));
        out.push('\n');
    }
    out
}
