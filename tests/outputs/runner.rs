//! What GitHub's runner makes of the log of a step: `ActionCommandManager` and `ActionCommand` of
//! actions/runner, in the order in which it tries the two forms of a command.

use std::collections::BTreeMap;

/// A workflow command, its values unescaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Command {
    pub(crate) name: String,
    pub(crate) properties: BTreeMap<String, String>,
    pub(crate) message: String,
}

/// The commands of a log, and the lines that are text.
pub(crate) fn read(log: &str) -> (Vec<Command>, Vec<&str>) {
    let (mut commands, mut text) = (Vec::new(), Vec::new());
    let mut stopped: Option<String> = None;
    for line in log.split(['\n', '\r']) {
        let Some(command) = current(line).or_else(|| old(line)) else {
            text.push(line);
            continue;
        };
        match &stopped {
            Some(token) if command.name == *token => stopped = None,
            Some(_) => text.push(line),
            None => {
                if command.name == "stop-commands" {
                    stopped = Some(command.message.clone());
                }
                commands.push(command);
            }
        }
    }
    assert_eq!(stopped, None, "commands are heard again in the end");
    (commands, text)
}

/// `::name key=value,key=value::message`, at the beginning of a line.
fn current(line: &str) -> Option<Command> {
    let (head, message) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    Some(command(head, ',', message))
}

/// `##[name key=value;key=value]message`, anywhere in a line.
fn old(line: &str) -> Option<Command> {
    let (head, message) = line[line.find("##[")? + 3..].split_once(']')?;
    Some(command(head, ';', message))
}

fn command(head: &str, between: char, message: &str) -> Command {
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let properties = properties.split(between).filter_map(|pair| pair.split_once('='));
    Command {
        name: name.to_owned(),
        properties: properties.map(|(key, value)| (key.trim().to_owned(), unescaped(value))).collect(),
        message: unescaped(message),
    }
}

fn unescaped(text: &str) -> String {
    let pairs = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")];
    pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}
