package ccsec.evidence.google.network_test

import data.ccsec.evidence.google.network
import data.ccsec.lib.testing
import data.ccsec.lib.testing_clouds as t

said_firewall_open_ports(given) := statements if {
	statements := network.firewall_open_ports with input as given
}

said_network_subnets(given) := statements if {
	statements := network.network_subnets with input as given
}

said_subnet_flow_logs(given) := statements if {
	statements := network.subnet_flow_logs with input as given
}

said_dnssec(given) := statements if {
	statements := network.dnssec with input as given
}

f := "google_compute_firewall"

rule(values) := t.code(f, object.union({"source_ranges": ["0.0.0.0/0"], "allow": [{"protocol": "tcp", "ports": ["22"]}]}, values))

opens(range, port) := t.no(
	f, ["source_ranges", 0], sprintf("lets %s reach port %s", [range, port]),
	"name the networks that need it, or write source_ranges = [\"35.235.240.0/20\"] to come in by Identity-Aware Proxy",
)

test_firewall_open_ports if {
	said_firewall_open_ports(rule({})) == {opens("0.0.0.0/0", "22 (SSH)")}
	said_firewall_open_ports(rule({"source_ranges": ["::/0"], "allow": [{"protocol": "TCP", "ports": ["443", "3300-3400"]}]})) == {opens("::/0", "3306 (MySQL)")}
	said_firewall_open_ports(rule({"allow": [{"protocol": "all"}]})) == {opens("0.0.0.0/0", "22 (SSH)")}
	said_firewall_open_ports(rule({"source_ranges": ["10.0.0.0/8"]})) == {t.yes(
		f, ["source_ranges"],
		"lets chosen networks in",
	)}
	said_firewall_open_ports(rule({"source_ranges": testing.open})) == {t.open(f, ["source_ranges"])}
}

test_firewall_of_no_concern if {
	every values in [
		{"allow": [{"protocol": "tcp", "ports": ["443"]}]},
		{"allow": [{"protocol": "icmp"}]},
		{"allow": [{"protocol": "tcp", "ports": testing.open}]},
		{"allow": testing.open},
		{"direction": "EGRESS"},
		{"disabled": true},
		{"source_ranges": testing.open, "allow": [{"protocol": "tcp", "ports": ["443"]}]},
		{"source_ranges": [testing.open]},
	] {
		said_firewall_open_ports(rule(values)) == set()
	}
}

n := "google_compute_network"

m := "google_compute_instance"

test_network_subnets if {
	said_network_subnets(t.code(n, {"auto_create_subnetworks": false})) == {t.yes(
		n, ["auto_create_subnetworks"],
		"has the subnets that were chosen for it",
	)}
	said_network_subnets(t.code(n, {})) == {t.no(
		n, ["auto_create_subnetworks"],
		"makes one flat subnet in every region", "write auto_create_subnetworks = false",
	)}
	said_network_subnets(t.code(n, {"auto_create_subnetworks": testing.open})) == {t.open(
		n, ["auto_create_subnetworks"],
	)}
	said_network_subnets(t.code(m, {"network_interface": [{"network": "default"}]})) == {t.no(
		m, ["network_interface", 0, "network"],
		"sits in the default network", "write subnetwork = google_compute_subnetwork.main.id",
	)}
	said_network_subnets(t.code(m, {"network_interface": [{"subnetwork": "main"}]})) == set()
}

s := "google_compute_subnetwork"

test_subnet_flow_logs if {
	said_subnet_flow_logs(t.code(s, {"log_config": [{"flow_sampling": 0.5}]})) == {t.yes(
		s, ["log_config"],
		"logs what flows through it",
	)}
	said_subnet_flow_logs(t.code(s, {})) == {t.no(
		s, ["log_config"],
		"keeps no flow logs", "write log_config { aggregation_interval = \"INTERVAL_5_SEC\" }",
	)}
	said_subnet_flow_logs(t.code(s, {"log_config": testing.open})) == {t.open(s, ["log_config"])}
	said_subnet_flow_logs(t.code(s, {"purpose": "REGIONAL_MANAGED_PROXY"})) == set()
}

z := "google_dns_managed_zone"

test_dnssec if {
	said_dnssec(t.code(z, {"dnssec_config": [{"state": "on"}]})) == {t.yes(
		z, ["dnssec_config", 0, "state"],
		"is signed",
	)}
	said_dnssec(t.code(z, {})) == {t.no(
		z, ["dnssec_config", 0, "state"],
		"is not signed", "write dnssec_config { state = \"on\" }",
	)}
	said_dnssec(t.code(z, {"dnssec_config": [{"state": testing.open}]})) == {t.open(
		z, ["dnssec_config", 0, "state"],
	)}
	said_dnssec(t.code(z, {"visibility": "private"})) == set()
}
