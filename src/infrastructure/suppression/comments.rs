//! The comments of a file, and how far what stands on a line extends.
//!
//! HCL: quoted strings with their interpolations, and heredocs, hold no comments. YAML: quoted scalars
//! and block scalars hold none. What is written with further finesse (a comment within an
//! interpolation of a heredoc, a block scalar directly after `---`) is not told apart.

use crate::document::{Source, Span};

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Comment {
    /// Its bytes, markers included.
    pub(super) span: Span,
    /// Its text, markers excluded.
    pub(super) text: Span,
    /// Whether nothing else stands on its lines.
    pub(super) alone: bool,
}

/// What a file consists of, line by line.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) comments: Vec<Comment>,
    /// For each line, what stands on it.
    pub(super) lines: Vec<Line>,
}

/// What stands on a line.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Line {
    /// Something other than blanks and comments.
    pub(super) code: bool,
    /// A comment.
    pub(super) comment: bool,
    /// How deep it lies: open brackets before it in HCL, its indent in YAML.
    pub(super) depth: usize,
    /// The line on which what begins here ends.
    pub(super) end: usize,
    /// The line on which the bracket was opened that ends here, if the line begins with its end.
    pub(super) opened: Option<usize>,
    /// The line on which the bracket was opened that the line lies in.
    pub(super) within: Option<usize>,
    /// The line of code directly below, with nothing but comments between.
    pub(super) below: Option<usize>,
    /// In YAML, an entry of a list.
    item: bool,
}

/// The comments of a file, by the end of its name; JSON has none.
pub(super) fn layout(source: &Source) -> Layout {
    let name = source.name().to_ascii_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    let mut layout = Layout { comments: Vec::new(), lines: vec![Line::default(); source.line_count()] };
    if ends(&[".json"]) {
        return Layout::default();
    } else if ends(&[".tf", ".tofu", ".tfvars", ".hcl"]) {
        Hcl { source, layout: &mut layout, at: 0 }.read();
    } else {
        yaml(source, &mut layout);
    }
    for index in 0..layout.comments.len() {
        let span = layout.comments[index].span.clone();
        let lines = source.line_of(span.start)..=source.line_of(span.end.saturating_sub(1).max(span.start));
        layout.comments[index].alone = lines.clone().all(|line| !layout.lines[line].code);
        for line in lines {
            layout.lines[line].comment = true;
        }
    }
    let mut below = None;
    for (index, line) in layout.lines.iter_mut().enumerate().rev() {
        line.below = below;
        below = if line.code { Some(index) } else { below.filter(|_| line.comment) };
    }
    layout
}

/// Where the reader of HCL is.
enum Within {
    /// Code, with this many brackets open since it began.
    Code(usize),
    /// A quoted string.
    Quotes,
}

struct Hcl<'s> {
    source: &'s Source,
    layout: &'s mut Layout,
    at: usize,
}

