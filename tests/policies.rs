//! The shipped policies: laid out as OPA expects, in the style on which every engine agrees, each
//! rule with a descriptor that raises it alone.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its fixtures has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ccsec_lint::chain::{Chain, Member};
use ccsec_lint::descriptor::Descriptor;
use ccsec_lint::discover;
use ccsec_lint::document::Day;
use ccsec_lint::evaluate::{self, Judged, Terms, Verdict};
use ccsec_lint::policy::{PolicySet, Registry, shipped, shipped_evidence};
use walkdir::WalkDir;

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect()
}

fn modules() -> Vec<(PathBuf, String)> {
    files("policies", ".rego")
        .into_iter()
        .map(|path| (path.clone(), fs::read_to_string(path).unwrap()))
        .collect()
}

fn is_test(path: &Path) -> bool {
    path.to_string_lossy().ends_with("_test.rego")
}

/// Statements without comments, with the line they stand on.
fn statements(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim_start().starts_with('#'))
        .map(|(index, line)| (index + 1, line))
}

#[test]
fn a_package_is_its_folder_and_has_one_file_and_its_tests() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
    let mut packages = BTreeSet::new();
    for (path, text) in modules() {
        let declared = text.lines().find_map(|line| line.strip_prefix("package ")).unwrap();
        assert!(
            packages.insert(declared.to_owned()),
            "{declared} has two files, which the engine evaluates wrongly"
        );
        let folder: Vec<_> = path
            .parent()
            .unwrap()
            .strip_prefix(&root)
            .unwrap()
            .iter()
            .map(|part| part.to_str().unwrap())
            .collect();
        let folder = folder.join(".");
        let expected = if is_test(&path) && !folder.starts_with("ccsec.lib.testing") {
            format!("{folder}_test")
        } else {
            folder
        };
        assert_eq!(declared, expected, "{}", path.display());
        if !is_test(&path) {
            assert!(
                path.with_file_name(format!("{}_test.rego", path.file_stem().unwrap().to_str().unwrap()))
                    .exists()
            );
        }
    }
}

/// ENGINE: the forms in which regorus's interpreter, its RVM and OPA differ are not used.
#[test]
fn policies_keep_to_the_style_on_which_every_engine_agrees() {
    for (path, text) in modules() {
        let place = |line: usize| format!("{}:{line}", path.display());
        for (number, line) in statements(&text) {
            let head = line.split(" if ").next().unwrap_or(line);
            if !line.starts_with(['\t', ' ', '}', ')', ']'])
                && !line.is_empty()
                && !line.starts_with("import")
                && !line.starts_with("package")
            {
                let name = head.split([' ', '(']).next().unwrap_or(head);
                assert!(
                    name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'),
                    "{}: a head is a bare name, without dots or brackets: {line}",
                    place(number)
                );
                if let Some((_, element)) = head.split_once(" contains ") {
                    let element = element.trim_end_matches([' ', '{']).trim();
                    let simple =
                        element.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '"'));
                    assert!(simple, "{}: what a set contains is bound in the body: {line}", place(number));
                }
                assert!(!line.starts_with("default "), "{}: no default rules or functions", place(number));
            }
            for builtin in ["walk(", "http.", "time.", "rand.", "opa.runtime", "trace(", "print("] {
                assert!(!line.contains(builtin), "{}: {builtin} is not for shipped policies", place(number));
            }
            if let Some((_, after)) = line.split_once("some ")
                && let Some((_, domain)) = after.split_once(" in ")
                && !is_test(&path)
            {
                // `some x in m[k]` is fine for a bound k; an unbound one would be a variable nobody declared.
                assert!(
                    !domain.starts_with("data.ccsec.capabilities["),
                    "{}: bind keys first",
                    place(number)
                );
            }
        }
    }
}

#[test]
fn the_embedded_modules_are_the_files_without_their_comments() {
    let mut shipped: Vec<(&str, &str)> =
        shipped().modules.iter().chain(&shipped_evidence().modules).copied().collect();
    shipped.sort_unstable();
    let on_disk: Vec<(PathBuf, String)> = modules().into_iter().filter(|(path, _)| !is_test(path)).collect();
    assert_eq!(shipped.len(), on_disk.len());
    for ((name, embedded), (path, text)) in shipped.iter().zip(&on_disk) {
        assert!(path.ends_with(name), "{name}");
        assert_eq!(embedded.lines().count(), text.lines().count(), "{name}: lines stay where they are");
        for (number, line) in statements(text) {
            assert_eq!(embedded.lines().nth(number - 1), Some(line), "{name}:{number}");
        }
    }
}

