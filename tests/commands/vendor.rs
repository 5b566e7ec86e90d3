//! `vendor`: copies of descriptors from elsewhere, with the verdicts that they have there.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::support::{Folder, Outcome, Report};

use super::{chain, commit, copy, git, json, replace, repository, run};

const ENTRY: &str = "service  = \"platform\"\n";

/// Two repositories beside each other: `provider`, with the platform and the hosting, and `shop`.
struct Beside(Folder);

impl Beside {
    fn new() -> Self {
        let folder = Folder::new();
        let chain = chain();
        for (from, to) in
            [("platform", "provider/platform"), ("hosting", "provider/hosting"), ("shop", "shop")]
        {
            copy(&chain.join(from), &folder.join(to));
        }
        // Roots of repositories, for who has no git.
        fs::create_dir(folder.join("shop/.git")).unwrap();
        Self(folder)
    }

    /// The shop names a source.
    #[track_caller]
    fn with(source: &str) -> Self {
        let beside = Self::new();
        beside.names(source);
        beside
    }

    #[track_caller]
    fn names(&self, source: &str) {
        replace(&self.0, "shop/ccsec.toml", ENTRY, &format!("{ENTRY}source   = \"{source}\" # whence\n"));
    }

    fn shop(&self) -> PathBuf {
        self.0.join("shop")
    }

    fn text(&self) -> String {
        fs::read_to_string(self.0.join("shop/ccsec.toml")).unwrap()
    }

    /// Runs the linter in the repository of the shop.
    fn run(&self, arguments: &[&str]) -> Outcome {
        let mut command = self.0.command();
        command.current_dir(self.shop()).env("CCSEC_LINT_TODAY", crate::support::TODAY);
        Outcome::of(command.args(arguments))
    }

    #[track_caller]
    fn vendored(&self, arguments: &[&str]) -> String {
        let outcome = self.run(&[&["vendor", "--isolated"], arguments].concat());
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{}", outcome.stdout);
        outcome.stdout
    }

    /// What `vendor` says that is wrong, on one line.
    #[track_caller]
    fn refused(&self, arguments: &[&str]) -> String {
        let outcome = self.run(&[&["vendor", "--isolated"], arguments].concat());
        assert_eq!(outcome.code, 2, "{}{}", outcome.stdout, outcome.stderr);
        outcome.stderr.split_whitespace().filter(|word| *word != "|").collect::<Vec<_>>().join(" ")
    }

    /// The rules that fire for the shop, and the messages.
    fn found(&self) -> Vec<(String, String)> {
        let outcome = self.run(&["check", "--isolated", "--format", "json"]);
        let json: Value = serde_json::from_str(&outcome.stdout).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let findings = json["findings"].as_array().unwrap().iter();
        findings.map(|it| (text(&it["rule"]), text(&it["message"]))).collect()
    }

    /// What is said of copies that were changed.
    fn altered(&self) -> Vec<String> {
        let found = self.found().into_iter().filter(|(rule, _)| rule == "chain/altered");
        found.map(|(_, message)| message).collect()
    }
}

#[test]
fn a_copy_is_fetched_pinned_and_linted_clean() {
    let beside = Beside::with("../provider//platform");
    let line = beside.text().lines().position(|line| line.starts_with("source ")).unwrap() + 1;
    let told = beside.vendored(&[]);
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(
        lines[0],
        "platform: judged in ../provider//platform, and kept in ccsec-vendor/platform with its verdicts"
    );
    let digest = lines[1].split('"').nth(1).unwrap();
    assert_eq!(digest.len(), 64);
    assert_eq!(
        lines[1],
        format!("ccsec.toml:{line}: write sha256 = \"{digest}\" below, or run ccsec-lint vendor --update")
    );
    let before = beside.text();
    let written = beside.vendored(&["--update"]);
    assert!(written.ends_with(&format!("ccsec.toml:{line}: wrote sha256 = \"{digest}\"\n")), "{written}");
    let source = "source   = \"../provider//platform\" # whence\n";
    let expected = before.replace(source, &format!("{source}sha256   = \"{digest}\"\n"));
    assert_eq!(beside.text(), expected, "nothing else is changed");
    assert_eq!(beside.found(), []);
    assert!(beside.vendored(&[]).ends_with(": the sha256 is right; there is nothing to do\n"));
    assert_eq!(
        fs::read(beside.0.join("shop/ccsec-vendor/platform/ccsec.toml")).unwrap(),
        fs::read(beside.0.join("provider/platform/ccsec.toml")).unwrap(),
    );
    // Without the place that it came from.
    fs::remove_dir_all(beside.0.join("provider")).unwrap();
    assert_eq!(beside.found(), []);
}

