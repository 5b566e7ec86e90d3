//! Maps, and what lists and maps have in common.

use std::collections::BTreeMap;

use super::super::convert::{as_bool, as_number, as_text};
use super::super::datum::Datum;
use super::super::types::as_set;
use super::{either, list_of, misused, texts_of};

pub(super) fn call(name: &str, arguments: &[Datum]) -> Option<Datum> {
    let first = arguments.first();
    Some(match name {
        "length" => match first {
            // Two unknown items of a set may be one.
            Some(Datum::List(items)) if items.is_set && items.len() > 1 => {
                Datum::first_open(items.iter()).unwrap_or_else(|| Datum::whole(items.len()))
            }
            Some(Datum::List(items)) => Datum::whole(items.len()),
            Some(Datum::Map(entries)) => Datum::whole(entries.len()),
            Some(Datum::Text(text)) => Datum::whole(text.chars().count()),
            _ => misused(name),
        },
        "keys" => match first {
            Some(Datum::Map(entries)) => Datum::list(entries.keys().map(Datum::text).collect()),
            Some(Datum::List(items)) if items.is_empty() => Datum::list(Vec::new()),
            _ => misused(name),
        },
        "values" => match first {
            Some(Datum::Map(entries)) => Datum::list(entries.values().cloned().collect()),
            Some(Datum::List(items)) if items.is_empty() => Datum::list(Vec::new()),
            _ => misused(name),
        },
        "lookup" => lookup(arguments),
        "merge" => merge(arguments),
        "zipmap" => either(zipmap(arguments)),
        "transpose" => either(transpose(first)),
        "contains" => either(contains(arguments)),
        "coalesce" => coalesce(arguments, |value| {
            !value.is_null() && value.as_text().is_none_or(|text| !text.is_empty())
        }),
        "coalescelist" => {
            coalesce(arguments, |value| matches!(value, Datum::List(items) if !items.is_empty()))
        }
        "tostring" => first.map_or_else(|| misused(name), as_text),
        "tonumber" => first.map_or_else(|| misused(name), as_number),
        "tobool" => first.map_or_else(|| misused(name), as_bool),
        "tolist" => match first {
            Some(Datum::List(items)) => Datum::list(items.to_vec()),
            Some(Datum::Null) => Datum::Null,
            _ => misused(name),
        },
        "tomap" => first.cloned().unwrap_or_else(|| misused(name)),
        "toset" => match first {
            Some(Datum::List(items)) => as_set(items),
            Some(Datum::Null) => Datum::Null,
            _ => misused(name),
        },
        "setunion" => either(sets(arguments, |mut all, next| {
            all.extend(next);
            all
        })),
        "setintersection" => {
            either(sets(arguments, |all, next| all.into_iter().filter(|text| next.contains(text)).collect()))
        }
        "setsubtract" => {
            either(sets(arguments, |all, next| all.into_iter().filter(|text| !next.contains(text)).collect()))
        }
        _ => return None,
    })
}

fn lookup(arguments: &[Datum]) -> Datum {
    let [map, key, rest @ ..] = arguments else { return misused("lookup") };
    let found = match (map, as_text(key)) {
        (Datum::Open(_), _) => return map.clone(),
        // In an empty map there is no key, whichever it is.
        (Datum::Map(entries), _) if entries.is_empty() => None,
        (_, Datum::Open(open)) => return Datum::Open(open),
        (Datum::Map(entries), Datum::Text(key)) => entries.get(&*key),
        (Datum::List(items), _) if items.is_empty() => None,
        _ => return misused("lookup"),
    };
    found.or(rest.first()).cloned().unwrap_or_else(|| Datum::failed("there is no such key"))
}

fn merge(arguments: &[Datum]) -> Datum {
    let mut merged = BTreeMap::new();
    for argument in arguments {
        match argument {
            Datum::Map(entries) => {
                merged.extend(entries.iter().map(|(key, value)| (key.clone(), value.clone())))
            }
            Datum::Null => {}
            Datum::List(items) if items.is_empty() => {}
            _ => return misused("merge"),
        }
    }
    Datum::map(merged)
}

fn zipmap(arguments: &[Datum]) -> Result<Datum, Datum> {
    let keys = texts_of("zipmap", arguments.first())?;
    let values = list_of("zipmap", arguments.get(1))?;
    if keys.len() != values.len() {
        return Err(misused("zipmap"));
    }
    Ok(Datum::map(keys.iter().map(|key| key.to_string()).zip(values.iter().cloned()).collect()))
}

fn transpose(map: Option<&Datum>) -> Result<Datum, Datum> {
    let Some(Datum::Map(entries)) = map else { return Err(misused("transpose")) };
    let mut transposed: BTreeMap<String, Vec<Datum>> = BTreeMap::new();
    for (key, values) in entries.iter() {
        for value in texts_of("transpose", Some(values))? {
            transposed.entry(value.to_string()).or_default().push(Datum::text(key));
        }
    }
    Ok(Datum::map(transposed.into_iter().map(|(key, items)| (key, Datum::list(items))).collect()))
}

/// An item that is there is there whatever the unknown ones are.
fn contains(arguments: &[Datum]) -> Result<Datum, Datum> {
    let items = list_of("contains", arguments.first())?;
    let wanted = arguments.get(1).ok_or_else(|| misused("contains"))?;
    let mut unsure = None;
    for item in items {
        match super::super::convert::equal(item, wanted) {
            Some(true) => return Ok(Datum::Bool(true)),
            Some(false) => {}
            None => unsure = unsure.or_else(|| Datum::first_open([item, wanted])),
        }
        // A text and a number that reads the same are one in a list of texts.
        if let (Datum::Text(text), Datum::Number(_)) = (item, wanted)
            && as_text(wanted).as_text() == Some(text)
        {
            return Ok(Datum::Bool(true));
        }
    }
    Ok(unsure.unwrap_or(Datum::Bool(false)))
}

/// The first that will do, as long as nothing before it is unknown.
fn coalesce(arguments: &[Datum], will_do: impl Fn(&Datum) -> bool) -> Datum {
    let found = arguments.iter().find(|value| value.is_open() || will_do(value));
    found.cloned().unwrap_or_else(|| Datum::failed("there is nothing to choose from"))
}

fn sets(
    arguments: &[Datum],
    combine: impl Fn(Vec<std::sync::Arc<str>>, Vec<std::sync::Arc<str>>) -> Vec<std::sync::Arc<str>>,
) -> Result<Datum, Datum> {
    let mut all: Option<Vec<std::sync::Arc<str>>> = None;
    for argument in arguments {
        let next = texts_of("set", Some(argument))?;
        all = Some(match all {
            Some(all) => combine(all, next),
            None => next,
        });
    }
    let items: Vec<Datum> = all.unwrap_or_default().into_iter().map(Datum::Text).collect();
    Ok(as_set(&items))
}
