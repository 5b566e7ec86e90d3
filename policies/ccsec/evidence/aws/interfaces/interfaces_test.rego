package ccsec.evidence.aws.interfaces_test

import data.ccsec.evidence.aws.interfaces
import data.ccsec.lib.infra_aws_test as expect
import data.ccsec.lib.testing

balancer(values) := testing.resource("aws_lb", "web", values)

listener(values) := expect.referring(
	testing.resource("aws_lb_listener", "l", values),
	"load_balancer_arn", ["aws_lb.web"],
)

forward(protocol) := listener({"protocol": protocol, "default_action": [{"type": "forward"}]})

tls(resources) := statements if {
	statements := interfaces.listener_tls with input as testing.infrastructure(resources)
}

test_listener_tls if {
	tls([forward("HTTPS"), balancer({})]) == {expect.attested(0, "aws_lb_listener.l", ["protocol"], "speaks TLS")}
	plain := {expect.contradicted(
		0, "aws_lb_listener.l",
		["protocol"],
		"answers the internet without TLS",
		"write protocol = \"HTTPS\" with a certificate_arn, or redirect with protocol = \"HTTPS\"",
	)}
	tls([forward("HTTP"), balancer({})]) == plain
	tls([forward("HTTP"), balancer({"internal": false})]) == plain
	tls([forward(testing.open), balancer({})]) == {expect.left_open(0, "aws_lb_listener.l", ["protocol"])}
	tls([]) == set()
}

test_listener_tls_traps if {
	redirect := listener({"protocol": "HTTP", "default_action": [{"type": "redirect", "redirect": [{"protocol": "HTTPS"}]}]})
	tls([redirect, balancer({})]) == {expect.attested(
		0, "aws_lb_listener.l",
		["default_action", 0, "redirect"],
		"redirects to HTTPS",
	)}
	tls([forward("HTTP"), balancer({"internal": true})]) == set()
	tls([forward("HTTP"), balancer({"internal": testing.open})]) == set()
	tls([forward("HTTP")]) == set()
	tls([forward("TCP"), balancer({})]) == set()
	tls([listener({"protocol": "HTTP", "default_action": [{"type": "fixed-response"}]}), balancer({})]) == set()
}

classic(values) := testing.resource("aws_elb", "old", values)

test_listener_tls_of_classic_balancers if {
	at := ["listener", 0, "lb_protocol"]
	tls([classic({"listener": [{"lb_protocol": "https"}]})]) == {expect.attested(0, "aws_elb.old", at, "speaks TLS")}
	tls([classic({"listener": [{"lb_protocol": "http"}]})]) == {expect.contradicted(
		0, "aws_elb.old", at,
		"answers the internet without TLS",
		"write lb_protocol = \"https\" with an ssl_certificate_id",
	)}
	tls([classic({"listener": [{"lb_protocol": testing.open}]})]) == {expect.left_open(0, "aws_elb.old", at)}
	tls([classic({"listener": [{"lb_protocol": "tcp"}]})]) == set()
	tls([classic({"internal": true, "listener": [{"lb_protocol": "http"}]})]) == set()
}

version(resources) := statements if {
	statements := interfaces.listener_tls_version with input as testing.infrastructure(resources)
}

https(policy) := listener(object.union({"protocol": "HTTPS"}, policy))

test_listener_version if {
	old := {expect.contradicted(
		0, "aws_lb_listener.l",
		["ssl_policy"],
		"accepts TLS 1.0 or 1.1",
		"write ssl_policy = \"ELBSecurityPolicy-TLS13-1-2-2021-06\"",
	)}
	version([https({})]) == old
	version([https({"ssl_policy": "ELBSecurityPolicy-TLS13-1-0-2021-06"})]) == old
	version([https({"ssl_policy": "ELBSecurityPolicy-TLS13-1-2-2021-06"})]) == {expect.attested(
		0, "aws_lb_listener.l",
		["ssl_policy"],
		"begins with TLS 1.2",
	)}
	version([https({"ssl_policy": testing.open})]) == {expect.left_open(0, "aws_lb_listener.l", ["ssl_policy"])}
	version([https({"ssl_policy": "ELBSecurityPolicy-Next"})]) == set()
	version([forward("HTTP")]) == set()
	version([]) == set()
}

