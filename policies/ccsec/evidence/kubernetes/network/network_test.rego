package ccsec.evidence.kubernetes.network_test

import data.ccsec.evidence.kubernetes.network
import data.ccsec.lib.testing_kubernetes

web := "Deployment/shop/web"

reason := "a template that is not rendered"

app := testing_kubernetes.app({})

policy(namespace, spec) := testing_kubernetes.manifest("networking.k8s.io/v1", "NetworkPolicy", namespace, "rules", {"spec": spec})

policies(resources) := statements if {
	statements := network.network_policies with input as testing_kubernetes.given(resources)
}

test_network_policies if {
	here := ["metadata", "name"]
	selected := {["attests", web, here, "is selected by NetworkPolicy/shop/rules"]}
	testing_kubernetes.brief(policies([app, policy("shop", {"podSelector": {}})])) == selected
	testing_kubernetes.brief(policies([app, policy("shop", {"podSelector": {"matchLabels": {"app": "web"}}})])) == selected
	elsewhere := policies([app, policy("other", {"podSelector": {}})])
	testing_kubernetes.brief(elsewhere) == {["contradicts", web, here, "lies in a namespace without network policies"]}
	testing_kubernetes.helps(elsewhere) == {"add a NetworkPolicy with podSelector: {} and policyTypes: [Ingress] to its namespace"}
	unselected := policies([app, policy("shop", {"podSelector": {"matchLabels": {"app": "api"}}})])
	testing_kubernetes.brief(unselected) == {["contradicts", web, here, "is selected by no network policy of its namespace"]}
	testing_kubernetes.helps(unselected) == {"add a NetworkPolicy with a podSelector that selects it"}
	testing_kubernetes.brief(policies([app, policy("shop", {"podSelector": testing_kubernetes.open})])) == {[
		"undecided", "NetworkPolicy/shop/rules", ["spec", "podSelector"], reason,
	]}
	policies([app, policy("shop", {"podSelector": {"matchExpressions": [{"key": "app", "operator": "Exists"}]}})]) == set()
	policies([app]) == set()
	policies([testing_kubernetes.workload("Job", "shop", {}), policy("other", {"podSelector": {}})]) == set()
	whole := testing_kubernetes.manifest("cilium.io/v2", "CiliumClusterwideNetworkPolicy", "", "all", {})
	policies([app, policy("other", {"podSelector": {}}), whole]) == set()
	policies([app, policy("shop", {"podSelector": {"matchLabels": {"app": "api"}}}), whole]) == set()
}

test_network_policies_of_cilium if {
	of_cilium := testing_kubernetes.manifest("cilium.io/v2", "CiliumNetworkPolicy", "shop", "rules", {"spec": {"endpointSelector": {
		"matchLabels": {"app": "web"},
	}}})
	testing_kubernetes.brief(policies([app, of_cilium])) == {[
		"attests", web, ["metadata", "name"], "is selected by CiliumNetworkPolicy/shop/rules",
	]}
}

denies(spec) := statements if {
	statements := network.default_deny with input as testing_kubernetes.given([policy("shop", spec)])
}

test_default_deny if {
	name := "NetworkPolicy/shop/rules"
	denied := {["attests", name, ["spec", "podSelector"], "lets nothing into its namespace by itself"]}
	testing_kubernetes.brief(denies({"podSelector": {}, "policyTypes": ["Ingress", "Egress"]})) == denied
	testing_kubernetes.brief(denies({"podSelector": {}, "ingress": []})) == denied
	open := denies({"podSelector": {}, "ingress": [{"from": [{"podSelector": {}}]}, {}]})
	testing_kubernetes.brief(open) == {["contradicts", name, ["spec", "ingress", 1], "lets everything into its namespace"]}
	testing_kubernetes.helps(open) == {"write from: [{podSelector: {}}] in this rule, or leave the rule out"}
	testing_kubernetes.brief(denies({"podSelector": {}, "ingress": testing_kubernetes.open})) == {[
		"undecided", name, ["spec", "ingress"], reason,
	]}
	denies({"podSelector": {}, "policyTypes": ["Egress"]}) == set()
	denies({"podSelector": {"matchLabels": {"app": "web"}}, "ingress": [{}]}) == set()
}

