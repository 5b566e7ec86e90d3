# METADATA
# title: Recovery
# description: What templates say of backups, of what happens at deletion, and of earlier versions.
package ccsec.evidence.cloudformation.recovery

import data.ccsec.lib.infra
import data.ccsec.lib.infra_cloudformation
import data.ccsec.lib.schedule

# METADATA
# title: Buckets keep earlier versions
# description: >-
#   Each S3 bucket keeps what is overwritten or deleted. Nothing is said of buckets that hold logs, whose
#   objects expire, or that a backup selection may cover.
# custom:
#   id: cloudformation/bucket-versioning
#   expectations: [9.7/data-recovery]
#   resources: ["AWS::S3::Bucket"]
#   why: Without versions, one wrong command or one program gone astray deletes objects for good.
#   help: "write VersioningConfiguration: {Status: Enabled}"
#   references: [https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-s3-bucket.html]
bucket_versioning contains statement if {
	some bucket in input.index.resources["AWS::S3::Bucket"]
	not expendable(bucket)
	words := {
		"yes": "keeps earlier versions",
		"no": "keeps no earlier versions",
		"help": "write VersioningConfiguration: {Status: Enabled}",
	}
	statement := infra.among(bucket, ["VersioningConfiguration", "Status"], "Suspended", {"Enabled"}, words)
}

# Only what is not written can be excused.
expendable(bucket) if {
	not infra.written(bucket, ["VersioningConfiguration"])
	excused(bucket)
}

excused(_) if input.index.resources["AWS::Backup::BackupSelection"]

excused(bucket) if infra.written(bucket, ["LifecycleConfiguration"])

excused(bucket) if infra.get(bucket, ["AccessControl"], "") == "LogDeliveryWrite"

excused(bucket) if {
	some type, key in {
		"AWS::S3::Bucket": "LoggingConfiguration",
		"AWS::CloudTrail::Trail": "S3BucketName",
		"AWS::ElasticLoadBalancing::LoadBalancer": "AccessLoggingPolicy",
		"AWS::ElasticLoadBalancingV2::LoadBalancer": "LoadBalancerAttributes",
		"AWS::EC2::FlowLog": "LogDestination",
		"AWS::Config::DeliveryChannel": "S3BucketName",
	}
	some user in input.index.resources[type]
	infra.points_at(user, key, bucket, [])
}

excused(bucket) if {
	some distribution in input.index.resources["AWS::CloudFront::Distribution"]
	not infra.elsewhere(distribution, bucket)
	target := infra.get(distribution, ["DistributionConfig", "Logging", "Bucket"], null)
	infra.unknown(target)
	bucket.address in target.references
}

# METADATA
# title: Databases are backed up
# description: >-
#   Each database keeps automatic backups; the default is one day. They allow a return to a moment at most
#   five minutes ago, which the recovery point of the descriptor has to allow for.
# custom:
#   id: cloudformation/database-backups
#   expectations: [9.7/data-recovery]
#   resources:
#     - "AWS::RDS::DBInstance"
#     - "AWS::RDS::DBCluster"
#     - "AWS::DocDB::DBCluster"
#     - "AWS::Neptune::DBCluster"
#   why: A table that is dropped by mistake is gone on every replica at once; only a backup brings it back.
#   help: "write BackupRetentionPeriod: 14"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbinstance.html
database_backups contains statement if {
	some database in databases
	days := infra_cloudformation.number(infra.get(database, ["BackupRetentionPeriod"], 1))
	days > 0
	not too_late
	statement := infra.attests(database, ["BackupRetentionPeriod"], sprintf("keeps backups for %v days", [days]))
}

database_backups contains statement if {
	some database in databases
	infra_cloudformation.number(infra.get(database, ["BackupRetentionPeriod"], 1)) == 0
	statement := infra.contradicts(
		database, ["BackupRetentionPeriod"], "keeps no backups",
		"write BackupRetentionPeriod: 14",
	)
}

database_backups contains statement if {
	some database in databases
	infra_cloudformation.number(infra.get(database, ["BackupRetentionPeriod"], 1)) > 0
	too_late
	statement := infra.contradicts(
		database, ["BackupRetentionPeriod"],
		sprintf("can be restored only to 5 min ago, and the recovery point is %s", [schedule.words(input.index.sla.recovery_point)]),
		"state a recovery_point of 5m or more, or hold a second copy of the database",
	)
}

