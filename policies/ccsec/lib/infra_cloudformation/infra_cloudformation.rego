# What the evidence rules for CloudFormation share: policy documents, companions, and switches.
package ccsec.lib.infra_cloudformation

import data.ccsec.lib.infra

text(value) := value if is_string(value)

text(value) := "" if not is_string(value)

# A map, and an empty one in place of anything else.
map(value) := value if {
	is_object(value)
	not infra.unknown(value)
} else := {}

# A list, and an empty one in place of anything else.
list(value) := value if is_array(value)

list(value) := [] if not is_array(value)

# A number, also where it is written as a text.
number(value) := value if is_number(value)

number(value) := to_number(value) if regex.match(`^[0-9]{1,9}$`, text(value))

# Whether an attribute is there at all: the absence of some says nothing.
written(resource, path) if infra.get(resource, path, null) != null

# --- Policy documents

# The statements of a policy document with the path to each, whether it holds a list or a single one.
statements(resource, path) := found if {
	given := infra.get(resource, array.concat(path, ["Statement"]), null)
	is_array(given)
	found := [statement |
		some position, values in given
		is_object(values)
		statement := {"path": array.concat(path, ["Statement", position]), "values": values}
	]
} else := [{"path": array.concat(path, ["Statement"]), "values": given}] if {
	given := infra.get(resource, array.concat(path, ["Statement"]), null)
	is_object(given)
	not infra.unknown(given)
} else := []

# Whether a statement grants something without a condition.
grants(statement) if {
	statement.values.Effect == "Allow"
	not statement.values.Condition
}

# Whether a principal is everybody.
everybody(principal) if principal == "*"

everybody(principal) if "*" in infra.listed(map(principal).AWS)

# --- Statements

# An attribute that must not be true; `absent` is the value that its absence comes to.
untruth(resource, path, absent, words) := statement if {
	infra.no(infra.get(resource, path, absent))
	statement := infra.attests(resource, path, words.yes)
}

untruth(resource, path, absent, words) := statement if {
	infra.yes(infra.get(resource, path, absent))
	statement := infra.contradicts(resource, path, words.no, words.help)
}

untruth(resource, path, absent, _) := statement if {
	value := infra.get(resource, path, absent)
	infra.unknown(value)
	statement := infra.undecided(resource, path, value["(unknown)"])
}