distribution(values) := testing.resource("aws_cloudfront_distribution", "d", values)

viewers(resources) := statements if {
	statements := interfaces.distribution_tls with input as testing.infrastructure(resources)
}

behaving(kind, policy) := distribution({kind: [{"viewer_protocol_policy": policy}]})

test_distribution_viewers if {
	at := ["default_cache_behavior", 0, "viewer_protocol_policy"]
	address := "aws_cloudfront_distribution.d"
	viewers([behaving("default_cache_behavior", "https-only")]) == {expect.attested(0, address, at, "is reached by HTTPS")}
	viewers([behaving("ordered_cache_behavior", "allow-all")]) == {expect.contradicted(
		0, address,
		["ordered_cache_behavior", 0, "viewer_protocol_policy"],
		"is reached without TLS too",
		"write viewer_protocol_policy = \"redirect-to-https\"",
	)}
	viewers([behaving("default_cache_behavior", testing.open)]) == {expect.left_open(0, address, at)}
	viewers([]) == set()
}

minimum(resources) := statements if {
	statements := interfaces.distribution_tls_version with input as testing.infrastructure(resources)
}

certified(values) := distribution({"viewer_certificate": [values]})

test_distribution_version if {
	at := ["viewer_certificate", 0, "minimum_protocol_version"]
	address := "aws_cloudfront_distribution.d"
	minimum([certified({"minimum_protocol_version": "TLSv1.2_2021"})]) == {expect.attested(
		0, address, at,
		"begins with TLS 1.2",
	)}
	minimum([certified({"acm_certificate_arn": "arn"})]) == {expect.contradicted(
		0, address, at,
		"accepts TLS older than 1.2", "write minimum_protocol_version = \"TLSv1.2_2021\"",
	)}
	minimum([certified({"minimum_protocol_version": testing.open})]) == {expect.left_open(0, address, at)}
	minimum([certified({"cloudfront_default_certificate": true})]) == set()
	minimum([]) == set()
}

authorization(resources) := statements if {
	statements := interfaces.api_authorization with input as testing.infrastructure(resources)
}

method(values) := testing.resource("aws_api_gateway_method", "m", object.union({"http_method": "POST"}, values))

route(values) := testing.resource("aws_apigatewayv2_route", "r", values)

authorization_help := "write authorization = \"AWS_IAM\", or authorization_type = \"JWT\" with an authorizer_id"

test_api_authorization if {
	authorization([method({"authorization": "AWS_IAM"})]) == {expect.attested(
		0, "aws_api_gateway_method.m",
		["authorization"],
		"asks who is calling",
	)}
	authorization([method({"authorization": "NONE"})]) == {expect.contradicted(
		0, "aws_api_gateway_method.m",
		["authorization"],
		"answers whoever calls", authorization_help,
	)}
	authorization([route({"route_key": "GET /orders"})]) == {expect.contradicted(
		0, "aws_apigatewayv2_route.r",
		["authorization_type"],
		"answers whoever calls", authorization_help,
	)}
	url := testing.resource("aws_lambda_function_url", "u", {"authorization_type": testing.open})
	authorization([url]) == {expect.left_open(0, "aws_lambda_function_url.u", ["authorization_type"])}
	authorization([]) == set()
}

