//! From a JSON Schema to a tree of what is expected where. Understood are the keywords that schemars
//! writes for Rust types, and one of our own, [`KIND`].

use std::collections::BTreeMap;

use serde_json::Value as Schema;

use super::KIND;

/// A schema whose keywords are read and whose references are followed, so that to check a value is
/// to look it up.
#[derive(Debug)]
pub struct Shape<'s> {
    /// The document's own comes first. Nodes refer to each other by index: a type may hold itself.
    nodes: Vec<Node<'s>>,
}

/// The index of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NodeId(usize);

/// What is expected at a place.
#[derive(Debug)]
pub(super) enum Node<'s> {
    /// The schema does not say.
    Anything,
    Table(Table<'s>),
    List(List),
    Text(Text<'s>),
    Date,
    Whole,
    Number,
    Truth,
}

#[derive(Debug)]
pub(super) struct Table<'s> {
    /// In the order of the format. They are few: to compare each is faster than to hash.
    pub(super) properties: Vec<Property<'s>>,
    /// The keys that must be there, and how many of them are properties.
    pub(super) required: Vec<&'s str>,
    pub(super) required_properties: usize,
    pub(super) others: Others,
}

#[derive(Debug)]
pub(super) struct Property<'s> {
    pub(super) name: &'s str,
    pub(super) required: bool,
    pub(super) value: NodeId,
}

/// What may stand in a table beside its properties.
#[derive(Debug)]
pub(super) enum Others {
    Anything,
    Nothing,
    Named { name: NodeId, value: NodeId },
}

#[derive(Debug)]
pub(super) struct List {
    pub(super) items: NodeId,
    pub(super) least: u64,
    pub(super) unique: bool,
}

#[derive(Debug)]
pub(super) struct Text<'s> {
    pub(super) stands_for: StandsFor,
    /// Whether something has to stand between the quotes.
    pub(super) filled: bool,
    /// The words allowed, in the order of the format; empty if any text is.
    pub(super) words: Vec<&'s str>,
    /// The same in the order of text.
    sorted: Vec<&'s str>,
}

/// What a text stands for: the words of [`KIND`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StandsFor {
    Itself,
    Threat,
    Expectation,
    Country,
    Duration,
    Identifier,
    Sha256,
    Share,
}

impl<'s> Shape<'s> {
    /// Compiles a schema.
    pub fn of(schema: &'s Schema) -> Self {
        let mut compiler = Compiler { root: schema, nodes: Vec::new(), referred: BTreeMap::new() };
        compiler.node(schema);
        Self { nodes: compiler.nodes }
    }

    pub(super) fn root(&self) -> &Node<'s> {
        &self.nodes[0]
    }

    pub(super) fn node(&self, id: NodeId) -> &Node<'s> {
        &self.nodes[id.0]
    }
}

impl<'s> Table<'s> {
    pub(super) fn property(&self, name: &str) -> Option<&Property<'s>> {
        self.properties.iter().find(|property| property.name == name)
    }

    /// The keys of the properties, in the order of the format.
    pub(super) fn names(&self) -> impl Iterator<Item = &'s str> {
        self.properties.iter().map(|property| property.name)
    }
}

impl Text<'_> {
    pub(super) fn lists(&self, word: &str) -> bool {
        self.sorted.binary_search(&word).is_ok()
    }
}

struct Compiler<'s> {
    root: &'s Schema,
    nodes: Vec<Node<'s>>,
    /// The nodes of references.
    referred: BTreeMap<&'s str, NodeId>,
}

impl<'s> Compiler<'s> {
    fn node(&mut self, schema: &'s Schema) -> NodeId {
        let (schema, reference) = self.resolve(schema);
        if let Some(known) = reference.and_then(|reference| self.referred.get(reference)) {
            return *known;
        }
        // Its place is taken before what it holds is compiled, which may refer back to it.
        let id = NodeId(self.nodes.len());
        self.nodes.push(Node::Anything);
        if let Some(reference) = reference {
            self.referred.insert(reference, id);
        }
        self.nodes[id.0] = match expected_type(schema) {
            "object" => Node::Table(self.table(schema)),
            "array" => Node::List(List {
                items: self.node(&schema["items"]),
                least: schema["minItems"].as_u64().unwrap_or(0),
                unique: schema["uniqueItems"] == true,
            }),
            "string" if schema["format"] == "date" => Node::Date,
            "string" => Node::Text(text(schema)),
            "integer" => Node::Whole,
            "number" => Node::Number,
            "boolean" => Node::Truth,
            _ => Node::Anything,
        };
        id
    }

