//! Names and what is picked from them: variables, locals, modules, resources, attributes, splats.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use super::convert::{as_number, as_text};
use super::datum::{Datum, Key, Thing};
use super::modules::Children;
use super::place;
use super::policy_document;
use super::syntax::{Expression, Step};
use super::world::{Instance, Name, Scope, World};

/// What a resource has that its code does not say.
const AFTER_APPLY: &str = "known after apply";

impl World<'_> {
    pub(super) fn name(&self, name: &str, steps: &[Step], scope: Scope<'_>) -> Datum {
        if let Some(value) = scope.bound(name) {
            return self.mentioned(self.pick(value.clone(), steps, scope));
        }
        let module = scope.module;
        let (value, used) = match (name, steps) {
            ("var", [Step::Attribute(name), ..]) => (self.variable(module, name), 1),
            ("local", [Step::Attribute(name), ..]) => (self.local(module, name), 1),
            ("module", [Step::Attribute(name), ..]) => (self.module(module, name), 1),
            ("each" | "count", [Step::Attribute(of), ..]) => (Self::repetition(scope.key, name, of), 1),
            ("path", [Step::Attribute(of), ..]) => (self.path(module, of), 1),
            ("terraform" | "tofu", [Step::Attribute(of), ..]) if of == "workspace" => {
                (Datum::open("the workspace is chosen when it is run"), 1)
            }
            ("data", [Step::Attribute(kind), Step::Attribute(name), ..]) => {
                (self.thing(module, &format!("data.{kind}.{name}")), 2)
            }
            ("resource", [Step::Attribute(kind), Step::Attribute(name), ..]) => {
                (self.thing(module, &format!("{kind}.{name}")), 2)
            }
            ("self", _) => return Datum::open(AFTER_APPLY),
            ("ephemeral", _) => return Datum::open("an ephemeral value is known only while it is run"),
            (kind, [Step::Attribute(name), ..]) => (self.thing(module, &format!("{kind}.{name}")), 1),
            _ => return Datum::open(format!("`{name}` is not declared")),
        };
        self.mentioned(self.pick(value, &steps[used..], scope))
    }

    /// Notes the resources that a value is, before anything is picked from them.
    pub(super) fn mentioned(&self, value: Datum) -> Datum {
        match &value {
            Datum::Thing(thing) => self.mention(self.thing_address(thing)),
            Datum::List(items) => items.iter().for_each(|item| {
                if let Datum::Thing(thing) = item {
                    self.mention(self.thing_address(thing));
                }
            }),
            Datum::Open(open) => open.references.iter().for_each(|address| self.mention(address.clone())),
            _ => {}
        }
        value
    }

    fn path(&self, module: &Rc<Instance>, of: &str) -> Datum {
        match of {
            "module" => Datum::text(self.path_from_root(module)),
            "root" => Datum::text("."),
            _ => Datum::open("the working directory is chosen when it is run"),
        }
    }

    fn thing(&self, module: &Rc<Instance>, address: &str) -> Datum {
        let Some(declared) = module.folder.thing(address) else {
            return Datum::open(format!("`{address}` is not declared"));
        };
        let expansion = self.thing_instances(module, declared);
        collected(&expansion.keys, expansion.repeated, |_, key| Thing::Resource {
            module: module.id,
            declared,
            key: key.clone(),
        })
    }

    fn module(&self, module: &Rc<Instance>, name: &str) -> Datum {
        let Some(call) = module.folder.call(name) else {
            return Datum::open(format!("module `{name}` is not declared"));
        };
        match &*self.children(module, call) {
            Children::Closed(open) => Datum::Open(Arc::clone(open)),
            Children::Instances(expansion, children) => {
                collected(&expansion.keys, expansion.repeated, |at, _| Thing::Module {
                    module: children.get(at).copied().unwrap_or_default(),
                })
            }
        }
    }

    /// Picks from a value, step by step. What the blocks of a resource do not say, its provider may.
    pub(super) fn pick(&self, mut value: Datum, steps: &[Step], scope: Scope<'_>) -> Datum {
        let mut resource: Option<String> = None;
        for (at, step) in steps.iter().enumerate() {
            if let Datum::Thing(thing @ Thing::Resource { .. }) = &value {
                resource = Some(self.thing_address(thing));
            }
            value = match step {
                Step::Attribute(name) => self.attribute(&value, name),
                Step::Index(index) => self.index(value, index, scope),
                Step::Splat => return self.splat(value, &steps[at + 1..], scope),
                Step::AttributeSplat => {
                    let rest = &steps[at + 1..];
                    let attributes =
                        rest.iter().take_while(|step| matches!(step, Step::Attribute(_))).count();
                    let list = self.splat(value, &rest[..attributes], scope);
                    return self.pick(list, &rest[attributes..], scope);
                }
            };
            if let (Datum::Open(open), Some(address)) = (&value, &resource)
                && open.failed
            {
                return Datum::open_at(AFTER_APPLY, address.clone());
            }
        }
        value
    }

    fn splat(&self, value: Datum, steps: &[Step], scope: Scope<'_>) -> Datum {
        match &value {
            Datum::List(items) => {
                Datum::list(items.iter().map(|item| self.pick(item.clone(), steps, scope)).collect())
            }
            Datum::Null => Datum::list(Vec::new()),
            Datum::Open(_) => value,
            Datum::Thing(Thing::Resource { key: Key::Open(open), .. }) => {
                let Datum::Open(after) = self.plain(value.clone()) else { return value };
                let mut both = (**open).clone();
                both.references.extend(after.references.iter().cloned());
                Datum::Open(Arc::new(both))
            }
            Datum::Thing(Thing::Module { module }) if self.is_open_module(*module) => self.plain(value),
            _ => Datum::list(vec![self.pick(value, steps, scope)]),
        }
    }

    fn index(&self, value: Datum, index: &Expression, scope: Scope<'_>) -> Datum {
        let index = self.plain(self.evaluate(index, scope));
        match &value {
            Datum::Open(_) => value,
            // One stands for all of an unknown number.
            Datum::Thing(Thing::Resource { key: Key::Open(_), .. }) => value,
            Datum::Thing(Thing::Module { module }) if self.is_open_module(*module) => value,
            Datum::Thing(_) => match index.as_text() {
                Some(name) => self.attribute(&value, name),
                None => Datum::failed("a resource without count has no index"),
            },
            Datum::List(items) => match as_number(&index) {
                Datum::Number(number) => number
                    .as_u64()
                    .and_then(|at| items.get(usize::try_from(at).ok()?))
                    .cloned()
                    .unwrap_or_else(|| Datum::failed(format!("there is no item {number}"))),
                Datum::Open(open) => Datum::Open(open),
                _ => Datum::failed("the index of a list is not a number"),
            },
            Datum::Map(_) => match as_text(&index) {
                Datum::Text(key) => self.attribute(&value, &key),
                Datum::Open(open) => Datum::Open(open),
                _ => Datum::failed("the key of a map is not a text"),
            },
            Datum::Encoded(_) => self.plain(value),
            _ => Datum::failed("nothing can be picked from it by index"),
        }
    }

    fn is_open_module(&self, id: usize) -> bool {
        let key = |instance: Rc<Instance>| {
            instance.parent.as_ref().is_some_and(|parent| matches!(parent.key, Key::Open(_)))
        };
        self.instance(id).is_some_and(key)
    }

    fn attribute(&self, value: &Datum, name: &str) -> Datum {
        match value {
            Datum::Open(_) => value.clone(),
            Datum::Map(entries) => entries
                .get(name)
                .cloned()
                .unwrap_or_else(|| Datum::failed(format!("there is no attribute `{name}`"))),
            // `list.0` is how indexes were once written.
            Datum::List(items) => name
                .parse::<usize>()
                .ok()
                .and_then(|at| items.get(at).cloned())
                .unwrap_or_else(|| Datum::failed(format!("a list has no attribute `{name}`"))),
            Datum::Thing(Thing::Module { module }) => match self.instance(*module) {
                Some(module) => self.output(&module, name),
                None => Datum::open("the module is not evaluated"),
            },
            Datum::Thing(Thing::Resource { module, declared, key }) => match self.instance(*module) {
                Some(module) => self.resource_attribute(&module, *declared, key, name),
                None => Datum::open(AFTER_APPLY),
            },
            Datum::Encoded(_) => self.plain(value.clone()),
            _ => Datum::failed(format!("there is no attribute `{name}`")),
        }
    }

    /// An attribute of a resource: what the code says, else what only the provider knows.
    fn resource_attribute(&self, module: &Rc<Instance>, declared: usize, key: &Key, name: &str) -> Datum {
        let address = Self::address(module, declared, key);
        self.mention(address.clone());
        let Some(block) = module.folder.things.get(declared) else { return Datum::open(AFTER_APPLY) };
        let stored = Name::Attribute(declared, key.suffix(), name.to_owned());
        let is_data = block.kind == "data";
        let value = self.once(module, &stored, || {
            let scope = Scope::of(module, key);
            if is_data && let Some(value) = place::data_attribute(self, block, scope, name) {
                return value;
            }
            if is_data && block.labels[0] == policy_document::KIND && matches!(name, "json" | "minified_json")
            {
                return policy_document::json(self, block, scope);
            }
            if let Some(attribute) = block.body.get(name) {
                return self.evaluate(&attribute.expression, scope);
            }
            match self.block_list(&block.body, name, scope) {
                Some(node) => super::nodes::datum_of(&node.value),
                None => Datum::Null,
            }
        });
        match value {
            // What is set to null, the provider may fill in.
            Datum::Null if is_data => Datum::open_at("read when applied", address),
            Datum::Null => Datum::open_at(AFTER_APPLY, address),
            known => known,
        }
    }
}

/// What a name of something repeated stands for: a list for `count`, a map for `for_each`.
fn collected(keys: &[Key], repeated: bool, thing: impl Fn(usize, &Key) -> Thing) -> Datum {
    let all = || keys.iter().enumerate().map(|(at, key)| (key, Datum::Thing(thing(at, key))));
    match keys {
        [key @ (Key::Single | Key::Open(_))] => Datum::Thing(thing(0, key)),
        [] if !repeated => Datum::Null,
        [Key::Entry(..), ..] => {
            let entries: BTreeMap<String, Datum> =
                all().filter_map(|(key, value)| Some((key.name()?.to_string(), value))).collect();
            Datum::map(entries)
        }
        _ => Datum::list(all().map(|(_, value)| value).collect()),
    }
}
