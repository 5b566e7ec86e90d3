//! Where a walk through a document stands. Most values are right, and need no [`Path`]: the steps
//! lie on the stack until one is asked for.

use crate::document::path::{Path, Segment};

/// A step, and those before it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place<'p> {
    /// The document itself.
    Root,
    /// A key of the table at a place.
    Key(&'p Place<'p>, &'p str),
    /// An entry of the list at a place.
    Item(&'p Place<'p>, usize),
}

impl Place<'_> {
    pub(super) fn path(&self) -> Path {
        let mut segments: Vec<Segment> = Vec::new();
        let mut here = self;
        loop {
            here = match here {
                Self::Root => break,
                Self::Key(before, key) => {
                    segments.push(Segment::from(*key));
                    before
                }
                Self::Item(before, index) => {
                    segments.push(Segment::from(*index));
                    before
                }
            };
        }
        segments.into_iter().rev().collect()
    }

    pub(super) const fn is_root(&self) -> bool {
        matches!(self, Self::Root)
    }
}
