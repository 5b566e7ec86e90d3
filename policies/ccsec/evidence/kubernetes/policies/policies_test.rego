package ccsec.evidence.kubernetes.policies_test

import data.ccsec.evidence.kubernetes.policies
import data.ccsec.lib.testing_kubernetes

reason := "a template that is not rendered"

enforcing(name, labels) := statements if {
	resource := object.union(testing_kubernetes.manifest("v1", "Namespace", "", name, {}), {"values": {"metadata": {"labels": labels}}})
	statements := policies.pod_security with input as testing_kubernetes.given([resource])
}

test_pod_security if {
	label := "pod-security.kubernetes.io/enforce"
	here := ["metadata", "labels", label]
	testing_kubernetes.brief(enforcing("shop", {label: "restricted"})) == {[
		"attests", "Namespace/shop", here, "enforces a standard for its pods",
	]}
	testing_kubernetes.brief(enforcing("shop", {label: "privileged"})) == {[
		"contradicts", "Namespace/shop", here, "lets every pod in, privileged ones too",
	]}
	testing_kubernetes.helps(enforcing("shop", {label: "privileged"})) == {"write pod-security.kubernetes.io/enforce: restricted"}
	testing_kubernetes.brief(enforcing("shop", {label: testing_kubernetes.open})) == {["undecided", "Namespace/shop", here, reason]}
	enforcing("kube-system", {label: "privileged"}) == set()
	enforcing("shop", {"pod-security.kubernetes.io/warn": "restricted"}) == set()
}

kyverno(name, spec) := testing_kubernetes.manifest("kyverno.io/v1", "ClusterPolicy", "", name, {"spec": spec})

bound(actions) := testing_kubernetes.manifest(
	"admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding", "", "limits",
	{"spec": {"validationActions": actions}},
)

admission(resources) := statements if {
	statements := policies.admission_policies with input as testing_kubernetes.given(resources)
}

test_admission_policies if {
	action := ["spec", "validationFailureAction"]
	own := ["spec", "rules", 0, "validate", "failureAction"]
	audit := kyverno("labels", {"rules": [{"validate": {"message": "m"}}, {"mutate": {}}]})
	testing_kubernetes.brief(admission([kyverno("labels", {"validationFailureAction": "Enforce", "rules": [{"validate": {}}]})])) == {[
		"attests", "ClusterPolicy/labels", action, "denies what it finds",
	]}
	testing_kubernetes.brief(admission([kyverno("labels", {"rules": [{"validate": {"failureAction": "Enforce"}}]})])) == {[
		"attests", "ClusterPolicy/labels", own, "denies what it finds",
	]}
	testing_kubernetes.brief(admission([audit])) == {["contradicts", "ClusterPolicy/labels", action, "only reports what it finds"]}
	testing_kubernetes.helps(admission([audit])) == {"write validationFailureAction: Enforce, or validationActions: [Deny]"}
	here := ["spec", "validationActions"]
	denying := {["attests", "ValidatingAdmissionPolicyBinding/limits", here, "denies what it finds"]}
	testing_kubernetes.brief(admission([bound(["Deny", "Audit"])])) == denying
	testing_kubernetes.brief(admission([bound(["Deny"]), audit])) == denying
	testing_kubernetes.brief(admission([bound(["Warn"])])) == {[
		"contradicts", "ValidatingAdmissionPolicyBinding/limits", here, "only reports what it finds",
	]}
	testing_kubernetes.brief(admission([bound(testing_kubernetes.open)])) == {[
		"undecided", "ValidatingAdmissionPolicyBinding/limits", here, reason,
	]}
	admission([kyverno("images", {"rules": [{"verifyImages": [{}]}]})]) == set()
}

verification(resource) := statements if {
	statements := policies.image_verification with input as testing_kubernetes.given([resource])
}

