//! From a descriptor to verdicts and findings.
//!
//! In: a source, where it lies, and the policies. Out: a [`Judged`] descriptor, with a verdict for
//! every expectation and every finding resolved to bytes.

mod assurance;
mod claims;
mod code;
mod contradiction;
mod coverage;
mod finding;
mod inheritance;
mod input;
mod provider;
mod reports;
mod resources;
mod standing;
mod statement;
mod upstream;
mod verdict;
mod violation;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalog::clause_order;
use crate::descriptor::{self, Descriptor, Upstream};
use crate::discover::Place;
use crate::document::{Day, Document, Fault, Path, Problem, Source, SyntaxError};
use crate::evidence::{self, FileEvidence, Reports};
use crate::infrastructure::{Code, Library, Origin};
use crate::policy::{Evaluator, Registry, Rule, Settings};

pub use assurance::Assurance;
pub use claims::{Claim, Claims, Grade};
pub use code::{judge_code, unclaimed};
pub use coverage::Verdicts;
pub use finding::{Finding, Location};
pub use inheritance::Withheld;
pub use provider::{Found, Lost, LostFinding, Provider, Providers};
pub use statement::{Effect, Statement};
pub use verdict::{Inherited, Judgement, Verdict};

use coverage::Coverage;
use finding::{Draft, Resolver, standalone};
use inheritance::Inheritance;
use standing::Standing;

/// A service, as far as it could be judged.
#[derive(Debug)]
pub struct Service {
    /// Its descriptor.
    pub descriptor: Descriptor,
    /// The flagged threats in the order of the Recommendation.
    pub flagged: Vec<String>,
    /// Who claims what.
    pub claims: Claims,
    /// What was found for each `[[upstream]]` entry.
    pub providers: Providers,
    /// What upstream services are said to provide, and do not.
    pub withheld: Vec<Withheld>,
    /// What the files that are named as evidence are worth.
    pub evidence: Vec<FileEvidence>,
    /// What the infrastructure code shows.
    pub statements: Vec<Statement>,
    /// The units of infrastructure code that the service is built from.
    pub code: Code,
    /// The verdict of every expectation.
    pub verdicts: Verdicts,
}

/// What a file is to the linter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A service descriptor.
    Descriptor,
    /// Infrastructure code.
    Code,
}

/// What came of one file.
#[derive(Debug)]
pub struct Judged {
    /// Its text.
    pub source: Arc<Source>,
    /// What it is.
    pub subject: Subject,
    /// The service; none if its descriptor has holes.
    pub service: Option<Service>,
    /// Everything found, in the order of the text.
    pub findings: Vec<Finding>,
}

/// What every descriptor of a run is judged with.
#[derive(Debug, Clone)]
pub struct Terms {
    /// The day that ages are counted to.
    pub today: Day,
    /// The figures that policies compare with.
    pub settings: Settings,
    /// Which verdict is enough.
    pub assurance: Assurance,
    /// Infrastructure code, each file of it read once.
    pub library: Arc<Library>,
    /// Reports of other scanners, each read once.
    pub reports: Arc<Reports>,
}

impl Terms {
    /// The terms of a run without a configuration.
    pub fn new(today: Day) -> Self {
        Self {
            today,
            settings: Settings::default(),
            assurance: Assurance::default(),
            library: Arc::default(),
            reports: Arc::default(),
        }
    }
}

