//! What a text is compared with: words, and the form of what it stands for.

use crate::document::escape::clipped;
use crate::document::nearest::nearest;
use crate::document::problem::{Kind, Problem};
use crate::document::quantity::Duration;

use super::check::problem;
use super::compile::{StandsFor, Text};
use super::place::Place;

/// The number of words that a help still lists.
const LISTED: usize = 12;

/// What is wrong with a text.
pub(super) fn check(text: &str, expected: &Text<'_>, place: &Place<'_>) -> Option<Problem> {
    if expected.lists(text) {
        return None;
    }
    if expected.filled && text.trim().is_empty() {
        let path = place.path();
        return Some(problem(
            Kind::EmptyValue,
            &path,
            format!("`{path}` is empty"),
            "nothing stands here",
            Some("write a value between the quotes".to_owned()),
        ));
    }
    match expected.stands_for {
        StandsFor::Duration if text.parse::<Duration>().is_err() => Some(problem(
            Kind::InvalidDuration,
            &place.path(),
            format!("{} is not a duration", shown(text)),
            "a whole number and a unit are expected",
            Some("write a duration such as \"15m\", \"4h\", \"30d\" or \"2w\"".to_owned()),
        )),
        StandsFor::Identifier if !is_identifier(text) => Some(problem(
            Kind::UnknownValue,
            &place.path(),
            format!("{} is not an identifier", shown(text)),
            "letters, digits, `-`, `_` and `.` are allowed",
            Some("start with a letter or a digit, as in \"network-storage\"".to_owned()),
        )),
        StandsFor::Sha256 if !is_sha256(text) => Some(problem(
            Kind::UnknownValue,
            &place.path(),
            format!("{} is not a SHA-256 digest", shown(text)),
            "64 digits of 0-9 and a-f, in lower case, are expected",
            Some("write what `ccsec-lint vendor` or `sha256sum` prints".to_owned()),
        )),
        StandsFor::Share if !is_share(text) => Some(problem(
            Kind::UnknownValue,
            &place.path(),
            format!("{} is not a share in percent", shown(text)),
            "a number from 0 to 100 and `%` are expected",
            Some("write a share such as \"99.9%\"".to_owned()),
        )),
        _ if expected.words.is_empty() => None,
        _ => Some(unknown(text, expected, place)),
    }
}

/// A text that is none of the words allowed.
fn unknown(text: &str, expected: &Text<'_>, place: &Place<'_>) -> Problem {
    let allowed = &expected.words;
    let near = nearest(text, allowed.iter().copied());
    let (kind, what, list) = match expected.stands_for {
        StandsFor::Threat => {
            (Kind::UnknownThreat, "a threat or challenge of Table A.1", Some("ccsec-lint list threats"))
        }
        StandsFor::Expectation => {
            (Kind::UnknownExpectation, "an expectation", Some("ccsec-lint list expectations"))
        }
        StandsFor::Country => (Kind::UnknownCountry, "an ISO 3166-1 country code", None),
        _ => (Kind::UnknownValue, "allowed here", None),
    };
    let help = match (near, list) {
        (Some(near), Some(list)) => format!("write \"{near}\", or see: {list}"),
        (Some(near), None) if allowed.len() > LISTED => format!("write \"{near}\""),
        (None, Some(list)) => format!("for the known ones see: {list}"),
        (None, None) if allowed.len() > LISTED => "write two capital letters, such as \"DE\"".to_owned(),
        _ => format!("write one of {}", joined(allowed, ", ")),
    };
    problem(
        kind,
        &place.path(),
        format!("{} is not {what}", shown(text)),
        near.map_or_else(|| "unknown".to_owned(), |near| format!("did you mean {near:?}?")),
        Some(help),
    )
}

/// The words allowed, each in quotes, where there are few enough of them to be listed.
pub(super) fn listed(expected: &Text<'_>, separator: &str) -> Option<String> {
    (1..=LISTED).contains(&expected.words.len()).then(|| joined(&expected.words, separator))
}

fn joined(words: &[&str], separator: &str) -> String {
    words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(separator)
}

/// A text of the document in a message: quoted, and no longer than a message may be.
pub(super) fn shown(text: &str) -> String {
    format!("{:?}", clipped(text, 80))
}

/// Whether a text is a name that does not change: letters, digits, `-`, `_` and `.`.
pub fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

/// Digits, one point at most with digits on both sides, and a percent sign.
fn is_share(text: &str) -> bool {
    let Some(number) = text.strip_suffix('%') else { return false };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, rest) = number.split_once('.').unwrap_or((number, "0"));
    let within = number.parse::<f64>().is_ok_and(|share| share <= 100.0);
    digits(whole) && whole.len() <= 3 && digits(rest) && within
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
