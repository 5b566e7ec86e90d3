//! Who answers for what (clause 10: each provider makes its responsibility clear): for each service, which
//! expectations are its own to meet, which are somebody else's, which are shared, and which are nobody's.

use std::fmt::Write as _;

use csv::Terminator;
use serde_json::json;

use crate::descriptor::Role;
use crate::document::visible;
use crate::evaluate::{Judgement, Service, Verdict};
use crate::policy::{Registry, Rule};

use super::Run;
use super::csv::table;
use super::escape::{cell, markdown as plain};
use super::matrix::services;
use super::summary::counted;

/// Whose an expectation is, seen from the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Share {
    /// Nobody claims it.
    Nobodys,
    /// The service's own party alone.
    Mine,
    /// The service's own party and another one, or an upstream service.
    Shared,
    /// Another party, or an upstream service.
    Theirs,
    /// The service is not concerned.
    NotApplicable,
}

impl Share {
    /// Every share, what there is to do first.
    const ALL: [Self; 5] = [Self::Nobodys, Self::Mine, Self::Shared, Self::Theirs, Self::NotApplicable];

    /// The word of the output contract.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nobodys => "nobody's",
            Self::Mine => "mine",
            Self::Shared => "shared",
            Self::Theirs => "theirs",
            Self::NotApplicable => "not-applicable",
        }
    }
}

/// One expectation of one service.
struct Row<'a> {
    rule: &'a Rule,
    share: Share,
    /// Whether a flagged threat asks for it.
    asked: bool,
    /// The parties that answer for it, as the service sees them.
    accountable: Vec<String>,
    /// The controls of the service that are about it.
    controls: Vec<String>,
    /// The services up the chain whose controls are.
    providers: Vec<String>,
    verdict: Verdict,
    /// What stands behind what is inherited; else the verdict.
    weakest: Verdict,
    /// Why, as far as the verdict does not say it, or nobody answers for it.
    because: Vec<String>,
}

impl<'a> Row<'a> {
    fn of(rule: &'a Rule, service: &Service) -> Self {
        let silent = Judgement::silent();
        let judgement = service.verdicts.get(&rule.id).unwrap_or(&silent);
        let role = service.descriptor.service.role;
        let mut own = false;
        let mut accountable: Vec<String> = Vec::new();
        let mut controls: Vec<String> = Vec::new();
        let mut providers: Vec<String> = Vec::new();
        let mut because: Vec<String> = Vec::new();
        for claim in service.claims.get(&rule.id).into_iter().flatten() {
            let Some(control) = claim.control else {
                add(&mut accountable, claim.id.clone());
                // Who answers to this service need not be who does it.
                let origin = claim.inherited.as_ref().and_then(|inherited| inherited.origin.as_ref());
                add(&mut providers, origin.unwrap_or(&claim.id).clone());
                continue;
            };
            add(&mut controls, claim.id.clone());
            let party = match service.descriptor.controls[control].by {
                None => {
                    add(&mut because, format!("control {} does not say by whom", claim.id));
                    continue;
                }
                Some(by) if by == role => {
                    own = true;
                    format!("this service ({by})")
                }
                Some(Role::CSN) => partner(service, &rule.id),
                Some(Role::CSC) => "its customers (CSC)".to_owned(),
                Some(Role::CSP) => "the provider (CSP)".to_owned(),
            };
            add(&mut accountable, party);
        }
        let share = match (judgement.verdict, accountable.len()) {
            (Verdict::NotApplicable, _) => Share::NotApplicable,
            (_, 0) => Share::Nobodys,
            (_, 1) if own => Share::Mine,
            _ if own => Share::Shared,
            _ => Share::Theirs,
        };
        for withheld in service.withheld.iter().filter(|withheld| withheld.expectation == rule.id) {
            add(&mut because, withheld.because.clone());
        }
        if share == Share::Nobodys && because.is_empty() {
            because.extend(
                service.left_by(&rule.id).iter().map(|id| format!("\"{id}\" leaves it to its customers")),
            );
        }
        if judgement.verdict.is_unmet() || share == Share::NotApplicable {
            judgement.because.iter().for_each(|why| add(&mut because, why.clone()));
        }
        let asked = rule.threats.iter().any(|threat| service.flagged.contains(threat));
        let (verdict, weakest) = (judgement.verdict, judgement.effective());
        Self { rule, share, asked, accountable, controls, providers, verdict, weakest, because }
    }

