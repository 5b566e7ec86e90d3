use super::*;

fn source(name: &str, text: &str) -> Arc<Source> {
    Arc::new(Source::new(name, text))
}

fn spans(source: &Arc<Source>, text: &str) -> Origin {
    let start = source.text().find(text).unwrap_or_else(|| panic!("{text}"));
    Origin::new(source, start..start + text.len())
}

/// Ids and reason of each suppression.
fn found(name: &str, text: &str) -> Vec<(String, Option<String>)> {
    let found = find(&source(name, text));
    assert_eq!(found.malformed, []);
    let ids = |s: &Suppression| s.ids.iter().map(|id| id.text.as_str()).collect::<Vec<_>>().join(" ");
    found.suppressions.iter().map(|s| (ids(s), s.reason.clone())).collect()
}

fn one(ids: &str, reason: &str) -> Vec<(String, Option<String>)> {
    vec![(ids.to_owned(), (!reason.is_empty()).then(|| reason.to_owned()))]
}

#[test]
fn a_suppression_names_ids_and_a_reason() {
    assert_eq!(
        found("a.tf", "# ccsec: ignore[9.7/key-management] a cache"),
        one("9.7/key-management", "a cache")
    );
    assert_eq!(found("a.tf", "//ccsec:ignore[aws/s3-public-access]\r\n"), one("aws/s3-public-access", ""));
    assert_eq!(found("a.tf", "a = 1 /* ccsec: ignore[ a/b , c/d ] why */ b"), one("a/b c/d", "why"));
    assert_eq!(found("a.yaml", "a: 1 # ccsec: ignore[a/b]: why — é \n"), one("a/b", "why — é"));
    assert_eq!(found("a.yml", "\u{feff}## ccsec : ignore [a/b]"), one("a/b", ""));
    let text = "é = 1 # ccsec: ignore[a/b, c/d] why  \r\n";
    let source = source("a.tf", text);
    let found = find(&source).suppressions.remove(0);
    assert_eq!(found.ids[1].origin.text(), "c/d");
    assert_eq!((found.comment.text(), found.line), ("# ccsec: ignore[a/b, c/d] why", 1));
}

#[test]
fn a_malformed_one_is_told() {
    let of = |text: &str| {
        let found = find(&source("a.tf", text));
        assert_eq!(found.suppressions, []);
        let broken = &found.malformed[0];
        assert!(broken.help.as_deref().unwrap().contains("ccsec: ignore["));
        (broken.message.clone(), broken.origin.text().to_owned())
    };
    let whole = |text: &str, message: &str| assert_eq!(of(text), (message.to_owned(), text.to_owned()));
    whole("# ccsec:ignore", "the suppression does not say in brackets what to ignore");
    whole("# ccsec: ignore 9.7/x", "the suppression does not say in brackets what to ignore");
    whole("# ccsec: ignore[9.7/x because", "the bracket of the suppression is not closed");
    whole("# ccsec: ignore[] because", "the suppression names nothing between two commas or brackets");
    whole("# ccsec: ignore[a/b,] because", "the suppression names nothing between two commas or brackets");
    whole("# ccsec ignore[a/b] because", "a colon is missing after `ccsec`");
    whole("# ccsec: ignroe[a/b] because", "`ignore` is expected after `ccsec:`");
    assert_eq!(of("# ccsec: ignore[a/b c/d]").1, "a/b c/d");
    assert_eq!(
        of("/* ccsec: ignore[a/b]\n why */"),
        ("a suppression stands on one line".to_owned(), "/* ccsec: ignore[a/b]".to_owned())
    );
    for none in ["# ccsec-lint: a linter", "# see ccsec: ignore[a/b]", "# ccsec ignored this", "# ccsec", ""]
    {
        assert_eq!(find(&source("a.tf", none)), Suppressions::default(), "{none}");
    }
}

