package ccsec.evidence.aws.recovery_test

import data.ccsec.evidence.aws.recovery
import data.ccsec.lib.infra_aws_test as expect
import data.ccsec.lib.testing

# The code, with a recovery point of so many seconds in the SLA.
promised(seconds, resources) := object.union(
	testing.infrastructure(resources),
	{"index": {"sla": {"recovery_point": seconds}}},
)

instance(values) := testing.resource("aws_db_instance", "db", values)

backup(resources) := statements if {
	statements := recovery.database_backup with input as testing.infrastructure(resources)
}

test_database_backup if {
	at := ["backup_retention_period"]
	kept := {expect.attested(0, "aws_db_instance.db", at, "keeps backups for 7 days")}
	none := {expect.contradicted(0, "aws_db_instance.db", at, "keeps no backups", "write backup_retention_period = 7")}
	backup([instance({"backup_retention_period": 7})]) == kept
	backup([instance({"backup_retention_period": "7"})]) == kept
	backup([instance({})]) == none
	backup([instance({"backup_retention_period": testing.open})]) == {expect.left_open(0, "aws_db_instance.db", at)}
	backup([instance({"replicate_source_db": "main"})]) == set()
	backup([instance({"engine": "aurora-postgresql"})]) == set()
	backup([testing.resource("aws_rds_cluster", "c", {})]) == {expect.attested(0, "aws_rds_cluster.c", at, "keeps backups for 1 days")}
	backup([]) == set()
}

test_database_backup_against_the_recovery_point if {
	warehouse := testing.resource("aws_redshift_cluster", "w", {})
	attested := {expect.attested(
		0, "aws_redshift_cluster.w",
		["automated_snapshot_retention_period"],
		"keeps backups for 1 days",
	)}
	daily := recovery.database_backup with input as promised(86400, [warehouse])
	daily == attested
	hourly := recovery.database_backup with input as promised(3600, [warehouse])
	hourly == set()
	minute := recovery.database_backup with input as promised(60, [instance({"backup_retention_period": 7})])
	minute == set()
	none := recovery.database_backup with input as promised(60, [instance({})])
	count(none) == 1
}

restore(resources) := statements if {
	statements := recovery.point_in_time_recovery with input as testing.infrastructure(resources)
}

table(values) := testing.resource("aws_dynamodb_table", "t", values)

test_point_in_time_recovery if {
	at := ["point_in_time_recovery", 0, "enabled"]
	on := table({"point_in_time_recovery": [{"enabled": true}]})
	restore([on]) == {expect.attested(0, "aws_dynamodb_table.t", at, "can be restored to a point in time")}
	restore([table({})]) == {expect.contradicted(
		0, "aws_dynamodb_table.t", at,
		"cannot be restored to a point in time", "add point_in_time_recovery { enabled = true }",
	)}
	restore([table({"point_in_time_recovery": [{"enabled": testing.open}]})]) == {expect.left_open(0, "aws_dynamodb_table.t", at)}
	restore([table({}), testing.resource("aws_backup_selection", "s", {})]) == set()
	restore([table({"hash_key": "LockID"})]) == set()
	strict := recovery.point_in_time_recovery with input as promised(60, [on])
	strict == set()
	restore([]) == set()
}

deletion(resources) := statements if {
	statements := recovery.database_deletion with input as testing.infrastructure(resources)
}

test_database_deletion if {
	deletion([instance({"deletion_protection": true, "skip_final_snapshot": true})]) == {expect.attested(
		0, "aws_db_instance.db",
		["deletion_protection"],
		"is protected against deletion",
	)}
	deletion([instance({"skip_final_snapshot": true})]) == {expect.contradicted(
		0, "aws_db_instance.db",
		["skip_final_snapshot"],
		"leaves nothing behind when it is deleted",
		"write deletion_protection = true and skip_final_snapshot = false",
	)}
	deletion([instance({"skip_final_snapshot": true, "delete_automated_backups": false})]) == set()
	deletion([instance({"skip_final_snapshot": true, "replicate_source_db": "main"})]) == set()
	deletion([instance({"deletion_protection": testing.open, "skip_final_snapshot": true})]) == {expect.left_open(
		0, "aws_db_instance.db",
		["deletion_protection"],
	)}
	deletion([instance({"deletion_protection": true, "skip_final_snapshot": testing.open})]) == {expect.attested(
		0, "aws_db_instance.db",
		["deletion_protection"],
		"is protected against deletion",
	)}
	deletion([]) == set()
}

plan(rule) := testing.resource("aws_backup_plan", "p", {"rule": [rule]})

plans(seconds, resources) := statements if {
	statements := recovery.backup_plan with input as promised(seconds, resources)
}

often_enough := {expect.attested(0, "aws_backup_plan.p", ["rule", 0, "schedule"], "backs up as often as is promised")}

