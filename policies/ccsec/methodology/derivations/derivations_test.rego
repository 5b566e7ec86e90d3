package ccsec.methodology.derivations_test

import data.ccsec.methodology.derivations

# Inside one organization, for one tenant, with nothing that anybody would want: no fact calls for
# anything.
plain := {
	"ccsec": 1,
	"service": {
		"id": "plain",
		"title": "Plain",
		"role": "CSP",
		"category": "SaaS",
		"deployment": "private",
		"owner": "team@example.com",
		"tenancy": "single",
		"exposure": "internal",
		"compute": ["virtual-machine"],
		"code": ["CSP"],
	},
	"data": {"classification": "internal", "personal": false, "jurisdictions": ["DE"]},
	"threats": {"flagged": [], "dismissed": {}},
	"controls": [],
	"upstream": [],
	"partners": [],
	"sla": {"incident_response": "1h"},
	"review": {"last": "2026-09-01", "every": "180d"},
	"index": {"flagged": {}, "dismissed": {}, "unreviewed": [], "claims": {}},
}

of_customer := object.union(plain, {"service": {"role": "CSC", "code": ["CSC"]}})

of_partner := object.union(plain, {"service": {"role": "CSN", "code": ["CSN"]}})

# Clause 10's own example: network storage for individual users.
network_storage := object.union(plain, {
	"service": {"category": "IaaS", "deployment": "public", "tenancy": "multi", "exposure": "internet"},
	"data": {
		"classification": "confidential",
		"personal": true,
		"controller": "CSC",
		"processor": "CSP",
		"jurisdictions": ["DE", "FR"],
	},
	"sla": {"recovery_time": "4h", "recovery_point": "15m", "availability": "99.9%"},
})

network_storage_flagged := {
	"7.1.1", "7.1.2", "7.2.1", "7.2.2",
	"8.1.1", "8.1.2", "8.1.3", "8.1.4", "8.1.5", "8.1.6",
	"8.2.1", "8.2.2", "8.2.3", "8.2.4", "8.2.6", "8.2.7",
}

# Each call as [threat, path, because]: easier to read beside each other.
derived(service) := {[call.threat, call.path, call.because] | some call in found} if {
	found := derivations.calls with input as service
}

changed(changes) := derived(object.union(plain, changes))

test_plain_service_of_each_role_calls_for_nothing if {
	derived(plain) == set()
	derived(of_customer) == set()
	derived(of_partner) == set()
}

test_nothing_stated_calls_for_nothing if derived({}) == set()

test_example_of_clause_10 if {
	called := {call[0] | some call in derived(network_storage)}
	count(called) == 13
	called - network_storage_flagged == set()
}

test_category_alone_does_not_bring_in_customer_code if changed({"service": {"category": "IaaS"}}) == set()

test_confidential_data if {
	changed({"data": {"classification": "confidential"}}) == {
		["7.1.1", ["data", "classification"], "the service stores confidential data"],
		["7.2.2", ["data", "classification"], "the CSP's own staff works beside confidential data"],
	}
}

test_secret_data_of_a_customer if {
	derived(object.union(of_customer, {"data": {"classification": "secret"}})) == {
		["7.1.1", ["data", "classification"], "the service stores secret data"],
		["7.1.3", ["data", "classification"], "the CSC's own staff works beside secret data"],
	}
}

test_secret_data_of_a_partner if {
	derived(object.union(of_partner, {"data": {"classification": "secret"}})) == {[
		"7.1.1",
		["data", "classification"],
		"the service stores secret data",
	]}
}

test_confidential_data_that_is_not_stored if {
	changed({"data": {"classification": "confidential", "stored": false}}) == set()
}

# Controller and processor are one party, which is neither the provider nor the customer: nothing but
# the data itself calls for anything.
personal_data := {"personal": true, "controller": "CSN", "processor": "CSN"}

test_personal_data if {
	changed({"data": personal_data}) == {
		["7.1.1", ["data", "personal"], "the service stores personal data"],
		["8.1.4", ["data", "personal"], "the service handles personal data"],
	}
}

