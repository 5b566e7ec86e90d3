# METADATA
# title: What Terraform itself brings in
# description: What the code says of the modules, providers and state that Terraform works with.
package ccsec.evidence.terraform.supply

import data.ccsec.lib.infra

# METADATA
# title: Modules are pinned
# description: >-
#   A module from a registry has an exact version, one from Git is named by a commit. No version, a
#   branch, or no reference at all contradicts; ranges, tags and local modules are passed over.
# custom:
#   id: terraform/module-pinned
#   expectations: [9.14/provenance-verification]
#   resources: [terraform.module]
#   why: >-
#     The lock file does not cover modules. Whoever takes over the repository of one runs code with the
#     rights of the next deployment.
#   help: write version = "6.5.1", or end the source with ?ref= and the commit
#   references:
#     - https://developer.hashicorp.com/terraform/language/modules/sources
#     - https://developer.hashicorp.com/terraform/language/block/module
module_pinned contains statement if {
	some module in modules
	from_registry(module)
	is_string(module.values.version)
	regex.match(`^=? ?[0-9]+\.[0-9]+\.[0-9]+[-+.0-9A-Za-z]*$`, module.values.version)
	statement := infra.attests(module, ["version"], "has an exact version")
}

module_pinned contains statement if {
	some module in modules
	from_registry(module)
	not module.values.version
	message := "comes in whatever version is the newest"
	statement := infra.contradicts(module, ["source"], message, "write version = \"…\", with an exact version")
}

module_pinned contains statement if {
	some module in modules
	from_git(module)
	regex.match(`[?&]ref=[0-9a-f]{40}(&|$)`, module.values.source)
	statement := infra.attests(module, ["source"], "is named by a commit")
}

module_pinned contains statement if {
	some module in modules
	from_git(module)
	moves(module.values.source)
	message := "comes from a branch, which moves"
	help := "end the source with ?ref= and the commit"
	statement := infra.contradicts(module, ["source"], message, help)
}

module_pinned contains statement if {
	some module in modules
	some attribute in ["source", "version"]
	infra.unknown(module.values[attribute])
	statement := infra.undecided(module, [attribute], module.values[attribute]["(unknown)"])
}

modules := object.get(input.index.resources, "terraform.module", [])

from_git(module) if {
	is_string(module.values.source)
	regex.match(`^(git::|git@|github\.com/|bitbucket\.org/)|\.git(//|\?|$)`, module.values.source)
}

# Namespace, name and provider, with or without the registry's host, and the way to a submodule.
from_registry(module) if {
	is_string(module.values.source)
	not from_git(module)
	regex.match(`^([a-z0-9.-]+\.[a-z]+/)?[0-9A-Za-z_-]+/[0-9A-Za-z_-]+/[0-9A-Za-z_-]+(//.*)?$`, module.values.source)
}

moves(source) if not contains(source, "ref=")

moves(source) if regex.match(`[?&]ref=(main|master|develop|dev|trunk|HEAD)(&|$)`, source)

# METADATA
# title: Providers have a version
# description: >-
#   A required provider states which versions it may be, or the lock file of the same code fixes it.
# custom:
#   id: terraform/provider-pinned
#   expectations: [9.9/configuration-management]
#   resources: [terraform.required_provider]
#   why: The next run takes the newest provider, with new defaults that nobody has assessed.
#   help: write version = "~> 6.0", and keep .terraform.lock.hcl in the repository
#   references: [https://developer.hashicorp.com/terraform/language/providers/requirements]
provider_pinned contains statement if {
	some provider in object.get(input.index.resources, "terraform.required_provider", [])
	infra.get(provider, ["version"], "") in {"", ">= 0", ">= 0.0.0"}
	not locked(provider)
	message := "may be any version"
	help := "write version = \"~> …\", and keep .terraform.lock.hcl in the repository"
	statement := infra.contradicts(provider, ["version"], message, help)
}

