package ccsec.evidence.aws.accounts_test

import data.ccsec.evidence.aws.accounts
import data.ccsec.lib.infra_aws_test as expect
import data.ccsec.lib.testing

passwords(resources) := statements if {
	statements := accounts.password_policy with input as testing.infrastructure(resources)
}

account(values) := testing.resource("aws_iam_account_password_policy", "this", values)

pool(values) := testing.resource("aws_cognito_user_pool", "users", {"password_policy": [values]})

test_password_policy if {
	at := ["minimum_password_length"]
	passwords([account({"minimum_password_length": 14})]) == {expect.attested(
		0, "aws_iam_account_password_policy.this", at,
		"asks for passwords of 14 characters",
	)}
	passwords([account({})]) == {expect.contradicted(
		0, "aws_iam_account_password_policy.this", at,
		"is content with passwords of 6 characters", "write minimum_password_length = 14",
	)}
	passwords([account({"minimum_password_length": 13})]) == set()
	passwords([account({"minimum_password_length": 8})]) == set()
	passwords([account({"minimum_password_length": testing.open})]) == {expect.left_open(
		0, "aws_iam_account_password_policy.this", at,
	)}
	passwords([]) == set()
}

test_password_policy_of_a_pool if {
	at := ["password_policy", 0, "minimum_length"]
	passwords([pool({"minimum_length": 7})]) == {expect.contradicted(
		0, "aws_cognito_user_pool.users", at,
		"is content with passwords of 7 characters", "write minimum_length = 14",
	)}
	passwords([pool({})]) == set()
	passwords([testing.resource("aws_cognito_user_pool", "users", {})]) == set()
}

workload(resources) := statements if {
	statements := accounts.workload_identity with input as testing.infrastructure(resources)
}

test_workload_identity if {
	attested := {expect.attested(
		0, "aws_ecs_task_definition.api",
		["task_role_arn"],
		"gets its credentials from a role",
	)}
	workload([testing.resource("aws_ecs_task_definition", "api", {"task_role_arn": "arn:aws:iam::1:role/api"})]) == attested
	made_here := testing.reference("aws_iam_role.api")
	workload([testing.resource("aws_ecs_task_definition", "api", {"task_role_arn": made_here})]) == attested
	workload([testing.resource("aws_ecs_task_definition", "api", {})]) == set()
	workload([testing.resource("aws_instance", "api", {"iam_instance_profile": testing.open})]) == {expect.left_open(
		0, "aws_instance.api",
		["iam_instance_profile"],
	)}
	workload([]) == set()
}

test_workload_identity_contradicted if {
	workload([testing.resource("aws_iam_access_key", "ci", {"user": "ci"})]) == {expect.contradicted(
		0, "aws_iam_access_key.ci", [],
		"is a key that never expires", "give the workload a role, and delete this resource",
	)}
	workload([testing.resource("aws_iam_access_key", "ci", {"user": "ci", "status": "Inactive"})]) == set()
}

sign_on(resources) := statements if {
	statements := accounts.single_sign_on with input as testing.infrastructure(resources)
}

test_single_sign_on if {
	sign_on([testing.resource("aws_iam_openid_connect_provider", "g", {"url": "https://accounts.google.com"})]) == {expect.attested(
		0, "aws_iam_openid_connect_provider.g",
		["url"],
		"joins the identities of another domain",
	)}
	sign_on([testing.resource("aws_iam_saml_provider", "s", {"saml_metadata_document": testing.open})]) == {expect.left_open(
		0, "aws_iam_saml_provider.s",
		["saml_metadata_document"],
	)}
	sign_on([testing.resource("aws_iam_user_login_profile", "anna", {"user": "anna"})]) == {expect.contradicted(
		0, "aws_iam_user_login_profile.anna", [],
		"is a password of IAM's own, outside of any federation",
		"delete this resource, and assign the person with aws_ssoadmin_account_assignment",
	)}
	sign_on([]) == set()
}

mfa(resources) := statements if {
	statements := accounts.administrator_mfa with input as testing.infrastructure(resources)
}

