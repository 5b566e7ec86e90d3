# METADATA
# title: Compute
# description: What templates say of machines, containers, functions and of the code that they run.
package ccsec.evidence.cloudformation.compute

import data.ccsec.lib.infra

# METADATA
# title: Machines give their credentials to their own programs only
# description: >-
#   The metadata service of each machine demands a token (IMDSv2), or is off. Where nothing is written the
#   image or the account decides, and nothing is said.
# custom:
#   id: cloudformation/metadata-service
#   expectations: [9.5/hypervisor-hardening]
#   resources: ["AWS::EC2::LaunchTemplate", "AWS::AutoScaling::LaunchConfiguration"]
#   why: A web server that can be made to fetch an address hands out the credentials of its machine.
#   help: "write MetadataOptions: {HttpTokens: required}"
#   references:
#     - https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
metadata_service contains statement if {
	some type, options in metadata_options
	some resource in input.index.resources[type]
	not infra.get(resource, array.concat(options, ["HttpEndpoint"]), "enabled") == "disabled"
	path := array.concat(options, ["HttpTokens"])
	infra.written(resource, path)
	words := {
		"yes": "asks for a token before it gives out credentials",
		"no": "gives out credentials without a token",
		"help": "write HttpTokens: required",
	}
	statement := infra.among(resource, path, null, {"required"}, words)
}

metadata_service contains statement if {
	some type, options in metadata_options
	some resource in input.index.resources[type]
	path := array.concat(options, ["HttpEndpoint"])
	infra.get(resource, path, "enabled") == "disabled"
	statement := infra.attests(resource, path, "gives out no credentials")
}

metadata_options := {
	"AWS::EC2::LaunchTemplate": ["LaunchTemplateData", "MetadataOptions"],
	"AWS::AutoScaling::LaunchConfiguration": ["MetadataOptions"],
}

# METADATA
# title: Tasks keep to themselves
# description: >-
#   No container of an ECS task is privileged, and no task shares the processes or the IPC of its
#   host.
# custom:
#   id: cloudformation/task-isolation
#   expectations: [9.5/workload-isolation]
#   resources: ["AWS::ECS::TaskDefinition"]
#   why: A privileged container sees the devices of its host, and so reaches every other task there.
#   help: "write Privileged: false, and leave PidMode and IpcMode out"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ecs-taskdefinition.html
task_isolation contains statement if {
	some task in input.index.resources["AWS::ECS::TaskDefinition"]
	some position, _ in infra.list(infra.get(task, ["ContainerDefinitions"], []))
	words := {
		"yes": "runs its container without privileges",
		"no": "runs its container privileged",
		"help": "write Privileged: false",
	}
	statement := infra.untruth(task, ["ContainerDefinitions", position, "Privileged"], false, words)
}

task_isolation contains statement if {
	some task in input.index.resources["AWS::ECS::TaskDefinition"]
	some key in ["PidMode", "IpcMode"]
	infra.get(task, [key], "") == "host"
	statement := infra.contradicts(
		task, [key], "shares its host's processes or memory",
		sprintf("leave %s out", [key]),
	)
}

# METADATA
# title: Tags of images stay where they are
# description: No tag of an ECR repository can be moved to another image.
# custom:
#   id: cloudformation/image-tags
#   expectations: [9.5/image-protection]
#   resources: ["AWS::ECR::Repository"]
#   why: Whoever may push puts an image of his own in the place of the one that has been tested.
#   help: "write ImageTagMutability: IMMUTABLE"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ecr-repository.html
image_tags contains statement if {
	some repository in input.index.resources["AWS::ECR::Repository"]
	words := {
		"yes": "keeps its tags where they are",
		"no": "lets its tags be moved",
		"help": "write ImageTagMutability: IMMUTABLE",
	}
	accepted := {"IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION"}
	statement := infra.among(repository, ["ImageTagMutability"], "MUTABLE", accepted, words)
}

# METADATA
# title: Images are scanned
# description: >-
#   Each ECR repository scans what is pushed. Where nothing is written the registry decides, and nothing is
#   said.
# custom:
#   id: cloudformation/image-scans
#   expectations: [9.14/component-validation]
#   resources: ["AWS::ECR::Repository"]
#   why: An image brings along hundreds of packages, and their flaws are known to everybody but its owner.
#   help: "write ImageScanningConfiguration: {ScanOnPush: true}"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ecr-repository.html
image_scans contains statement if {
	some repository in input.index.resources["AWS::ECR::Repository"]
	path := ["ImageScanningConfiguration", "ScanOnPush"]
	infra.written(repository, path)
	words := {
		"yes": "scans what is pushed",
		"no": "does not scan what is pushed",
		"help": "write ImageScanningConfiguration: {ScanOnPush: true}",
	}
	statement := infra.truth(repository, path, null, words)
}

