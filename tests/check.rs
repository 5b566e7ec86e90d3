//! `ccsec-lint check`: what it prints, in which format, and how it ends.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::BTreeMap;
use support::{Folder, GOOD, Outcome, as_check};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");

fn good() -> Folder {
    let folder = Folder::new();
    folder.file("ccsec.toml", GOOD).file("docs/keys.md", "keys");
    folder
}

/// A service that needs nothing but a review of its threats.
fn clean() -> Folder {
    let folder = Folder::new();
    let text =
        std::fs::read_to_string(format!("{FIXTURES}/not-applicable/9.7/encryption-at-rest.ccsec.toml"))
            .unwrap();
    folder.file("rules/a/clean.ccsec.toml", text);
    for entry in std::fs::read_dir(format!("{FIXTURES}/rules/docs")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        folder.file(format!("rules/docs/{name}"), std::fs::read(&path).unwrap());
    }
    folder
}

#[test]
fn the_exit_code_says_how_it_ended() {
    let dirty = good();
    assert_eq!(dirty.check([""; 0]).code, 1, "errors");
    assert_eq!(dirty.check(["--exit-zero"]).code, 0, "asked to end well");
    assert_eq!(dirty.check(["nowhere"]).code, 2, "a path that is not there");
    assert_eq!(dirty.check(["--exit-zero", "nowhere"]).code, 2, "what could not be judged still counts");
    assert_eq!(dirty.check(["--no-such-option"]).code, 2, "wrong usage");
    assert_eq!(dirty.check(["--format", "xml"]).code, 2, "wrong usage");
    assert_eq!(dirty.check(["--policy", "nowhere"]).code, 2, "policies that are not there");
    assert_eq!(dirty.check(["--today", "yesterday"]).code, 2, "not a day");
    assert_eq!(Folder::new().check([""; 0]).code, 3, "nothing to judge");
    assert_eq!(Folder::new().check(["--exit-zero"]).code, 3, "nothing to judge is never clean");
    assert_eq!(Outcome::of(dirty.command().arg("--version")).code, 0);
    assert_eq!(Outcome::of(dirty.command().arg("--help")).code, 0);
}

#[test]
fn only_findings_at_or_above_fail_on_make_it_fail() {
    let folder = clean();
    assert_eq!(folder.check([""; 0]).code, 0, "{}", folder.check([""; 0]).stdout);
    // Without a review there is one warning.
    let text = std::fs::read_to_string(folder.join("rules/a/clean.ccsec.toml")).unwrap();
    let (kept, _) = text.split_once("[review]").unwrap();
    folder.file("rules/a/clean.ccsec.toml", kept);
    let report = folder.report([""; 0]);
    assert_eq!((report.rules(), report.code), (vec!["review/unscheduled"], 0));
    assert_eq!(folder.check(["--fail-on", "warning"]).code, 1);
    assert_eq!(folder.check(["--fail-on", "note"]).code, 1);
    let hidden = folder.report(["--min-severity", "error", "--fail-on", "warning"]);
    assert_eq!((hidden.rules(), hidden.code), (vec![], 1), "what is not shown still counts");
    assert_eq!(hidden.json["summary"]["warnings"], 1);
    folder.file("ccsec-lint.toml", "fail_on = \"warning\"\nmin_severity = \"error\"\n");
    let configured = Outcome::of(folder.command().args(["--format", "concise", "--today", support::TODAY]));
    assert_eq!((configured.code, configured.stdout.as_str()), (1, ""), "{}", configured.stderr);
}

#[test]
fn a_run_that_fails_by_findings_that_it_does_not_show_says_so() {
    let folder = clean();
    let text = std::fs::read_to_string(folder.join("rules/a/clean.ccsec.toml")).unwrap();
    folder.file("rules/a/clean.ccsec.toml", text.split_once("[review]").unwrap().0);
    let said = "fails by findings below the severity shown (1 warning); see them with --min-severity warning";
    let hidden = ["--min-severity", "error", "--fail-on", "warning"];
    let with = |arguments: &[&str]| folder.check([&hidden, arguments].concat());
    let outcome = with(&["--quiet"]);
    assert_eq!((outcome.code, outcome.stdout), (1, format!("{said}\n")));
    let outcome = with(&[]);
    let (figures, _) = outcome.stdout.trim_end().rsplit_once(" · ").unwrap();
    assert!(
        figures.starts_with("1 service · ") && figures.ends_with(&format!(" · 1 warning · {said}")),
        "{figures}"
    );
    for format in ["concise", "json"] {
        let outcome = with(&["--format", format]);
        assert_eq!((outcome.code, outcome.stderr), (1, format!("{said}\n")), "{format}");
    }
    for silent in [
        with(&["--quiet", "--exit-zero"]),
        folder.check(["--quiet", "--min-severity", "error"]),
        good().check(["--quiet", "--min-severity", "error", "--fail-on", "warning"]),
    ] {
        assert!(!format!("{}{}", silent.stdout, silent.stderr).contains("fails by"), "{}", silent.stdout);
    }
}

