//! `format` and `formatlist`.

use super::super::convert::{as_number, as_text, encoded, number_text};
use super::super::datum::Datum;
use super::{misused, text_of};

/// The widest field.
const WIDEST: usize = 1000;

/// One `%…` of a format.
struct Verb {
    letter: char,
    minus: bool,
    plus: bool,
    zero: bool,
    width: usize,
    precision: Option<usize>,
    /// `%[2]s`: the argument by number.
    index: Option<usize>,
}

pub(super) fn format(arguments: &[Datum]) -> Result<Datum, Datum> {
    let form = text_of("format", arguments.first())?;
    let values = &arguments[1.min(arguments.len())..];
    let mut out = String::new();
    let mut next = 0;
    let mut letters = form.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            out.push(letter);
            continue;
        }
        let verb = verb(&mut letters).ok_or_else(|| misused("format"))?;
        if verb.letter == '%' {
            out.push('%');
            continue;
        }
        let at = verb.index.unwrap_or(next);
        next = at + 1;
        let value = values.get(at).ok_or_else(|| misused("format"))?;
        if let Some(open) = value.open_within() {
            return Err(open);
        }
        out.push_str(&verb.padded(verb.shown(value)?));
    }
    Ok(Datum::text(out))
}

/// `format` for each item; arguments that are no lists stand for every item.
pub(super) fn format_list(arguments: &[Datum]) -> Result<Datum, Datum> {
    let lengths = arguments.iter().filter_map(|argument| match argument {
        Datum::List(items) => Some(items.len()),
        _ => None,
    });
    let length = lengths.max().unwrap_or(1);
    let row = |at: usize| {
        let row: Option<Vec<Datum>> = arguments
            .iter()
            .map(|argument| match argument {
                Datum::List(items) => items.get(at).cloned(),
                other => Some(other.clone()),
            })
            .collect();
        match row.as_deref().map(format) {
            Some(Ok(text)) => text,
            Some(Err(open)) => open,
            None => misused("formatlist"),
        }
    };
    Ok(Datum::list((0..length).map(row).collect()))
}

fn verb(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<Verb> {
    let mut verb =
        Verb { letter: '%', minus: false, plus: false, zero: false, width: 0, precision: None, index: None };
    loop {
        match letters.peek()? {
            '-' => verb.minus = true,
            '+' => verb.plus = true,
            '0' => verb.zero = true,
            ' ' | '#' => {}
            _ => break,
        }
        letters.next();
    }
    verb.width = digits(letters).unwrap_or(0);
    if letters.next_if_eq(&'.').is_some() {
        verb.precision = Some(digits(letters).unwrap_or(0));
    }
    if letters.next_if_eq(&'[').is_some() {
        verb.index = Some(digits(letters)?.checked_sub(1)?);
        letters.next_if_eq(&']')?;
    }
    verb.letter = letters.next()?;
    (verb.width <= WIDEST && verb.precision.unwrap_or(0) <= WIDEST).then_some(verb)
}

fn digits(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<usize> {
    let mut number: Option<usize> = None;
    while let Some(digit) = letters.next_if(char::is_ascii_digit).and_then(|digit| digit.to_digit(10)) {
        number = Some(number.unwrap_or(0).saturating_mul(10).saturating_add(digit as usize));
    }
    number
}

impl Verb {
    fn shown(&self, value: &Datum) -> Result<String, Datum> {
        let number = || match as_number(value) {
            Datum::Number(number) => Ok(number),
            _ => Err(misused("format")),
        };
        let whole = || number()?.as_i64().ok_or_else(|| misused("format"));
        let signed =
            |text: String| if self.plus && !text.starts_with('-') { format!("+{text}") } else { text };
        Ok(match self.letter {
            's' => match as_text(value) {
                Datum::Text(text) => match self.precision {
                    Some(length) => text.chars().take(length).collect(),
                    None => text.to_string(),
                },
                _ => return Err(misused("format")),
            },
            'd' => signed(whole()?.to_string()),
            'b' => format!("{:b}", whole()?),
            'o' => format!("{:o}", whole()?),
            'x' => format!("{:x}", whole()?),
            'X' => format!("{:X}", whole()?),
            'f' => {
                let digits = self.precision.unwrap_or(6);
                signed(format!("{:.digits$}", number()?.as_f64().unwrap_or_default()))
            }
            'g' => number_text(&number()?),
            't' => match super::super::convert::as_bool(value) {
                Datum::Bool(value) => value.to_string(),
                _ => return Err(misused("format")),
            },
            'q' => match as_text(value) {
                Datum::Text(text) => serde_json::Value::from(&*text).to_string(),
                _ => return Err(misused("format")),
            },
            'v' => match value {
                Datum::Null => "null".to_owned(),
                Datum::List(_) | Datum::Map(_) => match encoded(value) {
                    Datum::Text(text) => text.to_string(),
                    _ => return Err(misused("format")),
                },
                _ => match as_text(value) {
                    Datum::Text(text) => text.to_string(),
                    _ => return Err(misused("format")),
                },
            },
            _ => return Err(misused("format")),
        })
    }

    fn padded(&self, text: String) -> String {
        let missing = self.width.saturating_sub(text.chars().count());
        if missing == 0 {
            text
        } else if self.minus {
            text + &" ".repeat(missing)
        } else if self.zero && self.letter != 's' {
            let (sign, digits) =
                text.strip_prefix(['-', '+']).map_or(("", text.as_str()), |digits| (&text[..1], digits));
            format!("{sign}{}{digits}", "0".repeat(missing))
        } else {
            " ".repeat(missing) + &text
        }
    }
}
