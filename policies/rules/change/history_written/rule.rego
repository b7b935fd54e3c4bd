# METADATA
# title: What changes about a risk is written into its history
# description: >-
#   The history is what lets a reader see, years later, who made a risk smaller, gave it to somebody else or closed
#   it. Owner, status, severity, score, response and deadline change only with an entry that says from what to what,
#   by whom and when. What had no value before needs no entry.
# custom:
#   subject: change
#   level: deny
#   remedy: Add an entry to the history with field, from, to, by, at and reason.
#   reads:
#     - before.risk.owner
#     - before.risk.status
#     - before.risk.deadline
#     - before.risk.assessment.severity
#     - before.risk.assessment.score
#     - before.risk.response.type
#     - before.risk.history
#     - after.risk.owner
#     - after.risk.status
#     - after.risk.deadline
#     - after.risk.assessment.severity
#     - after.risk.assessment.score
#     - after.risk.response.type
#     - after.risk.history
#   settings: []
#   controls: [nist-800-53r5:AU-3, nist-800-53r5:AU-10, nist-800-53r5:CM-3, iso27001-2022:7.5.3]
#   duties: [changes-are-justified, records-stay-as-they-were]
package rules.change.history_written

import data.lib.changes

applies if count(changed) > 0

violations contains {"at": ["after", "risk", "history"], "message": message} if {
	count(untold) > 0
	message := $"risk {input.change.id} changed {concat(", ", untold)}, and its history doesn't say from what to what, by whom and when"
}

untold contains $"its {field} from {was} to {now(field)}" if {
	some field, was in changed
	not told(field, was)
}

# changed holds the fields that the history is for and whose value differs, with the value they had.
changed[field] := was if {
	input.after.risk
	some [field, was] in (values(input.before.risk) - values(input.after.risk))
}

values(risk) := (((({["owner", risk.owner] | risk.owner} | {["status", risk.status] | risk.status}) | {["deadline", risk.deadline] | risk.deadline}) | {["severity", risk.assessment.severity] | risk.assessment.severity}) | {["score", risk.assessment.score] | risk.assessment.score}) | {["response", risk.response.type] | risk.response.type}

now(field) := values_after[field] if values_after[field]

else := "none"

values_after := {field: value | some [field, value] in values(input.after.risk)}

# Several steps may lead from the one value to the other.
told(field, was) if {
	[field, was] in begun
	[field, now(field)] in ended
}

begun := {[entry.field, entry.from] | some entry in entries}

ended := {[entry.field, arrival(entry)] | some entry in entries}

arrival(entry) := entry.to if entry.to

else := "none"

entries contains entry if {
	some entry in changes.added(history, input.after.risk.history)
	entry.by
	entry.at
}

history := [entry | some entry in input.before.risk.history]
