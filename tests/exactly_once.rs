//! Each unmet pair of a flagged threat and an expectation is reported exactly once: inside a
//! `capability/missing`, or under its own `9.x/*`, never both, never neither.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use ccsec_lint::catalog::capability_of;
use ccsec_lint::discover::Place;
use ccsec_lint::document::Source;
use ccsec_lint::evaluate::{self, Judged, Terms};
use ccsec_lint::policy::{PolicySet, catalog};
use proptest::prelude::*;

static POLICIES: LazyLock<PolicySet> = LazyLock::new(|| PolicySet::shipped().unwrap());

fn judge(text: &str) -> Judged {
    let source = Arc::new(Source::new("ccsec.toml", text));
    let place = Place::new("/".into(), "/".into());
    let today = "2026-11-21".parse().unwrap();
    evaluate::judge(&source, &place, &[], &mut POLICIES.evaluator(), &Terms::new(today)).unwrap()
}

/// Any service: its facts, the threats it flags, and which expectations which control claims.
fn descriptor() -> impl Strategy<Value = String> {
    let threats: Vec<&'static str> = catalog().threats().into_iter().map(|(id, _)| id).collect();
    let expectations: Vec<String> = POLICIES.registry().expectations().map(|rule| rule.id.clone()).collect();
    let facts = (
        prop::sample::select(vec!["CSC", "CSP", "CSN"]),
        prop::sample::select(vec!["IaaS", "PaaS", "SaaS", "CaaS", "NaaS"]),
        prop::sample::select(vec!["public", "private", "community", "hybrid"]),
        prop::sample::select(vec!["single", "multi"]),
        prop::sample::select(vec!["internet", "partner", "internal"]),
        prop::sample::subsequence(vec!["virtual-machine", "container", "function"], 0..=3),
        (any::<bool>(), any::<bool>(), prop::sample::subsequence(vec!["DE", "FR", "US"], 0..=3)),
        prop::sample::subsequence(
            vec!["incident_response", "recovery_time", "recovery_point", "change_notice"],
            0..=4,
        ),
    );
    let flagged = prop::sample::subsequence(threats, 0..=26);
    let claims = prop::collection::vec(
        (
            prop::sample::subsequence(expectations.clone(), 1..=expectations.len()),
            prop::sample::select(vec!["implemented", "planned"]),
            prop::sample::select(vec!["CSC", "CSP", "CSN"]),
        ),
        0..5,
    );
    (facts, flagged, claims).prop_map(|(facts, flagged, claims)| {
        let (role, category, deployment, tenancy, exposure, compute, (personal, stored, jurisdictions), sla) = facts;
        let mut text = format!(
            "ccsec = 1\n[service]\nid = \"x\"\ntitle = \"x\"\nowner = \"x\"\nrole = {role:?}\ncategory = {category:?}\ndeployment = {deployment:?}\ntenancy = {tenancy:?}\nexposure = {exposure:?}\ncompute = {compute:?}\n[data]\nclassification = \"internal\"\npersonal = {personal}\nstored = {stored}\njurisdictions = {jurisdictions:?}\n[threats]\nflagged = {flagged:?}\n[sla]\n"
        );
        for key in sla {
            text.push_str(&format!("{key} = \"1h\"\n"));
        }
        for (index, (meets, status, by)) in claims.into_iter().enumerate() {
            text.push_str(&format!(
                "[[controls]]\nid = \"c{index}\"\nkind = \"control\"\nby = {by:?}\nstatus = {status:?}\nmeets = {meets:?}\n"
            ));
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_unmet_pair_is_reported_exactly_once(text in descriptor()) {
        let judged = judge(&text);
        let service = judged.service.as_ref().unwrap();
        let mut expected: BTreeMap<(String, String), usize> = BTreeMap::new();
        for rule in POLICIES.registry().expectations() {
            prop_assert!(service.verdicts.contains_key(&rule.id), "{} has a verdict", rule.id);
            for threat in rule.threats.iter().filter(|threat| service.flagged.contains(threat)) {
                if service.verdicts[&rule.id].verdict.is_unmet() {
                    expected.insert((threat.clone(), rule.id.clone()), 1);
                }
            }
        }
        let mut reported: BTreeMap<(String, String), usize> = BTreeMap::new();
        for finding in &judged.findings {
            for threat in &finding.threats {
                for expectation in &finding.expectations {
                    *reported.entry((threat.clone(), expectation.clone())).or_default() += 1;
                }
            }
            if finding.rule == "capability/missing" {
                let capability = finding.capability.as_deref().unwrap();
                let threat = &finding.threats[0];
                prop_assert!(catalog().answers(threat, capability));
                for rule in POLICIES.registry().expectations_of(capability) {
                    let met = service.verdicts[&rule.id].verdict.is_met();
                    prop_assert!(!(met && rule.threats.contains(threat)), "{} is met, so {capability} is not missing", rule.id);
                }
            } else if !finding.expectations.is_empty() {
                prop_assert_eq!(&finding.expectations, std::slice::from_ref(&finding.rule));
                prop_assert_eq!(finding.capability.as_deref(), Some(capability_of(&finding.rule)));
            }
        }
        prop_assert_eq!(reported, expected);
    }

    #[test]
    fn every_expectation_of_every_service_is_judged(text in descriptor()) {
        // Undefined is silence in Rego; here it would be "not evaluated".
        let service = judge(&text).service.unwrap();
        for (id, judgement) in &service.verdicts {
            prop_assert_ne!(judgement.verdict, evaluate::Verdict::NotEvaluated, "{}", id);
        }
    }
}
