# METADATA
# title: Images, services and datasets of Google Cloud
# description: >-
#   What Terraform says of Artifact Registry, Binary Authorization, Cloud Run, Functions and
#   BigQuery.
package ccsec.evidence.google.artifacts

import data.ccsec.lib.infra
import data.ccsec.lib.infra_clouds

# METADATA
# title: A tag stays on its image
# description: Tags in a registry of containers cannot be moved to another image.
# custom:
#   id: google/registry-tags
#   expectations: [9.5/image-protection]
#   resources: [google_artifact_registry_repository]
#   why: >-
#     Where tags move, whoever can push replaces the image that everybody pulls under the name they know.
#   help: write docker_config { immutable_tags = true }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/artifact_registry_repository
registry_tags contains statement if {
	some repository in input.index.resources.google_artifact_registry_repository
	repository.values.docker_config
	statement := infra.truth(repository, ["docker_config", 0, "immutable_tags"], false, {
		"yes": "keeps tags on their images",
		"no": "lets tags be moved to other images",
		"help": "write immutable_tags = true in docker_config",
	})
}

# METADATA
# title: Images are scanned for known flaws
# description: A registry does not exempt its images from vulnerability scanning.
# custom:
#   id: google/registry-scanning
#   expectations: [9.14/component-validation]
#   resources: [google_artifact_registry_repository, google_project_service]
#   why: >-
#     An image brings hundreds of packages of others; without a scan nobody knows which of them have
#     flaws that are already used.
#   help: leave vulnerability_scanning_config out, and turn containerscanning.googleapis.com on
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/artifact_registry_repository
#     - https://cloud.google.com/artifact-analysis/docs/container-scanning-overview
registry_scanning contains statement if {
	some repository in input.index.resources.google_artifact_registry_repository
	repository.values.vulnerability_scanning_config
	statement := infra_clouds.sorted(
		repository, ["vulnerability_scanning_config", 0, "enablement_config"], null,
		{"accepted": {"INHERITED"}, "refused": {"DISABLED"}},
		{
			"yes": "is scanned with its project",
			"no": "is not scanned",
			"help": "write enablement_config = \"INHERITED\"",
		},
	)
}

registry_scanning contains statement if {
	some service in input.index.resources.google_project_service
	service.values.service == "containerscanning.googleapis.com"
	statement := infra.attests(service, ["service"], "scans images")
}

# METADATA
# title: What was not attested is not run
# description: Binary Authorization asks for attestations, and clusters ask Binary Authorization.
# custom:
#   id: google/binary-authorization
#   expectations: [9.2/software-authentication, 9.14/provenance-verification]
#   resources: [google_binary_authorization_policy, google_container_cluster]
#   why: >-
#     Where nothing checks who built an image, an image of whoever can push, or of a name mistyped, is
#     run like the service's own.
#   help: >-
#     write default_admission_rule { evaluation_mode = "REQUIRE_ATTESTATION", enforcement_mode =
#     "ENFORCED_BLOCK_AND_AUDIT_LOG" }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/binary_authorization_policy
#     - https://cloud.google.com/binary-authorization/docs/overview
binary_authorization contains statement if {
	some policy in input.index.resources.google_binary_authorization_policy
	statement := infra.among(
		policy, ["default_admission_rule", 0, "evaluation_mode"], null, {"REQUIRE_ATTESTATION", "ALWAYS_DENY"},
		{
			"yes": "runs what is attested alone",
			"no": "runs every image",
			"help": "write evaluation_mode = \"REQUIRE_ATTESTATION\"",
		},
	)
}

binary_authorization contains statement if {
	some policy in input.index.resources.google_binary_authorization_policy
	infra.get(policy, ["default_admission_rule", 0, "enforcement_mode"], "") == "DRYRUN_AUDIT_LOG_ONLY"
	statement := infra.contradicts(
		policy, ["default_admission_rule", 0, "enforcement_mode"],
		"writes down what it would have blocked, and runs it",
		"write enforcement_mode = \"ENFORCED_BLOCK_AND_AUDIT_LOG\"",
	)
}

binary_authorization contains statement if {
	some cluster in input.index.resources.google_container_cluster
	cluster.values.binary_authorization
	statement := infra_clouds.sorted(
		cluster, ["binary_authorization", 0, "evaluation_mode"], null,
		{"accepted": {"PROJECT_SINGLETON_POLICY_ENFORCE"}, "refused": {"DISABLED"}},
		{
			"yes": "asks Binary Authorization what may run",
			"no": "does not ask Binary Authorization what may run",
			"help": "write evaluation_mode = \"PROJECT_SINGLETON_POLICY_ENFORCE\"",
		},
	)
}

