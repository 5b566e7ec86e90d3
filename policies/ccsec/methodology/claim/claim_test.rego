package ccsec.methodology.claim_test

import data.ccsec.methodology.claim

control(changes) := object.union(
	{"id": "keys", "path": ["controls", 0], "by": "CSP", "status": "implemented", "evidence": 1, "files": []},
	changes,
)

document(number, changes) := object.union(
	{
		"control": 0,
		"kind": "document",
		"file": "docs/keys.md",
		"path": ["controls", 0, "evidence", number, "document"],
		"reviewed_path": ["controls", 0, "evidence", number, "reviewed"],
		"state": "current",
		"age": 81,
		"limit": 365,
	},
	changes,
)

undated(number, file) := object.remove(
	document(number, {"state": "undated", "file": file}),
	["age", "reviewed_path"],
)

report := {
	"control": 0,
	"kind": "sarif",
	"file": "reports/trivy.sarif",
	"path": ["controls", 0, "evidence", 0, "sarif"],
	"state": "current",
}

said(state, changes) := object.union(
	report,
	object.union({"state": state, "uncovered": [], "hits": [], "more": 0}, changes),
)

backed(changes, files) := {"index": {"controls": [backed_control(changes, files)]}}

backed_control(changes, files) := control(object.union({"evidence": count(files), "files": files}, changes))

nothing_behind := {
	"message": "control \"keys\" is said to be implemented, but nothing is behind it",
	"path": ["controls", 0],
	"label": "no evidence",
	"help": "add evidence = [{ document = \"docs/….md\", reviewed = YYYY-MM-DD }]",
}

test_nothing_behind if {
	found := claim.undocumented with input as backed({}, [])
	found == {nothing_behind}
}

# What the code speaks against is claim/contradicted, once.
test_contradicted_by_code if {
	found := claim.undocumented with input as backed({"examined": true}, [])
	found == set()
}

test_no_count_of_evidence if {
	found := claim.undocumented with input as {"index": {"controls": [object.remove(control({}), ["evidence"])]}}
	found == {nothing_behind}
}

test_nothing_behind_a_control_without_an_id if {
	found := claim.undocumented with input as {"index": {"controls": [object.remove(control({"evidence": 0}), ["id"])]}}
	found == {object.union(
		nothing_behind,
		{"message": "a control is said to be implemented, but nothing is behind it"},
	)}
}

test_nothing_behind_a_plan if {
	found := claim.undocumented with input as backed({"status": "planned"}, [])
	found == set()
}

test_infrastructure_behind if {
	found := claim.undocumented with input as backed({"evidence": 1}, [])
	found == set()
}

test_report_behind if {
	found := claim.undocumented with input as backed({}, [report])
	found == set()
}

test_undated_report if {
	found := claim.undocumented with input as backed({}, [said("undated", {})])
	found == {{
		"message": "control \"keys\" rests on a report that does not say when it was made: reports/trivy.sarif",
		"path": ["controls", 0, "evidence", 0, "sarif"],
		"label": "no date",
		"help": "add the day of the run to this evidence: reviewed = YYYY-MM-DD",
	}}
}

test_undated_report_beside_what_attests if {
	found := claim.undocumented with input as backed({"examined": true}, [said("undated", {})])
	found == set()
}

test_undated_report_in_a_plan if {
	found := claim.undocumented with input as backed({"status": "planned"}, [said("undated", {})])
	found == set()
}

test_undated if {
	found := claim.undocumented with input as backed({}, [undated(0, "docs/keys.md")])
	found == {{
		"message": "control \"keys\" rests on documents that do not say when they were reviewed: docs/keys.md",
		"path": ["controls", 0, "evidence", 0, "document"],
		"label": "no date of review",
		"labels": [],
		"help": "write { document = \"docs/keys.md\", reviewed = YYYY-MM-DD }",
	}}
}

