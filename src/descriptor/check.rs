//! What a schema cannot say about a descriptor.

use std::collections::BTreeMap;

use crate::catalog::references::{Standing, standing};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::rules::Rules;
use crate::document::{Day, Document, Duration, Kind, Path, Problem, Segment, clipped};

/// The version of the format that this linter reads.
const VERSION: i64 = 1;

/// Every fault beyond keys, types and words, in the order of the format. What has the wrong type was
/// reported, and is passed over: one fault hides no other. `known` is what was found before.
pub(super) fn check(document: &Document<'_>, known: &[Problem], today: Day) -> Vec<Problem> {
    let mut problems = Vec::new();
    let root = document.root();
    version(root, &mut problems);
    let controls: Vec<(Path, &DeTable<'_>)> = tables(root.get("controls"), &Path::root().join("controls"));
    duplicates(&controls, &mut problems);
    for (here, control) in &controls {
        let refs = control.get("refs").and_then(|refs| refs.get_ref().as_array());
        for (position, reference) in refs.into_iter().flatten().enumerate() {
            if let Some(reference) = reference.get_ref().as_str() {
                reference_problem(reference, here.join("refs").join(position), &mut problems);
            }
        }
        for (here, evidence) in tables(control.get("evidence"), &here.join("evidence")) {
            evidence_problem(evidence, &here, known, &mut problems);
            rules_problem(evidence, &here, &mut problems);
            future(evidence.get("reviewed"), today, here.join("reviewed"), &mut problems);
        }
    }
    let upstream = tables(root.get("upstream"), &Path::root().join("upstream"));
    repeated(&upstream, "upstream", "service", &mut problems);
    let partners = tables(root.get("partners"), &Path::root().join("partners"));
    repeated(&partners, "partners", "id", &mut problems);
    for (here, entry) in &upstream {
        upstream_problem(entry, here, &mut problems);
        for key in ["since", "reviewed"] {
            future(entry.get(key), today, here.join(key), &mut problems);
        }
    }
    if let Some(review) = root.get("review").and_then(|review| review.get_ref().as_table()) {
        let path = Path::root().join("review");
        for key in ["last", "changed"] {
            future(review.get(key), today, path.join(key), &mut problems);
        }
        let every = review.get("every").and_then(|every| every.get_ref().as_str()?.parse::<Duration>().ok());
        if every.is_some_and(|every| every.days() == 0) {
            problems.push(Problem {
                kind: Kind::InvalidDuration,
                path: path.join("every"),
                key: false,
                message: "a review cannot be due more often than once a day".to_owned(),
                label: "less than a day".to_owned(),
                help: Some("write a number of days or weeks, such as \"180d\"".to_owned()),
                also: Vec::new(),
            });
        }
    }
    problems
}

/// The tables of a list, with their paths.
fn tables<'d, 'a>(list: Option<&'d Spanned<DeValue<'a>>>, path: &Path) -> Vec<(Path, &'d DeTable<'a>)> {
    let items = list.and_then(|list| list.get_ref().as_array());
    items
        .into_iter()
        .flatten()
        .enumerate()
        .filter_map(|(index, item)| Some((path.join(index), item.get_ref().as_table()?)))
        .collect()
}

fn version(root: &DeTable<'_>, problems: &mut Vec<Problem>) {
    let stated = root.get("ccsec").and_then(|version| version.get_ref().as_integer());
    let Some(stated) =
        stated.filter(|stated| i64::from_str_radix(stated.as_str(), stated.radix()) != Ok(VERSION))
    else {
        return;
    };
    problems.push(Problem {
        kind: Kind::Version,
        path: Path::root().join("ccsec"),
        key: false,
        message: format!("format version {} is not known", clipped(stated.as_str(), 20)),
        label: format!("this linter reads version {VERSION}"),
        help: Some(format!("write ccsec = {VERSION}")),
        also: Vec::new(),
    });
}

fn evidence_problem(evidence: &DeTable<'_>, path: &Path, known: &[Problem], problems: &mut Vec<Problem>) {
    let named =
        ["infrastructure", "document", "sarif"].into_iter().filter(|key| evidence.contains_key(*key)).count();
    // A misspelt key was reported; saying that it is absent too would be noise.
    let misspelt = || known.iter().any(|it| it.kind == Kind::UnknownKey && it.path.parent() == *path);
    if named == 1 || named == 0 && misspelt() {
        return;
    }
    problems.push(Problem {
        kind: Kind::Evidence,
        path: path.clone(),
        key: false,
        message: if named == 0 {
            "this evidence names nothing that could prove a claim".to_owned()
        } else {
            "this evidence names several things at once".to_owned()
        },
        label: "exactly one of `infrastructure`, `document` and `sarif` is expected".to_owned(),
        help: Some(
            "write one entry each, such as { document = \"docs/keys.md\", reviewed = 2026-09-01 }".to_owned(),
        ),
        also: Vec::new(),
    });
}

/// What only a report has, beside something else; and rules that are none.
fn rules_problem(evidence: &DeTable<'_>, path: &Path, problems: &mut Vec<Problem>) {
    let mut problem = |path: Path, key: bool, message: String, label: &str, help: &str| {
        problems.push(Problem {
            kind: Kind::Evidence,
            path,
            key,
            message,
            label: label.to_owned(),
            help: Some(help.to_owned()),
            also: Vec::new(),
        });
    };
    let other = ["infrastructure", "document"].into_iter().find(|kind| evidence.contains_key(*kind));
    if let Some(kind) = other.filter(|_| !evidence.contains_key("sarif")) {
        for key in ["rules", "unlisted"].into_iter().filter(|key| evidence.contains_key(*key)) {
            let message = format!("`{key}` says nothing beside `{kind}`");
            let help = format!("remove it, or name the scanner's report: {{ sarif = \"…\", {key} = … }}");
            problem(path.join(key), true, message, "belongs to `sarif`", &help);
        }
    }
    let rules = evidence.get("rules").and_then(|rules| rules.get_ref().as_array());
    for (position, rule) in rules.into_iter().flatten().enumerate() {
        // An empty one was reported.
        let Some(rule) = rule.get_ref().as_str().filter(|rule| !rule.trim().is_empty()) else { continue };
        if let Err(unusable) = Rules::new(&[rule.to_owned()]) {
            let message =
                format!("{:?} is not a pattern of rule ids: {}", clipped(rule, 80), unusable.because);
            let help = "write an id such as \"CKV_AWS_3\", or a pattern such as \"CKV_AWS_*\"";
            problem(path.join("rules").join(position), false, message, "no rule can match this", help);
        }
    }
}

/// An upstream service whose descriptor is looked for in two places, or in one that nobody vouches for.
fn upstream_problem(entry: &DeTable<'_>, path: &Path, problems: &mut Vec<Problem>) {
    let (key, message, label, help) =
        match (entry.get("source"), entry.get("descriptor"), entry.get("sha256")) {
            (Some(_), Some(_), _) => (
                "source",
                "`source` and `descriptor` both say where the descriptor of this service is",
                "beside `descriptor`",
                "keep `descriptor` for a file of this repository, or `source` for one from elsewhere",
            ),
            (Some(_), None, None) => (
                "source",
                "`source` stands without the digest of what was fetched from it",
                "`sha256` is missing",
                "run ccsec-lint vendor, and add the sha256 that it prints",
            ),
            _ => return,
        };
    problems.push(Problem {
        kind: Kind::Upstream,
        path: path.join(key),
        key: true,
        message: message.to_owned(),
        label: label.to_owned(),
        help: Some(help.to_owned()),
        also: Vec::new(),
    });
}

/// Two entries for one service, or one partner: which of them says what it provides, or holds?
fn repeated(entries: &[(Path, &DeTable<'_>)], list: &str, key: &str, problems: &mut Vec<Problem>) {
    let mut seen: BTreeMap<&str, &Path> = BTreeMap::new();
    for (path, entry) in entries {
        let Some(name) = entry.get(key).and_then(|name| name.get_ref().as_str()) else {
            continue;
        };
        let Some(first) = seen.get(name) else {
            seen.insert(name, path);
            continue;
        };
        problems.push(Problem {
            kind: Kind::DuplicateValue,
            path: path.join(key),
            key: false,
            message: format!("two entries of `{list}` name {:?}", clipped(name, 80)),
            label: "named again".to_owned(),
            help: Some("put both into one entry".to_owned()),
            also: vec![(first.join(key), "named here first".to_owned())],
        });
    }
}

fn duplicates(controls: &[(Path, &DeTable<'_>)], problems: &mut Vec<Problem>) {
    let mut seen: BTreeMap<&str, &Path> = BTreeMap::new();
    for (path, control) in controls {
        let Some(id) = control.get("id").and_then(|id| id.get_ref().as_str()) else { continue };
        let Some(first) = seen.get(id) else {
            seen.insert(id, path);
            continue;
        };
        problems.push(Problem {
            kind: Kind::DuplicateControl,
            path: path.join("id"),
            key: false,
            message: format!("two controls have the id {:?}", clipped(id, 80)),
            label: "this id again".to_owned(),
            help: Some("give each control an id of its own".to_owned()),
            also: vec![(first.join("id"), "used here first".to_owned())],
        });
    }
}

fn reference_problem(reference: &str, path: Path, problems: &mut Vec<Problem>) {
    let (message, help) = match standing(reference) {
        Standing::Known | Standing::OtherFramework => return,
        Standing::NoSuchControl => (
            format!("{:?} names a control that its framework does not have", clipped(reference, 80)),
            "look the control up; the form is \"iso27002:2022/8.24\", \"iso27017:2015/CLD.9.5.1\", \"nist800-53r5/SC-28\", \"ccm4/CEK-03\"",
        ),
        Standing::Malformed => (
            format!("{:?} is not a reference", clipped(reference, 80)),
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

fn future(day: Option<&Spanned<DeValue<'_>>>, today: Day, path: Path, problems: &mut Vec<Problem>) {
    let day = day.and_then(|day| Day::of(day.get_ref().as_datetime()?));
    let Some(day) = day.filter(|day| *day > today) else {
        return;
    };
    let named = |key: &str| path.segments().last().is_some_and(|last| *last == Segment::from(key));
    let help = match () {
        () if named("since") => "write the day on which the service was first built on it",
        () if named("changed") => "write the day of the change",
        () => "write the day on which the review took place",
    };
    problems.push(Problem {
        kind: Kind::FutureDate,
        path,
        key: false,
        message: format!("{day} is in the future"),
        label: format!("today is {today}"),
        help: Some(help.to_owned()),
        also: Vec::new(),
    });
}
