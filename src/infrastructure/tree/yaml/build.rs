//! From a parser's events to one document's tree.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use granit_parser::{Event, ScalarStyle, StructureStyle, Tag};

use super::{DEEPEST, MOST_VALUES, Wholes, bytes, fold, scalar};
use crate::document::{Source, Span};
use crate::infrastructure::{Broken, Node, Origin, Value};

/// What anchors may hold and aliases unfold to in one document: 64 for each value and 1 for each byte.
const MOST_UNFOLDED: usize = 32 << 20;

type LongForm<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Builds one document after the other.
pub(super) struct Builder<'a> {
    source: &'a Arc<Source>,
    long_form: LongForm<'a>,
    frames: Vec<Frame>,
    root: Option<Node>,
    anchors: BTreeMap<usize, Anchored>,
    unfolded: usize,
    values: usize,
    wholes: Wholes,
    /// Some quoted texts were joined to one line to be read.
    joined: bool,
}

/// A collection that is still open.
struct Frame {
    content: Content,
    text: Span,
    /// Written in brackets.
    flow: bool,
    properties: Properties,
}

enum Content {
    List(Vec<Node>),
    Map { entries: BTreeMap<String, Node>, key: Option<Key>, merged: Vec<(Node, Span)> },
}

#[derive(Default)]
struct Properties {
    anchor: usize,
    /// The long form of the tag, and where the tag stands.
    tag: Option<(String, Span)>,
}

struct Key {
    text: String,
    span: Span,
    merges: bool,
}

/// A value that is complete.
struct Piece {
    value: Value,
    /// All of its text; empty for a value that is not written.
    text: Span,
    /// A collection; its place depends on its key.
    collection: bool,
    flow: bool,
    plain: bool,
    properties: Properties,
}

struct Anchored {
    node: Node,
    weight: usize,
    height: usize,
}

impl<'a> Builder<'a> {
    pub(super) fn new(source: &'a Arc<Source>, long_form: LongForm<'a>, joined: bool) -> Self {
        Self {
            source,
            long_form,
            frames: Vec::new(),
            root: None,
            anchors: BTreeMap::new(),
            unfolded: 0,
            values: 0,
            wholes: Wholes::default(),
            joined,
        }
    }

    pub(super) fn clear(&mut self) {
        self.frames.clear();
        self.anchors.clear();
        self.root = None;
        self.unfolded = 0;
        self.values = 0;
    }

    /// The document that ended, unless there is nothing in it.
    pub(super) fn document(&mut self) -> Option<Node> {
        self.root.take().filter(|root| root.value != Value::Null)
    }

    pub(super) fn wholes(self) -> Wholes {
        self.wholes
    }

    pub(super) fn take(&mut self, event: Event<'_>, span: granit_parser::Span) -> Result<(), Broken> {
        let text = bytes(self.source, span);
        let tag = span.tag_span().map(|span| bytes(self.source, span));
        match event {
            Event::Scalar(written, style, anchor, name) => {
                let core = name.as_deref().and_then(Tag::core_suffix).map(str::to_owned);
                let forced_text = name.as_deref().is_some_and(|tag| tag.original() == "!");
                let plain = style == ScalarStyle::Plain;
                let quoted = matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted);
                let lines = self.source.slice(&text);
                let again = self.joined && quoted && lines.contains('\n');
                let folded = if again { fold::value(lines) } else { None };
                let written = folded.map_or(written, Cow::Owned);
                let value = match core.as_deref() {
                    Some("str") => Value::Text(written.into_owned()),
                    Some("int" | "float" | "bool" | "null") => scalar::plain(&written),
                    _ if plain && !forced_text => scalar::plain(&written),
                    _ => Value::Text(written.into_owned()),
                };
                let text = trimmed(self.source, text);
                let properties = self.properties(anchor, name.as_deref(), tag);
                self.add(Piece { value, text, collection: false, flow: false, plain, properties })
            }
            Event::SequenceStart(style, anchor, name) => {
                self.open(Content::List(Vec::new()), style, text, (anchor, name.as_deref(), tag))
            }
            Event::MappingStart(style, anchor, name) => {
                let content = Content::Map { entries: BTreeMap::new(), key: None, merged: Vec::new() };
                self.open(content, style, text, (anchor, name.as_deref(), tag))
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(&text),
            Event::Alias(anchor) => self.alias(anchor, text),
            _ => Ok(()),
        }
    }

