//! Where descriptors from elsewhere come from, and how a copy is kept.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::discover;
use crate::document::{Source, Span};
use crate::infrastructure::Origin;

use super::copy::{self, FOLDER_FILES, Record};
use super::head::Head;
use super::members::Member;

/// A copy that descriptors ask for.
#[derive(Debug)]
pub struct Wanted {
    /// The root of the repository in which it is kept.
    pub root: PathBuf,
    /// The id of the service.
    pub service: String,
    /// Where it comes from, as the first entry writes it.
    pub source: String,
    /// The folder of the first descriptor that asks for it, to which the source is relative.
    pub folder: PathBuf,
    /// The entries that ask for it: where each names the service, and the digest that it states. Never empty.
    pub entries: Vec<Asking>,
}

/// An entry that asks for a copy.
#[derive(Debug, Clone)]
pub struct Asking {
    /// The descriptor.
    pub path: PathBuf,
    /// Where it names the source.
    pub source: Origin,
    /// The digest that it states, and where.
    pub sha256: Option<(String, Origin)>,
}

/// Where a descriptor lies: `LOCATION[//PATH][?ref=REVISION]`, as Terraform writes the sources of modules.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// A file, a folder, a git checkout, or the address of a repository.
    pub location: String,
    /// The path of the descriptor in it.
    pub inner: Option<String>,
    /// The revision to take it from; without one, the files as they lie.
    pub revision: Option<String>,
}

impl Reference {
    /// Reads a source.
    ///
    /// # Errors
    /// What is wrong with its form, and what to write instead.
    pub fn read(source: &str) -> Result<Self, (&'static str, &'static str)> {
        let (rest, revision) = match source.split_once("?ref=") {
            Some((rest, revision)) => (rest, Some(revision.to_owned())),
            None => (source, None),
        };
        // The slashes of `https://` part nothing.
        let after = rest.find("://").map_or(0, |at| at + 3);
        let (location, inner) = match rest[after..].find("//") {
            Some(at) => (&rest[..after + at], Some(rest[after + at + 2..].to_owned())),
            None => (rest, None),
        };
        if location.is_empty() {
            return Err((
                "says no place",
                "write where its descriptor lies, as in source = \"../platform//deploy/ccsec.toml\"",
            ));
        }
        let inwards = |part| matches!(part, Component::Normal(_) | Component::CurDir);
        if inner.as_ref().is_some_and(|inner| !Path::new(inner).components().all(inwards)) {
            return Err((
                "leads out of what it names",
                "write a path without `..` after the two slashes, as in source = \"../platform//deploy/ccsec.toml\"",
            ));
        }
        if revision.as_ref().is_some_and(|revision| revision.is_empty() || revision.contains("//")) {
            return Err((
                "does not end with a revision",
                "write ?ref= and a tag or a commit at its end, as in source = \"../platform//deploy/ccsec.toml?ref=v2\"",
            ));
        }
        Ok(Self { location: location.to_owned(), inner, revision })
    }

    /// Whether it names a repository that is elsewhere on the network.
    pub fn is_remote(&self) -> bool {
        self.location.contains("://") || self.location.starts_with("git@")
    }

    /// The folder or file, if one of some checkouts stands for the address. Each is of an address, or of
    /// everything below it; the longest counts.
    pub fn checked_out(&self, checkouts: &[(String, PathBuf)]) -> Option<PathBuf> {
        let known = checkouts
            .iter()
            .filter_map(|(address, path)| Some((address.len(), path, below(&self.location, address)?)));
        let (_, path, inner) = known.max_by_key(|(length, ..)| *length)?;
        Some(if inner.is_empty() { path.clone() } else { path.join(inner) })
    }
}

/// The part of an address below another one.
fn below<'l>(location: &'l str, address: &str) -> Option<&'l str> {
    let bare = |text: &'l str| text.strip_suffix(".git").unwrap_or(text).trim_matches('/');
    if address.ends_with(['/', ':']) {
        return location.strip_prefix(address).map(bare);
    }
    let rest = location.strip_prefix(address.strip_suffix(".git").unwrap_or(address))?;
    (rest.is_empty() || rest.starts_with('/') || rest == ".git").then(|| bare(rest))
}

/// The copies that some descriptors ask for, in the order of services. Where entries name different sources
/// for one service, there is one for each source.
pub fn wanted(members: &[Member]) -> Vec<Wanted> {
    let mut wanted: BTreeMap<(PathBuf, String, String), Wanted> = BTreeMap::new();
    for member in members {
        for entry in &member.head.upstream {
            let Some((source, at)) = &entry.source else { continue };
            let place = &member.candidate.place;
            let key = (place.root.clone(), entry.service.clone(), identity(source, &place.folder));
            let known = wanted.entry(key).or_insert_with(|| Wanted {
                root: place.root.clone(),
                service: entry.service.clone(),
                source: source.clone(),
                folder: place.folder.clone(),
                entries: Vec::new(),
            });
            known.entries.push(Asking {
                path: member.candidate.path.clone(),
                source: at.clone(),
                sha256: entry.sha256.clone(),
            });
        }
    }
    wanted.into_values().collect()
}

