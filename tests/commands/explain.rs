//! `explain`: what, why, who, and examples that can be pasted.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::Value;

use crate::support::{Folder, GOOD};

use super::run;

#[test]
fn explain_knows_every_id_and_says_what_why_who_and_how() {
    let folder = Folder::new();
    let json = |what: &str| -> Vec<Value> {
        let outcome = run(&folder, &["list", what, "--format", "json"]);
        serde_json::from_str(&outcome.stdout).unwrap()
    };
    for what in ["threats", "capabilities", "expectations", "rules"] {
        for entry in json(what) {
            let id = entry["id"].as_str().unwrap();
            let outcome = run(&folder, &["explain", id]);
            assert_eq!(outcome.code, 0, "{id}");
            let title = entry["title"].as_str().unwrap();
            assert!(outcome.stdout.starts_with(&format!("{id} {title}\n")), "{id}: {}", outcome.stdout);
            assert!(
                outcome.stdout.lines().all(|line| line.chars().count() <= 120),
                "{id}: a terminal shows it whole"
            );
        }
    }
    let page = run(&folder, &["explain", "9.11/recovery-plan"]).stdout;
    for part in [
        "\nWhy\n",
        "\nThreats it answers\n  7.1.1  Data loss and leakage (CSC)\n",
        "\nUsually provided by\n  CSP\n",
        "\nWhat to do\n",
        "\n  [[controls]]\n",
        "\n  ISO/IEC 27002:2022 5.30\n",
    ] {
        assert!(page.contains(part), "{part:?}: {page}");
    }
}

#[test]
fn explain_shows_the_slips_of_the_draft_where_they_matter() {
    let folder = Folder::new();
    for (id, slip) in [
        ("7.1.1", "clause 7.1.1"),
        ("8.1.1", "clause 8.1.1"),
        ("8.1.5", "clause 8.2.7"),
        ("9.9", "clause 9.9"),
        ("9.10", "clause 10"),
        ("9.11/recovery-plan", "clause 9.9"),
    ] {
        let page = run(&folder, &["explain", id]).stdout;
        let (_, slips) = page.split_once("\nSlips of the draft\n").unwrap_or_else(|| panic!("{id}: {page}"));
        assert!(slips.contains(slip), "{id}: {slips}");
    }
    assert!(!run(&folder, &["explain", "9.3"]).stdout.contains("Slips"));
}

#[test]
fn explain_suggests_the_nearest_id() {
    let outcome = run(&Folder::new(), &["explain", "9.11/recovery-plans"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("did you mean 9.11/recovery-plan?"), "{}", outcome.stderr);
    let clause = run(&Folder::new(), &["explain", "7.1"]);
    assert!(clause.stderr.contains("did you mean one of 7.1.1, 7.1.2, 7.1.3?"), "{}", clause.stderr);
}

/// The ids that `list` knows.
fn ids(folder: &Folder, what: &str) -> Vec<String> {
    let listed = run(folder, &["list", what, "--format", "json"]).stdout;
    let listed: Vec<Value> = serde_json::from_str(&listed).unwrap();
    listed.iter().map(|entry| entry["id"].as_str().unwrap().to_owned()).collect()
}

/// The lines of a page below a heading, up to the next blank line at the margin.
fn below<'p>(page: &'p str, heading: &str) -> Vec<&'p str> {
    let (_, rest) = page.split_once(heading).unwrap_or_else(|| panic!("{heading}: {page}"));
    let lines = rest.lines().skip(1);
    let mut lines: Vec<&str> = lines.take_while(|line| line.is_empty() || line.starts_with("  ")).collect();
    while lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    lines
}

#[test]
fn explain_of_a_capability_has_a_line_for_each_expectation_that_leads_to_its_example() {
    let folder = Folder::new();
    let expectations = ids(&folder, "expectations");
    for capability in ids(&folder, "capabilities") {
        let page = run(&folder, &["explain", &capability]).stdout;
        let own = expectations.iter().filter(|id| id.split('/').next() == Some(capability.as_str()));
        let expected: Vec<String> = own.map(|id| format!("  ccsec-lint explain {id}")).collect();
        assert_eq!(below(&page, "\nWhy, what to do, and an example that meets it"), expected, "{capability}");
    }
}

