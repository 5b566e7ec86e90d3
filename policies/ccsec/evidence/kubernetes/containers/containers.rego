# METADATA
# title: Containers
# description: What manifests say of the rights that each container runs with.
package ccsec.evidence.kubernetes.containers

import data.ccsec.lib.infra
import data.ccsec.lib.infra_kubernetes

# METADATA
# title: Containers are not privileged
# description: No container runs privileged; what belongs to the cluster itself is left out.
# custom:
#   id: kubernetes/privileged
#   expectations: [9.5/workload-isolation]
#   resources: [CronJob, DaemonSet, Deployment, Job, Pod, ReplicaSet, ReplicationController, StatefulSet]
#   why: >-
#     A privileged container sees the devices of its node and can load code into its kernel, and so
#     reaches every other workload there.
#   help: "write securityContext.privileged: false"
#   references: [https://kubernetes.io/docs/concepts/security/pod-security-standards/]
privileged contains statement if {
	some container in infra_kubernetes.containers
	words := infra_kubernetes.words(
		container,
		"runs container %s without privileges",
		"runs container %s privileged",
		"write securityContext.privileged: false",
	)
	path := array.concat(container.path, ["securityContext", "privileged"])
	statement := infra.untruth(container.resource, path, false, words)
}

# METADATA
# title: Containers cannot gain privileges
# description: allowPrivilegeEscalation is false in each container; its absence comes to true.
# custom:
#   id: kubernetes/privilege-escalation
#   expectations: [9.5/workload-isolation]
#   resources: [CronJob, DaemonSet, Deployment, Job, Pod, ReplicaSet, ReplicationController, StatefulSet]
#   why: >-
#     Whoever breaks into a process can become root through a setuid program, and from there tries to
#     leave the container.
#   help: "write securityContext.allowPrivilegeEscalation: false"
#   references: [https://kubernetes.io/docs/tasks/configure-pod-container/security-context/]
privilege_escalation contains statement if {
	some container in infra_kubernetes.containers
	words := infra_kubernetes.words(
		container,
		"keeps container %s from gaining privileges",
		"lets container %s gain privileges",
		"write securityContext.allowPrivilegeEscalation: false",
	)
	path := array.concat(container.path, ["securityContext", "allowPrivilegeEscalation"])
	statement := infra.untruth(container.resource, path, true, words)
}

# METADATA
# title: Containers have no dangerous capabilities
# description: >-
#   Containers drop every capability that they do not need, and add none that opens the node. A
#   container that says nothing keeps the runtime's default set, and nothing is said of it. Agents that
#   run on every node may add what they need.
# custom:
#   id: kubernetes/capabilities
#   expectations: [9.5/workload-isolation]
#   resources: [CronJob, DaemonSet, Deployment, Job, Pod, ReplicaSet, ReplicationController, StatefulSet]
#   why: >-
#     Some capabilities of Linux are as good as root on the node: with SYS_ADMIN a container mounts the
#     host's disks, with SYS_PTRACE it reads the memory of its neighbours.
#   help: "write securityContext.capabilities: {drop: [ALL]}"
#   references: [https://kubernetes.io/docs/concepts/security/pod-security-standards/]
capabilities contains statement if {
	some container in infra_kubernetes.containers
	container.resource.type != "DaemonSet"
	path := array.concat(container.path, ["securityContext", "capabilities", "add"])
	some position, added in infra.list(infra.get(container.resource, path, []))
	capability(added) in dangerous
	statement := infra.contradicts(
		container.resource,
		array.concat(path, [position]),
		sprintf("adds the capability %s to container %s", [capability(added), container.name]),
		"remove it from securityContext.capabilities.add",
	)
}

capabilities contains statement if {
	some container in infra_kubernetes.containers
	path := array.concat(container.path, ["securityContext", "capabilities", "drop"])
	some position, dropped in infra.list(infra.get(container.resource, path, []))
	capability(dropped) == "ALL"
	statement := infra.attests(
		container.resource,
		array.concat(path, [position]),
		sprintf("drops all capabilities of container %s", [container.name]),
	)
}

