# METADATA
# title: Keys and secrets
# description: What Terraform says of the keys of KMS, and of secrets that stand where they should not.
package ccsec.evidence.aws.keys

import data.ccsec.lib.infra
import data.ccsec.lib.infra_aws

# METADATA
# title: Keys are rotated
# description: >-
#   A symmetric key of KMS for encryption is rotated each year. Asymmetric keys, keys for codes of
#   authentication and keys of a store of one's own cannot be, and are passed over.
# custom:
#   id: aws/key-rotation
#   expectations: [9.7/key-management]
#   resources: [aws_kms_key]
#   why: What one key has ever encrypted is open to whoever gets at it once.
#   help: write enable_key_rotation = true
#   references: [https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/kms_key]
key_rotation contains statement if {
	some key in input.index.resources.aws_kms_key
	object.get(key.values, "customer_master_key_spec", "SYMMETRIC_DEFAULT") == "SYMMETRIC_DEFAULT"
	object.get(key.values, "key_usage", "ENCRYPT_DECRYPT") == "ENCRYPT_DECRYPT"
	not key.values.custom_key_store_id
	words := {"yes": "is rotated", "no": "is never rotated", "help": "write enable_key_rotation = true"}
	statement := infra.truth(key, ["enable_key_rotation"], false, words)
}

# METADATA
# title: Keys are used by somebody in particular
# description: No statement of a key's policy allows anything to everybody without a condition.
# custom:
#   id: aws/key-policy
#   expectations: [9.7/key-management]
#   resources: [aws_kms_key, aws_kms_key_policy, data.aws_iam_policy_document]
#   why: A key that every account may use protects nothing from anybody.
#   help: name the account or the role, as in identifiers = ["arn:aws:iam::111122223333:root"]
#   references: [https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/kms_key_policy]
key_policy contains statement if {
	some type in ["aws_kms_key", "aws_kms_key_policy"]
	some key in input.index.resources[type]
	some granted in infra_aws.statements(key, "policy")
	principal := infra_aws.everybody(granted)
	help := "name the account or the role, as in identifiers = [\"arn:aws:iam::111122223333:root\"]"
	statement := infra.contradicts(granted.resource, principal.path, "lets everybody use the key", help)
}

key_policy contains statement if {
	some type in ["aws_kms_key", "aws_kms_key_policy"]
	some key in input.index.resources[type]
	not for_everybody(key)
	count(infra_aws.unsaid(key, "policy")) == 0
	count(infra_aws.statements(key, "policy")) > 0
	statement := infra.attests(key, ["policy"], "names who may use the key")
}

key_policy contains statement if {
	some type in ["aws_kms_key", "aws_kms_key_policy"]
	some key in input.index.resources[type]
	not for_everybody(key)
	some reason in infra_aws.unsaid(key, "policy")
	statement := infra.undecided(key, ["policy"], reason)
}

for_everybody(key) if {
	some granted in infra_aws.statements(key, "policy")
	infra_aws.everybody(granted)
}

# METADATA
# title: No secret stands in the code
# description: >-
#   Secrets, secure parameters, the environment of functions and the data that machines start with have
#   no secret that is written in the code or is the default of a variable. A value that comes from
#   elsewhere attests, one that is open is passed over.
# custom:
#   id: aws/secret-in-code
#   expectations: [9.7/key-management]
#   resources: [aws_secretsmanager_secret_version, aws_ssm_parameter, aws_lambda_function, aws_instance]
#   why: Whoever reads the repository, or any copy of it ever made, has the secret.
#   help: take the value from elsewhere, such as an ephemeral variable or a data source, and rotate this one
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/secretsmanager_secret_version
#     - https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
secret_in_code contains statement if {
	some place in secret_places
	is_string(place.value)
	not regex.match(stand_ins, lower(place.value))
	help := "take the value from elsewhere, such as an ephemeral variable or a data source, and rotate this one"
	statement := infra.contradicts(place.resource, place.path, "has a secret in the code", help)
}

