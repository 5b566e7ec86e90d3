# METADATA
# title: Interfaces
# description: What templates say of listeners, distributions, APIs and of what protects them.
package ccsec.evidence.cloudformation.interfaces

import data.ccsec.lib.infra

# METADATA
# title: Load balancers that face the internet speak TLS
# description: >-
#   Each listener of a load balancer that faces the internet uses TLS, or redirects to it. Internal load
#   balancers and such of other stacks are left out, and so are those that pass TCP through.
# custom:
#   id: cloudformation/listeners
#   expectations: [9.4/interface-encryption]
#   resources: ["AWS::ElasticLoadBalancingV2::Listener"]
#   why: >-
#     What is sent without TLS, passwords and sessions included, is read and changed by everybody on
#     the way.
#   help: "write Protocol: HTTPS with Certificates, or a default action of type redirect to HTTPS"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-elasticloadbalancingv2-listener.html
listeners contains statement if {
	some listener in input.index.resources["AWS::ElasticLoadBalancingV2::Listener"]
	infra.get(listener, ["Protocol"], null) in {"HTTPS", "TLS"}
	statement := infra.attests(listener, ["Protocol"], "uses TLS")
}

listeners contains statement if {
	some listener in input.index.resources["AWS::ElasticLoadBalancingV2::Listener"]
	infra.get(listener, ["Protocol"], null) == "HTTP"
	faces_internet(listener)
	some action in infra.list(infra.get(listener, ["DefaultActions"], []))
	action.Type == "forward"
	statement := infra.contradicts(
		listener, ["Protocol"], "takes requests without TLS and passes them on",
		"write Protocol: HTTPS with Certificates, or a default action of type redirect to HTTPS",
	)
}

listeners contains statement if {
	some listener in input.index.resources["AWS::ElasticLoadBalancingV2::Listener"]
	value := infra.get(listener, ["Protocol"], null)
	infra.unknown(value)
	faces_internet(listener)
	statement := infra.undecided(listener, ["Protocol"], value["(unknown)"])
}

faces_internet(listener) if {
	some balancer in input.index.resources["AWS::ElasticLoadBalancingV2::LoadBalancer"]
	infra.points_at(listener, "LoadBalancerArn", balancer, [])
	infra.get(balancer, ["Scheme"], "internet-facing") == "internet-facing"
}

# METADATA
# title: Old versions of TLS are refused
# description: >-
#   Listeners, distributions and domain names of APIs that name a policy of TLS name one that demands 1.2
#   or later. Where none is named, nothing is said.
# custom:
#   id: cloudformation/tls-versions
#   expectations: [9.4/interface-encryption]
#   resources:
#     - AWS::ElasticLoadBalancingV2::Listener
#     - AWS::CloudFront::Distribution
#     - AWS::ApiGateway::DomainName
#   why: >-
#     TLS 1.0 and 1.1 rest on broken primitives, and whoever sits on the way talks both sides down to
#     them.
#   help: "write SslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06, or MinimumProtocolVersion: TLSv1.2_2021"
#   references:
#     - https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
#     - https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html
tls_versions contains statement if {
	some type, path in tls_policies
	some resource in input.index.resources[type]
	policy := infra.get(resource, path, null)
	modern(policy)
	statement := infra.attests(resource, path, "refuses TLS before 1.2")
}

tls_versions contains statement if {
	some type, path in tls_policies
	some resource in input.index.resources[type]
	policy := infra.get(resource, path, null)
	dated(policy)
	statement := infra.contradicts(
		resource, path, "accepts TLS before 1.2",
		sprintf("write %s: %s", [path[count(path) - 1], tls_remedies[type]]),
	)
}

tls_versions contains statement if {
	some type, path in tls_policies
	some resource in input.index.resources[type]
	value := infra.get(resource, path, null)
	infra.unknown(value)
	statement := infra.undecided(resource, path, value["(unknown)"])
}

tls_policies := {
	"AWS::ElasticLoadBalancingV2::Listener": ["SslPolicy"],
	"AWS::CloudFront::Distribution": ["DistributionConfig", "ViewerCertificate", "MinimumProtocolVersion"],
	"AWS::ApiGateway::DomainName": ["SecurityPolicy"],
}

tls_remedies := {
	"AWS::ElasticLoadBalancingV2::Listener": "ELBSecurityPolicy-TLS13-1-2-2021-06",
	"AWS::CloudFront::Distribution": "TLSv1.2_2021",
	"AWS::ApiGateway::DomainName": "TLS_1_2",
}

modern(policy) if regex.match(`^(ELBSecurityPolicy-(TLS13-1-[23]|TLS-1-2|FS-1-2)|TLSv1\.[23]_|TLS_1_2$|SecurityPolicy_TLS13_1_[23]_)`, infra.text(policy))

dated(policy) if regex.match(`^(ELBSecurityPolicy-(2015-05|2016-08|TLS-1-[01]-|TLS13-1-[01]-|FS-2018-06|FS-1-1)|SSLv3$|TLSv1$|TLSv1_2016$|TLSv1\.1_2016$|TLS_1_0$)`, infra.text(policy))

