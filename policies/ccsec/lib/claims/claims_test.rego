package ccsec.lib.claims_test

import data.ccsec.lib.claims
import data.ccsec.lib.testing

id := "9.2/authentication"

# One claim for each set of changes.
claimed(id, changes) := object.union(
	testing.service,
	{"index": {"claims": {id: [object.union(testing.claim, change) | some change in changes]}}},
)

judged(descriptor) := judgement if {
	judgement := claims.judge(id) with input as descriptor
}

test_judge_documented if judged(claimed(id, [{}])) == {"verdict": "documented"}

test_judge_declared if judged(claimed(id, [{"grade": "declared"}])) == {"verdict": "declared"}

test_judge_planned if judged(claimed(id, [{"status": "planned"}])) == {"verdict": "planned"}

test_judge_planned_and_declared if {
	judged(claimed(id, [{"status": "planned"}, {"grade": "declared"}])) == {"verdict": "declared"}
}

# The linter puts the claim that counts most first.
test_judge_documented_before_declared if {
	judged(claimed(id, [{}, {"grade": "declared"}])) == {"verdict": "documented"}
}

test_judge_verified if judged(claimed(id, [{"grade": "verified"}, {}])) == {"verdict": "verified"}

test_judge_contradicted if judged(claimed(id, [{"grade": "contradicted"}, {}])) == {"verdict": "contradicted"}

# The document of a plan documents the plan.
test_judge_planned_with_document_beside_declared if {
	judged(claimed(id, [{"status": "planned", "grade": "documented"}, {"grade": "declared"}])) == {"verdict": "declared"}
}

test_judge_unclaimed if judged(testing.service) == {"verdict": "missing"}

test_judge_no_claims if judged(claimed(id, [])) == {"verdict": "missing"}

test_judge_claim_of_another_expectation if judged(claimed("9.2/authorization", [{}])) == {"verdict": "missing"}

test_judge_claim_of_no_party if {
	without_party := {"index": {"claims": {id: [object.remove(testing.claim, ["by"])]}}}
	judged(object.union(testing.service, without_party)) == {"verdict": "documented"}
}

premises(descriptor) := judgement if {
	judgement := claims.judge("9.3/premises-access") with input as descriptor
}

test_judge_misplaced if {
	premises(claimed("9.3/premises-access", [{"by": "CSC"}])) == {
		"verdict": "missing",
		"because": "it is claimed only by the CSC, which cannot hold it",
	}
}

test_judge_misplaced_beside_the_provider if {
	premises(claimed("9.3/premises-access", [{"by": "CSC"}, {"grade": "declared"}])) == {"verdict": "declared"}
}

test_judge_customer_that_runs_the_equipment if {
	private := {"service": {"deployment": "private"}}
	premises(object.union(claimed("9.3/premises-access", [{"by": "CSC"}]), private)) == {"verdict": "documented"}
}

test_judge_leaves_out_what_is_misplaced if {
	judgement := claims.judge("9.3/premises-access") with input as claimed("9.3/premises-access", [{"by": "CSC"}, {"status": "planned"}])
	judgement == {"verdict": "planned"}
}

recorded(descriptor) := judgement if {
	judgement := claims.judge_recorded(id, "the register of accounts") with input as descriptor
}

test_judge_recorded_documented if recorded(claimed(id, [{}])) == {"verdict": "documented"}

test_judge_recorded_planned if recorded(claimed(id, [{"status": "planned"}])) == {"verdict": "planned"}

test_judge_recorded_unclaimed if recorded(testing.service) == {"verdict": "missing"}

test_judge_recorded_declared if {
	recorded(claimed(id, [{"grade": "declared"}])) == {
		"verdict": "missing",
		"because": "it is claimed, but the register of accounts is not on record",
		"help": "add the register of accounts as evidence = [{ document = \"docs/…\", reviewed = YYYY-MM-DD }]",
	}
}

# A scanner's report is no record, whatever it attests.
test_judge_recorded_reported if {
	verified := {"grade": "verified", "reported": true}
	missing := {
		"verdict": "missing",
		"because": "it is claimed, but the register of accounts is not on record",
		"help": "add the register of accounts as evidence = [{ document = \"docs/…\", reviewed = YYYY-MM-DD }]",
	}
	recorded(claimed(id, [verified])) == missing
	recorded(claimed(id, [verified, {"grade": "declared"}])) == missing
	recorded(claimed(id, [verified, {}])) == {"verdict": "verified"}
	recorded(claimed(id, [{"grade": "verified"}])) == {"verdict": "verified"}
}

of_upstream := {
	"upstream": 0,
	"by": "CSP",
	"status": "implemented",
	"grade": "declared",
	"path": ["upstream", 0, "provides", 0],
}

provided(claims) := object.union(testing.service, {"index": {"claims": {id: claims}}})

