# METADATA
# title: Network
# description: What templates say of security groups, flow logs, and of what the internet reaches.
package ccsec.evidence.cloudformation.network

import data.ccsec.lib.infra
import data.ccsec.lib.infra_cloudformation

# METADATA
# title: Administration and databases are closed to the internet
# description: >-
#   No security group lets the whole internet reach a port of administration or of a database. Other
#   open ports say nothing for or against.
# custom:
#   id: cloudformation/open-ports
#   expectations: [9.6/border-access-control]
#   resources: ["AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress"]
#   why: >-
#     Ports of administration and of databases are found by scanners within minutes, and then tried with
#     every known password and every new exploit.
#   help: "write CidrIp: 10.0.0.0/8, or SourceSecurityGroupId, in place of 0.0.0.0/0"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-securitygroup.html
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-securitygroupingress.html
open_ports contains statement if {
	some rule in ingress
	some key in ["CidrIp", "CidrIpv6"]
	world(rule.values[key])
	service := sensitive(rule.values)
	statement := infra.contradicts(
		rule.resource,
		array.concat(rule.path, [key]),
		sprintf("lets the whole internet reach %s", [service]),
		"write CidrIp: 10.0.0.0/8, or SourceSecurityGroupId, in place of it",
	)
}

open_ports contains statement if {
	some rule in ingress
	rule.values.SourceSecurityGroupId
	statement := infra.attests(
		rule.resource,
		array.concat(rule.path, ["SourceSecurityGroupId"]),
		"lets in only what another group holds",
	)
}

open_ports contains statement if {
	some rule in ingress
	some key in ["CidrIp", "CidrIpv6"]
	is_string(rule.values[key])
	not world(rule.values[key])
	statement := infra.attests(
		rule.resource,
		array.concat(rule.path, [key]),
		sprintf("lets in only %s", [rule.values[key]]),
	)
}

open_ports contains statement if {
	some rule in ingress
	some key in ["CidrIp", "CidrIpv6"]
	value := rule.values[key]
	infra.unknown(value)
	sensitive(rule.values)
	statement := infra.undecided(rule.resource, array.concat(rule.path, [key]), value["(unknown)"])
}

# Rules of ingress, whether written in their group or beside it.
ingress contains rule if {
	some group in input.index.resources["AWS::EC2::SecurityGroup"]
	some position, given in infra.list(infra.get(group, ["SecurityGroupIngress"], []))
	is_object(given)
	rule := {"resource": group, "path": ["SecurityGroupIngress", position], "values": given}
}

ingress contains rule if {
	some resource in input.index.resources["AWS::EC2::SecurityGroupIngress"]
	rule := {"resource": resource, "path": [], "values": resource.values}
}

world(value) if value in {"0.0.0.0/0", "::/0"}

sensitive(rule) := "every port" if {
	protocol(rule) == "-1"
} else := sprintf("port %v, %s", [ports[0], services[sprintf("%d", [ports[0]])]]) if {
	protocol(rule) in {"tcp", "6", "udp", "17"}
	from := infra_cloudformation.number(rule.FromPort)
	to := infra_cloudformation.number(rule.ToPort)
	ports := [port |
		some name, _ in services
		port := to_number(name)
		port >= from
		port <= to
	]
	count(ports) > 0
}

protocol(rule) := lower(sprintf("%v", [rule.IpProtocol]))

services := {
	"22": "SSH",
	"23": "Telnet",
	"445": "SMB",
	"1433": "SQL Server",
	"1521": "Oracle",
	"2049": "NFS",
	"2375": "Docker",
	"2379": "etcd",
	"3306": "MySQL",
	"3389": "remote desktop",
	"5432": "PostgreSQL",
	"5439": "Redshift",
	"5601": "Kibana",
	"5900": "VNC",
	"5985": "WinRM",
	"6379": "Redis",
	"9042": "Cassandra",
	"9092": "Kafka",
	"9200": "Elasticsearch",
	"10250": "the kubelet",
	"11211": "memcached",
	"27017": "MongoDB",
}

# METADATA
# title: Groups let each other in port by port
# description: >-
#   A rule that lets in another security group names its ports. One that opens every port to it contradicts,
#   unless the group lets in itself.
# custom:
#   id: cloudformation/segregation
#   expectations: [9.6/traffic-segregation]
#   resources: ["AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress"]
#   why: >-
#     Whoever takes over a web server goes on to every port of what lies behind it, where one port would
#     have done.
#   help: "write IpProtocol: tcp, FromPort and ToPort in place of IpProtocol: -1"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-securitygroupingress.html
segregation contains statement if {
	some rule in ingress
	rule.values.SourceSecurityGroupId
	protocol(rule.values) in {"tcp", "udp", "6", "17"}
	narrow(rule.values)
	statement := infra.attests(rule.resource, array.concat(rule.path, ["FromPort"]), "lets another group in on named ports only")
}

segregation contains statement if {
	some rule in ingress
	rule.values.SourceSecurityGroupId
	protocol(rule.values) == "-1"
	not itself(rule)
	statement := infra.contradicts(
		rule.resource, array.concat(rule.path, ["IpProtocol"]), "lets another group in on every port",
		"write IpProtocol: tcp, FromPort and ToPort in place of it",
	)
}

segregation contains statement if {
	some rule in ingress
	rule.values.SourceSecurityGroupId
	some key in ["FromPort", "IpProtocol"]
	value := rule.values[key]
	infra.unknown(value)
	statement := infra.undecided(rule.resource, array.concat(rule.path, [key]), value["(unknown)"])
}

narrow(rule) if {
	from := infra_cloudformation.number(rule.FromPort)
	to := infra_cloudformation.number(rule.ToPort)
	to - from < 1000
}

