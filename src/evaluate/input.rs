//! What policies see as `input`: the descriptor as it is written, and `index`, which holds what rules
//! ask for so that a rule is a lookup and not a scan.

use std::collections::{BTreeMap, BTreeSet};

use regorus::Value;
use toml::de::{DeTable, DeValue};

use crate::descriptor::{Descriptor, Sla, Status, is_country};
use crate::document::{Day, Document, Path, Segment};
use crate::evidence::FileEvidence;
use crate::infrastructure::Code;
use crate::policy::{Settings, catalog};

use super::claims::{Claim, Claims, Grade};
use super::resources;
use super::statement::{Effect, Statement};

/// How many findings of one report policies see.
const HITS: usize = 20;

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

/// Builds the input of one descriptor.
pub(super) fn build(
    document: &Document<'_>,
    descriptor: &Descriptor,
    files: &[FileEvidence],
    statements: &[Statement],
    claims: &Claims,
    today: Day,
    settings: Settings,
) -> Value {
    let mut input = entries(document.root());
    set_aside_unknown_countries(&mut input);
    let mut index = Object::default();
    let root = Path::root();

    let threats = root.join("threats");
    let flagged = threats.join("flagged");
    let known = |id: &str| catalog().threat(id).is_some();
    let mut flagged_at = Object::default();
    for (position, threat) in descriptor.threats.flagged.iter().enumerate().rev() {
        if known(&threat.0) {
            flagged_at.set(&threat.0, path(&flagged.join(position)));
        }
    }
    index.set("flagged", flagged_at.into());

    let mut dismissed = Object::default();
    for (threat, reason) in descriptor.threats.dismissed.iter().filter(|(threat, _)| known(threat)) {
        let mut entry = Object::default();
        entry.set("path", path(&threats.join("dismissed").join(threat.as_str())));
        entry.set("reason", text(reason));
        entry.set("words", number(words(reason)));
        dismissed.set(threat, entry.into());
    }
    index.set("dismissed", dismissed.into());

    let is_flagged: BTreeSet<&str> =
        descriptor.threats.flagged.iter().map(|threat| threat.0.as_str()).collect();
    let unreviewed = catalog()
        .threats()
        .into_iter()
        .map(|(id, _)| id)
        .filter(|id| !is_flagged.contains(id) && !descriptor.threats.dismissed.contains_key(*id))
        .map(text);
    index.set("unreviewed", unreviewed.collect::<Vec<_>>().into());

    let mut claimed = Object::default();
    for (expectation, claims) in claims {
        // The one that counts most comes first: mostly it is all that a policy has to look at.
        let mut claims: Vec<&Claim> = claims.iter().collect();
        claims.sort_by_key(|claim| (claim.status == Status::Planned, claim.grade));
        let entries: Vec<Value> = claims.into_iter().map(|it| self::claim(it, descriptor)).collect();
        claimed.set(expectation, entries.into());
    }
    index.set("claims", claimed.into());

    let named: Vec<Value> = files.iter().map(|file| evidence(file, settings)).collect();
    let mut of_control: BTreeMap<usize, Vec<Value>> = BTreeMap::new();
    for (file, entry) in files.iter().zip(&named) {
        of_control.entry(file.control).or_default().push(entry.clone());
    }
    let attested: BTreeSet<usize> = claims
        .values()
        .flatten()
        .filter(|claim| claim.grade == Grade::Verified)
        .filter_map(|claim| claim.control)
        .collect();
    let controls = descriptor.controls.iter().enumerate().map(|(position, control)| {
        let mut entry = Object::default();
        entry.set("id", text(&control.id.0));
        entry.set("path", path(&root.join("controls").join(position)));
        if let Some(by) = control.by {
            entry.set("by", text(by.name()));
        }
        entry.set("status", text(control.status.name()));
        entry.set("evidence", number(control.evidence.len()));
        entry.set("attested", attested.contains(&position).into());
        entry.set("files", of_control.remove(&position).unwrap_or_default().into());
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

    index.set("observed", observed(statements));

    input.insert(text("index"), index.into());
    input.into()
}

/// What the code shows of the facts that the descriptor states, by fact.
fn observed(statements: &[Statement]) -> Value {
    let mut by_fact: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for statement in statements.iter().filter(|statement| statement.set_aside.is_none()) {
        let Effect::Shows { fact, value } = &statement.effect else { continue };
        let mut entry = Object::default();
        entry.set("value", value.clone());
        entry.set("resource", text(&statement.resource));
        entry.set("message", text(&statement.message));
        entry.set("path", path(&statement.path));
        by_fact.entry(fact).or_default().push(entry.into());
    }
    let mut observed = Object::default();
    for (fact, entries) in by_fact {
        observed.set(fact, entries.into());
    }
    observed.into()
}

fn evidence(file: &FileEvidence, settings: Settings) -> Value {
    let here = file.path();
    let mut entry = Object::default();
    entry.set("control", number(file.control));
    entry.set("kind", text(file.kind.name()));
    entry.set("file", text(&file.file));
    entry.set("path", path(&here.join(file.kind.name())));
    entry.set("reviewed_path", path(&here.join("reviewed")));
    entry.set("state", text(file.state.name()));
    entry.set("limit", settings.document_max_age_days.into());
    if let Some(age) = file.age {
        entry.set("age", age.into());
    }
    if let Some(made) = file.made {
        entry.set("made", text(&made.to_string()));
    }
    match &file.report {
        None => {}
        Some(Err(broken)) => {
            entry.set("fault", text(&broken.message));
            entry.set("fault_help", text(broken.help.as_deref().unwrap_or("run the scanner again")));
            // What could not be decoded has no place that could be shown.
            if !broken.origin.source.text().is_empty() {
                entry.set("fault_path", path(&file.report_path()));
            }
        }
        Some(Ok(judgement)) => {
            if let Some(failure) = &judgement.failure {
                entry.set("fault", text(failure));
            }
            let uncovered = judgement.uncovered.iter().map(|uncovered| {
                let rule = here.join("rules").join(uncovered.index);
                let named = uncovered.index < file.rules.len();
                let mut gap = Object::default();
                gap.set("path", path(&if named { rule } else { here.join(file.kind.name()) }));
                gap.set("message", text(&uncovered.message));
                gap.set("help", text(&uncovered.help));
                gap.into()
            });
            entry.set("uncovered", uncovered.collect::<Vec<Value>>().into());
            let told = judgement.hits.iter().take(HITS).enumerate();
            let hits = told.map(|(number, hit)| {
                let mut told = Object::default();
                told.set("path", path(&file.hit_path(number)));
                told.set("tool", text(&hit.tool));
                told.set("rule", text(&hit.rule));
                told.set("fact", text(&hit.fact()));
                told.into()
            });
            entry.set("hits", hits.collect::<Vec<Value>>().into());
            entry.set("more", number(judgement.hits.len().saturating_sub(HITS) + judgement.more));
        }
    }
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

fn claim(claim: &Claim, descriptor: &Descriptor) -> Value {
    let mut entry = Object::default();
    entry.set("id", text(&claim.id));
    entry.set("path", path(&claim.path));
    entry.set("status", text(claim.status.name()));
    entry.set("grade", text(claim.grade.name()));
    if claim.reported {
        entry.set("reported", true.into());
    }
    match claim.control {
        Some(control) => {
            entry.set("control", number(control));
            entry.set("by_path", path(&Path::root().join("controls").join(control).join("by")));
            if let Some(by) = descriptor.controls[control].by {
                entry.set("by", text(by.name()));
            }
        }
        None => {
            entry.set("upstream", text(&claim.id));
            entry.set("by", text("CSP"));
        }
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

#[derive(Default)]
pub(super) struct Object(BTreeMap<Value, Value>);

impl Object {
    pub(super) fn set(&mut self, key: &str, value: Value) {
        self.0.insert(text(key), value);
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

fn number(number: usize) -> Value {
    (number as u64).into()
}

fn path(path: &Path) -> Value {
    path.segments()
        .iter()
        .map(|segment| match segment {
            Segment::Key(key) => text(key),
            Segment::Index(index) => number(*index),
        })
        .collect::<Vec<_>>()
        .into()
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
        DeValue::Datetime(datetime) => text(&datetime.to_string()),
        DeValue::Array(array) => {
            array.iter().map(|item| engine_value(item.get_ref())).collect::<Vec<_>>().into()
        }
        DeValue::Table(table) => entries(table).into(),
    }
}
