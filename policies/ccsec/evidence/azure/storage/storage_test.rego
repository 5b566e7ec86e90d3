package ccsec.evidence.azure.storage_test

import data.ccsec.evidence.azure.storage
import data.ccsec.lib.testing
import data.ccsec.lib.testing_clouds

said_public_blobs(given) := statements if {
	statements := storage.public_blobs with input as given
}

said_storage_transport(given) := statements if {
	statements := storage.storage_transport with input as given
}

said_storage_network(given) := statements if {
	statements := storage.storage_network with input as given
}

said_storage_shared_keys(given) := statements if {
	statements := storage.storage_shared_keys with input as given
}

said_storage_tenants(given) := statements if {
	statements := storage.storage_tenants with input as given
}

account := "azurerm_storage_account"

container := "azurerm_storage_container"

tls := testing_clouds.yes(account, ["min_tls_version"], "refuses TLS older than 1.2")

https := testing_clouds.yes(account, ["https_traffic_only_enabled"], "takes HTTPS alone")

test_storage_transport if {
	said_storage_transport(testing_clouds.code(account, {})) == {https, tls}
	said_storage_transport(testing_clouds.code(account, {"https_traffic_only_enabled": false})) == {
		testing_clouds.no(
			account, ["https_traffic_only_enabled"],
			"takes plain HTTP", "write https_traffic_only_enabled = true",
		),
		tls,
	}
	said_storage_transport(testing_clouds.code(account, {"min_tls_version": "TLS1_0"})) == {
		https,
		testing_clouds.no(
			account, ["min_tls_version"],
			"takes TLS older than 1.2", "write min_tls_version = \"TLS1_2\"",
		),
	}
	said_storage_transport(testing_clouds.code(account, {
		"https_traffic_only_enabled": testing.open,
		"min_tls_version": testing.open,
	})) == {
		testing_clouds.open(account, ["https_traffic_only_enabled"]),
		testing_clouds.open(account, ["min_tls_version"]),
	}
	said_storage_transport(testing_clouds.code(account, {"enable_https_traffic_only": false})) == {
		testing_clouds.no(
			account, ["enable_https_traffic_only"],
			"takes plain HTTP", "write https_traffic_only_enabled = true",
		),
		tls,
	}
	said_storage_transport(testing.infrastructure([])) == set()
}

public_container := testing_clouds.no(
	container, ["container_access_type"],
	"is public", "write container_access_type = \"private\"",
)

test_public_blobs if {
	said_public_blobs(testing_clouds.code(account, {"allow_nested_items_to_be_public": false})) == {testing_clouds.yes(
		account, ["allow_nested_items_to_be_public"],
		"rules out public blobs",
	)}
	said_public_blobs(testing_clouds.code(account, {})) == set()
	said_public_blobs(testing_clouds.code(account, {"allow_nested_items_to_be_public": true})) == set()
	said_public_blobs(testing_clouds.code(container, {})) == {testing_clouds.yes(
		container, ["container_access_type"],
		"is private",
	)}
	said_public_blobs(testing_clouds.code(container, {"container_access_type": "blob"})) == {public_container}
	said_public_blobs(testing_clouds.code(container, {"container_access_type": testing.open})) == {testing_clouds.open(
		container, ["container_access_type"],
	)}
}

strict := testing.resource(account, "strict", {"name": "data", "allow_nested_items_to_be_public": false})

open_container(values, references) := testing.infrastructure([
	object.union(
		testing.resource(container, "this", object.union({"container_access_type": "blob"}, values)),
		{"references": references},
	),
	strict,
])

test_public_blobs_overruled if {
	every given in [
		open_container({}, {"storage_account_id": ["azurerm_storage_account.strict"]}),
		open_container({"storage_account_name": "data"}, {}),
	] {
		{s.effect | some s in said_public_blobs(given)} == {"attests"}
	}
	public_container in said_public_blobs(open_container({"storage_account_name": "other"}, {}))
}

every_network := testing_clouds.no(
	account, ["network_rules"], "is open to every network",
	"write network_rules { default_action = \"Deny\" }, or public_network_access_enabled = false",
)

rules(action) := testing_clouds.leading(
	"azurerm_storage_account_network_rules", {"default_action": action},
	"storage_account_id", "azurerm_storage_account.this",
)

test_storage_network if {
	said_storage_network(testing_clouds.beside(
		account, {"public_network_access_enabled": false},
		[rules("Allow")],
	)) == {testing_clouds.yes(
		account, ["public_network_access_enabled"],
		"is closed to public networks",
	)}
	said_storage_network(testing_clouds.code(account, {"public_network_access_enabled": testing.open})) == {testing_clouds.open(
		account, ["public_network_access_enabled"],
	)}
	said_storage_network(testing_clouds.code(account, {})) == {every_network}
	said_storage_network(testing_clouds.code(account, {"network_rules": [{"default_action": "Deny"}]})) == {testing_clouds.yes(
		account, ["network_rules", 0, "default_action"],
		"denies what no rule allows",
	)}
	said_storage_network(testing_clouds.code(account, {"network_rules": [{"default_action": "Allow"}]})) == {testing_clouds.no(
		account, ["network_rules", 0, "default_action"],
		"is open to every network", "write default_action = \"Deny\"",
	)}
	said_storage_network(testing_clouds.code(account, {"network_rules": testing.open})) == {testing_clouds.open(
		account, ["network_rules", 0, "default_action"],
	)}
}

test_storage_network_rules if {
	said_storage_network(testing_clouds.beside(account, {}, [rules("Deny")])) == {{
		"effect": "attests",
		"resource": "azurerm_storage_account_network_rules.other",
		"path": ["infrastructure", "infra", 1, "values", "default_action"],
		"message": "denies what no rule allows",
	}}
}

test_storage_shared_keys if {
	said_storage_shared_keys(testing_clouds.code(account, {"shared_access_key_enabled": false})) == {testing_clouds.yes(
		account, ["shared_access_key_enabled"],
		"takes no shared keys",
	)}
	said_storage_shared_keys(testing_clouds.code(account, {})) == {testing_clouds.no(
		account, ["shared_access_key_enabled"],
		"takes shared keys, which go past its roles", "write shared_access_key_enabled = false",
	)}
	said_storage_shared_keys(testing_clouds.code(account, {"shared_access_key_enabled": testing.open})) == {testing_clouds.open(
		account, ["shared_access_key_enabled"],
	)}
}

test_storage_tenants if {
	said_storage_tenants(testing_clouds.code(account, {})) == {testing_clouds.yes(
		account, ["cross_tenant_replication_enabled"],
		"is not replicated to other tenants",
	)}
	said_storage_tenants(testing_clouds.code(account, {"cross_tenant_replication_enabled": true})) == {testing_clouds.no(
		account, ["cross_tenant_replication_enabled"],
		"may be replicated to other tenants", "write cross_tenant_replication_enabled = false",
	)}
	said_storage_tenants(testing_clouds.code(account, {"cross_tenant_replication_enabled": testing.open})) == {testing_clouds.open(
		account, ["cross_tenant_replication_enabled"],
	)}
}
