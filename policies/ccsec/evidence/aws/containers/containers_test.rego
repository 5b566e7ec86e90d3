package ccsec.evidence.aws.containers_test

import data.ccsec.evidence.aws.containers
import data.ccsec.lib.infra_aws_test as expect
import data.ccsec.lib.testing

repository(values) := testing.resource("aws_ecr_repository", "r", values)

tags(resources) := statements if {
	statements := containers.immutable_tags with input as testing.infrastructure(resources)
}

test_immutable_tags if {
	at := ["image_tag_mutability"]
	tags([repository({"image_tag_mutability": "IMMUTABLE"})]) == {expect.attested(
		0, "aws_ecr_repository.r", at,
		"keeps the tags of its images where they are",
	)}
	tags([repository({})]) == {expect.contradicted(
		0, "aws_ecr_repository.r", at,
		"lets the tags of its images be moved", "write image_tag_mutability = \"IMMUTABLE\"",
	)}
	tags([repository({"image_tag_mutability": testing.open})]) == {expect.left_open(0, "aws_ecr_repository.r", at)}
	tags([repository({"image_tag_mutability": "IMMUTABLE_WITH_EXCLUSION"})]) == set()
	tags([]) == set()
}

scan(resources) := statements if {
	statements := containers.image_scan with input as testing.infrastructure(resources)
}

scanning(value) := repository({"image_scanning_configuration": [{"scan_on_push": value}]})

test_image_scan if {
	at := ["image_scanning_configuration", 0, "scan_on_push"]
	scans := "scans images for known flaws"
	scan([scanning(true)]) == {expect.attested(0, "aws_ecr_repository.r", at, scans)}
	scan([repository({})]) == {expect.contradicted(
		0, "aws_ecr_repository.r", at,
		"does not scan images for known flaws",
		"write image_scanning_configuration { scan_on_push = true }",
	)}
	scan([scanning(testing.open)]) == {expect.left_open(0, "aws_ecr_repository.r", at)}
	registry := testing.resource("aws_ecr_registry_scanning_configuration", "s", {"rule": [{"scan_frequency": "CONTINUOUS_SCAN"}]})
	scan([repository({}), registry]) == {expect.attested(
		1, "aws_ecr_registry_scanning_configuration.s",
		["rule", 0, "scan_frequency"], scans,
	)}
	inspector := testing.resource("aws_inspector2_enabler", "i", {"resource_types": ["EC2", "ECR"]})
	scan([repository({}), inspector]) == {expect.attested(1, "aws_inspector2_enabler.i", ["resource_types", 1], scans)}
	scan([]) == set()
}

isolation(resources) := statements if {
	statements := containers.container_isolation with input as testing.infrastructure(resources)
}

task(container) := testing.resource("aws_ecs_task_definition", "t", {"container_definitions": json.marshal([container])})

isolation_help := "delete privileged, pid_mode and ipc_mode, and write user = \"1000\""

breach(path, message) := {expect.contradicted(0, "aws_ecs_task_definition.t", path, message, isolation_help)}

test_container_isolation_contradicted if {
	at := ["container_definitions", 0]
	isolation([task({"privileged": true})]) == breach(array.concat(at, ["privileged"]), "has a privileged container")
	isolation([task({"user": "0:0"})]) == breach(array.concat(at, ["user"]), "has a container that runs as root")
	isolation([task({"linuxParameters": {"capabilities": {"add": ["SYS_ADMIN"]}}})]) == breach(
		array.concat(at, ["linuxParameters"]),
		"has a container with the capability SYS_ADMIN",
	)
	host := testing.resource("aws_ecs_task_definition", "t", {"pid_mode": "host", "container_definitions": testing.open})
	isolation([host]) == breach(["pid_mode"], "shares the host's processes")
	value := testing.resource("aws_ecs_task_definition", "t", {"container_definitions": [{"privileged": true, "image": testing.open}]})
	isolation([value]) == breach(array.concat(at, ["privileged"]), "has a privileged container")
}

test_container_isolation_otherwise if {
	at := ["container_definitions"]
	isolation([task({"user": "1000"})]) == {expect.attested(
		0, "aws_ecs_task_definition.t", at,
		"keeps its containers apart from the host",
	)}
	open := testing.resource("aws_ecs_task_definition", "t", {"container_definitions": testing.open})
	isolation([open]) == {expect.left_open(0, "aws_ecs_task_definition.t", at)}
	broken := testing.resource("aws_ecs_task_definition", "t", {"container_definitions": "no json"})
	isolation([broken]) == set()
	isolation([]) == set()
}

digests(resources) := statements if {
	statements := containers.image_digest with input as testing.infrastructure(resources)
}

function(image) := testing.resource("aws_lambda_function", "f", {"image_uri": image})

tag_help := "write the image as repository@sha256:…"

test_image_digest if {
	at := ["container_definitions", 0, "image"]
	digests([task({"image": "nginx@sha256:0123"})]) == {expect.attested(
		0, "aws_ecs_task_definition.t", at,
		"names its image by a digest",
	)}
	digests([task({"image": "nginx:1.29"})]) == {expect.contradicted(
		0, "aws_ecs_task_definition.t", at,
		"names its image by a tag, \"nginx:1.29\"", tag_help,
	)}
	digests([function("1.dkr.ecr.eu-central-1.amazonaws.com/f:latest")]) == {expect.contradicted(
		0, "aws_lambda_function.f",
		["image_uri"],
		"names its image by a tag, \"1.dkr.ecr.eu-central-1.amazonaws.com/f:latest\"", tag_help,
	)}
	digests([function(testing.open)]) == {expect.left_open(0, "aws_lambda_function.f", ["image_uri"])}
	open := testing.resource("aws_ecs_task_definition", "t", {"container_definitions": testing.open})
	digests([open]) == {expect.left_open(0, "aws_ecs_task_definition.t", ["container_definitions"])}
	digests([testing.resource("aws_lambda_function", "f", {})]) == set()
	digests([]) == set()
}

versions(resources) := statements if {
	statements := containers.cluster_version with input as testing.infrastructure(resources)
}

cluster(version) := testing.resource("aws_eks_cluster", "c", {"version": version})

test_cluster_version if {
	versions([cluster("1.34")]) == {expect.attested(0, "aws_eks_cluster.c", ["version"], "runs a version in standard support")}
	versions([cluster("1.30")]) == {expect.contradicted(
		0, "aws_eks_cluster.c",
		["version"],
		"runs a version without support", "write version = \"1.35\"",
	)}
	versions([cluster(1.29)]) == {expect.contradicted(
		0, "aws_eks_cluster.c",
		["version"],
		"runs a version without support", "write version = \"1.35\"",
	)}
	versions([cluster("1.32")]) == set()
	versions([cluster("latest")]) == set()
	versions([cluster(testing.open)]) == {expect.left_open(0, "aws_eks_cluster.c", ["version"])}
	versions([testing.resource("aws_eks_cluster", "c", {})]) == set()
	versions([]) == set()
}

test_scans_by_hand if {
	by_hand := testing.resource("aws_ecr_registry_scanning_configuration", "s", {"rule": [{"scan_frequency": "MANUAL"}]})
	scan([by_hand]) == set()
	machines := testing.resource("aws_inspector2_enabler", "i", {"resource_types": ["EC2"]})
	count(scan([repository({}), machines])) == 1
}

test_harmless_capabilities if {
	isolation([task({"linuxParameters": {"capabilities": {"add": ["NET_BIND_SERVICE"]}}})]) == {expect.attested(
		0, "aws_ecs_task_definition.t",
		["container_definitions"],
		"keeps its containers apart from the host",
	)}
}
