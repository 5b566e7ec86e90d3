# METADATA
# title: Identity and access management
# description: >-
#   Clause 9.2 of X.ccsec. Who acts, by what right, who answers for it, and what can be proven of it
#   afterwards: identities, authentication, authorization and transaction audit.
package ccsec.capabilities.identity_and_access_management

import data.ccsec.lib.claims
import data.ccsec.lib.facts

# METADATA
# title: Identity management
# description: >-
#   Each identity of a user, an administrator or a service has an owner. It is created on approval,
#   changed when the role changes, and removed when the person leaves or the service is retired.
# custom:
#   id: 9.2/identity-management
#   severity: error
#   threats: [7.1.2, 7.1.3, 7.2.1, 7.2.2, 8.1.3]
#   provider: CSP
#   why: >-
#     Accounts that nobody removes are the quietest way in. A dismissed employee of the customer
#     (7.1.3) or of the provider (7.2.2) still signs in months later, a service account that no team
#     owns keeps its key to the control plane (7.2.1), and credentials leaked elsewhere still open
#     it (7.1.2). The customer cannot say who holds power over its data (8.1.3).
#   help: >-
#     add a control that meets "9.2/identity-management": identities come from one directory,
#     joining and leaving are driven by the personnel system, and service accounts have owners
#   example: |
#     [[controls]]
#     id       = "joiners-movers-leavers"
#     kind     = "procedure"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.2/identity-management"]
#     refs     = ["iso27002:2022/5.16", "ccm4/IAM-07"]
#     evidence = [{ document = "docs/identity-lifecycle.md", reviewed = 2026-09-01 }]
#   references:
#     - iso27002:2022/5.16
#     - iso27002:2022/5.18
#     - nist800-53r5/AC-2
#     - nist800-53r5/IA-4
#     - ccm4/IAM-03
#     - ccm4/IAM-06
#     - ccm4/IAM-07
identity_management := claims.judge("9.2/identity-management")

# METADATA
# title: Authentication of users and services
# description: >-
#   Whoever uses the service, a person or a program, is authenticated before anything is read or
#   changed. What is open to anybody on purpose is named as such.
# custom:
#   id: 9.2/authentication
#   severity: error
#   threats: [7.1.1, 7.1.2, 7.2.1, 8.1.7, 8.3.2]
#   provider: CSP
#   why: >-
#     One bucket, queue or endpoint that answers without asking who calls is found by scanners
#     within hours. The data behind it leaks (7.1.1), with it the code and the models of customers
#     (8.1.7) and of partners (8.3.2). An unauthenticated management port hands over the service
#     itself (7.2.1), and a reused password opens what seemed protected (7.1.2).
#   help: >-
#     add a control that meets "9.2/authentication": an authorizer in front of each API, tokens or
#     client certificates for programs, and a second factor or passkeys for people
#   example: |
#     [[controls]]
#     id       = "api-authorizer"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.2/authentication"]
#     evidence = [{ infrastructure = "aws_apigatewayv2_authorizer.*" }]
#   references:
#     - iso27002:2022/5.17
#     - iso27002:2022/8.5
#     - nist800-53r5/IA-2
#     - nist800-53r5/IA-8
#     - ccm4/IAM-14
authentication := claims.judge("9.2/authentication")

# METADATA
# title: Administrator authentication
# description: >-
#   Administrators of the customer and of the provider sign in with more than a password, each under
#   a name of their own. No administrator credential is shared, and emergency accounts are sealed
#   and raise an alarm when used.
# custom:
#   id: 9.2/administrator-authentication
#   severity: error
#   threats: [7.1.2, 7.1.3, 7.2.1, 7.2.2]
#   provider: CSP
#   why: >-
#     A phished or reused password of one administrator is the whole service: the attacker adds
#     accounts, redirects DNS and reads everything (7.1.2, 7.2.1). Where a team shares one login,
#     whoever leaves the customer (7.1.3) or the provider (7.2.2) takes it along, and the trail
#     shows "admin" for every act.
#   help: >-
#     add a control that meets "9.2/administrator-authentication": named administrator accounts,
#     phishing-resistant second factors (FIDO2, smart card), and no shared root credential
#   example: |
#     [[controls]]
#     id       = "administrators-use-security-keys"
#     kind     = "policy"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.2/administrator-authentication"]
#     refs     = ["nist800-53r5/IA-2(1)", "nist800-53r5/IA-2(5)"]
#     evidence = [{ document = "docs/administrator-access.md", reviewed = 2026-09-01 }]
#   references:
#     - iso27002:2022/8.2
#     - iso27002:2022/8.5
#     - nist800-53r5/IA-2(1)
#     - nist800-53r5/IA-2(5)
#     - ccm4/IAM-13
#     - ccm4/IAM-14
administrator_authentication := claims.judge("9.2/administrator-authentication")

