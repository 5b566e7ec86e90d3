package ccsec.evidence.cloudformation.network_test

import data.ccsec.evidence.cloudformation.network
import data.ccsec.lib.testing
import data.ccsec.lib.testing_cloudformation

one(type, values) := [testing_cloudformation.resource(type, "Thing", values)]

reason := testing_cloudformation.reason

group(rule) := one("AWS::EC2::SecurityGroup", {"SecurityGroupIngress": [rule]})

rule(source, from, to) := object.union({"IpProtocol": "tcp", "FromPort": from, "ToPort": to}, source)

anywhere := {"CidrIp": "0.0.0.0/0"}

office := {"CidrIp": "198.51.100.0/24"}

another := {"SourceSecurityGroupId": testing.reference("Web")}

ports(resources) := statements if {
	statements := network.open_ports with input as testing_cloudformation.given(resources)
}

test_open_ports if {
	ports(group(rule(anywhere, 22, 22))) == {{
		"effect": "contradicts",
		"resource": "Thing",
		"path": ["infrastructure", "infra", 0, "values", "SecurityGroupIngress", 0, "CidrIp"],
		"message": "lets the whole internet reach port 22, SSH",
		"help": "write CidrIp: 10.0.0.0/8, or SourceSecurityGroupId, in place of it",
	}}
	testing_cloudformation.brief(ports(group(rule({"CidrIpv6": "::/0"}, "5000", "6000")))) == {[
		"contradicts", "Thing", ["SecurityGroupIngress", 0, "CidrIpv6"],
		"lets the whole internet reach port 5432, PostgreSQL",
	]}
	testing_cloudformation.brief(ports(group({"IpProtocol": -1, "CidrIp": "0.0.0.0/0"}))) == {[
		"contradicts", "Thing", ["SecurityGroupIngress", 0, "CidrIp"], "lets the whole internet reach every port",
	]}
	alone := one("AWS::EC2::SecurityGroupIngress", rule(anywhere, 3389, 3389))
	testing_cloudformation.brief(ports(alone)) == {[
		"contradicts", "Thing", ["CidrIp"], "lets the whole internet reach port 3389, remote desktop",
	]}
}

test_open_ports_attested if {
	testing_cloudformation.brief(ports(group(rule(office, 22, 22)))) == {[
		"attests", "Thing", ["SecurityGroupIngress", 0, "CidrIp"], "lets in only 198.51.100.0/24",
	]}
	testing_cloudformation.brief(ports(group(rule(another, 5432, 5432)))) == {[
		"attests", "Thing", ["SecurityGroupIngress", 0, "SourceSecurityGroupId"], "lets in only what another group holds",
	]}
}

test_open_ports_undecided if {
	open := {"CidrIp": testing.open}
	testing_cloudformation.brief(ports(group(rule(open, 22, 22)))) == {[
		"undecided", "Thing", ["SecurityGroupIngress", 0, "CidrIp"], reason,
	]}
	ports(group(rule(open, 443, 443))) == set()
	ports(group(rule(anywhere, 443, 443))) == set()
	ports(group(rule(anywhere, testing.open, 443))) == set()
	ports(group(object.union(anywhere, {"IpProtocol": "icmp", "FromPort": 0, "ToPort": 8000}))) == set()
	ports(group("text")) == set()
	ports([]) == set()
}

segregation(resources) := statements if {
	statements := network.segregation with input as testing_cloudformation.given(resources)
}

test_segregation if {
	testing_cloudformation.brief(segregation(group(rule(another, 5432, 5432)))) == {[
		"attests", "Thing", ["SecurityGroupIngress", 0, "FromPort"], "lets another group in on named ports only",
	]}
	wide := group(object.union(another, {"IpProtocol": "-1"}))
	testing_cloudformation.brief(segregation(wide)) == {[
		"contradicts", "Thing", ["SecurityGroupIngress", 0, "IpProtocol"], "lets another group in on every port",
	]}
	testing_cloudformation.helps(segregation(wide)) == {"write IpProtocol: tcp, FromPort and ToPort in place of it"}
	testing_cloudformation.brief(segregation(group(rule(another, testing.open, 5432)))) == {[
		"undecided", "Thing", ["SecurityGroupIngress", 0, "FromPort"], reason,
	]}
	segregation(group(rule(another, 1, 65535))) == set()
	segregation(group(rule(anywhere, 443, 443))) == set()
}

# Members of one group may talk to each other.
test_segregation_of_a_group_itself if {
	within := {"IpProtocol": "-1", "GroupId": testing.reference("Web"), "SourceSecurityGroupId": testing.reference("Web")}
	segregation(one("AWS::EC2::SecurityGroupIngress", within)) == set()
	segregation(one("AWS::EC2::SecurityGroupIngress", object.union(within, {"GroupId": {
		"(unknown)": "`GroupId` of Web is known after apply",
		"references": ["Web"],
	}}))) == set()
	segregation(one("AWS::EC2::SecurityGroupIngress", object.union(within, {
		"GroupId": "sg-0123456789abcdef0",
		"SourceSecurityGroupId": "sg-0123456789abcdef0",
	}))) == set()
	across := object.union(within, {"GroupId": testing.reference("Database")})
	testing_cloudformation.brief(segregation(one("AWS::EC2::SecurityGroupIngress", across))) == {[
		"contradicts", "Thing", ["IpProtocol"], "lets another group in on every port",
	]}
}

flows(resources) := statements if {
	statements := network.flow_logs with input as testing_cloudformation.given(resources)
}

