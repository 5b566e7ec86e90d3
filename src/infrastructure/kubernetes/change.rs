//! What a kustomization does to resources, without doing it.
//!
//! In: a selector, or a patch. Out: the resource marked as uncertain, or the one value as unknown.

use crate::infrastructure::{Node, Resource, Unknown, Value};

/// One thing that a kustomization changes.
pub(super) enum Change {
    /// Anything in the resources that match.
    Patch(Target),
    /// The containers' image of this name.
    Image(String),
    /// The number of replicas of the resource of this name.
    Replicas(String),
}

/// Which resources a patch concerns; what is not said, or cannot be judged, is any.
#[derive(Default)]
pub(super) struct Target {
    kind: Option<String>,
    name: Option<String>,
}

impl Target {
    /// A selector with kind and name, each a regular expression.
    pub(super) fn selected(select: &Node) -> Self {
        let literal = |key| {
            let text = select.get(key).and_then(Node::text)?;
            let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_');
            text.chars().all(plain).then(|| text.to_owned())
        };
        Self { kind: literal("kind"), name: literal("name") }
    }

    /// Whom a strategic merge patch patches.
    pub(super) fn patched_by(patch: &Node) -> Self {
        let text = |node: Option<&Node>| node.and_then(Node::text).map(str::to_owned);
        Self {
            kind: text(patch.get("kind")),
            name: text(patch.get("metadata").and_then(|metadata| metadata.get("name"))),
        }
    }

    fn matches(&self, resource: &Resource, renamed: bool) -> bool {
        self.kind.as_ref().is_none_or(|kind| *kind == resource.kind)
            && self.name.as_ref().is_none_or(|name| is_name(name, resource, renamed))
    }
}

/// Where names are given prefixes, a selector may name a resource with or without its own.
fn is_name(name: &str, resource: &Resource, renamed: bool) -> bool {
    name == resource.name || (renamed && (name.contains(&resource.name) || resource.name.contains(name)))
}

impl Change {
    /// Marks what changes; `by` is the kustomization's file.
    pub(super) fn apply(&self, resource: &mut Resource, renamed: bool, by: &str) {
        match self {
            Self::Patch(target) if target.matches(resource, renamed) => {
                let reason = || format!("is patched by {by}, which is not rendered");
                resource.uncertain.get_or_insert_with(reason);
            }
            Self::Image(name) => open_images(&mut resource.values, name, by),
            Self::Replicas(name) if is_name(name, resource, renamed) => {
                let header = resource.header.clone();
                let Value::Map(values) = &mut resource.values.value else { return };
                let Some(Node { value: Value::Map(spec), .. }) = values.get_mut("spec") else { return };
                let origin = spec.get("replicas").map_or(header, |replicas| replicas.origin.clone());
                spec.insert("replicas".to_owned(), Node::new(set_by(by), origin));
            }
            Self::Patch(_) | Self::Replicas(_) => {}
        }
    }
}

fn open_images(node: &mut Node, name: &str, by: &str) {
    match &mut node.value {
        Value::Map(entries) => {
            for (key, entry) in entries {
                match entry.text() {
                    Some(image) if key == "image" && image_name(image) == name => entry.value = set_by(by),
                    _ => open_images(entry, name, by),
                }
            }
        }
        Value::List(items) => items.iter_mut().for_each(|item| open_images(item, name, by)),
        _ => {}
    }
}

/// An image without its tag and digest; a colon before the last slash is a registry's port.
fn image_name(image: &str) -> &str {
    let image = image.split_once('@').map_or(image, |(name, _)| name);
    match image.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => name,
        _ => image,
    }
}

fn set_by(by: &str) -> Value {
    Value::Unknown(Unknown { reason: format!("is set by {by}, which is not rendered"), ..Unknown::default() })
}