#[test]
fn nothing_to_judge_says_where_it_looked_and_what_to_do() {
    let outcome = Folder::new().check(["."]);
    assert_eq!(outcome.stdout, "");
    assert_eq!(
        outcome.stderr,
        "nothing to judge: no ccsec.toml or NAME.ccsec.toml under `.`\nwrite a first one with: ccsec-lint init\n"
    );
}

#[test]
fn a_finding_is_drawn_at_the_flagged_threat_with_what_to_write() {
    let folder = good();
    let outcome = folder.check(["--quiet", "--min-severity", "error"]);
    let drawing = "\
error[capability/missing]

  x 7.1.1 Data loss and leakage is flagged, but 3 capabilities are missing
    ,-[ccsec.toml:23:12]
 22 | [threats]
 23 | flagged = [\"7.1.1\", \"8.1.5\"]
    :            ^^^|^^^
    :               `-- flagged here
    `----
";
    assert!(outcome.stdout.contains(drawing), "{}", outcome.stdout);
    for expectation in ["\"9.1/trust-authority\"", "\"9.2/authentication\"", "\"9.11/recovery-plan\""] {
        assert!(outcome.stdout.contains(expectation), "{expectation}");
    }
}

#[test]
fn the_last_line_counts_services_threats_capabilities_findings_and_time() {
    let outcome = good().check([""; 0]);
    let last = outcome.stdout.lines().last().unwrap();
    let (figures, time) = last.rsplit_once(" · ").unwrap();
    let report = good().report([""; 0]);
    let summary = &report.json["summary"];
    assert_eq!(
        figures,
        format!(
            "1 service · 2 threats flagged · {} capabilities required, {} covered · {} expectations, {} backed, {} declared · {} errors",
            summary["capabilities_required"],
            summary["capabilities_covered"],
            summary["expectations_required"],
            summary["expectations_backed"],
            summary["expectations_declared"],
            summary["errors"]
        )
    );
    assert!(time.strip_suffix(" ms").is_some_and(|number| number.parse::<u64>().is_ok()), "{time}");
}

#[test]
fn sixteen_flagged_threats_without_a_control_fit_on_two_screens() {
    let folder = Folder::new();
    let outcome = folder.check([&format!("{FIXTURES}/services/fresh-start")]);
    let lines: Vec<&str> = outcome.stdout.lines().collect();
    assert!(lines.len() <= 100, "{} lines", lines.len());
    let (figures, drawn) = lines.split_last().unwrap();
    assert!(drawn.iter().all(|line| line.chars().count() <= 120), "no line is too long");
    assert!(
        figures.starts_with("1 service · 16 threats flagged · 14 capabilities required, 0 covered · "),
        "{figures}"
    );
    assert_eq!(
        lines.iter().filter(|line| line.contains("error[capability/missing]")).count(),
        1,
        "one drawing"
    );
    let report = folder.report([&format!("{FIXTURES}/services/fresh-start")]);
    let missing: Vec<_> = report.json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["rule"] == "capability/missing")
        .collect();
    assert!(missing.len() > 30, "every pair is in the JSON");
    for finding in missing {
        let (threat, capability) =
            (finding["threats"][0].as_str().unwrap(), finding["capability"].as_str().unwrap());
        let row =
            lines.iter().find(|line| line.split_whitespace().find(|word| *word != "help:") == Some(threat));
        assert!(
            row.is_some_and(|row| row.split_whitespace().any(|word| word == capability)),
            "{threat} {capability}"
        );
    }
    let answered: Vec<u32> = lines
        .iter()
        .filter_map(|line| line.split_once(" of 16 ")?.0.split_whitespace().last()?.parse().ok())
        .collect();
    assert_eq!(answered.len(), 14, "every capability has its line");
    assert!(answered.is_sorted_by(|a, b| a >= b), "those that answer most come first: {answered:?}");
}