#[test]
fn strings_and_heredocs_of_terraform_hold_no_comments() {
    let none = |text: &str| assert_eq!(found("a.tf", text), [], "{text}");
    none("a = \"# ccsec: ignore[a/b]\"");
    none("a = \"\\\" // ccsec: ignore[a/b]\"");
    none("a = \"${f(\"x\", \"# ccsec: ignore[a/b]\")} # ccsec: ignore[a/b]\"");
    none("a = \"$${ # ccsec: ignore[a/b] \"");
    none("a = <<-EOT\n  # ccsec: ignore[a/b]\n  EOT\n");
    none("a = <<EOT\n# ccsec: ignore[a/b]");
    let text = "a = <<EOT\nx\nEOT\n# ccsec: ignore[a/b]\nb = \"open\nc = 1 // ccsec: ignore[c/d]\n/* x\n\" */ # ccsec: ignore[e/f]\n";
    let ids: Vec<String> = found("a.tf", text).into_iter().map(|(ids, _)| ids).collect();
    assert_eq!(ids, ["a/b", "c/d", "e/f"]);
    assert_eq!(found("a.tf.json", "{\"a\": \"# ccsec: ignore[a/b]\"}"), [], "JSON has no comments");
}

#[test]
fn scalars_of_yaml_hold_no_comments() {
    let none = |text: &str| assert_eq!(found("a.yaml", text), [], "{text}");
    none("a: \"x # ccsec: ignore[a/b]\"");
    none("a: 'it''s # ccsec: ignore[a/b]'");
    none("a: !Sub \"x # ccsec: ignore[a/b]\"");
    none("a: \"x\n  # ccsec: ignore[a/b]\"");
    none("a: [\"x # ccsec: ignore[a/b]\", '# ccsec: ignore[a/b]']");
    none("a: |\n  x\n\n  # ccsec: ignore[a/b]\n");
    none("a:\n- b: >-\n    # ccsec: ignore[a/b]\n");
    none("- |2-\n    # ccsec: ignore[a/b]\n");
    none("a: x# ccsec: ignore[a/b]");
    let some = |text: &str| assert_eq!(found("a.yaml", text), one("a/b", ""), "{text}");
    some("a: |\n  x\n# ccsec: ignore[a/b]\n");
    some("a: it's 'quoted # ccsec: ignore[a/b]");
    some("a: rock 'n roll # ccsec: ignore[a/b]");
    some("- a: |\n    x\n  # ccsec: ignore[a/b]\n  b: 1\n");
    some("a: x | # ccsec: ignore[a/b]\n");
    some("{\"a\": 1} # ccsec: ignore[a/b]\n");
}

const HCL: &str = r#"resource "aws_ebs_volume" "before" {
  encrypted = false
}

// ANCHOR
# another comment
resource "aws_ebs_volume" "data" { // HEADER
  // FREE

  // ABOVE
  encrypted = false // BESIDE
  tags = {
    a = "b"
  }

  // BLOCK
  ingress {
    cidr = [
      "0.0.0.0/0", // ENTRY
    ]
    // NESTED

    // INNER
  } // BRACKET
  // CLOSING
} // END

resource "aws_ebs_volume" "after" {
  encrypted = false
}
"#;

/// Which of the places a suppression applies to, put where the mark is.
fn reached(name: &str, text: &str, mark: &str, body: &str, places: &[&str]) -> Vec<String> {
    let comment = format!("{} ccsec: ignore[a/b] why", if name.ends_with(".tf") { "//" } else { "#" });
    let marked = format!("{} {mark}", if name.ends_with(".tf") { "//" } else { "#" });
    let source = source(name, &text.replace(&marked, &comment));
    let start = source.text().find(body).unwrap();
    let close = if name.ends_with(".tf") { "\n}" } else { "\n---" };
    let end = source.text()[start..].find(close).map_or(source.text().len(), |end| start + end + 2);
    let body = Origin::new(&source, start..end);
    let suppression = find(&source).suppressions.remove(0);
    let at = |place: &&&str| suppression.applies(&body, &spans_after(&source, start, place));
    places.iter().filter(at).map(|place| (*place).to_owned()).collect()
}

fn spans_after(source: &Arc<Source>, start: usize, text: &str) -> Origin {
    let at = start + source.text()[start..].find(text).unwrap_or_else(|| panic!("{text}"));
    Origin::new(source, at..at + text.len())
}

