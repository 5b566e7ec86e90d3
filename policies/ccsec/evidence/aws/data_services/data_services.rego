# METADATA
# title: Files, queues, caches and search
# description: What Terraform says of the stores of AWS that are neither buckets nor databases.
package ccsec.evidence.aws.data_services

import data.ccsec.lib.infra
import data.ccsec.lib.infra_aws

# METADATA
# title: Buckets and file systems are encrypted
# description: >-
#   A file system of EFS is encrypted. S3 has encrypted every object since January 2023, whatever is
#   written, so that each bucket attests.
# custom:
#   id: aws/storage-encryption
#   expectations: [9.7/encryption-at-rest]
#   resources: [aws_s3_bucket, aws_efs_file_system]
#   why: Files on a system that is not encrypted can be read from its disks and its backups.
#   help: write encrypted = true
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/efs_file_system
#     - https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html
storage_encryption contains statement if {
	some system in input.index.resources.aws_efs_file_system
	statement := infra.truth(system, ["encrypted"], false, encrypted("write encrypted = true"))
}

storage_encryption contains statement if {
	some bucket in input.index.resources.aws_s3_bucket
	statement := infra.attests(bucket, [], "is encrypted, as every bucket is")
}

encrypted(help) := {"yes": "is encrypted", "no": "is not encrypted", "help": help}

# METADATA
# title: Queues and streams are encrypted
# description: >-
#   Queues of SQS are encrypted unless that is switched off, streams of Kinesis only if it is written.
#   Topics of SNS are passed over.
# custom:
#   id: aws/queue-encryption
#   expectations: [9.7/encryption-at-rest]
#   resources: [aws_sqs_queue, aws_kinesis_stream]
#   why: Messages carry what the databases behind them hold, and wait on disks for days.
#   help: write sqs_managed_sse_enabled = true, or encryption_type = "KMS" with a kms_key_id
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sqs_queue
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/kinesis_stream
queue_encryption contains statement if {
	some queue in input.index.resources.aws_sqs_queue
	not object.get(queue.values, "kms_master_key_id", "") in {"", null}
	statement := infra.attests(queue, ["kms_master_key_id"], "is encrypted")
}

queue_encryption contains statement if {
	some queue in input.index.resources.aws_sqs_queue
	object.get(queue.values, "kms_master_key_id", "") in {"", null}
	words := encrypted("write sqs_managed_sse_enabled = true")
	statement := infra.truth(queue, ["sqs_managed_sse_enabled"], true, words)
}

queue_encryption contains statement if {
	some stream in input.index.resources.aws_kinesis_stream
	words := encrypted("write encryption_type = \"KMS\" and kms_key_id = \"alias/aws/kinesis\"")
	statement := infra.among(stream, ["encryption_type"], "NONE", {"KMS"}, words)
}

# METADATA
# title: Caches and search domains are encrypted
# description: >-
#   What ElastiCache, DAX and OpenSearch keep on disk is encrypted. Valkey is by default, Redis is not; a
#   copy of a global group has it from there.
# custom:
#   id: aws/cache-encryption
#   expectations: [9.7/encryption-at-rest]
#   resources:
#     - aws_elasticache_replication_group
#     - aws_opensearch_domain
#     - aws_elasticsearch_domain
#     - aws_dax_cluster
#   why: Snapshots and swap of a cache hold sessions and personal data as much as the database does.
#   help: write at_rest_encryption_enabled = true, or enabled = true in encrypt_at_rest
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/elasticache_replication_group
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/opensearch_domain
cache_encryption contains statement if {
	some cache in input.index.resources.aws_elasticache_replication_group
	not cache.values.global_replication_group_id
	words := encrypted("write at_rest_encryption_enabled = true")
	statement := infra.truth(cache, ["at_rest_encryption_enabled"], by_engine(cache), words)
}

cache_encryption contains statement if {
	some type, block in {
		"aws_opensearch_domain": "encrypt_at_rest",
		"aws_elasticsearch_domain": "encrypt_at_rest",
		"aws_dax_cluster": "server_side_encryption",
	}
	some store in input.index.resources[type]
	words := encrypted(sprintf("write enabled = true in %s", [block]))
	statement := infra.truth(store, [block, 0, "enabled"], false, words)
}

# The provider's default: Valkey is encrypted, on disk and on the way, Redis is not.
by_engine(cache) if object.get(cache.values, "engine", "redis") == "valkey"

