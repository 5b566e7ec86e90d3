//! What is inherited along the service chain, and what turns out not to be.
//!
//! Nothing is worth more to a service than to the upstream service that provides it. A pair of a threat
//! and an expectation that is unmet because of the upstream service is reported here, at both places, and
//! not as coverage.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::capability_of;
use crate::descriptor::Descriptor;
use crate::document::{Document, Path};
use crate::infrastructure::Origin;
use crate::policy::{Registry, Rule};

use super::claims::{Claim, Claims};
use super::coverage::{Coverage, Verdicts, exposed};
use super::finding::Draft;
use super::provider::{self, Found, Offer, Provider};
use super::verdict::{Inherited, Verdict};
use super::{Service, claims};

/// How many places in the upstream descriptor a finding points at.
const PLACES: usize = 3;

/// An expectation that an upstream service is said to provide, and does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withheld {
    /// The index of the `[[upstream]]` entry.
    pub upstream: usize,
    /// The id of the upstream service.
    pub service: String,
    /// Where it is said to provide the expectation.
    pub path: Path,
    /// The expectation.
    pub expectation: String,
    /// Whether it is named, and not one of a whole capability.
    pub named: bool,
    /// What it is worth there.
    pub verdict: Verdict,
    /// Why it counts for nothing here, as one clause.
    pub because: String,
    /// Which finding that is; none where the upstream service could not be judged at all.
    pub(super) kind: Option<Kind>,
}

/// Why a provision counts for nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// The upstream service does not say that it does it.
    NotProvided,
    /// It says so, but that is not enough.
    Insufficient,
    /// It leaves it to its customers, at this place.
    Mutual(Path),
}

/// What all `[[upstream]]` entries come to: claims, and what is withheld.
pub(super) fn collect(
    descriptor: &Descriptor,
    providers: &[Provider],
    registry: &Registry,
    claims: &mut Claims,
) -> Vec<Withheld> {
    let mut all = Vec::new();
    for (index, upstream) in descriptor.upstream.iter().enumerate() {
        for (position, provision) in upstream.provides.iter().enumerate() {
            let path = Path::root().join("upstream").join(index).join("provides").join(position);
            let named = !provision.0.ends_with("/*");
            for rule in claims::provided(&provision.0, registry) {
                let withheld = |verdict: Verdict, because: String, kind: Option<Kind>| Withheld {
                    upstream: index,
                    service: upstream.service.0.clone(),
                    path: path.clone(),
                    expectation: rule.id.clone(),
                    named,
                    verdict,
                    because,
                    kind,
                };
                let mut claim = |held: Option<Inherited>| {
                    let claim = Claim::upstream(&upstream.service.0, path.clone(), held);
                    claims.entry(rule.id.clone()).or_default().push(claim);
                };
                match offered(providers.get(index), &upstream.service.0, &rule.id) {
                    Ok(Offer::Held(held)) => claim(Some(held)),
                    Ok(offer) => all.extend(
                        refused(offer, &upstream.service.0, named)
                            .map(|(verdict, because, kind)| withheld(verdict, because, Some(kind))),
                    ),
                    Err((Verdict::Declared, _)) => claim(None),
                    Err((verdict, because)) => all.push(withheld(verdict, because, None)),
                }
            }
        }
    }
    all
}

/// What an upstream service holds out, or what its word is worth without a judgement.
fn offered(
    provider: Option<&Provider>,
    service: &str,
    expectation: &str,
) -> Result<Offer, (Verdict, String)> {
    match provider {
        Some(Provider::Found(found)) => match &found.judged.service {
            Some(service) => Ok(service.offer(expectation)),
            None => Err((Verdict::NotEvaluated, format!("the descriptor of \"{service}\" has faults"))),
        },
        Some(Provider::Lost(lost)) => Err((lost.verdict, lost.because.clone())),
        None => Err((Verdict::Declared, String::new())),
    }
}

