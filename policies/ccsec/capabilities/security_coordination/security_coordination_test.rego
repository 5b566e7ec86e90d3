package ccsec.capabilities.security_coordination_test

import data.ccsec.capabilities.security_coordination
import data.ccsec.lib.testing

# Software that its provider runs without anybody else's help or code.
alone := {
	"service": {"category": "SaaS", "deployment": "public", "code": ["CSP"]},
	"upstream": [],
	"partners": [],
}

nobody_else := {
	"verdict": "not-applicable",
	"because": "no other party is named that controls a part of the service",
	"path": ["service", "deployment"],
}

test_mechanism_coordination_met if {
	judgement := security_coordination.mechanism_coordination with input as testing.claimed("9.8/mechanism-coordination", {})
	judgement == {"verdict": "documented"}
}

test_mechanism_coordination_declared if {
	judgement := security_coordination.mechanism_coordination with input as testing.claimed("9.8/mechanism-coordination", {"grade": "declared"})
	judgement == {"verdict": "declared"}
}

test_mechanism_coordination_planned_only if {
	judgement := security_coordination.mechanism_coordination with input as testing.claimed("9.8/mechanism-coordination", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_mechanism_coordination_unclaimed if {
	judgement := security_coordination.mechanism_coordination with input as testing.service
	judgement == {"verdict": "missing"}
}

test_mechanism_coordination_claimed_by_no_control if {
	judgement := security_coordination.mechanism_coordination with input as testing.described("9.8/mechanism-coordination", {"index": {"claims": {"9.8/mechanism-coordination": []}}})
	judgement == {"verdict": "missing"}
}

test_mechanism_coordination_of_a_service_on_its_own if {
	judgement := security_coordination.mechanism_coordination with input as testing.described("9.8/mechanism-coordination", alone)
	judgement == {"verdict": "documented"}
}

test_cross_party_coordination_met if {
	judgement := security_coordination.cross_party_coordination with input as testing.claimed("9.8/cross-party-coordination", {})
	judgement == {"verdict": "documented"}
}

test_cross_party_coordination_planned_only if {
	judgement := security_coordination.cross_party_coordination with input as testing.claimed("9.8/cross-party-coordination", {"status": "planned"})
	judgement == {"verdict": "planned"}
}

test_cross_party_coordination_unclaimed if {
	judgement := security_coordination.cross_party_coordination with input as testing.service
	judgement == {"verdict": "missing"}
}

test_cross_party_coordination_claimed_by_no_control if {
	judgement := security_coordination.cross_party_coordination with input as testing.described("9.8/cross-party-coordination", {"index": {"claims": {"9.8/cross-party-coordination": []}}})
	judgement == {"verdict": "missing"}
}

test_cross_party_coordination_without_record if {
	judgement := security_coordination.cross_party_coordination with input as testing.claimed("9.8/cross-party-coordination", {"grade": "declared"})
	judgement == {
		"verdict": "missing",
		"because": "it is claimed, but the division of control between the parties is not on record",
		"help": "add the division of control between the parties as evidence = [{ document = \"docs/…\", reviewed = YYYY-MM-DD }]",
	}
}

test_cross_party_coordination_with_an_upstream if {
	judgement := security_coordination.cross_party_coordination with input as testing.described("9.8/cross-party-coordination", object.union(alone, {"upstream": [{"service": "aws", "provides": []}]}))
	judgement == {"verdict": "documented"}
}

test_cross_party_coordination_with_a_partner if {
	judgement := security_coordination.cross_party_coordination with input as testing.described("9.8/cross-party-coordination", object.union(alone, {"partners": [{"id": "auditor", "delivers": ["audit"]}]}))
	judgement == {"verdict": "documented"}
}

test_cross_party_coordination_in_a_community if {
	judgement := security_coordination.cross_party_coordination with input as testing.described("9.8/cross-party-coordination", object.union(alone, {"service": {"deployment": "community"}}))
	judgement == {"verdict": "documented"}
}

test_cross_party_coordination_in_a_hybrid_cloud if {
	judgement := security_coordination.cross_party_coordination with input as testing.described("9.8/cross-party-coordination", object.union(alone, {"service": {"deployment": "hybrid"}}))
	judgement == {"verdict": "documented"}
}

test_cross_party_coordination_with_a_customers_code if {
	judgement := security_coordination.cross_party_coordination with input as testing.described("9.8/cross-party-coordination", object.union(alone, {"service": {"code": ["CSC"]}}))
	judgement == {"verdict": "documented"}
}

test_cross_party_coordination_with_a_platform_for_code if {
	judgement := security_coordination.cross_party_coordination with input as testing.described("9.8/cross-party-coordination", object.union(alone, {"service": {"category": "PaaS"}}))
	judgement == {"verdict": "documented"}
}

test_cross_party_coordination_of_a_customer_in_a_public_cloud if {
	judgement := security_coordination.cross_party_coordination with input as testing.described("9.8/cross-party-coordination", object.union(alone, {"service": {"role": "CSC"}}))
	judgement == {"verdict": "documented"}
}

test_cross_party_coordination_of_a_customer_in_a_private_cloud if {
	judgement := security_coordination.cross_party_coordination with input as testing.described("9.8/cross-party-coordination", object.union(alone, {"service": {"role": "CSC", "deployment": "private"}}))
	judgement == nobody_else
}

test_cross_party_coordination_of_a_provider_on_its_own if {
	judgement := security_coordination.cross_party_coordination with input as testing.described("9.8/cross-party-coordination", alone)
	judgement == nobody_else
}

test_cross_party_coordination_of_unknown_role if {
	not security_coordination.cross_party_coordination with input as object.union(testing.without("9.8/cross-party-coordination", "service", "role"), alone)
}

test_cross_party_coordination_of_unknown_deployment if {
	not security_coordination.cross_party_coordination with input as object.union(testing.without("9.8/cross-party-coordination", "service", "deployment"), object.union(object.remove(alone, ["service"]), {"service": {"category": "SaaS", "code": []}}))
}
