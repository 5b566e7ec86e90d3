//! Bytes: every value of a document is where the document says it is, whatever the text.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::fmt::Write as _;

use ccsec_lint::document::{Document, Path, Segment, Source};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use toml::de::{DeTable, DeValue};

/// The same cases in every run, so that a failure is somebody's change and not somebody's luck.
fn config(cases: u32) -> Config {
    Config { cases, rng_seed: RngSeed::Fixed(967), failure_persistence: None, ..Config::default() }
}

/// Characters that are special to TOML, to terminals, to lines or to UTF-8, and some that are not.
fn awkward() -> impl Strategy<Value = char> {
    prop_oneof![
        4 => prop::char::range('a', 'f'),
        2 => prop::sample::select(vec![
            ' ', '\t', '.', '-', '_', '#', '=', ',', '"', '\'', '\\', '[', ']', '{', '}', '0', '1', ':', '\n', '\r',
        ]),
        2 => prop::sample::select(vec![
            '\0', '\u{1b}', '\u{7f}', '\u{85}', 'é', 'ß', '\u{feff}', '\u{202e}', '\u{2028}', '\u{301}', '漢', '\u{1f512}',
        ]),
        1 => any::<char>(),
    ]
}

fn text(length: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(awkward(), length).prop_map(String::from_iter)
}

/// Pieces of TOML in any order: more of it parses, and breaks later, than of mere characters.
fn broken_toml() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        "=",
        ",",
        ".",
        "\"",
        "'",
        "\"\"\"",
        "'''",
        "\n",
        "\r\n",
        "\r",
        " ",
        "#",
        "a",
        "b",
        "a.b",
        "a = 1",
        "b = \"é\"",
        "2026-09-01",
        "10:00",
        "0x",
        "1_0",
        "1e",
        "inf",
        "\\u12",
        "\\x4",
        "\\e",
        "true",
        "\u{feff}",
        "漢",
        "\0",
        "[a]\n",
        "[[a]]\n",
        "a = {",
        "c = [",
        "'\u{1f512}'",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// A tree, and how each of its values is written.
#[derive(Debug, Clone)]
enum Tree {
    /// The literal as it stands in the text.
    Scalar(String),
    Array(Vec<Tree>),
    /// `{ … }`
    Inline(Vec<(Key, Tree)>),
    /// `[…]`
    Table(Vec<(Key, Tree)>),
    /// `[[…]]`
    Tables(Vec<Vec<(Key, Tree)>>),
}

/// A key, and how it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Key {
    name: String,
    written: String,
}

/// A text between double quotes. Whatever must be escaped is; what may be is if `all`.
fn basic(text: &str, all: bool) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if all || (c.is_control() && c != '\t') => {
                let _ = write!(out, "\\U{:08X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn key() -> impl Strategy<Value = Key> {
    let bare = "[A-Za-z0-9_-]{1,6}".prop_map(|name| Key { written: name.clone(), name });
    let quoted = (text(0..5), any::<bool>()).prop_map(|(name, all)| Key { written: basic(&name, all), name });
    let literal =
        "[ a-z.#=é漢\u{202e}\\\\\"]{0,5}".prop_map(|name| Key { written: format!("'{name}'"), name });
    prop_oneof![3 => bare, 2 => quoted, 1 => literal]
}

fn scalar() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        any::<u32>().prop_map(|number| format!("0x{number:x}")),
        any::<f64>()
            .prop_filter("TOML spells these otherwise", |number| number.is_finite())
            .prop_map(|number| format!("{number:?}").replace("e", "e+").replace("e+-", "e-")),
        prop::sample::select(vec![
            "true",
            "false",
            "inf",
            "-nan",
            "1_000",
            "+1.5e3",
            "2026-09-01",
            "10:00:00.5",
            "2026-09-01T10:00:00Z",
            "2026-09-01 10:00:00+02:00",
            "''",
            "\"\"",
            "'''\n'''",
            "\"\"\"\n\\\n  a\"\"\"",
            "'''it's'''",
        ])
        .prop_map(str::to_owned),
        (text(0..12), any::<bool>()).prop_map(|(text, all)| basic(&text, all)),
        "[ a-z.#=é漢\u{202e}\\\\\"]{0,12}".prop_map(|text| format!("'{text}'")),
        "[a-zé漢\n \"]{0,12}[a-z]".prop_map(|text| format!("\"\"\"{}\"\"\"", text.replace("\"\"\"", ""))),
        "[a-zé漢\n\\\\ ]{0,12}[a-z]".prop_map(|text| format!("'''{text}'''")),
    ]
}

