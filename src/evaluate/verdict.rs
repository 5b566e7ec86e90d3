//! The state of one expectation for one service.

use serde::{Deserialize, Serialize};

use super::violation;

/// What is known of an expectation. The order is from worst to best; what was ruled out or accepted
/// comes last.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// A control claims it, and the evidence says otherwise.
    Contradicted,
    /// No control claims it.
    Missing,
    /// It could not be judged. Never a pass.
    NotEvaluated,
    /// Only planned controls claim it.
    Planned,
    /// Claimed, with nothing behind it.
    Declared,
    /// A document in the repository backs it, reviewed within the time allowed.
    Documented,
    /// An upstream service provides it.
    Inherited,
    /// An artefact attests it.
    Verified,
    /// Accepted for a time.
    Waived,
    /// The policy's own condition rules it out.
    NotApplicable,
}

impl Verdict {
    /// Every verdict, worst first.
    pub const ALL: [Self; 10] = [
        Self::Contradicted,
        Self::Missing,
        Self::NotEvaluated,
        Self::Planned,
        Self::Declared,
        Self::Documented,
        Self::Inherited,
        Self::Verified,
        Self::Waived,
        Self::NotApplicable,
    ];

    /// The word of the output contract.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Contradicted => "contradicted",
            Self::Missing => "missing",
            Self::NotEvaluated => "not-evaluated",
            Self::Planned => "planned",
            Self::Declared => "declared",
            Self::Documented => "documented",
            Self::Inherited => "inherited",
            Self::Verified => "verified",
            Self::Waived => "waived",
            Self::NotApplicable => "not-applicable",
        }
    }

    /// Whether the expectation is met.
    pub const fn is_met(self) -> bool {
        matches!(self, Self::Declared | Self::Documented | Self::Inherited | Self::Verified)
    }

    /// Whether the expectation asks for work.
    pub const fn is_unmet(self) -> bool {
        matches!(self, Self::Contradicted | Self::Missing | Self::NotEvaluated | Self::Planned)
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.name() == name)
    }
}

/// A verdict and what led to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// Why, as one clause.
    pub because: Option<String>,
    /// The place in the descriptor that decided it, if a single one did.
    pub path: Option<crate::document::Path>,
    /// What to write, if the policy knows more than the rule's METADATA.
    pub help: Option<String>,
    /// The upstream service that decided it, and the verdict there.
    pub inherited: Option<Inherited>,
}

/// What an upstream service says of an expectation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inherited {
    /// Its id.
    pub service: String,
    /// Its own verdict; where it inherits in turn, that of the weakest link behind it.
    pub verdict: Verdict,
    /// The service that has it from none in turn, if that is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// How many services lie between the two.
    #[serde(default)]
    pub between: usize,
}

impl Inherited {
    /// Where it comes from, and what stands behind it there, as one clause.
    pub fn clause(&self) -> String {
        let from = match (&self.origin, self.between) {
            (None, _) => String::new(),
            (Some(origin), 0) => format!(", which has it from \"{origin}\""),
            (Some(origin), 1) => format!(", which has it from \"{origin}\" by way of one more service"),
            (Some(origin), between) => {
                format!(", which has it from \"{origin}\" by way of {between} more services")
            }
        };
        format!("\"{}\" provides it{from}: {} there", self.service, self.verdict.name())
    }
}

impl Judgement {
    /// What stands behind the verdict: of what is inherited, the verdict of the upstream service.
    pub fn effective(&self) -> Verdict {
        match (self.verdict, &self.inherited) {
            (Verdict::Inherited, Some(inherited)) => inherited.verdict,
            // A policy of that name without a chain: there is only the descriptor's word.
            (Verdict::Inherited, None) => Verdict::Declared,
            (verdict, _) => verdict,
        }
    }

    /// The judgement of an expectation on which the policies say nothing.
    pub fn silent() -> Self {
        Self {
            verdict: Verdict::NotEvaluated,
            because: Some("the policy comes to no verdict".to_owned()),
            path: None,
            help: None,
            inherited: None,
        }
    }

    /// Reads what a policy returned.
    ///
    /// # Errors
    /// In what way it does not keep to the contract.
    pub(super) fn read(value: &regorus::Value) -> Result<Self, String> {
        let name = value[&*violation::VERDICT]
            .as_string()
            .map_err(|_| "a judgement needs a `verdict`".to_owned())?;
        let verdict = Verdict::from_name(name).ok_or_else(|| format!("`{name}` is not a verdict"))?;
        Ok(Self {
            verdict,
            because: violation::text(value, &violation::BECAUSE),
            path: violation::path(&value[&*violation::PATH])?,
            help: violation::help(value),
            inherited: None,
        })
    }
}
