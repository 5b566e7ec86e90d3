# How often a schedule runs: cron with five fields, or with a sixth for the year, and its short names.
package ccsec.lib.schedule

# The seconds between two runs; undefined where the schedule is not one of the usual ones.
interval(expression) := names[expression]

interval(expression) := 60 * to_number(step) if {
	daily(expression)
	fields(expression)[1] == "*"
	step := stepped(fields(expression)[0])
}

interval(expression) := 3600 if {
	daily(expression)
	fields(expression)[1] == "*"
	plain(fields(expression)[0])
}

interval(expression) := 3600 * to_number(step) if {
	daily(expression)
	plain(fields(expression)[0])
	step := stepped(fields(expression)[1])
}

interval(expression) := 86400 if {
	daily(expression)
	once(expression)
}

interval(expression) := 604800 if {
	once(expression)
	any_day(fields(expression)[2])
	fields(expression)[3] == "*"
	regex.match(`^([0-7]|[A-Za-z]{3})$`, fields(expression)[4])
}

interval(expression) := 2678400 if {
	once(expression)
	plain(fields(expression)[2])
	fields(expression)[3] == "*"
	any_day(fields(expression)[4])
}

interval(expression) := seconds if {
	parts := regex.find_all_string_submatch_n(`^@every ([0-9]{1,6})([smh])$`, expression, 1)
	seconds := to_number(parts[0][1]) * {"s": 1, "m": 60, "h": 3600}[parts[0][2]]
}

names := {
	"@hourly": 3600,
	"@daily": 86400,
	"@midnight": 86400,
	"@weekly": 604800,
	"@monthly": 2678400,
	"@yearly": 31622400,
	"@annually": 31622400,
}

# AWS writes cron(…).
fields(expression) := parts if {
	bare := trim_suffix(trim_prefix(expression, "cron("), ")")
	parts := [part | some part in split(bare, " "); part != ""]
	count(parts) in {5, 6}
}

daily(expression) if {
	any_day(fields(expression)[2])
	fields(expression)[3] == "*"
	any_day(fields(expression)[4])
}

once(expression) if {
	plain(fields(expression)[0])
	plain(fields(expression)[1])
}

any_day(field) if field in {"*", "?"}

plain(field) if regex.match(`^[0-9]{1,2}$`, field)

stepped(field) := regex.find_all_string_submatch_n(`^(?:\*|[0-9]{1,2})/([1-9][0-9]?)$`, field, 1)[0][1]

# In words, for messages.
words(seconds) := sprintf("%d s", [seconds]) if seconds % 60 > 0

words(seconds) := sprintf("%d min", [seconds / 60]) if {
	seconds % 60 == 0
	seconds % 3600 > 0
}

words(seconds) := sprintf("%d h", [seconds / 3600]) if seconds % 3600 == 0