#[test]
fn the_examples_of_a_capability_can_be_pasted_one_below_the_other() {
    let folder = Folder::new();
    folder.file("bare.toml", "").file("docs/keys.md", "keys");
    let (head, _) = GOOD.split_once("[[controls]]").unwrap();
    let mut all: BTreeMap<String, String> = BTreeMap::new();
    for id in ids(&folder, "expectations") {
        let page = run(&folder, &["explain", &id]).stdout;
        let text = all.entry(id.split('/').next().unwrap().to_owned()).or_default();
        for line in below(&page, "\nAn example") {
            let _ = writeln!(text, "{}", line.strip_prefix("  ").unwrap_or(line));
        }
        text.push('\n');
    }
    assert_eq!(all.len(), 14);
    for (capability, examples) in &all {
        folder.file(format!("{capability}.ccsec.toml"), format!("{head}{examples}"));
    }
    let report = folder.report(["."]);
    assert_eq!(report.of_form(), Vec::<&crate::support::Finding>::new());
    assert_eq!(report.judged().len(), 14);
    // A line that a table which stands once would hold says where it goes.
    let recovery = &all["9.11"];
    assert!(
        recovery.contains("\n# in [sla], which stands in a descriptor once:\n# recovery_time  = \"4h\"\n"),
        "{recovery}"
    );
}

#[test]
fn explain_of_a_rule_that_is_no_expectation_shows_its_example_as_it_stands() {
    let page = run(&Folder::new(), &["explain", "review/unscheduled"]).stdout;
    assert!(page.contains("\n  [review]\n  last"), "{page}");
}

/// Descriptors that between them state every fact that calls for a threat, each key on a line of its own.
fn facts() -> Vec<String> {
    let mut texts = Vec::new();
    for role in ["CSC", "CSP", "CSN"] {
        for deployment in ["public", "community", "hybrid"] {
            for duties in [
                "",
                "controller = \"CSC\"\nprocessor = \"CSP\"\n",
                "controller = \"CSN\"\nprocessor = \"CSP\"\n",
            ] {
                texts.push(format!(
                    r#"ccsec = 1
[service]
id = "x"
title = "x"
role = "{role}"
category = "SaaS"
deployment = "{deployment}"
owner = "x"
tenancy = "multi"
exposure = "internet"
compute = ["function"]
code = ["CSC", "CSP", "CSN"]
[data]
classification = "secret"
personal = true
{duties}jurisdictions = ["DE", "FR"]
[[upstream]]
service = "aws"
[[partners]]
id = "acme"
delivers = ["code", "component", "hardware", "operations"]
[sla]
availability = "99.9%"
[threats]
flagged = []
"#
                ));
            }
        }
    }
    texts
}

#[test]
fn explain_of_a_threat_names_the_facts_that_call_for_it_and_no_others() {
    let folder = Folder::new();
    for (number, text) in facts().iter().enumerate() {
        folder.file(format!("{number}.ccsec.toml"), text);
    }
    let report = folder.report(["."]);
    let mut called: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for finding in report.json["findings"].as_array().unwrap() {
        if finding["rule"] != "threats/called-for" {
            continue;
        }
        let keys = called.entry(finding["threats"][0].as_str().unwrap().to_owned()).or_default();
        for place in finding["locations"].as_array().unwrap().iter().skip(1) {
            let text = std::fs::read_to_string(folder.join(place["path"].as_str().unwrap())).unwrap();
            let line = usize::try_from(place["start"]["line"].as_u64().unwrap()).unwrap();
            let lines: Vec<&str> = text.lines().take(line).collect();
            let table = lines.iter().rev().find(|line| line.starts_with('[')).unwrap();
            let key = lines.last().unwrap().split(" = ").next().unwrap();
            keys.insert(format!("{}.{key}", table.trim_matches(['[', ']'])));
        }
    }
    let threats = ids(&folder, "threats");
    assert_eq!(called.keys().collect::<BTreeSet<_>>(), threats.iter().collect::<BTreeSet<_>>());
    for threat in threats {
        let page = run(&folder, &["explain", &threat]).stdout;
        let facts = below(&page, "\nCalled for by facts of a descriptor");
        let keys = facts.iter().filter(|line| !line.starts_with("   "));
        let keys: BTreeSet<String> =
            keys.map(|line| line.trim().split([' ', ',']).next().unwrap().to_owned()).collect();
        assert_eq!(keys, called[&threat], "{threat}: {page}");
    }
    let page = run(&folder, &["explain", "7.1.1"]).stdout;
    assert!(
        page.contains(
            "\n  data.classification = \"confidential\" or \"secret\", unless data.stored = false\n"
        ),
        "{page}"
    );
}
