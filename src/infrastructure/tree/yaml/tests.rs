use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::infrastructure::Value;
use crate::infrastructure::tree::json_of as json;

fn short(tag: &str) -> Option<String> {
    match tag {
        "!Ref" => Some("Ref".to_owned()),
        "!Sub" | "!If" | "!GetAtt" => Some(format!("Fn::{}", &tag[1..])),
        _ => None,
    }
}

fn tree(text: &str) -> Tree {
    read(&Arc::new(Source::new("a.yaml", text)), &short)
}

fn one(text: &str) -> Node {
    let mut found = parse(&Arc::new(Source::new("a.yaml", text)), &short).unwrap();
    assert_eq!(found.len(), 1, "{text}");
    found.remove(0)
}

fn at<'a>(node: &'a Node, path: &str) -> &'a Node {
    path.split('.').fold(node, |node, step| match step.parse::<usize>() {
        Ok(index) => &node.items()[index],
        Err(_) => node.get(step).unwrap(),
    })
}

fn shown<'a>(node: &'a Node, path: &str) -> &'a str {
    at(node, path).origin.text()
}

const POD: &str = "\u{feff}# a pod\r\nkind: Pod # é\r\nspec:\r\n  containers:\r\n  - name: \"sérver\"\r\n    \
                   securityContext:\r\n      privileged: true\r\n      capabilities: {add: ['ALL']}\r\n    \
                   command: |-\r\n      run\r\n      it\r\n\r\n    env:\r\n    args: []\r\n  volumes:\r\n  \
                   - - x\r\n";

#[test]
fn a_scalar_is_underlined_as_written_and_a_collection_at_its_key() {
    let pod = one(POD);
    assert_eq!(
        json(&pod),
        serde_json::json!({"kind": "Pod", "spec": {
            "containers": [{
                "name": "sérver",
                "securityContext": {"privileged": true, "capabilities": {"add": ["ALL"]}},
                "command": "run\nit", "env": null, "args": [],
            }],
            "volumes": [["x"]],
        }})
    );
    assert_eq!(pod.origin.text(), "kind: Pod");
    assert_eq!(shown(&pod, "spec.containers"), "containers");
    assert_eq!(shown(&pod, "spec.containers.0"), "name: \"sérver\"");
    assert_eq!(shown(&pod, "spec.containers.0.name"), "\"sérver\"");
    assert_eq!(shown(&pod, "spec.containers.0.securityContext"), "securityContext");
    assert_eq!(shown(&pod, "spec.containers.0.securityContext.privileged"), "true");
    assert_eq!(shown(&pod, "spec.containers.0.securityContext.capabilities"), "{add: ['ALL']}");
    assert_eq!(shown(&pod, "spec.containers.0.securityContext.capabilities.add"), "['ALL']");
    assert_eq!(shown(&pod, "spec.containers.0.command"), "run\r\n      it");
    assert_eq!(shown(&pod, "spec.containers.0.env"), "env", "an empty value is shown at its key");
    assert_eq!(shown(&pod, "spec.containers.0.args"), "[]");
    assert_eq!(shown(&pod, "spec.volumes.0"), "- x");
}

#[test]
fn the_whole_of_a_collection_can_be_had() {
    let tree = tree(POD);
    let pod = &tree.documents[0].root;
    assert_eq!(
        tree.wholes.of(at(pod, "spec.containers.0.securityContext")).text(),
        "securityContext:\r\n      privileged: true\r\n      capabilities: {add: ['ALL']}"
    );
    let item = tree.wholes.of(at(pod, "spec.containers.0"));
    assert!(item.text().starts_with("name: \"sérver\"\r\n    securityContext:"), "{}", item.text());
    assert!(item.text().ends_with("args: []"), "{}", item.text());
    assert_eq!(tree.wholes.of(at(pod, "kind")).text(), "Pod", "a scalar is whole");
    assert_eq!(tree.documents[0].extent.text(), POD, "comments belong to the document");
}

