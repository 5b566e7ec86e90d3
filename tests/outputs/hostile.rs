//! Texts that want to be more than text, wherever a text can stand, in every format.

use std::collections::BTreeSet;
use std::fs;

use pulldown_cmark::{Event, Tag, TagEnd};
use quick_junit::{Report, TestCaseStatus};
use serde_json::Value;

use crate::markdown::parse;
use crate::runner::read;
use crate::support::{Folder, with};

/// What a service may hold, as it is written in TOML, JSON and Rego alike.
const PAYLOADS: [(&str, &str); 12] = [
    ("ANSI", r"a\u001b[31mred\u001b]8;;http://x\u0007link\u009b31m"),
    ("lines", r"a\nforged\r\nforged\u2028forged\u0085forged"),
    ("command", r"a\n::error file=x::forged\n  ::warning::forged"),
    ("old command", "##[error]forged"),
    ("escaped command", "a%0A::error::forged%0D%25"),
    ("property", "a,line=1::forged"),
    ("CDATA", "]]><forged/>&forged;"),
    ("script", "<script>forged</script><img src=x onerror=forged>"),
    (
        "Markdown",
        "**[forged](http://x)** ![forged](http://x) `forged` | ~~forged~~ @forged #1 https://forged www.forged.x",
    ),
    ("fence", r"```\n# forged\n```\n</details>"),
    ("formula", r"=HYPERLINK(\u0022http://forged\u0022)"),
    ("direction", r"a\u202eb\u2066c\u200fd\u061ce"),
];

const FORMATS: [&str; 11] =
    ["human", "concise", "json", "jsonl", "csv", "sarif", "github", "gitlab", "junit", "rdjson", "markdown"];

/// A payload in values and keys of descriptors, in a policy, in a scanner's report, and in file names.
fn world(payload: &str) -> Folder {
    let folder = Folder::new();
    let judged = with("Network storage", payload)
        .replace("The customers are individuals; there is no customer staff.", payload)
        .replace("storage-team@example.com", payload)
        .replace("infra/", payload)
        .replace("\"iso27002:2022/8.24\"", &format!("\"{payload}\", \"x/{payload}\""))
        .replace("flagged = [", &format!("flagged = [\"{payload}\", "))
        .replace("meets = [\"9.11", &format!("meets = [\"{payload}\", \"9.11"))
        .replace(
            "{ document = \"docs/keys.md\", reviewed = 2026-09-01 }",
            &format!("{{ document = \"{payload}\" }}, {{ sarif = \"r.sarif\", rules = [\"R1\"] }}, {{ sarif = \"r.sarif\", rules = [\"{payload}\"] }}"),
        );
    let faulty = with("id = \"network-storage\"", &format!("id = \"{payload}\""))
        .replace("role = \"CSP\"", &format!("role = \"{payload}\""))
        .replace("[data]", &format!("[\"{payload}\"]\nx = 1\n[data]\n\"{payload}\" = 1"));
    let report = format!(
        r#"{{"version":"2.1.0","runs":[{{"tool":{{"driver":{{"name":"{payload}","rules":[{{"id":"R1"}},{{"id":"{payload}"}}]}}}},"results":[{{"ruleId":"R1","message":{{"text":"{payload}"}},"locations":[{{"physicalLocation":{{"artifactLocation":{{"uri":"judged.ccsec.toml"}},"region":{{"startLine":1}}}}}}]}}]}}]}}"#
    );
    let policy = format!(
        "package own\n\n# METADATA\n# title: own\n# description: own\n# custom:\n#   id: own/rule\n#   severity: error\n#   help: own\nrule contains {{\"message\": \"{payload}\", \"path\": [\"service\", \"title\"], \"label\": \"{payload}\"}} if input.service.id\n\ndeny contains \"{payload}\" if input.service.id\n"
    );
    folder
        .file("judged.ccsec.toml", judged)
        .file("faulty.ccsec.toml", faulty)
        .file("r.sarif", report)
        .file("policy/own.rego", policy);
    let text: String = serde_json::from_str(&format!("\"{payload}\"")).unwrap();
    if cfg!(unix) {
        let name: String = text.chars().filter(|c| *c != '/').collect();
        folder.file(format!("{name}.ccsec.toml"), with("role = \"CSP\"", "role = \"CPS\""));
    }
    folder
}

/// Whether a character moves the cursor, colours what follows, or turns its direction.
fn moves(c: char) -> bool {
    let direction =
        matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    direction || (c.is_control() && c != '\n' && c != '\t')
}

/// Every text of a JSON value.
fn texts<'v>(value: &'v Value, out: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => out.push(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, out)),
        Value::Object(map) => map.values().for_each(|item| texts(item, out)),
        _ => {}
    }
}

