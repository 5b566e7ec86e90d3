package ccsec.evidence.kubernetes.containers_test

import data.ccsec.evidence.kubernetes.containers
import data.ccsec.lib.testing_kubernetes

web := "Deployment/shop/web"

# The path of a key in the security context of the first container.
at(keys) := array.concat(["(pod)", "containers", 0, "securityContext"], keys)

secured(context) := testing_kubernetes.app({"securityContext": context})

reason := "a template that is not rendered"

agent := testing_kubernetes.workload("DaemonSet", "kube-system", {"containers": [{"securityContext": {
	"privileged": true,
	"runAsUser": 0,
	"readOnlyRootFilesystem": false,
	"capabilities": {"add": ["SYS_ADMIN"]},
	"seccompProfile": {"type": "Unconfined"},
}}]})

privileged(resources) := statements if {
	statements := containers.privileged with input as testing_kubernetes.given(resources)
}

test_privileged if {
	attested := {["attests", web, at(["privileged"]), "runs container app without privileges"]}
	testing_kubernetes.brief(privileged([secured({})])) == attested
	testing_kubernetes.brief(privileged([secured({"privileged": false})])) == attested
	privileged([secured({"privileged": true})]) == {{
		"effect": "contradicts",
		"resource": web,
		"path": ["infrastructure", "infra", 0, "values", "(pod)", "containers", 0, "securityContext", "privileged"],
		"message": "runs container app privileged",
		"help": "write securityContext.privileged: false",
	}}
	testing_kubernetes.brief(privileged([secured({"privileged": testing_kubernetes.open})])) == {[
		"undecided", web, at(["privileged"]), reason,
	]}
	privileged([agent]) == set()
	privileged([]) == set()
}

test_privileged_init_container if {
	pod := {"initContainers": [{"name": "tune", "securityContext": {"privileged": true}}]}
	testing_kubernetes.brief(privileged([testing_kubernetes.deployment(pod)])) == {[
		"contradicts", web, ["(pod)", "initContainers", 0, "securityContext", "privileged"],
		"runs container tune privileged",
	]}
}

escalation(resources) := statements if {
	statements := containers.privilege_escalation with input as testing_kubernetes.given(resources)
}

test_privilege_escalation if {
	here := at(["allowPrivilegeEscalation"])
	testing_kubernetes.brief(escalation([secured({"allowPrivilegeEscalation": false})])) == {[
		"attests", web, here, "keeps container app from gaining privileges",
	]}
	contradiction := {["contradicts", web, here, "lets container app gain privileges"]}
	testing_kubernetes.brief(escalation([secured({})])) == contradiction
	testing_kubernetes.brief(escalation([secured({"allowPrivilegeEscalation": true})])) == contradiction
	testing_kubernetes.helps(escalation([secured({})])) == {"write securityContext.allowPrivilegeEscalation: false"}
	testing_kubernetes.brief(escalation([secured(testing_kubernetes.open)])) == {["undecided", web, here, reason]}
	escalation([agent]) == set()
}

capabilities(resources) := statements if {
	statements := containers.capabilities with input as testing_kubernetes.given(resources)
}

test_capabilities if {
	dropped := secured({"capabilities": {"drop": ["ALL"], "add": ["NET_BIND_SERVICE", 7]}})
	testing_kubernetes.brief(capabilities([dropped])) == {[
		"attests", web, at(["capabilities", "drop", 0]), "drops all capabilities of container app",
	]}
	added := secured({"capabilities": {"drop": ["NET_RAW"], "add": ["NET_BIND_SERVICE", "CAP_SYS_ADMIN"]}})
	testing_kubernetes.brief(capabilities([added])) == {[
		"contradicts", web, at(["capabilities", "add", 1]), "adds the capability SYS_ADMIN to container app",
	]}
	testing_kubernetes.helps(capabilities([added])) == {"remove it from securityContext.capabilities.add"}
	testing_kubernetes.brief(capabilities([secured({"capabilities": {"add": testing_kubernetes.open}})])) == {[
		"undecided", web, at(["capabilities", "add"]), reason,
	]}
	capabilities([secured({}), agent]) == set()
	exporter := testing_kubernetes.workload("DaemonSet", "monitoring", {"containers": [{"securityContext": {"capabilities": {
		"add": ["SYS_TIME"],
	}}}]})
	capabilities([exporter]) == set()
}

