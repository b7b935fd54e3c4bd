# METADATA
# title: A plan that monitoring shows to be ineffective is updated
# description: >-
#   A plan that goes on unchanged after monitoring showed that it doesn't work is a plan in name only. A result that says
#   not effective is answered by a new version of a plan of the risk, or one that supersedes it, that names the result
#   under triggered_by and is dated on the day of the result or within the days allowed after it; where a version names
#   several such results, the latest counts. Until those days have passed the answer isn't due. A later result of the same
#   activity that finds the response effective or partly so ends the matter. A risk without any plan is
#   response.plan_exists's to judge; cancelled plans answer nothing, and closed risks are not asked.
# custom:
#   subject: risk
#   level: deny
#   remedy: >-
#     Change the plan, count its version up, set updated_on, and name the result under triggered_by. The new version
#     needs review and approval again.
#   reads:
#     - risk.status
#     - plans.status
#     - plans.version
#     - plans.supersedes
#     - plans.updated_on
#     - plans.triggered_by
#     - results.on
#     - results.effective
#   settings: [monitoring.plan_update_days]
#   controls: [nist-800-53r5:CA-7, nist-800-53r5:CA-5, iso27001-2022:10.2, csf-2.0:ID.IM-01]
#   duties: [ineffective-plans-are-updated]
package rules.monitoring.ineffective_plan_updated

import data.lib.dates

applies if {
	not input.risk.status == "closed"
	count(input.plans) > 0
	count(ineffective) > 0
}

violations contains {
	"at": ["results", place, "effective"],
	"message": $"result {result.id} of {result.on} found the response to risk {input.risk.id} not effective; no plan that names it was updated by {dates.later(result.on, allowed)}: {plans}",
} if {
	some place in ineffective
	result := input.results[place]
	dates.age(result.on) > allowed
	not result.id in answered
}

allowed := data.settings.monitoring.plan_update_days

# ineffective holds the places of results that nothing later of their activity contradicts.
ineffective := {place |
	some place, result in input.results
	result.effective == "no"
	result.on <= dates.today
	not contradicted(result)
}

contradicted(result) if effective_on[result.activity_id] > result.on

# Merged, so that of each activity the latest stays: results come oldest first.
effective_on := object.union_n([{result.activity_id: result.on} |
	some result in input.results
	result.effective in {"yes", "partly"}
	result.on <= dates.today
])

ineffective_on := object.union_n([{result.id: result.on} |
	some result in input.results
	result.effective == "no"
])

answered := {named |
	some plan in input.plans
	not plan.status == "cancelled"
	is_new(plan)
	plan.updated_on <= dates.today
	days := dates.days(max([ineffective_on[id] | some id in plan.triggered_by]), plan.updated_on)
	days >= 0
	days <= allowed
	some named in plan.triggered_by
}

plans := concat(", ", [version_of(plan) | some plan in input.plans])

is_new(plan) if plan.version > 1

is_new(plan) if plan.supersedes

version_of(plan) := $"{plan.id} is version {plan.version} of {plan.updated_on}" if {
	plan.updated_on
} else := $"{plan.id} is version {plan.version}, of no date"
