//! One text of the clean chain that is replaced, and everything that is found then.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::LazyLock;

use ccsec_lint::policy::Registry;
use serde_json::Value;

use crate::support::{Folder, Report};
use crate::{SHOP, broken};

/// A chain that is broken in one text.
#[derive(Debug)]
pub(crate) struct Variant {
    pub(crate) name: &'static str,
    /// The file, a text that stands there once, and what stands there instead.
    pub(crate) replace: (&'static str, &'static str, &'static str),
    /// Files that lie there besides.
    pub(crate) beside: &'static [(&'static str, &'static str)],
    /// What is found, as [`found`] writes it.
    pub(crate) found: &'static str,
}

static REGISTRY: LazyLock<Registry> = LazyLock::new(Registry::shipped);

/// What the chain is about.
fn of_the_chain(rule: &str) -> bool {
    let responsibility = ["mutual", "nobody", "partner-duty", "unnamed-partner"];
    rule.starts_with("chain/")
        || rule.starts_with("descriptor/")
        || rule.strip_prefix("responsibility/").is_some_and(|name| responsibility.contains(&name))
}

/// Findings as text: of each that is about the chain its message, and file and text of every place; of the
/// others, the rules that fired for each descriptor.
pub(crate) fn found(folder: &Folder, report: &Report) -> String {
    let mut text = String::new();
    let mut others: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for finding in report.json["findings"].as_array().unwrap() {
        let rule = finding["rule"].as_str().unwrap();
        let places = finding["locations"].as_array().unwrap();
        if !of_the_chain(rule) {
            let path = places[0]["path"].as_str().unwrap();
            *others.entry(path).or_default().entry(rule).or_default() += 1;
            continue;
        }
        text.push_str(&format!("{rule}: {}\n", finding["message"].as_str().unwrap()));
        for place in places {
            let line = format!("  {}: {}", place["path"].as_str().unwrap(), under(folder, place));
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    for (path, rules) in others {
        let rules: Vec<String> = rules
            .into_iter()
            .map(|(rule, times)| if times == 1 { rule.to_owned() } else { format!("{rule} ×{times}") })
            .collect();
        text.push_str(&format!("{path}: {}\n", rules.join(", ")));
    }
    text
}

/// What stands at a place.
fn under(folder: &Folder, place: &Value) -> String {
    let text = fs::read_to_string(folder.join(place["path"].as_str().unwrap())).unwrap();
    let offset = |end: &str| usize::try_from(place[end]["offset"].as_u64().unwrap()).unwrap();
    text[offset("start")..offset("end")].to_owned()
}

/// Each unmet pair of a flagged threat and an expectation that answers it is reported exactly once.
#[track_caller]
pub(crate) fn assert_each_pair_once(report: &Report, name: &str) {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let list = |value: &Value| value.as_array().unwrap().iter().map(text).collect::<Vec<_>>();
    let unmet = ["contradicted", "missing", "not-evaluated", "planned"];
    let mut expected: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    for service in report.json["services"].as_array().unwrap() {
        let flagged = list(&service["threats"]);
        for rule in REGISTRY.expectations() {
            let verdict = service["verdicts"][&rule.id]["verdict"].as_str().unwrap();
            for threat in rule.threats.iter().filter(|threat| flagged.contains(threat)) {
                if unmet.contains(&verdict) {
                    expected.insert((text(&service["path"]), threat.clone(), rule.id.clone()), 1);
                }
            }
        }
    }
    let mut reported: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    for finding in report.json["findings"].as_array().unwrap() {
        let path = text(&finding["locations"][0]["path"]);
        for id in list(&finding["expectations"]) {
            let answered = &REGISTRY.get(&id).unwrap().threats;
            for threat in list(&finding["threats"]).into_iter().filter(|threat| answered.contains(threat)) {
                *reported.entry((path.clone(), threat, id.clone())).or_default() += 1;
            }
        }
    }
    assert_eq!(reported, expected, "{name}: each unmet pair once");
}

/// The findings whose own place is in one file, without those that one member of a circle tells for all.
fn of_file(report: &Report, file: &str) -> Vec<Value> {
    let findings = report.json["findings"].as_array().unwrap().iter();
    let own = findings.filter(|it| it["locations"][0]["path"] == file && it["rule"] != "chain/cycle");
    own.cloned().collect()
}

/// Runs variants.
#[track_caller]
pub(crate) fn check(variants: &[Variant]) {
    for variant in variants {
        let name = variant.name;
        let (file, from, to) = variant.replace;
        let folder = broken(file, from, to);
        for (file, text) in variant.beside {
            folder.file(file, text);
        }
        let report = folder.report([""; 0]);
        assert_eq!(report.faults(), [""; 0], "{name}");
        let expected = variant.found.trim_start_matches('\n');
        let all = found(&folder, &report);
        assert!(all == expected, "{name}\n--- expected\n{expected}--- found\n{all}");
        assert_each_pair_once(&report, name);
        let help = |finding: &Value| finding["help"].as_str().is_some_and(|help| !help.is_empty());
        assert!(report.json["findings"].as_array().unwrap().iter().all(help), "{name}: help");
        let alone = folder.report([SHOP]);
        assert_eq!(of_file(&alone, SHOP), of_file(&report, SHOP), "{name}: one file alone");
    }
}

/// The rules of the registry that are wanted.
pub(crate) fn rules(wanted: impl Fn(&str) -> bool) -> BTreeSet<String> {
    REGISTRY.rules().iter().map(|rule| rule.id.clone()).filter(|id| wanted(id)).collect()
}