/// Why an offer is none; nothing where a whole capability was named, and this does not apply there.
fn refused(offer: Offer, service: &str, named: bool) -> Option<(Verdict, String, Kind)> {
    let short = |verdict: Verdict, why: Option<String>| {
        let why = why.map_or_else(String::new, |why| format!(": {why}"));
        format!("at \"{service}\" it is {}{why}", standing(verdict))
    };
    Some(match offer {
        Offer::Held(_) => return None,
        Offer::Undeclared => {
            let because = format!("\"{service}\" is to provide it, and does not declare it");
            (Verdict::Missing, because, Kind::NotProvided)
        }
        Offer::Inapplicable(_) if !named => return None,
        Offer::Inapplicable(why) => {
            let why = why.map_or_else(String::new, |why| format!(": {why}"));
            let because = format!("\"{service}\" is to provide it, and it does not apply there{why}");
            (Verdict::Missing, because, Kind::NotProvided)
        }
        Offer::Short(verdict, why) => (verdict, short(verdict, why), Kind::Insufficient),
        Offer::Delegated(place) => {
            let because = format!("\"{service}\" is to provide it, and leaves it to its customers");
            (Verdict::Missing, because, Kind::Mutual(place))
        }
    })
}

/// An unmet verdict in a sentence.
const fn standing(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Planned => "only planned",
        Verdict::NotEvaluated => "not to be judged",
        Verdict::Waived => "only waived",
        _ => verdict.name(),
    }
}

/// Which upstream service a met verdict comes from, and why an unmet one is.
pub(super) fn settle(verdicts: &mut Verdicts, claims: &Claims, withheld: &[Withheld]) {
    for (id, judgement) in verdicts.iter_mut() {
        if judgement.verdict == Verdict::Inherited {
            let held = claims.get(id).into_iter().flatten().filter(|claim| claim.inherited.is_some());
            let best = held.min_by_key(|claim| claim.grade).and_then(|claim| claim.inherited.clone());
            judgement.because = judgement.because.take().or_else(|| best.as_ref().map(Inherited::clause));
            judgement.inherited = best;
        } else if judgement.verdict == Verdict::Missing
            && !claims.contains_key(id)
            && let Some(first) = withheld.iter().find(|it| it.expectation == *id)
        {
            judgement.verdict = first.verdict;
            judgement.because = Some(first.because.clone());
            let (service, verdict) = (first.service.clone(), first.verdict);
            judgement.inherited = Some(Inherited { service, verdict, origin: None, between: 0 });
        }
    }
}

/// Where an upstream service in turn goes without an expectation: the place at the far end of the chain, with
/// what stands there.
fn root_cause(service: &Service, expectation: &str) -> Option<(Origin, String)> {
    let mut deepest = None;
    let mut next = Some(service);
    while let Some(service) = next.take() {
        let withheld = service.withheld.iter().find(|it| it.expectation == expectation);
        let further = withheld.and_then(|it| service.providers.get(it.upstream)?.service());
        if let (Some(withheld), Some((found, further))) = (withheld, further) {
            let places = further.places(expectation);
            let place = places.first().cloned().unwrap_or_else(|| Path::root().join("service").join("id"));
            let place = match &withheld.kind {
                Some(Kind::Mutual(place)) => place.clone(),
                _ => place,
            };
            let source = &found.judged.source;
            let span = Document::parse(source).ok()?.locate(&place);
            let text = format!("at \"{}\" it is {}", withheld.service, standing(withheld.verdict));
            deepest = Some((Origin::new(source, span), text));
            next = Some(further);
        }
    }
    deepest
}

/// The chain beside the coverage of one service.
pub(super) struct Inheritance<'a> {
    providers: &'a [Provider],
    withheld: &'a [Withheld],
    /// What nobody does, with each upstream service that leaves it to its customers.
    nobodys: BTreeMap<&'a str, Vec<(usize, Path)>>,
    /// What has a finding of its own here.
    told: BTreeSet<&'a str>,
}

