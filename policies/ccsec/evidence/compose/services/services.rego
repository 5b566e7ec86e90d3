# METADATA
# title: Services of Compose
# description: What Compose files say of the rights, the images and the ports of services.
package ccsec.evidence.compose.services

import data.ccsec.lib.infra

services := [service | some service in input.index.resources["compose.service"]]

# What a variable of the environment decides, where it has no default.
open_reason(value) := value["(unknown)"] if infra.unknown(value)

open_reason(value) := "it depends on a variable of the environment" if {
	is_string(value)
	regex.match(`\$\{[A-Za-z_][A-Za-z0-9_]*\}|\$[A-Za-z_]`, value)
}

# METADATA
# title: Services are not privileged
# description: No service runs privileged.
# custom:
#   id: compose/privileged
#   expectations: [9.5/workload-isolation]
#   resources: [compose.service]
#   why: A privileged container sees the devices of its host and can load code into its kernel.
#   help: "write privileged: false, or leave it out"
#   references: [https://docs.docker.com/reference/compose-file/services/]
privileged contains statement if {
	some service in services
	infra.no(infra.get(service, ["privileged"], false))
	statement := infra.attests(service, ["privileged"], "runs without privileges")
}

privileged contains statement if {
	some service in services
	infra.yes(infra.get(service, ["privileged"], false))
	statement := infra.contradicts(service, ["privileged"], "runs privileged", "write privileged: false, or leave it out")
}

privileged contains statement if {
	some service in services
	statement := infra.undecided(service, ["privileged"], open_reason(infra.get(service, ["privileged"], false)))
}

# METADATA
# title: Services do not run as root
# description: A service that names its user names another than root. Where it names none the image decides.
# custom:
#   id: compose/root-user
#   expectations: [9.5/workload-isolation]
#   resources: [compose.service]
#   why: Root in a container is root on its host as soon as one wall between them gives way.
#   help: "write user: \"10001:10001\""
#   references: [https://docs.docker.com/reference/compose-file/services/]
root_user contains statement if {
	some service in services
	user := infra.get(service, ["user"], null)
	user != null
	not open_reason(user)
	root(user)
	statement := infra.contradicts(service, ["user"], "runs as root", "write user: \"10001:10001\"")
}

root_user contains statement if {
	some service in services
	user := infra.get(service, ["user"], null)
	user != null
	not open_reason(user)
	not root(user)
	statement := infra.attests(service, ["user"], "does not run as root")
}

root_user contains statement if {
	some service in services
	statement := infra.undecided(service, ["user"], open_reason(infra.get(service, ["user"], null)))
}

root(user) if regex.match(`^(0|root)(:.*)?$`, sprintf("%v", [user]))

# METADATA
# title: Services have a network of their own
# description: No service uses the network of its host.
# custom:
#   id: compose/host-network
#   expectations: [9.6/network-isolation]
#   resources: [compose.service]
#   why: >-
#     On the network of its host a container reaches what listens there on loopback, and sees its
#     traffic.
#   help: leave network_mode out, and name networks
#   references: [https://docs.docker.com/reference/compose-file/services/]
host_network contains statement if {
	some service in services
	mode := infra.get(service, ["network_mode"], "bridge")
	mode != "host"
	not open_reason(mode)
	statement := infra.attests(service, ["network_mode"], "has a network of its own")
}

host_network contains statement if {
	some service in services
	infra.get(service, ["network_mode"], "bridge") == "host"
	statement := infra.contradicts(
		service, ["network_mode"], "shares the network of its host",
		"leave network_mode out, and name networks",
	)
}

host_network contains statement if {
	some service in services
	statement := infra.undecided(service, ["network_mode"], open_reason(infra.get(service, ["network_mode"], "bridge")))
}

# METADATA
# title: Services keep apart from their host
# description: No service shares the processes of its host, or holds the socket of its container runtime.
# custom:
#   id: compose/host-access
#   expectations: [9.5/workload-isolation]
#   resources: [compose.service]
#   why: With the socket of the runtime a container starts others as it likes, and so owns the host.
#   help: leave pid, ipc and the socket out
#   references: [https://docs.docker.com/reference/compose-file/services/]
host_access contains statement if {
	some service in services
	some key in ["ipc", "pid"]
	infra.get(service, [key], "") == "host"
	statement := infra.contradicts(
		service, [key], sprintf("shares the %s namespace of its host", [key]),
		sprintf("leave %s out", [key]),
	)
}

host_access contains statement if {
	some service in services
	some mount in mounts(service)
	socket(mount.source)
	statement := infra.contradicts(
		service, mount.path, "holds the socket of the container runtime",
		"leave the socket out, or put a proxy in front of it that lets through what is needed",
	)
}

host_access contains statement if {
	some service in services
	every key in ["ipc", "pid"] {
		infra.get(service, [key], "") in {"", "private", "shareable", "none"}
	}
	every mount in mounts(service) {
		not socket(mount.source)
		not open_reason(mount.source)
	}
	not infra.unknown(infra.get(service, ["volumes"], []))
	statement := infra.attests(service, ["volumes"], "keeps apart from its host")
}

