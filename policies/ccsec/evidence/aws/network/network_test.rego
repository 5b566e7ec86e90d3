package ccsec.evidence.aws.network_test

import data.ccsec.evidence.aws.network
import data.ccsec.lib.infra_aws_test as expect
import data.ccsec.lib.testing

admin(resources) := statements if {
	statements := network.admin_ports with input as testing.infrastructure(resources)
}

stores(resources) := statements if {
	statements := network.database_ports with input as testing.infrastructure(resources)
}

door(values) := testing.resource("aws_vpc_security_group_ingress_rule", "in", values)

ssh(source) := door(object.union({"ip_protocol": "tcp", "from_port": 22, "to_port": 22}, source))

admin_help := "let in the addresses of the administrators only, or use Session Manager and let in nobody"

address := "aws_vpc_security_group_ingress_rule.in"

closed := {expect.attested(0, address, [], "lets the internet reach none of these ports")}

test_admin_ports_contradicted if {
	admin([ssh({"cidr_ipv4": "0.0.0.0/0"})]) == {expect.contradicted(
		0, address,
		["cidr_ipv4"],
		"lets 0.0.0.0/0 reach port 22", admin_help,
	)}
	admin([door({"ip_protocol": "-1", "cidr_ipv6": "::/0"})]) == {expect.contradicted(
		0, address,
		["cidr_ipv6"],
		"lets ::/0 reach every port", admin_help,
	)}
	inline := {"from_port": 3000, "to_port": 4000, "protocol": "tcp", "cidr_blocks": ["10.0.0.0/8", "0.0.0.0/0"]}
	admin([testing.resource("aws_security_group", "g", {"ingress": [inline]})]) == {expect.contradicted(
		0, "aws_security_group.g",
		["ingress", 0, "cidr_blocks", 1],
		"lets 0.0.0.0/0 reach port 3389", admin_help,
	)}
}

test_admin_ports_attested if {
	admin([ssh({"cidr_ipv4": "203.0.113.4/32"})]) == closed
	admin([ssh({"referenced_security_group_id": testing.reference("aws_security_group.bastion")})]) == closed
	admin([ssh({"cidr_ipv4": testing.reference("aws_vpc.main")})]) == closed
	admin([door({"ip_protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_ipv4": "0.0.0.0/0"})]) == closed
	admin([door({"ip_protocol": "udp", "from_port": 0, "to_port": 65535, "cidr_ipv4": "0.0.0.0/0"})]) == closed
}

test_admin_ports_silent if {
	admin([testing.resource("aws_security_group_rule", "out", {"type": "egress", "protocol": "-1", "cidr_blocks": ["0.0.0.0/0"]})]) == set()
	admin([testing.resource("aws_security_group", "g", {"egress": [{"protocol": "-1"}]})]) == set()
	admin([]) == set()
}

# An address that is taken from elsewhere may be any; one of a machine of this code is its own.
test_admin_ports_from_elsewhere if {
	every source in ["module.vpc", "module.a.module.vpc", "data.external.caller", "module.a.data.external.caller"] {
		{it.effect | some it in admin([ssh({"cidr_ipv4": testing.reference(source)})])} == {"undecided"}
	}
	every source in ["aws_eip.nat", "module.vpc.aws_vpc.this", "data.aws_vpc.this"] {
		{it.effect | some it in admin([ssh({"cidr_ipv4": testing.reference(source)})])} == {"attests"}
	}
}

test_admin_ports_undecided if {
	admin([ssh({"cidr_ipv4": testing.open})]) == {expect.left_open(0, address, [])}
	port := door({"ip_protocol": "tcp", "from_port": testing.open, "to_port": testing.open, "cidr_ipv4": "0.0.0.0/0"})
	admin([port]) == {expect.left_open(0, address, [])}
	admin([testing.resource("aws_security_group", "g", {"ingress": testing.open})]) == {expect.left_open(
		0, "aws_security_group.g",
		["ingress"],
	)}
	web := door({"ip_protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_ipv4": testing.open})
	admin([web]) == closed
}

