//! The command line: one definition an option, with its help.

mod chain;
mod init;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::Level;
use crate::document::Day;

pub(in crate::cli) use chain::{
    ChainArguments, GraphFormat, Impact, ImpactFormat, Responsibilities, TableFormat, Vendor,
};
pub(in crate::cli) use init::{Init, Partner};

/// A policy-as-code linter for the security of cloud services.
///
/// Checks service descriptors (ccsec.toml, NAME.ccsec.toml) against the security capabilities of the
/// ITU-T draft X.ccsec, and points at the missing capability for each flagged threat.
#[derive(Debug, Parser)]
#[command(name = "ccsec-lint", version, args_conflicts_with_subcommands = true, max_term_width = 100)]
#[command(
    after_help = "Exit codes: 0 clean · 1 findings at or above --fail-on · 2 could not judge · 3 nothing to judge"
)]
pub(in crate::cli) struct Cli {
    #[command(subcommand)]
    pub(in crate::cli) command: Option<Command>,
    #[command(flatten)]
    pub(in crate::cli) check: Check,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Command {
    /// Check service descriptors (the default).
    Check(Check),
    /// Explain a threat, a capability, an expectation or a rule.
    Explain(Explain),
    /// List threats, capabilities, expectations or rules.
    List(List),
    /// Print Table A.1 with the verdicts of each service.
    Matrix(Matrix),
    /// Print who answers for what: mine, theirs, shared, nobody's.
    Responsibilities(Responsibilities),
    /// Draw who builds on whom, with the weakest verdict of what is inherited.
    Chain(ChainArguments),
    /// Say which claims and threats of which services a change of files touches, downstream included.
    Impact(Impact),
    /// Fetch the descriptors of upstream services from elsewhere into ccsec-vendor/.
    Vendor(Vendor),
    /// Show what answers each threat: capability, expectation, control, evidence.
    Why(Why),
    /// Write a first descriptor.
    Init(Box<Init>),
    /// Run the unit tests of policies.
    Test(Test),
    /// Print a JSON Schema.
    Schema(Schema),
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    Man,
}

/// What every command that judges takes.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct Judging {
    /// Folders to search for descriptors, or descriptors; `-` for standard input.
    #[arg(value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) rules: Rules,
    /// Take this day for today, as in 2026-09-01.
    #[arg(long, value_name = "DATE", env = "CCSEC_LINT_TODAY")]
    pub(in crate::cli) today: Option<Day>,
    /// The name under which standard input is reported and its evidence is found.
    #[arg(long, value_name = "FILE", default_value = "stdin.ccsec.toml")]
    pub(in crate::cli) stdin_filename: PathBuf,
    #[command(flatten)]
    pub(in crate::cli) output: Output,
}

/// What commands that judge take which find their descriptors by themselves.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct Common {
    #[command(flatten)]
    pub(in crate::cli) rules: Rules,
    /// Take this day for today, as in 2026-09-01.
    #[arg(long, value_name = "DATE", env = "CCSEC_LINT_TODAY")]
    pub(in crate::cli) today: Option<Day>,
    #[command(flatten)]
    pub(in crate::cli) output: Output,
}

/// Which rules there are beside the shipped ones.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct Rules {
    /// Use this configuration instead of the nearest ccsec-lint.toml.
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub(in crate::cli) config: Option<PathBuf>,
    /// Use no configuration file.
    #[arg(long)]
    pub(in crate::cli) isolated: bool,
    /// Load the policies in this folder beside the shipped ones; may be repeated.
    #[arg(long = "policy", value_name = "DIR")]
    pub(in crate::cli) policies: Vec<PathBuf>,
}

