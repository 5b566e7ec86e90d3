//! `ccsec-lint explain ID`: what, why, who, references, and an example that meets it.

use crate::catalog::{capability_of, references};
use crate::document::{Fault, nearest};
use crate::policy::{EvidenceRule, Registry, Rule, catalog};
use crate::report::wrap;

use super::args::Explain;
use super::exit::Exit;
use super::{out, session};

const WIDTH: usize = 92;

pub(super) fn run(arguments: &Explain) -> Result<Exit, Vec<Fault>> {
    let registry = session::registry(&arguments.rules)?;
    let evidence = session::evidence_rules(&arguments.rules)?;
    let id = arguments.id.trim();
    let text = threat(id, &registry)
        .or_else(|| capability(id, &registry))
        .or_else(|| registry.get(id).map(|found| rule(found) + &held_against(id, &evidence)))
        .or_else(|| evidence.iter().find(|rule| rule.id == id).map(|rule| evidence_rule(rule, &registry)))
        .ok_or_else(|| vec![unknown(id, &registry, &evidence)])?;
    out::write(&text, &arguments.output).map_err(|fault| vec![fault])?;
    Ok(Exit::Clean)
}

fn unknown(id: &str, registry: &Registry, evidence: &[EvidenceRule]) -> Fault {
    let threats = catalog().threats();
    let capabilities = catalog().capabilities();
    let known = threats
        .iter()
        .map(|(id, _)| *id)
        .chain(capabilities.iter().map(|(id, _)| *id))
        .chain(registry.rules().iter().map(|rule| rule.id.as_str()))
        .chain(evidence.iter().map(|rule| rule.id.as_str()));
    let fault = Fault::new(format!("`{id}` is not a threat, a capability, an expectation or a rule"));
    let below: Vec<&str> = threats
        .iter()
        .map(|(known, _)| *known)
        .filter(|known| known.starts_with(&format!("{id}.")))
        .collect();
    if !below.is_empty() {
        return fault
            .with_help(format!("did you mean one of {}? see: ccsec-lint list threats", below.join(", ")));
    }
    let lists = "ccsec-lint list expectations";
    match nearest(id, known) {
        Some(near) => fault.with_help(format!("did you mean {near}? see: {lists}")),
        None => fault.with_help(format!("see: {lists}")),
    }
}

fn threat(id: &str, registry: &Registry) -> Option<String> {
    let threat = catalog().threat(id)?;
    let kind = match threat.kind {
        crate::catalog::ThreatKind::Threat => "security threat",
        crate::catalog::ThreatKind::Challenge => "security challenge",
    };
    let mut text = format!(
        "{id} {}\na {kind}, the concern of the {} ({})\n\n{}\n\nAnswered by (Table A.1)\n",
        threat.title,
        threat.party.term(),
        threat.party.name(),
        folded(&threat.summary, "")
    );
    for capability in catalog().required_by(id) {
        let title = catalog().capability(capability).map_or("", |capability| &capability.title);
        text.push_str(&format!("  {capability} {title}\n"));
        for rule in registry.answering_with(id, capability) {
            text.push_str(&format!("    {:<36} {}\n", rule.id, rule.title));
        }
    }
    if !threat.called_for_by.is_empty() {
        text.push_str("\nCalled for by facts of a descriptor: beside one of these it cannot be dismissed\n");
        for fact in &threat.called_for_by {
            text.push_str(&format!("{}\n", hanging(fact, "  ", "      ")));
        }
    }
    text.push_str(&errata(id));
    Some(text)
}

fn capability(id: &str, registry: &Registry) -> Option<String> {
    let capability = catalog().capability(id)?;
    let mut text = format!(
        "{id} {}\na security capability\n\n{}\n\nExpected\n",
        capability.title,
        folded(&capability.summary, "")
    );
    for rule in registry.expectations_of(id) {
        text.push_str(&format!("  {:<36} {}\n", rule.id, rule.title));
        text.push_str(&format!("{}\n", folded(&rule.description, "    ")));
        text.push_str(&format!("    answers {}\n", rule.threats.join(", ")));
    }
    text.push_str("\nWhy, what to do, and an example that meets it\n");
    for rule in registry.expectations_of(id) {
        text.push_str(&format!("  ccsec-lint explain {}\n", rule.id));
    }
    text.push_str("\nRequired by (Table A.1)\n");
    for (threat, row) in catalog().threats() {
        if catalog().answers(threat, id) {
            text.push_str(&format!("  {threat:<6} {}\n", row.title));
        }
    }
    text.push_str(&errata(id));
    Some(text)
}

/// The evidence rules that hold the claim of an expectation against infrastructure code.
fn held_against(id: &str, evidence: &[EvidenceRule]) -> String {
    let speaking: Vec<&EvidenceRule> =
        evidence.iter().filter(|rule| rule.expectations.iter().any(|own| own == id)).collect();
    if speaking.is_empty() {
        return String::new();
    }
    let mut text = "\nHeld against infrastructure code by\n".to_owned();
    for rule in speaking {
        text.push_str(&format!("  {:<36} {}\n", rule.id, rule.title));
    }
    text
}

