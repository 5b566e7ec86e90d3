//! Values with their places. In: expressions and blocks. Out: the nodes of the inventory: what is
//! written in place has its own bytes, what comes from elsewhere those of the expression that uses it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::document::Source;
use crate::infrastructure::inventory::{Node, Origin, Unknown, Value};

use super::datum::Datum;
use super::evaluate::pairs;
use super::syntax::{Attribute, Block, Body, Call, Expression, Kind};
use super::world::{Bound, Scope, World};

/// What steers Terraform and is no value of a resource.
const META: &[&str] = &["count", "for_each", "provider", "providers"];
/// Blocks that are no values of a resource.
const META_BLOCKS: &[&str] = &["connection", "provisioner"];

/// The values of a block, and the resources that each of them mentions.
pub(super) struct Values {
    pub(super) nodes: BTreeMap<String, Node>,
    pub(super) references: BTreeMap<String, BTreeSet<String>>,
}

impl World<'_> {
    /// The values of a resource, a provider, or whatever else is declared.
    pub(super) fn values(&self, body: &Body, scope: Scope<'_>) -> Values {
        let mut values = Values { nodes: BTreeMap::new(), references: BTreeMap::new() };
        for attribute in &body.attributes {
            if META.contains(&attribute.name.as_str()) {
                continue;
            }
            let (node, mentions) = self.listening(|| match attribute.name.as_str() {
                "depends_on" => {
                    self.evaluate(&attribute.expression, scope);
                    None
                }
                _ => Some(self.attribute_node(attribute, scope)),
            });
            if let Some(node) = node.filter(|node| node.value != Value::Null) {
                values.nodes.insert(attribute.name.clone(), node);
            }
            values.note(&attribute.name, mentions);
        }
        for kind in block_kinds(body) {
            if META_BLOCKS.contains(&kind) {
                continue;
            }
            if kind == "lifecycle" {
                values.nodes.extend(self.lifecycle(body, scope));
                continue;
            }
            let (list, mentions) = self.listening(|| self.block_list(body, kind, scope));
            if let Some(list) = list {
                values.nodes.insert(kind.to_owned(), list);
            }
            values.note(kind, mentions);
        }
        values
    }

    /// Of a life cycle, what is a value; the rest names attributes and conditions.
    fn lifecycle(&self, body: &Body, scope: Scope<'_>) -> Option<(String, Node)> {
        let block = body.blocks("lifecycle").next()?;
        let wanted = ["create_before_destroy", "prevent_destroy"];
        let entries: BTreeMap<String, Node> = wanted
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), self.attribute_node(block.body.get(name)?, scope))))
            .collect();
        if entries.is_empty() {
            return None;
        }
        let origin = Origin::new(&block.source, block.header.clone());
        let map = Node::new(Value::Map(entries), origin.clone());
        Some(("lifecycle".to_owned(), Node::new(Value::List(vec![map]), origin)))
    }

    pub(super) fn attribute_node(&self, attribute: &Attribute, scope: Scope<'_>) -> Node {
        self.node(&attribute.expression, scope, &attribute.source)
    }

    /// All nested blocks of a kind, `dynamic` ones too, as a list of maps.
    pub(super) fn block_list(&self, body: &Body, kind: &str, scope: Scope<'_>) -> Option<Node> {
        let mut place: Option<Origin> = None;
        let mut items = Vec::new();
        for block in &body.blocks {
            let dynamic = block.kind == "dynamic" && block.labels.first().is_some_and(|label| label == kind);
            if block.kind != kind && !dynamic {
                continue;
            }
            let origin = Origin::new(&block.source, block.header.clone());
            let place = place.get_or_insert_with(|| origin.clone());
            if dynamic {
                match self.dynamic(block, kind, scope) {
                    Ok(blocks) => items.extend(blocks),
                    // One that cannot be known makes the list so: how many there are is not known.
                    Err(open) => return Some(Node::new(self.laid(&open, place), place.clone())),
                }
            } else {
                items.push(self.block_node(&block.body, origin, scope));
            }
        }
        let place = place?;
        // Blocks that a `dynamic` never makes are not there.
        (!items.is_empty()).then(|| Node::new(Value::List(items), place))
    }

    fn dynamic(&self, block: &Block, kind: &str, scope: Scope<'_>) -> Result<Vec<Node>, Datum> {
        let Some(each) = block.body.get("for_each") else {
            return Err(Datum::failed("a dynamic block has no for_each"));
        };
        let Some(content) = block.body.blocks("content").next() else { return Ok(Vec::new()) };
        let iterator = block.body.get("iterator").and_then(|name| name.expression.as_written());
        let iterator = iterator.as_deref().unwrap_or(kind);
        let collection = self.plain(self.evaluate(&each.expression, scope));
        let mut nodes = Vec::new();
        for (key, value) in if collection.is_null() { Vec::new() } else { pairs(&collection)? } {
            let item = Datum::map(BTreeMap::from([("key".to_owned(), key), ("value".to_owned(), value)]));
            let bound = Bound { name: iterator, value: item, outer: scope.names };
            let origin = Origin::new(&block.source, block.header.clone());
            nodes.push(self.block_node(&content.body, origin, Scope { names: Some(&bound), ..scope }));
        }
        Ok(nodes)
    }

    fn block_node(&self, body: &Body, origin: Origin, scope: Scope<'_>) -> Node {
        let Some(_level) = self.enter() else {
            return Node::unknown("it takes too many steps to evaluate", origin);
        };
        let mut entries = BTreeMap::new();
        for attribute in &body.attributes {
            let node = self.attribute_node(attribute, scope);
            if node.value != Value::Null {
                entries.insert(attribute.name.clone(), node);
            }
        }
        for kind in block_kinds(body) {
            if let Some(list) = self.block_list(body, kind, scope) {
                entries.insert(kind.to_owned(), list);
            }
        }
        Node::new(Value::Map(entries), origin)
    }

    /// An expression's value, its parts with their own places where they are written in it.
    pub(super) fn node(&self, expression: &Expression, scope: Scope<'_>, source: &Arc<Source>) -> Node {
        let origin = Origin::new(source, expression.span.clone());
        let Some(_level) = self.enter() else {
            return Node::unknown("it takes too many steps to evaluate", origin);
        };
        let value = match &expression.kind {
            Kind::List(items) => {
                Value::List(items.iter().map(|item| self.node(item, scope, source)).collect())
            }
            Kind::Map(entries) => self.map_value(entries, scope, source, &origin),
            Kind::Conditional(parts) => match self.plain(self.evaluate(&parts.0, scope)) {
                Datum::Bool(true) => self.node(&parts.1, scope, source).value,
                Datum::Bool(false) => self.node(&parts.2, scope, source).value,
                _ => self.laid(&self.evaluate(expression, scope), &origin),
            },
            Kind::Call(call) => self.call_value(call, expression, scope, source, &origin),
            _ => self.laid(&self.evaluate(expression, scope), &origin),
        };
        Node::new(value, origin)
    }

    fn map_value(
        &self,
        entries: &[(Expression, Expression)],
        scope: Scope<'_>,
        source: &Arc<Source>,
        origin: &Origin,
    ) -> Value {
        let mut map = BTreeMap::new();
        for (key, value) in entries {
            match self.key(key, scope) {
                Ok(key) => _ = map.insert(key, self.node(value, scope, source)),
                Err(open) => return self.laid(&open, origin),
            }
        }
        Value::Map(map)
    }

    /// Functions that hand their arguments on keep the places of what is written in these.
    fn call_value(
        &self,
        call: &Call,
        expression: &Expression,
        scope: Scope<'_>,
        source: &Arc<Source>,
        origin: &Origin,
    ) -> Value {
        let parts = || call.arguments.iter().map(|argument| self.node(argument, scope, source));
        match (call.function.as_str(), call.arguments.len()) {
            ("merge", _) if !call.spread => {
                let mut map = BTreeMap::new();
                for part in parts() {
                    match part.value {
                        Value::Map(entries) => map.extend(entries),
                        Value::Null => {}
                        _ => return self.laid(&self.evaluate(expression, scope), origin),
                    }
                }
                Value::Map(map)
            }
            ("concat", _) if !call.spread => {
                let mut list = Vec::new();
                for part in parts() {
                    match part.value {
                        Value::List(items) => list.extend(items),
                        _ => return self.laid(&self.evaluate(expression, scope), origin),
                    }
                }
                Value::List(list)
            }
            ("tolist" | "tomap" | "sensitive" | "nonsensitive", 1) if !call.spread => {
                match self.evaluate(expression, scope) {
                    Datum::List(_) | Datum::Map(_) => self.node(&call.arguments[0], scope, source).value,
                    other => self.laid(&other, origin),
                }
            }
            ("jsonencode", 1) if !call.spread => match self.evaluate(expression, scope) {
                Datum::Encoded(_) => self.node(&call.arguments[0], scope, source).value,
                other => self.laid(&other, origin),
            },
            _ => self.laid(&self.evaluate(expression, scope), origin),
        }
    }

    /// A value, all of which stands at one place.
    pub(super) fn laid(&self, datum: &Datum, origin: &Origin) -> Value {
        let Some(room) = self.room.get().checked_sub(1) else {
            return unknown("there are more values than are kept", BTreeSet::new());
        };
        self.room.set(room);
        match datum {
            Datum::Null => Value::Null,
            Datum::Bool(value) => Value::Bool(*value),
            Datum::Number(number) => Value::Number(number.clone()),
            Datum::Text(text) => Value::Text(text.to_string()),
            Datum::List(items) => Value::List(
                items.iter().map(|item| Node::new(self.laid(item, origin), origin.clone())).collect(),
            ),
            Datum::Map(entries) => Value::Map(
                entries
                    .iter()
                    .map(|(key, item)| (key.clone(), Node::new(self.laid(item, origin), origin.clone())))
                    .collect(),
            ),
            Datum::Encoded(inner) => self.laid(inner, origin),
            Datum::Thing(_) => match self.plain(datum.clone()) {
                Datum::Open(open) => unknown(&open.reason, open.references.clone()),
                _ => Value::Null,
            },
            Datum::Open(open) => unknown(&open.reason, open.references.clone()),
        }
    }
}