#[test]
fn a_copy_has_the_verdicts_that_it_has_where_it_comes_from() {
    let beside = Beside::with("../provider//platform/ccsec.toml");
    beside.vendored(&["--update"]);
    let there = Report::of(
        &beside.0,
        crate::support::as_check(&mut beside.0.command())
            .current_dir(beside.0.join("provider"))
            .arg("platform/ccsec.toml"),
    );
    let kept = fs::read_to_string(beside.0.join("shop/ccsec-vendor/platform/verdicts.json")).unwrap();
    let kept: Value = serde_json::from_str(&kept).unwrap();
    let verdicts = there.json["services"][0]["verdicts"].as_object().unwrap();
    assert_eq!(kept["verdicts"].as_object().unwrap().len(), verdicts.len());
    for (id, verdict) in verdicts {
        assert_eq!(kept["verdicts"][id]["verdict"], verdict["verdict"], "{id}");
        for key in ["verdict", "origin"] {
            assert_eq!(kept["verdicts"][id]["inherited"][key], verdict["inherited"][key], "{id}");
        }
    }
    assert_eq!((&kept["service"], &kept["judged"]), (&"platform".into(), &crate::support::TODAY.into()));

    // Whoever builds on the copy inherits what it would inherit from the service itself.
    let rows = |outcome: Outcome| -> Vec<Value> {
        let json: Value = serde_json::from_str(&outcome.stdout).unwrap();
        let services = json["services"].as_array().unwrap();
        let shop = services.iter().find(|service| service["id"] == "ticket-shop").unwrap();
        shop["expectations"].as_array().unwrap().clone()
    };
    let view = ["responsibilities", "--isolated", "--format", "json"];
    assert_eq!(rows(beside.run(&view)), rows(run(&chain(), &view)));
}

#[test]
fn a_tag_is_taken_and_not_the_working_tree() {
    let beside = Beside::new();
    let provider = beside.0.join("provider");
    if !repository(&provider) {
        return;
    }
    git(&provider, &["tag", "v1"]);
    // Since then the document is gone, and the service promises less.
    fs::remove_file(provider.join("platform/docs/databases.md")).unwrap();
    replace(&beside.0, "provider/platform/ccsec.toml", "\"9.7/data-recovery\", ", "");
    beside.names("../provider//platform?ref=v1");
    let told = beside.vendored(&["--update"]);
    assert!(told.contains("platform: judged in ../provider//platform?ref=v1 at "), "{told}");
    assert_eq!(beside.found(), []);
    // The path may lead into the checkout before the slashes, and be gone there.
    for source in ["../provider/platform?ref=v1", "../provider/platform/ccsec.toml?ref=v1"] {
        let beside = Beside::with(source);
        git(beside.0.path(), &["clone", "--quiet", provider.to_str().unwrap(), "clone"]);
        fs::remove_dir_all(beside.0.join("provider")).unwrap();
        fs::rename(beside.0.join("clone"), beside.0.join("provider")).unwrap();
        fs::remove_dir_all(beside.0.join("provider/platform")).unwrap();
        beside.vendored(&["--update"]);
        assert_eq!(beside.found(), [], "{source}");
    }
    // As the files lie now, it is another service.
    commit(&provider);
    git(&provider, &["tag", "v2"]);
    let later = Beside::with("../provider//platform?ref=v2");
    fs::remove_dir_all(later.0.join("provider")).unwrap();
    copy(&provider, &later.0.join("provider"));
    later.vendored(&["--update"]);
    let rules: Vec<String> = later.found().into_iter().map(|(rule, _)| rule).collect();
    assert_eq!(rules, ["chain/not-provided"], "what it dropped");
}

