//! For a comment on a pull request, and for the summary of a workflow: figures, a heat map a service, and
//! findings, the most severe first.

use std::cmp::Reverse;

use crate::document::{clipped, visible};
use crate::evaluate::{Finding, Judged};

use super::diagnostic::LONGEST;
use super::overview::short;
use super::summary::{Summary, counted};
use super::{Run, escape, matrix};

/// The characters that a comment on GitHub may have.
const COMMENT: usize = 65_536;

/// The characters of a title in the table, and of a help.
const TITLE: usize = 60;
const LONGEST_HELP: usize = 4 * LONGEST;

/// A piece that is shown whole or not at all.
struct Piece {
    text: String,
    /// How many findings it shows.
    findings: usize,
}

impl Piece {
    fn new(text: String) -> Self {
        Self { text, findings: 0 }
    }
}

/// The report of a run, as long as a comment may be.
pub fn render(run: &Run) -> String {
    within(run, COMMENT, |text| text.chars().count())
}

/// The report of a run in at most so many bytes.
pub fn render_bytes(run: &Run, most: usize) -> String {
    within(run, most, str::len)
}

fn within(run: &Run, most: usize, measure: fn(&str) -> usize) -> String {
    let pieces = pieces(run);
    let whole: usize = pieces.iter().map(|piece| measure(&piece.text)).sum();
    let findings: usize = pieces.iter().map(|piece| piece.findings).sum();
    let notice = |left_out: usize| {
        let what = counted(left_out, "finding is", "findings are");
        format!(
            "\n---\n\nCut here, for this place takes no longer text: {what} not shown. `ccsec-lint` shows all.\n"
        )
    };
    let room = if whole <= most { most } else { most.saturating_sub(measure(&notice(findings))) };
    let mut out = String::new();
    let (mut used, mut shown) = (0, 0);
    for piece in pieces {
        used += measure(&piece.text);
        if used > room {
            break;
        }
        shown += piece.findings;
        out.push_str(&piece.text);
    }
    if whole > most {
        out.push_str(&notice(findings - shown));
    }
    out
}

fn pieces(run: &Run) -> Vec<Piece> {
    let summary = Summary::of(run);
    let found = summary.findings();
    let headline = match (found.is_empty(), summary.faults, run.judged.is_empty()) {
        (_, 0, true) => "nothing to judge".to_owned(),
        (true, 0, false) => "no findings".to_owned(),
        (true, _, _) => "could not judge".to_owned(),
        (false, 0, _) => found,
        (false, _, _) => format!("{found}, and could not judge all"),
    };
    let mut pieces = vec![Piece::new(format!("## ccsec-lint: {headline}\n\n"))];
    if !run.judged.is_empty() {
        let header = "| service | threats flagged | expectations | backed | declared | errors | warnings | notes |\n|---|--:|--:|--:|--:|--:|--:|--:|\n";
        pieces.push(Piece::new(header.to_owned()));
        pieces.extend(run.judged.iter().map(|judged| Piece::new(row(run, judged))));
        pieces.push(Piece::new("\n".to_owned()));
    }
    for fault in &run.faults {
        let help = fault.help.iter().map(|help| format!("  \n  {}", escape::markdown(help)));
        let text = escape::markdown(&clipped(&fault.to_string(), LONGEST));
        pieces.push(Piece::new(format!("- **could not judge** {text}{}\n", help.collect::<String>())));
    }
    for judged in &run.judged {
        let mut findings: Vec<&Finding> = run.shown(judged).collect();
        findings.sort_by_key(|finding| Reverse(finding.severity));
        if judged.service.is_none() && findings.is_empty() {
            continue;
        }
        let mut heading = format!("\n### {}\n\n", name(judged));
        if let Some(service) = &judged.service {
            let [table, signs] = [matrix::heat_map(run, service), matrix::signs()];
            heading.push_str(&format!(
                "<details><summary>Table A.1 with verdicts</summary>\n\n{table}\n{signs}\n</details>\n\n"
            ));
        }
        pieces.push(Piece::new(heading));
        pieces.extend(findings.into_iter().map(|finding| Piece { text: item(judged, finding), findings: 1 }));
    }
    pieces
}

/// What a file is called: its service's title, and its path.
fn name(judged: &Judged) -> String {
    let path = escape::code(judged.source.name());
    match &judged.service {
        Some(service) => {
            let title = short(&visible(&service.descriptor.service.title, false), TITLE);
            format!("{} ({path})", escape::markdown(&title))
        }
        None => path,
    }
}

fn row(run: &Run, judged: &Judged) -> String {
    let Summary {
        threats_flagged,
        expectations_required,
        expectations_backed,
        expectations_declared,
        errors,
        warnings,
        notes,
        ..
    } = Summary::of_one(judged, &run.registry);
    let of_service = match judged.service {
        Some(_) => format!(
            "{threats_flagged} | {expectations_required} | {expectations_backed} | {expectations_declared}"
        ),
        None => "| | |".to_owned(),
    };
    format!("| {} | {of_service} | {errors} | {warnings} | {notes} |\n", name(judged))
}

fn item(judged: &Judged, finding: &Finding) -> String {
    let at = |index: usize| {
        finding.locations.get(index).map(|place| {
            let line = place.source.position(place.span.start).line;
            match place.source.name() {
                name if name == judged.source.name() => format!("line {line}"),
                name => escape::code(&format!("{name}:{line}")),
            }
        })
    };
    let mut out = format!(
        "- **{}** {} {}: {}\n",
        finding.severity.name(),
        escape::code(&finding.rule),
        at(0).unwrap_or_default(),
        escape::markdown(&clipped(&finding.message, LONGEST))
    );
    for (index, place) in finding.locations.iter().enumerate().skip(1) {
        let label = escape::markdown(&clipped(&place.label, LONGEST));
        out.push_str(&format!("  - {}: {label}\n", at(index).unwrap_or_default()));
    }
    if let Some(help) = &finding.help {
        let help = clipped(help, LONGEST_HELP);
        if help.lines().any(|line| line.starts_with('[')) {
            for line in format!("\n{}", escape::fenced(&help, "toml")).lines() {
                out.push_str(format!("  {line}").trim_end());
                out.push('\n');
            }
        } else {
            let lines: Vec<String> = help.lines().map(escape::markdown).collect();
            out.push_str(&format!("  - help: {}\n", lines.join("\\\n    ")));
        }
    }
    out
}
