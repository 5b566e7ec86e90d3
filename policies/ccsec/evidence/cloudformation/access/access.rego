# METADATA
# title: Access
# description: What templates say of who may do what, and of where passwords lie.
package ccsec.evidence.cloudformation.access

import data.ccsec.lib.infra
import data.ccsec.lib.infra_cloudformation

# METADATA
# title: Policies name what they allow
# description: >-
#   No policy of IAM allows every action on every resource without a condition, and no role that machines or
#   functions run under is an administrator.
# custom:
#   id: cloudformation/iam-policies
#   expectations: [9.2/authorization]
#   resources:
#     - AWS::IAM::Policy
#     - AWS::IAM::ManagedPolicy
#     - AWS::IAM::RolePolicy
#     - AWS::IAM::UserPolicy
#     - AWS::IAM::GroupPolicy
#     - AWS::IAM::Role
#     - AWS::IAM::User
#     - AWS::IAM::Group
#   why: Whoever takes over one program that may do everything has the whole account.
#   help: name the actions and resources that are needed in place of "*"
#   references: [https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html]
iam_policies contains statement if {
	some document in documents
	some given in infra_cloudformation.statements(document.resource, document.path)
	everything(given)
	statement := infra.contradicts(
		document.resource, array.concat(given.path, ["Action"]), "allows every action on every resource",
		"name the actions and resources that are needed in place of \"*\"",
	)
}

iam_policies contains statement if {
	some document in documents
	found := infra_cloudformation.statements(document.resource, document.path)
	count(found) > 0
	every given in found {
		not everything(given)
		not infra.unknown(given.values.Action)
	}
	statement := infra.attests(document.resource, document.path, "names what it allows")
}

iam_policies contains statement if {
	some document in documents
	some given in infra_cloudformation.statements(document.resource, document.path)
	infra_cloudformation.grants(given)
	infra.unknown(given.values.Action)
	statement := infra.undecided(
		document.resource, array.concat(given.path, ["Action"]),
		given.values.Action["(unknown)"],
	)
}

iam_policies contains statement if {
	some role in input.index.resources["AWS::IAM::Role"]
	some position, arn in infra.list(infra.get(role, ["ManagedPolicyArns"], []))
	endswith(infra.text(arn), ":policy/AdministratorAccess")
	some given in infra_cloudformation.statements(role, ["AssumeRolePolicyDocument"])
	some service in infra.listed(infra.map(given.values.Principal).Service)
	service in {"ec2.amazonaws.com", "ecs-tasks.amazonaws.com", "lambda.amazonaws.com"}
	statement := infra.contradicts(
		role, ["ManagedPolicyArns", position], "makes a program an administrator of the account",
		"name the actions and resources that the program needs",
	)
}

everything(given) if {
	infra_cloudformation.grants(given)
	some action in infra.listed(given.values.Action)
	action in {"*", "*:*"}
	"*" in infra.listed(given.values.Resource)
}

documents contains document if {
	some type in [
		"AWS::IAM::Policy",
		"AWS::IAM::ManagedPolicy",
		"AWS::IAM::RolePolicy",
		"AWS::IAM::UserPolicy",
		"AWS::IAM::GroupPolicy",
	]
	some resource in input.index.resources[type]
	document := {"resource": resource, "path": ["PolicyDocument"]}
}

documents contains document if {
	some type in ["AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group"]
	some resource in input.index.resources[type]
	some position, _ in infra.list(infra.get(resource, ["Policies"], []))
	document := {"resource": resource, "path": ["Policies", position, "PolicyDocument"]}
}

# METADATA
# title: Roles say who assumes them
# description: No role can be assumed by everybody without a condition.
# custom:
#   id: cloudformation/trust-policies
#   expectations: [9.2/authentication]
#   resources: ["AWS::IAM::Role"]
#   why: A role that trusts everybody is taken on from any account of AWS, by whoever guesses its name.
#   help: "write Principal: {Service: lambda.amazonaws.com}, or the ARN of an account, in place of \"*\""
#   references:
#     - https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
trust_policies contains statement if {
	some role in input.index.resources["AWS::IAM::Role"]
	some given in infra_cloudformation.statements(role, ["AssumeRolePolicyDocument"])
	infra_cloudformation.grants(given)
	infra_cloudformation.everybody(given.values.Principal)
	statement := infra.contradicts(
		role, array.concat(given.path, ["Principal"]), "can be assumed by everybody",
		"write Principal: {Service: lambda.amazonaws.com}, or the ARN of an account, in place of \"*\"",
	)
}

