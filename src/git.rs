//! What a git repository knows, read from its objects: no checkout, no network, no program of git's.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use gix::status::UntrackedFiles;
use gix::status::index_worktree;
use gix::status::tree_index::TrackRenames;

use crate::discover;
use crate::document::Fault;

/// The files that differ from where the present branch left `base`, also those that are not committed,
/// with their whole paths, in their order.
///
/// # Errors
/// A folder without a repository, a base that it does not know, or objects that cannot be read.
pub fn changed_since(start: &Path, base: &str) -> Result<Vec<PathBuf>, Fault> {
    let repository = open(start).ok_or_else(|| {
        Fault::new(format!("`{}` is in no git repository", discover::display(start)))
            .with_help("without git, name the files that change: ccsec-lint impact FILE…")
    })?;
    let cannot = |what: &str, error: &dyn std::fmt::Display| {
        Fault::new(format!("cannot {what}: {error}")).with_help(
            "fetch the whole history: fetch-depth: 0 with actions/checkout, GIT_DEPTH: 0 with GitLab",
        )
    };
    let root =
        repository.workdir().ok_or_else(|| Fault::new("the repository has no working tree"))?.to_owned();
    let base_commit = commit(&repository, base)?;
    let head = commit(&repository, "HEAD")?;
    let left = repository
        .merge_base(head.id, base_commit.id)
        .map_err(|error| cannot(&format!("tell where this branch left `{base}`"), &error))?
        .ok_or_else(|| {
            cannot(&format!("tell where this branch left `{base}`"), &"they have no common commit")
        })?;
    let tree = left
        .object()
        .map_err(|error| cannot("read a commit", &error))?
        .peel_to_tree()
        .map_err(|error| cannot("read the tree of a commit", &error))?;
    let items = repository
        .status(gix::progress::Discard)
        .map_err(|error| cannot("compare the working tree", &error))?
        .head_tree(tree.id)
        .untracked_files(UntrackedFiles::Files)
        .tree_index_track_renames(TrackRenames::Disabled)
        .index_worktree_rewrites(None)
        .into_iter(None)
        .map_err(|error| cannot("compare the working tree", &error))?;
    let mut changed = BTreeSet::new();
    for item in items {
        let item = item.map_err(|error| cannot("compare the working tree", &error))?;
        // An entry whose time alone is stale has not changed.
        if let gix::status::Item::IndexWorktree(inner) = &item
            && !matches!(inner, index_worktree::Item::DirectoryContents { .. })
            && inner.summary().is_none()
        {
            continue;
        }
        let path = gix::path::from_bstr(item.location()).map_err(|error| cannot("read a path", &error))?;
        changed.insert(root.join(path));
    }
    Ok(changed.into_iter().collect())
}

/// A revision that was taken out.
#[derive(Debug)]
pub struct Exported {
    /// The id of the commit.
    pub commit: String,
    /// What lies there in the place of the path that was asked for, whether it exists or not.
    pub path: PathBuf,
}

/// Writes the files of a revision of the repository in which a path lies into a folder. Links and submodules
/// are left out: they lead elsewhere. The path need not exist in the working tree; `name` is how users know it.
///
/// # Errors
/// A path without a repository, a revision that it does not know, objects that cannot be read, or files
/// that cannot be written.
pub fn export(path: &Path, name: &str, revision: &str, into: &Path) -> Result<Exported, Fault> {
    // The folder may be gone since, or not be there yet.
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let start = whole.ancestors().find(|it| it.is_dir()).unwrap_or(&whole);
    let repository = open(start).ok_or_else(|| {
        let what = if path.exists() { "is in no git repository" } else { "does not exist" };
        Fault::new(format!("`{name}` {what}"))
            .with_help("name a git checkout, or take ?ref= away to read the files as they lie")
    })?;
    let commit = commit(&repository, revision)?;
    let id = commit.id.to_string();
    let cannot = |error: &dyn std::fmt::Display| {
        Fault::new(format!("cannot take `{revision}` out of `{name}`: {error}"))
            .with_help("fetch the revision with all of its files, and see that there is room for them")
    };
    let tree = commit.tree().map_err(|error| cannot(&error))?;
    let files = tree.traverse().breadthfirst.files().map_err(|error| cannot(&error))?;
    for file in files.into_iter().filter(|file| file.mode.is_blob()) {
        let relative = gix::path::from_bstr(&file.filepath).map_err(|error| cannot(&error))?;
        if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
            continue;
        }
        let target = into.join(relative);
        let object = repository.find_object(file.oid).map_err(|error| cannot(&error))?;
        let written = match target.parent() {
            Some(folder) => fs::create_dir_all(folder).and_then(|()| fs::write(&target, &object.data)),
            None => Ok(()),
        };
        written.map_err(|error| cannot(&error))?;
    }
    let within = repository.workdir().and_then(|root| {
        let inner = start.canonicalize().ok()?.strip_prefix(root.canonicalize().ok()?).ok()?.to_owned();
        Some(inner.join(whole.strip_prefix(start).ok()?))
    });
    Ok(Exported { commit: id, path: within.map_or_else(|| into.to_owned(), |inner| into.join(inner)) })
}

fn open(start: &Path) -> Option<gix::Repository> {
    gix::discover(start).ok()
}

fn commit<'r>(repository: &'r gix::Repository, revision: &str) -> Result<gix::Commit<'r>, Fault> {
    let unknown = || {
        let help = if repository.is_shallow().unwrap_or(false) {
            "this clone has only a part of the history; fetch the whole of it: git fetch --unshallow, \
             fetch-depth: 0 with actions/checkout, GIT_DEPTH: 0 with GitLab"
        } else {
            "name a branch, a tag or a commit that was fetched, such as origin/main"
        };
        Fault::new(format!("the git repository does not know `{revision}`")).with_help(help)
    };
    let found = repository.rev_parse_single(revision).map_err(|_| unknown())?;
    found.object().map_err(|_| unknown())?.peel_to_commit().map_err(|_| unknown())
}
