//! What is read out of templates.

use super::super::tree::testing::{pointers, shown};
use super::super::tree::{json, yaml};
use super::*;

fn yaml(text: &str) -> Unit {
    let source = Arc::new(Source::new("template.yaml", text));
    let tree = yaml::read(&source, &long_form);
    assert_eq!(tree.broken, [], "{text}");
    let document = &tree.documents[0].root;
    assert!(is_template(document), "{text}");
    read(document, &tree.wholes, &source)
}

#[track_caller]
fn resource<'a>(unit: &'a Unit, id: &str) -> &'a Resource {
    let ids: Vec<&str> = unit.resources.iter().map(|one| one.address.as_str()).collect();
    unit.resources.iter().find(|one| one.address == id).unwrap_or_else(|| panic!("{id} is not in {ids:?}"))
}

/// The properties of one resource `X`, from what stands before `Resources` and from its properties.
#[track_caller]
fn properties(before: &str, properties: &str) -> serde_json::Value {
    let unit = yaml(&format!(
        "{before}\nResources:\n  Other: {{Type: AWS::KMS::Key}}\n  X:\n    Type: AWS::S3::Bucket\n    \
         Properties:\n{properties}"
    ));
    assert_eq!(unit.broken, []);
    shown(&resource(&unit, "X").values)
}

#[test]
fn a_resource_knows_its_places() {
    let text = "AWSTemplateFormatVersion: 2010-09-09\nResources:\n  # data\n  Data:\n    Type: AWS::S3::Bucket\n    \
                DeletionPolicy: Retain\n    Properties:\n      BucketName: x # it\n      Tags:\n        - Key: a\n          \
                Value: b\n  Key: {Type: AWS::KMS::Key, Properties: {EnableKeyRotation: 'true'}}\n";
    let unit = yaml(text);
    let data = resource(&unit, "Data");
    assert_eq!((data.kind.as_str(), data.provider.as_deref()), ("AWS::S3::Bucket", Some("aws")));
    assert_eq!(data.header.text(), "Data");
    let body = data.body.text();
    assert!(body.starts_with("Data:\n    Type") && body.ends_with("Value: b"), "{body:?}");
    assert_eq!(data.values.get("BucketName").unwrap().origin.text(), "x");
    assert_eq!(data.values.get("Tags").unwrap().origin.text(), "Tags");
    assert_eq!(data.values.get("DeletionPolicy").unwrap().text(), Some("Retain"));
    let key = resource(&unit, "Key");
    assert_eq!(key.header.text(), "Key");
    assert_eq!(key.body.text(), "Key: {Type: AWS::KMS::Key, Properties: {EnableKeyRotation: 'true'}}");
    assert_eq!(shown(&key.values), serde_json::json!({"EnableKeyRotation": "true"}), "a text stays a text");
}

#[test]
fn json_is_read_alike() {
    let text = "{\"Resources\": {\"Volume\": {\n  \"Type\": \"AWS::EC2::Volume\",\n  \"Properties\": \
                {\"Encrypted\": false, \"KmsKeyId\": {\"Fn::GetAtt\": [\"Key\", \"Arn\"]}}\n },\n \
                \"Key\": {\"Type\": \"AWS::KMS::Key\"}}}";
    let source = Arc::new(Source::new("template.json", text));
    let (document, wholes) = json::read(&source).unwrap();
    let unit = read(&document, &wholes, &source);
    let volume = resource(&unit, "Volume");
    assert_eq!(volume.header.text().trim_matches('"'), "Volume");
    assert!(volume.body.text().ends_with("[\"Key\", \"Arn\"]}}\n }"), "{}", volume.body.text());
    assert_eq!(volume.values.get("Encrypted").unwrap().origin.text(), "false");
    assert_eq!(
        shown(volume.values.get("KmsKeyId").unwrap()),
        serde_json::json!("known after deployment -> Key")
    );
    assert_eq!(volume.references["KmsKeyId"].iter().collect::<Vec<_>>(), ["Key"]);
    assert_eq!(resource(&unit, "Key").header.text(), "Key");
    let order: Vec<&str> = unit.resources.iter().map(|one| one.address.as_str()).collect();
    assert_eq!(order, ["Volume", "Key"], "in the order of the text");
}

