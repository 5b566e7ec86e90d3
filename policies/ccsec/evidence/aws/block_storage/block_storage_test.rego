package ccsec.evidence.aws.block_storage_test

import data.ccsec.evidence.aws.block_storage
import data.ccsec.lib.testing

encryption(resources) := statements if {
	statements := block_storage.ebs_encryption with input as testing.infrastructure(resources)
}

volume(values) := testing.resource("aws_ebs_volume", "data", values)

test_ebs_encryption_attested if {
	encryption([volume({"encrypted": true})]) == {{
		"effect": "attests",
		"resource": "aws_ebs_volume.data",
		"path": ["infrastructure", "infra", 0, "values", "encrypted"],
		"message": "is encrypted",
	}}
}

test_ebs_encryption_contradicted if {
	contradiction := {
		"effect": "contradicts",
		"resource": "aws_ebs_volume.data",
		"path": ["infrastructure", "infra", 0, "values", "encrypted"],
		"message": "is not encrypted",
		"help": "write encrypted = true",
	}
	encryption([volume({"encrypted": false})]) == {contradiction}
	encryption([volume({})]) == {contradiction}
}

test_ebs_encryption_undecided if {
	encryption([volume({"encrypted": testing.open})]) == {{
		"effect": "undecided",
		"resource": "aws_ebs_volume.data",
		"path": ["infrastructure", "infra", 0, "values", "encrypted"],
		"message": "variable `x` has no default",
	}}
}

test_ebs_encryption_by_default if {
	default_on := testing.resource("aws_ebs_encryption_by_default", "this", {})
	encryption([volume({}), default_on]) == {{
		"effect": "attests",
		"resource": "aws_ebs_volume.data",
		"path": ["infrastructure", "infra", 0, "values", "encrypted"],
		"message": "is encrypted by the account's default",
	}}
	encryption([default_on]) == set()
}
