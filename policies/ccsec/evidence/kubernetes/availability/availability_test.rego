package ccsec.evidence.kubernetes.availability_test

import data.ccsec.evidence.kubernetes.availability
import data.ccsec.lib.testing_kubernetes

web := "Deployment/shop/web"

reason := "a template that is not rendered"

service := testing_kubernetes.manifest("v1", "Service", "shop", "web", {"spec": {"selector": {"app": "web"}}})

probes(resources) := statements if {
	statements := availability.probes with input as testing_kubernetes.given(resources)
}

test_probes if {
	ready := testing_kubernetes.app({"readinessProbe": {"httpGet": {"path": "/", "port": 80}}, "livenessProbe": {}})
	testing_kubernetes.brief(probes([ready])) == {[
		"attests", web, ["(pod)", "containers", 0, "readinessProbe"], "probes the health of container app",
	]}
	live := testing_kubernetes.deployment({"containers": [{"name": "proxy"}, {"name": "app", "livenessProbe": {"tcpSocket": {"port": 80}}}]})
	testing_kubernetes.brief(probes([live, service])) == {[
		"attests", web, ["(pod)", "containers", 1, "livenessProbe"], "probes the health of container app",
	]}
	testing_kubernetes.brief(probes([testing_kubernetes.app({}), service])) == {[
		"contradicts", web, ["(pod)", "containers", 0], "answers requests, and nobody probes its health",
	]}
	testing_kubernetes.helps(probes([testing_kubernetes.app({}), service])) == {
		"write readinessProbe: {httpGet: {path: /healthz, port: 8080}}",
	}
	probes([testing_kubernetes.app({})]) == set()
	probes([testing_kubernetes.workload("Pod", "shop", {"containers": [{}]}), service]) == set()
	probes([testing_kubernetes.workload("DaemonSet", "shop", {"containers": [{}]}), service]) == set()
	probes([testing_kubernetes.deployment({"containers": testing_kubernetes.open}), service]) == set()
}

replicas(resources) := statements if {
	statements := availability.replicas with input as testing_kubernetes.given(array.concat(resources, [service]))
}

running(replicas) := object.union(testing_kubernetes.app({}), {"values": {"spec": {"replicas": replicas}}})

scaler(kind, least, target) := testing_kubernetes.manifest("autoscaling/v2", kind, "shop", "scaler", {"spec": object.union(
	least,
	{"scaleTargetRef": {"kind": "Deployment", "name": target}},
)})

test_replicas if {
	here := ["spec", "replicas"]
	testing_kubernetes.brief(replicas([running(3)])) == {["attests", web, here, "runs 3 times"]}
	once := {["contradicts", web, here, "runs only once"]}
	testing_kubernetes.brief(replicas([testing_kubernetes.app({})])) == once
	testing_kubernetes.brief(replicas([running(1)])) == once
	testing_kubernetes.helps(replicas([running(1)])) == {"write replicas: 2"}
	testing_kubernetes.brief(replicas([running(testing_kubernetes.open)])) == {["undecided", web, here, reason]}
	replicas([running(0)]) == set()
	replicas([testing_kubernetes.workload("DaemonSet", "shop", {"containers": []})]) == set()
	unserved := availability.replicas with input as testing_kubernetes.given([running(1)])
	unserved == set()
}

test_replicas_of_an_autoscaler if {
	testing_kubernetes.brief(replicas([running(1), scaler("HorizontalPodAutoscaler", {"minReplicas": 2}, "web")])) == {[
		"attests", web, ["spec"], "is kept at two copies or more by HorizontalPodAutoscaler/shop/scaler",
	]}
	shrinking := replicas([running(3), scaler("HorizontalPodAutoscaler", {}, "web")])
	testing_kubernetes.brief(shrinking) == {[
		"contradicts", "HorizontalPodAutoscaler/shop/scaler", ["spec", "minReplicas"],
		"lets Deployment/shop/web shrink to one copy",
	]}
	testing_kubernetes.helps(shrinking) == {"write minReplicas: 2"}
	replicas([running(1), scaler("ScaledObject", {}, "web")]) == set()
	replicas([running(1), scaler("HorizontalPodAutoscaler", {"minReplicas": testing_kubernetes.open}, "web")]) == set()
	testing_kubernetes.brief(replicas([running(3), scaler("HorizontalPodAutoscaler", {}, "other")])) == {[
		"attests", web, ["spec", "replicas"], "runs 3 times",
	]}
}

spread(pod) := statements if {
	statements := availability.zone_spread with input as testing_kubernetes.given([testing_kubernetes.deployment(pod)])
}

test_zone_spread if {
	zone := "topology.kubernetes.io/zone"
	testing_kubernetes.brief(spread({"topologySpreadConstraints": [{"topologyKey": "kubernetes.io/hostname"}, {"topologyKey": zone}]})) == {[
		"attests", web, ["(pod)", "topologySpreadConstraints", 1, "topologyKey"], "spreads its copies over zones",
	]}
	required := "requiredDuringSchedulingIgnoredDuringExecution"
	testing_kubernetes.brief(spread({"affinity": {"podAntiAffinity": {required: [{"topologyKey": zone}]}}})) == {[
		"attests", web, ["(pod)", "affinity", "podAntiAffinity", required, 0, "topologyKey"], "spreads its copies over zones",
	]}
	bound := spread({"nodeSelector": {zone: "eu-central-1a"}})
	testing_kubernetes.brief(bound) == {["contradicts", web, ["(pod)", "nodeSelector", zone], "is bound to one place"]}
	testing_kubernetes.helps(bound) == {"write topologySpreadConstraints in place of this nodeSelector"}
	testing_kubernetes.brief(spread({"topologySpreadConstraints": testing_kubernetes.open})) == {[
		"undecided", web, ["(pod)", "topologySpreadConstraints"], reason,
	]}
	spread({"nodeSelector": {"disk": "ssd"}}) == set()
	job := testing_kubernetes.workload("Job", "shop", {"nodeSelector": {zone: "eu-central-1a"}})
	of_job := availability.zone_spread with input as testing_kubernetes.given([job])
	of_job == set()
}

