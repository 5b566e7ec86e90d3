# Inputs and expectations for the unit tests of evidence rules for CloudFormation.
package ccsec.lib.testing_cloudformation

import data.ccsec.lib.testing

# A resource as its reader gives it, before it is numbered.
resource(type, id, values) := referring(type, id, values, {})

# The same, with the logical ids that its properties refer to.
referring(type, id, values, references) := {
	"platform": "cloudformation",
	"address": id,
	"type": type,
	"name": id,
	"values": values,
	"references": references,
}

# Why an unknown value of the tests is unknown.
reason := testing.open["(unknown)"]

# Statements in short: effect, address, path within the values, message.
brief(statements) := {short |
	some statement in statements
	short := [
		statement.effect,
		statement.resource,
		array.slice(statement.path, 4, count(statement.path)),
		statement.message,
	]
}

helps(statements) := {statement.help | some statement in statements; statement.effect == "contradicts"}

given(resources) := testing.infrastructure(resources)
