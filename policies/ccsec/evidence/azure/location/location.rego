# METADATA
# title: Where data lies in Azure
# description: The regions that Terraform names, against the countries that the descriptor allows.
package ccsec.evidence.azure.location

import data.ccsec.lib.infra
import data.ccsec.lib.infra_clouds

# METADATA
# title: Data lies in the countries that are allowed
# description: What stores data lies in a region of one of data.jurisdictions.
# custom:
#   id: azure/data-location
#   expectations: [9.7/data-location]
#   resources:
#     - azurerm_storage_account
#     - azurerm_managed_disk
#     - azurerm_mssql_server
#     - azurerm_postgresql_flexible_server
#     - azurerm_mysql_flexible_server
#     - azurerm_cosmosdb_account
#     - azurerm_redis_cache
#     - azurerm_servicebus_namespace
#     - azurerm_eventhub_namespace
#     - azurerm_log_analytics_workspace
#     - azurerm_recovery_services_vault
#     - azurerm_data_protection_backup_vault
#   why: >-
#     In a country that was not agreed on, other law decides who may demand the data, and the promise
#     about where it lies is broken.
#   help: choose a location in one of data.jurisdictions, or add the country there
#   references: [https://learn.microsoft.com/azure/reliability/regions-list]
data_location contains statement if {
	some type in stores
	some store in input.index.resources[type]
	country := infra_clouds.azure_country(store)
	statement := infra_clouds.placed(store, ["location"], country, infra_clouds.stated)
}

data_location contains statement if {
	count(infra_clouds.stated) > 0
	some type in stores
	some store in input.index.resources[type]
	infra.unknown(store.values.location)
	not infra_clouds.azure_place(store)
	statement := infra.undecided(store, ["location"], store.values.location["(unknown)"])
}

# The regions that a Cosmos DB account is copied to.
data_location contains statement if {
	some account in input.index.resources.azurerm_cosmosdb_account
	some position, copy in infra_clouds.blocks(account, ["geo_location"])
	country := infra_clouds.azure_country({"values": copy})
	statement := infra_clouds.placed(account, ["geo_location", position, "location"], country, infra_clouds.stated)
}

stores := {
	"azurerm_storage_account", "azurerm_managed_disk", "azurerm_mssql_server",
	"azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server", "azurerm_cosmosdb_account",
	"azurerm_redis_cache", "azurerm_servicebus_namespace", "azurerm_eventhub_namespace",
	"azurerm_log_analytics_workspace", "azurerm_recovery_services_vault",
	"azurerm_data_protection_backup_vault",
}

# METADATA
# title: Copies in paired regions stay in the countries that are allowed
# description: >-
#   Storage that is replicated to the paired region does not leave data.jurisdictions by that.
# custom:
#   id: azure/paired-region
#   expectations: [9.7/data-location]
#   resources: [azurerm_storage_account]
#   why: >-
#     Geo-redundant storage is copied to a region that Azure has fixed. For West Europe that is Ireland,
#     for Brazil South the United States: the data leaves the country by a setting that says nothing of it.
#   help: >-
#     write account_replication_type = "ZRS", which stays in the region, or add the country to
#     data.jurisdictions
#   references:
#     - https://learn.microsoft.com/azure/reliability/regions-paired
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/storage_account
paired_region contains statement if {
	some account in input.index.resources.azurerm_storage_account
	account.values.account_replication_type in beyond
	country := abroad[infra_clouds.azure_place(account)]
	not country in infra_clouds.stated
	statement := infra.contradicts(
		account, ["account_replication_type"],
		sprintf("is copied to %s, which data.jurisdictions leaves out", [country]),
		"write account_replication_type = \"ZRS\"",
	)
}

paired_region contains statement if {
	some account in input.index.resources.azurerm_storage_account
	account.values.account_replication_type in beyond
	country := paired_country(account)
	country in infra_clouds.stated
	statement := infra.attests(account, ["account_replication_type"], sprintf("is copied within %s", [country]))
}

paired_region contains statement if {
	some account in input.index.resources.azurerm_storage_account
	account.values.account_replication_type in {"LRS", "ZRS"}
	statement := infra.attests(account, ["account_replication_type"], "stays in its region")
}

paired_region contains statement if {
	some account in input.index.resources.azurerm_storage_account
	type := account.values.account_replication_type
	infra.unknown(type)
	statement := infra.undecided(account, ["account_replication_type"], type["(unknown)"])
}

beyond := {"GRS", "RAGRS", "GZRS", "RAGZRS"}

paired_country(account) := abroad[infra_clouds.azure_place(account)]

paired_country(account) := infra_clouds.azure_country(account) if {
	not abroad[infra_clouds.azure_place(account)]
}

# The country of the paired region, where it is another one.
abroad := {
	"westeurope": "IE", "northeurope": "NL", "eastasia": "SG", "southeastasia": "HK", "brazilsouth": "US",
}
