package ccsec.evidence.compose.services_test

import data.ccsec.evidence.compose.services
import data.ccsec.lib.testing
import data.ccsec.lib.testing_kubernetes

given(values) := testing.infrastructure([{
	"platform": "compose",
	"address": "services.web",
	"type": "compose.service",
	"name": "web",
	"values": values,
	"references": {},
}])

web := "services.web"

variable := "it depends on a variable of the environment"

privileged(values) := statements if {
	statements := services.privileged with input as given(values)
}

test_privileged if {
	privileged({}) == {{
		"effect": "attests",
		"resource": web,
		"path": ["infrastructure", "infra", 0, "values", "privileged"],
		"message": "runs without privileges",
	}}
	testing_kubernetes.brief(privileged({"privileged": true})) == {["contradicts", web, ["privileged"], "runs privileged"]}
	testing_kubernetes.helps(privileged({"privileged": true})) == {"write privileged: false, or leave it out"}
	testing_kubernetes.brief(privileged({"privileged": "${PRIVILEGED}"})) == {["undecided", web, ["privileged"], variable]}
	testing_kubernetes.brief(privileged({"privileged": testing.open})) == {[
		"undecided", web, ["privileged"], "variable `x` has no default",
	]}
	none := services.privileged with input as testing.infrastructure([])
	none == set()
}

user(values) := statements if {
	statements := services.root_user with input as given(values)
}

test_root_user if {
	not_root := {["attests", web, ["user"], "does not run as root"]}
	testing_kubernetes.brief(user({"user": "10001:10001"})) == not_root
	testing_kubernetes.brief(user({"user": 1000})) == not_root
	every root in ["root", "0:0", 0] {
		testing_kubernetes.brief(user({"user": root})) == {["contradicts", web, ["user"], "runs as root"]}
	}
	testing_kubernetes.helps(user({"user": 0})) == {"write user: \"10001:10001\""}
	testing_kubernetes.brief(user({"user": "$UID"})) == {["undecided", web, ["user"], variable]}
	user({}) == set()
}

network(values) := statements if {
	statements := services.host_network with input as given(values)
}

test_host_network if {
	here := ["network_mode"]
	testing_kubernetes.brief(network({})) == {["attests", web, here, "has a network of its own"]}
	testing_kubernetes.brief(network({"network_mode": "host"})) == {["contradicts", web, here, "shares the network of its host"]}
	testing_kubernetes.helps(network({"network_mode": "host"})) == {"leave network_mode out, and name networks"}
	testing_kubernetes.brief(network({"network_mode": "${MODE}"})) == {["undecided", web, here, variable]}
}

host(values) := statements if {
	statements := services.host_access with input as given(values)
}

test_host_access if {
	apart := {["attests", web, ["volumes"], "keeps apart from its host"]}
	testing_kubernetes.brief(host({})) == apart
	testing_kubernetes.brief(host({"volumes": ["data:/var/lib/data", {"type": "bind", "source": "./site", "target": "/site"}]})) == apart
	shared := host({"pid": "host"})
	testing_kubernetes.brief(shared) == {["contradicts", web, ["pid"], "shares the pid namespace of its host"]}
	testing_kubernetes.helps(shared) == {"leave pid out"}
	holding := host({"volumes": [{"source": "data"}, "/var/run/docker.sock:/var/run/docker.sock:ro", {"source": "/run/podman/podman.sock"}]})
	testing_kubernetes.brief(holding) == {
		["contradicts", web, ["volumes", 1], "holds the socket of the container runtime"],
		["contradicts", web, ["volumes", 2, "source"], "holds the socket of the container runtime"],
	}
	testing_kubernetes.helps(holding) == {
		"leave the socket out, or put a proxy in front of it that lets through what is needed",
	}
	testing_kubernetes.brief(host({"volumes": ["${DATA}:/data"]})) == {["undecided", web, ["volumes", 0], variable]}
	testing_kubernetes.brief(host({"volumes": [testing.open]})) == {[
		"undecided", web, ["volumes", 0], testing.open["(unknown)"],
	]}
	host({"volumes": testing.open}) == set()
}

image(values) := statements if {
	statements := services.image_digests with input as given(values)
}

test_image_digests if {
	here := ["image"]
	digest := "postgres@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	testing_kubernetes.brief(image({"image": digest})) == {["attests", web, here, "names its image by its digest"]}
	every name in ["postgres", "postgres:latest", "registry.example.com:5000/shop/web"] {
		testing_kubernetes.brief(image({"image": name})) == {["contradicts", web, here, "takes whatever image is the latest"]}
	}
	testing_kubernetes.helps(image({"image": "postgres"})) == {"write image: name:tag@sha256:…"}
	testing_kubernetes.brief(image({"image": "shop/web:${TAG}"})) == {["undecided", web, here, variable]}
	image({"image": "postgres:17.2"}) == set()
	image({"image": "shop/web", "build": "."}) == set()
	image({"image": 7}) == set()
}

behind_a_variable(image_name) := statements if {
	statements := services.published_databases with input as given({"image": image_name, "ports": [testing.open]})
}

test_published_databases_behind_a_variable if {
	testing_kubernetes.brief(behind_a_variable("postgres:17.2")) == {[
		"undecided", web, ["ports", 0], testing.open["(unknown)"],
	]}
	behind_a_variable("registry.example.com/shop/web:1.4.2") == set()
}

ports(given_ports) := statements if {
	statements := services.published_databases with input as given({"ports": given_ports})
}

test_published_databases if {
	everywhere := {["contradicts", web, ["ports", 0], "publishes PostgreSQL on every network of its host"]}
	every port in ["5432:5432", 5432, "0.0.0.0:15432:5432", "15432:5432/tcp", "[::]:5432:5432"] {
		testing_kubernetes.brief(ports([port])) == everywhere
	}
	testing_kubernetes.helps(ports(["5432:5432"])) == {"write 127.0.0.1: before the port, or leave it out"}
	testing_kubernetes.brief(ports(["8080:80", "127.0.0.1:5432:5432"])) == {[
		"attests", web, ["ports", 1], "publishes PostgreSQL on its host's own address only",
	]}
	testing_kubernetes.brief(ports([{"target": 6379, "published": "6379"}])) == {[
		"contradicts", web, ["ports", 0, "target"], "publishes Redis on every network of its host",
	]}
	testing_kubernetes.brief(ports([{"target": 6379, "host_ip": "127.0.0.1"}])) == {[
		"attests", web, ["ports", 0, "target"], "publishes Redis on its host's own address only",
	]}
	testing_kubernetes.brief(ports(["${ADDRESS}:5432:5432"])) == {["undecided", web, ["ports", 0], variable]}
	ports(["80", "10.0.0.5:5432:5432", {"published": 5432}]) == set()
	ports(testing.open) == set()
}

test_image_digests_of_what_is_built if image({"image": "shop/web:${TAG}", "build": "."}) == set()
