//! What evidence rules say of a service's infrastructure code.

use regorus::Value;

use crate::document::Path;
use crate::infrastructure::{Code, Origin, Resource};
use crate::policy::EvidenceRule;

use super::violation;

/// What a resource shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// That an expectation is met.
    Attests,
    /// That an expectation is not met.
    Contradicts,
    /// Nothing, because a value cannot be known.
    Undecided,
    /// A fact that the descriptor states: its key, and the value that the code gives it.
    Shows {
        /// `service.compute`
        fact: String,
        /// `virtual-machine`
        value: Value,
    },
}

/// One statement of an evidence rule on one resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The rule's id.
    pub rule: String,
    /// The expectations that the rule speaks for.
    pub expectations: Vec<String>,
    /// What the resource shows.
    pub effect: Effect,
    /// The resource's address.
    pub resource: String,
    /// Where policies say that it shows it.
    pub path: Path,
    /// Where that is written.
    pub at: Origin,
    /// Goes on after the address: "is not encrypted"; for what is undecided, why.
    pub message: String,
    /// What to write in the code.
    pub help: Option<String>,
    /// What in the code sets the statement aside.
    pub set_aside: Option<SetAside>,
}

/// A comment that sets a statement aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub comment: Origin,
    /// The id in it that names the rule, or the expectation.
    pub id: String,
}

impl Statement {
    /// Address and message.
    pub fn fact(&self) -> String {
        match self.effect {
            Effect::Undecided => format!("{} cannot be judged: {}", self.resource, self.message),
            _ => format!("{} {}", self.resource, self.message),
        }
    }

    /// Where it is written: `infra/disk.tf:14`.
    pub fn place(&self) -> String {
        self.at.place()
    }

    /// Looks for a comment in the code that sets the statement aside. What attests needs none, and a
    /// comment without a reason does nothing.
    fn suppress(&mut self, resource: &Resource, code: &Code) {
        if self.effect == Effect::Attests {
            return;
        }
        let files = code.units.iter().flat_map(|unit| &unit.suppressions);
        for suppression in files.flat_map(|file| &file.suppressions) {
            let named = suppression
                .ids
                .iter()
                .find(|id| id.text == self.rule || self.expectations.contains(&id.text));
            if let (Some(id), Some(reason)) = (named, &suppression.reason)
                && suppression.applies(&resource.body, &self.at)
            {
                self.set_aside = Some(SetAside {
                    reason: reason.clone(),
                    comment: suppression.comment.clone(),
                    id: id.text.clone(),
                });
                return;
            }
        }
    }

    /// Whether it is about an expectation and counts.
    pub fn speaks_for(&self, expectation: &str) -> bool {
        self.set_aside.is_none() && self.expectations.iter().any(|id| id == expectation)
    }
}

/// Reads the statements of one rule.
///
/// # Errors
/// In what way the value does not keep to the contract.
pub(super) fn read_all(rule: &EvidenceRule, value: &Value, code: &Code) -> Result<Vec<Statement>, String> {
    let values = value.as_set().map_err(|_| "an evidence rule is a set of statements".to_owned())?;
    values.iter().map(|value| read(rule, value, code)).collect()
}

fn read(rule: &EvidenceRule, value: &Value, code: &Code) -> Result<Statement, String> {
    let path = violation::path(&value[&*violation::PATH])?.ok_or("a statement needs a `path`")?;
    let (resource, _) = code.resource(&path).ok_or("the `path` of a statement leads to no resource")?;
    let at = code.locate(&path).ok_or("the `path` of a statement leads to no resource")?;
    let mut message = violation::text(value, &violation::MESSAGE).ok_or("a statement needs a `message`")?;
    let mut effect = match violation::text(value, &violation::EFFECT).as_deref() {
        Some("attests") => Effect::Attests,
        Some("contradicts") => Effect::Contradicts,
        Some("undecided") => Effect::Undecided,
        Some("shows") => Effect::Shows {
            fact: violation::text(value, &violation::FACT).ok_or("what `shows` a fact names the `fact`")?,
            value: value["value"].clone(),
        },
        _ => return Err("the `effect` of a statement is attests, contradicts, undecided or shows".to_owned()),
    };
    // What may not exist, or may be otherwise, contradicts nothing and attests nothing.
    if let Some(uncertain) = &resource.uncertain
        && matches!(effect, Effect::Contradicts | Effect::Attests)
    {
        effect = Effect::Undecided;
        message.clone_from(uncertain);
    }
    let mut statement = Statement {
        rule: rule.id.clone(),
        expectations: rule.expectations.clone(),
        effect,
        resource: resource.address.clone(),
        path,
        at,
        message,
        help: violation::help(value),
        set_aside: None,
    };
    statement.suppress(resource, code);
    Ok(statement)
}
