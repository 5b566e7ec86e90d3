# METADATA
# title: Google Kubernetes Engine
# description: What Terraform says of clusters of GKE and their nodes.
package ccsec.evidence.google.kubernetes

import data.ccsec.lib.infra
import data.ccsec.lib.infra_clouds

# METADATA
# title: Nodes have no address on the internet
# description: The nodes of a GKE cluster are private.
# custom:
#   id: google/gke-private-nodes
#   expectations: [9.6/network-isolation]
#   resources: [google_container_cluster]
#   why: >-
#     A node with a public address stands outside: one firewall rule too many, and what listens on it
#     is reached from everywhere.
#   help: write private_cluster_config { enable_private_nodes = true }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_cluster
#     - https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation
gke_private_nodes contains statement if {
	some cluster in input.index.resources.google_container_cluster
	not pools_decide(cluster)
	statement := infra.truth(cluster, ["private_cluster_config", 0, "enable_private_nodes"], false, {
		"yes": "has private nodes",
		"no": "gives its nodes addresses on the internet",
		"help": "write private_cluster_config { enable_private_nodes = true }",
	})
}

# A pool of nodes can be private by itself.
pools_decide(cluster) if {
	some pool in input.index.resources.google_container_node_pool
	infra.points_at(pool, "cluster", cluster, ["name", "id"])
	pool.values.network_config
}

# METADATA
# title: The control plane is closed to the internet
# description: The API of a GKE cluster takes calls from chosen networks alone.
# custom:
#   id: google/gke-control-plane
#   expectations: [9.6/border-access-control]
#   resources: [google_container_cluster]
#   why: >-
#     The control plane commands everything in the cluster. Open to every address, it is one leaked
#     token or one flaw away from strangers.
#   help: write master_authorized_networks_config { cidr_blocks { cidr_block = "203.0.113.0/24" } }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_cluster
#     - https://cloud.google.com/kubernetes-engine/docs/how-to/authorized-networks
gke_control_plane contains statement if {
	some cluster in input.index.resources.google_container_cluster
	infra.yes(infra.get(cluster, ["private_cluster_config", 0, "enable_private_endpoint"], false))
	statement := infra.attests(
		cluster, ["private_cluster_config", 0, "enable_private_endpoint"],
		"has a private control plane",
	)
}

gke_control_plane contains statement if {
	some cluster in public_control_planes
	every block in authorized(cluster) {
		is_string(block.cidr_block)
		not block.cidr_block in infra_clouds.world
	}
	statement := infra.present(cluster, ["master_authorized_networks_config"], {
		"yes": "takes calls to its control plane from chosen networks",
		"no": "takes calls to its control plane from every address",
		"help": "write master_authorized_networks_config { cidr_blocks { cidr_block = \"203.0.113.0/24\" } }",
	})
}

gke_control_plane contains statement if {
	some cluster in public_control_planes
	some position, block in authorized(cluster)
	block.cidr_block in infra_clouds.world
	statement := infra.contradicts(
		cluster, ["master_authorized_networks_config", 0, "cidr_blocks", position, "cidr_block"],
		"takes calls to its control plane from every address", "name the networks that need it",
	)
}

gke_control_plane contains statement if {
	some cluster in public_control_planes
	some position, block in authorized(cluster)
	infra.unknown(block.cidr_block)
	statement := infra.undecided(
		cluster, ["master_authorized_networks_config", 0, "cidr_blocks", position, "cidr_block"],
		block.cidr_block["(unknown)"],
	)
}

authorized(cluster) := infra_clouds.blocks(cluster, ["master_authorized_networks_config", 0, "cidr_blocks"])

public_control_planes contains cluster if {
	some cluster in input.index.resources.google_container_cluster
	infra.no(infra.get(cluster, ["private_cluster_config", 0, "enable_private_endpoint"], false))
	not infra.no(infra.get(cluster, ["control_plane_endpoints_config", 0, "ip_endpoints_config", 0, "enabled"], true))
}

# METADATA
# title: Workloads have identities of their own
# description: Workload identity federation is on in a GKE cluster.
# custom:
#   id: google/gke-workload-identity
#   expectations: [9.1/component-authentication]
#   resources: [google_container_cluster]
#   why: >-
#     Without it, pods reach other services with keys that lie in the cluster, or with the identity of
#     their node, which every pod there shares.
#   help: write workload_identity_config { workload_pool = "${var.project}.svc.id.goog" }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_cluster
#     - https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
gke_workload_identity contains statement if {
	some cluster in standard
	infra.get(cluster, ["workload_identity_config"], []) == []
	statement := infra.contradicts(
		cluster, ["workload_identity_config"],
		"gives workloads no identity of their own",
		"write workload_identity_config { workload_pool = \"${var.project}.svc.id.goog\" }",
	)
}

