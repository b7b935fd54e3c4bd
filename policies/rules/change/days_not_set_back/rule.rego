# METADATA
# title: A day that was recorded doesn't move back
# description: >-
#   Deadlines run from the day of a decision, an assessment or a completion, so setting such a day back makes what was
#   late look timely. What happens again has a later day; what was recorded wrongly is put right by somebody who says
#   so, in a waiver.
# custom:
#   subject: change
#   level: deny
#   remedy: Set the day back to what was recorded; if that was wrong, ask for a waiver that says so.
#   reads: [change.id]
#   optional:
#     - before.risk.assessment.on
#     - before.risk.inherent.on
#     - before.risk.residual.on
#     - before.risk.response.decided_on
#     - before.plan.effectiveness.on
#     - before.plan.actions.id
#     - before.plan.actions.completed_on
#     - after.risk.assessment.on
#     - after.risk.inherent.on
#     - after.risk.residual.on
#     - after.risk.response.decided_on
#     - after.plan.effectiveness.on
#     - after.plan.actions.id
#     - after.plan.actions.completed_on
#   settings: []
#   controls: [nist-800-53r5:AU-8, nist-800-53r5:AU-10, iso27001-2022:7.5.3]
#   duties: [records-can-be-relied-on, records-stay-as-they-were]
package rules.change.days_not_set_back

applies if {
	input.before.risk
	input.after.risk
}

applies if {
	input.before.plan
	input.after.plan
}

violations contains {"at": day.at, "message": message} if {
	some day in days
	day.now < day.was
	message := $"the {day.of} {input.change.id} was dated {day.was}, and is dated {day.now} now"
}

# days pairs what both sides say of one thing that happened.
days contains {"at": ["after", "risk", "assessment", "on"], "of": "assessment of risk", "was": was, "now": now} if {
	was := input.before.risk.assessment.on
	now := input.after.risk.assessment.on
}

days contains {"at": ["after", "risk", "inherent", "on"], "of": "judgement of the inherent risk of", "was": was, "now": now} if {
	was := input.before.risk.inherent.on
	now := input.after.risk.inherent.on
}

days contains {"at": ["after", "risk", "residual", "on"], "of": "judgement of the residual risk of", "was": was, "now": now} if {
	was := input.before.risk.residual.on
	now := input.after.risk.residual.on
}

days contains {"at": ["after", "risk", "response", "decided_on"], "of": "decision about risk", "was": was, "now": now} if {
	was := input.before.risk.response.decided_on
	now := input.after.risk.response.decided_on
}

days contains {"at": ["after", "plan", "effectiveness", "on"], "of": "judgement of the effectiveness of plan", "was": was, "now": now} if {
	was := input.before.plan.effectiveness.on
	now := input.after.plan.effectiveness.on
}

days contains {"at": ["after", "plan", "actions", place, "completed_on"], "of": $"completion of action {action.id} of plan", "was": was, "now": now} if {
	some place, action in input.after.plan.actions
	was := completed[action.id]
	now := action.completed_on
}

completed := {id: max(dates) | some id, dates in recorded}

recorded[action.id] contains action.completed_on if some action in input.before.plan.actions
