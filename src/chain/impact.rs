//! What a change of files touches: claims, and along the chain the claims of those who build on them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use crate::discover::{self, Place, VENDORED};
use crate::evaluate::{Effect, Grade, Provider, Service, Statement, Subject};
use crate::infrastructure::names;
use crate::policy::Registry;

use super::finder::real;

/// A service as it was judged, and where its descriptor lies.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'a> {
    /// The name of its descriptor.
    pub name: &'a str,
    /// The path of its descriptor.
    pub path: &'a Path,
    /// Where that lies.
    pub place: &'a Place,
    /// The service.
    pub service: &'a Service,
}

/// What a change does to one service.
#[derive(Debug)]
pub struct Touched<'a> {
    /// The service.
    pub placed: Placed<'a>,
    /// The changed files that it names, as it is shown where they lie; none if only its chain is touched.
    pub files: Vec<String>,
    /// The expectations whose claims are touched, and why, in the order of the catalog.
    pub claims: Vec<(String, Vec<String>)>,
    /// The flagged threats that these answer, in the order of the Recommendation.
    pub threats: Vec<&'a str>,
    /// The services that it builds on and that are touched.
    pub upstream: BTreeSet<&'a str>,
}

/// What a change does to all services.
#[derive(Debug)]
pub struct Impact<'a> {
    /// How many files, or folders, change.
    pub changed: usize,
    /// Services that are touched: those whose files changed, then those downstream; each in the order of their
    /// descriptors.
    pub touched: Vec<Touched<'a>>,
    /// Files of which no service says anything.
    pub others: Vec<String>,
}

/// The claims of one service that are touched: expectation → reasons.
type Claims = BTreeMap<String, BTreeSet<String>>;

/// Finds what changed files touch. `changed` holds files, or folders for everything in them; they need not
/// exist any more.
pub fn impact<'a>(services: &[Placed<'a>], changed: &[PathBuf], registry: &Registry) -> Impact<'a> {
    let changed: BTreeSet<PathBuf> = changed.iter().map(|path| real(path)).collect();
    let named: Vec<Named> = services.iter().map(Named::of).collect();
    let mut claims: Vec<Claims> = vec![Claims::new(); services.len()];
    let mut files: Vec<BTreeSet<String>> = vec![BTreeSet::new(); services.len()];
    let mut known: BTreeSet<&PathBuf> = BTreeSet::new();
    for (index, (placed, named)) in services.iter().zip(&named).enumerate() {
        for path in &changed {
            if let Some(touched) = of_file(placed, named, path) {
                known.insert(path);
                files[index].insert(named.shown(placed.place, path));
                merge(&mut claims[index], touched);
            }
        }
    }
    let rewritten: Vec<bool> =
        named.iter().map(|named| changed.iter().any(|path| named.descriptor.starts_with(path))).collect();
    let upstream = follow(services, &files, &rewritten, &mut claims);
    let mut touched = Vec::new();
    for (index, placed) in services.iter().enumerate() {
        if files[index].is_empty() && upstream[index].is_empty() {
            continue;
        }
        let reasons = |id: &str| Some(claims[index].get(id)?.iter().cloned().collect::<Vec<_>>());
        let claimed = registry.expectations().filter_map(|rule| Some((rule.id.clone(), reasons(&rule.id)?)));
        let threats = placed.service.flagged.iter().map(String::as_str);
        let answered =
            |threat: &&str| registry.answering(threat).any(|rule| claims[index].contains_key(&rule.id));
        touched.push(Touched {
            placed: *placed,
            files: files[index].iter().cloned().collect(),
            claims: claimed.collect(),
            threats: threats.filter(answered).collect(),
            upstream: upstream[index].clone(),
        });
    }
    // What changed itself comes before those downstream of it.
    touched.sort_by_key(|touched| touched.files.is_empty());
    let others = changed.iter().filter(|path| !known.contains(path));
    let beside = services.iter().zip(&named).next();
    let others = others.map(|path| {
        beside.map_or_else(|| crate::discover::display(path), |(it, named)| named.shown(it.place, path))
    });
    Impact { changed: changed.len(), touched, others: others.collect() }
}

/// The files that a service names, with every link followed.
struct Named {
    /// Its descriptor.
    descriptor: PathBuf,
    /// The root of its repository.
    root: PathBuf,
    /// Documents and reports, each with the index of the control that rests on it, and as it is written.
    evidence: Vec<(PathBuf, usize, String)>,
    /// What stands for an upstream service that is no service of this run: its copy, or its descriptor that
    /// is gone or has faults. Each with the index of the entry, and what it is called.
    upstream: Vec<(PathBuf, usize, String)>,
    /// The entries whose id nothing has.
    unknown: Vec<usize>,
}

