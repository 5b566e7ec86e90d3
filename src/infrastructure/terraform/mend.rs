//! What the parser does not take and Terraform does. In: a text. Out: one of the same length, in which
//! every other byte stays at its place, so that every span stays true.

/// What surrounds a byte.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    /// A block or an object: a line is an item.
    Lines,
    /// `{ for … }`: line ends mean nothing.
    Loop,
    /// Parentheses or brackets, where the parser knows that line ends mean nothing.
    Brackets,
    /// `"…"`.
    Quotes,
    /// `${ … }` or `%{ … }`.
    Interpolation,
}

/// The text with its loops over objects, `{ for … }`, each on one line; nothing where there is none.
///
/// In these the parser takes no line end beside an operator.
pub(super) fn loops_on_one_line(text: &str) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    let mut around = vec![Around::Lines];
    let mut at = 0;
    let mut changed = false;
    while let Some(byte) = bytes.get(at).copied() {
        let top = around.last().copied().unwrap_or(Around::Lines);
        if top == Around::Quotes {
            at += match byte {
                b'\\' => 2,
                b'$' | b'%' if bytes.get(at + 1) == Some(&byte) && bytes.get(at + 2) == Some(&b'{') => 3,
                b'$' | b'%' if bytes.get(at + 1) == Some(&b'{') => {
                    around.push(Around::Interpolation);
                    2
                }
                b'"' => {
                    around.pop();
                    1
                }
                _ => 1,
            };
            continue;
        }
        match byte {
            b'"' => around.push(Around::Quotes),
            b'(' | b'[' => around.push(Around::Brackets),
            b'{' => around.push(if opens_loop(&bytes[at + 1..]) { Around::Loop } else { Around::Lines }),
            b')' | b']' | b'}' if around.len() > 1 => _ = around.pop(),
            b'\n' | b'\r' if top == Around::Loop => {
                bytes[at] = b' ';
                changed = true;
            }
            b'#' | b'/' => {
                let end = at + comment_length(&bytes[at..]);
                if top == Around::Loop && end > at {
                    bytes[at..end].fill(b' ');
                    changed = true;
                }
                at = end.max(at + 1);
                continue;
            }
            b'<' => {
                at += heredoc_length(&bytes[at..]).max(1);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    if changed { String::from_utf8(bytes).ok() } else { None }
}

fn opens_loop(rest: &[u8]) -> bool {
    let rest = rest.trim_ascii_start();
    rest.strip_prefix(b"for").is_some_and(|after| after.first().is_some_and(u8::is_ascii_whitespace))
}

/// The length of the comment that begins here, its line end excluded; zero where none does.
fn comment_length(rest: &[u8]) -> usize {
    let line = || rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    match rest {
        [b'#', ..] | [b'/', b'/', ..] => line(),
        [b'/', b'*', inner @ ..] => {
            inner.windows(2).position(|pair| pair == b"*/").map_or(rest.len(), |end| end + 4)
        }
        _ => 0,
    }
}

/// The length of the heredoc that begins here, its closing word included; zero where none does.
fn heredoc_length(rest: &[u8]) -> usize {
    let Some(after) = rest.strip_prefix(b"<<") else { return 0 };
    let after = after.strip_prefix(b"-").unwrap_or(after);
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let word = &after[..after.iter().position(|byte| !is_word(byte)).unwrap_or(after.len())];
    if word.is_empty() {
        return 0;
    }
    let mut end = rest.len() - after.len() + word.len();
    for line in rest[end..].split_inclusive(|byte| *byte == b'\n') {
        if line.trim_ascii() == word {
            return end + line.trim_ascii_end().len();
        }
        end += line.len();
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::loops_on_one_line;

    #[test]
    fn only_what_is_in_a_loop_over_an_object_is_changed() {
        for (text, expected) in [
            ("a = {\n  b = 1\n}\n", None),
            ("a = [\n for x in y :\n x]\n", None),
            (
                "a = {\n  for k, v in x : # é\n  k =>\n    v\n}\nb = 1\n",
                Some("a = {   for k, v in x :        k =>     v }\nb = 1\n"),
            ),
            (
                "a = { for k in x :\n k => {\n  y = 1\n}\n}\n",
                Some("a = { for k in x :  k => {\n  y = 1\n} }\n"),
            ),
            (
                "a = { for k in x :\n \"${f(\n\"}\n\")}\" => <<E\n }\n E\n}\n",
                Some("a = { for k in x :  \"${f(\n\"}\n\")}\" => <<E\n }\n E }\n"),
            ),
            ("a = { for k in x :\n k => 1 / 2\n}", Some("a = { for k in x :  k => 1 / 2 }")),
            ("a = { format = 1 }\n\"", None),
        ] {
            let mended = loops_on_one_line(text);
            assert_eq!(mended.as_deref(), expected, "{text}");
            assert!(mended.is_none_or(|mended| mended.len() == text.len()), "{text}");
        }
    }
}
