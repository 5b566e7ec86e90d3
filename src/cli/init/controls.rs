//! Step three of a first descriptor: a control for what the code attests, and a stub for what is open.
//!
//! In: what was judged, and the code behind it. Out: tables in TOML, live or commented out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::catalog::capability_of;
use crate::evaluate::{Effect, Judged, Service, Statement, Verdict};
use crate::infrastructure::Code;
use crate::policy::{Registry, Rule, catalog};

use super::code::{NAMED, Names, comment};
use super::draft::{list_value, text_value};

/// The most patterns of addresses that one control names.
const PATTERNS: usize = 8;

/// Whose task an expectation is, where no METADATA says so.
const PROVIDER: &str = "CSP";

/// The statements on one expectation.
#[derive(Debug, Default)]
struct Standing<'a> {
    attested: Vec<&'a Statement>,
    contradicted: Vec<&'a Statement>,
    open: Vec<&'a Statement>,
}

impl<'a> Standing<'a> {
    fn of(expectation: &str, statements: &'a [Statement]) -> Self {
        let mut standing = Self::default();
        for statement in statements.iter().filter(|it| it.speaks_for(expectation)) {
            match statement.effect {
                Effect::Attests => standing.attested.push(statement),
                Effect::Contradicts => standing.contradicted.push(statement),
                Effect::Undecided => standing.open.push(statement),
                Effect::Shows { .. } => {}
            }
        }
        standing
    }

    fn is_attested(&self) -> bool {
        !self.attested.is_empty() && self.contradicted.is_empty() && self.open.is_empty()
    }
}

/// Expectations that the same rules attest for the same party.
#[derive(Debug, Default)]
struct Group<'a> {
    meets: Vec<&'a str>,
    attested: Vec<&'a Statement>,
}

