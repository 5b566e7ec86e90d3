# METADATA
# title: Machines and their images
# description: What Terraform says of instances of EC2, the images that they start from, and where they run.
package ccsec.evidence.aws.compute

import data.ccsec.lib.infra
import data.ccsec.lib.infra_aws

# METADATA
# title: Instances ask for tokens before they give credentials away
# description: >-
#   The metadata service of an instance takes version 2 only, or is off. Where nothing is written it
#   depends on the image, unless the code sets the default of the account.
# custom:
#   id: aws/metadata-service
#   expectations: [9.5/hypervisor-hardening]
#   resources: [aws_instance, aws_launch_template]
#   why: >-
#     One request that a web application is tricked into sending brings the attacker the role of the
#     machine.
#   help: 'write metadata_options { http_tokens = "required" }'
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/instance
#     - https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
metadata_service contains statement if {
	some type in machine_types
	some machine in input.index.resources[type]
	infra.get(machine, endpoint_path, "enabled") == "disabled"
	statement := infra.attests(machine, endpoint_path, "has no metadata service")
}

metadata_service contains statement if {
	some type in machine_types
	some machine in input.index.resources[type]
	infra.get(machine, endpoint_path, "enabled") != "disabled"
	words := {
		"yes": "asks for tokens before it gives credentials away",
		"no": "gives credentials away without asking for a token",
		"help": "write metadata_options { http_tokens = \"required\" }",
	}
	statement := infra.among(machine, tokens_path, tokens_by_default(machine), {"required"}, words)
}

machine_types := ["aws_instance", "aws_launch_template"]

endpoint_path := ["metadata_options", 0, "http_endpoint"]

tokens_path := ["metadata_options", 0, "http_tokens"]

tokens_by_default(_) := "required" if required_by_account

tokens_by_default(machine) := {"(unknown)": reason, "references": []} if {
	not required_by_account
	not machine.values.launch_template
	reason := "http_tokens is not written, so that it depends on the image"
}

required_by_account if {
	some defaults in input.index.resources.aws_ec2_instance_metadata_defaults
	defaults.values.http_tokens == "required"
}

# METADATA
# title: Disks of machines are encrypted
# description: >-
#   A disk that the code describes for an instance or a launch template is not set to be unencrypted. A
#   further disk that is made empty is unencrypted unless it says otherwise; others have it from their
#   snapshot or from the default of the account.
# custom:
#   id: aws/disk-encryption
#   expectations: [9.7/encryption-at-rest]
#   resources: [aws_instance, aws_launch_template]
#   why: Whoever gets hold of a snapshot of the disk reads what the machine has stored.
#   help: write encrypted = true
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/instance
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/launch_template
disk_encryption contains statement if {
	some machine in input.index.resources.aws_instance
	some block in infra_aws.blocks(machine, "root_block_device")
	statement := infra.truth(machine, ["root_block_device", block.at, "encrypted"], null, encryption)
}

disk_encryption contains statement if {
	some machine in input.index.resources.aws_instance
	some block in infra_aws.blocks(machine, "ebs_block_device")
	path := ["ebs_block_device", block.at, "encrypted"]
	statement := infra.truth(machine, path, encrypted_by_default(block.values), encryption)
}

disk_encryption contains statement if {
	some template in input.index.resources.aws_launch_template
	some mapping in infra_aws.blocks(template, "block_device_mappings")
	some disk in infra_aws.blocks(mapping, "ebs")
	path := ["block_device_mappings", mapping.at, "ebs", disk.at, "encrypted"]
	statement := infra.truth(template, path, null, encryption)
}

encryption := {"yes": "is encrypted", "no": "is not encrypted", "help": "write encrypted = true"}

encrypted_by_default(_) if by_account

encrypted_by_default(disk) := false if {
	not by_account
	not disk.snapshot_id
}

encrypted_by_default(disk) := null if {
	not by_account
	disk.snapshot_id
}

by_account if {
	some setting in input.index.resources.aws_ebs_encryption_by_default
	infra.yes(infra.get(setting, ["enabled"], true))
}

