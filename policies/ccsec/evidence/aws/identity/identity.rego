# METADATA
# title: Rights and trust in IAM
# description: What Terraform says of who may do what on AWS, and who may become whom.
package ccsec.evidence.aws.identity

import data.ccsec.lib.infra
import data.ccsec.lib.infra_aws

# METADATA
# title: No policy allows every action of a service on every resource
# description: >-
#   Identity policies name the actions that are needed. Telemetry is left out, because it is harmless,
#   and so are conditions, denials and the boundaries of permissions.
# custom:
#   id: aws/iam-wildcard
#   expectations: [9.2/authorization]
#   resources:
#     - aws_iam_policy
#     - aws_iam_role_policy
#     - aws_iam_user_policy
#     - aws_iam_group_policy
#     - data.aws_iam_policy_document
#   why: >-
#     Whoever takes over an identity with such rights reads, changes and deletes what the workload has
#     nothing to do with, and can often give itself the rest.
#   help: name the actions and the ARNs that are needed, such as actions = ["s3:GetObject"]
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
#     - https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
iam_wildcard contains statement if {
	some type in policy_types
	some policy in input.index.resources[type]
	some right in wildcards(policy)
	statement := infra.contradicts(right.resource, right.path, right.message, wildcard_help)
}

iam_wildcard contains statement if {
	some type in policy_types
	some policy in input.index.resources[type]
	count(wildcards(policy)) == 0
	count(infra_aws.unsaid(policy, "policy")) == 0
	count(infra_aws.statements(policy, "policy")) > 0
	statement := infra.attests(policy, ["policy"], "allows no service as a whole on every resource")
}

iam_wildcard contains statement if {
	some type in policy_types
	some policy in input.index.resources[type]
	count(wildcards(policy)) == 0
	some reason in infra_aws.unsaid(policy, "policy")
	statement := infra.undecided(policy, ["policy"], reason)
}

policy_types := ["aws_iam_policy", "aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy"]

wildcard_help := "name the actions and the ARNs that are needed, such as actions = [\"s3:GetObject\"]"

telemetry := {"logs:*", "cloudwatch:*", "xray:*", "ssmmessages:*", "ec2messages:*"}

wildcards(policy) := array.concat(
	[right |
		some granted in unconditional(policy)
		some action in granted.actions
		regex.match(`^(\*|[a-zA-Z0-9-]+:\*|\*:\*)$`, action.text)
		not lower(action.text) in telemetry
		message := sprintf("allows %q on every resource", [action.text])
		right := {"resource": granted.resource, "path": action.path, "message": message}
	],
	[right |
		some granted in unconditional(policy)
		some action in granted.except
		message := sprintf("allows everything but %q on every resource", [action.text])
		right := {"resource": granted.resource, "path": action.path, "message": message}
	],
)

unconditional(policy) := [granted |
	not is_boundary(policy)
	some granted in infra_aws.statements(policy, "policy")
	granted.allows
	granted.identity
	not granted.conditional
	"*" in granted.resources
]

is_boundary(policy) if {
	some type in ["aws_iam_role", "aws_iam_user"]
	some identity in input.index.resources[type]
	infra_aws.linked(identity, "permissions_boundary", policy, [])
}

# METADATA
# title: Nobody has administrator rights by attachment
# description: >-
#   No user, and no role that a service of AWS assumes, has AdministratorAccess or IAMFullAccess. Roles
#   that people assume, and groups, are left to the judgement of whoever reads the code.
# custom:
#   id: aws/iam-administrator
#   expectations: [9.2/authorization]
#   resources: [aws_iam_user_policy_attachment, aws_iam_role_policy_attachment]
#   why: >-
#     One stolen access key, or one flaw in a workload that runs as administrator, is the loss of the
#     whole account.
#   help: attach a policy that allows only what is needed
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_user_policy_attachment
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policy_attachment
iam_administrator contains statement if {
	some attachment in input.index.resources.aws_iam_user_policy_attachment
	administers(attachment)
	message := "gives administrator rights to a user"
	statement := infra.contradicts(attachment, ["policy_arn"], message, administrator_help)
}

iam_administrator contains statement if {
	some attachment in input.index.resources.aws_iam_role_policy_attachment
	administers(attachment)
	workload(attachment)
	message := "gives administrator rights to a workload"
	statement := infra.contradicts(attachment, ["policy_arn"], message, administrator_help)
}

iam_administrator contains statement if {
	some type in ["aws_iam_user_policy_attachment", "aws_iam_role_policy_attachment"]
	some attachment in input.index.resources[type]
	is_string(attachment.values.policy_arn)
	not administers(attachment)
	statement := infra.attests(attachment, ["policy_arn"], "gives no administrator rights")
}

iam_administrator contains statement if {
	some type in ["aws_iam_user_policy_attachment", "aws_iam_role_policy_attachment"]
	some attachment in input.index.resources[type]
	some reason in infra_aws.reasons(object.get(attachment.values, "policy_arn", ""))
	statement := infra.undecided(attachment, ["policy_arn"], reason)
}

