//! Copies of descriptors from elsewhere: `ccsec-vendor/<service>/`, with the verdicts that were reached
//! where their evidence is, and the digests of both.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::discover::{self, VENDORED};
use crate::document::{Day, Source};
use crate::evaluate::{Inherited, Judgement, Verdict, Verdicts};

/// The files of a copy: the descriptor, the verdicts, and the digests of the two.
pub const FOLDER_FILES: [&str; 3] = ["ccsec.toml", "verdicts.json", "SHA256SUMS"];

/// The version of `verdicts.json`.
const VERSION: u32 = 1;

/// The most that the list of digests may have, in bytes.
const SUMS: u64 = 4 << 10;

/// What `verdicts.json` holds: the verdicts on a service, reached where its evidence is.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The version of this format: 1.
    pub version: u32,
    /// The id of the service.
    pub service: String,
    /// Where the descriptor was taken from, as the entry that asked for it says.
    pub source: String,
    /// The commit, if it was taken from one.
    pub revision: Option<String>,
    /// The day on which the verdicts were reached.
    pub judged: String,
    /// The verdict of every expectation, by id.
    pub verdicts: BTreeMap<String, CopiedVerdict>,
}

/// One verdict of a [`Record`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopiedVerdict {
    /// The verdict.
    pub verdict: Verdict,
    /// Why, as one clause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// The service that it is inherited from, and the verdict there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inherited: Option<Inherited>,
}

/// A copy whose digests are right.
#[derive(Debug, Clone)]
pub(super) struct Copy {
    pub(super) path: PathBuf,
    pub(super) source: Arc<Source>,
    pub(super) record: Record,
    pub(super) judged: Option<Day>,
}

/// Why a copy cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unusable {
    /// It was never made: the folder in which it should lie.
    Absent(PathBuf),
    /// It is not what the descriptor vouches for, in this way, as one sentence.
    Altered(String),
}

/// The folder of a copy.
pub(super) fn folder(root: &Path, service: &str) -> PathBuf {
    root.join(VENDORED).join(service)
}

/// Opens the copy of a service.
///
/// # Errors
/// Why it cannot be used.
pub(super) fn open(
    root: &Path,
    service: &str,
    expected: Option<&str>,
    shown: &dyn Fn(&Path) -> String,
) -> Result<Copy, Unusable> {
    let folder = folder(root, service);
    let [descriptor, verdicts, sums] = FOLDER_FILES.map(|file| folder.join(file));
    if !is_name(service) || !descriptor.is_file() && !sums.is_file() {
        return Err(Unusable::Absent(folder));
    }
    if ![&descriptor, &verdicts, &sums].into_iter().all(|file| is_within(file, root)) {
        let out = format!("`{}` leads out of the repository through a link", shown(&folder));
        return Err(Unusable::Altered(out));
    }
    let listed = text(&sums, SUMS, shown)?;
    let found = digest(listed.as_bytes());
    if expected != Some(found.as_str()) {
        return Err(Unusable::Altered(format!("the digest of `{}` is {found}", shown(&sums))));
    }
    let descriptor_text = listed_text(&listed, &descriptor, shown)?;
    let record: Record = serde_json::from_str(&listed_text(&listed, &verdicts, shown)?)
        .map_err(|error| Unusable::Altered(format!("`{}` cannot be read: {error}", shown(&verdicts))))?;
    if record.version != VERSION {
        let what =
            format!("`{}` has version {}, and this linter reads {VERSION}", shown(&verdicts), record.version);
        return Err(Unusable::Altered(what));
    }
    let judged = record.judged.parse().ok();
    let source = Arc::new(Source::new(shown(&descriptor), descriptor_text));
    Ok(Copy { path: descriptor, source, record, judged })
}

/// The list of the digests of some texts, as `sha256sum` writes it.
pub(super) fn sums(files: &[(&str, &str)]) -> String {
    let mut list = String::new();
    for (name, text) in files {
        // Writing to a String cannot fail.
        let _ = writeln!(list, "{}  {name}", digest(text.as_bytes()));
    }
    list
}

/// SHA-256 in hexadecimal digits.
pub(super) fn digest(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A file that is in the list with the digest that it has.
fn listed_text(listed: &str, file: &Path, shown: &dyn Fn(&Path) -> String) -> Result<String, Unusable> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let stated = listed.lines().find_map(|line| line.strip_suffix(&format!("  {name}")));
    let text = text(file, discover::LARGEST, shown)?;
    if stated != Some(digest(text.as_bytes()).as_str()) {
        return Err(Unusable::Altered(format!("`{}` is not the file that was copied", shown(file))));
    }
    Ok(text)
}

fn text(file: &Path, most: u64, shown: &dyn Fn(&Path) -> String) -> Result<String, Unusable> {
    let altered = |because: String| Unusable::Altered(format!("`{}` cannot be read: {because}", shown(file)));
    if !file.is_file() {
        return Err(altered("it is not a file".to_owned()));
    }
    let mut text = String::new();
    let read = File::open(file).and_then(|opened| opened.take(most + 1).read_to_string(&mut text));
    match read {
        Ok(_) if text.len() as u64 > most => Err(altered(format!("it is larger than {most} bytes"))),
        Ok(_) => Ok(text),
        Err(error) => Err(altered(error.to_string())),
    }
}

/// Whether a path stays in a repository, with every link followed. What does not exist leads nowhere.
pub(super) fn is_within(path: &Path, root: &Path) -> bool {
    match (path.canonicalize(), root.canonicalize()) {
        (Ok(path), Ok(root)) => path.starts_with(root),
        (Ok(_), Err(_)) => false,
        (Err(_), _) => true,
    }
}

/// An id never leads out of the folder of copies.
fn is_name(service: &str) -> bool {
    crate::document::shape::is_identifier(service)
}

impl Record {
    /// The verdicts on a service, to be kept.
    pub fn new(
        service: &str,
        source: &str,
        revision: Option<String>,
        judged: Day,
        verdicts: &Verdicts,
    ) -> Self {
        let kept = verdicts.iter().map(|(id, judgement)| {
            let kept = CopiedVerdict {
                verdict: judgement.verdict,
                because: judgement.because.clone(),
                inherited: judgement.inherited.clone(),
            };
            (id.clone(), kept)
        });
        Self {
            version: VERSION,
            service: service.to_owned(),
            source: source.to_owned(),
            revision,
            judged: judged.to_string(),
            verdicts: kept.collect(),
        }
    }

    /// The verdicts in the place of those that were reached without the evidence. What the copy does not
    /// say was not evaluated.
    pub(super) fn verdicts(&self, reached: &Verdicts) -> Verdicts {
        let known = reached.keys().map(|id| {
            let judgement = self.verdicts.get(id).map_or_else(Judgement::silent, |copied| Judgement {
                verdict: copied.verdict,
                because: copied.because.clone(),
                path: None,
                help: None,
                inherited: copied.inherited.clone(),
            });
            (id.clone(), judgement)
        });
        known.collect()
    }
}