non_root(resources) := statements if {
	statements := containers.non_root with input as testing_kubernetes.given(resources)
}

in_pod(context) := testing_kubernetes.deployment({"securityContext": context, "containers": [{"name": "app"}]})

test_non_root if {
	testing_kubernetes.brief(non_root([secured({"runAsUser": 10001, "runAsNonRoot": false})])) == {[
		"attests", web, at(["runAsUser"]), "runs container app as user 10001",
	]}
	testing_kubernetes.brief(non_root([in_pod({"runAsNonRoot": true})])) == {[
		"attests", web, ["(pod)", "securityContext", "runAsNonRoot"], "keeps container app from running as root",
	]}
	testing_kubernetes.brief(non_root([secured({"runAsUser": 0})])) == {[
		"contradicts", web, at(["runAsUser"]), "runs container app as root",
	]}
	testing_kubernetes.helps(non_root([secured({"runAsUser": 0})])) == {"write runAsUser: 10001, or any other user than 0"}
	testing_kubernetes.brief(non_root([secured({"runAsNonRoot": false})])) == {[
		"contradicts", web, at(["runAsNonRoot"]), "lets container app run as root",
	]}
	testing_kubernetes.helps(non_root([secured({"runAsNonRoot": false})])) == {"write runAsNonRoot: true"}
	testing_kubernetes.brief(non_root([secured({"runAsUser": testing_kubernetes.open})])) == {[
		"undecided", web, at(["runAsUser"]), reason,
	]}
	testing_kubernetes.brief(non_root([secured({"runAsNonRoot": testing_kubernetes.open})])) == {[
		"undecided", web, at(["runAsNonRoot"]), reason,
	]}
	non_root([secured({}), agent]) == set()
}

# What the container says wins over what its pod says.
test_non_root_container_over_pod if {
	pod := {
		"securityContext": {"runAsUser": 0},
		"containers": [{"name": "app", "securityContext": {"runAsUser": 1000}}],
	}
	testing_kubernetes.brief(non_root([testing_kubernetes.deployment(pod)])) == {[
		"attests", web, at(["runAsUser"]), "runs container app as user 1000",
	]}
}

seccomp(resources) := statements if {
	statements := containers.seccomp with input as testing_kubernetes.given(resources)
}

test_seccomp if {
	testing_kubernetes.brief(seccomp([in_pod({"seccompProfile": {"type": "RuntimeDefault"}})])) == {[
		"attests", web, ["(pod)", "securityContext", "seccompProfile", "type"],
		"filters the system calls of container app",
	]}
	here := at(["seccompProfile", "type"])
	unconfined := secured({"seccompProfile": {"type": "Unconfined"}})
	testing_kubernetes.brief(seccomp([unconfined])) == {[
		"contradicts", web, here, "lets container app use every system call",
	]}
	testing_kubernetes.helps(seccomp([unconfined])) == {"write seccompProfile: {type: RuntimeDefault}"}
	testing_kubernetes.brief(seccomp([secured({"seccompProfile": testing_kubernetes.open})])) == {[
		"undecided", web, here, reason,
	]}
	seccomp([secured({}), agent]) == set()
}

other(values) := testing_kubernetes.workload("Deployment", "other", {"containers": [object.union({"name": "app"}, values)]})

test_seccomp_of_one_of_two if {
	filtered := secured({"seccompProfile": {"type": "RuntimeDefault"}})
	{statement.effect | some statement in seccomp([filtered, other({"securityContext": {"seccompProfile": {"type": "Localhost"}}})])} == {"attests"}
	testing_kubernetes.brief(seccomp([filtered, other({})])) == {
		["attests", web, at(["seccompProfile", "type"]), "filters the system calls of container app"],
		[
			"undecided", "Deployment/other/web", ["(pod)", "securityContext", "seccompProfile"],
			"nothing says which system calls container app may make",
		],
	}
}

