//! Text from a document, as data in another format: nothing in it is markup, a formula, a command or
//! a control.

use std::fmt::Write as _;
use std::io;

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

use crate::document::visible;

/// A value as one line of JSON that a terminal can show as it is: JSON escapes the controls of ASCII,
/// and here those of Unicode are escaped too. Whoever reads the JSON gets the text unchanged.
pub(super) fn json(value: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    // Serializing the types of reports to memory cannot fail: no map has a key that is not text.
    let _ = value.serialize(&mut Serializer::with_formatter(&mut bytes, Tame));
    String::from_utf8(bytes).unwrap_or_default()
}

struct Tame;

impl Formatter for Tame {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, out: &mut W, text: &str) -> io::Result<()> {
        if visible(text, false) == text {
            return CompactFormatter.write_string_fragment(out, text);
        }
        for c in text.chars() {
            let alone = c.encode_utf8(&mut [0; 4]).to_owned();
            if visible(&alone, false) == alone {
                out.write_all(alone.as_bytes())?;
            } else {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04x}")?;
                }
            }
        }
        Ok(())
    }
}

/// Text in Markdown, on one line: it opens no tag, link, emphasis or cell, mentions nobody and refers
/// to no issue.
pub(super) fn markdown(text: &str) -> String {
    let text = visible(text, false);
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '|' | '<' | '>' | '`' | '*' | '_' | '[' | ']' | '\\' | '&' | '~' | '$' | '!' => {
                out.push('\\');
                out.push(c);
            }
            // GitHub looks for mentions and issues in the finished page: no escape hides them there.
            '@' => out.push_str("@&#8203;"),
            '#' => out.push_str("\\#&#8203;"),
            // `https://…` and `www.…` become links by themselves.
            ':' if rest.peek() == Some(&'/') => out.push_str("\\:&#8203;"),
            '.' if out.ends_with("www") || out.ends_with("WWW") => out.push_str("\\.&#8203;"),
            c => out.push(c),
        }
    }
    out
}

/// Text in a code span of Markdown, also in a table.
pub(super) fn code(text: &str) -> String {
    let text = visible(text, false).replace('|', "\\|");
    let ticks = "`".repeat(longest_run(&text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.is_empty() { " " } else { "" };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

/// Several lines in a fenced block of Markdown.
pub(super) fn fenced(text: &str, language: &str) -> String {
    let text = visible(text, true);
    let fence = "`".repeat(longest_run(&text).max(2) + 1);
    format!("{fence}{language}\n{}\n{fence}\n", text.trim_end())
}

/// The length of the longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// A cell of a spreadsheet: what one would take for a formula is kept from being one.
pub(super) fn cell(text: &str, multiline: bool) -> String {
    let text = visible(text, multiline);
    let guard = if text.starts_with(['=', '+', '-', '@', '\t']) { "'" } else { "" };
    format!("{guard}{text}")
}

/// A path as a relative reference of a URI, percent-encoded.
pub(super) fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte))
            }
            // Writing to a String cannot fail.
            _ => drop(write!(out, "%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_the_same_text_without_a_control() {
        let hostile = "a\u{1b}\u{9b}\u{202e}\u{2028}é\"\n";
        let written = json(&hostile);
        assert_eq!(written, r#""a\u001b\u009b\u202e\u2028é\"\n""#);
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), hostile);
    }

    #[test]
    fn markdown_stays_text() {
        assert_eq!(markdown("<b>[a](b)|`c`\u{1b}"), r"\<b\>\[a\](b)\|\`c\`\\u{1b}");
        assert_eq!(
            markdown("@all #1 https://x www.y"),
            "@&#8203;all \\#&#8203;1 https\\:&#8203;//x www\\.&#8203;y"
        );
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(fenced("```\nx", "toml"), "````toml\n```\nx\n````\n");
    }

    #[test]
    fn a_cell_is_no_formula_and_a_path_no_other_uri() {
        assert_eq!((cell("=1+1", false), cell("a\nb", false)), ("'=1+1".to_owned(), "a\\u{a}b".to_owned()));
        assert_eq!(uri("a b/ü:%.toml"), "a%20b/%C3%BC%3A%25.toml");
    }
}
