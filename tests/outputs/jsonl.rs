//! `--format jsonl`: the objects of the JSON report, one a line.

use serde_json::{Value, json};

use crate::{printed, world};

#[test]
fn its_lines_are_the_objects_of_the_json_report() {
    let folder = world();
    let lines: Vec<Value> =
        printed(&folder, "jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |kind: &str| {
        let mut these: Vec<Value> = lines.iter().filter(|line| line["type"] == kind).cloned().collect();
        for line in &mut these {
            line.as_object_mut().unwrap().remove("type");
        }
        these
    };
    let report = folder.report([""; 0]).json;
    assert_eq!(json!(of("finding")), report["findings"]);
    assert_eq!(json!(of("service")), report["services"]);
    assert_eq!(json!(of("fault")), report["faults"]);
    let mut summary = report["summary"].clone();
    summary["version"] = json!(1);
    assert_eq!(of("summary"), [summary]);
    assert_eq!(lines.last().unwrap()["type"], "summary", "a report that lacks it was cut short");
}

#[test]
fn what_could_not_be_judged_is_a_line() {
    let folder = world();
    let outcome = folder.check(["--format", "jsonl", "nowhere"]);
    assert_eq!(outcome.code, 2);
    let first: Value = serde_json::from_str(outcome.stdout.lines().next().unwrap()).unwrap();
    assert_eq!(
        (first["type"].as_str(), first["message"].as_str().unwrap().contains("nowhere")),
        (Some("fault"), true)
    );
}
