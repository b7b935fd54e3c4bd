# METADATA
# title: No action is overdue
# description: >-
#   A risk stays as it is until the actions are done, so each day past due is a day of exposure that nobody agreed to.
#   What is due today isn't late. An action without a status counts as open, and an open one counts in a plan that calls
#   itself completed too, since a plan is completed when its actions are; an action without a due date is
#   plan.actions_assigned's to judge.
# custom:
#   subject: plan
#   level: deny
#   remedy: >-
#     Finish the action and record status and completed_on, cancel it, or move its due date with a reason and an
#     approval under due_changes.
#   reads: [plan.status, plan.actions.due, plan.actions.status]
#   settings: []
#   controls: [nist-800-53r5:PM-4, nist-800-53r5:CA-5, iso27001-2022:8.3, csf-2.0:ID.RA-06]
#   duties: [work-is-on-time, severe-risks-are-tracked]
package rules.plan.actions_on_time

import data.lib.dates

applies if {
	not input.plan.status == "cancelled"
	some action in input.plan.actions
	not action.status == "cancelled"
}

violations contains {
	"at": ["plan", "actions", place, "due"],
	"message": $"action {action.id} of plan {input.plan.id} was due on {action.due} and is not done; today is {dates.today}",
} if {
	some place, action in open_actions
	dates.is_past(action.due)
}

open_actions[place] := action if {
	some place, action in input.plan.actions
	not action.status == "done"
	not action.status == "cancelled"
}

due contains {"at": ["plan", "actions", place, "due"], "on": action.due, "what": "action"} if {
	some place, action in open_actions
}
