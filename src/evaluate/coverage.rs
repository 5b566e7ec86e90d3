//! From verdicts to findings: which flagged threats are left exposed by which unmet expectations.
//!
//! Each pair of a flagged threat and an unmet expectation is reported exactly once. Where nothing in
//! a capability that a threat requires is met, the capability itself is missing, and one finding at
//! the threat holds all its pairs. Elsewhere the capability is there, and the expectation has its
//! finding, at the controls that claim its siblings and at each threat left exposed. The capability is
//! also there if the threat asks for a single one of its expectations and others of them are met.
//! What is claimed and contradicted by code or a report has findings of its own ([`contradiction`]).
//!
//! [`contradiction`]: super::contradiction

use std::collections::BTreeMap;

use crate::catalog::capability_of;
use crate::descriptor::Status;
use crate::document::Path;
use crate::policy::{Registry, Rule, catalog};

use super::assurance::Assurance;
use super::claims::{Claim, Claims};
use super::finding::Draft;
use super::inheritance::Inheritance;
use super::standing::Standing;
use super::statement::Effect;
use super::verdict::{Judgement, Verdict};

/// The verdict of each expectation, by id.
pub type Verdicts = BTreeMap<String, Judgement>;

/// How many siblings a finding points at.
const SIBLINGS: usize = 2;

/// How many places in infrastructure code a finding points at for one expectation.
const PLACES: usize = 3;

/// Everything that coverage is derived from.
pub(super) struct Coverage<'a> {
    pub(super) registry: &'a Registry,
    pub(super) verdicts: &'a Verdicts,
    pub(super) claims: &'a Claims,
    pub(super) standing: &'a Standing<'a>,
    pub(super) inheritance: &'a Inheritance<'a>,
    pub(super) assurance: &'a Assurance,
    /// The flagged threats and where each is flagged, in the order of the Recommendation.
    pub(super) flagged: &'a [(String, Path)],
}

