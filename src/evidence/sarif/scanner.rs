//! What is known of how scanners write their reports; each line was looked up in the scanner's source.

use super::region::Columns;

/// What a scanner's list of rules holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listing {
    /// Every rule that ran.
    Ran,
    /// Only rules with results.
    Fired,
    /// Not known.
    Unknown,
}

/// A scanner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scanner {
    Checkov,
    Kics,
    Semgrep,
    Tfsec,
    Trivy,
    Zizmor,
    Other,
}

impl Scanner {
    /// By the name of the tool.
    pub(super) fn of(tool: &str) -> Self {
        let tool = tool.to_lowercase();
        match tool.split_whitespace().next() {
            Some("checkov" | "bridgecrew") => Self::Checkov,
            Some("kics") => Self::Kics,
            Some("semgrep" | "opengrep") => Self::Semgrep,
            Some("tfsec") => Self::Tfsec,
            Some("trivy") => Self::Trivy,
            Some("zizmor") => Self::Zizmor,
            _ => Self::Other,
        }
    }

    /// What its list of rules holds.
    pub(super) const fn listing(self) -> Listing {
        match self {
            Self::Semgrep => Listing::Ran,
            Self::Other => Listing::Unknown,
            Self::Checkov | Self::Kics | Self::Tfsec | Self::Trivy | Self::Zizmor => Listing::Fired,
        }
    }

    /// What its columns count where it does not say.
    pub(super) const fn columns(self) -> Columns {
        match self {
            Self::Zizmor => Columns::Bytes,
            _ => Columns::Utf16,
        }
    }

    /// Whether an id can be one of its rules.
    pub(super) fn knows_shape(self, id: &str) -> bool {
        let word = |extra: &str| id.chars().all(|c| c.is_ascii_alphanumeric() || extra.contains(c));
        let lower = !id.contains(|c: char| c.is_ascii_uppercase());
        match self {
            Self::Checkov => {
                (id.starts_with("CKV") || id.starts_with("BC_")) && id.contains('_') && word("_-")
            }
            Self::Kics => {
                let groups = id.split('-').map(str::len);
                groups.eq([8, 4, 4, 4, 12]) && id.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
            }
            Self::Tfsec => lower && id.contains('-') && word("-"),
            Self::Trivy => match id.strip_prefix("AVD-") {
                Some(check) => numbered(check),
                None => id.contains(|c: char| c == '-' || c.is_ascii_digit()) && word("-_:."),
            },
            Self::Zizmor => {
                let audit = id.strip_prefix("zizmor/").unwrap_or(id);
                lower && !audit.is_empty() && audit.chars().all(|c| c.is_ascii_lowercase() || c == '-')
            }
            Self::Semgrep | Self::Other => true,
        }
    }

    /// A further name of a rule. Trivy renamed its checks from `AVD-AWS-0088` to `AWS-0088`.
    pub(super) fn alias(self, id: &str) -> Option<String> {
        match id.strip_prefix("AVD-") {
            _ if self != Self::Trivy => None,
            Some(short) => numbered(short).then(|| short.to_owned()),
            None => numbered(id).then(|| format!("AVD-{id}")),
        }
    }

    /// Whether a result that looks like a failure is a pass. Trivy writes what it passed
    /// (`--include-non-failures`) like any other result, but with this text and without lines.
    pub(super) fn passes(self, message: &str, lines: Option<(usize, usize)>) -> bool {
        self == Self::Trivy
            && lines == Some((1, 1))
            && message.lines().any(|line| line.trim_end() == "Message: No issues found")
    }

    /// What a message says of the finding itself. Trivy writes a table of it, a line each.
    pub(super) fn words(self, message: &str) -> &str {
        let line = message.lines().find_map(|line| line.strip_prefix("Message: "));
        line.filter(|_| self == Self::Trivy).unwrap_or(message).trim()
    }

    /// What to do where the report does not show that a rule was looked for.
    pub(super) const fn help(self) -> &'static str {
        match self {
            Self::Checkov => {
                "Checkov lists only what fired: see that `checkov --list` has the rule, then add `unlisted = \"passed\"` to this evidence"
            }
            Self::Kics => {
                "KICS lists only queries that fired: name the query by its id and add `unlisted = \"passed\"` to this evidence"
            }
            Self::Semgrep => "run Semgrep with a configuration that holds the rule",
            Self::Tfsec => "tfsec lists only rules that fired: add `unlisted = \"passed\"` to this evidence",
            Self::Trivy => {
                "Trivy lists only what fired: run it with --include-non-failures, or add `unlisted = \"passed\"` to this evidence"
            }
            Self::Zizmor => {
                "zizmor lists only audits that fired: add `unlisted = \"passed\"` to this evidence if it has the audit"
            }
            Self::Other => {
                "run the scanner so that its report lists the rules that passed, or add `unlisted = \"passed\"` to this evidence"
            }
        }
    }
}

/// `AWS-0088`.
fn numbered(id: &str) -> bool {
    id.split_once('-').is_some_and(|(provider, number)| {
        !provider.is_empty()
            && provider.chars().all(|c| c.is_ascii_uppercase())
            && number.len() == 4
            && number.chars().all(|c| c.is_ascii_digit())
    })
}
