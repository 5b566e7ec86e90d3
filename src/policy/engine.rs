//! The engine: regorus's strict interpreter with every policy loaded behind one entry point.
//!
//! Evaluating rules one by one would reset the engine's cache of rules each time, so an entry module
//! collects the value of every rule of every package that has any.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use regorus::utils::limits::ExecutionTimerConfig;
use regorus::{Engine, Value};

use crate::document::{Fault, Source};

use super::attestor::{Attestor, Platforms};
use super::bundle::{Bundle, PolicyFile};
use super::engine_error::fault;
use super::metadata::Rule;
use super::module::{Module, package};
use super::registry::Registry;
use super::settings::Settings;
use super::shipped::{shipped, shipped_evidence};

/// The names of the rules that a file defines, each with the 1-based line of its first definition.
pub(super) type Definitions = Vec<(String, usize)>;

/// Every policy of a run, loaded.
#[derive(Debug, Clone)]
pub struct PolicySet {
    engine: Engine,
    registry: Arc<Registry>,
    modules: Arc<Vec<Module>>,
    bundle: Arc<Bundle>,
    settings: Settings,
    attestors: Arc<Mutex<BTreeMap<Option<Platforms>, Loaded>>>,
}

/// An engine of evidence rules, once somebody has asked for it.
type Loaded = Arc<OnceLock<Result<Attestor, Vec<Fault>>>>;

/// What the policies say of one descriptor: the value of each rule that has one, by rule id.
pub type Outcome = BTreeMap<String, Value>;

impl PolicySet {
    /// Loads the shipped policies and those in `paths`.
    ///
    /// # Errors
    /// Everything that is wrong with the user's policies.
    pub fn load(paths: &[PathBuf], settings: Settings) -> Result<Self, Vec<Fault>> {
        let bundle = Bundle::read(paths)?;
        let mut loader = Loader::new(settings);
        loader.shipped(settings, &[]);
        if bundle.files.iter().any(|file| file.source.text().contains("data.ccsec.lib.infra")) {
            loader.shipped_evidence(&[]);
        }
        let mut registry = Registry::shipped();
        loader.user(&bundle, &mut registry);
        loader.finish(registry, bundle, settings)
    }

    /// Loads the shipped policies alone.
    ///
    /// # Errors
    /// None that a released linter can have.
    pub fn shipped() -> Result<Self, Vec<Fault>> {
        Self::load(&[], Settings::default())
    }

    /// The rules of the run.
    pub fn registry(&self) -> &Arc<Registry> {
        &self.registry
    }

    /// The engine of evidence rules, loaded by whoever asks first.
    fn attestor(&self, platforms: &Option<Platforms>) -> Result<Attestor, Vec<Fault>> {
        let place = {
            let mut attestors = self.attestors.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(attestors.entry(platforms.clone()).or_default())
        };
        let users = self.registry.evidence();
        place.get_or_init(|| Attestor::load(&self.bundle, users, self.settings, platforms.as_ref())).clone()
    }

    /// An evaluator for one thread.
    pub fn evaluator(&self) -> Evaluator {
        Evaluator {
            engine: self.engine.clone(),
            registry: Arc::clone(&self.registry),
            modules: Arc::clone(&self.modules),
            set: self.clone(),
            attestors: BTreeMap::new(),
        }
    }
}

/// Evaluates every policy over one input after the other.
#[derive(Debug)]
pub struct Evaluator {
    engine: Engine,
    registry: Arc<Registry>,
    modules: Arc<Vec<Module>>,
    set: PolicySet,
    attestors: BTreeMap<Option<Platforms>, Attestor>,
}

impl Evaluator {
    /// The rules that are evaluated.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Evaluates all rules.
    ///
    /// # Errors
    /// A conflict, a wrong type or the time limit, at its place in the policy.
    pub fn evaluate(&mut self, input: Value) -> Result<Outcome, Fault> {
        self.engine.set_input(input);
        let results = self
            .engine
            .eval_rule("data.ccsec.entry.results".to_owned())
            .map_err(|error| fault(&error.to_string(), &self.modules))?;
        let mut outcome = Outcome::new();
        let Ok(results) = results.as_set() else {
            return Ok(outcome);
        };
        for result in results {
            let (Ok(package), Ok(name)) = (result[0].as_string(), result[1].as_string()) else {
                continue;
            };
            // A package also holds helpers; only what has an id is a rule.
            if let Some(rule) = self.registry.at(package, name) {
                outcome.insert(rule.id.clone(), result[2].clone());
            }
        }
        Ok(outcome)
    }

