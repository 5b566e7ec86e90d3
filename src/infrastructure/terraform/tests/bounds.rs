use super::{unit, unit_of};
use crate::infrastructure::inventory::Value;

/// Reads what should be refused, or bounded, and never hangs or falls.
#[test]
fn nothing_is_too_deep_too_long_or_too_many() {
    let deep = |open: &str, close: &str| {
        format!("resource \"x_y\" \"z\" {{\n  a = {}1{}\n}}\n", open.repeat(20_000), close.repeat(20_000))
    };
    let chain: String = (0..20_000).map(|at| format!("  l{at} = local.l{}\n", at + 1)).collect();
    let doubled: String =
        (0..100).map(|at| format!("  l{at} = [local.l{0}, local.l{0}]\n", at + 1)).collect();
    let long: String =
        (0..100).map(|at| format!("  l{at} = \"${{local.l{0}}}${{local.l{0}}}\"\n", at + 1)).collect();
    let using = |locals: &str, end: &str| {
        format!("locals {{\n{locals}  {end}\n}}\nresource \"x_y\" \"z\" {{ a = local.l0 }}\n")
    };
    for (name, text) in [
        ("lists", deep("[", "]")),
        ("unclosed lists", deep("[", "")),
        ("parentheses", deep("(", ")")),
        ("objects", deep("{ a = ", "}")),
        ("calls", deep("f(", ")")),
        ("negations", deep("!", "")),
        ("minus", deep("- ", "")),
        ("sums", deep("1 + ", "")),
        ("conditionals", deep("true ? 1 : ", "")),
        ("templates", deep("\"${", "}\"")),
        ("directives", format!("resource \"x_y\" \"z\" {{\n  a = \"{}\"\n}}\n", "%{ if true }".repeat(20_000))),
        ("indexes", format!("resource \"x_y\" \"z\" {{\n  a = x{}\n}}\n", "[0]".repeat(20_000))),
        ("attributes", format!("resource \"x_y\" \"z\" {{\n  a = x{}\n}}\n", ".a".repeat(20_000))),
        ("blocks", format!("{}{}", "a {\n".repeat(20_000), "}\n".repeat(20_000))),
        ("a chain", using(&chain, "l20000 = 1")),
        ("doubled lists", using(&doubled, "l100 = 1")),
        ("doubled texts", using(&long, "l100 = \"x\"")),
        ("a heredoc without an end", "resource \"x_y\" \"z\" {\n  a = <<EOT\nx\n".to_owned()),
        ("control characters", "resource \"x_y\" \"z\" {\n  a = \"\u{1b}[31m\u{0}\"\n}\n".to_owned()),
        (
            "loops",
            "resource \"x_y\" \"z\" {\n  a = [for a in range(9999) : [for b in range(9999) : [for c in range(9999) : c if false]]]\n}\n".to_owned(),
        ),
        (
            "numbers",
            "resource \"x_y\" \"z\" {\n  a = 1e999\n  b = 99999999999999999999999999\n  c = pow(10, 400)\n  d = -9223372036854775808 % -1\n  e = substr(\"a\", -9223372036854775808, 9223372036854775807)\n  f = cidrsubnet(\"::/0\", 128, 1)\n  g = element([1], -9223372036854775808)\n  h = range(0, 9223372036854775807, 4611686018427387904)\n  i = cidrhost(\"::/0\", -1)\n}\n".to_owned(),
        ),
    ] {
        let unit = unit(&text);
        let known = unit.resources.len() + unit.broken.len();
        assert!(known > 0 || name == "blocks", "{name}");
    }
}

#[test]
fn json_is_bounded_too() {
    let deep = format!("{{\"resource\": {}1{}}}", "[".repeat(20_000), "]".repeat(20_000));
    let nested =
        format!("{{\"resource\": {{\"a_b\": {{\"c\": {}1{}}}}}}}", "{\"data\":".repeat(90), "}".repeat(90));
    for text in [
        deep.as_str(),
        nested.as_str(),
        "",
        "null",
        "[]",
        "{\"resource\": 1}",
        "{\"variable\": {\"x\": null}}",
        "\u{0}",
    ] {
        unit_of(&[("infra/main.tf.json", text)]);
    }
}

