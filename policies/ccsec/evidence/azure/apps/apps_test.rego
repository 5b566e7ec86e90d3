package ccsec.evidence.azure.apps_test

import data.ccsec.evidence.azure.apps
import data.ccsec.lib.testing
import data.ccsec.lib.testing_clouds as t

said_app_transport(given) := statements if {
	statements := apps.app_transport with input as given
}

said_app_authentication(given) := statements if {
	statements := apps.app_authentication with input as given
}

said_dedicated_plan(given) := statements if {
	statements := apps.dedicated_plan with input as given
}

said_gateway_listeners(given) := statements if {
	statements := apps.gateway_listeners with input as given
}

said_waf_policies(given) := statements if {
	statements := apps.waf_policies with input as given
}

said_registry_admin(given) := statements if {
	statements := apps.registry_admin with input as given
}

said_registry_anonymous_pull(given) := statements if {
	statements := apps.registry_anonymous_pull with input as given
}

w := "azurerm_linux_web_app"

f := "azurerm_windows_function_app"

https := t.yes(w, ["https_only"], "takes HTTPS alone")

site(values) := t.code(w, {"https_only": true, "site_config": [values]})

tls := ["site_config", 0, "minimum_tls_version"]

ftp := ["site_config", 0, "ftps_state"]

test_app_transport if {
	said_app_transport(site({})) == {https}
	said_app_transport(t.code(f, {})) == {t.no(f, ["https_only"], "takes plain HTTP", "write https_only = true")}
	said_app_transport(t.code(w, {"https_only": testing.open})) == {t.open(w, ["https_only"])}
	said_app_transport(site({"minimum_tls_version": "1.3", "ftps_state": "AllAllowed"})) == {
		https,
		t.yes(w, tls, "refuses TLS older than 1.2"),
		t.no(w, ftp, "takes plain FTP", "write ftps_state = \"Disabled\""),
	}
	said_app_transport(site({"minimum_tls_version": "1.0", "ftps_state": "FtpsOnly"})) == {
		https,
		t.no(w, tls, "takes TLS older than 1.2", "write minimum_tls_version = \"1.2\""),
		t.yes(w, ftp, "takes no plain FTP"),
	}
	said_app_transport(testing.infrastructure([])) == set()
}

enabled := ["auth_settings_v2", 0, "auth_enabled"]

auth(values) := t.code(w, {"auth_settings_v2": [values]})

mode := ["client_certificate_mode"]

test_app_authentication if {
	said_app_authentication(auth({"auth_enabled": true})) == {t.yes(w, enabled, "signs callers in")}
	said_app_authentication(auth({})) == {t.no(
		w, enabled,
		"has signing in turned off", "write auth_enabled = true",
	)}
	said_app_authentication(auth({"auth_enabled": testing.open})) == {t.open(w, enabled)}
	said_app_authentication(auth({"auth_enabled": true, "unauthenticated_action": "AllowAnonymous"})) == {
		t.yes(w, enabled, "signs callers in"),
		t.no(w, ["auth_settings_v2", 0, "unauthenticated_action"], "lets callers past who do not sign in", "write unauthenticated_action = \"Return401\""),
	}
	said_app_authentication(t.code(w, {"client_certificate_enabled": true, "client_certificate_mode": "Required"})) == {t.yes(
		w, mode,
		"asks callers for a certificate",
	)}
	said_app_authentication(t.code(w, {"client_certificate_enabled": true})) == {t.no(
		w, mode,
		"lets callers past who show no certificate", "write client_certificate_mode = \"Required\"",
	)}
	said_app_authentication(t.code(w, {})) == set()
}

p := "azurerm_service_plan"