#[test]
fn parameters_stand_for_their_defaults() {
    let before = "Parameters:\n  Size: {Type: Number, Default: '20'}\n  Ports: {Type: CommaDelimitedList, Default: 'a, b'}\n  \
                  Only: {Type: String, AllowedValues: [x]}\n  Open: {Type: String, AllowedValues: [x, y]}\n  \
                  Secret: {Type: String, NoEcho: true, Default: hunter2}\n  Hidden: {Type: String, NoEcho: 'TRUE'}\n  \
                  Image: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /a/b}\n  Flag: {Type: String, Default: true}\n";
    let found = properties(
        before,
        "      A: !Ref Size\n      B: !Ref Ports\n      C: !Ref Only\n      D: !Ref Open\n      E: !Ref Secret\n      \
         F: !Ref Hidden\n      G: !Ref Image\n      H: !Ref Flag\n      I: !Ref Nobody\n      J: !Ref AWS::Region\n      \
         K: !Ref AWS::NoValue\n      L: !Ref Other\n      M: !Sub '${Secret}@x'\n",
    );
    let expected = serde_json::json!({
        "A": 20, "B": ["a", "b"], "C": "x", "D": "parameter `Open` has no default -> ",
        "E": "parameter `Secret` is sensitive -> ", "F": "parameter `Hidden` is sensitive -> ",
        "G": "parameter `Image` is read from Systems Manager -> ", "H": "true",
        "I": "`Nobody` is not declared in the template -> ", "J": "`AWS::Region` is set at deployment -> ",
        "L": "known after deployment -> Other", "M": "parameter `Secret` is sensitive -> ",
    });
    assert_eq!(found, expected);
}

#[test]
fn functions_are_decided_where_they_can_be() {
    let before = "Parameters:\n  Stage: {Type: String, Default: prod}\n  Open: {Type: String}\n\
                  Mappings: {Sizes: {prod: {count: 3, zones: [a, b]}}}\n";
    let found = properties(
        before,
        "      A: !Sub '${Stage}-${!Literal}-${V}'\n      B: !Sub ['${Stage}-${V}', {V: 1}]\n      \
         C: !Join ['-', [a, !Ref Stage, 2]]\n      D: !Join ['', [a, !GetAtt Other.Arn]]\n      \
         E: !Select [1, [a, b]]\n      F: !Select ['1', !Split [',', 'a,b']]\n      G: !Split ['-', !Sub 'x-${Stage}']\n      \
         H: !FindInMap [Sizes, !Ref Stage, count]\n      I: !FindInMap [Sizes, !Ref Stage, zones]\n      \
         J: !FindInMap [Sizes, !Ref 'AWS::Region', count]\n      K: !FindInMap [Sizes, dev, count]\n      \
         L: !FindInMap [Sizes, dev, count, {DefaultValue: 1}]\n      M: {'Fn::Base64': !Sub 'echo ${Stage}'}\n      \
         N: !GetAZs ''\n      O: !ImportValue x\n      P: !Cidr [!GetAtt Other.Cidr, 2]\n      Q: !Select [7, [a]]\n      \
         R: {a: 1, 'Fn::Transform': {Name: AWS::Include}}\n      S: !Sub '${Other.Arn}/${Other}/${Open}'\n      \
         T: !Sub ['${Other}', {Other: plain}]\n",
    );
    let expected = serde_json::json!({
        "A": "`V` is not declared in the template -> ", "B": "prod-1", "C": "a-prod-2",
        "D": "known after deployment -> Other", "E": "b", "F": "b", "G": ["x", "prod"], "H": 3,
        "I": ["a", "b"], "J": "`AWS::Region` is set at deployment -> ", "K": "`Sizes` has no `dev.count` -> ",
        "L": 1, "M": "echo prod", "N": "the availability zones are known at deployment -> ",
        "O": "imported from another stack -> ", "P": "known after deployment -> Other",
        "Q": "the list has no value 7 -> ", "R": "`Fn::Transform` is run at deployment -> ",
        "S": "known after deployment -> Other", "T": "plain",
    });
    assert_eq!(found, expected);
}

#[test]
fn a_value_from_elsewhere_is_placed_where_it_is_used() {
    let unit = yaml(
        "Parameters: {P: {Type: String, Default: long}}\nResources:\n  X:\n    Type: AWS::S3::Bucket\n    \
         Properties: {A: !Ref P, B: !Sub '${P}-x'}\n",
    );
    let values = &resource(&unit, "X").values;
    assert_eq!(values.get("A").unwrap().origin.text(), "!Ref P");
    assert_eq!(values.get("B").unwrap().origin.text(), "!Sub '${P}-x'");
}