role(statement) := testing.resource("aws_iam_role", "admin", {
	"name": "admin",
	"assume_role_policy": {"Statement": [object.union({"Effect": "Allow", "Action": "sts:AssumeRole"}, statement)]},
})

admin := testing.resource("aws_iam_role_policy_attachment", "admin", {
	"role": "admin",
	"policy_arn": "arn:aws:iam::aws:policy/AdministratorAccess",
})

people := {"AWS": "arn:aws:iam::111122223333:root"}

test_administrator_mfa_contradicted if {
	mfa([role({"Principal": people}), admin]) == {expect.contradicted(
		0, "aws_iam_role.admin",
		["assume_role_policy", "Statement", 0, "Principal", "AWS"],
		"lets administrators in without a second factor",
		concat("", [
			"add to the statement: condition { test = \"Bool\", variable = \"aws:MultiFactorAuthPresent\", ",
			"values = [\"true\"] }",
		]),
	)}
}

test_administrator_mfa_otherwise if {
	asks := {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
	mfa([role({"Principal": people, "Condition": asks}), admin]) == {expect.attested(
		0, "aws_iam_role.admin",
		["assume_role_policy", "Statement", 0, "Condition", "Bool", "aws:MultiFactorAuthPresent"],
		"asks for a second factor",
	)}
	mfa([role({"Principal": people})]) == set()
	mfa([role({"Principal": people}), testing.resource("aws_iam_role_policy_attachment", "a", {
		"role": "admin",
		"policy_arn": testing.open,
	})]) == set()
	mfa([role({"Principal": {"Service": "ec2.amazonaws.com"}}), admin]) == set()
	mfa([role({"Principal": {"AWS": "arn:aws:iam::1:role/pipeline"}}), admin]) == set()
	open := testing.resource("aws_iam_role", "admin", {"name": "admin", "assume_role_policy": testing.open})
	mfa([open, admin]) == {expect.left_open(0, "aws_iam_role.admin", ["assume_role_policy"])}
	mfa([]) == set()
}

test_single_sign_on_of_machines if {
	cluster := testing.resource("aws_iam_openid_connect_provider", "c", {"url": testing.open})
	sign_on([expect.referring(cluster, "url", ["aws_eks_cluster.this"])]) == set()
	every url in ["https://token.actions.githubusercontent.com", "https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE"] {
		sign_on([testing.resource("aws_iam_openid_connect_provider", "g", {"url": url})]) == set()
	}
}

test_single_sign_on_of_nobody if {
	sign_on([testing.resource("aws_iam_saml_provider", "s", {"saml_metadata_document": ""})]) == set()
	sign_on([testing.resource("aws_iam_saml_provider", "s", {})]) == set()
}

test_administrator_mfa_by_other_conditions if {
	every condition in [
		{"Bool": {"aws:SecureTransport": "true"}},
		{"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}},
		{"Bool": {"aws:MultiFactorAuthPresent": "false"}},
	] {
		mfa([role({"Principal": people, "Condition": condition}), admin]) == set()
	}
	denied := {"Effect": "Deny", "Principal": people, "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}
	mfa([role(denied), admin]) == set()
	mfa([role({"Effect": "Deny", "Principal": people}), admin]) == set()
}

test_administrator_mfa_of_others if {
	open := testing.resource("aws_iam_role", "admin", {"name": "admin", "assume_role_policy": testing.open})
	mfa([open]) == set()
}

test_administrator_mfa_of_another_role if {
	elsewhere := testing.resource("aws_iam_role_policy_attachment", "a", {
		"role": "other",
		"policy_arn": "arn:aws:iam::aws:policy/AdministratorAccess",
	})
	mfa([role({"Principal": people}), elsewhere]) == set()
	reading := testing.resource("aws_iam_role_policy_attachment", "a", {
		"role": "admin",
		"policy_arn": "arn:aws:iam::aws:policy/ReadOnlyAccess",
	})
	mfa([role({"Principal": people}), reading]) == set()
}
