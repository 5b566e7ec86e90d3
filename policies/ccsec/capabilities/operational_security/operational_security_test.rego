package ccsec.capabilities.operational_security_test

import data.ccsec.capabilities.operational_security
import data.ccsec.lib.testing

test_security_policy_met if {
	judgement := operational_security.security_policy with input as testing.claimed("9.9/security-policy", {})
	judgement == {"verdict": "documented"}
}

test_security_policy_without_record if {
	judgement := operational_security.security_policy with input as testing.claimed(
		"9.9/security-policy",
		{"grade": "declared"},
	)
	judgement == {
		"verdict": "missing",
		"because": "it is claimed, but the security policy is not on record",
		"help": "add the security policy as evidence = [{ document = \"docs/…\", reviewed = YYYY-MM-DD }]",
	}
}

test_security_policy_planned_only if {
	judgement := operational_security.security_policy with input as testing.claimed(
		"9.9/security-policy",
		{"status": "planned"},
	)
	judgement == {"verdict": "planned"}
}

test_security_policy_unclaimed if {
	judgement := operational_security.security_policy with input as testing.service
	judgement == {"verdict": "missing"}
}

test_security_policy_no_claims if {
	judgement := operational_security.security_policy with input as object.union(
		testing.service,
		{"index": {"claims": {"9.9/security-policy": []}}},
	)
	judgement == {"verdict": "missing"}
}

test_configuration_management_met if {
	judgement := operational_security.configuration_management with input as testing.claimed(
		"9.9/configuration-management",
		{},
	)
	judgement == {"verdict": "documented"}
}

test_configuration_management_declared if {
	judgement := operational_security.configuration_management with input as testing.claimed(
		"9.9/configuration-management",
		{"grade": "declared"},
	)
	judgement == {"verdict": "declared"}
}

test_configuration_management_planned_only if {
	judgement := operational_security.configuration_management with input as testing.claimed(
		"9.9/configuration-management",
		{"status": "planned"},
	)
	judgement == {"verdict": "planned"}
}

test_configuration_management_unclaimed if {
	judgement := operational_security.configuration_management with input as testing.service
	judgement == {"verdict": "missing"}
}

test_configuration_management_no_claims if {
	judgement := operational_security.configuration_management with input as object.union(
		testing.service,
		{"index": {"claims": {"9.9/configuration-management": []}}},
	)
	judgement == {"verdict": "missing"}
}

test_patch_management_met if {
	judgement := operational_security.patch_management with input as testing.claimed("9.9/patch-management", {})
	judgement == {"verdict": "documented"}
}

test_patch_management_declared if {
	judgement := operational_security.patch_management with input as testing.claimed(
		"9.9/patch-management",
		{"grade": "declared"},
	)
	judgement == {"verdict": "declared"}
}

test_patch_management_planned_only if {
	judgement := operational_security.patch_management with input as testing.claimed(
		"9.9/patch-management",
		{"status": "planned"},
	)
	judgement == {"verdict": "planned"}
}

test_patch_management_unclaimed if {
	judgement := operational_security.patch_management with input as testing.service
	judgement == {"verdict": "missing"}
}

test_patch_management_no_claims if {
	judgement := operational_security.patch_management with input as object.union(
		testing.service,
		{"index": {"claims": {"9.9/patch-management": []}}},
	)
	judgement == {"verdict": "missing"}
}

test_patch_management_without_code if {
	judgement := operational_security.patch_management with input as testing.described(
		"9.9/patch-management",
		no_code,
	)
	judgement == {
		"verdict": "not-applicable",
		"because": "the service runs no code and no equipment of its own",
		"path": ["service", "compute"],
	}
}

# Network equipment runs firmware, whatever [service] says of compute.
test_patch_management_of_own_equipment if {
	network := object.union(no_code, {"upstream": []})
	judgement := operational_security.patch_management with input as testing.described(
		"9.9/patch-management",
		network,
	)
	judgement == {"verdict": "documented"}
}

# Nobody patches a provider's equipment from a customer's descriptor.
test_patch_management_of_customer_without_code if {
	customer := {"service": {"role": "CSC", "compute": []}, "upstream": []}
	judgement := operational_security.patch_management with input as testing.described(
		"9.9/patch-management",
		customer,
	)
	judgement.verdict == "not-applicable"
}