test_api_authorization_traps if {
	none := method({"authorization": "NONE"})
	authorization([method({"authorization": "NONE", "http_method": "OPTIONS"})]) == set()
	authorization([method({"authorization": "NONE", "http_method": testing.open})]) == set()
	authorization([method({"authorization": "NONE", "api_key_required": true})]) == set()
	authorization([none, testing.resource("aws_api_gateway_rest_api_policy", "p", {})]) == set()
	authorization([none, testing.resource("aws_api_gateway_rest_api", "a", {"policy": "{}"})]) == set()
	private := {"endpoint_configuration": [{"types": ["PRIVATE"]}]}
	authorization([none, testing.resource("aws_api_gateway_rest_api", "a", private)]) == set()
	mutual := {"mutual_tls_authentication": [{"truststore_uri": "s3://b/c.pem"}]}
	authorization([none, testing.resource("aws_api_gateway_domain_name", "d", mutual)]) == set()
	every key in ["OPTIONS /orders", "POST /login", "GET /healthz", "$default", "sendmessage"] {
		authorization([route({"route_key": key})]) == set()
	}
	authorization([route({"route_key": testing.open})]) == set()
}

names(resources) := statements if {
	statements := interfaces.name_signing with input as testing.infrastructure(resources)
}

zone(values) := testing.resource("aws_route53_hosted_zone_dnssec", "z", values)

test_name_signing if {
	at := ["signing_status"]
	names([zone({})]) == {expect.attested(0, "aws_route53_hosted_zone_dnssec.z", at, "signs its names")}
	names([zone({"signing_status": "NOT_SIGNING"})]) == {expect.contradicted(
		0, "aws_route53_hosted_zone_dnssec.z", at,
		"does not sign its names", "write signing_status = \"SIGNING\"",
	)}
	names([zone({"signing_status": testing.open})]) == {expect.left_open(0, "aws_route53_hosted_zone_dnssec.z", at)}
	names([]) == set()
}

authorities(resources) := statements if {
	statements := interfaces.certificate_authority with input as testing.infrastructure(resources)
}

authority(values) := testing.resource("aws_acmpca_certificate_authority", "a", values)

test_certificate_authority if {
	address := "aws_acmpca_certificate_authority.a"
	authorities([authority({})]) == {expect.attested(0, address, ["enabled"], "issues certificates")}
	authorities([authority({"enabled": false})]) == {expect.contradicted(
		0, address,
		["enabled"],
		"is disabled", "write enabled = true",
	)}
	authorities([authority({"enabled": testing.open})]) == {expect.left_open(0, address, ["enabled"])}
	authorities([testing.resource("aws_acm_certificate", "c", {"domain_name": "example.com"})]) == {expect.attested(
		0, "aws_acm_certificate.c",
		["domain_name"],
		"is issued by a trusted authority",
	)}
	authorities([testing.resource("aws_acm_certificate", "c", {"private_key": testing.open})]) == set()
	authorities([]) == set()
}

test_listeners_of_others if {
	elsewhere := testing.resource("aws_lb", "other", {})
	tls([forward("HTTP"), elsewhere]) == set()
	tls([forward(testing.open), balancer({"internal": true})]) == set()
	secure := listener({"protocol": "HTTPS", "default_action": [{"type": "redirect", "redirect": [{"protocol": "HTTPS"}]}]})
	count(tls([secure, balancer({})])) == 1
	same := listener({"protocol": "HTTP", "default_action": [{"type": "redirect", "redirect": [{"host": "example.com"}]}]})
	tls([same, balancer({})]) == set()
}

test_what_does_not_guard_an_api if {
	none := method({"authorization": "NONE"})
	regional := {"endpoint_configuration": [{"types": ["REGIONAL"]}]}
	count(authorization([none, testing.resource("aws_api_gateway_rest_api", "a", regional)])) == 1
	count(authorization([none, testing.resource("aws_api_gateway_domain_name", "d", {})])) == 1
	orders := route({"route_key": "GET /orders"})
	mutual := {"mutual_tls_authentication": [{"truststore_uri": "s3://b/c.pem"}]}
	authorization([orders, testing.resource("aws_apigatewayv2_domain_name", "d", mutual)]) == set()
}

test_certificates_from_elsewhere if {
	authorities([testing.resource("aws_acm_certificate", "c", {"domain_name": "d", "private_key": "k"})]) == set()
	authorities([testing.resource("aws_acm_certificate", "c", {})]) == set()
}
