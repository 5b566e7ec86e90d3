//! From verdicts to findings: which flagged threats are left exposed by which unmet expectations.
//!
//! Each pair of a flagged threat and an unmet expectation is reported exactly once. Where nothing in
//! a capability that a threat requires is met, the capability itself is missing, and one finding at
//! the threat holds all its pairs. Elsewhere the capability is there, and the expectation has its
//! finding, at the controls that claim its siblings and at each threat left exposed.

use std::collections::BTreeMap;

use crate::catalog::capability_of;
use crate::descriptor::Status;
use crate::document::Path;
use crate::policy::{Registry, Rule, catalog};

use super::finding::Draft;
use super::input::{Claim, Claims};
use super::verdict::{Judgement, Verdict};

/// The verdict of each expectation, by id.
pub type Verdicts = BTreeMap<String, Judgement>;

/// How many siblings a finding points at.
const SIBLINGS: usize = 3;

/// Everything that coverage is derived from.
pub(super) struct Coverage<'a> {
    pub(super) registry: &'a Registry,
    pub(super) verdicts: &'a Verdicts,
    pub(super) claims: &'a Claims,
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
                let unmet: Vec<&Rule> =
                    asked.iter().copied().filter(|rule| self.verdict(rule).is_unmet()).collect();
                if unmet.is_empty() {
                    continue;
                }
                if unmet.len() == asked.len() {
                    drafts.extend(self.missing(entry, capability, &unmet));
                } else {
                    for rule in unmet {
                        exposed.entry(rule.id.as_str()).or_default().push(entry);
                    }
                }
            }
        }
        for rule in self.registry.expectations() {
            if let Some(threats) = exposed.get(rule.id.as_str()) {
                drafts.push(self.unmet(rule, threats));
            }
        }
        drafts
    }

    /// The expectations of a capability that answer a threat, without those that do not apply.
    fn asked(&self, threat: &str, capability: &str) -> Vec<&'a Rule> {
        self.registry
            .expectations_of(capability)
            .filter(|rule| rule.threats.iter().any(|answered| answered == threat))
            .filter(|rule| !matches!(self.verdict(rule), Verdict::NotApplicable | Verdict::Waived))
            .collect()
    }

    fn verdict(&self, rule: &Rule) -> Verdict {
        self.verdicts.get(&rule.id).map_or(Verdict::NotEvaluated, |judgement| judgement.verdict)
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
        let ids: Vec<String> = unmet.iter().map(|rule| format!("\"{}\"", rule.id)).collect();
        let planned = unmet.iter().any(|rule| self.verdict(rule) == Verdict::Planned);
        let claimed = unmet.iter().any(|rule| self.claims.contains_key(&rule.id));
        let stands = if planned {
            format!("flagged here; what is to provide {capability} is only planned")
        } else if claimed {
            format!("flagged here; no claim on {capability} holds")
        } else {
            format!("flagged here; no control meets anything of {capability}")
        };
        let mut labels = vec![(path.clone(), stands)];
        let mut helps = Vec::new();
        for rule in unmet {
            labels.extend(self.reasons(rule));
            helps.extend(self.verdicts.get(&rule.id).and_then(|judgement| judgement.help.clone()));
        }
        helps.dedup();
        let mut help = format!("add a control that meets {}", joined(&ids));
        for more in helps {
            help.push('\n');
            help.push_str(&more);
        }
        help.push_str(&format!("\nsee: ccsec-lint explain {capability}"));
        Some(Draft {
            rule,
            message: format!("{threat} {threat_title} is flagged, but {capability} {title} is missing"),
            help: Some(help),
            capability: Some(capability.to_owned()),
            expectations: unmet.iter().map(|rule| rule.id.clone()).collect(),
            threats: vec![threat.clone()],
            labels,
            key: false,
        })
    }

    fn unmet(&self, rule: &'a Rule, threats: &[&(String, Path)]) -> Draft<'a> {
        let silent = Judgement::silent();
        let judgement = self.verdicts.get(&rule.id).unwrap_or(&silent);
        let because = judgement.because.as_deref();
        let fact = match judgement.verdict {
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
            labels.extend(judgement.path.iter().map(|path| (path.clone(), "decided here".to_owned())));
        }
        if labels.is_empty() {
            labels = self.siblings(rule);
        }
        labels.extend(threats.iter().map(|(threat, path)| {
            let title = catalog().threat(threat).map_or("", |threat| &threat.title);
            (path.clone(), format!("leaves {title} exposed"))
        }));
        let mut help = judgement.help.clone().unwrap_or_else(|| rule.help.clone());
        help.push_str(&format!("\nsee: ccsec-lint explain {}", rule.id));
        Draft {
            rule,
            message: format!("{fact}; {} left exposed", exposed(&ids)),
            help: Some(help),
            capability: Some(capability_of(&rule.id).to_owned()),
            expectations: vec![rule.id.clone()],
            threats: ids,
            labels,
            key: false,
        }
    }

    /// The claims on an unmet expectation, with why they do not count.
    fn reasons(&self, rule: &Rule) -> Vec<(Path, String)> {
        let judgement = self.verdicts.get(&rule.id);
        let because = judgement.and_then(|judgement| judgement.because.as_deref());
        let claims: &[Claim] = self.claims.get(&rule.id).map_or(&[], Vec::as_slice);
        claims
            .iter()
            .map(|claim| {
                let label = if claim.status == Status::Planned {
                    "only planned".to_owned()
                } else {
                    format!("claimed here, but {}", because.unwrap_or("it does not count"))
                };
                (claim.path.clone(), label)
            })
            .collect()
    }

    /// The controls that claim other expectations of the capability: the place where this one is absent.
    fn siblings(&self, rule: &Rule) -> Vec<(Path, String)> {
        let capability = capability_of(&rule.id);
        let mut places: Vec<Path> = self
            .registry
            .expectations_of(capability)
            .filter_map(|sibling| self.claims.get(&sibling.id))
            .flatten()
            .map(|claim| claim.path.parent())
            .collect();
        places.sort();
        places.dedup();
        places.truncate(SIBLINGS);
        places
            .into_iter()
            .map(|path| (path, format!("{capability} is claimed here, without \"{}\"", rule.id)))
            .collect()
    }
}

fn exposed(threats: &[String]) -> String {
    format!("{} {}", joined(threats), if threats.len() == 1 { "is" } else { "are" })
}

fn joined(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
