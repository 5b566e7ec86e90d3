//! Which files of a folder are manifests, and which of those do not reach a cluster as they are.
//!
//! In: all YAML and JSON files of one named tree (and files called `Kustomization`), named by their
//! paths with `/`. Out: the files not to read, because they are templates of a chart or patches; charts
//! and kustomizations that would have to be rendered; and, for the units read from the other files,
//! what a kustomization changes in them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::change::Change;
use super::kustomization::{self, Files, Kustomization};
use super::long_form;
use crate::document::Source;
use crate::infrastructure::tree::yaml;
use crate::infrastructure::{Broken, Node, Origin, Unevaluated, Unit};

/// What a look over a tree's files gave.
#[derive(Default)]
pub struct Survey {
    /// Charts, and kustomizations that change what they take in.
    pub unevaluated: Vec<Unevaluated>,
    /// Kustomizations that do not parse.
    pub broken: Vec<Broken>,
    /// Files, and folders with a `/` at the end.
    unread: BTreeSet<String>,
    kustomizations: BTreeMap<String, Kustomization>,
    /// By file, the folders of the kustomizations that take it in.
    taken_in: BTreeMap<String, BTreeSet<String>>,
    /// By file, the component that it is a part of.
    optional: BTreeMap<String, String>,
    renames: bool,
}

/// Looks over the files of one tree.
pub fn survey(files: &[Arc<Source>]) -> Survey {
    let by_path: Files<'_> = files.iter().map(|source| (source.name(), source)).collect();
    let mut survey = Survey::default();
    survey.charts(&by_path);
    for (path, source) in &by_path {
        let Some(folder) = kustomization::folder_of(path).filter(|_| survey.reads(path)) else { continue };
        match kustomization::read(source, &by_path) {
            Ok(Some(read)) => {
                survey.unread.insert((*path).to_owned());
                survey.kustomizations.insert(folder.to_owned(), read);
            }
            Ok(None) => {}
            Err(broken) => {
                survey.unread.insert((*path).to_owned());
                survey.broken.push(broken);
            }
        }
    }
    survey.relate(&by_path);
    survey
}

impl Survey {
    /// Whether a file is to be read at all.
    pub fn reads(&self, path: &str) -> bool {
        let folders = path.match_indices('/').map(|(at, _)| &path[..=at]);
        !self.unread.contains(path) && !folders.into_iter().any(|folder| self.unread.contains(folder))
    }

    /// Whether a kustomization takes in a file of this unit.
    pub fn concerns(&self, unit: &Unit) -> bool {
        let concerned = |name: &str| self.taken_in.contains_key(name) || self.optional.contains_key(name);
        unit.resources.iter().any(|resource| concerned(resource.header.source.name()))
    }

    /// Marks what kustomizations change in the resources of a unit.
    pub fn apply(&self, unit: &mut Unit) {
        for resource in &mut unit.resources {
            let file = resource.header.source.name().to_owned();
            for folder in self.taken_in.get(&file).into_iter().flatten() {
                for (by, change) in self.changes(folder) {
                    change.apply(resource, self.renames, by);
                }
            }
            if let Some(component) = self.optional.get(&file) {
                let reason = || format!("belongs to the component {component}, which may be left out");
                resource.uncertain.get_or_insert_with(reason);
            }
        }
    }

    fn charts(&mut self, files: &Files<'_>) {
        for (path, source) in files {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            if !matches!(name, "Chart.yaml" | "Chart.yml") || !self.reads(path) {
                continue;
            }
            let within =
                |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
            // Charts within a chart are rendered with it.
            self.unread.extend(["templates/", "charts/", "ci/"].map(within));
            self.unread.insert((*path).to_owned());
            let root = yaml::read(source, &long_form).documents.into_iter().next();
            let name = root.as_ref().and_then(|document| document.root.get("name"));
            self.unevaluated.push(Unevaluated {
                what: (*path).to_owned(),
                because: "is a Helm chart; render it with helm template".to_owned(),
                origin: name.map_or_else(|| Origin::new(source, 0..0), |name: &Node| name.origin.clone()),
            });
        }
    }

    fn relate(&mut self, files: &Files<'_>) {
        for (folder, read) in &self.kustomizations {
            self.renames |= read.renames;
            for unread in &read.unread {
                let folder = !files.contains_key(unread.as_str());
                self.unread.insert(if folder { format!("{unread}/") } else { unread.clone() });
            }
            if let Some(origin) = &read.rendering {
                let folder = if folder.is_empty() { "." } else { folder };
                self.unevaluated.push(Unevaluated {
                    what: read.path.clone(),
                    // A component is nothing by itself: what it patches lies where it is taken in.
                    because: if read.component {
                        "is a component; give what `kubectl kustomize` writes for what takes it in".to_owned()
                    } else {
                        format!("is not rendered; give what `kubectl kustomize {folder}` writes instead")
                    },
                    origin: origin.clone(),
                });
            }
            for file in self.reach(folder, files) {
                if read.component {
                    self.optional.entry(file.clone()).or_insert_with(|| folder.clone());
                }
                self.taken_in.entry(file).or_default().insert(folder.clone());
            }
        }
    }

    /// The files that a kustomization takes in, through others too.
    fn reach(&self, folder: &str, files: &Files<'_>) -> BTreeSet<String> {
        let mut reached = BTreeSet::new();
        let mut seen = BTreeSet::from([folder]);
        let mut open = vec![folder];
        while let Some(kustomization) = open.pop().and_then(|folder| self.kustomizations.get(folder)) {
            for path in kustomization.resources.iter().chain(&kustomization.components) {
                if files.contains_key(path.as_str()) {
                    reached.insert(path.clone());
                } else if self.kustomizations.contains_key(path) && seen.insert(path) {
                    open.push(path);
                }
            }
        }
        reached
    }

    /// What a kustomization changes, with the components that it has, and the file that says so.
    fn changes(&self, folder: &str) -> Vec<(&str, &Change)> {
        let mut changes = Vec::new();
        let mut seen = BTreeSet::from([folder]);
        let mut open = vec![folder];
        while let Some(kustomization) = open.pop().and_then(|folder| self.kustomizations.get(folder)) {
            changes.extend(kustomization.changes.iter().map(|change| (kustomization.path.as_str(), change)));
            let parts =
                kustomization.components.iter().filter(|part| self.kustomizations.contains_key(*part));
            open.extend(parts.map(String::as_str).filter(|part| seen.insert(part)));
        }
        changes
    }
}
