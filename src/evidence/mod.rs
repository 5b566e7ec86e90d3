//! What claims rest on, looked up: documents, other scanners' reports, and the resources that a claim
//! is narrowed to.
//!
//! In: a descriptor, the folder it lies in, the root of its repository, and its infrastructure code.
//! Out: the state of each piece of evidence.

mod file;
mod report;
pub mod sarif;

use crate::descriptor::{Descriptor, Evidence, Rules};
use crate::discover::Place;
use crate::document::Day;
use crate::infrastructure::{Addresses, Broken, Code};

use sarif::{Judgement, Question, Standing};

pub use report::{ROOT, Reported, Reports};

/// What kind of file is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A document for people.
    Document,
    /// Another scanner's report.
    Sarif,
    /// Resources of the service's infrastructure code.
    Infrastructure,
}

impl Kind {
    /// The key that names the file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Sarif => "sarif",
            Self::Infrastructure => "infrastructure",
        }
    }
}

/// What became of looking a piece of evidence up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// There, and reviewed within the time allowed; of a report, that every rule found nothing.
    Current,
    /// There, but its review, or its run, is too old.
    Stale,
    /// There, without a date of review or of its run.
    Undated,
    /// There, with a date that has not come yet.
    Future,
    /// There, and empty.
    Empty,
    /// Not there.
    Absent,
    /// Outside the repository.
    Outside,
    /// There, but not a file that can be read.
    Unreadable,
    /// Resources are named, but the service names no code that has any.
    Unread,
    /// A report that is none.
    Broken,
    /// A report of a run that went wrong.
    Failed,
    /// A report that says nothing of a rule.
    NotCovered,
    /// A report that leaves it open whether a rule is kept to.
    Undecided,
    /// A report of nothing but findings that somebody accepted.
    Suppressed,
    /// A report in which a rule found something.
    Contradicted,
}

impl State {
    /// The word that policies see.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Stale => "stale",
            Self::Undated => "undated",
            Self::Future => "future",
            Self::Empty => "empty",
            Self::Absent => "absent",
            Self::Outside => "outside",
            Self::Unreadable => "unreadable",
            Self::Unread => "unread",
            Self::Broken => "broken",
            Self::Failed => "failed",
            Self::NotCovered => "not-covered",
            Self::Undecided => "undecided",
            Self::Suppressed => "suppressed",
            Self::Contradicted => "contradicted",
        }
    }
}

impl From<Standing> for State {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Contradicted => Self::Contradicted,
            Standing::Failed => Self::Failed,
            Standing::NotCovered => Self::NotCovered,
            Standing::Undecided => Self::Undecided,
            Standing::Stale => Self::Stale,
            Standing::Future => Self::Future,
            Standing::Suppressed => Self::Suppressed,
            Standing::Undated => Self::Undated,
            Standing::Attested => Self::Current,
        }
    }
}

/// One piece of evidence, looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEvidence {
    /// Index of the control.
    pub control: usize,
    /// Index within the control's evidence.
    pub position: usize,
    /// Document, report or resources.
    pub kind: Kind,
    /// The path, or the pattern over addresses, as written.
    pub file: String,
    /// The rules that a report must hold no finding of, as written.
    pub rules: Vec<String>,
    /// What became of it.
    pub state: State,
    /// Days since the review or the run, where there is a date that is not in the future.
    pub age: Option<i64>,
    /// The day of a run that its report gives.
    pub made: Option<Day>,
    /// What a report says, or what keeps it from being read; nothing for other kinds, and for a report
    /// that is not there.
    pub report: Option<Result<Judgement, Broken>>,
}

/// What evidence is looked up with.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'t> {
    /// Where the descriptor lies.
    pub place: &'t Place,
    /// The code of its service.
    pub code: &'t Code,
    /// The reports of the run.
    pub reports: &'t Reports,
    /// Today.
    pub today: Day,
    /// The days after which a review or a run is too old.
    pub oldest_days: i64,
}

/// Looks up everything that the controls name, in the order of the descriptor.
pub fn gather(descriptor: &Descriptor, terms: &Terms<'_>) -> Vec<FileEvidence> {
    let mut found = Vec::new();
    for (control, claim) in descriptor.controls.iter().enumerate() {
        for (position, evidence) in claim.evidence.iter().enumerate() {
            let entry = |kind, file: &str, state| FileEvidence {
                control,
                position,
                kind,
                file: file.to_owned(),
                rules: evidence.rules.clone(),
                state,
                age: None,
                made: None,
                report: None,
            };
            if let Some(document) = &evidence.document {
                let (state, age) = terms.document(document, evidence.reviewed);
                found.push(FileEvidence { age, ..entry(Kind::Document, document, state) });
            } else if let Some(report) = &evidence.sarif {
                found.push(match terms.report(report, evidence) {
                    Err(state) => entry(Kind::Sarif, report, state),
                    Ok(Err(broken)) => FileEvidence {
                        report: Some(Err(broken)),
                        ..entry(Kind::Sarif, report, State::Broken)
                    },
                    Ok(Ok(judgement)) => FileEvidence {
                        age: judgement.age,
                        made: judgement.day.filter(|day| evidence.reviewed != Some(*day)),
                        state: judgement.standing.into(),
                        report: Some(Ok(judgement)),
                        ..entry(Kind::Sarif, report, State::Current)
                    },
                });
            } else if let Some(pattern) = &evidence.infrastructure {
                found.push(entry(Kind::Infrastructure, pattern, named(terms.code, pattern)));
            }
        }
    }
    found
}

impl Terms<'_> {
    fn document(&self, file: &str, reviewed: Option<Day>) -> (State, Option<i64>) {
        let age = reviewed.map(|reviewed| reviewed.days_until(self.today)).filter(|age| *age >= 0);
        let state = match (file::find(self.place, file), age) {
            (Err(state), _) => state,
            (Ok(_), None) if reviewed.is_some() => State::Future,
            (Ok(_), None) => State::Undated,
            (Ok(_), Some(age)) if age > self.oldest_days => State::Stale,
            (Ok(_), Some(_)) => State::Current,
        };
        (state, age)
    }

    fn report(&self, file: &str, evidence: &Evidence) -> Result<Result<Judgement, Broken>, State> {
        let path = file::find(self.place, file)?;
        // A descriptor with unusable rules is not judged.
        let rules = Rules::new(&evidence.rules).map_err(|_| State::NotCovered)?;
        let question = Question {
            rules: &rules,
            unlisted: evidence.unlisted,
            reviewed: evidence.reviewed,
            today: self.today,
            oldest_days: self.oldest_days,
        };
        Ok(self.reports.judge(&path, self.place, self.code, &question))
    }
}

/// Whether a pattern names any resource.
fn named(code: &Code, pattern: &str) -> State {
    let addresses = Addresses::of([pattern]);
    if code.is_empty() {
        State::Unread
    } else if code.resources().any(|resource| addresses.holds(&resource.address)) {
        State::Current
    } else {
        State::Absent
    }
}