too_rare(message) := {expect.contradicted(
	0, "aws_backup_plan.p",
	["rule", 0, "schedule"],
	message,
	"write enable_continuous_backup = true, or a schedule such as \"cron(0 * * * ? *)\"",
)}

test_backup_plan if {
	daily := plan({"schedule": "cron(0 5 ? * * *)"})
	plans(86400, [daily]) == often_enough
	plans(3600, [daily]) == too_rare("backs up every 24 hours, but at most 60 minutes may be lost")
	plans(3600, [plan({})]) == too_rare("backs up every 24 hours, but at most 60 minutes may be lost")
	plans(3600, [plan({"schedule": "cron(0 */4 ? * * *)"})]) == too_rare("backs up every 4 hours, but at most 60 minutes may be lost")
	plans(3600, [plan({"schedule": "cron(0 * * * ? *)"})]) == often_enough
	plans(86400, [plan({"schedule": "cron(0 8 ? * MON *)"})]) == too_rare("backs up every 168 hours, but at most 1440 minutes may be lost")
	plans(3600, [plan({"schedule": "cron(0 8 ? * MON-FRI *)"})]) == set()
	plans(3600, [plan({"schedule": testing.open})]) == {expect.left_open(0, "aws_backup_plan.p", ["rule", 0, "schedule"])}
	plans(60, []) == set()
}

test_backup_plan_is_not_the_only_way if {
	daily := {"schedule": "cron(0 5 ? * * *)"}
	two := testing.resource("aws_backup_plan", "p", {"rule": [{"schedule": "cron(0 * * * ? *)"}, daily]})
	plans(3600, [two]) == often_enough
	continuous := testing.resource("aws_backup_plan", "p", {"rule": [{"enable_continuous_backup": true}, daily]})
	count(plans(3600, [continuous])) == 1
	plans(3600, [plan(daily), instance({"backup_retention_period": 7})]) == set()
	plans(3600, [plan(daily), table({"point_in_time_recovery": [{"enabled": true}]})]) == set()
	count(plans(3600, [plan(daily), instance({})])) == 1
}

test_backup_plan_continuous if {
	plans(900, [plan({"schedule": "cron(0 5 ? * * *)", "enable_continuous_backup": true})]) == {expect.attested(
		0, "aws_backup_plan.p",
		["rule", 0, "enable_continuous_backup"],
		"backs up continuously",
	)}
	unstated := recovery.backup_plan with input as testing.infrastructure([plan({})])
	unstated == often_enough
}

zones(resources) := statements if {
	statements := recovery.second_zone with input as testing.infrastructure(resources)
}

test_second_zone if {
	zones([instance({"multi_az": true})]) == {expect.attested(
		0, "aws_db_instance.db",
		["multi_az"],
		"has a second node that takes over",
	)}
	alone := {expect.contradicted(
		0, "aws_db_instance.db",
		["multi_az"],
		"has no second node that takes over", "write multi_az = true",
	)}
	zones([instance({})]) == alone
	zones([instance({"multi_az": testing.open})]) == {expect.left_open(0, "aws_db_instance.db", ["multi_az"])}
	replica := expect.referring(
		testing.resource("aws_db_instance", "copy", {"replicate_source_db": testing.reference("aws_db_instance.db")}),
		"replicate_source_db", ["aws_db_instance.db"],
	)
	zones([instance({}), replica]) == set()
	zones([instance({"engine": "aurora-mysql"})]) == set()
	zones([]) == set()
}

test_second_zone_of_other_stores if {
	search := testing.resource("aws_opensearch_domain", "s", {"cluster_config": [{"zone_awareness_enabled": false}]})
	zones([search]) == {expect.contradicted(
		0, "aws_opensearch_domain.s",
		["cluster_config", 0, "zone_awareness_enabled"],
		"has no second node that takes over", "write zone_awareness_enabled = true",
	)}
	zones([testing.resource("aws_elasticache_replication_group", "c", {"global_replication_group_id": "g"})]) == set()
	zones([testing.resource("aws_mq_broker", "b", {})]) == {expect.contradicted(
		0, "aws_mq_broker.b",
		["deployment_mode"],
		"has no second node that takes over", "write deployment_mode = \"ACTIVE_STANDBY_MULTI_AZ\"",
	)}
}

test_what_does_not_recover if {
	deletion([instance({"skip_final_snapshot": false})]) == set()
	daily := {"schedule": "cron(0 5 ? * * *)"}
	count(plans(3600, [plan(daily), table({"point_in_time_recovery": [{"enabled": false}]})])) == 1
	count(plans(3600, [plan({"schedule": "cron(0 * * * ? *)", "enable_continuous_backup": true})])) == 1
}

test_engines_that_are_no_clusters if {
	count(backup([instance({"engine": "postgres"})])) == 1
	backup([instance({"engine": testing.open, "backup_retention_period": 0})]) == {expect.contradicted(
		0, "aws_db_instance.db",
		["backup_retention_period"],
		"keeps no backups", "write backup_retention_period = 7",
	)}
}
