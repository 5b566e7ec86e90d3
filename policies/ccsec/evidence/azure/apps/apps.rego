# METADATA
# title: Apps, gateways and registries of Azure
# description: >-
#   What Terraform says of App Service, Functions, Application Gateway, Front Door and Container
#   Registry.
package ccsec.evidence.azure.apps

import data.ccsec.lib.infra
import data.ccsec.lib.infra_clouds

# METADATA
# title: Apps take HTTPS alone
# description: Web and function apps refuse plain HTTP, plain FTP, and TLS older than 1.2.
# custom:
#   id: azure/app-transport
#   expectations: [9.4/interface-encryption]
#   resources:
#     - azurerm_linux_web_app
#     - azurerm_windows_web_app
#     - azurerm_linux_function_app
#     - azurerm_windows_function_app
#   why: >-
#     What goes over plain HTTP or FTP, sessions and passwords among it, can be read and changed by
#     everyone on the way.
#   help: write https_only = true, and leave minimum_tls_version and ftps_state out of site_config
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_web_app
app_transport contains statement if {
	some app in apps
	statement := infra.truth(app, ["https_only"], false, {
		"yes": "takes HTTPS alone",
		"no": "takes plain HTTP",
		"help": "write https_only = true",
	})
}

app_transport contains statement if {
	some app in apps
	statement := infra_clouds.sorted(
		app, ["site_config", 0, "minimum_tls_version"], null,
		{"accepted": {"1.2", "1.3"}, "refused": {"1.0", "1.1"}},
		{
			"yes": "refuses TLS older than 1.2",
			"no": "takes TLS older than 1.2",
			"help": "write minimum_tls_version = \"1.2\"",
		},
	)
}

app_transport contains statement if {
	some app in apps
	statement := infra_clouds.sorted(
		app, ["site_config", 0, "ftps_state"], null,
		{"accepted": {"Disabled", "FtpsOnly"}, "refused": {"AllAllowed"}},
		{
			"yes": "takes no plain FTP",
			"no": "takes plain FTP",
			"help": "write ftps_state = \"Disabled\"",
		},
	)
}

apps contains app if {
	some type in {
		"azurerm_linux_web_app", "azurerm_windows_web_app",
		"azurerm_linux_function_app", "azurerm_windows_function_app",
	}
	some app in input.index.resources[type]
}

# METADATA
# title: Apps ask who calls
# description: Where apps sign callers in, by accounts or by certificates, they let nobody past.
# custom:
#   id: azure/app-authentication
#   expectations: [9.4/interface-authentication]
#   resources:
#     - azurerm_linux_web_app
#     - azurerm_windows_web_app
#     - azurerm_linux_function_app
#     - azurerm_windows_function_app
#   why: >-
#     An app that is set up to sign callers in, and lets those who do not pass, answers everyone.
#   help: >-
#     write auth_settings_v2 { auth_enabled = true, require_authentication = true,
#     unauthenticated_action = "Return401" }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_web_app
app_authentication contains statement if {
	some app in apps
	app.values.auth_settings_v2
	statement := infra.truth(app, ["auth_settings_v2", 0, "auth_enabled"], false, {
		"yes": "signs callers in",
		"no": "has signing in turned off",
		"help": "write auth_enabled = true",
	})
}

app_authentication contains statement if {
	some app in apps
	infra.get(app, ["auth_settings_v2", 0, "unauthenticated_action"], "") == "AllowAnonymous"
	statement := infra.contradicts(
		app, ["auth_settings_v2", 0, "unauthenticated_action"],
		"lets callers past who do not sign in", "write unauthenticated_action = \"Return401\"",
	)
}

app_authentication contains statement if {
	some app in apps
	infra.yes(infra.get(app, ["client_certificate_enabled"], false))
	statement := infra_clouds.sorted(
		app, ["client_certificate_mode"], "Optional",
		{"accepted": {"Required"}, "refused": {"Optional", "OptionalInteractiveUser"}},
		{
			"yes": "asks callers for a certificate",
			"no": "lets callers past who show no certificate",
			"help": "write client_certificate_mode = \"Required\"",
		},
	)
}

# METADATA
# title: Apps do not share machines with strangers
# description: A service plan runs on machines of its own.
# custom:
#   id: azure/dedicated-plan
#   expectations: [9.5/workload-isolation]
#   resources: [azurerm_service_plan]
#   why: >-
#     In the free and shared tiers, apps of several customers run on one machine: a flaw that leads out
#     of one of them leads to this service.
#   help: write sku_name = "P1v3", or any tier from B1 up
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/service_plan
#     - https://learn.microsoft.com/azure/app-service/overview-hosting-plans
dedicated_plan contains statement if {
	some plan in input.index.resources.azurerm_service_plan
	plan.values.sku_name in {"F1", "D1", "SHARED"}
	statement := infra.contradicts(
		plan, ["sku_name"],
		"shares its machines with other customers", "write sku_name = \"P1v3\"",
	)
}

dedicated_plan contains statement if {
	some plan in input.index.resources.azurerm_service_plan
	is_string(plan.values.sku_name)
	regex.match(`^(B|S|P|I)[0-9]`, plan.values.sku_name)
	statement := infra.attests(plan, ["sku_name"], "runs on machines of its own")
}

dedicated_plan contains statement if {
	some plan in input.index.resources.azurerm_service_plan
	infra.unknown(plan.values.sku_name)
	statement := infra.undecided(plan, ["sku_name"], plan.values.sku_name["(unknown)"])
}

