//! Workflow commands of GitHub Actions: an annotation for each finding that GitHub shows, and all of them
//! in the log, as text.

use std::cmp::Reverse;
use std::path::Path;

use crate::discover;
use crate::document::{Source, Span, visible};
use crate::evaluate::Finding;
use crate::policy::Severity;

use super::Run;
use super::paths::straight;
use super::summary::Summary;

/// The annotations of one level that GitHub shows of a step.
const SHOWN: usize = 10;

/// Where the run took place, as far as annotations need to know.
#[derive(Debug, Clone, Copy)]
pub struct Workspace<'a> {
    /// The working folder, absolute.
    pub folder: &'a Path,
    /// The root of the checkout, to which paths of annotations are relative.
    pub root: Option<&'a Path>,
}

/// The log of a run; `text` is its report for people.
pub fn render(run: &Run, workspace: Workspace<'_>, text: &str) -> String {
    let mut out = String::new();
    let faults = run.faults.len();
    for fault in run.faults.iter().take(SHOWN) {
        let place = fault.place.as_ref().map(|place| workspace.properties(&place.source, &place.span));
        let title = property("ccsec-lint could not judge");
        let properties = format!("{}title={title}", place.unwrap_or_default());
        out.push_str(&command("error", &properties, &fault.message, fault.help.as_deref()));
    }
    let mut findings: Vec<&Finding> = run.findings().collect();
    findings.sort_by_key(|finding| Reverse(finding.severity));
    let mut hidden = faults.saturating_sub(SHOWN);
    for (level, name) in
        [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "notice")]
    {
        let room = if level == Severity::Error { SHOWN.saturating_sub(faults) } else { SHOWN };
        let of_level: Vec<&&Finding> = findings.iter().filter(|finding| finding.severity == level).collect();
        hidden += of_level.len().saturating_sub(room);
        for finding in of_level.into_iter().take(room) {
            let title = run.registry.get(&finding.rule).map_or("", |rule| &rule.title);
            let title = property(format!("{} {title}", finding.rule).trim_end());
            let place = finding.locations.first();
            let place = place.map(|place| workspace.properties(&place.source, &place.span));
            let properties = format!("{}title={title}", place.unwrap_or_default());
            out.push_str(&command(name, &properties, &finding.message, finding.help.as_deref()));
        }
    }
    if hidden > 0 {
        let findings = if hidden == 1 { "finding" } else { "findings" };
        out.push_str(&format!(
            "{hidden} more {findings}: GitHub shows {SHOWN} errors, {SHOWN} warnings and {SHOWN} notices of a step; all are below\n"
        ));
    }
    out.push_str(&grouped(&Summary::of(run).line(), text));
    out
}

/// Text that can be folded, in which nothing is a command: not at the beginning of a line, nor, as in the
/// old form `##[error]`, inside of one.
fn grouped(title: &str, text: &str) -> String {
    if text.is_empty() {
        return format!("{title}\n");
    }
    // Nobody can write a text that holds its own digest.
    let token = &blake3::hash(text.as_bytes()).to_hex()[..32];
    let end = if text.ends_with('\n') { "" } else { "\n" };
    format!("::group::{}\n::stop-commands::{token}\n{text}{end}::{token}::\n::endgroup::\n", data(title))
}

fn command(name: &str, properties: &str, message: &str, help: Option<&str>) -> String {
    let mut text = visible(message, false).into_owned();
    if let Some(help) = help {
        text.push('\n');
        text.push_str(&visible(help, true));
    }
    format!("::{name} {properties}::{}\n", data(&text))
}

impl Workspace<'_> {
    /// The place of an annotation, each property with its comma.
    fn properties(self, source: &Source, span: &Span) -> String {
        let (start, end) = (source.position(span.start), source.position(span.end));
        let file = property(&self.path(source.name()));
        let columns = match start.line == end.line {
            true => format!("col={},endColumn={},", start.column, end.column),
            // Columns of different lines mean nothing to GitHub.
            false => String::new(),
        };
        format!("file={file},line={},endLine={},{columns}", start.line, end.line)
    }

    /// A file by its path in the repository, if it lies there.
    fn path(self, name: &str) -> String {
        let absolute = straight(&self.folder.join(name));
        let inside = self.root.and_then(|root| absolute.strip_prefix(root).ok());
        inside.map_or_else(|| name.to_owned(), discover::display)
    }
}

/// Escapes the text of a command, as GitHub's toolkit does.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a command.
fn property(text: &str) -> String {
    data(&visible(text, false)).replace(':', "%3A").replace(',', "%2C")
}
