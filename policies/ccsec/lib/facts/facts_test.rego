package ccsec.lib.facts_test

import data.ccsec.lib.facts

service(changes) := {"service": changes}

test_provider if {
	facts.provider with input as service({"role": "CSP"})
	not facts.provider with input as service({"role": "CSC"})
}

test_customer if {
	facts.customer with input as service({"role": "CSC"})
	not facts.customer with input as service({"role": "CSN"})
}

test_partner if {
	facts.partner with input as service({"role": "CSN"})
	not facts.partner with input as service({"role": "CSP"})
}

test_multi_tenant if {
	facts.multi_tenant with input as service({"tenancy": "multi"})
	not facts.multi_tenant with input as service({"tenancy": "single"})
}

test_internet_facing if {
	facts.internet_facing with input as service({"exposure": "internet"})
	not facts.internet_facing with input as service({"exposure": "partner"})
}

test_exposes_interface if {
	facts.exposes_interface with input as service({"role": "CSC", "exposure": "internet"})
	facts.exposes_interface with input as service({"role": "CSC", "exposure": "partner"})
	not facts.exposes_interface with input as service({"role": "CSC", "exposure": "internal"})
}

test_provider_exposes_an_interface_even_inside if {
	facts.exposes_interface with input as service({"role": "CSP", "exposure": "internal"})
}

test_runs_code if {
	facts.runs_code with input as service({"compute": ["function"]})
	not facts.runs_code with input as service({"compute": []})
	not facts.runs_code with input as service({})
}

test_virtualized if {
	facts.virtualized with input as service({"compute": ["virtual-machine"]})
	facts.virtualized with input as service({"compute": ["function", "container"]})
	not facts.virtualized with input as service({"compute": ["function"]})
	not facts.virtualized with input as service({"compute": []})
}

inside := {"role": "CSC", "exposure": "internal", "category": "SaaS", "compute": []}

test_networked_by_what_it_runs if {
	facts.networked with input as service(object.union(inside, {"compute": ["container"]}))
	not facts.networked with input as service(inside)
}

test_networked_by_who_reaches_it if {
	facts.networked with input as service(object.union(inside, {"exposure": "partner"}))
}

test_networked_by_category if {
	every category in ["IaaS", "NaaS", "CaaS"] {
		facts.networked with input as service(object.union(inside, {"category": category}))
	}
	every category in ["PaaS", "SaaS"] {
		not facts.networked with input as service(object.union(inside, {"category": category}))
	}
}

test_stores_data_unless_it_says_no if {
	facts.stores_data with input as {"data": {"stored": true}}
	facts.stores_data with input as {"data": {}}
	facts.stores_data with input as {}
	not facts.stores_data with input as {"data": {"stored": false}}
}

test_personal_data if {
	facts.personal_data with input as {"data": {"personal": true}}
	not facts.personal_data with input as {"data": {"personal": false}}
	not facts.personal_data with input as {"data": {"personal": "true"}}
}

test_sensitive_data if {
	facts.sensitive_data with input as {"data": {"classification": "confidential"}}
	facts.sensitive_data with input as {"data": {"classification": "secret"}}
	not facts.sensitive_data with input as {"data": {"classification": "internal"}}
	not facts.sensitive_data with input as {"data": {"classification": "public"}}
}

test_jurisdictions if {
	found := facts.jurisdictions with input as {"data": {"jurisdictions": ["FR", "DE", "FR"]}}
	found == {"DE", "FR"}
	none := facts.jurisdictions with input as {"data": {}}
	none == set()
}

test_several_jurisdictions if {
	facts.several_jurisdictions with input as {"data": {"jurisdictions": ["DE", "FR"]}}
	not facts.several_jurisdictions with input as {"data": {"jurisdictions": ["DE", "DE"]}}
	not facts.several_jurisdictions with input as {"data": {"jurisdictions": []}}
}

test_has_upstream if {
	facts.has_upstream with input as {"upstream": [{"service": "aws", "provides": ["9.3/*"]}]}
	not facts.has_upstream with input as {"upstream": []}
	not facts.has_upstream with input as {"upstream": [{"provides": ["9.3/*"]}]}
	not facts.has_upstream with input as {}
}

test_owns_equipment if {
	provided := {"service": {"role": "CSP"}, "upstream": [{"service": "aws"}]}
	facts.owns_equipment with input as service({"role": "CSP"})
	facts.owns_equipment with input as object.union(provided, {"upstream": []})
	not facts.owns_equipment with input as provided
	not facts.owns_equipment with input as service({"role": "CSC"})
	not facts.owns_equipment with input as service({"role": "CSN"})
}

test_has_partners if {
	facts.has_partners with input as {"partners": [{"id": "acme", "delivers": ["audit"]}]}
	not facts.has_partners with input as {"partners": []}
	not facts.has_partners with input as {"partners": [{"delivers": ["audit"]}]}
	not facts.has_partners with input as {}
}

test_has_suppliers if {
	facts.has_suppliers with input as {"upstream": [{"service": "aws"}]}
	facts.has_suppliers with input as {"partners": [{"id": "acme"}]}
	not facts.has_suppliers with input as {"upstream": [], "partners": []}
}

test_several_parties if {
	facts.several_parties with input as {"upstream": [{"service": "aws"}]}
	facts.several_parties with input as service({"deployment": "community"})
	facts.several_parties with input as service({"deployment": "hybrid"})
	not facts.several_parties with input as service({"deployment": "public"})
	not facts.several_parties with input as service({"deployment": "private"})
}

test_hosts_customer_code_that_is_named if {
	facts.hosts_customer_code with input as service({"role": "CSC", "category": "SaaS", "code": ["CSP", "CSC"]})
	not facts.hosts_customer_code with input as service({"role": "CSP", "category": "SaaS", "code": ["CSP"]})
	not facts.hosts_customer_code with input as service({"role": "CSP", "category": "SaaS"})
}

test_hosts_customer_code_by_category if {
	facts.hosts_customer_code with input as service({"role": "CSP", "category": "IaaS"})
	facts.hosts_customer_code with input as service({"role": "CSP", "category": "PaaS"})
	not facts.hosts_customer_code with input as service({"role": "CSP", "category": "NaaS"})
	not facts.hosts_customer_code with input as service({"role": "CSC", "category": "IaaS"})
}

test_hosts_partner_code if {
	facts.hosts_partner_code with input as service({"code": ["CSN"]})
	facts.hosts_partner_code with input as {"partners": [{"id": "acme", "delivers": ["audit", "code"]}]}
	not facts.hosts_partner_code with input as {"partners": [{"id": "acme", "delivers": ["component"]}]}
	not facts.hosts_partner_code with input as service({"code": ["CSC", "CSP"]})
}

test_hosts_foreign_code if {
	facts.hosts_foreign_code with input as service({"code": ["CSC"]})
	facts.hosts_foreign_code with input as service({"code": ["CSN"]})
	not facts.hosts_foreign_code with input as service({"role": "CSP", "category": "SaaS", "code": ["CSP"]})
}

test_takes_delivery if {
	every delivery in ["code", "component", "hardware"] {
		facts.takes_delivery with input as {"partners": [{"id": "acme", "delivers": [delivery]}]}
	}
	every delivery in ["audit", "operations"] {
		not facts.takes_delivery with input as {"partners": [{"id": "acme", "delivers": [delivery]}]}
	}
}

test_takes_delivery_of_what_it_runs_on if {
	facts.takes_delivery with input as service({"compute": ["container"]})
	not facts.takes_delivery with input as service({"compute": []})
}
