# METADATA
# title: Supply chain security
# description: Clause 9.14 of X.ccsec. Know the suppliers, check what they deliver, and keep doing both.
package ccsec.capabilities.supply_chain_security

import data.ccsec.lib.claims
import data.ccsec.lib.facts

# METADATA
# title: Vetting of suppliers
# description: >-
#   A register names every supplier, partner and upstream provider, what each delivers, and how its
#   background was confirmed before anything that it delivers was used.
# custom:
#   id: 9.14/supplier-vetting
#   severity: warning
#   threats: [8.2.8, 8.2.9]
#   provider: CSP
#   why: >-
#     The monitoring agent that runs on every host comes from a firm whose owner changed last year; nobody
#     asked, and its next update carries a back door (8.2.9). Another supplier turns out, once its
#     extensions are built in everywhere, to be two people and a loan: when it fails, so do the patches
#     (8.2.8).
#   help: >-
#     add a control that meets "9.14/supplier-vetting", with the supplier register as its dated evidence:
#     each supplier, its owner and country, what it delivers, what was checked and when
#   example: |
#     [[controls]]
#     id       = "supplier-register"
#     kind     = "procedure"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.14/supplier-vetting"]
#     refs     = ["iso27002:2022/5.19", "nist800-53r5/SR-6", "ccm4/STA-07"]
#     evidence = [{ document = "docs/suppliers.md", reviewed = 2026-09-01 }]
#   references:
#     - iso27002:2022/5.19
#     - iso27002:2022/5.21
#     - nist800-53r5/SR-6
#     - ccm4/STA-07
#     - ccm4/STA-08
supplier_vetting := claims.judge_recorded("9.14/supplier-vetting", "the supplier register") if {
	depends_on_suppliers
} else := {
	"verdict": "not-applicable",
	"because": "it is no provider's service, and the descriptor names no partner or upstream provider",
	"path": ["partners"],
} if {
	input.service.role != "CSP"
}

# METADATA
# title: Validation of components
# description: >-
#   Hardware, software and services are validated before they are employed and again when they change:
#   they are listed with their versions and dependencies, and checked for known flaws.
# custom:
#   id: 9.14/component-validation
#   severity: error
#   threats: [8.2.5, 8.2.9, 8.2.10]
#   provider: CSP
#   why: >-
#     A library fetched at build time is replaced under its old name by one that mines the credentials of
#     the host (8.2.9). A component chosen only at run time was never in the assessed design (8.2.5). And
#     when a flaw is published, no one knows which services contain the version concerned, or what breaks
#     if it is raised (8.2.10).
#   help: >-
#     add a control that meets "9.14/component-validation"; a good one builds a bill of materials, scans it
#     at each build and each night, and admits only components that passed
#   example: |
#     [[controls]]
#     id       = "dependency-and-image-scan"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.14/component-validation"]
#     refs     = ["nist800-53r5/RA-5", "ccm4/TVM-05"]
#     evidence = [
#       { sarif = "reports/trivy.sarif" },
#       { document = "docs/components.md", reviewed = 2026-09-01 },
#     ]
#   references:
#     - iso27002:2022/5.21
#     - iso27002:2022/8.8
#     - nist800-53r5/CM-8
#     - nist800-53r5/RA-5
#     - nist800-53r5/SR-11
#     - ccm4/TVM-05
component_validation := claims.judge("9.14/component-validation") if {
	takes_delivery
} else := nothing_delivered if {
	count(input.service.compute) == 0
}

# METADATA
# title: Inspection for tampering
# description: >-
#   What is purchased or downloaded is inspected on arrival for tampering in transit: seals and serial
#   numbers of hardware, digests and signatures of software.
# custom:
#   id: 9.14/tamper-inspection
#   severity: warning
#   threats: [8.2.9]
#   provider: CSP
#   why: >-
#     A base image or an installer is exchanged on a compromised mirror, a server is opened at a freight
#     depot and leaves with other firmware. The maker did nothing wrong, and every check of the maker passes;
#     the tampered delivery goes into the rack or the pipeline unexamined (8.2.9).
#   help: >-
#     add a control that meets "9.14/tamper-inspection"; a good one refuses software whose digest or
#     signature does not match the supplier's, and records who examined which delivery of hardware
#   example: |
#     [[controls]]
#     id       = "pinned-digests-and-sealed-goods"
#     kind     = "procedure"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.14/tamper-inspection"]
#     refs     = ["nist800-53r5/SR-9", "nist800-53r5/SR-10"]
#     evidence = [{ document = "docs/goods-inward.md", reviewed = 2026-09-01 }]
#   references:
#     - iso27002:2022/5.21
#     - nist800-53r5/SR-9
#     - nist800-53r5/SR-10
tamper_inspection := claims.judge("9.14/tamper-inspection") if {
	takes_delivery
} else := nothing_delivered if {
	count(input.service.compute) == 0
}

