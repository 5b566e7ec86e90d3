//! `chain`: the graph of services, in four forms.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::Folder;

use super::{chain, json, replace, run};

const SHOP: &str = "shop/ccsec.toml";
const TITLE: &str = "title      = \"Ticket shop of the museums\"";

fn drawn(folder: &Folder, arguments: &[&str]) -> String {
    let outcome = run(folder, &[&["chain", "--isolated"], arguments].concat());
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    outcome.stdout
}

/// The edges of the JSON form: from, to, what is written beside it.
fn edges(folder: &Folder) -> Vec<(String, String, String)> {
    let json = json(folder, &["chain", "--isolated", "--format", "json"]);
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let edges = json["edges"].as_array().unwrap().iter().map(|edge| {
        let beside = format!("{} {} {}", edge["provided"], text(&edge["weakest"]), text(&edge["lost"]));
        (
            text(&edge["from"]["path"]),
            format!("{} {}", text(&edge["to"]["id"]), text(&edge["to"]["path"])),
            beside,
        )
    });
    edges.collect()
}

#[test]
fn a_chain_is_a_tree_with_the_weakest_verdict_on_each_edge() {
    let folder = chain();
    let expected = "ticket-shop: Ticket shop of the museums (shop/ccsec.toml)
└─ platform: Containers and databases for application teams (platform/ccsec.toml) [17 expectations, weakest documented]
   └─ hosting: Virtual machines in two halls (hosting/ccsec.toml) [7 expectations, weakest documented]
";
    assert_eq!(drawn(&folder, &[]), expected);
    assert_eq!(drawn(&folder, &[SHOP]), expected, "what a service builds on is looked for");
    // Less stands behind it once the document is gone.
    std::fs::remove_file(folder.join("hosting/docs/halls.md")).unwrap();
    assert!(drawn(&folder, &[]).contains("[7 expectations, weakest missing]"));
}

#[test]
fn what_is_drawn_twice_is_told_once() {
    let folder = chain();
    let entry = "[[upstream]]\nservice = \"hosting\"\nprovides = [\"9.3/*\"]\n\n[[partners]]";
    replace(&folder, SHOP, "[[partners]]", entry);
    folder.file("desk/ccsec.toml", std::fs::read_to_string(folder.join(SHOP)).unwrap());
    replace(&folder, "desk/ccsec.toml", "id         = \"ticket-shop\"", "id         = \"desk\"");
    let tree = drawn(&folder, &[]);
    let lines: Vec<&str> = tree.lines().collect();
    assert_eq!(lines.len(), 7, "{tree}");
    assert!(lines[0].starts_with("desk: ") && lines[4].starts_with("ticket-shop: "), "{tree}");
    assert!(lines[1].starts_with("├─ platform: ") && !lines[1].contains("(see above)"), "{tree}");
    assert!(lines[2].starts_with("│  └─ hosting: ") && lines[3].starts_with("└─ hosting: "), "{tree}");
    assert!(lines[5].starts_with("├─ platform: ") && lines[5].ends_with("(see above)"), "{tree}");
    assert!(lines[6].starts_with("└─ hosting: "), "{tree}");
}

