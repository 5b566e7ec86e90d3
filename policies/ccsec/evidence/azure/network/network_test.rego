package ccsec.evidence.azure.network_test

import data.ccsec.evidence.azure.network
import data.ccsec.lib.testing
import data.ccsec.lib.testing_clouds as t

said_admin_ports(given) := statements if {
	statements := network.admin_ports with input as given
}

said_subnet_security_groups(given) := statements if {
	statements := network.subnet_security_groups with input as given
}

said_flow_logs(given) := statements if {
	statements := network.flow_logs with input as given
}

said_ddos_protection(given) := statements if {
	statements := network.ddos_protection with input as given
}

said_firewall_intrusions(given) := statements if {
	statements := network.firewall_intrusions with input as given
}

r := "azurerm_network_security_rule"

g := "azurerm_network_security_group"

inbound := {
	"direction": "Inbound", "access": "Allow", "protocol": "Tcp",
	"source_address_prefix": "*", "destination_port_range": "22",
}

rule(values) := t.code(r, object.union(inbound, values))

named := "name the networks that need it in source_address_prefix"

test_admin_ports if {
	said_admin_ports(rule({})) == {t.no(r, ["source_address_prefix"], "lets * reach port 22 (SSH)", named)}
	said_admin_ports(rule({"source_address_prefix": "Internet", "destination_port_range": "", "destination_port_ranges": ["443", "3380-3400"]})) == {t.no(
		r, ["source_address_prefix"],
		"lets Internet reach port 3389 (RDP)", named,
	)}
	said_admin_ports(t.code(g, {"security_rule": [inbound]})) == {t.no(
		g, ["security_rule", 0, "source_address_prefix"],
		"lets * reach port 22 (SSH)", named,
	)}
	said_admin_ports(rule({"source_address_prefix": "10.0.0.0/8"})) == {t.yes(
		r, ["source_address_prefix"],
		"lets 10.0.0.0/8 alone reach such ports",
	)}
	said_admin_ports(rule({"source_address_prefix": testing.open})) == {t.open(r, ["source_address_prefix"])}
}

listed := object.union(object.remove(inbound, ["source_address_prefix"]), {"source_address_prefixes": ["10.0.0.0/8", "0.0.0.0/0"]})

test_admin_ports_of_lists if {
	said_admin_ports(t.code(r, listed)) == {t.no(
		r, ["source_address_prefixes", 1],
		"lets 0.0.0.0/0 reach port 22 (SSH)", named,
	)}
	said_admin_ports(t.code(r, object.union(listed, {"source_address_prefixes": testing.open}))) == set()
}

test_admin_ports_of_no_concern if {
	every values in [
		{"access": "Deny"},
		{"direction": "Outbound"},
		{"protocol": "Icmp"},
		{"destination_port_range": "443"},
		{"destination_port_range": testing.open},
		{"access": testing.open},
		{"source_address_prefix": testing.open, "destination_port_range": "443"},
		{"source_address_prefix": "10.0.0.0/8", "destination_port_range": "443"},
	] {
		said_admin_ports(rule(values)) == set()
	}
}

s := "azurerm_subnet"

association(references, subnet) := object.union(
	testing.resource("azurerm_subnet_network_security_group_association", "other", {"subnet_id": subnet}),
	{"references": references},
)

to_this := association({"subnet_id": ["azurerm_subnet.this"]}, testing.reference("azurerm_subnet.this"))

to_that := association({"subnet_id": ["azurerm_subnet.that"]}, testing.reference("azurerm_subnet.that"))

test_subnet_security_groups if {
	said_subnet_security_groups(t.beside(s, {}, [to_this])) == {t.yes(s, [], "has a security group")}
	said_subnet_security_groups(t.beside(s, {}, [to_that])) == {t.no(
		s, [],
		"has no security group, as other subnets do",
		"add an azurerm_subnet_network_security_group_association for it",
	)}
	said_subnet_security_groups(t.beside(s, {}, [to_that, association({}, testing.open)])) == {t.open(s, [])}
	said_subnet_security_groups(t.code(s, {})) == set()
	said_subnet_security_groups(t.beside(s, {"name": "GatewaySubnet"}, [to_that])) == set()
	said_subnet_security_groups(t.beside(s, {"delegation": [{"name": "sql"}]}, [to_that])) == set()
}

l := "azurerm_network_watcher_flow_log"

test_flow_logs if {
	said_flow_logs(t.code(l, {"enabled": true, "retention_policy": [{"enabled": true, "days": 90}]})) == {t.yes(
		l, ["enabled"],
		"is on",
	)}
	said_flow_logs(t.code(l, {"enabled": false})) == {t.no(l, ["enabled"], "is off", "write enabled = true")}
	said_flow_logs(t.code(l, {"enabled": true, "retention_policy": [{"enabled": true, "days": 7}]})) == {
		t.yes(l, ["enabled"], "is on"),
		t.no(l, ["retention_policy", 0, "days"], "is kept for 7 days", "write days = 90"),
	}
	said_flow_logs(t.code(l, {"enabled": true, "retention_policy": [{"enabled": true, "days": 0}]})) == {t.yes(
		l, ["enabled"],
		"is on",
	)}
	said_flow_logs(t.code(l, {"enabled": testing.open})) == {t.open(l, ["enabled"])}
}

v := "azurerm_virtual_network"

enable := ["ddos_protection_plan", 0, "enable"]

test_ddos_protection if {
	said_ddos_protection(t.code(v, {"ddos_protection_plan": [{"enable": true}]})) == {t.yes(
		v, enable,
		"is protected against floods",
	)}
	said_ddos_protection(t.code(v, {"ddos_protection_plan": [{"enable": false}]})) == {t.no(
		v, enable,
		"names a DDoS protection plan that is not in force", "write enable = true in ddos_protection_plan",
	)}
	said_ddos_protection(t.code(v, {"ddos_protection_plan": testing.open})) == {t.open(v, enable)}
	said_ddos_protection(t.code(v, {})) == set()
}

p := "azurerm_firewall_policy"

mode := ["intrusion_detection", 0, "mode"]

test_firewall_intrusions if {
	said_firewall_intrusions(t.code(p, {"intrusion_detection": [{"mode": "Deny"}]})) == {t.yes(
		p, mode,
		"prevents intrusions that it recognises",
	)}
	said_firewall_intrusions(t.code(p, {"sku": "Premium"})) == {t.no(
		p, mode,
		"does not prevent intrusions", "write sku = \"Premium\" and intrusion_detection { mode = \"Deny\" }",
	)}
	said_firewall_intrusions(t.code(p, {"intrusion_detection": [{"mode": testing.open}]})) == {t.open(p, mode)}
	said_firewall_intrusions(t.code(p, {"sku": "Premium", "base_policy_id": "parent"})) == set()
	said_firewall_intrusions(t.code(p, {})) == set()
}