#[test]
fn concise_is_one_line_a_finding() {
    let folder = good();
    let outcome = folder.check(["--format", "concise"]);
    let report = folder.report([""; 0]);
    let expected: Vec<String> = report.json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            let start = &finding["locations"][0]["start"];
            format!(
                "ccsec.toml:{}:{}: {}[{}] {}",
                start["line"],
                start["column"],
                finding["severity"].as_str().unwrap(),
                finding["rule"].as_str().unwrap(),
                finding["message"].as_str().unwrap()
            )
        })
        .collect();
    assert!(expected.len() > 10);
    assert_eq!(outcome.stdout.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn standard_input_is_judged_under_a_name_of_its_own() {
    let folder = good();
    let mut command = folder.command();
    as_check(&mut command).args(["-", "--stdin-filename", "sub/x.ccsec.toml", "--format", "concise"]);
    command.stdin(std::fs::File::open(folder.join("ccsec.toml")).unwrap());
    let outcome = Outcome::of(&mut command);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stdout.lines().all(|line| line.starts_with("sub/x.ccsec.toml:")), "{}", outcome.stdout);
    assert!(
        outcome.stdout.contains("claim/dead-evidence"),
        "evidence is looked for beside the name: {}",
        outcome.stdout
    );
}

#[test]
fn descriptors_are_found_by_name_and_gitignore_is_respected() {
    let folder = Folder::new();
    for name in [
        "ccsec.toml",
        "a/b.ccsec.toml",
        "a/other.toml",
        "vendor/ccsec.toml",
        "ignored/ccsec.toml",
        ".hidden/ccsec.toml",
    ] {
        folder.file(name, GOOD);
    }
    folder.file(".gitignore", "/ignored\n").file("ccsec-lint.toml", "exclude = [\"vendor/**\"]\n");
    let judged = |arguments: &[&str]| {
        let outcome = Outcome::of(
            folder.command().args(["check", "--format", "json", "--today", support::TODAY]).args(arguments),
        );
        let json: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
        let services = json["services"].as_array().unwrap().clone();
        services.into_iter().map(|service| service["path"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(judged(&[]), [".hidden/ccsec.toml", "a/b.ccsec.toml", "ccsec.toml"]);
    assert_eq!(
        judged(&["a", "vendor/ccsec.toml"]),
        ["a/b.ccsec.toml", "vendor/ccsec.toml"],
        "a named file is taken"
    );
    assert_eq!(judged(&["a/other.toml"]), ["a/other.toml"], "whatever its name");
    assert_eq!(judged(&["ccsec.toml", "./ccsec.toml"]), ["ccsec.toml"], "once");
}

#[test]
fn a_configuration_with_faults_judges_nothing_and_shows_them_all() {
    let folder = good();
    folder.file(
        "ccsec-lint.toml",
        "fail-on = \"error\"\nmin_severity = \"info\"\n[thresholds]\ndocument_max_age = 3\n",
    );
    let outcome = Outcome::of(&mut folder.command());
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    for expected in [
        "ccsec-lint.toml:1:1",
        "did you mean `fail_on`?",
        "\"note\", \"warning\", \"error\"",
        "must be a duration",
    ] {
        assert!(outcome.stderr.contains(expected), "{expected}: {}", outcome.stderr);
    }
    assert_eq!(Outcome::of(folder.command().arg("--isolated")).code, 1, "--isolated reads none");
}

#[test]
fn thresholds_of_the_configuration_reach_the_policies() {
    let folder = good();
    folder.file("ccsec-lint.toml", "[thresholds]\ndocument_max_age = \"30d\"\n");
    let mut command = folder.command();
    let outcome = Outcome::of(command.args(["--format", "concise", "--today", support::TODAY]));
    assert!(outcome.stdout.contains("warning[claim/stale]"), "{}", outcome.stdout);
    assert!(!folder.check(["--format", "concise"]).stdout.contains("claim/stale"), "365 days unless stated");
}

#[test]
fn rules_have_the_severity_that_the_configuration_gives_them() {
    let folder = good();
    let severities = |text: &str| -> BTreeMap<String, String> {
        folder.file("ccsec-lint.toml", text);
        let outcome = Outcome::of(folder.command().args(["--format", "concise", "--today", support::TODAY]));
        let lines = outcome.stdout.lines().filter_map(|line| {
            let (severity, rest) = line.split_once(": ")?.1.split_once('[')?;
            Some((rest.split_once(']')?.0.to_owned(), severity.to_owned()))
        });
        lines.collect()
    };
    let before = severities("");
    assert_eq!(before["capability/missing"], "error");
    let lighter = severities("[severity]\n\"capability/missing\" = \"note\"\n");
    assert_eq!(lighter["capability/missing"], "note");
    let others = |all: &BTreeMap<String, String>| {
        all.iter()
            .filter(|(rule, _)| *rule != "capability/missing")
            .map(|(a, b)| (a.clone(), b.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(others(&lighter), others(&before), "no other rule");
    // A family, and one of it by its id.
    let family = severities("[severity]\n\"threats/*\" = \"note\"\n\"threats/called-for\" = \"warning\"\n");
    for (rule, severity) in family.iter().filter(|(rule, _)| rule.starts_with("threats/")) {
        assert_eq!(severity, if rule == "threats/called-for" { "warning" } else { "note" }, "{rule}");
    }
    assert!(
        family.contains_key("threats/called-for") && family.contains_key("threats/not-reviewed"),
        "{family:?}"
    );
}

#[test]
fn a_severity_of_no_rule_or_of_what_cannot_be_judged_is_a_fault_at_its_place() {
    let folder = good();
    folder.file(
        "ccsec-lint.toml",
        "[severity]\n\"capability/mising\" = \"note\"\n\"descriptor/syntax\" = \"note\"\n\"zzz/*\" = \"note\"\n",
    );
    let outcome = Outcome::of(&mut folder.command());
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    for expected in [
        "ccsec-lint.toml:2:1",
        "`capability/mising` is not a rule",
        "write \"capability/missing\"",
        "ccsec-lint.toml:3:1",
        "a descriptor that cannot be judged never passes",
        "ccsec-lint.toml:4:1",
    ] {
        assert!(outcome.stderr.contains(expected), "{expected}: {}", outcome.stderr);
    }
}

#[test]
fn a_fingerprint_stays_when_lines_move_and_other_controls_come() {
    let folder = good();
    let prints = || {
        let report = folder.report([""; 0]);
        let findings = report.json["findings"].as_array().unwrap();
        let mut prints: Vec<(String, String)> = findings
            .iter()
            .map(|it| {
                (it["fingerprint"].as_str().unwrap().to_owned(), it["message"].as_str().unwrap().to_owned())
            })
            .collect();
        prints.sort();
        prints
    };
    let before = prints();
    let mut unique: Vec<&String> = before.iter().map(|(print, _)| print).collect();
    unique.dedup();
    assert_eq!(unique.len(), before.len(), "no two findings share one");
    let moved = GOOD.replace("ccsec = 1", "# a comment\n\nccsec = 1").replacen(
        "[[controls]]",
        "[[controls]]\nid = \"first\"\nkind = \"control\"\nby = \"CSP\"\nstatus = \"planned\"\nmeets = [\"9.13/portability\"]\n\n[[controls]]",
        1,
    );
    folder.file("ccsec.toml", moved);
    assert_eq!(prints(), before);
}

#[test]
fn an_output_file_never_takes_the_place_of_what_is_read() {
    let folder = good();
    for arguments in [["--output-file", "ccsec.toml"], ["--output-file", "./docs/../ccsec.toml"]] {
        let outcome = folder.check(arguments);
        assert_eq!(outcome.code, 2);
        assert!(outcome.stderr.contains("is read, and would be lost"), "{}", outcome.stderr);
        assert_eq!(std::fs::read_to_string(folder.join("ccsec.toml")).unwrap(), GOOD);
    }
}

#[test]
fn an_output_file_is_written_whole_and_nothing_goes_to_standard_output() {
    let folder = good();
    let outcome = folder.check(["--format", "json", "--output-file", "report.json"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""));
    let written = std::fs::read_to_string(folder.join("report.json")).unwrap();
    assert_eq!(written, folder.check(["--format", "json"]).stdout);
    let names: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 3, "nothing is left beside it: {names:?}");
    let failed = folder.check(["--output-file", "no/such/folder/report.txt"]);
    assert_eq!(failed.code, 2);
    assert!(failed.stderr.contains("cannot write to `no/such/folder/report.txt`"), "{}", failed.stderr);
}

#[test]
fn colour_is_used_only_where_asked_for_or_on_a_terminal() {
    let folder = good();
    assert!(!folder.check([""; 0]).stdout.contains('\u{1b}'), "a pipe is no terminal");
    assert!(folder.check(["--color", "always"]).stdout.contains("\u{1b}["));
    assert!(!folder.check(["--color", "never"]).stdout.contains('\u{1b}'));
}

#[test]
fn verbose_says_what_was_read() {
    let folder = good();
    let outcome = folder.check(["--verbose", "--format", "concise"]);
    assert_eq!(outcome.stderr, "configuration: none\nread: ccsec.toml\n");
}
