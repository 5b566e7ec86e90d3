package ccsec.evidence.aws.compute_test

import data.ccsec.evidence.aws.compute
import data.ccsec.lib.infra_aws_test as expect
import data.ccsec.lib.testing

metadata(resources) := statements if {
	statements := compute.metadata_service with input as testing.infrastructure(resources)
}

machine(values) := testing.resource("aws_instance", "m", values)

options(values) := machine({"metadata_options": [values]})

test_metadata_service if {
	at := ["metadata_options", 0, "http_tokens"]
	asks := {expect.attested(0, "aws_instance.m", at, "asks for tokens before it gives credentials away")}
	metadata([options({"http_tokens": "required"})]) == asks
	metadata([options({"http_tokens": "optional"})]) == {expect.contradicted(
		0, "aws_instance.m", at,
		"gives credentials away without asking for a token",
		"write metadata_options { http_tokens = \"required\" }",
	)}
	metadata([options({"http_tokens": testing.open})]) == {expect.left_open(0, "aws_instance.m", at)}
	metadata([options({"http_endpoint": "disabled", "http_tokens": "optional"})]) == {expect.attested(
		0, "aws_instance.m",
		["metadata_options", 0, "http_endpoint"],
		"has no metadata service",
	)}
	metadata([machine({})]) == {expect.undecided(
		0, "aws_instance.m", at,
		"http_tokens is not written, so that it depends on the image",
	)}
	metadata([machine({}), testing.resource("aws_ec2_instance_metadata_defaults", "d", {"http_tokens": "required"})]) == asks
	metadata([machine({"launch_template": [{"id": "lt-1"}]})]) == set()
	metadata([]) == set()
}

disks(resources) := statements if {
	statements := compute.disk_encryption with input as testing.infrastructure(resources)
}

test_disk_encryption if {
	root := ["root_block_device", 0, "encrypted"]
	further := ["ebs_block_device", 0, "encrypted"]
	disks([machine({"root_block_device": [{"encrypted": true}]})]) == {expect.attested(0, "aws_instance.m", root, "is encrypted")}
	disks([machine({"root_block_device": [{"encrypted": false}]})]) == {expect.contradicted(
		0, "aws_instance.m", root,
		"is not encrypted", "write encrypted = true",
	)}
	disks([machine({"root_block_device": [{"volume_size": 20}]})]) == set()
	disks([machine({"ebs_block_device": [{"device_name": "/dev/sdf"}]})]) == {expect.contradicted(
		0, "aws_instance.m", further,
		"is not encrypted", "write encrypted = true",
	)}
	disks([machine({"ebs_block_device": [{"snapshot_id": "snap-1"}]})]) == set()
	by_default := testing.resource("aws_ebs_encryption_by_default", "d", {})
	disks([machine({"ebs_block_device": [{"device_name": "/dev/sdf"}]}), by_default]) == {expect.attested(
		0, "aws_instance.m", further,
		"is encrypted",
	)}
	disks([]) == set()
}

test_disk_encryption_of_templates if {
	template := testing.resource("aws_launch_template", "t", {"block_device_mappings": [{"ebs": [{"encrypted": "false"}]}]})
	at := ["block_device_mappings", 0, "ebs", 0, "encrypted"]
	disks([template]) == {expect.contradicted(
		0, "aws_launch_template.t", at,
		"is not encrypted", "write encrypted = true",
	)}
	open := testing.resource("aws_launch_template", "t", {"block_device_mappings": [{"ebs": [{"encrypted": testing.open}]}]})
	disks([open]) == {expect.left_open(0, "aws_launch_template.t", at)}
}

shared(resources) := statements if {
	statements := compute.image_sharing with input as testing.infrastructure(resources)
}

