package ccsec.methodology.responsibility_test

import data.ccsec.methodology.responsibility

service := {
	"service": {"role": "CSP", "deployment": "public"},
	"index": {"controls": [], "claims": {}, "flagged": {}},
}

control(number, changes) := object.union(
	{"id": "keys", "path": ["controls", number], "by": "CSP", "status": "implemented", "evidence": 1},
	changes,
)

claim(number, changes) := object.union(
	{
		"control": number,
		"by": "CSP",
		"status": "implemented",
		"grade": "documented",
		"path": ["controls", number, "meets", 0],
		"by_path": ["controls", number, "by"],
	},
	changes,
)

of_upstream := {
	"upstream": 0,
	"by": "CSP",
	"status": "implemented",
	"grade": "declared",
	"path": ["upstream", 0, "provides", 0],
}

controlled(controls) := object.union(service, {"index": {"controls": controls}})

claimed(id, claims) := object.union(service, {"index": {"claims": {id: claims}}})

# Which of the unclear duties are reported as exposed follows from what is flagged.
flagging(descriptor, threats) := object.union(
	descriptor,
	{"index": {"flagged": {threat: ["threats", "flagged", i] | some i, threat in threats}}},
)

test_unaccountable if {
	controls := [control(0, {}), object.remove(control(1, {"id": "logs"}), ["by"])]
	found := responsibility.unaccountable with input as flagging(controlled(controls), ["7.1.1", "8.2.1", "8.1.1"])
	found == {{
		"message": "control \"logs\" has no accountable party",
		"path": ["controls", 1],
		"label": "does not say by whom",
		"help": "add by = \"CSP\", or whichever of CSC, CSP and CSN answers for it",
		"threats": ["8.1.1", "8.2.1"],
	}}
}

test_unaccountable_without_an_id if {
	descriptor := object.union(
		controlled([object.remove(control(0, {}), ["by", "id"])]),
		{"service": {"role": "CSC"}},
	)
	found := responsibility.unaccountable with input as descriptor
	found == {{
		"message": "a control has no accountable party",
		"path": ["controls", 0],
		"label": "does not say by whom",
		"help": "add by = \"CSC\", or whichever of CSC, CSP and CSN answers for it",
		"threats": [],
	}}
}

test_unaccountable_without_a_role if {
	descriptor := {"index": {"controls": [object.remove(control(0, {}), ["by"])]}}
	found := responsibility.unaccountable with input as descriptor
	helps := {violation.help | some violation in found}
	helps == {"add by = \"CSP\", or whichever of CSC, CSP and CSN answers for it"}
}

test_accountable if {
	found := responsibility.unaccountable with input as controlled([control(0, {}), control(1, {"by": "CSN"})])
	found == set()
}

test_misplaced if {
	claims := [claim(0, {"by": "CSC"}), claim(1, {})]
	found := responsibility.misplaced with input as flagging(claimed("9.3/premises-access", claims), ["8.3.1"])
	found == {{
		"message": "\"9.3/premises-access\" is claimed by the CSC, which cannot hold it",
		"path": ["controls", 0, "by"],
		"label": "the CSC does not run what this duty is about",
		"labels": [{"path": ["controls", 0, "meets", 0], "label": "claimed here"}],
		"help": "set by = \"CSP\", or let an [[upstream]] provide \"9.3/premises-access\"",
		"threats": ["8.3.1"],
	}}
}

test_customer_that_runs_the_equipment if {
	private := object.union(
		claimed("9.3/premises-access", [claim(0, {"by": "CSC"})]),
		{"service": {"deployment": "private"}},
	)
	found := responsibility.misplaced with input as private
	found == set()
}

test_customer_that_holds_a_duty_of_its_own if {
	found := responsibility.misplaced with input as claimed("9.2/authentication", [claim(0, {"by": "CSC"})])
	found == set()
}

test_premises_of_an_upstream if {
	found := responsibility.misplaced with input as claimed("9.3/premises-access", [of_upstream])
	found == set()
}

test_contested if {
	claims := [claim(2, {"by": "CSC", "status": "planned"}), claim(1, {})]
	found := responsibility.contested with input as flagging(claimed("9.7/key-management", claims), ["8.1.1"])
	found == {{
		"message": "\"9.7/key-management\" is claimed by the CSC and the CSP: nobody is the one accountable party",
		"path": ["controls", 1, "by"],
		"label": "the CSP claims it here",
		"labels": [{"path": ["controls", 2, "by"], "label": "the CSC claims it here"}],
		"help": concat("", [
			"keep \"9.7/key-management\" in meets of the party that answers for it, ",
			"and remove it from the other's",
		]),
		"threats": ["8.1.1"],
	}}
}

test_contested_by_all_three if {
	claims := [claim(0, {}), claim(1, {"by": "CSN"}), claim(2, {"by": "CSC"}), claim(3, {})]
	found := responsibility.contested with input as claimed("9.7/key-management", claims)
	count(found) == 1
	some violation in found
	startswith(violation.message, "\"9.7/key-management\" is claimed by the CSC and the CSN and the CSP:")
	violation.labels == [
		{"path": ["controls", 1, "by"], "label": "the CSN claims it here"},
		{"path": ["controls", 2, "by"], "label": "the CSC claims it here"},
		{"path": ["controls", 3, "by"], "label": "the CSP claims it here"},
	]
}

