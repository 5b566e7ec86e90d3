//! Packs `policies/` into one file that the binary embeds: modules without their comments, the rules
//! that their METADATA describes, and the catalog. A fault in a policy's METADATA fails the build.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[allow(dead_code, unreachable_pub, reason = "the linter uses all of it, packing does not")]
#[path = "src/catalog/mod.rs"]
mod catalog;
#[allow(dead_code, unreachable_pub, reason = "the linter uses all of it, packing does not")]
#[path = "src/policy/metadata.rs"]
mod metadata;

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("policies");
    println!("cargo::rerun-if-changed=policies");
    let mut modules: Vec<(String, String)> = Vec::new();
    let mut evidence_modules: Vec<(String, String)> = Vec::new();
    let mut rules = Vec::new();
    let mut evidence_rules = Vec::new();
    let mut faults = Vec::new();
    let mut catalog = None;
    let mut calls = Vec::new();
    let mut data = serde_json::Map::new();
    let mut evidence_data = serde_json::Map::new();
    for entry in walkdir::WalkDir::new(&root).sort_by_file_name() {
        let entry = entry?;
        println!("cargo::rerun-if-changed={}", entry.path().display());
        let name =
            entry.path().strip_prefix(root.parent().unwrap_or(&root))?.to_string_lossy().replace('\\', "/");
        match entry.path().file_name().and_then(|name| name.to_str()) {
            Some(file) if file.ends_with(".rego") && !file.ends_with("_test.rego") => {
                let text = fs::read_to_string(entry.path())?;
                match metadata::read(&name, &text, metadata::Origin::Shipped) {
                    Ok(found) => {
                        rules.extend(found.rules);
                        evidence_rules.extend(found.evidence);
                    }
                    Err(errors) => faults.extend(
                        errors.into_iter().map(|error| format!("{name}:{}: {}", error.line, error.message)),
                    ),
                }
                if name.ends_with("/derivations.rego") {
                    match derivations::words(&text) {
                        Ok(found) => calls = found,
                        Err(error) => faults.push(format!("{name}:{error}")),
                    }
                }
                // Only a service that names infrastructure code needs these: they are loaded apart.
                let apart = name.contains("/evidence/") || name.contains("/lib/infra");
                let list = if apart { &mut evidence_modules } else { &mut modules };
                list.push((name, without_comments(&text)));
            }
            Some("data.json") => {
                let value: serde_json::Value = serde_json::from_str(&fs::read_to_string(entry.path())?)?;
                if name.ends_with("catalog/data.json") {
                    catalog = Some(value.clone());
                }
                let apart = name.contains("/evidence/");
                mount(if apart { &mut evidence_data } else { &mut data }, &root, entry.path(), value)?;
            }
            Some("data.yaml") => {
                let text = fs::read_to_string(entry.path())?;
                match read_linter_rules(&name, &text) {
                    Ok(found) => rules.extend(found),
                    Err(error) => faults.push(format!("{name}:{}: {}", error.line, error.message)),
                }
            }
            _ => {}
        }
    }
    if !faults.is_empty() {
        return Err(faults.join("\n").into());
    }
    let mut catalog = catalog.ok_or("policies/ccsec/catalog/data.json is missing")?;
    for (threat, fact) in calls {
        let row = catalog["threats"]
            .get_mut(&threat)
            .ok_or(format!("no threat {threat} is called for by {fact}"))?;
        match row.get_mut("called_for_by").and_then(serde_json::Value::as_array_mut) {
            Some(facts) => facts.push(fact.into()),
            None => row["called_for_by"] = serde_json::json!([fact]),
        }
    }
    let catalog: catalog::Catalog = serde_json::from_value(catalog)?;
    let data = serde_json::to_string(&data)?;
    let evidence_data = serde_json::to_string(&evidence_data)?;
    let evidence = (evidence_modules, evidence_rules, evidence_data);
    let packed = postcard::to_stdvec(&(modules, rules, catalog, data, postcard::to_stdvec(&evidence)?))?;
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("policies.postcard"), packed)?;
    Ok(())
}

/// What the METADATA of the derivations says: which fact calls for which threat.
mod derivations {
    #[derive(serde::Deserialize)]
    struct Words {
        description: String,
    }

