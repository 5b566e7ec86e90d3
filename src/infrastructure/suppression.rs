//! Suppression by comment in infrastructure code: `# ccsec: ignore[9.7/encryption-at-rest] reason`.
//!
//! In: a file. Out: each suppression with its ids, its reason and what it applies to, and each comment
//! that was meant as one and is not. In Terraform `//` and, on one line, `/* … */` serve as well.
//!
//! A suppression applies to a whole resource on the lines directly above its header (other comments may
//! stand between), on the line of its header or of its closing bracket, or on a line of its own within
//! it that no attribute follows directly (in a nested block of Terraform, to that block). On the line of
//! an attribute, or on its own directly above one, it applies to what is said of that attribute, a block
//! with all that is in it.

mod comments;

use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::document::{Source, Span};

use super::{Broken, Origin};
use comments::{Comment, Layout, layout};

/// What is ignored, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// What is ignored: expectations, or evidence rules such as `aws/s3-public-access`.
    pub ids: Vec<Id>,
    /// Why, if that is said.
    pub reason: Option<String>,
    /// The whole comment.
    pub comment: Origin,
    /// Its 1-based line.
    pub line: usize,
    /// The 0-based lines of what it is written for: what stands beside it or directly below.
    target: Option<RangeInclusive<usize>>,
}

/// An id in a suppression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Id {
    /// As written.
    pub text: String,
    /// Where.
    pub origin: Origin,
}

/// What a file suppresses.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suppressions {
    /// In the order of the text.
    pub suppressions: Vec<Suppression>,
    /// Comments that begin like a suppression and are none.
    pub malformed: Vec<Broken>,
}

/// The word that a suppression begins with.
const NAME: &str = "ccsec";

/// Finds the suppressions of a file.
pub fn find(source: &Arc<Source>) -> Suppressions {
    let mut found = Suppressions::default();
    if !source.text().contains(NAME) {
        return found;
    }
    let layout = layout(source);
    for comment in &layout.comments {
        let Some(body) = addressed(source, comment) else { continue };
        match Written::read(source, comment, body) {
            Ok(written) => found.suppressions.push(placed(source, comment, &layout, written)),
            Err((message, span)) => found.malformed.push(Broken {
                message: message.to_owned(),
                origin: Origin::new(source, span),
                help: Some("write `ccsec: ignore[9.7/encryption-at-rest] why this is acceptable`".to_owned()),
            }),
        }
    }
    found
}

/// What follows `ccsec:` or `ccsec` with a word that it is mistaken for.
fn addressed(source: &Source, comment: &Comment) -> Option<usize> {
    let text = source.slice(&comment.text);
    let held = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '/' | '*'));
    let rest = held.strip_prefix(NAME)?;
    let at = comment.text.end - rest.len();
    let after = rest.trim_start();
    let addressed = after.starts_with(':')
        || after.strip_prefix("ignore").is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()));
    addressed.then_some(at)
}

/// A suppression as written.
struct Written {
    ids: Vec<Id>,
    reason: Option<String>,
}

impl Written {
    fn read(source: &Arc<Source>, comment: &Comment, at: usize) -> Result<Self, (&'static str, Span)> {
        let whole = trimmed(source, comment.span.clone());
        if source.slice(&whole).contains('\n') {
            let first = source.line(source.line_of(whole.start));
            return Err(("a suppression stands on one line", whole.start..first.end.max(whole.start)));
        }
        let text = &source.text()[..comment.text.end];
        let wrong = |message| Err((message, whole.clone()));
        let Some(rest) = text[at..].trim_start().strip_prefix(':') else {
            return wrong("a colon is missing after `ccsec`");
        };
        let Some(rest) = rest.trim_start().strip_prefix("ignore") else {
            return wrong("`ignore` is expected after `ccsec:`");
        };
        let Some(rest) = rest.trim_start().strip_prefix('[') else {
            return wrong("the suppression does not say in brackets what to ignore");
        };
        let Some((list, reason)) = rest.split_once(']') else {
            return wrong("the bracket of the suppression is not closed");
        };
        let mut start = text.len() - rest.len();
        let mut ids = Vec::new();
        for entry in list.split(',') {
            let span = trimmed(source, start..start + entry.len());
            start += entry.len() + 1;
            let text = source.slice(&span);
            if text.is_empty() {
                return wrong("the suppression names nothing between two commas or brackets");
            }
            if text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '[' | '"' | '\'')) {
                return Err(("this is no id of an expectation or a rule", span));
            }
            ids.push(Id { text: text.to_owned(), origin: Origin::new(source, span) });
        }
        let reason = reason.trim().trim_start_matches([':', '-', '–', '—']).trim();
        Ok(Self { ids, reason: (!reason.is_empty()).then(|| reason.to_owned()) })
    }
}

fn trimmed(source: &Source, span: Span) -> Span {
    let text = source.slice(&span);
    let start = span.start + (text.len() - text.trim_start().len());
    start..start + text.trim().len()
}

fn placed(source: &Arc<Source>, comment: &Comment, layout: &Layout, written: Written) -> Suppression {
    let line = source.line_of(comment.span.start);
    let lines = &layout.lines;
    let target = if comment.alone { lines[line].below.or(lines[line].within) } else { Some(line) };
    // A closing bracket stands for all that it closes.
    let target = target.map(|target| {
        let begins = lines[target].opened.unwrap_or(target);
        begins..=lines[begins].end.max(lines[target].end).max(target)
    });
    Suppression {
        ids: written.ids,
        reason: written.reason,
        comment: Origin::new(source, trimmed(source, comment.span.clone())),
        line: line + 1,
        target,
    }
}

impl Suppression {
    /// Whether it applies to what is said of the bytes `at` of the resource `body`.
    pub fn applies(&self, body: &Origin, at: &Origin) -> bool {
        if !self.is_in(&body.source) {
            return false;
        }
        let source = &body.source;
        let first = header(body);
        let last = source.line_of(body.span.end.saturating_sub(1).max(body.span.start));
        let Some(target) = &self.target else {
            return body.span.start <= self.comment.span.start && self.comment.span.end <= body.span.end;
        };
        let begins = *target.start();
        if begins == first {
            return true;
        }
        if begins < first || begins > last {
            return false;
        }
        self.is_in(&at.source) && target.contains(&source.line_of(at.span.start))
    }

    fn is_in(&self, source: &Arc<Source>) -> bool {
        Arc::ptr_eq(&self.comment.source, source) || self.comment.source.name() == source.name()
    }
}

/// The line on which a resource really begins: its text may begin with comments.
fn header(body: &Origin) -> usize {
    let source = &body.source;
    let first = source.line_of(body.span.start);
    let last = source.line_of(body.span.end);
    let real = (first..=last).find(|line| {
        let bytes = source.line(*line);
        let text = source.slice(&(bytes.start.max(body.span.start)..bytes.end));
        let text = text.trim_start_matches('\u{feff}').trim();
        !text.is_empty() && text != "---" && !["#", "//", "/*"].iter().any(|mark| text.starts_with(mark))
    });
    real.unwrap_or(first)
}

#[cfg(test)]
mod tests;
