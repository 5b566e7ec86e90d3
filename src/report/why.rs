//! One service as a tree: threat → capability → expectation → control → evidence.

use std::fmt::Write as _;

use crate::document::Document;
use crate::evaluate::{Effect, Judged, Service, Statement};
use crate::evidence::{FileEvidence, Kind, State};
use crate::policy::{Registry, catalog};

use crate::document::visible;

/// How many statements of the code are listed for one expectation.
const STATEMENTS: usize = 10;

/// The tree of a service; of one threat if one is named.
pub fn render(judged: &Judged, service: &Service, registry: &Registry, only: Option<&str>) -> String {
    let mut out = String::new();
    let descriptor = &service.descriptor;
    let document = Document::parse(&judged.source);
    // Writing to a String cannot fail.
    let _ = writeln!(
        out,
        "{} ({})",
        visible(&descriptor.service.title, false),
        visible(judged.source.name(), false)
    );
    for threat in service.flagged.iter().filter(|threat| only.is_none_or(|only| only == *threat)) {
        let title = catalog().threat(threat).map_or("", |threat| &threat.title);
        let _ = writeln!(out, "\n{threat} {title}");
        for capability in catalog().required_by(threat) {
            let title = catalog().capability(capability).map_or("", |capability| &capability.title);
            let _ = writeln!(out, "├─ {capability} {title}");
            for rule in registry.answering_with(threat, capability) {
                let Some(judgement) = service.verdicts.get(&rule.id) else {
                    continue;
                };
                let because =
                    judgement.because.as_deref().map_or_else(String::new, |because| format!(": {because}"));
                let _ = writeln!(
                    out,
                    "│  ├─ {} {}{}",
                    rule.id,
                    judgement.verdict.name(),
                    visible(&because, false)
                );
                for withheld in service.withheld.iter().filter(|it| it.expectation == rule.id) {
                    let text = format!("upstream {}: {}", withheld.service, withheld.because);
                    let _ = writeln!(out, "│  │  ├─ {}", visible(&text, false));
                }
                for claim in service.claims.get(&rule.id).into_iter().flatten() {
                    let offset = document.as_ref().map_or(0, |document| document.locate(&claim.path).start);
                    let line = judged.source.position(offset).line;
                    let (what, standing) = match (claim.control, &claim.inherited) {
                        (Some(_), _) => ("control", claim.status.name()),
                        (None, Some(inherited)) => ("upstream", inherited.verdict.name()),
                        (None, None) => ("upstream", "not at hand"),
                    };
                    let _ = writeln!(
                        out,
                        "│  │  ├─ {what} {} ({standing}), line {line}",
                        visible(&claim.id, false)
                    );
                    for line in claim.control.map(|control| evidence(service, control)).unwrap_or_default() {
                        let depth =
                            if line.inner { "│  │  │  │  ├─" } else { "│  │  │  ├─" };
                        let _ = writeln!(out, "{depth} {}", visible(&line.text, false));
                    }
                }
                for line in shown_by_code(service, &rule.id) {
                    let _ = writeln!(out, "│  │  ├─ {}", visible(&line, false));
                }
            }
        }
    }
    closed(&out)
}

/// What the infrastructure code says of an expectation, a line each.
fn shown_by_code(service: &Service, expectation: &str) -> Vec<String> {
    let about = |statement: &&Statement| statement.expectations.iter().any(|id| id == expectation);
    let mut lines: Vec<String> = service
        .statements
        .iter()
        .filter(about)
        .map(|statement| {
            let says = match (&statement.set_aside, &statement.effect) {
                (Some(by), _) => format!("set aside ({}):", by.reason),
                (None, Effect::Attests) => "attested:".to_owned(),
                (None, Effect::Contradicts) => "contradicted:".to_owned(),
                (None, _) => "undecided:".to_owned(),
            };
            format!("{says} {}, {} [{}]", statement.fact(), statement.place(), statement.rule)
        })
        .collect();
    if lines.len() > STATEMENTS {
        let more = lines.len() - STATEMENTS;
        lines.truncate(STATEMENTS);
        lines.push(format!("and {more} more"));
    }
    lines
}

