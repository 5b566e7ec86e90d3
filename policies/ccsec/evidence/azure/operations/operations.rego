# METADATA
# title: Watching over Azure
# description: What Terraform says of Defender for Cloud, alerts, contacts, logs and policies.
package ccsec.evidence.azure.operations

import data.ccsec.lib.infra
import data.ccsec.lib.infra_clouds

# METADATA
# title: Defender for Cloud watches
# description: Plans of Defender for Cloud are paid for, and so in force.
# custom:
#   id: azure/defender-plans
#   expectations: [9.2/active-monitoring]
#   resources: [azurerm_security_center_subscription_pricing]
#   why: >-
#     In the free tier nothing watches what is done to vaults, databases and the subscription itself:
#     an intrusion raises no alarm.
#   help: write tier = "Standard"
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/security_center_subscription_pricing
#     - https://learn.microsoft.com/azure/defender-for-cloud/defender-for-cloud-introduction
defender_plans contains statement if {
	some plan in input.index.resources.azurerm_security_center_subscription_pricing
	statement := infra.among(plan, ["tier"], "Free", {"Standard"}, {
		"yes": "watches by Defender for Cloud",
		"no": "leaves Defender for Cloud off",
		"help": "write tier = \"Standard\"",
	})
}

# METADATA
# title: Malicious code is looked for
# description: Plans of Defender for Cloud for machines, containers and storage are in force.
# custom:
#   id: azure/malware-protection
#   expectations: [9.5/malware-protection]
#   resources:
#     - azurerm_security_center_subscription_pricing
#     - azurerm_security_center_storage_defender
#   why: >-
#     Malicious code that comes with an upload or an image runs unseen where nothing looks for it.
#   help: write tier = "Standard", for storage malware_scanning_on_upload_enabled = true
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/security_center_subscription_pricing
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/security_center_storage_defender
malware_protection contains statement if {
	some plan in input.index.resources.azurerm_security_center_subscription_pricing
	infra.get(plan, ["resource_type"], "VirtualMachines") in {"VirtualMachines", "Containers"}
	statement := infra.among(plan, ["tier"], "Free", {"Standard"}, {
		"yes": "looks for malicious code",
		"no": "looks for no malicious code",
		"help": "write tier = \"Standard\"",
	})
}

malware_protection contains statement if {
	some defender in input.index.resources.azurerm_security_center_storage_defender
	statement := infra.truth(defender, ["malware_scanning_on_upload_enabled"], false, {
		"yes": "scans what is uploaded",
		"no": "does not scan what is uploaded",
		"help": "write malware_scanning_on_upload_enabled = true",
	})
}

# METADATA
# title: Alerts are on, and reach somebody
# description: Alerts on metrics and on the activity log are enabled, and name an action group.
# custom:
#   id: azure/alerts
#   expectations: [9.10/early-warning]
#   resources: [azurerm_monitor_metric_alert, azurerm_monitor_activity_log_alert]
#   why: >-
#     An alert that is off, or that tells nobody, lets an overload grow into an outage.
#   help: write action { action_group_id = azurerm_monitor_action_group.on_call.id }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/monitor_metric_alert
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/monitor_activity_log_alert
alerts contains statement if {
	some alert in all_alerts
	statement := infra.truth(alert, ["enabled"], true, {
		"yes": "is on",
		"no": "is off",
		"help": "write enabled = true",
	})
}

alerts contains statement if {
	some alert in all_alerts
	infra.get(alert, ["action"], []) == []
	statement := infra.contradicts(
		alert, ["action"],
		"tells nobody", "write action { action_group_id = azurerm_monitor_action_group.on_call.id }",
	)
}

all_alerts contains alert if {
	some type in {"azurerm_monitor_metric_alert", "azurerm_monitor_activity_log_alert"}
	some alert in input.index.resources[type]
}

# METADATA
# title: Somebody is called when the platform sees an attack
# description: The security contact of the subscription gets the alerts of Defender for Cloud.
# custom:
#   id: azure/security-contact
#   expectations: [9.10/incident-response]
#   resources: [azurerm_security_center_contact]
#   why: >-
#     An alarm that stays in the portal is found when somebody happens to look; the time to answer that
#     was promised runs meanwhile.
#   help: write alert_notifications = true
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/security_center_contact
security_contact contains statement if {
	some contact in input.index.resources.azurerm_security_center_contact
	statement := infra.truth(contact, ["alert_notifications"], false, {
		"yes": "is told of attacks",
		"no": "is not told of attacks",
		"help": "write alert_notifications = true",
	})
}

# METADATA
# title: Logs are kept for ninety days
# description: A Log Analytics workspace keeps its records for ninety days or more.
# custom:
#   id: azure/log-retention
#   expectations: [9.2/transaction-audit]
#   resources: [azurerm_log_analytics_workspace]
#   why: >-
#     Intrusions are often found after months. Where the records of those months are gone, nobody can
#     tell what was done.
#   help: write retention_in_days = 90
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/log_analytics_workspace
#     - https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure
log_retention contains statement if {
	some workspace in input.index.resources.azurerm_log_analytics_workspace
	infra.get(workspace, ["retention_in_days"], null) != null
	statement := infra_clouds.at_least(workspace, ["retention_in_days"], 30, 90, {
		"yes": "keeps records for ninety days or more",
		"no": "keeps records for less than ninety days",
		"help": "write retention_in_days = 90",
	})
}

# METADATA
# title: Policies are enforced
# description: Assignments of Azure Policy are in force, not tried out.
# custom:
#   id: azure/policy-enforcement
#   expectations: [9.9/security-policy]
#   resources:
#     - azurerm_subscription_policy_assignment
#     - azurerm_resource_group_policy_assignment
#     - azurerm_management_group_policy_assignment
#     - azurerm_resource_policy_assignment
#   why: >-
#     A policy that is not enforced says what is wrong and lets it be made.
#   help: write enforce = true, or leave it out
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/subscription_policy_assignment
policy_enforcement contains statement if {
	some scope in {"subscription", "resource_group", "management_group", "resource"}
	some assignment in input.index.resources[sprintf("azurerm_%s_policy_assignment", [scope])]
	statement := infra.truth(assignment, ["enforce"], true, {
		"yes": "is enforced",
		"no": "is not enforced",
		"help": "write enforce = true",
	})
}
