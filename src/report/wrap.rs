//! Where a line of prose may break: at blanks, but never inside what people paste.
//!
//! In: a line. Out: its words. Text between backticks, a list or table in brackets, and `key = value`
//! are one word each, however many blanks they hold.

use textwrap::core::Word;

/// The words of a line, each with the blanks behind it.
pub(crate) fn words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let mut rest = line;
    Box::new(std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let solid = solid(rest);
        let behind = rest[solid..].find(|c| c != ' ').map_or(rest.len(), |blanks| solid + blanks);
        let (word, after) = rest.split_at(behind);
        rest = after;
        Some(Word::from(word))
    }))
}

/// The length of what must not be broken at the beginning of a text.
fn solid(text: &str) -> usize {
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        at = match c {
            ' ' => match value(text, at) {
                Some(value) => value,
                None => return at,
            },
            '`' => closed(text, at, '`').unwrap_or(at + 1),
            '[' | '{' => brackets(text, at).unwrap_or(at + 1),
            _ => at + c.len_utf8(),
        };
    }
    at
}

/// Where the value goes on, if the blank at `at` stands between a key and its value: behind a text in
/// quotation marks, else at its beginning.
fn value(text: &str, at: usize) -> Option<usize> {
    let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '"' | '\'');
    if !text[..at].ends_with(is_key) {
        return None;
    }
    let right = text[at..].trim_start_matches(' ').strip_prefix("= ")?.trim_start_matches(' ');
    let start = text.len() - right.len();
    match right.chars().next()? {
        quote @ ('"' | '\'') => Some(closed(text, start, quote).unwrap_or(start)),
        _ => Some(start),
    }
}

/// The end of what the quotation mark at `at` opens.
fn closed(text: &str, at: usize, quote: char) -> Option<usize> {
    let inside = at + quote.len_utf8();
    text[inside..].find(quote).map(|end| inside + end + quote.len_utf8())
}

/// The end of what the bracket at `at` opens. Brackets in quotation marks do not count.
fn brackets(text: &str, at: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quoted = false;
    for (index, c) in text[at..].char_indices() {
        match c {
            '"' => quoted = !quoted,
            '[' | '{' if !quoted => depth += 1,
            ']' | '}' if !quoted => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + index + c.len_utf8());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_words(line: &str, expected: &[&str]) {
        let found: Vec<Word<'_>> = words(line).collect();
        let texts: Vec<&str> = found.iter().map(|word| &**word).collect();
        assert_eq!(texts, expected);
        let whole: String = found.iter().map(|word| format!("{}{}", &**word, word.whitespace)).collect();
        assert_eq!(whole, line, "nothing is lost");
    }

    #[test]
    fn prose_breaks_at_every_blank() {
        assert_words("  add a  control ", &["", "add", "a", "control"]);
        assert_words("", &[]);
    }

    #[test]
    fn what_is_pasted_is_one_word() {
        assert_words("write `a b`, or c", &["write", "`a b`,", "or", "c"]);
        assert_words(
            "as evidence = [{ document = \"docs/…\", reviewed = YYYY-MM-DD }] in it",
            &["as", "evidence = [{ document = \"docs/…\", reviewed = YYYY-MM-DD }]", "in", "it"],
        );
        assert_words(
            "last = YYYY-MM-DD and every   = \"180 d\".",
            &["last = YYYY-MM-DD", "and", "every   = \"180 d\"."],
        );
        assert_words("say (\"7.1.3\" = \"why not\") once", &["say", "(\"7.1.3\" = \"why not\")", "once"]);
        assert_words("one of [\"a ]\", \"b\"]; none", &["one", "of", "[\"a ]\", \"b\"];", "none"]);
    }

    #[test]
    fn what_is_never_closed_is_prose() {
        assert_words("a ` b [ c { d", &["a", "`", "b", "[", "c", "{", "d"]);
        assert_words("x = \"never closed", &["x = \"never", "closed"]);
        assert_words("= a = ", &["=", "a", "="]);
    }
}
