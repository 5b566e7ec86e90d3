package ccsec.evidence.kubernetes.pods_test

import data.ccsec.evidence.kubernetes.pods
import data.ccsec.lib.testing_kubernetes

web := "Deployment/shop/web"

reason := "a template that is not rendered"

node_agent := testing_kubernetes.workload("DaemonSet", "logging", {
	"hostPID": true,
	"hostNetwork": true,
	"volumes": [{"name": "logs", "hostPath": {"path": "/var/log"}}],
	"containers": [{"name": "agent", "ports": [{"hostPort": 9100}]}],
})

namespaces(resources) := statements if {
	statements := pods.host_namespaces with input as testing_kubernetes.given(resources)
}

test_host_namespaces if {
	shared_processes := testing_kubernetes.deployment({"hostPID": true})
	testing_kubernetes.brief(namespaces([shared_processes])) == {
		["contradicts", web, ["(pod)", "hostPID"], "shares the processes of its node"],
		["attests", web, ["(pod)", "hostIPC"], "keeps apart from the shared memory of its node"],
	}
	testing_kubernetes.helps(namespaces([shared_processes])) == {"write hostPID: false, or leave it out"}
	testing_kubernetes.brief(namespaces([testing_kubernetes.deployment({"hostIPC": testing_kubernetes.open})])) == {
		["attests", web, ["(pod)", "hostPID"], "keeps apart from the processes of its node"],
		["undecided", web, ["(pod)", "hostIPC"], reason],
	}
	namespaces([node_agent]) == set()
	namespaces([testing_kubernetes.workload("Pod", "kube-system", {"hostPID": true})]) == set()
}

network(resources) := statements if {
	statements := pods.host_network with input as testing_kubernetes.given(resources)
}

test_host_network if {
	here := ["(pod)", "hostNetwork"]
	testing_kubernetes.brief(network([testing_kubernetes.deployment({})])) == {["attests", web, here, "has a network of its own"]}
	shared := testing_kubernetes.deployment({"hostNetwork": true})
	testing_kubernetes.brief(network([shared])) == {["contradicts", web, here, "shares the network of its node"]}
	testing_kubernetes.helps(network([shared])) == {"write hostNetwork: false, or leave it out"}
	testing_kubernetes.brief(network([testing_kubernetes.deployment({"hostNetwork": testing_kubernetes.open})])) == {[
		"undecided", web, here, reason,
	]}
	network([node_agent]) == set()
}

test_host_port if {
	opened := testing_kubernetes.app({"ports": [{"containerPort": 80}, {"containerPort": 81, "hostPort": 8081}, {"hostPort": 0}]})
	testing_kubernetes.brief(network([opened])) == {
		["attests", web, ["(pod)", "hostNetwork"], "has a network of its own"],
		["contradicts", web, ["(pod)", "containers", 0, "ports", 1, "hostPort"], "opens port 8081 on its node"],
	}
	testing_kubernetes.helps(network([opened])) == {"leave hostPort out, and reach the pod through a Service"}
}

paths(resources) := statements if {
	statements := pods.host_paths with input as testing_kubernetes.given(resources)
}

mounting(volumes) := testing_kubernetes.deployment({"volumes": volumes})

test_host_paths if {
	apart := {["attests", web, ["(pod)", "volumes"], "mounts nothing of its node"]}
	testing_kubernetes.brief(paths([testing_kubernetes.deployment({})])) == apart
	testing_kubernetes.brief(paths([mounting([{"name": "tmp", "emptyDir": {}}])])) == apart
	mounted := mounting([{"emptyDir": {}}, {"hostPath": {"path": "/etc"}}, {"hostPath": {"path": "/run/containerd/containerd.sock"}}])
	testing_kubernetes.brief(paths([mounted])) == {
		["contradicts", web, ["(pod)", "volumes", 1, "hostPath", "path"], "mounts /etc of its node"],
		["contradicts", web, ["(pod)", "volumes", 2, "hostPath", "path"], "mounts the socket of the container runtime of its node"],
	}
	testing_kubernetes.helps(paths([mounted])) == {"replace hostPath by a persistentVolumeClaim, a configMap or an emptyDir"}
	testing_kubernetes.brief(paths([mounting([{"hostPath": {"path": 7}}])])) == {[
		"contradicts", web, ["(pod)", "volumes", 0, "hostPath", "path"], "mounts a path of its node",
	]}
	testing_kubernetes.brief(paths([mounting(testing_kubernetes.open)])) == {["undecided", web, ["(pod)", "volumes"], reason]}
	paths([node_agent]) == set()
}

tokens(resources) := statements if {
	statements := pods.service_account_token with input as testing_kubernetes.given(resources)
}

account(namespace, mounts) := testing_kubernetes.manifest("v1", "ServiceAccount", namespace, "web", {"automountServiceAccountToken": mounts})

test_service_account_token if {
	here := ["(pod)", "automountServiceAccountToken"]
	testing_kubernetes.brief(tokens([testing_kubernetes.deployment({"automountServiceAccountToken": false})])) == {[
		"attests", web, here, "mounts no token of its service account",
	]}
	asking := testing_kubernetes.deployment({"automountServiceAccountToken": true})
	testing_kubernetes.brief(tokens([asking])) == {[
		"contradicts", web, here, "mounts the token of its namespace's default account",
	]}
	testing_kubernetes.helps(tokens([asking])) == {
		"write automountServiceAccountToken: false, or serviceAccountName of an account made for it",
	}
	testing_kubernetes.brief(tokens([testing_kubernetes.deployment({"automountServiceAccountToken": testing_kubernetes.open})])) == {[
		"undecided", web, here, reason,
	]}
	tokens([testing_kubernetes.deployment({})]) == set()
	tokens([testing_kubernetes.deployment({"automountServiceAccountToken": true, "serviceAccountName": "web"})]) == set()
}

