# METADATA
# title: Detection and alarms
# description: What Terraform says of what is watched on AWS, and of who hears of it.
package ccsec.evidence.aws.detection

import data.ccsec.lib.infra
import data.ccsec.lib.infra_aws

# METADATA
# title: GuardDuty is on
# description: A detector of GuardDuty that the code makes is not suspended.
# custom:
#   id: aws/guardduty
#   expectations: [9.6/intrusion-detection, 9.2/active-monitoring]
#   resources: [aws_guardduty_detector]
#   why: Credentials used from elsewhere, mining and scans from within go unseen.
#   help: write enable = true, or leave it away
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/guardduty_detector
guardduty contains statement if {
	some detector in input.index.resources.aws_guardduty_detector
	words := {"yes": "looks out for intrusions", "no": "is suspended", "help": "write enable = true"}
	statement := infra.truth(detector, ["enable"], true, words)
}

# METADATA
# title: Malware is looked for
# description: >-
#   GuardDuty's protection against malware, and its monitoring of running workloads, are on where set up.
# custom:
#   id: aws/malware-protection
#   expectations: [9.5/malware-protection]
#   resources: [aws_guardduty_detector_feature, aws_guardduty_malware_protection_plan]
#   why: What an intruder leaves on a disk or in a container stays there, and is restored from every backup.
#   help: write status = "ENABLED"
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/guardduty_detector_feature
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/guardduty_malware_protection_plan
malware_protection contains statement if {
	some feature in input.index.resources.aws_guardduty_detector_feature
	feature.values.name in {"EBS_MALWARE_PROTECTION", "RUNTIME_MONITORING", "EKS_RUNTIME_MONITORING"}
	words := {"yes": "looks out for malware", "no": "does not look out for malware", "help": "write status = \"ENABLED\""}
	statement := infra.among(feature, ["status"], null, {"ENABLED"}, words)
}

malware_protection contains statement if {
	some plan in input.index.resources.aws_guardduty_malware_protection_plan
	statement := infra.attests(plan, [], "looks for malware in what is uploaded")
}

# METADATA
# title: Security Hub measures something
# description: Security Hub has a standard to measure the account against.
# custom:
#   id: aws/security-hub
#   expectations: [9.9/effectiveness-monitoring]
#   resources: [aws_securityhub_account]
#   why: Without a standard it only collects what others find, and measures no measure at all.
#   help: add an aws_securityhub_standards_subscription, or write enable_default_standards = true
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/securityhub_account
security_hub contains statement if {
	some hub in input.index.resources.aws_securityhub_account
	not has_standards
	words := {
		"yes": "measures the account against a standard",
		"no": "measures the account against no standard",
		"help": "add an aws_securityhub_standards_subscription, or write enable_default_standards = true",
	}
	statement := infra.truth(hub, ["enable_default_standards"], true, words)
}

security_hub contains statement if {
	some hub in input.index.resources.aws_securityhub_account
	has_standards
	statement := infra.attests(hub, [], "measures the account against a standard")
}

has_standards if {
	some type in ["aws_securityhub_standards_subscription", "aws_securityhub_configuration_policy"]
	count(input.index.resources[type]) > 0
}

# METADATA
# title: AWS Config records what is configured
# description: A recorder is switched on, which takes a resource of its own.
# custom:
#   id: aws/configuration-recorder
#   expectations: [9.9/configuration-management]
#   resources: [aws_config_configuration_recorder, aws_config_configuration_recorder_status]
#   why: A recorder that nobody has switched on records no change, so that none can be traced or assessed.
#   help: add an aws_config_configuration_recorder_status with is_enabled = true
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/config_configuration_recorder_status
configuration_recorder contains statement if {
	some status in input.index.resources.aws_config_configuration_recorder_status
	words := {
		"yes": "has the recorder switched on",
		"no": "has the recorder switched off",
		"help": "write is_enabled = true",
	}
	statement := infra.truth(status, ["is_enabled"], null, words)
}

configuration_recorder contains statement if {
	some recorder in input.index.resources.aws_config_configuration_recorder
	not switched(recorder)
	type := "aws_config_configuration_recorder_status"
	not infra_aws.astray(type, "name", "aws_config_configuration_recorder", recorder.path[1])
	help := "add an aws_config_configuration_recorder_status with is_enabled = true"
	statement := infra.contradicts(recorder, [], "is never switched on", help)
}

switched(recorder) if {
	some status in input.index.resources.aws_config_configuration_recorder_status
	infra_aws.linked(status, "name", recorder, ["name"])
}

# METADATA
# title: Alarms reach somebody
# description: >-
#   An alarm does something when it goes off. Alarms that are part of a composite one, or that rules of
#   EventBridge may pick up, are passed over where they do nothing themselves.
# custom:
#   id: aws/alarm-actions
#   expectations: [9.10/early-warning]
#   resources: [aws_cloudwatch_metric_alarm]
#   why: An alarm that only turns red in a console warns nobody.
#   help: write alarm_actions = [aws_sns_topic.on_call.arn]
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_metric_alarm
alarm_actions contains statement if {
	some alarm in input.index.resources.aws_cloudwatch_metric_alarm
	infra.no(object.get(alarm.values, "actions_enabled", true))
	message := "has its actions switched off"
	statement := infra.contradicts(alarm, ["actions_enabled"], message, "write actions_enabled = true")
}

