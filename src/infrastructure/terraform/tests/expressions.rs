use serde_json::json;

use super::{value, value_with};

#[test]
fn operators() {
    for (expression, expected) in [
        ("1 + 2 * 3", json!(7)),
        ("7 / 2", json!(3.5)),
        ("6 / 2", json!(3)),
        ("7 % 3", json!(1)),
        ("-(2)", json!(-2)),
        ("9223372036854775807 + 1", json!(9_223_372_036_854_775_807_u64 as f64 + 1.0)),
        ("1 / 0", json!({ "?": "a division by zero" })),
        ("\"10\" + 1", json!(11)),
        ("1 == 1 && 2 >= 2", json!(true)),
        ("1 == \"1\"", json!(false)),
        ("\"a\" != \"b\"", json!(true)),
        ("[1, 2] == [1, 2]", json!(true)),
        ("{ a = 1 } == { a = 2 }", json!(false)),
        ("!false", json!(true)),
        ("null == null", json!(true)),
        ("true ? \"a\" : \"b\"", json!("a")),
        ("[for x in [1, 2, 3] : x * 2 if x > 1]", json!([4, 6])),
        ("{ for k, v in { a = 1, b = 2 } : v => k... }", json!({ "1": ["a"], "2": ["b"] })),
        ("{ for i, v in [\"x\", \"y\"] : v => i }", json!({ "x": 0, "y": 1 })),
        ("[{ a = 1 }, { a = 2 }][*].a", json!([1, 2])),
        ("[{ a = 1 }].*.a", json!([1])),
        ("null[*]", json!([])),
        ("{ a = { b = [10, 20] } }.a.b[1]", json!(20)),
        ("{ a = 1 }[\"a\"]", json!(1)),
        ("[{ a = [1, 2] }, { a = [3] }].*.a[0]", json!([1, 2])),
        ("[{ a = [1, 2] }, { a = [3] }][*].a[0]", json!([1, 3])),
        ("{ a = 1, b = 2, a = 3, \"b\" = 4 }", json!({ "a": 3, "b": 4 })),
        ("(\"a\")", json!("a")),
    ] {
        assert_eq!(value(expression), expected, "{expression}");
    }
}

#[test]
fn templates() {
    for (expression, expected) in [
        ("\"a${1 + 1}b\"", json!("a2b")),
        ("\"${true}\"", json!(true)),
        ("\"${[1]}\"", json!([1])),
        ("\"$${x}\"", json!("${x}")),
        ("\"%{ if true }yes%{ else }no%{ endif }\"", json!("yes")),
        ("\"%{ for x in [1, 2] }<${x}>%{ endfor }\"", json!("<1><2>")),
        ("\"a ${~ \"b\" ~} c\"", json!("abc")),
        ("<<EOT\n  a\n    b\nEOT\n", json!("  a\n    b\n")),
        ("<<-EOT\n  a\n    b ${1}\n  EOT\n", json!("a\n  b 1\n")),
        ("\"é\\n\\u00e9\"", json!("é\né")),
    ] {
        assert_eq!(value(expression), expected, "{expression}");
    }
}

