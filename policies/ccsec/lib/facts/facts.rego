# What the descriptor says of the service, under the names that rules ask by. A fact that cannot
# be read is undefined, never false: rules that depend on it then say nothing and the expectation
# is not evaluated.
package ccsec.lib.facts

provider if input.service.role == "CSP"

customer if input.service.role == "CSC"

partner if input.service.role == "CSN"

multi_tenant if input.service.tenancy == "multi"

internet_facing if input.service.exposure == "internet"

# An interface that somebody outside the service's own organization reaches.
exposes_interface if input.service.exposure in {"internet", "partner"}

exposes_interface if provider

runs_code if count(input.service.compute) > 0

virtualized if {
	some kind in input.service.compute
	kind in {"virtual-machine", "container"}
}

# Functions, machines and containers talk over a network, and so does whoever can be reached.
networked if runs_code

networked if exposes_interface

networked if input.service.category in {"IaaS", "NaaS", "CaaS"}

stores_data if not input.data.stored == false

personal_data if input.data.personal == true

sensitive_data if input.data.classification in {"confidential", "secret"}

jurisdictions := {country | some country in input.data.jurisdictions}

several_jurisdictions if count(jurisdictions) > 1

has_upstream if {
	some upstream in input.upstream
	upstream.service
}

# Who builds on nobody else's cloud has equipment of its own, and equipment has firmware.
owns_equipment if {
	provider
	not has_upstream
}

has_partners if {
	some partner_organization in input.partners
	partner_organization.id
}

has_suppliers if has_upstream

has_suppliers if has_partners

# More than one party or provider takes part.
several_parties if has_suppliers

several_parties if input.service.deployment in {"community", "hybrid"}

# Code that a customer brings: said so, or what the category is for.
hosts_customer_code if "CSC" in input.service.code

hosts_customer_code if {
	provider
	input.service.category in {"IaaS", "PaaS"}
}

# Code that a partner brings.
hosts_partner_code if "CSN" in input.service.code

hosts_partner_code if {
	some partner_organization in input.partners
	"code" in partner_organization.delivers
}

hosts_foreign_code if hosts_customer_code

hosts_foreign_code if hosts_partner_code

# Hardware or software that somebody else delivers.
takes_delivery if {
	some partner_organization in input.partners
	some delivery in partner_organization.delivers
	delivery in {"code", "component", "hardware"}
}

takes_delivery if runs_code
