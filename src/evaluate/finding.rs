//! A finding: a rule, what is wrong, and where in which files.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::document::{Document, Path, Segment, Source, Span};
use crate::evidence::{FileEvidence, Reported};
use crate::infrastructure::{Code, Origin};
use crate::policy::{Rule, Severity};

/// One place of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The text.
    pub source: Arc<Source>,
    /// The bytes.
    pub span: Span,
    /// What stands there.
    pub label: String,
}

/// One thing that is wrong with a service, or with its descriptor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Permanent id of the rule.
    pub rule: String,
    /// How bad it is.
    pub severity: Severity,
    /// The fact, without a full stop.
    pub message: String,
    /// What to write.
    pub help: Option<String>,
    /// The id of the service, where it is known.
    pub service: Option<String>,
    /// The capability concerned, where it is one.
    pub capability: Option<String>,
    /// The expectations that would have to be met, where the finding asks for some.
    pub expectations: Vec<String>,
    /// The threats left exposed, in the order of the Recommendation.
    pub threats: Vec<String>,
    /// Where: the first place is the finding's own. Never empty.
    pub locations: Vec<Location>,
    /// 32 hexadecimal digits that stay the same when lines move and other entries come and go.
    pub fingerprint: String,
}

/// Makes the findings of one descriptor: resolves paths to bytes and derives fingerprints.
pub(super) struct Resolver<'a> {
    pub(super) source: &'a Arc<Source>,
    pub(super) document: &'a Document<'a>,
    pub(super) code: &'a Code,
    pub(super) evidence: &'a [FileEvidence],
    pub(super) service: Option<String>,
    seen: BTreeMap<String, usize>,
}

/// What a stage knows of a finding before it has a place in bytes.
pub(super) struct Draft<'a> {
    pub(super) rule: &'a Rule,
    pub(super) message: String,
    pub(super) help: Option<String>,
    pub(super) capability: Option<String>,
    pub(super) expectations: Vec<String>,
    pub(super) threats: Vec<String>,
    pub(super) labels: Vec<(Path, String)>,
    /// Whether the first place is the key and not the value.
    pub(super) key: bool,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(
        source: &'a Arc<Source>,
        document: &'a Document<'a>,
        code: &'a Code,
        evidence: &'a [FileEvidence],
        service: Option<String>,
    ) -> Self {
        Self { source, document, code, evidence, service, seen: BTreeMap::new() }
    }

    pub(super) fn finding(&mut self, draft: Draft<'_>) -> Finding {
        // What a finding is about: its own place, and the first one in another file.
        let other = draft.labels.iter().skip(1).find(|(path, _)| self.elsewhere(path).is_some());
        let subject: String =
            draft.labels.first().into_iter().chain(other).map(|(path, _)| self.stable(path)).collect();
        let fingerprint = self.fingerprint(&draft, &subject);
        let locations = draft
            .labels
            .into_iter()
            .enumerate()
            // A further place that is not in the text would underline something else.
            .filter(|(position, (path, _))| {
                *position == 0 || self.elsewhere(path).is_some() || self.document.leads_somewhere(path)
            })
            .map(|(position, (path, label))| {
                if let Some(origin) = self.elsewhere(&path) {
                    return Location { source: origin.source, span: origin.span, label };
                }
                let key = (position == 0 && draft.key).then(|| self.document.locate_key(&path)).flatten();
                Location {
                    source: Arc::clone(self.source),
                    span: key.unwrap_or_else(|| self.document.locate(&path)),
                    label,
                }
            })
            .collect();
        let help = draft.help.or_else(|| Some(draft.rule.help.clone())).filter(|help| !help.is_empty());
        Finding {
            rule: draft.rule.id.clone(),
            severity: draft.rule.severity,
            message: draft.message,
            help,
            service: self.service.clone(),
            capability: draft.capability,
            expectations: draft.expectations,
            threats: draft.threats,
            locations,
            fingerprint,
        }
    }

    /// The bytes of a path that leads out of the descriptor.
    fn elsewhere(&self, path: &Path) -> Option<Origin> {
        let reported = || Reported::at(self.evidence, path).map(|it| it.origin().clone());
        self.code.locate(path).or_else(reported)
    }

    /// Digests what a finding is about. Where two are about the same, the later one is numbered.
    fn fingerprint(&mut self, draft: &Draft<'_>, subject: &str) -> String {
        let owner = self.service.as_deref().unwrap_or_else(|| self.source.name());
        let about = [draft.rule.id.as_str(), owner, subject, draft.capability.as_deref().unwrap_or_default()]
            .join("\0");
        let times = self.seen.entry(about.clone()).or_default();
        *times += 1;
        let mut hasher = blake3::Hasher::new();
        hasher.update(about.as_bytes());
        hasher.update(&(*times as u64).to_le_bytes());
        hasher.finalize().to_hex()[..32].to_owned()
    }

    /// A path in which entries of lists are named by what they are and not by where they stand.
    fn stable(&self, path: &Path) -> String {
        if let Some((resource, rest)) = self.code.resource(path) {
            let rest: Path = rest.iter().cloned().collect();
            return format!("/{}/{rest}", resource.address);
        }
        if let Some(reported) = Reported::at(self.evidence, path) {
            return format!("/{}", reported.name());
        }
        let mut stable = String::new();
        let mut here = Path::root();
        for segment in path.segments() {
            here = here.join(segment.clone());
            stable.push('/');
            match segment {
                Segment::Key(key) => stable.push_str(key),
                Segment::Index(index) => match self.document.name(&here) {
                    Some(name) => stable.push_str(name),
                    None => stable.push_str(&index.to_string()),
                },
            }
        }
        stable
    }
}