    /// The engine of the evidence rules about some platforms, loaded when it is first asked for. With
    /// policies of the user it is one engine for all platforms.
    ///
    /// # Errors
    /// What is wrong with the user's policies.
    pub fn attestor(&mut self, platforms: Platforms) -> Result<&mut Attestor, Vec<Fault>> {
        let key = self.set.bundle.files.is_empty().then_some(platforms);
        match self.attestors.entry(key) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(place) => {
                let attestor = self.set.attestor(place.key())?;
                Ok(place.insert(attestor))
            }
        }
    }

    /// The fault of a rule whose value is not of the form that the contract asks for.
    pub fn misformed(&self, rule: &Rule, reason: &str) -> Fault {
        let fault = Fault::new(format!("the rule `{}` does not keep to the contract: {reason}", rule.id))
            .with_help("a violation is an object with a `message`, and mostly a `path` into the descriptor; see docs/policies.md");
        match self.modules.iter().flat_map(Module::sources).find(|source| source.name() == rule.file) {
            Some(source) => fault.at(source, source.line(rule.line.saturating_sub(1)), "defined here"),
            None => fault,
        }
    }
}

/// How the engine watches its time.
pub(super) const fn timer(limit: Duration) -> ExecutionTimerConfig {
    ExecutionTimerConfig { limit, check_interval: NonZeroU32::MIN.saturating_add(255) }
}

/// Fills an engine, and collects what is wrong on the way.
pub(super) struct Loader {
    pub(super) engine: Engine,
    modules: Vec<Module>,
    faults: Vec<Fault>,
}

impl Loader {
    pub(super) fn new(settings: Settings) -> Self {
        let mut engine = Engine::new();
        engine.set_gather_prints(true);
        engine.set_execution_timer_config(timer(settings.policy_time_limit));
        Self { engine, modules: Vec::new(), faults: Vec::new() }
    }

    /// Loads what is embedded, except the modules of `replaced` packages.
    pub(super) fn shipped(&mut self, settings: Settings, replaced: &[String]) {
        self.embedded(&shipped().modules, shipped().data, replaced);
        self.settings(settings);
    }

    fn settings(&mut self, settings: Settings) {
        if let Err(error) = self.engine.add_data_json(&settings.to_json().to_string()) {
            self.faults.push(fault(&error.to_string(), &[]));
        }
    }

    /// Loads what is embedded about infrastructure code, except the modules of `replaced` packages.
    pub(super) fn shipped_evidence(&mut self, replaced: &[String]) {
        self.embedded(&shipped_evidence().modules, shipped_evidence().data, replaced);
    }

    /// Loads the embedded modules about infrastructure code whose package is wanted, and all that they
    /// ask for.
    pub(super) fn shipped_that(&mut self, settings: Settings, wanted: impl Fn(&str) -> bool) {
        let mut modules = BTreeMap::new();
        for (path, text) in shipped_evidence().modules.iter().chain(&shipped().modules) {
            if let Some((_, package)) = package(text) {
                modules.insert(package, (*path, *text));
            }
        }
        let mut open: Vec<&str> = modules.keys().copied().filter(|package| wanted(package)).collect();
        let mut chosen: BTreeSet<&str> = open.iter().copied().collect();
        while let Some((_, text)) = open.pop().and_then(|package| modules.get(package)) {
            for asked in asked_for(text) {
                // What is asked for may be a rule of a package, or data.
                let prefixes = asked.match_indices('.').map(|(at, _)| &asked[..at]).chain([asked]);
                open.extend(prefixes.filter(|it| modules.contains_key(it)).filter(|it| chosen.insert(it)));
            }
        }
        let chosen: Vec<(&str, &str)> = chosen.iter().filter_map(|it| modules.get(it).copied()).collect();
        self.embedded(&chosen, shipped().data, &[]);
        self.embedded(&[], shipped_evidence().data, &[]);
        self.settings(settings);
    }

    fn embedded(&mut self, modules: &[(&str, &str)], data: &str, replaced: &[String]) {
        for (path, text) in modules {
            if replaced.iter().any(|package| declares(text, package)) {
                continue;
            }
            if let Err(error) = self.engine.add_policy((*path).to_owned(), (*text).to_owned()) {
                self.faults.push(fault(&error.to_string(), &[]));
            }
        }
        if let Err(error) = self.engine.add_data_json(data) {
            self.faults.push(fault(&error.to_string(), &[]));
        }
    }

    /// Loads the module that collects the values of rules.
    pub(super) fn entry(&mut self, text: &str) {
        if let Err(error) = self.engine.add_policy("<entry>".to_owned(), text.to_owned()) {
            self.faults.push(fault(&error.to_string(), &self.modules));
        }
    }

