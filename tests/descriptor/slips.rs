//! Slips of one kind each, alone in a descriptor that is otherwise good.

use std::collections::BTreeSet;

use crate::support::{Finding, Folder, GOOD, Outcome, with};

use super::{Slip, assert_all, leaves_nothing_to_judge, leaves_the_rest_to_judge, report_of};

/// Writes slips as rows: what; from => to; rule: under, on; help.
macro_rules! slips {
    ($($what:literal; $from:literal => $to:literal; $rule:literal: $under:literal, on $on:literal; help $help:literal;)+) => {
        &[$(Slip { what: $what, from: $from, to: $to, rule: $rule, under: $under, on: $on, help: $help }),+]
    };
}

const KEYS: &[Slip] = slips! {
    "a table misspelt at the top level"; "[sla]" => "[sle]";
        "unknown-key": "sle", on "[sle]"; help "write `sla` instead";
    "a key of its own at the top level"; "ccsec = 1" => "ccsec = 1\ncolour = \"red\"";
        "unknown-key": "colour", on "colour = \"red\""; help "`service`";
    "a key misspelt in a table"; "tenancy = \"multi\"" => "tenency = \"multi\"";
        "unknown-key": "tenency", on "tenency = \"multi\""; help "write `tenancy` instead";
    "a key of its own in a table"; "[data]" => "[data]\ncolour = \"red\"";
        "unknown-key": "colour", on "colour = \"red\""; help "`jurisdictions`";
    "a key misspelt in a control"; "kind = \"control\"" => "knd = \"control\"";
        "unknown-key": "knd", on "knd = \"control\""; help "write `kind` instead";
    "an optional key misspelt in a control"; "refs = [" => "reff = [";
        "unknown-key": "reff", on "reff = [\"iso27002:2022/8.24\", \"nist800-53r5/SC-28\", \"ccm4/CEK-03\"]";
        help "write `refs` instead";
    "a key misspelt in evidence"; "reviewed = 2026-09-01" => "reviewd = 2026-09-01";
        "unknown-key": "reviewd", on "evidence = [{ document = \"docs/keys.md\", reviewd = 2026-09-01 }]";
        help "write `reviewed` instead";
    "the kind of evidence misspelt"; "document = \"docs/keys.md\"" => "documnt = \"docs/keys.md\"";
        "unknown-key": "documnt", on "evidence = [{ documnt = \"docs/keys.md\", reviewed = 2026-09-01 }]";
        help "write `document` instead";
    "a key misspelt in an upstream service"; "provides = [" => "provide = [";
        "unknown-key": "provide", on "provide = [\"9.3/*\", \"9.5/workload-isolation\"]";
        help "write `provides` instead";
    "a key misspelt in a partner"; "delivers = [" => "deliver = [";
        "unknown-key": "deliver", on "deliver = [\"audit\"]"; help "write `delivers` instead";
    "a key misspelt in the promises"; "incident_response" => "incident_respons";
        "unknown-key": "incident_respons", on "incident_respons = \"1h\""; help "write `incident_response` instead";
    "a key misspelt in the review"; "every = \"180d\"" => "evry = \"180d\"";
        "unknown-key": "evry", on "evry = \"180d\""; help "write `every` instead";
    "a key misspelt among the threats"; "flagged = [" => "flaged = [";
        "unknown-key": "flaged", on "flaged = [\"7.1.1\", \"8.1.5\"]"; help "write `flagged` instead";
    "a quoted key with characters of its own"; "[data]" => "[data]\n\"per sonal\" = true";
        "unknown-key": "\"per sonal\"", on "\"per sonal\" = true"; help "`personal`";
    "a dotted key"; "tenancy = \"multi\"" => "tenancy = \"multi\"\nowners.first = \"me\"";
        "unknown-key": "owners", on "owners.first = \"me\""; help "`owner`";
    "no version"; "ccsec = 1\n" => "";
        "missing-key": "[service]", on "[service]"; help "add ccsec = ";
    "no fact in a table"; "tenancy = \"multi\"\n" => "";
        "missing-key": "[service]", on "[service]"; help "add tenancy = \"multi\" or \"single\"";
    "no text in a table"; "owner = \"storage-team@example.com\"\n" => "";
        "missing-key": "[service]", on "[service]"; help "add owner = \"";
    "no truth value in a table"; "personal = true\n" => "";
        "missing-key": "[data]", on "[data]"; help "add personal = true or false";
    "no list in a table"; "compute = [\"virtual-machine\"]\n" => "";
        "missing-key": "[service]", on "[service]"; help "add compute = [";
    "no table"; "[data]\nclassification = \"confidential\"\npersonal = true\ncontroller = \"CSC\"\nprocessor = \"CSP\"\njurisdictions = [\"DE\", \"FR\"]\n" => "";
        "missing-key": "ccsec = 1", on "ccsec = 1"; help "add [data]";
    "no list of threats"; "flagged = [\"7.1.1\", \"8.1.5\"]\n" => "";
        "missing-key": "[threats]", on "[threats]"; help "add flagged = [";
    "a control that meets nothing"; "meets = [\"9.11/recovery-plan\"]\n" => "";
        "missing-key": "[[controls]]", on "[[controls]]"; help "add meets = [";
    "a control without a name"; "id = \"recovery\"\n" => "";
        "missing-key": "[[controls]]", on "[[controls]]"; help "add id = \"";
    "an upstream service without a name"; "service = \"aws\"\n" => "";
        "missing-key": "[[upstream]]", on "[[upstream]]"; help "add service = \"";
    "a partner that delivers nothing"; "delivers = [\"audit\"]\n" => "";
        "missing-key": "[[partners]]", on "[[partners]]"; help "add delivers = [";
};

