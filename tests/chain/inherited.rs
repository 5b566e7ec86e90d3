//! What is said to be inherited, and is not.

use crate::variant::{Variant, assert_each_pair_once, check};
use crate::{HOSTING, PLATFORM, SHOP, broken, replace};

pub(crate) const VARIANTS: &[Variant] = &[
    Variant {
        name: "the platform takes a claim back",
        replace: (PLATFORM, r#""9.10/continuous-monitoring", "#, ""),
        beside: &[],
        found: r#"
chain/not-provided: Continuous monitoring, "9.10/continuous-monitoring", is inherited from "platform", which does not declare it; 8.1.5 and 8.2.7 are left exposed
  shop/ccsec.toml: "9.10/continuous-monitoring"
  platform/ccsec.toml: "platform"
platform/ccsec.toml: 9.10/continuous-monitoring
"#,
    },
    Variant {
        name: "the hosting takes a claim back, and two services are built on it",
        replace: (HOSTING, r#""9.3/need-to-enter", "#, ""),
        beside: &[],
        found: r#"
chain/not-provided: Need to enter, "9.3/need-to-enter", is inherited from "hosting", which does not declare it; 7.2.2 is left exposed
  platform/ccsec.toml: "9.3/*"
  hosting/ccsec.toml: "hosting"
chain/insufficient: Need to enter, "9.3/need-to-enter", is inherited from "platform", but there it is missing: "hosting" is to provide it, and does not declare it; 7.2.2 is left exposed
  shop/ccsec.toml: "9.3/*"
  platform/ccsec.toml: "9.3/*"
  hosting/ccsec.toml: "hosting"
hosting/ccsec.toml: 9.3/need-to-enter
"#,
    },
    Variant {
        name: "the platform takes back what the shop has a whole capability of, and a threat asks for it",
        replace: (PLATFORM, r#""9.6/secure-communication", "#, ""),
        beside: &[],
        found: r#"
chain/not-provided: Secure communication between participants, "9.6/secure-communication", is inherited from "platform", which does not declare it; 7.1.2 is left exposed
  shop/ccsec.toml: "9.6/*"
  platform/ccsec.toml: "platform"
platform/ccsec.toml: 9.6/secure-communication
"#,
    },
    Variant {
        name: "the platform takes back what the shop has a whole capability of, and no threat asks for it",
        replace: (PLATFORM, r#""9.6/traffic-segregation", "#, ""),
        beside: &[],
        found: r#"
platform/ccsec.toml: 9.6/traffic-segregation
"#,
    },
    Variant {
        name: "the platform inherits what does not apply to the hosting, and does it itself",
        replace: (PLATFORM, r#""9.3/*","#, r#""9.3/*", "9.12/chain-audit","#),
        beside: &[],
        found: r#"
chain/not-provided: Audit of the service chain, "9.12/chain-audit", is inherited from "hosting", which is not concerned by it
  platform/ccsec.toml: "9.12/chain-audit"
  hosting/ccsec.toml: "hosting"
"#,
    },
    Variant {
        name: "data only passes through the platform",
        replace: (PLATFORM, "personal       = true", "personal       = true\nstored         = false"),
        beside: &[],
        found: r#"
chain/not-provided: Encryption of stored data, "9.7/encryption-at-rest", is inherited from "platform", which is not concerned by it; 7.1.1 and 8.1.4 are left exposed
  shop/ccsec.toml: "9.7/encryption-at-rest"
  platform/ccsec.toml: "platform"
chain/not-provided: Data recovery, "9.7/data-recovery", is inherited from "platform", which is not concerned by it; 7.1.1 and 8.1.3 are left exposed
  shop/ccsec.toml: "9.7/data-recovery"
  platform/ccsec.toml: "platform"
"#,
    },
    Variant {
        name: "a control of the platform is only planned",
        replace: (
            PLATFORM,
            "id       = \"databases\"\nkind     = \"control\"\nby       = \"CSP\"\nstatus   = \"implemented\"",
            "id       = \"databases\"\nkind     = \"control\"\nby       = \"CSP\"\nstatus   = \"planned\"",
        ),
        beside: &[],
        found: r#"
chain/insufficient: Encryption of stored data, "9.7/encryption-at-rest", is inherited from "platform", but there it is only planned; 7.1.1 and 8.1.4 are left exposed
  shop/ccsec.toml: "9.7/encryption-at-rest"
  platform/ccsec.toml: "9.7/encryption-at-rest"
chain/insufficient: Data recovery, "9.7/data-recovery", is inherited from "platform", but there it is only planned; 7.1.1 and 8.1.3 are left exposed
  shop/ccsec.toml: "9.7/data-recovery"
  platform/ccsec.toml: "9.7/data-recovery"
platform/ccsec.toml: 9.7/data-deletion, 9.7/data-recovery, 9.7/encryption-at-rest
"#,
    },
    Variant {
        name: "a scanner contradicts the hosting, and two services are built on it",
        replace: (
            "hosting/reports/hosts.sarif",
            r#""results": []"#,
            r#""results": [{ "ruleId": "HOST-001", "message": { "text": "telnetd is running" } }]"#,
        ),
        beside: &[],
        found: r#"
chain/insufficient: Hardened hypervisor and host, "9.5/hypervisor-hardening", is inherited from "hosting", but there it is contradicted: host-check reports HOST-001: telnetd is running (hosting/reports/hosts.sarif:16); 7.1.2 and 8.2.2 are left exposed
  platform/ccsec.toml: "9.5/hypervisor-hardening"
  hosting/ccsec.toml: "9.5/hypervisor-hardening"
chain/insufficient: Hardened hypervisor and host, "9.5/hypervisor-hardening", is inherited from "platform", but there it is contradicted: at "hosting" it is contradicted: host-check reports HOST-001: telnetd is running (hosting/reports/hosts.sarif:16); 7.1.2 is left exposed
  shop/ccsec.toml: "9.5/hypervisor-hardening"
  platform/ccsec.toml: "9.5/hypervisor-hardening"
  hosting/ccsec.toml: "9.5/hypervisor-hardening"
hosting/ccsec.toml: claim/contradicted
"#,
    },
    Variant {
        name: "evidence of the platform is gone",
        replace: (
            PLATFORM,
            r#"docs/audits.md", reviewed = 2026-04-21"#,
            r#"docs/audit.md", reviewed = 2026-04-21"#,
        ),
        beside: &[],
        found: r#"
platform/ccsec.toml: 9.12/independent-assessment, claim/dead-evidence
"#,
    },
];

#[test]
fn what_is_not_inherited_is_shown_in_both_descriptors() {
    check(VARIANTS);
}

/// Two services are said to provide the same: one cannot be judged, the other does not declare it.
#[test]
fn a_pair_is_reported_once_though_one_of_two_providers_cannot_be_judged() {
    let monitoring = r#""9.10/continuous-monitoring""#;
    let platform = "[[upstream]]\nservice  = \"platform\"";
    let folder = broken(
        SHOP,
        platform,
        &format!("[[upstream]]\nservice  = \"half\"\nprovides = [{monitoring}]\n\n{platform}"),
    );
    replace(&folder, PLATFORM, &format!("{monitoring}, "), "");
    folder.file("half/ccsec.toml", "ccsec = 1\n[service]\nid = \"half\"\n");
    let report = folder.report([SHOP]);
    assert_each_pair_once(&report, "two providers");
    assert_eq!(report.rules(), ["chain/unreadable-service", "chain/not-provided"]);
}
