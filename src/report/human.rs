//! For people: each finding drawn at its place, those that belong together in one drawing, and a
//! line of figures at the end.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use rayon::prelude::*;

use crate::document::{clipped, visible};
use crate::evaluate::{Finding, Judged};

use super::diagnostic::{Card, LONGEST, Style};
use super::overview::Overview;
use super::summary::{Summary, counted, unseen};
use super::{Run, render_fault};

/// More threats than this with missing capabilities are shown in one overview.
const DRAWN_THREATS: usize = 3;

/// More findings of one rule than this are shown in one drawing, and listed up to the second figure.
const DRAWN_FINDINGS: usize = 6;
const LISTED: usize = 30;

/// More further places than this are not drawn for findings that share one.
const DRAWN_PLACES: usize = 8;

const MISSING: &str = "capability/missing";

/// The text of a run.
pub fn render(run: &Run, style: Style, elapsed: Duration) -> String {
    let draw = |judged: &Arc<Judged>| {
        let mut out = String::new();
        service(run, judged, style, &mut out);
        out
    };
    let mut out = match run.judged.as_slice() {
        // A thread for one drawing would cost more than it gives.
        [] | [_] => run.judged.iter().map(draw).collect::<String>(),
        many => many.par_iter().map(draw).collect::<Vec<_>>().concat(),
    };
    for fault in &run.faults {
        out.push_str(&render_fault(fault, style));
        out.push('\n');
    }
    out.push_str(&Summary::of(run).line());
    if let Some(unseen) = unseen(run) {
        out.push_str(&format!(" · {unseen}"));
    }
    out.push_str(&format!(" · {} ms\n", elapsed.as_millis()));
    out
}

fn service(run: &Run, judged: &Judged, style: Style, out: &mut String) {
    let findings: Vec<&Finding> = run.shown(judged).collect();
    let missing: Vec<&Finding> = findings.iter().copied().filter(|finding| finding.rule == MISSING).collect();
    let overview = Overview::of(&missing);
    let condensed = overview.threats().len() > DRAWN_THREATS;
    let crowded = crowded(&findings);
    let mut shown: Vec<&str> = Vec::new();
    let mut rest = findings.as_slice();
    while let Some(first) = rest.first() {
        let together = rest.iter().take_while(|other| belong_together(first, other)).count();
        let (group, after) = rest.split_at(together);
        rest = after;
        let rule = first.rule.as_str();
        let card = match group {
            _ if rule == MISSING && condensed => {
                if shown.contains(&rule) {
                    continue;
                }
                shown.push(rule);
                let (message, text) = overview.all();
                heading(&missing[..1], "flagged here, with the others", &message, &text)
            }
            _ if crowded.contains_key(rule) => {
                if shown.contains(&rule) {
                    continue;
                }
                shown.push(rule);
                grouped(run, &crowded[rule])
            }
            [finding] => single(finding),
            _ if rule == MISSING => {
                let (message, text) = overview.one(&first.threats.join(" "), group);
                heading(group, "flagged here", &message, &text)
            }
            _ => grouped(run, group),
        };
        card.render(style, out);
        out.push('\n');
    }
}

/// The rules with more findings than are drawn one by one.
fn crowded<'a>(findings: &[&'a Finding]) -> BTreeMap<&'a str, Vec<&'a Finding>> {
    let mut by_rule: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.rule != MISSING) {
        by_rule.entry(finding.rule.as_str()).or_default().push(finding);
    }
    by_rule.retain(|_, findings| findings.len() > DRAWN_FINDINGS);
    by_rule
}

/// Findings of one rule at one place.
fn belong_together(a: &Finding, b: &Finding) -> bool {
    let place = |finding: &Finding| finding.locations.first().map(|place| place.span.clone());
    a.rule == b.rule && place(a) == place(b)
}

fn single(finding: &Finding) -> Card {
    Card::new(&finding.rule, finding.severity, &finding.message, finding.help.as_deref(), &finding.locations)
}

/// A drawing that stands for several findings: at the place of the first, and at some of the others.
fn heading(group: &[&Finding], label: &str, message: &str, text: &str) -> Card {
    let first = group[0];
    let mut places = first.locations[..1].to_vec();
    label.clone_into(&mut places[0].label);
    for other in group.iter().flat_map(|finding| &finding.locations) {
        let drawn = places.iter().any(|place| place.source == other.source && place.span == other.span);
        if !drawn && places.len() <= DRAWN_PLACES {
            places.push(other.clone());
        }
    }
    Card::new(&first.rule, first.severity, message, Some(text), &places)
}

fn grouped(run: &Run, group: &[&Finding]) -> Card {
    let first = group[0];
    let rule = run.registry.get(&first.rule);
    let title = rule.map_or(first.rule.as_str(), |rule| &rule.title);
    let mut advice: Vec<&str> = group.iter().filter_map(|finding| finding.help.as_deref()).collect();
    advice.dedup();
    // Advice that differs only by what it speaks of is said once, in the words of the rule.
    let short = advice.len() <= 6 && advice.iter().all(|advice| !advice.contains('\n') && advice.len() <= 80);
    if advice.len() > 1 && !short {
        advice = rule.map(|rule| rule.help.as_str()).into_iter().collect();
    }
    let here = group.iter().filter(|finding| belong_together(first, finding)).count();
    let scattered = here < group.len();
    let listed = group.iter().take(LISTED).map(|finding| {
        let line = finding.locations.first().map_or(0, |place| place.source.position(place.span.start).line);
        let message = clipped(&finding.message, LONGEST);
        let message = visible(&message, false);
        if scattered { format!("- line {line}: {message}") } else { format!("- {message}") }
    });
    let more = group.len().saturating_sub(LISTED);
    let more = (more > 0).then(|| format!("- and {more} more: see --format concise"));
    let text: Vec<String> = listed.chain(more).chain(advice.into_iter().map(str::to_owned)).collect();
    let label = if scattered {
        first.locations[0].label.clone()
    } else {
        counted(here, "finding here", "findings here")
    };
    heading(group, &label, &format!("{title}, {} times", group.len()), &text.join("\n"))
}
