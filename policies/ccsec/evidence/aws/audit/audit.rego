# METADATA
# title: Records
# description: What Terraform says of what is recorded on AWS, how completely, and for how long.
package ccsec.evidence.aws.audit

import data.ccsec.lib.infra
import data.ccsec.lib.infra_aws

# METADATA
# title: The trail is on
# description: A trail of CloudTrail that the code makes is not switched off.
# custom:
#   id: aws/trail-logging
#   expectations: [9.2/transaction-audit]
#   resources: [aws_cloudtrail]
#   why: A trail that is there but off records nothing, and looks in every inventory as if it did.
#   help: write enable_logging = true, or leave it away
#   references: [https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudtrail]
trail_logging contains statement if {
	some trail in input.index.resources.aws_cloudtrail
	words := {
		"yes": "records calls of the API",
		"no": "is switched off",
		"help": "write enable_logging = true",
	}
	statement := infra.truth(trail, ["enable_logging"], true, words)
}

# METADATA
# title: The trail covers every region
# description: Among the trails that the code makes, one records every region.
# custom:
#   id: aws/trail-regions
#   expectations: [9.2/transaction-audit]
#   resources: [aws_cloudtrail]
#   why: Whoever has stolen credentials starts in the region that nobody watches.
#   help: write is_multi_region_trail = true
#   references: [https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudtrail]
trail_regions contains statement if {
	some trail in input.index.resources.aws_cloudtrail
	not another_covers(trail)
	words := {
		"yes": "records every region",
		"no": "records one region only",
		"help": "write is_multi_region_trail = true",
	}
	statement := infra.truth(trail, ["is_multi_region_trail"], false, words)
}

another_covers(trail) if {
	some other in input.index.resources.aws_cloudtrail
	other.address != trail.address
	other.path[1] == trail.path[1]
	infra.yes(other.values.is_multi_region_trail)
}

# METADATA
# title: Changes to the trail are noticed
# description: CloudTrail signs digests of its files, so that changed and deleted ones can be told.
# custom:
#   id: aws/trail-validation
#   expectations: [9.7/integrity-verification]
#   resources: [aws_cloudtrail]
#   why: An intruder who can write to the bucket takes the traces out, and nobody can tell.
#   help: write enable_log_file_validation = true
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudtrail
#     - https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html
trail_validation contains statement if {
	some trail in input.index.resources.aws_cloudtrail
	words := {
		"yes": "signs digests of its files",
		"no": "signs no digests of its files",
		"help": "write enable_log_file_validation = true",
	}
	statement := infra.truth(trail, ["enable_log_file_validation"], false, words)
}

# METADATA
# title: Records are kept long enough
# description: >-
#   Log groups that take in audit trails, flow logs, access logs or the logs of a cluster keep them for
#   at least 90 days. Without a retention they keep them for ever. Other log groups are passed over.
# custom:
#   id: aws/log-retention
#   expectations: [9.2/transaction-audit]
#   resources: [aws_cloudwatch_log_group]
#   why: Intrusions are found after months, when the records of how they began are already deleted.
#   help: write retention_in_days = 365
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_log_group
log_retention contains statement if {
	some group in input.index.resources.aws_cloudwatch_log_group
	holds_records(group)
	given := infra.get(group, ["retention_in_days"], 0)
	statement := kept(group, given)
}

kept(group, given) := infra.attests(group, ["retention_in_days"], "keeps records for ever") if {
	infra_aws.number(given) == 0
}

kept(group, given) := infra.attests(group, ["retention_in_days"], message) if {
	days := infra_aws.number(given)
	days >= 90
	message := sprintf("keeps records for %v days", [days])
}

kept(group, given) := infra.contradicts(group, ["retention_in_days"], message, "write retention_in_days = 365") if {
	days := infra_aws.number(given)
	days > 0
	days < 90
	message := sprintf("deletes records after %v days", [days])
}

kept(group, given) := infra.undecided(group, ["retention_in_days"], given["(unknown)"]) if infra.unknown(given)

holds_records(group) if {
	some type, attribute in {
		"aws_cloudtrail": "cloud_watch_logs_group_arn",
		"aws_flow_log": "log_destination",
		"aws_api_gateway_stage": "access_log_settings",
		"aws_apigatewayv2_stage": "access_log_settings",
		"aws_route53_resolver_query_log_config": "destination_arn",
		"aws_wafv2_web_acl_logging_configuration": "log_destination_configs",
	}
	some sender in input.index.resources[type]
	infra_aws.linked(sender, attribute, group, [])
}

holds_records(group) if {
	is_string(group.values.name)
	regex.match(`^(/aws/eks/|aws-waf-logs-)`, group.values.name)
}

# METADATA
# title: Clusters record who did what
# description: The control plane of an EKS cluster sends its audit log to CloudWatch.
# custom:
#   id: aws/cluster-audit
#   expectations: [9.2/transaction-audit]
#   resources: [aws_eks_cluster]
#   why: CloudTrail does not see what is done through the API of Kubernetes; without its own log nobody does.
#   help: write enabled_cluster_log_types = ["api", "audit", "authenticator"]
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/eks_cluster
#     - https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
cluster_audit contains statement if {
	some cluster in input.index.resources.aws_eks_cluster
	types := infra.get(cluster, ["enabled_cluster_log_types"], [])
	statement := audited(cluster, types)
}

audited(cluster, types) := infra.attests(cluster, ["enabled_cluster_log_types"], "records who did what") if {
	"audit" in infra.listed(types)
}

audited(cluster, types) := infra.contradicts(cluster, ["enabled_cluster_log_types"], message, help) if {
	not "audit" in infra.listed(types)
	count(infra_aws.hidden(types)) == 0
	message := "does not record who did what"
	help := "write enabled_cluster_log_types = [\"api\", \"audit\", \"authenticator\"]"
}

audited(cluster, types) := infra.undecided(cluster, ["enabled_cluster_log_types"], reason) if {
	not "audit" in infra.listed(types)
	reason := infra_aws.hidden(types)[0]
}

# METADATA
# title: What comes in is recorded
# description: >-
#   Load balancers, distributions, APIs and buckets that have a log of accesses set up really write it.
#   About those that have none nothing is said.
# custom:
#   id: aws/access-logs
#   expectations: [9.2/transaction-audit]
#   resources:
#     - aws_lb
#     - aws_elb
#     - aws_cloudfront_distribution
#     - aws_api_gateway_stage
#     - aws_apigatewayv2_stage
#     - aws_s3_bucket_logging
#   why: Without it nobody can say afterwards what was asked for, by whom, and what was answered.
#   help: write enabled = true in access_logs
#   references: [https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lb]
access_logs contains statement if {
	some type, absent in {"aws_lb": false, "aws_elb": true}
	some balancer in input.index.resources[type]
	some block in infra_aws.blocks(balancer, "access_logs")
	words := {
		"yes": "records accesses",
		"no": "has a log of accesses, but does not write it",
		"help": "write enabled = true in access_logs",
	}
	statement := infra.truth(balancer, ["access_logs", block.at, "enabled"], absent, words)
}

access_logs contains statement if {
	some type, attribute in {
		"aws_cloudfront_distribution": "logging_config",
		"aws_api_gateway_stage": "access_log_settings",
		"aws_apigatewayv2_stage": "access_log_settings",
		"aws_s3_bucket_logging": "target_bucket",
	}
	some sender in input.index.resources[type]
	given := infra.get(sender, [attribute], null)
	not infra_aws.loose(given)
	not given in infra.empty
	statement := infra.attests(sender, [attribute], "records accesses")
}
