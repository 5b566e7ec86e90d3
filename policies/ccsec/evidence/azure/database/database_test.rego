package ccsec.evidence.azure.database_test

import data.ccsec.evidence.azure.database
import data.ccsec.lib.testing
import data.ccsec.lib.testing_clouds as t

said_database_firewall(given) := statements if {
	statements := database.database_firewall with input as given
}

said_database_transport(given) := statements if {
	statements := database.database_transport with input as given
}

said_database_identities(given) := statements if {
	statements := database.database_identities with input as given
}

said_database_auditing(given) := statements if {
	statements := database.database_auditing with input as given
}

said_database_threats(given) := statements if {
	statements := database.database_threats with input as given
}

m := "azurerm_mssql_server"

p := "azurerm_postgresql_flexible_server"

y := "azurerm_mysql_flexible_server"

c := "azurerm_cosmosdb_account"

f := "azurerm_mssql_firewall_rule"

public := ["public_network_access_enabled"]

test_database_firewall if {
	said_database_firewall(t.code(m, {"public_network_access_enabled": false})) == {t.yes(
		m, public,
		"is closed to public networks",
	)}
	said_database_firewall(t.code(m, {})) == set()
	said_database_firewall(t.code(p, {"public_network_access_enabled": testing.open})) == {t.open(p, public)}
	said_database_firewall(t.code(y, {"public_network_access": "Disabled"})) == {t.yes(
		y, ["public_network_access"],
		"is closed to public networks",
	)}
	said_database_firewall(t.code(p, {"delegated_subnet_id": testing.reference("azurerm_subnet.db")})) == {t.yes(
		p, ["delegated_subnet_id"],
		"lies in a network of its own",
	)}
	said_database_firewall(t.code(c, {})) == {t.no(
		c, public,
		"is open to every network",
		"write public_network_access_enabled = false, or name networks in ip_range_filter",
	)}
	said_database_firewall(t.code(c, {"ip_range_filter": ["203.0.113.0/24"]})) == set()
	said_database_firewall(t.code(c, {"is_virtual_network_filter_enabled": true})) == set()
	said_database_firewall(t.code(c, {"public_network_access_enabled": false})) == {t.yes(
		c, public,
		"is closed to public networks",
	)}
}

lets(who, last) := t.no(f, ["end_ip_address"], sprintf("lets %s in", [who]), "name the addresses that need it, or reach the database by a private endpoint")

test_database_firewall_rules if {
	said_database_firewall(t.code(f, {"start_ip_address": "0.0.0.0", "end_ip_address": "255.255.255.255"})) == {lets("every address", null)}
	said_database_firewall(t.code(f, {"start_ip_address": "0.0.0.0", "end_ip_address": "0.0.0.0"})) == {lets("every machine in Azure, of whatever customer,", null)}
	said_database_firewall(t.code(f, {"start_ip_address": "203.0.113.1", "end_ip_address": "203.0.113.9"})) == set()
	said_database_firewall(t.code(f, {"start_ip_address": "0.0.0.0", "end_ip_address": testing.open})) == set()
}

r := "azurerm_redis_cache"

g := "azurerm_managed_redis"

s := "azurerm_mysql_flexible_server_configuration"

