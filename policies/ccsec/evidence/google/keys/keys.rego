# METADATA
# title: Keys and encryption of Google Cloud
# description: What Terraform says of Cloud KMS, Secret Manager, and of what is encrypted.
package ccsec.evidence.google.keys

import data.ccsec.lib.infra
import data.ccsec.lib.infra_clouds

# METADATA
# title: Stored data is encrypted
# description: >-
#   What is stored is encrypted, as Google does by itself, with no key that lies in the code.
# custom:
#   id: google/encryption-at-rest
#   expectations: [9.7/encryption-at-rest]
#   resources:
#     - google_storage_bucket
#     - google_compute_disk
#     - google_sql_database_instance
#     - google_bigquery_dataset
#     - google_spanner_instance
#     - google_firestore_database
#     - google_filestore_instance
#   why: >-
#     A disk whose key is written in the code can be read by everyone who reads the code, or its
#     history: that is no encryption against them.
#   help: leave disk_encryption_key out, or name a key of Cloud KMS in kms_key_self_link
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_disk
#     - https://cloud.google.com/docs/security/encryption/default-encryption
encryption_at_rest contains statement if {
	some type in {
		"google_storage_bucket", "google_sql_database_instance", "google_bigquery_dataset",
		"google_spanner_instance", "google_firestore_database", "google_filestore_instance",
	}
	some store in input.index.resources[type]
	statement := infra.attests(store, [], "is encrypted, as Google does by itself")
}

encryption_at_rest contains statement if {
	some disk in input.index.resources.google_compute_disk
	not disk.values.disk_encryption_key[0].raw_key
	not infra.unknown(disk.values.disk_encryption_key)
	statement := infra.attests(disk, [], "is encrypted, as Google does by itself")
}

encryption_at_rest contains statement if {
	some disk in input.index.resources.google_compute_disk
	is_string(disk.values.disk_encryption_key[0].raw_key)
	statement := infra.contradicts(
		disk, ["disk_encryption_key", 0, "raw_key"],
		"is encrypted with a key that lies in the code",
		"write kms_key_self_link = google_kms_crypto_key.disks.id instead of raw_key",
	)
}

encryption_at_rest contains statement if {
	some disk in input.index.resources.google_compute_disk
	some value in infra.open_values(disk, ["disk_encryption_key", 0, "raw_key"])
	statement := infra.undecided(disk, ["disk_encryption_key"], value["(unknown)"])
}

# METADATA
# title: Keys are renewed
# description: A key of Cloud KMS that encrypts is rotated at least once a year.
# custom:
#   id: google/key-rotation
#   expectations: [9.7/key-management]
#   resources: [google_kms_crypto_key]
#   why: >-
#     A key that is never renewed protects ever more data, and one that leaked years ago still opens
#     what is written today.
#   help: write rotation_period = "7776000s"
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/kms_crypto_key
#     - https://cloud.google.com/kms/docs/key-rotation
key_rotation contains statement if {
	some key in rotating
	seconds(key) <= 31622400
	statement := infra.attests(key, ["rotation_period"], "is renewed at least once a year")
}

key_rotation contains statement if {
	some key in rotating
	seconds(key) > 31622400
	statement := infra.contradicts(
		key, ["rotation_period"],
		"is renewed less than once a year", "write rotation_period = \"7776000s\"",
	)
}

key_rotation contains statement if {
	some key in rotating
	infra.get(key, ["rotation_period"], null) == null
	statement := infra.contradicts(
		key, ["rotation_period"],
		"is never renewed by itself", "write rotation_period = \"7776000s\"",
	)
}

key_rotation contains statement if {
	some key in rotating
	value := infra.get(key, ["rotation_period"], null)
	infra.unknown(value)
	statement := infra.undecided(key, ["rotation_period"], value["(unknown)"])
}

# Keys that sign, and keys that are imported, cannot be rotated by the service.
rotating contains key if {
	some key in input.index.resources.google_kms_crypto_key
	infra.get(key, ["purpose"], "ENCRYPT_DECRYPT") == "ENCRYPT_DECRYPT"
	not infra.yes(infra.get(key, ["import_only"], false))
}

seconds(key) := infra_clouds.number(trim_suffix(key.values.rotation_period, "s")) if {
	is_string(key.values.rotation_period)
}

# METADATA
# title: Keys cannot be destroyed at a stroke
# description: A key version that is to be destroyed waits a week or more.
# custom:
#   id: google/key-destruction
#   expectations: [9.7/key-management]
#   resources: [google_kms_crypto_key]
#   why: >-
#     When a key is gone, everything that it encrypts is gone. In a day nobody need have noticed.
#   help: leave destroy_scheduled_duration out (thirty days), or write "604800s" or more
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/kms_crypto_key
#     - https://cloud.google.com/kms/docs/destroy-restore
key_destruction contains statement if {
	some key in input.index.resources.google_kms_crypto_key
	value := infra.get(key, ["destroy_scheduled_duration"], "2592000s")
	is_string(value)
	infra_clouds.number(trim_suffix(value, "s")) >= 604800
	statement := infra.attests(key, ["destroy_scheduled_duration"], "waits a week or more before it is destroyed")
}

key_destruction contains statement if {
	some key in input.index.resources.google_kms_crypto_key
	value := infra.get(key, ["destroy_scheduled_duration"], "2592000s")
	is_string(value)
	infra_clouds.number(trim_suffix(value, "s")) < 604800
	statement := infra.contradicts(
		key, ["destroy_scheduled_duration"],
		"is destroyed within a week", "write destroy_scheduled_duration = \"2592000s\"",
	)
}

key_destruction contains statement if {
	some key in input.index.resources.google_kms_crypto_key
	value := infra.get(key, ["destroy_scheduled_duration"], "2592000s")
	infra.unknown(value)
	statement := infra.undecided(key, ["destroy_scheduled_duration"], value["(unknown)"])
}
