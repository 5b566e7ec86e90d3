//! CloudFormation templates, in YAML or JSON, those of the Serverless Application Model included.
//!
//! In: a template as a tree, in which short forms such as `!Ref` are written out. Out: a [`Unit`] of its
//! resources. Parameters stand for their defaults, conditions and functions are decided where they can be;
//! what they leave open is unknown and says to which resources it leads.

mod condition;
mod globals;
mod intrinsic;
mod parameter;
mod references;
mod template;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::document::Source;

use super::inventory::{Broken, Node, Origin, Platform, Resource, Unevaluated, Unit, Value};
use super::tree::wholes::Wholes;
use super::tree::{json, key_before, yaml};
use template::{Template, entries};

/// Transforms that add to a template and change nothing that is written in it.
const KNOWN: [&str; 6] = [
    "AWS::Serverless-",
    "AWS::LanguageExtensions",
    "AWS::SecretsManager-",
    "AWS::CodeDeployBlueGreen",
    "AWS::CodeStar",
    "AWS::ServiceCatalog",
];

/// Attributes of a resource that stand beside its properties.
const BESIDE: [&str; 3] = ["DeletionPolicy", "UpdateReplacePolicy", "Metadata"];

/// The functions with a short form.
const FUNCTIONS: [&str; 20] = [
    "And",
    "Base64",
    "Cidr",
    "Equals",
    "FindInMap",
    "ForEach",
    "GetAZs",
    "GetAtt",
    "GetStackOutput",
    "If",
    "ImportValue",
    "Join",
    "Length",
    "Not",
    "Or",
    "Select",
    "Split",
    "Sub",
    "ToJsonString",
    "Transform",
];

/// Whether a text that may not parse was meant to be a template.
pub fn looks_like_template(text: &str) -> bool {
    text.contains("AWSTemplateFormatVersion")
        || (text.contains("Resources") && (text.contains("AWS::") || text.contains("Custom::")))
}

/// Reads a text: JSON if its name says so, else YAML. Nothing if it is no template.
pub fn read_text(source: &Arc<Source>) -> Option<Unit> {
    let broken = |broken: Vec<Broken>| {
        let (name, files) = (source.name().to_owned(), vec![Arc::clone(source)]);
        Some(Unit { name, files, broken, ..Unit::default() })
    };
    if source.name().ends_with(".json") {
        return match json::read(source) {
            Ok((root, wholes)) => is_template(&root).then(|| read(&root, &wholes, source)),
            Err(fault) => broken(vec![fault]),
        };
    }
    let tree = yaml::read(source, &long_form);
    match tree.documents.iter().find(|document| is_template(&document.root)) {
        Some(document) => {
            let mut unit = read(&document.root, &tree.wholes, source);
            unit.broken.extend(tree.broken);
            Some(unit)
        }
        None if tree.broken.is_empty() => None,
        None => broken(tree.broken),
    }
}

/// The key that a YAML tag is short for.
fn long_form(tag: &str) -> Option<String> {
    let name = tag.strip_prefix('!')?;
    match name {
        "Ref" | "Condition" => Some(name.to_owned()),
        _ => FUNCTIONS.contains(&name).then(|| format!("Fn::{name}")),
    }
}

/// Whether a document is a template.
fn is_template(document: &Node) -> bool {
    if document.get("AWSTemplateFormatVersion").is_some() {
        return true;
    }
    let Some(Value::Map(resources)) = document.get("Resources").map(|node| &node.value) else { return false };
    resources.values().any(|resource| {
        let kind = resource.get("Type").and_then(Node::text).unwrap_or_default();
        ["AWS::", "Custom::", "Alexa::"].iter().any(|vendor| kind.starts_with(vendor))
            || kind.ends_with("::MODULE")
    })
}

/// Reads a template. `wholes` is what its parser says of how far collections reach.
fn read(document: &Node, wholes: &Wholes, source: &Arc<Source>) -> Unit {
    let mut unit =
        Unit { name: source.name().to_owned(), files: vec![Arc::clone(source)], ..Unit::default() };
    for section in ["Parameters", "Mappings", "Conditions", "Resources"] {
        if let Some(node) = document.get(section).filter(|node| !matches!(node.value, Value::Map(_))) {
            unit.broken.push(broken(format!("`{section}` is not a map"), node));
        }
    }
    let template = Template::new(document);
    let mut reading = Reading { template: &template, wholes, changed: None, serverless: false };
    for transform in document.get("Transform").map(listed).unwrap_or_default() {
        reading.transform(transform, &mut unit);
    }
    if let Some(resources @ Node { value: Value::Map(entries), .. }) = document.get("Resources") {
        for (id, node) in entries {
            reading.resource(resources, id, node, &mut unit);
        }
    }
    unit.resources.sort_by_key(|resource| resource.body.span.start);
    unit
}

struct Reading<'a> {
    template: &'a Template<'a>,
    wholes: &'a Wholes,
    /// Why any resource may be otherwise.
    changed: Option<String>,
    serverless: bool,
}

