# METADATA
# title: The cluster itself
# description: What files say of the API server, the kubelet, and of where volumes lie.
package ccsec.evidence.kubernetes.cluster

import data.ccsec.evidence.regions
import data.ccsec.lib.infra
import data.ccsec.lib.infra_kubernetes

# METADATA
# title: Calls of the API are recorded
# description: >-
#   The audit policy of the API server records more than nothing, and its first rule that leaves something out
#   says what it leaves out.
# custom:
#   id: kubernetes/audit-policy
#   expectations: [9.2/transaction-audit]
#   resources: [Policy]
#   why: >-
#     Without a record of who called what, nobody can tell afterwards how a pod came to be, or who
#     read a secret.
#   help: "write a last rule of level: Metadata"
#   references: [https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/]
audit_policy contains statement if {
	some policy in infra_kubernetes.of_group("Policy", "audit.k8s.io")
	some position in catch_all(policy)
	infra.get(policy, ["rules", position, "level"], "") in {"Metadata", "Request", "RequestResponse"}
	not silenced_before(policy, position)
	statement := infra.attests(policy, ["rules", position, "level"], "records every call that is not left out by name")
}

audit_policy contains statement if {
	some policy in infra_kubernetes.of_group("Policy", "audit.k8s.io")
	some position in catch_all(policy)
	infra.get(policy, ["rules", position, "level"], "") == "None"
	not recorded_before(policy, position)
	statement := infra.contradicts(
		policy, ["rules", position, "level"], "leaves out every call",
		"write level: Metadata",
	)
}

audit_policy contains statement if {
	some policy in infra_kubernetes.of_group("Policy", "audit.k8s.io")
	some position, _ in infra.list(infra.get(policy, ["rules"], []))
	value := infra.get(policy, ["rules", position, "level"], "")
	infra.unknown(value)
	statement := infra.undecided(policy, ["rules", position, "level"], value["(unknown)"])
}

# Rules that are about every call.
catch_all(policy) := [position |
	some position, rule in infra.list(infra.get(policy, ["rules"], []))
	is_object(rule)
	count([key | some key, _ in rule; key in {"namespaces", "nonResourceURLs", "resources", "userGroups", "users", "verbs"}]) == 0
]

silenced_before(policy, position) if {
	some earlier in catch_all(policy)
	earlier < position
	infra.get(policy, ["rules", earlier, "level"], "") == "None"
}

recorded_before(policy, position) if {
	some earlier, _ in infra.list(infra.get(policy, ["rules"], []))
	earlier < position
	infra.get(policy, ["rules", earlier, "level"], "None") != "None"
}

# METADATA
# title: Secrets are encrypted in the cluster's store
# description: >-
#   The first provider for each set of resources encrypts; identity, which does not, may only come
#   after it.
# custom:
#   id: kubernetes/secret-encryption
#   expectations: [9.7/encryption-at-rest, 9.7/key-management]
#   resources: [EncryptionConfiguration]
#   why: >-
#     Without encryption every secret of the cluster stands in clear in etcd, in its backups and on
#     its disks.
#   help: "write a provider kms or secretbox before identity"
#   references: [https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/]
secret_encryption contains statement if {
	some config in infra_kubernetes.of_group("EncryptionConfiguration", "apiserver.config.k8s.io")
	some position, _ in infra.list(infra.get(config, ["resources"], []))
	path := ["resources", position, "providers", 0]
	some provider, _ in infra.map(infra.get(config, path, {}))
	provider in {"aescbc", "aesgcm", "kms", "secretbox"}
	statement := infra.attests(config, array.concat(path, [provider]), sprintf("encrypts with %s", [provider]))
}

secret_encryption contains statement if {
	some config in infra_kubernetes.of_group("EncryptionConfiguration", "apiserver.config.k8s.io")
	some position, _ in infra.list(infra.get(config, ["resources"], []))
	path := ["resources", position, "providers", 0]
	"identity" in object.keys(infra.map(infra.get(config, path, {})))
	statement := infra.contradicts(
		config, array.concat(path, ["identity"]), "writes without encryption",
		"write a provider kms or secretbox before identity",
	)
}

secret_encryption contains statement if {
	some config in infra_kubernetes.of_group("EncryptionConfiguration", "apiserver.config.k8s.io")
	some position, _ in infra.list(infra.get(config, ["resources"], []))
	path := ["resources", position, "providers", 0]
	value := infra.get(config, path, {})
	infra.unknown(value)
	statement := infra.undecided(config, path, value["(unknown)"])
}

