//! Reports of other scanners, and what they say of the claims that rest on them.
//!
//! In: an entry of evidence that names a report. Out: the report's judgement of it. A report is read
//! once in a run, however many claims name it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::sarif::{self, Files, Hit, Judgement, Question, Report};
use super::{FileEvidence, State};
use crate::discover::Place;
use crate::document::{self, Segment};
use crate::infrastructure::{Broken, Code, Origin, Shelf};

/// The first step of every path of policies into reports.
pub const ROOT: &str = "reports";

/// Everything that was read of reports in a run.
#[derive(Debug, Default)]
pub struct Reports {
    read: Shelf<Result<Arc<Report>, Broken>>,
    /// The files that reports point into, by the root of their repository.
    files: Mutex<BTreeMap<PathBuf, Files>>,
}

impl Reports {
    /// Judges the report at a path, which leads to a file under the root. Code that was read already is
    /// not read again for the places that the report names in it.
    pub(super) fn judge(
        &self,
        path: &Path,
        place: &Place,
        code: &Code,
        question: &Question<'_>,
    ) -> Result<Judgement, Broken> {
        let report = self.read.get(path, || read(path, &name(path, place)).map(Arc::new))?;
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let files =
            files.entry(place.root.clone()).or_insert_with(|| Files::new(&place.root, &place.shown_root));
        code.units.iter().flat_map(|unit| &unit.files).for_each(|file| files.add(file));
        Ok(sarif::judge(&report, question, files))
    }
}

/// The name of a report: one, whatever links lead to it.
fn name(path: &Path, place: &Place) -> String {
    let inner = path.strip_prefix(place.real_root());
    inner.map_or_else(|_| place.shown(path), |inner| place.shown(&place.root.join(inner)))
}

fn read(path: &Path, name: &str) -> Result<Report, Broken> {
    let mut bytes = Vec::new();
    let broken = |error: std::io::Error| {
        Broken::of_file(name, format!("the report cannot be read: {error}"), Some("make it readable"))
    };
    File::open(path)
        .and_then(|file| file.take(sarif::LARGEST as u64 + 1).read_to_end(&mut bytes))
        .map_err(broken)?;
    sarif::read(&bytes, name)
}

/// What a path of policies into reports leads to.
#[derive(Debug, Clone, Copy)]
pub enum Reported<'e> {
    /// A finding of the scanner: `["reports", control, position, number]`.
    Hit(&'e Hit),
    /// Why a report could not be read: `["reports", control, position]`.
    Broken(&'e Broken),
}

impl<'e> Reported<'e> {
    /// Follows a path.
    pub fn at(evidence: &'e [FileEvidence], path: &document::Path) -> Option<Self> {
        let [Segment::Key(root), Segment::Index(control), Segment::Index(position), rest @ ..] =
            path.segments()
        else {
            return None;
        };
        if root.as_str() != ROOT {
            return None;
        }
        let entry = evidence.iter().find(|it| (it.control, it.position) == (*control, *position))?;
        match (entry.report.as_ref()?, rest) {
            (Ok(judgement), [Segment::Index(number)]) => judgement.hits.get(*number).map(Self::Hit),
            (Err(broken), []) => Some(Self::Broken(broken)),
            _ => None,
        }
    }

    /// Where that is written.
    pub const fn origin(self) -> &'e Origin {
        match self {
            Self::Hit(hit) => &hit.origin,
            Self::Broken(broken) => &broken.origin,
        }
    }

    /// What it is, whatever line it stands on.
    pub fn name(self) -> String {
        let file = self.origin().source.name();
        match self {
            Self::Hit(hit) => format!("{file}/{}", hit.fact()),
            Self::Broken(_) => file.to_owned(),
        }
    }
}

impl FileEvidence {
    /// The scanner's findings that make a report what it is, and how many more there are.
    pub fn hits(&self) -> (&[Hit], usize) {
        match &self.report {
            Some(Ok(judgement)) => (&judgement.hits, judgement.more),
            _ => (&[], 0),
        }
    }

    /// Whether a report found nothing of what it was asked, and says so itself for each rule.
    pub fn attests(&self) -> bool {
        self.state == State::Current && self.report.is_some() && self.vouched().is_empty()
    }

    /// The rules that count as passed on the descriptor's word alone.
    pub fn vouched(&self) -> &[String] {
        match &self.report {
            Some(Ok(judgement)) => &judgement.vouched,
            _ => &[],
        }
    }

    /// Whether a report holds findings that were accepted by somebody, or that are left to a person.
    pub const fn leaves_open(&self) -> bool {
        matches!(self.state, State::Undecided | State::Suppressed)
    }

    /// Where a finding of the scanner, by its number, is for policies.
    pub fn hit_path(&self, number: usize) -> document::Path {
        self.report_path().join(number)
    }

    /// Where the report is for policies.
    pub fn report_path(&self) -> document::Path {
        document::Path::root().join(ROOT).join(self.control).join(self.position)
    }

    /// Where the entry is in the descriptor.
    pub fn path(&self) -> document::Path {
        document::Path::root().join("controls").join(self.control).join("evidence").join(self.position)
    }
}