secret_in_code contains statement if {
	some place in secret_places
	infra.unknown(place.value)
	not infra_aws.loose(place.value)
	statement := infra.attests(place.resource, place.path, "has a secret from elsewhere")
}

secret_in_code contains statement if {
	some machine in input.index.resources.aws_instance
	is_string(machine.values.user_data)
	regex.match(`(^|[^0-9A-Z])(AKIA|ASIA)[0-9A-Z]{16}($|[^0-9A-Z])|PRIVATE KEY-----`, machine.values.user_data)
	help := "give the machine a role with iam_instance_profile, and revoke this key"
	statement := infra.contradicts(machine, ["user_data"], "has a key in the data that it starts with", help)
}

secret_in_code contains statement if {
	some parameter in input.index.resources.aws_ssm_parameter
	infra.unknown(parameter.values.type)
	statement := infra.undecided(parameter, ["type"], parameter.values.type["(unknown)"])
}

# What is written until the real one is put there by hand.
stand_ins := concat("", [
	`^[ \t]*$|change.?me|replace.?me|place.?holder|`,
	`^(dummy|initial|todo|tbd|none|null|unset|empty|x+|[*]+|[-_.]+|[{][}])$`,
])

secret_places := array.concat(
	[place |
		some secret in input.index.resources.aws_secretsmanager_secret_version
		some attribute in ["secret_string", "secret_string_wo", "secret_binary"]
		place := {"resource": secret, "path": [attribute], "value": secret.values[attribute]}
	],
	array.concat(
		[place |
			some parameter in input.index.resources.aws_ssm_parameter
			parameter.values.type == "SecureString"
			some attribute in ["value", "value_wo"]
			place := {"resource": parameter, "path": [attribute], "value": parameter.values[attribute]}
		],
		[place |
			some function in input.index.resources.aws_lambda_function
			some environment in infra_aws.blocks(function, "environment")
			is_object(environment.values.variables)
			some name, value in environment.values.variables
			regex.match(`(PASSWORD|PASSWD|ACCESS_KEY|SECRET_KEY|API_KEY|PRIVATE_KEY|CLIENT_SECRET)$`, upper(name))
			not points_elsewhere(value)
			path := ["environment", environment.at, "variables", name]
			place := {"resource": function, "path": path, "value": value}
		],
	),
)

# A name under which the secret is looked up is no secret.
points_elsewhere(value) if {
	is_string(value)
	regex.match(`^(arn:|/|ssm:|secretsmanager:|\{\{)`, value)
}

# METADATA
# title: The provider has no key in the code
# description: >-
#   The credentials of the provider come from its surroundings or from a role. A key that is written in
#   the code contradicts.
# custom:
#   id: aws/provider-credentials
#   expectations: [9.7/key-management]
#   resources: [terraform.provider]
#   why: A key in the code is a key in every clone, and bots find those that become public within minutes.
#   help: delete access_key and secret_key, and write assume_role or take them from the environment
#   references: [https://registry.terraform.io/providers/hashicorp/aws/latest/docs]
provider_credentials contains statement if {
	some provider in amazon
	some attribute in ["access_key", "secret_key", "token"]
	is_string(provider.values[attribute])
	not regex.match(`^(|test|mock.*|fake.*|dummy.*|foo|an?access_?key|asecret_?key)$`, lower(provider.values[attribute]))
	help := "delete access_key and secret_key, and write assume_role or take them from the environment"
	statement := infra.contradicts(provider, [attribute], "has a key in the code", help)
}

provider_credentials contains statement if {
	some provider in amazon
	some block in ["assume_role", "assume_role_with_web_identity"]
	provider.values[block]
	not provider.values.secret_key
	statement := infra.attests(provider, [block], "gets its credentials from a role")
}

provider_credentials contains statement if {
	some provider in amazon
	some attribute in ["access_key", "secret_key", "token"]
	infra.unknown(provider.values[attribute])
	statement := infra.undecided(provider, [attribute], provider.values[attribute]["(unknown)"])
}

amazon := [provider |
	some provider in input.index.resources["terraform.provider"]
	regex.match(`(^|\.)provider\.aws(\.|$)`, provider.address)
]
