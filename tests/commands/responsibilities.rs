//! `responsibilities`: whose each expectation is, in four forms that say the same.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::support::Folder;

use super::{chain, json, replace, run};

const SHOP: &str = "shop/ccsec.toml";

/// One expectation of one service: whose, accountable, controls, done by, verdict with what stands behind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    whose: String,
    accountable: String,
    controls: String,
    providers: String,
    verdict: String,
}

type Rows = BTreeMap<(String, String), Row>;

fn row(whose: &str, accountable: &str, controls: &str, providers: &str, verdict: &str) -> Row {
    let [whose, accountable, controls, providers, verdict] =
        [whose, accountable, controls, providers, verdict].map(str::to_owned);
    Row { whose, accountable, controls, providers, verdict }
}

fn with_weakest(verdict: &str, weakest: &str) -> String {
    if verdict == "inherited" { format!("inherited ({weakest})") } else { verdict.to_owned() }
}

fn from_json(folder: &Folder) -> Rows {
    let json = json(folder, &["responsibilities", "--isolated", "--format", "json"]);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let list = |value: &Value| value.as_array().unwrap().iter().map(text).collect::<Vec<_>>().join("; ");
    let mut rows = Rows::new();
    for service in json["services"].as_array().unwrap() {
        for it in service["expectations"].as_array().unwrap() {
            let verdict = with_weakest(it["verdict"].as_str().unwrap(), it["weakest"].as_str().unwrap());
            let [accountable, controls, providers] =
                ["accountable", "controls", "providers"].map(|key| list(&it[key]));
            let whose = text(&it["whose"]);
            let row = Row { whose, accountable, controls, providers, verdict };
            let known = rows.insert((text(&service["id"]), text(&it["expectation"])), row);
            assert!(known.is_none(), "each expectation once: {it}");
        }
    }
    rows
}

/// The cells of a line of CSV.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            c => cells.last_mut().unwrap().push(c),
        }
    }
    cells
}

fn from_csv(folder: &Folder) -> Rows {
    let csv = run(folder, &["responsibilities", "--isolated", "--format", "csv"]).stdout;
    let mut lines = csv.lines();
    assert_eq!(
        lines.next(),
        Some(
            "service,path,capability,expectation,asked,whose,accountable,controls,providers,verdict,weakest,because"
        )
    );
    let rows = lines.map(|line| {
        let cells = cells(line);
        let [
            service,
            _,
            capability,
            expectation,
            _,
            whose,
            accountable,
            controls,
            providers,
            verdict,
            weakest,
            _,
        ] = cells.as_slice()
        else {
            panic!("twelve cells: {line}")
        };
        assert!(expectation.starts_with(&format!("{capability}/")), "{line}");
        let row = row(whose, accountable, controls, providers, &with_weakest(verdict, weakest));
        ((service.clone(), expectation.clone()), row)
    });
    rows.collect()
}

fn from_markdown(folder: &Folder, ids: &BTreeMap<&str, &str>) -> Rows {
    let page = run(folder, &["responsibilities", "--isolated", "--format", "markdown"]).stdout;
    let mut service = "";
    let mut rows = Rows::new();
    for line in page.lines() {
        if let Some(heading) = line.strip_prefix("### ") {
            service = ids[heading.split_once(" (").unwrap().0];
        }
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let ["", expectation, _, whose, accountable, controls, providers, verdict, _, ""] = cells.as_slice()
        else {
            continue;
        };
        let Some((id, _)) = expectation.split_once(' ') else { continue };
        let list = |cell: &str| cell.replace(", ", "; ");
        let row = row(whose, &list(accountable), &list(controls), &list(providers), verdict);
        rows.insert((service.to_owned(), id.to_owned()), row);
    }
    rows
}

const TITLES: [(&str, &str); 3] = [
    ("Virtual machines in two halls", "hosting"),
    ("Containers and databases for application teams", "platform"),
    ("Ticket shop of the museums", "ticket-shop"),
];

