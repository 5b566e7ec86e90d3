# METADATA
# title: Service security assessment and audit
# description: Clause 9.12 of X.ccsec. Agree on a security level, have it assessed, and share the result.
package ccsec.capabilities.assessment_and_audit

import data.ccsec.lib.claims
import data.ccsec.lib.facts

# METADATA
# title: Agreed security criteria
# description: >-
#   Customer and provider have agreed on the criteria that fix the security level of the service, in
#   terms that an assessor can check one by one.
# custom:
#   id: 9.12/security-criteria
#   severity: warning
#   threats: [8.1.2]
#   provider: CSP
#   why: >-
#     The provider calls its service highly secure; the customer takes that for encryption under keys of
#     its own, the provider meant a password policy. With no criteria in common the customer can neither
#     compare offers nor show afterwards that the level which it paid for was not kept (8.1.2).
#   help: >-
#     add a control that meets "9.12/security-criteria", with the agreed criteria as its dated evidence: a
#     catalogue such as C5, ISO/IEC 27001 or CCM, the level chosen, and each deviation from it
#   example: |
#     [[controls]]
#     id       = "agreed-criteria"
#     kind     = "policy"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.12/security-criteria"]
#     refs     = ["iso27002:2022/5.20", "ccm4/STA-09"]
#     evidence = [{ document = "docs/security-criteria.md", reviewed = 2026-09-01 }]
#   references:
#     - iso27002:2022/5.20
#     - iso27002:2022/5.23
#     - nist800-53r5/SA-9
#     - ccm4/STA-09
security_criteria := claims.judge_recorded("9.12/security-criteria", "the set of agreed security criteria")

# METADATA
# title: Independent assessment
# description: >-
#   An authorized party (the customer, a unit of the provider that does not run the service, or a third
#   party) assesses or certifies the service at a set interval. Report or certificate is on record.
# custom:
#   id: 9.12/independent-assessment
#   severity: error
#   threats: [7.1.3, 7.2.2, 8.1.2, 8.1.3]
#   provider: CSN
#   why: >-
#     Those who run the service do not report the password that they all share, nor the account of the
#     colleague who left in anger; an assessor from outside finds it, on the customer's side (7.1.3) as on
#     the provider's (7.2.2). To the customer the service is a black box whose advertised level nobody
#     has verified (8.1.2), and the control that it handed over is exercised unwatched (8.1.3).
#   help: >-
#     add a control that meets "9.12/independent-assessment", with the last report or certificate as its
#     dated evidence; a good one names the assessor, the scope and the date of the next assessment
#   example: |
#     [[controls]]
#     id       = "yearly-soc2-type2"
#     kind     = "control"
#     by       = "CSN"
#     status   = "implemented"
#     meets    = ["9.12/independent-assessment"]
#     refs     = ["iso27002:2022/5.35", "nist800-53r5/CA-2(1)", "ccm4/A&A-02"]
#     evidence = [{ document = "docs/audits/soc2-2026.md", reviewed = 2026-06-30 }]
#   references:
#     - iso27002:2022/5.35
#     - nist800-53r5/CA-2
#     - nist800-53r5/CA-2(1)
#     - ccm4/A&A-02
independent_assessment := claims.judge_recorded(
	"9.12/independent-assessment",
	"the report or certificate of the last assessment",
)

