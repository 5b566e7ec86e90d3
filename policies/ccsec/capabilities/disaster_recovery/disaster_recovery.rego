# METADATA
# title: Disaster recovery
# description: Clause 9.11 of X.ccsec. Respond to a catastrophe, reach a safe state, and resume.
package ccsec.capabilities.disaster_recovery

import data.ccsec.lib.claims
import data.ccsec.lib.facts

# METADATA
# title: Disaster recovery plan
# description: >-
#   A plan says how the service comes back after a disaster and within which recovery time; if the
#   service stores data, also up to which recovery point. The figures stand in [sla].
# custom:
#   id: 9.11/recovery-plan
#   severity: error
#   threats: [7.1.1, 8.1.3, 8.1.5, 8.2.7]
#   provider: CSP
#   why: >-
#     When a region or a storage system is lost, a team without a plan restores in the order in
#     which people shout. Data younger than the last backup that happens to exist is gone (7.1.1),
#     and neither customer nor provider can say when the service is back (8.1.5, 8.2.7). A customer
#     who was told no figures cannot even tell whether its own continuity plan still holds (8.1.3).
#   help: >-
#     add a control that meets "9.11/recovery-plan", with the plan as its evidence, and state
#     recovery_time in [sla], and recovery_point as well if the service stores data
#   example: |
#     [[controls]]
#     id       = "disaster-recovery-plan"
#     kind     = "procedure"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.11/recovery-plan"]
#     evidence = [{ document = "docs/disaster-recovery.md", reviewed = 2026-09-01 }]
#
#     [sla]
#     recovery_time  = "4h"
#     recovery_point = "15m"
#   references: [iso27002:2022/5.29, iso27002:2022/5.30, nist800-53r5/CP-2, nist800-53r5/CP-10, ccm4/BCR-09]
recovery_plan := claims.judge_stated("9.11/recovery-plan", recovery_gaps)

recovery_gaps contains gap if {
	not input.sla.recovery_time
	gap := {
		"because": "the plan states no recovery time",
		"path": ["sla", "recovery_time"],
		"help": "state recovery_time = \"4h\" in [sla]",
	}
}

# Where nothing is stored, nothing can be lost.
recovery_gaps contains gap if {
	facts.stores_data
	not input.sla.recovery_point
	gap := {
		"because": "the plan states no recovery point",
		"path": ["sla", "recovery_point"],
		"help": "state recovery_point = \"15m\" in [sla]",
	}
}

# METADATA
# title: Recovery redundancy
# description: >-
#   A second place, one that a disaster in the first does not reach, holds what is needed to go on:
#   data, code, configuration, keys and capacity. The change to it interrupts service as little as
#   possible.
# custom:
#   id: 9.11/recovery-redundancy
#   severity: error
#   threats: [7.1.1, 8.1.5, 8.2.7]
#   provider: CSP
#   why: >-
#     A data centre burns down, and the backups burn with it, because they stood in the next room
#     (7.1.1). Where no other place can take over, service is gone for as long as it takes to rebuild
#     the first one (8.1.5), and every business that depends on it stands still for that time (8.2.7).
#   help: >-
#     add a control that meets "9.11/recovery-redundancy"; a good one keeps data and capacity in a second
#     zone or region that fails independently, within the countries that [data] names
#   example: |
#     [[controls]]
#     id       = "second-region"
#     kind     = "control"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.11/recovery-redundancy"]
#     refs     = ["iso27002:2022/8.14", "nist800-53r5/CP-7"]
#     evidence = [
#       { infrastructure = "aws_s3_bucket_replication_configuration.*" },
#       { infrastructure = "aws_rds_global_cluster.*" },
#     ]
#   references:
#     - iso27002:2022/8.14
#     - nist800-53r5/CP-6
#     - nist800-53r5/CP-7
#     - ccm4/BCR-11
recovery_redundancy := claims.judge("9.11/recovery-redundancy")

# METADATA
# title: Recovery exercise
# description: >-
#   Recovery is exercised at a set interval, from the backups and in the place that the plan names. The
#   report of the last exercise gives the time and the loss of data that were measured.
# custom:
#   id: 9.11/recovery-test
#   severity: warning
#   threats: [8.1.5, 8.2.7]
#   provider: CSP
#   why: >-
#     The first restore of a team's life takes place on the day of the disaster: the backup is encrypted
#     with a key that was lost along with the region, and the four hours of the plan become four days
#     (8.1.5). Dependencies that grew since the plan was written then bring the parts up in the wrong
#     order, and the outage spreads to services that were healthy (8.2.7).
#   help: >-
#     add a control that meets "9.11/recovery-test", with the report of the last exercise as its dated
#     evidence: what was restored, by whom, and the recovery time and point that were reached
#   example: |
#     [[controls]]
#     id       = "half-yearly-restore-exercise"
#     kind     = "procedure"
#     by       = "CSP"
#     status   = "implemented"
#     meets    = ["9.11/recovery-test"]
#     refs     = ["nist800-53r5/CP-4", "ccm4/BCR-10"]
#     evidence = [{ document = "docs/exercises/2026-08-restore.md", reviewed = 2026-09-01 }]
#   references:
#     - iso27002:2022/5.30
#     - nist800-53r5/CP-4
#     - nist800-53r5/CP-9(1)
#     - ccm4/BCR-06
#     - ccm4/BCR-10
recovery_test := claims.judge_recorded("9.11/recovery-test", "the report of the last recovery exercise")
