# Tests, and what the tests of the evidence for AWS share.
package ccsec.lib.infra_aws_test

import data.ccsec.lib.infra_aws
import data.ccsec.lib.testing

# --- For other tests: the statement expected of the resource at a position.

place(position, path) := array.concat(["infrastructure", "infra", position, "values"], path)

attested(position, address, path, message) := {
	"effect": "attests",
	"resource": address,
	"path": place(position, path),
	"message": message,
}

contradicted(position, address, path, message, help) := {
	"effect": "contradicts",
	"resource": address,
	"path": place(position, path),
	"message": message,
	"help": help,
}

undecided(position, address, path, reason) := {
	"effect": "undecided",
	"resource": address,
	"path": place(position, path),
	"message": reason,
}

# `testing.open` leaves it open.
left_open(position, address, path) := undecided(position, address, path, "variable `x` has no default")

# A resource, an attribute of which refers to others.
referring(resource, attribute, addresses) := object.union(resource, {"references": {attribute: addresses}})

# --- Tests.

bucket := object.union(testing.resource("aws_s3_bucket", "b", {"bucket": "b"}), {"path": ["infrastructure", "infra", 0]})

policy(value) := object.union(
	testing.resource("aws_s3_bucket_policy", "p", {"policy": value, "bucket": testing.open}),
	{"path": ["infrastructure", "infra", 1]},
)

test_blocks if {
	infra_aws.blocks({"values": {"a": [{"x": 1}, testing.open, {"y": 2}]}}, "a") == [
		{"at": 0, "values": {"x": 1}},
		{"at": 2, "values": {"y": 2}},
	]
	infra_aws.blocks({"values": {"a": testing.open}}, "a") == []
	infra_aws.blocks({"values": {}}, "a") == []
}

test_linked if {
	infra_aws.linked(referring(policy("{}"), "bucket", ["aws_s3_bucket.b"]), "bucket", bucket, [])
	elsewhere := object.union(bucket, {"path": ["infrastructure", "other", 0]})
	not infra_aws.linked(referring(policy("{}"), "bucket", ["aws_s3_bucket.b"]), "bucket", elsewhere, [])
}

test_astray if {
	infra_aws.astray("aws_s3_bucket_policy", "bucket", "aws_s3_bucket", "infra") with input as testing.infrastructure([policy("{}")])
	known := referring(policy("{}"), "bucket", ["aws_s3_bucket.b"])
	not infra_aws.astray("aws_s3_bucket_policy", "bucket", "aws_s3_bucket", "infra") with input as testing.infrastructure([known])
	not infra_aws.astray("aws_s3_bucket_policy", "bucket", "aws_s3_bucket", "other") with input as testing.infrastructure([policy("{}")])
}

test_number if {
	infra_aws.number(22) == 22
	infra_aws.number("22") == 22
	not infra_aws.number("ssh")
	not infra_aws.number(testing.open)
}

test_entries if {
	infra_aws.entries(["a"], "x") == [{"text": "x", "path": ["a"]}]
	infra_aws.entries(["a"], ["x", 1, "y"]) == [{"text": "x", "path": ["a", 0]}, {"text": "y", "path": ["a", 2]}]
	infra_aws.entries(["a"], testing.open) == []
}

test_reasons if {
	infra_aws.reasons(testing.open) == ["variable `x` has no default"]
	infra_aws.reasons(["x", testing.open]) == ["variable `x` has no default"]
	infra_aws.reasons(["x", testing.reference("aws_vpc.main")]) == []
	infra_aws.reasons("x") == []
}

test_statements_of_a_text if {
	text := `{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}}`
	found := infra_aws.statements(policy(text), "policy") with input as testing.infrastructure([])
	found == [{
		"resource": policy(text),
		"path": ["policy", "Statement", 0],
		"allows": true,
		"actions": [{"text": "s3:*", "path": ["policy", "Statement", 0, "Action"]}],
		"except": [],
		"resources": ["*"],
		"principals": [{"type": "*", "id": "*", "path": ["policy", "Statement", 0, "Principal"]}],
		"kinds": set(),
		"conditions": [],
		"conditional": false,
		"identity": false,
		"open": [],
	}]
	infra_aws.everybody(found[0]).path == ["policy", "Statement", 0, "Principal"]
}

