package ccsec.evidence.aws.detection_test

import data.ccsec.evidence.aws.detection
import data.ccsec.lib.infra_aws_test as expect
import data.ccsec.lib.testing

intrusions(resources) := statements if {
	statements := detection.guardduty with input as testing.infrastructure(resources)
}

detector(values) := testing.resource("aws_guardduty_detector", "d", values)

test_guardduty if {
	intrusions([detector({})]) == {expect.attested(0, "aws_guardduty_detector.d", ["enable"], "looks out for intrusions")}
	intrusions([detector({"enable": false})]) == {expect.contradicted(
		0, "aws_guardduty_detector.d",
		["enable"],
		"is suspended", "write enable = true",
	)}
	intrusions([detector({"enable": testing.open})]) == {expect.left_open(0, "aws_guardduty_detector.d", ["enable"])}
	intrusions([]) == set()
}

malware(resources) := statements if {
	statements := detection.malware_protection with input as testing.infrastructure(resources)
}

feature(name, status) := testing.resource("aws_guardduty_detector_feature", "f", {"name": name, "status": status})

test_malware_protection if {
	address := "aws_guardduty_detector_feature.f"
	malware([feature("EBS_MALWARE_PROTECTION", "ENABLED")]) == {expect.attested(0, address, ["status"], "looks out for malware")}
	malware([feature("RUNTIME_MONITORING", "DISABLED")]) == {expect.contradicted(
		0, address,
		["status"],
		"does not look out for malware", "write status = \"ENABLED\"",
	)}
	malware([feature("RUNTIME_MONITORING", testing.open)]) == {expect.left_open(0, address, ["status"])}
	malware([feature("S3_DATA_EVENTS", "DISABLED")]) == set()
	malware([testing.resource("aws_guardduty_malware_protection_plan", "p", {})]) == {expect.attested(
		0, "aws_guardduty_malware_protection_plan.p", [],
		"looks for malware in what is uploaded",
	)}
	malware([]) == set()
}

hub(resources) := statements if {
	statements := detection.security_hub with input as testing.infrastructure(resources)
}

account(values) := testing.resource("aws_securityhub_account", "a", values)

test_security_hub if {
	at := ["enable_default_standards"]
	measured := "measures the account against a standard"
	hub([account({})]) == {expect.attested(0, "aws_securityhub_account.a", at, measured)}
	hub([account({"enable_default_standards": false})]) == {expect.contradicted(
		0, "aws_securityhub_account.a", at,
		"measures the account against no standard",
		"add an aws_securityhub_standards_subscription, or write enable_default_standards = true",
	)}
	hub([account({"enable_default_standards": testing.open})]) == {expect.left_open(0, "aws_securityhub_account.a", at)}
	subscription := testing.resource("aws_securityhub_standards_subscription", "s", {})
	hub([account({"enable_default_standards": false}), subscription]) == {expect.attested(
		0, "aws_securityhub_account.a", [], measured,
	)}
	hub([subscription]) == set()
}

recorder(resources) := statements if {
	statements := detection.configuration_recorder with input as testing.infrastructure(resources)
}

bare := testing.resource("aws_config_configuration_recorder", "r", {"name": "main"})

status(values) := testing.resource("aws_config_configuration_recorder_status", "s", object.union({"name": "main"}, values))

test_configuration_recorder if {
	address := "aws_config_configuration_recorder_status.s"
	recorder([bare, status({"is_enabled": true})]) == {expect.attested(
		1, address,
		["is_enabled"],
		"has the recorder switched on",
	)}
	recorder([bare, status({"is_enabled": false})]) == {expect.contradicted(
		1, address,
		["is_enabled"],
		"has the recorder switched off", "write is_enabled = true",
	)}
	recorder([bare, status({"is_enabled": testing.open})]) == {expect.left_open(1, address, ["is_enabled"])}
	recorder([bare]) == {expect.contradicted(
		0, "aws_config_configuration_recorder.r", [],
		"is never switched on", "add an aws_config_configuration_recorder_status with is_enabled = true",
	)}
	recorder([bare, status({"name": testing.open})]) == set()
	recorder([]) == set()
}

alarms(resources) := statements if {
	statements := detection.alarm_actions with input as testing.infrastructure(resources)
}

alarm(values) := testing.resource("aws_cloudwatch_metric_alarm", "a", values)

event_rule(pattern, changes) := testing.resource("aws_cloudwatch_event_rule", "r", object.union(
	{"name": "r", "event_pattern": json.marshal({"source": pattern})},
	changes,
))

