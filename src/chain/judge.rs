//! Judges the members of a chain, level by level.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;

use crate::discover::Unread;
use crate::document::Fault;
use crate::evaluate::{self, Found, Judged, Lost, LostFinding, Provider, Terms, Verdict};
use crate::policy::{Evaluator, PolicySet};

use super::copy;
use super::link::Link;
use super::members::{Chain, Member};

/// What came of one member.
pub type Outcome = Result<Arc<Judged>, Vec<Fault>>;

impl Chain {
    /// Judges every member, each after those that it builds on; returns them in the order of the members.
    pub fn judge(&self, set: &PolicySet, terms: &Terms) -> Vec<Outcome> {
        let outcomes: Vec<OnceLock<Outcome>> = self.members.iter().map(|_| OnceLock::new()).collect();
        match &self.threads {
            Some(threads) => {
                let workers = Workers::new(set, threads.current_num_threads());
                threads.install(|| {
                    for level in &self.order.levels {
                        level.par_iter().for_each(|member| {
                            let outcome =
                                workers.with(|evaluator| self.one(*member, &outcomes, evaluator, terms));
                            // Each member is in one level, and only once.
                            let _ = outcomes[*member].set(outcome);
                        });
                    }
                });
            }
            None => {
                let mut evaluator = set.evaluator();
                for (member, place) in outcomes.iter().enumerate() {
                    let _ = place.set(self.one(member, &outcomes, &mut evaluator, terms));
                }
            }
        }
        outcomes.into_iter().filter_map(OnceLock::into_inner).collect()
    }

    fn one(
        &self,
        index: usize,
        outcomes: &[OnceLock<Outcome>],
        evaluator: &mut Evaluator,
        terms: &Terms,
    ) -> Outcome {
        let member = &self.members[index];
        let source = match &member.text {
            Ok(source) => source,
            Err(Unread::Fault(fault)) => return Err(vec![fault.clone()]),
            Err(Unread::Finding { rule, source, error }) => {
                return Ok(Arc::new(evaluate::unreadable(source, evaluator.registry(), rule, error)));
            }
        };
        let links = self.links[index].iter().enumerate();
        let providers: Vec<Provider> =
            links.map(|(position, link)| self.provider(member, position, link, outcomes)).collect();
        let judged = evaluate::judge(source, &member.candidate.place, &providers, evaluator, terms);
        let mut judged = judged.map_err(|faults| {
            faults.into_iter().map(|it| named(it, &member.candidate.name)).collect::<Vec<_>>()
        })?;
        if let (Some(copy), Some(service)) = (&member.copy, &mut judged.service) {
            service.verdicts = copy.record.verdicts(&service.verdicts);
        }
        Ok(Arc::new(judged))
    }

    /// What an entry leads to, as it was judged.
    fn provider(
        &self,
        member: &Member,
        position: usize,
        link: &Link,
        outcomes: &[OnceLock<Outcome>],
    ) -> Provider {
        let to = match link {
            Link::To(to) => *to,
            Link::Nowhere(lost) => return Provider::Lost(lost.as_ref().clone()),
        };
        let entry = member.head.upstream.get(position);
        let target = &self.members[to];
        let Some(Ok(judged)) = outcomes[to].get() else {
            let name = &target.candidate.name;
            return Provider::Lost(Lost {
                verdict: Verdict::NotEvaluated,
                because: format!(
                    "the descriptor of \"{}\" cannot be read",
                    entry.map_or("", |it| &it.service)
                ),
                descriptor: Some(name.clone()),
                finding: Some(LostFinding {
                    rule: "chain/unreadable-service",
                    message: format!("the upstream service cannot be judged: `{name}` cannot be read"),
                    key: "service",
                    label: "built on this service".to_owned(),
                    help: None,
                    also: Vec::new(),
                }),
            });
        };
        let stated = entry.is_some_and(|entry| entry.sha256.is_some());
        Provider::Found(Found {
            judged: Arc::clone(judged),
            digest: stated.then(|| copy::digest(judged.source.text().as_bytes())),
            vendored: target.copy.is_some(),
            copied: target.copy.as_ref().and_then(|copy| copy.judged),
        })
    }
}

/// One evaluator for each thread, made when the thread first needs it.
struct Workers<'s> {
    set: &'s PolicySet,
    evaluators: Vec<Mutex<Option<Evaluator>>>,
}

impl<'s> Workers<'s> {
    fn new(set: &'s PolicySet, threads: usize) -> Self {
        Self { set, evaluators: (0..threads).map(|_| Mutex::default()).collect() }
    }

    fn with<T>(&self, work: impl FnOnce(&mut Evaluator) -> T) -> T {
        let own = rayon::current_thread_index().and_then(|index| self.evaluators.get(index));
        match own.map(|own| own.lock().unwrap_or_else(PoisonError::into_inner)) {
            Some(mut own) => work(own.get_or_insert_with(|| self.set.evaluator())),
            None => work(&mut self.set.evaluator()),
        }
    }
}

/// Says which descriptor a policy failed on.
fn named(mut fault: Fault, name: &str) -> Fault {
    fault.message = format!("{} (while judging `{name}`)", fault.message);
    fault
}
