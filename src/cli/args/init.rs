//! What `init` takes: every fact that it would ask for.

use std::path::PathBuf;

use clap::Args;

use crate::descriptor::{Category, Classification, Compute, Delivery, Deployment, Exposure, Role, Tenancy};
use crate::document::shape::is_identifier;

#[derive(Debug, Args)]
pub(in crate::cli) struct Init {
    /// The file to write; it must not exist.
    #[arg(default_value = "ccsec.toml")]
    pub(in crate::cli) file: PathBuf,
    /// Draft it from infrastructure code: a folder, a glob, a plan, manifests, a template; may be
    /// repeated.
    #[arg(long, value_name = "PATH")]
    pub(in crate::cli) from: Vec<PathBuf>,
    /// Id of the service [default: the folder's name].
    #[arg(long)]
    pub(in crate::cli) id: Option<String>,
    /// The service in a few words.
    #[arg(long)]
    pub(in crate::cli) title: Option<String>,
    /// Who answers for the descriptor.
    #[arg(long)]
    pub(in crate::cli) owner: Option<String>,
    /// Whose descriptor it is.
    #[arg(long, value_parser = word(Role::ALL, Role::name))]
    pub(in crate::cli) role: Option<String>,
    /// Service category.
    #[arg(long, value_parser = word(Category::ALL, Category::name))]
    pub(in crate::cli) category: Option<String>,
    /// Deployment model.
    #[arg(long, value_parser = word(Deployment::ALL, Deployment::name))]
    pub(in crate::cli) deployment: Option<String>,
    /// Whether tenants share it.
    #[arg(long, value_parser = word(Tenancy::ALL, Tenancy::name))]
    pub(in crate::cli) tenancy: Option<String>,
    /// Who can reach it.
    #[arg(long, value_parser = word(Exposure::ALL, Exposure::name))]
    pub(in crate::cli) exposure: Option<String>,
    /// What its code runs on; may be repeated.
    #[arg(long, value_parser = word(Compute::ALL, Compute::name))]
    pub(in crate::cli) compute: Vec<String>,
    /// Whose code runs here, beside the provider's own; may be repeated.
    #[arg(long, value_parser = word(Role::ALL, Role::name))]
    pub(in crate::cli) code: Vec<String>,
    /// The highest class of data.
    #[arg(long, value_parser = word(Classification::ALL, Classification::name))]
    pub(in crate::cli) classification: Option<String>,
    /// Whether personal data is handled.
    #[arg(long)]
    pub(in crate::cli) personal: Option<bool>,
    /// Who decides what personal data is for.
    #[arg(long, value_parser = word(Role::ALL, Role::name))]
    pub(in crate::cli) controller: Option<String>,
    /// Who processes personal data on the controller's behalf.
    #[arg(long, value_parser = word(Role::ALL, Role::name))]
    pub(in crate::cli) processor: Option<String>,
    /// Whether data is stored, and does not only pass through.
    #[arg(long)]
    pub(in crate::cli) stored: Option<bool>,
    /// Countries of storage and processing, as ISO 3166-1 codes; may be repeated.
    #[arg(long = "jurisdiction", value_name = "COUNTRY")]
    pub(in crate::cli) jurisdictions: Vec<String>,
    /// Id of a service that this one is built on; may be repeated.
    #[arg(long, value_name = "SERVICE")]
    pub(in crate::cli) upstream: Vec<String>,
    /// Id of a partner that takes part, and what it delivers, as in acme=code,operations; may be
    /// repeated.
    #[arg(long = "partner", value_name = "ID=DELIVERS", value_parser = partner)]
    pub(in crate::cli) partners: Vec<Partner>,
    /// Ask nothing: what no flag says is filled in with the careful choice, and listed in [draft].
    #[arg(long)]
    pub(in crate::cli) no_input: bool,
}

/// A partner, and what it delivers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct Partner {
    pub(in crate::cli) id: String,
    pub(in crate::cli) delivers: Vec<String>,
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
