# METADATA
# title: Network
# description: What manifests say of network policies, and of what is reached from outside the cluster.
package ccsec.evidence.kubernetes.network

import data.ccsec.lib.infra
import data.ccsec.lib.infra_kubernetes

# METADATA
# title: Network policies select each workload
# description: >-
#   A NetworkPolicy of its namespace selects each workload. Manifests without any say nothing, for they may
#   lie elsewhere; and so do such with policies for the whole cluster.
# custom:
#   id: kubernetes/network-policies
#   expectations: [9.6/traffic-segregation]
#   resources: [DaemonSet, Deployment, Pod, StatefulSet]
#   why: >-
#     Without a policy that selects it a pod talks to every other pod, the databases of other teams
#     included.
#   help: add a NetworkPolicy with a podSelector that selects it
#   references: [https://kubernetes.io/docs/concepts/services-networking/network-policies/]
network_policies contains statement if {
	some workload in lasting
	some policy in near(workload)
	infra_kubernetes.selects(selector(policy), infra_kubernetes.pod_labels(workload))
	statement := infra.attests(workload, ["metadata", "name"], sprintf("is selected by %s", [policy.address]))
}

network_policies contains statement if {
	count(policies) > 0
	count(cluster_policies) == 0
	some workload in lasting
	count(near(workload)) == 0
	statement := infra.contradicts(
		workload, ["metadata", "name"], "lies in a namespace without network policies",
		"add a NetworkPolicy with podSelector: {} and policyTypes: [Ingress] to its namespace",
	)
}

network_policies contains statement if {
	count(cluster_policies) == 0
	some workload in lasting
	count(near(workload)) > 0
	every policy in near(workload) {
		not infra_kubernetes.selects(selector(policy), infra_kubernetes.pod_labels(workload))
		not infra_kubernetes.puzzling(selector(policy))
	}
	statement := infra.contradicts(
		workload, ["metadata", "name"], "is selected by no network policy of its namespace",
		"add a NetworkPolicy with a podSelector that selects it",
	)
}

network_policies contains statement if {
	some workload in lasting
	some policy in near(workload)
	infra.unknown(selector(policy))
	statement := infra.undecided(policy, ["spec", "podSelector"], selector(policy)["(unknown)"])
}

lasting contains workload if {
	some workload in infra_kubernetes.workloads
	workload.type in {"DaemonSet", "Deployment", "Pod", "StatefulSet"}
}

policies contains policy if {
	some policy in infra_kubernetes.of_group("NetworkPolicy", "networking.k8s.io")
}

policies contains policy if {
	some policy in input.index.resources.CiliumNetworkPolicy
}

cluster_policies contains policy if {
	some kind in [
		"AdminNetworkPolicy",
		"BaselineAdminNetworkPolicy",
		"CiliumClusterwideNetworkPolicy",
		"ClusterNetworkPolicy",
		"GlobalNetworkPolicy",
	]
	some policy in input.index.resources[kind]
}

selector(policy) := infra.get(policy, ["spec", "endpointSelector"], {}) if {
	policy.type == "CiliumNetworkPolicy"
} else := infra.get(policy, ["spec", "podSelector"], {})

# The policies of a workload's namespace.
near(workload) := object.get(policies_in, infra_kubernetes.namespace(workload), set())

policies_in := {space: within |
	placed := [[infra_kubernetes.namespace(policy), policy] | some policy in policies]
	some space in {pair[0] | some pair in placed}
	within := {pair[1] | some pair in placed; pair[0] == space}
}

# METADATA
# title: Namespaces refuse what they do not name
# description: >-
#   A namespace has a NetworkPolicy for all of its pods that lets nothing in by itself. One for all pods that
#   lets everything in contradicts.
# custom:
#   id: kubernetes/default-deny
#   expectations: [9.6/security-domains]
#   resources: [NetworkPolicy]
#   why: A namespace into which everything may talk is no domain of its own, whatever else its policies say.
#   help: "write podSelector: {}, policyTypes: [Ingress] and no ingress"
#   references: [https://kubernetes.io/docs/concepts/services-networking/network-policies/]
default_deny contains statement if {
	some policy in for_all_pods
	infra.get(policy, ["spec", "ingress"], []) in {null, []}
	"Ingress" in infra.list(infra.get(policy, ["spec", "policyTypes"], ["Ingress"]))
	statement := infra.attests(policy, ["spec", "podSelector"], "lets nothing into its namespace by itself")
}

