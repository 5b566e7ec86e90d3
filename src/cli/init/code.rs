//! What infrastructure code gives away of a service that has no descriptor yet.
//!
//! In: the paths after `--from`, and the statements of evidence rules. Out: [`Seen`]: the facts that the
//! code shows, each with the resources and lines that show it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use crate::descriptor::Exposure;
use crate::discover::{self, Place};
use crate::document::{Fault, visible};
use crate::evaluate::{Effect, Service, Statement};
use crate::infrastructure::{Code, Library, Origin};

use super::guess;

/// How many resources, or places, a comment names.
pub(super) const NAMED: usize = 3;

/// What the code shows. What it does not show is empty.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen {
    /// The code itself, as `service.infrastructure` names it.
    pub(super) infrastructure: Vec<String>,
    pub(super) compute: Vec<String>,
    pub(super) exposure: Option<String>,
    pub(super) stored: bool,
    pub(super) jurisdictions: Vec<String>,
    /// Whether that is all of them: no place is left open.
    pub(super) located: bool,
    pub(super) upstream: Vec<String>,
    /// A guess.
    pub(super) category: Option<&'static str>,
    /// Lines of comment for each key.
    pub(super) notes: BTreeMap<String, Vec<String>>,
}

/// The names of paths of the command line in a descriptor at a place: relative to its folder, or else
/// from the root of the repository.
///
/// # Errors
/// Every path that the descriptor cannot name.
pub(super) fn names(paths: &[PathBuf], place: &Place) -> Result<Vec<String>, Vec<Fault>> {
    let mut names = Vec::new();
    let mut faults = Vec::new();
    for path in paths {
        match name(path, place) {
            Some(name) if !names.contains(&name) => names.push(name),
            Some(_) => {}
            None => faults.push(
                Fault::new(format!("`{}` lies outside the repository of the descriptor", path.display()))
                    .with_help(format!(
                        "write the descriptor into the repository of the code; this one is {}",
                        place.root.display()
                    )),
            ),
        }
    }
    if faults.is_empty() { Ok(names) } else { Err(faults) }
}

fn name(path: &Path, place: &Place) -> Option<String> {
    let mut absolute = PathBuf::new();
    for component in std::path::absolute(path).ok()?.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                absolute.pop();
            }
            other => absolute.push(other),
        }
    }
    let mut name = match absolute.strip_prefix(&place.folder) {
        Ok(inner) => discover::display(inner),
        Err(_) => format!("/{}", discover::display(absolute.strip_prefix(&place.root).ok()?)),
    };
    if name.is_empty() {
        return Some(".".to_owned());
    }
    if absolute.is_dir() && !name.ends_with('/') {
        name.push('/');
    }
    Some(name)
}

/// Reads the code that the names come to.
///
/// # Errors
/// Names without code behind them, and code in which there is no resource.
pub(super) fn read(names: &[String], library: &Library, place: &Place) -> Result<Code, Vec<Fault>> {
    let code = library.load(names, place);
    let faults: Vec<Fault> = code
        .unread
        .iter()
        .filter_map(|unread| {
            let name = names.get(unread.position)?;
            Some(Fault::new(format!("`{name}` {}", unread.because)).with_help(unread.help.clone()))
        })
        .collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    if code.is_empty() {
        let skipped: Vec<String> = code
            .units
            .iter()
            .flat_map(|unit| &unit.unevaluated)
            .take(NAMED)
            .map(|it| format!("{} {}", it.what, it.because))
            .collect();
        let because = if skipped.is_empty() { String::new() } else { format!(": {}", skipped.join("; ")) };
        return Err(vec![
            Fault::new(format!("no resource was found in `{}`{because}", names.join("`, `")))
                .with_help("name Terraform, a plan (terraform show -json), rendered manifests, CloudFormation templates or Compose files"),
        ]);
    }
    Ok(code)
}

/// How files and statements are called in the comments of a descriptor: as it would name them.
#[derive(Debug, Clone)]
pub(super) struct Names {
    /// The descriptor's folder from the root: empty, or ending in `/`.
    folder: String,
}

impl Names {
    pub(super) fn new(place: &Place) -> Self {
        let inner = place.folder.strip_prefix(&place.root).map(discover::display).unwrap_or_default();
        Self { folder: if inner.is_empty() { inner } else { format!("{inner}/") } }
    }

    /// `infra/disk.tf:14`, fit for a comment.
    pub(super) fn line(&self, origin: &Origin) -> String {
        let place = origin.place();
        match place.strip_prefix(self.folder.as_str()) {
            Some(inner) => comment(inner),
            None => comment(&format!("/{place}")),
        }
    }

    /// What a statement says, where that is written, and what to write instead of what contradicts.
    fn fact(&self, statement: &Statement) -> String {
        let help = statement.help.as_deref().filter(|_| statement.effect == Effect::Contradicts);
        let help = help.map_or_else(String::new, |help| format!("; {help}"));
        comment(&format!("{} ({}){help}", statement.fact(), self.line(&statement.at)))
    }

