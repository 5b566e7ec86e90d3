# METADATA
# title: Databases
# description: What Terraform says of RDS, Aurora, DocumentDB, Neptune, Redshift and DynamoDB.
package ccsec.evidence.aws.databases

import data.ccsec.lib.infra
import data.ccsec.lib.infra_aws

# METADATA
# title: Databases are encrypted
# description: >-
#   The storage of a database is encrypted. DynamoDB always is. Where nothing is written for Aurora or
#   Redshift it depends on when the cluster was made; what is restored from a snapshot, or copies another
#   database, has its encryption from there: all of these are passed over.
# custom:
#   id: aws/database-encryption
#   expectations: [9.7/encryption-at-rest]
#   resources:
#     - aws_db_instance
#     - aws_rds_cluster
#     - aws_docdb_cluster
#     - aws_neptune_cluster
#     - aws_redshift_cluster
#     - aws_dynamodb_table
#   why: Snapshots and disks of a database that is not encrypted can be read by whoever gets hold of them.
#   help: write storage_encrypted = true; for Redshift write encrypted = true
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_instance
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/rds_cluster
database_encryption contains statement if {
	some type in ["aws_db_instance", "aws_docdb_cluster", "aws_neptune_cluster"]
	some database in input.index.resources[type]
	not copied(database)
	not aurora(database)
	statement := infra.truth(database, ["storage_encrypted"], false, encryption("storage_encrypted"))
}

# A cluster of Aurora made before February 2026 is encrypted only if that is written.
database_encryption contains statement if {
	some database in input.index.resources.aws_rds_cluster
	not copied(database)
	absent := {true: null, false: false}[is_aurora(database)]
	statement := infra.truth(database, ["storage_encrypted"], absent, encryption("storage_encrypted"))
}

database_encryption contains statement if {
	some warehouse in input.index.resources.aws_redshift_cluster
	not copied(warehouse)
	statement := infra.truth(warehouse, ["encrypted"], null, encryption("encrypted"))
}

database_encryption contains statement if {
	some table in input.index.resources.aws_dynamodb_table
	statement := infra.attests(table, ["server_side_encryption"], "is encrypted, as every table is")
}

encryption(attribute) := {
	"yes": "is encrypted",
	"no": "is not encrypted",
	"help": sprintf("write %s = true", [attribute]),
}

copied(database) if {
	some source in [
		"replicate_source_db",
		"snapshot_identifier",
		"snapshot_arn",
		"replication_source_identifier",
		"global_cluster_identifier",
		"restore_to_point_in_time",
	]
	database.values[source]
}

aurora(database) if {
	is_string(database.values.engine)
	startswith(database.values.engine, "aurora")
}

is_aurora(database) if aurora(database)

is_aurora(database) := false if not aurora(database)

# METADATA
# title: Databases are not reachable from the internet
# description: No database has an address on the internet.
# custom:
#   id: aws/database-exposure
#   expectations: [9.6/border-access-control]
#   resources:
#     - aws_db_instance
#     - aws_rds_cluster_instance
#     - aws_redshift_cluster
#     - aws_redshiftserverless_workgroup
#     - aws_mq_broker
#   why: A public address leaves a security group and a password as all that stands before the data.
#   help: write publicly_accessible = false
#   references: [https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_instance]
database_exposure contains statement if {
	some type in [
		"aws_db_instance",
		"aws_rds_cluster_instance",
		"aws_redshift_cluster",
		"aws_redshiftserverless_workgroup",
		"aws_mq_broker",
	]
	some database in input.index.resources[type]
	given := infra.get(database, ["publicly_accessible"], false)
	statement := exposed(database, given)
}

exposed(database, given) := infra.contradicts(database, ["publicly_accessible"], message, help) if {
	infra.yes(given)
	message := "has an address on the internet"
	help := "write publicly_accessible = false"
}

exposed(database, given) := infra.attests(database, ["publicly_accessible"], "has no address on the internet") if {
	infra.no(given)
}

exposed(database, given) := infra.undecided(database, ["publicly_accessible"], given["(unknown)"]) if {
	infra.unknown(given)
}

