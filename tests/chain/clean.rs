//! The clean chain.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::clean;
use crate::support::Report;
use crate::variant::{assert_each_pair_once, rules};

/// What a service inherits: from whom, with what verdict, and from whom that service has it in turn.
pub(crate) type Inherited = BTreeMap<String, (String, String, String)>;

pub(crate) fn inherited(report: &Report, service: &str) -> Inherited {
    let services = report.json["services"].as_array().unwrap();
    let service = services.iter().find(|it| it["id"] == service).unwrap();
    let verdicts = service["verdicts"].as_object().unwrap().iter();
    verdicts
        .filter(|(_, it)| it["verdict"] == "inherited")
        .map(|(id, it)| {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            let of = &it["inherited"];
            let origin = of["origin"].as_str().unwrap_or_default().to_owned();
            (id.clone(), (text(&of["from"]), text(&of["verdict"]), origin))
        })
        .collect()
}

fn map(rows: &[(&str, &str, &str, &str)]) -> Inherited {
    let owned = |(id, from, verdict, origin): &(&str, &str, &str, &str)| {
        ((*id).to_owned(), ((*from).to_owned(), (*verdict).to_owned(), (*origin).to_owned()))
    };
    rows.iter().map(owned).collect()
}

#[test]
fn nothing_is_found() {
    let report = clean().report([""; 0]);
    assert_eq!((report.code, report.rules(), report.faults()), (0, vec![], vec![]));
    assert_eq!(report.judged(), ["hosting/ccsec.toml", "platform/ccsec.toml", "shop/ccsec.toml"]);
    assert_each_pair_once(&report, "clean");
}

#[test]
fn what_is_inherited_has_the_verdict_of_whoever_does_it() {
    let report = clean().report([""; 0]);
    assert_eq!(inherited(&report, "hosting"), map(&[]));
    assert_eq!(
        inherited(&report, "platform"),
        map(&[
            ("9.11/recovery-redundancy", "hosting", "documented", ""),
            ("9.3/need-to-enter", "hosting", "documented", ""),
            ("9.3/premises-access", "hosting", "documented", ""),
            ("9.3/proportionate-protection", "hosting", "documented", ""),
            ("9.5/hypervisor-hardening", "hosting", "verified", ""),
            ("9.6/attack-protection", "hosting", "documented", ""),
            ("9.6/intrusion-detection", "hosting", "documented", ""),
        ])
    );
    assert_eq!(
        inherited(&report, "ticket-shop"),
        map(&[
            ("9.1/component-authentication", "platform", "documented", ""),
            ("9.10/continuous-monitoring", "platform", "documented", ""),
            ("9.11/recovery-redundancy", "platform", "documented", "hosting"),
            ("9.3/need-to-enter", "platform", "documented", "hosting"),
            ("9.3/premises-access", "platform", "documented", "hosting"),
            ("9.3/proportionate-protection", "platform", "documented", "hosting"),
            ("9.5/hypervisor-hardening", "platform", "verified", "hosting"),
            ("9.5/workload-isolation", "platform", "documented", ""),
            ("9.6/attack-protection", "platform", "documented", "hosting"),
            ("9.6/border-access-control", "platform", "documented", ""),
            ("9.6/intrusion-detection", "platform", "documented", "hosting"),
            ("9.6/network-isolation", "platform", "documented", ""),
            ("9.6/secure-communication", "platform", "documented", ""),
            ("9.6/security-domains", "platform", "documented", ""),
            ("9.6/traffic-segregation", "platform", "documented", ""),
            ("9.7/data-recovery", "platform", "documented", ""),
            ("9.7/encryption-at-rest", "platform", "documented", ""),
        ])
    );
}

#[test]
fn what_is_left_to_the_customer_is_the_customers_own() {
    let report = clean().report([""; 0]);
    for service in report.json["services"].as_array().unwrap() {
        assert_eq!(service["verdicts"]["9.7/key-management"]["verdict"], "documented", "{}", service["id"]);
    }
}

#[test]
fn every_rule_of_the_chain_is_raised_by_a_variant() {
    let mut raised = BTreeSet::new();
    let tables = [
        crate::data::VARIANTS,
        crate::inherited::VARIANTS,
        crate::links::VARIANTS,
        crate::promises::VARIANTS,
    ];
    for variant in tables.into_iter().flatten().chain(crate::responsibility::VARIANTS) {
        let rules = variant.found.lines().filter(|line| !line.starts_with(' '));
        raised.extend(rules.filter_map(|line| Some(line.split_once(": ")?.0.to_owned())));
    }
    // Of several descriptors with one id: `files.rs`.
    raised.insert("chain/ambiguous-service".to_owned());
    let responsibility = ["mutual", "nobody", "partner-duty", "unnamed-partner"];
    let of_duties = responsibility.map(|name| format!("responsibility/{name}"));
    let wanted = rules(|id| {
        id.starts_with("chain/") || id == "descriptor/upstream" || of_duties.iter().any(|it| it == id)
    });
    let missing: Vec<&String> = wanted.difference(&raised).collect();
    assert_eq!(missing, Vec::<&String>::new());
}