test_image_verification if {
	action := ["spec", "validationFailureAction"]
	enforced := verification(kyverno("images", {"validationFailureAction": "Enforce", "rules": [{"verifyImages": [{}]}]}))
	testing_kubernetes.brief(enforced) == {["attests", "ClusterPolicy/images", action, "refuses images that it cannot verify"]}
	audited := verification(kyverno("images", {"rules": ["text", {"verifyImages": [{"failureAction": "Audit"}]}]}))
	testing_kubernetes.brief(audited) == {[
		"contradicts", "ClusterPolicy/images", ["spec", "rules", 1, "verifyImages", 0, "failureAction"],
		"lets images run that it cannot verify",
	]}
	testing_kubernetes.helps(audited) == {"write failureAction: Enforce, or mode: enforce"}
	testing_kubernetes.brief(verification(kyverno("images", {
		"validationFailureAction": testing_kubernetes.open,
		"rules": [{"verifyImages": [{}]}],
	}))) == {["undecided", "ClusterPolicy/images", action, reason]}
	verification(kyverno("labels", {"rules": [{"validate": {}}]})) == set()
	testing_kubernetes.brief(verification(sigstore({"authorities": [{}]}))) == {[
		"attests", "ClusterImagePolicy/images", ["spec", "mode"], "refuses images that it cannot verify",
	]}
	testing_kubernetes.brief(verification(sigstore({"authorities": [{}], "mode": "warn"}))) == {[
		"contradicts", "ClusterImagePolicy/images", ["spec", "mode"], "lets images run that it cannot verify",
	]}
	verification(sigstore({})) == set()
}

sigstore(spec) := testing_kubernetes.manifest("policy.sigstore.dev/v1beta1", "ClusterImagePolicy", "", "images", {"spec": spec})

sync(api, kind, spec) := statements if {
	resource := testing_kubernetes.manifest(api, kind, "flux-system", "shop", {"spec": spec})
	statements := policies.configuration_sync with input as testing_kubernetes.given([resource])
}

test_configuration_sync if {
	flux := "kustomize.toolkit.fluxcd.io/v1"
	name := "Kustomization/flux-system/shop"
	here := ["spec", "suspend"]
	testing_kubernetes.brief(sync(flux, "Kustomization", {})) == {["attests", name, here, "follows its source"]}
	stopped := sync(flux, "Kustomization", {"suspend": true})
	testing_kubernetes.brief(stopped) == {["contradicts", name, here, "no longer follows its source"]}
	testing_kubernetes.helps(stopped) == {"write suspend: false"}
	testing_kubernetes.brief(sync(flux, "Kustomization", {"suspend": testing_kubernetes.open})) == {["undecided", name, here, reason]}
	sync("kustomize.config.k8s.io/v1beta1", "Kustomization", {}) == set()
}

test_configuration_sync_of_argo if {
	argo := "argoproj.io/v1alpha1"
	name := "Application/flux-system/shop"
	here := ["spec", "syncPolicy", "automated", "enabled"]
	testing_kubernetes.brief(sync(argo, "Application", {"syncPolicy": {"automated": {"selfHeal": true}}})) == {[
		"attests", name, here, "follows its source",
	]}
	stopped := sync(argo, "Application", {"syncPolicy": {"automated": {"enabled": false}}})
	testing_kubernetes.brief(stopped) == {["contradicts", name, here, "no longer follows its source"]}
	testing_kubernetes.helps(stopped) == {"write enabled: true"}
	sync(argo, "Application", {}) == set()
	sync(argo, "Application", {"syncPolicy": testing_kubernetes.open}) == set()
}

source(kind, spec) := statements if {
	resource := testing_kubernetes.manifest("source.toolkit.fluxcd.io/v1", kind, "flux-system", "shop", {"spec": spec})
	statements := policies.source_verification with input as testing_kubernetes.given([resource])
}

test_source_verification if {
	name := "GitRepository/flux-system/shop"
	testing_kubernetes.brief(source("GitRepository", {"url": "https://example.com/shop", "verify": {"mode": "HEAD"}})) == {[
		"attests", name, ["spec", "verify"], "has its signatures checked",
	]}
	plain := source("GitRepository", {"url": "http://example.com/shop"})
	testing_kubernetes.brief(plain) == {["contradicts", name, ["spec", "url"], "is fetched without TLS"]}
	testing_kubernetes.helps(plain) == {"write url: https://…"}
	insecure := source("OCIRepository", {"url": "oci://example.com/shop", "insecure": true})
	testing_kubernetes.brief(insecure) == {[
		"contradicts", "OCIRepository/flux-system/shop", ["spec", "insecure"], "is fetched without TLS",
	]}
	testing_kubernetes.helps(insecure) == {"write insecure: false"}
	testing_kubernetes.brief(source("GitRepository", {"url": testing_kubernetes.open})) == {["undecided", name, ["spec", "url"], reason]}
	source("GitRepository", {"url": "https://example.com/shop"}) == set()
	source("GitRepository", {"verify": testing_kubernetes.open}) == set()
}
