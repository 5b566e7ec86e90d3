# From what the controls claim of an expectation to a verdict on it. `input.index.claims` maps each
# claimed expectation to its claims, those that count most first; a claim by a party that cannot hold the
# duty does not count.
package ccsec.lib.claims

import data.ccsec.lib.parties

# The verdict of an expectation for which any implemented control will do. Mostly the first claim decides;
# to look at it alone is what keeps a rule a lookup.
judge(id) := {"verdict": claim.grade} if {
	claim := input.index.claims[id][0]
	claim.status == "implemented"
	not [id, claim.by] in parties.misplaced
} else := {"verdict": "missing"} if {
	not input.index.claims[id]
} else := {"verdict": standing[0].grade} if {
	standing := [claim |
		some claim in input.index.claims[id]
		claim.status == "implemented"
		not [id, claim.by] in parties.misplaced
	]
	count(standing) > 0
} else := {"verdict": "planned"} if {
	some claim in input.index.claims[id]
	claim.status == "planned"
	not [id, claim.by] in parties.misplaced
} else := {"verdict": "missing", "because": because} if {
	some claim in input.index.claims[id]
	because := sprintf("it is claimed only by the %s, which cannot hold it", [claim.by])
} else := {"verdict": "missing"}

# The verdict of an expectation that lives in a record: a claim without a dated, current document
# does not meet it. `record` names the document, as in "the report of the last exercise". What an
# upstream service provides is no record of this one, and neither is a scanner's report.
judge_recorded(id, record) := judgement if {
	judgement := judge(id)
	judgement.verdict != "declared"
	not reported(id)
} else := {
	"verdict": "missing",
	"because": sprintf("it is claimed, but the document named as %s %s: %s", [record, fault.fact, fault.file]),
	"path": fault.path,
	"help": sprintf(fault.help, [fault.file]),
} if {
	fault := record_faults(id)[0]
} else := {
	"verdict": "missing",
	"because": sprintf("it is claimed, but %s is not on record", [record]),
	"help": sprintf("add %s as evidence = [{ document = \"docs/…\", reviewed = YYYY-MM-DD }]", [record]),
} if {
	some claim in input.index.claims[id]
	not claim.upstream
} else := {
	"verdict": "missing",
	"because": sprintf("it is claimed by an upstream service alone, and %s is not on record", [record]),
	"help": sprintf("add a control of your own that meets \"%s\", with %s as its document", [id, record]),
}

# Whether scanners' reports are all that is behind the claims that hold.
reported(id) if {
	judgement := judge(id)
	judgement.verdict in {"verified", "documented"}
	holding := [claim |
		some claim in input.index.claims[id]
		claim.status == "implemented"
		claim.grade in {"verified", "documented"}
		not claim.reported
		not [id, claim.by] in parties.misplaced
	]
	count(holding) == 0
}

# What is wrong with the documents that the claims of an expectation name, in the order of the claims.
record_faults(id) := [fault |
	some claim in input.index.claims[id]
	claim.status == "implemented"
	some entry in input.index.controls[claim.control].files
	entry.kind == "document"
	state := record_states[entry.state]
	fault := object.union(state, {"file": entry.file, "path": entry.path})
]

record_states := {
	"stale": {
		"fact": "was reviewed too long ago",
		"help": "read %s against the service as it is now, correct it, and renew its date",
	},
	"undated": {
		"fact": "does not say when it was reviewed",
		"help": "write { document = \"%s\", reviewed = YYYY-MM-DD }",
	},
	"future": {
		"fact": "has a date of review that has not come yet",
		"help": "write the day on which %s was last reviewed",
	},
	"empty": {"fact": "is empty", "help": "write into %s what it is to record"},
	"absent": {"fact": "does not exist", "help": "write %s, or name the file that is the record"},
	"outside": {"fact": "lies outside the repository", "help": "keep the record in the repository, not at %s"},
	"unreadable": {"fact": "cannot be read", "help": "make %s a file that can be read"},
}

# The gap of a claim that needs a record among other things; undefined where nothing is claimed, or
# the record is there.
unrecorded(id, record) := gap if {
	found := judge_recorded(id, record)
	paths := [claim.path | some claim in input.index.claims[id]; claim.status == "implemented"]
	gap := {"because": found.because, "path": object.get(found, "path", paths[0]), "help": found.help}
}

# The verdict of an expectation that the descriptor must also state in values. `gaps` holds
# `{"because", "path", "help"}` for each value that is not there.
judge_stated(id, gaps) := judgement if {
	judgement := judge(id)
	judgement.verdict in {"contradicted", "missing", "planned"}
} else := judgement if {
	count(gaps) == 0
	judgement := judge(id)
} else := {
	"verdict": "missing",
	"because": concat("; ", {gap.because | some gap in gaps}),
	"path": [gap.path | some gap in gaps][0],
	"help": concat("; ", {gap.help | some gap in gaps}),
}

# How findings call a control.
name(control) := sprintf("control \"%s\"", [control.id]) if control.id
else := "a control"
