package ccsec.capabilities.physical_security_test

import data.ccsec.capabilities.physical_security
import data.ccsec.lib.testing

# The service with a claim of the expectation by an upstream provider.
inherited(id) := object.union(testing.service, {"index": {"claims": {id: [{
	"upstream": 0,
	"by": "CSP",
	"status": "implemented",
	"grade": "declared",
	"path": ["upstream", 0, "provides", 0],
}]}}})

test_premises_access_met if {
	judgement := physical_security.premises_access with input as testing.claimed("9.3/premises-access", {})
	judgement == {"verdict": "documented"}
}

test_premises_access_declared if {
	judgement := physical_security.premises_access with input as testing.claimed("9.3/premises-access", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_premises_access_planned_only if {
	judgement := physical_security.premises_access with input as testing.claimed("9.3/premises-access", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_premises_access_unclaimed if {
	judgement := physical_security.premises_access with input as testing.service
	judgement == {"verdict": "missing"}
}

test_premises_access_empty_list_of_claims if {
	judgement := physical_security.premises_access with input as object.union(testing.service, {"index": {"claims": {"9.3/premises-access": []}}})
	judgement == {"verdict": "missing"}
}

test_premises_access_claimed_by_the_customer if {
	judgement := physical_security.premises_access with input as testing.claimed("9.3/premises-access", {"by": "CSC"})
	judgement == {
		"verdict": "missing",
		"because": "it is claimed only by the CSC, which cannot hold it",
	}
}

test_premises_access_declared_by_an_upstream if {
	judgement := physical_security.premises_access with input as inherited("9.3/premises-access")
	judgement == {"verdict": "declared"}
}

test_premises_access_met_by_the_customer_of_a_private_cloud if {
	judgement := physical_security.premises_access with input as object.union(
		testing.claimed("9.3/premises-access", {"by": "CSC"}),
		{"service": {"deployment": "private"}},
	)
	judgement == {"verdict": "documented"}
}

test_need_to_enter_met if {
	judgement := physical_security.need_to_enter with input as testing.claimed("9.3/need-to-enter", {})
	judgement == {"verdict": "documented"}
}

test_need_to_enter_declared if {
	judgement := physical_security.need_to_enter with input as testing.claimed("9.3/need-to-enter", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_need_to_enter_planned_only if {
	judgement := physical_security.need_to_enter with input as testing.claimed("9.3/need-to-enter", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_need_to_enter_unclaimed if {
	judgement := physical_security.need_to_enter with input as testing.service
	judgement == {"verdict": "missing"}
}

test_need_to_enter_empty_list_of_claims if {
	judgement := physical_security.need_to_enter with input as object.union(testing.service, {"index": {"claims": {"9.3/need-to-enter": []}}})
	judgement == {"verdict": "missing"}
}

test_need_to_enter_claimed_by_the_customer if {
	judgement := physical_security.need_to_enter with input as testing.claimed("9.3/need-to-enter", {"by": "CSC"})
	judgement == {
		"verdict": "missing",
		"because": "it is claimed only by the CSC, which cannot hold it",
	}
}

test_need_to_enter_declared_by_an_upstream if {
	judgement := physical_security.need_to_enter with input as inherited("9.3/need-to-enter")
	judgement == {"verdict": "declared"}
}

test_need_to_enter_met_by_the_customer_of_a_private_cloud if {
	judgement := physical_security.need_to_enter with input as object.union(
		testing.claimed("9.3/need-to-enter", {"by": "CSC"}),
		{"service": {"deployment": "private"}},
	)
	judgement == {"verdict": "documented"}
}

test_proportionate_protection_met if {
	judgement := physical_security.proportionate_protection with input as testing.claimed("9.3/proportionate-protection", {})
	judgement == {"verdict": "documented"}
}

test_proportionate_protection_without_a_dated_document if {
	judgement := physical_security.proportionate_protection with input as testing.claimed("9.3/proportionate-protection", {"grade": "declared"})
	judgement == {
		"verdict": "missing",
		"because": "it is claimed, but the assessment of the site is not on record",
		"help": "add the assessment of the site as evidence = [{ document = \"docs/…\", reviewed = YYYY-MM-DD }]",
	}
}

test_proportionate_protection_planned_only if {
	judgement := physical_security.proportionate_protection with input as testing.claimed("9.3/proportionate-protection", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_proportionate_protection_unclaimed if {
	judgement := physical_security.proportionate_protection with input as testing.service
	judgement == {"verdict": "missing"}
}

test_proportionate_protection_empty_list_of_claims if {
	judgement := physical_security.proportionate_protection with input as object.union(testing.service, {"index": {"claims": {"9.3/proportionate-protection": []}}})
	judgement == {"verdict": "missing"}
}

test_proportionate_protection_claimed_by_the_customer if {
	judgement := physical_security.proportionate_protection with input as testing.claimed("9.3/proportionate-protection", {"by": "CSC"})
	judgement == {
		"verdict": "missing",
		"because": "it is claimed only by the CSC, which cannot hold it",
	}
}

test_proportionate_protection_declared_by_an_upstream if {
	judgement := physical_security.proportionate_protection with input as inherited("9.3/proportionate-protection")
	judgement == {"verdict": "declared"}
}

test_proportionate_protection_met_by_the_customer_of_a_private_cloud if {
	judgement := physical_security.proportionate_protection with input as object.union(
		testing.claimed("9.3/proportionate-protection", {"by": "CSC"}),
		{"service": {"deployment": "private"}},
	)
	judgement == {"verdict": "documented"}
}

# Internal data of one tenant, with one documented claim.
modest(changes) := object.union(
	testing.described("9.3/proportionate-protection", {
		"service": {"tenancy": "single"},
		"data": {"classification": "internal"},
	}),
	changes,
)

test_proportionate_protection_not_applicable_to_a_modest_site if {
	judgement := physical_security.proportionate_protection with input as modest({})
	judgement == {
		"verdict": "not-applicable",
		"because": "the data is below confidential, and no tenants share the site",
		"path": ["data", "classification"],
	}
}

test_proportionate_protection_not_applicable_though_inherited if {
	judgement := physical_security.proportionate_protection with input as object.union(
		inherited("9.3/proportionate-protection"),
		{"service": {"tenancy": "single"}, "data": {"classification": "public"}},
	)
	judgement == {
		"verdict": "not-applicable",
		"because": "the data is below confidential, and no tenants share the site",
		"path": ["data", "classification"],
	}
}

test_proportionate_protection_applies_to_confidential_data if {
	judgement := physical_security.proportionate_protection with input as modest({"data": {"classification": "confidential"}})
	judgement == {"verdict": "documented"}
}

test_proportionate_protection_applies_to_secret_data if {
	judgement := physical_security.proportionate_protection with input as modest({"data": {"classification": "secret"}})
	judgement == {"verdict": "documented"}
}

test_proportionate_protection_applies_to_a_shared_site if {
	judgement := physical_security.proportionate_protection with input as modest({"service": {"tenancy": "multi"}})
	judgement == {"verdict": "documented"}
}

test_proportionate_protection_not_evaluated_without_a_classification if {
	not physical_security.proportionate_protection with input as object.union(
		object.remove(modest({}), ["data"]),
		{"data": {"personal": false, "jurisdictions": ["DE"]}},
	)
}

test_proportionate_protection_not_evaluated_without_a_tenancy if {
	not physical_security.proportionate_protection with input as object.union(
		object.remove(modest({}), ["service"]),
		{"service": object.remove(testing.service.service, ["tenancy"])},
	)
}
