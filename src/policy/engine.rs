//! The engine: regorus's strict interpreter with every policy loaded behind one entry point.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use regorus::utils::limits::ExecutionTimerConfig;
use regorus::{Engine, Value};

use crate::document::Fault;

use super::attestor::{Attestor, Platforms};
use super::bundle::Bundle;
use super::engine_error::fault;
use super::entry;
use super::loader::Loader;
use super::metadata::{Rule, Severity};
use super::module::Module;
use super::registry::{Registry, Unweighable};
use super::settings::Settings;

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
        let (engine, modules) = loader.ready(&entry::text(registry.packages(), |_| String::new()))?;
        Ok(Self {
            engine,
            registry: Arc::new(registry),
            modules: Arc::new(modules),
            bundle: Arc::new(bundle),
            settings,
            attestors: Arc::default(),
        })
    }

    /// Loads the shipped policies alone.
    ///
    /// # Errors
    /// None that a released linter can have.
    pub fn shipped() -> Result<Self, Vec<Fault>> {
        Self::load(&[], Settings::default())
    }

    /// Gives rules another severity.
    ///
    /// # Errors
    /// See [`Registry::weigh`].
    pub fn weigh(&mut self, severities: &BTreeMap<String, Severity>) -> Result<(), Vec<Unweighable>> {
        if severities.is_empty() { Ok(()) } else { Arc::make_mut(&mut self.registry).weigh(severities) }
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
            .eval_rule(entry::RESULTS.to_owned())
            .map_err(|error| fault(&error.to_string(), &self.modules))?;
        let ruled = entry::results(&results).filter_map(|(package, name, value)| {
            let rule = self.registry.at(package, name)?;
            Some((rule.id.clone(), value.clone()))
        });
        Ok(ruled.collect())
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