# METADATA
# title: Images and snapshots are not shared with everybody
# description: >-
#   An image is started by particular accounts only, a snapshot is not shared with all, and where the
#   code sets the account's own barrier against public sharing, it is up.
# custom:
#   id: aws/image-sharing
#   expectations: [9.5/image-protection]
#   resources:
#     - aws_ami_launch_permission
#     - aws_db_snapshot
#     - aws_ebs_snapshot_block_public_access
#     - aws_ec2_image_block_public_access
#   why: A public image shows everybody what is on it, keys that were left behind included.
#   help: write account_id = "111122223333" in place of group, or state = "block-all-sharing"
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ami_launch_permission
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ebs_snapshot_block_public_access
image_sharing contains statement if {
	some permission in input.index.resources.aws_ami_launch_permission
	permission.values.group == "all"
	help := "write account_id = \"111122223333\" in place of group"
	statement := infra.contradicts(permission, ["group"], "lets everybody start the image", help)
}

image_sharing contains statement if {
	some permission in input.index.resources.aws_ami_launch_permission
	is_string(permission.values.account_id)
	statement := infra.attests(permission, ["account_id"], "lets one account start the image")
}

image_sharing contains statement if {
	some snapshot in input.index.resources.aws_db_snapshot
	some account in infra_aws.entries(["shared_accounts"], object.get(snapshot.values, "shared_accounts", []))
	account.text == "all"
	help := "name the accounts in shared_accounts"
	statement := infra.contradicts(snapshot, account.path, "is shared with everybody", help)
}

image_sharing contains statement if {
	some type in ["aws_ebs_snapshot_block_public_access", "aws_ec2_image_block_public_access"]
	some barrier in input.index.resources[type]
	words := {
		"yes": "keeps the account from sharing with everybody",
		"no": "lets the account share with everybody",
		"help": "write state = \"block-new-sharing\"",
	}
	statement := infra.among(barrier, ["state"], null, {"block-all-sharing", "block-new-sharing"}, words)
}

# METADATA
# title: Copies of images are encrypted
# description: A copy of an image or a snapshot is not set to be unencrypted.
# custom:
#   id: aws/image-encryption
#   expectations: [9.5/image-protection]
#   resources: [aws_ami_copy, aws_ebs_snapshot_copy]
#   why: An image that is not encrypted gives what is on it to everybody whom it is shared with by mistake.
#   help: write encrypted = true
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ami_copy
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ebs_snapshot_copy
image_encryption contains statement if {
	some type in ["aws_ami_copy", "aws_ebs_snapshot_copy"]
	some copy in input.index.resources[type]
	statement := infra.truth(copy, ["encrypted"], null, encryption)
}

# METADATA
# title: Machines are spread over zones
# description: >-
#   A group of machines has subnets, or zones, of which there are two at least. A file system is not kept
#   in one zone.
# custom:
#   id: aws/several-zones
#   expectations: [9.11/recovery-redundancy]
#   resources: [aws_autoscaling_group, aws_efs_file_system]
#   why: A group with one subnet has nowhere to start its machines when that zone fails.
#   help: write vpc_zone_identifier with a subnet in each of two zones
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/autoscaling_group
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/efs_file_system
several_zones contains statement if {
	some group in input.index.resources.aws_autoscaling_group
	some attribute in ["vpc_zone_identifier", "availability_zones"]
	is_array(group.values[attribute])
	count(group.values[attribute]) > 1
	statement := infra.attests(group, [attribute], "is spread over several places")
}

several_zones contains statement if {
	some group in input.index.resources.aws_autoscaling_group
	some attribute in ["vpc_zone_identifier", "availability_zones"]
	is_array(group.values[attribute])
	count(group.values[attribute]) == 1
	help := "name a subnet in each of two zones"
	statement := infra.contradicts(group, [attribute], "has one place to start machines in", help)
}

several_zones contains statement if {
	some group in input.index.resources.aws_autoscaling_group
	some attribute in ["vpc_zone_identifier", "availability_zones"]
	infra.unknown(group.values[attribute])
	statement := infra.undecided(group, [attribute], group.values[attribute]["(unknown)"])
}

several_zones contains statement if {
	some system in input.index.resources.aws_efs_file_system
	system.values.availability_zone_name
	help := "delete availability_zone_name, which keeps the files in several zones"
	statement := infra.contradicts(system, ["availability_zone_name"], "is kept in one zone", help)
}
