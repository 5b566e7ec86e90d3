//! Regular expressions. Go's, which Terraform uses, and Rust's are both RE2's.

use std::cell::RefCell;
use std::collections::BTreeMap;

use regex::{Captures, Regex, RegexBuilder};

use super::super::datum::Datum;
use super::{either, text_of};

/// The size of a compiled expression in bytes.
const LARGEST: usize = 1 << 20;
/// The length of a text in bytes.
const LONGEST: usize = 1 << 20;
/// How many compiled expressions are kept.
const MOST: usize = 32;

pub(super) fn call(name: &str, arguments: &[Datum]) -> Option<Datum> {
    Some(either(match name {
        "regex" => find(name, arguments).and_then(|(pattern, text)| {
            let captures = pattern.captures(&text).ok_or_else(|| Datum::failed("the text does not match"))?;
            Ok(found(&pattern, &captures))
        }),
        "regexall" => find(name, arguments).map(|(pattern, text)| {
            Datum::list(pattern.captures_iter(&text).map(|captures| found(&pattern, &captures)).collect())
        }),
        _ => return None,
    }))
}

/// What replaces each match; `$1` and `${name}` stand for groups.
pub(super) fn replaced(text: &str, pattern: &str, to: &str) -> Result<Datum, Datum> {
    let pattern = compiled(pattern)?;
    let mut out = String::new();
    let mut from = 0;
    for captures in pattern.captures_iter(text) {
        let Some(whole) = captures.get(0) else { continue };
        out.push_str(&text[from..whole.start()]);
        captures.expand(to, &mut out);
        from = whole.end();
        if out.len() > LONGEST {
            return Err(Datum::open("a text is longer than what is evaluated"));
        }
    }
    out.push_str(&text[from..]);
    Ok(Datum::text(out))
}

fn find(name: &str, arguments: &[Datum]) -> Result<(Regex, std::sync::Arc<str>), Datum> {
    let pattern = text_of(name, arguments.first())?;
    let text = text_of(name, arguments.get(1))?;
    Ok((compiled(&pattern)?, text))
}

thread_local! {
    /// What one root module has compiled; a label's names go through the same few everywhere.
    static COMPILED: RefCell<BTreeMap<String, Regex>> = const { RefCell::new(BTreeMap::new()) };
}

fn compiled(pattern: &str) -> Result<Regex, Datum> {
    if let Some(known) = COMPILED.with_borrow(|compiled| compiled.get(pattern).cloned()) {
        return Ok(known);
    }
    let built = RegexBuilder::new(pattern).size_limit(LARGEST).dfa_size_limit(LARGEST).build();
    let built = built.map_err(|_| Datum::open("a regular expression is not understood"))?;
    COMPILED.with_borrow_mut(|compiled| {
        if compiled.len() < MOST {
            compiled.insert(pattern.to_owned(), built.clone());
        }
    });
    Ok(built)
}

/// The match itself, its groups in a list, or its named groups in a map.
fn found(pattern: &Regex, captures: &Captures<'_>) -> Datum {
    let group = |at: usize| captures.get(at).map_or(Datum::Null, |group| Datum::text(group.as_str()));
    if pattern.captures_len() == 1 {
        return group(0);
    }
    let names: Vec<Option<&str>> = pattern.capture_names().collect();
    if names.iter().any(Option::is_some) {
        let named = names.iter().enumerate().filter_map(|(at, name)| Some(((*name)?.to_owned(), group(at))));
        return Datum::map(named.collect::<BTreeMap<_, _>>());
    }
    Datum::list((1..pattern.captures_len()).map(group).collect())
}
