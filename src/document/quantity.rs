//! Days and durations as a descriptor writes them.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};

use super::shape::KIND;

/// A day, in TOML a local date: `2026-09-01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(jiff::civil::Date);

impl Day {
    /// Today, in the zone of this machine.
    pub fn today() -> Self {
        Self(jiff::Zoned::now().date())
    }

    /// The day of a date alone.
    pub fn of(datetime: &toml::value::Datetime) -> Option<Self> {
        let (Some(date), None) = (datetime.date, datetime.time) else { return None };
        let (year, month, day) =
            (i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
        jiff::civil::Date::new(year, month, day).ok().map(Self)
    }

    /// The days from `self` to `later`; negative if `later` is earlier.
    pub fn days_until(self, later: Self) -> i64 {
        later.0.duration_since(self.0).as_hours() / 24
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Not a day of the calendar.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a date such as 2026-09-01")]
pub struct NotADay(String);

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // The strict form alone: jiff accepts more.
        if text.len() != "2026-09-01".len() {
            return Err(NotADay(text.to_owned()));
        }
        text.parse().map(Self).map_err(|_| NotADay(text.to_owned()))
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let datetime = toml::value::Datetime::deserialize(deserializer)?;
        Self::of(&datetime).ok_or_else(|| de::Error::custom(NotADay(datetime.to_string())))
    }
}

impl JsonSchema for Day {
    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A date without a time, such as 2026-09-01.",
            "type": "string",
            "format": "date",
        })
    }
}

/// A length of time: a whole number and one of `s`, `m`, `h`, `d`, `w`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duration {
    seconds: u64,
}

impl Duration {
    /// Whole seconds.
    pub const fn seconds(self) -> u64 {
        self.seconds
    }

    /// Whole days, rounded down.
    pub const fn days(self) -> u64 {
        self.seconds / 86_400
    }

    /// So many days.
    pub const fn from_days(days: u64) -> Self {
        Self { seconds: days * 86_400 }
    }
}

/// In the largest unit in which it is a whole number: `90m`, `4h`, `30d`.
impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = [(86_400, 'd'), (3_600, 'h'), (60, 'm')];
        let whole =
            units.into_iter().find(|(size, _)| self.seconds > 0 && self.seconds.is_multiple_of(*size));
        let (size, unit) = whole.unwrap_or((1, 's'));
        write!(f, "{}{unit}", self.seconds / size)
    }
}

/// Not a duration.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a duration such as \"4h\"")]
pub struct NotADuration(String);

impl FromStr for Duration {
    type Err = NotADuration;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || NotADuration(text.to_owned());
        let unit = text.chars().next_back().ok_or_else(error)?;
        let digits = &text[..text.len() - unit.len_utf8()];
        let factor: u64 = match unit {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            'w' => 604_800,
            _ => return Err(error()),
        };
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(error());
        }
        let number: u64 = digits.parse().map_err(|_| error())?;
        let seconds = number.checked_mul(factor).ok_or_else(error)?;
        Ok(Self { seconds })
    }
}

impl<'de> Deserialize<'de> for Duration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for Duration {
    fn schema_name() -> Cow<'static, str> {
        "Duration".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A whole number and a unit: s, m, h, d or w.",
            "type": "string",
            "pattern": "^[0-9]+[smhdw]$",
            KIND: "duration",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_a_number_and_a_unit() {
        assert_eq!("4h".parse::<Duration>().unwrap().seconds(), 14_400);
        assert_eq!("2w".parse::<Duration>().unwrap().days(), 14);
        for wrong in ["", "h", "4", "4 h", "-4h", "4H", "1.5h", "99999999999999999999d", "4é"] {
            assert!(wrong.parse::<Duration>().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn days_count_across_leap_years() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        assert_eq!(day("2024-02-28").days_until(day("2024-03-01")), 2);
        assert_eq!(day("2026-09-01").days_until(day("2026-08-31")), -1);
        for wrong in ["2026-13-01", "2026-02-30", "26-01-01", "2026-1-1", "20260901", "2026-09-01T00:00"] {
            assert!(wrong.parse::<Day>().is_err(), "{wrong}");
        }
    }
}
