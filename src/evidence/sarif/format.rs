//! The parts of SARIF 2.1.0 that are read; everything else is passed over.
//!
//! Texts borrow the report, which also tells where in it they stand. `null` counts as absent: some
//! scanners write their empty lists so.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserializer, Error, Visitor};
use serde::{Deserialize, de};

use crate::document::Span;

/// A text of the report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Text<'a>(Cow<'a, str>);

impl Text<'_> {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// The bytes of the text with its quotes, unless it is written with escapes.
    pub(super) fn span(&self, report: &str) -> Option<Span> {
        let Cow::Borrowed(text) = &self.0 else { return None };
        let start = text.as_ptr().addr().checked_sub(report.as_ptr().addr())?.checked_sub(1)?;
        let span = start..start + text.len() + 2;
        report.get(span.clone()).is_some().then_some(span)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Borrowing;
        impl<'de> Visitor<'de> for Borrowing {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Borrowing)
    }
}

/// `null` is what is left out.
fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(from: D) -> Result<T, D::Error> {
    Option::<T>::deserialize(from).map(Option::unwrap_or_default)
}

/// A count or an offset; a negative one is how SARIF writes "none".
fn whole<'de, D: Deserializer<'de>>(from: D) -> Result<Option<usize>, D::Error> {
    let number = Option::<serde_json::Number>::deserialize(from)?;
    Ok(number.and_then(|number| number.as_u64()).and_then(|number| usize::try_from(number).ok()))
}

/// The version alone, for a report of another version.
#[derive(Debug, Deserialize)]
pub(super) struct Versioned<'a> {
    #[serde(borrow)]
    pub(super) version: Text<'a>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Log<'a> {
    #[serde(borrow, default)]
    pub(super) version: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(super) runs: Option<Vec<Run<'a>>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Run<'a> {
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) tool: Tool<'a>,
    /// Absent where the tool did not scan at all.
    #[serde(borrow, default)]
    pub(super) results: Option<Vec<Outcome<'a>>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) invocations: Vec<Invocation<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) artifacts: Vec<Artifact<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) original_uri_base_ids: BTreeMap<Text<'a>, ArtifactLocation<'a>>,
    #[serde(borrow, default)]
    pub(super) column_kind: Option<Text<'a>>,
    #[serde(default)]
    pub(super) external_property_file_references: Option<External>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct External {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) results: Vec<de::IgnoredAny>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Tool<'a> {
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) driver: Component<'a>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) extensions: Vec<Component<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Component<'a> {
    #[serde(borrow, default)]
    pub(super) name: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(super) guid: Option<Text<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) rules: Vec<Rule<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) global_message_strings: BTreeMap<Text<'a>, Message<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rule<'a> {
    #[serde(borrow, default)]
    pub(super) id: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(super) name: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(super) guid: Option<Text<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) deprecated_ids: Vec<Text<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) deprecated_names: Vec<Text<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) deprecated_guids: Vec<Text<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) message_strings: BTreeMap<Text<'a>, Message<'a>>,
    #[serde(borrow, default)]
    pub(super) default_configuration: Option<Configuration<'a>>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Configuration<'a> {
    #[serde(default)]
    pub(super) enabled: Option<bool>,
    #[serde(borrow, default)]
    pub(super) level: Option<Text<'a>>,
}

/// How a result, an override or a notification names a rule.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RuleReference<'a> {
    #[serde(borrow, default)]
    pub(super) id: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(super) guid: Option<Text<'a>>,
    #[serde(default, deserialize_with = "whole")]
    pub(super) index: Option<usize>,
    #[serde(borrow, default)]
    pub(super) tool_component: Option<ComponentReference<'a>>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct ComponentReference<'a> {
    #[serde(borrow, default)]
    pub(super) name: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(super) guid: Option<Text<'a>>,
    #[serde(default, deserialize_with = "whole")]
    pub(super) index: Option<usize>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Message<'a> {
    #[serde(borrow, default)]
    pub(super) text: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(super) markdown: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(super) id: Option<Text<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) arguments: Vec<Text<'a>>,
}

/// A `result` object.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Outcome<'a> {
    #[serde(borrow, default)]
    pub(super) rule_id: Option<Text<'a>>,
    #[serde(default, deserialize_with = "whole")]
    pub(super) rule_index: Option<usize>,
    #[serde(borrow, default)]
    pub(super) rule: Option<RuleReference<'a>>,
    #[serde(borrow, default)]
    pub(super) kind: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(super) level: Option<Text<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) message: Message<'a>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) locations: Vec<Location<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) suppressions: Vec<Suppression<'a>>,
    #[serde(borrow, default)]
    pub(super) baseline_state: Option<Text<'a>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Suppression<'a> {
    #[serde(borrow, default)]
    pub(super) status: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(super) justification: Option<Text<'a>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location<'a> {
    #[serde(borrow, default)]
    pub(super) physical_location: Option<PhysicalLocation<'a>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PhysicalLocation<'a> {
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) artifact_location: ArtifactLocation<'a>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) region: Region,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ArtifactLocation<'a> {
    #[serde(borrow, default)]
    pub(super) uri: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(super) uri_base_id: Option<Text<'a>>,
    #[serde(default, deserialize_with = "whole")]
    pub(super) index: Option<usize>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Artifact<'a> {
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) location: ArtifactLocation<'a>,
}

/// A part of a file; lines and columns count from 1, offsets from 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    #[serde(default, deserialize_with = "whole")]
    pub(super) start_line: Option<usize>,
    #[serde(default, deserialize_with = "whole")]
    pub(super) start_column: Option<usize>,
    #[serde(default, deserialize_with = "whole")]
    pub(super) end_line: Option<usize>,
    #[serde(default, deserialize_with = "whole")]
    pub(super) end_column: Option<usize>,
    #[serde(default, deserialize_with = "whole")]
    pub(super) char_offset: Option<usize>,
    #[serde(default, deserialize_with = "whole")]
    pub(super) char_length: Option<usize>,
    #[serde(default, deserialize_with = "whole")]
    pub(super) byte_offset: Option<usize>,
    #[serde(default, deserialize_with = "whole")]
    pub(super) byte_length: Option<usize>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invocation<'a> {
    #[serde(default)]
    pub(super) execution_successful: Option<bool>,
    #[serde(borrow, default)]
    pub(super) start_time_utc: Option<Text<'a>>,
    #[serde(borrow, default)]
    pub(super) end_time_utc: Option<Text<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) tool_execution_notifications: Vec<Notification<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) tool_configuration_notifications: Vec<Notification<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) rule_configuration_overrides: Vec<Override<'a>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Notification<'a> {
    #[serde(borrow, default)]
    pub(super) level: Option<Text<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    pub(super) message: Message<'a>,
    #[serde(borrow, default)]
    pub(super) associated_rule: Option<RuleReference<'a>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Override<'a> {
    #[serde(borrow)]
    pub(super) configuration: Configuration<'a>,
    #[serde(borrow)]
    pub(super) descriptor: RuleReference<'a>,
}
