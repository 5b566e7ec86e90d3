//! Descriptors as a large organization would have them: no two alike, the same on every machine.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json};

use crate::catalog::Catalog;

/// The number of documents that descriptors refer to, as `/docs/01.md` and so on.
pub(crate) const DOCUMENTS: usize = 24;

/// The day on which the descriptors are judged.
pub(crate) const TODAY: &str = "2026-11-21";

const CONTROLS: usize = 40;
const VERBS: [&str; 8] =
    ["review", "rotation", "isolation", "monitoring", "inventory", "approval", "hardening", "recovery"];
const NOUNS: [&str; 10] = [
    "access",
    "keys",
    "networks",
    "backups",
    "images",
    "suppliers",
    "administrators",
    "interfaces",
    "tenants",
    "changes",
];
const REFS: [&str; 10] = [
    "iso27002:2022/5.15",
    "iso27002:2022/5.30",
    "iso27002:2022/8.9",
    "iso27002:2022/8.24",
    "nist800-53r5/AC-2",
    "nist800-53r5/SC-28(1)",
    "nist800-53r5/CP-9",
    "ccm4/CEK-03",
    "ccm4/IVS-06",
    "iso27017:2015/CLD.9.5.1",
];
const REASONS: [&str; 5] = [
    "There is no customer staff that could look at the data of others.",
    "Everything runs in one building of our own.",
    "No partner takes part in design, operation or support.",
    "The data is published, and can be had again at any time.",
    "One customer uses it, under a contract that names duties.",
];

/// Numbers that look random: Knuth's linear congruential generator.
struct Lcg(u64);

impl Lcg {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for index in (1..items.len()).rev() {
            items.swap(index, self.below(index + 1));
        }
    }
}

/// The text of a descriptor: about 10 KB, 40 controls, two threats in three flagged, most expectations
/// claimed, one control in sixteen only planned, documents behind most of them.
pub(crate) fn text(number: usize, catalog: &Catalog) -> String {
    let mut lcg = Lcg(number as u64 ^ 0x9e37_79b9_7f4a_7c15);
    // The first numbers of neighbouring seeds are alike.
    lcg.below(2);
    lcg.below(2);
    let mut toml = String::with_capacity(9000);
    // Writing to a String cannot fail.
    let _ = service(&mut toml, number, &mut lcg)
        .and_then(|()| threats(&mut toml, catalog, &mut lcg))
        .and_then(|()| controls(&mut toml, catalog, &mut lcg));
    toml
}