    /// The verdict; of what is inherited, with what stands behind it.
    fn verdict(&self) -> String {
        match self.verdict {
            Verdict::Inherited => format!("inherited ({})", self.weakest.name()),
            verdict => verdict.name().to_owned(),
        }
    }

    /// Who answers for it, and what does it, as far as the share does not say so.
    fn who(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        if matches!(self.share, Share::Shared | Share::Theirs) {
            parts.push(self.accountable.join(" and "));
        }
        if !self.controls.is_empty() && self.share != Share::NotApplicable {
            let word = if self.controls.len() == 1 { "control" } else { "controls" };
            parts.push(format!("{word} {}", self.controls.join(", ")));
        }
        let others: Vec<&str> =
            self.providers.iter().filter(|it| !self.accountable.contains(it)).map(String::as_str).collect();
        if !others.is_empty() && self.share != Share::NotApplicable {
            parts.push(format!("done by {}", others.join(", ")));
        }
        if matches!(self.share, Share::Nobodys | Share::NotApplicable) {
            parts.extend(self.because.iter().cloned());
        }
        parts.join("; ")
    }
}

fn add(list: &mut Vec<String>, item: String) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// The partner that holds an expectation; the only one, where none says so.
fn partner(service: &Service, expectation: &str) -> String {
    let partners = &service.descriptor.partners;
    let holds = |provision: &str| {
        provision == expectation
            || provision.strip_suffix('*').is_some_and(|capability| expectation.starts_with(capability))
    };
    let holder = partners.iter().find(|partner| partner.holds.iter().any(|it| holds(&it.0)));
    let only = match partners.as_slice() {
        [one] => Some(one),
        _ => None,
    };
    match holder.or(only) {
        Some(partner) => format!("{} (CSN)", partner.id.0),
        None => "a partner (CSN)".to_owned(),
    }
}

fn rows<'a>(service: &Service, registry: &'a Registry) -> Vec<Row<'a>> {
    registry.expectations().map(|rule| Row::of(rule, service)).collect()
}

/// The width of a line for a terminal.
const WIDTH: usize = 100;

/// A list a share for a terminal. What no flagged threat asks for comes last, in short.
pub fn human(run: &Run) -> String {
    let mut out = String::new();
    for (path, service) in services(run) {
        let rows = rows(service, &run.registry);
        // Writing to a String cannot fail.
        let _ =
            writeln!(out, "{} ({})", visible(&service.descriptor.service.title, false), visible(path, false));
        for share in Share::ALL {
            let of: Vec<&Row<'_>> = rows.iter().filter(|row| row.asked && row.share == share).collect();
            if of.is_empty() {
                continue;
            }
            let _ =
                writeln!(out, "\n{} ({})", heading(share), counted(of.len(), "expectation", "expectations"));
            let width = of.iter().map(|row| row.rule.id.len()).max().unwrap_or(0);
            let verdicts = of.iter().map(|row| row.verdict().len()).max().unwrap_or(0);
            for row in of {
                let left = format!("  {:<width$}  {:<verdicts$}  ", row.rule.id, row.verdict());
                wrapped(&left, &row.who(), &mut out);
            }
        }
        let others: Vec<&Row<'_>> =
            rows.iter().filter(|row| !row.asked && !row.accountable.is_empty()).collect();
        if !others.is_empty() {
            let ids: Vec<&str> = others.iter().map(|row| row.rule.id.as_str()).collect();
            out.push_str("\nprovided, though no flagged threat asks for it:\n");
            wrapped("  ", &ids.join(", "), &mut out);
        }
        out.push('\n');
    }
    out
}

