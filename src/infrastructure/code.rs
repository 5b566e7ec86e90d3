//! The infrastructure code of one service: every unit that its descriptor names.

use std::sync::Arc;

use crate::document::{Path, Segment};

use super::{Origin, Resource, Unit};

/// The key under which policies find resources, and the first step of every path into them.
pub const ROOT: &str = "infrastructure";

/// The key of a resource's values.
pub const VALUES: &str = "values";

/// The code that a service is built from.
#[derive(Debug, Clone, Default)]
pub struct Code {
    /// What was read, in the order of names; no name twice.
    pub units: Vec<Arc<Unit>>,
    /// Entries of `service.infrastructure` that name nothing that could be read.
    pub unread: Vec<Unread>,
}

/// An entry of `service.infrastructure` that comes to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Its index in the list.
    pub position: usize,
    /// Why, as one clause that goes on after the path: "does not exist".
    pub because: String,
    /// What to write.
    pub help: String,
}

impl Code {
    /// The number of resources.
    pub fn len(&self) -> usize {
        self.units.iter().map(|unit| unit.resources.len()).sum()
    }

    /// Whether there is no resource at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every resource, unit by unit.
    pub fn resources(&self) -> impl Iterator<Item = &Resource> {
        self.units.iter().flat_map(|unit| &unit.resources)
    }

    /// The resource that a path of policies leads into, and the rest of the path.
    pub fn resource<'a, 'p>(&'a self, path: &'p Path) -> Option<(&'a Resource, &'p [Segment])> {
        let [Segment::Key(root), Segment::Key(unit), Segment::Index(index), rest @ ..] = path.segments()
        else {
            return None;
        };
        if root.as_str() != ROOT {
            return None;
        }
        // They are in the order of names.
        let at = self.units.binary_search_by(|known| known.name.as_str().cmp(unit.as_str())).ok()?;
        Some((self.units[at].resources.get(*index)?, rest))
    }

    /// The bytes that a path of policies leads to: an attribute, or its nearest parent that is written,
    /// at last the header of the resource.
    pub fn locate(&self, path: &Path) -> Option<Origin> {
        let (resource, rest) = self.resource(path)?;
        Some(match rest {
            [Segment::Key(key), inner @ ..] if key.as_str() == VALUES => {
                let node = resource.values.nearest(inner);
                if std::ptr::eq(node, &raw const resource.values) {
                    resource.header.clone()
                } else {
                    node.origin.clone()
                }
            }
            [Segment::Key(key)] if key.as_str() == "region" => resource
                .region
                .as_ref()
                .map_or_else(|| resource.header.clone(), |region| region.origin.clone()),
            _ => resource.header.clone(),
        })
    }
}