#[test]
fn a_comment_is_no_part_of_a_first_line() {
    let root = one("- name: a # b\n  x: 1\n- name: 'a # b'\n  x: 1\n");
    assert_eq!((shown(&root, "0"), shown(&root, "1")), ("name: a", "name: 'a # b'"));
}

#[test]
fn json_is_yaml() {
    let text = "{\n\t\"kind\": \"List\",\n\t\"items\": [\n\t\t{\n\t\t\t\"a\\u00e9\": \"\\ud83d\\ude00\",\n\t\t\t\"b\": {\n\
                \t\t\t\t\"c\":1e3, \"d\":\"\\/\"\n\t\t\t}\n\t\t}\n\t]\n}\n";
    let root = one(text);
    assert_eq!(
        json(&root),
        serde_json::json!({"kind": "List", "items": [{"aé": "😀", "b": {"c": 1000.0, "d": "/"}}]})
    );
    assert_eq!(shown(&root, "items"), "\"items\"");
    assert_eq!(shown(&root, "items.0"), "{");
    assert_eq!(shown(&root, "items.0.b"), "\"b\"");
}

#[test]
fn json_may_have_long_texts_and_long_lines() {
    let long = "x".repeat(5000);
    let value = serde_json::json!({"a": long, "b": [long, {"c": vec![long; 3]}], "d": {"e": vec![1; 5000]}});
    for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
        assert_eq!(json(&one(&text)), value);
    }
}

#[test]
fn plain_scalars_mean_what_the_tools_take_them_for() {
    let root =
        one("a: [yes, No, on, OFF, y, true, 'true', ~, null, 0644, 0o17, 0x1F, 0899, -12, +3, .5, 1., \
                    1e3, -1.5, .inf, .nan, inf, 22:22, 2012-10-17, 1_000, 1.2.3, 123456789012, \
                    18446744073709551615, 99999999999999999999, 1e999, '', --, 0, -0x10, e5]\n");
    assert_eq!(
        json(root.get("a").unwrap()),
        serde_json::json!([
            true,
            false,
            true,
            false,
            "y",
            true,
            "true",
            null,
            null,
            420,
            15,
            31,
            "0899",
            -12,
            3,
            0.5,
            1.0,
            1000.0,
            -1.5,
            ".inf",
            ".nan",
            "inf",
            "22:22",
            "2012-10-17",
            "1_000",
            "1.2.3",
            123456789012_u64,
            18446744073709551615_u64,
            1e20,
            "1e999",
            "",
            "--",
            0,
            -16,
            "e5"
        ])
    );
    let keys = one("on: 1\n8080: 2\n~: 3\n? [a, b]\n: 4\n\"q\": 5\n");
    assert_eq!(json(&keys), serde_json::json!({"on": 1, "8080": 2, "~": 3, "[a, b]": 4, "q": 5}));
}

#[test]
fn core_tags_decide_and_unknown_tags_do_not() {
    let root =
        one("a: !!str 12\nb: !!int '12'\nc: !custom 12\nd: ! 12\ne: !reference [.x, y]\nf: !!binary aGk=\n");
    assert_eq!(
        json(&root),
        serde_json::json!({"a": "12", "b": 12, "c": 12, "d": "12", "e": [".x", "y"], "f": "aGk="})
    );
    assert_eq!(shown(&root, "a"), "12");
}