fn service(toml: &mut String, number: usize, lcg: &mut Lcg) -> std::fmt::Result {
    let role = lcg.pick(&["CSP", "CSP", "CSP", "CSC", "CSN"]);
    let category = lcg.pick(&["IaaS", "PaaS", "SaaS", "CaaS", "NaaS"]);
    let deployment = lcg.pick(&["public", "public", "private", "community", "hybrid"]);
    let tenancy = lcg.pick(&["multi", "multi", "single"]);
    let exposure = lcg.pick(&["internet", "partner", "internal"]);
    let compute = lcg.pick(&[r#""virtual-machine""#, r#""container""#, r#""container", "function""#, ""]);
    let classification = lcg.pick(&["public", "internal", "confidential", "secret"]);
    let jurisdictions = lcg.pick(&[r#""DE""#, r#""DE", "FR""#, r#""JP", "US", "CA""#]);
    writeln!(
        toml,
        r#"# The service descriptor of service {number}: reviewed with the threat model of the team.
ccsec = 1

[service]
id         = "service-{number:05}"
title      = "Service number {number} of the platform"
role       = "{role}"
category   = "{category}"
deployment = "{deployment}"
owner      = "team-{:03}@example.com"
tenancy    = "{tenancy}"
exposure   = "{exposure}"
compute    = [{compute}]

[data]
classification = "{classification}"
personal       = {}
stored         = {}
controller     = "CSC"
processor      = "CSP"
jurisdictions  = [{jurisdictions}]
"#,
        number / 100,
        lcg.chance(60),
        lcg.chance(85),
    )
}

fn threats(toml: &mut String, catalog: &Catalog, lcg: &mut Lcg) -> std::fmt::Result {
    let (flagged, others): (Vec<_>, Vec<_>) = catalog.threats.iter().partition(|_| lcg.chance(67));
    let flagged: Vec<String> = flagged.iter().map(|threat| format!("{:?}", threat.id)).collect();
    writeln!(toml, "[threats]\nflagged = [{}]\n\n[threats.dismissed]", flagged.join(", "))?;
    for threat in others {
        if lcg.chance(95) {
            writeln!(toml, "\"{}\" = \"{}\"", threat.id, lcg.pick(&REASONS))?;
        }
    }
    writeln!(toml)
}

fn controls(toml: &mut String, catalog: &Catalog, lcg: &mut Lcg) -> std::fmt::Result {
    let mut ids: Vec<&str> = catalog.expectations.iter().map(|expectation| expectation.id.as_str()).collect();
    lcg.shuffle(&mut ids);
    // A few stay unclaimed, and the rest is dealt out.
    ids.truncate(ids.len() * 24 / 25);
    for control in 0..CONTROLS {
        let claimed: Vec<String> =
            ids.iter().skip(control).step_by(CONTROLS).map(|id| format!("{id:?}")).collect();
        let verb = lcg.pick(&VERBS);
        writeln!(toml, "[[controls]]\nid = \"{verb}-of-{}-{control}\"", lcg.pick(&NOUNS))?;
        writeln!(toml, "kind = \"{}\"", lcg.pick(&["control", "control", "policy", "procedure"]))?;
        writeln!(toml, "by = \"{}\"", lcg.pick(&["CSP", "CSP", "CSP", "CSP", "CSP", "CSN"]))?;
        let status = if lcg.chance(6) { "planned" } else { "implemented" };
        writeln!(toml, "status = \"{status}\"\nmeets = [{}]", claimed.join(", "))?;
        if lcg.chance(60) {
            writeln!(toml, "refs = [\"{}\"]", lcg.pick(&REFS))?;
        }
        match lcg.below(10) {
            // One document in forty is not there, some reviews are too old.
            0..7 => writeln!(
                toml,
                "evidence = [{{ document = \"/docs/{:02}.md\", reviewed = {}-{:02}-11 }}]",
                if lcg.below(40) == 0 { 99 } else { lcg.below(DOCUMENTS) },
                if lcg.chance(4) { 2025 } else { 2026 },
                lcg.below(9) + 1,
            )?,
            7..9 => writeln!(toml, "evidence = [{{ infrastructure = \"aws_{}.*\" }}]", lcg.pick(&NOUNS))?,
            _ => {}
        }
        writeln!(toml)?;
    }
    let every = lcg.pick(&["90d", "180d", "360d"]);
    writeln!(toml, "[sla]\nincident_response = \"1h\"\nrecovery_time = \"4h\"\nrecovery_point = \"15m\"\n")?;
    writeln!(toml, "[review]\nlast  = 2026-0{}-01\nevery = \"{every}\"", lcg.below(9) + 1)
}

/// The same descriptor for tools that read JSON.
pub(crate) fn json(text: &str) -> Result<String, crate::Failure> {
    let table: toml::Table = text.parse()?;
    Ok(serde_json::to_string_pretty(&object(&table))?)
}

fn object(table: &toml::Table) -> Json {
    Json::Object(table.iter().map(|(key, value)| (key.clone(), value_of(value))).collect::<Map<_, _>>())
}

fn value_of(value: &toml::Value) -> Json {
    match value {
        toml::Value::String(text) => text.as_str().into(),
        toml::Value::Integer(number) => (*number).into(),
        toml::Value::Float(number) => (*number).into(),
        toml::Value::Boolean(truth) => (*truth).into(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(items) => items.iter().map(value_of).collect(),
        toml::Value::Table(table) => object(table),
    }
}