/// The page of an evidence rule.
fn evidence_rule(rule: &EvidenceRule, registry: &Registry) -> String {
    let mut text = format!("{} {}\nan evidence rule\n", rule.id, rule.title);
    text.push_str(&format!("\n{}\n", folded(&rule.description, "")));
    if !rule.expectations.is_empty() {
        text.push_str("\nSpeaks for\n");
        for id in &rule.expectations {
            let title = registry.get(id).map_or("", |rule| &rule.title);
            text.push_str(&format!("  {id:<36} {title}\n"));
        }
    }
    if !rule.facts.is_empty() {
        text.push_str(&format!("\nShows\n  {}\n", rule.facts.join(", ")));
    }
    text.push_str(&format!("\nLooks at\n{}\n", folded(&rule.resources.join(", "), "  ")));
    text.push_str(&format!("\nWhy\n{}\n", folded(&rule.why, "  ")));
    text.push_str(&format!("\nWhat to do\n{}\n", folded(&rule.help, "  ")));
    text.push_str(&format!(
        "\nTo set it aside, above the resource or inside of it\n  # ccsec: ignore[{}] why that is accepted\n",
        rule.id
    ));
    if !rule.references.is_empty() {
        text.push_str("\nReferences\n");
        for reference in &rule.references {
            text.push_str(&format!("  {reference}\n"));
        }
    }
    text
}

/// The page of a rule.
pub(super) fn rule(rule: &Rule) -> String {
    let mut text = format!("{} {}\n", rule.id, rule.title);
    if rule.is_expectation() {
        let capability = capability_of(&rule.id);
        let title = catalog().capability(capability).map_or("", |capability| &capability.title);
        text.push_str(&format!(
            "an expectation, severity {}\nof {capability} {title}\n",
            rule.severity.name()
        ));
    } else {
        text.push_str(&format!("a rule, severity {}\n", rule.severity.name()));
    }
    text.push_str(&format!("\n{}\n", folded(&rule.description, "")));
    if !rule.why.is_empty() {
        text.push_str(&format!("\nWhy\n{}\n", folded(&rule.why, "  ")));
    }
    if !rule.threats.is_empty() {
        text.push_str("\nThreats it answers\n");
        for threat in &rule.threats {
            let row = catalog().threat(threat);
            let title = row.map_or("", |row| &row.title);
            let party = row.map_or("", |row| row.party.name());
            text.push_str(&format!("  {threat:<6} {title} ({party})\n"));
        }
    }
    if let Some(provider) = &rule.provider {
        text.push_str(&format!("\nUsually provided by\n  {provider}\n"));
    }
    if !rule.help.is_empty() {
        text.push_str(&format!("\nWhat to do\n{}\n", folded(&rule.help, "  ")));
    }
    if !rule.example.is_empty() {
        let example = if rule.is_expectation() { beside_others(&rule.example) } else { rule.example.clone() };
        text.push_str(&format!("\nAn example\n{}", indented(&example)));
    }
    if !rule.references.is_empty() {
        text.push_str("\nReferences\n");
        for reference in &rule.references {
            text.push_str(&format!("  {}\n", references::spelled(reference)));
        }
    }
    text.push_str(&errata(capability_of(&rule.id)));
    text
}

fn errata(clause: &str) -> String {
    let mut text = String::new();
    for erratum in catalog().errata_for(clause) {
        if text.is_empty() {
            text.push_str("\nSlips of the draft\n");
        }
        let line = format!("clause {} {}; {}", erratum.clause, erratum.slip, erratum.reading);
        text.push_str(&format!("{}\n", folded(&line, "  ")));
    }
    text
}

/// Text in lines that a terminal shows whole.
fn folded(text: &str, indent: &str) -> String {
    let lines: Vec<String> =
        text.trim().lines().map(|paragraph| hanging(paragraph, indent, indent)).collect();
    lines.join("\n")
}

/// A paragraph in lines that a terminal shows whole, the first with an indent of its own.
fn hanging(paragraph: &str, first: &str, others: &str) -> String {
    let paragraph: Vec<&str> = paragraph.split_whitespace().collect();
    let paragraph = paragraph.join(" ");
    let mut text = first.to_owned();
    let mut width = first.len();
    let mut empty = true;
    for word in wrap::words(&paragraph) {
        let length = word.chars().count();
        if !empty && width + 1 + length > WIDTH {
            text.push('\n');
            text.push_str(others);
            width = others.len();
        } else if !empty {
            text.push(' ');
            width += 1;
        }
        text.push_str(&word);
        width += length;
        empty = false;
    }
    text
}

/// An example that can be pasted below another one. A table such as `[sla]` may stand in a descriptor
/// once: its lines become comments, which say where to write them.
fn beside_others(example: &str) -> String {
    let mut repeatable = String::new();
    let mut once = String::new();
    let mut single = false;
    for line in example.lines() {
        if line.starts_with('[') {
            single = !line.starts_with("[[");
            if single {
                once.push_str(&format!("\n# in {line}, which stands in a descriptor once:\n"));
                continue;
            }
        }
        if !single {
            repeatable.push_str(&format!("{line}\n"));
        } else if !line.trim().is_empty() {
            once.push_str(&format!("# {line}\n"));
        }
    }
    format!("{}\n{once}", repeatable.trim_end())
}

fn indented(text: &str) -> String {
    text.trim_end()
        .lines()
        .map(|line| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") })
        .collect()
}