const TYPES: &[Slip] = slips! {
    "a number for the text"; "title = \"Network storage\"" => "title = 5";
        "wrong-type": "5", on "title = 5"; help "between double quotes";
    "a number for a word"; "role = \"CSP\"" => "role = 1";
        "wrong-type": "1", on "role = 1"; help "write one of \"CSC\", \"CSP\", \"CSN\"";
    "a number for an id in a list"; "flagged = [\"7.1.1\", \"8.1.5\"]" => "flagged = [\"7.1.1\", 8]";
        "wrong-type": "8", on "flagged = [\"7.1.1\", 8]"; help "between double quotes";
    "a text for a list"; "compute = [\"virtual-machine\"]" => "compute = \"virtual-machine\"";
        "wrong-type": "\"virtual-machine\"", on "compute = \"virtual-machine\""; help "between square brackets";
    "a text for a list of texts"; "infrastructure = [\"infra/\"]" => "infrastructure = \"infra/\"";
        "wrong-type": "\"infra/\"", on "infrastructure = \"infra/\""; help "between square brackets";
    "a text for true"; "personal = true" => "personal = \"true\"";
        "wrong-type": "\"true\"", on "personal = \"true\""; help "write true or false, without quotes";
    "a number for true"; "personal = true" => "personal = 1";
        "wrong-type": "1", on "personal = 1"; help "write true or false";
    "a text for a date"; "last = 2026-09-01" => "last = \"2026-09-01\"";
        "wrong-type": "\"2026-09-01\"", on "last = \"2026-09-01\""; help "without quotes, such as 2026-09-01";
    "a text for a date of evidence"; "reviewed = 2026-09-01" => "reviewed = \"2026-09-01\"";
        "wrong-type": "\"2026-09-01\"", on "evidence = [{ document = \"docs/keys.md\", reviewed = \"2026-09-01\" }]";
        help "without quotes, such as 2026-09-01";
    "a text for the version"; "ccsec = 1" => "ccsec = \"1\"";
        "wrong-type": "\"1\"", on "ccsec = \"1\""; help "number";
    "a float for the version"; "ccsec = 1" => "ccsec = 1.0";
        "wrong-type": "1.0", on "ccsec = 1.0"; help "number";
    "a text for a table"; "[sla]\nincident_response = \"1h\"" => "[[sla]]\nincident_response = \"1h\"";
        "wrong-type": "[[sla]]", on "[[sla]]"; help "table";
    "a table for the list of upstream services"; "[[upstream]]" => "[upstream]";
        "wrong-type": "[upstream]", on "[upstream]"; help "[[upstream]]";
    "a text for evidence"; "[{ document = \"docs/keys.md\", reviewed = 2026-09-01 }]" => "[\"docs/keys.md\"]";
        "wrong-type": "\"docs/keys.md\"", on "evidence = [\"docs/keys.md\"]"; help "table";
    "a number for a reason"; "\"7.1.3\" = \"The customers are individuals; there is no customer staff.\"" => "\"7.1.3\" = 3";
        "wrong-type": "3", on "\"7.1.3\" = 3"; help "between double quotes";
    "a number for a duration"; "incident_response = \"1h\"" => "incident_response = 1";
        "wrong-type": "1", on "incident_response = 1"; help "between quotes";
};

