# METADATA
# title: Virtual machines and disks of Azure
# description: What Terraform says of how machines are administered, patched and started.
package ccsec.evidence.azure.compute

import data.ccsec.lib.infra
import data.ccsec.lib.infra_clouds

# METADATA
# title: Administrators of machines have no password
# description: Linux machines take keys or identities from administrators, never passwords.
# custom:
#   id: azure/vm-password
#   expectations: [9.2/administrator-authentication]
#   resources: [azurerm_linux_virtual_machine, azurerm_linux_virtual_machine_scale_set]
#   why: >-
#     A password is guessed, reused and passed on; whoever has it is administrator of the machine.
#   help: >-
#     leave disable_password_authentication out, and write admin_ssh_key { … } or use Entra ID to
#     sign in
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_virtual_machine
vm_password contains statement if {
	some type in {"azurerm_linux_virtual_machine", "azurerm_linux_virtual_machine_scale_set"}
	some machine in input.index.resources[type]
	statement := infra.truth(machine, ["disable_password_authentication"], true, {
		"yes": "takes no passwords",
		"no": "takes passwords from administrators",
		"help": "write disable_password_authentication = true",
	})
}

# METADATA
# title: Machines are patched
# description: Updates of the guest are installed by themselves.
# custom:
#   id: azure/vm-patching
#   expectations: [9.9/patch-management]
#   resources: [azurerm_windows_virtual_machine, azurerm_linux_virtual_machine]
#   why: >-
#     A machine that waits for a hand to patch it is open to each flaw from the day it is known.
#   help: write patch_mode = "AutomaticByPlatform"
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/windows_virtual_machine
#     - https://learn.microsoft.com/azure/virtual-machines/automatic-vm-guest-patching
vm_patching contains statement if {
	some machine in input.index.resources.azurerm_windows_virtual_machine
	statement := infra_clouds.sorted(
		machine, ["patch_mode"], "AutomaticByOS",
		{"accepted": {"AutomaticByOS", "AutomaticByPlatform"}, "refused": {"Manual"}},
		{
			"yes": "is patched by itself",
			"no": "is patched by hand alone",
			"help": "write patch_mode = \"AutomaticByPlatform\"",
		},
	)
}

# What an image does by default differs from one to another.
vm_patching contains statement if {
	some machine in input.index.resources.azurerm_linux_virtual_machine
	statement := infra_clouds.sorted(
		machine, ["patch_mode"], "ImageDefault",
		{"accepted": {"AutomaticByPlatform"}, "refused": set()},
		{"yes": "is patched by itself", "no": "", "help": ""},
	)
}

# METADATA
# title: Machines start nothing that is not signed
# description: Secure boot of virtual machines is on.
# custom:
#   id: azure/vm-secure-boot
#   expectations: [9.2/software-authentication]
#   resources: [azurerm_linux_virtual_machine, azurerm_windows_virtual_machine]
#   why: >-
#     Without secure boot, a changed boot loader or driver is started before anything that could
#     notice it.
#   help: write secure_boot_enabled = true and vtpm_enabled = true
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_virtual_machine
#     - https://learn.microsoft.com/azure/virtual-machines/trusted-launch
vm_secure_boot contains statement if {
	some type in {"azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine"}
	some machine in input.index.resources[type]
	infra.get(machine, ["secure_boot_enabled"], null) != null
	statement := infra.truth(machine, ["secure_boot_enabled"], false, {
		"yes": "starts what is signed alone",
		"no": "starts what is not signed",
		"help": "write secure_boot_enabled = true",
	})
}

# METADATA
# title: Disks and snapshots cannot be carried off
# description: A disk or snapshot is not exported over the internet.
# custom:
#   id: azure/disk-export
#   expectations: [9.5/image-protection]
#   resources: [azurerm_managed_disk, azurerm_snapshot]
#   why: >-
#     Whoever may make a link to export a disk takes a whole machine, with its secrets, to wherever
#     they are.
#   help: write network_access_policy = "DenyAll" and public_network_access_enabled = false
#   references:
#     - https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/managed_disk
#     - https://learn.microsoft.com/azure/virtual-machines/disks-enable-private-links-for-import-export-portal
disk_export contains statement if {
	some type in {"azurerm_managed_disk", "azurerm_snapshot"}
	some disk in input.index.resources[type]
	infra.get(disk, ["network_access_policy"], null) != null
	statement := infra.among(disk, ["network_access_policy"], "AllowAll", {"DenyAll", "AllowPrivate"}, {
		"yes": "is not exported over the internet",
		"no": "may be exported over the internet",
		"help": "write network_access_policy = \"DenyAll\"",
	})
}
