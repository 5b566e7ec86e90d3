//! Table A.1 with the verdicts of a service: its heat map.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use csv::Terminator;
use serde_json::json;

use crate::evaluate::{Service, Verdict};
use crate::policy::{Registry, Rule, catalog};

use super::csv::table;
use super::overview::short;
use super::{Run, escape};
use crate::document::visible;

/// The verdict of a cell: the worst of the expectations that answer its threat; not applicable only
/// if all of them are. None where Table A.1 has no `Y`, or the threat is not flagged.
pub fn cell(service: &Service, registry: &Registry, threat: &str, capability: &str) -> Option<Verdict> {
    if !service.flagged.iter().any(|flagged| flagged == threat) || !catalog().answers(threat, capability) {
        return None;
    }
    registry
        .answering_with(threat, capability)
        .map(|rule| {
            service.verdicts.get(&rule.id).map_or(Verdict::NotEvaluated, |judgement| judgement.verdict)
        })
        .min()
}

/// The sign of a verdict: legible without colour, one column wide.
const fn sign(verdict: Verdict) -> char {
    match verdict {
        Verdict::Contradicted => '!',
        Verdict::Missing => '✗',
        Verdict::NotEvaluated => '?',
        Verdict::Planned => '~',
        Verdict::Declared => '○',
        Verdict::Documented => '◐',
        Verdict::Inherited => '↑',
        Verdict::Verified => '●',
        Verdict::Waived => 'w',
        Verdict::NotApplicable => '/',
    }
}

const fn color(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Contradicted | Verdict::Missing => "\u{1b}[31m",
        Verdict::NotEvaluated | Verdict::Planned => "\u{1b}[33m",
        Verdict::Declared | Verdict::Documented | Verdict::Inherited | Verdict::Verified => "\u{1b}[32m",
        Verdict::Waived | Verdict::NotApplicable => "\u{1b}[2m",
    }
}

/// A heat map for a terminal of 100 columns.
pub fn human(run: &Run, colored: bool) -> String {
    const TITLE: usize = 28;
    let mut out = String::new();
    for (judged, service) in services(run) {
        let capabilities = catalog().capabilities();
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "{} ({})\n",
            visible(&service.descriptor.service.title, false),
            visible(judged, false)
        );
        let _ = write!(out, "{:<width$}", "", width = TITLE + 2);
        for (id, _) in &capabilities {
            let _ = write!(out, "{id:>5}");
        }
        out.push('\n');
        for (threat, row) in catalog().threats() {
            if !service.flagged.iter().any(|flagged| flagged == threat) {
                continue;
            }
            let title = short(&format!("{threat:<6} {}", row.title), TITLE);
            let _ = write!(out, "{title:<width$}", width = TITLE + 2);
            for (capability, _) in &capabilities {
                match cell(service, &run.registry, threat, capability) {
                    Some(verdict) if colored => {
                        let _ = write!(out, "    {}{}\u{1b}[0m", color(verdict), sign(verdict));
                    }
                    Some(verdict) => {
                        let _ = write!(out, "    {}", sign(verdict));
                    }
                    None => out.push_str("    ·"),
                }
            }
            out.push('\n');
        }
        if service.flagged.is_empty() {
            out.push_str("no threat is flagged\n");
        }
        out.push('\n');
    }
    out.push_str(&legend());
    out
}

fn legend() -> String {
    let mut out = String::new();
    for (id, capability) in catalog().capabilities() {
        let _ = writeln!(out, "{id:<5} {}", capability.title);
    }
    out.push('\n');
    for (index, verdict) in Verdict::ALL.into_iter().enumerate() {
        let _ = write!(out, "{} {:<16}", sign(verdict), verdict.name());
        if index % 5 == 4 {
            out.push('\n');
        }
    }
    out.push_str("· nothing asked for by Table A.1; a cell shows the worst verdict of its expectations\n");
    out.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// A table a service, for a page or a pull request.
pub fn markdown(run: &Run) -> String {
    let mut out = String::new();
    for (path, service) in services(run) {
        let title = escape::markdown(&service.descriptor.service.title);
        let _ = writeln!(out, "### {title} ({})\n", escape::code(path));
        out.push_str(&heat_map(run, service));
        out.push('\n');
    }
    out.push_str(&signs());
    out
}

/// The table of one service in Markdown.
pub(super) fn heat_map(run: &Run, service: &Service) -> String {
    let mut out = String::from("| threat |");
    let capabilities = catalog().capabilities();
    for (id, _) in &capabilities {
        let _ = write!(out, " {id} |");
    }
    out.push_str("\n|---|");
    out.push_str(&":-:|".repeat(capabilities.len()));
    out.push('\n');
    for (threat, row) in catalog().threats() {
        if !service.flagged.iter().any(|flagged| flagged == threat) {
            continue;
        }
        let _ = write!(out, "| {threat} {} |", row.title);
        for (capability, _) in &capabilities {
            match cell(service, &run.registry, threat, capability) {
                Some(verdict) => {
                    let _ = write!(out, " {} |", sign(verdict));
                }
                None => out.push_str("  |"),
            }
        }
        out.push('\n');
    }
    out
}

/// What the signs of a heat map mean, on one line.
pub(super) fn signs() -> String {
    let words = Verdict::ALL.into_iter().map(|verdict| format!("{} {}", sign(verdict), verdict.name()));
    words.collect::<Vec<_>>().join(" · ") + "\n"
}

/// One line a cell: `service,path,threat,capability,verdict`.
pub fn csv(run: &Run) -> String {
    let rows = services(run).flat_map(|(path, service)| {
        let id = &service.descriptor.service.id.0;
        cells(run, service).into_iter().map(move |(threat, capability, verdict)| {
            let named = [escape::cell(id, false), escape::cell(path, false)];
            let facts = [threat, capability, verdict.name()].map(str::to_owned);
            named.into_iter().chain(facts).collect()
        })
    });
    table(&["service", "path", "threat", "capability", "verdict"], rows, Terminator::Any(b'\n'))
}

/// An object a service, with its cells and the expectations behind each.
pub fn json(run: &Run) -> String {
    let services: Vec<_> = services(run)
        .map(|(path, service)| {
            let cells: Vec<_> = cells(run, service)
                .into_iter()
                .map(|(threat, capability, verdict)| {
                    let verdict_of = |rule: &Rule| Some(service.verdicts.get(&rule.id)?.verdict.name());
                    let expectations: BTreeMap<&str, &str> = run
                        .registry
                        .answering_with(threat, capability)
                        .filter_map(|rule| Some((rule.id.as_str(), verdict_of(rule)?)))
                        .collect();
                    json!({
                        "threat": threat,
                        "capability": capability,
                        "verdict": verdict.name(),
                        "expectations": expectations,
                    })
                })
                .collect();
            json!({ "id": service.descriptor.service.id.0, "path": path, "cells": cells })
        })
        .collect();
    format!("{}\n", json!({ "version": 1, "services": services }))
}

fn services(run: &Run) -> impl Iterator<Item = (&str, &Service)> {
    run.judged.iter().filter_map(|judged| Some((judged.source.name(), judged.service.as_ref()?)))
}

fn cells<'a>(run: &Run, service: &'a Service) -> Vec<(&'a str, &'a str, Verdict)> {
    let mut cells = Vec::new();
    for threat in &service.flagged {
        for (capability, _) in catalog().capabilities() {
            if let Some(verdict) = cell(service, &run.registry, threat, capability) {
                cells.push((threat.as_str(), capability, verdict));
            }
        }
    }
    cells
}