#[test]
fn every_expectation_rule_is_named_after_its_id() {
    for rule in Registry::shipped().expectations() {
        let slug = rule.id.split_once('/').unwrap().1;
        assert_eq!(rule.name, slug.replace('-', "_"), "{}", rule.id);
    }
}

fn judge(path: &Path, set: &PolicySet) -> Judged {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = discover::search(&[path.to_owned()], &[], root);
    let candidate = found.candidates.into_iter().next().unwrap();
    let text = discover::read(&candidate);
    let terms = Terms::new("2026-11-21".parse::<Day>().unwrap());
    // What a fixture builds on lies beside it.
    let beside = path.parent().unwrap().to_owned();
    let search = |_: &Path| {
        let found = discover::search(std::slice::from_ref(&beside), &[], root);
        found.candidates.into_iter().map(|candidate| candidate.path).collect()
    };
    let chain = Chain::of(vec![Member::asked(candidate, text)], &[], &search).unwrap();
    let judged = chain.judge(set, &terms).swap_remove(0).unwrap_or_else(|faults| panic!("{}", faults[0]));
    let mut judged = Arc::into_inner(judged).unwrap();
    // What is wrong with the code that a service is built from belongs to its fixture.
    let statements = judged.service.iter().flat_map(|service| &service.statements);
    let of_code = evaluate::judge_code(&terms.library.used(), statements, set.registry());
    judged.findings.extend(of_code.into_iter().flat_map(|code| code.findings));
    judged
}

/// The id that a fixture stands for: its path under the folder, without the ending.
fn id_of(path: &Path, folder: &str) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    let (_, id) = text.split_once(&format!("/fixtures/{folder}/")).unwrap();
    id.trim_end_matches(".ccsec.toml").to_owned()
}

#[test]
fn every_rule_has_a_descriptor_that_raises_it_and_nothing_else() {
    let set = PolicySet::shipped().unwrap();
    let mut raised = BTreeSet::new();
    for path in files("fixtures/rules", ".ccsec.toml") {
        let id = id_of(&path, "rules");
        let judged = judge(&path, &set);
        let rules: BTreeSet<&str> = judged.findings.iter().map(|finding| finding.rule.as_str()).collect();
        assert_eq!(rules, BTreeSet::from([id.as_str()]), "{}", path.display());
        for finding in &judged.findings {
            let place = &finding.locations[0];
            let under = place.source.slice(&place.span);
            // A missing bracket is nothing that could be underlined.
            assert!(
                !under.trim().is_empty() || id == "descriptor/syntax",
                "{id}: the finding underlines something"
            );
            assert!(!place.label.is_empty(), "{id}: the place has a label");
            assert!(finding.help.is_some(), "{id}: the finding has help");
        }
        raised.insert(id);
    }
    let all: BTreeSet<String> = Registry::shipped().rules().iter().map(|rule| rule.id.clone()).collect();
    let without: BTreeSet<&String> = all.difference(&raised).collect();
    // A file of more than 8 MiB is not kept in the repository; `tests/robustness/size.rs` writes one. Code
    // that nothing covers is found by a whole run: `tests/infrastructure/`.
    // A copy from elsewhere lies at the root of a repository: `tests/chain/`.
    let elsewhere = ["chain/altered", "descriptor/too-large", "infrastructure/unclaimed"].map(str::to_owned);
    assert_eq!(without, elsewhere.iter().collect());
}

#[test]
fn an_unmet_expectation_points_at_the_threat_it_leaves_exposed() {
    let set = PolicySet::shipped().unwrap();
    let fixtures = files("fixtures/rules", ".ccsec.toml");
    for path in fixtures.into_iter().filter(|path| id_of(path, "rules").starts_with("9.")) {
        let judged = judge(&path, &set);
        for finding in &judged.findings {
            assert!(!finding.threats.is_empty(), "{}", path.display());
            for threat in &finding.threats {
                let under = finding
                    .locations
                    .iter()
                    .any(|place| place.source.slice(&place.span) == format!("{threat:?}"));
                assert!(under, "{}: {threat} is underlined where it is flagged", path.display());
            }
        }
    }
}

