//! `--format rdjson`.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::{Told, printed, told, world};

#[test]
fn it_tells_what_the_json_report_tells_with_columns_in_bytes() {
    let folder = world();
    let log: Value = serde_json::from_str(&printed(&folder, "rdjson")).unwrap();
    assert_eq!(log["source"]["name"], "ccsec-lint");
    let diagnostics = log["diagnostics"].as_array().unwrap();
    let from_diagnostics: BTreeSet<Told> = diagnostics
        .iter()
        .map(|it| {
            assert!(["INFO", "WARNING", "ERROR"].contains(&it["severity"].as_str().unwrap()));
            let place = &it["location"];
            Told::new(&it["code"]["value"], &place["path"], &place["range"]["start"]["line"], &it["message"])
        })
        .collect();
    assert_eq!(from_diagnostics, told(&folder));
    let report = folder.report([""; 0]);
    assert_eq!(diagnostics.len(), report.findings.len());
    for (it, finding) in diagnostics.iter().zip(&report.findings) {
        let text = fs::read_to_string(folder.join(&finding.path)).unwrap();
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let offset = |end: &str| {
            let number =
                |name: &str| usize::try_from(it["location"]["range"][end][name].as_u64().unwrap()).unwrap();
            let lines = text.split_inclusive('\n').take(number("line") - 1);
            lines.map(str::len).sum::<usize>() + number("column") - 1
        };
        assert_eq!(text[offset("start")..offset("end")], finding.under, "{}", finding.rule);
    }
    let contradicted = diagnostics.iter().find(|it| it["code"]["value"] == "claim/contradicted").unwrap();
    assert_eq!(contradicted["related_locations"][0]["location"]["path"], "infra/main.tf");
}
