//! The command line: one definition an option, with its help.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::Level;
use crate::descriptor::{Category, Classification, Compute, Delivery, Deployment, Exposure, Role, Tenancy};
use crate::document::Day;
use crate::document::shape::is_identifier;

/// A policy-as-code linter for the security of cloud services.
///
/// Checks service descriptors (ccsec.toml, NAME.ccsec.toml) against the security capabilities of the
/// ITU-T draft X.ccsec, and points at the missing capability for each flagged threat.
#[derive(Debug, Parser)]
#[command(name = "ccsec-lint", version, args_conflicts_with_subcommands = true, max_term_width = 100)]
#[command(
    after_help = "Exit codes: 0 clean · 1 findings at or above --fail-on · 2 could not judge · 3 nothing to judge"
)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) check: Check,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
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
pub(super) struct Judging {
    /// Folders to search for descriptors, or descriptors; `-` for standard input.
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) rules: Rules,
    /// Take this day for today, as in 2026-09-01.
    #[arg(long, value_name = "DATE", env = "CCSEC_LINT_TODAY")]
    pub(super) today: Option<Day>,
    /// The name under which standard input is reported and its evidence is found.
    #[arg(long, value_name = "FILE", default_value = "stdin.ccsec.toml")]
    pub(super) stdin_filename: PathBuf,
    #[command(flatten)]
    pub(super) output: Output,
}

/// Which rules there are beside the shipped ones.
#[derive(Debug, Clone, Args)]
pub(super) struct Rules {
    /// Use this configuration instead of the nearest ccsec-lint.toml.
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub(super) config: Option<PathBuf>,
    /// Use no configuration file.
    #[arg(long)]
    pub(super) isolated: bool,
    /// Load the policies in this folder beside the shipped ones; may be repeated.
    #[arg(long = "policy", value_name = "DIR")]
    pub(super) policies: Vec<PathBuf>,
}

