# METADATA
# title: Networks
# description: What Terraform says of what reaches a network on AWS, and of what is kept apart in it.
package ccsec.evidence.aws.network

import data.ccsec.lib.infra
import data.ccsec.lib.infra_aws

# METADATA
# title: Administration is not open to the internet
# description: >-
#   No security group lets the whole internet reach a port of remote administration, or every port. What
#   comes from other security groups, from prefix lists or from particular addresses is passed over.
# custom:
#   id: aws/admin-ports
#   expectations: [9.6/border-access-control]
#   resources: [aws_security_group, aws_security_group_rule, aws_vpc_security_group_ingress_rule]
#   why: Such ports are tried by machines within minutes, with leaked passwords and with each new flaw.
#   help: let in the addresses of the administrators only, or use Session Manager and let in nobody
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_security_group_ingress_rule
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group
admin_ports contains statement if {
	some type in doors
	some door in input.index.resources[type]
	help := "let in the addresses of the administrators only, or use Session Manager and let in nobody"
	some statement in judged(door, [22, 23, 2375, 2376, 3389, 5900, 5985, 5986, 6443, 10250], help)
}

# METADATA
# title: Data stores are not open to the internet
# description: >-
#   No security group lets the whole internet reach the port of a database, a cache, a queue or a search
#   engine, or every port.
# custom:
#   id: aws/database-ports
#   expectations: [9.6/border-access-control]
#   resources: [aws_security_group, aws_security_group_rule, aws_vpc_security_group_ingress_rule]
#   why: What listens there was built for a trusted network, and often asks for no password at all.
#   help: let in the security group of the application, as in referenced_security_group_id
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_security_group_ingress_rule
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group
database_ports contains statement if {
	some type in doors
	some door in input.index.resources[type]
	help := "let in the security group of the application, as in referenced_security_group_id"
	some statement in judged(door, [1433, 1521, 3306, 5432, 5439, 6379, 9042, 9092, 9200, 11211, 27017], help)
}

doors := ["aws_security_group", "aws_security_group_rule", "aws_vpc_security_group_ingress_rule"]

judged(door, ports, help) := array.concat(opened(door, ports, help), array.concat(unsure(door, ports), shut(door, ports)))

opened(door, ports, help) := [statement |
	some let_in in infra_aws.ingress(door)
	some source in let_in.sources
	source.text in infra_aws.world
	reached := [port | some port in ports; infra_aws.reaches(let_in, port)]
	count(reached) > 0
	statement := infra.contradicts(door, source.path, opening(let_in, source, reached), help)
]

opening(let_in, source, _) := sprintf("lets %s reach every port", [source.text]) if let_in.protocol in {"-1", "all"}

opening(let_in, source, reached) := sprintf("lets %s reach port %v", [source.text, min(reached)]) if {
	not let_in.protocol in {"-1", "all"}
}

unsure(door, _) := [infra.undecided(door, ["ingress"], door.values.ingress["(unknown)"])] if {
	infra.unknown(door.values.ingress)
}

unsure(door, ports) := array.concat(
	[statement |
		some let_in in infra_aws.ingress(door)
		count([port | some port in ports; infra_aws.reaches(let_in, port)]) > 0
		some reason in let_in.open
		statement := infra.undecided(door, let_in.path, reason)
	],
	[statement |
		some let_in in infra_aws.ingress(door)
		count([source | some source in let_in.sources; source.text in infra_aws.world]) > 0
		some reason in let_in.unsure
		statement := infra.undecided(door, let_in.path, reason)
	],
) if {
	not infra.unknown(door.values.ingress)
}

shut(door, ports) := [statement |
	count(infra_aws.ingress(door)) > 0
	count(opened(door, ports, "")) == 0
	count(unsure(door, ports)) == 0
	message := "lets the internet reach none of these ports"
	statement := infra.attests(door, infra_aws.ingress(door)[0].path, message)
]

# METADATA
# title: The default security group is closed
# description: >-
#   The default security group of a VPC lets nothing in. What is made without a group of its own falls
#   into it.
# custom:
#   id: aws/default-security-group
#   expectations: [9.6/security-domains]
#   resources: [aws_default_security_group]
#   why: >-
#     Everything for which somebody forgot to choose a group shares this one, so that it becomes a domain
#     that nobody planned.
#   help: leave the resource without ingress and egress blocks, which closes the group
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/default_security_group
default_security_group contains statement if {
	some group in input.index.resources.aws_default_security_group
	object.get(group.values, "ingress", []) == []
	statement := infra.attests(group, [], "lets nothing in")
}

default_security_group contains statement if {
	some group in input.index.resources.aws_default_security_group
	some block in infra_aws.blocks(group, "ingress")
	help := "delete the ingress and egress blocks, which closes the group"
	statement := infra.contradicts(group, ["ingress", block.at], "lets something in", help)
}

default_security_group contains statement if {
	some group in input.index.resources.aws_default_security_group
	infra.unknown(group.values.ingress)
	statement := infra.undecided(group, ["ingress"], group.values.ingress["(unknown)"])
}

# METADATA
# title: The API of a cluster is not open to the internet
# description: >-
#   The endpoint of an EKS cluster is private, or only particular addresses reach it. What is left out is
#   AWS's default: public, for everybody.
# custom:
#   id: aws/cluster-endpoint
#   expectations: [9.6/border-access-control]
#   resources: [aws_eks_cluster]
#   why: The API of Kubernetes is then one flaw, or one leaked token, away from everybody.
#   help: write endpoint_public_access = false, or name the addresses in public_access_cidrs
#   references: [https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/eks_cluster]
cluster_endpoint contains statement if {
	some cluster in input.index.resources.aws_eks_cluster
	infra.no(infra.get(cluster, public_path, true))
	statement := infra.attests(cluster, public_path, "has a private endpoint")
}

