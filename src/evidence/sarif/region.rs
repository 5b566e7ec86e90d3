//! A region of SARIF as bytes of a file.

use super::format::Region;
use crate::document::{Source, Span};

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Columns {
    /// Units of UTF-16, as most consumers take it where nothing is said.
    Utf16,
    /// Unicode code points.
    Scalars,
    /// Bytes, which SARIF does not know.
    Bytes,
}

impl Columns {
    const fn width(self, c: char) -> usize {
        match self {
            Self::Utf16 => c.len_utf16(),
            Self::Scalars => 1,
            Self::Bytes => c.len_utf8(),
        }
    }

    /// The byte at which the unit `count` of a text begins, or its end.
    fn offset(self, text: &str, count: usize) -> usize {
        let mut units = 0;
        for (at, c) in text.char_indices() {
            if units >= count {
                return at;
            }
            units += self.width(c);
        }
        text.len()
    }
}

/// The bytes that a region means; nothing if the file has no such place. What spans no character is
/// widened to what its line holds, so that there is something to underline.
pub(super) fn bytes(source: &Source, region: Region, columns: Columns) -> Option<Span> {
    let mark = if source.text().starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let text = source.text();
    let span = if let Some(line) = region.start_line {
        by_lines(source, region, line, columns, mark)?
    } else if let Some(offset) = region.char_offset {
        let start = mark + columns.offset(&text[mark..], offset);
        if start >= text.len() {
            return None;
        }
        start..start + columns.offset(&text[start..], region.char_length.unwrap_or(0))
    } else if let Some(offset) = region.byte_offset {
        if offset >= text.len() {
            return None;
        }
        let end = offset.saturating_add(region.byte_length.unwrap_or(0));
        source.offset_floor(offset)..source.offset_floor(end).max(source.offset_floor(offset))
    } else {
        mark..mark
    };
    let held = source.slice(&span);
    if held.trim().is_empty() {
        return Some(whole_line(source, source.line_of(span.start)));
    }
    let start = span.start + (held.len() - held.trim_start().len());
    Some(start..start + held.trim().len())
}

fn by_lines(source: &Source, region: Region, line: usize, columns: Columns, mark: usize) -> Option<Span> {
    let last = region.end_line.unwrap_or(line).max(line);
    // Zero is no line; some write it for "somewhere in the file".
    let (first, last) = (line.max(1), last.max(1).min(source.line_count()));
    if first > source.line_count() {
        return None;
    }
    let at = |line: usize, column: usize| {
        let mut bytes = source.line(line - 1);
        bytes.start += if line == 1 { mark } else { 0 };
        let text = source.slice(&bytes);
        bytes.start + columns.offset(text, column.saturating_sub(1))
    };
    let start = at(first, region.start_column.unwrap_or(1));
    let end = region.end_column.map_or_else(|| source.line(last - 1).end, |column| at(last, column));
    Some(start..end.max(start))
}

/// What a line holds, without the blanks around it.
fn whole_line(source: &Source, index: usize) -> Span {
    let line = source.line(index);
    let text = source.slice(&line);
    let blank = text.len() - text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len();
    line.start + blank..(line.start + text.trim_end().len()).max(line.start + blank)
}