impl<'a> Coverage<'a> {
    /// One draft for each missing capability of each threat, then one for each other unmet
    /// expectation.
    pub(super) fn drafts(&self) -> Vec<Draft<'a>> {
        let mut drafts = Vec::new();
        let mut exposed: BTreeMap<&str, Vec<&(String, Path)>> = BTreeMap::new();
        for entry in self.flagged {
            let (threat, _) = entry;
            for capability in catalog().required_by(threat) {
                let asked: Vec<&Rule> = self.asked(threat, capability);
                let mut unmet: Vec<&Rule> = asked
                    .iter()
                    .copied()
                    .filter(|rule| self.assurance.is_unmet(&rule.id, self.verdict(rule)))
                    .collect();
                let missing = unmet.len() == asked.len() && !self.stands_elsewhere(capability, &asked);
                // A claim that the code contradicts is a finding of its own, and so is a broken chain.
                unmet.retain(|rule| {
                    self.verdict(rule) != Verdict::Contradicted && !self.inheritance.tells(&rule.id)
                });
                if unmet.is_empty() {
                    continue;
                }
                if missing {
                    drafts.extend(self.missing(entry, capability, &unmet));
                } else {
                    for rule in unmet {
                        exposed.entry(rule.id.as_str()).or_default().push(entry);
                    }
                }
            }
        }
        drafts.extend(self.flagged.iter().filter_map(|entry| self.idle(entry)));
        for rule in self.registry.expectations() {
            if let Some(threats) = exposed.get(rule.id.as_str()) {
                drafts.push(self.unmet(rule, threats));
            }
        }
        drafts.extend(self.contradictions());
        drafts.extend(self.inheritance.drafts(self));
        drafts
    }

    /// The flagged threats that an expectation answers.
    pub(super) fn threats_of(&self, expectation: &str) -> Vec<String> {
        let flagged = self.flagged.iter().map(|(threat, _)| threat);
        flagged
            .filter(|threat| self.registry.answering(threat).any(|rule| rule.id == expectation))
            .cloned()
            .collect()
    }

    /// Whether a capability is there for other threats, and only one of its expectations is asked by
    /// this one. Then to call the whole capability missing would say too much: it is the one
    /// expectation that is.
    fn stands_elsewhere(&self, capability: &str, asked: &[&Rule]) -> bool {
        asked.len() == 1 && self.is_there(capability)
    }

    /// Whether any expectation of a capability is met, for whatever threat.
    fn is_there(&self, capability: &str) -> bool {
        self.registry.expectations_of(capability).any(|rule| self.verdict(rule).is_met())
    }

    /// The expectations of a capability that answer a threat, without those that do not apply.
    fn asked(&self, threat: &str, capability: &str) -> Vec<&'a Rule> {
        self.registry
            .answering_with(threat, capability)
            .filter(|rule| !matches!(self.verdict(rule), Verdict::NotApplicable | Verdict::Waived))
            .collect()
    }

    /// A flagged threat that asks for nothing, because nothing that answers it applies.
    fn idle(&self, (threat, path): &(String, Path)) -> Option<Draft<'a>> {
        if catalog().required_by(threat).iter().any(|capability| !self.asked(threat, capability).is_empty()) {
            return None;
        }
        let rule = self.registry.get("threats/nothing-applies")?;
        let title = catalog().threat(threat).map_or("", |threat| &threat.title);
        let mut labels = vec![(path.clone(), "flagged here, and nothing is asked for".to_owned())];
        for judgement in self.registry.answering(threat).filter_map(|rule| self.verdicts.get(&rule.id)) {
            if let (Some(path), Some(because)) = (&judgement.path, &judgement.because)
                && !labels.iter().any(|(known, _)| known == path)
            {
                labels.push((path.clone(), because.clone()));
            }
        }
        let message =
            format!("{threat} {title} is flagged, but nothing that answers it applies to this service");
        Some(Draft { threats: vec![threat.clone()], ..Draft::new(rule, message, labels) })
    }

    /// What stands behind an expectation.
    fn verdict(&self, rule: &Rule) -> Verdict {
        self.verdicts.get(&rule.id).map_or(Verdict::NotEvaluated, Judgement::effective)
    }

    fn missing(
        &self,
        (threat, path): &(String, Path),
        capability: &str,
        unmet: &[&Rule],
    ) -> Option<Draft<'a>> {
        let rule = self.registry.get("capability/missing")?;
        let threat_title = catalog().threat(threat).map_or("", |threat| &threat.title);
        let title = catalog().capability(capability).map_or("", |capability| &capability.title);
        let planned = unmet.iter().any(|rule| self.verdict(rule) == Verdict::Planned);
        let claimed = unmet.iter().any(|rule| self.claims.contains_key(&rule.id));
        let unjudged = unmet.iter().find_map(|rule| self.inheritance.unjudged(&rule.id));
        let stands = if let Some(withheld) = unjudged {
            format!("flagged here; \"{}\" is to answer it, and cannot be judged", withheld.service)
        } else if planned {
            format!("flagged here; what of {capability} answers it is only planned")
        } else if claimed {
            format!("flagged here; no claim on {capability} that answers it holds")
        } else {
            format!("flagged here; no control meets anything of {capability} that answers it")
        };
        let mut labels = vec![(path.clone(), stands)];
        let mut unclaimed = Vec::new();
        let mut helps = Vec::new();
        let attested: Vec<&str> =
            unmet.iter().filter(|rule| self.is_attested(rule)).map(|rule| rule.id.as_str()).collect();
        if !attested.is_empty() {
            helps.push(self.offer(&attested));
        }
        for rule in unmet {
            labels.extend(self.reasons(rule));
            if attested.contains(&rule.id.as_str()) {
                continue;
            }
            let verdict = self.verdict(rule);
            let stated = if self.assurance.falls_short(&rule.id, verdict) {
                let minimum = self.assurance.minimum(&rule.id);
                let less = format!(
                    "\"{}\" is only {}, and the configuration asks for {}",
                    rule.id,
                    self.verdicts.get(&rule.id).map_or_else(|| verdict.name().to_owned(), worded),
                    minimum.name()
                );
                Some(format!("{less}: {}", stronger(verdict, minimum)))
            } else {
                self.verdicts.get(&rule.id).and_then(|judgement| judgement.help.clone())
            };
            match stated.or_else(|| self.finish(rule)) {
                Some(help) if !helps.contains(&help) => helps.push(help),
                Some(_) => {}
                None => unclaimed.push(format!("\"{}\"", rule.id)),
            }
        }
        if !unclaimed.is_empty() {
            helps.insert(0, format!("add a control that meets {}", joined(&unclaimed)));
        }
        helps.push(format!("see: ccsec-lint explain {capability}"));
        let missing = if self.is_there(capability) {
            format!("what answers it in {capability} {title} is missing")
        } else {
            format!("{capability} {title} is missing")
        };
        Some(Draft {
            help: Some(helps.join("\n")),
            capability: Some(capability.to_owned()),
            expectations: unmet.iter().map(|rule| rule.id.clone()).collect(),
            threats: vec![threat.clone()],
            ..Draft::new(rule, format!("{threat} {threat_title} is flagged, but {missing}"), labels)
        })
    }

    fn unmet(&self, rule: &'a Rule, threats: &[&(String, Path)]) -> Draft<'a> {
        let silent = Judgement::silent();
        let judgement = self.verdicts.get(&rule.id).unwrap_or(&silent);
        let because = judgement.because.as_deref();
        let verdict = judgement.effective();
        let short = self.assurance.falls_short(&rule.id, verdict);
        let fact = match verdict {
            _ if short => format!(
                "{}, \"{}\", is only {}, and the configuration asks for {}",
                rule.title,
                rule.id,
                worded(judgement),
                self.assurance.minimum(&rule.id).name()
            ),
            Verdict::Planned => format!("{}, \"{}\", is only planned", rule.title, rule.id),
            Verdict::NotEvaluated => format!(
                "{}, \"{}\", could not be judged: {}",
                rule.title,
                rule.id,
                because.unwrap_or("the policy comes to no verdict")
            ),
            _ => match because {
                Some(because) => format!("{}, \"{}\", is not met: {because}", rule.title, rule.id),
                None => format!("{}, \"{}\", is claimed by no control", rule.title, rule.id),
            },
        };
        let ids: Vec<String> = threats.iter().map(|(threat, _)| threat.clone()).collect();
        let mut labels = self.reasons(rule);
        if labels.is_empty() {
            labels = self.siblings(rule);
        }
        labels.extend(threats.iter().map(|(threat, path)| {
            let title = catalog().threat(threat).map_or("", |threat| &threat.title);
            (path.clone(), format!("leaves {title} exposed"))
        }));
        let offer = || self.is_attested(rule).then(|| self.offer(&[&rule.id]));
        let stated = match verdict {
            verdict if short => Some(stronger(verdict, self.assurance.minimum(&rule.id)).to_owned()),
            _ => judgement.help.clone().or_else(|| self.finish(rule)).or_else(offer),
        };
        let mut help = stated.unwrap_or_else(|| rule.help.clone());
        help.push_str(&format!("\nsee: ccsec-lint explain {}", rule.id));
        let message = format!("{fact}; {} left exposed", exposed(&ids));
        Draft {
            help: Some(help),
            capability: Some(capability_of(&rule.id).to_owned()),
            expectations: vec![rule.id.clone()],
            threats: ids,
            ..Draft::new(rule, message, labels)
        }
    }

    /// The claims on an unmet expectation with why they do not count, and the value that decided it.
    fn reasons(&self, rule: &Rule) -> Vec<(Path, String)> {
        let judgement = self.verdicts.get(&rule.id);
        let because = judgement.and_then(|judgement| judgement.because.as_deref());
        let decided = judgement.and_then(|judgement| judgement.path.as_ref());
        let claims: &[Claim] = self.claims.get(&rule.id).map_or(&[], Vec::as_slice);
        let mut reasons: Vec<(Path, String)> = claims
            .iter()
            .map(|claim| {
                let label = match because {
                    _ if claim.status == Status::Planned => "only planned".to_owned(),
                    _ if self.verdict(rule).is_met() => format!("{} here", claim.grade.name()),
                    Some(_) if decided.is_some_and(|path| *path != claim.path) => "claimed here".to_owned(),
                    Some(because) => claimed_but(because),
                    None => "claimed here, but it does not count".to_owned(),
                };
                (claim.path.clone(), label)
            })
            .collect();
        if let (Some(path), Some(because)) = (decided, because)
            && !reasons.iter().any(|(known, _)| known == path)
        {
            reasons.push((path.clone(), because.to_owned()));
        }
        if let Some(withheld) = self.inheritance.unjudged(&rule.id) {
            reasons.push((withheld.path.clone(), format!("\"{}\" is to provide it", withheld.service)));
        }
        // What nobody claims may still be otherwise in the code.
        for statement in self.standing.on(&rule.id, &Effect::Contradicts).take(PLACES) {
            if !reasons.iter().any(|(known, _)| *known == statement.path) {
                reasons.push((statement.path.clone(), statement.fact()));
            }
        }
        reasons
    }

    /// Whether nobody claims an expectation that the code attests.
    fn is_attested(&self, rule: &Rule) -> bool {
        !self.claims.contains_key(&rule.id)
            && self.standing.on(&rule.id, &Effect::Contradicts).next().is_none()
            && self.standing.on(&rule.id, &Effect::Undecided).next().is_none()
            && self.standing.on(&rule.id, &Effect::Attests).next().is_some()
    }

    /// A control to paste for what the code attests.
    fn offer(&self, ids: &[&str]) -> String {
        let first = ids.iter().find_map(|id| self.standing.on(id, &Effect::Attests).next());
        let shown = first.map_or_else(String::new, |it| format!(", as in {} ({})", it.resource, it.place()));
        let quoted: Vec<String> = ids.iter().map(|id| format!("\"{id}\"")).collect();
        let name = ids.first().and_then(|id| id.split_once('/')).map_or("", |(_, name)| name);
        let by = ids.first().and_then(|id| self.registry.get(id)?.provider.as_deref()).unwrap_or("CSP");
        format!(
            "the code attests it{shown}; claim it:\n[[controls]]\nid       = \"{name}\"\nkind     = \"control\"\nby       = \"{by}\"\nstatus   = \"implemented\"\nmeets    = [{}]",
            quoted.join(", ")
        )
    }

    /// What to do where a planned control is all there is.
    fn finish(&self, rule: &Rule) -> Option<String> {
        if let Some(withheld) = self.inheritance.unjudged(&rule.id).filter(|_| !self.verdict(rule).is_met()) {
            return Some(format!(
                "mend what keeps \"{}\" from being judged, or add a control of this service's own",
                withheld.service
            ));
        }
        let planned = self.verdict(rule) == Verdict::Planned;
        let claim = self.claims.get(&rule.id)?.iter().find(|claim| claim.status == Status::Planned)?;
        planned.then(|| format!("carry out \"{}\", then write status = \"implemented\"", claim.id))
    }

    /// The controls that claim other expectations of the capability: the place where this one is absent.
    fn siblings(&self, rule: &Rule) -> Vec<(Path, String)> {
        let capability = capability_of(&rule.id);
        // One place a control, the own ones before those of upstream services.
        let mut places: BTreeMap<Path, Path> = BTreeMap::new();
        for sibling in self.registry.expectations_of(capability) {
            for claim in self.claims.get(&sibling.id).into_iter().flatten() {
                let first = places.entry(claim.path.parent()).or_insert_with(|| claim.path.clone());
                if claim.path < *first {
                    first.clone_from(&claim.path);
                }
            }
        }
        places
            .into_values()
            .take(SIBLINGS)
            .map(|path| (path, format!("{capability} is claimed here, without \"{}\"", rule.id)))
            .collect()
    }
}

