# METADATA
# title: Facts against the code
# description: >-
#   What the descriptor says of the service, held against what its infrastructure code shows.
#   Everything else is derived from these facts: what applies, which threats are called for.
package ccsec.methodology.observed

# METADATA
# title: Fact that the code contradicts
# description: >-
#   The descriptor states of the service what its infrastructure code gives the lie to: that nothing
#   computes, that nobody outside reaches it, that it stores nothing.
# custom:
#   id: descriptor/contradicted-fact
#   severity: error
#   why: >-
#     The facts decide which threats are called for and which expectations apply. A service that
#     calls itself internal beside a public load balancer is asked for less than an attacker will
#     find.
#   help: correct the fact, or the code
#   example: |
#     [service]
#     exposure       = "internet"
#     compute        = ["virtual-machine", "container"]
#     infrastructure = ["infra/"]
#   references: [iso27002:2022/5.9, nist800-53r5/CM-8]
contradicted_fact contains violation if {
	some stated in statements
	observed := object.get(input.index.observed, stated.fact, [])
	wrong := [observation | some observation in observed; contradicts(stated, observation.value)]
	count(wrong) > 0
	others := [other |
		some observation in array.slice(wrong, 0, 3)
		words := sprintf("%s %s", [observation.resource, observation.message])
		other := {"path": observation.path, "label": words}
	]
	violation := {
		"message": sprintf("%s, but %s %s%s", [stated.says, wrong[0].resource, wrong[0].message, more(wrong)]),
		"path": stated.path,
		"label": "stated here",
		"labels": others,
		"help": sprintf("%s; or change %s", [sprintf(stated.help, [wrong[0].value]), wrong[0].resource]),
	}
}

contradicts(stated, value) if not value in stated.true_of

more(wrong) := "" if count(wrong) == 1

more(wrong) := sprintf(" (and %d more)", [count(wrong) - 1]) if count(wrong) > 1

# What can be held against the code, where the descriptor states it: `true_of` are the observations
# beside which it can be true.

statements contains stated if {
	stated := {
		"fact": "service.compute",
		"true_of": {kind | some kind in input.service.compute},
		"path": ["service", "compute"],
		"says": sprintf("compute names %s", [listed(input.service.compute)]),
		"help": "add \"%s\" to compute",
	}
}

# A service for partners may well be reached over the internet.
statements contains stated if {
	input.service.exposure == "internal"
	stated := {
		"fact": "service.exposure",
		"true_of": {"internal"},
		"path": ["service", "exposure"],
		"says": "the service is internal",
		"help": "write exposure = \"%s\"",
	}
}

statements contains stated if {
	input.service.tenancy == "single"
	stated := {
		"fact": "service.tenancy",
		"true_of": {"single"},
		"path": ["service", "tenancy"],
		"says": "the service has a single tenant",
		"help": "write tenancy = \"%s\"",
	}
}

# Data is stored unless the descriptor says that it is not.
statements contains stated if {
	input.data.stored == false
	stated := {
		"fact": "data.stored",
		"true_of": {false},
		"path": ["data", "stored"],
		"says": "the service stores no data",
		"help": "write stored = %v",
	}
}

listed(items) := "nothing" if items == []

listed(items) := concat(" and ", items) if count(items) > 0
