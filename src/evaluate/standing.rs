//! What infrastructure code does to the verdicts that policies came to.

use crate::descriptor::{Descriptor, Status};
use crate::infrastructure::Addresses;

use super::claims::{Claim, Claims, scope};
use super::coverage::Verdicts;
use super::statement::{Effect, Statement};
use super::verdict::Verdict;

/// How many resources a reason names.
const NAMED: usize = 3;

/// The code of a service beside its claims.
pub(super) struct Standing<'a> {
    pub(super) claims: &'a Claims,
    pub(super) statements: &'a [Statement],
    /// What each control's claims are about.
    scopes: Vec<Addresses>,
}

impl<'a> Standing<'a> {
    pub(super) fn new(descriptor: &Descriptor, claims: &'a Claims, statements: &'a [Statement]) -> Self {
        let scopes = descriptor.controls.iter().map(scope).collect();
        Self { claims, statements, scopes }
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

    /// Says why, where the code decided; and takes back what the code contradicts outside of what the
    /// claims are about.
    pub(super) fn settle(&self, verdicts: &mut Verdicts) {
        if self.statements.is_empty() {
            return;
        }
        for (id, judgement) in verdicts.iter_mut() {
            let contradictions: Vec<&Statement> = self.on(id, &Effect::Contradicts).collect();
            if judgement.verdict == Verdict::Contradicted {
                judgement.because = Some(named(&contradictions));
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
                judgement.because = Some(format!("no claim covers what is otherwise: {}", named(&uncovered)));
                judgement.path = Some(first.path.clone());
                judgement.help.clone_from(&first.help);
                continue;
            }
            let attested: Vec<&Statement> = self.on(id, &Effect::Attests).collect();
            let open: Vec<&Statement> = self.on(id, &Effect::Undecided).collect();
            if judgement.verdict == Verdict::Verified && !attested.is_empty() {
                judgement.because = Some(named(&attested));
            } else if !open.is_empty() {
                judgement.because = Some(format!("not verified: {}", named(&open)));
            }
        }
    }
}

/// The facts of the first few statements, with their places.
fn named(statements: &[&Statement]) -> String {
    let mut facts: Vec<String> =
        statements.iter().take(NAMED).map(|it| format!("{} ({})", it.fact(), it.place())).collect();
    match statements.len().saturating_sub(NAMED) {
        0 => {}
        more => facts.push(format!("and {more} more")),
    }
    facts.join("; ")
}
