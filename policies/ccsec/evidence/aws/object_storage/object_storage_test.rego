package ccsec.evidence.aws.object_storage_test

import data.ccsec.evidence.aws.object_storage
import data.ccsec.lib.infra_aws_test as expect
import data.ccsec.lib.testing

bucket := testing.resource("aws_s3_bucket", "b", {"bucket": "b"})

# A resource of its own that refers to the bucket.
part(type, values) := expect.referring(
	testing.resource(type, "b", object.union({"bucket": testing.reference("aws_s3_bucket.b")}, values)),
	"bucket", ["aws_s3_bucket.b"],
)

all_on := {
	"block_public_acls": true,
	"block_public_policy": true,
	"ignore_public_acls": true,
	"restrict_public_buckets": true,
}

block(changes) := part("aws_s3_bucket_public_access_block", object.union(all_on, changes))

account := testing.resource("aws_s3_account_public_access_block", "this", all_on)

public_access(resources) := statements if {
	statements := object_storage.bucket_public_access with input as testing.infrastructure(resources)
}

test_bucket_public_access if {
	address := "aws_s3_bucket_public_access_block.b"
	public_access([bucket, block({})]) == {expect.attested(1, address, [], "blocks all public access")}
	public_access([bucket, block({"block_public_policy": false})]) == {expect.contradicted(
		1, address,
		["block_public_policy"],
		"has block_public_policy switched off", "write block_public_policy = true",
	)}
	bare := part("aws_s3_bucket_public_access_block", object.remove(all_on, ["ignore_public_acls"]))
	public_access([bucket, bare]) == {expect.contradicted(
		1, address,
		["ignore_public_acls"],
		"has ignore_public_acls switched off", "write ignore_public_acls = true",
	)}
	public_access([bucket, block({"ignore_public_acls": testing.open})]) == {expect.left_open(1, address, ["ignore_public_acls"])}
}

test_bucket_public_access_by_default if {
	public_access([bucket]) == {expect.attested(0, "aws_s3_bucket.b", [], "is closed to the public by S3's own default")}
	somewhere := testing.resource("aws_s3_bucket_public_access_block", "x", object.union(all_on, {"bucket": testing.open}))
	public_access([bucket, somewhere]) == {expect.attested(
		1, "aws_s3_bucket_public_access_block.x", [],
		"blocks all public access",
	)}
	public_access([account]) == {expect.attested(
		0, "aws_s3_account_public_access_block.this", [],
		"blocks all public access",
	)}
	public_access([account, bucket, block({"ignore_public_acls": false})]) == {expect.attested(
		0, "aws_s3_account_public_access_block.this", [],
		"blocks all public access",
	)}
	public_access([]) == set()
}

acls(resources) := statements if {
	statements := object_storage.bucket_acl with input as testing.infrastructure(resources)
}

acl(value) := part("aws_s3_bucket_acl", {"acl": value})

acl_help := "write acl = \"private\", or leave the ACL away"

test_bucket_acl if {
	acls([bucket, acl("public-read")]) == {expect.contradicted(
		1, "aws_s3_bucket_acl.b",
		["acl"],
		"has the ACL \"public-read\"", acl_help,
	)}
	acls([bucket, acl("private")]) == {expect.attested(
		1, "aws_s3_bucket_acl.b",
		["acl"],
		"has an ACL that keeps the public out",
	)}
	acls([bucket, acl(testing.open)]) == {expect.left_open(1, "aws_s3_bucket_acl.b", ["acl"])}
	acls([bucket, acl("public-read"), block({})]) == set()
	acls([bucket, acl(testing.open), block({})]) == set()
	acls([bucket, acl("public-read"), account]) == set()
	acls([bucket]) == set()
}

test_bucket_acl_of_old if {
	old := testing.resource("aws_s3_bucket", "b", {"acl": "public-read-write"})
	acls([old]) == {expect.contradicted(
		0, "aws_s3_bucket.b",
		["acl"],
		"has the ACL \"public-read-write\"", acl_help,
	)}
	acls([old, block({})]) == set()
}

grant(uri) := part("aws_s3_bucket_acl", {"access_control_policy": [{"grant": [{"grantee": [{"uri": uri}]}]}]})

test_bucket_acl_grant if {
	acls([bucket, grant("http://acs.amazonaws.com/groups/global/AllUsers")]) == {expect.contradicted(
		1, "aws_s3_bucket_acl.b",
		["access_control_policy", 0, "grant", 0, "grantee", 0, "uri"],
		"grants rights to the public", acl_help,
	)}
	acls([bucket, grant("http://acs.amazonaws.com/groups/s3/LogDelivery")]) == set()
	acls([bucket, grant(testing.open)]) == set()
}

policies(resources) := statements if {
	statements := object_storage.bucket_policy with input as testing.infrastructure(resources)
}

