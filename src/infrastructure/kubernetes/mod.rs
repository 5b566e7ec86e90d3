//! Kubernetes manifests.
//!
//! In: the documents of a YAML or JSON file. Out: a [`Unit`] with a resource for each object, lists
//! unpacked. The values are the manifest as written; a workload has besides, under keys that no
//! manifest can have, `(pod)`, the specification of its pods wherever it stands in that kind, and
//! `(podMetadata)`, the metadata of its pod template: one rule covers all workloads.
//! What a template fills in is unknown. [`survey()`] tells which files of a folder are manifests at all,
//! and which of them Kustomize changes.

mod change;
mod kustomization;
mod placeholder;
mod reference;
mod survey;
mod workload;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::tree::wholes::Wholes;
use super::tree::yaml::{self, Tree};
use super::{Node, Origin, Platform, Resource, Unevaluated, Unit, Value};
use crate::document::Source;
pub use survey::{Survey, survey};

/// What other tools write with an `apiVersion` and a `kind`; nothing of it is sent to a cluster.
const NOT_OBJECTS: [&str; 6] =
    ["kustomize.config.k8s.io/", "skaffold/", "backstage.io/", "kind.x-k8s.io/", "eksctl.io/", "kuttl.dev/"];

/// Configuration of the cluster's own components: it has no metadata, and says how the cluster is guarded.
const WITHOUT_METADATA: [&str; 3] = ["apiserver.config.k8s.io/", "audit.k8s.io/", "kubelet.config.k8s.io/"];

/// The tags of a manifest: none stands for a map.
pub fn long_form(_: &str) -> Option<String> {
    None
}

/// Whether a document is an object for a cluster, or a list of them.
pub fn is_manifest(document: &Node) -> bool {
    let text = |key| document.get(key).and_then(Node::text);
    let (Some(version), Some(kind)) = (text("apiVersion"), text("kind")) else { return false };
    let object = matches!(document.get("metadata"), Some(Node { value: Value::Map(_), .. }));
    let configures = WITHOUT_METADATA.iter().any(|group| version.starts_with(group));
    (object || configures || is_list(document))
        && !kind.contains("{{")
        && !NOT_OBJECTS.iter().any(|tool| version.starts_with(tool))
}

/// Whether a text that may not parse was meant to be a manifest.
pub fn looks_like_manifest(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let json = text.trim_start().starts_with('{');
    let has = |key: &str| {
        text.lines().any(|line| {
            let line = if json { line.trim_start_matches(['{', ',', '"', ' ', '\t']) } else { line };
            let rest = line.strip_prefix("- ").unwrap_or(line).strip_prefix(key);
            rest.is_some_and(|rest| rest.trim_start_matches('"').starts_with(':'))
        })
    };
    has("apiVersion") && has("kind")
}

/// Reads a text; the unit's name is what users call it.
pub fn read_text(source: &Arc<Source>, name: &str) -> Unit {
    read(yaml::read(source, &long_form), source, name)
}

/// Reads the documents of a file. Those that are no manifests are left out.
pub fn read(tree: Tree, source: &Arc<Source>, name: &str) -> Unit {
    let mut unit = Unit { name: name.to_owned(), files: vec![Arc::clone(source)], ..Unit::default() };
    if let Some(template) = placeholder::first(source).filter(|_| !tree.broken.is_empty()) {
        unit.unevaluated.push(Unevaluated {
            what: name.to_owned(),
            because: "is a template; render it first".to_owned(),
            origin: template,
        });
        return unit;
    }
    unit.broken = tree.broken;
    for document in tree.documents {
        if is_manifest(&document.root) {
            let kind = document.root.get("kind").and_then(Node::text).unwrap_or_default().to_owned();
            unpack(document.root, document.extent, &kind, &tree.wholes, &mut unit.resources);
        }
    }
    unit
}

fn is_list(document: &Node) -> bool {
    let kind = document.get("kind").and_then(Node::text);
    kind.is_some_and(|kind| kind.ends_with("List"))
        && matches!(document.get("items"), Some(Node { value: Value::List(_), .. }))
}

/// `kind` is what an item of a typed list may leave out.
fn unpack(mut object: Node, body: Origin, kind: &str, wholes: &Wholes, found: &mut Vec<Resource>) {
    if !is_list(&object) {
        found.extend(resource(object, body, kind));
        return;
    }
    let kind = object.get("kind").and_then(Node::text).unwrap_or(kind);
    let of = kind.strip_suffix("List").unwrap_or_default().to_owned();
    let Value::Map(entries) = &mut object.value else { return };
    let Some(Node { value: Value::List(items), .. }) = entries.remove("items") else { return };
    for item in items {
        let kind = item.get("kind").and_then(Node::text).unwrap_or(&of).to_owned();
        let whole = wholes.of(&item);
        unpack(item, whole, &kind, wholes, found);
    }
}

fn resource(mut object: Node, body: Origin, kind: &str) -> Option<Resource> {
    if kind.is_empty() || !matches!(object.value, Value::Map(_)) {
        return None;
    }
    let metadata = object.get("metadata");
    let entry = |key: &str| metadata.and_then(|metadata| metadata.get(key)).filter(|node| is_said(node));
    let named = entry("name").or_else(|| entry("generateName"));
    let name = named.map_or_else(|| "(unnamed)".to_owned(), said);
    let namespace = entry("namespace").map(said);
    let header = named.or_else(|| object.get("kind")).unwrap_or(&object).origin.clone();
    placeholder::mark(&mut object);
    workload::expose(&mut object, kind);
    let references = reference::all(&object, namespace.as_deref());
    Some(Resource {
        platform: Platform::Kubernetes,
        address: address(kind, namespace.as_deref(), &name),
        kind: kind.to_owned(),
        name,
        provider: Some("kubernetes".to_owned()),
        region: None,
        uncertain: None,
        header,
        body,
        values: object,
        references,
    })
}

fn is_said(node: &Node) -> bool {
    !matches!(node.value, Value::Null | Value::List(_))
}

/// A name as it is written, even where a template fills it in.
fn said(node: &Node) -> String {
    node.text().unwrap_or_else(|| node.origin.text()).to_owned()
}

fn address(kind: &str, namespace: Option<&str>, name: &str) -> String {
    match namespace {
        Some(namespace) => format!("{kind}/{namespace}/{name}"),
        None => format!("{kind}/{name}"),
    }
}
