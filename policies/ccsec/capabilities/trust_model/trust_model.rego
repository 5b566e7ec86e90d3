# METADATA
# title: Trust model
# description: Clause 9.1 of X.ccsec. Islands and federations of trust, and the authorities they rest on.
package ccsec.capabilities.trust_model

import data.ccsec.lib.claims
import data.ccsec.lib.facts

# METADATA
# title: Trusted authority
# description: >-
#   The identities of users, administrators and workloads go back to at least one named authority,
#   such as a certificate authority, an OIDC issuer, or a key service with a root in hardware.
#   Credentials from anywhere else are refused.
# custom:
#   id: 9.1/trust-authority
#   severity: error
#   threats: [7.1.1, 7.1.2, 7.2.1]
#   provider: CSP
#   why: >-
#     Where nothing says whose word counts, a self-signed certificate or a token from a test issuer
#     is as good as a real one. An attacker on the path then poses as the service and collects the
#     credentials of its users (7.1.2) and their data (7.1.1), or signs a token that carries the rights
#     of an administrator (7.2.1).
#   help: >-
#     add a control that meets "9.1/trust-authority" and names the authority: which CA, issuer or
#     key service, who may have it issue, and how a credential is revoked
#   example: |
#     [[controls]]
#     id       = "workload-certificate-authority"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.1/trust-authority"]
#     refs     = ["nist800-53r5/SC-17"]
#     evidence = [{ infrastructure = "aws_acmpca_certificate_authority.*" }]
#   references: [iso27002:2022/5.16, iso27002:2022/8.24, nist800-53r5/SC-12, nist800-53r5/SC-17]
trust_authority := claims.judge("9.1/trust-authority")

# METADATA
# title: Authentication between components
# description: >-
#   Each element of the system proves its identity to the elements it talks to, and each checks
#   what the caller may do. A place in the same network is no proof.
# custom:
#   id: 9.1/component-authentication
#   severity: error
#   threats: [7.1.2, 7.2.1]
#   provider: CSP
#   why: >-
#     One foothold is enough where components trust whoever reaches them: an attacker in a web
#     front end calls the billing API, or the internal administration endpoint, and is taken for the
#     front end (7.2.1). A rogue instance that registers under the name of a back end is handed
#     the sessions of customers (7.1.2).
#   help: >-
#     add a control that meets "9.1/component-authentication", such as mutual TLS in the mesh or a
#     short-lived workload identity for each function, and no secret that several components share
#   example: |
#     [[controls]]
#     id       = "workload-identity"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.1/component-authentication"]
#     refs     = ["ccm4/IAM-14"]
#     evidence = [{ document = "docs/service-mesh.md", reviewed = 2026-09-01 }]
#   references: [iso27002:2022/8.5, nist800-53r5/IA-3, nist800-53r5/SC-23, ccm4/IAM-14]
component_authentication := claims.judge("9.1/component-authentication")

# METADATA
# title: Federation of trust
# description: >-
#   A current document names each island or federation of trust that the service takes part in, the
#   authority each one rests on, and what is accepted across its border. It applies where an
#   upstream provider, a partner, or the members of a community or hybrid cloud take part.
# custom:
#   id: 9.1/trust-federation
#   severity: warning
#   threats: [7.1.1, 7.1.2, 7.2.1]
#   provider: CSP
#   why: >-
#     Trust between organizations outlives the reason for it: a partner leaves, and its issuer still
#     stands in a trust policy that nobody has on a list. Whoever gets hold of that issuer signs in
#     as any user it vouches for (7.1.2), assumes a role that administers the service (7.2.1), and
#     takes the data along (7.1.1).
#   help: >-
#     add a control that meets "9.1/trust-federation", with a document that lists the islands of
#     trust (your own, each upstream provider's, each partner's), the authority each one rests on,
#     and who ends the trust when a party leaves
#   example: |
#     [[controls]]
#     id       = "trust-map"
#     kind     = "policy"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.1/trust-federation"]
#     evidence = [{ document = "docs/trust-map.md", reviewed = 2026-09-01 }]
#   references: [iso27002:2022/5.16, nist800-53r5/AC-20, nist800-53r5/IA-8(2)]
trust_federation := claims.judge_recorded("9.1/trust-federation", "the list of trust islands and authorities") if {
	facts.several_parties
} else := {
	"verdict": "not-applicable",
	"because": "one party alone runs the service: no upstream, no partner, no community or hybrid cloud",
	"path": ["service", "deployment"],
} if {
	input.service.deployment
}
