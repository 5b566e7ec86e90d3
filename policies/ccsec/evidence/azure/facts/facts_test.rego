package ccsec.evidence.azure.facts_test

import data.ccsec.evidence.azure.facts
import data.ccsec.lib.testing
import data.ccsec.lib.testing_clouds as t

said_compute(given) := statements if {
	statements := facts.compute with input as given
}

said_exposure(given) := statements if {
	statements := facts.exposure with input as given
}

said_stored(given) := statements if {
	statements := facts.stored with input as given
}

said_jurisdiction(given) := statements if {
	statements := facts.jurisdiction with input as given
}

internet := ["service.exposure", "internet"]

test_compute if {
	said_compute(t.code("azurerm_linux_virtual_machine", {})) == {t.shows(
		"azurerm_linux_virtual_machine", [],
		["service.compute", "virtual-machine"], "is a virtual machine",
	)}
	said_compute(t.code("azurerm_kubernetes_cluster", {})) == {t.shows(
		"azurerm_kubernetes_cluster", [],
		["service.compute", "container"], "is a home of containers",
	)}
	said_compute(t.code("azurerm_linux_function_app", {})) == {t.shows(
		"azurerm_linux_function_app", [],
		["service.compute", "function"], "is a function",
	)}
	said_compute(testing.infrastructure([])) == set()
}

g := "azurerm_application_gateway"

w := "azurerm_linux_web_app"

e := "azurerm_cdn_frontdoor_endpoint"

test_exposure if {
	said_exposure(t.code(g, {"frontend_ip_configuration": [{"subnet_id": "a"}, {"public_ip_address_id": "b"}]})) == {t.shows(
		g, ["frontend_ip_configuration", 1, "public_ip_address_id"],
		internet, "has an address on the internet",
	)}
	said_exposure(t.code(e, {})) == {t.shows(e, [], internet, "faces the internet")}
	said_exposure(t.code(w, {"site_config": [{}]})) == {t.shows(w, [], internet, "faces the internet")}
	every values in [
		{"public_network_access_enabled": false},
		{"public_network_access_enabled": testing.open},
		{"site_config": [{"ip_restriction": [{"ip_address": "203.0.113.0/24"}]}]},
		{"site_config": [{"ip_restriction_default_action": "Deny"}]},
	] {
		said_exposure(t.code(w, values)) == set()
	}
}

a := "azurerm_storage_account"

test_stored if {
	said_stored(t.code(a, {})) == {t.shows(a, [], ["data.stored", true], "stores data")}
	said_stored(testing.infrastructure([])) == set()
}

test_jurisdiction if {
	said_jurisdiction(t.code(a, {"location": "westeurope"})) == {t.shows(
		a, ["location"],
		["data.jurisdictions", "NL"], "lies in NL",
	)}
	said_jurisdiction(t.code(a, {"location": testing.open})) == set()
}
