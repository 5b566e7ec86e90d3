//! Resources. In: the modules of a unit. Out: its inventory, sorted by file and place.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use crate::infrastructure::inventory::{Node, Origin, Platform, Resource, Unevaluated, Value};

use super::datum::Key;
use super::folder::local_address;
use super::instances::Expansion;
use super::modules::Children;
use super::place;
use super::policy_document;
use super::syntax::{Attribute, Block, Expression, Kind};
use super::world::{Instance, Scope, World};

/// The resources of a unit.
const MOST: usize = 20_000;

/// What is gathered on the way through the modules.
pub(super) struct Emitter<'a> {
    world: &'a World<'a>,
    pub(super) resources: Vec<Resource>,
    /// Folders whose settings are told, once however often the module is called.
    told: BTreeSet<PathBuf>,
    full: bool,
}

/// What is said of a resource besides its block.
struct Made {
    address: String,
    kind: String,
    name: String,
    provider: Option<String>,
    uncertain: Option<String>,
}

impl<'a> Emitter<'a> {
    pub(super) const fn new(world: &'a World<'a>) -> Self {
        Self { world, resources: Vec::new(), told: BTreeSet::new(), full: false }
    }

    /// Everything that a module declares, and the modules that it calls.
    pub(super) fn module(&mut self, module: &Rc<Instance>) {
        if self.told.insert(module.folder.path.clone()) {
            self.settings(module);
        }
        for provider in &module.folder.providers {
            self.provider(module, provider);
        }
        for declared in 0..module.folder.things.len() {
            self.thing(module, declared);
        }
        for call in 0..module.folder.calls.len() {
            self.call(module, call);
        }
    }

    fn thing(&mut self, module: &Rc<Instance>, declared: usize) {
        let block = &module.folder.things[declared];
        let expansion = self.world.thing_instances(module, declared);
        for key in &expansion.keys {
            if !self.has_room(block) {
                return;
            }
            let scope = Scope::of(module, key);
            let prefix = if block.kind == "data" { "data." } else { "" };
            let mut resource = self.resource(
                block,
                scope,
                Made {
                    address: World::address(module, declared, key),
                    kind: format!("{prefix}{}", block.labels[0]),
                    name: block.labels[1].clone(),
                    provider: Some(place::provider_name(block)),
                    uncertain: expansion.uncertain.clone().or_else(|| module.uncertain.clone()),
                },
            );
            note_repetition(&mut resource, block, &expansion);
            if let Value::Map(values) = &mut resource.values.value {
                if block.kind == "data" && block.labels[0] == policy_document::KIND {
                    let json = policy_document::json(self.world, block, scope);
                    let node = Node::new(self.world.laid(&json, &resource.header), resource.header.clone());
                    values.insert("json".to_owned(), node);
                }
                resource.region = place::region(self.world, module, block, values);
            }
            self.resources.push(resource);
        }
    }

    fn call(&mut self, module: &Rc<Instance>, call: usize) {
        let block = &module.folder.calls[call];
        let name = &block.labels[0];
        let address = format!("{}module.{name}", module.prefix);
        let children = self.world.children(module, call);
        let expansion = match &*children {
            Children::Instances(expansion, _) => expansion.clone(),
            Children::Closed(_) => self.world.expansion(block, module, &address),
        };
        for key in &expansion.keys {
            if !self.has_room(block) {
                return;
            }
            let made = Made {
                address: format!("{address}{}", key.suffix()),
                kind: "terraform.module".to_owned(),
                name: name.clone(),
                provider: None,
                uncertain: expansion.uncertain.clone().or_else(|| module.uncertain.clone()),
            };
            let mut resource = self.resource(block, Scope::of(module, key), made);
            note_repetition(&mut resource, block, &expansion);
            self.resources.push(resource);
        }
        if let Children::Instances(_, ids) = &*children {
            for id in ids {
                if let Some(child) = self.world.instance(*id) {
                    self.module(&child);
                }
            }
        }
    }

    fn provider(&mut self, module: &Rc<Instance>, block: &Block) {
        if !self.has_room(block) {
            return;
        }
        let name = &block.labels[0];
        let alias = place::alias(block).map_or_else(String::new, |alias| format!(".{alias}"));
        let made = Made {
            address: format!("{}provider.{name}{alias}", module.prefix),
            kind: "terraform.provider".to_owned(),
            name: name.clone(),
            provider: Some(name.clone()),
            uncertain: module.uncertain.clone(),
        };
        let resource = self.resource(block, Scope::of(module, &Key::Single), made);
        self.resources.push(resource);
    }

