//! A plan whose secrets are gone, as a unit.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::document::Source;

use super::super::inventory::{Node, Origin, Platform, Resource, Unevaluated, Unit, Value};
use super::address::{bare, modules, within};
use super::configuration::{Configuration, Scope};
use super::region::region;
use super::values::{planned, written};

/// Registries whose names nobody writes.
const REGISTRIES: [&str; 2] = ["registry.terraform.io/", "registry.opentofu.org/"];

/// Providers that are part of the program.
const BUILT_IN: &str = "terraform.io/builtin/";

struct Plan<'a> {
    configuration: Configuration<'a>,
    changes: BTreeMap<&'a str, &'a Node>,
}

/// Reads the tree of a plan or a state.
pub(super) fn read(root: &Node, source: &Arc<Source>, name: &str) -> Unit {
    let changes = root.get("resource_changes").map_or(&[][..], Node::items);
    // A deposed object has its resource's address and is about to go.
    let changes: BTreeMap<&str, &Node> = changes
        .iter()
        .filter(|change| change.get("deposed").is_none())
        .filter_map(|change| Some((change.get("address")?.text()?, change)))
        .collect();
    let instances = instances(root, &changes);
    let addresses = instances.iter().filter_map(|resource| resource.get("address")?.text());
    let configuration = Configuration::new(root, addresses);
    let plan = Plan { configuration, changes };

    let mut unit = Unit { name: name.to_owned(), files: vec![Arc::clone(source)], ..Unit::default() };
    let mut seen = BTreeSet::new();
    for instance in instances {
        let resource = plan.resource(instance);
        unit.resources.extend(resource.filter(|resource| seen.insert(resource.address.clone())));
    }
    plan.modules(&mut unit.resources);
    plan.providers(&mut unit.resources);
    for (key, wrong, because) in [
        ("errored", true, "planning stopped with an error, so that the plan may lack resources"),
        ("complete", false, "the plan leaves changes for a later one"),
    ] {
        if let Some(flag) = root.get(key).filter(|flag| flag.value == Value::Bool(wrong)) {
            let origin = flag.origin.clone();
            unit.unevaluated.push(Unevaluated {
                what: "plan".to_owned(),
                because: because.to_owned(),
                origin,
            });
        }
    }
    unit
}

/// The resources that will exist, and the data sources that were read while planning.
fn instances<'a>(root: &'a Node, changes: &BTreeMap<&'a str, &'a Node>) -> Vec<&'a Node> {
    let mut found = Vec::new();
    let state =
        if root.get("planned_values").is_some() { root.get("planned_values") } else { root.get("values") };
    match state.and_then(|state| state.get("root_module")) {
        Some(module) => all(module, &mut found),
        // Some tools keep only the changes of a plan.
        None => found.extend(changes.values().filter(|change| stays(change))),
    }
    let prior = root.get("prior_state").and_then(|state| state.get("values")?.get("root_module"));
    let mut read = Vec::new();
    prior.into_iter().for_each(|module| all(module, &mut read));
    found.extend(read.into_iter().filter(|resource| is_data(resource)));
    found
}

fn all<'a>(module: &'a Node, found: &mut Vec<&'a Node>) {
    found.extend(module.get("resources").map_or(&[][..], Node::items));
    for child in module.get("child_modules").map_or(&[][..], Node::items) {
        all(child, found);
    }
}

fn is_data(resource: &Node) -> bool {
    resource.get("mode").and_then(Node::text) == Some("data")
}

/// Whether a changed resource is there afterwards.
fn stays(change: &Node) -> bool {
    let actions = change.get("change").and_then(|change| change.get("actions"));
    let actions: Vec<&str> = actions.map_or(&[][..], Node::items).iter().filter_map(Node::text).collect();
    !matches!(actions.as_slice(), ["delete" | "forget"])
}

