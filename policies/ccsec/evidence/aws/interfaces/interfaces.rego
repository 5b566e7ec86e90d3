# METADATA
# title: Interfaces
# description: What Terraform says of load balancers, distributions, APIs and names that others reach.
package ccsec.evidence.aws.interfaces

import data.ccsec.lib.infra
import data.ccsec.lib.infra_aws

# METADATA
# title: Listeners on the internet speak TLS
# description: >-
#   A listener of a load balancer that faces the internet uses HTTPS or TLS, or only redirects to HTTPS.
#   Internal load balancers, plain TCP and gateways are passed over, because TLS may end elsewhere.
# custom:
#   id: aws/listener-tls
#   expectations: [9.4/interface-encryption]
#   resources: [aws_lb_listener, aws_alb_listener, aws_elb]
#   why: Whoever sits on the way reads passwords and sessions, and changes what is answered.
#   help: write protocol = "HTTPS" with a certificate_arn, or redirect with protocol = "HTTPS"
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lb_listener
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/elb
listener_tls contains statement if {
	some type in listener_types
	some listener in input.index.resources[type]
	infra.get(listener, ["protocol"], null) in {"HTTPS", "TLS"}
	statement := infra.attests(listener, ["protocol"], "speaks TLS")
}

listener_tls contains statement if {
	some type in listener_types
	some listener in input.index.resources[type]
	infra.get(listener, ["protocol"], null) == "HTTP"
	redirects(listener)
	statement := infra.attests(listener, ["default_action", 0, "redirect"], "redirects to HTTPS")
}

listener_tls contains statement if {
	some type in listener_types
	some listener in input.index.resources[type]
	infra.get(listener, ["protocol"], null) == "HTTP"
	some action in infra_aws.blocks(listener, "default_action")
	action.values.type in {"forward", "authenticate-oidc", "authenticate-cognito"}
	faces_the_internet(listener)
	help := "write protocol = \"HTTPS\" with a certificate_arn, or redirect with protocol = \"HTTPS\""
	statement := infra.contradicts(listener, ["protocol"], "answers the internet without TLS", help)
}

listener_tls contains statement if {
	some type in listener_types
	some listener in input.index.resources[type]
	infra.unknown(listener.values.protocol)
	faces_the_internet(listener)
	statement := infra.undecided(listener, ["protocol"], listener.values.protocol["(unknown)"])
}

listener_tls contains statement if {
	some balancer in input.index.resources.aws_elb
	infra.no(object.get(balancer.values, "internal", false))
	some listener in infra_aws.blocks(balancer, "listener")
	path := ["listener", listener.at, "lb_protocol"]
	given := infra.get(balancer, path, null)
	not given in {"tcp", "TCP"}
	words := {
		"yes": "speaks TLS",
		"no": "answers the internet without TLS",
		"help": "write lb_protocol = \"https\" with an ssl_certificate_id",
	}
	statement := infra.among(balancer, path, null, {"https", "HTTPS", "ssl", "SSL"}, words)
}

listener_types := ["aws_lb_listener", "aws_alb_listener"]

redirects(listener) if {
	some action in infra_aws.blocks(listener, "default_action")
	some redirect in infra_aws.blocks(action, "redirect")
	# Without a protocol the redirect keeps the one that it came by.
	redirect.values.protocol == "HTTPS"
}

faces_the_internet(listener) if {
	some type in ["aws_lb", "aws_alb"]
	some balancer in input.index.resources[type]
	infra_aws.linked(listener, "load_balancer_arn", balancer, [])
	infra.no(object.get(balancer.values, "internal", false))
}

# METADATA
# title: Listeners accept no old TLS
# description: >-
#   The security policy of a TLS listener begins with TLS 1.2. None written is ELBSecurityPolicy-2016-08,
#   which begins with TLS 1.0.
# custom:
#   id: aws/listener-tls-version
#   expectations: [9.4/interface-encryption]
#   resources: [aws_lb_listener, aws_alb_listener]
#   why: TLS 1.0 and 1.1 are withdrawn (RFC 8996), because their ciphers and hashes can be broken.
#   help: write ssl_policy = "ELBSecurityPolicy-TLS13-1-2-2021-06"
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lb_listener
#     - https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
listener_tls_version contains statement if {
	some type in listener_types
	some listener in input.index.resources[type]
	infra.get(listener, ["protocol"], null) in {"HTTPS", "TLS"}
	policy := infra.get(listener, ["ssl_policy"], "ELBSecurityPolicy-2016-08")
	statement := versioned(listener, policy)
}