    /// What `terraform` blocks say.
    fn settings(&mut self, module: &Rc<Instance>) {
        for settings in &module.folder.settings {
            for block in &settings.body.blocks {
                match (block.kind.as_str(), block.labels.first()) {
                    ("backend", Some(kind)) => self.backend(module, block, kind),
                    ("cloud", None) => self.backend(module, block, "cloud"),
                    ("required_providers", _) => {
                        for attribute in &block.body.attributes {
                            self.required_provider(module, attribute);
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    fn backend(&mut self, module: &Rc<Instance>, block: &Block, kind: &str) {
        let made = Made {
            address: format!("{}backend.{kind}", module.prefix),
            kind: "terraform.backend".to_owned(),
            name: kind.to_owned(),
            provider: None,
            uncertain: None,
        };
        let resource = self.resource(block, Scope::of(module, &Key::Single), made);
        self.resources.push(resource);
    }

    /// `aws = { source = "hashicorp/aws", version = "~> 5.0" }`, or only a version.
    fn required_provider(&mut self, module: &Rc<Instance>, attribute: &Attribute) {
        // `configuration_aliases` are names, not values.
        let expression = match &attribute.expression.kind {
            Kind::Map(entries) => {
                let mut kept = entries.clone();
                kept.retain(|(key, _)| key.as_written().as_deref() != Some("configuration_aliases"));
                Arc::new(Expression { kind: Kind::Map(kept), span: attribute.expression.span.clone() })
            }
            _ => Arc::clone(&attribute.expression),
        };
        let node = self.world.node(&expression, Scope::of(module, &Key::Single), &attribute.source);
        let body = attribute.name_span.start..attribute.expression.span.end;
        let header = Origin::new(&attribute.source, attribute.name_span.clone());
        let value = match node.value {
            Value::Map(entries) => Value::Map(entries),
            _ => Value::Map(BTreeMap::from([("version".to_owned(), node)])),
        };
        self.resources.push(Resource {
            platform: Platform::Terraform,
            address: format!("{}required_provider.{}", module.prefix, attribute.name),
            kind: "terraform.required_provider".to_owned(),
            name: attribute.name.clone(),
            provider: Some(attribute.name.clone()),
            region: None,
            uncertain: None,
            body: Origin::new(&attribute.source, body),
            values: Node::new(value, header.clone()),
            header,
            references: BTreeMap::new(),
        });
    }

    fn resource(&self, block: &Block, scope: Scope<'_>, made: Made) -> Resource {
        let header = Origin::new(&block.source, block.header.clone());
        let values = self.world.values(&block.body, scope);
        Resource {
            platform: Platform::Terraform,
            address: made.address,
            kind: made.kind,
            name: made.name,
            provider: made.provider,
            region: None,
            uncertain: made.uncertain,
            body: Origin::new(&block.source, block.span.clone()),
            values: Node::new(Value::Map(values.nodes), header.clone()),
            header,
            references: values.references,
        }
    }

    /// Whether there may be more; where not, that is said once.
    fn has_room(&mut self, block: &Block) -> bool {
        if self.resources.len() < MOST {
            return true;
        }
        if !self.full {
            self.full = true;
            self.world.unevaluated.borrow_mut().push(Unevaluated {
                what: local_address(block),
                because: format!(
                    "there are more than {MOST} resources; this one and those after it are not read"
                ),
                origin: Origin::new(&block.source, block.header.clone()),
            });
        }
        false
    }
}

/// Adds what `count` or `for_each` mentions.
fn note_repetition(resource: &mut Resource, block: &Block, expansion: &Expansion) {
    let name = ["count", "for_each"].into_iter().find(|name| block.body.get(name).is_some());
    if let Some(name) = name.filter(|_| !expansion.mentions.is_empty()) {
        resource.references.insert(name.to_owned(), expansion.mentions.clone());
    }
}

/// One resource for each provider of a lock file.
pub(super) fn lock(world: &World<'_>, module: &Rc<Instance>, blocks: &[Block]) -> Vec<Resource> {
    let emitter = Emitter::new(world);
    let providers = blocks.iter().filter(|block| block.kind == "provider");
    providers
        .filter_map(|block| {
            let name = block.labels.first()?;
            let made = Made {
                address: format!("lock.{name}"),
                kind: "terraform.lock".to_owned(),
                name: name.clone(),
                provider: None,
                uncertain: None,
            };
            Some(emitter.resource(block, Scope::of(module, &Key::Single), made))
        })
        .collect()
}
