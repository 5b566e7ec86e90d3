//! `count` and `for_each`: how many instances of a block there are, and what tells them apart.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use super::convert::as_number;
use super::datum::{Datum, Key, Open};
use super::syntax::Block;
use super::world::{Instance, Scope, World};

/// The instances of one block that are told apart; of more than these, one stands for all.
const MOST: usize = 256;

/// The instances of a block.
#[derive(Debug, Clone)]
pub(super) struct Expansion {
    pub(super) keys: Vec<Key>,
    /// Why one instance stands for a number of them that cannot be known.
    pub(super) uncertain: Option<String>,
    /// Whether there is a `count` or `for_each`.
    pub(super) repeated: bool,
    /// The resources that these mention.
    pub(super) mentions: BTreeSet<String>,
}

impl Expansion {
    fn single() -> Self {
        Self { keys: vec![Key::Single], uncertain: None, repeated: false, mentions: BTreeSet::new() }
    }

    fn known(keys: Vec<Key>) -> Self {
        Self { keys, uncertain: None, repeated: true, mentions: BTreeSet::new() }
    }

    fn open(open: &Arc<Open>, uncertain: String) -> Self {
        Self {
            keys: vec![Key::Open(Arc::clone(open))],
            uncertain: Some(uncertain),
            repeated: true,
            mentions: BTreeSet::new(),
        }
    }
}

impl World<'_> {
    /// The instances of a resource or data source, evaluated once.
    pub(super) fn thing_instances(&self, module: &Rc<Instance>, declared: usize) -> Rc<Expansion> {
        match module.expansions.borrow().get(&declared) {
            Some(Some(known)) => return Rc::clone(known),
            Some(None) => {
                let open =
                    Arc::new(Open { reason: "its count refers to itself".to_owned(), ..Open::default() });
                return Rc::new(Expansion::open(&open, open.reason.clone()));
            }
            None => {}
        }
        module.expansions.borrow_mut().insert(declared, None);
        let block = &module.folder.things[declared];
        let address = Self::address(module, declared, &Key::Single);
        let expansion = Rc::new(self.expansion(block, module, &address));
        module.expansions.borrow_mut().insert(declared, Some(Rc::clone(&expansion)));
        expansion
    }

    /// The instances of a block.
    pub(super) fn expansion(&self, block: &Block, module: &Rc<Instance>, address: &str) -> Expansion {
        let (mut expansion, mentions) = self.listening(|| self.expanded(block, module, address));
        expansion.mentions = mentions;
        expansion
    }

    fn expanded(&self, block: &Block, module: &Rc<Instance>, address: &str) -> Expansion {
        let scope = Scope::of(module, &Key::Single);
        if let Some(count) = block.body.get("count") {
            return self.counted(&self.evaluate(&count.expression, scope));
        }
        if let Some(each) = block.body.get("for_each") {
            return self.each(&self.evaluate(&each.expression, scope), address);
        }
        if let Some(enabled) = block.body.blocks("lifecycle").find_map(|block| block.body.get("enabled")) {
            return match self.evaluate(&enabled.expression, scope) {
                Datum::Bool(false) => Expansion::known(Vec::new()),
                Datum::Open(open) => {
                    let why = format!("whether it is enabled cannot be known: {}", open.reason);
                    Expansion { repeated: false, ..Expansion::open(&open, why) }
                }
                _ => Expansion::single(),
            };
        }
        Expansion::single()
    }

    fn counted(&self, count: &Datum) -> Expansion {
        let count = self.plain(count.clone());
        let number = match as_number(&count) {
            Datum::Number(number) => number,
            Datum::Open(open) => {
                return Expansion::open(&open, format!("its count cannot be known: {}", open.reason));
            }
            _ => serde_json::Number::from(0),
        };
        match number.as_u64().and_then(|count| usize::try_from(count).ok()) {
            Some(count) if count <= MOST => Expansion::known((0..count).map(Key::Index).collect()),
            _ => {
                let reason = format!("its count is {number}, of which no more than {MOST} are told apart");
                Expansion::open(&Arc::new(Open { reason: reason.clone(), ..Open::default() }), reason)
            }
        }
    }

    fn each(&self, each: &Datum, address: &str) -> Expansion {
        let entries: Vec<Key> = match each {
            Datum::Map(entries) => entries
                .iter()
                .map(|(key, value)| Key::Entry(Arc::from(key.as_str()), Arc::new(value.clone())))
                .collect(),
            Datum::List(items) => {
                if let Some(Datum::Open(open)) = Datum::first_open(items.iter()) {
                    return Expansion::open(&open, format!("its for_each cannot be known: {}", open.reason));
                }
                let mut keys: Vec<Arc<str>> =
                    items.iter().filter_map(Datum::as_text).map(Arc::from).collect();
                keys.sort();
                keys.dedup();
                keys.into_iter().map(|key| Key::Entry(Arc::clone(&key), Arc::new(Datum::Text(key)))).collect()
            }
            Datum::Null => Vec::new(),
            other => {
                let open = match self.plain(other.clone()) {
                    Datum::Open(open) => open,
                    _ => Arc::new(Open {
                        reason: format!("the for_each of {address} is neither a map nor a set"),
                        ..Open::default()
                    }),
                };
                return Expansion::open(&open, format!("its for_each cannot be known: {}", open.reason));
            }
        };
        if entries.len() > MOST {
            let reason = format!(
                "its for_each has {} entries, of which no more than {MOST} are told apart",
                entries.len()
            );
            return Expansion::open(&Arc::new(Open { reason: reason.clone(), ..Open::default() }), reason);
        }
        Expansion::known(entries)
    }
}