policy(statement) := part("aws_s3_bucket_policy", {"policy": {"Statement": [statement]}})

open_policy := part("aws_s3_bucket_policy", {"policy": testing.open})

to_all := {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}

without_tls := {
	"Effect": "Deny",
	"Principal": "*",
	"Action": "s3:*",
	"Resource": "*",
	"Condition": {"Bool": {"aws:SecureTransport": "false"}},
}

test_bucket_policy if {
	address := "aws_s3_bucket_policy.b"
	policies([bucket, policy(to_all)]) == {expect.contradicted(
		1, address,
		["policy", "Statement", 0, "Principal"],
		"grants rights to everybody", "name the principal, as in identifiers = [aws_iam_role.worker.arn]",
	)}
	policies([bucket, policy(to_all), block({})]) == set()
	attested := {expect.attested(1, address, ["policy"], "grants nothing to everybody")}
	policies([bucket, policy(without_tls)]) == attested
	policies([bucket, policy(object.union(to_all, {"Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1"}}}))]) == attested
	policies([bucket, open_policy]) == {expect.left_open(1, address, ["policy"])}
	policies([bucket]) == set()
}

tls(resources) := statements if {
	statements := object_storage.bucket_tls with input as testing.infrastructure(resources)
}

test_bucket_tls if {
	address := "aws_s3_bucket_policy.b"
	tls([bucket, policy(without_tls)]) == {expect.attested(
		1, address,
		["policy", "Statement", 0, "Condition", "Bool", "aws:SecureTransport"],
		"refuses connections without TLS",
	)}
	no_refusal := {expect.contradicted(
		1, address,
		["policy"],
		"does not refuse connections without TLS",
		concat("", [
			"add a statement with effect = \"Deny\", actions = [\"s3:*\"] and the condition test = \"Bool\", ",
			"variable = \"aws:SecureTransport\", values = [\"false\"]",
		]),
	)}
	tls([bucket, policy(to_all)]) == no_refusal
	tls([bucket, policy(object.union(without_tls, {"Condition": {"Bool": {"aws:SecureTransport": "true"}}}))]) == no_refusal
	tls([bucket, open_policy]) == {expect.left_open(1, address, ["policy"])}
	tls([bucket]) == set()
}

versions(resources) := statements if {
	statements := object_storage.bucket_versioning with input as testing.infrastructure(resources)
}

versioning(status) := part("aws_s3_bucket_versioning", {"versioning_configuration": [{"status": status}]})

test_bucket_versioning if {
	address := "aws_s3_bucket_versioning.b"
	at := ["versioning_configuration", 0, "status"]
	versions([bucket, versioning("Enabled")]) == {expect.attested(1, address, at, "keeps old versions")}
	versions([bucket, versioning("Suspended")]) == {expect.contradicted(
		1, address, at,
		"keeps no old versions", "write status = \"Enabled\"",
	)}
	versions([bucket, versioning(testing.open)]) == {expect.left_open(1, address, at)}
}

test_bucket_versioning_absent if {
	versions([bucket]) == {expect.contradicted(
		0, "aws_s3_bucket.b", [],
		"keeps no old versions",
		"add an aws_s3_bucket_versioning with versioning_configuration { status = \"Enabled\" }",
	)}
	trail := expect.referring(testing.resource("aws_cloudtrail", "t", {}), "s3_bucket_name", ["aws_s3_bucket.b"])
	versions([bucket, trail]) == set()
	versions([bucket, testing.resource("aws_backup_selection", "s", {})]) == set()
	module := expect.referring(testing.resource("terraform.module", "m", {}), "bucket", ["aws_s3_bucket.b"])
	versions([bucket, module]) == set()
	stranger := expect.referring(testing.resource("terraform.module", "m", {}), "bucket", ["aws_s3_bucket.other"])
	count(versions([bucket, stranger])) == 1
	elsewhere := testing.resource("aws_s3_bucket_versioning", "v", {
		"bucket": testing.open,
		"versioning_configuration": [{"status": "Enabled"}],
	})
	count(versions([bucket, elsewhere])) == 1
	versions([]) == set()
}

test_bucket_versioning_of_old if {
	old := testing.resource("aws_s3_bucket", "b", {"versioning": [{"enabled": false}]})
	versions([old]) == {expect.contradicted(
		0, "aws_s3_bucket.b",
		["versioning", 0, "enabled"],
		"keeps no old versions", "write enabled = true",
	)}
}

expires(resources) := statements if {
	statements := object_storage.expiry with input as testing.infrastructure(resources)
}

lifecycle(rule) := part("aws_s3_bucket_lifecycle_configuration", {"rule": [rule]})

