//! What claims rest on, looked up: documents, other scanners' reports, and the resources that a claim
//! is narrowed to.
//!
//! In: a descriptor, the folder it lies in, the root of its repository, and its infrastructure code.
//! Out: the state of each piece of evidence.

use std::fs;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use crate::descriptor::Descriptor;
use crate::discover::Place;
use crate::document::Day;
use crate::infrastructure::{Addresses, Code};

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

/// What became of looking a file up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// There, and reviewed within the time allowed.
    Current,
    /// There, but its review is too old.
    Stale,
    /// There, without a date of review.
    Undated,
    /// There, with a date of review that has not come yet.
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
    /// What became of it.
    pub state: State,
    /// Days since the review, where there is a date that is not in the future.
    pub age: Option<i64>,
}

/// Looks up everything that the controls name, in the order of the descriptor.
pub fn gather(
    descriptor: &Descriptor,
    place: &Place,
    code: &Code,
    today: Day,
    oldest_days: i64,
) -> Vec<FileEvidence> {
    let mut found = Vec::new();
    for (control, claim) in descriptor.controls.iter().enumerate() {
        for (position, evidence) in claim.evidence.iter().enumerate() {
            let (kind, file) = match (&evidence.document, &evidence.sarif) {
                (Some(document), _) => (Kind::Document, document),
                (None, Some(report)) => (Kind::Sarif, report),
                (None, None) => {
                    found.extend(evidence.infrastructure.as_ref().map(|pattern| FileEvidence {
                        control,
                        position,
                        kind: Kind::Infrastructure,
                        file: pattern.clone(),
                        state: named(code, pattern),
                        age: None,
                    }));
                    continue;
                }
            };
            let age = evidence.reviewed.map(|reviewed| reviewed.days_until(today)).filter(|age| *age >= 0);
            let state = look_up(place, file).unwrap_or(match age {
                None if evidence.reviewed.is_some() => State::Future,
                None => State::Undated,
                Some(age) if age > oldest_days => State::Stale,
                Some(_) => State::Current,
            });
            found.push(FileEvidence { control, position, kind, file: file.clone(), state, age });
        }
    }
    found
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

/// What is wrong with a file, if anything.
fn look_up(place: &Place, file: &str) -> Option<State> {
    let Some(path) = within(place, file) else {
        return Some(State::Outside);
    };
    // Links are followed, but not out of the repository.
    let Ok(path) = path.canonicalize() else {
        return Some(State::Absent);
    };
    let root = place.root.canonicalize().unwrap_or_else(|_| place.root.clone());
    if !path.starts_with(root) {
        return Some(State::Outside);
    }
    let Ok(metadata) = fs::metadata(&path) else {
        return Some(State::Unreadable);
    };
    if !metadata.is_file() {
        return Some(State::Unreadable);
    }
    let Ok(opened) = fs::File::open(&path) else {
        return Some(State::Unreadable);
    };
    // White space proves nothing; a few kilobytes are enough to see more.
    let mut beginning = Vec::new();
    match opened.take(4096).read_to_end(&mut beginning) {
        Err(_) => Some(State::Unreadable),
        Ok(_) if beginning.iter().all(u8::is_ascii_whitespace) => Some(State::Empty),
        Ok(_) => None,
    }
}

/// The path that a descriptor means, or nothing if its `..` lead out of the repository.
fn within(place: &Place, file: &str) -> Option<PathBuf> {
    let mut path = if file.starts_with('/') { place.root.clone() } else { place.folder.clone() };
    for component in Path::new(file.trim_start_matches('/')).components() {
        match component {
            Component::CurDir => {}
            Component::Normal(part) => path.push(part),
            Component::ParentDir => {
                if path == place.root || !path.pop() {
                    return None;
                }
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    path.starts_with(&place.root).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(root: &Path) -> Place {
        Place::new(root.to_owned(), root.join("services"))
    }

    #[test]
    fn a_file_is_there_empty_absent_or_outside() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("repository");
        fs::create_dir_all(root.join("services/docs")).unwrap();
        fs::write(folder.path().join("secret.md"), "not yours").unwrap();
        fs::write(root.join("services/docs/keys.md"), "keys").unwrap();
        fs::write(root.join("services/docs/empty.md"), " \n\n").unwrap();
        fs::write(root.join("top.md"), "top").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(folder.path().join("secret.md"), root.join("services/link.md")).unwrap();
        let place = place(&root);
        assert_eq!(look_up(&place, "docs/keys.md"), None);
        assert_eq!(look_up(&place, "./docs/../docs/keys.md"), None);
        assert_eq!(look_up(&place, "/top.md"), None, "a leading slash is the root of the repository");
        assert_eq!(look_up(&place, "../top.md"), None);
        assert_eq!(look_up(&place, "docs/empty.md"), Some(State::Empty));
        assert_eq!(look_up(&place, "docs/none.md"), Some(State::Absent));
        assert_eq!(look_up(&place, "docs"), Some(State::Unreadable), "a folder proves nothing");
        assert_eq!(look_up(&place, "../../secret.md"), Some(State::Outside));
        assert_eq!(look_up(&place, "/../secret.md"), Some(State::Outside));
        #[cfg(unix)]
        assert_eq!(look_up(&place, "link.md"), Some(State::Outside), "a link does not lead out");
    }
}
