//! `ccsec-lint init`: a first descriptor.
//!
//! In: facts about a service, from flags, from its infrastructure code, or asked for. Out: a file in which
//! those facts stand, the threats they call for are flagged with the reason, every other threat waits for
//! review, what the code attests is claimed, and each other expectation that is required has its example,
//! commented out. It lints without a fault of form, and never green: what it cannot know is left open.

mod ask;
mod code;
mod controls;
mod draft;
mod guess;

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::Arc;

use crate::descriptor::Question;
use crate::discover::{self, Place};
use crate::document::{Day, Fault, Source};
use crate::evaluate::{self, Judged, Terms};
use crate::policy::{Evaluator, PolicySet, Severity};

use super::args::{Init, Partner, Rules};
use super::exit::Exit;
use super::{out, session};

use code::{Names, Seen};

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
    infrastructure: Vec<String>,
    classification: String,
    personal: bool,
    controller: Option<String>,
    processor: Option<String>,
    stored: Option<bool>,
    jurisdictions: Vec<String>,
    upstream: Vec<String>,
    partners: Vec<Partner>,
    /// The keys whose values are not known.
    open: Vec<Question>,
    /// Lines of comment for each key.
    notes: BTreeMap<String, Vec<String>>,
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
    if !discover::is_descriptor(name) {
        return Err(vec![
            Fault::new(format!("`{name}` is not the name of a descriptor"))
                .with_help("descriptors are found by their name: ccsec.toml, or NAME.ccsec.toml"),
        ]);
    }
    let desk = &mut Desk::new(file)?;
    let infrastructure = code::names(&arguments.from, &desk.place)?;
    let read = if infrastructure.is_empty() {
        String::new()
    } else {
        let code = code::read(&infrastructure, &desk.terms.library, &desk.place)?;
        let files: usize = code.units.iter().map(|unit| unit.files.len()).sum();
        format!("read {}, {}\n", count(files, "file"), count(code.len(), "resource"))
    };
    let seen = desk.look(arguments, infrastructure)?;
    let facts = ask::facts(arguments, may_ask(arguments), &seen)?;
    let drafted = desk.write(&facts)?;
    create(file, &drafted.text)
        .map_err(|error| vec![Fault::new(format!("cannot write `{}`: {error}", file.display()))])?;
    let shown = discover::display(file);
    out::write(
        &format!("{read}{}", drafted.summary(&facts, &shown)),
        &super::args::Output { output_file: None, color: super::args::Color::Auto },
    )
    .map_err(|fault| vec![fault])?;
    Ok(Exit::Clean)
}

/// A text, and what there is to be said of it.
struct Drafted {
    text: String,
    flagged: usize,
    attested: usize,
    contradicted: usize,
    stubs: usize,
}

impl Drafted {
    fn summary(&self, facts: &Facts, shown: &str) -> String {
        let mut counts = format!("{} threats flagged by the facts", self.flagged);
        if !facts.infrastructure.is_empty() {
            counts.push_str(&format!(
                ", {} attested by the code, {} contradicted by it",
                count(self.attested, "expectation"),
                self.contradicted
            ));
        }
        let mut steps = Vec::new();
        if !facts.open.is_empty() {
            steps.push(format!(
                "answer the {} in [draft]: correct each value, and take its key out of the list",
                count(facts.open.len(), "question")
            ));
        }
        steps
            .push("review the other threats in [threats]: flag each, or dismiss it with a reason".to_owned());
        steps.push(if self.stubs > 0 {
            "uncomment the controls that are there, correct them to what you do, and date their documents"
                .to_owned()
        } else {
            "add a control for each expectation that your flags require: ccsec-lint names them".to_owned()
        });
        steps.push(format!("see what is left: ccsec-lint {shown}"));
        let steps: Vec<String> =
            steps.iter().enumerate().map(|(index, step)| format!("{}. {step}\n", index + 1)).collect();
        format!("wrote {shown}: {counts}, {} expectations to meet\n{}", self.stubs, steps.concat())
    }
}

