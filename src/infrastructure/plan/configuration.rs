//! What a plan tells of the configuration that it was made from: to what its expressions refer.
//!
//! In: `configuration`, and the addresses of all resources. Out: the addresses, seen from the root module,
//! that an expression's value is taken from, through the arguments and outputs of modules.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::super::inventory::{Node, Value};
use super::address::{Part, bare, modules, parts, within};

/// Modules and outputs that a reference is followed through.
const FAR: usize = 64;

/// References that are followed in one plan.
const STEPS: usize = 2_000_000;

/// A module as it is called.
struct Module<'a> {
    node: &'a Node,
    /// Its own arguments, and the path of the module that calls it; the root has neither.
    call: Option<(&'a Node, String)>,
}

/// The configuration, by paths such as `module.net.module.subnets`; the root's is empty.
pub(super) struct Configuration<'a> {
    modules: BTreeMap<String, Module<'a>>,
    resources: BTreeMap<String, &'a Node>,
    instances: BTreeMap<String, BTreeSet<&'a str>>,
    providers: Option<&'a Node>,
    steps: Cell<usize>,
}

/// Where an expression stands.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    /// The module's path.
    pub(super) module: &'a str,
    /// The address of the resource, with its instance keys.
    pub(super) address: &'a str,
    /// The resource's configuration.
    pub(super) resource: Option<&'a Node>,
}

impl<'a> Configuration<'a> {
    pub(super) fn new(root: &'a Node, addresses: impl Iterator<Item = &'a str>) -> Self {
        let configuration = root.get("configuration");
        let mut instances: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for address in addresses {
            instances.entry(bare(address)).or_default().insert(address);
        }
        let mut all = Self {
            modules: BTreeMap::new(),
            resources: BTreeMap::new(),
            instances,
            providers: configuration.and_then(|node| node.get("provider_config")),
            steps: Cell::new(STEPS),
        };
        if let Some(module) = configuration.and_then(|node| node.get("root_module")) {
            all.index(String::new(), module, None);
        }
        all
    }

    /// Whether the plan tells of its configuration at all.
    pub(super) fn is_known(&self) -> bool {
        !self.modules.is_empty()
    }

