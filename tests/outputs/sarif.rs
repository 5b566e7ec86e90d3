//! `--format sarif`: OASIS's schema takes it, its regions hold what the JSON report underlines, and every
//! reference in it leads somewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::{Value, json};

use crate::support::{Folder, GOOD, with};
use crate::{Told, printed, told, world};

fn log(folder: &Folder) -> Value {
    serde_json::from_str(&printed(folder, "sarif")).unwrap()
}

fn run_of(folder: &Folder, arguments: &[&str]) -> (i32, Value) {
    let outcome = folder.check([&["--format", "sarif"], arguments].concat());
    let mut log: Value = serde_json::from_str(&outcome.stdout).unwrap();
    (outcome.code, log["runs"][0].take())
}

fn results<'v>(log: &'v Value, kind: &str) -> Vec<&'v Value> {
    let results = log["runs"][0]["results"].as_array().unwrap();
    results.iter().filter(|result| result["kind"] == kind).collect()
}

/// A message as a viewer shows it: section 3.11.5 of SARIF.
fn shown(message: &Value) -> Value {
    json!(message["text"].as_str().unwrap().replace("{{", "{").replace("}}", "}"))
}

/// A relative reference as the path that it was made of.
fn decoded(uri: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = uri.bytes();
    while let Some(byte) = rest.next() {
        let code = [byte, rest.clone().next().unwrap_or_default(), rest.clone().nth(1).unwrap_or_default()];
        if byte == b'%' {
            bytes.push(u8::from_str_radix(str::from_utf8(&code[1..]).unwrap(), 16).unwrap());
            rest.nth(1);
        } else {
            assert!(byte.is_ascii_graphic(), "{uri}");
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// The text of a region, cut out as section 3.30 of SARIF says, with columns in code points.
fn under(folder: &Folder, place: &Value) -> String {
    let place = &place["physicalLocation"];
    let text =
        fs::read_to_string(folder.join(decoded(place["artifactLocation"]["uri"].as_str().unwrap()))).unwrap();
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let number = |name: &str| usize::try_from(place["region"][name].as_u64().unwrap()).unwrap();
    let offset = |line: usize, column: usize| {
        let start = text.split_inclusive('\n').take(line - 1).map(str::len).sum::<usize>();
        let within = text[start..].char_indices().map(|(at, _)| at).chain([text.len() - start]);
        start + within.into_iter().nth(column - 1).unwrap()
    };
    text[offset(number("startLine"), number("startColumn"))..offset(number("endLine"), number("endColumn"))]
        .to_owned()
}

fn validate(log: &Value) {
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/schemas/sarif-2.1.0.schema.json");
    // One pattern has a bracket too many, which strict dialects of regular expressions refuse.
    let schema = fs::read_to_string(schema).unwrap().replace("{2}]?$", "{2}\\\\]?$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(log).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn it_tells_what_the_json_report_tells_and_keeps_to_the_schema() {
    let folder = world();
    let log = log(&folder);
    validate(&log);
    let results = results(&log, "fail");
    let from_results: BTreeSet<Told> = results
        .iter()
        .map(|result| {
            let place = &result["locations"][0]["physicalLocation"];
            let path = json!(decoded(place["artifactLocation"]["uri"].as_str().unwrap()));
            Told::new(&result["ruleId"], &path, &place["region"]["startLine"], &shown(&result["message"]))
        })
        .collect();
    assert_eq!(from_results, told(&folder));
    assert_eq!(results.len(), folder.report([""; 0]).findings.len());
    assert_eq!(log["runs"][0]["columnKind"], "unicodeCodePoints");
}

#[test]
fn a_region_holds_what_the_json_report_underlines() {
    let folder = world();
    let report = folder.report([""; 0]);
    let log = log(&folder);
    let results = results(&log, "fail");
    let mut related = 0;
    for (result, finding) in results.iter().zip(report.json["findings"].as_array().unwrap()) {
        assert_eq!(result["partialFingerprints"]["ccsecFinding/v1"], finding["fingerprint"]);
        let places = result["locations"].as_array().unwrap();
        let others = result["relatedLocations"].as_array().into_iter().flatten();
        let places: Vec<&Value> = places.iter().chain(others).collect();
        let expected = finding["locations"].as_array().unwrap();
        assert_eq!(places.len(), expected.len());
        for (place, expected) in places.into_iter().zip(expected) {
            let bytes = fs::read(folder.join(expected["path"].as_str().unwrap())).unwrap();
            let offset = |end: &str| usize::try_from(expected[end]["offset"].as_u64().unwrap()).unwrap();
            let cut = String::from_utf8_lossy(&bytes[offset("start")..offset("end")]).into_owned();
            assert_eq!(under(&folder, place), cut, "{}", finding["rule"]);
            related += 1;
        }
    }
    assert!(related > results.len(), "some have more than one place");
    let contradicted = results.iter().find(|result| result["ruleId"] == "claim/contradicted").unwrap();
    let place = &contradicted["relatedLocations"][0];
    assert_eq!(
        (under(&folder, place).as_str(), place["message"]["text"].as_str()),
        ("false", Some("contradicted here"))
    );
}

#[test]
fn every_reference_leads_to_what_it_names() {
    let folder = world();
    let log = log(&folder);
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let index = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let taxon = |target: &Value| {
        let component = &run["taxonomies"][index(&target["toolComponent"]["index"])];
        assert_eq!(component["name"], target["toolComponent"]["name"]);
        assert_eq!(component["taxa"][index(&target["index"])]["id"], target["id"]);
        (component["name"].as_str().unwrap().to_owned(), target["id"].as_str().unwrap().to_owned())
    };
    let mut related: BTreeMap<&str, BTreeSet<(String, String)>> = BTreeMap::new();
    for rule in rules {
        let of_rule = rule["relationships"].as_array().into_iter().flatten().map(|it| taxon(&it["target"]));
        related.insert(rule["id"].as_str().unwrap(), of_rule.collect());
        assert!(rule["properties"]["tags"].as_array().unwrap().len() <= 20, "GitHub takes 20 tags");
        for text in [&rule["shortDescription"]["text"], &rule["help"]["text"], &rule["help"]["markdown"]] {
            assert!(!text.as_str().unwrap().is_empty(), "{}", rule["id"]);
        }
    }
    let at_rest = &related["9.7/encryption-at-rest"];
    for (framework, id) in [
        ("X.ccsec", "9.7/encryption-at-rest"),
        ("X.ccsec", "9.7"),
        ("X.ccsec", "7.1.1"),
        ("ISO/IEC 27002:2022", "8.24"),
        ("NIST SP 800-53 r5", "SC-28(1)"),
        ("CSA CCM v4", "CEK-03"),
    ] {
        assert!(at_rest.contains(&(framework.to_owned(), id.to_owned())), "{framework} {id}: {at_rest:?}");
    }
    for result in run["results"].as_array().unwrap() {
        assert_eq!(rules[index(&result["ruleIndex"])]["id"], result["ruleId"]);
        let taxa: Vec<String> =
            result["taxa"].as_array().into_iter().flatten().map(|it| taxon(it).1).collect();
        assert!(result["ruleId"] != "capability/missing" || taxa.len() > 2, "{taxa:?}");
        for place in result["locations"].as_array().unwrap() {
            let file = &place["physicalLocation"]["artifactLocation"];
            assert_eq!(run["artifacts"][index(&file["index"])]["location"]["uri"], file["uri"]);
        }
    }
}

#[test]
fn artifacts_carry_the_digest_of_their_bytes() {
    let folder = Folder::new();
    folder.file("ccsec.toml", "ccsec = 1\ntitle = \"ä\n").file("b.ccsec.toml", b"ccsec = 1\n# \xff\n");
    let log = log(&folder);
    let artifacts = &log["runs"][0]["artifacts"];
    assert_eq!(artifacts[0]["location"]["uri"], "b.ccsec.toml");
    assert_eq!(artifacts[0].get("hashes"), None, "what is no UTF-8 was not kept as it is");
    let digest = "5b469ab7fa9c5b0003d6a66f6d5ad4896f98c4874662b069bfd5c265b880ca44";
    assert_eq!(artifacts[1]["hashes"]["sha-256"], digest);
}

#[test]
fn what_does_not_apply_is_a_result_of_that_kind_at_the_place_that_says_so() {
    let folder = world();
    let log = log(&folder);
    let report = folder.report([""; 0]);
    let results = results(&log, "notApplicable");
    let rules: BTreeSet<(String, String)> = results
        .iter()
        .map(|result| {
            assert_eq!(result["level"], "none");
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            (text(&result["properties"]["service"]), text(&result["ruleId"]))
        })
        .collect();
    let mut verdicts = BTreeSet::new();
    for service in report.json["services"].as_array().unwrap() {
        for (id, verdict) in service["verdicts"].as_object().unwrap() {
            if verdict["verdict"] == "not-applicable" {
                verdicts.insert((service["id"].as_str().unwrap().to_owned(), id.clone()));
            }
        }
    }
    assert!(!rules.is_empty() && rules.is_subset(&verdicts), "{rules:?}");
    let mut at_rest = None;
    for result in results {
        let under = under(&folder, &result["locations"][0]);
        let message = result["message"]["text"].as_str().unwrap();
        assert!(message.contains(" does not apply"), "{message}");
        assert!(!under.is_empty(), "{message}");
        if result["ruleId"] == "9.7/encryption-at-rest" {
            at_rest = Some((message.to_owned(), under));
        }
    }
    let said = "Encryption of stored data does not apply: the service stores no data";
    assert_eq!(at_rest, Some((said.to_owned(), "false".to_owned())));
    let (_, run) = run_of(&folder, &["--min-severity", "warning"]);
    let kinds: BTreeSet<&str> =
        run["results"].as_array().unwrap().iter().map(|result| result["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["fail"].into(), "they are less than notes");
}

#[test]
fn the_invocation_says_how_it_ended() {
    let folder = world();
    let invocation = |folder: &Folder, arguments: &[&str]| {
        let (code, mut run) = run_of(folder, arguments);
        let invocation = run["invocations"][0].take();
        assert_eq!(invocation["exitCode"], code);
        (code, invocation["executionSuccessful"].as_bool().unwrap(), invocation)
    };
    let (code, successful, found) = invocation(&folder, &[]);
    assert_eq!((code, successful, found.get("toolExecutionNotifications")), (1, true, None));
    assert!(matches!(invocation(&folder, &["--exit-zero"]), (0, true, _)));
    let (code, successful, failed) = invocation(&folder, &["nowhere"]);
    assert_eq!((code, successful), (2, false));
    let notification = &failed["toolExecutionNotifications"][0];
    assert_eq!(notification["level"], "error");
    assert!(notification["message"]["text"].as_str().unwrap().contains("nowhere"), "{notification}");
    assert!(matches!(invocation(&Folder::new(), &[]), (3, false, _)), "nothing to judge is no success");
}

#[test]
fn paths_are_relative_to_the_working_folder_or_absolute() {
    let folder = world();
    let inner = folder.join("a b");
    let uris = |argument: &str| -> Vec<Value> {
        let mut command = folder.command();
        command.current_dir(&inner);
        let outcome = crate::support::Outcome::of(
            crate::support::as_check(&mut command).args(["--format", "sarif", argument]),
        );
        let log: Value = serde_json::from_str(&outcome.stdout).unwrap();
        let artifacts = log["runs"][0]["artifacts"].as_array().unwrap();
        artifacts.iter().map(|artifact| artifact["location"].clone()).collect()
    };
    assert_eq!(uris("faulty.ccsec.toml"), [json!({ "uri": "faulty.ccsec.toml", "uriBaseId": "%SRCROOT%" })]);
    let real = fs::canonicalize(folder.path()).unwrap();
    let root = format!("file://{}", real.display());
    assert_eq!(uris("../none.ccsec.toml"), [json!({ "uri": format!("{root}/none.ccsec.toml") })]);
    let absolute = real.join("a b/faulty.ccsec.toml");
    assert_eq!(
        uris(absolute.to_str().unwrap()),
        [json!({ "uri": format!("{root}/a%20b/faulty.ccsec.toml") })]
    );
    let (_, run) = run_of(&folder, &[]);
    assert_eq!(run["originalUriBaseIds"]["%SRCROOT%"]["uri"], format!("{root}/"));
}

#[test]
fn more_results_than_github_takes_are_cut_and_the_cut_is_said() {
    let folder = Folder::new();
    // Unknown keys are errors; the one warning is the first to go.
    let keys: String = (0..25_010).map(|number| format!("k{number} = 1\n")).collect();
    folder.file("a.ccsec.toml", with("[review]\nlast = 2026-09-01\nevery = \"180d\"\n", ""));
    folder.file("b.ccsec.toml", format!("{keys}{GOOD}"));
    let (_, run) = run_of(&folder, &[]);
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 25_000);
    assert!(results.iter().all(|result| result["level"] == "error"));
    let said = run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].as_str().unwrap();
    assert!(said.contains("results are left out, the least severe ones"), "{said}");
}
