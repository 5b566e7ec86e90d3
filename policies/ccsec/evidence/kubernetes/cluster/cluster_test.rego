package ccsec.evidence.kubernetes.cluster_test

import data.ccsec.evidence.kubernetes.cluster
import data.ccsec.lib.testing_kubernetes

reason := "a template that is not rendered"

one(api, kind, body) := testing_kubernetes.given([testing_kubernetes.manifest(api, kind, "", "main", body)])

audit(rules) := statements if {
	statements := cluster.audit_policy with input as one("audit.k8s.io/v1", "Policy", {"rules": rules})
}

test_audit_policy if {
	recorded := "records every call that is not left out by name"
	testing_kubernetes.brief(audit([{"level": "None", "users": ["system:kube-proxy"]}, {"level": "Metadata"}])) == {[
		"attests", "Policy/main", ["rules", 1, "level"], recorded,
	]}
	nothing := audit([{"level": "None"}, {"level": "Metadata"}])
	testing_kubernetes.brief(nothing) == {["contradicts", "Policy/main", ["rules", 0, "level"], "leaves out every call"]}
	testing_kubernetes.helps(nothing) == {"write level: Metadata"}
	testing_kubernetes.brief(audit([{"level": testing_kubernetes.open}])) == {["undecided", "Policy/main", ["rules", 0, "level"], reason]}
	audit([{"level": "Request", "resources": [{"group": ""}]}, {"level": "None"}]) == set()
	audit([]) == set()
	audit("text") == set()
	other := cluster.audit_policy with input as one("kyverno.io/v1", "Policy", {"rules": [{"level": "None"}]})
	other == set()
}

stored(providers) := statements if {
	body := {"resources": [{"resources": ["secrets"], "providers": providers}]}
	statements := cluster.secret_encryption with input as one("apiserver.config.k8s.io/v1", "EncryptionConfiguration", body)
}

test_secret_encryption if {
	first := ["resources", 0, "providers", 0]
	testing_kubernetes.brief(stored([{"kms": {"name": "k"}}, {"identity": {}}])) == {[
		"attests", "EncryptionConfiguration/main", array.concat(first, ["kms"]), "encrypts with kms",
	]}
	plain := stored([{"identity": {}}, {"aescbc": {}}])
	testing_kubernetes.brief(plain) == {[
		"contradicts", "EncryptionConfiguration/main", array.concat(first, ["identity"]), "writes without encryption",
	]}
	testing_kubernetes.helps(plain) == {"write a provider kms or secretbox before identity"}
	testing_kubernetes.brief(stored([testing_kubernetes.open])) == {["undecided", "EncryptionConfiguration/main", first, reason]}
	stored([]) == set()
}

kubelet(body) := statements if {
	statements := cluster.kubelet with input as one("kubelet.config.k8s.io/v1beta1", "KubeletConfiguration", body)
}

test_kubelet if {
	name := "KubeletConfiguration/main"
	anonymous := ["authentication", "anonymous", "enabled"]
	testing_kubernetes.brief(kubelet({})) == {
		["attests", name, anonymous, "refuses anonymous calls"],
		["attests", name, ["authorization", "mode"], "asks for leave"],
		["attests", name, ["readOnlyPort"], "has no port without authentication"],
	}
	open := kubelet({"authentication": {"anonymous": {"enabled": true}}, "authorization": {"mode": "AlwaysAllow"}, "readOnlyPort": 10255})
	testing_kubernetes.brief(open) == {
		["contradicts", name, anonymous, "takes anonymous calls"],
		["contradicts", name, ["authorization", "mode"], "allows every call"],
		["contradicts", name, ["readOnlyPort"], "has a port without authentication"],
	}
	testing_kubernetes.helps(open) == {
		"write authentication: {anonymous: {enabled: false}}",
		"write authorization: {mode: Webhook}",
		"write readOnlyPort: 0",
	}
	["undecided", name, ["readOnlyPort"], reason] in testing_kubernetes.brief(kubelet({"readOnlyPort": testing_kubernetes.open}))
}

