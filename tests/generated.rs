//! What is made from the policies' METADATA and the types is not stale. To make it anew:
//! `CCSEC_LINT_BLESS=1 cargo test --test generated`.

#![allow(clippy::unwrap_used, reason = "a test that cannot read the repository has failed")]

mod support;

use std::fs;
use std::path::Path;

use support::{Folder, Outcome};

fn output(arguments: &[&str]) -> String {
    let outcome = Outcome::of(Folder::new().command().args(arguments));
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    outcome.stdout
}

#[track_caller]
fn fresh(file: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("CCSEC_LINT_BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, expected).unwrap();
        return;
    }
    let current = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        current == expected,
        "{file} is stale; make it anew: CCSEC_LINT_BLESS=1 cargo test --test generated"
    );
}

/// Replaces what stands between `<!-- name -->` and `<!-- /name -->`.
#[track_caller]
fn section(file: &str, name: &str, content: &str) {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let (before, rest) = text.split_once(&open).unwrap_or_else(|| panic!("{file} has {open}"));
    let (_, after) = rest.split_once(&close).unwrap_or_else(|| panic!("{file} has {close}"));
    fresh(file, &format!("{before}{open}\n{content}\n{close}{after}"));
}

#[test]
fn the_rule_table_of_the_readme_is_made_from_metadata() {
    section("README.md", "rules", &output(&["list", "rules", "--format", "markdown"]));
}

#[test]
fn the_help_of_the_command_line_stands_in_its_page() {
    let mut text = String::new();
    let help = output(&["--help"]);
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let names = commands.lines().take_while(|line| !line.is_empty());
    // What is indented further goes on with the help of the command above.
    let names = names.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    for command in names.filter(|name| !name.is_empty() && *name != "help") {
        text.push_str(&format!(
            "## `ccsec-lint {command}`\n\n```text\n{}```\n\n",
            output(&[command, "--help"])
        ));
    }
    section("docs/command-line.md", "help", text.trim_end());
}

#[test]
fn the_published_schemas_are_those_of_the_types() {
    for of in ["descriptor", "config", "report"] {
        fresh(&format!("docs/schemas/{of}.schema.json"), &output(&["schema", of]));
    }
}