# METADATA
# title: Distributions speak TLS to visitors
# description: Each behaviour of a CloudFront distribution redirects to HTTPS or takes nothing else.
# custom:
#   id: cloudformation/distributions
#   expectations: [9.4/interface-encryption]
#   resources: ["AWS::CloudFront::Distribution"]
#   why: >-
#     A visitor on an open wireless network gets pages without TLS from whoever answers first, with any
#     program that it likes in them.
#   help: "write ViewerProtocolPolicy: redirect-to-https"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudfront-distribution.html
distributions contains statement if {
	some distribution in input.index.resources["AWS::CloudFront::Distribution"]
	some path in behaviours(distribution)
	words := {
		"yes": "speaks TLS to visitors",
		"no": "serves visitors without TLS",
		"help": "write ViewerProtocolPolicy: redirect-to-https",
	}
	here := array.concat(path, ["ViewerProtocolPolicy"])
	infra.written(distribution, here)
	statement := infra.among(distribution, here, null, {"redirect-to-https", "https-only"}, words)
}

behaviours(distribution) := array.concat(
	[["DistributionConfig", "DefaultCacheBehavior"]],
	[["DistributionConfig", "CacheBehaviors", position] |
		some position, _ in infra.list(infra.get(distribution, ["DistributionConfig", "CacheBehaviors"], []))
	],
)

# METADATA
# title: APIs ask who calls
# description: >-
#   Methods and routes of APIs and URLs of functions demand authentication. Requests of browsers before
#   the real one (OPTIONS) are left out, and so are methods that ask for an API key.
# custom:
#   id: cloudformation/api-authentication
#   expectations: [9.4/interface-authentication]
#   resources:
#     - "AWS::ApiGateway::Method"
#     - "AWS::ApiGatewayV2::Route"
#     - "AWS::Lambda::Url"
#     - "AWS::AppSync::GraphQLApi"
#   why: >-
#     An interface that asks nobody who they are answers everybody, and nothing tells afterwards who
#     it was.
#   help: "write AuthorizationType: AWS_IAM, JWT or COGNITO_USER_POOLS, or AuthType: AWS_IAM"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-method.html
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-route.html
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-url.html
api_authentication contains statement if {
	some type, key in {
		"AWS::ApiGateway::Method": "AuthorizationType",
		"AWS::ApiGatewayV2::Route": "AuthorizationType",
		"AWS::Lambda::Url": "AuthType",
		"AWS::AppSync::GraphQLApi": "AuthenticationType",
	}
	some resource in input.index.resources[type]
	infra.written(resource, [key])
	not preflight(resource)
	words := {
		"yes": "asks who calls",
		"no": "answers everybody",
		"help": sprintf("write %s: AWS_IAM, or another way to authenticate", [key]),
	}
	statement := infra.among(resource, [key], null, authenticating, words)
}

# API_KEY of AppSync tells applications apart, not callers: it is taken for what it is called.
authenticating := {
	"AMAZON_COGNITO_USER_POOLS",
	"API_KEY",
	"AWS_IAM",
	"AWS_LAMBDA",
	"COGNITO_USER_POOLS",
	"CUSTOM",
	"JWT",
	"OPENID_CONNECT",
}

preflight(resource) if infra.get(resource, ["HttpMethod"], "") == "OPTIONS"

preflight(resource) if startswith(infra.text(infra.get(resource, ["RouteKey"], "")), "OPTIONS ")

preflight(resource) if infra.yes(infra.get(resource, ["ApiKeyRequired"], false))

# Messages of a WebSocket follow a connection that has been authenticated.
preflight(resource) if {
	resource.type == "AWS::ApiGatewayV2::Route"
	not regex.match(`^([A-Z]+ /|\$connect$|\$default$)`, infra.text(infra.get(resource, ["RouteKey"], "")))
}

# METADATA
# title: Web application firewalls block
# description: >-
#   Each web ACL has rules that block, and does not merely count what they find. One that blocks by default
#   and lets in what is named does so too.
# custom:
#   id: cloudformation/web-acls
#   expectations: [9.6/attack-protection]
#   resources: ["AWS::WAFv2::WebACL"]
#   why: A firewall that only counts writes down the attack and lets it pass.
#   help: "write OverrideAction: {None: {}} for groups of rules, or Action: {Block: {}}"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-wafv2-webacl.html
web_acls contains statement if {
	some acl in input.index.resources["AWS::WAFv2::WebACL"]
	some path in blocking(acl)
	statement := infra.attests(acl, path, "blocks what its rules find")
}

web_acls contains statement if {
	some acl in input.index.resources["AWS::WAFv2::WebACL"]
	count(blocking(acl)) == 0
	rules := infra.get(acl, ["Rules"], [])
	is_array(rules)
	every rule in rules {
		counting(rule)
	}
	not infra.unknown(infra.get(acl, ["DefaultAction"], {}))
	statement := infra.contradicts(
		acl, ["Rules"], "blocks nothing",
		"write OverrideAction: {None: {}} for groups of rules, or Action: {Block: {}}",
	)
}

web_acls contains statement if {
	some acl in input.index.resources["AWS::WAFv2::WebACL"]
	value := infra.get(acl, ["Rules"], [])
	infra.unknown(value)
	statement := infra.undecided(acl, ["Rules"], value["(unknown)"])
}

blocking(acl) := array.concat(
	[["DefaultAction", "Block"] | object.get(acl.values, ["DefaultAction", "Block"], null) != null],
	[["Rules", position] |
		some position, rule in infra.list(infra.get(acl, ["Rules"], []))
		blocks(rule)
	],
)

blocks(rule) if object.get(infra.map(rule), ["OverrideAction", "None"], null) != null

blocks(rule) if {
	some action in ["Block", "Captcha", "Challenge"]
	object.get(infra.map(rule), ["Action", action], null) != null
}

counting(rule) if object.get(infra.map(rule), ["OverrideAction", "Count"], null) != null

counting(rule) if {
	some action in ["Count", "Allow"]
	object.get(infra.map(rule), ["Action", action], null) != null
}
