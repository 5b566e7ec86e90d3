# METADATA
# title: Facts of manifests
# description: What manifests show of a service that its descriptor states as well.
package ccsec.evidence.kubernetes.facts

import data.ccsec.evidence.regions
import data.ccsec.lib.infra
import data.ccsec.lib.infra_kubernetes

# METADATA
# title: Workloads are containers
# description: Each workload outside the cluster's own namespaces shows that the service runs in containers.
# custom:
#   id: kubernetes/compute
#   facts: [service.compute]
#   resources: [CronJob, DaemonSet, Deployment, Job, Pod, ReplicaSet, ReplicationController, StatefulSet]
#   why: What runs in containers needs them kept apart from each other and from their node.
#   help: "write compute = [\"container\"]"
#   references: [https://kubernetes.io/docs/concepts/workloads/]
compute contains statement if {
	some workload in infra_kubernetes.workloads
	statement := infra.shows(workload, ["metadata", "name"], "service.compute", "container", "runs in containers")
}

# METADATA
# title: What the internet reaches
# description: >-
#   A load balancer that is not internal and lets everybody in, or an Ingress whose load balancer faces the
#   internet. Other Ingresses depend on their controller, and show nothing.
# custom:
#   id: kubernetes/exposure
#   facts: [service.exposure]
#   resources: [Ingress, Service]
#   why: What the internet reaches is attacked from there, whether it was meant to be reached or not.
#   help: "write exposure = \"internet\""
#   references: [https://kubernetes.io/docs/concepts/services-networking/service/]
exposure contains statement if {
	some service in input.index.resources.Service
	service.values.spec.type == "LoadBalancer"
	not internal(service)
	infra.get(service, ["spec", "loadBalancerClass"], null) == null
	everybody(infra.get(service, ["spec", "loadBalancerSourceRanges"], null))
	statement := infra.shows(service, ["spec", "type"], "service.exposure", "internet", "is reached from the internet")
}

exposure contains statement if {
	some ingress in input.index.resources.Ingress
	key := "alb.ingress.kubernetes.io/scheme"
	infra_kubernetes.annotations(ingress)[key] == "internet-facing"
	statement := infra.shows(
		ingress, ["metadata", "annotations", key], "service.exposure", "internet",
		"is reached from the internet",
	)
}

everybody(ranges) if ranges in {null, []}

everybody(ranges) if {
	some range in infra.list(ranges)
	range in {"0.0.0.0/0", "::/0"}
}

# Any word of the cloud's about an internal address, or an address of one's own pool.
internal(service) if {
	some key, value in infra_kubernetes.annotations(service)
	regex.match(`(internal|scheme|load-balancer-type|metallb|address-pool|tailscale)`, key)
	not value in {"internet-facing", "External", "external", "false", "nlb", "nlb-ip", "alb"}
}

# METADATA
# title: Volumes hold data
# description: A claim of a volume, or a template of claims, shows that the service stores data.
# custom:
#   id: kubernetes/stored
#   facts: [data.stored]
#   resources: [PersistentVolumeClaim, StatefulSet]
#   why: What stores data has to encrypt it, bring it back and delete it for good.
#   help: write stored = true
#   references: [https://kubernetes.io/docs/concepts/storage/persistent-volumes/]
stored contains statement if {
	some claim in input.index.resources.PersistentVolumeClaim
	not infra_kubernetes.system(claim)
	statement := infra.shows(claim, ["metadata", "name"], "data.stored", true, "stores data")
}

stored contains statement if {
	some workload in input.index.resources.StatefulSet
	not infra_kubernetes.system(workload)
	count(infra.list(infra.get(workload, ["spec", "volumeClaimTemplates"], []))) > 0
	statement := infra.shows(workload, ["spec", "volumeClaimTemplates"], "data.stored", true, "stores data")
}

# METADATA
# title: Where volumes lie
# description: A StorageClass that names its regions or zones shows in which country volumes lie.
# custom:
#   id: kubernetes/jurisdiction
#   facts: [data.jurisdictions]
#   resources: [StorageClass]
#   why: The law of the country where the data lies applies to it, whether the descriptor names it or not.
#   help: "add the country to data.jurisdictions"
#   references: [https://kubernetes.io/docs/concepts/storage/storage-classes/]
jurisdiction contains statement if {
	some class in input.index.resources.StorageClass
	cloud := clouds[class.values.provisioner]
	some topology, _ in infra.list(infra.get(class, ["allowedTopologies"], []))
	expressions := ["allowedTopologies", topology, "matchLabelExpressions"]
	some position, expression in infra.list(infra.get(class, expressions, []))
	some value in infra.list(expression.values)
	country := regions[cloud][region(expression.key, value)]
	path := array.concat(expressions, [position, "values"])
	statement := infra.shows(class, path, "data.jurisdictions", country, sprintf("keeps volumes in %s", [country]))
}

clouds := {
	"disk.csi.azure.com": "azure",
	"ebs.csi.aws.com": "aws",
	"pd.csi.storage.gke.io": "google",
}

region("topology.kubernetes.io/region", value) := value if is_string(value)

# A zone is a region with a letter, and a hyphen before it at Google, or a number at Azure.
region(key, value) := regex.replace(value, `(-[a-z]|-[0-9]|[a-z])$`, "") if {
	is_string(value)
	key in {
		"topology.kubernetes.io/zone",
		"topology.ebs.csi.aws.com/zone",
		"topology.gke.io/zone",
		"topology.disk.csi.azure.com/zone",
	}
}

# METADATA
# title: Tenants of a cluster
# description: >-
#   Two tenants or more, as Capsule and Kamaji declare them, show that the service has several tenants. One
#   alone shows nothing.
# custom:
#   id: kubernetes/tenancy
#   facts: [service.tenancy]
#   resources: [Tenant, TenantControlPlane]
#   why: What several tenants share lets one of them see or starve the others, unless they are kept apart.
#   help: "write tenancy = \"multi\""
#   references: [https://projectcapsule.dev/docs/tenants/, https://kamaji.clastix.io]
tenancy contains statement if {
	count(tenants) > 1
	some tenant in tenants
	statement := infra.shows(tenant, ["metadata", "name"], "service.tenancy", "multi", "is one of several tenants")
}

tenants contains tenant if {
	some kind in ["Tenant", "TenantControlPlane"]
	some tenant in object.get(input.index.resources, kind, [])
	is_string(tenant.values.apiVersion)
	regex.match(`^(capsule|kamaji)\.clastix\.io/`, tenant.values.apiVersion)
}
