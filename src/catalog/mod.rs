//! The facts of the draft Recommendation ITU-T X.ccsec: threats and challenges (clauses 7 and 8),
//! security capabilities (clause 9), and which capability answers which threat (Table A.1).
//!
//! Read from `policies/ccsec/catalog/data.json` when the linter is built; the policies see the same
//! tables as `data.ccsec.catalog`.

pub mod references;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The party whose concern a threat is, or who holds a duty (clauses 3.2.3 to 3.2.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(clippy::upper_case_acronyms, reason = "the draft's own abbreviations")]
pub enum Party {
    /// Cloud service customer.
    CSC,
    /// Cloud service provider.
    CSP,
    /// Cloud service partner.
    CSN,
}

impl Party {
    /// The abbreviation of clause 4.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CSC => "CSC",
            Self::CSP => "CSP",
            Self::CSN => "CSN",
        }
    }

    /// The term of clause 3.2.
    pub const fn term(self) -> &'static str {
        match self {
            Self::CSC => "cloud service customer",
            Self::CSP => "cloud service provider",
            Self::CSN => "cloud service partner",
        }
    }
}

/// Whether a row of Table A.1 comes from clause 7 or clause 8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ThreatKind {
    /// A security threat of clause 7.
    Threat,
    /// A security challenge of clause 8.
    Challenge,
}

/// A row of Table A.1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Threat {
    /// The title of its clause.
    pub title: String,
    /// Whose concern it is.
    pub party: Party,
    /// Threat or challenge.
    pub kind: ThreatKind,
    /// What happens, and to whom.
    pub summary: String,
    /// The facts of a descriptor beside which it cannot be dismissed, each beginning with the key that
    /// holds it. Read from the METADATA of `policies/ccsec/methodology/derivations/`.
    #[serde(default)]
    pub called_for_by: Vec<String>,
}

/// A column of Table A.1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capability {
    /// The title of its clause.
    pub title: String,
    /// The folder under `policies/ccsec/capabilities/`, and the last part of its package.
    pub slug: String,
    /// What it does.
    pub summary: String,
}

/// A slip in the text of the draft, named instead of silently mended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erratum {
    /// The clause that holds it.
    pub clause: String,
    /// What the clause says.
    pub slip: String,
    /// What is meant, and used here.
    pub reading: String,
    /// The clauses whose reader should know.
    pub concerns: Vec<String>,
}

/// The tables. Maps are in the order of text; [`Catalog::threats`] and its siblings give the order
/// of the Recommendation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalog {
    threats: BTreeMap<String, Threat>,
    capabilities: BTreeMap<String, Capability>,
    table: BTreeMap<String, Vec<String>>,
    errata: Vec<Erratum>,
}

impl Catalog {
    /// The 26 rows in the order of the Recommendation.
    pub fn threats(&self) -> Vec<(&str, &Threat)> {
        in_order(&self.threats)
    }

    /// The ids of the rows, in the order of text.
    pub fn threat_ids(&self) -> impl Iterator<Item = &str> {
        self.threats.keys().map(String::as_str)
    }

    /// The 14 columns in the order of the Recommendation.
    pub fn capabilities(&self) -> Vec<(&str, &Capability)> {
        in_order(&self.capabilities)
    }

    /// A row by its id.
    pub fn threat(&self, id: &str) -> Option<&Threat> {
        self.threats.get(id)
    }

    /// A column by its id.
    pub fn capability(&self, id: &str) -> Option<&Capability> {
        self.capabilities.get(id)
    }

    /// Whether Table A.1 has a `Y` at this row and column.
    pub fn answers(&self, threat: &str, capability: &str) -> bool {
        self.table.get(threat).is_some_and(|row| row.iter().any(|column| column == capability))
    }

    /// The `Y`s of a row: the capabilities that a flagged threat requires.
    pub fn required_by(&self, threat: &str) -> &[String] {
        self.table.get(threat).map_or(&[], Vec::as_slice)
    }

    /// The slips that a reader of a clause should know.
    pub fn errata_for<'a>(&'a self, clause: &'a str) -> impl Iterator<Item = &'a Erratum> {
        self.errata
            .iter()
            .filter(move |erratum| erratum.clause == clause || erratum.concerns.iter().any(|it| it == clause))
    }

    /// All slips.
    pub fn errata(&self) -> &[Erratum] {
        &self.errata
    }
}

fn in_order<T>(map: &BTreeMap<String, T>) -> Vec<(&str, &T)> {
    let mut rows: Vec<(&str, &T)> = map.iter().map(|(id, row)| (id.as_str(), row)).collect();
    rows.sort_by(|(a, _), (b, _)| clause_order(a, b));
    rows
}

/// The capability that an expectation belongs to: `9.7` of `9.7/encryption-at-rest`.
pub fn capability_of(expectation: &str) -> &str {
    expectation.split_once('/').map_or(expectation, |(capability, _)| capability)
}

/// The order of the Recommendation: clause numbers as numbers (9.2 before 9.10), then the rest as text.
pub fn clause_order(a: &str, b: &str) -> Ordering {
    fn numbers(id: &str) -> impl Iterator<Item = u32> {
        capability_of(id).split('.').map_while(|part| part.parse().ok())
    }
    numbers(a).cmp(numbers(b)).then_with(|| a.cmp(b))
}
