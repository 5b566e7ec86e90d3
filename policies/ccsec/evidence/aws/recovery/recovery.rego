# METADATA
# title: Backups, copies and second places
# description: What Terraform says of how data is recovered on AWS, and of what goes on where a zone fails.
package ccsec.evidence.aws.recovery

import data.ccsec.lib.infra
import data.ccsec.lib.infra_aws
import data.ccsec.lib.schedule

# METADATA
# title: Databases are backed up
# description: >-
#   Automatic backups are kept for at least a day. They restore to within five minutes (Redshift: eight
#   hours), and attest only where the recovery point of the SLA leaves that much.
# custom:
#   id: aws/database-backup
#   expectations: [9.7/data-recovery]
#   resources:
#     - aws_db_instance
#     - aws_rds_cluster
#     - aws_docdb_cluster
#     - aws_neptune_cluster
#     - aws_redshift_cluster
#   why: A dropped table, a bad migration or a ransom note leaves nothing to go back to.
#   help: write backup_retention_period = 7
#   references: [https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_instance]
database_backup contains statement if {
	some type, kept in backups
	some database in input.index.resources[type]
	not database.values.replicate_source_db
	not of_a_cluster(database)
	path := [kept.attribute]
	statement := backed_up(database, path, infra.get(database, path, kept.absent), kept.loss)
}

# The provider's own default for an instance is to keep none.
backups := {
	"aws_db_instance": {"attribute": "backup_retention_period", "absent": 0, "loss": 300},
	"aws_rds_cluster": {"attribute": "backup_retention_period", "absent": 1, "loss": 300},
	"aws_docdb_cluster": {"attribute": "backup_retention_period", "absent": 1, "loss": 300},
	"aws_neptune_cluster": {"attribute": "backup_retention_period", "absent": 1, "loss": 300},
	"aws_redshift_cluster": {"attribute": "automated_snapshot_retention_period", "absent": 1, "loss": 28800},
}

backed_up(database, path, given, loss) := infra.attests(database, path, message) if {
	days := infra_aws.number(given)
	days > 0
	tolerates(loss)
	message := sprintf("keeps backups for %v days", [days])
}

backed_up(database, path, given, _) := infra.contradicts(database, path, "keeps no backups", help) if {
	infra_aws.number(given) == 0
	help := sprintf("write %s = 7", [path[0]])
}

backed_up(database, path, given, _) := infra.undecided(database, path, given["(unknown)"]) if infra.unknown(given)

of_a_cluster(database) if {
	is_string(database.values.engine)
	startswith(database.values.engine, "aurora")
}

# Whether the SLA leaves room for losing so many seconds.
tolerates(_) if not input.index.sla.recovery_point

tolerates(loss) if input.index.sla.recovery_point >= loss

# METADATA
# title: Tables can be restored to a point in time
# description: >-
#   Point-in-time recovery is on for tables of DynamoDB, which restores to within five minutes. The table
#   in which Terraform keeps its locks, and tables that AWS Backup may cover, are passed over.
# custom:
#   id: aws/point-in-time-recovery
#   expectations: [9.7/data-recovery]
#   resources: [aws_dynamodb_table]
#   why: What a faulty release has written over can then not be brought back.
#   help: 'add point_in_time_recovery { enabled = true }'
#   references: [https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dynamodb_table]
point_in_time_recovery contains statement if {
	some table in input.index.resources.aws_dynamodb_table
	not table.values.hash_key == "LockID"
	statement := restorable(table, infra.get(table, ["point_in_time_recovery", 0, "enabled"], false))
}

recovery_path := ["point_in_time_recovery", 0, "enabled"]

restorable(table, given) := infra.attests(table, recovery_path, "can be restored to a point in time") if {
	infra.yes(given)
	tolerates(300)
}

restorable(table, given) := infra.contradicts(table, recovery_path, message, help) if {
	infra.no(given)
	not input.index.resources.aws_backup_selection
	message := "cannot be restored to a point in time"
	help := "add point_in_time_recovery { enabled = true }"
}

restorable(table, given) := infra.undecided(table, recovery_path, given["(unknown)"]) if infra.unknown(given)

# METADATA
# title: A deleted database leaves something behind
# description: >-
#   A database is protected against deletion, or leaves a last snapshot. One that is neither, and keeps
#   no automatic backups after its end, contradicts.
# custom:
#   id: aws/database-deletion
#   expectations: [9.7/data-recovery]
#   resources: [aws_db_instance, aws_rds_cluster, aws_docdb_cluster, aws_neptune_cluster]
#   why: One plan that replaces the database, approved without a second look, deletes it with its backups.
#   help: write deletion_protection = true and skip_final_snapshot = false
#   references: [https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_instance]
database_deletion contains statement if {
	some type in deletable
	some database in input.index.resources[type]
	infra.yes(database.values.deletion_protection)
	statement := infra.attests(database, ["deletion_protection"], "is protected against deletion")
}

database_deletion contains statement if {
	some type in deletable
	some database in input.index.resources[type]
	not database.values.replicate_source_db
	infra.yes(database.values.skip_final_snapshot)
	infra.no(infra.get(database, ["deletion_protection"], false))
	infra.yes(infra.get(database, ["delete_automated_backups"], true))
	message := "leaves nothing behind when it is deleted"
	help := "write deletion_protection = true and skip_final_snapshot = false"
	statement := infra.contradicts(database, ["skip_final_snapshot"], message, help)
}

database_deletion contains statement if {
	some type in deletable
	some database in input.index.resources[type]
	some attribute in ["deletion_protection", "skip_final_snapshot"]
	not infra.yes(object.get(database.values, "deletion_protection", false))
	some reason in infra_aws.reasons(object.get(database.values, attribute, ""))
	statement := infra.undecided(database, [attribute], reason)
}

