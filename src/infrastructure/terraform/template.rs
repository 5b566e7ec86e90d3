//! Templates. In: their parts. Out: a text; a JSON text with unknown parts is kept as what it encodes.

use std::sync::Arc;

use super::convert::{as_bool, as_text, from_json};
use super::datum::Datum;
use super::evaluate::pairs;
use super::syntax::Part;
use super::world::{Bound, Scope, World};

/// Opens and closes the number of an unknown part while its JSON is parsed; no text holds them.
const MARKS: [char; 2] = ['\u{10fffe}', '\u{10ffff}'];
/// The length of a text in bytes.
const LONGEST: usize = 1 << 20;

/// A text as it grows.
#[derive(Default)]
struct Draft {
    text: String,
    opens: Vec<Datum>,
}

impl World<'_> {
    pub(super) fn template(&self, parts: &[Part], scope: Scope<'_>) -> Datum {
        // A single interpolation is the value itself, whatever its type.
        if let [Part::Value(expression)] = parts {
            return self.evaluate(expression, scope);
        }
        let mut draft = Draft::default();
        if let Err(open) = self.write(parts, scope, &mut draft) {
            return open;
        }
        draft.finished()
    }

    fn write(&self, parts: &[Part], scope: Scope<'_>, draft: &mut Draft) -> Result<(), Datum> {
        for part in parts {
            let Some(_level) = self.enter() else {
                return Err(Datum::open("it takes too many steps to evaluate"));
            };
            match part {
                Part::Text(text) => draft.push(text)?,
                Part::Value(expression) => match as_text(&self.plain(self.evaluate(expression, scope))) {
                    Datum::Text(text) => draft.push(&text)?,
                    open @ Datum::Open(_) => draft.push_open(open)?,
                    _ => return Err(Datum::failed("a template holds a null")),
                },
                Part::If(condition, yes, no) => match as_bool(&self.plain(self.evaluate(condition, scope))) {
                    Datum::Bool(true) => self.write(yes, scope, draft)?,
                    Datum::Bool(false) => self.write(no, scope, draft)?,
                    open @ Datum::Open(_) => return Err(open),
                    _ => return Err(Datum::failed("a condition is not a truth value")),
                },
                Part::For(it) => {
                    for (key, value) in pairs(&self.plain(self.evaluate(&it.collection, scope)))? {
                        let name = it.key_name.as_deref().unwrap_or_default();
                        let key = Bound { name, value: key, outer: scope.names };
                        let bound = Bound { name: &it.value_name, value, outer: Some(&key) };
                        self.write(&it.parts, Scope { names: Some(&bound), ..scope }, draft)?;
                    }
                }
            }
        }
        Ok(())
    }
}

impl Draft {
    fn push(&mut self, text: &str) -> Result<(), Datum> {
        if self.text.len() + text.len() > LONGEST {
            return Err(Datum::open("a text is longer than what is evaluated"));
        }
        self.text.push_str(text);
        Ok(())
    }

    fn push_open(&mut self, open: Datum) -> Result<(), Datum> {
        let mark = format!("{}{}{}", MARKS[0], self.opens.len(), MARKS[1]);
        self.opens.push(open);
        self.push(&mark)
    }

    fn finished(self) -> Datum {
        let Some(open) = Datum::first_open(&self.opens) else { return Datum::text(self.text) };
        if open.has_failed() || !self.text.trim_start().starts_with(['{', '[']) {
            return open;
        }
        let Ok(json) = serde_json::from_str::<serde_json::Value>(&self.text) else { return open };
        self.restored(&json).map_or(open, |value| Datum::Encoded(Arc::new(value)))
    }

    /// The value of a JSON text, unknown where a text in it holds a mark; nothing where a key does.
    fn restored(&self, json: &serde_json::Value) -> Option<Datum> {
        Some(match json {
            serde_json::Value::String(text) if text.contains(MARKS[0]) => {
                let inside = text.split(MARKS[0]).skip(1).filter_map(|rest| {
                    let (number, _) = rest.split_once(MARKS[1])?;
                    self.opens.get(number.parse::<usize>().ok()?)
                });
                Datum::first_open(inside)?
            }
            serde_json::Value::Array(items) => {
                Datum::list(items.iter().map(|item| self.restored(item)).collect::<Option<_>>()?)
            }
            serde_json::Value::Object(entries) => {
                let mut map = std::collections::BTreeMap::new();
                for (key, value) in entries {
                    if key.contains(MARKS[0]) {
                        return None;
                    }
                    map.insert(key.clone(), self.restored(value)?);
                }
                Datum::map(map)
            }
            other => from_json(other),
        })
    }
}
