# What the evidence rules for AWS share: nested blocks, resources that belong to others, policy
# documents, and the traffic that security groups let in.
package ccsec.lib.infra_aws

import data.ccsec.lib.infra

# The nested blocks of a resource that are known, with their positions.
blocks(resource, name) := [{"at": at, "values": block} |
	given := object.get(resource.values, name, [])
	is_array(given)
	some at, block in given
	is_object(block)
	not infra.unknown(block)
]

# Whether an attribute of a resource leads to `target`, which is part of the same code.
linked(resource, attribute, target, keys) if {
	resource.path[1] == target.path[1]
	infra.points_at(resource, attribute, target, keys)
}

# Whether some resource of a type leads, through an attribute, to nobody knows which `target_type`:
# then nothing can be said of what is not there.
astray(type, attribute, target_type, unit) if {
	some resource in input.index.resources[type]
	resource.path[1] == unit
	infra.unknown(resource.values[attribute])
	mentioned := [address |
		some address in object.get(resource.references, attribute, [])
		contains(address, concat("", [target_type, "."]))
	]
	count(mentioned) == 0
}

# A whole number, however it is written.
number(value) := value if is_number(value)

number(value) := to_number(value) if {
	is_string(value)
	regex.match(`^-?[0-9]{1,9}$`, value)
}

# The texts of a list, or the one that stands for a list of one, each with its path.
entries(path, value) := [{"text": value, "path": path}] if is_string(value)

entries(path, value) := [entry |
	some at, text in value
	is_string(text)
	entry := {"text": text, "path": array.concat(path, [at])}
] if {
	is_array(value)
}

entries(_, value) := [] if {
	not is_string(value)
	not is_array(value)
}

texts(value) := [entry.text | some entry in entries([], value)]

# Why a value, or a member of a list, is open; what is taken from another resource is particular
# to that resource, so that it is neither everything nor everybody.
reasons(value) := [value["(unknown)"]] if loose(value)

reasons(value) := [member["(unknown)"] |
	some member in value
	loose(member)
] if {
	is_array(value)
}

reasons(value) := [] if {
	not loose(value)
	not is_array(value)
}

loose(value) if {
	infra.unknown(value)
	object.get(value, "references", []) == []
}

# --- Policies of IAM.

# The policy documents of this code that an attribute is taken from, and those that these are made of.
documents(resource, attribute) := array.concat(
	documents_in(resource, attribute),
	[source |
		some document in documents_in(resource, attribute)
		some key in document_sources
		some source in documents_in(document, key)
	],
)

documents_in(resource, attribute) := [document |
	count(object.get(resource.references, attribute, [])) > 0
	some document in object.get(documents_of, resource.path[1], [])
	infra.points_at(resource, attribute, document, [])
]

# The policy documents of each unit: only those are held against its resources.
documents_of := {unit: within |
	all := object.get(input.index.resources, "data.aws_iam_policy_document", [])
	some unit in {document.path[1] | some document in all}
	within := [document | some document in all; document.path[1] == unit]
}

document_sources := ["source_policy_documents", "override_policy_documents"]

# The statements of the policy that an attribute holds. Each one has the resource and the path that
# it is written at.
statements(resource, attribute) := [statement |
	some document in documents(resource, attribute)
	some block in blocks(document, "statement")
	statement := from_block(document, block)
] if {
	count(documents(resource, attribute)) > 0
} else := [statement |
	some at, given in infra.listed(policy.Statement)
	is_object(given)
	statement := from_json(resource, [attribute, "Statement", at], given)
] if {
	policy := infra.decoded(object.get(resource.values, attribute, null))
} else := []

# Why it is not known what a policy says.
unsaid(resource, attribute) := [infra.get(resource, [attribute], null)["(unknown)"]] if {
	count(documents(resource, attribute)) == 0
	infra.unknown(infra.get(resource, [attribute], null))
} else := array.concat(
	[reason |
		some document in documents(resource, attribute)
		some key in array.concat(["statement"], document_sources)
		count(documents_in(document, key)) == 0
		some reason in hidden(object.get(document.values, key, []))
	],
	[reason |
		some statement in statements(resource, attribute)
		some reason in statement.open
	],
)

hidden(value) := [value["(unknown)"]] if infra.unknown(value)

hidden(value) := [member["(unknown)"] |
	some member in value
	infra.unknown(member)
] if {
	is_array(value)
}

hidden(value) := [] if {
	not infra.unknown(value)
	not is_array(value)
}

from_block(document, block) := statement if {
	path := ["statement", block.at]
	given := block.values
	statement := {
		"resource": document,
		"path": path,
		"allows": object.get(given, "effect", "Allow") == "Allow",
		"actions": entries(array.concat(path, ["actions"]), object.get(given, "actions", [])),
		"except": entries(array.concat(path, ["not_actions"]), object.get(given, "not_actions", [])),
		"resources": texts(object.get(given, "resources", [])),
		"principals": [principal |
			some block_of_principals in blocks({"values": given}, "principals")
			some principal in identified(path, block_of_principals)
		],
		"kinds": {object.get(block_of_principals.values, "type", "") |
			some block_of_principals in blocks({"values": given}, "principals")
		},
		"conditions": [condition |
			some block_of_condition in blocks({"values": given}, "condition")
			condition := {
				"test": object.get(block_of_condition.values, "test", ""),
				"variable": lower_text(object.get(block_of_condition.values, "variable", "")),
				"values": texts(object.get(block_of_condition.values, "values", [])),
				"path": array.concat(path, ["condition", block_of_condition.at, "values"]),
			}
		],
		"conditional": object.get(given, "condition", []) != [],
		"identity": object.get(given, "principals", []) == [],
		"open": array.concat(
			reasons(object.get(given, "actions", [])),
			[reason |
				some principal in blocks({"values": given}, "principals")
				some reason in reasons(object.get(principal.values, "identifiers", []))
			],
		),
	}
}