host_access contains statement if {
	some service in services
	some mount in mounts(service)
	statement := infra.undecided(service, mount.path, open_reason(mount.source))
}

mounts(service) := [mount |
	volumes := infra.get(service, ["volumes"], [])
	is_array(volumes)
	some position, volume in volumes
	mount := mounted(position, volume)
]

mounted(position, volume) := {"path": ["volumes", position], "source": split(volume, ":")[0]} if is_string(volume)

mounted(position, volume) := {"path": ["volumes", position, "source"], "source": volume.source} if is_object(volume)

mounted(position, volume) := {"path": ["volumes", position], "source": volume} if infra.unknown(volume)

socket(source) if {
	is_string(source)
	regex.match(`(docker|containerd|podman|crio)\.sock$`, source)
}

# METADATA
# title: Images are named by digest
# description: >-
#   Each image is named by its digest, or at least by a tag that says which one it is. Tags other than latest
#   say nothing, and so do images that are built here.
# custom:
#   id: compose/image-digests
#   expectations: [9.2/software-authentication]
#   resources: [compose.service]
#   why: A tag can be moved. Whoever may push to the registry then decides what runs.
#   help: "write image: name:tag@sha256:…"
#   references: [https://docs.docker.com/reference/compose-file/services/]
image_digests contains statement if {
	some image in images
	regex.match(`@sha256:[0-9a-f]{64}$`, image.name)
	statement := infra.attests(image.service, ["image"], "names its image by its digest")
}

image_digests contains statement if {
	some image in images
	floating(image.name)
	statement := infra.contradicts(
		image.service, ["image"], "takes whatever image is the latest",
		"write image: name:tag@sha256:…",
	)
}

image_digests contains statement if {
	some service in services
	not service.values.build
	statement := infra.undecided(service, ["image"], open_reason(infra.get(service, ["image"], null)))
}

images := [image |
	some service in services
	not service.values.build
	is_string(service.values.image)
	not open_reason(service.values.image)
	image := {"service": service, "name": service.values.image}
]

floating(name) if endswith(name, ":latest")

# Neither tag nor digest.
floating(name) if regex.match(`^([A-Za-z0-9.-]+(:[0-9]+)?/)?[A-Za-z0-9._/-]+$`, name)

# METADATA
# title: Databases are not published to every network
# description: >-
#   The port of a database is published on the host's own address only, if at all. Ports of other services
#   say nothing.
# custom:
#   id: compose/published-databases
#   expectations: [9.6/border-access-control]
#   resources: [compose.service]
#   why: >-
#     A published port passes by the host's own firewall, and a database behind it is found by scanners within
#     minutes.
#   help: "write ports: [\"127.0.0.1:5432:5432\"], or leave them out"
#   references: [https://docs.docker.com/engine/network/port-publishing/]
published_databases contains statement if {
	some port in ports
	port.address in {"", "0.0.0.0", "[::]", "::"}
	statement := infra.contradicts(
		port.service, port.path, sprintf("publishes %s on every network of its host", [databases[port.target]]),
		"write 127.0.0.1: before the port, or leave it out",
	)
}

published_databases contains statement if {
	some port in ports
	port.address in {"127.0.0.1", "[::1]", "::1", "localhost"}
	statement := infra.attests(
		port.service, port.path,
		sprintf("publishes %s on its host's own address only", [databases[port.target]]),
	)
}

published_databases contains statement if {
	some port in ports
	statement := infra.undecided(port.service, port.path, open_reason(port.address))
}

# What a variable fills in may be any port: it is asked about where the image is that of a database.
published_databases contains statement if {
	some service in services
	is_string(service.values.image)
	regex.match(database_images, service.values.image)
	given := infra.get(service, ["ports"], [])
	is_array(given)
	some position, value in given
	infra.unknown(value)
	statement := infra.undecided(service, ["ports", position], open_reason(value))
}

database_images := `(^|/)(postgres|postgis|mysql|mariadb|percona|mongo|redis|valkey|memcached|elasticsearch|opensearch|cassandra|couchdb|mssql)[^/]*$`

ports contains port if {
	some service in services
	given := infra.get(service, ["ports"], [])
	is_array(given)
	some position, value in given
	not is_object(value)
	parts := regex.find_all_string_submatch_n(mapping, sprintf("%v", [value]), 1)
	databases[parts[0][3]]
	port := {"service": service, "path": ["ports", position], "address": parts[0][1], "target": parts[0][3]}
}

ports contains port if {
	some service in services
	given := infra.get(service, ["ports"], [])
	is_array(given)
	some position, value in given
	is_object(value)
	target := sprintf("%v", [value.target])
	databases[target]
	port := {
		"service": service,
		"path": ["ports", position, "target"],
		"address": object.get(value, "host_ip", ""),
		"target": target,
	}
}

# Address, port of the host, port of the container.
mapping := `^(?:(?:(.*):)?([0-9-]+|\$\{[^}]*\}):)?([0-9]+)(?:/tcp)?$`

databases := {
	"1433": "SQL Server",
	"3306": "MySQL",
	"5432": "PostgreSQL",
	"6379": "Redis",
	"9042": "Cassandra",
	"9200": "Elasticsearch",
	"11211": "memcached",
	"27017": "MongoDB",
}
