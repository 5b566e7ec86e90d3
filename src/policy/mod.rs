//! Policies: those that ship with the linter and the user's own, loaded into one engine.
//!
//! In: folders of Rego. Out: a [`PolicySet`], which knows every rule and evaluates them all at once;
//! or everything that is wrong with the folders.

mod attestor;
mod bundle;
mod engine;
mod engine_error;
mod entry;
mod loader;
mod metadata;
mod module;
mod registry;
mod settings;
mod shipped;
mod unit_tests;

pub use attestor::{Attestor, Platforms};
pub use bundle::{Bundle, PolicyFile};
pub use engine::{Evaluator, Outcome, PolicySet};
pub use metadata::{EvidenceRule, MetadataError, Origin, Rule, Severity};
pub use registry::{Registry, Unweighable};
pub use settings::Settings;
pub use shipped::{Shipped, ShippedEvidence, catalog, shipped, shipped_evidence};
pub use unit_tests::{Coverage, TestRun, UnitTest, run as run_tests};
