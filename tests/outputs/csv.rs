//! `--format csv`, read by the reader of RFC 4180 that others use.

use crate::support::{Folder, with};
use crate::{Told, printed, told, world};

fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn a_row_a_finding() {
    let folder = world();
    let text = printed(&folder, "csv");
    assert!(text.starts_with("severity,rule,title,message,help,"), "{text}");
    let rows = rows(&text);
    let column = |name: &str| rows[0].iter().position(|cell| cell == name).unwrap();
    let from_rows = rows[1..].iter().map(|row| Told {
        rule: row[column("rule")].clone(),
        path: row[column("path")].clone(),
        line: row[column("line")].parse().unwrap(),
        message: row[column("message")].clone(),
    });
    assert_eq!(from_rows.collect::<std::collections::BTreeSet<_>>(), told(&folder));
    let findings = folder.report([""; 0]).json["findings"].as_array().unwrap().len();
    assert_eq!(rows.len(), findings + 1);
    assert_eq!(text.matches("\r\n").count(), rows.len(), "each row ends as RFC 4180 says");
}

#[test]
fn a_formula_stays_text() {
    let folder = Folder::new();
    for name in ["=1+1", "+1", "-1", "@SUM(A1)"] {
        folder.file(format!("{name}.ccsec.toml"), with("role = \"CSP\"", "role = \"C\""));
    }
    let rows = rows(&printed(&folder, "csv"));
    let formulas: Vec<&String> =
        rows.iter().flatten().filter(|cell| cell.starts_with(['=', '+', '-', '@'])).collect();
    assert!(formulas.is_empty(), "{formulas:?}");
    assert!(rows.iter().flatten().any(|cell| cell == "'=1+1.ccsec.toml"));
}
