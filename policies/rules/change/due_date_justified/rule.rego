# METADATA
# title: The due date of a plan moves back only as due_changes records
# description: >-
#   A plan that slips without a word was never due. Once a plan has left draft, a later due date needs a new entry
#   under due_changes that says from which day to which, why, and who other than the one who moved it approved: a
#   person whom the base knows. Taking the date away is a move without an end.
# custom:
#   subject: change
#   level: deny
#   remedy: Record the move under due_changes with from, to, by, reason and approved_by, or set the due date back.
#   reads:
#     - before.plan.status
#     - before.plan.due
#     - before.plan.due_changes
#     - after.plan.due
#     - after.plan.due_changes
#     - people
#   settings: []
#   controls: [nist-800-53r5:CA-5, nist-800-53r5:AC-5, iso27001-2022:6.2, fedramp-rev5:milestone-changes]
#   duties: [work-is-on-time, changes-are-justified]
package rules.change.due_date_justified

import data.lib.changes

applies if {
	not input.before.plan.status == "draft"
	input.before.plan.due
	input.after.plan
	not as_early
}

violations contains {"at": ["after", "plan", "due"], "message": message} if {
	input.after.plan.due
	not justified
	message := $"plan {input.change.id} was due on {input.before.plan.due} and is due on {input.after.plan.due}, and no new entry of due_changes tells of it with a reason and an approval"
}

violations contains {"at": ["before", "plan", "due"], "message": message} if {
	input.after.plan
	not input.after.plan.due
	message := $"plan {input.change.id} was due on {input.before.plan.due} and is no longer due on any day"
}

as_early if input.after.plan.due <= input.before.plan.due

# The first new entry begins at the day that was, and the last ends at the day that is.
justified if {
	places := object.keys(moves)
	moves[min(places)].from == input.before.plan.due
	moves[max(places)].to == input.after.plan.due
	count({place | some place, move in moves; approved(move)}) == count(moves)
}

moves := changes.added([move | some move in input.before.plan.due_changes], input.after.plan.due_changes)

approved(move) if {
	move.reason
	input.people[move.approved_by]
	not move.approved_by == move.by
}
