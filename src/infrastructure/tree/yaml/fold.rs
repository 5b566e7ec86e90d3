//! Quoted texts whose further lines are not indented beyond their key.
//!
//! YAML 1.2 refuses them, and so does the parser; libyaml, and with it kubectl and CloudFormation, reads
//! them and `kubectl get -o yaml` used to write them. In: a text and where a line was refused. Out: the
//! same text with that line joined to the one before, no byte moved; and a folded text's real value.

use granit_parser::{Event, Parser};

/// Bytes that may be read again because of such lines, and lines that may be joined.
const MOST_AGAIN: usize = 64 << 20;
const MOST_LINES: usize = 1024;

/// A text with joined lines.
#[derive(Default)]
pub(super) struct Joined {
    text: Option<String>,
    again: usize,
    lines: usize,
}

impl Joined {
    /// The text to parse in place of `text`.
    pub(super) fn text<'a>(&'a self, text: &'a str) -> &'a str {
        self.text.as_deref().unwrap_or(text)
    }

    pub(super) fn any(&self) -> bool {
        self.lines > 0
    }

    /// Joins the line that goes on at `offset`; false where that is no help.
    pub(super) fn join(&mut self, text: &str, offset: usize) -> bool {
        self.again = self.again.saturating_add(text.len());
        self.lines += 1;
        if self.again > MOST_AGAIN || self.lines > MOST_LINES {
            return false;
        }
        let mut joined = self.text.take().unwrap_or_else(|| text.to_owned());
        let start = joined[..offset].trim_end_matches([' ', '\t', '\r', '\n']).len();
        let helps = joined[start..offset].contains('\n');
        joined.replace_range(start..offset, &" ".repeat(offset - start));
        self.text = Some(joined);
        helps
    }
}

/// The value of a quoted text of several lines. How far these are indented is no part of it.
pub(super) fn value(quoted: &str) -> Option<String> {
    let lines: Vec<&str> = quoted.lines().map(|line| line.trim_start_matches([' ', '\t'])).collect();
    let indented = lines.join("\n ");
    let mut events = Parser::new_from_str(&indented).filter_map(Result::ok);
    events.find_map(|(event, _)| match event {
        Event::Scalar(value, ..) => Some(value.into_owned()),
        _ => None,
    })
}