# METADATA
# title: Databases insist on TLS
# description: A parameter group that sets whether connections must be encrypted sets that they must.
# custom:
#   id: aws/database-tls
#   expectations: [9.6/secure-communication]
#   resources:
#     - aws_db_parameter_group
#     - aws_rds_cluster_parameter_group
#     - aws_docdb_cluster_parameter_group
#     - aws_redshift_parameter_group
#   why: A client that forgets about TLS sends its password and the data in the clear, and nobody notices.
#   help: 'write value = "1" for rds.force_ssl, "ON" for require_secure_transport, "enabled" for tls'
#   references:
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_parameter_group
database_tls contains statement if {
	some type in [
		"aws_db_parameter_group",
		"aws_rds_cluster_parameter_group",
		"aws_docdb_cluster_parameter_group",
		"aws_redshift_parameter_group",
	]
	some group in input.index.resources[type]
	some parameter in infra_aws.blocks(group, "parameter")
	parameter.values.name in {"rds.force_ssl", "require_secure_transport", "tls", "require_ssl"}
	given := infra.get(group, ["parameter", parameter.at, "value"], null)
	statement := insisting(group, ["parameter", parameter.at, "value"], given)
}

insisting(group, path, given) := infra.attests(group, path, "insists on TLS") if {
	lower(sprintf("%v", [given])) in {"1", "on", "true", "enabled", "tls1.2+", "tls1.3+", "fips-140-3"}
}

insisting(group, path, given) := infra.contradicts(group, path, "accepts connections without TLS", help) if {
	lower(sprintf("%v", [given])) in {"0", "off", "false", "disabled"}
	help := "write value = \"1\" for rds.force_ssl, \"ON\" for require_secure_transport, \"enabled\" for tls"
}

insisting(group, path, given) := infra.undecided(group, path, given["(unknown)"]) if infra.unknown(given)

# METADATA
# title: No password of a database stands in the code
# description: >-
#   The master password is made and kept by Secrets Manager. One that is written in the code, or is the
#   default of a variable, contradicts; about one that comes from elsewhere nothing is said.
# custom:
#   id: aws/database-password
#   expectations: [9.7/key-management]
#   resources: [aws_db_instance, aws_rds_cluster, aws_docdb_cluster, aws_redshift_cluster]
#   why: >-
#     Whoever reads the repository, or any copy of it ever made, has the password, and it cannot be
#     changed without changing the code.
#   help: write manage_master_user_password = true in place of the password
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_instance
#     - https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
database_password contains statement if {
	some type in secret_types
	some database in input.index.resources[type]
	some attribute in ["manage_master_user_password", "manage_master_password"]
	infra.yes(database.values[attribute])
	statement := infra.attests(database, [attribute], "has its password from Secrets Manager")
}

database_password contains statement if {
	some type in secret_types
	some database in input.index.resources[type]
	some attribute in ["password", "master_password", "password_wo", "master_password_wo"]
	is_string(database.values[attribute])
	database.values[attribute] != ""
	help := "write manage_master_user_password = true in place of the password"
	statement := infra.contradicts(database, [attribute], "has its password in the code", help)
}

database_password contains statement if {
	some type in secret_types
	some database in input.index.resources[type]
	some attribute in ["manage_master_user_password", "manage_master_password"]
	some reason in infra_aws.reasons(object.get(database.values, attribute, ""))
	statement := infra.undecided(database, [attribute], reason)
}

secret_types := ["aws_db_instance", "aws_rds_cluster", "aws_docdb_cluster", "aws_redshift_cluster"]

# METADATA
# title: Engines take minor versions by themselves
# description: Minor versions of database engines, caches and brokers are applied in the maintenance window.
# custom:
#   id: aws/minor-upgrades
#   expectations: [9.9/patch-management]
#   resources:
#     - aws_db_instance
#     - aws_rds_cluster_instance
#     - aws_neptune_cluster_instance
#     - aws_elasticache_replication_group
#     - aws_memorydb_cluster
#     - aws_mq_broker
#     - aws_redshift_cluster
#   why: Minor versions carry the corrections of known flaws, and engines that nobody upgrades keep the flaws.
#   help: write auto_minor_version_upgrade = true; for Redshift write allow_version_upgrade = true
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_instance
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/mq_broker
minor_upgrades contains statement if {
	some type, absent in upgraded_by_default
	some engine in input.index.resources[type]
	attribute := object.get({"aws_redshift_cluster": "allow_version_upgrade"}, type, "auto_minor_version_upgrade")
	words := {
		"yes": "takes minor versions by itself",
		"no": "takes no minor version by itself",
		"help": sprintf("write %s = true", [attribute]),
	}
	statement := infra.truth(engine, [attribute], absent, words)
}

upgraded_by_default := {
	"aws_db_instance": true,
	"aws_rds_cluster_instance": true,
	"aws_neptune_cluster_instance": true,
	"aws_elasticache_replication_group": true,
	"aws_memorydb_cluster": true,
	"aws_mq_broker": false,
	"aws_redshift_cluster": true,
}
