use std::collections::BTreeSet;

use serde_json::json;

use super::{addresses, at, plain, unit, unit_of};

#[test]
fn values_know_the_bytes_they_were_written_as() {
    let text = "resource \"aws_vpc\" \"main\" {\n  cidr_block = local.cidr\n  tags       = { Name = \"a${1}\", Env = local.cidr }\n  flag       = null\n  lifecycle {\n    ignore_changes = [tags]\n  }\n  ports {\n    list = [80, 443]\n  }\n}\nlocals { cidr = \"10.0.0.0/16\" }\n";
    let unit = unit(text);
    let vpc = at(&unit, "aws_vpc.main");
    assert_eq!(vpc.header.text(), "resource \"aws_vpc\" \"main\"");
    assert!(vpc.body.text().ends_with("443]\n  }\n}"), "{}", vpc.body.text());
    assert_eq!(
        (vpc.kind.as_str(), vpc.name.as_str(), vpc.provider.as_deref()),
        ("aws_vpc", "main", Some("aws"))
    );
    let values = &vpc.values;
    assert_eq!(
        plain(values),
        json!({
            "cidr_block": "10.0.0.0/16",
            "tags": { "Name": "a1", "Env": "10.0.0.0/16" },
            "ports": [{ "list": [80, 443] }],
        })
    );
    let under = |path: &[crate::document::Segment]| values.nearest(path).origin.text().to_owned();
    assert_eq!(under(&["cidr_block".into()]), "local.cidr", "where it is used");
    assert_eq!(under(&["tags".into()]), "{ Name = \"a${1}\", Env = local.cidr }");
    assert_eq!(under(&["tags".into(), "Name".into()]), "\"a${1}\"");
    assert_eq!(under(&["ports".into(), 0.into()]), "ports", "the header of a nested block");
    assert_eq!(under(&["ports".into(), 0.into(), "list".into(), 1.into()]), "443");
    assert_eq!(under(&[]), "resource \"aws_vpc\" \"main\"");
}

#[test]
fn functions_that_hand_on_keep_the_places_of_what_they_are_given() {
    let unit = unit(
        "locals { base = { a = 1 } }\nresource \"x_y\" \"z\" {\n  tags = merge(local.base, { b = 2 })\n  list = concat([\"q\"], [local.base.a])\n  pick = true ? { k = \"v\" } : {}\n}\n",
    );
    let values = &at(&unit, "x_y.z").values;
    let under = |path: &[crate::document::Segment]| values.nearest(path).origin.text().to_owned();
    assert_eq!(under(&["tags".into(), "a".into()]), "local.base");
    assert_eq!(under(&["tags".into(), "b".into()]), "2");
    assert_eq!(under(&["list".into(), 0.into()]), "\"q\"");
    assert_eq!(under(&["pick".into(), "k".into()]), "\"v\"");
    assert_eq!(under(&["pick".into()]), "true ? { k = \"v\" } : {}");
}

