package ccsec.evidence.cloudformation.monitoring_test

import data.ccsec.evidence.cloudformation.monitoring
import data.ccsec.lib.testing
import data.ccsec.lib.testing_cloudformation

one(type, values) := testing_cloudformation.given([testing_cloudformation.resource(type, "Thing", values)])

reason := testing_cloudformation.reason

trails(values) := statements if {
	statements := monitoring.trails with input as one("AWS::CloudTrail::Trail", values)
}

test_trails if {
	testing_cloudformation.brief(trails({"IsLogging": true})) == {["attests", "Thing", ["IsLogging"], "records calls"]}
	testing_cloudformation.brief(trails({"IsLogging": "false"})) == {["contradicts", "Thing", ["IsLogging"], "is switched off"]}
	testing_cloudformation.helps(trails({"IsLogging": false})) == {"write IsLogging: true"}
	testing_cloudformation.brief(trails({"IsLogging": testing.open})) == {["undecided", "Thing", ["IsLogging"], reason]}
	trails({}) == set()
}

validation(values) := statements if {
	statements := monitoring.trail_validation with input as one("AWS::CloudTrail::Trail", values)
}

test_trail_validation if {
	here := ["EnableLogFileValidation"]
	testing_cloudformation.brief(validation({"EnableLogFileValidation": true})) == {["attests", "Thing", here, "signs its files"]}
	testing_cloudformation.brief(validation({})) == {["contradicts", "Thing", here, "does not sign its files"]}
	testing_cloudformation.helps(validation({})) == {"write EnableLogFileValidation: true"}
	testing_cloudformation.brief(validation({"EnableLogFileValidation": testing.open})) == {["undecided", "Thing", here, reason]}
}

detectors(values) := statements if {
	statements := monitoring.detectors with input as one("AWS::GuardDuty::Detector", values)
}

test_detectors if {
	testing_cloudformation.brief(detectors({"Enable": true})) == {["attests", "Thing", ["Enable"], "is switched on"]}
	testing_cloudformation.brief(detectors({"Enable": false})) == {["contradicts", "Thing", ["Enable"], "is switched off"]}
	testing_cloudformation.helps(detectors({"Enable": false})) == {"write Enable: true"}
	testing_cloudformation.brief(detectors({"Enable": testing.open})) == {["undecided", "Thing", ["Enable"], reason]}
	detectors({}) == set()
}

malware(status, values) := statements if {
	features := {"Features": [{"Name": "S3_DATA_EVENTS", "Status": "DISABLED"}, {"Name": "EBS_MALWARE_PROTECTION", "Status": status}]}
	statements := monitoring.malware_protection with input as one("AWS::GuardDuty::Detector", object.union(features, values))
}

test_malware_protection if {
	here := ["Features", 1, "Status"]
	testing_cloudformation.brief(malware("ENABLED", {})) == {["attests", "Thing", here, "searches disks for malware"]}
	testing_cloudformation.brief(malware("DISABLED", {})) == {["contradicts", "Thing", here, "does not search disks for malware"]}
	testing_cloudformation.helps(malware("DISABLED", {})) == {"write Status: ENABLED"}
	testing_cloudformation.brief(malware(testing.open, {})) == {["undecided", "Thing", here, reason]}
	malware("ENABLED", {"Enable": false}) == set()
	malware("ENABLED", {"Features": testing.open}) == set()
}

alarms(values) := statements if {
	statements := monitoring.alarms with input as one("AWS::CloudWatch::Alarm", values)
}

test_alarms if {
	testing_cloudformation.brief(alarms({"AlarmActions": [testing.reference("Topic")]})) == {[
		"attests", "Thing", ["AlarmActions"], "calls somebody",
	]}
	off := alarms({"AlarmActions": ["arn"], "ActionsEnabled": false})
	testing_cloudformation.brief(off) == {["contradicts", "Thing", ["ActionsEnabled"], "calls nobody: its actions are off"]}
	testing_cloudformation.helps(off) == {"write ActionsEnabled: true"}
	testing_cloudformation.brief(alarms({})) == {["contradicts", "Thing", ["AlarmActions"], "calls nobody"]}
	testing_cloudformation.helps(alarms({})) == {"write AlarmActions: [!Ref Topic]"}
	testing_cloudformation.brief(alarms({"AlarmActions": testing.open})) == {["undecided", "Thing", ["AlarmActions"], reason]}
	alarms({"OKActions": ["arn"]}) == set()
	beside := monitoring.alarms with input as testing_cloudformation.given([
		testing_cloudformation.resource("AWS::CloudWatch::Alarm", "Thing", {}),
		testing_cloudformation.resource("AWS::CloudWatch::CompositeAlarm", "All", {"AlarmActions": ["arn"]}),
	])
	testing_cloudformation.brief(beside) == {["attests", "All", ["AlarmActions"], "calls somebody"]}
}

