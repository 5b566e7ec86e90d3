//! Which files are service descriptors, and what stands in them.
//!
//! In: the paths of the command line. Out: the descriptors in the order of their names, each with its
//! place in the repository; and what could not be read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use ignore::WalkBuilder;
use ignore::overrides::{Override, OverrideBuilder};

use crate::document::{Fault, Source, SyntaxError};

/// The largest descriptor that is read, in bytes.
pub const LARGEST: u64 = 8 << 20;

/// The folder at the root of a repository that keeps the descriptors of services from elsewhere. They are
/// looked at where a service builds on them, and not judged for themselves.
pub const VENDORED: &str = "ccsec-vendor";

/// Where a descriptor lies.
#[derive(Debug, Clone)]
pub struct Place {
    /// The root of the repository; evidence does not leave it.
    pub root: PathBuf,
    /// The descriptor's folder, to which paths without a leading `/` are relative.
    pub folder: PathBuf,
    /// How the root is called where a path into the repository is shown: empty, or ending in `/`.
    pub shown_root: String,
}

impl Place {
    /// A place whose repository is called by its path.
    pub fn new(root: PathBuf, folder: PathBuf) -> Self {
        let shown_root = format!("{}/", display(&root));
        Self { root, folder, shown_root }
    }

    /// A path into the repository as users know it: beside the name of the descriptor.
    pub fn shown(&self, path: &Path) -> String {
        match path.strip_prefix(&self.root) {
            Ok(inner) => format!("{}{}", self.shown_root, display(inner)),
            Err(_) => display(path),
        }
    }

    /// The path that a name in the descriptor means, or nothing if its `..` lead out of the repository.
    /// A leading slash is the root of the repository. Links are not followed.
    pub fn within(&self, name: &str) -> Option<PathBuf> {
        let mut path = if name.starts_with('/') { self.root.clone() } else { self.folder.clone() };
        for component in Path::new(name.trim_start_matches('/')).components() {
            match component {
                Component::CurDir => {}
                Component::Normal(part) => path.push(part),
                Component::ParentDir => {
                    if path == self.root || !path.pop() {
                        return None;
                    }
                }
                Component::RootDir | Component::Prefix(_) => return None,
            }
        }
        path.starts_with(&self.root).then_some(path)
    }

    /// The root with every link followed: what leads out of the repository does not begin with it.
    pub fn real_root(&self) -> PathBuf {
        self.root.canonicalize().unwrap_or_else(|_| self.root.clone())
    }
}

/// A descriptor that was found.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Its path.
    pub path: PathBuf,
    /// The name under which users know it: the path with forward slashes.
    pub name: String,
    /// Where it lies.
    pub place: Place,
}

/// What a search found.
#[derive(Debug, Default)]
pub struct Found {
    /// The descriptors, in the order of their names.
    pub candidates: Vec<Candidate>,
    /// What could not be searched.
    pub faults: Vec<Fault>,
}

/// Why the text of a candidate is not to be judged.
#[derive(Debug)]
pub enum Unread {
    /// It cannot be read at all.
    Fault(Fault),
    /// It was read, and is no descriptor: the rule that says so, and the place.
    Finding {
        /// `descriptor/encoding` or `descriptor/too-large`.
        rule: &'static str,
        /// As much of the text as can be shown.
        source: Arc<Source>,
        /// Where reading stopped.
        error: SyntaxError,
    },
}

/// Whether a file name is that of a descriptor: `ccsec.toml` or `NAME.ccsec.toml`.
pub fn is_descriptor(file_name: &str) -> bool {
    file_name == "ccsec.toml" || file_name.ends_with(".ccsec.toml")
}

