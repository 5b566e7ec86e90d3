//! The tables that descriptors and rules are made from, as the linter under test lists them.

use std::path::Path;
use std::process::Command;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::Failure;

#[derive(Deserialize)]
pub(crate) struct Threat {
    pub(crate) id: String,
    pub(crate) capabilities: Vec<String>,
}

#[derive(Deserialize)]
pub(crate) struct Expectation {
    pub(crate) id: String,
    pub(crate) capability: String,
    pub(crate) threats: Vec<String>,
}

pub(crate) struct Catalog {
    pub(crate) threats: Vec<Threat>,
    pub(crate) expectations: Vec<Expectation>,
}

impl Catalog {
    /// Asks a linter for its catalog.
    pub(crate) fn of(linter: &Path) -> Result<Self, Failure> {
        Ok(Self { threats: list(linter, "threats")?, expectations: list(linter, "expectations")? })
    }
}

fn list<T: DeserializeOwned>(linter: &Path, what: &str) -> Result<Vec<T>, Failure> {
    let output = Command::new(linter).args(["list", what, "--format", "json"]).output()?;
    if !output.status.success() {
        return Err(format!("`list {what}` failed: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
