//! What a service gets from those that it is built on (clause 10: the service chain).
//!
//! In: for each `[[upstream]]` entry, the service that was found for it, judged, or why there is none.
//! Out: for each expectation that it is said to provide, what it is worth there.

use std::ops::Deref;
use std::sync::Arc;

use crate::descriptor::{Role, Status};
use crate::document::{Day, Path, Segment};
use crate::infrastructure::Origin;

use super::verdict::{Inherited, Verdict};
use super::{Judged, Service};

/// The first step of a path that leads into the descriptor of an upstream service: the index of its
/// `[[upstream]]` entry follows, and then a path in that descriptor.
pub(super) const ROOT: &str = "chain";

/// What became of looking for an upstream service.
#[derive(Debug, Clone)]
pub enum Provider {
    /// Found, and judged before.
    Found(Found),
    /// Not found, or not to be judged.
    Lost(Lost),
}

/// What was found for each `[[upstream]]` entry of a service, in their order.
#[derive(Debug, Clone, Default)]
pub struct Providers(Vec<Provider>);

impl From<&[Provider]> for Providers {
    fn from(providers: &[Provider]) -> Self {
        Self(providers.to_vec())
    }
}

impl Deref for Providers {
    type Target = [Provider];

    fn deref(&self) -> &[Provider] {
        &self.0
    }
}

/// Services hold those that they build on. A chain may be longer than the stack is deep, so that they are
/// freed one after the other, and not each by the one that builds on it.
impl Drop for Providers {
    fn drop(&mut self) {
        let mut open = std::mem::take(&mut self.0);
        while let Some(provider) = open.pop() {
            let Provider::Found(found) = provider else { continue };
            if let Some(service) = Arc::into_inner(found.judged).and_then(|judged| judged.service) {
                let mut further = service.providers;
                open.append(&mut further.0);
            }
        }
    }
}

/// An upstream service that was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// What came of its descriptor.
    pub judged: Arc<Judged>,
    /// The SHA-256 digest of its descriptor, in hexadecimal digits, where the entry states one.
    pub digest: Option<String>,
    /// Whether it is a copy of a descriptor from elsewhere.
    pub vendored: bool,
    /// Of a copy: the day on which it was judged where it comes from.
    pub copied: Option<Day>,
}

/// Why nothing can be inherited from an upstream service.
#[derive(Debug, Clone)]
pub struct Lost {
    /// What its provisions are worth: declared, if there is only this descriptor's word; not evaluated, if
    /// there is something that cannot be judged.
    pub verdict: Verdict,
    /// Why, as one clause.
    pub because: String,
    /// The name of its descriptor, where there is one that cannot be used.
    pub descriptor: Option<String>,
    /// The finding; none where another descriptor has it.
    pub finding: Option<LostFinding>,
}

/// The finding on an upstream service that is lost.
#[derive(Debug, Clone)]
pub struct LostFinding {
    /// The rule's id.
    pub rule: &'static str,
    /// The fact.
    pub message: String,
    /// The key of the entry at which it is.
    pub key: &'static str,
    /// What stands there.
    pub label: String,
    /// What to write, if the rule's METADATA does not say it well enough.
    pub help: Option<String>,
    /// Places in other files, with what stands there.
    pub also: Vec<(Origin, String)>,
}

/// What an expectation is worth at the upstream service that is said to provide it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Offer {
    /// It can be inherited, with this behind it.
    Held(Inherited),
    /// It is not met there: the verdict, and why.
    Short(Verdict, Option<String>),
    /// Nothing there claims it.
    Undeclared,
    /// It does not apply there.
    Inapplicable(Option<String>),
    /// The service leaves it to its customers: the place where it does.
    Delegated(Path),
}

impl Provider {
    /// The upstream service, if it was found and could be judged.
    pub fn service(&self) -> Option<(&Found, &Service)> {
        match self {
            Self::Found(found) => Some((found, found.judged.service.as_ref()?)),
            Self::Lost(_) => None,
        }
    }
}

impl Service {
    /// What an expectation of this service is worth to those who build on it.
    pub(super) fn offer(&self, expectation: &str) -> Offer {
        let claims = self.claims.get(expectation).map_or(&[][..], Vec::as_slice);
        let own = claims.iter().filter(|claim| claim.status == Status::Implemented);
        let mut left = own.clone().map(|claim| {
            let by = claim.control.and_then(|control| self.descriptor.controls.get(control)?.by);
            by == Some(Role::CSC) && self.descriptor.service.role != Role::CSC
        });
        if let Some(first) = own.clone().next()
            && left.all(|left| left)
        {
            return Offer::Delegated(by_path(first.control.unwrap_or_default()));
        }
        let Some(judgement) = self.verdicts.get(expectation) else { return Offer::Undeclared };
        let because = || judgement.because.clone();
        match judgement.effective() {
            met if met.is_met() => {
                let further = judgement.inherited.as_ref();
                Offer::Held(Inherited {
                    service: self.descriptor.service.id.0.clone(),
                    verdict: met,
                    origin: further.map(|it| it.origin.as_ref().unwrap_or(&it.service).clone()),
                    between: further.map_or(0, |it| it.between + usize::from(it.origin.is_some())),
                })
            }
            Verdict::NotApplicable => Offer::Inapplicable(because()),
            Verdict::Missing if claims.is_empty() && !self.is_withheld(expectation) => Offer::Undeclared,
            unmet => Offer::Short(unmet, because()),
        }
    }

    /// The upstream services that leave an expectation to their customers.
    pub fn left_by(&self, expectation: &str) -> Vec<&str> {
        let found = self.providers.iter().filter_map(Provider::service);
        let left = found.filter(|(_, service)| matches!(service.offer(expectation), Offer::Delegated(_)));
        left.map(|(_, service)| service.descriptor.service.id.0.as_str()).collect()
    }

    /// Whether an upstream service of this one is said to provide an expectation, and does not.
    fn is_withheld(&self, expectation: &str) -> bool {
        self.withheld.iter().any(|withheld| withheld.expectation == expectation)
    }

    /// The places in the descriptor that say what it does about an expectation.
    pub(super) fn places(&self, expectation: &str) -> Vec<Path> {
        let claims = self.claims.get(expectation).into_iter().flatten().map(|claim| claim.path.clone());
        let withheld = self.withheld.iter().filter(|withheld| withheld.expectation == expectation);
        claims.chain(withheld.map(|withheld| withheld.path.clone())).collect()
    }
}

/// Where a control says which party answers for it.
fn by_path(control: usize) -> Path {
    Path::root().join("controls").join(control).join("by")
}

/// The `[[upstream]]` entry whose descriptor a path leads into, and the path there.
pub(super) fn entered(path: &Path) -> Option<(usize, Path)> {
    match path.segments() {
        [Segment::Key(root), Segment::Index(upstream), inner @ ..] if root == ROOT => {
            Some((*upstream, inner.iter().cloned().collect()))
        }
        _ => None,
    }
}

/// A path into the descriptor of an upstream service.
pub(super) fn path(upstream: usize, inner: &Path) -> Path {
    let root = [ROOT.into(), upstream.into()];
    root.into_iter().chain(inner.segments().iter().cloned()).collect()
}