# The name of the pool follows from the project, so it is often known only later.
gke_workload_identity contains statement if {
	some cluster in standard
	cluster.values.workload_identity_config[0].workload_pool
	statement := infra.attests(cluster, ["workload_identity_config"], "gives workloads identities of their own")
}

gke_workload_identity contains statement if {
	some cluster in standard
	config := infra.get(cluster, ["workload_identity_config"], [])
	infra.unknown(config)
	statement := infra.undecided(cluster, ["workload_identity_config"], config["(unknown)"])
}

gke_workload_identity contains statement if {
	some cluster in autopilot
	statement := infra.attests(cluster, ["enable_autopilot"], "gives workloads identities of their own, as Autopilot does")
}

autopilot contains cluster if {
	some cluster in input.index.resources.google_container_cluster
	infra.yes(infra.get(cluster, ["enable_autopilot"], false))
}

standard contains cluster if {
	some cluster in input.index.resources.google_container_cluster
	infra.no(infra.get(cluster, ["enable_autopilot"], false))
}

# METADATA
# title: Traffic between pods follows policies
# description: A GKE cluster enforces network policies.
# custom:
#   id: google/gke-network-policy
#   expectations: [9.6/traffic-segregation]
#   resources: [google_container_cluster]
#   why: >-
#     Without an engine, network policies are accepted and do nothing: every pod reaches every other.
#   help: write datapath_provider = "ADVANCED_DATAPATH"
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_cluster
#     - https://cloud.google.com/kubernetes-engine/docs/concepts/dataplane-v2
gke_network_policy contains statement if {
	some cluster in autopilot
	statement := infra.attests(cluster, ["enable_autopilot"], "enforces network policies, as Autopilot does")
}

gke_network_policy contains statement if {
	some cluster in standard
	infra.yes(infra.get(cluster, ["network_policy", 0, "enabled"], false))
	statement := infra.attests(cluster, ["network_policy", 0, "enabled"], "enforces network policies")
}

gke_network_policy contains statement if {
	some cluster in standard
	infra.no(infra.get(cluster, ["network_policy", 0, "enabled"], false))
	statement := infra.among(cluster, ["datapath_provider"], "LEGACY_DATAPATH", {"ADVANCED_DATAPATH"}, {
		"yes": "enforces network policies",
		"no": "enforces no network policy",
		"help": "write datapath_provider = \"ADVANCED_DATAPATH\"",
	})
}

# METADATA
# title: Nodes are patched by themselves
# description: Pools of nodes are upgraded without a hand.
# custom:
#   id: google/gke-upgrades
#   expectations: [9.9/patch-management]
#   resources: [google_container_node_pool, google_container_cluster]
#   why: >-
#     A node that is not patched keeps every flaw that became known since it was made, those that lead
#     out of a container among them.
#   help: >-
#     write management { auto_upgrade = true }, and release_channel { channel = "REGULAR" } in the
#     cluster
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_node_pool
#     - https://cloud.google.com/kubernetes-engine/docs/concepts/release-channels
gke_upgrades contains statement if {
	some pool in input.index.resources.google_container_node_pool
	statement := infra.truth(pool, ["management", 0, "auto_upgrade"], true, {
		"yes": "is patched by itself",
		"no": "is patched by hand alone",
		"help": "write auto_upgrade = true in management",
	})
}

gke_upgrades contains statement if {
	some cluster in input.index.resources.google_container_cluster
	channel := infra.get(cluster, ["release_channel", 0, "channel"], "")
	channel in {"RAPID", "REGULAR", "STABLE", "EXTENDED"}
	statement := infra.attests(cluster, ["release_channel", 0, "channel"], sprintf("follows the channel %s", [channel]))
}

# METADATA
# title: Nobody signs in by a certificate that lasts
# description: A GKE cluster issues no client certificate.
# custom:
#   id: google/gke-client-certificate
#   expectations: [9.2/authentication]
#   resources: [google_container_cluster]
#   why: >-
#     The client certificate of a cluster cannot be withdrawn: whoever has copied it is let in until
#     the cluster is made anew.
#   help: leave master_auth out
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_cluster
#     - https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster
gke_client_certificate contains statement if {
	some cluster in input.index.resources.google_container_cluster
	path := ["master_auth", 0, "client_certificate_config", 0, "issue_client_certificate"]
	statement := infra.untruth(cluster, path, false, {
		"yes": "issues no client certificate",
		"no": "issues a client certificate that cannot be withdrawn",
		"help": "write issue_client_certificate = false",
	})
}

