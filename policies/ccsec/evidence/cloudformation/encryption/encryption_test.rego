package ccsec.evidence.cloudformation.encryption_test

import data.ccsec.evidence.cloudformation.encryption
import data.ccsec.lib.testing
import data.ccsec.lib.testing_cloudformation

one(type, values) := [testing_cloudformation.resource(type, "Data", values)]

reason := testing_cloudformation.reason

volumes(resources) := statements if {
	statements := encryption.volume_encryption with input as testing_cloudformation.given(resources)
}

test_volume_encryption if {
	volumes(one("AWS::EC2::Volume", {"Encrypted": "true"})) == {{
		"effect": "attests",
		"resource": "Data",
		"path": ["infrastructure", "infra", 0, "values", "Encrypted"],
		"message": "is encrypted",
	}}
	volumes(one("AWS::EFS::FileSystem", {})) == {{
		"effect": "contradicts",
		"resource": "Data",
		"path": ["infrastructure", "infra", 0, "values", "Encrypted"],
		"message": "is not encrypted",
		"help": "write Encrypted: true",
	}}
	testing_cloudformation.brief(volumes(one("AWS::EC2::Volume", {"Encrypted": testing.open}))) == {[
		"undecided", "Data", ["Encrypted"], reason,
	]}
	volumes(one("AWS::EC2::Volume", {"SnapshotId": "snap-0123456789abcdef0"})) == set()
	volumes([]) == set()
}

databases(resources) := statements if {
	statements := encryption.database_encryption with input as testing_cloudformation.given(resources)
}

test_database_encryption if {
	yes := {["attests", "Data", ["StorageEncrypted"], "is encrypted"]}
	no := {["contradicts", "Data", ["StorageEncrypted"], "is not encrypted"]}
	testing_cloudformation.brief(databases(one("AWS::RDS::DBInstance", {"StorageEncrypted": true}))) == yes
	testing_cloudformation.brief(databases(one("AWS::RDS::DBInstance", {"Engine": "postgres"}))) == no
	testing_cloudformation.brief(databases(one("AWS::DocDB::DBCluster", {"DBClusterIdentifier": "docs"}))) == no
	testing_cloudformation.helps(databases(one("AWS::DocDB::DBCluster", {"DBClusterIdentifier": "docs"}))) == {"write StorageEncrypted: true"}
	testing_cloudformation.brief(databases(one("AWS::Neptune::DBCluster", {"StorageEncrypted": false}))) == no
	testing_cloudformation.helps(databases(one("AWS::Neptune::DBCluster", {}))) == {"write StorageEncrypted: true"}
	testing_cloudformation.brief(databases(one("AWS::RDS::DBCluster", {"Engine": "aurora-postgresql"}))) == yes
	testing_cloudformation.brief(databases(one("AWS::RDS::DBInstance", {"StorageEncrypted": testing.open}))) == {[
		"undecided", "Data", ["StorageEncrypted"], reason,
	]}
}

test_database_encryption_decided_elsewhere if {
	databases(one("AWS::RDS::DBInstance", {"DBClusterIdentifier": testing.reference("Cluster")})) == set()
	databases(one("AWS::RDS::DBInstance", {"Engine": "aurora-mysql"})) == set()
	databases(one("AWS::RDS::DBInstance", {"DBSnapshotIdentifier": "nightly"})) == set()
	databases(one("AWS::RDS::DBInstance", {"SourceDBInstanceIdentifier": "primary"})) == set()
	databases(one("AWS::RDS::DBCluster", {"Engine": "aurora-mysql", "SnapshotIdentifier": "nightly"})) == set()
	databases(one("AWS::RDS::DBCluster", {"Engine": "aurora-mysql", "StorageEncrypted": false})) == set()
}

stores(resources) := statements if {
	statements := encryption.managed_store_encryption with input as testing_cloudformation.given(resources)
}