    /// The configuration of a resource instance.
    pub(super) fn resource(&self, address: &str) -> Option<&'a Node> {
        self.resources.get(&bare(address)).copied()
    }

    /// The calls of modules, with the path of the module that they make.
    pub(super) fn calls(&self) -> impl Iterator<Item = (&str, &'a Node, &str)> {
        self.modules.iter().filter_map(|(path, module)| {
            let (call, parent) = module.call.as_ref()?;
            Some((path.as_str(), *call, parent.as_str()))
        })
    }

    /// The providers, with the keys under which resources name them.
    pub(super) fn providers(&self) -> impl Iterator<Item = (&'a String, &'a Node)> {
        entries(self.providers)
    }

    /// The provider that a resource is made with. A module's own name for one that it was handed is
    /// followed only where nothing else can be meant.
    pub(super) fn provider(&self, resource: &Node) -> Option<&'a Node> {
        let key = resource.get("provider_config_key")?.text()?;
        let provider = self.providers?.get(key);
        if provider.is_some_and(|provider| provider.get("expressions").is_some()) {
            return provider;
        }
        let (_, local) = key.rsplit_once(':')?;
        let local = local.split('.').next()?;
        let mut same = self.providers().filter(|(key, provider)| {
            let name = key.rsplit_once(':').map_or(key.as_str(), |(_, name)| name);
            provider.get("expressions").is_some() && name.split('.').next() == Some(local)
        });
        let only = same.next()?;
        (same.next().is_none() && only.0 == local).then_some(only.1)
    }

    /// The addresses that an expression, or everything within it, refers to.
    pub(super) fn references(&self, expression: &Node, scope: Scope<'_>) -> BTreeSet<String> {
        let mut search = Search { seen: BTreeSet::new(), found: BTreeSet::new() };
        self.gather(expression, scope.module, scope.resource, &mut search, 0);
        search.found.iter().flat_map(|(address, key)| self.resolved(address, key, scope.address)).collect()
    }

    fn index(&mut self, path: String, node: &'a Node, call: Option<(&'a Node, String)>) {
        for resource in node.get("resources").map_or(&[][..], Node::items) {
            if let Some(address) = resource.get("address").and_then(Node::text) {
                self.resources.insert(within(&path, &bare(address)), resource);
            }
        }
        for (name, call) in entries(node.get("module_calls")) {
            // A module that was not installed has no configuration, and may be asked for its outputs.
            let module = call.get("module").unwrap_or(call);
            self.index(within(&path, &format!("module.{name}")), module, Some((call, path.clone())));
        }
        self.modules.insert(path, Module { node, call });
    }

    fn gather(
        &self,
        expression: &Node,
        module: &str,
        resource: Option<&Node>,
        search: &mut Search,
        depth: usize,
    ) {
        match &expression.value {
            Value::Map(entries) => {
                for (key, entry) in entries {
                    match (&entry.value, key.as_str()) {
                        (_, "constant_value") => {}
                        (Value::List(texts), "references") => {
                            let texts: Vec<&str> = texts.iter().filter_map(Node::text).collect();
                            for text in specific(&texts) {
                                self.follow(text, module, resource, search, depth);
                            }
                        }
                        _ => self.gather(entry, module, resource, search, depth),
                    }
                }
            }
            Value::List(items) => {
                items.iter().for_each(|item| self.gather(item, module, resource, search, depth));
            }
            _ => {}
        }
    }

    fn follow(&self, text: &str, path: &str, resource: Option<&Node>, search: &mut Search, depth: usize) {
        let left = self.steps.get();
        if left == 0 || depth > FAR || !search.seen.insert(within(path, text)) {
            return;
        }
        self.steps.set(left - 1);
        let parts = parts(text);
        let Some(module) = self.modules.get(path) else { return };
        match parts.as_slice() {
            [Part { name: "var", .. }, name, ..] => {
                let Some((call, parent)) = &module.call else { return };
                let argument = call.get("expressions").and_then(|all| all.get(name.name));
                argument
                    .into_iter()
                    .for_each(|argument| self.gather(argument, parent, None, search, depth + 1));
            }
            [Part { name: "each", .. }, ..] => {
                let each = resource.and_then(|resource| resource.get("for_each_expression"));
                each.into_iter().for_each(|each| self.gather(each, path, None, search, depth + 1));
            }
            [Part { name: "module", .. }, name, rest @ ..] => {
                let child = within(path, &format!("module.{}", name.name));
                let output = rest.first().and_then(|output| {
                    self.modules.get(&child)?.node.get("outputs")?.get(output.name)?.get("expression")
                });
                match output {
                    Some(output) => self.gather(output, &child, None, search, depth + 1),
                    None => search.insert(child, ""),
                }
            }
            [Part { name: "local" | "count" | "path" | "terraform" | "self", .. }, ..] => {}
            [Part { name: "data", .. }, kind, name, ..] => {
                search.insert(within(path, &format!("data.{}.{}", kind.name, name.name)), name.key);
            }
            [kind, name, ..] => {
                search.insert(within(path, &format!("{}.{}", kind.name, name.name)), name.key)
            }
            _ => {}
        }
    }

    /// The instances of an address that a resource can mean: with this key, in its own module or else in
    /// the nearest one around it. Where none is known, the address as it is.
    fn resolved(&self, address: &str, key: &str, from: &str) -> Vec<String> {
        let known: Vec<&str> = self
            .instances
            .get(address)
            .into_iter()
            .flatten()
            .copied()
            .filter(|instance| key.is_empty() || instance.ends_with(key))
            .collect();
        let beside = modules(from).into_iter().rev().find_map(|module| {
            let inside =
                |instance: &&str| instance.strip_prefix(module).is_some_and(|rest| rest.starts_with('.'));
            let near: Vec<&str> = known.iter().copied().filter(inside).collect();
            (!near.is_empty()).then_some(near)
        });
        let near = beside.unwrap_or(known);
        if near.is_empty() {
            return vec![format!("{address}{key}")];
        }
        near.into_iter().map(str::to_owned).collect()
    }
}

struct Search {
    seen: BTreeSet<String>,
    /// Addresses of the configuration, and instance keys.
    found: BTreeSet<(String, String)>,
}

impl Search {
    fn insert(&mut self, address: String, key: &str) {
        self.found.insert((address, key.to_owned()));
    }
}

/// A plan lists `aws_vpc.main.id` and then `aws_vpc.main` too: the references of which none is the
/// beginning of another.
fn specific<'a>(texts: &[&'a str]) -> BTreeSet<&'a str> {
    let cuts = |text: &'a str| text.match_indices(['.', '[']).map(move |(at, _)| &text[..at]);
    let beginnings: BTreeSet<&str> = texts.iter().copied().flat_map(cuts).collect();
    texts.iter().copied().filter(|text| !beginnings.contains(text)).collect()
}

fn entries(node: Option<&Node>) -> impl Iterator<Item = (&String, &Node)> {
    let entries = match node.map(|node| &node.value) {
        Some(Value::Map(entries)) => Some(entries),
        _ => None,
    };
    entries.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::specific;

    #[test]
    fn what_another_reference_makes_precise_is_left_out() {
        let texts = [
            "module.a",
            "module.a.id",
            "aws_x.y[0].id",
            "aws_x.y[0]",
            "aws_x.y",
            "aws_x.yz",
            "var.a-b",
            "var.a",
        ];
        let kept: Vec<&str> = specific(&texts).into_iter().collect();
        assert_eq!(kept, ["aws_x.y[0].id", "aws_x.yz", "module.a.id", "var.a", "var.a-b"]);
    }
}