    /// Threats and facts in the order of the rules, from blocks whose description has a line
    /// `8.1.5 8.1.6: the fact` for each fact. A line that begins with no id continues the last one.
    ///
    /// # Errors
    /// The line of a block that cannot be read, and why.
    pub(super) fn words(text: &str) -> Result<Vec<(String, String)>, String> {
        let lines: Vec<&str> = text.lines().collect();
        let mut calls = Vec::new();
        for (index, _) in lines.iter().enumerate().filter(|(_, line)| **line == "# METADATA") {
            let block: Vec<&str> =
                lines[index + 1..].iter().map_while(|line| line.strip_prefix("# ")).collect();
            let below = lines.get(index + 1 + block.len()).copied().unwrap_or_default();
            if below.starts_with("package ") {
                continue;
            }
            let place = |why: String| format!("{}: {why}", index + 1);
            let words: Words =
                serde_saphyr::from_str(&block.join("\n")).map_err(|error| place(error.to_string()))?;
            let mut facts: Vec<(Vec<&str>, String)> = Vec::new();
            for line in words.description.lines().filter(|line| !line.trim().is_empty()) {
                match (line.split_once(": "), facts.last_mut()) {
                    (Some((ids, fact)), _) if ids.split(' ').all(is_threat) => {
                        facts.push((ids.split(' ').collect(), fact.to_owned()));
                    }
                    (_, Some((_, fact))) => {
                        fact.push(' ');
                        fact.push_str(line.trim());
                    }
                    (_, None) => return Err(place(format!("`{line}` names no threat"))),
                }
            }
            for (ids, fact) in facts {
                calls.extend(ids.into_iter().map(|id| (id.to_owned(), fact.clone())));
            }
        }
        Ok(calls)
    }

    fn is_threat(word: &str) -> bool {
        word.split('.').count() == 3 && word.split('.').all(|part| part.parse::<u8>().is_ok())
    }
}

/// Puts a data file where OPA would: at the path of its folder.
fn mount(
    data: &mut serde_json::Map<String, serde_json::Value>,
    root: &Path,
    file: &Path,
    value: serde_json::Value,
) -> Result<(), Box<dyn Error>> {
    let folder = file.parent().unwrap_or(root).strip_prefix(root)?;
    let mut keys: Vec<String> = folder.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let last = keys.pop().ok_or("a data.json at the root of policies/ has no name")?;
    let mut table = data;
    for key in keys {
        table = table
            .entry(key)
            .or_insert_with(|| serde_json::Value::Object(serde_json::Map::new()))
            .as_object_mut()
            .ok_or("two data files claim one place")?;
    }
    table.insert(last, value);
    Ok(())
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct LinterRule {
    title: String,
    description: String,
    severity: metadata::Severity,
    why: String,
    help: String,
    example: String,
    references: Vec<String>,
}

/// Reads the rules of `data.yaml`: those that the linter raises without a policy.
///
/// # Errors
/// What is wrong with the file.
fn read_linter_rules(file: &str, text: &str) -> Result<Vec<metadata::Rule>, metadata::MetadataError> {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        rules: std::collections::BTreeMap<String, LinterRule>,
    }
    let parsed: File = serde_saphyr::from_str(text)
        .map_err(|error| metadata::MetadataError { line: 1, message: error.to_string() })?;
    let line_of = |id: &str| {
        text.lines().position(|line| line.trim().trim_matches([':', '"']) == id).map_or(1, |index| index + 1)
    };
    Ok(parsed
        .rules
        .into_iter()
        .map(|(id, rule)| metadata::Rule {
            line: line_of(&id),
            id,
            package: String::new(),
            name: String::new(),
            file: file.to_owned(),
            origin: metadata::Origin::Linter,
            title: rule.title,
            description: rule.description,
            severity: rule.severity,
            threats: Vec::new(),
            provider: None,
            why: rule.why,
            help: rule.help,
            example: rule.example,
            references: rule.references,
        })
        .collect())
}

/// The text of a module without its comments, line for line, so that the engine has less to read and
/// its errors still name the right line.
fn without_comments(text: &str) -> String {
    text.lines()
        .map(|line| if line.trim_start().starts_with('#') { "" } else { line })
        .flat_map(|line| [line, "\n"])
        .collect()
}
