//! What nothing that judges code can do without: to read it, and to parse it.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::{fs, io};

use ccsec_lint::discover::Place;
use ccsec_lint::infrastructure::{Code, Library};
use granit_parser::Parser;

/// Every file of a tree that is parsed, with its text.
pub(crate) fn texts(folder: &Path) -> io::Result<Vec<(PathBuf, String)>> {
    let mut texts = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it == "tf" || it == "yaml") {
                let text = fs::read_to_string(&path)?;
                texts.push((path, text));
            }
        }
    }
    Ok(texts)
}

/// Parses every text, and makes nothing of it.
pub(crate) fn parse(texts: &[(PathBuf, String)]) {
    for (path, text) in texts {
        if path.extension().is_some_and(|it| it == "tf") {
            black_box(hcl_edit::parser::parse_body(text).is_ok());
        } else {
            black_box(Parser::new_from_str(text).filter(Result::is_ok).count());
        }
    }
}

/// Reads a tree into its inventory, as a run does once.
pub(crate) fn read(folder: &Path, root: &Path) -> Code {
    let place = Place::new(root.to_owned(), root.to_owned());
    let name = folder.strip_prefix(root).unwrap_or(folder).display();
    Library::default().load(&[format!("/{name}/")], &place)
}
