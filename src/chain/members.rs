//! The descriptors that take part: those that are asked for, and those that they build on.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::discover::{self, Candidate, Place, Unread};
use crate::document::{Document, Fault, Source, nearest};
use crate::evaluate::{Lost, LostFinding, Verdict};
use crate::infrastructure::Origin;

use super::circle::{self, Order};
use super::copy::{self, Copy};
use super::head::{Entry, Head};
use super::link::{self, Link};

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

/// Descriptors by the root of their repository and their id.
type ById = BTreeMap<(PathBuf, String), Vec<usize>>;

/// Looks for all descriptors of a repository, by its root.
pub type Search<'s> = &'s (dyn Fn(&Path) -> Vec<PathBuf> + Sync);

/// The stack of a thread in bytes. The TOML parser lets trees through that are thousands of levels
/// deep before their depth can be seen, and frees them level by level.
const STACK: usize = 32 << 20;

impl Member {
    /// A descriptor that is to be reported on.
    pub fn asked(candidate: Candidate, text: Result<Arc<Source>, Unread>) -> Self {
        Self { candidate, text, asked: true, copy: None, head: Head::default() }
    }

    fn found(path: PathBuf, beside: &Place) -> Self {
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

    fn of_copy(copy: Copy, beside: &Place) -> Self {
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
            let mut finder = Finder::new(asked, covered, search);
            let links = finder.follow();
            (finder.members, links)
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
                let service = &self.members[*member].head.upstream[position].service;
                let because = format!("\"{service}\" and this service build on each other in a circle");
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

/// Follows entries to descriptors, and takes in what it finds.
struct Finder<'s> {
    members: Vec<Member>,
    by_path: BTreeMap<PathBuf, usize>,
    by_id: ById,
    /// Roots whose descriptors are all known.
    searched: BTreeSet<PathBuf>,
    covered: Vec<PathBuf>,
    search: Search<'s>,
    /// Copies that were opened, by the file.
    copies: BTreeMap<PathBuf, usize>,
}

impl<'s> Finder<'s> {
    fn new(asked: Vec<Member>, covered: &[PathBuf], search: Search<'s>) -> Self {
        let covered = covered.iter().filter_map(|path| path.canonicalize().ok()).collect();
        let mut finder = Self {
            members: Vec::with_capacity(asked.len()),
            by_path: BTreeMap::new(),
            by_id: ById::new(),
            searched: BTreeSet::new(),
            covered,
            search,
            copies: BTreeMap::new(),
        };
        for member in asked {
            finder.add(member);
        }
        finder
    }

    fn add(&mut self, member: Member) -> usize {
        let index = self.members.len();
        self.by_path.entry(real(&member.candidate.path)).or_insert(index);
        if let (Some((id, _)), None) = (&member.head.id, &member.copy) {
            let key = (member.candidate.place.root.clone(), id.clone());
            self.by_id.entry(key).or_default().push(index);
        }
        self.members.push(member);
        index
    }

    /// The links of every member that takes part. Those that were found and that nothing builds on are
    /// dropped again.
    fn follow(&mut self) -> Vec<Vec<Link>> {
        let mut links: BTreeMap<usize, Vec<Link>> = BTreeMap::new();
        let mut open: VecDeque<usize> = (0..self.members.len()).collect();
        while let Some(member) = open.pop_front() {
            if links.contains_key(&member) {
                continue;
            }
            let entries = self.members[member].head.upstream.clone();
            let found: Vec<Link> = entries.iter().map(|entry| self.link(member, entry)).collect();
            open.extend(targets(&found));
            links.insert(member, found);
        }
        self.keep(links)
    }

    fn keep(&mut self, links: BTreeMap<usize, Vec<Link>>) -> Vec<Vec<Link>> {
        let renumbered: BTreeMap<usize, usize> = links.keys().copied().zip(0..).collect();
        let members = std::mem::take(&mut self.members);
        let kept = members.into_iter().enumerate().filter(|(index, _)| links.contains_key(index));
        self.members = kept.map(|(_, member)| member).collect();
        let renumber = |link: Link| match link {
            Link::To(to) => renumbered.get(&to).map_or(link, |to| Link::To(*to)),
            nowhere => nowhere,
        };
        links.into_values().map(|links| links.into_iter().map(renumber).collect()).collect()
    }

    fn link(&mut self, member: usize, entry: &Entry) -> Link {
        if entry.service.is_empty() {
            return link::unnamed();
        }
        if entry.source.is_some() {
            return self.vendored(member, entry);
        }
        match entry.descriptor.as_ref().filter(|file| !file.is_empty()) {
            Some(file) => self.named(member, entry, file),
            // An empty path was reported as a fault of form.
            None => self.by_id(member, &entry.service),
        }
    }

    /// The descriptor at a path.
    fn named(&mut self, member: usize, entry: &Entry, file: &str) -> Link {
        let place = self.members[member].candidate.place.clone();
        let Some(path) = place.within(file) else {
            return link::absent(&entry.service, file, "lies outside the repository");
        };
        let to = match self.by_path.get(&real(&path)) {
            Some(known) => *known,
            None => {
                let Ok(real) = path.canonicalize() else {
                    return link::absent(&entry.service, file, "does not exist");
                };
                if !real.starts_with(place.real_root()) {
                    return link::absent(&entry.service, file, "lies outside the repository");
                }
                if !real.is_file() {
                    return link::absent(&entry.service, file, "is not a file");
                }
                self.add(Member::found(path, &place))
            }
        };
        match &self.members[to].head.id {
            Some((id, origin)) if *id != entry.service => {
                link::misnamed(&entry.service, "descriptor", id, origin)
            }
            _ => Link::To(to),
        }
    }

    /// The copy of a descriptor from elsewhere.
    fn vendored(&mut self, member: usize, entry: &Entry) -> Link {
        let place = self.members[member].candidate.place.clone();
        let shown = |path: &Path| place.shown(path);
        let sha256 = entry.sha256.as_ref().map(|(digest, _)| digest.as_str());
        match copy::open(&place.root, &entry.service, sha256, &shown) {
            Err(unusable) => link::unusable(&entry.service, &unusable, shown),
            Ok(copy) => {
                let known = self.copies.get(&copy.path).copied();
                let to = known.unwrap_or_else(|| {
                    let path = copy.path.clone();
                    let to = self.add(Member::of_copy(copy, &place));
                    self.copies.insert(path, to);
                    to
                });
                match &self.members[to].head.id {
                    Some((id, origin)) if *id != entry.service => {
                        link::misnamed(&entry.service, "source", id, origin)
                    }
                    _ => Link::To(to),
                }
            }
        }
    }

    /// The descriptor of this id that lies nearest.
    fn by_id(&mut self, member: usize, service: &str) -> Link {
        let place = self.members[member].candidate.place.clone();
        self.search_once(&place);
        let key = (place.root.clone(), service.to_owned());
        let known = self.by_id.get(&key).map_or(&[][..], Vec::as_slice);
        let others: Vec<usize> = known.iter().copied().filter(|it| *it != member).collect();
        let near = |it: &usize| shared(&self.members[*it].candidate.place.folder, &place.folder);
        match others.iter().map(near).max() {
            // Only the service itself has this id.
            None if known.contains(&member) => Link::To(member),
            None if !self.broken(&place, service).is_empty() => {
                link::unreadable(service, &self.broken(&place, service))
            }
            None => {
                let ids: Vec<&str> = self
                    .by_id
                    .keys()
                    .filter(|(root, _)| *root == place.root)
                    .map(|(_, id)| id.as_str())
                    .collect();
                let near = nearest(service, ids.iter().copied());
                let near = near.and_then(|id| {
                    let first = self.by_id.get(&(place.root.clone(), id.to_owned()))?.first()?;
                    self.members[*first].head.id.as_ref().map(|(id, origin)| (id.as_str(), origin))
                });
                link::unknown(service, near)
            }
            Some(nearest) => {
                let nearest: Vec<usize> = others.iter().copied().filter(|it| near(it) == nearest).collect();
                match nearest.as_slice() {
                    [one] => Link::To(*one),
                    several => {
                        let origins: Vec<Origin> = several
                            .iter()
                            .filter_map(|it| Some(self.members[*it].head.id.as_ref()?.1.clone()))
                            .collect();
                        link::ambiguous(service, origins)
                    }
                }
            }
        }
    }

    /// The descriptors that cannot be read and may have an id: files that cannot be opened, and texts that
    /// are no TOML and hold it between quotes.
    fn broken(&self, place: &Place, service: &str) -> Vec<&str> {
        let quoted = format!("\"{service}\"");
        let beside = self.members.iter().filter(|member| member.candidate.place.root == place.root);
        let broken = beside.filter(|member| match &member.text {
            Ok(source) => {
                member.head.id.is_none()
                    && source.text().contains(&quoted)
                    && Document::parse(source).is_err()
            }
            Err(_) => true,
        });
        broken.map(|member| member.candidate.name.as_str()).collect()
    }

    /// Takes in every descriptor of a repository, so that which one an id means does not depend on which
    /// files a run was asked about.
    fn search_once(&mut self, place: &Place) {
        if !self.searched.insert(place.root.clone()) {
            return;
        }
        let root = place.real_root();
        if self.covered.iter().any(|folder| root.starts_with(folder)) {
            return;
        }
        let paths: Vec<PathBuf> = (self.search)(&place.root)
            .into_iter()
            .filter(|path| !self.by_path.contains_key(&real(path)))
            .collect();
        let found: Vec<Member> = paths.into_par_iter().map(|path| Member::found(path, place)).collect();
        for member in found {
            self.add(member);
        }
    }
}

/// Where links lead.
fn targets(links: &[Link]) -> impl Iterator<Item = usize> {
    links.iter().filter_map(|link| match link {
        Link::To(to) => Some(*to),
        Link::Nowhere(_) => None,
    })
}

fn threads() -> Result<ThreadPool, Fault> {
    let built = ThreadPoolBuilder::new().stack_size(STACK).build();
    built.map_err(|error| Fault::new(format!("cannot start threads: {error}")))
}

/// The number of folders that two have in common.
fn shared(one: &Path, other: &Path) -> usize {
    one.components().zip(other.components()).take_while(|(a, b)| a == b).count()
}

/// A path with every link followed, as far as it exists.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}
