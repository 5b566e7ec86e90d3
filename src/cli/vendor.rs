//! `ccsec-lint vendor`: fetches the descriptors of upstream services from elsewhere, judges them where
//! their evidence is, and keeps both.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;

use crate::chain::{self, Asking, Chain, Member, Record, Reference, Wanted};
use crate::discover::{self, Candidate, Place, Unread};
use crate::document::{Day, Document, Fault, Source, Span, visible};
use crate::evaluate::{Judged, Terms};
use crate::git;
use crate::infrastructure::Origin;
use crate::policy::{PolicySet, Severity};

use super::args::Vendor;
use super::exit::Exit;
use super::{out, session};

/// The name of a descriptor where none is said.
const DESCRIPTOR: &str = "ccsec.toml";

/// How many faults of a descriptor from elsewhere are shown.
const FAULTS: usize = 5;

pub(super) fn run(arguments: &Vendor) -> Result<Exit, Vec<Fault>> {
    let (loaded, policies) = session::configured(&arguments.common.rules)?;
    let paths = if arguments.paths.is_empty() { vec![PathBuf::from(".")] } else { arguments.paths.clone() };
    let found = discover::search(&paths, &loaded.config.exclude, &loaded.folder());
    let mut faults = found.faults;
    session::keep_inputs(&arguments.common.output, &found.candidates, loaded.file.as_deref())?;
    let mut members: Vec<Member> = found.candidates.into_iter().map(Member::read).collect();
    Chain::read(&mut members);
    faults.extend(members.iter().filter_map(unreadable));
    let wanted = chain::wanted(&members);
    if wanted.is_empty() && faults.is_empty() {
        out::say("nothing to fetch: no [[upstream]] entry has a source\n");
        return Ok(Exit::Nothing);
    }
    let settings = loaded.settings();
    let set = session::policy_set(&loaded, &policies)?;
    let today = arguments.common.today.unwrap_or_else(Day::today);
    let terms = Terms { settings, assurance: loaded.assurance(), ..Terms::new(today) };
    let mut text = String::new();
    let mut kept: Vec<(&Wanted, Fetched)> = Vec::new();
    // Of one service from two sources, whose copy would be kept?
    for several in wanted.chunk_by(|a, b| (&a.root, &a.service) == (&b.root, &b.service)) {
        let [one] = several else {
            faults.push(contested(several));
            continue;
        };
        match fetch(one, &arguments.checkouts, &set, &terms) {
            Ok(fetched) => {
                text.push_str(&visible(&fetched.told(one), false));
                text.push('\n');
                kept.push((one, fetched));
            }
            Err(failed) => faults.extend(failed),
        }
    }
    state(&kept, arguments.update, &mut text, &mut faults);
    out::write(&text, &arguments.common.output).map_err(|fault| vec![fault])?;
    if faults.is_empty() { Ok(Exit::Clean) } else { Err(faults) }
}

/// Why nothing can be known of what a descriptor asks for.
fn unreadable(member: &Member) -> Option<Fault> {
    let name = &member.candidate.name;
    let help = format!("see: ccsec-lint {}", visible(name, false));
    let wrong = |message: &str, source: &Arc<Source>, span: &Span| {
        let fault = Fault::new(format!("`{name}` cannot be read: {message}")).with_help(help.clone());
        fault.at(source, span.clone(), "here")
    };
    match &member.text {
        Ok(source) => Document::parse(source).err().map(|error| wrong(&error.message, source, &error.span)),
        Err(Unread::Fault(fault)) => Some(fault.clone()),
        Err(Unread::Finding { source, error, .. }) => Some(wrong(&error.message, source, &error.span)),
    }
}

/// What was fetched and kept.
struct Fetched {
    folder: PathBuf,
    commit: Option<String>,
    sha256: String,
}

impl Fetched {
    fn told(&self, wanted: &Wanted) -> String {
        let folder = discover::display(self.folder.strip_prefix(&wanted.root).unwrap_or(&self.folder));
        let commit =
            self.commit.as_ref().map_or_else(String::new, |id| format!(" at {}", &id[..id.len().min(12)]));
        format!(
            "{}: judged in {}{commit}, and kept in {folder} with its verdicts",
            wanted.service, wanted.source
        )
    }
}

