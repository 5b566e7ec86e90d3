//! `ccsec-lint.toml`: how a repository wants to be linted.
//!
//! In: the file, found upwards from the working folder to the root of the repository. Out: a
//! [`Config`], or every fault of the file at its place.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value as Schema;

use crate::descriptor::ExpectationId as Expectation;
use crate::document::shape::{self, Shape};
use crate::document::{Document, Duration, Fault, Path as DocumentPath, Source};
use crate::evaluate::{Assurance, Verdict};
use crate::policy::{Settings, Severity};

/// The name of the configuration file.
pub const FILE_NAME: &str = "ccsec-lint.toml";

/// How a repository wants to be linted. Read by ccsec-lint from `ccsec-lint.toml`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Folders of your own policies, relative to this file.
    #[schemars(extend("uniqueItems" = true))]
    pub policies: Vec<String>,
    /// Where not to look for descriptors: gitignore patterns, relative to this file.
    #[schemars(extend("uniqueItems" = true))]
    pub exclude: Vec<String>,
    /// The least severity that is shown; "note" unless stated.
    pub min_severity: Option<Level>,
    /// The least severity that makes a run fail; "error" unless stated.
    pub fail_on: Option<Level>,
    /// Another severity for a rule, by its id, or for a family of rules, as in "9.7/*".
    pub severity: BTreeMap<String, Level>,
    /// Figures that policies compare with.
    pub thresholds: Thresholds,
    /// What has to stand behind a claim.
    pub assurance: AssuranceConfig,
}

/// What has to stand behind a claim.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AssuranceConfig {
    /// The least verdict that meets an expectation; "declared" unless stated.
    pub minimum: Option<Grade>,
    /// The same for single expectations, by id.
    #[schemars(with = "BTreeMap<Expectation, Grade>")]
    pub expectations: BTreeMap<String, Grade>,
}

/// What stands behind a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// The descriptor's word.
    Declared,
    /// A document in the repository, reviewed within the time allowed.
    Documented,
    /// Infrastructure code, or a scanner's report.
    Verified,
}

impl From<Grade> for Verdict {
    fn from(grade: Grade) -> Self {
        match grade {
            Grade::Declared => Self::Declared,
            Grade::Documented => Self::Documented,
            Grade::Verified => Self::Verified,
        }
    }
}

/// A severity, as SARIF calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Worth knowing.
    Note,
    /// Weakens the service.
    Warning,
    /// Lets a threat through.
    Error,
}

impl From<Level> for Severity {
    fn from(level: Level) -> Self {
        match level {
            Level::Note => Self::Note,
            Level::Warning => Self::Warning,
            Level::Error => Self::Error,
        }
    }
}

/// Figures that policies compare with.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Thresholds {
    /// The age at which the review of a document is stale; "365d" unless stated.
    pub document_max_age: Option<Duration>,
    /// The longest time between two reviews of a service; "365d" unless stated.
    pub review_max_interval: Option<Duration>,
    /// The oldest that the last review or audit of an upstream service may be; "365d" unless stated.
    pub upstream_max_age: Option<Duration>,
    /// The longest that policies may take over one descriptor; "10s" unless stated.
    pub policy_time_limit: Option<Duration>,
    /// How many different words of three letters or more the reason of a dismissal needs; 4 unless stated.
    #[schemars(range(min = 1, max = 100))]
    pub dismissal_min_words: Option<u8>,
}

/// A configuration and where it came from.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// The configuration.
    pub config: Config,
    /// The file; none if there is none.
    pub file: Option<PathBuf>,
    /// Its text.
    pub source: Option<Arc<Source>>,
}

impl Loaded {
    /// The folder that the configuration's paths are relative to.
    pub fn folder(&self) -> PathBuf {
        let folder = self.file.as_deref().and_then(Path::parent).map(Path::to_owned);
        folder.or_else(|| std::env::current_dir().ok()).unwrap_or_default()
    }

    /// The severities that rules are given.
    pub fn severities(&self) -> BTreeMap<String, Severity> {
        self.config.severity.iter().map(|(rule, level)| (rule.clone(), (*level).into())).collect()
    }

    /// A fault at a key of the configuration.
    pub fn fault(&self, key: &DocumentPath, message: String, label: &str) -> Fault {
        let fault = Fault::new(message);
        let Some(source) = &self.source else { return fault };
        let span = Document::parse(source).ok().and_then(|document| document.locate_key(key));
        fault.at(source, span.unwrap_or(0..0), label)
    }

    /// Which verdict is enough.
    pub fn assurance(&self) -> Assurance {
        let stated = &self.config.assurance;
        let default = Assurance::default();
        Assurance {
            minimum: stated.minimum.map_or(default.minimum, Verdict::from),
            of: stated.expectations.iter().map(|(id, grade)| (id.clone(), (*grade).into())).collect(),
        }
    }

