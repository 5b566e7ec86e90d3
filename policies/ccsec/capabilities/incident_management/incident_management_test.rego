package ccsec.capabilities.incident_management_test

import data.ccsec.capabilities.incident_management
import data.ccsec.lib.testing

test_continuous_monitoring_met if {
	judgement := incident_management.continuous_monitoring with input as testing.claimed(
		"9.10/continuous-monitoring",
		{},
	)
	judgement == {"verdict": "documented"}
}

test_continuous_monitoring_declared if {
	judgement := incident_management.continuous_monitoring with input as testing.claimed(
		"9.10/continuous-monitoring",
		{"grade": "declared"},
	)
	judgement == {"verdict": "declared"}
}

test_continuous_monitoring_planned_only if {
	judgement := incident_management.continuous_monitoring with input as testing.claimed(
		"9.10/continuous-monitoring",
		{"status": "planned"},
	)
	judgement == {"verdict": "planned"}
}

test_continuous_monitoring_unclaimed if {
	judgement := incident_management.continuous_monitoring with input as testing.service
	judgement == {"verdict": "missing"}
}

test_continuous_monitoring_no_claims if {
	judgement := incident_management.continuous_monitoring with input as object.union(
		testing.service,
		{"index": {"claims": {"9.10/continuous-monitoring": []}}},
	)
	judgement == {"verdict": "missing"}
}

test_early_warning_met if {
	judgement := incident_management.early_warning with input as testing.claimed("9.10/early-warning", {})
	judgement == {"verdict": "documented"}
}

test_early_warning_declared if {
	judgement := incident_management.early_warning with input as testing.claimed(
		"9.10/early-warning",
		{"grade": "declared"},
	)
	judgement == {"verdict": "declared"}
}

test_early_warning_planned_only if {
	judgement := incident_management.early_warning with input as testing.claimed(
		"9.10/early-warning",
		{"status": "planned"},
	)
	judgement == {"verdict": "planned"}
}

test_early_warning_unclaimed if {
	judgement := incident_management.early_warning with input as testing.service
	judgement == {"verdict": "missing"}
}

test_early_warning_no_claims if {
	judgement := incident_management.early_warning with input as object.union(
		testing.service,
		{"index": {"claims": {"9.10/early-warning": []}}},
	)
	judgement == {"verdict": "missing"}
}

test_incident_response_met if {
	judgement := incident_management.incident_response with input as testing.claimed("9.10/incident-response", {})
	judgement == {"verdict": "documented"}
}

test_incident_response_declared if {
	judgement := incident_management.incident_response with input as testing.claimed(
		"9.10/incident-response",
		{"grade": "declared"},
	)
	judgement == {"verdict": "declared"}
}

test_incident_response_planned_only if {
	judgement := incident_management.incident_response with input as testing.claimed(
		"9.10/incident-response",
		{"status": "planned"},
	)
	judgement == {"verdict": "planned"}
}

test_incident_response_unclaimed if {
	judgement := incident_management.incident_response with input as testing.service
	judgement == {"verdict": "missing"}
}

test_incident_response_no_claims if {
	judgement := incident_management.incident_response with input as object.union(
		testing.service,
		{"index": {"claims": {"9.10/incident-response": []}}},
	)
	judgement == {"verdict": "missing"}
}

test_incident_response_without_time if {
	judgement := incident_management.incident_response with input as testing.without(
		"9.10/incident-response",
		"sla",
		"incident_response",
	)
	judgement == {
		"verdict": "missing",
		"because": "the SLA states no time within which an incident is answered",
		"path": ["sla", "incident_response"],
		"help": "state incident_response = \"1h\" in [sla]",
	}
}

test_incident_response_without_sla if {
	no_sla := object.remove(testing.claimed("9.10/incident-response", {}), ["sla"])
	judgement := incident_management.incident_response with input as no_sla
	judgement.because == "the SLA states no time within which an incident is answered"
}

# While nobody responds at all, the time is not what is missing first.
test_incident_response_planned_without_time if {
	planned := object.remove(testing.claimed("9.10/incident-response", {"status": "planned"}), ["sla"])
	judgement := incident_management.incident_response with input as planned
	judgement == {"verdict": "planned"}
}

test_incident_review_met if {
	judgement := incident_management.incident_review with input as testing.claimed("9.10/incident-review", {})
	judgement == {"verdict": "documented"}
}

test_incident_review_without_record if {
	judgement := incident_management.incident_review with input as testing.claimed(
		"9.10/incident-review",
		{"grade": "declared"},
	)
	judgement == {
		"verdict": "missing",
		"because": "it is claimed, but the last review of closed incidents is not on record",
		"help": "add the last review of closed incidents as evidence = [{ document = \"docs/…\", reviewed = YYYY-MM-DD }]",
	}
}

test_incident_review_planned_only if {
	judgement := incident_management.incident_review with input as testing.claimed(
		"9.10/incident-review",
		{"status": "planned"},
	)
	judgement == {"verdict": "planned"}
}

test_incident_review_unclaimed if {
	judgement := incident_management.incident_review with input as testing.service
	judgement == {"verdict": "missing"}
}

test_incident_review_no_claims if {
	judgement := incident_management.incident_review with input as object.union(
		testing.service,
		{"index": {"claims": {"9.10/incident-review": []}}},
	)
	judgement == {"verdict": "missing"}
}