    /// The first few of several, and how many more there are. A rule that has not spoken yet comes before
    /// one that has, and so does a resource.
    pub(super) fn first<'s>(&self, statements: impl Iterator<Item = &'s Statement>) -> Vec<String> {
        let (mut said, mut rules, mut resources) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let mut lines: Vec<(u8, String)> = Vec::new();
        for statement in statements {
            let line = self.fact(statement);
            if !said.insert(line.clone()) {
                continue;
            }
            let news = (rules.insert(&statement.rule), resources.insert(&statement.resource));
            let rank = match news {
                (true, _) => 0,
                (false, true) => 1,
                (false, false) => 2,
            };
            lines.push((rank, line));
        }
        lines.sort_by_key(|(rank, _)| *rank);
        let mut lines: Vec<String> = lines.into_iter().map(|(_, line)| line).collect();
        let more = lines.len().saturating_sub(NAMED);
        // "and 1 more" takes the line that it would save.
        if more > 1 {
            lines.truncate(NAMED);
            lines.push(format!("and {more} more"));
        }
        lines
    }
}

/// A text that cannot leave its comment.
pub(super) fn comment(text: &str) -> String {
    visible(text, false).into_owned()
}

/// Collects the facts from what was judged.
pub(super) fn look(service: &Service, infrastructure: &[String], names: &Names) -> Seen {
    let mut seen = Seen { infrastructure: infrastructure.to_vec(), ..Seen::default() };
    let mut by_value: BTreeMap<(&str, String), Vec<&Statement>> = BTreeMap::new();
    for statement in service.statements.iter().filter(|it| it.set_aside.is_none()) {
        if let Effect::Shows { fact, value } = &statement.effect {
            let value = value.as_string().map_or_else(|_| value.to_string(), ToString::to_string);
            by_value.entry((fact, value)).or_default().push(statement);
        }
    }
    // The wider exposure is the one that counts.
    let widest = Exposure::ALL
        .iter()
        .map(|word| word.name())
        .find(|word| by_value.contains_key(&("service.exposure", (*word).to_owned())));
    seen.exposure = widest.map(str::to_owned);
    for ((fact, value), statements) in &by_value {
        match *fact {
            "service.compute" => seen.compute.push(value.clone()),
            "service.exposure" if widest != Some(value) => continue,
            "service.exposure" => {}
            "data.stored" if value == "true" => seen.stored = true,
            "data.jurisdictions" => seen.jurisdictions.push(value.clone()),
            _ => continue,
        }
        let lines = names.first(statements.iter().copied());
        seen.notes.entry((*fact).to_owned()).or_default().extend(lines);
    }
    seen.located = !seen.jurisdictions.is_empty()
        && !service
            .statements
            .iter()
            .any(|it| it.effect == Effect::Undecided && it.speaks_for("9.7/data-location"));
    let (category, because) = guess::category(&seen, &service.code);
    seen.category = Some(category);
    seen.notes.insert("service.category".to_owned(), vec![comment(&format!("a guess: {because}"))]);
    for (id, first, others) in guess::upstream(&service.code) {
        let note = format!("{} ({}){}", first.address, names.line(&first.header), more(others));
        seen.notes.insert(format!("upstream.{id}"), vec![comment(&note)]);
        seen.upstream.push(id.to_owned());
    }
    let (broken, skipped) = unread(&service.code, names);
    let mut lines = broken;
    let more = skipped.len().saturating_sub(NAMED);
    lines.extend(skipped.into_iter().take(NAMED));
    lines.extend((more > 0).then(|| format!("and {more} more that are not evaluated")));
    if !lines.is_empty() {
        seen.notes.insert("service.infrastructure".to_owned(), lines);
    }
    seen
}

/// What could not be read of the code, and what was seen and not evaluated.
fn unread(code: &Code, names: &Names) -> (Vec<String>, Vec<String>) {
    let broken = code.units.iter().flat_map(|unit| &unit.broken);
    let broken: BTreeSet<String> = broken
        .map(|it| comment(&format!("cannot be read: {}, {}", names.line(&it.origin), it.message)))
        .collect();
    let skipped = code.units.iter().flat_map(|unit| &unit.unevaluated);
    let skipped: BTreeSet<String> = skipped
        .map(|it| {
            // What is a file has no other place.
            let place = if it.what == it.origin.source.name() {
                String::new()
            } else {
                format!(" ({})", names.line(&it.origin))
            };
            comment(&format!("not evaluated: {}{place}: {}", it.what, it.because))
        })
        .collect();
    (broken.into_iter().take(NAMED).collect(), skipped.into_iter().collect())
}

fn more(others: usize) -> String {
    match others {
        0 => String::new(),
        others => format!(" and {others} more of this provider"),
    }
}