class(body) := statements if {
	statements := cluster.storage_encryption with input as one("storage.k8s.io/v1", "StorageClass", body)
}

test_storage_encryption if {
	name := "StorageClass/main"
	here := ["parameters", "encrypted"]
	testing_kubernetes.brief(class({"provisioner": "ebs.csi.aws.com", "parameters": {"encrypted": "true"}})) == {[
		"attests", name, here, "encrypts its volumes",
	]}
	plain := class({"provisioner": "ebs.csi.aws.com", "parameters": {"encrypted": "false"}})
	testing_kubernetes.brief(plain) == {["contradicts", name, here, "does not encrypt its volumes"]}
	testing_kubernetes.helps(plain) == {"write encrypted: \"true\""}
	testing_kubernetes.brief(class({"provisioner": "ebs.csi.aws.com", "parameters": testing_kubernetes.open})) == {["undecided", name, here, reason]}
	testing_kubernetes.brief(class({"provisioner": "disk.csi.azure.com"})) == {["attests", name, ["provisioner"], "encrypts its volumes"]}
	class({"provisioner": "ebs.csi.aws.com", "parameters": {"type": "gp3"}}) == set()
	class({"provisioner": "example.com/nfs", "parameters": {"encrypted": "false"}}) == set()
}

atlas := {"aws": {"eu-central-1": "DE", "us-east-1": "US"}}

located(provisioner, key, value, jurisdictions) := statements if {
	given := object.union(
		one("storage.k8s.io/v1", "StorageClass", {
			"provisioner": provisioner,
			"allowedTopologies": [{"matchLabelExpressions": [{"key": key, "values": [value]}]}],
		}),
		{"data": {"jurisdictions": jurisdictions}},
	)
	statements := cluster.storage_regions with input as given with data.ccsec.evidence.regions as atlas
}

test_storage_regions if {
	name := "StorageClass/main"
	here := ["allowedTopologies", 0, "matchLabelExpressions", 0, "values", 0]
	region := "topology.kubernetes.io/region"
	aws := "ebs.csi.aws.com"
	testing_kubernetes.brief(located(aws, region, "eu-central-1", ["DE"])) == {["attests", name, here, "keeps volumes in DE"]}
	abroad := located(aws, region, "us-east-1", ["DE"])
	testing_kubernetes.brief(abroad) == {["contradicts", name, here, "keeps volumes in US"]}
	testing_kubernetes.helps(abroad) == {"name a region in one of data.jurisdictions, or add its country there"}
	testing_kubernetes.brief(located(aws, region, testing_kubernetes.open, ["DE"])) == {["undecided", name, here, reason]}
	located(aws, region, "us-east-1", []) == set()
	located(aws, "disk", "us-east-1", ["DE"]) == set()
	located("example.com/nfs", region, "us-east-1", ["DE"]) == set()
}

test_audit_policy_in_its_order if {
	testing_kubernetes.brief(audit([{"level": "Metadata"}, {"level": "None"}])) == {[
		"attests", "Policy/main", ["rules", 0, "level"], "records every call that is not left out by name",
	]}
	testing_kubernetes.brief(audit([{"level": "None", "verbs": ["get"]}, {"level": "None"}])) == {[
		"contradicts", "Policy/main", ["rules", 1, "level"], "leaves out every call",
	]}
	testing_kubernetes.brief(audit([{"level": "Request"}, {"level": "Metadata"}])) == {
		["attests", "Policy/main", ["rules", 0, "level"], "records every call that is not left out by name"],
		["attests", "Policy/main", ["rules", 1, "level"], "records every call that is not left out by name"],
	}
}

test_storage_regions_without_jurisdictions if {
	located("ebs.csi.aws.com", "topology.kubernetes.io/region", testing_kubernetes.open, []) == set()
}
