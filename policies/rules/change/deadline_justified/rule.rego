# METADATA
# title: The deadline of a risk moves back only with a reason and by somebody with the authority
# description: >-
#   The deadline that a risk states stands above the one that follows from its severity, so stating a later day, or
#   taking an earlier one away, gives time that nobody granted. An entry of the history tells of the move with its
#   reason, made (by) by somebody with the authority that approves plans at this severity, and the settings say how
#   often.
# custom:
#   subject: change
#   level: deny
#   remedy: >-
#     Have the move made by somebody with the authority, and record it with its reason in the history; or set the
#     deadline back.
#   reads:
#     - before.risk.deadline
#     - before.risk.identified_on
#     - before.risk.assessment.severity
#     - before.risk.history
#     - after.risk.deadline
#     - after.risk.history
#     - after.risk.assessment.severity
#     - after.risk.identified_on
#     - people.role
#   settings: [change.max_deadline_moves, approval.approver, authority.ladders, plan.deadline_days, scale.levels]
#   controls: [nist-800-53r5:CA-5, nist-800-53r5:RA-5, iso27001-2022:6.2, fedramp-rev5:milestone-changes]
#   duties: [work-is-on-time, changes-are-justified]
package rules.change.deadline_justified

import data.lib.authority
import data.lib.changes
import data.lib.dates
import data.lib.severity

applies if moved

violations contains {"at": ["after", "risk", "deadline"], "message": message} if {
	moved
	not granted
	message := $"the deadline of risk {input.change.id} moved from {was} to {now}, and no new entry of its history by {asked} gives the reason"
}

violations contains {"at": ["after", "risk", "history"], "message": message} if {
	moved
	count(delays) > most
	message := $"the deadline of risk {input.change.id} was moved back {times}; at most {most} are allowed"
}

moved if now > was

was := input.before.risk.deadline if input.before.risk.deadline

else := implied(input.before.risk) if input.after.risk.deadline

now := input.after.risk.deadline if input.after.risk.deadline

else := implied(input.after.risk) if implied(input.after.risk)

else := "none at all" if input.after.risk

# implied(risk) is the deadline that follows from the severity.
implied(risk) := dates.later(risk.identified_on, data.settings.plan.deadline_days[risk.assessment.severity])

granted if {
	some entry in changes.added(history, input.after.risk.history)
	entry.field == "deadline"
	entry.reason
	tells_of_the_day(entry)
	authority.enough(input.people[entry.by].role, asked)
}

tells_of_the_day(entry) if entry.to == input.after.risk.deadline

tells_of_the_day(entry) if {
	not input.after.risk.deadline
	not entry.to
}

history := [entry | some entry in input.before.risk.history]

times := "once" if count(delays) == 1

else := $"{count(delays)} times"

delays := {place |
	some place, entry in input.after.risk.history
	entry.field == "deadline"
	not brought_forward(entry)
}

brought_forward(entry) if entry.to <= entry.from

most := data.settings.change.max_deadline_moves

# The graver of both sides counts: lowering the severity in the same change doesn't lower the authority.
level := severity.highest(severities)

severities contains input.before.risk.assessment.severity

severities contains input.after.risk.assessment.severity

asked := data.settings.approval.approver[level] if level

else := "somebody with the authority"
