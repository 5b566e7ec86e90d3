//! `ccsec-lint list`: the catalog, for people and programs.

use serde_json::{Value as Json, json};

use crate::catalog::capability_of;
use crate::document::Fault;
use crate::policy::{EvidenceRule, Registry, Rule, catalog};

use super::args::{List, ListFormat, Listed};
use super::exit::Exit;
use super::{out, session};

pub(super) fn run(arguments: &List) -> Result<Exit, Vec<Fault>> {
    let registry = session::registry(&arguments.rules)?;
    let evidence = match arguments.what {
        Listed::Evidence => session::evidence_rules(&arguments.rules)?,
        _ => Vec::new(),
    };
    let (columns, rows) = table(arguments.what, &registry, &evidence);
    let text = match arguments.format {
        ListFormat::Human => aligned(&rows),
        ListFormat::Markdown => markdown(&columns, &rows),
        ListFormat::Json => format!("{:#}\n", data(arguments.what, &registry, &evidence)),
    };
    out::write(&text, &arguments.output).map_err(|fault| vec![fault])?;
    Ok(Exit::Clean)
}

type Row = Vec<String>;

fn table(what: Listed, registry: &Registry, evidence: &[EvidenceRule]) -> (Vec<&'static str>, Vec<Row>) {
    match what {
        Listed::Threats => (
            vec!["threat", "party", "title", "answered by"],
            catalog()
                .threats()
                .into_iter()
                .map(|(id, threat)| {
                    vec![
                        id.to_owned(),
                        threat.party.name().to_owned(),
                        threat.title.clone(),
                        catalog().required_by(id).join(" "),
                    ]
                })
                .collect(),
        ),
        Listed::Capabilities => (
            vec!["capability", "title", "expectations"],
            catalog()
                .capabilities()
                .into_iter()
                .map(|(id, capability)| {
                    let expectations = registry.expectations_of(id).count();
                    vec![id.to_owned(), capability.title.clone(), expectations.to_string()]
                })
                .collect(),
        ),
        Listed::Expectations => (
            vec!["expectation", "severity", "title", "threats"],
            registry
                .expectations()
                .map(|rule| {
                    vec![
                        rule.id.clone(),
                        rule.severity.name().to_owned(),
                        rule.title.clone(),
                        rule.threats.join(" "),
                    ]
                })
                .collect(),
        ),
        Listed::Rules => (
            vec!["rule", "severity", "finds"],
            registry
                .rules()
                .iter()
                .map(|rule| vec![rule.id.clone(), rule.severity.name().to_owned(), rule.title.clone()])
                .collect(),
        ),
        Listed::Evidence => (
            vec!["evidence rule", "speaks for", "title"],
            evidence
                .iter()
                .map(|rule| {
                    let subjects = [rule.expectations.as_slice(), rule.facts.as_slice()].concat();
                    vec![rule.id.clone(), subjects.join(" "), rule.title.clone()]
                })
                .collect(),
        ),
    }
}

fn data(what: Listed, registry: &Registry, evidence: &[EvidenceRule]) -> Json {
    match what {
        Listed::Threats => catalog()
            .threats()
            .into_iter()
            .map(|(id, threat)| {
                json!({
                    "id": id, "title": threat.title, "party": threat.party.name(), "kind": threat.kind,
                    "summary": threat.summary, "capabilities": catalog().required_by(id),
                })
            })
            .collect(),
        Listed::Capabilities => catalog()
            .capabilities()
            .into_iter()
            .map(|(id, capability)| {
                let expectations: Vec<&str> =
                    registry.expectations_of(id).map(|rule| rule.id.as_str()).collect();
                json!({
                    "id": id, "title": capability.title, "summary": capability.summary,
                    "expectations": expectations,
                })
            })
            .collect(),
        Listed::Evidence => evidence
            .iter()
            .map(|rule| {
                json!({
                    "id": rule.id, "title": rule.title, "description": rule.description,
                    "expectations": rule.expectations, "facts": rule.facts,
                    "resources": rule.resources, "why": rule.why, "help": rule.help,
                    "references": rule.references,
                })
            })
            .collect(),
        Listed::Expectations => registry.expectations().map(rule).collect(),
        Listed::Rules => registry.rules().iter().map(rule).collect(),
    }
}

fn rule(rule: &Rule) -> Json {
    json!({
        "id": rule.id,
        "title": rule.title,
        "severity": rule.severity.name(),
        "description": rule.description,
        "capability": rule.is_expectation().then(|| capability_of(&rule.id)),
        "threats": rule.threats,
        "provider": rule.provider,
        "why": rule.why,
        "help": rule.help,
        "example": rule.example,
        "references": rule.references,
    })
}

fn aligned(rows: &[Row]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let widths: Vec<usize> = (0..columns)
        .map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0))
        .collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(&format!("{cell:<width$}  "));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn markdown(columns: &[&str], rows: &[Row]) -> String {
    let mut out = format!("| {} |\n|{}\n", columns.join(" | "), "---|".repeat(columns.len()));
    for row in rows {
        let mut cells = row.iter();
        let id = cells.next().map_or("", String::as_str);
        out.push_str(&format!("| `{id}` | {} |\n", cells.cloned().collect::<Vec<_>>().join(" | ")));
    }
    out
}
