package ccsec.lib.infra_cloudformation_test

import data.ccsec.lib.infra_cloudformation
import data.ccsec.lib.testing
import data.ccsec.lib.testing_cloudformation

resource(values) := object.union(
	testing_cloudformation.resource("AWS::IAM::Policy", "Rights", values),
	{"path": ["infrastructure", "infra", 0]},
)

test_number if {
	infra_cloudformation.number(7) == 7
	infra_cloudformation.number("7") == 7
	not infra_cloudformation.number("seven")
	not infra_cloudformation.number(testing.open)
}

test_statements if {
	allow := {"Effect": "Allow"}
	infra_cloudformation.statements(resource({"P": {"Statement": [allow, "text"]}}), ["P"]) == [{
		"path": ["P", "Statement", 0],
		"values": allow,
	}]
	infra_cloudformation.statements(resource({"P": {"Statement": allow}}), ["P"]) == [{
		"path": ["P", "Statement"],
		"values": allow,
	}]
	infra_cloudformation.statements(resource({"P": testing.open}), ["P"]) == []
	infra_cloudformation.statements(resource({}), ["P"]) == []
}

test_grants if {
	infra_cloudformation.grants({"values": {"Effect": "Allow"}})
	not infra_cloudformation.grants({"values": {"Effect": "Deny"}})
	not infra_cloudformation.grants({"values": {"Effect": "Allow", "Condition": {"Bool": {}}}})
}

test_everybody if {
	infra_cloudformation.everybody("*")
	infra_cloudformation.everybody({"AWS": "*"})
	infra_cloudformation.everybody({"AWS": ["arn:aws:iam::111122223333:root", "*"]})
	not infra_cloudformation.everybody({"Service": "lambda.amazonaws.com"})
	not infra_cloudformation.everybody({"AWS": "arn:aws:iam::111122223333:root"})
	not infra_cloudformation.everybody(testing.open)
}