impl<'a> Inheritance<'a> {
    pub(super) fn new(
        providers: &'a [Provider],
        withheld: &'a [Withheld],
        claims: &Claims,
        verdicts: &'a Verdicts,
    ) -> Self {
        let mut nobodys: BTreeMap<&str, Vec<(usize, Path)>> = BTreeMap::new();
        let mut told = BTreeSet::new();
        if providers.is_empty() {
            return Self { providers, withheld, nobodys, told };
        }
        let unclaimed = verdicts.iter().filter(|(id, it)| it.verdict.is_unmet() && !claims.contains_key(*id));
        for (id, judgement) in unclaimed {
            let mut known = withheld.iter().filter(|it| it.expectation == *id).peekable();
            if known.peek().is_some() {
                if known.any(|it| it.kind.is_some()) {
                    told.insert(id.as_str());
                }
                continue;
            }
            // What the code or a value decides is said where that is said.
            if judgement.verdict != Verdict::Missing || judgement.because.is_some() {
                continue;
            }
            let left: Vec<(usize, Path)> = providers
                .iter()
                .enumerate()
                .filter_map(|(index, provider)| match provider.service()?.1.offer(id) {
                    Offer::Delegated(place) => Some((index, place)),
                    _ => None,
                })
                .collect();
            if !left.is_empty() {
                told.insert(id.as_str());
                nobodys.insert(id, left);
            }
        }
        Self { providers, withheld, nobodys, told }
    }

    /// Whether the pairs of an unmet expectation are reported here.
    pub(super) fn tells(&self, expectation: &str) -> bool {
        self.told.contains(expectation)
    }

