//! What a file system, or somebody who means no good, can put in the linter's way: it ends with an
//! exit code of its own, says what it could not judge, and judges the rest.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::print_stdout, reason = "a test that is skipped says why")]

mod support;

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::process::Stdio;

use support::{Finding, Folder, GOOD, Outcome, Report, TODAY, as_check, beginning, with};

/// A good descriptor of another name, so that two may stand side by side.
fn good(id: &str) -> String {
    with("id = \"network-storage\"", &format!("id = \"{id}\""))
}

/// The findings of a report at one file.
fn at<'r>(report: &'r Report, path: &str) -> Vec<&'r Finding> {
    report.findings.iter().filter(|finding| finding.path == path).collect()
}

/// What a person or an editor sees: the result, and what is said beside it.
fn seen(folder: &Folder, format: &str, paths: &[&str]) -> String {
    let outcome = folder.check([&["--format", format], paths].concat());
    format!("{}{}", outcome.stdout, outcome.stderr)
}

#[test]
fn an_empty_folder_is_nothing_to_judge_and_the_linter_says_where_it_looked() {
    let folder = Folder::new();
    fs::create_dir_all(folder.join("services/empty")).unwrap();
    folder.file("services/readme.md", "ccsec").file("services/ccsec.toml.bak", GOOD);
    for format in ["human", "concise", "json"] {
        let outcome = folder.check(["--format", format, "services"]);
        assert_eq!(outcome.code, 3, "{format}");
        assert!(outcome.stderr.contains("`services`"), "{format}: {}", outcome.stderr);
        assert!(outcome.stderr.contains("ccsec-lint init"), "{format}: {}", outcome.stderr);
    }
    let outcome = folder.check::<&str>([]);
    assert_eq!((outcome.code, outcome.stderr.contains("`.`")), (3, true), "{}", outcome.stderr);
}

#[test]
fn a_path_that_does_not_exist_is_not_judged_and_the_others_are() {
    let folder = Folder::new();
    folder.file("a.ccsec.toml", GOOD);
    let report = folder.report(["nothing/here", "a.ccsec.toml"]);
    assert_eq!(report.code, 2);
    assert_eq!(report.judged(), ["a.ccsec.toml"]);
    let [fault] = report.faults()[..] else { panic!("{:?}", report.faults()) };
    assert!(fault.contains("`nothing/here`"), "{fault}");
    assert!(report.stderr.contains("nothing/here"), "people are told too: {}", report.stderr);
}

#[test]
fn an_empty_file_lacks_every_key() {
    let folder = Folder::new();
    for (name, text) in [("a", ""), ("b", "\u{feff}"), ("c", " \n\r\n\t"), ("d", "# to do\n")] {
        folder.file(format!("{name}.ccsec.toml"), text);
    }
    let report = folder.report(["."]);
    assert_eq!((report.code, report.judged().len()), (1, 0));
    for name in ["a", "b", "c", "d"] {
        let path = format!("{name}.ccsec.toml");
        let messages: Vec<&str> = at(&report, &path).iter().map(|finding| finding.message.as_str()).collect();
        let expected =
            ["ccsec", "data", "service", "threats"].map(|key| format!("the document lacks the key `{key}`"));
        assert_eq!(messages, expected, "{path}");
        assert!(at(&report, &path).iter().all(|finding| finding.rule == "descriptor/missing-key"));
        assert!(seen(&folder, "human", &[&path]).contains(&path), "{path} is named for people too");
    }
}

