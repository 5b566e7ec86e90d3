//! METADATA annotations: the one place where a rule's words stand.
//!
//! In: the text of a Rego module. Out: a [`Rule`] for each annotated rule. The engine's lexer drops
//! comments, so they are read from the text. The build script, which packs the shipped policies,
//! compiles this file too.

use serde::{Deserialize, Serialize};

/// How bad a finding is, in SARIF's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Weakens the service.
    Warning,
    /// Lets a threat through.
    Error,
}

impl Severity {
    /// SARIF's word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Who raises a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// A policy that ships with the linter.
    Shipped,
    /// The linter itself, before or after the policies run.
    Linter,
    /// A policy of the user's.
    User,
}

/// A rule that findings carry, with all that is said about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Permanent id: `9.7/encryption-at-rest`, `threats/not-reviewed`.
    pub id: String,
    /// Its Rego package without `data.`; empty for the linter's own.
    pub package: String,
    /// Its name in that package; empty for the linter's own.
    pub name: String,
    /// The file that defines it.
    pub file: String,
    /// The 1-based line of its definition.
    pub line: usize,
    /// Who raises it.
    pub origin: Origin,
    /// Short noun phrase.
    pub title: String,
    /// What is expected, or what the rule finds.
    pub description: String,
    /// Severity of its findings.
    pub severity: Severity,
    /// For an expectation: the threats it answers, all within its capability's column of Table A.1.
    pub threats: Vec<String>,
    /// For an expectation: who usually provides it.
    pub provider: Option<String>,
    /// Which threat gets through without it.
    pub why: String,
    /// What to write; can be pasted.
    pub help: String,
    /// TOML that meets it.
    pub example: String,
    /// `iso27002:2022/8.24`, `nist800-53r5/SC-28`, …
    pub references: Vec<String>,
}

impl Rule {
    /// Whether the rule judges an expectation of clause 9.
    pub fn is_expectation(&self) -> bool {
        self.origin == Origin::Shipped && self.package.starts_with("ccsec.capabilities.")
    }
}

/// A rule that says what infrastructure code shows: of expectations, or of facts that the descriptor
/// states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceRule {
    /// Permanent id: `aws/ebs-encryption`.
    pub id: String,
    /// Its Rego package without `data.`.
    pub package: String,
    /// Its name in that package.
    pub name: String,
    /// The file that defines it.
    pub file: String,
    /// The 1-based line of its definition.
    pub line: usize,
    /// Short noun phrase.
    pub title: String,
    /// What it looks at.
    pub description: String,
    /// The expectations that it speaks for.
    pub expectations: Vec<String>,
    /// The facts that it shows: `service.compute`.
    pub facts: Vec<String>,
    /// The types of the resources that it judges.
    pub resources: Vec<String>,
    /// What happens where it is contradicted.
    pub why: String,
    /// What to write in the code.
    pub help: String,
    /// Addresses of documentation.
    pub references: Vec<String>,
}

/// What the METADATA of a module describes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Described {
    /// Rules that findings carry.
    pub(super) rules: Vec<Rule>,
    /// Rules about infrastructure code.
    pub(super) evidence: Vec<EvidenceRule>,
}

/// A METADATA block that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetadataError {
    /// 1-based line of the file.
    pub line: usize,
    /// The fact, lower case, without a full stop.
    pub message: String,
}

/// The annotations of OPA itself, and `custom` with the keys of this linter.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Annotations {
    title: Option<String>,
    description: Option<String>,
    #[serde(default)]
    custom: Option<Custom>,
    // Known to OPA; of no meaning here.
    #[serde(default, rename = "scope")]
    _scope: Option<serde_json::Value>,
    #[serde(default, rename = "authors")]
    _authors: Option<serde_json::Value>,
    #[serde(default, rename = "organizations")]
    _organizations: Option<serde_json::Value>,
    #[serde(default, rename = "schemas")]
    _schemas: Option<serde_json::Value>,
    #[serde(default, rename = "entrypoint")]
    _entrypoint: Option<serde_json::Value>,
    #[serde(default, rename = "related_resources")]
    _related_resources: Option<serde_json::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Custom {
    id: String,
    severity: Option<Severity>,
    #[serde(default)]
    expectations: Vec<String>,
    #[serde(default)]
    facts: Vec<String>,
    #[serde(default)]
    resources: Vec<String>,
    #[serde(default)]
    threats: Vec<String>,
    provider: Option<String>,
    #[serde(default)]
    why: String,
    help: String,
    #[serde(default)]
    example: String,
    #[serde(default)]
    references: Vec<String>,
}