test_dedicated_plan if {
	said_dedicated_plan(t.code(p, {"sku_name": "P1v3"})) == {t.yes(
		p, ["sku_name"],
		"runs on machines of its own",
	)}
	said_dedicated_plan(t.code(p, {"sku_name": "F1"})) == {t.no(
		p, ["sku_name"],
		"shares its machines with other customers", "write sku_name = \"P1v3\"",
	)}
	said_dedicated_plan(t.code(p, {"sku_name": testing.open})) == {t.open(p, ["sku_name"])}
	said_dedicated_plan(t.code(p, {"sku_name": "Y1"})) == set()
}

g := "azurerm_application_gateway"

gateway(protocol, rule) := t.code(g, {
	"frontend_ip_configuration": [{"name": "public", "public_ip_address_id": "ip"}, {"name": "private"}],
	"http_listener": [{"name": "main", "frontend_ip_configuration_name": "public", "protocol": protocol}],
	"request_routing_rule": [object.union({"http_listener_name": "main"}, rule)],
})

at := ["http_listener", 0, "protocol"]

test_gateway_listeners if {
	said_gateway_listeners(gateway("Https", {"backend_address_pool_name": "site"})) == {t.yes(
		g, at,
		"listens on HTTPS",
	)}
	said_gateway_listeners(gateway("Http", {"backend_address_pool_name": "site"})) == {t.no(
		g, at,
		"serves plain HTTP", "write protocol = \"Https\", or redirect in its request_routing_rule",
	)}
	said_gateway_listeners(gateway("Http", {"redirect_configuration_name": "to-https"})) == set()
	said_gateway_listeners(gateway(testing.open, {})) == {t.open(g, at)}
	said_gateway_listeners(t.code(g, {
		"frontend_ip_configuration": [{"name": "public", "public_ip_address_id": "ip"}],
		"http_listener": [{"name": "main", "frontend_ip_configuration_name": testing.open, "protocol": "Http"}],
	})) == {t.open(g, ["http_listener", 0, "frontend_ip_configuration_name"])}
	said_gateway_listeners(t.code(g, {
		"frontend_ip_configuration": [{"name": "private"}],
		"http_listener": [{"name": "main", "frontend_ip_configuration_name": "private", "protocol": "Http"}],
		"request_routing_rule": [{"http_listener_name": "main", "backend_address_pool_name": "site"}],
	})) == set()
}

a := "azurerm_web_application_firewall_policy"

d := "azurerm_cdn_frontdoor_firewall_policy"

blocks := t.yes(a, ["policy_settings", 0, "mode"], "blocks attacks")

test_waf_policies if {
	said_waf_policies(t.code(a, {})) == {blocks}
	said_waf_policies(t.code(d, {"mode": "Detection"})) == {t.no(
		d, ["mode"],
		"lets attacks through, and writes them down", "write mode = \"Prevention\"",
	)}
	said_waf_policies(t.code(d, {"mode": testing.open})) == {t.open(d, ["mode"])}
	said_waf_policies(t.code(a, {"policy_settings": [{"enabled": false}]})) == {blocks, t.no(a, ["policy_settings", 0, "enabled"], "is off", "write enabled = true")}
}

r := "azurerm_container_registry"

test_registry_admin if {
	said_registry_admin(t.code(r, {})) == {t.yes(r, ["admin_enabled"], "has no shared administrator")}
	said_registry_admin(t.code(r, {"admin_enabled": true})) == {t.no(
		r, ["admin_enabled"],
		"has an administrator whose password is shared", "write admin_enabled = false",
	)}
	said_registry_admin(t.code(r, {"admin_enabled": testing.open})) == {t.open(r, ["admin_enabled"])}
}

pull := ["anonymous_pull_enabled"]

test_registry_anonymous_pull if {
	said_registry_anonymous_pull(t.code(r, {})) == {t.yes(r, pull, "hands images to those who sign in")}
	said_registry_anonymous_pull(t.code(r, {"anonymous_pull_enabled": true})) == {t.no(
		r, pull,
		"hands images to everyone", "write anonymous_pull_enabled = false",
	)}
	said_registry_anonymous_pull(t.code(r, {"anonymous_pull_enabled": testing.open})) == {t.open(r, pull)}
}
