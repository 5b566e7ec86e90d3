package ccsec.capabilities.identity_and_access_management_test

import data.ccsec.capabilities.identity_and_access_management
import data.ccsec.lib.testing

test_identity_management_met if {
	judgement := identity_and_access_management.identity_management with input as testing.claimed("9.2/identity-management", {})
	judgement == {"verdict": "documented"}
}

test_identity_management_declared if {
	judgement := identity_and_access_management.identity_management with input as testing.claimed("9.2/identity-management", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_identity_management_planned_only if {
	judgement := identity_and_access_management.identity_management with input as testing.claimed("9.2/identity-management", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_identity_management_unclaimed if {
	judgement := identity_and_access_management.identity_management with input as testing.service
	judgement == {"verdict": "missing"}
}

test_identity_management_empty_list_of_claims if {
	judgement := identity_and_access_management.identity_management with input as object.union(testing.service, {"index": {"claims": {"9.2/identity-management": []}}})
	judgement == {"verdict": "missing"}
}

test_authentication_met if {
	judgement := identity_and_access_management.authentication with input as testing.claimed("9.2/authentication", {})
	judgement == {"verdict": "documented"}
}

test_authentication_declared if {
	judgement := identity_and_access_management.authentication with input as testing.claimed("9.2/authentication", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_authentication_planned_only if {
	judgement := identity_and_access_management.authentication with input as testing.claimed("9.2/authentication", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_authentication_unclaimed if {
	judgement := identity_and_access_management.authentication with input as testing.service
	judgement == {"verdict": "missing"}
}

test_authentication_empty_list_of_claims if {
	judgement := identity_and_access_management.authentication with input as object.union(testing.service, {"index": {"claims": {"9.2/authentication": []}}})
	judgement == {"verdict": "missing"}
}

test_administrator_authentication_met if {
	judgement := identity_and_access_management.administrator_authentication with input as testing.claimed("9.2/administrator-authentication", {})
	judgement == {"verdict": "documented"}
}

test_administrator_authentication_declared if {
	judgement := identity_and_access_management.administrator_authentication with input as testing.claimed("9.2/administrator-authentication", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_administrator_authentication_planned_only if {
	judgement := identity_and_access_management.administrator_authentication with input as testing.claimed("9.2/administrator-authentication", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_administrator_authentication_unclaimed if {
	judgement := identity_and_access_management.administrator_authentication with input as testing.service
	judgement == {"verdict": "missing"}
}

test_administrator_authentication_empty_list_of_claims if {
	judgement := identity_and_access_management.administrator_authentication with input as object.union(testing.service, {"index": {"claims": {"9.2/administrator-authentication": []}}})
	judgement == {"verdict": "missing"}
}

test_authorization_met if {
	judgement := identity_and_access_management.authorization with input as testing.claimed("9.2/authorization", {})
	judgement == {"verdict": "documented"}
}

test_authorization_declared if {
	judgement := identity_and_access_management.authorization with input as testing.claimed("9.2/authorization", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_authorization_planned_only if {
	judgement := identity_and_access_management.authorization with input as testing.claimed("9.2/authorization", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_authorization_unclaimed if {
	judgement := identity_and_access_management.authorization with input as testing.service
	judgement == {"verdict": "missing"}
}

test_authorization_empty_list_of_claims if {
	judgement := identity_and_access_management.authorization with input as object.union(testing.service, {"index": {"claims": {"9.2/authorization": []}}})
	judgement == {"verdict": "missing"}
}

test_accountability_met if {
	judgement := identity_and_access_management.accountability with input as testing.claimed("9.2/accountability", {})
	judgement == {"verdict": "documented"}
}

test_accountability_planned_only if {
	judgement := identity_and_access_management.accountability with input as testing.claimed("9.2/accountability", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_accountability_unclaimed if {
	judgement := identity_and_access_management.accountability with input as testing.service
	judgement == {"verdict": "missing"}
}

test_accountability_empty_list_of_claims if {
	judgement := identity_and_access_management.accountability with input as object.union(testing.service, {"index": {"claims": {"9.2/accountability": []}}})
	judgement == {"verdict": "missing"}
}

# A claim of accountability in a service where only the provider's own code runs.
own_code(changes) := object.union(
	testing.described("9.2/accountability", {"service": {"code": ["CSP"]}, "partners": []}),
	changes,
)

test_accountability_declared_without_partner_code if {
	declared := object.union(testing.claim, {"grade": "declared"})
	judgement := identity_and_access_management.accountability with input as own_code({"index": {"claims": {"9.2/accountability": [declared]}}})
	judgement == {"verdict": "declared"}
}

test_accountability_undocumented_with_a_partner_who_brings_code if {
	declared := object.union(testing.claim, {"grade": "declared"})
	judgement := identity_and_access_management.accountability with input as own_code({
		"partners": [{"id": "plugin-vendor", "delivers": ["code"]}],
		"index": {"claims": {"9.2/accountability": [declared]}},
	})
	judgement == {
		"verdict": "missing",
		"because": "a partner's code runs here, but who answers for what is not on record",
		"path": ["controls", 0, "meets", 0],
		"help": "add the split of duties as evidence = [{ document = \"docs/…\", reviewed = YYYY-MM-DD }]",
	}
}

# What an upstream provider answers for says nothing of the partner.
test_accountability_upstream_cannot_split_our_duties if {
	of_upstream := {
		"upstream": 0,
		"by": "CSP",
		"status": "implemented",
		"grade": "declared",
		"path": ["upstream", 0, "provides", 0],
	}
	judgement := identity_and_access_management.accountability with input as own_code({
		"partners": [{"id": "plugin-vendor", "delivers": ["code"]}],
		"index": {"claims": {"9.2/accountability": [of_upstream]}},
	})
	judgement == {
		"verdict": "missing",
		"because": "a partner's code runs here, but who answers for what is not on record",
		"path": ["upstream", 0, "provides", 0],
		"help": concat(", ", [
			"add a control of your own that meets \"9.2/accountability\"",
			"with the split of duties as its document",
		]),
	}
}

test_accountability_documented_without_partner_code if {
	judgement := identity_and_access_management.accountability with input as own_code({})
	judgement == {"verdict": "documented"}
}

test_accountability_planned_with_partner_code if {
	judgement := identity_and_access_management.accountability with input as testing.claimed("9.2/accountability", {"status": "planned", "grade": "declared"})
	judgement == {"verdict": "planned"}
}

test_accountability_without_a_controller if {
	judgement := identity_and_access_management.accountability with input as testing.without("9.2/accountability", "data", "controller")
	judgement == {
		"verdict": "missing",
		"because": "the controller of the personal data is not named",
		"path": ["data", "personal"],
		"help": "state controller = \"CSC\" in [data]",
	}
}

test_accountability_without_a_processor if {
	judgement := identity_and_access_management.accountability with input as testing.without("9.2/accountability", "data", "processor")
	judgement == {
		"verdict": "missing",
		"because": "the processor of the personal data is not named",
		"path": ["data", "personal"],
		"help": "state processor = \"CSP\" in [data]",
	}
}

test_accountability_without_controller_and_processor if {
	judgement := identity_and_access_management.accountability with input as object.union(
		object.remove(testing.claimed("9.2/accountability", {}), ["data"]),
		{"data": {"classification": "internal", "personal": true, "jurisdictions": ["DE"]}},
	)
	judgement == {
		"verdict": "missing",
		"because": concat("; ", [
			"the controller of the personal data is not named",
			"the processor of the personal data is not named",
		]),
		"path": ["data", "personal"],
		"help": concat("; ", [
			"state controller = \"CSC\" in [data]",
			"state processor = \"CSP\" in [data]",
		]),
	}
}

test_accountability_names_nobody_without_personal_data if {
	judgement := identity_and_access_management.accountability with input as object.union(
		object.remove(testing.claimed("9.2/accountability", {}), ["data"]),
		{"data": {"classification": "internal", "personal": false, "jurisdictions": ["DE"]}},
	)
	judgement == {"verdict": "documented"}
}

test_accountability_not_evaluated_unless_personal_data_is_told if {
	not identity_and_access_management.accountability with input as testing.without("9.2/accountability", "data", "personal")
}

test_transaction_audit_met if {
	judgement := identity_and_access_management.transaction_audit with input as testing.claimed("9.2/transaction-audit", {})
	judgement == {"verdict": "documented"}
}

test_transaction_audit_declared if {
	judgement := identity_and_access_management.transaction_audit with input as testing.claimed("9.2/transaction-audit", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_transaction_audit_planned_only if {
	judgement := identity_and_access_management.transaction_audit with input as testing.claimed("9.2/transaction-audit", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_transaction_audit_unclaimed if {
	judgement := identity_and_access_management.transaction_audit with input as testing.service
	judgement == {"verdict": "missing"}
}

test_transaction_audit_empty_list_of_claims if {
	judgement := identity_and_access_management.transaction_audit with input as object.union(testing.service, {"index": {"claims": {"9.2/transaction-audit": []}}})
	judgement == {"verdict": "missing"}
}

test_active_monitoring_met if {
	judgement := identity_and_access_management.active_monitoring with input as testing.claimed("9.2/active-monitoring", {})
	judgement == {"verdict": "documented"}
}

test_active_monitoring_declared if {
	judgement := identity_and_access_management.active_monitoring with input as testing.claimed("9.2/active-monitoring", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_active_monitoring_planned_only if {
	judgement := identity_and_access_management.active_monitoring with input as testing.claimed("9.2/active-monitoring", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_active_monitoring_unclaimed if {
	judgement := identity_and_access_management.active_monitoring with input as testing.service
	judgement == {"verdict": "missing"}
}

test_active_monitoring_empty_list_of_claims if {
	judgement := identity_and_access_management.active_monitoring with input as object.union(testing.service, {"index": {"claims": {"9.2/active-monitoring": []}}})
	judgement == {"verdict": "missing"}
}

test_identity_federation_met if {
	judgement := identity_and_access_management.identity_federation with input as testing.claimed("9.2/identity-federation", {})
	judgement == {"verdict": "documented"}
}

test_identity_federation_declared if {
	judgement := identity_and_access_management.identity_federation with input as testing.claimed("9.2/identity-federation", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_identity_federation_planned_only if {
	judgement := identity_and_access_management.identity_federation with input as testing.claimed("9.2/identity-federation", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_identity_federation_unclaimed if {
	judgement := identity_and_access_management.identity_federation with input as testing.service
	judgement == {"verdict": "missing"}
}

test_identity_federation_empty_list_of_claims if {
	judgement := identity_and_access_management.identity_federation with input as object.union(testing.service, {"index": {"claims": {"9.2/identity-federation": []}}})
	judgement == {"verdict": "missing"}
}

# One security domain, with one documented claim of the federation.
one_domain(changes) := object.union(
	testing.described("9.2/identity-federation", {"partners": [{"id": "supplier", "delivers": ["component", "hardware"]}]}),
	changes,
)

test_identity_federation_not_applicable_in_one_domain if {
	judgement := identity_and_access_management.identity_federation with input as one_domain({})
	judgement == {
		"verdict": "not-applicable",
		"because": "all identities come from one domain: no community or hybrid cloud, no partner who signs in",
		"path": ["service", "deployment"],
	}
}

test_identity_federation_not_applicable_without_partners if {
	judgement := identity_and_access_management.identity_federation with input as object.remove(testing.service, ["partners"])
	judgement == {
		"verdict": "not-applicable",
		"because": "all identities come from one domain: no community or hybrid cloud, no partner who signs in",
		"path": ["service", "deployment"],
	}
}

test_identity_federation_applies_in_a_community if {
	judgement := identity_and_access_management.identity_federation with input as one_domain({"service": {"deployment": "community"}})
	judgement == {"verdict": "documented"}
}

test_identity_federation_applies_in_a_hybrid_cloud if {
	judgement := identity_and_access_management.identity_federation with input as one_domain({"service": {"deployment": "hybrid"}})
	judgement == {"verdict": "documented"}
}

test_identity_federation_applies_with_a_partner_who_operates if {
	judgement := identity_and_access_management.identity_federation with input as one_domain({"partners": [{"id": "night-shift", "delivers": ["operations"]}]})
	judgement == {"verdict": "documented"}
}

test_identity_federation_applies_with_a_partner_who_audits if {
	judgement := identity_and_access_management.identity_federation with input as one_domain({"partners": [{"id": "auditor", "delivers": ["audit"]}]})
	judgement == {"verdict": "documented"}
}

test_identity_federation_not_evaluated_without_a_deployment if {
	input_document := testing.without("9.2/identity-federation", "service", "deployment")
	not identity_and_access_management.identity_federation with input as object.union(input_document, {"partners": []})
}

test_software_authentication_met if {
	judgement := identity_and_access_management.software_authentication with input as testing.claimed("9.2/software-authentication", {})
	judgement == {"verdict": "documented"}
}

test_software_authentication_declared if {
	judgement := identity_and_access_management.software_authentication with input as testing.claimed("9.2/software-authentication", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_software_authentication_planned_only if {
	judgement := identity_and_access_management.software_authentication with input as testing.claimed("9.2/software-authentication", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_software_authentication_unclaimed if {
	judgement := identity_and_access_management.software_authentication with input as testing.service
	judgement == {"verdict": "missing"}
}

test_software_authentication_empty_list_of_claims if {
	judgement := identity_and_access_management.software_authentication with input as object.union(testing.service, {"index": {"claims": {"9.2/software-authentication": []}}})
	judgement == {"verdict": "missing"}
}

# A service without compute that does not say whose code runs, with one documented claim.
without_code(changes) := object.union(
	testing.without("9.2/software-authentication", "service", "code"),
	object.union({"service": {"compute": []}}, changes),
)

test_software_authentication_not_applicable_without_code if {
	judgement := identity_and_access_management.software_authentication with input as without_code({})
	judgement == {
		"verdict": "not-applicable",
		"because": "the service has no compute and names no party whose code runs here",
		"path": ["service", "compute"],
	}
}

test_software_authentication_not_applicable_with_an_empty_list_of_code if {
	judgement := identity_and_access_management.software_authentication with input as without_code({"service": {"code": []}})
	judgement == {
		"verdict": "not-applicable",
		"because": "the service has no compute and names no party whose code runs here",
		"path": ["service", "compute"],
	}
}

test_software_authentication_applies_to_functions if {
	judgement := identity_and_access_management.software_authentication with input as without_code({"service": {"compute": ["function"]}})
	judgement == {"verdict": "documented"}
}

test_software_authentication_applies_to_customer_code_on_no_compute_of_ours if {
	judgement := identity_and_access_management.software_authentication with input as without_code({"service": {"code": ["CSC"]}})
	judgement == {"verdict": "documented"}
}

test_software_authentication_not_evaluated_without_compute if {
	not identity_and_access_management.software_authentication with input as object.union(
		object.remove(testing.claimed("9.2/software-authentication", {}), ["service"]),
		{"service": object.remove(testing.service.service, ["code", "compute"])},
	)
}
