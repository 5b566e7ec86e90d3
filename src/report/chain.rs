//! The service chain as a graph: who builds on whom, and the weakest verdict of what is inherited.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::json;

use crate::document::visible;
use crate::evaluate::{Judged, Provider, Service, Verdict};

use super::Run;
use super::summary::counted;

/// Services and what they build on.
pub struct Graph<'a> {
    /// By the name of the descriptor; of a service without one, by [`absent`].
    nodes: BTreeMap<String, Node<'a>>,
}

struct Node<'a> {
    /// What it calls itself.
    id: &'a str,
    title: Option<&'a str>,
    /// The file of its descriptor.
    path: Option<&'a str>,
    edges: Vec<Edge<'a>>,
}

struct Edge<'a> {
    /// The key of the node.
    to: String,
    /// How many expectations are said to be provided over it.
    provided: usize,
    /// The weakest verdict of them.
    weakest: Option<Verdict>,
    /// Why nothing can be inherited over it.
    lost: Option<&'a str>,
}

impl<'a> Graph<'a> {
    /// The graph of a run: its services, and those that they build on.
    pub fn of(run: &'a Run) -> Self {
        let mut graph = Self { nodes: BTreeMap::new() };
        for judged in &run.judged {
            graph.add(judged);
        }
        graph
    }

    fn add(&mut self, judged: &'a Arc<Judged>) {
        let Some(service) = &judged.service else { return };
        // Chains may be long: what is found waits its turn in a list, and not on the stack.
        let mut open: Vec<(&str, &'a Service, bool)> = vec![(judged.source.name(), service, false)];
        while let Some((path, service, copied)) = open.pop() {
            if self.nodes.get(path).is_some_and(|node| node.path.is_some()) {
                continue;
            }
            let mut edges = Vec::new();
            // What a copy builds on was judged where it comes from, and stands in its verdicts.
            let entries = if copied { &[][..] } else { service.descriptor.upstream.as_slice() };
            for (index, upstream) in entries.iter().enumerate() {
                let provider = service.providers.get(index);
                let (to, lost) = match provider {
                    Some(Provider::Found(found)) => {
                        let name = found.judged.source.name();
                        if let Some(further) = &found.judged.service {
                            open.push((name, further, found.vendored));
                        }
                        let lost = found.judged.service.is_none().then_some("its descriptor has faults");
                        (name.to_owned(), lost)
                    }
                    Some(Provider::Lost(lost)) => {
                        let named = lost.descriptor.clone();
                        let to = named.unwrap_or_else(|| absent(&upstream.service.0));
                        (to, Some(lost.because.as_str()))
                    }
                    None => (absent(&upstream.service.0), None),
                };
                self.nodes.entry(to.clone()).or_insert_with(|| Node {
                    id: &upstream.service.0,
                    title: None,
                    path: None,
                    edges: Vec::new(),
                });
                let verdicts = provided(service, index);
                let weakest = verdicts.iter().copied().min();
                edges.push(Edge { to, provided: verdicts.len(), weakest, lost });
            }
            let descriptor = &service.descriptor.service;
            self.nodes.insert(
                path.to_owned(),
                Node { id: &descriptor.id.0, title: Some(&descriptor.title), path: Some(path), edges },
            );
        }
    }

    /// The nodes on which nothing builds, in the order of their names; where all are built on, as in a circle,
    /// the first.
    fn ends(&self) -> Vec<&str> {
        let built_on: BTreeSet<&str> =
            self.nodes.values().flat_map(|node| &node.edges).map(|edge| edge.to.as_str()).collect();
        let mut ends: Vec<&str> =
            self.nodes.keys().map(String::as_str).filter(|key| !built_on.contains(key)).collect();
        // What only a circle leads to is shown from its first member on.
        let mut seen = self.reached(&ends);
        for key in self.nodes.keys() {
            if !seen.contains(key.as_str()) {
                ends.push(key);
                seen.extend(self.reached(&[key]));
            }
        }
        ends
    }

    fn reached(&self, from: &[&str]) -> BTreeSet<&str> {
        let mut open: Vec<&str> = from
            .iter()
            .filter_map(|key| self.nodes.get_key_value(*key))
            .map(|(key, _)| key.as_str())
            .collect();
        let mut seen = BTreeSet::new();
        while let Some(key) = open.pop() {
            if seen.insert(key) {
                let edges = self.nodes.get(key).into_iter().flat_map(|node| &node.edges);
                open.extend(edges.map(|edge| edge.to.as_str()));
            }
        }
        seen
    }
}

/// The key of a service without a descriptor: no descriptor has it for a name.
fn absent(id: &str) -> String {
    format!("upstream:{id}")
}

/// What stands behind each expectation that an upstream service is said to provide.
fn provided(service: &Service, upstream: usize) -> Vec<Verdict> {
    let Some(entry) = service.descriptor.upstream.get(upstream) else { return Vec::new() };
    let claims = service.claims.values().flatten();
    let held = claims
        .filter(|claim| claim.control.is_none() && claim.id == entry.service.0)
        .map(|claim| claim.inherited.as_ref().map_or(Verdict::Declared, |inherited| inherited.verdict));
    let withheld = service.withheld.iter().filter(|it| it.upstream == upstream).map(|it| it.verdict);
    held.chain(withheld).collect()
}

impl Node<'_> {
    fn text(&self) -> String {
        match (self.title, self.path) {
            (Some(title), Some(path)) => format!("{}: {title} ({path})", self.id),
            _ => self.id.to_owned(),
        }
    }
}

