# METADATA
# title: Operational security
# description: Clause 9.9 of X.ccsec. Set policies, keep measures working day by day, and report on them.
package ccsec.capabilities.operational_security

import data.ccsec.lib.claims
import data.ccsec.lib.facts

# METADATA
# title: Security policy
# description: >-
#   A written security policy names the activities that operation consists of, such as configuration
#   management, patching, assessment and incident response, and who enforces each. It lists the laws
#   and contracts that it fulfils, the security SLA among them.
# custom:
#   id: 9.9/security-policy
#   severity: error
#   threats: [8.1.3, 8.2.4]
#   provider: CSP
#   why: >-
#     An operator who has no rule to follow keeps a copy of a file that the customer ordered deleted,
#     because nobody wrote down that the order binds backups too (8.1.3). A replica is moved to a
#     data centre abroad on a busy night, and only the regulator's letter tells the team that the law
#     of the first country forbade it (8.2.4).
#   help: >-
#     add a control that meets "9.9/security-policy", with the policy itself as its dated evidence: the
#     activities, who enforces them, and the laws, contracts and SLA terms that each one serves
#   example: |
#     [[controls]]
#     id       = "operations-security-policy"
#     kind     = "policy"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.9/security-policy"]
#     refs     = ["iso27002:2022/5.1", "iso27002:2022/5.31"]
#     evidence = [{ document = "docs/security-policy.md", reviewed = 2026-09-01 }]
#   references:
#     - iso27002:2022/5.1
#     - iso27002:2022/5.31
#     - iso27002:2022/5.36
#     - nist800-53r5/PL-2
#     - ccm4/GRC-01
#     - ccm4/GRC-07
security_policy := claims.judge_recorded("9.9/security-policy", "the security policy")

# METADATA
# title: Configuration management
# description: >-
#   Every setting that runs has a recorded, versioned intent. A change to it is assessed for its effect
#   on security before it is applied, and drift from the record is noticed.
# custom:
#   id: 9.9/configuration-management
#   severity: error
#   threats: [8.2.5, 8.2.6]
#   provider: CSP
#   why: >-
#     A machine that was safe behind the old data centre's firewall is moved with its address plan, and
#     nobody sees before the change runs that its new subnet faces the internet (8.2.6). Settings that
#     were assessed at launch are then altered by hand one after another, until the assessment describes
#     a system that no longer exists (8.2.5).
#   help: >-
#     add a control that meets "9.9/configuration-management"; a good one keeps the whole configuration
#     as code, lets a second person assess each change before it is applied, and detects drift
#   example: |
#     [[controls]]
#     id       = "reviewed-infrastructure-code"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.9/configuration-management"]
#     refs     = ["iso27002:2022/8.9", "nist800-53r5/CM-3"]
#     evidence = [
#       { infrastructure = "aws_config_configuration_recorder.*" },
#       { document = "docs/change-control.md", reviewed = 2026-09-01 },
#     ]
#   references:
#     - iso27002:2022/8.9
#     - iso27002:2022/8.32
#     - nist800-53r5/CM-2
#     - nist800-53r5/CM-3
#     - nist800-53r5/CM-4
#     - ccm4/CCC-06
#     - ccm4/CCC-07
configuration_management := claims.judge("9.9/configuration-management")

# METADATA
# title: Patch management
# description: >-
#   Patches and upgrades for everything that the service runs, from firmware and base images to
#   libraries, are found and applied within a time that depends on their severity.
# custom:
#   id: 9.9/patch-management
#   severity: error
#   threats: [8.1.5, 8.2.5]
#   provider: CSP
#   why: >-
#     An exploit for a published flaw circulates within days; a runtime that was current when the design
#     was assessed is by then the easiest way in (8.2.5). Where nobody rehearses upgrades, the emergency
#     patch itself takes the service down, or the attacker whom it should have stopped does (8.1.5).
#   help: >-
#     add a control that meets "9.9/patch-management"; a good one states a time limit for each severity,
#     covers images, runtimes, libraries and firmware, and shows what is overdue
#   example: |
#     [[controls]]
#     id       = "weekly-patch-window"
#     kind     = "procedure"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.9/patch-management"]
#     refs     = ["iso27002:2022/8.8", "nist800-53r5/SI-2"]
#     evidence = [{ infrastructure = "aws_ssm_patch_baseline.*" }]
#   references:
#     - iso27002:2022/8.8
#     - nist800-53r5/SI-2
#     - ccm4/TVM-03
patch_management := claims.judge("9.9/patch-management") if {
	has_patches
} else := {
	"verdict": "not-applicable",
	"because": "the service runs no code and no equipment of its own",
	"path": ["service", "compute"],
} if {
	count(input.service.compute) == 0
}

