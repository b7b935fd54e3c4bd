# METADATA
# title: Every open risk is monitored
# description: >-
#   High risks are tracked, but all risks are monitored: a low one that nobody watches can become a high one that nobody
#   sees. At least one monitoring activity names the risk and has started; one without started_on runs already. Closed
#   risks are not asked.
# custom:
#   subject: risk
#   level: deny
#   remedy: Add the risk to the risk_ids of a monitoring activity that is running, or start one for it.
#   reads: [risk.status, activities.id, activities.started_on]
#   settings: []
#   controls: [nist-800-53r5:CA-7, nist-800-53r5:PM-31, iso27001-2022:9.1, csf-2.0:ID.RA-07]
#   duties: [all-risks-are-monitored]
package rules.monitoring.in_place

import data.lib.dates

applies if not input.risk.status == "closed"

violations contains {
	"at": ["risk"],
	"message": $"no monitoring activity names risk {input.risk.id}",
} if {
	not input.activities[0]
}

violations contains {
	"at": ["activities", place, "started_on"],
	"message": $"risk {input.risk.id} is monitored by {activity.id} only from {activity.started_on} and by nothing else until then; today is {dates.today}",
} if {
	not running
	some place, activity in input.activities
}

running if {
	some activity in input.activities
	not activity.started_on
}

running if {
	some activity in input.activities
	activity.started_on <= dates.today
}
