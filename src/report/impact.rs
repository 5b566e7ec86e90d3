//! What a change of files touches, for people, pull requests and programs.

use std::fmt::Write as _;

use serde_json::json;

use crate::chain::{Impact, Touched};
use crate::document::visible;
use crate::policy::catalog;

use super::escape::markdown as plain;
use super::summary::counted;

/// The files of which no service says anything that are listed.
const OTHERS: usize = 20;

/// A list a service for a terminal.
pub fn human(impact: &Impact<'_>) -> String {
    let mut out = headline(impact);
    out.push('\n');
    for touched in &impact.touched {
        let service = &touched.placed.service.descriptor.service;
        // Writing to a String cannot fail.
        let _ =
            writeln!(out, "\n{} ({})", visible(&service.title, false), visible(touched.placed.name, false));
        if !touched.files.is_empty() {
            let _ = writeln!(out, "  changed: {}", visible(&touched.files.join(", "), false));
        }
        if !touched.upstream.is_empty() {
            let _ = writeln!(out, "  downstream of: {}", visible(&upstream(touched), false));
        }
        let width = touched.claims.iter().map(|(id, _)| id.len()).max().unwrap_or(0);
        for (expectation, reasons) in &touched.claims {
            for (position, reason) in reasons.iter().enumerate() {
                let id = if position == 0 { expectation.as_str() } else { "" };
                let _ = writeln!(out, "  {id:<width$}  {}", visible(reason, false));
            }
        }
        if touched.claims.is_empty() {
            let _ = writeln!(out, "  {}", nothing(touched));
        }
        if !touched.threats.is_empty() {
            let threats: Vec<String> = touched.threats.iter().map(|threat| titled(threat)).collect();
            let _ = writeln!(out, "  threats: {}", threats.join(", "));
        }
    }
    if !impact.others.is_empty() {
        let _ = writeln!(out, "\nno service names: {}", visible(&others(impact), false));
    }
    out
}

/// A section for the summary of a pull request.
pub fn markdown(impact: &Impact<'_>) -> String {
    let mut out = format!("### {}\n", headline(impact));
    for touched in &impact.touched {
        let service = &touched.placed.service.descriptor.service;
        // Writing to a String cannot fail.
        let _ = writeln!(out, "\n#### {} (`{}`)\n", plain(&service.title), plain(touched.placed.name));
        if !touched.files.is_empty() {
            let _ = writeln!(out, "Changed: {}\n", plain(&touched.files.join(", ")));
        }
        if !touched.upstream.is_empty() {
            let _ = writeln!(out, "Downstream of: {}\n", plain(&upstream(touched)));
        }
        if touched.claims.is_empty() {
            let _ = writeln!(out, "{}", plain(nothing(touched)));
            continue;
        }
        out.push_str("| expectation | verdict | touched because |\n|---|---|---|\n");
        for (expectation, reasons) in &touched.claims {
            let verdict = touched.placed.service.verdicts.get(expectation);
            let verdict = verdict.map_or("not-evaluated", |judgement| judgement.verdict.name());
            let _ = writeln!(out, "| {expectation} | {verdict} | {} |", plain(&reasons.join("; ")));
        }
        if !touched.threats.is_empty() {
            let threats: Vec<String> = touched.threats.iter().map(|threat| titled(threat)).collect();
            let _ = writeln!(out, "\nThreats: {}", plain(&threats.join(", ")));
        }
    }
    if !impact.others.is_empty() {
        let _ = writeln!(out, "\nNo service names: {}", plain(&others(impact)));
    }
    out
}

/// An object a service.
pub fn json(impact: &Impact<'_>) -> String {
    let services: Vec<_> = impact
        .touched
        .iter()
        .map(|touched| {
            let claims: Vec<_> = touched
                .claims
                .iter()
                .map(|(expectation, reasons)| {
                    let verdict = touched.placed.service.verdicts.get(expectation);
                    json!({
                        "expectation": expectation,
                        "verdict": verdict.map_or("not-evaluated", |judgement| judgement.verdict.name()),
                        "because": reasons,
                    })
                })
                .collect();
            json!({
                "id": touched.placed.service.descriptor.service.id.0,
                "path": touched.placed.name,
                "files": touched.files,
                "upstream": touched.upstream,
                "claims": claims,
                "threats": touched.threats,
            })
        })
        .collect();
    format!("{}\n", json!({ "version": 1, "services": services, "others": impact.others }))
}

/// Why a service is listed of which no claim is touched.
fn nothing(touched: &Touched<'_>) -> &'static str {
    if touched.upstream.is_empty() {
        "no claim of it rests on that"
    } else {
        "no claim of it rests on that, but it builds on a service whose descriptor changed"
    }
}

fn headline(impact: &Impact<'_>) -> String {
    if impact.changed == 0 {
        return "no file has changed".to_owned();
    }
    let direct = impact.touched.iter().filter(|touched| !touched.files.is_empty()).count();
    let downstream = impact.touched.len() - direct;
    match (direct, downstream) {
        (0, 0) => "no service is touched".to_owned(),
        (_, 0) => format!("{} touched", are(direct)),
        _ => format!("{} touched, and {downstream} downstream", are(direct)),
    }
}

fn are(count: usize) -> String {
    format!("{} {}", counted(count, "service", "services"), if count == 1 { "is" } else { "are" })
}

fn upstream(touched: &Touched<'_>) -> String {
    touched.upstream.iter().copied().collect::<Vec<_>>().join(", ")
}

fn titled(threat: &str) -> String {
    format!("{threat} {}", catalog().threat(threat).map_or("", |threat| &threat.title))
}

fn others(impact: &Impact<'_>) -> String {
    let mut listed: Vec<String> = impact.others.iter().take(OTHERS).cloned().collect();
    if impact.others.len() > OTHERS {
        listed.push(format!("and {} more", impact.others.len() - OTHERS));
    }
    listed.join(", ")
}
