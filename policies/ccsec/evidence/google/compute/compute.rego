# METADATA
# title: Compute Engine
# description: >-
#   What Terraform says of how machines of Google Cloud start, and of who administers them.
package ccsec.evidence.google.compute

import data.ccsec.lib.infra
import data.ccsec.lib.infra_clouds

# METADATA
# title: Machines start nothing that is not signed
# description: Secure boot of shielded machines is on.
# custom:
#   id: google/vm-secure-boot
#   expectations: [9.2/software-authentication]
#   resources:
#     - google_compute_instance
#     - google_compute_instance_template
#     - google_compute_region_instance_template
#   why: >-
#     Without secure boot, a changed boot loader or driver is started before anything that could
#     notice it.
#   help: write shielded_instance_config { enable_secure_boot = true }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_instance
#     - https://cloud.google.com/compute/shielded-vm/docs/shielded-vm
vm_secure_boot contains statement if {
	some machine in machines
	machine.values.shielded_instance_config
	statement := infra.truth(machine, ["shielded_instance_config", 0, "enable_secure_boot"], false, {
		"yes": "starts what is signed alone",
		"no": "starts what is not signed",
		"help": "write enable_secure_boot = true in shielded_instance_config",
	})
}

machines contains machine if {
	some type in {
		"google_compute_instance", "google_compute_instance_template", "google_compute_region_instance_template",
	}
	some machine in input.index.resources[type]
}

# METADATA
# title: A changed start of a machine is noticed
# description: >-
#   Integrity monitoring of shielded machines, and the module that it measures with, are on.
# custom:
#   id: google/vm-integrity-monitoring
#   expectations: [9.7/integrity-verification]
#   resources:
#     - google_compute_instance
#     - google_compute_instance_template
#     - google_compute_region_instance_template
#   why: >-
#     What starts before the operating system can hide from it; only a measurement from outside shows
#     that it has changed.
#   help: leave enable_integrity_monitoring and enable_vtpm out of shielded_instance_config
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_instance
#     - https://cloud.google.com/compute/shielded-vm/docs/integrity-monitoring
vm_integrity_monitoring contains statement if {
	some machine in machines
	machine.values.shielded_instance_config
	some key in {"enable_integrity_monitoring", "enable_vtpm"}
	statement := infra.truth(machine, ["shielded_instance_config", 0, key], true, {
		"yes": "has its start measured",
		"no": "has its start measured by nobody",
		"help": sprintf("write %s = true", [key]),
	})
}

# METADATA
# title: Administrators of machines sign in with their own identity
# description: OS Login is on, so that rights to sign in follow IAM and not keys in metadata.
# custom:
#   id: google/os-login
#   expectations: [9.2/identity-management]
#   resources:
#     - google_compute_instance
#     - google_compute_instance_template
#     - google_compute_project_metadata
#     - google_compute_project_metadata_item
#   why: >-
#     A key that lies in the metadata of a machine or project stays when its owner leaves, and nobody
#     who takes identities away knows of it.
#   help: write metadata = { enable-oslogin = "TRUE" }
#   references:
#     - https://cloud.google.com/compute/docs/oslogin
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_project_metadata
os_login contains statement if {
	some setting in settings
	setting.key == "enable-oslogin"
	statement := judged(setting, {
		"yes": "has administrators sign in with their own identity",
		"no": "has administrators sign in with keys in metadata",
		"help": "write enable-oslogin = \"TRUE\"",
	})
}

# METADATA
# title: Administrators of machines show a second factor
# description: OS Login asks for a second factor.
# custom:
#   id: google/os-login-second-factor
#   expectations: [9.2/administrator-authentication]
#   resources:
#     - google_compute_instance
#     - google_compute_instance_template
#     - google_compute_project_metadata
#     - google_compute_project_metadata_item
#   why: >-
#     One stolen key or session is enough to be administrator of a machine that asks for nothing else.
#   help: write metadata = { enable-oslogin = "TRUE", enable-oslogin-2fa = "TRUE" }
#   references:
#     - https://cloud.google.com/compute/docs/oslogin/set-up-oslogin
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_project_metadata
os_login_second_factor contains statement if {
	some setting in settings
	setting.key == "enable-oslogin-2fa"
	statement := judged(setting, {
		"yes": "asks administrators for a second factor",
		"no": "asks administrators for no second factor",
		"help": "write enable-oslogin-2fa = \"TRUE\"",
	})
}

