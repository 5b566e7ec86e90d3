# METADATA
# title: Security coordination
# description: >-
#   Clause 9.8 of X.ccsec. Coordinate security mechanisms of different kinds and of different parties,
#   so that they do not work against each other.
package ccsec.capabilities.security_coordination

import data.ccsec.lib.claims
import data.ccsec.lib.facts

# METADATA
# title: Coordination of mechanisms
# description: >-
#   Security mechanisms of different kinds (identity, network, isolation, encryption) follow one policy,
#   and it is settled which of them prevails. What one of them denies, none of the others grants.
# custom:
#   id: 9.8/mechanism-coordination
#   severity: error
#   threats: [8.2.3, 8.2.6]
#   provider: CSP
#   why: >-
#     The identity policy denies a bucket to a contractor, but an old access list on the bucket still
#     grants it, and an attacker needs only the weaker of the two (8.2.3). After a move, the rules of the
#     old firewall and of the new platform overlap: one opens what the other has closed, or an entitled
#     user is locked out and somebody opens everything to help (8.2.6).
#   help: >-
#     add a control that meets "9.8/mechanism-coordination": one source for the rules of all mechanisms,
#     an organization-wide deny that none of them can override, and a check for contradictions on change
#   example: |
#     [[controls]]
#     id       = "organization-guardrails"
#     kind     = "policy"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.8/mechanism-coordination"]
#     refs     = ["nist800-53r5/PL-8"]
#     evidence = [
#       { infrastructure = "aws_organizations_policy.*" },
#       { document = "docs/security/order-of-mechanisms.md", reviewed = 2026-09-01 },
#     ]
#   references: [iso27002:2022/8.27, iso27017:2015/CLD.13.1.4, nist800-53r5/PL-8]
mechanism_coordination := claims.judge("9.8/mechanism-coordination")

# METADATA
# title: Coordination between parties
# description: >-
#   A record sets down what each party controls (customer, provider, partner, upstream provider), how
#   far that control reaches, and how their security mechanisms are kept in step.
# custom:
#   id: 9.8/cross-party-coordination
#   severity: warning
#   threats: [8.1.5, 8.2.3]
#   provider: CSP
#   why: >-
#     The provider renews its certificates and the customer's pinned copy rejects them: both mechanisms
#     did their work, and the service is down (8.1.5). A flood that the upstream provider could filter
#     arrives in full, because nobody has settled who asks for the filter (8.1.5). A partner revokes an
#     account that the provider's own directory still admits (8.2.3).
#   help: >-
#     add a control that meets "9.8/cross-party-coordination", with the division of control as its
#     document: a row for each resource and mechanism, a column for each party, and whom to tell of changes
#   example: |
#     [[controls]]
#     id       = "division-of-control"
#     kind     = "procedure"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.8/cross-party-coordination"]
#     refs     = ["iso27017:2015/CLD.6.3.1", "ccm4/STA-04"]
#     evidence = [{ document = "docs/security/division-of-control.md", reviewed = 2026-09-01 }]
#   references:
#     - iso27002:2022/5.2
#     - iso27002:2022/5.23
#     - iso27017:2015/CLD.6.3.1
#     - nist800-53r5/SA-9
#     - ccm4/STA-01
#     - ccm4/STA-04
cross_party_coordination := claims.judge_recorded(
	"9.8/cross-party-coordination",
	"the division of control between the parties",
) if {
	shares_control
} else := {
	"verdict": "not-applicable",
	"because": "no other party is named that controls a part of the service",
	"path": ["service", "deployment"],
} if {
	input.service.role
	input.service.deployment
}

shares_control if facts.several_parties

shares_control if facts.hosts_foreign_code

# By 3.2.15 the provider controls the resources of a public cloud, even if no upstream is named.
shares_control if {
	facts.customer
	input.service.deployment == "public"
}
