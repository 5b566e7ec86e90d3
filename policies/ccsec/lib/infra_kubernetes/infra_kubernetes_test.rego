package ccsec.lib.infra_kubernetes_test

import data.ccsec.lib.infra_kubernetes
import data.ccsec.lib.testing_kubernetes

pod := {
	"securityContext": {"runAsUser": 1000},
	"containers": [{"name": "app", "securityContext": {"runAsNonRoot": true}}, "not a container"],
	"initContainers": [{"image": "busybox"}],
	"ephemeralContainers": testing_kubernetes.open,
}

seen(resources) := addresses if {
	found := infra_kubernetes.workloads with input as testing_kubernetes.given(resources)
	addresses := {workload.address | some workload in found}
}

test_workloads if {
	seen([
		testing_kubernetes.deployment(pod),
		testing_kubernetes.workload("CronJob", "", pod),
		testing_kubernetes.workload("DaemonSet", "kube-system", pod),
		testing_kubernetes.manifest("v1", "Pod", "shop", "broken", {"(pod)": "text"}),
		testing_kubernetes.manifest("v1", "Service", "shop", "web", {}),
	]) == {"Deployment/shop/web", "CronJob/web"}
}

test_containers if {
	found := infra_kubernetes.containers with input as testing_kubernetes.given([testing_kubernetes.deployment(pod)])
	{[container.path, container.name, container.main] | some container in found} == {
		[["(pod)", "containers", 0], "app", true],
		[["(pod)", "initContainers", 0], "", false],
	}
}

test_effective if {
	found := infra_kubernetes.containers with input as testing_kubernetes.given([testing_kubernetes.deployment(pod)])
	own := {path |
		some container in found
		container.main
		path := infra_kubernetes.effective(container, "runAsNonRoot")
	}
	own == {["(pod)", "containers", 0, "securityContext", "runAsNonRoot"]}
	of_pod := {path |
		some container in found
		container.main
		path := infra_kubernetes.effective(container, "runAsUser")
	}
	of_pod == {["(pod)", "securityContext", "runAsUser"]}
}

test_words if {
	infra_kubernetes.words({"name": "app"}, "keeps %s in", "lets %s out", "write it") == {
		"yes": "keeps app in",
		"no": "lets app out",
		"help": "write it",
	}
}

test_namespace if {
	infra_kubernetes.namespace(testing_kubernetes.manifest("v1", "Pod", "", "a", {})) == ""
	infra_kubernetes.namespace(testing_kubernetes.manifest("v1", "Pod", "b", "a", {})) == "b"
	infra_kubernetes.namespace({"values": {"metadata": {"namespace": 7}}}) == ""
}

test_annotations if {
	infra_kubernetes.annotations({"values": {"metadata": {"annotations": {"a": "b"}}}}) == {"a": "b"}
}

test_of_group if {
	resources := [
		testing_kubernetes.manifest("audit.k8s.io/v1", "Policy", "", "audit", {}),
		testing_kubernetes.manifest("kyverno.io/v1", "Policy", "shop", "images", {}),
		testing_kubernetes.manifest(7, "Policy", "shop", "broken", {}),
	]
	found := infra_kubernetes.of_group("Policy", "audit.k8s.io") with input as testing_kubernetes.given(resources)
	[policy.address | some policy in found] == ["Policy/audit"]
}

test_selects if {
	infra_kubernetes.selects({}, {"app": "web"})
	infra_kubernetes.selects({"matchLabels": {"app": "web"}}, {"app": "web", "tier": "front"})
	not infra_kubernetes.selects({"matchLabels": {"app": "web"}}, {"app": "api"})
	not infra_kubernetes.selects({"matchExpressions": [{"key": "app", "operator": "Exists"}]}, {"app": "web"})
	not infra_kubernetes.selects(testing_kubernetes.open, {"app": "web"})
	not infra_kubernetes.selects(null, {"app": "web"})
}

test_puzzling if {
	infra_kubernetes.puzzling(testing_kubernetes.open)
	infra_kubernetes.puzzling({"matchExpressions": [{"key": "app", "operator": "Exists"}]})
	not infra_kubernetes.puzzling({"matchLabels": {"app": "web"}})
	not infra_kubernetes.puzzling({})
}

test_served if {
	web := testing_kubernetes.deployment(pod)
	served([web, service("shop", {"app": "web"})]) == {"Deployment/shop/web"}
	served([web, service("other", {"app": "web"})]) == set()
	served([web, service("shop", {})]) == set()
	served([web, service("shop", {"app": "api"})]) == set()
}

service(namespace, selector) := testing_kubernetes.manifest("v1", "Service", namespace, "web", {"spec": {"selector": selector}})

served(resources) := addresses if {
	found := infra_kubernetes.served with input as testing_kubernetes.given(resources)
	addresses := {workload.address | some workload in found}
}
