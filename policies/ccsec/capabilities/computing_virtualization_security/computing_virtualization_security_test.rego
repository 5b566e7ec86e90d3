package ccsec.capabilities.computing_virtualization_security_test

import data.ccsec.capabilities.computing_virtualization_security
import data.ccsec.lib.testing

not_virtualized := {
	"verdict": "not-applicable",
	"because": "the service uses neither virtual machines nor containers",
	"path": ["service", "compute"],
}

not_shared := {
	"verdict": "not-applicable",
	"because": "the service uses no virtual machines, no containers, and no functions in which customers run code",
	"path": ["service", "compute"],
}

# The service on other compute, with one documented claim of the expectation.
on(id, compute) := testing.described(id, {"service": {"compute": compute}})

# A provider's SaaS on functions that run its own code, altered, with one documented claim.
functions(changes) := object.union(
	testing.described("9.5/workload-isolation", {"service": {"category": "SaaS", "compute": ["function"], "code": ["CSP"]}}),
	{"service": changes},
)

test_not_virtualized_says_nothing_of_a_virtualized_service if {
	not computing_virtualization_security.not_virtualized with input as testing.service
}

test_hypervisor_hardening_met if {
	judgement := computing_virtualization_security.hypervisor_hardening with input as testing.claimed("9.5/hypervisor-hardening", {})
	judgement == {"verdict": "documented"}
}

