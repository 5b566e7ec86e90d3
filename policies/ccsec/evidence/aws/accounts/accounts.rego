# METADATA
# title: Accounts, passwords and keys
# description: What Terraform says of how people and workloads prove who they are on AWS.
package ccsec.evidence.aws.accounts

import data.ccsec.lib.infra
import data.ccsec.lib.infra_aws

# METADATA
# title: Passwords are long
# description: >-
#   Passwords of the account's users, and of the users of a Cognito pool, have at least 14 characters;
#   fewer than 8 contradict, and what lies between is left undisputed.
# custom:
#   id: aws/password-policy
#   expectations: [9.2/authentication]
#   resources: [aws_iam_account_password_policy, aws_cognito_user_pool]
#   why: Short passwords fall to guessing, online or after a leak of their hashes.
#   help: write minimum_password_length = 14, or minimum_length = 14 in password_policy of a user pool
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_account_password_policy
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cognito_user_pool
password_policy contains statement if {
	some policy in input.index.resources.aws_iam_account_password_policy
	# The account's own default is six characters.
	statement := length(policy, ["minimum_password_length"], 6, "write minimum_password_length = 14")
}

password_policy contains statement if {
	some pool in input.index.resources.aws_cognito_user_pool
	some block in infra_aws.blocks(pool, "password_policy")
	help := "write minimum_length = 14"
	statement := length(pool, ["password_policy", block.at, "minimum_length"], 8, help)
}

length(resource, path, absent, _) := infra.attests(resource, path, message) if {
	characters := infra_aws.number(infra.get(resource, path, absent))
	characters >= 14
	message := sprintf("asks for passwords of %v characters", [characters])
}

length(resource, path, absent, help) := infra.contradicts(resource, path, message, help) if {
	characters := infra_aws.number(infra.get(resource, path, absent))
	characters < 8
	message := sprintf("is content with passwords of %v characters", [characters])
}

length(resource, path, absent, _) := infra.undecided(resource, path, value["(unknown)"]) if {
	value := infra.get(resource, path, absent)
	infra.unknown(value)
}

# METADATA
# title: Workloads prove who they are without a key that lasts
# description: >-
#   Instances, tasks and pods get their credentials from a role. A user's access key never expires, and
#   contradicts.
# custom:
#   id: aws/workload-identity
#   expectations: [9.1/component-authentication]
#   resources:
#     - aws_instance
#     - aws_launch_template
#     - aws_ecs_task_definition
#     - aws_eks_pod_identity_association
#     - aws_iam_access_key
#   why: >-
#     An access key ends up in files, images and logs, works from anywhere, and goes on working until
#     somebody remembers to delete it.
#   help: write iam_instance_profile or task_role_arn, and delete the access key
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_access_key
#     - https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
workload_identity contains statement if {
	some type, attribute in identity_attributes
	some resource in input.index.resources[type]
	given := infra.get(resource, [attribute], null)
	not infra_aws.loose(given)
	not given in infra.empty
	statement := infra.attests(resource, [attribute], "gets its credentials from a role")
}

workload_identity contains statement if {
	some type, attribute in identity_attributes
	some resource in input.index.resources[type]
	some reason in infra_aws.reasons(infra.get(resource, [attribute], ""))
	statement := infra.undecided(resource, [attribute], reason)
}

workload_identity contains statement if {
	some key in input.index.resources.aws_iam_access_key
	infra.get(key, ["status"], "Active") == "Active"
	message := "is a key that never expires"
	help := "give the workload a role, and delete this resource"
	statement := infra.contradicts(key, [], message, help)
}

identity_attributes := {
	"aws_instance": "iam_instance_profile",
	"aws_launch_template": "iam_instance_profile",
	"aws_ecs_task_definition": "task_role_arn",
	"aws_eks_pod_identity_association": "role_arn",
}

# METADATA
# title: People sign in through a federation
# description: >-
#   IAM Identity Center, a SAML or an OpenID provider joins the domains. A user of IAM with a password of
#   its own stands beside them, and contradicts. The issuer of a cluster or of a pipeline knows no people,
#   and says nothing.
# custom:
#   id: aws/single-sign-on
#   expectations: [9.2/identity-federation]
#   resources:
#     - aws_ssoadmin_account_assignment
#     - aws_iam_saml_provider
#     - aws_iam_openid_connect_provider
#     - aws_cognito_identity_provider
#     - aws_iam_user_login_profile
#   why: >-
#     A local account is not closed when its owner leaves, and none of the rules of the directory, the
#     second factor among them, holds for it.
#   help: delete the login profile, and assign the person with aws_ssoadmin_account_assignment
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ssoadmin_account_assignment
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_user_login_profile
single_sign_on contains statement if {
	some type, attribute in federations
	some resource in input.index.resources[type]
	not of_machines(resource)
	given := infra.get(resource, [attribute], null)
	not infra_aws.loose(given)
	not given in infra.empty
	statement := infra.attests(resource, [attribute], "joins the identities of another domain")
}