const CONDITIONS: &str = "Parameters: {Stage: {Type: String, Default: prod}, Open: {Type: String}}\n\
    Conditions:\n  Prod: !Equals [!Ref Stage, prod]\n  Dev: !Not [!Condition Prod]\n  \
    Open: !Equals [!Ref Open, x]\n  Both: !And [!Condition Dev, !Condition Open]\n  \
    Either: !Or [!Condition Open, !Condition Prod]\n  Perhaps: !And [!Condition Open, !Condition Prod]\n  \
    Round: !Not [!Condition Trip]\n  Trip: !Not [!Condition Round]\n";

#[test]
fn conditions_are_decided_where_they_can_be() {
    let found = properties(
        CONDITIONS,
        "      A: !If [Prod, 1, 2]\n      B: !If [Dev, 1, !Ref AWS::NoValue]\n      C: !If [Open, !Ref Other, 2]\n      \
         D: !If [Both, 1, 2]\n      E: !If [Either, 1, 2]\n      F: [a, !If [Dev, b, !Ref AWS::NoValue]]\n      \
         G: !If [Round, 1, 2]\n      H: !If [Nobody, 1, 2]\n      I: !If [Perhaps, 1, 2]\n",
    );
    let expected = serde_json::json!({
        "A": 1, "C": "the condition `Open` cannot be decided -> Other", "D": 2, "E": 1, "F": ["a"],
        "G": "the condition `Round` cannot be decided -> ", "H": "the condition `Nobody` cannot be decided -> ",
        "I": "the condition `Perhaps` cannot be decided -> ",
    });
    assert_eq!(found, expected);
}

#[test]
fn a_resource_without_its_condition_is_not_there() {
    let unit = yaml(&format!(
        "{CONDITIONS}Resources:\n  A: {{Type: AWS::S3::Bucket, Condition: Prod}}\n  \
         B: {{Type: AWS::S3::Bucket, Condition: Dev}}\n  C: {{Type: AWS::S3::Bucket, Condition: Open}}\n"
    ));
    let found: Vec<(&str, Option<&str>)> =
        unit.resources.iter().map(|one| (one.address.as_str(), one.uncertain.as_deref())).collect();
    assert_eq!(found, [("A", None), ("C", Some("the condition `Open` cannot be decided"))]);
}

#[test]
fn references_take_the_side_that_is_decided() {
    let unit = yaml(&format!(
        "{CONDITIONS}Resources:\n  A: {{Type: AWS::KMS::Key}}\n  B: {{Type: AWS::KMS::Key}}\n  X:\n    \
         Type: AWS::S3::Bucket\n    Properties:\n      P: !If [Prod, !Ref A, !Ref B]\n      \
         Q: {{R: !If [Open, !Ref A, !Sub '${{B}}']}}\n      S: !Ref Stage\n"
    ));
    let references = &resource(&unit, "X").references;
    assert_eq!(references.keys().collect::<Vec<_>>(), ["P", "Q"]);
    assert_eq!(references["P"].iter().collect::<Vec<_>>(), ["A"]);
    assert_eq!(references["Q"].iter().collect::<Vec<_>>(), ["A", "B"]);
}

#[test]
fn serverless_resources_share_their_globals() {
    let unit = yaml(
        "Transform: AWS::Serverless-2016-10-31\nGlobals:\n  Function:\n    Tracing: Active\n    Timeout: 3\n    \
         Environment: {Variables: {A: '1', B: '2'}}\nResources:\n  F:\n    Type: AWS::Serverless::Function\n    \
         Properties: {Timeout: 9, Environment: {Variables: {B: '3'}}}\n",
    );
    assert_eq!(unit.unevaluated, []);
    let function = resource(&unit, "F");
    assert_eq!(
        shown(&function.values),
        serde_json::json!({"Tracing": "Active", "Timeout": 9, "Environment": {"Variables": {"A": "1", "B": "3"}}})
    );
    assert_eq!(function.uncertain, None);
}

#[test]
fn what_is_made_at_deployment_is_named() {
    let unit = yaml(
        "Transform: [Mine, AWS::LanguageExtensions]\nResources:\n  N: {Type: AWS::CloudFormation::Stack}\n  \
         M: {Type: 'A::B::C::MODULE'}\n  'Fn::ForEach::Q': [X, [a], {}]\n  C: {Type: 'Custom::Thing'}\n",
    );
    let found: Vec<(&str, &str)> =
        unit.unevaluated.iter().map(|one| (one.what.as_str(), one.because.as_str())).collect();
    assert_eq!(
        found,
        [
            ("transform `Mine`", "it is run at deployment"),
            ("Fn::ForEach::Q", "it is run at deployment"),
            ("M", "the module's template is in a registry"),
            ("N", "a nested stack is read where its own template is"),
        ]
    );
    let custom = resource(&unit, "C");
    assert_eq!((custom.kind.as_str(), &custom.provider), ("Custom::Thing", &None));
    assert_eq!(custom.uncertain.as_deref(), Some("the macro `Mine` may change it"));
}