/// A control for each group of expectations that the code attests, and that nothing in it contradicts
/// or leaves open; with the number of expectations.
pub(super) fn attested(service: &Service, registry: &Registry, names: &Names) -> (String, usize) {
    let mut groups: Vec<((&str, BTreeSet<&str>), Group<'_>)> = Vec::new();
    for rule in registry.expectations() {
        let standing = Standing::of(&rule.id, &service.statements);
        let applies = service.verdicts.get(&rule.id).is_none_or(|it| it.verdict != Verdict::NotApplicable);
        if !standing.is_attested() || !applies {
            continue;
        }
        let rules = standing.attested.iter().map(|it| it.rule.as_str()).collect();
        let key = (party(rule), rules);
        let index = groups.iter().position(|(known, _)| *known == key).unwrap_or_else(|| {
            groups.push((key, Group::default()));
            groups.len() - 1
        });
        let group = &mut groups[index].1;
        group.meets.push(&rule.id);
        group.attested = standing.attested;
    }
    let mut taken = BTreeSet::new();
    let mut out = String::new();
    let mut met = 0;
    for ((by, _), group) in &groups {
        met += group.meets.len();
        out.push('\n');
        for line in names.first(group.attested.iter().copied()) {
            // Writing to a String cannot fail.
            let _ = writeln!(out, "# {line}");
        }
        let evidence: Vec<String> = patterns(&group.attested, &service.code)
            .iter()
            .map(|pattern| format!("{{ infrastructure = {} }}", text_value(pattern)))
            .collect();
        out.push_str(&table(&id(group.meets[0], &mut taken), by, &group.meets));
        let _ = match evidence.as_slice() {
            [one] => writeln!(out, "evidence = [{one}]"),
            several => writeln!(out, "evidence = [\n  {},\n]", several.join(",\n  ")),
        };
    }
    (out, met)
}

/// What waits to be uncommented.
#[derive(Debug, Default)]
pub(super) struct Stubs {
    /// A control for each expectation that the code contradicts, with what it does instead.
    pub(super) contradicted: String,
    /// An example for each other expectation that is required and not met.
    pub(super) open: String,
    /// How many there are of each.
    pub(super) counts: (usize, usize),
}

/// Stubs for what is open, with what the code has to say of it.
pub(super) fn stubs(judged: &Judged, registry: &Registry, names: &Names) -> Stubs {
    let mut stubs = Stubs::default();
    let Some(service) = &judged.service else {
        return stubs;
    };
    let mut capability = "";
    for rule in registry.expectations() {
        let asked: Vec<&str> = rule
            .threats
            .iter()
            .filter(|threat| service.flagged.contains(threat))
            .map(String::as_str)
            .collect();
        let verdict = service.verdicts.get(&rule.id).map(|judgement| judgement.verdict);
        let standing = Standing::of(&rule.id, &service.statements);
        if !standing.contradicted.is_empty() && verdict != Some(Verdict::NotApplicable) {
            stubs.counts.0 += 1;
            let out = &mut stubs.contradicted;
            heading(out, rule, &asked);
            otherwise(out, &standing, names);
            let slug = rule.id.split_once('/').map_or(rule.id.as_str(), |(_, slug)| slug);
            for line in table(slug, party(rule), &[&rule.id]).lines() {
                // Writing to a String cannot fail.
                let _ = writeln!(out, "# {line}");
            }
            continue;
        }
        if asked.is_empty() || !verdict.is_none_or(Verdict::is_unmet) {
            continue;
        }
        stubs.counts.1 += 1;
        let out = &mut stubs.open;
        if capability_of(&rule.id) != capability {
            capability = capability_of(&rule.id);
            let title = catalog().capability(capability).map_or("", |capability| &capability.title);
            let _ = writeln!(out, "\n## {capability} {title}");
        }
        heading(out, rule, &asked);
        for line in names.first(standing.open.iter().copied()) {
            let _ = writeln!(out, "## {line}");
        }
        for line in control(&rule.example) {
            out.push_str(if line.is_empty() { "#" } else { "# " });
            out.push_str(&undated(line));
            out.push('\n');
        }
    }
    stubs
}

fn heading(out: &mut String, rule: &Rule, asked: &[&str]) {
    let asked = if asked.is_empty() { "no flagged threat".to_owned() } else { asked.join(" ") };
    let _ = writeln!(out, "\n## {}, for {asked}: {}", rule.id, rule.title);
}

/// What the code does instead, what to write in it, and what else there is.
fn otherwise(out: &mut String, standing: &Standing<'_>, names: &Names) {
    for line in names.first(standing.contradicted.iter().copied()) {
        let _ = writeln!(out, "## {line}");
    }
    for (statements, what) in [(&standing.attested, "attested by"), (&standing.open, "cannot be judged:")] {
        let resources: BTreeSet<&str> = statements.iter().map(|it| it.resource.as_str()).collect();
        if !resources.is_empty() {
            let some: Vec<&str> = resources.iter().take(NAMED).copied().collect();
            let more = resources.len() - some.len();
            let more = if more == 0 { String::new() } else { format!(" and {more} more") };
            let _ = writeln!(out, "## {what} {}{more}", comment(&some.join(", ")));
        }
    }
}

fn party(rule: &Rule) -> &str {
    rule.provider.as_deref().unwrap_or(PROVIDER)
}

fn table(id: &str, by: &str, meets: &[&str]) -> String {
    let meets: Vec<String> = meets.iter().map(|id| (*id).to_owned()).collect();
    format!(
        "[[controls]]\n\
         id       = {}\n\
         kind     = \"control\"\n\
         by       = {}\n\
         status   = \"implemented\"\n\
         meets    = {}\n",
        text_value(id),
        text_value(by),
        list_value(&meets),
    )
}

/// An id for a control: the expectation's own word, which two capabilities may share.
fn id(expectation: &str, taken: &mut BTreeSet<String>) -> String {
    let (capability, slug) = expectation.split_once('/').unwrap_or(("", expectation));
    let id = if taken.contains(slug) { format!("{slug}-{capability}") } else { slug.to_owned() };
    taken.insert(id.clone());
    id
}

/// Patterns that hold the resources of some statements, each type once.
fn patterns(statements: &[&Statement], code: &Code) -> Vec<String> {
    let mut by_type: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for statement in statements {
        let Some((resource, _)) = code.resource(&statement.path) else { continue };
        by_type.entry(wide(&resource.address, &resource.kind)).or_default().insert(&resource.address);
    }
    if by_type.len() > PATTERNS {
        // Every module has its own: the type says enough.
        let types: BTreeSet<String> = by_type
            .keys()
            .map(|wide| match wide.rsplit_once('.').and_then(|(before, _)| before.rsplit_once('.')) {
                Some((_, kind)) => format!("*{kind}.*"),
                None => wide.clone(),
            })
            .collect();
        return if types.len() > PATTERNS { vec!["*".to_owned()] } else { types.into_iter().collect() };
    }
    by_type
        .into_iter()
        .map(|(wide, addresses)| match addresses.first() {
            Some(only) if addresses.len() == 1 && !only.contains('*') => (*only).to_owned(),
            _ => wide,
        })
        .collect()
}

/// The pattern of all resources of a type beside this one: `module.net.aws_subnet.*`, `Deployment/*`,
/// `services.*`. A logical id of CloudFormation has no type in it, and stands for itself.
fn wide(address: &str, kind: &str) -> String {
    if address.starts_with(&format!("{kind}/")) {
        return format!("{kind}/*");
    }
    if let Some(at) = address.rfind(&format!("{kind}.")) {
        return format!("{}{kind}.*", &address[..at]);
    }
    match address.split_once('.') {
        Some((before, _)) if kind.starts_with("compose.") => format!("{before}.*"),
        _ => address.to_owned(),
    }
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
