//! The rule set for cfn-guard 3, generated into the temporary folder: the linter's rules as far as that
//! language can say them, in the form that measured fastest: queries hoisted into variables, `some … ==`
//! instead of filters.
//!
//! Said: the shape and the words of a descriptor; each of the 26 threats reviewed, with a reason, and not
//! both ways; threats that the service's facts call for; for each `Y` of Table A.1 an implemented control
//! that meets something; each expectation that a flagged threat asks for; the duties of a provider.
//! Left out, so in cfn-guard's favour: when an expectation does not apply, the age of reviews, documents
//! looked up in the repository, upstream services and partners, duplicates, and every place in the TOML.

use std::fmt::Write as _;

use crate::catalog::Catalog;

const SHAPE: &str = r#"
rule descriptor_service {
    ccsec == 1
    service.id == /^[A-Za-z0-9][A-Za-z0-9._-]*$/
    service.title !empty
    service.role in ["CSC", "CSP", "CSN"]
    service.category in ["IaaS", "PaaS", "SaaS", "CaaS", "NaaS"]
    service.deployment in ["public", "private", "community", "hybrid"]
    service.owner !empty
    service.tenancy in ["single", "multi"]
    service.exposure in ["internet", "partner", "internal"]
    service.compute is_list
}
rule descriptor_data {
    data.classification in ["public", "internal", "confidential", "secret"]
    data.personal is_bool
    data.jurisdictions[*] == /^[A-Z][A-Z]$/
}
rule descriptor_controls {
    controls[*] {
        id == /^[A-Za-z0-9][A-Za-z0-9._-]*$/
        kind in ["control", "policy", "procedure"]
        by in ["CSC", "CSP", "CSN"]
        status in ["implemented", "planned"]
        meets !empty
        when refs exists { refs[*] is_string }
    }
}
let evidence = controls[ evidence exists ].evidence[*]
rule descriptor_evidence when %evidence !empty {
    %evidence { infrastructure exists or document exists or sarif exists }
}
rule review_scheduled {
    review.last exists
    review.every == /^[0-9]+[mhdw]$/
}
rule threats_none_flagged {
    threats.flagged !empty
}
rule threats_unreasoned when threats.dismissed !empty {
    threats.dismissed.* == /\S+ \S+ \S+ \S+/ <<dismissed without a reason that can be checked>>
}
"#;

/// What a provider alone can do, unless the customer runs equipment of its own.
const DUTIES: [&str; 7] = [
    "9.3/premises-access",
    "9.3/need-to-enter",
    "9.3/proportionate-protection",
    "9.5/hypervisor-hardening",
    "9.5/guest-policy-enforcement",
    "9.9/change-alerting",
    "9.12/audit-sharing",
];

