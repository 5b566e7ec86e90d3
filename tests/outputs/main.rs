//! The formats of `check`: each says what the JSON report says, is taken by somebody else's reader, and
//! carries nothing that is more than text.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "../support/mod.rs"]
mod support;

mod csv;
mod files;
mod github;
mod gitlab;
mod hostile;
mod jsonl;
mod junit;
mod markdown;
mod rdjson;
mod runner;
mod sarif;

use std::collections::BTreeSet;

use serde_json::Value;

use support::{Folder, GOOD, with};

/// Two services and their code, a descriptor with faults, and one that is no TOML: findings of every
/// severity, in several files, in lines with more than ASCII.
fn world() -> Folder {
    let folder = Folder::new();
    let storage = with("title = \"Network storage\"", "title = \"Größe 🗄 für alle\"");
    folder
        .file("storage.ccsec.toml", storage.replace("id = \"network-storage\"", "id = \"storage\""))
        .file("docs/keys.md", "keys")
        .file(
            "infra/main.tf",
            "resource \"aws_ebs_volume\" \"data\" {\n  # \u{1f4be}\n  size = 1\n  encrypted = false\n}\n",
        )
        .file("a b/ccsec.toml", format!("\u{feff}{}", GOOD.replace('\n', "\r\n")))
        .file("a b/faulty.ccsec.toml", with("role = \"CSP\"", "role = \"ÄÖ\"").replace("[review]", "[revue]"))
        .file("none.ccsec.toml", "ccsec = 1\ntitle = \"ä\n");
    let nothing_stored = include_str!("../../fixtures/not-applicable/9.7/encryption-at-rest.ccsec.toml");
    folder.file("a b/docs/keys.md", "keys").file("passing.ccsec.toml", nothing_stored);
    folder
}

/// A finding as every format can tell it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Told {
    rule: String,
    path: String,
    line: u64,
    message: String,
}

impl Told {
    fn new(rule: &Value, path: &Value, line: &Value, message: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Self { rule: text(rule), path: text(path), line: line.as_u64().unwrap(), message: text(message) }
    }
}

/// What the JSON report tells.
fn told(folder: &Folder) -> BTreeSet<Told> {
    let report = folder.report([""; 0]);
    let findings = report.json["findings"].as_array().unwrap();
    let told: BTreeSet<Told> = findings
        .iter()
        .map(|finding| {
            let place = &finding["locations"][0];
            Told::new(&finding["rule"], &place["path"], &place["start"]["line"], &finding["message"])
        })
        .collect();
    assert!(told.len() > 20, "there is something to tell: {}", told.len());
    for rule in ["claim/contradicted", "descriptor/syntax", "capability/missing", "descriptor/unknown-value"]
    {
        assert!(told.iter().any(|told| told.rule == rule), "{rule}");
    }
    told
}

/// What a check prints in a format.
#[track_caller]
fn printed(folder: &Folder, format: &str) -> String {
    let outcome = folder.check(["--format", format]);
    assert_eq!(outcome.code, 1, "{}", outcome.stderr);
    assert_eq!(outcome.stdout, folder.check(["--format", format]).stdout, "{format}: the same every time");
    outcome.stdout
}
