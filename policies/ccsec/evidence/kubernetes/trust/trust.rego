# METADATA
# title: Trust and alarms
# description: What manifests say of certificates, of detection and of alarms.
package ccsec.evidence.kubernetes.trust

import data.ccsec.lib.infra
import data.ccsec.lib.infra_kubernetes

# METADATA
# title: Certificates come from an authority
# description: >-
#   Certificates come from an issuer of cert-manager that rests on an authority. One that is signed by itself
#   contradicts, unless it is an authority's own; and so does an issuer of an authority for tests.
# custom:
#   id: kubernetes/issuers
#   expectations: [9.1/trust-authority]
#   resources: [Certificate, ClusterIssuer, Issuer]
#   why: Nobody can tell a certificate that is signed by itself from one that an intruder made.
#   help: "write issuerRef to an issuer with ca, acme, vault or venafi"
#   references: [https://cert-manager.io/docs/configuration/selfsigned/]
issuers contains statement if {
	some issuer in all_issuers
	some kind in ["acme", "ca", "vault", "venafi"]
	infra.written(issuer, ["spec", kind])
	not infra.unknown(infra.get(issuer, ["spec", kind], null))
	not for_tests(issuer)
	statement := infra.attests(issuer, ["spec", kind], "rests on an authority")
}

issuers contains statement if {
	some issuer in all_issuers
	for_tests(issuer)
	statement := infra.contradicts(
		issuer, ["spec", "acme", "server"], "rests on an authority for tests",
		"write server: https://acme-v02.api.letsencrypt.org/directory",
	)
}

issuers contains statement if {
	some certificate in infra_kubernetes.of_group("Certificate", "cert-manager.io")
	not infra.yes(infra.get(certificate, ["spec", "isCA"], false))
	not infra.unknown(infra.get(certificate, ["spec", "isCA"], false))
	some issuer in all_issuers
	infra.written(issuer, ["spec", "selfSigned"])
	issuer.name == infra.get(certificate, ["spec", "issuerRef", "name"], null)
	issuer.type == infra.get(certificate, ["spec", "issuerRef", "kind"], "Issuer")
	statement := infra.contradicts(
		certificate, ["spec", "issuerRef", "name"], "is signed by itself",
		"write issuerRef to an issuer with ca, acme, vault or venafi",
	)
}

issuers contains statement if {
	some issuer in all_issuers
	value := infra.get(issuer, ["spec", "acme", "server"], null)
	infra.unknown(value)
	statement := infra.undecided(issuer, ["spec", "acme", "server"], value["(unknown)"])
}

for_tests(issuer) if contains(infra.text(infra.get(issuer, ["spec", "acme", "server"], "")), "staging")

all_issuers contains issuer if {
	some kind in ["ClusterIssuer", "Issuer"]
	some issuer in infra_kubernetes.of_group(kind, "cert-manager.io")
}

# METADATA
# title: Keys of certificates are changed
# description: Each renewal of a certificate makes a new key, as it does by default since cert-manager 1.18.
# custom:
#   id: kubernetes/key-rotation
#   expectations: [9.7/key-management]
#   resources: [Certificate]
#   why: A key that outlives its certificates stays with whoever once copied it.
#   help: "write privateKey: {rotationPolicy: Always}"
#   references: [https://cert-manager.io/docs/usage/certificate/]
key_rotation contains statement if {
	some certificate in infra_kubernetes.of_group("Certificate", "cert-manager.io")
	words := {
		"yes": "gets a new key at each renewal",
		"no": "keeps its key for good",
		"help": "write privateKey: {rotationPolicy: Always}",
	}
	statement := infra.among(certificate, ["spec", "privateKey", "rotationPolicy"], "Always", {"Always"}, words)
}

# METADATA
# title: Conduct of containers is watched
# description: >-
#   Falco or Tetragon is brought into the cluster, by its chart or as agents on each node. A chart that is
#   suspended contradicts; manifests without either say nothing.
# custom:
#   id: kubernetes/intrusion-detection
#   expectations: [9.6/intrusion-detection]
#   resources: [DaemonSet, HelmRelease]
#   why: A shell in a container that never had one is seen by nobody unless something watches for it.
#   help: "write suspend: false"
#   references: [https://falco.org/docs/setup/kubernetes/]
intrusion_detection contains statement if {
	some release in infra_kubernetes.of_group("HelmRelease", "helm.toolkit.fluxcd.io")
	infra.get(release, ["spec", "chart", "spec", "chart"], "") in {"falco", "tetragon"}
	words := {
		"yes": "watches the conduct of containers",
		"no": "is suspended, and watches nothing that is new",
		"help": "write suspend: false",
	}
	statement := infra.untruth(release, ["spec", "suspend"], false, words)
}

intrusion_detection contains statement if {
	some agent in input.index.resources.DaemonSet
	some position, container in infra.list(infra.get(agent, ["(pod)", "containers"], []))
	regex.match(`(^|/)(falcosecurity/falco|cilium/tetragon)(-distroless|-no-driver)?[:@]`, infra.text(container.image))
	statement := infra.attests(agent, ["(pod)", "containers", position, "image"], "watches the conduct of containers")
}

# METADATA
# title: Abnormal conditions raise alarms
# description: >-
#   Rules of Prometheus that are about alarms can fire. A rule whose expression is empty or never true
#   contradicts.
# custom:
#   id: kubernetes/alerts
#   expectations: [9.10/early-warning]
#   resources: [PrometheusRule]
#   why: An alarm that cannot fire is worse than none, for it is counted on.
#   help: "write expr with the condition that the alarm is about"
#   references: [https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/]
alerts contains statement if {
	some alarm in alarms
	is_string(alarm.expression)
	not never(alarm.expression)
	statement := infra.attests(alarm.resource, alarm.path, sprintf("raises the alarm %s", [alarm.name]))
}

alerts contains statement if {
	some alarm in alarms
	never(alarm.expression)
	statement := infra.contradicts(
		alarm.resource, alarm.path, sprintf("never raises the alarm %s", [alarm.name]),
		"write expr with the condition that the alarm is about",
	)
}

alerts contains statement if {
	some alarm in alarms
	infra.unknown(alarm.expression)
	statement := infra.undecided(alarm.resource, alarm.path, alarm.expression["(unknown)"])
}

alarms contains alarm if {
	some resource in input.index.resources.PrometheusRule
	some group, _ in infra.list(infra.get(resource, ["spec", "groups"], []))
	some position, rule in infra.list(infra.get(resource, ["spec", "groups", group, "rules"], []))
	is_string(rule.alert)
	alarm := {
		"resource": resource,
		"path": ["spec", "groups", group, "rules", position, "expr"],
		"name": rule.alert,
		"expression": object.get(rule, "expr", ""),
	}
}

# Nothing, or a number compared with another.
never(expression) if {
	is_string(expression)
	trim_space(expression) == ""
}

never(expression) if {
	is_string(expression)
	regex.match(`^(0 *(>|==) *1|1 *(<|==) *0|1 *> *2)$`, trim_space(expression))
}
