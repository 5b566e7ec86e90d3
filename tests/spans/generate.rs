//! Texts, and documents of every kind that TOML has.

use std::fmt::Write as _;

use proptest::prelude::*;

/// Characters that are special to TOML, to terminals, to lines or to UTF-8, and some that are not.
pub(crate) fn awkward() -> impl Strategy<Value = char> {
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

pub(crate) fn text(length: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(awkward(), length).prop_map(String::from_iter)
}

/// Pieces of TOML in any order: more of it parses, and breaks later, than of mere characters.
pub(crate) fn broken_toml() -> impl Strategy<Value = String> {
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
pub(crate) enum Tree {
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
pub(crate) struct Key {
    name: String,
    written: String,
}

/// A text between double quotes. Whatever must be escaped is; what may be is if `all`.
pub(crate) fn basic(text: &str, all: bool) -> String {
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

pub(crate) fn key() -> impl Strategy<Value = Key> {
    let bare = "[A-Za-z0-9_-]{1,6}".prop_map(|name| Key { written: name.clone(), name });
    let quoted = (text(0..5), any::<bool>()).prop_map(|(name, all)| Key { written: basic(&name, all), name });
    let literal =
        "[ a-z.#=é漢\u{202e}\\\\\"]{0,5}".prop_map(|name| Key { written: format!("'{name}'"), name });
    prop_oneof![3 => bare, 2 => quoted, 1 => literal]
}

pub(crate) fn scalar() -> impl Strategy<Value = String> {
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

pub(crate) fn distinct(entries: Vec<(Key, Tree)>) -> Vec<(Key, Tree)> {
    let mut kept: Vec<(Key, Tree)> = Vec::new();
    for (key, tree) in entries {
        if !kept.iter().any(|(known, _)| known.name == key.name) {
            kept.push((key, tree));
        }
    }
    kept
}

pub(crate) fn inline_tree() -> impl Strategy<Value = Tree> {
    scalar().prop_map(Tree::Scalar).prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Tree::Array),
            prop::collection::vec((key(), inner), 0..4).prop_map(|entries| Tree::Inline(distinct(entries))),
        ]
    })
}

pub(crate) fn table() -> impl Strategy<Value = Vec<(Key, Tree)>> {
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
pub(crate) fn document() -> impl Strategy<Value = String> {
    (table(), any::<bool>(), any::<bool>()).prop_map(|(table, mark, carriage)| {
        let mut text = String::new();
        write_table(&table, &mut Vec::new(), &mut text);
        if carriage {
            text = text.replace('\n', "\r\n");
        }
        if mark { format!("\u{feff}{text}") } else { text }
    })
}

pub(crate) fn write_table(entries: &[(Key, Tree)], above: &mut Vec<String>, out: &mut String) {
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

pub(crate) fn write_inline(tree: &Tree, out: &mut String) {
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
