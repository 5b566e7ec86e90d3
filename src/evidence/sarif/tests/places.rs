use std::fs;

use super::*;

#[test]
fn a_message_is_filled_in() {
    let of = |message: &str| {
        let judged = Asked::default().of(&results(&format!(r#"{{"ruleId": "R1", "message": {message}}}"#)));
        judged.hits[0].message.clone()
    };
    assert_eq!(of(r#"{"id": "m", "arguments": ["bucket", "all"]}"#), "bucket is {open} to all");
    assert_eq!(of(r#"{"id": "m", "arguments": ["bucket"]}"#), "bucket is {open} to {1}");
    assert_eq!(of(r#"{"id": "other"}"#), "");
    assert_eq!(
        of(r#"{"text": "{0} {99999999999999999999999} {", "arguments": ["a"]}"#),
        "a {99999999999999999999999} {"
    );
    assert_eq!(of(r#"{"text": " a {0} \n"}"#), "a {0}");
    assert_eq!(of(r#"{"markdown": "**a**"}"#), "**a**");
    let bomb =
        format!(r#"{{"text": "{}", "arguments": ["{}"]}}"#, "{0}".repeat(100_000), "x".repeat(100_000));
    assert!(of(&bomb).chars().count() <= 1_001);
}

#[test]
fn a_region_is_turned_into_bytes() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a b.tf"), "\u{feff}x = \"𝒢\" # é\r\n  y = [\r\n    1,\r\n  ]\r\n\r\n")
        .unwrap();
    let of = |region: &str, columns: &str| {
        let text = results(&format!(
            r#"{{"ruleId": "R1", "locations": [{{"physicalLocation": {{"artifactLocation": {{"uri": "a%20b.tf"}}, "region": {region}}}}}]}}"#
        ));
        let text = text.replacen("\"tool\"", &format!("\"columnKind\": \"{columns}\", \"tool\""), 1);
        Asked::default().under(&text, folder.path()).hits[0].origin.text().to_owned()
    };
    let (units, scalars) = ("utf16CodeUnits", "unicodeCodePoints");
    assert_eq!(of(r#"{"startLine": 1, "startColumn": 10, "endColumn": 13}"#, units), "# é");
    assert_eq!(of(r#"{"startLine": 1, "startColumn": 9, "endColumn": 12}"#, scalars), "# é");
    assert_eq!(of(r#"{"startLine": 1, "startColumn": 5, "endColumn": 8}"#, scalars), "\"𝒢\"");
    assert_eq!(of(r#"{"startLine": 2, "endLine": 4}"#, units), "y = [\r\n    1,\r\n  ]");
    assert_eq!(of(r#"{"startLine": 3}"#, units), "1,");
    assert_eq!(of(r#"{"startLine": 3, "startColumn": 1, "endColumn": 1, "endLine": 3}"#, units), "1,");
    assert_eq!(of(r#"{"startLine": 1}"#, units), "x = \"𝒢\" # é");
    assert_eq!(of(r#"{"charOffset": 4, "charLength": 4}"#, units), "\"𝒢\"");
    assert_eq!(of(r#"{"charOffset": 4, "charLength": 3}"#, scalars), "\"𝒢\"");
    assert_eq!(of(r#"{"byteOffset": 7, "byteLength": 6}"#, units), "\"𝒢\"");
    assert_eq!(
        of(r#"{"byteOffset": 9, "byteLength": 1, "charOffset": -1}"#, units),
        "x = \"𝒢\" # é",
        "half a character"
    );
    assert_eq!(of("{}", units), "x = \"𝒢\" # é", "the file as a whole");
    assert_eq!(
        of(r#"{"startLine": 2, "startColumn": 99, "endLine": 1, "endColumn": 18446744073709551615}"#, units),
        "y = ["
    );
    assert_eq!(of(r#"{"startLine": 0}"#, units), "x = \"𝒢\" # é");
    for beyond in
        [r#"{"startLine": 99}"#, r#"{"charOffset": 999}"#, r#"{"byteOffset": 18446744073709551615}"#]
    {
        assert_eq!(of(beyond, units), "\"R1\"", "the report's own place: {beyond}");
    }
}

#[test]
fn a_file_is_found_where_the_report_means_it_and_never_outside() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("repo");
    fs::create_dir_all(root.join("infra")).unwrap();
    fs::write(root.join("infra/main.tf"), "inner").unwrap();
    fs::write(root.join("main.tf"), "outer").unwrap();
    fs::write(folder.path().join("secret"), "secret").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path().join("secret"), root.join("link")).unwrap();
    let bases = |bases: &str, location: &str| {
        let text = results(&format!(
            r#"{{"ruleId": "R1", "locations": [{{}}, {{"physicalLocation": {{"artifactLocation": {location}}}}}]}}"#
        ));
        let more = format!(
            r#""originalUriBaseIds": {{{bases}}}, "artifacts": [{{"location": {{"uri": "infra/main.tf"}}}}], "tool""#
        );
        Asked::default().under(&text.replacen("\"tool\"", &more, 1), &root).hits[0].origin.text().to_owned()
    };
    let of = |uri: &str| bases("", &format!(r#"{{"uri": "{uri}"}}"#));
    let here = root.canonicalize().unwrap();
    for inner in [
        "infra/main.tf",
        "./infra/../infra/main.tf",
        "infra%2Fmain.tf",
        r"infra\\main.tf",
        "file:///home/runner/work/repo/repo/infra/main.tf",
        "file:///C:/agent/repo/infra/main.tf",
        r"C:\\agent\\repo\\infra\\main.tf",
        "/src/infra/main.tf",
        &format!("file://{}/infra/main.tf", here.display()),
    ] {
        assert_eq!(of(inner), "inner", "{inner}");
    }
    assert_eq!(bases("", r#"{"index": 0}"#), "inner");
    let rooted =
        |base: &str| bases(&format!(r#""SRCROOT": {base}"#), r#"{"uri": "main.tf", "uriBaseId": "SRCROOT"}"#);
    assert_eq!(rooted("{}"), "outer");
    assert_eq!(rooted(r#"{"uri": "infra/"}"#), "inner");
    assert_eq!(rooted(r#"{"uri": "file:///home/ci/repo/infra/"}"#), "inner");
    assert_eq!(rooted(r#"{"uri": "file:///home/ci/repo/"}"#), "outer");
    assert_eq!(rooted(r#"{"uriBaseId": "SRCROOT"}"#), "outer", "a base that rests on itself");
    assert_eq!(
        bases(
            r#""A": {"uri": "infra", "uriBaseId": "B"}, "B": {"uri": "file:///x/"}"#,
            r#"{"uri": "main.tf", "uriBaseId": "A"}"#
        ),
        "inner"
    );
    assert_eq!(bases("", r#"{"uri": "infra/main.tf", "uriBaseId": "%SRCROOT%"}"#), "inner");
    for outside in [
        "../secret",
        "%2e%2e/secret",
        "infra/../../secret",
        "https://example.com/infra/main.tf",
        "link",
        "infra",
        "none.tf",
        "",
        "%00",
        "%ff",
        "infra/main.tf%0a",
    ] {
        assert_eq!(of(outside), "\"R1\"", "{outside}");
    }
}

#[test]
fn nothing_sensitive_of_a_plan_is_shown() {
    let plan = r#"{"format_version":"1.2","planned_values":{"root_module":{"resources":[{"address":"aws_db.a",
    "mode":"managed","type":"aws_db","name":"a","values":{"password":"hunter2-hunter2","size":1},"sensitive_values":{"password":true}}]}}}"#;
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("plan.json"), plan).unwrap();
    fs::write(folder.path().join("broken.json"), &plan[..plan.len() - 1]).unwrap();
    let of = |uri: &str| {
        let location = format!(
            r#"{{"physicalLocation": {{"artifactLocation": {{"uri": "{uri}"}}, "region": {{"startLine": 2}}}}}}"#
        );
        let text = results(&format!(r#"{{"ruleId": "R1", "locations": [{location}]}}"#));
        Asked::default().under(&text, folder.path()).hits[0].origin.clone()
    };
    let hit = of("plan.json");
    assert_eq!(hit.source.name(), "plan.json");
    assert!(hit.text().contains(r#""password":"***************","size":1"#), "{}", hit.text());
    assert_eq!(hit.source.text().len(), plan.len());
    assert!(of("broken.json").source.text().chars().all(|c| c == '*' || c == '\n'));

    let report = read(plan.as_bytes(), "plan.json").unwrap_err();
    assert_eq!(report.message, "the report is a plan of Terraform, not SARIF");
    assert_eq!(report.origin.source.text(), "");
}

#[test]
fn a_hit_without_a_file_lies_in_the_report() {
    let of = |result: &str| {
        let judged = asked(&[]).of(&results(result));
        (judged.hits[0].origin.source.name().to_owned(), judged.hits[0].origin.text().to_owned())
    };
    let name = "reports/t.sarif".to_owned();
    assert_eq!(of(r#"{"ruleId": "R1"}"#), (name.clone(), "\"R1\"".to_owned()));
    assert_eq!(of(r#"{"message": {"text": "bad"}}"#), (name.clone(), "\"bad\"".to_owned()));
    assert_eq!(
        of(r#"{"message": {"text": "b\u0061d"}}"#),
        (name, "{".to_owned()),
        "an escape hides the place"
    );
}
