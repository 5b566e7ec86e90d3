//! `impact`: what a change of files touches, also downstream.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use crate::support::Folder;

use super::{chain, commit, git, json, replace, repository, run};

const HOSTING: &str = "hosting/ccsec.toml";
const SHOP: &str = "shop/ccsec.toml";

/// What is touched of one service: its files, the expectations with the reasons, the threats, and the
/// services that it is touched through.
#[derive(Debug, PartialEq, Eq)]
struct Touched {
    files: Vec<String>,
    claims: BTreeMap<String, Vec<String>>,
    threats: Vec<String>,
    upstream: Vec<String>,
}

fn list(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_owned()).collect()
}

/// What is touched of each service, and the files of which none says anything.
#[track_caller]
fn impact(folder: &Folder, arguments: &[&str]) -> (BTreeMap<String, Touched>, Vec<String>) {
    let json = json(folder, &[&["impact", "--isolated", "--format", "json"], arguments].concat());
    let services = json["services"].as_array().unwrap().iter().map(|it| {
        let claims = it["claims"].as_array().unwrap().iter();
        let claims =
            claims.map(|it| (it["expectation"].as_str().unwrap().to_owned(), list(&it["because"]))).collect();
        let [files, threats, upstream] = ["files", "threats", "upstream"].map(|key| list(&it[key]));
        (it["id"].as_str().unwrap().to_owned(), Touched { files, claims, threats, upstream })
    });
    (services.collect(), list(&json["others"]))
}

fn keys(touched: &BTreeMap<String, Touched>) -> Vec<&str> {
    touched.keys().map(String::as_str).collect()
}

fn claimed(touched: &Touched) -> Vec<&str> {
    touched.claims.keys().map(String::as_str).collect()
}

/// The chain, with code for the disks of the hosting, which the platform inherits.
fn with_code() -> Folder {
    let folder = chain();
    for (file, name) in [("hosting/infra/disk.tf", "data"), ("hosting/infra/old.tf", "old")] {
        let code = format!(
            "resource \"aws_ebs_volume\" \"{name}\" {{\n  availability_zone = \"eu-central-1a\"\n  size = 1\n  encrypted = true\n}}\n"
        );
        folder.file(file, code);
    }
    let compute = "compute    = [\"virtual-machine\"]";
    replace(&folder, HOSTING, compute, &format!("{compute}\ninfrastructure = [\"infra/\"]"));
    replace(
        &folder,
        "platform/ccsec.toml",
        "  \"9.3/*\",\n",
        "  \"9.3/*\",\n  \"9.7/encryption-at-rest\",\n",
    );
    folder
}

#[test]
fn a_report_touches_what_rests_on_it_through_two_levels() {
    let (touched, others) = impact(&chain(), &["hosting/reports/hosts.sarif"]);
    assert_eq!((keys(&touched), others), (vec!["hosting", "platform", "ticket-shop"], vec![]));
    let hosting = &touched["hosting"];
    assert_eq!(hosting.files, ["hosting/reports/hosts.sarif"]);
    assert_eq!(
        claimed(hosting),
        ["9.5/guest-policy-enforcement", "9.5/hypervisor-hardening", "9.5/workload-isolation"]
    );
    assert_eq!(hosting.claims["9.5/workload-isolation"], ["control hosts rests on reports/hosts.sarif"]);
    assert_eq!(hosting.threats, ["7.1.2", "8.2.2"]);
    // Of the three, the platform inherits one, and the shop has it from the platform.
    for (service, upstream) in [("platform", "hosting"), ("ticket-shop", "platform")] {
        let service = &touched[service];
        let reason = vec![format!("inherited from \"{upstream}\"")];
        assert_eq!(service.claims, [("9.5/hypervisor-hardening".to_owned(), reason)].into());
        assert_eq!((&service.files, service.upstream.as_slice()), (&vec![], &[upstream.to_owned()][..]));
    }
    assert_eq!(touched["ticket-shop"].threats, ["7.1.2"], "8.2.2 is dismissed there");
}

