//! Texts of a serialisation format as trees in which every value knows its bytes.
//!
//! In: a source. Out: [`Node`]s, or the place where the text is not what it should be. Depth, size and
//! number of values are bounded, so that whoever walks a tree may recurse.

pub mod json;
#[cfg(test)]
pub(crate) mod testing;
pub mod wholes;
pub mod yaml;

use crate::document::Span;

use super::inventory::Node;
#[cfg(test)]
pub(crate) use testing::json_of;

/// The levels that values may be nested.
pub const DEEPEST: usize = 128;

/// The bytes that a text may have.
pub const LARGEST: usize = 64 << 20;

/// The values that a text may hold.
pub const MOST: usize = 4_000_000;

/// How far before a value its key is looked for.
const REACH: usize = 4096;

/// The bytes of the key that `child` stands under in the map `parent`, without quotes. Nodes know their
/// values' bytes only, and what stands between a key and its value is a colon, blanks and little else.
pub fn key_before(parent: &Node, key: &str, child: &Node) -> Option<Span> {
    if key.is_empty() || key.contains('\n') {
        return None;
    }
    let source = &parent.origin.source;
    let end = source.offset_floor(child.origin.span.start);
    let start = source.offset_floor(parent.origin.span.start.max(end.saturating_sub(REACH)));
    let before = source.text().get(start..end)?;
    before.rmatch_indices(key).map(|(at, _)| at).find_map(|at| {
        let rest = &before[at + key.len()..];
        let rest = rest.strip_prefix(['"', '\'']).unwrap_or(rest).trim_start();
        let first = before[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || "\"'{,".contains(c));
        (first && rest.starts_with(':')).then(|| start + at..start + at + key.len())
    })
}
