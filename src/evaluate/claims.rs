//! Who claims what, and what stands behind each claim.

use std::collections::BTreeMap;

use crate::descriptor::{Control, Descriptor, Status};
use crate::document::Path;
use crate::evidence::{FileEvidence, Kind, State};
use crate::infrastructure::Addresses;
use crate::policy::{Registry, Rule};

use super::statement::{Effect, Statement};
use super::verdict::{Inherited, Verdict};

/// What stands behind a claim, in the order in which it decides: one thing that contradicts outweighs
/// any number that attest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// An artefact says otherwise.
    Contradicted,
    /// An artefact attests it.
    Verified,
    /// A current document backs it.
    Documented,
    /// Nothing that was read.
    Declared,
}

impl Grade {
    /// The word that policies see.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Contradicted => "contradicted",
            Self::Verified => "verified",
            Self::Documented => "documented",
            Self::Declared => "declared",
        }
    }
}

/// A claim: a control, or an upstream service, says that it meets an expectation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The control, by its index; none for an upstream service.
    pub control: Option<usize>,
    /// The id of the control or the upstream service.
    pub id: String,
    /// Where the claim is written.
    pub path: Path,
    /// Whether the control is there or to come.
    pub status: Status,
    /// What stands behind it.
    pub grade: Grade,
    /// Whether that is a scanner's report, and neither code nor a document.
    pub reported: bool,
    /// Of an upstream service that was judged: what stands behind it there.
    pub inherited: Option<Inherited>,
}

impl Claim {
    /// A claim that an upstream service provides something, with what stands behind it there if it was judged.
    pub(super) fn upstream(service: &str, path: Path, inherited: Option<Inherited>) -> Self {
        let grade = match inherited.as_ref().map(|inherited| inherited.verdict) {
            Some(Verdict::Verified) => Grade::Verified,
            Some(Verdict::Documented) => Grade::Documented,
            _ => Grade::Declared,
        };
        Self {
            control: None,
            id: service.to_owned(),
            path,
            status: Status::Implemented,
            grade,
            reported: false,
            inherited,
        }
    }
}

/// The claims on each expectation, in the order of the descriptor.
pub type Claims = BTreeMap<String, Vec<Claim>>;

/// The resources that a control's claims are about: all, unless its evidence narrows them.
pub(super) fn scope(control: &Control) -> Addresses {
    Addresses::of(control.evidence.iter().filter_map(|evidence| evidence.infrastructure.as_deref()))
}

/// Collects what the controls claim. Ids that no expectation has are left out: they were reported.
pub(super) fn collect(
    descriptor: &Descriptor,
    files: &[FileEvidence],
    statements: &[Statement],
    registry: &Registry,
) -> Claims {
    let root = Path::root();
    let mut claims = Claims::new();
    for (index, control) in descriptor.controls.iter().enumerate() {
        let scope = scope(control);
        let own: Vec<&FileEvidence> = files.iter().filter(|file| file.control == index).collect();
        for (position, expectation) in control.meets.iter().enumerate() {
            if registry.get(&expectation.0).is_none_or(|rule| !rule.is_expectation()) {
                continue;
            }
            let (grade, reported) = grade(&expectation.0, &own, statements, &scope);
            claims.entry(expectation.0.clone()).or_default().push(Claim {
                control: Some(index),
                id: control.id.0.clone(),
                path: root.join("controls").join(index).join("meets").join(position),
                status: control.status,
                grade,
                reported,
                inherited: None,
            });
        }
    }
    claims
}

/// The expectations that an entry of `provides` or `holds` names.
pub(super) fn provided<'a>(provision: &'a str, registry: &'a Registry) -> Vec<&'a Rule> {
    match provision.strip_suffix("/*") {
        Some(capability) => registry.expectations_of(capability).collect(),
        None => registry.get(provision).filter(|rule| rule.is_expectation()).into_iter().collect(),
    }
}

/// What the evidence of one control, and the code in its scope, come to for one expectation, and whether
/// only reports are behind that. A report speaks for everything that the control meets.
fn grade(
    expectation: &str,
    own: &[&FileEvidence],
    statements: &[Statement],
    scope: &Addresses,
) -> (Grade, bool) {
    let mut attested = false;
    let mut open = own.iter().any(|file| file.leaves_open());
    for statement in statements.iter().filter(|it| it.speaks_for(expectation) && scope.holds(&it.resource)) {
        match statement.effect {
            Effect::Contradicts => return (Grade::Contradicted, false),
            Effect::Attests => attested = true,
            Effect::Undecided => open = true,
            Effect::Shows { .. } => {}
        }
    }
    if own.iter().any(|file| file.state == State::Contradicted) {
        return (Grade::Contradicted, true);
    }
    let reported = own.iter().any(|file| file.attests());
    let vouched = own.iter().any(|file| file.state == State::Current && !file.vouched().is_empty());
    let document = own.iter().any(|file| file.kind == Kind::Document && file.state == State::Current);
    let grade = match ((attested || reported) && !open, document || vouched) {
        (true, _) => Grade::Verified,
        (false, true) => Grade::Documented,
        (false, false) => Grade::Declared,
    };
    let other = document || (attested && grade == Grade::Verified);
    (grade, grade != Grade::Declared && !other)
}
