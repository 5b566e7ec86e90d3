//! The service chain, through the real binary: `fixtures/chain` is a shop on a platform on a hosting, in
//! which nothing is found, and each test breaks it in one text.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../support/mod.rs"]
mod support;

mod clean;
mod data;
mod files;
mod generated;
mod inherited;
mod links;
mod order;
mod promises;
mod providers;
mod responsibility;
#[cfg(unix)]
mod unix;
mod variant;
mod vendored;

use std::fs;
use std::path::Path;

use support::Folder;
use walkdir::WalkDir;

pub(crate) const SHOP: &str = "shop/ccsec.toml";
pub(crate) const PLATFORM: &str = "platform/ccsec.toml";
pub(crate) const HOSTING: &str = "hosting/ccsec.toml";

/// The clean chain, in a repository of its own.
pub(crate) fn clean() -> Folder {
    let (folder, from) =
        (Folder::new(), Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join("chain"));
    folder.file(".git/HEAD", "ref");
    for entry in WalkDir::new(&from).sort_by_file_name() {
        let path = entry.unwrap().into_path();
        if path.is_file() {
            folder.file(path.strip_prefix(&from).unwrap(), fs::read(&path).unwrap());
        }
    }
    folder
}

/// Replaces a text that a file holds exactly once.
#[track_caller]
pub(crate) fn replace(folder: &Folder, file: &str, from: &str, to: &str) {
    let text = fs::read_to_string(folder.join(file)).unwrap();
    assert_eq!(text.matches(from).count(), 1, "{from:?} stands in {file} once");
    folder.file(file, text.replace(from, to));
}

/// The clean chain with one text in another's place.
#[track_caller]
pub(crate) fn broken(file: &str, from: &str, to: &str) -> Folder {
    let folder = clean();
    replace(&folder, file, from, to);
    folder
}
