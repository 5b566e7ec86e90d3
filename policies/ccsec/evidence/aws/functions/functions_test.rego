package ccsec.evidence.aws.functions_test

import data.ccsec.evidence.aws.functions
import data.ccsec.lib.infra_aws_test as expect
import data.ccsec.lib.testing

function(values) := testing.resource("aws_lambda_function", "f", values)

runtime(resources) := statements if {
	statements := functions.function_runtime with input as testing.infrastructure(resources)
}

test_function_runtime if {
	at := ["runtime"]
	runtime([function({"runtime": "python3.13"})]) == {expect.attested(
		0, "aws_lambda_function.f", at,
		"runs in a supported runtime",
	)}
	runtime([function({"runtime": "nodejs18.x"})]) == {expect.contradicted(
		0, "aws_lambda_function.f", at,
		"runs in nodejs18.x, which is deprecated",
		"write runtime = \"nodejs24.x\", \"python3.14\" or another that is supported",
	)}
	runtime([function({"runtime": testing.open})]) == {expect.left_open(0, "aws_lambda_function.f", at)}
	runtime([function({"runtime": "python3.11"})]) == set()
	runtime([function({"package_type": "Image"})]) == set()
	runtime([]) == set()
}

signing(resources) := statements if {
	statements := functions.code_signing with input as testing.infrastructure(resources)
}

configuration(value) := testing.resource("aws_lambda_code_signing_config", "c", {"policies": [{"untrusted_artifact_on_deployment": value}]})

test_code_signing if {
	address := "aws_lambda_code_signing_config.c"
	at := ["policies", 0, "untrusted_artifact_on_deployment"]
	signing([configuration("Enforce")]) == {expect.attested(0, address, at, "refuses code that is not signed")}
	warns := {expect.contradicted(
		0, address, at,
		"lets code that is not signed run",
		"write untrusted_artifact_on_deployment = \"Enforce\"",
	)}
	signing([configuration("Warn")]) == warns
	signing([testing.resource("aws_lambda_code_signing_config", "c", {})]) == warns
	signing([configuration(testing.open)]) == {expect.left_open(0, address, at)}
	made_here := testing.reference("aws_lambda_code_signing_config.c")
	signing([function({"code_signing_config_arn": made_here})]) == {expect.attested(
		0, "aws_lambda_function.f",
		["code_signing_config_arn"],
		"has the signature of its code checked",
	)}
	signing([function({"code_signing_config_arn": testing.open})]) == set()
	signing([function({})]) == set()
	signing([]) == set()
}
