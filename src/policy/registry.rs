//! Every rule that can raise a finding, by id and by the place of its Rego definition.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::catalog::{capability_of, clause_order};
use crate::document::{Fault, Source};

use super::metadata::{self, EvidenceRule, Origin, Rule, Severity};
use super::shipped::{shipped, shipped_evidence};

/// The rule names that conftest evaluates.
const CONFTEST: [(&str, Severity); 3] =
    [("deny", Severity::Error), ("violation", Severity::Error), ("warn", Severity::Warning)];

/// The family of rules after which nothing can be judged.
const FORM: &str = "descriptor/";

/// A severity that a rule cannot have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unweighable {
    /// The id or the family.
    pub pattern: String,
    /// Whether no rule is meant; else it is one whose findings leave nothing to judge, and never pass.
    pub unknown: bool,
}

/// All rules of a run.
#[derive(Debug, Clone)]
pub struct Registry {
    rules: Vec<Rule>,
    by_id: BTreeMap<String, usize>,
    /// By package and name.
    by_place: BTreeMap<String, BTreeMap<String, usize>>,
    /// The expectations of each capability. They stand together, before every other rule.
    by_capability: BTreeMap<String, Range<usize>>,
    /// The expectations that answer each threat, in their order.
    by_threat: BTreeMap<String, Vec<usize>>,
    expectations: usize,
    /// The user's rules about infrastructure code. The shipped ones are unpacked where they are needed.
    evidence: Vec<EvidenceRule>,
}

impl Registry {
    /// The rules that ship.
    pub fn shipped() -> Self {
        let mut rules = shipped().rules.clone();
        rules.sort_by(|a, b| {
            b.is_expectation()
                .cmp(&a.is_expectation())
                .then_with(|| clause_order(capability_of(&a.id), capability_of(&b.id)))
                .then_with(|| (&a.file, a.line).cmp(&(&b.file, b.line)))
        });
        let mut registry = Self {
            rules: Vec::with_capacity(rules.len()),
            by_id: BTreeMap::new(),
            by_place: BTreeMap::new(),
            by_capability: BTreeMap::new(),
            by_threat: BTreeMap::new(),
            expectations: 0,
            evidence: Vec::new(),
        };
        for rule in rules {
            registry.insert(rule);
        }
        registry
    }

    fn insert(&mut self, rule: Rule) {
        let index = self.rules.len();
        self.by_id.insert(rule.id.clone(), index);
        if !rule.package.is_empty() {
            self.by_place.entry(rule.package.clone()).or_default().insert(rule.name.clone(), index);
        }
        if rule.is_expectation() {
            self.expectations = index + 1;
            let capability = capability_of(&rule.id).to_owned();
            self.by_capability.entry(capability).or_insert(index..index).end = index + 1;
            for threat in &rule.threats {
                let answering = self.by_threat.entry(threat.clone()).or_default();
                if answering.last() != Some(&index) {
                    answering.push(index);
                }
            }
        }
        self.rules.push(rule);
    }

    /// Gives rules another severity: by id, or all of a family, `9.7/*`. Where both are said, the id counts.
    ///
    /// # Errors
    /// What cannot be weighed so, and why.
    pub fn weigh(&mut self, severities: &BTreeMap<String, Severity>) -> Result<(), Vec<Unweighable>> {
        let mut unweighable = Vec::new();
        // A star sorts before every letter and digit: families come before their members.
        for (pattern, severity) in severities {
            let family = pattern.strip_suffix('*').filter(|family| family.ends_with('/'));
            let meant = |rule: &&mut Rule| match family {
                Some(family) => rule.id.starts_with(family),
                None => rule.id == *pattern,
            };
            let mut found = false;
            let mut unjudged = false;
            for rule in self.rules.iter_mut().filter(meant) {
                found = true;
                if rule.id.starts_with(FORM)
                    && rule.severity == Severity::Error
                    && *severity != Severity::Error
                {
                    unjudged = true;
                } else {
                    rule.severity = *severity;
                }
            }
            let pattern = pattern.clone();
            if !found {
                unweighable.push(Unweighable { pattern, unknown: true });
            } else if unjudged {
                unweighable.push(Unweighable { pattern, unknown: false });
            }
        }
        if unweighable.is_empty() { Ok(()) } else { Err(unweighable) }
    }