impl Hcl<'_> {
    fn read(mut self) {
        let text = self.source.text();
        let mut stack = vec![Within::Code(0)];
        let mut open: Vec<usize> = Vec::new();
        let mut line = 0;
        self.begin(line, &[]);
        while let Some(byte) = text.as_bytes().get(self.at).copied() {
            if byte == b'\n' {
                // A string ends with its line: it is a mistake, and must not swallow the rest.
                while matches!(stack.last(), Some(Within::Quotes)) {
                    stack.pop();
                }
                line += 1;
                self.at += 1;
                self.begin(line, &open);
                continue;
            }
            let rest = &text.as_bytes()[self.at..];
            let nested = stack.len() > 1;
            match stack.last_mut() {
                Some(Within::Quotes) => self.at += quoted(rest, &mut stack),
                Some(Within::Code(_)) if rest.starts_with(b"#") || rest.starts_with(b"//") => {
                    self.comment(line)
                }
                Some(Within::Code(_)) if rest.starts_with(b"/*") => {
                    line = self.block_comment(line, &open);
                }
                Some(Within::Code(brackets)) => {
                    let mark = rest.starts_with("\u{feff}".as_bytes());
                    let blank = byte.is_ascii_whitespace() || mark;
                    let begins = !blank && !self.layout.lines[line].code;
                    self.layout.lines[line].code |= !blank;
                    match byte {
                        b'"' => stack.push(Within::Quotes),
                        b'{' | b'[' | b'(' => {
                            *brackets += 1;
                            open.push(line);
                        }
                        b'}' if *brackets == 0 && nested => drop(stack.pop()),
                        b'}' | b']' | b')' => {
                            *brackets = brackets.saturating_sub(1);
                            if let Some(began) = open.pop() {
                                self.layout.lines[began].end = line;
                                self.layout.lines[line].opened =
                                    self.layout.lines[line].opened.or(Some(began).filter(|_| begins));
                            }
                        }
                        b'<' => {
                            if let Some(end) = heredoc(self.source, self.at, line) {
                                self.layout.lines[line].end = end;
                                (line + 1..=end).for_each(|line| {
                                    self.layout.lines[line] = Line {
                                        code: true,
                                        depth: open.len() + 1,
                                        end: line,
                                        ..Line::default()
                                    };
                                });
                                line = end;
                                self.at = self.source.line(end).end;
                                continue;
                            }
                        }
                        _ => {}
                    }
                    self.at += if mark { '\u{feff}'.len_utf8() } else { 1 };
                }
                None => return,
            }
        }
    }

    fn begin(&mut self, line: usize, open: &[usize]) {
        let within = open.last().copied();
        self.layout.lines[line] = Line { depth: open.len(), end: line, within, ..Line::default() };
    }

    fn comment(&mut self, line: usize) {
        let end = self.source.line(line).end.max(self.at);
        self.push(self.at..end, self.at..end);
        self.at = end.max(self.at + 1);
    }

    /// Leaves the line on which the comment ends.
    fn block_comment(&mut self, line: usize, open: &[usize]) -> usize {
        let text = self.source.text();
        let inner = self.at + 2;
        let (close, end) = match text[inner..].find("*/") {
            Some(length) => (inner + length, inner + length + 2),
            None => (text.len(), text.len()),
        };
        self.push(self.at..end, inner..close);
        self.at = end;
        let last = self.source.line_of(end.saturating_sub(1));
        for line in line + 1..=last {
            self.begin(line, open);
        }
        last
    }

    fn push(&mut self, span: Span, text: Span) {
        self.layout.comments.push(Comment { span, text, alone: false });
    }
}

/// The bytes to go on by within a quoted string.
fn quoted(rest: &[u8], stack: &mut Vec<Within>) -> usize {
    if rest.starts_with(b"\\") {
        return if rest.get(1).is_some_and(|next| *next != b'\n') { 2 } else { 1 };
    }
    if rest.starts_with(b"$${") || rest.starts_with(b"%%{") {
        return 3;
    }
    if rest.starts_with(b"${") || rest.starts_with(b"%{") {
        stack.push(Within::Code(0));
        return 2;
    }
    if rest.starts_with(b"\"") {
        stack.pop();
    }
    1
}

/// The line on which a heredoc ends that begins here; the last one if it is never closed.
fn heredoc(source: &Source, at: usize, line: usize) -> Option<usize> {
    let opening = source.text().get(at..source.line(line).end)?.strip_prefix("<<")?;
    let word = opening.strip_prefix('-').unwrap_or(opening).trim_end();
    let named = word.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_');
    if !named || !word.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-') {
        return None;
    }
    let close = (line + 1..source.line_count()).find(|line| source.slice(&source.line(*line)).trim() == word);
    Some(close.unwrap_or(source.line_count() - 1))
}

