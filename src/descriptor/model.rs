//! The service descriptor, format version 1. These types are the only statement of the format: its
//! JSON Schema, the checks of keys and types, and `ccsec-lint schema descriptor` are made from them.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::json;

use crate::document::{Day, Duration};

use super::vocabulary::{
    Category, Classification, Compute, ControlKind, Country, Delivery, Deployment, ExpectationId, Exposure,
    Identifier, Provision, Question, Role, Sha256, Share, Status, Tenancy, ThreatId, Unlisted,
};

/// One cloud service: what it is, which threats it faces, which controls answer them, and what
/// proves it. Read by ccsec-lint from `ccsec.toml` and `NAME.ccsec.toml`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Descriptor {
    /// The version of this format: 1.
    pub ccsec: i64,
    /// What is still open in a descriptor that was drafted.
    pub draft: Option<Draft>,
    /// What the service is.
    pub service: Service,
    /// What data it holds or passes on.
    pub data: Data,
    /// Step one of clause 10: which of the 26 threats and challenges concern the service.
    pub threats: Threats,
    /// Step three of clause 10: what the service does about them.
    #[serde(default)]
    pub controls: Vec<Control>,
    /// The services that this one is built on.
    #[serde(default)]
    pub upstream: Vec<Upstream>,
    /// The cloud service partners (CSN) that take part.
    #[serde(default)]
    pub partners: Vec<Partner>,
    /// What is promised to those who use the service.
    pub sla: Option<Sla>,
    /// When the three steps are repeated (clause 10).
    pub review: Option<Review>,
}

/// What is still open in a descriptor that was drafted: values that were filled in so that it can be
/// judged, and that nobody has confirmed.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// The keys whose values are not known. Each is a warning until it is taken out of the list.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub unanswered: Vec<Question>,
}

/// What the service is.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// A name that does not change, unique among the services that refer to each other.
    pub id: Identifier,
    /// The service in a few words.
    #[schemars(length(min = 1))]
    pub title: String,
    /// Whose descriptor this is.
    pub role: Role,
    /// The service category (clauses 3.2.7 to 3.2.16).
    pub category: Category,
    /// The deployment model (clauses 3.2.8 to 3.2.15).
    pub deployment: Deployment,
    /// Who answers for this descriptor: a team, or an address.
    #[schemars(length(min = 1))]
    pub owner: String,
    /// Whether several tenants share it (clause 3.2.10).
    pub tenancy: Tenancy,
    /// Who can reach it.
    pub exposure: Exposure,
    /// What its code runs on; [] if it runs none.
    pub compute: Vec<Compute>,
    /// Whose code runs here, beside the provider's own.
    #[serde(default)]
    pub code: Vec<Role>,
    /// Files, folders or globs of the infrastructure code that the service is built from.
    #[serde(default)]
    pub infrastructure: Vec<String>,
}

/// What data the service holds or passes on.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// The highest class of data that it handles.
    pub classification: Classification,
    /// Whether personal data is among it.
    pub personal: bool,
    /// Whether the service stores data; false if data only passes through.
    #[serde(default = "stored_by_default")]
    pub stored: bool,
    /// Who decides what personal data is for (clause 3.1.4).
    pub controller: Option<Role>,
    /// Who processes personal data on the controller's behalf (clause 3.1.5).
    pub processor: Option<Role>,
    /// The countries where data is stored and processed, as ISO 3166-1 alpha-2 codes.
    #[schemars(extend("uniqueItems" = true))]
    pub jurisdictions: Vec<Country>,
}

const fn stored_by_default() -> bool {
    true
}

/// Step one: every threat and challenge of clauses 7 and 8 is either flagged or dismissed.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Threats {
    /// Those that concern the service.
    #[schemars(extend("uniqueItems" = true))]
    pub flagged: Vec<ThreatId>,
    /// Those that do not, each with the reason.
    #[serde(default)]
    #[schemars(schema_with = "dismissed_schema")]
    pub dismissed: BTreeMap<String, String>,
}

fn dismissed_schema(generator: &mut SchemaGenerator) -> Schema {
    let names = generator.subschema_for::<ThreatId>();
    json_schema!({
        "type": "object",
        "propertyNames": names,
        "additionalProperties": { "type": "string" },
    })
}

/// Something the service does about a threat.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// A name that is unique within the descriptor.
    pub id: Identifier,
    /// A technical control, a policy or a procedure.
    pub kind: ControlKind,
    /// The one accountable party.
    pub by: Option<Role>,
    /// Whether it is there, or to come.
    pub status: Status,
    /// The expectations that it meets.
    #[schemars(length(min = 1), extend("uniqueItems" = true))]
    pub meets: Vec<ExpectationId>,
    /// Where else the control is required: "iso27002:2022/8.24", "nist800-53r5/SC-28", "ccm4/CEK-03".
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub refs: Vec<String>,
    /// What the claim rests on.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
}

