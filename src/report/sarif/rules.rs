//! Rules with what is said of them, and the frameworks that they refer to.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::json;

use crate::catalog::references::{self, Standing, spelled};
use crate::catalog::{capability_of, clause_order};
use crate::policy::{Origin, Registry, Rule, catalog};
use crate::report::escape;

use super::format::{
    Component, ComponentReference, Configuration, Descriptor, Help, Reference, Relationship, Text,
};

/// The tags that GitHub takes for a rule.
const TAGS: usize = 20;

/// The Recommendation's own name among the frameworks.
const OWN: &str = "X.ccsec";

/// The frameworks, and where in them each entry stands.
pub(super) struct Taxonomies {
    components: Vec<Component>,
    /// By the index of the framework and the id of the entry.
    places: BTreeMap<(usize, String), usize>,
}

impl Taxonomies {
    /// Threats, capabilities and expectations, and every control that a rule refers to.
    pub(super) fn of(registry: &Registry) -> Self {
        let mut taxonomies = Self { components: Vec::new(), places: BTreeMap::new() };
        let own = "Security requirements for cloud services: threats and challenges (clauses 7 and 8), security capabilities (clause 9), and what is expected of each.";
        taxonomies.component(OWN, own, Some("ITU-T"));
        for (id, threat) in catalog().threats() {
            taxonomies.add(0, id, Some(&threat.title), Some(&threat.summary));
        }
        for (id, capability) in catalog().capabilities() {
            taxonomies.add(0, id, Some(&capability.title), Some(&capability.summary));
        }
        for rule in registry.expectations() {
            taxonomies.add(0, &rule.id, Some(&rule.title), Some(&rule.description));
        }
        let mut controls: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (framework, control) in registry.rules().iter().flat_map(controls_of) {
            controls.entry(framework).or_default().push(control);
        }
        for (framework, mut entries) in controls {
            entries.sort_by(|a, b| clause_order(a, b));
            entries.dedup();
            let name = spelled(&format!("{framework}/"));
            let index = taxonomies.component(&name, "Controls that rules of ccsec-lint refer to.", None);
            for control in entries {
                taxonomies.add(index, control, None, None);
            }
        }
        taxonomies
    }

    fn component(&mut self, name: &str, description: &str, organization: Option<&'static str>) -> usize {
        self.components.push(Component {
            name: name.to_owned(),
            organization,
            short_description: Text { text: description.to_owned() },
            ..Component::default()
        });
        self.components.len() - 1
    }

    fn add(&mut self, component: usize, id: &str, title: Option<&str>, description: Option<&str>) {
        let taxa = &mut self.components[component].taxa;
        self.places.insert((component, id.to_owned()), taxa.len());
        taxa.push(Descriptor {
            id: id.to_owned(),
            short_description: title.map(sentence),
            full_description: description.map(sentence),
            ..Descriptor::default()
        });
    }

    /// A reference to an entry, if the framework has it.
    fn find(&self, framework: &str, id: &str) -> Option<Reference> {
        let component = self.components.iter().position(|component| component.name == framework)?;
        let index = *self.places.get(&(component, id.to_owned()))?;
        let tool_component = ComponentReference { name: framework.to_owned(), index: component };
        Some(Reference { id: id.to_owned(), index, tool_component })
    }

    /// References to threats, capabilities or expectations.
    pub(super) fn own<'i>(&self, ids: impl Iterator<Item = &'i str>) -> Vec<Reference> {
        ids.filter_map(|id| self.find(OWN, id)).collect()
    }

    pub(super) fn references(&self) -> Vec<ComponentReference> {
        let components = self.components.iter().enumerate();
        components.map(|(index, it)| ComponentReference { name: it.name.clone(), index }).collect()
    }

    pub(super) fn into_components(self) -> Vec<Component> {
        self.components
    }
}

/// The controls of frameworks that a rule refers to; its other references are addresses of pages.
fn controls_of(rule: &Rule) -> impl Iterator<Item = (&str, &str)> {
    let references = rule.references.iter().filter(|reference| !reference.contains("://"));
    references
        .filter(|reference| references::standing(reference) != Standing::Malformed)
        .filter_map(|reference| reference.split_once('/'))
}

