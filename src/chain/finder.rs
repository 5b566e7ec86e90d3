//! From the descriptors of a run to those that they build on, wherever these lie.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::discover::Place;
use crate::document::{Document, nearest};
use crate::infrastructure::Origin;

use super::copy;
use super::head::Entry;
use super::link::{self, Link};
use super::members::{Member, Search, targets};

/// Descriptors by the root of their repository and their id.
type ById = BTreeMap<(PathBuf, String), Vec<usize>>;

/// Follows entries to descriptors, and takes in what it finds.
pub(super) struct Finder<'s> {
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
    pub(super) fn new(asked: Vec<Member>, covered: &[PathBuf], search: Search<'s>) -> Self {
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

    /// Every member that takes part, and its links. Those that were found and that nothing builds on are
    /// dropped again.
    pub(super) fn follow(mut self) -> (Vec<Member>, Vec<Vec<Link>>) {
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

    fn keep(self, links: BTreeMap<usize, Vec<Link>>) -> (Vec<Member>, Vec<Vec<Link>>) {
        let renumbered: BTreeMap<usize, usize> = links.keys().copied().zip(0..).collect();
        let kept = self.members.into_iter().enumerate().filter(|(index, _)| links.contains_key(index));
        let members = kept.map(|(_, member)| member).collect();
        let renumber = |link: Link| match link {
            Link::To(to) => renumbered.get(&to).map_or(link, |to| Link::To(*to)),
            nowhere => nowhere,
        };
        (members, links.into_values().map(|links| links.into_iter().map(renumber).collect()).collect())
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

/// The number of folders that two have in common.
fn shared(one: &Path, other: &Path) -> usize {
    one.components().zip(other.components()).take_while(|(a, b)| a == b).count()
}

/// A path with its links followed, as far as it exists.
pub(super) fn real(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    // A file that is gone lies where its folder is.
    match (absolute.parent(), absolute.file_name()) {
        (Some(folder), Some(name)) => real(folder).join(name),
        _ => absolute,
    }
}
