# Inputs and expectations for the unit tests of evidence rules for Kubernetes.
package ccsec.lib.testing_kubernetes

import data.ccsec.lib.testing

# A manifest as its reader gives it, before it is numbered.
manifest(api, kind, namespace, name, body) := {
	"platform": "kubernetes",
	"address": concat("/", [part | some part in [kind, namespace, name]; part != ""]),
	"type": kind,
	"name": name,
	"values": object.union(
		{"apiVersion": api, "kind": kind, "metadata": object.filter(
			{"name": name, "namespace": namespace},
			[key | some key, value in {"name": name, "namespace": namespace}; value != ""],
		)},
		body,
	),
	"references": {},
}

# A Deployment in the namespace shop, with this pod.
deployment(pod) := workload("Deployment", "shop", pod)

workload(kind, namespace, pod) := labelled(kind, namespace, {"app": "web"}, pod)

labelled(kind, namespace, labels, pod) := manifest("apps/v1", kind, namespace, "web", {
	"(pod)": pod,
	"(podMetadata)": {"labels": labels},
})

# A Deployment with one container, app, with these values.
app(values) := deployment({"containers": [object.union({"name": "app", "image": "shop/app:1"}, values)]})

open := {"(unknown)": "a template that is not rendered", "references": []}

# Statements in short: effect, address, path within the values, message.
brief(statements) := {short |
	some statement in statements
	short := [
		statement.effect,
		statement.resource,
		array.slice(statement.path, 4, count(statement.path)),
		statement.message,
	]
}

helps(statements) := {statement.help | some statement in statements; statement.effect == "contradicts"}

given(resources) := testing.infrastructure(resources)