balancers(exposure, annotations, spec) := statements if {
	resource := object.union(
		testing_kubernetes.manifest("v1", "Service", "shop", "web", {"spec": object.union({"type": "LoadBalancer"}, spec)}),
		{"values": {"metadata": {"annotations": annotations}}},
	)
	given := object.union(testing_kubernetes.given([resource]), {"service": {"exposure": exposure}})
	statements := network.load_balancers with input as given
}

test_load_balancers if {
	name := "Service/shop/web"
	ranges := ["spec", "loadBalancerSourceRanges"]
	testing_kubernetes.brief(balancers("internal", {"networking.gke.io/load-balancer-type": "Internal"}, {})) == {[
		"attests", name, ["spec", "type"], "is a load balancer of the internal network",
	]}
	testing_kubernetes.brief(balancers("internal", {}, {"loadBalancerSourceRanges": ["198.51.100.0/24"]})) == {[
		"attests", name, ranges, "lets in named networks only",
	]}
	wrong := balancers("internal", {}, {})
	testing_kubernetes.brief(wrong) == {[
		"contradicts", name, ["spec", "type"], "is a load balancer that lets everybody in, and the service is internal",
	]}
	testing_kubernetes.helps(wrong) == {"write loadBalancerSourceRanges, or type: ClusterIP"}
	database := balancers("internet", {}, {"ports": [{"port": 443}, {"port": 5432}], "loadBalancerSourceRanges": ["0.0.0.0/0"]})
	testing_kubernetes.brief(database) == {[
		"contradicts", name, ["spec", "ports", 1, "port"], "lets the whole internet reach port 5432, PostgreSQL",
	]}
	testing_kubernetes.helps(database) == {"write loadBalancerSourceRanges: [198.51.100.0/24], or type: ClusterIP"}
	testing_kubernetes.brief(balancers("internal", {}, {"loadBalancerSourceRanges": testing_kubernetes.open})) == {[
		"undecided", name, ranges, reason,
	]}
	balancers("internet", {}, {"ports": [{"port": 443}]}) == set()
	balancers("internal", {}, {"type": "ClusterIP"}) == set()
	testing_kubernetes.brief(balancers("internal", {}, {"loadBalancerClass": "tailscale"})) == {[
		"attests", name, ["spec", "type"], "is a load balancer of the internal network",
	]}
}

test_network_policies_of_another_namespace if {
	testing_kubernetes.brief(policies([app, policy("other", {"podSelector": testing_kubernetes.open})])) == {[
		"contradicts", web, ["metadata", "name"], "lies in a namespace without network policies",
	]}
}

test_load_balancers_that_are_not_public if {
	database := {"ports": [{"port": 5432}], "loadBalancerSourceRanges": ["198.51.100.0/24"]}
	named := {["attests", "Service/shop/web", ["spec", "loadBalancerSourceRanges"], "lets in named networks only"]}
	testing_kubernetes.brief(balancers("internet", {}, database)) == named
	testing_kubernetes.brief(balancers("internet", {"team": "shop"}, database)) == named
	within := {"service.beta.kubernetes.io/aws-load-balancer-scheme": "internal"}
	internal := {["attests", "Service/shop/web", ["spec", "type"], "is a load balancer of the internal network"]}
	testing_kubernetes.brief(balancers("internet", within, database)) == internal
	testing_kubernetes.brief(balancers("internet", within, {"ports": [{"port": 5432}]})) == internal
	external := {"service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing"}
	balancers("internet", external, {"ports": [{"port": 443}]}) == set()
	balancers("internet", {}, {"loadBalancerSourceRanges": [testing_kubernetes.open]}) == set()
}
