//! Policies of users: their contract, their unit tests, and every way in which they can be unusable.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use support::{Folder, GOOD, Outcome};

const TAGS: &str = r#"package acme.tags

# METADATA
# title: Owner is a team
# description: The owner is an address of the company.
# custom:
#   id: acme/owner
#   severity: warning
#   help: write an address that ends in @acme.example
owner contains violation if {
	not endswith(input.service.owner, "@acme.example")
	violation := {
		"message": sprintf("%s is not ours", [input.service.owner]),
		"path": ["service", "owner"],
		"label": "a stranger",
		"threats": ["8.1.1"],
		"labels": [{"path": ["service", "title"], "label": "the service"}],
	}
}
"#;

fn with_policy(text: &str) -> Folder {
    let folder = Folder::new();
    folder.file("ccsec.toml", GOOD).file("docs/keys.md", "keys").file("policy/a.rego", text);
    folder
}

#[test]
fn a_policy_of_ones_own_raises_findings_at_the_places_that_it_names() {
    let folder = with_policy(TAGS);
    let report = folder.report(["--policy", "policy"]);
    let own: Vec<_> = report.findings.iter().filter(|finding| finding.rule == "acme/owner").collect();
    assert_eq!(own.len(), 1);
    assert_eq!(own[0].message, "storage-team@example.com is not ours");
    assert_eq!(own[0].under, "\"storage-team@example.com\"");
    assert_eq!(own[0].label, "a stranger");
    assert_eq!(own[0].help, "write an address that ends in @acme.example");
    let json = report.json["findings"].as_array().unwrap();
    let json = json.iter().find(|finding| finding["rule"] == "acme/owner").unwrap();
    assert_eq!(json["severity"], "warning");
    assert_eq!(json["threats"], serde_json::json!(["8.1.1"]));
    assert_eq!(json["locations"][1]["label"], "the service");
}

#[test]
fn the_configuration_names_policies_relative_to_itself() {
    let folder = with_policy(TAGS);
    folder.file("ccsec-lint.toml", "policies = [\"policy\"]\n").file("deep/down/ccsec.toml", GOOD);
    let mut command = folder.command();
    command.current_dir(folder.join("deep")).args(["--format", "concise", "--today", support::TODAY]);
    let outcome = Outcome::of(&mut command);
    assert!(
        outcome.stdout.contains("warning[acme/owner] storage-team@example.com is not ours"),
        "{}",
        outcome.stdout
    );
}

#[test]
fn a_rule_of_ones_own_can_be_looked_up() {
    let folder = with_policy(TAGS);
    folder.file("ccsec-lint.toml", "policies = [\"policy\"]\n");
    for rules in [vec![], vec!["--isolated", "--policy", "policy"]] {
        let explained = Outcome::of(folder.command().args(["explain", "acme/owner"]).args(&rules));
        assert!(
            explained.stdout.starts_with("acme/owner Owner is a team\na rule, severity warning\n"),
            "{explained:?}"
        );
        let listed = Outcome::of(folder.command().args(["list", "rules"]).args(&rules));
        assert!(listed.stdout.ends_with("Owner is a team\n"), "{listed:?}");
    }
    assert_eq!(Outcome::of(folder.command().args(["explain", "acme/owner", "--isolated"])).code, 2);
}

#[test]
fn policies_of_conftest_are_heard() {
    let folder = with_policy(
        "package main\n\ndeny contains \"no\" if input.service.id\n\nwarn contains {\"msg\": \"hm\"} if input.data.personal\n",
    );
    folder.file("policy/b.rego", "package main\n\nviolation contains {\"msg\": text} if some text in words\n\nwords := {\"one\", \"two\"}\n");
    let report = folder.report(["--policy", "policy"]);
    let mut seen: Vec<(String, String)> = report
        .findings
        .iter()
        .filter(|finding| finding.rule.starts_with("main/"))
        .map(|finding| (finding.rule.clone(), finding.message.clone()))
        .collect();
    seen.sort();
    let expected =
        [("main/deny", "no"), ("main/violation", "one"), ("main/violation", "two"), ("main/warn", "hm")];
    assert_eq!(seen, expected.map(|(rule, message)| (rule.to_owned(), message.to_owned())));
}

