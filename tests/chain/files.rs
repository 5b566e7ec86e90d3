//! Which files take part: those that are named, and those that they are built on.

use std::fs::{self, File};

use serde_json::Value;

use crate::support::{Folder, Outcome, Report, as_check};
use crate::variant::found;
use crate::{PLATFORM, SHOP, broken, clean, replace};

const CLAIM: &str = "\"9.10/continuous-monitoring\", ";

const NOT_PROVIDED: &str = r#"chain/not-provided: Continuous monitoring, "9.10/continuous-monitoring", is inherited from "platform", which does not declare it; 8.1.5 and 8.2.7 are left exposed
  shop/ccsec.toml: "9.10/continuous-monitoring"
  platform/ccsec.toml: "platform"
"#;

/// Puts a platform without a claim beside the one of the chain.
fn second_platform(folder: &Folder, file: &str) {
    let text = fs::read_to_string(folder.join(PLATFORM)).unwrap();
    folder.file(file, text.replace(CLAIM, "").replace("\"../hosting/", "\"/hosting/"));
}

#[test]
fn of_several_services_with_an_id_the_nearest_is_meant() {
    for file in ["shop/platform/ccsec.toml", "shop/platform.ccsec.toml"] {
        let folder = clean();
        second_platform(&folder, file);
        let report = folder.report([SHOP]);
        assert_eq!(found(&folder, &report), NOT_PROVIDED.replace(PLATFORM, file), "{file}");
    }
    let folder = clean();
    second_platform(&folder, "elsewhere/ccsec.toml");
    replace(
        &folder,
        SHOP,
        "service  = \"platform\"",
        "service    = \"platform\"\ndescriptor = \"/platform/ccsec.toml\"",
    );
    assert_eq!(found(&folder, &folder.report([SHOP])), "", "unless a file is named");
}

#[test]
fn of_services_with_an_id_that_lie_equally_near_none_is_meant() {
    let folder = clean();
    second_platform(&folder, "platform-staging/ccsec.toml");
    let report = folder.report([SHOP]);
    assert_eq!(
        found(&folder, &report),
        r#"chain/ambiguous-service: 2 descriptors have the id "platform", and none lies nearer than the others
  shop/ccsec.toml: "platform"
  platform-staging/ccsec.toml: "platform"
  platform/ccsec.toml: "platform"
shop/ccsec.toml: 9.1/component-authentication, 9.10/continuous-monitoring, 9.11/recovery-redundancy, 9.7/data-recovery, 9.7/encryption-at-rest, capability/missing ×6
"#
    );
    let verdicts = &report.json["services"][0]["verdicts"];
    assert_eq!(verdicts["9.7/encryption-at-rest"]["verdict"], "not-evaluated", "either may be worse");
}

#[test]
fn what_is_not_in_git_is_not_meant() {
    let folder = clean();
    second_platform(&folder, "platform-staging/ccsec.toml");
    folder.file(".gitignore", "platform-staging/\n");
    assert_eq!(found(&folder, &folder.report([SHOP])), "");
}

#[test]
fn a_service_that_is_not_asked_for_is_looked_at_and_not_reported() {
    let folder = broken(PLATFORM, CLAIM, "");
    for path in ["shop", SHOP] {
        let report = folder.report([path]);
        assert_eq!(report.judged(), [SHOP]);
        assert_eq!(found(&folder, &report), NOT_PROVIDED, "{path}");
    }
    let report = folder.report(["platform"]);
    assert_eq!((report.judged(), report.rules()), (vec![PLATFORM], vec!["9.10/continuous-monitoring"]));
}

#[test]
fn from_within_a_folder_the_same_is_found() {
    let folder = broken(PLATFORM, CLAIM, "");
    let mut command = folder.command();
    command.current_dir(folder.join("shop"));
    let json = json(&Outcome::of(as_check(&mut command).args(["--format", "json"])));
    let [finding] = json["findings"].as_array().unwrap().as_slice() else { panic!("{json}") };
    let places: Vec<&Value> = finding["locations"].as_array().unwrap().iter().map(|it| &it["path"]).collect();
    assert_eq!(places, ["ccsec.toml", "../platform/ccsec.toml"]);
}