test_expiry if {
	address := "aws_s3_bucket_lifecycle_configuration.b"
	both := {"status": "Enabled", "expiration": [{"days": 30}], "noncurrent_version_expiration": [{"noncurrent_days": 30}]}
	expires([bucket, versioning("Enabled"), lifecycle(both)]) == {expect.attested(
		2, address,
		["rule", 0, "noncurrent_version_expiration"],
		"deletes old versions for good",
	)}
	half := object.remove(both, ["noncurrent_version_expiration"])
	expires([bucket, versioning("Enabled"), lifecycle(half)]) == {expect.contradicted(
		2, address,
		["rule", 0, "expiration"],
		"lets objects expire, but keeps their old versions for ever",
		"add noncurrent_version_expiration { noncurrent_days = 30 } to the rule",
	)}
	expires([bucket, lifecycle(half)]) == set()
	expires([bucket, versioning("Enabled"), lifecycle(object.union(half, {"status": "Disabled"}))]) == set()
	expires([bucket, lifecycle({"status": testing.open})]) == {expect.left_open(1, address, ["rule", 0, "status"])}
	expires([]) == set()
}

table(ttl) := testing.resource("aws_dynamodb_table", "t", {"ttl": [ttl]})

test_expiry_of_a_table if {
	at := ["ttl", 0, "enabled"]
	expires([table({"attribute_name": "until", "enabled": true})]) == {expect.attested(
		0, "aws_dynamodb_table.t", at,
		"deletes what has expired",
	)}
	expires([table({"attribute_name": "until", "enabled": false})]) == {expect.contradicted(
		0, "aws_dynamodb_table.t", at,
		"names a time to live, but does not delete what has expired", "write enabled = true",
	)}
	expires([testing.resource("aws_dynamodb_table", "t", {})]) == set()
}

other := testing.resource("aws_s3_bucket", "other", {"bucket": "other"})

of_other(type, values) := expect.referring(
	testing.resource(type, "other", object.union({"bucket": testing.reference("aws_s3_bucket.other")}, values)),
	"bucket", ["aws_s3_bucket.other"],
)

test_what_holds_for_another_bucket if {
	closed := of_other("aws_s3_bucket_public_access_block", all_on)
	acls([bucket, acl("public-read"), other, closed]) == acls([bucket, acl("public-read")])
	count(policies([bucket, policy(to_all), other, closed])) == 1
	count(public_access([bucket, other, closed])) == 2
	kept := of_other("aws_s3_bucket_versioning", {"versioning_configuration": [{"status": "Enabled"}]})
	count(versions([bucket, other, kept])) == 2
	half := {"status": "Enabled", "expiration": [{"days": 30}]}
	expires([bucket, other, kept, lifecycle(half)]) == set()
}

test_what_does_not_hold_back if {
	none := {"block_public_acls": false, "block_public_policy": false, "ignore_public_acls": false, "restrict_public_buckets": false}
	off := testing.resource("aws_s3_account_public_access_block", "this", none)
	count(acls([bucket, acl("public-read"), off])) == 1
	count(acls([bucket, acl("public-read"), block({"ignore_public_acls": false})])) == 1
	count(public_access([off, bucket, block({"ignore_public_acls": false})])) == 5
	acls([bucket, grant("http://acs.amazonaws.com/groups/global/AllUsers"), block({})]) == set()
}

test_policies_half_open if {
	address := "aws_s3_bucket_policy.b"
	half := policy(object.union(to_all, {"Principal": {"AWS": ["arn:aws:iam::1:root", testing.open]}}))
	policies([bucket, half]) == {expect.left_open(1, address, ["policy"])}
	tls([bucket, half]) == {expect.left_open(1, address, ["policy"])}
	bad := policy(object.union(to_all, {"Principal": {"AWS": ["*", testing.open]}}))
	count(policies([bucket, bad])) == 1
	both := part("aws_s3_bucket_policy", {"policy": {"Statement": [without_tls, object.union(to_all, {"Action": testing.open})]}})
	count(tls([bucket, both])) == 1
	text := part("aws_s3_bucket_policy", {"policy": "no policy"})
	policies([bucket, text]) == set()
	tls([bucket, text]) == set()
}

test_refusals_of_other_things if {
	allowing := policy(object.union(without_tls, {"Effect": "Allow"}))
	[statement.effect | some statement in tls([bucket, allowing])] == ["contradicts"]
	by_address := object.union(
		object.remove(without_tls, ["Condition"]),
		{"Condition": {"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}},
	)
	[statement.effect | some statement in tls([bucket, policy(by_address)])] == ["contradicts"]
}

test_lifecycles_that_are_off if {
	off := {"status": "Disabled", "noncurrent_version_expiration": [{"noncurrent_days": 30}]}
	expires([bucket, versioning("Enabled"), lifecycle(off)]) == set()
	expires([bucket, versioning("Enabled"), lifecycle({"status": "Enabled"})]) == set()
	half := {"status": "Enabled", "expiration": [{"days": 30}]}
	expires([bucket, versioning("Suspended"), lifecycle(half)]) == set()
}