# METADATA
# title: Functions run what is signed
# description: >-
#   What a code signing configuration does not find signed is refused. The default only warns.
# custom:
#   id: cloudformation/code-signing
#   expectations: [9.2/software-authentication, 9.14/provenance-verification]
#   resources: ["AWS::Lambda::CodeSigningConfig"]
#   why: A warning in a record does not keep code that somebody else put there from running.
#   help: "write CodeSigningPolicies: {UntrustedArtifactOnDeployment: Enforce}"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-codesigningconfig.html
code_signing contains statement if {
	some config in input.index.resources["AWS::Lambda::CodeSigningConfig"]
	words := {
		"yes": "refuses code that is not signed",
		"no": "only warns of code that is not signed",
		"help": "write CodeSigningPolicies: {UntrustedArtifactOnDeployment: Enforce}",
	}
	path := ["CodeSigningPolicies", "UntrustedArtifactOnDeployment"]
	statement := infra.among(config, path, "Warn", {"Enforce"}, words)
}

# METADATA
# title: Functions run on what is still mended
# description: >-
#   The runtime of each function still gets security fixes, as of November 2026. Images bring their own.
# custom:
#   id: cloudformation/function-runtimes
#   expectations: [9.9/patch-management]
#   resources: ["AWS::Lambda::Function", "AWS::Serverless::Function"]
#   why: Flaws that are found in a runtime after its end stay open for good.
#   help: "write Runtime: nodejs24.x, python3.14 or another that is current"
#   references: [https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html]
function_runtimes contains statement if {
	some type in ["AWS::Lambda::Function", "AWS::Serverless::Function"]
	some function in input.index.resources[type]
	runtime := infra.get(function, ["Runtime"], null)
	runtime in current
	statement := infra.attests(function, ["Runtime"], sprintf("runs on %s, which is still mended", [runtime]))
}

function_runtimes contains statement if {
	some type in ["AWS::Lambda::Function", "AWS::Serverless::Function"]
	some function in input.index.resources[type]
	runtime := infra.text(infra.get(function, ["Runtime"], null))
	regex.match(ended, runtime)
	statement := infra.contradicts(
		function, ["Runtime"], sprintf("runs on %s, which is no longer mended", [runtime]),
		"write Runtime: nodejs24.x, python3.14 or another that is current",
	)
}

function_runtimes contains statement if {
	some type in ["AWS::Lambda::Function", "AWS::Serverless::Function"]
	some function in input.index.resources[type]
	value := infra.get(function, ["Runtime"], null)
	infra.unknown(value)
	statement := infra.undecided(function, ["Runtime"], value["(unknown)"])
}

# What ends soon, or at a date that has moved before, is in neither list.
current := {
	"dotnet10",
	"java17",
	"java21",
	"java25",
	"nodejs22.x",
	"nodejs24.x",
	"provided.al2023",
	"python3.11",
	"python3.12",
	"python3.13",
	"python3.14",
	"ruby3.3",
	"ruby3.4",
}

ended := `^(nodejs([0-9]\.[0-9]+|1[0-8]\.x|20\.x)?|python(2\.7|3\.[6-9]|3\.10)|ruby(2\.[57]|3\.2)|dotnetcore[0-9.]+|dotnet[68]|java8|go1\.x|provided)$`

# METADATA
# title: Stores take small upgrades by themselves
# description: >-
#   Databases, caches and brokers take minor versions by themselves. That is the default of RDS and Redshift;
#   elsewhere only what is written counts.
# custom:
#   id: cloudformation/automatic-upgrades
#   expectations: [9.9/patch-management]
#   resources:
#     - AWS::RDS::DBInstance
#     - AWS::Redshift::Cluster
#     - AWS::ElastiCache::ReplicationGroup
#     - AWS::AmazonMQ::Broker
#     - AWS::DMS::ReplicationInstance
#   why: Flaws of a database are mended in minor versions; where nobody installs them they stay open.
#   help: "write AutoMinorVersionUpgrade: true"
#   references:
#     - https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbinstance.html
automatic_upgrades contains statement if {
	some type, setting in {
		"AWS::RDS::DBInstance": {"key": "AutoMinorVersionUpgrade", "absent": true},
		"AWS::Redshift::Cluster": {"key": "AllowVersionUpgrade", "absent": true},
		"AWS::ElastiCache::ReplicationGroup": {"key": "AutoMinorVersionUpgrade", "absent": null},
		"AWS::AmazonMQ::Broker": {"key": "AutoMinorVersionUpgrade", "absent": null},
		"AWS::DMS::ReplicationInstance": {"key": "AutoMinorVersionUpgrade", "absent": null},
	}
	some resource in input.index.resources[type]
	words := {
		"yes": "takes minor versions by itself",
		"no": "does not take minor versions by itself",
		"help": sprintf("write %s: true", [setting.key]),
	}
	statement := infra.truth(resource, [setting.key], setting.absent, words)
}