/// A case: what is wrong, the policy, the words of the message, the text under the span.
#[test]
fn a_policy_that_cannot_be_used_is_a_fault_at_its_place_and_never_a_silence() {
    let evidence = TAGS.replace("#   severity: warning", "#   expectations: [9.7/data-recovery]");
    let again = evidence.split_once("# METADATA").map(|(_, rule)| format!("\n# METADATA{rule}")).unwrap();
    let cases = [
        (
            "parse",
            "package acme\n\ndeny contains \"x\" if {\n\tinput.service. == 1\n}\n",
            "this policy cannot be used",
            "input.service. == 1",
        ),
        (
            "unsafe",
            "package acme\n\ndeny contains x if {\n\tx := sprintf(\"%s\", [nope])\n}\n",
            "`nope` is unsafe",
            "nope",
        ),
        (
            "builtin",
            "package acme\n\ndeny contains x if {\n\tx := http.send({})\n}\n",
            "could not find function http.send",
            "http.send",
        ),
        (
            "conflict",
            "package acme\n\ndeny contains x if x := p\n\np := 1 if input.service\n\np := 2 if input.data\n",
            "rule conflicts",
            "p",
        ),
        (
            "shipped id",
            &TAGS.replace("acme/owner", "9.7/encryption-at-rest"),
            "belongs to a shipped rule",
            "owner contains violation if {",
        ),
        (
            "shipped id of an evidence rule",
            &evidence.replace("acme/owner", "aws/compute"),
            "the rule id `aws/compute` belongs to a shipped rule",
            "owner contains violation if {",
        ),
        (
            "id of an evidence rule of its own",
            &format!("{evidence}{}", again.replace("owner contains", "again contains")),
            "the rule id `acme/owner` is defined twice",
            "again contains violation if {",
        ),
        (
            "shipped package",
            "package ccsec.lib.facts\n\ndeny contains \"x\" if true\n",
            "belongs to the shipped policies",
            "package ccsec.lib.facts",
        ),
        ("no rule", "package acme\n\nallow if true\n", "matches nothing", "package acme"),
        ("unknown key", &TAGS.replace("#   help:", "#   hepl:"), "hepl", "#   hepl:"),
        ("no title", &TAGS.replace("# title: Owner is a team\n", ""), "lacks `title`", "# METADATA"),
        (
            "unknown key of a violation",
            &TAGS.replace("\"label\": \"a stranger\"", "\"lable\": \"a stranger\""),
            "a violation has no key `lable`",
            "owner contains violation if {",
        ),
        (
            "no contract",
            &TAGS.replace("\"message\"", "\"massage\""),
            "needs a `message`",
            "owner contains violation if {",
        ),
        (
            "wrong path",
            &TAGS.replace("[\"service\", \"owner\"]", "\"service\""),
            "a `path` is a list",
            "owner contains violation if {",
        ),
    ];
    for (what, policy, message, under) in cases {
        let folder = with_policy(policy);
        let outcome = folder.check(["--policy", "policy"]);
        assert_eq!(outcome.code, 2, "{what}");
        let all = format!("{}{}", outcome.stdout, outcome.stderr);
        assert!(all.contains(message), "{what}: {all}");
        assert!(all.contains("policy/a.rego:"), "{what}: {all}");
        let line = policy.lines().position(|line| line.contains(under)).unwrap() + 1;
        if what != "parse" {
            assert!(all.contains(&format!("policy/a.rego:{line}:")) || what == "conflict", "{what}: {all}");
        }
    }
}

#[test]
fn a_policy_that_takes_too_long_is_stopped() {
    let folder = with_policy(
        "package acme\n\ndeny contains \"x\" if {\n\tsome a in numbers.range(1, 5000)\n\tsome b in numbers.range(1, 5000)\n\ta * b == 0\n}\n",
    );
    folder.file("limit.toml", "[thresholds]\npolicy_time_limit = \"1s\"\n");
    let mut command = folder.command();
    let outcome = Outcome::of(command.args(["check", "--config", "limit.toml", "--policy", "policy"]));
    assert_eq!(outcome.code, 2);
    for words in ["the policies took longer than they may (while judging `ccsec.toml`)", "policy_time_limit"]
    {
        assert!(outcome.stdout.contains(words), "{}", outcome.stdout);
    }
}

#[test]
fn a_folder_without_policies_is_a_fault() {
    let folder = with_policy(TAGS);
    folder.file("empty/readme.md", "nothing");
    for (name, message) in
        [("empty", "there is no policy in `empty`"), ("nowhere", "cannot read the policies in `nowhere`")]
    {
        let outcome = folder.check(["--policy", name]);
        assert_eq!(outcome.code, 2);
        assert!(outcome.stderr.contains(message), "{}", outcome.stderr);
    }
}

