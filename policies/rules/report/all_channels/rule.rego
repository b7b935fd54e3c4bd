# METADATA
# title: Risks are reported through every channel
# description: >-
#   KPIs, dashboards and formal reports reach different readers, and one of them doesn't stand for the others. Each
#   channel has a report about the register that was issued within the last report period and, where it says which days
#   it is about, whose days ended no longer than a report period before it was issued. A report that is still to be
#   issued counts for nothing. A register without any risk has nothing to report.
# custom:
#   subject: register
#   level: deny
#   remedy: Issue a report of this type about the register's risks, and record it with issued_on and its period.
#   reads: [counts.risks, reports.type, reports.issued_on, reports.period.to]
#   settings: [report.channels, report.period_days]
#   controls: [nist-800-53r5:PM-6, nist-800-53r5:CA-7, fedramp-rev5:CA-7, iso27001-2022:9.1, csf-2.0:GV.RM-05]
#   duties: [channels-are-used]
package rules.report.all_channels

import data.lib.dates

applies if {
	input.counts.risks > 0
	count(data.settings.report.channels) > 0
}

violations contains {
	"at": ["reports"],
	"message": $"no {channel} about register {input.register.id} has been issued; one is due every {period} days",
} if {
	some channel in outdated
	not newest(channel)
}

violations contains {
	"at": ["reports", place, "issued_on"],
	"message": $"the latest {channel} about register {input.register.id}, {input.reports[place].id}, was issued on {day}, {dates.age(day)} days ago; at most {period} are allowed",
} if {
	some channel in outdated
	[day, place] := newest(channel)
	dates.age(day) > period
}

violations contains {
	"at": ["reports", place, "period", "to"],
	"message": $"the latest {channel} about register {input.register.id}, {input.reports[place].id}, was issued on {day} about days that ended on {to}; at most {period} days may lie between",
} if {
	some channel in outdated
	[day, place] := newest(channel)
	dates.age(day) <= period
	to := input.reports[place].period.to
}

period := data.settings.report.period_days

outdated := {channel |
	some channel in data.settings.report.channels
	not channel in current
}

current := {report.type |
	some report in input.reports
	report.issued_on <= dates.today
	dates.age(report.issued_on) <= period
	not is_about_old_days(report)
}

is_about_old_days(report) if dates.days(report.period.to, report.issued_on) > period

newest(channel) := max([[report.issued_on, place] |
	some place, report in input.reports
	report.type == channel
	report.issued_on <= dates.today
])

due contains {"at": ["reports", place], "on": dates.later(day, period), "what": "report"} if {
	some channel in data.settings.report.channels
	[day, place] := max([[report.issued_on, place] |
		some place, report in input.reports
		report.type == channel
		report.issued_on <= dates.today
		not is_about_old_days(report)
	])
}
