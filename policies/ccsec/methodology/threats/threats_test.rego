package ccsec.methodology.threats_test

import data.ccsec.methodology.derivations_test
import data.ccsec.methodology.threats

plain := derivations_test.plain

# The plain service with an index of what its review says.
reviewed(changes, index) := object.union(object.union(plain, changes), {"index": index})

dismissed(threat, words) := {threat: {"path": ["threats", "dismissed", threat], "words": words}}

settings := {"dismissal_min_words": 4}

test_not_reviewed if {
	found := threats.not_reviewed with input as reviewed({}, {"unreviewed": ["7.1.3", "8.2.3"]})
	found == {
		{
			"message": "7.1.3 Insider threats is neither flagged nor dismissed",
			"path": ["threats"],
			"label": "7.1.3 is not reviewed here",
			"help": concat("", [
				"add \"7.1.3\" to flagged, or add \"7.1.3\" = ",
				"\"why it does not concern this service\" to [threats.dismissed]",
			]),
			"threats": ["7.1.3"],
		},
		{
			"message": "8.2.3 Inconsistency and conflict of protection mechanisms is neither flagged nor dismissed",
			"path": ["threats"],
			"label": "8.2.3 is not reviewed here",
			"help": concat("", [
				"add \"8.2.3\" to flagged, or add \"8.2.3\" = ",
				"\"why it does not concern this service\" to [threats.dismissed]",
			]),
			"threats": ["8.2.3"],
		},
	}
}

test_all_reviewed if {
	found := threats.not_reviewed with input as plain
	found == set()
}

test_not_reviewed_leaves_the_called_for_alone if {
	tenants := reviewed({"service": {"tenancy": "multi"}}, {"unreviewed": ["7.1.3", "8.2.2"]})
	found := threats.not_reviewed with input as tenants
	{violation.threats | some violation in found} == {["7.1.3"]}
}

test_unreasoned if {
	found := threats.unreasoned with input as reviewed({}, {"dismissed": dismissed("7.1.3", 3)})
		with data.ccsec.settings as settings
	found == {{
		"message": "7.1.3 Insider threats is dismissed without a reason that can be checked",
		"path": ["threats", "dismissed", "7.1.3"],
		"label": "too short: 3 different words of three letters or more, 4 are needed",
		"help": "say which fact about the service rules 7.1.3 out, or add \"7.1.3\" to flagged",
		"threats": ["7.1.3"],
	}}
}

test_unreasoned_by_one_word if {
	found := threats.unreasoned with input as reviewed({}, {"dismissed": dismissed("7.1.3", 1)})
		with data.ccsec.settings as settings
	labels := {violation.label | some violation in found}
	labels == {"too short: 1 different word of three letters or more, 4 are needed"}
}

test_unreasoned_by_no_word if {
	found := threats.unreasoned with input as reviewed({}, {"dismissed": dismissed("7.1.3", 0)})
		with data.ccsec.settings as {"dismissal_min_words": 1}
	labels := {violation.label | some violation in found}
	labels == {"too short: no word of three letters or more, 1 is needed"}
}

test_reasoned if {
	found := threats.unreasoned with input as reviewed({}, {"dismissed": dismissed("7.1.3", 4)})
		with data.ccsec.settings as settings
	found == set()
}

test_unreasoned_by_the_users_own_setting if {
	found := threats.unreasoned with input as reviewed({}, {"dismissed": dismissed("7.1.3", 4)})
		with data.ccsec.settings as {"dismissal_min_words": 5}
	count(found) == 1
}

test_unreasoned_without_a_count_of_words if {
	uncounted := {"7.1.3": {"path": ["threats", "dismissed", "7.1.3"], "words": null}}
	found := threats.unreasoned with input as reviewed({}, {"dismissed": uncounted})
		with data.ccsec.settings as settings
	count(found) == 1
}

# No reason would do, so none is asked for.
test_unreasoned_leaves_the_called_for_alone if {
	tenants := reviewed({"service": {"tenancy": "multi"}}, {"dismissed": dismissed("8.2.2", 0)})
	found := threats.unreasoned with input as tenants
		with data.ccsec.settings as settings
	found == set()
}

test_contradictory if {
	both := reviewed({}, {
		"flagged": {"7.1.1": ["threats", "flagged", 0], "7.1.3": ["threats", "flagged", 1]},
		"dismissed": object.union(dismissed("7.1.3", 9), dismissed("8.2.8", 9)),
	})
	found := threats.contradictory with input as both
	found == {{
		"message": "7.1.3 Insider threats is both flagged and dismissed",
		"path": ["threats", "flagged", 1],
		"label": "flagged here",
		"labels": [{"path": ["threats", "dismissed", "7.1.3"], "label": "dismissed here"}],
		"help": "remove \"7.1.3\" from flagged, or from [threats.dismissed]",
		"threats": ["7.1.3"],
	}}
}

