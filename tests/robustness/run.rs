//! Threads, pipes and full disks.

use std::fs::File;
use std::io::Write as _;
use std::process::Stdio;

use crate::support::{Folder, GOOD, Outcome, as_check};

use super::good;

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