#[test]
fn what_does_not_apply_is_said_to_and_asks_for_nothing() {
    let set = PolicySet::shipped().unwrap();
    let mut seen = 0;
    for path in files("fixtures/not-applicable", ".ccsec.toml") {
        let id = id_of(&path, "not-applicable");
        let judged = judge(&path, &set);
        assert!(judged.findings.is_empty(), "{}: {:?}", path.display(), judged.findings);
        let service = judged.service.unwrap();
        let judgement = &service.verdicts[&id];
        assert_eq!(judgement.verdict, Verdict::NotApplicable, "{id}");
        assert!(judgement.because.is_some(), "{id}: the reason is shown");
        let set = Registry::shipped();
        let rule = set.get(&id).unwrap();
        assert!(
            rule.threats.iter().any(|threat| service.flagged.contains(threat)),
            "{id}: a threat asks for it"
        );
        seen += 1;
    }
    assert!(seen >= 30, "{seen}");
}

#[test]
fn every_expectation_is_met_somewhere_among_the_services() {
    let set = PolicySet::shipped().unwrap();
    let mut met = BTreeSet::new();
    for path in files("fixtures", "ccsec.toml") {
        if let Some(service) = judge(&path, &set).service {
            met.extend(service.verdicts.into_iter().filter(|(_, it)| it.verdict.is_met()).map(|(id, _)| id));
        }
    }
    let all: BTreeSet<String> = Registry::shipped().expectations().map(|rule| rule.id.clone()).collect();
    assert_eq!(met, all);
}

#[test]
fn the_services_are_of_every_kind_and_found_as_expected() {
    let set = PolicySet::shipped().unwrap();
    let mut kinds: BTreeSet<String> = BTreeSet::new();
    let mut clean = 0;
    let services = files("fixtures/services", "ccsec.toml");
    assert!(services.len() >= 10);
    for path in services {
        let judged = judge(&path, &set);
        let mut seen: Vec<String> = judged
            .findings
            .iter()
            .map(|finding| format!("{} {}", finding.rule, finding.threats.join(",")).trim_end().to_owned())
            .collect();
        seen.sort();
        clean += usize::from(seen.is_empty());
        let expected = fs::read_to_string(path.with_file_name("expected.txt")).unwrap();
        let mut expected: Vec<String> =
            expected.lines().map(|line| line.trim_end().to_owned()).filter(|line| !line.is_empty()).collect();
        expected.sort();
        assert_eq!(seen, expected, "{}", path.display());
        if let Some(service) = judged.service {
            let it: &Descriptor = &service.descriptor;
            kinds.extend([
                it.service.role.to_string(),
                it.service.category.to_string(),
                it.service.deployment.to_string(),
            ]);
        }
    }
    let wanted = [
        "CSC",
        "CSP",
        "CSN",
        "IaaS",
        "PaaS",
        "SaaS",
        "CaaS",
        "NaaS",
        "public",
        "private",
        "community",
        "hybrid",
    ];
    assert_eq!(kinds, wanted.into_iter().map(str::to_owned).collect());
    assert!(clean >= 1, "one service is clean");
}

#[test]
fn the_network_storage_of_clause_10_flags_what_the_draft_flags() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/services/network-storage/ccsec.toml");
    let service = judge(&path, &PolicySet::shipped().unwrap()).service.unwrap();
    let clause_10 = [
        "7.1.1", "7.1.2", "7.2.1", "7.2.2", "8.1.1", "8.1.2", "8.1.3", "8.1.4", "8.1.5", "8.1.6", "8.2.1",
        "8.2.2", "8.2.3", "8.2.4", "8.2.6", "8.2.7",
    ];
    assert_eq!(service.flagged, clause_10);
    let source: Arc<_> = judge(&path, &PolicySet::shipped().unwrap()).source;
    assert!(source.text().starts_with('#'), "the flagship says what it is");
}