#[test]
fn each_expectation_is_somebodys_along_a_clean_chain() {
    let rows = from_json(&chain());
    let services: BTreeSet<&str> = rows.keys().map(|(service, _)| service.as_str()).collect();
    assert_eq!(services, BTreeSet::from(["hosting", "platform", "ticket-shop"]));
    assert_eq!(rows.len(), 3 * 69, "every expectation of every service");
    let own = "this service (CSP)";
    for (service, expectation, expected) in [
        // Done two floors below; the shop holds the platform to it.
        (
            "ticket-shop",
            "9.3/premises-access",
            row("theirs", "platform", "", "hosting", "inherited (documented)"),
        ),
        (
            "ticket-shop",
            "9.5/hypervisor-hardening",
            row("theirs", "platform", "", "hosting", "inherited (verified)"),
        ),
        (
            "ticket-shop",
            "9.7/data-recovery",
            row("theirs", "platform", "", "platform", "inherited (documented)"),
        ),
        (
            "platform",
            "9.3/premises-access",
            row("theirs", "hosting", "", "hosting", "inherited (documented)"),
        ),
        ("hosting", "9.3/premises-access", row("mine", own, "two-halls", "", "documented")),
        // The platform leaves the keys to its customers, and the shop is one.
        (
            "platform",
            "9.7/key-management",
            row("theirs", "its customers (CSC)", "keys-of-the-customer", "", "documented"),
        ),
        ("ticket-shop", "9.7/key-management", row("mine", own, "custody-of-keys", "", "documented")),
        (
            "hosting",
            "9.12/independent-assessment",
            row("theirs", "assessor (CSN)", "assessment", "", "documented"),
        ),
        ("hosting", "9.12/chain-audit", row("not-applicable", "", "", "", "not-applicable")),
    ] {
        assert_eq!(rows[&(service.to_owned(), expectation.to_owned())], expected, "{service} {expectation}");
    }
    for (of, row) in &rows {
        match row.whose.as_str() {
            "mine" => assert_eq!((row.accountable.as_str(), row.providers.as_str()), (own, ""), "{of:?}"),
            "theirs" => assert!(!row.accountable.is_empty() && row.accountable != own, "{of:?}: {row:?}"),
            _ => assert_eq!(row.accountable, "", "{of:?}"),
        }
        assert_eq!(row.verdict.starts_with("inherited"), !row.providers.is_empty(), "{of:?}: {row:?}");
    }
}

#[test]
fn all_forms_say_the_same() {
    let folder = chain();
    // Shared, and nobody's, besides the rest.
    replace(&folder, SHOP, "meets    = [\"9.7/key-management\"]", "meets    = [\"9.7/encryption-at-rest\"]");
    let rows = from_json(&folder);
    assert_eq!(
        rows[&("ticket-shop".to_owned(), "9.7/encryption-at-rest".to_owned())],
        row("shared", "this service (CSP); platform", "custody-of-keys", "platform", "documented")
    );
    assert_eq!(from_csv(&folder), rows);
    assert_eq!(from_markdown(&folder, &BTreeMap::from(TITLES)), rows);
    let human = run(&folder, &["responsibilities", "--isolated"]).stdout;
    let headings = BTreeMap::from([
        ("nobody's", "nobody's"),
        ("mine", "mine"),
        ("shared", "shared"),
        ("theirs", "theirs"),
        ("does", "not-applicable"),
    ]);
    let (mut service, mut whose) = ("", "");
    let mut told: BTreeMap<(String, String), String> = BTreeMap::new();
    let mut last = None;
    for line in human.lines() {
        if let Some((_, id)) = TITLES.iter().find(|(title, _)| line.starts_with(title)) {
            (service, whose) = (id, "");
        } else if !line.starts_with(' ') && !line.is_empty() {
            whose = headings.get(line.split([':', ' ']).next().unwrap()).copied().unwrap_or("");
        } else if line.starts_with("  9.") && !whose.is_empty() {
            let of = (service.to_owned(), line.split_whitespace().next().unwrap().to_owned());
            assert_eq!(rows[&of].whose, whose, "{line}");
            told.insert(of.clone(), line.to_owned());
            last = Some(of);
        } else if let Some(known) = last.as_ref().and_then(|of| told.get_mut(of)) {
            known.push_str(&format!(" {}", line.trim_start()));
        }
    }
    for (of, line) in &told {
        let row = &rows[of];
        assert!(line.contains(&format!("  {}", row.verdict)), "{line}: {row:?}");
        let party = if row.whose == "mine" { "" } else { &row.accountable };
        for word in [&row.controls, party].iter().flat_map(|list| list.split("; ")) {
            assert!(line.contains(word), "{line}: {row:?}");
        }
    }
    let asked = run(&folder, &["responsibilities", "--isolated", "--format", "csv"]).stdout;
    assert_eq!(
        told.len(),
        asked.lines().filter(|line| line.contains(",true,")).count(),
        "every one that is asked for"
    );
}

/// The row of the shop, and why, as the human form tells it.
#[track_caller]
fn told(folder: &Folder, expectation: &str) -> (Row, String) {
    let rows = from_json(folder);
    let human = run(folder, &["responsibilities", SHOP, "--isolated"]).stdout;
    let mut lines = human.lines().skip_while(|line| !line.starts_with(&format!("  {expectation} ")));
    let first = lines.next().unwrap_or_default();
    let rest = lines.take_while(|line| line.starts_with("      "));
    let words: Vec<&str> = std::iter::once(first).chain(rest).flat_map(str::split_whitespace).collect();
    (rows[&("ticket-shop".to_owned(), expectation.to_owned())].clone(), words.join(" "))
}

