//! HCL. In: a text. Out: its tree, or the place of the syntax error.

use std::sync::Arc;

use hcl_edit::Span as _;
use hcl_edit::expr::{self as hcl, BinaryOperator, TraversalOperator, UnaryOperator};
use hcl_edit::structure::{self, Structure};
use hcl_edit::template::{Directive, Element};

use crate::document::{Source, Span};

use super::datum::Datum;
use super::mend;
use super::syntax::{Attribute, Block, Body, Call, Expression, For, ForPart, Kind, Operator, Part, Step};

/// The repeated keys of objects in a file that are put up with.
const REPEATED_KEYS: u8 = 100;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// A syntax error and its place.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) span: Span,
}

/// Parses a file. The parser itself bounds how deep expressions, blocks and operators are nested.
pub(super) fn parse(source: &Arc<Source>) -> Result<Body, Fault> {
    let blank;
    let mut text = source.text();
    if let Some(rest) = text.strip_prefix(BYTE_ORDER_MARK) {
        // The parser knows no byte order mark; blanks of the same length keep every offset true.
        blank = format!("{}{rest}", " ".repeat(BYTE_ORDER_MARK.len_utf8()));
        text = &blank;
    }
    let parsed = match hcl_edit::parser::parse_body(text) {
        Ok(parsed) => parsed,
        Err(error) => parse_mended(text, error)?,
    };
    Ok(Lowering { source, fixed: None }.body(&parsed))
}

/// Tries again with what Terraform takes and the parser does not put otherwise.
fn parse_mended(text: &str, error: hcl_edit::parser::Error) -> Result<structure::Body, Fault> {
    match mend::loops_on_one_line(text) {
        Some(mended) => match hcl_edit::parser::parse_body(&mended) {
            Ok(parsed) => Ok(parsed),
            Err(error) => parse_with_repeated_keys(mended, error),
        },
        None => parse_with_repeated_keys(text.to_owned(), error),
    }
}

/// Terraform takes the last of several equal keys of an object, the parser takes none. So each repeated
/// key is given another name of the same length; its true name is still in the source.
fn parse_with_repeated_keys(
    mut text: String,
    error: hcl_edit::parser::Error,
) -> Result<structure::Body, Fault> {
    let mut error = error;
    for number in 0..REPEATED_KEYS {
        if !error.message().contains("redefined object key") {
            break;
        }
        let start = error.location().offset();
        let rest = text.get(start..).unwrap_or_default();
        let start = start + rest.len() - rest.trim_start_matches('"').len();
        let rest = text.get(start..).unwrap_or_default();
        let length = rest
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
            .count();
        if length == 0 {
            break;
        }
        text.replace_range(start..start + length, &other_name(number, length));
        match hcl_edit::parser::parse_body(&text) {
            Ok(parsed) => return Ok(parsed),
            Err(next) => error = next,
        }
    }
    Err(fault(&error, &text))
}

/// Parses the text of a template file, or of a text in JSON syntax that stands at `span`.
pub(super) fn parse_template(
    text: &str,
    source: &Arc<Source>,
    span: Option<&Span>,
) -> Result<Vec<Part>, Fault> {
    let parsed = hcl_edit::parser::parse_template(text).map_err(|error| fault(&error, text))?;
    let parts = Lowering { source, fixed: span }.parts(&parsed);
    Ok(parts)
}

/// Parses a single expression that JSON holds as a text, such as the type of a variable.
pub(super) fn parse_expression(text: &str, source: &Arc<Source>, span: &Span) -> Result<Expression, Fault> {
    let parsed = hcl_edit::parser::parse_expr(text).map_err(|error| fault(&error, text))?;
    Ok(Lowering { source, fixed: Some(span) }.expression(&parsed))
}

/// A name that hardly any key has; where one does, the next number makes another.
fn other_name(number: u8, length: usize) -> String {
    let letter = |number: u8| char::from(b'A' + number % 26);
    let end = if length > 1 {
        format!("{}{}", letter(number / 26), letter(number))
    } else {
        letter(number).to_string()
    };
    "Z".repeat(length.saturating_sub(2)) + &end
}

fn fault(error: &hcl_edit::parser::Error, text: &str) -> Fault {
    let start = text.floor_char_boundary(error.location().offset().min(text.len()));
    let length = text[start..].chars().next().filter(|c| !c.is_control()).map_or(0, char::len_utf8);
    Fault { message: error.message().to_owned(), span: start..start + length }
}

struct Lowering<'a> {
    source: &'a Arc<Source>,
    /// The one place that stands for every place: that of the JSON text which holds the expression.
    fixed: Option<&'a Span>,
}

