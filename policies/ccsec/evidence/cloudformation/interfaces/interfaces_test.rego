package ccsec.evidence.cloudformation.interfaces_test

import data.ccsec.evidence.cloudformation.interfaces
import data.ccsec.lib.testing
import data.ccsec.lib.testing_cloudformation

one(type, values) := [testing_cloudformation.resource(type, "Thing", values)]

reason := testing_cloudformation.reason

balancer(values) := testing_cloudformation.resource("AWS::ElasticLoadBalancingV2::LoadBalancer", "Front", values)

listening(protocol, action) := testing_cloudformation.referring(
	"AWS::ElasticLoadBalancingV2::Listener", "Thing",
	{"Protocol": protocol, "DefaultActions": [{"Type": action}], "LoadBalancerArn": testing.reference("Front")},
	{"LoadBalancerArn": ["Front"]},
)

listeners(resources) := statements if {
	statements := interfaces.listeners with input as testing_cloudformation.given(resources)
}

test_listeners if {
	listeners([listening("HTTPS", "forward"), balancer({})]) == {{
		"effect": "attests",
		"resource": "Thing",
		"path": ["infrastructure", "infra", 0, "values", "Protocol"],
		"message": "uses TLS",
	}}
	plain := listeners([listening("HTTP", "forward"), balancer({})])
	testing_cloudformation.brief(plain) == {[
		"contradicts", "Thing", ["Protocol"], "takes requests without TLS and passes them on",
	]}
	testing_cloudformation.helps(plain) == {
		"write Protocol: HTTPS with Certificates, or a default action of type redirect to HTTPS",
	}
	testing_cloudformation.brief(listeners([listening(testing.open, "forward"), balancer({})])) == {[
		"undecided", "Thing", ["Protocol"], reason,
	]}
	listeners([listening("HTTP", "redirect"), balancer({})]) == set()
	listeners([listening("HTTP", "forward"), balancer({"Scheme": "internal"})]) == set()
	listeners([listening("HTTP", "forward")]) == set()
	listeners([listening("TCP", "forward"), balancer({})]) == set()
}

versions(resources) := statements if {
	statements := interfaces.tls_versions with input as testing_cloudformation.given(resources)
}

listener_policy(policy) := one("AWS::ElasticLoadBalancingV2::Listener", {"SslPolicy": policy})

test_tls_versions if {
	testing_cloudformation.brief(versions(listener_policy("ELBSecurityPolicy-TLS13-1-2-2021-06"))) == {[
		"attests", "Thing", ["SslPolicy"], "refuses TLS before 1.2",
	]}
	old := versions(listener_policy("ELBSecurityPolicy-2016-08"))
	testing_cloudformation.brief(old) == {["contradicts", "Thing", ["SslPolicy"], "accepts TLS before 1.2"]}
	testing_cloudformation.helps(old) == {"write SslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06"}
	testing_cloudformation.brief(versions(listener_policy("ELBSecurityPolicy-TLS13-1-0-2021-06"))) == {[
		"contradicts", "Thing", ["SslPolicy"], "accepts TLS before 1.2",
	]}
	testing_cloudformation.brief(versions(listener_policy(testing.open))) == {["undecided", "Thing", ["SslPolicy"], reason]}
	versions(listener_policy("ELBSecurityPolicy-of-tomorrow")) == set()
	versions(listener_policy(7)) == set()
	versions(one("AWS::ElasticLoadBalancingV2::Listener", {})) == set()
	domain := versions(one("AWS::ApiGateway::DomainName", {"SecurityPolicy": "TLS_1_0"}))
	testing_cloudformation.helps(domain) == {"write SecurityPolicy: TLS_1_2"}
	certificate := {"DistributionConfig": {"ViewerCertificate": {"MinimumProtocolVersion": "TLSv1.2_2021"}}}
	testing_cloudformation.brief(versions(one("AWS::CloudFront::Distribution", certificate))) == {[
		"attests", "Thing", ["DistributionConfig", "ViewerCertificate", "MinimumProtocolVersion"], "refuses TLS before 1.2",
	]}
}

visitors(config) := statements if {
	resources := one("AWS::CloudFront::Distribution", {"DistributionConfig": config})
	statements := interfaces.distributions with input as testing_cloudformation.given(resources)
}

