package ccsec.evidence.google.database_test

import data.ccsec.evidence.google.database
import data.ccsec.lib.testing
import data.ccsec.lib.testing_clouds as t

said_database_networks(given) := statements if {
	statements := database.database_networks with input as given
}

said_database_transport(given) := statements if {
	statements := database.database_transport with input as given
}

said_database_backups(given) := statements if {
	statements := database.database_backups with input as given
}

said_database_redundancy(given) := statements if {
	statements := database.database_redundancy with input as given
}

said_database_versions(given) := statements if {
	statements := database.database_versions with input as given
}

d := "google_sql_database_instance"

r := "google_redis_instance"

ip(values) := t.code(d, {"settings": [{"ip_configuration": [values]}]})

at(key) := ["settings", 0, "ip_configuration", 0, key]

value := array.concat(at("authorized_networks"), [0, "value"])

test_database_networks if {
	said_database_networks(ip({"ipv4_enabled": false, "authorized_networks": [{"value": "0.0.0.0/0"}]})) == {t.yes(
		d, at("ipv4_enabled"),
		"has no public address",
	)}
	said_database_networks(ip({"authorized_networks": [{"value": "0.0.0.0/0"}]})) == {t.no(
		d, value,
		"lets 0.0.0.0/0 in", "name the networks that need it, or write ipv4_enabled = false",
	)}
	said_database_networks(ip({"ipv4_enabled": testing.open})) == {t.open(d, at("ipv4_enabled"))}
	said_database_networks(ip({"authorized_networks": [{"value": "203.0.113.0/24"}]})) == set()
	said_database_networks(testing.infrastructure([])) == set()
}

mode := "write ssl_mode = \"ENCRYPTED_ONLY\" in ip_configuration"

transit := ["transit_encryption_mode"]

test_database_transport if {
	said_database_transport(ip({"ssl_mode": "ENCRYPTED_ONLY"})) == {t.yes(
		d, at("ssl_mode"),
		"takes encrypted connections alone",
	)}
	said_database_transport(t.code(d, {"settings": [{}]})) == {t.no(
		d, at("ssl_mode"),
		"takes connections that are not encrypted", mode,
	)}
	said_database_transport(ip({"ssl_mode": testing.open})) == {t.open(d, at("ssl_mode"))}
	said_database_transport(t.code(d, {})) == set()
	said_database_transport(t.code(r, {"transit_encryption_mode": "SERVER_AUTHENTICATION"})) == {t.yes(
		r, transit,
		"takes encrypted connections alone",
	)}
	said_database_transport(t.code(r, {})) == {t.no(
		r, transit,
		"takes connections that are not encrypted", "write transit_encryption_mode = \"SERVER_AUTHENTICATION\"",
	)}
}

at_backup(key) := ["settings", 0, "backup_configuration", 0, key]

instance(version, values) := t.code(d, {"database_version": version, "settings": [{"backup_configuration": [values]}]})

promised(given) := object.union(given, {"index": {"sla": {"recovery_point": 900}}})

kept := t.yes(d, at_backup("enabled"), "is backed up")

test_database_backups if {
	said_database_backups(instance("POSTGRES_16", {"enabled": true})) == {kept}
	said_database_backups(t.code(d, {"settings": [{}]})) == {t.no(
		d, at_backup("enabled"),
		"is not backed up", "write backup_configuration { enabled = true }",
	)}
	said_database_backups(instance("POSTGRES_16", {"enabled": testing.open})) == {t.open(
		d, at_backup("enabled"),
	)}
	said_database_backups(t.code(d, {"settings": [{}], "master_instance_name": "main"})) == set()
}

test_database_backups_promised if {
	said_database_backups(promised(instance("POSTGRES_16", {"enabled": true, "point_in_time_recovery_enabled": true}))) == {kept, t.yes(d, at_backup("point_in_time_recovery_enabled"), "can be taken back to any point in time")}
	said_database_backups(promised(instance("MYSQL_8_4", {"enabled": true}))) == {kept, t.no(d, at_backup("binary_log_enabled"), "is backed up once a day, less often than sla.recovery_point", "write binary_log_enabled = true in backup_configuration")}
	said_database_backups(promised(instance("POSTGRES_15", {"enabled": true, "point_in_time_recovery_enabled": false}))) == {kept, t.no(d, at_backup("point_in_time_recovery_enabled"), "is backed up once a day, less often than sla.recovery_point", "write point_in_time_recovery_enabled = true in backup_configuration")}
	said_database_backups(promised(instance("POSTGRES_16", {"enabled": true}))) == {kept}
	said_database_backups(promised(instance(testing.open, {"enabled": true}))) == {kept}
	count(said_database_backups(promised(t.code(d, {"database_version": "POSTGRES_16", "settings": [{"edition": "ENTERPRISE", "backup_configuration": [{"enabled": true}]}]})))) == 2
}

availability := ["settings", 0, "availability_type"]

test_database_redundancy if {
	said_database_redundancy(t.code(d, {"settings": [{"availability_type": "REGIONAL"}]})) == {t.yes(
		d, availability,
		"has a standby in another zone",
	)}
	said_database_redundancy(t.code(d, {"settings": [{}]})) == {t.no(
		d, availability,
		"stands in one zone", "write availability_type = \"REGIONAL\"",
	)}
	said_database_redundancy(t.code(d, {"settings": [{"availability_type": testing.open}]})) == {t.open(
		d, availability,
	)}
	said_database_redundancy(t.code(d, {"settings": [{}], "master_instance_name": "main"})) == set()
	said_database_redundancy(t.code(r, {"tier": "STANDARD_HA"})) == {t.yes(
		r, ["tier"],
		"has a replica in another zone",
	)}
	said_database_redundancy(t.code(r, {})) == {t.no(
		r, ["tier"],
		"stands in one zone", "write tier = \"STANDARD_HA\"",
	)}
}

version := ["database_version"]

test_database_versions if {
	said_database_versions(t.code(d, {"database_version": "POSTGRES_17"})) == {t.yes(
		d, version,
		"runs a version that is still mended",
	)}
	said_database_versions(t.code(d, {"database_version": "MYSQL_5_7"})) == {t.no(
		d, version,
		"runs a version that its makers no longer mend",
		"write database_version = \"POSTGRES_18\" or \"MYSQL_8_4\"",
	)}
	said_database_versions(t.code(d, {"database_version": testing.open})) == {t.open(d, version)}
	said_database_versions(t.code(d, {"database_version": "POSTGRES_99"})) == set()
}
