//! The descriptors that take part: those that are asked for, and those that they build on.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::discover::{self, Candidate, Place, Unread};
use crate::document::{Fault, Source};
use crate::evaluate::{Lost, LostFinding, Verdict};

use super::circle::{self, Order};
use super::copy::Copy;
use super::finder::Finder;
use super::head::Head;
use super::link::Link;

/// A descriptor that takes part.
#[derive(Debug)]
pub struct Member {
    /// Where it lies, and what it is called.
    pub candidate: Candidate,
    /// Its text, or why there is none.
    pub text: Result<Arc<Source>, Unread>,
    /// Whether it is to be reported on; the others are there because something builds on them.
    pub asked: bool,
    /// Of a copy from elsewhere: the verdicts that came with it.
    pub(super) copy: Option<Copy>,
    pub(super) head: Head,
}

/// Descriptors, and what each of them builds on.
#[derive(Debug)]
pub struct Chain {
    pub(super) members: Vec<Member>,
    /// For each member, what each of its `[[upstream]]` entries leads to.
    pub(super) links: Vec<Vec<Link>>,
    pub(super) order: Order,
    /// What judges them; none for one member alone, for which threads would cost more than they give.
    pub(super) threads: Option<ThreadPool>,
}

/// Looks for all descriptors of a repository, by its root.
pub type Search<'s> = &'s (dyn Fn(&Path) -> Vec<PathBuf> + Sync);

/// The stack of a thread in bytes. The TOML parser lets trees through that are thousands of levels
/// deep before their depth can be seen, and frees them level by level.
const STACK: usize = 32 << 20;

impl Member {
    /// A descriptor that was searched for, and is to be reported on.
    pub fn read(candidate: Candidate) -> Self {
        let text = discover::read(&candidate);
        Self::asked(candidate, text)
    }

    /// A descriptor with its text, that is to be reported on.
    pub fn asked(candidate: Candidate, text: Result<Arc<Source>, Unread>) -> Self {
        Self { candidate, text, asked: true, copy: None, head: Head::default() }
    }

    pub(super) fn found(path: PathBuf, beside: &Place) -> Self {
        let place = Place {
            root: beside.root.clone(),
            folder: path.parent().unwrap_or(&beside.root).to_owned(),
            shown_root: beside.shown_root.clone(),
        };
        let candidate = Candidate { name: place.shown(&path), path, place };
        let text = discover::read(&candidate);
        let mut member = Self { candidate, text, asked: false, copy: None, head: Head::default() };
        member.read_head();
        member
    }

    pub(super) fn of_copy(copy: Copy, beside: &Place) -> Self {
        let place = Place {
            root: beside.root.clone(),
            folder: copy.path.parent().unwrap_or(&beside.root).to_owned(),
            shown_root: beside.shown_root.clone(),
        };
        let candidate = Candidate { name: copy.source.name().to_owned(), path: copy.path.clone(), place };
        let text = Ok(Arc::clone(&copy.source));
        let mut member = Self { candidate, text, asked: false, copy: Some(copy), head: Head::default() };
        member.read_head();
        // What it builds on is judged where it comes from.
        member.head.upstream.clear();
        member
    }

    fn read_head(&mut self) {
        if let Ok(source) = &self.text {
            self.head = Head::read(source);
        }
    }
}

