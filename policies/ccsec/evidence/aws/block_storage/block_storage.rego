# METADATA
# title: EBS volumes and snapshots
# description: What Terraform says of Elastic Block Store.
package ccsec.evidence.aws.block_storage

import data.ccsec.lib.infra

# METADATA
# title: EBS volumes are encrypted
# description: Each volume is encrypted, by itself or by the account's default in the same code.
# custom:
#   id: aws/ebs-encryption
#   expectations: [9.7/encryption-at-rest]
#   resources: [aws_ebs_volume]
#   why: >-
#     A volume that is not encrypted can be read by whoever gets hold of its snapshot, or of the
#     disk that it once lay on.
#   help: write encrypted = true
#   references: [https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ebs_volume]
ebs_encryption contains statement if {
	some volume in input.index.resources.aws_ebs_volume
	not encrypted_by_default
	statement := infra.truth(volume, ["encrypted"], false, encryption)
}

ebs_encryption contains statement if {
	some volume in input.index.resources.aws_ebs_volume
	encrypted_by_default
	statement := infra.attests(volume, ["encrypted"], "is encrypted by the account's default")
}

encryption := {
	"yes": "is encrypted",
	"no": "is not encrypted",
	"help": "write encrypted = true",
}

encrypted_by_default if {
	some setting in input.index.resources.aws_ebs_encryption_by_default
	infra.yes(infra.get(setting, ["enabled"], true))
}