by_engine(cache) := false if object.get(cache.values, "engine", "redis") == "redis"

by_engine(cache) := cache.values.engine if infra.unknown(cache.values.engine)

# METADATA
# title: Data services speak TLS
# description: >-
#   Caches, brokers of Kafka, search domains and mounted file systems encrypt what goes over the network.
# custom:
#   id: aws/data-service-tls
#   expectations: [9.6/secure-communication]
#   resources:
#     - aws_elasticache_replication_group
#     - aws_msk_cluster
#     - aws_opensearch_domain
#     - aws_ecs_task_definition
#   why: Whoever has a foot in the network reads sessions and messages as they pass.
#   help: >-
#     write transit_encryption_enabled = true; for Kafka client_broker = "TLS", for OpenSearch enabled =
#     true in node_to_node_encryption, for a volume transit_encryption = "ENABLED"
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/elasticache_replication_group
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/msk_cluster
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_task_definition
data_service_tls contains statement if {
	some cache in input.index.resources.aws_elasticache_replication_group
	not cache.values.global_replication_group_id
	words := speaking("write transit_encryption_enabled = true")
	statement := infra.truth(cache, ["transit_encryption_enabled"], by_engine(cache), words)
}

data_service_tls contains statement if {
	some cluster in input.index.resources.aws_msk_cluster
	path := ["encryption_info", 0, "encryption_in_transit", 0, "client_broker"]
	statement := infra.among(cluster, path, "TLS", {"TLS"}, speaking("write client_broker = \"TLS\""))
}

data_service_tls contains statement if {
	some domain in input.index.resources.aws_opensearch_domain
	path := ["node_to_node_encryption", 0, "enabled"]
	statement := infra.truth(domain, path, false, speaking("write enabled = true in node_to_node_encryption"))
}

data_service_tls contains statement if {
	some domain in input.index.resources.aws_opensearch_domain
	some options in infra_aws.blocks(domain, "domain_endpoint_options")
	path := ["domain_endpoint_options", options.at, "enforce_https"]
	statement := infra.truth(domain, path, true, speaking("write enforce_https = true"))
}

data_service_tls contains statement if {
	some task in input.index.resources.aws_ecs_task_definition
	some volume in infra_aws.blocks(task, "volume")
	some mount in infra_aws.blocks(volume, "efs_volume_configuration")
	path := ["volume", volume.at, "efs_volume_configuration", mount.at, "transit_encryption"]
	words := speaking("write transit_encryption = \"ENABLED\"")
	statement := infra.among(task, path, "DISABLED", {"ENABLED"}, words)
}

speaking(help) := {"yes": "encrypts what goes over the network", "no": "sends data in the clear", "help": help}

# METADATA
# title: Clients of a broker prove who they are
# description: >-
#   A cluster of Kafka admits nobody without authentication, and a cache asks for a token or a user where
#   it is set up to.
# custom:
#   id: aws/broker-authentication
#   expectations: [9.1/component-authentication]
#   resources: [aws_msk_cluster, aws_elasticache_replication_group]
#   why: Whoever reaches the broker reads and writes every topic in anybody's name.
#   help: 'write unauthenticated = false, and sasl { iam = true } in client_authentication'
#   references: [https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/msk_cluster]
broker_authentication contains statement if {
	some cluster in input.index.resources.aws_msk_cluster
	some block in infra_aws.blocks(cluster, "client_authentication")
	path := ["client_authentication", block.at, "unauthenticated"]
	statement := admits(cluster, path, infra.get(cluster, path, false))
}

broker_authentication contains statement if {
	some cache in input.index.resources.aws_elasticache_replication_group
	some attribute in ["auth_token", "user_group_ids"]
	not object.get(cache.values, attribute, null) in infra.empty
	statement := infra.attests(cache, [attribute], "asks its clients who they are")
}

admits(cluster, path, given) := infra.attests(cluster, path, "asks its clients who they are") if infra.no(given)

admits(cluster, path, given) := infra.contradicts(cluster, path, "admits clients without authentication", help) if {
	infra.yes(given)
	help := "write unauthenticated = false, and sasl { iam = true } in client_authentication"
}

admits(cluster, path, given) := infra.undecided(cluster, path, given["(unknown)"]) if infra.unknown(given)