/// What is wrong with an output of so many findings, if anything.
fn wrong(format: &str, output: &str, findings: usize) -> Option<String> {
    let line_ends = if format == "csv" { output.replace("\r\n", "\n") } else { output.to_owned() };
    if let Some(c) = line_ends.chars().find(|c| moves(*c)) {
        return Some(format!("{c:?} gets through"));
    }
    if let Some(line) = output.lines().find(|line| line.trim_start().starts_with("forged")) {
        return Some(format!("a line of its own: {line}"));
    }
    let json = || serde_json::from_str::<Value>(output).unwrap();
    let count = match format {
        "json" => json()["findings"].as_array()?.len(),
        "jsonl" => {
            let lines = output.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
            lines.filter(|line| line["type"] == "finding").count()
        }
        "gitlab" => json().as_array()?.len(),
        "rdjson" => json()["diagnostics"].as_array()?.len(),
        "sarif" => {
            let log = json();
            let results = log["runs"][0]["results"].as_array()?;
            for result in results {
                let message = result["message"]["text"].as_str()?;
                if message.contains("](") && !message.contains("\\](") {
                    return Some(format!("a link: {message}"));
                }
            }
            results.iter().filter(|result| result["kind"] == "fail").count()
        }
        "csv" => {
            let mut reader = csv::Reader::from_reader(output.as_bytes());
            let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            let formula =
                rows.iter().flatten().find(|cell| cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
            if let Some(cell) = formula {
                return Some(format!("a formula: {cell}"));
            }
            rows.len()
        }
        "junit" => {
            let report = Report::deserialize_from_str(output).unwrap();
            let cases = report.test_suites.iter().flat_map(|suite| &suite.test_cases);
            let unmet = cases.filter(|case| match &case.status {
                TestCaseStatus::Success { .. } => false,
                TestCaseStatus::NonSuccess { .. } => true,
                TestCaseStatus::Skipped { ty, .. } => ty.as_ref().unwrap().as_str() != "not-applicable",
            });
            unmet.count()
        }
        "concise" => output.lines().count(),
        "github" => {
            let (commands, text) = read(output);
            let known = ["error", "warning", "notice", "group", "stop-commands", "endgroup"];
            if let Some(other) = commands.iter().find(|command| !known.contains(&command.name.as_str())) {
                return Some(format!("another command: {other:?}"));
            }
            let forged = commands.iter().find(|it| {
                it.message.starts_with("forged") || it.properties.get("file").is_some_and(|file| file == "x")
            });
            if let Some(forged) = forged {
                return Some(format!("a forged command: {forged:?}"));
            }
            let annotations = commands.iter().filter(|it| known[..3].contains(&it.name.as_str())).count();
            let more = text
                .iter()
                .find(|line| line.contains("GitHub shows"))
                .map_or(0, |line| line.split(' ').next().unwrap().parse().unwrap());
            annotations + more
        }
        "markdown" => {
            let mut items = 0;
            let (mut depth, mut code) = (0, false);
            for event in parse(output) {
                match &event {
                    Event::Start(
                        Tag::Link { .. } | Tag::Image { .. } | Tag::Strikethrough | Tag::BlockQuote(_),
                    ) => {
                        return Some(format!("{event:?}"));
                    }
                    Event::Html(html) | Event::InlineHtml(html) => {
                        let ours = ["<details><summary>Table A.1 with verdicts</summary>", "</details>"];
                        if !ours.contains(&html.trim()) {
                            return Some(format!("{event:?}"));
                        }
                    }
                    Event::Start(Tag::CodeBlock(_)) => code = true,
                    Event::End(TagEnd::CodeBlock) => code = false,
                    Event::Text(text) if !code && ["@f", "#1", "://"].iter().any(|it| text.contains(it)) => {
                        return Some(format!("a mention: {text}"));
                    }
                    Event::Start(Tag::Item) => {
                        items += usize::from(depth == 0);
                        depth += 1;
                    }
                    Event::End(TagEnd::Item) => depth -= 1,
                    _ => {}
                }
            }
            items
        }
        _ => findings,
    };
    (count != findings).then(|| format!("{count} of {findings} findings"))
}

#[test]
fn a_text_stays_a_text() {
    let mut wrongs = Vec::new();
    for (name, payload) in PAYLOADS {
        let folder = world(payload);
        let mut arguments =
            vec!["--policy".to_owned(), "policy".to_owned(), "--format".to_owned(), "json".to_owned()];
        for format in FORMATS {
            arguments.extend(["--output".to_owned(), format!("{format}=out.{format}")]);
        }
        let outcome = folder.check(&arguments);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (1, ""), "{name}");
        let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
        assert_eq!(report["faults"], serde_json::json!([]), "{name}");
        let findings = report["findings"].as_array().unwrap();
        let rules: BTreeSet<&str> =
            findings.iter().map(|finding| finding["rule"].as_str().unwrap()).collect();
        for rule in
            ["own/rule", "own/deny", "descriptor/unknown-key", "capability/missing", "claim/contradicted"]
        {
            assert!(rules.contains(rule), "{name} is heard by {rule}: {rules:?}");
        }
        for format in FORMATS {
            let output = fs::read_to_string(folder.join(format!("out.{format}"))).unwrap();
            if let Some(wrong) = wrong(format, &output, findings.len()) {
                wrongs.push(format!("{format} of {name}: {wrong}"));
            }
            let mut all = Vec::new();
            if ["sarif", "gitlab", "rdjson"].contains(&format) {
                let value: Value = serde_json::from_str(&output).unwrap();
                texts(&value, &mut all);
                let paths = |text: &&&str| !text.ends_with(".ccsec.toml");
                let wild = all.iter().filter(paths).find(|text| text.chars().any(moves));
                wrongs.extend(wild.map(|text| format!("{format} of {name}, decoded: {text:?}")));
            }
        }
    }
    assert!(wrongs.is_empty(), "{} outputs are not tame:\n{}", wrongs.len(), wrongs.join("\n"));
}
