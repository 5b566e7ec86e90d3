//! What the README shows is what the program prints: its `console` blocks are run one after the other
//! in one folder, and its `toml` and `hcl` blocks that begin with a file's name are written to that
//! file. After `<!-- in FOLDER -->` they run in a copy of that folder of the repository. To take the output
//! over: `CCSEC_LINT_BLESS=1 cargo test --test readme`.

#![allow(clippy::unwrap_used, reason = "a test that cannot read the repository has failed")]

use std::fs;
use std::path::Path;
use std::process::Command;

use walkdir::WalkDir;

/// The README, with the output of each command as it is now.
fn replayed(readme: &str) -> String {
    let scratch = tempfile::tempdir().unwrap();
    let mut folder = scratch.path().join("team-wiki");
    fs::create_dir(&folder).unwrap();
    let binaries = Path::new(env!("CARGO_BIN_EXE_ccsec-lint")).parent().unwrap();
    let path = format!("{}:{}", binaries.display(), std::env::var("PATH").unwrap());
    let mut out = String::new();
    let mut lines = readme.lines().peekable();
    let mut code = 0;
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        if let Some(from) = line.strip_prefix("<!-- in ").and_then(|rest| rest.strip_suffix(" -->")) {
            folder = scratch.path().join(from);
            copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join(from), &folder);
        } else if line == "```toml" || line == "```hcl" {
            let mut block = String::new();
            while let Some(line) = lines.next_if(|line| *line != "```") {
                block.push_str(line);
                block.push('\n');
            }
            let name = block.lines().next().and_then(|line| line.strip_prefix("# ")).unwrap_or_default();
            if name.ends_with(".toml") || name.ends_with(".tf") {
                let file = folder.join(name);
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, &block).unwrap();
            }
            out.push_str(&block);
        } else if line == "```console" {
            while let Some(line) = lines.next_if(|line| *line != "```") {
                let Some(command) = line.strip_prefix("$ ") else { continue };
                out.push_str(line);
                out.push('\n');
                if command == "echo $?" {
                    out.push_str(&format!("{code}\n"));
                    continue;
                }
                let result = Command::new("bash")
                    .args(["-c", &format!("{command} 2>&1")])
                    .current_dir(&folder)
                    .env_clear()
                    .env("PATH", &path)
                    .env("CCSEC_LINT_TODAY", "2026-11-21")
                    .output()
                    .unwrap();
                code = result.status.code().unwrap();
                out.push_str(&timeless(&String::from_utf8(result.stdout).unwrap()));
            }
        }
    }
    out
}

fn copy(from: &Path, to: &Path) {
    for entry in WalkDir::new(from).sort_by_file_name() {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Every run takes its own time.
fn timeless(text: &str) -> String {
    text.lines()
        .map(|line| match line.rsplit_once(" · ") {
            Some((before, time)) if time.ends_with(" ms") => format!("{before} · 9 ms\n"),
            _ => format!("{line}\n"),
        })
        .collect()
}

#[test]
fn the_readme_shows_what_the_program_prints() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let replayed = replayed(&readme);
    if std::env::var_os("CCSEC_LINT_BLESS").is_some() {
        fs::write(path, replayed).unwrap();
        return;
    }
    for (number, (shown, printed)) in readme.lines().zip(replayed.lines()).enumerate() {
        assert_eq!(
            shown,
            printed,
            "README.md:{}; CCSEC_LINT_BLESS=1 cargo test --test readme takes it over",
            number + 1
        );
    }
    assert_eq!(readme.lines().count(), replayed.lines().count());
    assert!(readme.matches("\n$ ccsec-lint").count() >= 5, "the README shows commands");
    assert!(readme.contains("no findings"), "the tutorial ends clean");
}
