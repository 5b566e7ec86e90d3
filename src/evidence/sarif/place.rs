//! From a URI of a report to a file of the repository.
//!
//! Reports are mostly made on another machine, so an absolute path is of use only by its end: of the
//! ends that name a file here, the longest is taken. A relative path starts from its base, and from
//! the repository's root where that has none. Nothing leads out of the repository.

use std::collections::BTreeMap;

use super::files::Files;
use super::format::{ArtifactLocation, Region, Text};
use super::region::{Columns, bytes};
use crate::infrastructure::Origin;

/// The parts of a path that are looked at.
const DEEPEST: usize = 64;

/// The bytes of a URI that is looked at.
const LONGEST: usize = 4_096;

/// Bases may rest on bases.
const BASES: usize = 8;

/// Where a result is, as the report has it.
#[derive(Debug, Clone)]
pub(super) struct Place {
    uri: String,
    base: Option<String>,
    region: Region,
}

impl Place {
    /// Nothing if no file is named. `artifact` is what the run's list of files holds at the index.
    pub(super) fn new(
        location: &ArtifactLocation<'_>,
        artifact: Option<&ArtifactLocation<'_>>,
        region: Region,
    ) -> Option<Self> {
        let named = [Some(location), artifact].into_iter().flatten().find(|l| l.uri.is_some())?;
        let owned = |text: &Text<'_>| text.as_str().to_owned();
        Some(Self {
            uri: named.uri.as_ref().map(owned)?,
            base: named.uri_base_id.as_ref().map(owned),
            region,
        })
    }

    /// The bytes in the repository's file, if it is there and has that place.
    pub(super) fn resolve(&self, bases: &Bases, columns: Columns, files: &mut Files) -> Option<Origin> {
        let path = bases.path(self)?;
        let root: Vec<String> =
            files.root().to_string_lossy().replace('\\', "/").split('/').map(str::to_owned).collect();
        let root: Vec<&String> = root.iter().filter(|part| !part.is_empty()).collect();
        let ends = if path.absolute {
            let here = path.parts.iter().take(root.len()).eq(root.iter().copied());
            let inside = here.then_some(root.len());
            inside.into_iter().chain(0..path.parts.len()).take(DEEPEST).collect()
        } else {
            vec![0]
        };
        ends.into_iter().find_map(|start| {
            let relative = path.parts.get(start..)?;
            let source = (!relative.is_empty()).then(|| files.get(&relative.join("/")))??;
            let span = bytes(&source, self.region, columns)?;
            Some(Origin { source, span })
        })
    }
}

/// A path in parts, without `.` and `..`.
struct Path {
    absolute: bool,
    parts: Vec<String>,
}

/// The bases of a run: name, URI, and the base that it rests on.
#[derive(Debug, Clone, Default)]
pub(super) struct Bases(BTreeMap<String, (String, Option<String>)>);

impl Bases {
    pub(super) fn new(of: &BTreeMap<Text<'_>, ArtifactLocation<'_>>) -> Self {
        let owned = |text: &Text<'_>| text.as_str().to_owned();
        // A base without a URI is for the reader to fill in: the root of the repository.
        let base = |l: &ArtifactLocation<'_>| {
            (l.uri.as_ref().map(owned).unwrap_or_default(), l.uri_base_id.as_ref().map(owned))
        };
        Self(of.iter().map(|(name, location)| (owned(name), base(location))).collect())
    }

    fn path(&self, place: &Place) -> Option<Path> {
        let mut path = Written::new(&place.uri)?;
        let mut next = place.base.as_ref();
        for _ in 0..BASES {
            let Some((uri, base)) = next.filter(|_| !path.absolute).and_then(|name| self.0.get(name)) else {
                break;
            };
            let mut whole = Written::new(uri)?;
            whole.text = format!("{}/{}", whole.text, path.text);
            path = whole;
            next = base.as_ref();
        }
        path.normal()
    }
}

/// A URI without its scheme and escapes.
struct Written {
    absolute: bool,
    text: String,
}

impl Written {
    /// Nothing for a scheme other than `file`, and for what is no path.
    fn new(uri: &str) -> Option<Self> {
        let uri = Some(uri.trim()).filter(|uri| uri.len() <= LONGEST)?;
        let scheme = uri.split_once(':').filter(|(scheme, _)| {
            // One letter is a drive of Windows.
            scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c))
        });
        let (file, path) = match scheme {
            None => (false, uri),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("file") => {
                let rest = rest.split(['?', '#']).next().unwrap_or_default();
                // What stands between two slashes and a third is a host.
                let path =
                    rest.strip_prefix("//").map_or(rest, |rest| rest.find('/').map_or("", |at| &rest[at..]));
                (true, path)
            }
            Some(_) => return None,
        };
        let text = unescaped(path)?.replace('\\', "/");
        let drive = text.trim_start_matches('/').get(1..3).is_some_and(|rest| rest == ":/");
        let absolute = file || drive || text.starts_with('/');
        (!text.contains(char::is_control)).then_some(Self { absolute, text })
    }

    fn normal(&self) -> Option<Path> {
        let mut parts: Vec<String> = Vec::new();
        for part in self.text.split('/') {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()?),
                // A drive is no folder.
                drive if drive.len() == 2 && drive.ends_with(':') => {}
                part => parts.push(part.to_owned()),
            }
        }
        (parts.len() <= DEEPEST && !parts.is_empty()).then_some(Path { absolute: self.absolute, parts })
    }
}

/// `%20` is a blank. A percent sign that starts no escape stands for itself.
fn unescaped(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits =
            after.get(..2).filter(|digits| *first == b'%' && digits.iter().all(u8::is_ascii_hexdigit));
        let byte = digits.and_then(|digits| u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok());
        out.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(out).ok()
}
