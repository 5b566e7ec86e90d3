# METADATA
# title: Cloud Storage buckets
# description: What Terraform says of who reaches a bucket, and what becomes of its objects.
package ccsec.evidence.google.storage

import data.ccsec.lib.infra
import data.ccsec.lib.infra_clouds

# METADATA
# title: Buckets rest on IAM alone
# description: Uniform bucket-level access is on, so that no access list grants what IAM denies.
# custom:
#   id: google/bucket-uniform-access
#   expectations: [9.8/mechanism-coordination]
#   resources: [google_storage_bucket]
#   why: >-
#     Access lists on single objects go past the roles of the bucket; who can read what is then
#     decided in two places, and reviewed in one.
#   help: write uniform_bucket_level_access = true
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/storage_bucket
bucket_uniform_access contains statement if {
	some bucket in input.index.resources.google_storage_bucket
	statement := infra.truth(bucket, ["uniform_bucket_level_access"], false, {
		"yes": "rests on IAM alone",
		"no": "lets access lists grant what IAM denies",
		"help": "write uniform_bucket_level_access = true",
	})
}

# METADATA
# title: No bucket is public
# description: >-
#   No bucket grants a role to allUsers or allAuthenticatedUsers, and public access is prevented.
# custom:
#   id: google/bucket-public
#   expectations: [9.7/access-control]
#   resources:
#     - google_storage_bucket
#     - google_storage_bucket_iam_member
#     - google_storage_bucket_iam_binding
#     - google_storage_bucket_access_control
#     - google_storage_default_object_access_control
#   why: >-
#     allUsers is everyone on the internet, and allAuthenticatedUsers everyone with a Google account:
#     whoever finds the bucket reads, or even writes, what is in it.
#   help: >-
#     write public_access_prevention = "enforced" in the bucket, and name the members that need it
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/storage_bucket
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/storage_bucket_iam
bucket_public contains statement if {
	some bucket in input.index.resources.google_storage_bucket
	infra.get(bucket, ["public_access_prevention"], "inherited") == "enforced"
	statement := infra.attests(bucket, ["public_access_prevention"], "prevents public access")
}

bucket_public contains statement if {
	some bucket in input.index.resources.google_storage_bucket
	value := infra.get(bucket, ["public_access_prevention"], "inherited")
	infra.unknown(value)
	statement := infra.undecided(bucket, ["public_access_prevention"], value["(unknown)"])
}

bucket_public contains statement if {
	some grant in input.index.resources.google_storage_bucket_iam_member
	not prevented(grant)
	statement := public_at(grant, ["member"])
}

bucket_public contains statement if {
	some type in {"google_storage_bucket_access_control", "google_storage_default_object_access_control"}
	some grant in input.index.resources[type]
	not prevented(grant)
	statement := public_at(grant, ["entity"])
}

bucket_public contains statement if {
	some grant in input.index.resources.google_storage_bucket_iam_binding
	not prevented(grant)
	some position, _ in infra_clouds.blocks(grant, ["members"])
	statement := public_at(grant, ["members", position])
}

# A bucket that prevents public access overrides what its grants say.
prevented(grant) if {
	some bucket in input.index.resources.google_storage_bucket
	bucket.values.public_access_prevention == "enforced"
	infra.points_at(grant, "bucket", bucket, ["name"])
}

everyone := {"allUsers", "allAuthenticatedUsers"}

public_at(grant, path) := statement if {
	member := infra.get(grant, path, "")
	member in everyone
	statement := infra.contradicts(
		grant, path,
		sprintf("lets %s in", [member]),
		"name the members that need it, such as \"group:team@example.com\"",
	)
}

