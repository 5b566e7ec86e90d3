package ccsec.evidence.google.kubernetes_test

import data.ccsec.evidence.google.kubernetes
import data.ccsec.lib.testing
import data.ccsec.lib.testing_clouds as t

said_gke_private_nodes(given) := statements if {
	statements := kubernetes.gke_private_nodes with input as given
}

said_gke_control_plane(given) := statements if {
	statements := kubernetes.gke_control_plane with input as given
}

said_gke_workload_identity(given) := statements if {
	statements := kubernetes.gke_workload_identity with input as given
}

said_gke_network_policy(given) := statements if {
	statements := kubernetes.gke_network_policy with input as given
}

said_gke_upgrades(given) := statements if {
	statements := kubernetes.gke_upgrades with input as given
}

said_gke_client_certificate(given) := statements if {
	statements := kubernetes.gke_client_certificate with input as given
}

said_gke_legacy_authorization(given) := statements if {
	statements := kubernetes.gke_legacy_authorization with input as given
}

said_gke_node_metadata(given) := statements if {
	statements := kubernetes.gke_node_metadata with input as given
}

said_gke_zones(given) := statements if {
	statements := kubernetes.gke_zones with input as given
}

said_gke_monitoring(given) := statements if {
	statements := kubernetes.gke_monitoring with input as given
}

c := "google_container_cluster"

n := "google_container_node_pool"

nodes := ["private_cluster_config", 0, "enable_private_nodes"]

test_gke_private_nodes if {
	said_gke_private_nodes(t.code(c, {"private_cluster_config": [{"enable_private_nodes": true}]})) == {t.yes(
		c, nodes,
		"has private nodes",
	)}
	said_gke_private_nodes(t.code(c, {})) == {t.no(
		c, nodes,
		"gives its nodes addresses on the internet",
		"write private_cluster_config { enable_private_nodes = true }",
	)}
	said_gke_private_nodes(t.code(c, {"private_cluster_config": testing.open})) == {t.open(c, nodes)}
	said_gke_private_nodes(t.beside(c, {}, [t.leading(n, {"network_config": [{"enable_private_nodes": true}]}, "cluster", "google_container_cluster.this")])) == set()
	said_gke_private_nodes(testing.infrastructure([])) == set()
}

m := ["master_authorized_networks_config"]

authorized(block) := t.code(c, {"master_authorized_networks_config": [{"cidr_blocks": [{"cidr_block": block}]}]})

chosen := t.yes(c, m, "takes calls to its control plane from chosen networks")

test_gke_control_plane if {
	said_gke_control_plane(t.code(c, {"private_cluster_config": [{"enable_private_endpoint": true}]})) == {t.yes(
		c, ["private_cluster_config", 0, "enable_private_endpoint"],
		"has a private control plane",
	)}
	said_gke_control_plane(t.code(c, {})) == {t.no(
		c, m,
		"takes calls to its control plane from every address",
		"write master_authorized_networks_config { cidr_blocks { cidr_block = \"203.0.113.0/24\" } }",
	)}
	said_gke_control_plane(authorized("203.0.113.0/24")) == {chosen}
	said_gke_control_plane(authorized("0.0.0.0/0")) == {t.no(c, ["master_authorized_networks_config", 0, "cidr_blocks", 0, "cidr_block"], "takes calls to its control plane from every address", "name the networks that need it")}
	said_gke_control_plane(t.code(c, {"master_authorized_networks_config": testing.open})) == {t.open(c, m)}
	said_gke_control_plane(authorized(testing.open)) == {t.open(
		c,
		["master_authorized_networks_config", 0, "cidr_blocks", 0, "cidr_block"],
	)}
	said_gke_control_plane(t.code(c, {"control_plane_endpoints_config": [{"ip_endpoints_config": [{"enabled": false}]}]})) == set()
}

w := ["workload_identity_config"]

test_gke_workload_identity if {
	said_gke_workload_identity(t.code(c, {"workload_identity_config": [{"workload_pool": testing.open}]})) == {t.yes(
		c, w,
		"gives workloads identities of their own",
	)}
	said_gke_workload_identity(t.code(c, {})) == {t.no(
		c, w,
		"gives workloads no identity of their own",
		"write workload_identity_config { workload_pool = \"${var.project}.svc.id.goog\" }",
	)}
	said_gke_workload_identity(t.code(c, {"workload_identity_config": testing.open})) == {t.open(c, w)}
	said_gke_workload_identity(t.code(c, {"enable_autopilot": true})) == {t.yes(
		c, ["enable_autopilot"],
		"gives workloads identities of their own, as Autopilot does",
	)}
}

path := ["datapath_provider"]

