//! From a TOML document to a typed service descriptor.
//!
//! In: a [`Document`]. Out: a [`Reading`] with every fault of the document and, unless a fault leaves
//! a hole in it, the [`Descriptor`].

mod check;
mod model;
mod rules;
mod vocabulary;

use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value as Schema;

use crate::document::shape::{self, Shape};
use crate::document::{Day, Document, Kind, Problem, SyntaxError};

pub use model::{
    Control, Data, Descriptor, Draft, Evidence, Partner, Review, Service, Sla, Threats, Upstream,
};
pub use rules::{Rules, UnusablePattern};
pub use vocabulary::{
    Category, Classification, Compute, ControlKind, Country, Delivery, Deployment, ExpectationId, Exposure,
    Identifier, Provision, Question, Role, Sha256, Share, Status, Tenancy, ThreatId, Unlisted, is_country,
};

/// What came of reading a document as a descriptor.
#[derive(Debug)]
pub struct Reading {
    /// The descriptor, if it can be judged.
    pub descriptor: Option<Descriptor>,
    /// Everything that is wrong with it.
    pub problems: Vec<Problem>,
    /// A value that is TOML by its grammar and cannot be decoded, such as a number beyond 64 bits.
    pub undecodable: Option<SyntaxError>,
}

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| schemars::schema_for!(Descriptor).to_value());

static SHAPE: LazyLock<Shape<'static>> = LazyLock::new(|| Shape::of(schema()));

/// The JSON Schema (2020-12) of a descriptor.
pub fn schema() -> &'static Schema {
    &SCHEMA
}

/// Reads a document. Faults that leave a hole (an unknown key, a wrong type, …) leave nothing to
/// judge; after any other (an unknown id, a date in the future, …) the rest stands.
pub fn read(document: &Document<'_>, today: Day) -> Reading {
    let mut problems = shape::check(document.root(), &SHAPE);
    let further = check::check(document, &problems, today);
    problems.extend(further);
    let descriptor = match Descriptor::deserialize(toml::de::Deserializer::from(document.tree())) {
        Ok(descriptor) => Some(descriptor),
        Err(error) => {
            // The shape was compared with the same types, so what remains is a number that is none.
            if !problems
                .iter()
                .any(|problem| problem.kind.leaves_a_hole() || problem.kind == Kind::EmptyValue)
            {
                let message = error.message().to_owned();
                return Reading {
                    descriptor: None,
                    problems,
                    undecodable: Some(SyntaxError { message, span: error.span().unwrap_or(0..0) }),
                };
            }
            None
        }
    };
    let whole = !problems.iter().any(|problem| problem.kind.leaves_a_hole());
    Reading { descriptor: descriptor.filter(|_| whole), problems, undecodable: None }
}
