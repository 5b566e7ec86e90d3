# Which party can hold a duty at all.
package ccsec.lib.parties

# Ground that only whoever runs the provider's equipment, or offers the service, can stand on.
provider_duties := {
	"9.3/premises-access",
	"9.3/need-to-enter",
	"9.3/proportionate-protection",
	"9.5/hypervisor-hardening",
	"9.5/guest-policy-enforcement",
	"9.9/change-alerting",
	"9.12/audit-sharing",
}

# A customer who shares in running the equipment can hold the provider's duties.
customer_runs_equipment if input.service.deployment in {"private", "community", "hybrid"}

# Pairs of an expectation and a party that cannot hold it.
misplaced contains pair if {
	not customer_runs_equipment
	some id in provider_duties
	pair := [id, "CSC"]
}
