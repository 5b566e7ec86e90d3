package ccsec.evidence.kubernetes.interfaces_test

import data.ccsec.evidence.kubernetes.interfaces
import data.ccsec.lib.testing_kubernetes

reason := "a template that is not rendered"

ingress(namespace, annotations, spec) := object.union(
	testing_kubernetes.manifest("networking.k8s.io/v1", "Ingress", namespace, "web", {"spec": spec}),
	{"values": {"metadata": {"annotations": annotations}}},
)

tls(namespace, annotations, spec) := statements if {
	statements := interfaces.ingress_tls with input as testing_kubernetes.given([ingress(namespace, annotations, spec)])
}

test_ingress_tls if {
	name := "Ingress/shop/web"
	here := ["spec", "tls"]
	testing_kubernetes.brief(tls("shop", {}, {"tls": [{"secretName": "web"}]})) == {["attests", name, here, "speaks TLS"]}
	plain := tls("shop", {}, {})
	testing_kubernetes.brief(plain) == {["contradicts", name, here, "takes requests without TLS"]}
	testing_kubernetes.helps(plain) == {"write tls: [{hosts: [shop.example.com], secretName: shop-tls}]"}
	testing_kubernetes.brief(tls("shop", {}, {"tls": testing_kubernetes.open})) == {["undecided", name, here, reason]}
	redirect := "nginx.ingress.kubernetes.io/ssl-redirect"
	both := tls("shop", {redirect: "false"}, {"tls": [{"secretName": "web"}]})
	testing_kubernetes.brief(both) == {[
		"contradicts", name, ["metadata", "annotations", redirect], "takes requests without TLS beside those with it",
	]}
	testing_kubernetes.helps(both) == {"write nginx.ingress.kubernetes.io/ssl-redirect: \"true\""}
	testing_kubernetes.brief(tls("shop", {redirect: "false"}, {})) == {["contradicts", name, here, "takes requests without TLS"]}
	tls("shop", {"alb.ingress.kubernetes.io/certificate-arn": "arn:aws:acm"}, {}) == set()
	tls("shop", {"alb.ingress.kubernetes.io/scheme": "internal"}, {}) == set()
	tls("shop", {"kubernetes.io/ingress.class": "gce-internal"}, {}) == set()
	tls("kube-system", {}, {}) == set()
}

gateway(api, spec) := statements if {
	resource := testing_kubernetes.manifest(api, "Gateway", "shop", "front", {"spec": spec})
	statements := interfaces.gateway_tls with input as testing_kubernetes.given([resource])
}

test_gateway_tls if {
	name := "Gateway/shop/front"
	api := "gateway.networking.k8s.io/v1"
	testing_kubernetes.brief(gateway(api, {"listeners": [{"protocol": "HTTP"}, {"protocol": "HTTPS"}]})) == {[
		"attests", name, ["spec", "listeners", 1, "protocol"], "speaks TLS",
	]}
	plain := gateway(api, {"listeners": [{"protocol": "HTTP"}]})
	testing_kubernetes.brief(plain) == {[
		"contradicts", name, ["spec", "listeners", 0, "protocol"], "takes requests without TLS only",
	]}
	testing_kubernetes.helps(plain) == {"write protocol: HTTPS, with a certificate"}
	testing_kubernetes.brief(gateway(api, {"listeners": [{"protocol": testing_kubernetes.open}]})) == {[
		"undecided", name, ["spec", "listeners", 0, "protocol"], reason,
	]}
	testing_kubernetes.brief(gateway("networking.istio.io/v1", {"servers": [{"port": {"protocol": "HTTP"}}]})) == {[
		"contradicts", name, ["spec", "servers", 0, "port", "protocol"], "takes requests without TLS only",
	]}
	gateway(api, {"listeners": [{"protocol": "TCP"}]}) == set()
	gateway(api, {}) == set()
	gateway("example.com/v1", {"listeners": [{"protocol": "HTTP"}]}) == set()
}

firewall(annotations) := statements if {
	statements := interfaces.ingress_firewall with input as testing_kubernetes.given([ingress("shop", annotations, {})])
}

