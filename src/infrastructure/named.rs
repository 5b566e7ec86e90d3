//! From the list that a descriptor names to the files behind it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use ignore::WalkBuilder;
use ignore::overrides::Override;

use crate::discover::Place;

use super::Unread;

/// What ends the names of files that hold infrastructure code.
const ENDINGS: [&str; 5] = [".tf", ".tofu", ".yaml", ".yml", ".json"];

/// Folders that tools fill, and nobody writes.
const FILLED: [&str; 4] = [".git", ".terraform", ".terragrunt-cache", "node_modules"];

/// The most files that one list may come to.
const MOST: usize = 100_000;

/// The files that a list of folders, files and globs comes to, in the order of their paths.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub(super) found: BTreeSet<PathBuf>,
    /// Those that are named themselves: they were meant, whatever stands in them. With each its
    /// position in the list.
    pub(super) meant: Vec<(usize, PathBuf)>,
    /// For folders and globs, which files each came to.
    pub(super) of: Vec<(usize, BTreeSet<PathBuf>)>,
    pub(super) unread: Vec<Unread>,
}

/// Looks every entry up.
pub(super) fn find(names: &[String], place: &Place) -> Files {
    let mut files = Files::default();
    for (position, name) in names.iter().enumerate() {
        let mut unread = |because: &str, help: &str| {
            files.unread.push(Unread { position, because: because.to_owned(), help: help.to_owned() });
        };
        let (fixed, pattern) = split(name);
        let Some(base) = place.within(fixed) else {
            unread("lies outside the repository", "name code that lies in the repository");
            continue;
        };
        // Links are followed, but not out of the repository.
        let Ok(real) = base.canonicalize() else {
            unread(
                "does not exist",
                "correct the path: it is relative to the descriptor, or to the repository with a leading slash",
            );
            continue;
        };
        let root = place.real_root();
        if !real.starts_with(&root) {
            unread("leads out of the repository", "name code that lies in the repository");
            continue;
        }
        if real.is_file() && pattern.is_empty() {
            files.found.insert(base.clone());
            files.meant.push((position, base));
            continue;
        }
        let matcher = match matcher(pattern) {
            Ok(matcher) => matcher,
            Err(error) => {
                unread(&format!("is not a glob: {error}"), "write a glob such as \"deploy/**/*.yaml\"");
                continue;
            }
        };
        let most = MOST.saturating_sub(files.found.len());
        let found = walk(&base, &root, matcher.as_ref(), &Override::empty(), most);
        if found.is_empty() {
            unread(
                "holds no infrastructure code",
                "name a folder with Terraform, Kubernetes, CloudFormation or Compose files, or a plan",
            );
            continue;
        }
        files.found.extend(found.iter().cloned());
        files.of.push((position, found));
    }
    files
}

/// Whether a list of folders, files and globs means a file, which need not exist any more.
pub fn names(list: &[String], place: &Place, file: &Path) -> bool {
    list.iter().any(|name| {
        let (fixed, pattern) = split(name);
        let Some(base) = place.within(fixed) else { return false };
        let base = base.canonicalize().unwrap_or(base);
        let Ok(relative) = file.strip_prefix(&base) else { return false };
        // Code reads templates and scripts beside it, whatever their names; what is for people alone it does not.
        let prose = file.extension().is_some_and(|ending| ending == "md");
        relative.as_os_str().is_empty()
            || !prose && matcher(pattern).is_ok_and(|it| it.is_none_or(|it| it.is_match(relative)))
    })
}

/// Every file under a folder that may hold infrastructure code.
pub(super) fn under(folder: &Path, place: &Place, exclude: &Override) -> BTreeSet<PathBuf> {
    walk(folder, &place.real_root(), None, exclude, MOST)
}

fn may_hold_code(name: &str) -> bool {
    ENDINGS.iter().any(|ending| name.ends_with(ending)) || name == "Kustomization"
}

/// The part of a name before its first component with a wildcard, and the rest.
fn split(name: &str) -> (&str, &str) {
    let wild = name.find(['*', '?', '[', '{']);
    match wild {
        None => (name, ""),
        Some(at) => name.split_at(name[..at].rfind('/').map_or(0, |slash| slash + 1)),
    }
}

fn matcher(pattern: &str) -> Result<Option<GlobMatcher>, globset::Error> {
    if pattern.is_empty() {
        return Ok(None);
    }
    Ok(Some(GlobBuilder::new(pattern).literal_separator(true).build()?.compile_matcher()))
}

/// The files under a folder that may hold infrastructure code; gitignore files are respected.
fn walk(
    base: &Path,
    root: &Path,
    matcher: Option<&GlobMatcher>,
    exclude: &Override,
    most: usize,
) -> BTreeSet<PathBuf> {
    let entries = WalkBuilder::new(base)
        .hidden(false)
        .require_git(false)
        .overrides(exclude.clone())
        .filter_entry(|entry| !FILLED.iter().any(|filled| entry.file_name() == *filled))
        .build();
    entries
        .filter_map(Result::ok)
        .filter(|entry| !entry.file_type().is_none_or(|kind| kind.is_dir()))
        .filter(|entry| may_hold_code(&entry.file_name().to_string_lossy()))
        .filter(|entry| {
            let relative = entry.path().strip_prefix(base).unwrap_or(entry.path());
            matcher.is_none_or(|matcher| matcher.is_match(relative))
        })
        .map(ignore::DirEntry::into_path)
        .filter(|path| path.canonicalize().is_ok_and(|real| real.starts_with(root) && real.is_file()))
        .take(most)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_split_before_its_first_wildcard() {
        assert_eq!(split("infra/"), ("infra/", ""));
        assert_eq!(split("deploy/*.yaml"), ("deploy/", "*.yaml"));
        assert_eq!(split("/a/b*/c"), ("/a/", "b*/c"));
        assert_eq!(split("**/*.tf"), ("", "**/*.tf"));
    }
}
