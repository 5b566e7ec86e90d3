//! Reports of other scanners as the policies see them.

use std::collections::BTreeMap;

use regorus::Value;

use crate::document::Path;
use crate::evidence::FileEvidence;

use super::input::{Object, number, text};

/// What a report adds to the entry of the evidence that names it. `path` makes a path a value.
pub(super) fn entries(file: &FileEvidence, path: impl Fn(&Path) -> Value) -> BTreeMap<Value, Value> {
    let here = file.path();
    let mut entry = Object::default();
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
            let (hits, more) = judgement.told();
            let hits = hits.iter().enumerate().map(|(number, hit)| {
                let mut told = Object::default();
                told.set("path", path(&file.hit_path(number)));
                told.set("tool", text(&hit.tool));
                told.set("rule", text(&hit.rule));
                told.set("fact", text(&hit.fact()));
                told.into()
            });
            entry.set("hits", hits.collect::<Vec<Value>>().into());
            entry.set("more", number(more));
        }
    }
    entry.into_entries()
}
