//! The one form that every reader turns its format into: resources whose every value knows the file
//! and the bytes that it came from.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::document::{Segment, Source, Span};

use super::suppression::Suppressions;

/// The format that a resource was written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Platform {
    /// Terraform or OpenTofu: HCL, its JSON syntax, or a plan.
    Terraform,
    /// A Kubernetes manifest.
    Kubernetes,
    /// A CloudFormation template.
    CloudFormation,
    /// A Compose file.
    Compose,
}

impl Platform {
    /// The word that policies see.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Terraform => "terraform",
            Self::Kubernetes => "kubernetes",
            Self::CloudFormation => "cloudformation",
            Self::Compose => "compose",
        }
    }
}

/// Where a value is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The file.
    pub source: Arc<Source>,
    /// The bytes, end excluded.
    pub span: Span,
}

impl Origin {
    /// The bytes of a file.
    pub fn new(source: &Arc<Source>, span: Span) -> Self {
        Self { source: Arc::clone(source), span }
    }

    /// File and line: `infra/disk.tf:14`.
    pub fn place(&self) -> String {
        format!("{}:{}", self.source.name(), self.source.position(self.span.start).line)
    }

    /// The text that stands there.
    pub fn text(&self) -> &str {
        self.source.slice(&self.span)
    }
}

/// A value and where it is written. For an attribute that is the value's own expression, for a block
/// its header, for a value that comes from elsewhere (a default, a variable) the place in the resource
/// that uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What is there.
    pub value: Value,
    /// Where.
    pub origin: Origin,
}

/// What stands at a place in infrastructure code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `null`; readers of Terraform leave such attributes out, as Terraform does.
    Null,
    /// A truth value.
    Bool(bool),
    /// A number.
    Number(serde_json::Number),
    /// A text.
    Text(String),
    /// A list; every nested block of Terraform is a list of maps, as in a plan.
    List(Vec<Node>),
    /// A map.
    Map(BTreeMap<String, Node>),
    /// A value that cannot be known from the code.
    Unknown(Unknown),
}

/// Why a value cannot be known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unknown {
    /// One clause: "variable `size` has no default".
    pub reason: String,
    /// Addresses of the resources that the value is taken from.
    pub references: BTreeSet<String>,
}

impl Node {
    /// A value at a place.
    pub const fn new(value: Value, origin: Origin) -> Self {
        Self { value, origin }
    }

    /// A value that cannot be known, and why.
    pub fn unknown(reason: impl Into<String>, origin: Origin) -> Self {
        let unknown = Unknown { reason: reason.into(), references: BTreeSet::new() };
        Self::new(Value::Unknown(unknown), origin)
    }

    /// The entry of a map.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match &self.value {
            Value::Map(entries) => entries.get(key),
            _ => None,
        }
    }

    /// The entries of a list; nothing for anything else.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// A text that is known.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The node at a path, or the nearest parent that exists.
    pub fn nearest(&self, path: &[Segment]) -> &Self {
        let Some((first, rest)) = path.split_first() else { return self };
        let child = match (&self.value, first) {
            (Value::Map(entries), Segment::Key(key)) => entries.get(key.as_str()),
            (Value::List(items), Segment::Index(index)) => items.get(*index),
            _ => None,
        };
        child.map_or(self, |child| child.nearest(rest))
    }
}

/// A thing that infrastructure code declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// The format.
    pub platform: Platform,
    /// How the format calls it: `module.net.aws_vpc.main[0]`, `Deployment/shop/frontend`, a logical id.
    pub address: String,
    /// Its type: `aws_vpc`, `data.aws_iam_policy_document`, `Deployment`, `AWS::S3::Bucket`.
    pub kind: String,
    /// Its own name.
    pub name: String,
    /// The provider's local name: `aws`, `azurerm`, `google`, `kubernetes`.
    pub provider: Option<String>,
    /// The region that it is placed in, where that is known, and where that is said.
    pub region: Option<Node>,
    /// Why it may not exist, or may exist otherwise: a count that cannot be known, a patch.
    pub uncertain: Option<String>,
    /// Its header: what a finding about something absent underlines.
    pub header: Origin,
    /// All of its text, comments included.
    pub body: Origin,
    /// Its values, always a map.
    pub values: Node,
    /// The addresses that each of its top-level attributes refers to, whether or not the value is known.
    pub references: BTreeMap<String, BTreeSet<String>>,
}

/// Something that was seen and could not be read into resources, such as a remote module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unevaluated {
    /// What it is: `module.vpc`.
    pub what: String,
    /// Why not, as one clause.
    pub because: String,
    /// Where it is named.
    pub origin: Origin,
}

/// A file, or a part of it, that is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The fact, lower case, without a full stop.
    pub message: String,
    /// Where.
    pub origin: Origin,
    /// What to write, where that is known.
    pub help: Option<String>,
}

impl Broken {
    /// A file of which no text can be shown.
    pub fn of_file(name: impl Into<String>, message: impl Into<String>, help: Option<&str>) -> Self {
        let origin = Origin::new(&Arc::new(Source::new(name, "")), 0..0);
        Self { message: message.into(), origin, help: help.map(str::to_owned) }
    }
}

/// What one unit of infrastructure code declares: a Terraform root module with the local modules that
/// it calls, or a single file of any other format.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unit {
    /// The name under which users know it: a folder or a file, relative to the repository's root.
    pub name: String,
    /// The files that were read, in the order of their names.
    pub files: Vec<Arc<Source>>,
    /// The resources, in the order of files and text.
    pub resources: Vec<Resource>,
    /// What was seen and not read.
    pub unevaluated: Vec<Unevaluated>,
    /// What is broken.
    pub broken: Vec<Broken>,
    /// What comments in the files set aside, in the order of the files.
    pub suppressions: Vec<Suppressions>,
}
