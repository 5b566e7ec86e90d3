package ccsec.methodology.chain_test

import data.ccsec.methodology.chain

settings := {"upstream_max_age_days": 365}

# A service on a platform with which nothing is wrong.
service := {
	"service": {"role": "CSP", "tenancy": "multi"},
	"data": {
		"classification": "confidential",
		"personal": true,
		"controller": "CSC",
		"processor": "CSP",
		"jurisdictions": ["DE", "FR"],
	},
	"upstream": [{"service": "platform", "provides": ["9.3/*"]}],
	"index": {
		"flagged": {},
		"claims": {},
		"review": {"age": 20},
		"promised": {},
		"chain": [{
			"id": "platform",
			"path": ["upstream", 0],
			"there": ["chain", 0, "service", "id"],
			"service": {"role": "CSP", "tenancy": "multi", "owner": "platform@example.com"},
			"data": {
				"classification": "confidential",
				"personal": true,
				"stored": true,
				"controller": "CSC",
				"processor": "CSP",
				"jurisdictions": ["DE"],
			},
			"promised": {},
			"review": {"age": 30, "every": 180},
			"reviewed": 20,
			"held": {},
		}],
	},
}

# Some values of the service, and some of its upstream service.
changed_by(own, theirs) := object.union(
	object.union(service, own),
	{"index": {"chain": [object.union(service.index.chain[0], theirs)]}},
)

# An upstream service that keeps the data of this one in a single country.
narrowed(country) := {"narrowed": {country: ["upstream", 0, "jurisdictions", 0]}}

# The service with other values in its entry for the upstream service.
entry(values) := {"upstream": [object.union(service.upstream[0], values)]}

promise(key, amount, words) := {key: {"amount": amount, "words": words, "path": ["sla", key]}}

promise_there(key, amount, words) := {key: {"amount": amount, "words": words, "path": ["chain", 0, "sla", key]}}

found(descriptor) := union({
	{["weaker-promise", violation] | some violation in chain.weaker_promise with input as descriptor},
	{["jurisdiction", violation] | some violation in chain.jurisdiction with input as descriptor},
	{["classification", violation] | some violation in chain.classification with input as descriptor},
	{["tenancy", violation] | some violation in chain.tenancy with input as descriptor},
	{["outdated", violation] |
		some violation in chain.outdated with input as descriptor with data.ccsec.settings as settings
	},
	{["changed", violation] | some violation in chain.changed with input as descriptor},
	{["data-roles", violation] | some violation in chain.data_roles with input as descriptor},
})

rules(descriptor) := {pair[0] | some pair in found(descriptor)}

only(descriptor) := [pair[1] | some pair in found(descriptor)][0] if count(found(descriptor)) == 1

test_nothing_is_wrong if found(service) == set()

test_a_service_that_was_not_found_says_nothing if {
	lost := object.union(service, {"index": {"chain": [{"path": ["upstream", 0], "reviewed": 3}]}})
	found(lost) == set()
}

test_no_chain_says_nothing if found({"service": {"role": "CSP"}, "index": {"flagged": {}}}) == set()

test_a_shorter_recovery_time_than_upstream if {
	descriptor := changed_by(
		{"index": {"promised": promise("recovery_time", 14400, "4h")}},
		{"promised": promise_there("recovery_time", 28800, "8h")},
	)
	only(descriptor) == {
		"message": "a recovery time of 4h is promised, but \"platform\" promises 8h",
		"path": ["sla", "recovery_time"],
		"label": "promised here",
		"labels": [
			{"path": ["chain", 0, "sla", "recovery_time"], "label": "\"platform\" promises this"},
			{"path": ["upstream", 0, "service"], "label": "built on it"},
		],
		"help": "promise no more than 8h, or agree on 4h with the owner of \"platform\" (platform@example.com)",
	}
}

test_a_promise_that_upstream_keeps_up_with if {
	equal := changed_by(
		{"index": {"promised": promise("recovery_time", 14400, "4h")}},
		{"promised": promise_there("recovery_time", 14400, "4h")},
	)
	found(equal) == set()
	unpromised := changed_by({"index": {"promised": promise("recovery_time", 14400, "4h")}}, {})
	found(unpromised) == set()
}

test_of_a_notice_and_an_availability_more_is_promised if {
	every pair in [["change_notice", 30, 7], ["availability", 99.99, 99.9]] {
		more := changed_by(
			{"index": {"promised": promise(pair[0], pair[1], "more")}},
			{"promised": promise_there(pair[0], pair[2], "less")},
		)
		rules(more) == {"weaker-promise"}
		less := changed_by(
			{"index": {"promised": promise(pair[0], pair[2], "less")}},
			{"promised": promise_there(pair[0], pair[1], "more")},
		)
		found(less) == set()
	}
}

