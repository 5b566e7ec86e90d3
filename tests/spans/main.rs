//! Bytes: every value of a document is where the document says it is, whatever the text.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod generate;

use ccsec_lint::document::{Document, Path, Segment, Source};
use generate::{broken_toml, document, text};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use toml::de::{DeTable, DeValue};

/// The same cases in every run, so that a failure is somebody's change and not somebody's luck.
fn config(cases: u32) -> Config {
    Config { cases, rng_seed: RngSeed::Fixed(967), failure_persistence: None, ..Config::default() }
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