impl Lowering<'_> {
    fn span(&self, span: Option<Span>) -> Span {
        self.fixed.cloned().or(span).unwrap_or_default()
    }

    fn body(&self, body: &structure::Body) -> Body {
        let mut lowered = Body::default();
        for structure in body {
            match structure {
                Structure::Attribute(attribute) => lowered.attributes.push(self.attribute(attribute)),
                Structure::Block(block) => lowered.blocks.push(self.block(block)),
            }
        }
        lowered
    }

    fn attribute(&self, attribute: &structure::Attribute) -> Attribute {
        Attribute {
            name: attribute.key.as_str().to_owned(),
            name_span: self.span(attribute.key.span()),
            expression: Arc::new(self.expression(&attribute.value)),
            source: Arc::clone(self.source),
        }
    }

    fn block(&self, block: &structure::Block) -> Block {
        let kind = self.span(block.ident.span());
        let end = block.labels.last().and_then(hcl_edit::Span::span).map_or(kind.end, |label| label.end);
        Block {
            kind: block.ident.as_str().to_owned(),
            labels: block.labels.iter().map(|label| label.as_str().to_owned()).collect(),
            header: kind.start..end,
            span: self.span(block.span()),
            source: Arc::clone(self.source),
            body: self.body(&block.body),
        }
    }

    fn expression(&self, expression: &hcl::Expression) -> Expression {
        let kind = match expression {
            hcl::Expression::Null(_) => Kind::Literal(Datum::Null),
            hcl::Expression::Bool(value) => Kind::Literal(Datum::Bool(*value.value())),
            hcl::Expression::Number(number) => Kind::Literal(number_of(number.value())),
            hcl::Expression::String(text) => Kind::Literal(Datum::text(text.as_str())),
            hcl::Expression::Array(items) => {
                Kind::List(items.iter().map(|item| self.expression(item)).collect())
            }
            hcl::Expression::Object(object) => {
                Kind::Map(object.iter().map(|(key, value)| self.entry(key, value)).collect())
            }
            hcl::Expression::StringTemplate(template) => Kind::Template(self.elements(template.iter())),
            hcl::Expression::HeredocTemplate(heredoc) => Kind::Template(self.parts(&heredoc.template)),
            hcl::Expression::Parenthesis(inner) => self.expression(inner.inner()).kind,
            hcl::Expression::Variable(name) => Kind::Name(name.as_str().to_owned(), Vec::new()),
            hcl::Expression::Conditional(it) => Kind::Conditional(Box::new((
                self.expression(&it.cond_expr),
                self.expression(&it.true_expr),
                self.expression(&it.false_expr),
            ))),
            hcl::Expression::FuncCall(call) => Kind::Call(self.call(call)),
            hcl::Expression::Traversal(traversal) => self.traversal(traversal),
            hcl::Expression::UnaryOp(operation) => {
                let inner = Box::new(self.expression(&operation.expr));
                match operation.operator.value() {
                    UnaryOperator::Neg => Kind::Minus(inner),
                    UnaryOperator::Not => Kind::Not(inner),
                }
            }
            hcl::Expression::BinaryOp(operation) => Kind::Binary(
                operator(*operation.operator.value()),
                Box::new((self.expression(&operation.lhs_expr), self.expression(&operation.rhs_expr))),
            ),
            hcl::Expression::ForExpr(it) => Kind::For(Box::new(For {
                key_name: it.intro.key_var.as_ref().map(|name| name.as_str().to_owned()),
                value_name: it.intro.value_var.as_str().to_owned(),
                collection: self.expression(&it.intro.collection_expr),
                key: it.key_expr.as_ref().map(|key| self.expression(key)),
                value: self.expression(&it.value_expr),
                condition: it.cond.as_ref().map(|condition| self.expression(&condition.expr)),
                grouped: it.grouping,
            })),
        };
        Expression { kind, span: self.span(expression.span()) }
    }

    fn entry(&self, key: &hcl::ObjectKey, value: &hcl::ObjectValue) -> (Expression, Expression) {
        let key = match key {
            hcl::ObjectKey::Ident(name) => {
                let span = self.span(name.span());
                Expression { kind: Kind::Literal(Datum::text(self.written(&span, name.as_str()))), span }
            }
            hcl::ObjectKey::Expression(hcl::Expression::String(text)) if !text.contains(['\\', '"']) => {
                let span = self.span(text.span());
                let written = self.written(&span, text).trim_matches('"');
                Expression { kind: Kind::Literal(Datum::text(written)), span }
            }
            hcl::ObjectKey::Expression(expression) => self.expression(expression),
        };
        (key, self.expression(value.expr()))
    }

    /// The name of a key as the source has it: the parser may have been given another one.
    fn written<'t>(&'t self, span: &Span, parsed: &'t str) -> &'t str {
        let written = self.source.slice(span);
        let same = written.len() == parsed.len() || written.len() == parsed.len() + 2;
        let plain = !written.contains(['\\', '$', '%']);
        if self.fixed.is_none() && same && plain { written } else { parsed }
    }

    fn call(&self, call: &hcl::FuncCall) -> Call {
        let mut function = String::new();
        for part in &call.name.namespace {
            if part.as_str() != "core" {
                function.push_str(part.as_str());
                function.push_str("::");
            }
        }
        function.push_str(call.name.name.as_str());
        Call {
            function,
            arguments: call.args.iter().map(|argument| self.expression(argument)).collect(),
            spread: call.args.expand_final(),
        }
    }

    fn traversal(&self, traversal: &hcl::Traversal) -> Kind {
        let steps = traversal
            .operators
            .iter()
            .map(|operator| match operator.value() {
                TraversalOperator::AttrSplat(_) => Step::AttributeSplat,
                TraversalOperator::FullSplat(_) => Step::Splat,
                TraversalOperator::GetAttr(name) => Step::Attribute(name.as_str().to_owned()),
                TraversalOperator::Index(index) => Step::Index(self.expression(index)),
                TraversalOperator::LegacyIndex(index) => Step::Index(Expression {
                    kind: Kind::Literal(Datum::Number((*index.value()).into())),
                    span: self.span(index.span()),
                }),
            })
            .collect();
        match &traversal.expr {
            hcl::Expression::Variable(name) => Kind::Name(name.as_str().to_owned(), steps),
            other => Kind::Pick(Box::new(self.expression(other)), steps),
        }
    }

    fn parts(&self, template: &hcl_edit::template::Template) -> Vec<Part> {
        self.elements(template.iter())
    }

    /// A `~` takes the white space away on its side of an interpolation or directive.
    fn elements<'t>(&self, elements: impl Iterator<Item = &'t Element>) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut trim_start = false;
        for element in elements {
            match element {
                Element::Literal(text) => {
                    let text = if trim_start { text.value().trim_start() } else { text.value() };
                    parts.push(Part::Text(text.to_owned()));
                    trim_start = false;
                }
                Element::Interpolation(value) => {
                    if value.strip.strip_start() {
                        trim_last(&mut parts);
                    }
                    parts.push(Part::Value(self.expression(&value.expr)));
                    trim_start = value.strip.strip_end();
                }
                Element::Directive(directive) => {
                    let (start, part, end) = self.directive(directive);
                    if start {
                        trim_last(&mut parts);
                    }
                    parts.push(part);
                    trim_start = end;
                }
            }
        }
        parts
    }

    /// A directive, and whether it takes away the white space before and after it.
    fn directive(&self, directive: &Directive) -> (bool, Part, bool) {
        match directive {
            Directive::If(it) => {
                let end = it.endif_expr.strip;
                let middle = it.else_expr.as_ref().map_or(end, |otherwise| otherwise.strip);
                let yes =
                    self.inner(&it.if_expr.template, it.if_expr.strip.strip_end(), middle.strip_start());
                let no = it.else_expr.as_ref().map_or_else(Vec::new, |otherwise| {
                    self.inner(&otherwise.template, otherwise.strip.strip_end(), end.strip_start())
                });
                let part = Part::If(self.expression(&it.if_expr.cond_expr), yes, no);
                (it.if_expr.strip.strip_start(), part, end.strip_end())
            }
            Directive::For(it) => {
                let intro = &it.for_expr;
                let end = it.endfor_expr.strip;
                let part = Part::For(Box::new(ForPart {
                    key_name: intro.key_var.as_ref().map(|name| name.as_str().to_owned()),
                    value_name: intro.value_var.as_str().to_owned(),
                    collection: self.expression(&intro.collection_expr),
                    parts: self.inner(&intro.template, intro.strip.strip_end(), end.strip_start()),
                }));
                (intro.strip.strip_start(), part, end.strip_end())
            }
        }
    }

    fn inner(&self, template: &hcl_edit::template::Template, start: bool, end: bool) -> Vec<Part> {
        let mut parts = self.parts(template);
        if start && let Some(Part::Text(text)) = parts.first_mut() {
            *text = text.trim_start().to_owned();
        }
        if end {
            trim_last(&mut parts);
        }
        parts
    }
}

fn trim_last(parts: &mut [Part]) {
    if let Some(Part::Text(text)) = parts.last_mut() {
        text.truncate(text.trim_end().len());
    }
}

fn number_of(number: &hcl_edit::Number) -> Datum {
    let whole = number.as_i64().map(serde_json::Number::from).or_else(|| number.as_u64().map(Into::into));
    whole.map_or_else(|| Datum::float(number.as_f64().unwrap_or_default()), Datum::Number)
}

const fn operator(operator: BinaryOperator) -> Operator {
    match operator {
        BinaryOperator::Eq => Operator::Equal,
        BinaryOperator::NotEq => Operator::Unequal,
        BinaryOperator::LessEq => Operator::LessEqual,
        BinaryOperator::GreaterEq => Operator::GreaterEqual,
        BinaryOperator::Less => Operator::Less,
        BinaryOperator::Greater => Operator::Greater,
        BinaryOperator::Plus => Operator::Plus,
        BinaryOperator::Minus => Operator::Minus,
        BinaryOperator::Mul => Operator::Times,
        BinaryOperator::Div => Operator::Divide,
        BinaryOperator::Mod => Operator::Modulo,
        BinaryOperator::And => Operator::And,
        BinaryOperator::Or => Operator::Or,
    }
}
