package ccsec.capabilities.supply_chain_security_test

import data.ccsec.capabilities.supply_chain_security
import data.ccsec.lib.testing

test_supplier_vetting_met if {
	judgement := supply_chain_security.supplier_vetting with input as testing.claimed("9.14/supplier-vetting", {})
	judgement == {"verdict": "documented"}
}

test_supplier_vetting_without_record if {
	judgement := supply_chain_security.supplier_vetting with input as testing.claimed(
		"9.14/supplier-vetting",
		{"grade": "declared"},
	)
	judgement == {
		"verdict": "missing",
		"because": "it is claimed, but the supplier register is not on record",
		"help": "add the supplier register as evidence = [{ document = \"docs/…\", reviewed = YYYY-MM-DD }]",
	}
}

test_supplier_vetting_planned_only if {
	judgement := supply_chain_security.supplier_vetting with input as testing.claimed(
		"9.14/supplier-vetting",
		{"status": "planned"},
	)
	judgement == {"verdict": "planned"}
}

test_supplier_vetting_unclaimed if {
	judgement := supply_chain_security.supplier_vetting with input as testing.service
	judgement == {"verdict": "missing"}
}

test_supplier_vetting_no_claims if {
	judgement := supply_chain_security.supplier_vetting with input as object.union(
		testing.service,
		{"index": {"claims": {"9.14/supplier-vetting": []}}},
	)
	judgement == {"verdict": "missing"}
}

test_supplier_vetting_nobody_supplies if {
	every role in {"CSC", "CSN"} {
		judgement := supply_chain_security.supplier_vetting with input as testing.described(
			"9.14/supplier-vetting",
			{"service": {"role": role}, "upstream": [], "partners": []},
		)
		judgement == {
			"verdict": "not-applicable",
			"because": "it is no provider's service, and the descriptor names no partner or upstream provider",
			"path": ["partners"],
		}
	}
}

# A provider has suppliers even if it names none; anybody else has those that it names.
test_supplier_vetting_of_whoever_is_supplied if {
	every changes in [
		{"upstream": [], "partners": []},
		{"service": {"role": "CSC"}, "partners": []},
		{"service": {"role": "CSC"}, "upstream": []},
	] {
		judgement := supply_chain_security.supplier_vetting with input as testing.described(
			"9.14/supplier-vetting",
			changes,
		)
		judgement == {"verdict": "documented"}
	}
}

test_supplier_vetting_role_not_stated if {
	unknown := object.remove(testing.without("9.14/supplier-vetting", "service", "role"), ["upstream", "partners"])
	not supply_chain_security.supplier_vetting with input as unknown
}

test_component_validation_met if {
	judgement := supply_chain_security.component_validation with input as testing.claimed(
		"9.14/component-validation",
		{},
	)
	judgement == {"verdict": "documented"}
}

test_component_validation_declared if {
	judgement := supply_chain_security.component_validation with input as testing.claimed(
		"9.14/component-validation",
		{"grade": "declared"},
	)
	judgement == {"verdict": "declared"}
}

test_component_validation_planned_only if {
	judgement := supply_chain_security.component_validation with input as testing.claimed(
		"9.14/component-validation",
		{"status": "planned"},
	)
	judgement == {"verdict": "planned"}
}

test_component_validation_unclaimed if {
	judgement := supply_chain_security.component_validation with input as testing.service
	judgement == {"verdict": "missing"}
}

test_component_validation_no_claims if {
	judgement := supply_chain_security.component_validation with input as object.union(
		testing.service,
		{"index": {"claims": {"9.14/component-validation": []}}},
	)
	judgement == {"verdict": "missing"}
}

test_component_validation_nothing_delivered if {
	judgement := supply_chain_security.component_validation with input as testing.described(
		"9.14/component-validation",
		{"service": {"compute": []}, "partners": [{"id": "auditor", "delivers": ["audit"]}]},
	)
	judgement == {
		"verdict": "not-applicable",
		"because": "the service runs no code and no equipment of its own, and no partner delivers any",
		"path": ["service", "compute"],
	}
}

# Libraries beneath any code, a maker's hardware, and equipment that belongs to no upstream provider.
test_component_validation_of_whatever_is_delivered if {
	every changes in [
		{"service": {"compute": ["function"]}, "partners": []},
		{"service": {"compute": []}, "partners": [{"id": "maker", "delivers": ["hardware"]}]},
		{"service": {"compute": []}, "upstream": [], "partners": []},
	] {
		judgement := supply_chain_security.component_validation with input as testing.described(
			"9.14/component-validation",
			changes,
		)
		judgement == {"verdict": "documented"}
	}
}

