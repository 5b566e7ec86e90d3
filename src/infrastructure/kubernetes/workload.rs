//! The pods of a workload, wherever its kind puts them.
//!
//! In: a manifest. Out: the same with `(pod)` and `(podMetadata)` beside its keys.

use crate::infrastructure::{Node, Value};

const POD: &str = "(pod)";
const METADATA: &str = "(podMetadata)";

/// Where a kind keeps its pod template; the pod itself is its own.
fn template(kind: &str) -> Option<&'static [&'static str]> {
    match kind {
        "Pod" => Some(&[]),
        "Deployment"
        | "StatefulSet"
        | "DaemonSet"
        | "ReplicaSet"
        | "ReplicationController"
        | "Job"
        | "Rollout"
        | "DeploymentConfig" => Some(&["spec", "template"]),
        "CronJob" => Some(&["spec", "jobTemplate", "spec", "template"]),
        _ => None,
    }
}

/// Puts the pod beside the manifest's keys. What is unknown on the way leaves the pod unknown.
pub(super) fn expose(object: &mut Node, kind: &str) {
    let Some(path) = template(kind) else { return };
    let below = |key: &'static str| {
        path.iter().chain([&key]).try_fold(&*object, |node, step| match node.value {
            Value::Unknown(_) => Some(node),
            _ => node.get(step),
        })
    };
    let found = [(POD, below("spec").cloned()), (METADATA, below("metadata").cloned())];
    let Value::Map(entries) = &mut object.value else { return };
    for (key, node) in found {
        if let Some(node) = node.filter(|node| node.value != Value::Null) {
            entries.insert(key.to_owned(), node);
        }
    }
}
