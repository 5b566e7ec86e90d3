package ccsec.lib.infra_test

import data.ccsec.lib.infra

volume(values) := {
	"address": "aws_ebs_volume.data",
	"type": "aws_ebs_volume",
	"path": ["infrastructure", "infra", 3],
	"values": values,
	"references": {"kms_key_id": ["aws_kms_key.main"]},
}

words := {"yes": "is encrypted", "no": "is not encrypted", "help": "write encrypted = true"}

open := {"(unknown)": "variable `x` has no default", "references": []}

here := ["infrastructure", "infra", 3, "values", "encrypted"]

test_truth if {
	infra.truth(volume({"encrypted": true}), ["encrypted"], false, words) == {
		"effect": "attests",
		"resource": "aws_ebs_volume.data",
		"path": here,
		"message": "is encrypted",
	}
	contradiction := {
		"effect": "contradicts",
		"resource": "aws_ebs_volume.data",
		"path": here,
		"message": "is not encrypted",
		"help": "write encrypted = true",
	}
	infra.truth(volume({"encrypted": "false"}), ["encrypted"], false, words) == contradiction
	infra.truth(volume({}), ["encrypted"], false, words) == contradiction
	infra.truth(volume({"encrypted": open}), ["encrypted"], false, words) == {
		"effect": "undecided",
		"resource": "aws_ebs_volume.data",
		"path": here,
		"message": "variable `x` has no default",
	}
}

test_untruth if {
	infra.untruth(volume({"encrypted": false}), ["encrypted"], true, words) == {
		"effect": "attests",
		"resource": "aws_ebs_volume.data",
		"path": here,
		"message": "is encrypted",
	}
	contradiction := {
		"effect": "contradicts",
		"resource": "aws_ebs_volume.data",
		"path": here,
		"message": "is not encrypted",
		"help": "write encrypted = true",
	}
	infra.untruth(volume({"encrypted": "true"}), ["encrypted"], false, words) == contradiction
	infra.untruth(volume({}), ["encrypted"], true, words) == contradiction
	infra.untruth(volume({"encrypted": open}), ["encrypted"], true, words) == {
		"effect": "undecided",
		"resource": "aws_ebs_volume.data",
		"path": here,
		"message": "variable `x` has no default",
	}
}

test_get if {
	nested := volume({"rule": [{"sse": {"algorithm": "aws:kms"}}], "other": open})
	infra.get(nested, ["rule", 0, "sse", "algorithm"], "none") == "aws:kms"
	infra.get(nested, ["rule", 1, "sse"], "none") == "none"
	infra.get(nested, ["other", 0, "deep", "deeper"], "none") == open
}

test_among if {
	tls := {"TLSv1.2", "TLSv1.3"}
	infra.among(volume({"v": "TLSv1.2"}), ["v"], "TLSv1", tls, words).effect == "attests"
	infra.among(volume({}), ["v"], "TLSv1", tls, words).effect == "contradicts"
	infra.among(volume({"v": open}), ["v"], "TLSv1", tls, words).effect == "undecided"
}

test_present if {
	infra.present(volume({"key": "k"}), ["key"], words).effect == "attests"
	infra.present(volume({"key": ""}), ["key"], words).effect == "contradicts"
	infra.present(volume({}), ["key"], words).effect == "contradicts"
	infra.present(volume({"key": open}), ["key"], words).effect == "undecided"
	reference := {"(unknown)": "known after apply", "references": ["aws_kms_key.main"]}
	infra.present(volume({"key": reference}), ["key"], words).effect == "attests"
}

test_shows if {
	infra.shows(volume({}), [], "service.compute", "virtual-machine", "is a virtual machine") == {
		"effect": "shows",
		"fact": "service.compute",
		"value": "virtual-machine",
		"resource": "aws_ebs_volume.data",
		"path": ["infrastructure", "infra", 3, "values"],
		"message": "is a virtual machine",
	}
}

test_decoded if {
	infra.decoded(`{"a": 1}`) == {"a": 1}
	infra.decoded({"a": 1}) == {"a": 1}
	not infra.decoded("not json")
	not infra.decoded(open)
}

test_shapes if {
	infra.text("a") == "a"
	infra.text(1) == ""
	infra.map({"a": 1}) == {"a": 1}
	infra.map(open) == {}
	infra.map("a") == {}
	infra.list([1]) == [1]
	infra.list(open) == []
}

test_written if {
	infra.written(volume({"encrypted": false}), ["encrypted"])
	not infra.written(volume({}), ["encrypted"])
}

test_secret_name if {
	infra.secret_name("db_password")
	infra.secret_name("API_KEY")
	not infra.secret_name("PASSWORD_FILE")
	not infra.secret_name(7)
}

test_listed if {
	infra.listed("a") == ["a"]
	infra.listed(["a"]) == ["a"]
}

test_points_at if {
	key := {"address": "aws_kms_key.main", "values": {"name": "main"}}
	infra.points_at(volume({}), "kms_key_id", key, [])
	infra.points_at(volume({}), "kms_key_id", object.union(key, {"address": "aws_kms_key.main[0]"}), [])
	infra.points_at(volume({"alias": "main"}), "alias", key, ["name"])
	not infra.points_at(volume({"alias": "other"}), "alias", key, ["name"])
	not infra.points_at(volume({}), "alias", key, ["name"])
	near := object.union(key, {"path": ["infrastructure", "infra", 4]})
	infra.points_at(volume({}), "kms_key_id", near, [])
	far := object.union(key, {"path": ["infrastructure", "other", 0]})
	not infra.points_at(volume({}), "kms_key_id", far, [])
	not infra.points_at(volume({}), "kms_key_id", object.union(far, {"address": "aws_kms_key.main[0]"}), [])
	infra.points_at(volume({"alias": "main"}), "alias", far, ["name"])
}
