package ccsec.evidence.google.compute_test

import data.ccsec.evidence.google.compute
import data.ccsec.lib.testing
import data.ccsec.lib.testing_clouds as t

said_vm_secure_boot(given) := statements if {
	statements := compute.vm_secure_boot with input as given
}

said_vm_integrity_monitoring(given) := statements if {
	statements := compute.vm_integrity_monitoring with input as given
}

said_os_login(given) := statements if {
	statements := compute.os_login with input as given
}

said_os_login_second_factor(given) := statements if {
	statements := compute.os_login_second_factor with input as given
}

said_serial_port(given) := statements if {
	statements := compute.serial_port with input as given
}

said_vm_service_account(given) := statements if {
	statements := compute.vm_service_account with input as given
}

c := "google_compute_instance"

p := "google_compute_project_metadata"

i := "google_compute_project_metadata_item"

shielded(values) := t.code(c, {"shielded_instance_config": [values]})

at(key) := ["shielded_instance_config", 0, key]

test_vm_secure_boot if {
	said_vm_secure_boot(shielded({"enable_secure_boot": true})) == {t.yes(
		c, at("enable_secure_boot"),
		"starts what is signed alone",
	)}
	said_vm_secure_boot(shielded({})) == {t.no(
		c, at("enable_secure_boot"),
		"starts what is not signed", "write enable_secure_boot = true in shielded_instance_config",
	)}
	said_vm_secure_boot(shielded({"enable_secure_boot": testing.open})) == {t.open(c, at("enable_secure_boot"))}
	said_vm_secure_boot(t.code(c, {})) == set()
}

test_vm_integrity_monitoring if {
	said_vm_integrity_monitoring(shielded({})) == {
		t.yes(c, at("enable_integrity_monitoring"), "has its start measured"),
		t.yes(c, at("enable_vtpm"), "has its start measured"),
	}
	said_vm_integrity_monitoring(shielded({"enable_integrity_monitoring": false, "enable_vtpm": testing.open})) == {
		t.no(c, at("enable_integrity_monitoring"), "has its start measured by nobody", "write enable_integrity_monitoring = true"),
		t.open(c, at("enable_vtpm")),
	}
	said_vm_integrity_monitoring(t.code(c, {})) == set()
}

metadata(key, value) := t.code(c, {"metadata": {key: value}})

item(key, value) := t.code(i, {"key": key, "value": value})

login := ["metadata", "enable-oslogin"]

test_os_login if {
	said_os_login(metadata("enable-oslogin", "TRUE")) == {t.yes(
		c, login,
		"has administrators sign in with their own identity",
	)}
	said_os_login(metadata("enable-oslogin", "FALSE")) == {t.no(
		c, login,
		"has administrators sign in with keys in metadata", "write enable-oslogin = \"TRUE\"",
	)}
	said_os_login(metadata("enable-oslogin", testing.open)) == {t.open(c, login)}
	said_os_login(item("enable-oslogin", "TRUE")) == {t.yes(
		i, ["value"],
		"has administrators sign in with their own identity",
	)}
	said_os_login(t.code(p, {"metadata": testing.open})) == set()
}

test_os_login_second_factor if {
	said_os_login_second_factor(item("enable-oslogin-2fa", "TRUE")) == {t.yes(
		i, ["value"],
		"asks administrators for a second factor",
	)}
	said_os_login_second_factor(item("enable-oslogin-2fa", "FALSE")) == {t.no(
		i, ["value"],
		"asks administrators for no second factor", "write enable-oslogin-2fa = \"TRUE\"",
	)}
	said_os_login_second_factor(item("enable-oslogin-2fa", testing.open)) == {t.open(i, ["value"])}
	said_os_login_second_factor(metadata("enable-oslogin", "TRUE")) == set()
}

port := ["metadata", "serial-port-enable"]

closed := t.yes(c, ["metadata"], "keeps its serial port closed")

test_serial_port if {
	said_serial_port(t.code(c, {})) == {closed}
	said_serial_port(metadata("serial-port-enable", "FALSE")) == {closed}
	said_serial_port(metadata("serial-port-enable", "true")) == {t.no(
		c, port,
		"opens the serial port", "leave serial-port-enable out",
	)}
	said_serial_port(metadata("serial-port-enable", testing.open)) == {t.open(c, port)}
	said_serial_port(t.code(c, {"metadata": testing.open})) == set()
}

account(values) := t.code(c, {"service_account": [values]})

email := ["service_account", 0, "email"]

own := "write email = google_service_account.worker.email in service_account"

test_vm_service_account if {
	said_vm_service_account(account({"scopes": ["cloud-platform"]})) == {t.no(
		c, ["service_account", 0, "scopes", 0],
		"gives the default service account access to everything", own,
	)}
	said_vm_service_account(account({"email": "1-compute@developer.gserviceaccount.com", "scopes": ["https://www.googleapis.com/auth/cloud-platform"]})) == {t.no(
		c, ["service_account", 0, "scopes", 0],
		"gives the default service account access to everything", own,
	)}
	said_vm_service_account(account({"email": testing.reference("google_service_account.worker"), "scopes": ["cloud-platform"]})) == {t.yes(
		c, email,
		"has a service account of its own",
	)}
	said_vm_service_account(account({"email": testing.open, "scopes": ["cloud-platform"]})) == {t.open(c, email)}
	said_vm_service_account(account({"scopes": ["logging-write"]})) == set()
	said_vm_service_account(t.code(c, {})) == set()
}
