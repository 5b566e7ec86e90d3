# METADATA
# title: VPC networks of Google Cloud
# description: What Terraform says of firewall rules, networks and subnetworks.
package ccsec.evidence.google.network

import data.ccsec.lib.infra
import data.ccsec.lib.infra_clouds

# METADATA
# title: Administrative and database ports are closed to the internet
# description: >-
#   No firewall rule lets the whole internet reach a port for administrators or for databases.
# custom:
#   id: google/firewall-open-ports
#   expectations: [9.6/border-access-control]
#   resources: [google_compute_firewall]
#   why: >-
#     A port for administration that the whole internet reaches is found within minutes, and is then
#     tried with every leaked password and every new flaw.
#   help: >-
#     name the networks that need it, or use Identity-Aware Proxy (source_ranges =
#     ["35.235.240.0/20"])
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_firewall
#     - https://cloud.google.com/iap/docs/using-tcp-forwarding
firewall_open_ports contains statement if {
	some rule in ingress
	infra.unknown(rule.values.source_ranges)
	guarded := {port | some allow in infra_clouds.blocks(rule, ["allow"]); some port in ports_of(allow)}
	count(guarded) > 0
	statement := infra.undecided(rule, ["source_ranges"], rule.values.source_ranges["(unknown)"])
}

firewall_open_ports contains statement if {
	some rule in ingress
	some position, range in infra_clouds.blocks(rule, ["source_ranges"])
	range in infra_clouds.world
	guarded := {port | some allow in infra_clouds.blocks(rule, ["allow"]); some port in ports_of(allow)}
	count(guarded) > 0
	port := min(guarded)
	statement := infra.contradicts(
		rule, ["source_ranges", position],
		sprintf("lets %s reach port %d (%s)", [range, port, infra_clouds.guarded_ports[port]]),
		"name the networks that need it, or write source_ranges = [\"35.235.240.0/20\"] to come in by Identity-Aware Proxy",
	)
}

firewall_open_ports contains statement if {
	some rule in ingress
	ranges := infra_clouds.blocks(rule, ["source_ranges"])
	count(ranges) > 0
	count([range | some range in ranges; not narrow(range)]) == 0
	statement := infra.attests(rule, ["source_ranges"], "lets chosen networks in")
}

narrow(range) if {
	is_string(range)
	not range in infra_clouds.world
}

ingress contains rule if {
	some rule in input.index.resources.google_compute_firewall
	infra.get(rule, ["direction"], "INGRESS") == "INGRESS"
	not infra.yes(infra.get(rule, ["disabled"], false))
	count(infra_clouds.blocks(rule, ["allow"])) > 0
}

# The guarded ports that an allow block opens; no ports are all of them.
ports_of(allow) := infra_clouds.opened("*") if {
	infra_clouds.lowered(allow.protocol) in {"all", "tcp", "udp", "6", "17"}
	not allow.ports
}

ports_of(allow) := {port |
	some range in allow.ports
	some port in infra_clouds.opened(range)
} if {
	infra_clouds.lowered(allow.protocol) in {"tcp", "6"}
	is_array(allow.ports)
}

# METADATA
# title: Networks have subnets of their own choosing
# description: >-
#   A network makes no subnet of its own accord, and no machine sits in the default network.
# custom:
#   id: google/network-subnets
#   expectations: [9.6/security-domains]
#   resources: [google_compute_network, google_compute_instance]
#   why: >-
#     An automatic network has one flat subnet in every region of the world, and the default network
#     comes with rules that open SSH and RDP to all: neither divides anything.
#   help: >-
#     write auto_create_subnetworks = false, and name a google_compute_subnetwork where machines
#     are made
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_network
#     - https://cloud.google.com/vpc/docs/vpc
network_subnets contains statement if {
	some network in input.index.resources.google_compute_network
	statement := infra.untruth(network, ["auto_create_subnetworks"], true, {
		"yes": "has the subnets that were chosen for it",
		"no": "makes one flat subnet in every region",
		"help": "write auto_create_subnetworks = false",
	})
}

network_subnets contains statement if {
	some machine in input.index.resources.google_compute_instance
	some position, _ in infra_clouds.blocks(machine, ["network_interface"])
	infra.get(machine, ["network_interface", position, "network"], "") == "default"
	statement := infra.contradicts(
		machine, ["network_interface", position, "network"],
		"sits in the default network",
		"write subnetwork = google_compute_subnetwork.main.id",
	)
}

# METADATA
# title: Subnets keep flow logs
# description: What flows through a subnet of machines is logged.
# custom:
#   id: google/subnet-flow-logs
#   expectations: [9.10/continuous-monitoring]
#   resources: [google_compute_subnetwork]
#   why: >-
#     Without flow logs nobody sees which machine talked to whom: an intruder's way through the
#     network cannot be noticed, nor told afterwards.
#   help: write log_config { aggregation_interval = "INTERVAL_5_SEC" }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_subnetwork
#     - https://cloud.google.com/vpc/docs/flow-logs
subnet_flow_logs contains statement if {
	some subnet in input.index.resources.google_compute_subnetwork
	infra.get(subnet, ["purpose"], "PRIVATE") == "PRIVATE"
	statement := infra.present(subnet, ["log_config"], {
		"yes": "logs what flows through it",
		"no": "keeps no flow logs",
		"help": "write log_config { aggregation_interval = \"INTERVAL_5_SEC\" }",
	})
}

# METADATA
# title: Names are signed
# description: DNSSEC is on in every public zone.
# custom:
#   id: google/dnssec
#   expectations: [9.4/interface-integrity]
#   resources: [google_dns_managed_zone]
#   why: >-
#     An answer of the DNS that is not signed can be forged, and then customers reach someone else's
#     interface under this service's name.
#   help: write dnssec_config { state = "on" }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/dns_managed_zone
#     - https://cloud.google.com/dns/docs/dnssec
dnssec contains statement if {
	some zone in input.index.resources.google_dns_managed_zone
	infra.get(zone, ["visibility"], "public") == "public"
	statement := infra_clouds.sorted(
		zone, ["dnssec_config", 0, "state"], "off",
		{"accepted": {"on"}, "refused": {"off", "transfer"}},
		{"yes": "is signed", "no": "is not signed", "help": "write dnssec_config { state = \"on\" }"},
	)
}
