# What the evidence rules for Kubernetes share: workloads, their containers, and who selects whom.
#
# What belongs to the cluster itself, or to an agent that has to reach into its nodes, is left out:
# such workloads are privileged by design, and say nothing of the service.
package ccsec.lib.infra_kubernetes

import data.ccsec.lib.infra

kinds := {
	"CronJob",
	"DaemonSet",
	"Deployment",
	"Job",
	"Pod",
	"ReplicaSet",
	"ReplicationController",
	"StatefulSet",
}

# Namespaces of the cluster and of the operators that run it.
system_namespaces := {
	"argocd",
	"calico-system",
	"cert-manager",
	"cilium",
	"falco",
	"falco-system",
	"flux-system",
	"gatekeeper-system",
	"gke-managed-system",
	"gpu-operator",
	"istio-system",
	"kube-node-lease",
	"kube-public",
	"kube-system",
	"kyverno",
	"linkerd",
	"longhorn-system",
	"metallb-system",
	"openebs",
	"rook-ceph",
	"tigera-operator",
	"velero",
}

# Where a resource lies; empty where the manifest does not say.
namespace(resource) := infra.text(object.get(resource.values, ["metadata", "namespace"], ""))

system(resource) if namespace(resource) in system_namespaces

# The resources of a kind whose API group is `group`: kinds such as Policy and Gateway have several.
of_group(kind, group) := [resource |
	some resource in input.index.resources[kind]
	startswith(infra.text(resource.values.apiVersion), concat("", [group, "/"]))
]

annotations(resource) := infra.map(object.get(resource.values, ["metadata", "annotations"], {}))

# --- Workloads

workloads contains workload if {
	some kind in kinds
	some workload in input.index.resources[kind]
	is_object(workload.values["(pod)"])
	not system(workload)
}

pod_labels(workload) := infra.map(object.get(workload.values, ["(podMetadata)", "labels"], {}))

# The containers of all workloads, those that only run at the start included: `path` leads to each in
# the values of `resource`.
containers contains container if {
	some workload in workloads
	some key in ["containers", "initContainers", "ephemeralContainers"]
	some position, given in infra.list(object.get(workload.values, ["(pod)", key], []))
	is_object(given)
	container := {
		"resource": workload,
		"path": ["(pod)", key, position],
		"name": infra.text(object.get(given, "name", "")),
		"values": given,
		"main": key == "containers",
	}
}

# The same words, with the container's name in place of %s.
words(container, yes, no, help) := {
	"yes": sprintf(yes, [container.name]),
	"no": sprintf(no, [container.name]),
	"help": help,
}

# Whether the containers of a workload get the value, or else its pod: the container's own wins.
effective(container, key) := array.concat(container.path, ["securityContext", key]) if {
	value := infra.get(container.resource, array.concat(container.path, ["securityContext", key]), null)
	value != null
} else := ["(pod)", "securityContext", key]

# --- Selection by labels

# Whether a selector of the form {matchLabels, matchExpressions} selects the labels; expressions are
# not read, and select nothing. An empty selector selects everything.
selects(selector, labels) if {
	is_object(selector)
	not infra.unknown(selector)
	count(infra.list(object.get(selector, "matchExpressions", []))) == 0
	subset(infra.map(object.get(selector, "matchLabels", {})), labels)
}

subset(wanted, labels) if {
	every key, value in wanted {
		labels[key] == value
	}
}

# Whether a selector cannot be decided here.
puzzling(selector) if infra.unknown(selector)

puzzling(selector) if count(infra.list(object.get(infra.map(selector), "matchExpressions", []))) > 0

workloads_in := {space: within |
	placed := [[namespace(workload), workload] | some workload in workloads]
	some space in {pair[0] | some pair in placed}
	within := {pair[1] | some pair in placed; pair[0] == space}
}

# Workloads that a Service of the same namespace sends requests to.
served contains workload if {
	some service in input.index.resources.Service
	selector := infra.map(object.get(service.values, ["spec", "selector"], {}))
	count(selector) > 0
	some workload in object.get(workloads_in, namespace(service), set())
	subset(selector, pod_labels(workload))
}
