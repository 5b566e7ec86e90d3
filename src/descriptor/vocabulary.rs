//! The words and ids that a descriptor may hold.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use crate::catalog::clause_order;
use crate::document::shape::KIND;
use crate::policy::{catalog, shipped};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $word:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
        #[allow(clippy::upper_case_acronyms, reason = "the draft's own abbreviations")]
        pub enum $name { $($(#[$word_doc])* #[serde(rename = $text)] $word,)+ }

        impl $name {
            /// Every word, in the order of the format.
            pub const ALL: &[Self] = &[$(Self::$word),+];

            /// The word as a descriptor writes it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$word => $text),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

words! {
    /// A party in its role.
    Role {
        /// Cloud service customer.
        CSC = "CSC",
        /// Cloud service provider.
        CSP = "CSP",
        /// Cloud service partner.
        CSN = "CSN",
    }
}
words! {
    /// Service category.
    Category {
        /// Infrastructure as a service.
        IaaS = "IaaS",
        /// Platform as a service.
        PaaS = "PaaS",
        /// Software as a service.
        SaaS = "SaaS",
        /// Communications as a service.
        CaaS = "CaaS",
        /// Network as a service.
        NaaS = "NaaS",
    }
}
words! {
    /// Deployment model.
    Deployment {
        /// Open to any customer.
        Public = "public",
        /// For one customer alone.
        Private = "private",
        /// Shared by a known group of customers.
        Community = "community",
        /// Of several models.
        Hybrid = "hybrid",
    }
}
words! {
    /// Whether tenants share the service.
    Tenancy {
        /// Several tenants.
        Multi = "multi",
        /// One tenant.
        Single = "single",
    }
}
words! {
    /// Who can reach the service.
    Exposure {
        /// Anybody.
        Internet = "internet",
        /// Organizations that were given access.
        Partner = "partner",
        /// The own organization.
        Internal = "internal",
    }
}
words! {
    /// What code runs on.
    Compute {
        /// Virtual machines.
        VirtualMachine = "virtual-machine",
        /// Containers.
        Container = "container",
        /// Functions that somebody else's platform runs.
        Function = "function",
    }
}
words! {
    /// Class of data.
    Classification {
        /// Published.
        Public = "public",
        /// For the organization.
        Internal = "internal",
        /// Harm if it leaks.
        Confidential = "confidential",
        /// Grave harm if it leaks.
        Secret = "secret",
    }
}
words! {
    /// What a control is.
    ControlKind {
        /// Something technical.
        Control = "control",
        /// A rule that people follow.
        Policy = "policy",
        /// Steps that people take.
        Procedure = "procedure",
    }
}
words! {
    /// Whether a control is there.
    Status {
        /// It is there.
        Implemented = "implemented",
        /// It is to come; it does not count yet.
        Planned = "planned",
    }
}
words! {
    /// What a rule counts as that a scanner's report does not list.
    #[derive(Default)]
    Unlisted {
        /// Not looked for.
        #[default]
        NotCovered = "not-covered",
        /// Passed: the descriptor vouches for it.
        Passed = "passed",
    }
}
words! {
    /// What a partner delivers.
    Delivery {
        /// Code that runs in the service.
        Code = "code",
        /// A ready-made component.
        Component = "component",
        /// Hardware.
        Hardware = "hardware",
        /// Assessments and audits.
        Audit = "audit",
        /// Hands that operate the service.
        Operations = "operations",
    }
}
words! {
    /// A key whose value may be left open in a draft.
    Question {
        /// What the service is, in words.
        Title = "service.title",
        /// Who answers for the descriptor.
        Owner = "service.owner",
        /// Whose descriptor it is.
        Role = "service.role",
        /// The service category.
        Category = "service.category",
        /// The deployment model.
        Deployment = "service.deployment",
        /// Whether tenants share it.
        Tenancy = "service.tenancy",
        /// Who can reach it.
        Exposure = "service.exposure",
        /// What its code runs on.
        Compute = "service.compute",
        /// The highest class of data.
        Classification = "data.classification",
        /// Whether personal data is among it.
        Personal = "data.personal",
        /// Where data is stored and processed.
        Jurisdictions = "data.jurisdictions",
    }
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident => $schema:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    )+};
}

texts! {
    /// A name that does not change.
    Identifier => json_schema!({
        "description": "A name that does not change: letters, digits, -, _ and .",
        "type": "string", "minLength": 1, "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$", KIND: "identifier",
    });
    /// A share of time in percent, such as `99.9%`.
    Share => json_schema!({
        "description": "A share in percent, such as \"99.9%\".",
        "type": "string", "pattern": "^(100(\\.0+)?|[0-9]{1,2}(\\.[0-9]+)?)%$", KIND: "share",
    });
    /// A SHA-256 digest in lower-case hexadecimal digits.
    Sha256 => json_schema!({
        "description": "A SHA-256 digest: 64 lower-case hexadecimal digits.",
        "type": "string", "pattern": "^[0-9a-f]{64}$", KIND: "sha256",
    });
    /// The id of a row of Table A.1, such as `7.1.1`.
    ThreatId => {
        let ids: Vec<&str> = catalog().threats().into_iter().map(|(id, _)| id).collect();
        json_schema!({
            "description": "A threat or challenge of Table A.1.",
            "type": "string", "enum": ids, KIND: "threat",
        })
    };
    /// The id of an expectation, such as `9.7/encryption-at-rest`.
    ExpectationId => json_schema!({
        "description": "An expectation of clause 9.",
        "type": "string", "enum": expectation_ids(), KIND: "expectation",
    });
    /// An expectation, or all of a capability: `9.3/*`.
    Provision => {
        let mut ids: Vec<String> = expectation_ids().into_iter().map(str::to_owned).collect();
        ids.extend(catalog().capabilities().into_iter().map(|(id, _)| format!("{id}/*")));
        json_schema!({
            "description": "An expectation of clause 9, or all of a capability.",
            "type": "string", "enum": ids, KIND: "expectation",
        })
    };
    /// An ISO 3166-1 alpha-2 country code.
    Country => {
        let mut codes: Vec<&str> = rust_iso3166::ALL.iter().map(|country| country.alpha2).collect();
        codes.sort_unstable();
        json_schema!({
            "description": "An ISO 3166-1 alpha-2 country code.",
            "type": "string", "enum": codes, KIND: "country",
        })
    };
}

fn expectation_ids() -> Vec<&'static str> {
    let mut ids: Vec<&str> =
        shipped().rules.iter().filter(|rule| rule.is_expectation()).map(|rule| rule.id.as_str()).collect();
    ids.sort_by(|a, b| clause_order(a, b));
    ids
}

/// Whether ISO 3166-1 has a country of this alpha-2 code.
pub fn is_country(code: &str) -> bool {
    rust_iso3166::from_alpha2(code).is_some()
}

impl Share {
    /// The number before the sign, from 0 to 100.
    pub fn percent(&self) -> Option<f64> {
        self.0.strip_suffix('%')?.parse().ok()
    }
}
