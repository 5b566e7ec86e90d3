# METADATA
# title: Roles and identities of Azure
# description: What Terraform says of who may do what, and of how services prove who they are.
package ccsec.evidence.azure.identity

import data.ccsec.lib.infra
import data.ccsec.lib.infra_clouds

# METADATA
# title: Nobody is given a whole subscription
# description: >-
#   No role that can change everything is assigned for a subscription, a management group or the
#   root.
# custom:
#   id: azure/role-assignments
#   expectations: [9.2/authorization]
#   resources: [azurerm_role_assignment]
#   why: >-
#     Whoever takes over one identity with such a role takes over every resource of the subscription;
#     an Owner hands out rights to others as well.
#   help: assign a role that covers the task, at the resource group or the resource that it is for
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/role_assignment
#     - https://learn.microsoft.com/azure/role-based-access-control/best-practices
role_assignments contains statement if {
	some assignment in input.index.resources.azurerm_role_assignment
	assignment.values.role_definition_name in sweeping
	wide(assignment)
	not assignment.values.condition
	statement := infra.contradicts(
		assignment, ["role_definition_name"],
		sprintf("gives %s over everything in the scope", [assignment.values.role_definition_name]),
		"assign a role that covers the task, at the resource group or the resource that it is for",
	)
}

role_assignments contains statement if {
	some assignment in input.index.resources.azurerm_role_assignment
	role := assignment.values.role_definition_name
	is_string(role)
	not role in sweeping
	statement := infra.attests(assignment, ["role_definition_name"], sprintf("gives %s alone", [role]))
}

role_assignments contains statement if {
	some assignment in input.index.resources.azurerm_role_assignment
	role := assignment.values.role_definition_name
	infra.unknown(role)
	statement := infra.undecided(assignment, ["role_definition_name"], role["(unknown)"])
}

sweeping := {"Owner", "Contributor", "User Access Administrator", "Role Based Access Control Administrator"}

# A scope is wide by what it says, or by what it leads to.
wide(assignment) if {
	is_string(assignment.values.scope)
	regex.match(`^/(subscriptions/[^/]+|providers/Microsoft\.Management/managementGroups/[^/]+)?/?$`, assignment.values.scope)
}

wide(assignment) if {
	infra.unknown(assignment.values.scope)
	some address in object.get(assignment.references, "scope", [])
	regex.match(`^(data\.)?azurerm_(subscription|management_group)\.`, address)
}

# METADATA
# title: Roles name what they allow
# description: No role of one's own allows every action.
# custom:
#   id: azure/custom-roles
#   expectations: [9.2/authorization]
#   resources: [azurerm_role_definition]
#   why: >-
#     A role with every action is Owner under another name, and is not seen by those who look for Owners.
#   help: name the actions that the task needs
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/role_definition
#     - https://learn.microsoft.com/azure/role-based-access-control/custom-roles
custom_roles contains statement if {
	some role in input.index.resources.azurerm_role_definition
	some position, permissions in infra_clouds.blocks(role, ["permissions"])
	some key in {"actions", "data_actions"}
	some at, action in infra_clouds.blocks({"values": permissions}, [key])
	action in {"*", "*/*"}
	statement := infra.contradicts(
		role, ["permissions", position, key, at],
		"allows every action", "name the actions that the task needs",
	)
}

custom_roles contains statement if {
	some role in input.index.resources.azurerm_role_definition
	blocks := infra_clouds.blocks(role, ["permissions"])
	count(blocks) > 0
	open := [list |
		some permissions in blocks
		is_object(permissions)
		some key in {"actions", "data_actions"}
		list := object.get(permissions, key, [])
		not named(list)
	]
	count(open) == 0
	statement := infra.attests(role, ["permissions"], "names what it allows")
}

custom_roles contains statement if {
	some role in input.index.resources.azurerm_role_definition
	some position, permissions in infra_clouds.blocks(role, ["permissions"])
	some key in {"actions", "data_actions"}
	infra.unknown(permissions[key])
	statement := infra.undecided(role, ["permissions", position, key], permissions[key]["(unknown)"])
}

named(list) if {
	is_array(list)
	count([action | some action in list; not said(action)]) == 0
}

said(action) if {
	is_string(action)
	not action in {"*", "*/*"}
}

# METADATA
# title: Parts of the service prove who they are, not what they know
# description: Messaging and databases take identities of Entra ID, and no keys.
# custom:
#   id: azure/local-authentication
#   expectations: [9.1/component-authentication]
#   resources:
#     - azurerm_cosmosdb_account
#     - azurerm_servicebus_namespace
#     - azurerm_eventhub_namespace
#     - azurerm_app_configuration
#     - azurerm_redis_cache
#   why: >-
#     A key shows that its bearer has the key, not who that is: every part that shares it looks the
#     same, and so does whoever found it in a log.
#   help: write local_authentication_enabled = false, and give each part a managed identity
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/servicebus_namespace
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/cosmosdb_account
local_authentication contains statement if {
	some type, key in key_switches
	some store in input.index.resources[type]
	not store.values.local_authentication_disabled
	not bound_to_keys(store)
	statement := infra.untruth(store, [key], true, {
		"yes": "takes identities alone",
		"no": "takes keys, which tell no identity",
		"help": sprintf("write %s = false", [key]),
	})
}

# Of the interfaces of Cosmos DB, that of SQL alone can do without keys.
bound_to_keys(store) if store.values.kind == "MongoDB"

bound_to_keys(store) if {
	some capability in infra_clouds.blocks(store, ["capabilities"])
	capability.name in {"EnableMongo", "EnableCassandra", "EnableGremlin", "EnableTable"}
}

# The name that the attribute had until version 5 of the provider.
local_authentication contains statement if {
	some account in input.index.resources.azurerm_cosmosdb_account
	infra.yes(account.values.local_authentication_disabled)
	statement := infra.attests(account, ["local_authentication_disabled"], "takes identities alone")
}

key_switches := {
	"azurerm_cosmosdb_account": "local_authentication_enabled",
	"azurerm_servicebus_namespace": "local_auth_enabled",
	"azurerm_eventhub_namespace": "local_authentication_enabled",
	"azurerm_app_configuration": "local_auth_enabled",
	"azurerm_redis_cache": "access_keys_authentication_enabled",
}