default_deny contains statement if {
	some policy in for_all_pods
	some position, rule in infra.list(infra.get(policy, ["spec", "ingress"], []))
	rule in {null, {}}
	statement := infra.contradicts(
		policy, ["spec", "ingress", position], "lets everything into its namespace",
		"write from: [{podSelector: {}}] in this rule, or leave the rule out",
	)
}

default_deny contains statement if {
	some policy in for_all_pods
	value := infra.get(policy, ["spec", "ingress"], [])
	infra.unknown(value)
	statement := infra.undecided(policy, ["spec", "ingress"], value["(unknown)"])
}

for_all_pods contains policy if {
	some policy in infra_kubernetes.of_group("NetworkPolicy", "networking.k8s.io")
	infra.get(policy, ["spec", "podSelector"], {}) in {null, {}, {"matchLabels": {}}}
}

# METADATA
# title: Load balancers let in whom they mean to
# description: >-
#   A Service of type LoadBalancer is internal, or names the networks that it lets in. One that does neither
#   contradicts where the service is not on the internet, or where the port is one of administration or of a
#   database.
# custom:
#   id: kubernetes/load-balancers
#   expectations: [9.6/border-access-control]
#   resources: [Service]
#   why: A load balancer gets a public address by default, and what lies behind it is found within minutes.
#   help: "write loadBalancerSourceRanges: [198.51.100.0/24], or type: ClusterIP"
#   references: [https://kubernetes.io/docs/concepts/services-networking/service/]
load_balancers contains statement if {
	some service in balanced
	internal(service)
	statement := infra.attests(service, ["spec", "type"], "is a load balancer of the internal network")
}

load_balancers contains statement if {
	some service in balanced
	not internal(service)
	ranges := infra.get(service, ranges_path, null)
	is_array(ranges)
	count(ranges) > 0
	every range in ranges {
		is_string(range)
		not range in {"0.0.0.0/0", "::/0"}
	}
	statement := infra.attests(service, ranges_path, "lets in named networks only")
}

load_balancers contains statement if {
	some service in balanced
	not internal(service)
	public(service)
	input.service.exposure == "internal"
	statement := infra.contradicts(
		service, ["spec", "type"], "is a load balancer that lets everybody in, and the service is internal",
		"write loadBalancerSourceRanges, or type: ClusterIP",
	)
}

load_balancers contains statement if {
	some service in balanced
	not internal(service)
	public(service)
	some position, port in infra.list(infra.get(service, ["spec", "ports"], []))
	name := sensitive[sprintf("%v", [port.port])]
	statement := infra.contradicts(
		service, ["spec", "ports", position, "port"],
		sprintf("lets the whole internet reach %s", [name]),
		"write loadBalancerSourceRanges: [198.51.100.0/24], or type: ClusterIP",
	)
}

load_balancers contains statement if {
	some service in balanced
	value := infra.get(service, ranges_path, null)
	infra.unknown(value)
	statement := infra.undecided(service, ranges_path, value["(unknown)"])
}

balanced contains service if {
	some service in input.index.resources.Service
	service.values.spec.type == "LoadBalancer"
}

ranges_path := ["spec", "loadBalancerSourceRanges"]

public(service) if infra.get(service, ranges_path, null) in {null, []}

public(service) if {
	some range in infra.list(infra.get(service, ranges_path, []))
	range in {"0.0.0.0/0", "::/0"}
}

internal(service) if {
	some key, value in infra_kubernetes.annotations(service)
	lower(sprintf("%v", [value])) in internal_annotations[key]
}

internal(service) if infra.get(service, ["spec", "loadBalancerClass"], null) != null

internal_annotations := {
	"service.beta.kubernetes.io/aws-load-balancer-scheme": {"internal"},
	"service.beta.kubernetes.io/aws-load-balancer-internal": {"true", "0.0.0.0/0"},
	"service.beta.kubernetes.io/azure-load-balancer-internal": {"true"},
	"networking.gke.io/load-balancer-type": {"internal"},
	"cloud.google.com/load-balancer-type": {"internal"},
	"service.beta.kubernetes.io/openstack-internal-load-balancer": {"true"},
}

sensitive := {
	"22": "port 22, SSH",
	"1433": "port 1433, SQL Server",
	"2379": "port 2379, etcd",
	"3306": "port 3306, MySQL",
	"3389": "port 3389, remote desktop",
	"5432": "port 5432, PostgreSQL",
	"6379": "port 6379, Redis",
	"9042": "port 9042, Cassandra",
	"9092": "port 9092, Kafka",
	"9200": "port 9200, Elasticsearch",
	"10250": "port 10250, the kubelet",
	"11211": "port 11211, memcached",
	"27017": "port 27017, MongoDB",
}
