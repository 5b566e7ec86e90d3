package ccsec.evidence.google.storage_test

import data.ccsec.evidence.google.storage
import data.ccsec.lib.testing
import data.ccsec.lib.testing_clouds as t

said_bucket_uniform_access(given) := statements if {
	statements := storage.bucket_uniform_access with input as given
}

said_bucket_public(given) := statements if {
	statements := storage.bucket_public with input as given
}

said_bucket_recovery(given) := statements if {
	statements := storage.bucket_recovery with input as given
}

said_bucket_deletion(given) := statements if {
	statements := storage.bucket_deletion with input as given
}

said_bucket_lock(given) := statements if {
	statements := storage.bucket_lock with input as given
}

b := "google_storage_bucket"

uniform := ["uniform_bucket_level_access"]

test_bucket_uniform_access if {
	said_bucket_uniform_access(t.code(b, {"uniform_bucket_level_access": true})) == {t.yes(
		b, uniform,
		"rests on IAM alone",
	)}
	said_bucket_uniform_access(t.code(b, {})) == {t.no(
		b, uniform,
		"lets access lists grant what IAM denies", "write uniform_bucket_level_access = true",
	)}
	said_bucket_uniform_access(t.code(b, {"uniform_bucket_level_access": testing.open})) == {t.open(b, uniform)}
	said_bucket_uniform_access(testing.infrastructure([])) == set()
}

named := "name the members that need it, such as \"group:team@example.com\""

member := "google_storage_bucket_iam_member"

binding := "google_storage_bucket_iam_binding"

acl := "google_storage_default_object_access_control"

enforced := testing.resource(b, "closed", {"name": "data", "public_access_prevention": "enforced"})

test_bucket_public if {
	said_bucket_public(t.code(b, {"public_access_prevention": "enforced"})) == {t.yes(
		b, ["public_access_prevention"],
		"prevents public access",
	)}
	said_bucket_public(t.code(b, {})) == set()
	said_bucket_public(t.code(b, {"public_access_prevention": testing.open})) == {t.open(
		b, ["public_access_prevention"],
	)}
	said_bucket_public(t.code(member, {"bucket": "site", "member": "allUsers"})) == {t.no(
		member, ["member"],
		"lets allUsers in", named,
	)}
	said_bucket_public(t.code(member, {"member": "group:team@example.com"})) == set()
	said_bucket_public(t.code(binding, {"members": ["user:a@example.com", "allAuthenticatedUsers"]})) == {t.no(
		binding, ["members", 1],
		"lets allAuthenticatedUsers in", named,
	)}
	said_bucket_public(t.code(acl, {"entity": "allUsers"})) == {t.no(acl, ["entity"], "lets allUsers in", named)}
}

test_bucket_public_prevented if {
	every type, values in {member: {"member": "allUsers"}, binding: {"members": ["allUsers"]}, acl: {"entity": "allUsers"}} {
		{s.effect | some s in said_bucket_public(t.beside(type, object.union({"bucket": "data"}, values), [enforced]))} == {"attests"}
	}
}

seconds := ["soft_delete_policy", 0, "retention_duration_seconds"]

test_bucket_recovery if {
	said_bucket_recovery(t.code(b, {})) == {t.yes(b, seconds, "keeps deleted objects for a while")}
	said_bucket_recovery(t.code(b, {"soft_delete_policy": [{"retention_duration_seconds": 0}]})) == {t.no(
		b, seconds,
		"keeps no deleted objects and no versions",
		"write retention_duration_seconds = 604800, or versioning { enabled = true }",
	)}
	said_bucket_recovery(t.code(b, {"soft_delete_policy": testing.open})) == {t.open(b, seconds)}
	said_bucket_recovery(t.code(b, {"versioning": [{"enabled": true}]})) == {t.yes(
		b, ["versioning", 0, "enabled"],
		"keeps versions of its objects",
	)}
}

versions := {"versioning": [{"enabled": true}]}

deletion(action) := {"lifecycle_rule": [{"action": [{"type": action}]}]}

test_bucket_deletion if {
	said_bucket_deletion(t.code(b, object.union(versions, deletion("Delete")))) == {t.yes(
		b, ["lifecycle_rule", 0],
		"deletes what has grown old",
	)}
	said_bucket_deletion(t.code(b, object.union(versions, deletion("SetStorageClass")))) == {t.no(
		b, ["versioning", 0, "enabled"],
		"keeps every version of its objects for ever",
		"write lifecycle_rule { condition { days_since_noncurrent_time = 30 } action { type = \"Delete\" } }",
	)}
	said_bucket_deletion(t.code(b, object.union(versions, {"lifecycle_rule": testing.open}))) == {t.open(
		b, ["lifecycle_rule"],
	)}
	said_bucket_deletion(t.code(b, object.union(versions, deletion(testing.open)))) == set()
	said_bucket_deletion(t.code(b, {})) == set()
}

locked := ["retention_policy", 0, "is_locked"]

test_bucket_lock if {
	said_bucket_lock(t.code(b, {"retention_policy": [{"is_locked": true}]})) == {t.yes(
		b, locked,
		"has a retention policy that nobody can lift",
	)}
	said_bucket_lock(t.code(b, {"retention_policy": [{"retention_period": 86400}]})) == {t.no(
		b, locked,
		"has a retention policy that can be lifted", "write is_locked = true in retention_policy",
	)}
	said_bucket_lock(t.code(b, {"retention_policy": [{"is_locked": testing.open}]})) == {t.open(b, locked)}
	said_bucket_lock(t.code(b, {})) == set()
}
