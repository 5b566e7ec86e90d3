package ccsec.lib.parties_test

import data.ccsec.lib.parties

misplaced_in(deployment) := pairs if {
	pairs := parties.misplaced with input as {"service": {"deployment": deployment}}
}

test_customer_of_a_public_cloud_holds_no_provider_duty if {
	misplaced_in("public") == {
		["9.3/premises-access", "CSC"],
		["9.3/need-to-enter", "CSC"],
		["9.3/proportionate-protection", "CSC"],
		["9.5/hypervisor-hardening", "CSC"],
		["9.5/guest-policy-enforcement", "CSC"],
		["9.9/change-alerting", "CSC"],
		["9.12/audit-sharing", "CSC"],
	}
}

test_customer_that_shares_in_the_equipment if {
	every deployment in ["private", "community", "hybrid"] {
		misplaced_in(deployment) == set()
	}
}

# Whoever does not say where the service runs is not believed to run the equipment.
test_no_deployment if {
	pairs := parties.misplaced with input as {}
	pairs == misplaced_in("public")
}

test_customer_runs_equipment if {
	parties.customer_runs_equipment with input as {"service": {"deployment": "private"}}
	not parties.customer_runs_equipment with input as {"service": {"deployment": "public"}}
}