# METADATA
# title: Least privilege
# description: >-
#   Each identity holds the rights that its task needs and no more. No administrator, the provider's
#   included, has rights over a customer's assets that go beyond that customer's policy.
# custom:
#   id: 9.2/authorization
#   severity: error
#   threats: [7.1.1, 7.1.3, 7.2.1, 7.2.2, 8.1.3, 8.1.4, 8.1.7, 8.3.2]
#   provider: CSP
#   why: >-
#     With rights to spare, one stolen or abused identity is enough for all: a support engineer
#     browses personal records (7.2.2, 8.1.4), an employee of the customer exports every project
#     (7.1.3, 7.1.1), a build token administers production (7.2.1), and source code of customers
#     and partners is copied by people who never needed to see it (8.1.7, 8.3.2). A provider that
#     grants its administrators more than the customer allows has taken the decision away (8.1.3).
#   help: >-
#     add a control that meets "9.2/authorization": roles for each task without wildcards, elevated
#     rights for a limited time on approval, and the customer's consent to the provider's access
#   example: |
#     [[controls]]
#     id       = "roles-without-wildcards"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.2/authorization"]
#     refs     = ["ccm4/IAM-05", "ccm4/IAM-11"]
#     evidence = [
#       { infrastructure = "aws_iam_role_policy.*" },
#       { document = "docs/support-access.md", reviewed = 2026-09-01 },
#     ]
#   references:
#     - iso27002:2022/5.15
#     - iso27002:2022/8.2
#     - iso27002:2022/8.3
#     - nist800-53r5/AC-3
#     - nist800-53r5/AC-6
#     - ccm4/IAM-05
#     - ccm4/IAM-11
#     - ccm4/IAM-16
authorization := claims.judge("9.2/authorization")

# METADATA
# title: Accountability
# description: >-
#   Each duty has one accountable party: CSC, CSP or CSN. Where personal data is handled, [data] names
#   its controller and its processor. Where a partner's code runs in the service, a current document
#   says which of the two answers for what.
# custom:
#   id: 9.2/accountability
#   severity: error
#   threats: [8.1.1, 8.2.1, 8.3.1]
#   provider: CSP
#   why: >-
#     After a leak each side holds the other for the controller: neither notifies the authority in
#     time, and the customer finds itself under a law that it had not reckoned with (8.1.1). The
#     provider pays for a firewall that it took to be the customer's business (8.2.1). Where the
#     provider's and a partner's code fail together, the two point at each other, the cause is not
#     found, and the breach happens again (8.3.1).
#   help: >-
#     add a control that meets "9.2/accountability", with the split of duties as its evidence (one
#     accountable party a duty), and where personal = true, state controller and processor in [data]
#   example: |
#     [data]
#     classification = "confidential"
#     personal       = true
#     controller     = "CSC"
#     processor      = "CSP"
#     jurisdictions  = ["DE"]
#
#     [[controls]]
#     id       = "split-of-duties"
#     kind     = "policy"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.2/accountability"]
#     refs     = ["iso27017:2015/CLD.6.3.1"]
#     evidence = [{ document = "docs/split-of-duties.md", reviewed = 2026-09-01 }]
#   references:
#     - iso27002:2022/5.2
#     - iso27017:2015/CLD.6.3.1
#     - nist800-53r5/SA-9
#     - ccm4/STA-04
#     - ccm4/DSP-06
accountability := claims.judge_stated("9.2/accountability", accountability_gaps) if {
	input.data.personal in {true, false}
}

accountability_gaps contains gap if {
	facts.personal_data
	not input.data.controller
	gap := {
		"because": "the controller of the personal data is not named",
		"path": ["data", "personal"],
		"help": "state controller = \"CSC\" in [data]",
	}
}

accountability_gaps contains gap if {
	facts.personal_data
	not input.data.processor
	gap := {
		"because": "the processor of the personal data is not named",
		"path": ["data", "personal"],
		"help": "state processor = \"CSP\" in [data]",
	}
}

accountability_gaps contains gap if {
	facts.hosts_partner_code
	unrecorded := claims.unrecorded("9.2/accountability", "the split of duties")
	gap := object.union(
		unrecorded,
		{"because": "a partner's code runs here, but who answers for what is not on record"},
	)
}

# METADATA
# title: Transaction audit
# description: >-
#   Transactions of users, administrators and services are recorded with who, what, when and result,
#   where none of them can alter the record, and for long enough to reconstruct an incident.
# custom:
#   id: 9.2/transaction-audit
#   severity: error
#   threats: [7.1.1, 7.1.3, 7.2.2, 8.1.1, 8.1.3, 8.2.1, 8.3.1]
#   provider: CSP
#   why: >-
#     Without a record that its subjects cannot edit, an insider at the customer (7.1.3) or the
#     provider (7.2.2) deletes the trace together with the data, and nobody knows what leaked
#     (7.1.1). The customer cannot see what was done to its data (8.1.3), and when customer,
#     provider and partner dispute whose change broke the service, there is nothing to decide it
#     by (8.1.1, 8.2.1, 8.3.1).
#   help: >-
#     add a control that meets "9.2/transaction-audit": an audit log of the control plane and of
#     access to data, written once to an account that its subjects do not administer
#   example: |
#     [[controls]]
#     id       = "audit-trail"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.2/transaction-audit"]
#     refs     = ["nist800-53r5/AU-9", "nist800-53r5/AU-10"]
#     evidence = [{ infrastructure = "aws_cloudtrail.*" }]
#   references:
#     - iso27002:2022/8.15
#     - nist800-53r5/AU-2
#     - nist800-53r5/AU-9
#     - nist800-53r5/AU-10
#     - nist800-53r5/AU-12
#     - ccm4/LOG-08
#     - ccm4/IAM-12
transaction_audit := claims.judge("9.2/transaction-audit")