#[test]
fn wrong_shapes_are_told_and_nothing_else_is_lost() {
    let unit = yaml(
        "Parameters: [x]\nResources:\n  A: text\n  B: {Properties: {}}\n  C: {Type: AWS::S3::Bucket, Properties: [1]}\n  \
         D: {Type: AWS::S3::Bucket, Condition: [1], Properties: {E: !Sub 7, F: !If [a], G: !Ref [], H: {Ref: {}}}}\n  \
         I: {Type: AWS::S3::Bucket, Properties: !Ref P}\n  J: {Type: AWS::S3::Bucket, Properties:}\n  \
         K: {Type: {Rain: x}}\n",
    );
    let found: Vec<(&str, &str)> =
        unit.broken.iter().map(|one| (one.message.as_str(), one.origin.text())).collect();
    assert_eq!(
        found,
        [
            ("`Parameters` is not a map", "[x]"),
            ("the resource `A` is not a map", "text"),
            ("the resource `B` has no type", "B"),
            ("the properties of `C` are not a map", "[1]"),
            ("the condition of `D` is not a name", "[1]"),
        ]
    );
    let ids: Vec<&str> = unit.resources.iter().map(|one| one.address.as_str()).collect();
    assert_eq!(ids, ["C", "D", "J"]);
    let others: Vec<(&str, &str)> =
        unit.unevaluated.iter().map(|one| (one.what.as_str(), one.because.as_str())).collect();
    assert_eq!(
        others,
        [("I", "`P` is not declared in the template"), ("K", "its type is none of CloudFormation's")],
        "whose properties may be anything"
    );
}

/// Puts something else in every place of a template with everything in it.
#[test]
fn no_template_is_too_strange() {
    let text = r#"{"Transform": ["AWS::Serverless-2016-10-31", {"Name": "M"}], "Globals": {"Function": {"A": {"B": [1]}}},
        "Parameters": {"P": {"Type": "CommaDelimitedList", "Default": "a,b", "NoEcho": false, "AllowedValues": ["x"]}},
        "Mappings": {"M": {"a": {"b": "c"}}},
        "Conditions": {"C": {"Fn::Or": [{"Fn::Equals": [{"Ref": "P"}, "a"]}, {"Fn::Not": [{"Condition": "C"}]}]},
          "D": {"Fn::And": [{"Condition": "C"}, {"Fn::Equals": [1, 1]}]}},
        "Resources": {"X": {"Type": "AWS::Serverless::Function", "Condition": "C", "DeletionPolicy": "Retain", "Metadata": {"a": 1},
          "Properties": {"A": {"Fn::If": ["D", {"Ref": "X"}, {"Ref": "AWS::NoValue"}]}, "B": {"Fn::GetAtt": ["X", "Arn"]},
            "E": {"Fn::Sub": ["${a}${X.b}${!c}${", {"a": {"Fn::Select": [0, {"Ref": "P"}]}}]}, "F": {"Fn::Join": ["", ["a", {"Ref": "P"}]]},
            "G": {"Fn::Split": [",", "a,b"]}, "H": {"Fn::FindInMap": ["M", "a", "b", {"DefaultValue": 1}]}, "I": {"Fn::Base64": "x"},
            "J": {"Fn::Cidr": ["a", 1, 2]}, "K": {"Fn::GetAZs": ""}, "L": {"Fn::ImportValue": "x"}, "N": [{"Fn::Transform": {}}]}}}}"#;
    let root: serde_json::Value = serde_json::from_str(text).unwrap();
    for pointer in pointers(&root) {
        for other in
            ["null", "[]", "{}", "true", "7", "\"x\"", "[[[1]], {}]", "{\"Ref\": \"X\"}", "{\"Fn::If\": 1}"]
        {
            let mut root = root.clone();
            *root.pointer_mut(&pointer).unwrap() = serde_json::from_str(other).unwrap();
            let source = Arc::new(Source::new("a.json", root.to_string()));
            let (document, wholes) = json::read(&source).unwrap();
            let unit = read(&document, &wholes, &source);
            assert!(unit.resources.len() < 2, "{pointer} {other}");
        }
    }
}

