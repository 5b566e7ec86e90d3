//! The engine of evidence rules: what infrastructure code shows of expectations and facts.
//!
//! It is loaded when the first service with infrastructure code is judged, so that all others do not
//! pay for it; and only the rules on the platforms of that code are. In: one descriptor with the
//! resources that it is built from. Out: the statements of each evidence rule, as the policies made
//! them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use regorus::{Engine, Value};

use crate::document::Fault;

use super::bundle::Bundle;
use super::engine_error::fault;
use super::entry;
use super::loader::Loader;
use super::metadata::EvidenceRule;
use super::module::Module;
use super::settings::Settings;
use super::shipped::shipped_evidence;

/// Where shipped evidence rules live; the next part of the name is the platform.
const SHIPPED: &str = "ccsec.evidence.";

/// The time that each resource adds to the limit of a descriptor.
const PER_RESOURCE: Duration = Duration::from_millis(50);

/// The words for the platforms that a service's code concerns: `aws`, `kubernetes`.
pub type Platforms = BTreeSet<&'static str>;

/// Evaluates every evidence rule over one input after the other.
#[derive(Debug, Clone)]
pub struct Attestor {
    engine: Engine,
    rules: Arc<BTreeMap<(String, String), EvidenceRule>>,
    modules: Arc<Vec<Module>>,
    limit: Duration,
}

impl Attestor {
    /// Loads the shipped evidence rules about some platforms; without them, all rules and `users`, which
    /// may build on any of the shipped ones.
    ///
    /// # Errors
    /// What is wrong with the user's policies.
    pub(super) fn load(
        bundle: &Bundle,
        users: &[EvidenceRule],
        settings: Settings,
        platforms: Option<&Platforms>,
    ) -> Result<Self, Vec<Fault>> {
        let mut loader = Loader::new(settings);
        if let Some(platforms) = platforms {
            loader.shipped_that(settings, |package| about(package, platforms));
        } else {
            loader.shipped(settings, &[]);
            loader.shipped_evidence(&[]);
        }
        let mut rules: Vec<EvidenceRule> = shipped_evidence().rules.clone();
        if !users.is_empty() {
            let files: Vec<_> = bundle.files.iter().filter(|file| !file.is_test).collect();
            for module in &Module::join(&files)? {
                loader.module(module);
            }
            loader.data(&bundle.data);
        }
        rules.extend_from_slice(users);
        let packages: BTreeSet<&str> = rules
            .iter()
            .map(|rule| rule.package.as_str())
            .filter(|package| platforms.is_none_or(|platforms| about(package, platforms)))
            .collect();
        // What stands in somebody's infrastructure code may be of any type: a rule that cannot make
        // sense of it says nothing, and the run goes on. The rules' tests run strictly.
        loader.engine.set_strict_builtin_errors(false);
        let (engine, modules) = loader.ready(&entry::text(packages, guard))?;
        let rules = rules.into_iter().map(|rule| ((rule.package.clone(), rule.name.clone()), rule)).collect();
        Ok(Self {
            engine,
            rules: Arc::new(rules),
            modules: Arc::new(modules),
            limit: settings.policy_time_limit,
        })
    }

    /// Evaluates all rules over a service that is built from `resources` resources.
    ///
    /// # Errors
    /// A conflict or the time limit, at its place in the policy.
    pub fn evaluate(&mut self, input: Value, resources: u32) -> Result<Vec<(&EvidenceRule, Value)>, Fault> {
        self.engine.set_execution_timer_config(super::engine::timer(self.limit + PER_RESOURCE * resources));
        self.engine.set_input(input);
        let results = self
            .engine
            .eval_rule(entry::RESULTS.to_owned())
            .map_err(|error| fault(&error.to_string(), &self.modules))?;
        let ruled = entry::results(&results).filter_map(|(package, name, value)| {
            let rule = self.rules.get(&(package.to_owned(), name.to_owned()))?;
            Some((rule, value.clone()))
        });
        Ok(ruled.collect())
    }

    /// Every rule, in the order of packages and names.
    pub fn rules(&self) -> impl Iterator<Item = &EvidenceRule> {
        self.rules.values()
    }
}

/// Whether a package holds evidence rules about one of some platforms.
fn about(package: &str, platforms: &Platforms) -> bool {
    platform(package).is_some_and(|platform| platforms.contains(platform))
}

/// The platform that a shipped package of evidence rules is about.
fn platform(package: &str) -> Option<&str> {
    package.strip_prefix(SHIPPED).and_then(|rest| rest.split('.').next())
}

/// A shipped package is evaluated only where its platform occurs.
fn guard(package: &str) -> String {
    platform(package).map_or_else(String::new, |it| format!("\t{it:?} in input.index.platforms\n"))
}

#[cfg(test)]
mod tests {
    use super::super::loader::asked_for;
    use super::super::module::package;
    use super::super::shipped::shipped;
    use super::*;

    /// Rules are loaded with what they ask for by name: so they name it in full, and stay within their
    /// platform.
    #[test]
    fn rules_of_one_platform_ask_for_whole_packages_and_for_none_of_another() {
        let modules = || shipped().modules.iter().chain(&shipped_evidence().modules);
        let packages: BTreeSet<&str> =
            modules().filter_map(|(_, text)| package(text)).map(|(_, name)| name).collect();
        for (path, text) in &shipped_evidence().modules {
            let own = package(text).and_then(|(_, name)| platform(name));
            for asked in asked_for(text) {
                if ["ccsec.settings", "ccsec.catalog", "ccsec.evidence.regions"]
                    .iter()
                    .any(|data| asked.starts_with(data))
                {
                    continue;
                }
                let known = |it: &&str| *asked == **it || asked.starts_with(&format!("{it}."));
                assert!(packages.iter().any(known), "{path} asks for {asked}");
                let other = platform(asked);
                assert!(other.is_none() || other == own, "{path} asks for {asked}");
            }
        }
    }
}