    /// Every rule: the expectations in the order of the Recommendation, the other shipped ones, the
    /// user's.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// A rule by its id.
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.by_id.get(id).map(|index| &self.rules[*index])
    }

    /// A rule by its package and name.
    pub(super) fn at(&self, package: &str, name: &str) -> Option<&Rule> {
        self.by_place.get(package)?.get(name).map(|index| &self.rules[*index])
    }

    /// The expectations in the order of the Recommendation.
    pub fn expectations(&self) -> impl Iterator<Item = &Rule> {
        self.rules[..self.expectations].iter()
    }

    /// The expectations of a capability.
    pub fn expectations_of<'a>(&'a self, capability: &str) -> impl Iterator<Item = &'a Rule> + use<'a> {
        self.rules[self.capability(capability)].iter()
    }

    /// The expectations that answer a threat.
    pub fn answering<'a>(&'a self, threat: &str) -> impl Iterator<Item = &'a Rule> + use<'a> {
        self.by_threat.get(threat).into_iter().flatten().map(|index| &self.rules[*index])
    }

    /// The expectations of a capability that answer a threat.
    pub fn answering_with<'a>(
        &'a self,
        threat: &str,
        capability: &str,
    ) -> impl Iterator<Item = &'a Rule> + use<'a> {
        let these = self.capability(capability);
        let answering = self.by_threat.get(threat).into_iter().flatten();
        answering.filter(move |index| these.contains(index)).map(|index| &self.rules[*index])
    }

    fn capability(&self, id: &str) -> Range<usize> {
        self.by_capability.get(id).cloned().unwrap_or_default()
    }

    /// The packages that define rules, in the order of text.
    pub(super) fn packages(&self) -> Vec<&str> {
        self.by_place.keys().map(String::as_str).collect()
    }

    /// The user's rules about infrastructure code.
    pub(super) fn evidence(&self) -> &[EvidenceRule] {
        &self.evidence
    }

    /// Whose rule has an id, and in which file.
    fn owner(&self, id: &str) -> Option<(Origin, &str)> {
        if let Some(rule) = self.get(id) {
            return Some((rule.origin, &rule.file));
        }
        let users = self.evidence.iter().map(|rule| (Origin::User, rule));
        let shipped = shipped_evidence().rules.iter().map(|rule| (Origin::Shipped, rule));
        let (origin, rule) = users.chain(shipped).find(|(_, rule)| rule.id == id)?;
        Some((origin, &rule.file))
    }

    /// Adds the rules of a user's module. `names` are the rules that it defines.
    ///
    /// # Errors
    /// METADATA that cannot be used, and ids that are taken.
    pub(super) fn add_module(
        &mut self,
        source: &Arc<Source>,
        package: &str,
        names: &[(String, usize)],
    ) -> Result<usize, Vec<Fault>> {
        let at_line = |fault: Fault, line: usize, label: &str| {
            let span = source.line(line.saturating_sub(1));
            fault.at(source, span, label)
        };
        let annotated = metadata::read(source.name(), source.text(), Origin::User).map_err(|errors| {
            errors
                .into_iter()
                .map(|error| {
                    at_line(Fault::new(error.message), error.line, "this METADATA").with_help(
                        "a rule's METADATA has title, description, and custom: id, severity (error, warning or note), help; threats, provider, why, example and references may follow",
                    )
                })
                .collect::<Vec<_>>()
        })?;
        let taken = |registry: &Self, id: &str, line: usize| {
            Some(match registry.owner(id)? {
                (Origin::User, file) => at_line(
                    Fault::new(format!("the rule id `{id}` is defined twice"))
                        .with_help(format!("{file} defines it too; give each rule an id of its own")),
                    line,
                    "defined again here",
                ),
                _ => at_line(
                    Fault::new(format!("the rule id `{id}` belongs to a shipped rule"))
                        .with_help("give the rule an id of your own, such as \"acme/…\""),
                    line,
                    "redefined here",
                ),
            })
        };
        let mut faults = Vec::new();
        let mut added = 0;
        for mut rule in annotated.rules {
            rule.package = package.to_owned();
            match taken(self, &rule.id, rule.line) {
                Some(fault) => faults.push(fault),
                None => {
                    added += 1;
                    self.insert(rule);
                }
            }
        }
        for rule in annotated.evidence {
            match taken(self, &rule.id, rule.line) {
                Some(fault) => faults.push(fault),
                None => {
                    added += 1;
                    self.evidence.push(rule);
                }
            }
        }
        for (name, line) in names {
            let Some((_, severity)) = CONFTEST.iter().find(|(known, _)| known == name) else {
                continue;
            };
            if self.at(package, name).is_some() {
                // One rule may be defined in several places, and in several files of one package.
                added += 1;
                continue;
            }
            let id = format!("{}/{name}", package.rsplit('.').next().unwrap_or(package));
            if self.get(&id).is_some() {
                faults.push(at_line(
                    Fault::new(format!("the rule id `{id}` is taken"))
                        .with_help("give this rule METADATA with an id of its own"),
                    *line,
                    "defined here",
                ));
                continue;
            }
            added += 1;
            self.insert(Rule {
                id,
                package: package.to_owned(),
                name: name.clone(),
                file: source.name().to_owned(),
                line: *line,
                origin: Origin::User,
                title: format!("{name} of package {package}"),
                description: format!("A policy of your own, in {}.", source.name()),
                severity: *severity,
                threats: Vec::new(),
                provider: None,
                why: String::new(),
                help: String::new(),
                example: String::new(),
                references: Vec::new(),
            });
        }
        if faults.is_empty() { Ok(added) } else { Err(faults) }
    }
}
