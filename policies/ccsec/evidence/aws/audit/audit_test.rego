package ccsec.evidence.aws.audit_test

import data.ccsec.evidence.aws.audit
import data.ccsec.lib.infra_aws_test as expect
import data.ccsec.lib.testing

trail(values) := testing.resource("aws_cloudtrail", "t", values)

logging(resources) := statements if {
	statements := audit.trail_logging with input as testing.infrastructure(resources)
}

test_trail_logging if {
	at := ["enable_logging"]
	logging([trail({})]) == {expect.attested(0, "aws_cloudtrail.t", at, "records calls of the API")}
	logging([trail({"enable_logging": false})]) == {expect.contradicted(
		0, "aws_cloudtrail.t", at,
		"is switched off", "write enable_logging = true",
	)}
	logging([trail({"enable_logging": testing.open})]) == {expect.left_open(0, "aws_cloudtrail.t", at)}
	logging([]) == set()
}

regions(resources) := statements if {
	statements := audit.trail_regions with input as testing.infrastructure(resources)
}

test_trail_regions if {
	at := ["is_multi_region_trail"]
	everywhere := {expect.attested(0, "aws_cloudtrail.t", at, "records every region")}
	regions([trail({"is_multi_region_trail": true})]) == everywhere
	regions([trail({})]) == {expect.contradicted(
		0, "aws_cloudtrail.t", at,
		"records one region only", "write is_multi_region_trail = true",
	)}
	regions([trail({"is_multi_region_trail": testing.open})]) == {expect.left_open(0, "aws_cloudtrail.t", at)}
	second := testing.resource("aws_cloudtrail", "data", {"is_multi_region_trail": false})
	regions([trail({"is_multi_region_trail": true}), second]) == everywhere
	regions([]) == set()
}

validation(resources) := statements if {
	statements := audit.trail_validation with input as testing.infrastructure(resources)
}

test_trail_validation if {
	at := ["enable_log_file_validation"]
	validation([trail({"enable_log_file_validation": true})]) == {expect.attested(
		0, "aws_cloudtrail.t", at,
		"signs digests of its files",
	)}
	validation([trail({})]) == {expect.contradicted(
		0, "aws_cloudtrail.t", at,
		"signs no digests of its files", "write enable_log_file_validation = true",
	)}
	validation([trail({"enable_log_file_validation": testing.open})]) == {expect.left_open(0, "aws_cloudtrail.t", at)}
	validation([]) == set()
}

retention(resources) := statements if {
	statements := audit.log_retention with input as testing.infrastructure(resources)
}

group(values) := testing.resource("aws_cloudwatch_log_group", "g", values)

flow := expect.referring(testing.resource("aws_flow_log", "f", {}), "log_destination", ["aws_cloudwatch_log_group.g"])

test_log_retention if {
	address := "aws_cloudwatch_log_group.g"
	at := ["retention_in_days"]
	retention([group({"retention_in_days": 365}), flow]) == {expect.attested(0, address, at, "keeps records for 365 days")}
	retention([group({}), flow]) == {expect.attested(0, address, at, "keeps records for ever")}
	retention([group({"retention_in_days": 89}), flow]) == {expect.contradicted(
		0, address, at,
		"deletes records after 89 days", "write retention_in_days = 365",
	)}
	retention([group({"retention_in_days": testing.open}), flow]) == {expect.left_open(0, address, at)}
	retention([group({"name": "/aws/eks/main/cluster", "retention_in_days": 90})]) == {expect.attested(
		0, address, at,
		"keeps records for 90 days",
	)}
	retention([group({"name": "/aws/lambda/resize", "retention_in_days": 7})]) == set()
	retention([]) == set()
}

clusters(resources) := statements if {
	statements := audit.cluster_audit with input as testing.infrastructure(resources)
}

cluster(values) := testing.resource("aws_eks_cluster", "c", values)

test_cluster_audit if {
	at := ["enabled_cluster_log_types"]
	clusters([cluster({"enabled_cluster_log_types": ["api", "audit"]})]) == {expect.attested(
		0, "aws_eks_cluster.c", at,
		"records who did what",
	)}
	unrecorded := {expect.contradicted(
		0, "aws_eks_cluster.c", at,
		"does not record who did what",
		"write enabled_cluster_log_types = [\"api\", \"audit\", \"authenticator\"]",
	)}
	clusters([cluster({})]) == unrecorded
	clusters([cluster({"enabled_cluster_log_types": ["api"]})]) == unrecorded
	clusters([cluster({"enabled_cluster_log_types": testing.open})]) == {expect.left_open(0, "aws_eks_cluster.c", at)}
	clusters([]) == set()
}

accesses(resources) := statements if {
	statements := audit.access_logs with input as testing.infrastructure(resources)
}

balancer(type, block) := testing.resource(type, "b", {"access_logs": [block]})

test_access_logs if {
	at := ["access_logs", 0, "enabled"]
	accesses([balancer("aws_lb", {"bucket": "logs", "enabled": true})]) == {expect.attested(0, "aws_lb.b", at, "records accesses")}
	accesses([balancer("aws_lb", {"bucket": "logs"})]) == {expect.contradicted(
		0, "aws_lb.b", at,
		"has a log of accesses, but does not write it", "write enabled = true in access_logs",
	)}
	accesses([balancer("aws_lb", {"bucket": "logs", "enabled": testing.open})]) == {expect.left_open(0, "aws_lb.b", at)}
	accesses([balancer("aws_elb", {"bucket": "logs"})]) == {expect.attested(0, "aws_elb.b", at, "records accesses")}
	accesses([testing.resource("aws_lb", "b", {})]) == set()
	accesses([testing.resource("aws_s3_bucket_logging", "l", {"target_bucket": "logs"})]) == {expect.attested(
		0, "aws_s3_bucket_logging.l",
		["target_bucket"],
		"records accesses",
	)}
	accesses([testing.resource("aws_s3_bucket_logging", "l", {"target_bucket": testing.open})]) == set()
	accesses([testing.resource("aws_api_gateway_stage", "s", {})]) == set()
	accesses([]) == set()
}

test_log_retention_of_another_group if {
	elsewhere := expect.referring(testing.resource("aws_flow_log", "f", {}), "log_destination", ["aws_cloudwatch_log_group.other"])
	retention([group({"retention_in_days": 7}), elsewhere]) == set()
}
