# METADATA
# title: Service chain
# description: >-
#   Clause 10 of X.ccsec. A service may be built on others; what it promises holds only as far as
#   they promise it, and only as long as somebody reads what they promise. `input.index.chain` has one
#   entry for each [[upstream]], with what is known of the service if its descriptor was found.
package ccsec.methodology.chain

# METADATA
# title: Promise that the upstream service does not keep up with
# description: >-
#   The [sla] promises more than an upstream service does: a shorter time, a higher availability, a longer
#   notice. Recovery and availability are excused where the service is built on several upstream services
#   and meets 9.11/recovery-redundancy by a control of its own.
# custom:
#   id: chain/weaker-promise
#   severity: error
#   why: >-
#     A service that is back after four hours cannot stand on one that is back after eight. The promise
#     is broken on the first bad day, and the customer holds the contract of the one who made it (8.1.5,
#     8.2.7).
#   help: promise no more than the upstream service does, or agree on a better promise with its owner
#   example: |
#     [sla]
#     recovery_time  = "8h"
#     recovery_point = "1h"
#   references: [iso27002:2022/5.22, iso27002:2022/5.30, ccm4/STA-09]
weaker_promise contains violation if {
	some promise, own in input.index.promised
	some entry in input.index.chain
	theirs := entry.promised[promise]
	falls_behind(promise, own.amount, theirs.amount)
	not excused(promise)
	violation := {
		"message": sprintf("%s of %s is promised, but \"%s\" promises %s", [names[promise], own.words, entry.id, theirs.words]),
		"path": own.path,
		"label": "promised here",
		"labels": [
			{"path": theirs.path, "label": sprintf("\"%s\" promises this", [entry.id])},
			{"path": array.concat(entry.path, ["service"]), "label": "built on it"},
		],
		"help": sprintf("promise no more than %s, or agree on %s with the owner of \"%s\" (%s)", [
			theirs.words,
			own.words,
			entry.id,
			entry.service.owner,
		]),
	}
}

names := {
	"incident_response": "an incident response",
	"recovery_time": "a recovery time",
	"recovery_point": "a recovery point",
	"security_report": "an interval of security reports",
	"change_notice": "a notice of changes",
	"availability": "an availability",
}

# Less is better of times, and more of a notice and of an availability.
falls_behind(promise, own, theirs) if {
	promise in {"incident_response", "recovery_time", "recovery_point", "security_report"}
	own < theirs
}

falls_behind(promise, own, theirs) if {
	promise in {"change_notice", "availability"}
	own > theirs
}

# Who can go on without any one of them needs none of them to be back.
excused(promise) if {
	promise in {"recovery_time", "recovery_point", "availability"}
	count(input.index.chain) > 1
	some claim in input.index.claims["9.11/recovery-redundancy"]
	is_number(claim.control)
	claim.status == "implemented"
	claim.grade in {"documented", "verified"}
}

# METADATA
# title: Data where it was not promised to be
# description: >-
#   An upstream service keeps data in a country that this descriptor does not name; or an [[upstream]]
#   entry says that its data stays in a country where the upstream service does not keep any.
# custom:
#   id: chain/jurisdiction
#   severity: error
#   why: >-
#     Customers chose the service for the laws that their data is under. The copy that the upstream
#     service makes in a third country is under another law, and its courts do not ask what was promised
#     (8.2.4, 8.1.4).
#   help: >-
#     name every country in which data comes to lie; where a contract or the choice of a region keeps it in
#     fewer, say so with jurisdictions = [...] in the [[upstream]] entry
#   example: |
#     [[upstream]]
#     service       = "platform"
#     provides      = ["9.3/*"]
#     jurisdictions = ["DE"]
#   references: [iso27002:2022/5.31, ccm4/DSP-19]
jurisdiction contains violation if {
	some i, entry in input.index.chain
	entry.data.stored
	not entry.narrowed
	abroad := [country |
		some country in entry.data.jurisdictions
		not country in input.data.jurisdictions
	]
	count(abroad) > 0
	violation := {
		"message": sprintf("\"%s\" keeps data in %s, which this service does not name", [entry.id, listed(abroad)]),
		"path": ["data", "jurisdictions"],
		"label": sprintf("without %s", [listed(abroad)]),
		"labels": [
			{"path": ["chain", i, "data", "jurisdictions"], "label": sprintf("\"%s\" keeps data here", [entry.id])},
			{"path": array.concat(entry.path, ["service"]), "label": "built on it"},
		],
		"help": concat("", [
			"add the countries to jurisdictions in [data]; or, if a contract or a region keeps the data of this ",
			"service in fewer, add jurisdictions = [...] to the [[upstream]] entry",
		]),
		"threats": [threat | some threat in ["8.2.4"]; input.index.flagged[threat]],
	}
}

