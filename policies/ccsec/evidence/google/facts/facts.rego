# METADATA
# title: What code for Google Cloud shows of a service
# description: Facts of the descriptor that Terraform gives away.
package ccsec.evidence.google.facts

import data.ccsec.lib.infra
import data.ccsec.lib.infra_clouds

# METADATA
# title: What the service runs on
# description: Virtual machines, containers and functions that the code makes.
# custom:
#   id: google/compute
#   facts: [service.compute]
#   resources:
#     - google_compute_instance
#     - google_compute_instance_template
#     - google_compute_region_instance_template
#     - google_container_cluster
#     - google_cloud_run_service
#     - google_cloud_run_v2_service
#     - google_cloud_run_v2_job
#     - google_cloudfunctions_function
#     - google_cloudfunctions2_function
#   why: >-
#     Threats to virtual machines, containers and functions are left out of account where the
#     descriptor does not name them.
#   help: name it in service.compute
#   references: [https://registry.terraform.io/providers/hashicorp/google/latest/docs]
compute contains statement if {
	some type, kind in kinds
	some resource in input.index.resources[type]
	statement := infra.shows(resource, [], "service.compute", kind, sprintf("is a %s", [names[kind]]))
}

kinds := {
	"google_compute_instance": "virtual-machine",
	"google_compute_instance_template": "virtual-machine",
	"google_compute_region_instance_template": "virtual-machine",
	"google_container_cluster": "container",
	"google_cloud_run_service": "container",
	"google_cloud_run_v2_service": "container",
	"google_cloud_run_v2_job": "container",
	"google_cloudfunctions_function": "function",
	"google_cloudfunctions2_function": "function",
}

names := {
	"virtual-machine": "virtual machine",
	"container": "home of containers",
	"function": "function",
}

# METADATA
# title: What faces the internet
# description: External load balancers, and services that everyone may invoke.
# custom:
#   id: google/exposure
#   facts: [service.exposure]
#   resources:
#     - google_compute_global_forwarding_rule
#     - google_compute_forwarding_rule
#     - google_cloud_run_v2_service_iam_member
#     - google_cloud_run_service_iam_member
#   why: >-
#     A service that calls itself internal and is reached from the internet leaves the threats from
#     there unanswered.
#   help: write exposure = "internet" in [service], or close the way in
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_global_forwarding_rule
exposure contains statement if {
	some type in {"google_compute_global_forwarding_rule", "google_compute_forwarding_rule"}
	some rule in input.index.resources[type]
	infra.get(rule, ["load_balancing_scheme"], "EXTERNAL") in {"EXTERNAL", "EXTERNAL_MANAGED"}
	statement := infra.shows(rule, [], "service.exposure", "internet", "faces the internet")
}

exposure contains statement if {
	some type in {"google_cloud_run_v2_service_iam_member", "google_cloud_run_service_iam_member"}
	some grant in input.index.resources[type]
	grant.values.role == "roles/run.invoker"
	grant.values.member == "allUsers"
	statement := infra.shows(grant, ["member"], "service.exposure", "internet", "lets everyone in")
}

# METADATA
# title: What stores data
# description: Buckets, disks and databases that the code makes.
# custom:
#   id: google/stored
#   facts: [data.stored]
#   resources:
#     - google_storage_bucket
#     - google_compute_disk
#     - google_sql_database_instance
#     - google_bigquery_dataset
#     - google_spanner_instance
#     - google_firestore_database
#     - google_filestore_instance
#     - google_alloydb_cluster
#   why: What is said to store no data is asked for no encryption, no recovery and no deletion.
#   help: write stored = true in [data]
#   references: [https://registry.terraform.io/providers/hashicorp/google/latest/docs]
stored contains statement if {
	some type in {
		"google_storage_bucket", "google_compute_disk", "google_sql_database_instance", "google_bigquery_dataset",
		"google_spanner_instance", "google_firestore_database", "google_filestore_instance",
		"google_alloydb_cluster",
	}
	some store in input.index.resources[type]
	statement := infra.shows(store, [], "data.stored", true, "stores data")
}

# METADATA
# title: Where data lies
# description: Countries of the regions in which the code stores data.
# custom:
#   id: google/jurisdiction
#   facts: [data.jurisdictions]
#   resources:
#     - google_storage_bucket
#     - google_sql_database_instance
#     - google_compute_disk
#     - google_bigquery_dataset
#     - google_filestore_instance
#     - google_alloydb_cluster
#   why: Where data lies decides which law applies to it.
#   help: name the country in data.jurisdictions
#   references: [https://cloud.google.com/about/locations]
jurisdiction contains statement if {
	some type, key in places
	some store in input.index.resources[type]
	country := infra_clouds.google_country(store, key)
	statement := infra.shows(store, [key], "data.jurisdictions", country, sprintf("lies in %s", [country]))
}

places := {
	"google_storage_bucket": "location", "google_sql_database_instance": "region",
	"google_compute_disk": "zone", "google_bigquery_dataset": "location",
	"google_filestore_instance": "location", "google_alloydb_cluster": "location",
}