test_database_transport if {
	said_database_transport(t.code(m, {})) == {t.yes(m, ["minimum_tls_version"], "refuses TLS older than 1.2")}
	said_database_transport(t.code(m, {"minimum_tls_version": "Disabled"})) == {t.no(
		m, ["minimum_tls_version"],
		"takes TLS older than 1.2", "write minimum_tls_version = \"1.2\"",
	)}
	said_database_transport(t.code(m, {"minimum_tls_version": testing.open})) == {t.open(
		m, ["minimum_tls_version"],
	)}
	said_database_transport(t.code(r, {"enable_non_ssl_port": true})) == {t.no(
		r, ["enable_non_ssl_port"],
		"takes connections that are not encrypted", "write non_ssl_port_enabled = false",
	)}
	said_database_transport(t.code(r, {})) == {t.yes(
		r, ["non_ssl_port_enabled"],
		"takes encrypted connections alone",
	)}
	said_database_transport(t.code(r, {"non_ssl_port_enabled": true, "minimum_tls_version": "1.0"})) == {
		t.no(r, ["non_ssl_port_enabled"], "takes connections that are not encrypted", "write non_ssl_port_enabled = false"),
		t.no(r, ["minimum_tls_version"], "takes TLS older than 1.2", "write minimum_tls_version = \"1.2\""),
	}
	said_database_transport(t.code(g, {"default_database": [{"client_protocol": "Plaintext"}]})) == {t.no(
		g, ["default_database", 0, "client_protocol"],
		"takes connections that are not encrypted", "write client_protocol = \"Encrypted\"",
	)}
	said_database_transport(t.code(s, {"name": "require_secure_transport", "value": "ON"})) == {t.yes(
		s, ["value"],
		"has the server take encrypted connections alone",
	)}
	said_database_transport(t.code(s, {"name": "require_secure_transport", "value": "off"})) == {t.no(
		s, ["value"],
		"has the server take connections that are not encrypted", "write value = \"on\"",
	)}
	said_database_transport(t.code(s, {"name": "interactive_timeout", "value": "600"})) == set()
}

entra := ["azuread_administrator", 0, "azuread_authentication_only"]

password := ["authentication", 0, "password_auth_enabled"]

test_database_identities if {
	said_database_identities(t.code(m, {"azuread_administrator": [{"azuread_authentication_only": true}]})) == {t.yes(
		m, entra,
		"knows users by Entra ID alone",
	)}
	said_database_identities(t.code(m, {})) == {t.no(
		m, entra,
		"keeps logins with passwords of its own",
		"write azuread_authentication_only = true in azuread_administrator",
	)}
	said_database_identities(t.code(m, {"azuread_administrator": testing.open})) == {t.open(m, entra)}
	said_database_identities(t.code(p, {"authentication": [{"password_auth_enabled": false}]})) == {t.yes(
		p, password,
		"knows users by Entra ID alone",
	)}
	said_database_identities(t.code(p, {})) == {t.no(
		p, password,
		"keeps logins with passwords of its own",
		"write authentication { active_directory_auth_enabled = true, password_auth_enabled = false }",
	)}
	said_database_identities(t.code(p, {"create_mode": "Replica"})) == set()
}

a := "azurerm_mssql_server_extended_auditing_policy"

test_database_auditing if {
	said_database_auditing(t.code(a, {})) == {t.yes(a, ["enabled"], "records what is done")}
	said_database_auditing(t.code(a, {"retention_in_days": 90})) == {t.yes(
		a, ["enabled"],
		"records what is done",
	)}
	said_database_auditing(t.code(a, {"enabled": false})) == {t.no(
		a, ["enabled"],
		"records nothing", "write enabled = true",
	)}
	said_database_auditing(t.code(a, {"retention_in_days": 7})) == {
		t.yes(a, ["enabled"], "records what is done"),
		t.no(a, ["retention_in_days"], "keeps its records for 7 days", "write retention_in_days = 90"),
	}
	said_database_auditing(t.code(a, {"enabled": testing.open, "retention_in_days": testing.open})) == {t.open(
		a, ["enabled"],
	)}
}

q := "azurerm_mssql_server_security_alert_policy"

test_database_threats if {
	said_database_threats(t.code(q, {"state": "Enabled"})) == {t.yes(q, ["state"], "raises an alarm on attacks")}
	said_database_threats(t.code(q, {"state": "Disabled"})) == {t.no(
		q, ["state"],
		"raises no alarm on attacks", "write state = \"Enabled\"",
	)}
	said_database_threats(t.code(q, {"state": "Enabled", "disabled_alerts": ["Sql_Injection"]})) == {
		t.no(q, ["disabled_alerts", 0], "leaves out the alert Sql_Injection", "leave disabled_alerts out"),
	}
	said_database_threats(t.code(q, {"state": testing.open, "disabled_alerts": testing.open})) == {t.open(
		q, ["state"],
	)}
}
