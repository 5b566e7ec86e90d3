# METADATA
# title: Data isolation, protection and privacy protection
# description: >-
#   Clause 9.7 of X.ccsec. Keep tenants' data apart, let data be read and changed only as its customer
#   or the law allows, and use private information for nothing but the purposes agreed on.
package ccsec.capabilities.data_protection

import data.ccsec.lib.claims
import data.ccsec.lib.facts

# METADATA
# title: Isolation of tenants' data
# description: >-
#   No tenant reaches data that belongs to another tenant, not even in encrypted form, unless the owner
#   has explicitly authorized it. The tenant is checked where the data is read, not only in the interface.
# custom:
#   id: 9.7/tenant-isolation
#   severity: error
#   threats: [8.2.2]
#   provider: CSP
#   why: >-
#     One query without its tenant filter, or one cache key shared by two customers, shows a customer
#     the records of another, who may well be a competitor (8.2.2). Ciphertext is no excuse: whoever can
#     fetch it can keep it until the key leaks.
#   help: >-
#     add a control that meets "9.7/tenant-isolation": row-level security, or a bucket, schema or key of
#     its own for each tenant, and a test that one tenant's token cannot read another tenant's record
#   example: |
#     [[controls]]
#     id       = "row-level-security"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.7/tenant-isolation"]
#     refs     = ["nist800-53r5/SC-4", "ccm4/IVS-06"]
#     evidence = [{ document = "docs/data/tenant-isolation.md", reviewed = 2026-09-01 }]
#   references: [iso27002:2022/8.3, iso27017:2015/CLD.9.5.1, nist800-53r5/SC-4, ccm4/IVS-06]
tenant_isolation := claims.judge("9.7/tenant-isolation") if {
	facts.multi_tenant
} else := {
	"verdict": "not-applicable",
	"because": "the service has a single tenant",
	"path": ["service", "tenancy"],
} if {
	input.service.tenancy == "single"
}

# METADATA
# title: Access control for customer data
# description: >-
#   Customer data, and what is derived from it, is read and changed only by those whom the customer has
#   authorized, or as the law requires. This binds the provider's own staff and tools as well.
# custom:
#   id: 9.7/access-control
#   severity: error
#   threats: [7.1.1, 8.1.3, 8.1.4, 8.1.7, 8.2.6, 8.3.2]
#   provider: CSP
#   why: >-
#     A bucket that anybody can list needs no attacker, only a search engine (7.1.1, 8.1.4), and in a
#     move the access lists of the old system are the first thing to stay behind (8.2.6). A support
#     role that reads everything gives the provider privileges that no customer granted (8.1.3). It
#     also opens the source code and designs that customers and partners brought (8.1.7, 8.3.2).
#   help: >-
#     add a control that meets "9.7/access-control": access lists that deny by default and name who may
#     read and write, none of it public, with staff access on approval, for a limited time, and logged
#   example: |
#     [[controls]]
#     id       = "no-standing-staff-access"
#     kind     = "policy"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.7/access-control"]
#     refs     = ["iso27002:2022/8.3", "nist800-53r5/AC-3"]
#     evidence = [
#       { infrastructure = "aws_s3_bucket_policy.*" },
#       { document = "docs/data/staff-access.md", reviewed = 2026-09-01 },
#     ]
#   references: [iso27002:2022/5.15, iso27002:2022/8.3, nist800-53r5/AC-3, ccm4/IAM-05, ccm4/IAM-16]
access_control := claims.judge("9.7/access-control") if {
	handles_data
} else := {
	"verdict": "not-applicable",
	"because": "the service stores no data and runs nothing that could process any",
	"path": ["data", "stored"],
} if {
	input.service.compute == []
	input.service.role in {"CSC", "CSN"}
}

# METADATA
# title: Encryption of stored data
# description: >-
#   Data is encrypted wherever it is stored, backups and snapshots included, by the client before it
#   leaves or by the service when it arrives.
# custom:
#   id: 9.7/encryption-at-rest
#   severity: error
#   threats: [7.1.1, 8.1.4, 8.1.7, 8.2.2, 8.3.2]
#   provider: CSP
#   why: >-
#     Disks are replaced, snapshots are shared with the wrong account, and backups lie in other places
#     than the original. Each of them is readable by whoever holds it unless it is encrypted: personal
#     data (7.1.1, 8.1.4), customers' and partners' code (8.1.7, 8.3.2), or the blocks that a former
#     tenant left on a shared disk (8.2.2).
#   help: >-
#     add a control that meets "9.7/encryption-at-rest": encryption switched on for every bucket, volume,
#     database and snapshot, or encryption by the client with a key that the provider never sees
#   example: |
#     [[controls]]
#     id       = "storage-encryption"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.7/encryption-at-rest"]
#     refs     = ["iso27002:2022/8.24", "nist800-53r5/SC-28(1)", "ccm4/CEK-03"]
#     evidence = [
#       { infrastructure = "aws_s3_bucket.*" },
#       { infrastructure = "aws_ebs_volume.*" },
#     ]
#   references: [iso27002:2022/8.24, nist800-53r5/SC-28, nist800-53r5/SC-28(1), ccm4/CEK-03]
encryption_at_rest := claims.judge("9.7/encryption-at-rest") if {
	facts.stores_data
} else := nothing_stored