trust_policies contains statement if {
	some role in input.index.resources["AWS::IAM::Role"]
	found := infra_cloudformation.statements(role, ["AssumeRolePolicyDocument"])
	count(found) > 0
	every given in found {
		not infra_cloudformation.everybody(given.values.Principal)
		not infra.unknown(given.values.Principal)
	}
	statement := infra.attests(role, ["AssumeRolePolicyDocument"], "is assumed by named principals only")
}

trust_policies contains statement if {
	some role in input.index.resources["AWS::IAM::Role"]
	some given in infra_cloudformation.statements(role, ["AssumeRolePolicyDocument"])
	infra.unknown(given.values.Principal)
	statement := infra.undecided(
		role, array.concat(given.path, ["Principal"]),
		given.values.Principal["(unknown)"],
	)
}

# METADATA
# title: Stores say who reaches them
# description: >-
#   No policy of a bucket, queue, topic, key, secret, repository or file system lets in everybody without a
#   condition. Nothing is said where the data is public by its classification.
# custom:
#   id: cloudformation/resource-policies
#   expectations: [9.7/access-control]
#   resources:
#     - AWS::S3::BucketPolicy
#     - AWS::SQS::QueuePolicy
#     - AWS::SNS::TopicPolicy
#     - AWS::KMS::Key
#     - AWS::SecretsManager::ResourcePolicy
#     - AWS::ECR::Repository
#     - AWS::EFS::FileSystem
#   why: What everybody may read is found by those who search the names of buckets, and copied within hours.
#   help: "write Principal: {AWS: arn:aws:iam::111122223333:root} in place of \"*\", or add a Condition"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-s3-bucketpolicy.html
resource_policies contains statement if {
	not input.data.classification == "public"
	some type, key in resource_policy_keys
	some resource in input.index.resources[type]
	some given in infra_cloudformation.statements(resource, [key])
	infra_cloudformation.grants(given)
	infra_cloudformation.everybody(given.values.Principal)
	statement := infra.contradicts(
		resource, array.concat(given.path, ["Principal"]), "lets in everybody",
		"write Principal: {AWS: arn:aws:iam::111122223333:root} in place of \"*\", or add a Condition",
	)
}

resource_policies contains statement if {
	some type, key in resource_policy_keys
	some resource in input.index.resources[type]
	found := infra_cloudformation.statements(resource, [key])
	count(found) > 0
	every given in found {
		not open_statement(given)
	}
	statement := infra.attests(resource, [key], "lets in named principals only")
}

resource_policies contains statement if {
	some type, key in resource_policy_keys
	some resource in input.index.resources[type]
	some given in infra_cloudformation.statements(resource, [key])
	infra_cloudformation.grants(given)
	value := given.values.Principal
	infra.unknown(value)
	not count(value.references) > 0
	statement := infra.undecided(resource, array.concat(given.path, ["Principal"]), value["(unknown)"])
}

# Whether a statement may let in everybody; one that denies never does.
open_statement(given) if {
	given.values.Effect == "Allow"
	infra_cloudformation.everybody(given.values.Principal)
}

open_statement(given) if {
	given.values.Effect == "Allow"
	infra.unknown(given.values.Principal)
	not count(given.values.Principal.references) > 0
}

resource_policy_keys := {
	"AWS::S3::BucketPolicy": "PolicyDocument",
	"AWS::SQS::QueuePolicy": "PolicyDocument",
	"AWS::SNS::TopicPolicy": "PolicyDocument",
	"AWS::KMS::Key": "KeyPolicy",
	"AWS::SecretsManager::ResourcePolicy": "ResourcePolicy",
	"AWS::ECR::Repository": "RepositoryPolicyText",
	"AWS::EFS::FileSystem": "FileSystemPolicy",
}

# METADATA
# title: Buckets cannot be made public
# description: >-
#   Public access to each S3 bucket is blocked, as it is by default since April 2023; a block that is written
#   names all four parts. Buckets that are websites are left out.
# custom:
#   id: cloudformation/bucket-public-access
#   expectations: [9.7/access-control]
#   resources: ["AWS::S3::Bucket"]
#   why: >-
#     Without the block, one careless policy or one object's list of access rights opens the bucket to
#     everybody.
#   help: "write BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls and RestrictPublicBuckets: true"
#   references: [https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-s3-bucket.html]
bucket_public_access contains statement if {
	some bucket in private_buckets
	infra.get(bucket, [access_block], null) == null
	statement := infra.attests(bucket, [access_block], "is closed to the public")
}

