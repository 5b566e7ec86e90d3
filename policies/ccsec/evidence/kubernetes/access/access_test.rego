package ccsec.evidence.kubernetes.access_test

import data.ccsec.evidence.kubernetes.access
import data.ccsec.lib.testing_kubernetes

reason := "a template that is not rendered"

role(kind, namespace, name, rules) := testing_kubernetes.manifest("rbac.authorization.k8s.io/v1", kind, namespace, name, {"rules": rules})

binding(kind, namespace, held, subjects) := testing_kubernetes.manifest(
	"rbac.authorization.k8s.io/v1", kind, namespace, "holders",
	{"roleRef": {"kind": "ClusterRole", "name": held}, "subjects": subjects},
)

wildcards(resources) := statements if {
	statements := access.rbac_wildcards with input as testing_kubernetes.given(resources)
}

everything := [{"apiGroups": [""], "resources": ["pods"], "verbs": ["*"]}, {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}]

test_rbac_wildcards if {
	named := role("Role", "shop", "reader", [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list"]}])
	testing_kubernetes.brief(wildcards([named])) == {["attests", "Role/shop/reader", ["rules"], "names what it allows"]}
	wild := role("ClusterRole", "", "all", everything)
	testing_kubernetes.brief(wildcards([wild])) == {[
		"contradicts", "ClusterRole/all", ["rules", 1, "verbs", 0], "allows every verb on every resource of every API group",
	]}
	testing_kubernetes.helps(wildcards([wild])) == {"name the resources and verbs that are needed in place of \"*\""}
	testing_kubernetes.brief(wildcards([role("Role", "shop", "open", testing_kubernetes.open)])) == {[
		"undecided", "Role/shop/open", ["rules"], reason,
	]}
	wildcards([role("Role", "shop", "open", [{"resources": testing_kubernetes.open, "verbs": ["*"]}])]) == set()
	wildcards([role("ClusterRole", "", "aggregated", null)]) == set()
	core := role("Role", "shop", "core", [{"apiGroups": [""], "resources": ["*"], "verbs": ["*"]}])
	testing_kubernetes.brief(wildcards([core])) == {[
		"contradicts", "Role/shop/core", ["rules", 0, "verbs", 0], "allows every verb on every resource of the core API group",
	]}
	extension := role("Role", "shop", "metrics", [{"apiGroups": ["custom.metrics.k8s.io"], "resources": ["*"], "verbs": ["*"]}])
	testing_kubernetes.brief(wildcards([extension])) == {["attests", "Role/shop/metrics", ["rules"], "names what it allows"]}
}

test_rbac_wildcards_of_the_cluster if {
	wildcards([role("ClusterRole", "", "cluster-admin", everything)]) == set()
	wildcards([role("ClusterRole", "", "system:controller", everything)]) == set()
	wildcards([role("Role", "kube-system", "all", everything)]) == set()
	wild := role("ClusterRole", "", "all", everything)
	of_cluster := binding("ClusterRoleBinding", "", "all", [{"kind": "ServiceAccount", "name": "c", "namespace": "flux-system"}])
	wildcards([wild, of_cluster]) == set()
	of_shop := binding("ClusterRoleBinding", "", "all", [{"kind": "ServiceAccount", "name": "c", "namespace": "shop"}])
	count(wildcards([wild, of_shop])) == 1
}

admins(held, subjects) := statements if {
	statements := access.cluster_admin with input as testing_kubernetes.given([binding("ClusterRoleBinding", "", held, subjects)])
}

test_cluster_admin if {
	name := "ClusterRoleBinding/holders"
	account := {"kind": "ServiceAccount", "name": "deployer", "namespace": "shop"}
	testing_kubernetes.brief(admins("view", [account])) == {["attests", name, ["roleRef", "name"], "grants less than the cluster"]}
	testing_kubernetes.brief(admins("cluster-admin", [{"kind": "User", "name": "kim"}, account])) == {[
		"contradicts", name, ["subjects", 1, "name"], "makes deployer an administrator of the cluster",
	]}
	testing_kubernetes.helps(admins("cluster-admin", [account])) == {"bind a role that names what is needed in place of cluster-admin"}
	testing_kubernetes.brief(admins("cluster-admin", [{"kind": "Group", "name": "system:authenticated"}])) == {[
		"contradicts", name, ["subjects", 0, "name"], "makes system:authenticated an administrator of the cluster",
	]}
	testing_kubernetes.brief(admins(testing_kubernetes.open, [account])) == {["undecided", name, ["roleRef", "name"], reason]}
	admins("cluster-admin", [{"kind": "Group", "name": "platform-team"}]) == set()
	admins("cluster-admin", [{"kind": "ServiceAccount", "name": "tiller", "namespace": "kube-system"}, "text"]) == set()
	admins("cluster-admin", testing_kubernetes.open) == set()
}

anonymous(kind, namespace, held, subjects) := statements if {
	statements := access.anonymous_access with input as testing_kubernetes.given([binding(kind, namespace, held, subjects)])
}

test_anonymous_access if {
	name := "RoleBinding/shop/holders"
	nobody := {"kind": "User", "name": "system:anonymous"}
	kim := {"kind": "User", "name": "kim"}
	testing_kubernetes.brief(anonymous("RoleBinding", "shop", "view", [kim])) == {[
		"attests", name, ["subjects"], "gives rights to authenticated subjects only",
	]}
	testing_kubernetes.brief(anonymous("RoleBinding", "shop", "view", [kim, nobody])) == {[
		"contradicts", name, ["subjects", 1, "name"], "gives rights to whoever is not authenticated",
	]}
	testing_kubernetes.helps(anonymous("RoleBinding", "shop", "view", [nobody])) == {
		"bind a user, a group or a service account in place of it",
	}
	testing_kubernetes.brief(anonymous("RoleBinding", "shop", "view", testing_kubernetes.open)) == {["undecided", name, ["subjects"], reason]}
	anonymous("ClusterRoleBinding", "", "system:public-info-viewer", [nobody]) == set()
	anonymous("RoleBinding", "kube-public", "kubeadm:bootstrap-signer-clusterinfo", [nobody]) == set()
	anonymous("RoleBinding", "shop", "view", ["text"]) == set()
}

secrets(resources) := statements if {
	statements := access.secrets_in_code with input as testing_kubernetes.given(resources)
}

secret(values) := testing_kubernetes.manifest("v1", "Secret", "shop", "db", values)

test_secrets_in_code if {
	sealed := testing_kubernetes.manifest("bitnami.com/v1alpha1", "SealedSecret", "shop", "db", {"spec": {"encryptedData": {"password": "AgB"}}})
	testing_kubernetes.brief(secrets([sealed])) == {[
		"attests", "SealedSecret/shop/db", ["spec", "encryptedData"], "keeps its values out of the code",
	]}
	testing_kubernetes.brief(secrets([secret({"sops": {"version": "3.9.0"}, "data": {"password": "ENC[x]"}})])) == {[
		"attests", "Secret/shop/db", ["sops"], "keeps its values encrypted",
	]}
	written := secret({"stringData": {"username": "shop", "password": "hunter22"}, "data": {"tls.crt": "LS0t"}})
	testing_kubernetes.brief(secrets([written])) == {[
		"contradicts", "Secret/shop/db", ["stringData", "password"], "holds password in the code",
	]}
	testing_kubernetes.helps(secrets([written])) == {
		"replace the Secret by an ExternalSecret or a SealedSecret, and change what it held",
	}
	testing_kubernetes.brief(secrets([secret({"data": {"password": testing_kubernetes.open}})])) == {[
		"undecided", "Secret/shop/db", ["data", "password"], reason,
	]}
	secrets([secret({"data": {"password": ""}, "stringData": {"alertmanager.yaml": "route: {}", "grafana.ini": "[date_formats]"}})]) == set()
	secrets([secret({"type": "kubernetes.io/service-account-token", "data": {"token": "eyJ"}})]) == set()
	secrets([secret({})]) == set()
}

test_rbac_wildcards_without_rules_or_holders if {
	wildcards([role("Role", "shop", "none", [])]) == set()
	count(wildcards([role("ClusterRole", "", "all", everything), binding("ClusterRoleBinding", "", "all", [])])) == 1
}

test_cluster_admin_of_a_user_with_a_name_like_a_group if {
	admins("cluster-admin", [{"kind": "User", "name": "system:authenticated"}]) == set()
}