jurisdiction contains violation if {
	some i, entry in input.index.chain
	some country, path in entry.narrowed
	not country in entry.data.jurisdictions
	violation := {
		"message": sprintf("data is said to stay in %s at \"%s\", which keeps none there", [country, entry.id]),
		"path": path,
		"label": sprintf("\"%s\" names no such country", [entry.id]),
		"labels": [{"path": ["chain", i, "data", "jurisdictions"], "label": "it keeps data here"}],
		"help": sprintf("name a country of \"%s\": %s", [entry.id, listed(entry.data.jurisdictions)]),
	}
}

jurisdiction contains violation if {
	some i, entry in input.index.chain
	some country, path in entry.narrowed
	country in entry.data.jurisdictions
	not country in input.data.jurisdictions
	violation := {
		"message": sprintf("\"%s\" keeps data of this service in %s, which this service does not name", [entry.id, country]),
		"path": path,
		"label": "not among the countries of this service",
		"labels": [
			{"path": ["data", "jurisdictions"], "label": sprintf("without %s", [country])},
			{"path": ["chain", i, "data", "jurisdictions"], "label": sprintf("\"%s\" keeps data here", [entry.id])},
		],
		"help": sprintf("add \"%s\" to jurisdictions in [data], or keep the data out of there", [country]),
	}
}

listed(countries) := concat(", ", countries) if count(countries) < 6

else := sprintf("%s and %d more countries", [concat(", ", array.slice(countries, 0, 4)), count(countries) - 4])

# METADATA
# title: Data that the upstream service is not made for
# description: >-
#   This service handles data of a higher class than an upstream service that stores data says it is for,
#   or personal data at an upstream service that says it has none.
# custom:
#   id: chain/classification
#   severity: error
#   why: >-
#     The upstream team chose its controls for the data that it expects. It does not guard what it does not
#     know it holds, and after a leak it learns from the news what was in there (7.1.1, 8.1.4).
#   help: agree with the upstream team that it takes data of this class, or keep the data out of its service
#   example: |
#     [data]
#     classification = "internal"
#     personal       = false
#     jurisdictions  = ["DE"]
#   references: [iso27002:2022/5.12, ccm4/DSP-04]
classification contains violation if {
	some i, entry in input.index.chain
	entry.data.stored
	classes[entry.data.classification] < classes[input.data.classification]
	violation := {
		"message": sprintf("%s data is handled, but \"%s\" is made for %s data", [
			input.data.classification,
			entry.id,
			entry.data.classification,
		]),
		"path": ["data", "classification"],
		"label": "this class of data",
		"labels": [
			{"path": ["chain", i, "data", "classification"], "label": sprintf("\"%s\" is made for this", [entry.id])},
			{"path": array.concat(entry.path, ["service"]), "label": "built on it"},
		],
		"help": sprintf("agree with the owner of \"%s\" (%s) that it takes %s data, or keep such data out of it", [
			entry.id,
			entry.service.owner,
			input.data.classification,
		]),
	}
}