test_personal_data_in_passing if {
	changed({"data": object.union(personal_data, {"stored": false})}) == {[
		"8.1.4",
		["data", "personal"],
		"the service handles personal data",
	]}
}

# The plan for recovery states them, for whatever threat it answers.
test_recovery_time_and_point_call_for_nothing if {
	changed({"sla": {"recovery_time": "4h", "recovery_point": "15m"}}) == set()
}

test_internet_exposure if {
	changed({"service": {"exposure": "internet"}}) == {
		["7.1.2", ["service", "exposure"], "anybody on the internet can reach the service"],
		["7.2.1", ["service", "exposure"], "anybody on the internet can reach the service"],
	}
}

test_partner_exposure if {
	changed({"service": {"exposure": "partner"}}) == {
		["7.1.2", ["service", "exposure"], "other organizations can reach the service"],
		["7.2.1", ["service", "exposure"], "other organizations can reach the service"],
	}
}

test_internet_exposure_of_a_customer if {
	derived(object.union(of_customer, {"service": {"exposure": "internet"}})) == {[
		"7.1.2",
		["service", "exposure"],
		"anybody on the internet can reach the service",
	]}
}

# What every service with stored personal data calls for.
personal := {
	["7.1.1", ["data", "personal"], "the service stores personal data"],
	["8.1.4", ["data", "personal"], "the service handles personal data"],
}

test_provider_processes_for_the_customer if {
	changed({"data": {"personal": true, "controller": "CSC", "processor": "CSP"}}) == personal | {
		["7.2.2", ["data", "processor"], "the provider's own staff processes personal data"],
		["8.1.1", ["data", "processor"], "the CSC controls the personal data and the CSP processes it"],
		["8.1.3", ["data", "controller"], "the customer answers for personal data that is in the provider's hands"],
		["8.2.1", ["data", "processor"], "the CSC controls the personal data and the CSP processes it"],
	}
}

test_partner_processes_for_the_provider if {
	changed({"data": {"personal": true, "controller": "CSP", "processor": "CSN"}}) == personal | {
		["8.2.1", ["data", "processor"], "the CSP controls the personal data and the CSN processes it"],
		["8.3.1", ["data", "processor"], "the CSP controls the personal data and the CSN processes it"],
	}
}

test_partner_processes_for_the_customer if {
	changed({"data": {"personal": true, "controller": "CSC", "processor": "CSN"}}) == personal | {
		["8.1.1", ["data", "processor"], "the CSC controls the personal data and the CSN processes it"],
		["8.3.1", ["data", "processor"], "the CSC controls the personal data and the CSN processes it"],
	}
}

test_provider_processes_its_own if {
	changed({"data": {"personal": true, "controller": "CSP", "processor": "CSP"}}) == personal | {[
		"7.2.2",
		["data", "processor"],
		"the provider's own staff processes personal data",
	]}
}

test_nobody_controls_the_personal_data if {
	changed({"data": {"personal": true, "processor": "CSN"}}) == personal | {[
		"8.2.1",
		["data", "personal"],
		"nobody is named as the controller of the personal data",
	]}
}

test_nobody_processes_the_personal_data if {
	changed({"data": {"personal": true, "controller": "CSP"}}) == personal | {[
		"8.2.1",
		["data", "personal"],
		"nobody is named as the processor of the personal data",
	]}
}

# Whose duty is unclear is the concern of whoever wrote the descriptor.
test_nobody_is_named_for_the_personal_data if {
	nobody := {"data": {"personal": true}}
	because := "nobody is named as controller or processor of the personal data"
	changed(nobody) == personal | {["8.2.1", ["data", "personal"], because]}
	derived(object.union(of_customer, nobody)) == personal | {["8.1.1", ["data", "personal"], because]}
	derived(object.union(of_partner, nobody)) == personal | {["8.3.1", ["data", "personal"], because]}
}

