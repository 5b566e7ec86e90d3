//! Numbers.

use std::cmp::Ordering;

use super::super::convert::as_number;
use super::super::datum::Datum;
use super::{either, misused, text_of, whole_of};

pub(super) fn call(name: &str, arguments: &[Datum]) -> Option<Datum> {
    let float = || match arguments.first().map(as_number) {
        Some(Datum::Number(number)) => Ok(number.as_f64().unwrap_or_default()),
        _ => Err(misused(name)),
    };
    Some(match name {
        "min" => super::lists::extreme(name, arguments, Ordering::Less),
        "max" => super::lists::extreme(name, arguments, Ordering::Greater),
        "abs" => either(float().map(|number| Datum::float(number.abs()))),
        "ceil" => either(float().map(|number| Datum::float(number.ceil()))),
        "floor" => either(float().map(|number| Datum::float(number.floor()))),
        "signum" => either(float().map(|number| {
            Datum::whole(match number.partial_cmp(&0.0) {
                Some(Ordering::Less) => -1,
                Some(Ordering::Greater) => 1,
                _ => 0,
            })
        })),
        "pow" => match (float(), arguments.get(1).map(as_number)) {
            (Ok(base), Some(Datum::Number(power))) => {
                Datum::float(base.powf(power.as_f64().unwrap_or_default()))
            }
            _ => misused(name),
        },
        "log" => match (float(), arguments.get(1).map(as_number)) {
            (Ok(number), Some(Datum::Number(base))) => {
                Datum::float(number.log(base.as_f64().unwrap_or_default()))
            }
            _ => misused(name),
        },
        "parseint" => either(parse(arguments)),
        _ => return None,
    })
}

fn parse(arguments: &[Datum]) -> Result<Datum, Datum> {
    let text = text_of("parseint", arguments.first())?;
    let base = u32::try_from(whole_of("parseint", arguments.get(1))?).unwrap_or_default();
    if !(2..=36).contains(&base) {
        return Err(misused("parseint"));
    }
    i64::from_str_radix(&text, base).map(Datum::whole).map_err(|_| misused("parseint"))
}
