//! The engine's errors are text with a place in it; here the place is found again.

use std::sync::Arc;

use crate::document::{Fault, Source};

use super::module::Module;

/// The columns that the engine counts for a tab.
const TAB: usize = 4;

/// Turns an error of the engine into a fault at its place in the files of the modules.
pub(super) fn fault(error: &str, modules: &[Module]) -> Fault {
    let message = error
        .lines()
        .find_map(|line| line.trim().strip_prefix("error: "))
        .or_else(|| error.lines().map(str::trim).find(|line| !line.is_empty()))
        .unwrap_or("the policy engine gave no reason")
        .trim_end_matches('.')
        .to_owned();
    if message.contains("exceeded time limit") {
        // The engine adds how long it took, which no two runs share.
        return Fault::new("the policies took longer than they may")
            .with_help("make their loops narrower, or allow more with policy_time_limit in [thresholds] of ccsec-lint.toml");
    }
    let place = error.lines().find_map(|line| place(line.trim().strip_prefix("--> ")?, modules));
    let help = help(&message);
    let fault = match place {
        Some((source, offset)) => {
            let end = source.line(source.line_of(offset)).end;
            let word = source.slice(&(offset..end));
            let length = word
                .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.')))
                .unwrap_or(word.len())
                .max(usize::from(!word.is_empty()));
            Fault::new(format!("this policy cannot be used: {message}")).at(
                source,
                offset..source.offset_floor(offset + length),
                "here",
            )
        }
        None => Fault::new(format!("the policies cannot be evaluated: {message}")),
    };
    match help {
        Some(help) => fault.with_help(help),
        None => fault,
    }
}

fn help(message: &str) -> Option<&'static str> {
    if message.contains("could not find function") || message.contains("unknown function") {
        Some(
            "only the built-in functions without side effects are available: no network, file, environment or clock",
        )
    } else if message.contains("unsafe") {
        Some("bind the variable before it is used, for example with `some x in …`")
    } else {
        None
    }
}

/// A character of a name, qualified names included.
fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.')
}

/// Reads `name:line:column`, the name being that of a module.
fn place<'s>(text: &str, modules: &'s [Module]) -> Option<(&'s Arc<Source>, usize)> {
    let mut parts = text.rsplitn(3, ':');
    let column: usize = parts.next()?.trim().parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let name = parts.next()?;
    let (source, line) = modules.iter().find(|module| module.name == name)?.origin(line)?;
    let bytes = source.line(line.saturating_sub(1));
    let mut seen = 1;
    let mut offset = bytes.start;
    for c in source.slice(&bytes).chars() {
        if seen >= column {
            break;
        }
        seen += if c == '\t' { TAB } else { 1 };
        offset += c.len_utf8();
    }
    // A call is reported at its parenthesis; what is meant is the name before it.
    if source.text()[offset..].starts_with('(') {
        let before = source.slice(&(bytes.start..offset));
        offset = bytes.start + before.rfind(|c| !is_name(c)).map_or(0, |other| other + 1);
    }
    Some((source, offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_counts_four_columns() {
        let source = Arc::new(Source::new("dir/a.rego", "package a\n\tx := nothing(1)\n"));
        let text = "\n--> dir/a.rego:2:10\n  |\n2 | \tx := nothing(1)\n  |\n\nerror: could not find function nothing";
        let fault = fault(text, &[Module::of(&source)]);
        let place = fault.place.unwrap();
        assert_eq!(source.slice(&place.span), "nothing");
        assert_eq!(fault.message, "this policy cannot be used: could not find function nothing");
    }
}
