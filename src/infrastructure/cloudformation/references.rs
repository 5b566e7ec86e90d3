//! The resources that a value leads to.

use std::collections::BTreeSet;

use super::super::inventory::{Node, Value};
use super::intrinsic::{Piece, function, pieces};
use super::template::{Template, entries};

impl Template<'_> {
    /// The logical ids that a value mentions; of a condition that is decided, only on the side taken.
    pub(super) fn references(&self, node: &Node) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        self.gather(node, &mut found);
        found
    }

    fn gather(&self, node: &Node, found: &mut BTreeSet<String>) {
        match &node.value {
            Value::List(items) => items.iter().for_each(|item| self.gather(item, found)),
            Value::Map(map) => match function(map) {
                Some((name, argument)) => self.gather_call(name, argument, found),
                None => map.values().for_each(|entry| self.gather(entry, found)),
            },
            _ => {}
        }
    }

    fn gather_call(&self, name: &str, argument: &Node, found: &mut BTreeSet<String>) {
        let mut mention = |name: &str| {
            let id = name.split('.').next().unwrap_or(name);
            if self.is_resource(id) {
                found.insert(id.to_owned());
            }
        };
        match (name, argument.items()) {
            ("Ref", _) => argument.text().into_iter().for_each(mention),
            ("Fn::GetAtt", items) => {
                argument.text().or_else(|| items.first()?.text()).into_iter().for_each(mention);
            }
            ("Fn::If", [condition, then, otherwise]) => {
                let taken = condition.text().and_then(|name| self.condition(name));
                let sides = [(then, Some(false)), (otherwise, Some(true))];
                for (side, without) in sides {
                    if taken != without {
                        self.gather(side, found);
                    }
                }
            }
            ("Fn::Sub", items) => {
                let (text, variables) = match items {
                    [text, variables] => (text.text(), Some(variables)),
                    _ => (argument.text(), None),
                };
                for piece in text.map(pieces).unwrap_or_default() {
                    match piece {
                        Piece::Name(name) if variables.is_none_or(|all| all.get(name).is_none()) => {
                            mention(name)
                        }
                        _ => {}
                    }
                }
                entries(variables).for_each(|(_, value)| self.gather(value, found));
            }
            _ => self.gather(argument, found),
        }
    }
}
