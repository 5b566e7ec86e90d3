//! Small chains of any shape. What a service only gets from others is never worth more than there.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use serde_json::Value;

use crate::support::{Folder, Report};
use crate::variant::assert_each_pair_once;

/// Any verdict will do; some need a record, one a promise, some apply only to some services.
const POOL: [&str; 10] = [
    "9.2/transaction-audit",
    "9.3/premises-access",
    "9.3/proportionate-protection",
    "9.5/guest-policy-enforcement",
    "9.7/encryption-at-rest",
    "9.7/key-management",
    "9.9/security-policy",
    "9.10/incident-response",
    "9.11/recovery-plan",
    "9.12/chain-audit",
];

/// One service of a chain.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    category: &'static str,
    flagged: Vec<&'static str>,
    /// What it claims, by whom, whether that is there, and its document.
    claims: Vec<(&'static str, &'static str, &'static str, &'static str)>,
    /// Among the services before it those that it is built on, and what they provide.
    upstream: Vec<(prop::sample::Index, Vec<&'static str>, bool)>,
}

fn link() -> impl Strategy<Value = Link> {
    let claim = (
        prop::sample::select(POOL.to_vec()),
        prop::sample::select(vec!["CSP", "CSP", "CSC", "CSN"]),
        prop::sample::select(vec!["implemented", "implemented", "planned"]),
        prop::sample::select(vec!["", "here.md", "gone.md"]),
    );
    let provided: Vec<&str> = POOL.into_iter().chain(["9.3/*", "9.7/*"]).collect();
    let entry = (any::<prop::sample::Index>(), prop::sample::subsequence(provided, 0..=12), any::<bool>());
    (
        prop::sample::select(vec!["IaaS", "PaaS", "SaaS"]),
        prop::sample::subsequence(vec!["7.1.1", "7.2.2", "8.1.2", "8.1.3", "8.1.5", "8.2.2"], 0..=6),
        prop::collection::vec(claim, 0..8),
        prop::collection::vec(entry, 0..3),
    )
        .prop_map(|(category, flagged, claims, upstream)| Link { category, flagged, claims, upstream })
}

pub(crate) fn chain(services: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Vec<Link>> {
    prop::collection::vec(link(), services)
}

/// By service: the services that provide an expectation, by expectation.
type Providers = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// Writes a chain into a repository.
pub(crate) fn write(links: &[Link]) -> (Folder, Providers) {
    let (folder, mut providers) = (Folder::new(), Providers::new());
    folder.file(".git/HEAD", "ref").file("here.md", "Here.");
    for (number, link) in links.iter().enumerate() {
        let mut text = format!(
            "ccsec = 1\n[service]\nid = \"s{number}\"\ntitle = \"s\"\nowner = \"o\"\nrole = \"CSP\"\ncategory = {:?}\ndeployment = \"public\"\ntenancy = \"multi\"\nexposure = \"internet\"\ncompute = [\"virtual-machine\"]\n[data]\nclassification = \"internal\"\npersonal = false\njurisdictions = [\"DE\"]\n[threats]\nflagged = {:?}\n[sla]\nincident_response = \"1h\"\nrecovery_time = \"1h\"\nrecovery_point = \"1h\"\n",
            link.category, link.flagged
        );
        for (index, (meets, by, status, document)) in link.claims.iter().enumerate() {
            text.push_str(&format!(
                "[[controls]]\nid = \"c{index}\"\nkind = \"control\"\nby = {by:?}\nstatus = {status:?}\nmeets = [{meets:?}]\n"
            ));
            if !document.is_empty() {
                text.push_str(&format!(
                    "evidence = [{{ document = \"/{document}\", reviewed = 2026-09-01 }}]\n"
                ));
            }
        }
        let mut named = Vec::new();
        let own = providers.entry(format!("s{number}")).or_default();
        for (index, provides, by_path) in link.upstream.iter().filter(|_| number > 0) {
            let to = index.index(number);
            // A second entry for one service is a fault of form.
            if named.contains(&to) {
                continue;
            }
            named.push(to);
            text.push_str(&format!("[[upstream]]\nservice = \"s{to}\"\nprovides = {provides:?}\n"));
            if *by_path {
                text.push_str(&format!("descriptor = \"s{to}.ccsec.toml\"\n"));
            }
            for provision in provides {
                let of_capability = |id: &&&str| {
                    provision.strip_suffix('*').map_or(*id == provision, |prefix| id.starts_with(prefix))
                };
                for id in POOL.iter().filter(of_capability) {
                    own.entry((*id).to_owned()).or_default().push(format!("s{to}"));
                }
            }
        }
        folder.file(format!("s{number}.ccsec.toml"), text);
    }
    (folder, providers)
}

/// How much a verdict is worth; for what is inherited, the verdict behind it.
fn worth(verdict: &Value) -> usize {
    let behind = if verdict["verdict"] == "inherited" { &verdict["inherited"] } else { verdict };
    let order = ["contradicted", "missing", "not-evaluated", "planned", "declared", "documented", "verified"];
    // What does not apply is worth nothing to anybody else.
    order.iter().position(|it| behind["verdict"] == *it).unwrap_or(0)
}

pub(crate) fn config(cases: u32) -> Config {
    Config { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(4), ..Config::default() }
}

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn no_verdict_is_better_downstream_than_upstream(links in chain(2..=7)) {
        let (folder, providers) = write(&links);
        let report: Report = folder.report([""; 0]);
        prop_assert_eq!(report.faults(), [""; 0]);
        assert_each_pair_once(&report, "generated");
        let services = report.json["services"].as_array().unwrap();
        let verdict = |service: &str, id: &str| -> &Value {
            &services.iter().find(|it| it["id"] == service).unwrap()["verdicts"][id]
        };
        for (number, link) in links.iter().enumerate() {
            let service = format!("s{number}");
            for id in POOL.iter().filter(|id| link.claims.iter().all(|claim| claim.0 != **id)) {
                let own = verdict(&service, id);
                if own["verdict"] == "not-applicable" {
                    continue;
                }
                let upstream = providers[&service].get(*id).map_or(&[][..], Vec::as_slice);
                let best = upstream.iter().map(|from| worth(verdict(from, id))).max().unwrap_or(1);
                prop_assert!(
                    // Missing is the least that is said of what nobody claims.
                    worth(own) <= best.max(1),
                    "{service} {id}: {own}, from {upstream:?}"
                );
                // And it says so: what is met by others alone is called inherited.
                let met = ["declared", "documented", "verified"];
                prop_assert!(!met.contains(&own["verdict"].as_str().unwrap()), "{service} {id}: {own}");
            }
        }
    }
}
