package ccsec.evidence.google.location_test

import data.ccsec.evidence.google.location
import data.ccsec.lib.testing
import data.ccsec.lib.testing_clouds as t

said_data_location(given) := statements if {
	statements := location.data_location with input as given
}

b := "google_storage_bucket"

d := "google_compute_disk"

q := "google_bigquery_dataset"

refused := "choose a region in DE or FR, or add \"US\" to data.jurisdictions"

abroad := "lies in US, which data.jurisdictions leaves out"

test_data_location if {
	said_data_location(t.code(b, {"location": "EUROPE-WEST3"})) == {t.yes(b, ["location"], "lies in DE")}
	said_data_location(t.code(d, {"zone": "europe-west9-b"})) == {t.yes(d, ["zone"], "lies in FR")}
	said_data_location(t.code(b, {"location": "US"})) == {t.no(b, ["location"], abroad, refused)}
	said_data_location(t.code(q, {})) == {t.no(q, ["location"], abroad, refused)}
	said_data_location(t.code(b, {"location": testing.open})) == {t.open(b, ["location"])}
	said_data_location(t.code(b, {"location": "EU"})) == set()
	said_data_location(object.union(t.code(b, {"location": "US"}), {"data": {"jurisdictions": []}})) == set()
}