postgres(source) := door({"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432, "cidr_ipv4": source})

test_database_port if {
	stores([postgres("0.0.0.0/0")]) == {expect.contradicted(
		0, address,
		["cidr_ipv4"],
		"lets 0.0.0.0/0 reach port 5432",
		"let in the security group of the application, as in referenced_security_group_id",
	)}
	stores([postgres("10.0.0.0/8")]) == closed
	stores([ssh({"cidr_ipv4": "0.0.0.0/0"})]) == closed
	stores([postgres(testing.open)]) == {expect.left_open(0, address, [])}
	stores([]) == set()
}

default_group(resources) := statements if {
	statements := network.default_security_group with input as testing.infrastructure(resources)
}

group(values) := testing.resource("aws_default_security_group", "d", values)

test_default_group if {
	default_group([group({})]) == {expect.attested(0, "aws_default_security_group.d", [], "lets nothing in")}
	default_group([group({"ingress": [{"self": true, "protocol": "-1"}]})]) == {expect.contradicted(
		0, "aws_default_security_group.d",
		["ingress", 0],
		"lets something in",
		"delete the ingress and egress blocks, which closes the group",
	)}
	default_group([group({"ingress": testing.open})]) == {expect.left_open(0, "aws_default_security_group.d", ["ingress"])}
	default_group([]) == set()
}

endpoint(resources) := statements if {
	statements := network.cluster_endpoint with input as testing.infrastructure(resources)
}

cluster(config) := testing.resource("aws_eks_cluster", "c", {"vpc_config": [config]})

test_cluster_endpoint if {
	help := "write endpoint_public_access = false, or name the addresses in public_access_cidrs"
	cidrs := ["vpc_config", 0, "public_access_cidrs"]
	public := ["vpc_config", 0, "endpoint_public_access"]
	everybody := {expect.contradicted(
		0, "aws_eks_cluster.c",
		array.concat(cidrs, [0]),
		"lets 0.0.0.0/0 reach the API of the cluster", help,
	)}
	endpoint([cluster({})]) == everybody
	endpoint([cluster({"endpoint_public_access": true, "public_access_cidrs": ["0.0.0.0/0"]})]) == everybody
	endpoint([cluster({"endpoint_public_access": false})]) == {expect.attested(
		0, "aws_eks_cluster.c", public,
		"has a private endpoint",
	)}
	endpoint([cluster({"public_access_cidrs": ["203.0.113.0/24"]})]) == {expect.attested(
		0, "aws_eks_cluster.c", cidrs,
		"lets only particular addresses reach the API of the cluster",
	)}
	endpoint([cluster({"endpoint_public_access": testing.open})]) == {expect.left_open(0, "aws_eks_cluster.c", public)}
	endpoint([cluster({"public_access_cidrs": [testing.open]})]) == {expect.left_open(0, "aws_eks_cluster.c", cidrs)}
	endpoint([]) == set()
}

sharing(resources) := statements if {
	statements := network.network_sharing with input as testing.infrastructure(resources)
}

test_network_sharing if {
	at := ["auto_accept_shared_attachments"]
	sharing([testing.resource("aws_ec2_transit_gateway", "t", {})]) == {expect.attested(
		0, "aws_ec2_transit_gateway.t", at,
		"accepts no attachment by itself",
	)}
	sharing([testing.resource("aws_ec2_transit_gateway", "t", {"auto_accept_shared_attachments": "enable"})]) == {expect.contradicted(
		0, "aws_ec2_transit_gateway.t", at,
		"accepts attachments of other accounts by itself",
		"write auto_accept_shared_attachments = \"disable\"",
	)}
	sharing([testing.resource("aws_ec2_transit_gateway", "t", {"auto_accept_shared_attachments": testing.open})]) == {expect.left_open(
		0, "aws_ec2_transit_gateway.t", at,
	)}
	sharing([]) == set()
}

service(values) := testing.resource("aws_vpc_endpoint_service", "s", values)

test_network_sharing_of_services if {
	at := ["acceptance_required"]
	sharing([service({"acceptance_required": true})]) == {expect.attested(
		0, "aws_vpc_endpoint_service.s", at,
		"accepts no connection by itself",
	)}
	sharing([service({"acceptance_required": false, "allowed_principals": ["*"]})]) == {expect.contradicted(
		0, "aws_vpc_endpoint_service.s", at,
		"accepts connections from every account by itself", "write acceptance_required = true",
	)}
	sharing([service({"acceptance_required": false, "allowed_principals": ["arn:aws:iam::1:root"]})]) == set()
}

acl(resources) := statements if {
	statements := network.network_acl with input as testing.infrastructure(resources)
}

rules(list) := testing.resource("aws_network_acl", "a", {"ingress": list})

everything := {"rule_no": 100, "action": "allow", "protocol": "-1", "cidr_block": "0.0.0.0/0", "from_port": 0, "to_port": 0}

test_network_acl if {
	acl([rules([everything])]) == {expect.contradicted(
		0, "aws_network_acl.a",
		["ingress", 0],
		"lets in everything from everywhere",
		"let in only the ports and the networks that the subnet needs",
	)}
	acl([rules([object.union(everything, {"cidr_block": "10.0.0.0/8"})])]) == {expect.attested(
		0, "aws_network_acl.a",
		["ingress", 0],
		"lets in only what is named",
	)}
	acl([rules([object.union(everything, {"action": "deny", "rule_no": 50, "protocol": "tcp"}), everything])]) == set()
	acl([rules([object.union(everything, {"cidr_block": testing.open})])]) == {expect.left_open(
		0, "aws_network_acl.a",
		["ingress", 0, "cidr_block"],
	)}
	acl([]) == set()
}

test_open_ports_from_within if {
	within := door({"ip_protocol": "tcp", "from_port": testing.open, "to_port": testing.open, "cidr_ipv4": "10.0.0.0/8"})
	admin([within]) == closed
}

test_cluster_endpoint_that_is_private_with_addresses if {
	private := {"endpoint_public_access": false, "public_access_cidrs": ["0.0.0.0/0"]}
	count(endpoint([cluster(private)])) == 1
	count(endpoint([cluster({"endpoint_public_access": false, "public_access_cidrs": [testing.open]})])) == 1
	count(endpoint([cluster({"endpoint_public_access": false, "public_access_cidrs": ["10.0.0.0/8"]})])) == 1
}

test_network_sharing_by_hand if {
	count(sharing([service({"acceptance_required": true, "allowed_principals": ["*"]})])) == 1
}

test_network_acl_otherwise if {
	every change in [{"action": "deny"}, {"protocol": "tcp"}] {
		[effect | some statement in acl([rules([object.union(everything, change)])]); effect := statement.effect] == ["attests"]
	}
	count(acl([rules([object.union(everything, {"rule_no": 50, "protocol": "tcp"}), everything])])) == 1
	count(acl([rules([object.union(everything, {"rule_no": 200, "action": "deny"}), everything])])) == 1
	acl([rules([])]) == set()
}
