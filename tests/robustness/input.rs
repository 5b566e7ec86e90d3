//! What is not there, is empty, or is no text.

use std::fs;

use crate::support::{Folder, GOOD, with};

use super::{at, seen};

#[test]
fn an_empty_folder_is_nothing_to_judge_and_the_linter_says_where_it_looked() {
    let folder = Folder::new();
    fs::create_dir_all(folder.join("services/empty")).unwrap();
    folder.file("services/readme.md", "ccsec").file("services/ccsec.toml.bak", GOOD);
    for format in ["human", "concise", "json"] {
        let outcome = folder.check(["--format", format, "services"]);
        assert_eq!(outcome.code, 3, "{format}");
        assert!(outcome.stderr.contains("`services`"), "{format}: {}", outcome.stderr);
        assert!(outcome.stderr.contains("ccsec-lint init"), "{format}: {}", outcome.stderr);
    }
    let outcome = folder.check::<&str>([]);
    assert_eq!((outcome.code, outcome.stderr.contains("`.`")), (3, true), "{}", outcome.stderr);
}

#[test]
fn a_path_that_does_not_exist_is_not_judged_and_the_others_are() {
    let folder = Folder::new();
    folder.file("a.ccsec.toml", GOOD);
    let report = folder.report(["nothing/here", "a.ccsec.toml"]);
    assert_eq!(report.code, 2);
    assert_eq!(report.judged(), ["a.ccsec.toml"]);
    let [fault] = report.faults()[..] else { panic!("{:?}", report.faults()) };
    assert!(fault.contains("`nothing/here`"), "{fault}");
    assert!(report.stderr.contains("nothing/here"), "people are told too: {}", report.stderr);
}

#[test]
fn an_empty_file_lacks_every_key() {
    let folder = Folder::new();
    for (name, text) in [("a", ""), ("b", "\u{feff}"), ("c", " \n\r\n\t"), ("d", "# to do\n")] {
        folder.file(format!("{name}.ccsec.toml"), text);
    }
    let report = folder.report(["."]);
    assert_eq!((report.code, report.judged().len()), (1, 0));
    for name in ["a", "b", "c", "d"] {
        let path = format!("{name}.ccsec.toml");
        let messages: Vec<&str> = at(&report, &path).iter().map(|finding| finding.message.as_str()).collect();
        let expected =
            ["ccsec", "data", "service", "threats"].map(|key| format!("the document lacks the key `{key}`"));
        assert_eq!(messages, expected, "{path}");
        assert!(at(&report, &path).iter().all(|finding| finding.rule == "descriptor/missing-key"));
        assert!(seen(&folder, "human", &[&path]).contains(&path), "{path} is named for people too");
    }
}

#[test]
fn a_file_that_is_not_utf_8_is_a_finding_at_its_first_wrong_byte() {
    let folder = Folder::new();
    let mut bytes = with("title = \"Network storage\"", "title = \"Speicher f?r é\"").into_bytes();
    let wrong = bytes.iter().position(|byte| *byte == b'?').unwrap();
    bytes[wrong] = 0xfc;
    let cut = [GOOD.as_bytes(), b"# \xe2\x82"].concat();
    folder.file("latin.ccsec.toml", &bytes).file("cut.ccsec.toml", &cut).file("good.ccsec.toml", GOOD);
    folder.file("sixteen.ccsec.toml", GOOD.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    let report = folder.report(["latin.ccsec.toml", "cut.ccsec.toml", "good.ccsec.toml"]);
    assert_eq!((report.code, report.judged()), (1, vec!["good.ccsec.toml"]));
    for (path, bytes, wrong) in [("latin.ccsec.toml", &bytes, wrong), ("cut.ccsec.toml", &cut, cut.len() - 2)]
    {
        let [finding] = at(&report, path)[..] else { panic!("{path}: {:?}", at(&report, path)) };
        assert_eq!((finding.rule.as_str(), finding.offset), ("descriptor/encoding", wrong));
        let said = format!("0x{:02X} at offset {wrong}", bytes[wrong]);
        assert!(finding.message.contains(&said), "{}", finding.message);
    }
    let report = folder.report(["sixteen.ccsec.toml"]);
    assert_eq!(report.code, 1, "a text in UTF-16 is no descriptor: {:?}", report.rules());
    assert!(report.of_form().len() == report.findings.len() && report.judged().is_empty());
}

#[test]
fn the_place_of_a_wrong_byte_ends_in_the_file() {
    let folder = Folder::new();
    folder.file("x.ccsec.toml", b"ccsec = 1 # \xff");
    let report = folder.report(["x.ccsec.toml"]);
    let place = &report.json["findings"][0]["locations"][0];
    assert_eq!((&place["start"]["offset"], &place["end"]["offset"]), (&12.into(), &13.into()));
}
