//! Every evidence rule has code that passes, code that fails and code that leaves it open, in
//! `fixtures/evidence/<platform>/<rule>/`, each read by the real reader of its format.
//!
//! The first lines of a file say what is expected of it:
//! - `# underlines: TEXT`: what a contradiction underlines, a line for each;
//! - `# given: data.jurisdictions = ["DE"]`: what the descriptor states;
//! - `# undecidable: never`: the format leaves nothing open that the rule looks at;
//! - `# shows: service.compute = "virtual-machine"`: what a rule about facts shows.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use ccsec_lint::discover::Place;
use ccsec_lint::document::{Day, Source};
use ccsec_lint::evaluate::{self, Effect, Statement, Terms};
use ccsec_lint::policy::{Evaluator, EvidenceRule, PolicySet, Registry, shipped_evidence};
use rayon::prelude::*;

static POLICIES: LazyLock<PolicySet> = LazyLock::new(|| PolicySet::shipped().unwrap());

thread_local! {
    static EVALUATOR: RefCell<Evaluator> = RefCell::new(POLICIES.evaluator());
}

/// A service of which nothing is known but what a case states.
const SERVICE: &str = r#"
ccsec = 1
[service]
id = "case"
title = "A case"
role = "CSP"
category = "IaaS"
deployment = "public"
owner = "team@example.com"
tenancy = "multi"
exposure = "internet"
compute = ["virtual-machine", "container", "function"]
infrastructure = ["code/"]
[data]
classification = "confidential"
personal = true
jurisdictions = ["DE"]
[threats]
flagged = []
"#;

fn folder(rule: &EvidenceRule) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/evidence").join(&rule.id)
}

/// The file of a case, if there is one.
fn case(rule: &EvidenceRule, name: &str) -> Option<PathBuf> {
    let entries = fs::read_dir(folder(rule)).ok()?;
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.into_iter().find(|path| path.file_name().unwrap().to_str().unwrap().split('.').next() == Some(name))
}

/// The texts of a case: of a folder, those of its files.
fn texts_of(path: &Path) -> Vec<String> {
    if !path.is_dir() {
        return vec![fs::read_to_string(path).unwrap()];
    }
    let mut files: Vec<PathBuf> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| fs::read_to_string(file).unwrap()).collect()
}

/// The lines at the top of a file that say what is expected of it, by key.
fn expected(path: &Path) -> BTreeMap<String, Vec<String>> {
    let mut expected: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for text in texts_of(path) {
        for line in text.lines().map_while(|line| line.strip_prefix('#')) {
            if let Some((key, value)) = line.trim().split_once(": ") {
                expected.entry(key.to_owned()).or_default().push(value.trim().to_owned());
            }
        }
    }
    expected
}

/// The descriptor with what a case states.
fn descriptor(given: &[&str]) -> String {
    let mut table: toml::Table = SERVICE.parse().unwrap();
    for assignment in given {
        let stated: toml::Table = assignment.parse().unwrap_or_else(|error| panic!("{assignment}: {error}"));
        for (section, keys) in stated {
            let into = table.entry(section).or_insert_with(|| toml::Table::new().into());
            for (key, value) in keys.as_table().unwrap() {
                into.as_table_mut().unwrap().insert(key.clone(), value.clone());
            }
        }
    }
    toml::to_string(&table).unwrap()
}

/// What one rule says of the code in a file or a folder.
fn statements(rule: &EvidenceRule, path: &Path) -> Vec<Statement> {
    let scratch = tempfile::tempdir().unwrap();
    let root = scratch.path().canonicalize().unwrap();
    let code = root.join("code");
    fs::create_dir(&code).unwrap();
    let mut given = Vec::new();
    let files: Vec<PathBuf> = if path.is_dir() {
        fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect()
    } else {
        vec![path.to_owned()]
    };
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        given.extend(expected(&file).remove("given").unwrap_or_default());
        let compose = rule.id.starts_with("compose/");
        let name = if compose { "compose.yaml".into() } else { file.file_name().unwrap().to_owned() };
        fs::write(code.join(name), text).unwrap();
    }
    let given: Vec<&str> = given.iter().map(String::as_str).collect();
    let source = Arc::new(Source::new("ccsec.toml", descriptor(&given)));
    let terms = Terms::new("2026-11-21".parse::<Day>().unwrap());
    let judged = EVALUATOR.with_borrow_mut(|evaluator| {
        evaluate::judge(&source, &Place::new(root.clone(), root), &[], evaluator, &terms)
    });
    let judged = judged.unwrap_or_else(|faults| panic!("{}: {faults:?}", path.display()));
    let form: Vec<_> = judged
        .findings
        .iter()
        .filter(|finding| {
            finding.rule.starts_with("infrastructure/") || finding.rule == "descriptor/wrong-type"
        })
        .map(|finding| &finding.message)
        .collect();
    assert!(form.is_empty(), "{}: {form:?}", path.display());
    let broken: Vec<String> = terms
        .library
        .used()
        .iter()
        .flat_map(|unit| unit.broken.iter().map(|broken| broken.message.clone()).collect::<Vec<_>>())
        .collect();
    assert!(broken.is_empty(), "{}: {broken:?}", path.display());
    let service = judged.service.unwrap_or_else(|| panic!("{}: {:?}", path.display(), judged.findings));
    service.statements.into_iter().filter(|statement| statement.rule == rule.id).collect()
}

