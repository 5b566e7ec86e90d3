//! Fills an engine with policies.
//!
//! In: what is embedded, and the user's folders. Out: an engine that is ready, with the modules that it
//! holds; or everything that is wrong with them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use regorus::{Engine, Value};

use crate::document::{Fault, Source};

use super::bundle::{Bundle, PolicyFile};
use super::engine::timer;
use super::engine_error::fault;
use super::entry;
use super::module::{Module, package};
use super::registry::Registry;
use super::settings::Settings;
use super::shipped::{shipped, shipped_evidence};

/// The names of the rules that a file defines, each with the 1-based line of its first definition.
pub(super) type Definitions = Vec<(String, usize)>;

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
    pub(super) fn user(&mut self, bundle: &Bundle, registry: &mut Registry) {
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

    /// Loads the module that collects the values of rules, and analyses everything: the first evaluation
    /// of any rule does so. It is done once, before the engine is copied for each thread; and faults such
    /// as an unsafe variable, which are in the policies, are found before any descriptor is read.
    ///
    /// # Errors
    /// Everything that was wrong on the way.
    pub(super) fn ready(mut self, entry: &str) -> Result<(Engine, Vec<Module>), Vec<Fault>> {
        if let Err(error) = self.engine.add_policy("<entry>".to_owned(), entry.to_owned()) {
            self.faults.push(fault(&error.to_string(), &self.modules));
        }
        let (mut engine, modules) = self.filled()?;
        engine.set_input(Value::new_object());
        engine
            .eval_rule(entry::READY.to_owned())
            .map_err(|error| vec![fault(&error.to_string(), &modules)])?;
        Ok((engine, modules))
    }

    /// The engine as it is filled.
    ///
    /// # Errors
    /// Everything that was wrong on the way.
    pub(super) fn filled(self) -> Result<(Engine, Vec<Module>), Vec<Fault>> {
        if self.faults.is_empty() { Ok((self.engine, self.modules)) } else { Err(self.faults) }
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
