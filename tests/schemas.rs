//! The JSON Schemas, held against every fixture by somebody else's validator.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its fixtures has failed")]

mod support;

use std::path::Path;
use std::sync::Arc;

use ccsec_lint::document::Source;
use serde_json::{Value, json};
use support::{Folder, GOOD, Outcome, with};
use walkdir::WalkDir;

fn schema(of: &str) -> Value {
    let outcome = Outcome::of(Folder::new().command().args(["schema", of]));
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    serde_json::from_str(&outcome.stdout).unwrap()
}

/// A TOML document as JSON: dates become text, as TOML editors do it.
fn as_json(value: toml::Value) -> Value {
    match value {
        toml::Value::Datetime(datetime) => json!(datetime.to_string()),
        toml::Value::Array(items) => items.into_iter().map(as_json).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, as_json(value))).collect(),
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(boolean) => json!(boolean),
    }
}

fn parse(text: &str) -> Value {
    as_json(toml::Value::Table(toml::from_str(text).unwrap()))
}

#[test]
fn the_schemas_are_schemas() {
    for of in ["descriptor", "config", "report"] {
        let schema = schema(of);
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{of}");
        assert!(jsonschema::meta::is_valid(&schema), "{of}");
    }
}

#[test]
fn every_fixture_that_keeps_to_the_format_is_valid_and_every_other_is_not() {
    let validator = jsonschema::options().should_validate_formats(true).build(&schema("descriptor")).unwrap();
    // What a schema cannot say: these are wrong in a way that only the linter sees.
    let beyond = [
        "descriptor/duplicate-control",
        "descriptor/contradicted-fact",
        "descriptor/future-date",
        "descriptor/unanswered",
        "descriptor/unknown-reference",
        "descriptor/version",
    ];
    let (mut valid, mut invalid) = (0, 0);
    for entry in WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")).sort_by_file_name() {
        let path = entry.unwrap().into_path();
        let name = path.to_string_lossy().replace('\\', "/");
        if !name.ends_with("ccsec.toml") {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let Ok(document) = toml::from_str::<toml::Table>(&text) else {
            assert!(name.ends_with("descriptor/syntax.ccsec.toml"), "{name}");
            continue;
        };
        let document = as_json(toml::Value::Table(document));
        let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
        let id = name.split_once("/fixtures/rules/").map(|(_, id)| id.trim_end_matches(".ccsec.toml"));
        match id {
            Some(id) if id.starts_with("descriptor/") && !beyond.contains(&id) => {
                assert!(!errors.is_empty(), "{name} has a fault of form");
                invalid += 1;
            }
            _ => {
                assert!(errors.is_empty(), "{name}: {errors:?}");
                valid += 1;
            }
        }
    }
    assert!(valid > 100 && invalid > 10, "{valid} valid, {invalid} invalid");
}

#[test]
fn what_the_schema_refuses_the_linter_refuses_too() {
    let validator = jsonschema::options().should_validate_formats(true).build(&schema("descriptor")).unwrap();
    assert!(validator.is_valid(&parse(GOOD)));
    let cases = [
        ("role = \"CSP\"", "role = \"csp\""),
        ("exposure = \"internet\"", "exposur = \"internet\""),
        ("personal = true", "personal = \"yes\""),
        ("last = 2026-09-01", "last = \"soon\""),
        ("every = \"180d\"", "every = \"half a year\""),
        ("\"7.1.3\" =", "\"7.9.9\" ="),
        ("[\"DE\", \"FR\"]", "[\"DE\", \"XX\"]"),
        ("meets = [\"9.11/recovery-plan\"]", "meets = []"),
        ("meets = [\"9.11/recovery-plan\"]", "meets = [\"9.11/*\"]"),
        ("{ document = \"docs/keys.md\", reviewed = 2026-09-01 }", "{ reviewed = 2026-09-01 }"),
    ];
    for (good, bad) in cases {
        let text = with(good, bad);
        assert!(!validator.is_valid(&parse(&text)), "{bad}");
        let folder = Folder::new();
        folder.file("ccsec.toml", &text);
        assert!(!folder.report([""; 0]).of_form().is_empty(), "{bad}");
    }
}

#[test]
fn configurations_are_valid_or_refused_alike() {
    let validator = jsonschema::validator_for(&schema("config")).unwrap();
    let cases = [
        ("", true),
        (
            "policies = [\"policy\"]\nexclude = [\"vendor/**\"]\nmin_severity = \"note\"\nfail_on = \"warning\"\n",
            true,
        ),
        (
            "[thresholds]\ndocument_max_age = \"26w\"\nreview_max_interval = \"1d\"\ndismissal_min_words = 6\npolicy_time_limit = \"5s\"\n",
            true,
        ),
        ("[severity]\n\"9.7/*\" = \"note\"\n\"acme/tags\" = \"error\"\n", true),
        ("[severity]\n\"9.7/*\" = \"off\"\n", false),
        ("fail-on = \"error\"\n", false),
        ("fail_on = \"fatal\"\n", false),
        ("[thresholds]\ndocument_max_age = 5\n", false),
        ("[thresholds]\ndismissal_min_words = \"many\"\n", false),
    ];
    for (text, good) in cases {
        assert_eq!(validator.is_valid(&parse(text)), good, "{text}");
        assert_eq!(
            ccsec_lint::config::parse(&Arc::new(Source::new("ccsec-lint.toml", text))).is_ok(),
            good,
            "{text}"
        );
    }
}

#[test]
fn every_report_keeps_to_its_contract() {
    let validator = jsonschema::validator_for(&schema("report")).unwrap();
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");
    for arguments in [vec![fixtures], vec!["nowhere"], vec![]] {
        let report = Folder::new().report(arguments);
        let errors: Vec<String> =
            validator.iter_errors(&report.json).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(report.json["version"], 1);
    }
}
