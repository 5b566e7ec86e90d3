//! `ccsec-lint test`: runs the unit tests of policies, as `opa test` does.
//!
//! In: folders of policies. Out: for each `test_` rule whether it holds, and which lines of which
//! module no test reached. The shipped policies are there to be imported; a folder that holds a
//! shipped package itself is tested in its place.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use regorus::Value;

use crate::document::{Fault, Source};

use super::bundle::Bundle;
use super::engine::{Loader, Settings};
use super::engine_error::fault;
use super::shipped::shipped;

/// One `test_` rule.
#[derive(Debug)]
pub struct UnitTest {
    /// `data.package.test_name`.
    pub name: String,
    /// The file that defines it.
    pub source: Arc<Source>,
    /// 1-based line of its definition.
    pub line: usize,
    /// Why it failed, if it did.
    pub failure: Option<String>,
    /// Milliseconds it took.
    pub milliseconds: f64,
}

/// The lines of one module that tests reached.
#[derive(Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The file.
    pub file: String,
    /// How many lines were evaluated.
    pub covered: usize,
    /// The 1-based lines that were not.
    pub not_covered: Vec<usize>,
}

/// What came of a run.
#[derive(Debug, Default)]
pub struct TestRun {
    /// Every test, in the order of files and lines.
    pub tests: Vec<UnitTest>,
    /// Every module that is not a test, in the order of files; empty unless asked for.
    pub coverage: Vec<Coverage>,
}

/// Runs the tests in `paths` whose name contains `filter`.
///
/// # Errors
/// What is wrong with the policies, and the lack of any test.
pub fn run(paths: &[PathBuf], filter: &str, coverage: bool) -> Result<TestRun, Vec<Fault>> {
    let bundle = Bundle::read(paths)?;
    let declared: Vec<String> = bundle
        .files
        .iter()
        .filter_map(|file| file.source.text().lines().find_map(|line| line.strip_prefix("package ")))
        .map(|package| package.trim().to_owned())
        .collect();
    let mut loader = Loader::new();
    loader.engine.set_enable_coverage(coverage);
    loader.shipped(Settings::default(), &declared);
    let mut found = Vec::new();
    for file in &bundle.files {
        let Some((package, names)) = loader.module(&file.source) else {
            continue;
        };
        for (name, line) in names {
            if name.starts_with("test_") {
                found.push((format!("data.{package}.{name}"), Arc::clone(&file.source), line));
            }
        }
    }
    // A shipped data file read from a folder says what the embedded one says already.
    let embedded: serde_json::Value = serde_json::from_str(shipped().data).unwrap_or_default();
    let data: serde_json::Map<_, _> =
        bundle.data.into_iter().filter(|(key, _)| embedded.get(key).is_none()).collect();
    loader.data(&data);
    let (mut engine, sources, faults) = loader.into_parts();
    if !faults.is_empty() {
        return Err(faults);
    }
    if found.is_empty() {
        let folders: Vec<String> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
        return Err(vec![Fault::new(format!("there is no test in {}", folders.join(", "))).with_help(
            "a test is a rule whose name starts with `test_`, best in a file that ends in _test.rego",
        )]);
    }
    found.retain(|(name, _, _)| name.contains(filter));
    let mut run = TestRun::default();
    for (name, source, line) in found {
        let start = Instant::now();
        engine.set_input(Value::new_object());
        let failure = match engine.eval_rule(name.clone()) {
            Ok(Value::Bool(true)) => None,
            Ok(Value::Undefined) => Some("it is undefined: one of its conditions does not hold".to_owned()),
            Ok(other) => Some(format!("it is {other}, not true")),
            Err(error) => Some(fault(&error.to_string(), &sources).to_string()),
        };
        run.tests.push(UnitTest {
            name,
            source,
            line,
            failure,
            milliseconds: start.elapsed().as_secs_f64() * 1_000.0,
        });
    }
    if coverage {
        run.coverage = covered(&engine, &bundle.files)?;
    }
    Ok(run)
}

fn covered(
    engine: &regorus::Engine,
    files: &[super::bundle::PolicyFile],
) -> Result<Vec<Coverage>, Vec<Fault>> {
    let report = engine.get_coverage_report().map_err(|error| vec![fault(&error.to_string(), &[])])?;
    let mut by_file: BTreeMap<String, _> =
        report.files.into_iter().map(|file| (file.path.clone(), file)).collect();
    Ok(files
        .iter()
        .filter(|file| !file.is_test)
        .map(|file| {
            let name = file.source.name();
            let lines = by_file.remove(name);
            Coverage {
                file: name.to_owned(),
                covered: lines.as_ref().map_or(0, |lines| lines.covered.len()),
                not_covered: lines
                    .map(|lines| lines.not_covered.into_iter().map(|line| line as usize).collect())
                    .unwrap_or_default(),
            }
        })
        .collect())
}
