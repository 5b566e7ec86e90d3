# METADATA
# title: Availability
# description: What manifests say of copies, of where they run, of probes and of backups.
package ccsec.evidence.kubernetes.availability

import data.ccsec.lib.infra
import data.ccsec.lib.infra_kubernetes
import data.ccsec.lib.schedule

# METADATA
# title: Served workloads are probed
# description: >-
#   What answers requests of a Service has a probe of its health. Workloads that nobody sends requests to
#   need none; agents that run on every node are left out.
# custom:
#   id: kubernetes/probes
#   expectations: [9.10/continuous-monitoring]
#   resources: [DaemonSet, Deployment, ReplicaSet, StatefulSet]
#   why: >-
#     A process that hangs is taken for healthy as long as nobody asks it, and goes on receiving
#     requests.
#   help: "write readinessProbe: {httpGet: {path: /healthz, port: 8080}}"
#   references:
#     - https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
probes contains statement if {
	some container in infra_kubernetes.containers
	container.main
	probe := probed(container)
	statement := infra.attests(
		container.resource,
		array.concat(container.path, [probe]),
		sprintf("probes the health of container %s", [container.name]),
	)
}

probes contains statement if {
	some workload in infra_kubernetes.served
	workload.type in {"Deployment", "ReplicaSet", "StatefulSet"}
	not workload.address in healthy
	is_array(workload.values["(pod)"].containers)
	statement := infra.contradicts(
		workload, ["(pod)", "containers", 0], "answers requests, and nobody probes its health",
		"write readinessProbe: {httpGet: {path: /healthz, port: 8080}}",
	)
}

healthy contains address if {
	some container in infra_kubernetes.containers
	probed(container)
	address := container.resource.address
}

probed(container) := "readinessProbe" if {
	container.values.readinessProbe
} else := "livenessProbe" if {
	container.values.livenessProbe
}

# METADATA
# title: Served workloads run more than once
# description: >-
#   What answers requests of a Service runs at least twice, by its own replicas or by the least that its
#   autoscaler keeps. One copy is the default.
# custom:
#   id: kubernetes/replicas
#   expectations: [9.11/recovery-redundancy]
#   resources: [Deployment, StatefulSet]
#   why: >-
#     A single copy is away as long as it takes to start the next one, at every update and every loss
#     of a node.
#   help: "write replicas: 2"
#   references: [https://kubernetes.io/docs/concepts/workloads/controllers/deployment/]
replicas contains statement if {
	some workload in scalable
	not scaled(workload)
	copies(workload) >= 2
	statement := infra.attests(workload, ["spec", "replicas"], sprintf("runs %v times", [copies(workload)]))
}

replicas contains statement if {
	some workload in scalable
	not scaled(workload)
	copies(workload) == 1
	statement := infra.contradicts(workload, ["spec", "replicas"], "runs only once", "write replicas: 2")
}

replicas contains statement if {
	some workload in scalable
	not scaled(workload)
	value := infra.get(workload, ["spec", "replicas"], 1)
	infra.unknown(value)
	statement := infra.undecided(workload, ["spec", "replicas"], value["(unknown)"])
}

replicas contains statement if {
	some workload in scalable
	some scaler in scalers(workload)
	infra.get(scaler, ["spec", "minReplicas"], 1) >= 2
	statement := infra.attests(workload, ["spec"], sprintf("is kept at two copies or more by %s", [scaler.address]))
}

replicas contains statement if {
	some workload in scalable
	some scaler in scalers(workload)
	infra.get(scaler, ["spec", "minReplicas"], 1) == 1
	statement := infra.contradicts(
		scaler, ["spec", "minReplicas"],
		sprintf("lets %s shrink to one copy", [workload.address]),
		"write minReplicas: 2",
	)
}

scalable contains workload if {
	some workload in infra_kubernetes.served
	workload.type in {"Deployment", "StatefulSet"}
}

copies(workload) := count if {
	count := infra.get(workload, ["spec", "replicas"], 1)
	is_number(count)
}

# Somebody else decides how often it runs.
scaled(workload) if {
	some kind in ["HorizontalPodAutoscaler", "ScaledObject"]
	some scaler in input.index.resources[kind]
	targets(scaler, workload)
}

scalers(workload) := [scaler |
	some scaler in input.index.resources.HorizontalPodAutoscaler
	targets(scaler, workload)
	least := infra.get(scaler, ["spec", "minReplicas"], 1)
	is_number(least)
]

targets(scaler, workload) if {
	object.get(scaler.values, ["spec", "scaleTargetRef", "name"], "") == workload.name
	object.get(scaler.values, ["spec", "scaleTargetRef", "kind"], "Deployment") == workload.type
	infra_kubernetes.namespace(scaler) == infra_kubernetes.namespace(workload)
}

# METADATA
# title: Copies are spread over zones
# description: >-
#   The copies of a workload are spread over zones, or kept off the same zone. One that is bound to a
#   single zone or node contradicts; where nothing is written, nothing is said.
# custom:
#   id: kubernetes/zone-spread
#   expectations: [9.11/recovery-redundancy]
#   resources: [Deployment, StatefulSet]
#   why: Copies side by side in one zone go down together when the zone does.
#   help: "write topologySpreadConstraints: [{topologyKey: topology.kubernetes.io/zone, maxSkew: 1, …}]"
#   references: [https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/]
zone_spread contains statement if {
	some workload in spreadable
	path := ["(pod)", "topologySpreadConstraints"]
	some position, constraint in infra.list(infra.get(workload, path, []))
	constraint.topologyKey == "topology.kubernetes.io/zone"
	statement := infra.attests(workload, array.concat(path, [position, "topologyKey"]), "spreads its copies over zones")
}

