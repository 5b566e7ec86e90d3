//! Too much of something: bytes, controls, findings, levels, columns.

use std::fmt::Write as _;
use std::fs::File;

use crate::support::{Folder, GOOD, Outcome, Report, TODAY, as_check, beginning, with};

use super::{at, good, seen};

#[test]
fn a_descriptor_of_a_hundred_megabytes_is_not_read_and_the_others_are_judged() {
    let folder = Folder::new();
    folder.file("a.ccsec.toml", good("first")).file("z.ccsec.toml", good("last"));
    File::create(folder.join("huge.ccsec.toml")).unwrap().set_len(100 << 20).unwrap();
    let outcome = folder.check(["--format", "json", "."]);
    let json: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    let judged: Vec<&str> =
        json["services"].as_array().unwrap().iter().map(|service| service["id"].as_str().unwrap()).collect();
    assert_eq!((outcome.code, judged), (1, vec!["first", "last"]));
    let of_huge: Vec<&serde_json::Value> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["locations"][0]["path"] == "huge.ccsec.toml")
        .collect();
    let [finding] = of_huge[..] else { panic!("{of_huge:?}") };
    assert_eq!(finding["rule"], "descriptor/too-large");
    assert!(finding["message"].as_str().unwrap().contains("8 MiB"), "{finding}");
    assert!(seen(&folder, "human", &["huge.ccsec.toml"]).contains("huge.ccsec.toml:1:1"));
}

#[test]
fn a_descriptor_is_read_up_to_eight_mebibytes_and_no_further() {
    let folder = Folder::new();
    let most = 8 << 20;
    let full = format!("{GOOD}#{}", "x".repeat(most - GOOD.len() - 1));
    folder.file("a.ccsec.toml", &full).file("b.ccsec.toml", format!("{full}x"));
    let outcome = folder.check(["--format", "concise", "."]);
    let of_b: Vec<&str> = outcome.stdout.lines().filter(|line| line.starts_with("b.ccsec.toml")).collect();
    assert!(of_b.len() == 1 && of_b[0].contains("[descriptor/too-large]"), "{of_b:?}");
    let of_a: Vec<&str> = outcome.stdout.lines().filter(|line| line.starts_with("a.ccsec.toml")).collect();
    assert!(!of_a.is_empty() && !of_a.iter().any(|line| line.contains("[descriptor/")), "{of_a:?}");
}

/// The head of a descriptor, to which controls can be added.
fn without_controls() -> String {
    GOOD.split("[[controls]]").next().unwrap().to_owned()
}

#[test]
fn a_hundred_thousand_controls_end_in_a_verdict_or_in_a_clear_refusal() {
    let folder = Folder::new();
    let mut controls = String::from("controls = [\n");
    for number in 0..100_000 {
        let id = format!("c{number:x}");
        let _ = writeln!(
            controls,
            "{{id=\"{id}\",by=\"CSP\",kind=\"policy\",status=\"planned\",meets=[\"9.11/recovery-plan\"]}},"
        );
    }
    controls.push_str("]\n");
    let text = without_controls().replacen("[service]", &format!("{controls}[service]"), 1);
    assert!(text.len() < 8 << 20, "it is not refused for its size: {}", text.len());
    folder.file("many.ccsec.toml", text).file("other.ccsec.toml", GOOD);
    let outcome = folder.check(["--format", "concise", "."]);
    let of_many = outcome.stdout.lines().any(|line| line.starts_with("many.ccsec.toml"));
    let refused = outcome.stderr.contains("many.ccsec.toml");
    match outcome.code {
        1 => assert!(of_many && !refused, "{}", beginning(&outcome.stderr)),
        // A slow machine, or a build without optimization, comes to the time limit of policies.
        2 => assert!(refused && outcome.stderr.contains("help:"), "{}", beginning(&outcome.stderr)),
        code => panic!("exit {code}: {}", beginning(&outcome.stderr)),
    }
    assert!(
        outcome.stdout.lines().any(|line| line.starts_with("other.ccsec.toml")),
        "the other one is judged"
    );
}

#[test]
fn of_a_thousand_findings_none_is_forgotten() {
    let folder = Folder::new();
    let mut text = without_controls();
    for number in 0..1_000 {
        let _ = writeln!(
            text,
            "[[controls]]\nid = \"c{number}\"\nkind = \"policy\"\nstatus = \"planned\"\nmeets = [\"9.11/recovery-plan\"]"
        );
    }
    folder.file("x.ccsec.toml", text);
    let concise = seen(&folder, "concise", &["x.ccsec.toml"]);
    assert_eq!(concise.matches("has no accountable party").count(), 1_000);
    let human = seen(&folder, "human", &["x.ccsec.toml"]);
    let listed = human.matches("has no accountable party").count();
    assert!(listed > 0);
    let rest = format!("{} more", 1_000 - listed);
    assert!(listed == 1_000 || human.contains(&rest), "people learn of the rest: {}", beginning(&human));
    assert!(human.lines().count() < 5_000, "and can read what they are shown");
}