    /// Follows `$ref`, and the `anyOf: [T, null]` by which schemars writes an optional value (TOML
    /// has no null). With the last reference followed.
    fn resolve(&self, mut schema: &'s Schema) -> (&'s Schema, Option<&'s str>) {
        let mut last = None;
        loop {
            if let Some(reference) = schema["$ref"].as_str() {
                last = Some(reference);
                schema = reference
                    .strip_prefix('#')
                    .and_then(|pointer| self.root.pointer(pointer))
                    .unwrap_or(&Schema::Null);
            } else if let Some(some) = schema["anyOf"]
                .as_array()
                .and_then(|options| options.iter().find(|option| option["type"] != "null"))
            {
                schema = some;
            } else {
                return (schema, last);
            }
        }
    }

    fn table(&mut self, schema: &'s Schema) -> Table<'s> {
        let required: Vec<&str> = strings(&schema["required"]).collect();
        let properties: Vec<Property<'s>> = schema["properties"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, value)| Property {
                name,
                required: required.contains(&name.as_str()),
                value: self.node(value),
            })
            .collect();
        let others = if let Some(name) = schema.get("propertyNames") {
            Others::Named { name: self.node(name), value: self.node(&schema["additionalProperties"]) }
        } else if schema["additionalProperties"] == false {
            Others::Nothing
        } else {
            Others::Anything
        };
        let required_properties = properties.iter().filter(|property| property.required).count();
        Table { properties, required, required_properties, others }
    }
}

fn text(schema: &Schema) -> Text<'_> {
    // `enum`, or `oneOf` of constants, as schemars writes documented ones.
    let mut words: Vec<&str> = strings(&schema["enum"]).collect();
    for option in schema["oneOf"].as_array().into_iter().flatten() {
        words.extend(option["const"].as_str());
        words.extend(strings(&option["enum"]));
    }
    let mut sorted = words.clone();
    sorted.sort_unstable();
    let stands_for = match schema[KIND].as_str() {
        Some("threat") => StandsFor::Threat,
        Some("expectation") => StandsFor::Expectation,
        Some("country") => StandsFor::Country,
        Some("duration") => StandsFor::Duration,
        Some("identifier") => StandsFor::Identifier,
        Some("sha256") => StandsFor::Sha256,
        Some("share") => StandsFor::Share,
        _ => StandsFor::Itself,
    };
    let filled = !words.is_empty() || schema["minLength"].as_u64().unwrap_or(0) > 0;
    Text { stands_for, filled, words, sorted }
}

/// `object`, `array`, `string`, …; empty if the schema does not say.
fn expected_type(schema: &Schema) -> &str {
    match &schema["type"] {
        Schema::String(name) => name,
        Schema::Array(names) => {
            names.iter().filter_map(Schema::as_str).find(|name| *name != "null").unwrap_or_default()
        }
        _ if schema["oneOf"].is_array() || schema["enum"].is_array() => "string",
        _ if schema["properties"].is_object() => "object",
        _ => "",
    }
}

fn strings(list: &Schema) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Schema::as_str)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_type_that_holds_itself_is_compiled_once() {
        let schema = json!({
            "$ref": "#/$defs/Part",
            "$defs": { "Part": { "type": "object", "properties": {
                "parts": { "type": "array", "items": { "anyOf": [{ "$ref": "#/$defs/Part" }, { "type": "null" }] } },
            } } },
        });
        let shape = Shape::of(&schema);
        let Node::Table(part) = shape.root() else { panic!("{shape:?}") };
        let Node::List(parts) = shape.node(part.properties[0].value) else { panic!("{shape:?}") };
        assert_eq!(parts.items, NodeId(0));
        assert_eq!(shape.nodes.len(), 2);
    }
}
