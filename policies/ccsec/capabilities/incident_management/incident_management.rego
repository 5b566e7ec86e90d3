# METADATA
# title: Incident management
# description: Clause 9.10 of X.ccsec. Watch without a break, warn early, respond in time, learn afterwards.
package ccsec.capabilities.incident_management

import data.ccsec.lib.claims

# METADATA
# title: Continuous monitoring
# description: >-
#   Every part of the service that can fail or be attacked sends its state to a monitor at all hours.
#   The monitor itself is watched, so that its silence is noticed.
# custom:
#   id: 9.10/continuous-monitoring
#   severity: error
#   threats: [8.1.5, 8.2.7]
#   provider: CSP
#   why: >-
#     An upstream service degrades at night, and the first monitor to notice is a customer whose own
#     service has stopped (8.1.5). Of many parts that depend on each other, one that nobody measures
#     fails unseen and pulls the others down, while the team searches among those that it can see
#     (8.2.7).
#   help: >-
#     add a control that meets "9.10/continuous-monitoring"; a good one covers each component and each
#     upstream service, measures from outside too, and alerts when measurements stop arriving
#   example: |
#     [[controls]]
#     id       = "metrics-and-probes"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.10/continuous-monitoring"]
#     refs     = ["iso27002:2022/8.16", "nist800-53r5/SI-4"]
#     evidence = [
#       { infrastructure = "aws_route53_health_check.*" },
#       { infrastructure = "aws_cloudwatch_log_group.*" },
#     ]
#   references:
#     - iso27002:2022/8.16
#     - nist800-53r5/SI-4
#     - ccm4/LOG-03
continuous_monitoring := claims.judge("9.10/continuous-monitoring")

# METADATA
# title: Early warning
# description: >-
#   Thresholds on load, errors and suspicious activity raise a warning while there is still time to act,
#   before overload, breach or outage. The warning reaches somebody on duty.
# custom:
#   id: 9.10/early-warning
#   severity: warning
#   threats: [8.1.5, 8.2.7]
#   provider: CSP
#   why: >-
#     A disk at 90 percent or a slow rise of refused logins draws on a dashboard that nobody looks at;
#     the first page goes out when the database stops accepting writes (8.1.5). The hour in which capacity
#     could have been added, or a flood of requests filtered, has then passed, and everything downstream
#     stops as well (8.2.7).
#   help: >-
#     add a control that meets "9.10/early-warning"; a good one alarms on trends of saturation, error
#     rate and refused access, and pages the person on duty
#   example: |
#     [[controls]]
#     id       = "saturation-alarms"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.10/early-warning"]
#     refs     = ["iso27002:2022/8.6", "nist800-53r5/SI-4(5)"]
#     evidence = [{ infrastructure = "aws_cloudwatch_metric_alarm.*" }]
#   references:
#     - iso27002:2022/8.6
#     - iso27002:2022/8.16
#     - nist800-53r5/SI-4(5)
#     - ccm4/LOG-03
#     - ccm4/LOG-13
early_warning := claims.judge("9.10/early-warning")

# METADATA
# title: Incident response
# description: >-
#   Incidents are identified, assigned and answered, by machine or by a person, within the time that
#   incident_response in [sla] states.
# custom:
#   id: 9.10/incident-response
#   severity: error
#   threats: [8.1.3, 8.1.5, 8.2.7]
#   provider: CSP
#   why: >-
#     Without a rota and an authority to act, the night shift waits for the morning before it blocks the
#     address that floods the service (8.1.5), and what one hour could have contained stops the business
#     that depends on it (8.2.7). Without a time in the SLA the customer cannot hold the provider to any
#     answer at all, though only the provider can act (8.1.3).
#   help: >-
#     add a control that meets "9.10/incident-response", with the response plan as its evidence (who is on
#     call, who decides, whom to notify), and state incident_response in [sla]
#   example: |
#     [[controls]]
#     id       = "on-call-response"
#     kind     = "procedure"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.10/incident-response"]
#     refs     = ["iso27002:2022/5.26", "nist800-53r5/IR-4"]
#     evidence = [{ document = "docs/incident-response.md", reviewed = 2026-09-01 }]
#
#     [sla]
#     incident_response = "1h"
#   references:
#     - iso27002:2022/5.24
#     - iso27002:2022/5.25
#     - iso27002:2022/5.26
#     - nist800-53r5/IR-4
#     - nist800-53r5/IR-8
#     - ccm4/SEF-03
incident_response := claims.judge_stated("9.10/incident-response", response_gaps)

response_gaps contains gap if {
	not input.sla.incident_response
	gap := {
		"because": "the SLA states no time within which an incident is answered",
		"path": ["sla", "incident_response"],
		"help": "state incident_response = \"1h\" in [sla]",
	}
}

# METADATA
# title: Review of closed incidents
# description: >-
#   Closed incidents are logged and, at a set interval, analysed together for patterns that can be dealt
#   with before they recur. A period without incidents is on record as such.
# custom:
#   id: 9.10/incident-review
#   severity: warning
#   threats: [8.1.3, 8.2.7]
#   provider: CSP
#   why: >-
#     Each expiry of a certificate is mended within minutes and forgotten, until the fifth one stops the
#     login of every service at once (8.2.7). And when the customer asks whether its data was touched in
#     last year's incident, there is no log that could tell (8.1.3).
#   help: >-
#     add a control that meets "9.10/incident-review", with the last review of closed incidents as its
#     dated evidence: what happened, the cause, the patterns found, and what was changed because of them
#   example: |
#     [[controls]]
#     id       = "quarterly-incident-review"
#     kind     = "procedure"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.10/incident-review"]
#     refs     = ["iso27002:2022/5.27"]
#     evidence = [{ document = "docs/incidents/review-2026-q3.md", reviewed = 2026-10-05 }]
#   references:
#     - iso27002:2022/5.27
#     - nist800-53r5/IR-4(4)
#     - nist800-53r5/IR-5
incident_review := claims.judge_recorded("9.10/incident-review", "the last review of closed incidents")