/// What `exclude` leaves out: gitignore patterns relative to `base`.
///
/// # Errors
/// Every pattern that is none.
pub fn excluded(exclude: &[String], base: &Path) -> Result<Override, Vec<Fault>> {
    let mut overrides = OverrideBuilder::new(base);
    let mut faults = Vec::new();
    for glob in exclude {
        if let Err(error) = overrides.add(&format!("!{glob}")) {
            faults.push(
                Fault::new(format!("`{glob}` is not a glob: {error}"))
                    .with_help("`exclude` takes gitignore patterns such as \"vendor/**\""),
            );
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    overrides
        .build()
        .map_err(|error| vec![Fault::new(format!("the globs of `exclude` cannot be used together: {error}"))])
}

/// Searches folders for descriptors; gitignore files and `exclude` (globs relative to `base`) are
/// respected, links to folders are not followed. A file that is named itself is taken, whatever its name.
pub fn search(paths: &[PathBuf], exclude: &[String], base: &Path) -> Found {
    let mut found = Found::default();
    let mut files: BTreeSet<PathBuf> = BTreeSet::new();
    let mut links: BTreeSet<PathBuf> = BTreeSet::new();
    let overrides = match excluded(exclude, base) {
        Ok(overrides) => overrides,
        Err(faults) => {
            found.faults = faults;
            return found;
        }
    };
    for path in paths {
        match path.metadata() {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(_) => {
                files.insert(path.clone());
                continue;
            }
            Err(error) => {
                found.faults.push(
                    Fault::new(format!("cannot read `{}`: {error}", path.display()))
                        .with_help("give the path of a folder, or of a descriptor"),
                );
                continue;
            }
        }
        let walk = WalkBuilder::new(path)
            .hidden(false)
            .require_git(false)
            .overrides(overrides.clone())
            .filter_entry(|entry| entry.file_name() != ".git" && entry.file_name() != VENDORED)
            .build();
        for entry in walk {
            match entry {
                Ok(entry) => {
                    let kind = entry.file_type();
                    // A name that is not UTF-8 can still end as that of a descriptor does.
                    let named = is_descriptor(&entry.file_name().to_string_lossy());
                    if !named || kind.is_some_and(|kind| kind.is_dir()) {
                        continue;
                    }
                    // What is no file at all is a fault when it is read.
                    let is_link = kind.is_some_and(|kind| kind.is_symlink());
                    if is_link { &mut links } else { &mut files }.insert(entry.into_path());
                }
                Err(error) => found.faults.push(
                    Fault::new(format!("cannot search everywhere: {error}"))
                        .with_help("make it readable, or leave it out with `exclude` in ccsec-lint.toml"),
                ),
            }
        }
    }
    if !links.is_empty() {
        // A descriptor that was found by its own name is not judged again by the name of a link.
        let real: BTreeSet<PathBuf> = files.iter().filter_map(|file| file.canonicalize().ok()).collect();
        files.extend(
            links.into_iter().filter(|link| link.canonicalize().map_or(true, |to| !real.contains(&to))),
        );
    }
    let mut roots = BTreeMap::new();
    for path in files {
        found.candidates.push(Candidate { name: display(&path), place: place(&path, &mut roots), path });
    }
    found.candidates.sort_by(|a, b| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
    found.candidates.dedup_by(|a, b| plain(&a.path) == plain(&b.path));
    found
}

/// Reads a candidate's text.
///
/// # Errors
/// See [`Unread`].
pub fn read(candidate: &Candidate) -> Result<Arc<Source>, Unread> {
    let unreadable = |error: std::io::Error| {
        Unread::Fault(
            Fault::new(format!("cannot read `{}`: {error}", candidate.name))
                .with_help("make the file readable, or leave it out with `exclude` in ccsec-lint.toml"),
        )
    };
    let metadata = candidate.path.metadata().map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(Unread::Fault(Fault::new(format!("`{}` is not a file", candidate.name))));
    }
    let mut bytes = Vec::new();
    File::open(&candidate.path)
        .and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
        .map_err(unreadable)?;
    text(&candidate.name, bytes)
}

/// Makes a source of bytes.
///
/// # Errors
/// [`Unread::Finding`] for bytes that are too many, or not UTF-8.
pub fn text(name: &str, mut bytes: Vec<u8>) -> Result<Arc<Source>, Unread> {
    if bytes.len() as u64 > LARGEST {
        return Err(Unread::Finding {
            rule: "descriptor/too-large",
            source: Arc::new(Source::new(name, "")),
            error: SyntaxError {
                message: format!(
                    "the file is larger than the {} MiB that a descriptor may have",
                    LARGEST >> 20
                ),
                span: 0..0,
            },
        });
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Arc::new(Source::new(name, text))),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            bytes = error.into_bytes();
            let wrong = bytes[valid];
            // Each wrong byte is shown as one question mark, so that every place stays true.
            let mut shown = String::with_capacity(bytes.len());
            for chunk in bytes.utf8_chunks() {
                shown.push_str(chunk.valid());
                shown.extend(std::iter::repeat_n('?', chunk.invalid().len()));
            }
            Err(Unread::Finding {
                rule: "descriptor/encoding",
                source: Arc::new(Source::new(name, shown)),
                error: SyntaxError {
                    message: format!("the file is not UTF-8: byte 0x{wrong:02X} at offset {valid}"),
                    span: valid..valid + 1,
                },
            })
        }
    }
}

/// A path as users know it.
pub fn display(path: &Path) -> String {
    let text = plain(path).to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

/// `./x` is `x`.
fn plain(path: &Path) -> &Path {
    path.strip_prefix(".").unwrap_or(path)
}

/// Where a file lies: its folder, and the root of its repository. Outside a repository the working
/// folder takes the root's place, or else the file's own folder.
pub fn place(file: &Path, roots: &mut BTreeMap<PathBuf, PathBuf>) -> Place {
    let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let mut folder = absolute.parent().unwrap_or(&absolute).to_owned();
    // `..` has no place among the ancestors that are looked through.
    if folder.components().any(|part| part == Component::ParentDir)
        && let Ok(real) = folder.canonicalize()
    {
        folder = real;
    }
    let root = roots.entry(folder.clone()).or_insert_with(|| root_of(&folder)).clone();
    let shown_root = shown_root(file, &folder, &root);
    Place { root, folder, shown_root }
}

/// What stands before the path of a file within the repository, so that it is shown as the
/// descriptor is: from the folder that the command line means.
fn shown_root(file: &Path, folder: &Path, root: &Path) -> String {
    let depth = folder.strip_prefix(root).map_or(0, |inner| inner.components().count());
    let given: Vec<&std::ffi::OsStr> = plain(file).parent().into_iter().flat_map(Path::iter).collect();
    if given.iter().any(|part| *part == "..") {
        return format!("{}/", display(root));
    }
    match given.len().checked_sub(depth) {
        Some(0) => String::new(),
        Some(kept) => {
            let kept: PathBuf = given[..kept].iter().collect();
            format!("{}/", display(&kept).trim_end_matches('/'))
        }
        None => "../".repeat(depth - given.len()),
    }
}

fn root_of(folder: &Path) -> PathBuf {
    if let Some(repository) = folder.ancestors().find(|ancestor| ancestor.join(".git").exists()) {
        return repository.to_owned();
    }
    match std::env::current_dir() {
        Ok(working) if folder.starts_with(&working) => working,
        _ => folder.to_owned(),
    }
}