# Infrastructure beside it narrows the claim; it does not date the document.
test_several_undated if {
	found := claim.undocumented with input as backed({"evidence": 3}, [
		undated(1, "docs/keys.md"),
		undated(2, "docs/hsm.md"),
	])
	found == {{
		"message": concat(": ", [
			"control \"keys\" rests on documents that do not say when they were reviewed",
			"docs/keys.md, docs/hsm.md",
		]),
		"path": ["controls", 0, "evidence", 1, "document"],
		"label": "no date of review",
		"labels": [{"path": ["controls", 0, "evidence", 2, "document"], "label": "no date of review"}],
		"help": "write { document = \"docs/keys.md\", reviewed = YYYY-MM-DD }",
	}}
}

test_undated_in_a_plan if {
	found := claim.undocumented with input as backed({"status": "planned"}, [undated(0, "docs/keys.md")])
	found == set()
}

test_undated_beside_a_current_document if {
	found := claim.undocumented with input as backed({}, [undated(0, "docs/keys.md"), document(1, {})])
	found == set()
}

test_undated_beside_a_stale_document if {
	found := claim.undocumented with input as backed({}, [undated(0, "docs/keys.md"), document(1, {"state": "stale"})])
	found == set()
}

# The date is wrong, and reported as that.
test_review_in_the_future if {
	future := object.remove(document(0, {"state": "future"}), ["age"])
	alone := claim.undocumented with input as backed({}, [future])
	alone == set()
	beside_undated := claim.undocumented with input as backed({}, [future, undated(1, "docs/hsm.md")])
	beside_undated == set()
	dead(future) == set()
	stale := claim.stale with input as backed({}, [future])
	stale == set()
}

test_undated_beside_a_dead_document if {
	found := claim.undocumented with input as backed({}, [
		document(0, {"state": "absent", "file": "docs/gone.md"}),
		undated(1, "docs/keys.md"),
	])
	found == {{
		"message": "control \"keys\" rests on documents that do not say when they were reviewed: docs/keys.md",
		"path": ["controls", 0, "evidence", 1, "document"],
		"label": "no date of review",
		"labels": [],
		"help": "write { document = \"docs/keys.md\", reviewed = YYYY-MM-DD }",
	}}
}

test_undated_beside_a_report if {
	found := claim.undocumented with input as backed({}, [report, undated(1, "docs/keys.md")])
	{violation.path | some violation in found} == {["controls", 0, "evidence", 1, "document"]}
}

# The documents of one control say nothing about another's.
test_undated_document_of_another_control if {
	logs := object.union(undated(0, "docs/logs.md"), {
		"control": 1,
		"path": ["controls", 1, "evidence", 0, "document"],
	})
	found := claim.undocumented with input as {"index": {"controls": [
		backed_control({}, [document(0, {})]),
		backed_control({"id": "logs", "path": ["controls", 1]}, [logs]),
	]}}
	found == {{
		"message": "control \"logs\" rests on documents that do not say when they were reviewed: docs/logs.md",
		"path": ["controls", 1, "evidence", 0, "document"],
		"label": "no date of review",
		"labels": [],
		"help": "write { document = \"docs/logs.md\", reviewed = YYYY-MM-DD }",
	}}
}

test_undated_documents_of_two_controls if {
	logs := object.union(undated(0, "docs/logs.md"), {"control": 1})
	found := claim.undocumented with input as {"index": {"controls": [
		backed_control({}, [undated(0, "docs/keys.md")]),
		backed_control({"id": "logs", "path": ["controls", 1]}, [logs]),
	]}}
	{violation.message | some violation in found} == {
		"control \"keys\" rests on documents that do not say when they were reviewed: docs/keys.md",
		"control \"logs\" rests on documents that do not say when they were reviewed: docs/logs.md",
	}
}

test_documented if {
	found := claim.undocumented with input as backed({}, [document(0, {})])
	found == set()
}

dead(entry) := found if {
	found := claim.dead_evidence with input as backed({}, [entry])
}

test_absent if {
	dead(document(0, {"state": "absent"})) == {{
		"message": "the evidence of control \"keys\" does not exist: docs/keys.md",
		"path": ["controls", 0, "evidence", 0, "document"],
		"label": "there is no such file",
		"help": "write docs/keys.md, or correct the name",
	}}
}

