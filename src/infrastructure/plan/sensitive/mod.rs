//! What in a plan must not be shown.
//!
//! In: the tree of a plan. Out: [`Secrets`], which mask a text and a tree. A value is sensitive where the
//! plan marks it; so is every other text of the file that holds the same text, because marks are set on
//! attributes and the same password also stands in variables, arguments and scripts.

mod marks;
mod search;

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use crate::document::{Source, Span};

use super::super::inventory::{Node, Value};

/// The reason that a sensitive value cannot be known.
pub(super) const REASON: &str = "the value is sensitive";

/// Keys of the plan itself, whose values are names and no contents.
const STRUCTURE: [&str; 19] = [
    "format_version",
    "terraform_version",
    "timestamp",
    "address",
    "previous_address",
    "module_address",
    "mode",
    "type",
    "name",
    "index",
    "provider_name",
    "provider_config_key",
    "actions",
    "action_reason",
    "references",
    "full_name",
    "alias",
    "version_constraint",
    "source",
];

/// The places that must not be shown. A value is known by its first byte.
#[derive(Debug, Default)]
pub(super) struct Secrets {
    /// Values that become unknown.
    unknown: HashSet<usize>,
    /// Texts of which is told that they are there.
    veiled: HashSet<usize>,
    /// What is overwritten.
    bytes: Vec<Span>,
}

/// Everything sensitive in a plan.
pub(super) fn find(root: &Node) -> Secrets {
    let mut secrets = Secrets::default();
    let mut texts = BTreeSet::new();
    marks::collect(root, &mut |node: &Node, veil: bool| {
        secrets.cover(node, veil);
        contained(node, &mut texts);
    });
    let needles = search::Needles::new(&texts);
    if !needles.is_empty() {
        secrets.search(root, &needles, "", false);
    }
    secrets
}

/// A text with nothing to be read in it, of the same length and lines.
pub(super) fn all_masked(text: &str) -> String {
    text.bytes().map(|byte| if byte == b'\n' { '\n' } else { '*' }).collect()
}

impl Secrets {
    /// A text in which every sensitive byte is overwritten: its length and its lines stay.
    pub(super) fn masked(&self, text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        for span in &self.bytes {
            if let Some(bytes) = bytes.get_mut(span.clone()) {
                bytes.iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b'*');
            }
        }
        String::from_utf8(bytes).unwrap_or_else(|_| all_masked(text))
    }

    /// Takes sensitive values out of a tree, and turns it to the source whose text is masked.
    pub(super) fn hide(&self, node: &mut Node, source: &Arc<Source>) {
        let start = node.origin.span.start;
        node.origin.source = Arc::clone(source);
        if self.unknown.contains(&start) {
            node.value = Node::unknown(REASON, node.origin.clone()).value;
        } else if self.veiled.contains(&start) {
            node.value = Value::Text(content(node).to_owned());
        }
        match &mut node.value {
            Value::List(items) => items.iter_mut().for_each(|item| self.hide(item, source)),
            Value::Map(entries) => entries.values_mut().for_each(|entry| self.hide(entry, source)),
            _ => {}
        }
    }

    fn cover(&mut self, node: &Node, veil: bool) {
        let span = node.origin.span.clone();
        match node.value {
            // That nothing is set is no secret, and often the point.
            Value::Null => return,
            Value::Text(_) => self.bytes.push(inner(node)),
            _ => self.bytes.push(span.clone()),
        }
        if veil && matches!(node.value, Value::Text(_)) {
            self.veiled.insert(span.start);
        } else {
            self.unknown.insert(span.start);
        }
    }

    /// Finds texts that hold a sensitive one. `inside` is told from structure: there every key is a user's.
    fn search(&mut self, node: &Node, needles: &search::Needles, key: &str, inside: bool) {
        match &node.value {
            Value::Text(_) if inside || !STRUCTURE.contains(&key) => {
                let start = inner(node).start;
                let before = self.bytes.len();
                let found = needles.found(content(node));
                self.bytes.extend(found.into_iter().map(|span| span.start + start..span.end + start));
                if self.bytes.len() > before && !self.veiled.contains(&node.origin.span.start) {
                    self.unknown.insert(node.origin.span.start);
                }
            }
            Value::List(items) => {
                for item in items {
                    self.search(item, needles, key, inside);
                }
            }
            Value::Map(entries) => {
                let resource = entries.contains_key("type");
                for (key, entry) in entries {
                    let content = match key.as_str() {
                        "values" => resource,
                        "before" | "after" | "value" | "default" | "constant_value" => true,
                        _ => false,
                    };
                    self.search(entry, needles, key, inside || content);
                }
            }
            _ => {}
        }
    }
}

/// The bytes of a text between its quotes.
fn inner(node: &Node) -> Span {
    let Span { start, end } = node.origin.span;
    start + 1..end.saturating_sub(1).max(start + 1)
}

/// A text as it is written, between its quotes.
fn content(node: &Node) -> &str {
    node.origin.source.slice(&inner(node))
}

/// All texts in a value, as they are written.
fn contained(node: &Node, texts: &mut BTreeSet<String>) {
    match &node.value {
        Value::Text(_) => {
            texts.insert(content(node).to_owned());
        }
        Value::List(items) => items.iter().for_each(|item| contained(item, texts)),
        Value::Map(entries) => entries.values().for_each(|entry| contained(entry, texts)),
        _ => {}
    }
}