capabilities contains statement if {
	some container in infra_kubernetes.containers
	some key in ["add", "drop"]
	path := array.concat(container.path, ["securityContext", "capabilities", key])
	value := infra.get(container.resource, path, null)
	infra.unknown(value)
	statement := infra.undecided(container.resource, path, value["(unknown)"])
}

capability(value) := trim_prefix(upper(infra.text(value)), "CAP_")

dangerous := {
	"ALL",
	"BPF",
	"DAC_READ_SEARCH",
	"MAC_ADMIN",
	"MAC_OVERRIDE",
	"NET_ADMIN",
	"PERFMON",
	"SYSLOG",
	"SYS_ADMIN",
	"SYS_BOOT",
	"SYS_MODULE",
	"SYS_PTRACE",
	"SYS_RAWIO",
	"SYS_TIME",
}

# METADATA
# title: Containers do not run as root
# description: >-
#   A container is told to run as another user than root, by itself or by its pod. Where neither says
#   so the image decides, and nothing is said of it.
# custom:
#   id: kubernetes/non-root
#   expectations: [9.5/workload-isolation]
#   resources: [CronJob, DaemonSet, Deployment, Job, Pod, ReplicaSet, ReplicationController, StatefulSet]
#   why: >-
#     Root in a container is root on the node as soon as one wall between them gives way, be it a bug
#     of the runtime or a volume that is mounted carelessly.
#   help: "write securityContext: {runAsNonRoot: true, runAsUser: 10001}"
#   references: [https://kubernetes.io/docs/tasks/configure-pod-container/security-context/]
non_root contains statement if {
	some container in infra_kubernetes.containers
	path := infra_kubernetes.effective(container, "runAsUser")
	infra.get(container.resource, path, null) in {0, "0"}
	statement := infra.contradicts(
		container.resource, path,
		sprintf("runs container %s as root", [container.name]),
		"write runAsUser: 10001, or any other user than 0",
	)
}

non_root contains statement if {
	some container in infra_kubernetes.containers
	not numbered_user(container)
	path := infra_kubernetes.effective(container, "runAsNonRoot")
	infra.written(container.resource, path)
	words := infra_kubernetes.words(
		container,
		"keeps container %s from running as root",
		"lets container %s run as root",
		"write runAsNonRoot: true",
	)
	statement := infra.truth(container.resource, path, false, words)
}

non_root contains statement if {
	some container in infra_kubernetes.containers
	path := infra_kubernetes.effective(container, "runAsUser")
	user := infra.get(container.resource, path, null)
	is_number(user)
	user > 0
	statement := infra.attests(
		container.resource, path,
		sprintf("runs container %s as user %v", [container.name, user]),
	)
}

non_root contains statement if {
	some container in infra_kubernetes.containers
	path := infra_kubernetes.effective(container, "runAsUser")
	value := infra.get(container.resource, path, null)
	infra.unknown(value)
	statement := infra.undecided(container.resource, path, value["(unknown)"])
}

# The user decides by itself; what runAsNonRoot adds is only a check.
numbered_user(container) if {
	path := infra_kubernetes.effective(container, "runAsUser")
	infra.written(container.resource, path)
}

# METADATA
# title: System calls of containers are filtered
# description: >-
#   A seccomp profile narrows what containers may ask of the node's kernel. Where none is named the
#   kubelet decides: nothing is said of it, and beside containers that name one it is left open.
# custom:
#   id: kubernetes/seccomp
#   expectations: [9.5/hypervisor-hardening]
#   resources: [CronJob, DaemonSet, Deployment, Job, Pod, ReplicaSet, ReplicationController, StatefulSet]
#   why: >-
#     The kernel is all that stands between a container and its node. Every system call that nobody
#     needs is one more way through it.
#   help: "write securityContext.seccompProfile: {type: RuntimeDefault}"
#   references: [https://kubernetes.io/docs/tutorials/security/seccomp/]
seccomp contains statement if {
	some container in infra_kubernetes.containers
	path := array.concat(infra_kubernetes.effective(container, "seccompProfile"), ["type"])
	infra.written(container.resource, path)
	words := infra_kubernetes.words(
		container,
		"filters the system calls of container %s",
		"lets container %s use every system call",
		"write seccompProfile: {type: RuntimeDefault}",
	)
	statement := infra.among(container.resource, path, null, {"RuntimeDefault", "Localhost"}, words)
}