test_patch_management_compute_not_stated if {
	not operational_security.patch_management with input as testing.without(
		"9.9/patch-management",
		"service",
		"compute",
	)
}

no_code := {"service": {"compute": []}}

test_effectiveness_monitoring_met if {
	judgement := operational_security.effectiveness_monitoring with input as testing.claimed(
		"9.9/effectiveness-monitoring",
		{},
	)
	judgement == {"verdict": "documented"}
}

test_effectiveness_monitoring_declared if {
	judgement := operational_security.effectiveness_monitoring with input as testing.claimed(
		"9.9/effectiveness-monitoring",
		{"grade": "declared"},
	)
	judgement == {"verdict": "declared"}
}

test_effectiveness_monitoring_planned_only if {
	judgement := operational_security.effectiveness_monitoring with input as testing.claimed(
		"9.9/effectiveness-monitoring",
		{"status": "planned"},
	)
	judgement == {"verdict": "planned"}
}

test_effectiveness_monitoring_unclaimed if {
	judgement := operational_security.effectiveness_monitoring with input as testing.service
	judgement == {"verdict": "missing"}
}

test_effectiveness_monitoring_no_claims if {
	judgement := operational_security.effectiveness_monitoring with input as object.union(
		testing.service,
		{"index": {"claims": {"9.9/effectiveness-monitoring": []}}},
	)
	judgement == {"verdict": "missing"}
}

test_effectiveness_monitoring_without_report_interval if {
	judgement := operational_security.effectiveness_monitoring with input as testing.without(
		"9.9/effectiveness-monitoring",
		"sla",
		"security_report",
	)
	judgement == {
		"verdict": "missing",
		"because": "the SLA states no interval at which the security report comes",
		"path": ["sla", "security_report"],
		"help": "state security_report = \"90d\" in [sla]",
	}
}

test_effectiveness_monitoring_within_a_customer if {
	customer := object.union(
		testing.without("9.9/effectiveness-monitoring", "sla", "security_report"),
		{"service": {"role": "CSC"}},
	)
	judgement := operational_security.effectiveness_monitoring with input as customer
	judgement == {"verdict": "documented"}
}

test_change_alerting_met if {
	judgement := operational_security.change_alerting with input as testing.claimed("9.9/change-alerting", {})
	judgement == {"verdict": "documented"}
}

test_change_alerting_declared if {
	judgement := operational_security.change_alerting with input as testing.claimed(
		"9.9/change-alerting",
		{"grade": "declared"},
	)
	judgement == {"verdict": "declared"}
}

test_change_alerting_planned_only if {
	judgement := operational_security.change_alerting with input as testing.claimed(
		"9.9/change-alerting",
		{"status": "planned"},
	)
	judgement == {"verdict": "planned"}
}

test_change_alerting_unclaimed if {
	judgement := operational_security.change_alerting with input as testing.service
	judgement == {"verdict": "missing"}
}

test_change_alerting_no_claims if {
	judgement := operational_security.change_alerting with input as object.union(
		testing.service,
		{"index": {"claims": {"9.9/change-alerting": []}}},
	)
	judgement == {"verdict": "missing"}
}

test_change_alerting_by_customer if {
	judgement := operational_security.change_alerting with input as testing.claimed(
		"9.9/change-alerting",
		{"by": "CSC"},
	)
	judgement == {"verdict": "missing", "because": "it is claimed only by the CSC, which cannot hold it"}
}

test_change_alerting_without_notice if {
	judgement := operational_security.change_alerting with input as testing.without(
		"9.9/change-alerting",
		"sla",
		"change_notice",
	)
	judgement == {
		"verdict": "missing",
		"because": "the SLA states no notice before a security measure changes",
		"path": ["sla", "change_notice"],
		"help": "state change_notice = \"30d\" in [sla]",
	}
}

test_change_alerting_not_a_provider if {
	every role in {"CSC", "CSN"} {
		judgement := operational_security.change_alerting with input as testing.described(
			"9.9/change-alerting",
			{"service": {"role": role}},
		)
		judgement == {
			"verdict": "not-applicable",
			"because": "only a provider has customers and downstream providers to alert",
			"path": ["service", "role"],
		}
	}
}

test_change_alerting_role_not_stated if {
	not operational_security.change_alerting with input as testing.without("9.9/change-alerting", "service", "role")
}
