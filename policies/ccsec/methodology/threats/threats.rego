# METADATA
# title: Review of the threats
# description: >-
#   Clause 10 of X.ccsec, step one. Every threat and challenge is reviewed for the service: flagged,
#   or dismissed for a reason that the service's own facts bear out.
package ccsec.methodology.threats

import data.ccsec.methodology.derivations

# METADATA
# title: Threat not reviewed
# description: A threat or challenge of the catalog is neither flagged nor dismissed.
# custom:
#   id: threats/not-reviewed
#   severity: error
#   why: >-
#     Which capabilities the service needs follows from the threats that it flags. A threat that
#     nobody looked at asks for nothing, and the descriptor passes as if the threat had been
#     answered.
#   help: >-
#     add the threat to flagged, or dismiss it with the fact about the service that rules it out
#   example: |
#     [threats]
#     flagged = ["7.1.1", "7.1.2", "8.1.5"]
#
#     [threats.dismissed]
#     "7.1.3" = "The customers are individuals; there is no customer staff."
#   references: [nist800-53r5/RA-3]
not_reviewed contains violation if {
	some threat in input.index.unreviewed
	not threat in called_threats
	violation := {
		"message": sprintf("%s is neither flagged nor dismissed", [name(threat)]),
		"path": ["threats"],
		"label": sprintf("%s is not reviewed here", [threat]),
		"help": sprintf(
			"add \"%s\" to flagged, or add \"%s\" = \"why it does not concern this service\" to [threats.dismissed]",
			[threat, threat],
		),
		"threats": [threat],
	}
}

# METADATA
# title: Threat dismissed without a reason
# description: >-
#   A dismissal says which fact about the service rules the threat out. Words of fewer than three
#   letters, and repeated words, do not count.
# custom:
#   id: threats/unreasoned
#   severity: error
#   why: >-
#     "n/a" behind a threat cannot be checked, and nobody notices when it stops being true. Whoever
#     flags nothing and dismisses the rest with one word would pass without a single control.
#   help: >-
#     name the fact about the service that rules the threat out, in a sentence that a reviewer could
#     prove wrong
#   example: |
#     [threats.dismissed]
#     "8.2.8" = "Every component has a second supplier under contract."
#   references: [nist800-53r5/RA-3]
unreasoned contains violation if {
	some threat, dismissal in input.index.dismissed
	not threat in reasoned
	not threat in called_threats
	violation := {
		"message": sprintf("%s is dismissed without a reason that can be checked", [name(threat)]),
		"path": dismissal.path,
		"label": sprintf("too short: %s of three letters or more, %s", [
			counted_words(dismissal),
			needed_words,
		]),
		"help": sprintf("say which fact about the service rules %s out, or add \"%s\" to flagged", [threat, threat]),
		"threats": [threat],
	}
}

# METADATA
# title: Threat both flagged and dismissed
# description: A threat is either flagged or dismissed, never both.
# custom:
#   id: threats/contradictory
#   severity: error
#   why: >-
#     One half of the descriptor says that the threat has to be answered, the other half that it
#     does not exist. Whoever relies on the wrong half leaves it open, or pays for controls that
#     the service does not need.
#   help: keep the threat in flagged, or keep the dismissal, not both
#   example: |
#     [threats]
#     flagged = ["7.1.1", "8.2.2"]
#
#     [threats.dismissed]
#     "8.2.8" = "Every component has a second supplier under contract."
#   references: [nist800-53r5/RA-3]
contradictory contains violation if {
	some threat, flag in input.index.flagged
	dismissal := input.index.dismissed[threat]
	violation := {
		"message": sprintf("%s is both flagged and dismissed", [name(threat)]),
		"path": flag,
		"label": "flagged here",
		"labels": [{"path": dismissal.path, "label": "dismissed here"}],
		"help": way_out(threat),
		"threats": [threat],
	}
}

