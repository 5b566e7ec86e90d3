package ccsec.evidence.azure.compute_test

import data.ccsec.evidence.azure.compute
import data.ccsec.lib.testing
import data.ccsec.lib.testing_clouds as t

said_vm_password(given) := statements if {
	statements := compute.vm_password with input as given
}

said_vm_patching(given) := statements if {
	statements := compute.vm_patching with input as given
}

said_vm_secure_boot(given) := statements if {
	statements := compute.vm_secure_boot with input as given
}

said_disk_export(given) := statements if {
	statements := compute.disk_export with input as given
}

l := "azurerm_linux_virtual_machine"

w := "azurerm_windows_virtual_machine"

password := ["disable_password_authentication"]

test_vm_password if {
	said_vm_password(t.code(l, {})) == {t.yes(l, password, "takes no passwords")}
	said_vm_password(t.code(l, {"disable_password_authentication": false})) == {t.no(
		l, password,
		"takes passwords from administrators", "write disable_password_authentication = true",
	)}
	said_vm_password(t.code(l, {"disable_password_authentication": testing.open})) == {t.open(l, password)}
	said_vm_password(testing.infrastructure([])) == set()
}

mode := ["patch_mode"]

test_vm_patching if {
	said_vm_patching(t.code(w, {})) == {t.yes(w, mode, "is patched by itself")}
	said_vm_patching(t.code(w, {"patch_mode": "Manual"})) == {t.no(
		w, mode,
		"is patched by hand alone", "write patch_mode = \"AutomaticByPlatform\"",
	)}
	said_vm_patching(t.code(w, {"patch_mode": testing.open})) == {t.open(w, mode)}
	said_vm_patching(t.code(l, {"patch_mode": "AutomaticByPlatform"})) == {t.yes(
		l, mode,
		"is patched by itself",
	)}
	said_vm_patching(t.code(l, {})) == set()
}

boot := ["secure_boot_enabled"]

test_vm_secure_boot if {
	said_vm_secure_boot(t.code(l, {"secure_boot_enabled": true})) == {t.yes(
		l, boot,
		"starts what is signed alone",
	)}
	said_vm_secure_boot(t.code(w, {"secure_boot_enabled": false})) == {t.no(
		w, boot,
		"starts what is not signed", "write secure_boot_enabled = true",
	)}
	said_vm_secure_boot(t.code(l, {"secure_boot_enabled": testing.open})) == {t.open(l, boot)}
	said_vm_secure_boot(t.code(l, {})) == set()
}

d := "azurerm_managed_disk"

s := "azurerm_snapshot"

policy := ["network_access_policy"]

test_disk_export if {
	said_disk_export(t.code(d, {"network_access_policy": "DenyAll"})) == {t.yes(
		d, policy,
		"is not exported over the internet",
	)}
	said_disk_export(t.code(s, {"network_access_policy": "AllowAll"})) == {t.no(
		s, policy,
		"may be exported over the internet", "write network_access_policy = \"DenyAll\"",
	)}
	said_disk_export(t.code(d, {"network_access_policy": testing.open})) == {t.open(d, policy)}
	said_disk_export(t.code(d, {})) == set()
}
