//! Files and regions: how SARIF calls what a finding underlines.

use std::collections::BTreeMap;
use std::path::{Component, Path};
use std::sync::Arc;

use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::discover;
use crate::document::{Source, Span};

use super::format::{Artifact, ArtifactLocation, Location, PhysicalLocation, Region};
use super::message;
use crate::report::escape;
use crate::report::paths::straight;

/// What relative URIs are relative to, by the name that GitHub knows.
const BASE: &str = "%SRCROOT%";

/// The files that locations lead into, each listed once.
pub(super) struct Places<'a> {
    folder: &'a Path,
    /// The names of files whose text is not their bytes, and says nothing of them.
    inexact: Vec<&'a str>,
    known: BTreeMap<String, usize>,
    artifacts: Vec<Artifact>,
}

impl<'a> Places<'a> {
    /// Places as seen from a folder, absolute.
    pub(super) fn new(folder: &'a Path, inexact: Vec<&'a str>) -> Self {
        Self { folder, inexact, known: BTreeMap::new(), artifacts: Vec::new() }
    }

    pub(super) fn location(
        &mut self,
        source: &Arc<Source>,
        span: &Span,
        label: &str,
        id: Option<usize>,
    ) -> Location {
        let (start, end) = (source.position(span.start), source.position(span.end));
        Location {
            id,
            physical_location: PhysicalLocation {
                artifact_location: self.artifact(source),
                region: Region {
                    start_line: start.line,
                    start_column: start.column,
                    end_line: end.line,
                    end_column: end.column,
                },
            },
            message: Some(label).filter(|label| !label.is_empty()).map(message),
        }
    }

    fn artifact(&mut self, source: &Source) -> ArtifactLocation {
        let mut location = self.uri(source.name());
        let index = *self.known.entry(source.name().to_owned()).or_insert_with(|| {
            let exact = !self.inexact.contains(&source.name());
            self.artifacts.push(Artifact {
                location: location.clone(),
                hashes: exact.then(|| json!({ "sha-256": sha256(source.text()) })),
                roles: ["analysisTarget"],
            });
            self.artifacts.len() - 1
        });
        location.index = Some(index);
        location
    }

    fn uri(&self, name: &str) -> ArtifactLocation {
        let path = Path::new(name);
        let inside = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        let (uri, uri_base_id) =
            if inside { (escape::uri(name), Some(BASE)) } else { (absolute(&self.folder.join(path)), None) };
        ArtifactLocation { uri, uri_base_id, index: None }
    }

    /// The working folder itself.
    pub(super) fn folder(&self) -> ArtifactLocation {
        ArtifactLocation { uri: absolute(self.folder) + "/", uri_base_id: None, index: None }
    }

    /// What the names of bases mean.
    pub(super) fn bases(&self) -> Map<String, Value> {
        let folder = json!({
            "uri": self.folder().uri,
            "description": { "text": "The folder in which ccsec-lint ran." },
        });
        Map::from_iter([(BASE.to_owned(), folder)])
    }

    /// The files, in the order in which locations came upon them.
    pub(super) fn into_artifacts(self) -> Vec<Artifact> {
        self.artifacts
    }
}

/// The URI of a path, without a slash at its end.
fn absolute(path: &Path) -> String {
    let shown = discover::display(&straight(path));
    format!("file:///{}", escape::uri(shown.trim_matches('/')))
}

fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
