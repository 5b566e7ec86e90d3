//! `init`: a first descriptor.

use std::collections::BTreeSet;

use crate::support::{Finding, Folder, Report};

use super::run;

/// What is wrong with keys and values. A value that was filled in is no fault: it is a question.
pub(crate) fn faults_of_form(report: &Report) -> Vec<&Finding> {
    report.of_form().into_iter().filter(|finding| finding.rule != "descriptor/unanswered").collect()
}

/// The first descriptor of services that differ in every fact.
#[test]
fn what_init_writes_has_no_fault_of_form_and_is_never_green() {
    let cases: [&[&str]; 7] = [
        &[],
        &["--controller", "CSC", "--processor", "CSP", "--stored", "false", "--jurisdiction", "DE"],
        &[
            "--upstream",
            "aws",
            "--upstream",
            "mail",
            "--partner",
            "acme=code,hardware",
            "--partner",
            "auditor=audit",
            "--code",
            "CSC",
            "--code",
            "CSN",
            "--stored",
            "true",
        ],
        &[
            "--role",
            "CSC",
            "--category",
            "SaaS",
            "--deployment",
            "private",
            "--tenancy",
            "single",
            "--exposure",
            "internal",
            "--compute",
            "function",
            "--classification",
            "public",
            "--personal",
            "false",
            "--jurisdiction",
            "DE",
        ],
        &[
            "--role",
            "CSN",
            "--category",
            "CaaS",
            "--deployment",
            "hybrid",
            "--compute",
            "container",
            "--compute",
            "virtual-machine",
        ],
        &[
            "--category",
            "NaaS",
            "--deployment",
            "community",
            "--exposure",
            "partner",
            "--jurisdiction",
            "FR",
            "--jurisdiction",
            "CH",
        ],
        &[
            "--id",
            "x",
            "--title",
            "a \"quoted\" \\ title\u{7}",
            "--owner",
            "me",
            "--classification",
            "secret",
        ],
    ];
    for flags in cases {
        let folder = Folder::new();
        let outcome = run(&folder, &[&["init", "--no-input"], flags].concat());
        assert_eq!(outcome.code, 0, "{flags:?}: {}", outcome.stderr);
        let report = folder.report([""; 0]);
        assert!(faults_of_form(&report).is_empty(), "{flags:?}: {:?}", faults_of_form(&report));
        assert_eq!(report.code, 1, "{flags:?}: never green");
        assert!(
            !report.rules().contains(&"threats/called-for"),
            "{flags:?}: what the facts call for is flagged"
        );
        let text = std::fs::read_to_string(folder.join("ccsec.toml")).unwrap();
        let service = &report.json["services"][0];
        let flagged: BTreeSet<&str> =
            service["threats"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
        for threat in &flagged {
            let line = text.lines().find(|line| line.trim_start().starts_with(&format!("\"{threat}\", # ")));
            assert!(
                line.is_some_and(|line| line.contains(": ")),
                "{flags:?}: {threat} is flagged with the reason"
            );
        }
        let asked: BTreeSet<String> = report.json["findings"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|finding| finding["expectations"].as_array().unwrap())
            .map(|id| id.as_str().unwrap().to_owned())
            .collect();
        for expectation in &asked {
            assert!(
                text.contains(&format!("\n## {expectation}, for ")),
                "{flags:?}: a stub for {expectation}"
            );
        }
        assert_eq!(text.matches("\n# [[controls]]\n").count(), asked.len(), "{flags:?}: and for no other");
    }
}

#[test]
fn the_stubs_of_init_meet_what_they_are_for_once_uncommented() {
    let folder = Folder::new();
    run(&folder, &["init", "--no-input", "--jurisdiction", "DE"]);
    let text = std::fs::read_to_string(folder.join("ccsec.toml")).unwrap();
    let (head, stubs) = text.split_once("# Step three").unwrap();
    let mut inside = false;
    let uncommented: String = stubs
        .lines()
        .map(|line| {
            inside = (inside || line == "# [[controls]]") && line.starts_with('#');
            let line = if inside { line.trim_start_matches("# ").trim_start_matches('#') } else { line };
            format!("{line}\n")
        })
        .collect();
    folder.file("ccsec.toml", format!("{head}# Step three{uncommented}"));
    let report = folder.report([""; 0]);
    assert!(faults_of_form(&report).is_empty(), "{:?}", faults_of_form(&report));
    let verdicts = &report.json["services"][0]["verdicts"];
    let claimed: Vec<&str> = stubs
        .lines()
        .filter_map(|line| line.strip_prefix("## ")?.split_once(", for "))
        .map(|(id, _)| id)
        .collect();
    assert!(claimed.len() > 30);
    for id in claimed {
        let claimed = !report.json["findings"].as_array().unwrap().iter().any(|finding| {
            finding["message"].as_str().unwrap().contains(&format!("\"{id}\", is claimed by no control"))
        });
        assert!(claimed && verdicts[id]["verdict"] != "planned", "{id}: {}", verdicts[id]);
    }
}

#[test]
fn what_no_flag_says_is_filled_in_and_stands_as_a_question() {
    let folder = Folder::new();
    run(&folder, &["init", "--no-input", "--owner", "me", "--tenancy", "single", "--compute", "function"]);
    let report = folder.report([""; 0]);
    let open: Vec<(&str, &str)> = report
        .findings
        .iter()
        .filter(|finding| finding.rule == "descriptor/unanswered")
        .map(|finding| (finding.message.split_once(' ').unwrap().0, finding.under.as_str()))
        .collect();
    let title = format!("{:?}", folder.path().file_name().unwrap().to_str().unwrap().to_lowercase());
    let title = title.replacen("\".", "\"", 1);
    assert_eq!(
        open,
        [
            ("service.title", title.as_str()),
            ("service.role", "\"CSP\""),
            ("service.category", "\"SaaS\""),
            ("service.deployment", "\"public\""),
            ("service.exposure", "\"internet\""),
            ("data.classification", "\"confidential\""),
            ("data.personal", "true"),
            ("data.jurisdictions", "[]"),
        ]
    );
    let text = std::fs::read_to_string(folder.join("ccsec.toml")).unwrap();
    let answered = text.replace("  \"data.personal\",         # is personal data among it?\n", "");
    assert_ne!(answered, text);
    folder.file("ccsec.toml", answered);
    let left = folder.report([""; 0]);
    assert_eq!(left.of_form().len(), open.len() - 1, "what is taken out of the list is answered");
}

#[test]
fn init_leaves_a_file_that_exists_as_it_is() {
    let folder = Folder::new();
    folder.file("ccsec.toml", "mine");
    let outcome = run(&folder, &["init", "--no-input"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("`ccsec.toml` exists already"), "{}", outcome.stderr);
    assert_eq!(std::fs::read_to_string(folder.join("ccsec.toml")).unwrap(), "mine");
}

#[test]
fn init_refuses_what_would_not_be_a_descriptor() {
    let folder = Folder::new();
    for (arguments, message) in [
        (vec!["init", "--no-input", "storage.toml"], "is not the name of a descriptor"),
        (
            vec!["init", "--no-input", "--jurisdiction", "Germany"],
            "\"Germany\" is not an ISO 3166-1 country code",
        ),
        (vec!["init", "--no-input", "--id", "two words"], "\"two words\" is not an identifier"),
        (vec!["init", "--no-input", "--upstream", "two words"], "\"two words\" is not an identifier"),
        (vec!["init", "--no-input", "--partner", "acme"], "say what it delivers, as in acme=code"),
        (vec!["init", "--no-input", "--partner", "=code"], "\"\" is not an identifier"),
        (vec!["init", "--no-input", "--partner", "acme=coffee"], "\"coffee\" is none of code, component"),
        (vec!["init", "--no-input", "--controller", "me"], "[possible values: CSC, CSP, CSN]"),
        (vec!["init", "--no-input", "no/such/ccsec.toml"], "cannot write `no/such/ccsec.toml`"),
    ] {
        let outcome = run(&folder, &arguments);
        assert_eq!(outcome.code, 2, "{arguments:?}");
        assert!(outcome.stderr.contains(message), "{}", outcome.stderr);
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was written");
}

/// What `init` writes with these flags on a service that by itself has nothing to call for anything.
fn written(flags: &[&str]) -> String {
    let folder = Folder::new();
    let plain = ["init", "--no-input", "--id", "x", "--deployment", "private", "--tenancy", "single"];
    let facts = ["--exposure", "internal", "--classification", "internal", "--jurisdiction", "DE"];
    let outcome = run(&folder, &[&plain, &facts[..], flags].concat());
    assert_eq!(outcome.code, 0, "{flags:?}: {}", outcome.stderr);
    std::fs::read_to_string(folder.join("ccsec.toml")).unwrap()
}

#[test]
fn duties_code_services_and_partners_are_written_and_flag_what_they_call_for() {
    let flagged = |text: &str| -> Vec<String> {
        let flags = text.lines().filter_map(|line| line.strip_prefix("  \"")?.split_once("\", # "));
        flags.map(|(threat, reason)| format!("{threat} {}", reason.split_once(": ").unwrap().1)).collect()
    };
    assert_eq!(flagged(&written(&["--personal", "false"])), [""; 0]);
    for (flags, stands, calls) in [
        (
            &["--personal", "true", "--stored", "false", "--controller", "CSC", "--processor", "CSP"][..],
            "\njurisdictions  = [\"DE\"]\ncontroller     = \"CSC\"\nprocessor      = \"CSP\"\nstored         = false\n",
            "8.1.1 the CSC controls the personal data and the CSP processes it",
        ),
        (
            &["--personal", "true"],
            "\n# controller     = \"CSC\"   # who decides what personal data is for\n",
            "8.2.1 nobody is named as controller or processor of the personal data",
        ),
        (
            &["--personal", "false", "--code", "CSC", "--code", "CSP"],
            "\ncode       = [\"CSC\", \"CSP\"]\n",
            "8.1.7 code of the customer runs here",
        ),
        (
            &["--personal", "false", "--upstream", "aws"],
            "\n[[upstream]]\nservice  = \"aws\"\n",
            "8.1.6 the service is built on \"aws\"",
        ),
        (
            &["--personal", "false", "--partner", "acme=component,audit"],
            "\n[[partners]]\nid       = \"acme\"\ndelivers = [\"component\", \"audit\"]\n",
            "8.2.9 partner \"acme\" delivers components",
        ),
    ] {
        let text = written(flags);
        assert!(text.contains(stands), "{flags:?}: {text}");
        let flagged = flagged(&text);
        assert!(flagged.iter().any(|flag| flag == calls), "{flags:?}: {flagged:?}");
    }
}

#[test]
fn what_is_left_open_waits_in_a_comment_that_can_be_uncommented() {
    let text = written(&["--personal", "false"]);
    let mut opened = String::new();
    for line in text.lines() {
        let keys = [
            "controller ",
            "processor ",
            "stored ",
            "code ",
            "[[upstream]]",
            "service ",
            "[[partners]]",
            "id  ",
            "delivers ",
        ];
        let line = match line.strip_prefix("# ") {
            Some("[[controls]]") => break,
            Some(rest) if keys.iter().any(|key| rest.starts_with(key)) => rest,
            _ => line,
        };
        opened.push_str(&format!("{line}\n"));
    }
    assert_eq!(opened.matches("\n[[upstream]]\n").count() + opened.matches("\n[[partners]]\n").count(), 2);
    let folder = Folder::new();
    folder.file("ccsec.toml", opened);
    let report = folder.report([""; 0]);
    assert!(faults_of_form(&report).is_empty(), "{:?}", faults_of_form(&report));
}

/// The questions come in a terminal alone, so one is made, where the machine has a program for that.
#[cfg(target_os = "linux")]
#[test]
fn at_a_terminal_init_asks_for_what_no_flag_says() {
    use std::io::{Read as _, Write as _};
    use std::process::Stdio;

    let folder = Folder::new();
    let linter = env!("CARGO_BIN_EXE_ccsec-lint");
    let said = "--id x --title x --owner x --role CSP --category SaaS --deployment private --tenancy single \
                --exposure internal --compute function --classification internal --jurisdiction DE";
    let program = |name: &str| folder.command_of(name.as_ref());
    if ["script", "timeout"].iter().any(|name| program(name).arg("--version").output().is_err()) {
        return;
    }
    // A question that is never asked would wait for ever.
    let mut command = program("timeout");
    command
        .args(["60", "script", "-qec", &format!("{linter} init {said}"), "/dev/null"])
        .env("TERM", "xterm");
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let (mut keys, mut screen) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let mut seen = String::new();
    // Down is the arrow that chooses the next answer, the space bar marks one.
    for (question, answer) in [
        ("Whose code runs here", "\r"),
        ("Is personal data among it", "y\r"),
        ("Who decides what personal data is for", "\u{1b}[B\r"),
        ("Who processes personal data", "\r"),
        ("Is data stored", "n\r"),
        ("Services that it is built on", "aws, mail\r"),
        ("Partners that take part", "acme\r"),
        ("What does acme deliver", " \r"),
    ] {
        while !seen.contains(question) {
            let mut bytes = [0; 4096];
            let read = screen.read(&mut bytes).unwrap();
            assert!(read > 0, "{question} is never asked: {seen}");
            seen.push_str(&String::from_utf8_lossy(&bytes[..read]));
        }
        keys.write_all(answer.as_bytes()).unwrap();
    }
    let _ = screen.read_to_string(&mut seen);
    assert!(child.wait().unwrap().success(), "{seen}");
    let text = std::fs::read_to_string(folder.join("ccsec.toml")).unwrap();
    for line in [
        "controller     = \"CSC\"",
        "# processor      = \"CSP\"   # who processes it on the controller's behalf",
        "stored         = false",
        "service  = \"aws\"",
        "service  = \"mail\"",
        "delivers = [\"code\"]",
    ] {
        assert!(text.lines().any(|it| it == line), "{line}: {text}");
    }
}
