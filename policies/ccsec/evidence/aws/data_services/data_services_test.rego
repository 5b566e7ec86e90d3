package ccsec.evidence.aws.data_services_test

import data.ccsec.evidence.aws.data_services
import data.ccsec.lib.infra_aws_test as expect
import data.ccsec.lib.testing

files(resources) := statements if {
	statements := data_services.storage_encryption with input as testing.infrastructure(resources)
}

efs(values) := testing.resource("aws_efs_file_system", "f", values)

test_storage_encryption if {
	files([efs({"encrypted": true})]) == {expect.attested(0, "aws_efs_file_system.f", ["encrypted"], "is encrypted")}
	files([efs({})]) == {expect.contradicted(
		0, "aws_efs_file_system.f",
		["encrypted"],
		"is not encrypted", "write encrypted = true",
	)}
	files([efs({"encrypted": testing.open})]) == {expect.left_open(0, "aws_efs_file_system.f", ["encrypted"])}
	files([testing.resource("aws_s3_bucket", "b", {})]) == {expect.attested(
		0, "aws_s3_bucket.b", [],
		"is encrypted, as every bucket is",
	)}
	files([]) == set()
}

queues(resources) := statements if {
	statements := data_services.queue_encryption with input as testing.infrastructure(resources)
}

queue(values) := testing.resource("aws_sqs_queue", "q", values)

test_queue_encryption if {
	at := ["sqs_managed_sse_enabled"]
	queues([queue({})]) == {expect.attested(0, "aws_sqs_queue.q", at, "is encrypted")}
	queues([queue({"sqs_managed_sse_enabled": false})]) == {expect.contradicted(
		0, "aws_sqs_queue.q", at,
		"is not encrypted", "write sqs_managed_sse_enabled = true",
	)}
	queues([queue({"sqs_managed_sse_enabled": testing.open})]) == {expect.left_open(0, "aws_sqs_queue.q", at)}
	queues([queue({"kms_master_key_id": testing.open})]) == {expect.attested(
		0, "aws_sqs_queue.q",
		["kms_master_key_id"],
		"is encrypted",
	)}
	queues([testing.resource("aws_kinesis_stream", "s", {})]) == {expect.contradicted(
		0, "aws_kinesis_stream.s",
		["encryption_type"],
		"is not encrypted", "write encryption_type = \"KMS\" and kms_key_id = \"alias/aws/kinesis\"",
	)}
	queues([]) == set()
}

caches(resources) := statements if {
	statements := data_services.cache_encryption with input as testing.infrastructure(resources)
}

cache(values) := testing.resource("aws_elasticache_replication_group", "c", values)

test_cache_encryption if {
	address := "aws_elasticache_replication_group.c"
	at := ["at_rest_encryption_enabled"]
	caches([cache({})]) == {expect.contradicted(
		0, address, at,
		"is not encrypted", "write at_rest_encryption_enabled = true",
	)}
	caches([cache({"engine": "valkey"})]) == {expect.attested(0, address, at, "is encrypted")}
	caches([cache({"engine": testing.open})]) == {expect.left_open(0, address, at)}
	caches([cache({"global_replication_group_id": "g"})]) == set()
	caches([testing.resource("aws_opensearch_domain", "s", {})]) == {expect.contradicted(
		0, "aws_opensearch_domain.s",
		["encrypt_at_rest", 0, "enabled"],
		"is not encrypted", "write enabled = true in encrypt_at_rest",
	)}
	caches([]) == set()
}

tls(resources) := statements if {
	statements := data_services.data_service_tls with input as testing.infrastructure(resources)
}

sends := "sends data in the clear"

encrypts := "encrypts what goes over the network"

test_data_service_tls if {
	tls([cache({"transit_encryption_enabled": true})]) == {expect.attested(
		0, "aws_elasticache_replication_group.c",
		["transit_encryption_enabled"],
		encrypts,
	)}
	tls([cache({})]) == {expect.contradicted(
		0, "aws_elasticache_replication_group.c",
		["transit_encryption_enabled"],
		sends, "write transit_encryption_enabled = true",
	)}
	tls([cache({"transit_encryption_enabled": testing.open})]) == {expect.left_open(
		0, "aws_elasticache_replication_group.c",
		["transit_encryption_enabled"],
	)}
	tls([]) == set()
}

test_data_service_tls_of_others if {
	broker := ["encryption_info", 0, "encryption_in_transit", 0, "client_broker"]
	tls([testing.resource("aws_msk_cluster", "k", {})]) == {expect.attested(0, "aws_msk_cluster.k", broker, encrypts)}
	nodes := expect.contradicted(
		0, "aws_opensearch_domain.s",
		["node_to_node_encryption", 0, "enabled"],
		sends, "write enabled = true in node_to_node_encryption",
	)
	tls([testing.resource("aws_opensearch_domain", "s", {})]) == {nodes}
	tls([testing.resource("aws_opensearch_domain", "s", {"domain_endpoint_options": [{"enforce_https": false}]})]) == {
		nodes,
		expect.contradicted(
			0, "aws_opensearch_domain.s",
			["domain_endpoint_options", 0, "enforce_https"],
			sends, "write enforce_https = true",
		),
	}
	mount := {"volume": [{"name": "data", "efs_volume_configuration": [{"file_system_id": "fs-1"}]}]}
	tls([testing.resource("aws_ecs_task_definition", "t", mount)]) == {expect.contradicted(
		0, "aws_ecs_task_definition.t",
		["volume", 0, "efs_volume_configuration", 0, "transit_encryption"],
		sends, "write transit_encryption = \"ENABLED\"",
	)}
}

clients(resources) := statements if {
	statements := data_services.broker_authentication with input as testing.infrastructure(resources)
}

kafka(values) := testing.resource("aws_msk_cluster", "k", {"client_authentication": [values]})

test_broker_authentication if {
	at := ["client_authentication", 0, "unauthenticated"]
	asks := "asks its clients who they are"
	clients([kafka({"sasl": [{"iam": true}]})]) == {expect.attested(0, "aws_msk_cluster.k", at, asks)}
	clients([kafka({"unauthenticated": true})]) == {expect.contradicted(
		0, "aws_msk_cluster.k", at,
		"admits clients without authentication",
		"write unauthenticated = false, and sasl { iam = true } in client_authentication",
	)}
	clients([kafka({"unauthenticated": testing.open})]) == {expect.left_open(0, "aws_msk_cluster.k", at)}
	clients([testing.resource("aws_msk_cluster", "k", {})]) == set()
	clients([cache({"auth_token": testing.open})]) == {expect.attested(
		0, "aws_elasticache_replication_group.c",
		["auth_token"], asks,
	)}
	clients([cache({})]) == set()
	clients([]) == set()
}

test_copies_of_a_global_group if {
	tls([cache({"global_replication_group_id": "g"})]) == set()
}