/// Writes a text behind another one, below itself where it is too long for a line.
fn wrapped(left: &str, text: &str, out: &mut String) {
    let text = visible(text, false);
    let options = textwrap::Options::new(WIDTH.saturating_sub(left.len()).max(20))
        .break_words(false)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    for (position, line) in textwrap::wrap(&text, options).iter().enumerate() {
        let left = if position == 0 { left.to_owned() } else { " ".repeat(left.len()) };
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{}", format!("{left}{line}").trim_end());
    }
}

const fn heading(share: Share) -> &'static str {
    match share {
        Share::Nobodys => "nobody's: no party answers for it",
        Share::Mine => "mine: this service answers for it alone",
        Share::Shared => "shared: this service and others answer for it",
        Share::Theirs => "theirs: others answer for it",
        Share::NotApplicable => "does not apply",
    }
}

/// A table a service, for a page or a pull request.
pub fn markdown(run: &Run) -> String {
    let mut out = String::new();
    for (path, service) in services(run) {
        let _ = writeln!(out, "### {} (`{}`)\n", plain(&service.descriptor.service.title), plain(path));
        out.push_str(
            "| expectation | asked for | whose | accountable | control | done by | verdict | because |\n",
        );
        out.push_str("|---|:-:|---|---|---|---|---|---|\n");
        for row in rows(service, &run.registry) {
            let _ = writeln!(
                out,
                "| {} {} | {} | {} | {} | {} | {} | {} | {} |",
                row.rule.id,
                plain(&row.rule.title),
                if row.asked { "yes" } else { "" },
                row.share.name(),
                plain(&row.accountable.join(", ")),
                plain(&row.controls.join(", ")),
                plain(&row.providers.join(", ")),
                row.verdict(),
                plain(&row.because.join("; ")),
            );
        }
        out.push('\n');
    }
    out
}

/// One line an expectation; several parties, controls, services or reasons are separated by semicolons.
pub fn csv(run: &Run) -> String {
    let header = [
        "service",
        "path",
        "capability",
        "expectation",
        "asked",
        "whose",
        "accountable",
        "controls",
        "providers",
        "verdict",
        "weakest",
        "because",
    ];
    let rows = services(run).flat_map(|(path, service)| {
        let id = &service.descriptor.service.id.0;
        rows(service, &run.registry).into_iter().map(move |row| {
            let list = |items: &[String]| cell(&items.join("; "), false);
            vec![
                cell(id, false),
                cell(path, false),
                crate::catalog::capability_of(&row.rule.id).to_owned(),
                row.rule.id.clone(),
                row.asked.to_string(),
                row.share.name().to_owned(),
                list(&row.accountable),
                list(&row.controls),
                list(&row.providers),
                row.verdict.name().to_owned(),
                row.weakest.name().to_owned(),
                list(&row.because),
            ]
        })
    });
    table(&header, rows, Terminator::Any(b'\n'))
}

/// An object a service, with its expectations in the order of clauses.
pub fn json(run: &Run) -> String {
    let services: Vec<_> = services(run)
        .map(|(path, service)| {
            let rows: Vec<_> = rows(service, &run.registry)
                .into_iter()
                .map(|row| {
                    json!({
                        "expectation": row.rule.id,
                        "title": row.rule.title,
                        "capability": crate::catalog::capability_of(&row.rule.id),
                        "asked": row.asked,
                        "whose": row.share.name(),
                        "accountable": row.accountable,
                        "controls": row.controls,
                        "providers": row.providers,
                        "verdict": row.verdict.name(),
                        "weakest": row.weakest.name(),
                        "because": row.because,
                    })
                })
                .collect();
            json!({ "id": service.descriptor.service.id.0, "path": path, "expectations": rows })
        })
        .collect();
    format!("{}\n", json!({ "version": 1, "services": services }))
}
