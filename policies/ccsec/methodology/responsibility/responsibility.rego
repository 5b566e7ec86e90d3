# METADATA
# title: Responsibility
# description: >-
#   Clauses 8.1.1, 8.2.1 and 8.3.1 of X.ccsec. Each duty has the one party that answers for it, and
#   that party is able to carry it out.
package ccsec.methodology.responsibility

import data.ccsec.lib.claims
import data.ccsec.lib.parties

# METADATA
# title: Control without an accountable party
# description: A control does not say which party, CSC, CSP or CSN, answers for it.
# custom:
#   id: responsibility/unaccountable
#   severity: error
#   why: >-
#     After an incident the customer points at the provider and the provider at the partner
#     (8.1.1, 8.2.1, 8.3.1). Until somebody turns out to be responsible, the control is neither
#     repaired nor checked, and the same attack works a second time.
#   help: add by = "CSC", "CSP" or "CSN", whoever answers for the control when it fails
#   example: |
#     [[controls]]
#     id       = "administrator-login"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.2/administrator-authentication"]
#     evidence = [{ document = "docs/administrator-login.md", reviewed = 2026-09-01 }]
#   references: [iso27002:2022/5.2, iso27017:2015/CLD.6.3.1, ccm4/STA-04]
unaccountable contains violation if {
	some control in input.index.controls
	not control.by
	violation := {
		"message": sprintf("%s has no accountable party", [claims.name(control)]),
		"path": control.path,
		"label": "does not say by whom",
		"help": sprintf("add by = \"%s\", or whichever of CSC, CSP and CSN answers for it", [usual_party]),
		"threats": exposed,
	}
}

# METADATA
# title: Duty claimed by a party that cannot hold it
# description: >-
#   A control meets an expectation of the provider's own ground, such as its premises or its
#   hypervisor, but names a party that does not stand on that ground. The claim does not count.
# custom:
#   id: responsibility/misplaced
#   severity: error
#   why: >-
#     The customer of a public cloud cannot lock the door of a data centre that it has never seen.
#     While the descriptor says that it does, nobody asks the provider, and whether the door is
#     locked is a matter of luck (8.1.1, 8.2.1).
#   help: >-
#     set by = "CSP", or declare the provider as [[upstream]] and let it provide the expectation
#   example: |
#     [[controls]]
#     id       = "data-centre-access"
#     kind     = "policy"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.3/premises-access"]
#     evidence = [{ document = "docs/data-centre-access.md", reviewed = 2026-09-01 }]
#   references: [iso27002:2022/5.2, iso27017:2015/CLD.6.3.1, ccm4/STA-04]
misplaced contains violation if {
	some pair in parties.misplaced
	id := pair[0]
	some claim in input.index.claims[id]
	claim.by == pair[1]
	violation := {
		"message": sprintf("\"%s\" is claimed by the %s, which cannot hold it", [id, claim.by]),
		"path": claim.by_path,
		"label": sprintf("the %s does not run what this duty is about", [claim.by]),
		"labels": [{"path": claim.path, "label": "claimed here"}],
		"help": sprintf("set by = \"CSP\", or let an [[upstream]] provide \"%s\"", [id]),
		"threats": exposed,
	}
}

# METADATA
# title: Duty claimed by two parties
# description: >-
#   Controls of different parties claim the same expectation, so that nobody is the one party that
#   answers for it. What an upstream service provides does not count as a rival claim, nor does a
#   claim by a party that cannot hold the duty.
# custom:
#   id: responsibility/contested
#   severity: error
#   why: >-
#     Two parties that both manage the keys each rely on the other to rotate them. When the keys
#     leak, each can show that the other had claimed the duty too (8.1.1, 8.2.1, 8.3.1).
#   help: >-
#     let one party answer for the expectation, and let the other's control meet only what that
#     party does by itself
#   example: |
#     [[controls]]
#     id       = "managed-keys"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.7/key-management"]
#     evidence = [{ document = "docs/keys.md", reviewed = 2026-09-01 }]
#
#     [[controls]]
#     id       = "data-classification"
#     kind     = "policy"
#     by       = "CSC"
#     status   = "implemented"
#     meets    = ["9.7/access-control"]
#     evidence = [{ document = "docs/data-classification.md", reviewed = 2026-09-01 }]
#   references: [iso27002:2022/5.2, iso27017:2015/CLD.6.3.1, ccm4/STA-04]
contested contains violation if {
	some id, claimed in input.index.claims
	count(claimed) > 1
	places := {place |
		some claim in claimed
		is_number(claim.control)
		not [id, claim.by] in parties.misplaced
		place := [claim.by_path, claim.by]
	}
	holders := {place[1] | some place in places}
	count(holders) > 1
	ordered := [place | some place in places]
	others := [other |
		some place in array.slice(ordered, 1, count(ordered))
		other := {"path": place[0], "label": sprintf("the %s claims it here", [place[1]])}
	]
	violation := {
		"message": sprintf("\"%s\" is claimed by the %s: nobody is the one accountable party", [
			id,
			concat(" and the ", holders),
		]),
		"path": ordered[0][0],
		"label": sprintf("the %s claims it here", [ordered[0][1]]),
		"labels": others,
		"help": sprintf("keep \"%s\" in meets of the party that answers for it, and remove it from the other's", [id]),
		"threats": exposed,
	}
}

