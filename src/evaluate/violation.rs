//! What policies return, read: messages and paths into the descriptor.

use std::sync::LazyLock;

use regorus::Value;

use crate::document::{Path, Segment, nearest, visible};

/// One element of a rule's set.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Violation {
    /// The fact.
    pub(super) message: String,
    /// The place; the root if the policy names none.
    pub(super) path: Path,
    /// What stands there.
    pub(super) label: String,
    /// What to write.
    pub(super) help: Option<String>,
    /// The threats left exposed.
    pub(super) threats: Vec<String>,
    /// Further places.
    pub(super) labels: Vec<(Path, String)>,
}

/// What a violation may hold.
const KEYS: [&str; 6] = ["message", "path", "label", "labels", "help", "threats"];

/// The keys of what policies return. They are only looked at, so that no thread waits for another.
macro_rules! keys {
    ($($name:ident = $text:literal,)+) => {
        $(pub(super) static $name: LazyLock<Value> = LazyLock::new(|| Value::from($text));)+
    };
}

keys! {
    BECAUSE = "because",
    EFFECT = "effect",
    FACT = "fact",
    HELP = "help",
    LABEL = "label",
    LABELS = "labels",
    MESSAGE = "message",
    MSG = "msg",
    PATH = "path",
    THREATS = "threats",
    VERDICT = "verdict",
}

/// Reads the value of a rule: a set, or as conftest also allows a list, of violations. A text alone
/// is a message.
pub(super) fn read_all(value: &Value) -> Result<Vec<Violation>, String> {
    match value {
        Value::Set(set) => set.iter().map(read).collect(),
        Value::Array(array) => array.iter().map(read).collect(),
        Value::Bool(false) | Value::Undefined => Ok(Vec::new()),
        _ => Err("its value is not a set of violations".to_owned()),
    }
}

fn read(value: &Value) -> Result<Violation, String> {
    if let Ok(message) = value.as_string() {
        return Ok(Violation {
            message: message.to_string(),
            path: Path::root(),
            label: String::new(),
            help: None,
            threats: Vec::new(),
            labels: Vec::new(),
        });
    }
    let message = text(value, &MESSAGE)
        .or_else(|| text(value, &MSG))
        .ok_or_else(|| "a violation needs a `message`".to_owned())?;
    // Conftest's objects hold what they like beside `msg`; ours hold what is read.
    if let (Value::Object(entries), Value::String(_)) = (value, &value[&*MESSAGE]) {
        let unknown =
            entries.keys().filter_map(|key| key.as_string().ok()).find(|key| !KEYS.contains(&&***key));
        if let Some(unknown) = unknown {
            let near =
                nearest(unknown, KEYS).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            return Err(format!("a violation has no key `{unknown}`{near}"));
        }
    }
    let mut labels = Vec::new();
    for label in list(&value[&*LABELS]) {
        let place = path(&label[&*PATH])?.ok_or_else(|| "a label needs a `path`".to_owned())?;
        labels.push((place, text(label, &LABEL).unwrap_or_default()));
    }
    Ok(Violation {
        message,
        path: path(&value[&*PATH])?.unwrap_or_default(),
        label: text(value, &LABEL).unwrap_or_default(),
        help: help(value),
        threats: list(&value[&*THREATS])
            .into_iter()
            .filter_map(|threat| threat.as_string().ok())
            .map(ToString::to_string)
            .collect(),
        labels,
    })
}

/// A text by its key.
pub(super) fn text(value: &Value, key: &Value) -> Option<String> {
    value[key].as_string().ok().map(|text| (**text).to_owned())
}

/// What to write, on one line: a line that a document brings along could pass for one of ours.
pub(super) fn help(value: &Value) -> Option<String> {
    text(value, &HELP).map(|help| visible(&help, false).into_owned())
}

/// A path: a list of keys and indexes.
pub(super) fn path(value: &Value) -> Result<Option<Path>, String> {
    let segments = match value {
        Value::Undefined => return Ok(None),
        Value::Array(segments) => segments,
        _ => return Err("a `path` is a list of keys and indexes".to_owned()),
    };
    segments
        .iter()
        .map(|segment| match segment {
            Value::String(key) => Ok(Segment::from(&**key)),
            Value::Number(_) => segment
                .as_u64()
                .ok()
                .and_then(|index| usize::try_from(index).ok())
                .map(Segment::Index)
                .ok_or_else(|| "an index in a `path` is a whole number".to_owned()),
            _ => Err("a `path` is a list of keys and indexes".to_owned()),
        })
        .collect::<Result<Path, String>>()
        .map(Some)
}

fn list(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(values) => values.iter().collect(),
        Value::Set(values) => values.iter().collect(),
        _ => Vec::new(),
    }
}
