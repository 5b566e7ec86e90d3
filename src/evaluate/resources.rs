//! Infrastructure code as the policies see it.

use std::collections::{BTreeMap, BTreeSet};

use regorus::Value as EngineValue;

use crate::infrastructure::{Code, Node, Platform, ROOT, Resource, Unit, VALUES, Value};
use crate::policy::Platforms;

use super::input::{Object, text};

/// The key that marks a value which cannot be known.
const UNKNOWN: &str = "(unknown)";

/// Puts the resources of a service under `infrastructure`, and beside them, in the index, the same
/// by type.
pub(super) fn put(code: &Code, input: &mut Object, index: &mut Object) {
    let mut units = Object::default();
    let mut by_type: BTreeMap<&str, Vec<EngineValue>> = BTreeMap::new();
    for unit in &code.units {
        let resources: Vec<EngineValue> =
            unit.resources.iter().enumerate().map(|(number, it)| resource(unit, number, it)).collect();
        for (read, value) in unit.resources.iter().zip(&resources) {
            by_type.entry(&read.kind).or_default().push(value.clone());
        }
        units.set(&unit.name, resources.into());
    }
    input.set(ROOT, units.into());
    let mut types = Object::default();
    for (kind, resources) in by_type {
        types.set(kind, resources.into());
    }
    index.set("resources", types.into());
    index.set("platforms", platforms(code).into_iter().map(text).collect::<BTreeSet<_>>().into());
}

/// The platforms whose evidence rules a service's code concerns.
pub(super) fn platforms(code: &Code) -> Platforms {
    code.resources().flat_map(platforms_of).collect()
}

fn platforms_of(resource: &Resource) -> impl Iterator<Item = &'static str> {
    let own = match resource.platform {
        Platform::Kubernetes => Some("kubernetes"),
        Platform::CloudFormation => Some("cloudformation"),
        Platform::Compose => Some("compose"),
        Platform::Terraform => {
            let kind = resource.kind.strip_prefix("data.").unwrap_or(&resource.kind);
            cloud(kind.split(['_', '.']).next().unwrap_or_default())
        }
    };
    // What Terraform says of a provider concerns the provider's cloud too.
    own.into_iter().chain(resource.provider.as_deref().and_then(cloud))
}

/// The cloud that a provider's resources belong to, by the first part of their types.
fn cloud(provider: &str) -> Option<&'static str> {
    match provider {
        "aws" => Some("aws"),
        "azurerm" | "azuread" | "azapi" => Some("azure"),
        "google" => Some("google"),
        "terraform" => Some("terraform"),
        _ => None,
    }
}

fn resource(unit: &Unit, number: usize, resource: &Resource) -> EngineValue {
    let mut entry = Object::default();
    entry.set("platform", text(resource.platform.name()));
    entry.set("address", text(&resource.address));
    entry.set("type", text(&resource.kind));
    entry.set("name", text(&resource.name));
    if let Some(provider) = &resource.provider {
        entry.set("provider", text(provider));
    }
    if let Some(region) = &resource.region {
        entry.set("region", value(region));
    }
    if let Some(uncertain) = &resource.uncertain {
        entry.set("uncertain", text(uncertain));
    }
    entry.set("path", vec![text(ROOT), text(&unit.name), (number as u64).into()].into());
    entry.set(VALUES, value(&resource.values));
    let mut references = Object::default();
    for (attribute, addresses) in &resource.references {
        references.set(attribute, addresses.iter().map(|it| text(it)).collect::<Vec<_>>().into());
    }
    entry.set("references", references.into());
    entry.into()
}

fn value(node: &Node) -> EngineValue {
    match &node.value {
        Value::Null => EngineValue::Null,
        Value::Bool(truth) => (*truth).into(),
        Value::Number(number) => number_value(number),
        Value::Text(words) => text(words),
        Value::List(items) => items.iter().map(value).collect::<Vec<_>>().into(),
        Value::Map(entries) => {
            let mut object = Object::default();
            for (key, entry) in entries {
                object.set(key, value(entry));
            }
            object.into()
        }
        Value::Unknown(unknown) => {
            let mut object = Object::default();
            object.set(UNKNOWN, text(&unknown.reason));
            object.set("references", unknown.references.iter().map(|it| text(it)).collect::<Vec<_>>().into());
            object.into()
        }
    }
}

fn number_value(number: &serde_json::Number) -> EngineValue {
    if let Some(whole) = number.as_i64() {
        return whole.into();
    }
    if let Some(whole) = number.as_u64() {
        return whole.into();
    }
    // A number that no f64 holds is shown as it is written.
    number.as_f64().filter(|it| it.is_finite()).map_or_else(|| text(&number.to_string()), EngineValue::from)
}