#[test]
fn a_document_touches_no_service_that_inherits_nothing_of_it() {
    let (touched, _) = impact(&chain(), &["hosting/docs/disks.md"]);
    assert_eq!(keys(&touched), ["hosting"]);
    let expected = [
        "9.7/data-deletion",
        "9.7/data-recovery",
        "9.7/encryption-at-rest",
        "9.7/key-management",
        "9.7/tenant-isolation",
    ];
    assert_eq!(claimed(&touched["hosting"]), expected);
}

#[test]
fn code_touches_what_it_attests_and_those_who_inherit_it() {
    let folder = with_code();
    let (touched, _) = impact(&folder, &["hosting/infra/disk.tf"]);
    assert_eq!(keys(&touched), ["hosting", "platform", "ticket-shop"]);
    let reasons = &touched["hosting"].claims["9.7/encryption-at-rest"];
    assert_eq!(reasons[0], "attested by aws_ebs_volume.data (hosting/infra/disk.tf:4)");
    assert!(touched["hosting"].threats.contains(&"7.1.1".to_owned()), "{touched:?}");
    assert_eq!(claimed(&touched["platform"]), ["9.7/encryption-at-rest"]);
    assert_eq!(claimed(&touched["ticket-shop"]), ["9.7/encryption-at-rest"]);

    // Of a file that is gone, nothing can be read any more: all that rests on code is touched.
    fs::remove_file(folder.join("hosting/infra/old.tf")).unwrap();
    let (touched, others) = impact(&folder, &["hosting/infra/old.tf"]);
    assert_eq!(others, [""; 0]);
    let gone = "rests on the code, of which hosting/infra/old.tf is or was a part";
    assert_eq!(touched["hosting"].claims["9.7/encryption-at-rest"], [gone]);
    assert_eq!(claimed(&touched["ticket-shop"]), ["9.7/encryption-at-rest"]);

    // A folder is everything in it.
    let (whole, _) = impact(&folder, &["hosting/infra"]);
    assert_eq!(claimed(&whole["platform"]), ["9.7/encryption-at-rest"]);
}

#[test]
fn a_descriptor_touches_all_that_is_inherited_from_it() {
    let folder = chain();
    let (before, _) = impact(&folder, &[HOSTING]);
    assert_eq!(before["hosting"].claims.len(), 57, "everything that it claims");
    assert_eq!(before["hosting"].claims["9.3/premises-access"], ["claimed by control two-halls"]);
    assert_eq!(before["platform"].claims.len(), 7);
    assert_eq!(
        before["platform"].claims["9.3/premises-access"],
        ["inherited from \"hosting\", whose descriptor changed"]
    );
    assert_eq!(before["ticket-shop"].claims["9.3/premises-access"], ["inherited from \"platform\""]);
    // What it claims no more is what those downstream have to know of.
    replace(&folder, HOSTING, "\"9.3/premises-access\", ", "");
    let (after, _) = impact(&folder, &[HOSTING]);
    assert!(!after["hosting"].claims.contains_key("9.3/premises-access"));
    assert_eq!(
        after["platform"].claims["9.3/premises-access"],
        ["inherited from \"hosting\", whose descriptor changed"]
    );
    // A descriptor that is gone is named by the one that builds on it.
    fs::remove_file(folder.join(HOSTING)).unwrap();
    let (gone, others) = impact(&folder, &[HOSTING]);
    assert_eq!((keys(&gone), others), (vec!["platform", "ticket-shop"], vec![]));
    assert_eq!(gone["platform"].claims.len(), 7);
}

