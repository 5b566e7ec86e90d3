//! SARIF 2.1.0, for code scanning: every finding with its places, what its rule says, and the frameworks
//! that the rule refers to; expectations that do not apply or could not be judged, as results of that
//! kind; what kept the linter from judging, as notifications.

mod format;
mod places;
mod results;
mod rules;

use std::cmp::Reverse;
use std::io::Write as _;
use std::path::Path;

use crate::document::visible;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::{Run, escape};
use format::{Component, Invocation, Log, Notification, Outcome, Text, Tool};
use places::Places;
use results::{Candidate, Results};
use rules::Taxonomies;

/// The results that GitHub takes in one run, and the bytes of an upload once compressed.
const MOST_RESULTS: usize = 25_000;
const LARGEST: usize = 10_000_000;

/// How the run ended, which findings do not tell.
#[derive(Debug, Clone, Copy)]
pub struct Ending<'a> {
    /// The working folder, absolute.
    pub folder: &'a Path,
    /// The exit code.
    pub code: u8,
    /// What the code means.
    pub meaning: &'static str,
    /// Whether everything that was to be judged was, and there was something.
    pub judged: bool,
}

/// The log of a run.
pub fn render(run: &Run, ending: Ending<'_>) -> String {
    let mut most = MOST_RESULTS;
    loop {
        let (text, results) = render_most(run, ending, most);
        if text.len() <= LARGEST || results == 0 || compressed(&text) <= LARGEST {
            return text;
        }
        most = results / 2;
    }
}

/// The bytes of a text once compressed as for an upload.
fn compressed(text: &str) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    // Writing to memory cannot fail; if it did, the text would count as too large.
    encoder.write_all(text.as_bytes()).and_then(|()| encoder.finish()).map_or(usize::MAX, |bytes| bytes.len())
}

/// A log with at most so many results, and how many it has.
fn render_most(run: &Run, ending: Ending<'_>, most: usize) -> (String, usize) {
    let taxonomies = Taxonomies::of(&run.registry);
    let mut results = Results::new(run, Places::new(ending.folder, inexact(run)), &taxonomies);
    let mut candidates = Candidate::of(run);
    let all = candidates.len();
    if all > most {
        // The severe ones stay, in the order that they had.
        let mut order: Vec<usize> = (0..all).collect();
        order.sort_by_key(|index| Reverse(candidates[*index].weight()));
        order.truncate(most);
        order.sort_unstable();
        let mut kept = order.into_iter().peekable();
        let mut index = 0..;
        candidates.retain(|_| index.next().is_some_and(|index| kept.next_if_eq(&index).is_some()));
    }
    let outcomes: Vec<Outcome> = candidates.iter().map(|candidate| results.outcome(candidate)).collect();
    let mut notifications: Vec<Notification> = run
        .faults
        .iter()
        .map(|fault| Notification {
            level: "error",
            message: message(&fault.message),
            locations: fault
                .place
                .iter()
                .map(|place| results.places.location(&place.source, &place.span, &place.label, None))
                .collect(),
        })
        .collect();
    if outcomes.len() < all {
        let text = format!(
            "{} of {all} results are left out, the least severe ones: code scanning takes {MOST_RESULTS} results and {} MB",
            all - outcomes.len(),
            LARGEST / 1_000_000
        );
        notifications.push(Notification { level: "warning", message: Text { text }, locations: Vec::new() });
    }
    let written = outcomes.len();
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [format::Run {
            tool: Tool {
                driver: Component {
                    name: "ccsec-lint".to_owned(),
                    semantic_version: Some(env!("CARGO_PKG_VERSION")),
                    short_description: Text { text: format!("{}.", env!("CARGO_PKG_DESCRIPTION")) },
                    rules: rules::rules(&run.registry, &taxonomies),
                    supported_taxonomies: taxonomies.references(),
                    ..Component::default()
                },
            },
            invocations: [Invocation {
                execution_successful: ending.judged,
                exit_code: ending.code,
                exit_code_description: ending.meaning,
                working_directory: results.places.folder(),
                tool_execution_notifications: notifications,
            }],
            original_uri_base_ids: results.places.bases(),
            column_kind: "unicodeCodePoints",
            artifacts: results.places.into_artifacts(),
            results: outcomes,
            taxonomies: taxonomies.into_components(),
        }],
    };
    (escape::json(&log) + "\n", written)
}

/// A message of SARIF: on one line, with braces and links that are text and no placeholders or links
/// (sections 3.11.5 and 3.11.6).
fn message(text: &str) -> Text {
    let mut text = visible(text, false).replace('{', "{{").replace('}', "}}");
    if text.contains("](") {
        text = text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
    }
    Text { text }
}

/// The files that were read in part, or shown otherwise than they are.
fn inexact(run: &Run) -> Vec<&str> {
    let unread = ["descriptor/encoding", "descriptor/too-large"];
    let files = run
        .judged
        .iter()
        .filter(|judged| judged.findings.iter().any(|finding| unread.contains(&finding.rule.as_str())));
    files.map(|judged| judged.source.name()).collect()
}
