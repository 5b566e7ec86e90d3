package ccsec.methodology.review_test

import data.ccsec.methodology.review

scheduled(age, interval) := {
	"review": {"last": "2026-09-01", "every": sprintf("%dd", [interval])},
	"index": {"review": {"age": age, "every": interval}},
}

settings := {"review_max_interval_days": 365}

test_overdue if {
	found := review.overdue with input as scheduled(181, 180)
	found == {{
		"message": "the last review was 181 days ago, but one is due every 180 days",
		"path": ["review", "last"],
		"label": "181 days ago",
		"labels": [{"path": ["review", "every"], "label": "due every 180 days"}],
		"help": "review the threats again, and set last = YYYY-MM-DD in [review]",
	}}
}

test_due_today if {
	found := review.overdue with input as scheduled(180, 180)
	found == set()
}

test_without_a_date_nothing_is_overdue if {
	found := review.overdue with input as {"review": {"every": "180d"}, "index": {"review": {"every": 180}}}
	found == set()
}

test_no_review if {
	found := review.unscheduled with input as {"index": {"review": {}}}
	found == {{
		"message": "the descriptor does not say when its threats are reviewed",
		"path": [],
		"label": "[review] is missing",
		"help": "add [review] with last = YYYY-MM-DD and every = \"180d\"",
	}}
}

no_date := {
	"message": "the descriptor does not say when its threats were last reviewed",
	"path": ["review"],
	"label": "last is missing",
	"help": "add last = YYYY-MM-DD to [review]",
}

no_interval := {
	"message": "the descriptor does not say how often its threats are reviewed",
	"path": ["review"],
	"label": "every is missing",
	"help": "add every = \"180d\" to [review]",
}

test_review_without_a_date if {
	found := review.unscheduled with input as {"review": {"every": "180d"}}
	found == {no_date}
}

test_review_without_an_interval if {
	found := review.unscheduled with input as {"review": {"last": "2026-09-01"}}
	found == {no_interval}
}

test_empty_review if {
	found := review.unscheduled with input as {"review": {}}
	found == {no_date, no_interval}
}

test_scheduled if {
	found := review.unscheduled with input as scheduled(81, 180)
	found == set()
}

test_too_rare if {
	found := review.too_rare with input as scheduled(81, 3650)
		with data.ccsec.settings as settings
	found == {{
		"message": "a review every 3650 days is too rare: 365 days are allowed",
		"path": ["review", "every"],
		"label": "3650 days",
		"help": "set every = \"365d\", or less",
	}}
}

test_rare_enough if {
	found := review.too_rare with input as scheduled(81, 365)
		with data.ccsec.settings as settings
	found == set()
}

test_too_rare_by_the_users_own_setting if {
	found := review.too_rare with input as scheduled(81, 180)
		with data.ccsec.settings as {"review_max_interval_days": 90}
	count(found) == 1
}
