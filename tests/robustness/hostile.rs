//! Texts and names that want to be more than text.

use std::fs;

use crate::support::{Folder, Outcome, TODAY, beginning, with};

/// Whether a character moves the cursor, colours what follows, or turns its direction.
fn moves(c: char) -> bool {
    let direction =
        matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    direction || (c.is_control() && c != '\n' && c != '\t')
}

/// Texts that want to be more than text, as TOML escapes and, where TOML lets it stand, as they are.
const HOSTILE: [&str; 6] = [
    r"a\u001b[31mred\u001b]8;;http://x\u0007link",
    r"a\r\u0008\u0000\u007f\u009b31m",
    r"a\u202eb\u2066c\u200fd\u061ce\u2028f",
    r"a\nforged\n\nforged",
    "a\u{202e}b\u{2067}c\u{200e}d\u{2029}e\u{9b}31m",
    "a\u{85}::error::forged",
];

/// What in an output is not tame, if anything: a character that moves the cursor, or a line that a
/// text of the document made for itself.
fn wild(what: &str, output: &str) -> Option<String> {
    let line = |line: &str| format!("{what}: {:?}", beginning(line));
    if let Some(c) = output.chars().find(|c| moves(*c)) {
        return output.lines().find(|text| text.contains(c)).map(line);
    }
    output.lines().find(|text| text.trim_start().starts_with("forged")).map(line)
}

#[track_caller]
fn assert_tame(outputs: impl IntoIterator<Item = (String, Outcome)>) {
    let outputs = outputs.into_iter();
    let wild: Vec<String> = outputs
        .filter_map(|(what, outcome)| wild(&what, &format!("{}{}", outcome.stdout, outcome.stderr)))
        .collect();
    assert!(wild.is_empty(), "{} outputs are not tame:\n{}", wild.len(), wild.join("\n"));
}

const FOR_PEOPLE: [&[&str]; 2] = [&["check", "--format", "human"], &["check", "--format", "concise", "-v"]];

/// Runs a command on one file, as [`as_check`] does.
fn look(folder: &Folder, arguments: &[&str], path: &str) -> (String, Outcome) {
    let mut command = folder.command();
    let outcome = Outcome::of(command.args(arguments).args(["--isolated", "--today", TODAY, path]));
    assert!([0, 1, 2].contains(&outcome.code), "{arguments:?} {path:?}: exit {}", outcome.code);
    (format!("{arguments:?}"), outcome)
}

#[test]
fn a_judged_descriptor_whose_texts_move_the_cursor_is_shown_and_not_obeyed() {
    let folder = Folder::new();
    let mut outputs = Vec::new();
    for hostile in HOSTILE {
        let text = with("title = \"Network storage\"", &format!("title = \"{hostile}\""))
            .replace("storage-team@example.com", hostile)
            .replace("infra/", hostile)
            .replace("\"7.1.3\" =", &format!("\"7.1.2\" = \"{hostile}\"\n\"{hostile}\" ="))
            .replace("\"iso27002:2022/8.24\"", &format!("\"{hostile}\", \"{hostile}/8.24\", \"{hostile}\""))
            .replace("flagged = [", &format!("flagged = [\"{hostile}\", \"{hostile}\", "))
            .replace("meets = [\"9.11", &format!("meets = [\"{hostile}\", \"9.11"))
            .replace("provides = [", &format!("provides = [\"{hostile}\", "))
            .replace("\"DE\", \"FR\"", &format!("\"{hostile}\", \"FR\""))
            .replace(
                "evidence = [",
                &format!(
                    "evidence = [{{ document = \"{hostile}\" }}, {{ document = \"/../../../../../../../../{hostile}\" }}, {{ sarif = \"{hostile}\", rules = [\"{hostile}\"] }}, {{ infrastructure = \"{hostile}\" }}, "
                ),
            );
        folder.file("x.ccsec.toml", text);
        let report = folder.report(["x.ccsec.toml"]);
        assert_eq!(report.judged(), ["x.ccsec.toml"], "{hostile:?} leaves no hole: {:?}", report.rules());
        let views: [&[&str]; 4] =
            [&["matrix"], &["matrix", "--format", "markdown"], &["matrix", "--format", "csv"], &["why"]];
        for arguments in FOR_PEOPLE.into_iter().chain(views) {
            let (what, outcome) = look(&folder, arguments, "x.ccsec.toml");
            outputs.push((format!("{what} of {hostile:?}"), outcome));
        }
    }
    assert_tame(outputs);
}

