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

use super::bundle::{Bundle, PolicyFile};
use super::engine_error::fault;
use super::loader::Loader;
use super::module::{Module, package};
use super::settings::Settings;
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
        .filter_map(|file| package(file.source.text()))
        .map(|(_, package)| package.to_owned())
        .collect();
    let joined = Module::join(&bundle.files.iter().collect::<Vec<_>>())?;
    let mut loader = Loader::new(Settings::default());
    loader.engine.set_enable_coverage(coverage);
    loader.shipped(Settings::default(), &declared);
    loader.shipped_evidence(&declared);
    let mut found = Vec::new();
    for module in &joined {
        for (source, definitions) in loader.module(module) {
            for (name, line) in definitions.into_iter().filter(|(name, _)| name.starts_with("test_")) {
                found.push((format!("data.{}.{name}", module.package), Arc::clone(&source), line));
            }
        }
    }
    found.sort_by(|(_, a, a_line), (_, b, b_line)| (a.name(), a_line).cmp(&(b.name(), b_line)));
    // A shipped data file read from a folder says what the embedded one says already.
    let embedded: serde_json::Value = serde_json::from_str(shipped().data).unwrap_or_default();
    let data: serde_json::Map<_, _> =
        bundle.data.into_iter().filter(|(key, _)| embedded.get(key).is_none()).collect();
    loader.data(&data);
    let (mut engine, modules) = loader.filled()?;
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
            Err(error) => Some(fault(&error.to_string(), &modules).to_string()),
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
        run.coverage = covered(&engine, &modules, &bundle.files)?;
    }
    Ok(run)
}

fn covered(
    engine: &regorus::Engine,
    modules: &[Module],
    files: &[PolicyFile],
) -> Result<Vec<Coverage>, Vec<Fault>> {
    let report = engine.get_coverage_report().map_err(|error| vec![fault(&error.to_string(), &[])])?;
    let mut by_file: BTreeMap<&str, Coverage> = files
        .iter()
        .filter(|file| !file.is_test)
        .map(|file| {
            let name = file.source.name();
            let empty = Coverage { file: name.to_owned(), covered: 0, not_covered: Vec::new() };
            (name, empty)
        })
        .collect();
    for reported in &report.files {
        let Some(module) = modules.iter().find(|module| module.name == reported.path) else {
            continue;
        };
        let lines = reported.covered.iter().map(|line| (line, true));
        for (line, reached) in lines.chain(reported.not_covered.iter().map(|line| (line, false))) {
            let Some((source, line)) = module.origin(*line as usize) else { continue };
            let Some(coverage) = by_file.get_mut(source.name()) else { continue };
            if reached {
                coverage.covered += 1;
            } else {
                coverage.not_covered.push(line);
            }
        }
    }
    Ok(by_file.into_values().collect())
}