fn json(outcome: &Outcome) -> Value {
    serde_json::from_str(&outcome.stdout).unwrap_or_else(|error| panic!("{error}: {outcome:?}"))
}

/// A check of standard input in the place of a file, and of other files.
fn on_stdin(folder: &Folder, text: &str, file: &str, others: &[&str]) -> Value {
    folder.file("buffer", text);
    let mut command = folder.command();
    as_check(&mut command).args(["--format", "json", "--stdin-filename", file, "-"]).args(others);
    json(&Outcome::of(command.stdin(File::open(folder.join("buffer")).unwrap())))
}

#[test]
fn standard_input_is_built_on_what_its_file_is_built_on() {
    let folder = broken(PLATFORM, CLAIM, "");
    let text = fs::read_to_string(folder.join(SHOP)).unwrap();
    let report = on_stdin(&folder, &text, SHOP, &[]);
    assert_eq!(report["findings"], folder.report([SHOP]).json["findings"]);
    let unsaved = text.replace("  \"9.10/continuous-monitoring\",\n", "");
    let report = on_stdin(&folder, &unsaved, SHOP, &[]);
    assert_eq!(rules(&report), ["9.10/continuous-monitoring"], "and not what is on the disk");
    let new = on_stdin(&folder, &text.replace("ticket-shop", "poster-shop"), "new/ccsec.toml", &[]);
    assert!(rules(&new).contains(&"chain/not-provided"), "in a folder that is not there yet: {new}");
}

#[test]
fn others_are_built_on_standard_input() {
    let folder = clean();
    let unsaved = fs::read_to_string(folder.join(PLATFORM)).unwrap().replace(CLAIM, "");
    let report = on_stdin(&folder, &unsaved, PLATFORM, &[SHOP]);
    let mut rules = rules(&report);
    rules.sort_unstable();
    assert_eq!(rules, ["9.10/continuous-monitoring", "chain/not-provided"]);
}

fn rules(report: &Value) -> Vec<&str> {
    report["findings"].as_array().unwrap().iter().map(|it| it["rule"].as_str().unwrap()).collect()
}

#[test]
fn a_chain_without_a_repository_is_found_from_where_the_run_starts() {
    let folder = clean();
    fs::remove_dir_all(folder.join(".git")).unwrap();
    for paths in [vec![], vec!["."], vec![SHOP], vec![PLATFORM, SHOP]] {
        assert_eq!(found(&folder, &folder.report(&paths)), "", "{paths:?}");
    }
}

#[test]
fn people_see_both_files() {
    let folder = broken(PLATFORM, CLAIM, "");
    let outcome = folder.check([SHOP]);
    assert_eq!(outcome.code, 1);
    for shown in ["[shop/ccsec.toml:57:3]", "[platform/ccsec.toml:6:14]", "does not declare it"] {
        assert!(outcome.stdout.contains(shown), "{shown}: {}", outcome.stdout);
    }
}

#[test]
fn what_is_excluded_takes_part_only_if_it_is_named() {
    let folder = broken(SHOP, "service  = \"platform\"", "service  = \"platform\" # by id");
    folder.file("ccsec-lint.toml", "exclude = [\"platform/\"]\n");
    let report = |folder: &Folder| {
        let mut command = folder.command();
        Report::of(folder, command.args(["check", "--today", crate::support::TODAY]))
    };
    assert_eq!(report(&folder).rules(), ["chain/unknown-service"]);
    replace(
        &folder,
        SHOP,
        "service  = \"platform\" # by id",
        "service = \"platform\"\ndescriptor = \"../platform/ccsec.toml\"",
    );
    assert_eq!(report(&folder).rules(), [""; 0]);
}