/// Every rule of a run.
pub(super) fn rules(registry: &Registry, taxonomies: &Taxonomies) -> Vec<Descriptor> {
    registry.rules().iter().map(|rule| descriptor(rule, taxonomies)).collect()
}

fn descriptor(rule: &Rule, taxonomies: &Taxonomies) -> Descriptor {
    let about = rule.is_expectation().then(|| capability_of(&rule.id));
    let own = std::iter::once(rule.id.as_str()).chain(about).chain(rule.threats.iter().map(String::as_str));
    let controls = controls_of(rule)
        .filter_map(|(framework, control)| taxonomies.find(&spelled(&format!("{framework}/")), control));
    let relationships = taxonomies
        .own(own)
        .into_iter()
        .chain(controls)
        .map(|target| Relationship { target, kinds: ["relevant"] })
        .collect();
    let tags: Vec<&str> = ["security", "cloud"]
        .into_iter()
        .chain(about)
        .chain(rule.threats.iter().map(String::as_str))
        .take(TAGS)
        .collect();
    Descriptor {
        id: rule.id.clone(),
        name: Some(name(&rule.id)),
        short_description: Some(sentence(&rule.title)),
        full_description: Some(sentence(&rule.description)),
        help: Some(Help { text: plain_help(rule), markdown: markdown_help(rule) }),
        default_configuration: Some(Configuration { level: rule.severity.name() }),
        relationships,
        properties: Some(json!({ "tags": tags, "precision": "high" })),
    }
}

/// SARIF's names have no hyphens: `9.7/encryption-at-rest` is `EncryptionAtRest`.
fn name(id: &str) -> String {
    let words = id.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words
        .skip_while(|word| word.chars().all(|c| c.is_ascii_digit()))
        .flat_map(|word| {
            let mut letters = word.chars();
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters)
        })
        .collect()
}

/// A sentence ends with a full stop, as viewers expect it.
fn sentence(text: &str) -> Text {
    let text = crate::document::visible(text.trim(), true).into_owned();
    let stop = if text.ends_with(['.', '!', '?', ':']) { "" } else { "." };
    Text { text: text + stop }
}

fn plain_help(rule: &Rule) -> String {
    let mut out = rule.description.trim().to_owned();
    for (heading, text) in [("Why", &rule.why), ("What to do", &rule.help), ("For example", &rule.example)] {
        if !text.trim().is_empty() {
            // Writing to a String cannot fail.
            let _ = write!(out, "\n\n{heading}\n{}", text.trim_end());
        }
    }
    if !rule.references.is_empty() {
        let references: Vec<String> = rule.references.iter().map(|it| spelled(it)).collect();
        let _ = write!(out, "\n\nReferences\n{}", references.join("\n"));
    }
    crate::document::visible(&out, true).into_owned()
}

fn markdown_help(rule: &Rule) -> String {
    // The words of shipped rules are written as Markdown; those of others are text.
    let prose = |text: &str| match rule.origin {
        Origin::User => text.lines().map(escape::markdown).collect::<Vec<_>>().join("\n"),
        Origin::Shipped | Origin::Linter => text.to_owned(),
    };
    let mut out = prose(rule.description.trim());
    for (heading, text) in [("Why", &rule.why), ("What to do", &rule.help)] {
        if !text.trim().is_empty() {
            let _ = write!(out, "\n\n## {heading}\n\n{}", prose(text.trim()));
        }
    }
    if !rule.example.trim().is_empty() {
        let _ = write!(out, "\n\n## For example\n\n{}", escape::fenced(&rule.example, "toml").trim_end());
    }
    let threats: Vec<String> = rule
        .threats
        .iter()
        .map(|id| format!("- {id} {}", catalog().threat(id).map_or("", |threat| &threat.title)))
        .collect();
    let references: Vec<String> =
        rule.references.iter().map(|it| format!("- {}", prose(&spelled(it)))).collect();
    for (heading, lines) in [("Threats it answers", threats), ("References", references)] {
        if !lines.is_empty() {
            let _ = write!(out, "\n\n## {heading}\n\n{}", lines.join("\n"));
        }
    }
    let _ = write!(out, "\n\n`ccsec-lint explain {}`", rule.id);
    crate::document::visible(&out, true).into_owned()
}