classification contains violation if {
	some i, entry in input.index.chain
	entry.data.stored
	input.data.personal == true
	entry.data.personal == false
	violation := {
		"message": sprintf("personal data is handled, but \"%s\" says that it holds none", [entry.id]),
		"path": ["data", "personal"],
		"label": "personal data",
		"labels": [
			{"path": ["chain", i, "data", "personal"], "label": sprintf("\"%s\" holds none", [entry.id])},
			{"path": array.concat(entry.path, ["service"]), "label": "built on it"},
		],
		"help": sprintf("agree with the owner of \"%s\" (%s) that it takes personal data, or keep such data out of it", [
			entry.id,
			entry.service.owner,
		]),
	}
}

classes := {"public": 0, "internal": 1, "confidential": 2, "secret": 3}

# METADATA
# title: One tenant on a shared upstream service
# description: >-
#   The service promises a single tenant and is built on one that several tenants share, without
#   inheriting 9.5/workload-isolation or 9.7/tenant-isolation from it.
# custom:
#   id: chain/tenancy
#   severity: warning
#   why: >-
#     The customer pays for having no neighbours and gets some one floor below. Whether a wall stands
#     between them is up to the upstream service, and nobody has asked it to say so (8.2.2).
#   help: >-
#     let the upstream service provide 9.5/workload-isolation, if it declares that, or write tenancy = "multi"
#   example: |
#     [[upstream]]
#     service  = "platform"
#     provides = ["9.5/workload-isolation"]
#   references: [iso27017:2015/CLD.9.5.1, ccm4/IVS-06]
tenancy contains violation if {
	input.service.tenancy == "single"
	some i, entry in input.index.chain
	entry.service.tenancy == "multi"
	not isolated(entry)
	violation := {
		"message": sprintf("a single tenant is promised, but \"%s\" is shared by several", [entry.id]),
		"path": ["service", "tenancy"],
		"label": "promised here",
		"labels": [
			{"path": ["chain", i, "service", "tenancy"], "label": sprintf("\"%s\" is shared", [entry.id])},
			{"path": array.concat(entry.path, ["service"]), "label": "built on it"},
		],
		"help": sprintf(
			"add \"9.5/workload-isolation\" to provides of \"%s\" if it keeps its tenants apart, or write tenancy = \"multi\"",
			[entry.id],
		),
		"threats": [threat | some threat in ["8.2.2"]; input.index.flagged[threat]],
	}
}

isolated(entry) if {
	some id in {"9.5/workload-isolation", "9.7/tenant-isolation"}
	some other in input.index.chain
	other.id == entry.id
	other.held[id]
}

# METADATA
# title: Upstream review or audit that is too old
# description: >-
#   The last review of an upstream service, its newest independent assessment, or the copy of its
#   descriptor is older than the settings of this repository allow, or older than its own interval.
# custom:
#   id: chain/outdated
#   severity: warning
#   why: >-
#     What is inherited is worth as much as the last look that somebody took at it. An upstream review of
#     three years ago describes a service that has since changed its data centre, its staff and its owner
#     (8.1.2, 9.12).
#   help: ask the upstream team for a review or an audit that is not older than allowed
#   example: |
#     [review]
#     last  = 2026-09-01
#     every = "180d"
#   references: [iso27002:2022/5.22, ccm4/STA-13]
outdated contains violation if {
	some i, entry in input.index.chain
	entry.review.age > data.ccsec.settings.upstream_max_age_days
	violation := old(entry, "review", entry.review.age, ["chain", i, "review", "last"])
}

outdated contains violation if {
	some entry in input.index.chain
	entry.review
	not entry.review.age
	violation := {
		"message": sprintf("\"%s\" does not say when it was last reviewed", [entry.id]),
		"path": array.concat(entry.path, ["service"]),
		"label": "built on this service",
		"labels": [{"path": entry.there, "label": "no day of a review"}],
		"help": advice.review,
	}
}