test_empty if {
	dead(document(0, {"state": "empty"})) == {{
		"message": "the evidence of control \"keys\" is empty: docs/keys.md",
		"path": ["controls", 0, "evidence", 0, "document"],
		"label": "nothing stands in this file",
		"help": "write down in docs/keys.md what the control does, or remove the entry",
	}}
}

test_outside if {
	dead(document(0, {"state": "outside"})) == {{
		"message": "the evidence of control \"keys\" lies outside the repository: docs/keys.md",
		"path": ["controls", 0, "evidence", 0, "document"],
		"label": "leads out of the repository",
		"help": "copy docs/keys.md into the repository and name the copy",
	}}
}

test_unreadable if {
	dead(document(0, {"state": "unreadable"})) == {{
		"message": "the evidence of control \"keys\" cannot be read: docs/keys.md",
		"path": ["controls", 0, "evidence", 0, "document"],
		"label": "this file cannot be read",
		"help": "make docs/keys.md a readable text file, or remove the entry",
	}}
}

test_absent_report if {
	dead(object.union(report, {"state": "absent"})) == {{
		"message": "the evidence of control \"keys\" does not exist: reports/trivy.sarif",
		"path": ["controls", 0, "evidence", 0, "sarif"],
		"label": "there is no such file",
		"help": "write reports/trivy.sarif, or correct the name",
	}}
}

test_living_evidence if {
	dead(document(0, {})) == set()
	dead(document(0, {"state": "stale"})) == set()
	dead(undated(0, "docs/keys.md")) == set()
	dead(report) == set()
}

# A plan that points at nothing points at nothing.
test_absent_in_a_plan if {
	found := claim.dead_evidence with input as backed({"status": "planned"}, [document(0, {"state": "absent"})])
	count(found) == 1
}

test_stale if {
	found := claim.stale with input as backed({}, [
		document(0, {"state": "stale", "age": 400}),
		document(1, {}),
	])
	found == {{
		"message": concat(" ", [
			"the evidence of control \"keys\" is stale:",
			"docs/keys.md was reviewed 400 days ago, and 365 are allowed",
		]),
		"path": ["controls", 0, "evidence", 0, "reviewed"],
		"label": "400 days ago",
		"labels": [{"path": ["controls", 0, "evidence", 0, "document"], "label": "the evidence"}],
		"help": "read docs/keys.md again, correct it, and set reviewed = YYYY-MM-DD",
	}}
}

test_nothing_stale if {
	found := claim.stale with input as backed({}, [
		document(0, {}),
		undated(1, "docs/hsm.md"),
		report,
		document(2, {"state": "absent"}),
	])
	found == set()
}

broken(changes) := object.union(
	report,
	object.union(
		{"state": "broken", "fault": "the report ends in the middle", "fault_help": "run the scanner again"},
		changes,
	),
)

test_broken_report if {
	dead(broken({"fault_path": ["reports", 0, 0]})) == {{
		"message": "the evidence of control \"keys\" cannot be used: the report ends in the middle",
		"path": ["controls", 0, "evidence", 0, "sarif"],
		"label": "this is no report that can be read",
		"labels": [{"path": ["reports", 0, 0], "label": "reading stopped here"}],
		"help": "run the scanner again",
	}}
}

test_broken_report_without_a_text if {
	{violation.labels | some violation in dead(broken({}))} == {[]}
}

test_failed_run if {
	dead(said("failed", {"fault": "Trivy met an error: disk full"})) == {{
		"message": "the evidence of control \"keys\" proves nothing: Trivy met an error: disk full",
		"path": ["controls", 0, "evidence", 0, "sarif"],
		"label": "the run of this report went wrong",
		"help": "run the scanner again until it ends without an error",
	}}
}

test_other_reports_are_not_dead if {
	every state in ["contradicted", "not-covered", "undecided", "stale", "future", "suppressed", "undated"] {
		dead(said(state, {})) == set()
	}
}

unproven(entry) := found if {
	found := claim.unproven with input as backed({}, [entry])
}