#[test]
fn functions_may_be_nested_as_deep_as_a_text_may() {
    for (open, close) in [
        ("{\"Fn::Join\": [\"\", [", "]]}"),
        ("{\"Fn::Cidr\": [", "]}"),
        ("{\"Fn::If\": [\"C\", 1, ", "]}"),
        ("{\"Fn::Not\": [", "]}"),
        ("{\"a\": ", "}"),
    ] {
        let times = 120 / (open.matches(['{', '[']).count());
        let deep = format!("{}1{}", open.repeat(times), close.repeat(times));
        let text = format!(
            "{{\"Conditions\": {{\"C\": {deep}}}, \"Resources\": {{\"X\": {{\"Type\": \"AWS::A::B\", \
             \"Properties\": {{\"P\": {deep}}}}}}}}}"
        );
        let source = Arc::new(Source::new("a.json", text));
        let (document, wholes) = json::read(&source).unwrap();
        assert_eq!(read(&document, &wholes, &source).resources.len(), 1);
    }
}

#[test]
fn a_small_template_stays_small() {
    let long = "x".repeat(1 << 20);
    let uses = "!Ref P, ".repeat(1000);
    let unit = yaml(&format!(
        "Parameters: {{P: {{Type: String, Default: {long}}}}}\nResources:\n  X:\n    Type: AWS::S3::Bucket\n    \
         Properties: {{A: [{uses}]}}\n"
    ));
    let items = resource(&unit, "X").values.get("A").unwrap().items();
    let bytes: usize = items.iter().filter_map(Node::text).map(str::len).sum();
    assert!(bytes <= 64 << 20, "{bytes}");
    assert_eq!(shown(&items[999]), serde_json::json!("the template grows too large -> "));
}

#[test]
fn other_documents_are_no_templates() {
    for text in ["{}", "[]", "{\"Resources\": {\"a\": {\"Type\": \"x\"}}}", "{\"Resources\": []}", "1"] {
        let source = Arc::new(Source::new("a.json", text));
        assert!(!is_template(&json::parse(&source).unwrap()), "{text}");
    }
    assert_eq!(long_form("!GetAtt").as_deref(), Some("Fn::GetAtt"));
    assert_eq!(long_form("!Ref").as_deref(), Some("Ref"));
    assert_eq!((long_form("!Reference"), long_form("Ref")), (None, None));
}

/// Reads every template under a folder and says what became of them.
#[test]
#[ignore = "needs templates that are not in the repository: the folder in CCSEC_TRIAL"]
fn trial() {
    let folder = std::env::var("CCSEC_TRIAL").unwrap();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.unwrap();
        let name = entry.path().display().to_string();
        let Ok(text) = std::fs::read_to_string(entry.path()) else { continue };
        let source = Arc::new(Source::new(name.clone(), text));
        let (documents, wholes) = if name.ends_with(".json") {
            match json::read(&source) {
                Ok((root, wholes)) => (vec![root], wholes),
                Err(broken) => {
                    println!("{name}: {} {:?}", broken.message, broken.origin.text());
                    continue;
                }
            }
        } else {
            let tree = yaml::read(&source, &long_form);
            for broken in &tree.broken {
                println!("{name}: {} {:?}", broken.message, broken.origin.text());
            }
            (tree.documents.into_iter().map(|document| document.root).collect(), tree.wholes)
        };
        for document in documents.iter().filter(|document| is_template(document)) {
            let unit = read(document, &wholes, &source);
            *counts.entry("templates".to_owned()).or_default() += 1;
            *counts.entry("resources".to_owned()).or_default() += unit.resources.len();
            for broken in &unit.broken {
                println!("{name}: {} {:?}", broken.message, broken.origin.text());
            }
            for other in &unit.unevaluated {
                *counts.entry(format!("unevaluated: {}", other.because)).or_default() += 1;
            }
            for one in &unit.resources {
                if one.header.text().trim_matches(['"', '\'']) != one.address {
                    println!("{name}: header {:?}", one.header.text());
                }
                *counts.entry(format!("uncertain: {}", one.uncertain.is_some())).or_default() += 1;
                count(&one.values, &mut counts);
            }
        }
    }
    println!("{counts:#?}");
}

fn count(node: &Node, counts: &mut BTreeMap<String, usize>) {
    let key = match &node.value {
        Value::Unknown(unknown) => {
            let mut quoted = false;
            let reason: String = unknown
                .reason
                .chars()
                .filter(|c| {
                    quoted ^= *c == '`';
                    !quoted || unknown.reason.contains("`Fn::")
                })
                .collect();
            format!("unknown: {reason}")
        }
        Value::List(items) => return items.iter().for_each(|item| count(item, counts)),
        Value::Map(entries) => return entries.values().for_each(|entry| count(entry, counts)),
        _ => "known".to_owned(),
    };
    *counts.entry(key).or_default() += 1;
}