impl Named {
    fn of(placed: &Placed<'_>) -> Self {
        let service = placed.service;
        let files = service.evidence.iter();
        let files = files.filter(|file| file.kind != crate::evidence::Kind::Infrastructure);
        let evidence = files.filter_map(|file| {
            Some((real(&placed.place.within(&file.file)?), file.control, file.file.clone()))
        });
        let mut upstream = Vec::new();
        let mut unknown = Vec::new();
        for (index, entry) in service.descriptor.upstream.iter().enumerate() {
            let id = &entry.service.0;
            if entry.source.is_some() {
                let folder = placed.place.root.join(VENDORED).join(id);
                upstream.push((real(&folder), index, format!("the copy of \"{id}\"")));
                continue;
            }
            let called = format!("\"{id}\", whose descriptor changed");
            match service.providers.get(index) {
                Some(Provider::Found(found)) if found.judged.service.is_none() => {
                    upstream.push((real(Path::new(found.judged.source.name())), index, called));
                }
                Some(Provider::Lost(_)) if entry.descriptor.is_none() => unknown.push(index),
                Some(Provider::Lost(_)) => {
                    let path = entry.descriptor.as_ref().and_then(|path| placed.place.within(path));
                    upstream.extend(path.map(|path| (real(&path), index, called)));
                }
                _ => {}
            }
        }
        Self {
            descriptor: real(placed.path),
            root: placed.place.real_root(),
            evidence: evidence.collect(),
            upstream,
            unknown,
        }
    }

    /// A path as users know it: beside the names of descriptors.
    fn shown(&self, place: &Place, path: &Path) -> String {
        match path.strip_prefix(&self.root) {
            Ok(inner) => place.shown(&place.root.join(inner)),
            Err(_) => crate::discover::display(path),
        }
    }
}

/// Carries what is touched to those who build on it: what they inherit of it, and all that they are to
/// inherit if the descriptor itself changed. Returns, for each service, which of those that it builds on
/// are touched.
fn follow<'a>(
    services: &[Placed<'a>],
    files: &[BTreeSet<String>],
    rewritten: &[bool],
    claims: &mut [Claims],
) -> Vec<BTreeSet<&'a str>> {
    let mut upstream: Vec<BTreeSet<&'a str>> = vec![BTreeSet::new(); services.len()];
    // Who builds on a descriptor, by its name.
    let mut downstream: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for (index, placed) in services.iter().enumerate() {
        for (position, provider) in placed.service.providers.iter().enumerate() {
            if let Provider::Found(found) = provider {
                downstream.entry(found.judged.source.name()).or_default().push((index, position));
            }
        }
    }
    let mut open: VecDeque<usize> = (0..services.len()).filter(|index| !files[*index].is_empty()).collect();
    while let Some(from) = open.pop_front() {
        let source = services[from];
        let id = source.service.descriptor.service.id.0.as_str();
        let because = if rewritten[from] {
            format!("inherited from \"{id}\", whose descriptor changed")
        } else {
            format!("inherited from \"{id}\"")
        };
        for (index, position) in downstream.get(source.name).into_iter().flatten() {
            // What a changed descriptor no longer says cannot be seen in it.
            let provided = said_to_provide(services[*index].service, *position);
            let inherited: Claims = provided
                .into_iter()
                .filter(|expectation| rewritten[from] || claims[from].contains_key(*expectation))
                .map(|expectation| (expectation.to_owned(), BTreeSet::from([because.clone()])))
                .collect();
            if inherited.is_empty() && !rewritten[from] {
                continue;
            }
            let grew = merge(&mut claims[*index], inherited);
            if upstream[*index].insert(id) || grew {
                open.push_back(*index);
            }
        }
    }
    upstream
}

/// The expectations that an upstream service is said to provide.
fn said_to_provide(service: &Service, upstream: usize) -> BTreeSet<&str> {
    let id = service.descriptor.upstream.get(upstream).map_or("", |entry| entry.service.0.as_str());
    let held = service
        .claims
        .iter()
        .filter(|(_, claims)| claims.iter().any(|claim| claim.control.is_none() && claim.id == id));
    let withheld = service.withheld.iter().filter(|it| it.upstream == upstream);
    held.map(|(expectation, _)| expectation.as_str())
        .chain(withheld.map(|it| it.expectation.as_str()))
        .collect()
}

/// Whether anything was new.
fn merge(claims: &mut Claims, more: Claims) -> bool {
    let mut grew = false;
    for (expectation, reasons) in more {
        let known = claims.entry(expectation).or_insert_with(|| {
            grew = true;
            BTreeSet::new()
        });
        known.extend(reasons);
    }
    grew
}

