//! The entry module, which collects the value of every rule.
//!
//! Evaluating rules one by one would reset the engine's cache of rules each time.

use std::fmt::Write as _;

use regorus::Value;

/// What is evaluated to have the policies analysed.
pub(super) const READY: &str = "data.ccsec.entry.ready";

/// What is evaluated to have every rule evaluated.
pub(super) const RESULTS: &str = "data.ccsec.entry.results";

/// The text of the module over some packages. What `guard` says of a package has to hold before it is
/// evaluated: lines of a body, or nothing.
pub(super) fn text<'p>(
    packages: impl IntoIterator<Item = &'p str>,
    guard: impl Fn(&str) -> String,
) -> String {
    let mut text = String::from("package ccsec.entry\n\nready := true\n");
    let head = text.len();
    for package in packages {
        let guard = guard(package);
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "\nresults contains result if {{\n{guard}\tsome rule, value in data.{package}\n\tresult := [{package:?}, rule, value]\n}}\n"
        );
    }
    if text.len() == head {
        text.push_str("\nresults := set()\n");
    }
    text
}

/// Package, name and value of everything that was collected. A package also holds helpers; only what
/// has an id is a rule.
pub(super) fn results(collected: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    collected.as_set().into_iter().flatten().filter_map(|result| {
        let (package, name) = (result[0].as_string().ok()?, result[1].as_string().ok()?);
        Some((package.as_ref(), name.as_ref(), &result[2]))
    })
}
