//! What a finding underlines of a collection, and how far the collection really reaches.
//!
//! In: a collection, the key that it stands under, whether it is one line of brackets. Out: the bytes of
//! its [`Origin`], and a table that leads from those back to the whole.
//!
//! A finding about a container that lacks something would otherwise underline forty lines. So a
//! collection is underlined at
//! - its own text, where that is brackets on one line: `{privileged: true}`, `[]`, `!Ref Bucket`;
//! - the key that it stands under, quotes included: `securityContext`, a logical id, a service's name;
//! - its first line, where it has no key: an item of a list (`name: server`), a whole document.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::document::{Source, Span};
use crate::infrastructure::{Node, Origin};

/// How far collections reach: from the first byte of their key to the last of their values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wholes(BTreeMap<(usize, usize), Span>);

impl Wholes {
    /// The place of a collection whose text is `text`, noting how far it reaches. `bracketed` says that
    /// it is written in brackets, or is a tag with its value.
    pub fn place(&mut self, source: &Arc<Source>, text: Span, key: Option<&Span>, bracketed: bool) -> Origin {
        let shown = match key {
            _ if bracketed && !source.slice(&text).contains('\n') => text.clone(),
            Some(key) => key.clone(),
            None => first_line(source, &text),
        };
        let start = key.map_or(text.start, |key| key.start.min(text.start));
        let whole = start..text.end.max(shown.end);
        if whole != shown {
            self.0.insert((shown.start, shown.end), whole);
        }
        Origin::new(source, shown)
    }

    /// All of a collection's text, its key included; for anything else the text of the value.
    pub fn of(&self, node: &Node) -> Origin {
        let span = &node.origin.span;
        let whole = self.0.get(&(span.start, span.end)).unwrap_or(span);
        Origin::new(&node.origin.source, whole.clone())
    }
}

fn first_line(source: &Source, text: &Span) -> Span {
    let line = source.slice(text).lines().next().unwrap_or_default();
    // Within quotes it is no comment.
    let comment = line.find(" #").filter(|at| !line[..*at].contains(['"', '\'']));
    let line = &line[..comment.unwrap_or(line.len())];
    text.start..text.start + line.trim_end().len()
}
