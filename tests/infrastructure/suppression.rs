//! Comments in the code that set a statement aside.

use super::{CLOSED, OPEN, SERVICE, place, places, service, verdict};

const ID: &str = "9.7/encryption-at-rest";

#[test]
fn a_comment_with_a_reason_sets_a_contradiction_aside() {
    for id in [ID, "aws/ebs-encryption"] {
        let code = format!("# ccsec: ignore[{id}] scratch data of builds\n{OPEN}\n{CLOSED}");
        let report = service(SERVICE, &code).report([""; 0]);
        assert!(!report.rules().contains(&"claim/contradicted"), "{:?}", report.rules());
        assert!(!report.rules().contains(&"infrastructure/suppression"), "{:?}", report.findings);
        assert_eq!(verdict(&report, ID).0, "verified", "the other volume attests it");
    }
}

#[test]
fn a_suppression_that_does_not_work_is_a_finding() {
    for (comment, under, message) in [
        (
            "# ccsec: ignore[9.7/encryption-at-rest]",
            "# ccsec: ignore[9.7/encryption-at-rest]",
            "the suppression gives no reason",
        ),
        (
            "# ccsec: ignore[9.7/data-recovery] because",
            "9.7/data-recovery",
            "nothing here contradicts `9.7/data-recovery`",
        ),
        (
            "# ccsec: ignore[9.7/encription] because",
            "9.7/encription",
            "`9.7/encription` is neither an expectation nor an evidence rule that spoke",
        ),
    ] {
        let folder = service(SERVICE, &format!("{comment}\n{OPEN}"));
        let report = folder.report([""; 0]);
        let found: Vec<_> =
            report.findings.iter().filter(|it| it.rule == "infrastructure/suppression").collect();
        assert_eq!(found.len(), 1, "{comment}: {found:?}");
        assert_eq!((found[0].under.as_str(), found[0].message.as_str()), (under, message));
        assert!(report.rules().contains(&"claim/contradicted"), "{comment}");
    }
}

#[test]
fn one_that_is_not_needed_any_more_is_reported() {
    let folder = service(SERVICE, &format!("# ccsec: ignore[{ID}] scratch data\n{CLOSED}"));
    let report = folder.report([""; 0]);
    assert_eq!(
        places(&folder, &report, "infrastructure/suppression"),
        [[place("infra/main.tf", ID, "sets nothing aside")]]
    );
}
