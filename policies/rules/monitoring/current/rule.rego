# METADATA
# title: Monitoring of every open risk is current
# description: >-
#   What was seen before the last decision, or longer ago than the severity allows, says nothing about whether the
#   response works today. The latest result is at most as old as the interval, and not from before the decision; a result
#   of the day of the decision will do. Until there is a decision or a result the days count from identification. Results
#   and decisions dated in the future count for nothing.
# custom:
#   subject: risk
#   level: deny
#   remedy: Monitor the risk and record the result, with this risk under risk_ids.
#   reads: [risk.status, risk.assessment.severity, risk.identified_on, risk.response.decided_on, results.on]
#   settings: [monitoring.interval_days, scale.levels]
#   controls: [nist-800-53r5:CA-7, nist-800-53r5:PM-31, iso27001-2022:9.1, csf-2.0:ID.RA-07]
#   duties: [all-risks-are-monitored]
package rules.monitoring.current

import data.lib.dates
import data.lib.severity

applies if {
	not input.risk.status == "closed"
	severity.known(input.risk.assessment.severity)
}

violations contains {
	"at": ["results", place, "on"],
	"message": $"{subject} was last monitored on {day}, {dates.age(day)} days ago; at most {interval} are allowed",
} if {
	[day, place] := latest
	day < earliest
}

violations contains {
	"at": ["results", place, "on"],
	"message": $"{subject} was last monitored on {day}, before its response was decided on {decided_on}",
} if {
	[day, place] := latest
	day >= earliest
	day < decided_on
}

violations contains {
	"at": ["risk"],
	"message": $"{subject} was not monitored since its response was decided on {decided_on}",
} if {
	not latest
	decided_on
}

violations contains {
	"at": ["risk"],
	"message": $"{subject} was never monitored; at most {interval} days from its identification are allowed",
} if {
	not latest
	not decided_on
	not identified_lately
}

subject := $"risk {input.risk.id} ({input.risk.assessment.severity})"

interval := data.settings.monitoring.interval_days[input.risk.assessment.severity]

earliest := dates.later(dates.today, 0 - interval)

latest := max([[result.on, place] |
	some place, result in input.results
	result.on <= dates.today
])

identified_lately if {
	input.risk.identified_on <= dates.today
	input.risk.identified_on >= earliest
}

decided_on := day if {
	day := input.risk.response.decided_on
	day <= dates.today
}

due contains {"at": ["risk"], "on": last_day, "what": "monitoring"}

last_day := dates.later(latest[0], interval) if not is_outdated

else := decided_on if decided_on

else := dates.later(input.risk.identified_on, interval) if input.risk.identified_on <= dates.today

is_outdated if latest[0] < decided_on
