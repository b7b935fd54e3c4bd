# METADATA
# title: A plan is due within the deadline of each of its risks
# description: >-
#   Each risk has to be dealt with by its deadline: the day that the risk states, or else the days that its severity
#   allows, counted from identification. The plan is held to the earliest deadline among its risks that aren't closed,
#   whatever their response is; the last day still holds. A plan without a due date of its own is judged by its
#   actions, so that plans which have only milestones are held to them. A risk that has no deadline, or is assessed too
#   little to have one, leaves the plan without an end and is reported here; a source that can't carry severity or the
#   day of identification can still state the deadline. Completed and cancelled plans are not asked.
# custom:
#   subject: plan
#   level: deny
#   remedy: >-
#     Bring the plan's due date, or its actions', forward to the deadline. Where no deadline is known, assess the risk or
#     state its deadline.
#   reads: [plan.status, plan.due, plan.actions.due, plan.actions.status, risks.status, risks.deadline]
#   optional: [risks.identified_on, risks.assessment.severity]
#   settings: [plan.deadline_days]
#   controls:
#     - nist-800-53r5:RA-5
#     - nist-800-53r5:CA-5
#     - fedramp-rev5:RA-5
#     - iso27001-2022:6.2
#     - csf-2.0:ID.RA-06
#   duties: [response-follows-severity, work-is-on-time]
package rules.plan.due_within_deadline

import data.lib.dates

applies if {
	not input.plan.status == "completed"
	not input.plan.status == "cancelled"
	some risk in input.risks
	not risk.status == "closed"
}

violations contains {
	"at": ["plan", "due"],
	"message": $"plan {input.plan.id} is due on {input.plan.due}, and risk {first.risk} is to be dealt with by {first.day}",
} if {
	input.plan.due > first.day
}

violations contains {
	"at": ["plan", "actions", place, "due"],
	"message": $"action {action.id} of plan {input.plan.id} is due on {action.due}, and risk {first.risk} is to be dealt with by {first.day}",
} if {
	not input.plan.due
	some place, action in input.plan.actions
	not action.status == "done"
	not action.status == "cancelled"
	action.due > first.day
}

violations contains {
	"at": ["plan"],
	"message": $"plan {input.plan.id} has no due date and none of its actions has one; risk {first.risk} is to be dealt with by {first.day}",
} if {
	not input.plan.due
	not milestone
}

violations contains {
	"at": ["risks", place],
	"message": $"risk {risk.id}, which plan {input.plan.id} answers, has no deadline, and none follows from its severity and the day it was identified",
} if {
	some place, risk in input.risks
	not risk.status == "closed"
	not deadline(risk)
}

first := {"day": day, "risk": id} if {
	[day, id] := min({[deadline(risk), risk.id] |
		some risk in input.risks
		not risk.status == "closed"
	})
}

deadline(risk) := risk.deadline

deadline(risk) := day if {
	not risk.deadline
	day := dates.later(risk.identified_on, data.settings.plan.deadline_days[risk.assessment.severity])
}

milestone if {
	some action in input.plan.actions
	not action.status == "cancelled"
	action.due
}

due contains {"at": ["risks", place], "on": deadline(risk), "what": "deadline"} if {
	some place, risk in input.risks
	not risk.status == "closed"
}

due contains {"at": ["plan", "due"], "on": input.plan.due, "what": "plan"}
