//! The long form of a service's ports and volumes.
//!
//! In: `"127.0.0.1:8080:80/tcp"` and `"./conf:/etc/conf:ro"`. Out: `(ports)` with `host_ip`, `published`,
//! `target` and `protocol`; `(volumes)` with `type`, `source`, `target` and `read_only`. What is not
//! said is left out, except for the type. A port is a number, a range of them a text. Every value is
//! shown where the item is written.

use std::collections::BTreeMap;

use crate::infrastructure::tree::yaml::plain;
use crate::infrastructure::{Node, Value};

/// Puts `(ports)` and `(volumes)` beside a service's keys.
pub(super) fn expose(service: &mut Node) {
    let Value::Map(entries) = &mut service.value else { return };
    for (key, beside, long) in [
        ("ports", "(ports)", port as fn(&str) -> Fields),
        ("volumes", "(volumes)", volume as fn(&str) -> Fields),
    ] {
        let Some(list) = entries.get(key) else { continue };
        let items = match &list.value {
            Value::List(items) => items.iter().map(|item| long_item(item, long)).collect(),
            Value::Unknown(_) => vec![list.clone()],
            _ => continue,
        };
        let node = Node::new(Value::List(items), list.origin.clone());
        entries.insert(beside.to_owned(), node);
    }
}

type Fields = Vec<(&'static str, Value)>;

fn long_item(item: &Node, long: fn(&str) -> Fields) -> Node {
    let fields = match &item.value {
        Value::Text(text) => long(text),
        Value::Number(number) => long(&number.to_string()),
        _ => {
            let mut item = item.clone();
            if let Value::Map(entries) = &mut item.value
                && let Some(published) = entries.get_mut("published")
                && let Some(text) = published.text()
            {
                published.value = plain(text);
            }
            return item;
        }
    };
    let node = |value| Node::new(value, item.origin.clone());
    let fields: BTreeMap<String, Node> =
        fields.into_iter().map(|(key, value)| (key.to_owned(), node(value))).collect();
    node(Value::Map(fields))
}

/// `[[host_ip:][published]:]target[/protocol]`
fn port(text: &str) -> Fields {
    let (rest, protocol) =
        text.rsplit_once('/').map_or((text, None), |(rest, protocol)| (rest, Some(protocol)));
    let (host, target) = rest.rsplit_once(':').map_or((None, rest), |(host, target)| (Some(host), target));
    let (ip, published) = match host {
        Some(host) => host.rsplit_once(':').map_or((None, Some(host)), |(ip, port)| (Some(ip), Some(port))),
        None => (None, None),
    };
    let mut fields = vec![("target", plain(target))];
    if let Some(published) = published.filter(|port| !port.is_empty()) {
        fields.push(("published", plain(published)));
    }
    if let Some(ip) = ip {
        fields.push(("host_ip", Value::Text(ip.trim_matches(['[', ']']).to_owned())));
    }
    fields.push(("protocol", Value::Text(protocol.unwrap_or("tcp").to_owned())));
    fields
}

/// `[source:]target[:options]`; a source that is a path is bound, any other is a volume's name.
fn volume(text: &str) -> Fields {
    // The colon of a Windows drive does not separate.
    let drive = matches!(text.as_bytes(), [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic());
    let skip = if drive { 2 } else { 0 };
    let (source, rest) = match text[skip..].find(':') {
        Some(at) => (Some(&text[..at + skip]), &text[at + skip + 1..]),
        None => (None, text),
    };
    let (target, options) = rest.split_once(':').unwrap_or((rest, ""));
    let path = |source: &str| drive || source.starts_with(['.', '/', '~', '\\']);
    let kind = if source.is_some_and(path) { "bind" } else { "volume" };
    let mut fields = vec![("type", Value::Text(kind.to_owned())), ("target", Value::Text(target.to_owned()))];
    if let Some(source) = source {
        fields.push(("source", Value::Text(source.to_owned())));
    }
    if options.split(',').any(|option| option == "ro") {
        fields.push(("read_only", Value::Bool(true)));
    }
    fields
}
