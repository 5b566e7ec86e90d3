# METADATA
# title: Azure Kubernetes Service
# description: What Terraform says of clusters of AKS.
package ccsec.evidence.azure.kubernetes

import data.ccsec.lib.infra
import data.ccsec.lib.infra_clouds

# METADATA
# title: Clusters have no local administrator
# description: Local accounts of an AKS cluster are off.
# custom:
#   id: azure/aks-local-accounts
#   expectations: [9.2/administrator-authentication]
#   resources: [azurerm_kubernetes_cluster]
#   why: >-
#     The local account is one certificate with every right, the same for all who use it: it cannot be
#     taken from one of them, and the log cannot tell them apart.
#   help: >-
#     write local_account_disabled = true and azure_active_directory_role_based_access_control { }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/kubernetes_cluster
#     - https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad
aks_local_accounts contains statement if {
	some cluster in input.index.resources.azurerm_kubernetes_cluster
	statement := infra.truth(cluster, ["local_account_disabled"], false, {
		"yes": "has no local administrator",
		"no": "has a local administrator whose certificate is shared",
		"help": "write local_account_disabled = true",
	})
}

# METADATA
# title: Rights in clusters follow roles
# description: Role-based access control of an AKS cluster is on.
# custom:
#   id: azure/aks-roles
#   expectations: [9.2/authorization]
#   resources: [azurerm_kubernetes_cluster]
#   why: >-
#     Without roles, everything that reaches the API of the cluster may do everything with it.
#   help: leave role_based_access_control_enabled out
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/kubernetes_cluster
aks_roles contains statement if {
	some cluster in input.index.resources.azurerm_kubernetes_cluster
	not cluster.values.role_based_access_control
	statement := infra.truth(cluster, ["role_based_access_control_enabled"], true, {
		"yes": "grants rights by roles",
		"no": "grants everything to whoever reaches its API",
		"help": "write role_based_access_control_enabled = true",
	})
}

# METADATA
# title: The API of clusters is closed to the internet
# description: An AKS cluster is private, or takes calls from chosen addresses alone.
# custom:
#   id: azure/aks-api-access
#   expectations: [9.6/border-access-control]
#   resources: [azurerm_kubernetes_cluster]
#   why: >-
#     The API server commands everything in the cluster. Open to every address, it is one leaked token
#     or one flaw away from strangers.
#   help: >-
#     write private_cluster_enabled = true, or api_server_access_profile { authorized_ip_ranges =
#     ["203.0.113.0/24"] }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/kubernetes_cluster
#     - https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges
aks_api_access contains statement if {
	some cluster in input.index.resources.azurerm_kubernetes_cluster
	infra.yes(infra.get(cluster, ["private_cluster_enabled"], false))
	statement := infra.attests(cluster, ["private_cluster_enabled"], "has a private API")
}

aks_api_access contains statement if {
	some cluster in input.index.resources.azurerm_kubernetes_cluster
	value := infra.get(cluster, ["private_cluster_enabled"], false)
	infra.unknown(value)
	statement := infra.undecided(cluster, ["private_cluster_enabled"], value["(unknown)"])
}

aks_api_access contains statement if {
	some cluster in public_clusters
	statement := infra.present(cluster, ranges, {
		"yes": "takes calls to its API from chosen addresses",
		"no": "takes calls to its API from every address",
		"help": "write api_server_access_profile { authorized_ip_ranges = [\"203.0.113.0/24\"] }",
	})
}

aks_api_access contains statement if {
	some cluster in public_clusters
	some position, range in infra_clouds.blocks(cluster, ranges)
	range in infra_clouds.world
	statement := infra.contradicts(
		cluster, array.concat(ranges, [position]),
		"takes calls to its API from every address", "name the addresses that need it",
	)
}

ranges := ["api_server_access_profile", 0, "authorized_ip_ranges"]

# Where the addresses are named as until version 4 of the provider, nothing is said.
public_clusters contains cluster if {
	some cluster in input.index.resources.azurerm_kubernetes_cluster
	not cluster.values.api_server_authorized_ip_ranges
	infra.no(infra.get(cluster, ["private_cluster_enabled"], false))
}

# METADATA
# title: Traffic between pods follows policies
# description: An AKS cluster enforces network policies.
# custom:
#   id: azure/aks-network-policy
#   expectations: [9.6/traffic-segregation]
#   resources: [azurerm_kubernetes_cluster]
#   why: >-
#     Without an engine, network policies are accepted and do nothing: every pod reaches every other.
#   help: >-
#     write network_profile { network_plugin = "azure", network_policy = "cilium",
#     network_data_plane = "cilium" }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/kubernetes_cluster
#     - https://learn.microsoft.com/azure/aks/use-network-policies
aks_network_policy contains statement if {
	some cluster in input.index.resources.azurerm_kubernetes_cluster
	not own_network(cluster)
	statement := infra.present(cluster, ["network_profile", 0, "network_policy"], {
		"yes": "enforces network policies",
		"no": "enforces no network policy",
		"help": "write network_policy = \"cilium\" and network_data_plane = \"cilium\" in network_profile",
	})
}

