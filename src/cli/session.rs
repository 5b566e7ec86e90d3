//! What `check`, `matrix` and `why` share: configuration, policies, descriptors, judgement.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::chain::{Chain, Member};
use crate::config::{self, Loaded};
use crate::discover::{self, Candidate};
use crate::document::{self, Day, Fault, nearest};
use crate::evaluate::{self, Judged, Terms};
use crate::infrastructure::{Library, Unit};
use crate::policy::{EvidenceRule, Platforms, PolicySet, Registry, Severity, Unweighable, shipped_evidence};
use crate::report::Run;

use super::args::{Judging, Output, Rules};

/// A run, and what it was made with.
pub(super) struct Session {
    pub(super) loaded: Loaded,
    pub(super) run: Run,
    /// The descriptors that took part, with what they build on.
    pub(super) chain: Chain,
    /// Where descriptors were looked for.
    pub(super) looked: Vec<PathBuf>,
    /// Folders of the user's policies.
    pub(super) policies: Vec<PathBuf>,
}

/// Judges everything that the arguments name.
///
/// # Errors
/// A configuration or policies that cannot be used: then nothing is judged.
pub(super) fn judge(arguments: &Judging) -> Result<Session, Vec<Fault>> {
    let (loaded, policies) = configured(&arguments.rules)?;
    let settings = loaded.settings();
    let set = policy_set(&loaded, &policies)?;
    let terms = Terms {
        today: arguments.today.unwrap_or_else(Day::today),
        settings,
        assurance: loaded.assurance(),
        library: Arc::default(),
        reports: Arc::default(),
    };

    let (stdin, mut paths): (Vec<PathBuf>, Vec<PathBuf>) =
        arguments.paths.iter().cloned().partition(|path| path.as_os_str() == "-");
    if paths.is_empty() && stdin.is_empty() {
        paths.push(PathBuf::from("."));
    }
    let found = discover::search(&paths, &loaded.config.exclude, &loaded.folder());
    let mut faults = found.faults;
    keep_inputs(&arguments.output, &found.candidates, loaded.file.as_deref())?;
    let mut members: Vec<Member> = found.candidates.into_iter().map(Member::read).collect();
    if !stdin.is_empty() {
        let mut bytes = Vec::new();
        // One byte more than allowed, so that too much is seen as such.
        match std::io::stdin().lock().take(discover::LARGEST + 1).read_to_end(&mut bytes) {
            Ok(_) => {
                let candidate = Candidate {
                    name: discover::display(&arguments.stdin_filename),
                    place: discover::place(&arguments.stdin_filename, &mut BTreeMap::new()),
                    path: arguments.stdin_filename.clone(),
                };
                let text = discover::text(&candidate.name, bytes);
                members.push(Member::asked(candidate, text));
                // Standard input has its place in the order of names.
                members.sort_by(|a, b| a.candidate.name.cmp(&b.candidate.name));
            }
            Err(error) => faults.push(Fault::new(format!("cannot read standard input: {error}"))),
        }
    }
    let unsearched: Mutex<Vec<Fault>> = Mutex::default();
    let search = |root: &Path| -> Vec<PathBuf> {
        let found = discover::search(&[root.to_owned()], &loaded.config.exclude, &loaded.folder());
        unsearched.lock().unwrap_or_else(PoisonError::into_inner).extend(found.faults);
        found.candidates.into_iter().map(|candidate| candidate.path).collect()
    };
    let chain = Chain::of(members, &paths, &search).map_err(|fault| vec![fault])?;
    // Where a descriptor could not be looked for, one may lie that is built on.
    for fault in unsearched.into_inner().unwrap_or_else(PoisonError::into_inner) {
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    }
    let outcomes = chain.judge(&set, &terms);
    let registry = set.registry().clone();
    // The process ends after this run: to free every policy first, node by node, would only cost time.
    std::mem::forget(set);
    let mut judged: Vec<Arc<Judged>> = Vec::new();
    for (member, outcome) in chain.members().iter().zip(outcomes) {
        match outcome {
            Ok(one) if member.asked => judged.push(one),
            // What was only looked at has its findings where it is asked for.
            Ok(_) => {}
            Err(failed) => faults.extend(failed),
        }
    }
    // What is wrong with the code is said once, however many services are built from it.
    let services = || judged.iter().filter_map(|one| one.service.as_ref());
    let units: BTreeMap<&str, &Arc<Unit>> =
        services().flat_map(|one| &one.code.units).map(|unit| (unit.name.as_str(), unit)).collect();
    let units: Vec<Arc<Unit>> = units.into_values().map(Arc::clone).collect();
    let statements = services().flat_map(|one| &one.statements);
    let of_code = evaluate::judge_code(&units, statements, &registry);
    judged.extend(of_code.into_iter().map(Arc::new));
    // Only beside services can code be missing from them.
    if judged.iter().any(|one| one.service.is_some()) {
        let unclaimed = unclaimed(&paths, &loaded, &terms.library, &registry)?;
        judged.extend(unclaimed.into_iter().map(Arc::new));
    }
    Ok(Session {
        chain,
        run: Run { judged, faults, registry, min_severity: Severity::Note, fail_on: None },
        loaded,
        looked: if stdin.is_empty() { paths } else { Vec::new() },
        policies,
    })
}