#[test]
fn a_changed_byte_is_an_altered_copy() {
    let beside = Beside::with("../provider//platform");
    assert_eq!(beside.found()[0].0, "descriptor/upstream", "a source without a digest");
    let told = beside.vendored(&["--update"]);
    for file in ["ccsec.toml", "verdicts.json", "SHA256SUMS"] {
        let path = beside.0.join("shop/ccsec-vendor/platform").join(file);
        let bytes = fs::read(&path).unwrap();
        let mut changed = bytes.clone();
        let last = changed.len() - 2;
        changed[last] ^= 1;
        fs::write(&path, changed).unwrap();
        let found = beside.altered();
        assert_eq!(found.len(), 1, "{file}: {found:?}");
        assert!(found[0].contains(&format!("`ccsec-vendor/platform/{file}`")), "{file}: {found:?}");
        fs::write(&path, bytes).unwrap();
    }
    let digest = told.split('"').nth(1).unwrap();
    let other = "0".repeat(64);
    replace(&beside.0, "shop/ccsec.toml", digest, &other);
    let found = beside.altered();
    assert!(found.len() == 1 && found[0].ends_with(digest), "{found:?}");
    fs::remove_dir_all(beside.0.join("shop/ccsec-vendor")).unwrap();
    let rules: Vec<String> = beside.found().into_iter().map(|(rule, _)| rule).collect();
    assert_eq!(rules, ["chain/not-vendored"]);
    beside.vendored(&["--update"]);
    assert_eq!(beside.found(), []);
}

#[test]
fn an_address_stands_for_a_checkout() {
    let beside = Beside::with("https://git.example.com/team/provider.git//platform");
    let alone = beside.refused(&[]);
    assert!(alone.contains("is elsewhere, and nothing is fetched over the network"), "{alone}");
    let command = "run: ccsec-lint vendor --checkout https://git.example.com/team/provider.git=PATH";
    assert!(alone.contains(command), "{alone}");
    let other = beside.refused(&["--checkout", "https://git.example.com/team/pro=../provider"]);
    assert_eq!(other, alone, "another repository");
    for checkout in
        ["https://git.example.com/team/provider.git=../provider", "https://git.example.com/team=.."]
    {
        let told = beside.vendored(&["--checkout", checkout]);
        assert!(told.contains("write sha256 = \""), "{told}");
    }
}

#[test]
fn what_cannot_be_fetched_says_what_to_write() {
    for (source, fact, help) in [
        ("../provider", "`ccsec.toml` is not a file", "source = \"../provider//platform/ccsec.toml\""),
        ("../provider//nothing.toml", "`nothing.toml` is not a file", "../provider//platform/ccsec.toml"),
        ("../nowhere", "`../nowhere` does not exist", "write the path of a file, a folder or a checkout"),
        ("../nowhere?ref=v1", "`../nowhere` does not exist", "name a git checkout"),
        ("../provider//platform?ref=v1", "`../provider` is in no git repository", "take ?ref= away"),
        ("../provider//../shop", "leads out of what it names", "a path without `..`"),
        ("../provider?ref=v1//platform", "does not end with a revision", "?ref=v2"),
        (
            "../provider//hosting",
            "is of \"hosting\", not of \"platform\"",
            "write service = \"hosting\", or the source of \"platform\"",
        ),
    ] {
        let beside = Beside::with(source);
        let refused = beside.refused(&["--update"]);
        assert!(refused.contains(fact), "{source}: {refused}");
        assert!(refused.contains(help), "{source}: {refused}");
        assert!(
            refused.contains(",-[ccsec.toml:") && refused.contains("asked for here"),
            "{source}: {refused}"
        );
        assert!(!beside.0.join("shop/ccsec-vendor").exists(), "{source}: nothing is kept");
        assert!(!beside.text().contains("sha256"), "{source}: nothing is written");
    }
}

#[test]
fn a_revision_that_git_does_not_know_is_refused() {
    let beside = Beside::with("../provider//platform?ref=v9");
    if !repository(&beside.0.join("provider")) {
        return;
    }
    let refused = beside.refused(&[]);
    assert!(refused.contains("the git repository does not know `v9`"), "{refused}");
}

#[test]
fn faults_of_the_descriptor_are_shown() {
    let beside = Beside::with("../provider//platform");
    replace(&beside.0, "provider/platform/ccsec.toml", "role       = \"CSP\"", "rule       = \"CSP\"");
    let refused = beside.refused(&[]);
    assert!(refused.contains("has faults, and cannot be judged"), "{refused}");
    assert!(refused.contains("`rule` is not a key of `service`"), "{refused}");
    assert!(refused.contains("provider/platform/ccsec.toml:8:1]"), "{refused}");
}