# METADATA
# title: Services ask who calls
# description: Nobody may invoke a service or a function without signing in.
# custom:
#   id: google/invoker-authentication
#   expectations: [9.4/interface-authentication]
#   resources:
#     - google_cloud_run_service_iam_member
#     - google_cloud_run_v2_service_iam_member
#     - google_cloudfunctions_function_iam_member
#     - google_cloudfunctions2_function_iam_member
#     - google_cloud_run_v2_service
#   why: >-
#     allUsers is everyone on the internet: whoever finds the address calls the interface.
#   help: name the members that call, such as "serviceAccount:web@example.iam.gserviceaccount.com"
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/cloud_run_v2_service_iam
#     - https://cloud.google.com/run/docs/authenticating/public
invoker_authentication contains statement if {
	some grant in invokers
	grant.values.member in {"allUsers", "allAuthenticatedUsers"}
	statement := infra.contradicts(
		grant, ["member"],
		sprintf("lets %s call", [grant.values.member]),
		"name the members that call, such as \"serviceAccount:web@example.iam.gserviceaccount.com\"",
	)
}

invoker_authentication contains statement if {
	some grant in invokers
	named(grant.values.member)
	statement := infra.attests(grant, ["member"], "names who calls")
}

invoker_authentication contains statement if {
	some grant in invokers
	infra.unknown(grant.values.member)
	count(grant.values.member.references) == 0
	statement := infra.undecided(grant, ["member"], grant.values.member["(unknown)"])
}

invoker_authentication contains statement if {
	some service in input.index.resources.google_cloud_run_v2_service
	infra.yes(infra.get(service, ["invoker_iam_disabled"], false))
	statement := infra.contradicts(
		service, ["invoker_iam_disabled"],
		"does not ask who calls", "write invoker_iam_disabled = false",
	)
}

invokers contains grant if {
	some kind in {"cloud_run_service", "cloud_run_v2_service", "cloudfunctions_function", "cloudfunctions2_function"}
	some grant in input.index.resources[sprintf("google_%s_iam_member", [kind])]
	grant.values.role in {"roles/run.invoker", "roles/cloudfunctions.invoker"}
}

named(member) if {
	is_string(member)
	not member in {"allUsers", "allAuthenticatedUsers"}
}

# The address of an account that this code makes is known only later.
named(member) if {
	infra.unknown(member)
	count(member.references) > 0
}

# METADATA
# title: No dataset is public
# description: No dataset of BigQuery grants a role to everyone.
# custom:
#   id: google/dataset-public
#   expectations: [9.7/access-control]
#   resources:
#     - google_bigquery_dataset
#     - google_bigquery_dataset_iam_member
#     - google_bigquery_dataset_access
#   why: >-
#     allAuthenticatedUsers is everyone with a Google account: the tables can be read by all the world.
#   help: name the members that need it
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/bigquery_dataset
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/bigquery_dataset_iam
dataset_public contains statement if {
	some reader in readers
	reader.value in {"allUsers", "allAuthenticatedUsers"}
	statement := infra.contradicts(
		reader.resource, reader.path,
		sprintf("lets %s in", [reader.value]), "name the members that need it",
	)
}

dataset_public contains statement if {
	some reader in readers
	is_string(reader.value)
	not reader.value in {"allUsers", "allAuthenticatedUsers"}
	statement := infra.attests(reader.resource, reader.path, "names who is let in")
}

dataset_public contains statement if {
	some reader in readers
	infra.unknown(reader.value)
	object.get(reader.value, "references", []) == []
	statement := infra.undecided(reader.resource, reader.path, reader.value["(unknown)"])
}

readers contains reader if {
	some dataset in input.index.resources.google_bigquery_dataset
	some position, access in infra_clouds.blocks(dataset, ["access"])
	some key in {"special_group", "iam_member"}
	reader := {"resource": dataset, "path": ["access", position, key], "value": access[key]}
}

readers contains reader if {
	some grant in input.index.resources.google_bigquery_dataset_iam_member
	reader := {"resource": grant, "path": ["member"], "value": grant.values.member}
}

readers contains reader if {
	some grant in input.index.resources.google_bigquery_dataset_access
	some key in {"special_group", "iam_member"}
	reader := {"resource": grant, "path": [key], "value": grant.values[key]}
}
