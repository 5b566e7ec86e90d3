# METADATA
# title: Encryption
# description: What templates say of the encryption of stores, of connections and of keys.
package ccsec.evidence.cloudformation.encryption

import data.ccsec.lib.infra

# METADATA
# title: Volumes and file systems are encrypted
# description: >-
#   Each EBS volume and each EFS file system is encrypted. A volume made from a snapshot takes after the
#   snapshot, and nothing is said of it.
# custom:
#   id: cloudformation/volume-encryption
#   expectations: [9.7/encryption-at-rest]
#   resources: ["AWS::EC2::Volume", "AWS::EFS::FileSystem"]
#   why: >-
#     A volume that is not encrypted can be read by whoever gets hold of its snapshot, or of the disk
#     that it once lay on.
#   help: "write Encrypted: true"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-volume.html
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-efs-filesystem.html
volume_encryption contains statement if {
	some type in ["AWS::EC2::Volume", "AWS::EFS::FileSystem"]
	some resource in input.index.resources[type]
	not made_from_snapshot(resource)
	statement := infra.truth(resource, ["Encrypted"], false, encrypted("write Encrypted: true"))
}

encrypted(help) := {"yes": "is encrypted", "no": "is not encrypted", "help": help}

made_from_snapshot(resource) if {
	some key in ["SnapshotId", "SnapshotIdentifier", "DBSnapshotIdentifier", "SnapshotName", "SourceDBInstanceIdentifier"]
	infra.written(resource, [key])
}

# METADATA
# title: Databases are encrypted
# description: >-
#   The storage of each database instance and cluster is encrypted. Aurora encrypts new clusters by
#   itself since February 2026; an instance of a cluster takes after the cluster, a copy after its source.
# custom:
#   id: cloudformation/database-encryption
#   expectations: [9.7/encryption-at-rest]
#   resources:
#     - AWS::RDS::DBInstance
#     - AWS::RDS::DBCluster
#     - AWS::DocDB::DBCluster
#     - AWS::Neptune::DBCluster
#   why: >-
#     A snapshot of a database that is not encrypted can be shared with any account and read there, the
#     passwords of the database notwithstanding.
#   help: "write StorageEncrypted: true"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbinstance.html
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbcluster.html
database_encryption contains statement if {
	some type in ["AWS::RDS::DBInstance", "AWS::RDS::DBCluster", "AWS::DocDB::DBCluster", "AWS::Neptune::DBCluster"]
	some resource in input.index.resources[type]
	not made_from_snapshot(resource)
	not aurora(resource)
	not infra.written(resource, ["DBClusterIdentifier"])
	statement := infra.truth(resource, ["StorageEncrypted"], false, encrypted("write StorageEncrypted: true"))
}

# A cluster's own name stands under the same key that leads an instance to its cluster.
database_encryption contains statement if {
	some type in ["AWS::RDS::DBCluster", "AWS::DocDB::DBCluster", "AWS::Neptune::DBCluster"]
	some resource in input.index.resources[type]
	not made_from_snapshot(resource)
	not aurora(resource)
	infra.written(resource, ["DBClusterIdentifier"])
	statement := infra.truth(resource, ["StorageEncrypted"], false, encrypted("write StorageEncrypted: true"))
}

database_encryption contains statement if {
	some resource in input.index.resources["AWS::RDS::DBCluster"]
	not made_from_snapshot(resource)
	aurora(resource)
	not infra.no(infra.get(resource, ["StorageEncrypted"], true))
	statement := infra.attests(resource, ["StorageEncrypted"], "is encrypted")
}

aurora(resource) if startswith(infra.text(resource.values.Engine), "aurora")

# METADATA
# title: Buckets, tables, queues and streams are encrypted
# description: >-
#   What AWS encrypts by itself (S3, DynamoDB, SQS) has not been told otherwise, and each Kinesis stream
#   is encrypted.
# custom:
#   id: cloudformation/managed-store-encryption
#   expectations: [9.7/encryption-at-rest]
#   resources: ["AWS::S3::Bucket", "AWS::DynamoDB::Table", "AWS::SQS::Queue", "AWS::Kinesis::Stream"]
#   why: >-
#     Messages and records lie in a store until somebody fetches them, sometimes for days; what is not
#     encrypted there is open to whoever gets to the storage.
#   help: >-
#     write StreamEncryption: {EncryptionType: KMS, KeyId: alias/aws/kinesis}, or
#     SqsManagedSseEnabled: true
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-kinesis-stream.html
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sqs-queue.html
#     - https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html
managed_store_encryption contains statement if {
	some type, key in {"AWS::S3::Bucket": "BucketEncryption", "AWS::DynamoDB::Table": "SSESpecification"}
	some resource in input.index.resources[type]
	statement := infra.attests(resource, [key], "is encrypted")
}

managed_store_encryption contains statement if {
	some queue in input.index.resources["AWS::SQS::Queue"]
	not infra.written(queue, ["KmsMasterKeyId"])
	words := encrypted("write SqsManagedSseEnabled: true")
	statement := infra.truth(queue, ["SqsManagedSseEnabled"], true, words)
}

managed_store_encryption contains statement if {
	some queue in input.index.resources["AWS::SQS::Queue"]
	infra.written(queue, ["KmsMasterKeyId"])
	statement := infra.attests(queue, ["KmsMasterKeyId"], "is encrypted")
}

managed_store_encryption contains statement if {
	some stream in input.index.resources["AWS::Kinesis::Stream"]
	words := encrypted("write StreamEncryption: {EncryptionType: KMS, KeyId: alias/aws/kinesis}")
	statement := infra.among(stream, ["StreamEncryption", "EncryptionType"], "NONE", {"KMS"}, words)
}

