//! The text of a first descriptor.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::evaluate::Judged;
use crate::policy::catalog;

use super::Facts;
use super::controls::Stubs;

/// A threat that facts call for, with what calls for it.
type Called = (String, Vec<String>);

/// What each question asks, by its key.
pub(super) type Questions = BTreeMap<String, String>;

/// The sections that facts fill. A fact that nobody stated waits in a comment; a value that was filled
/// in stands in the list of `[draft]`, with its question.
pub(super) fn facts(facts: &Facts, questions: &Questions) -> String {
    let mut out = String::from("ccsec = 1\n");
    out.push_str(&open(facts, questions));
    out.push_str("\n[service]\n");
    let service = |out: &mut String, key: &str, value: String| put(out, facts, "service", key, &value);
    service(&mut out, "id        ", text_value(&facts.id));
    service(&mut out, "title     ", text_value(&facts.title));
    service(&mut out, "role      ", text_value(&facts.role));
    service(&mut out, "category  ", text_value(&facts.category));
    service(&mut out, "deployment", text_value(&facts.deployment));
    service(&mut out, "owner     ", text_value(&facts.owner));
    service(&mut out, "tenancy   ", text_value(&facts.tenancy));
    service(&mut out, "exposure  ", text_value(&facts.exposure));
    service(&mut out, "compute   ", list_value(&facts.compute));
    if !facts.infrastructure.is_empty() {
        service(&mut out, "infrastructure", list_value(&facts.infrastructure));
    }
    let code = (!facts.code.is_empty()).then(|| list_value(&facts.code));
    out.push_str(&stated("code      ", code, "[\"CSC\"]", "whose code runs here, beside the provider's own"));
    out.push_str("\n[data]\n");
    put(&mut out, facts, "data", "classification", &text_value(&facts.classification));
    put(&mut out, facts, "data", "personal      ", &facts.personal.to_string());
    put(&mut out, facts, "data", "jurisdictions ", &list_value(&facts.jurisdictions));
    let party = |party: &Option<String>| party.as_deref().map(text_value);
    out.push_str(&stated(
        "controller    ",
        party(&facts.controller),
        "\"CSC\"",
        "who decides what personal data is for",
    ));
    out.push_str(&stated(
        "processor     ",
        party(&facts.processor),
        "\"CSP\"",
        "who processes it on the controller's behalf",
    ));
    out.push_str(&notes(facts, "data.stored"));
    let stored = facts.stored.map(|stored| stored.to_string());
    out.push_str(&stated("stored        ", stored, "false", "if data only passes through"));
    for upstream in &facts.upstream {
        let _ = write!(
            out,
            "\n{}[[upstream]]\n\
             service  = {}\n\
             # provides = [\"9.3/*\"]   # what it does for this service\n",
            notes(facts, &format!("upstream.{upstream}")),
            text_value(upstream)
        );
    }
    for partner in &facts.partners {
        let _ = write!(
            out,
            "\n[[partners]]\nid       = {}\ndelivers = {}\n",
            text_value(&partner.id),
            list_value(&partner.delivers)
        );
    }
    out
}

/// The line of a key, with the comment above it.
fn put(out: &mut String, facts: &Facts, section: &str, key: &str, value: &str) {
    out.push_str(&notes(facts, &format!("{section}.{}", key.trim_end())));
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{key} = {value}");
}

/// The comment above a key.
fn notes(facts: &Facts, key: &str) -> String {
    let lines = facts.notes.get(key).into_iter().flatten();
    lines.fold(String::new(), |out, line| format!("{out}# {line}\n"))
}

/// The list of what was filled in.
fn open(facts: &Facts, questions: &Questions) -> String {
    let mut out = String::new();
    let keys: Vec<String> = facts.open.iter().map(|key| format!("{},", text_value(key.name()))).collect();
    let Some(width) = keys.iter().map(String::len).max() else { return out };
    out.push_str(
        "\n# These values were filled in so that the file can be judged; nobody has confirmed them. Correct each\n\
         # where it stands, then take its key out of the list. Until then ccsec-lint warns of it.\n\
         [draft]\nunanswered = [\n",
    );
    for (question, key) in facts.open.iter().zip(keys) {
        let asked = questions.get(question.name()).map_or("", String::as_str);
        let _ = writeln!(out, "  {key:width$}   # {asked}");
    }
    out.push_str("]\n");
    out
}

