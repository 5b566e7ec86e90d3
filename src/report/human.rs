//! For people: each finding drawn at its place, those that belong together in one drawing, and a
//! line of figures at the end.

use std::time::Duration;

use crate::evaluate::{Finding, Judged};

use super::diagnostic::{Card, Style};
use super::overview::Overview;
use super::summary::{Summary, counted};
use super::{Run, render_fault};

/// More threats than this with missing capabilities are shown in one overview.
const DRAWN_THREATS: usize = 3;

/// More further places than this are not drawn for findings that share one.
const DRAWN_PLACES: usize = 8;

const MISSING: &str = "capability/missing";

/// The text of a run.
pub fn render(run: &Run, style: Style, elapsed: Duration) -> String {
    let mut out = String::new();
    for judged in &run.judged {
        service(run, judged, style, &mut out);
    }
    for fault in &run.faults {
        out.push_str(&render_fault(fault, style));
        out.push('\n');
    }
    out.push_str(&Summary::of(run).line());
    out.push_str(&format!(" · {} ms\n", elapsed.as_millis()));
    out
}

fn service(run: &Run, judged: &Judged, style: Style, out: &mut String) {
    let findings: Vec<&Finding> = run.shown(judged).collect();
    let missing: Vec<&Finding> = findings.iter().copied().filter(|finding| finding.rule == MISSING).collect();
    let overview = Overview::of(&missing);
    let condensed = overview.threats().len() > DRAWN_THREATS;
    let mut shown = false;
    let mut rest = findings.as_slice();
    while let Some(first) = rest.first() {
        let together = rest.iter().take_while(|other| belong_together(first, other)).count();
        let (group, after) = rest.split_at(together);
        rest = after;
        let card = match (first.rule == MISSING, group) {
            (true, _) if condensed && shown => continue,
            (true, _) if condensed => {
                shown = true;
                let (message, text) = overview.all();
                heading(first, "flagged here, with the others", &message, &text)
            }
            (_, [finding]) => single(finding),
            (true, _) => {
                let (message, text) = overview.one(&first.threats.join(" "), group);
                heading(first, "flagged here", &message, &text)
            }
            (false, _) => grouped(run, group),
        };
        card.render(style, out);
        out.push('\n');
    }
}

/// Findings of one rule at one place.
fn belong_together(a: &Finding, b: &Finding) -> bool {
    let place = |finding: &Finding| finding.locations.first().map(|place| place.span.clone());
    a.rule == b.rule && place(a) == place(b)
}

fn single(finding: &Finding) -> Card {
    Card::new(&finding.rule, finding.severity, &finding.message, finding.help.as_deref(), &finding.locations)
}

/// A drawing that stands for several findings, at the place of the first.
fn heading(first: &Finding, label: &str, message: &str, text: &str) -> Card {
    let mut places = first.locations[..1].to_vec();
    label.clone_into(&mut places[0].label);
    Card::new(&first.rule, first.severity, message, Some(text), &places)
}

fn grouped(run: &Run, group: &[&Finding]) -> Card {
    let first = group[0];
    let rule = run.registry.get(&first.rule);
    let title = rule.map_or(first.rule.as_str(), |rule| &rule.title);
    let mut advice: Vec<&str> = group.iter().filter_map(|finding| finding.help.as_deref()).collect();
    advice.dedup();
    // Advice that differs only by what it speaks of is said once, in the words of the rule.
    if advice.len() > 1 {
        advice = rule.map(|rule| rule.help.as_str()).into_iter().collect();
    }
    let messages = group.iter().map(|finding| format!("- {}", finding.message));
    let text: Vec<String> = messages.chain(advice.into_iter().map(str::to_owned)).collect();
    let mut places = first.locations[..1].to_vec();
    places[0].label = counted(group.len(), "finding here", "findings here");
    for other in group.iter().flat_map(|finding| &finding.locations[1..]) {
        let drawn = places.iter().any(|place| place.source == other.source && place.span == other.span);
        if !drawn && places.len() <= DRAWN_PLACES {
            places.push(other.clone());
        }
    }
    let message = format!("{title}, {} times", group.len());
    Card::new(&first.rule, first.severity, &message, Some(&text.join("\n")), &places)
}