impl Chain {
    /// Finds what some descriptors build on. `covered` are the folders in which every descriptor was asked
    /// for; elsewhere `search` is asked.
    ///
    /// # Errors
    /// Threads that cannot be started.
    pub fn of(asked: Vec<Member>, covered: &[PathBuf], search: Search<'_>) -> Result<Self, Fault> {
        let mentions = |member: &Member| member.text.as_ref().is_ok_and(|it| it.text().contains("upstream"));
        if !asked.iter().any(mentions) {
            let threads = if asked.len() > 1 { Some(threads()?) } else { None };
            let links = asked.iter().map(|_| Vec::new()).collect();
            let order = Order { levels: vec![(0..asked.len()).collect()], ..Order::default() };
            return Ok(Self { members: asked, links, order, threads });
        }
        let threads = threads()?;
        let (members, links) = threads.install(|| {
            let mut asked = asked;
            asked.par_iter_mut().for_each(Member::read_head);
            Finder::new(asked, covered, search).follow()
        });
        let edges: Vec<Vec<usize>> = links.iter().map(|links| targets(links).collect()).collect();
        let order = circle::order(&edges);
        let mut chain = Self { members, links, order, threads: Some(threads) };
        chain.break_circles();
        Ok(chain)
    }

    /// Reads what descriptors say about the chain, and follows nothing.
    pub fn read(members: &mut [Member]) {
        members.iter_mut().for_each(Member::read_head);
    }

    /// What takes part.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// Takes the links out that run in circles. Each circle is reported once, by the first of its members
    /// that is asked for.
    fn break_circles(&mut self) {
        let mut told: BTreeSet<usize> = BTreeSet::new();
        for (member, number) in &self.order.bound {
            for position in 0..self.links[*member].len() {
                let Link::To(to) = self.links[*member][position] else { continue };
                if self.order.bound.get(&to) != Some(number) {
                    continue;
                }
                let tells = self.members[*member].asked && told.insert(*number);
                let finding = tells.then(|| self.circle(&self.order.circles[*number], *member, position));
                let id =
                    |member: usize| self.members[member].head.id.as_ref().map_or("", |(id, _)| id.as_str());
                let (own, other) = (id(*member), id(to));
                let because = if own == other {
                    format!("\"{own}\" builds on itself")
                } else {
                    format!("\"{own}\" and \"{other}\" build on each other in a circle")
                };
                let descriptor = Some(self.members[to].candidate.name.clone());
                let lost = Lost { verdict: Verdict::NotEvaluated, because, descriptor, finding };
                self.links[*member][position] = Link::Nowhere(Box::new(lost));
            }
        }
    }

    fn circle(&self, circle: &[usize], member: usize, position: usize) -> LostFinding {
        let id = |member: usize| self.members[member].head.id.as_ref().map_or("", |(id, _)| id.as_str());
        let start = circle.iter().position(|it| *it == member).unwrap_or(0);
        let round: Vec<usize> = circle.iter().cycle().skip(start).take(circle.len()).copied().collect();
        let names: Vec<String> =
            round.iter().chain(round.first()).map(|it| format!("\"{}\"", id(*it))).collect();
        let own = &self.members[member].head.upstream[position].origin;
        // Each step of the circle, at the entry that takes it.
        let steps = round.iter().zip(round.iter().cycle().skip(1)).filter_map(|(from, to)| {
            let entries = self.members[*from].head.upstream.iter();
            let entry = entries.clone().find(|entry| entry.service == id(*to))?;
            Some((entry.origin.clone(), format!("\"{}\" builds on \"{}\"", id(*from), id(*to))))
        });
        LostFinding {
            rule: "chain/cycle",
            message: format!("services build on each other in a circle: {}", names.join(" → ")),
            key: "service",
            label: format!("\"{}\" builds on it", id(member)),
            help: Some(
                "take one of the entries out: a duty that goes round in a circle is nobody's".to_owned(),
            ),
            also: steps.filter(|(origin, _)| origin != own).collect(),
        }
    }
}

/// Where links lead.
pub(super) fn targets(links: &[Link]) -> impl Iterator<Item = usize> {
    links.iter().filter_map(|link| match link {
        Link::To(to) => Some(*to),
        Link::Nowhere(_) => None,
    })
}

fn threads() -> Result<ThreadPool, Fault> {
    let built = ThreadPoolBuilder::new().stack_size(STACK).build();
    built.map_err(|error| Fault::new(format!("cannot start threads: {error}")))
}
