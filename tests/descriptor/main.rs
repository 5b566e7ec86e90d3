//! Every way in which a descriptor can be wrong in form: the rule that says so, the text that it
//! underlines, and what it tells people to write instead.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "../support/mod.rs"]
mod support;

mod findings;
mod slips;
mod toml;

use support::{Folder, Report, with};

/// A slip of one kind, and the one finding that it must raise.
struct Slip {
    /// The slip in words.
    what: &'static str,
    /// A text of the good descriptor, and what stands there instead.
    from: &'static str,
    to: &'static str,
    /// The last part of the rule's id.
    rule: &'static str,
    /// The text underlined, and the line on which it stands.
    under: &'static str,
    on: &'static str,
    /// What the help must contain: something to write, or a command that lists it.
    help: &'static str,
}

fn report_of(text: &str) -> Report {
    let folder = Folder::new();
    folder.file("x.ccsec.toml", text).file("docs/keys.md", "Keys are kept in a vault.\n");
    folder.report(["x.ccsec.toml"])
}

/// Asserts that a slip raises its own finding of form and no other, and returns the report.
fn assert_raises(slip: &Slip) -> Result<Report, String> {
    let report = report_of(&with(slip.from, slip.to));
    let found = report.of_form();
    let fails = |reason: String| Err(format!("{}: {reason}\n    {found:#?}", slip.what));
    let [finding] = found.as_slice() else {
        return fails(format!("one finding of form is expected, not {}", found.len()));
    };
    let rule = format!("descriptor/{}", slip.rule);
    if finding.rule != rule {
        return fails(format!("expected {rule}"));
    }
    if finding.under != slip.under || finding.on != slip.on {
        return fails(format!("expected {:?} to be underlined on the line {:?}", slip.under, slip.on));
    }
    if !finding.help.contains(slip.help) {
        return fails(format!("the help says nothing of {:?}", slip.help));
    }
    if finding.message.contains('\n') || finding.message.ends_with('.') || finding.label.is_empty() {
        return fails("a message is one line without a full stop, and its place has a label".to_owned());
    }
    if finding.path != "x.ccsec.toml" {
        return fails("the file is named as it was given".to_owned());
    }
    Ok(report)
}

/// Tries every slip, so that a run shows all that are not noticed as they should be.
#[track_caller]
fn assert_all<'s>(slips: impl IntoIterator<Item = &'s Slip>, and: impl Fn(&Report) -> Result<(), String>) {
    let wrong: Vec<String> = slips
        .into_iter()
        .filter_map(|slip| {
            let told = |reason| format!("{}: {reason}", slip.what);
            assert_raises(slip).and_then(|report| and(&report).map_err(told)).err()
        })
        .collect();
    assert!(wrong.is_empty(), "{} slips:\n{}", wrong.len(), wrong.join("\n"));
}

fn leaves_nothing_to_judge(report: &Report) -> Result<(), String> {
    let only_form = report.findings.len() == report.of_form().len();
    let nothing = report.judged().is_empty() && report.json["summary"]["not_judged"] == 1;
    let ok = only_form && nothing && report.code == 1;
    ok.then_some(()).ok_or_else(|| {
        format!("exit {}, rules {:?}, {}", report.code, report.rules(), report.json["summary"])
    })
}

fn leaves_the_rest_to_judge(report: &Report) -> Result<(), String> {
    let rest = report.findings.len() > report.of_form().len();
    let judged = report.judged() == ["x.ccsec.toml"] && report.json["summary"]["not_judged"] == 0;
    let ok = rest && judged && report.code == 1;
    ok.then_some(()).ok_or_else(|| {
        format!("exit {}, rules {:?}, {}", report.code, report.rules(), report.json["summary"])
    })
}
