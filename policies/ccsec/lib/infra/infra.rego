# What evidence rules share: looking values up in resources, and saying what a resource shows.
#
# A value that cannot be known from the code arrives as {"(unknown)": reason, "references": [address]}.
package ccsec.lib.infra

# Whether a value cannot be known.
unknown(value) if is_string(value["(unknown)"])

# The value at a path of a resource, `absent` where there is none. Where the path leads into something
# that cannot be known, so is the value.
get(resource, path, absent) := value if {
	value := open_values(resource, path)[0]
} else := object.get(resource.values, path, absent)

# The values on the way to a path that cannot be known, nearest first: at most one.
open_values(resource, path) := [value |
	some length in numbers.range(1, count(path))
	value := object.get(resource.values, array.slice(path, 0, length), null)
	unknown(value)
]

# Truth as Terraform, Kubernetes and CloudFormation write it.
yes(value) if value in {true, "true", "True", "TRUE"}

no(value) if value in {false, "false", "False", "FALSE"}

# A policy document or any other JSON, whether it is written as a text or as a value.
decoded(value) := json.unmarshal(value) if {
	is_string(value)
	json.is_valid(value)
}

decoded(value) := value if {
	is_object(value)
	not unknown(value)
}

# A text, and an empty one in place of anything else.
text(value) := value if is_string(value)

text(value) := "" if not is_string(value)

# A map, and an empty one in place of anything else.
map(value) := value if {
	is_object(value)
	not unknown(value)
} else := {}

# A list, and an empty one in place of anything else.
list(value) := value if is_array(value)

list(value) := [] if not is_array(value)

# Whether an attribute is there at all: the absence of some says nothing.
written(resource, path) if get(resource, path, null) != null

# Whether a variable is called as one that holds a secret.
secret_name(name) if regex.match(secret_pattern, upper(text(name)))

secret_pattern := `(^|_)(PASSWORD|PASSWD|PASSPHRASE|SECRET|SECRET_?KEY|API_?KEY|ACCESS_KEY|PRIVATE_KEY|ENCRYPTION_KEY|AUTH_TOKEN|ACCESS_TOKEN|API_TOKEN)$`

# A list, where a single value may stand for a list of one.
listed(value) := value if is_array(value)

listed(value) := [value] if not is_array(value)

# Whether a value of `resource` leads to `target`: by reference, or by one of the names in `keys`. A
# reference stays within its root module or template: another may use the same address for its own.
points_at(resource, attribute, target, _) if {
	target.address in object.get(resource.references, attribute, [])
	not elsewhere(resource, target)
}

points_at(resource, attribute, target, _) if {
	endswith(target.address, "]")
	not elsewhere(resource, target)
	block := regex.replace(target.address, `\[[^\]]*\]$`, "")
	block in object.get(resource.references, attribute, [])
}

points_at(resource, attribute, target, keys) if {
	some key in keys
	is_string(target.values[key])
	target.values[key] == resource.values[attribute]
}

# Whether two resources belong to different units of code.
elsewhere(one, other) if one.path[1] != other.path[1]

# --- Statements. `message` goes on after the address: "is not encrypted". `path` leads into the values.

attests(resource, path, message) := {
	"effect": "attests",
	"resource": resource.address,
	"path": place(resource, path),
	"message": message,
}

contradicts(resource, path, message, help) := {
	"effect": "contradicts",
	"resource": resource.address,
	"path": place(resource, path),
	"message": message,
	"help": help,
}

undecided(resource, path, reason) := {
	"effect": "undecided",
	"resource": resource.address,
	"path": place(resource, path),
	"message": reason,
}

# What the code shows of a fact that the descriptor states: `fact` is its key, "service.compute".
shows(resource, path, fact, value, message) := {
	"effect": "shows",
	"fact": fact,
	"value": value,
	"resource": resource.address,
	"path": place(resource, path),
	"message": message,
}

place(resource, path) := array.concat(array.concat(resource.path, ["values"]), path)

# --- The commonest rules. `words` is {"yes": …, "no": …, "help": …}, each after the address.

# An attribute that has to be true; `absent` is the value that its absence comes to.
truth(resource, path, absent, words) := statement if {
	value := get(resource, path, absent)
	yes(value)
	statement := attests(resource, path, words.yes)
}

truth(resource, path, absent, words) := statement if {
	value := get(resource, path, absent)
	no(value)
	statement := contradicts(resource, path, words.no, words.help)
}

truth(resource, path, absent, _) := statement if {
	value := get(resource, path, absent)
	unknown(value)
	statement := undecided(resource, path, value["(unknown)"])
}

# An attribute that must not be true; `absent` is the value that its absence comes to.
untruth(resource, path, absent, words) := statement if {
	no(get(resource, path, absent))
	statement := attests(resource, path, words.yes)
}

untruth(resource, path, absent, words) := statement if {
	yes(get(resource, path, absent))
	statement := contradicts(resource, path, words.no, words.help)
}

untruth(resource, path, absent, _) := statement if {
	value := get(resource, path, absent)
	unknown(value)
	statement := undecided(resource, path, value["(unknown)"])
}

# An attribute that has to be one of a set of values.
among(resource, path, absent, accepted, words) := statement if {
	value := get(resource, path, absent)
	value in accepted
	statement := attests(resource, path, words.yes)
}

among(resource, path, absent, accepted, words) := statement if {
	value := get(resource, path, absent)
	not unknown(value)
	not value in accepted
	statement := contradicts(resource, path, words.no, words.help)
}

among(resource, path, absent, _, _) := statement if {
	value := get(resource, path, absent)
	unknown(value)
	statement := undecided(resource, path, value["(unknown)"])
}

# An attribute that has to be there and not empty, whatever it is: a key, a target.
present(resource, path, words) := statement if {
	value := get(resource, path, null)
	not unknown(value)
	not value in empty
	statement := attests(resource, path, words.yes)
}

present(resource, path, words) := statement if {
	get(resource, path, null) in empty
	statement := contradicts(resource, path, words.no, words.help)
}

# A reference to something that this code makes is there, though its value is not known yet.
present(resource, path, words) := statement if {
	value := get(resource, path, null)
	unknown(value)
	count(value.references) > 0
	statement := attests(resource, path, words.yes)
}

present(resource, path, _) := statement if {
	value := get(resource, path, null)
	unknown(value)
	not count(value.references) > 0
	statement := undecided(resource, path, value["(unknown)"])
}

empty := {null, "", [], {}}
