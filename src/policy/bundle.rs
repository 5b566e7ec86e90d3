//! A folder of policies as OPA lays it out: modules, their tests, and data files mounted at the path
//! of their folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use serde_json::{Map, Value as Json};
use walkdir::WalkDir;

use crate::document::{Fault, Source};

/// The largest policy file that is read, in bytes; the engine's own limit.
const LARGEST: u64 = 1 << 20;

/// A module of Rego.
#[derive(Debug, Clone)]
pub struct PolicyFile {
    /// Its text, under the name that users know.
    pub source: Arc<Source>,
    /// Whether its name ends in `_test.rego`.
    pub is_test: bool,
}

/// All that a folder holds, in the order of paths.
#[derive(Debug, Clone, Default)]
pub struct Bundle {
    /// The modules.
    pub files: Vec<PolicyFile>,
    /// The data, mounted.
    pub data: Map<String, Json>,
}

impl Bundle {
    /// Reads folders, or single `.rego` files.
    ///
    /// # Errors
    /// Every path that cannot be read, and every folder without a policy.
    pub fn read(paths: &[PathBuf]) -> Result<Self, Vec<Fault>> {
        let mut bundle = Self::default();
        let mut faults = Vec::new();
        for path in paths {
            let before = bundle.files.len();
            let failed = faults.len();
            for entry in WalkDir::new(path).follow_links(true).sort_by_file_name() {
                match entry {
                    Ok(entry) if entry.file_type().is_file() => {
                        if let Err(fault) = bundle.add(path, entry.path()) {
                            faults.push(fault);
                        }
                    }
                    Ok(_) => {}
                    Err(error) => {
                        let at = error.path().unwrap_or(path).display().to_string();
                        let reason = error.io_error().map_or_else(|| error.to_string(), io::Error::to_string);
                        faults.push(Fault::new(format!("cannot read the policies in `{at}`: {reason}")));
                    }
                }
            }
            if bundle.files.len() == before && faults.len() == failed {
                faults.push(
                    Fault::new(format!("there is no policy in `{}`", path.display()))
                        .with_help("a folder of policies holds files that end in .rego"),
                );
            }
        }
        if faults.is_empty() { Ok(bundle) } else { Err(faults) }
    }

    fn add(&mut self, root: &Path, path: &Path) -> Result<(), Fault> {
        let name = path.to_string_lossy().replace('\\', "/");
        let file_name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let is_rego = file_name.ends_with(".rego");
        if !is_rego && file_name != "data.json" && file_name != "data.yaml" {
            return Ok(());
        }
        let unreadable = |reason: String| Fault::new(format!("cannot read `{name}`: {reason}"));
        let size = fs::metadata(path).map_err(|error| unreadable(error.to_string()))?.len();
        if size > LARGEST {
            return Err(unreadable(format!(
                "it has {size} bytes, more than the {LARGEST} that a policy may have"
            )));
        }
        let text = fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
        let source = Arc::new(Source::new(name, text));
        if is_rego {
            self.files.push(PolicyFile { source, is_test: file_name.ends_with("_test.rego") });
            return Ok(());
        }
        let value = if file_name == "data.json" {
            serde_json::from_str(source.text()).map_err(|error| {
                let at = source.offset(error.line(), error.column());
                Fault::new("this data file is not JSON").at(&source, at..at, error.to_string())
            })?
        } else {
            serde_saphyr::from_str(source.text()).map_err(|error| {
                let reason = error.to_string();
                let first = reason.lines().next().unwrap_or_default().to_owned();
                Fault::new("this data file is not YAML").at(&source, 0..0, first)
            })?
        };
        let folder = path.parent().unwrap_or(root);
        let keys: Vec<String> = folder
            .strip_prefix(root)
            .unwrap_or(Path::new(""))
            .iter()
            .map(|key| key.to_string_lossy().into_owned())
            .collect();
        mount(&mut self.data, &keys, value)
            .map_err(|reason| Fault::new(reason).at(&source, 0..0, "this data file"))
    }
}

/// Puts a value at a path of keys, merging objects as OPA does.
fn mount(data: &mut Map<String, Json>, keys: &[String], value: Json) -> Result<(), String> {
    match (keys.split_first(), value) {
        (Some((key, rest)), value) => {
            let slot = data.entry(key.clone()).or_insert_with(|| Json::Object(Map::new()));
            let Json::Object(inner) = slot else {
                return Err(format!("another data file has a value at `{key}`"));
            };
            mount(inner, rest, value)
        }
        (None, Json::Object(entries)) => {
            for (key, entry) in entries {
                if data.get(&key).is_some_and(|known| !(known.is_object() && entry.is_object())) {
                    return Err(format!("another data file has a value at `{key}`"));
                }
                if entry.is_object() {
                    mount(data, &[key], entry)?;
                } else {
                    data.insert(key, entry);
                }
            }
            Ok(())
        }
        (None, _) => Err("a data file must hold an object".to_owned()),
    }
}
