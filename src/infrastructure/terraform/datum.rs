//! A value while it is evaluated: cheap to copy, bounded in size, and known in part or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Number;

/// The weight of a value: one for each value in it and for each sixteen bytes of text.
const HEAVIEST: usize = 1 << 18;
/// The levels that a value may be nested.
const DEEPEST: usize = 100;
/// The length of a text in bytes.
const LONGEST: usize = 1 << 20;

/// A value.
#[derive(Debug, Clone)]
pub(super) enum Datum {
    Null,
    Bool(bool),
    Number(Number),
    Text(Arc<str>),
    List(Arc<Items>),
    Map(Arc<Entries>),
    /// A JSON text in which something is unknown, as the value that it encodes.
    Encoded(Arc<Datum>),
    /// A resource, a data source or a module, before anything is picked from it.
    Thing(Thing),
    /// Nothing that can be known from the code.
    Open(Arc<Open>),
}

/// The items of a list or set.
#[derive(Debug, Default)]
pub(super) struct Items {
    items: Vec<Datum>,
    size: Size,
    /// Whether they are a set, whose items are their own keys.
    pub(super) is_set: bool,
}

/// The entries of a map or object.
#[derive(Debug, Default)]
pub(super) struct Entries {
    entries: BTreeMap<String, Datum>,
    size: Size,
}

#[derive(Debug, Clone, Copy, Default)]
struct Size {
    weight: usize,
    depth: usize,
}

/// What is declared, by number: of the instance of its module, and of the declaration there.
#[derive(Debug, Clone)]
pub(super) enum Thing {
    Resource { module: usize, declared: usize, key: Key },
    Module { module: usize },
}

/// Which instance of a `count` or `for_each`.
#[derive(Debug, Clone)]
pub(super) enum Key {
    /// There is neither.
    Single,
    Index(usize),
    Entry(Arc<str>, Arc<Datum>),
    /// It cannot be known how many there are.
    Open(Arc<Open>),
}

impl Key {
    /// As it stands in an address.
    pub(super) fn suffix(&self) -> String {
        match self {
            Self::Single | Self::Open(_) => String::new(),
            Self::Index(index) => format!("[{index}]"),
            Self::Entry(key, _) => format!("[{key:?}]"),
        }
    }

    pub(super) const fn name(&self) -> Option<&Arc<str>> {
        match self {
            Self::Entry(key, _) => Some(key),
            _ => None,
        }
    }
}

/// Why a value is not known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Open {
    pub(super) reason: String,
    pub(super) references: BTreeSet<String>,
    /// Terraform would refuse the expression: what `try` and `can` ask.
    pub(super) failed: bool,
}

impl std::ops::Deref for Items {
    type Target = [Datum];

    fn deref(&self) -> &[Datum] {
        &self.items
    }
}

impl std::ops::Deref for Entries {
    type Target = BTreeMap<String, Datum>;

    fn deref(&self) -> &BTreeMap<String, Datum> {
        &self.entries
    }
}

impl Size {
    fn add(&mut self, other: Self) {
        self.weight = self.weight.saturating_add(other.weight);
        self.depth = self.depth.max(other.depth + 1);
    }

    fn excess(self) -> Option<Datum> {
        if self.weight > HEAVIEST {
            Some(Datum::open("a value is larger than what is evaluated"))
        } else if self.depth > DEEPEST {
            Some(Datum::open(format!("a value is nested more than {DEEPEST} levels deep")))
        } else {
            None
        }
    }
}

impl Datum {
    pub(super) fn text(text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        if text.len() > LONGEST {
            return Self::open("a text is longer than what is evaluated");
        }
        Self::Text(Arc::from(text))
    }

    pub(super) fn whole(number: impl TryInto<i64>) -> Self {
        number
            .try_into()
            .map_or_else(|_| Self::open("a number is too large"), |number: i64| Self::Number(number.into()))
    }

    /// A number that is whole where it can be, as in Terraform, which knows one kind of number.
    pub(super) fn float(number: f64) -> Self {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if number.fract() == 0.0 && number.abs() < EXACT {
            #[allow(clippy::cast_possible_truncation, reason = "whole and within 53 bits")]
            return Self::Number((number as i64).into());
        }
        Number::from_f64(number).map_or_else(|| Self::failed("a number is not finite"), Self::Number)
    }

