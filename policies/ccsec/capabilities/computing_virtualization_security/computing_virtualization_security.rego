# METADATA
# title: Computing virtualization security
# description: >-
#   Clause 9.5 of X.ccsec. The host is protected from its guests, the guests from each other, and both
#   from what is put into their images, from the first start to the last.
package ccsec.capabilities.computing_virtualization_security

import data.ccsec.lib.claims
import data.ccsec.lib.facts

not_virtualized := {
	"verdict": "not-applicable",
	"because": "the service uses neither virtual machines nor containers",
	"path": ["service", "compute"],
} if {
	input.service.compute
	not facts.virtualized
}

# METADATA
# title: Hardened hypervisor and host
# description: >-
#   Hypervisors and container hosts run the minimum set of services. Interfaces, APIs and components
#   that nobody needs are off. It applies to virtual machines and containers, and is commonly
#   inherited from an upstream provider.
# custom:
#   id: 9.5/hypervisor-hardening
#   severity: error
#   threats: [7.1.2, 8.2.2]
#   provider: CSP
#   why: >-
#     Each device that a hypervisor emulates, and each port that its host opens, is attacked from
#     inside a guest. A tenant breaks out through a floppy controller that no machine has used in
#     years, and reads every neighbour's memory (8.2.2). A management API left open on the host takes
#     commands from whoever finds it, in the customer's name (7.1.2).
#   help: >-
#     add a control that meets "9.5/hypervisor-hardening" (a minimal host system, a benchmark that is
#     checked at each build), or let an upstream provider state provides = ["9.5/hypervisor-hardening"]
#   example: |
#     [[controls]]
#     id       = "minimal-host-system"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.5/hypervisor-hardening"]
#     refs     = ["ccm4/IVS-04"]
#     evidence = [{ document = "docs/host-baseline.md", reviewed = 2026-09-01 }]
#   references:
#     - iso27002:2022/8.9
#     - nist800-53r5/CM-6
#     - nist800-53r5/CM-7
#     - ccm4/IVS-04
hypervisor_hardening := claims.judge("9.5/hypervisor-hardening") if {
	facts.virtualized
} else := not_virtualized

# METADATA
# title: Isolation of workloads
# description: >-
#   Workloads that share memory, processors or storage cannot read, change or starve each other. It
#   applies to virtual machines and containers, and to functions in which a provider's customers run
#   code.
# custom:
#   id: 9.5/workload-isolation
#   severity: error
#   threats: [7.1.2, 8.2.2]
#   provider: CSP
#   why: >-
#     Tenants rent their place beside the victim. From a privileged container, or through a processor
#     cache shared with the next virtual machine, one reads another's keys (8.2.2). With those keys
#     the attacker signs in as the customer and uses its instances as a base (7.1.2).
#   help: >-
#     add a control that meets "9.5/workload-isolation": virtual machines or sandboxes between
#     tenants, no privileged containers or host mounts, and limits on memory and processor
#   example: |
#     [[controls]]
#     id       = "pods-are-confined"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.5/workload-isolation"]
#     refs     = ["nist800-53r5/SC-39"]
#     evidence = [{ infrastructure = "kubernetes_deployment.*" }]
#   references:
#     - iso27017:2015/CLD.9.5.1
#     - nist800-53r5/SC-4
#     - nist800-53r5/SC-7(21)
#     - nist800-53r5/SC-39
#     - ccm4/IVS-06
workload_isolation := claims.judge("9.5/workload-isolation") if {
	shares_a_host
} else := {
	"verdict": "not-applicable",
	"because": "the service uses no virtual machines, no containers, and no functions in which customers run code",
	"path": ["service", "compute"],
} if {
	input.service.compute
	input.service.role
}

shares_a_host if facts.virtualized

# Functions of the service's own are for their platform to keep apart; customers' functions are for
# the provider who runs them.
shares_a_host if {
	facts.provider
	"function" in input.service.compute
	facts.hosts_customer_code
}

