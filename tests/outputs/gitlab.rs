//! `--format gitlab`.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::GOOD;
use crate::{Told, printed, told, world};

#[test]
fn it_tells_what_the_json_report_tells_in_the_fields_that_gitlab_asks_for() {
    let folder = world();
    folder.file("copy/ccsec.toml", GOOD).file("copy/docs/keys.md", "keys");
    let issues: Vec<Value> = serde_json::from_str(&printed(&folder, "gitlab")).unwrap();
    let from_issues: BTreeSet<Told> = issues
        .iter()
        .map(|issue| {
            let place = &issue["location"];
            assert!(place["lines"]["end"].as_u64() >= place["lines"]["begin"].as_u64());
            assert!(["info", "minor", "major"].contains(&issue["severity"].as_str().unwrap()));
            Told::new(&issue["check_name"], &place["path"], &place["lines"]["begin"], &issue["description"])
        })
        .collect();
    assert_eq!(from_issues, told(&folder));
    let prints: BTreeSet<&str> = issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(prints.len(), issues.len(), "GitLab shows one issue a fingerprint");
    let paths = issues.iter().filter(|issue| issue["location"]["path"].as_str().unwrap().starts_with("./"));
    assert_eq!(paths.count(), 0, "paths are relative, without `./`");
}
