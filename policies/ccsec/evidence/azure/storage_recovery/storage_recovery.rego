# METADATA
# title: Azure storage that survives, and lets go
# description: What Terraform says of copies, versions and the deletion of blobs.
package ccsec.evidence.azure.storage_recovery

import data.ccsec.lib.infra
import data.ccsec.lib.infra_clouds

# METADATA
# title: Deleted blobs can be brought back
# description: A storage account keeps deleted blobs, or versions of them, or is backed up.
# custom:
#   id: azure/blob-recovery
#   expectations: [9.7/data-recovery]
#   resources: [azurerm_storage_account]
#   why: >-
#     Without soft delete, versions or backup, a blob that a mistake, or an attacker, deletes or
#     overwrites is gone at once.
#   help: write blob_properties { delete_retention_policy { days = 14 } versioning_enabled = true }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/storage_account
#     - https://learn.microsoft.com/azure/storage/blobs/data-protection-overview
blob_recovery contains statement if {
	some account in blob_accounts
	infra.yes(infra.get(account, ["blob_properties", 0, "versioning_enabled"], false))
	statement := infra.attests(account, ["blob_properties", 0, "versioning_enabled"], "keeps versions of its blobs")
}

blob_recovery contains statement if {
	some account in blob_accounts
	account.values.blob_properties[0].delete_retention_policy[0]
	statement := infra.attests(
		account, ["blob_properties", 0, "delete_retention_policy"],
		"keeps deleted blobs for a while",
	)
}

blob_recovery contains statement if {
	some account in blob_accounts
	backed_up(account)
	statement := infra.attests(account, [], "is backed up")
}

blob_recovery contains statement if {
	some account in blob_accounts
	some value in infra.open_values(account, ["blob_properties", 0, "versioning_enabled"])
	not account.values.blob_properties[0].delete_retention_policy[0]
	statement := infra.undecided(account, ["blob_properties"], value["(unknown)"])
}

blob_recovery contains statement if {
	some account in blob_accounts
	infra.no(infra.get(account, ["blob_properties", 0, "versioning_enabled"], false))
	infra.get(account, ["blob_properties", 0, "delete_retention_policy"], []) == []
	not backed_up(account)
	statement := infra.contradicts(
		account, ["blob_properties"],
		"keeps neither deleted blobs nor versions",
		"write blob_properties { delete_retention_policy { days = 14 } versioning_enabled = true }",
	)
}

blob_accounts contains account if {
	some account in input.index.resources.azurerm_storage_account
	infra.get(account, ["account_kind"], "StorageV2") in {"StorageV2", "BlobStorage", "BlockBlobStorage"}
}

backed_up(account) if {
	some instance in input.index.resources.azurerm_data_protection_backup_instance_blob_storage
	infra.points_at(instance, "storage_account_id", account, [])
}

# METADATA
# title: Storage is copied beyond one data centre
# description: A storage account is replicated between zones or regions.
# custom:
#   id: azure/storage-redundancy
#   expectations: [9.11/recovery-redundancy]
#   resources: [azurerm_storage_account]
#   why: >-
#     Locally redundant storage keeps its three copies in one data centre: a fire or a flood there
#     takes all of them, and an outage stops the service.
#   help: write account_replication_type = "ZRS", or "GZRS" for a second region
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/storage_account
#     - https://learn.microsoft.com/azure/storage/common/storage-redundancy
storage_redundancy contains statement if {
	some account in input.index.resources.azurerm_storage_account
	statement := infra_clouds.sorted(
		account, ["account_replication_type"], null,
		{"accepted": {"ZRS", "GRS", "RAGRS", "GZRS", "RAGZRS"}, "refused": {"LRS"}},
		{
			"yes": "is copied beyond one data centre",
			"no": "keeps all its copies in one data centre",
			"help": "write account_replication_type = \"ZRS\"",
		},
	)
}

# METADATA
# title: Old versions of blobs go away
# description: Where a storage account keeps versions, a management policy deletes the old ones.
# custom:
#   id: azure/blob-deletion
#   expectations: [9.7/data-deletion]
#   resources: [azurerm_storage_account]
#   why: >-
#     In an account with versions, deleting a blob hides it and keeps it. With no policy that deletes
#     old versions, what a customer had deleted stays for good.
#   help: >-
#     add an azurerm_storage_management_policy with version { delete_after_days_since_creation = 30
#     }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/storage_management_policy
#     - https://learn.microsoft.com/azure/storage/blobs/versioning-overview
blob_deletion contains statement if {
	some account in versioned
	some policy in policies_of(account)
	expires(policy)
	statement := infra.attests(
		account, ["blob_properties", 0, "versioning_enabled"],
		sprintf("has old versions deleted by %s", [policy.address]),
	)
}

blob_deletion contains statement if {
	some account in versioned
	policies := policies_of(account)
	not any_expires(policies)
	not any_open(policies)
	statement := infra.contradicts(
		account, ["blob_properties", 0, "versioning_enabled"],
		"keeps every version of its blobs for ever",
		"add an azurerm_storage_management_policy with version { delete_after_days_since_creation = 30 }",
	)
}

blob_deletion contains statement if {
	some account in versioned
	some policy in policies_of(account)
	infra.unknown(policy.values.rule)
	statement := infra.undecided(
		account, ["blob_properties", 0, "versioning_enabled"],
		policy.values.rule["(unknown)"],
	)
}

versioned contains account if {
	some account in input.index.resources.azurerm_storage_account
	infra.yes(infra.get(account, ["blob_properties", 0, "versioning_enabled"], false))
}

policies_of(account) := [policy |
	some policy in input.index.resources.azurerm_storage_management_policy
	infra.points_at(policy, "storage_account_id", account, [])
]

any_expires(policies) if {
	some policy in policies
	expires(policy)
}

any_open(policies) if {
	some policy in policies
	infra.unknown(policy.values.rule)
}

# Days that cannot be known are days all the same.
expires(policy) if {
	some position, _ in infra_clouds.blocks(policy, ["rule"])
	path := ["rule", position, "actions", 0, "version", 0, "delete_after_days_since_creation"]
	not infra.get(policy, path, -1) == -1
}
