//! What policies see as `input`: the descriptor as it is written, and `index`, which holds what rules
//! ask for so that a rule is a lookup and not a scan.

use std::collections::{BTreeMap, BTreeSet};

use regorus::Value;
use toml::de::{DeTable, DeValue};

use crate::catalog::clause_order;
use crate::descriptor::{Descriptor, Sla, Status, is_country};
use crate::document::{Day, Document, Path, Segment};
use crate::evidence::FileEvidence;
use crate::infrastructure::Code;
use crate::policy::{Registry, Settings, catalog};

use super::claims::{Claim, Claims, Grade};
use super::provider::Provider;
use super::statement::{Effect, Statement};
use super::verdict::Verdict;
use super::{reports, resources, upstream};

/// Builds what evidence rules see: the descriptor, its infrastructure code, and what it promises in
/// seconds.
pub(super) fn build_for_evidence(document: &Document<'_>, descriptor: &Descriptor, code: &Code) -> Value {
    let mut input = Object(entries(document.root()));
    set_aside_unknown_countries(&mut input.0);
    let mut index = Object::default();
    resources::put(code, &mut input, &mut index);
    let mut promised = Object::default();
    for (key, duration) in descriptor.sla.iter().flat_map(Sla::durations) {
        promised.set(key, duration.seconds().into());
    }
    index.set("sla", promised.into());
    input.set("index", index.into());
    input.into()
}

/// What was gathered about a descriptor before policies see it.
pub(super) struct Gathered<'a> {
    pub(super) files: &'a [FileEvidence],
    pub(super) statements: &'a [Statement],
    pub(super) claims: &'a Claims,
    pub(super) providers: &'a [Provider],
    pub(super) registry: &'a Registry,
}

/// Builds the input of one descriptor.
pub(super) fn build(
    document: &Document<'_>,
    descriptor: &Descriptor,
    gathered: &Gathered<'_>,
    today: Day,
    settings: Settings,
) -> Value {
    let Gathered { files, statements, claims, providers, registry } = *gathered;
    let mut input = entries(document.root());
    set_aside_unknown_countries(&mut input);
    let mut index = Object::default();
    let keys = &Keys::new();

    let known = |id: &str| catalog().threat(id).is_some();
    let mut flagged_at = Object::default();
    for (position, threat) in descriptor.threats.flagged.iter().enumerate().rev() {
        if known(&threat.0) {
            let at = steps([keys.threats.clone(), keys.flagged.clone(), number(position)]);
            flagged_at.set(&threat.0, at);
        }
    }
    index.set("flagged", flagged_at.into());

    let mut dismissed = Object::default();
    for (threat, reason) in descriptor.threats.dismissed.iter().filter(|(threat, _)| known(threat)) {
        let threat = text(threat);
        let at = steps([keys.threats.clone(), keys.dismissed.clone(), threat.clone()]);
        let entry =
            object([(&keys.path, at), (&keys.reason, text(reason)), (&keys.words, number(words(reason)))]);
        dismissed.0.insert(threat, entry.into());
    }
    index.set("dismissed", dismissed.into());

    let is_flagged: BTreeSet<&str> =
        descriptor.threats.flagged.iter().map(|threat| threat.0.as_str()).collect();
    let mut unreviewed: Vec<&str> = catalog()
        .threat_ids()
        .filter(|id| !is_flagged.contains(id) && !descriptor.threats.dismissed.contains_key(*id))
        .collect();
    unreviewed.sort_by(|a, b| clause_order(a, b));
    index.set("unreviewed", unreviewed.into_iter().map(text).collect::<Vec<_>>().into());

    let mut claimed = Object::default();
    for (expectation, claims) in claims {
        // The one that counts most comes first: mostly it is all that a policy has to look at.
        let mut claims: Vec<&Claim> = claims.iter().collect();
        claims.sort_by_key(|claim| (claim.status == Status::Planned, claim.grade, claim.inherited.is_some()));
        let entries: Vec<Value> = claims.into_iter().map(|it| claim(it, descriptor, keys)).collect();
        claimed.set(expectation, entries.into());
    }
    index.set("claims", claimed.into());

    let named: Vec<Value> = files.iter().map(|file| evidence(file, settings, keys)).collect();
    let mut of_control: BTreeMap<usize, Vec<Value>> = BTreeMap::new();
    for (file, entry) in files.iter().zip(&named) {
        of_control.entry(file.control).or_default().push(entry.clone());
    }
    let examined: BTreeSet<usize> = claims
        .values()
        .flatten()
        .filter(|claim| matches!(claim.grade, Grade::Verified | Grade::Contradicted))
        .filter_map(|claim| claim.control)
        .collect();
    let controls = descriptor.controls.iter().enumerate().map(|(position, control)| {
        let mut entry = object([
            (&keys.examined, examined.contains(&position).into()),
            (&keys.evidence, number(control.evidence.len())),
            (&keys.files, of_control.remove(&position).unwrap_or_default().into()),
            (&keys.id, text(&control.id.0)),
            (&keys.path, steps([keys.controls.clone(), number(position)])),
            (&keys.status, text(control.status.name())),
        ]);
        if let Some(by) = control.by {
            entry.insert(keys.by.clone(), text(by.name()));
        }
        entry.into()
    });
    index.set("controls", controls.collect::<Vec<_>>().into());

    index.set("evidence", named.into());

    let mut review = Object::default();
    if let Some(stated) = &descriptor.review {
        if let Some(age) = stated.last.map(|last| last.days_until(today)).filter(|age| *age >= 0) {
            review.set("age", age.into());
        }
        if let Some(every) = stated.every {
            review.set("every", every.days().into());
        }
    }
    index.set("review", review.into());

    index.set("observed", observed(statements, keys));

    if !descriptor.partners.is_empty() {
        index.set("partners", upstream::partners(descriptor, registry));
    }
    if !providers.is_empty() {
        upstream::put(descriptor, providers, registry, today, &mut index);
    }

    input.insert(text("index"), index.into());
    input.into()
}