impl Plan<'_> {
    fn resource(&self, node: &Node) -> Option<Resource> {
        let text = |key: &str| node.get(key).and_then(Node::text);
        let (address, kind, name) = (text("address")?, text("type")?, text("name")?);
        let configured = self.configuration.resource(address);
        if is_data(node) && configured.is_none() && self.configuration.is_known() {
            // A data source of the last state, which nothing reads any more.
            return None;
        }
        let change = self.changes.get(address).and_then(|change| change.get("change"));
        let module = modules(address).pop().map(bare).unwrap_or_default();
        let scope = Scope { module: &module, address, resource: configured };
        let references = |expression: &Node| self.configuration.references(expression, scope);

        let expressions = configured.and_then(|configured| configured.get("expressions"));
        let values = node.get("values").or_else(|| change.and_then(|change| change.get("after")));
        let mask = change.and_then(|change| change.get("after_unknown"));
        let origin = values.map_or(&node.origin, |values| &values.origin).clone();
        let values = match planned(values, mask, expressions, &references) {
            Some(values @ Node { value: Value::Map(_), .. }) => values,
            _ => Node::new(Value::Map(BTreeMap::new()), origin),
        };
        let provider = text("provider_name").map(|name| name.rsplit('/').next().unwrap_or(name).to_owned());
        let handed = configured.and_then(|configured| self.configuration.provider(configured));
        Some(Resource {
            platform: Platform::Terraform,
            address: address.to_owned(),
            kind: if is_data(node) { format!("data.{kind}") } else { kind.to_owned() },
            name: name.to_owned(),
            region: region(provider.as_deref(), &values, handed),
            provider,
            uncertain: None,
            header: node.get("address").unwrap_or(node).origin.clone(),
            body: node.origin.clone(),
            references: mentioned(expressions, &references),
            values,
        })
    }

    /// The calls of modules, nested ones too.
    fn modules(&self, resources: &mut Vec<Resource>) {
        for (path, call, parent) in self.configuration.calls() {
            let scope = Scope { module: parent, address: path, resource: None };
            let references = |expression: &Node| self.configuration.references(expression, scope);
            let arguments = call.get("expressions");
            let mut values = BTreeMap::new();
            for (name, argument) in entries(arguments) {
                values.extend(written(argument, &references).map(|value| (name.clone(), value)));
            }
            values.extend(call.get("source").map(|source| ("source".to_owned(), source.clone())));
            values.extend(
                call.get("version_constraint").map(|version| ("version".to_owned(), version.clone())),
            );
            let name = path.rsplit_once('.').map_or(path, |(_, name)| name);
            let header = call.get("source").unwrap_or(call).origin.clone();
            resources.push(Resource {
                references: mentioned(arguments, &references),
                ..of_configuration("terraform.module", path.to_owned(), name, None, header, call, values)
            });
        }
    }

    /// The providers as they are configured, and those that the root module requires.
    fn providers(&self, resources: &mut Vec<Resource>) {
        for (key, node) in self.configuration.providers() {
            let (module, local) = key.rsplit_once(':').unwrap_or(("", key));
            let module = node.get("module_address").and_then(Node::text).unwrap_or(module);
            let name = local.split('.').next().unwrap_or(local);
            let scope = Scope { module, address: module, resource: None };
            let references = |expression: &Node| self.configuration.references(expression, scope);
            let header = node.get("name").unwrap_or(node).origin.clone();
            if let Some(expressions) = node.get("expressions") {
                let address = within(module, &format!("provider.{local}"));
                let mut values = BTreeMap::new();
                for (key, expression) in entries(Some(expressions)) {
                    values.extend(written(expression, &references).map(|value| (key.clone(), value)));
                }
                values.extend(node.get("alias").map(|alias| ("alias".to_owned(), alias.clone())));
                let resource = of_configuration(
                    "terraform.provider",
                    address,
                    name,
                    Some(name),
                    header.clone(),
                    node,
                    values,
                );
                let region = region(Some(name), &Node::new(Value::Null, header.clone()), Some(node));
                let references = mentioned(Some(expressions), &references);
                resources.push(Resource { region, references, ..resource });
            }
            let full = node.get("full_name").filter(|full| full.text().is_some());
            let built_in = full.and_then(Node::text).is_some_and(|full| full.starts_with(BUILT_IN));
            if module.is_empty() && local == name && !built_in {
                let mut values = BTreeMap::new();
                values.extend(full.map(|full| ("source".to_owned(), without_registry(full))));
                let version = node.get("version_constraint").filter(|version| version.text() != Some(""));
                values.extend(version.map(|version| ("version".to_owned(), version.clone())));
                let address = format!("required_provider.{name}");
                let kind = "terraform.required_provider";
                resources.push(of_configuration(kind, address, name, Some(name), header, node, values));
            }
        }
    }
}

fn of_configuration(
    kind: &str,
    address: String,
    name: &str,
    provider: Option<&str>,
    header: Origin,
    node: &Node,
    values: BTreeMap<String, Node>,
) -> Resource {
    Resource {
        platform: Platform::Terraform,
        address,
        kind: kind.to_owned(),
        name: name.to_owned(),
        provider: provider.map(str::to_owned),
        region: None,
        uncertain: None,
        header,
        body: node.origin.clone(),
        values: Node::new(Value::Map(values), node.origin.clone()),
        references: BTreeMap::new(),
    }
}

fn without_registry(full: &Node) -> Node {
    let text = full.text().unwrap_or_default();
    let short = REGISTRIES.iter().find_map(|registry| text.strip_prefix(registry)).unwrap_or(text);
    Node::new(Value::Text(short.to_owned()), full.origin.clone())
}

/// What each top-level expression refers to.
fn mentioned(
    expressions: Option<&Node>,
    references: &dyn Fn(&Node) -> BTreeSet<String>,
) -> BTreeMap<String, BTreeSet<String>> {
    entries(expressions)
        .map(|(key, expression)| (key.clone(), references(expression)))
        .filter(|(_, references)| !references.is_empty())
        .collect()
}

fn entries(node: Option<&Node>) -> impl Iterator<Item = (&String, &Node)> {
    let entries = match node.map(|node| &node.value) {
        Some(Value::Map(entries)) => Some(entries),
        _ => None,
    };
    entries.into_iter().flatten()
}