impl Edge<'_> {
    fn text(&self) -> String {
        let count = counted(self.provided, "expectation", "expectations");
        match (self.lost, self.weakest) {
            (Some(lost), _) => format!("{count}: {lost}"),
            (None, Some(weakest)) => format!("{count}, weakest {}", weakest.name()),
            (None, None) => "provides nothing".to_owned(),
        }
    }
}

/// How many levels of a tree are indented; those below say how deep they lie.
const LEVELS: usize = 16;

/// A tree for a terminal, from the services that nothing builds on to those that build on nothing.
pub fn human(run: &Run) -> String {
    Graph::of(run).tree()
}

/// An edge that is still to be drawn, and what stands to the left of it.
struct Open<'n> {
    left: String,
    depth: usize,
    last: bool,
    edge: &'n Edge<'n>,
}

impl Graph<'_> {
    fn tree(&self) -> String {
        let mut out = String::new();
        let mut drawn: BTreeSet<&str> = BTreeSet::new();
        for end in self.ends() {
            let Some(node) = self.nodes.get(end) else { continue };
            // Writing to a String cannot fail.
            let _ = writeln!(out, "{}", visible(&node.text(), false));
            drawn.insert(end);
            // Depth first, without the stack of the thread: chains may be long.
            let mut open: Vec<Open<'_>> = edges(node, "", 1);
            while let Some(Open { left, depth, last, edge }) = open.pop() {
                let Some(node) = self.nodes.get(&edge.to) else { continue };
                let known = !drawn.insert(&edge.to) && !node.edges.is_empty();
                let again = if known { " (see above)" } else { "" };
                let line = format!("{} [{}]{again}", node.text(), edge.text());
                let branch = if last { "└─" } else { "├─" };
                let below = if depth > LEVELS { format!(" level {depth}:") } else { String::new() };
                let _ = writeln!(out, "{left}{branch}{below} {}", visible(&line, false));
                if !known {
                    let further = match depth {
                        LEVELS.. => left,
                        _ if last => format!("{left}   "),
                        _ => format!("{left}│  "),
                    };
                    open.extend(edges(node, &further, depth + 1));
                }
            }
        }
        out
    }
}

/// The edges of a node, the last first, as they are taken from a stack.
fn edges<'n>(node: &'n Node<'_>, left: &str, depth: usize) -> Vec<Open<'n>> {
    let edges = node.edges.iter().enumerate().rev();
    let open = edges.map(|(index, edge)| Open {
        left: left.to_owned(),
        depth,
        last: index + 1 == node.edges.len(),
        edge,
    });
    open.collect()
}

/// A Mermaid flowchart, as GitHub and GitLab draw it in Markdown.
pub fn mermaid(run: &Run) -> String {
    let graph = Graph::of(run);
    let numbers: BTreeMap<&str, usize> = graph.nodes.keys().map(String::as_str).zip(0..).collect();
    let mut out = String::from("flowchart TD\n");
    for (key, node) in &graph.nodes {
        let shape = if node.path.is_some() { ("[\"", "\"]") } else { ("([\"", "\"])") };
        let text = node.title.map_or_else(|| node.id.to_owned(), |title| format!("{}: {title}", node.id));
        let _ = writeln!(out, "    n{}{}{}{}", numbers[key.as_str()], shape.0, mermaid_text(&text), shape.1);
    }
    for (key, node) in &graph.nodes {
        for edge in &node.edges {
            let arrow = if edge.lost.is_some() { "-.->" } else { "-->" };
            let (from, to) = (numbers[key.as_str()], numbers[edge.to.as_str()]);
            let _ = writeln!(out, "    n{from} {arrow}|\"{}\"| n{to}", mermaid_text(&edge.text()));
        }
    }
    out
}

