# METADATA
# title: A history only grows
# description: >-
#   The history of a risk and the moves of a plan's due date are the memory that every other rule about changes leans
#   on. Each entry stays where it is and as it is; what turns out to be wrong is put right by a new entry. A list that
#   is taken away has lost all of its entries.
# custom:
#   subject: change
#   level: deny
#   remedy: Put the entry back, and add a new one that puts it right.
#   reads: [before.risk.history, after.risk.history, before.plan.due_changes, after.plan.due_changes]
#   settings: []
#   controls:
#     - nist-800-53r5:AU-9
#     - nist-800-53r5:AU-3
#     - nist-800-53r5:AU-10
#     - iso27001-2022:A.8.15
#     - iso27001-2022:A.5.33
#   duties: [records-stay-as-they-were]
package rules.change.history_kept

import data.lib.changes

applies if {
	input.after.risk
	input.before.risk.history[0]
}

applies if {
	input.after.plan
	input.before.plan.due_changes[0]
}

violations contains {"at": ["before", "risk", "history", place], "message": message} if {
	input.after.risk
	after := [entry | some entry in input.after.risk.history]
	some place, _ in changes.lost(input.before.risk.history, after)
	message := $"entry {place + 1} of the history of risk {input.change.id} is gone or not what it was"
}

violations contains {"at": ["before", "plan", "due_changes", place], "message": message} if {
	input.after.plan
	after := [move | some move in input.after.plan.due_changes]
	some place, _ in changes.lost(input.before.plan.due_changes, after)
	message := $"move {place + 1} of the due date of plan {input.change.id} is gone or not what it was"
}