const WORDS: &[Slip] = slips! {
    "two letters exchanged"; "role = \"CSP\"" => "role = \"CPS\"";
        "unknown-value": "\"CPS\"", on "role = \"CPS\""; help "\"CSP\"";
    "wrong capitals"; "category = \"IaaS\"" => "category = \"IAAS\"";
        "unknown-value": "\"IAAS\"", on "category = \"IAAS\""; help "\"IaaS\"";
    "a word drawn out"; "tenancy = \"multi\"" => "tenancy = \"multi-tenant\"";
        "unknown-value": "\"multi-tenant\"", on "tenancy = \"multi-tenant\""; help "\"multi\"";
    "another word"; "exposure = \"internet\"" => "exposure = \"world\"";
        "unknown-value": "\"world\"", on "exposure = \"world\""; help "\"internet\", \"partner\", \"internal\"";
    "a word of another key"; "deployment = \"public\"" => "deployment = \"confidential\"";
        "unknown-value": "\"confidential\"", on "deployment = \"confidential\""; help "\"public\"";
    "a word in a list"; "compute = [\"virtual-machine\"]" => "compute = [\"container\", \"vm\"]";
        "unknown-value": "\"vm\"", on "compute = [\"container\", \"vm\"]"; help "\"virtual-machine\"";
    "a class of data"; "\"confidential\"" => "\"confidental\"";
        "unknown-value": "\"confidental\"", on "classification = \"confidental\""; help "\"confidential\"";
    "an optional party"; "controller = \"CSC\"" => "controller = \"customer\"";
        "unknown-value": "\"customer\"", on "controller = \"customer\""; help "\"CSC\", \"CSP\", \"CSN\"";
    "a kind of control"; "kind = \"procedure\"" => "kind = \"process\"";
        "unknown-value": "\"process\"", on "kind = \"process\""; help "\"procedure\"";
    "a status"; "status = \"planned\"" => "status = \"plan\"";
        "unknown-value": "\"plan\"", on "status = \"plan\""; help "\"planned\"";
    "a question"; "[service]\n" => "[draft]\nunanswered = [\"service.ownr\"]\n\n[service]\n";
        "unknown-value": "\"service.ownr\"", on "unanswered = [\"service.ownr\"]"; help "\"service.owner\"";
    "a delivery"; "delivers = [\"audit\"]" => "delivers = [\"audits\"]";
        "unknown-value": "\"audits\"", on "delivers = [\"audits\"]"; help "\"audit\"";
    "a blank in an id"; "id = \"network-storage\"" => "id = \"network storage\"";
        "unknown-value": "\"network storage\"", on "id = \"network storage\""; help "\"network-storage\"";
    "a control's id that starts with a dash"; "id = \"recovery\"" => "id = \"-recovery\"";
        "unknown-value": "\"-recovery\"", on "id = \"-recovery\""; help "start with a letter or a digit";
    "a duration in words"; "incident_response = \"1h\"" => "incident_response = \"soon\"";
        "invalid-duration": "\"soon\"", on "incident_response = \"soon\""; help "\"4h\"";
    "a duration with a fraction"; "every = \"180d\"" => "every = \"1.5d\"";
        "invalid-duration": "\"1.5d\"", on "every = \"1.5d\""; help "\"30d\"";
    "a duration beyond all counting"; "every = \"180d\"" => "every = \"99999999999999999999w\"";
        "invalid-duration": "\"99999999999999999999w\"", on "every = \"99999999999999999999w\""; help "\"30d\"";
    "an empty duration"; "every = \"180d\"" => "every = \"\"";
        "invalid-duration": "\"\"", on "every = \"\""; help "\"30d\"";
    "a date with a time"; "last = 2026-09-01" => "last = 2026-09-01T10:00:00Z";
        "invalid-date": "2026-09-01T10:00:00Z", on "last = 2026-09-01T10:00:00Z"; help "2026-09-01";
    "a time alone"; "last = 2026-09-01" => "last = 10:00:00";
        "invalid-date": "10:00:00", on "last = 10:00:00"; help "2026-09-01";
    "evidence with a time"; "reviewed = 2026-09-01" => "reviewed = 2026-09-01T10:00:00";
        "invalid-date": "2026-09-01T10:00:00", on "evidence = [{ document = \"docs/keys.md\", reviewed = 2026-09-01T10:00:00 }]";
        help "2026-09-01";
    "a day that no calendar has"; "last = 2026-09-01" => "last = 2026-02-30";
        "invalid-date": "2026-02-30", on "last = 2026-02-30"; help "YYYY-MM-DD";
    "another version"; "ccsec = 1" => "ccsec = 2";
        "version": "2", on "ccsec = 2"; help "write ccsec = 1";
    "evidence of no kind"; "document = \"docs/keys.md\", " => "";
        "evidence": "{ reviewed = 2026-09-01 }", on "evidence = [{ reviewed = 2026-09-01 }]";
        help "{ document = \"docs/keys.md\", reviewed = 2026-09-01 }";
    "a source of an upstream service without a digest"; "service = \"aws\"" => "service = \"aws\"\nsource = \"../aws\"";
        "upstream": "source", on "source = \"../aws\""; help "run ccsec-lint vendor";
    "an upstream service in two places"; "service = \"aws\"" => "service = \"aws\"\nsource = \"../aws\"\ndescriptor = \"/aws.ccsec.toml\"";
        "upstream": "source", on "source = \"../aws\""; help "keep `descriptor`";
    "a digest that is none"; "service = \"aws\"" => "service = \"aws\"\nsha256 = \"abc\"";
        "unknown-value": "\"abc\"", on "sha256 = \"abc\""; help "sha256sum";
    "evidence of two kinds"; "document = \"docs/keys.md\", " => "document = \"docs/keys.md\", sarif = \"r.sarif\", ";
        "evidence": "{ document = \"docs/keys.md\", sarif = \"r.sarif\", reviewed = 2026-09-01 }",
        on "evidence = [{ document = \"docs/keys.md\", sarif = \"r.sarif\", reviewed = 2026-09-01 }]";
        help "write one entry each";
};