outdated contains violation if {
	some i, entry in input.index.chain
	entry.review.age > entry.review["every"]
	entry.review.age <= data.ccsec.settings.upstream_max_age_days
	violation := object.union(old(entry, "review", entry.review.age, ["chain", i, "review", "last"]), {
		"message": sprintf("the last review of \"%s\" was %d days ago, and by its own interval one is due every %d", [
			entry.id,
			entry.review.age,
			entry.review["every"],
		]),
		"labels": [
			{"path": ["chain", i, "review", "last"], "label": sprintf("%d days ago", [entry.review.age])},
			{"path": ["chain", i, "review", "every"], "label": sprintf("due every %d days", [entry.review["every"]])},
		],
	})
}

outdated contains violation if {
	some i, entry in input.index.chain
	entry.audit.age > data.ccsec.settings.upstream_max_age_days
	violation := old(entry, "independent assessment", entry.audit.age, entry.audit.path)
}

outdated contains violation if {
	some i, entry in input.index.chain
	entry.copied > data.ccsec.settings.upstream_max_age_days
	violation := old(entry, "copy", entry.copied, entry.there)
}

old(entry, what, age, path) := {
	"message": sprintf("the last %s of \"%s\" was %d days ago, and the settings allow %d", [
		lasting[what],
		entry.id,
		age,
		data.ccsec.settings.upstream_max_age_days,
	]),
	"path": array.concat(entry.path, ["service"]),
	"label": "built on this service",
	"labels": [{"path": path, "label": sprintf("%d days ago", [age])}],
	"help": advice[what],
}

lasting := {"review": "review", "independent assessment": "independent assessment", "copy": "fetching of the copy"}

advice := {
	"review": "ask its owner to go through its threats again, and to renew last in its [review]",
	"independent assessment": "obtain the newest report, and have its date renewed in the upstream descriptor",
	"copy": "run ccsec-lint vendor, read what has changed, and write the sha256 that it prints",
}

# METADATA
# title: Change of the chain that nobody has reviewed
# description: >-
#   An upstream service has changed since this one last read its descriptor, or this service is built on
#   it since a day after its own last review. Clause 10 asks for the three steps to be repeated then.
# custom:
#   id: chain/changed
#   severity: warning
#   why: >-
#     A new upstream provider brings its own threats, and a changed one may have dropped what was
#     inherited from it. The flags of this descriptor were set for another chain.
#   help: >-
#     read the upstream descriptor, review the threats again, and renew last in [review]; where only the
#     upstream service changed, reviewed in the [[upstream]] entry will do
#   example: |
#     [[upstream]]
#     service  = "platform"
#     provides = ["9.3/*"]
#     reviewed = 2026-09-15
#   references: [iso27002:2022/5.22, nist800-53r5/RA-3]
changed contains violation if {
	some i, entry in input.index.chain
	entry.review.changed < entry.reviewed
	violation := {
		"message": sprintf("\"%s\" has changed since its descriptor was last read here", [entry.id]),
		"path": reviewed_path(i),
		"label": sprintf("read %d days ago", [entry.reviewed]),
		"labels": [{"path": ["chain", i, "review", "changed"], "label": sprintf("changed %d days ago", [entry.review.changed])}],
		"help": sprintf("read the descriptor of \"%s\", and set reviewed = YYYY-MM-DD in the [[upstream]] entry", [entry.id]),
	}
}

# Never to have read it is no better than to have read it long ago.
changed contains violation if {
	some i, entry in input.index.chain
	entry.review.changed
	not entry.reviewed
	violation := {
		"message": sprintf("\"%s\" has changed, and nothing says that its descriptor was ever read here", [entry.id]),
		"path": ["upstream", i, "service"],
		"label": "never read, as far as this descriptor says",
		"labels": [{"path": ["chain", i, "review", "changed"], "label": sprintf("changed %d days ago", [entry.review.changed])}],
		"help": sprintf("read the descriptor of \"%s\", and set reviewed = YYYY-MM-DD in the [[upstream]] entry", [entry.id]),
	}
}

