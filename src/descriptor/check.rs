//! What a schema cannot say about a descriptor.

use std::collections::BTreeMap;

use crate::catalog::references::{Standing, standing};
use crate::document::shape::{Kind, Problem};
use crate::document::{Day, Path};

use super::model::Descriptor;

/// The version of the format that this linter reads.
const VERSION: i64 = 1;

/// Every fault beyond keys, types and words, in the order of the format.
pub(super) fn check(descriptor: &Descriptor, today: Day) -> Vec<Problem> {
    let mut problems = Vec::new();
    let root = Path::root();
    if descriptor.ccsec != VERSION {
        problems.push(Problem {
            kind: Kind::Version,
            path: root.join("ccsec"),
            key: false,
            message: format!("format version {} is not known", descriptor.ccsec),
            label: format!("this linter reads version {VERSION}"),
            help: Some(format!("write ccsec = {VERSION}")),
            also: Vec::new(),
        });
    }
    duplicates(descriptor, &mut problems);
    for (index, control) in descriptor.controls.iter().enumerate() {
        let here = root.join("controls").join(index);
        for (position, reference) in control.refs.iter().enumerate() {
            reference_problem(reference, here.join("refs").join(position), &mut problems);
        }
        for (position, evidence) in control.evidence.iter().enumerate() {
            let here = here.join("evidence").join(position);
            let named = [&evidence.infrastructure, &evidence.document, &evidence.sarif];
            let named = named.into_iter().flatten().count();
            if named != 1 {
                problems.push(Problem {
                    kind: Kind::Evidence,
                    path: here.clone(),
                    key: false,
                    message: if named == 0 {
                        "this evidence names nothing that could prove a claim".to_owned()
                    } else {
                        "this evidence names several things at once".to_owned()
                    },
                    label: "exactly one of `infrastructure`, `document` and `sarif` is expected".to_owned(),
                    help: Some("write one entry each, such as { document = \"docs/keys.md\", reviewed = 2026-09-01 }".to_owned()),
                    also: Vec::new(),
                });
            }
            future(evidence.reviewed, today, here.join("reviewed"), &mut problems);
        }
    }
    let last = descriptor.review.as_ref().and_then(|review| review.last);
    let every = descriptor.review.as_ref().and_then(|review| review.every);
    if every.is_some_and(|every| every.days() == 0) {
        problems.push(Problem {
            kind: Kind::InvalidDuration,
            path: root.join("review").join("every"),
            key: false,
            message: "a review cannot be due more often than once a day".to_owned(),
            label: "less than a day".to_owned(),
            help: Some("write a number of days, weeks or months of days, such as \"180d\"".to_owned()),
            also: Vec::new(),
        });
    }
    future(last, today, root.join("review").join("last"), &mut problems);
    problems
}

fn duplicates(descriptor: &Descriptor, problems: &mut Vec<Problem>) {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, control) in descriptor.controls.iter().enumerate() {
        let id = control.id.0.as_str();
        if let Some(first) = seen.get(id) {
            problems.push(Problem {
                kind: Kind::DuplicateControl,
                path: Path::root().join("controls").join(index).join("id"),
                key: false,
                message: format!("two controls have the id {id:?}"),
                label: "this id again".to_owned(),
                help: Some("give each control an id of its own".to_owned()),
                also: vec![(
                    Path::root().join("controls").join(*first).join("id"),
                    "used here first".to_owned(),
                )],
            });
        } else {
            seen.insert(id, index);
        }
    }
}

fn reference_problem(reference: &str, path: Path, problems: &mut Vec<Problem>) {
    let (message, help) = match standing(reference) {
        Standing::Known | Standing::OtherFramework => return,
        Standing::NoSuchControl => (
            format!("{reference:?} names a control that its framework does not have"),
            "look the control up; the form is \"iso27002:2022/8.24\", \"iso27017:2015/CLD.9.5.1\", \"nist800-53r5/SC-28\", \"ccm4/CEK-03\"",
        ),
        Standing::Malformed => (
            format!("{reference:?} is not a reference"),
            "write the framework, a slash and the control, as in \"iso27002:2022/8.24\"",
        ),
    };
    problems.push(Problem {
        kind: Kind::UnknownReference,
        path,
        key: false,
        message,
        label: "no such control".to_owned(),
        help: Some(help.to_owned()),
        also: Vec::new(),
    });
}

fn future(day: Option<Day>, today: Day, path: Path, problems: &mut Vec<Problem>) {
    let Some(day) = day.filter(|day| *day > today) else {
        return;
    };
    problems.push(Problem {
        kind: Kind::FutureDate,
        path,
        key: false,
        message: format!("{day} is in the future"),
        label: format!("today is {today}"),
        help: Some("write the day on which the review took place".to_owned()),
        also: Vec::new(),
    });
}