recorder(values) := statements if {
	statements := monitoring.configuration_recorder with input as one("AWS::Config::ConfigurationRecorder", values)
}

test_configuration_recorder if {
	here := ["RecordingGroup", "AllSupported"]
	testing_cloudformation.brief(recorder({})) == {["attests", "Thing", ["RecordingGroup"], "records every type of resource"]}
	nothing := recorder({"RecordingGroup": {"AllSupported": false}})
	testing_cloudformation.brief(nothing) == {["contradicts", "Thing", here, "records nothing"]}
	testing_cloudformation.helps(nothing) == {"write RecordingGroup: {AllSupported: true}"}
	testing_cloudformation.brief(recorder({"RecordingGroup": {"AllSupported": testing.open}})) == {["undecided", "Thing", here, reason]}
	recorder({"RecordingGroup": {"AllSupported": false, "ResourceTypes": ["AWS::S3::Bucket"]}}) == set()
}

hub(values) := statements if {
	statements := monitoring.security_hub with input as one("AWS::SecurityHub::Hub", values)
}

test_security_hub if {
	here := ["EnableDefaultStandards"]
	testing_cloudformation.brief(hub({})) == {["attests", "Thing", here, "checks against its default standards"]}
	testing_cloudformation.brief(hub({"EnableDefaultStandards": false})) == {["contradicts", "Thing", here, "checks against no standard"]}
	testing_cloudformation.helps(hub({"EnableDefaultStandards": false})) == {
		"leave EnableDefaultStandards out, or add an AWS::SecurityHub::Standard",
	}
	testing_cloudformation.brief(hub({"EnableDefaultStandards": testing.open})) == {["undecided", "Thing", here, reason]}
	own := monitoring.security_hub with input as testing_cloudformation.given([
		testing_cloudformation.resource("AWS::SecurityHub::Hub", "Thing", {"EnableDefaultStandards": false}),
		testing_cloudformation.resource("AWS::SecurityHub::Standard", "Standard", {}),
	])
	testing_cloudformation.brief(own) == {["attests", "Thing", here, "checks against the standards of the template"]}
}

audit(values) := statements if {
	statements := monitoring.cluster_audit with input as one("AWS::EKS::Cluster", values)
}

recorded(types) := audit({"Logging": {"ClusterLogging": {"EnabledTypes": types}}})

test_cluster_audit if {
	here := ["Logging", "ClusterLogging", "EnabledTypes"]
	testing_cloudformation.brief(recorded([{"Type": "api"}, {"Type": "audit"}])) == {[
		"attests", "Thing", array.concat(here, [1, "Type"]), "records the calls of its API",
	]}
	silent := {["contradicts", "Thing", here, "does not record the calls of its API"]}
	testing_cloudformation.brief(recorded([{"Type": "api"}])) == silent
	testing_cloudformation.brief(audit({})) == silent
	testing_cloudformation.helps(audit({})) == {"write Logging: {ClusterLogging: {EnabledTypes: [{Type: audit}]}}"}
	testing_cloudformation.brief(recorded(testing.open)) == {["undecided", "Thing", here, reason]}
	recorded([{"Type": testing.open}]) == set()
}

test_alarms_without_actions if {
	alarms({"ActionsEnabled": true, "AlarmActions": [], "OKActions": ["arn"]}) == set()
	testing_cloudformation.brief(alarms({"ActionsEnabled": false})) == {[
		"contradicts", "Thing", ["ActionsEnabled"], "calls nobody: its actions are off",
	]}
}
