//! Text from a file is data: what could move a cursor or turn a line around is made visible.

use std::borrow::Cow;

/// Whether a character must not reach a terminal: controls other than a tab, and the marks that turn
/// the direction of text.
fn is_hostile(c: char) -> bool {
    (c.is_control() && c != '\t')
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// Whether a text is ASCII without a hostile character, as most are: bytes are sooner compared than
/// characters decoded.
fn is_plain(text: &str, multiline: bool) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\t') || multiline && byte == b'\n')
}

/// A message on one line, or on several if `multiline`: hostile characters become `\u{1b}`.
pub fn visible(text: &str, multiline: bool) -> Cow<'_, str> {
    let hostile = |c: char| is_hostile(c) && !(multiline && c == '\n');
    if is_plain(text, multiline) || !text.contains(hostile) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if hostile(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// A source text in which every hostile character is replaced by a mark of the same number of bytes,
/// so that offsets stay true. Line ends stay, a carriage return that ends no line does not.
pub fn same_length(text: &str) -> Cow<'_, str> {
    let hostile = |c: char| is_hostile(c) && c != '\n' || c == '\u{feff}';
    if is_plain(text, true) || !text.contains(hostile) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let ends_line = c == '\r' && rest.peek() == Some(&'\n');
        out.push(match c {
            c if ends_line || !hostile(c) => c,
            c if c.len_utf8() == 1 => '?',
            c if c.len_utf8() == 2 => '¿',
            _ => '\u{fffd}',
        });
    }
    Cow::Owned(out)
}

/// A text of at most `longest` characters; of a longer one the beginning.
pub fn clipped(text: &str, longest: usize) -> Cow<'_, str> {
    match text.char_indices().nth(longest) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_moves_a_cursor_gets_through() {
        let hostile = "a\u{1b}[31mb\u{202e}c\r\n\u{85}\t.\r.";
        assert_eq!(visible(hostile, false), "a\\u{1b}[31mb\\u{202e}c\\u{d}\\u{a}\\u{85}\t.\\u{d}.");
        assert_eq!((clipped("äöü", 3), clipped("äöü", 2)), ("äöü".into(), "äö…".into()));
        assert_eq!(visible("two\nlines", true), "two\nlines");
        let shown = same_length(hostile);
        assert_eq!(shown.len(), hostile.len(), "offsets stay true");
        assert_eq!(shown, "a?[31mb\u{fffd}c\r\n¿\t.?.");
    }
}