/// One service from several sources.
fn contested(several: &[Wanted]) -> Fault {
    let service = several.first().map_or("", |it| it.service.as_str());
    let entries = several.iter().filter_map(|it| it.entries.first());
    let places: Vec<String> = entries
        .zip(several)
        .map(|(entry, wanted)| {
            let at = &entry.source;
            let line = at.source.position(at.span.start).line;
            format!("{} ({}:{line})", wanted.source, at.source.name())
        })
        .collect();
    let fault =
        Fault::new(format!("\"{service}\" is to be fetched from several sources: {}", places.join(", ")))
            .with_help(format!(
                "name one source for \"{service}\": a repository keeps one copy of a service"
            ));
    match several.last().and_then(|it| it.entries.first()) {
        Some(entry) => {
            fault.at(&entry.source.source, entry.source.span.clone(), "another source than elsewhere")
        }
        None => fault,
    }
}

/// Fetches, judges and keeps one descriptor.
fn fetch(
    wanted: &Wanted,
    checkouts: &[(String, PathBuf)],
    set: &PolicySet,
    terms: &Terms,
) -> Result<Fetched, Vec<Fault>> {
    let source = &wanted.source;
    let asked = |fault: Fault| match wanted.entries.first().map(|entry| &entry.source) {
        Some(at) => fault.at(&at.source, at.span.clone(), "asked for here"),
        None => fault,
    };
    let fault = |message: String, help: &str| vec![asked(Fault::new(message).with_help(help))];
    let reference = Reference::read(source).map_err(|(what, help)| {
        fault(format!("the source \"{source}\" of \"{}\" {what}", wanted.service), help)
    })?;
    let location = match reference.checked_out(checkouts) {
        Some(path) => path,
        None if reference.is_remote() => {
            let help = format!("clone it, and run: ccsec-lint vendor --checkout {}=PATH", reference.location);
            return Err(fault(
                format!("`{source}` is elsewhere, and nothing is fetched over the network"),
                &help,
            ));
        }
        None => wanted.folder.join(&reference.location),
    };
    let mut taken = None;
    let mut commit = None;
    let mut base = location;
    if let Some(revision) = &reference.revision {
        let folder = TempDir::new().map_err(|error| {
            fault(
                format!("cannot make a temporary folder: {error}"),
                "make room for it, or name another with TMPDIR",
            )
        })?;
        let exported = git::export(&base, &reference.location, revision, folder.path())
            .map_err(|fault| vec![asked(fault)])?;
        base = exported.path;
        commit = Some(exported.commit);
        taken = Some(folder);
    }
    let file = descriptor(&base, &reference, &wanted.service)
        .map_err(|(why, help)| fault(format!("`{source}` holds no descriptor: {why}"), &help))?;
    let place = match &taken {
        Some(folder) => {
            let root = folder.path().canonicalize().unwrap_or_else(|_| folder.path().to_owned());
            let at = file.parent().unwrap_or(&root).to_owned();
            Place { root, folder: at, shown_root: format!("{source}:") }
        }
        None => place(&file, &base),
    };
    let judged = judge(&file, place, set, terms)?;
    let Some(service) = &judged.service else {
        let help = "have it mended where it comes from; its faults are listed below";
        let mut faults =
            fault(format!("the descriptor in `{source}` has faults, and cannot be judged"), help);
        let errors = judged.findings.iter().filter(|finding| finding.severity == Severity::Error);
        faults.extend(errors.take(FAULTS).filter_map(|finding| {
            let place = finding.locations.first()?;
            let fault = Fault::new(finding.message.clone());
            let fault = fault.at(&place.source, place.span.clone(), place.label.clone());
            Some(match &finding.help {
                Some(help) => fault.with_help(help.clone()),
                None => fault,
            })
        }));
        return Err(faults);
    };
    let id = &service.descriptor.service.id.0;
    if *id != wanted.service {
        let help = format!("write service = \"{id}\", or the source of \"{}\"", wanted.service);
        return Err(fault(
            format!("the descriptor in `{source}` is of \"{id}\", not of \"{}\"", wanted.service),
            &help,
        ));
    }
    let record = Record::new(id, source, commit.clone(), terms.today, &service.verdicts);
    let (folder, sha256) = chain::save(&wanted.root, judged.source.text(), &record)
        .map_err(|error| fault(format!("cannot keep the copy: {error}"), "make ccsec-vendor writable"))?;
    Ok(Fetched { folder, commit, sha256 })
}

