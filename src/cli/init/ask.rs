//! The facts of a service: from flags, from code, asked for, or chosen carefully.

use std::collections::BTreeMap;

use inquire::list_option::ListOption;
use inquire::validator::Validation;
use inquire::{Confirm, InquireError, MultiSelect, Select, Text};

use crate::descriptor::{
    Category, Classification, Compute, Delivery, Deployment, Exposure, Question, Role, Tenancy, is_country,
};
use crate::document::Fault;
use crate::document::shape::is_identifier;

use super::super::args::{Init, Partner};
use super::Facts;
use super::code::Seen;

/// The answer that leaves a party open.
const NOBODY: &str = "nobody is named yet";

/// The facts. Where neither a flag nor the code nor an answer says otherwise, the choice that calls for
/// more, and the key is left open.
pub(super) fn facts(arguments: &Init, ask: bool, seen: &Seen) -> Result<Facts, Vec<Fault>> {
    let mut open = Vec::new();
    // What nobody is asked, and neither a flag nor the code says, is filled in.
    let mut guessed = |question: Question, known: bool| {
        if !ask && !known {
            open.push(question);
        }
    };
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
    guessed(Question::Title, arguments.title.is_some());
    let owner = text(
        arguments.owner.as_deref(),
        ask,
        "Who answers for the descriptor (a team, an address)",
        "unassigned",
    )?;
    guessed(Question::Owner, arguments.owner.is_some());
    let mut choose = |key: Question,
                      flag: &Option<String>,
                      asked: &str,
                      words: Vec<&'static str>,
                      careful: &'static str| {
        guessed(key, flag.is_some());
        choice(flag.as_deref(), ask, asked, words, careful)
    };
    let role = choose(
        Question::Role,
        &arguments.role,
        "Whose descriptor is it? (customer, provider, partner)",
        names(Role::ALL, Role::name),
        "CSP",
    )?;
    let category = choose(
        Question::Category,
        &arguments.category,
        "Service category",
        names(Category::ALL, Category::name),
        seen.category.unwrap_or("SaaS"),
    )?;
    let deployment = choose(
        Question::Deployment,
        &arguments.deployment,
        "Deployment model",
        names(Deployment::ALL, Deployment::name),
        "public",
    )?;
    let tenancy = choose(
        Question::Tenancy,
        &arguments.tenancy,
        "One tenant, or several?",
        names(Tenancy::ALL, Tenancy::name),
        "multi",
    )?;
    let exposure = choose(
        Question::Exposure,
        &arguments.exposure.clone().or_else(|| seen.exposure.clone()),
        "Who can reach it?",
        names(Exposure::ALL, Exposure::name),
        "internet",
    )?;
    let compute = if arguments.compute.is_empty() { &seen.compute } else { &arguments.compute };
    guessed(Question::Compute, !compute.is_empty());
    // Code that was read and computes nothing is not given a machine.
    let careful: &[&str] = if seen.infrastructure.is_empty() { &["container"] } else { &[] };
    let compute = several(
        compute,
        ask,
        "What does its code run on? (none if it runs no code)",
        names(Compute::ALL, Compute::name),
        careful,
    )?;
    let code = several(
        &arguments.code,
        ask && !compute.is_empty(),
        "Whose code runs here, beside the provider's own?",
        names(Role::ALL, Role::name),
        &[],
    )?;
    guessed(Question::Classification, arguments.classification.is_some());
    let classification = choice(
        arguments.classification.as_deref(),
        ask,
        "The highest class of data",
        names(Classification::ALL, Classification::name),
        "confidential",
    )?;
    guessed(Question::Personal, arguments.personal.is_some());
    let personal = yes(arguments.personal, ask, "Is personal data among it?")?.unwrap_or(true);
    let controller = party(&arguments.controller, ask && personal, "Who decides what personal data is for?")?;
    let processor = party(
        &arguments.processor,
        ask && personal,
        "Who processes personal data on the controller's behalf?",
    )?;
    let stored = arguments.stored.or_else(|| seen.stored.then_some(true));
    let stored = yes(stored, ask, "Is data stored? (no if it only passes through)")?;
    let jurisdictions =
        if arguments.jurisdictions.is_empty() { &seen.jurisdictions } else { &arguments.jurisdictions };
    guessed(Question::Jurisdictions, !arguments.jurisdictions.is_empty() || seen.located);
    let jurisdictions = countries(jurisdictions, ask)?;
    let upstream = if arguments.upstream.is_empty() { &seen.upstream } else { &arguments.upstream };
    let upstream = ids(upstream, ask, "Services that it is built on (their ids, as in aws; empty if none)")?;
    let partners = partners(&arguments.partners, ask)?;
    Ok(Facts {
        id,
        title,
        owner,
        role,
        category,
        deployment,
        tenancy,
        exposure,
        compute,
        code,
        infrastructure: seen.infrastructure.clone(),
        classification,
        personal,
        controller,
        processor,
        stored,
        jurisdictions,
        upstream,
        partners,
        open,
        notes: notes(arguments, seen, ask),
    })
}