versioned(listener, policy) := infra.attests(listener, ["ssl_policy"], "begins with TLS 1.2") if {
	is_string(policy)
	regex.match(`^ELBSecurityPolicy-(TLS-1-2-|FS-1-2-|TLS13-1-[23]-)`, policy)
}

versioned(listener, policy) := infra.contradicts(listener, ["ssl_policy"], "accepts TLS 1.0 or 1.1", help) if {
	is_string(policy)
	regex.match(`^ELBSecurityPolicy-(2015-|2016-08|TLS-1-[01]-|FS-2018-06|FS-1-1-|TLS13-1-[01]-)`, policy)
	help := "write ssl_policy = \"ELBSecurityPolicy-TLS13-1-2-2021-06\""
}

versioned(listener, policy) := infra.undecided(listener, ["ssl_policy"], policy["(unknown)"]) if infra.unknown(policy)

# METADATA
# title: Distributions are reached by HTTPS
# description: Each behaviour of a CloudFront distribution redirects to HTTPS or accepts nothing else.
# custom:
#   id: aws/distribution-tls
#   expectations: [9.4/interface-encryption]
#   resources: [aws_cloudfront_distribution]
#   why: What is delivered over HTTP can be read and changed by every network on the way.
#   help: write viewer_protocol_policy = "redirect-to-https"
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudfront_distribution
distribution_tls contains statement if {
	some distribution in input.index.resources.aws_cloudfront_distribution
	some kind in ["default_cache_behavior", "ordered_cache_behavior"]
	some behaviour in infra_aws.blocks(distribution, kind)
	path := [kind, behaviour.at, "viewer_protocol_policy"]
	words := {
		"yes": "is reached by HTTPS",
		"no": "is reached without TLS too",
		"help": "write viewer_protocol_policy = \"redirect-to-https\"",
	}
	statement := infra.among(distribution, path, "allow-all", {"redirect-to-https", "https-only"}, words)
}

# METADATA
# title: Distributions accept no old TLS
# description: >-
#   A distribution with a certificate of its own begins with TLS 1.2. With the certificate of
#   cloudfront.net the version cannot be chosen, and nothing is said.
# custom:
#   id: aws/distribution-tls-version
#   expectations: [9.4/interface-encryption]
#   resources: [aws_cloudfront_distribution]
#   why: TLS 1.0 and 1.1 are withdrawn (RFC 8996), because their ciphers and hashes can be broken.
#   help: write minimum_protocol_version = "TLSv1.2_2021"
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudfront_distribution
distribution_tls_version contains statement if {
	some distribution in input.index.resources.aws_cloudfront_distribution
	some certificate in infra_aws.blocks(distribution, "viewer_certificate")
	not infra.yes(object.get(certificate.values, "cloudfront_default_certificate", false))
	path := ["viewer_certificate", certificate.at, "minimum_protocol_version"]
	words := {
		"yes": "begins with TLS 1.2",
		"no": "accepts TLS older than 1.2",
		"help": "write minimum_protocol_version = \"TLSv1.2_2021\"",
	}
	modern := {"TLSv1.2_2018", "TLSv1.2_2019", "TLSv1.2_2021", "TLSv1.2_2025", "TLSv1.3_2025"}
	statement := infra.among(distribution, path, "TLSv1", modern, words)
}

# METADATA
# title: APIs ask who is calling
# description: >-
#   Methods and routes of API Gateway, and addresses of functions, have an authorizer. Preflight
#   requests, private APIs, APIs with a policy or with client certificates, and routes by which people
#   sign in or machines look after the service's health, are passed over.
# custom:
#   id: aws/api-authorization
#   expectations: [9.4/interface-authentication]
#   resources: [aws_api_gateway_method, aws_apigatewayv2_route, aws_lambda_function_url]
#   why: Whoever finds the address calls the function, on your bill and on your customers' data.
#   help: write authorization = "AWS_IAM", or authorization_type = "JWT" with an authorizer_id
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/api_gateway_method
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/apigatewayv2_route
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lambda_function_url
api_authorization contains statement if {
	some method in input.index.resources.aws_api_gateway_method
	is_string(method.values.http_method)
	method.values.http_method != "OPTIONS"
	infra.no(object.get(method.values, "api_key_required", false))
	not guarded_otherwise
	statement := authorized(method, "authorization", infra.get(method, ["authorization"], null))
}

