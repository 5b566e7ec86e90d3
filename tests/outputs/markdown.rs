//! `--format markdown`, read by somebody else's parser.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::support::{Folder, GOOD};
use crate::{Told, printed, told, world};

/// The parser of Markdown as GitHub writes it.
pub(crate) fn parse(text: &str) -> Parser<'_> {
    Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES)
}

/// The words of each item of a list, without what is below it, and the file that it stands under.
fn items(text: &str) -> Vec<(String, String)> {
    let (mut items, mut depth): (Vec<(String, String)>, _) = (Vec::new(), 0);
    let (mut file, mut heading) = (String::new(), false);
    for event in parse(text) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = true,
            Event::End(TagEnd::Heading(_)) => heading = false,
            Event::Code(path) if heading => file = path.to_string(),
            Event::Start(Tag::Item) => {
                depth += 1;
                if depth == 1 {
                    items.push((file.clone(), String::new()));
                }
            }
            Event::End(TagEnd::Item) => depth -= 1,
            Event::Start(Tag::CodeBlock(_)) => depth += 1,
            Event::End(TagEnd::CodeBlock) => depth -= 1,
            Event::Text(words) | Event::Code(words) if depth == 1 => {
                items.last_mut().unwrap().1.push_str(&words.replace('\u{200b}', ""));
            }
            _ => {}
        }
    }
    items
}

#[test]
fn it_tells_what_the_json_report_tells() {
    let folder = world();
    let text = printed(&folder, "markdown");
    let from_items: BTreeSet<(String, String)> = items(&text).into_iter().collect();
    let report = folder.report([""; 0]);
    let severity: BTreeMap<&str, &str> = report.json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| (finding["rule"].as_str().unwrap(), finding["severity"].as_str().unwrap()))
        .collect();
    let expected = told(&folder).into_iter().map(|Told { rule, path, line, message }| {
        let severity = severity[rule.as_str()];
        (path, format!("{severity} {rule} line {line}: {message}"))
    });
    assert_eq!(from_items, expected.collect());
    let errors = report.json["summary"]["errors"].as_u64().unwrap();
    assert!(text.starts_with(&format!("## ccsec-lint: {errors} errors, ")), "{text}");
    assert!(
        text.contains("<details><summary>Table A.1 with verdicts</summary>\n\n| threat | 9.1 |"),
        "{text}"
    );
    assert!(text.contains("  - `infra/main.tf:4`: contradicted here\n"), "{text}");
}

#[test]
fn the_table_has_a_row_a_file() {
    let folder = world();
    let text = printed(&folder, "markdown");
    let mut rows: Vec<Vec<String>> = Vec::new();
    for event in parse(&text) {
        match event {
            Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
            Event::Start(Tag::TableCell) => rows.last_mut().unwrap().push(String::new()),
            Event::Text(words) | Event::Code(words) => {
                if let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) {
                    cell.push_str(&words);
                }
            }
            Event::End(TagEnd::Table) => break,
            _ => {}
        }
    }
    assert!(rows.iter().all(|row| row.len() == 8), "{rows:?}");
    let storage = rows.iter().find(|row| row[0].contains("storage.ccsec.toml")).unwrap();
    assert_eq!(storage[..2], ["Größe 🗄 für alle (storage.ccsec.toml)", "2"]);
    let none = rows.iter().find(|row| row[0] == "none.ccsec.toml").unwrap();
    assert_eq!(none[1..], ["", "", "", "", "1", "0", "0"]);
}

#[test]
fn a_comment_that_would_be_too_long_is_cut_at_a_whole_finding() {
    let folder = Folder::new();
    let keys: String = (0..2_000).map(|number| format!("unknown-key-{number} = 1\n")).collect();
    folder.file("ccsec.toml", format!("{keys}{GOOD}"));
    let text = printed(&folder, "markdown");
    let length = text.chars().count();
    assert!(length <= 65_536 && length > 60_000, "{length}");
    let shown = items(&text).len();
    let findings = folder.report([""; 0]).findings.len();
    assert!(text.ends_with(&format!(
        "\n---\n\nCut here, for this place takes no longer text: {} findings are not shown. `ccsec-lint` shows all.\n",
        findings - shown
    )));
}

#[test]
fn nothing_found_and_nothing_judged_are_not_the_same() {
    let nothing = Folder::new().check(["--format", "markdown"]);
    assert_eq!((nothing.code, nothing.stdout.as_str()), (3, "## ccsec-lint: nothing to judge\n\n"));
    let failed = Folder::new().check(["--format", "markdown", "nowhere"]);
    assert_eq!(failed.code, 2);
    assert!(failed.stdout.starts_with("## ccsec-lint: could not judge\n"), "{}", failed.stdout);
}