zone_spread contains statement if {
	some workload in spreadable
	path := ["(pod)", "affinity", "podAntiAffinity", "requiredDuringSchedulingIgnoredDuringExecution"]
	some position, term in infra.list(infra.get(workload, path, []))
	term.topologyKey == "topology.kubernetes.io/zone"
	statement := infra.attests(workload, array.concat(path, [position, "topologyKey"]), "spreads its copies over zones")
}

zone_spread contains statement if {
	some workload in spreadable
	some key in ["topology.kubernetes.io/zone", "kubernetes.io/hostname"]
	path := ["(pod)", "nodeSelector", key]
	is_string(infra.get(workload, path, null))
	statement := infra.contradicts(
		workload, path, "is bound to one place",
		"write topologySpreadConstraints in place of this nodeSelector",
	)
}

zone_spread contains statement if {
	some workload in spreadable
	path := ["(pod)", "topologySpreadConstraints"]
	value := infra.get(workload, path, null)
	infra.unknown(value)
	statement := infra.undecided(workload, path, value["(unknown)"])
}

spreadable contains workload if {
	some workload in infra_kubernetes.workloads
	workload.type in {"Deployment", "StatefulSet"}
}

# METADATA
# title: Disruption budgets keep something running
# description: Each PodDisruptionBudget keeps at least one copy while nodes are drained.
# custom:
#   id: kubernetes/disruption-budgets
#   expectations: [9.11/recovery-redundancy]
#   resources: [PodDisruptionBudget]
#   why: >-
#     An update of the nodes drains them one after another; without a budget every copy can be away at
#     once.
#   help: "write minAvailable: 1"
#   references: [https://kubernetes.io/docs/tasks/run-application/configure-pdb/]
disruption_budgets contains statement if {
	some budget in input.index.resources.PodDisruptionBudget
	some key, everything in {"minAvailable": {0, "0", "0%"}, "maxUnavailable": {"100%"}}
	infra.written(budget, ["spec", key])
	value := infra.get(budget, ["spec", key], null)
	not infra.unknown(value)
	not value in everything
	statement := infra.attests(budget, ["spec", key], "keeps copies running while nodes are drained")
}

disruption_budgets contains statement if {
	some budget in input.index.resources.PodDisruptionBudget
	some key, everything in {"minAvailable": {0, "0", "0%"}, "maxUnavailable": {"100%"}}
	infra.get(budget, ["spec", key], null) in everything
	statement := infra.contradicts(budget, ["spec", key], "allows every copy to be away at once", "write minAvailable: 1")
}

disruption_budgets contains statement if {
	some budget in input.index.resources.PodDisruptionBudget
	some key in ["minAvailable", "maxUnavailable"]
	value := infra.get(budget, ["spec", key], null)
	infra.unknown(value)
	statement := infra.undecided(budget, ["spec", key], value["(unknown)"])
}

# METADATA
# title: Backups of the cluster run often enough
# description: >-
#   Each schedule of Velero runs, and at least once within the recovery point of the descriptor, where one
#   is stated.
# custom:
#   id: kubernetes/backup-schedules
#   expectations: [9.7/data-recovery]
#   resources: [Schedule]
#   why: >-
#     What was written since the last backup is lost; more than the recovery point is more than was
#     promised.
#   help: "write schedule: 0 * * * *"
#   references: [https://velero.io/docs/main/api-types/schedule/]
backup_schedules contains statement if {
	some plan in infra_kubernetes.of_group("Schedule", "velero.io")
	not paused(plan)
	seconds := interval(plan)
	not too_seldom(seconds)
	statement := infra.attests(plan, ["spec", "schedule"], sprintf("backs up every %s", [schedule.words(seconds)]))
}

backup_schedules contains statement if {
	some plan in infra_kubernetes.of_group("Schedule", "velero.io")
	not paused(plan)
	seconds := interval(plan)
	too_seldom(seconds)
	statement := infra.contradicts(
		plan, ["spec", "schedule"],
		sprintf("backs up every %s, and the recovery point is %s", [
			schedule.words(seconds),
			schedule.words(input.index.sla.recovery_point),
		]),
		"write schedule: 0 * * * *",
	)
}

backup_schedules contains statement if {
	some plan in infra_kubernetes.of_group("Schedule", "velero.io")
	paused(plan)
	statement := infra.contradicts(plan, ["spec", "paused"], "is paused", "write paused: false")
}

backup_schedules contains statement if {
	some plan in infra_kubernetes.of_group("Schedule", "velero.io")
	value := infra.get(plan, ["spec", "schedule"], null)
	infra.unknown(value)
	statement := infra.undecided(plan, ["spec", "schedule"], value["(unknown)"])
}

paused(plan) if infra.yes(infra.get(plan, ["spec", "paused"], false))

interval(plan) := schedule.interval(infra.text(infra.get(plan, ["spec", "schedule"], "")))

too_seldom(seconds) if seconds > input.index.sla.recovery_point