#[test]
fn the_copy_of_a_descriptor_touches_those_who_build_on_it() {
    let folder = chain();
    let from = "service  = \"platform\"";
    replace(&folder, SHOP, from, &format!("{from}\nsource   = \"../platform\""));
    let outcome = run(&folder, &["vendor", "shop", "--isolated", "--update"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    for file in ["ccsec.toml", "verdicts.json", "SHA256SUMS"] {
        let file = format!("ccsec-vendor/platform/{file}");
        let (touched, others) = impact(&folder, &[&file]);
        assert_eq!((keys(&touched), others), (vec!["ticket-shop"], vec![]));
        let shop = &touched["ticket-shop"];
        assert_eq!((shop.files.as_slice(), shop.claims.len()), (&[file][..], 17));
        assert_eq!(shop.claims["9.3/need-to-enter"], ["inherited from the copy of \"platform\""]);
    }
    // The same when the copy is not believed any more, or gone.
    fs::remove_dir_all(folder.join("ccsec-vendor")).unwrap();
    let (touched, _) = impact(&folder, &["ccsec-vendor/platform/ccsec.toml"]);
    assert_eq!(touched["ticket-shop"].claims.len(), 17);
}

#[test]
fn a_file_that_nobody_names_is_said_to_be_one() {
    let folder = chain();
    folder.file("README.md", "hello");
    let absolute = folder.join("README.md").to_string_lossy().into_owned();
    let (touched, others) = impact(&folder, &["README.md", "gone.txt", &absolute]);
    assert_eq!((keys(&touched), others), (vec![], vec!["README.md".to_owned(), "gone.txt".to_owned()]));
    let human = run(&folder, &["impact", "README.md", "--isolated"]);
    assert_eq!(human.stdout, "no service is touched\n\nno service names: README.md\n");
    assert_eq!(human.code, 0);
}

#[test]
fn all_forms_tell_the_same() {
    let folder = chain();
    let files = ["hosting/reports/hosts.sarif", "shop/docs/keys.md", "README.md"];
    let (touched, _) = impact(&folder, &files);
    let said = |format: &str| {
        run(&folder, &[&["impact", "--isolated", "--format", format][..], &files].concat()).stdout
    };
    let (human, markdown) = (said("human"), said("markdown"));
    assert!(human.starts_with("2 services are touched, and 1 downstream\n"), "{human}");
    assert!(markdown.starts_with("### 2 services are touched, and 1 downstream\n"), "{markdown}");
    let pairs: BTreeSet<(&str, &str)> = touched
        .values()
        .flat_map(|it| {
            it.claims.iter().flat_map(|(id, all)| all.iter().map(|why| (id.as_str(), why.as_str())))
        })
        .collect();
    for (id, why) in &pairs {
        assert!(human.lines().any(|line| line.contains(id) && line.ends_with(why)), "{id}: {why}\n{human}");
        let row = |line: &str| line.starts_with(&format!("| {id} | ")) && line.contains(why);
        assert!(markdown.lines().any(row), "{id}: {why}\n{markdown}");
    }
    assert_eq!(markdown.lines().filter(|line| line.starts_with("| 9.")).count(), 6, "{markdown}");
    assert!(human.contains("  threats: 7.1.1 Data loss and leakage, 7.1.2 "), "{human}");
    assert!(markdown.ends_with("No service names: README.md\n"), "{markdown}");
}

#[test]
fn what_differs_from_a_base_is_taken_from_git() {
    let folder = with_code();
    let root = folder.path();
    if !repository(root) {
        return;
    }
    git(root, &["checkout", "--quiet", "-b", "work"]);
    let (none, others) = impact(&folder, &["--diff", "main"]);
    assert_eq!((keys(&none), others), (vec![], vec![]));
    assert_eq!(run(&folder, &["impact", "--isolated", "--diff", "main"]).stdout, "no file has changed\n");
    // Committed, staged, in the working tree, deleted, renamed, untracked, ignored.
    folder.file("hosting/docs/disks.md", "other disks");
    commit(root);
    folder.file("hosting/docs/halls.md", "other halls");
    git(root, &["add", "hosting/docs/halls.md"]);
    folder.file("platform/docs/databases.md", "other databases");
    git(root, &["rm", "--quiet", "hosting/infra/old.tf"]);
    git(root, &["mv", "shop/docs/keys.md", "shop/docs/custody.md"]);
    folder.file("shop/docs/new.md", "new").file(".gitignore", "ignored\n").file("ignored", "x");
    let (touched, others) = impact(&folder, &["--diff", "main"]);
    assert_eq!(others, [".gitignore", "shop/docs/custody.md", "shop/docs/new.md"]);
    assert_eq!(
        touched["hosting"].files,
        ["hosting/docs/disks.md", "hosting/docs/halls.md", "hosting/infra/old.tf"]
    );
    assert_eq!(touched["platform"].files, ["platform/docs/databases.md"]);
    assert_eq!(touched["ticket-shop"].files, ["shop/docs/keys.md"]);
    assert_eq!(touched["ticket-shop"].claims["9.3/need-to-enter"], ["inherited from \"platform\""]);
    // The same from every folder, and with every file that is named besides.
    for below in ["platform", "shop/docs"] {
        let mut command = folder.command();
        command.current_dir(folder.join(below)).env("CCSEC_LINT_TODAY", crate::support::TODAY);
        let there = crate::support::Outcome::of(command.args([
            "impact",
            "--isolated",
            "--diff",
            "main",
            "--format",
            "json",
        ]));
        let here = run(&folder, &["impact", "--isolated", "--diff", "main", "--format", "json"]);
        assert_eq!((there.stdout, there.code), (here.stdout, 0), "{below}: {}", there.stderr);
    }
    let (more, _) = impact(&folder, &["--diff", "main", "shop/docs/orders.md"]);
    assert_eq!(more["ticket-shop"].files, ["shop/docs/keys.md", "shop/docs/orders.md"]);
    // What main did since is no change of this branch.
    git(root, &["stash", "--quiet", "--include-untracked"]);
    git(root, &["checkout", "--quiet", "main"]);
    folder.file("shop/docs/orders.md", "of main");
    commit(root);
    git(root, &["checkout", "--quiet", "work"]);
    let (since, _) = impact(&folder, &["--diff", "main"]);
    assert_eq!(since["hosting"].files, ["hosting/docs/disks.md"]);
    assert_eq!(since["ticket-shop"].files, [""; 0], "only through the hosting");
}

#[test]
fn what_git_does_not_know_is_a_fault() {
    let folder = chain();
    let failed = |folder: &Folder, base: &str| {
        let outcome = run(folder, &["impact", "--isolated", "--diff", base]);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{}", outcome.stderr);
        outcome.stderr.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let outside = failed(&folder, "main");
    assert!(outside.contains("is in no git repository"), "{outside}");
    assert!(outside.contains("name the files that change: ccsec-lint impact FILE…"), "{outside}");
    if !repository(folder.path()) {
        return;
    }
    let unknown = failed(&folder, "origin/main");
    assert!(unknown.contains("the git repository does not know `origin/main` "), "{unknown}");
    // A clone without history.
    folder.file("README.md", "second");
    commit(folder.path());
    let clone = Folder::new();
    let url = format!("file://{}", folder.path().display());
    git(clone.path(), &["clone", "--quiet", "--depth", "1", &url, "."]);
    let shallow = failed(&clone, "HEAD~1");
    assert!(shallow.contains("only a part of the history"), "{shallow}");
    assert!(shallow.contains("fetch-depth: 0"), "{shallow}");
}

#[test]
fn a_descriptor_that_is_gone_or_renamed_touches_those_who_name_its_id() {
    for renamed in [false, true] {
        let folder = chain();
        if renamed {
            replace(
                &folder,
                "platform/ccsec.toml",
                "id         = \"platform\"",
                "id         = \"platforms\"",
            );
        } else {
            fs::remove_file(folder.join("platform/ccsec.toml")).unwrap();
        }
        let (touched, others) = impact(&folder, &["platform/ccsec.toml"]);
        assert_eq!(others, [""; 0], "{renamed}");
        assert_eq!(
            touched["ticket-shop"].claims["9.7/encryption-at-rest"],
            ["provided by \"platform\", of which there is no descriptor"],
            "{renamed}"
        );
    }
}
