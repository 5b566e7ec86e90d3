//! Duties that each side leaves to the other, and duties of partners.

use crate::variant::{Variant, check};
use crate::{PLATFORM, SHOP};

pub(crate) const VARIANTS: &[Variant] = &[
    Variant {
        name: "the platform leaves to its customers what they leave to it",
        replace: (
            PLATFORM,
            "id       = \"databases\"\nkind     = \"control\"\nby       = \"CSP\"\nstatus   = \"implemented\"",
            "id       = \"databases\"\nkind     = \"control\"\nby       = \"CSC\"\nstatus   = \"implemented\"",
        ),
        beside: &[],
        found: r#"
responsibility/mutual: Encryption of stored data, "9.7/encryption-at-rest", is left to "platform", which leaves it to its customers: each side names the other; 7.1.1 and 8.1.4 are left exposed
  shop/ccsec.toml: "9.7/encryption-at-rest"
  platform/ccsec.toml: "CSC"
responsibility/mutual: Data recovery, "9.7/data-recovery", is left to "platform", which leaves it to its customers: each side names the other; 7.1.1 and 8.1.3 are left exposed
  shop/ccsec.toml: "9.7/data-recovery"
  platform/ccsec.toml: "CSC"
"#,
    },
    Variant {
        name: "the shop leaves to the platform what it does itself",
        replace: (SHOP, r#""9.7/data-recovery","#, r#""9.7/data-recovery", "9.7/key-management","#),
        beside: &[],
        found: r#"
responsibility/mutual: Management of keys and privileges, "9.7/key-management", is left to "platform", which leaves it to its customers: each side names the other
  shop/ccsec.toml: "9.7/key-management"
  platform/ccsec.toml: "CSC"
"#,
    },
    Variant {
        name: "the shop does not take up what the platform leaves to it",
        replace: (
            SHOP,
            r#"meets    = ["9.7/key-management"]"#,
            r#"meets    = ["9.7/integrity-verification"]"#,
        ),
        beside: &[],
        found: r#"
responsibility/nobody: Management of keys and privileges, "9.7/key-management", is nobody's: "platform" leaves it to its customers, and no control here meets it; 7.1.1 is left exposed
  shop/ccsec.toml: "platform"
  platform/ccsec.toml: "CSC"
"#,
    },
    Variant {
        name: "the shop only plans what the platform leaves to it",
        replace: (
            SHOP,
            "id       = \"custody-of-keys\"\nkind     = \"procedure\"\nby       = \"CSP\"\nstatus   = \"implemented\"",
            "id       = \"custody-of-keys\"\nkind     = \"procedure\"\nby       = \"CSP\"\nstatus   = \"planned\"",
        ),
        beside: &[],
        found: r#"
shop/ccsec.toml: 9.7/key-management
"#,
    },
    Variant {
        name: "the partner holds what the provider claims",
        replace: (
            SHOP,
            r#"holds    = ["9.12/independent-assessment"]"#,
            r#"holds    = ["9.12/independent-assessment", "9.12/privacy-assessment"]"#,
        ),
        beside: &[],
        found: r#"
responsibility/partner-duty: the partner "assessor" holds "9.12/privacy-assessment", but no control by the CSN meets it
  shop/ccsec.toml: "9.12/privacy-assessment"
  shop/ccsec.toml: "CSP"
"#,
    },
    Variant {
        name: "what the partner holds is claimed by the customer",
        replace: (
            SHOP,
            "id       = \"assessment\"\nkind     = \"procedure\"\nby       = \"CSN\"\nstatus   = \"implemented\"",
            "id       = \"assessment\"\nkind     = \"procedure\"\nby       = \"CSC\"\nstatus   = \"implemented\"",
        ),
        beside: &[],
        found: r#"
responsibility/partner-duty: the partner "assessor" holds "9.12/independent-assessment", but no control by the CSN meets it
  shop/ccsec.toml: "9.12/independent-assessment"
  shop/ccsec.toml: "CSC"
"#,
    },
    Variant {
        name: "nobody is named as the partner",
        replace: (
            SHOP,
            "[[partners]]\nid       = \"assessor\"\ntitle    = \"The accredited assessor\"\ndelivers = [\"audit\"]\nholds    = [\"9.12/independent-assessment\"]\n",
            "",
        ),
        beside: &[],
        found: r#"
responsibility/unnamed-partner: control "assessment" is the CSN's, but there is no partner
  shop/ccsec.toml: "CSN"
"#,
    },
    Variant {
        name: "neither of two partners holds what one of them does",
        replace: (
            SHOP,
            "holds    = [\"9.12/independent-assessment\"]\n",
            "\n[[partners]]\nid       = \"printer\"\ndelivers = [\"audit\"]\n",
        ),
        beside: &[],
        found: r#"
responsibility/unnamed-partner: control "assessment" is the CSN's, but none of the 2 partners holds what it meets
  shop/ccsec.toml: "CSN"
  shop/ccsec.toml: [[partners]]
  shop/ccsec.toml: [[partners]]
"#,
    },
    Variant {
        name: "one of two partners holds it",
        replace: (
            SHOP,
            "[[partners]]\n",
            "[[partners]]\nid       = \"printer\"\ndelivers = [\"audit\"]\n\n[[partners]]\n",
        ),
        beside: &[],
        found: r#"

"#,
    },
];

#[test]
fn a_duty_has_one_party_that_answers_for_it() {
    check(VARIANTS);
}
