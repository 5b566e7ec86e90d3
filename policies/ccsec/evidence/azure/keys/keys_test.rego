package ccsec.evidence.azure.keys_test

import data.ccsec.evidence.azure.keys
import data.ccsec.lib.testing
import data.ccsec.lib.testing_clouds as t

said_encryption_at_rest(given) := statements if {
	statements := keys.encryption_at_rest with input as given
}

said_key_vault_purge_protection(given) := statements if {
	statements := keys.key_vault_purge_protection with input as given
}

said_key_vault_roles(given) := statements if {
	statements := keys.key_vault_roles with input as given
}

said_key_rotation(given) := statements if {
	statements := keys.key_rotation with input as given
}

said_secret_expiration(given) := statements if {
	statements := keys.secret_expiration with input as given
}

d := "azurerm_mssql_database"

tde := ["transparent_data_encryption_enabled"]

test_encryption_at_rest if {
	said_encryption_at_rest(t.code(d, {})) == {t.yes(d, tde, "is encrypted")}
	said_encryption_at_rest(t.code(d, {"transparent_data_encryption_enabled": false})) == {t.no(
		d, tde,
		"is not encrypted", "write transparent_data_encryption_enabled = true",
	)}
	said_encryption_at_rest(t.code(d, {"transparent_data_encryption_enabled": testing.open})) == {t.open(d, tde)}
	said_encryption_at_rest(t.code("azurerm_storage_account", {})) == {t.yes(
		"azurerm_storage_account", [],
		"is encrypted, as Azure does by itself",
	)}
	said_encryption_at_rest(testing.infrastructure([])) == set()
}

v := "azurerm_key_vault"

purge := ["purge_protection_enabled"]

test_key_vault_purge_protection if {
	said_key_vault_purge_protection(t.code(v, {"purge_protection_enabled": true})) == {t.yes(
		v, purge,
		"keeps deleted keys for a while",
	)}
	said_key_vault_purge_protection(t.code(v, {})) == {t.no(
		v, purge,
		"lets deleted keys be purged at once", "write purge_protection_enabled = true",
	)}
	said_key_vault_purge_protection(t.code(v, {"purge_protection_enabled": testing.open})) == {t.open(v, purge)}
}

roles := ["rbac_authorization_enabled"]

test_key_vault_roles if {
	said_key_vault_roles(t.code(v, {"rbac_authorization_enabled": true})) == {t.yes(
		v, roles,
		"leaves permissions to roles",
	)}
	said_key_vault_roles(t.code(v, {"enable_rbac_authorization": true})) == {t.yes(
		v, ["enable_rbac_authorization"],
		"leaves permissions to roles",
	)}
	said_key_vault_roles(t.code(v, {})) == {t.no(
		v, roles,
		"lets its contributors grant themselves its secrets", "write rbac_authorization_enabled = true",
	)}
	said_key_vault_roles(t.code(v, {"rbac_authorization_enabled": testing.open})) == {t.open(v, roles)}
}

k := "azurerm_key_vault_key"

automatic := ["rotation_policy", 0, "automatic"]

test_key_rotation if {
	said_key_rotation(t.code(k, {"rotation_policy": [{"automatic": [{"time_after_creation": "P90D"}]}]})) == {t.yes(
		k, automatic,
		"is renewed by itself",
	)}
	said_key_rotation(t.code(k, {"rotation_policy": [{"expire_after": "P1Y"}]})) == {t.no(
		k, automatic,
		"is never renewed by itself", "write rotation_policy { automatic { time_after_creation = \"P90D\" } }",
	)}
	said_key_rotation(t.code(k, {"rotation_policy": testing.open})) == {t.open(k, automatic)}
}

s := "azurerm_key_vault_secret"

test_secret_expiration if {
	said_secret_expiration(t.code(s, {"expiration_date": "2027-06-30T00:00:00Z"})) == {t.yes(
		s, ["expiration_date"],
		"has an end",
	)}
	said_secret_expiration(t.code(s, {})) == {t.no(
		s, ["expiration_date"],
		"never runs out", "write expiration_date = \"2027-06-30T00:00:00Z\"",
	)}
	said_secret_expiration(t.code(s, {"expiration_date": testing.open})) == {t.open(s, ["expiration_date"])}
}