# METADATA
# title: Management of keys and privileges
# description: >-
#   Encryption keys, authentication codes and access privileges have an owner and a life cycle: who
#   issues them, who may use them, when they are rotated, how they are revoked and destroyed.
# custom:
#   id: 9.7/key-management
#   severity: error
#   threats: [7.1.1, 8.1.7, 8.3.2]
#   provider: CSP
#   why: >-
#     Encryption moves the secret from the data to the key. A key in a repository, or one that a former
#     employee still holds, opens everything at once (7.1.1), and with it the code that customers and
#     partners entrusted to the service (8.1.7, 8.3.2). A key deleted by mistake is a loss of data that
#     no backup mends.
#   help: >-
#     add a control that meets "9.7/key-management": keys in a key management service, rotated at least
#     yearly, used and administered by different roles, with a delay before deletion
#   example: |
#     [[controls]]
#     id       = "customer-master-keys"
#     kind     = "procedure"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.7/key-management"]
#     refs     = ["nist800-53r5/SC-12", "ccm4/CEK-12"]
#     evidence = [
#       { infrastructure = "aws_kms_key.*" },
#       { document = "docs/data/keys.md", reviewed = 2026-09-01 },
#     ]
#   references:
#     - iso27002:2022/5.17
#     - iso27002:2022/5.18
#     - iso27002:2022/8.24
#     - nist800-53r5/SC-12
#     - ccm4/CEK-01
#     - ccm4/CEK-12
key_management := claims.judge("9.7/key-management") if {
	facts.stores_data
} else := nothing_stored

# METADATA
# title: Integrity verification
# description: >-
#   Stored data, and code that customers or partners bring, is checked against a known good state. A
#   change that nobody authorized is noticed and reaches somebody who acts on it.
# custom:
#   id: 9.7/integrity-verification
#   severity: error
#   threats: [8.1.8, 8.2.6, 8.3.3]
#   provider: CSP
#   why: >-
#     Code that a customer or a partner has handed over runs out of their sight. If somebody swaps an
#     image or patches a library in place, it misbehaves under its owner's name, and the owner learns
#     of it from the users (8.1.8, 8.3.3). A transfer that drops or garbles records during a move goes
#     unnoticed until the source is gone (8.2.6).
#   help: >-
#     add a control that meets "9.7/integrity-verification": checksums or signatures made before data
#     and code are handed over, verified on arrival and at each start, with an alert on a mismatch
#   example: |
#     [[controls]]
#     id       = "signed-images-only"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.7/integrity-verification"]
#     refs     = ["nist800-53r5/SI-7(1)"]
#     evidence = [{ infrastructure = "aws_signer_signing_profile.*" }]
#   references: [nist800-53r5/SI-7, nist800-53r5/SI-7(1), nist800-53r5/SI-7(2), ccm4/CCC-07]
integrity_verification := claims.judge("9.7/integrity-verification") if {
	can_be_tampered_with
} else := {
	"verdict": "not-applicable",
	"because": "the service stores no data and names no code of a customer or a partner",
	"path": ["data", "stored"],
}

