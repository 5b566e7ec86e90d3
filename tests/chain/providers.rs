//! The descriptors of cloud providers that ship as examples.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use walkdir::WalkDir;

use crate::support::{Folder, TODAY};

const PROVIDERS: [(&str, &str); 3] = [("aws", "aws"), ("azure", "azure"), ("google", "google-cloud")];

/// What a provider does not publish is missing in its descriptor, and that is for its readers to know.
/// Everything else would be a fault of the example.
#[test]
fn each_is_in_order_as_far_as_it_is_public() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/providers");
    for (name, id) in PROVIDERS {
        let folder = Folder::new();
        copy(&root.join(name), &folder, name);
        let report = folder.report([""; 0]);
        assert_eq!(report.faults(), [""; 0], "{name}");
        assert_eq!(report.json["services"][0]["id"], id);
        let strange: BTreeSet<&str> = report
            .rules()
            .into_iter()
            .filter(|rule| !rule.starts_with("9.") && *rule != "capability/missing")
            .collect();
        assert_eq!(strange, BTreeSet::new(), "{name}");
    }
}

/// Every record that backs a claim names the public document that it reports on.
#[test]
fn each_claim_rests_on_a_record_that_names_a_public_document() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/providers");
    let mut records = 0;
    for (name, _) in PROVIDERS {
        for entry in fs::read_dir(root.join(name).join("records")).unwrap() {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.contains("https://"), "{}", path.display());
            records += 1;
        }
    }
    assert!(records >= 20, "{records}");
}

/// A service on a provider that takes its word for everything: what the provider leaves to its customers is
/// found, at both places.
#[test]
fn what_a_provider_leaves_to_its_customers_is_found() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/providers");
    for (name, id) in PROVIDERS {
        let folder = Folder::new();
        copy(&root.join(name), &folder, name);
        let text = crate::support::GOOD
            .replace("service = \"aws\"\nprovides = [\"9.3/*\", \"9.5/workload-isolation\"]", &format!(
                "service = \"{id}\"\nprovides = [\"9.3/premises-access\", \"9.7/key-management\"]\njurisdictions = [\"DE\"]"
            ))
            .replace("meets = [\"9.7/encryption-at-rest\", \"9.7/key-management\"]", "meets = [\"9.7/encryption-at-rest\"]");
        folder.file("shop/ccsec.toml", text).file("shop/docs/keys.md", "keys");
        let report = folder.report(["shop"]);
        assert_eq!(report.faults(), [""; 0], "{name} on {TODAY}");
        let service = &report.json["services"][0]["verdicts"];
        assert_eq!(service["9.3/premises-access"]["verdict"], "inherited", "{name}");
        assert_eq!(service["9.3/premises-access"]["inherited"]["verdict"], "documented", "{name}");
        let findings = report.json["findings"].as_array().unwrap();
        let mutual = findings.iter().find(|it| it["rule"] == "responsibility/mutual").unwrap();
        let under = |place: &Value| {
            let path = place["path"].as_str().unwrap();
            let text = fs::read_to_string(folder.join(path)).unwrap();
            let at = |end: &str| usize::try_from(place[end]["offset"].as_u64().unwrap()).unwrap();
            (path.to_owned(), text[at("start")..at("end")].to_owned())
        };
        let places: Vec<(String, String)> =
            mutual["locations"].as_array().unwrap().iter().map(under).collect();
        let expected = [
            ("shop/ccsec.toml".to_owned(), "\"9.7/key-management\"".to_owned()),
            (format!("{name}/ccsec.toml"), "\"CSC\"".to_owned()),
        ];
        assert_eq!(places, expected, "{name}");
        assert!(findings.iter().any(|it| it["rule"] == "responsibility/nobody"), "{name}");
    }
}

fn copy(from: &Path, folder: &Folder, to: &str) {
    for entry in WalkDir::new(from).sort_by_file_name() {
        let path = entry.unwrap().into_path();
        if path.is_file() {
            folder.file(Path::new(to).join(path.strip_prefix(from).unwrap()), fs::read(&path).unwrap());
        }
    }
    folder.file(".git/HEAD", "ref");
}
