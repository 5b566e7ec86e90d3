# METADATA
# title: S3 buckets
# description: What Terraform says of who reaches a bucket, how, and what is left of what was in it.
package ccsec.evidence.aws.object_storage

import data.ccsec.lib.infra
import data.ccsec.lib.infra_aws

# METADATA
# title: Public access to buckets is blocked
# description: >-
#   All four blocks of public access are on, for the bucket or for the account. Nothing written is S3's
#   own default since April 2023, all four on, and attests; an argument that is left out of the resource
#   is off.
# custom:
#   id: aws/bucket-public-access
#   expectations: [9.7/access-control]
#   resources: [aws_s3_bucket, aws_s3_bucket_public_access_block, aws_s3_account_public_access_block]
#   why: One careless policy or ACL then opens the bucket to the internet, where it is found within hours.
#   help: write block_public_acls, block_public_policy, ignore_public_acls and restrict_public_buckets = true
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_public_access_block
#     - https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
bucket_public_access contains statement if {
	some type in block_types
	some block in input.index.resources[type]
	count([flag | some flag in flags; infra.yes(block.values[flag])]) == 4
	statement := infra.attests(block, [], "blocks all public access")
}

bucket_public_access contains statement if {
	some type in block_types
	some block in input.index.resources[type]
	not account_is_closed(block)
	some flag in flags
	infra.no(infra.get(block, [flag], false))
	message := sprintf("has %s switched off", [flag])
	statement := infra.contradicts(block, [flag], message, sprintf("write %s = true", [flag]))
}

bucket_public_access contains statement if {
	some type in block_types
	some block in input.index.resources[type]
	some flag in flags
	some reason in infra_aws.reasons(infra.get(block, [flag], false))
	statement := infra.undecided(block, [flag], reason)
}

bucket_public_access contains statement if {
	some bucket in input.index.resources.aws_s3_bucket
	count(blocks_of(bucket)) == 0
	not infra_aws.astray("aws_s3_bucket_public_access_block", "bucket", "aws_s3_bucket", bucket.path[1])
	statement := infra.attests(bucket, [], "is closed to the public by S3's own default")
}

block_types := ["aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block"]

flags := ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"]

blocks_of(bucket) := [block |
	some block in object.get(input.index.resources, "aws_s3_bucket_public_access_block", [])
	infra_aws.linked(block, "bucket", bucket, ["bucket", "id"])
]

# What the account blocks, no bucket opens.
account_is_closed(block) if {
	some account in input.index.resources.aws_s3_account_public_access_block
	account.path[1] == block.path[1]
	count([flag | some flag in flags; infra.yes(account.values[flag])]) == 4
}

# Whether one of the blocks holds for the bucket that an attribute of a resource leads to.
held_back(resource, flag) if {
	some block in input.index.resources.aws_s3_bucket_public_access_block
	infra.yes(block.values[flag])
	some bucket in input.index.resources.aws_s3_bucket
	infra_aws.linked(block, "bucket", bucket, ["bucket", "id"])
	belongs(resource, bucket)
}

held_back(resource, flag) if {
	some account in input.index.resources.aws_s3_account_public_access_block
	account.path[1] == resource.path[1]
	infra.yes(account.values[flag])
}

belongs(resource, bucket) if resource.address == bucket.address

belongs(resource, bucket) if infra_aws.linked(resource, "bucket", bucket, ["bucket", "id"])

# METADATA
# title: No ACL gives a bucket to the public
# description: >-
#   The ACL of a bucket is not one of the public ones and grants nothing to everybody. One that the
#   bucket ignores, because its public access block says so, is passed over.
# custom:
#   id: aws/bucket-acl
#   expectations: [9.7/access-control]
#   resources: [aws_s3_bucket_acl, aws_s3_bucket]
#   why: Whoever knows or guesses the name of the bucket reads what is in it.
#   help: write acl = "private", or leave the ACL away
#   references: [https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_acl]
bucket_acl contains statement if {
	some type in ["aws_s3_bucket_acl", "aws_s3_bucket"]
	some holder in input.index.resources[type]
	holder.values.acl in public_acls
	not held_back(holder, "ignore_public_acls")
	message := sprintf("has the ACL %q", [holder.values.acl])
	statement := infra.contradicts(holder, ["acl"], message, acl_help)
}

bucket_acl contains statement if {
	some holder in input.index.resources.aws_s3_bucket_acl
	some policy in infra_aws.blocks(holder, "access_control_policy")
	some grant in infra_aws.blocks(policy, "grant")
	some grantee in infra_aws.blocks(grant, "grantee")
	is_string(grantee.values.uri)
	regex.match(`/(AllUsers|AuthenticatedUsers)$`, grantee.values.uri)
	not held_back(holder, "ignore_public_acls")
	path := ["access_control_policy", policy.at, "grant", grant.at, "grantee", grantee.at, "uri"]
	statement := infra.contradicts(holder, path, "grants rights to the public", acl_help)
}

