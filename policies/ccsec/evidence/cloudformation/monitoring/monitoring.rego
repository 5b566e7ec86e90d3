# METADATA
# title: Monitoring
# description: What templates say of trails, detectors, recorders and alarms.
package ccsec.evidence.cloudformation.monitoring

import data.ccsec.lib.infra

# METADATA
# title: Calls are recorded
# description: Each trail of CloudTrail is recording. Templates without a trail say nothing.
# custom:
#   id: cloudformation/trails
#   expectations: [9.2/transaction-audit]
#   resources: ["AWS::CloudTrail::Trail"]
#   why: A trail that is switched off leaves nothing to tell who changed what.
#   help: "write IsLogging: true"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudtrail-trail.html
trails contains statement if {
	some trail in input.index.resources["AWS::CloudTrail::Trail"]
	infra.written(trail, ["IsLogging"])
	words := {"yes": "records calls", "no": "is switched off", "help": "write IsLogging: true"}
	statement := infra.truth(trail, ["IsLogging"], null, words)
}

# METADATA
# title: Records of calls cannot be changed unnoticed
# description: Each trail of CloudTrail signs its files, so that a change of them is noticed.
# custom:
#   id: cloudformation/trail-validation
#   expectations: [9.7/integrity-verification]
#   resources: ["AWS::CloudTrail::Trail"]
#   why: Whoever covers his traces deletes lines from the record, and without signatures nobody notices.
#   help: "write EnableLogFileValidation: true"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudtrail-trail.html
trail_validation contains statement if {
	some trail in input.index.resources["AWS::CloudTrail::Trail"]
	words := {
		"yes": "signs its files",
		"no": "does not sign its files",
		"help": "write EnableLogFileValidation: true",
	}
	statement := infra.truth(trail, ["EnableLogFileValidation"], false, words)
}

# METADATA
# title: Intrusions are detected
# description: Each detector of GuardDuty is switched on. Templates without a detector say nothing.
# custom:
#   id: cloudformation/detectors
#   expectations: [9.6/intrusion-detection, 9.2/active-monitoring]
#   resources: ["AWS::GuardDuty::Detector"]
#   why: Nobody reads the records of an account by eye; a detector that is off lets the intruder stay.
#   help: "write Enable: true"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-guardduty-detector.html
detectors contains statement if {
	some detector in input.index.resources["AWS::GuardDuty::Detector"]
	infra.written(detector, ["Enable"])
	words := {"yes": "is switched on", "no": "is switched off", "help": "write Enable: true"}
	statement := infra.truth(detector, ["Enable"], null, words)
}

# METADATA
# title: Disks and buckets are searched for malware
# description: A detector of GuardDuty that names the protection against malware has it switched on.
# custom:
#   id: cloudformation/malware-protection
#   expectations: [9.5/malware-protection]
#   resources: ["AWS::GuardDuty::Detector"]
#   why: A miner or a back door on a machine goes unnoticed as long as nobody looks at its disk.
#   help: "write Features: [{Name: EBS_MALWARE_PROTECTION, Status: ENABLED}]"
#   references: [https://docs.aws.amazon.com/guardduty/latest/ug/malware-protection.html]
malware_protection contains statement if {
	some detector in input.index.resources["AWS::GuardDuty::Detector"]
	not infra.no(infra.get(detector, ["Enable"], true))
	some position, feature in infra.list(infra.get(detector, ["Features"], []))
	feature.Name == "EBS_MALWARE_PROTECTION"
	words := {
		"yes": "searches disks for malware",
		"no": "does not search disks for malware",
		"help": "write Status: ENABLED",
	}
	statement := infra.among(detector, ["Features", position, "Status"], null, {"ENABLED"}, words)
}

# METADATA
# title: Alarms reach somebody
# description: >-
#   Each alarm of CloudWatch has an action, and its actions are on. Where composite alarms stand beside them,
#   alarms without actions say nothing.
# custom:
#   id: cloudformation/alarms
#   expectations: [9.10/early-warning]
#   resources: ["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"]
#   why: An alarm that calls nobody is found in the record after the outage.
#   help: "write AlarmActions: [!Ref Topic], and leave ActionsEnabled out"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudwatch-alarm.html
alarms contains statement if {
	some alarm in all_alarms
	infra.no(infra.get(alarm, ["ActionsEnabled"], true))
	statement := infra.contradicts(
		alarm, ["ActionsEnabled"], "calls nobody: its actions are off",
		"write ActionsEnabled: true",
	)
}

alarms contains statement if {
	some alarm in all_alarms
	infra.yes(infra.get(alarm, ["ActionsEnabled"], true))
	is_array(infra.get(alarm, ["AlarmActions"], null))
	count(infra.get(alarm, ["AlarmActions"], [])) > 0
	statement := infra.attests(alarm, ["AlarmActions"], "calls somebody")
}

