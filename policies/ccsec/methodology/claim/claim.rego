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
#   they were last reviewed, or a report does not say when it was made.
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
	not control.examined
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

undocumented contains violation if {
	some control in input.index.controls
	control.status == "implemented"
	not control.examined
	some entry in control.files
	entry.kind == "sarif"
	entry.state == "undated"
	violation := {
		"message": sprintf("%s rests on a report that does not say when it was made: %s", [
			claims.name(control),
			entry.file,
		]),
		"path": entry.path,
		"label": "no date",
		"help": "add the day of the run to this evidence: reviewed = YYYY-MM-DD",
	}
}

# METADATA
# title: Dead evidence
# description: >-
#   The evidence of a control is a file that does not exist, is empty, lies outside the repository,
#   or cannot be read, or a scanner's report that is none, or that tells of a run that went wrong.
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

dead_evidence contains violation if {
	some control in input.index.controls
	some entry in control.files
	entry.state == "broken"
	violation := {
		"message": sprintf("the evidence of %s cannot be used: %s", [claims.name(control), entry.fault]),
		"path": entry.path,
		"label": "this is no report that can be read",
		"labels": [{"path": path, "label": "reading stopped here"} | path := entry.fault_path],
		"help": entry.fault_help,
	}
}

dead_evidence contains violation if {
	some control in input.index.controls
	some entry in control.files
	entry.state == "failed"
	violation := {
		"message": sprintf("the evidence of %s proves nothing: %s", [claims.name(control), entry.fault]),
		"path": entry.path,
		"label": "the run of this report went wrong",
		"help": "run the scanner again until it ends without an error",
	}
}

# METADATA
# title: Report that does not prove its claim
# description: >-
#   A scanner's report does not show that it looked for every rule that a control rests on, leaves it
#   to a person whether one is kept to, or is dated later than today.
# custom:
#   id: claim/unproven
#   severity: warning
#   why: >-
#     That a report is silent on a rule can mean that all is well, or that the rule was renamed, was
#     misspelt, or never ran. Most scanners list only what they found, so that a clean report and one
#     of a scan that looked elsewhere are the same file.
#   help: >-
#     let the scanner list the rules that passed, correct the rule's id, or vouch for it with
#     unlisted = "passed"
#   example: |
#     [[controls]]
#     id       = "disk-encryption"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.7/encryption-at-rest"]
#     evidence = [{ sarif = "reports/semgrep.sarif", rules = ["disk-in-clear"], reviewed = 2026-09-01 }]
#   references: [nist800-53r5/CA-2]
unproven contains violation if {
	some control in input.index.controls
	some entry in control.files
	entry.state in {"not-covered", "contradicted"}
	some gap in entry.uncovered
	violation := {
		"message": sprintf("the evidence of %s does not prove it: %s", [claims.name(control), gap.message]),
		"path": gap.path,
		"label": "not in the report",
		"help": gap.help,
	}
}

unproven contains violation if {
	some control in input.index.controls
	some entry in control.files
	entry.state == "undecided"
	violation := {
		"message": sprintf("the evidence of %s leaves it open: %s%s", [
			claims.name(control),
			entry.hits[0].fact,
			beyond(count(entry.hits) - 1 + entry.more),
		]),
		"path": entry.path,
		"label": "this report does not decide",
		"labels": [{"path": hit.path, "label": sprintf("%s leaves this open", [hit.tool])} |
			some hit in array.slice(entry.hits, 0, 3)
		],
		"help": "look at what the scanner found, let it pass or fail there, and run it again",
	}
}

unproven contains violation if {
	some control in input.index.controls
	some entry in control.files
	entry.state == "future"
	violation := {
		"message": sprintf("the evidence of %s does not prove it: %s says that it was made on %s", [
			claims.name(control),
			entry.file,
			entry.made,
		]),
		"path": entry.path,
		"label": "dated later than today",
		"help": "correct the clock of the machine that runs the scanner, and run it again",
	}
}

# METADATA
# title: Stale evidence
# description: >-
#   A document was last reviewed, or a scanner last run, longer ago than the settings allow.
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
	entry.kind != "sarif"
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

stale contains violation if {
	some control in input.index.controls
	some entry in control.files
	entry.state == "stale"
	entry.kind == "sarif"
	violation := object.union(
		{
			"message": sprintf("the evidence of %s is stale: %s was made %d days ago, and %d are allowed", [
				claims.name(control),
				entry.file,
				entry.age,
				entry.limit,
			]),
			"label": sprintf("%d days ago", [entry.age]),
		},
		renewed(entry),
	)
}

# Where the date of a report stands, and how it is renewed: in the report, or beside it.
renewed(entry) := {"path": entry.path, "help": "run the scanner again"} if entry.made
else := {
	"path": entry.reviewed_path,
	"labels": [{"path": entry.path, "label": "the evidence"}],
	"help": "run the scanner again, and set reviewed = YYYY-MM-DD to the day of the run",
}

beyond(more) := sprintf(", and %d more", [more]) if more > 0
else := ""

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
