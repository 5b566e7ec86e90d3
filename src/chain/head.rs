//! What stands in a descriptor about the chain, read before anything is judged.

use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::document::{Document, Source};
use crate::infrastructure::Origin;

/// The part of a descriptor that says who it is and what it builds on. Faults are not looked for: they are
/// found when the descriptor is judged.
#[derive(Debug, Clone, Default)]
pub(super) struct Head {
    /// Its id, and where that stands.
    pub(super) id: Option<(String, Origin)>,
    /// Its `[[upstream]]` entries, in their order.
    pub(super) upstream: Vec<Entry>,
}

/// One `[[upstream]]` entry.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// The id of the service, and where that stands.
    pub(super) service: String,
    pub(super) origin: Origin,
    pub(super) descriptor: Option<String>,
    /// Where its descriptor comes from, and the digest of the copy, each with its place.
    pub(super) source: Option<(String, Origin)>,
    pub(super) sha256: Option<(String, Origin)>,
}

impl Head {
    /// Reads a text; of one that is no TOML, nothing.
    pub(super) fn read(source: &Arc<Source>) -> Self {
        let Ok(document) = Document::parse(source) else { return Self::default() };
        let root = document.root();
        let service = root.get("service").and_then(|service| service.get_ref().as_table());
        let id = service.and_then(|service| text(service, "id"));
        let entries = root.get("upstream").and_then(|upstream| upstream.get_ref().as_array());
        Self {
            id: id.map(|id| (id.0.to_owned(), Origin::new(source, id.1))),
            // Whatever is no entry has its place all the same: the links are counted like the entries.
            upstream: entries.into_iter().flatten().map(|entry| Entry::read(entry, source)).collect(),
        }
    }
}

impl Entry {
    fn read(entry: &Spanned<DeValue<'_>>, source: &Arc<Source>) -> Self {
        let table = entry.get_ref().as_table();
        let of = |key: &str| table.and_then(|table| text(table, key));
        let placed = |key: &str| of(key).map(|(text, span)| (text.to_owned(), Origin::new(source, span)));
        let (service, span) = of("service").unwrap_or(("", entry.span()));
        Self {
            service: service.to_owned(),
            origin: Origin::new(source, span),
            descriptor: of("descriptor").map(|(text, _)| text.to_owned()),
            source: placed("source"),
            sha256: placed("sha256"),
        }
    }
}

fn text<'t>(table: &'t DeTable<'_>, key: &str) -> Option<(&'t str, crate::document::Span)> {
    let value = table.get(key)?;
    Some((value.get_ref().as_str()?, value.span()))
}
