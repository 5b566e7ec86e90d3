//! Findings and verdicts as SARIF's results.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::document::{Document, Path, Source, Span, visible};
use crate::evaluate::{Finding, Judged, Service, Verdict};
use crate::policy::{Registry, Rule, Severity};
use crate::report::Run;

use super::format::Outcome;
use super::message;
use super::places::Places;
use super::rules::Taxonomies;

/// The places of one result that GitHub takes.
const MOST_PLACES: usize = 1_000;

/// What becomes a result.
pub(super) enum Candidate<'a> {
    Finding(&'a Finding),
    Verdict(Open<'a>),
}

/// An expectation that a flagged threat asks for, and that does not apply or could not be judged.
pub(super) struct Open<'a> {
    rule: &'a Rule,
    service: &'a str,
    verdict: Verdict,
    because: Option<&'a str>,
    source: &'a Arc<Source>,
    span: Span,
}

impl<'a> Candidate<'a> {
    /// Every result of a run, in the order of files. Verdicts are less than notes: they come only where
    /// notes are shown.
    pub(super) fn of(run: &'a Run) -> Vec<Self> {
        let mut all = Vec::new();
        for judged in &run.judged {
            all.extend(run.shown(judged).map(Self::Finding));
            if let Some(service) = &judged.service
                && run.min_severity == Severity::Note
            {
                all.extend(open(judged, service, &run.registry).into_iter().map(Self::Verdict));
            }
        }
        all
    }

    /// Findings go before verdicts, severe ones before others.
    pub(super) fn weight(&self) -> Option<Severity> {
        match self {
            Self::Finding(finding) => Some(finding.severity),
            Self::Verdict(_) => None,
        }
    }
}

/// The open expectations of a service, each at the place that decided it, or else where the first of
/// the threats that it answers is flagged.
fn open<'a>(judged: &'a Judged, service: &'a Service, registry: &'a Registry) -> Vec<Open<'a>> {
    // A descriptor that was judged has been parsed before.
    let Ok(document) = Document::parse(&judged.source) else { return Vec::new() };
    let flagged = &service.descriptor.threats.flagged;
    let asked = registry.expectations().filter_map(|rule| {
        let position = flagged.iter().position(|flagged| rule.threats.contains(&flagged.0))?;
        let judgement = service.verdicts.get(&rule.id)?;
        let threat = Path::root().join("threats").join("flagged").join(position);
        let path = judgement.path.as_ref().filter(|path| document.leads_somewhere(path)).unwrap_or(&threat);
        matches!(judgement.verdict, Verdict::NotApplicable | Verdict::NotEvaluated).then(|| Open {
            rule,
            service: &service.descriptor.service.id.0,
            verdict: judgement.verdict,
            because: judgement.because.as_deref(),
            source: &judged.source,
            span: document.locate(path),
        })
    });
    asked.collect()
}

/// Makes results.
pub(super) struct Results<'a> {
    /// The position of each rule.
    rules: BTreeMap<&'a str, usize>,
    pub(super) places: Places<'a>,
    taxonomies: &'a Taxonomies,
}

impl<'a> Results<'a> {
    pub(super) fn new(run: &'a Run, places: Places<'a>, taxonomies: &'a Taxonomies) -> Self {
        let rules = run.registry.rules().iter().enumerate();
        Self { rules: rules.map(|(index, rule)| (rule.id.as_str(), index)).collect(), places, taxonomies }
    }

    pub(super) fn outcome(&mut self, candidate: &Candidate<'_>) -> Outcome {
        match candidate {
            Candidate::Finding(finding) => self.finding(finding),
            Candidate::Verdict(open) => self.verdict(open),
        }
    }

    // A finding that a waiver accepts is to carry `suppressions` here: of kind `external`, with the
    // waiver's reason as their justification.
    fn finding(&mut self, finding: &Finding) -> Outcome {
        let places = finding.locations.iter().take(MOST_PLACES).enumerate();
        let mut locations: Vec<_> = places
            .map(|(number, place)| {
                let id = (number > 0).then_some(number);
                self.places.location(&place.source, &place.span, &place.label, id)
            })
            .collect();
        let related_locations = locations.split_off(locations.len().min(1));
        let about = finding.threats.iter().chain(&finding.capability).chain(&finding.expectations);
        Outcome {
            rule_id: finding.rule.clone(),
            rule_index: self.rules.get(finding.rule.as_str()).copied(),
            kind: "fail",
            level: finding.severity.name(),
            message: message(&finding.message),
            locations,
            related_locations,
            partial_fingerprints: fingerprints("ccsecFinding/v1", &finding.fingerprint),
            taxa: self.taxonomies.own(about.map(String::as_str)),
            properties: finding.service.as_ref().map(|id| json!({ "service": visible(id, false) })),
        }
    }

    fn verdict(&mut self, open: &Open<'_>) -> Outcome {
        let Open { rule, service, verdict, because, source, span } = open;
        let (kind, what) = match verdict {
            Verdict::NotApplicable => ("notApplicable", "does not apply"),
            _ => ("open", "could not be judged"),
        };
        let because = because.map(|because| format!(": {because}")).unwrap_or_default();
        let about = [*service, rule.id.as_str(), kind].join("\0");
        Outcome {
            rule_id: rule.id.clone(),
            rule_index: self.rules.get(rule.id.as_str()).copied(),
            kind,
            level: "none",
            message: message(&format!("{} {what}{because}", rule.title)),
            locations: vec![self.places.location(source, span, "", None)],
            related_locations: Vec::new(),
            partial_fingerprints: fingerprints(
                "ccsecVerdict/v1",
                &blake3::hash(about.as_bytes()).to_hex()[..32],
            ),
            taxa: self.taxonomies.own(rule.threats.iter().map(String::as_str)),
            properties: Some(json!({ "service": visible(service, false) })),
        }
    }
}

/// What stays the same when lines move. GitHub knows a name of its own, and without it takes results
/// that share a rule and a line for one.
fn fingerprints(name: &str, print: &str) -> Map<String, Value> {
    Map::from_iter([
        (name.to_owned(), json!(print)),
        ("primaryLocationLineHash".to_owned(), json!(format!("{print}:1"))),
    ])
}
