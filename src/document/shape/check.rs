//! The walk through a document and its shape side by side.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::document::nearest::nearest;
use crate::document::path::Path;
use crate::document::problem::{Kind, Problem};

use super::compile::{List, Node, NodeId, Others, Shape, StandsFor, Table};
use super::place::Place;
use super::text::{self, listed, shown};

pub(super) fn check(root: &DeTable<'_>, shape: &Shape<'_>) -> Vec<Problem> {
    let mut checker = Checker { shape, problems: Vec::new() };
    if let Node::Table(expected) = shape.root() {
        checker.table(root, expected, &Place::Root);
    }
    checker.problems
}

pub(super) fn problem(
    kind: Kind,
    path: &Path,
    message: String,
    label: impl Into<String>,
    help: Option<String>,
) -> Problem {
    Problem {
        kind,
        path: path.clone(),
        key: matches!(kind, Kind::UnknownKey),
        message,
        label: label.into(),
        help,
        also: Vec::new(),
    }
}

struct Checker<'c> {
    shape: &'c Shape<'c>,
    problems: Vec<Problem>,
}

impl<'c> Checker<'c> {
    fn value(&mut self, value: &DeValue<'_>, expected: NodeId, place: &Place<'_>) {
        match (value, self.shape.node(expected)) {
            (DeValue::Table(table), Node::Table(expected)) => self.table(table, expected, place),
            (DeValue::Array(array), Node::List(expected)) => self.list(array, expected, place),
            (DeValue::String(text), Node::Text(expected)) => {
                self.problems.extend(text::check(text, expected, place));
            }
            (DeValue::Datetime(datetime), Node::Date) => {
                if datetime.date.is_none() || datetime.time.is_some() {
                    let path = place.path();
                    self.problems.push(problem(
                        Kind::InvalidDate,
                        &path,
                        format!("`{path}` is not a date alone"),
                        "a day is expected, without a time",
                        Some("write a date such as 2026-09-01".to_owned()),
                    ));
                }
            }
            (DeValue::Integer(_), Node::Whole | Node::Number)
            | (DeValue::Float(_), Node::Number)
            | (DeValue::Boolean(_), Node::Truth)
            | (_, Node::Anything) => {}
            (other, expected) => self.wrong_type(other, expected, place),
        }
    }

    fn wrong_type(&mut self, value: &DeValue<'_>, expected: &Node<'_>, place: &Place<'_>) {
        let path = place.path();
        let (expected, help) = match expected {
            Node::Anything => return,
            Node::Date => ("a date", Some("write a date without quotes, such as 2026-09-01".to_owned())),
            Node::Text(text) => match listed(text, ", ") {
                Some(words) => ("a text", Some(format!("write one of {words}"))),
                None if text.stands_for == StandsFor::Duration => (
                    "a duration",
                    Some("write a number and a unit between quotes, such as \"60m\"".to_owned()),
                ),
                None => ("a text", Some("write it between double quotes".to_owned())),
            },
            Node::List(list) if matches!(self.shape.node(list.items), Node::Table(_)) => {
                ("a list of tables", Some(format!("write [[{path}]] above each entry")))
            }
            Node::List(_) => ("a list", Some("write it between square brackets, with commas".to_owned())),
            Node::Table(_) => ("a table", None),
            Node::Whole => ("a whole number", None),
            Node::Number => ("a number", None),
            Node::Truth => ("true or false", Some("write true or false, without quotes".to_owned())),
        };
        self.problems.push(problem(
            Kind::WrongType,
            &path,
            format!("`{path}` must be {expected}, not {}", type_name(value)),
            format!("{expected} is expected here"),
            help,
        ));
    }