test_judge_recorded_upstream_alone if {
	recorded(provided([of_upstream, of_upstream])) == {
		"verdict": "missing",
		"because": "it is claimed by an upstream service alone, and the register of accounts is not on record",
		"help": concat("", [
			"add a control of your own that meets \"9.2/authentication\", ",
			"with the register of accounts as its document",
		]),
	}
}

test_judge_recorded_upstream_beside_a_control if {
	recorded(provided([of_upstream, object.union(testing.claim, {"grade": "declared"})])) == {
		"verdict": "missing",
		"because": "it is claimed, but the register of accounts is not on record",
		"help": "add the register of accounts as evidence = [{ document = \"docs/…\", reviewed = YYYY-MM-DD }]",
	}
	recorded(provided([testing.claim, of_upstream])) == {"verdict": "documented"}
}

# A claim whose document is named and does not count says what is wrong with it.
with_document(state) := object.union(claimed(id, [{"grade": "declared"}]), {"index": {"controls": [{"files": [{
	"kind": "document",
	"file": "docs/register.md",
	"state": state,
	"path": ["controls", 0, "evidence", 0, "document"],
}]}]}})

test_judge_recorded_stale if {
	recorded(with_document("stale")) == {
		"verdict": "missing",
		"because": concat("", [
			"it is claimed, but the document named as the register of accounts ",
			"was reviewed too long ago: docs/register.md",
		]),
		"path": ["controls", 0, "evidence", 0, "document"],
		"help": "read docs/register.md against the service as it is now, correct it, and renew its date",
	}
}

test_judge_recorded_absent if {
	recorded(with_document("absent")) == {
		"verdict": "missing",
		"because": concat("", [
			"it is claimed, but the document named as the register of accounts ",
			"does not exist: docs/register.md",
		]),
		"path": ["controls", 0, "evidence", 0, "document"],
		"help": "write docs/register.md, or name the file that is the record",
	}
	unrecorded(with_document("absent")).path == ["controls", 0, "evidence", 0, "document"]
}

unrecorded(descriptor) := found if {
	found := claims.unrecorded(id, "the register of accounts") with input as descriptor
}

test_unrecorded if {
	plan := object.union(testing.claim, {"status": "planned", "path": ["controls", 0, "meets", 1]})
	unrecorded(provided([plan, object.union(testing.claim, {"grade": "declared"})])) == {
		"because": "it is claimed, but the register of accounts is not on record",
		"path": ["controls", 0, "meets", 0],
		"help": "add the register of accounts as evidence = [{ document = \"docs/…\", reviewed = YYYY-MM-DD }]",
	}
}

test_unrecorded_upstream_alone if {
	unrecorded(provided([of_upstream])) == {
		"because": "it is claimed by an upstream service alone, and the register of accounts is not on record",
		"path": ["upstream", 0, "provides", 0],
		"help": concat("", [
			"add a control of your own that meets \"9.2/authentication\", ",
			"with the register of accounts as its document",
		]),
	}
}

test_nothing_unrecorded if {
	not unrecorded(claimed(id, [{}]))
	not unrecorded(claimed(id, [{"status": "planned"}]))
	not unrecorded(testing.service)
}

test_name if {
	claims.name({"id": "keys"}) == "control \"keys\""
	claims.name({"path": ["controls", 0]}) == "a control"
}

gap := {
	"because": "no recovery time is stated",
	"path": ["sla", "recovery_time"],
	"help": "state recovery_time",
}

another_gap := {
	"because": "no recovery point is stated",
	"path": ["sla", "recovery_point"],
	"help": "state recovery_point",
}

stated(descriptor, gaps) := judgement if {
	judgement := claims.judge_stated(id, gaps) with input as descriptor
}

test_judge_stated_without_gaps if {
	stated(claimed(id, [{}]), set()) == {"verdict": "documented"}
	stated(claimed(id, [{"grade": "declared"}]), set()) == {"verdict": "declared"}
}

test_judge_stated_with_a_gap if {
	stated(claimed(id, [{}]), {gap}) == {
		"verdict": "missing",
		"because": "no recovery time is stated",
		"path": ["sla", "recovery_time"],
		"help": "state recovery_time",
	}
}

test_judge_stated_with_two_gaps if {
	stated(claimed(id, [{}]), {gap, another_gap}) == {
		"verdict": "missing",
		"because": "no recovery point is stated; no recovery time is stated",
		"path": ["sla", "recovery_point"],
		"help": "state recovery_point; state recovery_time",
	}
}

# What is not there at all is missing first; its values come later.
test_judge_stated_unclaimed if {
	stated(testing.service, {gap}) == {"verdict": "missing"}
	stated(claimed(id, [{"status": "planned"}]), {gap}) == {"verdict": "planned"}
}
