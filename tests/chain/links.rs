//! Upstream services that are not found, are not the ones that are meant, or cannot be judged.

use crate::variant::{Variant, check};
use crate::{HOSTING, PLATFORM, SHOP};

pub(crate) const VARIANTS: &[Variant] = &[
    Variant {
        name: "an id that no service has, and one is like it",
        replace: (SHOP, r#"service  = "platform""#, r#"service  = "platfrom""#),
        beside: &[],
        found: r#"
chain/unknown-service: no descriptor of the upstream service "platfrom" is at hand: what it provides is this descriptor's word alone
  shop/ccsec.toml: "platfrom"
  platform/ccsec.toml: "platform"
"#,
    },
    Variant {
        name: "an id that no service has",
        replace: (SHOP, r#"service  = "platform""#, r#"service  = "warehouse""#),
        beside: &[],
        found: r#"
chain/unknown-service: no descriptor of the upstream service "warehouse" is at hand: what it provides is this descriptor's word alone
  shop/ccsec.toml: "warehouse"
"#,
    },
    Variant {
        name: "a file that is not there",
        replace: (PLATFORM, r#""../hosting/ccsec.toml""#, r#""../hostng/ccsec.toml""#),
        beside: &[],
        found: r#"
chain/unknown-service: `../hostng/ccsec.toml`, the descriptor of the upstream service, does not exist
  platform/ccsec.toml: "../hostng/ccsec.toml"
"#,
    },
    Variant {
        name: "a file outside of the repository",
        replace: (PLATFORM, r#""../hosting/ccsec.toml""#, r#""../../hosting/ccsec.toml""#),
        beside: &[],
        found: r#"
chain/unknown-service: `../../hosting/ccsec.toml`, the descriptor of the upstream service, lies outside the repository
  platform/ccsec.toml: "../../hosting/ccsec.toml"
"#,
    },
    Variant {
        name: "a folder",
        replace: (PLATFORM, r#""../hosting/ccsec.toml""#, r#""../hosting""#),
        beside: &[],
        found: r#"
chain/unknown-service: `../hosting`, the descriptor of the upstream service, is not a file
  platform/ccsec.toml: "../hosting"
"#,
    },
    Variant {
        name: "a descriptor of another service",
        replace: (PLATFORM, r#""../hosting/ccsec.toml""#, r#""../shop/ccsec.toml""#),
        beside: &[],
        found: r#"
chain/unknown-service: the descriptor that is named for "hosting" is that of "ticket-shop"
  platform/ccsec.toml: "../shop/ccsec.toml"
  shop/ccsec.toml: "ticket-shop"
"#,
    },
    Variant {
        name: "a service that is built on itself",
        replace: (SHOP, r#"service  = "platform""#, r#"service  = "ticket-shop""#),
        beside: &[],
        found: r#"
chain/cycle: services build on each other in a circle: "ticket-shop" → "ticket-shop"
  shop/ccsec.toml: "ticket-shop"
shop/ccsec.toml: 9.1/component-authentication, 9.10/continuous-monitoring, 9.11/recovery-redundancy, 9.7/data-recovery, 9.7/encryption-at-rest, capability/missing ×6
"#,
    },
    Variant {
        name: "a circle of three",
        replace: (
            HOSTING,
            "[sla]\n",
            "[[upstream]]\nservice  = \"ticket-shop\"\nprovides = [\"9.2/accountability\"]\n\n[sla]\n",
        ),
        beside: &[],
        found: r#"
chain/cycle: services build on each other in a circle: "hosting" → "ticket-shop" → "platform" → "hosting"
  hosting/ccsec.toml: "ticket-shop"
  shop/ccsec.toml: "platform"
  platform/ccsec.toml: "hosting"
hosting/ccsec.toml: 9.12/chain-audit
platform/ccsec.toml: 9.11/recovery-redundancy, 9.5/hypervisor-hardening, 9.6/attack-protection, 9.6/intrusion-detection, capability/missing ×4
shop/ccsec.toml: 9.1/component-authentication, 9.10/continuous-monitoring, 9.11/recovery-redundancy, 9.7/data-recovery, 9.7/encryption-at-rest, capability/missing ×6
"#,
    },
    Variant {
        name: "the hosting is no TOML",
        replace: (HOSTING, "ccsec = 1", "ccsec = "),
        beside: &[],
        found: r#"
descriptor/syntax: string values must be quoted, expected literal string
  hosting/ccsec.toml:
chain/unreadable-service: the upstream service cannot be judged: its descriptor `hosting/ccsec.toml` has faults
  platform/ccsec.toml: "hosting"
  hosting/ccsec.toml:
chain/insufficient: Access to premises, "9.3/premises-access", is inherited from "platform", but there it is not to be judged: the descriptor of "hosting" has faults; 7.1.1, 7.2.1, 7.2.2 and 8.1.3 are left exposed
  shop/ccsec.toml: "9.3/*"
  platform/ccsec.toml: "9.3/*"
chain/insufficient: Proportionate physical protection, "9.3/proportionate-protection", is inherited from "platform", but there it is not to be judged: the descriptor of "hosting" has faults; 7.1.1 is left exposed
  shop/ccsec.toml: "9.3/*"
  platform/ccsec.toml: "9.3/*"
chain/insufficient: Need to enter, "9.3/need-to-enter", is inherited from "platform", but there it is not to be judged: the descriptor of "hosting" has faults; 7.2.2 is left exposed
  shop/ccsec.toml: "9.3/*"
  platform/ccsec.toml: "9.3/*"
chain/insufficient: Hardened hypervisor and host, "9.5/hypervisor-hardening", is inherited from "platform", but there it is not to be judged: the descriptor of "hosting" has faults; 7.1.2 is left exposed
  shop/ccsec.toml: "9.5/hypervisor-hardening"
  platform/ccsec.toml: "9.5/hypervisor-hardening"
chain/insufficient: Intrusion detection and prevention, "9.6/intrusion-detection", is inherited from "platform", but there it is not to be judged: the descriptor of "hosting" has faults; 7.1.2 is left exposed
  shop/ccsec.toml: "9.6/*"
  platform/ccsec.toml: "9.6/intrusion-detection"
chain/insufficient: Protection from network attacks, "9.6/attack-protection", is inherited from "platform", but there it is not to be judged: the descriptor of "hosting" has faults; 7.1.2 is left exposed
  shop/ccsec.toml: "9.6/*"
  platform/ccsec.toml: "9.6/attack-protection"
chain/insufficient: Recovery redundancy, "9.11/recovery-redundancy", is inherited from "platform", but there it is not to be judged: the descriptor of "hosting" has faults; 7.1.1, 8.1.5 and 8.2.7 are left exposed
  shop/ccsec.toml: "9.11/recovery-redundancy"
  platform/ccsec.toml: "9.11/recovery-redundancy"
platform/ccsec.toml: 9.11/recovery-redundancy, 9.5/hypervisor-hardening, 9.6/attack-protection, 9.6/intrusion-detection, capability/missing ×4
"#,
    },
    Variant {
        name: "the platform has an unknown key",
        replace: (PLATFORM, "tenancy    =", "tennancy   ="),
        beside: &[],
        found: r#"
descriptor/unknown-key: `tennancy` is not a key of `service`
  platform/ccsec.toml: tennancy
chain/unreadable-service: the upstream service cannot be judged: its descriptor `platform/ccsec.toml` has faults
  shop/ccsec.toml: "platform"
  platform/ccsec.toml: tennancy
shop/ccsec.toml: 9.1/component-authentication, 9.10/continuous-monitoring, 9.11/recovery-redundancy, 9.7/data-recovery, 9.7/encryption-at-rest, capability/missing ×6
"#,
    },
    Variant {
        name: "source and descriptor",
        replace: (
            SHOP,
            r#"service  = "platform""#,
            "service  = \"platform\"\ndescriptor = \"../platform/ccsec.toml\"\nsource = \"../elsewhere\"",
        ),
        beside: &[],
        found: r#"
descriptor/upstream: `source` and `descriptor` both say where the descriptor of this service is
  shop/ccsec.toml: source
"#,
    },
    Variant {
        name: "source without a digest",
        replace: (SHOP, r#"service  = "platform""#, "service  = \"platform\"\nsource   = \"../elsewhere\""),
        beside: &[],
        found: r#"
descriptor/upstream: `source` stands without the digest of what was fetched from it
  shop/ccsec.toml: source
"#,
    },
    Variant {
        name: "no copy",
        replace: (
            SHOP,
            r#"service  = "platform""#,
            "service  = \"platform\"\nsource   = \"../elsewhere\"\nsha256   = \"0000000000000000000000000000000000000000000000000000000000000000\"",
        ),
        beside: &[],
        found: r#"
chain/not-vendored: no copy of the descriptor of "platform" is in `ccsec-vendor/platform`
  shop/ccsec.toml: "../elsewhere"
"#,
    },
    Variant {
        name: "another copy",
        replace: (
            SHOP,
            r#"service  = "platform""#,
            "service  = \"platform\"\nsource   = \"../elsewhere\"\nsha256   = \"0000000000000000000000000000000000000000000000000000000000000000\"",
        ),
        beside: &[
            ("ccsec-vendor/platform/ccsec.toml", "ccsec = 1\n"),
            ("ccsec-vendor/platform/verdicts.json", "{}\n"),
            ("ccsec-vendor/platform/SHA256SUMS", "none\n"),
        ],
        found: r#"
chain/altered: the copy of the descriptor of "platform" is not the one that is vouched for: the digest of `ccsec-vendor/platform/SHA256SUMS` is fcf33dfbe13c2354bf0e1b063f9fb422747a46cee00b7420bceff2b81457b345
  shop/ccsec.toml: "0000000000000000000000000000000000000000000000000000000000000000"
shop/ccsec.toml: 9.1/component-authentication, 9.10/continuous-monitoring, 9.11/recovery-redundancy, 9.7/data-recovery, 9.7/encryption-at-rest, capability/missing ×6
"#,
    },
    Variant {
        name: "two entries for one service",
        replace: (
            SHOP,
            "since    = 2025-05-12\nreviewed = 2026-10-05\n",
            "since    = 2025-05-12\nreviewed = 2026-10-05\n\n[[upstream]]\nservice  = \"platform\"\n",
        ),
        beside: &[],
        found: r#"
descriptor/duplicate-value: two entries of `upstream` name "platform"
  shop/ccsec.toml: "platform"
  shop/ccsec.toml: "platform"
"#,
    },
];

#[test]
fn what_an_entry_leads_to_is_one_service_that_can_be_judged() {
    check(VARIANTS);
}
