//! Which values a plan marks as sensitive.
//!
//! The same resource stands in a plan several times: as planned, as it was, as it will be, as it has
//! drifted, and as its configuration. A mark on one of them holds for all.

use std::collections::{BTreeMap, BTreeSet};

use super::super::super::inventory::{Node, Value};
use super::super::address::{bare, within};

/// Marks of one resource that are held against each of its values; with more, all of it is sensitive.
const SEVERAL: usize = 64;

/// Parts of names under which secrets are written.
const TELLING: [&str; 11] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "private_key",
    "access_key",
    "api_key",
    "credential",
    "connection_string",
    "auth_key",
];

/// Ends of names that speak of a secret and are none.
const HARMLESS: [&str; 9] =
    ["_id", "_arn", "_name", "_length", "_version", "_enabled", "_ttl", "_policy", "_file"];

#[derive(Default)]
struct Marks<'a> {
    /// By address.
    values: BTreeMap<&'a str, Vec<&'a Node>>,
    marks: BTreeMap<&'a str, Vec<&'a Node>>,
}

/// Hands every sensitive value to `cover`, and with it whether it may be told that it is there.
pub(super) fn collect(root: &Node, cover: &mut dyn FnMut(&Node, bool)) {
    // Lists may be ordered otherwise before and after, so that marks hold for their own time only.
    let (mut before, mut after) = (Marks::default(), Marks::default());
    let prior = root.get("prior_state").and_then(|state| state.get("values"));
    let planned = root.get("planned_values");
    let states = [(prior, &mut before), (planned, &mut after)];
    for (state, found) in states {
        state.and_then(|state| state.get("root_module")).into_iter().for_each(|module| found.module(module));
    }
    // The file is a state.
    let values = root.get("values");
    values.and_then(|state| state.get("root_module")).into_iter().for_each(|module| after.module(module));
    for state in [prior, planned, values].into_iter().flatten() {
        for output in entries(state.get("outputs")).map(|(_, output)| output) {
            if truth(output.get("sensitive")) {
                output.get("value").into_iter().for_each(|value| cover(value, false));
            }
        }
    }
    let changes = ["resource_changes", "resource_drift"].into_iter().filter_map(|key| root.get(key));
    let deferred = root.get("deferred_changes").map_or(&[][..], Node::items);
    let deferred = deferred.iter().filter_map(|change| change.get("resource_change"));
    for resource in changes.flat_map(Node::items).chain(deferred) {
        before.change(resource, "before", "before_sensitive");
        after.change(resource, "after", "after_sensitive");
    }
    for change in entries(root.get("output_changes")).map(|(_, change)| change) {
        for (value, mark) in [("before", "before_sensitive"), ("after", "after_sensitive")] {
            if let (Some(value), Some(mark)) = (change.get(value), change.get(mark)) {
                marked(value, mark, cover);
            }
        }
    }
    before.apply(cover);
    after.apply(cover);

    let configuration = root.get("configuration");
    for provider in entries(configuration.and_then(|node| node.get("provider_config"))) {
        telling(provider.1.get("expressions"), true, cover);
    }
    let module = configuration.and_then(|node| node.get("root_module"));
    let mut attributes = BTreeMap::new();
    before.attributes(&mut attributes);
    after.attributes(&mut attributes);
    if let Some(module) = module {
        configured(module, "", &attributes, cover);
    }
    let declared = module.and_then(|module| module.get("variables"));
    for (name, variable) in entries(root.get("variables")) {
        let sensitive = declared.and_then(|all| all.get(name)).is_some_and(|one| truth(one.get("sensitive")));
        if sensitive || is_telling(name) {
            variable.get("value").into_iter().for_each(|value| cover(value, false));
        }
    }
}

impl<'a> Marks<'a> {
    fn module(&mut self, module: &'a Node) {
        for resource in module.get("resources").map_or(&[][..], Node::items) {
            let Some(address) = resource.get("address").and_then(Node::text) else { continue };
            self.values.entry(address).or_default().extend(resource.get("values"));
            self.marks.entry(address).or_default().extend(resource.get("sensitive_values").filter(any));
        }
        for child in module.get("child_modules").map_or(&[][..], Node::items) {
            self.module(child);
        }
    }

    fn change(&mut self, resource: &'a Node, value: &str, mark: &str) {
        let address = resource.get("address").and_then(Node::text);
        let (Some(address), Some(change)) = (address, resource.get("change")) else { return };
        self.values.entry(address).or_default().extend(change.get(value));
        self.marks.entry(address).or_default().extend(change.get(mark).filter(any));
    }

    fn apply(&self, cover: &mut dyn FnMut(&Node, bool)) {
        for (address, marks) in &self.marks {
            for value in self.values.get(address).into_iter().flatten() {
                if marks.len() > SEVERAL {
                    cover(value, false);
                } else {
                    marks.iter().for_each(|mark| marked(value, mark, cover));
                }
            }
        }
    }

