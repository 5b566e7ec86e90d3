//! For programs: the published, versioned contract, with its own JSON Schema.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value as Schema;

use crate::document::{Fault, Position, Source, Span};
use crate::evaluate::{Finding, Inherited, Verdict};

use super::summary::Summary;
use super::{Run, escape};

/// The version of the contract. A field is added without a new version, none is removed or changed.
const VERSION: u32 = 1;

/// What `ccsec-lint check --format json` prints.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "ccsec-lint report")]
pub(super) struct Report<'a> {
    /// The version of this contract: 1.
    pub(super) version: u32,
    /// Everything found, in the order of files and places.
    pub(super) findings: Vec<ReportFinding<'a>>,
    /// The services that were judged, in the order of their files.
    pub(super) services: Vec<ReportService<'a>>,
    /// What kept the linter from judging.
    pub(super) faults: Vec<ReportFault<'a>>,
    /// Figures over the whole run.
    pub(super) summary: Summary,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ReportFinding<'a> {
    /// Permanent id of the rule.
    rule: &'a str,
    /// error, warning or note.
    severity: &'static str,
    /// The fact.
    message: &'a str,
    /// What to write.
    help: Option<&'a str>,
    /// Id of the service.
    service: Option<&'a str>,
    /// Id of the capability concerned.
    capability: Option<&'a str>,
    /// Ids of the expectations that would have to be met.
    expectations: &'a [String],
    /// Ids of the threats left exposed.
    threats: &'a [String],
    /// Where; the first is the finding's own place.
    locations: Vec<ReportLocation<'a>>,
    /// 32 hexadecimal digits that stay the same when lines move.
    fingerprint: &'a str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ReportLocation<'a> {
    /// The file, with forward slashes.
    path: &'a str,
    /// The first byte.
    start: Position,
    /// One past the last byte.
    end: Position,
    /// What stands there.
    label: &'a str,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ReportService<'a> {
    /// Id of the service.
    id: &'a str,
    /// Its descriptor.
    path: &'a str,
    /// The flagged threats.
    threats: &'a [String],
    /// The verdict of every expectation, by id.
    verdicts: BTreeMap<&'a str, ReportVerdict<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ReportVerdict<'a> {
    /// The verdict.
    verdict: Verdict,
    /// Why, where there is more to say than the verdict itself.
    why: Option<&'a str>,
    /// The upstream service that decided it.
    #[serde(skip_serializing_if = "Option::is_none")]
    inherited: Option<ReportInherited<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ReportInherited<'a> {
    /// Id of the upstream service.
    from: &'a str,
    /// The verdict there; where it is inherited there too, that of the weakest link.
    verdict: Verdict,
    /// Id of the service that it has it from in turn, however many lie between.
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<&'a str>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ReportFault<'a> {
    /// The fact.
    message: &'a str,
    /// What to do about it.
    help: Option<&'a str>,
    /// Where.
    location: Option<ReportLocation<'a>>,
}

/// The JSON Schema (2020-12) of the contract.
pub fn schema() -> Schema {
    schemars::schema_for!(Report<'static>).to_value()
}

/// The report of a run: one line.
pub fn render(run: &Run) -> String {
    escape::json(&Report::of(run)) + "\n"
}

impl<'a> Report<'a> {
    pub(super) fn of(run: &'a Run) -> Self {
        Self {
            version: VERSION,
            findings: run.findings().map(finding).collect(),
            services: run
                .judged
                .iter()
                .filter_map(|judged| {
                    let service = judged.service.as_ref()?;
                    Some(ReportService {
                        id: &service.descriptor.service.id.0,
                        path: judged.source.name(),
                        threats: &service.flagged,
                        verdicts: service
                            .verdicts
                            .iter()
                            .map(|(id, judgement)| {
                                let verdict = ReportVerdict {
                                    verdict: judgement.verdict,
                                    why: judgement.because.as_deref(),
                                    inherited: judgement.inherited.as_ref().map(inherited),
                                };
                                (id.as_str(), verdict)
                            })
                            .collect(),
                    })
                })
                .collect(),
            faults: run.faults.iter().map(fault).collect(),
            summary: Summary::of(run),
        }
    }
}

fn inherited(inherited: &Inherited) -> ReportInherited<'_> {
    ReportInherited {
        from: &inherited.service,
        verdict: inherited.verdict,
        origin: inherited.origin.as_deref(),
    }
}

fn finding(finding: &Finding) -> ReportFinding<'_> {
    ReportFinding {
        rule: &finding.rule,
        severity: finding.severity.name(),
        message: &finding.message,
        help: finding.help.as_deref(),
        service: finding.service.as_deref(),
        capability: finding.capability.as_deref(),
        expectations: &finding.expectations,
        threats: &finding.threats,
        locations: finding
            .locations
            .iter()
            .map(|place| location(&place.source, &place.span, &place.label))
            .collect(),
        fingerprint: &finding.fingerprint,
    }
}

fn fault(fault: &Fault) -> ReportFault<'_> {
    ReportFault {
        message: &fault.message,
        help: fault.help.as_deref(),
        location: fault.place.as_ref().map(|place| location(&place.source, &place.span, &place.label)),
    }
}

fn location<'a>(source: &'a Source, span: &Span, label: &'a str) -> ReportLocation<'a> {
    ReportLocation {
        path: source.name(),
        start: source.position(span.start),
        end: source.position(span.end),
        label,
    }
}
