# METADATA
# title: Policies of the cluster
# description: >-
#   What manifests say of admission, of signatures, and of how configuration gets into the cluster.
package ccsec.evidence.kubernetes.policies

import data.ccsec.lib.infra
import data.ccsec.lib.infra_kubernetes

# METADATA
# title: Namespaces enforce a standard for pods
# description: >-
#   A namespace with a label of Pod Security enforces baseline or restricted. Namespaces without such a label,
#   and those of the cluster itself, say nothing.
# custom:
#   id: kubernetes/pod-security
#   expectations: [9.5/workload-isolation, 9.9/security-policy]
#   resources: [Namespace]
#   why: A rule that nothing enforces holds until somebody is in a hurry; then a pod runs privileged.
#   help: "write pod-security.kubernetes.io/enforce: restricted"
#   references: [https://kubernetes.io/docs/concepts/security/pod-security-admission/]
pod_security contains statement if {
	some namespace in input.index.resources.Namespace
	not namespace.name in infra_kubernetes.system_namespaces
	path := ["metadata", "labels", "pod-security.kubernetes.io/enforce"]
	infra.written(namespace, path)
	words := {
		"yes": "enforces a standard for its pods",
		"no": "lets every pod in, privileged ones too",
		"help": "write pod-security.kubernetes.io/enforce: restricted",
	}
	statement := infra.among(namespace, path, null, {"baseline", "restricted"}, words)
}

# METADATA
# title: Admission policies deny
# description: >-
#   The policies of Kyverno and the bindings of admission policies deny what they find. Where some do, others
#   may merely report; where none does, each of them contradicts.
# custom:
#   id: kubernetes/admission-policies
#   expectations: [9.9/security-policy]
#   resources: [ClusterPolicy, ValidatingAdmissionPolicyBinding]
#   why: A policy that only reports is read after the workload has been running for weeks.
#   help: "write validationFailureAction: Enforce, or validationActions: [Deny]"
#   references:
#     - https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
#     - https://kyverno.io/docs/policy-types/cluster-policy/validate/
admission_policies contains statement if {
	some policy in admission
	policy.enforced
	statement := infra.attests(policy.resource, policy.path, "denies what it finds")
}

admission_policies contains statement if {
	count([policy | some policy in admission; policy.enforced]) == 0
	some policy in admission
	not infra.unknown(policy.value)
	statement := infra.contradicts(
		policy.resource, policy.path, "only reports what it finds",
		"write validationFailureAction: Enforce, or validationActions: [Deny]",
	)
}

admission_policies contains statement if {
	some policy in admission
	infra.unknown(policy.value)
	statement := infra.undecided(policy.resource, policy.path, policy.value["(unknown)"])
}

admission contains policy if {
	some resource in infra_kubernetes.of_group("ClusterPolicy", "kyverno.io")
	rules := infra.list(infra.get(resource, ["spec", "rules"], []))
	some position, rule in rules
	rule.validate
	path := action_path(resource, position)
	value := infra.get(resource, path, "Audit")
	policy := {"resource": resource, "path": path, "value": value, "enforced": value in {"Enforce", "enforce"}}
}

admission contains policy if {
	some resource in input.index.resources.ValidatingAdmissionPolicyBinding
	path := ["spec", "validationActions"]
	value := infra.get(resource, path, [])
	policy := {"resource": resource, "path": path, "value": value, "enforced": "Deny" in infra.list(value)}
}

# The rule's own action wins over that of its policy.
action_path(resource, position) := path if {
	path := ["spec", "rules", position, "validate", "failureAction"]
	infra.written(resource, path)
} else := ["spec", "validationFailureAction"]

# METADATA
# title: Images are verified before they run
# description: >-
#   Policies of Kyverno and Sigstore that verify signatures of images refuse what they cannot verify.
# custom:
#   id: kubernetes/image-verification
#   expectations: [9.2/software-authentication, 9.14/provenance-verification]
#   resources: [ClusterImagePolicy, ClusterPolicy]
#   why: An image that somebody else pushed runs like any other, if a missing signature is merely reported.
#   help: "write failureAction: Enforce, or mode: enforce"
#   references:
#     - https://kyverno.io/docs/policy-types/cluster-policy/verify-images/
#     - https://docs.sigstore.dev/policy-controller/overview/
image_verification contains statement if {
	some resource in infra_kubernetes.of_group("ClusterPolicy", "kyverno.io")
	some rule, given in infra.list(infra.get(resource, ["spec", "rules"], []))
	some position, _ in infra.list(object.get(infra.map(given), "verifyImages", []))
	path := verification_path(resource, rule, position)
	statement := infra.among(resource, path, "Audit", {"Enforce", "enforce"}, verification)
}

