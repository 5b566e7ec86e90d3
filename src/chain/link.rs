//! From an `[[upstream]]` entry to the descriptor that it means.

use crate::evaluate::{Lost, LostFinding, Verdict};
use crate::infrastructure::Origin;

use super::copy::Unusable;

/// What an `[[upstream]]` entry leads to.
#[derive(Debug, Clone)]
pub enum Link {
    /// A descriptor, by its index.
    To(usize),
    /// Nothing that can be judged.
    Nowhere(Box<Lost>),
}

/// An id that nothing has. `near` has one that is like it.
pub(super) fn unknown(service: &str, near: Option<(&str, &Origin)>) -> Link {
    let help = match near {
        Some((id, origin)) => format!("did you mean \"{id}\", of `{}`? ", origin.source.name()),
        None => String::new(),
    };
    nowhere(
        Verdict::Declared,
        not_at_hand(service),
        LostFinding {
            rule: "chain/unknown-service",
            message: format!(
                "no descriptor of the upstream service \"{service}\" is at hand: what it provides is this descriptor's word alone"
            ),
            key: "service",
            label: "no service of this repository has this id".to_owned(),
            help: Some(format!(
                "{help}name its file with descriptor = \"…\", or fetch a copy with source = \"…\" and ccsec-lint vendor"
            )),
            also: near.map(|(_, origin)| (origin.clone(), "this one?".to_owned())).into_iter().collect(),
        },
    )
}

/// A path that leads to no descriptor, and why.
pub(super) fn absent(service: &str, file: &str, because: &str) -> Link {
    nowhere(
        Verdict::Declared,
        not_at_hand(service),
        LostFinding {
            rule: "chain/unknown-service",
            message: format!("`{file}`, the descriptor of the upstream service, {because}"),
            key: "descriptor",
            label: "named here".to_owned(),
            help: Some("write the path of its ccsec.toml, relative to this descriptor; a leading / is the root of the repository".to_owned()),
            also: Vec::new(),
        },
    )
}

/// A descriptor, but of another service.
pub(super) fn misnamed(service: &str, key: &'static str, found: &str, origin: &Origin) -> Link {
    nowhere(
        Verdict::Declared,
        not_at_hand(service),
        LostFinding {
            rule: "chain/unknown-service",
            message: format!("the descriptor that is named for \"{service}\" is that of \"{found}\""),
            key,
            label: format!("said to be of \"{service}\""),
            help: Some(format!(
                "write service = \"{found}\", or the path of the descriptor of \"{service}\""
            )),
            also: vec![(origin.clone(), format!("it is of \"{found}\""))],
        },
    )
}

/// An id that several descriptors have which lie equally near.
pub(super) fn ambiguous(service: &str, origins: Vec<Origin>) -> Link {
    let count = origins.len();
    nowhere(
        Verdict::NotEvaluated,
        format!("several descriptors have the id \"{service}\""),
        LostFinding {
            rule: "chain/ambiguous-service",
            message: format!(
                "{count} descriptors have the id \"{service}\", and none lies nearer than the others"
            ),
            key: "service",
            label: "which of them?".to_owned(),
            help: Some(
                "give each service an id of its own, or name the file with descriptor = \"…\"".to_owned(),
            ),
            also: origins.into_iter().map(|origin| (origin, "has this id".to_owned())).collect(),
        },
    )
}

/// A copy that cannot be used.
pub(super) fn unusable(
    service: &str,
    unusable: &Unusable,
    shown: impl Fn(&std::path::Path) -> String,
) -> Link {
    match unusable {
        Unusable::Absent(folder) => nowhere(
            Verdict::Declared,
            not_at_hand(service),
            LostFinding {
                rule: "chain/not-vendored",
                message: format!("no copy of the descriptor of \"{service}\" is in `{}`", shown(folder)),
                key: "source",
                label: "not fetched from here".to_owned(),
                help: Some("run ccsec-lint vendor, and commit what it writes".to_owned()),
                also: Vec::new(),
            },
        ),
        Unusable::Altered(how) => nowhere(
            Verdict::NotEvaluated,
            format!("the copy of the descriptor of \"{service}\" is not the one that is vouched for"),
            LostFinding {
                rule: "chain/altered",
                message: format!("the copy of the descriptor of \"{service}\" is not the one that is vouched for: {how}"),
                key: "sha256",
                label: "this digest is expected".to_owned(),
                help: Some("restore the copy; or read what has changed, run ccsec-lint vendor, and write the sha256 that it prints".to_owned()),
                also: Vec::new(),
            },
        ),
    }
}

/// An entry without an id, which was reported as a fault of form.
pub(super) fn unnamed() -> Link {
    let because = "the entry names no service".to_owned();
    Link::Nowhere(Box::new(Lost { verdict: Verdict::Declared, because, descriptor: None, finding: None }))
}

/// An id that no descriptor has which can be read, but one may have that cannot.
pub(super) fn unreadable(service: &str, names: &[&str]) -> Link {
    let files: Vec<String> = names.iter().take(3).map(|name| format!("`{name}`")).collect();
    let cannot = if names.len() == 1 {
        "cannot be read, and may be its descriptor"
    } else {
        "cannot be read, and one of them may be its descriptor"
    };
    nowhere(
        Verdict::NotEvaluated,
        format!("the descriptor of \"{service}\" cannot be read"),
        LostFinding {
            rule: "chain/unreadable-service",
            message: format!(
                "no descriptor of the upstream service \"{service}\" can be read: {} {cannot}",
                files.join(", ")
            ),
            key: "service",
            label: "built on this service".to_owned(),
            help: Some(format!("mend {}", files.join(", "))),
            also: Vec::new(),
        },
    )
}

fn not_at_hand(service: &str) -> String {
    format!("the descriptor of \"{service}\" is not at hand")
}

fn nowhere(verdict: Verdict, because: String, finding: LostFinding) -> Link {
    Link::Nowhere(Box::new(Lost { verdict, because, descriptor: None, finding: Some(finding) }))
}