# METADATA
# title: Threat that the service's own facts call for
# description: >-
#   A threat is dismissed or left out, but what the descriptor says of the service calls for it. No
#   reason outweighs such a fact: the threat is flagged, or the fact is not true.
# custom:
#   id: threats/called-for
#   severity: error
#   why: >-
#     A service that several tenants share has a shared environment, whatever the review says. A
#     dismissal that the facts refute drops every capability that would have answered the threat,
#     and with it the controls that would have stopped the attack.
#   help: add the threat to flagged, or correct the fact that calls for it
#   example: |
#     [service]
#     id         = "mailboxes"
#     title      = "Mailboxes"
#     role       = "CSP"
#     category   = "SaaS"
#     deployment = "private"
#     owner      = "mail-team@example.com"
#     tenancy    = "multi"
#     exposure   = "internal"
#     compute    = ["container"]
#
#     [threats]
#     flagged = ["8.2.2"]
#   references: [nist800-53r5/RA-3]
called_for contains violation if {
	some threat in called_threats
	not input.index.flagged[threat]
	place := standing(threat)
	facts := {fact |
		some call in derivations.calls
		call.threat == threat
		fact := [call.path, call.because]
	}
	labels := [{"path": fact[0], "label": fact[1]} | some fact in facts]
	violation := {
		"message": sprintf("%s is %s, but %s", [name(threat), place.verb, first_fact(facts)]),
		"path": place.path,
		"label": sprintf("%s is %s here", [threat, place.verb]),
		"labels": labels,
		"help": place.help,
		"threats": [threat],
	}
}

# METADATA
# title: No threat is flagged
# description: Every one of the 26 threats and challenges is dismissed or left out.
# custom:
#   id: threats/none-flagged
#   severity: error
#   why: >-
#     A descriptor without a flagged threat requires no capability, so it passes whatever the service
#     does. No service is that safe: somebody has an account, somebody is accountable, and one day it
#     is not available.
#   help: >-
#     flag at least the threats that would hurt most; most services face 7.1.2 or 7.1.3, and 8.1.5
#   example: |
#     [threats]
#     flagged = ["7.1.2", "8.1.5"]
#   references: [nist800-53r5/RA-3]
none_flagged contains violation if {
	count(input.index.flagged) == 0
	count(called_threats) == 0
	violation := {
		"message": "no threat is flagged, so nothing is required of the service",
		"path": ["threats", "flagged"],
		"label": "empty",
	}
}

called_threats contains threat if {
	some call in derivations.calls
	threat := call.threat
}

reasoned contains threat if {
	some threat, dismissal in input.index.dismissed
	dismissal.words >= data.ccsec.settings.dismissal_min_words
}

name(threat) := sprintf("%s %s", [threat, data.ccsec.catalog.threats[threat].title])

counted_words(dismissal) := "no word" if dismissal.words == 0
else := "1 different word" if dismissal.words == 1
else := sprintf("%d different words", [dismissal.words])

needed_words := "1 is needed" if data.ccsec.settings.dismissal_min_words == 1
else := sprintf("%d are needed", [data.ccsec.settings.dismissal_min_words])

way_out(threat) := help if {
	threat in called_threats
	help := sprintf("remove \"%s\" from [threats.dismissed]: the service's own facts call for it", [threat])
} else := sprintf("remove \"%s\" from flagged, or from [threats.dismissed]", [threat])

# Where a threat that is not flagged stands instead.
standing(threat) := place if {
	dismissal := input.index.dismissed[threat]
	place := {
		"verb": "dismissed",
		"path": dismissal.path,
		"help": sprintf("remove \"%s\" from [threats.dismissed], and add it to flagged", [threat]),
	}
} else := {
	"verb": "left out",
	"path": ["threats", "flagged"],
	"help": sprintf("add \"%s\" to flagged", [threat]),
}

# The message carries one fact; the labels show them all.
first_fact(facts) := text if {
	count(facts) == 1
	text := [fact[1] | some fact in facts][0]
} else := sprintf("%s, and other facts call for it too", [[fact[1] | some fact in facts][0]])
