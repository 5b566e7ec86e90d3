package ccsec.evidence.kubernetes.trust_test

import data.ccsec.evidence.kubernetes.trust
import data.ccsec.lib.testing_kubernetes

reason := "a template that is not rendered"

issuer(kind, spec) := testing_kubernetes.manifest("cert-manager.io/v1", kind, "", "main", {"spec": spec})

certificate(spec) := testing_kubernetes.manifest("cert-manager.io/v1", "Certificate", "shop", "web", {"spec": spec})

issuers(resources) := statements if {
	statements := trust.issuers with input as testing_kubernetes.given(resources)
}

test_issuers if {
	testing_kubernetes.brief(issuers([issuer("ClusterIssuer", {"ca": {"secretName": "root"}})])) == {[
		"attests", "ClusterIssuer/main", ["spec", "ca"], "rests on an authority",
	]}
	tests := issuers([issuer("Issuer", {"acme": {"server": "https://acme-staging-v02.api.letsencrypt.org/directory"}})])
	testing_kubernetes.brief(tests) == {[
		"contradicts", "Issuer/main", ["spec", "acme", "server"], "rests on an authority for tests",
	]}
	testing_kubernetes.helps(tests) == {"write server: https://acme-v02.api.letsencrypt.org/directory"}
	own := issuers([issuer("ClusterIssuer", {"selfSigned": {}}), certificate({"issuerRef": {"kind": "ClusterIssuer", "name": "main"}})])
	testing_kubernetes.brief(own) == {["contradicts", "Certificate/shop/web", ["spec", "issuerRef", "name"], "is signed by itself"]}
	testing_kubernetes.helps(own) == {"write issuerRef to an issuer with ca, acme, vault or venafi"}
	issuers([issuer("ClusterIssuer", {"selfSigned": {}}), certificate({"isCA": true, "issuerRef": {"kind": "ClusterIssuer", "name": "main"}})]) == set()
	issuers([issuer("ClusterIssuer", {"selfSigned": {}}), certificate({"issuerRef": {"name": "main"}})]) == set()
	issuers([issuer("ClusterIssuer", {"selfSigned": {}}), certificate({
		"isCA": testing_kubernetes.open,
		"issuerRef": {"kind": "ClusterIssuer", "name": "main"},
	})]) == set()
	["undecided", "Issuer/main", ["spec", "acme", "server"], reason] in testing_kubernetes.brief(issuers([issuer("Issuer", {"acme": {
		"server": testing_kubernetes.open,
	}})]))
	issuers([issuer("Issuer", {"vault": testing_kubernetes.open})]) == set()
}

rotation(spec) := statements if {
	statements := trust.key_rotation with input as testing_kubernetes.given([certificate(spec)])
}

test_key_rotation if {
	here := ["spec", "privateKey", "rotationPolicy"]
	name := "Certificate/shop/web"
	testing_kubernetes.brief(rotation({})) == {["attests", name, here, "gets a new key at each renewal"]}
	kept := rotation({"privateKey": {"rotationPolicy": "Never"}})
	testing_kubernetes.brief(kept) == {["contradicts", name, here, "keeps its key for good"]}
	testing_kubernetes.helps(kept) == {"write privateKey: {rotationPolicy: Always}"}
	testing_kubernetes.brief(rotation({"privateKey": testing_kubernetes.open})) == {["undecided", name, here, reason]}
}

watched(resource) := statements if {
	statements := trust.intrusion_detection with input as testing_kubernetes.given([resource])
}

release(chart, suspend) := testing_kubernetes.manifest("helm.toolkit.fluxcd.io/v2", "HelmRelease", "falco", "falco", {"spec": {
	"chart": {"spec": {"chart": chart}},
	"suspend": suspend,
}})

test_intrusion_detection if {
	name := "HelmRelease/falco/falco"
	here := ["spec", "suspend"]
	testing_kubernetes.brief(watched(release("falco", false))) == {["attests", name, here, "watches the conduct of containers"]}
	testing_kubernetes.brief(watched(release("tetragon", true))) == {[
		"contradicts", name, here, "is suspended, and watches nothing that is new",
	]}
	testing_kubernetes.helps(watched(release("falco", true))) == {"write suspend: false"}
	testing_kubernetes.brief(watched(release("falco", testing_kubernetes.open))) == {["undecided", name, here, reason]}
	watched(release("nginx", true)) == set()
	agent := testing_kubernetes.workload("DaemonSet", "falco", {"containers": [{"image": "docker.io/falcosecurity/falco:0.41.0"}]})
	testing_kubernetes.brief(watched(agent)) == {[
		"attests", "DaemonSet/falco/web", ["(pod)", "containers", 0, "image"], "watches the conduct of containers",
	]}
	watched(testing_kubernetes.workload("DaemonSet", "shop", {"containers": [{"image": 7}]})) == set()
}

alerts(rule) := statements if {
	resource := testing_kubernetes.manifest("monitoring.coreos.com/v1", "PrometheusRule", "shop", "web", {"spec": {"groups": [{"rules": [rule]}]}})
	statements := trust.alerts with input as testing_kubernetes.given([resource])
}

test_alerts if {
	name := "PrometheusRule/shop/web"
	here := ["spec", "groups", 0, "rules", 0, "expr"]
	testing_kubernetes.brief(alerts({"alert": "Errors", "expr": "rate(errors[5m]) > 1"})) == {[
		"attests", name, here, "raises the alarm Errors",
	]}
	every expression in ["", "0 > 1", " 1 == 0 "] {
		testing_kubernetes.brief(alerts({"alert": "Errors", "expr": expression})) == {[
			"contradicts", name, here, "never raises the alarm Errors",
		]}
	}
	testing_kubernetes.helps(alerts({"alert": "Errors"})) == {"write expr with the condition that the alarm is about"}
	testing_kubernetes.brief(alerts({"alert": "Errors", "expr": testing_kubernetes.open})) == {["undecided", name, here, reason]}
	alerts({"record": "errors:rate5m", "expr": "rate(errors[5m])"}) == set()
	alerts("text") == set()
}

to(name) := certificate({"issuerRef": {"kind": "ClusterIssuer", "name": name}})

test_issuers_of_other_certificates if {
	issuers([issuer("ClusterIssuer", {"selfSigned": {}}), to("public")]) == set()
	testing_kubernetes.brief(issuers([issuer("ClusterIssuer", {"ca": {}}), to("main")])) == {[
		"attests", "ClusterIssuer/main", ["spec", "ca"], "rests on an authority",
	]}
}