identified(path, block) := [principal |
	identifiers := object.get(block.values, "identifiers", [])
	some entry in entries(array.concat(path, ["principals", block.at, "identifiers"]), identifiers)
	principal := {"type": object.get(block.values, "type", ""), "id": entry.text, "path": entry.path}
]

from_json(resource, path, given) := {
	"resource": resource,
	"path": path,
	"allows": object.get(given, "Effect", "") == "Allow",
	"actions": entries(array.concat(path, ["Action"]), object.get(given, "Action", [])),
	"except": entries(array.concat(path, ["NotAction"]), object.get(given, "NotAction", [])),
	"resources": texts(object.get(given, "Resource", [])),
	"principals": named(array.concat(path, ["Principal"]), object.get(given, "Principal", {})),
	"kinds": kinds(object.get(given, "Principal", {})),
	"conditions": [condition |
		some test, variables in object.get(given, "Condition", {})
		is_object(variables)
		some variable, value in variables
		condition := {
			"test": test,
			"variable": lower_text(variable),
			"values": texts(value),
			"path": array.concat(path, ["Condition", test, variable]),
		}
	],
	"conditional": object.get(given, "Condition", {}) != {},
	"identity": object.get(given, "Principal", {}) == {},
	"open": array.concat(
		reasons(object.get(given, "Action", [])),
		[reason |
			some value in principal_values(object.get(given, "Principal", {}))
			some reason in reasons(value)
		],
	),
}

named(path, value) := [{"type": "*", "id": value, "path": path}] if is_string(value)

named(path, value) := [{"type": type, "id": entry.text, "path": entry.path} |
	not infra.unknown(value)
	some type, identifiers in value
	some entry in entries(array.concat(path, [type]), identifiers)
] if {
	is_object(value)
}

named(_, value) := [] if {
	not is_object(value)
	not is_string(value)
}

# The types of principals, also of those that cannot be known.
kinds(value) := object.keys(value) if {
	is_object(value)
	not infra.unknown(value)
} else := set()

principal_values(value) := [value] if infra.unknown(value)

principal_values(value) := [identifiers | some identifiers in value] if {
	is_object(value)
	not infra.unknown(value)
}

principal_values(value) := [] if not is_object(value)

lower_text(value) := lower(value) if is_string(value)

lower_text(value) := "" if not is_string(value)

# Who a statement grants its rights to, where that is everybody and nothing narrows it.
everybody(statement) := principal if {
	statement.allows
	not statement.conditional
	some principal in statement.principals
	principal.id == "*"
	principal.type in {"*", "AWS"}
}

# --- Traffic.

world := {"0.0.0.0/0", "::/0"}

# What a security group, or a rule of one, lets in.
ingress(resource) := [let_in |
	some block in blocks(resource, "ingress")
	let_in := traffic(["ingress", block.at], block.values, ["cidr_blocks", "ipv6_cidr_blocks"])
] if {
	resource.type in {"aws_security_group", "aws_default_security_group"}
}

ingress(resource) := [traffic([], resource.values, ["cidr_blocks", "ipv6_cidr_blocks"])] if {
	resource.type == "aws_security_group_rule"
	resource.values.type == "ingress"
}

ingress(resource) := [traffic([], resource.values, ["cidr_ipv4", "cidr_ipv6"])] if {
	resource.type == "aws_vpc_security_group_ingress_rule"
}

traffic(path, values, keys) := {
	"protocol": sprintf("%v", [object.get(values, "ip_protocol", object.get(values, "protocol", ""))]),
	"from": object.get(values, "from_port", null),
	"to": object.get(values, "to_port", null),
	"sources": [entry |
		some key in keys
		some entry in entries(array.concat(path, [key]), object.get(values, key, []))
	],
	"open": [reason |
		some key in keys
		some reason in unsettled(object.get(values, key, []))
	],
	"unsure": [reason |
		some key in ["protocol", "ip_protocol", "from_port", "to_port"]
		infra.unknown(values[key])
		reason := values[key]["(unknown)"]
	],
	"path": path,
}

# Why nobody can know an address. What a resource of this code, or of AWS, gives away after it was made
# is an address of its own, and never the world.
unsettled(value) := [member["(unknown)"] |
	some member in infra.listed(value)
	infra.unknown(member)
	stray(object.get(member, "references", []))
]

stray(references) if count(references) == 0

stray(references) if {
	some address in references
	regex.match(`(^|\.)data\.|^module\.[^.]+(\.module\.[^.]+)*$`, address)
	not regex.match(`(^|\.)data\.aws_(vpc|subnet|eip|instance|network_interface|ip_ranges)\.`, address)
}

# Whether what is let in reaches a TCP port.
reaches(let_in, _) if let_in.protocol in {"-1", "all"}

reaches(let_in, port) if {
	let_in.protocol in {"tcp", "6", "TCP"}
	number(let_in.from) <= port
	number(let_in.to) >= port
}
