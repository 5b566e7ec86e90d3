# METADATA
# title: What the code shows of the service
# description: Facts of the descriptor that Terraform on AWS shows.
package ccsec.evidence.aws.facts

import data.ccsec.evidence.regions
import data.ccsec.lib.infra
import data.ccsec.lib.infra_aws

# METADATA
# title: What the service computes with
# description: Instances are virtual machines, tasks and clusters run containers, Lambda runs functions.
# custom:
#   id: aws/compute
#   facts: [service.compute]
#   resources:
#     - aws_instance
#     - aws_autoscaling_group
#     - aws_spot_instance_request
#     - aws_ecs_service
#     - aws_ecs_task_definition
#     - aws_eks_cluster
#     - aws_apprunner_service
#     - aws_lambda_function
#   why: A kind of compute that the descriptor leaves out is one whose threats nobody has reviewed.
#   help: add the kind to compute in the descriptor
#   references: [https://registry.terraform.io/providers/hashicorp/aws/latest/docs]
compute contains statement if {
	some type, kind in kinds
	some resource in input.index.resources[type]
	statement := infra.shows(resource, [], "service.compute", kind, sprintf("runs as a %s", [words[kind]]))
}

kinds := {
	"aws_instance": "virtual-machine",
	"aws_autoscaling_group": "virtual-machine",
	"aws_spot_instance_request": "virtual-machine",
	"aws_ecs_service": "container",
	"aws_ecs_task_definition": "container",
	"aws_eks_cluster": "container",
	"aws_apprunner_service": "container",
	"aws_lambda_function": "function",
}

words := {"virtual-machine": "virtual machine", "container": "container", "function": "function"}

# METADATA
# title: The service is reached from the internet
# description: >-
#   A load balancer that faces the internet and lets it in, a distribution, a public HTTP API, or a
#   function with an address that answers everybody.
# custom:
#   id: aws/exposure
#   facts: [service.exposure]
#   resources:
#     - aws_lb
#     - aws_cloudfront_distribution
#     - aws_apigatewayv2_api
#     - aws_lambda_function_url
#   why: A service that the internet reaches has threats that an internal one has not.
#   help: write exposure = "internet" in the descriptor
#   references: [https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lb]
exposure contains statement if {
	some balancer in input.index.resources.aws_lb
	infra.no(object.get(balancer.values, "internal", false))
	object.get(balancer.values, "load_balancer_type", "application") != "gateway"
	lets_the_world_in(balancer)
	message := "faces the internet and lets it in"
	statement := infra.shows(balancer, ["internal"], "service.exposure", "internet", message)
}

exposure contains statement if {
	some distribution in input.index.resources.aws_cloudfront_distribution
	infra.yes(distribution.values.enabled)
	message := "delivers to the internet"
	statement := infra.shows(distribution, ["enabled"], "service.exposure", "internet", message)
}

exposure contains statement if {
	some api in input.index.resources.aws_apigatewayv2_api
	infra.no(object.get(api.values, "disable_execute_api_endpoint", false))
	message := "has an address on the internet"
	statement := infra.shows(api, [], "service.exposure", "internet", message)
}

exposure contains statement if {
	some address in input.index.resources.aws_lambda_function_url
	address.values.authorization_type == "NONE"
	message := "answers everybody on the internet"
	statement := infra.shows(address, ["authorization_type"], "service.exposure", "internet", message)
}

lets_the_world_in(balancer) if {
	some group in input.index.resources.aws_security_group
	infra_aws.linked(balancer, "security_groups", group, [])
	some door in doors_of(group)
	some let_in in infra_aws.ingress(door)
	some source in let_in.sources
	source.text in infra_aws.world
}

doors_of(group) := array.concat([group], [rule |
	some type in ["aws_security_group_rule", "aws_vpc_security_group_ingress_rule"]
	some rule in input.index.resources[type]
	infra_aws.linked(rule, "security_group_id", group, [])
])

# METADATA
# title: The service stores data
# description: Buckets, databases, file systems, volumes and tables are there to store data.
# custom:
#   id: aws/stored
#   facts: [data.stored]
#   resources:
#     - aws_s3_bucket
#     - aws_db_instance
#     - aws_rds_cluster
#     - aws_docdb_cluster
#     - aws_neptune_cluster
#     - aws_redshift_cluster
#     - aws_dynamodb_table
#     - aws_efs_file_system
#     - aws_ebs_volume
#     - aws_opensearch_domain
#   why: A service that says that it stores nothing answers for none of the data that it stores.
#   help: write stored = true in [data] of the descriptor, or leave it away
#   references: [https://registry.terraform.io/providers/hashicorp/aws/latest/docs]
stored contains statement if {
	some type in stores
	some store in input.index.resources[type]
	statement := infra.shows(store, [], "data.stored", true, "stores data")
}

stores := [
	"aws_s3_bucket",
	"aws_db_instance",
	"aws_rds_cluster",
	"aws_docdb_cluster",
	"aws_neptune_cluster",
	"aws_redshift_cluster",
	"aws_dynamodb_table",
	"aws_efs_file_system",
	"aws_ebs_volume",
	"aws_opensearch_domain",
]

# METADATA
# title: The countries that data lies in
# description: The country of the region that a resource with data lies in.
# custom:
#   id: aws/jurisdiction
#   facts: [data.jurisdictions]
#   resources:
#     - aws_s3_bucket
#     - aws_db_instance
#     - aws_rds_cluster
#     - aws_docdb_cluster
#     - aws_neptune_cluster
#     - aws_redshift_cluster
#     - aws_dynamodb_table
#     - aws_efs_file_system
#     - aws_ebs_volume
#     - aws_opensearch_domain
#   why: The law of the country that data lies in applies to it, stated or not.
#   help: add the country to jurisdictions in the descriptor
#   references: [https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html]
jurisdiction contains statement if {
	some type in stores
	some store in input.index.resources[type]
	country := regions.aws[store.region]
	message := sprintf("lies in %s", [store.region])
	statement := infra.shows(store, [], "data.jurisdictions", country, message)
}
