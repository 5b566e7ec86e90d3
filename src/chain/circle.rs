//! Circles in the chain, and the levels in which it can be judged without them.

use std::collections::{BTreeMap, VecDeque};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

/// The order of judgement.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// Those of one level build only on those of earlier ones; each level in the order of the members.
    pub(super) levels: Vec<Vec<usize>>,
    /// Shortest circles, each begun at its first member; members build on the next, the last on the first.
    pub(super) circles: Vec<Vec<usize>>,
    /// The circle that a member is part of, or bound to: by member.
    pub(super) bound: BTreeMap<usize, usize>,
}

/// Orders members that build on others. `edges[m]` are the members that `m` builds on.
pub(super) fn order(edges: &[Vec<usize>]) -> Order {
    let mut graph: DiGraph<(), ()> = DiGraph::new();
    for _ in edges {
        graph.add_node(());
    }
    for (from, targets) in edges.iter().enumerate() {
        for to in targets {
            graph.add_edge(NodeIndex::new(from), NodeIndex::new(*to), ());
        }
    }
    let mut order = Order::default();
    let mut level = vec![0_usize; edges.len()];
    // Components come with those that nothing builds on last: whatever a member builds on came before.
    for component in kosaraju_scc(&graph) {
        let mut members: Vec<usize> = component.into_iter().map(NodeIndex::index).collect();
        members.sort_unstable();
        let first = members[0];
        if members.len() > 1 || edges[first].contains(&first) {
            let number = order.circles.len();
            order.bound.extend(members.iter().map(|member| (*member, number)));
            order.circles.push(shortest(edges, &members));
        }
        let outer = members.iter().flat_map(|member| &edges[*member]).filter(|to| !members.contains(to));
        let height = outer.map(|to| level[*to] + 1).max().unwrap_or(0);
        for member in members {
            level[member] = height;
        }
    }
    for (member, height) in level.into_iter().enumerate() {
        if order.levels.len() <= height {
            order.levels.resize(height + 1, Vec::new());
        }
        order.levels[height].push(member);
    }
    order
}

/// The shortest circle through the first of some members that all build on each other.
fn shortest(edges: &[Vec<usize>], members: &[usize]) -> Vec<usize> {
    let first = members[0];
    let mut came: BTreeMap<usize, usize> = BTreeMap::new();
    let mut open = VecDeque::from([first]);
    while let Some(member) = open.pop_front() {
        for to in edges[member].iter().filter(|to| members.binary_search(to).is_ok()) {
            if *to == first {
                let mut circle = vec![member];
                while let Some(before) =
                    circle.last().filter(|last| **last != first).and_then(|it| came.get(it))
                {
                    circle.push(*before);
                }
                circle.reverse();
                return circle;
            }
            came.entry(*to).or_insert_with(|| {
                open.push_back(*to);
                member
            });
        }
    }
    members.to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_that_are_built_on_come_first() {
        // 0 builds on 2 and 3, 1 on 0, 3 on 2.
        let order = order(&[vec![2, 3], vec![0], vec![], vec![2]]);
        assert_eq!(order.levels, [vec![2], vec![3], vec![0], vec![1]]);
        assert!(order.circles.is_empty());
    }

    #[test]
    fn a_circle_is_shown_by_its_shortest_way_and_bars_nothing() {
        // 1 → 2 → 3 → 1 and 2 → 1; 0 builds on the circle, 4 on itself, 5 on nothing.
        let order = order(&[vec![1], vec![2], vec![3, 1], vec![1, 5], vec![4], vec![]]);
        let mut circles = order.circles.clone();
        circles.sort();
        assert_eq!(circles, [vec![1, 2], vec![4]]);
        let bound: Vec<usize> = order.bound.keys().copied().collect();
        assert_eq!(bound, [1, 2, 3, 4]);
        assert_eq!(order.levels, [vec![4, 5], vec![1, 2, 3], vec![0]]);
    }

    #[test]
    fn a_chain_of_a_hundred_thousand_does_not_exhaust_the_stack() {
        let edges: Vec<Vec<usize>> =
            (0..100_000).map(|it: usize| it.checked_sub(1).into_iter().collect()).collect();
        assert_eq!(order(&edges).levels.len(), 100_000);
    }
}
