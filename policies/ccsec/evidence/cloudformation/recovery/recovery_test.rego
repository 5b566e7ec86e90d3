package ccsec.evidence.cloudformation.recovery_test

import data.ccsec.evidence.cloudformation.recovery
import data.ccsec.lib.testing
import data.ccsec.lib.testing_cloudformation

one(type, values) := [testing_cloudformation.resource(type, "Data", values)]

reason := testing_cloudformation.reason

versioning(resources) := statements if {
	statements := recovery.bucket_versioning with input as testing_cloudformation.given(resources)
}

lost := {["contradicts", "Data", ["VersioningConfiguration", "Status"], "keeps no earlier versions"]}

test_bucket_versioning if {
	versioning(one("AWS::S3::Bucket", {"VersioningConfiguration": {"Status": "Enabled"}})) == {{
		"effect": "attests",
		"resource": "Data",
		"path": ["infrastructure", "infra", 0, "values", "VersioningConfiguration", "Status"],
		"message": "keeps earlier versions",
	}}
	testing_cloudformation.brief(versioning(one("AWS::S3::Bucket", {}))) == lost
	testing_cloudformation.helps(versioning(one("AWS::S3::Bucket", {}))) == {"write VersioningConfiguration: {Status: Enabled}"}
	testing_cloudformation.brief(versioning(one("AWS::S3::Bucket", {"VersioningConfiguration": testing.open}))) == {[
		"undecided", "Data", ["VersioningConfiguration", "Status"], reason,
	]}
}

test_bucket_versioning_excused if {
	bucket := testing_cloudformation.resource("AWS::S3::Bucket", "Data", {})
	versioning(one("AWS::S3::Bucket", {"LifecycleConfiguration": {"Rules": []}})) == set()
	versioning(one("AWS::S3::Bucket", {"AccessControl": "LogDeliveryWrite"})) == set()
	versioning([bucket, testing_cloudformation.resource("AWS::Backup::BackupSelection", "Selection", {})]) == set()
	trail := testing_cloudformation.referring("AWS::CloudTrail::Trail", "Trail", {}, {"S3BucketName": ["Data"]})
	versioning([bucket, trail]) == set()
	logging := {"AccessLoggingPolicy": ["Data"]}
	balancer := testing_cloudformation.referring("AWS::ElasticLoadBalancing::LoadBalancer", "Front", {}, logging)
	versioning([bucket, balancer]) == set()
	suspended := testing_cloudformation.resource("AWS::S3::Bucket", "Data", {
		"LifecycleConfiguration": {"Rules": []},
		"VersioningConfiguration": {"Status": "Suspended"},
	})
	testing_cloudformation.brief(versioning([suspended])) == lost
}

site(address) := testing_cloudformation.resource("AWS::CloudFront::Distribution", "Site", {"DistributionConfig": {
	"Logging": {"Bucket": testing.reference(address)},
}})

test_bucket_versioning_of_a_log_bucket if {
	bucket := testing_cloudformation.resource("AWS::S3::Bucket", "Data", {})
	versioning([bucket, site("Data")]) == set()
	testing_cloudformation.brief(versioning([bucket, site("Other")])) == lost
}

backups(resources, point) := statements if {
	given := object.union(testing_cloudformation.given(resources), {"index": {"sla": point}})
	statements := recovery.database_backups with input as given
}

days := ["BackupRetentionPeriod"]

