package ccsec.methodology.observed_test

import data.ccsec.lib.testing
import data.ccsec.methodology.observed

found(changes, observations) := violations if {
	descriptor := object.union(testing.service, changes)
	seen := object.union(descriptor, {"index": {"observed": observations}})
	violations := observed.contradicted_fact with input as seen
}

machine := {
	"value": "virtual-machine",
	"resource": "aws_instance.web",
	"message": "is a virtual machine",
	"path": ["infrastructure", "infra", 0, "values"],
}

balancer := {
	"value": "internet",
	"resource": "aws_lb.front",
	"message": "is reachable from the internet",
	"path": ["infrastructure", "infra", 1, "values", "internal"],
}

test_compute_without_machines if {
	found({"service": {"compute": []}}, {"service.compute": [machine]}) == {{
		"message": "compute names nothing, but aws_instance.web is a virtual machine",
		"path": ["service", "compute"],
		"label": "stated here",
		"labels": [{"path": machine.path, "label": "aws_instance.web is a virtual machine"}],
		"help": "add \"virtual-machine\" to compute; or change aws_instance.web",
	}}
}

test_several_observations if {
	two := [machine, object.union(machine, {"resource": "aws_instance.other"})]
	violations := found({"service": {"compute": ["container", "function"]}}, {"service.compute": two})
	messages := {violation.message | some violation in violations}
	messages == {"compute names container and function, but aws_instance.web is a virtual machine (and 1 more)"}
}

test_compute_with_machines if found({}, {"service.compute": [machine]}) == set()

test_internal_beside_a_public_balancer if {
	found({"service": {"exposure": "internal"}}, {"service.exposure": [balancer]}) == {{
		"message": "the service is internal, but aws_lb.front is reachable from the internet",
		"path": ["service", "exposure"],
		"label": "stated here",
		"labels": [{"path": balancer.path, "label": "aws_lb.front is reachable from the internet"}],
		"help": "write exposure = \"internet\"; or change aws_lb.front",
	}}
}

test_partners_may_come_over_the_internet if {
	found({"service": {"exposure": "partner"}}, {"service.exposure": [balancer]}) == set()
	found({}, {"service.exposure": [balancer]}) == set()
}

tenant := {
	"value": "multi",
	"resource": "Tenant/harbour",
	"message": "is one of several tenants",
	"path": ["infrastructure", "deploy", 0, "values", "metadata", "name"],
}

test_single_tenant_beside_tenants if {
	found({"service": {"tenancy": "single"}}, {"service.tenancy": [tenant]}) == {{
		"message": "the service has a single tenant, but Tenant/harbour is one of several tenants",
		"path": ["service", "tenancy"],
		"label": "stated here",
		"labels": [{"path": tenant.path, "label": "Tenant/harbour is one of several tenants"}],
		"help": "write tenancy = \"multi\"; or change Tenant/harbour",
	}}
	found({}, {"service.tenancy": [tenant]}) == set()
}

bucket := {
	"value": true,
	"resource": "aws_s3_bucket.data",
	"message": "stores data",
	"path": ["infrastructure", "infra", 2, "values"],
}

test_no_stored_data_beside_a_bucket if {
	found({"data": {"stored": false}}, {"data.stored": [bucket]}) == {{
		"message": "the service stores no data, but aws_s3_bucket.data stores data",
		"path": ["data", "stored"],
		"label": "stated here",
		"labels": [{"path": bucket.path, "label": "aws_s3_bucket.data stores data"}],
		"help": "write stored = true; or change aws_s3_bucket.data",
	}}
	found({}, {"data.stored": [bucket]}) == set()
}

test_nothing_observed if found({"service": {"compute": []}}, {}) == set()
