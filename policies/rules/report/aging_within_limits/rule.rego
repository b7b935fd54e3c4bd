# METADATA
# title: Old open risks stay below the limits
# description: >-
#   A single late risk is a matter for its owner; many of them say that the process doesn't keep up, and that is for
#   those who authorize the system. A limit is reached when so many open risks of its severity or more were identified
#   longer ago than its days. Of several limits that a severity reaches the one with the most days is told, whose
#   consequence takes the place of the others'. It is asked where the settings have limits.
# custom:
#   subject: register
#   level: deny
#   remedy: >-
#     Do what the limit asks for, and close the oldest of these risks first. Where their severity is no longer what it
#     was, assess them again.
#   reads: [counts.risks, counts.open_by_severity_and_day]
#   settings: [report.aging_limits, scale.levels]
#   controls: [nist-800-53r5:CA-5, nist-800-53r5:RA-5, fedramp-rev5:late-remediation, csf-2.0:ID.RA-06]
#   duties: [aging-is-limited]
package rules.report.aging_within_limits

import data.lib.dates
import data.lib.severity

applies if {
	count(limits) > 0
	input.counts.risks > 0
}

violations contains {
	"at": ["counts", "open_by_severity_and_day", level],
	"message": $"register {input.register.id} has open risks of severity {level} that were identified more than {limit.days} days ago: {older(level, limit.days)}, the first on {oldest}; from {limit.count} on the consequence is: {limit.consequence}",
} if {
	some level in severity.levels
	[_, place] := max(reached(level))
	limit := limits[place]
	oldest := min({day | some day, _ in input.counts.open_by_severity_and_day[level]})
}

limits := data.settings.report.aging_limits

# reached(level) lists the limits that risks of a severity reach, by their days and place.
reached(level) := [[limit.days, place] |
	some place, limit in limits
	limit.severity == level
	older(level, limit.days) >= limit.count
]

# older(level, days) counts the open risks of a severity that are older than so many days.
older(level, days) := sum([number |
	some day, number in input.counts.open_by_severity_and_day[level]
	dates.age(day) > days
])