# METADATA
# title: Data recovery
# description: >-
#   Data that is lost or damaged can be brought back from copies that the fault, or the attacker, did
#   not reach. How far back the copies go is known, and restoring has been tried.
# custom:
#   id: 9.7/data-recovery
#   severity: error
#   threats: [7.1.1, 8.1.3]
#   provider: CSP
#   why: >-
#     Replication copies a mistaken deletion as faithfully as everything else, so the data is gone in
#     every zone at once (7.1.1). Customers who gave their only copy away cannot recover it themselves,
#     and cannot tell whether the provider can (8.1.3).
#   help: >-
#     add a control that meets "9.7/data-recovery": backups in another account or region, versioning or
#     point-in-time recovery, kept for a stated time and restored on trial
#   example: |
#     [[controls]]
#     id       = "nightly-backup"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.7/data-recovery"]
#     refs     = ["iso27002:2022/8.13", "nist800-53r5/CP-9"]
#     evidence = [
#       { infrastructure = "aws_backup_plan.*" },
#       { document = "docs/data/restore-test.md", reviewed = 2026-09-01 },
#     ]
#   references: [iso27002:2022/8.13, nist800-53r5/CP-9, nist800-53r5/CP-9(1), ccm4/BCR-08]
data_recovery := claims.judge("9.7/data-recovery") if {
	facts.stores_data
} else := nothing_stored

# METADATA
# title: Data deletion
# description: >-
#   The customer can delete data for good: replicas, backups, caches and derived data follow within a
#   known time, and nothing of it is left on storage that is given to another tenant.
# custom:
#   id: 9.7/data-deletion
#   severity: error
#   threats: [8.1.3, 8.1.4, 8.2.2]
#   provider: CSP
#   why: >-
#     A customer must erase a file for legal reasons, but a copy that nobody mentioned survives in a
#     backup or at a subcontractor (8.1.3), and a person's right to erasure is broken without anybody
#     knowing (8.1.4). A volume released without being wiped hands its old contents to the next tenant
#     (8.2.2).
#   help: >-
#     add a control that meets "9.7/data-deletion": deletion on request that reaches every copy within a
#     stated number of days, lifecycle rules that expire backups, and storage wiped before reuse
#   example: |
#     [[controls]]
#     id       = "erasure-within-30-days"
#     kind     = "procedure"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.7/data-deletion"]
#     refs     = ["iso27002:2022/8.10", "ccm4/DSP-16"]
#     evidence = [
#       { infrastructure = "aws_s3_bucket_lifecycle_configuration.*" },
#       { document = "docs/data/erasure.md", reviewed = 2026-09-01 },
#     ]
#   references:
#     - iso27002:2022/8.10
#     - iso27017:2015/CLD.8.1.5
#     - nist800-53r5/MP-6
#     - nist800-53r5/SC-4
#     - nist800-53r5/SI-12(3)
#     - ccm4/DSP-02
#     - ccm4/DSP-16
data_deletion := claims.judge("9.7/data-deletion") if {
	facts.stores_data
} else := nothing_stored

# METADATA
# title: Limitation of purposes
# description: >-
#   Private information, personal or confidential, serves only the purposes that customer and provider
#   have agreed on; so does what is observed of the customer's activity or derived from it. The
#   agreement is on record, and for personal data [data] names the controller.
# custom:
#   id: 9.7/purpose-limitation
#   severity: error
#   threats: [8.1.4]
#   provider: CSP
#   why: >-
#     Access logs show a merger before it is announced, and customers' records make good training data.
#     A provider without an agreed list of purposes decides alone that this is fine. Then private
#     information serves an end that neither the customer nor the person concerned has authorized
#     (8.1.4), and without a record neither side can prove what was agreed.
#   help: >-
#     add a control that meets "9.7/purpose-limitation", with the agreed purposes as its document
#     (observed and derived data included), and state controller in [data] if the data is personal
#   example: |
#     [[controls]]
#     id       = "processing-agreement"
#     kind     = "policy"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.7/purpose-limitation"]
#     refs     = ["nist800-53r5/PT-3", "ccm4/DSP-12"]
#     evidence = [{ document = "docs/privacy/purposes.md", reviewed = 2026-09-01 }]
#
#     [data]
#     classification = "confidential"
#     personal       = true
#     controller     = "CSC"
#     processor      = "CSP"
#     jurisdictions  = ["DE"]
#   references: [iso27002:2022/5.34, nist800-53r5/PT-2, nist800-53r5/PT-3, ccm4/DSP-12]
purpose_limitation := claims.judge_stated("9.7/purpose-limitation", purpose_gaps) if {
	private_information
} else := {
	"verdict": "not-applicable",
	"because": "the data is neither personal nor confidential",
	"path": ["data", "personal"],
} if {
	input.data.personal == false
	input.data.classification in {"public", "internal"}
}

purpose_gaps contains gap if {
	gap := claims.unrecorded("9.7/purpose-limitation", "the agreement on purposes")
}

# By 3.1.4 the controller is whoever determines the purposes.
purpose_gaps contains gap if {
	facts.personal_data
	not input.data.controller
	gap := {
		"because": "nobody is named as the controller, who determines the purposes",
		"path": ["data", "controller"],
		"help": "state controller = \"CSC\" in [data]",
	}
}

