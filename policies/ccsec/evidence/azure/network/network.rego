# METADATA
# title: Virtual networks of Azure
# description: What Terraform says of security groups, subnets, firewalls and flow logs.
package ccsec.evidence.azure.network

import data.ccsec.lib.infra
import data.ccsec.lib.infra_clouds

# METADATA
# title: Administrative and database ports are closed to the internet
# description: >-
#   No rule of a network security group lets the whole internet reach a port for administrators or
#   for databases.
# custom:
#   id: azure/admin-ports
#   expectations: [9.6/border-access-control]
#   resources: [azurerm_network_security_group, azurerm_network_security_rule]
#   why: >-
#     A port for administration that the whole internet reaches is found within minutes, and is then
#     tried with every leaked password and every new flaw.
#   help: name the networks that need it in source_address_prefix, or come in by Azure Bastion
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/network_security_rule
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/network_security_group
admin_ports contains statement if {
	some rule in rules
	source := open_source(rule)
	guarded := guarded_by(rule)
	count(guarded) > 0
	port := min(guarded)
	statement := infra.contradicts(
		rule.resource, array.concat(rule.path, source.path),
		sprintf("lets %s reach port %d (%s)", [source.prefix, port, infra_clouds.guarded_ports[port]]),
		"name the networks that need it in source_address_prefix",
	)
}

admin_ports contains statement if {
	some rule in rules
	prefix := object.get(rule.values, "source_address_prefix", null)
	infra.unknown(prefix)
	count(guarded_by(rule)) > 0
	statement := infra.undecided(rule.resource, array.concat(rule.path, ["source_address_prefix"]), prefix["(unknown)"])
}

admin_ports contains statement if {
	some rule in rules
	is_string(rule.values.source_address_prefix)
	not rule.values.source_address_prefix in infra_clouds.world
	count(guarded_by(rule)) > 0
	statement := infra.attests(
		rule.resource, array.concat(rule.path, ["source_address_prefix"]),
		sprintf("lets %s alone reach such ports", [rule.values.source_address_prefix]),
	)
}

# What lets traffic in: rules of their own, and those written in a group, each with its place.
rules contains rule if {
	some resource in input.index.resources.azurerm_network_security_rule
	lets_in(resource.values)
	rule := {"resource": resource, "path": [], "values": resource.values}
}

rules contains rule if {
	some resource in input.index.resources.azurerm_network_security_group
	some position, values in infra_clouds.blocks(resource, ["security_rule"])
	lets_in(values)
	rule := {"resource": resource, "path": ["security_rule", position], "values": values}
}

lets_in(values) if {
	infra_clouds.lowered(values.direction) == "inbound"
	infra_clouds.lowered(values.access) == "allow"
	not infra_clouds.lowered(values.protocol) in {"icmp", "esp", "ah", "udp"}
}

open_source(rule) := {"path": ["source_address_prefix"], "prefix": prefix} if {
	prefix := rule.values.source_address_prefix
	prefix in infra_clouds.world
} else := {"path": ["source_address_prefixes", position], "prefix": prefix} if {
	some position, prefix in infra_clouds.blocks({"values": rule.values}, ["source_address_prefixes"])
	prefix in infra_clouds.world
}

guarded_by(rule) := {port |
	some range in array.concat(
		[object.get(rule.values, "destination_port_range", "")],
		infra_clouds.blocks({"values": rule.values}, ["destination_port_ranges"]),
	)
	some port in infra_clouds.opened(range)
}

# METADATA
# title: Each subnet has a security group
# description: Where subnets are given network security groups, none is left without.
# custom:
#   id: azure/subnet-security-groups
#   expectations: [9.6/security-domains]
#   resources: [azurerm_subnet]
#   why: >-
#     In a subnet without a security group everything in the virtual network reaches everything:
#     one machine that is taken is a way to all the others.
#   help: add an azurerm_subnet_network_security_group_association for the subnet
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/subnet_network_security_group_association
#     - https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview
subnet_security_groups contains statement if {
	some subnet in input.index.resources.azurerm_subnet
	grouped(subnet)
	statement := infra.attests(subnet, [], "has a security group")
}

subnet_security_groups contains statement if {
	some subnet in input.index.resources.azurerm_subnet
	not grouped(subnet)
	not infra.get(subnet, ["name"], "") in platform_subnets
	infra.get(subnet, ["delegation"], null) == null
	count(associations) > 0
	count(loose) == 0
	statement := infra.contradicts(
		subnet, [],
		"has no security group, as other subnets do",
		"add an azurerm_subnet_network_security_group_association for it",
	)
}