/// The configuration, and the folders of the user's policies.
pub(super) fn configured(rules: &Rules) -> Result<(Loaded, Vec<PathBuf>), Vec<Fault>> {
    let working = std::env::current_dir()
        .map_err(|error| vec![Fault::new(format!("cannot tell the working folder: {error}"))])?;
    let loaded =
        if rules.isolated { Loaded::default() } else { config::load(rules.config.as_deref(), &working)? };
    let mut policies: Vec<PathBuf> =
        loaded.config.policies.iter().map(|folder| loaded.folder().join(folder)).collect();
    policies.extend(rules.policies.iter().cloned());
    Ok((loaded, policies))
}

/// Every rule that a run with these arguments would know.
///
/// # Errors
/// A configuration or policies that cannot be used.
pub(super) fn registry(rules: &Rules) -> Result<Arc<Registry>, Vec<Fault>> {
    let (loaded, policies) = configured(rules)?;
    if policies.is_empty() {
        // The shipped rules are known without loading their policies.
        let mut registry = Registry::shipped();
        let severities = loaded.severities();
        registry.weigh(&severities).map_err(|wrong| unweighable(&loaded, &registry, wrong))?;
        return Ok(Arc::new(registry));
    }
    Ok(Arc::clone(policy_set(&loaded, &policies)?.registry()))
}

/// The shipped policies and the user's, with the severities of the configuration.
///
/// # Errors
/// Policies that cannot be used, and severities of rules that do not exist or cannot have them.
pub(super) fn policy_set(loaded: &Loaded, policies: &[PathBuf]) -> Result<PolicySet, Vec<Fault>> {
    let mut set = PolicySet::load(policies, loaded.settings())?;
    match set.weigh(&loaded.severities()) {
        Ok(()) => Ok(set),
        Err(wrong) => Err(unweighable(loaded, set.registry(), wrong)),
    }
}

fn unweighable(loaded: &Loaded, registry: &Registry, wrong: Vec<Unweighable>) -> Vec<Fault> {
    let fault = |Unweighable { pattern, unknown }: Unweighable| {
        let path = document::Path::root().join("severity").join(pattern.as_str());
        if unknown {
            let near = nearest(&pattern, registry.rules().iter().map(|rule| rule.id.as_str()));
            let help = near.map_or_else(
                || "see: ccsec-lint list rules".to_owned(),
                |near| format!("write \"{near}\", or see: ccsec-lint list rules"),
            );
            loaded.fault(&path, format!("`{pattern}` is not a rule"), "unknown").with_help(help)
        } else {
            let message =
                format!("`{pattern}` keeps its severity: a descriptor that cannot be judged never passes");
            loaded.fault(&path, message, "always an error").with_help("remove this line")
        }
    };
    wrong.into_iter().map(fault).collect()
}

/// Every evidence rule that a run with these arguments would know.
///
/// # Errors
/// A configuration or policies that cannot be used.
pub(super) fn evidence_rules(rules: &Rules) -> Result<Vec<EvidenceRule>, Vec<Fault>> {
    let (loaded, policies) = configured(rules)?;
    if policies.is_empty() {
        return Ok(shipped_evidence().rules.clone());
    }
    let mut evaluator = policy_set(&loaded, &policies)?.evaluator();
    Ok(evaluator.attestor(Platforms::new())?.rules().cloned().collect())
}

/// Code under the folders of the command line that no service names.
fn unclaimed(
    paths: &[PathBuf],
    loaded: &Loaded,
    library: &Library,
    registry: &Registry,
) -> Result<Vec<Judged>, Vec<Fault>> {
    let exclude = discover::excluded(&loaded.config.exclude, &loaded.folder())?;
    let mut units = Vec::new();
    for folder in paths.iter().filter(|path| path.is_dir()) {
        let within = discover::place(&folder.join(config::FILE_NAME), &mut BTreeMap::new());
        units.extend(library.unclaimed(&within.folder, &within, &exclude));
    }
    Ok(evaluate::unclaimed(&units, registry))
}

/// Refuses an output file that is one of the files that are read.
pub(super) fn keep_inputs(
    output: &Output,
    candidates: &[Candidate],
    config: Option<&Path>,
) -> Result<(), Vec<Fault>> {
    let Some(file) = &output.output_file else { return Ok(()) };
    let Ok(target) = file.canonicalize() else { return Ok(()) };
    let mut inputs = candidates.iter().map(|candidate| candidate.path.as_path()).chain(config);
    if inputs.any(|input| input.canonicalize().is_ok_and(|input| input == target)) {
        let fault = Fault::new(format!(
            "`{}` is read, and would be lost if the output were written to it",
            file.display()
        ));
        return Err(vec![fault.with_help("name another file after --output-file")]);
    }
    Ok(())
}
