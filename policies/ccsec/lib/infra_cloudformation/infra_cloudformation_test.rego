package ccsec.lib.infra_cloudformation_test

import data.ccsec.lib.infra_cloudformation
import data.ccsec.lib.testing
import data.ccsec.lib.testing_cloudformation

resource(values) := object.union(
	testing_cloudformation.resource("AWS::IAM::Policy", "Rights", values),
	{"path": ["infrastructure", "infra", 0]},
)

test_shapes if {
	infra_cloudformation.text("a") == "a"
	infra_cloudformation.text(1) == ""
	infra_cloudformation.map({"a": 1}) == {"a": 1}
	infra_cloudformation.map(testing.open) == {}
	infra_cloudformation.list([1]) == [1]
	infra_cloudformation.list(testing.open) == []
	infra_cloudformation.number(7) == 7
	infra_cloudformation.number("7") == 7
	not infra_cloudformation.number("seven")
	not infra_cloudformation.number(testing.open)
}

test_written if {
	infra_cloudformation.written(resource({"a": false}), ["a"])
	not infra_cloudformation.written(resource({}), ["a"])
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

words := {"yes": "is safe", "no": "is not safe", "help": "write Open: false"}

test_untruth if {
	path := ["infrastructure", "infra", 0, "values", "Open"]
	infra_cloudformation.untruth(resource({}), ["Open"], false, words) == {
		"effect": "attests",
		"resource": "Rights",
		"path": path,
		"message": "is safe",
	}
	infra_cloudformation.untruth(resource({"Open": "true"}), ["Open"], false, words) == {
		"effect": "contradicts",
		"resource": "Rights",
		"path": path,
		"message": "is not safe",
		"help": "write Open: false",
	}
	infra_cloudformation.untruth(resource({"Open": testing.open}), ["Open"], false, words) == {
		"effect": "undecided",
		"resource": "Rights",
		"path": path,
		"message": "variable `x` has no default",
	}
}