/// Which facts call for which threat.
const CALLS: [(&str, &str); 20] = [
    ("7.1.1", r#"data.classification in ["confidential", "secret"] data.stored == true"#),
    ("7.1.1", r#"data.personal == true data.stored == true"#),
    ("7.1.1", r#"sla.recovery_point exists data.stored == true"#),
    ("7.1.2", r#"service.exposure in ["internet", "partner"]"#),
    ("7.2.1", r#"service.exposure in ["internet", "partner"] service.role == "CSP""#),
    (
        "7.1.3",
        r#"data.classification in ["confidential", "secret"] data.stored == true service.role == "CSC""#,
    ),
    (
        "7.2.2",
        r#"data.classification in ["confidential", "secret"] data.stored == true service.role == "CSP""#,
    ),
    ("7.2.2", r#"data.personal == true data.processor == "CSP" service.role == "CSP""#),
    ("8.1.1", r#"data.personal == true data.controller == "CSC" data.processor != "CSC""#),
    (
        "8.2.1",
        r#"data.personal == true data.controller == "CSC" data.processor == "CSP" service.role != "CSC""#,
    ),
    (
        "8.1.2",
        r#"service.role == "CSP" data.classification in ["confidential", "secret"] service.deployment == "public" data.stored == true"#,
    ),
    (
        "8.1.3",
        r#"service.role == "CSC" data.classification != "public" service.deployment != "private" data.stored == true"#,
    ),
    (
        "8.1.3",
        r#"service.role == "CSP" data.personal == true data.controller == "CSC" data.processor == "CSP""#,
    ),
    ("8.1.4", r#"data.personal == true"#),
    ("8.2.2", r#"service.tenancy == "multi""#),
    ("8.2.2", r#"service.deployment == "community""#),
    ("8.2.3", r#"service.deployment in ["community", "hybrid"]"#),
    ("8.2.4", r#"data.jurisdictions[1] exists"#),
    ("8.2.6", r#"service.deployment == "hybrid""#),
    ("8.1.5", r#"sla.availability exists"#),
];

/// The rule set.
pub(crate) fn rules(catalog: &Catalog) -> String {
    let mut guard = String::from(
        "let flagged = threats.flagged[*]\nlet implemented = controls[ status == \"implemented\" ].meets[*]\n",
    );
    guard.push_str(SHAPE);
    // Writing to a String cannot fail.
    let _ = threats(&mut guard, catalog).and_then(|()| capabilities(&mut guard, catalog));
    guard
}

fn threats(guard: &mut String, catalog: &Catalog) -> std::fmt::Result {
    for threat in &catalog.threats {
        let (id, name) = (&threat.id, name(&threat.id));
        writeln!(
            guard,
            "rule reviewed_{name} {{\n    some %flagged == \"{id}\" or threats.dismissed[\"{id}\"] exists\n        <<{id} is neither flagged nor dismissed>>\n}}"
        )?;
        writeln!(
            guard,
            "rule contradictory_{name} when threats.dismissed[\"{id}\"] exists {{\n    %flagged != \"{id}\" <<{id} is both flagged and dismissed>>\n}}"
        )?;
    }
    for (number, (threat, facts)) in CALLS.iter().enumerate() {
        writeln!(
            guard,
            "rule called_for_{number} when {facts} {{\n    some %flagged == \"{threat}\" <<the service's facts call for {threat}>>\n}}"
        )?;
    }
    Ok(())
}

fn capabilities(guard: &mut String, catalog: &Catalog) -> std::fmt::Result {
    let all = listed(catalog.expectations.iter().map(|expectation| expectation.id.as_str()));
    writeln!(guard, "rule descriptor_expectations {{\n    controls[*].meets[*] in [{all}]\n}}")?;
    let duties = listed(DUTIES.into_iter());
    writeln!(
        guard,
        "let customers = controls[ by == \"CSC\" ]\nrule misplaced when service.deployment == \"public\" %customers !empty {{\n    %customers.meets[*] not in [{duties}] <<the customer cannot hold it>>\n}}"
    )?;
    for threat in &catalog.threats {
        for capability in &threat.capabilities {
            let answers = catalog.expectations.iter().filter(|expectation| {
                expectation.capability == *capability && expectation.threats.contains(&threat.id)
            });
            writeln!(
                guard,
                "rule missing_{}_{} when some %flagged == \"{}\" {{\n    some %implemented in [{}] <<{} is flagged, but {capability} is missing>>\n}}",
                name(&threat.id),
                name(capability),
                threat.id,
                listed(answers.map(|expectation| expectation.id.as_str())),
                threat.id,
            )?;
        }
    }
    for expectation in &catalog.expectations {
        writeln!(
            guard,
            "rule unmet_{} when some %flagged in [{}] {{\n    some %implemented == \"{}\" <<{} is claimed by no control>>\n}}",
            name(&expectation.id),
            listed(expectation.threats.iter().map(String::as_str)),
            expectation.id,
            expectation.id,
        )?;
    }
    Ok(())
}

/// An id as the name of a rule.
fn name(id: &str) -> String {
    id.replace(|c: char| !c.is_ascii_alphanumeric(), "_")
}

fn listed<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    ids.map(|id| format!("{id:?}")).collect::<Vec<_>>().join(", ")
}