/// A verdict in a sentence: `documented`, or `inherited from "platform" as documented`.
fn worded(judgement: &Judgement) -> String {
    match &judgement.inherited {
        Some(it) => format!("inherited from \"{}\" as {}", it.service, it.verdict.name()),
        None => judgement.verdict.name().to_owned(),
    }
}

/// How a claim gets more behind it.
fn stronger(verdict: Verdict, minimum: Verdict) -> &'static str {
    match (verdict, minimum) {
        (Verdict::Declared, Verdict::Documented) => {
            "add evidence = [{ document = \"docs/….md\", reviewed = YYYY-MM-DD }], or what verifies the claim"
        }
        _ => {
            "name the code in `infrastructure` of [service], or add evidence = [{ sarif = \"…\", rules = [\"…\"] }], so that the claim can be verified"
        }
    }
}

/// What stands at a claim, from why the claim does not count.
fn claimed_but(because: &str) -> String {
    let rest = because.strip_prefix("it is claimed, but ").or_else(|| because.strip_prefix("it is claimed "));
    match rest {
        Some(rest) => format!("claimed here, but {rest}"),
        None => format!("claimed here, but {because}"),
    }
}

pub(super) fn exposed(threats: &[String]) -> String {
    format!("{} {}", joined(threats), if threats.len() == 1 { "is" } else { "are" })
}

pub(super) fn joined(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