#[test]
fn counts_and_for_each_make_instances() {
    let unit = unit(
        "variable \"n\" {}\nresource \"x_y\" \"kept\" {\n  lifecycle {\n    prevent_destroy = true\n    ignore_changes  = all\n  }\n}\nresource \"x_y\" \"none\" { count = 0 }\nresource \"x_y\" \"two\" {\n  count = 2\n  name  = \"n${count.index}\"\n}\nresource \"x_y\" \"each\" {\n  for_each = { a = 1, \"b c\" = 2 }\n  key      = each.key\n  value    = each.value\n}\nresource \"x_y\" \"set\" {\n  for_each = toset([\"q\"])\n  value    = each.value\n}\nresource \"x_y\" \"open\" {\n  count = var.n\n  at    = count.index\n}\nresource \"x_y\" \"many\" { count = 1000000 }\nresource \"x_z\" \"uses\" {\n  first = x_y.two[0].name\n  all   = x_y.two[*].name\n  ids   = x_y.two[*].id\n  by    = x_y.each[\"a\"].value\n  vals  = [for k, v in x_y.each : v.value]\n  open  = x_y.open[0].id\n  count = 1\n}\nresource \"x_z\" \"each\" { for_each = { for i, y in x_y.two : i => y.id } }\n",
    );
    assert_eq!(
        addresses(&unit),
        [
            "x_y.kept",
            "x_y.two[0]",
            "x_y.two[1]",
            "x_y.each[\"a\"]",
            "x_y.each[\"b c\"]",
            "x_y.set[\"q\"]",
            "x_y.open",
            "x_y.many",
            "x_z.uses[0]",
            "x_z.each[\"0\"]",
            "x_z.each[\"1\"]"
        ]
    );
    let kept = plain(&at(&unit, "x_y.kept").values);
    assert_eq!(kept, json!({ "lifecycle": [{ "prevent_destroy": true }] }));
    assert_eq!(plain(&at(&unit, "x_y.two[1]").values), json!({ "name": "n1" }));
    assert_eq!(plain(&at(&unit, "x_y.each[\"b c\"]").values), json!({ "key": "b c", "value": 2 }));
    assert_eq!(plain(&at(&unit, "x_y.set[\"q\"]").values), json!({ "value": "q" }));
    let open = at(&unit, "x_y.open");
    assert_eq!(open.uncertain.as_deref(), Some("its count cannot be known: variable `n` has no default"));
    assert_eq!(plain(&open.values), json!({ "at": { "?": "variable `n` has no default" } }));
    let many = at(&unit, "x_y.many").uncertain.as_deref();
    assert_eq!(many, Some("its count is 1000000, of which no more than 256 are told apart"));
    let uses = at(&unit, "x_z.uses[0]");
    assert_eq!(
        plain(&uses.values),
        json!({
            "first": "n0",
            "all": ["n0", "n1"],
            "ids": [{ "?": "known after apply <- x_y.two[0]" }, { "?": "known after apply <- x_y.two[1]" }],
            "by": 1,
            "vals": [1, 2],
            "open": { "?": "known after apply <- x_y.open" },
        })
    );
    assert_eq!(uses.references["first"], BTreeSet::from(["x_y.two[0]".to_owned()]));
    let each = at(&unit, "x_z.each[\"0\"]");
    assert_eq!(
        each.references["for_each"],
        BTreeSet::from(["x_y.two[0]".to_owned(), "x_y.two[1]".to_owned()])
    );
    assert_eq!(uses.references["open"], BTreeSet::from(["x_y.open".to_owned()]));
}

#[test]
fn references_are_told_through_locals_too_and_when_the_value_is_known() {
    let unit = unit(
        "resource \"aws_s3_bucket\" \"b\" { bucket = \"logs\" }\nlocals { name = aws_s3_bucket.b.bucket }\nresource \"aws_s3_bucket_versioning\" \"v\" {\n  bucket     = local.name\n  again      = local.name\n  depends_on = [aws_s3_bucket.b]\n  rule { id = aws_s3_bucket.b.id }\n}\n",
    );
    let versioning = at(&unit, "aws_s3_bucket_versioning.v");
    assert_eq!(versioning.values.get("bucket").and_then(|node| node.text()), Some("logs"));
    let bucket = BTreeSet::from(["aws_s3_bucket.b".to_owned()]);
    for attribute in ["bucket", "again", "depends_on", "rule"] {
        assert_eq!(versioning.references.get(attribute), Some(&bucket), "{attribute}");
    }
    assert!(versioning.values.get("depends_on").is_none());
}

