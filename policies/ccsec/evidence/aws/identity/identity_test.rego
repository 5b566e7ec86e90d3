package ccsec.evidence.aws.identity_test

import data.ccsec.evidence.aws.identity
import data.ccsec.lib.infra_aws_test as expect
import data.ccsec.lib.testing

wildcard(resources) := statements if {
	statements := identity.iam_wildcard with input as testing.infrastructure(resources)
}

policy(value) := testing.resource("aws_iam_policy", "p", {"policy": value})

allowed(changes) := json.marshal({"Statement": [object.union(
	{"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
	changes,
)]})

wildcard_help := "name the actions and the ARNs that are needed, such as actions = [\"s3:GetObject\"]"

no_wildcard := {expect.attested(0, "aws_iam_policy.p", ["policy"], "allows no service as a whole on every resource")}

test_iam_wildcard_contradicted if {
	wildcard([policy(allowed({}))]) == {expect.contradicted(
		0, "aws_iam_policy.p",
		["policy", "Statement", 0, "Action"],
		"allows \"s3:*\" on every resource", wildcard_help,
	)}
	wildcard([policy(allowed({"Action": ["s3:GetObject", "*"]}))]) == {expect.contradicted(
		0, "aws_iam_policy.p",
		["policy", "Statement", 0, "Action", 1],
		"allows \"*\" on every resource", wildcard_help,
	)}
	except := {"Statement": [{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}]}
	wildcard([policy(except)]) == {expect.contradicted(
		0, "aws_iam_policy.p",
		["policy", "Statement", 0, "NotAction"],
		"allows everything but \"iam:*\" on every resource", wildcard_help,
	)}
}

test_iam_wildcard_in_a_document if {
	document := testing.resource("data.aws_iam_policy_document", "d", {"statement": [{"actions": ["*"], "resources": ["*"]}]})
	holder := expect.referring(
		testing.resource("aws_iam_role_policy", "p", {"policy": testing.reference(document.address)}),
		"policy", [document.address],
	)
	wildcard([document, holder]) == {expect.contradicted(
		0, "data.aws_iam_policy_document.d",
		["statement", 0, "actions", 0],
		"allows \"*\" on every resource", wildcard_help,
	)}
	wildcard([document]) == set()
}

test_iam_wildcard_traps if {
	wildcard([policy(allowed({"Effect": "Deny"}))]) == no_wildcard
	wildcard([policy(allowed({"Action": "logs:*"}))]) == no_wildcard
	wildcard([policy(allowed({"Resource": "arn:aws:s3:::b/*"}))]) == no_wildcard
	wildcard([policy(allowed({"Action": "s3:Get*"}))]) == no_wildcard
	wildcard([policy(allowed({"Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}))]) == no_wildcard
	boundary := expect.referring(testing.resource("aws_iam_role", "r", {}), "permissions_boundary", ["aws_iam_policy.p"])
	wildcard([policy(allowed({})), boundary]) == no_wildcard
	wildcard([policy("no policy")]) == set()
	wildcard([]) == set()
}

test_iam_wildcard_undecided if {
	wildcard([policy(testing.open)]) == {expect.left_open(0, "aws_iam_policy.p", ["policy"])}
}

administrator(resources) := statements if {
	statements := identity.iam_administrator with input as testing.infrastructure(resources)
}

admin := "arn:aws:iam::aws:policy/AdministratorAccess"

to_user(arn) := testing.resource("aws_iam_user_policy_attachment", "a", {"user": "anna", "policy_arn": arn})

to_role(arn) := testing.resource("aws_iam_role_policy_attachment", "a", {"role": "worker", "policy_arn": arn})

role_trusting(principal) := testing.resource("aws_iam_role", "r", {
	"name": "worker",
	"assume_role_policy": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}]},
})

test_iam_administrator_contradicted if {
	help := "attach a policy that allows only what is needed"
	administrator([to_user(admin)]) == {expect.contradicted(
		0, "aws_iam_user_policy_attachment.a",
		["policy_arn"],
		"gives administrator rights to a user", help,
	)}
	administrator([to_role(admin), role_trusting({"Service": "ec2.amazonaws.com"})]) == {expect.contradicted(
		0, "aws_iam_role_policy_attachment.a",
		["policy_arn"],
		"gives administrator rights to a workload", help,
	)}
}

# The name of a service may come from a data source; that a service it is stands in the code.
test_iam_administrator_of_a_service_by_reference if {
	by_document := testing.resource("data.aws_iam_policy_document", "d", {"statement": [{
		"actions": ["sts:AssumeRole"],
		"principals": [{"type": "Service", "identifiers": [testing.open]}],
	}]})
	role := expect.referring(
		testing.resource("aws_iam_role", "r", {"name": "worker", "assume_role_policy": testing.open}),
		"assume_role_policy", [by_document.address],
	)
	some first in administrator([to_role(admin), role, by_document])
	first.effect == "contradicts"
	some second in administrator([to_role(admin), role_trusting({"Service": testing.open})])
	second.effect == "contradicts"
}

test_iam_administrator_traps if {
	administrator([to_role(admin), role_trusting({"AWS": "arn:aws:iam::1:root"})]) == set()
	administrator([to_role(admin)]) == set()
	administrator([to_user(testing.reference("aws_iam_policy.p"))]) == set()
	administrator([]) == set()
}

test_iam_administrator_otherwise if {
	administrator([to_user("arn:aws:iam::aws:policy/ReadOnlyAccess")]) == {expect.attested(
		0, "aws_iam_user_policy_attachment.a",
		["policy_arn"],
		"gives no administrator rights",
	)}
	administrator([to_role(testing.open)]) == {expect.left_open(0, "aws_iam_role_policy_attachment.a", ["policy_arn"])}
}

trust(resources) := statements if {
	statements := identity.role_trust with input as testing.infrastructure(resources)
}

test_role_trust if {
	trust([role_trusting("*")]) == {expect.contradicted(
		0, "aws_iam_role.r",
		["assume_role_policy", "Statement", 0, "Principal"],
		"lets anybody assume the role",
		"name the account, the role or the service, as in identifiers = [\"ecs-tasks.amazonaws.com\"]",
	)}
	trust([role_trusting({"Service": "ec2.amazonaws.com"})]) == {expect.attested(
		0, "aws_iam_role.r",
		["assume_role_policy"],
		"names who may assume it",
	)}
	unknown := testing.resource("aws_iam_role", "r", {"assume_role_policy": testing.open})
	trust([unknown]) == {expect.left_open(0, "aws_iam_role.r", ["assume_role_policy"])}
	trust([]) == set()
}

pipeline(resources) := statements if {
	statements := identity.pipeline_trust with input as testing.infrastructure(resources)
}

of_github(conditions) := testing.resource("aws_iam_role", "r", {"assume_role_policy": {"Statement": [{
	"Effect": "Allow",
	"Action": "sts:AssumeRoleWithWebIdentity",
	"Principal": {"Federated": testing.reference("aws_iam_openid_connect_provider.github")},
	"Condition": {"StringLike": conditions},
}]}})

pipeline_help := concat("", [
	"add a condition: test = \"StringEquals\", variable = \"token.actions.githubusercontent.com:sub\", ",
	"values = [\"repo:organization/repository:ref:refs/heads/main\"]",
])

aud := "token.actions.githubusercontent.com:aud"

sub := "token.actions.githubusercontent.com:sub"

test_pipeline_trust_contradicted if {
	every_repository := expect.contradicted(
		0, "aws_iam_role.r",
		["assume_role_policy", "Statement", 0],
		"lets every repository at GitHub assume the role", pipeline_help,
	)
	pipeline([of_github({aud: "sts.amazonaws.com"})]) == {every_repository}
	named := {"Federated": "arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com"}
	pipeline([role_trusting(named)]) == {every_repository}
	pipeline([of_github({sub: "repo:*"})]) == {expect.contradicted(
		0, "aws_iam_role.r",
		["assume_role_policy", "Statement", 0, "Condition", "StringLike", sub],
		"lets \"repo:*\" at GitHub assume the role", pipeline_help,
	)}
}

test_pipeline_trust_otherwise if {
	at := ["assume_role_policy", "Statement", 0, "Condition", "StringLike", sub]
	pipeline([of_github({aud: "sts.amazonaws.com", sub: "repo:shop/api:*"})]) == {expect.attested(
		0, "aws_iam_role.r", at,
		"lets particular repositories at GitHub assume the role",
	)}
	pipeline([of_github({sub: testing.open})]) == {expect.undecided(
		0, "aws_iam_role.r", at,
		"which repositories may assume the role is not known",
	)}
	pipeline([role_trusting({"Service": "ec2.amazonaws.com"})]) == set()
	pipeline([]) == set()
}

test_iam_wildcard_half_open if {
	half := {"Statement": [{"Effect": "Allow", "Action": ["s3:GetObject", testing.open], "Resource": "*"}]}
	wildcard([policy(half)]) == {expect.left_open(0, "aws_iam_policy.p", ["policy"])}
	bad := {"Statement": [{"Effect": "Allow", "Action": ["s3:*", testing.open], "Resource": "*"}]}
	wildcard([policy(bad)]) == {expect.contradicted(
		0, "aws_iam_policy.p",
		["policy", "Statement", 0, "Action", 0],
		"allows \"s3:*\" on every resource", wildcard_help,
	)}
}

test_iam_wildcard_of_others if {
	wildcard([policy(allowed({"Principal": {"AWS": "arn:aws:iam::1:root"}}))]) == no_wildcard
	boundary := expect.referring(testing.resource("aws_iam_role", "r", {}), "permissions_boundary", ["aws_iam_policy.other"])
	count(wildcard([policy(allowed({})), boundary])) == 1
	wildcard([policy(allowed({})), boundary]) != no_wildcard
}

test_iam_administrator_of_others if {
	worker := role_trusting({"Service": "ec2.amazonaws.com"})
	reading := {expect.attested(
		0, "aws_iam_role_policy_attachment.a",
		["policy_arn"],
		"gives no administrator rights",
	)}
	administrator([to_role("arn:aws:iam::aws:policy/ReadOnlyAccess"), worker]) == reading
	elsewhere := testing.resource("aws_iam_role_policy_attachment", "a", {"role": "other", "policy_arn": admin})
	administrator([elsewhere, worker]) == set()
}

test_role_trust_half_open if {
	half := role_trusting({"AWS": ["arn:aws:iam::1:root", testing.open]})
	trust([half]) == {expect.left_open(0, "aws_iam_role.r", ["assume_role_policy"])}
	bad := role_trusting({"AWS": ["*", testing.open]})
	trust([bad]) == {expect.contradicted(
		0, "aws_iam_role.r",
		["assume_role_policy", "Statement", 0, "Principal", "AWS", 0],
		"lets anybody assume the role",
		"name the account, the role or the service, as in identifiers = [\"ecs-tasks.amazonaws.com\"]",
	)}
	trust([testing.resource("aws_iam_role", "r", {"assume_role_policy": "no policy"})]) == set()
}

test_pipelines_of_others if {
	other := testing.resource("aws_iam_role", "r", {"assume_role_policy": {"Statement": [{
		"Effect": "Allow",
		"Principal": {"Federated": testing.reference("aws_iam_openid_connect_provider.eks")},
		"Condition": {"StringEquals": {"oidc.eks.eu-central-1.amazonaws.com/id/1:aud": "sts.amazonaws.com"}},
	}]}})
	pipeline([other]) == set()
	denied := testing.resource("aws_iam_role", "r", {"assume_role_policy": {"Statement": [{
		"Effect": "Deny",
		"Principal": {"Federated": "arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com"},
	}]}})
	pipeline([denied]) == set()
}