/// The file that a source means, or why there is none, and what to write.
fn descriptor(base: &Path, reference: &Reference, service: &str) -> Result<PathBuf, (String, String)> {
    let named = match &reference.inner {
        Some(inner) => base.join(inner),
        None => base.to_owned(),
    };
    let file = if named.is_dir() { named.join(DESCRIPTOR) } else { named };
    if file.is_file() {
        // Its repository is found by going up from it, and `..` in its path would lead into this one.
        let folder = file.parent().and_then(|folder| folder.canonicalize().ok());
        return Ok(folder.and_then(|folder| Some(folder.join(file.file_name()?))).unwrap_or(file));
    }
    let there = reference.revision.as_ref().map_or_else(String::new, |revision| format!(" at {revision}"));
    if !base.exists() {
        let why = format!("`{}` does not exist{there}", reference.location);
        return Err((
            why,
            "write the path of a file, a folder or a checkout, relative to this descriptor".to_owned(),
        ));
    }
    let inner = file.strip_prefix(base).ok().filter(|inner| !inner.as_os_str().is_empty());
    let why = format!("`{}` is not a file{there}", discover::display(inner.unwrap_or(&file)));
    let known = chain::descriptors_of(service, base);
    let example =
        known.first().map_or_else(|| format!("deploy/{DESCRIPTOR}"), |path| discover::display(path));
    let revision = reference.revision.as_ref().map_or_else(String::new, |it| format!("?ref={it}"));
    let help = format!(
        "name the descriptor after two slashes, as in source = \"{}//{example}{revision}\"",
        reference.location
    );
    Err((why, help))
}

/// Where a descriptor lies that was named with the folder in which it is: outside a repository, that folder
/// takes the root's place.
fn place(file: &Path, base: &Path) -> Place {
    let place = discover::place(file, &mut BTreeMap::new());
    if place.root != place.folder || place.root.join(".git").exists() || !base.is_dir() {
        return place;
    }
    match base.canonicalize() {
        Ok(root) if place.folder.starts_with(&root) => Place::new(root, place.folder),
        _ => place,
    }
}

/// Judges a descriptor where it lies, with all that it builds on.
fn judge(file: &Path, place: Place, set: &PolicySet, terms: &Terms) -> Result<Arc<Judged>, Vec<Fault>> {
    let candidate = Candidate { name: place.shown(file), path: file.to_owned(), place };
    let text = discover::read(&candidate);
    let search = |root: &Path| -> Vec<PathBuf> {
        let found = discover::search(&[root.to_owned()], &[], root);
        found.candidates.into_iter().map(|candidate| candidate.path).collect()
    };
    let chain = Chain::of(vec![Member::asked(candidate, text)], &[], &search).map_err(|fault| vec![fault])?;
    let outcome = chain.judge(set, terms).into_iter().next();
    outcome.unwrap_or_else(|| Err(vec![Fault::new("the descriptor was not judged")]))
}

/// Says which digests descriptors have to state, or writes them.
fn state(kept: &[(&Wanted, Fetched)], update: bool, text: &mut String, faults: &mut Vec<Fault>) {
    // Descriptor → the entries in it that state another digest, or none.
    let mut outdated: BTreeMap<&Path, Vec<(&Asking, &str)>> = BTreeMap::new();
    let mut say = |at: &Origin, what: String| {
        let line = at.source.position(at.span.start).line;
        text.push_str(&visible(&format!("{}:{line}: {what}", at.source.name()), false));
        text.push('\n');
    };
    for (wanted, fetched) in kept {
        for entry in &wanted.entries {
            let write = format!("write sha256 = \"{}\"", fetched.sha256);
            match &entry.sha256 {
                Some((known, at)) if *known == fetched.sha256 => {
                    say(at, "the sha256 is right; there is nothing to do".to_owned());
                    continue;
                }
                _ if update => {}
                Some((_, at)) => say(at, format!("{write} here, or run ccsec-lint vendor --update")),
                None => {
                    say(&entry.source, format!("{write} below, or run ccsec-lint vendor --update"));
                }
            }
            outdated.entry(&entry.path).or_default().push((entry, &fetched.sha256));
        }
    }
    if !update {
        return;
    }
    for (path, entries) in outdated {
        let Some((first, _)) = entries.first() else { continue };
        let source = &first.source.source;
        let written = match chain::stated(source, &entries) {
            // What a link leads to is written, and the link stays one.
            Some(content) => path
                .canonicalize()
                .and_then(|path| out::replace(&path, &content))
                .map_err(|it| it.to_string()),
            None => {
                Err("its entries are written in a way that cannot be changed without their author".to_owned())
            }
        };
        match written {
            Ok(()) => {
                for (entry, sha256) in &entries {
                    say(&entry.source, format!("wrote sha256 = \"{sha256}\""));
                }
            }
            Err(error) => {
                let digests: Vec<String> =
                    entries.iter().map(|(_, sha256)| format!("sha256 = \"{sha256}\"")).collect();
                faults.push(
                    Fault::new(format!("cannot write `{}`: {error}", source.name()))
                        .with_help(format!("write {} by hand", digests.join(", "))),
                );
            }
        }
    }
}
