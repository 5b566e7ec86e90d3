# METADATA
# title: Azure storage accounts
# description: What Terraform says of who reaches a storage account, and how.
package ccsec.evidence.azure.storage

import data.ccsec.lib.infra

# METADATA
# title: Storage accounts take HTTPS alone
# description: A storage account refuses plain HTTP, and TLS older than 1.2.
# custom:
#   id: azure/storage-transport
#   expectations: [9.4/interface-encryption]
#   resources: [azurerm_storage_account]
#   why: >-
#     Over plain HTTP, or TLS with known flaws, keys and data of a storage account can be read and
#     changed on their way.
#   help: write https_traffic_only_enabled = true and min_tls_version = "TLS1_2", or leave both out
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/storage_account
storage_transport contains statement if {
	some account in input.index.resources.azurerm_storage_account
	statement := infra.truth(account, [https_key(account)], true, {
		"yes": "takes HTTPS alone",
		"no": "takes plain HTTP",
		"help": "write https_traffic_only_enabled = true",
	})
}

# The attribute had another name until version 4 of the provider.
https_key(account) := "enable_https_traffic_only" if {
	infra.get(account, ["enable_https_traffic_only"], null) != null
} else := "https_traffic_only_enabled"

storage_transport contains statement if {
	some account in input.index.resources.azurerm_storage_account
	statement := infra.among(account, ["min_tls_version"], "TLS1_2", {"TLS1_2", "TLS1_3"}, {
		"yes": "refuses TLS older than 1.2",
		"no": "takes TLS older than 1.2",
		"help": "write min_tls_version = \"TLS1_2\"",
	})
}

# METADATA
# title: No blob is public
# description: No container hands out blobs to whoever asks, and accounts rule it out.
# custom:
#   id: azure/public-blobs
#   expectations: [9.7/access-control]
#   resources: [azurerm_storage_account, azurerm_storage_container]
#   why: >-
#     Whoever knows or guesses the address of a public container reads what is in it, without
#     signing in and without leaving a name.
#   help: >-
#     write allow_nested_items_to_be_public = false in the account, container_access_type =
#     "private" in the container
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/storage_container
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/storage_account
public_blobs contains statement if {
	some account in input.index.resources.azurerm_storage_account
	infra.no(account.values.allow_nested_items_to_be_public)
	statement := infra.attests(account, ["allow_nested_items_to_be_public"], "rules out public blobs")
}

public_blobs contains statement if {
	some container in input.index.resources.azurerm_storage_container
	not overruled(container)
	statement := infra.among(container, ["container_access_type"], "private", {"private"}, {
		"yes": "is private",
		"no": "is public",
		"help": "write container_access_type = \"private\"",
	})
}

# A container is private, whatever it says, where its account rules out public blobs.
overruled(container) if {
	some account in input.index.resources.azurerm_storage_account
	infra.no(account.values.allow_nested_items_to_be_public)
	leads(container, account)
}

# Whether a companion of an account, a container or its network rules, is that of this account.
leads(companion, account) if infra.points_at(companion, "storage_account_id", account, [])

leads(companion, account) if infra.points_at(companion, "storage_account_name", account, ["name"])

# METADATA
# title: Storage accounts are closed to the internet
# description: A storage account is reached from chosen networks or by private endpoints alone.
# custom:
#   id: azure/storage-network
#   expectations: [9.6/border-access-control]
#   resources: [azurerm_storage_account, azurerm_storage_account_network_rules]
#   why: >-
#     An account that is open to every network can be read from anywhere with a key or a shared
#     access signature that has leaked.
#   help: write public_network_access_enabled = false, or network_rules { default_action = "Deny" }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/storage_account
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/storage_account_network_rules
storage_network contains statement if {
	some account in input.index.resources.azurerm_storage_account
	infra.no(account.values.public_network_access_enabled)
	statement := infra.attests(account, ["public_network_access_enabled"], "is closed to public networks")
}

storage_network contains statement if {
	some account in input.index.resources.azurerm_storage_account
	infra.unknown(account.values.public_network_access_enabled)
	statement := infra.truth(account, ["public_network_access_enabled"], true, {})
}

storage_network contains statement if {
	some account in input.index.resources.azurerm_storage_account
	open_account(account)
	account.values.network_rules
	statement := infra.among(account, ["network_rules", 0, "default_action"], "Allow", {"Deny"}, default_action)
}

storage_network contains statement if {
	some account in input.index.resources.azurerm_storage_account
	open_account(account)
	not account.values.network_rules
	not ruled(account)
	statement := infra.contradicts(
		account, ["network_rules"],
		"is open to every network",
		"write network_rules { default_action = \"Deny\" }, or public_network_access_enabled = false",
	)
}

storage_network contains statement if {
	some rules in input.index.resources.azurerm_storage_account_network_rules
	not closed_account(rules)
	statement := infra.among(rules, ["default_action"], "Allow", {"Deny"}, default_action)
}

open_account(account) if infra.yes(infra.get(account, ["public_network_access_enabled"], true))

ruled(account) if {
	some rules in input.index.resources.azurerm_storage_account_network_rules
	leads(rules, account)
}

closed_account(rules) if {
	some account in input.index.resources.azurerm_storage_account
	infra.no(account.values.public_network_access_enabled)
	leads(rules, account)
}

default_action := {
	"yes": "denies what no rule allows",
	"no": "is open to every network",
	"help": "write default_action = \"Deny\"",
}

# METADATA
# title: Storage accounts rest on roles, not on shared keys
# description: >-
#   Requests to a storage account are authorized by Entra ID, never by the account's keys.
# custom:
#   id: azure/storage-shared-keys
#   expectations: [9.8/mechanism-coordination]
#   resources: [azurerm_storage_account]
#   why: >-
#     A shared key grants everything in the account and goes past every role and condition that is
#     set; nobody can tell who used it.
#   help: write shared_access_key_enabled = false
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/storage_account
storage_shared_keys contains statement if {
	some account in input.index.resources.azurerm_storage_account
	statement := infra.untruth(account, ["shared_access_key_enabled"], true, {
		"yes": "takes no shared keys",
		"no": "takes shared keys, which go past its roles",
		"help": "write shared_access_key_enabled = false",
	})
}

# METADATA
# title: No replication to other tenants
# description: Objects of a storage account cannot be replicated to an account of another tenant.
# custom:
#   id: azure/storage-tenants
#   expectations: [9.7/tenant-isolation]
#   resources: [azurerm_storage_account]
#   why: >-
#     Where replication between tenants is allowed, a policy of a few lines copies every new object
#     to somebody else's account.
#   help: write cross_tenant_replication_enabled = false, or leave it out
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/storage_account
storage_tenants contains statement if {
	some account in input.index.resources.azurerm_storage_account
	statement := infra.untruth(account, ["cross_tenant_replication_enabled"], false, {
		"yes": "is not replicated to other tenants",
		"no": "may be replicated to other tenants",
		"help": "write cross_tenant_replication_enabled = false",
	})
}
