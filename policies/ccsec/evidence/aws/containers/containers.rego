# METADATA
# title: Containers
# description: What Terraform says of registries, tasks and clusters on AWS.
package ccsec.evidence.aws.containers

import data.ccsec.lib.infra
import data.ccsec.lib.infra_aws

# METADATA
# title: Tags of images stay where they are
# description: A repository of ECR has immutable tags. With exclusions nothing is said.
# custom:
#   id: aws/immutable-tags
#   expectations: [9.5/image-protection]
#   resources: [aws_ecr_repository]
#   why: Whoever may push an image replaces the one that runs, under a name that everybody trusts.
#   help: write image_tag_mutability = "IMMUTABLE"
#   references: [https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_repository]
immutable_tags contains statement if {
	some repository in input.index.resources.aws_ecr_repository
	given := infra.get(repository, ["image_tag_mutability"], "MUTABLE")
	not given in {"IMMUTABLE_WITH_EXCLUSION", "MUTABLE_WITH_EXCLUSION"}
	words := {
		"yes": "keeps the tags of its images where they are",
		"no": "lets the tags of its images be moved",
		"help": "write image_tag_mutability = \"IMMUTABLE\"",
	}
	statement := infra.among(repository, ["image_tag_mutability"], "MUTABLE", {"IMMUTABLE"}, words)
}

# METADATA
# title: Images are scanned for known flaws
# description: >-
#   A repository of ECR scans what is pushed, or the registry scans for all of them, or Amazon Inspector
#   does.
# custom:
#   id: aws/image-scan
#   expectations: [9.14/component-validation]
#   resources: [aws_ecr_repository, aws_ecr_registry_scanning_configuration, aws_inspector2_enabler]
#   why: Base images bring hundreds of components along, and some of them have flaws that are known by now.
#   help: 'write image_scanning_configuration { scan_on_push = true }'
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_repository
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecr_registry_scanning_configuration
image_scan contains statement if {
	some repository in input.index.resources.aws_ecr_repository
	not scanned_for_all
	path := ["image_scanning_configuration", 0, "scan_on_push"]
	words := {
		"yes": "scans images for known flaws",
		"no": "does not scan images for known flaws",
		"help": "write image_scanning_configuration { scan_on_push = true }",
	}
	statement := infra.truth(repository, path, false, words)
}

image_scan contains statement if {
	some registry in input.index.resources.aws_ecr_registry_scanning_configuration
	some rule in infra_aws.blocks(registry, "rule")
	rule.values.scan_frequency in {"SCAN_ON_PUSH", "CONTINUOUS_SCAN"}
	statement := infra.attests(registry, ["rule", rule.at, "scan_frequency"], "scans images for known flaws")
}

image_scan contains statement if {
	some inspector in input.index.resources.aws_inspector2_enabler
	some type in infra_aws.entries(["resource_types"], object.get(inspector.values, "resource_types", []))
	type.text == "ECR"
	statement := infra.attests(inspector, type.path, "scans images for known flaws")
}

scanned_for_all if count(object.get(input.index.resources, "aws_ecr_registry_scanning_configuration", [])) > 0

scanned_for_all if {
	some inspector in input.index.resources.aws_inspector2_enabler
	"ECR" in infra.listed(inspector.values.resource_types)
}

# METADATA
# title: Containers stay in their box
# description: >-
#   No container of a task is privileged, runs as root by its own wish, or has capabilities that lead
#   out; no task shares the processes or the memory of its host.
# custom:
#   id: aws/container-isolation
#   expectations: [9.5/workload-isolation]
#   resources: [aws_ecs_task_definition]
#   why: Whoever takes over such a container takes over the host and every other container on it.
#   help: delete privileged, pid_mode and ipc_mode, and write user = "1000"
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_task_definition
#     - https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
container_isolation contains statement if {
	some task in input.index.resources.aws_ecs_task_definition
	some breach in breaches(task)
	help := "delete privileged, pid_mode and ipc_mode, and write user = \"1000\""
	statement := infra.contradicts(task, breach.path, breach.message, help)
}

container_isolation contains statement if {
	some task in input.index.resources.aws_ecs_task_definition
	count(containers(task)) > 0
	count(breaches(task)) == 0
	statement := infra.attests(task, ["container_definitions"], "keeps its containers apart from the host")
}

container_isolation contains statement if {
	some task in input.index.resources.aws_ecs_task_definition
	count(breaches(task)) == 0
	infra.unknown(task.values.container_definitions)
	reason := task.values.container_definitions["(unknown)"]
	statement := infra.undecided(task, ["container_definitions"], reason)
}