fn distinct(entries: Vec<(Key, Tree)>) -> Vec<(Key, Tree)> {
    let mut kept: Vec<(Key, Tree)> = Vec::new();
    for (key, tree) in entries {
        if !kept.iter().any(|(known, _)| known.name == key.name) {
            kept.push((key, tree));
        }
    }
    kept
}

fn inline_tree() -> impl Strategy<Value = Tree> {
    scalar().prop_map(Tree::Scalar).prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Tree::Array),
            prop::collection::vec((key(), inner), 0..4).prop_map(|entries| Tree::Inline(distinct(entries))),
        ]
    })
}

fn table() -> impl Strategy<Value = Vec<(Key, Tree)>> {
    let leaf = prop::collection::vec((key(), inline_tree()), 0..4).prop_map(distinct);
    leaf.prop_recursive(3, 24, 4, |inner| {
        let sub = prop_oneof![
            inner.clone().prop_map(Tree::Table),
            prop::collection::vec(inner.clone(), 1..3).prop_map(Tree::Tables),
        ];
        (inner, prop::collection::vec((key(), sub), 0..3))
            .prop_map(|(own, subs)| distinct(own.into_iter().chain(subs).collect()))
    })
}

/// A document: an optional byte order mark, one kind of line end, and a tree.
fn document() -> impl Strategy<Value = String> {
    (table(), any::<bool>(), any::<bool>()).prop_map(|(table, mark, carriage)| {
        let mut text = String::new();
        write_table(&table, &mut Vec::new(), &mut text);
        if carriage {
            text = text.replace('\n', "\r\n");
        }
        if mark { format!("\u{feff}{text}") } else { text }
    })
}

fn write_table(entries: &[(Key, Tree)], above: &mut Vec<String>, out: &mut String) {
    let (subs, own): (Vec<_>, Vec<_>) =
        entries.iter().partition(|(_, tree)| matches!(tree, Tree::Table(_) | Tree::Tables(_)));
    for (key, tree) in own {
        let _ = write!(out, "{} = ", key.written);
        write_inline(tree, out);
        out.push_str(" # é\n");
    }
    for (key, tree) in subs {
        above.push(key.written.clone());
        let header = above.join(" . ");
        match tree {
            Tree::Table(inner) => {
                let _ = writeln!(out, "\n[ {header} ]");
                write_table(inner, above, out);
            }
            Tree::Tables(items) => {
                for item in items {
                    let _ = writeln!(out, "[[{header}]]");
                    write_table(item, above, out);
                }
            }
            _ => {}
        }
        above.pop();
    }
}

fn write_inline(tree: &Tree, out: &mut String) {
    match tree {
        Tree::Scalar(written) => out.push_str(written),
        Tree::Array(items) => {
            out.push_str("[\n");
            for item in items {
                write_inline(item, out);
                out.push_str(",\n  ");
            }
            out.push(']');
        }
        Tree::Inline(entries) => {
            out.push('{');
            for (index, (key, tree)) in entries.iter().enumerate() {
                let _ = write!(out, "{}{} = ", if index > 0 { ", " } else { "" }, key.written);
                write_inline(tree, out);
            }
            out.push('}');
        }
        Tree::Table(_) | Tree::Tables(_) => {}
    }
}

/// Every path of a document with its value.
fn paths<'d, 'a>(table: &'d DeTable<'a>, here: &Path, out: &mut Vec<(Path, &'d DeValue<'a>)>) {
    for (key, value) in table.iter() {
        walk(value.get_ref(), here.join(&**key.get_ref()), out);
    }
}

fn walk<'d, 'a>(value: &'d DeValue<'a>, here: Path, out: &mut Vec<(Path, &'d DeValue<'a>)>) {
    match value {
        DeValue::Table(table) => paths(table, &here, out),
        DeValue::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item.get_ref(), here.join(index), out);
            }
        }
        _ => {}
    }
    out.push((here, value));
}

