//! Claims held against infrastructure code, through the real binary.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../support/mod.rs"]
mod support;

mod claims;
mod files;
mod reading;
mod services;
mod suppression;

use support::{Folder, Report};

/// A service that claims two things of its data, with `infrastructure` and further controls to fill in.
pub(crate) const SERVICE: &str = r#"ccsec = 1

[service]
id = "store"
title = "A store"
role = "CSP"
category = "IaaS"
deployment = "public"
owner = "team@example.com"
tenancy = "multi"
exposure = "internet"
compute = ["virtual-machine"]
infrastructure = ["infra/"]

[data]
classification = "confidential"
personal = true
controller = "CSC"
processor = "CSP"
jurisdictions = ["DE"]

[threats]
flagged = ["7.1.1"]

[[controls]]
id = "encryption"
kind = "control"
by = "CSP"
status = "implemented"
meets = ["9.7/encryption-at-rest"]
evidence = [{ document = "docs/keys.md", reviewed = 2026-09-01 }]
"#;

pub(crate) const OPEN: &str = r#"resource "aws_ebs_volume" "open" {
  availability_zone = "eu-central-1a"
  encrypted         = false
}
"#;

pub(crate) const CLOSED: &str = r#"resource "aws_ebs_volume" "closed" {
  availability_zone = "eu-central-1a"
  encrypted         = true
}
"#;

/// The service with its document and its code, in a repository.
pub(crate) fn service(descriptor: &str, code: &str) -> Folder {
    let folder = Folder::new();
    folder.file(".git/HEAD", "ref").file("ccsec.toml", descriptor).file("docs/keys.md", "keys");
    folder.file("infra/main.tf", code);
    folder
}

/// The verdict on an expectation, and why.
pub(crate) fn verdict(report: &Report, expectation: &str) -> (String, String) {
    let judged = &report.json["services"][0]["verdicts"][expectation];
    let text = |key: &str| judged[key].as_str().unwrap_or_default().to_owned();
    (text("verdict"), text("why"))
}

/// The texts under all places of the findings of one rule: file, text, label.
pub(crate) fn places(folder: &Folder, report: &Report, rule: &str) -> Vec<Vec<(String, String, String)>> {
    let findings = report.json["findings"].as_array().unwrap();
    findings
        .iter()
        .filter(|finding| finding["rule"] == rule)
        .map(|finding| {
            let locations = finding["locations"].as_array().unwrap();
            locations
                .iter()
                .map(|place| {
                    let path = place["path"].as_str().unwrap().to_owned();
                    let text = std::fs::read_to_string(folder.join(&path)).unwrap();
                    let offset = |end: &str| usize::try_from(place[end]["offset"].as_u64().unwrap()).unwrap();
                    let under = text[offset("start")..offset("end")].to_owned();
                    (path, under, place["label"].as_str().unwrap().to_owned())
                })
                .collect()
        })
        .collect()
}

/// Shorthand for one place.
pub(crate) fn place(path: &str, under: &str, label: &str) -> (String, String, String) {
    (path.to_owned(), under.to_owned(), label.to_owned())
}