/// Reads every annotated rule of a module.
///
/// # Errors
/// Every block that is not YAML, has an unknown key, lacks one, or stands above nothing.
pub(super) fn read(file: &str, text: &str, origin: Origin) -> Result<Described, Vec<MetadataError>> {
    let mut described = Described::default();
    let mut errors = Vec::new();
    let mut package = String::new();
    let mut lines = text.lines().enumerate().peekable();
    while let Some((index, line)) = lines.next() {
        if let Some(name) = line.strip_prefix("package ") {
            package = name.split('#').next().unwrap_or(name).trim().to_owned();
        }
        if line.trim_end() != "# METADATA" {
            continue;
        }
        let mut yaml = String::new();
        while let Some((_, comment)) = lines.next_if(|(_, line)| line.starts_with('#')) {
            let comment = comment.trim_start_matches('#');
            yaml.push_str(comment.strip_prefix(' ').unwrap_or(comment));
            yaml.push('\n');
        }
        while lines.next_if(|(_, line)| line.trim().is_empty()).is_some() {}
        let subject = lines.peek().map_or("", |(_, line)| *line);
        match block(&yaml, index + 1) {
            Ok(None) => {}
            Ok(Some((title, description, custom))) => {
                let name = head(subject);
                if name.is_empty() || name == "package" || name == "import" {
                    errors.push(MetadataError {
                        line: index + 1,
                        message: "METADATA with an id stands above no rule".to_owned(),
                    });
                    continue;
                }
                let line = lines.peek().map_or(index + 1, |(line, _)| line + 1);
                if !custom.expectations.is_empty() || !custom.facts.is_empty() {
                    described.evidence.push(EvidenceRule {
                        id: custom.id,
                        package: package.clone(),
                        name: name.to_owned(),
                        file: file.to_owned(),
                        line,
                        title,
                        description,
                        expectations: custom.expectations,
                        facts: custom.facts,
                        resources: custom.resources,
                        why: custom.why,
                        help: custom.help,
                        references: custom.references,
                    });
                    continue;
                }
                let Some(severity) = custom.severity else {
                    errors.push(MetadataError {
                        line: index + 1,
                        message: format!("METADATA of `{}` lacks `severity`", custom.id),
                    });
                    continue;
                };
                described.rules.push(Rule {
                    id: custom.id,
                    package: package.clone(),
                    name: name.to_owned(),
                    file: file.to_owned(),
                    line,
                    origin,
                    title,
                    description,
                    severity,
                    threats: custom.threats,
                    provider: custom.provider,
                    why: custom.why,
                    help: custom.help,
                    example: custom.example,
                    references: custom.references,
                });
            }
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(described) } else { Err(errors) }
}

/// One block: nothing for plain documentation, the words of a rule if it has an id.
fn block(yaml: &str, line: usize) -> Result<Option<(String, String, Custom)>, MetadataError> {
    let error = |message: String| MetadataError { line, message };
    if yaml.trim().is_empty() {
        return Ok(None);
    }
    let annotations: Annotations = serde_saphyr::from_str(yaml).map_err(|fault| {
        // The parser counts lines from the block's beginning.
        let text = first_line(&fault.to_string());
        let (inner, reason) = place_and_reason(&text);
        MetadataError { line: line + inner, message: format!("METADATA: {reason}") }
    })?;
    let Some(custom) = annotations.custom else {
        return Ok(None);
    };
    let title =
        annotations.title.ok_or_else(|| error(format!("METADATA of `{}` lacks `title`", custom.id)))?;
    let description = annotations
        .description
        .ok_or_else(|| error(format!("METADATA of `{}` lacks `description`", custom.id)))?;
    Ok(Some((title, description, custom)))
}

/// Splits `error: line 5 column 3: missing field` into 5 and the reason; 0 where no line is named.
fn place_and_reason(text: &str) -> (usize, &str) {
    let text = text.strip_prefix("error: ").unwrap_or(text);
    let named = text.strip_prefix("line ").and_then(|rest| {
        let (place, reason) = rest.split_once(": ")?;
        Some((place.split(' ').next()?.parse().ok()?, reason))
    });
    named.unwrap_or((0, text))
}

/// The name that a rule's first line defines.
fn head(line: &str) -> &str {
    let line = line.trim_start();
    let end = line.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(line.len());
    &line[..end]
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODULE: &str = "# METADATA\n# title: A package\npackage acme.rules\n\n# METADATA\n# title: Tags\n# description: Every service is tagged.\n# custom:\n#   id: acme/tags\n#   severity: warning\n#   help: add a tag\ntags contains violation if {\n\tfalse\n}\n";

    #[test]
    fn an_annotated_rule_is_found_with_its_name_and_line() {
        let rules = read("acme.rego", MODULE, Origin::User).unwrap().rules;
        assert_eq!(rules.len(), 1, "the package's own block is no rule");
        assert_eq!(
            (rules[0].id.as_str(), rules[0].package.as_str(), rules[0].name.as_str(), rules[0].line),
            ("acme/tags", "acme.rules", "tags", 12)
        );
    }

    #[test]
    fn a_rule_with_expectations_is_about_infrastructure() {
        let evidence = MODULE.replace("#   severity: warning", "#   expectations: [9.7/data-recovery]");
        let described = read("acme.rego", &evidence, Origin::User).unwrap();
        assert!(described.rules.is_empty());
        assert_eq!(described.evidence[0].expectations, ["9.7/data-recovery"]);
        let neither = MODULE.replace("#   severity: warning\n", "");
        let errors = read("acme.rego", &neither, Origin::User).unwrap_err();
        assert_eq!(errors[0].message, "METADATA of `acme/tags` lacks `severity`");
    }

    #[test]
    fn unknown_and_missing_keys_fail() {
        let unknown = MODULE.replace("#   help:", "#   hepl:");
        let errors = read("acme.rego", &unknown, Origin::User).unwrap_err();
        assert!(errors[0].message.contains("hepl"), "{errors:?}");
        assert_eq!(errors[0].line, 11, "the line of the key, not of the block");
        let untitled = MODULE.replace("# title: Tags\n", "");
        let errors = read("acme.rego", &untitled, Origin::User).unwrap_err();
        assert_eq!(errors[0].message, "METADATA of `acme/tags` lacks `title`");
    }
}