/// What a value is, without where it stands.
fn meaning(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("text {text:?}"),
        DeValue::Integer(number) => format!("integer {} of base {}", number.as_str(), number.radix()),
        DeValue::Float(number) => format!("float {}", number.as_str()),
        DeValue::Boolean(truth) => format!("truth {truth}"),
        DeValue::Datetime(datetime) => format!("date {datetime}"),
        DeValue::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| meaning(item.get_ref())).collect();
            format!("[{}]", items.join(", "))
        }
        DeValue::Table(table) => {
            let entries =
                table.iter().map(|(key, value)| format!("{:?}: {}", key.get_ref(), meaning(value.get_ref())));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

/// Whether a table or an array stands in one piece: not under headers, which are written here with a
/// blank or a second bracket, whereas arrays begin with a line end.
fn is_written_whole(under: &str) -> bool {
    !under.starts_with("[[") && !under.starts_with("[ ")
}

fn steps() -> impl Strategy<Value = Vec<Segment>> {
    let step = prop_oneof![text(0..4).prop_map(Segment::Key), (0_usize..5).prop_map(Segment::Index)];
    prop::collection::vec(step, 1..4)
}

fn assert_faults_are_in_the_text(text: &str) -> Result<(), TestCaseError> {
    let source = Source::new("x", text);
    match Document::parse(&source) {
        Err(error) => {
            prop_assert!(text.get(error.span.clone()).is_some(), "{:?} of {text:?}", error);
            prop_assert!(!error.message.is_empty() && !error.message.contains('\n'), "{:?}", error.message);
        }
        Ok(document) => {
            prop_assert!(text.get(document.locate(&Path::root())).is_some());
            let mut found = Vec::new();
            paths(document.root(), &Path::root(), &mut found);
            for (path, _) in found {
                prop_assert!(text.get(document.locate(&path)).is_some(), "{path} of {text:?}");
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(512))]

    #[test]
    fn no_text_makes_the_parser_panic_or_point_outside(text in text(0..60)) {
        assert_faults_are_in_the_text(&text)?;
    }

    #[test]
    fn no_heap_of_toml_makes_the_parser_panic_or_point_outside(text in broken_toml()) {
        assert_faults_are_in_the_text(&text)?;
    }

    #[test]
    fn a_text_cut_short_is_a_fault_in_the_text_or_a_document(text in document(), at in any::<prop::sample::Index>()) {
        let end = text.floor_char_boundary(at.index(text.len() + 1));
        assert_faults_are_in_the_text(&text[..end])?;
    }

    #[test]
    fn a_position_and_its_offset_are_two_names_of_one_place(text in text(0..40)) {
        let source = Source::new("x", text.as_str());
        // A byte order mark takes no column: the first column is behind it.
        let first = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        for (offset, _) in text.char_indices().filter(|(offset, _)| *offset >= first) {
            let position = source.position(offset);
            prop_assert_eq!(position.offset, offset);
            prop_assert_eq!(position.line, text[..offset].matches('\n').count() + 1);
            let line = source.line(position.line - 1);
            if (line.start..=line.end).contains(&offset) {
                prop_assert_eq!(source.offset(position.line, position.column), offset, "{:?}", position);
            }
        }
        let end = source.position(usize::MAX);
        prop_assert_eq!((end.offset, end.line), (text.len(), source.line_count()));
        for number in 1..=source.line_count() + 1 {
            for column in 0..44 {
                let offset = source.offset(number, column);
                prop_assert!(text.is_char_boundary(offset), "{}:{}", number, column);
                prop_assert!(source.slice(&(offset..usize::MAX)).len() == text.len() - offset);
            }
        }
    }
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn what_stands_under_a_path_is_its_value(text in document()) {
        let source = Source::new("x", text.as_str());
        let document = Document::parse(&source).map_err(|error| {
            TestCaseError::fail(format!("the test wrote no TOML: {error:?}\n{text}"))
        })?;
        let mut found = Vec::new();
        paths(document.root(), &Path::root(), &mut found);
        for (path, value) in found {
            let span = document.locate(&path);
            let under = text.get(span.clone());
            prop_assert!(under.is_some(), "{path} at {span:?}");
            let under = under.unwrap_or_default();
            let tabular = matches!(value, DeValue::Table(_) | DeValue::Array(_)) && !is_written_whole(under);
            if !tabular {
                let alone = DeValue::parse(under);
                prop_assert!(alone.is_ok(), "{path}: {under:?}");
                prop_assert_eq!(alone.map(|alone| meaning(alone.get_ref())), Ok(meaning(value)), "{}", path);
            } else {
                // A header leads to the table that it is the header of.
                prop_assert!(under.starts_with('[') && under.ends_with(']'), "{path}: {under:?}");
            }
            if let Some(key) = document.locate_key(&path) {
                let written = text.get(key).unwrap_or_default();
                let name = format!("{written} = 0");
                let alone = DeTable::parse(&name);
                prop_assert!(alone.is_ok(), "{path}: {written:?}");
                let names: Vec<String> = alone.iter().flat_map(|table| table.get_ref().keys())
                    .map(|key| key.get_ref().to_string()).collect();
                let expected = Segment::from(names.first().map_or("", String::as_str));
                prop_assert_eq!(path.segments().last(), Some(&expected));
            } else {
                prop_assert!(matches!(path.segments().last(), Some(Segment::Index(_))), "{path} has no key");
            }
        }
    }

    #[test]
    fn a_path_that_leads_nowhere_leads_to_its_nearest_parent(text in document(), start in any::<prop::sample::Index>(), steps in steps()) {
        let source = Source::new("x", text.as_str());
        let document = Document::parse(&source).unwrap();
        let mut found = Vec::new();
        paths(document.root(), &Path::root(), &mut found);
        let exists = |path: &Path| path.segments().is_empty() || found.iter().any(|(known, _)| known == path);
        let from = if found.is_empty() { Path::root() } else { found[start.index(found.len())].0.clone() };
        let path = steps.into_iter().fold(from, |path, step| path.join(step));
        let mut parent = path.clone();
        while !exists(&parent) {
            parent = parent.parent();
        }
        prop_assert_eq!(document.locate(&path), document.locate(&parent), "{} and {}", path, parent);
        prop_assert!(text.get(document.locate(&path)).is_some());
        prop_assert_eq!(document.locate_key(&path).is_some(), exists(&path) && matches!(path.segments().last(), Some(Segment::Key(_))));
    }
}

#[test]
fn a_value_under_a_dotted_key_is_found_and_its_table_is_the_key_that_makes_it() {
    let source = Source::new(
        "x",
        "service . id = 'a'\nservice.\"own er\" = 2\n[a.b]\nc = 1\n[[d.e]]\n[d.e.f]\ng = 2\n",
    );
    let document = Document::parse(&source).unwrap();
    let under = |path: &[Segment]| source.slice(&document.locate(&path.iter().cloned().collect())).to_owned();
    assert_eq!(under(&["service".into(), "id".into()]), "'a'");
    assert_eq!(under(&["service".into(), "own er".into()]), "2");
    assert_eq!(under(&["service".into()]), "service");
    assert_eq!(under(&["a".into(), "b".into()]), "[a.b]");
    assert_eq!(under(&["a".into(), "b".into(), "c".into()]), "1");
    assert_eq!(under(&["d".into(), "e".into(), 0.into()]), "[[d.e]]");
    assert_eq!(under(&["d".into(), "e".into(), 0.into(), "f".into(), "g".into()]), "2");
    assert_eq!(under(&["a".into()]), "a", "a table that only others' headers name is underlined there");
    assert_eq!(under(&["d".into(), "e".into()]), "[[d.e]]");
}

#[test]
fn only_the_first_character_of_a_text_is_a_byte_order_mark() {
    let source = Source::new("x", "\u{feff}a\n\u{feff}b\n");
    let offset = |c: char| source.text().find(c).unwrap();
    assert_eq!(source.position(offset('a')).column, 1);
    assert_eq!(source.position(offset('b')).column, 2, "further down it is a character like any other");
    assert_eq!(source.offset(1, 1), offset('a'), "column 1 is behind the mark");
    assert_eq!(source.offset(2, 2), offset('b'));
}

#[test]
fn a_document_of_nothing_is_underlined_at_its_beginning() {
    for text in ["", "\n", "# only a comment\n", "\u{feff}", "\r\n\r\n"] {
        let source = Source::new("x", text);
        let document = Document::parse(&source).unwrap();
        assert_eq!(document.locate(&Path::root()), 0..0, "{text:?}");
        assert_eq!(document.locate(&Path::root().join("a").join(3)), 0..0, "{text:?}");
    }
    let source = Source::new("x", "\u{feff}# comment\n\n  a = 1 # b\n");
    let document = Document::parse(&source).unwrap();
    assert_eq!(source.slice(&document.locate(&Path::root())).trim(), "a = 1 # b");
}
