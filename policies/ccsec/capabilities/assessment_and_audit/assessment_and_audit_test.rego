package ccsec.capabilities.assessment_and_audit_test

import data.ccsec.capabilities.assessment_and_audit
import data.ccsec.lib.testing

test_security_criteria_met if {
	judgement := assessment_and_audit.security_criteria with input as testing.claimed("9.12/security-criteria", {})
	judgement == {"verdict": "documented"}
}

test_security_criteria_without_record if {
	judgement := assessment_and_audit.security_criteria with input as testing.claimed(
		"9.12/security-criteria",
		{"grade": "declared"},
	)
	judgement == {
		"verdict": "missing",
		"because": "it is claimed, but the set of agreed security criteria is not on record",
		"help": "add the set of agreed security criteria as evidence = [{ document = \"docs/…\", reviewed = YYYY-MM-DD }]",
	}
}

test_security_criteria_planned_only if {
	judgement := assessment_and_audit.security_criteria with input as testing.claimed(
		"9.12/security-criteria",
		{"status": "planned"},
	)
	judgement == {"verdict": "planned"}
}

test_security_criteria_unclaimed if {
	judgement := assessment_and_audit.security_criteria with input as testing.service
	judgement == {"verdict": "missing"}
}

test_security_criteria_no_claims if {
	judgement := assessment_and_audit.security_criteria with input as object.union(
		testing.service,
		{"index": {"claims": {"9.12/security-criteria": []}}},
	)
	judgement == {"verdict": "missing"}
}

test_independent_assessment_met if {
	judgement := assessment_and_audit.independent_assessment with input as testing.claimed(
		"9.12/independent-assessment",
		{},
	)
	judgement == {"verdict": "documented"}
}

test_independent_assessment_without_record if {
	judgement := assessment_and_audit.independent_assessment with input as testing.claimed(
		"9.12/independent-assessment",
		{"grade": "declared"},
	)
	judgement == {
		"verdict": "missing",
		"because": "it is claimed, but the report or certificate of the last assessment is not on record",
		"help": "add the report or certificate of the last assessment as evidence = [{ document = \"docs/…\", reviewed = YYYY-MM-DD }]",
	}
}

test_independent_assessment_planned_only if {
	judgement := assessment_and_audit.independent_assessment with input as testing.claimed(
		"9.12/independent-assessment",
		{"status": "planned"},
	)
	judgement == {"verdict": "planned"}
}

test_independent_assessment_unclaimed if {
	judgement := assessment_and_audit.independent_assessment with input as testing.service
	judgement == {"verdict": "missing"}
}

test_independent_assessment_no_claims if {
	judgement := assessment_and_audit.independent_assessment with input as object.union(
		testing.service,
		{"index": {"claims": {"9.12/independent-assessment": []}}},
	)
	judgement == {"verdict": "missing"}
}

# Each of the three may assess.
test_independent_assessment_by_any_party if {
	every party in {"CSC", "CSP", "CSN"} {
		judgement := assessment_and_audit.independent_assessment with input as testing.claimed(
			"9.12/independent-assessment",
			{"by": party},
		)
		judgement == {"verdict": "documented"}
	}
}

test_audit_sharing_met if {
	judgement := assessment_and_audit.audit_sharing with input as testing.claimed("9.12/audit-sharing", {})
	judgement == {"verdict": "documented"}
}

test_audit_sharing_declared if {
	judgement := assessment_and_audit.audit_sharing with input as testing.claimed(
		"9.12/audit-sharing",
		{"grade": "declared"},
	)
	judgement == {"verdict": "declared"}
}

test_audit_sharing_planned_only if {
	judgement := assessment_and_audit.audit_sharing with input as testing.claimed(
		"9.12/audit-sharing",
		{"status": "planned"},
	)
	judgement == {"verdict": "planned"}
}

test_audit_sharing_unclaimed if {
	judgement := assessment_and_audit.audit_sharing with input as testing.service
	judgement == {"verdict": "missing"}
}

test_audit_sharing_no_claims if {
	judgement := assessment_and_audit.audit_sharing with input as object.union(
		testing.service,
		{"index": {"claims": {"9.12/audit-sharing": []}}},
	)
	judgement == {"verdict": "missing"}
}

test_audit_sharing_by_customer if {
	judgement := assessment_and_audit.audit_sharing with input as testing.claimed("9.12/audit-sharing", {"by": "CSC"})
	judgement == {"verdict": "missing", "because": "it is claimed only by the CSC, which cannot hold it"}
}