budget(spec) := statements if {
	resource := testing_kubernetes.manifest("policy/v1", "PodDisruptionBudget", "shop", "web", {"spec": spec})
	statements := availability.disruption_budgets with input as testing_kubernetes.given([resource])
}

test_disruption_budgets if {
	name := "PodDisruptionBudget/shop/web"
	testing_kubernetes.brief(budget({"minAvailable": 1})) == {[
		"attests", name, ["spec", "minAvailable"], "keeps copies running while nodes are drained",
	]}
	testing_kubernetes.brief(budget({"maxUnavailable": "50%"})) == {[
		"attests", name, ["spec", "maxUnavailable"], "keeps copies running while nodes are drained",
	]}
	testing_kubernetes.brief(budget({"minAvailable": 0})) == {[
		"contradicts", name, ["spec", "minAvailable"], "allows every copy to be away at once",
	]}
	testing_kubernetes.brief(budget({"maxUnavailable": "100%"})) == {[
		"contradicts", name, ["spec", "maxUnavailable"], "allows every copy to be away at once",
	]}
	testing_kubernetes.helps(budget({"minAvailable": "0%"})) == {"write minAvailable: 1"}
	testing_kubernetes.brief(budget({"minAvailable": testing_kubernetes.open})) == {["undecided", name, ["spec", "minAvailable"], reason]}
	budget({}) == set()
}

backups(api, spec, point) := statements if {
	resource := testing_kubernetes.manifest(api, "Schedule", "velero", "nightly", {"spec": spec})
	given := object.union(testing_kubernetes.given([resource]), {"index": {"sla": point}})
	statements := availability.backup_schedules with input as given
}

test_backup_schedules if {
	api := "velero.io/v1"
	name := "Schedule/velero/nightly"
	here := ["spec", "schedule"]
	testing_kubernetes.brief(backups(api, {"schedule": "0 3 * * *"}, {})) == {["attests", name, here, "backs up every 24 h"]}
	testing_kubernetes.brief(backups(api, {"schedule": "0 * * * *"}, {"recovery_point": 3600})) == {["attests", name, here, "backs up every 1 h"]}
	seldom := backups(api, {"schedule": "0 3 * * *"}, {"recovery_point": 3600})
	testing_kubernetes.brief(seldom) == {["contradicts", name, here, "backs up every 24 h, and the recovery point is 1 h"]}
	testing_kubernetes.helps(seldom) == {"write schedule: 0 * * * *"}
	stopped := backups(api, {"schedule": "0 3 * * *", "paused": true}, {})
	testing_kubernetes.brief(stopped) == {["contradicts", name, ["spec", "paused"], "is paused"]}
	testing_kubernetes.helps(stopped) == {"write paused: false"}
	testing_kubernetes.brief(backups(api, {"schedule": testing_kubernetes.open}, {})) == {["undecided", name, here, reason]}
	backups(api, {"schedule": "0 3,15 * * *"}, {"recovery_point": 3600}) == set()
	backups("example.com/v1", {"schedule": "0 3 * * *"}, {}) == set()
}

test_replicas_of_a_scaled_workload_that_is_open if {
	replicas([running(testing_kubernetes.open), scaler("ScaledObject", {}, "web")]) == set()
}

test_replicas_of_another_scaler if {
	once := {["contradicts", web, ["spec", "replicas"], "runs only once"]}
	elsewhere := testing_kubernetes.manifest("autoscaling/v2", "HorizontalPodAutoscaler", "other", "scaler", {"spec": {
		"minReplicas": 2,
		"scaleTargetRef": {"kind": "Deployment", "name": "web"},
	}})
	testing_kubernetes.brief(replicas([running(1), elsewhere])) == once
	of_set := testing_kubernetes.manifest("autoscaling/v2", "HorizontalPodAutoscaler", "shop", "scaler", {"spec": {
		"minReplicas": 2,
		"scaleTargetRef": {"kind": "StatefulSet", "name": "web"},
	}})
	testing_kubernetes.brief(replicas([running(1), of_set])) == once
}

test_zone_spread_over_hosts if {
	spread({"affinity": {"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [{
		"topologyKey": "kubernetes.io/hostname",
	}]}}}) == set()
}

test_paused_backups_that_are_too_seldom if {
	testing_kubernetes.brief(backups("velero.io/v1", {"schedule": "0 3 * * *", "paused": true}, {"recovery_point": 3600})) == {[
		"contradicts", "Schedule/velero/nightly", ["spec", "paused"], "is paused",
	]}
}

test_probes_of_an_init_container if {
	pod := {"initContainers": [{"name": "proxy", "restartPolicy": "Always", "livenessProbe": {"tcpSocket": {"port": 80}}}]}
	probes([testing_kubernetes.deployment(pod)]) == set()
}