single_sign_on contains statement if {
	some type, attribute in federations
	some resource in input.index.resources[type]
	not of_machines(resource)
	some reason in infra_aws.reasons(infra.get(resource, [attribute], ""))
	statement := infra.undecided(resource, [attribute], reason)
}

single_sign_on contains statement if {
	some profile in input.index.resources.aws_iam_user_login_profile
	message := "is a password of IAM's own, outside of any federation"
	help := "delete this resource, and assign the person with aws_ssoadmin_account_assignment"
	statement := infra.contradicts(profile, [], message, help)
}

of_machines(provider) if {
	provider.type == "aws_iam_openid_connect_provider"
	some address in object.get(provider.references, "url", [])
	contains(address, "aws_eks_cluster.")
}

of_machines(provider) if {
	provider.type == "aws_iam_openid_connect_provider"
	is_string(provider.values.url)
	some issuer in machine_issuers
	regex.match(issuer, provider.values.url)
}

# Clusters, and pipelines.
machine_issuers := {
	`(^|//)oidc\.eks\.`, `(^|//)token\.actions\.githubusercontent\.com`, `(^|//)gitlab\.com`,
	`(^|//)app\.terraform\.io`, `(^|//)agent\.buildkite\.com`, `(^|//)oidc\.circleci\.com`,
	`(^|//)api\.bitbucket\.org`,
}

federations := {
	"aws_ssoadmin_account_assignment": "permission_set_arn",
	"aws_iam_saml_provider": "saml_metadata_document",
	"aws_iam_openid_connect_provider": "url",
	"aws_cognito_identity_provider": "provider_details",
}

# METADATA
# title: An administrator's role asks for a second factor
# description: >-
#   A role with AdministratorAccess that users of an account may assume asks for MFA in its trust policy.
#   Roles that services, pipelines or a federation assume have their own ways, and are left out.
# custom:
#   id: aws/administrator-mfa
#   expectations: [9.2/administrator-authentication]
#   resources: [aws_iam_role, data.aws_iam_policy_document]
#   why: A stolen password, or a stolen access key, is then enough to administer the account.
#   help: >-
#     add to the statement: condition { test = "Bool", variable = "aws:MultiFactorAuthPresent", values =
#     ["true"] }
#   references:
#     - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
administrator_mfa contains statement if {
	some role in input.index.resources.aws_iam_role
	some trusted in infra_aws.statements(role, "assume_role_policy")
	trusted.allows
	some condition in trusted.conditions
	condition.variable == "aws:multifactorauthpresent"
	condition.test == "Bool"
	condition.values == ["true"]
	statement := infra.attests(trusted.resource, condition.path, "asks for a second factor")
}

administrator_mfa contains statement if {
	some role in input.index.resources.aws_iam_role
	administrates(role)
	some trusted in infra_aws.statements(role, "assume_role_policy")
	trusted.allows
	not trusted.conditional
	some principal in trusted.principals
	regex.match(`^arn:aws[a-z-]*:iam::[0-9]+:(root|user/.*)$`, principal.id)
	message := "lets administrators in without a second factor"
	statement := infra.contradicts(trusted.resource, principal.path, message, mfa_help)
}

administrator_mfa contains statement if {
	some role in input.index.resources.aws_iam_role
	administrates(role)
	some reason in infra_aws.unsaid(role, "assume_role_policy")
	statement := infra.undecided(role, ["assume_role_policy"], reason)
}

mfa_help := concat("", [
	"add to the statement: condition { test = \"Bool\", variable = \"aws:MultiFactorAuthPresent\", ",
	"values = [\"true\"] }",
])

administrates(role) if {
	some attachment in input.index.resources.aws_iam_role_policy_attachment
	infra_aws.linked(attachment, "role", role, ["name"])
	is_string(attachment.values.policy_arn)
	endswith(attachment.values.policy_arn, ":policy/AdministratorAccess")
}
