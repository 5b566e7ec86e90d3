//! Finding texts within texts.

use std::collections::{BTreeSet, HashMap};

use crate::document::Span;

/// A shorter text says too little to be looked for.
const SHORTEST: usize = 6;

/// A word of letters that is shorter than this is as likely something else: `private`, `eu-west-1`.
const WORD: usize = 12;

/// Texts of one beginning that are told apart; of more, the whole rest is taken.
const TOGETHER: usize = 64;

type Head = [u8; SHORTEST];

/// Texts to look for, by their beginnings.
pub(super) struct Needles {
    by_head: HashMap<Head, Vec<String>>,
    /// Whether any begins with these two bytes.
    begins: Vec<bool>,
}

impl Needles {
    /// Texts as they are written in JSON.
    pub(super) fn new(texts: &BTreeSet<String>) -> Self {
        let mut needles = Self { by_head: HashMap::new(), begins: vec![false; 1 << 16] };
        for text in texts.iter().filter(|text| !common(text)) {
            // Within a text that is JSON itself, its escapes are escaped.
            let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
            if escaped != *text {
                needles.add(&escaped);
            }
            needles.add(text);
        }
        needles
    }

    pub(super) fn is_empty(&self) -> bool {
        self.by_head.is_empty()
    }

    /// Where they occur in a text.
    pub(super) fn found(&self, text: &str) -> Vec<Span> {
        let (bytes, mut found, mut at) = (text.as_bytes(), Vec::new(), 0);
        while let Some(head) = bytes.get(at..).and_then(|rest| rest.first_chunk::<SHORTEST>()) {
            let length = if self.begins[pair(head)] { self.length(head, &bytes[at..]) } else { None };
            if let Some(length) = length {
                found.push(at..at + length);
            }
            at += length.unwrap_or(1);
        }
        found
    }

    fn length(&self, head: &Head, rest: &[u8]) -> Option<usize> {
        let candidates = self.by_head.get(head)?;
        if candidates.len() > TOGETHER {
            return Some(rest.len());
        }
        candidates.iter().filter(|text| rest.starts_with(text.as_bytes())).map(String::len).max()
    }

    fn add(&mut self, text: &str) {
        if let Some(head) = text.as_bytes().first_chunk::<SHORTEST>() {
            self.begins[pair(head)] = true;
            self.by_head.entry(*head).or_default().push(text.to_owned());
        }
    }
}

fn pair(head: &Head) -> usize {
    usize::from(head[0]) << 8 | usize::from(head[1])
}

/// Whether a text is one that many values have without being the same secret.
fn common(text: &str) -> bool {
    let word = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let word = if word.ends_with('-') { word } else { text };
    text.len() < SHORTEST
        || text.len() < WORD
            && word.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b'-' | b'_' | b' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_is_found_wherever_it_stands_and_common_words_are_not() {
        let texts = ["hunter2", "hunter2-long", "private", "eu-west-1", "a\\\"quote"].map(str::to_owned);
        let needles = Needles::new(&texts.into_iter().collect());
        let found = |text: &str| {
            needles.found(text).into_iter().map(|span| text[span].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(found("xhunter2-longhunter2é"), ["hunter2-long", "hunter2"]);
        assert_eq!(found("{\\\"k\\\": \\\"a\\\\\\\"quote\\\"}"), ["a\\\\\\\"quote"], "JSON within JSON");
        assert!(found("private eu-west-1 hunter").is_empty());
    }
}
