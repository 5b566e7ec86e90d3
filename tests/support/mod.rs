//! What the tests of the command line share: a folder of its own for each test, the real binary in a
//! scrubbed environment, and its JSON report, in which every place is text and not a number.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]
#![allow(dead_code, reason = "each test file uses a part of this")]

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// The day of every run.
pub(crate) const TODAY: &str = "2026-11-21";

/// A descriptor in the present format without a fault. Only its capabilities leave something to do.
pub(crate) const GOOD: &str = r#"ccsec = 1

[service]
id = "network-storage"
title = "Network storage"
role = "CSP"
category = "IaaS"
deployment = "public"
owner = "storage-team@example.com"
tenancy = "multi"
exposure = "internet"
compute = ["virtual-machine"]
infrastructure = ["infra/"]

[data]
classification = "confidential"
personal = true
controller = "CSC"
processor = "CSP"
jurisdictions = ["DE", "FR"]

[threats]
flagged = ["7.1.1", "8.1.5"]

[threats.dismissed]
"7.1.3" = "The customers are individuals; there is no customer staff."

[[controls]]
id = "bucket-encryption"
kind = "control"
by = "CSP"
status = "implemented"
meets = ["9.7/encryption-at-rest", "9.7/key-management"]
refs = ["iso27002:2022/8.24", "nist800-53r5/SC-28", "ccm4/CEK-03"]
evidence = [{ document = "docs/keys.md", reviewed = 2026-09-01 }]

[[controls]]
id = "recovery"
kind = "procedure"
by = "CSP"
status = "planned"
meets = ["9.11/recovery-plan"]

[[upstream]]
service = "aws"
provides = ["9.3/*", "9.5/workload-isolation"]

[[partners]]
id = "auditor"
delivers = ["audit"]

[sla]
incident_response = "1h"

[review]
last = 2026-09-01
every = "180d"
"#;

/// [`GOOD`] with one text, which it holds exactly once, in another's place.
#[track_caller]
pub(crate) fn with(from: &str, to: &str) -> String {
    assert_eq!(GOOD.matches(from).count(), 1, "{from:?} stands in the good descriptor once");
    GOOD.replace(from, to)
}

/// A folder that is removed after the test, and in which the linter runs.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn join(&self, name: impl AsRef<Path>) -> PathBuf {
        self.path().join(name)
    }

    /// Writes a file, and the folders that it lies in.
    pub(crate) fn file(&self, name: impl AsRef<Path>, content: impl AsRef<[u8]>) -> &Self {
        let file = self.join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, content).unwrap();
        self
    }

    /// Makes a named pipe; false where the machine has no program for that.
    pub(crate) fn pipe(&self, name: &str) -> bool {
        Command::new("mkfifo").arg(self.join(name)).status().is_ok_and(|status| status.success())
    }

    /// The linter, about to run here. It sees no variable of this process but `PATH`.
    pub(crate) fn command(&self) -> Command {
        self.command_of(Path::new(env!("CARGO_BIN_EXE_ccsec-lint")))
    }

    /// A copy of the linter, about to run here.
    pub(crate) fn command_of(&self, binary: &Path) -> Command {
        let mut command = Command::new(binary);
        command.env_clear().current_dir(self.path()).stdin(Stdio::null());
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        command
    }

    /// `check --isolated --today …`, and what follows.
    pub(crate) fn check<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Outcome {
        Outcome::of(as_check(&mut self.command()).args(arguments))
    }

    /// The JSON report of a check.
    #[track_caller]
    pub(crate) fn report<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Report {
        Report::of(self, as_check(&mut self.command()).args(arguments))
    }
}

/// Makes a command a check that reads no configuration and knows what day it is.
pub(crate) fn as_check(command: &mut Command) -> &mut Command {
    command.args(["check", "--isolated", "--today", TODAY])
}

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Outcome {
    /// Runs a command. One that was ended by a signal, or that panicked, fails the test.
    #[track_caller]
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().expect("the linter starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
        let (stdout, stderr) = (text(output.stdout), text(output.stderr));
        assert!(!stderr.contains("panicked at"), "the linter panicked: {}", beginning(&stderr));
        let code = output.status.code();
        assert!(code.is_some(), "{} ended the linter: {}", output.status, beginning(&stderr));
        Self { code: code.unwrap(), stdout, stderr }
    }
}

