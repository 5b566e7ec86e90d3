package ccsec.evidence.google.keys_test

import data.ccsec.evidence.google.keys
import data.ccsec.lib.testing
import data.ccsec.lib.testing_clouds as t

said_encryption_at_rest(given) := statements if {
	statements := keys.encryption_at_rest with input as given
}

said_key_rotation(given) := statements if {
	statements := keys.key_rotation with input as given
}

said_key_destruction(given) := statements if {
	statements := keys.key_destruction with input as given
}

d := "google_compute_disk"

raw := ["disk_encryption_key", 0, "raw_key"]

test_encryption_at_rest if {
	said_encryption_at_rest(t.code("google_storage_bucket", {})) == {t.yes(
		"google_storage_bucket", [],
		"is encrypted, as Google does by itself",
	)}
	said_encryption_at_rest(t.code(d, {"disk_encryption_key": [{"kms_key_self_link": "key"}]})) == {t.yes(
		d, [],
		"is encrypted, as Google does by itself",
	)}
	said_encryption_at_rest(t.code(d, {"disk_encryption_key": [{"raw_key": "c2VjcmV0"}]})) == {t.no(
		d, raw,
		"is encrypted with a key that lies in the code",
		"write kms_key_self_link = google_kms_crypto_key.disks.id instead of raw_key",
	)}
	said_encryption_at_rest(t.code(d, {"disk_encryption_key": [{"raw_key": testing.open}]})) == {t.open(
		d, ["disk_encryption_key"],
	)}
	said_encryption_at_rest(t.code(d, {"disk_encryption_key": testing.open})) == {t.open(
		d, ["disk_encryption_key"],
	)}
	said_encryption_at_rest(testing.infrastructure([])) == set()
}

k := "google_kms_crypto_key"

period := ["rotation_period"]

renew := "write rotation_period = \"7776000s\""

test_key_rotation if {
	said_key_rotation(t.code(k, {"rotation_period": "7776000s"})) == {t.yes(
		k, period,
		"is renewed at least once a year",
	)}
	said_key_rotation(t.code(k, {"rotation_period": "99999999s"})) == {t.no(
		k, period,
		"is renewed less than once a year", renew,
	)}
	said_key_rotation(t.code(k, {})) == {t.no(k, period, "is never renewed by itself", renew)}
	said_key_rotation(t.code(k, {"rotation_period": testing.open})) == {t.open(k, period)}
	said_key_rotation(t.code(k, {"purpose": "ASYMMETRIC_SIGN"})) == set()
	said_key_rotation(t.code(k, {"import_only": true})) == set()
	said_key_rotation(t.code(k, {"rotation_period": "ninety days"})) == set()
}

wait := ["destroy_scheduled_duration"]

test_key_destruction if {
	said_key_destruction(t.code(k, {})) == {t.yes(k, wait, "waits a week or more before it is destroyed")}
	said_key_destruction(t.code(k, {"destroy_scheduled_duration": "86400s"})) == {t.no(
		k, wait,
		"is destroyed within a week", "write destroy_scheduled_duration = \"2592000s\"",
	)}
	said_key_destruction(t.code(k, {"destroy_scheduled_duration": testing.open})) == {t.open(k, wait)}
}
