//! The text of a message: written out, or taken from the rule's strings and filled in.

use std::borrow::Cow;

use super::format::{Component, Message, Rule};
use crate::document::clipped;

/// The characters of a message that are kept.
const LONGEST: usize = 1_000;

/// The text of a message. A rule's own strings go before those of its component.
pub(super) fn text(message: &Message<'_>, rule: Option<&Rule<'_>>, component: &Component<'_>) -> String {
    let written = own_text(message);
    let text = written.or_else(|| {
        let id = message.id.as_ref()?;
        let strings = rule.and_then(|rule| rule.message_strings.get(id));
        own_text(strings.or_else(|| component.global_message_strings.get(id))?)
    });
    let text = text.unwrap_or_default();
    let filled = fill(text, message);
    clipped(filled.trim(), LONGEST).into_owned()
}

fn own_text<'m>(message: &'m Message<'_>) -> Option<&'m str> {
    [&message.text, &message.markdown]
        .into_iter()
        .flatten()
        .map(|text| text.as_str())
        .find(|text| !text.is_empty())
}

/// Puts the arguments into `{0}`, `{1}`; `{{` and `}}` are braces. What grows beyond any use is cut off:
/// a placeholder can be repeated without end.
fn fill<'t>(text: &'t str, message: &Message<'_>) -> Cow<'t, str> {
    if message.arguments.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if out.len() > 4 * LONGEST {
            return Cow::Owned(out);
        }
        let argument =
            rest.strip_prefix('{').and_then(|inner| inner.split_once('}')).and_then(|(digits, after)| {
                let index: usize =
                    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())??;
                Some((message.arguments.get(index)?.as_str(), after))
            });
        if let Some((argument, after)) = argument {
            out.push_str(&clipped(argument, LONGEST));
            rest = after;
        } else {
            let doubled = rest.starts_with("{{") || rest.starts_with("}}");
            out.push_str(&rest[..1]);
            rest = &rest[if doubled { 2 } else { 1 }..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}