# METADATA
# title: Privacy risk assessment
# description: >-
#   A dated assessment names the risks that the service brings to the persons behind the data, and for
#   each risk what is done about it.
# custom:
#   id: 9.7/privacy-risk-assessment
#   severity: warning
#   threats: [8.1.4, 8.2.4]
#   provider: CSP
#   why: >-
#     A free-text field, a debug log or a support export collects personal data that nobody listed.
#     Unassessed, such places are found by those who look for them, and the first assessment is made
#     after the breach (8.1.4). A transfer to a country without sufficient protection surfaces only
#     when an authority asks for the assessment that its law demands (8.2.4).
#   help: >-
#     add a control that meets "9.7/privacy-risk-assessment", with the assessment as its evidence:
#     what personal data flows where, what could happen to the persons, and the treatment of each risk
#   example: |
#     [[controls]]
#     id       = "privacy-impact-assessment"
#     kind     = "procedure"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.7/privacy-risk-assessment"]
#     refs     = ["nist800-53r5/RA-8", "ccm4/DSP-09"]
#     evidence = [{ document = "docs/privacy/assessment-2026.md", reviewed = 2026-09-01 }]
#   references: [iso27002:2022/5.34, nist800-53r5/RA-3, nist800-53r5/RA-8, ccm4/DSP-09]
privacy_risk_assessment := claims.judge_recorded(
	"9.7/privacy-risk-assessment",
	"the privacy risk assessment",
) if {
	facts.personal_data
} else := {
	"verdict": "not-applicable",
	"because": "the data is not personal",
	"path": ["data", "personal"],
} if {
	input.data.personal == false
}

# METADATA
# title: Location of data
# description: >-
#   [data] names each country in which data is stored or processed, and the law that applies allows it.
#   Where personal data is kept in more than one country, the basis for each is on record.
# custom:
#   id: 9.7/data-location
#   severity: error
#   threats: [8.1.3, 8.2.4]
#   provider: CSP
#   why: >-
#     A replica, a support team or a failover region in another country puts the data under that
#     country's law. Its authorities may demand what the customer's law forbids to hand over (8.2.4).
#     A customer who does not know where the data is cannot object, and answers for the transfer
#     all the same (8.1.3).
#   help: >-
#     add a control that meets "9.7/data-location": allowed regions enforced by policy, all countries
#     named in jurisdictions in [data], and a document that states the legal basis for each
#   example: |
#     [[controls]]
#     id       = "regions-in-the-eu"
#     kind     = "policy"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.7/data-location"]
#     refs     = ["nist800-53r5/CM-12", "ccm4/DSP-19"]
#     evidence = [
#       { infrastructure = "aws_organizations_policy.allowed_regions" },
#       { document = "docs/privacy/data-locations.md", reviewed = 2026-09-01 },
#     ]
#
#     [data]
#     classification = "confidential"
#     personal       = true
#     controller     = "CSC"
#     processor      = "CSP"
#     jurisdictions  = ["DE", "IE"]
#   references: [iso27002:2022/5.31, iso27002:2022/5.34, nist800-53r5/CM-12, ccm4/DSP-10, ccm4/DSP-19]
data_location := claims.judge_stated("9.7/data-location", location_gaps) if {
	location_matters
} else := {
	"verdict": "not-applicable",
	"because": "the data is not personal and stays in one country",
	"path": ["data", "jurisdictions"],
} if {
	input.data.personal == false
}

location_gaps contains gap if {
	count(facts.jurisdictions) == 0
	gap := {
		"because": "no country is named in which the data is kept",
		"path": ["data", "jurisdictions"],
		"help": "state jurisdictions = [\"DE\"] in [data]",
	}
}

location_gaps contains gap if {
	facts.personal_data
	facts.several_jurisdictions
	gap := claims.unrecorded("9.7/data-location", "the legal basis for each country")
}

nothing_stored := {
	"verdict": "not-applicable",
	"because": "the service stores no data",
	"path": ["data", "stored"],
}

handles_data if facts.stores_data

handles_data if facts.runs_code

handles_data if facts.provider

can_be_tampered_with if facts.stores_data

can_be_tampered_with if facts.hosts_foreign_code

# Clause 9.7 counts confidential corporate data as private information beside personal data.
private_information if facts.personal_data

private_information if facts.sensitive_data

location_matters if facts.personal_data

# Without any country, nobody can say that there is only one.
location_matters if count(facts.jurisdictions) != 1
