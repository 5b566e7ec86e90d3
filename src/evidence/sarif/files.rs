//! The files of a repository that reports point into, each read once.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::document::Source;
use crate::infrastructure::plan;

/// The bytes of a file that is read for a place in it.
const LARGEST: u64 = 4 << 20;

/// The files under a repository's root. Nothing outside is read, not through links either.
#[derive(Debug, Clone)]
pub struct Files {
    root: PathBuf,
    /// What users see before a path relative to the root.
    shown: String,
    read: BTreeMap<String, Option<Arc<Source>>>,
}

impl Files {
    /// The files under a root, and what that is called: nothing, or ending in `/`.
    pub fn new(root: &Path, shown: &str) -> Self {
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        Self { root, shown: shown.to_owned(), read: BTreeMap::new() }
    }

    /// A file that has been read already, by the name under which users know it.
    pub fn add(&mut self, source: &Arc<Source>) {
        if let Some(path) = source.name().strip_prefix(&self.shown) {
            self.read.insert(path.to_owned(), Some(Arc::clone(source)));
        }
    }

    /// The root, absolute where it exists.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A file by its path relative to the root, slashes forward, without `..`.
    pub fn get(&mut self, path: &str) -> Option<Arc<Source>> {
        if let Some(known) = self.read.get(path) {
            return known.clone();
        }
        let source = self.load(path).and_then(|text| masked(text, format!("{}{path}", self.shown)));
        self.read.insert(path.to_owned(), source.clone());
        source
    }

    fn load(&self, path: &str) -> Option<String> {
        let path = self.root.join(path).canonicalize().ok()?;
        let metadata = fs::metadata(&path).ok()?;
        let inside = path.starts_with(&self.root) && metadata.is_file() && metadata.len() <= LARGEST;
        inside.then(|| fs::read_to_string(path).ok())?
    }
}

/// A source for a text. Of a plan, which no service may name, nothing sensitive is shown either.
fn masked(text: String, name: String) -> Option<Arc<Source>> {
    if plan::is_plan(&text) {
        return plan::read(&text, &name).files.into_iter().next();
    }
    Some(Arc::new(Source::new(name, text)))
}