/// Judges one descriptor. `providers` are what was found for its `[[upstream]]` entries, in their order.
///
/// # Errors
/// Policies that fail, each at its place in the policy.
pub fn judge(
    source: &Arc<Source>,
    place: &Place,
    providers: &[Provider],
    evaluator: &mut Evaluator,
    terms: &Terms,
) -> Result<Judged, Vec<Fault>> {
    let Terms { today, settings, assurance, library, reports } = terms;
    let (today, settings) = (*today, *settings);
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
    let code = match &reading.descriptor {
        Some(descriptor) => library.load(&descriptor.service.infrastructure, place),
        None => Code::default(),
    };
    let looked_up =
        evidence::Terms { place, code: &code, reports, today, oldest_days: settings.document_max_age_days };
    let files = match &reading.descriptor {
        Some(descriptor) => evidence::gather(descriptor, &looked_up),
        None => Vec::new(),
    };
    let (code, files) = (&code, &files);
    let document = &document;
    let seen = BTreeMap::new();
    let mut resolver = Resolver { source, document, code, evidence: files, providers, service: id, seen };
    let mut findings = Vec::new();
    for problem in &reading.problems {
        if let Some(draft) = problem_draft(problem, evaluator.registry()) {
            findings.push(resolver.finding(draft));
        }
    }
    findings.extend(code.unread.iter().filter_map(|unread| {
        let path = Path::root().join("service").join("infrastructure").join(unread.position);
        let named = document.name(&path).unwrap_or_default();
        let rule = evaluator.registry().get("infrastructure/not-found")?;
        let message = format!("`{named}` {}", unread.because);
        let labels = vec![(path, "named here".to_owned())];
        Some(resolver.finding(Draft { help: Some(unread.help.clone()), ..Draft::new(rule, message, labels) }))
    }));
    for (index, provider) in providers.iter().enumerate() {
        let entry = reading.descriptor.as_ref().and_then(|descriptor| descriptor.upstream.get(index));
        let draft = lost_draft(index, provider, evaluator.registry());
        findings.extend(draft.filter(|draft| tells(draft, entry)).map(|draft| resolver.finding(draft)));
    }
    let service = match reading.descriptor {
        None => None,
        Some(descriptor) => {
            let statements = statements(document, &descriptor, code, evaluator)?;
            let mut claims = claims::collect(&descriptor, files, &statements, evaluator.registry());
            let withheld = inheritance::collect(&descriptor, providers, evaluator.registry(), &mut claims);
            let gathered = input::Gathered {
                files,
                statements: &statements,
                claims: &claims,
                providers,
                registry: evaluator.registry(),
            };
            let input = input::build(document, &descriptor, &gathered, today, settings);
            let outcome = evaluator.evaluate(input).map_err(|fault| vec![fault])?;
            let mut verdicts = Verdicts::new();
            for rule in evaluator.registry().rules() {
                let value = outcome.get(&rule.id);
                if rule.is_expectation() {
                    let judgement = value.map_or_else(|| Ok(Judgement::silent()), Judgement::read);
                    let judgement = judgement.map_err(|reason| vec![evaluator.misformed(rule, &reason)])?;
                    verdicts.insert(rule.id.clone(), judgement);
                } else if let Some(value) = value {
                    let violations = violation::read_all(value)
                        .map_err(|reason| vec![evaluator.misformed(rule, &reason)])?;
                    findings.extend(violations.into_iter().map(|violation| {
                        let mut labels = vec![(violation.path, violation.label)];
                        labels.extend(violation.labels);
                        resolver.finding(Draft {
                            help: violation.help,
                            threats: violation.threats,
                            ..Draft::new(rule, violation.message, labels)
                        })
                    }));
                }
            }
            let flagged = flagged(&descriptor);
            let standing = Standing::new(&descriptor, &claims, &statements, files);
            standing.settle(&mut verdicts);
            inheritance::settle(&mut verdicts, &claims, &withheld);
            let inheritance = Inheritance::new(providers, &withheld, &claims, &verdicts);
            let coverage = Coverage {
                registry: evaluator.registry(),
                verdicts: &verdicts,
                claims: &claims,
                standing: &standing,
                inheritance: &inheritance,
                assurance,
                flagged: &flagged,
            };
            findings.extend(coverage.drafts().into_iter().map(|draft| resolver.finding(draft)));
            Some(Service {
                descriptor,
                flagged: flagged.into_iter().map(|(threat, _)| threat).collect(),
                claims,
                providers: providers.into(),
                withheld,
                evidence: files.clone(),
                statements,
                code: code.clone(),
                verdicts,
            })
        }
    };
    sort(&mut findings);
    Ok(Judged { source: Arc::clone(source), subject: Subject::Descriptor, service, findings })
}

