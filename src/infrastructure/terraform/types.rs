//! Type constraints of variables: the conversions that they ask for, and the defaults of optional
//! attributes.

use std::collections::BTreeMap;

use super::convert::{as_bool, as_number, as_text, distinct};
use super::datum::{Datum, Key};
use super::syntax::{Call, Expression, Kind};
use super::world::{Scope, World};

/// A value brought to a type; one that does not fit stays as it is.
pub(super) fn converted(world: &World<'_>, value: Datum, kind: &Expression) -> Datum {
    let Some(_level) = world.enter() else { return value };
    match &kind.kind {
        Kind::Name(name, _) => primitive(value, name),
        Kind::Literal(Datum::Text(name)) => primitive(value, name),
        Kind::Call(call) => composite(world, value, call),
        _ => value,
    }
}

fn primitive(value: Datum, name: &str) -> Datum {
    let converted = match name {
        "string" => as_text(&value),
        "number" => as_number(&value),
        "bool" => as_bool(&value),
        _ => return value,
    };
    if converted.has_failed() { value } else { converted }
}

fn composite(world: &World<'_>, value: Datum, call: &Call) -> Datum {
    let Some(inner) = call.arguments.first() else { return value };
    match (call.function.as_str(), &value, &inner.kind) {
        ("list", Datum::List(items), _) => {
            Datum::list(items.iter().map(|item| converted(world, item.clone(), inner)).collect())
        }
        ("set", Datum::List(items), _) => {
            let items: Vec<Datum> = items.iter().map(|item| converted(world, item.clone(), inner)).collect();
            as_set(&items)
        }
        ("map", Datum::Map(entries), _) => Datum::map(
            entries.iter().map(|(key, item)| (key.clone(), converted(world, item.clone(), inner))).collect(),
        ),
        ("tuple", Datum::List(items), Kind::List(kinds)) if items.len() == kinds.len() => Datum::list(
            items.iter().zip(kinds).map(|(item, kind)| converted(world, item.clone(), kind)).collect(),
        ),
        ("object", Datum::Map(entries), Kind::Map(fields)) => {
            let mut object = BTreeMap::new();
            for (name, kind) in fields {
                let Some(name) = name.as_written() else { continue };
                let given = entries.get(&name).filter(|given| !given.is_null());
                match field(world, given, kind) {
                    Some(value) => _ = object.insert(name, value),
                    None if entries.contains_key(&name) => _ = object.insert(name, Datum::Null),
                    None => {}
                }
            }
            Datum::map(object)
        }
        _ => value,
    }
}

/// An attribute of an object: what is given, else what `optional` says.
fn field(world: &World<'_>, given: Option<&Datum>, kind: &Expression) -> Option<Datum> {
    let Kind::Call(call) = &kind.kind else {
        return given.map(|given| converted(world, given.clone(), kind));
    };
    if call.function != "optional" {
        return given.map(|given| converted(world, given.clone(), kind));
    }
    let inner = call.arguments.first()?;
    let default = || {
        let default = call.arguments.get(1)?;
        let module = world.instance(0)?;
        Some(world.evaluate(default, Scope::of(&module, &Key::Single)))
    };
    let value = given.cloned().or_else(default).unwrap_or(Datum::Null);
    Some(converted(world, value, inner))
}

/// A set, in the order in which Terraform goes through one.
pub(super) fn as_set(items: &[Datum]) -> Datum {
    let mut items = distinct(items);
    if items.iter().all(|item| item.as_text().is_some()) {
        items.sort_by(|a, b| a.as_text().cmp(&b.as_text()));
    }
    Datum::set(items)
}