test_database_backups if {
	database := "AWS::RDS::DBInstance"
	testing_cloudformation.brief(backups(one(database, {"BackupRetentionPeriod": "14"}), {})) == {[
		"attests", "Data", days, "keeps backups for 14 days",
	]}
	testing_cloudformation.brief(backups(one("AWS::RDS::DBCluster", {}), {"recovery_point": 300})) == {[
		"attests", "Data", days, "keeps backups for 1 days",
	]}
	none := one(database, {"BackupRetentionPeriod": 0})
	testing_cloudformation.brief(backups(none, {})) == {["contradicts", "Data", days, "keeps no backups"]}
	testing_cloudformation.helps(backups(none, {})) == {"write BackupRetentionPeriod: 14"}
	late := one(database, {"BackupRetentionPeriod": 7})
	testing_cloudformation.brief(backups(late, {"recovery_point": 60})) == {[
		"contradicts", "Data", days, "can be restored only to 5 min ago, and the recovery point is 1 min",
	]}
	testing_cloudformation.helps(backups(late, {"recovery_point": 60})) == {
		"state a recovery_point of 5m or more, or hold a second copy of the database",
	}
	testing_cloudformation.brief(backups(one(database, {"BackupRetentionPeriod": testing.open}), {})) == {[
		"undecided", "Data", days, reason,
	]}
	backups(one(database, {"DBClusterIdentifier": "cluster"}), {}) == set()
	backups(one(database, {"SourceDBInstanceIdentifier": "primary", "BackupRetentionPeriod": 0}), {}) == set()
	backups(one(database, {"Engine": "aurora-mysql"}), {}) == set()
}

tables(resources) := statements if {
	statements := recovery.table_recovery with input as testing_cloudformation.given(resources)
}

