//! Infrastructure code, read into one inventory of resources whatever its format.
//!
//! In: the folders, files and globs that a descriptor names. Out: [`Code`], made of [`Unit`]s of resources
//! in which every value knows its bytes, and a value that cannot be known says why. Nothing is guessed.

pub mod cloudformation;
mod code;
pub mod compose;
mod inventory;
pub mod kubernetes;
mod library;
mod named;
mod pattern;
pub mod plan;
mod spread;
pub mod suppression;
pub mod terraform;
pub mod tree;

pub use code::{Code, ROOT, Unread, VALUES};
pub use inventory::{Broken, Node, Origin, Platform, Resource, Unevaluated, Unit, Unknown, Value};
pub use library::Library;
pub(crate) use library::Shelf;
pub use named::names;
pub use pattern::Addresses;