seccomp contains statement if {
	filtered_somewhere
	some container in infra_kubernetes.containers
	path := infra_kubernetes.effective(container, "seccompProfile")
	not infra.written(container.resource, array.concat(path, ["type"]))
	statement := infra.undecided(
		container.resource, path,
		sprintf("nothing says which system calls container %s may make", [container.name]),
	)
}

filtered_somewhere if {
	some container in infra_kubernetes.containers
	path := array.concat(infra_kubernetes.effective(container, "seccompProfile"), ["type"])
	infra.get(container.resource, path, null) in {"RuntimeDefault", "Localhost"}
}

# METADATA
# title: The file systems of containers are read-only
# description: >-
#   A container cannot write to its own image. Only what says otherwise in so many words contradicts;
#   where nothing is written, nothing is said, and beside containers that are read-only it is left open.
# custom:
#   id: kubernetes/read-only-root
#   expectations: [9.5/malware-protection]
#   resources: [CronJob, DaemonSet, Deployment, Job, Pod, ReplicaSet, ReplicationController, StatefulSet]
#   why: >-
#     An intruder who can write beside the program leaves tools there, or changes the program itself,
#     and stays.
#   help: >-
#     write securityContext.readOnlyRootFilesystem: true, and mount an emptyDir where files are
#     written
#   references: [https://kubernetes.io/docs/tasks/configure-pod-container/security-context/]
read_only_root contains statement if {
	some container in infra_kubernetes.containers
	container.main
	path := array.concat(container.path, ["securityContext", "readOnlyRootFilesystem"])
	infra.written(container.resource, path)
	words := infra_kubernetes.words(
		container,
		"keeps the file system of container %s read-only",
		"lets container %s write to its own image",
		"write securityContext.readOnlyRootFilesystem: true",
	)
	statement := infra.truth(container.resource, path, false, words)
}

read_only_root contains statement if {
	read_only_somewhere
	some container in infra_kubernetes.containers
	container.main
	path := array.concat(container.path, ["securityContext", "readOnlyRootFilesystem"])
	not infra.written(container.resource, path)
	statement := infra.undecided(
		container.resource, path,
		sprintf("nothing keeps the file system of container %s read-only", [container.name]),
	)
}

read_only_somewhere if {
	some container in infra_kubernetes.containers
	container.main
	path := array.concat(container.path, ["securityContext", "readOnlyRootFilesystem"])
	infra.yes(infra.get(container.resource, path, null))
}

# METADATA
# title: The memory of containers is limited
# description: >-
#   Each container has a limit of memory, by itself, by its pod or by a LimitRange of its namespace. Those
#   that only run at the start are left out.
# custom:
#   id: kubernetes/memory-limits
#   expectations: [9.5/workload-isolation]
#   resources: [CronJob, DaemonSet, Deployment, Job, Pod, ReplicaSet, ReplicationController, StatefulSet]
#   why: >-
#     A container without a limit takes the memory of its whole node, and the kernel then kills its
#     neighbours.
#   help: "write resources: {limits: {memory: 256Mi}}"
#   references: [https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/]
memory_limits contains statement if {
	some container in infra_kubernetes.containers
	container.main
	not limited_otherwise(container.resource)
	words := infra_kubernetes.words(
		container,
		"limits the memory of container %s",
		"does not limit the memory of container %s",
		"write resources: {limits: {memory: 256Mi}}",
	)
	path := array.concat(container.path, ["resources", "limits", "memory"])
	statement := infra.present(container.resource, path, words)
}

memory_limits contains statement if {
	some container in infra_kubernetes.containers
	container.main
	limited_otherwise(container.resource)
	path := array.concat(container.path, ["resources", "limits", "memory"])
	statement := infra.attests(
		container.resource, path,
		sprintf("limits the memory of container %s", [container.name]),
	)
}

limited_otherwise(resource) if infra.get(resource, ["(pod)", "resources", "limits", "memory"], null) != null

limited_otherwise(resource) if {
	some range in input.index.resources.LimitRange
	infra_kubernetes.namespace(range) == infra_kubernetes.namespace(resource)
	some limit in infra.list(object.get(range.values, ["spec", "limits"], []))
	limit.type == "Container"
	limit["default"].memory
}
