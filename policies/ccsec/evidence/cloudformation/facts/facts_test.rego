package ccsec.evidence.cloudformation.facts_test

import data.ccsec.evidence.cloudformation.facts
import data.ccsec.lib.testing
import data.ccsec.lib.testing_cloudformation

one(type, values) := testing_cloudformation.given([testing_cloudformation.resource(type, "Thing", values)])

compute(type) := statements if {
	statements := facts.compute with input as one(type, {})
}

test_compute if {
	compute("AWS::EC2::Instance") == {{
		"effect": "shows",
		"fact": "service.compute",
		"value": "virtual-machine",
		"resource": "Thing",
		"path": ["infrastructure", "infra", 0, "values"],
		"message": "is a virtual machine",
	}}
	{statement.value | some statement in compute("AWS::ECS::TaskDefinition")} == {"container"}
	{statement.value | some statement in compute("AWS::Serverless::Function")} == {"function"}
	compute("AWS::S3::Bucket") == set()
}

exposure(type, values) := statements if {
	statements := facts.exposure with input as one(type, values)
}

shown(path) := {["shows", "Thing", path, "is reached from the internet"]}

test_exposure if {
	balancer := "AWS::ElasticLoadBalancingV2::LoadBalancer"
	{[statement.fact, statement.value] | some statement in exposure(balancer, {})} == {["service.exposure", "internet"]}
	testing_cloudformation.brief(exposure(balancer, {"Type": "network"})) == shown(["Scheme"])
	exposure(balancer, {"Scheme": "internal"}) == set()
	exposure(balancer, {"Scheme": testing.open}) == set()
	exposure(balancer, {"Type": "gateway"}) == set()
	enabled := ["DistributionConfig", "Enabled"]
	testing_cloudformation.brief(exposure("AWS::CloudFront::Distribution", {"DistributionConfig": {"Enabled": true}})) == shown(enabled)
	exposure("AWS::CloudFront::Distribution", {"DistributionConfig": {"Enabled": false}}) == set()
	testing_cloudformation.brief(exposure("AWS::ApiGateway::RestApi", {})) == shown(["EndpointConfiguration", "Types"])
	exposure("AWS::ApiGateway::RestApi", {"EndpointConfiguration": {"Types": ["PRIVATE"]}}) == set()
	testing_cloudformation.brief(exposure("AWS::Lambda::Url", {})) == shown([])
	testing_cloudformation.brief(exposure("AWS::RDS::DBInstance", {"PubliclyAccessible": "true"})) == shown(["PubliclyAccessible"])
	exposure("AWS::RDS::DBInstance", {}) == set()
}

test_stored if {
	found := facts.stored with input as one("AWS::S3::Bucket", {})
	{[statement.fact, statement.value] | some statement in found} == {["data.stored", true]}
	testing_cloudformation.brief(found) == {["shows", "Thing", [], "stores data"]}
	none := facts.stored with input as one("AWS::SNS::Topic", {})
	none == set()
}

places(type, values) := statements if {
	statements := facts.jurisdiction with input as one(type, values)
		with data.ccsec.evidence.regions as {"aws": {"eu-central-1": "DE", "us-east-1": "US"}}
}

test_jurisdiction if {
	replicas := places("AWS::DynamoDB::GlobalTable", {"Replicas": [{"Region": "us-east-1"}, {"Region": testing.open}]})
	{[statement.fact, statement.value] | some statement in replicas} == {["data.jurisdictions", "US"]}
	testing_cloudformation.brief(replicas) == {["shows", "Thing", ["Replicas", 0, "Region"], "keeps data in US"]}
	testing_cloudformation.brief(places("AWS::EC2::Volume", {"AvailabilityZone": "eu-central-1a"})) == {[
		"shows", "Thing", ["AvailabilityZone"], "keeps data in DE",
	]}
	places("AWS::EC2::Volume", {"AvailabilityZone": testing.open}) == set()
}
