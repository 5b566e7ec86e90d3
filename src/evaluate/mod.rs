//! From a descriptor to verdicts and findings.
//!
//! In: a source, where it lies, and the policies. Out: a [`Judged`] descriptor, with a verdict for
//! every expectation and every finding resolved to bytes.

mod coverage;
mod finding;
mod input;
mod verdict;
mod violation;

use std::sync::Arc;

use crate::catalog::clause_order;
use crate::descriptor::{self, Descriptor};
use crate::document::{Day, Document, Fault, Path, Problem, Source, SyntaxError};
use crate::evidence::{self, FileEvidence, Place};
use crate::policy::{Evaluator, Registry, Rule, Settings};

pub use coverage::Verdicts;
pub use finding::{Finding, Location};
pub use input::{Claim, Claims};
pub use verdict::{Judgement, Verdict};

use coverage::Coverage;
use finding::{Draft, Resolver};

/// A service, as far as it could be judged.
#[derive(Debug)]
pub struct Service {
    /// Its descriptor.
    pub descriptor: Descriptor,
    /// The flagged threats in the order of the Recommendation.
    pub flagged: Vec<String>,
    /// Who claims what.
    pub claims: Claims,
    /// What the files that are named as evidence are worth.
    pub evidence: Vec<FileEvidence>,
    /// The verdict of every expectation.
    pub verdicts: Verdicts,
}

/// What came of one descriptor.
#[derive(Debug)]
pub struct Judged {
    /// Its text.
    pub source: Arc<Source>,
    /// The service; none if its descriptor has holes.
    pub service: Option<Service>,
    /// Everything found, in the order of the text.
    pub findings: Vec<Finding>,
}

/// Judges one descriptor.
///
/// # Errors
/// A policy that fails, at its place in the policy.
pub fn judge(
    source: &Arc<Source>,
    place: &Place,
    evaluator: &mut Evaluator,
    today: Day,
    settings: Settings,
) -> Result<Judged, Fault> {
    let document = match Document::parse(source) {
        Ok(document) => document,
        Err(error) => {
            // A day that no calendar has is a fault of TOML's grammar; people look for it as a date.
            let date = error.message.starts_with("invalid date");
            let rule = if date { "descriptor/invalid-date" } else { "descriptor/syntax" };
            return Ok(unreadable(source, evaluator.registry(), rule, &error));
        }
    };
    let reading = descriptor::read(&document, today);
    if let Some(error) = &reading.undecodable {
        return Ok(unreadable(source, evaluator.registry(), "descriptor/wrong-type", error));
    }
    let id = reading.descriptor.as_ref().map(|descriptor| descriptor.service.id.0.clone());
    let mut resolver = Resolver::new(source, &document, id);
    let mut findings = Vec::new();
    for problem in &reading.problems {
        if let Some(draft) = problem_draft(problem, evaluator.registry()) {
            findings.push(resolver.finding(draft));
        }
    }
    let service = match reading.descriptor {
        None => None,
        Some(descriptor) => {
            let files = evidence::gather(&descriptor, place, today, settings.document_max_age_days);
            let claims = input::claims(&descriptor, &files, evaluator.registry());
            let input = input::build(&document, &descriptor, &files, &claims, today, settings);
            let outcome = evaluator.evaluate(input)?;
            let mut verdicts = Verdicts::new();
            for rule in evaluator.registry().rules() {
                let value = outcome.get(&rule.id);
                if rule.is_expectation() {
                    let judgement = value.map_or_else(|| Ok(Judgement::silent()), Judgement::read);
                    let judgement = judgement.map_err(|reason| evaluator.misformed(rule, &reason))?;
                    verdicts.insert(rule.id.clone(), judgement);
                } else if let Some(value) = value {
                    let violations =
                        violation::read_all(value).map_err(|reason| evaluator.misformed(rule, &reason))?;
                    findings.extend(violations.into_iter().map(|violation| {
                        let mut labels = vec![(violation.path, violation.label)];
                        labels.extend(violation.labels);
                        resolver.finding(Draft {
                            rule,
                            message: violation.message,
                            help: violation.help,
                            capability: None,
                            expectations: Vec::new(),
                            threats: violation.threats,
                            labels,
                            key: false,
                        })
                    }));
                }
            }
            let flagged = flagged(&descriptor);
            let coverage = Coverage {
                registry: evaluator.registry(),
                verdicts: &verdicts,
                claims: &claims,
                flagged: &flagged,
            };
            findings.extend(coverage.drafts().into_iter().map(|draft| resolver.finding(draft)));
            Some(Service {
                descriptor,
                flagged: flagged.into_iter().map(|(threat, _)| threat).collect(),
                claims,
                evidence: files,
                verdicts,
            })
        }
    };
    sort(&mut findings);
    Ok(Judged { source: Arc::clone(source), service, findings })
}

