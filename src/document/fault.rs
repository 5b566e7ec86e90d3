//! What kept the linter from judging: a configuration, a policy or a file that it could not use.

use std::fmt;
use std::sync::Arc;

use super::{Source, Span};

/// A reason why something was not judged. Never a verdict on a service: a run with a fault ends with
/// exit code 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The fact, lower case, without a full stop.
    pub message: String,
    /// Where it is, if it is in a text.
    pub place: Option<FaultPlace>,
    /// What to do about it.
    pub help: Option<String>,
}

/// The place of a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultPlace {
    /// The text.
    pub source: Arc<Source>,
    /// The bytes.
    pub span: Span,
    /// What stands there.
    pub label: String,
}

impl Fault {
    /// A fault without a place.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), place: None, help: None }
    }

    /// The same fault at a place.
    #[must_use]
    pub fn at(mut self, source: &Arc<Source>, span: Span, label: impl Into<String>) -> Self {
        self.place = Some(FaultPlace { source: Arc::clone(source), span, label: label.into() });
        self
    }

    /// The same fault with advice.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            let position = place.source.position(place.span.start);
            write!(f, "{}:{}:{}: ", place.source.name(), position.line, position.column)?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}
