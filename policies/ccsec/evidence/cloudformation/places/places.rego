# METADATA
# title: Places
# description: What templates say of zones and regions.
package ccsec.evidence.cloudformation.places

import data.ccsec.evidence.regions
import data.ccsec.lib.infra

# METADATA
# title: Databases stand by in a second zone
# description: >-
#   Each database instance that is no member of a cluster has a standby in another zone. Caches and search
#   domains that say anything of zones use more than one.
# custom:
#   id: cloudformation/multi-zone
#   expectations: [9.11/recovery-redundancy]
#   resources:
#     - "AWS::RDS::DBInstance"
#     - "AWS::ElastiCache::ReplicationGroup"
#     - "AWS::OpenSearchService::Domain"
#   why: >-
#     A database in one zone is away as long as the zone is, or until a backup has been restored
#     elsewhere.
#   help: "write MultiAZ: true"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbinstance.html
multi_zone contains statement if {
	some database in input.index.resources["AWS::RDS::DBInstance"]
	not infra.written(database, ["DBClusterIdentifier"])
	not infra.written(database, ["SourceDBInstanceIdentifier"])
	not startswith(infra.text(database.values.Engine), "aurora")
	statement := infra.truth(database, ["MultiAZ"], false, zones("write MultiAZ: true"))
}

multi_zone contains statement if {
	some type, path in {
		"AWS::ElastiCache::ReplicationGroup": ["MultiAZEnabled"],
		"AWS::OpenSearchService::Domain": ["ClusterConfig", "ZoneAwarenessEnabled"],
	}
	some resource in input.index.resources[type]
	infra.written(resource, path)
	statement := infra.truth(resource, path, null, zones(sprintf("write %s: true", [path[count(path) - 1]])))
}

zones(help) := {"yes": "runs in more than one zone", "no": "runs in one zone only", "help": help}

# METADATA
# title: Groups of machines run in several zones
# description: Each scaling group names more than one subnet or zone.
# custom:
#   id: cloudformation/scaling-group-zones
#   expectations: [9.11/recovery-redundancy]
#   resources: ["AWS::AutoScaling::AutoScalingGroup"]
#   why: When its only zone fails, a scaling group has nowhere to start a new machine.
#   help: "write VPCZoneIdentifier with subnets of two zones or more"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-autoscaling-autoscalinggroup.html
scaling_group_zones contains statement if {
	some group in input.index.resources["AWS::AutoScaling::AutoScalingGroup"]
	key := place(group)
	places := infra.get(group, [key], [])
	is_array(places)
	count(places) > 1
	statement := infra.attests(group, [key], "runs in more than one zone")
}

scaling_group_zones contains statement if {
	some group in input.index.resources["AWS::AutoScaling::AutoScalingGroup"]
	key := place(group)
	places := infra.get(group, [key], [])
	is_array(places)
	count(places) == 1
	not infra.unknown(places[0])
	statement := infra.contradicts(
		group, [key, 0], "runs in one zone only",
		"write VPCZoneIdentifier with subnets of two zones or more",
	)
}

# A single unknown may be a list in itself; one that leads to a subnet of the template is not.
scaling_group_zones contains statement if {
	some group in input.index.resources["AWS::AutoScaling::AutoScalingGroup"]
	key := place(group)
	places := infra.get(group, [key], [])
	is_array(places)
	count(places) == 1
	count(places[0].references) > 0
	statement := infra.contradicts(
		group, [key, 0], "runs in one zone only",
		"write VPCZoneIdentifier with subnets of two zones or more",
	)
}

scaling_group_zones contains statement if {
	some group in input.index.resources["AWS::AutoScaling::AutoScalingGroup"]
	key := place(group)
	value := infra.get(group, [key], [])
	infra.unknown(value)
	statement := infra.undecided(group, [key], value["(unknown)"])
}

place(group) := "VPCZoneIdentifier" if {
	infra.written(group, ["VPCZoneIdentifier"])
} else := "AvailabilityZones"

# METADATA
# title: Copies stay where the data may be
# description: >-
#   Each region that a template names for a copy of data lies in one of the descriptor's jurisdictions: tables,
#   secrets and backups.
# custom:
#   id: cloudformation/replica-regions
#   expectations: [9.7/data-location]
#   resources: ["AWS::DynamoDB::GlobalTable", "AWS::SecretsManager::Secret", "AWS::Backup::BackupPlan"]
#   why: >-
#     A copy in another country falls under the law of that country, whatever was promised of the
#     original.
#   help: name a region in one of data.jurisdictions, or add its country there
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-globaltable.html
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-secretsmanager-secret.html
replica_regions contains statement if {
	some copy in copies
	country := regions.aws[copy.region]
	country in input.data.jurisdictions
	statement := infra.attests(copy.resource, copy.path, sprintf("keeps a copy in %s", [country]))
}

replica_regions contains statement if {
	some copy in copies
	country := regions.aws[copy.region]
	count(input.data.jurisdictions) > 0
	not country in input.data.jurisdictions
	statement := infra.contradicts(
		copy.resource, copy.path, sprintf("keeps a copy in %s", [country]),
		"name a region in one of data.jurisdictions, or add its country there",
	)
}

replica_regions contains statement if {
	some copy in copies
	infra.unknown(copy.region)
	count(input.data.jurisdictions) > 0
	statement := infra.undecided(copy.resource, copy.path, copy.region["(unknown)"])
}

copies contains copy if {
	some type, key in {"AWS::DynamoDB::GlobalTable": "Replicas", "AWS::SecretsManager::Secret": "ReplicaRegions"}
	some resource in input.index.resources[type]
	some position, given in infra.list(infra.get(resource, [key], []))
	copy := {"resource": resource, "path": [key, position, "Region"], "region": given.Region}
}

copies contains copy if {
	some plan in input.index.resources["AWS::Backup::BackupPlan"]
	some rule, _ in infra.list(infra.get(plan, ["BackupPlan", "BackupPlanRule"], []))
	actions := ["BackupPlan", "BackupPlanRule", rule, "CopyActions"]
	some position, given in infra.list(infra.get(plan, actions, []))
	copy := {
		"resource": plan,
		"path": array.concat(actions, [position, "DestinationBackupVaultArn"]),
		"region": split(infra.text(given.DestinationBackupVaultArn), ":")[3],
	}
}