#[test]
fn one_service_has_one_source() {
    let beside = Beside::with("../provider//platform");
    let entry = "source   = \"../provider//platform\" # whence\n";
    let second = |source: &str| {
        let text = beside.text().replace("\"ticket-shop\"", "\"desk\"");
        let text = text.replace(entry, &format!("source   = \"{source}\"\n"));
        beside.0.file("shop/desk/ccsec.toml", text);
    };
    second("../provider//platform");
    let refused = beside.refused(&[]);
    assert!(refused.contains("\"platform\" is to be fetched from several sources: "), "{refused}");
    assert!(refused.contains("(ccsec.toml:") && refused.contains("(desk/ccsec.toml:"), "{refused}");
    assert!(!beside.0.join("shop/ccsec-vendor").exists(), "neither is kept");
    // The same folder, seen from another one.
    second("../../provider//platform");
    let told = beside.vendored(&[]);
    assert_eq!(told.matches("platform: judged in ").count(), 1, "{told}");
    assert_eq!(told.matches(": write sha256 = \"").count(), 2, "{told}");
    // What cannot be read may ask for more.
    beside.0.file("shop/desk/ccsec.toml", "[");
    assert!(beside.refused(&[]).contains("`desk/ccsec.toml` cannot be read: "));
}

#[test]
fn without_a_source_there_is_nothing_to_fetch() {
    let outcome = run(&chain(), &["vendor"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (3, ""));
    assert_eq!(outcome.stderr, "nothing to fetch: no [[upstream]] entry has a source\n");
}

#[cfg(unix)]
#[test]
fn a_link_to_a_descriptor_stays_one_and_the_copy_can_be_read_by_others() {
    use std::os::unix::fs::PermissionsExt as _;
    let beside = Beside::with("../provider//platform");
    fs::rename(beside.0.join("shop/ccsec.toml"), beside.0.join("shop/real.toml")).unwrap();
    std::os::unix::fs::symlink("real.toml", beside.0.join("shop/ccsec.toml")).unwrap();
    beside.vendored(&["--update"]);
    assert!(beside.0.join("shop/ccsec.toml").is_symlink());
    assert!(beside.text().contains("\nsha256   = \""));
    let mode = |file: &str| beside.0.join(file).metadata().unwrap().permissions().mode();
    assert_eq!(mode("shop/ccsec-vendor/platform/verdicts.json") & 0o777, mode("shop/docs/keys.md") & 0o777);
}

#[test]
fn the_chain_is_drawn_through_a_copy() {
    let beside = Beside::with("../provider//platform");
    beside.vendored(&["--update"]);
    let tree = beside.run(&["chain", "--isolated"]).stdout;
    assert!(
        tree.contains("(ccsec-vendor/platform/ccsec.toml) [17 expectations, weakest documented]"),
        "{tree}"
    );
    assert_eq!(json(&chain(), &["chain", "--format", "json"])["version"], 1);
}

/// A link in the folder of copies must not lead the linter out of the repository, neither to write nor to read.
#[cfg(unix)]
#[test]
fn a_copy_is_kept_in_the_repository_and_nowhere_else() {
    let beside = Beside::with("../provider//platform");
    let victim = beside.0.join("victim");
    fs::create_dir(&victim).unwrap();
    fs::write(victim.join("ccsec.toml"), "precious").unwrap();
    fs::create_dir(beside.0.join("shop/ccsec-vendor")).unwrap();
    std::os::unix::fs::symlink(&victim, beside.0.join("shop/ccsec-vendor/platform")).unwrap();
    let outcome =
        Outcome::of(beside.0.command().current_dir(beside.0.join("shop")).args(["vendor", "--update"]));
    assert_eq!(outcome.code, 2, "{}", outcome.stdout);
    assert!(outcome.stderr.contains("leads out of the repository"), "{}", outcome.stderr);
    assert_eq!(fs::read_to_string(victim.join("ccsec.toml")).unwrap(), "precious");
    assert_eq!(fs::read_dir(&victim).unwrap().count(), 1, "nothing was written there");
}