/// Slips after which what was meant is known, or can be done without: the rest is judged.
const IDS: &[Slip] = slips! {
    "a threat one digit off"; "flagged = [\"7.1.1\", \"8.1.5\"]" => "flagged = [\"7.1.1\", \"8.1.50\"]";
        "unknown-threat": "\"8.1.50\"", on "flagged = [\"7.1.1\", \"8.1.50\"]"; help "write \"8.1.5\"";
    "a threat by its name"; "flagged = [\"7.1.1\", \"8.1.5\"]" => "flagged = [\"data loss\", \"8.1.5\"]";
        "unknown-threat": "\"data loss\"", on "flagged = [\"data loss\", \"8.1.5\"]"; help "ccsec-lint list threats";
    "a capability flagged as a threat"; "flagged = [\"7.1.1\", \"8.1.5\"]" => "flagged = [\"7.1.1\", \"9.7\"]";
        "unknown-threat": "\"9.7\"", on "flagged = [\"7.1.1\", \"9.7\"]"; help "ccsec-lint list threats";
    "an unknown threat dismissed"; "\"7.1.3\" =" => "\"7.1.30\" =";
        "unknown-threat": "\"7.1.30\"", on "\"7.1.30\" = \"The customers are individuals; there is no customer staff.\"";
        help "write \"7.1.3\"";
    "an expectation misspelt"; "\"9.7/key-management\"" => "\"9.7/key-managment\"";
        "unknown-expectation": "\"9.7/key-managment\"", on "meets = [\"9.7/encryption-at-rest\", \"9.7/key-managment\"]";
        help "write \"9.7/key-management\"";
    "an expectation cut short"; "\"9.7/encryption-at-rest\"" => "\"9.7/encryption\"";
        "unknown-expectation": "\"9.7/encryption\"", on "meets = [\"9.7/encryption\", \"9.7/key-management\"]";
        help "write \"9.7/encryption-at-rest\"";
    "an expectation by words"; "meets = [\"9.11/recovery-plan\"]" => "meets = [\"backups\"]";
        "unknown-expectation": "\"backups\"", on "meets = [\"backups\"]"; help "ccsec-lint list expectations";
    "a control that meets a whole capability"; "meets = [\"9.11/recovery-plan\"]" => "meets = [\"9.3/*\"]";
        "unknown-expectation": "\"9.3/*\"", on "meets = [\"9.3/*\"]"; help "ccsec-lint list expectations";
    "a capability for an expectation"; "meets = [\"9.11/recovery-plan\"]" => "meets = [\"9.11\"]";
        "unknown-expectation": "\"9.11\"", on "meets = [\"9.11\"]"; help "ccsec-lint list expectations";
    "an unknown provision"; "\"9.5/workload-isolation\"]" => "\"9.5/workload-isolaton\"]";
        "unknown-expectation": "\"9.5/workload-isolaton\"", on "provides = [\"9.3/*\", \"9.5/workload-isolaton\"]";
        help "write \"9.5/workload-isolation\"";
    "all of a capability that does not exist"; "\"9.3/*\"" => "\"9.30/*\"";
        "unknown-expectation": "\"9.30/*\"", on "provides = [\"9.30/*\", \"9.5/workload-isolation\"]"; help "write \"9.3/*\"";
    "a code that is no country's"; "\"DE\", \"FR\"" => "\"DE\", \"UK\"";
        "unknown-country": "\"UK\"", on "jurisdictions = [\"DE\", \"UK\"]"; help "\"DE\"";
    "a country in small letters"; "\"DE\", \"FR\"" => "\"DE\", \"fr\"";
        "unknown-country": "\"fr\"", on "jurisdictions = [\"DE\", \"fr\"]"; help "write \"FR\"";
    "a country by its name"; "\"DE\", \"FR\"" => "\"Germany\", \"FR\"";
        "unknown-country": "\"Germany\"", on "jurisdictions = [\"Germany\", \"FR\"]"; help "two capital letters";
    "a control that its framework lacks"; "\"iso27002:2022/8.24\"" => "\"iso27002:2022/8.99\"";
        "unknown-reference": "\"iso27002:2022/8.99\"", on "refs = [\"iso27002:2022/8.99\", \"nist800-53r5/SC-28\", \"ccm4/CEK-03\"]";
        help "\"iso27002:2022/8.24\"";
    "a reference without a framework"; "\"iso27002:2022/8.24\"" => "\"8.24\"";
        "unknown-reference": "\"8.24\"", on "refs = [\"8.24\", \"nist800-53r5/SC-28\", \"ccm4/CEK-03\"]";
        help "\"iso27002:2022/8.24\"";
    "two controls of one name"; "id = \"recovery\"" => "id = \"bucket-encryption\"";
        "duplicate-control": "\"bucket-encryption\"", on "id = \"bucket-encryption\""; help "an id of its own";
    "a threat flagged twice"; "flagged = [\"7.1.1\", \"8.1.5\"]" => "flagged = [\"7.1.1\", \"8.1.5\", '7.1.1']";
        "duplicate-value": "'7.1.1'", on "flagged = [\"7.1.1\", \"8.1.5\", '7.1.1']"; help "remove one";
    "a country twice"; "\"DE\", \"FR\"" => "\"DE\", 'DE'";
        "duplicate-value": "'DE'", on "jurisdictions = [\"DE\", 'DE']"; help "remove one";
    "an expectation met twice"; "meets = [\"9.11/recovery-plan\"]" => "meets = [\"9.11/recovery-plan\", '9.11/recovery-plan']";
        "duplicate-value": "'9.11/recovery-plan'", on "meets = [\"9.11/recovery-plan\", '9.11/recovery-plan']";
        help "remove one";
    "a reference twice"; "\"ccm4/CEK-03\"]" => "\"ccm4/CEK-03\", 'ccm4/CEK-03']";
        "duplicate-value": "'ccm4/CEK-03'",
        on "refs = [\"iso27002:2022/8.24\", \"nist800-53r5/SC-28\", \"ccm4/CEK-03\", 'ccm4/CEK-03']"; help "remove one";
    "a provision twice"; "\"9.5/workload-isolation\"]" => "'9.3/*']";
        "duplicate-value": "'9.3/*'", on "provides = [\"9.3/*\", '9.3/*']"; help "remove one";
    "a delivery twice"; "delivers = [\"audit\"]" => "delivers = [\"audit\", 'audit']";
        "duplicate-value": "'audit'", on "delivers = [\"audit\", 'audit']"; help "remove one";
    "a review tomorrow"; "last = 2026-09-01" => "last = 2026-11-22";
        "future-date": "2026-11-22", on "last = 2026-11-22"; help "the day on which the review took place";
    "an upstream service of next year"; "service = \"aws\"" => "service = \"aws\"\nsince = 2027-01-01";
        "future-date": "2027-01-01", on "since = 2027-01-01"; help "write the day";
    "an upstream service named twice"; "[[partners]]" => "[[upstream]]\nservice = \"aws\"\n\n[[partners]]";
        "duplicate-value": "\"aws\"", on "service = \"aws\""; help "put both into one entry";
    "a partner named twice"; "[sla]" => "[[partners]]\nid = \"auditor\"\ndelivers = [\"code\"]\n\n[sla]";
        "duplicate-value": "\"auditor\"", on "id = \"auditor\""; help "put both into one entry";
    "evidence of next year"; "reviewed = 2026-09-01" => "reviewed = 2027-01-01";
        "future-date": "2027-01-01", on "evidence = [{ document = \"docs/keys.md\", reviewed = 2027-01-01 }]";
        help "the day on which the review took place";
    "an empty title"; "title = \"Network storage\"" => "title = \"\"";
        "empty-value": "\"\"", on "title = \"\""; help "between the quotes";
    "an owner of blanks"; "owner = \"storage-team@example.com\"" => "owner = \" \\t\"";
        "empty-value": "\" \\t\"", on "owner = \" \\t\""; help "between the quotes";
    "an empty id"; "id = \"recovery\"" => "id = \"\"";
        "empty-value": "\"\"", on "id = \"\""; help "between the quotes";
    "a control that meets an empty list"; "meets = [\"9.11/recovery-plan\"]" => "meets = []";
        "empty-value": "[]", on "meets = []"; help "add an entry";
    "a partner with an empty list"; "delivers = [\"audit\"]" => "delivers = []";
        "empty-value": "[]", on "delivers = []"; help "add an entry";
    "an empty name of a document"; "document = \"docs/keys.md\"" => "document = \"\"";
        "empty-value": "\"\"", on "evidence = [{ document = \"\", reviewed = 2026-09-01 }]"; help "between the quotes";
    "an empty country"; "\"DE\", \"FR\"" => "\"DE\", \"\"";
        "empty-value": "\"\"", on "jurisdictions = [\"DE\", \"\"]"; help "between the quotes";
};