/// What the code shows of the facts that the descriptor states, by fact.
fn observed(statements: &[Statement], keys: &Keys) -> Value {
    let mut by_fact: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for statement in statements.iter().filter(|statement| statement.set_aside.is_none()) {
        let Effect::Shows { fact, value } = &statement.effect else { continue };
        let entry = object([
            (&keys.message, text(&statement.message)),
            (&keys.path, keys.path(&statement.path)),
            (&keys.resource, text(&statement.resource)),
            (&keys.value, value.clone()),
        ]);
        by_fact.entry(fact).or_default().push(entry.into());
    }
    let mut observed = Object::default();
    for (fact, entries) in by_fact {
        observed.set(fact, entries.into());
    }
    observed.into()
}

fn evidence(file: &FileEvidence, settings: Settings, keys: &Keys) -> Value {
    let kind = text(file.kind.name());
    let (control, position) = (number(file.control), number(file.position));
    let at = |key: &Value| {
        let evidence = keys.evidence.clone();
        steps([keys.controls.clone(), control.clone(), evidence, position.clone(), key.clone()])
    };
    let mut entry = object([
        (&keys.control, control.clone()),
        (&keys.file, text(&file.file)),
        (&keys.limit, settings.document_max_age_days.into()),
        (&keys.path, at(&kind)),
        (&keys.reviewed_path, at(&keys.reviewed)),
        (&keys.state, text(file.state.name())),
        (&keys.kind, kind),
    ]);
    if let Some(age) = file.age {
        entry.insert(keys.age.clone(), age.into());
    }
    entry.extend(reports::entries(file, |path| keys.path(path)));
    entry.into()
}

/// Removes countries that do not exist: they were reported, and say nothing about which law applies.
fn set_aside_unknown_countries(input: &mut BTreeMap<Value, Value>) {
    let countries = input
        .get_mut(&text("data"))
        .and_then(|data| data.as_object_mut().ok())
        .and_then(|data| data.get_mut(&text("jurisdictions")))
        .and_then(|countries| countries.as_array_mut().ok());
    if let Some(countries) = countries {
        countries.retain(|country| country.as_string().is_ok_and(|code| is_country(code)));
    }
}

