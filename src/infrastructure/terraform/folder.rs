//! One module folder. In: its path. Out: what its files declare, whatever the syntax, overrides done.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::document::Source;
use crate::infrastructure::inventory::{Broken, Origin};

use super::syntax::{Attribute, Block, Body};
use super::{json, native};

/// The size of a file in bytes.
const LARGEST: u64 = 8 << 20;

/// What the files of a folder declare.
#[derive(Debug, Default)]
pub(super) struct Folder {
    pub(super) path: PathBuf,
    pub(super) variables: BTreeMap<String, Block>,
    pub(super) locals: BTreeMap<String, Attribute>,
    pub(super) outputs: BTreeMap<String, Block>,
    /// Resources and data sources, in the order of files and text.
    pub(super) things: Vec<Block>,
    /// Calls of modules.
    pub(super) calls: Vec<Block>,
    pub(super) providers: Vec<Block>,
    /// `terraform` blocks.
    pub(super) settings: Vec<Block>,
    pub(super) sources: Vec<Arc<Source>>,
    pub(super) broken: Vec<Broken>,
    thing_by_address: BTreeMap<String, usize>,
    call_by_name: BTreeMap<String, usize>,
}

/// Folders that were parsed, for every unit that has them as a module.
#[derive(Debug, Default)]
pub(super) struct Folders {
    parsed: Mutex<BTreeMap<PathBuf, Arc<OnceLock<Arc<Folder>>>>>,
}

impl Folders {
    /// A folder by its real path, parsed by whoever asks first.
    pub(super) fn get(&self, path: &Path, root: &Root) -> Arc<Folder> {
        let place = {
            let mut parsed = self.parsed.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(parsed.entry(path.to_owned()).or_default())
        };
        Arc::clone(place.get_or_init(|| Arc::new(Folder::read(path, root))))
    }
}

impl Folder {
    fn read(path: &Path, root: &Root) -> Self {
        let mut folder = Self { path: path.to_owned(), ..Self::default() };
        let (files, overrides): (Vec<_>, Vec<_>) =
            configuration_files(path).into_iter().partition(|name| !is_override(name));
        for name in files {
            if let Some(body) = folder.file(&path.join(name), root) {
                folder.declare(body);
            }
        }
        folder.index();
        for name in overrides {
            if let Some(body) = folder.file(&path.join(name), root) {
                folder.change(body);
            }
        }
        folder.index();
        folder
    }

    /// The number of a resource (`aws_vpc.main`) or data source (`data.aws_region.here`).
    pub(super) fn thing(&self, address: &str) -> Option<usize> {
        self.thing_by_address.get(address).copied()
    }

    pub(super) fn call(&self, name: &str) -> Option<usize> {
        self.call_by_name.get(name).copied()
    }

    /// Reads and parses a file; what is wrong with it is kept.
    pub(super) fn file(&mut self, path: &Path, root: &Root) -> Option<Body> {
        let source = match read_text(path, root) {
            Ok(source) => source,
            Err(broken) => {
                self.broken.push(broken);
                return None;
            }
        };
        self.sources.push(Arc::clone(&source));
        let parsed = match path.extension().is_some_and(|extension| extension == "json") {
            true if path.to_string_lossy().ends_with(".tfvars.json") => json::parse_values(&source),
            true => json::parse(&source),
            false => native::parse(&source),
        };
        parsed
            .map_err(|fault| {
                let origin = Origin::new(&source, fault.span);
                self.broken.push(Broken { message: fault.message, origin, help: None });
            })
            .ok()
    }

    fn declare(&mut self, body: Body) {
        for block in body.blocks {
            let wanted = match block.kind.as_str() {
                "resource" | "data" => 2,
                "module" | "variable" | "output" | "provider" => 1,
                _ => 0,
            };
            if block.labels.len() < wanted {
                let names = if wanted == 2 { "a type and a name" } else { "a name" };
                let message = format!("a `{}` block has {names}", block.kind);
                let origin = Origin::new(&block.source, block.header);
                self.broken.push(Broken { message, origin, help: None });
                continue;
            }
            match block.kind.as_str() {
                "resource" | "data" => self.things.push(block),
                "module" => self.calls.push(block),
                "provider" => self.providers.push(block),
                "terraform" => self.settings.push(block),
                "variable" => _ = self.variables.insert(block.labels[0].clone(), block),
                "output" => _ = self.outputs.insert(block.labels[0].clone(), block),
                "locals" => {
                    for attribute in block.body.attributes {
                        self.locals.insert(attribute.name.clone(), attribute);
                    }
                }
                _ => {}
            }
        }
    }