/// What TOML itself does not allow: nothing is judged, and the place is the parser's.
const SYNTAX: &[Slip] = slips! {
    "a text that does not end"; "title = \"Network storage\"" => "title = \"Network storage";
        "syntax": "", on "title = \"Network storage"; help "quotation mark";
    "a comma left out"; "flagged = [\"7.1.1\", \"8.1.5\"]" => "flagged = [\"7.1.1\" \"8.1.5\"]";
        "syntax": "", on "flagged = [\"7.1.1\" \"8.1.5\"]"; help "comma";
    "a key twice"; "tenancy = \"multi\"" => "tenancy = \"multi\"\ntenancy = 'single'";
        "syntax": "tenancy", on "tenancy = 'single'"; help "twice";
    "a table twice"; "[sla]" => "[data]";
        "syntax": "data", on "[data]"; help "twice";
    "a value left out"; "personal = true" => "personal =";
        "syntax": "", on "personal ="; help "correct the line";
};

#[test]
fn a_good_descriptor_has_no_finding_of_form() {
    let report = report_of(GOOD);
    assert_eq!(report.of_form(), Vec::<&Finding>::new());
    assert_eq!(report.judged(), ["x.ccsec.toml"]);
    assert!(
        report.rules().contains(&"capability/missing"),
        "its capabilities are judged: {:?}",
        report.rules()
    );
}