/// Text between quotes in Mermaid: nothing in it is markup.
fn mermaid_text(text: &str) -> String {
    let mut out = String::new();
    for c in visible(text, false).chars() {
        if c.is_alphanumeric() || matches!(c, ' ' | ',' | '.' | ':' | '-' | '_' | '/' | '(' | ')') {
            out.push(c);
        } else {
            let _ = write!(out, "#{};", u32::from(c));
        }
    }
    out
}

/// A graph for Graphviz.
pub fn dot(run: &Run) -> String {
    let graph = Graph::of(run);
    let mut out = String::from("digraph chain {\n    rankdir = TB;\n    node [shape = box];\n");
    for (key, node) in &graph.nodes {
        let text = node.title.map_or_else(|| node.id.to_owned(), |title| format!("{}: {title}", node.id));
        let style = if node.path.is_some() { "solid" } else { "dashed" };
        let _ = writeln!(out, "    {} [label = {}, style = {style}];", dot_text(key), dot_text(&text));
    }
    for (key, node) in &graph.nodes {
        for edge in &node.edges {
            let style = if edge.lost.is_some() { "dashed" } else { "solid" };
            let _ = writeln!(
                out,
                "    {} -> {} [label = {}, style = {style}];",
                dot_text(key),
                dot_text(&edge.to),
                dot_text(&edge.text())
            );
        }
    }
    out.push_str("}\n");
    out
}

fn dot_text(text: &str) -> String {
    let text = visible(text, false).replace('\\', "\\\\").replace('"', "\\\"");
    // What looks like an entity would be drawn as what it stands for.
    format!("\"{}\"", text.replace('&', "&amp;"))
}

/// Nodes and edges.
pub fn json(run: &Run) -> String {
    let graph = Graph::of(run);
    let nodes: Vec<_> = graph
        .nodes
        .values()
        .map(|node| json!({ "id": node.id, "title": node.title, "path": node.path }))
        .collect();
    let edges: Vec<_> = graph
        .nodes
        .values()
        .flat_map(|node| {
            node.edges.iter().map(|edge| {
                let to = graph.nodes.get(&edge.to);
                json!({
                    "from": { "id": node.id, "path": node.path },
                    "to": { "id": to.map_or("", |to| to.id), "path": to.and_then(|to| to.path) },
                    "provided": edge.provided,
                    "weakest": edge.weakest.map(Verdict::name),
                    "lost": edge.lost,
                })
            })
        })
        .collect();
    format!("{}\n", json!({ "version": 1, "services": nodes, "edges": edges }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A chain of services, each of which builds on the next and on the last.
    fn chain(ids: &[String]) -> Graph<'_> {
        let mut nodes = BTreeMap::new();
        for (index, id) in ids.iter().enumerate() {
            let next = ids.get(index + 1).into_iter();
            let edges = next.chain(ids.last().filter(|_| index + 2 < ids.len())).map(|to| Edge {
                to: to.clone(),
                provided: 1,
                weakest: Some(Verdict::Documented),
                lost: None,
            });
            let edges = edges.collect();
            nodes.insert(id.clone(), Node { id, title: Some("Service"), path: Some(id), edges });
        }
        Graph { nodes }
    }

    #[test]
    fn a_long_chain_is_drawn_with_bounded_indentation() {
        let ids: Vec<String> = (0..10_000).map(|number| format!("s{number:05}")).collect();
        let tree = chain(&ids).tree();
        let lines: Vec<&str> = tree.lines().collect();
        assert_eq!(lines.len(), 1 + 9_999 + 9_998, "every edge once");
        assert!(lines.iter().all(|line| line.chars().count() < 130), "no line is long");
        assert_eq!(
            lines[16],
            format!("{}├─ s00016: Service (s00016) [1 expectation, weakest documented]", "│  ".repeat(15))
        );
        assert_eq!(
            lines[17],
            format!(
                "{}├─ level 17: s00017: Service (s00017) [1 expectation, weakest documented]",
                "│  ".repeat(15)
            )
        );
        assert!(lines[9_999].contains("└─ level 9999: s09999: "), "{}", lines[9_999]);
    }
}
