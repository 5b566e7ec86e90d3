# METADATA
# title: Interoperability, portability and reversibility
# description: >-
#   Clause 9.13 of X.ccsec. Security functions that fit with others', and a way out that keeps protection.
package ccsec.capabilities.interoperability_and_portability

import data.ccsec.lib.claims
import data.ccsec.lib.facts

# METADATA
# title: Interoperable security functions
# description: >-
#   The security functions of the service, such as sign-on, keys, logs and policy, work with those of
#   other providers through standard interfaces, and their decisions agree.
# custom:
#   id: 9.13/interoperability
#   severity: warning
#   threats: [8.1.6, 8.2.3]
#   provider: CSP
#   why: >-
#     An account that was disabled in the customer's directory stays alive in the service, since the two
#     speak no common protocol: one module refuses whom the other still admits (8.2.3). Once logs, roles
#     and keys exist only in one provider's own format, each new service has to be bought from the same
#     provider, holes included (8.1.6).
#   help: >-
#     add a control that meets "9.13/interoperability"; a good one names the standard behind each function:
#     OpenID Connect or SAML for sign-on, SCIM for accounts, KMIP or PKCS #11 for keys, syslog or OCSF for
#     logs
#   example: |
#     [[controls]]
#     id       = "standard-sign-on"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.13/interoperability"]
#     refs     = ["nist800-53r5/IA-8(4)", "ccm4/IPY-02"]
#     evidence = [{ infrastructure = "aws_iam_openid_connect_provider.*" }]
#   references:
#     - iso27002:2022/5.23
#     - nist800-53r5/IA-8(4)
#     - ccm4/IPY-01
#     - ccm4/IPY-02
interoperability := claims.judge("9.13/interoperability")

# METADATA
# title: Portability between providers
# description: >-
#   The customer can replace one provider by another: the security that the service relies on exists
#   elsewhere or moves along, so that data and functions stay protected before, during and after.
# custom:
#   id: 9.13/portability
#   severity: error
#   threats: [8.1.6, 8.2.5]
#   provider: CSP
#   why: >-
#     The provider leaves a hole open for months, and the customer stays, because access rules and
#     encryption work nowhere else (8.1.6). When the provider withdraws or alters the function on which the
#     protection rests, a system that cannot move has to run on without it (8.2.5).
#   help: >-
#     add a control that meets "9.13/portability"; a good one lists each security function that only this
#     provider has, what replaces it elsewhere, and avoids those that nothing replaces
#   example: |
#     [[controls]]
#     id       = "portable-protection"
#     kind     = "policy"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.13/portability"]
#     refs     = ["ccm4/IPY-03"]
#     evidence = [{ document = "docs/portability.md", reviewed = 2026-09-01 }]
#   references:
#     - iso27002:2022/5.23
#     - ccm4/IPY-01
#     - ccm4/IPY-03
portability := claims.judge("9.13/portability")

# METADATA
# title: Reversibility
# description: >-
#   A written exit procedure says how the customer takes systems and data back, in which formats and by
#   when, and how all that is left behind, copies and backups too, is erased and the erasure confirmed.
# custom:
#   id: 9.13/reversibility
#   severity: error
#   threats: [8.1.6]
#   provider: CSP
#   why: >-
#     The contract ends, and what the customer gets is a dump that only this service can read, thirty days
#     before the deletion of the original: so the contract is renewed, on any terms (8.1.6). A customer who
#     does leave is told years later that an old backup with its data was stolen.
#   help: >-
#     add a control that meets "9.13/reversibility", with the exit procedure as its dated evidence: formats,
#     time allowed, who does what, and how erasure is confirmed, save what the law orders to keep
#   example: |
#     [[controls]]
#     id       = "exit-procedure"
#     kind     = "procedure"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.13/reversibility"]
#     refs     = ["iso27017:2015/CLD.8.1.5", "iso27002:2022/8.10", "ccm4/IPY-04"]
#     evidence = [{ document = "docs/exit.md", reviewed = 2026-09-01 }]
#   references:
#     - iso27002:2022/5.11
#     - iso27002:2022/5.23
#     - iso27002:2022/8.10
#     - iso27017:2015/CLD.8.1.5
#     - ccm4/IPY-04
#     - ccm4/DSP-16
reversibility := claims.judge_recorded("9.13/reversibility", "the exit procedure") if {
	leaves_something
} else := {
	"verdict": "not-applicable",
	"because": "it is no provider's service, and the descriptor names no upstream provider to leave",
	"path": ["upstream"],
} if {
	input.service.role != "CSP"
}

# Customers leave a provider, and a provider leaves those upstream.
leaves_something if facts.provider

leaves_something if facts.has_upstream

# METADATA
# title: Transfer of keys and identities
# description: >-
#   Keys and identities move between two systems, or are translated, so that neither the data in transit
#   nor a key is ever in the clear. Keys for data that must be kept are kept as long.
# custom:
#   id: 9.13/key-and-identity-transfer
#   severity: warning
#   threats: [8.1.6, 8.2.5]
#   provider: CSP
#   why: >-
#     The data may be exported, but its keys never leave the provider's vault: an archive that nobody can
#     open keeps the customer where it is (8.1.6). Moved to a successor system in haste, everything is
#     decrypted to a staging disk, and accounts arrive without the restrictions under which they were
#     assessed (8.2.5).
#   help: >-
#     add a control that meets "9.13/key-and-identity-transfer"; a good one wraps keys for the receiving
#     system or re-encrypts between two key stores, and maps accounts and roles by a standard protocol
#   example: |
#     [[controls]]
#     id       = "wrapped-key-transfer"
#     kind     = "procedure"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.13/key-and-identity-transfer"]
#     refs     = ["iso27002:2022/8.24", "nist800-53r5/SC-12"]
#     evidence = [
#       { infrastructure = "aws_kms_external_key.*" },
#       { document = "docs/key-transfer.md", reviewed = 2026-09-01 },
#     ]
#   references:
#     - iso27002:2022/5.16
#     - iso27002:2022/8.24
#     - nist800-53r5/SC-12
#     - ccm4/IPY-03
key_and_identity_transfer := claims.judge("9.13/key-and-identity-transfer") if {
	facts.stores_data
} else := {
	"verdict": "not-applicable",
	"because": "the service stores no data that would have to move with its keys",
	"path": ["data", "stored"],
}