breaches(task) := array.concat(
	[breach |
		some attribute in ["pid_mode", "ipc_mode"]
		task.values[attribute] == "host"
		breach := {"path": [attribute], "message": sprintf("shares the host's %s", [namespaces[attribute]])}
	],
	[breach |
		some container in containers(task)
		some breach in escapes(container)
	],
)

namespaces := {"pid_mode": "processes", "ipc_mode": "memory"}

escapes(container) := [escape |
	some found in array.concat(privileges(container.values), capabilities(container.values))
	escape := {"path": array.concat(container.path, found.path), "message": found.message}
]

privileges(values) := array.concat(
	[found |
		infra.yes(values.privileged)
		found := {"path": ["privileged"], "message": "has a privileged container"}
	],
	[found |
		is_string(values.user)
		regex.match(`^(root|0)(:|$)`, values.user)
		found := {"path": ["user"], "message": "has a container that runs as root"}
	],
)

capabilities(values) := [found |
	some capability in infra.listed(values.linuxParameters.capabilities.add)
	capability in {"ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_PTRACE", "NET_ADMIN", "DAC_READ_SEARCH"}
	message := sprintf("has a container with the capability %s", [capability])
	found := {"path": ["linuxParameters"], "message": message}
]

# The containers of a task, whether its definition is a text or a value.
containers(task) := [container |
	given_containers := definitions(task.values.container_definitions)
	is_array(given_containers)
	some at, given in given_containers
	is_object(given)
	not infra.unknown(given)
	container := {"path": ["container_definitions", at], "values": given}
]

definitions(value) := value if is_array(value)

definitions(value) := json.unmarshal(value) if {
	is_string(value)
	json.is_valid(value)
}

# METADATA
# title: Images are named by their digest
# description: Each image that a task or a function runs is named by a digest, not by a tag.
# custom:
#   id: aws/image-digest
#   expectations: [9.14/provenance-verification]
#   resources: [aws_ecs_task_definition, aws_lambda_function]
#   why: What a tag stands for changes without a trace, so that nobody can say what was tested and what runs.
#   help: write the image as repository@sha256:…
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_task_definition
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lambda_function
image_digest contains statement if {
	some task in input.index.resources.aws_ecs_task_definition
	some container in containers(task)
	path := array.concat(container.path, ["image"])
	statement := digested(task, path, object.get(container.values, "image", null))
}

image_digest contains statement if {
	some task in input.index.resources.aws_ecs_task_definition
	infra.unknown(task.values.container_definitions)
	reason := task.values.container_definitions["(unknown)"]
	statement := infra.undecided(task, ["container_definitions"], reason)
}

image_digest contains statement if {
	some function in input.index.resources.aws_lambda_function
	statement := digested(function, ["image_uri"], object.get(function.values, "image_uri", null))
}

digested(resource, path, image) := infra.attests(resource, path, "names its image by a digest") if {
	is_string(image)
	contains(image, "@sha256:")
}

digested(resource, path, image) := infra.contradicts(resource, path, message, help) if {
	is_string(image)
	not contains(image, "@sha256:")
	message := sprintf("names its image by a tag, %q", [image])
	help := "write the image as repository@sha256:…"
}

digested(resource, path, image) := infra.undecided(resource, path, image["(unknown)"]) if infra.unknown(image)

# METADATA
# title: Clusters run a Kubernetes that is still mended
# description: >-
#   The version of an EKS cluster is supported. Those up to 1.30 have left even the extended support;
#   what is in extended support is passed over, and so is a cluster that leaves the version to AWS.
# custom:
#   id: aws/cluster-version
#   expectations: [9.9/patch-management]
#   resources: [aws_eks_cluster]
#   why: Flaws that are found in a version without support stay open.
#   help: write version = "1.35"
#   references: [https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html]
cluster_version contains statement if {
	some cluster in input.index.resources.aws_eks_cluster
	minor(cluster.values.version) >= 34
	statement := infra.attests(cluster, ["version"], "runs a version in standard support")
}

cluster_version contains statement if {
	some cluster in input.index.resources.aws_eks_cluster
	minor(cluster.values.version) <= 30
	help := "write version = \"1.35\""
	statement := infra.contradicts(cluster, ["version"], "runs a version without support", help)
}

cluster_version contains statement if {
	some cluster in input.index.resources.aws_eks_cluster
	some reason in infra_aws.reasons(object.get(cluster.values, "version", ""))
	statement := infra.undecided(cluster, ["version"], reason)
}

minor(version) := to_number(trim_prefix(sprintf("%v", [version]), "1.")) if {
	regex.match(`^1\.[0-9]{1,3}$`, sprintf("%v", [version]))
}
