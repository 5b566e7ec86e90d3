package ccsec.evidence.google.identity_test

import data.ccsec.evidence.google.identity
import data.ccsec.lib.testing
import data.ccsec.lib.testing_clouds as t

said_basic_roles(given) := statements if {
	statements := identity.basic_roles with input as given
}

said_service_account_keys(given) := statements if {
	statements := identity.service_account_keys with input as given
}

said_workload_identity_federation(given) := statements if {
	statements := identity.workload_identity_federation with input as given
}

g := "google_project_iam_member"

b := "google_folder_iam_binding"

predefined := "grant a predefined role, such as roles/run.developer, on the resource that it is for"

test_basic_roles if {
	said_basic_roles(t.code(g, {"role": "roles/owner"})) == {t.no(g, ["role"], "grants roles/owner", predefined)}
	said_basic_roles(t.code(b, {"role": "roles/editor"})) == {t.no(
		b, ["role"],
		"grants roles/editor", predefined,
	)}
	said_basic_roles(t.code(g, {"role": "roles/run.invoker"})) == {t.yes(
		g, ["role"],
		"grants roles/run.invoker alone",
	)}
	said_basic_roles(t.code(g, {"role": testing.open})) == {t.open(g, ["role"])}
	said_basic_roles(t.code(g, {})) == set()
	said_basic_roles(t.code(g, {"role": "roles/editor", "member": "serviceAccount:1@cloudservices.gserviceaccount.com"})) == set()
}

k := "google_service_account_key"

p := "google_iam_workload_identity_pool_provider"

maybe := testing.infrastructure([object.union(testing.resource(k, "this", {}), {"uncertain": true})])

test_service_account_keys if {
	said_service_account_keys(t.code(k, {})) == {t.no(
		k, [],
		"is a key that lasts and can be copied",
		"attach the service account to what runs, or use workload identity federation, and remove the key",
	)}
	said_service_account_keys(maybe) == {object.union(t.open(k, []), {"message": "may be made, or not"})}
	said_service_account_keys(t.code(p, {})) == {t.yes(p, [], "lets workloads in without keys")}
	said_service_account_keys(t.code(p, {"disabled": true})) == set()
	said_service_account_keys(testing.infrastructure([])) == set()
}

issued(issuer, values) := t.code(p, object.union({"oidc": [{"issuer_uri": issuer}]}, values))

github := "https://token.actions.githubusercontent.com"

test_workload_identity_federation if {
	said_workload_identity_federation(issued(github, {"attribute_condition": "assertion.repository_owner_id == '1'"})) == {t.yes(
		p, ["attribute_condition"],
		"says whom of its issuer's customers it trusts",
	)}
	said_workload_identity_federation(issued(github, {})) == {t.no(
		p, ["attribute_condition"],
		"trusts every customer of its issuer",
		"write attribute_condition = \"assertion.repository_owner_id == '123456'\"",
	)}
	said_workload_identity_federation(issued(github, {"attribute_condition": testing.open})) == {t.open(
		p, ["attribute_condition"],
	)}
	said_workload_identity_federation(issued("https://login.example.com", {})) == {t.yes(
		p, ["oidc", 0, "issuer_uri"],
		"trusts https://login.example.com",
	)}
	said_workload_identity_federation(issued(testing.open, {})) == {t.open(p, ["oidc", 0, "issuer_uri"])}
	said_workload_identity_federation(t.code(p, {"aws": [{"account_id": "1"}]})) == set()
}
