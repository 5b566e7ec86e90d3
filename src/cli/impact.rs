//! `ccsec-lint impact`: what a change of files touches.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::chain;
use crate::discover;
use crate::document::Fault;
use crate::evaluate::Subject;
use crate::git;
use crate::report::impact;

use super::args::{Impact, ImpactFormat, Judging};
use super::exit::Exit;
use super::{out, session};

pub(super) fn run(arguments: &Impact) -> Result<Exit, Vec<Fault>> {
    let working = std::env::current_dir()
        .map_err(|error| vec![Fault::new(format!("cannot tell the working folder: {error}"))])?;
    let mut changed: Vec<PathBuf> = arguments.files.clone();
    if let Some(base) = &arguments.diff {
        changed.extend(git::changed_since(&working, base).map_err(|fault| vec![fault])?);
    }
    // Who builds on what is touched may lie anywhere in the repository, and everything is named as git does:
    // from its root, wherever this was started.
    let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
    let changed: Vec<PathBuf> = changed.iter().map(absolute).collect();
    let mut rules = arguments.common.rules.clone();
    rules.config = rules.config.as_ref().map(absolute);
    rules.policies = rules.policies.iter().map(absolute).collect();
    let mut output = arguments.common.output.clone();
    output.output_file = output.output_file.as_ref().map(absolute);
    let here = discover::place(&working.join("ccsec.toml"), &mut BTreeMap::new());
    std::env::set_current_dir(&here.root)
        .map_err(|error| vec![Fault::new(format!("cannot enter `{}`: {error}", here.root.display()))])?;
    let session = session::judge(&Judging {
        paths: vec![PathBuf::from(".")],
        rules,
        today: arguments.common.today,
        stdin_filename: "stdin.ccsec.toml".into(),
        output: output.clone(),
    })?;
    let run = &session.run;
    if run.judged.is_empty() && run.faults.is_empty() {
        out::say("nothing to judge: no ccsec.toml or NAME.ccsec.toml was found in this repository\n");
        return Ok(Exit::Nothing);
    }
    let placed = chain::placed(session.chain.members(), &run.judged);
    let found = chain::impact(&placed, &changed, &run.registry);
    let text = match arguments.format {
        ImpactFormat::Human => impact::human(&found),
        ImpactFormat::Markdown => impact::markdown(&found),
        ImpactFormat::Json => impact::json(&found),
    };
    out::write(&text, &output).map_err(|fault| vec![fault])?;
    let mut faults = run.faults.clone();
    let descriptors = run.judged.iter().filter(|judged| judged.subject == Subject::Descriptor);
    faults.extend(
        descriptors.filter(|it| it.service.is_none()).map(|it| super::views::not_judged(it.source.name())),
    );
    if faults.is_empty() { Ok(Exit::Clean) } else { Err(faults) }
}
