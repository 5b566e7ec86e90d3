//! Links and rights, which only such systems have.

use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use crate::support::{Folder, Report, as_check};
use crate::variant::found;
use crate::{HOSTING, PLATFORM, SHOP, broken, clean};

const NAMED: &str = "\"../hosting/ccsec.toml\"";

#[test]
fn a_link_that_leads_in_a_circle_is_no_descriptor() {
    let folder = broken(PLATFORM, NAMED, "\"round.toml\"");
    symlink("round.toml", folder.join("platform/round.toml")).unwrap();
    assert_eq!(
        found(&folder, &folder.report([PLATFORM])),
        "chain/unknown-service: `round.toml`, the descriptor of the upstream service, does not exist\n  platform/ccsec.toml: \"round.toml\"\n"
    );
}

#[test]
fn a_link_is_followed_within_the_repository_and_not_out_of_it() {
    let folder = broken(PLATFORM, NAMED, "\"link.toml\"");
    symlink("../hosting/ccsec.toml", folder.join("platform/link.toml")).unwrap();
    assert_eq!(found(&folder, &folder.report([""; 0])), "");

    let elsewhere = clean();
    fs::remove_file(folder.join("platform/link.toml")).unwrap();
    symlink(elsewhere.join(HOSTING), folder.join("platform/link.toml")).unwrap();
    assert_eq!(
        found(&folder, &folder.report([PLATFORM])),
        "chain/unknown-service: `link.toml`, the descriptor of the upstream service, lies outside the repository\n  platform/ccsec.toml: \"link.toml\"\n"
    );
}

#[test]
fn folders_that_are_linked_in_a_circle_are_not_followed() {
    let folder = clean();
    symlink("..", folder.join("shop/up")).unwrap();
    symlink(".", folder.join("platform/self")).unwrap();
    for paths in [vec!["."], vec![SHOP]] {
        assert_eq!(found(&folder, &folder.report(&paths)), "", "{paths:?}");
    }
}

#[test]
fn a_pipe_is_no_descriptor_and_nobody_waits_for_it() {
    let folder = broken(PLATFORM, NAMED, "\"pipe.toml\"");
    if !folder.pipe("platform/pipe.toml") {
        return println!("skipped: there is no mkfifo here");
    }
    assert_eq!(
        found(&folder, &folder.report([PLATFORM])),
        "chain/unknown-service: `pipe.toml`, the descriptor of the upstream service, is not a file\n  platform/ccsec.toml: \"pipe.toml\"\n"
    );
}

/// The linter as somebody to whom a file without rights is closed; none if the machine does not allow that.
fn without_privileges(folder: &Folder, closed: &str) -> Option<Command> {
    if File::open(folder.join(closed)).is_err() {
        return Some(folder.command());
    }
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let binary = folder.join("ccsec-lint");
    // Nobody may not be able to reach the folder of the build.
    fs::copy(env!("CARGO_BIN_EXE_ccsec-lint"), &binary).unwrap();
    let nobody = || {
        let mut command = folder.command_of(&binary);
        command.uid(65_534).gid(65_534);
        command
    };
    let works = nobody().arg("--version").output().is_ok_and(|output| output.status.success());
    works.then(nobody)
}

#[test]
fn an_upstream_service_without_rights_cannot_be_judged() {
    let folder = clean();
    fs::set_permissions(folder.join(HOSTING), fs::Permissions::from_mode(0o000)).unwrap();
    for paths in [vec!["."], vec![PLATFORM]] {
        let Some(mut command) = without_privileges(&folder, HOSTING) else {
            return println!("skipped: this process may read everything");
        };
        let report = Report::of(&folder, as_check(&mut command).args(&paths));
        assert_eq!(report.code, 2, "{paths:?}: not everything could be judged");
        let [fault] = report.faults()[..] else { panic!("{paths:?}: {:?}", report.faults()) };
        assert!(fault.contains(HOSTING) && fault.contains("ermission denied"), "{fault}");
        let text = found(&folder, &report);
        let expected = "chain/unreadable-service: the upstream service cannot be judged: `hosting/ccsec.toml` cannot be read\n  platform/ccsec.toml: \"hosting\"\n";
        assert!(text.starts_with(expected), "{paths:?}: {text}");
        let platform = report.json["services"].as_array().unwrap().iter().find(|it| it["id"] == "platform");
        let verdict = &platform.unwrap()["verdicts"]["9.3/premises-access"]["verdict"];
        assert_eq!(verdict, "not-evaluated", "{paths:?}");
    }
}
