//! Who claims what, and what stands behind each claim.

use std::collections::BTreeMap;

use crate::descriptor::{Control, Descriptor, Status};
use crate::document::Path;
use crate::evidence::{FileEvidence, Kind, State};
use crate::infrastructure::Addresses;
use crate::policy::{Registry, Rule};

use super::statement::{Effect, Statement};

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
}

/// The claims on each expectation, in the order of the descriptor.
pub type Claims = BTreeMap<String, Vec<Claim>>;

/// The resources that a control's claims are about: all, unless its evidence narrows them.
pub(super) fn scope(control: &Control) -> Addresses {
    Addresses::of(control.evidence.iter().filter_map(|evidence| evidence.infrastructure.as_deref()))
}

/// Collects who claims what. Ids that no expectation has are left out: they were reported.
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
            });
        }
    }
    for (index, upstream) in descriptor.upstream.iter().enumerate() {
        for (position, provision) in upstream.provides.iter().enumerate() {
            let path = root.join("upstream").join(index).join("provides").join(position);
            let provided: Vec<&Rule> = match provision.0.strip_suffix("/*") {
                Some(capability) => registry.expectations_of(capability).collect(),
                None => registry.get(&provision.0).filter(|rule| rule.is_expectation()).into_iter().collect(),
            };
            for rule in provided {
                claims.entry(rule.id.clone()).or_default().push(Claim {
                    control: None,
                    id: upstream.service.0.clone(),
                    path: path.clone(),
                    status: Status::Implemented,
                    grade: Grade::Declared,
                    reported: false,
                });
            }
        }
    }
    claims
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