test_one_party_with_two_controls if {
	found := responsibility.contested with input as claimed("9.7/key-management", [claim(0, {}), claim(1, {})])
	found == set()
}

test_different_duties_of_different_parties if {
	descriptor := object.union(
		claimed("9.7/key-management", [claim(0, {})]),
		claimed("9.7/access-control", [claim(1, {"by": "CSC"})]),
	)
	found := responsibility.contested with input as descriptor
	found == set()
}

# The customer's claim is misplaced, and reported as that.
test_misplaced_is_no_contest if {
	claims := [claim(0, {"by": "CSC"}), claim(1, {})]
	found := responsibility.contested with input as claimed("9.3/premises-access", claims)
	found == set()
}

test_upstream_is_no_contest if {
	found := responsibility.contested with input as claimed("9.7/key-management", [
		claim(0, {"by": "CSC"}),
		of_upstream,
		object.union(of_upstream, {"by_path": ["upstream", 0, "service"]}),
	])
	found == set()
}

test_no_accountable_party_is_no_contest if {
	claims := [claim(0, {}), object.remove(claim(1, {}), ["by", "by_path"])]
	found := responsibility.contested with input as claimed("9.7/key-management", claims)
	found == set()
}

test_no_claims if {
	contested := responsibility.contested with input as claimed("9.7/key-management", [])
	misplaced := responsibility.misplaced with input as claimed("9.3/premises-access", [])
	contested | misplaced == set()
}

holding(expectations) := {"id": "auditor", "path": ["partners", 0], "holds": {id: ["partners", 0, "holds", i] |
	some i, id in expectations
}}

test_partner_without_its_duty if {
	descriptor := object.union(
		flagging(claimed("9.12/independent-assessment", [claim(0, {})]), ["8.3.1"]),
		{"index": {"partners": [holding(["9.12/independent-assessment"])]}},
	)
	found := responsibility.partner_duty with input as descriptor
	found == {{
		"message": "the partner \"auditor\" holds \"9.12/independent-assessment\", but no control by the CSN meets it",
		"path": ["partners", 0, "holds", 0],
		"label": "held, and met by no control of the CSN",
		"labels": [{"path": ["controls", 0, "by"], "label": "the CSP claims it here"}],
		"help": "add a control with by = \"CSN\" that meets \"9.12/independent-assessment\", or take it out of holds",
		"threats": ["8.3.1"],
	}}
}

test_partner_that_does_its_duty if {
	every claims in [[claim(0, {"by": "CSN"})], [object.union(of_upstream, {"upstream": "auditor"})]] {
		descriptor := object.union(
			claimed("9.12/independent-assessment", claims),
			{"index": {"partners": [holding(["9.12/independent-assessment"])]}},
		)
		found := responsibility.partner_duty with input as descriptor
		found == set()
	}
}

test_partner_whose_duty_is_only_planned if {
	descriptor := object.union(
		claimed("9.12/independent-assessment", [claim(0, {"id": "assessing", "by": "CSN", "status": "planned"})]),
		{"index": {"partners": [holding(["9.12/independent-assessment"])]}},
	)
	found := responsibility.partner_duty with input as descriptor
	found == {{
		"message": "the partner \"auditor\" holds \"9.12/independent-assessment\", but its control is only planned",
		"path": ["partners", 0, "holds", 0],
		"label": "held, and not yet met",
		"labels": [{"path": ["controls", 0, "meets", 0], "label": "only planned"}],
		"help": "have control \"assessing\" carried out, then write status = \"implemented\"",
		"threats": [],
	}}
}

by_partner(partners) := object.union(controlled([control(0, {"by": "CSN"})]), {
	"controls": [{"meets": ["9.12/independent-assessment"]}],
	"index": {"partners": partners},
})

test_partner_that_is_not_there if {
	found := responsibility.unnamed_partner with input as object.remove(by_partner([]), ["partners"])
	found == {{
		"message": "control \"keys\" is the CSN's, but there is no partner",
		"path": ["controls", 0, "by"],
		"label": "which partner?",
		"labels": [],
		"help": "name the partner in [[partners]], with what it delivers and holds",
		"threats": [],
	}}
}

test_partners_of_whom_none_holds_it if {
	other := {"id": "host", "path": ["partners", 1], "holds": {}}
	found := responsibility.unnamed_partner with input as by_partner([holding(["9.1/trust-authority"]), other])
	{violation.message | some violation in found} == {concat("", [
		"control \"keys\" is the CSN's, ",
		"but none of the 2 partners holds what it meets",
	])}
	named := responsibility.unnamed_partner with input as by_partner([holding(["9.12/independent-assessment"]), other])
	named == set()
}

test_the_only_partner_is_meant if {
	found := responsibility.unnamed_partner with input as by_partner([holding([])])
	found == set()
}

test_a_partners_own_service if {
	own := object.union(by_partner([]), {"service": {"role": "CSN"}})
	found := responsibility.unnamed_partner with input as own
	found == set()
}
