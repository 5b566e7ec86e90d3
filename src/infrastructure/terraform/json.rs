//! Terraform's JSON syntax. In: a text. Out: the same tree as from HCL, in which every text is a template.

use std::sync::Arc;

use jsonc_parser::CollectOptions;
use jsonc_parser::ast::{Object, ObjectProp, Value};
use jsonc_parser::common::Ranged as _;

use crate::document::{Source, Span};
use crate::infrastructure::tree::json::STRICT;

use super::datum::Datum;
use super::native::{self, Fault};
use super::syntax::{Attribute, Block, Body, Expression, Kind};

/// Objects that are values of attributes; any other object in a resource is taken for a nested block,
/// since without the provider's schema the two look alike.
const MAPS: &[&str] = &[
    "annotations",
    "default_tags",
    "effective_labels",
    "environment_variables",
    "keepers",
    "labels",
    "match_labels",
    "metadata",
    "node_selector",
    "parameters",
    "request_parameters",
    "tags",
    "tags_all",
    "triggers",
    "user_labels",
    "variables",
];

/// The levels that values may be nested.
const DEEPEST: usize = 100;

/// Parses a configuration.
pub(super) fn parse(source: &Arc<Source>) -> Result<Body, Fault> {
    let reader = Reader { source };
    let mut body = Body::default();
    for property in reader.root()?.properties {
        let labels = match property.name.as_str() {
            "resource" | "data" => 2,
            "module" | "variable" | "output" | "provider" => 1,
            "locals" | "terraform" => 0,
            _ => continue,
        };
        let kind = property.name.as_str().to_owned();
        reader.blocks((&kind, &kind), labels, &property, &mut Vec::new(), &mut body.blocks);
    }
    Ok(body)
}

/// Parses the values of variables.
pub(super) fn parse_values(source: &Arc<Source>) -> Result<Body, Fault> {
    let reader = Reader { source };
    let attributes =
        reader.root()?.properties.iter().map(|property| reader.attribute(property, true)).collect();
    Ok(Body { attributes, blocks: Vec::new() })
}

struct Reader<'a> {
    source: &'a Arc<Source>,
}