/// What the service's infrastructure code shows, in the order of files and text.
fn statements(
    document: &Document<'_>,
    descriptor: &Descriptor,
    code: &Code,
    evaluator: &mut Evaluator,
) -> Result<Vec<Statement>, Vec<Fault>> {
    if code.is_empty() {
        return Ok(Vec::new());
    }
    let input = input::build_for_evidence(document, descriptor, code);
    let attestor = evaluator.attestor(resources::platforms(code))?;
    let resources = u32::try_from(code.len()).unwrap_or(u32::MAX);
    let mut statements = Vec::new();
    let mut faults = Vec::new();
    for (rule, value) in attestor.evaluate(input, resources).map_err(|fault| vec![fault])? {
        match statement::read_all(rule, &value, code) {
            Ok(read) => statements.extend(read),
            Err(reason) => faults.push(Fault::new(format!(
                "the evidence rule `{}` does not keep to the contract: {reason}",
                rule.id
            ))),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    statements.sort_by(|a, b| {
        let place = (a.at.source.name(), a.at.span.start).cmp(&(b.at.source.name(), b.at.span.start));
        place.then_with(|| (&a.rule, &a.path).cmp(&(&b.rule, &b.path)))
    });
    Ok(statements)
}

/// A file that is no descriptor at all: not TOML, not UTF-8, too large.
pub fn unreadable(source: &Arc<Source>, registry: &Registry, rule: &str, error: &SyntaxError) -> Judged {
    let place = Location {
        source: Arc::clone(source),
        span: error.span.clone(),
        label: "reading stopped here".to_owned(),
    };
    let rule = registry.get(rule);
    let findings = rule.map(|rule| standalone(rule, &error.message, None, place, &[])).into_iter().collect();
    Judged { source: Arc::clone(source), subject: Subject::Descriptor, service: None, findings }
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
    let labels = std::iter::once((problem.path.clone(), problem.label.clone()));
    let labels = labels.chain(problem.also.iter().cloned()).collect();
    Some(Draft {
        help: problem.help.clone(),
        key: problem.key,
        ..Draft::new(rule, problem.message.clone(), labels)
    })
}

/// Whether a lost upstream service is worth a finding: a circle always, for it is told in one place alone; all
/// else of a descriptor that is whole; and an id that nothing has, if something is said to be provided or
/// another id is like it.
fn tells(draft: &Draft<'_>, entry: Option<&Upstream>) -> bool {
    match (draft.rule.id.as_str(), entry) {
        ("chain/cycle", _) => true,
        (_, None) => false,
        ("chain/unknown-service", Some(entry)) => {
            !entry.provides.is_empty() || entry.descriptor.is_some() || !draft.elsewhere.is_empty()
        }
        _ => true,
    }
}

/// That an upstream service was not found, or that it was and cannot be judged.
fn lost_draft<'a>(index: usize, provider: &Provider, registry: &'a Registry) -> Option<Draft<'a>> {
    let entry = Path::root().join("upstream").join(index);
    match provider {
        Provider::Lost(lost) => {
            let finding = lost.finding.as_ref()?;
            let labels = vec![(entry.join(finding.key), finding.label.clone())];
            Some(Draft {
                help: finding.help.clone(),
                elsewhere: finding.also.clone(),
                ..Draft::new(registry.get(finding.rule)?, finding.message.clone(), labels)
            })
        }
        Provider::Found(found) if found.judged.service.is_none() => {
            let name = found.judged.source.name();
            let message =
                format!("the upstream service cannot be judged: its descriptor `{name}` has faults");
            let labels = vec![(entry.join("service"), "built on this service".to_owned())];
            let first = found.judged.findings.first().and_then(|finding| finding.locations.first());
            let fault = first.map(|it| {
                (Origin::new(&it.source, it.span.clone()), "its descriptor is at fault here".to_owned())
            });
            Some(Draft {
                help: Some(format!("mend it: ccsec-lint {name}")),
                elsewhere: fault.into_iter().collect(),
                ..Draft::new(registry.get("chain/unreadable-service")?, message, labels)
            })
        }
        Provider::Found(_) => None,
    }
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
