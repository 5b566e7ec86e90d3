//! The data source `aws_iam_policy_document`, which only writes JSON: read as what it writes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::convert::{encoded, from_json};
use super::datum::{Datum, Entries};
use super::nodes::datum_of;
use super::syntax::Block;
use super::world::{Scope, World};

pub(super) const KIND: &str = "aws_iam_policy_document";

/// The version of the policy language where none is said.
const VERSION: &str = "2012-10-17";

/// The attribute `json`: a text where all is known, else the document with what is not known in it.
pub(super) fn json(world: &World<'_>, block: &Block, scope: Scope<'_>) -> Datum {
    let attribute = |name: &str| {
        let attribute = block.body.get(name)?;
        Some(world.plain(world.evaluate(&attribute.expression, scope))).filter(|value| !value.is_null())
    };
    let mut statements = Vec::new();
    for name in ["source_json", "source_policy_documents"] {
        if let Some(open) = attribute(name).and_then(|documents| add_documents(&mut statements, &documents)) {
            return open;
        }
    }
    match world.block_list(&block.body, "statement", scope).map(|node| datum_of(&node.value)) {
        Some(Datum::List(own)) => {
            own.iter().for_each(|own| add(&mut statements, statement(own)));
        }
        Some(open @ Datum::Open(_)) => return open,
        _ => {}
    }
    for name in ["override_json", "override_policy_documents"] {
        if let Some(open) = attribute(name).and_then(|documents| add_documents(&mut statements, &documents)) {
            return open;
        }
    }
    let mut document = BTreeMap::from([
        ("Version".to_owned(), attribute("version").unwrap_or_else(|| Datum::text(VERSION))),
        ("Statement".to_owned(), Datum::list(statements)),
    ]);
    if let Some(id) = attribute("policy_id") {
        document.insert("Id".to_owned(), id);
    }
    encoded(&Datum::map(document))
}

/// Adds the statements of other documents; gives back why that cannot be done.
fn add_documents(statements: &mut Vec<Datum>, documents: &Datum) -> Option<Datum> {
    let documents = match documents {
        Datum::List(documents) => documents.to_vec(),
        other => vec![other.clone()],
    };
    for document in documents {
        let document = match document {
            Datum::Text(text) if text.trim().is_empty() => continue,
            Datum::Text(text) => match serde_json::from_str(&text) {
                Ok(json) => from_json(&json),
                Err(_) => return Some(Datum::failed("a policy document is not JSON")),
            },
            Datum::Encoded(inner) => (*inner).clone(),
            open @ Datum::Open(_) => return Some(open),
            _ => continue,
        };
        let Datum::Map(document) = document else { continue };
        match document.get("Statement") {
            Some(Datum::List(items)) => items.iter().for_each(|item| add(statements, item.clone())),
            Some(open @ Datum::Open(_)) => return Some(open.clone()),
            Some(single) => add(statements, single.clone()),
            None => {}
        }
    }
    None
}

/// A later statement of the same identifier takes the place of an earlier one.
fn add(statements: &mut Vec<Datum>, new: Datum) {
    let sid = |statement: &Datum| match statement {
        Datum::Map(entries) => entries.get("Sid").and_then(Datum::as_text).map(str::to_owned),
        _ => None,
    };
    let name = sid(&new).filter(|name| !name.is_empty());
    match statements.iter_mut().find(|own| name.is_some() && sid(own) == name) {
        Some(own) => *own = new,
        None => statements.push(new),
    }
}

fn statement(block: &Datum) -> Datum {
    let Datum::Map(block) = block else { return block.clone() };
    let mut statement = BTreeMap::new();
    let mut set = |name: &str, value: Option<Datum>| {
        if let Some(value) = value {
            statement.insert(name.to_owned(), value);
        }
    };
    set("Sid", block.get("sid").cloned());
    set("Effect", Some(block.get("effect").cloned().unwrap_or_else(|| Datum::text("Allow"))));
    for (from, to) in [
        ("actions", "Action"),
        ("not_actions", "NotAction"),
        ("resources", "Resource"),
        ("not_resources", "NotResource"),
    ] {
        set(to, block.get(from).and_then(one_or_many));
    }
    set("Principal", block.get("principals").and_then(principals));
    set("NotPrincipal", block.get("not_principals").and_then(principals));
    set("Condition", block.get("condition").and_then(conditions));
    Datum::map(statement)
}

/// A list of one is written as its item; an empty one is left out.
fn one_or_many(values: &Datum) -> Option<Datum> {
    match values {
        Datum::List(items) => match &***items {
            [] => None,
            [item] => Some(item.clone()),
            _ => Some(values.clone()),
        },
        Datum::Null => None,
        other => Some(other.clone()),
    }
}

fn principals(blocks: &Datum) -> Option<Datum> {
    let Datum::List(blocks) = blocks else { return Some(blocks.clone()) };
    let mut by_type: BTreeMap<String, Vec<Datum>> = BTreeMap::new();
    for block in blocks.iter() {
        let (kind, identifiers) = match entries(block, "type", "identifiers") {
            Ok(found) => found,
            Err(open) => return Some(open),
        };
        match identifiers {
            Datum::List(items) => by_type.entry(kind).or_default().extend(items.iter().cloned()),
            other => by_type.entry(kind).or_default().push(other),
        }
    }
    let everyone = |items: &Vec<Datum>| matches!(items.as_slice(), [item] if item.as_text() == Some("*"));
    if by_type.len() == 1 && by_type.get("*").is_some_and(everyone) {
        return Some(Datum::text("*"));
    }
    let map = by_type.into_iter().filter_map(|(kind, items)| Some((kind, one_or_many(&Datum::list(items))?)));
    Some(Datum::map(map.collect()))
}

fn conditions(blocks: &Datum) -> Option<Datum> {
    let Datum::List(blocks) = blocks else { return Some(blocks.clone()) };
    let mut tests: BTreeMap<String, BTreeMap<String, Datum>> = BTreeMap::new();
    for block in blocks.iter() {
        let (test, values) = match entries(block, "test", "values") {
            Ok(found) => found,
            Err(open) => return Some(open),
        };
        let Datum::Map(block) = block else { continue };
        match block.get("variable") {
            Some(Datum::Text(variable)) => {
                let values = one_or_many(&values).unwrap_or(values);
                tests.entry(test).or_default().insert(variable.to_string(), values);
            }
            Some(other) => return Some(other.clone()),
            None => {}
        }
    }
    Some(Datum::map(tests.into_iter().map(|(test, inner)| (test, Datum::map(inner))).collect()))
}

/// The text of one entry of a block and the value of another; or why there is none.
fn entries(block: &Datum, key: &str, value: &str) -> Result<(String, Datum), Datum> {
    let Datum::Map(block) = block else { return Err(block.clone()) };
    let block: &Arc<Entries> = block;
    match block.get(key) {
        Some(Datum::Text(text)) => {
            Ok((text.to_string(), block.get(value).cloned().unwrap_or_else(|| Datum::list(Vec::new()))))
        }
        Some(open) => Err(open.clone()),
        None => Err(Datum::failed(format!("a block has no `{key}`"))),
    }
}
