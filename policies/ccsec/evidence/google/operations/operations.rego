# METADATA
# title: Watching over Google Cloud
# description: >-
#   What Terraform says of audit logs, alerts, contacts and the policies of an organization.
package ccsec.evidence.google.operations

import data.ccsec.lib.infra
import data.ccsec.lib.infra_clouds

# METADATA
# title: Access to data is recorded
# description: Audit logs hold who read and who wrote data, in every service and without exemption.
# custom:
#   id: google/audit-config
#   expectations: [9.2/transaction-audit]
#   resources:
#     - google_project_iam_audit_config
#     - google_folder_iam_audit_config
#     - google_organization_iam_audit_config
#   why: >-
#     By default Google records who changed settings, not who read data: without this a theft of data
#     leaves no trace.
#   help: >-
#     write service = "allServices" with audit_log_config for DATA_READ and DATA_WRITE, and no
#     exempted_members
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_project_iam
#     - https://cloud.google.com/logging/docs/audit/configure-data-access
audit_config contains statement if {
	some config in audit_configs
	count({"DATA_READ", "DATA_WRITE"} - log_types(config)) == 0
	statement := infra.attests(config, ["audit_log_config"], "records who reads and who writes")
}

audit_config contains statement if {
	some config in audit_configs
	config.values.service == "allServices"
	not infra.unknown(config.values.audit_log_config)
	count(open_types(config)) == 0
	some type in {"DATA_READ", "DATA_WRITE"} - log_types(config)
	statement := infra.contradicts(
		config, ["audit_log_config"],
		sprintf("leaves %s out", [type]), sprintf("write audit_log_config { log_type = %q }", [type]),
	)
}

audit_config contains statement if {
	some config in audit_configs
	some position, block in infra_clouds.blocks(config, ["audit_log_config"])
	is_array(block.exempted_members)
	count(block.exempted_members) > 0
	statement := infra.contradicts(
		config, ["audit_log_config", position, "exempted_members"],
		"exempts members from the record", "leave exempted_members out",
	)
}

audit_config contains statement if {
	some config in audit_configs
	infra.unknown(config.values.audit_log_config)
	statement := infra.undecided(config, ["audit_log_config"], config.values.audit_log_config["(unknown)"])
}

audit_config contains statement if {
	some config in audit_configs
	some position in open_types(config)
	type := config.values.audit_log_config[position].log_type
	statement := infra.undecided(config, ["audit_log_config", position, "log_type"], type["(unknown)"])
}

audit_configs contains config if {
	some holder in {"project", "folder", "organization"}
	some config in input.index.resources[sprintf("google_%s_iam_audit_config", [holder])]
}

log_types(config) := {block.log_type | some block in infra_clouds.blocks(config, ["audit_log_config"])}

open_types(config) := {position |
	some position, block in infra_clouds.blocks(config, ["audit_log_config"])
	infra.unknown(block.log_type)
}

# METADATA
# title: Logs are kept for ninety days
# description: A log bucket keeps its records for ninety days or more.
# custom:
#   id: google/log-retention
#   expectations: [9.2/transaction-audit]
#   resources:
#     - google_logging_project_bucket_config
#     - google_logging_folder_bucket_config
#     - google_logging_organization_bucket_config
#   why: >-
#     Intrusions are often found after months. Where the records of those months are gone, nobody can
#     tell what was done.
#   help: write retention_days = 90
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/logging_project_bucket_config
#     - https://cloud.google.com/logging/docs/buckets
log_retention contains statement if {
	some holder in {"project", "folder", "organization"}
	some bucket in input.index.resources[sprintf("google_logging_%s_bucket_config", [holder])]
	infra.get(bucket, ["bucket_id"], "") != "_Required"
	statement := infra_clouds.at_least(bucket, ["retention_days"], 30, 90, {
		"yes": "keeps records for ninety days or more",
		"no": "keeps records for less than ninety days",
		"help": "write retention_days = 90",
	})
}

# METADATA
# title: Alerts are on, and reach somebody
# description: Alert policies are enabled, and name a channel.
# custom:
#   id: google/alert-policies
#   expectations: [9.10/early-warning]
#   resources: [google_monitoring_alert_policy]
#   why: >-
#     An alert that is off, or that tells nobody, lets an overload grow into an outage.
#   help: write notification_channels = [google_monitoring_notification_channel.on_call.id]
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/monitoring_alert_policy
alert_policies contains statement if {
	some policy in input.index.resources.google_monitoring_alert_policy
	statement := infra.truth(policy, ["enabled"], true, {
		"yes": "is on",
		"no": "is off",
		"help": "write enabled = true",
	})
}

alert_policies contains statement if {
	some policy in input.index.resources.google_monitoring_alert_policy
	infra.get(policy, ["notification_channels"], []) == []
	statement := infra.contradicts(
		policy, ["notification_channels"], "tells nobody",
		"write notification_channels = [google_monitoring_notification_channel.on_call.id]",
	)
}

