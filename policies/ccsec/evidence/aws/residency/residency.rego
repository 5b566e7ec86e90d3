# METADATA
# title: Where data lies
# description: >-
#   Where the code places data, against the jurisdictions of the descriptor, and where it copies them.
package ccsec.evidence.aws.residency

import data.ccsec.evidence.regions
import data.ccsec.lib.infra
import data.ccsec.lib.infra_aws

# METADATA
# title: Data lies in the jurisdictions that are stated
# description: >-
#   Each resource that holds or processes data lies in a region of one of the countries in
#   data.jurisdictions.
# custom:
#   id: aws/region
#   expectations: [9.7/data-location]
#   resources:
#     - aws_s3_bucket
#     - aws_db_instance
#     - aws_db_instance_automated_backups_replication
#     - aws_rds_cluster
#     - aws_docdb_cluster
#     - aws_neptune_cluster
#     - aws_redshift_cluster
#     - aws_dynamodb_table
#     - aws_dynamodb_table_replica
#     - aws_efs_file_system
#     - aws_ebs_volume
#     - aws_elasticache_replication_group
#     - aws_opensearch_domain
#     - aws_sqs_queue
#     - aws_kinesis_stream
#     - aws_backup_vault
#     - aws_instance
#   why: Data in another country falls under its law, whatever the contract with the customer says.
#   help: write region = "eu-central-1", or add the country to jurisdictions
#   references: [https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html]
region contains statement if {
	some holder in holders
	country := regions.aws[holder.region]
	country in stated
	message := sprintf("lies in %s (%s)", [holder.region, country])
	statement := {
		"effect": "attests",
		"resource": holder.address,
		"path": region_path(holder),
		"message": message,
	}
}

region contains statement if {
	some holder in holders
	country := regions.aws[holder.region]
	not country in stated
	message := sprintf("lies in %s (%s), not in %s", [holder.region, country, concat(" or ", sort(stated))])
	statement := {
		"effect": "contradicts",
		"resource": holder.address,
		"path": region_path(holder),
		"message": message,
		"help": sprintf("write a region of %s, or add %q to jurisdictions", [concat(" or ", sort(stated)), country]),
	}
}

region contains statement if {
	some holder in holders
	infra.unknown(holder.region)
	statement := {
		"effect": "undecided",
		"resource": holder.address,
		"path": region_path(holder),
		"message": holder.region["(unknown)"],
	}
}

region contains statement if {
	some holder in holders
	not holder.region
	statement := infra.undecided(holder, [], "its region is set outside of this code")
}

stated := {country |
	some country in input.data.jurisdictions
	is_string(country)
}

holders := [holder |
	count(stated) > 0
	some type in [
		"aws_s3_bucket",
		"aws_db_instance",
		"aws_db_instance_automated_backups_replication",
		"aws_rds_cluster",
		"aws_docdb_cluster",
		"aws_neptune_cluster",
		"aws_redshift_cluster",
		"aws_dynamodb_table",
		"aws_dynamodb_table_replica",
		"aws_efs_file_system",
		"aws_ebs_volume",
		"aws_elasticache_replication_group",
		"aws_opensearch_domain",
		"aws_sqs_queue",
		"aws_kinesis_stream",
		"aws_backup_vault",
		"aws_instance",
	]
	some holder in input.index.resources[type]
]

# The region is written in the resource, or it is the provider's.
region_path(holder) := infra.place(holder, ["region"]) if holder.values.region

region_path(holder) := array.concat(holder.path, ["region"]) if not holder.values.region

# METADATA
# title: Copies stay in the jurisdictions that are stated
# description: >-
#   Replicas of tables, secrets, images and files, and copies of backups, go to regions of the countries
#   in data.jurisdictions.
# custom:
#   id: aws/copy-region
#   expectations: [9.7/data-location]
#   resources:
#     - aws_dynamodb_table
#     - aws_secretsmanager_secret
#     - aws_ecr_replication_configuration
#     - aws_efs_replication_configuration
#     - aws_backup_plan
#   why: A copy in another country falls under its law, however well the original is placed.
#   help: name a region of a country in jurisdictions
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dynamodb_table
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/backup_plan
copy_region contains statement if {
	count(stated) > 0
	some copy in copies
	country := regions.aws[copy.region]
	country in stated
	message := sprintf("is copied to %s (%s)", [copy.region, country])
	statement := infra.attests(copy.resource, copy.path, message)
}

