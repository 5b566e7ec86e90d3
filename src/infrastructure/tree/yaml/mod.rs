//! YAML as trees of nodes that know their bytes.
//!
//! In: a text, and which tags are a short form of a map (`!Ref x` for `{Ref: x}`). Out: a tree for each
//! document, and what is broken, at its place; a document that does not parse takes no other with it.
//! A scalar's bytes are the scalar as written, quotes included (of a block scalar, its lines); an empty
//! value is underlined at its key, a collection as [`Wholes`] says, an alias at the alias.
//! Depth, and what aliases may unfold to, are bounded.

mod build;
mod fold;
mod scalar;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use granit_parser::{ErrorKind, Event, Options, Parser, ScanError};

use super::wholes::Wholes;
use crate::document::{Source, Span};
use crate::infrastructure::{Broken, Node, Origin};
use build::Builder;
use fold::Joined;
pub use scalar::plain;

/// The levels that collections may be nested, aliases unfolded.
const DEEPEST: usize = 128;
/// The bytes that a file may have, and the values that a document may hold.
const LARGEST: usize = 64 << 20;
const MOST_VALUES: usize = 4_000_000;
/// A file with more than this many broken documents is not YAML.
const MOST_BROKEN: usize = 20;

/// What stands in a YAML file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    /// The documents that are not empty, in order.
    pub documents: Vec<Document>,
    /// What is broken, in order.
    pub broken: Vec<Broken>,
    /// How far each collection reaches.
    pub wholes: Wholes,
}

/// One document of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its value.
    pub root: Node,
    /// All of its text between the `---`, comments included.
    pub extent: Origin,
}

/// The documents of a text, empty ones left out. `long_form` gives the key that a tag (`!Ref`) is short
/// for; a tag without one is ignored.
///
/// # Errors
/// The first thing that is broken.
pub fn parse(source: &Arc<Source>, long_form: &dyn Fn(&str) -> Option<String>) -> Result<Vec<Node>, Broken> {
    let tree = read(source, long_form);
    match tree.broken.into_iter().next() {
        Some(broken) => Err(broken),
        None => Ok(tree.documents.into_iter().map(|document| document.root).collect()),
    }
}

/// Everything that can be read of a text, and everything that is broken in it.
pub fn read(source: &Arc<Source>, long_form: &dyn Fn(&str) -> Option<String>) -> Tree {
    if source.text().len() > LARGEST {
        let message = format!("the file is larger than {} MiB", LARGEST >> 20);
        let broken = Broken { message, origin: Origin::new(source, 0..0), help: None };
        return Tree { broken: vec![broken], ..Tree::default() };
    }
    let mut joined = Joined::default();
    let mut first = None;
    loop {
        let mut refused = None;
        let tree = read_once(source, &joined, long_form, &mut refused);
        let Some(offset) = refused else { return tree };
        let first = first.get_or_insert(tree);
        if !joined.join(source.text(), offset) {
            return std::mem::take(first);
        }
    }
}

/// Reads on after what is broken; `refused` is where a quoted text goes on that only YAML 1.2 refuses.
fn read_once(
    source: &Arc<Source>,
    joined: &Joined,
    long_form: &dyn Fn(&str) -> Option<String>,
    refused: &mut Option<usize>,
) -> Tree {
    let mut options = Options::default();
    options.emit_comments = false;
    options.flow_nesting_limit = DEEPEST;
    options.block_nesting_limit = DEEPEST;
    let mut parser = Parser::new_from_str_with_options(joined.text(source.text()), options);
    let mut tree = Tree::default();
    let mut builder = Builder::new(source, long_form, joined.any());
    let mut start = 0;
    while let Some(next) = parser.next_event() {
        let broken = match next {
            Ok((Event::DocumentStart(explicit, _), span)) => {
                builder.clear();
                if explicit && !(tree.documents.is_empty() && tree.broken.is_empty()) {
                    start = bytes(source, span).end;
                }
                continue;
            }
            Ok((Event::DocumentEnd, span)) => {
                let end = bytes(source, span).start;
                if let Some(root) = builder.document() {
                    let extent = Origin::new(source, start..end.max(start));
                    tree.documents.push(Document { root, extent });
                    start = end;
                }
                continue;
            }
            Ok((event, span)) => match builder.take(event, span) {
                Ok(()) => continue,
                Err(broken) => broken,
            },
            Err(error) => {
                if *error.kind() == ErrorKind::InvalidQuotedScalarIndent && refused.is_none() {
                    *refused = error.marker().byte_offset();
                }
                syntax(source, &error)
            }
        };
        tree.broken.push(broken);
        if tree.broken.len() >= MOST_BROKEN || !parser.proceed_next_document().unwrap_or(false) {
            break;
        }
    }
    tree.wholes = builder.wholes();
    tree
}

fn syntax(source: &Arc<Source>, error: &ScanError) -> Broken {
    let start = source.offset_floor(error.marker().byte_offset().unwrap_or_default());
    let rest = source.text().get(start..).unwrap_or_default();
    // At the end of a line there is nothing to underline but the line itself.
    let here = rest.chars().next().filter(|c| !matches!(c, '\r' | '\n'));
    let span = match here {
        Some(character) => start..start + character.len_utf8(),
        None => {
            let line = source.line(source.line_of(start.saturating_sub(usize::from(rest.is_empty()))));
            let text = source.slice(&line);
            line.start + (text.len() - text.trim_start().len())..line.end
        }
    };
    let said = error.info();
    let message = if said.is_empty() { "not YAML".to_owned() } else { format!("not YAML: {said}") };
    Broken { message, origin: Origin::new(source, span), help: None }
}

/// The bytes of an event, made to lie within the text.
fn bytes(source: &Source, span: granit_parser::Span) -> Span {
    let range = span.byte_range().unwrap_or_default();
    let start = source.offset_floor(range.start);
    start..source.offset_floor(range.end).max(start)
}
