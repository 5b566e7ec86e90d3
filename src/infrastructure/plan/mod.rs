//! Plans and states of Terraform and OpenTofu, as `terraform show -json` writes them.
//!
//! In: the text of such a file. Out: a [`Unit`] of what will exist after the plan is applied, through all
//! modules, and of the modules and providers that its configuration names. What the plan leaves open is
//! unknown and says what it will be taken from; what it marks as sensitive is unknown, and its bytes are
//! in no source.

mod address;
mod configuration;
mod inventory;
mod region;
mod sensitive;
#[cfg(test)]
mod tests;
mod values;

use std::sync::Arc;

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::document::Source;

use super::inventory::{Broken, Node, Origin, Unit};
use super::tree::{LARGEST, json};

/// The parts that tell a plan, or a state, from any other JSON.
#[derive(Deserialize)]
struct Head {
    format_version: Option<IgnoredAny>,
    terraform_version: Option<IgnoredAny>,
    planned_values: Option<IgnoredAny>,
    resource_changes: Option<IgnoredAny>,
    configuration: Option<IgnoredAny>,
    values: Option<IgnoredAny>,
}

/// Whether a text is a plan or a state in JSON, be it broken. Everything for which this holds has to be
/// read by [`read`] and by nothing else, so that nothing sensitive in it is shown.
pub fn is_plan(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let telling = ["\"planned_values\"", "\"resource_changes\"", "\"terraform_version\""];
    if !text.starts_with('{') || !telling.iter().any(|key| text.contains(key)) {
        return false;
    }
    serde_json::from_str::<Head>(text).map_or_else(
        |_| telling[..2].iter().any(|key| text.contains(key)),
        |head| {
            let version = head.format_version.is_some() || head.terraform_version.is_some();
            let changes = head.resource_changes.is_some();
            // Tools that trim plans do not always leave a version.
            let plan = head.planned_values.is_some() && (version || changes || head.configuration.is_some());
            let state = head.format_version.is_some() && head.terraform_version.is_some();
            plan || version && changes || state && head.values.is_some()
        },
    )
}

/// Reads a plan. `name` is the file as users know it.
pub fn read(text: &str, name: &str) -> Unit {
    if text.len() > LARGEST {
        let source = Arc::new(Source::new(name, ""));
        let message = format!("a plan of more than {} MiB is not read", LARGEST >> 20);
        return broken(name, &source, message, 0..0);
    }
    let original = Arc::new(Source::new(name, text));
    let mut root = match json::parse(&original) {
        Ok(root) => root,
        Err(fault) => {
            // Where the text is no JSON, what in it is sensitive cannot be told.
            let source = Arc::new(Source::new(name, sensitive::all_masked(text)));
            return broken(name, &source, fault.message, fault.origin.span);
        }
    };
    let secrets = sensitive::find(&root);
    let source = Arc::new(Source::new(name, secrets.masked(text)));
    secrets.hide(&mut root, &source);
    drop(original);

    match root.get("format_version").and_then(Node::text) {
        Some(version) if !version.starts_with("0.") && !version.starts_with("1.") => {
            let message = format!("the format version `{version}` of the plan is not known");
            broken(name, &source, message, root.nearest(&["format_version".into()]).origin.span.clone())
        }
        _ => inventory::read(&root, &source, name),
    }
}

fn broken(name: &str, source: &Arc<Source>, message: String, span: std::ops::Range<usize>) -> Unit {
    let broken = Broken { message, origin: Origin::new(source, span), help: None };
    Unit { name: name.to_owned(), files: vec![Arc::clone(source)], broken: vec![broken], ..Unit::default() }
}
