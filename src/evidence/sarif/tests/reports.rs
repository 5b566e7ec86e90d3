use std::fs;

use super::*;

fn wrong(bytes: &[u8]) -> (String, String) {
    let broken = read(bytes, "t.sarif").unwrap_err();
    (broken.message.clone(), broken.origin.text().to_owned())
}

#[test]
fn what_is_no_report_is_broken_at_its_place() {
    let says = |text: &str, message: &str, place: &str| {
        assert_eq!(wrong(text.as_bytes()), (message.to_owned(), place.to_owned()), "{text}");
    };
    says("", "the report is empty", "");
    says(" \n", "the report is empty", "");
    says("{\"version\": \"2.1.0\", \"runs\": [{}", "the report ends in the middle", "}");
    says("{\"version\": \"2.1.0\",}", "the report is not JSON: trailing comma", "}");
    says("[1]", "the report is not SARIF: invalid type: integer `1`, expected a string", "1");
    says("{}", "the report is not SARIF: it has no `version`", "{");
    says("\u{feff}{\"version\": \"2.1.0\"}", "the report is not SARIF: it has no `runs`", "{");
    says(
        "{\"version\": \"2.0.0\", \"runs\": [{\"tool\": 7}]}",
        "the report is SARIF 2.0.0, and only 2.1.0 is read",
        "\"2.0.0\"",
    );
    let number = "{\"version\": \"2.1.0\", \"runs\": [7]}";
    assert!(wrong(number.as_bytes()).0.starts_with("the report is not SARIF: invalid type: integer `7`"));
    assert_eq!(wrong(b"\xff\xfe{\0").0, "the report is UTF-16, and SARIF is UTF-8");
    assert_eq!(
        wrong(b"{\"a\": \"\xe9\"}"),
        ("the report is not UTF-8 from here on".to_owned(), "\"".to_owned())
    );
    let deep = "[".repeat(100_000);
    assert!(wrong(deep.as_bytes()).0.starts_with("the report is not SARIF"), "{:?}", wrong(deep.as_bytes()));
    let deep = format!("{{\"x\": {}", "[".repeat(100_000));
    assert!(read(deep.as_bytes(), "t").is_err());
    let huge = vec![b' '; LARGEST + 1];
    assert!(wrong(&huge).0.starts_with("the report has 64 MiB"));
    for cut in 0..results(r#"{"ruleId": "R1", "message": {"text": "ß"}}"#).len() {
        let whole = results(r#"{"ruleId": "R1", "message": {"text": "ß"}}"#);
        assert!(read(&whole.as_bytes()[..cut], "t").is_err());
    }
}

#[test]
fn real_reports() {
    let read = |name: &str| fs::read_to_string(fixtures().join(name)).unwrap();
    let lines = |judged: &Judgement| -> Vec<String> { judged.hits.iter().map(Hit::place).collect() };
    let judged = asked(&["CKV_AWS_189"]).of(&read("checkov.sarif"));
    assert_eq!(
        (judged.standing, lines(&judged)),
        (Standing::Contradicted, vec!["infra/disk.tf:2".to_owned(), "infra/disk.tf:8".to_owned()])
    );
    assert!(judged.hits[0].origin.text().starts_with("resource \"aws_ebs_volume\" \"data\" {"));
    assert!(judged.hits[0].origin.text().ends_with('}'));
    assert_eq!(
        judged.hits[0].message,
        "Ensure EBS Volume is encrypted by KMS using a customer managed Key (CMK)"
    );
    assert_eq!((judged.hits[0].tool.as_str(), judged.hits[0].rule.as_str()), ("Checkov", "CKV_AWS_189"));
    let judged = asked(&["CKV_AWS_3"]).of(&read("checkov.sarif"));
    assert_eq!(lines(&judged), ["infra/disk.tf:2"], "the other one is suppressed");
    let mut text: serde_json::Value = serde_json::from_str(&read("checkov.sarif")).unwrap();
    text["runs"][0]["results"].as_array_mut().unwrap().retain(|result| result.get("suppressions").is_some());
    let judged = asked(&["CKV_AWS_3"]).of(&text.to_string());
    assert_eq!((judged.standing, lines(&judged)), (Standing::Suppressed, vec!["infra/disk.tf:8".to_owned()]));
    assert_eq!(judged.hits[0].reason.as_deref(), Some("Holds nothing but a cache"));
    assert_eq!(asked(&["CKV_AWS_26"]).of(&read("checkov-clean.sarif")).standing, Standing::NotCovered);
    assert_eq!(asked(&[]).of(&read("checkov-clean.sarif")).standing, Standing::Undated);

    let judged = asked(&["artipacked"]).of(&read("zizmor.sarif"));
    assert_eq!(judged.hits[0].origin.text(), "uses: actions/checkout@v4");
    let judged = asked(&["zizmor/template-injection"]).of(&read("zizmor.sarif"));
    let under = judged.hits[0].origin.text();
    assert_eq!(
        under, "github.event.pull_request.title",
        "zizmor counts bytes, and an umlaut stands before it"
    );
    assert_eq!(asked(&["artipacked"]).of(&read("zizmor-clean.sarif")).standing, Standing::NotCovered);

    let judged = asked(&["*.disk-in-clear"]).of(&read("semgrep.sarif"));
    assert_eq!(lines(&judged), ["infra/disk.tf:5", "infra/disk.tf:12"]);
    assert_eq!(judged.hits[0].origin.text(), "encrypted         = false");
    let reviewed = "2026-11-20".parse().ok();
    let clean = Asked { rules: vec!["sg.public-bucket"], reviewed, ..Asked::default() };
    assert_eq!(clean.of(&read("semgrep.sarif")).standing, Standing::Attested, "it lists what ran");
    let misspelt = Asked { rules: vec!["sg.public-buckets"], unlisted: Unlisted::Passed, reviewed };
    assert_eq!(misspelt.of(&read("semgrep.sarif")).standing, Standing::NotCovered);
}

#[test]
fn a_damaged_report_is_judged_or_broken_but_never_a_panic() {
    let mut seed: u32 = 3;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as usize % below
    };
    for name in ["checkov.sarif", "zizmor.sarif"] {
        let whole = fs::read(fixtures().join(name)).unwrap();
        for _ in 0..1_000 {
            let mut bytes = whole.clone();
            for _ in 0..=next(3) {
                let at = next(bytes.len());
                match next(3) {
                    0 => drop(bytes.remove(at)),
                    1 => bytes[at] = b"{}[],:\"0-9e\\n\xff"[next(14)],
                    _ => bytes.insert(at, b'0'),
                }
            }
            if let Ok(report) = read(&bytes, name) {
                let rules = Rules::new(&["*".to_owned()]).unwrap();
                let today = "2026-11-22".parse().unwrap();
                let question = Question {
                    rules: &rules,
                    unlisted: Unlisted::Passed,
                    reviewed: None,
                    today,
                    oldest_days: 1,
                };
                judge(&report, &question, &mut Files::new(&fixtures(), ""));
            }
        }
    }
    let many = results(&vec!["[]"; 4_000_001].join(","));
    assert_eq!(wrong(many.as_bytes()).0, "the report holds more than 4000000 objects and lists");
}

#[test]
fn a_large_report_is_read_in_one_pass() {
    let result = r#"{"ruleId": "R1", "message": {"text": "x"}, "locations": [{"physicalLocation": {"artifactLocation": {"uri": "infra/disk.tf"}, "region": {"startLine": 2}}}]}"#;
    let text = results(&vec![result; 100_000].join(","));
    let began = std::time::Instant::now();
    let judged = Asked::default().of(&text);
    assert_eq!((judged.hits.len(), judged.more), (200, 99_800));
    // Generous: unoptimised, on a busy machine.
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
}