# METADATA
# title: The kubelet answers nobody in particular
# description: >-
#   The kubelet refuses anonymous calls, asks the API server for leave, and has no port without
#   authentication: its defaults, where the configuration does not say otherwise.
# custom:
#   id: kubernetes/kubelet
#   expectations: [9.5/hypervisor-hardening]
#   resources: [KubeletConfiguration]
#   why: Whoever may call the kubelet runs commands in every container of its node.
#   help: "write authentication: {anonymous: {enabled: false}}, authorization: {mode: Webhook}"
#   references: [https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/]
kubelet contains statement if {
	some config in infra_kubernetes.of_group("KubeletConfiguration", "kubelet.config.k8s.io")
	words := {
		"yes": "refuses anonymous calls",
		"no": "takes anonymous calls",
		"help": "write authentication: {anonymous: {enabled: false}}",
	}
	statement := infra.untruth(config, ["authentication", "anonymous", "enabled"], false, words)
}

kubelet contains statement if {
	some config in infra_kubernetes.of_group("KubeletConfiguration", "kubelet.config.k8s.io")
	words := {
		"yes": "asks for leave",
		"no": "allows every call",
		"help": "write authorization: {mode: Webhook}",
	}
	statement := infra.among(config, ["authorization", "mode"], "Webhook", {"Webhook"}, words)
}

kubelet contains statement if {
	some config in infra_kubernetes.of_group("KubeletConfiguration", "kubelet.config.k8s.io")
	words := {
		"yes": "has no port without authentication",
		"no": "has a port without authentication",
		"help": "write readOnlyPort: 0",
	}
	statement := infra.among(config, ["readOnlyPort"], 0, {0}, words)
}

# METADATA
# title: Volumes are encrypted
# description: >-
#   Storage classes of AWS ask for encryption. Google and Azure encrypt every disk by themselves; where a class
#   of AWS says nothing the account decides, and nothing is said.
# custom:
#   id: kubernetes/storage-encryption
#   expectations: [9.7/encryption-at-rest]
#   resources: [StorageClass]
#   why: A volume that is not encrypted can be read by whoever gets hold of its snapshot.
#   help: "write parameters: {encrypted: \"true\"}"
#   references: [https://kubernetes.io/docs/concepts/storage/storage-classes/]
storage_encryption contains statement if {
	some class in input.index.resources.StorageClass
	infra.get(class, ["provisioner"], "") in {"ebs.csi.aws.com", "ebs.csi.eks.amazonaws.com", "kubernetes.io/aws-ebs"}
	infra.written(class, ["parameters", "encrypted"])
	words := {
		"yes": "encrypts its volumes",
		"no": "does not encrypt its volumes",
		"help": "write encrypted: \"true\"",
	}
	statement := infra.truth(class, ["parameters", "encrypted"], null, words)
}

storage_encryption contains statement if {
	some class in input.index.resources.StorageClass
	infra.get(class, ["provisioner"], "") in {"pd.csi.storage.gke.io", "disk.csi.azure.com"}
	statement := infra.attests(class, ["provisioner"], "encrypts its volumes")
}

# METADATA
# title: Volumes lie where the data may be
# description: Each region that a storage class names lies in one of the descriptor's jurisdictions.
# custom:
#   id: kubernetes/storage-regions
#   expectations: [9.7/data-location]
#   resources: [StorageClass]
#   why: A volume in another country falls under the law of that country, whatever was promised.
#   help: name a region in one of data.jurisdictions, or add its country there
#   references: [https://kubernetes.io/docs/concepts/storage/storage-classes/]
storage_regions contains statement if {
	some place in places
	country := regions[place.cloud][place.region]
	country in input.data.jurisdictions
	statement := infra.attests(place.resource, place.path, sprintf("keeps volumes in %s", [country]))
}

storage_regions contains statement if {
	some place in places
	country := regions[place.cloud][place.region]
	count(input.data.jurisdictions) > 0
	not country in input.data.jurisdictions
	statement := infra.contradicts(
		place.resource, place.path, sprintf("keeps volumes in %s", [country]),
		"name a region in one of data.jurisdictions, or add its country there",
	)
}

storage_regions contains statement if {
	some place in places
	infra.unknown(place.region)
	count(input.data.jurisdictions) > 0
	statement := infra.undecided(place.resource, place.path, place.region["(unknown)"])
}

places contains place if {
	some class in input.index.resources.StorageClass
	cloud := {"disk.csi.azure.com": "azure", "ebs.csi.aws.com": "aws", "pd.csi.storage.gke.io": "google"}[class.values.provisioner]
	some topology, _ in infra.list(infra.get(class, ["allowedTopologies"], []))
	expressions := ["allowedTopologies", topology, "matchLabelExpressions"]
	some position, expression in infra.list(infra.get(class, expressions, []))
	expression.key == "topology.kubernetes.io/region"
	some index, region in infra.list(expression.values)
	place := {
		"resource": class,
		"path": array.concat(expressions, [position, "values", index]),
		"cloud": cloud,
		"region": region,
	}
}