alarms contains statement if {
	some alarm in all_alarms
	infra.yes(infra.get(alarm, ["ActionsEnabled"], true))
	not input.index.resources["AWS::CloudWatch::CompositeAlarm"]
	every key in ["AlarmActions", "InsufficientDataActions", "OKActions"] {
		infra.get(alarm, [key], []) == []
	}
	statement := infra.contradicts(alarm, ["AlarmActions"], "calls nobody", "write AlarmActions: [!Ref Topic]")
}

alarms contains statement if {
	some alarm in all_alarms
	some key in ["ActionsEnabled", "AlarmActions"]
	value := infra.get(alarm, [key], null)
	infra.unknown(value)
	statement := infra.undecided(alarm, [key], value["(unknown)"])
}

all_alarms contains alarm if {
	some type in ["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"]
	some alarm in input.index.resources[type]
}

# METADATA
# title: Configurations are recorded
# description: >-
#   The recorder of AWS Config records every type of resource, as it does by default, or those named.
# custom:
#   id: cloudformation/configuration-recorder
#   expectations: [9.9/configuration-management]
#   resources: ["AWS::Config::ConfigurationRecorder"]
#   why: >-
#     Without a record of configurations nobody knows since when a bucket has been open, or who opened
#     it.
#   help: "write RecordingGroup: {AllSupported: true}"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-config-configurationrecorder.html
configuration_recorder contains statement if {
	some recorder in input.index.resources["AWS::Config::ConfigurationRecorder"]
	infra.yes(infra.get(recorder, all_types, true))
	statement := infra.attests(recorder, ["RecordingGroup"], "records every type of resource")
}

configuration_recorder contains statement if {
	some recorder in input.index.resources["AWS::Config::ConfigurationRecorder"]
	infra.no(infra.get(recorder, all_types, true))
	every key in ["ResourceTypes", "RecordingStrategy", "ExclusionByResourceTypes"] {
		infra.get(recorder, ["RecordingGroup", key], []) in {null, []}
	}
	statement := infra.contradicts(recorder, all_types, "records nothing", "write RecordingGroup: {AllSupported: true}")
}

configuration_recorder contains statement if {
	some recorder in input.index.resources["AWS::Config::ConfigurationRecorder"]
	value := infra.get(recorder, all_types, true)
	infra.unknown(value)
	statement := infra.undecided(recorder, all_types, value["(unknown)"])
}

all_types := ["RecordingGroup", "AllSupported"]

# METADATA
# title: Measures are checked against a standard
# description: >-
#   Security Hub checks against its default standards, as it does by itself, or against standards that stand
#   in the template.
# custom:
#   id: cloudformation/security-hub
#   expectations: [9.9/effectiveness-monitoring]
#   resources: ["AWS::SecurityHub::Hub"]
#   why: A hub without standards collects, but tells nobody which of the measures have stopped working.
#   help: "leave EnableDefaultStandards out, or add an AWS::SecurityHub::Standard"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-securityhub-hub.html
security_hub contains statement if {
	some hub in input.index.resources["AWS::SecurityHub::Hub"]
	not standards
	words := {
		"yes": "checks against its default standards",
		"no": "checks against no standard",
		"help": "leave EnableDefaultStandards out, or add an AWS::SecurityHub::Standard",
	}
	statement := infra.truth(hub, ["EnableDefaultStandards"], true, words)
}

security_hub contains statement if {
	some hub in input.index.resources["AWS::SecurityHub::Hub"]
	standards
	statement := infra.attests(hub, ["EnableDefaultStandards"], "checks against the standards of the template")
}

standards if count(input.index.resources["AWS::SecurityHub::Standard"]) > 0

# METADATA
# title: Clusters record the calls of their API
# description: Each EKS cluster sends the audit record of its API server to CloudWatch. By default none does.
# custom:
#   id: cloudformation/cluster-audit
#   expectations: [9.2/transaction-audit]
#   resources: ["AWS::EKS::Cluster"]
#   why: Without the record nobody can tell who read a secret, or how a pod came to be.
#   help: "write Logging: {ClusterLogging: {EnabledTypes: [{Type: audit}]}}"
#   references: [https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-eks-cluster.html]
cluster_audit contains statement if {
	some cluster in input.index.resources["AWS::EKS::Cluster"]
	some position, given in infra.list(infra.get(cluster, log_types, []))
	given.Type == "audit"
	statement := infra.attests(cluster, array.concat(log_types, [position, "Type"]), "records the calls of its API")
}

cluster_audit contains statement if {
	some cluster in input.index.resources["AWS::EKS::Cluster"]
	types := infra.get(cluster, log_types, [])
	is_array(types)
	every given in types {
		is_string(given.Type)
		given.Type != "audit"
	}
	statement := infra.contradicts(
		cluster, log_types, "does not record the calls of its API",
		"write Logging: {ClusterLogging: {EnabledTypes: [{Type: audit}]}}",
	)
}

cluster_audit contains statement if {
	some cluster in input.index.resources["AWS::EKS::Cluster"]
	value := infra.get(cluster, log_types, [])
	infra.unknown(value)
	statement := infra.undecided(cluster, log_types, value["(unknown)"])
}

log_types := ["Logging", "ClusterLogging", "EnabledTypes"]
