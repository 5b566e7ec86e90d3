//! What the engine is given: one module a package.
//!
//! regorus 0.14 loses results, silently, where a rule refers by its bare name to another rule and the
//! package is spread over several files. So the files of one package are joined into one module, each
//! at its own lines, and places in the module are led back to the files.

use std::sync::Arc;

use crate::document::{Fault, Source, Span};

use super::bundle::PolicyFile;

/// A module made of one or more files.
#[derive(Debug, Clone)]
pub(super) struct Module {
    /// The name that the engine knows: of the file, or of the package if there are several.
    pub(super) name: String,
    /// Its package without `data.`.
    pub(super) package: String,
    /// What the engine reads.
    pub(super) text: String,
    /// The files, each with the 0-based line at which it begins.
    parts: Vec<(usize, Arc<Source>)>,
}

impl Module {
    /// A module of one file.
    pub(super) fn of(source: &Arc<Source>) -> Self {
        Self {
            name: source.name().to_owned(),
            package: package(source.text()).map(|(_, package)| package.to_owned()).unwrap_or_default(),
            text: source.text().to_owned(),
            parts: vec![(0, Arc::clone(source))],
        }
    }

    /// Joins files into modules, in the order in which their packages first appear.
    ///
    /// # Errors
    /// Files of one package that import different things under one name.
    pub(super) fn join(files: &[&PolicyFile]) -> Result<Vec<Self>, Vec<Fault>> {
        let mut groups: Vec<(String, Vec<Arc<Source>>)> = Vec::new();
        for file in files {
            let package = package(file.source.text()).map_or("", |(_, package)| package);
            match groups.iter_mut().find(|(known, _)| known == package && !package.is_empty()) {
                Some((_, sources)) => sources.push(Arc::clone(&file.source)),
                None => groups.push((package.to_owned(), vec![Arc::clone(&file.source)])),
            }
        }
        let mut modules = Vec::new();
        let mut faults = Vec::new();
        for (package, sources) in groups {
            match sources.as_slice() {
                [source] => modules.push(Self::of(source)),
                sources => match Self::joined(package, sources) {
                    Ok(module) => modules.push(module),
                    Err(fault) => faults.push(fault),
                },
            }
        }
        if faults.is_empty() { Ok(modules) } else { Err(faults) }
    }

    fn joined(package: String, sources: &[Arc<Source>]) -> Result<Self, Fault> {
        let mut imports: Vec<(&str, &str)> = Vec::new();
        let mut bodies = String::new();
        let mut starts = Vec::new();
        for source in sources {
            starts.push(bodies.matches('\n').count());
            for (index, line) in source.text().lines().enumerate() {
                let statement = line.split('#').next().unwrap_or(line).trim();
                if let Some(import) = statement.strip_prefix("import ") {
                    let import = import.trim();
                    let alias = alias(import);
                    match imports.iter().find(|(known, _)| *known == alias) {
                        Some((_, same)) if *same == import => {}
                        Some((_, other)) => {
                            return Err(Fault::new(format!(
                                "the files of package `{package}` import different things as `{alias}`"
                            ))
                            .at(source, source.line(index), format!("another file imports {other}"))
                            .with_help("give one of them a name of its own: import data.… as …"));
                        }
                        None => imports.push((alias, import)),
                    }
                } else if !statement.starts_with("package ") {
                    bodies.push_str(line);
                }
                bodies.push('\n');
            }
        }
        let mut text = format!("package {package}\n");
        for (_, import) in &imports {
            text.push_str(&format!("import {import}\n"));
        }
        let head = imports.len() + 1;
        text.push_str(&bodies);
        Ok(Self {
            name: format!("package {package}"),
            package,
            text,
            parts: starts.into_iter().map(|start| start + head).zip(sources.iter().cloned()).collect(),
        })
    }

    /// The files.
    pub(super) fn sources(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.parts.iter().map(|(_, source)| source)
    }

    /// The file and the 1-based line of a 1-based line of the module.
    pub(super) fn origin(&self, line: usize) -> Option<(&Arc<Source>, usize)> {
        let (start, source) = self.parts.iter().rev().find(|(start, _)| *start < line)?;
        Some((source, line - start))
    }
}

/// The package that a text declares, and where.
pub(super) fn package(text: &str) -> Option<(Span, &str)> {
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        if let Some(rest) = line.strip_prefix("package ") {
            let name = rest.split('#').next().unwrap_or(rest).trim();
            return Some((offset..offset + line.trim_end().len(), name));
        }
        offset += line.len();
    }
    None
}

/// The name under which an import is known.
fn alias(import: &str) -> &str {
    match import.rsplit_once(" as ") {
        Some((_, alias)) => alias.trim(),
        None => import.rsplit('.').next().unwrap_or(import).trim_matches(['"', ']']),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, text: &str) -> PolicyFile {
        PolicyFile { source: Arc::new(Source::new(name, text)), is_test: false }
    }

    #[test]
    fn files_of_one_package_become_one_module_and_keep_their_lines() {
        let files = [
            file("a.rego", "package main\n\nimport data.lib\n\ndeny contains 1 if lib.x\n"),
            file("b.rego", "package other\n"),
            file("c.rego", "# why\npackage main\nimport data.lib\nwarn contains 2 if lib.y\n"),
        ];
        let modules = Module::join(&files.iter().collect::<Vec<_>>()).unwrap();
        let names: Vec<&str> = modules.iter().map(|module| module.name.as_str()).collect();
        assert_eq!(names, ["package main", "b.rego"]);
        let joined = &modules[0];
        assert_eq!(joined.text.matches("import data.lib").count(), 1);
        let warn = joined.text.lines().position(|line| line.starts_with("warn")).unwrap() + 1;
        let (source, line) = joined.origin(warn).unwrap();
        assert_eq!((source.name(), line), ("c.rego", 4));
    }

    #[test]
    fn one_name_for_two_imports_is_a_fault() {
        let files = [
            file("a.rego", "package main\nimport data.one.lib\n"),
            file("b.rego", "package main\nimport data.two.lib\n"),
        ];
        let faults = Module::join(&files.iter().collect::<Vec<_>>()).unwrap_err();
        assert_eq!(faults[0].message, "the files of package `main` import different things as `lib`");
        let place = faults[0].place.as_ref().unwrap();
        assert_eq!(place.source.slice(&place.span), "import data.two.lib");
    }
}