alarm_actions contains statement if {
	some alarm in input.index.resources.aws_cloudwatch_metric_alarm
	not infra.no(object.get(alarm.values, "actions_enabled", true))
	object.get(alarm.values, "alarm_actions", []) == []
	not input.index.resources.aws_cloudwatch_composite_alarm
	not events_of_alarms
	help := "write alarm_actions = [aws_sns_topic.on_call.arn]"
	statement := infra.contradicts(alarm, ["alarm_actions"], "tells nobody when it goes off", help)
}

alarm_actions contains statement if {
	some alarm in input.index.resources.aws_cloudwatch_metric_alarm
	infra.yes(object.get(alarm.values, "actions_enabled", true))
	given := object.get(alarm.values, "alarm_actions", [])
	given != []
	count(infra_aws.reasons(given)) == 0
	statement := infra.attests(alarm, ["alarm_actions"], "tells somebody when it goes off")
}

alarm_actions contains statement if {
	some alarm in input.index.resources.aws_cloudwatch_metric_alarm
	some attribute in ["alarm_actions", "actions_enabled"]
	some reason in infra_aws.reasons(object.get(alarm.values, attribute, []))
	statement := infra.undecided(alarm, [attribute], reason)
}

events_of_alarms if {
	some rule in input.index.resources.aws_cloudwatch_event_rule
	"aws.cloudwatch" in sources(rule)
}

sources(rule) := {source |
	pattern := infra.decoded(rule.values.event_pattern)
	some source in infra.listed(pattern.source)
}

# METADATA
# title: Findings of security services reach somebody
# description: A rule of EventBridge that picks up such findings is on and has a target.
# custom:
#   id: aws/security-events
#   expectations: [9.2/active-monitoring]
#   resources: [aws_cloudwatch_event_rule]
#   why: What GuardDuty or Security Hub find is of use only to somebody who hears of it in time.
#   help: add an aws_cloudwatch_event_target for the rule, and write state = "ENABLED"
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_event_rule
security_events contains statement if {
	some rule in security_rules
	has_target(rule)
	words := {
		"yes": "passes findings on",
		"no": "picks up findings, but is switched off",
		"help": "write state = \"ENABLED\"",
	}
	enabled := {"ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"}
	statement := infra.among(rule, ["state"], "ENABLED", enabled, words)
}

security_events contains statement if {
	some rule in security_rules
	not has_target(rule)
	not infra_aws.astray("aws_cloudwatch_event_target", "rule", "aws_cloudwatch_event_rule", rule.path[1])
	message := "picks up findings, but passes them on to nobody"
	help := "add an aws_cloudwatch_event_target for the rule"
	statement := infra.contradicts(rule, [], message, help)
}

security_rules := [rule |
	some rule in input.index.resources.aws_cloudwatch_event_rule
	count(sources(rule) & {
		"aws.guardduty",
		"aws.securityhub",
		"aws.inspector2",
		"aws.access-analyzer",
		"aws.macie",
		"aws.signin",
	}) > 0
]

has_target(rule) if {
	some target in input.index.resources.aws_cloudwatch_event_target
	infra_aws.linked(target, "rule", rule, ["name"])
}

# METADATA
# title: Traffic is recorded as a whole
# description: Flow logs record what was let through and what was refused.
# custom:
#   id: aws/flow-log
#   expectations: [9.10/continuous-monitoring]
#   resources: [aws_flow_log]
#   why: Refused traffic alone does not show what an intruder took away, accepted traffic alone not who tried.
#   help: write traffic_type = "ALL"
#   references: [https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/flow_log]
flow_log contains statement if {
	some log in input.index.resources.aws_flow_log
	log.values.traffic_type
	words := {
		"yes": "records all traffic",
		"no": "records a part of the traffic",
		"help": "write traffic_type = \"ALL\"",
	}
	statement := infra.among(log, ["traffic_type"], "ALL", {"ALL"}, words)
}

# METADATA
# title: Workloads are watched
# description: >-
#   Container Insights are on, and the health of the targets of a load balancer is checked, where the
#   code sets either.
# custom:
#   id: aws/workload-monitoring
#   expectations: [9.10/continuous-monitoring]
#   resources: [aws_ecs_cluster, aws_lb_target_group]
#   why: Nobody sees a task that restarts without end, or a target that answers with errors only.
#   help: >-
#     write setting { name = "containerInsights", value = "enhanced" }, or enabled = true in health_check
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_cluster
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lb_target_group
workload_monitoring contains statement if {
	some cluster in input.index.resources.aws_ecs_cluster
	some setting in infra_aws.blocks(cluster, "setting")
	setting.values.name == "containerInsights"
	words := {
		"yes": "has its containers watched",
		"no": "does not have its containers watched",
		"help": "write value = \"enhanced\"",
	}
	statement := infra.among(cluster, ["setting", setting.at, "value"], null, {"enabled", "enhanced"}, words)
}

workload_monitoring contains statement if {
	some group in input.index.resources.aws_lb_target_group
	group.values.target_type != "lambda"
	some check in infra_aws.blocks(group, "health_check")
	statement := infra.truth(group, ["health_check", check.at, "enabled"], true, health)
}

workload_monitoring contains statement if {
	some group in input.index.resources.aws_lb_target_group
	not group.values.target_type
	some check in infra_aws.blocks(group, "health_check")
	statement := infra.truth(group, ["health_check", check.at, "enabled"], true, health)
}

health := {
	"yes": "has the health of its targets checked",
	"no": "does not have the health of its targets checked",
	"help": "write enabled = true",
}
