package ccsec.capabilities.interoperability_and_portability_test

import data.ccsec.capabilities.interoperability_and_portability
import data.ccsec.lib.testing

test_interoperability_met if {
	judgement := interoperability_and_portability.interoperability with input as testing.claimed(
		"9.13/interoperability",
		{},
	)
	judgement == {"verdict": "documented"}
}

test_interoperability_declared if {
	judgement := interoperability_and_portability.interoperability with input as testing.claimed(
		"9.13/interoperability",
		{"grade": "declared"},
	)
	judgement == {"verdict": "declared"}
}

test_interoperability_planned_only if {
	judgement := interoperability_and_portability.interoperability with input as testing.claimed(
		"9.13/interoperability",
		{"status": "planned"},
	)
	judgement == {"verdict": "planned"}
}

test_interoperability_unclaimed if {
	judgement := interoperability_and_portability.interoperability with input as testing.service
	judgement == {"verdict": "missing"}
}

test_interoperability_no_claims if {
	judgement := interoperability_and_portability.interoperability with input as object.union(
		testing.service,
		{"index": {"claims": {"9.13/interoperability": []}}},
	)
	judgement == {"verdict": "missing"}
}

test_portability_met if {
	judgement := interoperability_and_portability.portability with input as testing.claimed("9.13/portability", {})
	judgement == {"verdict": "documented"}
}

test_portability_declared if {
	judgement := interoperability_and_portability.portability with input as testing.claimed(
		"9.13/portability",
		{"grade": "declared"},
	)
	judgement == {"verdict": "declared"}
}

test_portability_planned_only if {
	judgement := interoperability_and_portability.portability with input as testing.claimed(
		"9.13/portability",
		{"status": "planned"},
	)
	judgement == {"verdict": "planned"}
}

test_portability_unclaimed if {
	judgement := interoperability_and_portability.portability with input as testing.service
	judgement == {"verdict": "missing"}
}

test_portability_no_claims if {
	judgement := interoperability_and_portability.portability with input as object.union(
		testing.service,
		{"index": {"claims": {"9.13/portability": []}}},
	)
	judgement == {"verdict": "missing"}
}

test_reversibility_met if {
	judgement := interoperability_and_portability.reversibility with input as testing.claimed(
		"9.13/reversibility",
		{},
	)
	judgement == {"verdict": "documented"}
}

test_reversibility_without_record if {
	judgement := interoperability_and_portability.reversibility with input as testing.claimed(
		"9.13/reversibility",
		{"grade": "declared"},
	)
	judgement == {
		"verdict": "missing",
		"because": "it is claimed, but the exit procedure is not on record",
		"help": "add the exit procedure as evidence = [{ document = \"docs/…\", reviewed = YYYY-MM-DD }]",
	}
}

test_reversibility_planned_only if {
	judgement := interoperability_and_portability.reversibility with input as testing.claimed(
		"9.13/reversibility",
		{"status": "planned"},
	)
	judgement == {"verdict": "planned"}
}

test_reversibility_unclaimed if {
	judgement := interoperability_and_portability.reversibility with input as testing.service
	judgement == {"verdict": "missing"}
}

test_reversibility_no_claims if {
	judgement := interoperability_and_portability.reversibility with input as object.union(
		testing.service,
		{"index": {"claims": {"9.13/reversibility": []}}},
	)
	judgement == {"verdict": "missing"}
}

test_reversibility_nothing_to_leave if {
	every role in {"CSC", "CSN"} {
		judgement := interoperability_and_portability.reversibility with input as testing.described(
			"9.13/reversibility",
			{"service": {"role": role}, "upstream": []},
		)
		judgement == {
			"verdict": "not-applicable",
			"because": "it is no provider's service, and the descriptor names no upstream provider to leave",
			"path": ["upstream"],
		}
	}
}

test_reversibility_of_provider_without_upstream if {
	judgement := interoperability_and_portability.reversibility with input as testing.described(
		"9.13/reversibility",
		{"upstream": []},
	)
	judgement == {"verdict": "documented"}
}

test_reversibility_of_customer if {
	judgement := interoperability_and_portability.reversibility with input as testing.described(
		"9.13/reversibility",
		{"service": {"role": "CSC"}},
	)
	judgement == {"verdict": "documented"}
}

test_reversibility_role_not_stated if {
	unknown := object.remove(testing.without("9.13/reversibility", "service", "role"), ["upstream"])
	not interoperability_and_portability.reversibility with input as unknown
}

test_key_and_identity_transfer_met if {
	judgement := interoperability_and_portability.key_and_identity_transfer with input as testing.claimed(
		"9.13/key-and-identity-transfer",
		{},
	)
	judgement == {"verdict": "documented"}
}

test_key_and_identity_transfer_declared if {
	judgement := interoperability_and_portability.key_and_identity_transfer with input as testing.claimed(
		"9.13/key-and-identity-transfer",
		{"grade": "declared"},
	)
	judgement == {"verdict": "declared"}
}

test_key_and_identity_transfer_planned_only if {
	judgement := interoperability_and_portability.key_and_identity_transfer with input as testing.claimed(
		"9.13/key-and-identity-transfer",
		{"status": "planned"},
	)
	judgement == {"verdict": "planned"}
}

test_key_and_identity_transfer_unclaimed if {
	judgement := interoperability_and_portability.key_and_identity_transfer with input as testing.service
	judgement == {"verdict": "missing"}
}

test_key_and_identity_transfer_no_claims if {
	judgement := interoperability_and_portability.key_and_identity_transfer with input as object.union(
		testing.service,
		{"index": {"claims": {"9.13/key-and-identity-transfer": []}}},
	)
	judgement == {"verdict": "missing"}
}

test_key_and_identity_transfer_without_data if {
	judgement := interoperability_and_portability.key_and_identity_transfer with input as testing.described(
		"9.13/key-and-identity-transfer",
		{"data": {"stored": false}},
	)
	judgement == {
		"verdict": "not-applicable",
		"because": "the service stores no data that would have to move with its keys",
		"path": ["data", "stored"],
	}
}

# Unless the descriptor says otherwise, a service stores data.
test_key_and_identity_transfer_storage_not_stated if {
	judgement := interoperability_and_portability.key_and_identity_transfer with input as testing.without(
		"9.13/key-and-identity-transfer",
		"data",
		"stored",
	)
	judgement == {"verdict": "documented"}
}
