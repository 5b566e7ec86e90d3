//! What is to be said of infrastructure code itself, whatever service it belongs to.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::infrastructure::{Origin, Unit};
use crate::policy::Registry;

use super::finding::{Finding, Location, standalone};
use super::statement::Statement;
use super::{Judged, Subject};

/// Why a comment that sets something aside does not work.
const FORM: &str = "write `# ccsec: ignore[9.7/encryption-at-rest] reason`";

/// Findings about the units of a run, file by file. `statements` are those of all services: a comment
/// that set none of them aside is reported.
pub fn judge_code<'s>(
    units: &[Arc<Unit>],
    statements: impl Iterator<Item = &'s Statement> + Clone,
    registry: &Registry,
) -> Vec<Judged> {
    let mut remarks = Vec::new();
    for unit in units {
        for broken in &unit.broken {
            remarks.push(Remark {
                rule: "infrastructure/syntax",
                message: broken.message.clone(),
                label: "reading stopped here",
                help: broken.help.clone(),
                origin: &broken.origin,
            });
        }
        for skipped in &unit.unevaluated {
            remarks.push(Remark {
                rule: "infrastructure/not-evaluated",
                message: format!("{} is not evaluated: {}", skipped.what, clause(&skipped.because)),
                label: "not evaluated",
                help: None,
                origin: &skipped.origin,
            });
        }
        for malformed in unit.suppressions.iter().flat_map(|file| &file.malformed) {
            remarks.push(Remark {
                rule: "infrastructure/suppression",
                message: malformed.message.clone(),
                label: "sets nothing aside",
                help: malformed.help.clone().or_else(|| Some(FORM.to_owned())),
                origin: &malformed.origin,
            });
        }
        for suppression in unit.suppressions.iter().flat_map(|file| &file.suppressions) {
            if suppression.reason.is_none() {
                remarks.push(Remark {
                    rule: "infrastructure/suppression",
                    message: "the suppression gives no reason".to_owned(),
                    label: "why?",
                    help: Some("say after the bracket why it is accepted".to_owned()),
                    origin: &suppression.comment,
                });
                continue;
            }
            for id in &suppression.ids {
                let known =
                    registry.get(&id.text).is_some() || statements.clone().any(|it| it.rule == id.text);
                let used = statements.clone().any(|statement| {
                    let by = statement.set_aside.as_ref();
                    by.is_some_and(|by| by.comment == suppression.comment && by.id == id.text)
                });
                if !used {
                    remarks.push(Remark {
                        rule: "infrastructure/suppression",
                        message: if known {
                            format!("nothing here contradicts `{}`", id.text)
                        } else {
                            format!("`{}` is neither an expectation nor an evidence rule that spoke", id.text)
                        },
                        label: "sets nothing aside",
                        help: Some("remove it".to_owned()),
                        origin: &id.origin,
                    });
                }
            }
        }
    }
    by_file(&remarks, registry)
}

/// Code that no service names: one finding for each folder, at its first resource.
pub fn unclaimed(units: &[Arc<Unit>], registry: &Registry) -> Vec<Judged> {
    let mut folders: BTreeSet<String> = BTreeSet::new();
    let mut remarks = Vec::new();
    for unit in units {
        let Some(first) = unit.resources.first() else { continue };
        let file = first.header.source.name();
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        if folders.insert(folder.to_owned()) {
            let place = if folder.is_empty() { "this folder".to_owned() } else { format!("`{folder}`") };
            remarks.push(Remark {
                rule: "infrastructure/unclaimed",
                message: format!("no descriptor covers the infrastructure code in {place}"),
                label: "for one",
                help: None,
                origin: &first.header,
            });
        }
    }
    by_file(&remarks, registry)
}

struct Remark<'a> {
    rule: &'static str,
    message: String,
    label: &'static str,
    help: Option<String>,
    origin: &'a Origin,
}

/// A clause of its own: what is said of the thing itself needs a subject, "its source …" has one.
fn clause(because: &str) -> String {
    let own = ["it ", "its ", "there "].iter().any(|subject| because.starts_with(subject));
    if own { because.to_owned() } else { format!("it {because}") }
}

/// Puts the remarks on one file together, in the order of names and text.
fn by_file(remarks: &[Remark<'_>], registry: &Registry) -> Vec<Judged> {
    let mut sorted: Vec<&Remark<'_>> = remarks.iter().collect();
    let key = |it: &Remark<'_>| {
        (it.origin.source.name().to_owned(), it.origin.span.start, it.rule, it.message.clone())
    };
    sorted.sort_by_key(|it| key(it));
    sorted.dedup_by_key(|it| key(it));
    let mut judged: Vec<Judged> = Vec::new();
    for remark in sorted {
        let Some(finding) = finding(remark, registry) else { continue };
        match judged.last_mut() {
            Some(last) if last.source.name() == remark.origin.source.name() => last.findings.push(finding),
            _ => judged.push(Judged {
                source: Arc::clone(&remark.origin.source),
                subject: Subject::Code,
                service: None,
                findings: vec![finding],
            }),
        }
    }
    judged
}

fn finding(remark: &Remark<'_>, registry: &Registry) -> Option<Finding> {
    let rule = registry.get(remark.rule)?;
    let place = Location {
        source: Arc::clone(&remark.origin.source),
        span: remark.origin.span.clone(),
        label: remark.label.to_owned(),
    };
    Some(standalone(rule, &remark.message, remark.help.as_deref(), place, &[&remark.message]))
}