bucket_acl contains statement if {
	some type in ["aws_s3_bucket_acl", "aws_s3_bucket"]
	some holder in input.index.resources[type]
	is_string(holder.values.acl)
	not holder.values.acl in public_acls
	statement := infra.attests(holder, ["acl"], "has an ACL that keeps the public out")
}

bucket_acl contains statement if {
	some type in ["aws_s3_bucket_acl", "aws_s3_bucket"]
	some holder in input.index.resources[type]
	some reason in infra_aws.reasons(object.get(holder.values, "acl", ""))
	not held_back(holder, "ignore_public_acls")
	statement := infra.undecided(holder, ["acl"], reason)
}

public_acls := {"public-read", "public-read-write", "authenticated-read"}

acl_help := "write acl = \"private\", or leave the ACL away"

# METADATA
# title: No policy gives a bucket to everybody
# description: >-
#   No statement of a bucket's policy allows anything to everybody without a condition. Where the public
#   access block keeps such policies out, it is passed over.
# custom:
#   id: aws/bucket-policy
#   expectations: [9.7/access-control]
#   resources: [aws_s3_bucket_policy, data.aws_iam_policy_document]
#   why: Everybody includes every account of AWS and everybody without one.
#   help: name the principal, as in identifiers = [aws_iam_role.worker.arn]
#   references: [https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_policy]
bucket_policy contains statement if {
	some policy in input.index.resources.aws_s3_bucket_policy
	not held_back(policy, "restrict_public_buckets")
	some granted in infra_aws.statements(policy, "policy")
	principal := infra_aws.everybody(granted)
	help := "name the principal, as in identifiers = [aws_iam_role.worker.arn]"
	statement := infra.contradicts(granted.resource, principal.path, "grants rights to everybody", help)
}

bucket_policy contains statement if {
	some policy in input.index.resources.aws_s3_bucket_policy
	not grants_to_everybody(policy)
	count(infra_aws.unsaid(policy, "policy")) == 0
	count(infra_aws.statements(policy, "policy")) > 0
	statement := infra.attests(policy, ["policy"], "grants nothing to everybody")
}

bucket_policy contains statement if {
	some policy in input.index.resources.aws_s3_bucket_policy
	not grants_to_everybody(policy)
	some reason in infra_aws.unsaid(policy, "policy")
	statement := infra.undecided(policy, ["policy"], reason)
}

grants_to_everybody(policy) if {
	some granted in infra_aws.statements(policy, "policy")
	infra_aws.everybody(granted)
}

# METADATA
# title: A bucket refuses connections without TLS
# description: >-
#   The policy of a bucket denies requests where aws:SecureTransport is false. A policy that does not
#   contradicts; about a bucket without a policy nothing is said.
# custom:
#   id: aws/bucket-tls
#   expectations: [9.6/secure-communication]
#   resources: [aws_s3_bucket_policy, data.aws_iam_policy_document]
#   why: S3 answers over plain HTTP too, so that signed links and the data behind them can be read on the way.
#   help: >-
#     add a statement with effect = "Deny", actions = ["s3:*"] and the condition test = "Bool", variable
#     = "aws:SecureTransport", values = ["false"]
#   references: [https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html]
bucket_tls contains statement if {
	some policy in input.index.resources.aws_s3_bucket_policy
	some denied in infra_aws.statements(policy, "policy")
	some path in refusals(denied)
	statement := infra.attests(denied.resource, path, "refuses connections without TLS")
}

bucket_tls contains statement if {
	some policy in input.index.resources.aws_s3_bucket_policy
	not refuses(policy)
	count(infra_aws.unsaid(policy, "policy")) == 0
	count(infra_aws.statements(policy, "policy")) > 0
	message := "does not refuse connections without TLS"
	statement := infra.contradicts(policy, ["policy"], message, tls_help)
}

bucket_tls contains statement if {
	some policy in input.index.resources.aws_s3_bucket_policy
	not refuses(policy)
	some reason in infra_aws.unsaid(policy, "policy")
	statement := infra.undecided(policy, ["policy"], reason)
}

tls_help := concat("", [
	"add a statement with effect = \"Deny\", actions = [\"s3:*\"] and the condition test = \"Bool\", ",
	"variable = \"aws:SecureTransport\", values = [\"false\"]",
])

refusals(denied) := [condition.path |
	not denied.allows
	some condition in denied.conditions
	condition.variable in {"aws:securetransport", "s3:tlsversion"}
	condition.values != ["true"]
]

refuses(policy) if {
	some denied in infra_aws.statements(policy, "policy")
	count(refusals(denied)) > 0
}

# METADATA
# title: Buckets keep what is overwritten
# description: >-
#   Versioning is on. A bucket without it contradicts, unless it only takes in logs, is handed on to a
#   module, or AWS Backup is set up in the same code.
# custom:
#   id: aws/bucket-versioning
#   expectations: [9.7/data-recovery]
#   resources: [aws_s3_bucket, aws_s3_bucket_versioning]
#   why: What is overwritten or deleted, by mistake or by somebody who wants a ransom, is gone.
#   help: 'add an aws_s3_bucket_versioning with versioning_configuration { status = "Enabled" }'
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_versioning
bucket_versioning contains statement if {
	some versioning in input.index.resources.aws_s3_bucket_versioning
	path := ["versioning_configuration", 0, "status"]
	words := {"yes": "keeps old versions", "no": "keeps no old versions", "help": "write status = \"Enabled\""}
	statement := infra.among(versioning, path, "Disabled", {"Enabled"}, words)
}

