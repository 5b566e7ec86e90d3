//! A text that was read, with an index of its lines.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use serde::Serialize;

use super::escape::same_length;

/// At the very beginning of a text it is no part of it.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// A text file and the name under which users know it.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    name: String,
    text: String,
    line_starts: Vec<usize>,
    shown: OnceLock<Option<String>>,
}

/// A place in a text. Lines and columns are 1-based, columns count Unicode scalar values, the
/// offset counts bytes from 0. A byte order mark takes no column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
pub struct Position {
    /// 1-based line.
    pub line: usize,
    /// 1-based column in Unicode scalar values.
    pub column: usize,
    /// 0-based offset in bytes.
    pub offset: usize,
}

impl Source {
    /// Indexes `text`. `name` is shown to users: a path with forward slashes.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let line_starts =
            std::iter::once(0).chain(text.match_indices('\n').map(|(newline, _)| newline + 1)).collect();
        Self { name: name.into(), text, line_starts, shown: OnceLock::new() }
    }

    /// The name under which users know the file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text as a terminal may show it: nothing in it moves the cursor, every offset stays true.
    pub fn shown(&self) -> &str {
        let tamed = self.shown.get_or_init(|| match same_length(&self.text) {
            Cow::Borrowed(_) => None,
            Cow::Owned(text) => Some(text),
        });
        tamed.as_deref().unwrap_or(&self.text)
    }

    /// The number of lines; a final newline opens an empty last line.
    pub fn line_count(&self) -> usize {
        self.line_starts.len()
    }

    /// The bytes of a 0-based line without its line ending.
    pub fn line(&self, index: usize) -> Range<usize> {
        let start = self.line_starts.get(index).copied().unwrap_or(self.text.len());
        let end = self.line_starts.get(index + 1).copied().unwrap_or(self.text.len());
        let line = self.text[start..end].trim_end_matches(['\n', '\r']);
        start..start + line.len()
    }

    /// The 0-based line that holds a byte offset.
    pub fn line_of(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The place of a byte offset; one past the end, or inside a character, is moved back.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.offset_floor(offset);
        let line = self.line_of(offset);
        let before = &self.text[self.line_starts[line]..offset];
        let before = if line == 0 { before.strip_prefix(BYTE_ORDER_MARK).unwrap_or(before) } else { before };
        let columns = before.chars().count();
        Position { line: line + 1, column: columns + 1, offset }
    }

    /// The byte offset of a 1-based line and column (in Unicode scalar values), at most the line's end.
    pub fn offset(&self, line: usize, column: usize) -> usize {
        let mut bytes = self.line(line.saturating_sub(1));
        if bytes.start == 0 && self.text.starts_with(BYTE_ORDER_MARK) {
            bytes.start = BYTE_ORDER_MARK.len_utf8();
        }
        let text = &self.text[bytes.clone()];
        text.char_indices().nth(column.saturating_sub(1)).map_or(bytes.end, |(at, _)| bytes.start + at)
    }

    /// The text under a span.
    pub fn slice(&self, span: &Range<usize>) -> &str {
        let start = self.offset_floor(span.start);
        let end = self.offset_floor(span.end).max(start);
        &self.text[start..end]
    }

    /// The nearest offset at or before this one that no character straddles.
    pub fn offset_floor(&self, offset: usize) -> usize {
        self.text.floor_char_boundary(offset.min(self.text.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_offsets_count_bytes() {
        let source = Source::new("a", "\u{feff}é = 1\r\nß=2\n");
        let equals = source.text().find('=').unwrap();
        assert_eq!(
            source.position(equals),
            Position { line: 1, column: 3, offset: 6 },
            "the byte order mark takes no column"
        );
        assert_eq!(source.position(usize::MAX).line, 3);
        assert_eq!(
            source.slice(&source.line(0)),
            "\u{feff}é = 1",
            "a carriage return is no part of the line"
        );
        assert_eq!(source.offset(2, 2), source.text().rfind('=').unwrap());
    }
}
