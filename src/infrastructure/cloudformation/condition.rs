//! Conditions, as far as they can be decided.

use super::super::inventory::{Node, Value};
use super::parameter::plain;
use super::template::{Template, entries};

/// Conditions that lead through more others than this, against the order of their names, stay open.
const ROUNDS: usize = 64;

/// Decides every condition that can be. What is decided stays so whatever else becomes known, so that
/// they can be gone through again and again; those that lead to themselves are never decided.
pub(super) fn decided<'a>(template: &mut Template<'a>, conditions: Option<&'a Node>) {
    let mut left: Vec<(&String, &Node)> = entries(conditions).collect();
    for _ in 0..ROUNDS {
        let before = left.len();
        left.retain(|(name, node)| match truth(template, node) {
            Some(truth) => {
                template.decide(name, truth);
                false
            }
            None => true,
        });
        if left.len() == before {
            return;
        }
    }
}

fn truth(template: &Template<'_>, node: &Node) -> Option<bool> {
    let entries = match &node.value {
        Value::Bool(truth) => return Some(*truth),
        Value::Map(entries) if entries.len() == 1 => entries,
        _ => return None,
    };
    let (name, argument) = entries.first_key_value()?;
    match name.as_str() {
        "Condition" => template.condition(argument.text()?),
        "Fn::Equals" => match argument.items() {
            [left, right] => {
                let text = |node| template.value(node).as_ref().and_then(plain);
                Some(text(left)? == text(right)?)
            }
            _ => None,
        },
        "Fn::Not" => match argument.items() {
            [only] => truth(template, only).map(|truth| !truth),
            _ => None,
        },
        // One that is false decides "and", whatever the others are; one that is true decides "or".
        "Fn::And" => all(template, argument, false),
        "Fn::Or" => all(template, argument, true),
        _ => None,
    }
}

fn all(template: &Template<'_>, argument: &Node, decisive: bool) -> Option<bool> {
    let each: Vec<Option<bool>> = argument.items().iter().map(|item| truth(template, item)).collect();
    if each.contains(&Some(decisive)) {
        return Some(decisive);
    }
    (!each.is_empty() && !each.contains(&None)).then_some(!decisive)
}