test_image_sharing if {
	shared([testing.resource("aws_ami_launch_permission", "p", {"group": "all"})]) == {expect.contradicted(
		0, "aws_ami_launch_permission.p",
		["group"],
		"lets everybody start the image",
		"write account_id = \"111122223333\" in place of group",
	)}
	shared([testing.resource("aws_ami_launch_permission", "p", {"account_id": "111122223333"})]) == {expect.attested(
		0, "aws_ami_launch_permission.p",
		["account_id"],
		"lets one account start the image",
	)}
	shared([testing.resource("aws_db_snapshot", "s", {"shared_accounts": ["1", "all"]})]) == {expect.contradicted(
		0, "aws_db_snapshot.s",
		["shared_accounts", 1],
		"is shared with everybody", "name the accounts in shared_accounts",
	)}
	barrier := testing.resource("aws_ebs_snapshot_block_public_access", "b", {"state": "unblocked"})
	shared([barrier]) == {expect.contradicted(
		0, "aws_ebs_snapshot_block_public_access.b",
		["state"],
		"lets the account share with everybody", "write state = \"block-new-sharing\"",
	)}
	open := testing.resource("aws_ec2_image_block_public_access", "b", {"state": testing.open})
	shared([open]) == {expect.left_open(0, "aws_ec2_image_block_public_access.b", ["state"])}
	shared([]) == set()
}

copies(resources) := statements if {
	statements := compute.image_encryption with input as testing.infrastructure(resources)
}

copy(values) := testing.resource("aws_ami_copy", "c", values)

test_image_encryption if {
	copies([copy({"encrypted": true})]) == {expect.attested(0, "aws_ami_copy.c", ["encrypted"], "is encrypted")}
	copies([copy({"encrypted": false})]) == {expect.contradicted(
		0, "aws_ami_copy.c",
		["encrypted"],
		"is not encrypted", "write encrypted = true",
	)}
	copies([copy({"encrypted": testing.open})]) == {expect.left_open(0, "aws_ami_copy.c", ["encrypted"])}
	copies([copy({})]) == set()
	copies([]) == set()
}

zones(resources) := statements if {
	statements := compute.several_zones with input as testing.infrastructure(resources)
}

group(value) := testing.resource("aws_autoscaling_group", "g", {"vpc_zone_identifier": value})

test_several_zones if {
	at := ["vpc_zone_identifier"]
	zones([group(["subnet-1", "subnet-2"])]) == {expect.attested(
		0, "aws_autoscaling_group.g", at,
		"is spread over several places",
	)}
	zones([group([testing.reference("aws_subnet.a")])]) == {expect.contradicted(
		0, "aws_autoscaling_group.g", at,
		"has one place to start machines in", "name a subnet in each of two zones",
	)}
	zones([group(testing.open)]) == {expect.left_open(0, "aws_autoscaling_group.g", at)}
	one_zone := testing.resource("aws_efs_file_system", "f", {"availability_zone_name": "eu-central-1a"})
	zones([one_zone]) == {expect.contradicted(
		0, "aws_efs_file_system.f",
		["availability_zone_name"],
		"is kept in one zone",
		"delete availability_zone_name, which keeps the files in several zones",
	)}
	zones([]) == set()
}

test_defaults_that_do_not_protect if {
	optional := testing.resource("aws_ec2_instance_metadata_defaults", "d", {"http_tokens": "optional"})
	metadata([machine({}), optional]) == metadata([machine({})])
	off := testing.resource("aws_ebs_encryption_by_default", "d", {"enabled": false})
	further := machine({"ebs_block_device": [{"device_name": "/dev/sdf"}]})
	disks([further, off]) == disks([further])
	zones([testing.resource("aws_efs_file_system", "f", {})]) == set()
}

test_snapshots_under_the_default_of_the_account if {
	on := testing.resource("aws_ebs_encryption_by_default", "d", {})
	disks([machine({"ebs_block_device": [{"snapshot_id": "snap-1"}]}), on]) == {expect.attested(
		0, "aws_instance.m",
		["ebs_block_device", 0, "encrypted"],
		"is encrypted",
	)}
}