#[test]
fn dynamic_blocks_are_unrolled() {
    let unit = unit(
        "variable \"u\" {}\nresource \"aws_sg\" \"s\" {\n  ingress { port = 1 }\n  dynamic \"ingress\" {\n    for_each = [22, 80]\n    content {\n      port = ingress.value\n      at   = ingress.key\n    }\n  }\n  dynamic \"rule\" {\n    for_each = { a = [1] }\n    iterator = it\n    content {\n      name = it.key\n      dynamic \"inner\" {\n        for_each = it.value\n        content { x = \"${it.key}${inner.value}\" }\n      }\n    }\n  }\n  dynamic \"none\" {\n    for_each = []\n    content {}\n  }\n  dynamic \"open\" {\n    for_each = var.u\n    content {}\n  }\n}\n",
    );
    let group = at(&unit, "aws_sg.s");
    assert_eq!(
        plain(&group.values),
        json!({
            "ingress": [{ "port": 1 }, { "port": 22, "at": 0 }, { "port": 80, "at": 1 }],
            "rule": [{ "name": "a", "inner": [{ "x": "a1" }] }],
            "open": { "?": "variable `u` has no default" },
        })
    );
    let ingress = group.values.get("ingress").unwrap();
    assert_eq!(ingress.items()[1].origin.text(), "dynamic \"ingress\"");
    assert_eq!(ingress.items()[1].get("port").unwrap().origin.text(), "ingress.value");
}

#[test]
fn a_policy_document_is_the_json_it_writes() {
    let unit = unit(
        "resource \"aws_s3_bucket\" \"b\" {}\ndata \"aws_iam_policy_document\" \"base\" {\n  statement {\n    sid       = \"one\"\n    actions   = [\"s3:Get*\"]\n    resources = [\"*\"]\n  }\n}\ndata \"aws_iam_policy_document\" \"d\" {\n  source_policy_documents = [data.aws_iam_policy_document.base.json]\n  statement {\n    effect  = \"Deny\"\n    actions = [\"s3:*\", \"kms:*\"]\n    principals {\n      type        = \"*\"\n      identifiers = [\"*\"]\n    }\n    condition {\n      test     = \"Bool\"\n      variable = \"aws:SecureTransport\"\n      values   = [\"false\"]\n    }\n  }\n}\ndata \"aws_iam_policy_document\" \"open\" {\n  statement {\n    actions   = [\"*\"]\n    resources = [aws_s3_bucket.b.arn]\n  }\n}\nresource \"aws_iam_policy\" \"p\" {\n  policy = data.aws_iam_policy_document.d.json\n  open   = data.aws_iam_policy_document.open.json\n}\n",
    );
    let policy = at(&unit, "aws_iam_policy.p");
    let written: serde_json::Value =
        serde_json::from_str(policy.values.get("policy").unwrap().text().unwrap()).unwrap();
    assert_eq!(
        written,
        json!({
            "Version": "2012-10-17",
            "Statement": [
                { "Sid": "one", "Effect": "Allow", "Action": "s3:Get*", "Resource": "*" },
                {
                    "Effect": "Deny",
                    "Action": ["s3:*", "kms:*"],
                    "Principal": "*",
                    "Condition": { "Bool": { "aws:SecureTransport": "false" } },
                },
            ],
        })
    );
    assert_eq!(policy.values.get("policy").unwrap().origin.text(), "data.aws_iam_policy_document.d.json");
    assert_eq!(
        plain(policy.values.get("open").unwrap()),
        json!({
            "Version": "2012-10-17",
            "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": { "?": "known after apply <- aws_s3_bucket.b" } }],
        })
    );
    let data = at(&unit, "data.aws_iam_policy_document.d");
    assert_eq!(data.kind, "data.aws_iam_policy_document");
    assert!(data.values.get("json").unwrap().text().is_some());
    assert_eq!(plain(&data.values.get("statement").unwrap().items()[0])["effect"], json!("Deny"));
}

