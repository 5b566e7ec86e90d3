//! Findings and verdicts, written for people and machines.
//!
//! In: a [`Run`]. Out: text. One module a format; none of them decides anything.

pub mod chain;
pub mod concise;
pub mod csv;
mod diagnostic;
mod escape;
pub mod github;
pub mod gitlab;
pub mod human;
pub mod impact;
pub mod json;
pub mod jsonl;
pub mod junit;
pub mod markdown;
pub mod matrix;
mod overview;
mod paths;
pub mod rdjson;
pub mod responsibilities;
pub mod sarif;
mod summary;
pub mod why;
pub(crate) mod wrap;

use std::sync::Arc;

use crate::document::Fault;
use crate::evaluate::{Finding, Judged};
use crate::policy::{Registry, Severity};

pub use diagnostic::{Style, render_fault};
pub use summary::{Summary, unseen};

/// Everything that came of a run.
#[derive(Debug)]
pub struct Run {
    /// The descriptors, in the order of their names.
    pub judged: Vec<Arc<Judged>>,
    /// What kept the linter from judging.
    pub faults: Vec<Fault>,
    /// The rules that were evaluated.
    pub registry: Arc<Registry>,
    /// The least severity that is shown.
    pub min_severity: Severity,
    /// The least severity that makes the run fail, if any does.
    pub fail_on: Option<Severity>,
}

impl Run {
    /// The findings that are shown, in the order of files and places.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.judged.iter().flat_map(|judged| self.shown(judged))
    }

    /// The findings of one descriptor that are shown.
    pub fn shown<'a>(&'a self, judged: &'a Judged) -> impl Iterator<Item = &'a Finding> {
        judged.findings.iter().filter(|finding| finding.severity >= self.min_severity)
    }

    /// The findings that make the run fail.
    pub fn failing(&self) -> impl Iterator<Item = &Finding> {
        let findings = self.judged.iter().flat_map(|judged| &judged.findings);
        findings.filter(|finding| self.fail_on.is_some_and(|least| finding.severity >= least))
    }
}