/// A file that is no descriptor at all: not TOML, not UTF-8, too large.
pub fn unreadable(source: &Arc<Source>, registry: &Registry, rule: &str, error: &SyntaxError) -> Judged {
    let mut findings = Vec::new();
    if let Some(rule) = registry.get(rule) {
        let about = format!("{}\0{}", rule.id, source.name());
        findings.push(Finding {
            rule: rule.id.clone(),
            severity: rule.severity,
            message: error.message.clone(),
            help: Some(rule.help.clone()).filter(|help| !help.is_empty()),
            service: None,
            capability: None,
            expectations: Vec::new(),
            threats: Vec::new(),
            locations: vec![Location {
                source: Arc::clone(source),
                span: error.span.clone(),
                label: "reading stopped here".to_owned(),
            }],
            fingerprint: blake3::hash(about.as_bytes()).to_hex()[..32].to_owned(),
        });
    }
    Judged { source: Arc::clone(source), service: None, findings }
}

/// The known flagged threats and their places, in the order of the Recommendation.
fn flagged(descriptor: &Descriptor) -> Vec<(String, Path)> {
    let flagged = Path::root().join("threats").join("flagged");
    let mut threats: Vec<(String, Path)> = Vec::new();
    for (index, threat) in descriptor.threats.flagged.iter().enumerate() {
        let known = crate::policy::catalog().threat(&threat.0).is_some();
        if known && !threats.iter().any(|(id, _)| *id == threat.0) {
            threats.push((threat.0.clone(), flagged.join(index)));
        }
    }
    threats.sort_by(|(a, _), (b, _)| clause_order(a, b));
    threats
}

fn problem_draft<'a>(problem: &Problem, registry: &'a Registry) -> Option<Draft<'a>> {
    let rule: &Rule = registry.get(&format!("descriptor/{}", problem.kind.slug()))?;
    Some(Draft {
        rule,
        message: problem.message.clone(),
        help: problem.help.clone(),
        capability: None,
        expectations: Vec::new(),
        threats: Vec::new(),
        labels: std::iter::once((problem.path.clone(), problem.label.clone()))
            .chain(problem.also.iter().cloned())
            .collect(),
        key: problem.key,
    })
}

/// The order of the text; at one place, the order of rules and of the Recommendation.
fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        let key = |finding: &Finding| {
            finding
                .locations
                .first()
                .map(|location| (location.span.start, location.span.end))
                .unwrap_or_default()
        };
        key(a)
            .cmp(&key(b))
            .then_with(|| clause_order(&a.rule, &b.rule))
            .then_with(|| {
                let capability = |finding: &Finding| finding.capability.clone().unwrap_or_default();
                clause_order(&capability(a), &capability(b))
            })
            .then_with(|| {
                let threat = |finding: &Finding| finding.threats.first().cloned().unwrap_or_default();
                clause_order(&threat(a), &threat(b))
            })
            .then_with(|| a.message.cmp(&b.message))
    });
}
