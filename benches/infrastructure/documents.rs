//! Kubernetes manifests and CloudFormation templates, one file for each service of a company.

use std::path::Path;
use std::{fs, io};

const MANIFEST: &str = include_str!("manifest.yaml");
const TEMPLATE: &str = include_str!("template.yaml");

/// Writes manifests of a workload each, with its service, its rules and its budget.
pub(crate) fn manifests(folder: &Path, number: usize) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for index in 0..number {
        let text = MANIFEST
            .replace("NUMBER", &format!("{index:03}"))
            .replace("TEAM", &format!("team-{:02}", index / 10))
            .replace("REPLICAS", &(1 + index % 4).to_string())
            .replace("READ_ONLY", if index % 5 == 0 { "false" } else { "true" });
        fs::write(folder.join(format!("service-{index:03}.yaml")), text)?;
    }
    Ok(())
}

/// Writes templates of a store, a function and a network each.
pub(crate) fn templates(folder: &Path, number: usize) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for index in 0..number {
        let text = TEMPLATE
            .replace("NUMBER", &format!("{index:03}"))
            .replace("STAGE", if index % 4 == 0 { "live" } else { "test" })
            .replace("ROTATED", if index % 5 == 0 { "false" } else { "true" });
        fs::write(folder.join(format!("stack-{index:03}.yaml")), text)?;
    }
    Ok(())
}
