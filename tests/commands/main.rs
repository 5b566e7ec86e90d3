//! The commands beside `check`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../support/mod.rs"]
mod support;

mod explain;
mod from;
mod init;
mod views;

use support::{Folder, Outcome, TODAY};

fn run(folder: &Folder, arguments: &[&str]) -> Outcome {
    Outcome::of(folder.command().env("CCSEC_LINT_TODAY", TODAY).args(arguments))
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