test_statements_of_a_value if {
	value := {"Statement": [{
		"Effect": "Allow",
		"Principal": {"AWS": ["*"]},
		"Action": ["s3:GetObject", testing.open],
		"Resource": testing.open,
		"Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1"}, "Odd": "text"},
	}]}
	found := infra_aws.statements(policy(value), "policy") with input as testing.infrastructure([])
	found[0].principals == [{"type": "AWS", "id": "*", "path": ["policy", "Statement", 0, "Principal", "AWS", 0]}]
	found[0].conditions == [{
		"test": "StringEquals",
		"variable": "aws:sourcevpce",
		"values": ["vpce-1"],
		"path": ["policy", "Statement", 0, "Condition", "StringEquals", "aws:SourceVpce"],
	}]
	found[0].open == ["variable `x` has no default"]
	not infra_aws.everybody(found[0])
	reasons := infra_aws.unsaid(policy(value), "policy") with input as testing.infrastructure([])
	reasons == ["variable `x` has no default"]
}

test_open_principals if {
	value := {"Statement": [
		{"Effect": "Allow", "Principal": testing.open},
		{"Effect": "Allow", "Principal": {"AWS": testing.open}},
		{"Effect": "Allow", "Principal": 5},
	]}
	found := infra_aws.statements(policy(value), "policy") with input as testing.infrastructure([])
	[count(statement.open) | some statement in found] == [1, 1, 0]
	[statement.principals | some statement in found] == [[], [], []]
}

document(values) := testing.resource("data.aws_iam_policy_document", "d", values)

of_document(values) := testing.infrastructure([
	object.union(document(values), {"address": "data.aws_iam_policy_document.d"}),
	referring(policy(testing.open), "policy", ["data.aws_iam_policy_document.d"]),
])

test_statements_of_a_document if {
	given := {"statement": [{
		"actions": ["s3:GetObject"],
		"resources": ["*"],
		"principals": [{"type": "AWS", "identifiers": ["arn:aws:iam::1:root", testing.open]}],
		"condition": [{"test": "Bool", "variable": "aws:SecureTransport", "values": ["true"]}, {"variable": 3}],
	}]}
	code := of_document(given)
	found := infra_aws.statements(code.infrastructure.infra[1], "policy") with input as code
	found == [{
		"resource": code.infrastructure.infra[0],
		"path": ["statement", 0],
		"allows": true,
		"actions": [{"text": "s3:GetObject", "path": ["statement", 0, "actions", 0]}],
		"except": [],
		"resources": ["*"],
		"principals": [{"type": "AWS", "id": "arn:aws:iam::1:root", "path": ["statement", 0, "principals", 0, "identifiers", 0]}],
		"kinds": {"AWS"},
		"conditions": [
			{"test": "Bool", "variable": "aws:securetransport", "values": ["true"], "path": ["statement", 0, "condition", 0, "values"]},
			{"test": "", "variable": "", "values": [], "path": ["statement", 0, "condition", 1, "values"]},
		],
		"conditional": true,
		"identity": false,
		"open": ["variable `x` has no default"],
	}]
}

test_documents_made_of_others if {
	source := testing.resource("data.aws_iam_policy_document", "source", {"statement": [{"actions": ["s3:*"]}]})
	whole := referring(
		testing.resource("data.aws_iam_policy_document", "d", {"source_policy_documents": [testing.reference(source.address)]}),
		"source_policy_documents", [source.address],
	)
	holder := referring(policy(testing.open), "policy", [whole.address])
	code := testing.infrastructure([source, whole, holder])
	found := infra_aws.statements(code.infrastructure.infra[2], "policy") with input as code
	[statement.resource.address | some statement in found] == [source.address]
	open := infra_aws.unsaid(code.infrastructure.infra[2], "policy") with input as code
	open == []
}