/// What a claim rests on: exactly one of `infrastructure`, `document` and `sarif`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("oneOf" = json!([
    { "required": ["infrastructure"] },
    { "required": ["document"] },
    { "required": ["sarif"] },
]), "dependentRequired" = json!({ "rules": ["sarif"], "unlisted": ["sarif"] })))]
pub struct Evidence {
    /// Addresses of resources in the infrastructure code, `*` for any: "aws_s3_bucket.*".
    #[schemars(length(min = 1))]
    pub infrastructure: Option<String>,
    /// A document in the repository, relative to the descriptor.
    #[schemars(length(min = 1))]
    pub document: Option<String>,
    /// When somebody last read the document and found it true; the day of the run, for a report that
    /// does not say it.
    pub reviewed: Option<Day>,
    /// Another scanner's report (SARIF 2.1.0), relative to the descriptor.
    #[schemars(length(min = 1))]
    pub sarif: Option<String>,
    /// The rules of that scanner that must have found nothing: ids, or patterns such as "CKV_AWS_*"; all
    /// if none are named.
    #[serde(default)]
    #[schemars(inner(length(min = 1)))]
    pub rules: Vec<String>,
    /// What a rule counts as that the report does not list. Many scanners list only what fired: after
    /// a look at the scanner's own list, "passed" vouches for the ids in `rules`.
    #[serde(default)]
    pub unlisted: Unlisted,
}

/// A service that this one is built on.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend(
    "not" = json!({ "required": ["descriptor", "source"] }),
    "dependentRequired" = json!({ "source": ["sha256"] }),
))]
pub struct Upstream {
    /// Its id. Where nothing else is said, the descriptor of that id that lies nearest in the repository.
    pub service: Identifier,
    /// The expectations that it provides; "9.3/*" for all of a capability.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub provides: Vec<Provision>,
    /// Its descriptor in this repository, relative to this one.
    #[schemars(length(min = 1))]
    pub descriptor: Option<String>,
    /// Where its descriptor comes from, if from elsewhere: a file, or a git checkout, as in
    /// "../platform//ccsec.toml?ref=v2". `ccsec-lint vendor` keeps a copy under `ccsec-vendor/`.
    #[schemars(length(min = 1))]
    pub source: Option<String>,
    /// The digest of that copy, which `ccsec-lint vendor` prints; beside `descriptor` or a bare id, of
    /// the descriptor as it was when it was last read.
    pub sha256: Option<Sha256>,
    /// Since when the service is built on it (clause 10: a new upstream calls for a review).
    pub since: Option<Day>,
    /// When its descriptor was last read; the day of the last review of this one unless stated.
    pub reviewed: Option<Day>,
    /// Where it keeps the data of this service, if by contract or by choice in fewer countries than
    /// its descriptor names.
    #[schemars(length(min = 1), extend("uniqueItems" = true))]
    pub jurisdictions: Option<Vec<Country>>,
}

/// A cloud service partner that takes part.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Partner {
    /// Its id.
    pub id: Identifier,
    /// The partner in a few words.
    pub title: Option<String>,
    /// What it delivers.
    #[schemars(length(min = 1), extend("uniqueItems" = true))]
    pub delivers: Vec<Delivery>,
    /// The duties that it holds: expectations that controls of the CSN meet; "9.12/*" for all of a
    /// capability.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub holds: Vec<Provision>,
}

/// What is promised to those who use the service.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sla {
    /// Within which time an incident is answered (clause 9.10).
    pub incident_response: Option<Duration>,
    /// Within which time the service is back after a disaster (clause 9.11).
    pub recovery_time: Option<Duration>,
    /// How much of the newest data may be lost in a disaster (clause 9.11).
    pub recovery_point: Option<Duration>,
    /// The share of time in which the service answers, such as "99.9%" (clause 8.1.5).
    pub availability: Option<Share>,
    /// How long before a change of security measures those downstream are told (clause 9.9).
    pub change_notice: Option<Duration>,
    /// How often the effect of security measures is reported (clause 9.9).
    pub security_report: Option<Duration>,
}

impl Sla {
    /// The promises that are durations, by key.
    pub fn durations(&self) -> impl Iterator<Item = (&'static str, Duration)> {
        [
            ("incident_response", self.incident_response),
            ("recovery_time", self.recovery_time),
            ("recovery_point", self.recovery_point),
            ("change_notice", self.change_notice),
            ("security_report", self.security_report),
        ]
        .into_iter()
        .filter_map(|(key, duration)| Some((key, duration?)))
    }
}

/// When the three steps are repeated.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// The day of the last review.
    pub last: Option<Day>,
    /// The time after which it is due again.
    pub every: Option<Duration>,
    /// The last change to what those who build on the service rely on. They review it again after that.
    pub changed: Option<Day>,
}
