package ccsec.evidence.cloudformation.places_test

import data.ccsec.evidence.cloudformation.places
import data.ccsec.lib.testing
import data.ccsec.lib.testing_cloudformation

one(type, values) := testing_cloudformation.given([testing_cloudformation.resource(type, "Thing", values)])

reason := testing_cloudformation.reason

zones(type, values) := statements if {
	statements := places.multi_zone with input as one(type, values)
}

test_multi_zone if {
	database := "AWS::RDS::DBInstance"
	testing_cloudformation.brief(zones(database, {"MultiAZ": true})) == {["attests", "Thing", ["MultiAZ"], "runs in more than one zone"]}
	testing_cloudformation.brief(zones(database, {})) == {["contradicts", "Thing", ["MultiAZ"], "runs in one zone only"]}
	testing_cloudformation.helps(zones(database, {})) == {"write MultiAZ: true"}
	testing_cloudformation.brief(zones(database, {"MultiAZ": testing.open})) == {["undecided", "Thing", ["MultiAZ"], reason]}
	zones(database, {"DBClusterIdentifier": "cluster"}) == set()
	zones(database, {"SourceDBInstanceIdentifier": "primary"}) == set()
	zones(database, {"Engine": "aurora-mysql"}) == set()
	cache := zones("AWS::ElastiCache::ReplicationGroup", {"MultiAZEnabled": false})
	testing_cloudformation.brief(cache) == {["contradicts", "Thing", ["MultiAZEnabled"], "runs in one zone only"]}
	testing_cloudformation.helps(cache) == {"write MultiAZEnabled: true"}
	zones("AWS::OpenSearchService::Domain", {}) == set()
}

groups(values) := statements if {
	statements := places.scaling_group_zones with input as one("AWS::AutoScaling::AutoScalingGroup", values)
}

test_scaling_group_zones if {
	testing_cloudformation.brief(groups({"VPCZoneIdentifier": [testing.reference("A"), testing.reference("B")]})) == {[
		"attests", "Thing", ["VPCZoneIdentifier"], "runs in more than one zone",
	]}
	testing_cloudformation.brief(groups({"AvailabilityZones": ["eu-central-1a"]})) == {[
		"contradicts", "Thing", ["AvailabilityZones", 0], "runs in one zone only",
	]}
	alone := groups({"VPCZoneIdentifier": [testing.reference("A")]})
	testing_cloudformation.brief(alone) == {["contradicts", "Thing", ["VPCZoneIdentifier", 0], "runs in one zone only"]}
	testing_cloudformation.helps(alone) == {"write VPCZoneIdentifier with subnets of two zones or more"}
	testing_cloudformation.helps(groups({"AvailabilityZones": ["eu-central-1a"]})) == {
		"write VPCZoneIdentifier with subnets of two zones or more",
	}
	testing_cloudformation.brief(groups({"VPCZoneIdentifier": testing.open})) == {["undecided", "Thing", ["VPCZoneIdentifier"], reason]}
	groups({"VPCZoneIdentifier": [testing.open]}) == set()
	groups({}) == set()
}

atlas := {"aws": {"eu-central-1": "DE", "us-east-1": "US"}}

copies(type, values, jurisdictions) := statements if {
	given := object.union(one(type, values), {"data": {"jurisdictions": jurisdictions}})
	statements := places.replica_regions with input as given with data.ccsec.evidence.regions as atlas
}

test_replica_regions if {
	table := {"Replicas": [{"Region": "eu-central-1"}, {"Region": "us-east-1"}, {"Region": "mars-north-1"}]}
	found := copies("AWS::DynamoDB::GlobalTable", table, ["DE"])
	testing_cloudformation.brief(found) == {
		["attests", "Thing", ["Replicas", 0, "Region"], "keeps a copy in DE"],
		["contradicts", "Thing", ["Replicas", 1, "Region"], "keeps a copy in US"],
	}
	testing_cloudformation.helps(found) == {"name a region in one of data.jurisdictions, or add its country there"}
	testing_cloudformation.brief(copies("AWS::SecretsManager::Secret", {"ReplicaRegions": [{"Region": testing.open}]}, ["DE"])) == {[
		"undecided", "Thing", ["ReplicaRegions", 0, "Region"], reason,
	]}
	copies("AWS::DynamoDB::GlobalTable", table, []) == set()
}

copied(arn) := copies("AWS::Backup::BackupPlan", {"BackupPlan": {"BackupPlanRule": [{"CopyActions": [{
	"DestinationBackupVaultArn": arn,
}]}]}}, ["DE"])

test_replica_regions_of_backups if {
	testing_cloudformation.brief(copied("arn:aws:backup:us-east-1:111122223333:backup-vault:far")) == {[
		"contradicts", "Thing", ["BackupPlan", "BackupPlanRule", 0, "CopyActions", 0, "DestinationBackupVaultArn"],
		"keeps a copy in US",
	]}
	copied(testing.open) == set()
}

test_replica_regions_without_jurisdictions if {
	copies("AWS::SecretsManager::Secret", {"ReplicaRegions": [{"Region": testing.open}]}, []) == set()
}
