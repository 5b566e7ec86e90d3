package ccsec.evidence.terraform.supply_test

import data.ccsec.evidence.terraform.supply
import data.ccsec.lib.infra_aws_test as expect
import data.ccsec.lib.testing

# What is not a resource to Terraform, under an address of its own.
part(type, address, values) := object.union(testing.resource(type, "x", values), {"address": address})

pinned(resources) := statements if {
	statements := supply.module_pinned with input as testing.infrastructure(resources)
}

module(values) := part("terraform.module", "module.vpc", values)

registry := "terraform-aws-modules/vpc/aws"

commit := "0123456789abcdef0123456789abcdef01234567"

test_module_pinned if {
	pinned([module({"source": registry, "version": "6.5.1"})]) == {expect.attested(
		0, "module.vpc",
		["version"],
		"has an exact version",
	)}
	pinned([module({"source": registry})]) == {expect.contradicted(
		0, "module.vpc",
		["source"],
		"comes in whatever version is the newest", "write version = \"…\", with an exact version",
	)}
	pinned([module({"source": concat("", ["git::https://example.com/vpc.git?ref=", commit])})]) == {expect.attested(
		0, "module.vpc",
		["source"],
		"is named by a commit",
	)}
	branch := {expect.contradicted(
		0, "module.vpc",
		["source"],
		"comes from a branch, which moves", "end the source with ?ref= and the commit",
	)}
	pinned([module({"source": "git::https://example.com/vpc.git?ref=main"})]) == branch
	pinned([module({"source": "github.com/example/vpc"})]) == branch
	pinned([module({"source": registry, "version": testing.open})]) == {expect.left_open(0, "module.vpc", ["version"])}
}

test_module_pinned_traps if {
	pinned([module({"source": "./modules/vpc"})]) == set()
	pinned([module({"source": "../vpc"})]) == set()
	pinned([module({"source": registry, "version": "~> 6.0"})]) == set()
	pinned([module({"source": "git::https://example.com/vpc.git?ref=v1.2.0"})]) == set()
	pinned([module({"source": "https://example.com/vpc.zip"})]) == set()
	pinned([]) == set()
}

required(resources) := statements if {
	statements := supply.provider_pinned with input as testing.infrastructure(resources)
}

provider(values) := part("terraform.required_provider", "required_provider.aws", object.union(
	{"source": "hashicorp/aws"},
	values,
))

lock(values) := part("terraform.lock", "lock.registry.terraform.io/hashicorp/aws", values)

test_provider_pinned if {
	required([provider({"version": "~> 6.0"})]) == {expect.attested(
		0, "required_provider.aws",
		["version"],
		"has a bounded version",
	)}
	required([provider({})]) == {expect.contradicted(
		0, "required_provider.aws",
		["version"],
		"may be any version", "write version = \"~> …\", and keep .terraform.lock.hcl in the repository",
	)}
	required([provider({"version": testing.open})]) == {expect.left_open(0, "required_provider.aws", ["version"])}
	required([provider({"version": ">= 6.0"})]) == set()
	required([provider({}), lock({"hashes": ["h1:x"]})]) == set()
	required([]) == set()
}

hashed(resources) := statements if {
	statements := supply.lock_hashes with input as testing.infrastructure(resources)
}

test_lock_hashes if {
	address := "lock.registry.terraform.io/hashicorp/aws"
	help := "run terraform providers lock, and keep .terraform.lock.hcl in the repository"
	hashed([lock({"hashes": ["h1:x"]})]) == {expect.attested(0, address, ["hashes"], "is checked against hashes")}
	hashed([lock({})]) == {expect.contradicted(0, address, ["hashes"], "is not checked against hashes", help)}
	other := part("terraform.required_provider", "required_provider.random", {"source": "hashicorp/random"})
	hashed([lock({"hashes": ["h1:x"]}), provider({}), other]) == {
		expect.attested(0, address, ["hashes"], "is checked against hashes"),
		expect.contradicted(2, "required_provider.random", ["source"], "is not in the lock file", help),
	}
	hashed([provider({})]) == set()
	hashed([]) == set()
}

state(resources) := statements if {
	statements := supply.state_lock with input as testing.infrastructure(resources)
}

backend(kind, values) := part("terraform.backend", concat(".", ["backend", kind]), values)

test_state_lock if {
	locks := "locks the state"
	state([backend("s3", {"key": "k", "use_lockfile": true})]) == {expect.attested(0, "backend.s3", ["use_lockfile"], locks)}
	state([backend("s3", {"key": "k", "dynamodb_table": "locks"})]) == {expect.attested(0, "backend.s3", ["dynamodb_table"], locks)}
	state([backend("s3", {"key": "k"})]) == {expect.contradicted(
		0, "backend.s3",
		["use_lockfile"],
		"does not lock the state", "write use_lockfile = true",
	)}
	state([backend("s3", {"key": "k", "use_lockfile": testing.open})]) == {expect.left_open(0, "backend.s3", ["use_lockfile"])}
	state([backend("gcs", {})]) == {expect.attested(
		0, "backend.gcs", [],
		"locks the state, as every such backend does",
	)}
	state([backend("s3", {})]) == set()
	state([backend("local", {})]) == set()
	state([]) == set()
}

test_modules_between_registry_and_git if {
	git := "git::https://example.com/vpc.git?ref=v1.2.0"
	pinned([module({"source": git, "version": "1.2.0"})]) == set()
	count(pinned([module({"source": registry, "version": "1.2.0"})])) == 1
	host := "app.terraform.io/example/vpc/aws//modules/subnet"
	count(pinned([module({"source": host, "version": "1.2.0"})])) == 1
	pinned([module({"source": testing.open})]) == {expect.left_open(0, "module.vpc", ["source"])}
}

test_other_backends if {
	state([backend("local", {"key": "k", "use_lockfile": true})]) == set()
	state([backend("http", {"key": "k", "use_lockfile": testing.open})]) == set()
	state([backend("http", {"key": "k"})]) == set()
	count(state([backend("s3", {"key": "k", "use_lockfile": "false"})])) == 1
}
