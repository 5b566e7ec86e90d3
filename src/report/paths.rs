//! Paths as other programs call them.

use std::path::{Component, Path, PathBuf};

/// A path without `.` and `..`, by its words alone.
pub(super) fn straight(path: &Path) -> PathBuf {
    let mut straight = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(straight.pop()),
            Component::CurDir => {}
            part => straight.push(part),
        }
    }
    straight
}
