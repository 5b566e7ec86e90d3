# METADATA
# title: Threats that facts call for
# description: >-
#   From a fact that the descriptor states to the threats that cannot be dismissed beside it. A fact
#   is here only if no service of which it is true could rightly dismiss the threat; everything else
#   is left to the reviewer.
package ccsec.methodology.derivations

import data.ccsec.lib.facts

# "because" completes "… is dismissed, but". The METADATA of a rule says the same in keys, a line for
# each threat and fact, the key of the fact first: `ccsec-lint explain 7.1.1` shows those of a threat.

# Clause 7: threats

# METADATA
# description: '7.1.1: data.classification = "confidential" or "secret", unless data.stored = false'
calls contains call if {
	facts.sensitive_data
	facts.stores_data
	call := {
		"threat": "7.1.1",
		"path": ["data", "classification"],
		"because": sprintf("the service stores %s data", [input.data.classification]),
	}
}

# METADATA
# description: '7.1.1: data.personal = true, unless data.stored = false'
calls contains call if {
	facts.personal_data
	facts.stores_data
	call := {
		"threat": "7.1.1",
		"path": ["data", "personal"],
		"because": "the service stores personal data",
	}
}

reach := {
	"internet": "anybody on the internet can reach the service",
	"partner": "other organizations can reach the service",
}

# METADATA
# description: '7.1.2: service.exposure = "internet" or "partner"'
calls contains call if {
	because := reach[input.service.exposure]
	call := {"threat": "7.1.2", "path": ["service", "exposure"], "because": because}
}

# Customers administer their part over the same reach.
# METADATA
# description: '7.2.1: service.exposure = "internet" or "partner", where service.role = "CSP"'
calls contains call if {
	facts.provider
	because := reach[input.service.exposure]
	call := {"threat": "7.2.1", "path": ["service", "exposure"], "because": because}
}

# Whose staff can lay hands on the data.
insider_threats := {"CSC": "7.1.3", "CSP": "7.2.2"}

# METADATA
# description: |
#   7.1.3: data.classification = "confidential" or "secret", where service.role = "CSC", unless data.stored = false
#   7.2.2: data.classification = "confidential" or "secret", where service.role = "CSP", unless data.stored = false
calls contains call if {
	facts.sensitive_data
	facts.stores_data
	call := {
		"threat": insider_threats[input.service.role],
		"path": ["data", "classification"],
		"because": sprintf("the %s's own staff works beside %s data", [input.service.role, input.data.classification]),
	}
}

# METADATA
# description: '7.2.2: data.processor = "CSP", where service.role = "CSP" and data.personal = true'
calls contains call if {
	facts.provider
	facts.personal_data
	input.data.processor == "CSP"
	call := {
		"threat": "7.2.2",
		"path": ["data", "processor"],
		"because": "the provider's own staff processes personal data",
	}
}

# Clause 8: duties, trust, governance and privacy

# METADATA
# description: |
#   8.1.1: data.processor is another party than data.controller, one of them "CSC", where data.personal = true
#   8.2.1: data.processor is another party than data.controller, one of them "CSP", where
#     service.role = "CSP" or "CSN" and data.personal = true
#   8.3.1: data.processor is another party than data.controller, one of them "CSN", where
#     service.role = "CSP" or "CSN" and data.personal = true
calls contains call if {
	facts.personal_data
	input.data.controller != input.data.processor
	some party in {input.data.controller, input.data.processor}
	call := {
		"threat": duty_threats[party],
		"path": ["data", "processor"],
		"because": sprintf("the %s controls the personal data and the %s processes it", [
			input.data.controller,
			input.data.processor,
		]),
	}
}

# METADATA
# description: |
#   8.1.1: data.personal = true without data.controller or data.processor, where service.role = "CSC"
#   8.2.1: data.personal = true without data.controller or data.processor, where service.role = "CSP"
#   8.3.1: data.personal = true without data.controller or data.processor, where service.role = "CSN"
calls contains call if {
	facts.personal_data
	vacant := [role | some role in ["controller", "processor"]; not input.data[role]]
	call := {
		"threat": duty_threats[input.service.role],
		"path": ["data", "personal"],
		"because": sprintf("nobody is named as %s of the personal data", [unnamed(vacant)]),
	}
}

unnamed(vacant) := sprintf("the %s", [vacant[0]]) if count(vacant) == 1
else := concat(" or ", vacant) if count(vacant) == 2

