//! Which verdict is enough.

use std::collections::BTreeMap;

use super::verdict::Verdict;

/// The least that has to stand behind a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assurance {
    /// For every expectation that is not named below.
    pub minimum: Verdict,
    /// For single expectations, by id.
    pub of: BTreeMap<String, Verdict>,
}

impl Default for Assurance {
    fn default() -> Self {
        Self { minimum: Verdict::Declared, of: BTreeMap::new() }
    }
}

impl Assurance {
    /// The least verdict that meets an expectation.
    pub fn minimum(&self, expectation: &str) -> Verdict {
        self.of.get(expectation).copied().unwrap_or(self.minimum)
    }

    /// Whether a verdict asks for work: unmet, or met with less behind it than is asked for.
    pub fn is_unmet(&self, expectation: &str, verdict: Verdict) -> bool {
        verdict.is_unmet() || self.falls_short(expectation, verdict)
    }

    /// Whether an expectation is met, but with less behind it than is asked for.
    pub fn falls_short(&self, expectation: &str, verdict: Verdict) -> bool {
        verdict.is_met() && verdict < self.minimum(expectation)
    }
}