test_gke_network_policy if {
	said_gke_network_policy(t.code(c, {"datapath_provider": "ADVANCED_DATAPATH"})) == {t.yes(
		c, path,
		"enforces network policies",
	)}
	said_gke_network_policy(t.code(c, {"network_policy": [{"enabled": true}]})) == {t.yes(
		c, ["network_policy", 0, "enabled"],
		"enforces network policies",
	)}
	said_gke_network_policy(t.code(c, {})) == {t.no(
		c, path,
		"enforces no network policy", "write datapath_provider = \"ADVANCED_DATAPATH\"",
	)}
	said_gke_network_policy(t.code(c, {"datapath_provider": testing.open})) == {t.open(c, path)}
	said_gke_network_policy(t.code(c, {"enable_autopilot": true})) == {t.yes(
		c, ["enable_autopilot"],
		"enforces network policies, as Autopilot does",
	)}
}

upgrade := ["management", 0, "auto_upgrade"]

test_gke_upgrades if {
	said_gke_upgrades(t.code(n, {})) == {t.yes(n, upgrade, "is patched by itself")}
	said_gke_upgrades(t.code(n, {"management": [{"auto_upgrade": false}]})) == {t.no(
		n, upgrade,
		"is patched by hand alone", "write auto_upgrade = true in management",
	)}
	said_gke_upgrades(t.code(n, {"management": [{"auto_upgrade": testing.open}]})) == {t.open(n, upgrade)}
	said_gke_upgrades(t.code(c, {"release_channel": [{"channel": "STABLE"}]})) == {t.yes(
		c, ["release_channel", 0, "channel"],
		"follows the channel STABLE",
	)}
	said_gke_upgrades(t.code(c, {})) == set()
}

issue := ["master_auth", 0, "client_certificate_config", 0, "issue_client_certificate"]

certificate(value) := t.code(c, {"master_auth": [{"client_certificate_config": [{"issue_client_certificate": value}]}]})

test_gke_client_certificate if {
	said_gke_client_certificate(t.code(c, {})) == {t.yes(c, issue, "issues no client certificate")}
	said_gke_client_certificate(certificate(true)) == {t.no(
		c, issue,
		"issues a client certificate that cannot be withdrawn", "write issue_client_certificate = false",
	)}
	said_gke_client_certificate(certificate(testing.open)) == {t.open(c, issue)}
}

abac := ["enable_legacy_abac"]

test_gke_legacy_authorization if {
	said_gke_legacy_authorization(t.code(c, {})) == {t.yes(c, abac, "leaves rights to roles")}
	said_gke_legacy_authorization(t.code(c, {"enable_legacy_abac": true})) == {t.no(
		c, abac,
		"grants rights beside its roles", "write enable_legacy_abac = false",
	)}
	said_gke_legacy_authorization(t.code(c, {"enable_legacy_abac": testing.open})) == {t.open(c, abac)}
}

mode := ["node_config", 0, "workload_metadata_config", 0, "mode"]

metadata(value) := t.code(n, {"node_config": [{"workload_metadata_config": [{"mode": value}]}]})

test_gke_node_metadata if {
	said_gke_node_metadata(metadata("GKE_METADATA")) == {t.yes(n, mode, "keeps the node's metadata from pods")}
	said_gke_node_metadata(metadata("GCE_METADATA")) == {t.no(
		n, mode,
		"hands the node's metadata to pods", "write mode = \"GKE_METADATA\"",
	)}
	said_gke_node_metadata(metadata(testing.open)) == {t.open(n, mode)}
	said_gke_node_metadata(t.code(n, {})) == set()
}

test_gke_zones if {
	said_gke_zones(t.code(c, {"location": "europe-west3"})) == {t.yes(
		c, ["location"],
		"stands in several zones",
	)}
	said_gke_zones(t.code(c, {"location": "europe-west3-a"})) == {t.no(
		c, ["location"],
		"stands in one zone", "write a region, such as location = \"europe-west3\"",
	)}
	said_gke_zones(t.code(c, {"location": testing.open})) == {t.open(c, ["location"])}
	said_gke_zones(t.code(c, {"location": "europe-west3-a", "node_locations": ["europe-west3-b"]})) == set()
}

test_gke_monitoring if {
	on := {t.yes(c, ["logging_service"], "has its logging on"), t.yes(c, ["monitoring_service"], "has its monitoring on")}
	said_gke_monitoring(t.code(c, {})) == on
	said_gke_monitoring(t.code(c, {"logging_service": "none"})) == {
		t.no(c, ["logging_service"], "has its logging off", "leave logging_service out"),
		t.yes(c, ["monitoring_service"], "has its monitoring on"),
	}
	said_gke_monitoring(t.code(c, {"monitoring_service": testing.open})) == {
		t.yes(c, ["logging_service"], "has its logging on"),
		t.open(c, ["monitoring_service"]),
	}
}
