//! The functions of templates.

use std::collections::BTreeMap;

use super::super::inventory::{Node, Value};
use super::parameter::{Parameter, plain};
use super::template::{Template, entries};

/// The reason that a resource's own value cannot be known.
const LATER: &str = "known after deployment";

/// A map that is a call of a function: its name and argument.
pub(super) fn function(entries: &BTreeMap<String, Node>) -> Option<(&str, &Node)> {
    let (name, argument) = entries.first_key_value()?;
    (entries.len() == 1 && (name == "Ref" || name.starts_with("Fn::"))).then_some((name.as_str(), argument))
}

impl Template<'_> {
    /// What a function comes to. `node` is the call.
    pub(super) fn function(&self, name: &str, argument: &Node, node: &Node) -> Option<Node> {
        let found = match (name, argument.items()) {
            ("Ref", _) => return self.named(argument.text().unwrap_or_default(), node),
            ("Fn::If", [condition, then, otherwise]) => {
                let name = condition.text().unwrap_or_default();
                return match self.condition(name) {
                    Some(true) => self.value(then),
                    Some(false) => self.value(otherwise),
                    None => Some(self.open(format!("the condition `{name}` cannot be decided"), node)),
                };
            }
            // The text that is encoded says more than its code does.
            ("Fn::Base64", _) => return self.value(argument),
            ("Fn::GetAtt", _) => self.open(LATER, node),
            ("Fn::Sub", [template, variables]) => self.substituted(template, Some(variables), node),
            ("Fn::Sub", _) => self.substituted(argument, None, node),
            ("Fn::Join", [delimiter, list]) => self.joined(delimiter, list, node),
            ("Fn::Select", [index, list]) => self.selected(index, list, node),
            ("Fn::Split", [delimiter, text]) => self.split(delimiter, text, node),
            ("Fn::FindInMap", [map, top, second, rest @ ..]) => {
                return self.found([map, top, second], rest.first(), node);
            }
            ("Fn::GetAZs", _) => self.open("the availability zones are known at deployment", node),
            ("Fn::ImportValue", _) => self.open("imported from another stack", node),
            ("Fn::Transform", _) => self.open("`Fn::Transform` is run at deployment", node),
            (_, arguments) => {
                // What an argument leaves open says more than that the function is not known here.
                let open = arguments.iter().filter_map(|argument| self.value(argument));
                let reason = open.into_iter().find_map(|value| reason(&value).map(str::to_owned));
                self.open(reason.unwrap_or_else(|| format!("`{name}` is not evaluated")), node)
            }
        };
        Some(found)
    }

    /// What a name stands for: a parameter, a resource, or one of CloudFormation's own.
    fn named(&self, name: &str, node: &Node) -> Option<Node> {
        if name == "AWS::NoValue" {
            return None;
        }
        Some(match self.parameter(name) {
            Some(Parameter::Known(value)) => self.brought(value, node),
            Some(Parameter::Open(reason)) => self.open(reason, node),
            None if name.starts_with("AWS::") => self.open(format!("`{name}` is set at deployment"), node),
            None if self.is_resource(name) => self.open(LATER, node),
            None => self.open(format!("`{name}` is not declared in the template"), node),
        })
    }

    fn substituted(&self, template: &Node, variables: Option<&Node>, node: &Node) -> Node {
        let Some(text) = template.text() else { return self.open("`Fn::Sub` has no text", node) };
        let variables: BTreeMap<&str, Option<Node>> =
            entries(variables).map(|(name, value)| (name.as_str(), self.value(value))).collect();
        let mut made = String::new();
        for piece in pieces(text) {
            let name = match piece {
                Piece::Text(text) => {
                    made.push_str(text);
                    continue;
                }
                Piece::Literal(name) => {
                    made.extend(["${", name, "}"]);
                    continue;
                }
                Piece::Name(name) => name,
            };
            let value = match variables.get(name) {
                Some(value) => value.clone(),
                None if name.contains('.') => Some(self.open(LATER, node)),
                None => self.named(name, node),
            };
            let Some(value) = value else { return self.open("`AWS::NoValue` in a text", node) };
            let text = match &value.value {
                Value::List(items) => {
                    items.iter().map(plain).collect::<Option<Vec<_>>>().map(|all| all.join(","))
                }
                _ => plain(&value),
            };
            let Some(text) = text else {
                return self.open(reason(&value).unwrap_or("a part of the text is no text"), node);
            };
            made.push_str(&text);
            if !self.can_afford(made.len()) {
                return self.open("the template grows too large", node);
            }
        }
        self.made(made, &node.origin)
    }

    fn joined(&self, delimiter: &Node, list: &Node, node: &Node) -> Node {
        let Some(delimiter) = delimiter.text() else { return self.open("`Fn::Join` has no delimiter", node) };
        let list = self.value(list);
        let Some(Value::List(items)) = list.as_ref().map(|list| &list.value) else {
            return self.open(list.as_ref().and_then(reason).unwrap_or("`Fn::Join` has no list"), node);
        };
        let mut made = String::new();
        for (index, item) in items.iter().enumerate() {
            let Some(text) = plain(item) else {
                return self.open(reason(item).unwrap_or("a part of the text is no text"), node);
            };
            if index > 0 {
                made.push_str(delimiter);
            }
            made.push_str(&text);
            if !self.can_afford(made.len()) {
                return self.open("the template grows too large", node);
            }
        }
        self.made(made, &node.origin)
    }

    fn selected(&self, index: &Node, list: &Node, node: &Node) -> Node {
        let index = self.value(index);
        let Some(index) = index.as_ref().and_then(plain).and_then(|text| text.parse::<usize>().ok()) else {
            return self.open(index.as_ref().and_then(reason).unwrap_or("`Fn::Select` has no index"), node);
        };
        let list = self.value(list);
        let Some(Value::List(items)) = list.as_ref().map(|list| &list.value) else {
            return self.open(list.as_ref().and_then(reason).unwrap_or("`Fn::Select` has no list"), node);
        };
        match items.get(index) {
            Some(item) => item.clone(),
            None => self.open(format!("the list has no value {index}"), node),
        }
    }

    fn split(&self, delimiter: &Node, text: &Node, node: &Node) -> Node {
        let Some(delimiter) = delimiter.text().filter(|text| !text.is_empty()) else {
            return self.open("`Fn::Split` has no delimiter", node);
        };
        let text = self.value(text);
        let Some(whole) = text.as_ref().and_then(Node::text) else {
            return self.open(text.as_ref().and_then(reason).unwrap_or("`Fn::Split` has no text"), node);
        };
        let parts = whole.split(delimiter).map(|part| self.made(part.to_owned(), &node.origin));
        Node::new(Value::List(parts.collect()), node.origin.clone())
    }

    fn found(&self, keys: [&Node; 3], rest: Option<&Node>, node: &Node) -> Option<Node> {
        let keys = keys.map(|key| self.value(key));
        let names = keys.each_ref().map(|key| key.as_ref().and_then(plain));
        let [Some(map), Some(top), Some(second)] = names else {
            let open = keys.iter().flatten().find_map(reason);
            return Some(self.open(open.unwrap_or("`Fn::FindInMap` has no key"), node));
        };
        if let Some(value) = self.mapped(&map, &top, &second) {
            return Some(self.brought(value, node));
        }
        match rest.and_then(|rest| rest.get("DefaultValue")) {
            Some(default) => self.value(default),
            None => Some(self.open(format!("`{map}` has no `{top}.{second}`"), node)),
        }
    }
}

fn reason(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Unknown(unknown) => Some(&unknown.reason),
        _ => None,
    }
}

/// A part of a text for `Fn::Sub`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    /// `${Name}`
    Name(&'a str),
    /// `${!Name}`, which stands for `${Name}`.
    Literal(&'a str),
}

pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let (mut pieces, mut rest) = (Vec::new(), text);
    while let Some(start) = rest.find("${") {
        let Some(length) = rest[start..].find('}') else { break };
        let name = &rest[start + 2..start + length];
        if start > 0 {
            pieces.push(Piece::Text(&rest[..start]));
        }
        pieces.push(match name.strip_prefix('!') {
            Some(literal) => Piece::Literal(literal),
            None => Piece::Name(name.trim()),
        });
        rest = &rest[start + length + 1..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}