fn claim(claim: &Claim, descriptor: &Descriptor, keys: &Keys) -> Value {
    let id = text(&claim.id);
    let grade = match &claim.inherited {
        Some(_) => text(Verdict::Inherited.name()),
        None => text(claim.grade.name()),
    };
    let path = keys.path(&claim.path);
    let status = text(claim.status.name());
    let Some(control) = claim.control else {
        let entry = object([
            (&keys.by, text("CSP")),
            (&keys.grade, grade),
            (&keys.id, id.clone()),
            (&keys.path, path),
            (&keys.status, status),
            (&keys.upstream, id),
        ]);
        return entry.into();
    };
    let mut entry = object([
        (&keys.by_path, steps([keys.controls.clone(), number(control), keys.by.clone()])),
        (&keys.control, number(control)),
        (&keys.grade, grade),
        (&keys.id, id),
        (&keys.path, path),
        (&keys.status, status),
    ]);
    if claim.reported {
        entry.insert(text("reported"), true.into());
    }
    if let Some(by) = descriptor.controls[control].by {
        entry.insert(keys.by.clone(), text(by.name()));
    }
    entry.into()
}

/// The number of different words of three letters or more.
fn words(reason: &str) -> usize {
    reason
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= 3)
        .map(str::to_lowercase)
        .collect::<BTreeSet<_>>()
        .len()
}

macro_rules! keys {
    ($($key:ident)+) => {
        /// The keys that many entries of `index` have, each made once for a descriptor. Not once for
        /// the process: threads that count the references to one text wait for each other.
        struct Keys { $($key: Value),+ }

        impl Keys {
            fn new() -> Self {
                Self { $($key: text(stringify!($key))),+ }
            }

            fn key(&self, key: &str) -> Value {
                match key {
                    $(stringify!($key) => self.$key.clone(),)+
                    _ => text(key),
                }
            }
        }
    };
}

keys! {
    age by by_path control controls dismissed evidence examined file files flagged grade id kind limit
    meets message path provides reason resource reviewed reviewed_path state status threats upstream
    value words
}

impl Keys {
    fn path(&self, path: &Path) -> Value {
        path.segments()
            .iter()
            .map(|segment| match segment {
                Segment::Key(key) => self.key(key),
                Segment::Index(index) => number(*index),
            })
            .collect::<Vec<_>>()
            .into()
    }
}

/// A path from its steps.
fn steps<const N: usize>(steps: [Value; N]) -> Value {
    Vec::from(steps).into()
}

/// An object from its entries; those in the order of text cost least.
fn object<const N: usize>(entries: [(&Value, Value); N]) -> BTreeMap<Value, Value> {
    entries.map(|(key, value)| (key.clone(), value)).into()
}

#[derive(Default)]
pub(super) struct Object(BTreeMap<Value, Value>);

impl Object {
    pub(super) fn set(&mut self, key: &str, value: Value) {
        self.0.insert(text(key), value);
    }

    pub(super) fn into_entries(self) -> BTreeMap<Value, Value> {
        self.0
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        object.0.into()
    }
}

pub(super) fn text(text: &str) -> Value {
    Value::String(text.into())
}

pub(super) fn number(number: usize) -> Value {
    (number as u64).into()
}

fn entries(table: &DeTable<'_>) -> BTreeMap<Value, Value> {
    table.iter().map(|(key, value)| (text(key.get_ref()), engine_value(value.get_ref()))).collect()
}

/// A TOML value as the engine sees it: dates are text.
fn engine_value(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(string) => text(string),
        DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix())
            .map_or_else(|_| text(integer.as_str()), Value::from),
        DeValue::Float(float) => match float.as_str().parse::<f64>() {
            Ok(number) if number.is_finite() => number.into(),
            _ => text(float.as_str()),
        },
        DeValue::Boolean(boolean) => (*boolean).into(),
        DeValue::Datetime(datetime) => {
            text(&Day::of(datetime).map_or_else(|| datetime.to_string(), |day| day.to_string()))
        }
        DeValue::Array(array) => {
            array.iter().map(|item| engine_value(item.get_ref())).collect::<Vec<_>>().into()
        }
        DeValue::Table(table) => entries(table).into(),
    }
}
