//! What infrastructure code and reports do to the verdicts that policies came to.

use std::collections::BTreeSet;

use crate::descriptor::{Descriptor, Status};
use crate::evidence::{FileEvidence, State};
use crate::infrastructure::Addresses;

use super::claims::{Claim, Claims, scope};
use super::coverage::Verdicts;
use super::statement::{Effect, Statement};
use super::verdict::Verdict;

/// How many resources, and how many rules of a scanner, a reason names.
const NAMED: usize = 3;

/// The code of a service, and the evidence that is named, beside its claims.
pub(super) struct Standing<'a> {
    pub(super) claims: &'a Claims,
    pub(super) statements: &'a [Statement],
    pub(super) evidence: &'a [FileEvidence],
    /// What each control's claims are about.
    scopes: Vec<Addresses>,
}

impl<'a> Standing<'a> {
    pub(super) fn new(
        descriptor: &Descriptor,
        claims: &'a Claims,
        statements: &'a [Statement],
        evidence: &'a [FileEvidence],
    ) -> Self {
        let scopes = descriptor.controls.iter().map(scope).collect();
        Self { claims, statements, evidence, scopes }
    }

    /// The statements on an expectation that have an effect.
    pub(super) fn on<'s>(
        &'s self,
        expectation: &'s str,
        effect: &'s Effect,
    ) -> impl Iterator<Item = &'a Statement> + use<'a, 's> {
        self.statements.iter().filter(move |it| it.effect == *effect && it.speaks_for(expectation))
    }

    /// The implemented claims of controls on an expectation that are about a resource.
    pub(super) fn claimed_for(&self, expectation: &str, resource: &str) -> Vec<&'a Claim> {
        let claims: &'a [Claim] = self.claims.get(expectation).map_or(&[], Vec::as_slice);
        claims
            .iter()
            .filter(|claim| claim.status == Status::Implemented)
            .filter(|claim| claim.control.is_some_and(|control| self.scopes[control].holds(resource)))
            .collect()
    }

    /// The implemented claims of a control, each with its expectation.
    pub(super) fn claimed_by(&self, control: usize) -> Vec<(&'a str, &'a Claim)> {
        let all = self.claims.iter().flat_map(|(id, claims)| claims.iter().map(move |claim| (id, claim)));
        all.filter(|(_, claim)| claim.control == Some(control) && claim.status == Status::Implemented)
            .map(|(id, claim)| (id.as_str(), claim))
            .collect()
    }

    /// The reports that implemented claims on an expectation rest on.
    fn reports(&self, expectation: &str) -> Vec<&'a FileEvidence> {
        let claims: &[Claim] = self.claims.get(expectation).map_or(&[], Vec::as_slice);
        let standing = claims.iter().filter(|claim| claim.status == Status::Implemented);
        let controls: BTreeSet<usize> = standing.filter_map(|claim| claim.control).collect();
        self.evidence.iter().filter(|it| it.report.is_some() && controls.contains(&it.control)).collect()
    }

    /// Says why, where code or a report decided; and takes back what the code contradicts outside of what the
    /// claims are about.
    pub(super) fn settle(&self, verdicts: &mut Verdicts) {
        if self.statements.is_empty() && self.evidence.iter().all(|it| it.report.is_none()) {
            return;
        }
        for (id, judgement) in verdicts.iter_mut() {
            let reports = self.reports(id);
            let reports = || reports.iter().copied();
            let contradictions: Vec<&Statement> = self.on(id, &Effect::Contradicts).collect();
            if judgement.verdict == Verdict::Contradicted {
                let found = reports().filter(|it| it.state == State::Contradicted).flat_map(hits);
                judgement.because = Some(named(contradictions.into_iter().map(place).chain(found).collect()));
                continue;
            }
            if !judgement.verdict.is_met() {
                continue;
            }
            let uncovered: Vec<&Statement> = contradictions
                .into_iter()
                .filter(|it| self.claimed_for(id, &it.resource).is_empty())
                .collect();
            if let Some(first) = uncovered.first() {
                judgement.verdict = Verdict::Missing;
                judgement.path = Some(first.path.clone());
                judgement.help.clone_from(&first.help);
                let otherwise = named(uncovered.into_iter().map(place).collect());
                judgement.because = Some(format!("no claim covers what is otherwise: {otherwise}"));
                continue;
            }
            let silent = reports().filter(|it| it.attests()).map(silence);
            let attested: Vec<String> = self.on(id, &Effect::Attests).map(place).chain(silent).collect();
            let accepted = reports().filter(|it| it.leaves_open()).flat_map(hits);
            let vouched = reports().filter(|it| it.state == State::Current).filter_map(vouched);
            let open: Vec<String> =
                self.on(id, &Effect::Undecided).map(place).chain(accepted).chain(vouched).collect();
            if judgement.verdict == Verdict::Verified && !attested.is_empty() {
                judgement.because = Some(named(attested));
            } else if !open.is_empty() {
                judgement.because = Some(format!("not verified: {}", named(open)));
            }
        }
    }
}

/// A fact of the code, with its place.
fn place(statement: &Statement) -> String {
    format!("{} ({})", statement.fact(), statement.place())
}

/// What a scanner found, with its places.
fn hits(report: &FileEvidence) -> impl Iterator<Item = String> + use<'_> {
    let accepted = report.state == State::Suppressed;
    report.hits().0.iter().map(move |hit| {
        let reason = match &hit.reason {
            Some(reason) if accepted => format!(", and it is accepted: {reason}"),
            _ if accepted => ", and it is accepted".to_owned(),
            _ => String::new(),
        };
        format!("{}{reason} ({})", hit.fact(), hit.place())
    })
}

/// That a scanner found nothing.
fn silence(report: &FileEvidence) -> String {
    match report.rules.as_slice() {
        [] => format!("{} reports nothing", report.file),
        rules => format!("{} reports nothing of {}", report.file, listed(rules)),
    }
}

/// What counts as passed though no report says so.
fn vouched(report: &FileEvidence) -> Option<String> {
    let rules = report.vouched();
    (!rules.is_empty()).then(|| {
        format!("{} does not list {}: only the descriptor vouches for it", report.file, listed(rules))
    })
}

fn listed(rules: &[String]) -> String {
    let mut listed = rules.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    if rules.len() > NAMED {
        listed.push_str(&format!(" and {} more", rules.len() - NAMED));
    }
    listed
}

/// The first few facts.
fn named(mut facts: Vec<String>) -> String {
    let more = facts.len().saturating_sub(NAMED);
    facts.truncate(NAMED);
    if more > 0 {
        facts.push(format!("and {more} more"));
    }
    facts.join("; ")
}
