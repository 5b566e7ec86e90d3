# METADATA
# title: Functions
# description: What Terraform says of the code that Lambda runs.
package ccsec.evidence.aws.functions

import data.ccsec.lib.infra
import data.ccsec.lib.infra_aws

# METADATA
# title: Functions run in a runtime that is still mended
# description: >-
#   The runtime of a function is not deprecated. Runtimes about to be, and functions made from images,
#   are passed over.
# custom:
#   id: aws/function-runtime
#   expectations: [9.9/patch-management]
#   resources: [aws_lambda_function]
#   why: A deprecated runtime gets no corrections, and one day functions in it can no longer be changed.
#   help: write runtime = "nodejs24.x", "python3.14" or another that is supported
#   references: [https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html]
function_runtime contains statement if {
	some function in input.index.resources.aws_lambda_function
	function.values.runtime in current
	statement := infra.attests(function, ["runtime"], "runs in a supported runtime")
}

function_runtime contains statement if {
	some function in input.index.resources.aws_lambda_function
	function.values.runtime in deprecated
	message := sprintf("runs in %s, which is deprecated", [function.values.runtime])
	help := "write runtime = \"nodejs24.x\", \"python3.14\" or another that is supported"
	statement := infra.contradicts(function, ["runtime"], message, help)
}

function_runtime contains statement if {
	some function in input.index.resources.aws_lambda_function
	infra.unknown(function.values.runtime)
	statement := infra.undecided(function, ["runtime"], function.values.runtime["(unknown)"])
}

current := {
	"nodejs22.x", "nodejs24.x",
	"python3.12", "python3.13", "python3.14",
	"java21", "java25",
	"dotnet10",
	"ruby3.3", "ruby3.4",
	"provided.al2023",
}

deprecated := {
	"nodejs", "nodejs4.3", "nodejs6.10", "nodejs8.10", "nodejs10.x", "nodejs12.x", "nodejs14.x", "nodejs16.x",
	"nodejs18.x", "nodejs20.x",
	"python2.7", "python3.6", "python3.7", "python3.8", "python3.9",
	"java8", "go1.x", "provided",
	"dotnetcore1.0", "dotnetcore2.0", "dotnetcore2.1", "dotnetcore3.1", "dotnet5.0", "dotnet6", "dotnet7",
	"ruby2.5", "ruby2.7", "ruby3.2",
}

# METADATA
# title: Functions run signed code only
# description: >-
#   A function has a code signing configuration, and one that the code makes refuses what is not signed.
#   A configuration that only warns, as it does when nothing is written, contradicts.
# custom:
#   id: aws/code-signing
#   expectations: [9.2/software-authentication, 9.14/provenance-verification]
#   resources: [aws_lambda_function, aws_lambda_code_signing_config]
#   why: >-
#     Whoever may update the function runs code of their own in it, and nothing tells it from the
#     publisher's.
#   help: write untrusted_artifact_on_deployment = "Enforce"
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lambda_code_signing_config
#     - https://docs.aws.amazon.com/lambda/latest/dg/configuration-codesigning.html
code_signing contains statement if {
	some signing in input.index.resources.aws_lambda_code_signing_config
	words := {
		"yes": "refuses code that is not signed",
		"no": "lets code that is not signed run",
		"help": "write untrusted_artifact_on_deployment = \"Enforce\"",
	}
	statement := infra.among(signing, ["policies", 0, "untrusted_artifact_on_deployment"], "Warn", {"Enforce"}, words)
}

code_signing contains statement if {
	some function in input.index.resources.aws_lambda_function
	given := infra.get(function, ["code_signing_config_arn"], null)
	not infra_aws.loose(given)
	not given in infra.empty
	statement := infra.attests(function, ["code_signing_config_arn"], "has the signature of its code checked")
}
