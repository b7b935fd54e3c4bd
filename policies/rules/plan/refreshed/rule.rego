# METADATA
# title: An open plan is kept up to date
# description: >-
#   A plan that nobody has touched for longer than the settings allow tells how things stood, not how they stand: who
#   tracks it can't see whether work goes on. Each plan that is neither completed nor cancelled was updated lately, drafts
#   too; the last day still counts. A plan with no day of an update, or with one still to come, was never updated as far as
#   its record goes.
# custom:
#   subject: plan
#   level: deny
#   remedy: Bring status and dates of the plan and its actions up to date, and record the day under updated_on.
#   reads: [plan.status, plan.updated_on]
#   settings: [plan.refresh_days]
#   controls: [nist-800-53r5:CA-5, iso27001-2022:8.3, csf-2.0:ID.RA-06, fedramp-rev5:CA-5]
#   duties: [plans-are-kept-current, severe-risks-are-tracked]
package rules.plan.refreshed

import data.lib.dates

applies if {
	not input.plan.status == "completed"
	not input.plan.status == "cancelled"
}

violations contains {
	"at": ["plan"],
	"message": $"plan {input.plan.id} is open, and its record has no day of an update (updated_on)",
} if {
	not input.plan.updated_on
}

violations contains {
	"at": ["plan", "updated_on"],
	"message": $"plan {input.plan.id} is open and was last updated on {input.plan.updated_on}, {age} days ago; at most {limit} are allowed",
} if {
	age > limit
}

violations contains {
	"at": ["plan", "updated_on"],
	"message": $"plan {input.plan.id} was last updated on {input.plan.updated_on}, and today is {dates.today}",
} if {
	dates.is_future(input.plan.updated_on)
}

age := dates.age(input.plan.updated_on)

limit := data.settings.plan.refresh_days

due contains {"at": ["plan", "updated_on"], "on": dates.later(input.plan.updated_on, limit), "what": "update"}
