package ccsec.evidence.cloudformation.compute_test

import data.ccsec.evidence.cloudformation.compute
import data.ccsec.lib.testing
import data.ccsec.lib.testing_cloudformation

one(type, values) := testing_cloudformation.given([testing_cloudformation.resource(type, "Thing", values)])

reason := testing_cloudformation.reason

metadata(options) := statements if {
	statements := compute.metadata_service with input as one("AWS::EC2::LaunchTemplate", {"LaunchTemplateData": {"MetadataOptions": options}})
}

test_metadata_service if {
	tokens := ["LaunchTemplateData", "MetadataOptions", "HttpTokens"]
	testing_cloudformation.brief(metadata({"HttpTokens": "required"})) == {[
		"attests", "Thing", tokens, "asks for a token before it gives out credentials",
	]}
	testing_cloudformation.brief(metadata({"HttpTokens": "optional"})) == {[
		"contradicts", "Thing", tokens, "gives out credentials without a token",
	]}
	testing_cloudformation.helps(metadata({"HttpTokens": "optional"})) == {"write HttpTokens: required"}
	testing_cloudformation.brief(metadata({"HttpTokens": testing.open})) == {["undecided", "Thing", tokens, reason]}
	testing_cloudformation.brief(metadata({"HttpTokens": "optional", "HttpEndpoint": "disabled"})) == {[
		"attests", "Thing", ["LaunchTemplateData", "MetadataOptions", "HttpEndpoint"], "gives out no credentials",
	]}
	metadata({}) == set()
	configured := compute.metadata_service with input as one("AWS::AutoScaling::LaunchConfiguration", {"MetadataOptions": {
		"HttpTokens": "required",
	}})
	testing_cloudformation.brief(configured) == {[
		"attests", "Thing", ["MetadataOptions", "HttpTokens"], "asks for a token before it gives out credentials",
	]}
}

tasks(values) := statements if {
	statements := compute.task_isolation with input as one("AWS::ECS::TaskDefinition", values)
}

test_task_isolation if {
	here := ["ContainerDefinitions", 0, "Privileged"]
	testing_cloudformation.brief(tasks({"ContainerDefinitions": [{"Name": "app"}]})) == {[
		"attests", "Thing", here, "runs its container without privileges",
	]}
	shared := tasks({"PidMode": "host", "ContainerDefinitions": [{"Name": "app", "Privileged": true}]})
	testing_cloudformation.brief(shared) == {
		["contradicts", "Thing", here, "runs its container privileged"],
		["contradicts", "Thing", ["PidMode"], "shares its host's processes or memory"],
	}
	testing_cloudformation.helps(shared) == {"write Privileged: false", "leave PidMode out"}
	testing_cloudformation.brief(tasks({"ContainerDefinitions": [{"Privileged": testing.open}]})) == {["undecided", "Thing", here, reason]}
	tasks({"ContainerDefinitions": testing.open, "PidMode": "task"}) == set()
}

tags(values) := statements if {
	statements := compute.image_tags with input as one("AWS::ECR::Repository", values)
}

test_image_tags if {
	here := ["ImageTagMutability"]
	testing_cloudformation.brief(tags({"ImageTagMutability": "IMMUTABLE"})) == {["attests", "Thing", here, "keeps its tags where they are"]}
	testing_cloudformation.brief(tags({})) == {["contradicts", "Thing", here, "lets its tags be moved"]}
	testing_cloudformation.helps(tags({})) == {"write ImageTagMutability: IMMUTABLE"}
	testing_cloudformation.brief(tags({"ImageTagMutability": testing.open})) == {["undecided", "Thing", here, reason]}
}

scans(values) := statements if {
	statements := compute.image_scans with input as one("AWS::ECR::Repository", {"ImageScanningConfiguration": values})
}

test_image_scans if {
	here := ["ImageScanningConfiguration", "ScanOnPush"]
	testing_cloudformation.brief(scans({"ScanOnPush": "true"})) == {["attests", "Thing", here, "scans what is pushed"]}
	testing_cloudformation.brief(scans({"ScanOnPush": false})) == {["contradicts", "Thing", here, "does not scan what is pushed"]}
	testing_cloudformation.helps(scans({"ScanOnPush": false})) == {"write ImageScanningConfiguration: {ScanOnPush: true}"}
	testing_cloudformation.brief(scans({"ScanOnPush": testing.open})) == {["undecided", "Thing", here, reason]}
	scans({}) == set()
}

signing(values) := statements if {
	statements := compute.code_signing with input as one("AWS::Lambda::CodeSigningConfig", {"CodeSigningPolicies": values})
}

test_code_signing if {
	here := ["CodeSigningPolicies", "UntrustedArtifactOnDeployment"]
	testing_cloudformation.brief(signing({"UntrustedArtifactOnDeployment": "Enforce"})) == {[
		"attests", "Thing", here, "refuses code that is not signed",
	]}
	testing_cloudformation.brief(signing({})) == {["contradicts", "Thing", here, "only warns of code that is not signed"]}
	testing_cloudformation.helps(signing({})) == {"write CodeSigningPolicies: {UntrustedArtifactOnDeployment: Enforce}"}
	testing_cloudformation.brief(signing(testing.open)) == {["undecided", "Thing", here, reason]}
}

runtimes(name) := statements if {
	statements := compute.function_runtimes with input as one("AWS::Lambda::Function", {"Runtime": name})
}

test_function_runtimes if {
	testing_cloudformation.brief(runtimes("python3.13")) == {["attests", "Thing", ["Runtime"], "runs on python3.13, which is still mended"]}
	every name in ["nodejs", "nodejs4.3", "nodejs8.10", "nodejs16.x", "nodejs20.x", "python3.9", "python3.10", "dotnet8", "java8", "go1.x", "provided"] {
		testing_cloudformation.brief(runtimes(name)) == {[
			"contradicts", "Thing", ["Runtime"], sprintf("runs on %s, which is no longer mended", [name]),
		]}
	}
	testing_cloudformation.helps(runtimes("java8")) == {"write Runtime: nodejs24.x, python3.14 or another that is current"}
	testing_cloudformation.brief(runtimes(testing.open)) == {["undecided", "Thing", ["Runtime"], reason]}
	every name in ["nodejs26.x", "java11", "java8.al2", "python3.15", 7] {
		runtimes(name) == set()
	}
	image := compute.function_runtimes with input as one("AWS::Serverless::Function", {"PackageType": "Image"})
	image == set()
}

upgrades(type, values) := statements if {
	statements := compute.automatic_upgrades with input as one(type, values)
}

test_automatic_upgrades if {
	here := ["AutoMinorVersionUpgrade"]
	testing_cloudformation.brief(upgrades("AWS::RDS::DBInstance", {})) == {["attests", "Thing", here, "takes minor versions by itself"]}
	by_hand := upgrades("AWS::RDS::DBInstance", {"AutoMinorVersionUpgrade": false})
	testing_cloudformation.brief(by_hand) == {["contradicts", "Thing", here, "does not take minor versions by itself"]}
	testing_cloudformation.helps(by_hand) == {"write AutoMinorVersionUpgrade: true"}
	testing_cloudformation.brief(upgrades("AWS::AmazonMQ::Broker", {"AutoMinorVersionUpgrade": testing.open})) == {[
		"undecided", "Thing", here, reason,
	]}
	testing_cloudformation.helps(upgrades("AWS::Redshift::Cluster", {"AllowVersionUpgrade": "false"})) == {"write AllowVersionUpgrade: true"}
	upgrades("AWS::ElastiCache::ReplicationGroup", {}) == set()
}
