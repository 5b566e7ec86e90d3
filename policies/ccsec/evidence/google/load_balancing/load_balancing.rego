# METADATA
# title: Load balancers of Google Cloud
# description: What Terraform says of TLS at the edge, and of what stands before the backends.
package ccsec.evidence.google.load_balancing

import data.ccsec.lib.infra
import data.ccsec.lib.infra_clouds

# METADATA
# title: Load balancers speak TLS 1.2 or newer
# description: SSL policies refuse versions of TLS older than 1.2.
# custom:
#   id: google/ssl-policy
#   expectations: [9.6/secure-communication]
#   resources: [google_compute_ssl_policy, google_compute_region_ssl_policy]
#   why: >-
#     TLS 1.0 and 1.1 have known flaws; a client that can be talked down to them has its traffic read.
#   help: write min_tls_version = "TLS_1_2" and profile = "MODERN"
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_ssl_policy
#     - https://cloud.google.com/load-balancing/docs/ssl-policies-concepts
ssl_policy contains statement if {
	some type in {"google_compute_ssl_policy", "google_compute_region_ssl_policy"}
	some policy in input.index.resources[type]
	statement := infra.among(policy, ["min_tls_version"], "TLS_1_0", {"TLS_1_2", "TLS_1_3"}, {
		"yes": "refuses TLS older than 1.2",
		"no": "takes TLS older than 1.2",
		"help": "write min_tls_version = \"TLS_1_2\"",
	})
}

# METADATA
# title: Plain HTTP leads to HTTPS
# description: A load balancer that listens on plain HTTP does nothing but redirect to HTTPS.
# custom:
#   id: google/https-proxies
#   expectations: [9.4/interface-encryption]
#   resources: [google_compute_target_http_proxy, google_compute_target_https_proxy]
#   why: >-
#     What goes over plain HTTP, session cookies among it, can be read and changed by everyone on
#     the way.
#   help: >-
#     point the target HTTP proxy at a URL map with default_url_redirect { https_redirect = true }
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_target_http_proxy
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_url_map
https_proxies contains statement if {
	some proxy in input.index.resources.google_compute_target_https_proxy
	statement := infra.attests(proxy, [], "speaks HTTPS")
}

https_proxies contains statement if {
	some proxy in input.index.resources.google_compute_target_http_proxy
	some map in maps_of(proxy)
	infra.yes(infra.get(map, ["default_url_redirect", 0, "https_redirect"], false))
	statement := infra.attests(proxy, ["url_map"], "redirects to HTTPS")
}

https_proxies contains statement if {
	some proxy in input.index.resources.google_compute_target_http_proxy
	some map in maps_of(proxy)
	infra.get(map, ["default_url_redirect"], null) == null
	external(map)
	statement := infra.contradicts(
		proxy, ["url_map"],
		"serves plain HTTP",
		"point url_map at a URL map with default_url_redirect { https_redirect = true, strip_query = false }",
	)
}

https_proxies contains statement if {
	some proxy in input.index.resources.google_compute_target_http_proxy
	some map in maps_of(proxy)
	value := infra.get(map, ["default_url_redirect", 0, "https_redirect"], false)
	infra.unknown(value)
	statement := infra.undecided(proxy, ["url_map"], value["(unknown)"])
}

maps_of(proxy) := [map |
	some map in input.index.resources.google_compute_url_map
	infra.points_at(proxy, "url_map", map, ["name"])
]

# A map of a bucket or of a backend service that faces the internet.
external(map) if {
	some bucket in input.index.resources.google_compute_backend_bucket
	infra.points_at(map, "default_service", bucket, ["name"])
}

external(map) if {
	some service in edge_services
	infra.points_at(map, "default_service", service, ["name"])
}

edge_services contains service if {
	some service in input.index.resources.google_compute_backend_service
	infra.get(service, ["load_balancing_scheme"], "EXTERNAL") in {"EXTERNAL", "EXTERNAL_MANAGED"}
}

# METADATA
# title: Cloud Armor stands before what faces the internet
# description: A backend service of an external load balancer names a security policy.
# custom:
#   id: google/cloud-armor
#   expectations: [9.6/attack-protection]
#   resources: [google_compute_backend_service]
#   why: >-
#     Without a security policy every request of every client reaches the backends: floods, scanners
#     and known attacks on web applications included.
#   help: write security_policy = google_compute_security_policy.edge.id
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_backend_service
#     - https://cloud.google.com/armor/docs/cloud-armor-overview
cloud_armor contains statement if {
	some service in edge_services
	infra.get(service, ["protocol"], "HTTP") in {"HTTP", "HTTPS", "HTTP2"}
	statement := infra.present(service, ["security_policy"], {
		"yes": "has Cloud Armor before it",
		"no": "faces the internet without a security policy",
		"help": "write security_policy = google_compute_security_policy.edge.id",
	})
}

# METADATA
# title: Security policies block attacks
# description: Rules of Cloud Armor that deny are in force, not in preview.
# custom:
#   id: google/armor-rules
#   expectations: [9.6/intrusion-detection]
#   resources: [google_compute_security_policy]
#   why: >-
#     A rule in preview writes down what it would have blocked, and lets it pass.
#   help: write preview = false in the rule, or leave it out
#   references:
#     - https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_security_policy
#     - https://cloud.google.com/armor/docs/security-policy-overview
armor_rules contains statement if {
	some policy in input.index.resources.google_compute_security_policy
	some position, rule in infra_clouds.blocks(policy, ["rule"])
	stops(rule.action)
	not tried_out(policy, position)
	statement := infra.untruth(policy, ["rule", position, "preview"], false, {
		"yes": "blocks what its rule matches",
		"no": "lets pass what its rule matches, in preview",
		"help": "write preview = false",
	})
}

# A rule in preview, where others of its policy are in force, is about to be.
tried_out(policy, position) if {
	infra.yes(infra.get(policy, ["rule", position, "preview"], false))
	some other, rule in infra_clouds.blocks(policy, ["rule"])
	stops(rule.action)
	infra.no(infra.get(policy, ["rule", other, "preview"], false))
}

stops(action) if {
	is_string(action)
	startswith(action, "deny")
}

stops(action) if action in {"throttle", "rate_based_ban"}
