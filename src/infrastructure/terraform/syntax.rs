//! The tree that Terraform's two syntaxes, HCL and JSON, are brought to.

use std::sync::Arc;

use crate::document::{Source, Span};

use super::datum::Datum;

/// What a pair of braces holds.
#[derive(Debug, Clone, Default)]
pub(super) struct Body {
    pub(super) attributes: Vec<Attribute>,
    pub(super) blocks: Vec<Block>,
}

/// `name = expression`.
#[derive(Debug, Clone)]
pub(super) struct Attribute {
    pub(super) name: String,
    pub(super) name_span: Span,
    pub(super) expression: Arc<Expression>,
    pub(super) source: Arc<Source>,
}

/// `kind "label" { … }`.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub(super) kind: String,
    pub(super) labels: Vec<String>,
    /// From the kind to the last label.
    pub(super) header: Span,
    /// All of it.
    pub(super) span: Span,
    pub(super) source: Arc<Source>,
    pub(super) body: Body,
}

impl Body {
    pub(super) fn get(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    pub(super) fn blocks<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Block> {
        self.blocks.iter().filter(move |block| block.kind == kind)
    }

    /// What an override file says goes before: its attributes, and its nested blocks kind by kind.
    pub(super) fn overridden_by(&mut self, over: Self) {
        for attribute in over.attributes {
            match self.attributes.iter_mut().find(|own| own.name == attribute.name) {
                Some(own) => *own = attribute,
                None => self.attributes.push(attribute),
            }
        }
        self.blocks.retain(|own| over.blocks.iter().all(|block| block.kind != own.kind));
        self.blocks.extend(over.blocks);
    }
}

/// An expression and its bytes.
#[derive(Debug, Clone)]
pub(super) struct Expression {
    pub(super) kind: Kind,
    pub(super) span: Span,
}

#[derive(Debug, Clone)]
pub(super) enum Kind {
    Literal(Datum),
    Template(Vec<Part>),
    List(Vec<Expression>),
    Map(Vec<(Expression, Expression)>),
    /// A name and what is picked from it: `aws_vpc.main[0].id`.
    Name(String, Vec<Step>),
    /// Anything else and what is picked from it: `keys(local.a)[0]`.
    Pick(Box<Expression>, Vec<Step>),
    Call(Call),
    Not(Box<Expression>),
    Minus(Box<Expression>),
    Binary(Operator, Box<(Expression, Expression)>),
    Conditional(Box<(Expression, Expression, Expression)>),
    For(Box<For>),
}

#[derive(Debug, Clone)]
pub(super) struct Call {
    pub(super) function: String,
    pub(super) arguments: Vec<Expression>,
    /// `...` after the last argument.
    pub(super) spread: bool,
}

#[derive(Debug, Clone)]
pub(super) struct For {
    pub(super) key_name: Option<String>,
    pub(super) value_name: String,
    pub(super) collection: Expression,
    /// Present where the result is a map.
    pub(super) key: Option<Expression>,
    pub(super) value: Expression,
    pub(super) condition: Option<Expression>,
    pub(super) grouped: bool,
}

#[derive(Debug, Clone)]
pub(super) enum Step {
    Attribute(String),
    Index(Expression),
    /// `[*]`; all that follows is picked from each item.
    Splat,
    /// `.*`; only the attributes that follow are picked from each item.
    AttributeSplat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    Unequal,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Plus,
    Minus,
    Times,
    Divide,
    Modulo,
    And,
    Or,
}

/// A part of a template.
#[derive(Debug, Clone)]
pub(super) enum Part {
    Text(String),
    Value(Expression),
    If(Expression, Vec<Part>, Vec<Part>),
    For(Box<ForPart>),
}

#[derive(Debug, Clone)]
pub(super) struct ForPart {
    pub(super) key_name: Option<String>,
    pub(super) value_name: String,
    pub(super) collection: Expression,
    pub(super) parts: Vec<Part>,
}

impl Expression {
    /// A reference that is not evaluated but read as it stands: `aws.west`, in JSON a text.
    pub(super) fn as_written(&self) -> Option<String> {
        match &self.kind {
            Kind::Name(name, steps) => steps.iter().try_fold(name.clone(), |path, step| match step {
                Step::Attribute(name) => Some(format!("{path}.{name}")),
                _ => None,
            }),
            Kind::Literal(Datum::Text(text)) => Some(text.to_string()),
            Kind::Template(parts) => match parts.as_slice() {
                [Part::Value(inner)] => inner.as_written(),
                _ => None,
            },
            _ => None,
        }
    }
}
