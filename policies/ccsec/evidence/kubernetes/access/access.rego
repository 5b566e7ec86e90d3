# METADATA
# title: Access
# description: What manifests say of roles, of who holds them, and of where secrets lie.
package ccsec.evidence.kubernetes.access

import data.ccsec.lib.infra
import data.ccsec.lib.infra_kubernetes

# METADATA
# title: Roles name what they allow
# description: >-
#   No role allows every verb on every resource of the core API group, or of all of them. Roles of the cluster
#   itself, and such that only its own components hold, are left out.
# custom:
#   id: kubernetes/rbac-wildcards
#   expectations: [9.2/authorization]
#   resources: [ClusterRole, Role]
#   why: >-
#     A role that allows everything allows what nobody thought of, resources that are yet to be invented
#     included; whoever takes over one holder has the cluster.
#   help: name the resources and verbs that are needed in place of "*"
#   references: [https://kubernetes.io/docs/concepts/security/rbac-good-practices/]
rbac_wildcards contains statement if {
	some role in roles
	some position in wild(role)
	some index, verb in role.values.rules[position].verbs
	verb == "*"
	statement := infra.contradicts(
		role, ["rules", position, "verbs", index],
		sprintf("allows every verb on every resource of %s", [groups(role, position)]),
		"name the resources and verbs that are needed in place of \"*\"",
	)
}

rbac_wildcards contains statement if {
	some role in roles
	rules := infra.get(role, ["rules"], null)
	is_array(rules)
	count(rules) > 0
	count(wild(role)) == 0
	not open_rule(role)
	statement := infra.attests(role, ["rules"], "names what it allows")
}

rbac_wildcards contains statement if {
	some role in roles
	value := infra.get(role, ["rules"], null)
	infra.unknown(value)
	statement := infra.undecided(role, ["rules"], value["(unknown)"])
}

wild(role) := [position |
	some position, _ in infra.list(infra.get(role, ["rules"], []))
	"*" in infra.list(infra.get(role, ["rules", position, "verbs"], []))
	"*" in infra.list(infra.get(role, ["rules", position, "resources"], []))
	groups(role, position)
]

# What an extension adds is its own affair: its group alone is no cluster.
groups(role, position) := "every API group" if {
	"*" in infra.list(infra.get(role, ["rules", position, "apiGroups"], []))
} else := "the core API group" if {
	"" in infra.list(infra.get(role, ["rules", position, "apiGroups"], []))
}

open_rule(role) if {
	some position, _ in infra.list(infra.get(role, ["rules"], []))
	some key in ["verbs", "resources"]
	infra.unknown(infra.get(role, ["rules", position, key], []))
}

roles contains role if {
	some kind in ["ClusterRole", "Role"]
	some role in input.index.resources[kind]
	not infra_kubernetes.system(role)
	not role.name in {"cluster-admin", "admin", "edit", "view"}
	not startswith(role.name, "system:")
	not role.name in held_by_the_cluster
}

# Roles whose holders are all components of the cluster.
held_by_the_cluster contains name if {
	some binding in input.index.resources.ClusterRoleBinding
	name := binding.values.roleRef.name
	subjects := infra.list(infra.get(binding, ["subjects"], []))
	count(subjects) > 0
	every subject in subjects {
		subject.namespace in infra_kubernetes.system_namespaces
	}
}

# METADATA
# title: Workloads are not administrators of the cluster
# description: >-
#   No binding makes a service account, or everybody, an administrator of the cluster. People and groups of
#   people may be; so may components of the cluster.
# custom:
#   id: kubernetes/cluster-admin
#   expectations: [9.2/authorization]
#   resources: [ClusterRoleBinding]
#   why: >-
#     Whoever breaks into a workload that is an administrator of the cluster has every secret and
#     every node.
#   help: bind a role that names what the workload needs in place of cluster-admin
#   references: [https://kubernetes.io/docs/reference/access-authn-authz/rbac/]
cluster_admin contains statement if {
	some binding in input.index.resources.ClusterRoleBinding
	infra.get(binding, role_name, null) == "cluster-admin"
	some position, subject in infra.list(infra.get(binding, ["subjects"], []))
	workload_or_everybody(subject)
	statement := infra.contradicts(
		binding, ["subjects", position, "name"],
		sprintf("makes %v an administrator of the cluster", [subject.name]),
		"bind a role that names what is needed in place of cluster-admin",
	)
}

cluster_admin contains statement if {
	some binding in input.index.resources.ClusterRoleBinding
	name := infra.get(binding, role_name, null)
	is_string(name)
	name != "cluster-admin"
	statement := infra.attests(binding, role_name, "grants less than the cluster")
}

