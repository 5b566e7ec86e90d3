//! Lists and sets.

use super::super::convert::{as_number, compare, distinct, equal};
use super::super::datum::Datum;
use super::{either, list_of, misused, texts_of, whole_of};

/// The items of a range or a product.
const MOST: usize = 10_000;

pub(super) fn call(name: &str, arguments: &[Datum]) -> Option<Datum> {
    Some(either(match name {
        "concat" => concat(arguments),
        "flatten" => flatten(arguments.first()),
        "distinct" => list_of(name, arguments.first()).map(|items| Datum::list(distinct(items))),
        "compact" => compact(arguments.first()),
        "element" => element(arguments),
        "slice" => slice(arguments),
        "reverse" => {
            list_of(name, arguments.first()).map(|items| Datum::list(items.iter().rev().cloned().collect()))
        }
        "sort" => texts_of(name, arguments.first()).map(|mut texts| {
            texts.sort();
            Datum::list(texts.into_iter().map(Datum::Text).collect())
        }),
        "one" => one(arguments.first()),
        "index" => index(arguments),
        "chunklist" => chunklist(arguments),
        "range" => range(arguments),
        "setproduct" => product(arguments),
        "sum" => sum(arguments.first()),
        "alltrue" => truth(name, arguments.first(), false),
        "anytrue" => truth(name, arguments.first(), true),
        "matchkeys" => matchkeys(arguments),
        _ => return None,
    }))
}

fn concat(arguments: &[Datum]) -> Result<Datum, Datum> {
    let mut all = Vec::new();
    for argument in arguments {
        all.extend_from_slice(list_of("concat", Some(argument))?);
    }
    Ok(Datum::list(all))
}

/// An unknown item may be a list of any length, which makes the whole unknown.
fn flatten(list: Option<&Datum>) -> Result<Datum, Datum> {
    fn add(items: &[Datum], all: &mut Vec<Datum>) -> Result<(), Datum> {
        for item in items {
            match item {
                Datum::List(inner) => add(inner, all)?,
                Datum::Open(_) => return Err(Datum::first_open(items).unwrap_or_else(|| item.clone())),
                _ => all.push(item.clone()),
            }
        }
        Ok(())
    }
    let mut all = Vec::new();
    add(list_of("flatten", list)?, &mut all)?;
    Ok(Datum::list(all))
}

fn compact(list: Option<&Datum>) -> Result<Datum, Datum> {
    let items = list_of("compact", list)?;
    // What is taken from a resource is there; anything else unknown may be nothing.
    let doubtful = |item: &&Datum| matches!(item, Datum::Open(open) if open.references.is_empty());
    if let Some(open) = items.iter().find(doubtful) {
        return Err(open.clone());
    }
    let kept = items.iter().filter(|item| !item.is_null() && item.as_text() != Some(""));
    Ok(Datum::list(kept.cloned().collect()))
}

fn element(arguments: &[Datum]) -> Result<Datum, Datum> {
    let items = list_of("element", arguments.first())?;
    let at = whole_of("element", arguments.get(1))?;
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let at = at.checked_rem_euclid(length).ok_or_else(|| Datum::failed("the list is empty"))?;
    usize::try_from(at).ok().and_then(|at| items.get(at)).cloned().ok_or_else(|| misused("element"))
}

fn slice(arguments: &[Datum]) -> Result<Datum, Datum> {
    let bound = |at| whole_of("slice", arguments.get(at)).map(|bound| usize::try_from(bound).ok());
    let (Some(start), Some(end)) = (bound(1)?, bound(2)?) else { return Err(misused("slice")) };
    if let (Some(open @ Datum::Open(_)), Some(length)) = (arguments.first(), end.checked_sub(start))
        && length <= MOST
    {
        // Whatever the list is, a slice that works out has this length.
        return Ok(Datum::list(vec![open.clone(); length]));
    }
    let items = list_of("slice", arguments.first())?;
    let part = items.get(start..end).ok_or_else(|| Datum::failed("the list is shorter than the slice"))?;
    Ok(Datum::list(part.to_vec()))
}

fn one(list: Option<&Datum>) -> Result<Datum, Datum> {
    match list {
        Some(Datum::Null) => Ok(Datum::Null),
        Some(Datum::List(items)) => match &***items {
            [] => Ok(Datum::Null),
            [item] => Ok(item.clone()),
            _ => Err(Datum::failed("the list has more than one item")),
        },
        Some(other) => Ok(other.clone()),
        None => Err(misused("one")),
    }
}

