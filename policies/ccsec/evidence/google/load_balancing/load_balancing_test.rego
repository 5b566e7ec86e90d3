package ccsec.evidence.google.load_balancing_test

import data.ccsec.evidence.google.load_balancing
import data.ccsec.lib.testing
import data.ccsec.lib.testing_clouds as t

said_ssl_policy(given) := statements if {
	statements := load_balancing.ssl_policy with input as given
}

said_https_proxies(given) := statements if {
	statements := load_balancing.https_proxies with input as given
}

said_cloud_armor(given) := statements if {
	statements := load_balancing.cloud_armor with input as given
}

said_armor_rules(given) := statements if {
	statements := load_balancing.armor_rules with input as given
}

p := "google_compute_ssl_policy"

q := "google_compute_region_ssl_policy"

tls := ["min_tls_version"]

test_ssl_policy if {
	said_ssl_policy(t.code(p, {"min_tls_version": "TLS_1_2"})) == {t.yes(p, tls, "refuses TLS older than 1.2")}
	said_ssl_policy(t.code(q, {})) == {t.no(
		q, tls,
		"takes TLS older than 1.2", "write min_tls_version = \"TLS_1_2\"",
	)}
	said_ssl_policy(t.code(p, {"min_tls_version": testing.open})) == {t.open(p, tls)}
	said_ssl_policy(testing.infrastructure([])) == set()
}

h := "google_compute_target_http_proxy"

proxy := object.union(testing.resource(h, "this", {}), {"references": {"url_map": ["google_compute_url_map.other"]}})

map(values) := object.union(
	testing.resource("google_compute_url_map", "other", values),
	{"references": {"default_service": ["google_compute_backend_service.site", "google_compute_backend_bucket.site"]}},
)

service(values) := testing.resource("google_compute_backend_service", "site", values)

bucket := testing.resource("google_compute_backend_bucket", "site", {})

plain := t.no(
	h, ["url_map"], "serves plain HTTP",
	"point url_map at a URL map with default_url_redirect { https_redirect = true, strip_query = false }",
)

redirect(value) := {"default_url_redirect": [{"https_redirect": value}]}

test_https_proxies if {
	said_https_proxies(t.code("google_compute_target_https_proxy", {})) == {t.yes(
		"google_compute_target_https_proxy", [],
		"speaks HTTPS",
	)}
	said_https_proxies(testing.infrastructure([proxy, map(redirect(true))])) == {t.yes(
		h, ["url_map"],
		"redirects to HTTPS",
	)}
	said_https_proxies(testing.infrastructure([proxy, map({}), service({})])) == {plain}
	said_https_proxies(testing.infrastructure([proxy, map({}), bucket])) == {plain}
	said_https_proxies(testing.infrastructure([proxy, map(redirect(testing.open))])) == {t.open(h, ["url_map"])}
	said_https_proxies(testing.infrastructure([proxy, map({}), service({"load_balancing_scheme": "INTERNAL_MANAGED"})])) == set()
	said_https_proxies(testing.infrastructure([proxy])) == set()
}

b := "google_compute_backend_service"

test_cloud_armor if {
	said_cloud_armor(t.code(b, {"security_policy": testing.reference("google_compute_security_policy.edge")})) == {t.yes(
		b, ["security_policy"],
		"has Cloud Armor before it",
	)}
	said_cloud_armor(t.code(b, {})) == {t.no(
		b, ["security_policy"],
		"faces the internet without a security policy",
		"write security_policy = google_compute_security_policy.edge.id",
	)}
	said_cloud_armor(t.code(b, {"security_policy": testing.open})) == {t.open(b, ["security_policy"])}
	said_cloud_armor(t.code(b, {"load_balancing_scheme": "INTERNAL_MANAGED"})) == set()
	said_cloud_armor(t.code(b, {"protocol": "TCP"})) == set()
}

a := "google_compute_security_policy"

preview := ["rule", 0, "preview"]

armor(values) := t.code(a, {"rule": [values]})

test_armor_rules if {
	said_armor_rules(armor({"action": "deny(403)"})) == {t.yes(a, preview, "blocks what its rule matches")}
	said_armor_rules(armor({"action": "throttle", "preview": true})) == {t.no(
		a, preview,
		"lets pass what its rule matches, in preview", "write preview = false",
	)}
	said_armor_rules(armor({"action": "deny(403)", "preview": testing.open})) == {t.open(a, preview)}
	said_armor_rules(armor({"action": "allow"})) == set()
	said_armor_rules(t.code(a, {"rule": [{"action": "deny(403)"}, {"action": "deny(403)", "preview": true}]})) == {t.yes(
		a, preview,
		"blocks what its rule matches",
	)}
	said_armor_rules(armor({"action": testing.open})) == set()
}