# Recovery over some upstream services.
redundant(grade, promised_key, others) := object.union(service, {"index": {
	"promised": promise(promised_key, 1, "1s"),
	"claims": {"9.11/recovery-redundancy": [{"control": 0, "status": "implemented", "grade": grade}]},
	"chain": array.concat(
		[object.union(service.index.chain[0], {"promised": promise_there(promised_key, 2, "2s")})],
		others,
	),
}})

second := [{"path": ["upstream", 1]}]

test_redundancy_over_several_upstream_services_excuses_recovery if {
	found(redundant("documented", "recovery_time", second)) == set()
	found(redundant("verified", "recovery_point", second)) == set()
	rules(redundant("declared", "recovery_time", second)) == {"weaker-promise"}
	rules(redundant("documented", "incident_response", second)) == {"weaker-promise"}
	rules(redundant("documented", "recovery_time", [])) == {"weaker-promise"}
}

test_data_in_a_country_that_is_not_named if {
	descriptor := changed_by(
		{"index": {"flagged": {"8.2.4": ["threats", "flagged", 0]}}},
		{"data": {"jurisdictions": ["DE", "US", "IN"]}},
	)
	violation := only(descriptor)
	violation.message == "\"platform\" keeps data in US, IN, which this service does not name"
	violation.path == ["data", "jurisdictions"]
	violation.labels[0] == {"path": ["chain", 0, "data", "jurisdictions"], "label": "\"platform\" keeps data here"}
	violation.threats == ["8.2.4"]
	found(changed_by({}, {"data": {"jurisdictions": ["DE", "US"], "stored": false}})) == set()
}

test_many_countries_are_counted if {
	violation := only(changed_by({}, {"data": {"jurisdictions": ["US", "IN", "BR", "JP", "KR", "AU", "DE"]}}))
	violation.label == "without US, IN, BR, JP and 2 more countries"
}

test_an_entry_that_keeps_data_in_fewer_countries if {
	found(changed_by({}, object.union(narrowed("DE"), {"data": {"jurisdictions": ["DE", "US"]}}))) == set()
}

test_an_entry_that_names_a_country_without_the_upstream_service if {
	violation := only(changed_by({}, narrowed("FR")))
	violation.message == "data is said to stay in FR at \"platform\", which keeps none there"
	violation.path == ["upstream", 0, "jurisdictions", 0]
	violation.labels[0].path == ["chain", 0, "data", "jurisdictions"]
}

test_an_entry_that_names_a_country_which_is_not_promised if {
	violation := only(changed_by({}, object.union(narrowed("US"), {"data": {"jurisdictions": ["DE", "US"]}})))
	violation.message == "\"platform\" keeps data of this service in US, which this service does not name"
	[label.path | some label in violation.labels] == [["data", "jurisdictions"], ["chain", 0, "data", "jurisdictions"]]
}

test_data_of_a_higher_class if {
	violation := only(changed_by({}, {"data": {"classification": "internal"}}))
	violation.message == "confidential data is handled, but \"platform\" is made for internal data"
	violation.path == ["data", "classification"]
	violation.labels[0].path == ["chain", 0, "data", "classification"]
	found(changed_by({}, {"data": {"classification": "secret"}})) == set()
	found(changed_by({}, {"data": {"classification": "internal", "stored": false}})) == set()
}

test_personal_data_where_there_is_none if {
	violation := only(changed_by({}, {"data": {"personal": false}}))
	violation.message == "personal data is handled, but \"platform\" says that it holds none"
	violation.labels[0].path == ["chain", 0, "data", "personal"]
	found(changed_by({"data": {"personal": false}}, {"data": {"personal": false}})) == set()
}

test_a_single_tenant_on_a_shared_service if {
	descriptor := changed_by(
		{"service": {"tenancy": "single"}, "index": {"flagged": {"8.2.2": ["threats", "flagged", 0]}}},
		{},
	)
	violation := only(descriptor)
	violation.message == "a single tenant is promised, but \"platform\" is shared by several"
	violation.path == ["service", "tenancy"]
	violation.labels[0].path == ["chain", 0, "service", "tenancy"]
	violation.threats == ["8.2.2"]
}

test_tenants_that_are_kept_apart if {
	every id in ["9.5/workload-isolation", "9.7/tenant-isolation"] {
		found(changed_by({"service": {"tenancy": "single"}}, {"held": {id: "declared"}})) == set()
	}
	found(changed_by({"service": {"tenancy": "single"}}, {"service": {"tenancy": "single"}})) == set()
}

test_an_upstream_review_that_is_too_old if {
	violation := only(changed_by({}, {"review": {"age": 400, "every": 720}}))
	violation == {
		"message": "the last review of \"platform\" was 400 days ago, and the settings allow 365",
		"path": ["upstream", 0, "service"],
		"label": "built on this service",
		"labels": [{"path": ["chain", 0, "review", "last"], "label": "400 days ago"}],
		"help": "ask its owner to go through its threats again, and to renew last in its [review]",
	}
}

test_an_upstream_review_that_is_overdue_by_its_own_interval if {
	violation := only(changed_by({}, {"review": {"age": 200, "every": 180}}))
	violation.message == "the last review of \"platform\" was 200 days ago, and by its own interval one is due every 180"
	found(changed_by({}, {"review": {"age": 180}})) == set()
}

