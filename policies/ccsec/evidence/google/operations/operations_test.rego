package ccsec.evidence.google.operations_test

import data.ccsec.evidence.google.operations
import data.ccsec.lib.testing
import data.ccsec.lib.testing_clouds as t

said_audit_config(given) := statements if {
	statements := operations.audit_config with input as given
}

said_log_retention(given) := statements if {
	statements := operations.log_retention with input as given
}

said_alert_policies(given) := statements if {
	statements := operations.alert_policies with input as given
}

said_log_metrics(given) := statements if {
	statements := operations.log_metrics with input as given
}

said_essential_contacts(given) := statements if {
	statements := operations.essential_contacts with input as given
}

said_organization_policies(given) := statements if {
	statements := operations.organization_policies with input as given
}

a := "google_project_iam_audit_config"

o := "google_organization_iam_audit_config"

both := [{"log_type": "DATA_READ"}, {"log_type": "DATA_WRITE"}]

recorded := t.yes(a, ["audit_log_config"], "records who reads and who writes")

config(blocks) := t.code(a, {"service": "allServices", "audit_log_config": blocks})

test_audit_config if {
	said_audit_config(config(both)) == {recorded}
	said_audit_config(config([{"log_type": "DATA_READ"}])) == {t.no(
		a, ["audit_log_config"],
		"leaves DATA_WRITE out", "write audit_log_config { log_type = \"DATA_WRITE\" }",
	)}
	said_audit_config(config(array.concat(both, [{"log_type": "ADMIN_READ", "exempted_members": ["user:a@example.com"]}]))) == {recorded, t.no(a, ["audit_log_config", 2, "exempted_members"], "exempts members from the record", "leave exempted_members out")}
	said_audit_config(config(testing.open)) == {t.open(a, ["audit_log_config"])}
	said_audit_config(config([{"log_type": testing.open}])) == {t.open(a, ["audit_log_config", 0, "log_type"])}
	said_audit_config(t.code(o, {"service": "storage.googleapis.com", "audit_log_config": [{"log_type": "DATA_READ"}]})) == set()
}

b := "google_logging_project_bucket_config"

test_log_retention if {
	said_log_retention(t.code(b, {"retention_days": 365})) == {t.yes(
		b, ["retention_days"],
		"keeps records for ninety days or more",
	)}
	said_log_retention(t.code(b, {"bucket_id": "_Required"})) == set()
	said_log_retention(t.code(b, {})) == {t.no(
		b, ["retention_days"],
		"keeps records for less than ninety days", "write retention_days = 90",
	)}
	said_log_retention(t.code(b, {"retention_days": testing.open})) == {t.open(b, ["retention_days"])}
}

p := "google_monitoring_alert_policy"

channels := {"notification_channels": ["on-call"]}

test_alert_policies if {
	said_alert_policies(t.code(p, channels)) == {t.yes(p, ["enabled"], "is on")}
	said_alert_policies(t.code(p, object.union(channels, {"enabled": false}))) == {t.no(
		p, ["enabled"],
		"is off", "write enabled = true",
	)}
	said_alert_policies(t.code(p, object.union(channels, {"enabled": testing.open}))) == {t.open(p, ["enabled"])}
	said_alert_policies(t.code(p, {})) == {
		t.yes(p, ["enabled"], "is on"),
		t.no(p, ["notification_channels"], "tells nobody", "write notification_channels = [google_monitoring_notification_channel.on_call.id]"),
	}
}

m := "google_logging_metric"

watching(filter) := testing.resource(p, "errors", {"conditions": [{"condition_threshold": [{"filter": filter}]}]})

leading_to_metric := t.leading(p, {}, "conditions", "google_logging_metric.this")

watched := t.yes(m, [], "watches the log, and an alert policy watches it")

test_log_metrics if {
	said_log_metrics(t.beside(m, {}, [leading_to_metric])) == {watched}
	said_log_metrics(t.beside(m, {"name": "owners"}, [watching("metric.type=\"logging.googleapis.com/user/owners\"")])) == {watched}
	said_log_metrics(t.beside(m, {"name": "owners"}, [watching(testing.open)])) == set()
	said_log_metrics(t.code(m, {})) == set()
	said_log_metrics(t.code(m, {"disabled": true})) == {t.no(
		m, ["disabled"],
		"watches nothing, being disabled", "write disabled = false",
	)}
	said_log_metrics(t.code(m, {"disabled": testing.open})) == {t.open(m, ["disabled"])}
}

c := "google_essential_contacts_contact"

s := ["notification_category_subscriptions"]

contact(list) := t.code(c, {"notification_category_subscriptions": list})

test_essential_contacts if {
	said_essential_contacts(contact(["BILLING", "SECURITY"])) == {t.yes(
		c, array.concat(s, [1]),
		"is told of attacks",
	)}
	said_essential_contacts(contact(["BILLING"])) == {t.no(
		c, s,
		"is not told of attacks, nor is any other contact here",
		"write notification_category_subscriptions = [\"SECURITY\"]",
	)}
	said_essential_contacts(contact(testing.open)) == {t.open(c, s)}
	said_essential_contacts(contact([testing.open])) == set()
}

r := "google_org_policy_policy"

enforce := ["spec", 0, "rules", 0, "enforce"]

policy(name, rule) := t.code(r, {"name": concat("", ["projects/example/policies/", name]), "spec": [{"rules": [rule]}]})

test_organization_policies if {
	said_organization_policies(policy("compute.requireOsLogin", {"enforce": "TRUE"})) == {t.yes(
		r, enforce,
		"is enforced",
	)}
	said_organization_policies(policy("storage.publicAccessPrevention", {"enforce": "FALSE"})) == {t.no(
		r, enforce,
		"is not enforced", "write enforce = \"TRUE\"",
	)}
	said_organization_policies(policy("compute.requireOsLogin", {"enforce": testing.open})) == {t.open(
		r, enforce,
	)}
	said_organization_policies(policy("compute.requireOsLogin", {"enforce": "FALSE", "condition": [{"expression": "…"}]})) == set()
	said_organization_policies(policy("gcp.detailedAuditLoggingMode", {"enforce": "FALSE"})) == set()
	said_organization_policies(t.code(r, {"name": testing.open})) == set()
}