# Both rules speak: whichever half stays, nothing is left to find in the next run.
test_contradictory_and_unreasoned if {
	both := reviewed({}, {
		"flagged": {"7.1.3": ["threats", "flagged", 0]},
		"dismissed": dismissed("7.1.3", 0),
	})
	contradictory := threats.contradictory with input as both
	unreasoned := threats.unreasoned with input as both
		with data.ccsec.settings as settings
	count(contradictory) == 1
	count(unreasoned) == 1
}

test_contradictory_where_the_facts_decide if {
	both := reviewed({"service": {"tenancy": "multi"}}, {
		"flagged": {"8.2.2": ["threats", "flagged", 0]},
		"dismissed": dismissed("8.2.2", 9),
	})
	contradictory := threats.contradictory with input as both
	helps := {violation.help | some violation in contradictory}
	helps == {"remove \"8.2.2\" from [threats.dismissed]: the service's own facts call for it"}
	called_for := threats.called_for with input as both
	called_for == set()
}

test_called_for_and_dismissed if {
	tenants := reviewed({"service": {"tenancy": "multi"}}, {"dismissed": dismissed("8.2.2", 9)})
	found := threats.called_for with input as tenants
	found == {{
		"message": "8.2.2 Shared environment is dismissed, but several tenants share the service",
		"path": ["threats", "dismissed", "8.2.2"],
		"label": "8.2.2 is dismissed here",
		"labels": [{"path": ["service", "tenancy"], "label": "several tenants share the service"}],
		"help": "remove \"8.2.2\" from [threats.dismissed], and add it to flagged",
		"threats": ["8.2.2"],
	}}
}

test_called_for_and_left_out if {
	tenants := reviewed({"service": {"tenancy": "multi"}}, {"unreviewed": ["8.2.2"]})
	found := threats.called_for with input as tenants
	found == {{
		"message": "8.2.2 Shared environment is left out, but several tenants share the service",
		"path": ["threats", "flagged"],
		"label": "8.2.2 is left out here",
		"labels": [{"path": ["service", "tenancy"], "label": "several tenants share the service"}],
		"help": "add \"8.2.2\" to flagged",
		"threats": ["8.2.2"],
	}}
}

test_called_for_and_flagged if {
	tenants := reviewed({"service": {"tenancy": "multi"}}, {"flagged": {"8.2.2": ["threats", "flagged", 0]}})
	found := threats.called_for with input as tenants
	found == set()
}

test_called_for_once_with_every_fact if {
	abroad := reviewed(
		{"data": {"personal": true, "jurisdictions": ["DE", "FR"]}},
		{
			"flagged": {
				"7.1.1": ["threats", "flagged", 0],
				"8.1.4": ["threats", "flagged", 1],
				"8.2.1": ["threats", "flagged", 2],
			},
			"dismissed": dismissed("8.2.4", 9),
		},
	)
	found := threats.called_for with input as abroad
	found == {{
		"message": concat(", ", [
			"8.2.4 Jurisdictional conflict is dismissed",
			"but the laws of DE, FR apply to the data",
			"and other facts call for it too",
		]),
		"path": ["threats", "dismissed", "8.2.4"],
		"label": "8.2.4 is dismissed here",
		"labels": [
			{"path": ["data", "jurisdictions"], "label": "the laws of DE, FR apply to the data"},
			{
				"path": ["data", "personal"],
				"label": "personal data is under the privacy law of more than one country",
			},
		],
		"help": "remove \"8.2.4\" from [threats.dismissed], and add it to flagged",
		"threats": ["8.2.4"],
	}}
}

test_nothing_called_for if {
	found := threats.called_for with input as reviewed({}, {"unreviewed": ["8.2.2"]})
	found == set()
}

test_none_flagged if {
	found := threats.none_flagged with input as reviewed({}, {"flagged": {}})
	found == {{
		"message": "no threat is flagged, so nothing is required of the service",
		"path": ["threats", "flagged"],
		"label": "empty",
	}}
}

test_one_flagged if {
	found := threats.none_flagged with input as reviewed({}, {"flagged": {"7.1.3": ["threats", "flagged", 0]}})
	found == set()
}

test_none_flagged_leaves_the_called_for_alone if {
	found := threats.none_flagged with input as reviewed({"service": {"tenancy": "multi"}}, {"flagged": {}})
	found == set()
}
