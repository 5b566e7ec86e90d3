//! What a template or a deployment script fills in.
//!
//! In: a manifest as written. Out: the same with `{{ … }}`, `${NAME}` and `$(NAME)` unknown.

use std::sync::Arc;

use crate::document::Source;
use crate::infrastructure::{Node, Origin, Unknown, Value};

const REASON: &str = "is filled in by a template";
/// Under these a shell or a program fills in its own `${NAME}`, and the text is the value.
const PROGRAMS: [&str; 4] = ["command", "args", "data", "stringData"];

/// The first `{{ … }}` of a text.
pub(super) fn first(source: &Arc<Source>) -> Option<Origin> {
    let start = source.text().find("{{")?;
    let line = source.line(source.line_of(start)).end.max(start);
    let end = source.text()[start..line].find("}}").map_or(line, |length| start + length + 2);
    Some(Origin::new(source, start..end))
}

/// Makes every value unknown that is filled in later.
pub(super) fn mark(node: &mut Node) {
    mark_below(node, false);
}

fn mark_below(node: &mut Node, program: bool) {
    // Without quotes, `{{ x }}` is a map in a map to YAML.
    let open = match &node.value {
        Value::Map(_) => node.origin.text().starts_with("{{"),
        Value::Text(text) => is_template(text) || is_variable(text) || (!program && has_variable(text)),
        _ => false,
    };
    if open {
        node.value = Value::Unknown(Unknown { reason: REASON.to_owned(), ..Unknown::default() });
        return;
    }
    match &mut node.value {
        Value::Map(entries) => {
            for (key, entry) in entries {
                mark_below(entry, program || PROGRAMS.contains(&key.as_str()));
            }
        }
        Value::List(items) => items.iter_mut().for_each(|item| mark_below(item, program)),
        _ => {}
    }
}

fn is_template(text: &str) -> bool {
    text.find("{{").is_some_and(|start| text[start..].contains("}}"))
}

/// `${NAME}`, `${NAME:-default}`, `$(NAME)` or `$NAME`, and nothing else.
fn is_variable(text: &str) -> bool {
    let Some(rest) = text.trim().strip_prefix('$') else { return false };
    let braced = rest.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let round = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    match (braced, round) {
        (Some(inside), _) => !inside.contains('}') && name_length(inside) > 0,
        (_, Some(inside)) => name_length(inside) == inside.len() && !inside.is_empty(),
        _ => name_length(rest) == rest.len() && !rest.is_empty() && rest == rest.to_ascii_uppercase(),
    }
}

/// A `${NAME}` within one line, such as `repo/app:${TAG}`.
fn has_variable(text: &str) -> bool {
    !text.contains('\n')
        && text.match_indices("${").any(|(at, _)| {
            let inside = &text[at + 2..];
            let name = name_length(inside);
            name > 0 && inside[name..].starts_with(['}', ':'])
        })
}

fn name_length(text: &str) -> usize {
    let name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return 0;
    }
    text.bytes().take_while(|byte| name(*byte)).count()
}
