//! A finding: a rule, what is wrong, and where in which files.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::document::{Document, Path, Segment, Source, Span};
use crate::evidence::{FileEvidence, Reported};
use crate::infrastructure::{Code, Origin};
use crate::policy::{Rule, Severity};

use super::provider::{self, Provider};

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
    pub(super) providers: &'a [Provider],
    pub(super) service: Option<String>,
    /// How often something was found before.
    pub(super) seen: BTreeMap<String, usize>,
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
    /// Further places, to which no path leads.
    pub(super) elsewhere: Vec<(Origin, String)>,
    /// Whether the first place is the key and not the value.
    pub(super) key: bool,
}

impl<'a> Draft<'a> {
    /// A finding at some places, of which the first is its own.
    pub(super) fn new(rule: &'a Rule, message: String, labels: Vec<(Path, String)>) -> Self {
        Self {
            rule,
            message,
            help: None,
            capability: None,
            expectations: Vec::new(),
            threats: Vec::new(),
            labels,
            elsewhere: Vec::new(),
            key: false,
        }
    }
}

/// A finding at one place that no descriptor's path leads to. `about` is what tells it from others.
pub(super) fn standalone(
    rule: &Rule,
    message: &str,
    help: Option<&str>,
    place: Location,
    about: &[&str],
) -> Finding {
    let about: Vec<&str> =
        [rule.id.as_str(), place.source.name()].into_iter().chain(about.iter().copied()).collect();
    Finding {
        rule: rule.id.clone(),
        severity: rule.severity,
        message: message.to_owned(),
        help: Some(help.unwrap_or(&rule.help).to_owned()).filter(|help| !help.is_empty()),
        service: None,
        capability: None,
        expectations: Vec::new(),
        threats: Vec::new(),
        fingerprint: blake3::hash(about.join("\0").as_bytes()).to_hex()[..32].to_owned(),
        locations: vec![place],
    }
}

impl<'a> Resolver<'a> {
    pub(super) fn finding(&mut self, draft: Draft<'_>) -> Finding {
        let places: Vec<Option<Origin>> = draft.labels.iter().map(|(path, _)| self.elsewhere(path)).collect();
        // What a finding is about: its own place, and the first one in another file.
        let other = draft.labels.iter().zip(&places).skip(1).find(|(_, place)| place.is_some());
        let subjects = draft.labels.first().into_iter().chain(other.map(|(label, _)| label));
        let subject: String = subjects.map(|(path, _)| self.stable(path)).collect();
        let fingerprint = self.fingerprint(&draft, &subject);
        let inner = draft
            .labels
            .into_iter()
            .zip(places)
            .enumerate()
            // A further place that is not in the text would underline something else.
            .filter(|(position, ((path, _), place))| {
                *position == 0 || place.is_some() || self.document.leads_somewhere(path)
            })
            .map(|(position, ((path, label), place))| {
                if let Some(origin) = place {
                    return Location { source: origin.source, span: origin.span, label };
                }
                let key = (position == 0 && draft.key).then(|| self.document.locate_key(&path)).flatten();
                Location {
                    source: Arc::clone(self.source),
                    span: key.unwrap_or_else(|| self.document.locate(&path)),
                    label,
                }
            });
        let outer = draft.elsewhere.into_iter().map(|(origin, label)| Location {
            source: origin.source,
            span: origin.span,
            label,
        });
        let locations = inner.chain(outer).collect();
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
        if let Some((upstream, inner)) = provider::entered(path) {
            let (found, _) = self.providers.get(upstream)?.service()?;
            let source = &found.judged.source;
            // It was parsed before; whoever builds on it seldom has a finding.
            return Some(Origin::new(source, Document::parse(source).ok()?.locate(&inner)));
        }
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
        if let Some((upstream, inner)) = provider::entered(path) {
            let service = self.providers.get(upstream).and_then(Provider::service);
            let id = service.map_or("", |(_, service)| &service.descriptor.service.id.0);
            return format!("/{}/{id}/{inner}", provider::ROOT);
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
