package ccsec.capabilities.interface_security_test

import data.ccsec.capabilities.interface_security
import data.ccsec.lib.testing

# A customer's service with one documented claim of the expectation, reachable as told.
customers(id, exposure) := testing.described(id, {"service": {"role": "CSC", "exposure": exposure}})

not_applicable := {
	"verdict": "not-applicable",
	"because": "the service is internal and no provider offers it, so nobody outside reaches an interface of it",
	"path": ["service", "exposure"],
}

test_not_exposed_says_nothing_of_an_exposed_service if {
	not interface_security.not_exposed with input as testing.service
}

test_interface_inventory_met if {
	judgement := interface_security.interface_inventory with input as testing.claimed("9.4/interface-inventory", {})
	judgement == {"verdict": "documented"}
}

test_interface_inventory_without_a_dated_document if {
	judgement := interface_security.interface_inventory with input as testing.claimed("9.4/interface-inventory", {"grade": "declared"})
	judgement == {
		"verdict": "missing",
		"because": "it is claimed, but the list of interfaces is not on record",
		"help": "add the list of interfaces as evidence = [{ document = \"docs/…\", reviewed = YYYY-MM-DD }]",
	}
}

test_interface_inventory_planned_only if {
	judgement := interface_security.interface_inventory with input as testing.claimed("9.4/interface-inventory", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_interface_inventory_unclaimed if {
	judgement := interface_security.interface_inventory with input as testing.service
	judgement == {"verdict": "missing"}
}

test_interface_inventory_empty_list_of_claims if {
	judgement := interface_security.interface_inventory with input as object.union(testing.service, {"index": {"claims": {"9.4/interface-inventory": []}}})
	judgement == {"verdict": "missing"}
}

test_interface_inventory_not_applicable_to_an_internal_service if {
	judgement := interface_security.interface_inventory with input as customers("9.4/interface-inventory", "internal")
	judgement == not_applicable
}

test_interface_inventory_applies_to_partners_of_a_customer if {
	judgement := interface_security.interface_inventory with input as customers("9.4/interface-inventory", "partner")
	judgement == {"verdict": "documented"}
}

test_interface_inventory_applies_to_an_internal_service_of_a_provider if {
	judgement := interface_security.interface_inventory with input as testing.described("9.4/interface-inventory", {"service": {"exposure": "internal"}})
	judgement == {"verdict": "documented"}
}

test_interface_inventory_not_evaluated_without_an_exposure if {
	not interface_security.interface_inventory with input as object.union(
		testing.without("9.4/interface-inventory", "service", "exposure"),
		{"service": {"role": "CSN"}},
	)
}

test_interface_inventory_not_evaluated_without_a_role if {
	not interface_security.interface_inventory with input as object.union(
		testing.without("9.4/interface-inventory", "service", "role"),
		{"service": {"exposure": "internal"}},
	)
}

test_interface_authentication_met if {
	judgement := interface_security.interface_authentication with input as testing.claimed("9.4/interface-authentication", {})
	judgement == {"verdict": "documented"}
}

test_interface_authentication_declared if {
	judgement := interface_security.interface_authentication with input as testing.claimed("9.4/interface-authentication", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_interface_authentication_planned_only if {
	judgement := interface_security.interface_authentication with input as testing.claimed("9.4/interface-authentication", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_interface_authentication_unclaimed if {
	judgement := interface_security.interface_authentication with input as testing.service
	judgement == {"verdict": "missing"}
}

test_interface_authentication_empty_list_of_claims if {
	judgement := interface_security.interface_authentication with input as object.union(testing.service, {"index": {"claims": {"9.4/interface-authentication": []}}})
	judgement == {"verdict": "missing"}
}

test_interface_authentication_not_applicable_to_an_internal_service if {
	judgement := interface_security.interface_authentication with input as customers("9.4/interface-authentication", "internal")
	judgement == not_applicable
}

test_interface_authentication_applies_to_partners_of_a_customer if {
	judgement := interface_security.interface_authentication with input as customers("9.4/interface-authentication", "partner")
	judgement == {"verdict": "documented"}
}

test_interface_authentication_applies_to_an_internal_service_of_a_provider if {
	judgement := interface_security.interface_authentication with input as testing.described("9.4/interface-authentication", {"service": {"exposure": "internal"}})
	judgement == {"verdict": "documented"}
}

test_interface_authentication_not_evaluated_without_an_exposure if {
	not interface_security.interface_authentication with input as object.union(
		testing.without("9.4/interface-authentication", "service", "exposure"),
		{"service": {"role": "CSN"}},
	)
}

test_interface_authentication_not_evaluated_without_a_role if {
	not interface_security.interface_authentication with input as object.union(
		testing.without("9.4/interface-authentication", "service", "role"),
		{"service": {"exposure": "internal"}},
	)
}

test_interface_encryption_met if {
	judgement := interface_security.interface_encryption with input as testing.claimed("9.4/interface-encryption", {})
	judgement == {"verdict": "documented"}
}

test_interface_encryption_declared if {
	judgement := interface_security.interface_encryption with input as testing.claimed("9.4/interface-encryption", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_interface_encryption_planned_only if {
	judgement := interface_security.interface_encryption with input as testing.claimed("9.4/interface-encryption", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_interface_encryption_unclaimed if {
	judgement := interface_security.interface_encryption with input as testing.service
	judgement == {"verdict": "missing"}
}

test_interface_encryption_empty_list_of_claims if {
	judgement := interface_security.interface_encryption with input as object.union(testing.service, {"index": {"claims": {"9.4/interface-encryption": []}}})
	judgement == {"verdict": "missing"}
}

test_interface_encryption_not_applicable_to_an_internal_service if {
	judgement := interface_security.interface_encryption with input as customers("9.4/interface-encryption", "internal")
	judgement == not_applicable
}

test_interface_encryption_applies_to_partners_of_a_customer if {
	judgement := interface_security.interface_encryption with input as customers("9.4/interface-encryption", "partner")
	judgement == {"verdict": "documented"}
}

test_interface_encryption_applies_to_an_internal_service_of_a_provider if {
	judgement := interface_security.interface_encryption with input as testing.described("9.4/interface-encryption", {"service": {"exposure": "internal"}})
	judgement == {"verdict": "documented"}
}

test_interface_encryption_not_evaluated_without_an_exposure if {
	not interface_security.interface_encryption with input as object.union(
		testing.without("9.4/interface-encryption", "service", "exposure"),
		{"service": {"role": "CSN"}},
	)
}

test_interface_encryption_not_evaluated_without_a_role if {
	not interface_security.interface_encryption with input as object.union(
		testing.without("9.4/interface-encryption", "service", "role"),
		{"service": {"exposure": "internal"}},
	)
}

test_interface_integrity_met if {
	judgement := interface_security.interface_integrity with input as testing.claimed("9.4/interface-integrity", {})
	judgement == {"verdict": "documented"}
}

test_interface_integrity_declared if {
	judgement := interface_security.interface_integrity with input as testing.claimed("9.4/interface-integrity", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_interface_integrity_planned_only if {
	judgement := interface_security.interface_integrity with input as testing.claimed("9.4/interface-integrity", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_interface_integrity_unclaimed if {
	judgement := interface_security.interface_integrity with input as testing.service
	judgement == {"verdict": "missing"}
}

test_interface_integrity_empty_list_of_claims if {
	judgement := interface_security.interface_integrity with input as object.union(testing.service, {"index": {"claims": {"9.4/interface-integrity": []}}})
	judgement == {"verdict": "missing"}
}

test_interface_integrity_not_applicable_to_an_internal_service if {
	judgement := interface_security.interface_integrity with input as customers("9.4/interface-integrity", "internal")
	judgement == not_applicable
}

test_interface_integrity_applies_to_partners_of_a_customer if {
	judgement := interface_security.interface_integrity with input as customers("9.4/interface-integrity", "partner")
	judgement == {"verdict": "documented"}
}

test_interface_integrity_applies_to_an_internal_service_of_a_provider if {
	judgement := interface_security.interface_integrity with input as testing.described("9.4/interface-integrity", {"service": {"exposure": "internal"}})
	judgement == {"verdict": "documented"}
}

test_interface_integrity_not_evaluated_without_an_exposure if {
	not interface_security.interface_integrity with input as object.union(
		testing.without("9.4/interface-integrity", "service", "exposure"),
		{"service": {"role": "CSN"}},
	)
}

test_interface_integrity_not_evaluated_without_a_role if {
	not interface_security.interface_integrity with input as object.union(
		testing.without("9.4/interface-integrity", "service", "role"),
		{"service": {"exposure": "internal"}},
	)
}

test_interface_inventory_upstream_cannot_list_our_interfaces if {
	judgement := interface_security.interface_inventory with input as object.union(
		testing.service,
		{"index": {"claims": {"9.4/interface-inventory": [{
			"upstream": 0,
			"by": "CSP",
			"status": "implemented",
			"grade": "declared",
			"path": ["upstream", 0, "provides", 0],
		}]}}},
	)
	judgement == {
		"verdict": "missing",
		"because": "it is claimed by an upstream service alone, and the list of interfaces is not on record",
		"help": concat(", ", [
			"add a control of your own that meets \"9.4/interface-inventory\"",
			"with the list of interfaces as its document",
		]),
	}
}