/// Where and how output goes.
#[derive(Debug, Clone, Args)]
pub(super) struct Output {
    /// Write to this file instead of standard output.
    #[arg(long, value_name = "FILE")]
    pub(super) output_file: Option<PathBuf>,
    /// Use colour.
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(super) color: Color,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal.
    Auto,
    Always,
    Never,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) judging: Judging,
    /// How findings are written.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(super) format: Format,
    /// Write another format to a file beside that, as in sarif=ccsec.sarif; may be repeated.
    #[arg(long = "output", value_name = "FORMAT=FILE", value_parser = target)]
    pub(super) outputs: Vec<Target>,
    /// The least severity that is shown [default: note].
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(super) min_severity: Option<Level>,
    /// The least severity that makes the run fail [default: error].
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(super) fail_on: Option<Level>,
    /// End with 0 whatever is found; what could not be judged still counts.
    #[arg(long)]
    pub(super) exit_zero: bool,
    /// Say nothing but findings: no summary.
    #[arg(short, long, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Say which files were read, and with which configuration and policies.
    #[arg(short, long)]
    pub(super) verbose: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
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
pub(super) struct Target {
    pub(super) format: Format,
    pub(super) file: PathBuf,
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
pub(super) struct Explain {
    /// An id: 7.1.1, 9.11, 9.11/recovery-plan, threats/not-reviewed.
    pub(super) id: String,
    #[command(flatten)]
    pub(super) rules: Rules,
    #[command(flatten)]
    pub(super) output: Output,
}

#[derive(Debug, Args)]
pub(super) struct List {
    /// What to list.
    #[arg(value_enum)]
    pub(super) what: Listed,
    /// How.
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    pub(super) format: ListFormat,
    #[command(flatten)]
    pub(super) rules: Rules,
    #[command(flatten)]
    pub(super) output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Listed {
    Threats,
    Capabilities,
    Expectations,
    Rules,
    Evidence,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    Human,
    Json,
    Markdown,
}

#[derive(Debug, Args)]
pub(super) struct Matrix {
    #[command(flatten)]
    pub(super) judging: Judging,
    /// How.
    #[arg(long, value_enum, default_value_t = MatrixFormat::Human)]
    pub(super) format: MatrixFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum MatrixFormat {
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
pub(super) struct Responsibilities {
    #[command(flatten)]
    pub(super) judging: Judging,
    /// How.
    #[arg(long, value_enum, default_value_t = TableFormat::Human)]
    pub(super) format: TableFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TableFormat {
    /// A list a share for a terminal.
    Human,
    /// A table a service.
    Markdown,
    /// One line an expectation.
    Csv,
    /// An object a service.
    Json,
}

#[derive(Debug, Args)]
pub(super) struct ChainArguments {
    #[command(flatten)]
    pub(super) judging: Judging,
    /// How.
    #[arg(long, value_enum, default_value_t = GraphFormat::Human)]
    pub(super) format: GraphFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum GraphFormat {
    /// A tree for a terminal.
    Human,
    /// A Mermaid flowchart.
    Mermaid,
    /// A graph for Graphviz.
    Dot,
    /// Services and edges.
    Json,
}

#[derive(Debug, Args)]
pub(super) struct Impact {
    /// Files that change: infrastructure code, documents, reports, descriptors.
    #[arg(value_name = "FILE", required_unless_present = "diff")]
    pub(super) files: Vec<PathBuf>,
    /// Take the files that differ from where this branch left BASE, such as origin/main.
    #[arg(long, value_name = "BASE")]
    pub(super) diff: Option<String>,
    /// How.
    #[arg(long, value_enum, default_value_t = ImpactFormat::Human)]
    pub(super) format: ImpactFormat,
    #[command(flatten)]
    pub(super) rules: Rules,
    /// Take this day for today, as in 2026-09-01.
    #[arg(long, value_name = "DATE", env = "CCSEC_LINT_TODAY")]
    pub(super) today: Option<Day>,
    #[command(flatten)]
    pub(super) output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ImpactFormat {
    /// For a terminal.
    Human,
    /// For the summary of a pull request.
    Markdown,
    /// An object a service.
    Json,
}

#[derive(Debug, Args)]
pub(super) struct Vendor {
    /// Folders to search for descriptors, or descriptors, whose [[upstream]] entries have a source.
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Take the checkout at PATH for the source that begins with this address; may be repeated.
    #[arg(long = "checkout", value_name = "ADDRESS=PATH", value_parser = checkout)]
    pub(super) checkouts: Vec<(String, PathBuf)>,
    /// Write the new sha256 into the descriptors.
    #[arg(long)]
    pub(super) update: bool,
    #[command(flatten)]
    pub(super) rules: Rules,
    /// Take this day for today, as in 2026-09-01.
    #[arg(long, value_name = "DATE", env = "CCSEC_LINT_TODAY")]
    pub(super) today: Option<Day>,
    #[command(flatten)]
    pub(super) output: Output,
}

fn checkout(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((address, path)) if !address.is_empty() && !path.is_empty() => {
            Ok((address.to_owned(), PathBuf::from(path)))
        }
        _ => Err("write ADDRESS=PATH, as in https://git.example.com/platform=../platform".to_owned()),
    }
}

#[derive(Debug, Args)]
pub(super) struct Why {
    /// The descriptor.
    pub(super) file: PathBuf,
    /// One threat alone, as in 7.1.1.
    pub(super) threat: Option<String>,
    #[command(flatten)]
    pub(super) rules: Rules,
    /// Take this day for today, as in 2026-09-01.
    #[arg(long, value_name = "DATE", env = "CCSEC_LINT_TODAY")]
    pub(super) today: Option<Day>,
    #[command(flatten)]
    pub(super) output: Output,
}

#[derive(Debug, Args)]
pub(super) struct Init {
    /// The file to write; it must not exist.
    #[arg(default_value = "ccsec.toml")]
    pub(super) file: PathBuf,
    /// Draft it from infrastructure code: a folder, a glob, a plan, manifests, a template; may be
    /// repeated.
    #[arg(long, value_name = "PATH")]
    pub(super) from: Vec<PathBuf>,
    /// Id of the service [default: the folder's name].
    #[arg(long)]
    pub(super) id: Option<String>,
    /// The service in a few words.
    #[arg(long)]
    pub(super) title: Option<String>,
    /// Who answers for the descriptor.
    #[arg(long)]
    pub(super) owner: Option<String>,
    /// Whose descriptor it is.
    #[arg(long, value_parser = word(Role::ALL, Role::name))]
    pub(super) role: Option<String>,
    /// Service category.
    #[arg(long, value_parser = word(Category::ALL, Category::name))]
    pub(super) category: Option<String>,
    /// Deployment model.
    #[arg(long, value_parser = word(Deployment::ALL, Deployment::name))]
    pub(super) deployment: Option<String>,
    /// Whether tenants share it.
    #[arg(long, value_parser = word(Tenancy::ALL, Tenancy::name))]
    pub(super) tenancy: Option<String>,
    /// Who can reach it.
    #[arg(long, value_parser = word(Exposure::ALL, Exposure::name))]
    pub(super) exposure: Option<String>,
    /// What its code runs on; may be repeated.
    #[arg(long, value_parser = word(Compute::ALL, Compute::name))]
    pub(super) compute: Vec<String>,
    /// Whose code runs here, beside the provider's own; may be repeated.
    #[arg(long, value_parser = word(Role::ALL, Role::name))]
    pub(super) code: Vec<String>,
    /// The highest class of data.
    #[arg(long, value_parser = word(Classification::ALL, Classification::name))]
    pub(super) classification: Option<String>,
    /// Whether personal data is handled.
    #[arg(long)]
    pub(super) personal: Option<bool>,
    /// Who decides what personal data is for.
    #[arg(long, value_parser = word(Role::ALL, Role::name))]
    pub(super) controller: Option<String>,
    /// Who processes personal data on the controller's behalf.
    #[arg(long, value_parser = word(Role::ALL, Role::name))]
    pub(super) processor: Option<String>,
    /// Whether data is stored, and does not only pass through.
    #[arg(long)]
    pub(super) stored: Option<bool>,
    /// Countries of storage and processing, as ISO 3166-1 codes; may be repeated.
    #[arg(long = "jurisdiction", value_name = "COUNTRY")]
    pub(super) jurisdictions: Vec<String>,
    /// Id of a service that this one is built on; may be repeated.
    #[arg(long, value_name = "SERVICE")]
    pub(super) upstream: Vec<String>,
    /// Id of a partner that takes part, and what it delivers, as in acme=code,operations; may be
    /// repeated.
    #[arg(long = "partner", value_name = "ID=DELIVERS", value_parser = partner)]
    pub(super) partners: Vec<Partner>,
    /// Ask nothing: what no flag says is filled in with the careful choice, and listed in [draft].
    #[arg(long)]
    pub(super) no_input: bool,
}

/// A partner, and what it delivers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Partner {
    pub(super) id: String,
    pub(super) delivers: Vec<String>,
}

fn partner(text: &str) -> Result<Partner, String> {
    let words: Vec<&str> = Delivery::ALL.iter().map(|word| word.name()).collect();
    let all = words.join(", ");
    let (id, delivers) = text
        .split_once('=')
        .ok_or_else(|| format!("say what it delivers, as in {text}=code; one or more of {all}"))?;
    let delivers: Vec<String> = delivers.split(',').map(|word| word.trim().to_owned()).collect();
    let id = id.trim();
    if !is_identifier(id) {
        return Err(format!("\"{id}\" is not an identifier"));
    }
    match delivers.iter().find(|word| !words.contains(&word.as_str())) {
        Some(unknown) => Err(format!("\"{unknown}\" is none of {all}")),
        None => Ok(Partner { id: id.to_owned(), delivers }),
    }
}

/// Words of the descriptor as possible values of an option.
fn word<T: Copy>(words: &'static [T], name: fn(T) -> &'static str) -> clap::builder::PossibleValuesParser {
    words.iter().map(|word| name(*word)).collect::<Vec<_>>().into()
}

#[derive(Debug, Args)]
pub(super) struct Test {
    /// Folders of policies.
    #[arg(required = true, value_name = "DIR")]
    pub(super) paths: Vec<PathBuf>,
    /// Run only the tests whose name contains this.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(super) filter: String,
    /// Show which lines no test reached, and fail if there are any.
    #[arg(long)]
    pub(super) coverage: bool,
    /// Name every test, not only those that fail.
    #[arg(short, long)]
    pub(super) verbose: bool,
    #[command(flatten)]
    pub(super) output: Output,
}

#[derive(Debug, Args)]
pub(super) struct Schema {
    /// Of what.
    #[arg(value_enum)]
    pub(super) of: SchemaOf,
    #[command(flatten)]
    pub(super) output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaOf {
    /// Of ccsec.toml.
    Descriptor,
    /// Of ccsec-lint.toml.
    Config,
    /// Of `check --format json`.
    Report,
}
