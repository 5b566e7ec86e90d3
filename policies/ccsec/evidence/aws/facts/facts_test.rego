package ccsec.evidence.aws.facts_test

import data.ccsec.evidence.aws.facts
import data.ccsec.lib.infra_aws_test as expect
import data.ccsec.lib.testing

shown(position, address, path, fact, value, message) := {
	"effect": "shows",
	"fact": fact,
	"value": value,
	"resource": address,
	"path": expect.place(position, path),
	"message": message,
}

computing(resources) := statements if {
	statements := facts.compute with input as testing.infrastructure(resources)
}

test_compute if {
	fact := "service.compute"
	computing([testing.resource("aws_instance", "a", {}), testing.resource("aws_ecs_service", "b", {})]) == {
		shown(0, "aws_instance.a", [], fact, "virtual-machine", "runs as a virtual machine"),
		shown(1, "aws_ecs_service.b", [], fact, "container", "runs as a container"),
	}
	computing([testing.resource("aws_lambda_function", "f", {})]) == {shown(
		0, "aws_lambda_function.f", [],
		fact, "function",
		"runs as a function",
	)}
	computing([testing.resource("aws_s3_bucket", "b", {})]) == set()
	computing([]) == set()
}

exposed(resources) := statements if {
	statements := facts.exposure with input as testing.infrastructure(resources)
}

balancer(values) := expect.referring(testing.resource("aws_lb", "web", values), "security_groups", ["aws_security_group.web"])

group := testing.resource("aws_security_group", "web", {})

rule(cidr) := expect.referring(
	testing.resource("aws_vpc_security_group_ingress_rule", "in", {"cidr_ipv4": cidr, "ip_protocol": "tcp"}),
	"security_group_id", ["aws_security_group.web"],
)

test_exposure_of_balancers if {
	exposed([balancer({}), group, rule("0.0.0.0/0")]) == {shown(
		0, "aws_lb.web",
		["internal"],
		"service.exposure", "internet",
		"faces the internet and lets it in",
	)}
	exposed([balancer({}), group, rule("203.0.113.0/24")]) == set()
	exposed([balancer({"internal": true}), group, rule("0.0.0.0/0")]) == set()
	exposed([balancer({"internal": testing.open}), group, rule("0.0.0.0/0")]) == set()
	exposed([balancer({"load_balancer_type": "gateway"}), group, rule("0.0.0.0/0")]) == set()
	exposed([balancer({})]) == set()
	exposed([]) == set()
}

test_exposure_of_others if {
	exposed([testing.resource("aws_cloudfront_distribution", "d", {"enabled": true})]) == {shown(
		0, "aws_cloudfront_distribution.d",
		["enabled"],
		"service.exposure", "internet",
		"delivers to the internet",
	)}
	exposed([testing.resource("aws_apigatewayv2_api", "a", {})]) == {shown(
		0, "aws_apigatewayv2_api.a", [],
		"service.exposure", "internet",
		"has an address on the internet",
	)}
	exposed([testing.resource("aws_apigatewayv2_api", "a", {"disable_execute_api_endpoint": true})]) == set()
	exposed([testing.resource("aws_lambda_function_url", "u", {"authorization_type": "NONE"})]) == {shown(
		0, "aws_lambda_function_url.u",
		["authorization_type"],
		"service.exposure", "internet",
		"answers everybody on the internet",
	)}
	exposed([testing.resource("aws_lambda_function_url", "u", {"authorization_type": "AWS_IAM"})]) == set()
}

storing(resources) := statements if {
	statements := facts.stored with input as testing.infrastructure(resources)
}

bucket(region) := object.union(testing.resource("aws_s3_bucket", "b", {}), {"region": region})

test_stored if {
	storing([bucket("eu-central-1")]) == {shown(0, "aws_s3_bucket.b", [], "data.stored", true, "stores data")}
	storing([testing.resource("aws_lambda_function", "f", {})]) == set()
	storing([]) == set()
}

lying(resources) := statements if {
	statements := facts.jurisdiction with input as testing.infrastructure(resources)
}

test_jurisdiction if {
	lying([bucket("eu-central-2")]) == {shown(
		0, "aws_s3_bucket.b", [],
		"data.jurisdictions", "CH",
		"lies in eu-central-2",
	)}
	lying([bucket(testing.open)]) == set()
	lying([testing.resource("aws_s3_bucket", "b", {})]) == set()
	lying([]) == set()
}

test_exposure_of_what_is_off_or_of_others if {
	exposed([testing.resource("aws_cloudfront_distribution", "d", {"enabled": false})]) == set()
	elsewhere := expect.referring(testing.resource("aws_lb", "web", {}), "security_groups", ["aws_security_group.other"])
	exposed([elsewhere, group, rule("0.0.0.0/0")]) == set()
	stranger := expect.referring(
		testing.resource("aws_vpc_security_group_ingress_rule", "in", {"cidr_ipv4": "0.0.0.0/0"}),
		"security_group_id", ["aws_security_group.other"],
	)
	exposed([balancer({}), group, stranger]) == set()
}
