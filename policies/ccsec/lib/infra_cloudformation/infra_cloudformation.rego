# What the evidence rules for CloudFormation share: policy documents, companions, and switches.
package ccsec.lib.infra_cloudformation

import data.ccsec.lib.infra

# A number, also where it is written as a text.
number(value) := value if is_number(value)

number(value) := to_number(value) if regex.match(`^[0-9]{1,9}$`, infra.text(value))

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

everybody(principal) if "*" in infra.listed(infra.map(principal).AWS)
