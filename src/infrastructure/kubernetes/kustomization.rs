//! One kustomization: what it takes in, and what it changes.
//!
//! In: the text of a `kustomization.yaml`, and the files beside it for patches that say only in their
//! own text what they patch. Out: paths from the root of the tree, and [`Change`]s.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::change::{Change, Target};
use super::long_form;
use crate::document::Source;
use crate::infrastructure::tree::yaml;
use crate::infrastructure::{Broken, Node, Origin, Value};

/// The files that Kustomize looks for in a folder.
const NAMES: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];
/// Keys whose files configure Kustomize and are not sent to a cluster.
const CONFIGURATION: [&str; 6] =
    ["configurations", "transformers", "generators", "validators", "openapi", "crds"];
/// Keys by which what is sent to a cluster is not what is written in `resources`.
const RENDERING: [&str; 15] = [
    "patches",
    "patchesStrategicMerge",
    "patchesJson6902",
    "transformers",
    "generators",
    "components",
    "images",
    "replicas",
    "replacements",
    "vars",
    "helmCharts",
    "helmChartInflationGenerator",
    "configMapGenerator",
    "secretGenerator",
    "configurations",
];

pub(super) type Files<'a> = BTreeMap<&'a str, &'a Arc<Source>>;

/// What a kustomization says; paths are from the root of the tree.
#[derive(Default)]
pub(super) struct Kustomization {
    pub(super) path: String,
    /// It is a part that others may take in.
    pub(super) component: bool,
    /// Files and folders.
    pub(super) resources: Vec<String>,
    /// Folders.
    pub(super) components: Vec<String>,
    /// Files that look like manifests and are none, and folders of such files.
    pub(super) unread: Vec<String>,
    pub(super) changes: Vec<Change>,
    pub(super) renames: bool,
    /// The first key that makes it necessary to render.
    pub(super) rendering: Option<Origin>,
}

/// The folder whose kustomization a file is.
pub(super) fn folder_of(path: &str) -> Option<&str> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    NAMES.contains(&name).then_some(folder)
}

/// Reads a kustomization; nothing, where the file is something else after all.
pub(super) fn read(source: &Arc<Source>, files: &Files<'_>) -> Result<Option<Kustomization>, Broken> {
    let Some(folder) = folder_of(source.name()) else { return Ok(None) };
    let Some(root) = yaml::parse(source, &long_form)?.into_iter().next() else { return Ok(None) };
    let said = |key| root.get(key).and_then(Node::text);
    if said("apiVersion").is_some_and(|version| !version.starts_with("kustomize.config.k8s.io/")) {
        return Ok(None);
    }
    let within = |key: &str| -> Vec<String> {
        let items = root.get(key).map(Node::items).unwrap_or_default();
        items.iter().filter_map(Node::text).filter_map(|path| join(folder, path)).collect()
    };
    let mut read = Kustomization {
        path: source.name().to_owned(),
        component: said("kind") == Some("Component"),
        resources: [within("resources"), within("bases")].concat(),
        components: within("components"),
        unread: CONFIGURATION.iter().flat_map(|key| within(key)).collect(),
        renames: root.get("namePrefix").or_else(|| root.get("nameSuffix")).is_some(),
        rendering: RENDERING
            .iter()
            .filter_map(|key| root.get(key))
            .filter(|node| !is_empty(node))
            .map(|node| node.origin.clone())
            .min_by_key(|origin| origin.span.start),
        ..Kustomization::default()
    };
    for key in ["patches", "patchesStrategicMerge", "patchesJson6902"] {
        for patch in root.get(key).map(Node::items).unwrap_or_default() {
            read.patch(patch, folder, files);
        }
    }
    for replacement in root.get("replacements").map(Node::items).unwrap_or_default() {
        let targets = replacement.get("targets").map(Node::items).unwrap_or_default();
        let selected = targets.iter().filter_map(|target| target.get("select"));
        read.changes.extend(selected.map(|select| Change::Patch(Target::selected(select))));
    }
    let names = |key: &str| {
        let items = root.get(key).map(Node::items).unwrap_or_default();
        items.iter().filter_map(|item| item.get("name")?.text()).map(str::to_owned).collect::<Vec<_>>()
    };
    read.changes.extend(names("images").into_iter().map(Change::Image));
    read.changes.extend(names("replicas").into_iter().map(Change::Replicas));
    Ok(Some(read))
}

impl Kustomization {
    /// A patch is a file or a text, and says whom it patches beside it or within.
    fn patch(&mut self, patch: &Node, folder: &str, files: &Files<'_>) {
        let inline =
            patch.get("patch").and_then(Node::text).or_else(|| patch.text().filter(|t| t.contains('\n')));
        let path =
            patch.get("path").and_then(Node::text).or_else(|| patch.text().filter(|_| inline.is_none()));
        let path = path.and_then(|path| join(folder, path));
        if let Some(target) = patch.get("target") {
            self.changes.push(Change::Patch(Target::selected(target)));
        } else {
            let written = match &path {
                Some(path) => files.get(path.as_str()).copied().cloned(),
                None => inline.map(|text| Arc::new(Source::new(self.path.clone(), text))),
            };
            let documents =
                written.map(|source| yaml::read(&source, &long_form).documents).unwrap_or_default();
            if documents.is_empty() {
                self.changes.push(Change::Patch(Target::default()));
            }
            let targets = documents.iter().map(|document| Target::patched_by(&document.root));
            self.changes.extend(targets.map(Change::Patch));
        }
        self.unread.extend(path);
    }
}

fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::List(items) => items.is_empty(),
        value => *value == Value::Null,
    }
}

/// A path written in a file of `folder`, from the root of the tree; nothing for what lies outside.
pub(super) fn join(folder: &str, path: &str) -> Option<String> {
    if path.contains("://") || path.starts_with('/') {
        return None;
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop()?;
            }
            step => steps.push(step),
        }
    }
    Some(steps.join("/"))
}