#[test]
fn modules_and_resources_are_bounded() {
    let many: String =
        (0..6).map(|at| format!("module \"m{at}\" {{\n  source = \"./m\"\n  count = 200\n}}\n")).collect();
    let unit = unit_of(&[
        ("infra/main.tf", &many),
        ("infra/m/main.tf", "module \"n\" {\n  source = \"./n\"\n  count = 200\n}\n"),
        ("infra/m/n/main.tf", "resource \"x_y\" \"z\" { count = 200 }\n"),
    ]);
    assert!(unit.resources.len() <= 20_000);
    assert!(
        unit.unevaluated.iter().any(|it| it.because.contains("more than")),
        "{:?}",
        unit.unevaluated.len()
    );
}

#[test]
fn a_chain_of_any_length_ends_with_a_reason() {
    let chain: String = (0..5_000).map(|at| format!("  l{at} = local.l{}\n", at + 1)).collect();
    let unit =
        unit(&format!("locals {{\n{chain}  l5000 = 1\n}}\nresource \"x_y\" \"z\" {{ a = local.l0 }}\n"));
    let value = &unit.resources[0].values.get("a").unwrap().value;
    assert!(
        matches!(value, Value::Unknown(it) if it.reason == "it takes too many steps to evaluate"),
        "{value:?}"
    );
}

#[test]
fn the_same_input_gives_the_same_inventory() {
    let text = "variable \"u\" {}\nlocals {\n  a = local.b\n  b = [local.a, var.u]\n}\nresource \"x_y\" \"z\" {\n  for_each = { b = 1, a = 2 }\n  l = local.b\n  m = { z = 1, a = local.a }\n}\n";
    assert_eq!(format!("{:?}", unit(text).resources), format!("{:?}", unit(text).resources));
}

/// The reader's last resort, which nothing should ever need.
fn fell(unit: &crate::infrastructure::inventory::Unit) -> bool {
    unit.broken.iter().any(|broken| broken.message == "the folder cannot be read")
}

const SAMPLE: &str = r#"variable "v" { type = object({ a = optional(list(string), ["é"]) }) }
locals { m = { for k, v in var.v : "${k}-${v}" => upper(v)... if k != "x" } }
resource "aws_a" "b" {
  count = length(local.m) > 0 ? 2 : 1
  x = <<-EOT
    %{ for i in range(3) ~}
    line ${i} $${no} %%{no}
    %{ endfor ~}
  EOT
  dynamic "d" {
    for_each = [1, 2]
    content { y = d.value * -1 / 0.5 % 2 }
  }
  z = aws_a.b[*].x[0].y.*.w
}
module "n" {
  source = "./n"
  p = try(local.m["a"], null, [1, 2]...)
}
"#;

#[test]
fn a_file_that_ends_anywhere_is_no_trouble() {
    for (at, _) in SAMPLE.char_indices() {
        assert!(!fell(&unit(&SAMPLE[..at])), "cut at {at}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 64, ..Default::default() })]
    #[test]
    fn no_mixture_of_expressions_makes_it_fall(
        parts in proptest::collection::vec(proptest::sample::select(PARTS), 1..12)
    ) {
        let text = format!("variable \"u\" {{}}\nresource \"x_y\" \"z\" {{\n  a = {}\n}}\n", parts.concat());
        proptest::prop_assert!(!fell(&unit(&text)));
    }
}

const PARTS: &[&str] = &[
    "var.u",
    "[",
    "]",
    "(",
    ")",
    "{ a = ",
    "}",
    "1",
    "-1",
    "\"é\"",
    "null",
    " + ",
    " / ",
    " ? ",
    " : ",
    ", ",
    "true",
    "[*]",
    ".*",
    ".a",
    "[0]",
    "\"${",
    "}\"",
    "substr(",
    "format(\"%[2]05d%s\", ",
    "cidrsubnet(\"::/0\", ",
    "element(",
    "slice(",
    "range(",
    "[for x in ",
    " : x]",
    "x_y.z",
    "indent(99, ",
    "try(",
    "chunklist(",
    "jsonencode(",
    "1e308",
    "parseint(\"zz\", ",
    "setproduct(",
    "replace(\"a\", \"\", ",
    "split(\"\", ",
    "...",
    " == ",
    " && ",
    "!",
];
