//! Another scanner's report (SARIF 2.1.0) as evidence.
//!
//! In: the bytes of a report, the rules that must have found nothing, a day. Out: what the report says
//! of them, as a [`Judgement`]: one [`Standing`] and the scanner's own findings at their places.
//!
//! **When a rule was looked for.** That a report says nothing of a rule is no proof: most scanners list
//! only rules that fired, and then a misspelt or renamed id looks like a clean one. A rule counts as
//! covered if a run lists it (enabled) among its rules, or holds a result of it, `pass` included. What
//! is neither is [`Standing::NotCovered`], unless the descriptor vouches for it
//! ([`Unlisted::Passed`](crate::descriptor::Unlisted), `unlisted = "passed"`), which it can do for ids only, not for patterns, and
//! only where the id has the shape of that scanner's ids. An entry without rules speaks of the report
//! as a whole, where nothing can be misspelt.
//!
//! | scanner | lists | for a rule that found nothing |
//! |---|---|---|
//! | Trivy | rules that fired | run with `--include-non-failures`; passes are told from failures by their text |
//! | Checkov | rules that fired or were skipped | see that `checkov --list` has it, then `unlisted = "passed"` |
//! | KICS | queries that fired | `unlisted = "passed"`, with the query's id |
//! | zizmor | audits that fired | `unlisted = "passed"` |
//! | tfsec | rules that fired | `unlisted = "passed"`; not `--include-passed`, whose passes look like failures |
//! | Semgrep, Opengrep | every rule that ran | nothing |
//!
//! Checkov, Trivy, KICS, zizmor and Semgrep write no dates: such an entry needs `reviewed`.

mod files;
mod format;
mod judge;
mod message;
mod place;
mod read;
mod region;
mod scanner;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::document::{Day, Source, Span};

pub use files::Files;
pub use judge::{Hit, Judgement, Question, Standing, Uncovered, judge};
pub use read::{LARGEST, read};

/// A report that was read, in the order in which it is written.
#[derive(Debug, Clone)]
pub struct Report {
    source: Arc<Source>,
    runs: Vec<Run>,
}

impl Report {
    /// The report's own text.
    pub const fn source(&self) -> &Arc<Source> {
        &self.source
    }
}

/// One run of one tool.
#[derive(Debug, Clone)]
struct Run {
    tool: String,
    rules: Vec<Rule>,
    results: Vec<Found>,
    gap: Option<Gap>,
    failures: Vec<Failure>,
    ended: Option<Day>,
    columns: region::Columns,
    bases: place::Bases,
}

/// Why a run proves nothing about what it does not report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// It did not scan.
    NoScan,
    /// Results stand in another file, which may say anything.
    Elsewhere,
}

/// A rule that a run lists, or that a result names.
#[derive(Debug, Clone)]
struct Rule {
    id: String,
    /// Everything else that it goes by.
    aliases: Vec<String>,
    /// Listed by the tool and not switched off.
    enabled: bool,
}

/// A result.
#[derive(Debug, Clone)]
struct Found {
    /// Index of the rule.
    rule: Option<usize>,
    says: Says,
    message: String,
    /// Why it was suppressed.
    reason: Option<String>,
    places: Vec<place::Place>,
    /// Where in the report.
    span: Span,
}

/// What a result says of its rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Pass,
    Fail,
    /// The scanner could not decide, or leaves it to a person.
    Open,
    /// Found, and accepted by somebody.
    Suppressed,
    /// Nothing: the rule does not apply here, or the finding is of an earlier run.
    Nothing,
}

/// That a run, or one rule of it, went wrong.
#[derive(Debug, Clone)]
struct Failure {
    message: String,
    /// The rule concerned, if not all.
    rule: Option<usize>,
}
