# METADATA
# title: Databases of Azure
# description: >-
#   What Terraform says of who reaches SQL Database, PostgreSQL, MySQL, Cosmos DB and Redis, and
#   how.
package ccsec.evidence.azure.database

import data.ccsec.lib.infra
import data.ccsec.lib.infra_clouds

# METADATA
# title: Databases are closed to the internet
# description: No firewall rule opens a database server to every address, and public access is off.
# custom:
#   id: azure/database-firewall
#   expectations: [9.6/border-access-control]
#   resources:
#     - azurerm_mssql_server
#     - azurerm_mssql_firewall_rule
#     - azurerm_postgresql_flexible_server
#     - azurerm_postgresql_flexible_server_firewall_rule
#     - azurerm_mysql_flexible_server
#     - azurerm_mysql_flexible_server_firewall_rule
#     - azurerm_cosmosdb_account
#   why: >-
#     A database that every address reaches is one guessed or leaked password away from being read;
#     the rule from 0.0.0.0 to 0.0.0.0 lets in every machine that any customer of Azure runs.
#   help: write public_network_access_enabled = false and reach the database by a private endpoint
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/mssql_server
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/mssql_firewall_rule
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/cosmosdb_account
database_firewall contains statement if {
	some type in {"azurerm_mssql_server", "azurerm_postgresql_flexible_server", "azurerm_cosmosdb_account"}
	some server in input.index.resources[type]
	infra.no(server.values.public_network_access_enabled)
	statement := infra.attests(server, ["public_network_access_enabled"], "is closed to public networks")
}

database_firewall contains statement if {
	some type in {"azurerm_mssql_server", "azurerm_postgresql_flexible_server", "azurerm_cosmosdb_account"}
	some server in input.index.resources[type]
	value := server.values.public_network_access_enabled
	infra.unknown(value)
	statement := infra.undecided(server, ["public_network_access_enabled"], value["(unknown)"])
}

database_firewall contains statement if {
	some server in input.index.resources.azurerm_mysql_flexible_server
	server.values.public_network_access == "Disabled"
	statement := infra.attests(server, ["public_network_access"], "is closed to public networks")
}

database_firewall contains statement if {
	some type in {"azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server"}
	some server in input.index.resources[type]
	infra.present(server, ["delegated_subnet_id"], {"yes": "", "no": "", "help": ""}).effect == "attests"
	statement := infra.attests(server, ["delegated_subnet_id"], "lies in a network of its own")
}

database_firewall contains statement if {
	some type in {
		"azurerm_mssql_firewall_rule",
		"azurerm_postgresql_flexible_server_firewall_rule",
		"azurerm_mysql_flexible_server_firewall_rule",
	}
	some rule in input.index.resources[type]
	rule.values.start_ip_address == "0.0.0.0"
	who := strangers[rule.values.end_ip_address]
	statement := infra.contradicts(
		rule, ["end_ip_address"],
		sprintf("lets %s in", [who]),
		"name the addresses that need it, or reach the database by a private endpoint",
	)
}

database_firewall contains statement if {
	some account in input.index.resources.azurerm_cosmosdb_account
	infra.yes(infra.get(account, ["public_network_access_enabled"], true))
	infra.get(account, ["ip_range_filter"], []) in infra.empty
	infra.no(infra.get(account, ["is_virtual_network_filter_enabled"], false))
	statement := infra.contradicts(
		account, ["public_network_access_enabled"],
		"is open to every network",
		"write public_network_access_enabled = false, or name networks in ip_range_filter",
	)
}

strangers := {
	"255.255.255.255": "every address",
	"0.0.0.0": "every machine in Azure, of whatever customer,",
}

# METADATA
# title: Databases take encrypted connections alone
# description: Database servers refuse connections without TLS, and TLS older than 1.2.
# custom:
#   id: azure/database-transport
#   expectations: [9.6/secure-communication]
#   resources:
#     - azurerm_mssql_server
#     - azurerm_postgresql_flexible_server_configuration
#     - azurerm_mysql_flexible_server_configuration
#     - azurerm_redis_cache
#     - azurerm_managed_redis
#   why: >-
#     On a connection that is not encrypted, passwords and rows can be read by everyone on the way.
#   help: write minimum_tls_version = "1.2", and leave require_secure_transport on
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/mssql_server
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/redis_cache
database_transport contains statement if {
	some server in input.index.resources.azurerm_mssql_server
	statement := infra.among(server, ["minimum_tls_version"], "1.2", {"1.2", "1.3", 1.2, 1.3}, tls)
}

# The default of version 4 of the provider is 1.0, that of version 5 is 1.2.
database_transport contains statement if {
	some cache in input.index.resources.azurerm_redis_cache
	cache.values.minimum_tls_version
	statement := infra.among(cache, ["minimum_tls_version"], "1.2", {"1.2", "1.3", 1.2, 1.3}, tls)
}

database_transport contains statement if {
	some cache in input.index.resources.azurerm_redis_cache
	some key in {"non_ssl_port_enabled", "enable_non_ssl_port"}
	spoken_of(cache, key)
	statement := infra.untruth(cache, [key], false, {
		"yes": "takes encrypted connections alone",
		"no": "takes connections that are not encrypted",
		"help": "write non_ssl_port_enabled = false",
	})
}

# The attribute had another name until version 4 of the provider.
spoken_of(cache, key) if {
	key == "non_ssl_port_enabled"
	infra.get(cache, ["enable_non_ssl_port"], null) == null
}

