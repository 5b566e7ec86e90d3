//! The formats of `check`: which of them is written where, and that none is written over what is read.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::config::{self, Loaded};
use crate::discover;
use crate::document::Fault;
use crate::policy::{Registry, Severity};
use crate::report::{
    Run, Style, concise, csv, github, gitlab, human, json, jsonl, junit, markdown, rdjson, sarif,
};

use super::args::{Check, Format};
use super::exit::Exit;
use super::out;

/// The bytes that the summary of a step in GitHub Actions may have.
const LARGEST_SUMMARY: usize = 1 << 20;

/// What every format is made of.
pub(super) struct Ended<'a> {
    pub(super) run: &'a Run,
    /// The time that it took.
    pub(super) elapsed: Duration,
    /// Whether the line of figures is left out.
    pub(super) bare: bool,
    /// How the process will end.
    pub(super) exit: Exit,
}

impl Ended<'_> {
    pub(super) fn render(&self, format: Format, style: Style) -> String {
        match format {
            Format::Human => self.human(style, self.bare),
            Format::Concise => concise::render(self.run),
            Format::Json => json::render(self.run),
            Format::Jsonl => jsonl::render(self.run),
            Format::Csv => csv::render(self.run),
            Format::Sarif => self.sarif(),
            Format::Github => self.github(style),
            Format::Markdown => markdown::render(self.run),
            Format::Gitlab => gitlab::render(self.run),
            Format::Junit => junit::render(self.run),
            Format::Rdjson => rdjson::render(self.run),
        }
    }

    fn sarif(&self) -> String {
        let folder = std::path::absolute(".").unwrap_or_default();
        let ending = sarif::Ending {
            folder: &folder,
            code: self.exit.code(),
            meaning: self.exit.meaning(),
            judged: self.exit.judged(),
        };
        sarif::render(self.run, ending)
    }

    fn github(&self, style: Style) -> String {
        let folder = std::path::absolute(".").unwrap_or_default();
        let root = std::env::var_os("GITHUB_WORKSPACE").map(PathBuf::from);
        let root = root.map(|root| root.canonicalize().unwrap_or(root));
        let workspace = github::Workspace { folder: &folder, root: root.as_deref() };
        // The line of figures is the group's title.
        github::render(self.run, workspace, &self.human(style, true))
    }

    fn human(&self, style: Style, bare: bool) -> String {
        let mut text = human::render(self.run, style, self.elapsed);
        if bare {
            // The summary is the last line.
            let end = text.trim_end().rfind('\n').map_or(0, |newline| newline + 1);
            text.truncate(end);
        }
        text
    }

    /// Adds the report to the summary of the workflow step, where there is one.
    fn summarize(&self, arguments: &Check) -> Result<(), Fault> {
        let formats = arguments.outputs.iter().map(|target| target.format);
        let file = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|file| !file.is_empty());
        let Some(file) = file
            .map(PathBuf::from)
            .filter(|_| formats.chain([arguments.format]).any(|format| format == Format::Github))
        else {
            return Ok(());
        };
        let present =
            file.metadata().map_or(0, |metadata| usize::try_from(metadata.len()).unwrap_or(usize::MAX));
        let text = markdown::render_bytes(self.run, LARGEST_SUMMARY.saturating_sub(present));
        out::append(&file, &text)
    }

    /// Writes the files of `--output`, each whole or not at all, and the summary of the workflow step.
    ///
    /// # Errors
    /// Those that cannot be written; the others are.
    pub(super) fn write(&self, arguments: &Check) -> Result<(), Vec<Fault>> {
        let style = out::style(arguments.judging.output.color, false);
        let faults: Vec<Fault> = arguments
            .outputs
            .iter()
            .map(|target| out::write_file(&target.file, &self.render(target.format, style)))
            .chain([self.summarize(arguments)])
            .filter_map(Result::err)
            .collect();
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }
}