    /// Adds a module; returns the rules of each of its files with their 1-based lines.
    pub(super) fn module(&mut self, module: &Module) -> Vec<(Arc<Source>, Definitions)> {
        self.modules.push(module.clone());
        if let Err(error) = self.engine.add_policy(module.name.clone(), module.text.clone()) {
            self.faults.push(fault(&error.to_string(), &self.modules));
            return Vec::new();
        }
        let mut files: Vec<(Arc<Source>, Definitions)> =
            module.sources().map(|source| (Arc::clone(source), Vec::new())).collect();
        let parsed = self.engine.get_modules().last();
        for rule in parsed.into_iter().flat_map(|parsed| &parsed.policy) {
            let text = rule.span().text();
            let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
            let name = &text[..end];
            let Some((source, line)) = module.origin(rule.span().line as usize) else {
                continue;
            };
            let file = files.iter_mut().find(|(known, _)| Arc::ptr_eq(known, source));
            if let Some((_, definitions)) = file
                && !definitions.iter().any(|(known, _)| known == name)
            {
                definitions.push((name.to_owned(), line));
            }
        }
        files
    }

    pub(super) fn data(&mut self, data: &serde_json::Map<String, serde_json::Value>) {
        if data.is_empty() {
            return;
        }
        let json = serde_json::Value::Object(data.clone()).to_string();
        if let Err(error) = self.engine.add_data_json(&json) {
            self.faults.push(Fault::new(format!(
                "the policies' data cannot be loaded: {}",
                fault(&error.to_string(), &[]).message
            )));
        }
    }

    /// Loads the user's policies beside the shipped ones.
    fn user(&mut self, bundle: &Bundle, registry: &mut Registry) {
        let files: Vec<&PolicyFile> = bundle.files.iter().filter(|file| !file.is_test).collect();
        let modules = match Module::join(&files) {
            Ok(modules) => modules,
            Err(faults) => return self.faults.extend(faults),
        };
        for module in &modules {
            for (source, definitions) in self.module(module) {
                self.register(registry, module, &source, &definitions, &files);
            }
        }
        self.data(&bundle.data);
    }

    /// Makes the rules of one of the user's files known.
    fn register(
        &mut self,
        registry: &mut Registry,
        module: &Module,
        source: &Arc<Source>,
        definitions: &Definitions,
        files: &[&PolicyFile],
    ) {
        let declared = package(source.text()).map_or(0..0, |(span, _)| span);
        let package = &module.package;
        if package == "ccsec" || package.starts_with("ccsec.") {
            self.faults.push(
                Fault::new(format!("the package `{package}` belongs to the shipped policies"))
                    .at(source, declared, "in this file")
                    .with_help("choose a package of your own, such as `package acme.cloud`"),
            );
            return;
        }
        match registry.add_module(source, package, definitions) {
            Ok(0) => {
                // A library is of use only if something asks for it: its own package, or another.
                let shared = module.sources().count() > 1;
                let asked_for = shared
                    || files.iter().any(|other| {
                        !Arc::ptr_eq(&other.source, source)
                            && other.source.text().contains(&format!("data.{package}"))
                    });
                if !asked_for {
                    self.faults.push(
                        Fault::new(format!("the policy file `{}` matches nothing", source.name()))
                            .at(source, declared, "no rule here can raise a finding")
                            .with_help(
                                "give a rule METADATA with custom.id, or name it deny, warn or violation",
                            ),
                    );
                }
            }
            Ok(_) => {}
            Err(faults) => self.faults.extend(faults),
        }
    }

    fn finish(
        mut self,
        registry: Registry,
        bundle: Bundle,
        settings: Settings,
    ) -> Result<PolicySet, Vec<Fault>> {
        let mut entry = String::from("package ccsec.entry\n\nready := true\n");
        for package in registry.packages() {
            // Writing to a String cannot fail.
            let _ = write!(
                entry,
                "\nresults contains result if {{\n\tsome rule, value in data.{package}\n\tresult := [{package:?}, rule, value]\n}}\n"
            );
        }
        self.entry(&entry);
        if self.faults.is_empty() {
            // The first evaluation of any rule analyses the whole set. So it is done once, before the
            // engine is copied for each thread; and faults such as an unsafe variable, which are in the
            // policies, are found before any descriptor is read.
            self.engine.set_input(Value::new_object());
            if let Err(error) = self.engine.eval_rule("data.ccsec.entry.ready".to_owned()) {
                self.faults.push(fault(&error.to_string(), &self.modules));
            }
        }
        if self.faults.is_empty() {
            Ok(PolicySet {
                engine: self.engine,
                registry: Arc::new(registry),
                modules: Arc::new(self.modules),
                bundle: Arc::new(bundle),
                settings,
                attestors: Arc::default(),
            })
        } else {
            Err(self.faults)
        }
    }

    pub(super) fn into_parts(self) -> (Engine, Vec<Module>, Vec<Fault>) {
        (self.engine, self.modules, self.faults)
    }
}

/// Every document under `data.ccsec` that a module names.
pub(super) fn asked_for(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("data.ccsec.").map(|(at, _)| {
        let name = &text[at + "data.".len()..];
        let end = name.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.'))).unwrap_or(name.len());
        name[..end].trim_end_matches('.')
    })
}

/// Whether a module declares a package.
fn declares(text: &str, name: &str) -> bool {
    package(text).is_some_and(|(_, declared)| declared == name)
}
