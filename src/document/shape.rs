//! Where a document departs from a JSON Schema: every place in one pass, each with what to write.
//!
//! The schema is made from the Rust types (`ccsec-lint schema`), so the types are the only statement
//! of a format. Understood are the keywords that schemars writes for them, and one of our own:
//! [`KIND`] names what a text stands for, so that a wrong one is called by its name.

use std::collections::BTreeMap;

use serde_json::Value as Schema;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::escape::clipped;
use super::nearest::nearest;
use super::path::Path;
use super::problem::{Kind, Problem};

/// The schema keyword that says what a text stands for: `threat`, `expectation`, `country`,
/// `duration` or `identifier`.
pub const KIND: &str = "x-ccsec-kind";

/// Compares a document with a schema and returns all departures in document order of their paths.
pub fn check(root: &DeTable<'_>, schema: &Schema) -> Vec<Problem> {
    let mut checker = Checker { root: schema, problems: Vec::new() };
    checker.table(root, schema, &Path::root());
    checker.problems
}

struct Checker<'s> {
    root: &'s Schema,
    problems: Vec<Problem>,
}

impl<'s> Checker<'s> {
    /// Follows `$ref`, and the `anyOf: [T, null]` by which schemars writes an optional value (TOML
    /// has no null).
    fn resolve(&self, mut schema: &'s Schema) -> &'s Schema {
        loop {
            if let Some(reference) = schema["$ref"].as_str() {
                schema = reference
                    .strip_prefix('#')
                    .and_then(|pointer| self.root.pointer(pointer))
                    .unwrap_or(&Schema::Null);
            } else if let Some(some) = schema["anyOf"]
                .as_array()
                .and_then(|options| options.iter().find(|option| option["type"] != "null"))
            {
                schema = some;
            } else {
                return schema;
            }
        }
    }

    fn push(&mut self, kind: Kind, path: &Path, message: String, label: String, help: Option<String>) {
        self.problems.push(Problem {
            kind,
            path: path.clone(),
            key: matches!(kind, Kind::UnknownKey),
            message,
            label,
            help,
            also: Vec::new(),
        });
    }

    fn value(&mut self, value: &DeValue<'_>, schema: &'s Schema, path: &Path) {
        let schema = self.resolve(schema);
        match (value, expected_type(schema)) {
            (DeValue::Table(table), "object") => self.table(table, schema, path),
            (DeValue::Array(array), "array") => self.array(array, schema, path),
            (DeValue::String(text), "string") if schema["format"] != "date" => self.text(text, schema, path),
            (DeValue::Datetime(datetime), "string") if schema["format"] == "date" => {
                if datetime.date.is_none() || datetime.time.is_some() {
                    self.push(
                        Kind::InvalidDate,
                        path,
                        format!("`{path}` is not a date alone"),
                        "a day is expected, without a time".to_owned(),
                        Some("write a date such as 2026-09-01".to_owned()),
                    );
                }
            }
            (DeValue::Integer(_), "integer") | (DeValue::Boolean(_), "boolean") => {}
            (DeValue::Integer(_) | DeValue::Float(_), "number") => {}
            (_, "") => {}
            (other, expected) => {
                let allowed = words(schema);
                let (expected, help) = match expected {
                    "string" if schema["format"] == "date" => {
                        ("a date", Some("write a date without quotes, such as 2026-09-01".to_owned()))
                    }
                    "string" if !allowed.is_empty() && allowed.len() <= 12 => {
                        ("a text", Some(format!("write one of {}", quoted(&allowed))))
                    }
                    "string" if schema[KIND] == "duration" => (
                        "a duration",
                        Some("write a number and a unit between quotes, such as \"60m\"".to_owned()),
                    ),
                    "string" => ("a text", Some("write it between double quotes".to_owned())),
                    "array" if expected_type(self.resolve(&schema["items"])) == "object" => {
                        ("a list of tables", Some(format!("write [[{path}]] above each entry")))
                    }
                    "array" => ("a list", Some("write it between square brackets, with commas".to_owned())),
                    "object" => ("a table", None),
                    "integer" => ("a whole number", None),
                    "boolean" => ("true or false", Some("write true or false, without quotes".to_owned())),
                    other => (other, None),
                };
                self.push(
                    Kind::WrongType,
                    path,
                    format!("`{path}` must be {expected}, not {}", type_name(other)),
                    format!("{expected} is expected here"),
                    help,
                );
            }
        }
    }

    fn table(&mut self, table: &DeTable<'_>, schema: &'s Schema, path: &Path) {
        let schema = self.resolve(schema);
        let properties = schema["properties"].as_object();
        let required: Vec<&str> = strings(&schema["required"]);
        let mut meant = Vec::new();
        let mut entries: Vec<(&Spanned<_>, &Spanned<DeValue<'_>>)> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            let name: &str = key.get_ref();
            let here = path.join(name);
            if let Some(property) = properties.and_then(|known| known.get(name)) {
                self.value(value.get_ref(), property, &here);
            } else if let Some(names) = schema.get("propertyNames") {
                let names = self.resolve(names);
                let before = self.problems.len();
                self.text(name, names, &here);
                for problem in &mut self.problems[before..] {
                    problem.key = true;
                }
                self.value(value.get_ref(), &schema["additionalProperties"], &here);
            } else if schema["additionalProperties"] == Schema::Bool(false) {
                let absent = properties
                    .into_iter()
                    .flat_map(|known| known.keys())
                    .map(String::as_str)
                    .filter(|known| !table.contains_key(*known));
                let near = nearest(name, absent);
                meant.extend(near);
                let place =
                    if path.segments().is_empty() { "the top level".to_owned() } else { format!("`{path}`") };
                self.push(
                    Kind::UnknownKey,
                    &here,
                    format!("`{name}` is not a key of {place}"),
                    near.map_or_else(|| "unknown key".to_owned(), |near| format!("did you mean `{near}`?")),
                    Some(near.map_or_else(
                        || {
                            let known: Vec<&str> = properties
                                .into_iter()
                                .flat_map(|known| known.keys())
                                .map(String::as_str)
                                .collect();
                            format!("the keys here are {}", listed(&known))
                        },
                        |near| format!("write `{near}` instead"),
                    )),
                );
            }
        }
        for name in required {
            // A misspelt key was reported already; saying that it is absent too would be noise.
            if table.contains_key(name) || meant.contains(&name) {
                continue;
            }
            let property = self.resolve(&schema["properties"][name]);
            let top = path.segments().is_empty();
            let place = if top { "the document".to_owned() } else { format!("`{path}`") };
            let help = if top && expected_type(property) == "object" {
                format!("add [{name}]")
            } else {
                format!("add {name} = {}", sample(property))
            };
            self.push(
                Kind::MissingKey,
                path,
                format!("{place} lacks the key `{name}`"),
                format!("`{name}` is missing here"),
                Some(help),
            );
        }
    }

    fn array(&mut self, array: &[Spanned<DeValue<'_>>], schema: &'s Schema, path: &Path) {
        let least = schema["minItems"].as_u64().unwrap_or(0);
        if (array.len() as u64) < least {
            self.push(
                Kind::EmptyValue,
                path,
                format!("`{path}` is an empty list"),
                "at least one entry is needed".to_owned(),
                Some("add an entry, or remove what the list belongs to".to_owned()),
            );
        }
        for (index, item) in array.iter().enumerate() {
            self.value(item.get_ref(), &schema["items"], &path.join(index));
        }
        if schema["uniqueItems"] == Schema::Bool(true) {
            let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
            for (index, item) in array.iter().enumerate() {
                let Some(text) = item.get_ref().as_str() else { continue };
                let Some(first) = seen.get(text) else {
                    seen.insert(text, index);
                    continue;
                };
                self.problems.push(Problem {
                    kind: Kind::DuplicateValue,
                    path: path.join(index),
                    key: false,
                    message: format!("`{path}` names {} twice", shown(text)),
                    label: "named again here".to_owned(),
                    help: Some("remove one of them".to_owned()),
                    also: vec![(path.join(*first), "named here first".to_owned())],
                });
            }
        }
    }

    fn text(&mut self, text: &str, schema: &Schema, path: &Path) {
        // Most texts are right: their words are looked up without being listed.
        let listed = schema["enum"].as_array();
        if listed.is_some_and(|words| words.iter().any(|word| word == text)) {
            return;
        }
        let allowed = words(schema);
        let kind = schema[KIND].as_str().unwrap_or_default();
        if text.trim().is_empty() && (schema["minLength"].as_u64().unwrap_or(0) > 0 || !allowed.is_empty()) {
            return self.push(
                Kind::EmptyValue,
                path,
                format!("`{path}` is empty"),
                "nothing stands here".to_owned(),
                Some("write a value between the quotes".to_owned()),
            );
        }
        if kind == "duration" && !is_duration(text) {
            return self.push(
                Kind::InvalidDuration,
                path,
                format!("{} is not a duration", shown(text)),
                "a whole number and a unit are expected".to_owned(),
                Some("write a duration such as \"15m\", \"4h\", \"30d\" or \"2w\"".to_owned()),
            );
        }
        if kind == "identifier" && !is_identifier(text) {
            return self.push(
                Kind::UnknownValue,
                path,
                format!("{} is not an identifier", shown(text)),
                "letters, digits, `-`, `_` and `.` are allowed".to_owned(),
                Some("start with a letter or a digit, as in \"network-storage\"".to_owned()),
            );
        }
        if allowed.is_empty() || allowed.contains(&text) {
            return;
        }
        let near = nearest(text, allowed.iter().copied());
        let (kind, what, list) = match kind {
            "threat" => {
                (Kind::UnknownThreat, "a threat or challenge of Table A.1", Some("ccsec-lint list threats"))
            }
            "expectation" => {
                (Kind::UnknownExpectation, "an expectation", Some("ccsec-lint list expectations"))
            }
            "country" => (Kind::UnknownCountry, "an ISO 3166-1 country code", None),
            _ => (Kind::UnknownValue, "allowed here", None),
        };
        let help = match (near, list) {
            (Some(near), Some(list)) => format!("write \"{near}\", or see: {list}"),
            (Some(near), None) if allowed.len() > 12 => format!("write \"{near}\""),
            (None, Some(list)) => format!("for the known ones see: {list}"),
            (None, None) if allowed.len() > 12 => "write two capital letters, such as \"DE\"".to_owned(),
            _ => format!("write one of {}", quoted(&allowed)),
        };
        self.push(
            kind,
            path,
            format!("{} is not {what}", shown(text)),
            near.map_or_else(|| "unknown".to_owned(), |near| format!("did you mean {near:?}?")),
            Some(help),
        );
    }
}

/// `object`, `array`, `string`, …; empty if the schema does not say.
fn expected_type(schema: &Schema) -> &str {
    match &schema["type"] {
        Schema::String(name) => name,
        Schema::Array(names) => {
            names.iter().filter_map(Schema::as_str).find(|name| *name != "null").unwrap_or_default()
        }
        _ if schema["oneOf"].is_array() || schema["enum"].is_array() => "string",
        _ if schema["properties"].is_object() => "object",
        _ => "",
    }
}

/// The words that a schema allows: `enum`, or `oneOf` of constants, as schemars writes documented ones.
fn words(schema: &Schema) -> Vec<&str> {
    if expected_type(schema) != "string" {
        return Vec::new();
    }
    let mut words = strings(&schema["enum"]);
    for option in schema["oneOf"].as_array().into_iter().flatten() {
        words.extend(option["const"].as_str());
        words.extend(strings(&option["enum"]));
    }
    words
}

fn strings(list: &Schema) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Schema::as_str).collect()
}

fn sample(schema: &Schema) -> String {
    let words = words(schema);
    match expected_type(schema) {
        "string" if schema["format"] == "date" => "2026-09-01".to_owned(),
        "string" if !words.is_empty() && words.len() <= 12 => {
            words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" or ")
        }
        "array" => "[…]".to_owned(),
        "object" => "{ … }".to_owned(),
        "boolean" => "true or false".to_owned(),
        "integer" => "1".to_owned(),
        _ => "\"…\"".to_owned(),
    }
}

/// A text of the document in a message: quoted, and no longer than a message may be.
fn shown(text: &str) -> String {
    format!("{:?}", clipped(text, 80))
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ")
}

fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
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

fn is_duration(text: &str) -> bool {
    text.parse::<super::quantity::Duration>().is_ok()
}

/// Whether a text is a name that does not change: letters, digits, `-`, `_` and `.`.
pub fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}