# METADATA
# title: Deleted objects can be brought back
# description: A bucket keeps deleted and overwritten objects, by soft delete or by versions.
# custom:
#   id: google/bucket-recovery
#   expectations: [9.7/data-recovery]
#   resources: [google_storage_bucket]
#   why: >-
#     Without soft delete and without versions, an object that a mistake, or an attacker, deletes or
#     overwrites is gone at once.
#   help: leave soft_delete_policy out (seven days), or write versioning { enabled = true }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/storage_bucket
#     - https://cloud.google.com/storage/docs/soft-delete
bucket_recovery contains statement if {
	some bucket in input.index.resources.google_storage_bucket
	infra.yes(infra.get(bucket, ["versioning", 0, "enabled"], false))
	statement := infra.attests(bucket, ["versioning", 0, "enabled"], "keeps versions of its objects")
}

bucket_recovery contains statement if {
	some bucket in input.index.resources.google_storage_bucket
	not infra.yes(infra.get(bucket, ["versioning", 0, "enabled"], false))
	statement := infra_clouds.at_least(
		bucket, ["soft_delete_policy", 0, "retention_duration_seconds"], 604800, 1,
		{
			"yes": "keeps deleted objects for a while",
			"no": "keeps no deleted objects and no versions",
			"help": "write retention_duration_seconds = 604800, or versioning { enabled = true }",
		},
	)
}

# METADATA
# title: Old versions of objects go away
# description: Where a bucket keeps versions, a lifecycle rule deletes the old ones.
# custom:
#   id: google/bucket-deletion
#   expectations: [9.7/data-deletion]
#   resources: [google_storage_bucket]
#   why: >-
#     In a bucket with versions, deleting an object hides it and keeps it. With no rule that deletes
#     old versions, what a customer had deleted stays for good.
#   help: >-
#     write lifecycle_rule { condition { days_since_noncurrent_time = 30 } action { type = "Delete"
#     } }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/storage_bucket
#     - https://cloud.google.com/storage/docs/lifecycle
bucket_deletion contains statement if {
	some bucket in input.index.resources.google_storage_bucket
	some position, rule in infra_clouds.blocks(bucket, ["lifecycle_rule"])
	rule.action[0].type == "Delete"
	statement := infra.attests(bucket, ["lifecycle_rule", position], "deletes what has grown old")
}

bucket_deletion contains statement if {
	some bucket in input.index.resources.google_storage_bucket
	infra.yes(infra.get(bucket, ["versioning", 0, "enabled"], false))
	not deletes(bucket)
	not infra.unknown(infra.get(bucket, ["lifecycle_rule"], null))
	statement := infra.contradicts(
		bucket, ["versioning", 0, "enabled"],
		"keeps every version of its objects for ever",
		"write lifecycle_rule { condition { days_since_noncurrent_time = 30 } action { type = \"Delete\" } }",
	)
}

bucket_deletion contains statement if {
	some bucket in input.index.resources.google_storage_bucket
	rules := infra.get(bucket, ["lifecycle_rule"], null)
	infra.unknown(rules)
	statement := infra.undecided(bucket, ["lifecycle_rule"], rules["(unknown)"])
}

# A rule whose action cannot be known may delete.
deletes(bucket) if {
	some position, _ in infra_clouds.blocks(bucket, ["lifecycle_rule"])
	action := infra.get(bucket, ["lifecycle_rule", position, "action", 0, "type"], "")
	unsettled(action)
}

unsettled(action) if action == "Delete"

unsettled(action) if infra.unknown(action)

# METADATA
# title: Retention policies are locked
# description: Where a bucket must keep its objects for a time, nobody can shorten that time.
# custom:
#   id: google/bucket-lock
#   expectations: [9.7/integrity-verification]
#   resources: [google_storage_bucket]
#   why: >-
#     A retention policy that is not locked can be lifted by whoever administers the bucket, so that
#     what was to stay as it is can be changed, or removed, after all.
#   help: write is_locked = true in retention_policy, once its period is settled
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/storage_bucket
#     - https://cloud.google.com/storage/docs/bucket-lock
bucket_lock contains statement if {
	some bucket in input.index.resources.google_storage_bucket
	bucket.values.retention_policy
	statement := infra.truth(bucket, ["retention_policy", 0, "is_locked"], false, {
		"yes": "has a retention policy that nobody can lift",
		"no": "has a retention policy that can be lifted",
		"help": "write is_locked = true in retention_policy",
	})
}
