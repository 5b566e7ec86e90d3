//! What policies see of the service chain: `input.index.chain`, which holds one entry for each
//! `[[upstream]]`, and `input.index.partners`.

use regorus::Value;

use crate::descriptor::{Descriptor, ExpectationId, Sla, Upstream, is_country};
use crate::document::{Day, Path, Segment};
use crate::policy::{Registry, Rule};

use super::Service;
use super::claims::provided;
use super::input::{Object, number, text};
use super::provider::{self, Found, Offer, Provider};

/// The expectation whose record is the audit of a service.
const AUDIT: &str = "9.12/independent-assessment";

/// Puts the upstream services, as they are judged, beside the entries that name them.
pub(super) fn put(
    descriptor: &Descriptor,
    providers: &[Provider],
    registry: &Registry,
    today: Day,
    index: &mut Object,
) {
    let entries = descriptor.upstream.iter().zip(providers).enumerate();
    let chain = entries.map(|(position, (entry, provider))| {
        let mut object = Object::default();
        object.set("path", steps(&Path::root().join("upstream").join(position)));
        if let Some((found, service)) = provider.service() {
            judged(position, entry, (found, service), registry, today, &mut object);
        }
        if let Some(countries) = &entry.jurisdictions {
            let path = Path::root().join("upstream").join(position).join("jurisdictions");
            let mut narrowed = Object::default();
            // Those that do not exist were reported.
            for (index, country) in countries.iter().enumerate().filter(|(_, it)| is_country(&it.0)) {
                narrowed.set(&country.0, steps(&path.join(index)));
            }
            object.set("narrowed", narrowed.into());
        }
        ages(descriptor, entry, today, &mut object);
        object.into()
    });
    index.set("chain", chain.collect::<Vec<Value>>().into());
    index.set("promised", promised(descriptor.sla.as_ref(), &Path::root()));
}

/// What each partner holds.
pub(super) fn partners(descriptor: &Descriptor, registry: &Registry) -> Value {
    let flagged: Vec<&str> = descriptor.threats.flagged.iter().map(|threat| threat.0.as_str()).collect();
    let partners = descriptor.partners.iter().enumerate().map(|(position, partner)| {
        let path = Path::root().join("partners").join(position);
        let mut holds = Object::default();
        for (index, provision) in partner.holds.iter().enumerate() {
            // Of a whole capability, what nothing asks for need not be done.
            let all = provision.0.ends_with("/*");
            let asked =
                |rule: &&Rule| !all || rule.threats.iter().any(|threat| flagged.contains(&threat.as_str()));
            for rule in provided(&provision.0, registry).into_iter().filter(asked) {
                holds.set(&rule.id, steps(&path.join("holds").join(index)));
            }
        }
        let mut object = Object::default();
        object.set("id", text(&partner.id.0));
        object.set("path", steps(&path));
        object.set("holds", holds.into());
        object.into()
    });
    partners.collect::<Vec<Value>>().into()
}