/// Where and how output goes.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct Output {
    /// Write to this file instead of standard output.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) output_file: Option<PathBuf>,
    /// Use colour.
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(in crate::cli) color: Color,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Color {
    /// On a terminal.
    Auto,
    Always,
    Never,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Check {
    #[command(flatten)]
    pub(in crate::cli) judging: Judging,
    /// How findings are written.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(in crate::cli) format: Format,
    /// Write another format to a file beside that, as in sarif=ccsec.sarif; may be repeated.
    #[arg(long = "output", value_name = "FORMAT=FILE", value_parser = target)]
    pub(in crate::cli) outputs: Vec<Target>,
    /// The least severity that is shown [default: note].
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(in crate::cli) min_severity: Option<Level>,
    /// The least severity that makes the run fail [default: error].
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(in crate::cli) fail_on: Option<Level>,
    /// End with 0 whatever is found; what could not be judged still counts.
    #[arg(long)]
    pub(in crate::cli) exit_zero: bool,
    /// Say nothing but findings: no summary.
    #[arg(short, long, conflicts_with = "verbose")]
    pub(in crate::cli) quiet: bool,
    /// Say which files were read, and with which configuration and policies.
    #[arg(short, long)]
    pub(in crate::cli) verbose: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Format {
    /// Drawn at their places, for people.
    Human,
    /// One line a finding: `path:line:col: severity[rule] message`.
    Concise,
    /// The published contract (see `ccsec-lint schema report`).
    Json,
    /// The objects of that contract, one a line.
    Jsonl,
    /// A row a finding, for spreadsheets.
    Csv,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations and a summary in GitHub Actions.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// JUnit's XML, for build servers.
    Junit,
    /// reviewdog's diagnostics.
    Rdjson,
    /// For a comment on a pull request.
    Markdown,
}

/// A format, and the file that it is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct Target {
    pub(in crate::cli) format: Format,
    pub(in crate::cli) file: PathBuf,
}

fn target(text: &str) -> Result<Target, String> {
    let names = || {
        let values = Format::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        values.map(|value| value.get_name().to_owned()).collect::<Vec<_>>().join(", ")
    };
    let (format, file) = text
        .split_once('=')
        .ok_or_else(|| format!("say which format, as in json={text}; one of {}", names()))?;
    let format =
        Format::from_str(format, false).map_err(|_| format!("\"{format}\" is none of {}", names()))?;
    if file.is_empty() || file == "-" {
        return Err("name a file; what --format says goes to standard output".to_owned());
    }
    Ok(Target { format, file: PathBuf::from(file) })
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Explain {
    /// An id: 7.1.1, 9.11, 9.11/recovery-plan, threats/not-reviewed.
    pub(in crate::cli) id: String,
    #[command(flatten)]
    pub(in crate::cli) rules: Rules,
    #[command(flatten)]
    pub(in crate::cli) output: Output,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct List {
    /// What to list.
    #[arg(value_enum)]
    pub(in crate::cli) what: Listed,
    /// How.
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    pub(in crate::cli) format: ListFormat,
    #[command(flatten)]
    pub(in crate::cli) rules: Rules,
    #[command(flatten)]
    pub(in crate::cli) output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Listed {
    Threats,
    Capabilities,
    Expectations,
    Rules,
    Evidence,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ListFormat {
    Human,
    Json,
    Markdown,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Matrix {
    #[command(flatten)]
    pub(in crate::cli) judging: Judging,
    /// How.
    #[arg(long, value_enum, default_value_t = MatrixFormat::Human)]
    pub(in crate::cli) format: MatrixFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum MatrixFormat {
    /// A heat map for a terminal.
    Human,
    /// A table a service.
    Markdown,
    /// One line a cell.
    Csv,
    /// An object a service.
    Json,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Why {
    /// The descriptor.
    pub(in crate::cli) file: PathBuf,
    /// One threat alone, as in 7.1.1.
    pub(in crate::cli) threat: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) common: Common,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Test {
    /// Folders of policies.
    #[arg(required = true, value_name = "DIR")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// Run only the tests whose name contains this.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(in crate::cli) filter: String,
    /// Show which lines no test reached, and fail if there are any.
    #[arg(long)]
    pub(in crate::cli) coverage: bool,
    /// Name every test, not only those that fail.
    #[arg(short, long)]
    pub(in crate::cli) verbose: bool,
    #[command(flatten)]
    pub(in crate::cli) output: Output,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Schema {
    /// Of what.
    #[arg(value_enum)]
    pub(in crate::cli) of: SchemaOf,
    #[command(flatten)]
    pub(in crate::cli) output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SchemaOf {
    /// Of ccsec.toml.
    Descriptor,
    /// Of ccsec-lint.toml.
    Config,
    /// Of `check --format json`.
    Report,
}
