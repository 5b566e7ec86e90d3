//! `--output FORMAT=FILE`.

use std::fs;

use crate::support::GOOD;
use crate::world;

#[test]
fn several_formats_come_of_one_run() {
    let folder = world();
    let outcome = folder.check(["--format", "concise", "--output", "json=r.json", "--output", "csv=r.csv"]);
    assert_eq!(outcome.code, 1);
    assert_eq!(outcome.stdout, folder.check(["--format", "concise"]).stdout);
    for (format, file) in [("json", "r.json"), ("csv", "r.csv")] {
        let written = fs::read_to_string(folder.join(file)).unwrap();
        assert_eq!(written, folder.check(["--format", format]).stdout, "{format}");
    }
    let left = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(
        !left.into_iter().any(|name| name.to_string_lossy().ends_with(".tmp")),
        "nothing is left beside them"
    );
}

#[test]
fn two_outputs_never_share_a_file() {
    let folder = world();
    for twice in [
        ["--output", "json=r", "--output", "csv=r"],
        ["--output", "json=r", "--output", "csv=./docs/../r"],
        ["--output", "json=r", "--output-file", "r"],
    ] {
        let outcome = folder.check(twice);
        assert_eq!(outcome.code, 2, "{twice:?}");
        assert!(outcome.stderr.contains("two outputs go to `"), "{}", outcome.stderr);
        assert!(!folder.join("r").exists(), "nothing was written");
    }
}

#[test]
fn an_output_never_takes_the_place_of_what_is_read() {
    let folder = world();
    folder
        .file("policy/own.rego", "package own\n\nimport rego.v1\n\ndeny contains \"no\" if false\n")
        .file("conf.toml", "fail_on = \"error\"\n");
    for file in [
        "storage.ccsec.toml",
        "docs/../storage.ccsec.toml",
        "infra/main.tf",
        "docs/keys.md",
        "policy/own.rego",
        "conf.toml",
        "new.ccsec.toml",
        "sub/ccsec-lint.toml",
    ] {
        let before = fs::read(folder.join(file)).ok();
        let target = format!("json={file}");
        let mut command = folder.command();
        command.args(["check", "--config", "conf.toml", "--policy", "policy", "--output", &target]);
        let outcome = crate::support::Outcome::of(&mut command);
        assert_eq!(outcome.code, 2, "{file}: {}", outcome.stderr);
        assert!(outcome.stderr.contains("is read, and would be lost"), "{file}: {}", outcome.stderr);
        assert_eq!(fs::read(folder.join(file)).ok(), before, "{file}");
    }
}

#[test]
fn an_output_that_cannot_be_understood_or_written_is_no_success() {
    let folder = world();
    folder.file("x.ccsec.toml", GOOD);
    for (output, said) in [
        ("r.json", "say which format, as in json=r.json"),
        ("xml=r.xml", "\"xml\" is none of human, concise, json"),
        ("json=", "name a file"),
        ("json=-", "name a file"),
        ("json=no/such/folder/r", "cannot write to `no/such/folder/r`"),
    ] {
        let outcome = folder.check(["--output", output]);
        assert_eq!(outcome.code, 2, "{output}");
        assert!(outcome.stderr.contains(said), "{output}: {}", outcome.stderr);
    }
    let outcome = folder.check(["--output", "json=no/such/r", "--output", "csv=r.csv"]);
    assert!(folder.join("r.csv").exists(), "one that fails does not keep the others: {}", outcome.stderr);
}

#[test]
fn what_cannot_be_used_is_said_in_every_format() {
    let folder = world();
    folder
        .file("policy/own.rego", "package own\n\nimport rego.v1\n\ndeny contains\n")
        .file("r.json", "earlier");
    let run = |format: &str| {
        folder.check([
            "--policy",
            "policy",
            "--format",
            format,
            "--output",
            "json=r.json",
            "--output",
            "sarif=r.sarif",
        ])
    };
    let outcome = run("human");
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    assert!(outcome.stderr.contains("policy/own.rego:6"), "{}", outcome.stderr);
    for (file, pointer) in [
        ("r.json", "/faults/0/location/path"),
        (
            "r.sarif",
            "/runs/0/invocations/0/toolExecutionNotifications/0/locations/0/physicalLocation/artifactLocation/uri",
        ),
    ] {
        let written: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(folder.join(file)).unwrap()).unwrap();
        assert_eq!(written.pointer(pointer).unwrap(), "policy/own.rego", "{file}");
    }
    let outcome = run("github");
    assert_eq!((outcome.code, outcome.stderr.as_str()), (2, ""));
    let (commands, _) = crate::runner::read(&outcome.stdout);
    assert_eq!(commands[0].properties["file"], "policy/own.rego");
    let kept = fs::read(folder.join("policy/own.rego")).unwrap();
    let outcome = folder.check(["--policy", "policy", "--output", "json=policy/own.rego"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("is read, and would be lost"), "{}", outcome.stderr);
    assert_eq!(fs::read(folder.join("policy/own.rego")).unwrap(), kept);
}

#[cfg(unix)]
#[test]
fn a_device_takes_the_text_and_stays_a_device() {
    let folder = world();
    // Through a link, so that a linter that gets this wrong replaces the link alone.
    std::os::unix::fs::symlink("/dev/null", folder.join("null")).unwrap();
    let outcome = folder.check(["--output", "json=null"]);
    assert_eq!(outcome.code, 1, "{}", outcome.stderr);
    assert!(fs::symlink_metadata(folder.join("null")).unwrap().is_symlink());
}
