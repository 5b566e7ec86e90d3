package ccsec.capabilities.data_protection_test

import data.ccsec.capabilities.data_protection
import data.ccsec.lib.testing

storeless := {"data": {"stored": false}}

nothing_stored := {
	"verdict": "not-applicable",
	"because": "the service stores no data",
	"path": ["data", "stored"],
}

# A claim of the expectation that nothing backs, in a service that is altered.
declared(id, changes) := object.union(testing.claimed(id, {"grade": "declared"}), changes)

# The same, and one key of a section removed.
declared_without(id, section, key) := object.union(
	testing.without(id, section, key),
	{"index": {"claims": {id: [object.union(testing.claim, {"grade": "declared"})]}}},
)

test_tenant_isolation_met if {
	judgement := data_protection.tenant_isolation with input as testing.claimed("9.7/tenant-isolation", {})
	judgement == {"verdict": "documented"}
}

test_tenant_isolation_declared if {
	judgement := data_protection.tenant_isolation with input as testing.claimed("9.7/tenant-isolation", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_tenant_isolation_planned_only if {
	judgement := data_protection.tenant_isolation with input as testing.claimed("9.7/tenant-isolation", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_tenant_isolation_unclaimed if {
	judgement := data_protection.tenant_isolation with input as testing.service
	judgement == {"verdict": "missing"}
}

test_tenant_isolation_claimed_by_no_control if {
	judgement := data_protection.tenant_isolation with input as testing.described("9.7/tenant-isolation", {"index": {"claims": {"9.7/tenant-isolation": []}}})
	judgement == {"verdict": "missing"}
}

test_tenant_isolation_where_nothing_is_stored if {
	judgement := data_protection.tenant_isolation with input as testing.described("9.7/tenant-isolation", storeless)
	judgement == {"verdict": "documented"}
}

test_tenant_isolation_of_a_single_tenant if {
	judgement := data_protection.tenant_isolation with input as testing.described("9.7/tenant-isolation", {"service": {"tenancy": "single"}})
	judgement == {
		"verdict": "not-applicable",
		"because": "the service has a single tenant",
		"path": ["service", "tenancy"],
	}
}

test_tenant_isolation_of_unknown_tenancy if {
	not data_protection.tenant_isolation with input as testing.without("9.7/tenant-isolation", "service", "tenancy")
}

test_access_control_met if {
	judgement := data_protection.access_control with input as testing.claimed("9.7/access-control", {})
	judgement == {"verdict": "documented"}
}

test_access_control_declared if {
	judgement := data_protection.access_control with input as testing.claimed("9.7/access-control", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_access_control_planned_only if {
	judgement := data_protection.access_control with input as testing.claimed("9.7/access-control", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_access_control_unclaimed if {
	judgement := data_protection.access_control with input as testing.service
	judgement == {"verdict": "missing"}
}

test_access_control_claimed_by_no_control if {
	judgement := data_protection.access_control with input as testing.described("9.7/access-control", {"index": {"claims": {"9.7/access-control": []}}})
	judgement == {"verdict": "missing"}
}

test_access_control_where_data_is_only_processed if {
	judgement := data_protection.access_control with input as testing.described("9.7/access-control", object.union(storeless, {"service": {"role": "CSC"}}))
	judgement == {"verdict": "documented"}
}

test_access_control_where_data_only_passes if {
	judgement := data_protection.access_control with input as testing.described("9.7/access-control", object.union(storeless, {"service": {"category": "NaaS", "compute": []}}))
	judgement == {"verdict": "documented"}
}

test_access_control_where_data_is_only_stored if {
	judgement := data_protection.access_control with input as testing.described("9.7/access-control", {"service": {"role": "CSC", "compute": []}})
	judgement == {"verdict": "documented"}
}

test_access_control_without_data_at_a_csc if {
	judgement := data_protection.access_control with input as testing.described("9.7/access-control", object.union(storeless, {"service": {"role": "CSC", "compute": []}}))
	judgement == {
		"verdict": "not-applicable",
		"because": "the service stores no data and runs nothing that could process any",
		"path": ["data", "stored"],
	}
}

test_access_control_without_data_at_a_csn if {
	judgement := data_protection.access_control with input as testing.described("9.7/access-control", object.union(storeless, {"service": {"role": "CSN", "compute": []}}))
	judgement == {
		"verdict": "not-applicable",
		"because": "the service stores no data and runs nothing that could process any",
		"path": ["data", "stored"],
	}
}

test_access_control_of_unknown_role if {
	not data_protection.access_control with input as object.union(testing.without("9.7/access-control", "service", "role"), object.union(storeless, {"service": {"compute": []}}))
}

test_access_control_of_unknown_compute if {
	not data_protection.access_control with input as object.union(testing.without("9.7/access-control", "service", "compute"), object.union(storeless, {"service": {"role": "CSC"}}))
}

test_encryption_at_rest_met if {
	judgement := data_protection.encryption_at_rest with input as testing.claimed("9.7/encryption-at-rest", {})
	judgement == {"verdict": "documented"}
}

test_encryption_at_rest_declared if {
	judgement := data_protection.encryption_at_rest with input as testing.claimed("9.7/encryption-at-rest", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_encryption_at_rest_planned_only if {
	judgement := data_protection.encryption_at_rest with input as testing.claimed("9.7/encryption-at-rest", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_encryption_at_rest_unclaimed if {
	judgement := data_protection.encryption_at_rest with input as testing.service
	judgement == {"verdict": "missing"}
}

test_encryption_at_rest_claimed_by_no_control if {
	judgement := data_protection.encryption_at_rest with input as testing.described("9.7/encryption-at-rest", {"index": {"claims": {"9.7/encryption-at-rest": []}}})
	judgement == {"verdict": "missing"}
}

test_encryption_at_rest_where_storage_is_not_denied if {
	judgement := data_protection.encryption_at_rest with input as testing.without("9.7/encryption-at-rest", "data", "stored")
	judgement == {"verdict": "documented"}
}

test_encryption_at_rest_where_nothing_is_stored if {
	judgement := data_protection.encryption_at_rest with input as testing.described("9.7/encryption-at-rest", storeless)
	judgement == nothing_stored
}

test_key_management_met if {
	judgement := data_protection.key_management with input as testing.claimed("9.7/key-management", {})
	judgement == {"verdict": "documented"}
}

test_key_management_declared if {
	judgement := data_protection.key_management with input as testing.claimed("9.7/key-management", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_key_management_planned_only if {
	judgement := data_protection.key_management with input as testing.claimed("9.7/key-management", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_key_management_unclaimed if {
	judgement := data_protection.key_management with input as testing.service
	judgement == {"verdict": "missing"}
}

test_key_management_claimed_by_no_control if {
	judgement := data_protection.key_management with input as testing.described("9.7/key-management", {"index": {"claims": {"9.7/key-management": []}}})
	judgement == {"verdict": "missing"}
}

test_key_management_where_storage_is_not_denied if {
	judgement := data_protection.key_management with input as testing.without("9.7/key-management", "data", "stored")
	judgement == {"verdict": "documented"}
}

test_key_management_where_nothing_is_stored if {
	judgement := data_protection.key_management with input as testing.described("9.7/key-management", storeless)
	judgement == nothing_stored
}

test_integrity_verification_met if {
	judgement := data_protection.integrity_verification with input as testing.claimed("9.7/integrity-verification", {})
	judgement == {"verdict": "documented"}
}

test_integrity_verification_declared if {
	judgement := data_protection.integrity_verification with input as testing.claimed("9.7/integrity-verification", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_integrity_verification_planned_only if {
	judgement := data_protection.integrity_verification with input as testing.claimed("9.7/integrity-verification", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_integrity_verification_unclaimed if {
	judgement := data_protection.integrity_verification with input as testing.service
	judgement == {"verdict": "missing"}
}

test_integrity_verification_claimed_by_no_control if {
	judgement := data_protection.integrity_verification with input as testing.described("9.7/integrity-verification", {"index": {"claims": {"9.7/integrity-verification": []}}})
	judgement == {"verdict": "missing"}
}

test_integrity_verification_of_storage_without_foreign_code if {
	judgement := data_protection.integrity_verification with input as testing.described("9.7/integrity-verification", {"service": {"category": "SaaS", "code": ["CSP"]}, "partners": []})
	judgement == {"verdict": "documented"}
}

test_integrity_verification_of_a_customers_code if {
	judgement := data_protection.integrity_verification with input as testing.described("9.7/integrity-verification", object.union(storeless, {"service": {"code": ["CSC"]}, "partners": []}))
	judgement == {"verdict": "documented"}
}

test_integrity_verification_of_a_partners_code if {
	judgement := data_protection.integrity_verification with input as testing.described("9.7/integrity-verification", object.union(storeless, {"service": {"category": "NaaS", "code": []}}))
	judgement == {"verdict": "documented"}
}

test_integrity_verification_of_own_code_without_storage if {
	judgement := data_protection.integrity_verification with input as testing.described("9.7/integrity-verification", object.union(storeless, {"service": {"category": "NaaS", "code": ["CSP"]}, "partners": []}))
	judgement == {
		"verdict": "not-applicable",
		"because": "the service stores no data and names no code of a customer or a partner",
		"path": ["data", "stored"],
	}
}

test_data_recovery_met if {
	judgement := data_protection.data_recovery with input as testing.claimed("9.7/data-recovery", {})
	judgement == {"verdict": "documented"}
}

test_data_recovery_declared if {
	judgement := data_protection.data_recovery with input as testing.claimed("9.7/data-recovery", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_data_recovery_planned_only if {
	judgement := data_protection.data_recovery with input as testing.claimed("9.7/data-recovery", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_data_recovery_unclaimed if {
	judgement := data_protection.data_recovery with input as testing.service
	judgement == {"verdict": "missing"}
}

test_data_recovery_claimed_by_no_control if {
	judgement := data_protection.data_recovery with input as testing.described("9.7/data-recovery", {"index": {"claims": {"9.7/data-recovery": []}}})
	judgement == {"verdict": "missing"}
}

test_data_recovery_where_storage_is_not_denied if {
	judgement := data_protection.data_recovery with input as testing.without("9.7/data-recovery", "data", "stored")
	judgement == {"verdict": "documented"}
}

test_data_recovery_where_nothing_is_stored if {
	judgement := data_protection.data_recovery with input as testing.described("9.7/data-recovery", storeless)
	judgement == nothing_stored
}

test_data_deletion_met if {
	judgement := data_protection.data_deletion with input as testing.claimed("9.7/data-deletion", {})
	judgement == {"verdict": "documented"}
}

test_data_deletion_declared if {
	judgement := data_protection.data_deletion with input as testing.claimed("9.7/data-deletion", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_data_deletion_planned_only if {
	judgement := data_protection.data_deletion with input as testing.claimed("9.7/data-deletion", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_data_deletion_unclaimed if {
	judgement := data_protection.data_deletion with input as testing.service
	judgement == {"verdict": "missing"}
}

test_data_deletion_claimed_by_no_control if {
	judgement := data_protection.data_deletion with input as testing.described("9.7/data-deletion", {"index": {"claims": {"9.7/data-deletion": []}}})
	judgement == {"verdict": "missing"}
}

test_data_deletion_where_storage_is_not_denied if {
	judgement := data_protection.data_deletion with input as testing.without("9.7/data-deletion", "data", "stored")
	judgement == {"verdict": "documented"}
}

test_data_deletion_where_nothing_is_stored if {
	judgement := data_protection.data_deletion with input as testing.described("9.7/data-deletion", storeless)
	judgement == nothing_stored
}

test_purpose_limitation_met if {
	judgement := data_protection.purpose_limitation with input as testing.claimed("9.7/purpose-limitation", {})
	judgement == {"verdict": "documented"}
}

test_purpose_limitation_planned_only if {
	judgement := data_protection.purpose_limitation with input as testing.claimed("9.7/purpose-limitation", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_purpose_limitation_unclaimed if {
	judgement := data_protection.purpose_limitation with input as testing.service
	judgement == {"verdict": "missing"}
}

test_purpose_limitation_claimed_by_no_control if {
	judgement := data_protection.purpose_limitation with input as testing.described("9.7/purpose-limitation", {"index": {"claims": {"9.7/purpose-limitation": []}}})
	judgement == {"verdict": "missing"}
}

test_purpose_limitation_without_record if {
	judgement := data_protection.purpose_limitation with input as testing.claimed("9.7/purpose-limitation", {"grade": "declared"})
	judgement == {
		"verdict": "missing",
		"because": "it is claimed, but the agreement on purposes is not on record",
		"path": ["controls", 0, "meets", 0],
		"help": "add the agreement on purposes as evidence = [{ document = \"docs/…\", reviewed = YYYY-MM-DD }]",
	}
}

test_purpose_limitation_without_controller if {
	judgement := data_protection.purpose_limitation with input as testing.without("9.7/purpose-limitation", "data", "controller")
	judgement == {
		"verdict": "missing",
		"because": "nobody is named as the controller, who determines the purposes",
		"path": ["data", "controller"],
		"help": "state controller = \"CSC\" in [data]",
	}
}

test_purpose_limitation_without_record_or_controller if {
	judgement := data_protection.purpose_limitation with input as declared_without("9.7/purpose-limitation", "data", "controller")
	judgement == {
		"verdict": "missing",
		"because": "it is claimed, but the agreement on purposes is not on record; nobody is named as the controller, who determines the purposes",
		"path": ["controls", 0, "meets", 0],
		"help": "add the agreement on purposes as evidence = [{ document = \"docs/…\", reviewed = YYYY-MM-DD }]; state controller = \"CSC\" in [data]",
	}
}

test_purpose_limitation_unclaimed_without_controller if {
	judgement := data_protection.purpose_limitation with input as object.union(testing.without("9.7/purpose-limitation", "data", "controller"), {"index": {"claims": {"9.7/purpose-limitation": []}}})
	judgement == {"verdict": "missing"}
}

test_purpose_limitation_points_at_the_claim_that_lacks_the_record if {
	claims := [
		object.union(testing.claim, {"status": "planned"}),
		object.union(testing.claim, {"grade": "declared", "path": ["controls", 1, "meets", 2]}),
	]
	judgement := data_protection.purpose_limitation with input as testing.described("9.7/purpose-limitation", {"index": {"claims": {"9.7/purpose-limitation": claims}}})
	judgement == {
		"verdict": "missing",
		"because": "it is claimed, but the agreement on purposes is not on record",
		"path": ["controls", 1, "meets", 2],
		"help": "add the agreement on purposes as evidence = [{ document = \"docs/…\", reviewed = YYYY-MM-DD }]",
	}
}

test_purpose_limitation_of_confidential_data_of_no_person if {
	judgement := data_protection.purpose_limitation with input as object.union(testing.without("9.7/purpose-limitation", "data", "controller"), {"data": {"classification": "confidential", "personal": false}})
	judgement == {"verdict": "documented"}
}

test_purpose_limitation_of_secret_data_of_no_person if {
	judgement := data_protection.purpose_limitation with input as object.union(testing.without("9.7/purpose-limitation", "data", "controller"), {"data": {"classification": "secret", "personal": false}})
	judgement == {"verdict": "documented"}
}

test_purpose_limitation_of_public_data_on_persons if {
	judgement := data_protection.purpose_limitation with input as testing.described("9.7/purpose-limitation", {"data": {"classification": "public"}})
	judgement == {"verdict": "documented"}
}

test_purpose_limitation_of_public_data_of_no_person if {
	judgement := data_protection.purpose_limitation with input as testing.described("9.7/purpose-limitation", {"data": {"classification": "public", "personal": false}})
	judgement == {
		"verdict": "not-applicable",
		"because": "the data is neither personal nor confidential",
		"path": ["data", "personal"],
	}
}

test_purpose_limitation_of_internal_data_of_no_person if {
	judgement := data_protection.purpose_limitation with input as testing.described("9.7/purpose-limitation", {"data": {"classification": "internal", "personal": false}})
	judgement == {
		"verdict": "not-applicable",
		"because": "the data is neither personal nor confidential",
		"path": ["data", "personal"],
	}
}

test_purpose_limitation_of_unknown_classification if {
	not data_protection.purpose_limitation with input as object.union(testing.without("9.7/purpose-limitation", "data", "classification"), {"data": {"personal": false}})
}

test_purpose_limitation_of_unknown_persons if {
	not data_protection.purpose_limitation with input as object.union(testing.without("9.7/purpose-limitation", "data", "personal"), {"data": {"classification": "internal"}})
}

test_privacy_risk_assessment_met if {
	judgement := data_protection.privacy_risk_assessment with input as testing.claimed("9.7/privacy-risk-assessment", {})
	judgement == {"verdict": "documented"}
}

test_privacy_risk_assessment_planned_only if {
	judgement := data_protection.privacy_risk_assessment with input as testing.claimed("9.7/privacy-risk-assessment", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_privacy_risk_assessment_unclaimed if {
	judgement := data_protection.privacy_risk_assessment with input as testing.service
	judgement == {"verdict": "missing"}
}

test_privacy_risk_assessment_claimed_by_no_control if {
	judgement := data_protection.privacy_risk_assessment with input as testing.described("9.7/privacy-risk-assessment", {"index": {"claims": {"9.7/privacy-risk-assessment": []}}})
	judgement == {"verdict": "missing"}
}

test_privacy_risk_assessment_without_record if {
	judgement := data_protection.privacy_risk_assessment with input as testing.claimed("9.7/privacy-risk-assessment", {"grade": "declared"})
	judgement == {
		"verdict": "missing",
		"because": "it is claimed, but the privacy risk assessment is not on record",
		"help": "add the privacy risk assessment as evidence = [{ document = \"docs/…\", reviewed = YYYY-MM-DD }]",
	}
}

test_privacy_risk_assessment_of_data_of_no_person if {
	judgement := data_protection.privacy_risk_assessment with input as testing.described("9.7/privacy-risk-assessment", {"data": {"personal": false}})
	judgement == {
		"verdict": "not-applicable",
		"because": "the data is not personal",
		"path": ["data", "personal"],
	}
}

test_privacy_risk_assessment_of_unknown_persons if {
	not data_protection.privacy_risk_assessment with input as testing.without("9.7/privacy-risk-assessment", "data", "personal")
}

test_data_location_met if {
	judgement := data_protection.data_location with input as testing.claimed("9.7/data-location", {})
	judgement == {"verdict": "documented"}
}

test_data_location_planned_only if {
	judgement := data_protection.data_location with input as testing.claimed("9.7/data-location", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_data_location_unclaimed if {
	judgement := data_protection.data_location with input as testing.service
	judgement == {"verdict": "missing"}
}

test_data_location_claimed_by_no_control if {
	judgement := data_protection.data_location with input as testing.described("9.7/data-location", {"index": {"claims": {"9.7/data-location": []}}})
	judgement == {"verdict": "missing"}
}

test_data_location_declared_in_one_country if {
	judgement := data_protection.data_location with input as declared("9.7/data-location", {"data": {"jurisdictions": ["DE"]}})
	judgement == {"verdict": "declared"}
}

test_data_location_declared_for_data_of_no_person if {
	judgement := data_protection.data_location with input as declared("9.7/data-location", {"data": {"personal": false}})
	judgement == {"verdict": "declared"}
}

test_data_location_across_countries_without_record if {
	judgement := data_protection.data_location with input as testing.claimed("9.7/data-location", {"grade": "declared"})
	judgement == {
		"verdict": "missing",
		"because": "it is claimed, but the legal basis for each country is not on record",
		"path": ["controls", 0, "meets", 0],
		"help": "add the legal basis for each country as evidence = [{ document = \"docs/…\", reviewed = YYYY-MM-DD }]",
	}
}

test_data_location_in_no_country if {
	judgement := data_protection.data_location with input as testing.described("9.7/data-location", {"data": {"jurisdictions": []}})
	judgement == {
		"verdict": "missing",
		"because": "no country is named in which the data is kept",
		"path": ["data", "jurisdictions"],
		"help": "state jurisdictions = [\"DE\"] in [data]",
	}
}

test_data_location_in_no_country_for_data_of_no_person if {
	judgement := data_protection.data_location with input as testing.described("9.7/data-location", {"data": {"jurisdictions": [], "personal": false}})
	judgement == {
		"verdict": "missing",
		"because": "no country is named in which the data is kept",
		"path": ["data", "jurisdictions"],
		"help": "state jurisdictions = [\"DE\"] in [data]",
	}
}

test_data_location_in_countries_that_are_not_stated if {
	judgement := data_protection.data_location with input as testing.without("9.7/data-location", "data", "jurisdictions")
	judgement == {
		"verdict": "missing",
		"because": "no country is named in which the data is kept",
		"path": ["data", "jurisdictions"],
		"help": "state jurisdictions = [\"DE\"] in [data]",
	}
}

test_data_location_unclaimed_in_no_country if {
	judgement := data_protection.data_location with input as object.union(testing.service, {"data": {"jurisdictions": []}})
	judgement == {"verdict": "missing"}
}

test_data_location_in_one_country_for_data_of_no_person if {
	judgement := data_protection.data_location with input as testing.described("9.7/data-location", {"data": {"jurisdictions": ["DE"], "personal": false}})
	judgement == {
		"verdict": "not-applicable",
		"because": "the data is not personal and stays in one country",
		"path": ["data", "jurisdictions"],
	}
}

test_data_location_of_unknown_persons if {
	not data_protection.data_location with input as object.union(testing.without("9.7/data-location", "data", "personal"), {"data": {"jurisdictions": ["DE"]}})
}
