//! `Globals` of the Serverless Application Model: properties that all resources of a kind share.

use super::super::inventory::{Node, Value};
use super::intrinsic::function;

/// A resource's own properties over those that it shares: maps are merged, lists go one after the other,
/// anything else is the resource's.
pub(super) fn merged(global: &Node, own: &Node) -> Node {
    let value = match (&global.value, &own.value) {
        (Value::Map(shared), Value::Map(entries))
            if function(shared).is_none() && function(entries).is_none() =>
        {
            let mut all = shared.clone();
            for (key, entry) in entries {
                let entry = shared.get(key).map_or_else(|| entry.clone(), |shared| merged(shared, entry));
                all.insert(key.clone(), entry);
            }
            Value::Map(all)
        }
        (Value::List(shared), Value::List(items)) => {
            Value::List(shared.iter().chain(items).cloned().collect())
        }
        (_, own) => own.clone(),
    };
    Node::new(value, own.origin.clone())
}