    /// The sensitive attributes of each resource, by its address in the configuration.
    fn attributes(&self, attributes: &mut BTreeMap<String, BTreeSet<&'a str>>) {
        for (address, marks) in self.marks.iter().filter(|(_, marks)| !marks.is_empty()) {
            let all = attributes.entry(bare(address)).or_default();
            for mark in marks {
                all.extend(entries(Some(mark)).filter(|(_, mark)| any(mark)).map(|(key, _)| key.as_str()));
            }
        }
    }
}

/// The constants of a module's configuration that a plan's marks, its variables or their names call secret.
fn configured(
    module: &Node,
    path: &str,
    attributes: &BTreeMap<String, BTreeSet<&str>>,
    cover: &mut dyn FnMut(&Node, bool),
) {
    for resource in module.get("resources").map_or(&[][..], Node::items) {
        let expressions = resource.get("expressions");
        let address = resource.get("address").and_then(Node::text).unwrap_or_default();
        for attribute in attributes.get(&within(path, &bare(address))).into_iter().flatten() {
            let expression = expressions.and_then(|all| all.get(attribute));
            expression.into_iter().for_each(|expression| constants(expression, false, false, cover));
        }
        telling(expressions, false, cover);
        for provisioner in resource.get("provisioners").map_or(&[][..], Node::items) {
            telling(provisioner.get("expressions"), false, cover);
        }
    }
    for (name, variable) in entries(module.get("variables")) {
        if truth(variable.get("sensitive")) || is_telling(name) {
            variable.get("default").into_iter().for_each(|value| cover(value, false));
        }
    }
    for output in entries(module.get("outputs")).map(|(_, output)| output) {
        if truth(output.get("sensitive")) {
            output.get("expression").into_iter().for_each(|value| constants(value, false, false, cover));
        }
    }
    for (name, call) in entries(module.get("module_calls")) {
        let variables = call.get("module").and_then(|module| module.get("variables"));
        for (argument, expression) in entries(call.get("expressions")) {
            let variable = variables.and_then(|variables| variables.get(argument));
            if variable.is_some_and(|variable| truth(variable.get("sensitive"))) {
                constants(expression, false, false, cover);
            }
        }
        telling(call.get("expressions"), false, cover);
        if let Some(module) = call.get("module") {
            configured(module, &within(path, &format!("module.{name}")), attributes, cover);
        }
    }
}

/// Covers the texts under names that speak of secrets.
fn telling(expressions: Option<&Node>, veil: bool, cover: &mut dyn FnMut(&Node, bool)) {
    match expressions.map(|node| &node.value) {
        Some(Value::Map(entries)) if !entries.contains_key("constant_value") => {
            for (name, expression) in entries {
                if is_telling(name) {
                    constants(expression, true, veil, cover);
                }
                telling(Some(expression), veil, cover);
            }
        }
        Some(Value::List(items)) => items.iter().for_each(|item| telling(Some(item), veil, cover)),
        _ => {}
    }
}

/// Covers the constants in an expression, or only those that are texts.
fn constants(expression: &Node, texts: bool, veil: bool, cover: &mut dyn FnMut(&Node, bool)) {
    match &expression.value {
        Value::Map(entries) => match entries.get("constant_value") {
            Some(value) if !texts || matches!(value.value, Value::Text(_)) => cover(value, veil),
            Some(_) => {}
            None => entries.values().for_each(|entry| constants(entry, texts, veil, cover)),
        },
        Value::List(items) => items.iter().for_each(|item| constants(item, texts, veil, cover)),
        _ => {}
    }
}

/// Covers what a mark, which has the shape of the value that it is about, says is sensitive.
fn marked(value: &Node, mark: &Node, cover: &mut dyn FnMut(&Node, bool)) {
    match &mark.value {
        Value::Bool(true) => cover(value, false),
        Value::Map(_) | Value::List(_) if !alike(value, mark) && any(&mark) => cover(value, false),
        Value::Map(marks) => {
            for (key, mark) in marks {
                value.get(key).into_iter().for_each(|value| marked(value, mark, cover));
            }
        }
        Value::List(marks) => {
            value.items().iter().zip(marks).for_each(|(value, mark)| marked(value, mark, cover));
        }
        _ => {}
    }
}

fn alike(value: &Node, mark: &Node) -> bool {
    matches!((&value.value, &mark.value), (Value::Map(_), Value::Map(_)) | (Value::List(_), Value::List(_)))
}

/// Whether a mark marks anything.
fn any(mark: &&Node) -> bool {
    match &mark.value {
        Value::Bool(truth) => *truth,
        Value::Map(marks) => marks.values().any(|mark| any(&mark)),
        Value::List(marks) => marks.iter().any(|mark| any(&mark)),
        _ => false,
    }
}

fn is_telling(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    TELLING.iter().any(|part| name.contains(part)) && !HARMLESS.iter().any(|end| name.ends_with(end))
}

fn truth(node: Option<&Node>) -> bool {
    node.is_some_and(|node| node.value == Value::Bool(true))
}

fn entries(node: Option<&Node>) -> impl Iterator<Item = (&String, &Node)> {
    let entries = match node.map(|node| &node.value) {
        Some(Value::Map(entries)) => Some(entries),
        _ => None,
    };
    entries.into_iter().flatten()
}