#[test]
fn a_file_that_is_not_utf_8_is_a_finding_at_its_first_wrong_byte() {
    let folder = Folder::new();
    let mut bytes = with("title = \"Network storage\"", "title = \"Speicher f?r é\"").into_bytes();
    let wrong = bytes.iter().position(|byte| *byte == b'?').unwrap();
    bytes[wrong] = 0xfc;
    let cut = [GOOD.as_bytes(), b"# \xe2\x82"].concat();
    folder.file("latin.ccsec.toml", &bytes).file("cut.ccsec.toml", &cut).file("good.ccsec.toml", GOOD);
    folder.file("sixteen.ccsec.toml", GOOD.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    let report = folder.report(["latin.ccsec.toml", "cut.ccsec.toml", "good.ccsec.toml"]);
    assert_eq!((report.code, report.judged()), (1, vec!["good.ccsec.toml"]));
    for (path, bytes, wrong) in [("latin.ccsec.toml", &bytes, wrong), ("cut.ccsec.toml", &cut, cut.len() - 2)]
    {
        let [finding] = at(&report, path)[..] else { panic!("{path}: {:?}", at(&report, path)) };
        assert_eq!((finding.rule.as_str(), finding.offset), ("descriptor/encoding", wrong));
        let said = format!("0x{:02X} at offset {wrong}", bytes[wrong]);
        assert!(finding.message.contains(&said), "{}", finding.message);
    }
    let report = folder.report(["sixteen.ccsec.toml"]);
    assert_eq!(report.code, 1, "a text in UTF-16 is no descriptor: {:?}", report.rules());
    assert!(report.of_form().len() == report.findings.len() && report.judged().is_empty());
}

#[test]
fn the_place_of_a_wrong_byte_ends_in_the_file() {
    let folder = Folder::new();
    folder.file("x.ccsec.toml", b"ccsec = 1 # \xff");
    let report = folder.report(["x.ccsec.toml"]);
    let place = &report.json["findings"][0]["locations"][0];
    assert_eq!((&place["start"]["offset"], &place["end"]["offset"]), (&12.into(), &13.into()));
}

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

/// Whether a character moves the cursor, colours what follows, or turns its direction.
fn moves(c: char) -> bool {
    let direction =
        matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    direction || (c.is_control() && c != '\n' && c != '\t')
}

/// Texts that want to be more than text, as TOML escapes and, where TOML lets it stand, as they are.
const HOSTILE: [&str; 6] = [
    r"a\u001b[31mred\u001b]8;;http://x\u0007link",
    r"a\r\u0008\u0000\u007f\u009b31m",
    r"a\u202eb\u2066c\u200fd\u061ce\u2028f",
    r"a\nforged\n\nforged",
    "a\u{202e}b\u{2067}c\u{200e}d\u{2029}e\u{9b}31m",
    "a\u{85}::error::forged",
];

/// What in an output is not tame, if anything: a character that moves the cursor, or a line that a
/// text of the document made for itself.
fn wild(what: &str, output: &str) -> Option<String> {
    let line = |line: &str| format!("{what}: {:?}", beginning(line));
    if let Some(c) = output.chars().find(|c| moves(*c)) {
        return output.lines().find(|text| text.contains(c)).map(line);
    }
    output.lines().find(|text| text.trim_start().starts_with("forged")).map(line)
}

#[track_caller]
fn assert_tame(outputs: impl IntoIterator<Item = (String, Outcome)>) {
    let outputs = outputs.into_iter();
    let wild: Vec<String> = outputs
        .filter_map(|(what, outcome)| wild(&what, &format!("{}{}", outcome.stdout, outcome.stderr)))
        .collect();
    assert!(wild.is_empty(), "{} outputs are not tame:\n{}", wild.len(), wild.join("\n"));
}

const FOR_PEOPLE: [&[&str]; 2] = [&["check", "--format", "human"], &["check", "--format", "concise", "-v"]];

/// Runs a command on one file, as [`as_check`] does.
fn look(folder: &Folder, arguments: &[&str], path: &str) -> (String, Outcome) {
    let mut command = folder.command();
    let outcome = Outcome::of(command.args(arguments).args(["--isolated", "--today", TODAY, path]));
    assert!([0, 1, 2].contains(&outcome.code), "{arguments:?} {path:?}: exit {}", outcome.code);
    (format!("{arguments:?}"), outcome)
}

#[test]
fn a_judged_descriptor_whose_texts_move_the_cursor_is_shown_and_not_obeyed() {
    let folder = Folder::new();
    let mut outputs = Vec::new();
    for hostile in HOSTILE {
        let text = with("title = \"Network storage\"", &format!("title = \"{hostile}\""))
            .replace("storage-team@example.com", hostile)
            .replace("infra/", hostile)
            .replace("\"7.1.3\" =", &format!("\"7.1.2\" = \"{hostile}\"\n\"{hostile}\" ="))
            .replace("\"iso27002:2022/8.24\"", &format!("\"{hostile}\", \"{hostile}/8.24\", \"{hostile}\""))
            .replace("flagged = [", &format!("flagged = [\"{hostile}\", \"{hostile}\", "))
            .replace("meets = [\"9.11", &format!("meets = [\"{hostile}\", \"9.11"))
            .replace("provides = [", &format!("provides = [\"{hostile}\", "))
            .replace("\"DE\", \"FR\"", &format!("\"{hostile}\", \"FR\""))
            .replace(
                "evidence = [",
                &format!(
                    "evidence = [{{ document = \"{hostile}\" }}, {{ document = \"/../../../../../../../../{hostile}\" }}, {{ sarif = \"{hostile}\", rules = [\"{hostile}\"] }}, {{ infrastructure = \"{hostile}\" }}, "
                ),
            );
        folder.file("x.ccsec.toml", text);
        let report = folder.report(["x.ccsec.toml"]);
        assert_eq!(report.judged(), ["x.ccsec.toml"], "{hostile:?} leaves no hole: {:?}", report.rules());
        let views: [&[&str]; 4] =
            [&["matrix"], &["matrix", "--format", "markdown"], &["matrix", "--format", "csv"], &["why"]];
        for arguments in FOR_PEOPLE.into_iter().chain(views) {
            let (what, outcome) = look(&folder, arguments, "x.ccsec.toml");
            outputs.push((format!("{what} of {hostile:?}"), outcome));
        }
    }
    assert_tame(outputs);
}

#[test]
fn a_faulty_descriptor_whose_texts_move_the_cursor_is_shown_and_not_obeyed() {
    let folder = Folder::new();
    let mut outputs = Vec::new();
    for hostile in HOSTILE {
        let few = with("id = \"network-storage\"", &format!("id = \"{hostile}\""))
            .replace("id = \"recovery\"", &format!("id = \"{hostile}\""))
            .replace("id = \"bucket-encryption\"", &format!("id = \"{hostile}\""))
            .replace("role = \"CSP\"", &format!("role = \"{hostile}\""))
            .replace("service = \"aws\"", &format!("service = \"{hostile}\""))
            .replace("[data]", &format!("[\"{hostile}\"]\nx = 1\n[data]\n\"{hostile}\" = 1"))
            .replace("\"1h\"", &format!("\"{hostile}\""))
            .replace("\"7.1.3\" = \"", &format!("\"{hostile}\" = 5\n\"7.1.3\" = \""));
        // More findings of one rule than are drawn one by one.
        let keys: String = (0..9).map(|number| format!("\"{number}{hostile}\" = 1\n")).collect();
        let many = with("[data]", &format!("[data]\n{keys}"));
        // Many of one rule at one place.
        let ids: String = (0..9).map(|number| format!("\"{number}{hostile}\", ")).collect();
        let ids = with("flagged = [", &format!("flagged = [{ids}"));
        for text in [few, many, ids] {
            folder.file("x.ccsec.toml", text);
            for arguments in FOR_PEOPLE {
                let (what, outcome) = look(&folder, arguments, "x.ccsec.toml");
                outputs.push((format!("{what} of {hostile:?}"), outcome));
            }
        }
    }
    assert_tame(outputs);
}

#[test]
fn a_text_that_is_no_toml_is_drawn_without_its_control_characters() {
    let folder = Folder::new();
    let mut outputs = Vec::new();
    for wrong in [
        "title = \"a\u{1b}[31mb\"",
        "title = \"a\rb\"",
        "# a\u{1b}]0;forged\u{7}\ntitle =",
        "title = 'a\u{8}b'\u{202e}",
        "a\rforged",
        "# \u{202e}\u{9b}31m\n\u{7f}",
        "\u{feff}\u{feff}",
        "x = 1\r\r\ny =\r\n",
        "\0",
        "\u{1b}[2J = 1",
    ] {
        folder.file("x.ccsec.toml", format!("ccsec = 1\n{wrong}\nlast = 1\n"));
        for arguments in FOR_PEOPLE {
            let (what, outcome) = look(&folder, arguments, "x.ccsec.toml");
            assert!(outcome.stdout.contains("x.ccsec.toml:"), "{wrong:?}: {}", outcome.stdout);
            outputs.push((format!("{what} of {wrong:?}"), outcome));
        }
    }
    assert_tame(outputs);
}

#[cfg(unix)]
#[test]
fn a_file_name_that_moves_the_cursor_is_shown_and_not_obeyed() {
    let mut outputs = Vec::new();
    for name in ["a\u{1b}[31mred", "a\u{202e}b", "a\nforged", "a\rb"] {
        let folder = Folder::new();
        let [file, empty, absent] = [".ccsec.toml", "-empty", "-absent"].map(|end| format!("{name}{end}"));
        folder.file(&file, with("role = \"CSP\"", "role = \"CPS\""));
        fs::create_dir(folder.join(&empty)).unwrap();
        for (path, code) in [(&file, 1), (&empty, 3), (&absent, 2)] {
            for format in ["human", "concise"] {
                let outcome = folder.check(["--format", format, "-v", path]);
                assert_eq!(outcome.code, code, "{path:?}");
                outputs.push((format!("{format} of {path:?}"), outcome));
            }
        }
        for command in ["why", "matrix"] {
            outputs.push((
                format!("{command} of {file:?}"),
                Outcome::of(folder.command().args([command, &file])),
            ));
        }
    }
    assert_tame(outputs);
}

#[test]
fn the_same_input_gives_the_same_bytes_whatever_the_threads() {
    let folder = Folder::new();
    for number in 0..12 {
        let text = if number % 3 == 0 { "ccsec = [".to_owned() } else { good(&format!("s{number}")) };
        folder.file(format!("f{}/{number}.ccsec.toml", number % 5), text);
    }
    folder.file("f1/docs/keys.md", "keys");
    for arguments in [&["--format", "json"][..], &["--format", "concise"], &["--quiet"]] {
        let outputs: Vec<Outcome> = [Some("1"), Some("2"), None, Some("2")]
            .into_iter()
            .map(|threads| {
                let mut command = folder.command();
                command.envs(threads.map(|threads| ("RAYON_NUM_THREADS", threads)));
                Outcome::of(as_check(&mut command).args(arguments).args([".", "f3", "nowhere"]))
            })
            .collect();
        assert_eq!(outputs[0].code, 2);
        assert!(!outputs[0].stdout.is_empty());
        for other in &outputs[1..] {
            assert!(other.stdout == outputs[0].stdout, "{arguments:?}: the results differ");
            assert_eq!(other.stderr, outputs[0].stderr, "{arguments:?}");
        }
    }
}

#[test]
fn a_file_found_on_two_ways_is_judged_once() {
    let folder = Folder::new();
    folder.file("a/x.ccsec.toml", GOOD).file("a/b/y.ccsec.toml", good("other"));
    let report = folder.report([".", "a", "./a/b", "a/x.ccsec.toml", "./a/x.ccsec.toml"]);
    assert_eq!(report.judged(), ["a/b/y.ccsec.toml", "a/x.ccsec.toml"]);
}

#[test]
fn a_reader_that_has_gone_is_no_failure() {
    let folder = Folder::new();
    folder.file("x.ccsec.toml", GOOD);
    for format in ["human", "concise", "json"] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = folder.command();
        let outcome =
            as_check(&mut command).args(["--format", format, "."]).stdout(writer).stderr(Stdio::piped());
        let outcome = outcome.spawn().unwrap().wait_with_output().unwrap();
        assert_eq!(outcome.status.code(), Some(1), "{format}: the verdict stands");
        assert_eq!(String::from_utf8_lossy(&outcome.stderr), "", "{format}");
    }
    for arguments in
        [&["list", "rules"][..], &["explain", "9.7"], &["--help"], &["schema", "report"], &["man"]]
    {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let child = folder.command().args(arguments).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
        let outcome = child.wait_with_output().unwrap();
        assert_eq!(outcome.status.code(), Some(0), "{arguments:?}");
        assert_eq!(String::from_utf8_lossy(&outcome.stderr), "", "{arguments:?}");
    }
}

