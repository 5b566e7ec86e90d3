package ccsec.lib.schedule_test

import data.ccsec.lib.schedule

test_interval if {
	schedule.interval("*/15 * * * *") == 900
	schedule.interval("30 * * * *") == 3600
	schedule.interval("0 */6 * * *") == 21600
	schedule.interval("cron(0 0/12 * * ? *)") == 43200
	schedule.interval("0 3 * * *") == 86400
	schedule.interval("cron(0 5 ? * * *)") == 86400
	schedule.interval("0 3 * * 0") == 604800
	schedule.interval("cron(0 5 ? * SUN *)") == 604800
	schedule.interval("0 3 1 * *") == 2678400
	schedule.interval("@daily") == 86400
	schedule.interval("@every 90m") == 5400
}

test_no_interval if {
	not schedule.interval("0 3,15 * * *")
	not schedule.interval("0 3 * 1 *")
	not schedule.interval("hourly")
	not schedule.interval("")
	not schedule.interval("0 3 * *")
}

test_words if {
	schedule.words(90) == "90 s"
	schedule.words(900) == "15 min"
	schedule.words(86400) == "24 h"
}

test_no_interval_of_what_is_not_regular if {
	every expression in [
		"*/15 3 * * *",
		"*/15 * 1 * *",
		"30 * * * 1",
		"0 */6 1 * *",
		"5,6 */2 * * *",
		"0 3 1 * 1",
		"0 3 1 2 *",
		"0 3 * 2 1",
		"0 3,4 * * 1",
		"0 3,4 1 * *",
		"0 3 * * * * *",
	] {
		not schedule.interval(expression)
	}
}