#[test]
fn every_form_has_the_same_edges() {
    let folder = chain();
    let expected = [
        ("platform/ccsec.toml", "hosting hosting/ccsec.toml", "7 documented -"),
        ("shop/ccsec.toml", "platform platform/ccsec.toml", "17 documented -"),
    ];
    assert_eq!(edges(&folder), expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
    assert_eq!(
        drawn(&folder, &["--format", "mermaid"]),
        "flowchart TD
    n0[\"hosting: Virtual machines in two halls\"]
    n1[\"platform: Containers and databases for application teams\"]
    n2[\"ticket-shop: Ticket shop of the museums\"]
    n1 -->|\"7 expectations, weakest documented\"| n0
    n2 -->|\"17 expectations, weakest documented\"| n1
"
    );
    let dot = drawn(&folder, &["--format", "dot"]);
    let arrows: Vec<&str> = dot.lines().filter(|line| line.contains(" -> ")).map(str::trim).collect();
    assert_eq!(
        arrows,
        [
            "\"platform/ccsec.toml\" -> \"hosting/ccsec.toml\" [label = \"7 expectations, weakest documented\", style = solid];",
            "\"shop/ccsec.toml\" -> \"platform/ccsec.toml\" [label = \"17 expectations, weakest documented\", style = solid];",
        ]
    );
    assert!(dot.starts_with("digraph chain {\n") && dot.ends_with("}\n"), "{dot}");
}

#[test]
fn a_circle_is_drawn_as_one() {
    let folder = chain();
    let entry =
        "[[upstream]]\nservice = \"ticket-shop\"\nprovides = [\"9.14/supplier-continuity\"]\n\n[[partners]]";
    replace(&folder, "hosting/ccsec.toml", "[[partners]]", entry);
    let round = "build on each other in a circle";
    let found: BTreeSet<(String, String)> = edges(&folder)
        .into_iter()
        .map(|(from, to, beside)| {
            assert!(beside.ends_with(round), "{beside}");
            (from, to)
        })
        .collect();
    let expected = [
        ("hosting/ccsec.toml", "ticket-shop shop/ccsec.toml"),
        ("platform/ccsec.toml", "hosting hosting/ccsec.toml"),
        ("shop/ccsec.toml", "platform platform/ccsec.toml"),
    ];
    assert_eq!(found, expected.map(|(from, to)| (from.to_owned(), to.to_owned())).into());
    let tree = drawn(&folder, &[]);
    let lines: Vec<&str> = tree.lines().collect();
    assert_eq!(lines.len(), 4, "{tree}");
    assert!(lines[0].starts_with("hosting: ") && lines[3].starts_with("      └─ hosting: "), "{tree}");
    assert!(lines[3].ends_with(&format!("{round}] (see above)")), "{tree}");
    assert_eq!(drawn(&folder, &["--format", "mermaid"]).matches(" -.->|").count(), 3);
}

#[test]
fn a_service_without_a_descriptor_is_dashed() {
    let folder = chain();
    replace(&folder, SHOP, "service  = \"platform\"", "service  = \"elsewhere\"");
    let tree = drawn(&folder, &[SHOP]);
    assert!(
        tree.ends_with("└─ elsewhere [17 expectations: the descriptor of \"elsewhere\" is not at hand]\n"),
        "{tree}"
    );
    let mermaid = drawn(&folder, &[SHOP, "--format", "mermaid"]);
    assert!(mermaid.contains("([\"elsewhere\"])") && mermaid.contains(" -.->|"), "{mermaid}");
    let dot = drawn(&folder, &[SHOP, "--format", "dot"]);
    assert!(dot.contains("[label = \"elsewhere\", style = dashed];"), "{dot}");
}

#[test]
fn text_of_a_descriptor_stays_text() {
    let folder = chain();
    for title in [
        r#"a\"]; n9[\"b"#,
        r#"a\\"#,
        r"x\nclick n0 call alert()",
        r"<img src=x onerror=alert()>",
        r"%%{init: {}}%% `**b**` &quot;]",
        r"end; subgraph | --> {a} \u001b[31m",
    ] {
        let file = folder.join(SHOP);
        let text = std::fs::read_to_string(&file).unwrap();
        folder.file(SHOP, text.replace(TITLE, &format!("title = \"{title}\"")));
        let mermaid = drawn(&folder, &["--format", "mermaid"]);
        assert_eq!(mermaid.lines().count(), 6, "{mermaid}");
        let label = mermaid.lines().nth(3).unwrap();
        let inner = label.strip_prefix("    n2[\"").and_then(|label| label.strip_suffix("\"]")).unwrap();
        let inert = |c: char| c.is_alphanumeric() || " ,.:-_/()#;".contains(c);
        assert!(inner.chars().all(inert), "{label}");
        let dot = drawn(&folder, &["--format", "dot"]);
        assert_eq!(dot.lines().count(), 9, "{dot}");
        let line = dot.lines().find(|line| line.contains("\"shop/ccsec.toml\" [")).unwrap();
        let inner = line.split_once("label = \"").unwrap().1.strip_suffix("\", style = solid];").unwrap();
        let mut escaped = false;
        for c in inner.chars() {
            assert!(c != '"' || escaped, "{line}");
            assert!(!escaped || c == '"' || c == '\\', "no escape of Graphviz's own: {line}");
            escaped = c == '\\' && !escaped;
        }
        assert!(!escaped && !inner.replace("&amp;", "").contains('&'), "{line}");
        folder.file(SHOP, text);
    }
}