spoken_of(cache, key) if {
	key == "enable_non_ssl_port"
	infra.get(cache, [key], null) != null
}

database_transport contains statement if {
	some cache in input.index.resources.azurerm_managed_redis
	cache.values.default_database
	statement := infra.among(cache, ["default_database", 0, "client_protocol"], "Encrypted", {"Encrypted"}, {
		"yes": "takes encrypted connections alone",
		"no": "takes connections that are not encrypted",
		"help": "write client_protocol = \"Encrypted\"",
	})
}

database_transport contains statement if {
	some type in {
		"azurerm_postgresql_flexible_server_configuration",
		"azurerm_mysql_flexible_server_configuration",
	}
	some setting in input.index.resources[type]
	setting.values.name == "require_secure_transport"
	statement := infra.among(setting, ["value"], "on", {"on", "ON", "On"}, {
		"yes": "has the server take encrypted connections alone",
		"no": "has the server take connections that are not encrypted",
		"help": "write value = \"on\"",
	})
}

tls := {
	"yes": "refuses TLS older than 1.2",
	"no": "takes TLS older than 1.2",
	"help": "write minimum_tls_version = \"1.2\"",
}

# METADATA
# title: Databases know users by Entra ID
# description: >-
#   Users sign in to database servers with identities of Entra ID, not with passwords kept in the
#   server.
# custom:
#   id: azure/database-identities
#   expectations: [9.2/identity-management]
#   resources: [azurerm_mssql_server, azurerm_postgresql_flexible_server]
#   why: >-
#     A login that lives in the database stays when its owner leaves: nobody who takes identities away
#     knows of it.
#   help: >-
#     write azuread_authentication_only = true, for PostgreSQL authentication {
#     password_auth_enabled = false }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/mssql_server
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/postgresql_flexible_server
database_identities contains statement if {
	some server in input.index.resources.azurerm_mssql_server
	statement := infra.truth(server, ["azuread_administrator", 0, "azuread_authentication_only"], false, {
		"yes": "knows users by Entra ID alone",
		"no": "keeps logins with passwords of its own",
		"help": "write azuread_authentication_only = true in azuread_administrator",
	})
}

database_identities contains statement if {
	some server in input.index.resources.azurerm_postgresql_flexible_server
	infra.get(server, ["create_mode"], "Default") == "Default"
	statement := infra.untruth(server, ["authentication", 0, "password_auth_enabled"], true, {
		"yes": "knows users by Entra ID alone",
		"no": "keeps logins with passwords of its own",
		"help": "write authentication { active_directory_auth_enabled = true, password_auth_enabled = false }",
	})
}

# METADATA
# title: What is done in databases is recorded
# description: >-
#   The audit of SQL servers and databases is on, and its records are kept for ninety days or more.
# custom:
#   id: azure/database-auditing
#   expectations: [9.2/transaction-audit]
#   resources:
#     - azurerm_mssql_server_extended_auditing_policy
#     - azurerm_mssql_database_extended_auditing_policy
#   why: >-
#     Without the audit nobody can tell who read or changed which rows, and what was done can be denied.
#   help: leave enabled out, and write retention_in_days = 90, or 0 to keep the records for good
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/mssql_server_extended_auditing_policy
database_auditing contains statement if {
	some policy in audits
	statement := infra.truth(policy, ["enabled"], true, {
		"yes": "records what is done",
		"no": "records nothing",
		"help": "write enabled = true",
	})
}

database_auditing contains statement if {
	some policy in audits
	days := infra_clouds.number(infra.get(policy, ["retention_in_days"], 0))
	days > 0
	days < 90
	statement := infra.contradicts(
		policy, ["retention_in_days"],
		sprintf("keeps its records for %v days", [days]),
		"write retention_in_days = 90",
	)
}

audits contains policy if {
	some type in {"azurerm_mssql_server_extended_auditing_policy", "azurerm_mssql_database_extended_auditing_policy"}
	some policy in input.index.resources[type]
}

# METADATA
# title: Attacks on databases raise an alarm
# description: Advanced threat protection of SQL servers is on, with none of its alerts left out.
# custom:
#   id: azure/database-threats
#   expectations: [9.2/active-monitoring]
#   resources: [azurerm_mssql_server_security_alert_policy]
#   why: >-
#     Injected SQL, guessed passwords and large exports leave traces; with the alerts off, nobody looks.
#   help: write state = "Enabled", and leave disabled_alerts out
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/mssql_server_security_alert_policy
database_threats contains statement if {
	some policy in input.index.resources.azurerm_mssql_server_security_alert_policy
	count(left_out(policy)) == 0
	statement := infra.among(policy, ["state"], "Disabled", {"Enabled"}, {
		"yes": "raises an alarm on attacks",
		"no": "raises no alarm on attacks",
		"help": "write state = \"Enabled\"",
	})
}

database_threats contains statement if {
	some policy in input.index.resources.azurerm_mssql_server_security_alert_policy
	some position, alert in left_out(policy)
	statement := infra.contradicts(
		policy, ["disabled_alerts", position],
		sprintf("leaves out the alert %s", [alert]),
		"leave disabled_alerts out",
	)
}

left_out(policy) := {position: alert |
	some position, alert in infra_clouds.blocks(policy, ["disabled_alerts"])
	is_string(alert)
	alert != ""
}
