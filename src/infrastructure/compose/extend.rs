//! What a service takes over from another.
//!
//! In: the services of one file. Out: a service with what it extends merged into it. Maps are merged
//! and lists joined, but for commands and checks, of which there is one.

use std::collections::{BTreeMap, BTreeSet};

use crate::infrastructure::{Node, Value};

pub(super) const RESET: &str = "(reset)";
pub(super) const OVERRIDE: &str = "(override)";

/// Keys whose list is one value.
const WHOLE: [&str; 3] = ["command", "entrypoint", "test"];
/// Keys that may be a list of `NAME=value` or a map.
const PAIRS: [&str; 6] = ["environment", "labels", "annotations", "args", "sysctls", "extra_hosts"];
/// A longer chain of services is not followed.
const LONGEST: usize = 32;

/// A service with what it extends, and why something of it may be missing.
pub(super) fn resolved(services: &BTreeMap<String, Node>, service: &Node) -> (Node, Option<String>) {
    let mut chain = vec![service];
    let mut seen = BTreeSet::new();
    let (mut next, mut uncertain) = extended(service);
    while let Some(name) = next.take() {
        let Some(service) = services.get(&name) else {
            uncertain = Some(format!("extends `{name}`, which is not in this file"));
            break;
        };
        if !seen.insert(name.clone()) || chain.len() >= LONGEST {
            uncertain = Some(format!("extends `{name}`, which leads back to it"));
            break;
        }
        chain.push(service);
        (next, uncertain) = extended(service);
    }
    let mut merged = Node::new(Value::Null, service.origin.clone());
    for service in chain.into_iter().rev().cloned() {
        merge("", &mut merged, service);
    }
    merged.origin = service.origin.clone();
    (merged, uncertain)
}

/// The service of this file that a service extends, or why there is none.
fn extended(service: &Node) -> (Option<String>, Option<String>) {
    let Some(extends) = service.get("extends") else { return (None, None) };
    if let Some(file) = extends.get("file") {
        let file = file.text().unwrap_or("another file");
        return (None, Some(format!("extends a service of {file}, which is not read along with it")));
    }
    match extends.text().or_else(|| extends.get("service")?.text()) {
        Some(name) => (Some(name.to_owned()), None),
        None => (None, Some("extends a service that cannot be known".to_owned())),
    }
}

fn merge(key: &str, base: &mut Node, mut over: Node) {
    if PAIRS.contains(&key) && std::mem::discriminant(&base.value) != std::mem::discriminant(&over.value) {
        pairs(base);
        pairs(&mut over);
    }
    match (&mut base.value, over.value) {
        (Value::Map(_), Value::Map(mut one)) if one.len() == 1 && one.contains_key(OVERRIDE) => {
            if let Some(inner) = one.remove(OVERRIDE) {
                *base = Node::new(inner.value, over.origin);
            }
        }
        (Value::Map(base), Value::Map(over)) => {
            for (key, node) in over {
                match base.get_mut(&key) {
                    Some(below) => merge(&key, below, node),
                    None => {
                        base.insert(key, node);
                    }
                }
            }
        }
        (Value::List(base), Value::List(over)) if !WHOLE.contains(&key) => base.extend(over),
        (_, value) => *base = Node::new(value, over.origin),
    }
}

/// A list of `NAME=value` as a map, so that it can be merged with one.
fn pairs(node: &mut Node) {
    let Value::List(items) = &node.value else { return };
    let pair = |item: &Node| {
        let text = item.text()?;
        let (name, value) = match text.split_once('=') {
            Some((name, value)) => (name, Value::Text(value.to_owned())),
            None => (text, Value::Null),
        };
        Some((name.to_owned(), Node::new(value, item.origin.clone())))
    };
    node.value = Value::Map(items.iter().filter_map(pair).collect());
}

/// Takes the tags for merging away, once everything is merged.
pub(super) fn settle(node: &mut Node) {
    let Value::Map(entries) = &mut node.value else { return };
    entries.retain(|_, entry| entry.get(RESET).is_none());
    for entry in entries.values_mut() {
        if let Some(inner) = entry.get(OVERRIDE) {
            entry.value = inner.value.clone();
        }
        settle(entry);
    }
}
