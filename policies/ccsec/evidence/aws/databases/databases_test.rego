package ccsec.evidence.aws.databases_test

import data.ccsec.evidence.aws.databases
import data.ccsec.lib.infra_aws_test as expect
import data.ccsec.lib.testing

encrypted(resources) := statements if {
	statements := databases.database_encryption with input as testing.infrastructure(resources)
}

instance(values) := testing.resource("aws_db_instance", "db", values)

cluster(values) := testing.resource("aws_rds_cluster", "db", values)

yes(address, attribute) := {expect.attested(0, address, [attribute], "is encrypted")}

no(address, attribute, help) := {expect.contradicted(0, address, [attribute], "is not encrypted", help)}

test_database_encryption if {
	help := "write storage_encrypted = true"
	encrypted([instance({"storage_encrypted": true})]) == yes("aws_db_instance.db", "storage_encrypted")
	encrypted([instance({"engine": "postgres"})]) == no("aws_db_instance.db", "storage_encrypted", help)
	encrypted([instance({"storage_encrypted": testing.open})]) == {expect.left_open(0, "aws_db_instance.db", ["storage_encrypted"])}
	encrypted([instance({"engine": "aurora-mysql"})]) == set()
	encrypted([instance({"replicate_source_db": "main"})]) == set()
	encrypted([cluster({"engine": "postgres"})]) == no("aws_rds_cluster.db", "storage_encrypted", help)
	encrypted([cluster({"engine": "aurora-mysql", "storage_encrypted": false})]) == no("aws_rds_cluster.db", "storage_encrypted", help)
	encrypted([cluster({"engine": "aurora-mysql"})]) == set()
	encrypted([cluster({"snapshot_identifier": testing.open})]) == set()
	encrypted([]) == set()
}

test_database_encryption_by_default if {
	encrypted([testing.resource("aws_redshift_cluster", "w", {})]) == set()
	encrypted([testing.resource("aws_redshift_cluster", "w", {"encrypted": true})]) == yes("aws_redshift_cluster.w", "encrypted")
	encrypted([testing.resource("aws_redshift_cluster", "w", {"encrypted": "false"})]) == no(
		"aws_redshift_cluster.w", "encrypted",
		"write encrypted = true",
	)
	encrypted([testing.resource("aws_redshift_cluster", "w", {"snapshot_identifier": "x"})]) == set()
	encrypted([testing.resource("aws_dynamodb_table", "t", {})]) == {expect.attested(
		0, "aws_dynamodb_table.t",
		["server_side_encryption"],
		"is encrypted, as every table is",
	)}
}

exposure(resources) := statements if {
	statements := databases.database_exposure with input as testing.infrastructure(resources)
}

test_database_exposure if {
	at := ["publicly_accessible"]
	exposure([instance({"publicly_accessible": true})]) == {expect.contradicted(
		0, "aws_db_instance.db", at,
		"has an address on the internet", "write publicly_accessible = false",
	)}
	exposure([instance({})]) == {expect.attested(0, "aws_db_instance.db", at, "has no address on the internet")}
	exposure([instance({"publicly_accessible": testing.open})]) == {expect.left_open(0, "aws_db_instance.db", at)}
	exposure([]) == set()
}

tls(resources) := statements if {
	statements := databases.database_tls with input as testing.infrastructure(resources)
}

group(name, value) := testing.resource("aws_db_parameter_group", "g", {"parameter": [{"name": name, "value": value}]})

test_database_tls if {
	at := ["parameter", 0, "value"]
	tls([group("rds.force_ssl", "1")]) == {expect.attested(0, "aws_db_parameter_group.g", at, "insists on TLS")}
	tls([group("rds.force_ssl", 0)]) == {expect.contradicted(
		0, "aws_db_parameter_group.g", at,
		"accepts connections without TLS",
		"write value = \"1\" for rds.force_ssl, \"ON\" for require_secure_transport, \"enabled\" for tls",
	)}
	tls([group("require_secure_transport", testing.open)]) == {expect.left_open(0, "aws_db_parameter_group.g", at)}
	tls([group("max_connections", "1")]) == set()
	tls([]) == set()
}

password(resources) := statements if {
	statements := databases.database_password with input as testing.infrastructure(resources)
}

test_database_password if {
	password([instance({"manage_master_user_password": true})]) == {expect.attested(
		0, "aws_db_instance.db",
		["manage_master_user_password"],
		"has its password from Secrets Manager",
	)}
	password([cluster({"master_password": "correct horse"})]) == {expect.contradicted(
		0, "aws_rds_cluster.db",
		["master_password"],
		"has its password in the code",
		"write manage_master_user_password = true in place of the password",
	)}
	password([instance({"manage_master_user_password": testing.open})]) == {expect.left_open(
		0, "aws_db_instance.db",
		["manage_master_user_password"],
	)}
	password([instance({"password": testing.reference("random_password.db")})]) == set()
	password([instance({"password": testing.open})]) == set()
	password([instance({"password": ""})]) == set()
	password([]) == set()
}

upgrades(resources) := statements if {
	statements := databases.minor_upgrades with input as testing.infrastructure(resources)
}

test_minor_upgrades if {
	at := ["auto_minor_version_upgrade"]
	upgrades([instance({})]) == {expect.attested(0, "aws_db_instance.db", at, "takes minor versions by itself")}
	upgrades([instance({"auto_minor_version_upgrade": false})]) == {expect.contradicted(
		0, "aws_db_instance.db", at,
		"takes no minor version by itself", "write auto_minor_version_upgrade = true",
	)}
	upgrades([testing.resource("aws_mq_broker", "b", {})]) == {expect.contradicted(
		0, "aws_mq_broker.b", at,
		"takes no minor version by itself", "write auto_minor_version_upgrade = true",
	)}
	upgrades([testing.resource("aws_redshift_cluster", "w", {"allow_version_upgrade": false})]) == {expect.contradicted(
		0, "aws_redshift_cluster.w",
		["allow_version_upgrade"],
		"takes no minor version by itself", "write allow_version_upgrade = true",
	)}
	upgrades([instance({"auto_minor_version_upgrade": testing.open})]) == {expect.left_open(0, "aws_db_instance.db", at)}
	upgrades([]) == set()
}

test_database_encryption_of_copies if {
	encrypted([testing.resource("aws_redshift_cluster", "w", {"snapshot_identifier": "x", "encrypted": false})]) == set()
	encrypted([instance({"snapshot_identifier": "x", "storage_encrypted": false})]) == set()
}