#[test]
fn a_tag_with_a_long_form_becomes_a_map() {
    let root =
        one("a: !Ref  Bucket\nb: !Sub\n  - \"${x}\"\n  - x: !GetAtt A.B\nc: !If [a, !Ref b, !Ref c]\nd:\n\
                    - !Sub |\n    line\ne: !Ref\n");
    assert_eq!(
        json(&root),
        serde_json::json!({
            "a": {"Ref": "Bucket"},
            "b": {"Fn::Sub": ["${x}", {"x": {"Fn::GetAtt": "A.B"}}]},
            "c": {"Fn::If": ["a", {"Ref": "b"}, {"Ref": "c"}]},
            "d": [{"Fn::Sub": "line\n"}],
            "e": {"Ref": null},
        })
    );
    assert_eq!(shown(&root, "a"), "!Ref  Bucket");
    assert_eq!(shown(&root, "a.Ref"), "Bucket");
    assert_eq!(shown(&root, "b"), "b", "what spans lines is shown at its key");
    assert_eq!(shown(&root, "b.Fn::Sub"), "!Sub");
    assert_eq!(shown(&root, "b.Fn::Sub.1.x"), "!GetAtt A.B");
    assert_eq!(shown(&root, "c.Fn::If.2"), "!Ref c");
    assert_eq!(shown(&root, "d.0"), "!Sub |");
    assert_eq!(shown(&root, "d.0.Fn::Sub"), "line");
    assert_eq!(shown(&root, "e"), "!Ref");
}

#[test]
fn aliases_unfold_and_merges_yield_to_what_is_written() {
    let root = one(
        "base: &base {a: 1, b: 2, c: 3}\nother: &other\n  b: 9\n  d: 4\nx:\n  a: 0\n  <<: [*base, *other]\n\
                    y:\n  <<: *base\n  '<<': kept\nz: *other\n&k key: *k\n",
    );
    assert_eq!(json(root.get("x").unwrap()), serde_json::json!({"a": 0, "b": 2, "c": 3, "d": 4}));
    assert_eq!(
        json(root.get("y").unwrap()),
        serde_json::json!({"a": 1, "b": 2, "c": 3, "<<": "kept"}),
        "a quoted key does not merge"
    );
    assert_eq!(json(root.get("z").unwrap()), serde_json::json!({"b": 9, "d": 4}));
    assert_eq!(shown(&root, "z"), "*other");
    assert_eq!(shown(&root, "z.d"), "4", "what an alias stands for is shown where it is written");
    assert_eq!(shown(&root, "x.b"), "2");
    assert_eq!(json(root.get("key").unwrap()), serde_json::json!("key"));
}

#[test]
fn documents_are_read_one_by_one() {
    let tree = tree(
        "# licence\n---\n---\nkind: A\n# about B\n---\n~\n---\nkind: [B\n---\nkind: C\nkind: D\n---\nkind: E\n",
    );
    let kinds: Vec<_> = tree.documents.iter().map(|document| shown(&document.root, "kind")).collect();
    assert_eq!(kinds, ["A", "E"]);
    let extents: Vec<_> = tree.documents.iter().map(|document| document.extent.text()).collect();
    assert_eq!(extents, ["# licence\n---\n---\nkind: A\n# about B\n", "\nkind: E\n"]);
    let broken: Vec<_> = tree.broken.iter().map(|b| (b.message.as_str(), b.origin.text())).collect();
    assert_eq!(broken.len(), 2, "{broken:?}");
    assert!(broken[0].0.starts_with("not YAML: "), "{broken:?}");
    assert_eq!(broken[1], ("the key `kind` is there already", "kind"));
    assert_eq!(tree.broken[1].origin.span.start, 67, "the second of the two");
}

#[test]
fn what_is_broken_is_told_at_its_place() {
    let told = |text: &str| {
        let broken = parse(&Arc::new(Source::new("a.yaml", text)), &short).unwrap_err();
        (broken.message.clone(), broken.origin.text().to_owned())
    };
    assert_eq!(told("a: 1\n  b: 2\n").1, ":");
    assert_eq!(told("a: *nothing\n").1, "*");
    assert_eq!(told("é: &a [*a]\n"), ("the alias stands within its own anchor".to_owned(), "*a".to_owned()));
    assert_eq!(told("<<: 1\n"), ("`<<` merges what is not a map".to_owned(), "<<".to_owned()));
    assert_eq!(told("a: 'x\n").1, "'");
    assert_eq!(told("a: b\0c\n").1, "\0");
}

