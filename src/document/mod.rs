//! A TOML document as a tree in which every value knows its bytes.
//!
//! In: the text of a file. Out: a [`Document`] that finds the bytes of a [`Path`], or the place of
//! the syntax error; and, from [`shape`], everything in which it departs from a JSON Schema.

mod escape;
mod fault;
mod nearest;
mod path;
mod problem;
mod quantity;
pub mod shape;
mod source;

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub use escape::{clipped, same_length, visible};
pub use fault::{Fault, FaultPlace};
pub use nearest::nearest;
pub use path::{Path, Segment};
pub use problem::{Kind, Problem};
pub use quantity::{Day, Duration};
pub use source::{Position, Source};

/// The levels that values may be nested.
const DEEPEST: usize = 64;

/// Bytes of a source, end excluded.
pub type Span = Range<usize>;

/// A parsed TOML document that borrows its text.
#[derive(Debug, Clone)]
pub struct Document<'a> {
    root: Spanned<DeTable<'a>>,
    /// Where the document itself is underlined: its first line that is not blank or a comment.
    opening: Span,
}

/// Why a text is not TOML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// What the parser says, lower case, without a full stop.
    pub message: String,
    /// Where it says it.
    pub span: Span,
}

impl<'a> Document<'a> {
    /// Parses a text.
    ///
    /// # Errors
    /// The first syntax error: those that follow it in TOML are mostly its echoes.
    pub fn parse(source: &'a Source) -> Result<Self, SyntaxError> {
        let root = DeTable::parse(source.text()).map_err(|error| SyntaxError {
            message: error.message().to_owned(),
            span: error.span().unwrap_or(0..0),
        })?;
        if let Some(span) = too_deep(root.get_ref()) {
            let message = format!("values are nested more than {DEEPEST} levels deep");
            return Err(SyntaxError { message, span });
        }
        let opening = (0..source.line_count())
            .map(|line| source.line(line))
            .find(|line| {
                let text = source.slice(line).trim_start_matches('\u{feff}').trim();
                !text.is_empty() && !text.starts_with('#')
            })
            .unwrap_or(0..0);
        Ok(Self { root, opening })
    }

    /// The root table.
    pub fn root(&self) -> &DeTable<'a> {
        self.root.get_ref()
    }

    /// A copy of the tree that serde can consume.
    pub fn tree(&self) -> Spanned<DeTable<'a>> {
        self.root.clone()
    }

    /// The bytes of the value at `path`: a table's header or braces, any other value whole. A path
    /// that leads nowhere gives its nearest existing parent, at last the document's first line.
    pub fn locate(&self, path: &Path) -> Span {
        self.walk(path.segments()).last().map_or_else(|| self.opening.clone(), Spanned::span)
    }

    /// Whether at least the first step of a path leads to something.
    pub fn leads_somewhere(&self, path: &Path) -> bool {
        path.segments().is_empty() || self.walk(&path.segments()[..1]).next().is_some()
    }

    /// The bytes of the key that leads to `path`, where the path ends in a key that exists.
    pub fn locate_key(&self, path: &Path) -> Option<Span> {
        let (last, parents) = path.segments().split_last()?;
        let Segment::Key(key) = last else { return None };
        let table = if parents.is_empty() { self.root() } else { self.get(parents)?.as_table()? };
        table.get_key_value(key.as_str()).map(|(key, _)| key.span())
    }

    /// What an entry of a list calls itself: a text is its own name, a table has an `id`, or names
    /// a `service` or a `document`.
    pub fn name(&self, path: &Path) -> Option<&str> {
        match self.get(path.segments())? {
            DeValue::String(text) => Some(text),
            DeValue::Table(table) => ["id", "service", "document", "sarif", "infrastructure"]
                .into_iter()
                .find_map(|key| table.get(key)?.get_ref().as_str()),
            _ => None,
        }
    }

    /// The value at a path that leads somewhere.
    fn get(&self, path: &[Segment]) -> Option<&DeValue<'a>> {
        let mut depth = 0;
        let value = self.walk(path).inspect(|_| depth += 1).last()?;
        (depth == path.len()).then_some(value.get_ref())
    }

    /// The values along a path, as far as it leads.
    fn walk<'d>(&'d self, path: &[Segment]) -> impl Iterator<Item = &'d Spanned<DeValue<'a>>> {
        let mut parent: Option<&'d DeValue<'a>> = None;
        path.iter().map_while(move |segment| {
            let value = match (parent, segment) {
                (None, Segment::Key(key)) => self.root().get(key.as_str()),
                (Some(DeValue::Table(table)), Segment::Key(key)) => table.get(key.as_str()),
                (Some(DeValue::Array(array)), Segment::Index(index)) => array.get(*index),
                _ => None,
            }?;
            parent = Some(value.get_ref());
            Some(value)
        })
    }
}

/// The place of a value that lies deeper than any document needs. The parser bounds each kind of
/// nesting on its own, so that together they can still exhaust the stack of whoever walks the tree.
fn too_deep(root: &DeTable<'_>) -> Option<Span> {
    let mut open: Vec<(usize, &Spanned<DeValue<'_>>)> = root.values().map(|value| (1, value)).collect();
    while let Some((depth, value)) = open.pop() {
        if depth > DEEPEST {
            return Some(value.span());
        }
        match value.get_ref() {
            DeValue::Table(table) => open.extend(table.values().map(|value| (depth + 1, value))),
            DeValue::Array(array) => open.extend(array.iter().map(|value| (depth + 1, value))),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# a comment\nccsec = 1\n[threats]\nflagged = [\"7.1.1\"]\n[threats.dismissed]\n\"7.1.3\" = \"why\"\n\n[[controls]]\nid = \"a\"\n";

    #[track_caller]
    fn under(path: &[Segment]) -> String {
        let source = Source::new("test", TEXT);
        let document = Document::parse(&source).unwrap();
        let path: Path = path.iter().cloned().collect();
        source.slice(&document.locate(&path)).to_owned()
    }

    #[test]
    fn a_path_finds_its_bytes() {
        assert_eq!(under(&["threats".into(), "flagged".into(), 0.into()]), "\"7.1.1\"");
        assert_eq!(under(&["threats".into(), "dismissed".into(), "7.1.3".into()]), "\"why\"");
        assert_eq!(under(&["controls".into(), 0.into()]), "[[controls]]");
    }

    #[test]
    fn a_path_that_leads_nowhere_gives_its_nearest_parent() {
        assert_eq!(under(&["threats".into(), "flagged".into(), 9.into()]), "[\"7.1.1\"]");
        assert_eq!(under(&["controls".into(), 0.into(), "by".into(), "x".into()]), "[[controls]]");
        assert_eq!(under(&["sla".into(), "recovery_time".into()]), "ccsec = 1");
        assert_eq!(under(&[]), "ccsec = 1");
    }

    #[test]
    fn a_key_is_found_beside_its_value() {
        let source = Source::new("test", TEXT);
        let document = Document::parse(&source).unwrap();
        let path: Path = ["threats".into(), "dismissed".into(), "7.1.3".into()].into_iter().collect();
        assert_eq!(source.slice(&document.locate_key(&path).unwrap()), "\"7.1.3\"");
        let absent: Path = ["threats".into(), "nothing".into()].into_iter().collect();
        assert_eq!(document.locate_key(&absent), None);
    }
}
