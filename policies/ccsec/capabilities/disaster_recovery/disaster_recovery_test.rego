package ccsec.capabilities.disaster_recovery_test

import data.ccsec.capabilities.disaster_recovery
import data.ccsec.lib.testing

test_recovery_plan_met if {
	judgement := disaster_recovery.recovery_plan with input as testing.claimed("9.11/recovery-plan", {})
	judgement == {"verdict": "documented"}
}

test_recovery_plan_declared if {
	judgement := disaster_recovery.recovery_plan with input as testing.claimed(
		"9.11/recovery-plan",
		{"grade": "declared"},
	)
	judgement == {"verdict": "declared"}
}

test_recovery_plan_planned_only if {
	judgement := disaster_recovery.recovery_plan with input as testing.claimed(
		"9.11/recovery-plan",
		{"status": "planned"},
	)
	judgement == {"verdict": "planned"}
}

test_recovery_plan_unclaimed if {
	judgement := disaster_recovery.recovery_plan with input as testing.service
	judgement == {"verdict": "missing"}
}

test_recovery_plan_no_claims if {
	judgement := disaster_recovery.recovery_plan with input as object.union(
		testing.service,
		{"index": {"claims": {"9.11/recovery-plan": []}}},
	)
	judgement == {"verdict": "missing"}
}

test_recovery_plan_without_recovery_time if {
	judgement := disaster_recovery.recovery_plan with input as testing.without("9.11/recovery-plan", "sla", "recovery_time")
	judgement == {
		"verdict": "missing",
		"because": "the plan states no recovery time",
		"path": ["sla", "recovery_time"],
		"help": "state recovery_time = \"4h\" in [sla]",
	}
}

test_recovery_plan_without_recovery_point if {
	judgement := disaster_recovery.recovery_plan with input as testing.without("9.11/recovery-plan", "sla", "recovery_point")
	judgement == {
		"verdict": "missing",
		"because": "the plan states no recovery point",
		"path": ["sla", "recovery_point"],
		"help": "state recovery_point = \"15m\" in [sla]",
	}
}

test_recovery_plan_without_recovery_point_where_nothing_is_stored if {
	judgement := disaster_recovery.recovery_plan with input as object.union(
		testing.without("9.11/recovery-plan", "sla", "recovery_point"),
		{"data": {"stored": false}},
	)
	judgement == {"verdict": "documented"}
}

test_recovery_plan_without_recovery_time_where_nothing_is_stored if {
	judgement := disaster_recovery.recovery_plan with input as object.union(
		testing.without("9.11/recovery-plan", "sla", "recovery_time"),
		{"data": {"stored": false}},
	)
	judgement == {
		"verdict": "missing",
		"because": "the plan states no recovery time",
		"path": ["sla", "recovery_time"],
		"help": "state recovery_time = \"4h\" in [sla]",
	}
}

test_recovery_plan_without_sla if {
	no_sla := object.remove(testing.claimed("9.11/recovery-plan", {}), ["sla"])
	judgement := disaster_recovery.recovery_plan with input as no_sla
	judgement == {
		"verdict": "missing",
		"because": "the plan states no recovery point; the plan states no recovery time",
		"path": ["sla", "recovery_point"],
		"help": "state recovery_point = \"15m\" in [sla]; state recovery_time = \"4h\" in [sla]",
	}
}

test_recovery_redundancy_met if {
	judgement := disaster_recovery.recovery_redundancy with input as testing.claimed(
		"9.11/recovery-redundancy",
		{},
	)
	judgement == {"verdict": "documented"}
}

test_recovery_redundancy_declared if {
	judgement := disaster_recovery.recovery_redundancy with input as testing.claimed(
		"9.11/recovery-redundancy",
		{"grade": "declared"},
	)
	judgement == {"verdict": "declared"}
}

test_recovery_redundancy_planned_only if {
	judgement := disaster_recovery.recovery_redundancy with input as testing.claimed(
		"9.11/recovery-redundancy",
		{"status": "planned"},
	)
	judgement == {"verdict": "planned"}
}

test_recovery_redundancy_unclaimed if {
	judgement := disaster_recovery.recovery_redundancy with input as testing.service
	judgement == {"verdict": "missing"}
}

test_recovery_redundancy_no_claims if {
	judgement := disaster_recovery.recovery_redundancy with input as object.union(
		testing.service,
		{"index": {"claims": {"9.11/recovery-redundancy": []}}},
	)
	judgement == {"verdict": "missing"}
}

test_recovery_test_met if {
	judgement := disaster_recovery.recovery_test with input as testing.claimed("9.11/recovery-test", {})
	judgement == {"verdict": "documented"}
}

test_recovery_test_without_record if {
	judgement := disaster_recovery.recovery_test with input as testing.claimed(
		"9.11/recovery-test",
		{"grade": "declared"},
	)
	judgement == {
		"verdict": "missing",
		"because": "it is claimed, but the report of the last recovery exercise is not on record",
		"help": "add the report of the last recovery exercise as evidence = [{ document = \"docs/…\", reviewed = YYYY-MM-DD }]",
	}
}

test_recovery_test_planned_only if {
	judgement := disaster_recovery.recovery_test with input as testing.claimed(
		"9.11/recovery-test",
		{"status": "planned"},
	)
	judgement == {"verdict": "planned"}
}

test_recovery_test_unclaimed if {
	judgement := disaster_recovery.recovery_test with input as testing.service
	judgement == {"verdict": "missing"}
}

test_recovery_test_no_claims if {
	judgement := disaster_recovery.recovery_test with input as object.union(
		testing.service,
		{"index": {"claims": {"9.11/recovery-test": []}}},
	)
	judgement == {"verdict": "missing"}
}
