# METADATA
# title: Interface security
# description: >-
#   Clause 9.4 of X.ccsec. The interfaces through which customers and contracted providers reach the
#   service, and what crosses them. It applies wherever somebody outside reaches an interface.
package ccsec.capabilities.interface_security

import data.ccsec.lib.claims
import data.ccsec.lib.facts

# An internal service of a customer or a partner opens nothing to customers or contracted providers.
not_exposed := {
	"verdict": "not-applicable",
	"because": "the service is internal and no provider offers it, so nobody outside reaches an interface of it",
	"path": ["service", "exposure"],
} if {
	input.service.exposure
	input.service.role
	not facts.exposes_interface
}

# METADATA
# title: Inventory of interfaces
# description: >-
#   A current document lists every interface that is open to customers or contracted providers, with
#   its contract (a specification, a schema), its version, and the end of support of older versions.
# custom:
#   id: 9.4/interface-inventory
#   severity: warning
#   threats: [8.2.6]
#   provider: CSP
#   why: >-
#     What nobody has listed, nobody moves or shields. A customer migrates against an interface whose
#     fields have changed, and loses records on the way; a debug endpoint that used to stand behind
#     the old data centre's firewall is open to the internet on the day after the move (8.2.6).
#   help: >-
#     add a control that meets "9.4/interface-inventory", with the list of interfaces as its evidence:
#     address, who may use it, contract, version and end of support
#   example: |
#     [[controls]]
#     id       = "interface-register"
#     kind     = "procedure"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.4/interface-inventory"]
#     refs     = ["nist800-53r5/SA-9(2)"]
#     evidence = [{ document = "docs/interfaces.md", reviewed = 2026-09-01 }]
#   references: [iso27002:2022/5.9, nist800-53r5/CA-3, nist800-53r5/SA-4(9), nist800-53r5/SA-9(2)]
interface_inventory := claims.judge_recorded("9.4/interface-inventory", "the list of interfaces") if {
	facts.exposes_interface
} else := not_exposed

# METADATA
# title: Authentication on interfaces
# description: >-
#   On each interface at least one side proves who it is before anything else is exchanged; where both
#   sides act for an organization, both do.
# custom:
#   id: 9.4/interface-authentication
#   severity: error
#   threats: [7.1.2]
#   provider: CSP
#   why: >-
#     A client that does not check whom it talks to hands its token to whoever answers under a similar
#     name, and is served falsified results from there. A callback that accepts any sender lets an
#     attacker confirm payments that never took place (7.1.2).
#   help: >-
#     add a control that meets "9.4/interface-authentication": server certificates from a public CA on
#     each interface, and client certificates or signed tokens where programs call
#   example: |
#     [[controls]]
#     id       = "partner-api-mutual-tls"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.4/interface-authentication"]
#     evidence = [
#       { infrastructure = "aws_api_gateway_domain_name.partner" },
#       { document = "docs/api-authentication.md", reviewed = 2026-09-01 },
#     ]
#   references: [iso27002:2022/8.5, nist800-53r5/IA-3, nist800-53r5/IA-8, nist800-53r5/SC-23, ccm4/IAM-14]
interface_authentication := claims.judge("9.4/interface-authentication") if {
	facts.exposes_interface
} else := not_exposed

# METADATA
# title: Encryption on interfaces
# description: >-
#   What crosses an interface is encrypted with a current protocol, up to the point where it is used.
#   Requests in clear text are refused or redirected.
# custom:
#   id: 9.4/interface-encryption
#   severity: error
#   threats: [7.1.2]
#   provider: CSP
#   why: >-
#     Cloud services are reached over networks that belong to somebody else. On a hotel's wireless
#     network, or at any hop between a load balancer and the internet, a listener reads session
#     cookies off a plain connection and goes on as the user, or as the administrator (7.1.2).
#   help: >-
#     add a control that meets "9.4/interface-encryption": TLS 1.2 or later on every listener, with
#     HTTP redirected and older versions switched off
#   example: |
#     [[controls]]
#     id       = "tls-on-every-listener"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.4/interface-encryption"]
#     refs     = ["iso27002:2022/8.24"]
#     evidence = [{ infrastructure = "aws_lb_listener.*" }]
#   references:
#     - iso27002:2022/8.20
#     - iso27002:2022/8.24
#     - nist800-53r5/SC-8
#     - nist800-53r5/SC-8(1)
#     - nist800-53r5/SC-13
#     - ccm4/CEK-03
#     - ccm4/IPY-03
interface_encryption := claims.judge("9.4/interface-encryption") if {
	facts.exposes_interface
} else := not_exposed

# METADATA
# title: Integrity on interfaces
# description: >-
#   Checksums, authenticated encryption or digital signatures show whether what crosses an interface
#   was changed or cut short, and the receiver checks them.
# custom:
#   id: 9.4/interface-integrity
#   severity: warning
#   threats: [7.1.2, 8.2.6]
#   provider: CSP
#   why: >-
#     A request that carries no proof of its content can be altered by each proxy it passes, or played
#     again: an amount changes, a host name is redirected (7.1.2). When millions of objects move to
#     the new provider, an upload that broke off is taken for complete, and nobody notices until the
#     source has been erased (8.2.6).
#   help: >-
#     add a control that meets "9.4/interface-integrity": signed requests or webhooks with a time
#     stamp, and checksums that are compared after each transfer
#   example: |
#     [[controls]]
#     id       = "signed-webhooks"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.4/interface-integrity"]
#     evidence = [{ document = "docs/webhook-signatures.md", reviewed = 2026-09-01 }]
#   references: [iso27002:2022/8.24, nist800-53r5/SC-8, nist800-53r5/SC-8(1), nist800-53r5/SC-23]
interface_integrity := claims.judge("9.4/interface-integrity") if {
	facts.exposes_interface
} else := not_exposed