test_alarm_actions if {
	address := "aws_cloudwatch_metric_alarm.a"
	topic := testing.reference("aws_sns_topic.on_call")
	alarms([alarm({"alarm_actions": [topic]})]) == {expect.attested(
		0, address,
		["alarm_actions"],
		"tells somebody when it goes off",
	)}
	silent := {expect.contradicted(
		0, address,
		["alarm_actions"],
		"tells nobody when it goes off", "write alarm_actions = [aws_sns_topic.on_call.arn]",
	)}
	alarms([alarm({})]) == silent
	alarms([alarm({"alarm_actions": []})]) == silent
	alarms([alarm({}), event_rule(["aws.guardduty"], {})]) == silent
	alarms([alarm({"actions_enabled": false, "alarm_actions": [topic]})]) == {expect.contradicted(
		0, address,
		["actions_enabled"],
		"has its actions switched off", "write actions_enabled = true",
	)}
	alarms([alarm({"alarm_actions": [testing.open]})]) == {expect.left_open(0, address, ["alarm_actions"])}
	alarms([alarm({"alarm_actions": [topic], "actions_enabled": testing.open})]) == {expect.left_open(
		0, address,
		["actions_enabled"],
	)}
	alarms([alarm({}), testing.resource("aws_cloudwatch_composite_alarm", "c", {})]) == set()
	alarms([alarm({}), event_rule(["aws.cloudwatch"], {})]) == set()
	alarms([]) == set()
}

events(resources) := statements if {
	statements := detection.security_events with input as testing.infrastructure(resources)
}

target(rule) := testing.resource("aws_cloudwatch_event_target", "t", {"rule": rule})

test_security_events if {
	address := "aws_cloudwatch_event_rule.r"
	findings := event_rule(["aws.guardduty"], {})
	events([findings, target("r")]) == {expect.attested(0, address, ["state"], "passes findings on")}
	events([event_rule(["aws.guardduty"], {"state": "DISABLED"}), target("r")]) == {expect.contradicted(
		0, address,
		["state"],
		"picks up findings, but is switched off", "write state = \"ENABLED\"",
	)}
	events([event_rule(["aws.guardduty"], {"state": testing.open}), target("r")]) == {expect.left_open(0, address, ["state"])}
	events([findings, target("other")]) == {expect.contradicted(
		0, address, [],
		"picks up findings, but passes them on to nobody", "add an aws_cloudwatch_event_target for the rule",
	)}
	events([findings, target(testing.open)]) == set()
	events([event_rule(["aws.ec2"], {})]) == set()
	events([testing.resource("aws_cloudwatch_event_rule", "r", {"schedule_expression": "rate(1 day)"})]) == set()
	events([]) == set()
}

flows(resources) := statements if {
	statements := detection.flow_log with input as testing.infrastructure(resources)
}

flow(values) := testing.resource("aws_flow_log", "f", values)

test_flow_log if {
	flows([flow({"traffic_type": "ALL"})]) == {expect.attested(0, "aws_flow_log.f", ["traffic_type"], "records all traffic")}
	flows([flow({"traffic_type": "REJECT"})]) == {expect.contradicted(
		0, "aws_flow_log.f",
		["traffic_type"],
		"records a part of the traffic", "write traffic_type = \"ALL\"",
	)}
	flows([flow({"traffic_type": testing.open})]) == {expect.left_open(0, "aws_flow_log.f", ["traffic_type"])}
	flows([flow({})]) == set()
	flows([]) == set()
}

watched(resources) := statements if {
	statements := detection.workload_monitoring with input as testing.infrastructure(resources)
}

insights(value) := testing.resource("aws_ecs_cluster", "c", {"setting": [{"name": "containerInsights", "value": value}]})

targets(values) := testing.resource("aws_lb_target_group", "g", values)

test_workload_monitoring if {
	at := ["setting", 0, "value"]
	watched([insights("enhanced")]) == {expect.attested(0, "aws_ecs_cluster.c", at, "has its containers watched")}
	watched([insights("disabled")]) == {expect.contradicted(
		0, "aws_ecs_cluster.c", at,
		"does not have its containers watched", "write value = \"enhanced\"",
	)}
	watched([insights(testing.open)]) == {expect.left_open(0, "aws_ecs_cluster.c", at)}
	watched([testing.resource("aws_ecs_cluster", "c", {})]) == set()
	watched([]) == set()
}

test_workload_monitoring_of_targets if {
	at := ["health_check", 0, "enabled"]
	watched([targets({"health_check": [{"path": "/health"}]})]) == {expect.attested(
		0, "aws_lb_target_group.g", at,
		"has the health of its targets checked",
	)}
	watched([targets({"target_type": "ip", "health_check": [{"enabled": false}]})]) == {expect.contradicted(
		0, "aws_lb_target_group.g", at,
		"does not have the health of its targets checked", "write enabled = true",
	)}
	watched([targets({"target_type": "lambda", "health_check": [{"enabled": false}]})]) == set()
}

test_recorder_and_the_status_of_another if {
	count(recorder([bare, status({"name": "other", "is_enabled": true})])) == 2
}

test_alarm_that_is_off_and_has_no_actions if {
	alarms([alarm({"actions_enabled": false})]) == {expect.contradicted(
		0, "aws_cloudwatch_metric_alarm.a",
		["actions_enabled"],
		"has its actions switched off", "write actions_enabled = true",
	)}
}

test_other_settings_of_a_cluster if {
	watched([testing.resource("aws_ecs_cluster", "c", {"setting": [{"name": "other", "value": "disabled"}]})]) == set()
}