test_service_account_token_of_its_account if {
	named := testing_kubernetes.deployment({"serviceAccountName": "web"})
	testing_kubernetes.brief(tokens([named, account("shop", false)])) == {[
		"attests", web, ["(pod)", "serviceAccountName"], "mounts no token of its service account",
	]}
	tokens([named, account("shop", true)]) == set()
	tokens([named, account("other", false)]) == set()
	tokens([testing_kubernetes.deployment({}), account("shop", false)]) == set()
}

literals(resources) := statements if {
	statements := pods.secret_literals with input as testing_kubernetes.given(resources)
}

env(variables) := testing_kubernetes.app({"env": variables})

test_secret_literals if {
	written := env([{"name": "LOG_LEVEL", "value": "info"}, {"name": "DB_PASSWORD", "value": "hunter22"}])
	testing_kubernetes.brief(literals([written])) == {[
		"contradicts", web, ["(pod)", "containers", 0, "env", 1, "value"],
		"holds the value of DB_PASSWORD in the manifest",
	]}
	testing_kubernetes.helps(literals([written])) == {"write valueFrom: {secretKeyRef: {name: …, key: …}} in place of value"}
	referred := env([{"name": "DB_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "db", "key": "password"}}}])
	testing_kubernetes.brief(literals([referred])) == {[
		"attests", web, ["(pod)", "containers", 0, "env", 0, "valueFrom", "secretKeyRef"],
		"takes DB_PASSWORD from a Secret",
	]}
	testing_kubernetes.brief(literals([env([{"name": "API_KEY", "value": testing_kubernetes.open}])])) == {[
		"undecided", web, ["(pod)", "containers", 0, "env", 0, "value"], reason,
	]}
}

test_no_secret_literals if {
	literals([env([
		"text",
		{"name": "DB_PASSWORD_FILE", "value": "/run/secrets/db"},
		{"name": "DB_PASSWORD", "value": "/run/secrets/db"},
		{"name": "DB_PASSWORD", "value": "$(OTHER)"},
		{"name": "DB_PASSWORD", "value": ""},
		{"name": "ALLOW_EMPTY_PASSWORD", "value": "yes"},
		{"name": "CLIENT_SECRET", "value": "vault:secret/data/client#key"},
		{"name": "API_KEY", "value": "https://keys.example.com/api"},
		{"name": "API_KEY", "value": 7},
		{"name": "SECRET_NAME", "value": "database"},
		{"name": "LOG_LEVEL", "value": testing_kubernetes.open},
		{"name": "NAMESPACE", "valueFrom": {"fieldRef": {"fieldPath": "metadata.namespace"}}},
	])]) == set()
	literals([testing_kubernetes.app({"env": testing_kubernetes.open})]) == set()
}

images(name) := statements if {
	resources := [testing_kubernetes.app({"image": name})]
	statements := pods.image_digests with input as testing_kubernetes.given(resources)
}

test_image_digests if {
	here := ["(pod)", "containers", 0, "image"]
	digest := "registry.example.com/app:1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	testing_kubernetes.brief(images(digest)) == {["attests", web, here, "names the image of container app by its digest"]}
	latest := {["contradicts", web, here, "takes whatever image of container app is the latest"]}
	testing_kubernetes.brief(images("registry.example.com:5000/shop/app:latest")) == latest
	testing_kubernetes.brief(images("registry.example.com:5000/shop/app")) == latest
	testing_kubernetes.brief(images("nginx")) == latest
	testing_kubernetes.helps(images("nginx")) == {"write image: registry/name:tag@sha256:…"}
	testing_kubernetes.brief(images(testing_kubernetes.open)) == {["undecided", web, here, reason]}
	images("registry.example.com/shop/app:1.4.2") == set()
	images("nginx:1.27") == set()
	images("frontend") == set()
	images(7) == set()
}

test_host_port_of_another_type if {
	{statement.effect | some statement in network([testing_kubernetes.app({"ports": [{"hostPort": "http"}]})])} == {"attests"}
}

test_service_account_token_that_the_pod_asks_for if {
	asking := testing_kubernetes.deployment({"serviceAccountName": "web", "automountServiceAccountToken": true})
	tokens([asking, account("shop", false)]) == set()
}

test_service_account_token_of_one_of_two if {
	other := testing_kubernetes.workload("Deployment", "other", {})
	left_open := [
		"undecided", "Deployment/other/web", ["(pod)", "automountServiceAccountToken"],
		"nothing keeps the token of its service account from it",
	]
	left_open in testing_kubernetes.brief(tokens([
		testing_kubernetes.deployment({"automountServiceAccountToken": false}),
		other,
	]))
	by_account := testing_kubernetes.deployment({"serviceAccountName": "web"})
	left_open in testing_kubernetes.brief(tokens([by_account, account("shop", false), other]))
	{statement.resource | some statement in tokens([by_account, account("shop", false)])} == {web}
}

test_image_digests_of_one_of_two if {
	digest := "app:1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	here := ["(pod)", "containers", 0, "image"]
	other := testing_kubernetes.workload("Deployment", "other", {"containers": [{"name": "app", "image": "shop/app:1.4.2"}]})
	statements := pods.image_digests with input as testing_kubernetes.given([testing_kubernetes.app({"image": digest}), other])
	testing_kubernetes.brief(statements) == {
		["attests", web, here, "names the image of container app by its digest"],
		["undecided", "Deployment/other/web", here, "nothing but a tag says which image of container app is meant"],
	}
}
