//! The figures that close a run.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::catalog::capability_of;
use crate::evaluate::{Judged, Judgement, Subject, Verdict};
use crate::policy::{Registry, Severity};

use super::Run;

/// Figures over all services of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Summary {
    /// Descriptors that were judged.
    pub services: usize,
    /// Descriptors that could not be judged: not TOML, or with holes.
    pub not_judged: usize,
    /// Flagged threats, over all services.
    pub threats_flagged: usize,
    /// Capabilities that these threats require and that apply, over all services.
    pub capabilities_required: usize,
    /// Expectations that answer a flagged threat and apply, over all services.
    pub expectations_required: usize,
    /// Of these, the ones that a current document backs, or something better.
    pub expectations_backed: usize,
    /// Of these, the ones that are claimed with nothing read behind them.
    pub expectations_declared: usize,
    /// Required capabilities of which every expectation that answers a flagged threat is met.
    pub capabilities_covered: usize,
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
    /// Findings of severity note.
    pub notes: usize,
    /// What kept the linter from judging.
    pub faults: usize,
}

impl Summary {
    /// Counts. Findings below the severity that is shown count too.
    pub fn of(run: &Run) -> Self {
        let mut summary = Self { faults: run.faults.len(), ..Self::default() };
        for judged in &run.judged {
            summary.add(judged, &run.registry);
        }
        summary
    }

    /// The figures of one file.
    pub(super) fn of_one(judged: &Judged, registry: &Registry) -> Self {
        let mut summary = Self::default();
        summary.add(judged, registry);
        summary
    }

    fn add(&mut self, judged: &Judged, registry: &Registry) {
        for finding in &judged.findings {
            match finding.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Note => self.notes += 1,
            }
        }
        let Some(service) = &judged.service else {
            self.not_judged += usize::from(judged.subject == Subject::Descriptor);
            return;
        };
        self.services += 1;
        self.threats_flagged += service.flagged.len();
        let mut required: BTreeSet<&str> = BTreeSet::new();
        let mut open: BTreeSet<&str> = BTreeSet::new();
        for rule in registry.expectations() {
            let verdict = service.verdicts.get(&rule.id).map_or(Verdict::NotEvaluated, Judgement::effective);
            let asked = rule.threats.iter().any(|threat| service.flagged.contains(threat));
            if !asked || verdict == Verdict::NotApplicable {
                continue;
            }
            self.expectations_required += 1;
            required.insert(capability_of(&rule.id));
            match verdict {
                Verdict::Declared => self.expectations_declared += 1,
                met if met.is_met() => self.expectations_backed += 1,
                _ => {
                    open.insert(capability_of(&rule.id));
                }
            }
        }
        self.capabilities_required += required.len();
        self.capabilities_covered += required.difference(&open).count();
    }

    /// One line for people, without the time.
    pub fn line(&self) -> String {
        let mut parts = vec![counted(self.services + self.not_judged, "service", "services")];
        if self.not_judged > 0 {
            parts.push(format!("{} could not be judged", self.not_judged));
        }
        if self.services > 0 {
            parts.push(format!("{} flagged", counted(self.threats_flagged, "threat", "threats")));
            parts.push(format!(
                "{} required, {} covered",
                counted(self.capabilities_required, "capability", "capabilities"),
                self.capabilities_covered
            ));
            parts.push(format!(
                "{}, {} backed, {} declared",
                counted(self.expectations_required, "expectation", "expectations"),
                self.expectations_backed,
                self.expectations_declared
            ));
        }
        let findings = self.findings();
        match (findings.is_empty(), self.faults) {
            (false, _) => parts.push(findings),
            (true, 0) => parts.push("no findings".to_owned()),
            (true, _) => {}
        }
        if self.faults > 0 {
            parts.push(format!("{} kept from judging", counted(self.faults, "fault", "faults")));
        }
        parts.join(" · ")
    }

    /// `1 error, 2 notes`; nothing if there are none.
    pub(super) fn findings(&self) -> String {
        by_severity(self.errors, self.warnings, self.notes)
    }
}

/// What to say of a run that fails by findings of which it shows none.
pub fn unseen(run: &Run) -> Option<String> {
    let least = run.fail_on?;
    if !run.faults.is_empty() || run.failing().any(|finding| finding.severity >= run.min_severity) {
        return None;
    }
    let of = |severity| run.failing().filter(|finding| finding.severity == severity).count();
    let findings = by_severity(of(Severity::Error), of(Severity::Warning), of(Severity::Note));
    (!findings.is_empty()).then(|| {
        format!(
            "fails by findings below the severity shown ({findings}); see them with --min-severity {}",
            least.name()
        )
    })
}

/// `1 error, 2 notes`; nothing if there are none.
fn by_severity(errors: usize, warnings: usize, notes: usize) -> String {
    let counts = [(errors, "error", "errors"), (warnings, "warning", "warnings"), (notes, "note", "notes")];
    let counts = counts.into_iter().filter(|(count, _, _)| *count > 0);
    let counts: Vec<String> = counts.map(|(count, one, many)| counted(count, one, many)).collect();
    counts.join(", ")
}

/// `1 error`, `2 errors`.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
