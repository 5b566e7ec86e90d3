# What the evidence rules for Azure and Google Cloud share beyond ccsec.lib.infra.
package ccsec.lib.infra_clouds

import data.ccsec.lib.infra

# The nested blocks, or the entries of a list, at a path; none where they cannot be known.
blocks(resource, path) := value if {
	is_object(resource.values)
	value := infra.get(resource, path, [])
	is_array(value)
} else := []

# A number, also where it is written as a text.
number(value) := value if is_number(value)

number(value) := to_number(value) if {
	is_string(value)
	regex.match(`^[0-9]{1,9}$`, value)
}

# A text in lower case; what is no text has none.
lowered(value) := lower(value) if is_string(value)

# An attribute that has to be a number of at least `least`; `absent` is the value that its absence comes to.
at_least(resource, path, absent, least, words) := statement if {
	number(infra.get(resource, path, absent)) >= least
	statement := infra.attests(resource, path, words.yes)
}

at_least(resource, path, absent, least, words) := statement if {
	number(infra.get(resource, path, absent)) < least
	statement := infra.contradicts(resource, path, words.no, words.help)
}

at_least(resource, path, absent, _, _) := statement if {
	value := infra.get(resource, path, absent)
	infra.unknown(value)
	statement := infra.undecided(resource, path, value["(unknown)"])
}

# An attribute whose accepted values attest and whose refused ones contradict; any other is passed over.
sorted(resource, path, absent, values, words) := statement if {
	infra.get(resource, path, absent) in values.accepted
	statement := infra.attests(resource, path, words.yes)
}

sorted(resource, path, absent, values, words) := statement if {
	infra.get(resource, path, absent) in values.refused
	statement := infra.contradicts(resource, path, words.no, words.help)
}

sorted(resource, path, absent, _, _) := statement if {
	value := infra.get(resource, path, absent)
	infra.unknown(value)
	statement := infra.undecided(resource, path, value["(unknown)"])
}

# --- Ports. A range is "22", 22, "20-25" or "*".

# What listens on a port that is meant for administrators, or for the service's own parts, alone.
guarded_ports := {
	22: "SSH", 23: "Telnet", 445: "SMB", 1433: "SQL Server", 1521: "Oracle", 2375: "Docker", 2379: "etcd",
	3306: "MySQL", 3389: "RDP", 5432: "PostgreSQL", 5900: "VNC", 5985: "WinRM", 5986: "WinRM", 6379: "Redis",
	9200: "Elasticsearch", 10250: "kubelet", 11211: "memcached", 27017: "MongoDB",
}

# The guarded ports that a range opens.
opened("*") := {port | some port, _ in guarded_ports}

opened(range) := {range} if guarded_ports[range]

opened(range) := ports if {
	is_string(range)
	regex.match(`^[0-9]{1,5}(-[0-9]{1,5})?$`, range)
	bounds := split(range, "-")
	first := to_number(bounds[0])
	last := to_number(bounds[count(bounds) - 1])
	ports := {port |
		some port, _ in guarded_ports
		port >= first
		port <= last
	}
}

# Sources that are the whole internet.
world := {"*", "0.0.0.0/0", "::/0", "Internet", "internet", "INTERNET", "Any", "any", "/0", "0.0.0.0"}

# --- Places. `country` is where the data lies, `stated` what the descriptor allows.

placed(resource, path, country, stated) := statement if {
	country in stated
	statement := infra.attests(resource, path, sprintf("lies in %s", [country]))
}

placed(resource, path, country, stated) := statement if {
	not country in stated
	statement := infra.contradicts(
		resource, path,
		sprintf("lies in %s, which data.jurisdictions leaves out", [country]),
		sprintf("choose a region in %s, or add %q to data.jurisdictions", [concat(" or ", stated), country]),
	)
}

# The countries that the descriptor allows, where it names any.
stated := input.data.jurisdictions if count(input.data.jurisdictions) > 0

# The place that a resource of Azure names, or that of the resource group which it refers to.
azure_place(resource) := replace(lower(resource.values.location), " ", "") if {
	is_string(resource.values.location)
} else := place if {
	places := {replace(lower(group.values.location), " ", "") |
		some group in input.index.resources.azurerm_resource_group
		infra.points_at(resource, "location", group, [])
		is_string(group.values.location)
	}
	count(places) == 1
	some place in places
}

# The place that a resource of Google Cloud names, a zone taken for its region, or that of its provider.
google_place(resource, key) := regex.replace(lower(resource.values[key]), `^([a-z]+-[a-z]+[0-9]+)-[a-z]$`, "$1") if {
	is_string(resource.values[key])
} else := resource.region if {
	object.get(resource.values, key, null) == null
	is_string(resource.region)
}

azure_country(resource) := data.ccsec.evidence.regions.azure[azure_place(resource)]

# Of the places that are more than one region, "us" alone lies in one country.
google_country(resource, key) := "US" if {
	google_place(resource, key) == "us"
} else := data.ccsec.evidence.regions.google[google_place(resource, key)]
