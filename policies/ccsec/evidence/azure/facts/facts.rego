# METADATA
# title: What code for Azure shows of a service
# description: Facts of the descriptor that Terraform gives away.
package ccsec.evidence.azure.facts

import data.ccsec.lib.infra
import data.ccsec.lib.infra_clouds

# METADATA
# title: What the service runs on
# description: Virtual machines, containers and functions that the code makes.
# custom:
#   id: azure/compute
#   facts: [service.compute]
#   resources:
#     - azurerm_linux_virtual_machine
#     - azurerm_windows_virtual_machine
#     - azurerm_linux_virtual_machine_scale_set
#     - azurerm_windows_virtual_machine_scale_set
#     - azurerm_orchestrated_virtual_machine_scale_set
#     - azurerm_kubernetes_cluster
#     - azurerm_container_group
#     - azurerm_container_app
#     - azurerm_linux_function_app
#     - azurerm_windows_function_app
#     - azurerm_function_app_flex_consumption
#   why: >-
#     Threats to virtual machines, containers and functions are left out of account where the
#     descriptor does not name them.
#   help: name it in service.compute
#   references: [https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs]
compute contains statement if {
	some type, kind in kinds
	some resource in input.index.resources[type]
	statement := infra.shows(resource, [], "service.compute", kind, sprintf("is a %s", [names[kind]]))
}

kinds := {
	"azurerm_linux_virtual_machine": "virtual-machine",
	"azurerm_windows_virtual_machine": "virtual-machine",
	"azurerm_linux_virtual_machine_scale_set": "virtual-machine",
	"azurerm_windows_virtual_machine_scale_set": "virtual-machine",
	"azurerm_orchestrated_virtual_machine_scale_set": "virtual-machine",
	"azurerm_kubernetes_cluster": "container",
	"azurerm_container_group": "container",
	"azurerm_container_app": "container",
	"azurerm_linux_function_app": "function",
	"azurerm_windows_function_app": "function",
	"azurerm_function_app_flex_consumption": "function",
}

names := {
	"virtual-machine": "virtual machine",
	"container": "home of containers",
	"function": "function",
}

# METADATA
# title: What faces the internet
# description: Gateways, load balancers, front doors and apps that the internet reaches.
# custom:
#   id: azure/exposure
#   facts: [service.exposure]
#   resources:
#     - azurerm_application_gateway
#     - azurerm_cdn_frontdoor_endpoint
#     - azurerm_linux_web_app
#     - azurerm_windows_web_app
#     - azurerm_linux_function_app
#     - azurerm_windows_function_app
#   why: >-
#     A service that calls itself internal and is reached from the internet leaves the threats from
#     there unanswered.
#   help: write exposure = "internet" in [service], or close the way in
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_web_app
exposure contains statement if {
	some gateway in input.index.resources.azurerm_application_gateway
	some position, front in infra_clouds.blocks(gateway, ["frontend_ip_configuration"])
	front.public_ip_address_id
	statement := infra.shows(
		gateway, ["frontend_ip_configuration", position, "public_ip_address_id"],
		"service.exposure", "internet", "has an address on the internet",
	)
}

exposure contains statement if {
	some endpoint in input.index.resources.azurerm_cdn_frontdoor_endpoint
	infra.yes(infra.get(endpoint, ["enabled"], true))
	statement := infra.shows(endpoint, [], "service.exposure", "internet", "faces the internet")
}

exposure contains statement if {
	some type in {
		"azurerm_linux_web_app", "azurerm_windows_web_app",
		"azurerm_linux_function_app", "azurerm_windows_function_app",
	}
	some app in input.index.resources[type]
	infra.yes(infra.get(app, ["public_network_access_enabled"], true))
	infra.get(app, ["site_config", 0, "ip_restriction"], []) == []
	infra.get(app, ["site_config", 0, "ip_restriction_default_action"], "Allow") == "Allow"
	statement := infra.shows(app, [], "service.exposure", "internet", "faces the internet")
}

# METADATA
# title: What stores data
# description: Storage accounts, disks and databases that the code makes.
# custom:
#   id: azure/stored
#   facts: [data.stored]
#   resources:
#     - azurerm_storage_account
#     - azurerm_managed_disk
#     - azurerm_mssql_database
#     - azurerm_postgresql_flexible_server
#     - azurerm_mysql_flexible_server
#     - azurerm_cosmosdb_account
#   why: What is said to store no data is asked for no encryption, no recovery and no deletion.
#   help: write stored = true in [data]
#   references: [https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs]
stored contains statement if {
	some type in {
		"azurerm_storage_account", "azurerm_managed_disk", "azurerm_mssql_database",
		"azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server", "azurerm_cosmosdb_account",
	}
	some store in input.index.resources[type]
	statement := infra.shows(store, [], "data.stored", true, "stores data")
}

# METADATA
# title: Where data lies
# description: Countries of the regions in which the code stores data.
# custom:
#   id: azure/jurisdiction
#   facts: [data.jurisdictions]
#   resources:
#     - azurerm_storage_account
#     - azurerm_managed_disk
#     - azurerm_mssql_server
#     - azurerm_postgresql_flexible_server
#     - azurerm_mysql_flexible_server
#     - azurerm_cosmosdb_account
#   why: Where data lies decides which law applies to it.
#   help: name the country in data.jurisdictions
#   references: [https://learn.microsoft.com/azure/reliability/regions-list]
jurisdiction contains statement if {
	some type in {
		"azurerm_storage_account", "azurerm_managed_disk", "azurerm_mssql_server",
		"azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server", "azurerm_cosmosdb_account",
	}
	some store in input.index.resources[type]
	country := infra_clouds.azure_country(store)
	statement := infra.shows(store, ["location"], "data.jurisdictions", country, sprintf("lies in %s", [country]))
}