# Unclear duties, by whom they hurt. A customer's own descriptor speaks for the customer alone.
duty_threats := {"CSC": "8.1.1", "CSP": "8.2.1", "CSN": "8.3.1"} if serves_others
else := {"CSC": "8.1.1"}

serves_others if facts.provider

serves_others if facts.partner

# METADATA
# description: |
#   8.1.2: data.classification = "confidential" or "secret", where service.role = "CSP" and
#     service.deployment = "public", unless data.stored = false
calls contains call if {
	facts.provider
	facts.sensitive_data
	facts.stores_data
	input.service.deployment == "public"
	call := {
		"threat": "8.1.2",
		"path": ["data", "classification"],
		"because": sprintf("customers entrust %s data to a provider whose inside they cannot see", [input.data.classification]),
	}
}

# METADATA
# description: |
#   8.1.2: upstream.service names a service, where service.role = "CSC" and
#     data.classification = "confidential" or "secret", unless data.stored = false
calls contains call if {
	facts.customer
	facts.sensitive_data
	facts.stores_data
	some i, upstream in input.upstream
	call := {
		"threat": "8.1.2",
		"path": ["upstream", i, "service"],
		"because": sprintf("%s data is entrusted to \"%s\"", [input.data.classification, upstream.service]),
	}
}

# METADATA
# description: |
#   8.1.3: service.deployment = "public", "community" or "hybrid", where service.role = "CSC" and
#     data.classification is not "public", unless data.stored = false
calls contains call if {
	facts.customer
	facts.stores_data
	input.data.classification != "public"
	input.service.deployment in {"public", "community", "hybrid"}
	call := {
		"threat": "8.1.3",
		"path": ["service", "deployment"],
		"because": sprintf("in a %s cloud the customer gives up part of the control of its data", [input.service.deployment]),
	}
}

# METADATA
# description: '8.1.3: data.controller = "CSC", where data.processor = "CSP", service.role = "CSP" and data.personal = true'
calls contains call if {
	facts.provider
	facts.personal_data
	input.data.controller == "CSC"
	input.data.processor == "CSP"
	call := {
		"threat": "8.1.3",
		"path": ["data", "controller"],
		"because": "the customer answers for personal data that is in the provider's hands",
	}
}

# METADATA
# description: '8.1.4: data.personal = true'
calls contains call if {
	facts.personal_data
	call := {
		"threat": "8.1.4",
		"path": ["data", "personal"],
		"because": "the service handles personal data",
	}
}

# Availability, dependence and continuity. Recovery times and points call for nothing: 9.11/recovery-plan
# demands them, also of services that rightly dismiss outages or data loss.

# METADATA
# description: |
#   8.1.5 8.1.6: upstream.service names a service
#   8.2.1 8.2.7: upstream.service names a service, where service.role = "CSP" or "CSN"
#   8.2.5: upstream.service names a service, where service.compute holds "function" and
#     service.role = "CSP" or "CSN"
calls contains call if {
	some i, upstream in input.upstream
	some threat in upstream_threats
	call := {
		"threat": threat,
		"path": ["upstream", i, "service"],
		"because": sprintf("the service is built on \"%s\"", [upstream.service]),
	}
}

upstream_threats contains "8.1.5"

upstream_threats contains "8.1.6"

upstream_threats contains "8.2.1" if serves_others

upstream_threats contains "8.2.7" if serves_others

# A runtime that somebody else renews under the service.
upstream_threats contains "8.2.5" if {
	serves_others
	"function" in input.service.compute
}

# METADATA
# description: |
#   8.1.5: sla.availability is promised
#   8.2.7: sla.availability is promised, where service.role = "CSP" or "CSN"
calls contains call if {
	some threat in continuity_threats
	call := {
		"threat": threat,
		"path": ["sla", "availability"],
		"because": sprintf("an availability of %s is promised", [input.sla.availability]),
	}
}

continuity_threats contains "8.1.5"

continuity_threats contains "8.2.7" if serves_others

# Code that runs out of its owner's hands

# METADATA
# description: |
#   8.1.7 8.1.8: service.code holds "CSC", unless service.role = "CSC", service.deployment = "private"
#     and there is no upstream
#   8.2.6: service.code holds "CSC", where service.role = "CSP"
calls contains call if {
	some i, owner in input.service.code
	owner == "CSC"
	not runs_alone("CSC")
	some threat in customer_code_threats
	call := {
		"threat": threat,
		"path": ["service", "code", i],
		"because": "code of the customer runs here",
	}
}

customer_code_threats contains "8.1.7"

customer_code_threats contains "8.1.8"