test_managed_store_encryption if {
	testing_cloudformation.brief(stores(one("AWS::S3::Bucket", {}))) == {[
		"attests", "Data", ["BucketEncryption"], "is encrypted",
	]}
	testing_cloudformation.brief(stores(one("AWS::DynamoDB::Table", {}))) == {[
		"attests", "Data", ["SSESpecification"], "is encrypted",
	]}
	testing_cloudformation.brief(stores(one("AWS::SQS::Queue", {}))) == {[
		"attests", "Data", ["SqsManagedSseEnabled"], "is encrypted",
	]}
	plain := one("AWS::SQS::Queue", {"SqsManagedSseEnabled": false})
	testing_cloudformation.brief(stores(plain)) == {["contradicts", "Data", ["SqsManagedSseEnabled"], "is not encrypted"]}
	testing_cloudformation.helps(stores(plain)) == {"write SqsManagedSseEnabled: true"}
	keyed := one("AWS::SQS::Queue", {"SqsManagedSseEnabled": false, "KmsMasterKeyId": testing.reference("Key")})
	testing_cloudformation.brief(stores(keyed)) == {["attests", "Data", ["KmsMasterKeyId"], "is encrypted"]}
}

test_stream_encryption if {
	here := ["StreamEncryption", "EncryptionType"]
	testing_cloudformation.brief(stores(one("AWS::Kinesis::Stream", {"StreamEncryption": {"EncryptionType": "KMS"}}))) == {[
		"attests", "Data", here, "is encrypted",
	]}
	testing_cloudformation.brief(stores(one("AWS::Kinesis::Stream", {}))) == {["contradicts", "Data", here, "is not encrypted"]}
	testing_cloudformation.helps(stores(one("AWS::Kinesis::Stream", {}))) == {
		"write StreamEncryption: {EncryptionType: KMS, KeyId: alias/aws/kinesis}",
	}
	testing_cloudformation.brief(stores(one("AWS::Kinesis::Stream", {"StreamEncryption": testing.open}))) == {[
		"undecided", "Data", here, reason,
	]}
}

indexes(resources) := statements if {
	statements := encryption.search_and_cache_encryption with input as testing_cloudformation.given(resources)
}

test_search_and_cache_encryption if {
	here := ["EncryptionAtRestOptions", "Enabled"]
	testing_cloudformation.brief(indexes(one("AWS::OpenSearchService::Domain", {"EncryptionAtRestOptions": {"Enabled": true}}))) == {[
		"attests", "Data", here, "is encrypted",
	]}
	testing_cloudformation.brief(indexes(one("AWS::Elasticsearch::Domain", {}))) == {["contradicts", "Data", here, "is not encrypted"]}
	testing_cloudformation.helps(indexes(one("AWS::Elasticsearch::Domain", {}))) == {"write EncryptionAtRestOptions: {Enabled: true}"}
	rest := ["AtRestEncryptionEnabled"]
	testing_cloudformation.brief(indexes(one("AWS::ElastiCache::ReplicationGroup", {}))) == {[
		"contradicts", "Data", rest, "is not encrypted",
	]}
	testing_cloudformation.helps(indexes(one("AWS::ElastiCache::ReplicationGroup", {}))) == {"write AtRestEncryptionEnabled: true"}
	testing_cloudformation.brief(indexes(one("AWS::ElastiCache::ReplicationGroup", {"AtRestEncryptionEnabled": testing.open}))) == {[
		"undecided", "Data", rest, reason,
	]}
	indexes(one("AWS::ElastiCache::ReplicationGroup", {"Engine": "valkey"})) == set()
	indexes(one("AWS::ElastiCache::ReplicationGroup", {"SnapshotName": "nightly"})) == set()
	testing_cloudformation.brief(indexes(one("AWS::ElastiCache::ReplicationGroup", {
		"Engine": "valkey",
		"AtRestEncryptionEnabled": "false",
	}))) == {["contradicts", "Data", rest, "is not encrypted"]}
}

transit(resources) := statements if {
	statements := encryption.transit_encryption with input as testing_cloudformation.given(resources)
}

demanded(path) := {["attests", "Data", path, "encrypts its connections"]}

not_demanded(path) := {["contradicts", "Data", path, "does not demand encrypted connections"]}

