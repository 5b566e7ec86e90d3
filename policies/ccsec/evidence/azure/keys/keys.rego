# METADATA
# title: Key Vault and encryption of Azure
# description: What Terraform says of vaults, their keys, and of what is encrypted.
package ccsec.evidence.azure.keys

import data.ccsec.lib.infra

# METADATA
# title: Stored data is encrypted
# description: >-
#   Storage accounts, disks and databases encrypt what they store, as Azure does unless told
#   otherwise.
# custom:
#   id: azure/encryption-at-rest
#   expectations: [9.7/encryption-at-rest]
#   resources:
#     - azurerm_storage_account
#     - azurerm_managed_disk
#     - azurerm_mssql_database
#     - azurerm_cosmosdb_account
#     - azurerm_postgresql_flexible_server
#     - azurerm_mysql_flexible_server
#   why: >-
#     A database that is not encrypted can be read from a backup, a snapshot or a disk that has left
#     the data centre.
#   help: write transparent_data_encryption_enabled = true, or leave it out
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/mssql_database
#     - https://learn.microsoft.com/azure/security/fundamentals/encryption-atrest
encryption_at_rest contains statement if {
	some database in input.index.resources.azurerm_mssql_database
	statement := infra.truth(database, ["transparent_data_encryption_enabled"], true, {
		"yes": "is encrypted",
		"no": "is not encrypted",
		"help": "write transparent_data_encryption_enabled = true",
	})
}

encryption_at_rest contains statement if {
	some type in {
		"azurerm_storage_account", "azurerm_managed_disk", "azurerm_cosmosdb_account",
		"azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server",
	}
	some store in input.index.resources[type]
	statement := infra.attests(store, [], "is encrypted, as Azure does by itself")
}

# METADATA
# title: Keys cannot be destroyed at a stroke
# description: Purge protection is on in each key vault.
# custom:
#   id: azure/key-vault-purge-protection
#   expectations: [9.7/key-management]
#   resources: [azurerm_key_vault]
#   why: >-
#     Whoever may purge a vault destroys its keys for good, and with them everything that they
#     encrypt, by mistake or to extort.
#   help: write purge_protection_enabled = true
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/key_vault
#     - https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview
key_vault_purge_protection contains statement if {
	some vault in input.index.resources.azurerm_key_vault
	statement := infra.truth(vault, ["purge_protection_enabled"], false, {
		"yes": "keeps deleted keys for a while",
		"no": "lets deleted keys be purged at once",
		"help": "write purge_protection_enabled = true",
	})
}

# METADATA
# title: Roles decide who uses keys and secrets
# description: >-
#   Key vaults take their permissions from roles of Azure, not from access policies of their own.
# custom:
#   id: azure/key-vault-roles
#   expectations: [9.2/authorization]
#   resources: [azurerm_key_vault]
#   why: >-
#     With access policies, whoever may write the vault, as any Contributor may, grants themselves its
#     keys and secrets.
#   help: write rbac_authorization_enabled = true
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/key_vault
#     - https://learn.microsoft.com/azure/key-vault/general/rbac-access-policy
key_vault_roles contains statement if {
	some vault in input.index.resources.azurerm_key_vault
	statement := infra.truth(vault, [roles_key(vault)], false, {
		"yes": "leaves permissions to roles",
		"no": "lets its contributors grant themselves its secrets",
		"help": "write rbac_authorization_enabled = true",
	})
}

# The attribute had another name until version 4.42 of the provider.
roles_key(vault) := "enable_rbac_authorization" if {
	infra.get(vault, ["enable_rbac_authorization"], null) != null
} else := "rbac_authorization_enabled"

# METADATA
# title: Keys are renewed
# description: A key of a key vault has a rotation policy that renews it by itself.
# custom:
#   id: azure/key-rotation
#   expectations: [9.7/key-management]
#   resources: [azurerm_key_vault_key]
#   why: >-
#     A key that is never renewed protects ever more data, and one that leaked years ago still opens
#     what is written today.
#   help: write rotation_policy { automatic { time_after_creation = "P90D" } }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/key_vault_key
#     - https://learn.microsoft.com/azure/key-vault/keys/how-to-configure-key-rotation
key_rotation contains statement if {
	some key in input.index.resources.azurerm_key_vault_key
	statement := infra.present(key, ["rotation_policy", 0, "automatic"], {
		"yes": "is renewed by itself",
		"no": "is never renewed by itself",
		"help": "write rotation_policy { automatic { time_after_creation = \"P90D\" } }",
	})
}

# METADATA
# title: Secrets run out
# description: A secret of a key vault has a date on which it ends.
# custom:
#   id: azure/secret-expiration
#   expectations: [9.7/key-management]
#   resources: [azurerm_key_vault_secret]
#   why: >-
#     A password or token without an end outlives whoever it was made for, and whatever it leaked in.
#   help: write expiration_date = "2027-06-30T00:00:00Z", or make it with time_rotating
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/key_vault_secret
secret_expiration contains statement if {
	some secret in input.index.resources.azurerm_key_vault_secret
	statement := infra.present(secret, ["expiration_date"], {
		"yes": "has an end",
		"no": "never runs out",
		"help": "write expiration_date = \"2027-06-30T00:00:00Z\"",
	})
}
