//! Copies of descriptors from elsewhere, under `ccsec-vendor/`.

use std::fmt::Write as _;
use std::fs;

use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::clean::inherited;
use crate::support::Folder;
use crate::variant::found;
use crate::{PLATFORM, SHOP, clean, replace};

fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// The shop on a copy of the platform, which is nowhere else, as it was judged on a day.
fn vendored(judged: &str) -> Folder {
    let folder = clean();
    let report = folder.report([PLATFORM]);
    let verdicts: Map<String, Value> = report.json["services"][0]["verdicts"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(id, it)| {
            let mut copied = json!({ "verdict": it["verdict"] });
            if it["verdict"] == "inherited" {
                let of = &it["inherited"];
                copied["inherited"] =
                    json!({ "service": of["from"], "verdict": of["verdict"], "origin": of["origin"] });
            }
            (id.clone(), copied)
        })
        .collect();
    let record = json!({
        "version": 1, "service": "platform", "source": "../platform", "revision": null,
        "judged": judged, "verdicts": verdicts,
    });
    let (descriptor, record) = (fs::read_to_string(folder.join(PLATFORM)).unwrap(), record.to_string());
    let sums = format!("{}  ccsec.toml\n{}  verdicts.json\n", digest(&descriptor), digest(&record));
    let to = format!("service  = \"platform\"\nsource   = \"../platform\"\nsha256   = \"{}\"", digest(&sums));
    replace(&folder, SHOP, "service  = \"platform\"", &to);
    for (name, text) in [("ccsec.toml", descriptor), ("verdicts.json", record), ("SHA256SUMS", sums)] {
        folder.file(format!("ccsec-vendor/platform/{name}"), text);
    }
    fs::remove_dir_all(folder.join("platform")).unwrap();
    fs::remove_dir_all(folder.join("hosting")).unwrap();
    folder
}

#[test]
fn a_copy_stands_for_the_service_with_the_verdicts_that_it_had() {
    let folder = vendored("2026-11-01");
    let report = folder.report([""; 0]);
    assert_eq!((found(&folder, &report), report.judged()), (String::new(), vec![SHOP]));
    assert_eq!(inherited(&report, "ticket-shop"), inherited(&clean().report([""; 0]), "ticket-shop"));
}

#[test]
fn a_copy_that_was_made_long_ago_is_outdated() {
    let folder = vendored("2025-11-01");
    assert_eq!(
        found(&folder, &folder.report([""; 0])),
        "chain/outdated: the last fetching of the copy of \"platform\" was 385 days ago, and the settings allow 365\n  shop/ccsec.toml: \"platform\"\n  ccsec-vendor/platform/ccsec.toml: \"platform\"\n"
    );
}

#[test]
fn a_copy_that_was_changed_is_not_believed() {
    let sums = "ccsec-vendor/platform/SHA256SUMS";
    let cases = [
        (
            "ccsec.toml",
            "\"multi\"",
            "\"single\"",
            "`ccsec-vendor/platform/ccsec.toml` is not the file that was copied",
        ),
        (
            "verdicts.json",
            "\"9.9/configuration-management\":{\"verdict\":\"missing\"}",
            "\"9.9/configuration-management\":{\"verdict\":\"verified\"}",
            "`ccsec-vendor/platform/verdicts.json` is not the file that was copied",
        ),
        (
            "SHA256SUMS",
            "verdicts.json\n",
            "verdicts.json\n\n",
            "the digest of `ccsec-vendor/platform/SHA256SUMS` is ",
        ),
    ];
    for (file, from, to, message) in cases {
        let folder = vendored("2026-11-01");
        replace(&folder, &format!("ccsec-vendor/platform/{file}"), from, to);
        let report = folder.report([""; 0]);
        let first = report.findings.iter().find(|it| it.rule == "chain/altered").unwrap();
        assert!(first.message.contains(message), "{file}: {}", first.message);
        assert_eq!(first.under, format!("\"{}\"", stated(&folder)), "{file}: the digest is underlined");
        assert_eq!(report.json["services"][0]["verdicts"]["9.3/premises-access"]["verdict"], "not-evaluated");
    }
    let folder = vendored("2026-11-01");
    for file in ["ccsec.toml", "verdicts.json"] {
        let kept = fs::read(folder.join(format!("ccsec-vendor/platform/{file}"))).unwrap();
        fs::remove_file(folder.join(format!("ccsec-vendor/platform/{file}"))).unwrap();
        assert!(folder.report([""; 0]).rules().contains(&"chain/altered"), "{file} is gone");
        folder.file(format!("ccsec-vendor/platform/{file}"), kept);
    }
    fs::remove_file(folder.join(sums)).unwrap();
    assert!(folder.report([""; 0]).rules().contains(&"chain/altered"), "{sums} is gone");
}

/// The digest that the shop states.
fn stated(folder: &Folder) -> String {
    let text = fs::read_to_string(folder.join(SHOP)).unwrap();
    let (_, rest) = text.split_once("sha256   = \"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

#[test]
fn a_copy_is_no_service_of_the_repository() {
    let folder = vendored("2026-11-01");
    // Without `source`, the id is looked for in the repository, where a copy does not count.
    replace(&folder, SHOP, "source   = \"../platform\"\n", "");
    let report = folder.report([""; 0]);
    assert_eq!(report.rules(), ["chain/unknown-service"]);
    assert_eq!(folder.report(["."]).judged(), [SHOP]);
}
