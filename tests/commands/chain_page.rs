//! `docs/chain.md`: what it shows is what the commands say.

use std::fs;
use std::path::Path;

use super::{chain, replace, run};

/// Whether a line is the one that is shown, in which `…` stands for any text.
fn fits(shown: &str, line: &str) -> bool {
    let mut rest = line;
    let mut parts = shown.split('…');
    let first = parts.next().unwrap_or_default();
    let Some(behind) = rest.strip_prefix(first) else { return false };
    rest = behind;
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.is_empty() || shown.ends_with('…')
}

#[test]
fn the_page_shows_what_the_commands_say() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/chain.md")).unwrap();
    let folder = chain();
    let mut commands = Vec::new();
    for block in page.split("```console\n").skip(1) {
        for command in block.split("```").next().unwrap().split("$ ccsec-lint ").skip(1) {
            let (arguments, shown) = command.split_once('\n').unwrap();
            let arguments: Vec<&str> = arguments.split(' ').collect();
            // What the page says before.
            if arguments == ["vendor", "shop"] {
                let entry = "service  = \"platform\"\n";
                let source = format!("{entry}source   = \"../platform\"\n");
                replace(&folder, "shop/ccsec.toml", entry, &source);
            }
            let outcome = run(&folder, &arguments);
            assert_eq!(outcome.code, 0, "{arguments:?}: {}", outcome.stderr);
            let mut lines = outcome.stdout.lines().peekable();
            let mut skips = false;
            for line in shown.lines() {
                if line == "…" {
                    skips = true;
                    continue;
                }
                let found = if std::mem::take(&mut skips) {
                    lines.any(|it| fits(line, it))
                } else {
                    lines.next().is_some_and(|it| fits(line, it))
                };
                assert!(found, "{arguments:?}: {line:?} in\n{}", outcome.stdout);
            }
            assert!(skips || lines.next().is_none(), "{arguments:?}: more is said\n{}", outcome.stdout);
            commands.push(arguments[0].to_owned());
        }
    }
    commands.dedup();
    assert_eq!(commands, ["responsibilities", "chain", "impact", "vendor"]);
}