bucket_versioning contains statement if {
	some bucket in input.index.resources.aws_s3_bucket
	bucket.values.versioning
	path := ["versioning", 0, "enabled"]
	words := {"yes": "keeps old versions", "no": "keeps no old versions", "help": "write enabled = true"}
	statement := infra.truth(bucket, path, false, words)
}

bucket_versioning contains statement if {
	some bucket in input.index.resources.aws_s3_bucket
	not bucket.values.versioning
	not has_versioning(bucket)
	not takes_logs(bucket)
	not handed_on(bucket)
	not input.index.resources.aws_backup_selection
	not infra_aws.astray("aws_s3_bucket_versioning", "bucket", "aws_s3_bucket", bucket.path[1])
	help := "add an aws_s3_bucket_versioning with versioning_configuration { status = \"Enabled\" }"
	statement := infra.contradicts(bucket, [], "keeps no old versions", help)
}

has_versioning(bucket) if {
	some versioning in input.index.resources.aws_s3_bucket_versioning
	infra_aws.linked(versioning, "bucket", bucket, ["bucket", "id"])
}

takes_logs(bucket) if {
	some type, attribute in log_senders
	some sender in input.index.resources[type]
	infra_aws.linked(sender, attribute, bucket, ["bucket", "id"])
}

# A module that is given the bucket may set it up further.
handed_on(bucket) if {
	some module in input.index.resources["terraform.module"]
	some attribute, _ in module.references
	infra_aws.linked(module, attribute, bucket, [])
}

log_senders := {
	"aws_s3_bucket_logging": "target_bucket",
	"aws_cloudtrail": "s3_bucket_name",
	"aws_lb": "access_logs",
	"aws_flow_log": "log_destination",
	"aws_cloudfront_distribution": "logging_config",
	"aws_s3_bucket": "logging",
}

# METADATA
# title: What expires is gone
# description: >-
#   Where objects of a bucket that keeps versions expire, their old versions expire too; where a table of
#   DynamoDB has a time to live, it is on.
# custom:
#   id: aws/expiry
#   expectations: [9.7/data-deletion]
#   resources: [aws_s3_bucket_lifecycle_configuration, aws_dynamodb_table]
#   why: >-
#     In a bucket with versions, what expires is only hidden: whoever may read versions still reads what
#     the customer believes deleted.
#   help: 'add noncurrent_version_expiration { noncurrent_days = 30 } to the rule'
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_lifecycle_configuration
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dynamodb_table
expiry contains statement if {
	some lifecycle in input.index.resources.aws_s3_bucket_lifecycle_configuration
	some rule in infra_aws.blocks(lifecycle, "rule")
	rule.values.status == "Enabled"
	rule.values.noncurrent_version_expiration
	path := ["rule", rule.at, "noncurrent_version_expiration"]
	statement := infra.attests(lifecycle, path, "deletes old versions for good")
}

expiry contains statement if {
	some lifecycle in input.index.resources.aws_s3_bucket_lifecycle_configuration
	some rule in infra_aws.blocks(lifecycle, "rule")
	rule.values.status == "Enabled"
	rule.values.expiration
	versioned(lifecycle)
	not expires_versions(lifecycle)
	message := "lets objects expire, but keeps their old versions for ever"
	help := "add noncurrent_version_expiration { noncurrent_days = 30 } to the rule"
	statement := infra.contradicts(lifecycle, ["rule", rule.at, "expiration"], message, help)
}

expiry contains statement if {
	some lifecycle in input.index.resources.aws_s3_bucket_lifecycle_configuration
	some rule in infra_aws.blocks(lifecycle, "rule")
	some reason in infra_aws.reasons(object.get(rule.values, "status", ""))
	statement := infra.undecided(lifecycle, ["rule", rule.at, "status"], reason)
}

expiry contains statement if {
	some table in input.index.resources.aws_dynamodb_table
	some ttl in infra_aws.blocks(table, "ttl")
	words := {
		"yes": "deletes what has expired",
		"no": "names a time to live, but does not delete what has expired",
		"help": "write enabled = true",
	}
	statement := infra.truth(table, ["ttl", ttl.at, "enabled"], false, words)
}

versioned(lifecycle) if {
	some bucket in input.index.resources.aws_s3_bucket
	infra_aws.linked(lifecycle, "bucket", bucket, ["bucket", "id"])
	some versioning in input.index.resources.aws_s3_bucket_versioning
	infra_aws.linked(versioning, "bucket", bucket, ["bucket", "id"])
	infra.get(versioning, ["versioning_configuration", 0, "status"], "") == "Enabled"
}

expires_versions(lifecycle) if {
	some rule in infra_aws.blocks(lifecycle, "rule")
	rule.values.noncurrent_version_expiration
}
