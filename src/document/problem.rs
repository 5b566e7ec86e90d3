//! What can be wrong with a document that is TOML.

use super::path::Path;

/// In what way a document is wrong. [`Kind::slug`] is the last part of the rule id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the slugs below say it")]
pub enum Kind {
    Version,
    UnknownKey,
    MissingKey,
    WrongType,
    UnknownValue,
    InvalidDate,
    InvalidDuration,
    Evidence,
    Upstream,
    EmptyValue,
    UnknownThreat,
    UnknownExpectation,
    UnknownCountry,
    UnknownReference,
    DuplicateControl,
    DuplicateValue,
    FutureDate,
}

impl Kind {
    /// The last part of the id of the rule `descriptor/<slug>`.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Version => "version",
            Self::UnknownKey => "unknown-key",
            Self::MissingKey => "missing-key",
            Self::WrongType => "wrong-type",
            Self::UnknownValue => "unknown-value",
            Self::InvalidDate => "invalid-date",
            Self::InvalidDuration => "invalid-duration",
            Self::Evidence => "evidence",
            Self::Upstream => "upstream",
            Self::EmptyValue => "empty-value",
            Self::UnknownThreat => "unknown-threat",
            Self::UnknownExpectation => "unknown-expectation",
            Self::UnknownCountry => "unknown-country",
            Self::UnknownReference => "unknown-reference",
            Self::DuplicateControl => "duplicate-control",
            Self::DuplicateValue => "duplicate-value",
            Self::FutureDate => "future-date",
        }
    }

    /// Whether what was meant cannot be known, so that nothing can be concluded from the document.
    /// After any other problem the one value is set aside and the rest stands.
    pub const fn leaves_a_hole(self) -> bool {
        matches!(
            self,
            Self::Version
                | Self::UnknownKey
                | Self::MissingKey
                | Self::WrongType
                | Self::UnknownValue
                | Self::InvalidDate
                | Self::InvalidDuration
                | Self::Evidence
                | Self::Upstream
        )
    }
}

/// One departure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// In what way.
    pub kind: Kind,
    /// Where.
    pub path: Path,
    /// Whether the key at `path` is wrong, and not its value.
    pub key: bool,
    /// The fact, lower case, without a full stop.
    pub message: String,
    /// What stands at the place.
    pub label: String,
    /// What to write instead.
    pub help: Option<String>,
    /// Further places that explain it.
    pub also: Vec<(Path, String)>,
}
