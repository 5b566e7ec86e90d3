//! What is concluded from code and not shown by it. Everything that is a matter of opinion stands here.

use std::collections::BTreeMap;

use crate::infrastructure::{Code, Resource};

use super::code::Seen;

/// The types of resources that run software of their own.
const SOFTWARE: [&str; 28] = [
    "compose.service",
    "Deployment",
    "StatefulSet",
    "DaemonSet",
    "CronJob",
    "Job",
    "Pod",
    "Rollout",
    "aws_lambda_function",
    "aws_ecs_service",
    "aws_apprunner_service",
    "aws_elastic_beanstalk_environment",
    "AWS::Lambda::Function",
    "AWS::Serverless::Function",
    "AWS::ECS::Service",
    "AWS::AppRunner::Service",
    "azurerm_linux_web_app",
    "azurerm_windows_web_app",
    "azurerm_app_service",
    "azurerm_function_app",
    "azurerm_linux_function_app",
    "azurerm_windows_function_app",
    "azurerm_container_app",
    "azurerm_container_group",
    "google_cloud_run_service",
    "google_cloud_run_v2_service",
    "google_cloudfunctions_function",
    "google_cloudfunctions2_function",
];

/// What a type names that is a part of a network.
const NETWORK: [&str; 9] =
    ["vpc", "subnet", "route", "gateway", "virtual_network", "compute_network", "firewall", "VPC", "Gateway"];

/// The cloud behind a provider of Terraform, as an id for `[[upstream]]`.
const CLOUDS: [(&str, &str); 10] = [
    ("alicloud", "alibaba-cloud"),
    ("aws", "aws"),
    ("awscc", "aws"),
    ("azapi", "azure"),
    ("azuread", "azure"),
    ("azurerm", "azure"),
    ("digitalocean", "digitalocean"),
    ("google", "google-cloud"),
    ("google-beta", "google-cloud"),
    ("oci", "oracle-cloud"),
];

/// The likeliest category, and why. Code does not say what is sold, so this is never more than a guess:
/// who runs software most likely offers it, who runs a cluster or machines without any offers those, and
/// what neither computes nor stores and is a network is offered as one.
pub(super) fn category(seen: &Seen, code: &Code) -> (&'static str, String) {
    let software = code.resources().find(|it| SOFTWARE.contains(&it.kind.as_str()));
    let runs = |kind: &str| seen.compute.iter().any(|word| word == kind);
    if let Some(software) = software {
        return ("SaaS", format!("{} runs software, which is most likely what is offered", software.address));
    }
    if runs("function") {
        return ("SaaS", "functions run software, which is most likely what is offered".to_owned());
    }
    if runs("container") {
        return ("PaaS", "there is a home for containers, and no software in it".to_owned());
    }
    if runs("virtual-machine") {
        return ("IaaS", "there are virtual machines, and what runs on them is not in the code".to_owned());
    }
    if seen.stored {
        return ("IaaS", "data is stored and nothing computes, so storage may be what is offered".to_owned());
    }
    let network = code.resources().find(|it| own(it) && NETWORK.iter().any(|part| it.kind.contains(part)));
    match network {
        Some(network) => {
            ("NaaS", format!("nothing computes or stores data, and {} is part of a network", network.address))
        }
        None => ("SaaS", "nothing in the code points to another".to_owned()),
    }
}

/// The clouds that resources lie in, each with the first of them and the number of others.
pub(super) fn upstream(code: &Code) -> Vec<(&'static str, &Resource, usize)> {
    let mut clouds: BTreeMap<&'static str, (&Resource, usize)> = BTreeMap::new();
    for resource in code.resources().filter(|resource| own(resource)) {
        let cloud = CLOUDS.iter().find(|(provider, _)| resource.provider.as_deref() == Some(*provider));
        if let Some((_, id)) = cloud {
            clouds.entry(id).and_modify(|(_, others)| *others += 1).or_insert((resource, 0));
        }
    }
    clouds.into_iter().map(|(id, (first, others))| (id, first, others)).collect()
}

/// Whether the code makes it, and does not only look it up or configure Terraform itself.
fn own(resource: &Resource) -> bool {
    !resource.kind.starts_with("data.") && !resource.kind.starts_with("terraform.")
}