    pub(super) fn list(items: Vec<Self>) -> Self {
        Self::items(items, false)
    }

    pub(super) fn set(items: Vec<Self>) -> Self {
        Self::items(items, true)
    }

    fn items(items: Vec<Self>, is_set: bool) -> Self {
        let mut size = Size { weight: 1, depth: 1 };
        items.iter().for_each(|item| size.add(item.size()));
        size.excess().unwrap_or_else(|| Self::List(Arc::new(Items { items, size, is_set })))
    }

    pub(super) fn map(entries: BTreeMap<String, Self>) -> Self {
        let mut size = Size { weight: 1, depth: 1 };
        for (key, value) in &entries {
            size.add(value.size());
            size.weight = size.weight.saturating_add(key.len() / 16);
        }
        size.excess().unwrap_or_else(|| Self::Map(Arc::new(Entries { entries, size })))
    }

    /// A value that cannot be known, and why.
    pub(super) fn open(reason: impl Into<String>) -> Self {
        Self::Open(Arc::new(Open { reason: reason.into(), ..Open::default() }))
    }

    /// A value that cannot be known because it is taken from what an address names.
    pub(super) fn open_at(reason: impl Into<String>, address: String) -> Self {
        let references = BTreeSet::from([address]);
        Self::Open(Arc::new(Open { reason: reason.into(), references, failed: false }))
    }

    /// What Terraform would refuse.
    pub(super) fn failed(reason: impl Into<String>) -> Self {
        Self::Open(Arc::new(Open { reason: reason.into(), references: BTreeSet::new(), failed: true }))
    }

    /// The reasons why one cannot know what is made of several values, if there is any: that of a
    /// failure goes before.
    pub(super) fn first_open<'a>(values: impl IntoIterator<Item = &'a Self>) -> Option<Self> {
        let mut found: Option<Arc<Open>> = None;
        for value in values {
            let Self::Open(open) = value else { continue };
            match &mut found {
                None => found = Some(Arc::clone(open)),
                Some(first) => {
                    if open.references.is_subset(&first.references) && (first.failed || !open.failed) {
                        continue;
                    }
                    let first = Arc::make_mut(first);
                    if open.failed && !first.failed {
                        first.reason.clone_from(&open.reason);
                        first.failed = true;
                    }
                    first.references.extend(open.references.iter().cloned());
                }
            }
        }
        found.map(Self::Open)
    }

    pub(super) const fn is_open(&self) -> bool {
        matches!(self, Self::Open(_))
    }

    pub(super) const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether an expression, or a part of it, is one that Terraform would refuse.
    pub(super) fn has_failed(&self) -> bool {
        match self {
            Self::Open(open) => open.failed,
            Self::List(items) => items.iter().any(Self::has_failed),
            Self::Map(entries) => entries.values().any(Self::has_failed),
            Self::Encoded(inner) => inner.has_failed(),
            _ => false,
        }
    }

    /// All that is not known in a value.
    pub(super) fn opens<'a>(&'a self, found: &mut Vec<&'a Self>) {
        match self {
            Self::Open(_) => found.push(self),
            Self::List(items) => items.iter().for_each(|item| item.opens(found)),
            Self::Map(entries) => entries.values().for_each(|item| item.opens(found)),
            Self::Encoded(inner) => inner.opens(found),
            _ => {}
        }
    }

    /// The one unknown that a value comes to where all of it has to be known.
    pub(super) fn open_within(&self) -> Option<Self> {
        let mut opens = Vec::new();
        self.opens(&mut opens);
        Self::first_open(opens)
    }

    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What calculating with it costs.
    pub(super) fn weight(&self) -> usize {
        self.size().weight
    }

    fn size(&self) -> Size {
        match self {
            Self::Text(text) => Size { weight: 1 + text.len() / 16, depth: 0 },
            Self::List(items) => items.size,
            Self::Map(entries) => entries.size,
            Self::Encoded(inner) => inner.size(),
            _ => Size { weight: 1, depth: 0 },
        }
    }
}

impl From<bool> for Datum {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}