gap := {
	"path": ["controls", 0, "evidence", 0, "rules", 1],
	"message": "nothing shows that Trivy looked for `AVD-AWS-0088`",
	"help": "run it with --include-non-failures",
}

uncovered := {
	"message": concat(" ", [
		"the evidence of control \"keys\" does not prove it:",
		"nothing shows that Trivy looked for `AVD-AWS-0088`",
	]),
	"path": ["controls", 0, "evidence", 0, "rules", 1],
	"label": "not in the report",
	"help": "run it with --include-non-failures",
}

test_uncovered_rule if {
	unproven(said("not-covered", {"uncovered": [gap]})) == {uncovered}
	unproven(said("contradicted", {"uncovered": [gap]})) == {uncovered}
}

test_uncovered_rule_of_a_run_that_went_wrong if unproven(said("failed", {"uncovered": [gap]})) == set()

hit(number) := {
	"path": ["reports", 0, 0, number],
	"tool": "KICS",
	"rule": "R1",
	"fact": sprintf("KICS reports R1: number %d", [number]),
}

test_undecided_rule if {
	unproven(said("undecided", {"hits": [hit(0)]})) == {{
		"message": "the evidence of control \"keys\" leaves it open: KICS reports R1: number 0",
		"path": ["controls", 0, "evidence", 0, "sarif"],
		"label": "this report does not decide",
		"labels": [{"path": ["reports", 0, 0, 0], "label": "KICS leaves this open"}],
		"help": "look at what the scanner found, let it pass or fail there, and run it again",
	}}
}

test_many_undecided_rules if {
	found := unproven(said("undecided", {"hits": [hit(0), hit(1), hit(2), hit(3)], "more": 2}))
	{violation.message | some violation in found} == {concat(" ", [
		"the evidence of control \"keys\" leaves it open:",
		"KICS reports R1: number 0, and 5 more",
	])}
	{[label.path | some label in violation.labels] | some violation in found} == {[
		["reports", 0, 0, 0],
		["reports", 0, 0, 1],
		["reports", 0, 0, 2],
	]}
}

test_report_of_tomorrow if {
	unproven(said("future", {"made": "2027-01-01"})) == {{
		"message": concat(" ", [
			"the evidence of control \"keys\" does not prove it:",
			"reports/trivy.sarif says that it was made on 2027-01-01",
		]),
		"path": ["controls", 0, "evidence", 0, "sarif"],
		"label": "dated later than today",
		"help": "correct the clock of the machine that runs the scanner, and run it again",
	}}
}

# A date of review that has not come yet is reported as that.
test_review_of_a_report_in_the_future if unproven(said("future", {})) == set()

test_nothing_unproven if {
	unproven(report) == set()
	unproven(document(0, {})) == set()
	unproven(said("suppressed", {"hits": [hit(0)]})) == set()
}

test_stale_report if {
	found := claim.stale with input as backed({}, [said("stale", {"age": 400, "limit": 365, "made": "2025-10-18"})])
	found == {{
		"message": concat(" ", [
			"the evidence of control \"keys\" is stale:",
			"reports/trivy.sarif was made 400 days ago, and 365 are allowed",
		]),
		"path": ["controls", 0, "evidence", 0, "sarif"],
		"label": "400 days ago",
		"help": "run the scanner again",
	}}
}

test_stale_report_without_a_date_of_its_own if {
	found := claim.stale with input as backed({}, [said("stale", {
		"age": 400,
		"limit": 365,
		"reviewed_path": ["controls", 0, "evidence", 0, "reviewed"],
	})])
	found == {{
		"message": concat(" ", [
			"the evidence of control \"keys\" is stale:",
			"reports/trivy.sarif was made 400 days ago, and 365 are allowed",
		]),
		"path": ["controls", 0, "evidence", 0, "reviewed"],
		"label": "400 days ago",
		"labels": [{"path": ["controls", 0, "evidence", 0, "sarif"], "label": "the evidence"}],
		"help": "run the scanner again, and set reviewed = YYYY-MM-DD to the day of the run",
	}}
}