test_table_recovery if {
	here := ["PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"]
	recovering := one("AWS::DynamoDB::Table", {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": true}})
	testing_cloudformation.brief(tables(recovering)) == {[
		"attests", "Data", here, "can be taken back to any moment of the last weeks",
	]}
	plain := testing_cloudformation.resource("AWS::DynamoDB::Table", "Data", {})
	testing_cloudformation.brief(tables([plain])) == {["contradicts", "Data", here, "cannot be taken back in time"]}
	testing_cloudformation.helps(tables([plain])) == {
		"write PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true}",
	}
	tables([plain, testing_cloudformation.resource("AWS::Backup::BackupSelection", "Selection", {})]) == set()
	testing_cloudformation.brief(tables(one("AWS::DynamoDB::Table", {"PointInTimeRecoverySpecification": testing.open}))) == {[
		"undecided", "Data", here, reason,
	]}
}

plans(rules, point) := statements if {
	resources := one("AWS::Backup::BackupPlan", {"BackupPlan": {"BackupPlanRule": rules}})
	given := object.union(testing_cloudformation.given(resources), {"index": {"sla": point}})
	statements := recovery.backup_plans with input as given
}

at(position) := ["BackupPlan", "BackupPlanRule", position, "ScheduleExpression"]

test_backup_plans if {
	hourly := {"ScheduleExpression": "cron(0 * ? * * *)"}
	enough := {["attests", "Data", at(0), "backs up often enough"]}
	testing_cloudformation.brief(plans([hourly], {"recovery_point": 3600})) == enough
	testing_cloudformation.brief(plans([{}], {})) == enough
	testing_cloudformation.brief(plans([{"EnableContinuousBackup": true}], {"recovery_point": 900})) == enough
	testing_cloudformation.brief(plans([hourly, {}], {"recovery_point": 3600})) == enough
	daily := plans([{}, "not a rule"], {"recovery_point": 14400})
	testing_cloudformation.brief(daily) == {[
		"contradicts", "Data", at(0), "backs up every 24 h, and the recovery point is 4 h",
	]}
	testing_cloudformation.helps(daily) == {"write ScheduleExpression: cron(0 * ? * * *), or EnableContinuousBackup: true"}
	testing_cloudformation.brief(plans([{"ScheduleExpression": testing.open}, {}], {"recovery_point": 3600})) == {[
		"undecided", "Data", at(0), reason,
	]}
	plans([{"ScheduleExpression": "cron(0 3,15 ? * * *)"}], {"recovery_point": 3600}) == set()
	plans([], {"recovery_point": 3600}) == set()
}

deletion(resources) := statements if {
	statements := recovery.deletion_policy with input as testing_cloudformation.given(resources)
}

test_deletion_policy if {
	here := ["DeletionPolicy"]
	kept := {["attests", "Data", here, "outlives its stack"]}
	testing_cloudformation.brief(deletion(one("AWS::DynamoDB::Table", {"DeletionPolicy": "Retain"}))) == kept
	testing_cloudformation.brief(deletion(one("AWS::RDS::DBInstance", {}))) == kept
	gone := one("AWS::RDS::DBInstance", {"DeletionPolicy": "Delete"})
	testing_cloudformation.brief(deletion(gone)) == {["contradicts", "Data", here, "is deleted with its stack, data and all"]}
	testing_cloudformation.helps(deletion(gone)) == {"write DeletionPolicy: Retain, and UpdateReplacePolicy: Retain"}
	testing_cloudformation.brief(deletion(one("AWS::EFS::FileSystem", {"DeletionPolicy": testing.open}))) == {[
		"undecided", "Data", here, reason,
	]}
	deletion(one("AWS::DynamoDB::Table", {})) == set()
	deletion(one("AWS::RDS::DBInstance", {"DeletionPolicy": "Delete", "DBClusterIdentifier": "cluster"})) == set()
}

expiring(type, values) := statements if {
	statements := recovery.expiry with input as testing_cloudformation.given(one(type, values))
}

lifecycle(status) := expiring("AWS::S3::Bucket", {"LifecycleConfiguration": {"Rules": [
	{"Status": "Disabled", "Transitions": []},
	{"Status": status, "NoncurrentVersionExpiration": {"NoncurrentDays": 30}},
	"text",
]}})

test_expiry if {
	here := ["LifecycleConfiguration", "Rules", 1, "Status"]
	testing_cloudformation.brief(lifecycle("Enabled")) == {["attests", "Data", here, "deletes what has expired"]}
	testing_cloudformation.brief(lifecycle("Disabled")) == {["contradicts", "Data", here, "does not delete what has expired"]}
	testing_cloudformation.helps(lifecycle("Disabled")) == {"write Status: Enabled"}
	testing_cloudformation.brief(lifecycle(testing.open)) == {["undecided", "Data", here, reason]}
	kept := expiring("AWS::DynamoDB::Table", {"TimeToLiveSpecification": {"AttributeName": "until", "Enabled": false}})
	testing_cloudformation.brief(kept) == {[
		"contradicts", "Data", ["TimeToLiveSpecification", "Enabled"], "does not delete what has expired",
	]}
	testing_cloudformation.helps(kept) == {"write TimeToLiveSpecification: {Enabled: true}"}
	expiring("AWS::DynamoDB::Table", {}) == set()
	expiring("AWS::S3::Bucket", {}) == set()
}

test_database_backups_that_are_off if {
	testing_cloudformation.brief(backups(one("AWS::RDS::DBInstance", {"BackupRetentionPeriod": 0}), {"recovery_point": 60})) == {[
		"contradicts", "Data", days, "keeps no backups",
	]}
}

test_table_recovery_that_is_off_beside_a_selection if {
	off := testing_cloudformation.resource("AWS::DynamoDB::Table", "Data", {"PointInTimeRecoverySpecification": {
		"PointInTimeRecoveryEnabled": false,
	}})
	testing_cloudformation.brief(tables([off, testing_cloudformation.resource("AWS::Backup::BackupSelection", "Selection", {})])) == {[
		"contradicts", "Data", ["PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"], "cannot be taken back in time",
	]}
}

test_backup_plans_of_unusual_schedules if {
	plans([{"ScheduleExpression": "cron(0 3,15 ? * * *)"}], {}) == set()
	testing_cloudformation.brief(plans([{"ScheduleExpression": testing.open, "EnableContinuousBackup": true}], {})) == {[
		"attests", "Data", at(0), "backs up often enough",
	]}
}