vpc(id) := testing_cloudformation.resource("AWS::EC2::VPC", id, {"CidrBlock": "10.0.0.0/16"})

log(target, values) := testing_cloudformation.referring("AWS::EC2::FlowLog", "Log", values, {"ResourceId": target})

test_flow_logs if {
	all := {"TrafficType": "ALL", "ResourceType": "VPC"}
	testing_cloudformation.brief(flows([vpc("Net"), log(["Net"], all)])) == {[
		"attests", "Net", ["CidrBlock"], "has its traffic recorded by Log",
	]}
	partial := flows([vpc("Net"), vpc("Other"), log(["Net"], all)])
	testing_cloudformation.brief(partial) == {
		["attests", "Net", ["CidrBlock"], "has its traffic recorded by Log"],
		["contradicts", "Other", ["CidrBlock"], "has no flow log, as others have"],
	}
	testing_cloudformation.helps(partial) == {"add an AWS::EC2::FlowLog with ResourceType: VPC and TrafficType: ALL"}
	testing_cloudformation.brief(flows([vpc("Net"), log(["Net"], {"TrafficType": testing.open})])) == {[
		"undecided", "Log", ["TrafficType"], reason,
	]}
	flows([vpc("Net"), log(["Net"], {"TrafficType": "REJECT"})]) == set()
	flows([vpc("Net"), log(["Subnet"], {"ResourceType": "Subnet"})]) == set()
	flows([vpc("Net"), log([], {"ResourceId": testing.open})]) == set()
	testing_cloudformation.brief(flows([vpc("Net"), log([], {"ResourceId": "vpc-0123456789abcdef0"})])) == {[
		"contradicts", "Net", ["CidrBlock"], "has no flow log, as others have",
	]}
	flows([vpc("Net")]) == set()
}

public(resources) := statements if {
	statements := network.public_databases with input as testing_cloudformation.given(resources)
}

test_public_databases if {
	here := ["PubliclyAccessible"]
	testing_cloudformation.brief(public(one("AWS::RDS::DBInstance", {"PubliclyAccessible": false}))) == {[
		"attests", "Thing", here, "has no public address",
	]}
	exposed := one("AWS::AmazonMQ::Broker", {"PubliclyAccessible": true})
	testing_cloudformation.brief(public(exposed)) == {["contradicts", "Thing", here, "has a public address"]}
	testing_cloudformation.helps(public(exposed)) == {"write PubliclyAccessible: false"}
	testing_cloudformation.brief(public(one("AWS::Redshift::Cluster", {"PubliclyAccessible": testing.open}))) == {[
		"undecided", "Thing", here, reason,
	]}
	public(one("AWS::RDS::DBInstance", {})) == set()
}

endpoint(settings) := statements if {
	resources := one("AWS::EKS::Cluster", {"ResourcesVpcConfig": settings})
	statements := network.cluster_endpoints with input as testing_cloudformation.given(resources)
}

test_cluster_endpoints if {
	access := ["ResourcesVpcConfig", "EndpointPublicAccess"]
	networks := ["ResourcesVpcConfig", "PublicAccessCidrs"]
	testing_cloudformation.brief(endpoint({"EndpointPublicAccess": false})) == {["attests", "Thing", access, "keeps its API private"]}
	testing_cloudformation.brief(endpoint({"PublicAccessCidrs": ["198.51.100.0/24"]})) == {[
		"attests", "Thing", networks, "opens its API to named networks only",
	]}
	testing_cloudformation.brief(endpoint({})) == {["contradicts", "Thing", array.concat(networks, [0]), "opens its API to the whole internet"]}
	testing_cloudformation.helps(endpoint({})) == {"write EndpointPublicAccess: false, or PublicAccessCidrs: [198.51.100.0/24]"}
	testing_cloudformation.brief(endpoint({"EndpointPublicAccess": true, "PublicAccessCidrs": testing.open})) == {[
		"undecided", "Thing", networks, reason,
	]}
	testing_cloudformation.brief(endpoint({"EndpointPublicAccess": testing.open})) == {["undecided", "Thing", access, reason]}
	endpoint({"PublicAccessCidrs": [testing.open]}) == set()
}

test_segregation_says_nothing_of_networks if {
	segregation(group({"IpProtocol": "-1", "CidrIp": "10.0.0.0/8"})) == set()
	segregation(group({"IpProtocol": testing.open, "CidrIp": "10.0.0.0/8"})) == set()
	segregation(group(object.union(rule(another, 8, 0), {"IpProtocol": "icmp"}))) == set()
}

# Two groups that are both unknown may well be two.
test_segregation_of_unknown_groups if {
	apart := {"IpProtocol": "-1", "GroupId": object.union(testing.open, {"(unknown)": "a"}), "SourceSecurityGroupId": testing.open}
	testing_cloudformation.brief(segregation(one("AWS::EC2::SecurityGroupIngress", apart))) == {[
		"contradicts", "Thing", ["IpProtocol"], "lets another group in on every port",
	]}
}

test_flow_logs_of_another_network if {
	flows([vpc("Net"), log(["Subnet"], {"ResourceType": "Subnet", "TrafficType": testing.open})]) == set()
}

test_cluster_endpoints_of_open_access if {
	testing_cloudformation.brief(endpoint({"EndpointPublicAccess": testing.open, "PublicAccessCidrs": ["198.51.100.0/24"]})) == {[
		"undecided", "Thing", ["ResourcesVpcConfig", "EndpointPublicAccess"], reason,
	]}
}