/// `1 file`, `2 files`.
fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("{number} {noun}") } else { format!("{number} {noun}s") }
}

/// Questions need somebody who reads them, and somewhere to type.
fn may_ask(arguments: &Init) -> bool {
    !arguments.no_input && io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// What descriptors that are still in the making are judged with.
struct Desk {
    set: PolicySet,
    evaluator: Evaluator,
    terms: Terms,
    place: Place,
}

impl Desk {
    fn new(file: &Path) -> Result<Self, Vec<Fault>> {
        let (loaded, policies) = session::configured(&Rules::default())?;
        let set = session::policy_set(&loaded, &policies)?;
        let evaluator = set.evaluator();
        // Files are called by their paths from the root, wherever the command runs.
        let place = Place { shown_root: String::new(), ..discover::place(file, &mut BTreeMap::new()) };
        let terms = Terms { settings: loaded.settings(), ..Terms::new(Day::today()) };
        Ok(Self { set, evaluator, terms, place })
    }

    /// What the code shows; nothing if there is none.
    fn look(&mut self, arguments: &Init, infrastructure: Vec<String>) -> Result<Seen, Vec<Fault>> {
        if infrastructure.is_empty() {
            return Ok(Seen::default());
        }
        let nothing = Seen { infrastructure, ..Seen::default() };
        let careful = ask::facts(arguments, false, &nothing)?;
        let judged = self.judge(&draft::facts(&careful, &BTreeMap::new()), &[], "")?;
        match &judged.service {
            Some(service) => Ok(code::look(service, &nothing.infrastructure, &Names::new(&self.place))),
            None => Err(of_form(&judged)),
        }
    }

    /// The text of a first descriptor.
    ///
    /// Twice the policies are asked: once for the threats that the facts call for, and with these flagged
    /// for the expectations that are required.
    fn write(&mut self, facts: &Facts) -> Result<Drafted, Vec<Fault>> {
        let judged = self.judge(&draft::facts(facts, &BTreeMap::new()), &[], "")?;
        let faults = of_form(&judged);
        if !faults.is_empty() {
            return Err(faults);
        }
        let names = Names::new(&self.place);
        let registry = Arc::clone(self.set.registry());
        let called = draft::called_for(&judged);
        let bare = draft::facts(facts, &draft::questions(&judged));
        let (controls, attested) = match &judged.service {
            Some(service) => controls::attested(service, &registry, &names),
            None => (String::new(), 0),
        };
        let flagged: Vec<String> = called.iter().map(|(threat, _)| format!("{threat:?}")).collect();
        let judged = self.judge(&bare, &flagged, &controls)?;
        let stubs = controls::stubs(&judged, &registry, &names);
        let text = draft::text(&bare, &called, &controls, &stubs);
        let (contradicted, open) = stubs.counts;
        Ok(Drafted { text, flagged: called.len(), attested, contradicted, stubs: contradicted + open })
    }

    fn judge(&mut self, bare: &str, flagged: &[String], controls: &str) -> Result<Judged, Vec<Fault>> {
        let text = format!("{bare}\n[threats]\nflagged = [{}]\n{controls}", flagged.join(", "));
        let source = Arc::new(Source::new("ccsec.toml", text));
        evaluate::judge(&source, &self.place, &[], &mut self.evaluator, &self.terms)
    }
}

/// What is wrong with the facts themselves. What is left open is no fault.
fn of_form(judged: &Judged) -> Vec<Fault> {
    judged
        .findings
        .iter()
        .filter(|finding| finding.rule.starts_with("descriptor/") && finding.severity == Severity::Error)
        .map(|finding| {
            let fault = Fault::new(finding.message.clone());
            match &finding.help {
                Some(help) => fault.with_help(help.clone()),
                None => fault,
            }
        })
        .collect()
}

/// Writes a file that does not exist yet.
fn create(file: &Path, text: &str) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(file)?.write_all(text.as_bytes())
}
