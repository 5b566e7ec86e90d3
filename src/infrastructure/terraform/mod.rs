//! Terraform and OpenTofu, in HCL and in JSON.
//!
//! In: the folder of a root module. Out: a [`Unit`] with every resource that it makes, through all the
//! local modules that it calls, each value evaluated as far as the code alone says it.
//!
//! `native` and `json` parse to one tree (`syntax`); `folder` gathers what a module declares; `world`
//! holds the tree of modules and evaluates each variable, local and output once, when it is asked for;
//! `nodes` gives values their places; `emit` writes the inventory.

mod convert;
mod datum;
mod emit;
mod evaluate;
mod folder;
mod functions;
mod instances;
mod json;
mod mend;
mod modules;
mod native;
mod nodes;
mod place;
mod policy_document;
mod references;
mod syntax;
mod template;
mod types;
mod world;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::inventory::{Broken, Origin, Unit};
use datum::Datum;
use folder::{Folder, Folders, Root};
use modules::is_local;
use syntax::Kind;
use world::World;

/// The name of the lock file.
const LOCK: &str = ".terraform.lock.hcl";
/// The stack that the deepest expressions need, in bytes; only what is used is ever taken.
const STACK: usize = 128 << 20;

/// Reads modules of one repository, each folder once however many units it is a module of.
#[derive(Debug)]
pub struct Reader {
    root: Root,
    folders: Folders,
}

impl Reader {
    /// A reader that reads nothing outside `root`, the repository. `shown` stands before the names of
    /// what is read: empty, or ending in `/`.
    pub fn new(root: &Path, shown: &str) -> Self {
        let path = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let root = Root { path, shown: shown.to_owned() };
        Self { root, folders: Folders::default() }
    }

    /// Reads a root module.
    pub fn read(&self, folder: &Path) -> Unit {
        with_stack(|| self.read_here(folder)).unwrap_or_else(|| {
            let name = folder::name_of(folder, &self.root);
            let broken = Broken::of_file(&name, "the folder cannot be read", None);
            Unit { name, broken: vec![broken], ..Unit::default() }
        })
    }

    /// The local folders, by their real paths, that the modules of a folder call: these are no root
    /// modules.
    pub fn calls(&self, folder: &Path) -> BTreeSet<PathBuf> {
        with_stack(|| self.calls_here(folder)).unwrap_or_default()
    }

    fn calls_here(&self, folder: &Path) -> BTreeSet<PathBuf> {
        let Ok(path) = folder.canonicalize() else { return BTreeSet::new() };
        if !path.starts_with(&self.root.path) {
            return BTreeSet::new();
        }
        let parsed = self.folders.get(&path, &self.root);
        let sources =
            parsed.calls.iter().filter_map(|call| match &call.body.get("source")?.expression.kind {
                Kind::Literal(Datum::Text(source)) if is_local(source) => {
                    path.join(&**source).canonicalize().ok()
                }
                _ => None,
            });
        sources.collect()
    }

    fn read_here(&self, folder: &Path) -> Unit {
        let root = &self.root;
        let path = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        if !path.starts_with(&root.path) {
            return Unit { name: folder::name_of(&path, root), ..Unit::default() };
        }
        // Value files and the lock file are parsed like the rest, but declare nothing.
        let mut beside = Folder::default();
        let mut given = BTreeMap::new();
        for name in folder::value_files(&path) {
            if let Some(body) = beside.file(&path.join(name), root) {
                given
                    .extend(body.attributes.into_iter().map(|attribute| (attribute.name.clone(), attribute)));
            }
        }
        let lock = if path.join(LOCK).is_file() { beside.file(&path.join(LOCK), root) } else { None };

        let world = World::new(root, &self.folders, given);
        let module = world.add(world.folder(&path), String::new(), None, None);
        let mut emitter = emit::Emitter::new(&world);
        emitter.module(&module);
        let mut resources = emitter.resources;
        if let Some(lock) = lock {
            resources.extend(emit::lock(&world, &module, &lock.blocks));
        }
        resources.sort_by(|a, b| {
            let place = |origin: &Origin| (origin.source.name().to_owned(), origin.span.start);
            place(&a.body).cmp(&place(&b.body))
        });

        let folders = world.used.take();
        let mut unit = Unit { name: folder::name_of(&path, root), resources, ..Unit::default() };
        unit.unevaluated = world.unevaluated.take();
        unit.broken = world.broken.take();
        for folder in folders.values().map(Arc::as_ref).chain([&beside]) {
            unit.files.extend(folder.sources.iter().cloned());
            unit.broken.extend(folder.broken.iter().cloned());
        }
        unit.files.sort_by(|a, b| a.name().cmp(b.name()));
        let by_place = |origin: &Origin| (origin.source.name().to_owned(), origin.span.start);
        unit.broken.sort_by_key(|broken| by_place(&broken.origin));
        unit.unevaluated.sort_by_key(|named| (by_place(&named.origin), named.what.clone()));
        unit
    }
}

/// Reads a root module by itself.
#[cfg(test)]
fn read(folder: &Path, root: &Path) -> Unit {
    Reader::new(root, "").read(folder)
}

/// What one folder calls.
#[cfg(test)]
fn calls(folder: &Path) -> BTreeSet<PathBuf> {
    Reader::new(folder, "").calls(folder)
}

/// Runs something where there is room for deep recursion.
fn with_stack<T: Send>(what: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| {
        std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, what).ok()?.join().ok()
    })
}
