package ccsec.evidence.google.artifacts_test

import data.ccsec.evidence.google.artifacts
import data.ccsec.lib.testing
import data.ccsec.lib.testing_clouds as t

said_registry_tags(given) := statements if {
	statements := artifacts.registry_tags with input as given
}

said_registry_scanning(given) := statements if {
	statements := artifacts.registry_scanning with input as given
}

said_binary_authorization(given) := statements if {
	statements := artifacts.binary_authorization with input as given
}

said_invoker_authentication(given) := statements if {
	statements := artifacts.invoker_authentication with input as given
}

said_dataset_public(given) := statements if {
	statements := artifacts.dataset_public with input as given
}

r := "google_artifact_registry_repository"

tags := ["docker_config", 0, "immutable_tags"]

test_registry_tags if {
	said_registry_tags(t.code(r, {"docker_config": [{"immutable_tags": true}]})) == {t.yes(
		r, tags,
		"keeps tags on their images",
	)}
	said_registry_tags(t.code(r, {"docker_config": [{}]})) == {t.no(
		r, tags,
		"lets tags be moved to other images", "write immutable_tags = true in docker_config",
	)}
	said_registry_tags(t.code(r, {"docker_config": testing.open})) == {t.open(r, tags)}
	said_registry_tags(t.code(r, {})) == set()
}

scan := ["vulnerability_scanning_config", 0, "enablement_config"]

scanning(value) := t.code(r, {"vulnerability_scanning_config": [{"enablement_config": value}]})

s := "google_project_service"

test_registry_scanning if {
	said_registry_scanning(scanning("INHERITED")) == {t.yes(r, scan, "is scanned with its project")}
	said_registry_scanning(scanning("DISABLED")) == {t.no(
		r, scan,
		"is not scanned", "write enablement_config = \"INHERITED\"",
	)}
	said_registry_scanning(scanning(testing.open)) == {t.open(r, scan)}
	said_registry_scanning(t.code(r, {})) == set()
	said_registry_scanning(t.code(s, {"service": "containerscanning.googleapis.com"})) == {t.yes(
		s, ["service"],
		"scans images",
	)}
	said_registry_scanning(t.code(s, {"service": "run.googleapis.com"})) == set()
}

p := "google_binary_authorization_policy"

c := "google_container_cluster"

rule(values) := t.code(p, {"default_admission_rule": [values]})

evaluation := ["default_admission_rule", 0, "evaluation_mode"]

attested := t.yes(p, evaluation, "runs what is attested alone")

mode := ["binary_authorization", 0, "evaluation_mode"]

test_binary_authorization if {
	said_binary_authorization(rule({"evaluation_mode": "REQUIRE_ATTESTATION"})) == {attested}
	said_binary_authorization(rule({"evaluation_mode": "ALWAYS_ALLOW"})) == {t.no(
		p, evaluation,
		"runs every image", "write evaluation_mode = \"REQUIRE_ATTESTATION\"",
	)}
	said_binary_authorization(rule({"evaluation_mode": testing.open})) == {t.open(p, evaluation)}
	said_binary_authorization(rule({"evaluation_mode": "REQUIRE_ATTESTATION", "enforcement_mode": "DRYRUN_AUDIT_LOG_ONLY"})) == {
		attested,
		t.no(
			p, ["default_admission_rule", 0, "enforcement_mode"],
			"writes down what it would have blocked, and runs it",
			"write enforcement_mode = \"ENFORCED_BLOCK_AND_AUDIT_LOG\"",
		),
	}
	said_binary_authorization(t.code(c, {"binary_authorization": [{"evaluation_mode": "PROJECT_SINGLETON_POLICY_ENFORCE"}]})) == {t.yes(
		c, mode,
		"asks Binary Authorization what may run",
	)}
	said_binary_authorization(t.code(c, {"binary_authorization": [{"evaluation_mode": "DISABLED"}]})) == {t.no(
		c, mode,
		"does not ask Binary Authorization what may run",
		"write evaluation_mode = \"PROJECT_SINGLETON_POLICY_ENFORCE\"",
	)}
	said_binary_authorization(t.code(c, {})) == set()
}

i := "google_cloud_run_v2_service_iam_member"

v := "google_cloud_run_v2_service"

invoker(member) := t.code(i, {"role": "roles/run.invoker", "member": member})

test_invoker_authentication if {
	said_invoker_authentication(invoker("allUsers")) == {t.no(
		i, ["member"],
		"lets allUsers call",
		"name the members that call, such as \"serviceAccount:web@example.iam.gserviceaccount.com\"",
	)}
	said_invoker_authentication(invoker("group:team@example.com")) == {t.yes(i, ["member"], "names who calls")}
	said_invoker_authentication(invoker(testing.reference("google_service_account.web"))) == {t.yes(
		i, ["member"],
		"names who calls",
	)}
	said_invoker_authentication(invoker(testing.open)) == {t.open(i, ["member"])}
	said_invoker_authentication(t.code(i, {"role": "roles/run.viewer", "member": "allUsers"})) == set()
	said_invoker_authentication(t.code(v, {"invoker_iam_disabled": true})) == {t.no(
		v, ["invoker_iam_disabled"],
		"does not ask who calls", "write invoker_iam_disabled = false",
	)}
	said_invoker_authentication(t.code(v, {})) == set()
}

d := "google_bigquery_dataset"

m := "google_bigquery_dataset_iam_member"

a := "google_bigquery_dataset_access"

test_dataset_public if {
	said_dataset_public(t.code(d, {"access": [{"user_by_email": "a@example.com"}, {"special_group": "allAuthenticatedUsers"}]})) == {t.no(
		d, ["access", 1, "special_group"],
		"lets allAuthenticatedUsers in", "name the members that need it",
	)}
	said_dataset_public(t.code(d, {"access": [{"special_group": "projectOwners"}]})) == {t.yes(
		d, ["access", 0, "special_group"],
		"names who is let in",
	)}
	said_dataset_public(t.code(m, {"member": "allUsers"})) == {t.no(
		m, ["member"],
		"lets allUsers in", "name the members that need it",
	)}
	said_dataset_public(t.code(m, {"member": testing.open})) == {t.open(m, ["member"])}
	said_dataset_public(t.code(a, {"iam_member": "allUsers"})) == {t.no(
		a, ["iam_member"],
		"lets allUsers in", "name the members that need it",
	)}
	said_dataset_public(t.code(m, {"member": testing.reference("google_service_account.web")})) == set()
}