#[test]
fn a_wrong_or_absent_key_is_underlined_and_leaves_nothing_to_judge() {
    assert_all(KEYS, leaves_nothing_to_judge);
}

#[test]
fn a_value_of_another_type_is_underlined_and_leaves_nothing_to_judge() {
    assert_all(TYPES, leaves_nothing_to_judge);
}

#[test]
fn an_unknown_threat_with_a_wrong_reason_is_two_faults_of_one_entry() {
    let reason = "\"The customers are individuals; there is no customer staff.\"";
    let report = report_of(&with(&format!("\"7.1.3\" = {reason}"), "8 = { a = 1 }"));
    let seen: Vec<(&str, &str)> =
        report.findings.iter().map(|finding| (finding.rule.as_str(), finding.under.as_str())).collect();
    assert_eq!(seen, [("descriptor/unknown-threat", "8"), ("descriptor/wrong-type", "{ a = 1 }")]);
}

#[test]
fn a_word_or_date_that_the_format_lacks_is_underlined_and_leaves_nothing_to_judge() {
    assert_all(WORDS, leaves_nothing_to_judge);
}

#[test]
fn an_unknown_id_is_underlined_and_the_rest_is_still_judged() {
    assert_all(IDS, leaves_the_rest_to_judge);
}

#[test]
fn a_fault_of_syntax_is_underlined_and_leaves_nothing_to_judge() {
    assert_all(SYNTAX, leaves_nothing_to_judge);
}

#[test]
fn every_rule_of_form_has_a_slip_here() {
    let slips = [KEYS, TYPES, WORDS, IDS, SYNTAX].into_iter().flatten();
    let slips: BTreeSet<String> = slips.map(|slip| slip.rule.to_owned()).collect();
    let folder = Folder::new();
    let listed = Outcome::of(folder.command().args(["list", "rules", "--format", "json"]));
    let rules: serde_json::Value = serde_json::from_str(&listed.stdout).unwrap();
    let known: BTreeSet<String> = rules
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|rule| rule["id"].as_str()?.strip_prefix("descriptor/").map(str::to_owned))
        // Bytes and sizes are tested where files are made that have them: tests/robustness/.
        // What the code says of a fact is no slip of form, and neither is a question.
        .filter(|slug| !["encoding", "too-large", "contradicted-fact", "unanswered"].contains(&slug.as_str()))
        .collect();
    assert_eq!(slips, known);
}