# METADATA
# title: Sharing of audit results
# description: >-
#   Authorized customers, and other providers and auditors where agreed, receive the audit results of the
#   service. One audit serves them all instead of being repeated for each.
# custom:
#   id: 9.12/audit-sharing
#   severity: warning
#   threats: [8.1.2, 8.1.3]
#   provider: CSP
#   why: >-
#     The report exists, but sales has it and shows the cover; the customer signs on trust that it cannot
#     check (8.1.2). When every customer must audit for itself, the provider refuses the twentieth request,
#     and that customer answers to its regulator for practices that it was never allowed to see (8.1.3).
#   help: >-
#     add a control that meets "9.12/audit-sharing"; a good one says who may have which report, under what
#     terms and where, and keeps the list of those who received it
#   example: |
#     [[controls]]
#     id       = "audit-report-portal"
#     kind     = "procedure"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.12/audit-sharing"]
#     refs     = ["iso27002:2022/5.20"]
#     evidence = [{ document = "docs/audits/sharing.md", reviewed = 2026-09-01 }]
#   references:
#     - iso27002:2022/5.20
#     - nist800-53r5/CA-2
#     - ccm4/STA-09
audit_sharing := claims.judge("9.12/audit-sharing") if {
	facts.provider
} else := {
	"verdict": "not-applicable",
	"because": "only a provider has audit results to share with its customers",
	"path": ["service", "role"],
} if {
	input.service.role != "CSP"
}

# METADATA
# title: Privacy assessment
# description: >-
#   The assessment covers how personal data is collected, used, handed on, stored and destroyed, and
#   names the risks to the persons concerned.
# custom:
#   id: 9.12/privacy-assessment
#   severity: warning
#   threats: [8.1.4]
#   provider: CSP
#   why: >-
#     An audit of firewalls and patches passes a service whose support staff browse customer records, and
#     whose logs feed a marketing tool under another purpose than the one agreed. Nobody looked at the data
#     as data about people, until one of them complained to the authority (8.1.4).
#   help: >-
#     add a control that meets "9.12/privacy-assessment", with the last assessment as its dated evidence:
#     which personal data, for what purpose, handed to whom, erased when, and the risks that remain
#   example: |
#     [[controls]]
#     id       = "privacy-audit"
#     kind     = "procedure"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.12/privacy-assessment"]
#     refs     = ["iso27002:2022/5.34", "nist800-53r5/RA-8", "ccm4/DSP-09"]
#     evidence = [{ document = "docs/privacy/impact-assessment.md", reviewed = 2026-07-15 }]
#   references:
#     - iso27002:2022/5.34
#     - nist800-53r5/RA-8
#     - ccm4/DSP-09
privacy_assessment := claims.judge_recorded("9.12/privacy-assessment", "the last privacy assessment") if {
	facts.personal_data
} else := {
	"verdict": "not-applicable",
	"because": "the service handles no personal data",
	"path": ["data", "personal"],
} if {
	input.data.personal == false
}

# METADATA
# title: Audit of the service chain
# description: >-
#   The audit results of each upstream provider are obtained, read and made part of this service's own
#   results, with what they leave to this service to do.
# custom:
#   id: 9.12/chain-audit
#   severity: warning
#   threats: [8.1.2, 8.1.3]
#   provider: CSP
#   why: >-
#     The certificate on the website covers the application, while the object store beneath it, run by
#     someone else, lost its own certificate in spring: the customer trusts a level that half of the chain
#     does not have (8.1.2). What the upstream report leaves to its users, such as switching on a log, no
#     one does, and whoever answers for the data cannot see where its control ends (8.1.3).
#   help: >-
#     add a control that meets "9.12/chain-audit", with the review of the upstream reports as its dated
#     evidence: for each [[upstream]] the report, its period, its exceptions, and what it leaves to you
#   example: |
#     [[controls]]
#     id       = "upstream-report-review"
#     kind     = "procedure"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.12/chain-audit"]
#     refs     = ["iso27002:2022/5.22", "nist800-53r5/SR-6"]
#     evidence = [{ document = "docs/audits/upstream-2026.md", reviewed = 2026-09-01 }]
#
#     [[upstream]]
#     service  = "aws"
#     provides = ["9.3/*"]
#   references:
#     - iso27002:2022/5.22
#     - nist800-53r5/SA-9
#     - nist800-53r5/SR-6
#     - ccm4/STA-14
chain_audit := claims.judge_recorded("9.12/chain-audit", "the review of the upstream audit results") if {
	facts.has_upstream
} else := {
	"verdict": "not-applicable",
	"because": "the descriptor names no upstream provider",
	"path": ["upstream"],
}
