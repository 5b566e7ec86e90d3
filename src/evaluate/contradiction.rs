//! Claims that evidence contradicts: one finding for each place in infrastructure code, and for each
//! finding of a scanner, underlined there and at the claims.

use crate::catalog::capability_of;
use crate::document::{Path, visible};
use crate::evidence::{FileEvidence, State};

use super::claims::Claim;
use super::coverage::{Coverage, exposed, joined};
use super::finding::Draft;
use super::statement::{Effect, Statement};
use super::verdict::Verdict;

impl<'a> Coverage<'a> {
    /// The drafts of all contradicted claims.
    pub(super) fn contradictions(&self) -> Vec<Draft<'a>> {
        let by_code = self.standing.statements.iter().filter_map(|statement| self.by_code(statement));
        let by_reports = self.standing.evidence.iter().flat_map(|report| self.by_report(report));
        by_code.chain(by_reports).collect()
    }

    /// A place in the code that gives the lie to a claim.
    fn by_code(&self, statement: &Statement) -> Option<Draft<'a>> {
        if statement.effect != Effect::Contradicts || statement.set_aside.is_some() {
            return None;
        }
        let ids = statement.expectations.iter().map(String::as_str);
        let claims: Vec<(&str, &Claim)> = ids
            .flat_map(|id| {
                let claims = self.standing.claimed_for(id, &statement.resource);
                claims.into_iter().map(move |claim| (id, claim))
            })
            .collect();
        let place = (statement.path.clone(), "contradicted here".to_owned());
        let help = match &statement.help {
            Some(help) => format!("in {}: {help}", statement.place()),
            None => format!("mend {}, or take the claim back", statement.place()),
        };
        self.contradicted(&claims, &statement.fact(), vec![place], &help)
    }

    /// What a scanner found of the rules that a control's claims rest on. It concerns all that the
    /// control meets.
    fn by_report(&self, report: &FileEvidence) -> Vec<Draft<'a>> {
        let (State::Contradicted, Some(Ok(judgement))) = (report.state, &report.report) else {
            return Vec::new();
        };
        let claims: Vec<(&str, &Claim)> = self.standing.claimed_by(report.control);
        let (hits, more) = judgement.told();
        let named = report.path().join(report.kind.name());
        let told = hits.iter().enumerate().map(|(number, hit)| {
            let tool = visible(&hit.tool, false).into_owned();
            let place = hit.place();
            let help =
                format!("mend {} and run {tool} again, or take the claim back", visible(&place, false));
            let rule = if hit.rule.is_empty() { "something" } else { &hit.rule };
            let places = vec![
                (report.hit_path(number), format!("{} finds {rule} here", hit.tool)),
                (named.clone(), "by this report".to_owned()),
            ];
            self.contradicted(&claims, &hit.fact(), places, &help)
        });
        let mut drafts: Vec<Draft<'a>> = told.flatten().collect();
        if more > 0 {
            let findings = if more == 1 { "finding" } else { "findings" };
            let fact = format!("{} holds {more} more {findings} of these rules", report.file);
            let places = vec![(named, format!("{more} more in this report"))];
            let help = "mend what is shown and run the scanner again, or take the claim back";
            drafts.extend(self.contradicted(&claims, &fact, places, help));
        }
        drafts
    }

    /// A finding at the claims that came to be contradicted, if any, and at further places.
    fn contradicted(
        &self,
        claims: &[(&str, &Claim)],
        fact: &str,
        places: Vec<(Path, String)>,
        help: &str,
    ) -> Option<Draft<'a>> {
        let rule = self.registry.get("claim/contradicted")?;
        let mut ids: Vec<String> = Vec::new();
        let mut labels = Vec::new();
        for (id, claim) in claims {
            let contradicted =
                self.verdicts.get(*id).is_some_and(|judgement| judgement.verdict == Verdict::Contradicted);
            if contradicted {
                if !ids.iter().any(|known| known == id) {
                    ids.push((*id).to_owned());
                }
                labels.push((claim.path.clone(), "claimed here".to_owned()));
            }
        }
        let first = ids.first()?.clone();
        labels.extend(places);
        let threats: Vec<String> = self
            .flagged
            .iter()
            .map(|(threat, _)| threat)
            .filter(|threat| self.registry.answering(threat).any(|rule| ids.contains(&rule.id)))
            .cloned()
            .collect();
        let exposed =
            if threats.is_empty() { String::new() } else { format!("; {} left exposed", exposed(&threats)) };
        let quoted: Vec<String> = ids.iter().map(|id| format!("\"{id}\"")).collect();
        let are = if ids.len() == 1 { "is" } else { "are" };
        let capability = capability_of(&first);
        let message = format!("{} {are} claimed, but {fact}{exposed}", joined(&quoted));
        Some(Draft {
            help: Some(format!("{help}\nsee: ccsec-lint explain {first}")),
            capability: ids.iter().all(|id| capability_of(id) == capability).then(|| capability.to_owned()),
            expectations: ids,
            threats,
            ..Draft::new(rule, message, labels)
        })
    }
}
