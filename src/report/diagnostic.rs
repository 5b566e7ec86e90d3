//! One diagnostic, drawn by miette over a source that knows its lines.

use std::fmt;
use std::sync::Arc;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};

use crate::document::{Fault, Source, Span};
use crate::evaluate::Location;
use crate::policy::Severity;

use crate::document::{clipped, visible};

use super::wrap;

/// The characters of a message or a label that are shown.
pub(super) const LONGEST: usize = 500;

/// Lines longer than this are not drawn: a terminal cannot show them, and miette gives up on them.
const LONGEST_LINE: usize = 2_000;

/// How to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether to use colour.
    pub color: bool,
    /// Whether to use the box-drawing characters of Unicode.
    pub unicode: bool,
    /// Columns.
    pub width: usize,
}

impl Style {
    /// ASCII, no colour, 100 columns.
    pub const PLAIN: Self = Self { color: false, unicode: false, width: 100 };

    fn handler(self) -> GraphicalReportHandler {
        let theme = GraphicalTheme {
            characters: if self.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() },
            styles: if self.color { ThemeStyles::ansi() } else { ThemeStyles::none() },
        };
        GraphicalReportHandler::new_themed(theme)
            .with_links(false)
            .with_width(self.width)
            .with_wrap_lines(true)
            // Ids, paths and lines of TOML are to be pasted.
            .with_break_words(false)
            .with_word_separator(textwrap::WordSeparator::Custom(wrap::words))
            .with_word_splitter(textwrap::WordSplitter::NoHyphenation)
    }
}

/// What is drawn.
#[derive(Debug)]
pub(super) struct Card {
    pub(super) code: String,
    pub(super) severity: Severity,
    pub(super) message: String,
    pub(super) help: Option<String>,
    /// Places in one text.
    labels: Vec<LabeledSpan>,
    source: Option<Lines>,
    /// The places in other texts, a card each.
    others: Vec<Card>,
}

/// A source text as miette reads it: nothing in it moves the cursor, and lines are looked up.
#[derive(Debug)]
struct Lines {
    source: Arc<Source>,
    /// The text with one more newline, where a place lies behind its last character: miette draws
    /// places in lines, and a line ends with its newline.
    longer: Option<String>,
}

impl Lines {
    fn new(source: &Arc<Source>, places: &[&Location]) -> Self {
        let shown = source.shown();
        let behind = places.iter().any(|place| place.span.start >= shown.len());
        Self { source: Arc::clone(source), longer: behind.then(|| format!("{shown}\n")) }
    }

    fn text(&self) -> &str {
        self.longer.as_deref().unwrap_or_else(|| self.source.shown())
    }
}

impl Card {
    pub(super) fn new(
        code: &str,
        severity: Severity,
        message: &str,
        help: Option<&str>,
        places: &[Location],
    ) -> Self {
        let mut card = Self {
            code: visible(code, false).into_owned(),
            severity,
            message: visible(&clipped(message, LONGEST), false).into_owned(),
            help: help.map(|help| visible(&clipped(help, 40 * LONGEST), true).into_owned()),
            labels: Vec::new(),
            source: None,
            others: Vec::new(),
        };
        let Some(first) = places.first() else {
            return card;
        };
        let (here, elsewhere): (Vec<&Location>, Vec<&Location>) =
            places.iter().partition(|place| Arc::ptr_eq(&place.source, &first.source));
        card.draw(&here);
        let mut rest = elsewhere;
        while let Some(next) = rest.first().map(|place| Arc::clone(&place.source)) {
            let (same, other): (Vec<&Location>, Vec<&Location>) =
                rest.into_iter().partition(|place| Arc::ptr_eq(&place.source, &next));
            let mut further = Self::new("", severity, "", None, &[]);
            further.draw(&same);
            card.others.push(further);
            rest = other;
        }
        // What to do is said below all that is shown.
        if let Some(last) = card.others.last_mut() {
            let written = last.help.take().unwrap_or_default();
            let help = card.help.take().unwrap_or_default();
            last.help = Some(written + &help).filter(|help| !help.is_empty());
        }
        card
    }