# METADATA
# title: Verifiable provenance
# description: >-
#   Who built a delivered piece of software, from which source, can be verified, and so can that it runs
#   exactly as it was delivered. A partner can verify this for its own component.
# custom:
#   id: 9.14/provenance-verification
#   severity: error
#   threats: [8.2.9]
#   provider: CSP
#   why: >-
#     The partner's build server is broken into, and its next release arrives through the usual channel,
#     with the usual name and a worm inside. Without an attestation that ties the artefact to its source,
#     or a signature checked where it starts, host and partner each believe that the other looked (8.2.9).
#   help: >-
#     add a control that meets "9.14/provenance-verification"; a good one demands signed builds with SLSA or
#     in-toto attestations, verifies them at admission, and lets the partner query what runs
#   example: |
#     [[controls]]
#     id       = "signed-partner-code"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.14/provenance-verification"]
#     refs     = ["nist800-53r5/SI-7(15)", "iso27002:2022/5.21"]
#     evidence = [{ infrastructure = "aws_lambda_code_signing_config.*" }]
#   references:
#     - iso27002:2022/5.21
#     - nist800-53r5/SI-7
#     - nist800-53r5/SI-7(15)
#     - nist800-53r5/SR-11
provenance_verification := claims.judge("9.14/provenance-verification") if {
	runs_delivered_software
} else := {
	"verdict": "not-applicable",
	"because": "no machine or container image runs here, and no partner delivers code or components",
	"path": ["service", "compute"],
} if {
	input.service.compute
}

# METADATA
# title: Continuity of supply
# description: >-
#   The supply chain is reviewed at a set interval and when the system changes. The review shows for each
#   supplier that security updates still come, and by what it could be replaced.
# custom:
#   id: 9.14/supplier-continuity
#   severity: error
#   threats: [8.1.5, 8.2.5, 8.2.8, 8.2.10]
#   provider: CSP
#   why: >-
#     The maker of a key component goes out of business, the next flaw in it stays open, and its proprietary
#     extensions leave no way to another maker (8.2.8). Its last release blocks the update of all that
#     depends on it (8.2.10), and what the vetting once found no longer describes what runs (8.2.5). An
#     upstream service that is switched off on its announced date takes the whole service along (8.1.5).
#   help: >-
#     add a control that meets "9.14/supplier-continuity", with the last review of the supply chain as its
#     dated evidence: per supplier the end of support, the last security update, and a replacement
#   example: |
#     [[controls]]
#     id       = "half-yearly-supplier-review"
#     kind     = "procedure"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.14/supplier-continuity"]
#     refs     = ["iso27002:2022/5.22", "nist800-53r5/SA-22"]
#     evidence = [{ document = "docs/suppliers/review-2026-h2.md", reviewed = 2026-09-01 }]
#   references:
#     - iso27002:2022/5.22
#     - nist800-53r5/SA-22
#     - nist800-53r5/SR-6
#     - ccm4/STA-08
#     - ccm4/STA-13
supplier_continuity := claims.judge_recorded(
	"9.14/supplier-continuity",
	"the last review of the supply chain",
) if {
	depends_on_suppliers
} else := {
	"verdict": "not-applicable",
	"because": "it is no provider's service, and the descriptor names no partner or upstream provider",
	"path": ["partners"],
} if {
	input.service.role != "CSP"
}

# A provider builds its service from what others make, whether or not the descriptor names them.
depends_on_suppliers if facts.provider

depends_on_suppliers if facts.has_suppliers

takes_delivery if facts.takes_delivery

takes_delivery if facts.owns_equipment

nothing_delivered := {
	"verdict": "not-applicable",
	"because": "the service runs no code and no equipment of its own, and no partner delivers any",
	"path": ["service", "compute"],
}

# Guest systems and base images are somebody's delivery, even where no partner is named.
runs_delivered_software if facts.virtualized

runs_delivered_software if facts.hosts_partner_code

runs_delivered_software if {
	some partner_organization in input.partners
	"component" in partner_organization.delivers
}