#[test]
fn in_terraform_it_reaches_a_resource_or_an_attribute() {
    let (header, places) =
        (r#"resource "aws_ebs_volume" "data""#, ["resource", "false", "\"b\"", "cidr", "\"0.0.0.0/0\""]);
    let of = |mark: &str| reached("a.tf", HCL, mark, header, &places);
    for all in ["ANCHOR", "HEADER", "FREE", "CLOSING", "END"] {
        assert_eq!(of(all), places, "{all}");
    }
    assert_eq!(of("ABOVE"), ["false"]);
    assert_eq!(of("BESIDE"), ["false"]);
    for block in ["BLOCK", "NESTED", "INNER", "BRACKET"] {
        assert_eq!(of(block), ["cidr", "\"0.0.0.0/0\""], "{block}");
    }
    assert_eq!(of("ENTRY"), ["\"0.0.0.0/0\""]);
    for (mark, other) in [("ANCHOR", "before"), ("END", "after"), ("FREE", "before"), ("CLOSING", "after")] {
        let other = format!("resource \"aws_ebs_volume\" \"{other}\"");
        assert_eq!(reached("a.tf", HCL, mark, &other, &["false"]), Vec::<String>::new(), "{mark}");
    }
}

const YAML: &str = "apiVersion: v1
kind: Service
---
# a comment
# ANCHOR
apiVersion: apps/v1
kind: Deployment
spec:
  # LIST
  containers:
  - name: web
    # ABOVE
    image: nginx
    args: [x] # BESIDE
  # ITEM
  - name: side
    image: envoy

  # FREE

  replicas: 1
---
kind: Secret
";

#[test]
fn in_yaml_too() {
    let places = ["apiVersion: apps", "nginx", "[x]", "side", "envoy", "replicas"];
    let of = |mark: &str| reached("a.yaml", YAML, mark, "apiVersion: apps", &places);
    assert_eq!(of("ANCHOR"), places);
    assert_eq!(of("FREE"), places);
    assert_eq!(of("ABOVE"), ["nginx"]);
    assert_eq!(of("BESIDE"), ["[x]"]);
    assert_eq!(of("ITEM"), ["side", "envoy"]);
    assert_eq!(of("LIST"), ["nginx", "[x]", "side", "envoy"]);
    assert_eq!(reached("a.yaml", YAML, "ANCHOR", "apiVersion: v1", &["Service"]), Vec::<String>::new());
    assert_eq!(
        reached("a.yaml", YAML, "ANCHOR", "# a comment", &["nginx"]),
        ["nginx"],
        "its text may begin with comments"
    );
}

#[test]
fn it_reaches_no_other_file() {
    let text = "# ccsec: ignore[a/b] why\nresource \"x\" \"y\" {\n  a = 1\n}\n";
    let (here, there) = (source("a.tf", text), source("b.tf", text));
    let suppression = find(&here).suppressions.remove(0);
    let body = |source| spans(source, "resource \"x\" \"y\" {\n  a = 1\n}");
    assert!(suppression.applies(&body(&here), &spans(&there, "1")), "a value from elsewhere");
    assert!(!suppression.applies(&body(&there), &spans(&there, "1")));
    let again = source("a.tf", text);
    assert!(suppression.applies(&body(&again), &spans(&again, "1")), "the same file, read again");
}

#[test]
fn nothing_makes_it_panic() {
    let parts = [
        "# ccsec: ignore[a/b]",
        "\"",
        "'",
        "${",
        "}",
        "{",
        "[",
        "]",
        "(",
        "<<E",
        "<<-",
        "\nE\n",
        "/*",
        "*/",
        "//",
        "\n",
        "\r\n",
        "é",
        "\u{feff}",
        "\\",
        "|",
        ">",
        "- ",
        "a: ",
        "  ",
        "%{",
        "\0",
        "𝒢",
        "#ccsec:",
    ];
    let mut seed: u32 = 7;
    for length in 0..3_000 {
        let mut text = String::new();
        for _ in 0..length % 40 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text.push_str(parts[(seed >> 16) as usize % parts.len()]);
        }
        for name in ["a.tf", "a.yaml"] {
            let source = source(name, &text);
            let whole = Origin::new(&source, 0..text.len());
            for suppression in find(&source).suppressions {
                suppression.applies(&whole, &suppression.comment);
                suppression.applies(&suppression.comment, &whole);
            }
        }
    }
    let deep = format!("# ccsec\n{}", "a = \"${[".repeat(50_000));
    find(&source("a.tf", &deep));
    find(&source(
        "a.yaml",
        &format!("# ccsec\n{}", (0..2_000).map(|n| format!("{}a:\n", " ".repeat(n))).collect::<String>()),
    ));
}
