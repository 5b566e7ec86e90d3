//! Terraform's functions, as far as they follow from their arguments alone. In: a name and values. Out:
//! a value; unknown for what is unknown, for other functions, and for those that ask the world.

mod collections;
mod encoding;
mod files;
mod format;
mod lists;
mod network;
mod numbers;
mod patterns;
mod text;

use super::convert::{as_number, as_text};
use super::datum::Datum;
use super::world::{Scope, World};

/// Functions that are told nothing by the first unknown argument.
const PATIENT: &[&str] = &["coalesce", "coalescelist", "lookup", "slice"];

pub(super) fn call(world: &World<'_>, name: &str, arguments: Vec<Datum>, scope: Scope<'_>) -> Datum {
    match (name, arguments.as_slice()) {
        ("jsondecode", [Datum::Encoded(inner)]) => return (**inner).clone(),
        ("sensitive" | "nonsensitive" | "ephemeralasnull", [value]) => return value.clone(),
        _ => {}
    }
    let whole = |argument: Datum| match argument {
        // A JSON text that is known in part may be chosen as it is.
        Datum::Encoded(_) if name == "coalesce" => argument,
        other => world.plain(other),
    };
    let arguments: Vec<Datum> = arguments.into_iter().map(whole).collect();
    if !PATIENT.contains(&name)
        && let Some(open) = Datum::first_open(&arguments)
    {
        return open;
    }
    collections::call(name, &arguments)
        .or_else(|| lists::call(name, &arguments))
        .or_else(|| text::call(name, &arguments))
        .or_else(|| numbers::call(name, &arguments))
        .or_else(|| encoding::call(name, &arguments))
        .or_else(|| network::call(name, &arguments))
        .or_else(|| patterns::call(name, &arguments))
        .or_else(|| files::call(world, name, &arguments, scope))
        .unwrap_or_else(|| Datum::open(format!("function `{name}` is not evaluated")))
}

/// What a function says of arguments that it does not take.
fn misused(name: &str) -> Datum {
    Datum::failed(format!("`{name}` does not take these arguments"))
}

/// A text argument; an unknown one, or none, is an error.
fn text_of(name: &str, value: Option<&Datum>) -> Result<std::sync::Arc<str>, Datum> {
    match value.map(as_text) {
        Some(Datum::Text(text)) => Ok(text),
        Some(Datum::Open(open)) => Err(Datum::Open(open)),
        _ => Err(misused(name)),
    }
}

/// A whole number as an argument.
fn whole_of(name: &str, value: Option<&Datum>) -> Result<i64, Datum> {
    match value.map(as_number) {
        Some(Datum::Number(number)) => number.as_i64().ok_or_else(|| misused(name)),
        Some(Datum::Open(open)) => Err(Datum::Open(open)),
        _ => Err(misused(name)),
    }
}

/// A list as an argument; what is unknown in it stays.
fn list_of<'a>(name: &str, value: Option<&'a Datum>) -> Result<&'a [Datum], Datum> {
    match value {
        Some(Datum::List(items)) => Ok(items),
        Some(open @ Datum::Open(_)) => Err(open.clone()),
        _ => Err(misused(name)),
    }
}

/// A list of texts, all known.
fn texts_of(name: &str, value: Option<&Datum>) -> Result<Vec<std::sync::Arc<str>>, Datum> {
    let items = list_of(name, value)?;
    if let Some(open) = Datum::first_open(items) {
        return Err(open);
    }
    items.iter().map(|item| text_of(name, Some(item))).collect()
}

/// The two outcomes of a function are both values.
fn either(result: Result<Datum, Datum>) -> Datum {
    result.unwrap_or_else(|open| open)
}