/// Nesting of each kind that TOML has, far beyond what anybody writes.
fn nestings(depth: usize) -> [(&'static str, String); 5] {
    let dotted = vec!["a"; depth].join(".");
    [
        ("arrays", format!("x = {}{}", "[".repeat(depth), "]".repeat(depth))),
        ("arrays that do not end", format!("x = {}", "[".repeat(depth))),
        ("inline tables", format!("x = {}1{}", "{a = ".repeat(depth), "}".repeat(depth))),
        ("a dotted key", format!("{dotted} = 1")),
        ("a header", format!("[{dotted}]")),
    ]
}

#[test]
fn nesting_without_end_is_a_fault_of_syntax() {
    let folder = Folder::new();
    for (what, text) in nestings(100_000) {
        folder.file("x.ccsec.toml", format!("{text}\n")).file("y.ccsec.toml", GOOD);
        let report = folder.report(["."]);
        let of_x: Vec<&str> =
            at(&report, "x.ccsec.toml").iter().map(|finding| finding.rule.as_str()).collect();
        assert_eq!(of_x, ["descriptor/syntax"], "{what}");
        assert_eq!((report.code, report.judged()), (1, vec!["y.ccsec.toml"]), "{what}");
    }
}

/// The deepest tree that the TOML parser lets through: each key, and each nesting of values, has its
/// own limit of 80, and within one nesting there can be another key.
fn deepest() -> String {
    let dotted = vec!["a"; 79].join(".");
    format!("[{dotted}]\n{dotted} = {}1{}\n", format!("{{{dotted} = ").repeat(78), "}".repeat(78))
}

#[test]
fn the_deepest_tree_that_parses_does_not_end_the_run() {
    let folder = Folder::new();
    for name in ["a", "b", "c", "d"] {
        folder.file(format!("{name}.ccsec.toml"), deepest());
    }
    folder.file("good.ccsec.toml", GOOD);
    for threads in ["1", "2"] {
        let mut command = folder.command();
        let report = Report::of(&folder, as_check(command.env("RAYON_NUM_THREADS", threads)).arg("."));
        assert_eq!((report.code, report.judged()), (1, vec!["good.ccsec.toml"]));
        for name in ["a", "b", "c", "d"] {
            let of_form = at(&report, &format!("{name}.ccsec.toml"))
                .iter()
                .all(|it| it.rule.starts_with("descriptor/"));
            assert!(of_form, "{name}");
        }
    }
    folder.file("ccsec-lint.toml", deepest());
    let outcome = Outcome::of(folder.command().args(["check", "--today", TODAY, "."]));
    assert_eq!(outcome.code, 2, "{}", beginning(&outcome.stderr));
}

#[test]
fn a_line_of_a_megabyte_is_judged_and_not_drawn() {
    let folder = Folder::new();
    let long = "a".repeat(1 << 20);
    let title = "title = \"Network storage\"";
    // In the line itself, behind a megabyte; and in the lines above and below.
    let inside = with("refs = [", &format!("refs = [\"own/{long}\", \"8.24\", "));
    let below = with(title, &format!("title = \"{long}\"")).replace("role = \"CSP\"", "role = \"CPS\"");
    let above = with(title, &format!("title = \"{long}\"")).replace("id = \"network-storage\"", "id = \"-\"");
    let broken = with(title, &format!("title = \"{long}"));
    for (what, text, place, rule) in [
        ("inside", &inside, "x.ccsec.toml:34:1048593", "descriptor/unknown-reference"),
        ("below", &below, "x.ccsec.toml:6:8", "descriptor/unknown-value"),
        ("above", &above, "x.ccsec.toml:4:6", "descriptor/unknown-value"),
        ("broken", &broken, "x.ccsec.toml:5:", "descriptor/syntax"),
    ] {
        folder.file("x.ccsec.toml", text);
        let concise = seen(&folder, "concise", &["x.ccsec.toml"]);
        let line = concise.lines().find(|line| line.starts_with(place));
        assert!(line.is_some_and(|line| line.contains(rule)), "{what}: {}", beginning(&concise));
        assert!(concise.len() < 20_000, "{what}: {} bytes", concise.len());
        let human = seen(&folder, "human", &["x.ccsec.toml"]);
        assert!(human.contains(place) && human.contains(rule), "{what}: {}", beginning(&human));
        let longest = human.lines().map(str::len).max().unwrap_or(0);
        assert!(longest < 10_000, "{what}: a line of {longest} bytes was drawn");
    }
}

#[test]
fn a_word_of_twenty_kilobytes_is_unknown_like_any_other() {
    let folder = Folder::new();
    let long = "a".repeat(20_000);
    folder.file("x.ccsec.toml", with("\"DE\", \"FR\"", &format!("\"DE\", \"{long}\"")));
    let report = folder.report(["x.ccsec.toml"]);
    let [finding] = report.of_form()[..] else { panic!("{:?}", report.rules()) };
    assert_eq!(finding.rule, "descriptor/unknown-country");
    assert_eq!(finding.under, format!("\"{long}\""));
}
