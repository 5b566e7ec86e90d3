//! Which units a descriptor's list of infrastructure comes to, each file read once however many
//! services name it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use ignore::overrides::Override;

use crate::discover::Place;
use crate::document::Source;

use super::named::{self, Files};
use super::spread::spread;
use super::suppression::{self, Suppressions};
use super::tree::yaml;
use super::{Broken, Code, Unit, Unread};
use super::{cloudformation, compose, kubernetes, plan, terraform};

/// The largest file that is read, in bytes. Plans are larger than what people write.
const LARGEST: u64 = 64 << 20;

/// Everything that was read in a run.
#[derive(Debug, Default)]
pub struct Library {
    modules: Shelf<Arc<terraform::Reader>>,
    /// By folder, the folders that its modules call.
    calls: Shelf<Arc<BTreeSet<PathBuf>>>,
    texts: Shelf<Result<Arc<Source>, Broken>>,
    units: Shelf<Option<Arc<Unit>>>,
    /// Every unit that some service is built from, by name.
    used: Mutex<BTreeMap<String, Arc<Unit>>>,
}

/// What was made of a path, made once.
#[derive(Debug)]
pub(crate) struct Shelf<T>(Mutex<BTreeMap<PathBuf, Arc<OnceLock<T>>>>);

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone> Shelf<T> {
    pub(crate) fn get(&self, path: &Path, make: impl FnOnce() -> T) -> T {
        let slot = {
            let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(shelf.entry(path.to_owned()).or_default())
        };
        // The shelf is free while something is made; who wants the same thing waits for it.
        slot.get_or_init(make).clone()
    }
}

impl Library {
    /// The code that a list of folders, files and globs comes to.
    pub fn load(&self, names: &[String], place: &Place) -> Code {
        if names.is_empty() {
            return Code::default();
        }
        let mut files = named::find(names, place);
        let mut units: BTreeMap<String, Arc<Unit>> = BTreeMap::new();
        let mut read: BTreeSet<PathBuf> = BTreeSet::new();
        self.modules(&files, place, &mut units, &mut read);
        self.documents(&files, place, &mut units, &mut read);
        let mut unread = std::mem::take(&mut files.unread);
        let nothing = |position: usize| Unread {
            position,
            because: "holds nothing that is read as infrastructure code".to_owned(),
            help: "name Terraform, a plan, Kubernetes manifests, CloudFormation templates or Compose files"
                .to_owned(),
        };
        let meant = files.meant.iter().filter(|(_, file)| !read.contains(file));
        unread.extend(meant.map(|(position, _)| nothing(*position)));
        let empty = files.of.iter().filter(|(_, found)| found.is_disjoint(&read));
        unread.extend(empty.map(|(position, _)| nothing(*position)));
        unread.sort_by_key(|entry| entry.position);
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.extend(units.iter().map(|(name, unit)| (name.clone(), Arc::clone(unit))));
        Code { units: units.into_values().collect(), unread }
    }

    /// Every unit that a service of this run is built from, in the order of names.
    pub fn used(&self) -> Vec<Arc<Unit>> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    /// The code under a folder that no service of this run is built from. JSON is left out: people keep
    /// many things in it.
    pub fn unclaimed(&self, folder: &Path, place: &Place, exclude: &Override) -> Vec<Arc<Unit>> {
        let claimed: BTreeSet<String> = self
            .used()
            .iter()
            .flat_map(|unit| unit.files.iter().map(|file| file.name().to_owned()).collect::<Vec<_>>())
            .collect();
        let all = named::under(folder, place, exclude);
        // A module is one thing: its folder is covered if any file of it is.
        let covered: BTreeSet<&Path> = all
            .iter()
            .filter(|file| is_module_file(file) && claimed.contains(&place.shown(file)))
            .filter_map(|file| file.parent())
            .collect();
        let found: BTreeSet<PathBuf> = all
            .iter()
            .filter(|file| file.extension().is_none_or(|extension| extension != "json"))
            .filter(|file| !claimed.contains(&place.shown(file)))
            .filter(|file| !file.parent().is_some_and(|folder| covered.contains(folder)))
            .cloned()
            .collect();
        let files = Files { found, ..Files::default() };
        let mut units = BTreeMap::new();
        self.modules(&files, place, &mut units, &mut BTreeSet::new());
        self.documents(&files, place, &mut units, &mut BTreeSet::new());
        units.into_values().filter(|unit| !unit.resources.is_empty()).collect()
    }

    /// Reads the root modules of Terraform. A folder that another one calls is read through its caller.
    fn modules(
        &self,
        files: &Files,
        place: &Place,
        units: &mut BTreeMap<String, Arc<Unit>>,
        read: &mut BTreeSet<PathBuf>,
    ) {
        let mut folders: BTreeSet<&Path> = BTreeSet::new();
        for file in files.found.iter().filter(|file| is_module_file(file)) {
            folders.insert(file.parent().unwrap_or(Path::new("")));
            read.insert(file.clone());
        }
        if folders.is_empty() {
            return;
        }
        let reader = self
            .modules
            .get(&place.root, || Arc::new(terraform::Reader::new(&place.root, &place.shown_root)));
        let folders: Vec<&Path> = folders.into_iter().collect();
        let calling = spread(&folders, |folder| {
            let real = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
            (real, self.calls.get(folder, || Arc::new(reader.calls(folder))))
        });
        // A module that calls itself is still one that nobody else calls.
        let called: BTreeSet<&PathBuf> = calling
            .iter()
            .flat_map(|(real, calls)| calls.iter().filter(move |called| *called != real))
            .collect();
        let roots: Vec<&Path> = folders
            .into_iter()
            .zip(&calling)
            .filter(|(_, (real, _))| !called.contains(real))
            .map(|(folder, _)| folder)
            .collect();
        let made = spread(&roots, |folder| {
            self.units.get(folder, || Some(Arc::new(with_suppressions(reader.read(folder)))))
        });
        units.extend(made.into_iter().flatten().map(|unit| (unit.name.clone(), unit)));
    }