test_unsaid if {
	no_code := testing.infrastructure([])
	infra_aws.unsaid(policy(testing.open), "policy") == ["variable `x` has no default"] with input as no_code
	infra_aws.unsaid(policy("{}"), "policy") == [] with input as no_code
	infra_aws.statements(policy(testing.open), "policy") == [] with input as no_code
	code := of_document({"statement": testing.open, "source_policy_documents": [testing.open], "override_policy_documents": "x"})
	found := infra_aws.unsaid(code.infrastructure.infra[1], "policy") with input as code
	found == ["variable `x` has no default", "variable `x` has no default"]
}

test_ingress if {
	block := {"protocol": "tcp", "from_port": "20", "to_port": 30, "cidr_blocks": ["0.0.0.0/0"], "ipv6_cidr_blocks": [testing.open]}
	group := testing.resource("aws_security_group", "g", {"ingress": [block]})
	found := infra_aws.ingress(group)
	found == [{
		"protocol": "tcp",
		"from": "20",
		"to": 30,
		"sources": [{"text": "0.0.0.0/0", "path": ["ingress", 0, "cidr_blocks", 0]}],
		"open": ["variable `x` has no default"],
		"unsure": [],
		"path": ["ingress", 0],
	}]
	infra_aws.reaches(found[0], 22)
	not infra_aws.reaches(found[0], 31)
	not infra_aws.reaches(found[0], 19)
}

test_ingress_of_rules if {
	old := testing.resource("aws_security_group_rule", "r", {"type": "ingress", "protocol": -1, "cidr_blocks": ["::/0"]})
	some let_in in infra_aws.ingress(old)
	infra_aws.reaches(let_in, 22)
	not infra_aws.ingress(testing.resource("aws_security_group_rule", "r", {"type": "egress"}))
	new := testing.resource("aws_vpc_security_group_ingress_rule", "r", {"ip_protocol": "tcp", "cidr_ipv4": "0.0.0.0/0"})
	infra_aws.ingress(new)[0].sources == [{"text": "0.0.0.0/0", "path": ["cidr_ipv4"]}]
	not infra_aws.reaches(infra_aws.ingress(new)[0], 22)
	hidden := testing.resource("aws_vpc_security_group_ingress_rule", "r", {"ip_protocol": "tcp", "from_port": testing.open})
	infra_aws.ingress(hidden)[0].unsure == ["variable `x` has no default"]
}

test_world if {
	infra_aws.world == {"0.0.0.0/0", "::/0"}
}

granting(principal, changes) := found[0] if {
	statement := object.union({"Effect": "Allow", "Action": "s3:*", "Principal": principal}, changes)
	found := infra_aws.statements(policy({"Statement": [statement]}), "policy") with input as testing.infrastructure([])
}

test_everybody if {
	infra_aws.everybody(granting({"AWS": ["arn:aws:iam::1:root", "*"]}, {})).path == [
		"policy", "Statement", 0,
		"Principal", "AWS", 1,
	]
	not infra_aws.everybody(granting({"AWS": "*"}, {"Effect": "Deny"}))
	not infra_aws.everybody(granting({"AWS": "arn:aws:iam::1:root"}, {}))
	not infra_aws.everybody(granting({"Federated": "*"}, {}))
}

test_what_lets_nothing_in if {
	block := {"protocol": "udp", "from_port": 0, "to_port": 65535, "cidr_blocks": ["0.0.0.0/0"]}
	not infra_aws.reaches(infra_aws.ingress(testing.resource("aws_security_group", "g", {"ingress": [block]}))[0], 22)
	not infra_aws.ingress(testing.resource("aws_instance", "i", {"type": "ingress", "cidr_blocks": ["0.0.0.0/0"]}))
}

test_astray_to_another_type if {
	elsewhere := referring(policy("{}"), "bucket", ["module.bucket"])
	infra_aws.astray("aws_s3_bucket_policy", "bucket", "aws_s3_bucket", "infra") with input as testing.infrastructure([elsewhere])
	known := testing.resource("aws_s3_bucket_policy", "p", {"bucket": "b"})
	not infra_aws.astray("aws_s3_bucket_policy", "bucket", "aws_s3_bucket", "infra") with input as testing.infrastructure([known])
}