fn index(arguments: &[Datum]) -> Result<Datum, Datum> {
    let items = list_of("index", arguments.first())?;
    let wanted = arguments.get(1).ok_or_else(|| misused("index"))?;
    for (at, item) in items.iter().enumerate() {
        match equal(item, wanted) {
            Some(true) => return Ok(Datum::whole(at)),
            Some(false) => {}
            None => return Err(item.clone()),
        }
    }
    Err(Datum::failed("the list has no such item"))
}

fn chunklist(arguments: &[Datum]) -> Result<Datum, Datum> {
    let items = list_of("chunklist", arguments.first())?;
    let size = usize::try_from(whole_of("chunklist", arguments.get(1))?).unwrap_or_default();
    let chunks = items.chunks(if size == 0 { items.len().max(1) } else { size });
    Ok(Datum::list(chunks.map(|chunk| Datum::list(chunk.to_vec())).collect()))
}

fn range(arguments: &[Datum]) -> Result<Datum, Datum> {
    let numbers: Vec<i64> =
        arguments.iter().map(|argument| whole_of("range", Some(argument))).collect::<Result<_, _>>()?;
    let (start, end, step) = match *numbers.as_slice() {
        [end] => (0, end, if end < 0 { -1 } else { 1 }),
        [start, end] => (start, end, if end < start { -1 } else { 1 }),
        [start, end, step] => (start, end, step),
        _ => return Err(misused("range")),
    };
    let mut items = Vec::new();
    let mut at = start;
    while (step > 0 && at < end) || (step < 0 && at > end) {
        if items.len() >= MOST {
            return Err(Datum::open("a value is larger than what is evaluated"));
        }
        items.push(Datum::whole(at));
        let Some(next) = at.checked_add(step) else { break };
        at = next;
    }
    Ok(Datum::list(items))
}

fn product(arguments: &[Datum]) -> Result<Datum, Datum> {
    let mut rows: Vec<Vec<Datum>> = vec![Vec::new()];
    for argument in arguments {
        let items = list_of("setproduct", Some(argument))?;
        if rows.len().saturating_mul(items.len()) > MOST {
            return Err(Datum::open("a value is larger than what is evaluated"));
        }
        let longer = |row: &Vec<Datum>| {
            items.iter().map(|item| row.iter().chain([item]).cloned().collect()).collect::<Vec<_>>()
        };
        rows = rows.iter().flat_map(longer).collect();
    }
    Ok(Datum::list(rows.into_iter().map(Datum::list).collect()))
}

fn sum(list: Option<&Datum>) -> Result<Datum, Datum> {
    let items = list_of("sum", list)?;
    if let Some(open) = Datum::first_open(items) {
        return Err(open);
    }
    let mut total = 0.0;
    for item in items {
        match as_number(item) {
            Datum::Number(number) => total += number.as_f64().unwrap_or_default(),
            _ => return Err(misused("sum")),
        }
    }
    Ok(Datum::float(total))
}

/// One item that decides is enough, whatever the unknown ones are.
fn truth(name: &str, list: Option<&Datum>, decides: bool) -> Result<Datum, Datum> {
    let items = list_of(name, list)?;
    if items
        .iter()
        .any(|item| matches!(super::super::convert::as_bool(item), Datum::Bool(value) if value == decides))
    {
        return Ok(Datum::Bool(decides));
    }
    match Datum::first_open(items) {
        Some(open) => Err(open),
        None => Ok(Datum::Bool(!decides)),
    }
}

fn matchkeys(arguments: &[Datum]) -> Result<Datum, Datum> {
    let values = list_of("matchkeys", arguments.first())?;
    let keys = texts_of("matchkeys", arguments.get(1))?;
    let wanted = texts_of("matchkeys", arguments.get(2))?;
    let kept = values.iter().zip(&keys).filter(|(_, key)| wanted.contains(key));
    Ok(Datum::list(kept.map(|(value, _)| value.clone()).collect()))
}

/// The least or greatest of numbers.
pub(super) fn extreme(name: &str, arguments: &[Datum], wanted: std::cmp::Ordering) -> Datum {
    let mut best: Option<serde_json::Number> = None;
    for argument in arguments {
        let Datum::Number(number) = as_number(argument) else { return misused(name) };
        if best.as_ref().is_none_or(|best| compare(&number, best) == Some(wanted)) {
            best = Some(number);
        }
    }
    best.map_or_else(|| misused(name), Datum::Number)
}