# METADATA
# title: Protection of images
# description: >-
#   Images, snapshots and suspended instances can be read and changed only by those who must, in
#   storage and during migration, and a change is noticed before the next start. It applies to virtual
#   machines and containers.
# custom:
#   id: 9.5/image-protection
#   severity: error
#   threats: [8.1.8, 8.2.6, 8.3.3]
#   provider: CSP
#   why: >-
#     A sleeping machine does not defend itself. Whoever can write to the image store adds a back
#     door to the customer's (8.1.8) or the partner's (8.3.3) software, and it starts with the next
#     scale-out. During a migration, memory and disks travel over a network that is not the old one:
#     unencrypted, they are copied on the way (8.2.6).
#   help: >-
#     add a control that meets "9.5/image-protection": private, encrypted image stores with immutable
#     tags, signatures checked at start, and live migration over an encrypted channel
#   example: |
#     [[controls]]
#     id       = "immutable-images"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.5/image-protection"]
#     evidence = [{ infrastructure = "aws_ecr_repository.*" }]
#   references:
#     - iso27002:2022/8.3
#     - nist800-53r5/SC-8
#     - nist800-53r5/SC-28
#     - nist800-53r5/SI-7
#     - ccm4/IVS-07
image_protection := claims.judge("9.5/image-protection") if {
	facts.virtualized
} else := not_virtualized

# METADATA
# title: Protection against malware
# description: >-
#   Malicious code is kept out of a workload and detected in it over the whole life cycle: when the
#   image is built, while it is stored, and while it runs. It applies to virtual machines and
#   containers.
# custom:
#   id: 9.5/malware-protection
#   severity: warning
#   threats: [8.1.8, 8.3.3]
#   provider: CSP
#   why: >-
#     An image that was clean when it was built does not stay so: a miner arrives through an upload,
#     or a base image is found infected a month after the scan. It alters what the customer's (8.1.8)
#     or the partner's (8.3.3) code answers, and runs until a bill or a complaint gives it away.
#   help: >-
#     add a control that meets "9.5/malware-protection": a scan at build and again in the registry, and
#     detection at run time, in the host or the hypervisor, so that guests need no agent of their own
#   example: |
#     [[controls]]
#     id       = "runtime-malware-detection"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.5/malware-protection"]
#     refs     = ["iso27002:2022/8.7"]
#     evidence = [
#       { infrastructure = "aws_guardduty_detector.*" },
#       { document = "docs/malware.md", reviewed = 2026-09-01 },
#     ]
#   references: [iso27002:2022/8.7, iso27017:2015/CLD.9.5.2, nist800-53r5/SI-3, ccm4/TVM-02]
malware_protection := claims.judge("9.5/malware-protection") if {
	facts.virtualized
} else := not_virtualized

# METADATA
# title: Respect for the guest's own policy
# description: >-
#   A guest that enforces a policy on itself, such as where it may start or what may leave it, is
#   neither hindered nor deceived by hypervisor or hardware. It applies to virtual machines and
#   containers of an IaaS that a provider offers.
# custom:
#   id: 9.5/guest-policy-enforcement
#   severity: warning
#   threats: [8.2.2, 8.2.6]
#   provider: CSP
#   why: >-
#     A guest can only decide on what it is told. One that may run in a single country is moved
#     abroad and still shown the old location (8.2.6). One that refuses to share memory with
#     strangers has its pages merged with a neighbour's all the same, and leaks through them (8.2.2).
#   help: >-
#     add a control that meets "9.5/guest-policy-enforcement": attestation that a guest can verify, true
#     values for place and time, and migration that honours what the guest forbids
#   example: |
#     [[controls]]
#     id       = "guest-guarantees"
#     kind     = "policy"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.5/guest-policy-enforcement"]
#     evidence = [{ document = "docs/guest-guarantees.md", reviewed = 2026-09-01 }]
#   references: [iso27002:2022/5.23, nist800-53r5/SC-3]
guest_policy_enforcement := claims.judge("9.5/guest-policy-enforcement") if {
	facts.provider
	input.service.category == "IaaS"
	facts.virtualized
} else := {
	"verdict": "not-applicable",
	"because": "only a provider of infrastructure stands beneath guests, and this is no provider's service",
	"path": ["service", "role"],
} if {
	input.service.role != "CSP"
} else := {
	"verdict": "not-applicable",
	"because": "only infrastructure as a service has guests with a policy of their own",
	"path": ["service", "category"],
} if {
	input.service.category != "IaaS"
} else := not_virtualized if {
	facts.provider
	input.service.category == "IaaS"
}