api_authorization contains statement if {
	some route in input.index.resources.aws_apigatewayv2_route
	is_string(route.values.route_key)
	not regex.match(open_routes, lower(route.values.route_key))
	not guarded_otherwise
	statement := authorized(route, "authorization_type", infra.get(route, ["authorization_type"], "NONE"))
}

api_authorization contains statement if {
	some address in input.index.resources.aws_lambda_function_url
	statement := authorized(address, "authorization_type", infra.get(address, ["authorization_type"], null))
}

# Of a WebSocket only the connection can have an authorizer.
open_routes := concat("", [
	`(^options |^\$(default|disconnect)$|^[^ /$]+$|`,
	`/(health|healthz|ready|ping|status|login|signin|sign-in|signup|register|token|oauth|callback|webhook|\.well-known))`,
])

authorized(api, attribute, given) := infra.attests(api, [attribute], "asks who is calling") if {
	given in {"AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS", "JWT"}
}

authorized(api, attribute, given) := infra.contradicts(api, [attribute], "answers whoever calls", help) if {
	given == "NONE"
	help := "write authorization = \"AWS_IAM\", or authorization_type = \"JWT\" with an authorizer_id"
}

authorized(api, attribute, given) := infra.undecided(api, [attribute], given["(unknown)"]) if infra.unknown(given)

guarded_otherwise if count(object.get(input.index.resources, "aws_api_gateway_rest_api_policy", [])) > 0

guarded_otherwise if {
	some type in ["aws_api_gateway_domain_name", "aws_apigatewayv2_domain_name"]
	some domain in input.index.resources[type]
	domain.values.mutual_tls_authentication
}

guarded_otherwise if {
	some api in input.index.resources.aws_api_gateway_rest_api
	api.values.policy
}

guarded_otherwise if {
	some api in input.index.resources.aws_api_gateway_rest_api
	some endpoint in infra_aws.blocks(api, "endpoint_configuration")
	"PRIVATE" in infra.listed(endpoint.values.types)
}

# METADATA
# title: Names are signed
# description: A zone for which the code sets up DNSSEC is signed.
# custom:
#   id: aws/name-signing
#   expectations: [9.4/interface-integrity]
#   resources: [aws_route53_hosted_zone_dnssec]
#   why: A forged answer sends customers, and the authorities that issue certificates, to somebody else.
#   help: write signing_status = "SIGNING", or leave it away
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route53_hosted_zone_dnssec
name_signing contains statement if {
	some zone in input.index.resources.aws_route53_hosted_zone_dnssec
	words := {"yes": "signs its names", "no": "does not sign its names", "help": "write signing_status = \"SIGNING\""}
	statement := infra.among(zone, ["signing_status"], "SIGNING", {"SIGNING"}, words)
}

# METADATA
# title: An authority stands behind the certificates
# description: >-
#   A private authority is enabled; a certificate is issued by Amazon's authority or a private one. One
#   whose key is in the code comes from an authority that the code does not show, and nothing is said.
# custom:
#   id: aws/certificate-authority
#   expectations: [9.1/trust-authority]
#   resources: [aws_acmpca_certificate_authority, aws_acm_certificate]
#   why: Without an authority that all parts trust, each takes the other's word for who it is.
#   help: write enabled = true, or leave it away
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/acmpca_certificate_authority
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/acm_certificate
certificate_authority contains statement if {
	some authority in input.index.resources.aws_acmpca_certificate_authority
	words := {"yes": "issues certificates", "no": "is disabled", "help": "write enabled = true"}
	statement := infra.truth(authority, ["enabled"], true, words)
}

certificate_authority contains statement if {
	some certificate in input.index.resources.aws_acm_certificate
	certificate.values.domain_name
	not certificate.values.private_key
	statement := infra.attests(certificate, ["domain_name"], "is issued by a trusted authority")
}
