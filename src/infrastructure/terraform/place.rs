//! Providers and regions: which provider a resource is made with, and where that places it.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::infrastructure::inventory::{Node, Origin, Value};

use super::datum::{Datum, Key};
use super::syntax::{Block, Kind, Step};
use super::world::{Instance, Scope, World};

/// The provider of a resource as its module names it: its local name, and its alias.
struct Named {
    name: String,
    alias: Option<String>,
    /// Which of several configurations is chosen by a key, which is not looked into.
    by_key: bool,
}

/// The local name of a resource's provider.
pub(super) fn provider_name(block: &Block) -> String {
    named(block).name
}

fn named(block: &Block) -> Named {
    let default = block.labels.first().and_then(|kind| kind.split('_').next()).unwrap_or_default();
    let Some(provider) = block.body.get("provider") else {
        return Named { name: default.to_owned(), alias: None, by_key: false };
    };
    match (provider.expression.as_written(), &provider.expression.kind) {
        (Some(path), _) => split(&path),
        (None, Kind::Name(name, steps)) => {
            let by_key = steps.iter().any(|step| matches!(step, Step::Index(_)));
            Named { name: name.clone(), alias: None, by_key }
        }
        _ => Named { name: default.to_owned(), alias: None, by_key: true },
    }
}

fn split(path: &str) -> Named {
    let (name, alias) = path.split_once('.').map_or((path, None), |(name, alias)| (name, Some(alias)));
    Named { name: name.to_owned(), alias: alias.map(str::to_owned), by_key: false }
}

/// The alias of a provider's configuration.
pub(super) fn alias(provider: &Block) -> Option<String> {
    provider.body.get("alias").and_then(|alias| alias.expression.as_written())
}

/// The configuration of a provider and the module that it stands in: the module's own, the one that
/// the module is handed, or the default one of the modules that call it.
fn configuration(module: &Rc<Instance>, wanted: &Named) -> Option<(Rc<Instance>, usize)> {
    let own = module.folder.providers.iter().position(|provider| {
        provider.labels.first() == Some(&wanted.name) && alias(provider) == wanted.alias
    });
    if let Some(own) = own {
        return Some((Rc::clone(module), own));
    }
    let parent = module.parent.as_ref()?;
    let key = match &wanted.alias {
        Some(alias) => format!("{}.{alias}", wanted.name),
        None => wanted.name.clone(),
    };
    let handed = parent.module.folder.calls[parent.call].body.get("providers").and_then(|providers| {
        let Kind::Map(entries) = &providers.expression.kind else { return None };
        let (_, value) = entries.iter().find(|(name, _)| name.as_written().as_ref() == Some(&key))?;
        value.as_written()
    });
    match (handed, &wanted.alias) {
        (Some(path), _) => configuration(&parent.module, &split(&path)),
        (None, None) => configuration(&parent.module, wanted),
        (None, Some(_)) => None,
    }
}

/// What the configuration of a block's provider says of an attribute.
fn provider_attribute(world: &World<'_>, module: &Rc<Instance>, block: &Block, name: &str) -> Option<Node> {
    let wanted = named(block);
    if wanted.by_key {
        let chosen = block.body.get("provider")?;
        let origin = Origin::new(&chosen.source, chosen.expression.span.clone());
        return Some(Node::unknown("its provider is chosen by a key", origin));
    }
    let (owner, at) = configuration(module, &wanted)?;
    let attribute = owner.folder.providers.get(at)?.body.get(name)?;
    let (node, _) = world.listening(|| world.attribute_node(attribute, Scope::of(&owner, &Key::Single)));
    (node.value != Value::Null).then_some(node)
}

/// Where a resource is placed, as far as the code says: by itself, or by its provider.
pub(super) fn region(
    world: &World<'_>,
    module: &Rc<Instance>,
    block: &Block,
    values: &BTreeMap<String, Node>,
) -> Option<Node> {
    let own = |name: &str| values.get(name).cloned();
    let provider = |name: &str| provider_attribute(world, module, block, name);
    match block.labels.first()?.split('_').next()? {
        "aws" => own("region")
            .or_else(|| provider("region"))
            .or_else(|| own("availability_zone").and_then(|zone| of_zone(zone, aws_region_of))),
        "azurerm" => own("location"),
        "google" => own("location")
            .map(|place| of_zone(place.clone(), google_region_of).unwrap_or(place))
            .or_else(|| own("region"))
            .or_else(|| own("zone").and_then(|zone| of_zone(zone, google_region_of)))
            .or_else(|| provider("region"))
            .or_else(|| provider("zone").and_then(|zone| of_zone(zone, google_region_of))),
        _ => None,
    }
}

/// The region of a zone, at the zone's place; an unknown zone stays unknown.
fn of_zone(zone: Node, region: impl Fn(&str) -> Option<&str>) -> Option<Node> {
    match &zone.value {
        Value::Text(text) => Some(Node::new(Value::Text(region(text)?.to_owned()), zone.origin.clone())),
        Value::Unknown(_) => Some(zone),
        _ => None,
    }
}

/// `eu-west-1a` → `eu-west-1`; local zones and wavelength zones have other forms.
fn aws_region_of(zone: &str) -> Option<&str> {
    let region = zone.strip_suffix(|letter: char| letter.is_ascii_lowercase())?;
    let numbered = region.ends_with(|digit: char| digit.is_ascii_digit());
    (numbered && region.matches('-').count() >= 2).then_some(region)
}

/// `europe-west1-b` → `europe-west1`.
fn google_region_of(zone: &str) -> Option<&str> {
    let (region, letter) = zone.rsplit_once('-')?;
    let numbered = region.ends_with(|digit: char| digit.is_ascii_digit());
    (letter.len() == 1 && numbered).then_some(region)
}

/// What data sources say that follows from the provider's configuration alone.
pub(super) fn data_attribute(
    world: &World<'_>,
    block: &Block,
    scope: Scope<'_>,
    name: &str,
) -> Option<Datum> {
    let wanted: &[&str] = match block.labels.first()?.as_str() {
        "aws_region" if block.body.attributes.is_empty() => &["id", "name", "region"],
        "aws_partition" => &["dns_suffix", "id", "partition", "reverse_dns_prefix"],
        _ => return None,
    };
    if !wanted.contains(&name) {
        return None;
    }
    let region = provider_attribute(world, scope.module, block, "region")?;
    let region = region.text()?;
    if block.labels[0] == "aws_region" {
        return Some(Datum::text(region));
    }
    let (partition, suffix, reverse) = if region.starts_with("cn-") {
        ("aws-cn", "amazonaws.com.cn", "cn.com.amazonaws")
    } else if region.starts_with("us-gov-") {
        ("aws-us-gov", "amazonaws.com", "com.amazonaws")
    } else if ["us-iso", "eu-iso", "eusc-"].iter().any(|prefix| region.starts_with(prefix)) {
        return None;
    } else {
        ("aws", "amazonaws.com", "com.amazonaws")
    };
    Some(Datum::text(match name {
        "dns_suffix" => suffix,
        "reverse_dns_prefix" => reverse,
        _ => partition,
    }))
}