administrator_help := "attach a policy that allows only what is needed"

administers(attachment) if {
	is_string(attachment.values.policy_arn)
	regex.match(`:policy/(AdministratorAccess|IAMFullAccess)$`, attachment.values.policy_arn)
}

workload(attachment) if {
	some role in input.index.resources.aws_iam_role
	infra_aws.linked(attachment, "role", role, ["name"])
	some trusted in infra_aws.statements(role, "assume_role_policy")
	"Service" in trusted.kinds
}

# METADATA
# title: A role is assumed by somebody in particular
# description: The trust policy of a role names who may assume it, or narrows everybody by a condition.
# custom:
#   id: aws/role-trust
#   expectations: [9.2/authentication]
#   resources: [aws_iam_role, data.aws_iam_policy_document]
#   why: A role that trusts everybody is open to every account of AWS in the world.
#   help: name the account, the role or the service, as in identifiers = ["ecs-tasks.amazonaws.com"]
#   references: [https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role]
role_trust contains statement if {
	some role in input.index.resources.aws_iam_role
	some trusted in infra_aws.statements(role, "assume_role_policy")
	principal := infra_aws.everybody(trusted)
	help := "name the account, the role or the service, as in identifiers = [\"ecs-tasks.amazonaws.com\"]"
	statement := infra.contradicts(trusted.resource, principal.path, "lets anybody assume the role", help)
}

role_trust contains statement if {
	some role in input.index.resources.aws_iam_role
	not trusts_everybody(role)
	count(infra_aws.unsaid(role, "assume_role_policy")) == 0
	count(infra_aws.statements(role, "assume_role_policy")) > 0
	statement := infra.attests(role, ["assume_role_policy"], "names who may assume it")
}

role_trust contains statement if {
	some role in input.index.resources.aws_iam_role
	not trusts_everybody(role)
	some reason in infra_aws.unsaid(role, "assume_role_policy")
	statement := infra.undecided(role, ["assume_role_policy"], reason)
}

trusts_everybody(role) if {
	some trusted in infra_aws.statements(role, "assume_role_policy")
	infra_aws.everybody(trusted)
}

# METADATA
# title: A pipeline at GitHub is told apart from all others
# description: >-
#   A role that trusts GitHub's issuer of tokens asks for a subject, a repository or a workflow, not only
#   for the audience, which all pipelines at GitHub share.
# custom:
#   id: aws/pipeline-trust
#   expectations: [9.1/component-authentication]
#   resources: [aws_iam_role, data.aws_iam_policy_document]
#   why: Without it any repository at GitHub, the attacker's own too, can assume the role.
#   help: >-
#     add a condition: test = "StringEquals", variable = "token.actions.githubusercontent.com:sub",
#     values = ["repo:organization/repository:ref:refs/heads/main"]
#   references:
#     - https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
pipeline_trust contains statement if {
	some role in input.index.resources.aws_iam_role
	some trusted in pipelines(role)
	count(subjects(trusted)) == 0
	message := "lets every repository at GitHub assume the role"
	statement := infra.contradicts(trusted.resource, trusted.path, message, pipeline_help)
}

pipeline_trust contains statement if {
	some role in input.index.resources.aws_iam_role
	some trusted in pipelines(role)
	some subject in subjects(trusted)
	some value in subject.values
	anybody_at_github(value)
	message := sprintf("lets %q at GitHub assume the role", [value])
	statement := infra.contradicts(trusted.resource, subject.path, message, pipeline_help)
}

pipeline_trust contains statement if {
	some role in input.index.resources.aws_iam_role
	some trusted in pipelines(role)
	some subject in subjects(trusted)
	count(subject.values) > 0
	count([value | some value in subject.values; anybody_at_github(value)]) == 0
	message := "lets particular repositories at GitHub assume the role"
	statement := infra.attests(trusted.resource, subject.path, message)
}

pipeline_trust contains statement if {
	some role in input.index.resources.aws_iam_role
	some trusted in pipelines(role)
	some subject in subjects(trusted)
	count(subject.values) == 0
	reason := "which repositories may assume the role is not known"
	statement := infra.undecided(trusted.resource, subject.path, reason)
}

pipeline_help := concat("", [
	"add a condition: test = \"StringEquals\", variable = \"token.actions.githubusercontent.com:sub\", ",
	"values = [\"repo:organization/repository:ref:refs/heads/main\"]",
])

issuer := "token.actions.githubusercontent.com"

pipelines(role) := [trusted |
	some trusted in infra_aws.statements(role, "assume_role_policy")
	trusted.allows
	of_github(trusted)
]

of_github(trusted) if {
	some principal in trusted.principals
	endswith(principal.id, issuer)
}

of_github(trusted) if {
	some condition in trusted.conditions
	startswith(condition.variable, issuer)
}

subjects(trusted) := [condition |
	some condition in trusted.conditions
	regex.match(`:(sub|repository|repository_id|repository_owner|repository_owner_id|job_workflow_ref)$`, condition.variable)
]

anybody_at_github(value) if regex.match(`^(repo:)?\*`, value)
