//! What a template declares besides its resources, and values as they are with it.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::super::inventory::{Node, Origin, Unknown, Value};
use super::condition::decided;
use super::intrinsic::function;
use super::parameter::{Parameter, parameter};

/// What parameters, mappings and functions may write into a template: 64 for each value, 1 for each byte.
const MOST_WRITTEN: usize = 64 << 20;

/// A template whose parameters and conditions have been read.
pub(super) struct Template<'a> {
    root: &'a Node,
    parameters: BTreeMap<&'a str, Parameter>,
    resources: BTreeSet<&'a str>,
    conditions: BTreeMap<&'a str, bool>,
    left: Cell<usize>,
}

impl<'a> Template<'a> {
    pub(super) fn new(root: &'a Node) -> Self {
        let parameters = entries(root.get("Parameters"));
        let mut template = Self {
            root,
            parameters: parameters.map(|(name, node)| (name.as_str(), parameter(name, node))).collect(),
            resources: entries(root.get("Resources")).map(|(id, _)| id.as_str()).collect(),
            conditions: BTreeMap::new(),
            left: Cell::new(MOST_WRITTEN),
        };
        decided(&mut template, root.get("Conditions"));
        template
    }

    /// A value as it is once its functions are decided; nothing where `AWS::NoValue` removes it.
    pub(super) fn value(&self, node: &Node) -> Option<Node> {
        let value = match &node.value {
            Value::Map(entries) => match function(entries) {
                Some((name, argument)) => return self.function(name, argument, node),
                None if entries.contains_key("Fn::Transform") => {
                    return Some(self.open("`Fn::Transform` is run at deployment", node));
                }
                None => Value::Map(
                    entries
                        .iter()
                        .filter_map(|(key, entry)| Some((key.clone(), self.value(entry)?)))
                        .collect(),
                ),
            },
            Value::List(items) => Value::List(items.iter().filter_map(|item| self.value(item)).collect()),
            other => other.clone(),
        };
        Some(Node::new(value, node.origin.clone()))
    }

    /// A value that stays open, with the resources that it leads to.
    pub(super) fn open(&self, reason: impl Into<String>, node: &Node) -> Node {
        let unknown = Unknown { reason: reason.into(), references: self.references(node) };
        Node::new(Value::Unknown(unknown), node.origin.clone())
    }

    /// A value from elsewhere, at the place that uses it.
    pub(super) fn brought(&self, value: &Node, at: &Node) -> Node {
        let cost = match &value.value {
            Value::Text(text) => 64 + text.len(),
            _ => 64,
        };
        if !self.afford(cost) {
            return Node::unknown("the template grows too large", at.origin.clone());
        }
        let brought = match &value.value {
            Value::List(items) => Value::List(items.iter().map(|item| self.brought(item, at)).collect()),
            Value::Map(entries) => Value::Map(
                entries.iter().map(|(key, entry)| (key.clone(), self.brought(entry, at))).collect(),
            ),
            other => other.clone(),
        };
        Node::new(brought, at.origin.clone())
    }

    /// A text that a function makes.
    pub(super) fn made(&self, text: String, origin: &Origin) -> Node {
        if !self.afford(64 + text.len()) {
            return Node::unknown("the template grows too large", origin.clone());
        }
        Node::new(Value::Text(text), origin.clone())
    }

    /// Whether a text of this length can still be made.
    pub(super) fn can_afford(&self, cost: usize) -> bool {
        self.left.get() >= cost
    }

    fn afford(&self, cost: usize) -> bool {
        let left = self.left.get().checked_sub(cost);
        self.left.set(left.unwrap_or(0));
        left.is_some()
    }

    pub(super) fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.get(name)
    }

    pub(super) fn is_resource(&self, id: &str) -> bool {
        self.resources.contains(id)
    }

    /// What a condition comes to, where that can be decided.
    pub(super) fn condition(&self, name: &str) -> Option<bool> {
        self.conditions.get(name).copied()
    }

    pub(super) fn decide(&mut self, name: &'a str, truth: bool) {
        self.conditions.insert(name, truth);
    }

    /// A value of `Mappings`.
    pub(super) fn mapped(&self, map: &str, top: &str, second: &str) -> Option<&'a Node> {
        self.root.get("Mappings")?.get(map)?.get(top)?.get(second)
    }

    /// What `Globals` says of a kind of resource, each of which gets a copy.
    pub(super) fn global(&self, kind: &str) -> Option<&'a Node> {
        let global = self.root.get("Globals")?.get(kind.strip_prefix("AWS::Serverless::")?)?;
        self.afford(weight(global)).then_some(global)
    }
}

pub(super) fn entries(node: Option<&Node>) -> impl Iterator<Item = (&String, &Node)> {
    let entries = match node.map(|node| &node.value) {
        Some(Value::Map(entries)) => Some(entries),
        _ => None,
    };
    entries.into_iter().flatten()
}

fn weight(node: &Node) -> usize {
    64 + match &node.value {
        Value::Text(text) => text.len(),
        Value::List(items) => items.iter().map(weight).sum(),
        Value::Map(entries) => entries.iter().map(|(key, entry)| key.len() + weight(entry)).sum(),
        _ => 0,
    }
}