impl Values {
    fn note(&mut self, name: &str, mentions: BTreeSet<String>) {
        if !mentions.is_empty() {
            self.references.entry(name.to_owned()).or_default().extend(mentions);
        }
    }
}

fn unknown(reason: &str, references: BTreeSet<String>) -> Value {
    Value::Unknown(Unknown { reason: reason.to_owned(), references })
}

/// The kinds of nested blocks, those that `dynamic` blocks make among them.
fn block_kinds(body: &Body) -> BTreeSet<&str> {
    body.blocks
        .iter()
        .map(|block| match block.labels.first() {
            Some(label) if block.kind == "dynamic" => label.as_str(),
            _ => block.kind.as_str(),
        })
        .collect()
}

/// The value without its places.
pub(super) fn datum_of(value: &Value) -> Datum {
    match value {
        Value::Null => Datum::Null,
        Value::Bool(value) => Datum::Bool(*value),
        Value::Number(number) => Datum::Number(number.clone()),
        Value::Text(text) => Datum::text(text),
        Value::List(items) => Datum::list(items.iter().map(|item| datum_of(&item.value)).collect()),
        Value::Map(entries) => {
            Datum::map(entries.iter().map(|(key, item)| (key.clone(), datum_of(&item.value))).collect())
        }
        Value::Unknown(unknown) => Datum::Open(std::sync::Arc::new(super::datum::Open {
            reason: unknown.reason.clone(),
            references: unknown.references.clone(),
            failed: false,
        })),
    }
}
