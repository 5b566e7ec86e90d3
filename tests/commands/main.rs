//! The commands beside `check`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../support/mod.rs"]
mod support;

mod chain_graph;
mod chain_page;
mod explain;
mod from;
mod impact;
mod init;
mod responsibilities;
mod vendor;
mod views;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use support::{Folder, Outcome, TODAY};

fn run(folder: &Folder, arguments: &[&str]) -> Outcome {
    Outcome::of(folder.command().env("CCSEC_LINT_TODAY", TODAY).args(arguments))
}

/// A command that ends with 0 and prints JSON.
#[track_caller]
fn json(folder: &Folder, arguments: &[&str]) -> Value {
    let outcome = run(folder, arguments);
    assert_eq!(outcome.code, 0, "{arguments:?}: {}", outcome.stderr);
    serde_json::from_str(&outcome.stdout).unwrap()
}

/// `fixtures/chain/`: a shop on a platform on a hosting, without a finding.
fn chain() -> Folder {
    let folder = Folder::new();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/chain"), folder.path());
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (from, to) = (entry.as_ref().unwrap().path(), to.join(entry.unwrap().file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(from, to).unwrap();
        }
    }
}

/// Puts one text, which a file holds exactly once, in another's place.
#[track_caller]
fn replace(folder: &Folder, file: &str, from: &str, to: &str) {
    let text = fs::read_to_string(folder.join(file)).unwrap();
    assert_eq!(text.matches(from).count(), 1, "{from:?} stands in {file} once");
    fs::write(folder.join(file), text.replace(from, to)).unwrap();
}

/// Git, with the settings of nobody; false where the machine has none.
#[track_caller]
fn git(folder: &Path, arguments: &[&str]) -> bool {
    let mut command = Command::new("git");
    command.env_clear().current_dir(folder).stdin(Stdio::null()).args(arguments);
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    for who in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{who}_NAME"), "a").env(format!("GIT_{who}_EMAIL"), "a@example.com");
        command.env(format!("GIT_{who}_DATE"), "2026-11-01T12:00:00Z");
    }
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").env("HOME", folder);
    let Ok(output) = command.output() else { return false };
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    true
}

/// Makes a folder a repository with one commit on `main`; false where the machine has no git.
fn repository(folder: &Path) -> bool {
    git(folder, &["init", "--quiet", "--initial-branch", "main"]) && commit(folder)
}

fn commit(folder: &Path) -> bool {
    git(folder, &["add", "--all"]) && git(folder, &["commit", "--quiet", "--message", "state"])
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
