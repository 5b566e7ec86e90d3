//! What a parameter stands for.

use super::super::inventory::{Node, Value};

/// A parameter's value, or why it has none that can be known.
pub(super) enum Parameter {
    Known(Node),
    Open(String),
}

pub(super) fn parameter(name: &str, node: &Node) -> Parameter {
    let kind = node.get("Type").and_then(Node::text).unwrap_or("String");
    let secret = node.get("NoEcho").map(|secret| &secret.value);
    if matches!(secret, Some(Value::Bool(true))) || node.get("NoEcho").is_some_and(is_true_text) {
        return Parameter::Open(format!("parameter `{name}` is sensitive"));
    }
    if kind.starts_with("AWS::SSM::Parameter::Value<") {
        return Parameter::Open(format!("parameter `{name}` is read from Systems Manager"));
    }
    let only = match node.get("AllowedValues").map_or(&[][..], Node::items) {
        [only] => Some(only),
        _ => None,
    };
    match node.get("Default").or(only).filter(|node| !matches!(node.value, Value::Null)) {
        Some(value) => Parameter::Known(typed(kind, value)),
        None => Parameter::Open(format!("parameter `{name}` has no default")),
    }
}

fn is_true_text(node: &Node) -> bool {
    node.text().is_some_and(|text| text.eq_ignore_ascii_case("true"))
}

/// A value as its parameter's type reads it.
fn typed(kind: &str, value: &Node) -> Node {
    let origin = || value.origin.clone();
    match value.text() {
        Some(text) if kind == "CommaDelimitedList" || kind.starts_with("List<") => {
            let item = |item: &str| Node::new(scalar(kind, item.trim()), origin());
            let items = if text.is_empty() { Vec::new() } else { text.split(',').map(item).collect() };
            Node::new(Value::List(items), origin())
        }
        Some(text) => Node::new(scalar(kind, text), origin()),
        None if kind == "Number" || matches!(value.value, Value::List(_) | Value::Map(_)) => value.clone(),
        None => Node::new(plain(value).map_or_else(|| value.value.clone(), Value::Text), origin()),
    }
}

fn scalar(kind: &str, text: &str) -> Value {
    let number = (kind == "Number" || kind == "List<Number>").then(|| text.parse().ok()).flatten();
    number.map_or_else(|| Value::Text(text.to_owned()), Value::Number)
}

/// A scalar as CloudFormation writes it into texts.
pub(super) fn plain(node: &Node) -> Option<String> {
    match &node.value {
        Value::Text(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}