/// As much of a text as a person reads.
pub(crate) fn beginning(text: &str) -> String {
    text.chars().take(2_000).collect()
}

/// A report in JSON.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) code: i32,
    pub(crate) stderr: String,
    pub(crate) json: Value,
    pub(crate) findings: Vec<Finding>,
}

/// A finding, with what stands at its own place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) rule: String,
    pub(crate) message: String,
    pub(crate) help: String,
    pub(crate) path: String,
    /// The text under the first place, cut out of the file by its offsets.
    pub(crate) under: String,
    /// The offset at which it starts.
    pub(crate) offset: usize,
    /// Its line and column, both from 1.
    pub(crate) line: usize,
    pub(crate) column: usize,
    /// The whole line, without blanks around it.
    pub(crate) on: String,
    pub(crate) label: String,
}

impl Report {
    /// Runs a command in a folder with `--format json`, and cuts each place out of its file.
    #[track_caller]
    pub(crate) fn of(folder: &Folder, command: &mut Command) -> Self {
        let outcome = Outcome::of(command.args(["--format", "json"]));
        let json: Value = serde_json::from_str(&outcome.stdout)
            .unwrap_or_else(|error| panic!("{error}: {} {}", beginning(&outcome.stdout), outcome.stderr));
        let findings = json["findings"].as_array().expect("findings");
        let findings = findings.iter().map(|finding| Finding::read(folder, finding)).collect();
        Self { code: outcome.code, stderr: outcome.stderr, json, findings }
    }

    /// The rules that fired, in the order of the report.
    pub(crate) fn rules(&self) -> Vec<&str> {
        self.findings.iter().map(|finding| finding.rule.as_str()).collect()
    }

    /// The findings about the form of descriptors.
    pub(crate) fn of_form(&self) -> Vec<&Finding> {
        self.findings.iter().filter(|finding| finding.rule.starts_with("descriptor/")).collect()
    }

    /// The paths of the descriptors that were judged.
    pub(crate) fn judged(&self) -> Vec<&str> {
        let services = self.json["services"].as_array().expect("services");
        services.iter().map(|service| service["path"].as_str().expect("a path")).collect()
    }

    /// The messages of what could not be judged.
    pub(crate) fn faults(&self) -> Vec<&str> {
        let faults = self.json["faults"].as_array().expect("faults");
        faults.iter().map(|fault| fault["message"].as_str().expect("a message")).collect()
    }
}

impl Finding {
    #[track_caller]
    fn read(folder: &Folder, json: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let place = &json["locations"][0];
        let number = |end: &str, name: &str| {
            usize::try_from(place[end][name].as_u64().expect("a number")).expect("a small number")
        };
        let path = text(&place["path"]);
        let bytes = fs::read(folder.join(&path)).unwrap_or_default();
        let (start, end) = (number("start", "offset"), number("end", "offset"));
        let cut = |from: usize, to: usize| {
            String::from_utf8_lossy(bytes.get(from..to).unwrap_or(b"<outside the file>")).into_owned()
        };
        let line_start = bytes[..start.min(bytes.len())].iter().rposition(|byte| *byte == b'\n');
        let line_start = line_start.map_or(0, |newline| newline + 1);
        let line_end = bytes[line_start..].iter().position(|byte| *byte == b'\n');
        let line_end = line_end.map_or(bytes.len(), |newline| line_start + newline);
        let finding = Self {
            rule: text(&json["rule"]),
            message: text(&json["message"]),
            help: text(&json["help"]),
            path,
            under: cut(start, end),
            offset: start,
            line: number("start", "line"),
            column: number("start", "column"),
            on: cut(line_start, line_end).trim().to_owned(),
            label: text(&place["label"]),
        };
        let before = &bytes[..start.min(bytes.len())];
        let newlines = before.iter().filter(|byte| **byte == b'\n').count();
        assert_eq!(finding.line, newlines + 1, "the line fits the offset: {finding:?}");
        let columns = String::from_utf8_lossy(&before[line_start..]).replace('\u{feff}', "").chars().count();
        assert_eq!(finding.column, columns + 1, "the column fits the offset: {finding:?}");
        finding
    }
}
