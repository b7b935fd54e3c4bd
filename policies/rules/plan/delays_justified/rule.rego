# METADATA
# title: A due date is moved back only with a reason and an approval
# description: >-
#   A due date that slips unasked is no promise: each move to a later day says why (reason) and who other than the one
#   who moved it agreed (approved_by), and the settings say how often a plan's date may slip at all. A move whose days the
#   record doesn't tell counts as a delay; one to an earlier day needs no excuse. The date that the plan is due on is the
#   one that it was last moved to, so that no further move goes unrecorded. Cancelled plans are not asked.
# custom:
#   subject: plan
#   level: deny
#   remedy: >-
#     Record the reason and the approval of each move under due_changes, or set the due date back to what was approved.
#   reads:
#     - plan.status
#     - plan.due
#     - plan.due_changes.from
#     - plan.due_changes.to
#     - plan.due_changes.by
#     - plan.due_changes.reason
#     - plan.due_changes.approved_by
#   settings: [plan.max_due_changes]
#   controls:
#     - nist-800-53r5:CA-5
#     - nist-800-53r5:AC-5
#     - iso27001-2022:6.2
#     - csf-2.0:ID.RA-06
#     - fedramp-rev5:milestone-changes
#   duties: [work-is-on-time, duties-are-separated]
package rules.plan.delays_justified

applies if {
	not input.plan.status == "cancelled"
	count(delays) > 0
}

violations contains {
	"at": ["plan", "due_changes", place],
	"message": $"move {place + 1} of the due date of plan {input.plan.id} has {concat(" and ", {lack.has | some lack in lacks})}",
	"remedy": $"Record {concat(" and ", {lack.needs | some lack in lacks})}, or set the due date back to what it was.",
} if {
	some place, lacks in lacking
}

violations contains {
	"at": ["plan", "due_changes", place, "approved_by"],
	"message": $"move {place + 1} of the due date of plan {input.plan.id} was approved by {delay.by}, who made it",
	"remedy": $"Have the move approved by somebody other than {delay.by}, and record it under approved_by.",
} if {
	some place, delay in delays
	delay.approved_by == delay.by
}

violations contains {
	"at": ["plan", "due_changes"],
	"message": $"the due date of plan {input.plan.id} was moved back {times}; at most {most} are allowed",
	"remedy": "Finish the plan, or close it and have a new one with a due date of its own approved.",
} if {
	count(delays) > most
}

violations contains {
	"at": ["plan", "due"],
	"message": $"plan {input.plan.id} is due on {input.plan.due}, and the last recorded move of its due date was to {last.to}",
	"remedy": "Record the move that is missing under due_changes, or correct the due date.",
} if {
	input.plan.due != last.to
}

times := "once" if count(delays) == 1

else := $"{count(delays)} times"

most := data.settings.plan.max_due_changes

last := input.plan.due_changes[count(input.plan.due_changes) - 1]

delays := {place: change |
	some place, change in input.plan.due_changes
	not brought_forward(change)
}

brought_forward(change) if change.to <= change.from

lacking[place] contains {"has": "no reason", "needs": "the reason of the move"} if {
	some place, delay in delays
	not delay.reason
}

lacking[place] contains {"has": "no approval", "needs": "who approved the move (approved_by)"} if {
	some place, delay in delays
	not delay.approved_by
}
