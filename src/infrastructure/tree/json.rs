//! Strict JSON as a tree of nodes.
//!
//! In: a source. Out: its one value, every part of which knows its bytes; or the first fault.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use jsonc_parser::ast::{Object, ObjectPropName, Value as Parsed};
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use serde::de::IgnoredAny;

use crate::document::{Source, Span};

use super::super::inventory::{Broken, Node, Origin, Value};
use super::wholes::Wholes;
use super::{DEEPEST, LARGEST, MOST};

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Nothing but JSON.
pub(crate) const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// Parses a text. A collection's bytes are all of it, brackets included.
///
/// # Errors
/// The first place where it is no JSON, or where it is deeper, larger or more than is read.
pub fn parse(source: &Arc<Source>) -> Result<Node, Broken> {
    parsed(source, None).map(|(node, _)| node)
}

/// Parses a text. A collection's bytes are those that [`Wholes`] gives it.
///
/// # Errors
/// As [`parse`].
pub fn read(source: &Arc<Source>) -> Result<(Node, Wholes), Broken> {
    parsed(source, Some(Wholes::default())).map(|(node, wholes)| (node, wholes.unwrap_or_default()))
}

fn parsed(source: &Arc<Source>, wholes: Option<Wholes>) -> Result<(Node, Option<Wholes>), Broken> {
    let text = source.text();
    let mark = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    let mut reading = Reading { source, mark, wholes };
    let text = &text[mark..];
    reading.bounded(text)?;
    let parsed = parse_to_ast(text, &CollectOptions::default(), &STRICT)
        .map_err(|error| reading.broken(&error.kind().to_string(), error.range()))?;
    reading.strict(text)?;
    match parsed.value {
        Some(value) => Ok((reading.node(value, None)?, reading.wholes)),
        None => Err(reading.broken("nothing is written here", Range::new(0, text.len()))),
    }
}

struct Reading<'a> {
    source: &'a Arc<Source>,
    /// The bytes before the text proper.
    mark: usize,
    wholes: Option<Wholes>,
}

