//! JSON, YAML, base64, URLs.

use super::super::convert::{encoded, from_json};
use super::super::datum::Datum;
use super::{either, misused, text_of};

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

pub(super) fn call(name: &str, arguments: &[Datum]) -> Option<Datum> {
    let text = || text_of(name, arguments.first());
    Some(either(match name {
        "jsonencode" => Ok(arguments.first().map_or_else(|| misused(name), encoded)),
        "jsondecode" => text().map(|text| {
            serde_json::from_str(&text)
                .map_or_else(|_| Datum::failed("the text is not JSON"), |json| from_json(&json))
        }),
        "yamldecode" => text().map(|text| {
            serde_saphyr::from_str::<serde_json::Value>(&text)
                .map_or_else(|_| Datum::failed("the text is not YAML"), |json| from_json(&json))
        }),
        "base64encode" => text().map(|text| Datum::text(base64(text.as_bytes()))),
        "base64decode" => text().map(|text| {
            from_base64(&text)
                .and_then(|bytes| String::from_utf8(bytes).ok())
                .map_or_else(|| Datum::failed("the text is not base64"), Datum::text)
        }),
        "urlencode" => text().map(|text| Datum::text(url(&text))),
        _ => return None,
    }))
}

pub(super) fn base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk
            .iter()
            .enumerate()
            .fold(0_u32, |group, (at, byte)| group | u32::from(*byte) << (16 - 8 * at));
        for at in 0..4 {
            let letter = LETTERS[(group >> (18 - 6 * at) & 63) as usize];
            out.push(if at <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

fn from_base64(text: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut group, mut bits) = (Vec::new(), 0_u32, 0);
    for letter in text.trim_end_matches('=').bytes() {
        let value = LETTERS.iter().position(|own| *own == letter)?;
        group = group << 6 | u32::try_from(value).ok()?;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((group >> bits & 255) as u8);
            group &= (1 << bits) - 1;
        }
    }
    Some(bytes)
}

fn url(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
