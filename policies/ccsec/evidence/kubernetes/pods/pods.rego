# METADATA
# title: Pods
# description: What manifests say of a pod's ties to its node, of its images, its account and its secrets.
package ccsec.evidence.kubernetes.pods

import data.ccsec.lib.infra
import data.ccsec.lib.infra_kubernetes

# Agents that run on each node reach into it by design.
workloads contains workload if {
	some workload in infra_kubernetes.workloads
	workload.type != "DaemonSet"
}

# METADATA
# title: Pods have process tables of their own
# description: >-
#   No pod shares the processes or the IPC of its node; agents that run on every node are left out.
# custom:
#   id: kubernetes/host-namespaces
#   expectations: [9.5/workload-isolation]
#   resources: [CronJob, Deployment, Job, Pod, ReplicaSet, ReplicationController, StatefulSet]
#   why: >-
#     A pod in the namespaces of its node sees every process there, reads their environment and sends
#     them signals.
#   help: "write hostPID: false and hostIPC: false, or leave both out"
#   references: [https://kubernetes.io/docs/concepts/security/pod-security-standards/]
host_namespaces contains statement if {
	some workload in workloads
	some key, namespace in {"hostPID": "processes", "hostIPC": "shared memory"}
	words := {
		"yes": sprintf("keeps apart from the %s of its node", [namespace]),
		"no": sprintf("shares the %s of its node", [namespace]),
		"help": sprintf("write %s: false, or leave it out", [key]),
	}
	statement := infra.untruth(workload, ["(pod)", key], false, words)
}

# METADATA
# title: Pods have a network of their own
# description: >-
#   No pod uses the network of its node or opens a port there; agents that run on every node are left out.
# custom:
#   id: kubernetes/host-network
#   expectations: [9.6/network-isolation]
#   resources: [CronJob, Deployment, Job, Pod, ReplicaSet, ReplicationController, StatefulSet]
#   why: >-
#     On the network of its node a pod passes by every NetworkPolicy, reaches what listens on the node's
#     loopback, and sees its neighbours' traffic.
#   help: "write hostNetwork: false, or leave it out, and reach the pod through a Service"
#   references: [https://kubernetes.io/docs/concepts/security/pod-security-standards/]
host_network contains statement if {
	some workload in workloads
	words := {
		"yes": "has a network of its own",
		"no": "shares the network of its node",
		"help": "write hostNetwork: false, or leave it out",
	}
	statement := infra.untruth(workload, ["(pod)", "hostNetwork"], false, words)
}

host_network contains statement if {
	some container in infra_kubernetes.containers
	container.resource.type != "DaemonSet"
	path := array.concat(container.path, ["ports"])
	some position, port in infra.list(infra.get(container.resource, path, []))
	is_number(port.hostPort)
	port.hostPort > 0
	statement := infra.contradicts(
		container.resource,
		array.concat(path, [position, "hostPort"]),
		sprintf("opens port %v on its node", [port.hostPort]),
		"leave hostPort out, and reach the pod through a Service",
	)
}

# METADATA
# title: Pods mount nothing of their node
# description: No pod mounts a path of its node; agents that run on every node are left out.
# custom:
#   id: kubernetes/host-paths
#   expectations: [9.5/workload-isolation]
#   resources: [CronJob, Deployment, Job, Pod, ReplicaSet, ReplicationController, StatefulSet]
#   why: >-
#     With the socket of the container runtime a pod starts containers as it likes, and with a directory
#     of the node it reads its neighbours' data or plants a program.
#   help: replace hostPath by a persistentVolumeClaim, a configMap or an emptyDir
#   references: [https://kubernetes.io/docs/concepts/storage/volumes/]
host_paths contains statement if {
	some workload in workloads
	some position, volume in infra.list(infra.get(workload, ["(pod)", "volumes"], []))
	volume.hostPath
	statement := infra.contradicts(
		workload,
		["(pod)", "volumes", position, "hostPath", "path"],
		sprintf("mounts %s of its node", [mounted(volume)]),
		"replace hostPath by a persistentVolumeClaim, a configMap or an emptyDir",
	)
}