#[test]
fn nobody_to_complain_to_is_no_failure_of_its_own() {
    let folder = Folder::new();
    let ends = [std::io::pipe().unwrap(), std::io::pipe().unwrap()];
    let [stdout, stderr] = ends.map(|(reader, writer)| {
        drop(reader);
        writer
    });
    let status =
        as_check(&mut folder.command()).arg("nothing").stdout(stdout).stderr(stderr).status().unwrap();
    assert_eq!(status.code(), Some(2));
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_is_said() {
    let folder = Folder::new();
    folder.file("x.ccsec.toml", GOOD);
    let full = File::options().write(true).open("/dev/full").unwrap();
    let mut command = folder.command();
    let child = as_check(&mut command).arg(".").stdout(full).stderr(Stdio::piped()).spawn().unwrap();
    let outcome = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&outcome.stderr);
    assert_eq!(outcome.status.code(), Some(2), "{said}");
    assert!(said.contains("standard output"), "{said}");
}

#[test]
fn a_descriptor_on_standard_input_may_end_anywhere() {
    let folder = Folder::new();
    for text in ["", "ccsec = 1", "\u{feff}", "[", &GOOD[..GOOD.len() / 2]] {
        let mut command = folder.command();
        let command = as_check(&mut command).args(["--format", "concise", "-"]);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let outcome = child.wait_with_output().unwrap();
        let stdout = String::from_utf8_lossy(&outcome.stdout);
        assert_eq!(outcome.status.code(), Some(1), "{text:?}: {stdout}");
        assert!(
            stdout.lines().all(|line| line.starts_with("stdin.ccsec.toml:") && line.contains("[descriptor/"))
        );
    }
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::os::unix::process::CommandExt as _;
    use std::process::Command;

    use super::*;

    #[test]
    fn links_that_lead_in_circles_are_not_followed() {
        let folder = Folder::new();
        folder.file("a/x.ccsec.toml", GOOD);
        symlink(".", folder.join("a/self")).unwrap();
        symlink("..", folder.join("a/up")).unwrap();
        symlink("two.ccsec.toml", folder.join("one.ccsec.toml")).unwrap();
        symlink("one.ccsec.toml", folder.join("two.ccsec.toml")).unwrap();
        let report = folder.report(["."]);
        assert_eq!((report.code, report.judged()), (2, vec!["a/x.ccsec.toml"]));
        let faults = report.faults().join("\n");
        assert!(faults.contains("`one.ccsec.toml`") && faults.contains("`two.ccsec.toml`"), "{faults}");
        let report = folder.report(["one.ccsec.toml", "a"]);
        assert_eq!((report.code, report.judged()), (2, vec!["a/x.ccsec.toml"]));
        let [fault] = report.faults()[..] else { panic!("{:?}", report.faults()) };
        assert!(fault.contains("`one.ccsec.toml`"), "{fault}");
    }

    #[test]
    fn a_link_to_a_descriptor_is_judged_if_it_is_named() {
        let folder = Folder::new();
        folder.file("real/x.ccsec.toml", GOOD);
        symlink("real/x.ccsec.toml", folder.join("link.ccsec.toml")).unwrap();
        symlink("real", folder.join("other")).unwrap();
        assert_eq!(folder.report(["link.ccsec.toml"]).judged(), ["link.ccsec.toml"]);
        assert_eq!(folder.report(["."]).judged(), ["real/x.ccsec.toml"], "once, under its own name");
        assert_eq!(folder.report(["other"]).judged(), ["other/x.ccsec.toml"]);
    }

    /// The linter without the rights of the superuser, to whom no file is closed: as itself if it has
    /// none, else as nobody. None if the machine allows neither.
    fn without_privileges(folder: &Folder) -> Option<Command> {
        folder.file("probe", "");
        rights(folder, "probe", 0o000);
        let held = File::open(folder.join("probe")).is_err();
        fs::remove_file(folder.join("probe")).unwrap();
        if held {
            return Some(folder.command());
        }
        rights(folder, "", 0o755);
        // Nobody may not be able to reach the folder of the build.
        let binary = folder.join("ccsec-lint");
        if fs::hard_link(env!("CARGO_BIN_EXE_ccsec-lint"), &binary).is_err() {
            fs::copy(env!("CARGO_BIN_EXE_ccsec-lint"), &binary).unwrap();
        }
        let nobody = || {
            let mut command = folder.command_of(&binary);
            command.uid(65_534).gid(65_534);
            command
        };
        let works = nobody().arg("--version").output().is_ok_and(|output| output.status.success());
        works.then(nobody)
    }

    fn rights(folder: &Folder, name: &str, mode: u32) {
        fs::set_permissions(folder.join(name), fs::Permissions::from_mode(mode)).unwrap();
    }

    const SKIPPED: &str =
        "skipped: this process may read everything, and may not become somebody who may not";

    #[test]
    fn a_folder_without_rights_is_named_and_the_rest_is_judged() {
        let folder = Folder::new();
        folder.file("open/a.ccsec.toml", GOOD).file("locked/b.ccsec.toml", good("locked"));
        let Some(mut command) = without_privileges(&folder) else { return println!("{SKIPPED}") };
        rights(&folder, "locked", 0o000);
        let report = Report::of(&folder, as_check(&mut command).args(["."]));
        rights(&folder, "locked", 0o755);
        assert_eq!((report.code, report.judged()), (2, vec!["open/a.ccsec.toml"]));
        let [fault] = report.faults()[..] else { panic!("{:?}", report.faults()) };
        assert!(fault.contains("locked") && fault.contains("ermission denied"), "{fault}");
        assert!(report.stderr.contains("locked"), "people are told too: {}", report.stderr);
        assert!(!report.rules().is_empty(), "the findings of the other one are shown");
    }

    #[test]
    fn a_file_without_rights_is_named_and_the_rest_is_judged() {
        let folder = Folder::new();
        folder.file("a.ccsec.toml", GOOD).file("b.ccsec.toml", good("locked"));
        let Some(mut command) = without_privileges(&folder) else { return println!("{SKIPPED}") };
        rights(&folder, "b.ccsec.toml", 0o000);
        let report = Report::of(&folder, as_check(&mut command).args(["."]));
        assert_eq!((report.code, report.judged()), (2, vec!["a.ccsec.toml"]));
        let [fault] = report.faults()[..] else { panic!("{:?}", report.faults()) };
        assert!(fault.contains("`b.ccsec.toml`") && fault.contains("ermission denied"), "{fault}");
        assert!(report.stderr.contains("b.ccsec.toml"), "people are told too: {}", report.stderr);
    }

    #[test]
    fn evidence_without_rights_is_evidence_that_cannot_be_read() {
        let folder = Folder::new();
        folder.file("a.ccsec.toml", GOOD).file("docs/keys.md", "keys");
        let Some(mut command) = without_privileges(&folder) else { return println!("{SKIPPED}") };
        rights(&folder, "docs/keys.md", 0o000);
        let report = Report::of(&folder, as_check(&mut command).args(["."]));
        let dead: Vec<(&str, &str)> = dead_evidence(&report);
        assert_eq!(dead, [("\"docs/keys.md\"", "this file cannot be read")]);
    }

    #[test]
    fn a_named_pipe_is_no_descriptor_and_nobody_waits_for_it() {
        let folder = Folder::new();
        folder.file("a.ccsec.toml", GOOD);
        if !folder.pipe("x.ccsec.toml") {
            return println!("skipped: there is no mkfifo here");
        }
        for paths in [vec!["."], vec!["x.ccsec.toml", "a.ccsec.toml"]] {
            let report = folder.report(paths);
            assert_eq!((report.code, report.judged()), (2, vec!["a.ccsec.toml"]));
            assert_eq!(report.faults(), ["`x.ccsec.toml` is not a file"]);
        }
    }

    #[test]
    fn a_folder_called_like_a_descriptor_is_a_folder() {
        let folder = Folder::new();
        folder.file("ccsec.toml/a.ccsec.toml", GOOD);
        assert_eq!(folder.report(["."]).judged(), ["ccsec.toml/a.ccsec.toml"]);
        assert_eq!(folder.report(["ccsec.toml"]).judged(), ["ccsec.toml/a.ccsec.toml"]);
    }

    /// What is underlined by each finding of dead evidence, and what it says stands there.
    fn dead_evidence(report: &Report) -> Vec<(&str, &str)> {
        let dead = report.findings.iter().filter(|finding| finding.rule == "claim/dead-evidence");
        dead.map(|finding| (finding.under.as_str(), finding.label.as_str())).collect()
    }

    #[test]
    fn evidence_is_a_file_with_something_in_it_within_the_repository() {
        let folder = Folder::new();
        folder
            .file("repo/docs/keys.md", "keys")
            .file("repo/services/here.md", "here")
            .file("outside.md", "not yours");
        folder.file("repo/docs/blank.md", " \n\t\n").file("repo/.git/HEAD", "ref: refs/heads/main\n");
        symlink("../../outside.md", folder.join("repo/services/out.md")).unwrap();
        symlink("../..", folder.join("repo/services/elsewhere")).unwrap();
        symlink("/dev/zero", folder.join("repo/services/zero.md")).unwrap();
        symlink("../docs/keys.md", folder.join("repo/services/within.md")).unwrap();
        symlink("round.md", folder.join("repo/services/round.md")).unwrap();
        let pipe = folder.pipe("repo/services/pipe.md");
        let outside = "leads out of the repository";
        let absent = "there is no such file";
        let unreadable = "this file cannot be read";
        let empty = "nothing stands in this file";
        let pieces = [
            ("here.md", None),
            ("../docs/keys.md", None),
            ("/docs/keys.md", None),
            ("within.md", None),
            ("./././../services/here.md", None),
            ("docs/keys.md", Some(absent)),
            ("nothing/../here.md", None),
            ("round.md", Some(absent)),
            ("a\\u0000b", Some(absent)),
            ("", Some(unreadable)),
            (".", Some(unreadable)),
            ("../docs", Some(unreadable)),
            ("/", Some(unreadable)),
            ("pipe.md", Some(unreadable).filter(|_| pipe).or(Some(absent))),
            ("../docs/blank.md", Some(empty)),
            ("out.md", Some(outside)),
            ("zero.md", Some(outside)),
            ("elsewhere/outside.md", Some(outside)),
            ("../../outside.md", Some(outside)),
            ("../../repo/docs/keys.md", Some(outside)),
            ("/../outside.md", Some(outside)),
            ("..", Some(unreadable)),
            ("../..", Some(outside)),
            ("//etc/passwd", Some(absent)),
            ("/etc/passwd", Some(absent)),
        ];
        let evidence: Vec<String> = pieces
            .iter()
            .map(|(file, _)| format!("{{ document = \"{file}\", reviewed = 2026-09-01 }}"))
            .collect();
        let text = with(
            "[{ document = \"docs/keys.md\", reviewed = 2026-09-01 }]",
            &format!("[\n  {},\n]", evidence.join(",\n  ")),
        );
        folder.file("repo/services/x.ccsec.toml", &text);
        for (from, path) in
            [("", "repo/services/x.ccsec.toml"), ("repo/services", "x.ccsec.toml"), ("repo", ".")]
        {
            let mut command = folder.command();
            command.current_dir(folder.join(from));
            let outcome = Outcome::of(as_check(&mut command).args(["--format", "json", path]));
            let json: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
            let offset = |finding: &serde_json::Value, end: &str| {
                usize::try_from(finding["locations"][0][end]["offset"].as_u64().unwrap()).unwrap()
            };
            let dead: Vec<(&str, &str)> = json["findings"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|finding| finding["rule"] == "claim/dead-evidence")
                .map(|finding| {
                    let under = &text[offset(finding, "start")..offset(finding, "end")];
                    (under.trim_matches('"'), finding["locations"][0]["label"].as_str().unwrap())
                })
                .collect();
            let expected: Vec<(&str, &str)> =
                pieces.iter().filter_map(|(file, label)| Some((*file, (*label)?))).collect();
            assert_eq!(dead, expected, "run in {from:?}");
        }
    }

    /// The exit code, the ids of the services that were judged, and how many things were not.
    fn judged<A: AsRef<OsStr>>(
        folder: &Folder,
        paths: impl IntoIterator<Item = A>,
    ) -> (i32, Vec<String>, usize) {
        let mut command = folder.command();
        let outcome = Outcome::of(as_check(&mut command).args(["--format", "json"]).args(paths));
        let json: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
        let mut ids: Vec<String> = json["services"]
            .as_array()
            .unwrap()
            .iter()
            .map(|service| service["id"].as_str().unwrap().to_owned())
            .collect();
        ids.sort();
        (outcome.code, ids, json["faults"].as_array().unwrap().len())
    }

    #[test]
    fn a_file_name_that_is_not_utf_8_is_not_passed_over_in_silence() {
        let folder = Folder::new();
        let names = [0xfe, 0xff].map(|byte| [&[byte], &b".ccsec.toml"[..]].concat());
        folder.file(OsStr::from_bytes(&names[0]), good("first"));
        folder.file(OsStr::from_bytes(&names[1]), good("second"));
        let both = (1, vec!["first".to_owned(), "second".to_owned()], 0);
        let searched = judged(&folder, ["."]);
        assert!(
            searched == both || searched == (2, Vec::new(), 2),
            "judged, or said not to be: {searched:?}"
        );
        let named = judged(&folder, names.iter().map(|name| OsStr::from_bytes(name)));
        assert_eq!(named, both, "named, each of them is judged, though they look alike");
    }

    #[test]
    fn a_backslash_in_a_file_name_is_no_slash() {
        let folder = Folder::new();
        folder.file("a/b.ccsec.toml", good("first")).file("a\\b.ccsec.toml", good("second"));
        assert_eq!(judged(&folder, ["."]), (1, vec!["first".to_owned(), "second".to_owned()], 0));
    }

    #[test]
    fn a_working_folder_that_was_removed_is_said() {
        let folder = Folder::new();
        fs::create_dir(folder.join("gone")).unwrap();
        let mut command = folder.command_of("sh".as_ref());
        command.args(["-c", "cd gone && rmdir ../gone && exec \"$0\" check --isolated"]);
        let outcome = Outcome::of(command.arg(env!("CARGO_BIN_EXE_ccsec-lint")));
        assert_eq!(outcome.code, 2);
        assert!(outcome.stderr.contains("working folder"), "{}", outcome.stderr);
    }
}
