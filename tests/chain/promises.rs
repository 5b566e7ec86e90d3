//! What is promised downstream and upstream, and how old what is known of the upstream service is.

use crate::variant::{Variant, check};
use crate::{PLATFORM, SHOP};

pub(crate) const VARIANTS: &[Variant] = &[
    Variant {
        name: "an incident response that the platform does not promise",
        replace: (SHOP, r#"incident_response = "2h""#, r#"incident_response = "59m""#),
        beside: &[],
        found: r#"
chain/weaker-promise: an incident response of 59m is promised, but "platform" promises 1h
  shop/ccsec.toml: "59m"
  platform/ccsec.toml: "1h"
  shop/ccsec.toml: "platform"
"#,
    },
    Variant {
        name: "a recovery time that the platform does not promise",
        replace: (SHOP, r#"recovery_time     = "8h""#, r#"recovery_time     = "3h""#),
        beside: &[],
        found: r#"
chain/weaker-promise: a recovery time of 3h is promised, but "platform" promises 4h
  shop/ccsec.toml: "3h"
  platform/ccsec.toml: "4h"
  shop/ccsec.toml: "platform"
"#,
    },
    Variant {
        name: "a recovery point that the platform does not promise",
        replace: (SHOP, r#"recovery_point    = "1h""#, r#"recovery_point    = "10m""#),
        beside: &[],
        found: r#"
chain/weaker-promise: a recovery point of 10m is promised, but "platform" promises 15m
  shop/ccsec.toml: "10m"
  platform/ccsec.toml: "15m"
  shop/ccsec.toml: "platform"
"#,
    },
    Variant {
        name: "an availability that the platform does not promise",
        replace: (SHOP, r#"availability      = "99.5%""#, r#"availability      = "99.99%""#),
        beside: &[],
        found: r#"
chain/weaker-promise: an availability of 99.99% is promised, but "platform" promises 99.9%
  shop/ccsec.toml: "99.99%"
  platform/ccsec.toml: "99.9%"
  shop/ccsec.toml: "platform"
"#,
    },
    Variant {
        name: "a notice of changes that the platform does not promise",
        replace: (SHOP, r#"change_notice     = "30d""#, r#"change_notice     = "60d""#),
        beside: &[],
        found: r#"
chain/weaker-promise: a notice of changes of 60d is promised, but "platform" promises 45d
  shop/ccsec.toml: "60d"
  platform/ccsec.toml: "45d"
  shop/ccsec.toml: "platform"
"#,
    },
    Variant {
        name: "an interval of reports that the platform does not promise",
        replace: (SHOP, r#"security_report   = "90d""#, r#"security_report   = "30d""#),
        beside: &[],
        found: r#"
chain/weaker-promise: an interval of security reports of 30d is promised, but "platform" promises 60d
  shop/ccsec.toml: "30d"
  platform/ccsec.toml: "60d"
  shop/ccsec.toml: "platform"
"#,
    },
    Variant {
        name: "the same promise in other words",
        replace: (SHOP, r#"incident_response = "2h""#, r#"incident_response = "60m""#),
        beside: &[],
        found: r#"

"#,
    },
    Variant {
        name: "a promise that the platform does not make",
        replace: (PLATFORM, "recovery_point    = \"15m\"\n", ""),
        beside: &[],
        found: r#"
platform/ccsec.toml: 9.11/recovery-plan
"#,
    },
    Variant {
        name: "the platform promises less than before",
        replace: (PLATFORM, r#"recovery_time     = "4h""#, r#"recovery_time     = "12h""#),
        beside: &[],
        found: r#"
chain/weaker-promise: a recovery time of 8h is promised, but "platform" promises 12h
  shop/ccsec.toml: "8h"
  platform/ccsec.toml: "12h"
  shop/ccsec.toml: "platform"
"#,
    },
    Variant {
        name: "the platform's review is overdue by its own interval",
        replace: (PLATFORM, r#"every   = "180d""#, r#"every   = "30d""#),
        beside: &[],
        found: r#"
chain/outdated: the last review of "platform" was 81 days ago, and by its own interval one is due every 30
  shop/ccsec.toml: "platform"
  platform/ccsec.toml: 2026-09-01
  platform/ccsec.toml: "30d"
platform/ccsec.toml: review/overdue
"#,
    },
    Variant {
        name: "the platform's review is older than a year",
        replace: (PLATFORM, "last    = 2026-09-01", "last    = 2025-09-01"),
        beside: &[],
        found: r#"
chain/outdated: the last review of "platform" was 446 days ago, and the settings allow 365
  shop/ccsec.toml: "platform"
  platform/ccsec.toml: 2025-09-01
platform/ccsec.toml: review/overdue
"#,
    },
    Variant {
        name: "the platform's audit is older than a year",
        replace: (
            PLATFORM,
            r#"docs/audits.md", reviewed = 2026-04-21"#,
            r#"docs/audits.md", reviewed = 2025-04-21"#,
        ),
        beside: &[],
        found: r#"
chain/outdated: the last independent assessment of "platform" was 579 days ago, and the settings allow 365
  shop/ccsec.toml: "platform"
  platform/ccsec.toml: 2025-04-21
platform/ccsec.toml: 9.12/independent-assessment, claim/stale
"#,
    },
    Variant {
        name: "the platform has changed since it was read",
        replace: (PLATFORM, "changed = 2026-09-01", "changed = 2026-10-20"),
        beside: &[],
        found: r#"
chain/changed: "platform" has changed since its descriptor was last read here
  shop/ccsec.toml: 2026-10-05
  platform/ccsec.toml: 2026-10-20
"#,
    },
    Variant {
        name: "the platform has changed on the day on which it was read",
        replace: (PLATFORM, "changed = 2026-09-01", "changed = 2026-10-05"),
        beside: &[],
        found: r#"

"#,
    },
    Variant {
        name: "the platform is not the descriptor that was read",
        replace: (
            SHOP,
            "since    = 2025-05-12",
            "sha256   = \"0000000000000000000000000000000000000000000000000000000000000000\"\nsince    = 2025-05-12",
        ),
        beside: &[],
        found: r#"
chain/changed: the descriptor of "platform" is no longer the one that was read here
  shop/ccsec.toml: "0000000000000000000000000000000000000000000000000000000000000000"
  platform/ccsec.toml: "platform"
"#,
    },
    Variant {
        name: "the shop is built on the platform since a day after its review",
        replace: (SHOP, "since    = 2025-05-12", "since    = 2026-11-01"),
        beside: &[],
        found: r#"
chain/changed: the service has been built on "platform" since after its last review
  shop/ccsec.toml: 2026-11-01
  shop/ccsec.toml: 2026-10-05
"#,
    },
];

#[test]
fn a_promise_holds_as_far_as_the_upstream_service_keeps_up() {
    check(VARIANTS);
}
