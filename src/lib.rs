//! ccsec-lint: a policy-as-code linter for the security of cloud services.
//!
//! Data flows one way, and a module imports only earlier ones:
//!
//! 1. [`discover`] finds service descriptors under the given paths.
//! 2. [`document`] parses TOML into a tree in which every value knows its bytes.
//! 3. [`descriptor`] reads the tree into a typed service descriptor, all faults at once.
//! 4. [`infrastructure`] reads the code that the service is built from into one inventory of resources.
//! 5. [`evidence`] looks up what claims rest on.
//! 6. [`policy`] loads the Rego policies and what their METADATA says of each rule; [`catalog`] holds
//!    the threats, the capabilities and Table A.1.
//! 7. [`evaluate`] runs the policies over a descriptor, derives a verdict for each expectation, and
//!    resolves what policies say of paths to spans of bytes.
//! 8. [`chain`] orders services along the service chain, so that each is judged after those that it is built
//!    on.
//! 9. [`report`] writes findings and verdicts for people and machines.
//!
//! [`config`] and [`cli`] stand outside: they decide what runs and where its output goes. [`git`] tells them
//! what changed.

pub mod catalog;
pub mod chain;
pub mod cli;
pub mod config;
pub mod descriptor;
pub mod discover;
pub mod document;
pub mod evaluate;
pub mod evidence;
pub mod git;
pub mod infrastructure;
pub mod policy;
pub mod report;