test_hypervisor_hardening_declared if {
	judgement := computing_virtualization_security.hypervisor_hardening with input as testing.claimed("9.5/hypervisor-hardening", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_hypervisor_hardening_planned_only if {
	judgement := computing_virtualization_security.hypervisor_hardening with input as testing.claimed("9.5/hypervisor-hardening", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_hypervisor_hardening_unclaimed if {
	judgement := computing_virtualization_security.hypervisor_hardening with input as testing.service
	judgement == {"verdict": "missing"}
}

test_hypervisor_hardening_empty_list_of_claims if {
	judgement := computing_virtualization_security.hypervisor_hardening with input as object.union(testing.service, {"index": {"claims": {"9.5/hypervisor-hardening": []}}})
	judgement == {"verdict": "missing"}
}

test_hypervisor_hardening_claimed_by_the_customer if {
	judgement := computing_virtualization_security.hypervisor_hardening with input as testing.claimed("9.5/hypervisor-hardening", {"by": "CSC"})
	judgement == {
		"verdict": "missing",
		"because": "it is claimed only by the CSC, which cannot hold it",
	}
}

test_hypervisor_hardening_applies_to_virtual_machines if {
	judgement := computing_virtualization_security.hypervisor_hardening with input as on("9.5/hypervisor-hardening", ["virtual-machine"])
	judgement == {"verdict": "documented"}
}

test_hypervisor_hardening_applies_to_containers if {
	judgement := computing_virtualization_security.hypervisor_hardening with input as on("9.5/hypervisor-hardening", ["container"])
	judgement == {"verdict": "documented"}
}

test_hypervisor_hardening_not_applicable_without_compute if {
	judgement := computing_virtualization_security.hypervisor_hardening with input as on("9.5/hypervisor-hardening", [])
	judgement == not_virtualized
}

test_hypervisor_hardening_not_applicable_to_functions if {
	judgement := computing_virtualization_security.hypervisor_hardening with input as on("9.5/hypervisor-hardening", ["function"])
	judgement == not_virtualized
}

test_hypervisor_hardening_not_evaluated_without_compute if {
	not computing_virtualization_security.hypervisor_hardening with input as testing.without("9.5/hypervisor-hardening", "service", "compute")
}

test_workload_isolation_met if {
	judgement := computing_virtualization_security.workload_isolation with input as testing.claimed("9.5/workload-isolation", {})
	judgement == {"verdict": "documented"}
}

test_workload_isolation_declared if {
	judgement := computing_virtualization_security.workload_isolation with input as testing.claimed("9.5/workload-isolation", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_workload_isolation_planned_only if {
	judgement := computing_virtualization_security.workload_isolation with input as testing.claimed("9.5/workload-isolation", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_workload_isolation_unclaimed if {
	judgement := computing_virtualization_security.workload_isolation with input as testing.service
	judgement == {"verdict": "missing"}
}

test_workload_isolation_empty_list_of_claims if {
	judgement := computing_virtualization_security.workload_isolation with input as object.union(testing.service, {"index": {"claims": {"9.5/workload-isolation": []}}})
	judgement == {"verdict": "missing"}
}

test_workload_isolation_applies_to_virtual_machines if {
	judgement := computing_virtualization_security.workload_isolation with input as functions({"compute": ["virtual-machine"]})
	judgement == {"verdict": "documented"}
}

test_workload_isolation_applies_to_containers if {
	judgement := computing_virtualization_security.workload_isolation with input as functions({"compute": ["container"]})
	judgement == {"verdict": "documented"}
}

test_workload_isolation_not_applicable_without_compute if {
	judgement := computing_virtualization_security.workload_isolation with input as functions({"compute": []})
	judgement == not_shared
}

test_workload_isolation_not_applicable_without_compute_of_a_host_of_customer_code if {
	judgement := computing_virtualization_security.workload_isolation with input as on("9.5/workload-isolation", [])
	judgement == not_shared
}

test_workload_isolation_not_applicable_to_functions_of_its_own if {
	judgement := computing_virtualization_security.workload_isolation with input as functions({})
	judgement == not_shared
}

test_workload_isolation_not_applicable_to_functions_that_a_customer_writes_for_itself if {
	judgement := computing_virtualization_security.workload_isolation with input as functions({"role": "CSC", "code": ["CSC"]})
	judgement == not_shared
}

test_workload_isolation_applies_to_functions_that_customers_write if {
	judgement := computing_virtualization_security.workload_isolation with input as functions({"code": ["CSC", "CSP"]})
	judgement == {"verdict": "documented"}
}

test_workload_isolation_applies_to_functions_of_a_platform if {
	judgement := computing_virtualization_security.workload_isolation with input as functions({"category": "PaaS"})
	judgement == {"verdict": "documented"}
}

test_workload_isolation_not_evaluated_without_compute if {
	not computing_virtualization_security.workload_isolation with input as testing.without("9.5/workload-isolation", "service", "compute")
}

test_image_protection_met if {
	judgement := computing_virtualization_security.image_protection with input as testing.claimed("9.5/image-protection", {})
	judgement == {"verdict": "documented"}
}

test_image_protection_declared if {
	judgement := computing_virtualization_security.image_protection with input as testing.claimed("9.5/image-protection", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_image_protection_planned_only if {
	judgement := computing_virtualization_security.image_protection with input as testing.claimed("9.5/image-protection", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_image_protection_unclaimed if {
	judgement := computing_virtualization_security.image_protection with input as testing.service
	judgement == {"verdict": "missing"}
}

test_image_protection_empty_list_of_claims if {
	judgement := computing_virtualization_security.image_protection with input as object.union(testing.service, {"index": {"claims": {"9.5/image-protection": []}}})
	judgement == {"verdict": "missing"}
}

test_image_protection_applies_to_virtual_machines if {
	judgement := computing_virtualization_security.image_protection with input as on("9.5/image-protection", ["virtual-machine"])
	judgement == {"verdict": "documented"}
}

test_image_protection_applies_to_containers if {
	judgement := computing_virtualization_security.image_protection with input as on("9.5/image-protection", ["container"])
	judgement == {"verdict": "documented"}
}

test_image_protection_not_applicable_without_compute if {
	judgement := computing_virtualization_security.image_protection with input as on("9.5/image-protection", [])
	judgement == not_virtualized
}

test_image_protection_not_applicable_to_functions if {
	judgement := computing_virtualization_security.image_protection with input as on("9.5/image-protection", ["function"])
	judgement == not_virtualized
}

test_image_protection_not_evaluated_without_compute if {
	not computing_virtualization_security.image_protection with input as testing.without("9.5/image-protection", "service", "compute")
}

test_malware_protection_met if {
	judgement := computing_virtualization_security.malware_protection with input as testing.claimed("9.5/malware-protection", {})
	judgement == {"verdict": "documented"}
}

test_malware_protection_declared if {
	judgement := computing_virtualization_security.malware_protection with input as testing.claimed("9.5/malware-protection", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_malware_protection_planned_only if {
	judgement := computing_virtualization_security.malware_protection with input as testing.claimed("9.5/malware-protection", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_malware_protection_unclaimed if {
	judgement := computing_virtualization_security.malware_protection with input as testing.service
	judgement == {"verdict": "missing"}
}

test_malware_protection_empty_list_of_claims if {
	judgement := computing_virtualization_security.malware_protection with input as object.union(testing.service, {"index": {"claims": {"9.5/malware-protection": []}}})
	judgement == {"verdict": "missing"}
}

test_malware_protection_applies_to_virtual_machines if {
	judgement := computing_virtualization_security.malware_protection with input as on("9.5/malware-protection", ["virtual-machine"])
	judgement == {"verdict": "documented"}
}

test_malware_protection_applies_to_containers if {
	judgement := computing_virtualization_security.malware_protection with input as on("9.5/malware-protection", ["container"])
	judgement == {"verdict": "documented"}
}

test_malware_protection_not_applicable_without_compute if {
	judgement := computing_virtualization_security.malware_protection with input as on("9.5/malware-protection", [])
	judgement == not_virtualized
}

test_malware_protection_not_applicable_to_functions if {
	judgement := computing_virtualization_security.malware_protection with input as on("9.5/malware-protection", ["function"])
	judgement == not_virtualized
}

test_malware_protection_not_evaluated_without_compute if {
	not computing_virtualization_security.malware_protection with input as testing.without("9.5/malware-protection", "service", "compute")
}

test_guest_policy_enforcement_met if {
	judgement := computing_virtualization_security.guest_policy_enforcement with input as testing.claimed("9.5/guest-policy-enforcement", {})
	judgement == {"verdict": "documented"}
}

test_guest_policy_enforcement_declared if {
	judgement := computing_virtualization_security.guest_policy_enforcement with input as testing.claimed("9.5/guest-policy-enforcement", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_guest_policy_enforcement_planned_only if {
	judgement := computing_virtualization_security.guest_policy_enforcement with input as testing.claimed("9.5/guest-policy-enforcement", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_guest_policy_enforcement_unclaimed if {
	judgement := computing_virtualization_security.guest_policy_enforcement with input as testing.service
	judgement == {"verdict": "missing"}
}

test_guest_policy_enforcement_empty_list_of_claims if {
	judgement := computing_virtualization_security.guest_policy_enforcement with input as object.union(testing.service, {"index": {"claims": {"9.5/guest-policy-enforcement": []}}})
	judgement == {"verdict": "missing"}
}

test_guest_policy_enforcement_claimed_by_the_customer if {
	judgement := computing_virtualization_security.guest_policy_enforcement with input as testing.claimed("9.5/guest-policy-enforcement", {"by": "CSC"})
	judgement == {
		"verdict": "missing",
		"because": "it is claimed only by the CSC, which cannot hold it",
	}
}

test_guest_policy_enforcement_applies_to_virtual_machines if {
	judgement := computing_virtualization_security.guest_policy_enforcement with input as on("9.5/guest-policy-enforcement", ["virtual-machine"])
	judgement == {"verdict": "documented"}
}

test_guest_policy_enforcement_applies_to_containers if {
	judgement := computing_virtualization_security.guest_policy_enforcement with input as on("9.5/guest-policy-enforcement", ["container"])
	judgement == {"verdict": "documented"}
}

test_guest_policy_enforcement_not_applicable_without_compute if {
	judgement := computing_virtualization_security.guest_policy_enforcement with input as on("9.5/guest-policy-enforcement", [])
	judgement == not_virtualized
}

test_guest_policy_enforcement_not_applicable_to_functions if {
	judgement := computing_virtualization_security.guest_policy_enforcement with input as on("9.5/guest-policy-enforcement", ["function"])
	judgement == not_virtualized
}

test_guest_policy_enforcement_not_evaluated_without_compute if {
	not computing_virtualization_security.guest_policy_enforcement with input as testing.without("9.5/guest-policy-enforcement", "service", "compute")
}

test_workload_isolation_not_evaluated_without_a_role if {
	not computing_virtualization_security.workload_isolation with input as object.union(
		testing.without("9.5/workload-isolation", "service", "role"),
		{"service": {"compute": ["function"]}},
	)
}

test_guest_policy_enforcement_not_applicable_to_a_customer if {
	judgement := computing_virtualization_security.guest_policy_enforcement with input as testing.described("9.5/guest-policy-enforcement", {"service": {"role": "CSC"}})
	judgement == {
		"verdict": "not-applicable",
		"because": "only a provider of infrastructure stands beneath guests, and this is no provider's service",
		"path": ["service", "role"],
	}
}

test_guest_policy_enforcement_not_applicable_to_a_partner if {
	judgement := computing_virtualization_security.guest_policy_enforcement with input as testing.described("9.5/guest-policy-enforcement", {"service": {"role": "CSN"}})
	judgement == {
		"verdict": "not-applicable",
		"because": "only a provider of infrastructure stands beneath guests, and this is no provider's service",
		"path": ["service", "role"],
	}
}

test_guest_policy_enforcement_not_applicable_to_saas if {
	judgement := computing_virtualization_security.guest_policy_enforcement with input as testing.described("9.5/guest-policy-enforcement", {"service": {"category": "SaaS"}})
	judgement == {
		"verdict": "not-applicable",
		"because": "only infrastructure as a service has guests with a policy of their own",
		"path": ["service", "category"],
	}
}

test_guest_policy_enforcement_not_applicable_to_paas if {
	judgement := computing_virtualization_security.guest_policy_enforcement with input as testing.described("9.5/guest-policy-enforcement", {"service": {"category": "PaaS"}})
	judgement == {
		"verdict": "not-applicable",
		"because": "only infrastructure as a service has guests with a policy of their own",
		"path": ["service", "category"],
	}
}

test_guest_policy_enforcement_not_applicable_to_naas if {
	judgement := computing_virtualization_security.guest_policy_enforcement with input as testing.described("9.5/guest-policy-enforcement", {"service": {"category": "NaaS"}})
	judgement == {
		"verdict": "not-applicable",
		"because": "only infrastructure as a service has guests with a policy of their own",
		"path": ["service", "category"],
	}
}

test_guest_policy_enforcement_not_evaluated_without_a_role if {
	not computing_virtualization_security.guest_policy_enforcement with input as testing.without("9.5/guest-policy-enforcement", "service", "role")
}

test_guest_policy_enforcement_not_evaluated_without_role_and_compute if {
	not computing_virtualization_security.guest_policy_enforcement with input as object.union(
		testing.without("9.5/guest-policy-enforcement", "service", "role"),
		{"service": {"compute": []}},
	)
}

test_guest_policy_enforcement_not_evaluated_without_a_category if {
	not computing_virtualization_security.guest_policy_enforcement with input as testing.without("9.5/guest-policy-enforcement", "service", "category")
}

test_guest_policy_enforcement_not_evaluated_without_category_and_compute if {
	not computing_virtualization_security.guest_policy_enforcement with input as object.union(
		testing.without("9.5/guest-policy-enforcement", "service", "category"),
		{"service": {"compute": []}},
	)
}