# METADATA
# title: Duty of a partner that no control of the partner's meets
# description: >-
#   `holds` of a [[partners]] entry names an expectation, and no implemented control with by = "CSN" meets
#   it, nor does the partner's own service as an [[upstream]].
# custom:
#   id: responsibility/partner-duty
#   severity: error
#   why: >-
#     The partner is in the list, so everybody believes that it takes care of the duty. What it does, and
#     what shows that it does it, is written nowhere (8.2.1, 8.3.1).
#   help: add a control with by = "CSN" that meets it, or take it out of holds
#   example: |
#     [[partners]]
#     id       = "assessor"
#     delivers = ["audit"]
#     holds    = ["9.12/independent-assessment"]
#
#     [[controls]]
#     id       = "yearly-assessment"
#     kind     = "procedure"
#     by       = "CSN"
#     status   = "implemented"
#     meets    = ["9.12/independent-assessment"]
#     evidence = [{ document = "docs/audits/2026.md", reviewed = 2026-09-01 }]
#   references: [iso27002:2022/5.2, iso27017:2015/CLD.6.3.1, ccm4/STA-04]
partner_duty contains violation if {
	some partner in input.index.partners
	some id, path in partner.holds
	not fulfilled(partner, id)
	not intended(id)
	others := [{"path": claim.by_path, "label": sprintf("the %s claims it here", [claim.by])} |
		some claim in input.index.claims[id]
		claim.by_path
	]
	violation := {
		"message": sprintf("the partner \"%s\" holds \"%s\", but no control by the CSN meets it", [partner.id, id]),
		"path": path,
		"label": "held, and met by no control of the CSN",
		"labels": others,
		"help": sprintf("add a control with by = \"CSN\" that meets \"%s\", or take it out of holds", [id]),
		"threats": exposed,
	}
}

partner_duty contains violation if {
	some partner in input.index.partners
	some id, path in partner.holds
	not fulfilled(partner, id)
	some claim in input.index.claims[id]
	claim.by == "CSN"
	violation := {
		"message": sprintf("the partner \"%s\" holds \"%s\", but its control is only planned", [partner.id, id]),
		"path": path,
		"label": "held, and not yet met",
		"labels": [{"path": claim.path, "label": "only planned"}],
		"help": sprintf("have control \"%s\" carried out, then write status = \"implemented\"", [claim.id]),
		"threats": exposed,
	}
}

# By a control that is at least planned.
intended(id) if {
	some claim in input.index.claims[id]
	claim.by == "CSN"
}

fulfilled(_, id) if {
	some claim in input.index.claims[id]
	claim.by == "CSN"
	claim.status == "implemented"
}

fulfilled(partner, id) if {
	some claim in input.index.claims[id]
	claim.upstream == partner.id
}

# METADATA
# title: Duty of a partner that is not named
# description: >-
#   A control says by = "CSN", the service is not itself the partner's, and [[partners]] does not say which
#   partner that is: there is none, or there are several and none of them holds what the control meets.
# custom:
#   id: responsibility/unnamed-partner
#   severity: warning
#   why: >-
#     "The partner does it" is a name that nobody can call. With two partners each takes it for the other's
#     (8.3.1).
#   help: name the partner in [[partners]], and what it holds
#   example: |
#     [[partners]]
#     id       = "assessor"
#     delivers = ["audit"]
#     holds    = ["9.12/independent-assessment"]
#
#     [[controls]]
#     id       = "yearly-assessment"
#     kind     = "procedure"
#     by       = "CSN"
#     status   = "implemented"
#     meets    = ["9.12/independent-assessment"]
#     evidence = [{ document = "docs/audits/2026.md", reviewed = 2026-09-01 }]
#   references: [iso27002:2022/5.2, ccm4/STA-04]
unnamed_partner contains violation if {
	input.service.role != "CSN"
	some control in input.index.controls
	control.by == "CSN"
	partners := object.get(input.index, "partners", [])
	count(partners) != 1
	met := {id | some id in input.controls[control.path[1]].meets}
	holding := [partner | some partner in partners; some id in met; partner.holds[id]]
	count(holding) == 0
	which := {0: "there is no partner"}
	violation := {
		"message": sprintf("%s is the CSN's, but %s", [
			claims.name(control),
			object.get(which, count(partners), sprintf("none of the %d partners holds what it meets", [count(partners)])),
		]),
		"path": array.concat(control.path, ["by"]),
		"label": "which partner?",
		"labels": [{"path": partner.path, "label": "this one?"} | some partner in partners],
		"help": "name the partner in [[partners]], with what it delivers and holds",
		"threats": exposed,
	}
}

# What unclear duties leave open, as far as the service has flagged it.
exposed := [threat |
	some threat in ["8.1.1", "8.2.1", "8.3.1"]
	input.index.flagged[threat]
]

usual_party := input.service.role if input.service.role
else := "CSP"