test_nobody_is_named_for_personal_data_in_passing if {
	changed({"data": {"personal": true, "stored": false}}) == {
		["8.1.4", ["data", "personal"], "the service handles personal data"],
		["8.2.1", ["data", "personal"], "nobody is named as controller or processor of the personal data"],
	}
}

test_controller_and_processor_of_data_that_is_not_personal if {
	changed({"data": {"controller": "CSC", "processor": "CSP"}}) == set()
}

test_provider_processes_seen_by_the_customer if {
	data_of_customer := {"data": {"personal": true, "controller": "CSC", "processor": "CSP"}}
	derived(object.union(of_customer, data_of_customer)) == personal | {[
		"8.1.1",
		["data", "processor"],
		"the CSC controls the personal data and the CSP processes it",
	]}
}

test_provider_processes_seen_by_a_partner if {
	data_of_customer := {"data": {"personal": true, "controller": "CSC", "processor": "CSP"}}
	derived(object.union(of_partner, data_of_customer)) == personal | {
		["8.1.1", ["data", "processor"], "the CSC controls the personal data and the CSP processes it"],
		["8.2.1", ["data", "processor"], "the CSC controls the personal data and the CSP processes it"],
	}
}

test_confidential_data_in_a_public_cloud if {
	found := changed({"service": {"deployment": "public"}, "data": {"classification": "confidential"}})
	found == changed({"data": {"classification": "confidential"}}) | {[
		"8.1.2",
		["data", "classification"],
		"customers entrust confidential data to a provider whose inside they cannot see",
	]}
}

test_confidential_data_of_a_customer_in_a_public_cloud if {
	found := derived(object.union(of_customer, {
		"service": {"deployment": "public", "code": []},
		"data": {"classification": "confidential"},
	}))
	found == {
		["7.1.1", ["data", "classification"], "the service stores confidential data"],
		["7.1.3", ["data", "classification"], "the CSC's own staff works beside confidential data"],
		[
			"8.1.3",
			["service", "deployment"],
			"in a public cloud the customer gives up part of the control of its data",
		],
	}
}

test_public_cloud_alone if changed({"service": {"deployment": "public"}}) == set()

test_confidential_data_in_passing_in_a_public_cloud if {
	changed({
		"service": {"deployment": "public"},
		"data": {"classification": "confidential", "stored": false},
	}) == set()
}

# What every service of a customer with an upstream provider calls for.
upstream_of_customer := {
	["8.1.5", ["upstream", 0, "service"], "the service is built on \"aws\""],
	["8.1.6", ["upstream", 0, "service"], "the service is built on \"aws\""],
}

test_upstream_of_a_customer if {
	derived(object.union(of_customer, {"upstream": [{"service": "aws"}], "service": {"code": []}})) == upstream_of_customer
}

test_confidential_data_of_a_customer_upstream if {
	found := derived(object.union(of_customer, {
		"upstream": [{"service": "aws"}],
		"service": {"code": []},
		"data": {"classification": "confidential"},
	}))
	found == upstream_of_customer | {
		["7.1.1", ["data", "classification"], "the service stores confidential data"],
		["7.1.3", ["data", "classification"], "the CSC's own staff works beside confidential data"],
		["8.1.2", ["upstream", 0, "service"], "confidential data is entrusted to \"aws\""],
	}
}

test_confidential_data_in_passing_of_a_customer_upstream if {
	found := derived(object.union(of_customer, {
		"upstream": [{"service": "aws"}],
		"service": {"code": []},
		"data": {"classification": "confidential", "stored": false},
	}))
	found == upstream_of_customer
}