# METADATA
# title: Roles alone decide in clusters
# description: The legacy authorization of GKE, which goes beside roles, is off.
# custom:
#   id: google/gke-legacy-authorization
#   expectations: [9.8/mechanism-coordination]
#   resources: [google_container_cluster]
#   why: >-
#     Legacy authorization grants service accounts and nodes rights of its own, which no role takes away.
#   help: leave enable_legacy_abac out
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_cluster
gke_legacy_authorization contains statement if {
	some cluster in input.index.resources.google_container_cluster
	statement := infra.untruth(cluster, ["enable_legacy_abac"], false, {
		"yes": "leaves rights to roles",
		"no": "grants rights beside its roles",
		"help": "write enable_legacy_abac = false",
	})
}

# METADATA
# title: Pods cannot take their node's identity
# description: Nodes of GKE keep their own metadata from the pods that they run.
# custom:
#   id: google/gke-node-metadata
#   expectations: [9.5/workload-isolation]
#   resources: [google_container_node_pool, google_container_cluster]
#   why: >-
#     A pod that reads the node's metadata gets the node's token, and with it the images, the logs and
#     the secrets of all that run beside it.
#   help: write workload_metadata_config { mode = "GKE_METADATA" }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_node_pool
#     - https://cloud.google.com/kubernetes-engine/docs/how-to/protecting-cluster-metadata
gke_node_metadata contains statement if {
	some type in {"google_container_node_pool", "google_container_cluster"}
	some nodes in input.index.resources[type]
	statement := infra_clouds.sorted(
		nodes, ["node_config", 0, "workload_metadata_config", 0, "mode"], null,
		{"accepted": {"GKE_METADATA"}, "refused": {"GCE_METADATA", "MODE_UNSPECIFIED"}},
		{
			"yes": "keeps the node's metadata from pods",
			"no": "hands the node's metadata to pods",
			"help": "write mode = \"GKE_METADATA\"",
		},
	)
}

# METADATA
# title: Clusters stand in several zones
# description: A GKE cluster is regional, or its nodes stand in more than one zone.
# custom:
#   id: google/gke-zones
#   expectations: [9.11/recovery-redundancy]
#   resources: [google_container_cluster]
#   why: >-
#     A cluster in one zone stops with that zone, its control plane included.
#   help: write location = "europe-west3", a region, instead of a zone
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_cluster
#     - https://cloud.google.com/kubernetes-engine/docs/concepts/regional-clusters
gke_zones contains statement if {
	some cluster in input.index.resources.google_container_cluster
	matches(cluster.values.location, `^[a-z]+-[a-z]+[0-9]+-[a-z]$`)
	infra.get(cluster, ["node_locations"], []) == []
	statement := infra.contradicts(
		cluster, ["location"],
		"stands in one zone", "write a region, such as location = \"europe-west3\"",
	)
}

gke_zones contains statement if {
	some cluster in input.index.resources.google_container_cluster
	matches(cluster.values.location, `^[a-z]+-[a-z]+[0-9]+$`)
	statement := infra.attests(cluster, ["location"], "stands in several zones")
}

gke_zones contains statement if {
	some cluster in input.index.resources.google_container_cluster
	infra.unknown(cluster.values.location)
	statement := infra.undecided(cluster, ["location"], cluster.values.location["(unknown)"])
}

matches(value, pattern) if {
	is_string(value)
	regex.match(pattern, value)
}

# METADATA
# title: Clusters log and are monitored
# description: Logging and monitoring of a GKE cluster are on, as they are unless told otherwise.
# custom:
#   id: google/gke-monitoring
#   expectations: [9.10/continuous-monitoring]
#   resources: [google_container_cluster]
#   why: >-
#     A cluster that logs nothing leaves no trace of what went wrong in it, nor of who did it.
#   help: leave logging_service and monitoring_service out
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_cluster
#     - https://cloud.google.com/kubernetes-engine/docs/how-to/config-logging-monitoring
gke_monitoring contains statement if {
	some cluster in input.index.resources.google_container_cluster
	some key in {"logging_service", "monitoring_service"}
	statement := infra_clouds.sorted(
		cluster, [key], sprintf("%s.googleapis.com/kubernetes", [split(key, "_")[0]]),
		{
			"accepted": {"logging.googleapis.com/kubernetes", "monitoring.googleapis.com/kubernetes"},
			"refused": {"none"},
		},
		{
			"yes": sprintf("has its %s on", [split(key, "_")[0]]),
			"no": sprintf("has its %s off", [split(key, "_")[0]]),
			"help": sprintf("leave %s out", [key]),
		},
	)
}