database_backups contains statement if {
	some database in databases
	value := infra.get(database, ["BackupRetentionPeriod"], 1)
	infra.unknown(value)
	statement := infra.undecided(database, ["BackupRetentionPeriod"], value["(unknown)"])
}

too_late if input.index.sla.recovery_point < 300

# Copies and members of a cluster are backed up at their source; Aurora cannot do without.
databases contains database if {
	some database in input.index.resources["AWS::RDS::DBInstance"]
	not infra.written(database, ["DBClusterIdentifier"])
	not infra.written(database, ["SourceDBInstanceIdentifier"])
	not startswith(infra.text(database.values.Engine), "aurora")
}

databases contains database if {
	some type in ["AWS::RDS::DBCluster", "AWS::DocDB::DBCluster", "AWS::Neptune::DBCluster"]
	some database in input.index.resources[type]
}

# METADATA
# title: Tables can be taken back in time
# description: >-
#   Point-in-time recovery is on for each DynamoDB table. Where a backup selection stands beside it,
#   silence says nothing.
# custom:
#   id: cloudformation/table-recovery
#   expectations: [9.7/data-recovery]
#   resources: ["AWS::DynamoDB::Table"]
#   why: A program that writes wrong items overwrites the right ones; no replica remembers them.
#   help: "write PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true}"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-table.html
table_recovery contains statement if {
	some table in input.index.resources["AWS::DynamoDB::Table"]
	not backed_up_otherwise(table)
	words := {
		"yes": "can be taken back to any moment of the last weeks",
		"no": "cannot be taken back in time",
		"help": "write PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true}",
	}
	statement := infra.truth(table, ["PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"], false, words)
}

backed_up_otherwise(table) if {
	input.index.resources["AWS::Backup::BackupSelection"]
	not infra.written(table, ["PointInTimeRecoverySpecification"])
}

# METADATA
# title: Backup plans run often enough
# description: >-
#   A plan of AWS Backup runs at least once within the recovery point of the descriptor, where one is
#   stated. A rule without a schedule runs every day.
# custom:
#   id: cloudformation/backup-plans
#   expectations: [9.7/data-recovery]
#   resources: ["AWS::Backup::BackupPlan"]
#   why: >-
#     What was written since the last backup is lost; more than the recovery point is more than was
#     promised.
#   help: "write ScheduleExpression: cron(0 * ? * * *), or EnableContinuousBackup: true"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-backup-backupplan.html
backup_plans contains statement if {
	some plan in input.index.resources["AWS::Backup::BackupPlan"]
	some rule in rules(plan)
	often_enough(plan, rule)
	statement := infra.attests(plan, array.concat(rule, ["ScheduleExpression"]), "backs up often enough")
}

backup_plans contains statement if {
	some plan in input.index.resources["AWS::Backup::BackupPlan"]
	every rule in rules(plan) {
		seconds(plan, rule) > input.index.sla.recovery_point
		not continuous(plan, rule)
	}
	some rule in rules(plan)
	statement := infra.contradicts(
		plan, array.concat(rule, ["ScheduleExpression"]),
		sprintf("backs up every %s, and the recovery point is %s", [
			schedule.words(seconds(plan, rule)),
			schedule.words(input.index.sla.recovery_point),
		]),
		"write ScheduleExpression: cron(0 * ? * * *), or EnableContinuousBackup: true",
	)
}

backup_plans contains statement if {
	some plan in input.index.resources["AWS::Backup::BackupPlan"]
	some rule in rules(plan)
	path := array.concat(rule, ["ScheduleExpression"])
	value := infra.get(plan, path, null)
	infra.unknown(value)
	not continuous(plan, rule)
	statement := infra.undecided(plan, path, value["(unknown)"])
}

rules(plan) := [path |
	some position, given in infra.list(infra.get(plan, ["BackupPlan", "BackupPlanRule"], []))
	is_object(given)
	path := ["BackupPlan", "BackupPlanRule", position]
]

