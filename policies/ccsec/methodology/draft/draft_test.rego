package ccsec.methodology.draft_test

import data.ccsec.methodology.draft

test_each_open_question_is_named_at_its_value_and_in_the_list if {
	found := draft.unanswered with input as {"draft": {"unanswered": ["service.owner", "data.personal"]}}
	found == {
		{
			"message": "service.owner was filled in, and nobody has confirmed it: who answers for this descriptor?",
			"path": ["service", "owner"],
			"label": "filled in",
			"labels": [{"path": ["draft", "unanswered", 0], "label": "who answers for this descriptor?"}],
			"help": "write a team or an address, and take \"service.owner\" out of draft.unanswered",
		},
		{
			"message": "data.personal was filled in, and nobody has confirmed it: is personal data among it?",
			"path": ["data", "personal"],
			"label": "filled in",
			"labels": [{"path": ["draft", "unanswered", 1], "label": "is personal data among it?"}],
			"help": "write true or false, and take \"data.personal\" out of draft.unanswered",
		},
	}
}

test_an_empty_list_asks_nothing if {
	found := draft.unanswered with input as {"draft": {"unanswered": []}}
	found == set()
}

test_a_descriptor_that_is_no_draft_is_asked_nothing if {
	found := draft.unanswered with input as {"service": {"owner": "unassigned"}}
	found == set()
}