# Customers move their systems in.
customer_code_threats contains "8.2.6" if facts.provider

# The owner of the code alone runs the place.
runs_alone(party) if {
	input.service.role == party
	input.service.deployment == "private"
	not facts.has_upstream
}

# METADATA
# description: |
#   8.3.2 8.3.3: service.code holds "CSN", where service.role = "CSP" or "CSN", unless
#     service.role = "CSN", service.deployment = "private" and there is no upstream
calls contains call if {
	serves_others
	some i, owner in input.service.code
	owner == "CSN"
	not runs_alone("CSN")
	some threat in {"8.3.2", "8.3.3"}
	call := {
		"threat": threat,
		"path": ["service", "code", i],
		"because": "code of a partner runs here",
	}
}

# METADATA
# description: '8.3.1: service.code holds "CSN" and "CSP", where service.role = "CSP" or "CSN"'
calls contains call if {
	serves_others
	some i, owner in input.service.code
	owner == "CSN"
	"CSP" in input.service.code
	call := {
		"threat": "8.3.1",
		"path": ["service", "code", i],
		"because": "code of a partner runs beside the provider's",
	}
}

# Sharing, borders and mixed environments

# METADATA
# description: '8.2.2: service.tenancy = "multi"'
calls contains call if {
	facts.multi_tenant
	call := {
		"threat": "8.2.2",
		"path": ["service", "tenancy"],
		"because": "several tenants share the service",
	}
}

# METADATA
# description: '8.2.2 8.2.3: service.deployment = "community"'
calls contains call if {
	input.service.deployment == "community"
	some threat in {"8.2.2", "8.2.3"}
	call := {
		"threat": threat,
		"path": ["service", "deployment"],
		"because": "the members of a community share the cloud and each bring rules of their own",
	}
}

# METADATA
# description: '8.2.3 8.2.6: service.deployment = "hybrid"'
calls contains call if {
	input.service.deployment == "hybrid"
	some threat in {"8.2.3", "8.2.6"}
	call := {
		"threat": threat,
		"path": ["service", "deployment"],
		"because": "a hybrid cloud joins environments with different mechanisms",
	}
}

# METADATA
# description: '8.2.4: data.jurisdictions names more than one country'
calls contains call if {
	facts.several_jurisdictions
	call := {
		"threat": "8.2.4",
		"path": ["data", "jurisdictions"],
		"because": sprintf("the laws of %s apply to the data", [concat(", ", facts.jurisdictions)]),
	}
}

# METADATA
# description: '8.2.4: data.personal = true, where data.jurisdictions names more than one country'
calls contains call if {
	facts.several_jurisdictions
	facts.personal_data
	call := {
		"threat": "8.2.4",
		"path": ["data", "personal"],
		"because": "personal data is under the privacy law of more than one country",
	}
}

# Partners, by what they deliver. An audit leaves nothing behind in the service.

delivery_threats := {
	"code": {"8.2.1", "8.2.5", "8.2.8", "8.2.9", "8.2.10", "8.3.1", "8.3.2", "8.3.3"},
	"component": {"8.2.5", "8.2.8", "8.2.9", "8.2.10"},
	"hardware": {"8.2.8", "8.2.9"},
	"operations": {"8.2.1", "8.2.3", "8.2.8", "8.3.1"},
}

delivery_words := {
	"code": "delivers code that runs here",
	"component": "delivers components",
	"hardware": "delivers hardware",
	"operations": "takes part in operating the service",
}

# METADATA
# description: |
#   8.2.8: partners.delivers holds "code", "component", "hardware" or "operations",
#     where service.role = "CSP" or "CSN"
#   8.2.9: partners.delivers holds "code", "component" or "hardware", where service.role = "CSP" or "CSN"
#   8.2.5 8.2.10: partners.delivers holds "code" or "component", where service.role = "CSP" or "CSN"
#   8.2.1 8.3.1: partners.delivers holds "code" or "operations", where service.role = "CSP" or "CSN"
#   8.2.3: partners.delivers holds "operations", where service.role = "CSP" or "CSN"
#   8.3.2 8.3.3: partners.delivers holds "code", where service.role = "CSP" or "CSN"
calls contains call if {
	serves_others
	some i, partner in input.partners
	some j, delivery in partner.delivers
	some threat in delivery_threats[delivery]
	call := {
		"threat": threat,
		"path": ["partners", i, "delivers", j],
		"because": sprintf("partner \"%s\" %s", [partner.id, delivery_words[delivery]]),
	}
}
