package ccsec.evidence.cloudformation.access_test

import data.ccsec.evidence.cloudformation.access
import data.ccsec.lib.testing
import data.ccsec.lib.testing_cloudformation

one(type, values) := [testing_cloudformation.resource(type, "Thing", values)]

reason := testing_cloudformation.reason

document(statement) := {"Version": "2012-10-17", "Statement": statement}

policies(resources) := statements if {
	statements := access.iam_policies with input as testing_cloudformation.given(resources)
}

written(statement) := policies(one("AWS::IAM::ManagedPolicy", {"PolicyDocument": document([statement])}))

test_iam_policies if {
	testing_cloudformation.brief(written({"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "*"})) == {[
		"attests", "Thing", ["PolicyDocument"], "names what it allows",
	]}
	wild := written({"Effect": "Allow", "Action": "*", "Resource": ["*"]})
	testing_cloudformation.brief(wild) == {[
		"contradicts", "Thing", ["PolicyDocument", "Statement", 0, "Action"], "allows every action on every resource",
	]}
	testing_cloudformation.helps(wild) == {"name the actions and resources that are needed in place of \"*\""}
	testing_cloudformation.brief(written({"Effect": "Allow", "Action": testing.open, "Resource": "*"})) == {[
		"undecided", "Thing", ["PolicyDocument", "Statement", 0, "Action"], reason,
	]}
	named := {["attests", "Thing", ["PolicyDocument"], "names what it allows"]}
	testing_cloudformation.brief(written({"Effect": "Deny", "Action": "*", "Resource": "*"})) == named
	testing_cloudformation.brief(written({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {}}})) == named
	policies(one("AWS::IAM::Policy", {"PolicyDocument": testing.open})) == set()
}

test_iam_policies_within_a_role if {
	within := policies(one("AWS::IAM::Role", {"Policies": [{"PolicyDocument": document({
		"Effect": "Allow",
		"Action": ["*"],
		"Resource": "*",
	})}]}))
	testing_cloudformation.brief(within) == {[
		"contradicts", "Thing", ["Policies", 0, "PolicyDocument", "Statement", "Action"],
		"allows every action on every resource",
	]}
}