seconds(plan, rule) := found if {
	expression := infra.get(plan, array.concat(rule, ["ScheduleExpression"]), "cron(0 5 ? * * *)")
	found := schedule.interval(infra.text(expression))
}

continuous(plan, rule) if infra.yes(infra.get(plan, array.concat(rule, ["EnableContinuousBackup"]), false))

often_enough(plan, rule) if continuous(plan, rule)

often_enough(plan, rule) if {
	not input.index.sla.recovery_point
	seconds(plan, rule)
}

often_enough(plan, rule) if seconds(plan, rule) <= input.index.sla.recovery_point

# METADATA
# title: Data outlives its stack
# description: >-
#   What holds data is kept, or a snapshot of it, when it is removed from the template. That is the
#   default for databases of RDS; elsewhere only what is written counts.
# custom:
#   id: cloudformation/deletion-policy
#   expectations: [9.7/data-recovery]
#   resources:
#     - AWS::RDS::DBInstance
#     - AWS::RDS::DBCluster
#     - AWS::DocDB::DBCluster
#     - AWS::Neptune::DBCluster
#     - AWS::DynamoDB::Table
#     - AWS::EC2::Volume
#     - AWS::EFS::FileSystem
#     - AWS::Redshift::Cluster
#   why: A resource that is renamed in a template is deleted and made anew, and its data goes with it.
#   help: "write DeletionPolicy: Retain, and UpdateReplacePolicy: Retain"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html
deletion_policy contains statement if {
	some type, absent in {
		"AWS::RDS::DBInstance": "Snapshot",
		"AWS::RDS::DBCluster": "Snapshot",
		"AWS::DocDB::DBCluster": null,
		"AWS::Neptune::DBCluster": null,
		"AWS::DynamoDB::Table": null,
		"AWS::EC2::Volume": null,
		"AWS::EFS::FileSystem": null,
		"AWS::Redshift::Cluster": null,
	}
	some resource in input.index.resources[type]
	not member(type, resource)
	infra.get(resource, ["DeletionPolicy"], absent) != null
	words := {
		"yes": "outlives its stack",
		"no": "is deleted with its stack, data and all",
		"help": "write DeletionPolicy: Retain, and UpdateReplacePolicy: Retain",
	}
	accepted := {"Retain", "RetainExceptOnCreate", "Snapshot"}
	statement := infra.among(resource, ["DeletionPolicy"], absent, accepted, words)
}

# The data of a cluster's member is the cluster's, that of a copy its source's.
member("AWS::RDS::DBInstance", resource) if {
	some key in ["DBClusterIdentifier", "SourceDBInstanceIdentifier"]
	infra.written(resource, [key])
}

# METADATA
# title: What has expired is deleted
# description: >-
#   Rules by which objects of a bucket or items of a table expire are switched on. Stores without such rules
#   say nothing.
# custom:
#   id: cloudformation/expiry
#   expectations: [9.7/data-deletion]
#   resources: ["AWS::S3::Bucket", "AWS::DynamoDB::Table"]
#   why: Where nothing expires, earlier versions and old items stay long after the customer has deleted them.
#   help: "write Status: Enabled, or TimeToLiveSpecification: {Enabled: true}"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-s3-bucket.html
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-table.html
expiry contains statement if {
	some bucket in input.index.resources["AWS::S3::Bucket"]
	path := ["LifecycleConfiguration", "Rules"]
	some position, rule in infra.list(infra.get(bucket, path, []))
	expires(rule)
	words := {"yes": "deletes what has expired", "no": "does not delete what has expired", "help": "write Status: Enabled"}
	statement := infra.among(bucket, array.concat(path, [position, "Status"]), null, {"Enabled"}, words)
}

expiry contains statement if {
	some table in input.index.resources["AWS::DynamoDB::Table"]
	path := ["TimeToLiveSpecification", "Enabled"]
	infra.written(table, path)
	words := {
		"yes": "deletes what has expired",
		"no": "does not delete what has expired",
		"help": "write TimeToLiveSpecification: {Enabled: true}",
	}
	statement := infra.truth(table, path, null, words)
}

expires(rule) if {
	some key in [
		"ExpirationDate",
		"ExpirationInDays",
		"NoncurrentVersionExpiration",
		"NoncurrentVersionExpirationInDays",
	]
	rule[key]
}