/// The line of an optional key: what is stated, or a comment that shows how it could be.
fn stated(key: &str, value: Option<String>, example: &str, meaning: &str) -> String {
    match value {
        Some(value) => format!("{key} = {value}\n"),
        None => format!("# {key} = {example}   # {meaning}\n"),
    }
}

/// A text in quotes, on one line whatever it holds.
pub(super) fn text_value(text: &str) -> String {
    if text.contains(char::is_control) {
        // What JSON escapes, TOML escapes alike; beyond that it wants this one.
        return serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f");
    }
    toml::Value::from(text).to_string()
}

pub(super) fn list_value(items: &[String]) -> String {
    let items: Vec<String> = items.iter().map(|item| text_value(item)).collect();
    format!("[{}]", items.join(", "))
}

/// The threats that the facts call for, with the facts, in the order of the Recommendation.
pub(super) fn called_for(judged: &Judged) -> Vec<Called> {
    let mut called: Vec<Called> = judged
        .findings
        .iter()
        .filter(|finding| finding.rule == "threats/called-for")
        .filter_map(|finding| {
            let facts = finding.locations.iter().skip(1).map(|place| place.label.clone());
            Some((finding.threats.first()?.clone(), facts.collect()))
        })
        .collect();
    called.sort_by(|(a, _), (b, _)| crate::catalog::clause_order(a, b));
    called
}

/// What each open question asks, as the policy puts it.
pub(super) fn questions(judged: &Judged) -> Questions {
    let asked = judged.findings.iter().filter(|finding| finding.rule == "descriptor/unanswered");
    asked
        .filter_map(|finding| {
            let place = finding.locations.get(1)?;
            let key = place.source.slice(&place.span).trim_matches('"').to_owned();
            Some((key, place.label.clone()))
        })
        .collect()
}

/// The whole text.
pub(super) fn text(bare: &str, called: &[Called], attested: &str, stubs: &Stubs) -> String {
    let mut out = String::from(
        "# What this service is, which threats it faces, which controls answer them, and what proves it.\n\
         # Checked by: ccsec-lint. Explained by: ccsec-lint explain ID\n",
    );
    out.push_str(bare);
    if bare_of(bare, "[[upstream]]") {
        out.push_str("\n## The services that this one is built on.\n# [[upstream]]\n# service = \"aws\"\n");
    }
    if bare_of(bare, "[[partners]]") {
        out.push_str(
            "\n## The partners that take part, and what each delivers.\n\
             # [[partners]]\n# id       = \"acme\"\n# delivers = [\"code\"]\n",
        );
    }
    out.push_str(
        "\n# Step one: flag each of the 26 threats and challenges, or dismiss it with a reason.\n[threats]\n",
    );
    if called.is_empty() {
        out.push_str("flagged = []   # the facts above call for none; review them all below\n");
    } else {
        out.push_str("flagged = [\n");
        for (threat, facts) in called {
            let title = catalog().threat(threat).map_or("", |threat| &threat.title);
            // Writing to a String cannot fail.
            let _ = writeln!(out, "  \"{threat}\", # {title}: {}", facts.join("; "));
        }
        out.push_str("]\n");
    }
    out.push_str("\n[threats.dismissed]\n# move each of these to `flagged`, or say why it does not concern this service\n");
    for (id, threat) in catalog().threats() {
        if !called.iter().any(|(flagged, _)| flagged == id) {
            let _ = writeln!(out, "# \"{id}\" = \"\"   # {} ({})", threat.title, threat.party.name());
        }
    }
    out.push_str("\n## Step three: what the service does about the flagged threats.\n");
    for (heading, part) in [
        ("# The code attests these, and each run of ccsec-lint holds them against it.", attested),
        ("## The code does otherwise than these say: mend it, then uncomment them.", &stubs.contradicted),
        ("## Uncomment what is true of these, and correct it.", &stubs.open),
    ] {
        if !part.is_empty() {
            let _ = writeln!(out, "\n{heading}");
            out.push_str(part);
        }
    }
    out.push_str(
        "\n## What is promised to those who use the service.\n\
         # [sla]\n\
         # incident_response = \"1h\"\n\
         # recovery_time     = \"4h\"\n\
         # recovery_point    = \"15m\"\n\
         # change_notice     = \"14d\"\n\
         # security_report   = \"30d\"\n\
         \n## When the three steps are repeated.\n\
         # [review]\n\
         # last  = 2026-09-01\n\
         # every = \"180d\"\n",
    );
    out
}

/// Whether a text has no such table.
fn bare_of(text: &str, table: &str) -> bool {
    !text.lines().any(|line| line == table)
}
