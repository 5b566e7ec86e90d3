package ccsec.evidence.azure.kubernetes_test

import data.ccsec.evidence.azure.kubernetes
import data.ccsec.lib.testing
import data.ccsec.lib.testing_clouds as t

said_aks_local_accounts(given) := statements if {
	statements := kubernetes.aks_local_accounts with input as given
}

said_aks_roles(given) := statements if {
	statements := kubernetes.aks_roles with input as given
}

said_aks_api_access(given) := statements if {
	statements := kubernetes.aks_api_access with input as given
}

said_aks_network_policy(given) := statements if {
	statements := kubernetes.aks_network_policy with input as given
}

said_aks_upgrades(given) := statements if {
	statements := kubernetes.aks_upgrades with input as given
}

said_aks_workload_identity(given) := statements if {
	statements := kubernetes.aks_workload_identity with input as given
}

said_aks_zones(given) := statements if {
	statements := kubernetes.aks_zones with input as given
}

said_aks_policy(given) := statements if {
	statements := kubernetes.aks_policy with input as given
}

c := "azurerm_kubernetes_cluster"

local := ["local_account_disabled"]

test_aks_local_accounts if {
	said_aks_local_accounts(t.code(c, {"local_account_disabled": true})) == {t.yes(
		c, local,
		"has no local administrator",
	)}
	said_aks_local_accounts(t.code(c, {})) == {t.no(
		c, local,
		"has a local administrator whose certificate is shared", "write local_account_disabled = true",
	)}
	said_aks_local_accounts(t.code(c, {"local_account_disabled": testing.open})) == {t.open(c, local)}
	said_aks_local_accounts(testing.infrastructure([])) == set()
}

rbac := ["role_based_access_control_enabled"]

test_aks_roles if {
	said_aks_roles(t.code(c, {})) == {t.yes(c, rbac, "grants rights by roles")}
	said_aks_roles(t.code(c, {"role_based_access_control_enabled": false})) == {t.no(
		c, rbac,
		"grants everything to whoever reaches its API", "write role_based_access_control_enabled = true",
	)}
	said_aks_roles(t.code(c, {"role_based_access_control_enabled": testing.open})) == {t.open(c, rbac)}
}

private := ["private_cluster_enabled"]

ranges := ["api_server_access_profile", 0, "authorized_ip_ranges"]

authorized(list) := t.code(c, {"api_server_access_profile": [{"authorized_ip_ranges": list}]})

test_aks_api_access if {
	said_aks_api_access(t.code(c, {"private_cluster_enabled": true})) == {t.yes(c, private, "has a private API")}
	said_aks_api_access(t.code(c, {"private_cluster_enabled": testing.open})) == {t.open(c, private)}
	said_aks_api_access(t.code(c, {})) == {t.no(
		c, ranges,
		"takes calls to its API from every address",
		"write api_server_access_profile { authorized_ip_ranges = [\"203.0.113.0/24\"] }",
	)}
	said_aks_api_access(authorized(["203.0.113.0/24"])) == {t.yes(
		c, ranges,
		"takes calls to its API from chosen addresses",
	)}
	said_aks_api_access(authorized(testing.open)) == {t.open(c, ranges)}
	t.no(c, array.concat(ranges, [0]), "takes calls to its API from every address", "name the addresses that need it") in said_aks_api_access(authorized(["0.0.0.0/0"]))
}

policy := ["network_profile", 0, "network_policy"]

profile(values) := t.code(c, {"network_profile": [values]})

test_aks_network_policy if {
	said_aks_network_policy(profile({"network_policy": "calico"})) == {t.yes(
		c, policy,
		"enforces network policies",
	)}
	said_aks_network_policy(t.code(c, {})) == {t.no(
		c, policy,
		"enforces no network policy",
		"write network_policy = \"cilium\" and network_data_plane = \"cilium\" in network_profile",
	)}
	said_aks_network_policy(profile({"network_policy": testing.open})) == {t.open(c, policy)}
	said_aks_network_policy(profile({"network_plugin": "none"})) == set()
}

channel := ["node_os_upgrade_channel"]

test_aks_upgrades if {
	said_aks_upgrades(t.code(c, {})) == {t.yes(c, channel, "has its nodes patched by themselves")}
	said_aks_upgrades(t.code(c, {"node_os_upgrade_channel": "None"})) == {t.no(
		c, channel,
		"leaves its nodes unpatched", "write node_os_upgrade_channel = \"NodeImage\"",
	)}
	said_aks_upgrades(t.code(c, {"node_os_upgrade_channel": testing.open})) == {t.open(c, channel)}
}

workload := ["workload_identity_enabled"]

test_aks_workload_identity if {
	said_aks_workload_identity(t.code(c, {"workload_identity_enabled": true})) == {t.yes(
		c, workload,
		"gives workloads identities of their own",
	)}
	said_aks_workload_identity(t.code(c, {})) == {t.no(
		c, workload,
		"gives workloads no identity of their own",
		"write oidc_issuer_enabled = true and workload_identity_enabled = true",
	)}
	said_aks_workload_identity(t.code(c, {"workload_identity_enabled": testing.open})) == {t.open(c, workload)}
}

n := "azurerm_kubernetes_cluster_node_pool"

zones := ["default_node_pool", 0, "zones"]

test_aks_zones if {
	said_aks_zones(t.code(c, {"default_node_pool": [{"zones": ["1", "2"]}]})) == {t.yes(
		c, zones,
		"spans several zones",
	)}
	said_aks_zones(t.code(c, {"default_node_pool": [{}]})) == {t.no(
		c, zones,
		"does not span several zones", "write zones = [\"1\", \"2\", \"3\"]",
	)}
	said_aks_zones(t.code(n, {"zones": ["1"]})) == {t.no(
		n, ["zones"],
		"does not span several zones", "write zones = [\"1\", \"2\", \"3\"]",
	)}
	said_aks_zones(t.code(n, {"zones": testing.open})) == {t.open(n, ["zones"])}
	said_aks_zones(t.beside(n, {"zones": ["1"]}, [testing.resource(n, "other", {"zones": ["2"]})])) == set()
}

addon := ["azure_policy_enabled"]

test_aks_policy if {
	said_aks_policy(t.code(c, {"azure_policy_enabled": true})) == {t.yes(
		c, addon,
		"enforces the policies that are assigned",
	)}
	said_aks_policy(t.code(c, {"azure_policy_enabled": false})) == {t.no(
		c, addon,
		"enforces no policy of Azure", "write azure_policy_enabled = true",
	)}
	said_aks_policy(t.code(c, {"azure_policy_enabled": testing.open})) == {t.open(c, addon)}
	said_aks_policy(t.code(c, {})) == set()
}
