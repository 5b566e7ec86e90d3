# Inputs for the unit tests of policies: a service to which every expectation applies, and claims.
package ccsec.lib.testing

service := {
	"ccsec": 1,
	"service": {
		"id": "example",
		"title": "Example",
		"role": "CSP",
		"category": "IaaS",
		"deployment": "public",
		"owner": "team@example.com",
		"tenancy": "multi",
		"exposure": "internet",
		"compute": ["virtual-machine", "container"],
		"code": ["CSC", "CSN", "CSP"],
	},
	"data": {
		"classification": "confidential",
		"personal": true,
		"stored": true,
		"controller": "CSC",
		"processor": "CSP",
		"jurisdictions": ["DE", "FR"],
	},
	"threats": {"flagged": [], "dismissed": {}},
	"controls": [],
	"upstream": [{"service": "upstream", "provides": []}],
	"partners": [{"id": "partner", "delivers": ["code"]}],
	"sla": {
		"incident_response": "1h",
		"recovery_time": "4h",
		"recovery_point": "15m",
		"change_notice": "14d",
		"security_report": "30d",
	},
	"index": {"claims": {}},
}

# One implemented control of the provider that a current document backs.
claim := {
	"control": 0,
	"by": "CSP",
	"status": "implemented",
	"grade": "documented",
	"path": ["controls", 0, "meets", 0],
}

# The service with one claim of the expectation; `changes` alters the claim.
claimed(id, changes) := object.union(service, {"index": {"claims": {id: [object.union(claim, changes)]}}})

# The service, altered, with one documented claim of the expectation.
described(id, changes) := object.union(claimed(id, {}), changes)

# The service with a key of one of its sections removed, and one documented claim of the expectation.
without(id, section, key) := object.union(
	object.remove(claimed(id, {}), [section]),
	{section: object.remove(service[section], [key])},
)

# A value that the code leaves open.
open := {"(unknown)": "variable `x` has no default", "references": []}

# A reference to another resource, known only after it is made.
reference(address) := {"(unknown)": "known after apply", "references": [address]}

# A resource as a reader of Terraform gives it, before it is numbered.
resource(type, name, values) := {
	"platform": "terraform",
	"address": concat(".", [type, name]),
	"type": type,
	"name": name,
	"values": values,
	"references": {},
}

# The service, built from the resources in their order.
infrastructure(resources) := object.union(service, {
	"infrastructure": {"infra": numbered(resources)},
	"index": {"resources": by_type(numbered(resources)), "claims": {}},
})

numbered(resources) := [resource |
	some position, given in resources
	resource := object.union(given, {"path": ["infrastructure", "infra", position]})
]

by_type(resources) := {type: of_type |
	some type in {given.type | some given in resources}
	of_type := [given | some given in resources; given.type == type]
}