fn texts(statements: &[Statement], effect: &Effect) -> BTreeSet<String> {
    statements.iter().filter(|it| it.effect == *effect).map(|it| it.at.text().trim().to_owned()).collect()
}

/// Everything that is wrong with the cases of one rule.
fn faults(rule: &EvidenceRule) -> Vec<String> {
    let mut faults = Vec::new();
    let mut fault = |name: &str, what: String| faults.push(format!("{} {name}: {what}", rule.id));
    let Some(passing) = case(rule, "passing") else {
        fault("passing", "there is no such file".to_owned());
        return faults;
    };
    let found = statements(rule, &passing);
    if found.is_empty() {
        fault("passing", "the rule says nothing".to_owned());
    }
    if !rule.facts.is_empty() {
        for shown in expected(&passing).get("shows").into_iter().flatten() {
            let (fact, value) = shown.split_once(" = ").unwrap();
            let wanted = |it: &Statement| matches!(&it.effect, Effect::Shows { fact: of, value: seen } if of == fact && seen.to_string() == value);
            if !found.iter().any(wanted) {
                fault("passing", format!("does not show {shown}: {found:?}"));
            }
        }
        if found
            .iter()
            .any(|it| !matches!(&it.effect, Effect::Shows { fact, .. } if rule.facts.contains(fact)))
        {
            fault("passing", format!("shows what it does not say that it shows: {found:?}"));
        }
        return faults;
    }
    for statement in found.iter().filter(|it| it.effect != Effect::Attests) {
        fault("passing", format!("{:?}: {}", statement.effect, statement.fact()));
    }
    match case(rule, "failing") {
        None => fault("failing", "there is no such file".to_owned()),
        Some(path) => {
            let found = statements(rule, &path);
            let underlined = texts(&found, &Effect::Contradicts);
            let wanted: BTreeSet<String> =
                expected(&path).remove("underlines").unwrap_or_default().into_iter().collect();
            if underlined.is_empty() {
                fault("failing", format!("nothing is contradicted: {found:?}"));
            } else if underlined != wanted {
                fault("failing", format!("underlines {underlined:?}, not {wanted:?}"));
            }
            for statement in found.iter().filter(|it| it.effect == Effect::Contradicts) {
                if statement.help.as_ref().is_none_or(String::is_empty) {
                    fault("failing", "the contradiction says nothing of what to write".to_owned());
                }
            }
        }
    }
    let never = case(rule, "failing").is_some_and(|path| expected(&path).contains_key("undecidable"));
    match case(rule, "undecided") {
        None if never => {}
        None => fault("undecided", "there is no such file".to_owned()),
        Some(path) => {
            let found = statements(rule, &path);
            if texts(&found, &Effect::Undecided).is_empty() {
                fault(
                    "undecided",
                    format!(
                        "nothing is left open: {:?}",
                        found.iter().map(Statement::fact).collect::<Vec<_>>()
                    ),
                );
            }
            if !texts(&found, &Effect::Contradicts).is_empty() {
                fault("undecided", "something is contradicted".to_owned());
            }
        }
    }
    faults
}

#[test]
fn every_evidence_rule_passes_fails_and_leaves_open_what_it_should() {
    let only = std::env::var("CCSEC_LINT_RULE").unwrap_or_default();
    let faults: Vec<String> = shipped_evidence()
        .rules
        .par_iter()
        .filter(|rule| rule.id.contains(&only))
        .flat_map_iter(faults)
        .collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn the_evidence_rules_speak_for_many_expectations_and_keep_their_names() {
    let registry = Registry::shipped();
    let rules = &shipped_evidence().rules;
    let mut ids = BTreeSet::new();
    let mut spoken_for = BTreeSet::new();
    for rule in rules {
        assert!(ids.insert(&rule.id), "{} is defined twice", rule.id);
        assert!(registry.get(&rule.id).is_none(), "{} is the id of a finding too", rule.id);
        let (platform, slug) = rule.id.split_once('/').unwrap();
        assert_eq!(rule.name, slug.replace('-', "_"), "{}", rule.id);
        assert!(rule.package.starts_with(&format!("ccsec.evidence.{platform}.")), "{}", rule.id);
        assert!(!rule.resources.is_empty() && !rule.why.is_empty() && !rule.help.is_empty(), "{}", rule.id);
        for expectation in &rule.expectations {
            let known = registry.get(expectation).is_some_and(|rule| rule.is_expectation());
            assert!(known, "{}: {expectation}", rule.id);
            spoken_for.insert(expectation);
        }
    }
    let about = rules.iter().filter(|rule| !rule.expectations.is_empty()).count();
    assert!(about >= 120, "{about} rules");
    assert!(spoken_for.len() >= 30, "{} expectations: {spoken_for:?}", spoken_for.len());
    let folders: BTreeSet<String> =
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/evidence"))
            .unwrap()
            .flat_map(|platform| {
                let platform = platform.unwrap();
                let name = platform.file_name().into_string().unwrap();
                fs::read_dir(platform.path())
                    .unwrap()
                    .map(move |slug| format!("{name}/{}", slug.unwrap().file_name().into_string().unwrap()))
                    .collect::<Vec<_>>()
            })
            .collect();
    let strangers: Vec<&String> = folders.iter().filter(|folder| !ids.contains(folder)).collect();
    assert!(strangers.is_empty(), "cases of no rule: {strangers:?}");
}
