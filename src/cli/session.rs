//! What `check`, `matrix` and `why` share: configuration, policies, descriptors, judgement.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

use crate::config::{self, Loaded};
use crate::discover::{self, Candidate, Unread};
use crate::document::{Day, Fault};
use crate::evaluate::{self, Judged, Terms};
use crate::infrastructure::Library;
use crate::policy::{Evaluator, EvidenceRule, Platforms, PolicySet, Registry, Severity, shipped_evidence};
use crate::report::Run;

use super::args::{Judging, Output, Rules};

/// The stack of a thread in bytes. The TOML parser lets trees through that are thousands of levels
/// deep before their depth can be seen, and frees them level by level.
const STACK: usize = 32 << 20;

/// A run, and what it was made with.
pub(super) struct Session {
    pub(super) loaded: Loaded,
    pub(super) run: Run,
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
    let set = PolicySet::load(&policies, settings)?;
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
    let mut sources: Vec<(Candidate, Option<Vec<u8>>)> =
        found.candidates.into_iter().map(|candidate| (candidate, None)).collect();
    if !stdin.is_empty() {
        let mut bytes = Vec::new();
        // One byte more than allowed, so that too much is seen as such.
        match std::io::stdin().lock().take(discover::LARGEST + 1).read_to_end(&mut bytes) {
            Ok(_) => sources.push((
                Candidate {
                    name: discover::display(&arguments.stdin_filename),
                    place: discover::place(&arguments.stdin_filename, &mut BTreeMap::new()),
                    path: arguments.stdin_filename.clone(),
                },
                Some(bytes),
            )),
            Err(error) => faults.push(Fault::new(format!("cannot read standard input: {error}"))),
        }
    }
    let one = |evaluator: &mut Evaluator, (candidate, bytes): (Candidate, Option<Vec<u8>>)| {
        let read = match bytes {
            Some(bytes) => discover::text(&candidate.name, bytes),
            None => discover::read(&candidate),
        };
        match read {
            Ok(source) => evaluate::judge(&source, &candidate.place, evaluator, &terms).map_err(|faults| {
                faults.into_iter().map(|fault| named(fault, &candidate.name)).collect::<Vec<_>>()
            }),
            Err(Unread::Fault(fault)) => Err(vec![fault]),
            Err(Unread::Finding { rule, source, error }) => {
                Ok(evaluate::unreadable(&source, evaluator.registry(), rule, &error))
            }
        }
    };
    let results: Vec<Result<Judged, Vec<Fault>>> = if sources.len() <= 1 {
        // Threads would cost more than they give.
        sources.into_iter().map(|source| one(&mut set.evaluator(), source)).collect()
    } else {
        let pool = ThreadPoolBuilder::new()
            .stack_size(STACK)
            .build()
            .map_err(|error| vec![Fault::new(format!("cannot start threads: {error}"))])?;
        pool.install(|| sources.into_par_iter().map_init(|| set.evaluator(), one).collect())
    };
    let registry = set.registry().clone();
    // The process ends after this run: to free every policy first, node by node, would only cost time.
    std::mem::forget(set);
    let mut judged = Vec::new();
    for result in results {
        match result {
            Ok(one) => judged.push(one),
            Err(failed) => faults.extend(failed),
        }
    }
    // What is wrong with the code is said once, however many services are built from it.
    let statements = judged.iter().filter_map(|one| one.service.as_ref()).flat_map(|one| &one.statements);
    let of_code = evaluate::judge_code(&terms.library.used(), statements, &registry);
    judged.extend(of_code);
    // Only beside services can code be missing from them.
    if judged.iter().any(|one| one.service.is_some()) {
        judged.extend(unclaimed(&paths, &loaded, &terms.library, &registry)?);
    }
    Ok(Session {
        run: Run { judged, faults, registry, min_severity: Severity::Note, fail_on: None },
        loaded,
        looked: if stdin.is_empty() { paths } else { Vec::new() },
        policies,
    })
}

/// The configuration, and the folders of the user's policies.
fn configured(rules: &Rules) -> Result<(Loaded, Vec<PathBuf>), Vec<Fault>> {
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
        return Ok(Arc::new(Registry::shipped()));
    }
    Ok(Arc::clone(PolicySet::load(&policies, loaded.settings())?.registry()))
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
    let mut evaluator = PolicySet::load(&policies, loaded.settings())?.evaluator();
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
fn keep_inputs(output: &Output, candidates: &[Candidate], config: Option<&Path>) -> Result<(), Vec<Fault>> {
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

/// Says which descriptor a policy failed on.
fn named(mut fault: Fault, name: &str) -> Fault {
    fault.message = format!("{} (while judging `{name}`)", fault.message);
    fault
}
