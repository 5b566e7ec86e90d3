//! `--format github`, as GitHub's runner reads it.

use std::collections::BTreeSet;
use std::fs;

use crate::runner::{Command, read};
use crate::support::{Folder, GOOD, Outcome, as_check, with};
use crate::{Told, printed, told, world};

/// Annotations of a level.
fn of<'c>(commands: &'c [Command], name: &str) -> Vec<&'c Command> {
    commands.iter().filter(|command| command.name == name).collect()
}

fn as_told(command: &Command) -> Told {
    Told {
        rule: command.properties["title"].split(' ').next().unwrap().to_owned(),
        path: command.properties["file"].clone(),
        line: command.properties["line"].parse().unwrap(),
        message: command.message.split('\n').next().unwrap().to_owned(),
    }
}

#[test]
fn it_annotates_the_ten_most_important_of_each_level_and_logs_all() {
    let folder = world();
    let log = printed(&folder, "github");
    let (commands, text) = read(&log);
    let told = told(&folder);
    let annotated: Vec<&Command> =
        ["error", "warning", "notice"].into_iter().flat_map(|name| of(&commands, name)).collect();
    let shown: BTreeSet<Told> = annotated.iter().map(|command| as_told(command)).collect();
    assert!(shown.is_subset(&told), "{:?}", shown.difference(&told));
    let report = folder.report([""; 0]);
    let mut expected = 0;
    for (level, name) in [("error", "error"), ("warning", "warning"), ("note", "notice")] {
        let findings = report.json["findings"].as_array().unwrap();
        let count = findings.iter().filter(|finding| finding["severity"] == level).count();
        assert_eq!(of(&commands, name).len(), count.min(10), "{level}");
        expected += count.saturating_sub(10);
    }
    assert!(expected > 0, "there is more than GitHub shows");
    assert!(log.contains(&format!("\n{expected} more finding")), "{log}");
    let order: Vec<&str> = annotated.iter().map(|command| command.name.as_str()).collect();
    assert!(log.find("::error").unwrap() < log.find("::notice").unwrap_or(usize::MAX), "{order:?}");
    assert!(log.starts_with("::error "), "what is shown comes first");
    // The log holds the drawing for people.
    let names: Vec<&str> = commands.iter().map(|command| command.name.as_str()).collect();
    assert_eq!(names[names.len() - 3..], ["group", "stop-commands", "endgroup"]);
    let human = folder.check(["--format", "human"]).stdout;
    let (drawn, _) = human.trim_end().rsplit_once('\n').unwrap();
    for line in drawn.lines() {
        assert!(text.contains(&line), "{line}");
    }
}

#[test]
fn an_annotation_stands_at_its_place() {
    let folder = Folder::new();
    folder
        .file("a,b:100%/ccsec.toml", with("role = \"CSP\"", "role = \"CPS\""))
        .file("a,b:100%/docs/keys.md", "");
    let log = printed(&folder, "github");
    let (commands, _) = read(&log);
    let wrong = of(&commands, "error").into_iter().find(|it| it.message.contains("CPS")).unwrap();
    let report = folder.report([""; 0]);
    let finding = report.findings.iter().find(|finding| finding.message.contains("CPS")).unwrap();
    assert_eq!(
        as_told(wrong),
        Told {
            rule: finding.rule.clone(),
            path: "a,b:100%/ccsec.toml".to_owned(),
            line: 6,
            message: finding.message.clone(),
        }
    );
    let columns = (wrong.properties["col"].as_str(), wrong.properties["endColumn"].as_str());
    assert_eq!((finding.under.as_str(), columns), ("\"CPS\"", ("8", "13")));
    assert_eq!(wrong.message, format!("{}\n{}", finding.message, finding.help));
    assert!(log.contains("file=a%2Cb%3A100%25/ccsec.toml,line=6,"), "{log}");
}

#[test]
fn paths_are_those_of_the_checkout() {
    let folder = world();
    let mut command = folder.command();
    as_check(&mut command).args(["--format", "github", "faulty.ccsec.toml"]);
    command.current_dir(folder.join("a b")).env("GITHUB_WORKSPACE", folder.path());
    let outcome = Outcome::of(&mut command);
    let (commands, _) = read(&outcome.stdout);
    assert_eq!(of(&commands, "error")[0].properties["file"], "a b/faulty.ccsec.toml");
}

#[test]
fn what_could_not_be_judged_is_an_error_and_comes_first() {
    let folder = world();
    let outcome = folder.check(["--format", "github", "nowhere", "."]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (2, ""), "it is said once");
    let (commands, _) = read(&outcome.stdout);
    assert_eq!(commands[0].properties["title"], "ccsec-lint could not judge");
    assert!(commands[0].message.contains("nowhere"), "{commands:?}");
    assert_eq!(of(&commands, "error").len(), 10, "it takes one of the ten places");
}

fn summarized(folder: &Folder, file: &str, arguments: &[&str]) -> Outcome {
    let mut command = folder.command();
    Outcome::of(as_check(&mut command).args(arguments).env("GITHUB_STEP_SUMMARY", folder.join(file)))
}

#[test]
fn the_summary_of_the_step_is_added_to() {
    let folder = world();
    folder.file("summary.md", "# Before\n");
    let outcome = summarized(&folder, "summary.md", &["--format", "github"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (1, ""));
    let summary = fs::read_to_string(folder.join("summary.md")).unwrap();
    let report = folder.check(["--format", "markdown"]).stdout;
    assert_eq!(summary, format!("# Before\n{report}"));
    assert!(summary.contains("| 7.1.1 Data loss and leakage |"), "the heat map: {summary}");
    summarized(&folder, "other.md", &["--format", "json"]);
    assert!(!folder.join("other.md").exists(), "other formats leave it alone");
    summarized(&folder, "other.md", &["--output", "github=log"]);
    assert!(folder.join("other.md").exists());
    let failed = summarized(&folder, "no/such/summary.md", &["--format", "github"]);
    assert_eq!(failed.code, 2, "{}", failed.stderr);
}

#[test]
fn a_summary_stays_below_what_github_takes() {
    let folder = Folder::new();
    let keys: String = (0..1_000).map(|number| format!("unknown-key-{number} = 1\n")).collect();
    folder.file("ccsec.toml", format!("{keys}{GOOD}"));
    folder.file("summary.md", "x".repeat(1_000_000));
    summarized(&folder, "summary.md", &["--format", "github"]);
    let summary = fs::read_to_string(folder.join("summary.md")).unwrap();
    assert!(summary.len() <= 1 << 20 && summary.len() > 1_040_000, "{}", summary.len());
    let end = summary.lines().last().unwrap();
    let shown = summary.lines().filter(|line| line.starts_with("- **")).count();
    let findings = folder.report([""; 0]).findings.len();
    assert!(end.contains(&format!("{} findings are not shown", findings - shown)), "{end}");
}