    /// Lays an override file over what is declared; what it adds that nobody declared is left out, as
    /// Terraform refuses it.
    fn change(&mut self, body: Body) {
        for block in body.blocks {
            let place = match block.kind.as_str() {
                "resource" | "data" => {
                    self.thing(&local_address(&block)).and_then(|at| self.things.get_mut(at))
                }
                "module" => {
                    block.labels.first().and_then(|name| self.call(name)).map(|at| &mut self.calls[at])
                }
                "variable" => block.labels.first().and_then(|name| self.variables.get_mut(name)),
                "output" => block.labels.first().and_then(|name| self.outputs.get_mut(name)),
                "provider" => self.providers.iter_mut().find(|own| same_provider(own, &block)),
                "locals" => {
                    for attribute in block.body.attributes {
                        self.locals.insert(attribute.name.clone(), attribute);
                    }
                    continue;
                }
                "terraform" => {
                    self.settings.push(block);
                    continue;
                }
                _ => None,
            };
            if let Some(place) = place {
                place.body.overridden_by(block.body);
            }
        }
    }

    fn index(&mut self) {
        for (at, block) in self.things.iter().enumerate() {
            self.thing_by_address.entry(local_address(block)).or_insert(at);
        }
        for (at, block) in self.calls.iter().enumerate() {
            self.call_by_name.entry(block.labels[0].clone()).or_insert(at);
        }
    }
}

/// The address of a resource or data source within its module, without an index.
pub(super) fn local_address(block: &Block) -> String {
    let prefix = if block.kind == "data" { "data." } else { "" };
    format!("{prefix}{}", block.labels.join("."))
}

fn same_provider(a: &Block, b: &Block) -> bool {
    let alias =
        |block: &Block| block.body.get("alias").and_then(|attribute| attribute.expression.as_written());
    a.labels == b.labels && alias(a) == alias(b)
}

/// The names of the files that Terraform or `OpenTofu` reads in a folder: `x.tofu` goes before `x.tf`.
pub(super) fn configuration_files(path: &Path) -> BTreeSet<String> {
    let names = names_in(path);
    let shadowed = |name: &str| {
        let other = name
            .strip_suffix(".tf")
            .map(|stem| format!("{stem}.tofu"))
            .or_else(|| name.strip_suffix(".tf.json").map(|stem| format!("{stem}.tofu.json")));
        other.is_some_and(|other| names.contains(&other))
    };
    let wanted = [".tf", ".tofu", ".tf.json", ".tofu.json"];
    let files = names.iter().filter(|name| wanted.iter().any(|suffix| name.ends_with(suffix)));
    files.filter(|name| !shadowed(name)).cloned().collect()
}

/// The files that give the root module's variables their values, the last word last.
pub(super) fn value_files(path: &Path) -> Vec<String> {
    let names = names_in(path);
    let mut files: Vec<String> = ["terraform.tfvars", "terraform.tfvars.json"]
        .into_iter()
        .filter(|name| names.contains(*name))
        .map(str::to_owned)
        .collect();
    let automatic = |name: &&String| name.ends_with(".auto.tfvars") || name.ends_with(".auto.tfvars.json");
    files.extend(names.iter().filter(automatic).cloned());
    files
}

fn names_in(path: &Path) -> BTreeSet<String> {
    let Ok(entries) = fs::read_dir(path) else { return BTreeSet::new() };
    entries
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_file())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| !name.starts_with(['.', '#']) && !name.ends_with('~'))
        .collect()
}

fn is_override(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    stem == "override" || stem.ends_with("_override")
}

/// Reads a text within the repository.
pub(super) fn read_text(path: &Path, root: &Root) -> Result<Arc<Source>, Broken> {
    let name = name_of(path, root);
    let broken = |message: String| Broken::of_file(name.clone(), message, None);
    let real = path.canonicalize().map_err(|error| broken(format!("the file cannot be read: {error}")))?;
    if !real.starts_with(&root.path) {
        return Err(broken("the file lies outside the repository".to_owned()));
    }
    let size = fs::metadata(&real).map_or(0, |data| data.len());
    if size > LARGEST {
        return Err(broken(format!("the file is larger than {} MiB", LARGEST >> 20)));
    }
    let bytes = fs::read(&real).map_err(|error| broken(format!("the file cannot be read: {error}")))?;
    let text = String::from_utf8(bytes).map_err(|_| broken("the file is not UTF-8 text".to_owned()))?;
    Ok(Arc::new(Source::new(name, text)))
}

/// The repository: nothing outside of it is read.
#[derive(Debug, Clone)]
pub(super) struct Root {
    /// Its real path.
    pub(super) path: PathBuf,
    /// What stands before a path within it where it is shown: empty, or ending in `/`.
    pub(super) shown: String,
}

/// How users know a path: with forward slashes, from where they look; there itself is `.`.
pub(super) fn name_of(path: &Path, root: &Root) -> String {
    let relative = path.strip_prefix(&root.path).unwrap_or(path);
    let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    let name = format!("{}{}", root.shown, parts.join("/"));
    let name = name.trim_end_matches('/');
    if name.is_empty() { ".".to_owned() } else { name.to_owned() }
}