impl<'a> Reader<'a> {
    fn root(&self) -> Result<Object<'a>, Fault> {
        let parsed = jsonc_parser::parse_to_ast(self.source.text(), &CollectOptions::default(), &STRICT);
        let value = parsed.map_err(|error| {
            let message = error.kind().to_string();
            let mut letters = message.chars();
            let first = letters.next().map_or_else(String::new, |letter| letter.to_lowercase().to_string());
            let message = first + letters.as_str();
            Fault {
                message: message.trim_end_matches('.').to_owned(),
                span: error.range().start..error.range().end,
            }
        })?;
        match value.value {
            Some(Value::Object(object)) if depth_within(&object, DEEPEST) => Ok(object),
            Some(Value::Object(object)) => Err(Fault {
                message: format!("values are nested more than {DEEPEST} levels deep"),
                span: span(&object.range),
            }),
            Some(other) => Err(Fault { message: "not an object".to_owned(), span: span(&other.range()) }),
            None => Err(Fault { message: "the file is empty".to_owned(), span: 0..0 }),
        }
    }

    /// Walks down the labels; at each level, a list stands for several of the same. Of the two kinds,
    /// the first is the block's own, the second what its content is read as.
    fn blocks(
        &self,
        (kind, content): (&str, &str),
        labels: usize,
        property: &ObjectProp<'a>,
        path: &mut Vec<(String, Span)>,
        found: &mut Vec<Block>,
    ) {
        let objects: Vec<&Object<'a>> = match &property.value {
            Value::Object(object) => vec![object],
            Value::Array(array) => array.elements.iter().filter_map(Value::as_object).collect(),
            _ => Vec::new(),
        };
        for object in objects {
            if labels > 0 {
                for inner in object.properties.iter().filter(|inner| inner.name.as_str() != "//") {
                    path.push((inner.name.as_str().to_owned(), span(&inner.name.range())));
                    self.blocks((kind, content), labels - 1, inner, path, found);
                    path.pop();
                }
                continue;
            }
            let header = path.last().map_or_else(|| span(&property.name.range()), |(_, span)| span.clone());
            found.push(Block {
                kind: kind.to_owned(),
                labels: path.iter().map(|(name, _)| name.clone()).collect(),
                span: header.start..object.range.end,
                header,
                source: Arc::clone(self.source),
                body: self.body(content, object),
            });
        }
    }

    fn body(&self, kind: &str, object: &Object<'a>) -> Body {
        let mut body = Body::default();
        for property in object.properties.iter().filter(|property| property.name.as_str() != "//") {
            let name = property.name.as_str();
            match (kind, name) {
                ("terraform", "backend") | ("resource" | "data" | "nested", "dynamic") => {
                    self.blocks((name, name), 1, property, &mut Vec::new(), &mut body.blocks);
                }
                ("terraform", "required_providers" | "cloud") | ("resource" | "data", "lifecycle") => {
                    self.blocks((name, "plain"), 0, property, &mut Vec::new(), &mut body.blocks);
                }
                ("dynamic", "content") => {
                    self.blocks((name, "nested"), 0, property, &mut Vec::new(), &mut body.blocks);
                }
                ("resource" | "data" | "nested" | "provider", _)
                    if !MAPS.contains(&name) && holds_objects(&property.value) =>
                {
                    self.blocks((name, "nested"), 0, property, &mut Vec::new(), &mut body.blocks);
                }
                ("variable", "type") => body.attributes.push(self.parsed(property)),
                _ => body.attributes.push(self.attribute(property, kind == "variable")),
            }
        }
        body
    }

    fn attribute(&self, property: &ObjectProp<'a>, literal: bool) -> Attribute {
        Attribute {
            name: property.name.as_str().to_owned(),
            name_span: span(&property.name.range()),
            expression: Arc::new(self.expression(&property.value, literal)),
            source: Arc::clone(self.source),
        }
    }

    /// An expression that is written as a text.
    fn parsed(&self, property: &ObjectProp<'a>) -> Attribute {
        let mut attribute = self.attribute(property, true);
        if let Value::StringLit(text) = &property.value
            && let Ok(parsed) = native::parse_expression(&text.value, self.source, &span(&text.range))
        {
            attribute.expression = Arc::new(parsed);
        }
        attribute
    }

    fn expression(&self, value: &Value<'a>, literal: bool) -> Expression {
        let kind = match value {
            Value::NullKeyword(_) => Kind::Literal(Datum::Null),
            Value::BooleanLit(value) => Kind::Literal(value.value.into()),
            Value::NumberLit(number) => Kind::Literal(number_of(number.value)),
            Value::StringLit(text) => self.text(&text.value, &span(&text.range), literal),
            Value::Array(array) => {
                Kind::List(array.elements.iter().map(|item| self.expression(item, literal)).collect())
            }
            Value::Object(object) => {
                let entries = object.properties.iter().map(|property| {
                    let at = span(&property.name.range());
                    let key = Expression { kind: self.text(property.name.as_str(), &at, literal), span: at };
                    (key, self.expression(&property.value, literal))
                });
                Kind::Map(entries.collect())
            }
        };
        Expression { kind, span: span(&value.range()) }
    }

    fn text(&self, text: &str, at: &Span, literal: bool) -> Kind {
        if literal || !(text.contains("${") || text.contains("%{")) {
            return Kind::Literal(Datum::text(text));
        }
        match native::parse_template(text, self.source, Some(at)) {
            Ok(parts) => Kind::Template(parts),
            Err(fault) => {
                Kind::Literal(Datum::open(format!("the template does not parse: {}", fault.message)))
            }
        }
    }
}

/// An object, or a list of nothing but objects.
fn holds_objects(value: &Value<'_>) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(array) => {
            !array.elements.is_empty()
                && array.elements.iter().all(|element| matches!(element, Value::Object(_)))
        }
        _ => false,
    }
}

const fn span(range: &jsonc_parser::common::Range) -> Span {
    range.start..range.end
}

fn depth_within(object: &Object<'_>, deepest: usize) -> bool {
    let mut open: Vec<(usize, &Value<'_>)> =
        object.properties.iter().map(|property| (1, &property.value)).collect();
    while let Some((depth, value)) = open.pop() {
        if depth > deepest {
            return false;
        }
        match value {
            Value::Object(object) => {
                open.extend(object.properties.iter().map(|property| (depth + 1, &property.value)));
            }
            Value::Array(array) => open.extend(array.elements.iter().map(|value| (depth + 1, value))),
            _ => {}
        }
    }
    true
}

fn number_of(text: &str) -> Datum {
    text.parse::<i64>()
        .map(Datum::whole)
        .or_else(|_| text.parse().map(Datum::float))
        .unwrap_or_else(|_| Datum::failed("not a number"))
}