image_verification contains statement if {
	some resource in infra_kubernetes.of_group("ClusterImagePolicy", "policy.sigstore.dev")
	count(infra.list(infra.get(resource, ["spec", "authorities"], []))) > 0
	statement := infra.among(resource, ["spec", "mode"], "enforce", {"enforce"}, verification)
}

verification := {
	"yes": "refuses images that it cannot verify",
	"no": "lets images run that it cannot verify",
	"help": "write failureAction: Enforce, or mode: enforce",
}

verification_path(resource, rule, position) := path if {
	path := ["spec", "rules", rule, "verifyImages", position, "failureAction"]
	infra.written(resource, path)
} else := ["spec", "validationFailureAction"]

# METADATA
# title: Configuration comes from the repository
# description: >-
#   What Flux and Argo CD bring into the cluster follows its source by itself. One that is suspended
#   contradicts; an application that is brought by hand says nothing.
# custom:
#   id: kubernetes/configuration-sync
#   expectations: [9.9/configuration-management]
#   resources: [Application, HelmRelease, Kustomization]
#   why: >-
#     A cluster that no longer follows its repository holds what nobody has reviewed, and nobody sees
#     the drift.
#   help: "write suspend: false, or syncPolicy: {automated: {selfHeal: true}}"
#   references:
#     - https://fluxcd.io/flux/components/kustomize/kustomizations/
#     - https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/
configuration_sync contains statement if {
	some kind, group in {"Kustomization": "kustomize.toolkit.fluxcd.io", "HelmRelease": "helm.toolkit.fluxcd.io"}
	some resource in infra_kubernetes.of_group(kind, group)
	words := {
		"yes": "follows its source",
		"no": "no longer follows its source",
		"help": "write suspend: false",
	}
	statement := infra.untruth(resource, ["spec", "suspend"], false, words)
}

configuration_sync contains statement if {
	some application in infra_kubernetes.of_group("Application", "argoproj.io")
	path := ["spec", "syncPolicy", "automated"]
	automated := infra.get(application, path, null)
	is_object(automated)
	not infra.unknown(automated)
	words := {
		"yes": "follows its source",
		"no": "no longer follows its source",
		"help": "write enabled: true",
	}
	statement := infra.truth(application, array.concat(path, ["enabled"]), true, words)
}

# METADATA
# title: Sources are verified
# description: >-
#   Sources of Flux with a verification check signatures; one that is fetched without TLS contradicts.
#   Sources without either say nothing.
# custom:
#   id: kubernetes/source-verification
#   expectations: [9.14/tamper-inspection]
#   resources: [GitRepository, HelmRepository, OCIRepository]
#   why: Whoever sits between the cluster and its source decides what the cluster runs.
#   help: "write url: https://…, and verify: {provider: cosign}"
#   references: [https://fluxcd.io/flux/components/source/gitrepositories/]
source_verification contains statement if {
	some source in sources
	is_object(infra.get(source, ["spec", "verify"], null))
	not infra.unknown(infra.get(source, ["spec", "verify"], null))
	statement := infra.attests(source, ["spec", "verify"], "has its signatures checked")
}

source_verification contains statement if {
	some source in sources
	startswith(infra.text(infra.get(source, ["spec", "url"], "")), "http://")
	statement := infra.contradicts(source, ["spec", "url"], "is fetched without TLS", "write url: https://…")
}

source_verification contains statement if {
	some source in sources
	infra.yes(infra.get(source, ["spec", "insecure"], false))
	statement := infra.contradicts(source, ["spec", "insecure"], "is fetched without TLS", "write insecure: false")
}

source_verification contains statement if {
	some source in sources
	value := infra.get(source, ["spec", "url"], "")
	infra.unknown(value)
	statement := infra.undecided(source, ["spec", "url"], value["(unknown)"])
}

sources contains source if {
	some kind in ["GitRepository", "HelmRepository", "OCIRepository"]
	some source in infra_kubernetes.of_group(kind, "source.toolkit.fluxcd.io")
}