#[test]
fn what_nobody_answers_for_says_who_was_expected_to() {
    let folder = chain();
    // Each side names the other.
    replace(
        &folder,
        SHOP,
        "  \"9.7/data-recovery\",\n",
        "  \"9.7/data-recovery\",\n  \"9.7/key-management\",\n",
    );
    replace(&folder, SHOP, "meets    = [\"9.7/key-management\"]", "meets    = [\"9.7/tenant-isolation\"]");
    let (row_of, line) = told(&folder, "9.7/key-management");
    assert_eq!(row_of, row("nobody's", "", "", "", "missing"));
    assert_eq!(
        line,
        "9.7/key-management missing \"platform\" is to provide it, and leaves it to its customers"
    );

    // A control that names no party.
    let folder = chain();
    replace(
        &folder,
        SHOP,
        "id       = \"custody-of-keys\"\nkind     = \"procedure\"\nby       = \"CSP\"\n",
        "id       = \"custody-of-keys\"\nkind     = \"procedure\"\n",
    );
    let (row_of, line) = told(&folder, "9.7/key-management");
    assert_eq!(row_of, row("nobody's", "", "custody-of-keys", "", "documented"));
    assert!(
        line.ends_with("control custody-of-keys; control custody-of-keys does not say by whom"),
        "{line}"
    );

    // What the service keeps for itself though another was named is its own.
    let folder = chain();
    replace(
        &folder,
        SHOP,
        "  \"9.7/data-recovery\",\n",
        "  \"9.7/data-recovery\",\n  \"9.7/key-management\",\n",
    );
    let (row_of, _) = told(&folder, "9.7/key-management");
    assert_eq!(row_of, row("mine", "this service (CSP)", "custody-of-keys", "", "documented"));
}

#[test]
fn of_several_partners_the_one_that_holds_the_duty_is_named() {
    let folder = chain();
    let second = "[[partners]]\nid       = \"print\"\ndelivers = [\"operations\"]\n\n[sla]";
    replace(&folder, SHOP, "[sla]", second);
    assert_eq!(told(&folder, "9.12/independent-assessment").0.accountable, "assessor (CSN)");
    replace(&folder, SHOP, "holds    = [\"9.12/independent-assessment\"]", "holds    = [\"9.12/*\"]");
    assert_eq!(told(&folder, "9.12/independent-assessment").0.accountable, "assessor (CSN)");
    replace(&folder, SHOP, "holds    = [\"9.12/*\"]", "");
    assert_eq!(told(&folder, "9.12/independent-assessment").0.accountable, "a partner (CSN)");
}

#[test]
fn a_terminal_is_not_overrun() {
    let folder = chain();
    // Everything is asked for twice, by names that are long.
    let mut copies = String::new();
    for number in 0..6 {
        copies.push_str(&format!(
            "[[controls]]\nid = \"a-control-with-a-long-name-{number}\"\nkind = \"policy\"\nby = \"CSP\"\nstatus = \"planned\"\nmeets = [\"9.3/premises-access\"]\n\n"
        ));
    }
    replace(&folder, SHOP, "[sla]", &format!("{copies}[sla]"));
    let human = run(&folder, &["responsibilities", "--isolated"]).stdout;
    assert!(human.lines().all(|line| line.chars().count() <= 100), "{human}");
    let (row_of, line) = told(&folder, "9.3/premises-access");
    assert_eq!(row_of.whose, "shared");
    assert!(
        line.contains("this service (CSP) and platform; controls a-control-with-a-long-name-0, a-"),
        "{line}"
    );
    assert!(line.ends_with("a-control-with-a-long-name-5; done by hosting"), "{line}");
}

#[test]
fn what_cannot_be_judged_is_no_empty_table() {
    let folder = chain();
    replace(&folder, SHOP, "role       = \"CSP\"", "rule       = \"CSP\"");
    let outcome = run(&folder, &["responsibilities", "--isolated"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("`shop/ccsec.toml` could not be judged"), "{}", outcome.stderr);
    assert!(outcome.stdout.contains("(platform/ccsec.toml)"), "the others are shown");
    let nothing = run(&Folder::new(), &["responsibilities"]);
    assert_eq!((nothing.code, nothing.stdout.as_str()), (3, ""));
    assert!(nothing.stderr.starts_with("nothing to judge: "), "{}", nothing.stderr);
}