test_ingress_firewall if {
	name := "Ingress/shop/web"
	switch := "nginx.ingress.kubernetes.io/enable-modsecurity"
	snippet := "nginx.ingress.kubernetes.io/modsecurity-snippet"
	here := ["metadata", "annotations", switch]
	testing_kubernetes.brief(firewall({switch: "true", snippet: "SecRuleEngine On"})) == {["attests", name, here, "has ModSecurity in front of it"]}
	testing_kubernetes.brief(firewall({switch: "false"})) == {["contradicts", name, here, "has ModSecurity switched off"]}
	testing_kubernetes.helps(firewall({switch: "false"})) == {"write nginx.ingress.kubernetes.io/enable-modsecurity: \"true\""}
	detecting := firewall({switch: "true", snippet: "SecRuleEngine DetectionOnly"})
	testing_kubernetes.brief(detecting) == {["contradicts", name, ["metadata", "annotations", snippet], "has ModSecurity detect only"]}
	testing_kubernetes.helps(detecting) == {"write SecRuleEngine On"}
	testing_kubernetes.brief(firewall({switch: testing_kubernetes.open})) == {["undecided", name, here, reason]}
	acl := "alb.ingress.kubernetes.io/wafv2-acl-arn"
	testing_kubernetes.brief(firewall({acl: "arn:aws:wafv2"})) == {[
		"attests", name, ["metadata", "annotations", acl], "has a web application firewall in front of it",
	]}
	firewall({}) == set()
}

mesh(spec) := statements if {
	resource := testing_kubernetes.manifest("security.istio.io/v1", "PeerAuthentication", "shop", "default", {"spec": spec})
	statements := interfaces.mesh_mtls with input as testing_kubernetes.given([resource])
}

test_mesh_mtls if {
	name := "PeerAuthentication/shop/default"
	here := ["spec", "mtls", "mode"]
	testing_kubernetes.brief(mesh({"mtls": {"mode": "STRICT"}})) == {["attests", name, here, "demands mutual TLS"]}
	testing_kubernetes.brief(mesh({"mtls": {"mode": "PERMISSIVE"}})) == {["contradicts", name, here, "takes plain connections"]}
	testing_kubernetes.helps(mesh({"mtls": {"mode": "DISABLE"}})) == {"write mtls: {mode: STRICT}"}
	testing_kubernetes.brief(mesh({"mtls": testing_kubernetes.open})) == {["undecided", name, here, reason]}
	opened := mesh({"mtls": {"mode": "STRICT"}, "portLevelMtls": {"8080": {"mode": "DISABLE"}, "8443": {"mode": "STRICT"}}})
	testing_kubernetes.brief(opened) == {
		["attests", name, here, "demands mutual TLS"],
		["contradicts", name, ["spec", "portLevelMtls", "8080", "mode"], "takes plain connections on port 8080"],
	}
	testing_kubernetes.helps(opened) == {"write mode: STRICT"}
	mesh({}) == set()
	mesh({"mtls": {"mode": "UNSET"}}) == set()
}

clients(kind, spec) := statements if {
	resource := testing_kubernetes.manifest("example/v1", kind, "shop", "api", {"spec": spec})
	statements := interfaces.client_tls with input as testing_kubernetes.given([resource])
}

test_client_tls if {
	mode := ["spec", "trafficPolicy", "tls", "mode"]
	name := "DestinationRule/shop/api"
	testing_kubernetes.brief(clients("DestinationRule", {"trafficPolicy": {"tls": {"mode": "ISTIO_MUTUAL"}}})) == {[
		"attests", name, mode, "talks to its destination by TLS",
	]}
	disabled := clients("DestinationRule", {"trafficPolicy": {"tls": {"mode": "DISABLE", "insecureSkipVerify": true}}})
	testing_kubernetes.brief(disabled) == {
		["contradicts", name, mode, "talks to its destination without TLS"],
		["contradicts", name, ["spec", "trafficPolicy", "tls", "insecureSkipVerify"], "does not verify whom it talks to"],
	}
	testing_kubernetes.helps(disabled) == {"write mode: ISTIO_MUTUAL", "write insecureSkipVerify: false"}
	testing_kubernetes.brief(clients("ServersTransport", {"insecureSkipVerify": false})) == {[
		"attests", "ServersTransport/shop/api", ["spec", "insecureSkipVerify"], "verifies whom it talks to",
	]}
	testing_kubernetes.brief(clients("ServersTransport", {"insecureSkipVerify": testing_kubernetes.open})) == {[
		"undecided", "ServersTransport/shop/api", ["spec", "insecureSkipVerify"], reason,
	]}
	clients("DestinationRule", {}) == set()
}

test_ingress_tls_beside_other_annotations if count(tls("shop", {"team": "shop"}, {})) == 1
