package ccsec.evidence.azure.operations_test

import data.ccsec.evidence.azure.operations
import data.ccsec.lib.testing
import data.ccsec.lib.testing_clouds as t

said_defender_plans(given) := statements if {
	statements := operations.defender_plans with input as given
}

said_malware_protection(given) := statements if {
	statements := operations.malware_protection with input as given
}

said_alerts(given) := statements if {
	statements := operations.alerts with input as given
}

said_security_contact(given) := statements if {
	statements := operations.security_contact with input as given
}

said_log_retention(given) := statements if {
	statements := operations.log_retention with input as given
}

said_policy_enforcement(given) := statements if {
	statements := operations.policy_enforcement with input as given
}

p := "azurerm_security_center_subscription_pricing"

d := "azurerm_security_center_storage_defender"

pay := "write tier = \"Standard\""

test_defender_plans if {
	said_defender_plans(t.code(p, {"tier": "Standard"})) == {t.yes(p, ["tier"], "watches by Defender for Cloud")}
	said_defender_plans(t.code(p, {"tier": "Free"})) == {t.no(p, ["tier"], "leaves Defender for Cloud off", pay)}
	said_defender_plans(t.code(p, {"tier": testing.open})) == {t.open(p, ["tier"])}
	said_defender_plans(testing.infrastructure([])) == set()
}

scanning := ["malware_scanning_on_upload_enabled"]

test_malware_protection if {
	said_malware_protection(t.code(p, {"tier": "Standard"})) == {t.yes(p, ["tier"], "looks for malicious code")}
	said_malware_protection(t.code(p, {"tier": "Free", "resource_type": "Containers"})) == {t.no(
		p, ["tier"],
		"looks for no malicious code", pay,
	)}
	said_malware_protection(t.code(p, {"tier": testing.open})) == {t.open(p, ["tier"])}
	said_malware_protection(t.code(p, {"tier": "Free", "resource_type": "Dns"})) == set()
	said_malware_protection(t.code(d, {"malware_scanning_on_upload_enabled": true})) == {t.yes(
		d, scanning,
		"scans what is uploaded",
	)}
	said_malware_protection(t.code(d, {})) == {t.no(
		d, scanning,
		"does not scan what is uploaded", "write malware_scanning_on_upload_enabled = true",
	)}
}

m := "azurerm_monitor_metric_alert"

action := [{"action_group_id": "on-call"}]

test_alerts if {
	said_alerts(t.code(m, {"action": action})) == {t.yes(m, ["enabled"], "is on")}
	said_alerts(t.code(m, {"enabled": false, "action": action})) == {t.no(
		m, ["enabled"],
		"is off", "write enabled = true",
	)}
	said_alerts(t.code(m, {"enabled": testing.open, "action": testing.open})) == {t.open(m, ["enabled"])}
	said_alerts(t.code(m, {})) == {
		t.yes(m, ["enabled"], "is on"),
		t.no(m, ["action"], "tells nobody", "write action { action_group_id = azurerm_monitor_action_group.on_call.id }"),
	}
}

s := "azurerm_security_center_contact"

told := ["alert_notifications"]

test_security_contact if {
	said_security_contact(t.code(s, {"alert_notifications": true})) == {t.yes(s, told, "is told of attacks")}
	said_security_contact(t.code(s, {"alert_notifications": false})) == {t.no(
		s, told,
		"is not told of attacks", "write alert_notifications = true",
	)}
	said_security_contact(t.code(s, {"alert_notifications": testing.open})) == {t.open(s, told)}
}

w := "azurerm_log_analytics_workspace"

days := ["retention_in_days"]

test_log_retention if {
	said_log_retention(t.code(w, {"retention_in_days": 90})) == {t.yes(
		w, days,
		"keeps records for ninety days or more",
	)}
	said_log_retention(t.code(w, {"retention_in_days": 30})) == {t.no(
		w, days,
		"keeps records for less than ninety days", "write retention_in_days = 90",
	)}
	said_log_retention(t.code(w, {"retention_in_days": testing.open})) == {t.open(w, days)}
	said_log_retention(t.code(w, {})) == set()
}

a := "azurerm_management_group_policy_assignment"

test_policy_enforcement if {
	said_policy_enforcement(t.code(a, {})) == {t.yes(a, ["enforce"], "is enforced")}
	said_policy_enforcement(t.code(a, {"enforce": false})) == {t.no(
		a, ["enforce"],
		"is not enforced", "write enforce = true",
	)}
	said_policy_enforcement(t.code(a, {"enforce": testing.open})) == {t.open(a, ["enforce"])}
}