/// Writes of a configuration, or of policies, that cannot be used what each format has to say of it: a
/// report of an earlier run is not to be taken for this one's.
///
/// # Errors
/// The faults, unless they have been said on standard output.
pub(super) fn unjudged(arguments: &Check, faults: Vec<Fault>) -> Result<Exit, Vec<Fault>> {
    let rules = &arguments.judging.rules;
    let folder = std::env::current_dir().unwrap_or_default();
    let loaded = config::load(rules.config.as_deref(), &folder).ok().filter(|_| !rules.isolated);
    let loaded = loaded.unwrap_or_default();
    let policies: Vec<PathBuf> = loaded.config.policies.iter().map(|it| loaded.folder().join(it)).collect();
    let policies = [policies, rules.policies.clone()].concat();
    let run = Run {
        judged: Vec::new(),
        faults,
        registry: Arc::new(Registry::shipped()),
        min_severity: Severity::Note,
        fail_on: None,
    };
    let ended = Ended { run: &run, elapsed: Duration::ZERO, bare: true, exit: Exit::NotJudged };
    let said = keep_inputs(arguments, &run, &loaded, &policies).and_then(|()| {
        ended.write(arguments)?;
        if matches!(arguments.format, Format::Human | Format::Concise) {
            return Ok(());
        }
        let text = ended.render(arguments.format, out::result_style(&arguments.judging.output));
        out::write(&text, &arguments.judging.output).map_err(|fault| vec![fault])
    });
    match said {
        Ok(()) if arguments.format == Format::Github => Ok(Exit::NotJudged),
        Ok(()) => Err(run.faults),
        Err(further) => Err([run.faults, further].concat()),
    }
}

/// The files that are written, as the command line names them.
fn files(arguments: &Check) -> impl Iterator<Item = &Path> {
    let first = arguments.judging.output.output_file.as_deref();
    first.into_iter().chain(arguments.outputs.iter().map(|target| target.file.as_path()))
}

/// Refuses two outputs to one file, and one that would be read as a descriptor or a configuration.
///
/// # Errors
/// Each that is refused.
pub(super) fn distinct(arguments: &Check) -> Result<(), Vec<Fault>> {
    let mut faults = Vec::new();
    let mut seen: Vec<PathBuf> = Vec::new();
    for file in files(arguments) {
        let place = resolved(file);
        if seen.contains(&place) {
            let fault = Fault::new(format!("two outputs go to `{}`", file.display()));
            faults.push(fault.with_help("name a file of its own for each"));
        }
        seen.push(place);
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        if discover::is_descriptor(&name) || name == config::FILE_NAME {
            faults.push(lost(file));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Refuses outputs to files that were read: descriptors, code, evidence, policies, configuration.
///
/// # Errors
/// Each that is refused.
pub(super) fn keep_inputs(
    arguments: &Check,
    run: &Run,
    loaded: &Loaded,
    policies: &[PathBuf],
) -> Result<(), Vec<Fault>> {
    let targets: Vec<(&Path, PathBuf)> =
        files(arguments).filter(|file| file.exists()).map(|file| (file, resolved(file))).collect();
    if targets.is_empty() {
        return Ok(());
    }
    let mut read: Vec<PathBuf> = arguments.judging.paths.clone();
    read.extend(arguments.judging.rules.config.iter().chain(&loaded.file).cloned());
    for judged in &run.judged {
        let descriptor = Path::new(judged.source.name());
        read.push(descriptor.to_owned());
        let Some(service) = &judged.service else { continue };
        let files = service.code.units.iter().flat_map(|unit| &unit.files);
        read.extend(files.map(|source| PathBuf::from(source.name())));
        let place = discover::place(descriptor, &mut BTreeMap::new());
        read.extend(service.evidence.iter().map(|evidence| match evidence.file.strip_prefix('/') {
            Some(inner) => place.root.join(inner),
            None => place.folder.join(&evidence.file),
        }));
    }
    let read: Vec<PathBuf> = read.iter().map(|file| resolved(file)).collect();
    let policies: Vec<PathBuf> = policies.iter().map(|folder| resolved(folder)).collect();
    let overwritten = targets.into_iter().filter(|(_, target)| {
        read.contains(target) || policies.iter().any(|folder| target.starts_with(folder))
    });
    let faults: Vec<Fault> = overwritten.map(|(file, _)| lost(file)).collect();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn lost(file: &Path) -> Fault {
    let message = format!("`{}` is read, and would be lost if the output were written to it", file.display());
    Fault::new(message).with_help("name another file")
}

/// A path without links, `.` and `..`, as far as it exists.
fn resolved(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let real = absolute.parent().and_then(|folder| folder.canonicalize().ok());
    match (real, absolute.components().next_back()) {
        (Some(folder), Some(Component::Normal(name))) => folder.join(name),
        _ => absolute,
    }
}