    /// The figures that policies compare with.
    pub fn settings(&self) -> Settings {
        let thresholds = &self.config.thresholds;
        let default = Settings::default();
        let days = |stated: Option<Duration>, default: i64| {
            stated.map_or(default, |duration| i64::try_from(duration.days()).unwrap_or(i64::MAX))
        };
        Settings {
            document_max_age_days: days(thresholds.document_max_age, default.document_max_age_days),
            review_max_interval_days: days(thresholds.review_max_interval, default.review_max_interval_days),
            upstream_max_age_days: days(thresholds.upstream_max_age, default.upstream_max_age_days),
            policy_time_limit: thresholds.policy_time_limit.map_or(default.policy_time_limit, |limit| {
                std::time::Duration::from_secs(limit.seconds().max(1))
            }),
            dismissal_min_words: thresholds
                .dismissal_min_words
                .map_or(default.dismissal_min_words, i64::from),
        }
    }
}

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| schemars::schema_for!(Config).to_value());

static SHAPE: LazyLock<Shape<'static>> = LazyLock::new(|| Shape::of(schema()));

/// The JSON Schema (2020-12) of `ccsec-lint.toml`.
pub fn schema() -> &'static Schema {
    &SCHEMA
}

/// Loads the configuration: the named file, or the nearest one upwards from `start` that is still in
/// its repository.
///
/// # Errors
/// Everything that is wrong with the file.
pub fn load(named: Option<&Path>, start: &Path) -> Result<Loaded, Vec<Fault>> {
    let Some(file) = named.map(Path::to_owned).or_else(|| find(start)) else {
        return Ok(Loaded::default());
    };
    let text = fs::read_to_string(&file).map_err(|error| {
        vec![
            Fault::new(format!("cannot read the configuration `{}`: {error}", file.display()))
                .with_help("check the path, or leave the configuration out with --isolated"),
        ]
    })?;
    let source = Arc::new(Source::new(crate::discover::display(&file), text));
    let config = parse(&source)?;
    Ok(Loaded { config, file: Some(std::path::absolute(&file).unwrap_or(file)), source: Some(source) })
}

/// Reads the text of a configuration.
///
/// # Errors
/// Everything that is wrong with it.
pub fn parse(source: &Arc<Source>) -> Result<Config, Vec<Fault>> {
    let document = Document::parse(source)
        .map_err(|error| vec![Fault::new(error.message).at(source, error.span, "not TOML from here")])?;
    let mut faults: Vec<Fault> = shape::check(document.root(), &SHAPE)
        .into_iter()
        .map(|problem| {
            let key = problem.key.then(|| document.locate_key(&problem.path)).flatten();
            let span = key.unwrap_or_else(|| document.locate(&problem.path));
            let fault = Fault::new(problem.message).at(source, span, problem.label);
            match problem.help {
                Some(help) => fault.with_help(help),
                None => fault,
            }
        })
        .collect();
    match Config::deserialize(toml::de::Deserializer::from(document.tree())) {
        Ok(config) if faults.is_empty() => Ok(config),
        Ok(_) => Err(faults),
        Err(error) => {
            if faults.is_empty() {
                let span = error.span().unwrap_or(0..0);
                faults.push(Fault::new(error.message()).at(source, span, "here"));
            }
            Err(faults)
        }
    }
}

fn find(start: &Path) -> Option<PathBuf> {
    for folder in start.ancestors() {
        let file = folder.join(FILE_NAME);
        if file.is_file() {
            return Some(file);
        }
        if folder.join(".git").exists() {
            break;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Arc<Source> {
        Arc::new(Source::new(FILE_NAME, text))
    }

    #[test]
    fn every_fault_of_a_configuration_is_reported_at_its_place() {
        let text = "fail_on = \"warnings\"\nexlude = []\n[thresholds]\ndocument_max_age = \"a year\"\n";
        let faults = parse(&named(text)).unwrap_err();
        let seen: Vec<(String, String)> = faults
            .into_iter()
            .map(|fault| {
                let place = fault.place.unwrap();
                (place.source.slice(&place.span).to_owned(), fault.help.unwrap_or_default())
            })
            .collect();
        assert_eq!(
            seen,
            [
                ("\"warnings\"".to_owned(), "write one of \"note\", \"warning\", \"error\"".to_owned()),
                ("exlude".to_owned(), "write `exclude` instead".to_owned()),
                (
                    "\"a year\"".to_owned(),
                    "write a duration such as \"15m\", \"4h\", \"30d\" or \"2w\"".to_owned()
                ),
            ]
        );
    }

    #[test]
    fn figures_become_settings() {
        let text = "[thresholds]\ndocument_max_age = \"26w\"\ndismissal_min_words = 6\n";
        let loaded = Loaded { config: parse(&named(text)).unwrap(), file: None, source: None };
        let settings = loaded.settings();
        assert_eq!((settings.document_max_age_days, settings.dismissal_min_words), (182, 6));
        assert_eq!(settings.review_max_interval_days, 365, "the rest keeps its default");
    }
}
