//! Compose files.
//!
//! In: the one document of a file. Out: a [`Unit`] with its services, networks, volumes and secrets,
//! values as written: variables with a default have it and others are unknown (`.env` is not read, and
//! neither are other files), and what a service extends in the same file is merged into it.
//! Beside the short and the long form of `ports` and `volumes` a service has `(ports)` and `(volumes)`,
//! lists in which every item has the long form.

mod extend;
mod interpolate;
mod long;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::tree::wholes::Wholes;
use super::tree::yaml::{self, Tree};
use super::{Broken, Node, Origin, Platform, Resource, Unevaluated, Unit, Value};
use crate::document::Source;

/// The sections that are read, and the kind of what stands in each.
const SECTIONS: [(&str, &str); 4] = [
    ("services", "compose.service"),
    ("networks", "compose.network"),
    ("volumes", "compose.volume"),
    ("secrets", "compose.secret"),
];

/// `!reset` and `!override` say how a value is merged with one that it extends.
pub fn long_form(tag: &str) -> Option<String> {
    match tag {
        "!reset" => Some(extend::RESET.to_owned()),
        "!override" => Some(extend::OVERRIDE.to_owned()),
        _ => None,
    }
}

/// Whether a document is a Compose file, by its name or by its services.
pub fn is_compose(file_name: &str, document: &Node) -> bool {
    let name = file_name.rsplit('/').next().unwrap_or(file_name);
    let stem = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml"));
    let named = stem.is_some_and(|stem| {
        let of = |base: &str| {
            stem == base || stem.strip_prefix(base).is_some_and(|rest| rest.starts_with(['.', '-']))
        };
        of("compose") || of("docker-compose")
    });
    let Some(Node { value: Value::Map(services), .. }) = document.get("services") else {
        return named && SECTIONS.iter().any(|(section, _)| document.get(section).is_some());
    };
    let runs = |service: &Node| ["image", "build", "extends"].iter().any(|key| service.get(key).is_some());
    let foreign = document.get("apiVersion").is_some() || document.get("AWSTemplateFormatVersion").is_some();
    named || (!foreign && !services.is_empty() && services.values().all(runs))
}

/// Reads a text; the unit's name is what users call it.
pub fn read_text(source: &Arc<Source>, name: &str) -> Unit {
    read(yaml::read(source, &long_form), source, name)
}

/// Reads the first document of a file that was parsed with [`long_form`].
pub fn read(tree: Tree, source: &Arc<Source>, name: &str) -> Unit {
    let mut unit = Unit { name: name.to_owned(), files: vec![Arc::clone(source)], ..Unit::default() };
    unit.broken = tree.broken;
    let Some(document) = tree.documents.into_iter().next() else { return unit };
    let mut root = document.root;
    included(&root, &mut unit);
    let Value::Map(sections) = &mut root.value else { return unit };
    for (section, kind) in SECTIONS {
        match sections.remove(section) {
            Some(Node { value: Value::Map(entries), .. }) => {
                let mut read = Section { name: section, kind, wholes: &tree.wholes, found: Vec::new() };
                read.entries(entries);
                unit.resources.append(&mut read.found);
            }
            Some(node) if node.value != Value::Null => unit.broken.push(Broken {
                message: format!("`{section}` is not a map"),
                origin: node.origin,
                help: None,
            }),
            _ => {}
        }
    }
    unit.resources.sort_by_key(|resource| resource.body.span.start);
    unit
}

/// Other Compose files are units of their own.
fn included(root: &Node, unit: &mut Unit) {
    let Some(include) = root.get("include") else { return };
    for item in include.items() {
        let path = item.text().or_else(|| item.get("path")?.text());
        unit.unevaluated.push(Unevaluated {
            what: path.unwrap_or("include").to_owned(),
            because: "is included and not read along with this file".to_owned(),
            origin: item.origin.clone(),
        });
    }
}

struct Section<'a> {
    name: &'static str,
    kind: &'static str,
    wholes: &'a Wholes,
    found: Vec<Resource>,
}

impl Section<'_> {
    fn entries(&mut self, mut entries: BTreeMap<String, Node>) {
        entries.values_mut().for_each(interpolate::all);
        let services = self.name == "services";
        let names: Vec<String> = entries.keys().cloned().collect();
        for name in names {
            let Some(written) = entries.get(&name) else { continue };
            let (header, body) = (written.origin.clone(), self.wholes.of(written));
            let (mut values, uncertain) =
                if services { extend::resolved(&entries, written) } else { (written.clone(), None) };
            extend::settle(&mut values);
            if services {
                long::expose(&mut values);
            }
            self.add(name, values, uncertain, header, body);
        }
    }

    fn add(
        &mut self,
        name: String,
        mut values: Node,
        uncertain: Option<String>,
        header: Origin,
        body: Origin,
    ) {
        if values.value == Value::Null {
            values.value = Value::Map(BTreeMap::new());
        }
        if !matches!(values.value, Value::Map(_)) {
            return;
        }
        self.found.push(Resource {
            platform: Platform::Compose,
            address: format!("{}.{name}", self.name),
            kind: self.kind.to_owned(),
            name,
            provider: None,
            region: None,
            uncertain,
            header,
            body,
            references: references(&values),
            values,
        });
    }
}

/// What a service names of its own file. Names in lists and keys of maps both count.
fn references(values: &Node) -> BTreeMap<String, BTreeSet<String>> {
    let mut references = BTreeMap::new();
    for (key, section) in [
        ("depends_on", "services"),
        ("networks", "networks"),
        ("secrets", "secrets"),
        ("(volumes)", "volumes"),
    ] {
        let names: Vec<&str> = match values.get(key).map(|node| &node.value) {
            Some(Value::Map(entries)) => entries.keys().map(String::as_str).collect(),
            Some(Value::List(items)) => items.iter().filter_map(|item| named(item)).collect(),
            _ => continue,
        };
        let addresses: BTreeSet<String> = names.iter().map(|name| format!("{section}.{name}")).collect();
        if !addresses.is_empty() {
            let key = if key == "(volumes)" { "volumes" } else { key };
            references.insert(key.to_owned(), addresses);
        }
    }
    references
}

fn named(item: &Node) -> Option<&str> {
    let volume = item.get("type").is_none_or(|kind| kind.text() == Some("volume"));
    item.text().or_else(|| item.get("source").filter(|_| volume)?.text())
}
