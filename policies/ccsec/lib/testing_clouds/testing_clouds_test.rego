# Statements as the rules for Azure and Google Cloud make them, and code to make them of.
package ccsec.lib.testing_clouds

import data.ccsec.lib.testing

# The service, built from one resource of that type, called "this".
code(type, values) := testing.infrastructure([testing.resource(type, "this", values)])

# The same, and other resources after it.
beside(type, values, others) := testing.infrastructure(array.concat([testing.resource(type, "this", values)], others))

# Another resource that leads to the first one by the attributes.
leading(type, values, attribute, address) := object.union(
	testing.resource(type, "other", values),
	{"references": {attribute: [address]}},
)

# What a rule says of the first resource.
yes(type, path, message) := {
	"effect": "attests",
	"resource": concat(".", [type, "this"]),
	"path": array.concat(["infrastructure", "infra", 0, "values"], path),
	"message": message,
}

no(type, path, message, help) := {
	"effect": "contradicts",
	"resource": concat(".", [type, "this"]),
	"path": array.concat(["infrastructure", "infra", 0, "values"], path),
	"message": message,
	"help": help,
}

open(type, path) := {
	"effect": "undecided",
	"resource": concat(".", [type, "this"]),
	"path": array.concat(["infrastructure", "infra", 0, "values"], path),
	"message": "variable `x` has no default",
}

shows(type, path, fact, message) := {
	"effect": "shows",
	"fact": fact[0],
	"value": fact[1],
	"resource": concat(".", [type, "this"]),
	"path": array.concat(["infrastructure", "infra", 0, "values"], path),
	"message": message,
}