fn yaml(source: &Source, layout: &mut Layout) {
    let mut quote: Option<char> = None;
    let mut block: Option<Block> = None;
    for index in 0..source.line_count() {
        let bytes = source.line(index);
        let text = source.slice(&bytes);
        let held = text.trim_start_matches('\u{feff}').trim_start_matches(' ');
        let indent = text.len() - held.len();
        let line = &mut layout.lines[index];
        let item = held == "-" || held.starts_with("- ");
        *line = Line { depth: indent, end: index, item, ..Line::default() };
        if let Some(inside) = &mut block {
            if held.is_empty() || indent > inside.parent && indent >= inside.indent.unwrap_or(0) {
                if !held.is_empty() {
                    inside.indent = inside.indent.or(Some(indent));
                    line.code = true;
                }
                continue;
            }
            block = None;
        }
        let continued = quote.is_some();
        let end = match yaml_line(text, &mut quote) {
            Some(at) => {
                let span = bytes.start + at..bytes.end;
                layout.comments.push(Comment { text: span.clone(), span, alone: false });
                at
            }
            None => text.len(),
        };
        let code = text[..end].trim_start_matches('\u{feff}').trim();
        layout.lines[index].code = !code.is_empty();
        if quote.is_none() && !continued {
            block = opens_block(&text[..end], indent);
        }
    }
    extents(layout);
}

/// A block scalar: what lies deeper than its parent.
struct Block {
    parent: usize,
    indent: Option<usize>,
}

/// Whether a line ends in the mark of a block scalar.
fn opens_block(text: &str, indent: usize) -> Option<Block> {
    let mark = text.split_whitespace().next_back()?;
    let signs = mark.strip_prefix(['|', '>'])?;
    if signs.len() > 2 || !signs.chars().all(|c| matches!(c, '+' | '-' | '1'..='9')) {
        return None;
    }
    let (mut parent, mut rest) = (indent, text.get(indent..)?);
    while let Some(after) = rest.strip_prefix("- ") {
        let entry = after.trim_start_matches(' ');
        if entry.starts_with(['|', '>']) {
            break;
        }
        parent += rest.len() - entry.len();
        rest = entry;
    }
    Some(Block { parent, indent: None })
}

/// Where the comment of a line of YAML begins. A quote opens a scalar only where one can begin: an
/// apostrophe within words is none.
fn yaml_line(text: &str, quote: &mut Option<char>) -> Option<usize> {
    let mut word = 0;
    let mut previous: Option<&str> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match (*quote, c) {
            (Some('"'), '\\') => drop(chars.next()),
            (Some('\''), '\'') if chars.peek().is_some_and(|(_, next)| *next == '\'') => drop(chars.next()),
            (Some(open), c) if c == open => *quote = None,
            (Some(_), _) => {}
            (None, '#') if at == 0 || text[..at].ends_with([' ', '\t', '\u{feff}']) => return Some(at),
            (None, ' ' | '\t') => {
                if at > word {
                    previous = Some(&text[word..at]);
                }
                word = at + 1;
            }
            (None, '"' | '\'') => {
                let begun = text[word..at].ends_with(['[', '{', ',']) || at == word;
                let may_begin = previous.is_none_or(|word| {
                    word.ends_with([':', '[', '{', ','])
                        || matches!(word, "-" | "?")
                        || word.starts_with(['!', '&'])
                });
                if begun && (at > word || may_begin) {
                    *quote = Some(c);
                }
            }
            (None, _) => {}
        }
    }
    None
}

/// An entry of YAML extends over all that lies deeper; a list may lie as deep as its key.
fn extents(layout: &mut Layout) {
    let mut open: Vec<(usize, Line)> = Vec::new();
    let mut last = 0;
    for index in 0..layout.lines.len() {
        let line = layout.lines[index];
        if !line.code {
            continue;
        }
        let over = |other: &Line| {
            other.depth > line.depth || other.depth == line.depth && (other.item || !line.item)
        };
        while let Some((began, _)) = open.pop_if(|(_, other)| over(other)) {
            layout.lines[began].end = last;
        }
        open.push((index, line));
        last = index;
    }
    for (began, _) in open {
        layout.lines[began].end = last;
    }
}
