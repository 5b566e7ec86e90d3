# METADATA
# title: Network security
# description: >-
#   Clause 9.6 of X.ccsec. Isolate and partition physical and virtual networks, guard their borders,
#   secure what crosses them, and withstand attacks on them.
package ccsec.capabilities.network_security

import data.ccsec.lib.claims
import data.ccsec.lib.facts

# METADATA
# title: Network isolation
# description: >-
#   Physical and virtual networks of different tenants cannot reach each other. Where tenants have no
#   network of their own, the service's network is cut off from the platform's other customers.
# custom:
#   id: 9.6/network-isolation
#   severity: error
#   threats: [8.2.2]
#   provider: CSP
#   why: >-
#     Tenants on one flat network see each other's broadcasts, can pose as each other's gateway, and
#     can connect to each other's machines without passing any border. One tenant who turns hostile,
#     or is broken into, then reads and alters the neighbours' traffic (8.2.2).
#   help: >-
#     add a control that meets "9.6/network-isolation": a virtual network or an overlay segment for each
#     tenant with no route between them, or an upstream whose platform isolates its customers
#   example: |
#     [[controls]]
#     id       = "network-per-tenant"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.6/network-isolation"]
#     refs     = ["iso27002:2022/8.22", "ccm4/IVS-06"]
#     evidence = [{ infrastructure = "aws_vpc.tenant" }]
#   references:
#     - iso27002:2022/8.22
#     - iso27017:2015/CLD.9.5.1
#     - iso27017:2015/CLD.13.1.4
#     - nist800-53r5/SC-7(21)
#     - ccm4/IVS-06
network_isolation := claims.judge("9.6/network-isolation") if {
	facts.networked
	shares_network
} else := no_network if {
	unnetworked
} else := {
	"verdict": "not-applicable",
	"because": "a single tenant has the private infrastructure to itself",
	"path": ["service", "tenancy"],
} if {
	input.service.tenancy == "single"
	input.service.deployment == "private"
}

# METADATA
# title: Network security domains
# description: >-
#   The network is divided into security domains, at least one for what is exposed, one for data and
#   one for administration, and each domain has its own policy on who may talk to it.
# custom:
#   id: 9.6/security-domains
#   severity: warning
#   threats: [8.2.2, 8.2.6]
#   provider: CSP
#   why: >-
#     In a network without domains, whoever takes over the web front end stands next to the database
#     and the management console, and next to what belongs to other tenants (8.2.2). A system moved
#     into such a network loses the zones that it relied on, and nobody notices, because everything
#     still connects (8.2.6).
#   help: >-
#     add a control that meets "9.6/security-domains": separate subnets or namespaces for exposed,
#     data and management parts, each with rules for what may enter
#   example: |
#     [[controls]]
#     id       = "network-zones"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.6/security-domains"]
#     refs     = ["iso27002:2022/8.22", "nist800-53r5/SC-7"]
#     evidence = [
#       { infrastructure = "aws_subnet.*" },
#       { document = "docs/network/zones.md", reviewed = 2026-09-01 },
#     ]
#   references: [iso27002:2022/8.22, nist800-53r5/SC-7, nist800-53r5/SC-7(21), ccm4/IVS-06]
security_domains := claims.judge("9.6/security-domains") if {
	has_own_network
} else := no_own_network if {
	is_array(input.service.compute)
}

# METADATA
# title: Access control at the network border
# description: >-
#   Whatever crosses the border of the network passes a firewall or its equal, which denies what no
#   rule allows. Each address or port that the internet can reach is meant to be reached.
# custom:
#   id: 9.6/border-access-control
#   severity: error
#   threats: [7.1.2, 8.2.6]
#   provider: CSP
#   why: >-
#     Scanners find an open management port or database within minutes, and guessed or stolen
#     credentials do the rest (7.1.2). Machines that were safe behind the firewall of the old data
#     centre stand on the open internet after a move in which the addresses came along, but the
#     firewall did not (8.2.6).
#   help: >-
#     add a control that meets "9.6/border-access-control": inbound rules that deny by default, no
#     0.0.0.0/0 except for the ports that the service offers, and private endpoints for the rest
#   example: |
#     [[controls]]
#     id       = "edge-firewall"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.6/border-access-control"]
#     refs     = ["nist800-53r5/SC-7(5)"]
#     evidence = [{ infrastructure = "aws_security_group.*" }]
#   references: [iso27002:2022/8.20, nist800-53r5/SC-7, nist800-53r5/SC-7(5), ccm4/IVS-03]
border_access_control := claims.judge("9.6/border-access-control") if {
	facts.networked
} else := no_network if {
	unnetworked
}

# METADATA
# title: Traffic segregation
# description: >-
#   A security policy says which kinds of traffic (tenants', administration, storage, replication) may
#   share a path and which parts may talk to each other, and the network enforces it between the parts.
# custom:
#   id: 9.6/traffic-segregation
#   severity: warning
#   threats: [8.2.2, 8.2.6]
#   provider: CSP
#   why: >-
#     Where administration and backup travel the same path as tenants' traffic, a tenant who floods
#     the path locks the operators out, and one who listens on it reads backups (8.2.2). When a
#     system is moved without its flow rules, the new network lets every part talk to every other,
#     and an intruder goes sideways unseen (8.2.6).
#   help: >-
#     add a control that meets "9.6/traffic-segregation": network policies, security group references
#     or a service mesh that allow only the flows that the policy names
#   example: |
#     [[controls]]
#     id       = "namespace-network-policies"
#     kind     = "policy"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.6/traffic-segregation"]
#     refs     = ["nist800-53r5/AC-4"]
#     evidence = [{ document = "docs/network/flows.md", reviewed = 2026-09-01 }]
#   references: [iso27002:2022/8.22, nist800-53r5/AC-4, nist800-53r5/SC-7, ccm4/IVS-06]
traffic_segregation := claims.judge("9.6/traffic-segregation") if {
	has_own_network
} else := no_own_network if {
	is_array(input.service.compute)
}

