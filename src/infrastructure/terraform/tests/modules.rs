use serde_json::json;

use super::{addresses, at, plain, unit, unit_of};
use crate::infrastructure::terraform::{Reader, calls};

#[test]
fn local_modules_are_followed_with_their_arguments() {
    let unit = unit_of(&[
        (
            "infra/main.tf",
            "module \"net\" {\n  source   = \"../modules/net\"\n  for_each = { a = \"10.0.0.0/16\", b = \"10.1.0.0/16\" }\n  cidr     = each.value\n}\nresource \"x_y\" \"z\" {\n  cidr  = module.net[\"b\"].cidr\n  ids   = [for k, m in module.net : m.id]\n  input = module.net[\"a\"].again\n}\n",
        ),
        (
            "modules/net/main.tf",
            "variable \"cidr\" {}\nvariable \"dns\" {\n  default = true\n}\nresource \"aws_vpc\" \"main\" {\n  cidr_block = var.cidr\n  dns        = var.dns\n}\noutput \"cidr\" { value = aws_vpc.main.cidr_block }\noutput \"id\" { value = aws_vpc.main.id }\noutput \"again\" { value = \"${var.cidr}!\" }\n",
        ),
    ]);
    assert_eq!(
        addresses(&unit),
        [
            "module.net[\"a\"]",
            "module.net[\"b\"]",
            "x_y.z",
            "module.net[\"a\"].aws_vpc.main",
            "module.net[\"b\"].aws_vpc.main"
        ]
    );
    let vpc = at(&unit, "module.net[\"b\"].aws_vpc.main");
    assert_eq!(plain(&vpc.values), json!({ "cidr_block": "10.1.0.0/16", "dns": true }));
    assert_eq!(vpc.values.get("cidr_block").unwrap().origin.text(), "var.cidr");
    assert_eq!(vpc.values.origin.source.name(), "modules/net/main.tf");
    let after =
        |key: &str| json!({ "?": format!("known after apply <- module.net[\"{key}\"].aws_vpc.main") });
    assert_eq!(
        plain(&at(&unit, "x_y.z").values),
        json!({ "cidr": "10.1.0.0/16", "ids": [after("a"), after("b")], "input": "10.0.0.0/16!" })
    );
    let call = at(&unit, "module.net[\"a\"]");
    assert_eq!(call.kind, "terraform.module");
    assert_eq!(plain(&call.values), json!({ "source": "../modules/net", "cidr": "10.0.0.0/16" }));
    let files: Vec<_> = unit.files.iter().map(|file| file.name()).collect();
    assert_eq!(files, ["infra/main.tf", "modules/net/main.tf"]);
    assert_eq!(unit.name, "infra");
}

#[test]
fn a_module_that_may_not_be_there_makes_what_it_holds_uncertain() {
    let unit = unit_of(&[
        (
            "infra/main.tf",
            "variable \"on\" {}\nmodule \"m\" {\n  source = \"./m\"\n  count  = var.on ? 1 : 0\n}\nmodule \"off\" {\n  source = \"./m\"\n  count  = 0\n}\nresource \"x_z\" \"z\" { id = module.m[0].id }\n",
        ),
        ("infra/m/main.tf", "resource \"x_y\" \"y\" {}\noutput \"id\" { value = x_y.y.id }\n"),
    ]);
    assert_eq!(
        addresses(&unit),
        ["module.m.x_y.y", "module.m", "x_z.z"].map(|a| a),
        "{:?}",
        addresses(&unit)
    );
    assert_eq!(
        at(&unit, "module.m.x_y.y").uncertain.as_deref(),
        Some("its count cannot be known: variable `on` has no default")
    );
    assert_eq!(
        plain(&at(&unit, "x_z.z").values),
        json!({ "id": { "?": "known after apply <- module.m.x_y.y" } })
    );
}

#[test]
fn what_is_not_there_to_be_read_is_named() {
    let unit = unit_of(&[(
        "infra/main.tf",
        "module \"vpc\" {\n  source  = \"terraform-aws-modules/vpc/aws\"\n  version = \"5.0.0\"\n  cidr    = \"10.0.0.0/8\"\n}\nmodule \"gone\" {\n  source = \"./gone\"\n}\nmodule \"self\" {\n  source = \"../infra\"\n}\nmodule \"out\" {\n  source = \"../../../../../../../tmp\"\n}\nresource \"x_y\" \"z\" { id = module.vpc.vpc_id }\n",
    )]);
    let named: Vec<_> =
        unit.unevaluated.iter().map(|it| (it.what.as_str(), it.because.as_str(), it.origin.text())).collect();
    assert_eq!(
        named[0],
        (
            "module.vpc",
            "its source `terraform-aws-modules/vpc/aws` is not in this repository",
            "\"terraform-aws-modules/vpc/aws\""
        )
    );
    assert_eq!(named[1], ("module.gone", "its folder does not exist", "\"./gone\""));
    assert_eq!(named[2], ("module.self", "the module calls itself", "\"../infra\""));
    assert_eq!(named[3].0, "module.out");
    assert!(
        named[3].1 == "its folder lies outside the repository" || named[3].1 == "its folder does not exist",
        "{named:?}"
    );
    assert!(unit.broken.iter().any(
        |broken| broken.message == "there is no folder `./gone`" && broken.origin.text() == "\"./gone\""
    ));
    assert_eq!(
        plain(&at(&unit, "x_y.z").values),
        json!({ "id": { "?": "module `vpc` is not evaluated: its source `terraform-aws-modules/vpc/aws` is not in this repository <- module.vpc" } })
    );
    assert_eq!(
        plain(&at(&unit, "module.vpc").values),
        json!({ "source": "terraform-aws-modules/vpc/aws", "version": "5.0.0", "cidr": "10.0.0.0/8" })
    );
}