    fn properties(&self, anchor: usize, tag: Option<&Tag>, span: Option<Span>) -> Properties {
        let named = tag.and_then(|tag| (self.long_form)(&tag.original()));
        Properties { anchor, tag: named.zip(span) }
    }

    fn open(
        &mut self,
        content: Content,
        style: StructureStyle,
        text: Span,
        (anchor, tag, tag_span): (usize, Option<&Tag>, Option<Span>),
    ) -> Result<(), Broken> {
        let properties = self.properties(anchor, tag, tag_span);
        let flow = style == StructureStyle::Flow;
        // A tag's long form is one level more.
        let levels = self.frames.len() + 1 + self.tags() + usize::from(properties.tag.is_some());
        if levels > DEEPEST {
            return Err(self.broken(too_deep(), text, None));
        }
        self.frames.push(Frame { content, text, flow, properties });
        Ok(())
    }

    fn tags(&self) -> usize {
        self.frames.iter().filter(|frame| frame.properties.tag.is_some()).count()
    }

    fn close(&mut self, end: &Span) -> Result<(), Broken> {
        let Some(Frame { content, mut text, flow, properties }) = self.frames.pop() else { return Ok(()) };
        // The end of a collection without brackets is reported where the next thing begins.
        if flow && !end.is_empty() {
            text.end = text.end.max(end.end);
        }
        let value = match content {
            Content::List(items) => Value::List(items),
            Content::Map { mut entries, merged, .. } => {
                for (from, key) in merged {
                    self.merge(&mut entries, from, key)?;
                }
                Value::Map(entries)
            }
        };
        let text = trimmed(self.source, text);
        self.add(Piece { value, text, collection: true, flow, plain: false, properties })
    }

