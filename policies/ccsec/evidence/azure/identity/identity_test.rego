package ccsec.evidence.azure.identity_test

import data.ccsec.evidence.azure.identity
import data.ccsec.lib.testing
import data.ccsec.lib.testing_clouds as t

said_role_assignments(given) := statements if {
	statements := identity.role_assignments with input as given
}

said_custom_roles(given) := statements if {
	statements := identity.custom_roles with input as given
}

said_local_authentication(given) := statements if {
	statements := identity.local_authentication with input as given
}

a := "azurerm_role_assignment"

name := ["role_definition_name"]

task := "assign a role that covers the task, at the resource group or the resource that it is for"

whole := "/subscriptions/00000000-0000-0000-0000-000000000000"

referring(address) := testing.infrastructure([object.union(
	testing.resource(a, "this", {"role_definition_name": "Owner", "scope": testing.reference(address)}),
	{"references": {"scope": [address]}},
)])

test_role_assignments if {
	said_role_assignments(t.code(a, {"role_definition_name": "Contributor", "scope": whole})) == {t.no(
		a, name,
		"gives Contributor over everything in the scope", task,
	)}
	said_role_assignments(referring("data.azurerm_subscription.current")) == {t.no(
		a, name,
		"gives Owner over everything in the scope", task,
	)}
	said_role_assignments(referring("azurerm_resource_group.main")) == set()
	said_role_assignments(t.code(a, {"role_definition_name": "Owner", "scope": concat("/", [whole, "resourceGroups/example"])})) == set()
	said_role_assignments(t.code(a, {"role_definition_name": "Owner", "scope": whole, "condition": "…"})) == set()
	said_role_assignments(t.code(a, {"role_definition_name": "Reader", "scope": whole})) == {t.yes(
		a, name,
		"gives Reader alone",
	)}
	said_role_assignments(t.code(a, {"role_definition_name": testing.open, "scope": whole})) == {t.open(a, name)}
}

r := "azurerm_role_definition"

test_custom_roles if {
	said_custom_roles(t.code(r, {"permissions": [{"actions": ["Microsoft.Compute/*/read", "*"]}]})) == {t.no(
		r, ["permissions", 0, "actions", 1],
		"allows every action", "name the actions that the task needs",
	)}
	said_custom_roles(t.code(r, {"permissions": [{"actions": ["Microsoft.Compute/*/read"], "data_actions": []}]})) == {t.yes(
		r, ["permissions"],
		"names what it allows",
	)}
	said_custom_roles(t.code(r, {"permissions": [{"actions": testing.open}]})) == {t.open(
		r, ["permissions", 0, "actions"],
	)}
	said_custom_roles(t.code(r, {"permissions": [{"actions": [testing.open]}]})) == set()
	said_custom_roles(t.code(r, {"permissions": testing.open})) == set()
}

s := "azurerm_servicebus_namespace"

c := "azurerm_cosmosdb_account"

test_local_authentication if {
	said_local_authentication(t.code(s, {"local_auth_enabled": false})) == {t.yes(
		s, ["local_auth_enabled"],
		"takes identities alone",
	)}
	said_local_authentication(t.code(s, {})) == {t.no(
		s, ["local_auth_enabled"],
		"takes keys, which tell no identity", "write local_auth_enabled = false",
	)}
	said_local_authentication(t.code(s, {"local_auth_enabled": testing.open})) == {t.open(
		s, ["local_auth_enabled"],
	)}
	said_local_authentication(t.code(c, {"kind": "MongoDB"})) == set()
	said_local_authentication(t.code(c, {"capabilities": [{"name": "EnableTable"}]})) == set()
	said_local_authentication(t.code(c, {"local_authentication_disabled": true})) == {t.yes(
		c, ["local_authentication_disabled"],
		"takes identities alone",
	)}
}
