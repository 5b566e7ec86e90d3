package ccsec.evidence.aws.keys_test

import data.ccsec.evidence.aws.keys
import data.ccsec.lib.infra_aws_test as expect
import data.ccsec.lib.testing

key(values) := testing.resource("aws_kms_key", "k", values)

rotation(resources) := statements if {
	statements := keys.key_rotation with input as testing.infrastructure(resources)
}

test_key_rotation if {
	at := ["enable_key_rotation"]
	rotation([key({"enable_key_rotation": true})]) == {expect.attested(0, "aws_kms_key.k", at, "is rotated")}
	rotation([key({})]) == {expect.contradicted(
		0, "aws_kms_key.k", at,
		"is never rotated", "write enable_key_rotation = true",
	)}
	rotation([key({"enable_key_rotation": testing.open})]) == {expect.left_open(0, "aws_kms_key.k", at)}
	rotation([key({"customer_master_key_spec": "RSA_4096"})]) == set()
	rotation([key({"key_usage": "GENERATE_VERIFY_MAC"})]) == set()
	rotation([key({"custom_key_store_id": "cks-1"})]) == set()
	rotation([]) == set()
}

policy(resources) := statements if {
	statements := keys.key_policy with input as testing.infrastructure(resources)
}

allowing(principal) := key({"policy": {"Statement": [{
	"Effect": "Allow",
	"Principal": {"AWS": principal},
	"Action": "kms:*",
	"Resource": "*",
}]}})

test_key_policy if {
	policy([allowing("*")]) == {expect.contradicted(
		0, "aws_kms_key.k",
		["policy", "Statement", 0, "Principal", "AWS"],
		"lets everybody use the key",
		"name the account or the role, as in identifiers = [\"arn:aws:iam::111122223333:root\"]",
	)}
	policy([allowing("arn:aws:iam::111122223333:root")]) == {expect.attested(
		0, "aws_kms_key.k",
		["policy"],
		"names who may use the key",
	)}
	policy([key({"policy": testing.open})]) == {expect.left_open(0, "aws_kms_key.k", ["policy"])}
	policy([key({})]) == set()
	policy([]) == set()
}

secrets(resources) := statements if {
	statements := keys.secret_in_code with input as testing.infrastructure(resources)
}

secret(value) := testing.resource("aws_secretsmanager_secret_version", "s", {"secret_string": value})

parameter(type, value) := testing.resource("aws_ssm_parameter", "p", {"type": type, "value": value})

function(variables) := testing.resource("aws_lambda_function", "f", {"environment": [{"variables": variables}]})

secret_help := "take the value from elsewhere, such as an ephemeral variable or a data source, and rotate this one"

test_secret_in_code if {
	secrets([secret("hunter2")]) == {expect.contradicted(
		0, "aws_secretsmanager_secret_version.s",
		["secret_string"],
		"has a secret in the code", secret_help,
	)}
	secrets([secret(testing.reference("random_password.db"))]) == {expect.attested(
		0, "aws_secretsmanager_secret_version.s",
		["secret_string"],
		"has a secret from elsewhere",
	)}
	secrets([parameter("SecureString", "hunter2")]) == {expect.contradicted(
		0, "aws_ssm_parameter.p",
		["value"],
		"has a secret in the code", secret_help,
	)}
	secrets([parameter(testing.open, "hunter2")]) == {expect.left_open(0, "aws_ssm_parameter.p", ["type"])}
	secrets([function({"DB_PASSWORD": "hunter2", "STAGE": "live"})]) == {expect.contradicted(
		0, "aws_lambda_function.f",
		["environment", 0, "variables", "DB_PASSWORD"],
		"has a secret in the code", secret_help,
	)}
}

test_secret_in_user_data if {
	machine := testing.resource("aws_instance", "m", {"user_data": "export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\n"})
	secrets([machine]) == {expect.contradicted(
		0, "aws_instance.m",
		["user_data"],
		"has a key in the data that it starts with",
		"give the machine a role with iam_instance_profile, and revoke this key",
	)}
	secrets([testing.resource("aws_instance", "m", {"user_data": "yum update -y"})]) == set()
}

test_secret_in_code_traps if {
	secrets([secret(testing.open)]) == set()
	every stand_in in ["", " ", "changeme", "CHANGE-ME", "a placeholder", "TODO", "{}"] {
		secrets([secret(stand_in)]) == set()
	}
	secrets([parameter("String", "eu-central-1")]) == set()
	secrets([function({"DB_PASSWORD": "arn:aws:secretsmanager:eu-central-1:1:secret:db"})]) == set()
	secrets([function({"DB_PASSWORD_PARAMETER": "live"})]) == set()
	count(secrets([function({"secret_key": "hunter2"})])) == 1
	secrets([function(testing.open)]) == set()
	secrets([]) == set()
}

credentials(resources) := statements if {
	statements := keys.provider_credentials with input as testing.infrastructure(resources)
}

provider(values) := object.union(testing.resource("terraform.provider", "aws", values), {"address": "provider.aws"})

test_provider_credentials if {
	credentials([provider({"secret_key": "wJalrXUtnFEMI/K7MDENG"})]) == {expect.contradicted(
		0, "provider.aws",
		["secret_key"],
		"has a key in the code",
		"delete access_key and secret_key, and write assume_role or take them from the environment",
	)}
	credentials([provider({"assume_role": [{"role_arn": "arn:aws:iam::1:role/deploy"}]})]) == {expect.attested(
		0, "provider.aws",
		["assume_role"],
		"gets its credentials from a role",
	)}
	credentials([provider({"secret_key": testing.open})]) == {expect.left_open(0, "provider.aws", ["secret_key"])}
	credentials([provider({"secret_key": "test"})]) == set()
	credentials([provider({"region": "eu-central-1"})]) == set()
	credentials([object.union(provider({"token": "x"}), {"address": "provider.vault"})]) == set()
	credentials([]) == set()
}

test_key_policy_half_open if {
	policy([allowing(["arn:aws:iam::111122223333:root", testing.open])]) == {expect.left_open(0, "aws_kms_key.k", ["policy"])}
	count(policy([allowing(["*", testing.open])])) == 1
}

test_provider_with_a_role_and_a_key if {
	both := {"secret_key": testing.open, "assume_role": [{"role_arn": "arn:aws:iam::1:role/deploy"}]}
	credentials([provider(both)]) == {expect.left_open(0, "provider.aws", ["secret_key"])}
}
