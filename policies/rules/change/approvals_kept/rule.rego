# METADATA
# title: An approval that was recorded stays recorded
# description: >-
#   A rejection that disappears turns a contested plan into an approved one, and an approval whose day or name changes
#   vouches for what nobody said. Reviews and approvals of plans, and approvals of acceptances and deviations, are
#   added and never altered, moved or removed. When a risk is no longer accepted, or is closed, the approvals of its
#   acceptance may go with it.
# custom:
#   subject: change
#   level: deny
#   remedy: Put the approval back as it was, and add what was decided since as an act of its own.
#   reads: [change.id]
#   optional:
#     - before.plan.approvals
#     - after.plan.approvals
#     - before.risk.response.type
#     - before.risk.response.acceptance.approvals
#     - after.risk.response.type
#     - after.risk.response.acceptance.approvals
#     - before.risk.deviations.approvals
#     - after.risk.deviations.approvals
#   settings: []
#   controls: [nist-800-53r5:AU-9, nist-800-53r5:AU-10, nist-800-53r5:CA-6, iso27001-2022:A.5.33]
#   duties: [records-stay-as-they-were, approval-holds]
package rules.change.approvals_kept

import data.lib.approvals
import data.lib.changes

applies if {
	input.before.plan
	input.after.plan
}

applies if {
	input.before.risk
	input.after.risk
}

violations contains {"at": ["before", "plan", "approvals", place], "message": message} if {
	after := [act | some act in input.after.plan.approvals]
	some place, act in changes.lost(input.before.plan.approvals, after)
	message := $"the {approvals.noun(act)} of plan {input.change.id} by {act.by} on {act.at} ({act.decision}) is gone or not what it was"
}

violations contains {"at": ["before", "risk", "response", "acceptance", "approvals", place], "message": message} if {
	still_accepted
	after := [act | some act in input.after.risk.response.acceptance.approvals]
	some place, act in changes.lost(input.before.risk.response.acceptance.approvals, after)
	message := $"the word of {act.by} on {act.at} about accepting risk {input.change.id} ({act.decision}) is gone or not what it was"
}

violations contains {"at": ["before", "risk", "deviations"], "message": message} if {
	some act in (deviation_approvals(input.before.risk) - deviation_approvals(input.after.risk))
	message := $"the word of {act.by} on {act.at} about a deviation of risk {input.change.id} ({act.decision}) is gone or not what it was"
}

still_accepted if {
	input.before.risk.response.type == "accept"
	input.after.risk.response.type == "accept"
}

deviation_approvals(risk) := {act | some deviation in risk.deviations; some act in deviation.approvals}