test_customer_in_each_cloud if {
	in_cloud(of_customer, "public") == {[
		"8.1.3",
		["service", "deployment"],
		"in a public cloud the customer gives up part of the control of its data",
	]}
	in_cloud(of_customer, "community") == {
		[
			"8.1.3",
			["service", "deployment"],
			"in a community cloud the customer gives up part of the control of its data",
		],
		[
			"8.2.2",
			["service", "deployment"],
			"the members of a community share the cloud and each bring rules of their own",
		],
		[
			"8.2.3",
			["service", "deployment"],
			"the members of a community share the cloud and each bring rules of their own",
		],
	}
	in_cloud(of_customer, "hybrid") == {
		[
			"8.1.3",
			["service", "deployment"],
			"in a hybrid cloud the customer gives up part of the control of its data",
		],
		["8.2.3", ["service", "deployment"], "a hybrid cloud joins environments with different mechanisms"],
		["8.2.6", ["service", "deployment"], "a hybrid cloud joins environments with different mechanisms"],
	}
}

in_cloud(service, deployment) := derived(object.union(service, {"service": {"deployment": deployment, "code": []}}))

test_customer_with_nothing_to_govern if {
	cloud := {"service": {"deployment": "public", "code": []}}
	derived(object.union(of_customer, object.union(cloud, {"data": {"classification": "public"}}))) == set()
	derived(object.union(of_customer, object.union(cloud, {"data": {"stored": false}}))) == set()
}

test_provider_in_each_cloud if {
	changed({"service": {"deployment": "community"}}) == {
		[
			"8.2.2",
			["service", "deployment"],
			"the members of a community share the cloud and each bring rules of their own",
		],
		[
			"8.2.3",
			["service", "deployment"],
			"the members of a community share the cloud and each bring rules of their own",
		],
	}
	changed({"service": {"deployment": "hybrid"}}) == {
		["8.2.3", ["service", "deployment"], "a hybrid cloud joins environments with different mechanisms"],
		["8.2.6", ["service", "deployment"], "a hybrid cloud joins environments with different mechanisms"],
	}
}

test_upstream_of_a_provider if {
	changed({"upstream": [{"service": "aws"}]}) == upstream_of_customer | {
		["8.2.1", ["upstream", 0, "service"], "the service is built on \"aws\""],
		["8.2.7", ["upstream", 0, "service"], "the service is built on \"aws\""],
	}
}

test_confidential_data_of_a_provider_upstream if {
	found := changed({"upstream": [{"service": "aws"}], "data": {"classification": "confidential"}})
	found == changed({"upstream": [{"service": "aws"}]}) | changed({"data": {"classification": "confidential"}})
}

test_each_upstream_is_named if {
	named := {[call[1], call[2]] |
		some call in changed({"upstream": [{"service": "aws"}, {"service": "dns"}]})
	}
	named == {
		[["upstream", 0, "service"], "the service is built on \"aws\""],
		[["upstream", 1, "service"], "the service is built on \"dns\""],
	}
}

test_functions_upstream if {
	changed({"service": {"compute": ["function"]}}) == set()
	found := changed({"service": {"compute": ["function"]}, "upstream": [{"service": "aws"}]})
	found == changed({"upstream": [{"service": "aws"}]}) | {[
		"8.2.5",
		["upstream", 0, "service"],
		"the service is built on \"aws\"",
	]}
}

test_functions_upstream_of_a_customer if {
	derived(object.union(of_customer, {
		"service": {"compute": ["function"], "code": []},
		"upstream": [{"service": "aws"}],
	})) == upstream_of_customer
}

test_availability if {
	changed({"sla": {"availability": "99.9%"}}) == {
		["8.1.5", ["sla", "availability"], "an availability of 99.9% is promised"],
		["8.2.7", ["sla", "availability"], "an availability of 99.9% is promised"],
	}
}

test_availability_for_a_customer if {
	derived(object.union(of_customer, {"sla": {"availability": "99.9%"}})) == {[
		"8.1.5",
		["sla", "availability"],
		"an availability of 99.9% is promised",
	]}
}

test_customer_code_at_the_provider if {
	changed({"service": {"code": ["CSP", "CSC"]}}) == {
		["8.1.7", ["service", "code", 1], "code of the customer runs here"],
		["8.1.8", ["service", "code", 1], "code of the customer runs here"],
		["8.2.6", ["service", "code", 1], "code of the customer runs here"],
	}
}