# A network that the cluster's owner brings enforces what it enforces.
own_network(cluster) if infra.get(cluster, ["network_profile", 0, "network_plugin"], "") == "none"

# METADATA
# title: Nodes are patched by themselves
# description: The images of an AKS cluster's nodes, and its version, are kept up to date.
# custom:
#   id: azure/aks-upgrades
#   expectations: [9.9/patch-management]
#   resources: [azurerm_kubernetes_cluster]
#   why: >-
#     A node that is not patched keeps every flaw that became known since it was made, those that lead
#     out of a container among them.
#   help: >-
#     leave node_os_upgrade_channel out (NodeImage), and write automatic_upgrade_channel = "patch"
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/kubernetes_cluster
#     - https://learn.microsoft.com/azure/aks/auto-upgrade-node-os-image
aks_upgrades contains statement if {
	some cluster in input.index.resources.azurerm_kubernetes_cluster
	statement := infra_clouds.sorted(
		cluster, ["node_os_upgrade_channel"], "NodeImage",
		{"accepted": {"NodeImage", "SecurityPatch"}, "refused": {"None", "Unmanaged"}},
		{
			"yes": "has its nodes patched by themselves",
			"no": "leaves its nodes unpatched",
			"help": "write node_os_upgrade_channel = \"NodeImage\"",
		},
	)
}

# METADATA
# title: Workloads have identities of their own
# description: Workload identity is on in an AKS cluster.
# custom:
#   id: azure/aks-workload-identity
#   expectations: [9.1/component-authentication]
#   resources: [azurerm_kubernetes_cluster]
#   why: >-
#     Without it, pods reach other services with secrets that lie in the cluster, or with the identity
#     of their node, which every pod there shares.
#   help: write oidc_issuer_enabled = true and workload_identity_enabled = true
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/kubernetes_cluster
#     - https://learn.microsoft.com/azure/aks/workload-identity-overview
aks_workload_identity contains statement if {
	some cluster in input.index.resources.azurerm_kubernetes_cluster
	statement := infra.truth(cluster, ["workload_identity_enabled"], false, {
		"yes": "gives workloads identities of their own",
		"no": "gives workloads no identity of their own",
		"help": "write oidc_issuer_enabled = true and workload_identity_enabled = true",
	})
}

# METADATA
# title: Nodes stand in several zones
# description: Each pool of nodes of an AKS cluster spans two zones or more.
# custom:
#   id: azure/aks-zones
#   expectations: [9.11/recovery-redundancy]
#   resources: [azurerm_kubernetes_cluster, azurerm_kubernetes_cluster_node_pool]
#   why: >-
#     When all nodes stand in one data centre, its outage stops every workload of the cluster.
#   help: write zones = ["1", "2", "3"]
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/kubernetes_cluster_node_pool
#     - https://learn.microsoft.com/azure/aks/availability-zones-overview
aks_zones contains statement if {
	some pool in pools
	zones := infra.get(pool.resource, pool.path, [])
	is_array(zones)
	count(zones) > 1
	statement := infra.attests(pool.resource, pool.path, "spans several zones")
}

aks_zones contains statement if {
	some pool in pools
	zones := infra.get(pool.resource, pool.path, [])
	is_array(zones)
	count(zones) < 2
	not one_of_several(zones)
	statement := infra.contradicts(
		pool.resource, pool.path,
		"does not span several zones", "write zones = [\"1\", \"2\", \"3\"]",
	)
}

aks_zones contains statement if {
	some pool in pools
	zones := infra.get(pool.resource, pool.path, [])
	infra.unknown(zones)
	statement := infra.undecided(pool.resource, pool.path, zones["(unknown)"])
}

# A pool for each zone is as good as one for all.
one_of_several(zones) if {
	some zone in zones
	some pool in pools
	some other in infra_clouds.blocks(pool.resource, pool.path)
	other != zone
}

pools contains pool if {
	some cluster in input.index.resources.azurerm_kubernetes_cluster
	pool := {"resource": cluster, "path": ["default_node_pool", 0, "zones"]}
}

pools contains pool if {
	some node_pool in input.index.resources.azurerm_kubernetes_cluster_node_pool
	pool := {"resource": node_pool, "path": ["zones"]}
}

# METADATA
# title: Clusters enforce the policies of the organization
# description: The Azure Policy add-on of an AKS cluster is not turned off.
# custom:
#   id: azure/aks-policy
#   expectations: [9.9/security-policy]
#   resources: [azurerm_kubernetes_cluster]
#   why: >-
#     Policies that are assigned to the subscription end at the cluster's edge where the add-on is off:
#     what they forbid can be deployed all the same.
#   help: write azure_policy_enabled = true
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/kubernetes_cluster
#     - https://learn.microsoft.com/azure/governance/policy/concepts/policy-for-kubernetes
aks_policy contains statement if {
	some cluster in input.index.resources.azurerm_kubernetes_cluster
	infra.get(cluster, ["azure_policy_enabled"], null) != null
	statement := infra.truth(cluster, ["azure_policy_enabled"], false, {
		"yes": "enforces the policies that are assigned",
		"no": "enforces no policy of Azure",
		"help": "write azure_policy_enabled = true",
	})
}
