//! The policies that ship with the linter, packed by the build script.

use std::sync::LazyLock;

use crate::catalog::Catalog;

use super::metadata::{EvidenceRule, Rule};

/// What the binary embeds.
#[derive(Debug)]
pub struct Shipped {
    /// Path under `policies/` and text, comments blanked.
    pub modules: Vec<(&'static str, &'static str)>,
    /// Every rule, in the order of files.
    pub rules: Vec<Rule>,
    /// Threats, capabilities, Table A.1.
    pub catalog: Catalog,
    /// The data documents as one JSON object, to be mounted at `data`.
    pub data: &'static str,
    evidence: &'static [u8],
}

/// The policies about infrastructure code, which only some runs need.
#[derive(Debug)]
pub struct ShippedEvidence {
    /// Path under `policies/` and text, comments blanked.
    pub modules: Vec<(&'static str, &'static str)>,
    /// Every rule, in the order of files.
    pub rules: Vec<EvidenceRule>,
    /// The data documents as one JSON object, to be mounted at `data`.
    pub data: &'static str,
}

static SHIPPED: LazyLock<Shipped> = LazyLock::new(|| {
    #[allow(clippy::expect_used, reason = "the build script wrote these bytes with the same types")]
    let (modules, rules, catalog, data, evidence) =
        postcard::from_bytes(include_bytes!(concat!(env!("OUT_DIR"), "/policies.postcard")))
            .expect("the embedded policies are readable");
    Shipped { modules, rules, catalog, data, evidence }
});

static EVIDENCE: LazyLock<ShippedEvidence> = LazyLock::new(|| {
    #[allow(clippy::expect_used, reason = "the build script wrote these bytes with the same types")]
    let (modules, rules, data) =
        postcard::from_bytes(SHIPPED.evidence).expect("the embedded policies are readable");
    ShippedEvidence { modules, rules, data }
});

/// The embedded policies; unpacked once.
pub fn shipped() -> &'static Shipped {
    &SHIPPED
}

/// The embedded policies about infrastructure code; unpacked once, when they are first asked for.
pub fn shipped_evidence() -> &'static ShippedEvidence {
    &EVIDENCE
}

/// The tables of the draft.
pub fn catalog() -> &'static Catalog {
    &SHIPPED.catalog
}
