//! The text of a first descriptor.

use std::fmt::Write as _;

use crate::catalog::capability_of;
use crate::evaluate::Judged;
use crate::policy::{Registry, catalog};

use super::Facts;

/// The line that opens a control which waits to be uncommented.
pub(super) const STUB: &str = "# [[controls]]";

/// A threat that facts call for, with what calls for it.
type Called = (String, Vec<String>);

/// The sections that facts fill. A fact that nobody stated waits in a comment.
pub(super) fn facts(facts: &Facts) -> String {
    let mut out = format!(
        "ccsec = 1\n\n\
         [service]\n\
         id         = {}\n\
         title      = {}\n\
         role       = {}\n\
         category   = {}\n\
         deployment = {}\n\
         owner      = {}\n\
         tenancy    = {}\n\
         exposure   = {}\n\
         compute    = {}\n",
        text_value(&facts.id),
        text_value(&facts.title),
        text_value(&facts.role),
        text_value(&facts.category),
        text_value(&facts.deployment),
        text_value(&facts.owner),
        text_value(&facts.tenancy),
        text_value(&facts.exposure),
        list_value(&facts.compute),
    );
    let code = (!facts.code.is_empty()).then(|| list_value(&facts.code));
    out.push_str(&stated("code      ", code, "[\"CSC\"]", "whose code runs here, beside the provider's own"));
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "\n[data]\n\
         classification = {}\n\
         personal       = {}\n\
         jurisdictions  = {}\n",
        text_value(&facts.classification),
        facts.personal,
        list_value(&facts.jurisdictions),
    );
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
    let stored = facts.stored.map(|stored| stored.to_string());
    out.push_str(&stated("stored        ", stored, "false", "if data only passes through"));
    for upstream in &facts.upstream {
        let _ = write!(
            out,
            "\n[[upstream]]\n\
             service  = {}\n\
             # provides = [\"9.3/*\"]   # what it does for this service\n",
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

/// The line of an optional key: what is stated, or a comment that shows how it could be.
fn stated(key: &str, value: Option<String>, example: &str, meaning: &str) -> String {
    match value {
        Some(value) => format!("{key} = {value}\n"),
        None => format!("# {key} = {example}   # {meaning}\n"),
    }
}

fn text_value(text: &str) -> String {
    toml::Value::from(text).to_string()
}

fn list_value(items: &[String]) -> String {
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

/// Whether a line of the text flags a threat.
pub(super) fn is_flag(line: &str) -> bool {
    line.starts_with("  \"") && line.contains("\", # ")
}

/// The whole text.
pub(super) fn text(bare: &str, called: &[Called], judged: &Judged, registry: &Registry) -> String {
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
    out.push_str(&stubs(judged, registry));
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

/// Step three: an example for each expectation that is required and not met.
fn stubs(judged: &Judged, registry: &Registry) -> String {
    let mut out = String::from(
        "\n## Step three: what the service does about the flagged threats. Uncomment what is true, and correct it.\n",
    );
    let Some(service) = &judged.service else {
        return out;
    };
    let mut capability = "";
    for rule in registry.expectations() {
        let asked: Vec<&str> = rule
            .threats
            .iter()
            .filter(|threat| service.flagged.contains(threat))
            .map(String::as_str)
            .collect();
        let open = service.verdicts.get(&rule.id).is_none_or(|judgement| judgement.verdict.is_unmet());
        if asked.is_empty() || !open {
            continue;
        }
        if capability_of(&rule.id) != capability {
            capability = capability_of(&rule.id);
            let title = catalog().capability(capability).map_or("", |capability| &capability.title);
            let _ = writeln!(out, "\n## {capability} {title}");
        }
        let _ = writeln!(out, "\n## {}, for {}: {}", rule.id, asked.join(" "), rule.title);
        for line in control(&rule.example) {
            out.push_str(if line.is_empty() { "#" } else { "# " });
            out.push_str(&undated(line));
            out.push('\n');
        }
    }
    out
}

/// An example's line without its date: nobody has reviewed this document yet.
fn undated(line: &str) -> String {
    const DATED: &str = ", reviewed = ";
    match line.split_once(DATED) {
        Some((before, after)) => format!("{before}{}", after.get("2026-09-01".len()..).unwrap_or_default()),
        None => line.to_owned(),
    }
}

/// The control of an example, without the other tables that it shows.
fn control(example: &str) -> Vec<&str> {
    let mut inside = false;
    let mut lines: Vec<&str> = example
        .lines()
        .filter(|line| {
            if line.starts_with('[') {
                inside = line.starts_with("[[controls]]");
            }
            inside
        })
        .collect();
    while lines.last().is_some_and(|line| line.trim().is_empty()) {
        lines.pop();
    }
    lines
}
