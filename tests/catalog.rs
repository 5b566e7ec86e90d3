//! The catalog says what the draft says, and every expectation has its words.

use std::collections::{BTreeMap, BTreeSet};

use ccsec_lint::catalog::references::{Standing, standing};
use ccsec_lint::catalog::{Party, capability_of};
use ccsec_lint::policy::{Registry, Rule, catalog};

fn expectations() -> Vec<Rule> {
    Registry::shipped().expectations().cloned().collect()
}

#[test]
fn the_tables_have_the_sizes_of_the_draft() {
    assert_eq!(catalog().threats().len(), 26);
    assert_eq!(catalog().capabilities().len(), 14);
    let ys: usize = catalog().threats().iter().map(|(id, _)| catalog().required_by(id).len()).sum();
    assert_eq!(ys, 72);
    assert_eq!(expectations().len(), 69);
    let parties: BTreeMap<Party, usize> =
        catalog().threats().iter().fold(BTreeMap::new(), |mut count, (_, threat)| {
            *count.entry(threat.party).or_default() += 1;
            count
        });
    assert_eq!(parties, BTreeMap::from([(Party::CSC, 11), (Party::CSP, 12), (Party::CSN, 3)]));
}

#[test]
fn clauses_7_and_8_give_each_threat_its_party() {
    for (id, threat) in catalog().threats() {
        let party = match &id[..3] {
            "7.1" | "8.1" => Party::CSC,
            "7.2" | "8.2" => Party::CSP,
            _ => Party::CSN,
        };
        assert_eq!(threat.party, party, "{id}");
        assert!(threat.summary.len() > 40, "{id} has a summary");
    }
}

#[test]
fn the_expectations_of_a_capability_unite_to_its_column_of_table_a1() {
    for (capability, _) in catalog().capabilities() {
        let column: BTreeSet<&str> = catalog()
            .threats()
            .iter()
            .map(|(id, _)| *id)
            .filter(|threat| catalog().answers(threat, capability))
            .collect();
        let all = expectations();
        let united: BTreeSet<&str> = all
            .iter()
            .filter(|rule| capability_of(&rule.id) == capability)
            .flat_map(|rule| &rule.threats)
            .map(String::as_str)
            .collect();
        assert_eq!(united, column, "{capability}");
    }
}

#[test]
fn every_rule_has_its_words() {
    for rule in Registry::shipped().rules() {
        let id = &rule.id;
        assert!(!rule.title.is_empty() && !rule.title.ends_with('.'), "{id}: title {:?}", rule.title);
        assert!(rule.description.len() > 20, "{id}: description");
        assert!(rule.why.len() > 60, "{id}: why");
        assert!(!rule.help.is_empty(), "{id}: help");
        assert!(!rule.help.ends_with('.'), "{id}: help can be pasted, so it has no full stop");
        assert!(!rule.example.is_empty(), "{id}: example");
        toml::from_str::<toml::Table>(&rule.example).unwrap_or_else(|error| panic!("{id}: example: {error}"));
    }
}

#[test]
fn every_expectation_names_its_threats_its_provider_and_an_example_that_claims_it() {
    for rule in expectations() {
        let id = &rule.id;
        for threat in &rule.threats {
            assert!(rule.why.contains(threat.as_str()), "{id}: the why says how {threat} gets through");
        }
        assert!(matches!(rule.provider.as_deref(), Some("CSC" | "CSP" | "CSN")), "{id}: provider");
        assert!(rule.help.contains(&format!("\"{id}\"")), "{id}: the help names the id to write");
        let example: toml::Table = toml::from_str(&rule.example).unwrap();
        let claims =
            example["controls"].as_array().unwrap().iter().any(|control| {
                control["meets"].as_array().unwrap().iter().any(|met| met.as_str() == Some(id))
            });
        assert!(claims, "{id}: the example meets it");
        assert!(!rule.references.is_empty(), "{id}: references");
    }
}

#[test]
fn examples_can_stand_in_one_descriptor() {
    let mut ids = BTreeSet::new();
    for rule in expectations() {
        let example: toml::Table = toml::from_str(&rule.example).unwrap();
        for control in example["controls"].as_array().unwrap() {
            let id = control["id"].as_str().unwrap().to_owned();
            assert!(ids.insert(id.clone()), "{}: another example has a control {id:?} too", rule.id);
        }
    }
}

#[test]
fn every_reference_exists_in_its_framework() {
    let nist: BTreeSet<&str> = include_str!("data/nist-800-53-r5.tsv")
        .lines()
        .skip(1)
        .filter_map(|line| line.split('\t').nth(1))
        .collect();
    assert!(nist.len() > 300, "the list of NIST controls is whole");
    for rule in Registry::shipped().rules() {
        for reference in &rule.references {
            assert_eq!(standing(reference), Standing::Known, "{}: {reference}", rule.id);
            if let Some(control) = reference.strip_prefix("nist800-53r5/") {
                assert!(nist.contains(control), "{}: {reference}", rule.id);
            }
        }
    }
}

#[test]
fn the_slips_of_the_draft_are_listed_and_found_from_the_clauses_they_concern() {
    let clauses: Vec<&str> = catalog().errata().iter().map(|erratum| erratum.clause.as_str()).collect();
    assert_eq!(clauses, ["7.1.1", "8.1.1", "8.2.7", "9.9", "10"]);
    for (clause, slips) in [("8.1.4", 2), ("8.1.5", 1), ("9.10", 2), ("9.11", 2), ("9.3", 0)] {
        assert_eq!(catalog().errata_for(clause).count(), slips, "{clause}");
    }
}