test_audit_sharing_not_a_provider if {
	every role in {"CSC", "CSN"} {
		judgement := assessment_and_audit.audit_sharing with input as testing.described(
			"9.12/audit-sharing",
			{"service": {"role": role}},
		)
		judgement == {
			"verdict": "not-applicable",
			"because": "only a provider has audit results to share with its customers",
			"path": ["service", "role"],
		}
	}
}

test_audit_sharing_role_not_stated if {
	not assessment_and_audit.audit_sharing with input as testing.without("9.12/audit-sharing", "service", "role")
}

test_privacy_assessment_met if {
	judgement := assessment_and_audit.privacy_assessment with input as testing.claimed(
		"9.12/privacy-assessment",
		{},
	)
	judgement == {"verdict": "documented"}
}

test_privacy_assessment_without_record if {
	judgement := assessment_and_audit.privacy_assessment with input as testing.claimed(
		"9.12/privacy-assessment",
		{"grade": "declared"},
	)
	judgement == {
		"verdict": "missing",
		"because": "it is claimed, but the last privacy assessment is not on record",
		"help": "add the last privacy assessment as evidence = [{ document = \"docs/…\", reviewed = YYYY-MM-DD }]",
	}
}

test_privacy_assessment_planned_only if {
	judgement := assessment_and_audit.privacy_assessment with input as testing.claimed(
		"9.12/privacy-assessment",
		{"status": "planned"},
	)
	judgement == {"verdict": "planned"}
}

test_privacy_assessment_unclaimed if {
	judgement := assessment_and_audit.privacy_assessment with input as testing.service
	judgement == {"verdict": "missing"}
}

test_privacy_assessment_no_claims if {
	judgement := assessment_and_audit.privacy_assessment with input as object.union(
		testing.service,
		{"index": {"claims": {"9.12/privacy-assessment": []}}},
	)
	judgement == {"verdict": "missing"}
}

test_privacy_assessment_without_personal_data if {
	judgement := assessment_and_audit.privacy_assessment with input as testing.described(
		"9.12/privacy-assessment",
		{"data": {"personal": false}},
	)
	judgement == {
		"verdict": "not-applicable",
		"because": "the service handles no personal data",
		"path": ["data", "personal"],
	}
}

# Personal data that passes through is handled, too.
test_privacy_assessment_of_data_in_passing if {
	judgement := assessment_and_audit.privacy_assessment with input as testing.described(
		"9.12/privacy-assessment",
		{"data": {"stored": false}},
	)
	judgement == {"verdict": "documented"}
}

test_privacy_assessment_personal_not_stated if {
	not assessment_and_audit.privacy_assessment with input as testing.without(
		"9.12/privacy-assessment",
		"data",
		"personal",
	)
}

test_chain_audit_met if {
	judgement := assessment_and_audit.chain_audit with input as testing.claimed("9.12/chain-audit", {})
	judgement == {"verdict": "documented"}
}

test_chain_audit_without_record if {
	judgement := assessment_and_audit.chain_audit with input as testing.claimed(
		"9.12/chain-audit",
		{"grade": "declared"},
	)
	judgement == {
		"verdict": "missing",
		"because": "it is claimed, but the review of the upstream audit results is not on record",
		"help": "add the review of the upstream audit results as evidence = [{ document = \"docs/…\", reviewed = YYYY-MM-DD }]",
	}
}

test_chain_audit_planned_only if {
	judgement := assessment_and_audit.chain_audit with input as testing.claimed(
		"9.12/chain-audit",
		{"status": "planned"},
	)
	judgement == {"verdict": "planned"}
}

test_chain_audit_unclaimed if {
	judgement := assessment_and_audit.chain_audit with input as testing.service
	judgement == {"verdict": "missing"}
}

test_chain_audit_no_claims if {
	judgement := assessment_and_audit.chain_audit with input as object.union(
		testing.service,
		{"index": {"claims": {"9.12/chain-audit": []}}},
	)
	judgement == {"verdict": "missing"}
}

test_chain_audit_without_upstream if {
	every alone in [
		testing.described("9.12/chain-audit", {"upstream": []}),
		object.remove(testing.claimed("9.12/chain-audit", {}), ["upstream"]),
	] {
		judgement := assessment_and_audit.chain_audit with input as alone
		judgement == {
			"verdict": "not-applicable",
			"because": "the descriptor names no upstream provider",
			"path": ["upstream"],
		}
	}
}

# What an upstream provider claims of its own chain says nothing of who reads its reports here.
test_chain_audit_claimed_by_upstream if {
	judgement := assessment_and_audit.chain_audit with input as testing.claimed(
		"9.12/chain-audit",
		{"upstream": 0, "grade": "declared", "path": ["upstream", 0, "provides", 0]},
	)
	judgement.verdict == "missing"
}
