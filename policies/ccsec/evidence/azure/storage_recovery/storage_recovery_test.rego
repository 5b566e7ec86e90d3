package ccsec.evidence.azure.storage_recovery_test

import data.ccsec.evidence.azure.storage_recovery
import data.ccsec.lib.testing
import data.ccsec.lib.testing_clouds as t

said_blob_recovery(given) := statements if {
	statements := storage_recovery.blob_recovery with input as given
}

said_storage_redundancy(given) := statements if {
	statements := storage_recovery.storage_redundancy with input as given
}

said_blob_deletion(given) := statements if {
	statements := storage_recovery.blob_deletion with input as given
}

a := "azurerm_storage_account"

lost := t.no(
	a, ["blob_properties"], "keeps neither deleted blobs nor versions",
	"write blob_properties { delete_retention_policy { days = 14 } versioning_enabled = true }",
)

backup := t.leading("azurerm_data_protection_backup_instance_blob_storage", {}, "storage_account_id", "azurerm_storage_account.this")

properties(values) := t.code(a, {"blob_properties": [values]})

test_blob_recovery if {
	said_blob_recovery(t.code(a, {})) == {lost}
	said_blob_recovery(properties({"versioning_enabled": false})) == {lost}
	said_blob_recovery(t.code(a, {"account_kind": "FileStorage"})) == set()
	said_blob_recovery(properties({"versioning_enabled": true})) == {t.yes(
		a, ["blob_properties", 0, "versioning_enabled"],
		"keeps versions of its blobs",
	)}
	said_blob_recovery(properties({"delete_retention_policy": [{"days": 14}]})) == {t.yes(
		a, ["blob_properties", 0, "delete_retention_policy"],
		"keeps deleted blobs for a while",
	)}
	said_blob_recovery(properties({"versioning_enabled": testing.open})) == {t.open(a, ["blob_properties"])}
	said_blob_recovery(t.code(a, {"blob_properties": testing.open})) == {t.open(a, ["blob_properties"])}
	said_blob_recovery(t.beside(a, {}, [backup])) == {t.yes(a, [], "is backed up")}
}

replication := ["account_replication_type"]

test_storage_redundancy if {
	said_storage_redundancy(t.code(a, {"account_replication_type": "GRS"})) == {t.yes(
		a, replication,
		"is copied beyond one data centre",
	)}
	said_storage_redundancy(t.code(a, {"account_replication_type": "LRS"})) == {t.no(
		a, replication,
		"keeps all its copies in one data centre", "write account_replication_type = \"ZRS\"",
	)}
	said_storage_redundancy(t.code(a, {"account_replication_type": testing.open})) == {t.open(a, replication)}
	said_storage_redundancy(t.code(a, {})) == set()
}

versioned := {"blob_properties": [{"versioning_enabled": true}]}

policy(values) := t.leading("azurerm_storage_management_policy", values, "storage_account_id", "azurerm_storage_account.this")

version(days) := {"rule": [{"actions": [{"version": [{"delete_after_days_since_creation": days}]}]}]}

for_ever := t.no(
	a, ["blob_properties", 0, "versioning_enabled"], "keeps every version of its blobs for ever",
	"add an azurerm_storage_management_policy with version { delete_after_days_since_creation = 30 }",
)

test_blob_deletion if {
	said_blob_deletion(t.code(a, {})) == set()
	said_blob_deletion(t.code(a, versioned)) == {for_ever}
	said_blob_deletion(t.beside(a, versioned, [policy({"rule": [{"actions": [{"base_blob": []}]}]})])) == {for_ever}
	said_blob_deletion(t.beside(a, versioned, [policy(version(-1))])) == {for_ever}
	said_blob_deletion(t.beside(a, versioned, [policy(version(30))])) == {t.yes(
		a, ["blob_properties", 0, "versioning_enabled"],
		"has old versions deleted by azurerm_storage_management_policy.other",
	)}
	said_blob_deletion(t.beside(a, versioned, [policy({"rule": testing.open})])) == {t.open(
		a, ["blob_properties", 0, "versioning_enabled"],
	)}
}