# METADATA
# title: Search domains and caches are encrypted
# description: >-
#   Each OpenSearch domain and each ElastiCache replication group is encrypted at rest. Valkey encrypts by
#   itself: its silence says nothing.
# custom:
#   id: cloudformation/search-and-cache-encryption
#   expectations: [9.7/encryption-at-rest]
#   resources:
#     - "AWS::OpenSearchService::Domain"
#     - "AWS::Elasticsearch::Domain"
#     - "AWS::ElastiCache::ReplicationGroup"
#   why: >-
#     An index or a cache holds a second copy of the data, and a copy that is not encrypted undoes the
#     encryption of the first.
#   help: "write EncryptionAtRestOptions: {Enabled: true}, or AtRestEncryptionEnabled: true"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-opensearchservice-domain.html
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-elasticache-replicationgroup.html
search_and_cache_encryption contains statement if {
	some type in ["AWS::OpenSearchService::Domain", "AWS::Elasticsearch::Domain"]
	some domain in input.index.resources[type]
	words := encrypted("write EncryptionAtRestOptions: {Enabled: true}")
	statement := infra.truth(domain, ["EncryptionAtRestOptions", "Enabled"], false, words)
}

search_and_cache_encryption contains statement if {
	some cache in input.index.resources["AWS::ElastiCache::ReplicationGroup"]
	not made_from_snapshot(cache)
	not own_default(cache, "AtRestEncryptionEnabled")
	words := encrypted("write AtRestEncryptionEnabled: true")
	statement := infra.truth(cache, ["AtRestEncryptionEnabled"], false, words)
}

# What is not written, where the engine may be one that encrypts by itself.
own_default(cache, key) if {
	not infra.written(cache, [key])
	not infra.get(cache, ["Engine"], "redis") == "redis"
}

# METADATA
# title: Connections to stores are encrypted
# description: >-
#   Caches, search domains, Kafka clusters and database parameters demand TLS of whoever connects.
# custom:
#   id: cloudformation/transit-encryption
#   expectations: [9.6/secure-communication]
#   resources:
#     - AWS::ElastiCache::ReplicationGroup
#     - AWS::OpenSearchService::Domain
#     - AWS::Elasticsearch::Domain
#     - AWS::MSK::Cluster
#     - AWS::DAX::Cluster
#     - AWS::RDS::DBParameterGroup
#     - AWS::RDS::DBClusterParameterGroup
#   why: >-
#     Without TLS between a program and its store, whoever sits on the way reads every record and every
#     password, and can change them.
#   help: >-
#     write TransitEncryptionEnabled: true, NodeToNodeEncryptionOptions: {Enabled: true} or
#     rds.force_ssl: 1
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-elasticache-replicationgroup.html
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-msk-cluster.html
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dax-cluster.html
transit_encryption contains statement if {
	some cache in input.index.resources["AWS::ElastiCache::ReplicationGroup"]
	not own_default(cache, "TransitEncryptionEnabled")
	words := in_transit("write TransitEncryptionEnabled: true")
	statement := infra.truth(cache, ["TransitEncryptionEnabled"], false, words)
}

transit_encryption contains statement if {
	some type in ["AWS::OpenSearchService::Domain", "AWS::Elasticsearch::Domain"]
	some domain in input.index.resources[type]
	words := in_transit("write NodeToNodeEncryptionOptions: {Enabled: true}")
	statement := infra.truth(domain, ["NodeToNodeEncryptionOptions", "Enabled"], false, words)
}

transit_encryption contains statement if {
	some cluster in input.index.resources["AWS::MSK::Cluster"]
	words := in_transit("write EncryptionInfo: {EncryptionInTransit: {ClientBroker: TLS}}")
	statement := infra.among(cluster, ["EncryptionInfo", "EncryptionInTransit", "ClientBroker"], "TLS", {"TLS"}, words)
}

transit_encryption contains statement if {
	some cluster in input.index.resources["AWS::DAX::Cluster"]
	words := in_transit("write ClusterEndpointEncryptionType: TLS")
	statement := infra.among(cluster, ["ClusterEndpointEncryptionType"], "NONE", {"TLS"}, words)
}

transit_encryption contains statement if {
	some type in ["AWS::RDS::DBParameterGroup", "AWS::RDS::DBClusterParameterGroup"]
	some group in input.index.resources[type]
	some key in ["rds.force_ssl", "require_secure_transport"]
	infra.written(group, ["Parameters", key])
	words := in_transit(sprintf("write %s: \"1\"", [key]))
	statement := infra.among(group, ["Parameters", key], null, {1, "1", "ON", "on", true, "true"}, words)
}

in_transit(help) := {
	"yes": "encrypts its connections",
	"no": "does not demand encrypted connections",
	"help": help,
}

# METADATA
# title: Keys are rotated
# description: >-
#   Each symmetric KMS key whose material AWS makes is rotated every year. Keys of other kinds cannot be.
# custom:
#   id: cloudformation/key-rotation
#   expectations: [9.7/key-management]
#   resources: ["AWS::KMS::Key"]
#   why: >-
#     The longer a key is in use, the more is lost when it becomes known, and the more there is to
#     encrypt anew.
#   help: "write EnableKeyRotation: true"
#   references: [https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-kms-key.html]
key_rotation contains statement if {
	some key in input.index.resources["AWS::KMS::Key"]
	infra.get(key, ["KeySpec"], "SYMMETRIC_DEFAULT") == "SYMMETRIC_DEFAULT"
	infra.get(key, ["Origin"], "AWS_KMS") == "AWS_KMS"
	words := {"yes": "is rotated", "no": "is not rotated", "help": "write EnableKeyRotation: true"}
	statement := infra.truth(key, ["EnableKeyRotation"], false, words)
}
