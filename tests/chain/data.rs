//! Data along the chain: where it is kept, of which class, beside whom, and who decides about it.

use crate::variant::{Variant, check};
use crate::{PLATFORM, SHOP};

pub(crate) const VARIANTS: &[Variant] = &[
    Variant {
        name: "the hosting keeps data elsewhere, and nothing narrows it",
        replace: (PLATFORM, "jurisdictions = [\"DE\"]\nsince", "since"),
        beside: &[],
        found: r#"
chain/jurisdiction: "hosting" keeps data in NL, which this service does not name
  platform/ccsec.toml: ["DE"]
  hosting/ccsec.toml: ["DE", "NL"]
  platform/ccsec.toml: "hosting"
"#,
    },
    Variant {
        name: "data stays in a country where the hosting keeps none",
        replace: (PLATFORM, "jurisdictions = [\"DE\"]\nsince", "jurisdictions = [\"FR\"]\nsince"),
        beside: &[],
        found: r#"
chain/jurisdiction: data is said to stay in FR at "hosting", which keeps none there
  platform/ccsec.toml: "FR"
  hosting/ccsec.toml: ["DE", "NL"]
"#,
    },
    Variant {
        name: "data stays in a country that the platform does not name",
        replace: (PLATFORM, "jurisdictions = [\"DE\"]\nsince", "jurisdictions = [\"DE\", \"NL\"]\nsince"),
        beside: &[],
        found: r#"
chain/jurisdiction: "hosting" keeps data of this service in NL, which this service does not name
  platform/ccsec.toml: "NL"
  platform/ccsec.toml: ["DE"]
  hosting/ccsec.toml: ["DE", "NL"]
"#,
    },
    Variant {
        name: "the platform moves abroad",
        replace: (PLATFORM, r#"jurisdictions  = ["DE"]"#, r#"jurisdictions  = ["DE", "NL"]"#),
        beside: &[],
        found: r#"
chain/jurisdiction: "platform" keeps data in NL, which this service does not name
  shop/ccsec.toml: ["DE"]
  platform/ccsec.toml: ["DE", "NL"]
  shop/ccsec.toml: "platform"
platform/ccsec.toml: threats/called-for
"#,
    },
    Variant {
        name: "the shop takes data of a higher class",
        replace: (SHOP, r#"classification = "confidential""#, r#"classification = "secret""#),
        beside: &[],
        found: r#"
chain/classification: secret data is handled, but "platform" is made for confidential data
  shop/ccsec.toml: "secret"
  platform/ccsec.toml: "confidential"
  shop/ccsec.toml: "platform"
"#,
    },
    Variant {
        name: "the platform is made for data of a lower class",
        replace: (PLATFORM, r#"classification = "confidential""#, r#"classification = "internal""#),
        beside: &[],
        found: r#"
chain/classification: confidential data is handled, but "platform" is made for internal data
  shop/ccsec.toml: "confidential"
  platform/ccsec.toml: "internal"
  shop/ccsec.toml: "platform"
"#,
    },
    Variant {
        name: "the platform holds no personal data",
        replace: (PLATFORM, "personal       = true", "personal       = false"),
        beside: &[],
        found: r#"
chain/classification: personal data is handled, but "platform" says that it holds none
  shop/ccsec.toml: true
  platform/ccsec.toml: false
  shop/ccsec.toml: "platform"
"#,
    },
    Variant {
        name: "the shop has one tenant, and no wall around it",
        replace: (SHOP, "  \"9.5/workload-isolation\",\n", ""),
        beside: &[],
        found: r#"
chain/tenancy: a single tenant is promised, but "platform" is shared by several
  shop/ccsec.toml: "single"
  platform/ccsec.toml: "multi"
  shop/ccsec.toml: "platform"
shop/ccsec.toml: 9.5/workload-isolation
"#,
    },
    Variant {
        name: "the platform decides about the data",
        replace: (PLATFORM, r#"controller     = "CSC""#, r#"controller     = "CSP""#),
        beside: &[],
        found: r#"
chain/data-roles: this service names its customer as the data controller, and "platform" names itself
  shop/ccsec.toml: "CSC"
  platform/ccsec.toml: "CSP"
  shop/ccsec.toml: "platform"
"#,
    },
    Variant {
        name: "a partner of the platform decides about the data",
        replace: (PLATFORM, r#"controller     = "CSC""#, r#"controller     = "CSN""#),
        beside: &[],
        found: r#"
chain/data-roles: this service names its customer as the data controller, and "platform" names a partner
  shop/ccsec.toml: "CSC"
  platform/ccsec.toml: "CSN"
  shop/ccsec.toml: "platform"
platform/ccsec.toml: threats/called-for
"#,
    },
    Variant {
        name: "the customer of the shop processes the data",
        replace: (SHOP, r#"processor      = "CSP""#, r#"processor      = "CSC""#),
        beside: &[],
        found: r#"
chain/data-roles: this service names its customer as the data processor, and "platform" names itself
  shop/ccsec.toml: "CSC"
  platform/ccsec.toml: "CSP"
  shop/ccsec.toml: "platform"
"#,
    },
];

#[test]
fn data_is_nowhere_worse_off_than_was_promised() {
    check(VARIANTS);
}