managed(principal) := policies(one("AWS::IAM::Role", {
	"ManagedPolicyArns": ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/AdministratorAccess"],
	"AssumeRolePolicyDocument": document([{"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}]),
}))

test_iam_policies_of_administrators if {
	program := managed({"Service": ["lambda.amazonaws.com"]})
	testing_cloudformation.brief(program) == {[
		"contradicts", "Thing", ["ManagedPolicyArns", 1], "makes a program an administrator of the account",
	]}
	testing_cloudformation.helps(program) == {"name the actions and resources that the program needs"}
	managed({"AWS": "arn:aws:iam::111122223333:root"}) == set()
	managed("*") == set()
}

trust(principal) := statements if {
	resources := one("AWS::IAM::Role", {"AssumeRolePolicyDocument": document([{
		"Effect": "Allow",
		"Principal": principal,
		"Action": "sts:AssumeRole",
	}])})
	statements := access.trust_policies with input as testing_cloudformation.given(resources)
}

test_trust_policies if {
	here := ["AssumeRolePolicyDocument", "Statement", 0, "Principal"]
	testing_cloudformation.brief(trust({"Service": "lambda.amazonaws.com"})) == {[
		"attests", "Thing", ["AssumeRolePolicyDocument"], "is assumed by named principals only",
	]}
	testing_cloudformation.brief(trust({"AWS": "*"})) == {["contradicts", "Thing", here, "can be assumed by everybody"]}
	testing_cloudformation.helps(trust("*")) == {
		"write Principal: {Service: lambda.amazonaws.com}, or the ARN of an account, in place of \"*\"",
	}
	testing_cloudformation.brief(trust(testing.open)) == {["undecided", "Thing", here, reason]}
	none := access.trust_policies with input as testing_cloudformation.given(one("AWS::IAM::Role", {}))
	none == set()
}

reached(classification, statement) := statements if {
	resources := one("AWS::S3::BucketPolicy", {"PolicyDocument": document([statement])})
	given := object.union(testing_cloudformation.given(resources), {"data": {"classification": classification}})
	statements := access.resource_policies with input as given
}

test_resource_policies if {
	here := ["PolicyDocument", "Statement", 0, "Principal"]
	open := {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}
	named := {["attests", "Thing", ["PolicyDocument"], "lets in named principals only"]}
	testing_cloudformation.brief(reached("internal", object.union(open, {"Principal": {"AWS": "arn:aws:iam::111122223333:root"}}))) == named
	testing_cloudformation.brief(reached("internal", object.union(open, {"Effect": "Deny"}))) == named
	testing_cloudformation.brief(reached("internal", object.union(open, {"Principal": testing.reference("Identity")}))) == named
	testing_cloudformation.brief(reached("internal", open)) == {["contradicts", "Thing", here, "lets in everybody"]}
	testing_cloudformation.helps(reached("internal", open)) == {
		"write Principal: {AWS: arn:aws:iam::111122223333:root} in place of \"*\", or add a Condition",
	}
	testing_cloudformation.brief(reached("internal", object.union(open, {"Principal": testing.open}))) == {[
		"undecided", "Thing", here, reason,
	]}
	reached("internal", object.union(open, {"Condition": {"StringEquals": {}}})) == set()
	reached("public", open) == set()
}

public(values) := statements if {
	statements := access.bucket_public_access with input as testing_cloudformation.given(one("AWS::S3::Bucket", values))
}

closed := {
	"BlockPublicAcls": true,
	"BlockPublicPolicy": true,
	"IgnorePublicAcls": true,
	"RestrictPublicBuckets": "true",
}

test_bucket_public_access if {
	block := "PublicAccessBlockConfiguration"
	testing_cloudformation.brief(public({})) == {["attests", "Thing", [block], "is closed to the public"]}
	testing_cloudformation.brief(public({block: closed})) == {
		["attests", "Thing", [block, "BlockPublicAcls"], "is closed to the public by BlockPublicAcls"],
		["attests", "Thing", [block, "BlockPublicPolicy"], "is closed to the public by BlockPublicPolicy"],
		["attests", "Thing", [block, "IgnorePublicAcls"], "is closed to the public by IgnorePublicAcls"],
		["attests", "Thing", [block, "RestrictPublicBuckets"], "is closed to the public by RestrictPublicBuckets"],
	}
	opened := public({block: object.union(object.remove(closed, ["BlockPublicAcls", "IgnorePublicAcls"]), {"BlockPublicPolicy": false})})
	testing_cloudformation.brief(opened) == {
		["contradicts", "Thing", [block, "BlockPublicAcls"], "can be made public: BlockPublicAcls is off"],
		["contradicts", "Thing", [block, "BlockPublicPolicy"], "can be made public: BlockPublicPolicy is off"],
		["contradicts", "Thing", [block, "IgnorePublicAcls"], "can be made public: IgnorePublicAcls is off"],
		["attests", "Thing", [block, "RestrictPublicBuckets"], "is closed to the public by RestrictPublicBuckets"],
	}
	"write BlockPublicPolicy: true" in testing_cloudformation.helps(opened)
	undecided := public({block: object.union(closed, {"BlockPublicAcls": testing.open})})
	["undecided", "Thing", [block, "BlockPublicAcls"], reason] in testing_cloudformation.brief(undecided)
	public({"WebsiteConfiguration": {"IndexDocument": "index.html"}, block: {"BlockPublicPolicy": false}}) == set()
}

secrets(resources) := statements if {
	statements := access.secret_literals with input as testing_cloudformation.given(resources)
}

test_secret_literals if {
	here := ["MasterUserPassword"]
	literal := secrets(one("AWS::RDS::DBInstance", {"MasterUserPassword": "hunter22"}))
	testing_cloudformation.brief(literal) == {[
		"contradicts", "Thing", here, "holds the value of MasterUserPassword in the template",
	]}
	testing_cloudformation.helps(literal) == {"write '{{resolve:secretsmanager:…}}' in place of it"}
	testing_cloudformation.brief(secrets(one("AWS::RDS::DBInstance", {
		"MasterUserPassword": "{{resolve:secretsmanager:db:SecretString:password}}",
	}))) == {["attests", "Thing", here, "takes MasterUserPassword from a store of secrets"]}
	testing_cloudformation.brief(secrets(one("AWS::RDS::DBCluster", {"ManageMasterUserPassword": true}))) == {[
		"attests", "Thing", ["ManageMasterUserPassword"], "leaves its password to a store of secrets",
	]}
	testing_cloudformation.brief(secrets(one("AWS::ElastiCache::ReplicationGroup", {"AuthToken": testing.open}))) == {[
		"undecided", "Thing", ["AuthToken"], reason,
	]}
	testing_cloudformation.brief(secrets(one("AWS::SecretsManager::Secret", {"SecretString": "hunter22"}))) == {[
		"contradicts", "Thing", ["SecretString"], "holds the value of SecretString in the template",
	]}
	composed := `{"user": "a", "password": "{{resolve:secretsmanager:db:SecretString:password}}"}`
	testing_cloudformation.brief(secrets(one("AWS::SecretsManager::Secret", {"SecretString": composed}))) == {[
		"attests", "Thing", ["SecretString"], "takes SecretString from a store of secrets",
	]}
	secrets(one("AWS::SecretsManager::Secret", {"GenerateSecretString": {"PasswordLength": 32}})) == set()
	secrets(one("AWS::RDS::DBInstance", {})) == set()
}

function(variables) := secrets(one("AWS::Lambda::Function", {"Environment": {"Variables": variables}}))

task(variables) := secrets(one("AWS::ECS::TaskDefinition", {"ContainerDefinitions": [{"Environment": variables}, "text"]}))

test_secret_literals_of_programs if {
	testing_cloudformation.brief(function({"LOG_LEVEL": "info", "DB_PASSWORD": "hunter22"})) == {[
		"contradicts", "Thing", ["Environment", "Variables", "DB_PASSWORD"],
		"holds the value of DB_PASSWORD in the template",
	]}
	testing_cloudformation.brief(task([{"Name": "MODE", "Value": "a"}, {"Name": "API_KEY", "Value": "abcdef0123"}])) == {[
		"contradicts", "Thing", ["ContainerDefinitions", 0, "Environment", 1, "Value"],
		"holds the value of API_KEY in the template",
	]}
	function({"API_KEY": "arn:aws:secretsmanager:eu-central-1:111122223333:secret:key"}) == set()
	function({"DB_PASSWORD": "/shop/db/password"}) == set()
	function({"API_KEY": 7}) == set()
}

test_iam_policies_of_pipelines if managed({"Service": "codebuild.amazonaws.com"}) == set()

test_iam_policies_that_deny_something_open if {
	testing_cloudformation.brief(policies(one("AWS::IAM::Policy", {"PolicyDocument": document([
		{"Effect": "Deny", "Action": testing.open, "Resource": "*"},
		{"Effect": "Allow", "Action": "*", "Resource": "*"},
	])}))) == {["contradicts", "Thing", ["PolicyDocument", "Statement", 1, "Action"], "allows every action on every resource"]}
}

test_trust_policies_with_a_condition if {
	conditional := access.trust_policies with input as testing_cloudformation.given(one("AWS::IAM::Role", {
		"AssumeRolePolicyDocument": document([{"Effect": "Allow", "Principal": "*", "Condition": {"StringEquals": {}}}]),
	}))
	conditional == set()
}

test_resource_policies_without_statements if {
	none := access.resource_policies with input as testing_cloudformation.given(one("AWS::KMS::Key", {}))
	none == set()
}

test_resource_policies_that_deny if {
	testing_cloudformation.brief(reached("internal", {"Effect": "Deny", "Principal": testing.open, "Action": "*"})) == {[
		"attests", "Thing", ["PolicyDocument"], "lets in named principals only",
	]}
}

test_no_secret_literals if {
	task([{"Name": "MODE", "Value": "abcdef0123"}]) == set()
	function({"API_KEY": "ab"}) == set()
	secrets(one("AWS::SecretsManager::Secret", {"SecretString": testing.open})) == set()
}
