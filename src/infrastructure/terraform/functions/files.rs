//! Files of the repository, and paths.

use std::sync::Arc;

use crate::document::Source;

use super::super::datum::{Datum, Entries};
use super::super::native;
use super::super::types::as_set;
use super::super::world::{Bound, Scope, World};
use super::{either, misused, text_of};

/// The files and folders that a `fileset` looks at, and the levels that it goes down.
const MOST: usize = 10_000;
const DEEPEST: usize = 16;

pub(super) fn call(world: &World<'_>, name: &str, arguments: &[Datum], scope: Scope<'_>) -> Option<Datum> {
    let text = || text_of(name, arguments.first());
    let read = || text().and_then(|path| world.read_file(&path));
    Some(either(match name {
        "file" => read().map(|source| Datum::text(source.text())),
        "filebase64" => read().map(|source| Datum::text(super::encoding::base64(source.text().as_bytes()))),
        "fileexists" => text().map(|path| Datum::Bool(world.read_file(&path).is_ok())),
        "fileset" => fileset(world, arguments),
        "templatefile" => text()
            .and_then(|path| world.read_file(&path))
            .and_then(|source| template(world, &source, arguments.get(1), scope)),
        "templatestring" => text().and_then(|text| {
            template(world, &Arc::new(Source::new("the template", &*text)), arguments.get(1), scope)
        }),
        // A home directory is that of whoever runs it.
        "pathexpand" => match text() {
            Ok(path) if !path.starts_with('~') => Ok(Datum::Text(path)),
            Ok(_) => return None,
            Err(open) => Err(open),
        },
        "basename" => text().map(|path| {
            let path = path.trim_end_matches('/');
            Datum::text(path.rsplit('/').next().unwrap_or(path))
        }),
        "dirname" => text().map(|path| match path.trim_end_matches('/').rsplit_once('/') {
            Some(("", _)) => Datum::text("/"),
            Some((folder, _)) => Datum::text(folder),
            None => Datum::text("."),
        }),
        _ => return None,
    }))
}

/// A template, with the variables that it is given and no others.
fn template(
    world: &World<'_>,
    source: &Arc<Source>,
    variables: Option<&Datum>,
    scope: Scope<'_>,
) -> Result<Datum, Datum> {
    fn bind(
        world: &World<'_>,
        parts: &[super::super::syntax::Part],
        entries: &[(&String, &Datum)],
        scope: Scope<'_>,
    ) -> Datum {
        match entries.split_first() {
            None => world.template(parts, scope),
            Some(((name, value), rest)) => {
                let bound = Bound { name, value: (*value).clone(), outer: scope.names };
                bind(world, parts, rest, Scope { names: Some(&bound), ..scope })
            }
        }
    }
    let none = Entries::default();
    let entries = match variables {
        Some(Datum::Map(entries)) => entries,
        None => &none,
        _ => return Err(misused("templatefile")),
    };
    let parts = native::parse_template(source.text(), source, None).map_err(|fault| {
        Datum::open(format!("template `{}` does not parse: {}", source.name(), fault.message))
    })?;
    let entries: Vec<(&String, &Datum)> = entries.iter().take(200).collect();
    Ok(bind(world, &parts, &entries, Scope { names: None, ..scope }))
}

/// The files below a folder that a glob matches, as Terraform names them.
fn fileset(world: &World<'_>, arguments: &[Datum]) -> Result<Datum, Datum> {
    let folder = text_of("fileset", arguments.first())?;
    let pattern = text_of("fileset", arguments.get(1))?;
    let Some(folder) = world.folder_of(&folder) else {
        return Err(Datum::open(format!("folder `{folder}` is not in this repository")));
    };
    let glob = globset::GlobBuilder::new(&pattern).literal_separator(true).build();
    let matcher = glob.map_err(|_| misused("fileset"))?.compile_matcher();
    let mut names = Vec::new();
    for (seen, entry) in walkdir::WalkDir::new(&folder).max_depth(DEEPEST).into_iter().enumerate() {
        if seen > MOST {
            return Err(Datum::open("the folder has more files than are looked at"));
        }
        let Ok(entry) = entry else { continue };
        let Ok(name) = entry.path().strip_prefix(&folder) else { continue };
        if entry.file_type().is_file() && matcher.is_match(name) {
            let parts: Vec<_> = name.components().map(|part| part.as_os_str().to_string_lossy()).collect();
            names.push(Datum::text(parts.join("/")));
        }
    }
    Ok(as_set(&names))
}