has_patches if facts.runs_code

has_patches if facts.owns_equipment

# METADATA
# title: Monitoring and reporting of effectiveness
# description: >-
#   Whether the security measures work is measured, and the result is reported to the customers whom it
#   affects and to authorized auditors. A provider states in [sla] how often the report comes.
# custom:
#   id: 9.9/effectiveness-monitoring
#   severity: warning
#   threats: [8.1.3, 8.2.5]
#   provider: CSP
#   why: >-
#     A backup job or a malware scanner that failed months ago still counts as a measure in place, since
#     nobody measures its effect as the system around it changes (8.2.5). The customer, who cannot look
#     inside, has no report from which to see that an SLA commitment is being broken, and so nothing on
#     which to act (8.1.3).
#   help: >-
#     add a control that meets "9.9/effectiveness-monitoring", with the indicators that are measured and
#     who receives them as its evidence; a provider also states security_report in [sla]
#   example: |
#     [[controls]]
#     id       = "quarterly-security-report"
#     kind     = "procedure"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.9/effectiveness-monitoring"]
#     refs     = ["nist800-53r5/CA-7", "nist800-53r5/PM-6"]
#     evidence = [{ document = "docs/security-report-2026-q3.md", reviewed = 2026-10-05 }]
#
#     [sla]
#     security_report = "90d"
#   references:
#     - iso27002:2022/5.36
#     - iso27017:2015/CLD.12.4.5
#     - nist800-53r5/CA-7
#     - nist800-53r5/PM-6
#     - ccm4/STA-11
effectiveness_monitoring := claims.judge_stated("9.9/effectiveness-monitoring", report_gaps)

# A customer or a partner reports within its own house, without an SLA.
report_gaps contains gap if {
	facts.provider
	not input.sla.security_report
	gap := {
		"because": "the SLA states no interval at which the security report comes",
		"path": ["sla", "security_report"],
		"help": "state security_report = \"90d\" in [sla]",
	}
}

# METADATA
# title: Alert on changed security measures
# description: >-
#   When a security measure or its effect changes, every downstream provider and customer is alerted.
#   The notice that they get before a planned change stands in [sla].
# custom:
#   id: 9.9/change-alerting
#   severity: warning
#   threats: [8.1.3, 8.1.5]
#   provider: CSP
#   why: >-
#     A provider retires a cipher, and every downstream service that still negotiates it stops at the
#     same minute (8.1.5). Or it gives up scanning uploads: the customer goes on relying on a measure
#     that has ceased to exist, and learns so from the incident (8.1.3).
#   help: >-
#     add a control that meets "9.9/change-alerting" and state change_notice in [sla]; a good one keeps
#     the list of subscribers, alerts on unplanned loss of a measure too, and archives what was sent
#   example: |
#     [[controls]]
#     id       = "security-change-notices"
#     kind     = "procedure"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.9/change-alerting"]
#     refs     = ["iso27002:2022/8.32"]
#     evidence = [{ document = "docs/change-notices.md", reviewed = 2026-09-01 }]
#
#     [sla]
#     change_notice = "30d"
#   references:
#     - iso27002:2022/8.32
#     - ccm4/STA-09
change_alerting := claims.judge_stated("9.9/change-alerting", notice_gaps) if {
	facts.provider
} else := {
	"verdict": "not-applicable",
	"because": "only a provider has customers and downstream providers to alert",
	"path": ["service", "role"],
} if {
	input.service.role != "CSP"
}

notice_gaps contains gap if {
	not input.sla.change_notice
	gap := {
		"because": "the SLA states no notice before a security measure changes",
		"path": ["sla", "change_notice"],
		"help": "state change_notice = \"30d\" in [sla]",
	}
}
