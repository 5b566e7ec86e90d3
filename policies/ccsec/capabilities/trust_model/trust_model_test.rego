package ccsec.capabilities.trust_model_test

import data.ccsec.capabilities.trust_model
import data.ccsec.lib.testing

test_trust_authority_met if {
	judgement := trust_model.trust_authority with input as testing.claimed("9.1/trust-authority", {})
	judgement == {"verdict": "documented"}
}

test_trust_authority_declared if {
	judgement := trust_model.trust_authority with input as testing.claimed("9.1/trust-authority", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_trust_authority_planned_only if {
	judgement := trust_model.trust_authority with input as testing.claimed("9.1/trust-authority", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_trust_authority_unclaimed if {
	judgement := trust_model.trust_authority with input as testing.service
	judgement == {"verdict": "missing"}
}

test_trust_authority_empty_list_of_claims if {
	judgement := trust_model.trust_authority with input as object.union(testing.service, {"index": {"claims": {"9.1/trust-authority": []}}})
	judgement == {"verdict": "missing"}
}

test_component_authentication_met if {
	judgement := trust_model.component_authentication with input as testing.claimed("9.1/component-authentication", {})
	judgement == {"verdict": "documented"}
}

test_component_authentication_declared if {
	judgement := trust_model.component_authentication with input as testing.claimed("9.1/component-authentication", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_component_authentication_planned_only if {
	judgement := trust_model.component_authentication with input as testing.claimed("9.1/component-authentication", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_component_authentication_unclaimed if {
	judgement := trust_model.component_authentication with input as testing.service
	judgement == {"verdict": "missing"}
}

test_component_authentication_empty_list_of_claims if {
	judgement := trust_model.component_authentication with input as object.union(testing.service, {"index": {"claims": {"9.1/component-authentication": []}}})
	judgement == {"verdict": "missing"}
}

test_trust_federation_met if {
	judgement := trust_model.trust_federation with input as testing.claimed("9.1/trust-federation", {})
	judgement == {"verdict": "documented"}
}

test_trust_federation_without_a_dated_document if {
	judgement := trust_model.trust_federation with input as testing.claimed("9.1/trust-federation", {"grade": "declared"})
	judgement == {
		"verdict": "missing",
		"because": "it is claimed, but the list of trust islands and authorities is not on record",
		"help": "add the list of trust islands and authorities as evidence = [{ document = \"docs/…\", reviewed = YYYY-MM-DD }]",
	}
}

test_trust_federation_planned_only if {
	judgement := trust_model.trust_federation with input as testing.claimed("9.1/trust-federation", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_trust_federation_unclaimed if {
	judgement := trust_model.trust_federation with input as testing.service
	judgement == {"verdict": "missing"}
}

test_trust_federation_empty_list_of_claims if {
	judgement := trust_model.trust_federation with input as object.union(testing.service, {"index": {"claims": {"9.1/trust-federation": []}}})
	judgement == {"verdict": "missing"}
}

# The service in the hands of one party, with one documented claim.
alone(changes) := object.union(
	testing.described("9.1/trust-federation", {"upstream": [], "partners": []}),
	changes,
)

test_trust_federation_not_applicable_to_one_party if {
	judgement := trust_model.trust_federation with input as alone({})
	judgement == {
		"verdict": "not-applicable",
		"because": "one party alone runs the service: no upstream, no partner, no community or hybrid cloud",
		"path": ["service", "deployment"],
	}
}

test_trust_federation_not_applicable_without_a_word_of_others if {
	input_document := object.remove(testing.service, ["upstream", "partners"])
	judgement := trust_model.trust_federation with input as input_document
	judgement == {
		"verdict": "not-applicable",
		"because": "one party alone runs the service: no upstream, no partner, no community or hybrid cloud",
		"path": ["service", "deployment"],
	}
}

test_trust_federation_applies_with_an_upstream if {
	judgement := trust_model.trust_federation with input as alone({"upstream": [{"service": "aws", "provides": []}]})
	judgement == {"verdict": "documented"}
}

test_trust_federation_applies_with_a_partner if {
	judgement := trust_model.trust_federation with input as alone({"partners": [{"id": "auditor", "delivers": ["audit"]}]})
	judgement == {"verdict": "documented"}
}

test_trust_federation_applies_in_a_community if {
	judgement := trust_model.trust_federation with input as alone({"service": {"deployment": "community"}})
	judgement == {"verdict": "documented"}
}

test_trust_federation_applies_in_a_hybrid_cloud if {
	judgement := trust_model.trust_federation with input as alone({"service": {"deployment": "hybrid"}})
	judgement == {"verdict": "documented"}
}

test_trust_federation_upstream_cannot_name_the_islands if {
	judgement := trust_model.trust_federation with input as object.union(testing.service, {"index": {"claims": {"9.1/trust-federation": [{
		"upstream": 0,
		"by": "CSP",
		"status": "implemented",
		"grade": "declared",
		"path": ["upstream", 0, "provides", 0],
	}]}}})
	judgement == {
		"verdict": "missing",
		"because": concat(", ", [
			"it is claimed by an upstream service alone",
			"and the list of trust islands and authorities is not on record",
		]),
		"help": concat(", ", [
			"add a control of your own that meets \"9.1/trust-federation\"",
			"with the list of trust islands and authorities as its document",
		]),
	}
}

test_trust_federation_not_evaluated_without_a_deployment if {
	input_document := testing.without("9.1/trust-federation", "service", "deployment")
	not trust_model.trust_federation with input as object.union(input_document, {"upstream": [], "partners": []})
}
