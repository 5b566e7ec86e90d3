//! Conversions between the primitive types, equality, and how values read as text.

use std::collections::BTreeSet;

use serde_json::Number;

use super::datum::{Datum, Thing};

/// A text, as templates and `tostring` make it.
pub(super) fn as_text(value: &Datum) -> Datum {
    match value {
        Datum::Text(_) | Datum::Open(_) | Datum::Encoded(_) | Datum::Null => value.clone(),
        Datum::Bool(value) => Datum::text(value.to_string()),
        Datum::Number(number) => Datum::text(number_text(number)),
        _ => Datum::failed("a text is wanted where there is none"),
    }
}

/// A number, from a text too.
pub(super) fn as_number(value: &Datum) -> Datum {
    match value {
        Datum::Number(_) | Datum::Open(_) | Datum::Null => value.clone(),
        Datum::Text(text) => number_from(text).unwrap_or_else(|| {
            Datum::failed(format!("`{}` is not a number", crate::document::clipped(text, 40)))
        }),
        _ => Datum::failed("a number is wanted where there is none"),
    }
}

/// A truth value, from a text too.
pub(super) fn as_bool(value: &Datum) -> Datum {
    match value {
        Datum::Bool(_) | Datum::Open(_) | Datum::Null => value.clone(),
        Datum::Text(text) if &**text == "true" || &**text == "1" => Datum::Bool(true),
        Datum::Text(text) if &**text == "false" || &**text == "0" => Datum::Bool(false),
        _ => Datum::failed("a truth value is wanted where there is none"),
    }
}

pub(super) fn number_from(text: &str) -> Option<Datum> {
    if let Ok(whole) = text.parse::<i64>() {
        return Some(Datum::whole(whole));
    }
    let plain = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E'));
    let number = text.parse::<f64>().ok().filter(|number| plain && number.is_finite())?;
    Some(Datum::float(number))
}

pub(super) fn number_text(number: &Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 1e21 => format!("{float:.0}"),
        _ => number.to_string(),
    }
}

/// Whether two values are the same; nothing where that cannot be known.
pub(super) fn equal(a: &Datum, b: &Datum) -> Option<bool> {
    match (a, b) {
        (Datum::Open(_) | Datum::Encoded(_), _) | (_, Datum::Open(_) | Datum::Encoded(_)) => None,
        (Datum::Thing(a), Datum::Thing(b)) => same_thing(a, b).then_some(true),
        (Datum::Null, Datum::Thing(_)) | (Datum::Thing(_), Datum::Null) => Some(false),
        (Datum::Thing(_), _) | (_, Datum::Thing(_)) => None,
        (Datum::Null, Datum::Null) => Some(true),
        (Datum::Bool(a), Datum::Bool(b)) => Some(a == b),
        (Datum::Text(a), Datum::Text(b)) => Some(a == b),
        (Datum::Number(a), Datum::Number(b)) => Some(compare(a, b).is_some_and(std::cmp::Ordering::is_eq)),
        (Datum::List(a), Datum::List(b)) => {
            if a.len() != b.len() {
                return Some(false);
            }
            all(a.iter().zip(b.iter()).map(|(a, b)| equal(a, b)))
        }
        (Datum::Map(a), Datum::Map(b)) => {
            if !a.keys().eq(b.keys()) {
                return Some(false);
            }
            all(a.values().zip(b.values()).map(|(a, b)| equal(a, b)))
        }
        _ => Some(false),
    }
}

/// Whether all are true: one that is false decides, one that cannot be known does not.
fn all(truths: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut result = Some(true);
    for truth in truths {
        match truth {
            Some(false) => return Some(false),
            Some(true) => {}
            None => result = None,
        }
    }
    result
}

const fn same_thing(a: &Thing, b: &Thing) -> bool {
    match (a, b) {
        (Thing::Resource { module, declared, .. }, Thing::Resource { module: other, declared: also, .. }) => {
            *module == *other && *declared == *also
        }
        (Thing::Module { module }, Thing::Module { module: other }) => *module == *other,
        _ => false,
    }
}

pub(super) fn compare(a: &Number, b: &Number) -> Option<std::cmp::Ordering> {
    match (a.as_i64(), b.as_i64()) {
        (Some(a), Some(b)) => Some(a.cmp(&b)),
        _ => a.as_f64()?.partial_cmp(&b.as_f64()?),
    }
}

/// The items in order, each once; those that are not known stay.
pub(super) fn distinct(items: &[Datum]) -> Vec<Datum> {
    let mut seen = BTreeSet::new();
    let mut kept: Vec<Datum> = Vec::new();
    for item in items {
        let fresh = match item {
            Datum::Text(text) => seen.insert(text.to_string()),
            Datum::Open(_) => true,
            other => !kept.iter().any(|own| equal(own, other) == Some(true)),
        };
        if fresh {
            kept.push(item.clone());
        }
    }
    kept
}

/// JSON, whose parts are unknown where the value's are: then it is kept as the value that it encodes.
pub(super) fn encoded(value: &Datum) -> Datum {
    if value.open_within().is_some() {
        return match value {
            Datum::Open(_) => value.clone(),
            _ => Datum::Encoded(std::sync::Arc::new(value.clone())),
        };
    }
    json_of(value).map_or_else(
        || Datum::open("a value cannot be written as JSON"),
        |json| Datum::text(json.to_string()),
    )
}

pub(super) fn json_of(value: &Datum) -> Option<serde_json::Value> {
    Some(match value {
        Datum::Null => serde_json::Value::Null,
        Datum::Bool(value) => (*value).into(),
        Datum::Number(number) => serde_json::Value::Number(number.clone()),
        Datum::Text(text) => serde_json::Value::String(text.to_string()),
        Datum::List(items) => items.iter().map(json_of).collect::<Option<Vec<_>>>()?.into(),
        Datum::Map(entries) => {
            let entries: Option<serde_json::Map<_, _>> =
                entries.iter().map(|(key, value)| Some((key.clone(), json_of(value)?))).collect();
            entries?.into()
        }
        Datum::Encoded(_) | Datum::Thing(_) | Datum::Open(_) => return None,
    })
}

pub(super) fn from_json(json: &serde_json::Value) -> Datum {
    match json {
        serde_json::Value::Null => Datum::Null,
        serde_json::Value::Bool(value) => Datum::Bool(*value),
        serde_json::Value::Number(number) if number.is_f64() => {
            Datum::float(number.as_f64().unwrap_or_default())
        }
        serde_json::Value::Number(number) => Datum::Number(number.clone()),
        serde_json::Value::String(text) => Datum::text(text),
        serde_json::Value::Array(items) => Datum::list(items.iter().map(from_json).collect()),
        serde_json::Value::Object(entries) => {
            Datum::map(entries.iter().map(|(key, value)| (key.clone(), from_json(value))).collect())
        }
    }
}
