package ccsec.evidence.azure.recovery_test

import data.ccsec.evidence.azure.recovery
import data.ccsec.lib.testing
import data.ccsec.lib.testing_clouds as t

said_database_backups(given) := statements if {
	statements := recovery.database_backups with input as given
}

said_database_redundancy(given) := statements if {
	statements := recovery.database_redundancy with input as given
}

said_backup_vaults(given) := statements if {
	statements := recovery.backup_vaults with input as given
}

said_database_versions(given) := statements if {
	statements := recovery.database_versions with input as given
}

c := "azurerm_cosmosdb_account"

p := "azurerm_postgresql_flexible_server"

promised(values) := object.union(t.code(c, values), {"index": {"sla": {"recovery_point": 7200}}})

interval := ["backup", 0, "interval_in_minutes"]

test_database_backups if {
	said_database_backups(promised({"backup": [{"type": "Continuous"}]})) == {t.yes(
		c, ["backup", 0, "type"],
		"is backed up without a break",
	)}
	said_database_backups(promised({})) == {t.no(
		c, interval,
		"is backed up every 240 minutes, less often than sla.recovery_point",
		"write backup { type = \"Continuous\" }",
	)}
	said_database_backups(promised({"backup": [{"type": "Periodic", "interval_in_minutes": 60}]})) == {t.yes(
		c, interval,
		"is backed up every 60 minutes",
	)}
	said_database_backups(promised({"backup": [{"type": testing.open}]})) == {t.open(c, ["backup"])}
	said_database_backups(promised({"backup": [{"type": "Periodic", "interval_in_minutes": testing.open}]})) == {t.open(
		c, ["backup"],
	)}
	said_database_backups(t.code(c, {})) == set()
	said_database_backups(object.union(t.code(p, {}), {"index": {"sla": {"recovery_point": 900}}})) == {t.yes(
		p, [],
		"can be taken back to any point in time, as Azure provides",
	)}
}

mode := ["high_availability", 0, "mode"]

replica := t.leading(p, {"create_mode": "Replica"}, "source_server_id", "azurerm_postgresql_flexible_server.this")

m := "azurerm_mssql_database"

group := t.leading("azurerm_mssql_failover_group", {}, "databases", "azurerm_mssql_database.this")

zone := ["geo_location", 0, "zone_redundant"]

test_database_redundancy if {
	said_database_redundancy(t.code(p, {"high_availability": [{"mode": "ZoneRedundant"}]})) == {t.yes(
		p, mode,
		"has a standby in another zone",
	)}
	said_database_redundancy(t.code(p, {})) == {t.no(
		p, mode,
		"has no standby in another zone", "write high_availability { mode = \"ZoneRedundant\" }",
	)}
	said_database_redundancy(t.code(p, {"high_availability": testing.open})) == {t.open(p, mode)}
	said_database_redundancy(t.beside(p, {}, [replica])) == set()
	said_database_redundancy(t.code(m, {"zone_redundant": true})) == {t.yes(
		m, ["zone_redundant"],
		"has replicas in several zones",
	)}
	said_database_redundancy(t.code(m, {"zone_redundant": false})) == {t.no(
		m, ["zone_redundant"],
		"has all its replicas in one zone", "write zone_redundant = true",
	)}
	said_database_redundancy(t.beside(m, {"zone_redundant": false}, [group])) == set()
	said_database_redundancy(t.code(m, {})) == set()
	said_database_redundancy(t.code(c, {"geo_location": [{}, {}]})) == {t.yes(
		c, ["geo_location"],
		"has copies in several regions",
	)}
	said_database_redundancy(t.code(c, {"geo_location": [{}]})) == {t.no(
		c, zone,
		"has all its replicas in one zone",
		"write zone_redundant = true in geo_location, or add a second geo_location",
	)}
}

r := "azurerm_recovery_services_vault"

b := "azurerm_data_protection_backup_vault"

test_backup_vaults if {
	said_backup_vaults(t.code(r, {})) == {t.yes(
		r, ["storage_mode_type"],
		"keeps backups beyond one data centre",
	)}
	said_backup_vaults(t.code(r, {"storage_mode_type": "LocallyRedundant"})) == {t.no(
		r, ["storage_mode_type"],
		"keeps backups in one data centre", "write storage_mode_type = \"GeoRedundant\"",
	)}
	said_backup_vaults(t.code(r, {"storage_mode_type": testing.open})) == {t.open(r, ["storage_mode_type"])}
	said_backup_vaults(t.code(b, {"redundancy": "LocallyRedundant", "soft_delete": "Off"})) == {
		t.no(b, ["redundancy"], "keeps backups in one data centre", "write redundancy = \"GeoRedundant\""),
		t.no(b, ["soft_delete"], "keeps no deleted backups", "write soft_delete = \"AlwaysOn\""),
	}
	said_backup_vaults(t.code(b, {"redundancy": "ZoneRedundant"})) == {
		t.yes(b, ["redundancy"], "keeps backups beyond one data centre"),
		t.yes(b, ["soft_delete"], "keeps deleted backups for a while"),
	}
}

y := "azurerm_mysql_flexible_server"

test_database_versions if {
	said_database_versions(t.code(p, {"version": "17"})) == {t.yes(
		p, ["version"],
		"runs a version that is still mended",
	)}
	said_database_versions(t.code(y, {"version": "5.7"})) == {t.no(
		y, ["version"],
		"runs a version that its makers no longer mend", "write version = \"8.4\"",
	)}
	said_database_versions(t.code(p, {"version": testing.open})) == {t.open(p, ["version"])}
	said_database_versions(t.code(y, {"version": "8.0.21"})) == set()
}