deletable := ["aws_db_instance", "aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster"]

# METADATA
# title: Backup plans are as frequent as the recovery point asks
# description: >-
#   A rule of a plan of AWS Backup backs up continuously, or at least as often as the recovery point of
#   the SLA says. Where the SLA states none, a rule attests whatever its rhythm; where another rule is
#   frequent enough, or a database restores to a point in time by itself, a rare one is passed over.
# custom:
#   id: aws/backup-plan
#   expectations: [9.7/data-recovery]
#   resources: [aws_backup_plan]
#   why: A promise to lose at most an hour is broken by backups that are made once a day.
#   help: write enable_continuous_backup = true, or a schedule such as "cron(0 * * * ? *)"
#   references: [https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/backup_plan]
backup_plan contains statement if {
	some plan in input.index.resources.aws_backup_plan
	some rule in infra_aws.blocks(plan, "rule")
	not infra.yes(object.get(rule.values, "enable_continuous_backup", false))
	path := ["rule", rule.at, "schedule"]
	statement := frequent(plan, path, infra.get(plan, path, null))
}

backup_plan contains statement if {
	some plan in input.index.resources.aws_backup_plan
	some rule in infra_aws.blocks(plan, "rule")
	infra.yes(rule.values.enable_continuous_backup)
	path := ["rule", rule.at, "enable_continuous_backup"]
	statement := infra.attests(plan, path, "backs up continuously")
}

frequent(plan, path, rhythm) := infra.attests(plan, path, "backs up as often as is promised") if {
	tolerates(interval(rhythm))
}

frequent(plan, path, rhythm) := infra.contradicts(plan, path, message, help) if {
	not tolerates(interval(rhythm))
	not recovered_otherwise
	message := sprintf("backs up every %v hours, but at most %v minutes may be lost", [
		interval(rhythm) / 3600,
		floor(input.index.sla.recovery_point / 60),
	])
	help := "write enable_continuous_backup = true, or a schedule such as \"cron(0 * * * ? *)\""
}

frequent(plan, path, rhythm) := infra.undecided(plan, path, rhythm["(unknown)"]) if infra.unknown(rhythm)

# Another rule may be more frequent, and what restores to a point in time needs the plan only to keep
# copies for long.
recovered_otherwise if {
	some plan in input.index.resources.aws_backup_plan
	some rule in infra_aws.blocks(plan, "rule")
	tolerates(interval(object.get(rule.values, "schedule", null)))
}

recovered_otherwise if {
	some plan in input.index.resources.aws_backup_plan
	some rule in infra_aws.blocks(plan, "rule")
	infra.yes(rule.values.enable_continuous_backup)
}

recovered_otherwise if {
	some table in input.index.resources.aws_dynamodb_table
	infra.yes(infra.get(table, recovery_path, false))
}

recovered_otherwise if {
	some type in ["aws_db_instance", "aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster"]
	some database in input.index.resources[type]
	infra_aws.number(infra.get(database, ["backup_retention_period"], backups[type].absent)) > 0
}

# The seconds from one backup to the next. AWS Backup runs at 5 o'clock every day where nothing is written.
interval(null) := 86400

interval(expression) := schedule.interval(expression) if is_string(expression)

interval(expression) := rates[expression]

rates := {"rate(1 hour)": 3600, "rate(1 day)": 86400}

# METADATA
# title: Data stores go on in a second zone
# description: >-
#   Databases, caches, search domains and brokers have a second node in another zone that takes over. A
#   replica of an instance in the same code counts as one.
# custom:
#   id: aws/second-zone
#   expectations: [9.11/recovery-redundancy]
#   resources: [aws_db_instance, aws_elasticache_replication_group, aws_opensearch_domain, aws_mq_broker]
#   why: When the one zone fails, or only the one machine, the service is down until a backup is restored.
#   help: >-
#     write multi_az = true; for ElastiCache automatic_failover_enabled = true, for OpenSearch
#     zone_awareness_enabled = true, for MQ deployment_mode = "ACTIVE_STANDBY_MULTI_AZ"
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_instance
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/elasticache_replication_group
second_zone contains statement if {
	some type, path in zone_paths
	some store in input.index.resources[type]
	not belongs_elsewhere(store)
	words := {
		"yes": "has a second node that takes over",
		"no": "has no second node that takes over",
		"help": sprintf("write %s = true", [path[count(path) - 1]]),
	}
	statement := infra.truth(store, path, false, words)
}

second_zone contains statement if {
	some broker in input.index.resources.aws_mq_broker
	words := {
		"yes": "has a second node that takes over",
		"no": "has no second node that takes over",
		"help": "write deployment_mode = \"ACTIVE_STANDBY_MULTI_AZ\"",
	}
	modes := {"ACTIVE_STANDBY_MULTI_AZ", "CLUSTER_MULTI_AZ"}
	statement := infra.among(broker, ["deployment_mode"], "SINGLE_INSTANCE", modes, words)
}

zone_paths := {
	"aws_db_instance": ["multi_az"],
	"aws_elasticache_replication_group": ["automatic_failover_enabled"],
	"aws_opensearch_domain": ["cluster_config", 0, "zone_awareness_enabled"],
}

belongs_elsewhere(store) if store.values.replicate_source_db

belongs_elsewhere(store) if store.values.global_replication_group_id

belongs_elsewhere(store) if of_a_cluster(store)

belongs_elsewhere(store) if {
	some replica in input.index.resources.aws_db_instance
	infra_aws.linked(replica, "replicate_source_db", store, ["identifier"])
}
