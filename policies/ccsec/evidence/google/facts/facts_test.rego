package ccsec.evidence.google.facts_test

import data.ccsec.evidence.google.facts
import data.ccsec.lib.testing
import data.ccsec.lib.testing_clouds as t

said_compute(given) := statements if {
	statements := facts.compute with input as given
}

said_exposure(given) := statements if {
	statements := facts.exposure with input as given
}

said_stored(given) := statements if {
	statements := facts.stored with input as given
}

said_jurisdiction(given) := statements if {
	statements := facts.jurisdiction with input as given
}

internet := ["service.exposure", "internet"]

test_compute if {
	said_compute(t.code("google_compute_instance", {})) == {t.shows(
		"google_compute_instance", [],
		["service.compute", "virtual-machine"], "is a virtual machine",
	)}
	said_compute(t.code("google_cloud_run_v2_service", {})) == {t.shows(
		"google_cloud_run_v2_service", [],
		["service.compute", "container"], "is a home of containers",
	)}
	said_compute(t.code("google_cloudfunctions2_function", {})) == {t.shows(
		"google_cloudfunctions2_function", [],
		["service.compute", "function"], "is a function",
	)}
	said_compute(testing.infrastructure([])) == set()
}

f := "google_compute_global_forwarding_rule"

i := "google_cloud_run_v2_service_iam_member"

test_exposure if {
	said_exposure(t.code(f, {})) == {t.shows(f, [], internet, "faces the internet")}
	said_exposure(t.code(f, {"load_balancing_scheme": "INTERNAL_MANAGED"})) == set()
	said_exposure(t.code(i, {"role": "roles/run.invoker", "member": "allUsers"})) == {t.shows(
		i, ["member"],
		internet, "lets everyone in",
	)}
	said_exposure(t.code(i, {"role": "roles/run.invoker", "member": "user:a@example.com"})) == set()
}

b := "google_storage_bucket"

test_stored if {
	said_stored(t.code(b, {})) == {t.shows(b, [], ["data.stored", true], "stores data")}
	said_stored(testing.infrastructure([])) == set()
}

test_jurisdiction if {
	said_jurisdiction(t.code(b, {"location": "europe-west3"})) == {t.shows(
		b, ["location"],
		["data.jurisdictions", "DE"], "lies in DE",
	)}
	said_jurisdiction(t.code(b, {"location": testing.open})) == set()
}