host_paths contains statement if {
	some workload in workloads
	volumes := infra.get(workload, ["(pod)", "volumes"], [])
	is_array(volumes)
	every volume in volumes {
		not volume.hostPath
	}
	statement := infra.attests(workload, ["(pod)", "volumes"], "mounts nothing of its node")
}

host_paths contains statement if {
	some workload in workloads
	volumes := infra.get(workload, ["(pod)", "volumes"], [])
	infra.unknown(volumes)
	statement := infra.undecided(workload, ["(pod)", "volumes"], volumes["(unknown)"])
}

mounted(volume) := "the socket of the container runtime" if {
	endswith(infra.text(volume.hostPath.path), ".sock")
} else := volume.hostPath.path if {
	is_string(volume.hostPath.path)
} else := "a path"

# METADATA
# title: Pods hold no token that they do not need
# description: >-
#   The token of the service account is not mounted, by the pod or by its account. Only a pod that asks
#   for the token of its namespace's default account contradicts; one that says nothing is left open
#   beside others that mount none.
# custom:
#   id: kubernetes/service-account-token
#   expectations: [9.2/authorization]
#   resources: [CronJob, DaemonSet, Deployment, Job, Pod, ReplicaSet, ReplicationController, StatefulSet]
#   why: >-
#     Whoever breaks into a pod finds the token there and speaks to the API server with whatever rights
#     the account has, or will have one day.
#   help: "write automountServiceAccountToken: false, or serviceAccountName of an account made for it"
#   references: [https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/]
service_account_token contains statement if {
	some workload in infra_kubernetes.workloads
	infra.no(infra.get(workload, token, null))
	statement := infra.attests(workload, token, "mounts no token of its service account")
}

service_account_token contains statement if {
	some workload in infra_kubernetes.workloads
	not infra.written(workload, token)
	withheld_by_account(workload)
	statement := infra.attests(workload, ["(pod)", "serviceAccountName"], "mounts no token of its service account")
}

service_account_token contains statement if {
	some workload in infra_kubernetes.workloads
	infra.yes(infra.get(workload, token, null))
	account_name(workload) == "default"
	statement := infra.contradicts(
		workload, token, "mounts the token of its namespace's default account",
		"write automountServiceAccountToken: false, or serviceAccountName of an account made for it",
	)
}

service_account_token contains statement if {
	some workload in infra_kubernetes.workloads
	value := infra.get(workload, token, null)
	infra.unknown(value)
	statement := infra.undecided(workload, token, value["(unknown)"])
}

service_account_token contains statement if {
	withheld_somewhere
	some workload in infra_kubernetes.workloads
	not infra.written(workload, token)
	not withheld_by_account(workload)
	statement := infra.undecided(workload, token, "nothing keeps the token of its service account from it")
}

withheld_somewhere if {
	some workload in infra_kubernetes.workloads
	infra.no(infra.get(workload, token, null))
}

withheld_somewhere if {
	some workload in infra_kubernetes.workloads
	not infra.written(workload, token)
	withheld_by_account(workload)
}

withheld_by_account(workload) if {
	some account in input.index.resources.ServiceAccount
	account.name == account_name(workload)
	infra_kubernetes.namespace(account) == infra_kubernetes.namespace(workload)
	infra.no(account.values.automountServiceAccountToken)
}

token := ["(pod)", "automountServiceAccountToken"]

account_name(workload) := infra.get(workload, ["(pod)", "serviceAccountName"], "default")

# METADATA
# title: Passwords and keys come from Secrets
# description: No environment variable whose name says password, token or key has its value in the manifest.
# custom:
#   id: kubernetes/secret-literals
#   expectations: [9.7/key-management]
#   resources: [CronJob, DaemonSet, Deployment, Job, Pod, ReplicaSet, ReplicationController, StatefulSet]
#   why: >-
#     What stands in a manifest is read by everybody who reads the repository or may describe the pod,
#     stays in the history, and is never changed.
#   help: "write valueFrom: {secretKeyRef: {name: …, key: …}} in place of value"
#   references: [https://kubernetes.io/docs/concepts/configuration/secret/]
secret_literals contains statement if {
	some variable in variables
	variable.value
	infra.secret_name(variable.name)
	secret_value(variable.value)
	statement := infra.contradicts(
		variable.resource,
		array.concat(variable.path, ["value"]),
		sprintf("holds the value of %s in the manifest", [variable.name]),
		"write valueFrom: {secretKeyRef: {name: …, key: …}} in place of value",
	)
}

