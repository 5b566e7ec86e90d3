//! Which objects a manifest names.
//!
//! In: a manifest with its pod. Out: addresses by top-level key. A name without a namespace is taken to
//! be in the manifest's own, written or not.

use std::collections::{BTreeMap, BTreeSet};

use super::address;
use crate::infrastructure::{Node, Value};

/// Keys whose text is the name of an object of one kind.
const NAMES: [(&str, &str); 4] = [
    ("serviceAccountName", "ServiceAccount"),
    ("claimName", "PersistentVolumeClaim"),
    ("secretName", "Secret"),
    ("ingressClassName", "IngressClass"),
];
/// Keys whose map has the name of an object of one kind.
const MAPS: [(&str, &str); 8] = [
    ("configMap", "ConfigMap"),
    ("configMapRef", "ConfigMap"),
    ("configMapKeyRef", "ConfigMap"),
    ("secretRef", "Secret"),
    ("secretKeyRef", "Secret"),
    ("imagePullSecrets", "Secret"),
    ("secret", "Secret"),
    ("service", "Service"),
];
/// Keys whose map says kind and name.
const TYPED: [&str; 3] = ["roleRef", "subjects", "scaleTargetRef"];
/// They live outside of namespaces.
const CLUSTER_WIDE: [&str; 4] = ["ClusterRole", "IngressClass", "User", "Group"];

pub(super) fn all(object: &Node, namespace: Option<&str>) -> BTreeMap<String, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    let Value::Map(entries) = &object.value else { return all };
    for (key, node) in entries {
        let mut found = BTreeSet::new();
        named(key, node, namespace, &mut found);
        if !found.is_empty() {
            all.insert(key.clone(), found);
        }
    }
    all
}

fn named(key: &str, node: &Node, namespace: Option<&str>, found: &mut BTreeSet<String>) {
    let mut add = |kind: &str, name: &Node, namespace: Option<&str>| {
        if let Some(name) = name.text() {
            let namespace = namespace.filter(|_| !CLUSTER_WIDE.contains(&kind));
            found.insert(address(kind, namespace, name));
        }
    };
    let of_key =
        |table: &[(&str, &'static str)]| table.iter().find(|(of, _)| *of == key).map(|(_, kind)| *kind);
    if let Some(kind) = of_key(&NAMES) {
        add(kind, node, namespace);
    }
    if let (Some(kind), Some(name)) = (of_key(&MAPS), node.get("name")) {
        add(kind, name, namespace);
    }
    if TYPED.contains(&key)
        && let (Some(kind), Some(name)) = (node.get("kind").and_then(Node::text), node.get("name"))
    {
        let namespace = node.get("namespace").and_then(Node::text).or(namespace);
        add(kind, name, namespace);
    }
    match &node.value {
        Value::Map(entries) => {
            for (key, entry) in entries {
                named(key, entry, namespace, found);
            }
        }
        Value::List(items) => items.iter().for_each(|item| named(key, item, namespace, found)),
        _ => {}
    }
}
