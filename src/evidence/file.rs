//! The files of a repository that descriptors name.
//!
//! In: where a descriptor lies, and a path as it writes it. Out: the file, or what is wrong with it.

use std::fs;
use std::io::Read as _;
use std::path::PathBuf;

use super::State;
use crate::discover::Place;

/// The file that a descriptor means, every link followed.
///
/// # Errors
/// What is wrong with it.
pub(super) fn find(place: &Place, file: &str) -> Result<PathBuf, State> {
    let path = place.within(file).ok_or(State::Outside)?;
    // Links are followed, but not out of the repository.
    let path = path.canonicalize().map_err(|_| State::Absent)?;
    if !path.starts_with(place.real_root()) {
        return Err(State::Outside);
    }
    let is_file = fs::metadata(&path).is_ok_and(|metadata| metadata.is_file());
    let opened = is_file.then(|| fs::File::open(&path).ok()).flatten().ok_or(State::Unreadable)?;
    // White space proves nothing; a few kilobytes are enough to see more.
    let mut beginning = Vec::new();
    opened.take(4096).read_to_end(&mut beginning).map_err(|_| State::Unreadable)?;
    if beginning.iter().all(u8::is_ascii_whitespace) {
        return Err(State::Empty);
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

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
        assert_eq!(find(&place, "docs/keys.md").err(), None);
        assert_eq!(find(&place, "./docs/../docs/keys.md").err(), None);
        assert_eq!(find(&place, "/top.md").err(), None, "a leading slash is the root of the repository");
        assert_eq!(find(&place, "../top.md").err(), None);
        assert_eq!(find(&place, "docs/empty.md").err(), Some(State::Empty));
        assert_eq!(find(&place, "docs/none.md").err(), Some(State::Absent));
        assert_eq!(find(&place, "docs").err(), Some(State::Unreadable), "a folder proves nothing");
        assert_eq!(find(&place, "../../secret.md").err(), Some(State::Outside));
        assert_eq!(find(&place, "/../secret.md").err(), Some(State::Outside));
        #[cfg(unix)]
        assert_eq!(find(&place, "link.md").err(), Some(State::Outside), "a link does not lead out");
    }
}