changed contains violation if {
	some i, entry in input.index.chain
	entry.digest
	violation := {
		"message": sprintf("the descriptor of \"%s\" is no longer the one that was read here", [entry.id]),
		"path": ["upstream", i, "sha256"],
		"label": "its digest at that time",
		"labels": [{"path": entry.there, "label": "this descriptor has changed"}],
		"help": sprintf("read what has changed, and write sha256 = \"%s\"", [entry.digest]),
	}
}

changed contains violation if {
	some i, entry in input.index.chain
	entry.since < input.index.review.age
	violation := {
		"message": sprintf("the service has been built on \"%s\" since after its last review", [input.upstream[i].service]),
		"path": ["upstream", i, "since"],
		"label": sprintf("%d days ago", [entry.since]),
		"labels": [{"path": ["review", "last"], "label": sprintf("the last review, %d days ago", [input.index.review.age])}],
		"help": "go through the 26 threats again with the new service in mind, and renew last in [review]",
	}
}

reviewed_path(i) := ["upstream", i, "reviewed"] if input.upstream[i].reviewed

else := ["review", "last"]

# METADATA
# title: Data controller or processor named differently along the chain
# description: >-
#   Both descriptors are about personal data, and they do not agree on who is the data controller, or on
#   who processes on its behalf. What is one side's CSP is the other side's CSC.
# custom:
#   id: chain/data-roles
#   severity: error
#   why: >-
#     Clause 8.1.1 names just this: where it is unclear who is the controller and who the processor, a
#     request of a person, or of an authority, is sent round in circles until the time for an answer is
#     over (8.1.1, 8.1.4).
#   help: agree on controller and processor in the contract, and write the same into both descriptors
#   example: |
#     [data]
#     classification = "confidential"
#     personal       = true
#     controller     = "CSC"
#     processor      = "CSP"
#     jurisdictions  = ["DE"]
#   references: [iso27002:2022/5.34, ccm4/DSP-13]
data_roles contains violation if {
	input.data.personal == true
	some i, entry in input.index.chain
	entry.data.personal
	some part in ["controller", "processor"]
	own := input.data[part]
	theirs := entry.data[part]
	conflict(part, own, theirs)
	violation := {
		"message": sprintf("this service names %s as the data %s, and \"%s\" names %s", [
			called(own, input.service.role, entry.id),
			part,
			entry.id,
			called_there[theirs],
		]),
		"path": ["data", part],
		"label": called(own, input.service.role, entry.id),
		"labels": [
			{"path": ["chain", i, "data", part], "label": called_there[theirs]},
			{"path": array.concat(entry.path, ["service"]), "label": "built on it"},
		],
		"help": sprintf("agree with the owner of \"%s\" (%s) on the data %s, and write it into both descriptors", [
			entry.id,
			entry.service.owner,
			part,
		]),
		"threats": [threat | some threat in ["8.1.1", "8.1.4", "8.2.1"]; input.index.flagged[threat]],
	}
}

# A customer's provider is the upstream service itself: the words must agree.
conflict(_, own, theirs) if {
	input.service.role == "CSC"
	own != theirs
}

# To an upstream service both this one and its customers are the customer's side.
conflict("controller", own, "CSP") if {
	input.service.role != "CSC"
	own in {"CSC", "CSP"}
}

conflict("controller", own, "CSN") if {
	input.service.role != "CSC"
	own in {"CSC", "CSP"}
}

# Processors may work for each other; but one who processes is none where only the customer does.
conflict("processor", "CSC", theirs) if {
	input.service.role != "CSC"
	theirs in {"CSP", "CSN"}
}

called(party, "CSC", upstream) := {
	"CSC": "itself",
	"CSP": sprintf("\"%s\"", [upstream]),
	"CSN": "a partner",
}[party]

called(party, role, _) := {"CSC": "its customer", "CSP": "itself", "CSN": "a partner"}[party] if role != "CSC"

called_there := {"CSC": "its customer", "CSP": "itself", "CSN": "a partner"}
