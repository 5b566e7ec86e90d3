//! Where a document departs from a JSON Schema: every place in one pass, each with what to write.
//!
//! The schema is made from the Rust types (`ccsec-lint schema`), so the types are the only statement
//! of a format. It is compiled once into a [`Shape`], against which any number of documents are
//! checked.

mod check;
mod compile;
mod place;
mod text;

use toml::de::DeTable;

use super::problem::Problem;

pub use compile::Shape;
pub use text::is_identifier;

/// The schema keyword that says what a text stands for: `threat`, `expectation`, `country`,
/// `duration` or `identifier`.
pub const KIND: &str = "x-ccsec-kind";

/// Compares a document with a shape and returns all departures in document order of their paths.
pub fn check(root: &DeTable<'_>, shape: &Shape<'_>) -> Vec<Problem> {
    check::check(root, shape)
}