read_only(resources) := statements if {
	statements := containers.read_only_root with input as testing_kubernetes.given(resources)
}

test_read_only_root if {
	here := at(["readOnlyRootFilesystem"])
	testing_kubernetes.brief(read_only([secured({"readOnlyRootFilesystem": true})])) == {[
		"attests", web, here, "keeps the file system of container app read-only",
	]}
	writable := secured({"readOnlyRootFilesystem": false})
	testing_kubernetes.brief(read_only([writable])) == {["contradicts", web, here, "lets container app write to its own image"]}
	testing_kubernetes.helps(read_only([writable])) == {"write securityContext.readOnlyRootFilesystem: true"}
	testing_kubernetes.brief(read_only([secured({"readOnlyRootFilesystem": testing_kubernetes.open})])) == {[
		"undecided", web, here, reason,
	]}
	read_only([secured({}), agent]) == set()
}

test_read_only_root_of_one_of_two if {
	here := at(["readOnlyRootFilesystem"])
	testing_kubernetes.brief(read_only([secured({"readOnlyRootFilesystem": true}), other({})])) == {
		["attests", web, here, "keeps the file system of container app read-only"],
		["undecided", "Deployment/other/web", here, "nothing keeps the file system of container app read-only"],
	}
}

test_read_only_root_of_an_init_container if {
	pod := {"initContainers": [{"name": "tune", "securityContext": {"readOnlyRootFilesystem": false}}]}
	read_only([testing_kubernetes.deployment(pod)]) == set()
}

limits(resources) := statements if {
	statements := containers.memory_limits with input as testing_kubernetes.given(resources)
}

test_memory_limits if {
	here := ["(pod)", "containers", 0, "resources", "limits", "memory"]
	attested := {["attests", web, here, "limits the memory of container app"]}
	limited := testing_kubernetes.app({"resources": {"limits": {"memory": "256Mi"}}})
	testing_kubernetes.brief(limits([limited])) == attested
	contradiction := {["contradicts", web, here, "does not limit the memory of container app"]}
	unlimited := testing_kubernetes.app({"resources": {"requests": {"memory": "64Mi"}}})
	testing_kubernetes.brief(limits([unlimited])) == contradiction
	testing_kubernetes.helps(limits([unlimited])) == {"write resources: {limits: {memory: 256Mi}}"}
	testing_kubernetes.brief(limits([testing_kubernetes.app({"resources": testing_kubernetes.open})])) == {[
		"undecided", web, here, reason,
	]}
	of_pod := testing_kubernetes.deployment({"resources": {"limits": {"memory": "1Gi"}}, "containers": [{"name": "app"}]})
	testing_kubernetes.brief(limits([of_pod])) == attested
	testing_kubernetes.brief(limits([unlimited, range("shop", {"type": "Container", "default": {"memory": "256Mi"}})])) == attested
	testing_kubernetes.brief(limits([unlimited, range("other", {"type": "Container", "default": {"memory": "256Mi"}})])) == contradiction
	testing_kubernetes.brief(limits([unlimited, range("shop", {"type": "Container", "max": {"memory": "1Gi"}})])) == contradiction
	limits([agent]) == set()
}

range(namespace, limit) := testing_kubernetes.manifest("v1", "LimitRange", namespace, "limits", {"spec": {"limits": [limit]}})

test_memory_limits_of_an_init_container if {
	pod := {"initContainers": [{"name": "tune"}]}
	limits([testing_kubernetes.deployment(pod)]) == set()
	limits([testing_kubernetes.deployment(pod), range("shop", {"type": "Container", "default": {"memory": "1Gi"}})]) == set()
}

test_memory_limits_of_a_range_of_pods if {
	unlimited := testing_kubernetes.app({})
	found := limits([unlimited, range("shop", {"type": "Pod", "default": {"memory": "1Gi"}})])
	{statement.effect | some statement in found} == {"contradicts"}
}
