package ccsec.evidence.aws.residency_test

import data.ccsec.evidence.aws.residency
import data.ccsec.lib.infra_aws_test as expect
import data.ccsec.lib.testing

# The service states DE and FR.
regions(resources) := statements if {
	statements := residency.region with input as testing.infrastructure(resources)
}

placed(region) := object.union(testing.resource("aws_s3_bucket", "b", {}), {"region": region})

said(effect, message, more) := object.union(
	{
		"effect": effect,
		"resource": "aws_s3_bucket.b",
		"path": ["infrastructure", "infra", 0, "region"],
		"message": message,
	},
	more,
)

test_region if {
	regions([placed("eu-central-1")]) == {said("attests", "lies in eu-central-1 (DE)", {})}
	regions([placed("us-east-1")]) == {said("contradicts", "lies in us-east-1 (US), not in DE or FR", {
		"help": "write a region of DE or FR, or add \"US\" to jurisdictions",
	})}
	regions([placed(testing.open)]) == {said("undecided", "variable `x` has no default", {})}
	regions([testing.resource("aws_s3_bucket", "b", {})]) == {expect.undecided(
		0, "aws_s3_bucket.b", [],
		"its region is set outside of this code",
	)}
	regions([placed("xx-nowhere-1")]) == set()
	regions([]) == set()
}

test_region_of_its_own if {
	own := object.union(testing.resource("aws_s3_bucket", "b", {"region": "eu-west-3"}), {"region": "eu-west-3"})
	regions([own]) == {expect.attested(0, "aws_s3_bucket.b", ["region"], "lies in eu-west-3 (FR)")}
}

test_region_without_jurisdictions if {
	unstated := object.union(testing.infrastructure([placed("us-east-1")]), {"data": {"jurisdictions": []}})
	found := residency.region with input as unstated
	found == set()
	no_data := residency.copy_region with input as object.remove(testing.infrastructure([table("us-east-1")]), ["data"])
	no_data == set()
	open := residency.copy_region with input as object.remove(testing.infrastructure([table(testing.open)]), ["data"])
	open == set()
}

copies(resources) := statements if {
	statements := residency.copy_region with input as testing.infrastructure(resources)
}

table(region) := testing.resource("aws_dynamodb_table", "t", {"replica": [{"region_name": region}]})

plan(arn) := testing.resource("aws_backup_plan", "p", {"rule": [{"copy_action": [{"destination_vault_arn": arn}]}]})

test_copy_region if {
	at := ["replica", 0, "region_name"]
	copies([table("eu-west-3")]) == {expect.attested(0, "aws_dynamodb_table.t", at, "is copied to eu-west-3 (FR)")}
	copies([table("us-east-1")]) == {expect.contradicted(
		0, "aws_dynamodb_table.t", at,
		"is copied to us-east-1 (US), not to DE or FR",
		"name a region of DE or FR, or add \"US\" to jurisdictions",
	)}
	copies([table(testing.open)]) == {expect.left_open(0, "aws_dynamodb_table.t", at)}
	copies([]) == set()
}

test_copy_region_of_backups_and_images if {
	at := ["rule", 0, "copy_action", 0, "destination_vault_arn"]
	copies([plan("arn:aws:backup:eu-west-3:111122223333:backup-vault:far")]) == {expect.attested(
		0, "aws_backup_plan.p", at,
		"is copied to eu-west-3 (FR)",
	)}
	copies([plan(testing.open)]) == {expect.left_open(0, "aws_backup_plan.p", at)}
	copies([plan(testing.reference("aws_backup_vault.far"))]) == set()
	images := testing.resource("aws_ecr_replication_configuration", "r", {"replication_configuration": [{"rule": [{
		"destination": [{"region": "eu-central-1"}],
	}]}]})
	copies([images]) == {expect.attested(
		0, "aws_ecr_replication_configuration.r",
		["replication_configuration", 0, "rule", 0, "destination", 0, "region"],
		"is copied to eu-central-1 (DE)",
	)}
}

replicated(resources) := statements if {
	statements := residency.replication with input as testing.infrastructure(resources)
}

bucket(status) := testing.resource("aws_s3_bucket_replication_configuration", "r", {"rule": [{"status": status}]})

test_replication if {
	address := "aws_s3_bucket_replication_configuration.r"
	at := ["rule", 0, "status"]
	replicated([bucket("Enabled")]) == {expect.attested(0, address, at, "copies objects to another bucket")}
	replicated([bucket("Disabled")]) == {expect.contradicted(
		0, address, at,
		"does not copy objects to another bucket", "write status = \"Enabled\"",
	)}
	replicated([bucket(testing.open)]) == {expect.left_open(0, address, at)}
	replicated([table("eu-west-3")]) == {expect.attested(
		0, "aws_dynamodb_table.t",
		["replica", 0],
		"has a replica in another region",
	)}
	replicated([testing.resource("aws_rds_global_cluster", "g", {})]) == {expect.attested(
		0, "aws_rds_global_cluster.g", [],
		"spans several regions",
	)}
	replicated([plan("arn")]) == {expect.attested(
		0, "aws_backup_plan.p",
		["rule", 0, "copy_action", 0],
		"copies backups to another vault",
	)}
	replicated([]) == set()
}
