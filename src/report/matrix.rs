//! Table A.1 with the verdicts of a service: its heat map.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use csv::Terminator;
use serde_json::json;

use crate::evaluate::{Judgement, Service, Verdict};
use crate::policy::{Registry, Rule, catalog};

use super::csv::table;
use super::overview::short;
use super::{Run, escape};
use crate::document::visible;

/// A cell of the heat map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// The worst verdict of the expectations that answer the threat; of what is inherited, the one at the
    /// upstream service.
    pub weakest: Verdict,
    /// Whether that is inherited.
    pub inherited: bool,
}

impl Cell {
    fn of(judgement: &Judgement) -> Self {
        Self { weakest: judgement.effective(), inherited: judgement.verdict == Verdict::Inherited }
    }

    /// The verdict of the service itself.
    const fn verdict(self) -> Verdict {
        if self.inherited { Verdict::Inherited } else { self.weakest }
    }

    /// Legible without colour: the sign of the verdict; of what is inherited, with what stands behind it.
    fn sign(self) -> String {
        let arrow = if self.inherited { sign(Verdict::Inherited).to_string() } else { String::new() };
        format!("{arrow}{}", sign(self.weakest))
    }
}

/// The verdict of a cell: the worst of the expectations that answer its threat; not applicable only
/// if all of them are. None where Table A.1 has no `Y`, or the threat is not flagged.
pub fn cell(service: &Service, registry: &Registry, threat: &str, capability: &str) -> Option<Cell> {
    if !service.flagged.iter().any(|flagged| flagged == threat) || !catalog().answers(threat, capability) {
        return None;
    }
    registry
        .answering_with(threat, capability)
        .map(|rule| {
            let unknown = Cell { weakest: Verdict::NotEvaluated, inherited: false };
            service.verdicts.get(&rule.id).map_or(unknown, Cell::of)
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
                    Some(cell) => {
                        let shown = format!("{:>5}", cell.sign());
                        let (on, off) = if colored { (color(cell.weakest), "\u{1b}[0m") } else { ("", "") };
                        let _ = write!(out, "{on}{shown}{off}");
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
    out.push_str("· nothing asked for by Table A.1; a cell shows the worst verdict of its expectations,\n");
    out.push_str("  and of what is inherited the sign of what stands behind it upstream\n");
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
                Some(cell) => {
                    let _ = write!(out, " {} |", cell.sign());
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

/// One line a cell: `service,path,threat,capability,verdict,weakest`.
pub fn csv(run: &Run) -> String {
    let rows = services(run).flat_map(|(path, service)| {
        let id = &service.descriptor.service.id.0;
        cells(run, service).into_iter().map(move |(threat, capability, cell)| {
            let named = [escape::cell(id, false), escape::cell(path, false)];
            let facts = [threat, capability, cell.verdict().name(), cell.weakest.name()].map(str::to_owned);
            named.into_iter().chain(facts).collect()
        })
    });
    table(&["service", "path", "threat", "capability", "verdict", "weakest"], rows, Terminator::Any(b'\n'))
}

/// An object a service, with its cells and the expectations behind each.
pub fn json(run: &Run) -> String {
    let services: Vec<_> = services(run)
        .map(|(path, service)| {
            let cells: Vec<_> = cells(run, service)
                .into_iter()
                .map(|(threat, capability, cell)| {
                    let verdict_of = |rule: &Rule| Some(service.verdicts.get(&rule.id)?.verdict.name());
                    let expectations: BTreeMap<&str, &str> = run
                        .registry
                        .answering_with(threat, capability)
                        .filter_map(|rule| Some((rule.id.as_str(), verdict_of(rule)?)))
                        .collect();
                    json!({
                        "threat": threat,
                        "capability": capability,
                        "verdict": cell.verdict().name(),
                        "weakest": cell.weakest.name(),
                        "expectations": expectations,
                    })
                })
                .collect();
            json!({ "id": service.descriptor.service.id.0, "path": path, "cells": cells })
        })
        .collect();
    format!("{}\n", json!({ "version": 1, "services": services }))
}

pub(super) fn services(run: &Run) -> impl Iterator<Item = (&str, &Service)> {
    run.judged.iter().filter_map(|judged| Some((judged.source.name(), judged.service.as_ref()?)))
}

fn cells<'a>(run: &Run, service: &'a Service) -> Vec<(&'a str, &'a str, Cell)> {
    let mut cells = Vec::new();
    for threat in &service.flagged {
        for (capability, _) in catalog().capabilities() {
            if let Some(cell) = cell(service, &run.registry, threat, capability) {
                cells.push((threat.as_str(), capability, cell));
            }
        }
    }
    cells
}
