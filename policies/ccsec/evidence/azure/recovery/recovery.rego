# METADATA
# title: Backups and standbys of Azure
# description: What Terraform says of how databases and machines come back.
package ccsec.evidence.azure.recovery

import data.ccsec.lib.infra
import data.ccsec.lib.infra_clouds

# METADATA
# title: Databases are backed up as often as the SLA says
# description: The time between two backups of a database is no longer than sla.recovery_point.
# custom:
#   id: azure/database-backups
#   expectations: [9.7/data-recovery]
#   resources:
#     - azurerm_cosmosdb_account
#     - azurerm_postgresql_flexible_server
#     - azurerm_mysql_flexible_server
#   why: >-
#     What was written since the last backup is lost with the database. Cosmos DB takes one in four
#     hours unless told otherwise, whatever recovery point was promised.
#   help: write backup { type = "Continuous" }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/cosmosdb_account
#     - https://learn.microsoft.com/azure/cosmos-db/continuous-backup-restore-introduction
database_backups contains statement if {
	some account in input.index.resources.azurerm_cosmosdb_account
	infra.get(account, ["backup", 0, "type"], "Periodic") == "Continuous"
	statement := infra.attests(account, ["backup", 0, "type"], "is backed up without a break")
}

database_backups contains statement if {
	some account in periodic
	minutes(account) * 60 > input.index.sla.recovery_point
	statement := infra.contradicts(
		account, ["backup", 0, "interval_in_minutes"],
		sprintf("is backed up every %v minutes, less often than sla.recovery_point", [minutes(account)]),
		"write backup { type = \"Continuous\" }",
	)
}

database_backups contains statement if {
	some account in periodic
	minutes(account) * 60 <= input.index.sla.recovery_point
	statement := infra.attests(
		account, ["backup", 0, "interval_in_minutes"],
		sprintf("is backed up every %v minutes", [minutes(account)]),
	)
}

database_backups contains statement if {
	some account in input.index.resources.azurerm_cosmosdb_account
	some value in infra.open_values(account, ["backup", 0, "type"])
	statement := infra.undecided(account, ["backup"], value["(unknown)"])
}

database_backups contains statement if {
	some account in periodic
	some value in infra.open_values(account, ["backup", 0, "interval_in_minutes"])
	statement := infra.undecided(account, ["backup"], value["(unknown)"])
}

# The logs of these servers are kept every five minutes, which cannot be turned off.
database_backups contains statement if {
	some type in {"azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server"}
	some server in input.index.resources[type]
	input.index.sla.recovery_point >= 300
	statement := infra.attests(server, [], "can be taken back to any point in time, as Azure provides")
}

periodic contains account if {
	some account in input.index.resources.azurerm_cosmosdb_account
	infra.get(account, ["backup", 0, "type"], "Periodic") == "Periodic"
}

minutes(account) := infra_clouds.number(infra.get(account, ["backup", 0, "interval_in_minutes"], 240))

# METADATA
# title: Databases stand in two zones
# description: A database server has a standby in another zone, or a copy elsewhere.
# custom:
#   id: azure/database-redundancy
#   expectations: [9.11/recovery-redundancy]
#   resources:
#     - azurerm_postgresql_flexible_server
#     - azurerm_mysql_flexible_server
#     - azurerm_mssql_database
#     - azurerm_cosmosdb_account
#   why: >-
#     A server in one zone stops with that zone, and stays away until the zone, or a restored backup,
#     is there.
#   help: >-
#     write high_availability { mode = "ZoneRedundant" }, for SQL Database and Cosmos DB
#     zone_redundant = true
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/postgresql_flexible_server
#     - https://learn.microsoft.com/azure/reliability/availability-zones-overview
database_redundancy contains statement if {
	some type in {"azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server"}
	some server in input.index.resources[type]
	infra.get(server, ["create_mode"], "Default") == "Default"
	not replicated(server)
	statement := infra.among(server, ["high_availability", 0, "mode"], "none", {"ZoneRedundant"}, {
		"yes": "has a standby in another zone",
		"no": "has no standby in another zone",
		"help": "write high_availability { mode = \"ZoneRedundant\" }",
	})
}

