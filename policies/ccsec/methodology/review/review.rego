# METADATA
# title: Review cycle
# description: >-
#   Clause 10 of X.ccsec. The three steps are repeated periodically, and whenever a serious breach
#   or a new upstream provider calls for it.
package ccsec.methodology.review

# METADATA
# title: Review overdue
# description: The last review is longer ago than the descriptor's own interval.
# custom:
#   id: review/overdue
#   severity: warning
#   why: >-
#     The flags and dismissals describe a service that has changed since. What it has gained in the
#     meantime, a tenant, an upstream provider or an interface, brings threats that nobody has
#     looked at.
#   help: go through the 26 threats again, change what is no longer true, and renew last in [review]
#   example: |
#     [review]
#     last  = 2026-09-01
#     every = "180d"
#   references: [nist800-53r5/RA-3]
overdue contains violation if {
	input.index.review.age > input.index.review["every"]
	violation := {
		"message": sprintf("the last review was %d days ago, but one is due every %d days", [
			input.index.review.age,
			input.index.review["every"],
		]),
		"path": ["review", "last"],
		"label": sprintf("%d days ago", [input.index.review.age]),
		"labels": [{
			"path": ["review", "every"],
			"label": sprintf("due every %d days", [input.index.review["every"]]),
		}],
		"help": "review the threats again, and set last = YYYY-MM-DD in [review]",
	}
}

# METADATA
# title: Review not scheduled
# description: The descriptor does not say when the threats were last reviewed, or how often they are.
# custom:
#   id: review/unscheduled
#   severity: warning
#   why: >-
#     Without a date and an interval the review was made once and is never due again. Years later
#     the descriptor still passes, for a service that no longer exists in that form.
#   help: add [review] with the date of the last review and the interval to the next
#   example: |
#     [review]
#     last  = 2026-09-01
#     every = "90d"
#   references: [nist800-53r5/RA-3]
unscheduled contains violation if {
	not input.review
	violation := {
		"message": "the descriptor does not say when its threats are reviewed",
		"path": [],
		"label": "[review] is missing",
		"help": "add [review] with last = YYYY-MM-DD and every = \"180d\"",
	}
}

unscheduled contains violation if {
	input.review
	some key, statement in statements
	not input.review[key]
	violation := {
		"message": statement.message,
		"path": ["review"],
		"label": sprintf("%s is missing", [key]),
		"help": statement.help,
	}
}

# METADATA
# title: Review too rare
# description: The interval between two reviews is longer than the settings allow.
# custom:
#   id: review/too-rare
#   severity: warning
#   why: >-
#     Whoever sets the interval to ten years is never overdue. In that time a service changes its
#     providers, its data and its customers, and the threats that come with them are nobody's
#     concern until one of them strikes.
#   help: shorten every to an interval within which the service does not change beyond recognition
#   example: |
#     [review]
#     last  = 2026-09-01
#     every = "365d"
#   references: [nist800-53r5/RA-3]
too_rare contains violation if {
	limit := data.ccsec.settings.review_max_interval_days
	input.index.review["every"] > limit
	violation := {
		"message": sprintf("a review every %d days is too rare: %d days are allowed", [input.index.review["every"], limit]),
		"path": ["review", "every"],
		"label": sprintf("%d days", [input.index.review["every"]]),
		"help": sprintf("set every = \"%dd\", or less", [limit]),
	}
}

statements := {
	"last": {
		"message": "the descriptor does not say when its threats were last reviewed",
		"help": "add last = YYYY-MM-DD to [review]",
	},
	"every": {
		"message": "the descriptor does not say how often its threats are reviewed",
		"help": "add every = \"180d\" to [review]",
	},
}
