//! The values of a planned resource, and what the plan says of those that it leaves open.

use std::collections::{BTreeMap, BTreeSet};

use super::super::inventory::{Node, Unknown, Value};
use super::super::tree::key_before;

/// What a value of a resource comes from: the references in an expression of the configuration.
pub(super) type References<'a> = dyn Fn(&Node) -> BTreeSet<String> + 'a;

/// Lays `after_unknown` over planned values. `mask` and `expression` have the shape of the value; what is
/// `null`, or not known and not going to be, is left out.
pub(super) fn planned(
    value: Option<&Node>,
    mask: Option<&Node>,
    expression: Option<&Node>,
    references: &References<'_>,
) -> Option<Node> {
    if let Some(mask) = mask.filter(|mask| mask.value == Value::Bool(true)) {
        let references = expression.map(references).unwrap_or_default();
        let unknown = Unknown { reason: "known after apply".to_owned(), references };
        return Some(Node::new(Value::Unknown(unknown), mask.origin.clone()));
    }
    let shape = match value.map(|node| &node.value) {
        None | Some(Value::Null) => mask.filter(|mask| opens(mask))?,
        Some(_) => value?,
    };
    let origin = value.map_or(&shape.origin, |node| &node.origin).clone();
    let filled = match &shape.value {
        Value::Map(_) => {
            let keys: BTreeSet<&String> = [value, mask].into_iter().flatten().flat_map(keys).collect();
            let entry = |key: &String| {
                let (value, mask) = (value.and_then(|v| v.get(key)), mask.and_then(|m| m.get(key)));
                let expression = expression.and_then(|expression| member(expression, key));
                let mut entry = planned(value, mask, expression, references)?;
                underline(&mut entry, shape, key);
                Some((key.clone(), entry))
            };
            Value::Map(keys.into_iter().filter_map(entry).collect::<BTreeMap<_, _>>())
        }
        Value::List(_) => {
            let (values, masks) = (value.map_or(&[][..], Node::items), mask.map_or(&[][..], Node::items));
            let item = |index: usize| {
                let (value, mask) = (values.get(index), masks.get(index));
                let expression = expression.map(|expression| element(expression, index, values.len()));
                planned(value, mask, expression, references)
                    .or_else(|| value.or(mask).map(|node| Node::new(Value::Null, node.origin.clone())))
            };
            Value::List((0..values.len().max(masks.len())).filter_map(item).collect())
        }
        Value::Unknown(unknown) => {
            let references = expression.map(references).unwrap_or_default();
            Value::Unknown(Unknown { reason: unknown.reason.clone(), references })
        }
        other => other.clone(),
    };
    Some(Node::new(filled, origin))
}

/// Underlines a collection of several lines at its key, as all readers do.
fn underline(entry: &mut Node, parent: &Node, key: &str) {
    let collection = matches!(entry.value, Value::List(_) | Value::Map(_));
    let long = collection && entry.origin.text().contains('\n');
    if let Some(span) = long.then(|| key_before(parent, key, entry)).flatten() {
        entry.origin.span = span;
    }
}

/// The expression of a configuration as a value, as far as a plan writes expressions out.
pub(super) fn written(expression: &Node, references: &References<'_>) -> Option<Node> {
    if let Some(constant) = expression.get("constant_value") {
        return planned(Some(constant), None, None, references);
    }
    let open = || {
        let reason = "an expression, of which a plan tells only what it refers to".to_owned();
        let unknown = Unknown { reason, references: references(expression) };
        Node::new(Value::Unknown(unknown), expression.origin.clone())
    };
    let filled = match &expression.value {
        Value::Map(entries) if !is_leaf(expression) && !entries.is_empty() => {
            // A nested block that can stand only once.
            Value::List(vec![block(expression, references)])
        }
        Value::List(items) => Value::List(items.iter().map(|item| block(item, references)).collect()),
        _ => return Some(open()),
    };
    Some(Node::new(filled, expression.origin.clone()))
}

fn block(expressions: &Node, references: &References<'_>) -> Node {
    let entries = keys(expressions)
        .filter_map(|key| Some((key.clone(), written(expressions.get(key)?, references)?)))
        .collect();
    Node::new(Value::Map(entries), expressions.origin.clone())
}

/// Whether an expression is that of an attribute, and not of a nested block.
pub(super) fn is_leaf(expression: &Node) -> bool {
    let references = expression.get("references").is_some_and(|node| matches!(node.value, Value::List(_)));
    references || expression.get("constant_value").is_some()
}

fn member<'a>(expression: &'a Node, key: &str) -> Option<&'a Node> {
    let whole = is_leaf(expression) || matches!(expression.value, Value::List(_));
    if whole { Some(expression) } else { expression.get(key) }
}

/// The expression of one of several blocks; where dynamic blocks stand between them, that of all.
fn element(expression: &Node, index: usize, count: usize) -> &Node {
    let items = expression.items();
    if items.len() == count { items.get(index).unwrap_or(expression) } else { expression }
}

/// Whether a mask says that anything is unknown.
fn opens(mask: &Node) -> bool {
    match &mask.value {
        Value::Bool(truth) => *truth,
        Value::Map(entries) => entries.values().any(opens),
        Value::List(items) => items.iter().any(opens),
        _ => false,
    }
}

fn keys(node: &Node) -> impl Iterator<Item = &String> {
    let entries = match &node.value {
        Value::Map(entries) => Some(entries),
        _ => None,
    };
    entries.into_iter().flat_map(BTreeMap::keys)
}
