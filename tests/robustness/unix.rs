//! Links, rights, pipes and names that only such systems have.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use crate::support::{Folder, GOOD, Outcome, Report, as_check, with};

use super::good;

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

const SKIPPED: &str = "skipped: this process may read everything, and may not become somebody who may not";

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
    for (from, path) in [("", "repo/services/x.ccsec.toml"), ("repo/services", "x.ccsec.toml"), ("repo", ".")]
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
fn judged<A: AsRef<OsStr>>(folder: &Folder, paths: impl IntoIterator<Item = A>) -> (i32, Vec<String>, usize) {
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
    assert!(searched == both || searched == (2, Vec::new(), 2), "judged, or said not to be: {searched:?}");
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
