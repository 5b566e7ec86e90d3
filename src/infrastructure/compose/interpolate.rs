//! Variables in the values of a Compose file.
//!
//! In: values as written. Out: the same with defaults in place of variables; a value with a variable
//! that has none is unknown, for the environment and `.env` are not read.

use crate::infrastructure::tree::yaml::plain;
use crate::infrastructure::{Node, Unknown, Value};

/// Defaults within defaults, no deeper.
const DEEPEST: usize = 16;

/// Interpolates every text below a node.
pub(super) fn all(node: &mut Node) {
    match &mut node.value {
        Value::Text(text) if text.contains('$') => {
            node.value = match interpolated(text, DEEPEST) {
                Ok(told) if is_one_variable(text) => typed(told),
                Ok(told) => Value::Text(told),
                Err(name) => Value::Unknown(Unknown {
                    reason: format!("environment variable `{name}`"),
                    ..Unknown::default()
                }),
            };
        }
        Value::List(items) => items.iter_mut().for_each(all),
        Value::Map(entries) => entries.values_mut().for_each(all),
        _ => {}
    }
}

/// Compose turns what comes out into what the field takes.
fn typed(text: String) -> Value {
    match plain(&text) {
        Value::Null => Value::Text(text),
        value => value,
    }
}

fn is_one_variable(text: &str) -> bool {
    text.starts_with("${") && closing(&text[2..]).is_some_and(|end| end + 3 == text.len())
}

/// The text with every default in place, or the name of a variable that has none.
fn interpolated(text: &str, depth: usize) -> Result<String, String> {
    let mut told = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        told.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('$') {
            told.push('$');
            rest = after;
        } else if let Some((inside, end)) =
            rest.strip_prefix('{').and_then(|inside| Some((inside, closing(inside)?)))
        {
            told.push_str(&substituted(&inside[..end], depth)?);
            rest = &inside[end + 1..];
        } else {
            let name = name(rest);
            if !name.is_empty() {
                return Err(name.to_owned());
            }
            told.push('$');
        }
    }
    told.push_str(rest);
    Ok(told)
}

/// What stands for `NAME:-default` and its like.
fn substituted(inside: &str, depth: usize) -> Result<String, String> {
    let name = name(inside);
    let operator = inside[name.len()..].strip_prefix(':').unwrap_or(&inside[name.len()..]);
    match operator.strip_prefix('-') {
        Some(default) if depth > 0 && !name.is_empty() => interpolated(default, depth - 1),
        _ => Err(name.to_owned()),
    }
}

fn name(text: &str) -> &str {
    let digit = text.starts_with(|c: char| c.is_ascii_digit());
    let length = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    if digit { "" } else { &text[..length] }
}

/// Where the brace closes that was opened before the text.
fn closing(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    let mut before = '\0';
    for (at, character) in text.char_indices() {
        match character {
            '{' if before == '$' => open += 1,
            '}' if open == 0 => return Some(at),
            '}' => open -= 1,
            _ => {}
        }
        before = character;
    }
    None
}