    fn table(&mut self, table: &DeTable<'_>, expected: &'c Table<'c>, place: &Place<'_>) {
        let mut entries: Vec<(&Spanned<_>, &Spanned<DeValue<'_>>)> = table.iter().collect();
        entries.sort_unstable_by_key(|(key, _)| key.span().start);
        let mut required = 0;
        let mut meant = Vec::new();
        for (key, value) in entries {
            let name: &str = key.get_ref();
            let here = Place::Key(place, name);
            if let Some(property) = expected.property(name) {
                required += usize::from(property.required);
                self.value(value.get_ref(), property.value, &here);
                continue;
            }
            match expected.others {
                Others::Anything => {}
                Others::Nothing => meant.extend(self.unknown_key(name, table, expected, place)),
                Others::Named { name: names, value: values } => {
                    if let Node::Text(names) = self.shape.node(names) {
                        let problem = text::check(name, names, &here);
                        self.problems.extend(problem.map(|problem| Problem { key: true, ..problem }));
                    }
                    self.value(value.get_ref(), values, &here);
                }
            }
        }
        if required < expected.required_properties || expected.required.len() > expected.required_properties {
            self.missing_keys(table, expected, &meant, place);
        }
    }

    /// Reports a key that a table does not have, and returns the one that was meant.
    fn unknown_key(
        &mut self,
        name: &str,
        table: &DeTable<'_>,
        expected: &'c Table<'c>,
        place: &Place<'_>,
    ) -> Option<&'c str> {
        let near = nearest(name, expected.names().filter(|known| !table.contains_key(*known)));
        let of = if place.is_root() { "the top level".to_owned() } else { format!("`{}`", place.path()) };
        self.problems.push(problem(
            Kind::UnknownKey,
            &Place::Key(place, name).path(),
            format!("`{name}` is not a key of {of}"),
            near.map_or_else(|| "unknown key".to_owned(), |near| format!("did you mean `{near}`?")),
            Some(near.map_or_else(
                || {
                    let known: Vec<String> = expected.names().map(|known| format!("`{known}`")).collect();
                    format!("the keys here are {}", known.join(", "))
                },
                |near| format!("write `{near}` instead"),
            )),
        ));
        near
    }

    /// Reports the keys that a table lacks. `meant` are those that it misspells: that was reported
    /// already, and saying that they are absent too would be noise.
    fn missing_keys(&mut self, table: &DeTable<'_>, expected: &Table<'_>, meant: &[&str], place: &Place<'_>) {
        for name in &expected.required {
            if table.contains_key(*name) || meant.contains(name) {
                continue;
            }
            let node = expected.property(name).map_or(&Node::Anything, |it| self.shape.node(it.value));
            let path = place.path();
            let lacking = if place.is_root() { "the document".to_owned() } else { format!("`{path}`") };
            let help = if place.is_root() && matches!(node, Node::Table(_)) {
                format!("add [{name}]")
            } else {
                format!("add {name} = {}", sample(node))
            };
            self.problems.push(problem(
                Kind::MissingKey,
                &path,
                format!("{lacking} lacks the key `{name}`"),
                format!("`{name}` is missing here"),
                Some(help),
            ));
        }
    }

    fn list(&mut self, array: &[Spanned<DeValue<'_>>], expected: &List, place: &Place<'_>) {
        if (array.len() as u64) < expected.least {
            let path = place.path();
            self.problems.push(problem(
                Kind::EmptyValue,
                &path,
                format!("`{path}` is an empty list"),
                "at least one entry is needed",
                Some("add an entry, or remove what the list belongs to".to_owned()),
            ));
        }
        for (index, item) in array.iter().enumerate() {
            self.value(item.get_ref(), expected.items, &Place::Item(place, index));
        }
        if expected.unique && array.len() > 1 {
            self.repeated(array, place);
        }
    }

    fn repeated(&mut self, array: &[Spanned<DeValue<'_>>], place: &Place<'_>) {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, item) in array.iter().enumerate() {
            let Some(text) = item.get_ref().as_str() else { continue };
            let Some(first) = seen.get(text) else {
                seen.insert(text, index);
                continue;
            };
            self.problems.push(Problem {
                also: vec![(Place::Item(place, *first).path(), "named here first".to_owned())],
                ..problem(
                    Kind::DuplicateValue,
                    &Place::Item(place, index).path(),
                    format!("`{}` names {} twice", place.path(), shown(text)),
                    "named again here",
                    Some("remove one of them".to_owned()),
                )
            });
        }
    }
}

fn sample(expected: &Node<'_>) -> String {
    match expected {
        Node::Date => "2026-09-01".to_owned(),
        Node::Text(text) => listed(text, " or ").unwrap_or_else(|| "\"…\"".to_owned()),
        Node::List(_) => "[…]".to_owned(),
        Node::Table(_) => "{ … }".to_owned(),
        Node::Truth => "true or false".to_owned(),
        Node::Whole => "1".to_owned(),
        Node::Number | Node::Anything => "\"…\"".to_owned(),
    }
}

fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
