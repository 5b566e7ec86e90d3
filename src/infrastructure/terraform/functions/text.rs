//! Texts.

use super::super::datum::Datum;
use super::{either, format, misused, patterns, text_of, texts_of, whole_of};

pub(super) fn call(name: &str, arguments: &[Datum]) -> Option<Datum> {
    let text = |at| text_of(name, arguments.get(at));
    let made = |make: fn(&str) -> String| text(0).map(|text| Datum::text(make(&text)));
    let picked = |pick: fn(&str, &str) -> String| match (text(0), text(1)) {
        (Ok(a), Ok(b)) => Ok(Datum::text(pick(&a, &b))),
        (Err(open), _) | (_, Err(open)) => Err(open),
    };
    let asked = |ask: fn(&str, &str) -> bool| match (text(0), text(1)) {
        (Ok(a), Ok(b)) => Ok(Datum::Bool(ask(&a, &b))),
        (Err(open), _) | (_, Err(open)) => Err(open),
    };
    Some(either(match name {
        "lower" => made(str::to_lowercase),
        "upper" => made(str::to_uppercase),
        "title" => made(title),
        "trimspace" => made(|text| text.trim().to_owned()),
        "chomp" => made(|text| text.trim_end_matches(['\n', '\r']).to_owned()),
        "strrev" => made(|text| text.chars().rev().collect()),
        "trim" => picked(|text, set| text.trim_matches(|c| set.contains(c)).to_owned()),
        "trimprefix" => picked(|text, prefix| text.strip_prefix(prefix).unwrap_or(text).to_owned()),
        "trimsuffix" => picked(|text, suffix| text.strip_suffix(suffix).unwrap_or(text).to_owned()),
        "startswith" => asked(|text, prefix| text.starts_with(prefix)),
        "endswith" => asked(|text, suffix| text.ends_with(suffix)),
        "strcontains" => asked(|text, part| text.contains(part)),
        "join" => join(arguments),
        "split" => split(arguments),
        "replace" => replace(arguments),
        "substr" => substr(arguments),
        "indent" => indent(arguments),
        "format" => format::format(arguments),
        "formatlist" => format::format_list(arguments),
        _ => return None,
    }))
}

fn title(text: &str) -> String {
    let mut before = ' ';
    let mut title = String::with_capacity(text.len());
    for letter in text.chars() {
        if before.is_alphanumeric() || before == '_' || before == '\'' {
            title.push(letter);
        } else {
            title.extend(letter.to_uppercase());
        }
        before = letter;
    }
    title
}

fn join(arguments: &[Datum]) -> Result<Datum, Datum> {
    let separator = text_of("join", arguments.first())?;
    let mut all = Vec::new();
    for list in &arguments[1.min(arguments.len())..] {
        all.extend(texts_of("join", Some(list))?);
    }
    Ok(Datum::text(all.join(&separator)))
}

fn split(arguments: &[Datum]) -> Result<Datum, Datum> {
    let separator = text_of("split", arguments.first())?;
    let text = text_of("split", arguments.get(1))?;
    let parts: Vec<Datum> = if separator.is_empty() {
        text.chars().map(|letter| Datum::text(letter.to_string())).collect()
    } else {
        text.split(&*separator).map(Datum::text).collect()
    };
    Ok(Datum::list(parts))
}

fn replace(arguments: &[Datum]) -> Result<Datum, Datum> {
    let text = text_of("replace", arguments.first())?;
    let from = text_of("replace", arguments.get(1))?;
    let to = text_of("replace", arguments.get(2))?;
    if from.len() > 1 && from.starts_with('/') && from.ends_with('/') {
        return patterns::replaced(&text, &from[1..from.len() - 1], &to);
    }
    if text.matches(&*from).count().saturating_mul(to.len()) > 1 << 20 {
        return Err(Datum::open("a text is longer than what is evaluated"));
    }
    Ok(Datum::text(text.replace(&*from, &to)))
}

fn substr(arguments: &[Datum]) -> Result<Datum, Datum> {
    let text = text_of("substr", arguments.first())?;
    let offset = whole_of("substr", arguments.get(1))?;
    let length = whole_of("substr", arguments.get(2))?;
    let count = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    let start = if offset < 0 { count.saturating_add(offset).max(0) } else { offset };
    let wanted = if length < 0 { i64::MAX } else { length };
    let size = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
    Ok(Datum::text(text.chars().skip(size(start)).take(size(wanted)).collect::<String>()))
}

fn indent(arguments: &[Datum]) -> Result<Datum, Datum> {
    let spaces = usize::try_from(whole_of("indent", arguments.first())?).unwrap_or_default();
    let text = text_of("indent", arguments.get(1))?;
    if spaces > 1000 || spaces.saturating_mul(text.matches('\n').count()) > 1 << 20 {
        return Err(misused("indent"));
    }
    Ok(Datum::text(text.replace('\n', &format!("\n{}", " ".repeat(spaces)))))
}
