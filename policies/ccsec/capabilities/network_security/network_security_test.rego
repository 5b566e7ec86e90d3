package ccsec.capabilities.network_security_test

import data.ccsec.capabilities.network_security
import data.ccsec.lib.testing

# A customer's tool for insiders that runs nothing of its own.
insiders_tool := {"service": {
	"role": "CSC",
	"category": "SaaS",
	"exposure": "internal",
	"compute": [],
	"code": [],
}}

nothing_to_connect := {
	"verdict": "not-applicable",
	"because": "the service runs nothing and is reached only from inside",
	"path": ["service", "compute"],
}

nothing_to_divide := {
	"verdict": "not-applicable",
	"because": "the service runs no machine or container whose network it could divide",
	"path": ["service", "compute"],
}

alone := {
	"verdict": "not-applicable",
	"because": "a single tenant has the private infrastructure to itself",
	"path": ["service", "tenancy"],
}

serverless := {"service": {"category": "SaaS", "compute": ["function"]}}

test_network_isolation_met if {
	judgement := network_security.network_isolation with input as testing.claimed("9.6/network-isolation", {})
	judgement == {"verdict": "documented"}
}

test_network_isolation_declared if {
	judgement := network_security.network_isolation with input as testing.claimed("9.6/network-isolation", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_network_isolation_planned_only if {
	judgement := network_security.network_isolation with input as testing.claimed("9.6/network-isolation", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_network_isolation_unclaimed if {
	judgement := network_security.network_isolation with input as testing.service
	judgement == {"verdict": "missing"}
}

test_network_isolation_claimed_by_no_control if {
	judgement := network_security.network_isolation with input as testing.described("9.6/network-isolation", {"index": {"claims": {"9.6/network-isolation": []}}})
	judgement == {"verdict": "missing"}
}

test_network_isolation_of_a_serverless_service if {
	judgement := network_security.network_isolation with input as testing.described("9.6/network-isolation", serverless)
	judgement == {"verdict": "documented"}
}

test_network_isolation_of_a_private_service_with_many_tenants if {
	judgement := network_security.network_isolation with input as testing.described("9.6/network-isolation", {"service": {"deployment": "private"}})
	judgement == {"verdict": "documented"}
}

test_network_isolation_of_a_single_tenant_on_public_infrastructure if {
	judgement := network_security.network_isolation with input as testing.described("9.6/network-isolation", {"service": {"tenancy": "single", "deployment": "public"}})
	judgement == {"verdict": "documented"}
}

test_network_isolation_of_a_single_tenant_on_community_infrastructure if {
	judgement := network_security.network_isolation with input as testing.described("9.6/network-isolation", {"service": {"tenancy": "single", "deployment": "community"}})
	judgement == {"verdict": "documented"}
}

test_network_isolation_of_a_single_tenant_on_hybrid_infrastructure if {
	judgement := network_security.network_isolation with input as testing.described("9.6/network-isolation", {"service": {"tenancy": "single", "deployment": "hybrid"}})
	judgement == {"verdict": "documented"}
}

test_network_isolation_without_neighbours if {
	judgement := network_security.network_isolation with input as testing.described("9.6/network-isolation", {"service": {"tenancy": "single", "deployment": "private"}})
	judgement == alone
}

test_network_isolation_without_network if {
	judgement := network_security.network_isolation with input as testing.described("9.6/network-isolation", insiders_tool)
	judgement == nothing_to_connect
}

test_network_isolation_without_neighbours_or_compute if {
	judgement := network_security.network_isolation with input as testing.described("9.6/network-isolation", object.union(insiders_tool, {"service": {"category": "IaaS", "tenancy": "single", "deployment": "private"}}))
	judgement == alone
}

test_network_isolation_of_unknown_tenancy if {
	not network_security.network_isolation with input as object.union(testing.without("9.6/network-isolation", "service", "tenancy"), {"service": {"deployment": "private"}})
}

test_network_isolation_of_unknown_deployment if {
	not network_security.network_isolation with input as object.union(testing.without("9.6/network-isolation", "service", "deployment"), {"service": {"tenancy": "single"}})
}

test_security_domains_met if {
	judgement := network_security.security_domains with input as testing.claimed("9.6/security-domains", {})
	judgement == {"verdict": "documented"}
}

test_security_domains_declared if {
	judgement := network_security.security_domains with input as testing.claimed("9.6/security-domains", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_security_domains_planned_only if {
	judgement := network_security.security_domains with input as testing.claimed("9.6/security-domains", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_security_domains_unclaimed if {
	judgement := network_security.security_domains with input as testing.service
	judgement == {"verdict": "missing"}
}

test_security_domains_claimed_by_no_control if {
	judgement := network_security.security_domains with input as testing.described("9.6/security-domains", {"index": {"claims": {"9.6/security-domains": []}}})
	judgement == {"verdict": "missing"}
}

test_security_domains_of_containers_behind_software if {
	judgement := network_security.security_domains with input as testing.described("9.6/security-domains", {"service": {"category": "SaaS", "compute": ["container"]}})
	judgement == {"verdict": "documented"}
}

test_security_domains_of_a_iaas_without_compute if {
	judgement := network_security.security_domains with input as testing.described("9.6/security-domains", {"service": {"category": "IaaS", "compute": []}})
	judgement == {"verdict": "documented"}
}

test_security_domains_of_a_naas_without_compute if {
	judgement := network_security.security_domains with input as testing.described("9.6/security-domains", {"service": {"category": "NaaS", "compute": []}})
	judgement == {"verdict": "documented"}
}

test_security_domains_of_a_caas_without_compute if {
	judgement := network_security.security_domains with input as testing.described("9.6/security-domains", {"service": {"category": "CaaS", "compute": []}})
	judgement == {"verdict": "documented"}
}

test_security_domains_of_a_serverless_service if {
	judgement := network_security.security_domains with input as testing.described("9.6/security-domains", serverless)
	judgement == nothing_to_divide
}

test_security_domains_of_a_service_without_compute if {
	judgement := network_security.security_domains with input as testing.described("9.6/security-domains", {"service": {"category": "SaaS", "compute": []}})
	judgement == nothing_to_divide
}

test_security_domains_of_unknown_compute if {
	not network_security.security_domains with input as object.union(testing.without("9.6/security-domains", "service", "compute"), {"service": {"category": "SaaS"}})
}

test_traffic_segregation_met if {
	judgement := network_security.traffic_segregation with input as testing.claimed("9.6/traffic-segregation", {})
	judgement == {"verdict": "documented"}
}

test_traffic_segregation_declared if {
	judgement := network_security.traffic_segregation with input as testing.claimed("9.6/traffic-segregation", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_traffic_segregation_planned_only if {
	judgement := network_security.traffic_segregation with input as testing.claimed("9.6/traffic-segregation", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_traffic_segregation_unclaimed if {
	judgement := network_security.traffic_segregation with input as testing.service
	judgement == {"verdict": "missing"}
}

test_traffic_segregation_claimed_by_no_control if {
	judgement := network_security.traffic_segregation with input as testing.described("9.6/traffic-segregation", {"index": {"claims": {"9.6/traffic-segregation": []}}})
	judgement == {"verdict": "missing"}
}

test_traffic_segregation_of_containers_behind_software if {
	judgement := network_security.traffic_segregation with input as testing.described("9.6/traffic-segregation", {"service": {"category": "SaaS", "compute": ["container"]}})
	judgement == {"verdict": "documented"}
}

test_traffic_segregation_of_a_iaas_without_compute if {
	judgement := network_security.traffic_segregation with input as testing.described("9.6/traffic-segregation", {"service": {"category": "IaaS", "compute": []}})
	judgement == {"verdict": "documented"}
}

test_traffic_segregation_of_a_naas_without_compute if {
	judgement := network_security.traffic_segregation with input as testing.described("9.6/traffic-segregation", {"service": {"category": "NaaS", "compute": []}})
	judgement == {"verdict": "documented"}
}

test_traffic_segregation_of_a_caas_without_compute if {
	judgement := network_security.traffic_segregation with input as testing.described("9.6/traffic-segregation", {"service": {"category": "CaaS", "compute": []}})
	judgement == {"verdict": "documented"}
}

test_traffic_segregation_of_a_serverless_service if {
	judgement := network_security.traffic_segregation with input as testing.described("9.6/traffic-segregation", serverless)
	judgement == nothing_to_divide
}

test_traffic_segregation_of_a_service_without_compute if {
	judgement := network_security.traffic_segregation with input as testing.described("9.6/traffic-segregation", {"service": {"category": "SaaS", "compute": []}})
	judgement == nothing_to_divide
}

test_traffic_segregation_of_unknown_compute if {
	not network_security.traffic_segregation with input as object.union(testing.without("9.6/traffic-segregation", "service", "compute"), {"service": {"category": "SaaS"}})
}

test_border_access_control_met if {
	judgement := network_security.border_access_control with input as testing.claimed("9.6/border-access-control", {})
	judgement == {"verdict": "documented"}
}

test_border_access_control_declared if {
	judgement := network_security.border_access_control with input as testing.claimed("9.6/border-access-control", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_border_access_control_planned_only if {
	judgement := network_security.border_access_control with input as testing.claimed("9.6/border-access-control", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_border_access_control_unclaimed if {
	judgement := network_security.border_access_control with input as testing.service
	judgement == {"verdict": "missing"}
}

test_border_access_control_claimed_by_no_control if {
	judgement := network_security.border_access_control with input as testing.described("9.6/border-access-control", {"index": {"claims": {"9.6/border-access-control": []}}})
	judgement == {"verdict": "missing"}
}

test_border_access_control_of_a_serverless_service if {
	judgement := network_security.border_access_control with input as testing.described("9.6/border-access-control", serverless)
	judgement == {"verdict": "documented"}
}

test_border_access_control_of_a_service_without_compute if {
	judgement := network_security.border_access_control with input as testing.described("9.6/border-access-control", {"service": {"category": "SaaS", "compute": []}})
	judgement == {"verdict": "documented"}
}

test_border_access_control_without_network if {
	judgement := network_security.border_access_control with input as testing.described("9.6/border-access-control", insiders_tool)
	judgement == nothing_to_connect
}

test_border_access_control_of_an_insiders_tool_that_runs_code if {
	judgement := network_security.border_access_control with input as testing.described("9.6/border-access-control", object.union(insiders_tool, {"service": {"compute": ["function"]}}))
	judgement == {"verdict": "documented"}
}

test_border_access_control_of_unknown_exposure if {
	not network_security.border_access_control with input as object.union(object.remove(testing.claimed("9.6/border-access-control", {}), ["service"]), {"service": object.remove(insiders_tool.service, ["exposure"])})
}

test_intrusion_detection_met if {
	judgement := network_security.intrusion_detection with input as testing.claimed("9.6/intrusion-detection", {})
	judgement == {"verdict": "documented"}
}

test_intrusion_detection_declared if {
	judgement := network_security.intrusion_detection with input as testing.claimed("9.6/intrusion-detection", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_intrusion_detection_planned_only if {
	judgement := network_security.intrusion_detection with input as testing.claimed("9.6/intrusion-detection", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_intrusion_detection_unclaimed if {
	judgement := network_security.intrusion_detection with input as testing.service
	judgement == {"verdict": "missing"}
}

test_intrusion_detection_claimed_by_no_control if {
	judgement := network_security.intrusion_detection with input as testing.described("9.6/intrusion-detection", {"index": {"claims": {"9.6/intrusion-detection": []}}})
	judgement == {"verdict": "missing"}
}

test_intrusion_detection_of_a_single_tenant_on_the_internet if {
	judgement := network_security.intrusion_detection with input as testing.described("9.6/intrusion-detection", {"service": {"tenancy": "single"}})
	judgement == {"verdict": "documented"}
}

test_intrusion_detection_of_tenants_off_the_internet if {
	judgement := network_security.intrusion_detection with input as testing.described("9.6/intrusion-detection", {"service": {"exposure": "internal"}})
	judgement == {"verdict": "documented"}
}

test_intrusion_detection_of_a_single_tenant_exposed_to_partner if {
	judgement := network_security.intrusion_detection with input as testing.described("9.6/intrusion-detection", {"service": {"tenancy": "single", "exposure": "partner"}})
	judgement == {
		"verdict": "not-applicable",
		"because": "the service has a single tenant and cannot be reached from the internet",
		"path": ["service", "exposure"],
	}
}

test_intrusion_detection_of_a_single_tenant_exposed_to_internal if {
	judgement := network_security.intrusion_detection with input as testing.described("9.6/intrusion-detection", {"service": {"tenancy": "single", "exposure": "internal"}})
	judgement == {
		"verdict": "not-applicable",
		"because": "the service has a single tenant and cannot be reached from the internet",
		"path": ["service", "exposure"],
	}
}

test_intrusion_detection_without_network if {
	judgement := network_security.intrusion_detection with input as testing.described("9.6/intrusion-detection", insiders_tool)
	judgement == nothing_to_connect
}

test_intrusion_detection_of_unknown_exposure if {
	not network_security.intrusion_detection with input as object.union(testing.without("9.6/intrusion-detection", "service", "exposure"), {"service": {"tenancy": "single"}})
}

test_intrusion_detection_of_unknown_tenancy if {
	not network_security.intrusion_detection with input as object.union(testing.without("9.6/intrusion-detection", "service", "tenancy"), {"service": {"exposure": "internal"}})
}

test_secure_communication_met if {
	judgement := network_security.secure_communication with input as testing.claimed("9.6/secure-communication", {})
	judgement == {"verdict": "documented"}
}

test_secure_communication_declared if {
	judgement := network_security.secure_communication with input as testing.claimed("9.6/secure-communication", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_secure_communication_planned_only if {
	judgement := network_security.secure_communication with input as testing.claimed("9.6/secure-communication", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_secure_communication_unclaimed if {
	judgement := network_security.secure_communication with input as testing.service
	judgement == {"verdict": "missing"}
}

test_secure_communication_claimed_by_no_control if {
	judgement := network_security.secure_communication with input as testing.described("9.6/secure-communication", {"index": {"claims": {"9.6/secure-communication": []}}})
	judgement == {"verdict": "missing"}
}

test_secure_communication_of_a_serverless_service if {
	judgement := network_security.secure_communication with input as testing.described("9.6/secure-communication", serverless)
	judgement == {"verdict": "documented"}
}

test_secure_communication_between_partners_only if {
	judgement := network_security.secure_communication with input as testing.described("9.6/secure-communication", object.union(insiders_tool, {"service": {"exposure": "partner"}}))
	judgement == {"verdict": "documented"}
}

test_secure_communication_without_network if {
	judgement := network_security.secure_communication with input as testing.described("9.6/secure-communication", insiders_tool)
	judgement == nothing_to_connect
}

test_secure_communication_of_unknown_exposure if {
	not network_security.secure_communication with input as object.union(object.remove(testing.claimed("9.6/secure-communication", {}), ["service"]), {"service": object.remove(insiders_tool.service, ["exposure"])})
}

test_secure_communication_of_unknown_compute if {
	not network_security.secure_communication with input as object.union(object.remove(testing.claimed("9.6/secure-communication", {}), ["service"]), {"service": object.remove(insiders_tool.service, ["compute"])})
}

test_attack_protection_met if {
	judgement := network_security.attack_protection with input as testing.claimed("9.6/attack-protection", {})
	judgement == {"verdict": "documented"}
}

test_attack_protection_declared if {
	judgement := network_security.attack_protection with input as testing.claimed("9.6/attack-protection", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_attack_protection_planned_only if {
	judgement := network_security.attack_protection with input as testing.claimed("9.6/attack-protection", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_attack_protection_unclaimed if {
	judgement := network_security.attack_protection with input as testing.service
	judgement == {"verdict": "missing"}
}

test_attack_protection_claimed_by_no_control if {
	judgement := network_security.attack_protection with input as testing.described("9.6/attack-protection", {"index": {"claims": {"9.6/attack-protection": []}}})
	judgement == {"verdict": "missing"}
}

test_attack_protection_of_software_on_the_internet if {
	judgement := network_security.attack_protection with input as testing.described("9.6/attack-protection", {"service": {"role": "CSC", "category": "SaaS"}})
	judgement == {"verdict": "documented"}
}

test_attack_protection_of_a_iaas_off_the_internet if {
	judgement := network_security.attack_protection with input as testing.described("9.6/attack-protection", {"service": {"category": "IaaS", "exposure": "partner"}})
	judgement == {"verdict": "documented"}
}

test_attack_protection_of_a_naas_off_the_internet if {
	judgement := network_security.attack_protection with input as testing.described("9.6/attack-protection", {"service": {"category": "NaaS", "exposure": "partner"}})
	judgement == {"verdict": "documented"}
}

test_attack_protection_of_a_caas_off_the_internet if {
	judgement := network_security.attack_protection with input as testing.described("9.6/attack-protection", {"service": {"category": "CaaS", "exposure": "partner"}})
	judgement == {"verdict": "documented"}
}

test_attack_protection_of_software_for_partners if {
	judgement := network_security.attack_protection with input as testing.described("9.6/attack-protection", {"service": {"category": "SaaS", "exposure": "partner"}})
	judgement == {
		"verdict": "not-applicable",
		"because": "the service cannot be reached from the internet",
		"path": ["service", "exposure"],
	}
}

test_attack_protection_of_software_for_insiders if {
	judgement := network_security.attack_protection with input as testing.described("9.6/attack-protection", {"service": {"category": "SaaS", "exposure": "internal"}})
	judgement == {
		"verdict": "not-applicable",
		"because": "the service cannot be reached from the internet",
		"path": ["service", "exposure"],
	}
}

test_attack_protection_of_a_customer_off_the_internet if {
	judgement := network_security.attack_protection with input as testing.described("9.6/attack-protection", {"service": {"role": "CSC", "exposure": "internal"}})
	judgement == {
		"verdict": "not-applicable",
		"because": "the service cannot be reached from the internet",
		"path": ["service", "exposure"],
	}
}

test_attack_protection_of_unknown_exposure if {
	not network_security.attack_protection with input as object.union(testing.without("9.6/attack-protection", "service", "exposure"), {"service": {"category": "SaaS"}})
}