#[test]
fn every_fault_of_every_policy_is_shown_in_one_run() {
    let folder = with_policy("package a\n\nallow if true\n");
    folder
        .file("policy/b.rego", "package b\n\ndeny contains x if {\n")
        .file("policy/c.rego", "package ccsec.mine\n");
    let outcome = folder.check(["--policy", "policy"]);
    for name in ["a.rego", "b.rego", "c.rego"] {
        assert!(outcome.stderr.contains(&format!("policy/{name}:")), "{name}: {}", outcome.stderr);
    }
}

#[test]
fn data_files_are_mounted_at_their_folder() {
    let folder = with_policy("package main\n\ndeny contains data.acme.words.first if input.service\n");
    folder.file("policy/acme/data.json", "{\"words\": {\"first\": \"from data\"}}");
    let report = folder.report(["--policy", "policy"]);
    let own: Vec<&str> =
        report.findings.iter().filter(|it| it.rule == "main/deny").map(|it| it.message.as_str()).collect();
    assert_eq!(own, ["from data"]);
}

const TESTS: &str = r#"package acme.tags_test

import data.acme.tags

test_stranger if {
	violations := tags.owner with input as {"service": {"owner": "x@y"}}
	count(violations) == 1
}

test_ours if {
	violations := tags.owner with input as {"service": {"owner": "x@acme.example"}}
	violations == set()
}
"#;

fn test(folder: &Folder, arguments: &[&str]) -> Outcome {
    Outcome::of(folder.command().arg("test").args(arguments))
}

#[test]
fn unit_tests_of_policies_pass_with_mocks() {
    let folder = with_policy(TAGS);
    folder.file("policy/a_test.rego", TESTS);
    let outcome = test(&folder, &["policy", "--coverage"]);
    assert_eq!(outcome.stdout, "coverage: 8 of 8 lines\n2 passed, 0 failed\n", "{}", outcome.stderr);
    assert_eq!(outcome.code, 0);
    let named = test(&folder, &["policy", "--verbose", "--filter", "ours"]);
    assert!(
        named.stdout.starts_with("ok   policy/a_test.rego:10: data.acme.tags_test.test_ours ("),
        "{}",
        named.stdout
    );
    assert!(named.stdout.ends_with("1 passed, 0 failed\n"));
}

#[test]
fn a_failing_unit_test_is_shown_with_file_and_line_and_fails_the_run() {
    let folder = with_policy(TAGS);
    folder.file("policy/a_test.rego", TESTS.replace("== 1", "== 2"));
    let outcome = test(&folder, &["policy"]);
    assert_eq!(outcome.code, 1);
    assert_eq!(
        outcome.stdout,
        "FAIL policy/a_test.rego:5: data.acme.tags_test.test_stranger\n     it is undefined: one of its conditions does not hold\n1 passed, 1 failed\n"
    );
}

#[test]
fn lines_that_no_test_reached_are_named_and_fail_the_run() {
    let folder = with_policy(&format!("{TAGS}\nother contains \"x\" if {{\n\tinput.nothing == 1\n}}\n"));
    folder.file("policy/a_test.rego", TESTS);
    let outcome = test(&folder, &["policy", "--coverage"]);
    assert_eq!(outcome.code, 1);
    assert!(
        outcome.stdout.contains("policy/a.rego: 9 of 10 lines covered; not reached: 21\n"),
        "{}",
        outcome.stdout
    );
}

#[test]
fn no_test_at_all_is_not_a_pass() {
    let folder = with_policy(TAGS);
    for arguments in [["policy", "--filter="], ["policy", "--filter=none"]] {
        let outcome = test(&folder, &arguments);
        assert_eq!(outcome.code, 2, "{arguments:?}");
        assert!(outcome.stderr.contains("no test"), "{}", outcome.stderr);
    }
}

#[test]
fn the_shipped_policies_pass_their_own_tests_with_every_line_reached() {
    let folder = Folder::new();
    let policies = concat!(env!("CARGO_MANIFEST_DIR"), "/policies");
    let outcome = test(&folder, &[policies, "--coverage"]);
    assert_eq!(outcome.code, 0, "{}{}", outcome.stdout, outcome.stderr);
    assert!(!outcome.stdout.contains("not reached"), "{}", outcome.stdout);
    let passed: usize = outcome.stdout.lines().last().unwrap().split(' ').next().unwrap().parse().unwrap();
    assert!(passed > 500, "{passed}");
}