# METADATA
# title: Active monitoring of the audit trail
# description: >-
#   The audit trail is watched, not only kept: suspicious activity raises an alarm, and somebody
#   answers it.
# custom:
#   id: 9.2/active-monitoring
#   severity: warning
#   threats: [7.1.3, 7.2.1, 7.2.2, 8.1.4]
#   provider: CSP
#   why: >-
#     A log that nobody reads tells afterwards how long it went on. A stolen administrator session
#     creates keys from an unknown country (7.2.1), an employee of the customer downloads the whole
#     customer list on the last working day (7.1.3), an operator looks up acquaintances night after
#     night (7.2.2, 8.1.4), and the first to notice is the victim.
#   help: >-
#     add a control that meets "9.2/active-monitoring": alarms on new administrators, sign-ins
#     without a second factor, changes to the audit log and mass reads, sent to people on call
#   example: |
#     [[controls]]
#     id       = "audit-alarms"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.2/active-monitoring"]
#     evidence = [{ infrastructure = "aws_cloudwatch_metric_alarm.audit_*" }]
#   references:
#     - iso27002:2022/8.16
#     - iso27017:2015/CLD.12.4.5
#     - nist800-53r5/AC-2(12)
#     - nist800-53r5/AU-6
#     - nist800-53r5/SI-4
#     - ccm4/LOG-03
#     - ccm4/LOG-05
active_monitoring := claims.judge("9.2/active-monitoring")

# METADATA
# title: Identity federation
# description: >-
#   Where identities come from more than one security domain, single sign-on or federation joins the
#   domains: people and programs keep the identity of their own organization. It applies to community
#   and hybrid clouds, and where a partner operates, audits or brings code.
# custom:
#   id: 9.2/identity-federation
#   severity: warning
#   threats: [7.1.2, 8.1.3]
#   provider: CSP
#   why: >-
#     Without it, each outsider gets a second account with a second password, reused from elsewhere
#     and phished there (7.1.2). When the auditor or operator leaves the partner, nobody tells this
#     service: the account lives on, and the home organization has lost the say over its own people
#     (8.1.3).
#   help: >-
#     add a control that meets "9.2/identity-federation": SAML or OpenID Connect with each domain's
#     own identity provider, and no local accounts for people from other domains
#   example: |
#     [[controls]]
#     id       = "partner-single-sign-on"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.2/identity-federation"]
#     evidence = [{ infrastructure = "aws_iam_saml_provider.*" }]
#   references: [iso27002:2022/5.16, nist800-53r5/IA-8(2), nist800-53r5/IA-8(4)]
identity_federation := claims.judge("9.2/identity-federation") if {
	several_identity_domains
} else := {
	"verdict": "not-applicable",
	"because": "all identities come from one domain: no community or hybrid cloud, no partner who signs in",
	"path": ["service", "deployment"],
} if {
	input.service.deployment
}

several_identity_domains if input.service.deployment in {"community", "hybrid"}

# Whoever operates, audits or deploys code signs in. A part in a box, or in a package, does not.
several_identity_domains if {
	some partner_organization in input.partners
	some delivery in partner_organization.delivers
	delivery in {"audit", "code", "operations"}
}

# METADATA
# title: Authentication of software and datasets
# description: >-
#   Software modules, applications and datasets are authenticated, by signature or by a digest from a
#   trusted source, before they are installed, started or loaded. It applies where code runs.
# custom:
#   id: 9.2/software-authentication
#   severity: error
#   threats: [8.1.8, 8.3.3]
#   provider: CSP
#   why: >-
#     A tag in a registry can be moved: what was tested is not what starts. Whoever can write to the
#     registry, the package mirror or the bucket of the model puts other code in its place, and the
#     customer's application (8.1.8) or the partner's module (8.3.3) misbehaves under its owner's
#     good name.
#   help: >-
#     add a control that meets "9.2/software-authentication": releases are signed, and admission,
#     the function runtime or the loader of datasets refuses what does not verify
#   example: |
#     [[controls]]
#     id       = "code-signing"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.2/software-authentication"]
#     refs     = ["nist800-53r5/SI-7(15)"]
#     evidence = [{ infrastructure = "aws_lambda_code_signing_config.*" }]
#   references: [iso27002:2022/8.19, nist800-53r5/SI-7, nist800-53r5/SI-7(15), nist800-53r5/SR-11]
software_authentication := claims.judge("9.2/software-authentication") if {
	loads_software
} else := {
	"verdict": "not-applicable",
	"because": "the service has no compute and names no party whose code runs here",
	"path": ["service", "compute"],
} if {
	input.service.compute
}

loads_software if facts.runs_code

loads_software if count(input.service.code) > 0