#[test]
fn functions() {
    for (expression, expected) in [
        ("length(\"é\")", json!(1)),
        ("length([1, 2])", json!(2)),
        ("concat([1], [2], [])", json!([1, 2])),
        ("merge({ a = 1 }, { a = 2, b = 3 }, null)", json!({ "a": 2, "b": 3 })),
        ("lookup({ a = 1 }, \"b\", 5)", json!(5)),
        ("element([\"a\", \"b\"], 3)", json!("b")),
        ("element([], 0)", json!({ "?": "the list is empty" })),
        ("keys({ b = 1, a = 2 })", json!(["a", "b"])),
        ("values({ b = 1, a = 2 })", json!([2, 1])),
        ("flatten([[1], [[2, 3]], []])", json!([1, 2, 3])),
        ("distinct([\"a\", \"b\", \"a\"])", json!(["a", "b"])),
        ("toset([\"b\", \"a\", \"b\"])", json!(["a", "b"])),
        ("[for k, v in toset([\"b\"]) : k]", json!(["b"])),
        ("[for k, v in tolist(toset([\"b\"])) : k]", json!([0])),
        ("tostring(1.50)", json!("1.5")),
        ("tonumber(\"1.5\")", json!(1.5)),
        ("tobool(\"true\")", json!(true)),
        ("contains([\"a\"], \"a\")", json!(true)),
        ("coalesce(null, \"\", \"x\")", json!("x")),
        ("coalescelist([], [1])", json!([1])),
        ("compact([\"a\", \"\", null])", json!(["a"])),
        ("try({}.a, \"x\")", json!("x")),
        ("try([][0], {}.b, 3)", json!(3)),
        ("try({}.a ? 1 : 2, 3)", json!(3)),
        ("can({}.a)", json!(false)),
        ("can({ a = 1 }.a)", json!(true)),
        ("join(\"-\", [\"a\", 1, true])", json!("a-1-true")),
        ("split(\",\", \"a,b\")", json!(["a", "b"])),
        ("replace(\"a.b\", \".\", \"-\")", json!("a-b")),
        ("lower(\"ÀB\")", json!("àb")),
        ("title(\"a big day\")", json!("A Big Day")),
        ("trimspace(\" a \")", json!("a")),
        ("trim(\"??a!\", \"?!\")", json!("a")),
        ("trimprefix(\"abc\", \"ab\")", json!("c")),
        ("trimsuffix(\"abc\", \"bc\")", json!("a")),
        ("format(\"%s-%03d-%5.1f%%\", \"a\", 7, 2.25)", json!("a-007-  2.2%")),
        ("format(\"%q %v %-3s|\", \"a\", [1], \"x\")", json!("\"a\" [1] x  |")),
        ("formatlist(\"%s:%s\", \"a\", [\"x\", \"y\"])", json!(["a:x", "a:y"])),
        ("substr(\"hello\", 1, 3)", json!("ell")),
        ("substr(\"hello\", -3, -1)", json!("llo")),
        ("startswith(\"abc\", \"ab\")", json!(true)),
        ("endswith(\"abc\", \"x\")", json!(false)),
        ("min(3, 1, 2)", json!(1)),
        ("max([3, 1]...)", json!(3)),
        ("ceil(1.2)", json!(2)),
        ("range(1, 7, 2)", json!([1, 3, 5])),
        ("reverse([1, 2])", json!([2, 1])),
        ("sort([\"b\", \"a\"])", json!(["a", "b"])),
        ("slice([1, 2, 3], 1, 3)", json!([2, 3])),
        ("zipmap([\"a\"], [1])", json!({ "a": 1 })),
        ("setproduct([1, 2], [\"a\"])", json!([[1, "a"], [2, "a"]])),
        ("jsonencode({ b = [1, true], a = null })", json!("{\"a\":null,\"b\":[1,true]}")),
        ("jsondecode(\"{\\\"a\\\":1.0}\")", json!({ "a": 1 })),
        ("yamldecode(\"a: [1, x]\\n\")", json!({ "a": [1, "x"] })),
        ("cidrsubnet(\"10.0.0.0/16\", 8, 2)", json!("10.0.2.0/24")),
        ("cidrsubnet(\"fd00::/56\", 8, 1)", json!("fd00:0:0:1::/64")),
        ("cidrsubnets(\"10.1.0.0/16\", 4, 4, 8)", json!(["10.1.0.0/20", "10.1.16.0/20", "10.1.32.0/24"])),
        ("cidrhost(\"10.0.0.0/24\", 5)", json!("10.0.0.5")),
        ("cidrhost(\"10.0.0.0/24\", -1)", json!("10.0.0.255")),
        ("cidrnetmask(\"10.0.0.0/20\")", json!("255.255.240.0")),
        ("base64encode(\"hello\")", json!("aGVsbG8=")),
        ("base64decode(\"aGVsbG8=\")", json!("hello")),
        ("one([])", json!(null)),
        ("one([1])", json!(1)),
        ("sum([1, 2.5])", json!(3.5)),
        ("index([\"a\", \"b\"], \"b\")", json!(1)),
        ("chunklist([1, 2, 3], 2)", json!([[1, 2], [3]])),
        ("transpose({ a = [\"x\"], b = [\"x\"] })", json!({ "x": ["a", "b"] })),
        ("alltrue([true, false])", json!(false)),
        ("anytrue([])", json!(false)),
        ("setsubtract([\"a\", \"b\"], [\"a\"])", json!(["b"])),
        ("templatestring(\"<$${x}>\", { x = 1 })", json!("<1>")),
        ("pathexpand(\"a/b\")", json!("a/b")),
        ("{ for k in [1] : k =>\n true\n ? 2 # two\n : 3 }", json!({ "1": 2 })),
        ("basename(\"a/b.zip\")", json!("b.zip")),
        ("regex(\"[a-z]+\", \"12ab3\")", json!("ab")),
        ("regex(\"(\\\\d)(x)?\", \"12\")", json!(["1", null])),
        ("regex(\"(?P<a>.)-\", \"1-2\")", json!({ "a": "1" })),
        ("try(regex(\"z\", \"1\"), \"no\")", json!("no")),
        ("length(regexall(\"[0-9]\", \"1a2\"))", json!(2)),
        ("regex(\"(\", \"1\")", json!({ "?": "a regular expression is not understood" })),
        ("replace(\"a1b2\", \"/([0-9])/\", \"<$1>\")", json!("a<1>b<2>")),
        ("uuid()", json!({ "?": "function `uuid` is not evaluated" })),
        (
            "provider::aws::arn_parse(\"x\")",
            json!({ "?": "function `provider::aws::arn_parse` is not evaluated" }),
        ),
    ] {
        assert_eq!(value(expression), expected, "{expression}");
    }
}

