//! `ccsec-lint init`: a first descriptor.
//!
//! In: facts about a service, from flags or asked for. Out: a file in which those facts stand, the
//! threats they call for are flagged with the reason, every other threat waits for review, and each
//! required expectation has its example, commented out. It lints without a fault of form, and never
//! green: what it cannot know is left open.

mod ask;
mod draft;

use std::fs::OpenOptions;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::Arc;

use crate::discover::Place;
use crate::document::{Day, Fault, Source};
use crate::evaluate::{self, Judged, Terms};
use crate::policy::{Evaluator, PolicySet};

use super::args::{Init, Partner};
use super::exit::Exit;
use super::out;

/// What a first descriptor says of its service.
#[derive(Debug, Clone)]
struct Facts {
    id: String,
    title: String,
    owner: String,
    role: String,
    category: String,
    deployment: String,
    tenancy: String,
    exposure: String,
    compute: Vec<String>,
    code: Vec<String>,
    classification: String,
    personal: bool,
    controller: Option<String>,
    processor: Option<String>,
    stored: Option<bool>,
    jurisdictions: Vec<String>,
    upstream: Vec<String>,
    partners: Vec<Partner>,
}

pub(super) fn run(arguments: &Init) -> Result<Exit, Vec<Fault>> {
    let file = &arguments.file;
    if file.exists() {
        return Err(vec![
            Fault::new(format!("`{}` exists already, and is left as it is", file.display()))
                .with_help("name another file, such as ccsec-lint init services/storage.ccsec.toml"),
        ]);
    }
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if !crate::discover::is_descriptor(name) {
        return Err(vec![
            Fault::new(format!("`{name}` is not the name of a descriptor"))
                .with_help("descriptors are found by their name: ccsec.toml, or NAME.ccsec.toml"),
        ]);
    }
    let facts = ask::facts(arguments, may_ask(arguments))?;
    let text = write(&facts)?;
    create(file, &text)
        .map_err(|error| vec![Fault::new(format!("cannot write `{}`: {error}", file.display()))])?;
    let shown = crate::discover::display(file);
    let flagged = text.lines().filter(|line| draft::is_flag(line)).count();
    let stubs = text.lines().filter(|line| *line == draft::STUB).count();
    let uncomment = if stubs > 0 {
        "2. uncomment the controls that are there, correct them to what you do, and date their documents"
    } else {
        "2. add a control for each expectation that your flags require: ccsec-lint names them"
    };
    out::write(
        &format!(
            "wrote {shown}: {flagged} threats flagged by the facts, {stubs} expectations to meet\n\
             1. review the other threats in [threats]: flag each, or dismiss it with a reason\n\
             {uncomment}\n\
             3. see what is left: ccsec-lint {shown}\n"
        ),
        &super::args::Output { output_file: None, color: super::args::Color::Auto },
    )
    .map_err(|fault| vec![fault])?;
    Ok(Exit::Clean)
}

/// Questions need somebody who reads them, and somewhere to type.
fn may_ask(arguments: &Init) -> bool {
    !arguments.no_input && io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// The text of a first descriptor.
///
/// Twice the policies are asked: once for the threats that the facts call for, and with these flagged
/// for the expectations that are required.
fn write(facts: &Facts) -> Result<String, Vec<Fault>> {
    let set = PolicySet::shipped()?;
    let mut evaluator = set.evaluator();
    let bare = draft::facts(facts);
    let skeleton = format!("{bare}\n[threats]\nflagged = []\n");
    let judged = judge(&skeleton, &mut evaluator)?;
    let faults: Vec<Fault> = judged
        .findings
        .iter()
        .filter(|finding| finding.rule.starts_with("descriptor/"))
        .map(|finding| {
            let fault = Fault::new(finding.message.clone());
            match &finding.help {
                Some(help) => fault.with_help(help.clone()),
                None => fault,
            }
        })
        .collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let called = draft::called_for(&judged);
    let flagged: Vec<String> = called.iter().map(|(threat, _)| format!("{threat:?}")).collect();
    let skeleton = format!("{bare}\n[threats]\nflagged = [{}]\n", flagged.join(", "));
    let judged = judge(&skeleton, &mut evaluator)?;
    Ok(draft::text(&bare, &called, &judged, set.registry()))
}

fn judge(text: &str, evaluator: &mut Evaluator) -> Result<Judged, Vec<Fault>> {
    let source = Arc::new(Source::new("ccsec.toml", text));
    let folder = std::env::current_dir().unwrap_or_default();
    let place = Place::new(folder.clone(), folder);
    evaluate::judge(&source, &place, evaluator, &Terms::new(Day::today()))
}

/// Writes a file that does not exist yet.
fn create(file: &Path, text: &str) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(file)?.write_all(text.as_bytes())
}