test_component_validation_of_customer_without_code if {
	judgement := supply_chain_security.component_validation with input as testing.described(
		"9.14/component-validation",
		{"service": {"role": "CSC", "compute": []}, "upstream": [], "partners": []},
	)
	judgement.verdict == "not-applicable"
}

test_component_validation_compute_not_stated if {
	unknown := object.remove(testing.without("9.14/component-validation", "service", "compute"), ["partners"])
	not supply_chain_security.component_validation with input as unknown
}

test_tamper_inspection_met if {
	judgement := supply_chain_security.tamper_inspection with input as testing.claimed(
		"9.14/tamper-inspection",
		{},
	)
	judgement == {"verdict": "documented"}
}

test_tamper_inspection_declared if {
	judgement := supply_chain_security.tamper_inspection with input as testing.claimed(
		"9.14/tamper-inspection",
		{"grade": "declared"},
	)
	judgement == {"verdict": "declared"}
}

test_tamper_inspection_planned_only if {
	judgement := supply_chain_security.tamper_inspection with input as testing.claimed(
		"9.14/tamper-inspection",
		{"status": "planned"},
	)
	judgement == {"verdict": "planned"}
}

test_tamper_inspection_unclaimed if {
	judgement := supply_chain_security.tamper_inspection with input as testing.service
	judgement == {"verdict": "missing"}
}

test_tamper_inspection_no_claims if {
	judgement := supply_chain_security.tamper_inspection with input as object.union(
		testing.service,
		{"index": {"claims": {"9.14/tamper-inspection": []}}},
	)
	judgement == {"verdict": "missing"}
}

test_tamper_inspection_nothing_delivered if {
	judgement := supply_chain_security.tamper_inspection with input as testing.described(
		"9.14/tamper-inspection",
		{"service": {"compute": []}, "partners": [{"id": "auditor", "delivers": ["audit"]}]},
	)
	judgement == {
		"verdict": "not-applicable",
		"because": "the service runs no code and no equipment of its own, and no partner delivers any",
		"path": ["service", "compute"],
	}
}

# Libraries beneath any code, a maker's hardware, and equipment that belongs to no upstream provider.
test_tamper_inspection_of_whatever_is_delivered if {
	every changes in [
		{"service": {"compute": ["function"]}, "partners": []},
		{"service": {"compute": []}, "partners": [{"id": "maker", "delivers": ["hardware"]}]},
		{"service": {"compute": []}, "upstream": [], "partners": []},
	] {
		judgement := supply_chain_security.tamper_inspection with input as testing.described(
			"9.14/tamper-inspection",
			changes,
		)
		judgement == {"verdict": "documented"}
	}
}

test_tamper_inspection_of_customer_without_code if {
	judgement := supply_chain_security.tamper_inspection with input as testing.described(
		"9.14/tamper-inspection",
		{"service": {"role": "CSC", "compute": []}, "upstream": [], "partners": []},
	)
	judgement.verdict == "not-applicable"
}

test_tamper_inspection_compute_not_stated if {
	unknown := object.remove(testing.without("9.14/tamper-inspection", "service", "compute"), ["partners"])
	not supply_chain_security.tamper_inspection with input as unknown
}

test_provenance_verification_met if {
	judgement := supply_chain_security.provenance_verification with input as testing.claimed(
		"9.14/provenance-verification",
		{},
	)
	judgement == {"verdict": "documented"}
}

test_provenance_verification_declared if {
	judgement := supply_chain_security.provenance_verification with input as testing.claimed(
		"9.14/provenance-verification",
		{"grade": "declared"},
	)
	judgement == {"verdict": "declared"}
}

test_provenance_verification_planned_only if {
	judgement := supply_chain_security.provenance_verification with input as testing.claimed(
		"9.14/provenance-verification",
		{"status": "planned"},
	)
	judgement == {"verdict": "planned"}
}

test_provenance_verification_unclaimed if {
	judgement := supply_chain_security.provenance_verification with input as testing.service
	judgement == {"verdict": "missing"}
}

test_provenance_verification_no_claims if {
	judgement := supply_chain_security.provenance_verification with input as object.union(
		testing.service,
		{"index": {"claims": {"9.14/provenance-verification": []}}},
	)
	judgement == {"verdict": "missing"}
}

