# From what the controls claim of an expectation to a verdict on it. `input.index.claims` maps each
# claimed expectation to its claims; a claim by a party that cannot hold the duty does not count.
package ccsec.lib.claims

import data.ccsec.lib.parties

# The verdict of an expectation for which any implemented control will do.
judge(id) := {"verdict": "documented"} if {
	some claim in input.index.claims[id]
	claim.grade == "documented"
	claim.status == "implemented"
	not [id, claim.by] in parties.misplaced
} else := {"verdict": "declared"} if {
	some claim in input.index.claims[id]
	claim.status == "implemented"
	not [id, claim.by] in parties.misplaced
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
# upstream service provides is no record of this one.
judge_recorded(id, record) := judgement if {
	judgement := judge(id)
	judgement.verdict != "declared"
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

# The gap of a claim that needs a record among other things; undefined where nothing is claimed, or
# the record is there.
unrecorded(id, record) := gap if {
	found := judge_recorded(id, record)
	paths := [claim.path | some claim in input.index.claims[id]; claim.status == "implemented"]
	gap := {"because": found.because, "path": paths[0], "help": found.help}
}

# The verdict of an expectation that the descriptor must also state in values. `gaps` holds
# `{"because", "path", "help"}` for each value that is not there.
judge_stated(id, gaps) := judgement if {
	judgement := judge(id)
	judgement.verdict in {"missing", "planned"}
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