# METADATA
# title: The log is watched
# description: Metrics that count what stands in the log are in force, and alert policies watch them.
# custom:
#   id: google/log-metrics
#   expectations: [9.2/active-monitoring]
#   resources: [google_logging_metric]
#   why: >-
#     A log that nothing counts is read after the damage, if at all.
#   help: write disabled = false, or leave it out, and add an alert policy for the metric
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/logging_metric
#     - https://cloud.google.com/logging/docs/logs-based-metrics
log_metrics contains statement if {
	some metric in input.index.resources.google_logging_metric
	alarmed(metric)
	infra.no(infra.get(metric, ["disabled"], false))
	statement := infra.attests(metric, [], "watches the log, and an alert policy watches it")
}

log_metrics contains statement if {
	some metric in input.index.resources.google_logging_metric
	infra.yes(infra.get(metric, ["disabled"], false))
	statement := infra.contradicts(
		metric, ["disabled"],
		"watches nothing, being disabled", "write disabled = false",
	)
}

log_metrics contains statement if {
	some metric in input.index.resources.google_logging_metric
	value := infra.get(metric, ["disabled"], false)
	infra.unknown(value)
	statement := infra.undecided(metric, ["disabled"], value["(unknown)"])
}

alarmed(metric) if {
	some policy in input.index.resources.google_monitoring_alert_policy
	infra.points_at(policy, "conditions", metric, [])
}

alarmed(metric) if {
	is_string(metric.values.name)
	some policy in input.index.resources.google_monitoring_alert_policy
	some condition in infra_clouds.blocks(policy, ["conditions"])
	some watched in infra_clouds.blocks({"values": condition}, ["condition_threshold"])
	is_string(watched.filter)
	contains(watched.filter, concat("", ["logging.googleapis.com/user/", metric.values.name]))
}

# METADATA
# title: Google knows whom to call
# description: Essential contacts get notices about security.
# custom:
#   id: google/essential-contacts
#   expectations: [9.10/incident-response]
#   resources: [google_essential_contacts_contact]
#   why: >-
#     When Google sees that a project is abused or a key has leaked, it tells the contacts for security;
#     where there are none, the one who hears of it may be gone.
#   help: write notification_category_subscriptions = ["SECURITY"]
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/essential_contacts_contact
#     - https://cloud.google.com/resource-manager/docs/managing-notification-contacts
essential_contacts contains statement if {
	some contact in input.index.resources.google_essential_contacts_contact
	some position, category in infra_clouds.blocks(contact, subscriptions)
	category in {"ALL", "SECURITY"}
	statement := infra.attests(contact, array.concat(subscriptions, [position]), "is told of attacks")
}

# Contacts of one parent share the work, so the whole set has to leave security out.
essential_contacts contains statement if {
	count(secure_contacts) == 0
	some contact in input.index.resources.google_essential_contacts_contact
	is_array(contact.values.notification_category_subscriptions)
	statement := infra.contradicts(
		contact, subscriptions, "is not told of attacks, nor is any other contact here",
		"write notification_category_subscriptions = [\"SECURITY\"]",
	)
}

essential_contacts contains statement if {
	some contact in input.index.resources.google_essential_contacts_contact
	value := contact.values.notification_category_subscriptions
	infra.unknown(value)
	statement := infra.undecided(contact, subscriptions, value["(unknown)"])
}

secure_contacts contains contact.address if {
	some contact in input.index.resources.google_essential_contacts_contact
	some category in infra_clouds.blocks(contact, subscriptions)
	may_be_secure(category)
}

secure_contacts contains contact.address if {
	some contact in input.index.resources.google_essential_contacts_contact
	infra.unknown(contact.values.notification_category_subscriptions)
}

may_be_secure(category) if category in {"ALL", "SECURITY"}

may_be_secure(category) if infra.unknown(category)

subscriptions := ["notification_category_subscriptions"]

# METADATA
# title: Policies of the organization are enforced
# description: Constraints that guard the organization are in force.
# custom:
#   id: google/organization-policies
#   expectations: [9.9/security-policy]
#   resources: [google_org_policy_policy]
#   why: >-
#     A constraint that a project is let out of guards the others and leaves the hole where somebody
#     wanted it.
#   help: write spec { rules { enforce = "TRUE" } }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/org_policy_policy
#     - https://cloud.google.com/resource-manager/docs/organization-policy/org-policy-constraints
organization_policies contains statement if {
	some policy in input.index.resources.google_org_policy_policy
	guards(policy.values.name)
	some position, _ in infra_clouds.blocks(policy, ["spec", 0, "rules"])
	infra.get(policy, ["spec", 0, "rules", position, "condition"], []) == []
	path := ["spec", 0, "rules", position, "enforce"]
	infra.get(policy, path, null) != null
	statement := infra.truth(policy, path, false, {
		"yes": "is enforced",
		"no": "is not enforced",
		"help": "write enforce = \"TRUE\"",
	})
}

# Constraints whose name says that they guard.
guards(name) if {
	is_string(name)
	some constraint in {
		"compute.requireOsLogin", "compute.requireShieldedVm", "compute.disableSerialPortAccess",
		"compute.skipDefaultNetworkCreation", "iam.disableServiceAccountKeyCreation",
		"iam.disableServiceAccountKeyUpload", "iam.automaticIamGrantsForDefaultServiceAccounts",
		"storage.uniformBucketLevelAccess", "storage.publicAccessPrevention", "sql.restrictPublicIp",
		"sql.restrictAuthorizedNetworks", "iam.managed.disableServiceAccountKeyCreation",
	}
	endswith(name, concat("", ["/policies/", constraint]))
}
