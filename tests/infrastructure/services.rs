//! For each platform, a service whose claims are true, the same service broken in one line, and the same
//! with a value that cannot be known: `fixtures/infrastructure/PLATFORM/{true/,broken.diff,unknown.diff}`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::support::{Folder, Report};
use super::{place, places, verdict};

/// What a platform's service comes to.
struct Service {
    platform: &'static str,
    /// The expectations that the code verifies.
    verified: &'static [&'static str],
    /// The one that is broken.
    expectation: &'static str,
    /// The file that contradicts it, and the text there.
    at: (&'static str, &'static str),
    message: &'static str,
    /// What cannot be known, as the reason says it.
    unknown: &'static str,
}

const SERVICES: &[Service] = &[
    Service {
        platform: "aws",
        verified: &[
            "9.10/continuous-monitoring",
            "9.10/early-warning",
            "9.11/recovery-redundancy",
            "9.2/authentication",
            "9.2/authorization",
            "9.2/transaction-audit",
            "9.7/access-control",
            "9.7/data-location",
            "9.7/data-recovery",
            "9.7/encryption-at-rest",
            "9.7/key-management",
        ],
        expectation: "9.7/data-recovery",
        at: ("infra/main.tf", "var.backup_schedule"),
        message: r#""9.7/data-recovery" is claimed, but aws_backup_plan.catalog backs up every 168 hours, but at most 1440 minutes may be lost; 7.1.1 is left exposed"#,
        unknown: "variable `backup_schedule` has no default (infra/main.tf:45)",
    },
    Service {
        platform: "azure",
        verified: &[
            "9.10/incident-response",
            "9.11/recovery-redundancy",
            "9.2/authorization",
            "9.2/identity-management",
            "9.2/transaction-audit",
            "9.7/access-control",
            "9.7/data-deletion",
            "9.7/data-location",
            "9.7/data-recovery",
            "9.7/encryption-at-rest",
            "9.7/key-management",
            "9.9/security-policy",
        ],
        expectation: "9.7/data-location",
        at: ("infra/blobs/main.tf", "var.location"),
        message: r#""9.7/data-location" is claimed, but module.notices.azurerm_storage_account.this lies in NL, which data.jurisdictions leaves out; 8.1.3 is left exposed"#,
        unknown: "variable `notices` has no default (infra/blobs/main.tf:4)",
    },
    Service {
        platform: "cloudformation",
        verified: &[
            "9.2/authentication",
            "9.2/authorization",
            "9.2/transaction-audit",
            "9.7/access-control",
            "9.7/data-location",
            "9.7/data-recovery",
            "9.7/encryption-at-rest",
            "9.7/key-management",
        ],
        expectation: "9.7/encryption-at-rest",
        at: ("templates/desk.yaml", "!Ref EncryptDisks"),
        message: r#""9.7/encryption-at-rest" is claimed, but Scratch is not encrypted; 7.1.1 and 8.1.7 are left exposed"#,
        unknown: "parameter `EncryptDisks` has no default (templates/desk.yaml:53)",
    },
    Service {
        platform: "compose",
        verified: &["9.2/software-authentication", "9.5/workload-isolation", "9.6/border-access-control"],
        expectation: "9.6/border-access-control",
        at: ("compose.yaml", r#""5432:5432""#),
        message: r#""9.6/border-access-control" is claimed, but services.table publishes PostgreSQL on every network of its host; 7.1.2 is left exposed"#,
        unknown: "environment variable `ADDRESS` (compose.yaml:31)",
    },
    Service {
        platform: "google",
        verified: &[
            "9.2/active-monitoring",
            "9.2/administrator-authentication",
            "9.2/authorization",
            "9.2/identity-management",
            "9.4/interface-encryption",
            "9.4/interface-integrity",
            "9.5/hypervisor-hardening",
            "9.6/attack-protection",
            "9.6/border-access-control",
            "9.6/intrusion-detection",
            "9.6/secure-communication",
        ],
        expectation: "9.6/border-access-control",
        at: ("infra/network.tf", "each.value.from"),
        message: r#""9.6/border-access-control" is claimed, but google_compute_firewall.in["administration"] lets 0.0.0.0/0 reach port 22 (SSH); 7.1.2 is left exposed"#,
        unknown: "variable `administration` has no default (infra/network.tf:25)",
    },
    Service {
        platform: "kubernetes",
        verified: &[
            "9.10/continuous-monitoring",
            "9.10/early-warning",
            "9.11/recovery-redundancy",
            "9.14/provenance-verification",
            "9.2/software-authentication",
            "9.5/hypervisor-hardening",
            "9.5/malware-protection",
            "9.5/workload-isolation",
            "9.6/network-isolation",
            "9.6/security-domains",
            "9.6/traffic-segregation",
        ],
        expectation: "9.2/software-authentication",
        at: ("deploy/base/rasteriser.yaml", "registry.printing.example/rasteriser:latest"),
        message: r#""9.2/software-authentication" is claimed, but Deployment/print-orders/rasteriser takes whatever image of container rasteriser is the latest; 8.1.8 is left exposed"#,
        unknown: "is filled in by a template (deploy/base/rasteriser.yaml:28)",
    },
    Service {
        platform: "plan",
        verified: &[
            "9.10/continuous-monitoring",
            "9.10/early-warning",
            "9.11/recovery-redundancy",
            "9.7/data-location",
            "9.7/data-recovery",
            "9.7/encryption-at-rest",
            "9.7/key-management",
            "9.9/patch-management",
        ],
        expectation: "9.11/recovery-redundancy",
        at: ("plan.json", "false"),
        message: r#""9.11/recovery-redundancy" is claimed, but module.database.aws_db_instance.this has no second node that takes over; 7.1.1, 8.1.5 and 8.2.7 are left exposed"#,
        unknown: "known after apply (plan.json:198)",
    },
];

fn fixture(platform: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/infrastructure").join(platform)
}

/// The true service of a platform, in a repository of its own.
fn folder(platform: &str) -> Folder {
    let (folder, from) = (Folder::new(), fixture(platform).join("true"));
    folder.file(".git/HEAD", "ref");
    for entry in WalkDir::new(&from).sort_by_file_name() {
        let path = entry.unwrap().into_path();
        if path.is_file() {
            folder.file(path.strip_prefix(&from).unwrap(), fs::read(&path).unwrap());
        }
    }
    folder
}

/// Applies a unified diff; the numbers of lines that it takes away and adds.
fn patch(folder: &Folder, diff: &str) -> (usize, usize) {
    let mut changed = (0, 0);
    for of_file in diff.split("\n--- true/").skip(1) {
        let (file, _) = of_file.split_once('\n').unwrap();
        for hunk in of_file.split("\n@@ ").skip(1) {
            let lines: Vec<&str> = hunk.lines().skip(1).collect();
            let side = |sign: char| -> String {
                let of_side = lines.iter().filter(|line| line.starts_with([' ', sign]));
                of_side.map(|line| format!("{}\n", &line[1..])).collect()
            };
            let text = fs::read_to_string(folder.join(file)).unwrap();
            assert_eq!(text.matches(&side('-')).count(), 1, "{file}: {hunk}");
            folder.file(file, text.replacen(&side('-'), &side('+'), 1));
            let count = |sign: char| lines.iter().filter(|line| line.starts_with(sign)).count();
            changed = (changed.0 + count('-'), changed.1 + count('+'));
        }
    }
    changed
}

fn report(service: &Service, diff: Option<&str>) -> (Folder, Report) {
    let folder = folder(service.platform);
    if let Some(name) = diff {
        let diff = fs::read_to_string(fixture(service.platform).join(name)).unwrap();
        let changed = patch(&folder, &diff);
        assert!(name != "broken.diff" || changed == (1, 1), "{}: one line differs", service.platform);
    }
    let report = folder.report([""; 0]);
    assert_eq!(report.faults(), [""; 0], "{}", service.platform);
    (folder, report)
}

/// The expectations with a verdict.
fn with_verdict(report: &Report, wanted: &str) -> BTreeSet<String> {
    let verdicts = report.json["services"][0]["verdicts"].as_object().unwrap();
    verdicts.iter().filter(|(_, it)| it["verdict"] == wanted).map(|(id, _)| id.clone()).collect()
}

fn set(ids: &[&str]) -> BTreeSet<String> {
    ids.iter().map(|&id| id.to_owned()).collect()
}

#[test]
fn every_platform_has_a_service() {
    let folders = fs::read_dir(fixture("")).unwrap().map(|entry| entry.unwrap().file_name());
    let folders: BTreeSet<String> = folders.map(|name| name.into_string().unwrap()).collect();
    assert_eq!(folders, SERVICES.iter().map(|service| service.platform.to_owned()).collect());
}

#[test]
fn true_claims_are_verified_and_nothing_is_found() {
    for service in SERVICES {
        let (_, report) = report(service, None);
        assert_eq!(report.code, 0, "{}", service.platform);
        assert!(report.findings.is_empty(), "{}: {:?}", service.platform, report.findings);
        assert_eq!(with_verdict(&report, "verified"), set(service.verified), "{}", service.platform);
    }
}

#[test]
fn one_line_that_is_broken_is_the_only_finding_and_is_shown_in_both_files() {
    for service in SERVICES {
        let (folder, report) = report(service, Some("broken.diff"));
        assert_eq!(report.rules(), ["claim/contradicted"], "{}", service.platform);
        assert_eq!(report.code, 1, "{}", service.platform);
        let (file, text) = service.at;
        assert_eq!(
            places(&folder, &report, "claim/contradicted"),
            [[
                place("ccsec.toml", &format!("{:?}", service.expectation), "claimed here"),
                place(file, text, "contradicted here"),
            ]],
            "{}",
            service.platform
        );
        assert_eq!(report.findings[0].message, service.message, "{}", service.platform);
        assert_eq!(
            with_verdict(&report, "contradicted"),
            set(&[service.expectation]),
            "{}",
            service.platform
        );
        let mut rest = set(service.verified);
        rest.remove(service.expectation);
        assert_eq!(with_verdict(&report, "verified"), rest, "{}: nothing else", service.platform);
    }
}

#[test]
fn what_cannot_be_known_neither_verifies_nor_contradicts() {
    for service in SERVICES {
        let (_, report) = report(service, Some("unknown.diff"));
        let (verdict, why) = verdict(&report, service.expectation);
        assert!(["declared", "documented"].contains(&verdict.as_str()), "{}: {verdict}", service.platform);
        assert!(
            why.contains("cannot be judged") && why.contains(service.unknown),
            "{}: {why}",
            service.platform
        );
        let mut rest = set(service.verified);
        rest.remove(service.expectation);
        assert_eq!(with_verdict(&report, "verified"), rest, "{}: nothing else", service.platform);
        let other = |rule: &&str| *rule != "claim/undocumented";
        assert_eq!(
            report.rules().into_iter().filter(other).count(),
            0,
            "{}: {:?}",
            service.platform,
            report.rules()
        );
    }
}
