//! What a plain scalar stands for.
//!
//! YAML 1.2's core schema, and what the parsers behind kubectl, CloudFormation and Compose still take
//! from YAML 1.1:
//! - `yes`, `no`, `on` and `off` are truth values: a field for one gets one, and a field for a text
//!   refuses them there too. `y` and `n` stay texts: parsers differ over them.
//! - `0644` is octal, as in `defaultMode`; with an 8 or a 9 in it, such as an account's number, it is
//!   a text.
//! - Underscores, sexagesimal numbers and dates do not count: `22:22` and `2012-10-17` are texts.

use serde_json::Number;

use crate::infrastructure::Value;

/// What a text stands for where it is written without quotes.
pub fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Value::Bool(true),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Value::Bool(false),
        _ => number(text).map_or_else(|| Value::Text(text.to_owned()), Value::Number),
    }
}

fn number(text: &str) -> Option<Number> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', ..] => (true, &text[1..]),
        [b'+', ..] => (false, &text[1..]),
        _ => (false, text),
    };
    let radix = |digits: &str, radix| {
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        plain.then(|| u64::from_str_radix(digits, radix).ok()).flatten()
    };
    let whole = if let Some(octal) = digits.strip_prefix("0o") {
        Some(radix(octal, 8)?)
    } else if let Some(hex) = digits.strip_prefix("0x") {
        Some(radix(hex, 16)?)
    } else if digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit()) {
        Some(radix(digits, 8)?)
    } else {
        radix(digits, 10)
    };
    match whole {
        Some(whole) if !negative => Some(Number::from(whole)),
        Some(whole) => i64::try_from(whole).ok().map(|whole| Number::from(-whole)),
        None => decimal(digits).then(|| text.parse().ok()).flatten().and_then(Number::from_f64),
    }
}

/// Whether a text is a fraction or has an exponent, or is a whole number too large for 64 bits. Rust's
/// own parser would take `inf`, `nan` and `infinity` besides.
fn decimal(text: &str) -> bool {
    let (mantissa, exponent) = text.split_once(['e', 'E']).map_or((text, None), |(m, e)| (m, Some(e)));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let exponent = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        !exponent.is_empty() && digits(exponent)
    });
    exponent && digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty())
}