bucket_public_access contains statement if {
	some bucket in private_buckets
	is_object(infra.get(bucket, [access_block], null))
	some part in ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"]
	words := {
		"yes": sprintf("is closed to the public by %s", [part]),
		"no": sprintf("can be made public: %s is off", [part]),
		"help": sprintf("write %s: true", [part]),
	}
	statement := infra.truth(bucket, [access_block, part], false, words)
}

access_block := "PublicAccessBlockConfiguration"

private_buckets contains bucket if {
	some bucket in input.index.resources["AWS::S3::Bucket"]
	not infra.written(bucket, ["WebsiteConfiguration"])
}

# METADATA
# title: Passwords and keys do not stand in the template
# description: >-
#   Passwords of databases and caches, secrets, and variables of functions and tasks whose names say password,
#   token or key, come from a store of secrets.
# custom:
#   id: cloudformation/secret-literals
#   expectations: [9.7/key-management]
#   resources:
#     - AWS::RDS::DBInstance
#     - AWS::RDS::DBCluster
#     - AWS::DocDB::DBCluster
#     - AWS::Redshift::Cluster
#     - AWS::ElastiCache::ReplicationGroup
#     - AWS::SecretsManager::Secret
#     - AWS::Lambda::Function
#     - AWS::ECS::TaskDefinition
#   why: >-
#     What stands in a template is read by everybody who reads the repository or may describe the stack, and
#     stays in the history.
#   help: "write ManageMasterUserPassword: true, or '{{resolve:secretsmanager:…}}'"
#   references: [https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html]
secret_literals contains statement if {
	some secret in secrets
	is_string(secret.value)
	count(secret.value) > 2
	not contains(secret.value, "{{resolve:")
	not regex.match(`^(true|false|[0-9.]+|/.*|arn:.*|[a-z]+://[^@]*)$`, lower(secret.value))
	statement := infra.contradicts(
		secret.resource, secret.path, sprintf("holds the value of %s in the template", [secret.name]),
		"write '{{resolve:secretsmanager:…}}' in place of it",
	)
}

secret_literals contains statement if {
	some secret in secrets
	contains(infra.text(secret.value), "{{resolve:")
	statement := infra.attests(secret.resource, secret.path, sprintf("takes %s from a store of secrets", [secret.name]))
}

secret_literals contains statement if {
	some type in databases
	some database in input.index.resources[type]
	infra.yes(infra.get(database, ["ManageMasterUserPassword"], false))
	statement := infra.attests(database, ["ManageMasterUserPassword"], "leaves its password to a store of secrets")
}

secret_literals contains statement if {
	some secret in secrets
	infra.unknown(secret.value)
	statement := infra.undecided(secret.resource, secret.path, secret.value["(unknown)"])
}

databases := ["AWS::RDS::DBInstance", "AWS::RDS::DBCluster", "AWS::DocDB::DBCluster", "AWS::Redshift::Cluster"]

secrets contains secret if {
	some type in databases
	some database in input.index.resources[type]
	infra.written(database, ["MasterUserPassword"])
	secret := value_at(database, ["MasterUserPassword"], "MasterUserPassword")
}

secrets contains secret if {
	some cache in input.index.resources["AWS::ElastiCache::ReplicationGroup"]
	infra.written(cache, ["AuthToken"])
	secret := value_at(cache, ["AuthToken"], "AuthToken")
}

secrets contains secret if {
	some resource in input.index.resources["AWS::SecretsManager::Secret"]
	is_string(infra.get(resource, ["SecretString"], null))
	secret := value_at(resource, ["SecretString"], "SecretString")
}

secrets contains secret if {
	some function in input.index.resources["AWS::Lambda::Function"]
	path := ["Environment", "Variables"]
	some name, _ in infra.map(infra.get(function, path, {}))
	infra.secret_name(name)
	secret := value_at(function, array.concat(path, [name]), name)
}

secrets contains secret if {
	some task in input.index.resources["AWS::ECS::TaskDefinition"]
	some container, _ in infra.list(infra.get(task, ["ContainerDefinitions"], []))
	path := ["ContainerDefinitions", container, "Environment"]
	some position, variable in infra.list(infra.get(task, path, []))
	infra.secret_name(variable.Name)
	secret := value_at(task, array.concat(path, [position, "Value"]), variable.Name)
}

value_at(resource, path, name) := {
	"resource": resource,
	"path": path,
	"name": name,
	"value": infra.get(resource, path, null),
}