/// The same text for two sources that mean the same, seen from the folders of their descriptors.
fn identity(source: &str, folder: &Path) -> String {
    match Reference::read(source) {
        Ok(reference) if !reference.is_remote() => {
            let path = folder.join(&reference.location);
            let real = path.canonicalize().or_else(|_| std::path::absolute(&path)).unwrap_or(path);
            let inner = reference.inner.unwrap_or_default();
            format!("{}//{inner}?ref={}", real.display(), reference.revision.unwrap_or_default())
        }
        _ => source.to_owned(),
    }
}

/// The paths of the descriptors under a folder; those of a service, if there are any.
pub fn descriptors_of(service: &str, folder: &Path) -> Vec<PathBuf> {
    let found = discover::search(&[folder.to_owned()], &[], folder);
    let all = found.candidates.into_iter().map(|candidate| {
        let head = discover::read(&candidate).map(|source| Head::read(&source)).unwrap_or_default();
        (head.id.is_some_and(|(id, _)| id == service), candidate.path)
    });
    let (own, others): (Vec<_>, Vec<_>) = all.partition(|(own, _)| *own);
    let listed = if own.is_empty() { others } else { own };
    listed.into_iter().filter_map(|(_, path)| Some(path.strip_prefix(folder).ok()?.to_owned())).collect()
}

/// The text of a descriptor in which some entries state a digest: each entry, and its digest. The rest of
/// the text stays as it is. Nothing if the text cannot be changed in this way.
pub fn stated(source: &Arc<Source>, digests: &[(&Asking, &str)]) -> Option<String> {
    let text = source.text();
    let mut changes: Vec<(Span, String)> = Vec::new();
    for (entry, digest) in digests {
        changes.push(match &entry.sha256 {
            Some((_, at)) => (at.span.clone(), format!("\"{digest}\"")),
            None => beside(text, &entry.source.span, digest),
        });
    }
    // From the end, so that what comes before keeps its place.
    changes.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut changed = text.to_owned();
    for (span, new) in changes {
        changed.replace_range(span, &new);
    }
    let entries = |text: &str| Head::read(&Arc::new(Source::new(source.name(), text))).upstream;
    let (before, after) = (entries(text), entries(&changed));
    let right = before.len() == after.len()
        && before.iter().zip(&after).all(|(before, after)| {
            let at = before.source.as_ref().map(|(_, at)| &at.span);
            let asked = digests.iter().find(|(entry, _)| Some(&entry.source.span) == at);
            let expected = asked.map(|(_, digest)| *digest);
            let expected = expected.or(before.sha256.as_ref().map(|(digest, _)| digest.as_str()));
            after.sha256.as_ref().map(|(digest, _)| digest.as_str()) == expected
        });
    right.then_some(changed)
}

/// Where a digest goes, and how it is written there: on a line of its own under the source, or beside it in
/// an inline table.
fn beside(text: &str, source: &Span, digest: &str) -> (Span, String) {
    let rest = &text[source.end..];
    let line = rest.find('\n').map_or(rest, |end| &rest[..end]);
    let (line, newline) = match line.strip_suffix('\r') {
        Some(line) => (line, "\r\n"),
        None => (line, "\n"),
    };
    let behind = line.trim_start();
    if !behind.is_empty() && !behind.starts_with('#') {
        return (source.end..source.end, format!(", sha256 = \"{digest}\""));
    }
    // As the line above it: the same indentation, the same column for the sign.
    let start = text[..source.start].rfind('\n').map_or(0, |newline| newline + 1);
    let above = text[start..source.start].trim_start_matches('\u{feff}');
    let indent = &above[..above.len() - above.trim_start().len()];
    let width = above.trim_start().find('=').map_or(0, |at| at.max("sha256 ".len()));
    let at = source.end + line.len();
    (at..at, format!("{newline}{indent}{:<width$}= \"{digest}\"", "sha256"))
}