# METADATA
# title: Gateways listen on HTTPS
# description: >-
#   A listener of a public application gateway that speaks plain HTTP does nothing but redirect.
# custom:
#   id: azure/gateway-listeners
#   expectations: [9.4/interface-encryption]
#   resources: [azurerm_application_gateway]
#   why: >-
#     What goes over plain HTTP, session cookies among it, can be read and changed by everyone on the way.
#   help: >-
#     write protocol = "Https" in http_listener, or redirect_configuration_name in its
#     request_routing_rule
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/application_gateway
gateway_listeners contains statement if {
	some listener in public_listeners
	listener.values.protocol == "Https"
	statement := infra.attests(listener.gateway, listener.path, "listens on HTTPS")
}

gateway_listeners contains statement if {
	some listener in public_listeners
	listener.values.protocol == "Http"
	some rule in infra_clouds.blocks(listener.gateway, ["request_routing_rule"])
	rule.http_listener_name == listener.values.name
	is_string(rule.backend_address_pool_name)
	statement := infra.contradicts(
		listener.gateway, listener.path,
		"serves plain HTTP", "write protocol = \"Https\", or redirect in its request_routing_rule",
	)
}

gateway_listeners contains statement if {
	some listener in public_listeners
	infra.unknown(listener.values.protocol)
	statement := infra.undecided(listener.gateway, listener.path, listener.values.protocol["(unknown)"])
}

# Whether the listener is public cannot be told where its frontend cannot.
gateway_listeners contains statement if {
	some gateway in input.index.resources.azurerm_application_gateway
	some front in infra_clouds.blocks(gateway, ["frontend_ip_configuration"])
	front.public_ip_address_id
	some position, values in infra_clouds.blocks(gateway, ["http_listener"])
	infra.unknown(values.frontend_ip_configuration_name)
	values.protocol != "Https"
	path := ["http_listener", position, "frontend_ip_configuration_name"]
	statement := infra.undecided(gateway, path, values.frontend_ip_configuration_name["(unknown)"])
}

public_listeners contains listener if {
	some gateway in input.index.resources.azurerm_application_gateway
	some front in infra_clouds.blocks(gateway, ["frontend_ip_configuration"])
	front.public_ip_address_id
	some position, values in infra_clouds.blocks(gateway, ["http_listener"])
	values.frontend_ip_configuration_name == front.name
	listener := {"gateway": gateway, "path": ["http_listener", position, "protocol"], "values": values}
}

# METADATA
# title: Web application firewalls block
# description: Policies of web application firewalls are on, and prevent rather than detect.
# custom:
#   id: azure/waf-policies
#   expectations: [9.6/attack-protection]
#   resources: [azurerm_web_application_firewall_policy, azurerm_cdn_frontdoor_firewall_policy]
#   why: >-
#     A firewall that detects writes down the attack and lets it through.
#   help: write mode = "Prevention", and leave enabled out
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/web_application_firewall_policy
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/cdn_frontdoor_firewall_policy
waf_policies contains statement if {
	some policy in firewalls
	statement := infra.among(policy.resource, array.concat(policy.path, ["mode"]), "Prevention", {"Prevention"}, {
		"yes": "blocks attacks",
		"no": "lets attacks through, and writes them down",
		"help": "write mode = \"Prevention\"",
	})
}

waf_policies contains statement if {
	some policy in firewalls
	infra.no(infra.get(policy.resource, array.concat(policy.path, ["enabled"]), true))
	statement := infra.contradicts(
		policy.resource, array.concat(policy.path, ["enabled"]),
		"is off", "write enabled = true",
	)
}

firewalls contains policy if {
	some resource in input.index.resources.azurerm_web_application_firewall_policy
	policy := {"resource": resource, "path": ["policy_settings", 0]}
}

firewalls contains policy if {
	some resource in input.index.resources.azurerm_cdn_frontdoor_firewall_policy
	policy := {"resource": resource, "path": []}
}

# METADATA
# title: Registries have no shared administrator
# description: The admin account of a container registry is off.
# custom:
#   id: azure/registry-admin
#   expectations: [9.2/administrator-authentication]
#   resources: [azurerm_container_registry]
#   why: >-
#     The admin account is one password with every right, the same for all who use it: whoever has it
#     replaces images, and the log cannot tell who that was.
#   help: write admin_enabled = false, or leave it out, and grant AcrPull and AcrPush to identities
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/container_registry
#     - https://learn.microsoft.com/azure/container-registry/container-registry-authentication
registry_admin contains statement if {
	some registry in input.index.resources.azurerm_container_registry
	statement := infra.untruth(registry, ["admin_enabled"], false, {
		"yes": "has no shared administrator",
		"no": "has an administrator whose password is shared",
		"help": "write admin_enabled = false",
	})
}

# METADATA
# title: Images are not handed out to everyone
# description: A container registry lets nobody pull who has not signed in.
# custom:
#   id: azure/registry-anonymous-pull
#   expectations: [9.5/image-protection]
#   resources: [azurerm_container_registry]
#   why: >-
#     An image holds the service's code, and often a secret that slipped in: whoever may pull it reads both.
#   help: write anonymous_pull_enabled = false, or leave it out
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/container_registry
registry_anonymous_pull contains statement if {
	some registry in input.index.resources.azurerm_container_registry
	statement := infra.untruth(registry, ["anonymous_pull_enabled"], false, {
		"yes": "hands images to those who sign in",
		"no": "hands images to everyone",
		"help": "write anonymous_pull_enabled = false",
	})
}