    /// Reads all other files, one unit each.
    fn documents(
        &self,
        files: &Files,
        place: &Place,
        units: &mut BTreeMap<String, Arc<Unit>>,
        read: &mut BTreeSet<PathBuf>,
    ) {
        let others: Vec<&PathBuf> = files.found.iter().filter(|file| !is_module_file(file)).collect();
        let meant: BTreeSet<&PathBuf> = files.meant.iter().map(|(_, file)| file).collect();
        let mut texts: Vec<(&PathBuf, Arc<Source>)> = Vec::new();
        let readings = spread(&others, |file| {
            let name = place.shown(file);
            (name.clone(), self.texts.get(file, || text(file, &name)))
        });
        for (file, (name, reading)) in others.into_iter().zip(readings) {
            match reading {
                Ok(source) => texts.push((file, source)),
                Err(broken) => {
                    // What nobody meant may be anything.
                    if meant.contains(file) {
                        read.insert(file.clone());
                        let broken = vec![broken];
                        units.insert(name.clone(), Arc::new(Unit { name, broken, ..Unit::default() }));
                    }
                }
            }
        }
        let sources: Vec<Arc<Source>> = texts.iter().map(|(_, source)| Arc::clone(source)).collect();
        let survey = kubernetes::survey(&sources);
        let made = spread(&texts, |(file, source)| {
            if !survey.reads(source.name()) {
                return None;
            }
            let unit = self.units.get(file, || document(source).map(with_suppressions).map(Arc::new))?;
            if !survey.concerns(&unit) {
                return Some(unit);
            }
            let mut changed = (*unit).clone();
            survey.apply(&mut changed);
            Some(if changed == *unit { unit } else { Arc::new(changed) })
        });
        for ((file, source), unit) in texts.into_iter().zip(made) {
            if unit.is_some() || !survey.reads(source.name()) {
                read.insert(file.clone());
            }
            units.extend(unit.map(|unit| (unit.name.clone(), unit)));
        }
        // Charts and kustomizations are no units of their own.
        if !survey.unevaluated.is_empty() || !survey.broken.is_empty() {
            let name = format!("{} (rendered)", place.shown(&place.folder));
            let (unevaluated, broken) = (survey.unevaluated, survey.broken);
            units.insert(name.clone(), Arc::new(Unit { name, unevaluated, broken, ..Unit::default() }));
        }
    }
}

/// Whether a file belongs to a Terraform or OpenTofu module.
fn is_module_file(path: &Path) -> bool {
    let name = path.file_name().map(std::ffi::OsStr::to_string_lossy).unwrap_or_default();
    [".tf", ".tofu", ".tf.json", ".tofu.json"].iter().any(|ending| name.ends_with(ending))
}

/// Reads a file by what stands in it; nothing if it is no infrastructure code.
fn document(source: &Arc<Source>) -> Option<Unit> {
    let (name, text) = (source.name(), source.text());
    let is_json = name.ends_with(".json");
    if is_json && plan::is_plan(text) {
        return Some(plan::read(text, name));
    }
    if cloudformation::looks_like_template(text) {
        return cloudformation::read_text(source);
    }
    if kubernetes::looks_like_manifest(text) {
        let unit = kubernetes::read_text(source, name);
        let empty = unit.resources.is_empty() && unit.unevaluated.is_empty() && unit.broken.is_empty();
        return (!empty).then_some(unit);
    }
    if is_json {
        return None;
    }
    let tree = yaml::read(source, &compose::long_form);
    let is_compose = tree.documents.first().is_some_and(|document| compose::is_compose(name, &document.root));
    is_compose.then(|| compose::read(tree, source, name))
}

/// Looks for comments that set something aside. JSON has none.
fn with_suppressions(mut unit: Unit) -> Unit {
    unit.suppressions = unit
        .files
        .iter()
        .filter(|file| !file.name().ends_with(".json"))
        .map(suppression::find)
        .filter(|found| *found != Suppressions::default())
        .collect();
    unit
}

/// Reads a file's text.
fn text(path: &Path, name: &str) -> Result<Arc<Source>, Broken> {
    let broken = |message: String, help: &str| Broken::of_file(name, message, Some(help));
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
        .map_err(|error| broken(format!("the file cannot be read: {error}"), "make it readable"))?;
    if bytes.len() as u64 > LARGEST {
        let message = format!("the file is larger than the {} MiB that are read", LARGEST >> 20);
        return Err(broken(message, "split it"));
    }
    String::from_utf8(bytes).map(|text| Arc::new(Source::new(name, text))).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        broken(format!("the file is not UTF-8: it stops being so at byte {at}"), "save it as UTF-8")
    })
}
