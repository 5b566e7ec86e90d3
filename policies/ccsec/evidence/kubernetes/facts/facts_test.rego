package ccsec.evidence.kubernetes.facts_test

import data.ccsec.evidence.kubernetes.facts
import data.ccsec.lib.testing_kubernetes

test_compute if {
	shown := facts.compute with input as testing_kubernetes.given([
		testing_kubernetes.deployment({}),
		testing_kubernetes.workload("DaemonSet", "kube-system", {}),
	])
	shown == {{
		"effect": "shows",
		"fact": "service.compute",
		"value": "container",
		"resource": "Deployment/shop/web",
		"path": ["infrastructure", "infra", 0, "values", "metadata", "name"],
		"message": "runs in containers",
	}}
}

annotated(kind, annotations, spec) := object.union(
	testing_kubernetes.manifest("v1", kind, "shop", "web", {"spec": spec}),
	{"values": {"metadata": {"annotations": annotations}}},
)

exposure(resource) := statements if {
	statements := facts.exposure with input as testing_kubernetes.given([resource])
}

balancer(annotations, spec) := exposure(annotated("Service", annotations, object.union({"type": "LoadBalancer"}, spec)))

test_exposure if {
	shown := {["shows", "Service/shop/web", ["spec", "type"], "is reached from the internet"]}
	{[statement.fact, statement.value] | some statement in balancer({}, {})} == {["service.exposure", "internet"]}
	testing_kubernetes.brief(balancer({}, {})) == shown
	testing_kubernetes.brief(balancer({"service.beta.kubernetes.io/aws-load-balancer-type": "nlb"}, {})) == shown
	testing_kubernetes.brief(balancer({}, {"loadBalancerSourceRanges": ["0.0.0.0/0"]})) == shown
	balancer({}, {"loadBalancerSourceRanges": ["198.51.100.0/24"]}) == set()
	balancer({}, {"loadBalancerClass": "tailscale"}) == set()
	balancer({}, {"type": "ClusterIP"}) == set()
	balancer({"networking.gke.io/load-balancer-type": "Internal"}, {}) == set()
	scheme := "alb.ingress.kubernetes.io/scheme"
	testing_kubernetes.brief(exposure(annotated("Ingress", {scheme: "internet-facing"}, {}))) == {[
		"shows", "Ingress/shop/web", ["metadata", "annotations", scheme], "is reached from the internet",
	]}
	exposure(annotated("Ingress", {}, {})) == set()
}

test_stored if {
	shown := facts.stored with input as testing_kubernetes.given([
		testing_kubernetes.manifest("v1", "PersistentVolumeClaim", "shop", "data", {}),
		testing_kubernetes.manifest("v1", "PersistentVolumeClaim", "kube-system", "data", {}),
		testing_kubernetes.manifest("apps/v1", "StatefulSet", "shop", "db", {"spec": {"volumeClaimTemplates": [{}]}}),
		testing_kubernetes.manifest("apps/v1", "StatefulSet", "shop", "queue", {"spec": {}}),
	])
	{[statement.fact, statement.value] | some statement in shown} == {["data.stored", true]}
	testing_kubernetes.brief(shown) == {
		["shows", "PersistentVolumeClaim/shop/data", ["metadata", "name"], "stores data"],
		["shows", "StatefulSet/shop/db", ["spec", "volumeClaimTemplates"], "stores data"],
	}
}

atlas := {"aws": {"eu-central-1": "DE"}, "google": {"europe-west9": "FR"}, "azure": {"swedencentral": "SE"}}

class(provisioner, key, value) := statements if {
	resource := testing_kubernetes.manifest("storage.k8s.io/v1", "StorageClass", "", "fast", {
		"provisioner": provisioner,
		"allowedTopologies": [{"matchLabelExpressions": [{"key": key, "values": [value]}]}],
	})
	statements := facts.jurisdiction with input as testing_kubernetes.given([resource])
		with data.ccsec.evidence.regions as atlas
}

test_jurisdiction if {
	shown := class("ebs.csi.aws.com", "topology.kubernetes.io/region", "eu-central-1")
	{[statement.fact, statement.value] | some statement in shown} == {["data.jurisdictions", "DE"]}
	testing_kubernetes.brief(shown) == {[
		"shows", "StorageClass/fast", ["allowedTopologies", 0, "matchLabelExpressions", 0, "values"], "keeps volumes in DE",
	]}
	of_zone := class("ebs.csi.aws.com", "topology.ebs.csi.aws.com/zone", "eu-central-1b")
	{statement.value | some statement in of_zone} == {"DE"}
	of_google := class("pd.csi.storage.gke.io", "topology.gke.io/zone", "europe-west9-a")
	{statement.value | some statement in of_google} == {"FR"}
	of_azure := class("disk.csi.azure.com", "topology.disk.csi.azure.com/zone", "swedencentral-1")
	{statement.value | some statement in of_azure} == {"SE"}
	class("ebs.csi.aws.com", "disk", "eu-central-1") == set()
	class("ebs.csi.aws.com", "topology.kubernetes.io/region", "mars-north-1") == set()
	class("example.com/disk", "topology.kubernetes.io/region", "eu-central-1") == set()
	class("ebs.csi.aws.com", "topology.kubernetes.io/region", 7) == set()
}

test_exposure_beside_other_annotations if count(balancer({"team": "shop"}, {})) == 1

test_stored_by_the_cluster if {
	none := facts.stored with input as testing_kubernetes.given([testing_kubernetes.manifest(
		"apps/v1", "StatefulSet", "kube-system", "db",
		{"spec": {"volumeClaimTemplates": [{}]}},
	)])
	none == set()
}

tenancy(resources) := statements if {
	statements := facts.tenancy with input as testing_kubernetes.given(resources)
}

tenant(api, name) := testing_kubernetes.manifest(api, "Tenant", "", name, {"spec": {}})

test_tenancy if {
	two := [tenant("capsule.clastix.io/v1beta2", "oil"), tenant("capsule.clastix.io/v1beta2", "gas")]
	shown := tenancy(two)
	{[statement.fact, statement.value] | some statement in shown} == {["service.tenancy", "multi"]}
	testing_kubernetes.brief(shown) == {
		["shows", "Tenant/gas", ["metadata", "name"], "is one of several tenants"],
		["shows", "Tenant/oil", ["metadata", "name"], "is one of several tenants"],
	}
}

test_tenancy_of_one if {
	tenancy([tenant("capsule.clastix.io/v1beta2", "oil")]) == set()
	tenancy([tenant("minio.min.io/v2", "oil"), tenant("minio.min.io/v2", "gas")]) == set()
	tenancy([]) == set()
}
