# METADATA
# title: Where data lies in Google Cloud
# description: The regions that Terraform names, against the countries that the descriptor allows.
package ccsec.evidence.google.location

import data.ccsec.lib.infra
import data.ccsec.lib.infra_clouds

# METADATA
# title: Data lies in the countries that are allowed
# description: What stores data lies in a region of one of data.jurisdictions.
# custom:
#   id: google/data-location
#   expectations: [9.7/data-location]
#   resources:
#     - google_storage_bucket
#     - google_sql_database_instance
#     - google_compute_disk
#     - google_bigquery_dataset
#     - google_firestore_database
#     - google_filestore_instance
#     - google_redis_instance
#     - google_alloydb_cluster
#   why: >-
#     In a country that was not agreed on, other law decides who may demand the data, and the promise
#     about where it lies is broken. A dataset of BigQuery that names no place lies in the United States.
#   help: choose a location in one of data.jurisdictions, or add the country there
#   references:
#     - https://cloud.google.com/about/locations
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/bigquery_dataset
data_location contains statement if {
	some type, key in stores
	some store in input.index.resources[type]
	country := infra_clouds.google_country(store, key)
	statement := infra_clouds.placed(store, [key], country, infra_clouds.stated)
}

data_location contains statement if {
	some dataset in input.index.resources.google_bigquery_dataset
	infra.get(dataset, ["location"], null) == null
	statement := infra_clouds.placed(dataset, ["location"], "US", infra_clouds.stated)
}

data_location contains statement if {
	count(infra_clouds.stated) > 0
	some type, key in stores
	some store in input.index.resources[type]
	value := infra.get(store, [key], null)
	infra.unknown(value)
	statement := infra.undecided(store, [key], value["(unknown)"])
}

stores := {
	"google_storage_bucket": "location", "google_sql_database_instance": "region",
	"google_compute_disk": "zone", "google_bigquery_dataset": "location",
	"google_firestore_database": "location_id", "google_filestore_instance": "location",
	"google_redis_instance": "region", "google_alloydb_cluster": "location",
}
