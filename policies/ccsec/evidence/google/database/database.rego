# METADATA
# title: Databases of Google Cloud
# description: What Terraform says of Cloud SQL and Memorystore.
package ccsec.evidence.google.database

import data.ccsec.lib.infra
import data.ccsec.lib.infra_clouds

# METADATA
# title: Databases are closed to the internet
# description: No network of the whole world is authorized for a Cloud SQL instance.
# custom:
#   id: google/database-networks
#   expectations: [9.6/border-access-control]
#   resources: [google_sql_database_instance]
#   why: >-
#     A database that every address reaches is one guessed or leaked password away from being read.
#   help: write ipv4_enabled = false and private_network, or name the networks that need it
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/sql_database_instance
#     - https://cloud.google.com/sql/docs/mysql/authorize-networks
database_networks contains statement if {
	some instance in input.index.resources.google_sql_database_instance
	infra.no(infra.get(instance, ip_path("ipv4_enabled"), true))
	statement := infra.attests(instance, ip_path("ipv4_enabled"), "has no public address")
}

database_networks contains statement if {
	some instance in input.index.resources.google_sql_database_instance
	value := infra.get(instance, ip_path("ipv4_enabled"), true)
	infra.unknown(value)
	statement := infra.undecided(instance, ip_path("ipv4_enabled"), value["(unknown)"])
}

database_networks contains statement if {
	some instance in input.index.resources.google_sql_database_instance
	infra.yes(infra.get(instance, ip_path("ipv4_enabled"), true))
	some position, network in infra_clouds.blocks(instance, ip_path("authorized_networks"))
	network.value in infra_clouds.world
	statement := infra.contradicts(
		instance, array.concat(ip_path("authorized_networks"), [position, "value"]),
		sprintf("lets %s in", [network.value]),
		"name the networks that need it, or write ipv4_enabled = false",
	)
}

ip_path(key) := ["settings", 0, "ip_configuration", 0, key]

# METADATA
# title: Databases take encrypted connections alone
# description: Cloud SQL and Memorystore refuse connections without TLS.
# custom:
#   id: google/database-transport
#   expectations: [9.6/secure-communication]
#   resources: [google_sql_database_instance, google_redis_instance]
#   why: >-
#     On a connection that is not encrypted, passwords and rows can be read by everyone on the way.
#   help: >-
#     write ssl_mode = "ENCRYPTED_ONLY", for Redis transit_encryption_mode =
#     "SERVER_AUTHENTICATION"
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/sql_database_instance
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/redis_instance
database_transport contains statement if {
	some instance in input.index.resources.google_sql_database_instance
	instance.values.settings
	statement := infra.among(
		instance, ip_path("ssl_mode"), "ALLOW_UNENCRYPTED_AND_ENCRYPTED",
		{"ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"},
		{
			"yes": "takes encrypted connections alone",
			"no": "takes connections that are not encrypted",
			"help": "write ssl_mode = \"ENCRYPTED_ONLY\" in ip_configuration",
		},
	)
}

database_transport contains statement if {
	some instance in input.index.resources.google_redis_instance
	statement := infra.among(instance, ["transit_encryption_mode"], "DISABLED", {"SERVER_AUTHENTICATION"}, {
		"yes": "takes encrypted connections alone",
		"no": "takes connections that are not encrypted",
		"help": "write transit_encryption_mode = \"SERVER_AUTHENTICATION\"",
	})
}

# METADATA
# title: Databases are backed up as often as the SLA says
# description: >-
#   Cloud SQL backs itself up, and where the recovery point is below a day, can be taken back to
#   any point in time.
# custom:
#   id: google/database-backups
#   expectations: [9.7/data-recovery]
#   resources: [google_sql_database_instance]
#   why: >-
#     Backups are made once a day: without the logs in between, a day's work is lost, whatever
#     recovery point was promised.
#   help: >-
#     write backup_configuration { enabled = true, point_in_time_recovery_enabled = true }, for
#     MySQL binary_log_enabled = true
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/sql_database_instance
#     - https://cloud.google.com/sql/docs/postgres/backup-recovery/pitr
database_backups contains statement if {
	some instance in primaries
	statement := infra.truth(instance, backup_path("enabled"), false, {
		"yes": "is backed up",
		"no": "is not backed up",
		"help": "write backup_configuration { enabled = true }",
	})
}

