# METADATA
# title: An accepted risk is watched more closely
# description: >-
#   Accepting a risk means living with it, so monitoring is stepped up to notice when it comes true. At least one
#   activity that has started runs at an interval of at most the given share of its base: the interval that it had
#   before (baseline_interval_days), or else the one that the severity asks for. Closed risks are not asked.
# custom:
#   subject: risk
#   level: deny
#   remedy: >-
#     Shorten interval_days of an activity that watches the risk, and record the interval it had before as
#     baseline_interval_days.
#   reads:
#     - risk.status
#     - risk.response.type
#     - risk.assessment.severity
#     - activities.interval_days
#     - activities.baseline_interval_days
#     - activities.started_on
#   settings: [monitoring.acceptance_percent, monitoring.interval_days, scale.levels]
#   controls: [nist-800-53r5:CA-7, nist-800-53r5:RA-7, iso27001-2022:9.1, csf-2.0:ID.RA-07]
#   duties: [acceptance-is-watched]
package rules.monitoring.acceptance_watched_closer

import data.lib.dates
import data.lib.severity

applies if {
	input.risk.response.type == "accept"
	not input.risk.status == "closed"
	severity.known(input.risk.assessment.severity)
}

violations contains {
	"at": ["risk", "response", "type"],
	"message": $"{subject} is accepted, and no monitoring activity watches it today",
} if {
	count(gaps) == 0
}

violations contains {
	"at": ["activities", place, "interval_days"],
	"message": $"{subject} is accepted, and {activity.id} watches it every {activity.interval_days} days; {percent} percent of the {base(activity)} before acceptance are {most}",
} if {
	[over, place] := min(gaps)
	over > 0
	activity := input.activities[place]
	most := floor((base(activity) * percent) / 100)
}

subject := $"risk {input.risk.id} ({input.risk.assessment.severity})"

percent := data.settings.monitoring.acceptance_percent

# gaps says of each running activity how far it is from close enough: zero or less is.
gaps := {[(activity.interval_days * 100) - (base(activity) * percent), place] |
	some place, activity in input.activities
	not starts_later(activity)
}

starts_later(activity) if dates.is_future(activity.started_on)

base(activity) := activity.baseline_interval_days

base(activity) := data.settings.monitoring.interval_days[input.risk.assessment.severity] if {
	not activity.baseline_interval_days
}