test_distributions if {
	normal := ["DistributionConfig", "DefaultCacheBehavior", "ViewerProtocolPolicy"]
	special := ["DistributionConfig", "CacheBehaviors", 0, "ViewerProtocolPolicy"]
	mixed := visitors({
		"DefaultCacheBehavior": {"ViewerProtocolPolicy": "redirect-to-https"},
		"CacheBehaviors": [{"ViewerProtocolPolicy": "allow-all"}],
	})
	testing_cloudformation.brief(mixed) == {
		["attests", "Thing", normal, "speaks TLS to visitors"],
		["contradicts", "Thing", special, "serves visitors without TLS"],
	}
	testing_cloudformation.helps(mixed) == {"write ViewerProtocolPolicy: redirect-to-https"}
	testing_cloudformation.brief(visitors({"DefaultCacheBehavior": {"ViewerProtocolPolicy": testing.open}})) == {[
		"undecided", "Thing", normal, reason,
	]}
	visitors({"DefaultCacheBehavior": {}}) == set()
}

callers(resources) := statements if {
	statements := interfaces.api_authentication with input as testing_cloudformation.given(resources)
}

test_api_authentication if {
	method := "AWS::ApiGateway::Method"
	testing_cloudformation.brief(callers(one(method, {"HttpMethod": "GET", "AuthorizationType": "AWS_IAM"}))) == {[
		"attests", "Thing", ["AuthorizationType"], "asks who calls",
	]}
	open := callers(one(method, {"HttpMethod": "GET", "AuthorizationType": "NONE"}))
	testing_cloudformation.brief(open) == {["contradicts", "Thing", ["AuthorizationType"], "answers everybody"]}
	testing_cloudformation.helps(open) == {"write AuthorizationType: AWS_IAM, or another way to authenticate"}
	url := callers(one("AWS::Lambda::Url", {"AuthType": "NONE"}))
	testing_cloudformation.brief(url) == {["contradicts", "Thing", ["AuthType"], "answers everybody"]}
	testing_cloudformation.brief(callers(one("AWS::Lambda::Url", {"AuthType": testing.open}))) == {[
		"undecided", "Thing", ["AuthType"], reason,
	]}
	callers(one(method, {"HttpMethod": "OPTIONS", "AuthorizationType": "NONE"})) == set()
	callers(one(method, {"HttpMethod": "GET", "AuthorizationType": "NONE", "ApiKeyRequired": "true"})) == set()
	callers(one(method, {"HttpMethod": "GET"})) == set()
}

route(key) := callers(one("AWS::ApiGatewayV2::Route", {"RouteKey": key, "AuthorizationType": "NONE"}))

test_api_authentication_of_routes if {
	everybody := {["contradicts", "Thing", ["AuthorizationType"], "answers everybody"]}
	testing_cloudformation.brief(route("GET /orders")) == everybody
	testing_cloudformation.brief(route("$connect")) == everybody
	testing_cloudformation.brief(route("$default")) == everybody
	route("OPTIONS /orders") == set()
	route("sendMessage") == set()
	route(testing.open) == set()
}

firewall(values) := statements if {
	statements := interfaces.web_acls with input as testing_cloudformation.given(one("AWS::WAFv2::WebACL", values))
}

web_acl(rules) := firewall({"DefaultAction": {"Allow": {}}, "Rules": rules})

test_web_acls if {
	blocked := web_acl([{"OverrideAction": {"Count": {}}}, {"OverrideAction": {"None": {}}}, {"Action": {"Block": {}}}, "text"])
	testing_cloudformation.brief(blocked) == {
		["attests", "Thing", ["Rules", 1], "blocks what its rules find"],
		["attests", "Thing", ["Rules", 2], "blocks what its rules find"],
	}
	testing_cloudformation.brief(firewall({"DefaultAction": {"Block": {}}})) == {[
		"attests", "Thing", ["DefaultAction", "Block"], "blocks what its rules find",
	]}
	counted := web_acl([{"OverrideAction": {"Count": {}}}, {"Action": {"Allow": {}}}])
	testing_cloudformation.brief(counted) == {["contradicts", "Thing", ["Rules"], "blocks nothing"]}
	testing_cloudformation.helps(counted) == {"write OverrideAction: {None: {}} for groups of rules, or Action: {Block: {}}"}
	testing_cloudformation.brief(web_acl([])) == {["contradicts", "Thing", ["Rules"], "blocks nothing"]}
	testing_cloudformation.brief(web_acl(testing.open)) == {["undecided", "Thing", ["Rules"], reason]}
	web_acl([{"Action": testing.open}]) == set()
	firewall({"DefaultAction": testing.open}) == set()
}

test_listeners_of_other_load_balancers if {
	other := testing_cloudformation.resource("AWS::ElasticLoadBalancingV2::LoadBalancer", "Other", {})
	listeners([listening("HTTP", "forward"), balancer({"Scheme": "internal"}), other]) == set()
	listeners([listening(testing.open, "forward"), balancer({"Scheme": "internal"})]) == set()
}