subnet_security_groups contains statement if {
	some subnet in input.index.resources.azurerm_subnet
	not grouped(subnet)
	some association in loose
	statement := infra.undecided(subnet, [], association.values.subnet_id["(unknown)"])
}

associations := object.get(
	input.index.resources,
	"azurerm_subnet_network_security_group_association", [],
)

# Associations that lead to a subnet which cannot be told.
loose contains association if {
	some association in associations
	infra.unknown(association.values.subnet_id)
	object.get(association.references, "subnet_id", []) == []
}

grouped(subnet) if {
	some association in associations
	infra.points_at(association, "subnet_id", subnet, [])
}

# Subnets that take no security group, or bring one of their own.
platform_subnets := {
	"GatewaySubnet", "AzureFirewallSubnet", "AzureFirewallManagementSubnet", "AzureBastionSubnet",
	"RouteServerSubnet",
}

# METADATA
# title: Flow logs are kept
# description: Flow logs of virtual networks are on, and kept for ninety days or more.
# custom:
#   id: azure/flow-logs
#   expectations: [9.10/continuous-monitoring]
#   resources: [azurerm_network_watcher_flow_log]
#   why: >-
#     Without flow logs nobody sees which machine talked to whom; kept too short a time, they are gone
#     when an intrusion of some months ago is found.
#   help: write enabled = true and retention_policy { enabled = true, days = 90 }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/network_watcher_flow_log
flow_logs contains statement if {
	some log in input.index.resources.azurerm_network_watcher_flow_log
	statement := infra.truth(log, ["enabled"], false, {
		"yes": "is on",
		"no": "is off",
		"help": "write enabled = true",
	})
}

# Zero days, and a policy that is off, keep the log for good.
flow_logs contains statement if {
	some log in input.index.resources.azurerm_network_watcher_flow_log
	infra.yes(infra.get(log, ["retention_policy", 0, "enabled"], false))
	days := infra_clouds.number(infra.get(log, ["retention_policy", 0, "days"], 0))
	days > 0
	days < 90
	statement := infra.contradicts(
		log, ["retention_policy", 0, "days"],
		sprintf("is kept for %v days", [days]),
		"write days = 90",
	)
}

# METADATA
# title: Virtual networks are protected against floods
# description: A DDoS protection plan that a virtual network names is in force.
# custom:
#   id: azure/ddos-protection
#   expectations: [9.6/attack-protection]
#   resources: [azurerm_virtual_network]
#   why: >-
#     A flood of traffic takes down what has an address on the internet; the basic protection of the
#     platform looks after the platform, not after this service.
#   help: >-
#     write ddos_protection_plan { id = azurerm_network_ddos_protection_plan.main.id, enable = true
#     }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/virtual_network
#     - https://learn.microsoft.com/azure/ddos-protection/ddos-protection-overview
ddos_protection contains statement if {
	some network in input.index.resources.azurerm_virtual_network
	network.values.ddos_protection_plan
	statement := infra.truth(network, ["ddos_protection_plan", 0, "enable"], false, {
		"yes": "is protected against floods",
		"no": "names a DDoS protection plan that is not in force",
		"help": "write enable = true in ddos_protection_plan",
	})
}

# METADATA
# title: The firewall detects and prevents intrusions
# description: Intrusion detection of an Azure Firewall policy denies what it recognises.
# custom:
#   id: azure/firewall-intrusions
#   expectations: [9.6/intrusion-detection]
#   resources: [azurerm_firewall_policy]
#   why: >-
#     A firewall that looks at addresses and ports alone lets a known attack through on any port that
#     is open; one that only raises alerts lets it through as well, and says so.
#   help: write sku = "Premium" and intrusion_detection { mode = "Deny" }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/firewall_policy
#     - https://learn.microsoft.com/azure/firewall/premium-features
firewall_intrusions contains statement if {
	some policy in input.index.resources.azurerm_firewall_policy
	not silent_policy(policy)
	statement := infra_clouds.sorted(
		policy, ["intrusion_detection", 0, "mode"], "Off",
		{"accepted": {"Deny"}, "refused": {"Off", "Alert"}},
		{
			"yes": "prevents intrusions that it recognises",
			"no": "does not prevent intrusions",
			"help": "write sku = \"Premium\" and intrusion_detection { mode = \"Deny\" }",
		},
	)
}

# A policy may inherit intrusion detection, and outside of the premium tier there is none.
silent_policy(policy) if {
	policy.values.base_policy_id
	not policy.values.intrusion_detection
}

silent_policy(policy) if {
	infra.get(policy, ["sku"], "Standard") != "Premium"
	not policy.values.intrusion_detection
}