#[test]
fn regions_come_from_the_resource_or_its_provider() {
    let unit = unit_of(&[
        (
            "infra/main.tf",
            "variable \"r\" { default = \"eu-west-1\" }\nprovider \"aws\" { region = var.r }\nprovider \"aws\" {\n  alias  = \"west\"\n  region = \"us-west-2\"\n}\nprovider \"google\" { zone = \"europe-west1-b\" }\nresource \"aws_a\" \"default\" {}\nresource \"aws_a\" \"west\" { provider = aws.west }\nresource \"aws_a\" \"keyed\" { provider = aws.by[\"k\"] }\nresource \"aws_a\" \"own\" { region = \"sa-east-1\" }\nresource \"google_a\" \"default\" {}\nresource \"google_a\" \"zone\" { zone = \"asia-east1-a\" }\nresource \"azurerm_a\" \"a\" { location = \"West Europe\" }\nresource \"azurerm_a\" \"none\" {}\nmodule \"m\" {\n  source    = \"../m\"\n  providers = { aws = aws.west }\n}\ndata \"aws_region\" \"here\" {}\ndata \"aws_partition\" \"here\" {}\nresource \"x_y\" \"z\" {\n  region = data.aws_region.here.name\n  part   = data.aws_partition.here.partition\n}\n",
        ),
        ("m/main.tf", "resource \"aws_a\" \"handed\" {}\n"),
    ]);
    let region = |address: &str| {
        let region = at(&unit, address).region.as_ref()?;
        Some((region.text()?.to_owned(), region.origin.text().to_owned()))
    };
    let said = |region: &str, text: &str| Some((region.to_owned(), text.to_owned()));
    assert_eq!(region("aws_a.default"), said("eu-west-1", "var.r"));
    assert_eq!(region("aws_a.west"), said("us-west-2", "\"us-west-2\""));
    assert_eq!(region("aws_a.own"), said("sa-east-1", "\"sa-east-1\""));
    assert_eq!(region("google_a.default"), said("europe-west1", "\"europe-west1-b\""));
    assert_eq!(region("google_a.zone"), said("asia-east1", "\"asia-east1-a\""));
    assert_eq!(region("azurerm_a.a"), said("West Europe", "\"West Europe\""));
    assert_eq!(region("azurerm_a.none"), None);
    let keyed = at(&unit, "aws_a.keyed").region.as_ref().map(plain);
    assert_eq!(keyed, Some(json!({ "?": "its provider is chosen by a key" })));
    assert_eq!(region("module.m.aws_a.handed"), said("us-west-2", "\"us-west-2\""));
    assert_eq!(plain(&at(&unit, "x_y.z").values), json!({ "region": "eu-west-1", "part": "aws" }));
}

#[test]
fn settings_are_resources_of_their_own() {
    let unit = unit_of(&[
        (
            "infra/versions.tf",
            "terraform {\n  required_providers {\n    aws = {\n      source  = \"hashicorp/aws\"\n      version = \"~> 5.0\"\n      configuration_aliases = [aws.west]\n    }\n    tls = \"~> 4\"\n  }\n  backend \"s3\" {\n    bucket  = \"state\"\n    encrypt = true\n  }\n}\nprovider \"aws\" {\n  alias  = \"west\"\n  region = \"us-west-2\"\n}\n",
        ),
        (
            "infra/.terraform.lock.hcl",
            "provider \"registry.terraform.io/hashicorp/aws\" {\n  version     = \"5.1.0\"\n  constraints = \"~> 5.0\"\n  hashes      = [\"h1:abc=\"]\n}\n",
        ),
    ]);
    for (address, kind, values, header) in [
        (
            "required_provider.aws",
            "terraform.required_provider",
            json!({ "source": "hashicorp/aws", "version": "~> 5.0" }),
            "aws",
        ),
        ("required_provider.tls", "terraform.required_provider", json!({ "version": "~> 4" }), "tls"),
        ("backend.s3", "terraform.backend", json!({ "bucket": "state", "encrypt": true }), "backend \"s3\""),
        (
            "provider.aws.west",
            "terraform.provider",
            json!({ "alias": "west", "region": "us-west-2" }),
            "provider \"aws\"",
        ),
        (
            "lock.registry.terraform.io/hashicorp/aws",
            "terraform.lock",
            json!({ "version": "5.1.0", "constraints": "~> 5.0", "hashes": ["h1:abc="] }),
            "provider \"registry.terraform.io/hashicorp/aws\"",
        ),
    ] {
        let resource = at(&unit, address);
        assert_eq!((resource.kind.as_str(), plain(&resource.values)), (kind, values), "{address}");
        assert_eq!(resource.header.text(), header, "{address}");
    }
}
