# METADATA
# title: Guard rails and drills
# description: >-
#   What Terraform says of the rules for a whole organisation, of attacks, and of trying out recovery.
package ccsec.evidence.aws.governance

import data.ccsec.lib.infra
import data.ccsec.lib.infra_aws

# METADATA
# title: The organisation can set limits
# description: >-
#   An organisation of AWS has all features, and service control policies are among its types of
#   policies. One that only shares the bill contradicts.
# custom:
#   id: aws/organization-policies
#   expectations: [9.9/security-policy]
#   resources: [aws_organizations_organization]
#   why: >-
#     Each account then makes its own rules, and nothing keeps one from switching off what the others
#     rely on.
#   help: write feature_set = "ALL" and enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/organizations_organization
organization_policies contains statement if {
	some organization in input.index.resources.aws_organizations_organization
	infra.get(organization, ["feature_set"], "ALL") == "CONSOLIDATED_BILLING"
	help := "write feature_set = \"ALL\" and enabled_policy_types = [\"SERVICE_CONTROL_POLICY\"]"
	statement := infra.contradicts(organization, ["feature_set"], "shares the bill, but no rules", help)
}

organization_policies contains statement if {
	some organization in input.index.resources.aws_organizations_organization
	infra.get(organization, ["feature_set"], "ALL") == "ALL"
	types := object.get(organization.values, "enabled_policy_types", [])
	some type in infra_aws.entries(["enabled_policy_types"], types)
	type.text in {"SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"}
	statement := infra.attests(organization, type.path, "can set limits for its accounts")
}

organization_policies contains statement if {
	some organization in input.index.resources.aws_organizations_organization
	some attribute in ["feature_set", "enabled_policy_types"]
	some reason in infra_aws.reasons(object.get(organization.values, attribute, ""))
	statement := infra.undecided(organization, [attribute], reason)
}

# METADATA
# title: The firewall before an application stops something
# description: >-
#   A web ACL has a rule that blocks, challenges or limits. One whose rules all only count contradicts,
#   and so does one that lets everything through and has no rule.
# custom:
#   id: aws/web-firewall
#   expectations: [9.6/attack-protection]
#   resources: [aws_wafv2_web_acl, aws_shield_protection]
#   why: What is only counted has already reached the application.
#   help: 'write override_action { none {} } for managed rules, or action { block {} }'
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/wafv2_web_acl
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/shield_protection
web_firewall contains statement if {
	some acl in input.index.resources.aws_wafv2_web_acl
	some rule in infra_aws.blocks(acl, "rule")
	stops(rule)
	statement := infra.attests(acl, ["rule", rule.at], "stops attacks")
}

web_firewall contains statement if {
	some acl in input.index.resources.aws_wafv2_web_acl
	rules := infra_aws.blocks(acl, "rule")
	count(rules) > 0
	count([rule | some rule in rules; only_counts(rule)]) == count(rules)
	default_allows(acl)
	statement := infra.contradicts(acl, ["rule", 0], "counts attacks, but stops none", firewall_help)
}

web_firewall contains statement if {
	some acl in input.index.resources.aws_wafv2_web_acl
	object.get(acl.values, "rule", []) == []
	not acl.values.rule_json
	default_allows(acl)
	not ruled_elsewhere(acl)
	statement := infra.contradicts(acl, ["default_action", 0], "lets everything through", firewall_help)
}

web_firewall contains statement if {
	some acl in input.index.resources.aws_wafv2_web_acl
	infra.unknown(acl.values.rule)
	statement := infra.undecided(acl, ["rule"], acl.values.rule["(unknown)"])
}

web_firewall contains statement if {
	some protection in input.index.resources.aws_shield_protection
	statement := infra.attests(protection, [], "is protected against floods")
}

firewall_help := "write override_action { none {} } for managed rules, or action { block {} }"

stops(rule) if {
	some action in infra_aws.blocks(rule, "action")
	some kind in ["block", "captcha", "challenge"]
	action.values[kind]
}

stops(rule) if {
	some action in infra_aws.blocks(rule, "override_action")
	action.values.none
}

only_counts(rule) if {
	some kind in ["action", "override_action"]
	some action in infra_aws.blocks(rule, kind)
	action.values.count
}

default_allows(acl) if {
	some action in infra_aws.blocks(acl, "default_action")
	action.values.allow
}

ruled_elsewhere(acl) if {
	some type in ["aws_wafv2_web_acl_rule", "aws_wafv2_web_acl_rule_group_association"]
	some resource in input.index.resources[type]
	resource.path[1] == acl.path[1]
}

# METADATA
# title: Recovery is tried out
# description: A plan of AWS Backup that restores backups at an interval has something to restore.
# custom:
#   id: aws/restore-test
#   expectations: [9.11/recovery-test]
#   resources: [aws_backup_restore_testing_plan]
#   why: Backups that nobody has ever restored are found to be incomplete on the day when they are needed.
#   help: add an aws_backup_restore_testing_selection for the plan
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/backup_restore_testing_plan
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/backup_restore_testing_selection
restore_test contains statement if {
	some plan in input.index.resources.aws_backup_restore_testing_plan
	has_selection(plan)
	words := {
		"yes": "restores backups at an interval",
		"no": "restores backups at no interval",
		"help": "write schedule_expression = \"cron(0 12 ? * SUN *)\"",
	}
	statement := infra.present(plan, ["schedule_expression"], words)
}

restore_test contains statement if {
	some plan in input.index.resources.aws_backup_restore_testing_plan
	not has_selection(plan)
	type := "aws_backup_restore_testing_selection"
	not infra_aws.astray(type, "restore_testing_plan_name", "aws_backup_restore_testing_plan", plan.path[1])
	help := "add an aws_backup_restore_testing_selection for the plan"
	statement := infra.contradicts(plan, [], "has nothing to restore", help)
}

has_selection(plan) if {
	some selection in input.index.resources.aws_backup_restore_testing_selection
	infra_aws.linked(selection, "restore_testing_plan_name", plan, ["name"])
}