    /// The provision of an unmet expectation by a service that cannot be judged.
    pub(super) fn unjudged(&self, expectation: &str) -> Option<&'a Withheld> {
        self.withheld.iter().find(|it| it.expectation == expectation && it.kind.is_none())
    }

    /// One draft for each provision that counts for nothing, and for each duty that is nobody's.
    pub(super) fn drafts(&self, coverage: &Coverage<'a>) -> Vec<Draft<'a>> {
        let mut first: BTreeSet<&str> = BTreeSet::new();
        let told = self.withheld.iter().filter(|withheld| withheld.kind.is_some());
        let withheld = told.filter_map(|withheld| {
            // The pairs of one expectation are reported once, however many services are said to provide it.
            let leads = self.tells(&withheld.expectation) && first.insert(&withheld.expectation);
            self.withheld(withheld, leads, coverage)
        });
        let mut drafts: Vec<Draft<'a>> = withheld.collect();
        drafts.extend(self.nobodys.iter().filter_map(|(id, left)| self.nobodys(id, left, coverage)));
        drafts
    }

    fn service(&self, upstream: usize) -> Option<(&'a Found, &'a Service)> {
        self.providers.get(upstream)?.service()
    }

    fn withheld(&self, withheld: &Withheld, leads: bool, coverage: &Coverage<'a>) -> Option<Draft<'a>> {
        let kind = withheld.kind.as_ref()?;
        let id = withheld.expectation.as_str();
        let threats = if leads { coverage.threats_of(id) } else { Vec::new() };
        // Of a whole capability, only what is asked for here is missed.
        if threats.is_empty() && !withheld.named {
            return None;
        }
        let upstream = &withheld.service;
        let (_, service) = self.service(withheld.upstream)?;
        let owner = Path::root().join("service").join("id");
        let there = |inner: &Path| provider::path(withheld.upstream, inner);
        let mut labels = vec![(withheld.path.clone(), format!("\"{upstream}\" is to provide it"))];
        let (rule, fact, help) = match kind {
            Kind::NotProvided => {
                let inapplicable = service
                    .verdicts
                    .get(id)
                    .is_some_and(|judgement| judgement.verdict == Verdict::NotApplicable);
                let does = if inapplicable { "is not concerned by it" } else { "does not declare it" };
                labels.push((there(&owner), does.to_owned()));
                let help = format!(
                    "agree with the owner of \"{upstream}\" ({}) on who provides it: a control there, or one here, and then take it out of provides",
                    service.descriptor.service.owner
                );
                ("chain/not-provided", format!("is inherited from \"{upstream}\", which {does}"), help)
            }
            Kind::Insufficient => {
                let is = format!("{} there", standing(withheld.verdict));
                let mut places = service.places(id);
                if places.is_empty() {
                    places.push(owner);
                }
                labels.extend(places.iter().take(PLACES).map(|place| (there(place), is.clone())));
                let help = format!(
                    "have it met in the descriptor of \"{upstream}\" ({}), or meet it here and take it out of provides",
                    service.descriptor.service.owner
                );
                let because =
                    withheld.because.strip_prefix(&format!("at \"{upstream}\" it is ")).unwrap_or("");
                (
                    "chain/insufficient",
                    format!("is inherited from \"{upstream}\", but there it is {because}"),
                    help,
                )
            }
            Kind::Mutual(place) => {
                labels.push((there(place), "left to the customers of this service".to_owned()));
                let help = format!(
                    "take \"{id}\" out of provides and add a control by this service, or agree with the owner of \"{upstream}\" ({}) that it takes the duty over",
                    service.descriptor.service.owner
                );
                let fact = format!(
                    "is left to \"{upstream}\", which leaves it to its customers: each side names the other"
                );
                ("responsibility/mutual", fact, help)
            }
        };
        // Another claim may meet it, or nothing flagged needs it; then the entry alone is wrong.
        let help =
            if threats.is_empty() { format!("take \"{id}\" out of provides, or {help}") } else { help };
        let mut draft = draft(coverage, rule, id, Said { fact, help, threats, labels })?;
        draft.elsewhere = root_cause(service, id).into_iter().collect();
        Some(draft)
    }

    fn nobodys(&self, id: &str, left: &[(usize, Path)], coverage: &Coverage<'a>) -> Option<Draft<'a>> {
        let threats = coverage.threats_of(id);
        if threats.is_empty() {
            return None;
        }
        let mut labels = Vec::new();
        let mut names = Vec::new();
        for (upstream, place) in left {
            let (_, service) = self.service(*upstream)?;
            let name = &service.descriptor.service.id.0;
            let entry = Path::root().join("upstream").join(*upstream).join("service");
            labels.push((entry, format!("\"{name}\" leaves it to its customers")));
            labels
                .push((provider::path(*upstream, place), "left to the customers of this service".to_owned()));
            names.push(format!("\"{name}\""));
        }
        // Its own place comes first, whatever the number of upstream services.
        labels.sort_by_key(|(path, _)| provider::entered(path).is_some());
        let leave = if names.len() == 1 { "leaves" } else { "leave" };
        let fact = format!(
            "is nobody's: {} {leave} it to its customers, and no control here meets it",
            super::coverage::joined(&names)
        );
        let help = format!("add a control that meets \"{id}\": it is still this service's own to do");
        draft(coverage, "responsibility/nobody", id, Said { fact, help, threats, labels })
    }
}

/// The words and places of one finding.
struct Said {
    /// Goes on after the expectation.
    fact: String,
    help: String,
    /// The flagged threats that are left exposed.
    threats: Vec<String>,
    labels: Vec<(Path, String)>,
}

fn draft<'a>(coverage: &Coverage<'a>, rule: &str, id: &str, said: Said) -> Option<Draft<'a>> {
    let Said { fact, help, threats, labels } = said;
    let rule: &'a Rule = coverage.registry.get(rule)?;
    let title = coverage.registry.get(id).map_or("", |rule| rule.title.as_str());
    let left =
        if threats.is_empty() { String::new() } else { format!("; {} left exposed", exposed(&threats)) };
    Some(Draft {
        help: Some(format!("{help}\nsee: ccsec-lint explain {id}")),
        capability: Some(capability_of(id).to_owned()),
        // Without a threat nothing is asked for: another claim meets it, or nothing flagged needs it.
        expectations: if threats.is_empty() { Vec::new() } else { vec![id.to_owned()] },
        threats,
        ..Draft::new(rule, format!("{title}, \"{id}\", {fact}{left}"), labels)
    })
}