#[test]
fn a_faulty_descriptor_whose_texts_move_the_cursor_is_shown_and_not_obeyed() {
    let folder = Folder::new();
    let mut outputs = Vec::new();
    for hostile in HOSTILE {
        let few = with("id = \"network-storage\"", &format!("id = \"{hostile}\""))
            .replace("id = \"recovery\"", &format!("id = \"{hostile}\""))
            .replace("id = \"bucket-encryption\"", &format!("id = \"{hostile}\""))
            .replace("role = \"CSP\"", &format!("role = \"{hostile}\""))
            .replace("service = \"aws\"", &format!("service = \"{hostile}\""))
            .replace("[data]", &format!("[\"{hostile}\"]\nx = 1\n[data]\n\"{hostile}\" = 1"))
            .replace("\"1h\"", &format!("\"{hostile}\""))
            .replace("\"7.1.3\" = \"", &format!("\"{hostile}\" = 5\n\"7.1.3\" = \""));
        // More findings of one rule than are drawn one by one.
        let keys: String = (0..9).map(|number| format!("\"{number}{hostile}\" = 1\n")).collect();
        let many = with("[data]", &format!("[data]\n{keys}"));
        // Many of one rule at one place.
        let ids: String = (0..9).map(|number| format!("\"{number}{hostile}\", ")).collect();
        let ids = with("flagged = [", &format!("flagged = [{ids}"));
        for text in [few, many, ids] {
            folder.file("x.ccsec.toml", text);
            for arguments in FOR_PEOPLE {
                let (what, outcome) = look(&folder, arguments, "x.ccsec.toml");
                outputs.push((format!("{what} of {hostile:?}"), outcome));
            }
        }
    }
    assert_tame(outputs);
}

#[test]
fn a_text_that_is_no_toml_is_drawn_without_its_control_characters() {
    let folder = Folder::new();
    let mut outputs = Vec::new();
    for wrong in [
        "title = \"a\u{1b}[31mb\"",
        "title = \"a\rb\"",
        "# a\u{1b}]0;forged\u{7}\ntitle =",
        "title = 'a\u{8}b'\u{202e}",
        "a\rforged",
        "# \u{202e}\u{9b}31m\n\u{7f}",
        "\u{feff}\u{feff}",
        "x = 1\r\r\ny =\r\n",
        "\0",
        "\u{1b}[2J = 1",
    ] {
        folder.file("x.ccsec.toml", format!("ccsec = 1\n{wrong}\nlast = 1\n"));
        for arguments in FOR_PEOPLE {
            let (what, outcome) = look(&folder, arguments, "x.ccsec.toml");
            assert!(outcome.stdout.contains("x.ccsec.toml:"), "{wrong:?}: {}", outcome.stdout);
            outputs.push((format!("{what} of {wrong:?}"), outcome));
        }
    }
    assert_tame(outputs);
}

#[cfg(unix)]
#[test]
fn a_file_name_that_moves_the_cursor_is_shown_and_not_obeyed() {
    let mut outputs = Vec::new();
    for name in ["a\u{1b}[31mred", "a\u{202e}b", "a\nforged", "a\rb"] {
        let folder = Folder::new();
        let [file, empty, absent] = [".ccsec.toml", "-empty", "-absent"].map(|end| format!("{name}{end}"));
        folder.file(&file, with("role = \"CSP\"", "role = \"CPS\""));
        fs::create_dir(folder.join(&empty)).unwrap();
        for (path, code) in [(&file, 1), (&empty, 3), (&absent, 2)] {
            for format in ["human", "concise"] {
                let outcome = folder.check(["--format", format, "-v", path]);
                assert_eq!(outcome.code, code, "{path:?}");
                outputs.push((format!("{format} of {path:?}"), outcome));
            }
        }
        for command in ["why", "matrix"] {
            outputs.push((
                format!("{command} of {file:?}"),
                Outcome::of(folder.command().args([command, &file])),
            ));
        }
    }
    assert_tame(outputs);
}