/// What the code shows of each fact that it decided.
fn notes(arguments: &Init, seen: &Seen, ask: bool) -> BTreeMap<String, Vec<String>> {
    let mut notes = seen.notes.clone();
    let decided = [
        ("service.category", arguments.category.is_some() || ask),
        ("service.exposure", arguments.exposure.is_some()),
        ("service.compute", !arguments.compute.is_empty()),
        ("data.stored", arguments.stored.is_some()),
        ("data.jurisdictions", !arguments.jurisdictions.is_empty()),
    ];
    for (key, _) in decided.iter().filter(|(_, otherwise)| *otherwise) {
        notes.remove(*key);
    }
    notes
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

/// A yes or a no; nothing if nobody is asked.
fn yes(flag: Option<bool>, ask: bool, question: &str) -> Result<Option<bool>, Vec<Fault>> {
    match flag {
        None if ask => Confirm::new(question).with_default(true).prompt().map(Some).map_err(given_up),
        flag => Ok(flag),
    }
}

/// A party that may be open: an unclear duty calls for more than a clear one.
fn party(flag: &Option<String>, ask: bool, question: &str) -> Result<Option<String>, Vec<Fault>> {
    if flag.is_some() || !ask {
        return Ok(flag.clone());
    }
    let mut answers = names(Role::ALL, Role::name);
    answers.push(NOBODY);
    let answer = choice(None, ask, question, answers, NOBODY)?;
    Ok((answer != NOBODY).then_some(answer))
}

fn several(
    flags: &[String],
    ask: bool,
    question: &str,
    words: Vec<&'static str>,
    default: &[&str],
) -> Result<Vec<String>, Vec<Fault>> {
    if !flags.is_empty() {
        return Ok(flags.to_vec());
    }
    if !ask {
        return Ok(default.iter().map(|word| (*word).to_owned()).collect());
    }
    let marked: Vec<usize> = (0..words.len()).filter(|index| default.contains(&words[*index])).collect();
    let chosen = MultiSelect::new(question, words).with_default(&marked).prompt().map_err(given_up)?;
    Ok(chosen.into_iter().map(str::to_owned).collect())
}

/// Ids with blanks or commas between them.
fn ids(flags: &[String], ask: bool, question: &str) -> Result<Vec<String>, Vec<Fault>> {
    if !flags.is_empty() || !ask {
        return Ok(flags.to_vec());
    }
    let answer = Text::new(question)
        .with_default("")
        .with_validator(|answer: &str| {
            Ok(match separated(answer).find(|id| !is_identifier(id)) {
                None => Validation::Valid,
                Some(id) => Validation::Invalid(
                    format!("{id}: start with a letter or a digit; then letters, digits, - _ .").into(),
                ),
            })
        })
        .prompt()
        .map_err(given_up)?;
    Ok(separated(&answer).map(str::to_owned).collect())
}

fn separated(answer: &str) -> impl Iterator<Item = &str> {
    answer.split(|c: char| c.is_whitespace() || c == ',').filter(|id| !id.is_empty())
}

fn partners(flags: &[Partner], ask: bool) -> Result<Vec<Partner>, Vec<Fault>> {
    if !flags.is_empty() || !ask {
        return Ok(flags.to_vec());
    }
    let ids = ids(&[], ask, "Partners that take part (ids for them, as in acme; empty if none)")?;
    ids.into_iter()
        .map(|id| {
            let chosen =
                MultiSelect::new(&format!("What does {id} deliver?"), names(Delivery::ALL, Delivery::name))
                    .with_validator(|chosen: &[ListOption<&&str>]| {
                        Ok(if chosen.is_empty() {
                            Validation::Invalid("mark at least one with the space bar".into())
                        } else {
                            Validation::Valid
                        })
                    })
                    .prompt()
                    .map_err(given_up)?;
            Ok(Partner { delivers: chosen.into_iter().map(str::to_owned).collect(), id })
        })
        .collect()
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