#[test]
fn what_is_unknown_makes_unknown_only_what_depends_on_it() {
    let declared = "variable \"u\" {}\nresource \"x_net\" \"n\" {\n  cidr = \"10.0.0.0/8\"\n  rule { a = 1 }\n}\nlocals {\n  l = [var.u, 1]\n}\n";
    let unknown = json!({ "?": "variable `u` has no default" });
    let computed = json!({ "?": "known after apply <- x_net.n" });
    for (expression, expected) in [
        ("var.u", unknown.clone()),
        ("\"a${var.u}\"", unknown.clone()),
        ("local.l[1]", json!(1)),
        ("local.l[0]", unknown.clone()),
        ("length(local.l)", json!(2)),
        ("[var.u, 2]", json!([unknown, 2])),
        ("{ a = var.u, b = 2 }", json!({ "a": unknown, "b": 2 })),
        ("false && var.u", json!(false)),
        ("var.u && false", json!(false)),
        ("var.u || true", json!(true)),
        ("var.u && true", unknown.clone()),
        ("var.u ? 1 : 1", json!(1)),
        ("var.u ? 1 : 2", unknown.clone()),
        ("var.u == null", unknown.clone()),
        ("contains([var.u, \"a\"], \"a\")", json!(true)),
        ("contains([var.u, \"a\"], \"b\")", unknown.clone()),
        ("anytrue([var.u, true])", json!(true)),
        ("length(toset([var.u, 1]))", unknown.clone()),
        ("slice(var.u, 0, 2)", json!([unknown, unknown])),
        ("var.u ? { a = 1, b = [1, 2] } : { a = 1, b = [1, 3] }", json!({ "a": 1, "b": [1, unknown] })),
        ("try(x_net.n.rule[0].id, 5)", computed.clone()),
        ("flatten([[x_net.n.id], [1]])", computed.clone()),
        ("flatten([[{ a = var.u }]])", json!([{ "a": unknown }])),
        ("compact([x_net.n.id, \"\"])", json!([computed])),
        ("compact([var.u, \"a\"])", unknown.clone()),
        ("lookup({}, var.u, 1)", json!(1)),
        ("coalesce(\"a\", var.u)", json!("a")),
        ("coalesce(var.u, \"a\")", unknown.clone()),
        ("try(var.u, 1)", unknown.clone()),
        ("concat([1], var.u)", unknown.clone()),
        ("x_net.n.cidr", json!("10.0.0.0/8")),
        ("x_net.n.id", computed.clone()),
        ("resource.x_net.n.cidr", json!("10.0.0.0/8")),
        ("x_net.n", computed.clone()),
        ("x_net.n[\"cidr\"]", json!("10.0.0.0/8")),
        ("[for k in [1] : x_net.n.id]", json!([computed])),
        ("var.u ? x_net.n.id : x_net.n.arn", json!({ "?": "variable `u` has no default <- x_net.n" })),
        ("var.u ? x_net.n.id : null", unknown.clone()),
        ("data.x_a.b.c", json!({ "?": "`data.x_a.b` is not declared" })),
        ("var.nope", json!({ "?": "variable `nope` is not declared" })),
        ("terraform.workspace", json!({ "?": "the workspace is chosen when it is run" })),
        ("path.module", json!(".")),
    ] {
        assert_eq!(value_with(declared, expression), expected, "{expression}");
    }
}

#[test]
fn json_with_unknown_parts_keeps_what_is_known() {
    let declared = "resource \"x_b\" \"b\" {}\n";
    let expected = json!({ "Action": "*", "Resource": { "?": "known after apply <- x_b.b" } });
    for expression in [
        "jsonencode({ Action = \"*\", Resource = x_b.b.arn })",
        "jsonencode({ Action = \"*\", Resource = \"${x_b.b.arn}/*\" })",
        "<<EOT\n{ \"Action\": \"*\", \"Resource\": \"${x_b.b.arn}/*\" }\nEOT\n",
        "jsondecode(jsonencode({ Action = \"*\", Resource = x_b.b.arn }))",
    ] {
        assert_eq!(value_with(declared, expression), expected, "{expression}");
    }
    let whole = json!({ "?": "known after apply <- x_b.b" });
    assert_eq!(value_with(declared, "\"-${jsonencode([x_b.b.arn])}\""), whole, "in a text it is a text");
    assert_eq!(value_with(declared, "\"{ ${x_b.b.arn} }\""), whole, "what is no JSON is a text");
}

#[test]
fn what_refers_to_itself_ends() {
    let circle = "locals {\n  a = local.b\n  b = local.a\n  c = [local.c]\n}\n";
    assert_eq!(value_with(circle, "local.a"), json!({ "?": "local `a` refers to itself" }));
    assert_eq!(value_with(circle, "local.c"), json!([{ "?": "local `c` refers to itself" }]));
    let crossed = "resource \"x_g\" \"a\" {\n  peer = x_g.b.peer\n}\nresource \"x_g\" \"b\" {\n  peer = x_g.a.peer\n}\n";
    let reason = value_with(crossed, "x_g.a.peer");
    assert!(reason["?"].as_str().unwrap().ends_with("peer` refers to itself"), "{reason}");
}