test_transit_encryption if {
	cache := "AWS::ElastiCache::ReplicationGroup"
	testing_cloudformation.brief(transit(one(cache, {"TransitEncryptionEnabled": true}))) == demanded(["TransitEncryptionEnabled"])
	testing_cloudformation.brief(transit(one(cache, {}))) == not_demanded(["TransitEncryptionEnabled"])
	testing_cloudformation.helps(transit(one(cache, {}))) == {"write TransitEncryptionEnabled: true"}
	transit(one(cache, {"Engine": "valkey"})) == set()
	testing_cloudformation.brief(transit(one(cache, {"TransitEncryptionEnabled": testing.open}))) == {[
		"undecided", "Data", ["TransitEncryptionEnabled"], reason,
	]}
	nodes := ["NodeToNodeEncryptionOptions", "Enabled"]
	testing_cloudformation.brief(transit(one("AWS::OpenSearchService::Domain", {}))) == not_demanded(nodes)
	testing_cloudformation.helps(transit(one("AWS::OpenSearchService::Domain", {}))) == {"write NodeToNodeEncryptionOptions: {Enabled: true}"}
	broker := ["EncryptionInfo", "EncryptionInTransit", "ClientBroker"]
	testing_cloudformation.brief(transit(one("AWS::MSK::Cluster", {}))) == demanded(broker)
	mixed := one("AWS::MSK::Cluster", {"EncryptionInfo": {"EncryptionInTransit": {"ClientBroker": "TLS_PLAINTEXT"}}})
	testing_cloudformation.brief(transit(mixed)) == not_demanded(broker)
	testing_cloudformation.helps(transit(mixed)) == {"write EncryptionInfo: {EncryptionInTransit: {ClientBroker: TLS}}"}
	testing_cloudformation.brief(transit(one("AWS::DAX::Cluster", {}))) == not_demanded(["ClusterEndpointEncryptionType"])
	testing_cloudformation.helps(transit(one("AWS::DAX::Cluster", {}))) == {"write ClusterEndpointEncryptionType: TLS"}
}

test_transit_encryption_of_databases if {
	group := "AWS::RDS::DBParameterGroup"
	here := ["Parameters", "rds.force_ssl"]
	testing_cloudformation.brief(transit(one(group, {"Parameters": {"rds.force_ssl": "1"}}))) == demanded(here)
	testing_cloudformation.brief(transit(one(group, {"Parameters": {"rds.force_ssl": 0}}))) == not_demanded(here)
	testing_cloudformation.helps(transit(one(group, {"Parameters": {"rds.force_ssl": 0}}))) == {"write rds.force_ssl: \"1\""}
	transit(one(group, {"Parameters": {"log_connections": "1"}})) == set()
}

rotation(resources) := statements if {
	statements := encryption.key_rotation with input as testing_cloudformation.given(resources)
}

test_key_rotation if {
	here := ["EnableKeyRotation"]
	testing_cloudformation.brief(rotation(one("AWS::KMS::Key", {"EnableKeyRotation": true}))) == {["attests", "Data", here, "is rotated"]}
	testing_cloudformation.brief(rotation(one("AWS::KMS::Key", {}))) == {["contradicts", "Data", here, "is not rotated"]}
	testing_cloudformation.helps(rotation(one("AWS::KMS::Key", {}))) == {"write EnableKeyRotation: true"}
	testing_cloudformation.brief(rotation(one("AWS::KMS::Key", {"EnableKeyRotation": testing.open}))) == {["undecided", "Data", here, reason]}
	rotation(one("AWS::KMS::Key", {"KeySpec": "RSA_4096"})) == set()
	rotation(one("AWS::KMS::Key", {"Origin": "EXTERNAL"})) == set()
	rotation(one("AWS::KMS::Key", {"KeySpec": testing.open})) == set()
}

named(values) := testing_cloudformation.brief(databases(one("AWS::RDS::DBCluster", object.union(
	{"DBClusterIdentifier": "orders"},
	values,
))))

test_database_encryption_of_clusters if {
	named({"Engine": "mysql"}) == {["contradicts", "Data", ["StorageEncrypted"], "is not encrypted"]}
	named({"Engine": "mysql", "SnapshotIdentifier": "nightly"}) == set()
	named({"Engine": "aurora-mysql"}) == {["attests", "Data", ["StorageEncrypted"], "is encrypted"]}
	named({"Engine": "aurora-mysql", "StorageEncrypted": false}) == set()
}