test_provenance_verification_of_own_functions if {
	every compute in [[], ["function"]] {
		judgement := supply_chain_security.provenance_verification with input as testing.described(
			"9.14/provenance-verification",
			{
				"service": {"compute": compute, "code": ["CSP"]},
				"partners": [{"id": "maker", "delivers": ["hardware", "audit"]}],
			},
		)
		judgement == {
			"verdict": "not-applicable",
			"because": "no machine or container image runs here, and no partner delivers code or components",
			"path": ["service", "compute"],
		}
	}
}

test_provenance_verification_of_images if {
	every kind in {"virtual-machine", "container"} {
		judgement := supply_chain_security.provenance_verification with input as testing.described(
			"9.14/provenance-verification",
			{"service": {"compute": [kind], "code": ["CSP"]}, "partners": []},
		)
		judgement == {"verdict": "documented"}
	}
}

test_provenance_verification_of_partner_code if {
	judgement := supply_chain_security.provenance_verification with input as testing.described(
		"9.14/provenance-verification",
		{"service": {"compute": ["function"], "code": ["CSN"]}, "partners": []},
	)
	judgement == {"verdict": "documented"}
}

test_provenance_verification_of_component if {
	judgement := supply_chain_security.provenance_verification with input as testing.described(
		"9.14/provenance-verification",
		{
			"service": {"compute": ["function"], "code": ["CSP"]},
			"partners": [{"id": "maker", "delivers": ["component"]}],
		},
	)
	judgement == {"verdict": "documented"}
}

test_provenance_verification_compute_not_stated if {
	unknown := testing.described(
		"9.14/provenance-verification",
		{"service": {"code": ["CSP"]}, "partners": []},
	)
	not supply_chain_security.provenance_verification with input as object.union(
		object.remove(unknown, ["service"]),
		{"service": object.remove(unknown.service, ["compute"])},
	)
}

test_supplier_continuity_met if {
	judgement := supply_chain_security.supplier_continuity with input as testing.claimed(
		"9.14/supplier-continuity",
		{},
	)
	judgement == {"verdict": "documented"}
}

test_supplier_continuity_without_record if {
	judgement := supply_chain_security.supplier_continuity with input as testing.claimed(
		"9.14/supplier-continuity",
		{"grade": "declared"},
	)
	judgement == {
		"verdict": "missing",
		"because": "it is claimed, but the last review of the supply chain is not on record",
		"help": "add the last review of the supply chain as evidence = [{ document = \"docs/…\", reviewed = YYYY-MM-DD }]",
	}
}

test_supplier_continuity_planned_only if {
	judgement := supply_chain_security.supplier_continuity with input as testing.claimed(
		"9.14/supplier-continuity",
		{"status": "planned"},
	)
	judgement == {"verdict": "planned"}
}

test_supplier_continuity_unclaimed if {
	judgement := supply_chain_security.supplier_continuity with input as testing.service
	judgement == {"verdict": "missing"}
}

test_supplier_continuity_no_claims if {
	judgement := supply_chain_security.supplier_continuity with input as object.union(
		testing.service,
		{"index": {"claims": {"9.14/supplier-continuity": []}}},
	)
	judgement == {"verdict": "missing"}
}

test_supplier_continuity_nobody_supplies if {
	every role in {"CSC", "CSN"} {
		judgement := supply_chain_security.supplier_continuity with input as testing.described(
			"9.14/supplier-continuity",
			{"service": {"role": role}, "upstream": [], "partners": []},
		)
		judgement == {
			"verdict": "not-applicable",
			"because": "it is no provider's service, and the descriptor names no partner or upstream provider",
			"path": ["partners"],
		}
	}
}

# A provider has suppliers even if it names none; anybody else has those that it names.
test_supplier_continuity_of_whoever_is_supplied if {
	every changes in [
		{"upstream": [], "partners": []},
		{"service": {"role": "CSC"}, "partners": []},
		{"service": {"role": "CSC"}, "upstream": []},
	] {
		judgement := supply_chain_security.supplier_continuity with input as testing.described(
			"9.14/supplier-continuity",
			changes,
		)
		judgement == {"verdict": "documented"}
	}
}

test_supplier_continuity_role_not_stated if {
	unknown := object.remove(testing.without("9.14/supplier-continuity", "service", "role"), ["upstream", "partners"])
	not supply_chain_security.supplier_continuity with input as unknown
}