# Each setting in the metadata of machines and projects, with its place.
settings contains setting if {
	some type in {"google_compute_instance", "google_compute_instance_template", "google_compute_project_metadata"}
	some resource in input.index.resources[type]
	is_object(resource.values.metadata)
	not infra.unknown(resource.values.metadata)
	some key, value in resource.values.metadata
	setting := {"resource": resource, "path": ["metadata", key], "key": key, "value": value}
}

settings contains setting if {
	some item in input.index.resources.google_compute_project_metadata_item
	setting := {"resource": item, "path": ["value"], "key": item.values.key, "value": item.values.value}
}

on := {"TRUE", "true", "True", true, "1", 1, "Y", "y"}

judged(setting, words) := infra.attests(setting.resource, setting.path, words.yes) if setting.value in on

judged(setting, words) := infra.contradicts(setting.resource, setting.path, words.no, words.help) if {
	not setting.value in on
	not infra.unknown(setting.value)
}

judged(setting, _) := infra.undecided(setting.resource, setting.path, setting.value["(unknown)"]) if {
	infra.unknown(setting.value)
}

# METADATA
# title: The serial port is closed
# description: Nobody signs in to machines over the serial port.
# custom:
#   id: google/serial-port
#   expectations: [9.5/hypervisor-hardening]
#   resources:
#     - google_compute_instance
#     - google_compute_instance_template
#     - google_compute_project_metadata
#     - google_compute_project_metadata_item
#   why: >-
#     The serial port is reached from every address, past the firewall of the network.
#   help: leave serial-port-enable out of metadata
#   references:
#     - https://cloud.google.com/compute/docs/troubleshooting/troubleshooting-using-serial-console
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_instance
serial_port contains statement if {
	some setting in settings
	setting.key == "serial-port-enable"
	setting.value in on
	statement := infra.contradicts(
		setting.resource, setting.path,
		"opens the serial port", "leave serial-port-enable out",
	)
}

serial_port contains statement if {
	some setting in settings
	setting.key == "serial-port-enable"
	infra.unknown(setting.value)
	statement := infra.undecided(setting.resource, setting.path, setting.value["(unknown)"])
}

serial_port contains statement if {
	some machine in input.index.resources.google_compute_instance
	object.get(machine.values, ["metadata", "serial-port-enable"], false) in {false, "FALSE", "false", "False", "0", 0}
	not infra.unknown(object.get(machine.values, "metadata", {}))
	statement := infra.attests(machine, ["metadata"], "keeps its serial port closed")
}

# METADATA
# title: Machines have rights of their own
# description: No machine uses the default service account with access to everything.
# custom:
#   id: google/vm-service-account
#   expectations: [9.2/authorization]
#   resources:
#     - google_compute_instance
#     - google_compute_instance_template
#     - google_compute_region_instance_template
#   why: >-
#     The default service account is shared by all machines of a project, and is often its editor: who
#     takes one machine takes the project.
#   help: >-
#     write service_account { email = google_service_account.worker.email, scopes =
#     ["cloud-platform"] }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_instance
#     - https://cloud.google.com/compute/docs/access/service-accounts
vm_service_account contains statement if {
	some machine in machines
	some position, account in infra_clouds.blocks(machine, ["service_account"])
	by_default(account)
	some at, scope in infra_clouds.blocks({"values": account}, ["scopes"])
	scope in {"cloud-platform", "https://www.googleapis.com/auth/cloud-platform"}
	statement := infra.contradicts(
		machine, ["service_account", position, "scopes", at],
		"gives the default service account access to everything",
		"write email = google_service_account.worker.email in service_account",
	)
}

vm_service_account contains statement if {
	some machine in machines
	some position, account in infra_clouds.blocks(machine, ["service_account"])
	account.email
	not by_default(account)
	not lost(account.email)
	statement := infra.attests(machine, ["service_account", position, "email"], "has a service account of its own")
}

vm_service_account contains statement if {
	some machine in machines
	some position, account in infra_clouds.blocks(machine, ["service_account"])
	lost(account.email)
	statement := infra.undecided(machine, ["service_account", position, "email"], account.email["(unknown)"])
}

by_default(account) if not account.email

by_default(account) if {
	is_string(account.email)
	endswith(account.email, "-compute@developer.gserviceaccount.com")
}

# An address that is known only later belongs to an account that the code makes, or else to nobody knows whom.
lost(email) if {
	infra.unknown(email)
	object.get(email, "references", []) == []
}
