//! The facts of a service: from flags, asked for, or chosen carefully.

use inquire::validator::Validation;
use inquire::{Confirm, InquireError, MultiSelect, Select, Text};

use crate::descriptor::{Category, Classification, Compute, Deployment, Exposure, Role, Tenancy, is_country};
use crate::document::Fault;
use crate::document::shape::is_identifier;

use super::super::args::Init;
use super::Facts;

/// The facts. Where neither a flag nor an answer says otherwise, the choice that calls for more.
pub(super) fn facts(arguments: &Init, ask: bool) -> Result<Facts, Vec<Fault>> {
    let id = match &arguments.id {
        None if ask => Text::new("Id of the service (letters, digits, - _ .)")
            .with_default(&folder_name())
            .with_validator(|answer: &str| {
                Ok(if is_identifier(answer) {
                    Validation::Valid
                } else {
                    Validation::Invalid("start with a letter or a digit; then letters, digits, - _ .".into())
                })
            })
            .prompt()
            .map_err(given_up)?,
        flag => flag.clone().unwrap_or_else(folder_name),
    };
    let title = text(arguments.title.as_deref(), ask, "The service in a few words", &id)?;
    let owner = text(
        arguments.owner.as_deref(),
        ask,
        "Who answers for the descriptor (a team, an address)",
        "unassigned",
    )?;
    let choose = |flag: &Option<String>, question: &str, words: Vec<&'static str>, careful: &'static str| {
        choice(flag.as_deref(), ask, question, words, careful)
    };
    Ok(Facts {
        role: choose(
            &arguments.role,
            "Whose descriptor is it? (customer, provider, partner)",
            names(Role::ALL, Role::name),
            "CSP",
        )?,
        category: choose(
            &arguments.category,
            "Service category",
            names(Category::ALL, Category::name),
            "SaaS",
        )?,
        deployment: choose(
            &arguments.deployment,
            "Deployment model",
            names(Deployment::ALL, Deployment::name),
            "public",
        )?,
        tenancy: choose(
            &arguments.tenancy,
            "One tenant, or several?",
            names(Tenancy::ALL, Tenancy::name),
            "multi",
        )?,
        exposure: choose(
            &arguments.exposure,
            "Who can reach it?",
            names(Exposure::ALL, Exposure::name),
            "internet",
        )?,
        compute: several(&arguments.compute, ask)?,
        classification: choose(
            &arguments.classification,
            "The highest class of data",
            names(Classification::ALL, Classification::name),
            "confidential",
        )?,
        personal: match arguments.personal {
            Some(personal) => personal,
            None if ask => {
                Confirm::new("Is personal data among it?").with_default(true).prompt().map_err(given_up)?
            }
            None => true,
        },
        jurisdictions: countries(&arguments.jurisdictions, ask)?,
        id,
        title,
        owner,
    })
}

fn names<T: Copy>(words: &[T], name: fn(T) -> &'static str) -> Vec<&'static str> {
    words.iter().map(|word| name(*word)).collect()
}

fn text(flag: Option<&str>, ask: bool, question: &str, default: &str) -> Result<String, Vec<Fault>> {
    match flag {
        Some(flag) => Ok(flag.to_owned()),
        None if ask => Text::new(question).with_default(default).prompt().map_err(given_up),
        None => Ok(default.to_owned()),
    }
}

fn choice(
    flag: Option<&str>,
    ask: bool,
    question: &str,
    words: Vec<&'static str>,
    careful: &'static str,
) -> Result<String, Vec<Fault>> {
    match flag {
        Some(flag) => Ok(flag.to_owned()),
        None if ask => {
            let start = words.iter().position(|word| *word == careful).unwrap_or(0);
            let chosen = Select::new(question, words).with_starting_cursor(start).prompt();
            chosen.map(str::to_owned).map_err(given_up)
        }
        None => Ok(careful.to_owned()),
    }
}

fn several(flags: &[String], ask: bool) -> Result<Vec<String>, Vec<Fault>> {
    if !flags.is_empty() || !ask {
        return Ok(if flags.is_empty() { vec!["container".to_owned()] } else { flags.to_vec() });
    }
    MultiSelect::new(
        "What does its code run on? (none if it runs no code)",
        names(Compute::ALL, Compute::name),
    )
    .with_default(&[1])
    .prompt()
    .map(|chosen| chosen.into_iter().map(str::to_owned).collect())
    .map_err(given_up)
}

fn countries(flags: &[String], ask: bool) -> Result<Vec<String>, Vec<Fault>> {
    if !flags.is_empty() || !ask {
        return Ok(flags.to_vec());
    }
    let answer = Text::new("Countries where data is stored and processed (as in DE FR)")
        .with_default("")
        .with_validator(|answer: &str| {
            Ok(match codes(answer).into_iter().find(|code| !is_country(code)) {
                None => Validation::Valid,
                Some(code) => {
                    Validation::Invalid(format!("{code} is not an ISO 3166-1 code such as DE").into())
                }
            })
        })
        .prompt()
        .map_err(given_up)?;
    Ok(codes(&answer))
}

fn codes(answer: &str) -> Vec<String> {
    answer
        .split(|c: char| !c.is_alphanumeric())
        .filter(|code| !code.is_empty())
        .map(str::to_uppercase)
        .collect()
}

fn given_up(error: InquireError) -> Vec<Fault> {
    vec![
        Fault::new(format!("nothing was written: {error}"))
            .with_help("answer the questions, or say everything by flags: ccsec-lint init --help"),
    ]
}

/// The name of the working folder, as an identifier.
fn folder_name() -> String {
    let folder = std::env::current_dir().unwrap_or_default();
    let name = folder.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let name: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' })
        .collect();
    let name = name.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
    if name.is_empty() { "service".to_owned() } else { name.to_owned() }
}