cluster_endpoint contains statement if {
	some cluster in input.index.resources.aws_eks_cluster
	infra.yes(infra.get(cluster, public_path, true))
	cidrs := infra_aws.entries(cidrs_path, infra.get(cluster, cidrs_path, ["0.0.0.0/0"]))
	some source in cidrs
	source.text in infra_aws.world
	message := sprintf("lets %s reach the API of the cluster", [source.text])
	help := "write endpoint_public_access = false, or name the addresses in public_access_cidrs"
	statement := infra.contradicts(cluster, source.path, message, help)
}

cluster_endpoint contains statement if {
	some cluster in input.index.resources.aws_eks_cluster
	infra.yes(infra.get(cluster, public_path, true))
	cidrs := infra.get(cluster, cidrs_path, ["0.0.0.0/0"])
	count(infra_aws.unsettled(cidrs)) == 0
	count([source | some source in infra_aws.entries([], cidrs); source.text in infra_aws.world]) == 0
	statement := infra.attests(cluster, cidrs_path, "lets only particular addresses reach the API of the cluster")
}

cluster_endpoint contains statement if {
	some cluster in input.index.resources.aws_eks_cluster
	not infra.no(infra.get(cluster, public_path, true))
	some path in [public_path, cidrs_path]
	some reason in infra_aws.unsettled(infra.get(cluster, path, ""))
	statement := infra.undecided(cluster, path, reason)
}

public_path := ["vpc_config", 0, "endpoint_public_access"]

cidrs_path := ["vpc_config", 0, "public_access_cidrs"]

# METADATA
# title: Nobody joins the network unasked
# description: >-
#   A transit gateway does not accept attachments of other accounts by itself, and an endpoint service
#   that everybody may ask for accepts each connection by hand.
# custom:
#   id: aws/network-sharing
#   expectations: [9.6/network-isolation]
#   resources: [aws_ec2_transit_gateway, aws_vpc_endpoint_service]
#   why: >-
#     Whoever the gateway is shared with connects a network of their own to yours, and nobody decides on
#     it.
#   help: write auto_accept_shared_attachments = "disable", or acceptance_required = true
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ec2_transit_gateway
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_endpoint_service
network_sharing contains statement if {
	some gateway in input.index.resources.aws_ec2_transit_gateway
	words := {
		"yes": "accepts no attachment by itself",
		"no": "accepts attachments of other accounts by itself",
		"help": "write auto_accept_shared_attachments = \"disable\"",
	}
	statement := infra.among(gateway, ["auto_accept_shared_attachments"], "disable", {"disable"}, words)
}

network_sharing contains statement if {
	some service in input.index.resources.aws_vpc_endpoint_service
	infra.yes(service.values.acceptance_required)
	statement := infra.attests(service, ["acceptance_required"], "accepts no connection by itself")
}

network_sharing contains statement if {
	some service in input.index.resources.aws_vpc_endpoint_service
	infra.no(service.values.acceptance_required)
	some principal in infra_aws.entries(["allowed_principals"], object.get(service.values, "allowed_principals", []))
	principal.text == "*"
	message := "accepts connections from every account by itself"
	statement := infra.contradicts(service, ["acceptance_required"], message, "write acceptance_required = true")
}

# METADATA
# title: Network ACLs keep something out
# description: >-
#   A network ACL of one's own does not simply let in everything from everywhere, with nothing denied
#   before.
# custom:
#   id: aws/network-acl
#   expectations: [9.6/traffic-segregation]
#   resources: [aws_network_acl]
#   why: >-
#     The second barrier, which holds where a security group was opened by mistake, is then only there on
#     paper.
#   help: let in only the ports and the networks that the subnet needs
#   references: [https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/network_acl]
network_acl contains statement if {
	some acl in input.index.resources.aws_network_acl
	some block in infra_aws.blocks(acl, "ingress")
	lets_all(block.values)
	not denied_before(acl, block.values)
	help := "let in only the ports and the networks that the subnet needs"
	statement := infra.contradicts(acl, ["ingress", block.at], "lets in everything from everywhere", help)
}

network_acl contains statement if {
	some acl in input.index.resources.aws_network_acl
	blocks := infra_aws.blocks(acl, "ingress")
	count(blocks) > 0
	count([block | some block in blocks; lets_all(block.values)]) == 0
	count([block | some block in blocks; some value in block.values; infra.unknown(value)]) == 0
	statement := infra.attests(acl, ["ingress", 0], "lets in only what is named")
}

network_acl contains statement if {
	some acl in input.index.resources.aws_network_acl
	some block in infra_aws.blocks(acl, "ingress")
	some key in ["action", "protocol", "cidr_block"]
	infra.unknown(block.values[key])
	statement := infra.undecided(acl, ["ingress", block.at, key], block.values[key]["(unknown)"])
}

lets_all(values) if {
	lower(sprintf("%v", [values.action])) == "allow"
	sprintf("%v", [values.protocol]) in {"-1", "all"}
	"0.0.0.0/0" == values.cidr_block
}

denied_before(acl, values) if {
	some block in infra_aws.blocks(acl, "ingress")
	lower(sprintf("%v", [block.values.action])) == "deny"
	infra_aws.number(block.values.rule_no) < infra_aws.number(values.rule_no)
}