# Whether databases that say nothing are redundant depends on their tier.
database_redundancy contains statement if {
	some database in input.index.resources.azurerm_mssql_database
	infra.get(database, ["zone_redundant"], null) != null
	not grouped(database)
	statement := infra.truth(database, ["zone_redundant"], false, {
		"yes": "has replicas in several zones",
		"no": "has all its replicas in one zone",
		"help": "write zone_redundant = true",
	})
}

database_redundancy contains statement if {
	some account in input.index.resources.azurerm_cosmosdb_account
	places := infra_clouds.blocks(account, ["geo_location"])
	count(places) > 1
	statement := infra.attests(account, ["geo_location"], "has copies in several regions")
}

database_redundancy contains statement if {
	some account in input.index.resources.azurerm_cosmosdb_account
	count(infra_clouds.blocks(account, ["geo_location"])) == 1
	statement := infra.truth(account, ["geo_location", 0, "zone_redundant"], false, {
		"yes": "has replicas in several zones",
		"no": "has all its replicas in one zone",
		"help": "write zone_redundant = true in geo_location, or add a second geo_location",
	})
}

replicated(server) if {
	some copy in input.index.resources[server.type]
	copy.values.create_mode == "Replica"
	infra.points_at(copy, "source_server_id", server, [])
}

grouped(database) if {
	some group in input.index.resources.azurerm_mssql_failover_group
	infra.points_at(group, "databases", database, [])
}

# METADATA
# title: Backups survive a mistake and a region
# description: Vaults keep deleted backups, and keep backups beyond one data centre.
# custom:
#   id: azure/backup-vaults
#   expectations: [9.7/data-recovery]
#   resources: [azurerm_recovery_services_vault, azurerm_data_protection_backup_vault]
#   why: >-
#     Who extorts deletes the backups first. Where a deleted backup is gone at once, or lay beside what
#     it was to save, nothing comes back.
#   help: write storage_mode_type = "GeoRedundant" and leave soft_delete out
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/recovery_services_vault
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/data_protection_backup_vault
backup_vaults contains statement if {
	some vault in input.index.resources.azurerm_recovery_services_vault
	statement := infra.among(
		vault, ["storage_mode_type"], "GeoRedundant", {"GeoRedundant", "ZoneRedundant"},
		redundancy("storage_mode_type"),
	)
}

backup_vaults contains statement if {
	some vault in input.index.resources.azurerm_data_protection_backup_vault
	statement := infra.among(
		vault, ["redundancy"], null, {"GeoRedundant", "ZoneRedundant"},
		redundancy("redundancy"),
	)
}

backup_vaults contains statement if {
	some vault in input.index.resources.azurerm_data_protection_backup_vault
	statement := infra_clouds.sorted(
		vault, ["soft_delete"], "On", {"accepted": {"On", "AlwaysOn"}, "refused": {"Off"}},
		{
			"yes": "keeps deleted backups for a while",
			"no": "keeps no deleted backups",
			"help": "write soft_delete = \"AlwaysOn\"",
		},
	)
}

redundancy(key) := {
	"yes": "keeps backups beyond one data centre",
	"no": "keeps backups in one data centre",
	"help": sprintf("write %s = \"GeoRedundant\"", [key]),
}

# METADATA
# title: Databases run versions that are still mended
# description: The version of a database server has not been given up by its makers.
# custom:
#   id: azure/database-versions
#   expectations: [9.14/supplier-continuity]
#   resources: [azurerm_postgresql_flexible_server, azurerm_mysql_flexible_server]
#   why: >-
#     For a version whose makers have stopped, flaws that become known stay open.
#   help: write version = "18", for MySQL version = "8.4"
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/postgresql_flexible_server
#     - https://learn.microsoft.com/azure/postgresql/configure-maintain/concepts-version-policy
database_versions contains statement if {
	some type, values in versions
	some server in input.index.resources[type]
	statement := infra_clouds.sorted(server, ["version"], null, values, {
		"yes": "runs a version that is still mended",
		"no": "runs a version that its makers no longer mend",
		"help": sprintf("write version = %q", [values.newest]),
	})
}

versions := {
	"azurerm_postgresql_flexible_server": {
		"accepted": {"15", "16", "17", "18", 15, 16, 17, 18},
		"refused": {"11", "12", "13", 11, 12, 13},
		"newest": "18",
	},
	"azurerm_mysql_flexible_server": {"accepted": {"8.4"}, "refused": {"5.7"}, "newest": "8.4"},
}