provider_pinned contains statement if {
	some provider in object.get(input.index.resources, "terraform.required_provider", [])
	version := infra.get(provider, ["version"], "")
	is_string(version)
	regex.match(`^=? ?[0-9]|~>|<`, version)
	statement := infra.attests(provider, ["version"], "has a bounded version")
}

provider_pinned contains statement if {
	some provider in object.get(input.index.resources, "terraform.required_provider", [])
	infra.unknown(provider.values.version)
	statement := infra.undecided(provider, ["version"], provider.values.version["(unknown)"])
}

locked(provider) if {
	some lock in input.index.resources["terraform.lock"]
	lock.path[1] == provider.path[1]
	is_string(provider.values.source)
	endswith(lock.address, provider.values.source)
}

# METADATA
# title: Providers are checked against hashes
# description: >-
#   Each provider in the lock file has hashes. Where there is a lock file, a required provider that it
#   does not name contradicts; code without one is passed over.
# custom:
#   id: terraform/lock-hashes
#   expectations: [9.14/provenance-verification]
#   resources: [terraform.lock, terraform.required_provider]
#   why: >-
#     Without a hash, what a registry or a mirror delivers under the same version cannot be told from the
#     original.
#   help: run terraform providers lock, and keep .terraform.lock.hcl in the repository
#   references: [https://developer.hashicorp.com/terraform/language/files/dependency-lock]
lock_hashes contains statement if {
	some lock in input.index.resources["terraform.lock"]
	words := {
		"yes": "is checked against hashes",
		"no": "is not checked against hashes",
		"help": "run terraform providers lock, and keep .terraform.lock.hcl in the repository",
	}
	statement := infra.present(lock, ["hashes"], words)
}

lock_hashes contains statement if {
	some provider in input.index.resources["terraform.required_provider"]
	is_string(provider.values.source)
	has_locks(provider)
	not locked(provider)
	message := "is not in the lock file"
	help := "run terraform providers lock, and keep .terraform.lock.hcl in the repository"
	statement := infra.contradicts(provider, ["source"], message, help)
}

has_locks(provider) if {
	some lock in input.index.resources["terraform.lock"]
	lock.path[1] == provider.path[1]
}

# METADATA
# title: The state is changed by one at a time
# description: >-
#   The backend that keeps the state locks it. The one for S3 does so only if it is told to; one that
#   gets its settings from elsewhere is passed over.
# custom:
#   id: terraform/state-lock
#   expectations: [9.9/configuration-management]
#   resources: [terraform.backend]
#   why: Two runs at once leave a state that describes neither, and resources that nobody manages any more.
#   help: write use_lockfile = true
#   references: [https://developer.hashicorp.com/terraform/language/backend/s3]
state_lock contains statement if {
	some backend in input.index.resources["terraform.backend"]
	endswith(backend.address, "backend.s3")
	some attribute in ["use_lockfile", "dynamodb_table"]
	value := backend.values[attribute]
	is_locking(value)
	statement := infra.attests(backend, [attribute], "locks the state")
}

state_lock contains statement if {
	some backend in input.index.resources["terraform.backend"]
	endswith(backend.address, "backend.s3")
	backend.values.key
	not backend.values.dynamodb_table
	infra.no(object.get(backend.values, "use_lockfile", false))
	statement := infra.contradicts(backend, ["use_lockfile"], "does not lock the state", "write use_lockfile = true")
}

state_lock contains statement if {
	some backend in input.index.resources["terraform.backend"]
	endswith(backend.address, "backend.s3")
	infra.unknown(backend.values.use_lockfile)
	statement := infra.undecided(backend, ["use_lockfile"], backend.values.use_lockfile["(unknown)"])
}

state_lock contains statement if {
	some backend in input.index.resources["terraform.backend"]
	regex.match(`backend\.(gcs|azurerm|remote|cloud|kubernetes|pg)$`, backend.address)
	statement := infra.attests(backend, [], "locks the state, as every such backend does")
}

is_locking(value) if infra.yes(value)

is_locking(value) if {
	is_string(value)
	not value in {"", "false", "False", "FALSE"}
}
