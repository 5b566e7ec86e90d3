# METADATA
# title: Interfaces
# description: What manifests say of ingresses and gateways, and of the mesh between workloads.
package ccsec.evidence.kubernetes.interfaces

import data.ccsec.lib.infra
import data.ccsec.lib.infra_kubernetes

# METADATA
# title: Ingresses speak TLS
# description: >-
#   Each Ingress names a certificate, in tls or in an annotation of the cloud's load balancer. Internal ones
#   are left out. One that keeps answering without TLS beside it contradicts.
# custom:
#   id: kubernetes/ingress-tls
#   expectations: [9.4/interface-encryption]
#   resources: [Ingress]
#   why: >-
#     What is sent without TLS, passwords and sessions included, is read and changed by everybody on
#     the way.
#   help: "write tls: [{hosts: [shop.example.com], secretName: shop-tls}]"
#   references: [https://kubernetes.io/docs/concepts/services-networking/ingress/]
ingress_tls contains statement if {
	some ingress in input.index.resources.Ingress
	not infra.no(infra_kubernetes.annotations(ingress)[redirect])
	tls := infra.get(ingress, ["spec", "tls"], [])
	is_array(tls)
	count(tls) > 0
	statement := infra.attests(ingress, ["spec", "tls"], "speaks TLS")
}

ingress_tls contains statement if {
	some ingress in input.index.resources.Ingress
	not infra_kubernetes.system(ingress)
	infra.get(ingress, ["spec", "tls"], []) in {null, []}
	not certified(ingress)
	statement := infra.contradicts(
		ingress, ["spec", "tls"], "takes requests without TLS",
		"write tls: [{hosts: [shop.example.com], secretName: shop-tls}]",
	)
}

ingress_tls contains statement if {
	some ingress in input.index.resources.Ingress
	infra.no(infra_kubernetes.annotations(ingress)[redirect])
	not infra.get(ingress, ["spec", "tls"], []) in {null, []}
	statement := infra.contradicts(
		ingress, ["metadata", "annotations", redirect], "takes requests without TLS beside those with it",
		sprintf("write %s: \"true\"", [redirect]),
	)
}

ingress_tls contains statement if {
	some ingress in input.index.resources.Ingress
	value := infra.get(ingress, ["spec", "tls"], [])
	infra.unknown(value)
	statement := infra.undecided(ingress, ["spec", "tls"], value["(unknown)"])
}

redirect := "nginx.ingress.kubernetes.io/ssl-redirect"

# The certificate is named elsewhere, or the load balancer is an internal one.
certified(ingress) if {
	some key, _ in infra_kubernetes.annotations(ingress)
	regex.match(`(cert|ssl|tls|acme)`, lower(key))
	key != redirect
}

certified(ingress) if infra_kubernetes.annotations(ingress)["alb.ingress.kubernetes.io/scheme"] == "internal"

certified(ingress) if infra_kubernetes.annotations(ingress)["kubernetes.io/ingress.class"] == "gce-internal"

# METADATA
# title: Gateways speak TLS
# description: >-
#   Each gateway, of the Gateway API or of Istio, has a listener with TLS. One that has only listeners
#   without it contradicts; beside one with TLS they are taken for redirects.
# custom:
#   id: kubernetes/gateway-tls
#   expectations: [9.4/interface-encryption]
#   resources: [Gateway]
#   why: >-
#     What is sent without TLS, passwords and sessions included, is read and changed by everybody on
#     the way.
#   help: "write protocol: HTTPS and tls: {certificateRefs: [{name: shop-tls}]}"
#   references:
#     - https://gateway-api.sigs.k8s.io/guides/tls/
#     - https://istio.io/latest/docs/reference/config/networking/gateway/
gateway_tls contains statement if {
	some gateway in gateways
	some listener in gateway.listeners
	listener.protocol in {"HTTPS", "TLS"}
	statement := infra.attests(gateway.resource, listener.path, "speaks TLS")
}

gateway_tls contains statement if {
	some gateway in gateways
	every listener in gateway.listeners {
		listener.protocol in {"HTTP", "HTTP2", "GRPC"}
	}
	some listener in gateway.listeners
	statement := infra.contradicts(
		gateway.resource, listener.path, "takes requests without TLS only",
		"write protocol: HTTPS, with a certificate",
	)
}

gateway_tls contains statement if {
	some gateway in gateways
	some listener in gateway.listeners
	infra.unknown(listener.protocol)
	statement := infra.undecided(gateway.resource, listener.path, listener.protocol["(unknown)"])
}

gateways contains gateway if {
	some resource in infra_kubernetes.of_group("Gateway", "gateway.networking.k8s.io")
	listeners := [listener |
		some position, given in infra.list(infra.get(resource, ["spec", "listeners"], []))
		listener := {"path": ["spec", "listeners", position, "protocol"], "protocol": given.protocol}
	]
	gateway := {"resource": resource, "listeners": listeners}
}

gateways contains gateway if {
	some resource in infra_kubernetes.of_group("Gateway", "networking.istio.io")
	listeners := [listener |
		some position, given in infra.list(infra.get(resource, ["spec", "servers"], []))
		listener := {"path": ["spec", "servers", position, "port", "protocol"], "protocol": given.port.protocol}
	]
	gateway := {"resource": resource, "listeners": listeners}
}