test_customer_code_upstream if {
	derived(object.union(of_customer, {"upstream": [{"service": "aws"}]})) == upstream_of_customer | {
		["8.1.7", ["service", "code", 0], "code of the customer runs here"],
		["8.1.8", ["service", "code", 0], "code of the customer runs here"],
	}
}

test_customer_code_in_a_public_cloud if {
	derived(object.union(of_customer, {
		"service": {"deployment": "public"},
		"data": {"classification": "public"},
	})) == {
		["8.1.7", ["service", "code", 0], "code of the customer runs here"],
		["8.1.8", ["service", "code", 0], "code of the customer runs here"],
	}
}

test_partner_code_at_the_provider if {
	changed({"service": {"code": ["CSN", "CSP"]}}) == {
		["8.3.1", ["service", "code", 0], "code of a partner runs beside the provider's"],
		["8.3.2", ["service", "code", 0], "code of a partner runs here"],
		["8.3.3", ["service", "code", 0], "code of a partner runs here"],
	}
}

test_partner_code_alone if {
	changed({"service": {"code": ["CSN"]}}) == {
		["8.3.2", ["service", "code", 0], "code of a partner runs here"],
		["8.3.3", ["service", "code", 0], "code of a partner runs here"],
	}
}

test_partner_code_out_of_the_partners_hands if {
	derived(object.union(of_partner, {"service": {"deployment": "public"}})) == {
		["8.3.2", ["service", "code", 0], "code of a partner runs here"],
		["8.3.3", ["service", "code", 0], "code of a partner runs here"],
	}
}

test_partner_code_at_a_customer if {
	derived(object.union(of_customer, {"service": {"code": ["CSN", "CSP"]}})) == set()
}

test_tenants if {
	changed({"service": {"tenancy": "multi"}}) == {[
		"8.2.2",
		["service", "tenancy"],
		"several tenants share the service",
	]}
}

test_jurisdictions if {
	changed({"data": {"jurisdictions": ["FR", "DE"]}}) == {[
		"8.2.4",
		["data", "jurisdictions"],
		"the laws of DE, FR apply to the data",
	]}
}

test_one_jurisdiction_named_twice if changed({"data": {"jurisdictions": ["DE", "DE"]}}) == set()

test_personal_data_in_several_jurisdictions if {
	changed({"data": object.union(personal_data, {"jurisdictions": ["DE", "FR"]})}) == personal | {
		["8.2.4", ["data", "jurisdictions"], "the laws of DE, FR apply to the data"],
		["8.2.4", ["data", "personal"], "personal data is under the privacy law of more than one country"],
	}
}

delivering(deliveries) := {"partners": [{"id": "acme", "delivers": deliveries}]}

test_partner_delivers_code if {
	path := ["partners", 0, "delivers", 0]
	because := "partner \"acme\" delivers code that runs here"
	changed(delivering(["code"])) == {[threat, path, because] |
		some threat in ["8.2.1", "8.2.5", "8.2.8", "8.2.9", "8.2.10", "8.3.1", "8.3.2", "8.3.3"]
	}
}

test_partner_delivers_components if {
	path := ["partners", 0, "delivers", 0]
	because := "partner \"acme\" delivers components"
	changed(delivering(["component"])) == {[threat, path, because] |
		some threat in ["8.2.5", "8.2.8", "8.2.9", "8.2.10"]
	}
}

test_partner_delivers_hardware if {
	path := ["partners", 0, "delivers", 1]
	because := "partner \"acme\" delivers hardware"
	changed(delivering(["audit", "hardware"])) == {["8.2.8", path, because], ["8.2.9", path, because]}
}

test_partner_operates if {
	path := ["partners", 0, "delivers", 0]
	because := "partner \"acme\" takes part in operating the service"
	changed(delivering(["operations"])) == {[threat, path, because] |
		some threat in ["8.2.1", "8.2.3", "8.2.8", "8.3.1"]
	}
}

test_auditor if changed(delivering(["audit"])) == set()

test_partner_of_a_customer if derived(object.union(of_customer, delivering(["code"]))) == set()
