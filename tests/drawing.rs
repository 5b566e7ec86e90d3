//! How findings are drawn for people: every place has its mark, and what can be pasted is in one piece.

mod support;

use support::{Folder, GOOD};

#[test]
fn a_place_behind_the_last_character_of_a_file_has_its_mark() {
    // With a last line end or without one, in a line or on the empty one behind it.
    for (text, drawn) in [
        ("ccsec =", " 1 | ccsec =\n   :        ^\n   :        `-- "),
        ("ccsec =\n", " 1 | ccsec =\n   :        ^\n   :        `-- "),
        ("ccsec = [1,", " 1 | ccsec = [1,\n   :            ^\n   :            `-- "),
        ("ccsec = 1\r\nx = [\r\n", " 2 | x = [\n   :      ^\n   :      `-- "),
        ("ccsec = \"\"\"\né", " 2 | é\n   :  ^\n   :  `-- "),
        ("ccsec = \"\"\"\n\n", "   : ^\n   : `-- "),
    ] {
        let folder = Folder::new();
        folder.file("x.ccsec.toml", text);
        let outcome = folder.check(["--quiet"]);
        assert!(outcome.stdout.contains(drawn), "{text:?}: {}", outcome.stdout);
        let report = folder.report([""; 0]);
        assert_eq!((report.rules(), report.findings[0].under.as_str()), (vec!["descriptor/syntax"], ""));
    }
}

#[test]
fn a_snippet_in_a_help_is_never_broken() {
    // The title makes the line before the snippets longer, so that the right margin falls on many places.
    let folder = Folder::new();
    folder.file("acme/acme.rego", POLICY);
    let mut wrapped = 0;
    for length in (1..70).step_by(3) {
        folder.file("x.ccsec.toml", GOOD.replace("Network storage", &"a".repeat(length)));
        let outcome = folder.check(["--quiet", "--policy", "acme", "--min-severity", "error"]);
        for whole in [
            "evidence = [{ document = \"docs/a b.md\", reviewed = 2026-09-01 }]",
            "`ccsec-lint explain 9.11`",
            "every    = \"180 d\"",
            "[\"9.3/*\", \"9.5/*\"]",
        ] {
            assert!(outcome.stdout.contains(whole), "{length}: {whole}: {}", outcome.stdout);
        }
        let drawn = outcome.stdout.lines().skip_while(|line| !line.contains("help: aa"));
        wrapped += usize::from(drawn.take_while(|line| !line.is_empty()).count() > 1);
    }
    assert!(wrapped > 0, "the help takes more than a line");
}

const POLICY: &str = r#"package acme.title

# METADATA
# title: Title
# description: The title is drawn.
# custom:
#   id: acme/title
#   severity: error
#   help: none
title contains violation if {
	violation := {
		"message": "drawn",
		"path": ["service", "title"],
		"help": sprintf(`%s write evidence = [{ document = "docs/a b.md", reviewed = 2026-09-01 }] or every    = "180 d" or ["9.3/*", "9.5/*"] and see %sccsec-lint explain 9.11%s.`, [input.service.title, "\u0060", "\u0060"]),
	}
}
"#;