/// The service that was found.
fn judged(
    position: usize,
    entry: &Upstream,
    (found, service): (&Found, &Service),
    registry: &Registry,
    today: Day,
    object: &mut Object,
) {
    let there = |path: &Path| steps(&provider::path(position, path));
    let root = Path::root();
    let of = &service.descriptor;
    object.set("id", text(&of.service.id.0));
    object.set("there", there(&root.join("service").join("id")));
    if let Some(age) = found.copied.map(|day| day.days_until(today)).filter(|age| *age >= 0) {
        object.set("copied", age.into());
    }

    let mut facts = Object::default();
    facts.set("role", text(of.service.role.name()));
    facts.set("deployment", text(of.service.deployment.name()));
    facts.set("tenancy", text(of.service.tenancy.name()));
    facts.set("owner", text(&of.service.owner));
    object.set("service", facts.into());

    let mut data = Object::default();
    data.set("classification", text(of.data.classification.name()));
    data.set("personal", of.data.personal.into());
    data.set("stored", of.data.stored.into());
    for (key, party) in [("controller", of.data.controller), ("processor", of.data.processor)] {
        if let Some(party) = party {
            data.set(key, text(party.name()));
        }
    }
    let countries = of.data.jurisdictions.iter().filter(|country| is_country(&country.0));
    data.set("jurisdictions", countries.map(|country| text(&country.0)).collect::<Vec<_>>().into());
    object.set("data", data.into());

    object.set("promised", promised(of.sla.as_ref(), &provider::path(position, &root)));

    let mut review = Object::default();
    for (key, day) in [
        ("age", of.review.as_ref().and_then(|review| review.last)),
        ("changed", of.review.as_ref().and_then(|review| review.changed)),
    ] {
        if let Some(age) = day.map(|day| day.days_until(today)).filter(|age| *age >= 0) {
            review.set(key, age.into());
        }
    }
    if let Some(every) = of.review.as_ref().and_then(|review| review.every) {
        review.set("every", every.days().into());
    }
    object.set("review", review.into());

    if let Some((age, path)) = audit(of, today) {
        let mut audit = Object::default();
        audit.set("age", age.into());
        audit.set("path", there(&path));
        object.set("audit", audit.into());
    }

    if let (Some(stated), Some(digest)) = (&entry.sha256, &found.digest)
        && !found.vendored
        && stated.0 != *digest
    {
        object.set("digest", text(digest));
    }

    let mut held = Object::default();
    for rule in entry.provides.iter().flat_map(|provision| provided(&provision.0, registry)) {
        if let Offer::Held(it) = service.offer(&rule.id) {
            held.set(&rule.id, text(it.verdict.name()));
        }
    }
    object.set("held", held.into());
}

/// When the entry says that this service began to use the upstream one, and when somebody last read its
/// descriptor, in days before today.
fn ages(descriptor: &Descriptor, entry: &Upstream, today: Day, object: &mut Object) {
    let reviewed = descriptor.review.as_ref().and_then(|review| review.last);
    for (key, day) in [("since", entry.since), ("reviewed", entry.reviewed.or(reviewed))] {
        if let Some(age) = day.map(|day| day.days_until(today)).filter(|age| *age >= 0) {
            object.set(key, age.into());
        }
    }
}

/// What is promised, as a number to compare and in words, with its place.
fn promised(sla: Option<&Sla>, root: &Path) -> Value {
    let mut promised = Object::default();
    let Some(sla) = sla else { return promised.into() };
    let mut set = |key: &str, amount: Value, words: &str| {
        let path = root.segments().iter().cloned().chain(["sla".into(), key.into()]).collect();
        let mut promise = Object::default();
        promise.set("amount", amount);
        promise.set("words", text(words));
        promise.set("path", steps(&path));
        promised.set(key, promise.into());
    };
    for (key, duration) in sla.durations() {
        set(key, duration.seconds().into(), &duration.to_string());
    }
    if let Some((share, written)) = sla.availability.as_ref().and_then(|it| Some((it.percent()?, &it.0))) {
        set("availability", share.into(), written);
    }
    promised.into()
}

/// The newest record of an independent assessment: its age in days, and where its date is written.
fn audit(descriptor: &Descriptor, today: Day) -> Option<(i64, Path)> {
    let controls = descriptor.controls.iter().enumerate();
    let assessed = controls.filter(|(_, control)| control.meets.contains(&ExpectationId(AUDIT.to_owned())));
    let records = assessed.flat_map(|(position, control)| {
        control.evidence.iter().enumerate().filter_map(move |(index, evidence)| {
            let age = evidence.reviewed?.days_until(today);
            let path = Path::root().join("controls").join(position).join("evidence").join(index);
            (evidence.document.is_some() && age >= 0).then(|| (age, path.join("reviewed")))
        })
    });
    records.min_by_key(|(age, _)| *age)
}

fn steps(path: &Path) -> Value {
    let step = |segment: &Segment| match segment {
        Segment::Key(key) => text(key),
        Segment::Index(index) => number(*index),
    };
    path.segments().iter().map(step).collect::<Vec<_>>().into()
}