/// What a service says on the strength of a file, or of the files in a folder; nothing if it does not name
/// it.
fn of_file(placed: &Placed<'_>, named: &Named, path: &Path) -> Option<Claims> {
    let service = placed.service;
    if named.descriptor == path {
        return Some(of_descriptor(service));
    }
    let mut touched: Option<Claims> = None;
    let mut add = |more: Claims| {
        merge(touched.get_or_insert_default(), more);
    };
    if named.descriptor.starts_with(path) {
        add(of_descriptor(service));
    }
    for (_, control, file) in named.evidence.iter().filter(|(file, ..)| file.starts_with(path)) {
        let id = service.descriptor.controls.get(*control).map_or("", |control| &control.id.0);
        add(of_control(service, *control, &format!("{} rests on {file}", called(true, id))));
    }
    for (at, index, what) in &named.upstream {
        if path.starts_with(at) || at.starts_with(path) {
            let because = BTreeSet::from([format!("inherited from {what}")]);
            let provided = said_to_provide(service, *index);
            add(provided.into_iter().map(|id| (id.to_owned(), because.clone())).collect());
        }
    }
    if let Some(more) = of_code(placed, named, path) {
        add(more);
    }
    // A descriptor that is gone, or has another id now, may be the one that an entry names by an id which
    // nothing has any more.
    if path.file_name().is_some_and(|name| discover::is_descriptor(&name.to_string_lossy())) {
        for index in &named.unknown {
            let id = service.descriptor.upstream.get(*index).map_or("", |entry| &entry.service.0);
            let because = BTreeSet::from([format!("provided by \"{id}\", of which there is no descriptor")]);
            let provided = said_to_provide(service, *index);
            add(provided.into_iter().map(|id| (id.to_owned(), because.clone())).collect());
        }
    }
    touched
}

/// Everything that a descriptor claims, and what it expects of others.
fn of_descriptor(service: &Service) -> Claims {
    let mut all = Claims::new();
    for (expectation, claims) in &service.claims {
        let reasons = claims.iter().map(|it| format!("claimed by {}", called(it.control.is_some(), &it.id)));
        all.entry(expectation.clone()).or_default().extend(reasons);
    }
    for it in &service.withheld {
        let reason = format!("expected of {}", called(false, &it.service));
        all.entry(it.expectation.clone()).or_default().insert(reason);
    }
    all
}

fn called(is_control: bool, id: &str) -> String {
    if is_control { format!("control {id}") } else { format!("upstream {id}") }
}

fn of_control(service: &Service, index: usize, because: &str) -> Claims {
    let claims =
        service.claims.iter().filter(|(_, claims)| claims.iter().any(|it| it.control == Some(index)));
    claims.map(|(expectation, _)| (expectation.clone(), BTreeSet::from([because.to_owned()]))).collect()
}

/// What the code of a service shows that holds or depends on a file. Values flow through a whole unit: a
/// change of one file can change what any other of it shows.
fn of_code(placed: &Placed<'_>, named: &Named, path: &Path) -> Option<Claims> {
    let service = placed.service;
    let shown = named.shown(placed.place, path);
    // A file, or one in a folder.
    let is_meant =
        |name: &str| name.strip_prefix(&shown).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let units: Vec<_> = service
        .code
        .units
        .iter()
        .filter(|unit| unit.files.iter().any(|file| is_meant(file.name())))
        .collect();
    let mut claims = Claims::new();
    if units.is_empty() {
        // It is gone, or new, or nothing could be made of it: what it held cannot be told any more.
        if !names(&service.descriptor.service.infrastructure, placed.place, path) {
            return None;
        }
        let by_code = service.claims.iter().filter(|(_, claims)| {
            claims.iter().any(|claim| {
                claim.control.is_some()
                    && !claim.reported
                    && matches!(claim.grade, Grade::Verified | Grade::Contradicted)
            })
        });
        let because = format!("rests on the code, of which {shown} is or was a part");
        claims.extend(by_code.map(|(id, _)| (id.clone(), BTreeSet::from([because.clone()]))));
        return Some(claims);
    }
    let names: BTreeSet<&str> =
        units.iter().flat_map(|unit| unit.files.iter().map(|file| file.name())).collect();
    let spoken = service
        .statements
        .iter()
        .filter(|it| it.set_aside.is_none() && !matches!(it.effect, Effect::Shows { .. }));
    for statement in spoken.filter(|it| names.contains(it.at.source.name())) {
        for expectation in statement.expectations.iter().filter(|id| service.claims.contains_key(*id)) {
            claims.entry(expectation.clone()).or_default().insert(reason(statement, &shown));
        }
    }
    Some(claims)
}

fn reason(statement: &Statement, file: &str) -> String {
    let effect = match statement.effect {
        Effect::Attests => "attested",
        Effect::Contradicts => "contradicted",
        _ => "left open",
    };
    let through = if statement.at.source.name() == file { String::new() } else { format!(", with {file}") };
    format!("{effect} by {} ({}){through}", statement.resource, statement.place())
}

/// The services of a run with their places.
pub fn placed<'a>(
    members: &'a [super::Member],
    judged: &'a [std::sync::Arc<crate::evaluate::Judged>],
) -> Vec<Placed<'a>> {
    let places: BTreeMap<&str, &super::Member> =
        members.iter().map(|member| (member.candidate.name.as_str(), member)).collect();
    let descriptors = judged.iter().filter(|judged| judged.subject == Subject::Descriptor);
    descriptors
        .filter_map(|judged| {
            let member = places.get(judged.source.name())?;
            Some(Placed {
                name: judged.source.name(),
                path: &member.candidate.path,
                place: &member.candidate.place,
                service: judged.service.as_ref()?,
            })
        })
        .collect()
}