/// A line on what a control rests on.
struct Line {
    text: String,
    /// Whether it says more of the one above.
    inner: bool,
}

/// What a control rests on, a line each.
fn evidence(service: &Service, control: usize) -> Vec<Line> {
    let stated = &service.descriptor.controls[control].evidence;
    let outer = |text: String| Line { text, inner: false };
    let mut lines: Vec<Line> = Vec::new();
    for (position, evidence) in stated.iter().enumerate() {
        let file = service.evidence.iter().find(|file| file.control == control && file.position == position);
        match (file, &evidence.infrastructure) {
            (Some(file), _) => {
                lines.push(outer(format!("{} {}: {}", file.kind.name(), file.file, state(file))));
                lines.extend(report(file).into_iter().map(|text| Line { text, inner: true }));
            }
            (None, Some(address)) => lines.push(outer(format!("infrastructure {address}: not read"))),
            (None, None) => lines.push(outer("nothing".to_owned())),
        }
    }
    if lines.is_empty() {
        lines.push(outer("no evidence".to_owned()));
    }
    lines
}

/// What became of a piece of evidence, and how old it is.
fn state(file: &FileEvidence) -> String {
    let is_report = file.kind == Kind::Sarif;
    let state = match file.state {
        State::Current if file.attests() => "found nothing",
        State::Current if is_report => "found nothing, partly on the descriptor's word",
        State::Current => "current",
        State::Stale if is_report => "too old",
        State::Stale => "its review is too old",
        State::Undated if is_report => "found nothing, and nobody knows when",
        State::Undated => "no date of review",
        State::Future if is_report => "dated later than today",
        State::Future => "its review has not come yet",
        State::Empty => "empty",
        State::Absent => "not there",
        State::Outside => "outside the repository",
        State::Unreadable => "not a readable file",
        State::Unread => "the service names no code",
        State::Broken => "not a report that can be read",
        State::Failed => "its run went wrong",
        State::NotCovered => "does not show that every rule was looked for",
        State::Undecided => "leaves it open",
        State::Suppressed => "not verified, what was found is accepted",
        State::Contradicted => "contradicts it",
    };
    let age = match (file.age, file.made) {
        (None, _) => String::new(),
        (Some(age), Some(_)) => format!(", made {age} days ago"),
        (Some(age), None) => format!(", reviewed {age} days ago"),
    };
    format!("{state}{age}")
}

/// What a report says, down to the line.
fn report(file: &FileEvidence) -> Vec<String> {
    let judgement = match &file.report {
        None => return Vec::new(),
        Some(Err(broken)) => return vec![broken.message.clone()],
        Some(Ok(judgement)) => judgement,
    };
    let mut lines: Vec<String> = judgement.failure.iter().cloned().collect();
    let (hits, more) = judgement.told();
    lines.extend(hits.iter().map(|hit| {
        let reason = hit.reason.as_ref().map_or_else(String::new, |reason| format!(", accepted: {reason}"));
        format!("{} {}{reason}", hit.place(), hit.fact())
    }));
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    lines.extend(judgement.uncovered.iter().map(|uncovered| uncovered.message.clone()));
    lines.extend(
        judgement.vouched.iter().map(|rule| format!("{rule} is not listed, the descriptor vouches for it")),
    );
    lines
}

/// Turns the last branch at each depth into a corner.
fn closed(tree: &str) -> String {
    let lines: Vec<Vec<char>> = tree.lines().map(|line| line.chars().collect()).collect();
    let mut grid = lines.clone();
    for (row, line) in lines.iter().enumerate() {
        for (column, sign) in line.iter().enumerate().step_by(3) {
            if !matches!(sign, '├' | '│') {
                break;
            }
            // The branch goes on if a later line has a fork in this column before one leaves it.
            let goes_on = lines[row + 1..]
                .iter()
                .take_while(|later| matches!(later.get(column), Some('├' | '│')))
                .any(|later| later.get(column) == Some(&'├'));
            if !goes_on {
                grid[row][column] = if *sign == '├' { '└' } else { ' ' };
            }
        }
    }
    grid.into_iter().map(|line| line.into_iter().collect::<String>().trim_end().to_owned() + "\n").collect()
}