impl Reading<'_> {
    fn transform(&mut self, node: &Node, unit: &mut Unit) {
        let name = node.text().or_else(|| node.get("Name")?.text());
        let Some(name) = name else {
            unit.broken.push(broken("a transform has no name".to_owned(), node));
            return;
        };
        self.serverless |= name.starts_with("AWS::Serverless-");
        if KNOWN.iter().any(|known| name.starts_with(known)) {
            return;
        }
        if name != "AWS::Include" {
            self.changed = Some(format!("the macro `{name}` may change it"));
        }
        let what = format!("transform `{name}`");
        unit.unevaluated.push(not_read(what, "it is run at deployment", &node.origin));
    }

    fn resource(&self, resources: &Node, id: &str, node: &Node, unit: &mut Unit) {
        let body = self.wholes.of(node);
        let header = key_before(resources, id, node).filter(|_| node.origin.text().contains([':', '{']));
        let header = header.map_or(node.origin.clone(), |span| Origin { span, ..node.origin.clone() });
        if id.starts_with("Fn::") {
            unit.unevaluated.push(not_read(id.to_owned(), "it is run at deployment", &header));
            return;
        }
        let Value::Map(attributes) = &node.value else {
            unit.broken.push(broken(format!("the resource `{id}` is not a map"), node));
            return;
        };
        let Some(kind) = attributes.get("Type") else {
            let message = format!("the resource `{id}` has no type");
            let help = Some("write its Type, such as AWS::S3::Bucket".to_owned());
            unit.broken.push(Broken { message, origin: header, help });
            return;
        };
        // Tools that write templates have types of their own.
        let Some(kind) = kind.text().filter(|kind| kind.contains("::")) else {
            unit.unevaluated.push(not_read(id.to_owned(), "its type is none of CloudFormation's", &header));
            return;
        };
        let Some(uncertain) = self.existence(id, attributes, unit) else { return };
        if let Some(because) = elsewhere(kind) {
            unit.unevaluated.push(not_read(id.to_owned(), because, &header));
        }

        let global = self.serverless.then(|| self.template.global(kind)).flatten();
        let mut values = BTreeMap::new();
        let mut references = BTreeMap::new();
        let properties = attributes.get("Properties");
        let properties = match (properties, global) {
            (Some(properties), Some(global)) => Some(globals::merged(global, properties)),
            (properties, global) => properties.or(global).cloned(),
        };
        let evaluated = properties.as_ref().and_then(|properties| self.template.value(properties));
        match evaluated.map(|node| node.value) {
            Some(Value::Map(known)) => values = known,
            Some(Value::Unknown(unknown)) => {
                // Nothing can be said of a resource that may have any properties.
                unit.unevaluated.push(not_read(id.to_owned(), &unknown.reason, &header));
                return;
            }
            None | Some(Value::Null) => {}
            Some(_) => {
                let node = properties.as_ref().unwrap_or(node);
                unit.broken.push(broken(format!("the properties of `{id}` are not a map"), node));
            }
        }
        for (key, node) in entries(properties.as_ref()).filter(|_| !values.is_empty()) {
            let found = self.template.references(node);
            if !found.is_empty() {
                references.insert(key.clone(), found);
            }
        }
        for key in BESIDE {
            if let Some(value) = attributes.get(key).and_then(|node| self.template.value(node)) {
                values.entry(key.to_owned()).or_insert(value);
            }
        }
        let origin = attributes.get("Properties").unwrap_or(node).origin.clone();
        unit.resources.push(Resource {
            platform: Platform::CloudFormation,
            address: id.to_owned(),
            kind: kind.to_owned(),
            name: id.to_owned(),
            provider: kind.starts_with("AWS::").then(|| "aws".to_owned()),
            region: None,
            uncertain,
            header,
            body,
            values: Node::new(Value::Map(values), origin),
            references,
        });
    }

    /// Why a resource may not be there, if anything makes that uncertain; nothing where it is not.
    fn existence(
        &self,
        id: &str,
        attributes: &BTreeMap<String, Node>,
        unit: &mut Unit,
    ) -> Option<Option<String>> {
        let Some(condition) = attributes.get("Condition") else { return Some(self.changed.clone()) };
        let Some(name) = condition.text() else {
            unit.broken.push(broken(format!("the condition of `{id}` is not a name"), condition));
            return Some(Some("its condition is not a name".to_owned()));
        };
        match self.template.condition(name) {
            Some(true) => Some(self.changed.clone()),
            Some(false) => None,
            None => Some(Some(format!("the condition `{name}` cannot be decided"))),
        }
    }
}

/// Why what a resource brings with it is not in the template.
fn elsewhere(kind: &str) -> Option<&'static str> {
    match kind {
        "AWS::CloudFormation::Stack" => Some("a nested stack is read where its own template is"),
        "AWS::Serverless::Application" => Some("a nested application is not in the template"),
        _ if kind.ends_with("::MODULE") => Some("the module's template is in a registry"),
        _ => None,
    }
}

fn listed(node: &Node) -> Vec<&Node> {
    match &node.value {
        Value::List(items) => items.iter().collect(),
        Value::Null => Vec::new(),
        _ => vec![node],
    }
}

fn not_read(what: String, because: &str, origin: &Origin) -> Unevaluated {
    Unevaluated { what, because: because.to_owned(), origin: origin.clone() }
}

fn broken(message: String, node: &Node) -> Broken {
    Broken { message, origin: node.origin.clone(), help: None }
}