    /// Written entries win over merged ones, and what is merged first over what is merged later.
    fn merge(&self, entries: &mut BTreeMap<String, Node>, from: Node, key: Span) -> Result<(), Broken> {
        let maps = match from.value {
            Value::Map(map) => vec![Value::Map(map)],
            Value::List(items) => items.into_iter().map(|item| item.value).collect(),
            _ => vec![Value::Null],
        };
        for map in maps {
            let Value::Map(map) = map else {
                let help = "write an alias of a map, or a list of such aliases".to_owned();
                return Err(self.broken("`<<` merges what is not a map".to_owned(), key, Some(help)));
            };
            for (name, node) in map {
                entries.entry(name).or_insert(node);
            }
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, text: Span) -> Result<(), Broken> {
        let Some(anchored) = self.anchors.get(&anchor) else {
            let message = "the alias stands within its own anchor".to_owned();
            return Err(self.broken(message, text, None));
        };
        if self.frames.len() + self.tags() + anchored.height > DEEPEST {
            return Err(self.broken(too_deep(), text, None));
        }
        self.unfolded = self.unfolded.saturating_add(anchored.weight);
        if self.unfolded > MOST_UNFOLDED {
            return Err(self.broken("aliases unfold to too much".to_owned(), text, None));
        }
        let value = anchored.node.value.clone();
        self.add(Piece {
            value,
            text,
            collection: false,
            flow: false,
            plain: false,
            properties: Properties::default(),
        })
    }

    /// Puts a value where it belongs: into the open collection, as a key or under one, or at the root.
    fn add(&mut self, piece: Piece) -> Result<(), Broken> {
        if let Some(Frame { content: Content::Map { key: None, .. }, .. }) = self.frames.last() {
            return self.key(piece);
        }
        let key = match self.frames.last_mut() {
            Some(Frame { content: Content::Map { key, .. }, .. }) => key.take(),
            _ => None,
        };
        self.values += 1;
        if self.values > MOST_VALUES {
            let message = format!("there are more than {MOST_VALUES} values");
            return Err(self.broken(message, piece.text, None));
        }
        let anchor = piece.properties.anchor;
        let (node, end) = self.node(piece, key.as_ref().map(|key| &key.span));
        self.anchor(anchor, &node)?;
        let Some(frame) = self.frames.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        frame.text.end = frame.text.end.max(end);
        match (&mut frame.content, key) {
            (Content::List(items), _) => items.push(node),
            (Content::Map { merged, .. }, Some(key)) if key.merges => merged.push((node, key.span)),
            (Content::Map { entries, .. }, Some(key)) => {
                entries.insert(key.text, node);
            }
            (Content::Map { .. }, None) => {}
        }
        Ok(())
    }

    fn key(&mut self, piece: Piece) -> Result<(), Broken> {
        let written = self.source.slice(&piece.text);
        let merges = piece.plain && written == "<<";
        let span = piece.text.clone();
        let text = match &piece.value {
            Value::Text(text) => text.clone(),
            _ => written.to_owned(),
        };
        let anchor = piece.properties.anchor;
        if anchor != 0 {
            let (node, _) = self.node(piece, None);
            self.anchor(anchor, &node)?;
        }
        let Some(frame) = self.frames.last_mut() else { return Ok(()) };
        frame.text.end = frame.text.end.max(span.end);
        let Content::Map { entries, key, .. } = &mut frame.content else { return Ok(()) };
        if !merges && entries.contains_key(&text) {
            let help = "keep one of the two".to_owned();
            return Err(self.broken(format!("the key `{text}` is there already"), span, Some(help)));
        }
        *key = Some(Key { text, span, merges });
        Ok(())
    }

    /// A node with its place, and the end of its text.
    fn node(&mut self, piece: Piece, key: Option<&Span>) -> (Node, usize) {
        let Piece { value, text, collection, flow, properties, .. } = piece;
        let Some((name, tag)) = properties.tag else {
            let end = text.end;
            return (Node::new(value, self.place(text, key, collection, flow)), end);
        };
        let whole = tag.start..text.end.max(tag.end);
        let end = whole.end;
        let inner = Node::new(value, self.place(text, Some(&tag), collection, flow));
        let origin = self.wholes.place(self.source, whole, key, true);
        (Node::new(Value::Map(BTreeMap::from([(name, inner)])), origin), end)
    }

    fn place(&mut self, text: Span, key: Option<&Span>, collection: bool, flow: bool) -> Origin {
        if collection {
            return self.wholes.place(self.source, text, key, flow);
        }
        let shown = if text.is_empty() { key.cloned().unwrap_or(text) } else { text };
        Origin::new(self.source, shown)
    }

    fn anchor(&mut self, anchor: usize, node: &Node) -> Result<(), Broken> {
        if anchor == 0 {
            return Ok(());
        }
        let (weight, height) = measure(node);
        self.unfolded = self.unfolded.saturating_add(weight);
        if self.unfolded > MOST_UNFOLDED {
            let message = "anchors hold too much".to_owned();
            return Err(self.broken(message, node.origin.span.clone(), None));
        }
        self.anchors.insert(anchor, Anchored { node: node.clone(), weight, height });
        Ok(())
    }

    fn broken(&self, message: String, span: Span, help: Option<String>) -> Broken {
        Broken { message, origin: Origin::new(self.source, span), help }
    }
}

fn too_deep() -> String {
    format!("values are nested more than {DEEPEST} levels deep")
}

/// A text without the blank lines and spaces after it.
fn trimmed(source: &Source, text: Span) -> Span {
    let kept = source.slice(&text).trim_end_matches([' ', '\t', '\r', '\n']).len();
    text.start..text.start + kept
}

/// What a tree weighs, and its levels; the builder has bounded both.
fn measure(node: &Node) -> (usize, usize) {
    let (weight, height) = match &node.value {
        Value::Text(text) => (text.len(), 0),
        Value::List(items) => items.iter().map(measure).fold((0, 1), sum),
        Value::Map(entries) => {
            let entry = |(key, node): (&String, &Node)| {
                let (weight, height) = measure(node);
                (weight + key.len(), height)
            };
            entries.iter().map(entry).fold((0, 1), sum)
        }
        _ => (0, 0),
    };
    (weight + 64, height)
}

fn sum((weight, height): (usize, usize), (other, below): (usize, usize)) -> (usize, usize) {
    (weight.saturating_add(other), height.max(below + 1))
}