copy_region contains statement if {
	count(stated) > 0
	some copy in copies
	country := regions.aws[copy.region]
	not country in stated
	countries := concat(" or ", sort(stated))
	message := sprintf("is copied to %s (%s), not to %s", [copy.region, country, countries])
	help := sprintf("name a region of %s, or add %q to jurisdictions", [countries, country])
	statement := infra.contradicts(copy.resource, copy.path, message, help)
}

copy_region contains statement if {
	count(stated) > 0
	some copy in copies
	infra.unknown(copy.region)
	statement := infra.undecided(copy.resource, copy.path, copy.region["(unknown)"])
}

copies := array.concat(replicas, array.concat(image_copies, backup_copies))

replicas := [copy |
	some type, place in {
		"aws_dynamodb_table": ["replica", "region_name"],
		"aws_secretsmanager_secret": ["replica", "region"],
		"aws_efs_replication_configuration": ["destination", "region"],
	}
	some resource in input.index.resources[type]
	some block in infra_aws.blocks(resource, place[0])
	copy := {
		"resource": resource,
		"path": [place[0], block.at, place[1]],
		"region": block.values[place[1]],
	}
]

image_copies := [copy |
	some resource in input.index.resources.aws_ecr_replication_configuration
	some configuration in infra_aws.blocks(resource, "replication_configuration")
	some rule in infra_aws.blocks(configuration, "rule")
	some destination in infra_aws.blocks(rule, "destination")
	copy := {
		"resource": resource,
		"path": ["replication_configuration", configuration.at, "rule", rule.at, "destination", destination.at, "region"],
		"region": destination.values.region,
	}
]

backup_copies := [copy |
	some plan in input.index.resources.aws_backup_plan
	some rule in infra_aws.blocks(plan, "rule")
	some action in infra_aws.blocks(rule, "copy_action")
	copy := {
		"resource": plan,
		"path": ["rule", rule.at, "copy_action", action.at, "destination_vault_arn"],
		"region": region_of(action.values.destination_vault_arn),
	}
]

region_of(arn) := split(arn, ":")[3] if is_string(arn)

region_of(arn) := arn if infra_aws.loose(arn)

# METADATA
# title: Copies are made
# description: >-
#   Where the code sets up replication to a second place, it is on: of buckets, tables and clusters, and
#   of backups.
# custom:
#   id: aws/replication
#   expectations: [9.11/recovery-redundancy]
#   resources:
#     - aws_s3_bucket_replication_configuration
#     - aws_dynamodb_table
#     - aws_rds_global_cluster
#     - aws_backup_plan
#   why: A replication that is set up and switched off is found out on the day when the copy is needed.
#   help: write status = "Enabled"
#   references:
#     - https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_replication_configuration
replication contains statement if {
	some configuration in input.index.resources.aws_s3_bucket_replication_configuration
	some rule in infra_aws.blocks(configuration, "rule")
	words := {
		"yes": "copies objects to another bucket",
		"no": "does not copy objects to another bucket",
		"help": "write status = \"Enabled\"",
	}
	statement := infra.among(configuration, ["rule", rule.at, "status"], null, {"Enabled"}, words)
}

replication contains statement if {
	some table in input.index.resources.aws_dynamodb_table
	some replica in infra_aws.blocks(table, "replica")
	statement := infra.attests(table, ["replica", replica.at], "has a replica in another region")
}

replication contains statement if {
	some cluster in input.index.resources.aws_rds_global_cluster
	statement := infra.attests(cluster, [], "spans several regions")
}

replication contains statement if {
	some plan in input.index.resources.aws_backup_plan
	some rule in infra_aws.blocks(plan, "rule")
	some action in infra_aws.blocks(rule, "copy_action")
	path := ["rule", rule.at, "copy_action", action.at]
	statement := infra.attests(plan, path, "copies backups to another vault")
}
