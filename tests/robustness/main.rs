//! What a file system, or somebody who means no good, can put in the linter's way: it ends with an
//! exit code of its own, says what it could not judge, and judges the rest.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::print_stdout, reason = "a test that is skipped says why")]

#[path = "../support/mod.rs"]
mod support;

mod hostile;
mod input;
mod run;
mod size;
#[cfg(unix)]
mod unix;

use support::{Finding, Folder, Report, with};

/// A good descriptor of another name, so that two may stand side by side.
fn good(id: &str) -> String {
    with("id = \"network-storage\"", &format!("id = \"{id}\""))
}

/// The findings of a report at one file.
fn at<'r>(report: &'r Report, path: &str) -> Vec<&'r Finding> {
    report.findings.iter().filter(|finding| finding.path == path).collect()
}

/// What a person or an editor sees: the result, and what is said beside it.
fn seen(folder: &Folder, format: &str, paths: &[&str]) -> String {
    let outcome = folder.check([&["--format", format], paths].concat());
    format!("{}{}", outcome.stdout, outcome.stderr)
}