cluster_admin contains statement if {
	some binding in input.index.resources.ClusterRoleBinding
	value := infra.get(binding, role_name, null)
	infra.unknown(value)
	statement := infra.undecided(binding, role_name, value["(unknown)"])
}

role_name := ["roleRef", "name"]

workload_or_everybody(subject) if {
	subject.kind == "ServiceAccount"
	not subject.namespace in infra_kubernetes.system_namespaces
}

workload_or_everybody(subject) if {
	subject.kind == "Group"
	subject.name in {"system:authenticated", "system:serviceaccounts", "system:unauthenticated"}
}

# METADATA
# title: Nobody gets rights without a name
# description: >-
#   No binding gives rights to requests that have not been authenticated. What the cluster publishes of
#   itself is left out.
# custom:
#   id: kubernetes/anonymous-access
#   expectations: [9.2/authentication]
#   resources: [ClusterRoleBinding, RoleBinding]
#   why: Rights of the anonymous user are rights of everybody who reaches the API server.
#   help: bind a user, a group or a service account in place of system:anonymous
#   references: [https://kubernetes.io/docs/reference/access-authn-authz/authentication/]
anonymous_access contains statement if {
	some binding in bindings
	some position, subject in infra.list(infra.get(binding, ["subjects"], []))
	subject.name in {"system:anonymous", "system:unauthenticated"}
	statement := infra.contradicts(
		binding, ["subjects", position, "name"], "gives rights to whoever is not authenticated",
		"bind a user, a group or a service account in place of it",
	)
}

anonymous_access contains statement if {
	some binding in bindings
	subjects := infra.list(infra.get(binding, ["subjects"], []))
	count(subjects) > 0
	every subject in subjects {
		is_string(subject.name)
		not subject.name in {"system:anonymous", "system:unauthenticated"}
	}
	statement := infra.attests(binding, ["subjects"], "gives rights to authenticated subjects only")
}

anonymous_access contains statement if {
	some binding in bindings
	value := infra.get(binding, ["subjects"], null)
	infra.unknown(value)
	statement := infra.undecided(binding, ["subjects"], value["(unknown)"])
}

bindings contains binding if {
	some kind in ["ClusterRoleBinding", "RoleBinding"]
	some binding in input.index.resources[kind]
	not infra_kubernetes.system(binding)
	not infra.get(binding, role_name, "") == "system:public-info-viewer"
}

# METADATA
# title: Secrets are not kept in code
# description: >-
#   Secrets come from a store of secrets or stand in the code encrypted. Certificates, user names and what
#   the cluster fills in itself are no secrets.
# custom:
#   id: kubernetes/secrets-in-code
#   expectations: [9.7/key-management]
#   resources: [ExternalSecret, SealedSecret, Secret, SecretProviderClass]
#   why: >-
#     A Secret is encoded, not encrypted: in a repository it is read by everybody who reads the code, and
#     stays in the history after it has been changed.
#   help: replace the Secret by an ExternalSecret or a SealedSecret, and change what it held
#   references: [https://kubernetes.io/docs/concepts/security/secrets-good-practices/]
secrets_in_code contains statement if {
	some kind, path in {"ExternalSecret": ["spec"], "SealedSecret": ["spec", "encryptedData"], "SecretProviderClass": ["spec"]}
	some resource in input.index.resources[kind]
	infra.written(resource, path)
	statement := infra.attests(resource, path, "keeps its values out of the code")
}

secrets_in_code contains statement if {
	some secret in input.index.resources.Secret
	infra.written(secret, ["sops"])
	statement := infra.attests(secret, ["sops"], "keeps its values encrypted")
}

secrets_in_code contains statement if {
	some value in secret_values
	is_string(value.value)
	count(value.value) > 0
	statement := infra.contradicts(
		value.resource, value.path, sprintf("holds %s in the code", [value.key]),
		"replace the Secret by an ExternalSecret or a SealedSecret, and change what it held",
	)
}

secrets_in_code contains statement if {
	some value in secret_values
	infra.unknown(value.value)
	statement := infra.undecided(value.resource, value.path, value.value["(unknown)"])
}

secret_values contains found if {
	some secret in input.index.resources.Secret
	not infra.written(secret, ["sops"])
	not infra.get(secret, ["type"], "Opaque") == "kubernetes.io/service-account-token"
	some section in ["data", "stringData"]
	some key, value in infra.map(infra.get(secret, [section], {}))
	not regex.match(harmless, lower(key))
	found := {"resource": secret, "path": [section, key], "key": key, "value": value}
}

# Certificates, addresses, names, and files of settings, which may hold secrets or not.
harmless := `(\.(cfg|conf|crt|ini|json|pem|properties|pub|toml|txt|xml|ya?ml)|^user|username|^host|^port|^url|^uri|^endpoint)$`
