# METADATA
# title: An avoidance stops the activity
# description: >-
#   A risk is avoided on the day on which the activity that brings it about stops, and not before; until then there is
#   work to do. The record names the activity, and either the day on which it stopped or an action of a plan that is still
#   to stop it. A day that is still to come stops nothing, and neither do cancelled plans and actions; once all actions
#   are done, the day is known and belongs in the record. Risks closed as avoided must have stopped; risks closed for
#   another reason are not asked.
# custom:
#   subject: risk
#   level: warn
#   remedy: >-
#     Record under response.avoidance the activity and stopped_on, or add an action to the plan that stops it.
#   reads:
#     - risk.status
#     - risk.closure.reason
#     - risk.response.type
#     - risk.response.avoidance.activity
#     - risk.response.avoidance.stopped_on
#     - plans.status
#     - plans.actions.status
#   settings: []
#   controls: [nist-800-53r5:RA-7, iso27001-2022:6.1.3, csf-2.0:ID.RA-06]
#   duties: [decision-is-carried-out]
package rules.response.avoidance_stops_activity

import data.lib.dates

applies if {
	input.risk.response.type == "avoid"
	not given_up
}

given_up if {
	input.risk.status == "closed"
	not input.risk.closure.reason == "avoided"
}

violations contains {
	"at": avoidance_at,
	"message": $"risk {input.risk.id} is avoided, and the record names no activity that stops",
	"remedy": "Name under response.avoidance.activity what is stopped.",
} if {
	not input.risk.response.avoidance.activity
}

violations contains {
	"at": avoidance_at,
	"message": $"risk {input.risk.id} is avoided, but {stop}, and {work}",
} if {
	not stopped
	not to_be_stopped
}

stopped if input.risk.response.avoidance.stopped_on <= dates.today

to_be_stopped if {
	not input.risk.status == "closed"
	some plan in input.plans
	not plan.status == "cancelled"
	some action in plan.actions
	not action.status == "done"
	not action.status == "cancelled"
}

stop := $"the activity stops on {input.risk.response.avoidance.stopped_on} and today is {dates.today}" if input.risk.response.avoidance.stopped_on

else := "no day is recorded on which the activity stopped"

work := "no action is left that stops it" if not input.risk.status == "closed"

else := "the risk is closed"

avoidance_at := ["risk", "response", "avoidance"] if input.risk.response.avoidance

else := ["risk", "response"]
