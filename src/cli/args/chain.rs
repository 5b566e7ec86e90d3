//! The commands about the service chain.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Common, Judging};

#[derive(Debug, Args)]
pub(in crate::cli) struct Responsibilities {
    #[command(flatten)]
    pub(in crate::cli) judging: Judging,
    /// How.
    #[arg(long, value_enum, default_value_t = TableFormat::Human)]
    pub(in crate::cli) format: TableFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum TableFormat {
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
pub(in crate::cli) struct ChainArguments {
    #[command(flatten)]
    pub(in crate::cli) judging: Judging,
    /// How.
    #[arg(long, value_enum, default_value_t = GraphFormat::Human)]
    pub(in crate::cli) format: GraphFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum GraphFormat {
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
pub(in crate::cli) struct Impact {
    /// Files that change: infrastructure code, documents, reports, descriptors.
    #[arg(value_name = "FILE", required_unless_present = "diff")]
    pub(in crate::cli) files: Vec<PathBuf>,
    /// Take the files that differ from where this branch left BASE, such as origin/main.
    #[arg(long, value_name = "BASE")]
    pub(in crate::cli) diff: Option<String>,
    /// How.
    #[arg(long, value_enum, default_value_t = ImpactFormat::Human)]
    pub(in crate::cli) format: ImpactFormat,
    #[command(flatten)]
    pub(in crate::cli) common: Common,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ImpactFormat {
    /// For a terminal.
    Human,
    /// For the summary of a pull request.
    Markdown,
    /// An object a service.
    Json,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Vendor {
    /// Folders to search for descriptors, or descriptors, whose [[upstream]] entries have a source.
    #[arg(value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// Take the checkout at PATH for the source that begins with this address; may be repeated.
    #[arg(long = "checkout", value_name = "ADDRESS=PATH", value_parser = checkout)]
    pub(in crate::cli) checkouts: Vec<(String, PathBuf)>,
    /// Write the new sha256 into the descriptors.
    #[arg(long)]
    pub(in crate::cli) update: bool,
    #[command(flatten)]
    pub(in crate::cli) common: Common,
}

fn checkout(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((address, path)) if !address.is_empty() && !path.is_empty() => {
            Ok((address.to_owned(), PathBuf::from(path)))
        }
        _ => Err("write ADDRESS=PATH, as in https://git.example.com/platform=../platform".to_owned()),
    }
}