#[test]
fn modules_may_use_one_another_in_turn() {
    let unit = unit_of(&[
        (
            "infra/main.tf",
            "module \"a\" {\n  source = \"../m\"\n  x = 1\n  y = module.b.x\n}\nmodule \"b\" {\n  source = \"../m\"\n  x = module.a.x\n  y = module.b.y\n}\nresource \"x_y\" \"z\" {\n  a = module.a.y\n  b = module.b.y\n}\n",
        ),
        (
            "m/main.tf",
            "variable \"x\" {}\nvariable \"y\" {}\noutput \"x\" { value = var.x }\noutput \"y\" { value = var.y }\n",
        ),
    ]);
    let values = plain(&at(&unit, "x_y.z").values);
    assert_eq!(values["a"], json!(1), "a value at a time, as Terraform does");
    assert!(values["b"]["?"].as_str().unwrap().ends_with("refers to itself"), "{values}");
}

#[test]
fn variables_take_the_last_word() {
    let variables = "variable \"a\" { default = 1 }\nvariable \"b\" { default = 1 }\nvariable \"c\" { default = 1 }\nvariable \"secret\" {\n  sensitive = true\n  default   = \"d\"\n}\nvariable \"told\" { sensitive = true }\nvariable \"null\" {\n  default  = \"d\"\n  nullable = false\n}\nresource \"x_y\" \"z\" {\n  all    = [var.a, var.b, var.c]\n  secret = var.secret\n  told   = var.told\n  null   = var.null\n}\n";
    let unit = unit_of(&[
        ("infra/main.tf", variables),
        ("infra/terraform.tfvars", "a = 2\nb = 2\nc = 2\ntold = \"s3cret\"\nnull = null\n"),
        ("infra/terraform.tfvars.json", "{\"c\": \"${3}\"}"),
        ("infra/x.auto.tfvars", "b = 4\n"),
        ("infra/other.tfvars", "a = 9\n"),
    ]);
    assert_eq!(
        plain(&at(&unit, "x_y.z").values),
        json!({ "all": [2, 4, "${3}"], "secret": "d", "told": { "?": "variable `told` is sensitive" }, "null": "d" })
    );
    assert!(unit.files.iter().any(|file| file.name() == "infra/x.auto.tfvars"));
}

#[test]
fn types_convert_and_fill_in() {
    let unit = unit(
        "variable \"o\" {\n  type = object({\n    name    = string\n    on      = optional(bool, true)\n    none    = optional(string)\n    nested  = optional(object({ size = optional(number, 5) }), {})\n    list    = optional(list(string), [])\n  })\n  default = { name = 1, extra = 2 }\n}\nvariable \"s\" {\n  type    = set(string)\n  default = [\"b\", \"a\", \"b\"]\n}\nvariable \"m\" {\n  type    = map(object({ port = optional(number, 80) }))\n  default = { a = {} }\n}\nresource \"x_y\" \"z\" {\n  o = var.o\n  s = var.s\n  m = var.m\n}\n",
    );
    assert_eq!(
        plain(&at(&unit, "x_y.z").values),
        json!({
            "o": { "name": "1", "on": true, "none": null, "nested": { "size": 5 }, "list": [] },
            "s": ["a", "b"],
            "m": { "a": { "port": 80 } },
        })
    );
}

#[test]
fn calls_names_the_local_folders_that_a_folder_calls() {
    let repository = tempfile::tempdir().unwrap();
    let root = repository.path().canonicalize().unwrap();
    let write = |name: &str, text: &str| {
        let path = super::within(&root, name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write(
        "infra/main.tf",
        "module \"a\" { source = \"../mods/a\" }\nmodule \"r\" { source = \"x/y/z\" }\nmodule \"gone\" { source = \"./gone\" }\n",
    );
    write("infra/more.tf.json", "{\"module\": {\"b\": {\"source\": \"./b\"}}}");
    write("mods/a/main.tf", "");
    write("infra/b/main.tf", "");
    let called: Vec<_> = calls(&root.join("infra")).into_iter().collect();
    assert_eq!(called, [root.join("infra/b"), root.join("mods/a")]);
}

#[test]
fn a_reader_reads_a_shared_module_once() {
    let repository = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("a/main.tf", "module \"m\" {\n  source = \"../m\"\n  x = 1\n}\n"),
        ("b/main.tf", "module \"m\" {\n  source = \"../m\"\n  x = 2\n}\n"),
        ("m/main.tf", "variable \"x\" {}\nresource \"x_y\" \"z\" { x = var.x }\n"),
    ] {
        let path = super::within(repository.path(), name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let reader = Reader::new(repository.path(), "");
    let [a, b] = ["a", "b"].map(|name| reader.read(&repository.path().join(name)));
    assert_eq!(plain(&at(&a, "module.m.x_y.z").values), json!({ "x": 1 }));
    assert_eq!(plain(&at(&b, "module.m.x_y.z").values), json!({ "x": 2 }));
    assert!(std::sync::Arc::ptr_eq(&a.files[1], &b.files[1]), "the file is in memory once");
    assert_eq!(reader.calls(&repository.path().join("a")).len(), 1);
}