    fn draw(&mut self, places: &[&Location]) {
        let Some(first) = places.first() else { return };
        let source = &first.source;
        let drawable = places.iter().all(|place| {
            // A line above and a line below are drawn too.
            let first = source.line_of(place.span.start).saturating_sub(1);
            let last = source.line_of(place.span.end) + 1;
            (first..=last).all(|line| source.line(line).len() <= LONGEST_LINE)
        });
        if !drawable || source.text().is_empty() {
            let mut written = String::new();
            for place in places {
                let position = source.position(place.span.start);
                let name = visible(source.name(), false);
                written.push_str(&format!(
                    "{name}:{}:{}: {}\n",
                    position.line,
                    position.column,
                    visible(&clipped(&place.label, LONGEST), false)
                ));
            }
            let help = self.help.take().unwrap_or_default();
            self.help = Some(format!("{written}{help}"));
            return;
        }
        for (index, place) in places.iter().enumerate() {
            let label = Some(visible(&clipped(&place.label, LONGEST), false).into_owned())
                .filter(|label| !label.is_empty());
            let span = span(&place.span);
            self.labels.push(if index == 0 {
                LabeledSpan::new_primary_with_span(label, span)
            } else {
                LabeledSpan::new_with_span(label, span)
            });
        }
        self.source = Some(Lines::new(source, places));
    }

    pub(super) fn render(&self, style: Style, out: &mut String) {
        // The handler fails only if the text cannot be written, and a String takes everything.
        let _ = style.handler().render_report(out, self);
        for other in &self.others {
            let mut drawn = String::new();
            let _ = style.handler().render_report(&mut drawn, other);
            // miette begins with a message, but the places in other files belong to the one above.
            let lines: Vec<&str> = drawn.lines().collect();
            let first = lines.iter().position(|line| line.contains("-[") || line.contains("─["));
            let first = first.or_else(|| lines.iter().position(|line| line.contains("help: ")));
            for line in lines.iter().skip(first.unwrap_or(0)) {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
}

fn span(span: &Span) -> SourceSpan {
    (span.start, span.end.saturating_sub(span.start)).into()
}

impl fmt::Display for Card {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Card {}

impl Diagnostic for Card {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.code.is_empty()).then(|| Box::new(format!("{}[{}]", self.severity.name(), self.code)) as _)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as _)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as _)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        (!self.labels.is_empty()).then(|| Box::new(self.labels.iter().cloned()) as _)
    }
}

impl SourceCode for Lines {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_lines_before: usize,
        context_lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let source = &self.source;
        let end = span.offset() + span.len();
        if end > self.text().len() {
            return Err(MietteError::OutOfBounds);
        }
        let first = source.line_of(span.offset()).saturating_sub(context_lines_before);
        let last = (source.line_of(end) + context_lines_after).min(source.line_count().saturating_sub(1));
        // miette asks without context for the place itself, and with context for what is drawn.
        let bare = context_lines_before == 0 && context_lines_after == 0;
        let start = if bare { span.offset() } else { source.line(first).start };
        let stop = if bare {
            end
        } else if self.longer.is_some() && last + 1 == source.line_count() {
            self.text().len()
        } else {
            source.line(last).end
        };
        let position = source.position(start);
        Ok(Box::new(MietteSpanContents::new_named(
            visible(source.name(), false).into_owned(),
            &self.text().as_bytes()[start..stop],
            (start, stop - start).into(),
            position.line - 1,
            position.column - 1,
            last - first + 1,
        )))
    }
}

/// Draws what kept the linter from judging.
pub fn render_fault(fault: &Fault, style: Style) -> String {
    let places: Vec<Location> = fault
        .place
        .iter()
        .map(|place| Location {
            source: Arc::clone(&place.source),
            span: place.span.clone(),
            label: place.label.clone(),
        })
        .collect();
    let mut out = String::new();
    Card::new("not-judged", Severity::Error, &fault.message, fault.help.as_deref(), &places)
        .render(style, &mut out);
    out
}