# METADATA
# title: Intrusion detection and prevention
# description: >-
#   Traffic at the border and between tenants is watched for intrusions. A detection blocks the source
#   or alerts somebody who can.
# custom:
#   id: 9.6/intrusion-detection
#   severity: warning
#   threats: [7.1.2, 8.2.2]
#   provider: CSP
#   why: >-
#     A password list tried against every account, or an exploit sent through an allowed port, looks
#     like ordinary traffic to a firewall (7.1.2). A tenant's instance that probes its neighbours goes
#     on until a neighbour complains (8.2.2).
#   help: >-
#     add a control that meets "9.6/intrusion-detection": a detector on flow logs or mirrored traffic,
#     or a web application firewall in blocking mode, whose alerts reach the people on call
#   example: |
#     [[controls]]
#     id       = "intrusion-detection"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.6/intrusion-detection"]
#     refs     = ["iso27002:2022/8.16", "nist800-53r5/SI-4"]
#     evidence = [{ infrastructure = "aws_guardduty_detector.main" }]
#   references: [iso27002:2022/8.16, nist800-53r5/SI-4, nist800-53r5/SI-4(4), ccm4/IVS-09]
intrusion_detection := claims.judge("9.6/intrusion-detection") if {
	facts.networked
	meets_strangers
} else := no_network if {
	unnetworked
} else := {
	"verdict": "not-applicable",
	"because": "the service has a single tenant and cannot be reached from the internet",
	"path": ["service", "exposure"],
} if {
	input.service.tenancy == "single"
	off_the_internet
}

# METADATA
# title: Secure communication between participants
# description: >-
#   Traffic between customers, providers, partners and the parts of the service is encrypted, protected
#   against change, and exchanged only between ends that have proved who they are.
# custom:
#   id: 9.6/secure-communication
#   severity: error
#   threats: [7.1.2]
#   provider: CSP
#   why: >-
#     Cloud services are used from afar, over networks that nobody in the conversation owns. On a
#     plain connection, or one whose certificate is not checked, an attacker on the path takes the
#     session token, acts as the customer's administrator, or sends the users to a copy of the service
#     (7.1.2).
#   help: >-
#     add a control that meets "9.6/secure-communication": TLS 1.2 or later at every listener and
#     between the parts, plain HTTP redirected or refused, certificates renewed by machine
#   example: |
#     [[controls]]
#     id       = "tls-everywhere"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.6/secure-communication"]
#     refs     = ["iso27002:2022/8.24", "nist800-53r5/SC-8(1)"]
#     evidence = [{ infrastructure = "aws_lb_listener.*" }]
#   references: [iso27002:2022/8.20, iso27002:2022/8.24, nist800-53r5/SC-8, nist800-53r5/SC-8(1), ccm4/CEK-03]
secure_communication := claims.judge("9.6/secure-communication") if {
	facts.networked
} else := no_network if {
	unnetworked
}

# METADATA
# title: Protection from network attacks
# description: >-
#   The network withstands floods, spoofing and hijacked routes or names, in its physical and in its
#   virtual part.
# custom:
#   id: 9.6/attack-protection
#   severity: warning
#   threats: [7.1.2]
#   provider: CSP
#   why: >-
#     A forged DNS answer, a hijacked route or a spoofed address inside the overlay leads users to an
#     impostor who collects their credentials, and no login page can prevent it (7.1.2). A flood hides
#     such an attempt in its noise, or drives users to an unprotected way in.
#   help: >-
#     add a control that meets "9.6/attack-protection": flood protection in front of what the internet
#     reaches, source address checks in the virtual network, signed DNS and filtered routes
#   example: |
#     [[controls]]
#     id       = "edge-flood-protection"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.6/attack-protection"]
#     refs     = ["nist800-53r5/SC-5", "ccm4/IVS-09"]
#     evidence = [
#       { infrastructure = "aws_shield_protection.*" },
#       { document = "docs/network/attack-runbook.md", reviewed = 2026-09-01 },
#     ]
#   references: [iso27002:2022/8.20, iso27002:2022/8.21, nist800-53r5/SC-5, nist800-53r5/SC-7, ccm4/IVS-09]
attack_protection := claims.judge("9.6/attack-protection") if {
	faces_attackers
} else := {
	"verdict": "not-applicable",
	"because": "the service cannot be reached from the internet",
	"path": ["service", "exposure"],
} if {
	off_the_internet
}

# Other tenants of the service, or other customers of the infrastructure that it runs on.
shares_network if facts.multi_tenant

shares_network if input.service.deployment in {"public", "community", "hybrid"}

# Functions run in the network of their platform; there is nothing in it for the service to divide.
has_own_network if facts.virtualized

has_own_network if offers_network

offers_network if input.service.category in {"IaaS", "NaaS", "CaaS"}

faces_attackers if facts.internet_facing

# An attacker who rents a place on the network needs no internet to reach it.
faces_attackers if {
	facts.provider
	offers_network
}

meets_strangers if facts.internet_facing

meets_strangers if facts.multi_tenant

off_the_internet if input.service.exposure in {"partner", "internal"}

unnetworked if {
	not facts.networked
	input.service.compute == []
	input.service.exposure == "internal"
}

no_network := {
	"verdict": "not-applicable",
	"because": "the service runs nothing and is reached only from inside",
	"path": ["service", "compute"],
}

no_own_network := {
	"verdict": "not-applicable",
	"because": "the service runs no machine or container whose network it could divide",
	"path": ["service", "compute"],
}
