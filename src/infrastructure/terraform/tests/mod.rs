//! What the reader makes of code: values, texts under spans, addresses, reasons.

mod bounds;
mod expressions;
mod field;
mod modules;
mod resources;
mod syntaxes;

use std::path::Path;

use serde_json::json;

use super::read;
use crate::infrastructure::inventory::{Node, Resource, Unit, Value};

/// Reads a root module `infra` in a repository that holds these files.
fn unit_of(files: &[(&str, &str)]) -> Unit {
    let repository = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = repository.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    read(&repository.path().join("infra"), repository.path())
}

fn unit(text: &str) -> Unit {
    unit_of(&[("infra/main.tf", text)])
}

#[track_caller]
fn at<'a>(unit: &'a Unit, address: &str) -> &'a Resource {
    let addresses: Vec<_> = unit.resources.iter().map(|resource| &resource.address).collect();
    unit.resources
        .iter()
        .find(|resource| resource.address == address)
        .unwrap_or_else(|| panic!("no {address} among {addresses:?}, broken: {:?}", unit.broken))
}

/// The value as JSON; what is unknown is `{"?": reason}`, with its references behind where there are any.
fn plain(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Null => json!(null),
        Value::Bool(value) => json!(value),
        Value::Number(number) => serde_json::Value::Number(number.clone()),
        Value::Text(text) => json!(text),
        Value::List(items) => items.iter().map(plain).collect(),
        Value::Map(entries) => {
            serde_json::Value::Object(entries.iter().map(|(key, node)| (key.clone(), plain(node))).collect())
        }
        Value::Unknown(unknown) => {
            let mut said = unknown.reason.clone();
            for address in &unknown.references {
                said.push_str(" <- ");
                said.push_str(address);
            }
            json!({ "?": said })
        }
    }
}

/// The value of `resource "x_y" "z" { it = … }` under these declarations.
#[track_caller]
fn value_with(declarations: &str, expression: &str) -> serde_json::Value {
    let unit = unit(&format!("{declarations}\nresource \"x_y\" \"z\" {{\n  it = [{expression}]\n}}\n"));
    assert_eq!(unit.broken, vec![], "{expression}");
    plain(&at(&unit, "x_y.z").values.get("it").unwrap().items()[0])
}

#[track_caller]
fn value(expression: &str) -> serde_json::Value {
    value_with("", expression)
}

fn addresses(unit: &Unit) -> Vec<&str> {
    unit.resources.iter().map(|resource| resource.address.as_str()).collect()
}

fn within(path: &Path, name: &str) -> std::path::PathBuf {
    path.join(name)
}