secret_literals contains statement if {
	some variable in variables
	infra.unknown(variable.value)
	infra.secret_name(variable.name)
	statement := infra.undecided(
		variable.resource,
		array.concat(variable.path, ["value"]),
		variable.value["(unknown)"],
	)
}

secret_literals contains statement if {
	some variable in variables
	infra.map(variable.source).secretKeyRef
	statement := infra.attests(
		variable.resource,
		array.concat(variable.path, ["valueFrom", "secretKeyRef"]),
		sprintf("takes %s from a Secret", [variable.name]),
	)
}

variables contains variable if {
	some container in infra_kubernetes.containers
	some position, given in infra.list(object.get(container.values, "env", []))
	is_object(given)
	variable := {
		"resource": container.resource,
		"path": array.concat(container.path, ["env", position]),
		"name": infra.text(object.get(given, "name", "")),
		"value": object.get(given, "value", null),
		"source": object.get(given, "valueFrom", {}),
	}
}

# Not a switch, a number, a path, an address, a reference to another variable, or a placeholder.
secret_value(value) if {
	is_string(value)
	count(value) > 2
	not regex.match(`^(true|false|yes|no|none|null|[0-9.]+|/.*|[a-z]+://[^@]*|.*\$[({].*|<.*>|\{\{.*|vault:.*)$`, lower(value))
}

# METADATA
# title: Images are named by digest
# description: >-
#   Each image is named by its digest, or at least by a tag that says which one it is. Tags other than
#   latest say nothing for or against, and are left open beside images that have a digest.
# custom:
#   id: kubernetes/image-digests
#   expectations: [9.2/software-authentication]
#   resources: [CronJob, DaemonSet, Deployment, Job, Pod, ReplicaSet, ReplicationController, StatefulSet]
#   why: >-
#     A tag can be moved. Whoever may push to the registry then decides what runs, and nobody sees the
#     difference.
#   help: "write image: registry/name:tag@sha256:…"
#   references: [https://kubernetes.io/docs/concepts/containers/images/]
image_digests contains statement if {
	some container in infra_kubernetes.containers
	pinned(container)
	statement := infra.attests(
		container.resource, image_path(container),
		sprintf("names the image of container %s by its digest", [container.name]),
	)
}

image_digests contains statement if {
	some container in infra_kubernetes.containers
	not contains(image(container), "@")
	floating(image(container))
	statement := infra.contradicts(
		container.resource, image_path(container),
		sprintf("takes whatever image of container %s is the latest", [container.name]),
		"write image: registry/name:tag@sha256:…",
	)
}

image_digests contains statement if {
	some container in infra_kubernetes.containers
	value := infra.get(container.resource, image_path(container), null)
	infra.unknown(value)
	statement := infra.undecided(container.resource, image_path(container), value["(unknown)"])
}

image_digests contains statement if {
	pinned_somewhere
	some container in infra_kubernetes.containers
	image(container) != ""
	not pinned(container)
	not floating(image(container))
	statement := infra.undecided(
		container.resource, image_path(container),
		sprintf("nothing but a tag says which image of container %s is meant", [container.name]),
	)
}

pinned(container) if regex.match(`@sha256:[0-9a-f]{64}$`, image(container))

pinned_somewhere if {
	some container in infra_kubernetes.containers
	pinned(container)
}

image_path(container) := array.concat(container.path, ["image"])

image(container) := infra.text(infra.get(container.resource, image_path(container), ""))

floating(name) if endswith(name, ":latest")

# A bare word may be a placeholder that a tool fills in later.
floating(name) if regex.match(`^[A-Za-z0-9.:-]+(/[A-Za-z0-9._-]+)+$`, name)

floating(name) if {
	name in {"alpine", "busybox", "debian", "httpd", "mongo", "mysql", "nginx", "node", "postgres", "python", "redis", "ubuntu"}
}
