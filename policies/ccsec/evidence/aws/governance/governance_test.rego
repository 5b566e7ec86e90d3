package ccsec.evidence.aws.governance_test

import data.ccsec.evidence.aws.governance
import data.ccsec.lib.infra_aws_test as expect
import data.ccsec.lib.testing

limits(resources) := statements if {
	statements := governance.organization_policies with input as testing.infrastructure(resources)
}

organization(values) := testing.resource("aws_organizations_organization", "o", values)

test_organization_policies if {
	limits([organization({"enabled_policy_types": ["TAG_POLICY", "SERVICE_CONTROL_POLICY"]})]) == {expect.attested(
		0, "aws_organizations_organization.o",
		["enabled_policy_types", 1],
		"can set limits for its accounts",
	)}
	limits([organization({"feature_set": "CONSOLIDATED_BILLING"})]) == {expect.contradicted(
		0, "aws_organizations_organization.o",
		["feature_set"],
		"shares the bill, but no rules",
		"write feature_set = \"ALL\" and enabled_policy_types = [\"SERVICE_CONTROL_POLICY\"]",
	)}
	limits([organization({"feature_set": testing.open})]) == {expect.left_open(
		0, "aws_organizations_organization.o",
		["feature_set"],
	)}
	limits([organization({})]) == set()
	limits([]) == set()
}

firewall(resources) := statements if {
	statements := governance.web_firewall with input as testing.infrastructure(resources)
}

acl(values) := testing.resource("aws_wafv2_web_acl", "w", object.union({"default_action": [{"allow": [{}]}]}, values))

firewall_help := "write override_action { none {} } for managed rules, or action { block {} }"

test_web_firewall if {
	stops := {expect.attested(0, "aws_wafv2_web_acl.w", ["rule", 0], "stops attacks")}
	firewall([acl({"rule": [{"override_action": [{"none": [{}]}]}]})]) == stops
	firewall([acl({"rule": [{"action": [{"block": [{}]}]}]})]) == stops
	firewall([acl({"rule": [{"action": [{"block": [{}]}]}, {"action": [{"count": [{}]}]}]})]) == stops
	firewall([acl({"rule": [{"override_action": [{"count": [{}]}]}]})]) == {expect.contradicted(
		0, "aws_wafv2_web_acl.w",
		["rule", 0],
		"counts attacks, but stops none", firewall_help,
	)}
	firewall([acl({"rule": testing.open})]) == {expect.left_open(0, "aws_wafv2_web_acl.w", ["rule"])}
	firewall([testing.resource("aws_shield_protection", "s", {})]) == {expect.attested(
		0, "aws_shield_protection.s", [],
		"is protected against floods",
	)}
	firewall([]) == set()
}

test_web_firewall_without_rules if {
	firewall([acl({})]) == {expect.contradicted(
		0, "aws_wafv2_web_acl.w",
		["default_action", 0],
		"lets everything through", firewall_help,
	)}
	firewall([acl({"rule_json": "[]"})]) == set()
	firewall([acl({"default_action": [{"block": [{}]}]})]) == set()
	firewall([acl({}), testing.resource("aws_wafv2_web_acl_rule_group_association", "a", {})]) == set()
}

drills(resources) := statements if {
	statements := governance.restore_test with input as testing.infrastructure(resources)
}

plan(schedule) := testing.resource("aws_backup_restore_testing_plan", "p", {"name": "p", "schedule_expression": schedule})

selection(name) := testing.resource("aws_backup_restore_testing_selection", "s", {"restore_testing_plan_name": name})

test_restore_test if {
	address := "aws_backup_restore_testing_plan.p"
	weekly := plan("cron(0 12 ? * SUN *)")
	drills([weekly, selection("p")]) == {expect.attested(
		0, address,
		["schedule_expression"],
		"restores backups at an interval",
	)}
	drills([plan(testing.open), selection("p")]) == {expect.left_open(0, address, ["schedule_expression"])}
	drills([weekly]) == {expect.contradicted(
		0, address, [],
		"has nothing to restore", "add an aws_backup_restore_testing_selection for the plan",
	)}
	drills([weekly, selection(testing.open)]) == set()
	drills([]) == set()
}

test_organization_that_shares_the_bill if {
	count(limits([organization({
		"feature_set": "CONSOLIDATED_BILLING",
		"enabled_policy_types": ["SERVICE_CONTROL_POLICY"],
	})])) == 1
}

test_web_firewall_that_blocks_by_default if {
	firewall([acl({
		"default_action": [{"block": [{}]}],
		"rule": [{"action": [{"count": [{}]}]}],
	})]) == set()
}
