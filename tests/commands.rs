//! The commands beside `check`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::BTreeSet;

use serde_json::Value;
use support::{Folder, GOOD, Outcome, TODAY, with};

fn run(folder: &Folder, arguments: &[&str]) -> Outcome {
    Outcome::of(folder.command().env("CCSEC_LINT_TODAY", TODAY).args(arguments))
}

fn good() -> Folder {
    let folder = Folder::new();
    folder.file("ccsec.toml", GOOD).file("docs/keys.md", "keys");
    folder
}

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

#[test]
fn lists_are_whole_in_every_form() {
    let folder = Folder::new();
    for (what, count) in [("threats", 26), ("capabilities", 14), ("expectations", 69)] {
        let lines = |format: &str| run(&folder, &["list", what, "--format", format]).stdout.lines().count();
        assert_eq!(lines("human"), count, "{what}");
        assert_eq!(lines("markdown"), count + 2, "{what}: a heading and its rule");
    }
    let threats = run(&folder, &["list", "threats"]).stdout;
    assert!(threats.starts_with("7.1.1   CSC  Data loss and leakage "), "{threats}");
    let order: Vec<&str> = threats.lines().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(
        order[21..],
        ["8.2.9", "8.2.10", "8.3.1", "8.3.2", "8.3.3"],
        "numbers are in the order of numbers"
    );
}

#[test]
fn the_matrix_fits_its_columns_and_shows_the_worst_verdict_of_a_cell() {
    let folder = good();
    let outcome = run(&folder, &["matrix", "--isolated"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert!(outcome.stdout.lines().all(|line| line.chars().count() <= 100), "{}", outcome.stdout);
    let row = outcome.stdout.lines().find(|line| line.starts_with("7.1.1 ")).unwrap();
    let cells: Vec<&str> =
        row.split_whitespace().rev().take(14).collect::<Vec<_>>().into_iter().rev().collect();
    // 9.7 has encryption and keys behind documents, and access control and recovery missing: the worst counts.
    assert_eq!(cells, ["✗", "✗", "○", "·", "·", "·", "✗", "·", "·", "·", "✗", "·", "·", "·"]);
}

#[test]
fn the_matrix_says_the_same_in_every_form() {
    let folder = good();
    let csv = run(&folder, &["matrix", "--isolated", "--format", "csv"]).stdout;
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("service,path,threat,capability,verdict"));
    let from_csv: BTreeSet<(String, String, String)> = lines
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            assert_eq!(cells[..2], ["network-storage", "ccsec.toml"]);
            (cells[2].to_owned(), cells[3].to_owned(), cells[4].to_owned())
        })
        .collect();
    let json: Value =
        serde_json::from_str(&run(&folder, &["matrix", "--isolated", "--format", "json"]).stdout).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let from_json: BTreeSet<(String, String, String)> = json["services"][0]["cells"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cell| (text(&cell["threat"]), text(&cell["capability"]), text(&cell["verdict"])))
        .collect();
    assert_eq!(from_csv, from_json);
    assert_eq!(from_csv.len(), 10, "7.1.1 requires five capabilities, 8.1.5 five");
    let markdown = run(&folder, &["matrix", "--isolated", "--format", "markdown"]).stdout;
    let row = markdown.lines().find(|line| line.starts_with("| 7.1.1 ")).unwrap();
    assert_eq!(row.matches('|').count(), 16, "{row}");
}

#[test]
fn a_spreadsheet_formula_in_a_name_stays_text() {
    let folder = Folder::new();
    folder.file("=1+1,\"x\".ccsec.toml", GOOD);
    let csv = run(&folder, &["matrix", "--isolated", "--format", "csv"]).stdout;
    assert!(
        csv.lines().nth(1).unwrap().starts_with("network-storage,\"'=1+1,\"\"x\"\".ccsec.toml\",7.1.1,"),
        "{csv}"
    );
}