#[test]
fn depth_is_bounded_whatever_it_is_made_of() {
    for text in ["[".repeat(100_000), "{a: ".repeat(100_000), "- ".repeat(100_000), "? ".repeat(100_000)] {
        assert_eq!(tree(&text).documents.len(), 0);
        assert_eq!(tree(&text).broken.len(), 1);
    }
    let tags = format!("{}{}", "[!Ref ".repeat(100), "]".repeat(100));
    assert_eq!(tree(&tags).broken[0].message, "values are nested more than 128 levels deep");
    let mut chain = String::from("a0: &a0 [x]\n");
    for level in 1..200 {
        writeln!(chain, "a{level}: &a{level} [*a{}]", level - 1).unwrap();
    }
    assert_eq!(tree(&chain).broken[0].message, "values are nested more than 128 levels deep");
    let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
    assert!(tree(&deep).broken.is_empty());
}

#[test]
fn a_billion_laughs_are_not_laughed() {
    let mut text = String::from("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for level in 1..12 {
        let inner = vec![format!("*a{}", level - 1); 10].join(", ");
        writeln!(text, "a{level}: &a{level} [{inner}]").unwrap();
    }
    assert_eq!(tree(&text).broken[0].message, "aliases unfold to too much");
    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(1 << 20), vec!["*a"; 100].join(", "));
    assert_eq!(tree(&long).broken[0].message, "aliases unfold to too much");
}

#[test]
fn a_quoted_text_may_go_on_at_the_indentation_of_its_key() {
    let root = one(
        "a:\n- b: 'it''s\r\n  one é\n\n  text'\n  c: \"x\\\n  \\ty\n  \\\"z\"\n  d: 'far\n    off'\ne: \"no\nindent\"\n",
    );
    assert_eq!(
        json(&root),
        serde_json::json!({
            "a": [{"b": "it's one é\ntext", "c": "x\ty \"z", "d": "far off"}], "e": "no indent"
        })
    );
    assert_eq!(shown(&root, "a.0.b"), "'it''s\r\n  one é\n\n  text'");
    assert_eq!(shown(&root, "e"), "\"no\nindent\"");
    let unclosed = tree(&format!("a: '{}", "b\n".repeat(5000)));
    assert_eq!(
        (unclosed.documents.len(), unclosed.broken[0].origin.span.start),
        (0, 6),
        "the first place counts"
    );
}

fn within(node: &Node) {
    let Origin { source, span } = &node.origin;
    assert!(
        span.start <= span.end && source.text().get(span.clone()).is_some(),
        "{span:?} in {:?}",
        source.text()
    );
    match &node.value {
        Value::List(items) => items.iter().for_each(within),
        Value::Map(entries) => entries.values().for_each(within),
        _ => {}
    }
}

fn check(text: &str) {
    let tree = tree(text);
    for document in &tree.documents {
        within(&document.root);
        within(&Node::new(Value::Null, document.extent.clone()));
        within(&Node::new(Value::Null, tree.wholes.of(&document.root)));
    }
    for broken in &tree.broken {
        within(&Node::new(Value::Null, broken.origin.clone()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_places_within_it(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_pile_of_yaml_gives_places_within_it(parts in prop::collection::vec(prop_oneof![
        Just("a: "), Just("- "), Just("\n"), Just("\r\n"), Just("  "), Just("\t"), Just("---\n"), Just("..."),
        Just("[")  , Just("]"), Just("{"), Just("}"), Just(","), Just(": "), Just("? "), Just("&a "), Just("*a"),
        Just("<<: "), Just("!Ref "), Just("!!str "), Just("!x"), Just("| \n"), Just(">-\n"), Just("'"), Just("a: 'b\nc"), Just("\""),
        Just("é"), Just("😀"), Just("#c"), Just("\u{feff}"), Just("\u{85}"), Just("{{ x }}"), Just("\0"), Just("~"),
        Just("b"), Just("%TAG ! x\n"), Just("12"), Just("\\u12"), Just("\u{2028}"),
    ], 0..40)) {
        check(&parts.concat());
    }
}
