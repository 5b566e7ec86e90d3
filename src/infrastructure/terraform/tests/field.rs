//! Code that nobody here wrote, where there is some: `FIELD=folder cargo test field -- --ignored --nocapture`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::infrastructure::inventory::{Node, Value};
use crate::infrastructure::terraform::Reader;

fn folders(path: &Path, found: &mut BTreeSet<PathBuf>) {
    for entry in std::fs::read_dir(path).unwrap().filter_map(Result::ok) {
        let path = entry.path();
        if path.is_dir() && !path.is_symlink() {
            folders(&path, found);
        } else if path.to_string_lossy().ends_with(".tf") || path.to_string_lossy().ends_with(".tofu") {
            found.insert(path.parent().unwrap().canonicalize().unwrap());
        }
    }
}

type Texts = BTreeMap<(String, String), usize>;

fn count(
    node: &Node,
    address: &str,
    unknown: &mut BTreeMap<String, (usize, String)>,
    known: &mut usize,
    all: &mut Texts,
) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| count(item, address, unknown, known, all)),
        Value::Map(entries) => entries.values().for_each(|item| count(item, address, unknown, known, all)),
        Value::Unknown(it) => {
            let entry = unknown.entry(it.reason.clone()).or_default();
            entry.0 += 1;
            let text: String = node.origin.text().split_whitespace().collect::<Vec<_>>().join(" ");
            *all.entry((it.reason.clone(), text.chars().take(180).collect())).or_default() += 1;
            entry.1 = format!("{address}: {}", node.origin.text().chars().take(100).collect::<String>());
        }
        _ => *known += 1,
    }
}

#[test]
#[ignore = "reads a folder that FIELD names"]
fn field() {
    let root = PathBuf::from(std::env::var("FIELD").unwrap()).canonicalize().unwrap();
    let reader = Reader::new(&root, "");
    let mut found = BTreeSet::new();
    folders(&root, &mut found);
    let called: BTreeSet<PathBuf> = found.iter().flat_map(|folder| reader.calls(folder)).collect();
    let (mut unknown, mut known, mut resources, mut all) = (BTreeMap::new(), 0, 0, Texts::new());
    for folder in found.difference(&called) {
        let start = std::time::Instant::now();
        let unit = reader.read(folder);
        println!(
            "{}: {} files, {} resources, {} uncertain, {} broken, {} unevaluated, {:?}",
            unit.name,
            unit.files.len(),
            unit.resources.len(),
            unit.resources.iter().filter(|it| it.uncertain.is_some()).count(),
            unit.broken.len(),
            unit.unevaluated.len(),
            start.elapsed()
        );
        for broken in &unit.broken {
            let at = broken.origin.source.position(broken.origin.span.start);
            println!("  broken {}:{}:{} {}", broken.origin.source.name(), at.line, at.column, broken.message);
        }
        for it in &unit.unevaluated {
            println!("  not read {}: {}", it.what, it.because);
        }
        for it in unit.resources.iter().filter(|it| it.uncertain.is_some()).take(5) {
            println!("  uncertain {}: {}", it.address, it.uncertain.as_deref().unwrap_or_default());
        }
        resources += unit.resources.len();
        for resource in &unit.resources {
            count(&resource.values, &resource.address, &mut unknown, &mut known, &mut all);
        }
    }
    if let Ok(wanted) = std::env::var("REASON") {
        let mut texts: Vec<_> = all.into_iter().filter(|((reason, _), _)| reason.contains(&wanted)).collect();
        texts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        for ((_, text), count) in texts.iter().take(100) {
            println!("{count:6} {text}");
        }
    }
    println!("{resources} resources, {known} values known");
    let mut reasons: Vec<_> = unknown.into_iter().collect();
    reasons.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    for (reason, (count, example)) in reasons.iter().take(120) {
        println!("{count:6} {reason}   e.g. {example}");
    }
}

#[test]
#[ignore = "prints the resources of the folder that FIELD names, in the repository that ROOT names"]
fn shown() {
    let root = PathBuf::from(std::env::var("ROOT").unwrap());
    let unit = Reader::new(&root, "").read(Path::new(&std::env::var("FIELD").unwrap()));
    for resource in &unit.resources {
        let region = resource.region.as_ref().map(super::plain);
        println!("{} [{region:?}] {:?}", resource.address, resource.uncertain);
        println!("  {}", super::plain(&resource.values));
        println!("  {:?}", resource.references);
    }
}