#[test]
fn why_leads_from_the_threat_to_the_evidence() {
    let folder = good();
    let outcome = run(&folder, &["why", "ccsec.toml", "7.1.1", "--isolated"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let expected = "│  ├─ 9.7/encryption-at-rest documented\n│  │  └─ control bucket-encryption (implemented), line 33\n│  │     └─ document docs/keys.md: current, reviewed 81 days ago\n";
    assert!(outcome.stdout.contains(expected), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("└─ 9.11 Disaster recovery\n   ├─ 9.11/recovery-plan planned\n   │  └─ control recovery (planned), line 42\n"), "{}", outcome.stdout);
    assert!(!outcome.stdout.contains("8.1.5"), "one threat alone");
    assert!(run(&folder, &["why", "ccsec.toml"]).stdout.contains("\n8.1.5 Service unavailability\n"));
    let unknown = run(&folder, &["why", "ccsec.toml", "7.1.9"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("`7.1.9` is not a threat of Table A.1"), "{}", unknown.stderr);
}

#[test]
fn a_descriptor_with_holes_has_no_matrix() {
    let folder = Folder::new();
    folder.file("ccsec.toml", with("role = \"CSP\"", "rule = \"CSP\""));
    for command in [["matrix", "ccsec.toml"], ["why", "ccsec.toml"]] {
        let outcome = run(&folder, &command);
        assert_eq!(outcome.code, 2, "{command:?}");
        assert!(outcome.stderr.contains("`ccsec.toml` could not be judged"), "{}", outcome.stderr);
    }
}

/// The first descriptor of services that differ in every fact.
#[test]
fn what_init_writes_has_no_fault_of_form_and_is_never_green() {
    let cases: [&[&str]; 5] = [
        &[],
        &[
            "--role",
            "CSC",
            "--category",
            "SaaS",
            "--deployment",
            "private",
            "--tenancy",
            "single",
            "--exposure",
            "internal",
            "--compute",
            "function",
            "--classification",
            "public",
            "--personal",
            "false",
            "--jurisdiction",
            "DE",
        ],
        &[
            "--role",
            "CSN",
            "--category",
            "CaaS",
            "--deployment",
            "hybrid",
            "--compute",
            "container",
            "--compute",
            "virtual-machine",
        ],
        &[
            "--category",
            "NaaS",
            "--deployment",
            "community",
            "--exposure",
            "partner",
            "--jurisdiction",
            "FR",
            "--jurisdiction",
            "CH",
        ],
        &[
            "--id",
            "x",
            "--title",
            "a \"quoted\" \\ title\u{7}",
            "--owner",
            "me",
            "--classification",
            "secret",
        ],
    ];
    for flags in cases {
        let folder = Folder::new();
        let outcome = run(&folder, &[&["init", "--no-input"], flags].concat());
        assert_eq!(outcome.code, 0, "{flags:?}: {}", outcome.stderr);
        let report = folder.report([""; 0]);
        assert!(report.of_form().is_empty(), "{flags:?}: {:?}", report.of_form());
        assert_eq!(report.code, 1, "{flags:?}: never green");
        assert!(
            !report.rules().contains(&"threats/called-for"),
            "{flags:?}: what the facts call for is flagged"
        );
        let text = std::fs::read_to_string(folder.join("ccsec.toml")).unwrap();
        let service = &report.json["services"][0];
        let flagged: BTreeSet<&str> =
            service["threats"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
        for threat in &flagged {
            let line = text.lines().find(|line| line.trim_start().starts_with(&format!("\"{threat}\", # ")));
            assert!(
                line.is_some_and(|line| line.contains(": ")),
                "{flags:?}: {threat} is flagged with the reason"
            );
        }
        let asked: BTreeSet<String> = report.json["findings"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|finding| finding["expectations"].as_array().unwrap())
            .map(|id| id.as_str().unwrap().to_owned())
            .collect();
        for expectation in &asked {
            assert!(
                text.contains(&format!("\n## {expectation}, for ")),
                "{flags:?}: a stub for {expectation}"
            );
        }
        assert_eq!(text.matches("\n# [[controls]]\n").count(), asked.len(), "{flags:?}: and for no other");
    }
}

#[test]
fn the_stubs_of_init_meet_what_they_are_for_once_uncommented() {
    let folder = Folder::new();
    run(&folder, &["init", "--no-input", "--jurisdiction", "DE"]);
    let text = std::fs::read_to_string(folder.join("ccsec.toml")).unwrap();
    let (head, stubs) = text.split_once("# Step three").unwrap();
    let mut inside = false;
    let uncommented: String = stubs
        .lines()
        .map(|line| {
            inside = (inside || line == "# [[controls]]") && line.starts_with('#');
            let line = if inside { line.trim_start_matches("# ").trim_start_matches('#') } else { line };
            format!("{line}\n")
        })
        .collect();
    folder.file("ccsec.toml", format!("{head}# Step three{uncommented}"));
    let report = folder.report([""; 0]);
    assert!(report.of_form().is_empty(), "{:?}", report.of_form());
    let verdicts = &report.json["services"][0]["verdicts"];
    let claimed: Vec<&str> = stubs
        .lines()
        .filter_map(|line| line.strip_prefix("## ")?.split_once(", for "))
        .map(|(id, _)| id)
        .collect();
    assert!(claimed.len() > 30);
    for id in claimed {
        let claimed = !report.json["findings"].as_array().unwrap().iter().any(|finding| {
            finding["message"].as_str().unwrap().contains(&format!("\"{id}\", is claimed by no control"))
        });
        assert!(claimed && verdicts[id]["verdict"] != "planned", "{id}: {}", verdicts[id]);
    }
}

#[test]
fn init_leaves_a_file_that_exists_as_it_is() {
    let folder = Folder::new();
    folder.file("ccsec.toml", "mine");
    let outcome = run(&folder, &["init", "--no-input"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("`ccsec.toml` exists already"), "{}", outcome.stderr);
    assert_eq!(std::fs::read_to_string(folder.join("ccsec.toml")).unwrap(), "mine");
}

#[test]
fn init_refuses_what_would_not_be_a_descriptor() {
    let folder = Folder::new();
    for (arguments, message) in [
        (vec!["init", "--no-input", "storage.toml"], "is not the name of a descriptor"),
        (
            vec!["init", "--no-input", "--jurisdiction", "Germany"],
            "\"Germany\" is not an ISO 3166-1 country code",
        ),
        (vec!["init", "--no-input", "--id", "two words"], "\"two words\" is not an identifier"),
        (vec!["init", "--no-input", "no/such/ccsec.toml"], "cannot write `no/such/ccsec.toml`"),
    ] {
        let outcome = run(&folder, &arguments);
        assert_eq!(outcome.code, 2, "{arguments:?}");
        assert!(outcome.stderr.contains(message), "{}", outcome.stderr);
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was written");
}

#[test]
fn completions_and_the_manual_page_know_the_commands() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let outcome = run(&folder, &["completions", shell]);
        assert_eq!(outcome.code, 0);
        assert!(outcome.stdout.contains("explain") && outcome.stdout.contains("fail-on"), "{shell}");
    }
    let script = run(&folder, &["completions", "bash"]).stdout;
    let asked = "COMP_WORDS=(ccsec-lint list t); COMP_CWORD=2; _ccsec__lint ccsec-lint t list; echo \"${COMPREPLY[@]}\"";
    folder.file("complete.sh", format!("{script}\n{asked}\n"));
    let completed = Outcome::of(folder.command_of("/bin/bash".as_ref()).arg("complete.sh"));
    assert_eq!(completed.stdout, "threats\n", "words below a command are completed: {}", completed.stderr);
    let page = run(&folder, &["man"]).stdout;
    assert!(page.contains(".TH ccsec-lint") && page.contains("ccsec\\-lint\\-explain"), "{page}");
}