database_backups contains statement if {
	some instance in primaries
	input.index.sla.recovery_point < 86400
	key := log_key(instance)
	infra.yes(infra.get(instance, backup_path("enabled"), false))
	statement := infra.truth(instance, backup_path(key), false, {
		"yes": "can be taken back to any point in time",
		"no": "is backed up once a day, less often than sla.recovery_point",
		"help": sprintf("write %s = true in backup_configuration", [key]),
	})
}

# Instances of their own: replicas are not backed up.
primaries contains instance if {
	some instance in input.index.resources.google_sql_database_instance
	instance.values.settings
	not instance.values.master_instance_name
}

# MySQL keeps a binary log; the others have a setting, which is on by default in the larger edition.
log_key(instance) := "binary_log_enabled" if startswith(version(instance), "MYSQL")

log_key(instance) := "point_in_time_recovery_enabled" if {
	not startswith(version(instance), "MYSQL")
	version(instance) != ""
	stated_log(instance)
}

stated_log(instance) if not infra.get(instance, backup_path("point_in_time_recovery_enabled"), null) == null

stated_log(instance) if infra.get(instance, ["settings", 0, "edition"], "") == "ENTERPRISE"

version(instance) := value if {
	value := instance.values.database_version
	is_string(value)
} else := ""

backup_path(key) := ["settings", 0, "backup_configuration", 0, key]

# METADATA
# title: Databases stand in two zones
# description: A Cloud SQL instance has a standby in another zone.
# custom:
#   id: google/database-redundancy
#   expectations: [9.11/recovery-redundancy]
#   resources: [google_sql_database_instance, google_redis_instance]
#   why: >-
#     An instance in one zone stops with that zone, and stays away until the zone, or a restored
#     backup, is there.
#   help: write availability_type = "REGIONAL", for Redis tier = "STANDARD_HA"
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/sql_database_instance
#     - https://cloud.google.com/sql/docs/mysql/high-availability
database_redundancy contains statement if {
	some instance in primaries
	statement := infra.among(instance, ["settings", 0, "availability_type"], "ZONAL", {"REGIONAL"}, {
		"yes": "has a standby in another zone",
		"no": "stands in one zone",
		"help": "write availability_type = \"REGIONAL\"",
	})
}

database_redundancy contains statement if {
	some instance in input.index.resources.google_redis_instance
	statement := infra.among(instance, ["tier"], "BASIC", {"STANDARD_HA"}, {
		"yes": "has a replica in another zone",
		"no": "stands in one zone",
		"help": "write tier = \"STANDARD_HA\"",
	})
}

# METADATA
# title: Databases run versions that are still mended
# description: The version of a Cloud SQL instance has not reached its end of life.
# custom:
#   id: google/database-versions
#   expectations: [9.14/supplier-continuity]
#   resources: [google_sql_database_instance]
#   why: >-
#     For a version whose makers have stopped, flaws that become known stay open.
#   help: write database_version = "POSTGRES_18" or "MYSQL_8_4"
#   references:
#     - https://cloud.google.com/sql/docs/db-versions
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/sql_database_instance
database_versions contains statement if {
	some instance in input.index.resources.google_sql_database_instance
	statement := infra_clouds.sorted(
		instance, ["database_version"], null,
		{"accepted": mended, "refused": ended},
		{
			"yes": "runs a version that is still mended",
			"no": "runs a version that its makers no longer mend",
			"help": "write database_version = \"POSTGRES_18\" or \"MYSQL_8_4\"",
		},
	)
}

mended := {
	"POSTGRES_15", "POSTGRES_16", "POSTGRES_17", "POSTGRES_18", "MYSQL_8_4", "SQLSERVER_2019_STANDARD",
	"SQLSERVER_2019_ENTERPRISE", "SQLSERVER_2022_STANDARD", "SQLSERVER_2022_ENTERPRISE",
}

# Versions that the projects behind them have given up; Google mends critical flaws in them for a fee.
ended := {
	"POSTGRES_9_6", "POSTGRES_10", "POSTGRES_11", "POSTGRES_12", "POSTGRES_13", "MYSQL_5_6", "MYSQL_5_7",
}
