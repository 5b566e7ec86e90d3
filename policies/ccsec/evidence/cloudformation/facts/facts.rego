# METADATA
# title: Facts of templates
# description: What templates show of a service that its descriptor states as well.
package ccsec.evidence.cloudformation.facts

import data.ccsec.evidence.regions
import data.ccsec.lib.infra

# METADATA
# title: What the service runs on
# description: Machines, containers and functions that a template makes.
# custom:
#   id: cloudformation/compute
#   facts: [service.compute]
#   resources:
#     - AWS::EC2::Instance
#     - AWS::AutoScaling::AutoScalingGroup
#     - AWS::ECS::Service
#     - AWS::ECS::TaskDefinition
#     - AWS::EKS::Cluster
#     - AWS::AppRunner::Service
#     - AWS::Lambda::Function
#     - AWS::Serverless::Function
#   why: What runs decides which of the expectations of computing apply.
#   help: "write compute = [\"virtual-machine\"], [\"container\"] or [\"function\"]"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-template-resource-type-ref.html
compute contains statement if {
	some type, kind in {
		"AWS::EC2::Instance": "virtual-machine",
		"AWS::AutoScaling::AutoScalingGroup": "virtual-machine",
		"AWS::ECS::Service": "container",
		"AWS::ECS::TaskDefinition": "container",
		"AWS::EKS::Cluster": "container",
		"AWS::AppRunner::Service": "container",
		"AWS::Lambda::Function": "function",
		"AWS::Serverless::Function": "function",
	}
	some resource in input.index.resources[type]
	statement := infra.shows(resource, [], "service.compute", kind, sprintf("is a %s", [words[kind]]))
}

words := {"virtual-machine": "virtual machine", "container": "container", "function": "function"}

# METADATA
# title: What the internet reaches
# description: >-
#   Load balancers that face the internet, distributions, APIs that are not private, URLs of functions, and
#   databases with a public address.
# custom:
#   id: cloudformation/exposure
#   facts: [service.exposure]
#   resources:
#     - AWS::ElasticLoadBalancingV2::LoadBalancer
#     - AWS::CloudFront::Distribution
#     - AWS::ApiGateway::RestApi
#     - AWS::ApiGatewayV2::Api
#     - AWS::Serverless::HttpApi
#     - AWS::Lambda::Url
#     - AWS::RDS::DBInstance
#   why: What the internet reaches is attacked from there, whether it was meant to be reached or not.
#   help: "write exposure = \"internet\""
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-elasticloadbalancingv2-loadbalancer.html
exposure contains statement if {
	some balancer in input.index.resources["AWS::ElasticLoadBalancingV2::LoadBalancer"]
	infra.get(balancer, ["Scheme"], "internet-facing") == "internet-facing"
	infra.get(balancer, ["Type"], "application") in {"application", "network"}
	statement := reached(balancer, ["Scheme"])
}

exposure contains statement if {
	some distribution in input.index.resources["AWS::CloudFront::Distribution"]
	infra.yes(infra.get(distribution, ["DistributionConfig", "Enabled"], false))
	statement := reached(distribution, ["DistributionConfig", "Enabled"])
}

exposure contains statement if {
	some api in input.index.resources["AWS::ApiGateway::RestApi"]
	types := infra.get(api, ["EndpointConfiguration", "Types"], ["EDGE"])
	some type in infra.list(types)
	type in {"EDGE", "REGIONAL"}
	statement := reached(api, ["EndpointConfiguration", "Types"])
}

exposure contains statement if {
	some type in ["AWS::ApiGatewayV2::Api", "AWS::Serverless::HttpApi", "AWS::Lambda::Url"]
	some resource in input.index.resources[type]
	statement := reached(resource, [])
}

exposure contains statement if {
	some database in input.index.resources["AWS::RDS::DBInstance"]
	infra.yes(infra.get(database, ["PubliclyAccessible"], false))
	statement := reached(database, ["PubliclyAccessible"])
}

reached(resource, path) := infra.shows(resource, path, "service.exposure", "internet", "is reached from the internet")

# METADATA
# title: What holds data
# description: Buckets, databases, volumes and file systems that a template makes.
# custom:
#   id: cloudformation/stored
#   facts: [data.stored]
#   resources:
#     - AWS::S3::Bucket
#     - AWS::RDS::DBInstance
#     - AWS::RDS::DBCluster
#     - AWS::DynamoDB::Table
#     - AWS::DynamoDB::GlobalTable
#     - AWS::EFS::FileSystem
#     - AWS::EC2::Volume
#     - AWS::Redshift::Cluster
#     - AWS::OpenSearchService::Domain
#     - AWS::DocDB::DBCluster
#     - AWS::Neptune::DBCluster
#   why: What stores data has to encrypt it, bring it back and delete it for good.
#   help: write stored = true
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-template-resource-type-ref.html
stored contains statement if {
	some type in [
		"AWS::S3::Bucket",
		"AWS::RDS::DBInstance",
		"AWS::RDS::DBCluster",
		"AWS::DynamoDB::Table",
		"AWS::DynamoDB::GlobalTable",
		"AWS::EFS::FileSystem",
		"AWS::EC2::Volume",
		"AWS::Redshift::Cluster",
		"AWS::OpenSearchService::Domain",
		"AWS::DocDB::DBCluster",
		"AWS::Neptune::DBCluster",
	]
	some resource in input.index.resources[type]
	statement := infra.shows(resource, [], "data.stored", true, "stores data")
}

# METADATA
# title: Where data lies
# description: Regions and zones that a template names for what holds data. Its own region is not known.
# custom:
#   id: cloudformation/jurisdiction
#   facts: [data.jurisdictions]
#   resources:
#     - AWS::DynamoDB::GlobalTable
#     - AWS::SecretsManager::Secret
#     - AWS::EC2::Volume
#     - AWS::RDS::DBInstance
#   why: The law of the country where the data lies applies to it, whether the descriptor names it or not.
#   help: add the country to data.jurisdictions
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-globaltable.html
jurisdiction contains statement if {
	some type, key in {"AWS::DynamoDB::GlobalTable": "Replicas", "AWS::SecretsManager::Secret": "ReplicaRegions"}
	some resource in input.index.resources[type]
	some position, given in infra.list(infra.get(resource, [key], []))
	country := regions.aws[given.Region]
	statement := lies(resource, [key, position, "Region"], country)
}

jurisdiction contains statement if {
	some type in ["AWS::EC2::Volume", "AWS::RDS::DBInstance"]
	some resource in input.index.resources[type]
	zone := infra.text(infra.get(resource, ["AvailabilityZone"], ""))
	country := regions.aws[trim_right(zone, "abcdef")]
	statement := lies(resource, ["AvailabilityZone"], country)
}

lies(resource, path, country) := infra.shows(
	resource, path, "data.jurisdictions", country,
	sprintf("keeps data in %s", [country]),
)
