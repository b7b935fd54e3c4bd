# METADATA
# title: Every open risk is reported
# description: >-
#   What no report mentions doesn't exist for those who decide on reports. High risks are tracked, but all risks are
#   reported, low ones too. A report that covers the risk was issued within the last report period; until there is one the
#   days count from identification. A report that is still to be issued counts for nothing, and closed risks are not
#   asked.
# custom:
#   subject: risk
#   level: deny
#   remedy: Take the risk into the next report, and list it under the report's covers.
#   reads: [risk.status, risk.identified_on, reports.issued_on]
#   settings: [report.period_days]
#   controls: [nist-800-53r5:CA-7, nist-800-53r5:PM-9, iso27001-2022:9.1, csf-2.0:GV.RM-05]
#   duties: [all-risks-are-reported]
package rules.report.risk_covered

import data.lib.dates

applies if not input.risk.status == "closed"

violations contains {
	"at": ["reports", place, "issued_on"],
	"message": $"{input.reports[place].id} of {day} is the last report that covers risk {input.risk.id}, {dates.age(day)} days ago; at most {period} are allowed",
} if {
	[day, place] := latest
	day < earliest
}

violations contains {
	"at": ["risk"],
	"message": $"no report covers risk {input.risk.id}; at most {period} days from its identification are allowed",
} if {
	not latest
	not identified_lately
}

identified_lately if {
	input.risk.identified_on <= dates.today
	input.risk.identified_on >= earliest
}

latest := max([[report.issued_on, place] |
	some place, report in input.reports
	report.issued_on <= dates.today
])

earliest := dates.later(dates.today, 0 - period)

period := data.settings.report.period_days
