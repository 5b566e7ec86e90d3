# METADATA
# title: Claims and their evidence
# description: >-
#   Clause 10 of X.ccsec, step three. What a control claims rests on evidence that exists, says
#   when it was reviewed, and is not older than the time allowed.
package ccsec.methodology.claim

import data.ccsec.lib.claims

# METADATA
# title: Claim with nothing behind it
# description: >-
#   An implemented control names no evidence at all, or the documents that it names do not say when
#   they were last reviewed.
# custom:
#   id: claim/undocumented
#   severity: warning
#   why: >-
#     The claim is as good as the memory of whoever wrote it. Nobody can check it, nobody notices
#     when it stops being true, and an auditor or a customer downstream has to take it on trust.
#   help: >-
#     add evidence: infrastructure code, a scanner's report, or a document in the repository with
#     the date of its last review
#   example: |
#     [[controls]]
#     id       = "key-rotation"
#     kind     = "procedure"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.7/key-management"]
#     evidence = [{ document = "docs/keys.md", reviewed = 2026-09-01 }]
#   references: [iso27002:2022/5.37, nist800-53r5/CA-2]
undocumented contains violation if {
	some control in input.index.controls
	control.status == "implemented"
	not control.evidence > 0
	not control.attested
	violation := {
		"message": sprintf("%s is said to be implemented, but nothing is behind it", [claims.name(control)]),
		"path": control.path,
		"label": "no evidence",
		"help": "add evidence = [{ document = \"docs/….md\", reviewed = YYYY-MM-DD }]",
	}
}

undocumented contains violation if {
	some control in input.index.controls
	control.status == "implemented"
	documents := [entry | some entry in control.files; entry.state == "undated"; entry.kind == "document"]
	count(documents) > 0
	not dated(control)
	others := [other |
		some document in array.slice(documents, 1, count(documents))
		other := {"path": document.path, "label": "no date of review"}
	]
	violation := {
		"message": sprintf("%s rests on documents that do not say when they were reviewed: %s", [
			claims.name(control),
			concat(", ", [document.file | some document in documents]),
		]),
		"path": documents[0].path,
		"label": "no date of review",
		"labels": others,
		"help": sprintf("write { document = \"%s\", reviewed = YYYY-MM-DD }", [documents[0].file]),
	}
}

# METADATA
# title: Dead evidence
# description: >-
#   The evidence of a control is a file that does not exist, is empty, lies outside the repository,
#   or cannot be read.
# custom:
#   id: claim/dead-evidence
#   severity: error
#   why: >-
#     A pointer to nothing looks like proof until somebody needs it: the recovery plan that was
#     renamed a year ago is missed on the night of the outage. A file outside the repository can
#     change or vanish without anybody's review.
#   help: point at a file in the repository that says what the control does, or remove the entry
#   example: |
#     [[controls]]
#     id       = "restore-drill"
#     kind     = "procedure"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.11/recovery-test"]
#     evidence = [{ document = "docs/restore-drill.md", reviewed = 2026-09-01 }]
#   references: [nist800-53r5/CA-2]
dead_evidence contains violation if {
	some control in input.index.controls
	some entry in control.files
	death := object.get(deaths_of, entry.kind, deaths)[entry.state]
	violation := {
		"message": sprintf("the evidence of %s %s: %s", [claims.name(control), death.fact, entry.file]),
		"path": entry.path,
		"label": death.label,
		"help": sprintf(death.help, [entry.file]),
	}
}

# METADATA
# title: Stale evidence
# description: A document was last reviewed longer ago than the settings allow.
# custom:
#   id: claim/stale
#   severity: warning
#   why: >-
#     A document describes the service of the day on which it was last read. Accounts, networks and
#     people have changed since, and whoever follows it in an incident follows directions to a
#     place that is no longer there.
#   help: read the document against the service as it is now, correct it, and renew its date
#   example: |
#     [[controls]]
#     id       = "incident-runbook"
#     kind     = "procedure"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.10/incident-response"]
#     evidence = [{ document = "docs/incidents.md", reviewed = 2026-09-01 }]
#   references: [iso27002:2022/5.1, iso27002:2022/5.37, nist800-53r5/CA-2]
stale contains violation if {
	some control in input.index.controls
	some entry in control.files
	entry.state == "stale"
	violation := {
		"message": sprintf("the evidence of %s is stale: %s was reviewed %d days ago, and %d are allowed", [
			claims.name(control),
			entry.file,
			entry.age,
			entry.limit,
		]),
		"path": entry.reviewed_path,
		"label": sprintf("%d days ago", [entry.age]),
		"labels": [{"path": entry.path, "label": "the evidence"}],
		"help": sprintf("read %s again, correct it, and set reviewed = YYYY-MM-DD", [entry.file]),
	}
}

dated(control) if {
	some entry in control.files
	entry.kind == "document"
	entry.state in {"current", "stale", "future"}
}

# Resources that are not there.
deaths_of := {"infrastructure": {
	"absent": {
		"fact": "matches no resource",
		"label": "no resource of the service's code has such an address",
		"help": "write the address of a resource in place of %s; `ccsec-lint why` lists those that count",
	},
	"unread": {
		"fact": "names resources of no code",
		"label": "the service names no infrastructure code that could be read",
		"help": "name the code that holds %s in `infrastructure` of [service]",
	},
}}

deaths := {
	"absent": {
		"fact": "does not exist",
		"label": "there is no such file",
		"help": "write %s, or correct the name",
	},
	"empty": {
		"fact": "is empty",
		"label": "nothing stands in this file",
		"help": "write down in %s what the control does, or remove the entry",
	},
	"outside": {
		"fact": "lies outside the repository",
		"label": "leads out of the repository",
		"help": "copy %s into the repository and name the copy",
	},
	"unreadable": {
		"fact": "cannot be read",
		"label": "this file cannot be read",
		"help": "make %s a readable text file, or remove the entry",
	},
}
