# METADATA
# title: Physical security
# description: >-
#   Clause 9.3 of X.ccsec. Who reaches the provider's equipment, where, and how much protection the
#   place deserves. Most services inherit it: `provides = ["9.3/*"]` of an upstream provider.
package ccsec.capabilities.physical_security

import data.ccsec.lib.claims
import data.ccsec.lib.facts

# METADATA
# title: Access to premises
# description: >-
#   Only authorized persons enter premises that hold the provider's equipment. Entries are recorded,
#   visitors are accompanied, and an authorization ends with its reason.
# custom:
#   id: 9.3/premises-access
#   severity: error
#   threats: [7.1.1, 7.1.3, 7.2.1, 7.2.2, 8.1.3, 8.1.7, 8.3.2]
#   provider: CSP
#   why: >-
#     Whoever stands before a rack needs no password: a disk goes out in a rucksack with the data
#     (7.1.1) and the software of customers and partners on it (8.1.7, 8.3.2), and a console port
#     gives a root shell (7.2.1). A technician with a grudge (7.2.2), or a customer's employee whose
#     badge for the shared cage was never withdrawn (7.1.3), pulls the right cable. The customer,
#     whose data it is, has no say over who comes near it (8.1.3).
#   help: >-
#     add a control that meets "9.3/premises-access" (badge and second factor at the door, a log of
#     entries, withdrawal on leaving), or let an upstream provider state provides = ["9.3/*"]
#   example: |
#     [[controls]]
#     id       = "data-centre-doors"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.3/premises-access"]
#     refs     = ["iso27002:2022/7.2", "nist800-53r5/PE-3"]
#     evidence = [{ document = "docs/data-centre-access.md", reviewed = 2026-09-01 }]
#   references:
#     - iso27002:2022/7.1
#     - iso27002:2022/7.2
#     - nist800-53r5/PE-2
#     - nist800-53r5/PE-3
#     - ccm4/DCS-07
#     - ccm4/DCS-09
premises_access := claims.judge("9.3/premises-access")

# METADATA
# title: Need to enter
# description: >-
#   An authorized person reaches only the areas that the job needs. Areas are granted and withdrawn in
#   the same process as accounts, so that a change of role changes the doors too.
# custom:
#   id: 9.3/need-to-enter
#   severity: warning
#   threats: [7.1.3, 7.2.2]
#   provider: CSP
#   why: >-
#     A badge for the loading dock that also opens the server hall makes every electrician an
#     insider with hands on the disks (7.2.2). Staff of one customer, let in to service their own
#     cabinet, stand in front of another's (7.1.3).
#   help: >-
#     add a control that meets "9.3/need-to-enter": zones granted by role from the directory that
#     also grants accounts, reviewed at a set interval, or inherited from an upstream provider
#   example: |
#     [[controls]]
#     id       = "zones-by-role"
#     kind     = "procedure"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.3/need-to-enter"]
#     evidence = [{ document = "docs/site-zones.md", reviewed = 2026-09-01 }]
#   references: [iso27002:2022/5.18, iso27002:2022/7.2, nist800-53r5/PE-2, nist800-53r5/PE-3(1), ccm4/DCS-09]
need_to_enter := claims.judge("9.3/need-to-enter")

# METADATA
# title: Proportionate physical protection
# description: >-
#   The extent of physical security follows the value of the data and the number of customers who share
#   the site. Whoever runs the site has that assessment on record. It applies to confidential data and
#   above, and to services that several tenants share.
# custom:
#   id: 9.3/proportionate-protection
#   severity: warning
#   threats: [7.1.1, 8.1.7, 8.3.2]
#   provider: CSP
#   why: >-
#     A lock that suits a test laboratory does not suit a room where the disks of a hundred customers
#     spin. Whoever wants the formulas of one (8.1.7) or the models that a partner left there for
#     execution (8.3.2) looks for the weakest site, often a small one that took over production
#     for a weekend, and leaves with everybody's data (7.1.1).
#   help: >-
#     add a control that meets "9.3/proportionate-protection", with the assessment of each site as its
#     evidence: what is kept there, whose it is, and which protection that calls for
#   example: |
#     [[controls]]
#     id       = "site-protection-levels"
#     kind     = "policy"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.3/proportionate-protection"]
#     evidence = [{ document = "docs/site-assessment.md", reviewed = 2026-09-01 }]
#   references: [iso27002:2022/7.1, iso27002:2022/7.3, iso27002:2022/7.8, nist800-53r5/PE-18]
proportionate_protection := claims.judge("9.3/proportionate-protection") if {
	valuable_site
	protection_inherited
} else := claims.judge_recorded("9.3/proportionate-protection", "the assessment of the site") if {
	valuable_site
} else := {
	"verdict": "not-applicable",
	"because": "the data is below confidential, and no tenants share the site",
	"path": ["data", "classification"],
} if {
	input.data.classification
	input.service.tenancy
}

valuable_site if facts.sensitive_data

valuable_site if facts.multi_tenant

# The record is the upstream provider's to keep, and its customers seldom get to see it.
protection_inherited if {
	some claim in input.index.claims["9.3/proportionate-protection"]
	claim.upstream
}
