# METADATA
# title: No work begins before the plan is approved
# description: >-
#   An approval of work that is under way can only agree: money is spent, and what the approver would have changed is
#   done. No action that is in progress or done started before the day on which a version of the plan was first
#   approved; the same day will do. Where no start is recorded, the day it was completed counts, and where nothing is
#   recorded nothing shows that the approval came first. An approval that was taken back later permitted the work that
#   began under it. Who may approve is approval.approved_at_level's to judge; a blocked action may not have begun, and
#   open and cancelled actions and cancelled plans are not asked.
# custom:
#   subject: plan
#   level: warn
#   remedy: >-
#     Stop the work until the plan is approved, or record the day on which it really began. What began too early can't be
#     undone: have it accepted by a waiver.
#   reads:
#     - plan.status
#     - plan.actions.status
#     - plan.actions.start
#     - plan.actions.completed_on
#     - plan.approvals.act
#     - plan.approvals.at
#     - plan.approvals.decision
#   settings: []
#   controls: [nist-800-53r5:PM-4, nist-800-53r5:CA-5, iso27001-2022:6.1.3f, csf-2.0:ID.RA-06]
#   duties: [approval-holds]
package rules.approval.before_work

import data.lib.dates

applies if {
	not input.plan.status == "cancelled"
	count(begun) > 0
}

violations contains {
	"at": ["plan", "actions", place],
	"message": $"work on action {action.id} of plan {input.plan.id} has begun, and nobody has approved the plan",
} if {
	not approved_on
	some place, action in begun
}

violations contains {
	"at": ["plan", "actions", place, field],
	"message": $"work on action {action.id} of plan {input.plan.id} began by {day}, before the plan was first approved on {approved_on}",
} if {
	some place, action in begun
	[field, day] := start(action)
	day < approved_on
}

violations contains {
	"at": ["plan", "actions", place],
	"message": $"work on action {action.id} of plan {input.plan.id} has begun, and nothing says whether before the plan was first approved on {approved_on}",
	"remedy": "Record the day on which work on the action began, as its start.",
} if {
	approved_on
	some place, action in begun
	not start(action)
}

begun := {place: action |
	some place, action in input.plan.actions
	action.status in {"in_progress", "done"}
}

start(action) := ["start", action.start] if action.start

else := ["completed_on", action.completed_on] if action.completed_on

approved_on := min({act.at |
	some act in input.plan.approvals
	act.act == "approve"
	act.decision == "approved"
	not dates.is_future(act.at)
})
