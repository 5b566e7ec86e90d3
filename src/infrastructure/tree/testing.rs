//! Trees as tests like to compare them.

use super::super::inventory::{Node, Unknown, Value};

/// A tree as JSON.
pub(crate) fn json_of(node: &Node) -> serde_json::Value {
    read(node, &|unknown| serde_json::json!({"(unknown)": unknown.reason}))
}

/// A tree as JSON; an unknown value as `reason -> references`.
pub(crate) fn shown(node: &Node) -> serde_json::Value {
    read(node, &|unknown| {
        let references: Vec<&str> = unknown.references.iter().map(String::as_str).collect();
        format!("{} -> {}", unknown.reason, references.join(", ")).into()
    })
}

fn read(node: &Node, unknown: &dyn Fn(&Unknown) -> serde_json::Value) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(truth) => (*truth).into(),
        Value::Number(number) => number.clone().into(),
        Value::Text(text) => text.clone().into(),
        Value::List(items) => items.iter().map(|item| read(item, unknown)).collect(),
        Value::Map(entries) => entries.iter().map(|(key, node)| (key.clone(), read(node, unknown))).collect(),
        Value::Unknown(open) => unknown(open),
    }
}

/// The pointers to all values of a document.
pub(crate) fn pointers(root: &serde_json::Value) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut next = 0;
    while let Some(pointer) = found.get(next).cloned() {
        match root.pointer(&pointer).unwrap() {
            serde_json::Value::Array(items) => {
                found.extend((0..items.len()).map(|index| format!("{pointer}/{index}")));
            }
            serde_json::Value::Object(entries) => {
                found.extend(entries.keys().map(|key| format!("{pointer}/{key}")));
            }
            _ => {}
        }
        next += 1;
    }
    found
}