impl Reading<'_> {
    /// Holds the text against the bounds before anything recurses into it.
    fn bounded(&self, text: &str) -> Result<(), Broken> {
        if text.len() > LARGEST {
            return Err(self.broken(&format!("more than {} MiB", LARGEST >> 20), Range::new(0, 0)));
        }
        let (mut depth, mut count, mut quoted, mut escaped) = (0usize, 0usize, false, false);
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                _ if quoted => {}
                b'[' | b'{' => {
                    (depth, count) = (depth + 1, count + 1);
                    if depth > DEEPEST {
                        let message = format!("values are nested more than {DEEPEST} levels deep");
                        return Err(self.broken(&message, Range::new(at, at + 1)));
                    }
                }
                b']' | b'}' => depth = depth.saturating_sub(1),
                b',' => count += 1,
                _ => {}
            }
            if count > MOST {
                return Err(self.broken(&format!("more than {MOST} values"), Range::new(at, at + 1)));
            }
        }
        Ok(())
    }

    /// The parser with spans lets some things pass that are no JSON: leading zeros, raw control characters.
    fn strict(&self, text: &str) -> Result<(), Broken> {
        let Err(error) = serde_json::from_str::<IgnoredAny>(text) else { return Ok(()) };
        let message = error.to_string();
        let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
        let line = self.source.line(error.line().saturating_sub(1));
        // Its columns count bytes from 1; in the first line they do not count a byte order mark.
        let before = if error.line() <= 1 { self.mark } else { 0 };
        let at = (line.start + before + error.column().saturating_sub(1)).min(line.end);
        // Of a control character it gives the place before.
        let next = self.source.text().as_bytes().get(at + 1).is_some_and(|byte| *byte < b' ');
        let at = if message.starts_with("control character") && next { at + 1 } else { at };
        let at = self.source.offset_floor(at).saturating_sub(self.mark);
        let end = self.source.text()[at + self.mark..].chars().next().map_or(0, char::len_utf8);
        Err(self.broken(message, Range::new(at, at + end)))
    }

    fn node(&mut self, value: Parsed<'_>, key: Option<Span>) -> Result<Node, Broken> {
        let text = self.span(value.range());
        let origin = match (&value, &mut self.wholes) {
            (Parsed::Array(_) | Parsed::Object(_), Some(wholes)) => {
                wholes.place(self.source, text, key.as_ref(), true)
            }
            _ => Origin::new(self.source, text),
        };
        let value = match value {
            Parsed::StringLit(text) => Value::Text(text.value.into_owned()),
            Parsed::BooleanLit(truth) => Value::Bool(truth.value),
            Parsed::NullKeyword(_) => Value::Null,
            Parsed::NumberLit(number) => match number.value.parse() {
                Ok(number) => Value::Number(number),
                Err(_) => return Ok(Node::unknown("the number is out of range", origin)),
            },
            Parsed::Array(array) => Value::List(
                array.elements.into_iter().map(|item| self.node(item, None)).collect::<Result<_, _>>()?,
            ),
            Parsed::Object(object) => Value::Map(self.entries(object)?),
        };
        Ok(Node::new(value, origin))
    }

    fn entries(&mut self, object: Object<'_>) -> Result<BTreeMap<String, Node>, Broken> {
        let mut entries = BTreeMap::new();
        for property in object.properties {
            let key = match &property.name {
                ObjectPropName::String(name) => name.range,
                ObjectPropName::Word(name) => name.range,
            };
            let span = self.span(key);
            match entries.entry(property.name.into_string()) {
                Entry::Vacant(free) => {
                    free.insert(self.node(property.value, Some(span))?);
                }
                Entry::Occupied(taken) => {
                    let message = format!("the key `{}` is there already", taken.key());
                    return Err(self.broken(&message, key));
                }
            }
        }
        Ok(entries)
    }

    fn span(&self, range: Range) -> Span {
        range.start + self.mark..range.end + self.mark
    }

    fn broken(&self, fact: &str, range: Range) -> Broken {
        let mut letters = fact.chars();
        let message = letters.next().map(|first| first.to_lowercase().chain(letters).collect());
        let mut span = self.span(range);
        // What is not closed reaches to the end of the text; its first line will do.
        let line = self.source.line(self.source.line_of(span.start));
        span.end = span.end.min(line.end).max(span.start);
        let origin = Origin::new(self.source, span);
        Broken { message: message.unwrap_or_default(), origin, help: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Node, Broken> {
        parse(&Arc::new(Source::new("a.json", text)))
    }

    #[track_caller]
    fn fault(text: &str) -> (String, String) {
        let broken = read(text).unwrap_err();
        (broken.message.clone(), broken.origin.text().to_owned())
    }

    #[test]
    fn every_value_knows_its_bytes() {
        let root = read("\u{feff}{\"ä\": [1, -2.5e3, \"x\\ny\", {\"b\": null}], \"c\": true}").unwrap();
        let items = root.get("ä").unwrap().items();
        let texts: Vec<&str> = items.iter().map(|item| item.origin.text()).collect();
        assert_eq!(texts, ["1", "-2.5e3", "\"x\\ny\"", "{\"b\": null}"]);
        assert_eq!(items[2].text(), Some("x\ny"));
        assert_eq!(items[3].get("b").unwrap().value, Value::Null);
        assert_eq!(root.get("c").unwrap().value, Value::Bool(true));
    }

    #[test]
    fn a_long_collection_is_underlined_at_its_key() {
        let source = Arc::new(Source::new("a.json", "{\n \"a\": {\n  \"b\": [1, 2]\n }\n}"));
        let (root, wholes) = super::read(&source).unwrap();
        let a = root.get("a").unwrap();
        assert_eq!((root.origin.text(), a.origin.text()), ("{", "\"a\""));
        assert_eq!(a.get("b").unwrap().origin.text(), "[1, 2]");
        assert_eq!(wholes.of(a).text(), "\"a\": {\n  \"b\": [1, 2]\n }");
    }

    #[test]
    fn nothing_but_json_is_json() {
        for text in [
            "",
            " ",
            "{",
            "[1,]",
            "{\"a\":1,}",
            "[1 2]",
            "{a:1}",
            "['a']",
            "[0x1]",
            "[+1]",
            "[.5]",
            "[5.]",
            "[NaN]",
            "[-Infinity]",
            "[01]",
            "[\"\t\"]",
            "[1] // x",
            "[1]/* x */",
            "[1][2]",
            "\"\\ud800\"",
            "[\"\\x41\"]",
            "[\u{a0}1]",
            "[1\u{feff}]",
            "\u{feff}",
            "nul",
            "[\"a",
            "{\"a\" 1}",
            "{\"a\":}",
            "]",
        ] {
            assert!(read(text).is_err(), "{text:?}");
        }
        assert_eq!(fault("{\"a\": 1,\n \"b\": tru}"), ("unexpected token".to_owned(), "tru".to_owned()));
        assert_eq!(fault("[1, {\n\"a\": 1"), ("unterminated object".to_owned(), "{".to_owned()));
        assert_eq!(fault("[1,]"), ("trailing commas are not allowed".to_owned(), ",".to_owned()));
        assert_eq!(fault("[1,\n \"é\t\"]").1, "\t", "a control character");
    }

    #[test]
    fn a_key_is_written_once() {
        let (message, text) = fault("{\"a\": 1, \"b\": {\"a\": 2}, \"a\" : 3}");
        assert_eq!((message.as_str(), text.as_str()), ("the key `a` is there already", "\"a\""));
    }

    #[test]
    fn depth_and_numbers_are_bounded() {
        let (message, text) = fault(&"[".repeat(1_000_000));
        assert_eq!((message.as_str(), text.as_str()), ("values are nested more than 128 levels deep", "["));
        assert!(read(&format!("{}{}", "[".repeat(DEEPEST), "]".repeat(DEEPEST))).is_ok());
        assert!(read(&format!("[\"{}\"]", "[".repeat(500))).is_ok(), "brackets in a text nest nothing");
        let huge = read("[1e999, 123456789012345678901234567890]").unwrap();
        let Value::Unknown(unknown) = &huge.items()[0].value else { panic!("{huge:?}") };
        assert_eq!(unknown.reason, "the number is out of range");
        assert!(matches!(huge.items()[1].value, Value::Number(_)));
    }
}