test_an_upstream_service_that_was_never_reviewed if {
	unreviewed := object.union(
		object.remove(service, ["index"]),
		{"index": object.union(object.remove(service.index, ["chain"]), {"chain": [object.union(
			object.remove(service.index.chain[0], ["review"]),
			{"review": {"every": 180}},
		)]})},
	)
	violation := only(unreviewed)
	violation.message == "\"platform\" does not say when it was last reviewed"
	violation.labels == [{"path": ["chain", 0, "service", "id"], "label": "no day of a review"}]
}

test_an_upstream_audit_that_is_too_old if {
	there := ["chain", 0, "controls", 3, "evidence", 0, "reviewed"]
	violation := only(changed_by({}, {"audit": {"age": 366, "path": there}}))
	violation.message == "the last independent assessment of \"platform\" was 366 days ago, and the settings allow 365"
	violation.labels[0].path == there
	found(changed_by({}, {"audit": {"age": 365, "path": there}})) == set()
}

test_a_copy_that_is_too_old if {
	violation := only(changed_by({}, {"copied": 366}))
	startswith(violation.message, "the last fetching of the copy of \"platform\"")
	violation.labels[0].path == ["chain", 0, "service", "id"]
}

test_an_upstream_service_that_changed_after_it_was_read if {
	violation := only(changed_by({}, {"review": {"changed": 10}}))
	violation.message == "\"platform\" has changed since its descriptor was last read here"
	violation.path == ["review", "last"]
	violation.labels == [{"path": ["chain", 0, "review", "changed"], "label": "changed 10 days ago"}]
	stated := only(changed_by(entry({"reviewed": "2026-11-01"}), {"review": {"changed": 10}}))
	stated.path == ["upstream", 0, "reviewed"]
	found(changed_by({}, {"review": {"changed": 20}})) == set()
}

test_an_upstream_service_that_changed_and_was_never_read if {
	entry := object.union(object.remove(service.index.chain[0], ["reviewed"]), {"review": {"changed": 10}})
	descriptor := object.union(service, {"index": {"chain": [entry]}})
	violation := only(descriptor)
	violation.message == "\"platform\" has changed, and nothing says that its descriptor was ever read here"
	violation.path == ["upstream", 0, "service"]
	violation.labels[0].path == ["chain", 0, "review", "changed"]
}

test_an_upstream_descriptor_with_another_digest if {
	violation := only(changed_by({}, {"digest": "abc"}))
	violation.path == ["upstream", 0, "sha256"]
	violation.labels[0].path == ["chain", 0, "service", "id"]
	violation.help == "read what has changed, and write sha256 = \"abc\""
}

test_a_new_upstream_service_since_the_last_review if {
	violation := only(changed_by({}, {"since": 5}))
	violation.message == "the service has been built on \"platform\" since after its last review"
	violation.labels == [{"path": ["review", "last"], "label": "the last review, 20 days ago"}]
	found(changed_by({}, {"since": 20})) == set()
}

test_a_controller_that_upstream_claims_to_be if {
	violation := only(changed_by({"index": {"flagged": {"8.1.1": ["threats", "flagged", 0]}}}, {"data": {"controller": "CSP"}}))
	violation.message == concat("", [
		"this service names its customer as the data controller, ",
		"and \"platform\" names itself",
	])
	violation.path == ["data", "controller"]
	violation.labels[0].path == ["chain", 0, "data", "controller"]
	violation.threats == ["8.1.1"]
}

test_a_controller_that_is_a_partner_upstream if {
	rules(changed_by({}, {"data": {"controller": "CSN"}})) == {"data-roles"}
	rules(changed_by({"data": {"controller": "CSP"}}, {"data": {"controller": "CSN"}})) == {"data-roles"}
	found(changed_by({"data": {"controller": "CSN"}}, {"data": {"controller": "CSN"}})) == set()
}

test_a_processor_where_only_the_customer_processes if {
	violation := only(changed_by({"data": {"processor": "CSC"}}, {}))
	violation.message == concat("", [
		"this service names its customer as the data processor, ",
		"and \"platform\" names itself",
	])
	found(changed_by({}, {"data": {"processor": "CSC"}})) == set()
	rules(changed_by({"data": {"processor": "CSC"}}, {"data": {"processor": "CSN"}})) == {"data-roles"}
}

test_a_customer_and_its_provider_use_the_same_words if {
	found(changed_by({"service": {"role": "CSC"}}, {})) == set()
	violation := only(changed_by({"service": {"role": "CSC"}}, {"data": {"processor": "CSN"}}))
	violation.message == "this service names \"platform\" as the data processor, and \"platform\" names a partner"
}

test_roles_without_personal_data_are_nobodys_concern if {
	found(changed_by({"data": {"personal": false}}, {"data": {"controller": "CSP"}})) == set()
}