# METADATA
# title: Firewalls in front of ingresses block
# description: >-
#   An Ingress with ModSecurity has it switched on and blocking; one of a cloud's load balancer names its
#   web ACL. Where nothing is written, nothing is said.
# custom:
#   id: kubernetes/ingress-firewall
#   expectations: [9.6/attack-protection]
#   resources: [Ingress]
#   why: A firewall that is switched off, or only detects, lets the attack pass.
#   help: "write nginx.ingress.kubernetes.io/enable-modsecurity: \"true\" and SecRuleEngine On"
#   references: [https://kubernetes.github.io/ingress-nginx/user-guide/third-party-addons/modsecurity/]
ingress_firewall contains statement if {
	some ingress in input.index.resources.Ingress
	infra.written(ingress, modsecurity)
	not detecting(ingress)
	words := {
		"yes": "has ModSecurity in front of it",
		"no": "has ModSecurity switched off",
		"help": "write nginx.ingress.kubernetes.io/enable-modsecurity: \"true\"",
	}
	statement := infra.truth(ingress, modsecurity, null, words)
}

ingress_firewall contains statement if {
	some ingress in input.index.resources.Ingress
	detecting(ingress)
	statement := infra.contradicts(
		ingress, snippet, "has ModSecurity detect only",
		"write SecRuleEngine On",
	)
}

ingress_firewall contains statement if {
	some ingress in input.index.resources.Ingress
	some key in ["alb.ingress.kubernetes.io/wafv2-acl-arn", "appgw.ingress.kubernetes.io/waf-policy-for-path"]
	is_string(infra_kubernetes.annotations(ingress)[key])
	statement := infra.attests(ingress, ["metadata", "annotations", key], "has a web application firewall in front of it")
}

modsecurity := ["metadata", "annotations", "nginx.ingress.kubernetes.io/enable-modsecurity"]

snippet := ["metadata", "annotations", "nginx.ingress.kubernetes.io/modsecurity-snippet"]

detecting(ingress) if {
	contains(lower(infra.text(infra.get(ingress, snippet, ""))), "secruleengine detectiononly")
}

# METADATA
# title: The mesh demands mutual TLS
# description: >-
#   Each PeerAuthentication of Istio is strict. One that names no mode takes after its namespace or its mesh,
#   and nothing is said of it.
# custom:
#   id: kubernetes/mesh-mtls
#   expectations: [9.1/component-authentication, 9.6/secure-communication]
#   resources: [PeerAuthentication]
#   why: >-
#     A workload that takes plain connections as well does not know who calls, and tells everybody on
#     the way.
#   help: "write mtls: {mode: STRICT}"
#   references: [https://istio.io/latest/docs/reference/config/security/peer_authentication/]
mesh_mtls contains statement if {
	some policy in input.index.resources.PeerAuthentication
	path := ["spec", "mtls", "mode"]
	not infra.get(policy, path, "UNSET") == "UNSET"
	words := {
		"yes": "demands mutual TLS",
		"no": "takes plain connections",
		"help": "write mtls: {mode: STRICT}",
	}
	statement := infra.among(policy, path, null, {"STRICT"}, words)
}

mesh_mtls contains statement if {
	some policy in input.index.resources.PeerAuthentication
	some port, given in infra.map(infra.get(policy, ["spec", "portLevelMtls"], {}))
	given.mode in {"DISABLE", "PERMISSIVE"}
	statement := infra.contradicts(
		policy, ["spec", "portLevelMtls", port, "mode"],
		sprintf("takes plain connections on port %v", [port]),
		"write mode: STRICT",
	)
}

# METADATA
# title: Clients of the mesh check whom they talk to
# description: >-
#   Destination rules of Istio and transports of Traefik use TLS and verify the certificate of the other
#   side.
# custom:
#   id: kubernetes/client-tls
#   expectations: [9.6/secure-communication]
#   resources: [DestinationRule, ServersTransport]
#   why: A client that does not verify the certificate talks to whoever answers first.
#   help: "write tls: {mode: ISTIO_MUTUAL}, and insecureSkipVerify: false"
#   references:
#     - https://istio.io/latest/docs/reference/config/networking/destination-rule/
#     - https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/serverstransport/
client_tls contains statement if {
	some rule in input.index.resources.DestinationRule
	path := ["spec", "trafficPolicy", "tls", "mode"]
	infra.written(rule, path)
	words := {
		"yes": "talks to its destination by TLS",
		"no": "talks to its destination without TLS",
		"help": "write mode: ISTIO_MUTUAL",
	}
	statement := infra.among(rule, path, null, {"SIMPLE", "MUTUAL", "ISTIO_MUTUAL"}, words)
}

client_tls contains statement if {
	some kind, path in {
		"DestinationRule": ["spec", "trafficPolicy", "tls", "insecureSkipVerify"],
		"ServersTransport": ["spec", "insecureSkipVerify"],
	}
	some resource in input.index.resources[kind]
	infra.written(resource, path)
	words := {
		"yes": "verifies whom it talks to",
		"no": "does not verify whom it talks to",
		"help": "write insecureSkipVerify: false",
	}
	statement := infra.untruth(resource, path, null, words)
}
