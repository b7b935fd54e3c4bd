# METADATA
# title: The dates of a plan and its actions agree
# description: >-
#   A plan whose dates contradict each other can't be followed, and its due date promises what its actions don't keep.
#   No action is due after its plan or before it starts, none is due before one that it depends on, and none was done on
#   a day that is still to come. The same day agrees. Dates that aren't there contradict nothing, and cancelled actions
#   are left out.
# custom:
#   subject: plan
#   level: deny
#   remedy: Correct the date that is wrong, or move the plan's due date with a reason and an approval under due_changes.
#   reads: [plan.status, plan.due, plan.actions.due, plan.actions.start, plan.actions.depends_on, plan.actions.status]
#   optional: [plan.actions.completed_on]
#   settings: []
#   controls: [nist-800-53r5:CA-5, iso27001-2022:6.2, csf-2.0:ID.RA-06]
#   duties: [plans-are-detailed]
package rules.plan.dates_consistent

import data.lib.dates

applies if {
	not input.plan.status == "cancelled"
	some action in input.plan.actions
	not action.status == "cancelled"
}

violations contains {
	"at": ["plan", "actions", place, "due"],
	"message": $"action {action.id} is due on {action.due}, after its plan {input.plan.id} on {input.plan.due}",
} if {
	some place, action in input.plan.actions
	not action.status == "cancelled"
	action.due > input.plan.due
}

violations contains {
	"at": ["plan", "actions", place, "start"],
	"message": $"action {action.id} of plan {input.plan.id} starts on {action.start}, after it is due on {action.due}",
} if {
	some place, action in input.plan.actions
	not action.status == "cancelled"
	action.start > action.due
}

violations contains {
	"at": ["plan", "actions", place, "depends_on", entry],
	"message": $"action {action.id} of plan {input.plan.id} is due on {action.due}, before {before} that it depends on, on {due_of[before]}",
} if {
	some place, action in input.plan.actions
	not action.status == "cancelled"
	some entry, before in action.depends_on
	due_of[before] > action.due
}

violations contains {
	"at": ["plan", "actions", place, "completed_on"],
	"message": $"action {action.id} of plan {input.plan.id} was done on {action.completed_on}, and today is {dates.today}",
} if {
	some place, action in input.plan.actions
	not action.status == "cancelled"
	dates.is_future(action.completed_on)
}

# Merged, because an object comprehension fails where an id stands twice.
due_of := object.union_n([{action.id: action.due} |
	some action in input.plan.actions
	not action.status == "cancelled"
])
