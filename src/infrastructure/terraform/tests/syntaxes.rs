use serde_json::json;

use super::{addresses, at, plain, unit, unit_of};

#[test]
fn json_says_the_same_as_hcl() {
    let unit = unit_of(&[(
        "infra/main.tf.json",
        r#"{
  "//": "a comment",
  "variable": { "n": { "type": "list(string)", "default": ["a", "${b}"] } },
  "locals": { "two": "${1 + 1}" },
  "provider": { "aws": [{ "region": "eu-west-1" }, { "alias": "w", "region": "us-west-2" }] },
  "resource": {
    "aws_a": {
      "x": {
        "count": "${local.two}",
        "provider": "aws.w",
        "name": "n${count.index}",
        "tags": { "k": "v" },
        "versioning": { "enabled": true },
        "rule": [{ "id": 1 }, { "id": 2, "inner": { "z": null, "y": 1 } }],
        "dynamic": { "port": { "for_each": [22], "content": { "n": "${port.value}" } } }
      }
    }
  },
  "module": { "m": { "source": "x/y/z" } }
}"#,
    )]);
    assert_eq!(unit.broken, vec![]);
    assert_eq!(addresses(&unit), ["provider.aws", "provider.aws.w", "aws_a.x[0]", "aws_a.x[1]", "module.m"]);
    let x = at(&unit, "aws_a.x[1]");
    assert_eq!(
        plain(&x.values),
        json!({
            "name": "n1",
            "tags": { "k": "v" },
            "versioning": [{ "enabled": true }],
            "rule": [{ "id": 1 }, { "id": 2, "inner": [{ "y": 1 }] }],
            "port": [{ "n": 22 }],
        })
    );
    assert_eq!(x.values.get("name").unwrap().origin.text(), "\"n${count.index}\"");
    assert_eq!(x.header.text(), "\"x\"");
    assert_eq!(x.region.as_ref().and_then(|region| region.text()), Some("us-west-2"));
}

#[test]
fn tofu_files_go_before_and_override_files_over() {
    let unit = unit_of(&[
        ("infra/a.tf", "resource \"x_y\" \"old\" {}\n"),
        ("infra/a.tofu", "resource \"x_y\" \"new\" {\n  a = 1\n  b = 1\n  c { d = 1 }\n}\n"),
        ("infra/a_override.tf", "resource \"x_y\" \"new\" {\n  b = 2\n  c { d = 2 }\n}\n"),
        ("infra/.hidden.tf", "resource \"x_y\" \"hidden\" {}\n"),
        ("infra/notes.md", "resource"),
    ]);
    assert_eq!(addresses(&unit), ["x_y.new"]);
    let new = at(&unit, "x_y.new");
    assert_eq!(plain(&new.values), json!({ "a": 1, "b": 2, "c": [{ "d": 2 }] }));
    assert_eq!(new.values.get("b").unwrap().origin.source.name(), "infra/a_override.tf");
}

#[test]
fn a_file_that_does_not_parse_is_broken_at_its_place_and_the_rest_is_read() {
    let unit = unit_of(&[
        ("infra/bad.tf", "resource \"x_y\" \"b\" {\n  a = = 1\n}\n"),
        ("infra/bad.tf.json", "{\"resource\": }"),
        ("infra/good.tf", "resource \"x_y\" \"g\" {}\nresource \"x_y\" {}\n"),
        ("infra/terraform.tfvars", "a = \n"),
    ]);
    assert_eq!(addresses(&unit), ["x_y.g"]);
    let broken: Vec<_> = unit
        .broken
        .iter()
        .map(|it| (it.origin.source.name(), it.origin.source.position(it.origin.span.start).line))
        .collect();
    assert_eq!(
        broken,
        [("infra/bad.tf", 2), ("infra/bad.tf.json", 1), ("infra/good.tf", 2), ("infra/terraform.tfvars", 1)]
    );
    assert_eq!(unit.broken[0].origin.text(), "=");
    assert_eq!(unit.broken[2].message, "a `resource` block has a type and a name");
    for broken in &unit.broken {
        assert!(broken.message.starts_with(|c: char| c.is_lowercase()), "{}", broken.message);
    }
}

#[test]
fn line_endings_and_byte_order_marks_move_nothing() {
    let unit =
        unit("\u{feff}resource \"x_y\" \"z\" {\r\n  a = \"é\"\r\n  b = <<-EOT\r\n    x\r\n  EOT\r\n}\r\n");
    assert_eq!(unit.broken, vec![]);
    let z = at(&unit, "x_y.z");
    assert_eq!(z.values.get("a").unwrap().origin.text(), "\"é\"");
    assert_eq!(z.header.text(), "resource \"x_y\" \"z\"");
}

#[test]
fn files_of_the_repository_can_be_read_and_no_others() {
    let unit = unit_of(&[
        (
            "infra/main.tf",
            "resource \"x_y\" \"z\" {\n  a = file(\"${path.module}/../policy.json\")\n  b = file(\"/etc/passwd\")\n  c = file(\"gone\")\n  e = fileset(\"..\", \"**/*.json\")\n  f = fileset(\"gone\", \"*\")\n  g = fileset(\"/etc\", \"*\")\n  h = try(file(\"gone\"), \"none\")\n  d = templatefile(\"t.tpl\", { n = [1, 2] })\n}\n",
        ),
        ("policy.json", "{}"),
        ("infra/sub/x.json", "{}"),
        ("infra/t.tpl", "%{ for x in n ~}\n<${x}>\n%{ endfor ~}\n"),
    ]);
    let values = plain(&at(&unit, "x_y.z").values);
    assert_eq!(values["a"], json!("{}"));
    assert!(values["b"]["?"].as_str().unwrap().ends_with("the file lies outside the repository"), "{values}");
    assert_eq!(values["c"], json!({ "?": "there is no file `gone`" }));
    assert_eq!(values["h"], json!("none"));
    assert_eq!(values["f"], json!([]));
    assert_eq!(values["g"], json!({ "?": "folder `/etc` is not in this repository" }));
    assert_eq!(values["e"], json!(["infra/sub/x.json", "policy.json"]));
    assert_eq!(values["d"], json!("<1>\n<2>\n"));
}