/// Keeps a copy; returns its folder, and the digest to state.
///
/// # Errors
/// Files that cannot be written.
pub fn save(root: &Path, descriptor: &str, record: &Record) -> io::Result<(PathBuf, String)> {
    let folder = copy::folder(root, &record.service);
    let mut verdicts = serde_json::to_string_pretty(record).map_err(io::Error::other)?;
    verdicts.push('\n');
    let [name, verdicts_name, sums_name] = FOLDER_FILES;
    let sums = copy::sums(&[(name, descriptor), (verdicts_name, &verdicts)]);
    let beside = folder.parent().unwrap_or(root);
    if copy::is_within(beside, root) {
        fs::create_dir_all(&folder)?;
    }
    if !copy::is_within(&folder, root) || !copy::is_within(beside, root) {
        let out = "it leads out of the repository through a link";
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, out));
    }
    for (name, text) in [(name, descriptor), (verdicts_name, &verdicts), (sums_name, &sums)] {
        // In one step, so that nobody reads half of it.
        let beside = folder.join(format!(".{name}.{}.tmp", std::process::id()));
        fs::write(&beside, text).and_then(|()| fs::rename(&beside, folder.join(name))).inspect_err(|_| {
            // Nothing is left behind; that it cannot be removed either is no news.
            let _ = fs::remove_file(&beside);
        })?;
    }
    Ok((folder, copy::digest(sums.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_names_a_place_a_path_in_it_and_a_revision() {
        let read = |source: &str| {
            let it = Reference::read(source).unwrap_or_else(|fault| panic!("{source}: {fault:?}"));
            let remote = it.is_remote();
            (it.location, it.inner.unwrap_or_default(), it.revision.unwrap_or_default(), remote)
        };
        let of = |location: &str, inner: &str, revision: &str, remote| {
            (location.to_owned(), inner.to_owned(), revision.to_owned(), remote)
        };
        assert_eq!(read("../platform/ccsec.toml"), of("../platform/ccsec.toml", "", "", false));
        assert_eq!(read("../platform//deploy/ccsec.toml"), of("../platform", "deploy/ccsec.toml", "", false));
        assert_eq!(read("../platform?ref=v2"), of("../platform", "", "v2", false));
        assert_eq!(
            read("https://git.example.com/platform.git//ccsec.toml?ref=main"),
            of("https://git.example.com/platform.git", "ccsec.toml", "main", true)
        );
        assert_eq!(read("git@example.com:platform.git"), of("git@example.com:platform.git", "", "", true));
        for (wrong, why) in [
            ("", "says no place"),
            ("?ref=v2", "says no place"),
            ("../platform//../../secret", "leads out of what it names"),
            ("../platform///etc/passwd", "leads out of what it names"),
            ("../platform?ref=", "does not end with a revision"),
            ("../platform?ref=v2//ccsec.toml", "does not end with a revision"),
        ] {
            assert_eq!(Reference::read(wrong).map_err(|(fact, _)| fact), Err(why), "{wrong}");
        }
    }

    #[test]
    fn a_checkout_stands_for_its_address_and_for_what_is_below() {
        let at = |location: &str, addresses: &[(&str, &str)]| {
            let checkouts: Vec<_> =
                addresses.iter().map(|(a, p)| ((*a).to_owned(), PathBuf::from(p))).collect();
            let reference = Reference { location: location.to_owned(), inner: None, revision: None };
            reference.checked_out(&checkouts)
        };
        let address = "https://git.example.com/team/platform.git";
        let is = |path: &str| Some(PathBuf::from(path));
        assert_eq!(at(address, &[("https://git.example.com/team/platform", "p")]), is("p"));
        assert_eq!(at(address, &[("https://git.example.com/team/platform.git", "p")]), is("p"));
        assert_eq!(at(address, &[("https://git.example.com/", "all")]), is("all/team/platform"));
        assert_eq!(
            at(address, &[("https://git.example.com", "all"), ("https://git.example.com/team", "team")]),
            is("team/platform"),
            "the longest address counts"
        );
        assert_eq!(at(address, &[("https://git.example.com/team/plat", "p")]), None, "another repository");
        assert_eq!(at("git@example.com:platform.git", &[("git@example.com:", "all")]), is("all/platform"));
    }

    /// The text in which the entry of `text` states a digest.
    fn with_digest(text: &str) -> String {
        let source = Arc::new(Source::new("ccsec.toml", text));
        let head = Head::read(&source);
        let entry = &head.upstream[0];
        let (_, at) = entry.source.clone().unwrap_or_else(|| panic!("a source in {text}"));
        let asking = Asking { path: PathBuf::new(), source: at, sha256: entry.sha256.clone() };
        stated(&source, &[(&asking, "00ff")]).unwrap_or_else(|| panic!("{text} can be changed"))
    }

    #[test]
    fn a_digest_is_written_as_the_text_around_it_is() {
        for (text, expected) in [
            (
                "[[upstream]]\nsource   = \"..\" # there\nprovides = []\n",
                "[[upstream]]\nsource   = \"..\" # there\nsha256   = \"00ff\"\nprovides = []\n",
            ),
            ("[[upstream]]\n  source=\"..\"", "[[upstream]]\n  source=\"..\"\n  sha256 = \"00ff\""),
            (
                "[[upstream]]\r\nsource = \"..\"\r\nprovides = []\r\n",
                "[[upstream]]\r\nsource = \"..\"\r\nsha256 = \"00ff\"\r\nprovides = []\r\n",
            ),
            (
                "[[upstream]]\nsha256 = 'aa' # old\nsource = \"..\"\n",
                "[[upstream]]\nsha256 = \"00ff\" # old\nsource = \"..\"\n",
            ),
            (
                "upstream = [{ service = \"a\", source = \"..\" }]\n",
                "upstream = [{ service = \"a\", source = \"..\", sha256 = \"00ff\" }]\n",
            ),
            (
                "\u{feff}[[upstream]]\nsource = \"é//ccsec.toml\"\n",
                "\u{feff}[[upstream]]\nsource = \"é//ccsec.toml\"\nsha256 = \"00ff\"\n",
            ),
        ] {
            assert_eq!(with_digest(text), expected);
        }
    }
}
