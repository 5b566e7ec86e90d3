# METADATA
# title: Drafts
# description: >-
#   A descriptor that was drafted holds values that nobody has confirmed. They stand in a list until
#   somebody has.
package ccsec.methodology.draft

# METADATA
# title: Question that nobody has answered
# description: >-
#   A value was filled in when the descriptor was drafted, and its key still stands in
#   draft.unanswered: nobody has said that it is true.
# custom:
#   id: descriptor/unanswered
#   severity: warning
#   why: >-
#     Which threats are called for, and which expectations apply, follows from these values. As long
#     as one of them is a guess, so is every verdict that rests on it, and nobody answers for any.
#   help: correct the value if it is wrong, and take its key out of draft.unanswered
#   example: |
#     [draft]
#     unanswered = []
#
#     [service]
#     owner   = "storage-team@example.com"
#     tenancy = "multi"
#   references: [iso27002:2022/5.9]
unanswered contains violation if {
	some position, key in input.draft.unanswered
	asked := questions[key]
	violation := {
		"message": sprintf("%s was filled in, and nobody has confirmed it: %s", [key, asked.question]),
		"path": split(key, "."),
		"label": "filled in",
		"labels": [{"path": ["draft", "unanswered", position], "label": asked.question}],
		"help": sprintf("write %s, and take \"%s\" out of draft.unanswered", [asked.answer, key]),
	}
}

questions := {
	"service.title": {
		"question": "what is the service?",
		"answer": "what it is in a few words",
	},
	"service.owner": {
		"question": "who answers for this descriptor?",
		"answer": "a team or an address",
	},
	"service.role": {
		"question": "whose descriptor is it?",
		"answer": "CSP if you provide the service, CSC if you use it, CSN if you take part as a partner",
	},
	"service.category": {
		"question": "what is offered to those who use it?",
		"answer": "IaaS, PaaS, SaaS, CaaS or NaaS",
	},
	"service.deployment": {
		"question": "who may become a customer?",
		"answer": "public for anybody, private for one, community for a known group, hybrid for several of these",
	},
	"service.tenancy": {
		"question": "do several tenants share it?",
		"answer": "multi if they do, single if it serves one",
	},
	"service.exposure": {
		"question": "who can reach it?",
		"answer": "internet for anybody, partner for organizations with access, internal for the own one",
	},
	"service.compute": {
		"question": "what does its code run on?",
		"answer": "virtual-machine, container, function or several of them; [] if it runs no code",
	},
	"data.classification": {
		"question": "what is the highest class of its data?",
		"answer": "public, internal, confidential or secret",
	},
	"data.personal": {
		"question": "is personal data among it?",
		"answer": "true or false",
	},
	"data.jurisdictions": {
		"question": "in which countries is data stored and processed?",
		"answer": "their ISO 3166-1 codes, as in [\"DE\", \"FR\"]",
	},
}