itself(rule) if rule.values.GroupId == rule.values.SourceSecurityGroupId

itself(rule) if {
	count(rule.values.GroupId.references) > 0
	rule.values.GroupId.references == rule.values.SourceSecurityGroupId.references
}

# METADATA
# title: Traffic of networks is recorded
# description: >-
#   Each VPC has a flow log. Templates without any flow log say nothing: it may be made elsewhere.
# custom:
#   id: cloudformation/flow-logs
#   expectations: [9.10/continuous-monitoring]
#   resources: ["AWS::EC2::VPC"]
#   why: >-
#     Without flow logs nobody can tell afterwards what an intruder reached from the machine that he was
#     found on.
#   help: "add an AWS::EC2::FlowLog with ResourceType: VPC and TrafficType: ALL"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-flowlog.html
flow_logs contains statement if {
	some vpc in input.index.resources["AWS::EC2::VPC"]
	some log in input.index.resources["AWS::EC2::FlowLog"]
	infra.points_at(log, "ResourceId", vpc, [])
	infra.get(log, ["TrafficType"], "ALL") == "ALL"
	statement := infra.attests(vpc, ["CidrBlock"], sprintf("has its traffic recorded by %s", [log.address]))
}

flow_logs contains statement if {
	some vpc in input.index.resources["AWS::EC2::VPC"]
	every log in logs {
		not infra.points_at(log, "ResourceId", vpc, [])
		not infra.get(log, ["ResourceType"], "VPC") in {"Subnet", "NetworkInterface"}
		decided(log)
	}
	count(logs) > 0
	statement := infra.contradicts(
		vpc, ["CidrBlock"], "has no flow log, as others have",
		"add an AWS::EC2::FlowLog with ResourceType: VPC and TrafficType: ALL",
	)
}

flow_logs contains statement if {
	some vpc in input.index.resources["AWS::EC2::VPC"]
	some log in input.index.resources["AWS::EC2::FlowLog"]
	infra.points_at(log, "ResourceId", vpc, [])
	value := infra.get(log, ["TrafficType"], "ALL")
	infra.unknown(value)
	statement := infra.undecided(log, ["TrafficType"], value["(unknown)"])
}

logs := [log | some log in input.index.resources["AWS::EC2::FlowLog"]]

# It is known what is logged.
decided(log) if count(object.get(log.references, "ResourceId", [])) > 0

decided(log) if is_string(log.values.ResourceId)

# METADATA
# title: Databases are not public
# description: >-
#   No database has an address in the internet. Where it is not written and the network decides,
#   nothing is said.
# custom:
#   id: cloudformation/public-databases
#   expectations: [9.6/border-access-control]
#   resources:
#     - AWS::RDS::DBInstance
#     - AWS::RDS::DBCluster
#     - AWS::Redshift::Cluster
#     - AWS::AmazonMQ::Broker
#     - AWS::DMS::ReplicationInstance
#   why: A database with a public address is one leaked password, or one flaw, away from everybody.
#   help: "write PubliclyAccessible: false"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbinstance.html
public_databases contains statement if {
	some type in [
		"AWS::RDS::DBInstance",
		"AWS::RDS::DBCluster",
		"AWS::Redshift::Cluster",
		"AWS::AmazonMQ::Broker",
		"AWS::DMS::ReplicationInstance",
	]
	some database in input.index.resources[type]
	infra.written(database, ["PubliclyAccessible"])
	words := {
		"yes": "has no public address",
		"no": "has a public address",
		"help": "write PubliclyAccessible: false",
	}
	statement := infra.untruth(database, ["PubliclyAccessible"], null, words)
}

# METADATA
# title: The API of clusters is not open to everybody
# description: >-
#   The API server of each EKS cluster is private, or open to named networks only. By default the whole
#   internet reaches it.
# custom:
#   id: cloudformation/cluster-endpoints
#   expectations: [9.6/border-access-control]
#   resources: ["AWS::EKS::Cluster"]
#   why: Whoever reaches the API server can try stolen tokens there, and every flaw before it is mended.
#   help: "write EndpointPublicAccess: false, or PublicAccessCidrs: [198.51.100.0/24]"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-eks-cluster.html
cluster_endpoints contains statement if {
	some cluster in input.index.resources["AWS::EKS::Cluster"]
	infra.no(infra.get(cluster, public_access, true))
	statement := infra.attests(cluster, public_access, "keeps its API private")
}

cluster_endpoints contains statement if {
	some cluster in input.index.resources["AWS::EKS::Cluster"]
	infra.yes(infra.get(cluster, public_access, true))
	networks := infra.get(cluster, public_networks, ["0.0.0.0/0"])
	is_array(networks)
	every network in networks {
		is_string(network)
		not world(network)
	}
	statement := infra.attests(cluster, public_networks, "opens its API to named networks only")
}

cluster_endpoints contains statement if {
	some cluster in input.index.resources["AWS::EKS::Cluster"]
	infra.yes(infra.get(cluster, public_access, true))
	some position, network in infra.list(infra.get(cluster, public_networks, ["0.0.0.0/0"]))
	world(network)
	statement := infra.contradicts(
		cluster, array.concat(public_networks, [position]), "opens its API to the whole internet",
		"write EndpointPublicAccess: false, or PublicAccessCidrs: [198.51.100.0/24]",
	)
}

cluster_endpoints contains statement if {
	some cluster in input.index.resources["AWS::EKS::Cluster"]
	some path in [public_access, public_networks]
	value := infra.get(cluster, path, true)
	infra.unknown(value)
	statement := infra.undecided(cluster, path, value["(unknown)"])
}

public_access := ["ResourcesVpcConfig", "EndpointPublicAccess"]

public_networks := ["ResourcesVpcConfig", "PublicAccessCidrs"]
