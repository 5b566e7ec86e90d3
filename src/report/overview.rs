//! Missing capabilities of one service in one view: the capabilities in the order of how many flagged
//! threats each would answer, and, where there are many threats, threat by threat.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::catalog::clause_order;
use crate::evaluate::Finding;
use crate::policy::catalog;

use super::summary::counted;

/// The column of titles.
const TITLE: usize = 44;

/// What the `capability/missing` findings of a service say together.
pub(super) struct Overview<'a> {
    /// Capability → the threats that it would answer, and the expectations by which it would.
    answers: BTreeMap<&'a str, (Vec<&'a str>, Vec<&'a str>)>,
    /// Capabilities, those that answer most first.
    order: Vec<&'a str>,
}

impl<'a> Overview<'a> {
    pub(super) fn of(findings: &[&'a Finding]) -> Self {
        let mut answers: BTreeMap<&str, (Vec<&str>, Vec<&str>)> = BTreeMap::new();
        for finding in findings {
            let Some(capability) = finding.capability.as_deref() else {
                continue;
            };
            let (threats, expectations) = answers.entry(capability).or_default();
            threats.extend(finding.threats.iter().map(String::as_str));
            for expectation in &finding.expectations {
                if !expectations.contains(&expectation.as_str()) {
                    expectations.push(expectation);
                }
            }
        }
        let mut order: Vec<&str> = answers.keys().copied().collect();
        order.sort_by(|a, b| answers[b].0.len().cmp(&answers[a].0.len()).then_with(|| clause_order(a, b)));
        Self { answers, order }
    }

    /// The flagged threats that lack something, in the order of the Recommendation.
    pub(super) fn threats(&self) -> Vec<&'a str> {
        let mut threats: Vec<&str> =
            self.answers.values().flat_map(|(threats, _)| threats).copied().collect();
        threats.sort_by(|a, b| clause_order(a, b));
        threats.dedup();
        threats
    }

    /// The heading and the text for one threat.
    pub(super) fn one(&self, threat: &str, findings: &[&Finding]) -> (String, String) {
        let title = catalog().threat(threat).map_or("", |threat| &threat.title);
        let message = format!(
            "{threat} {title} is flagged, but {} missing",
            counted(findings.len(), "capability is", "capabilities are")
        );
        let mut text = String::new();
        for capability in &self.order {
            let found = findings.iter().find(|finding| finding.capability.as_deref() == Some(capability));
            let Some(finding) = found else { continue };
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{capability:<5} {}", capability_title(capability, usize::MAX));
            let advice = finding.help.iter().flat_map(|help| help.lines());
            for line in advice.filter(|line| !line.starts_with("see: ")) {
                let _ = writeln!(text, "      {line}");
            }
        }
        if let Some(first) = self.order.first() {
            let _ = write!(text, "see: ccsec-lint explain {first}");
        }
        (message, text)
    }

    /// The heading and the text for all threats at once.
    pub(super) fn all(&self) -> (String, String) {
        let threats = self.threats();
        let message = format!(
            "{} lack what answers them: {} missing",
            counted(threats.len(), "flagged threat", "flagged threats"),
            counted(self.order.len(), "capability is", "capabilities are"),
        );
        let mut text = String::from("missing, threat by threat\n");
        for threat in &threats {
            let title = catalog().threat(threat).map_or("", |threat| &threat.title);
            let missing: Vec<&str> = self
                .order
                .iter()
                .copied()
                .filter(|capability| self.answers[capability].0.contains(threat))
                .collect();
            let _ = writeln!(text, "{threat:<6} {:<TITLE$} {}", short(title, TITLE), missing.join(" "));
        }
        text.push_str(
            "\nmissing, those that answer most threats first, each with an expectation to start with\n",
        );
        for capability in &self.order {
            let (answered, expectations) = &self.answers[capability];
            let _ = writeln!(
                text,
                "{capability:<6} {:<TITLE$} {:>2} of {} {}",
                capability_title(capability, TITLE),
                answered.len(),
                threats.len(),
                expectations.first().unwrap_or(&"")
            );
        }
        if let Some(first) = self.order.first() {
            text.push('\n');
            let _ = write!(text, "start with: ccsec-lint explain {first}");
        }
        (message, text)
    }
}

fn capability_title(capability: &str, width: usize) -> String {
    short(catalog().capability(capability).map_or("", |capability| &capability.title), width)
}

/// A title that fits its column.
pub(super) fn short(title: &str, width: usize) -> String {
    if title.chars().count() <= width {
        return title.to_owned();
    }
    let cut: String = title.chars().take(width.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}
