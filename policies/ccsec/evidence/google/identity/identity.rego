# METADATA
# title: Roles and identities of Google Cloud
# description: What Terraform says of who may do what, and of whose word for an identity is taken.
package ccsec.evidence.google.identity

import data.ccsec.lib.infra

# METADATA
# title: Nobody has a basic role
# description: No basic role is granted on a project, a folder or the organization.
# custom:
#   id: google/basic-roles
#   expectations: [9.2/authorization]
#   resources:
#     - google_project_iam_member
#     - google_project_iam_binding
#     - google_folder_iam_member
#     - google_folder_iam_binding
#     - google_organization_iam_member
#     - google_organization_iam_binding
#   why: >-
#     A basic role holds thousands of permissions in every service there is, and will hold those of
#     services to come: one identity taken over is the project taken over.
#   help: grant a predefined role, such as roles/run.developer, on the resource that it is for
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_project_iam
#     - https://cloud.google.com/iam/docs/roles-overview
basic_roles contains statement if {
	some grant in grants
	grant.values.role in {"roles/owner", "roles/editor"}
	not of_google(grant)
	statement := infra.contradicts(
		grant, ["role"],
		sprintf("grants %s", [grant.values.role]),
		"grant a predefined role, such as roles/run.developer, on the resource that it is for",
	)
}

basic_roles contains statement if {
	some grant in grants
	is_string(grant.values.role)
	not grant.values.role in {"roles/owner", "roles/editor"}
	statement := infra.attests(grant, ["role"], sprintf("grants %s alone", [grant.values.role]))
}

basic_roles contains statement if {
	some grant in grants
	infra.unknown(grant.values.role)
	statement := infra.undecided(grant, ["role"], grant.values.role["(unknown)"])
}

# The agent that Google itself makes an editor of each project.
of_google(grant) if {
	is_string(grant.values.member)
	endswith(grant.values.member, "@cloudservices.gserviceaccount.com")
}

grants contains grant if {
	some holder in {"project", "folder", "organization"}
	some form in {"member", "binding"}
	some grant in input.index.resources[sprintf("google_%s_iam_%s", [holder, form])]
}

# METADATA
# title: Services have identities, not keys
# description: No key of a service account is made.
# custom:
#   id: google/service-account-keys
#   expectations: [9.1/component-authentication]
#   resources: [google_service_account_key, google_iam_workload_identity_pool_provider]
#   why: >-
#     A key of a service account is a file that never expires: it is copied, forgotten, committed, and
#     whoever finds it is the service.
#   help: >-
#     attach the service account to what runs, or use workload identity federation, and remove the
#     key
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/google_service_account_key
#     - https://cloud.google.com/iam/docs/best-practices-for-managing-service-account-keys
service_account_keys contains statement if {
	some key in input.index.resources.google_service_account_key
	not key.uncertain
	statement := infra.contradicts(
		key, [],
		"is a key that lasts and can be copied",
		"attach the service account to what runs, or use workload identity federation, and remove the key",
	)
}

service_account_keys contains statement if {
	some key in input.index.resources.google_service_account_key
	key.uncertain
	statement := infra.undecided(key, [], "may be made, or not")
}

service_account_keys contains statement if {
	some provider in input.index.resources.google_iam_workload_identity_pool_provider
	not infra.yes(infra.get(provider, ["disabled"], false))
	statement := infra.attests(provider, [], "lets workloads in without keys")
}

# METADATA
# title: Federation says whom it trusts
# description: >-
#   A provider of a workload identity pool whose issuer serves many customers has a condition.
# custom:
#   id: google/workload-identity-federation
#   expectations: [9.1/trust-federation, 9.2/identity-federation]
#   resources: [google_iam_workload_identity_pool_provider]
#   why: >-
#     GitHub, GitLab and Terraform Cloud sign tokens for everybody who has an account there: without a
#     condition, any of them can stand before the service's door with a valid token.
#   help: write attribute_condition = "assertion.repository_owner_id == '123456'"
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/iam_workload_identity_pool_provider
#     - https://cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines
workload_identity_federation contains statement if {
	some provider in input.index.resources.google_iam_workload_identity_pool_provider
	shared(provider.values.oidc[0].issuer_uri)
	statement := infra.present(provider, ["attribute_condition"], {
		"yes": "says whom of its issuer's customers it trusts",
		"no": "trusts every customer of its issuer",
		"help": "write attribute_condition = \"assertion.repository_owner_id == '123456'\"",
	})
}

workload_identity_federation contains statement if {
	some provider in input.index.resources.google_iam_workload_identity_pool_provider
	is_string(provider.values.oidc[0].issuer_uri)
	not shared(provider.values.oidc[0].issuer_uri)
	statement := infra.attests(
		provider, ["oidc", 0, "issuer_uri"],
		sprintf("trusts %s", [provider.values.oidc[0].issuer_uri]),
	)
}

workload_identity_federation contains statement if {
	some provider in input.index.resources.google_iam_workload_identity_pool_provider
	issuer := infra.get(provider, ["oidc", 0, "issuer_uri"], null)
	infra.unknown(issuer)
	statement := infra.undecided(provider, ["oidc", 0, "issuer_uri"], issuer["(unknown)"])
}

# Issuers that sign for everybody.
shared(issuer) if {
	is_string(issuer)
	regex.match(`^https://(token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io)/?$`, issuer)
}
